"""Audits of forms made by chance: any cells end in findings, consistent forms in none, one mistake in its own."""

from __future__ import annotations

import datetime
import json
import math
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scoring
from scoring.audit import Auditor, duplicates
from scoring.audit_sheet import MarkedForm
from scoring.audit_workbook import audit_workbook
from scoring.filled_form import FormReader
from scoring.filled_grid import Grid
from tests.forms import HEADINGS
from tests.made_forms import MISTAKES, laid_out, made_forms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.audited import Audited
    from tests.made_forms import Layout, Made

#: What units type, well and badly.
TYPED: Final = (
    *(
        "≥90%",
        "≤30万元",
        "98%",
        "9２％",
        "-1",
        "1,00",
        "²",
        "9" * 70,
        "1e400",
        "%",
        "≥",
        "=1+1",
        "\x00",
        "—",
        "100万元",
    ),
    *(
        "2022年12月底前",
        "2022.13.45",
        "9999年99月",
        "达成",
        "部分达成",
        "定性",
        "总分",
        "小计",
        "预算执行率",
        "成本指标",
        "优",
    ),
    *("产出指标", "效益指标", "满意度指标"),
)
MOMENTS: Final = (
    datetime.date(2022, 1, 1),
    datetime.datetime(2022, 1, 1, 5),  # noqa: DTZ001 - a cell has no zone
    datetime.time(1, 2),
    datetime.timedelta(days=3),
)
CELLS: Final[st.SearchStrategy[Any]] = (
    st.sampled_from(["", *TYPED, *MOMENTS]) | st.integers() | st.floats() | st.booleans() | st.text(max_size=6)
)
ROWS: Final = st.lists(st.lists(CELLS, min_size=len(HEADINGS), max_size=len(HEADINGS)), max_size=5)
SETS: Final = ["cn/self-evaluation-2020", "cn/self-evaluation-hubei", "cn/self-evaluation-jiangxi"]
Office = tuple[FormReader, Auditor]


def _office(rules: str) -> Office:
    loaded = scoring.load(rules)
    return FormReader(loaded), Auditor(scoring.Engine(loaded))


@pytest.fixture(scope="module", params=SETS)
def any_office(request: pytest.FixtureRequest) -> Office:
    """Return what reads and audits the forms of a set."""
    return _office(request.param)


@pytest.fixture(scope="module")
def office() -> Office:
    """Return what reads and audits the forms of the ministry."""
    return _office(SETS[0])


@settings(max_examples=60)
@given(ROWS, st.lists(CELLS, min_size=6, max_size=6), st.lists(CELLS, min_size=7, max_size=7))
def test_any_form_is_audited(any_office: Office, rows: Sequence[list[Any]], block: list[Any], total: list[Any]) -> None:
    """An audit of any cells has finite totals and findings with a code and a sentence, as JSON and as a workbook."""
    funds = ["年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]
    lines = [["资金", *funds], ["年度资金总额", *block], [*HEADINGS.values()], *rows, ["总分", *total]]
    grid = Grid("表", lines)
    form = any_office[0].read(grid, "form.xlsx")
    assert form is not None
    audited = any_office[1].audit(form)
    told = json.loads(json.dumps(audited.published(sheet=True), allow_nan=False))
    assert math.isfinite(told["recomputed_total"])
    assert all(each["code"] and each["message"] for each in told["findings"])
    assert audit_workbook([MarkedForm(audited, grid)], "zh").startswith(b"PK")


@pytest.mark.parametrize("text", ["(", "已于", " ", "：", "指标", "1", ",", "至1月", "年初", "元", "总分：", "-"])
def test_long_texts_do_not_hold_up_an_audit(text: str, any_office: Office) -> None:
    """Cells as long as a spreadsheet lets them be, of what patterns look for, are audited like others."""
    long = f"1{text * (32_000 // len(text))}x"
    lines = [["项目名称", long], [long] * 8, [*HEADINGS.values()], [long] * 8, [*HEADINGS.values()][:5] + [long] * 3]
    form = any_office[0].read(Grid("表", [*lines, ["总分", long]]), "form.xlsx")
    assert form is not None
    assert any_office[1].audit(form).printed_total is None


@settings(max_examples=150)
@given(made_forms())
def test_a_form_that_follows_its_rule_has_no_findings(office: Office, made: tuple[Made, Layout]) -> None:
    """Scores by the rule, weights that make 100 and a total that is their sum are fine in any layout."""
    told = _audited(office, *made)
    assert list(told.findings) == []
    assert told.recomputed_total == told.printed_total == made[0].total


@pytest.mark.parametrize("mistake", MISTAKES)
@settings(max_examples=20)
@given(made_forms())
def test_one_mistake_has_one_finding_at_its_cell(mistake: str, office: Office, made: tuple[Made, Layout]) -> None:
    """Whatever the layout, a form with one thing changed has the finding of that, and no other."""
    change, code, place = MISTAKES[mistake]
    form, layout = change(made[0]), made[1]
    told = _audited(office, form, layout)
    assert [(each.code, each.cell) for each in told.findings] == [(code, laid_out(form, layout)[1][place])]


@settings(max_examples=20)
@given(made_forms(), made_forms())
def test_a_project_that_comes_again_is_told_at_its_name(
    office: Office, first: tuple[Made, Layout], again: tuple[Made, Layout]
) -> None:
    """Of two forms of a project, whatever else is in them, the second is a duplicate."""
    told = duplicates([_audited(office, *first), _audited(office, *again)], "zh")
    where = laid_out(*again)[1]["name"]
    assert [[(each.code, each.cell) for each in form.findings] for form in told] == [[], [("duplicate-project", where)]]


def _audited(office: Office, made: Made, layout: Layout) -> Audited:
    form = office[0].read(Grid("表", laid_out(made, layout)[0]), "form.xlsx")
    assert form is not None
    return office[1].audit(form)
