"""Workbooks of projects: cells as they are typed, errors in cells, merged headings, sheets of tables."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import DataError
from tests.table_files import csv_text, read, rows, said, workbook, write

if TYPE_CHECKING:
    from pathlib import Path

DAY = datetime.date(2022, 12, 31)


def column(folder: Path, heading: str, name: str, cells: list[Any]) -> tuple[pl.DataType, list[Any]]:
    """Return the type of a column of a workbook and what it has."""
    table = [["project", heading], *([f"p{place}", each] for place, each in enumerate(cells))]
    data = read(workbook(folder / "a.xlsx", {"S": table}))
    found = data.projects.collect()[name]
    return found.dtype, found.to_list()


@pytest.mark.parametrize(
    ("heading", "name", "cells", "dtype"),
    [
        ("预算数", "funds.budget", [1 / 3, 1e-10, 12345678.25, 0.1], pl.Float64()),
        ("是否完成", "done", [True, False], pl.Boolean()),
        ("社会效益", "effect", ["好", "N/A"], pl.String()),
    ],
)
def test_a_column_of_one_type_keeps_it(
    tmp_path: Path, heading: str, name: str, cells: list[Any], dtype: pl.DataType
) -> None:
    """Numbers to their last digit, yes and no, texts."""
    assert column(tmp_path, heading, name, cells) == (dtype, cells)


@pytest.mark.parametrize(
    ("heading", "name", "cells", "texts"),
    [
        (
            "预算数",
            "funds.budget",
            [1 / 3, "7,00.0,77", 1e-10, 2.0],
            ["0.3333333333333333", "7,00.0,77", "0.0000000001", "2"],
        ),
        ("完成率", "rate", [0.85, "≥90%", "N/A", "nan"], ["0.85", "≥90%", "N/A", "nan"]),
        ("是否完成", "done", [True, "否"], ["true", "否"]),
        ("完成日期", "finished", [DAY, "2022年1月2日", 44926, 5], ["2022-12-31", "2022年1月2日", "2022-12-31", "5"]),
        ("面积", "area", [120.5, "120㎡", DAY], ["120.5", "120㎡", "2022-12-31"]),
        ("社会效益", "effect", ["好", 5, 0.5], ["好", "5", "0.5"]),
        (
            "预算数(元)",
            "funds.budget",
            [9542500.1, "9,542", "1万元", 1e16],
            ["9542500.1元", "9,542元", "1万元", "10000000000000000元"],
        ),
    ],
)
def test_a_column_of_several_types_is_texts_that_lose_nothing(
    tmp_path: Path, heading: str, name: str, cells: list[Any], texts: list[str]
) -> None:
    """Numbers in their shortest form without an exponent, days as 2022-12-31, what a person typed as it is."""
    assert column(tmp_path, heading, name, cells) == (pl.String(), texts)


def test_days_are_days_whatever_their_time(tmp_path: Path) -> None:
    """A column of dates, of moments, and of serial numbers without a format is one that notation reads."""
    moment = datetime.datetime(2022, 5, 6, 7, 8)  # noqa: DTZ001 - a workbook knows no zones
    found = column(tmp_path, "完成日期", "finished", [DAY, moment, "2023-01-01"])
    assert found == (pl.Date(), [DAY, moment.date(), datetime.date(2023, 1, 1)])
    assert column(tmp_path, "完成日期", "finished", [44926, 44927]) == (pl.Float64(), [44926, 44927])


def test_an_error_in_a_cell_is_a_text_of_its_own(tmp_path: Path) -> None:
    """So that it is invalid, not missing; also where a table does not begin in the first cell."""
    shown = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"]
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(3, 2, ["project", "执行数"])
    for place, each in enumerate(shown, 4):
        sheet.write(place, 2, f"p{place}")
        sheet.write_formula(place, 3, "=1/0", None, each)
    sheet.write_row(12, 2, ["good", 946.88])
    book.close()
    data = read(tmp_path / "a.xlsx")
    found = rows(data.projects, "line:", "funds.spent")
    assert found == [*((5 + place, each) for place, each in enumerate(shown)), (13, "946.88")]
    assert (
        data.cell(None, "funds.spent", {"line:": 5}, "zh")
        == f"{tmp_path / 'a.xlsx'}，工作表“Sheet1”，第 5 行，D 列（执行数）"
    )


def test_titles_and_merged_headings_stand_above_the_rows(tmp_path: Path) -> None:
    """And whatever is formatted or blank below them is no project."""
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet("项目表")
    bold = book.add_format({"bold": True})
    sheet.merge_range("A1:D1", "2022年度项目支出情况表", bold)
    sheet.merge_range("A3:A4", "项目编号", bold)
    sheet.merge_range("B3:C3", "资金", bold)
    sheet.merge_range("D3:D4", "会议场次", bold)
    sheet.write_row("B4", ["预算数\n（元）", "执行数"])
    sheet.write_row("A5", ["p1", 9542500, 946.88, 12])
    sheet.write_row("A7", ["p2", 5, 6, 7])
    sheet.write("B8", "   ")
    sheet.write_blank("A30", None, bold)
    sheet.write_blank("Z5", None, bold)
    book.close()
    data = read(tmp_path / "a.xlsx")
    found = rows(data.projects, "line:", "project", "funds.budget", "funds.spent", "meetings")
    assert found == [(5, "p1", "9542500元", 946.88, 12), (7, "p2", "5元", 6, 7)]
    assert data.remarks == ()


def test_keys_are_texts_and_keep_their_zeros(tmp_path: Path) -> None:
    """A number and the same number as a text are one key; a year and a name are texts as well."""
    table = [
        ["项目编号", "项目名称", "年度", "执行数"],
        [7, "甲", 2022, 1],
        ["007", "乙", "2023", 2],
        ["ｐ８ ", 3, None, 3],
    ]
    data = read(workbook(tmp_path / "a.xlsx", {"S": table}))
    found = rows(data.projects, "project", "project.name", "project.year")
    assert found == [("7", "甲", "2022"), ("007", "乙", "2023"), ("p8", "3", None)]


def test_sheets_called_like_tables_have_their_rows(tmp_path: Path) -> None:
    """By name, label or alias; the projects are in that of the others which knows most headings."""
    sheets: dict[str, Any] = {
        "说明": [["填表说明"]],
        "问卷": [["项目编号", "评分"], ["p1", 5], ["p2", "x"], ["p1", 4]],
        "清单": [["项目编号", "执行数"], ["p1", 1], ["p2", 2]],
        "空": [],
        "visits": [["项目编号", "row", "cost"], ["p1", 7, 1]],
    }
    data = read(workbook(tmp_path / "a.xlsx", sheets), lang="zh")
    assert rows(data.projects, "project", "funds.spent") == [("p1", 1), ("p2", 2)]
    assert rows(data.tables["survey"], "project", "answer", "row") == [("p1", "5", 0), ("p2", "x", 0), ("p1", "4", 1)]
    assert rows(data.tables["visits"], "row") == [(7,)]
    assert said(data, "table-sheets") == [
        f"{tmp_path / 'a.xlsx'}：工作表 说明 未读取；附表的工作表应叫 满意度问卷、走访"
    ]
    assert (
        data.cell("survey", "answer", {"line:": 3}, "en")
        == f"{tmp_path / 'a.xlsx'}, sheet “问卷”, row 3, column B (评分)"
    )


def test_a_sheet_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    """A workbook brings its tables by itself; naming it for one of them too does not double the rows."""
    sheets = {"a": [["项目编号", "执行数"], ["p1", 1]], "survey": [["项目编号", "评分"], ["p1", 5]]}
    path = workbook(tmp_path / "a.xlsx", sheets)
    assert rows(read(path, f"survey={path}").tables["survey"], "answer") == [(5,)]


def test_a_hidden_sheet_is_not_read(tmp_path: Path) -> None:
    """It has what the sheets of a form need, as lists to choose from."""
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    book.add_worksheet("a").write_column(0, 0, ["项目编号", "p1"])
    hidden = book.add_worksheet("b")
    hidden.write_row(0, 0, ["项目编号", "执行数"])
    hidden.hide()
    book.close()
    data = read(tmp_path / "a.xlsx")
    assert rows(data.projects, "project") == [("p1",)]
    assert data.remarks == ()


def test_a_workbook_can_be_the_rows_of_a_table(tmp_path: Path) -> None:
    """Its sheet of that name, else its first one; the other sheets are nobody's business."""
    projects = write(tmp_path / "a.csv", "项目编号,执行数\np1,1\n")
    first = workbook(tmp_path / "b.xlsx", {"x": [["项目编号", "评分"], ["p1", 5]], "y": [["z"]]})
    named = workbook(tmp_path / "c.xlsx", {"x": [["z"]], "满意度问卷": [["项目编号", "评分"], ["p1", 4]]})
    data = read(projects, f"survey={first}", f"问卷={named}")
    assert rows(data.tables["survey"], "answer", "file:", "row") == [(5, str(first), 0), (4, str(named), 1)]
    assert data.remarks == ()


