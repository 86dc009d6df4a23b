"""What is wrong with tables of projects, as `scoring score` says it: on standard error, and never as a traceback."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pytest

import scoring
from tests.command import Command, here, uninstall
from tests.table_files import csv_text, workbook, write
from tests.works import ANSWERS, GIVEN, PROJECTS, csv_lines, write_all, write_works

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in a folder with the set and the projects as CSV."""
    write_works(tmp_path)
    return here(tmp_path, monkeypatch, capsys)


# -- what is wrong


def test_bad_cells_are_named_and_stop_nothing(run: Command, tmp_path: Path) -> None:
    """File, sheet, row and column of each, with what to write; the other cells and projects are scored."""
    projects = [*PROJECTS[:2], ["P2", "南站", 80, "四十"], ["P3", "东站", "三十", 30]]
    write(tmp_path / "projects.csv", csv_text(projects))
    write(tmp_path / "answers.csv", csv_text([*ANSWERS[:4], ["P3", 7]]))
    done = run("score", "set.toml", *GIVEN["csv"], "--format", "csv")
    assert done.code == 0
    told = done.err.splitlines()
    assert len(told) == 4
    assert told[0].startswith("projects.csv, row 3, column D (执行数): “四十” is not an amount of money; write it as ")
    assert told[1].startswith("projects.csv, row 4, column C (预算数): “三十” is not an amount of money")
    assert told[2] == "answers.csv, row 5, column B (评分): “7” is not between 1 and 5"
    assert told[3].endswith("missing: 0, invalid: 3.")
    totals = {line["project"]: (line["total"], line["completion.status"]) for line in csv_lines(done.out)}
    assert totals == {"P1": ("77.00", "scored"), "P2": ("40.00", "invalid"), "P3": ("", "invalid")}


@pytest.mark.parametrize("backend", ["polars", "duckdb"])
def test_a_cell_of_a_workbook_is_named_by_its_sheet(run: Command, tmp_path: Path, backend: str) -> None:
    """In Chinese too; a whole number is shown as the spreadsheet shows it, whatever scores it, and on the sheet."""
    workbook(
        tmp_path / "a.xlsx",
        {"项目": [*PROJECTS[:3], ["P3", "东站", 30, "#N/A"]], "满意度问卷": [*ANSWERS[:2], ["P2", 7]]},
    )
    told = run("score", "set.toml", "a.xlsx", "--lang", "zh", "--backend", backend).err.splitlines()
    assert told[0].startswith("a.xlsx，工作表“项目”，第 4 行，D 列（执行数）：“#N/A”不是金额；请写成 ")
    assert told[1] == "a.xlsx，工作表“满意度问卷”，第 3 行，B 列（评分）：“7”不在 1 与 5 之间"
    assert "“7”不在 1 与 5 之间" in run("score", "set.toml", "a.xlsx", "--lang", "zh", "--sheet", "P2").out


def test_many_bad_cells_are_counted(run: Command, tmp_path: Path) -> None:
    """The first ten are named, the others counted by column: a column in the wrong unit is one line."""
    rows = [[f"P{n}", "", "很多", 1] for n in range(1200)]
    write(tmp_path / "projects.csv", csv_text([PROJECTS[0], *rows]))
    told = run("score", "set.toml", "projects.csv").err.splitlines()
    assert [line.partition(":")[0] for line in told[1:11]] == [
        f"projects.csv, row {n}, column C (预算数)" for n in range(2, 12)
    ]
    assert told[11] == "1,190 more cells are not what the set declares; in all: 预算数 1,200"


def test_columns_and_tables_that_are_not_there_are_said(run: Command, tmp_path: Path) -> None:
    """A heading that is nearly right is shown with the right one; every project misses the fact, and that is said."""
    write(tmp_path / "projects.csv", csv_text([["项目编号", "项目名称", "预算数", "执行数额"], *PROJECTS[1:]]))
    done = run("score", "set.toml", "projects.csv", "--format", "csv")
    assert done.err.splitlines()[:3] == [
        "projects.csv: the heading “执行数额” is unknown and its column not read; did you mean “执行数”?",
        "no column has these facts, which all projects miss: 执行数",
        "there are no rows of 满意度问卷 (survey); give them as a sheet called so, or as NAME=FILE",
    ]
    assert {line["completion.status"] for line in csv_lines(done.out)} == {"missing"}


