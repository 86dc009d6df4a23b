"""Files that are not what they seem: each ends in one sentence that names it, whichever command meets it."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING

import pytest

from tests.command import here, limited
from tests.hostile import DOCUMENT, FILES, SHEET, changed_cells, entities, form, parts_of, repacked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.command import Command

COMMANDS = [("audit",), ("score", "cn/self-evaluation-2020")]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in an empty folder."""
    return here(tmp_path, monkeypatch, capsys)


CASES = [(case, words) for case, (suffix, *_) in FILES.items() for words in COMMANDS[: 2 if suffix == ".xlsx" else 1]]


@pytest.mark.parametrize(("case", "words"), CASES, ids=[f"{case}, {words[0]}" for case, words in CASES])
def test_hostile_files_end_in_a_sentence(case: str, words: tuple[str, ...], tmp_path: Path, command: Command) -> None:
    """Exit code 2, and one line on standard error with the file's name and what is wrong."""
    suffix, make, said = FILES[case]
    make(tmp_path / f"bad{suffix}")
    done = command(*words, f"bad{suffix}", "--lang", "en")
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 1
    assert done.err.startswith(f"bad{suffix}: ")
    assert said in done.err


@pytest.mark.parametrize("words", COMMANDS, ids=["audit", "score"])
@pytest.mark.parametrize("case", ["bomb", "lying bomb", "far", "far, in a large file", "texts without end"])
def test_hostile_files_take_little_memory(case: str, words: tuple[str, ...], tmp_path: Path) -> None:
    """With a gigabyte of address space, most of it for libraries, the sentence is said all the same."""
    _, make, said = FILES[case]
    make(tmp_path / "bad.xlsx")
    done = limited(tmp_path, "RLIMIT_AS", 1 << 30, *words, "bad.xlsx", "--lang", "en")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("bad.xlsx: ")
    assert said in done.err


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """Listen on a port of this machine, on which nobody should call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server


LINK = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" '
    b'Target="http://127.0.0.1:%d/" TargetMode="External"/></Relationships>'
)


def test_macros_and_links_are_left_alone(tmp_path: Path, command: Command, listening: socket.socket) -> None:
    """A workbook with macros, links and DDE is audited by the values that its cells have; nothing is run or fetched."""
    port = listening.getsockname()[1]
    parts = parts_of(form(tmp_path / "form.xlsx"))
    run = b'<c r="A90" t="str"><f>cmd|\'/c calc\'!A1</f><v>x</v></c>'
    called = b'<row r="90">' + run + b'<c r="B90"><f>[1]S!A1</f><v>7</v></c></row>'
    kinds = parts["[Content_Types].xml"].replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")
    more = {
        "[Content_Types].xml": kinds.replace(b"vnd.openxmlformats-officedocument.sheet", b"vnd.ms-excel.sheet"),
        SHEET: parts[SHEET].replace(b"</sheetData>", called + b"</sheetData>"),
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(600),
        "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
        "xl/externalLinks/_rels/externalLink1.xml.rels": LINK % (b"externalLinkPath", port),
        "xl/worksheets/_rels/sheet1.xml.rels": LINK % (b"hyperlink", port),
    }
    repacked(tmp_path / "macros.xlsm", {**parts, **more})
    words = form(tmp_path / "words.docx")
    repacked(words, {**parts_of(words), "word/_rels/footnotes.xml.rels": LINK % (b"image", port)})
    for name in ("macros.xlsm", "words.docx"):
        done = command("audit", name, "--format", "json")
        assert (done.code, done.err) == (0, "")
        assert json.loads(done.out)["forms"][0]["printed_total"] == 98
    with pytest.raises(BlockingIOError):
        listening.accept()


def test_an_entity_of_the_machine_is_not_read(tmp_path: Path, command: Command) -> None:
    """A file that a document names as an entity does not get into what is said of it."""
    (tmp_path / "secret.txt").write_text("geheim", encoding="utf-8")
    entities(tmp_path / "form.docx", b'<!ENTITY h SYSTEM "%s">' % (tmp_path / "secret.txt").as_uri().encode(), DOCUMENT)
    done = command("audit", "form.docx")
    assert done.code == 0
    assert "geheim" not in done.out + done.err


def test_archives_in_archives_stay_closed(tmp_path: Path, command: Command) -> None:
    """A bomb that is a part of a workbook, as an archive of its own, is not unpacked."""
    FILES["bomb"][1](tmp_path / "bomb.xlsx")
    path = form(tmp_path / "form.xlsx")
    repacked(path, {**parts_of(path), "xl/embeddings/bomb.zip": (tmp_path / "bomb.xlsx").read_bytes()})
    assert command("audit", "form.xlsx").code == 0


def test_cells_that_only_look_are_not_far(tmp_path: Path, command: Command) -> None:
    """A cell far out that has borders and nothing in it, as some programs save them, does no harm."""
    changed_cells(tmp_path / "form.xlsx", b'<row r="1048576"><c r="XFD1048576" s="1"/></row>')
    assert command("audit", "form.xlsx").code == 0
