"""Files of tables: which of them are read, what those that cannot be say, and the libraries that they need."""

from __future__ import annotations

import builtins
import datetime
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from scoring.data_tables import are_tables, read_tables
from scoring.errors import DataError
from tests.table_files import FACTS, read, rows, rules_of, write

if TYPE_CHECKING:
    from pathlib import Path

PROJECTS = "项目编号,预算数,执行数\np1,954.25,946.88\np2,100,90\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which files are named without it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("given", "tables"),
    [
        (["a.csv"], True),
        (["A.XLSX", "survey=b.csv"], True),
        (["b.duckdb"], True),
        (["a.toml", "b.json"], False),
        (["facts"], False),
        (["tables"], True),
        (["tables/**"], True),
        (["a.xls"], True),
        (["a.txt"], False),
    ],
)
def test_tables_are_told_from_files_of_facts_by_their_suffix(folder: Path, given: list[str], tables: bool) -> None:  # noqa: FBT001 - what is expected
    """In folders and patterns too; a spreadsheet that is not read is one, so that it is said how to save it."""
    write(folder / "facts" / "a.toml", "x = 1")
    write(folder / "tables" / "deep" / "a.csv", PROJECTS)
    assert are_tables(given, "en") is tables


@pytest.mark.parametrize("given", [["a.csv", "b.toml"], ["both"], ["both/*"], ["survey=a.csv", "b.json"]])
def test_tables_and_files_of_facts_are_not_mixed(folder: Path, given: list[str]) -> None:
    """Neither named one by one nor in one folder."""
    write(folder / "both" / "a.csv", PROJECTS)
    write(folder / "both" / "b.toml", "x = 1")
    with pytest.raises(DataError) as caught:
        are_tables(given, "zh")
    assert "不能一起评分；请分两次给出" in str(caught.value)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (["nope.csv"], "nope.csv: there is no such file"),
        (["project.csv"], "project.csv: there is no such file; did you mean projects.csv?"),
        (["*.db"], "*.db: no file matches"),
        (["empty"], "empty: the folder has no tables (.csv, .tsv, .xlsx, .xlsm, .parquet, .duckdb, .db)"),
        (["old.xls"], "old.xls: .xls cannot be read; save it as .xlsx in the spreadsheet program"),
        (
            ["notes.txt"],
            "notes.txt: .txt cannot be read; tables come as .csv, .tsv, .xlsx, .xlsm, .parquet, .duckdb, .db",
        ),
        (
            ["projects.csv", "surve=projects.csv"],
            "the set declares no table “surve”; it has 满意度问卷, 走访",
        ),
        (
            ["survey=projects.csv"],
            "there is no table of projects: besides the tables of their rows, give one with a row",
        ),
        (["bad.parquet"], "bad.parquet: cannot be read as a Parquet file: "),
    ],
)
def test_what_cannot_be_read_says_what_to_do(folder: Path, given: list[str], why: str) -> None:
    """By the name that was given."""
    (folder / "empty").mkdir()
    write(folder / "projects.csv", PROJECTS)
    for name in ("old.xls", "notes.txt", "bad.parquet"):
        write(folder / name, "x")
    with pytest.raises(DataError) as caught:
        read(*given)
    assert str(caught.value).startswith(why)


def test_a_set_without_tables_has_none_to_be_read(folder: Path) -> None:
    """It says so instead of listing none."""
    write(folder / "projects.csv", PROJECTS)
    with pytest.raises(DataError) as caught:
        read("projects.csv", "survey=projects.csv", facts={"funds.budget": "money"})
    assert str(caught.value) == "the set declares no table, so “survey” cannot be read"