def test_rows_of_a_workbook_and_a_database_are_named_by_their_sheet_or_table(run: Command, tmp_path: Path) -> None:
    """A row number alone could be that of any sheet: keys that repeat, and rows that belong to nobody."""
    projects, answers = [*PROJECTS[:3], ["P1", "西站", 10, 10]], [*ANSWERS[:2], ["P9", 4]]
    workbook(tmp_path / "a.xlsx", {"项目": projects, "满意度问卷": answers})
    with duckdb.connect(str(tmp_path / "a.duckdb")) as database:
        for name, (heads, *rows) in {"projects": projects, "survey": answers}.items():
            frame = pl.DataFrame(rows, schema=heads, orient="row")
            database.register("frame", frame).from_query("FROM frame").create(name)
    for file, own, other in (
        ("a.xlsx", "a.xlsx, sheet “项目”", "a.xlsx, sheet “满意度问卷”"),
        ("a.duckdb", "a.duckdb, table “projects”", "a.duckdb, table “survey”"),
    ):
        twice, orphan, _ = run("score", "set.toml", file).err.splitlines()
        assert twice.startswith(f"{own}: the key “P1” stands 2 times (rows ")
        assert orphan.startswith(f"{other}: there is no project P9; their rows (1, see row ")


def test_many_facts_without_a_column_are_counted(run: Command, tmp_path: Path) -> None:
    """The first ten are named: of a framework of sixty facts, a spreadsheet may have two."""
    write(tmp_path / "projects.csv", "项目编号,meetings.done\nP1,3\nP2,4\n")
    told = run("score", "wanzai/office-services-2022", "projects.csv", "--lang", "en").err.splitlines()
    assert told[0].startswith("no column has these facts, which all projects miss: ")
    assert re.fullmatch(r".*(?:, [^,]+){9}, … \(\d\d in all\)", told[0])


def test_nobody_misses_a_text_that_no_indicator_reads(run: Command, tmp_path: Path) -> None:
    """Self-evaluations take the annual goal as a text: a table without its column is not told of it, but of amounts."""
    write(tmp_path / "projects.csv", "项目编号,全年预算数\nP1,3\n")
    told = run("score", "cn/self-evaluation-2020", "projects.csv", "--lang", "en").err.splitlines()
    assert told[0] == "no column has these facts, which all projects miss: 年初预算数, 实际到位资金, 全年执行数"


def test_a_key_that_repeats_is_marked_with_its_row(run: Command, tmp_path: Path) -> None:
    """The first keeps the key and the rows of tables; the other is scored by itself, and `--sheet` finds it."""
    write(tmp_path / "projects.csv", csv_text([*PROJECTS, ["P1", "西站", 10, 10]]))
    done = run("score", "set.toml", *GIVEN["csv"], "--format", "csv")
    assert "the key “P1” stands 2 times (rows 2, 5)" in done.err
    assert {line["project"]: line["total"] for line in csv_lines(done.out)} == {
        "P1": "77.00",
        "P2": "70.00",
        "P3": "60.00",
        "P1#5": "60.00",
    }
    assert "西站" in run("score", "set.toml", *GIVEN["csv"], "--sheet", "P1#5").out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["none.csv"], "none.csv: there is no such file"),
        (["empty.csv"], "empty.csv: the file is empty"),
        (["heads.csv"], "there is no project: heads.csv has headings only"),
        (["other.csv"], "other.csv: no heading is known among a, b"),
        (["damaged.xlsx"], "damaged.xlsx: this is not a whole file"),
        (["damaged.parquet"], "damaged.parquet: cannot be read as a Parquet file"),
        (["damaged.duckdb"], "damaged.duckdb: cannot be opened as a DuckDB database"),
        (["old.xls"], "old.xls: .xls cannot be read; save it as .xlsx"),
        (["projects.csv", "facts.toml"], "are not scored together"),
        (["projects.csv", "poll=answers.csv"], "the set declares no table “poll”; it has 满意度问卷"),
        (["survey=answers.csv"], "there is no table of projects"),
        (["projects.csv", "damaged.duckdb"], "a DuckDB file is read by itself"),
        (["no-*.csv"], "no-*.csv: no file matches"),
        (["projects.csv", "-o", "a.odt"], ".odt is no format to write"),
        (["projects.csv", "-o", "none/a.xlsx"], "none/a.xlsx: there is no folder none; make it first"),
    ],
)
def test_what_cannot_be_read_or_written_ends_with_2(
    run: Command, tmp_path: Path, given: Sequence[str], said: str
) -> None:
    """One message on standard error, nothing on standard output, no traceback."""
    write(tmp_path / "empty.csv", "")
    write(tmp_path / "heads.csv", "项目编号,预算数,执行数\n")
    write(tmp_path / "other.csv", "a,b\n1,2\n")
    write(tmp_path / "facts.toml", "x = 1\n")
    for suffix in ("xlsx", "parquet", "duckdb"):
        (tmp_path / f"damaged.{suffix}").write_bytes(b"PK\x03\x04" + bytes(range(256)))
    write(tmp_path / "old.xls", "")
    done = run("score", "set.toml", *given)
    assert (done.code, done.out) == (2, "")
    assert said in done.err.replace("\\", "/")
    assert "Traceback" not in done.err
    assert "defect" not in done.err


