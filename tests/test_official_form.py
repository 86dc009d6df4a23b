"""The official self-evaluation form: which sets have it, how it looks, and that what is filled in comes back."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import openpyxl
import pytest

from scoring.data_forms import FilledForm, read_forms
from scoring.data_layouts import MARK
from scoring.engine import Engine
from scoring.form_workbook import form_workbook
from scoring.loading import load_bound
from scoring.official_form import official_form
from scoring.plugins import registry
from tests.filled_forms import fill
from tests.library import library
from tests.official_forms import Part, cell_of_fact, rows_of
from tests.small_sets import of_table, small_set, written
from tests.toml_text import dumps

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from scoring.binding import Bound

BASE: Final = "cn/self-evaluation-2020"
SETS: Final = (
    BASE,
    "cn/self-evaluation-chongqing",
    "cn/self-evaluation-hubei",
    "cn/self-evaluation-jiangxi",
    "cn/self-evaluation-sichuan",
    "cn/transfers-regional",
)


def bound_of(id_: str) -> Bound:
    """Return a shipped set."""
    return library()[id_][0].bound


def extended(folder: Path, **keys: Any) -> Bound:
    """Return a set that extends the base."""
    path = folder / "own.toml"
    path.write_text(dumps({"extends": BASE, "id": "own/set", "title": "本单位自评", "version": "1", **keys}), "utf-8")
    return load_bound(path, registry())


def blank(bound: Bound, lang: str = "zh") -> Worksheet:
    """Return the first sheet of a form."""
    return openpyxl.load_workbook(io.BytesIO(form_workbook(bound, lang))).worksheets[0]


def read(path: Path, bound: Bound) -> FilledForm:
    """Read one form."""
    forms = read_forms([str(path)], bound.rules, "zh")
    assert forms is not None
    (form,) = forms
    return form


def changed(path: Path, change: Callable[[Worksheet], Any]) -> Path:
    """Change the first sheet of a workbook, in which cells that were merged are parted."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for merged in [*sheet.merged_cells.ranges]:
        sheet.unmerge_cells(merged.coord)
    change(sheet)
    book.save(path)
    return path


def put(sheet: Worksheet, part: Part, **values: Any) -> None:
    """Fill in a row."""
    for name, value in values.items():
        sheet.cell(part.row, part.names[name]).value = value


# -- which sets have it


def test_self_evaluations_have_the_official_form() -> None:
    """Those of the library whose facts fill its columns and that score its rows; no other set."""
    assert {id_ for id_, (each, *_) in library().items() if official_form(each.bound)} == {*SETS}


def shaped(folder: Path, without: str = "") -> Bound:
    """Return a set of one's own that has the shape of a self-evaluation, but for a fact or a column."""
    money = {"type": "money", "unit": "万元"}
    texts = dict.fromkeys(("level1", "level2", "name", "reason"), "text")
    columns = texts | dict.fromkeys(("target", "actual"), "quantity") | dict.fromkeys(("weight", "score"), "number")
    facts = dict.fromkeys(("funds.initial", "funds.budget", "funds.spent"), money) | {
        "targets": of_table(**{name: each for name, each in columns.items() if name != without})
    }
    rows = {"title": "{name}", "for_each": "targets", "weight": "weight", "measure": "weight", "dimension": "e"}
    rules = small_set(
        {name: each for name, each in facts.items() if name != without},
        {"rate": {"measure": "funds.spent / funds.budget"}, "rows": rows},
        dimensions={"d": {}, "e": {"weight": 90}},
        lang="en",
    )
    return load_bound(written(rules, folder), registry())


def test_a_set_of_that_shape_has_it(tmp_path: Path) -> None:
    """Whatever it is called, and in English too: without funding lines, goals, signs, units and levels of its own."""
    bound = shaped(tmp_path)
    form = official_form(bound)
    assert form is not None
    assert (form.funding, form.goals, form.judged, form.own, form.open) == ({}, False, None, (), True)
    sheet = blank(bound, "en")
    assert [cell.value for cell in sheet[12]][1:] == [
        "Indicators",
        *("level1", "level2", "name", "target", "actual", "weight", "Score", "reason"),
    ]