def test_a_workbook_beside_other_files_gives_texts_where_they_differ(tmp_path: Path) -> None:
    """A column of numbers in one file and of texts in another is one of texts, numbers in their shortest form."""
    book = workbook(tmp_path / "a.xlsx", {"S": [["project", "执行数", "会议场次"], ["a", 1e16, 2], ["b", 0.1, 3]]})
    data = read(book, write(tmp_path / "b.csv", csv_text([["project", "执行数"], ["c", "5万元"]])))
    found = rows(data.projects, "project", "funds.spent", "meetings")
    assert found == [("a", "10000000000000000", 2), ("b", "0.1", 3), ("c", "5万元", None)]


@pytest.mark.parametrize(
    ("sheets", "why"),
    [
        ({"S": []}, ": the workbook has no data"),
        ({"S": [["x", "y"]]}, ", sheet “S”: no heading is known among x, y; headings are names or labels of facts"),
        ({"survey": [["x"]]}, "there is no table of projects: besides the tables of their rows, give one"),
        ({"S": [["project", "执行数"], ["", ""]]}, "there is no project: "),
    ],
)
def test_a_workbook_without_projects_says_why(tmp_path: Path, sheets: dict[str, Any], why: str) -> None:
    """It has no data, no headings, or nothing below them."""
    with pytest.raises(DataError) as caught:
        read(workbook(tmp_path / "a.xlsx", sheets))
    assert str(caught.value).removeprefix(str(tmp_path / "a.xlsx")).startswith(why)


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    """With a word about passwords, which make a workbook unreadable too."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"project\0")
    with pytest.raises(DataError) as caught:
        read(path)
    begin = f"{path}: cannot be opened as an Excel workbook (it may be damaged or have a password): "
    assert str(caught.value).startswith(begin)


#: Numbers as workbooks have them, with fifteen digits.
NUMBERS = st.floats(-1e300, 1e300).map(lambda each: float(f"{each:.15g}"))


@given(st.lists(NUMBERS, min_size=1, max_size=5))
def test_numbers_are_alike_in_columns_of_numbers_and_of_texts(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[float]
) -> None:
    """One bad cell makes texts of a column, and its numbers are the same."""
    table = [["project", "执行数", "预算数"], *(["p", each, each] for each in numbers), ["p", "bad", None]]
    data = read(workbook(tmp_path_factory.mktemp("x") / "a.xlsx", {"S": table}))
    found = rows(data.projects, "funds.budget", "funds.spent")
    assert [number for number, _ in found] == [*numbers, None]
    assert [float(text) for _, text in found[:-1]] == numbers
    assert not any("e" in text for _, text in found[:-1])
