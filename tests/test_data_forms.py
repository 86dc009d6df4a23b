"""Filled forms read back: what was filled in, where what is wrong stands, and what is no form."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import openpyxl
import pytest

from scoring.data_forms import FilledForm, read_forms
from scoring.data_xlsx import open_workbook
from scoring.engine import Engine
from scoring.errors import DataError
from scoring.example_results import run_examples
from scoring.loading import load_bound
from scoring.plugins import registry
from tests.filled_forms import cell_of, fill
from tests.library import files
from tests.test_form_workbook import SET

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.workbook import Workbook

    from scoring.binding import Bound

FACTS: Final = {
    "project": {"id": "007", "name": "北站改造", "year": 2022},
    "funds.spent": Decimal("1234567.89"),
    "people": 3,
    "rate": "85%",
    "checked": True,
    "effect": "一般，或差",
    "day": datetime.date(2022, 12, 31),
    "code": "0012",
    "goal": "90%",
    "survey": [{"answer": 5, "note": "很好"}, {"answer": 2}],
}


@pytest.fixture
def bound(tmp_path: Path) -> Bound:
    """The set of the form."""
    path = tmp_path / "set.toml"
    path.write_text(SET, encoding="utf-8")
    return load_bound(path, registry())


def read(path: Path, bound: Bound) -> FilledForm:
    """Read one form."""
    forms = read_forms([str(path)], bound.rules, "zh")
    assert forms is not None
    (form,) = forms
    return form


def changed(path: Path, change: Callable[[Workbook], Any]) -> Path:
    """Change a workbook as a spreadsheet would."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def without_path(form: FilledForm, path: Path) -> list[str]:
    """Return what is said of a form, without where its file lies."""
    return [each.message.replace(str(path), path.name) for each in form.remarks]


def test_what_was_filled_in_comes_back(bound: Bound, tmp_path: Path) -> None:
    """To the cent: numbers as numbers, dates as dates, leading zeros kept; rows in order, blank ones left out."""
    form = read(fill(tmp_path / "north.xlsx", bound, FACTS), bound)
    assert form.remarks == ()
    assert form.project.name == "north"
    assert form.project.facts == {
        "project.id": "007",
        "project.name": "北站改造",
        "project.year": "2022",
        "funds.spent": 1234567.89,
        "people": 3,
        "rate": 0.85,
        "checked": "是",
        "effect": "一般，或差",
        "day": datetime.date(2022, 12, 31),
        "code": "0012",
        "goal": "90%",
        "survey": [{"answer": 5, "note": "很好"}, {"answer": 2, "note": None}],
    }
    # level 0 of 60 points, one of two answers of 40
    assert Engine.of(bound).score(form.project.facts).total == 20


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_examples_filled_in_score_the_same(path: Path, tmp_path: Path) -> None:
    """Every example of every shipped set, filled into the form of its set, scores what the example expects."""
    bound = load_bound(path, registry())
    found = []
    for example in bound.rules.examples:
        form = read(fill(tmp_path / "form.xlsx", bound, example.facts), bound)
        found.append(example.model_copy(update={"facts": form.project.facts}))
    filled = bound.rules.model_copy(update={"examples": tuple(found)})
    result = run_examples(bound._replace(rules=filled))
    assert len(result.results) == len(bound.rules.examples)
    assert [each for each in result.results if not each.passed] == []


def test_an_empty_form_has_no_facts(bound: Bound, tmp_path: Path) -> None:
    """What was left blank is missing, not zero, and nothing is said of it."""
    form = read(fill(tmp_path / "a.xlsx", bound, {}), bound)
    assert (form.project.facts, form.remarks) == ({}, ())


