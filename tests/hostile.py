"""Workbooks and documents that nobody should trust: bombs, lies, links, macros, and what only has the name of one."""

from __future__ import annotations

import random
import struct
import zipfile
from typing import TYPE_CHECKING, Final

from tests.audits import CLEAN
from tests.forms import ministry, saved, written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

__all__ = ["DOCUMENT", "FILES", "SHEET", "changed_cells", "entities", "form", "parts_of", "repacked"]

SHEET: Final = "xl/worksheets/sheet1.xml"
STRINGS: Final = "xl/sharedStrings.xml"
MEGABYTE: Final = 1 << 20
DOCUMENT: Final = "word/document.xml"
RELATIONS: Final = "word/_rels/document.xml.rels"
#: Ten entities, each ten times the one before: a hundred million characters.
LAUGHS: Final = b"".join(
    b'<!ENTITY %c "%s">' % (each, b"&%c;" % (each - 1) * 10 if each > ord("a") else b"lol" * 10) for each in b"abcdefgh"
)


def form(path: Path) -> Path:
    """Write a form without a mistake."""
    return (
        saved(path, ministry(CLEAN, total=98)) if path.suffix != ".docx" else written(path, ministry(CLEAN, total=98))
    )


def parts_of(path: Path) -> dict[str, bytes]:
    """Return what an archive has."""
    with zipfile.ZipFile(path) as packed:
        return {each: packed.read(each) for each in packed.namelist()}


