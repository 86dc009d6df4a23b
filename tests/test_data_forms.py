"""Filled forms read back: what was filled in, where what is wrong stands, and what is no form."""

from __future__ import annotations

import datetime
import json
import shutil
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import openpyxl
import pytest

from scoring.data_forms import FilledForm, read_forms
from scoring.engine import Engine
from scoring.errors import DataError
from scoring.example_results import run_examples
from scoring.loading import load_bound
from scoring.plugins import registry
from tests.command import Command, here
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
#: A set that says nothing of its facts.
OPEN: Final = """
schema = "scoring/1"
id = "test/open"
title = "开放"
version = "1"
missing = "zero"
grades = [{ at_least = 0, label = "合格" }]
[dimensions.all]
title = "全部"
weight = 100
[indicators.done]
title = "完成"
dimension = "all"
weight = 100
measure = "done"
"""


@pytest.fixture
def bound(tmp_path: Path) -> Bound:
    """The set of the form."""
    path = tmp_path / "set.toml"
    path.write_text(SET, encoding="utf-8")
    return load_bound(path, registry())


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in an empty folder."""
    return here(tmp_path, monkeypatch, capsys)


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


def test_a_copied_sheet_is_not_read_twice(bound: Bound, tmp_path: Path) -> None:
    """Of two sheets of a table the first is read, and the other told."""
    path = changed(fill(tmp_path / "a.xlsx", bound, FACTS), lambda book: book.copy_worksheet(book.worksheets[1]))
    form = read(path, bound)
    assert without_path(form, path) == ["a.xlsx：工作表“问卷 2022 Copy”与前面的工作表是同一附表，未读取"]
    assert len(form.project.facts["survey"]) == 2


def test_what_is_no_form_is_none(bound: Bound, tmp_path: Path) -> None:
    """A workbook without the mark, a damaged one and a file that is not there are left to the readers of tables."""
    book = openpyxl.Workbook()
    book.worksheets[0]["B2"] = "执行数"
    book.save(tmp_path / "table.xlsx")
    (tmp_path / "damaged.xlsx").write_bytes(b"PK\x03\x04 no")
    given = [str(tmp_path / name) for name in ("table.xlsx", "damaged.xlsx", "absent.xlsx")]
    assert read_forms(given, bound.rules, "zh") is None


@pytest.mark.parametrize("form", [True, False])
def test_a_cell_far_out_is_told(bound: Bound, tmp_path: Path, form: bool) -> None:  # noqa: FBT001 - a parameter
    """One cell in the last row and column is named: whoever reads all between runs out of memory, form or not."""
    path = fill(tmp_path / "a.xlsx", bound, FACTS)

    def change(book: Workbook) -> None:
        book.worksheets[0]["XFD1048576"] = "x"
        book.worksheets[0]["A1"] = book.worksheets[0]["A1"].value if form else None

    with pytest.raises(DataError, match="一直到 XFD1048576 都有内容"):
        read(changed(path, change), bound)


def test_other_programs_call_it_otherwise(bound: Bound, tmp_path: Path) -> None:
    """What a file has decides how it is read, whatever suffix a program has given it."""
    path = fill(tmp_path / "a.xlsx", bound, FACTS)
    assert read(path.rename(tmp_path / "a.xls"), bound).project.facts["people"] == 3


def test_forms_and_tables_are_not_mixed(bound: Bound, tmp_path: Path) -> None:
    """Forms beside tables of projects are refused, and both named."""
    fill(tmp_path / "a.xlsx", bound, FACTS)
    (tmp_path / "b.csv").write_text("执行数\n1\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"填报表（.*a\.xlsx）与其他文件（.*b\.csv）不能一起评分"):
        read_forms([str(tmp_path / "*.*s*")], bound.rules, "zh")


def test_the_command_writes_and_reads(command: Command, bound: Bound, tmp_path: Path) -> None:
    """One form gives a sheet, a folder of them a ranking; faults go to standard error."""
    assert bound.rules.id == "test/form"
    done = command("form", "set.toml")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0] == "已写入 form.xlsx"
    fill(tmp_path / "one.xlsx", bound, FACTS)
    done = command("score", "set.toml", "one.xlsx", "--format", "json")
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["total"] == 20
    folder = tmp_path / "forms"
    folder.mkdir()
    shutil.move(tmp_path / "one.xlsx", folder / "one.xlsx")
    fill(folder / "two.xlsx", bound, {"project.name": "南站", "people": "三", "effect": "好"})
    done = command("score", "set.toml", "forms")
    assert done.err.startswith("forms/two.xlsx，工作表“填报表”，第 13 行，C 列（人数）：")
    assert [line.split()[1] for line in done.out.splitlines() if line.strip()[:1].isdigit()][:2] == ["南站", "007"]


def test_many_faults_are_counted(command: Command, bound: Bound, tmp_path: Path) -> None:
    """Ten remarks are told one by one, the others counted."""
    fill(tmp_path / "one.xlsx", bound, {"survey": [{"answer": 9}] * 13})
    done = command("score", "set.toml", "one.xlsx")
    assert done.err.splitlines()[10:] == ["还有 3 条提示"]


def test_a_form_is_never_written_over(command: Command, bound: Bound, tmp_path: Path) -> None:
    """A file that is there may be filled in, so it stays; other suffixes than .xlsx are refused."""
    fill(tmp_path / "form.xlsx", bound, FACTS)
    done = command("form", "set.toml", "-o", "form.xlsx")
    assert done.code == 2
    assert done.err.startswith("form.xlsx 已经存在，没有改动")
    assert read(tmp_path / "form.xlsx", bound).project.facts["people"] == 3
    done = command("form", "set.toml", "-o", "form.xls")
    assert (done.code, done.err) == (2, "form.xls：填报表只能写成 .xlsx；请用 -o form.xlsx\n")
    done = command("form", "set.toml", "-o", "no/form.xlsx")
    assert done.code == 2
    assert "no" in done.err


def test_a_set_without_facts_has_no_form(command: Command, tmp_path: Path) -> None:
    """A set that declares no facts says so, instead of a form that asks nothing."""
    (tmp_path / "open.toml").write_text(OPEN, encoding="utf-8")
    done = command("form", "open.toml")
    assert done.code == 2
    assert done.err.startswith("指标体系 test/open 没有声明任何数据")
    assert not (tmp_path / "open.xlsx").exists()