def test_a_parquet_file_keeps_its_types(folder: Path) -> None:
    """Rows are counted from 1, for there are no headings; keys are texts all the same."""
    frame = pl.DataFrame(
        {
            "项目编号": [1, 2],
            "预算数(元)": [9542500.5, 1e-7],
            "执行数": [1, None],
            "完成日期": [datetime.date(2022, 1, 2)] * 2,
        }
    )
    frame.write_parquet(folder / "a.parquet")
    data = read("a.parquet")
    assert rows(data.projects, "line:", "project", "funds.budget", "funds.spent") == [
        (1, "1", "9542500.5元", 1),
        (2, "2", "0.0000001元", None),
    ]
    assert data.projects.collect_schema()["finished"] == pl.Date()
    assert data.cell(None, "funds.spent", {"line:": 2}, "en") == "a.parquet, row 2, column “执行数”"
    pl.DataFrame({"x": [1]}).write_parquet(folder / "b.parquet")
    with pytest.raises(DataError) as caught:
        read("b.parquet")
    assert str(caught.value).startswith("b.parquet: no heading is known among x; ")


@pytest.mark.parametrize("last", ["Ｐ２ ", " ", None])
def test_rows_of_a_parquet_file_with_nothing_in_them_are_none(folder: Path, last: str | None) -> None:
    """Whether all rows have a key, which tells so without the other columns, or not; keys are in their plain form."""
    frame = pl.DataFrame({"项目编号": ["P1", last, "", "三号"], "执行数": [1, None, None, 2]})
    frame.write_parquet(folder / "a.parquet")
    data = read("a.parquet")
    kept = [(2, "P2", None)] if last and last.strip() else []
    assert rows(data.projects, "line:", "project", "funds.spent") == [(1, "P1", 1), *kept, (4, "三号", 2)]
    full = frame.with_columns(pl.Series("项目编号", ["Ｐ１", " P2", "P3　", "三号"]))
    full.write_parquet(folder / "a.parquet")
    assert [key for (key,) in rows(read("a.parquet").projects, "project")] == ["P1", "P2", "P3", "三号"]


def test_a_damaged_file_is_an_error_not_a_traceback(folder: Path) -> None:
    """Also where the damage lies behind what tells the columns."""
    pl.DataFrame({"项目编号": [f"p{n}" for n in range(1000)]}).write_parquet(folder / "a.parquet")
    raw = bytearray((folder / "a.parquet").read_bytes())
    raw[8:400] = bytes(392)
    (folder / "a.parquet").write_bytes(raw)
    with pytest.raises(DataError) as caught:
        read("a.parquet")
    assert str(caught.value).startswith("a.parquet: cannot be read (a file may be damaged): ")


@pytest.mark.parametrize(
    ("name", "missing", "why"),
    [
        ("a.csv", "polars", 'reading .csv needs polars: run pip install "scoring-engine[polars]"'),
        ("a.xlsx", "fastexcel", 'reading .xlsx needs fastexcel: run pip install "scoring-engine[excel]"'),
        ("a.duckdb", "duckdb", 'reading .duckdb needs duckdb: run pip install "scoring-engine[duckdb]"'),
    ],
)
def test_a_library_that_is_not_there_is_an_error_that_names_its_extra(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, missing: str, why: str
) -> None:
    """Each kind of file has the extra that brings what it needs."""
    write(folder / name, PROJECTS)
    kept = builtins.__import__

    def without(wanted: str, *rest: Any, **more: Any) -> Any:
        if wanted == missing:
            raise ModuleNotFoundError(f"No module named {missing!r}", name=missing)
        return kept(wanted, *rest, **more)

    for module in [each for each in sys.modules if each.startswith("scoring.data_") and each != "scoring.data_tables"]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(DataError) as caught:
        read_tables([name], rules_of(FACTS), "en")
    assert str(caught.value) == why


def test_no_library_of_frames_is_imported_before_a_table_is_read() -> None:
    """Who scores one project does not wait for what reads a million."""
    code = "import sys, scoring.data_tables; print({'polars', 'duckdb', 'fastexcel', 'pyarrow'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "set()\n"