@pytest.mark.parametrize("without", ["funds.initial", "level2", "target", "score", "reason"])
def test_a_set_that_lacks_a_column_has_none(tmp_path: Path, without: str) -> None:
    """Its form is a sheet of facts, and one for each table."""
    bound = shaped(tmp_path, without)
    assert official_form(bound) is None
    assert blank(bound)["A1"].value == MARK


def test_only_sorts_that_the_set_takes_are_printed(tmp_path: Path) -> None:
    """A set that scores outputs by their number, and effects, has those rows; it takes no others."""
    rows = {"indicators": {"output-targets": {"where": "level1 == '产出指标' and level2 == '数量指标'"}}}
    form = official_form(extended(tmp_path, **rows))
    assert form is not None
    assert form.levels["产出指标"] == ("数量指标",)
    assert len(form.levels["效益指标"]) == 4
    assert not form.open


# -- how the blank form looks


@pytest.fixture
def sheet() -> Worksheet:
    """The blank form of the base."""
    return blank(bound_of(BASE))


def merged(sheet: Worksheet) -> set[str]:
    """Return the ranges of cells that are one."""
    return {each.coord for each in sheet.merged_cells.ranges}


def test_head_and_funds(sheet: Worksheet) -> None:
    """Title and year, whose form it is, then the funds: three amounts, weight, rate, score, and their sources."""
    assert sheet["B1"].value == "项目支出绩效自评表"
    assert [sheet[cell].value for cell in ("B3", "G3", "I3")] == ["（", None, "年度）"]
    assert [sheet[cell].value for cell in ("B5", "B7", "I7")] == ["项目名称", "主管部门", "实施单位"]
    assert sheet["B9"].value == "项目资金\n（万元）"
    heads = [sheet[f"{column}9"].value for column in "EFIKLM"]
    assert heads == ["年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]
    assert (sheet["C10"].value, sheet["K10"].value) == ("年度资金总额", 10)
    assert [sheet[f"C{row}"].value for row in (12, 13, 14)] == ["当年财政拨款", "上年结转资金", "其他资金"]
    assert sheet["C12"].number_format == '"其中："@'
    assert [(sheet[f"K{row}"].value, sheet[f"M{row}"].value) for row in (12, 13, 14)] == [("—", "—")] * 3
    assert {"B1:M1", "B9:B14", "F9:H9", "I9:J9", "C10:D10", "F12:H12", "D5:M5"} <= merged(sheet)


def test_goals_and_indicators(sheet: Worksheet) -> None:
    """The goal beside what became of it; then headings, and three rows for each sort, whose levels are merged."""
    assert [sheet[cell].value for cell in ("B15", "C15", "I15")] == ["年度总体目标", "预期目标", "实际完成情况"]
    assert {"B15:B17", "C17:H17", "I17:M17"} <= merged(sheet)
    assert [sheet.cell(19, column).value for column in range(2, 14)] == [
        *("绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", None, None),
        *("实际完成值", "完成程度", "分值", "得分", "偏差原因分析及改进措施"),
    ]
    assert [sheet[f"{column}20"].value for column in "FGH"] == ["指标性质", "指标值", "计量单位"]
    assert {"B19:B47", "C19:C20", "F19:H19", "C21:C32", "C33:C44", "C45:C47", "D21:D23", "D45:D47"} <= merged(sheet)
    assert [sheet[f"C{row}"].value for row in (21, 33, 45)] == ["产出指标", "效益指标", "满意度指标"]
    assert [sheet[f"D{row}"].value for row in range(21, 48, 3)] == [
        *("数量指标", "质量指标", "时效指标", "成本指标"),
        *("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标", "服务对象满意度指标"),
    ]
    assert sheet["B48"].value == "总分"
    assert (
        sheet["B49"].value
        == "注：分值为预算执行 10 分、产出指标 50 分、效益指标 30 分、满意度指标 10 分，合计 100 分。"
    )
    assert "达成 80%-100%、部分达成 60%-80%（不含）、未达成 0%-60%（不含）" in sheet["B51"].value


def test_what_is_filled_in_is_open_and_tinted(sheet: Worksheet) -> None:
    """Labels are locked, answers open and yellow; levels and sources are printed and may be written over."""
    assert sheet.protection.sheet
    assert not sheet.protection.insertRows  # not forbidden
    for cell in ("G3", "D5", "D7", "K7", "E10", "I10", "E12", "C17", "E21", "F21", "G21", "I21", "K21", "L21", "M47"):
        assert not sheet[cell].protection.locked, cell
        assert sheet[cell].fill.fgColor.rgb == "FFFFF9DB", cell
    for cell in ("C12", "C21", "D24"):
        assert not sheet[cell].protection.locked, cell
        assert sheet[cell].fill.patternType is None, cell
    for cell in ("B1", "B5", "C10", "E9", "K10", "L10", "M10", "C19", "E19", "B48", "K48"):
        assert sheet[cell].protection.locked, cell


def test_rates_and_sums_are_formulas(sheet: Worksheet) -> None:
    """Spent / budget of every row, the score by the rule, sums of funds and weights, and what the weights lack."""
    assert sheet["L10"].value == '=IFERROR(IF(I10="","",I10/F10),"")'
    assert sheet["L13"].value == '=IFERROR(IF(I13="","",I13/F13),"")'
    assert sheet["M10"].value == '=IF(L10="","",ROUND(MIN(L10,1)*K10,2))'
    assert sheet["F10"].value == '=IF(COUNT(F12:F14)=0,"",SUM(F12:F14))'
    assert sheet["K48"].value == "=SUM(K10,K21:K47)"
    assert str(sheet["L48"].value).endswith(',SUM(M10,L21:L47),"")')
    assert "100-$K$48" in str(sheet["M48"].value)


def test_a_rule_in_steps_is_a_formula_too() -> None:
    """Jiangxi gives 10, 7, 5 or no points; the highest step that the rate reaches decides."""
    formula = blank(bound_of("cn/self-evaluation-jiangxi"))["M10"].value
    assert formula == (
        '=IF(L10="","",ROUND(IF(ROUND(L10,9)>=1,10,IF(ROUND(L10,9)>=0.8,7,IF(ROUND(L10,9)>=0.6,5,0))),2))'
    )


@pytest.mark.parametrize(
    "execution",
    [
        {"scale": {"kind": "proportional", "pass": Decimal("0.6")}},
        {"scale": {"kind": "thresholds", "steps": [{"at_most": 1, "points": 10}]}},
        {"measure": "min(funds.spent / funds.budget, funds.spent / funds.received)", "remove": ["check", "with"]},
    ],
    ids=["pass", "at-most", "another-measure"],
)
def test_a_rule_that_is_no_formula_has_none(tmp_path: Path, execution: dict[str, Any]) -> None:
    """The points follow when the form is scored: nobody is shown others meanwhile."""
    remove = [f"indicators.budget-completion.{key}" for key in execution.pop("remove", [])]
    bound = extended(tmp_path, indicators={"budget-completion": execution}, remove=remove)
    assert blank(bound)["M10"].value is None


def test_answers_are_checked(sheet: Worksheet) -> None:
    """Levels, signs and sorts are chosen from lists, amounts and weights are numbers from 0 on, years have a range."""

    def check(cell: str) -> Any:
        return next(each for each in sheet.data_validations.dataValidation if cell in each.sqref)

    lists = openpyxl.load_workbook(io.BytesIO(form_workbook(bound_of(BASE), "zh")))["选项"]
    listed = {tuple(cell.value for cell in column if cell.value) for column in lists.iter_cols()}
    assert {("≥", "≤", "等于", "定性"), ("达成", "部分达成", "未达成")} <= listed
    assert [check(cell).type for cell in ("C21", "F30", "J47")] == ["list"] * 3
    assert (check("K21").type, check("K21").formula1) == ("decimal", "0.0")
    assert (check("F10").type, check("E12").type, check("G3").type) == ("decimal", "decimal", "whole")


def test_the_page_is_a4_and_headings_come_again(sheet: Worksheet) -> None:
    """Upright, one page wide; marks, in their column and rows, are hidden."""
    setup = sheet.page_setup
    assert (setup.paperSize, setup.orientation, setup.fitToHeight) == (9, "portrait", 0)
    assert sheet.print_title_rows == "$19:$20"
    assert sheet.column_dimensions["A"].hidden
    assert [row for row in range(1, 52) if sheet.row_dimensions[row].hidden] == [2, 4, 6, 8, 11, 16, 18]


def test_more_columns_of_a_set() -> None:
    """Chongqing's initial targets stand beside the targets, and whether an indicator is a core one at the end."""
    sheet = blank(bound_of("cn/self-evaluation-chongqing"))
    assert [sheet.cell(20, column).value for column in range(6, 10)] == ["指标性质", "年初指标值", "指标值", "计量单位"]
    assert [sheet.cell(19, column).value for column in (14, 15)] == ["偏差原因分析及改进措施", "是否核心指标"]


def test_an_indicator_without_rows_has_a_row() -> None:
    """The transfers' overall goal: 20 points for the fact that is filled in where the actual values stand."""
    bound = bound_of("cn/transfers-regional")
    sheet = blank(bound)
    assert [sheet.cell(21, column).value for column in (3, 5, 7, 11)] == [
        "总体目标",
        "年度总体目标完成情况",
        "100%",
        20,
    ]
    assert cell_of_fact(sheet, "goals.achieved").coordinate == "I21"
    assert sheet["K49"].value == "=SUM(K10,K21:K48)"


def test_an_indicator_of_several_facts_says_where_they_are(tmp_path: Path) -> None:
    """Their cells are on the sheet of the other facts, which is there for the project's number too."""
    facts = {
        "facts": {"report.due": {"type": "date", "label": "应交"}, "report.sent": {"type": "date", "label": "提交"}}
    }
    own = {"title": "按时提交", "dimension": "output", "weight": 0, "measure": "report.sent <= report.due"}
    bound = extended(tmp_path, **facts, indicators={"in-time": own})
    book = openpyxl.load_workbook(io.BytesIO(form_workbook(bound, "zh")))
    assert [each.title for each in book if each.sheet_state == "visible"] == ["自评表", "其他数据"]
    assert book.worksheets[0]["I21"].value == "填在工作表“其他数据”"
    names = [row[0].value for row in book["其他数据"].iter_rows(min_row=5) if row[0].value]
    assert names == ["project.id", "funds.received", "report.due", "report.sent"]


def test_sets_that_take_any_sort_have_rows_for_them() -> None:
    """Six rows without levels below the others; the base, which takes three sorts, has none."""
    hubei, base = blank(bound_of("cn/self-evaluation-hubei")), blank(bound_of(BASE))
    free = rows_of(hubei, "targets")[27:]
    assert (len(free), len(rows_of(base, "targets"))) == (6, 27)
    for each in free:
        for level in (3, 4):
            cell = hubei.cell(each.row, level)
            assert (cell.value, cell.protection.locked, cell.fill.fgColor.rgb) == (None, False, "FFFFF9DB")


# -- what is read back


FILLED: Final = {
    "project": {"id": "P-1", "name": "学生食堂改造", "department": "市教育局", "unit": "第一中学", "year": 2023},
    "goals": {"expected": "-建食堂", "actual": "+735 名学生\n在校就餐"},
    "funds": {"initial": 100, "budget": Decimal("100.0001"), "received": 95, "spent": 90.5},
    "funding": [
        {"source": "上年结转资金", "initial": 1, "budget": Decimal("0.0001"), "spent": 0},
        {"source": "债券", "budget": 100},
    ],
    "targets": [
        {
            "level1": "产出指标",
            "level2": "数量指标",
            "name": "人数",
            "sign": "≥",
            "target": 700,
            "actual": 735,
            "unit": "人",
            "weight": 12.5,
        },
        {
            "level1": "产出指标",
            "level2": "质量指标",
            "name": "合格率",
            "sign": "≥",
            "target": "98%",
            "actual": "97%",
            "weight": 12.5,
            "reason": "-返工",
        },
        {
            "level1": "产出指标",
            "level2": "质量指标",
            "name": "面积",
            "sign": "等于",
            "target": "120㎡",
            "actual": "1,200平方米",
            "weight": 0.01,
        },
        {
            "level1": "产出指标",
            "level2": "时效指标",
            "name": "完成时间",
            "sign": "≤",
            "target": datetime.date(2022, 12, 31),
            "actual": "2022年12月30日",
            "weight": 12.5,
        },
        {
            "level1": "效益指标",
            "level2": "可持续影响指标",
            "name": "减轻负担",
            "sign": "定性",
            "level": "达成",
            "score": 9,
            "weight": 10,
        },
    ],
}


def test_what_was_filled_in_comes_back(tmp_path: Path) -> None:
    """Every fact, to the cent and as it was typed; rows and lines that were left blank are none."""
    form = read(fill(tmp_path / "a.xlsx", bound_of(BASE), FILLED), bound_of(BASE))
    assert form.remarks == ()
    rows = form.project.facts["targets"]
    assert [{name: value for name, value in row.items() if value is not None} for row in rows] == FILLED["targets"]
    lines = form.project.facts["funding"]
    assert [{name: value for name, value in row.items() if value is not None} for row in lines] == [
        {"source": "债券", "budget": 100},
        {"source": "上年结转资金", "initial": 1, "budget": 0.0001, "spent": 0},
    ]
    found = {name: value for name, value in form.project.facts.items() if name not in ("targets", "funding")}
    assert found == {
        f"{group}.{name}": float(value) if isinstance(value, Decimal) else str(value) if name == "year" else value
        for group in ("project", "goals", "funds")
        for name, value in FILLED[group].items()  # type: ignore[attr-defined]
    }


def test_a_blank_form_has_no_facts(tmp_path: Path) -> None:
    """What is printed on it is no row and no line."""
    form = read(fill(tmp_path / "a.xlsx", bound_of(BASE), {}), bound_of(BASE))
    assert (form.project.facts, form.remarks) == ({}, ())


def test_rows_that_were_inserted_are_read(tmp_path: Path) -> None:
    """Behind the last row of a sort, of that sort, whose levels the person did not write again; funding lines alike."""

    def change(sheet: Worksheet) -> None:
        third = rows_of(sheet, "targets")[2]
        sheet.insert_rows(third.row + 1)
        put(sheet, third._replace(row=third.row + 1), name="第四个", weight=5)
        last = rows_of(sheet, "funding")[-1]
        sheet.insert_rows(last.row + 1)
        put(sheet, last._replace(row=last.row + 1), source="债券", budget=3)

    form = read(changed(fill(tmp_path / "a.xlsx", bound_of(BASE), FILLED), change), bound_of(BASE))
    assert form.remarks == ()
    levels = [(row["level1"], row["level2"], row["name"]) for row in form.project.facts["targets"]]
    assert levels[:3] == [
        ("产出指标", "数量指标", "人数"),
        ("产出指标", "数量指标", "第四个"),
        ("产出指标", "质量指标", "合格率"),
    ]
    assert form.project.facts["funding"][-1]["source"] == "债券"


def test_columns_may_be_inserted(tmp_path: Path) -> None:
    """What stands in a column without a name is told; everything else is read from its own column."""

    def change(sheet: Worksheet) -> None:
        sheet.insert_cols(8)
        sheet.cell(rows_of(sheet, "targets")[0].row, 8).value = "旁注"

    path = changed(fill(tmp_path / "a.xlsx", bound_of(BASE), FILLED), change)
    form = read(path, bound_of(BASE))
    (remark,) = form.remarks
    assert remark.message == f"{path}，工作表“自评表”，第 21 行，H 列（）：这一格没有标题，未读取"
    assert [row["unit"] for row in form.project.facts["targets"]] == ["人", None, None, None, None]
    assert form.project.facts["funds.spent"] == 90.5


def test_cells_are_told_of_by_their_labels(tmp_path: Path) -> None:
    """A word for an amount, for a year, for a weight: each with its row, its column and what it is called."""

    def change(sheet: Worksheet) -> None:
        cell_of_fact(sheet, "funds.spent").value = "九十"
        cell_of_fact(sheet, "project.year").value = "去年"
        put(sheet, rows_of(sheet, "targets")[0], target="≥700", weight="很大")

    path = changed(fill(tmp_path / "a.xlsx", bound_of(BASE), FILLED), change)
    told = [each.message.removeprefix(f"{path}，工作表“自评表”，") for each in read(path, bound_of(BASE)).remarks]
    assert [each.partition("：")[0] for each in told] == [
        "第 10 行，I 列（全年执行数）",
        "第 21 行，G 列（年度指标值）",
        "第 21 行，K 列（分值）",
    ]


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        (
            "scoring-form/1 layout cn/other 2020.1",
            "这是 cn/other 的填报表，现在按 cn/self-evaluation-2020 评分；请核对指标体系",
        ),
        (f"scoring-form/1 layout {BASE} 2019", f"这是 {BASE} 2019 版的填报表，现在按 2020.1 版评分；数据可能有增减"),
    ],
    ids=["set", "version"],
)
def test_forms_of_others_are_told(tmp_path: Path, mark: str, said: str) -> None:
    """A form of another set, or of another version, is read, and the difference told."""
    path = changed(fill(tmp_path / "a.xlsx", bound_of(BASE), FILLED), lambda sheet: setattr(sheet["A1"], "value", mark))
    assert [each.message for each in read(path, bound_of(BASE)).remarks] == [f"{path}：{said}"]


