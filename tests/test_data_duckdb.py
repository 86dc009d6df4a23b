"""DuckDB files of projects: relations that are still to be run, with the names and keys that other files give."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.data_cells_sql import with_unit
from scoring.errors import DataError
from tests.table_files import read, rows, said, write

if TYPE_CHECKING:
    from pathlib import Path

PROJECTS = """
create table projects ("项目编号" varchar, "预算数(元)" double, "执行数" varchar, "完成日期" date, note varchar);
insert into projects values
  ('ｐ１ ', 9542500.1, '≥90%', '2022-12-31', 'x'), ('p2', 1e16, '946.88', null, null), ('p2', 1.25e-7, '2', null, null),
  (null, -5, null, null, null), (null, null, ' ', null, 'blank but for a note');
"""
SURVEY = """
create view "满意度问卷" as
select * from (values ('p1', 5), ('p2', 4), ('ｐ１', 3), ('p9', 1), (null, 2)) t("项目编号", answer);
"""


def database(path: Path, script: str) -> Path:
    """Make a database by a script; return its path."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(script)
    return path


def test_projects_and_their_tables_are_relations(tmp_path: Path) -> None:
    """Columns are named as facts and keep their types, keys are plain and each its own, rows are counted."""
    data = read(database(tmp_path / "a.duckdb", PROJECTS + SURVEY))
    gc.collect()
    assert isinstance(data.projects, duckdb.DuckDBPyRelation)
    found = rows(data.projects, "line:", "project", "funds.budget", "funds.spent")
    assert found == [
        (1, "p1", "9542500.1元", "≥90%"),
        (2, "p2", "10000000000000000元", "946.88"),
        (3, "p2#3", "0.000000125元", "2"),
        (4, "#4", "-5元", None),
    ]
    types = dict(zip(data.projects.columns, map(str, data.projects.types), strict=True))
    assert (types["finished"], types["line:"], types["project"]) == ("DATE", "BIGINT", "VARCHAR")
    assert rows(data.tables["survey"], "project", "answer", "row") == [
        ("p1", 5, 0),
        ("p2", 4, 0),
        ("p1", 3, 1),
        ("p9", 1, 0),
    ]


def test_what_is_found_is_said(tmp_path: Path) -> None:
    """Keys that repeat or are missing, rows of no project, columns of no fact; a cell is named by table and column."""
    path = database(tmp_path / "a.db", PROJECTS + SURVEY)
    data = read(path)
    assert [(each.code, each.lines) for each in data.remarks] == [
        ("table-others", ()),
        ("table-no-key", (4,)),
        ("table-key-twice", (2, 3)),
        ("table-child-no-key", (5,)),
        ("table-orphans", (4,)),
    ]
    assert said(data, "table-others") == [f"{path}, table “projects”: the set does not ask for these columns: note"]
    assert data.cell(None, "funds.spent", {"line:": 1}, "zh") == f"{path}，表“projects”，第 1 行，“执行数”列"


def test_the_only_table_that_is_no_child_has_the_projects(tmp_path: Path) -> None:
    """Whatever it is called; without keys, rows are counted, and a declared column `row` stays what it is."""
    data = read(database(tmp_path / "a.duckdb", "create table x as select 7 as meetings"))
    assert rows(data.projects, "project", "meetings") == [("1", 7)]
    script = "create table y as select 3 as project; create table visits as select 3 as project, 8 as row, 1 as cost"
    data = read(database(tmp_path / "b.duckdb", script))
    assert rows(data.tables["visits"], "project", "row") == [("3", 8)]


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("select 1", ": the database has no tables"),
        (
            "create table a(project int); create table b(project int)",
            ": which table has the projects? Call it projects. There are a, b",
        ),
        (
            "create table a(x int, y int)",
            ", table “a”: no heading is known among x, y; headings are names or labels of",
        ),
        ("create table a(project int)", "there is no project: "),
        (
            "create table a as select 1 as meetings; create table survey(project int, answer int)",
            ": without a column of keys, rows of other tables find no project; add a column “project” to both",
        ),
        (
            "create table a as select 1 as project; create table survey(answer int)",
            ", table “survey”: no column tells which project a row belongs to; add the one that the projects have",
        ),
        ("create view a as select * from read_csv('gone.csv')", ": cannot be opened as a DuckDB database: "),
    ],
)
def test_a_database_that_cannot_be_used_says_why(tmp_path: Path, script: str, why: str) -> None:
    """No tables, no headings, no rows, no keys, a view of a file that is gone."""
    write(tmp_path / "gone.csv", "project\n1\n")
    path = database(tmp_path / "a.duckdb", script.replace("gone.csv", str(tmp_path / "gone.csv")))
    (tmp_path / "gone.csv").unlink()
    with pytest.raises(DataError) as caught:
        read(path)
    assert str(caught.value).removeprefix(str(path)).startswith(why)


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    """And so is a database beside other tables."""
    path = write(tmp_path / "a.db", "x" * 5000)
    with pytest.raises(DataError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}: cannot be opened as a DuckDB database: ")
    with pytest.raises(DataError) as caught:
        read(path, write(tmp_path / "b.csv", "project\n1\n"))
    assert str(caught.value) == f"{path}: a DuckDB file is read by itself; put the other tables into it"


def test_a_database_is_not_written(tmp_path: Path) -> None:
    """It may be open elsewhere to be read at the same time."""
    path = database(tmp_path / "a.duckdb", PROJECTS)
    before = path.read_bytes()
    with duckdb.connect(str(path), read_only=True):
        data = read(path)
        assert len(rows(data.projects, "project")) == 4
    assert path.read_bytes() == before


def test_a_database_and_a_parquet_file_of_the_same_cells_are_read_alike(tmp_path: Path) -> None:
    """What is said in SQL is what expressions say: plain keys, units, marks of rows, numbers without an exponent."""
    path = database(tmp_path / "a.duckdb", PROJECTS + SURVEY)
    with duckdb.connect(str(path), read_only=True) as connection:
        connection.sql("from projects").write_parquet(str(tmp_path / "p.parquet"))
        connection.sql('from "满意度问卷"').write_parquet(str(tmp_path / "s.parquet"))
    one, other = read(path), read(tmp_path / "p.parquet", f"survey={tmp_path / 's.parquet'}")
    columns = ("line:", "project", "funds.budget", "funds.spent", "finished")
    assert rows(one.projects, *columns) == rows(other.projects, *columns)
    inner = ("line:", "project", "answer", "row")
    assert rows(one.tables["survey"], *inner) == rows(other.tables["survey"], *inner)
    assert sorted((each.code, each.lines) for each in one.remarks) == sorted(
        (each.code, each.lines) for each in other.remarks
    )


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
def test_numbers_get_their_unit_in_their_shortest_form(numbers: list[float]) -> None:
    """Without an exponent, and without a digit gained or lost."""
    given_ = ", ".join(f"({each!r}::double)" for each in numbers)
    query = f"select {with_unit('x', 'DOUBLE', '元')} from (values {given_}) t(x)"  # noqa: S608 - numbers only
    found = duckdb.execute(query).fetchall()
    assert [float(text.removesuffix("元")) for (text,) in found] == numbers
    assert not any("e" in text for (text,) in found)
