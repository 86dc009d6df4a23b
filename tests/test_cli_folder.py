"""`scoring score … -o FOLDER/`, as its users meet it: what lies in the folder, what is left alone, what is refused."""

from __future__ import annotations

import json
import re
import shutil
import sys
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import openpyxl
import polars as pl
import pytest
from docx import Document

from scoring import cli_folder
from scoring.cli_progress import progress
from scoring.loading import load_bound
from scoring.plugins import registry
from tests import works
from tests.command import here
from tests.filled_forms import fill
from tests.table_files import csv_text, write
from tests.test_report_document import Page
from tests.works import GIVEN, PROJECTS, TOTALS, write_all

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from tests.browser import Show
    from tests.command import Command

KINDS = ("xlsx", "docx", "html")
#: What the folder of the three projects has.
STEMS = ("P1 北站", "P2 南站", "P3 东站")
TOGETHER = {"index.html", "summary.xlsx", "SHA256SUMS"}
SUMMARY = "Projects: 3, with total and grade: 3. Cells of indicators missing: 0, invalid: 0.\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in a folder with the set and three projects in every kind of file."""
    write_all(tmp_path)
    for key, name, budget, spent in PROJECTS[1:]:
        answers = [{"answer": answer} for of, answer in works.ANSWERS[1:] if of == key]
        facts = {"project": {"id": key, "name": name}, "funds": {"budget": budget, "spent": spent}, "survey": answers}
        write(tmp_path / "facts" / f"{key}.json", json.dumps(facts))
    return here(tmp_path, monkeypatch, capsys)


def names(folder: Path) -> set[str]:
    """Return the names of all that is in a folder."""
    return {each.name for each in folder.iterdir()}


def links(folder: Path) -> list[str]:
    """Return the files that the page of a folder links to."""
    text = (folder / "index.html").read_text(encoding="utf-8")
    return [unquote(unescape(each)) for each in re.findall(r'href="([^"]*)"', text)]


def sums(folder: Path) -> dict[str, str]:
    """Return what the list of digests says."""
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


# -- what is written