def test_rows_may_move_and_labels_change(bound: Bound, tmp_path: Path) -> None:
    """Facts are found by their names: rows above, other labels and renamed sheets do no harm."""

    def change(book: Workbook) -> None:
        sheet = book.worksheets[0]
        row = cell_of(sheet, "people").row
        sheet.insert_rows(row, 2)
        sheet.cell(row + 2, 2).value = "多少人"
        sheet.title = "一"
        book.worksheets[1].title = "二"

    path = changed(fill(tmp_path / "a.xlsx", bound, FACTS), change)
    form = read(path, bound)
    assert form.remarks == ()
    assert form.project.facts["people"] == 3
    assert len(form.project.facts["survey"]) == 2


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("people", "三", "a.xlsx，工作表“填报表”，第 13 行，C 列（人数）：“三”不是整数"),
        ("people", 12, "a.xlsx，工作表“填报表”，第 13 行，C 列（人数）：“12”"),
        ("rate", 85, "a.xlsx，工作表“填报表”，第 14 行，C 列（完成率）：“85”"),
        ("day", "去年", "a.xlsx，工作表“填报表”，第 17 行，C 列（完成日期）：“去年”"),
        ("checked", datetime.time(8, 30), "a.xlsx，工作表“填报表”，第 15 行，C 列（已验收）：“08:30:00”"),
    ],
    ids=["text", "beyond", "share", "day", "time"],
)
def test_what_is_wrong_is_told_with_its_cell(bound: Bound, tmp_path: Path, name: str, value: Any, said: str) -> None:
    """A value that is not what the set declares is told with its sheet, row and column, and stays a fault."""
    path = fill(tmp_path / "a.xlsx", bound, {})
    form = read(changed(path, lambda book: setattr(cell_of(book.worksheets[0], name), "value", value)), bound)
    (found,) = without_path(form, path)
    assert found.startswith(said)
    assert name in form.project.facts


def test_cells_of_tables_are_told_too(bound: Bound, tmp_path: Path) -> None:
    """The row is that of the sheet; a cell without a heading above it is told, not read."""

    def change(book: Workbook) -> None:
        book.worksheets[1]["B8"] = "六"
        book.worksheets[1]["E7"] = "旁注"

    path = changed(fill(tmp_path / "a.xlsx", bound, FACTS), change)
    one, two = without_path(read(path, bound), path)
    assert one == "a.xlsx，工作表“问卷 2022”，第 7 行，E 列（）：这一格没有标题，未读取"
    assert two.startswith("a.xlsx，工作表“问卷 2022”，第 8 行，B 列（评分（分））：“六”不是整数")


def test_errors_of_formulas_are_not_blank(bound: Bound, tmp_path: Path) -> None:
    """A cell that shows #DIV/0! is told, and its project has a fault there instead of a gap."""
    path = fill(tmp_path / "a.xlsx", bound, FACTS)

    def change(book: Workbook) -> None:
        cell_of(book.worksheets[0], "people").value = "#DIV/0!"
        cell_of(book.worksheets[0], "people").data_type = "e"

    form = read(changed(path, change), bound)
    assert "“#DIV/0!”不是整数" in form.remarks[0].message
    assert form.project.facts["people"] == "#DIV/0!"


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        ("A2", "test/other", "a.xlsx：这是 test/other 的填报表，现在按 test/form 评分；请核对指标体系"),
        ("A3", "1", "a.xlsx：这是 test/form 1 版的填报表，现在按 2 版评分；数据可能有增减"),
        ("A13", None, "a.xlsx：填报表中没有这些数据，按缺少处理：人数"),
    ],
    ids=["set", "version", "fact"],
)
def test_forms_of_others_are_told(bound: Bound, tmp_path: Path, cell: str, value: str | None, said: str) -> None:
    """A form of another set, of another version, or without a fact is read, and the difference told."""
    path = fill(tmp_path / "a.xlsx", bound, {})
    form = read(changed(path, lambda book: setattr(book.worksheets[0][cell], "value", value)), bound)
    assert without_path(form, path) == [said]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (0, "a.xlsx：一个文件填一个项目，工作表“填报表 Copy”未读取；请另存为单独的文件"),
        (1, "a.xlsx：工作表“问卷 2022 Copy”与前面的工作表是同一附表，未读取"),
    ],
    ids=["facts", "table"],
)
def test_a_copied_sheet_is_not_read_twice(bound: Bound, tmp_path: Path, place: int, said: str) -> None:
    """Of two sheets of the facts, or of a table, the first is read, and the other told."""
    path = fill(tmp_path / "a.xlsx", bound, FACTS)
    form = read(changed(path, lambda book: book.copy_worksheet(book.worksheets[place])), bound)
    assert without_path(form, path) == [said]
    assert len(form.project.facts["survey"]) == 2


