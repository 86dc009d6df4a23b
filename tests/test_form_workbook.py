"""The form of a set: what stands on it, what a spreadsheet checks, and that every shipped set has one."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any, Final

import openpyxl
import pytest

from scoring.data_layouts import LAST_HEADING, MARK, TABLE_MARK, VALUE
from scoring.engine import Engine
from scoring.form_questions import questions_of
from scoring.form_workbook import form_workbook
from scoring.loading import load_bound
from scoring.plugins import registry
from tests.filled_forms import cell_of
from tests.library import files
from tests.official_forms import is_official, parts

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

SET: Final = """
schema = "scoring/1"
id = "test/form"
title = "=HYPERLINK(\\"x\\")"
version = "2"
missing = "zero"
grades = [{ at_least = 0, label = "合格" }]
[facts]
"funds.spent" = { type = "money", unit = "万元", label = "执行数", minimum = 0 }
people = { type = "integer", label = "人数", minimum = 1, maximum = 9 }
rate = { type = "percent", label = "完成率" }
checked = { type = "boolean", label = "已验收" }
effect = { type = "level", label = "效益" }
day = { type = "date", label = "完成日期" }
code = { type = "text", label = "编码" }
goal = { type = "quantity", label = "目标" }
plain = { type = "number" }
[facts.survey]
type = "table"
label = "问卷/2022"
[facts.survey.columns]
answer = { type = "integer", label = "评分", unit = "分", minimum = 1, maximum = 5 }
note = { type = "text" }
[dimensions.all]
title = "全部"
weight = 100
[indicators.effect]
title = "效益实现"
dimension = "all"
weight = 60
measure = "effect"
applies = "effect != '不涉及'"
scale = { kind = "levels", levels = { "好" = 1, "一般，或差" = 0 } }
[indicators.satisfaction]
title = "满意度"
dimension = "all"
weight = 40
applies = "checked"
measure = "fraction(survey.answer >= 4)"
"""


@pytest.fixture
def form(tmp_path: Path) -> Workbook:
    """The form of the set, opened by another library than that which wrote it."""
    path = tmp_path / "set.toml"
    path.write_text(SET, encoding="utf-8")
    return opened(path)


def opened(path: Path, lang: str = "zh") -> Workbook:
    """Return the form of a set; what the library would warn of is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return openpyxl.load_workbook(io.BytesIO(form_workbook(load_bound(path, registry()), lang)))


def check_of(sheet: Worksheet, cell: Any) -> Any:
    """Return what checks a cell."""
    return next(each for each in sheet.data_validations.dataValidation if cell.coordinate in each.sqref)


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_shipped_set_has_a_form(path: Path, lang: str) -> None:
    """The form opens without a complaint, asks for every fact, and has a sheet for every table."""
    rules = load_bound(path, registry()).rules
    book = opened(path, lang)
    names = {row[0].value for sheet in book if sheet["A1"].value == MARK for row in sheet.iter_rows(min_row=5)} - {None}
    tables = {sheet["A2"].value for sheet in book if sheet["A1"].value == TABLE_MARK}
    for part in (part for sheet in book if is_official(sheet) for part in parts(sheet)):
        names |= set() if part.table else part.names.keys()
        tables |= {part.table} - {""}
    assert names - {f"project.{each}" for each in ("id", "name", "department", "unit", "year")} == {
        name for name, fact in rules.facts.items() if fact.type != "table"
    }
    assert tables == {name for name, fact in rules.facts.items() if fact.type == "table"}


def test_the_first_sheet_says_what_it_is_of(form: Workbook) -> None:
    """The title is a text though it looks like a formula; the set and its version stand below it, and in a mark."""
    sheet = form.worksheets[0]
    assert [sheet.cell(row, 1).value for row in (1, 2, 3)] == [MARK, "test/form", "2"]
    assert (sheet["B1"].value, sheet["B1"].data_type) == ('=HYPERLINK("x")', "s")
    assert sheet["B2"].value == "指标体系：test/form　版本：2"
    assert sheet.column_dimensions["A"].hidden


