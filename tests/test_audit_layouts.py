"""Published tables laid out as the forms of several provinces: whatever the layout, the findings are the same."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.audits import audited, found
from tests.command import here
from tests.forms import SIGNS, chongqing, hubei, ministry, row, saved, yunnan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.command import Command

TABLES: Final = {
    each["id"]: each
    for each in json.loads(
        (Path(__file__).parent / "data" / "published_tables.json").read_text(encoding="utf-8"), parse_float=Decimal
    )
}
OWN: Final = {
    "cn09_huanggang_soil_2020": "cn/self-evaluation-hubei",
    "cn10_fishing_ban_2020": "cn/self-evaluation-hubei",
    "cn23_daying_justice_2023": "cn/self-evaluation-sichuan",
}


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in an empty folder."""
    return here(tmp_path, monkeypatch, capsys)


def implied(table: Mapping[str, Any], *, reasons: bool) -> list[tuple[Any, ...]]:
    """Return what the rule and the printed scores of a published table say is wrong, the rows first."""
    said: list[tuple[Any, ...]] = []
    for each in table["rows"]:
        typed, printed = each["typed"], each["printed"]
        if each["op"] == "qual":
            assert each["actual"] == each["target"]  # what was to be is what is: as good as 达成
        elif each["rule"] is None:
            said += [("unreadable-cell", typed, None), ("full-marks-without-data", printed, 0)]
        elif typed is not None:
            said.append(("actual-copies-target", typed, typed.lstrip("≥")))
        if each["rule"] is not None and printed != each["rule"]:
            said.append(("score-off-rule", printed, each["rule"]))
        if reasons and printed is not None and printed < each["weight"]:
            said.append(("no-reason-for-lost-points", None, None))
    weights = table["budget"]["weight"] + sum(each["weight"] for each in table["rows"])
    if weights != 100:
        said.append(("weights-total", weights, 100))
    scores = table["budget"]["printed"] + sum(each["printed"] or 0 for each in table["rows"])
    if table["printed_total"] not in (None, scores):
        said.append(("sum-mismatch", table["printed_total"], scores))
    return said


def rows_of(table: Mapping[str, Any], *, apart: bool) -> list[dict[str, Any]]:
    """Return the rows of a published table as they are typed, sign and unit `apart` or in the cell of the target."""
    rows = []
    for each in table["rows"]:
        values = {"weight": each["weight"], "score": each["printed"]}
        if apart:
            given = {"sign": SIGNS[each["op"]], "target": each["target"], "unit": each["unit"]}
            given |= {"actual": each["typed"] or each["actual"]}
        else:
            plain = None if each["actual"] is None else f"{each['actual']}{each['unit']}"
            given = {"target": f"{SIGNS[each['op']]}{each['target']}{each['unit']}", "actual": each["typed"] or plain}
        rows.append(row(f"{each['level1']}指标", f"{each['level2']}指标", each["name"], **given, **values))
    return rows


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("layout", ["ministry", "yunnan", "chongqing", "hubei"])
def test_a_published_table_in_any_layout_gives_what_its_rule_implies(
    name: str, layout: str, tmp_path: Path, command: Command
) -> None:
    """Whatever the layout, a table's findings are where its printed scores differ from the rule, and no others."""
    table = TABLES[name]
    budget = table["budget"]
    funds = {"budget": budget["adjusted"], "spent": budget["spent"], "score": budget["printed"], "unit": budget["unit"]}
    weight, total = {"weight": budget["weight"]}, table["printed_total"]
    rows = rows_of(table, apart=layout in ("yunnan", "chongqing"))
    if layout == "ministry":
        form = ministry(rows, total=total, **funds, **weight)
    elif layout == "yunnan":
        form = yunnan(rows, total=total, **funds, **weight)
    elif layout == "chongqing":
        form = chongqing(rows, total=total, **funds, **weight)
    else:
        form = hubei([rows[:2], rows[2:]] if len(rows) > 1 else [rows], total=total, **funds)
        table = table if budget["weight"] == 20 else {**table, "budget": {**budget, "weight": 20}}
    saved(tmp_path / "form.xlsx", form)
    (told,) = audited(command, "form.xlsx", "--set", OWN.get(name, "cn/self-evaluation-2020"))
    expected = implied(table, reasons=layout in ("ministry", "yunnan"))
    if table is not TABLES[name]:  # 10 points of execution in a form that says 20
        expected.insert(0, ("score-off-rule", 10, 20))
    assert found(told) == expected
    assert told["printed_total"] == total
    judged = sum(each["printed"] for each in table["rows"] if each["op"] == "qual")
    recomputed = table["budget"]["weight"] + judged + sum(each["rule"] or 0 for each in table["rows"])
    assert told["recomputed_total"] == recomputed