def test_a_copied_row_is_not_read_twice(bound: Bound, tmp_path: Path) -> None:
    """Of two rows of a fact the first that is filled in counts, and the other is told."""
    path = fill(tmp_path / "a.xlsx", bound, FACTS)

    def change(book: Workbook) -> None:
        for row, value in ((30, None), (31, 7)):
            book.worksheets[0].cell(row, 1).value = "people"
            book.worksheets[0].cell(row, 3).value = value

    form = read(changed(path, change), bound)
    assert without_path(form, path) == [
        "a.xlsx，工作表“填报表”，第 31 行，C 列（）：这项数据前面已经填过，这里的未读取"
    ]
    assert form.project.facts["people"] == 3


def test_a_few_of_many_absent_facts_are_named(bound: Bound, tmp_path: Path) -> None:
    """The form of quite another set is told, with ten of the facts that it does not ask for."""
    path = fill(tmp_path / "a.xlsx", bound, {})
    rules = load_bound("cn/project-2020", registry()).rules
    forms = read_forms([str(path)], rules, "zh")
    assert forms is not None
    other, absent = without_path(forms[0], path)
    assert other == "a.xlsx：这是 test/form 的填报表，现在按 cn/project-2020 评分；请核对指标体系"
    named, _, count = absent.partition(" 等 ")
    assert named.endswith("、".join([rules.label(name) for name in rules.facts if name != "funds.spent"][:10]))
    assert count == f"{len(rules.facts) - 2} 个"


def test_a_table_cut_short_has_no_rows(bound: Bound, tmp_path: Path) -> None:
    """A table's sheet of which only the mark is left has no rows; the facts are read."""
    path = fill(tmp_path / "a.xlsx", bound, FACTS)
    form = read(changed(path, lambda book: book.worksheets[1].delete_rows(3, 600)), bound)
    assert form.remarks == ()
    assert "survey" not in form.project.facts
    assert form.project.facts["people"] == 3


def test_what_is_no_form_is_none(bound: Bound, tmp_path: Path) -> None:
    """A workbook without the mark, a damaged one and a file that is not there are left to the readers of tables."""
    book = openpyxl.Workbook()
    book.worksheets[0]["B2"] = "执行数"
    book.save(tmp_path / "table.xlsx")
    (tmp_path / "damaged.xlsx").write_bytes(b"PK\x03\x04 no")
    (tmp_path / "locked.xlsx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(3000))
    whole = fill(tmp_path / "whole.xlsx", bound, FACTS).read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(whole[: len(whole) // 2])
    names = ("table.xlsx", "damaged.xlsx", "locked.xlsx", "cut.xlsx", "absent.xlsx")
    given = [str(tmp_path / name) for name in names]
    assert read_forms(given, bound.rules, "zh") is None


@pytest.mark.parametrize("form", [True, False])
def test_a_cell_far_out_is_told(bound: Bound, tmp_path: Path, form: bool) -> None:  # noqa: FBT001 - a parameter
    """One cell in the last row and column is named by the reader of tables, whether the workbook is a form or not."""
    path = fill(tmp_path / "a.xlsx", bound, FACTS)

    def change(book: Workbook) -> None:
        book.worksheets[0]["XFD1048576"] = "x"
        book.worksheets[0]["A1"] = book.worksheets[0]["A1"].value if form else None

    assert read_forms([str(changed(path, change))], bound.rules, "zh") is None
    with pytest.raises(DataError, match="一直到 XFD1048576 都有内容"):
        open_workbook(path, "zh")


def test_other_programs_call_it_otherwise(bound: Bound, tmp_path: Path) -> None:
    """What a file has decides how it is read, whatever suffix a program has given it."""
    path = fill(tmp_path / "a.xlsx", bound, FACTS)
    assert read(path.rename(tmp_path / "a.xls"), bound).project.facts["people"] == 3


@pytest.mark.parametrize("other", ["b.csv", "b.et", "b.json"])
def test_forms_and_tables_are_not_mixed(bound: Bound, tmp_path: Path, other: str) -> None:
    """Forms beside other files of projects, or sheets that are not read, are refused, and both named."""
    folder = tmp_path / "forms"
    folder.mkdir()
    fill(folder / "a.xlsx", bound, FACTS)
    (folder / other).write_text("{}", encoding="utf-8")
    with pytest.raises(DataError, match=rf"填报表（.*a\.xlsx）与其他文件（.*{other}）不能一起评分"):
        read_forms([str(folder)], bound.rules, "zh")