def repacked(path: Path, parts: Mapping[str, bytes]) -> Path:
    """Write an archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return path


def changed_cells(path: Path, after: bytes) -> Path:
    """Write a form with more XML behind its cells."""
    parts = parts_of(form(path))
    return repacked(path, {**parts, SHEET: parts[SHEET].replace(b"</sheetData>", after + b"</sheetData>")})


def _far(path: Path, cell: bytes = b'<c r="XFD1048576"><v>1</v></c>') -> None:
    changed_cells(path, b'<row r="1048576">' + cell + b"</row>")


def _large_and_far(path: Path) -> None:
    _far(path)
    # what does not pack well makes the file so large that no form is looked for in it
    noise = random.Random(0).randbytes(5 * MEGABYTE)  # noqa: S311 - no secret
    repacked(path, {**parts_of(path), "xl/media/image1.bin": noise})


def _bomb(path: Path) -> None:
    changed_cells(path, b" " * (70 * MEGABYTE))


def _lying_bomb(path: Path) -> None:
    _bomb(path)
    with zipfile.ZipFile(path) as packed:
        size = packed.getinfo(SHEET).file_size
    path.write_bytes(path.read_bytes().replace(struct.pack("<L", size), struct.pack("<L", 5000)))


def _locked_part(path: Path) -> None:
    """Set the flag of an encrypted part, as `zip -e` does."""
    raw = form(path).read_bytes()
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.index(mark) + place
        raw = raw[:at] + b"\x01" + raw[at + 1 :]
    path.write_bytes(raw)


def entities(path: Path, declared: bytes, part: str = SHEET) -> None:
    """Write a form that declares entities, and uses the one called h."""
    parts = parts_of(form(path))
    text = parts[part]
    at = text.index(b"<worksheet" if part == SHEET else b"<w:document")
    name = b"<w:t>" if part == DOCUMENT else b"</sheetData>"
    used = (
        b"<w:t>&h;"
        if part == DOCUMENT
        else b'<row r="90"><c r="A90" t="inlineStr"><is><t>&h;</t></is></c></row></sheetData>'
    )
    begin = b'<?xml version="1.0"?><!DOCTYPE x [' + declared + b"]>"
    repacked(path, {**parts, part: begin + text[at:].replace(name, used, 1)})


def _replaced(path: Path, old: bytes, new: bytes, part: str = DOCUMENT) -> None:
    parts = parts_of(form(path))
    assert old in parts[part]
    repacked(path, {**parts, part: parts[part].replace(old, new)})


def _added(path: Path, more: Mapping[str, bytes]) -> None:
    repacked(path, {**parts_of(form(path)), **more})


SECRET: Final = b'<!ENTITY h SYSTEM "file:///etc/hostname">'
#: name -> how it is made, what is said of it, by the suffix
FILES: Final[dict[str, tuple[str, Callable[[Path], object], str]]] = {
    "bomb": (".xlsx", _bomb, "unpacks to more than"),
    "lying bomb": (".xlsx", _lying_bomb, "unpacks to more than"),
    "many parts": (".xlsx", lambda path: _added(path, {f"x/{each}": b"" for each in range(5_000)}), "files in it"),
    "a name outside": (
        ".xlsx",
        lambda path: _added(path, {"../../evil": b""}),
        "names a file outside itself, “../../evil”",
    ),
    "a name of another disk": (
        ".xlsx",
        lambda path: _added(path, {"\\\\host\\evil": b""}),
        "names a file outside itself",
    ),
    "billion laughs": (".xlsx", lambda path: entities(path, LAUGHS), "unrecognized entity"),
    "a file of the machine": (".xlsx", lambda path: entities(path, SECRET), "unrecognized entity"),
    "a document": (".xlsx", lambda path: form(path.with_suffix(".docx")).rename(path), "this is a .docx file"),
    "a workbook": (".docx", lambda path: form(path.with_suffix(".xlsx")).rename(path), "this is a .xlsx file"),
    "billion laughs in words": (
        ".docx",
        lambda path: entities(path, LAUGHS, DOCUMENT),
        "this is no Word document, or not a whole one: Maximum entity amplification factor exceeded",
    ),
    "deep": (
        ".docx",
        lambda path: _replaced(path, b"<w:body>", b"<w:body>" + b"<w:p>" * 5000 + b"</w:p>" * 5000),
        "this is no Word document, or not a whole one: Excessive depth",
    ),
    "bomb in words": (
        ".docx",
        lambda path: _replaced(path, b"<w:body>", b"<w:body>" + b" " * (70 * MEGABYTE)),
        "unpacks to more than 64 MB",
    ),
    "cut document": (".docx", lambda path: path.write_bytes(form(path).read_bytes()[:9000]), "not a whole file"),
    "a link out of the document": (
        ".docx",
        lambda path: _replaced(path, b'Target="styles.xml"', b'Target="../../../etc/passwd"', RELATIONS),
        "this is no Word document, or not a whole one",
    ),
    "locked": (
        ".xlsx",
        lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(500) + "EncryptedPackage".encode("utf-16-le")),
        "the file is encrypted",
    ),
    "locked part": (".xlsx", _locked_part, "the file is encrypted"),
    "cut": (".xlsx", lambda path: path.write_bytes(form(path).read_bytes()[:3000]), "not a whole file"),
    "empty": (".xlsx", lambda path: path.touch(), "the file is empty"),
    "text": (".xlsx", lambda path: path.write_text("项目,金额\n", encoding="utf-8"), "a text file by another name"),
    "page": (".xlsx", lambda path: path.write_text("\n<html><table>", encoding="utf-8"), "a HTML file by another name"),
    "PDF": (".xlsx", lambda path: path.write_bytes(b"%PDF-1.7\n\0"), "a PDF file by another name"),
    "far": (".xlsx", _far, "reaches as far as XFD1048576"),
    "far, in a large file": (".xlsx", _large_and_far, "reaches as far as XFD1048576"),
    "far, written otherwise": (
        ".xlsx",
        lambda path: _far(path, b"<c\nr='xfd1048576'><v>1</v></c>"),
        "opening it takes too much",
    ),
    "beyond all rows": (
        ".xlsx",
        lambda path: _far(path, b'<c r="XFD4294967295"><v>1</v></c>'),
        "opening it takes too much",
    ),
    "texts without end": (
        ".xlsx",
        lambda path: _added(path, {STRINGS: b'<sst uniqueCount="99999999999"></sst>'}),
        "opening it takes too much",
    ),
}