def test_a_row_says_what_a_fact_is(form: Workbook) -> None:
    """Label, unit, how it is filled in, and the titles of what it is for; without a label, the name."""
    sheet = form.worksheets[0]

    def row(name: str) -> list[Any]:
        return [cell.value for cell in sheet[cell_of(sheet, name).row]]

    assert row("funds.spent") == ["funds.spent", "执行数", None, "万元", "填数字，按“万元”填写，不小于 0", ""]
    assert row("effect") == ["effect", "效益", None, "", "从列表中选：好、一般，或差、不涉及", "效益实现"]
    assert row("checked") == ["checked", "已验收", None, "", "选“是”或“否”", "满意度"]
    assert row("plain")[1] == "plain"


def test_projects_come_first(form: Workbook) -> None:
    """What a project says of itself stands above its facts, each group below its heading."""
    labels = [row[1].value for row in form.worksheets[0].iter_rows(min_row=5, max_row=12)]
    assert labels == ["项目", "项目编号", "项目名称", "主管部门", "实施单位", "年度", "评价数据", "执行数"]


@pytest.mark.parametrize(
    ("name", "kind", "low", "high"),
    [
        ("funds.spent", "decimal", "0", "1e+300"),
        ("people", "whole", "1", "9"),
        ("rate", "decimal", "-1e+300", "2"),
        ("plain", "decimal", "-1e+300", "1e+300"),
        ("day", "date", "61", "2958465"),
        ("project.year", "whole", "1900", "2200"),
    ],
)
def test_numbers_and_dates_are_checked(form: Workbook, name: str, kind: str, low: str, high: str) -> None:
    """A spreadsheet refuses what lies outside the bounds, with the sentence that says how to fill in."""
    sheet = form.worksheets[0]
    check = check_of(sheet, cell_of(sheet, name))
    assert (check.type, float(check.formula1), float(check.formula2)) == (kind, float(low), float(high))
    assert check.error == check.prompt == sheet.cell(cell_of(sheet, name).row, 5).value
    assert check.errorStyle in (None, "stop")


def test_answers_are_chosen_from_lists(form: Workbook) -> None:
    """Yes and no are the only answers; a level may be one that the set does not know, after a question."""
    sheet = form.worksheets[0]
    boolean, level = (check_of(sheet, cell_of(sheet, name)) for name in ("checked", "effect"))
    assert (boolean.type, boolean.formula1, boolean.errorStyle) == ("list", '"是,否"', None)
    assert (level.type, level.formula1, level.errorStyle) == ("list", "'选项'!$A$1:$A$3", "warning")
    assert [cell.value for cell in form["选项"]["A"]] == ["好", "一般，或差", "不涉及"]
    assert form["选项"].sheet_state == "hidden"


def test_a_level_is_offered_in_one_spelling() -> None:
    """Of yes, Yes and YES one is to be chosen; levels that only conditions know are offered, but never a single one."""
    bound = load_bound("us/part-2008", registry())
    levels = {each.name: each.levels for each in questions_of(bound, "en").facts}
    assert levels["design.q1"] == ("yes", "no", "n/a", "NA")
    assert levels["program_type"][0] == "Regulatory-based Program"
    horizon = questions_of(load_bound("eu/horizon", registry()), "en")
    assert [(each.levels, each.how) for each in horizon.facts if each.name == "action"] == [((), "a level")]