def test_a_copied_sheet_is_not_read_twice(tmp_path: Path) -> None:
    """Of two official forms in a workbook the first is read, and the other told."""
    path = fill(tmp_path / "a.xlsx", bound_of(BASE), FILLED)
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book.worksheets[0])
    book.save(path)
    form = read(path, bound_of(BASE))
    assert [each.message for each in form.remarks] == [
        f"{path}：一个文件填一个项目，工作表“自评表 Copy”未读取；请另存为单独的文件"
    ]
    assert len(form.project.facts["targets"]) == 5


def test_forms_made_before_are_read(tmp_path: Path) -> None:
    """A form of the same set with a sheet for each table, as they were, scores as it did; what it lacks is told."""
    bound = bound_of(BASE)
    book = openpyxl.Workbook()
    facts = book.worksheets[0]
    amounts: list[tuple[Any, ...]] = [("funds.budget", "全年预算数", 100), ("funds.spent", "全年执行数", 50)]
    for row in (("scoring-form/1",), (BASE,), ("2020.1",), (), *amounts):
        facts.append(row)
    table = book.create_sheet("绩效指标")
    names = (None, "level1", "name", "sign", "target", "actual", "weight")
    for row in (("scoring-form/1 table",), ("targets",), names, names, ()):
        table.append(row)
    table.append((None, "产出指标", "检测批次", "≥", 40, 44, 50))
    book.save(tmp_path / "a.xlsx")
    form = read(tmp_path / "a.xlsx", bound)
    assert Engine.of(bound).score(form.project.facts).total == 55
    assert len(form.remarks) == 1