@pytest.mark.parametrize("kind", [*sorted(GIVEN), "facts"])
@pytest.mark.parametrize("backend", ["polars", "duckdb"])
def test_every_project_has_its_documents(run: Command, tmp_path: Path, kind: str, backend: str) -> None:
    """A workbook, a report and a page each, the page of all and a workbook with a row each, of whatever data."""
    done = run("score", "set.toml", *GIVEN.get(kind, ("facts",)), "-o", "out/", "--backend", backend)
    assert (done.code, done.out) == (0, "")
    assert done.err.endswith(f"wrote 11 files for 3 projects; open {Path('out', 'index.html')}\n{SUMMARY}")
    folder = tmp_path / "out"
    assert names(folder) == {*(f"{stem}.{kind}" for stem in STEMS for kind in KINDS), *TOGETHER}
    for (key, total), stem in zip(TOTALS.items(), STEMS, strict=True):
        page = Page((folder / f"{stem}.html").read_text(encoding="utf-8")).text
        assert f"Key {key}" in page
        assert f"Total {total:.2f} / 100" in page
        book = openpyxl.load_workbook(folder / f"{stem}.xlsx")
        assert key in [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
        document = Document(str(folder / f"{stem}.docx"))
        assert any(f"{total:.2f}" in paragraph.text for paragraph in document.paragraphs)
    table = pl.read_excel(folder / "summary.xlsx")
    columns = {each.rpartition("\n")[2]: each for each in table.columns}
    assert dict(table.select(columns["project"], columns["total"]).rows()) == TOTALS


def test_the_page_links_to_all_files(run: Command, tmp_path: Path) -> None:
    """To the workbook of all, and from each project to its own files, the best first."""
    run("score", "set.toml", *GIVEN["csv"], "-o", "out/")
    of_each = [[f"{stem}.html", *(f"{stem}.{kind}" for kind in KINDS)] for stem in STEMS]
    assert links(tmp_path / "out") == ["summary.xlsx", *(name for own in of_each for name in own)]
    assert all((tmp_path / "out" / each).is_file() for each in links(tmp_path / "out"))


def test_links_work_in_a_browser(run: Command, show: Show, tmp_path: Path) -> None:
    """A click on a name with characters of all kinds opens the page of that project."""
    key = "甲#1?50%/a&b"
    write(tmp_path / "one.json", json.dumps([{"project": {"id": key, "name": "="}}, {"project": "z"}]))
    run("score", "set.toml", "one.json", "-o", "out/", "--format", "html")
    found = show(tmp_path / "out" / "index.html")
    found.page.unroute_all()
    found.page.get_by_role("link", name="=", exact=True).click()
    assert unquote(found.page.url).endswith("/甲#1_50%_a&b =.html")
    assert key in found.page.inner_text("header")


def test_the_list_of_digests_is_right(run: Command, tmp_path: Path) -> None:
    """Every file but the list itself is in it, with the digest that `sha256sum -c` finds."""
    run("score", "set.toml", *GIVEN["csv"], "-o", "out/")
    folder = tmp_path / "out"
    found = {name: sha256((folder / name).read_bytes()).hexdigest() for name in names(folder) - {"SHA256SUMS"}}
    assert sums(folder) == found
    assert list(sums(folder)) == sorted(found)


def test_formats_choose_the_files_of_each_project(run: Command, tmp_path: Path) -> None:
    """`--format` may repeat; every format that holds a sheet is one, each with its usual suffix."""
    forms = {"json": ".json", "csv": ".csv", "md": ".md", "table": ".txt", "html": ".html"}
    words = [word for form in forms for word in ("--format", form)]
    assert run("score", "set.toml", *GIVEN["csv"], "-o", "out/", *words, "--format", "html").code == 0
    folder = tmp_path / "out"
    assert names(folder) == {*(f"{stem}{suffix}" for stem in STEMS for suffix in forms.values()), *TOGETHER}
    for form, suffix in forms.items():
        one = tmp_path / f"one{suffix}"
        assert run("score", "set.toml", *GIVEN["csv"], "--sheet", "P2", "--format", form, "-o", one.name).code == 0
        assert (folder / f"P2 南站{suffix}").read_bytes() == one.read_bytes()


def test_documents_are_those_of_one_project(run: Command, tmp_path: Path) -> None:
    """The report has the template and the language that are asked for, the rows have measures with `--detail`."""
    template = Document()
    template.sections[0].header.paragraphs[0].text = "万载县财政局"
    template.save(str(tmp_path / "office.docx"))
    more = ("--template", "office.docx", "--lang", "zh", "--detail")
    assert run("score", "set.toml", *GIVEN["csv"], "-o", "out/", *more).code == 0
    report = Document(str(tmp_path / "out" / "P1 北站.docx"))
    assert report.sections[0].header.paragraphs[0].text == "万载县财政局"
    assert any("待撰写" in paragraph.text for paragraph in report.paragraphs)
    assert "总分分布" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    heads = pl.read_excel(tmp_path / "out" / "summary.xlsx").columns
    assert any(each.endswith("completion.measure") for each in heads)


@pytest.mark.parametrize("given", ["facts", "facts/P2.json", "projects.csv"])
def test_one_project_works_too(run: Command, tmp_path: Path, given: str) -> None:
    """One that is chosen by `--sheet`, or the only one there is, has the same folder."""
    assert run("score", "set.toml", given, "-o", "out/", "--sheet", "P2").code == 0
    assert names(tmp_path / "out") == {*(f"P2 南站.{kind}" for kind in KINDS), *TOGETHER}
    assert "Projects 1" in Page((tmp_path / "out" / "index.html").read_text(encoding="utf-8")).text


def test_filled_forms_give_their_documents(run: Command, tmp_path: Path) -> None:
    """A folder of filled forms in, a folder of documents out."""
    bound = load_bound("set.toml", registry(()))
    (tmp_path / "forms").mkdir()
    for key, name, budget, spent in PROJECTS[1:]:
        about = {"project.id": key, "project.name": name, "funds.budget": budget, "funds.spent": spent}
        fill(tmp_path / "forms" / f"{key}.xlsx", bound, about)
    assert run("score", "set.toml", "forms", "-o", "out/").code == 0
    assert {f"{stem}.docx" for stem in STEMS} < names(tmp_path / "out")


def test_projects_without_names_are_called_by_their_files(run: Command, tmp_path: Path) -> None:
    """A file of facts that name no project gives its stem to its documents."""
    write(tmp_path / "more" / "road.toml", "funds = { budget = 1, spent = 1 }\n")
    write(tmp_path / "more" / "Road.toml.toml", "funds = { budget = 1, spent = 1 }\n")
    assert run("score", "set.toml", "more", "-o", "out/", "--format", "html").code == 0
    assert names(tmp_path / "out") == {"road.html", "Road.toml.html", *TOGETHER}


def test_projects_of_any_name_lie_beside_one_another(run: Command, tmp_path: Path) -> None:
    """Keys that no system takes as they are, or that some take for one, have files of their own."""
    keys = ["index", "summary", "a/b", "A:B", "con", '=HYPERLINK("x")', "<script>alert(1)</script>", "..", "资金"]
    write(tmp_path / "all.json", json.dumps([{"project": {"id": each}} for each in keys]))
    assert run("score", "set.toml", "all.json", "-o", "out/", "--format", "html").code == 0
    stems = ("index (2)", "summary (2)", "a_b", "A_B (2)", "_con", "=HYPERLINK(_x_)", "_script_alert(1)__script_", "_")
    assert names(tmp_path / "out") == {*(f"{stem}.html" for stem in (*stems, "资金")), *TOGETHER}
    for key, stem in zip(keys, (*stems, "资金"), strict=True):
        assert key in Page((tmp_path / "out" / f"{stem}.html").read_text(encoding="utf-8")).text


# -- what lies there already


def test_the_next_run_writes_over_its_own_files(run: Command, tmp_path: Path) -> None:
    """Nothing is asked where nobody has changed what the last run wrote; a slash is not needed where the folder is."""
    run("score", "set.toml", *GIVEN["csv"], "-o", "out/")
    write(tmp_path / "projects.csv", csv_text([PROJECTS[0], ["P1", "北站", 100, 50]]))
    done = run("score", "set.toml", *GIVEN["csv"], "-o", "out")
    assert done.code == 0
    assert "out still has files of earlier runs that index.html does not list: 6\n" in done.err
    assert "Total 50.00" in Page((tmp_path / "out" / "P1 北站.html").read_text(encoding="utf-8")).text
    assert links(tmp_path / "out") == ["summary.xlsx", "P1 北站.html", *(f"P1 北站.{kind}" for kind in KINDS)]
    assert {f"{stem}.docx" for stem in STEMS} < names(tmp_path / "out")
    assert run("score", "set.toml", "facts", "-o", "out").code == 0


@pytest.mark.parametrize("name", ["P2 南站.docx", "index.html", "summary.xlsx"])
def test_a_changed_document_is_never_written_over(run: Command, tmp_path: Path, name: str) -> None:
    """A report that somebody has finished stays as it is, and so does all the rest."""
    run("score", "set.toml", *GIVEN["csv"], "-o", "out/")
    (tmp_path / "out" / name).write_bytes(b"finished by hand")
    before = {each: (tmp_path / "out" / each).read_bytes() for each in names(tmp_path / "out")}
    done = run("score", "set.toml", *GIVEN["csv"], "-o", "out/")
    told = f"out: files in the way that were not written by this program, or changed since (1): {name}; "
    assert done == (2, "", told + "move them away, or name another folder\n")
    assert {each: (tmp_path / "out" / each).read_bytes() for each in names(tmp_path / "out")} == before
    (tmp_path / "out" / name).rename(tmp_path / "kept")
    assert run("score", "set.toml", *GIVEN["csv"], "-o", "out/").code == 0


def test_a_folder_of_somebody_elses_is_left_alone(run: Command, tmp_path: Path) -> None:
    """Other files stay as they are; those with a name that would be written are in the way, folders too."""
    folder = tmp_path / "out"
    write(folder / "notes.txt", "mine")
    (folder / "P1 北站.docx").mkdir()
    write(folder / "summary.xlsx", "mine")
    done = run("score", "set.toml", *GIVEN["csv"], "-o", "out")
    assert done.code == 2
    assert "(2): P1 北站.docx, summary.xlsx; move" in done.err
    assert names(folder) == {"notes.txt", "P1 北站.docx", "summary.xlsx"}
    (folder / "P1 北站.docx").rmdir()
    (folder / "summary.xlsx").unlink()
    assert run("score", "set.toml", *GIVEN["csv"], "-o", "out").code == 0
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert "notes.txt" not in sums(folder)


def test_a_list_of_digests_that_is_none_is_in_the_way(run: Command, tmp_path: Path) -> None:
    """A file called SHA256SUMS that is something else is not written over."""
    write(tmp_path / "out" / "SHA256SUMS", "MD5 (a) = 0\n")
    done = run("score", "set.toml", *GIVEN["csv"], "-o", "out/")
    assert done.code == 2
    assert "(1): SHA256SUMS; move" in done.err
    assert names(tmp_path / "out") == {"SHA256SUMS"}


def test_what_fails_leaves_nothing_behind(run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full while documents are made: no folder where there was none, old files where they were."""

    def full(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(cli_folder, "sheet_file", full)
        done = run("score", "set.toml", *GIVEN["csv"], "-o", "out/")
        assert done == (2, "", "out: cannot be written: No space left on device\n")
        assert not (tmp_path / "out").exists()
    run("score", "set.toml", *GIVEN["csv"], "-o", "out/")
    before = {each: (tmp_path / "out" / each).read_bytes() for each in names(tmp_path / "out")}
    monkeypatch.setattr(cli_folder, "sheet_file", full)
    assert run("score", "set.toml", *GIVEN["csv"], "-o", "out/").code == 2
    assert {each: (tmp_path / "out" / each).read_bytes() for each in names(tmp_path / "out")} == before


def test_a_run_that_is_stopped_half_way_knows_its_files(
    run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is open in Excel on Windows cannot be replaced: those before it are whole, and no stranger's."""
    run("score", "set.toml", *GIVEN["csv"], "-o", "out/")
    write(tmp_path / "projects.csv", csv_text([[*row[:3], 10] if row[0] != "项目编号" else row for row in PROJECTS]))
    kept = Path.replace

    def replace(path: Path, target: Path) -> Path:
        if target.name == "P2 南站.xlsx":
            raise PermissionError(13, "in use", str(path), None, str(target))
        return kept(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", replace)
        done = run("score", "set.toml", *GIVEN["csv"], "-o", "out/")
    assert (done.code, done.err) == (2, f"{Path('out', 'P2 南站.xlsx')}: cannot be written: in use\n")
    assert sums(tmp_path / "out") == {
        name: sha256((tmp_path / "out" / name).read_bytes()).hexdigest() for name in sums(tmp_path / "out")
    }
    assert run("score", "set.toml", *GIVEN["csv"], "-o", "out/").code == 0


# -- what is refused


@pytest.mark.parametrize(("package", "words"), [("docx", ()), ("xlsxwriter", ("--format", "html"))])
def test_a_missing_package_is_said_before_anything_is_written(
    run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str, words: tuple[str, ...]
) -> None:
    """Word reports need python-docx, the workbook of all xlsxwriter; without Word reports nobody needs the former."""
    monkeypatch.setitem(sys.modules, package, None)
    done = run("score", "set.toml", "facts", "-o", "out/", *words)
    assert (done.code, done.out) == (2, "")
    assert 'run pip install "scoring-engine[' in done.err
    assert not (tmp_path / "out").exists()
    if package == "docx":
        assert run("score", "set.toml", "facts", "-o", "out/", "--format", "html").code == 0


def test_too_many_projects_are_refused_before_anything_is_written(
    run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message says how many files that would be, and how to choose; just as many as there may be are written."""
    monkeypatch.setattr(cli_folder, "MOST", 2)
    for given in (GIVEN["csv"], ("facts",)):
        done = run("score", "set.toml", *given, "-o", "out/")
        told = "out: 3 projects are 11 files, and at most 2 projects are written at once: give a part"
        assert (done.code, done.err[: len(told)]) == (2, told)
        assert not (tmp_path / "out").exists()
    monkeypatch.setattr(cli_folder, "MOST", 3)
    monkeypatch.setattr(cli_folder, "MANY", 11)
    done = run("score", "set.toml", *GIVEN["csv"], "-o", "out/")
    assert (done.code, done.err.splitlines()[0]) == (0, "writing 11 files for 3 projects into out")


@pytest.mark.parametrize(("data", "folder"), [("facts", "facts/out/"), ("facts", "facts"), (".", "out/")])
def test_a_folder_is_not_to_lie_in_the_data(run: Command, tmp_path: Path, data: str, folder: str) -> None:
    """The next run would read what this one writes."""
    for each in tmp_path.glob("*.*"):
        if each.name != "set.toml":
            each.unlink()
    done = run("score", "set.toml", data, "-o", folder)
    assert (done.code, done.out) == (2, "")
    assert "whose files are the data: the next run would read what this one writes" in done.err
    assert names(tmp_path / "facts") == {"P1.json", "P2.json", "P3.json"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("-o", "projects.csv/"), "projects.csv: this is a file, not a folder\n"),
        (
            ("-o", "out/", "--format", "parquet"),
            "parquet is for the results of many; the sheet of one project comes as",
        ),
        (("-o", "a.html", "--format", "html", "--format", "md"), "a file has one format, and --format names html, md;"),
        (
            ("--format", "html", "--format", "md"),
            "a file has one format, and --format names html, md; -o FOLDER/ writes",
        ),
        (("-o", "out/", "--sheet", "P4"), "there is no project P4; there are P1"),
        (("-o", "out/", "--format", "html", "--template", "a.docx"), "--template is for docx; name a .docx file"),
    ],
)
@pytest.mark.parametrize("given", ["facts", "projects.csv"])
def test_what_cannot_be_is_said(run: Command, tmp_path: Path, given: str, words: tuple[str, ...], told: str) -> None:
    """Each with its reason, and nothing is written."""
    done = run("score", "set.toml", given, *words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(told)
    assert not (tmp_path / "out").exists()


def test_keys_that_stand_twice_are_refused(run: Command, tmp_path: Path) -> None:
    """Nobody could tell their documents apart."""
    shutil.copy(tmp_path / "facts" / "P1.json", tmp_path / "facts" / "again.json")
    done = run("score", "set.toml", "facts", "-o", "out/")
    assert done == (2, "", "two projects have the key “P1”: give each a project.id of its own\n")


def test_a_long_run_shows_how_far_it_is(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bar counts projects, of three."""
    told: list[tuple[object, ...]] = []

    def watched(*words: Any) -> AbstractContextManager[Callable[[int], None]]:
        told.append(words)
        return progress(*words)

    monkeypatch.setattr("scoring.cli_folder.progress", watched)
    assert run("score", "set.toml", *GIVEN["csv"], "-o", "out/", "--format", "md").code == 0
    assert told == [("writing", 3, "en")]
