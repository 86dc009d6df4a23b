"""Texts that a spreadsheet, a browser or XML would take for something else, in everything that the program writes."""

from __future__ import annotations

import csv
import html.parser
import io
import itertools
import json
import re
import zipfile
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from docx import Document

from scoring.report_csv import FORMULA
from tests.audits import changed
from tests.command import here
from tests.forms import ministry, saved
from tests.small_sets import of_table, small_set, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command import Command

#: What a spreadsheet would run or link to, a browser would show, and no XML can hold.
EVIL: Final = 'evil("http://x.example")<b onclick="evil">&amp;\x0b\ufffe\uffff'
#: How a formula may begin, also behind what is not seen.
STARTS: Final = ("=", "+", "-", "@", "\t=", "\r=", " =", "\u200b=", "\ufeff@", "＝", "＋", "－", "＠")
#: The formulas that the program writes itself.
OWN: Final = re.compile(r"=(?:ROUND\(.+,\d\)|[A-Z]+\d+/[A-Z]+\d+)")
#: What a project says of itself, by the columns of a table.
COLUMNS: Final = ("project", "project.name", "project.department", "project.unit")


class Evil:
    """Hostile texts, which begin in one way after the other."""

    def __init__(self, first: int) -> None:
        """Begin with one of the ways."""
        self.starts = itertools.cycle((*STARTS[first:], *STARTS[:first]))

    def __str__(self) -> str:
        """Return the next one."""
        return f"{next(self.starts)}{EVIL}"


def hostile_set(evil: Evil) -> dict[str, Any]:
    """Return a set whose every text is hostile."""
    words = dict.fromkeys(("title", "remedy", "rationale", "source"), f"{evil}")
    facts = {
        "done": {"type": "number", "label": f"{evil}", "unit": f"{evil}"},
        "word": {"type": "level", "label": f"{evil}2"},
        "rows": of_table(level="level", by={"type": "text", "label": f"{evil}"}) | {"label": f"{evil}3"},
    }
    scale = {"kind": "levels", "levels": {"好": 1, f"{evil}": 0.5}}
    indicators: dict[str, dict[str, Any]] = {
        "i": {**words, "measure": "done", "unit": f"{evil}", "display": "number", "scale": {"kind": "proportional"}},
        "j": {**words, "title": f"{evil}", "check": "level", "with": {"fact": "word"}, "scale": scale},
        "k": {**words, "title": f"{evil}", "measure": "count(rows)"},
    }
    return small_set(
        facts,
        indicators,
        title=f"{evil}",
        source=f"{evil}",
        version=f"{evil}",
        grades=[{"at_least": 20, "label": "优"}, {"at_least": 0, "label": f"{evil}"}],
        gates={"g": {"title": f"{evil}", "when": "done < 1", "then": {"cap": 19}}},
        dimensions={"d": {"title": f"{evil}"}},
    )


@pytest.fixture(params=[0, 4, 9])
def evil(request: pytest.FixtureRequest) -> Evil:
    """Return hostile texts; the test runs with others at each place."""
    return Evil(request.param)


