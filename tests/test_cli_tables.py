"""`scoring score` on tables of projects, as its users meet it: files of every kind in, results of every kind out."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pytest

import scoring
from tests.command import Command, here
from tests.table_files import csv_text, write
from tests.works import ANSWERS, GIVEN, PROJECTS, SET, TOTALS, csv_lines, write_all

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: The columns of their results.
HEADINGS = (
    "project,project.name,completion.score,completion.status,satisfaction.score,satisfaction.status,"
    "all.score,total,grade,coverage"
)

#: A check that looks at one project at a time: half of the points but for P3.
SEEN = """
from scoring import ObservedCheck, hookimpl

class Half(ObservedCheck):
    def observe(self, project):
        return None if project.key == "P3" else 0.5

@hookimpl
def scoring_checks():
    return {"seen.half": Half}
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in a folder with the set and the projects in every kind of file."""
    write_all(tmp_path)
    return here(tmp_path, monkeypatch, capsys)


# -- what goes in


@pytest.mark.parametrize("kind", sorted(GIVEN))
def test_every_kind_of_file_gives_the_same_ranking(run: Command, kind: str) -> None:
    """CSV in UTF-8 and GB18030, a workbook of two sheets, Parquet and DuckDB: the same totals, and the summary."""
    done = run("score", "set.toml", *GIVEN[kind])
    assert done.code == 0
    ranked = re.findall(r"(?m)^ +(\d)  (P\d) +(..) +(\d+\.\d\d) ", done.out)
    assert ranked == [("1", "P1", "北站", "77.00"), ("2", "P2", "南站", "70.00"), ("3", "P3", "东站", "60.00")]
    assert done.err.splitlines()[-1] == (
        "Projects: 3, with total and grade: 3. Cells of indicators missing: 0, invalid: 0."
    )


def test_another_encoding_is_said(run: Command) -> None:
    """A file of GB18030 is scored, and standard error says that it was taken for that."""
    done = run("score", "set.toml", *GIVEN["gb18030"])
    assert "gb.csv: line 1 is not UTF-8, so all is read as GB18030" in done.err
    assert "(the same in other files: 1)" in done.err


@pytest.mark.parametrize("kind", sorted(GIVEN))
def test_both_backends_write_the_same_bytes(run: Command, kind: str) -> None:
    """Polars and DuckDB give the same CSV and the same JSON lines, of whatever file."""
    for form in ("csv", "jsonl"):
        by_polars = run("score", "set.toml", *GIVEN[kind], "--format", form, "--detail", "--backend", "polars")
        by_duckdb = run("score", "set.toml", *GIVEN[kind], "--format", form, "--detail", "--backend", "duckdb")
        assert by_polars == by_duckdb
        assert (by_polars.code, by_polars.out.count("\n")) == (0, 4 if form == "csv" else 3)


@pytest.mark.parametrize("kind", ["csv", "duckdb"])
def test_rows_are_in_the_order_of_the_file_whatever_scores_them(run: Command, tmp_path: Path, kind: str) -> None:
    """So many that a database, which joins their answers in parallel, would mix them."""
    keys = [f"P{place * 7919 % 300_007}" for place in range(300_000)]
    projects = pl.DataFrame({"project": keys, "funds.budget": 100.0, "funds.spent": 95.0})
    answers = pl.DataFrame({"project": keys[::2], "answer": 5})
    given = ["big.csv", "survey=answers.csv"]
    projects.write_csv(tmp_path / "big.csv")
    answers.write_csv(tmp_path / "answers.csv")
    if kind == "duckdb":
        given = ["big.duckdb"]
        with duckdb.connect(str(tmp_path / "big.duckdb")) as database:
            database.register("p", projects).execute("CREATE TABLE projects AS FROM p")
            database.register("a", answers).execute("CREATE TABLE survey AS FROM a")
    for backend in ("polars", "duckdb"):
        assert run("score", "set.toml", *given, "-o", "a.parquet", "--backend", backend).code == 0
        assert pl.read_parquet(tmp_path / "a.parquet")["project"].to_list() == keys


@pytest.mark.parametrize("kind", ["csv", "xlsx", "duckdb"])
def test_checks_that_observe_are_asked_about_each_project(run: Command, tmp_path: Path, kind: str) -> None:
    """Their projects are brought to hand, whatever file they come from; a backend that cannot is refused."""
    write(tmp_path / "set.toml", SET.replace('measure = "funds.spent / funds.budget"', 'check = "seen.half"'))
    write(tmp_path / "seen.py", SEEN)
    words = ("score", "set.toml", *GIVEN[kind], "--plugin", "seen.py", "--format", "csv")
    found = {line["project"]: (line["completion.score"], line["total"]) for line in csv_lines(run(*words).out)}
    assert found == {"P1": ("30.00", "50.00"), "P2": ("30.00", "70.00"), "P3": ("0.00", "0.00")}
    for backend in ("duckdb", "spark"):
        done = run(*words, "--backend", backend)
        assert (done.code, done.out) == (2, "")
        assert done.err.endswith(f"which --backend {backend} cannot show; leave it out, and Polars scores\n")


def test_folders_and_patterns_are_put_together(run: Command, tmp_path: Path) -> None:
    """Two departments, a file each: one ranking, in which the file tells rows without a key apart."""
    write(tmp_path / "all" / "a.csv", "预算数,执行数\n100,90\n")
    write(tmp_path / "all" / "b.csv", "预算数,执行数\n100,80\n")
    for given in ("all", "all/*.csv"):
        found = csv_lines(run("score", "set.toml", given, "--format", "csv").out)
        assert [(line["project"], line["total"]) for line in found] == [("a-2", "54.00"), ("b-2", "48.00")]


# -- what comes out


def test_csv_is_a_line_a_project_as_they_came(run: Command, tmp_path: Path) -> None:
    """Key, name, then score and status of every indicator, dimensions, total, grade, coverage; no mark when piped."""
    write(tmp_path / "projects.csv", csv_text([PROJECTS[0], *reversed(PROJECTS[1:])]))
    done = run("score", "set.toml", *GIVEN["csv"], "--format", "csv")
    assert done.out.splitlines() == [
        HEADINGS,
        "P3,东站,60.00,scored,0.00,scored,60.00,60.00,pass,1.0",
        "P2,南站,30.00,scored,40.00,scored,70.00,70.00,pass,1.0",
        "P1,北站,57.00,scored,20.00,scored,77.00,77.00,pass,1.0",
    ]


def test_detail_brings_measures_and_shares(run: Command) -> None:
    """`--detail` puts `<id>.measure` and `<id>.share` beside the scores."""
    first = csv_lines(run("score", "set.toml", *GIVEN["csv"], "--format", "csv", "--detail").out)[0]
    assert (first["completion.measure"], first["completion.share"]) == ("0.95", "0.95")
    assert (first["satisfaction.measure"], first["satisfaction.share"]) == ("0.5", "0.5")


@pytest.mark.parametrize("name", ["a.parquet", "a.csv", "a.jsonl", "a.ndjson", "a.xlsx"])
def test_a_file_has_every_project(run: Command, tmp_path: Path, name: str) -> None:
    """The suffix tells the format; nothing but the summary is written beside the file."""
    done = run("score", "set.toml", *GIVEN["csv"], "-o", name)
    assert (done.code, done.out, done.err.count("\n")) == (0, "", 1)
    read: dict[str, Callable[[Path], pl.DataFrame]] = {
        "a.parquet": pl.read_parquet,
        "a.csv": pl.read_csv,
        "a.xlsx": pl.read_excel,
    }
    found = read.get(name, pl.read_ndjson)(tmp_path / name)
    names = {each.rpartition("\n")[2]: each for each in found.columns}
    assert dict(found.select(names["project"], names["total"]).rows()) == TOTALS


@pytest.mark.parametrize(("name", "start"), [("a.txt", " Works\n"), ("a.md", "# Works\n"), ("a.json", '[{"schema"')])
def test_a_page_or_sheets_go_to_a_file_too(run: Command, tmp_path: Path, name: str, start: str) -> None:
    """The ranking as text and Markdown, the sheets as JSON."""
    assert run("score", "set.toml", *GIVEN["csv"], "-o", name)[:2] == (0, "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


def test_markdown_has_the_ranking(run: Command) -> None:
    """`--format md` is the page as Markdown."""
    assert "| 1 | P1 | 北站 | 77.00 | pass | 100% |" in run("score", "set.toml", *GIVEN["csv"], "--format", "md").out


@pytest.mark.parametrize("kind", sorted(GIVEN))
def test_json_is_the_list_of_full_sheets(run: Command, tmp_path: Path, kind: str) -> None:
    """Each is what `Engine.score` says of the project, to the last character but for the digest of its facts."""
    sheets = [
        scoring.ScoreSheet.model_validate(each)
        for each in json.loads(run("score", "set.toml", *GIVEN[kind], "--format", "json").out)
    ]
    engine = scoring.Engine(scoring.load(tmp_path / "set.toml"))
    due = [
        engine.score(
            {
                "project": {"id": key, "name": name},
                "funds": {"budget": budget, "spent": spent},
                "survey": [{"answer": answer} for of, answer in ANSWERS[1:] if of == key],
            }
        )
        for key, name, budget, spent in PROJECTS[1:]
    ]
    assert [each.model_dump(exclude={"provenance"}) for each in sheets] == [
        each.model_dump(exclude={"provenance"}) for each in due
    ]


@pytest.mark.parametrize("kind", sorted(GIVEN))
def test_one_of_many_gives_its_sheet(run: Command, kind: str) -> None:
    """`--sheet KEY` prints the full sheet of one project, with the reason of every line."""
    done = run("score", "set.toml", *GIVEN[kind], "--sheet", "P2")
    assert done.code == 0
    for each in ("南站", "P2", "40 / 80 = 50.00%", "1 / 1 = 100.00%", "Total 70.00 / 100"):
        assert each in done.out


def test_a_key_that_nobody_has_is_refused_with_the_nearest(run: Command) -> None:
    """What may have been meant, else which keys there are; nothing is said of other projects."""
    done = run("score", "set.toml", *GIVEN["csv"], "--sheet", "p2")
    assert done == (2, "", "there is no project p2; did you mean P2?\n")
    done = run("score", "set.toml", *GIVEN["csv"], "--sheet", "北站")
    assert done == (2, "", "there is no project 北站; there are P1, P2, P3\n")


@pytest.mark.parametrize("given", [("projects.csv", "survey=answers.csv"), ("one.toml",)])
def test_a_sheet_has_no_format_of_many(run: Command, tmp_path: Path, given: tuple[str, ...]) -> None:
    """`--sheet` with a format of columns as output is refused, not ignored."""
    write(tmp_path / "one.toml", "project = 'P1'\n")
    done = run("score", "set.toml", *given, "--sheet", "P1", "-o", "a.parquet")
    assert (done.code, done.out) == (2, "")
    told = "the sheet of one project comes as table, json, csv, md, html, docx or xlsx"
    assert done.err == f"parquet is for the results of many; {told}\n"
    assert not (tmp_path / "a.parquet").exists()


def test_a_table_of_one_project_gives_its_sheet(run: Command, tmp_path: Path) -> None:
    """As one file of facts does, in every format of a sheet; a format of many has its one row."""
    write(tmp_path / "projects.csv", csv_text(PROJECTS[:2]))
    write(tmp_path / "answers.csv", csv_text(ANSWERS[:3]))
    assert "95 / 100 = 95.00%" in run("score", "set.toml", *GIVEN["csv"]).out
    assert json.loads(run("score", "set.toml", *GIVEN["csv"], "--format", "json").out)["total"] == 77
    assert csv_lines(run("score", "set.toml", *GIVEN["csv"], "--format", "csv").out)[-1]["Score"] == "77.00"
    assert json.loads(run("score", "set.toml", *GIVEN["csv"], "--format", "jsonl").out)["total"] == 77


def test_files_of_facts_are_written_as_many_too(run: Command, tmp_path: Path) -> None:
    """TOML and JSON projects go to a workbook, Parquet and JSON lines with the columns that tables give."""
    for key, _, budget, spent in PROJECTS[1:]:
        answers = ", ".join(f"{{ answer = {answer} }}" for of, answer in ANSWERS[1:] if of == key)
        text = f"funds = {{ budget = {budget}, spent = {spent} }}\nsurvey = [{answers}]\n"
        write(tmp_path / "facts" / f"{key}.toml", text)
    assert run("score", "set.toml", "facts", "-o", "facts.parquet").code == 0
    assert run("score", "set.toml", *GIVEN["csv"], "-o", "tables.parquet").code == 0
    facts, tables = (pl.read_parquet(tmp_path / f"{name}.parquet") for name in ("facts", "tables"))
    assert facts.sort("project").equals(tables.drop("project.name").sort("project"))
