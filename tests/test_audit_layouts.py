"""Forms of several layouts: published tables laid out as the forms of several provinces, and other shapes."""

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
    from collections.abc import Mapping, Sequence

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


#: The rows of forms of other shapes, line by line.
SICHUAN: Final = (
    ("2023年部门预算项目支出绩效自评表",),
    ("项目名称", None, "法律援助"),
    ("项目资金执行情况（万元）", "", "年初预算数", "调整后预算数", "预算执行数", "预算执行率", "权重", "得分", "原因"),
    (None, "总额", 3, 3.36, 3.36, "100.00%", 10, 10),
    (None, "其中：财政资金", 3, 3.36, 3.36, "100.00%", "/", "/"),
    (
        "绩效指标（90分）",
        "一级指标",
        "二级指标",
        "三级指标",
        "指标性质",
        "指标值",
        "度量单位",
        "完成值",
        "权重",
        "得分",
        "未完成原因分析",
    ),
    (None, "产出指标", "数量指标", "案件数", "≥", "100", "件", "90", "40", "36", "人手不足"),
    (None, "", "时效指标", "完成月份", "≤", "12", "月", "12", "20", "20"),
    (None, "效益指标", "社会效益指标", "便民", "定性", "好", None, "达成", "30", "30"),
    ("合计", None, None, None, None, None, None, None, "100", "96"),
    ("评价结论", None, "总体良好，得96分"),
)
BESIDE: Final = (
    ("项目名称", "农村公路"),
    ("预算数（万元）", "100万元", "执行数（万元）", 80, "执行率", "80%"),
    ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "自评得分"),
    ("产出指标", "数量", "里程", "≥10", "10", 50, 50),
    ("效益指标", "社会", "户数", "≥10", "5", 30, 15),
    ("满意度指标", "满意度", "满意度", "≥90%", "90%", 10, 10),
)
LINKED: Final = (
    ("项目名称", "水标尺"),
    ("资金情况（万元）", None, "全年预算数（A）", "全年执行数（B）", "执行率（B/A）"),
    (None, "年度资金总额：", 20, 20, "100%"),
    ("绩效指标", "一级指标", "二级指标", "三级指标", "分值", "指标值", "全年实际完成值", "得分", "未完成原因"),
    (None, "产出指标（50分）", "数量指标", "★新建", 60, "≥2处", "2处", 60),
    (None, None, None, "其中：大型", None, "1", "1"),
    (None, "成本指标", "经济成本指标", "造价", 10, "≤5", "5", 10),
    (None, "效益指标", "社会效益", "人口", 20, "≥1000人", "1000", 20),
    ("总分", None, None, None, None, None, None, 100),
)
REVIEW: Final = (
    ("项目名称", "公园管护"),
    ("一级指标", "二级指标", "三级指标", "分值", "年度\n指标值", "实际\n完成值", "自评分", "复核分", "评价标准及依据"),
    ("产出指标", "数量", "面积", 60, "≥10", "10", 60, 60),
    ("效益指标", "社会", "人次", 40, "≥10", "5", 20, 20),
    ("合计", None, None, 100, None, None, 80, 80),
)
#: The execution as a row of the indicators, and the rows of a level added up.
AMONG: Final = (
    ("项目", "公园管护"),
    ("一级指标", "指标", "目标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"),
    ("预算执行", "预算执行率", "-", "90.00%", 10, 9, ""),
    ("产出指标", "面积", "≥10", "10", 50, 50, ""),
    ("", "小计", "", "", 50, 50, ""),
    ("效益指标", "人次", "≥10", "5", 40, 20, "下雨"),
    ("", "小计", "", "", 40, 20, ""),
    ("合计", "", "", "", 100, 79, ""),
)


@pytest.mark.parametrize(
    ("lines", "total", "recomputed"),
    [
        (SICHUAN, 96, 96),
        ([*BESIDE, ("总分", None, None, None, None, 90, 75)], 75, 83),
        ([*BESIDE, ("总分", None, None, None, None, 100, 83)], 83, 83),
        (LINKED, 100, 100),
        (REVIEW, 80, 80),
        (AMONG, 79, 79),
    ],
)
def test_other_shapes_of_forms_are_read(
    lines: Sequence[Sequence[Any]], total: Decimal, recomputed: Decimal, tmp_path: Path, command: Command
) -> None:
    """Amounts beside their labels, weights before targets, rows of details, two scores side by side, subtotals."""

    def fill(sheet: Any) -> None:
        for line in lines:
            sheet.append(line)

    saved(tmp_path / "form.xlsx", fill)
    (told,) = audited(command, "form.xlsx", code=0)
    assert (told["printed_total"], told["recomputed_total"]) == (total, recomputed)