@pytest.fixture
def folder(evil: Evil, tmp_path: Path) -> Path:
    """Return a folder with a hostile set, hostile projects as facts and as a table, and a hostile form."""
    written(hostile_set(evil), tmp_path)
    for name in ("a", "b"):
        about = dict.fromkeys(("id", "name", "department", "unit"), f"{evil}{name}")
        facts = {"done": 0.5, "word": f"{evil}", "rows": [{"level": "好", "by": f"{evil}"}]}
        (tmp_path / f"{name}.json").write_text(json.dumps({"project": about, **facts}), encoding="utf-8")
    with (tmp_path / "p.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [[*(f"{evil}{n}" for _ in COLUMNS), 0.5, f"{evil}"] for n in range(len(STARTS))]
        csv.writer(file).writerows([[*COLUMNS, "done", "word"], *rows])
    shown = [f"{evil}".translate({ord(each): "?" for each in "\x0b\ufffe\uffff"}) for _ in range(5)]
    filled = changed(0, name=shown[0], actual=shown[1], reason=shown[2], score=25)
    saved(tmp_path / "form.xlsx", ministry(filled, name=shown[3], unit=shown[4], total=99))
    return tmp_path


@pytest.fixture
def command(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in the folder."""
    return here(folder, monkeypatch, capsys)


#: The words of commands, by the file that they write.
WRITTEN: Final = {
    "one.csv": ("score", "small.toml", "a.json"),
    "one.xlsx": ("score", "small.toml", "a.json"),
    "one.html": ("score", "small.toml", "a.json"),
    "one.docx": ("score", "small.toml", "a.json"),
    "detail.csv": ("score", "small.toml", "a.json", "--detail"),
    "detail.xlsx": ("score", "small.toml", "a.json", "--detail"),
    "ranking.csv": ("score", "small.toml", "a.json", "b.json"),
    "ranking.html": ("score", "small.toml", "a.json", "b.json"),
    "facts.xlsx": ("score", "small.toml", "a.json", "b.json"),
    "table.csv": ("score", "small.toml", "p.csv", "--detail"),
    "table.xlsx": ("score", "small.toml", "p.csv", "--detail"),
    "filled.xlsx": ("form", "small.toml"),
    "audit.xlsx": ("audit", "form.xlsx"),
}
CODES: Final = {"audit.xlsx": 1}


@pytest.mark.parametrize("name", WRITTEN)
def test_nothing_is_run(name: str, folder: Path, command: Command) -> None:
    """No cell is a formula that the data wrote, no text a link or a tag; all that a file has can be read again."""
    done = command(*WRITTEN[name], "-o", name)
    assert done.code == CODES.get(name, 0), done.err
    shown = {"csv": _csv_texts, "xlsx": _workbook_texts, "html": _page_texts, "docx": _document_texts}
    texts = [each for each in shown[name.partition(".")[2]](folder / name) if "evil" in each]
    assert texts
    assert [each for each in texts if set(each) & set("\x0b\ufffe\uffff\u200b\ufeff\t\r")] == []


def _csv_texts(path: Path) -> list[str]:
    rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    texts = [cell for row in rows for cell in row]
    assert not any(each.lstrip(" ").startswith(FORMULA) for each in texts if "evil" in each)
    return texts


def _workbook_texts(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as packed:
        parts = {each: packed.read(each) for each in packed.namelist()}
    for each in parts.values():
        ET.fromstring(each)  # noqa: S314 - what the program wrote itself
    links = b"".join(text for name, text in parts.items() if name.endswith(".rels"))
    targets = re.findall(rb'Target="([^"]*)" TargetMode="External"', links)
    assert not any(b":" in each or b"/" in each for each in targets)  # nothing but files beside this one
    cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]
    formulas = [cell.value for cell in cells if cell.data_type == "f"]
    assert all(OWN.fullmatch(str(each)) for each in formulas)
    return [str(cell.value) for cell in cells if cell.data_type == "s"]


class _Page(html.parser.HTMLParser):
    """Collects the texts of a page, and what in its tags is not of the program."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See that no attribute is one of the data."""
        assert not any("onclick" in name or "evil" in (value or "") for name, value in attrs if name != "title")

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.texts.append(data)


def _page_texts(path: Path) -> list[str]:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page.texts


def _document_texts(path: Path) -> list[str]:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*cells, *(each.text for each in document.paragraphs)]


def test_marked_forms_run_nothing(folder: Path, command: Command) -> None:
    """Nor does what goes back to a unit, or the list of all of it; files have names that every system takes."""
    assert command("audit", "form.xlsx", "-o", "back/").code == 1
    made = list((folder / "back").glob("*.xlsx"))
    assert len(made) == 2
    assert not any(set(each.name) & set('<>:"/\\|?*[]=\t\r') - {"="} for each in made)
    assert all(any("evil" in text for text in _workbook_texts(each)) for each in made)


def test_folders_of_documents_run_nothing(folder: Path, command: Command) -> None:
    """Nor do the documents of each project in a folder, the summary, or the page that leads to them."""
    assert command("score", "small.toml", "a.json", "b.json", "-o", "out/").code == 0
    shown = {".xlsx": _workbook_texts, ".html": _page_texts, ".docx": _document_texts}
    made = [each for each in (folder / "out").iterdir() if each.suffix in shown]
    assert len(made) == 8
    assert all(any("evil" in text for text in shown[each.suffix](each)) for each in made)


def test_what_was_kept_from_running_comes_back(folder: Path, command: Command) -> None:
    """A table of results, read as a table of projects, has the names that it had before: no apostrophe stays."""
    for source, result in (("p.csv", "a.csv"), ("a.csv", "b.csv"), ("p.csv", "a.jsonl"), ("b.csv", "b.jsonl")):
        assert command("score", "small.toml", source, "-o", result).code == 0
    texts = [(folder / name).read_text(encoding="utf-8-sig") for name in ("a.csv", "b.csv")]
    one, two = ([[row[name] for name in COLUMNS] for row in csv.DictReader(io.StringIO(text))] for text in texts)
    assert one == two
    assert all(cell.startswith("'") for row in one for cell in row)
    lines = (folder / "b.jsonl").read_text(encoding="utf-8").splitlines()
    assert not any(json.loads(line)[name].startswith("'") for line in lines for name in COLUMNS)