def test_targets_are_sorted_by_words_that_count() -> None:
    """The first level, the sign and the level of a target are chosen: a row that says otherwise would count nowhere."""
    bound = load_bound("cn/self-evaluation-2020", registry())
    levels = {each.name: each.levels for each in questions_of(bound, "zh").tables["targets"] if each.levels}
    assert levels == {
        "level1": ("产出指标", "效益指标", "满意度指标"),
        "sign": ("≥", "≤", "等于", "定性"),
        "level": ("达成", "部分达成", "未达成"),
    }
    engine = Engine.of(bound)
    for sign, target, actual, score in (("≥", 10, 5, 25), ("≤", 10, 5, 50), ("等于", 10, 5, 25)):
        row = {"level1": "产出指标", "name": "a", "sign": sign, "target": target, "actual": actual, "weight": 50}
        lines = engine.score({"targets": [row]}).lines
        assert [line.score for line in lines if line.id.startswith("output-targets")] == [score]


def test_only_what_is_filled_in_is_open(form: Workbook) -> None:
    """Every sheet is locked but for the cells to fill in, which show what they take."""
    sheet = form.worksheets[0]
    assert all(each.protection.sheet for each in form.worksheets[:2])
    assert cell_of(sheet, "rate").offset(0, -1).protection.locked
    shown = {name: cell_of(sheet, name) for name in ("rate", "day", "code", "goal", "funds.spent")}
    assert not any(cell.protection.locked for cell in shown.values())
    assert {name: cell.number_format for name, cell in shown.items()} == {
        "rate": "0.00%",
        "day": "yyyy-mm-dd",
        "code": "@",
        "goal": "@",
        "funds.spent": "#,##0.00##",
    }


def test_a_table_has_a_sheet(form: Workbook) -> None:
    """It is called like the table as far as a sheet can be, headed by labels, checked over 500 rows, and linked to."""
    sheet = form["问卷 2022"]
    first, last = LAST_HEADING + 2, LAST_HEADING + 501
    assert [cell.value for cell in sheet[LAST_HEADING]] == [None, "评分（分）", "note"]
    assert [cell.value for cell in sheet[LAST_HEADING + 1]] == [None, "填整数，不小于 1，不大于 5", "填文字"]
    assert {check_of(sheet, sheet.cell(row, 2)).type for row in (first, last)} == {"whole"}
    assert not sheet.cell(first, 2).protection.locked
    assert sheet.freeze_panes == f"B{first}"
    main = form.worksheets[0]
    links = {cell.value: cell.hyperlink.location for (cell,) in main.iter_rows(min_col=3, max_col=3) if cell.hyperlink}
    assert links == {"填在工作表“问卷 2022”": "'问卷 2022'!B1"}
    assert main.cell(main.max_row, VALUE + 4).value == "满意度"


def test_sheets_have_names_of_their_own(tmp_path: Path) -> None:
    """Tables with the same long label, or that of the first sheet, have sheets that a spreadsheet tells apart."""
    label = "很长的附表名称" * 6
    more = "".join(
        f'[facts.{name}]\ntype = "table"\nlabel = "{text}"\ncolumns = {{ a = {{ type = "number" }} }}\n'
        for name, text in (("one", label), ("two", label), ("three", "填报表"))
    )
    path = tmp_path / "set.toml"
    path.write_text(SET.replace("[facts.survey]", f"{more}[facts.survey]"), encoding="utf-8")
    assert opened(path).sheetnames == [
        "填报表",
        label[:31],
        f"{label[:29]} 2",
        "填报表 2",
        "问卷 2022",
        "选项",
    ]


def test_long_notes_are_cut(tmp_path: Path) -> None:
    """A note longer than a spreadsheet takes is shortened: Excel would call the whole file damaged."""
    levels = ", ".join(f'"{place:03}{"很长" * 20}" = 1' for place in range(20))
    path = tmp_path / "set.toml"
    text = SET.replace('"一般，或差" = 0', levels).replace('label = "效益"', f'label = "{"效益" * 30}"')
    path.write_text(text, encoding="utf-8")
    sheet = opened(path).worksheets[0]
    check = check_of(sheet, cell_of(sheet, "effect"))
    assert (len(check.prompt), len(check.promptTitle)) == (255, 32)
    assert check.prompt.endswith("…")
