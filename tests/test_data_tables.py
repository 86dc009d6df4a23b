"""Tables of projects: how several files are put together, and what becomes of their keys and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from scoring.errors import DataError
from scoring.notation import Invalid, reader
from tests.table_files import csv_text, read, rows, said, workbook, write

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PROJECTS = "项目编号,预算数,执行数\np1,954.25,946.88\np2,100,90\n"

GB18030 = "line 1 is not UTF-8, so all is read as GB18030; if characters look wrong, save it as UTF-8"
LONGER = "row 2 has more cells than there are headings (3), which were left out; "
LONGER += "put a cell with a separator in it in quotes"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which files are named without it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


# -- several files


def test_several_files_are_put_one_below_the_other(folder: Path) -> None:
    """With whatever columns each has, from folders and patterns, each file once; temporary files are passed over."""
    write(folder / "in" / "a.csv", PROJECTS)
    write(folder / "in" / "deep" / "b.tsv", "会议场次\t项目编号\n5\tp3\n")
    write(folder / "in" / "~$c.xlsx", "x")
    data = read("in", "in/*.csv", str(folder / "in" / "a.csv"))
    first, second = "in/a.csv", "in/deep/b.tsv"
    found = rows(data.projects, "file:", "line:", "project", "funds.spent", "meetings")
    assert [(row[0].replace("\\", "/"), *row[1:]) for row in found] == [
        (first, 2, "p1", "946.88", None),
        (first, 3, "p2", "90", None),
        (second, 2, "p3", None, "5"),
    ]
    assert data.cell(None, "meetings", {"line:": 2, "file:": data.places[None][1].file}, "en").endswith(
        "b.tsv, row 2, column A (会议场次)"
    )
    assert data.remarks == ()


def test_rows_without_any_key_are_called_by_file_and_row(folder: Path) -> None:
    """By the row alone where there is one file, by its stem too where there are several."""
    write(folder / "a.csv", "预算数\n1\n2\n")
    write(folder / "b.csv", "预算数\n3\n")
    assert rows(read("a.csv").projects, "project") == [("2",), ("3",)]
    assert rows(read("a.csv", "b.csv").projects, "project") == [("a-2",), ("a-3",), ("b-2",)]
    write(folder / "deep" / "a.csv", "预算数\n3\n")
    (last,) = rows(read("a.csv", "deep/a.csv").projects, "project")[2:]
    assert last[0].replace("\\", "/") == "deep/a.csv-2"


def test_what_is_alike_in_several_files_is_said_once(folder: Path) -> None:
    """But for what is said of rows, which are others in each."""
    for name in "abc":
        write(folder / f"{name}.csv", f"项目编号,执行数,备注\n{name},1,2,3\n", "gb18030")
    data = read("a.csv", "b.csv", "c.csv")
    assert [(each.code, each.file, each.message.partition(": ")[2]) for each in data.remarks] == [
        (
            "table-gb18030",
            "a.csv",
            f"{GB18030} (the same in other files: 2)",
        ),
        *(("table-longer", f"{name}.csv", LONGER) for name in "a"),
        ("table-others", "a.csv", "the set does not ask for these columns: 备注 (the same in other files: 2)"),
        *(("table-longer", f"{name}.csv", LONGER) for name in "bc"),
    ]


# -- keys


def test_a_key_that_repeats_is_a_finding_and_stops_nobody(folder: Path) -> None:
    """The first row keeps it, the others are marked with their row, and so are rows without a key."""
    write(folder / "a.csv", "项目编号,执行数\np1,1\nｐ１ ,2\n,3\np2,4\np1,5\n")
    data = read("a.csv", lang="zh")
    assert rows(data.projects, "project", "funds.spent") == [
        ("p1", "1"),
        ("p1#3", "2"),
        ("#4", "3"),
        ("p2", "4"),
        ("p1#6", "5"),
    ]
    assert said(data, "table-key-twice") == [
        "a.csv：项目编号“p1”出现 3 次（第 2、3、6 行）；第一行仍用该编号，其余各行加上行号，如“p1#3”"
    ]
    assert said(data, "table-no-key") == ["a.csv：第 4 行没有项目编号；这些项目以行号作编号，如“#4”"]


def test_many_keys_that_repeat_are_counted(folder: Path) -> None:
    """The first five are named, also across files."""
    write(folder / "a.csv", "项目编号,执行数\n" + "".join(f"p{n},1\n" for n in range(8)))
    write(folder / "b.csv", "项目编号,执行数\n" + "".join(f"p{n},1\n" for n in range(8)))
    data = read("a.csv", "b.csv")
    assert said(data, "table-key-twice")[0] == (
        "a.csv: the key “p0” stands 2 times (rows a-2, b-2); "
        "the first row keeps it, the others go with their row, as in “p0#b-2”"
    )
    assert len(said(data, "table-key-twice")) == 5
    assert said(data, "table-keys-twice") == [
        "a.csv: 3 more keys stand more than once; all rows that repeat one go with their row"
    ]
    found = [key for (key,) in rows(data.projects, "project")]
    assert len(set(found)) == 16
    assert found[8:] == [f"p{n}#b-{n + 2}" for n in range(8)]


# -- child tables


def test_rows_of_a_table_belong_to_projects_by_their_key(folder: Path) -> None:
    """Each has its position among those of its project; keys are compared in their plain form."""
    write(folder / "a.csv", PROJECTS)
    write(folder / "s.csv", "评分,项目编号\n5,p1\n4,p2\n好,ｐ１\n")
    for name in ("survey", "满意度问卷", "问卷", "ＳＵＲＶＥＹ"):
        data = read("a.csv", f"{name}=s.csv")
        assert rows(data.tables["survey"], "line:", "project", "answer", "row") == [
            (2, "p1", "5", 0),
            (3, "p2", "4", 0),
            (4, "p1", "好", 1),
        ]
        assert data.remarks == ()
    assert data.cell("survey", "answer", {"line:": 4}, "zh") == "s.csv，第 4 行，A 列（评分）"


def test_a_table_in_several_files_is_one(folder: Path) -> None:
    """Rows are counted through all of them."""
    write(folder / "a.csv", PROJECTS)
    write(folder / "s" / "1.csv", "项目编号,评分\np1,5\n")
    write(folder / "s" / "2.csv", "项目编号,方式,评分\np1,电话,4\np2,,1\n")
    data = read("a.csv", "survey=s")
    assert rows(data.tables["survey"], "project", "answer", "by", "row") == [
        ("p1", "5", None, 0),
        ("p1", "4", "电话", 1),
        ("p2", "1", None, 0),
    ]


def test_rows_that_belong_to_no_project_are_said(folder: Path) -> None:
    """Those without a key are left out; a table may be empty."""
    write(folder / "a.csv", PROJECTS)
    write(folder / "s.csv", "项目编号,评分\np1,5\nx,4\n,3\nx,2\ny,1\n,1\n")
    write(folder / "v.csv", "项目编号,cost\n")
    data = read("a.csv", "survey=s.csv", "visits=v.csv", lang="zh")
    assert rows(data.tables["survey"], "project") == [("p1",), ("x",), ("x",), ("y",)]
    assert rows(data.tables["visits"], "project") == []
    assert [(each.code, each.lines, each.message) for each in data.remarks] == [
        ("table-child-no-key", (4,), "s.csv：有 2 行没有项目编号（第一处在第 4 行），未计入任何项目"),
        ("table-orphans", (3, 6), "s.csv：没有编号为 x、y 的项目；这些行（共 3 行，见第 3、6 行）未计入任何项目"),
    ]


def test_the_key_of_a_table_may_be_headed_like_that_of_the_projects(folder: Path) -> None:
    """Where projects go by their name, rows find them by it; one that has neither is refused."""
    write(folder / "a.csv", "项目名称,执行数\n甲,1\n")
    write(folder / "s.csv", "项目名称,评分\n甲,5\n")
    assert rows(read("a.csv", "survey=s.csv").tables["survey"], "project", "answer") == [("甲", "5")]
    write(folder / "s.csv", "名称,评分\n甲,5\n")
    with pytest.raises(DataError) as caught:
        read("a.csv", "survey=s.csv")
    assert str(caught.value) == (
        "s.csv: no column tells which project a row belongs to; add the one that the projects have, “项目名称”"
    )
    write(folder / "a.csv", "执行数\n1\n")
    with pytest.raises(DataError) as caught:
        read("a.csv", "survey=s.csv", lang="zh")
    assert str(caught.value) == "a.csv：没有项目编号列，附表的行无法对应到项目；请在两处都加上“项目编号”列"


# -- cells


def test_bad_cells_stay_what_they_are_and_can_be_named(folder: Path) -> None:
    """`7,00.0,77` and `≥90%` are invalid by notation, in CSV and in a workbook, at a row and a column."""
    table: Sequence[Sequence[Any]] = [
        ["项目编号", "预算数(元)", "完成率"],
        ["p1", "7,00.0,77", "≥90%"],
        ["p2", "9,542,500", 0.85],
    ]
    write(folder / "a.csv", csv_text(table))
    workbook(folder / "a.xlsx", {"项目": table})
    money, percent = reader("money", unit="万元"), reader("percent")
    for name, sheet in (("a.csv", ""), ("a.xlsx", "，工作表“项目”")):
        data = read(name)
        bad, good = rows(data.projects, "line:", "funds.budget", "rate")
        assert isinstance(money(bad[1]), Invalid)
        assert isinstance(percent(bad[2]), Invalid)
        assert (str(money(good[1])), str(percent(good[2]))) == ("954.2500", "0.85")
        assert data.cell(None, "rate", {"line:": bad[0]}, "zh") == f"{name}{sheet}，第 2 行，C 列（完成率）"