@pytest.mark.parametrize("backend", ["polars", "duckdb"])
def test_damage_behind_the_keys_is_said_to_be_some(run: Command, tmp_path: Path, backend: str) -> None:
    """The keys are read by themselves; what is damaged in other columns is found when these are."""
    spent = pl.int_range(1000, eager=True).shuffle(seed=1)
    keys = pl.Series([f"p{n}" for n in range(1000)])
    pl.DataFrame({"执行数": spent, "项目编号": keys}).write_parquet(tmp_path / "a.parquet")
    raw = bytearray((tmp_path / "a.parquet").read_bytes())
    raw[8:400] = bytes(392)
    (tmp_path / "a.parquet").write_bytes(raw)
    done = run("score", "set.toml", "a.parquet", "--lang", "en", "--backend", backend, "-o", "out.parquet")
    assert done.code == 2
    assert done.err.startswith("a.parquet: cannot be read (a file may be damaged): ")
    assert not (tmp_path / "out.parquet").exists()


def test_what_a_terminal_would_obey_is_shown_as_text(run: Command, tmp_path: Path) -> None:
    """A cell with escapes changes nobody's screen; a name that a spreadsheet would run is a text in CSV."""
    write(tmp_path / "projects.csv", csv_text([PROJECTS[0], ["P1", "=1+1", "\x1b[31m", 1], ["P2", "b", 1, 1]]))
    done = run("score", "set.toml", "projects.csv", "--format", "csv")
    assert "\x1b" not in done.err
    assert csv_lines(done.out)[0]["project.name"] == "'=1+1"


# -- what is not installed


@pytest.mark.parametrize(
    ("words", "missing", "extra"),
    [
        (["projects.csv", "--backend", "duckdb"], "duckdb", "standard"),
        (["projects.duckdb"], "duckdb", "duckdb"),
        (["projects.xlsx"], "fastexcel", "excel"),
        (["projects.csv", "-o", "a.xlsx"], "xlsxwriter", "excel"),
    ],
)
def test_a_library_that_is_not_installed_is_named_with_its_extra(
    run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: Sequence[str], missing: str, extra: str
) -> None:
    """What to run stands in the message; nothing is written."""
    write_all(tmp_path)
    for module in ("duckdb", "scoring.data_duckdb", "scoring.data_xlsx"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    uninstall(monkeypatch, missing)
    done = run("score", "set.toml", *words)
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[-1].endswith(f'run pip install "scoring-engine[{extra}]"')
    assert missing in done.err.splitlines()[-1]


def test_without_libraries_of_frames_tables_say_what_to_install(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scoring one project needs none of them, a table does."""
    monkeypatch.delitem(sys.modules, "scoring.cli_tables", raising=False)
    monkeypatch.delattr(scoring, "cli_tables", raising=False)
    uninstall(monkeypatch, "polars")
    done = run("score", "set.toml", "projects.csv")
    assert (done.code, done.out) == (2, "")
    assert "scoring many projects needs polars" in done.err
    assert "scoring-engine[polars]" in done.err
