"""Workbooks and documents, looked through before a library opens them: nothing that a file says of itself is trusted.

They are archives of XML, or compound files of older programs. The library that reads workbooks makes room for whatever
they claim to have, and where there is none it ends the whole program. So archives are unpacked here first, piece by
piece; and a workbook whose cells are not written as all programs write them, or stand far apart, is opened in a process
of its own (`data_trial`) before it is opened in this one.
"""

from __future__ import annotations

import io
import re
import string
import struct
import zipfile
import zlib
from functools import reduce
from typing import TYPE_CHECKING, Final, NamedTuple

from scoring.data_trial import opens
from scoring.errors import DataError
from scoring.messages import message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["FORM", "TABLE", "Room", "office_content", "workbook_content"]


class Room(NamedTuple):
    """How many bytes a file may have, as it is and unpacked."""

    packed: int
    unpacked: int


MEGABYTE: Final = 1 << 20
#: A form has some ten thousand bytes, a table of all projects of a country some hundred million.
FORM: Final = Room(8 * MEGABYTE, 64 * MEGABYTE)
TABLE: Final = Room(1024 * MEGABYTE, 4096 * MEGABYTE)
#: Above so many bytes nothing unpacks to more than so many times its size: tables of equal cells have 15 times theirs.
SMALL: Final = 64 * MEGABYTE
TIMES: Final = 100
MOST_PARTS: Final = 5_000
#: How archives and compound files begin, and what stands in one that is encrypted.
ARCHIVE: Final = b"PK"
COMPOUND: Final = b"\xd0\xcf\x11\xe0"
ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
#: How other files begin that are called like a workbook or document: what they are.
OTHERS: Final = {b"%PDF": "PDF", b"{\\rtf": "RTF", b"<": "HTML", b"PAR1": "Parquet"}
#: What Python says of an archive that is torn.
TORN: Final = (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, struct.error, zlib.error)
#: The part that each format has; those of other workbooks are not looked into.
BOOK: Final = re.compile(r"(?i)/?xl/workbook\.xml")
WORD: Final = re.compile(r"(?i)/?word/document\.xml")
UNKNOWN: Final = re.compile(r"(?i).*workbook\.bin|content\.xml")
#: A cell, with its address where it is written as all programs write it.
CELL: Final = re.compile(rb'<(?:[^<>\s/]*:)?c(?: r="([A-Z]{1,3}[1-9][0-9]{0,6})")?(?=[\s/>])')
LETTERS: Final = string.ascii_uppercase.encode()
DIGITS: Final = string.digits.encode()
#: How many texts a workbook claims to have, and the most that room is made for without a trial.
TEXTS: Final = re.compile(rb"""uniqueCount\s*=\s*["'](\d+)""")
MOST_TEXTS: Final = 20_000_000
#: The library makes room for all cells from A1 to the last one: these many are no trouble, nor are some for each cell.
MOST_CELLS: Final = 4_000_000
SPARSE: Final = 4
#: How a part begins that is no UTF-8.
WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


def office_content(path: Path, lang: str, room: Room) -> bytes:
    """Read a document whole; raises `DataError` where it cannot be read, is torn, locked, too large, or is none."""
    return _content(path, lang, room, None)


def workbook_content(path: Path, lang: str, room: Room) -> bytes:
    """Read a workbook whole, as `office_content` does; raises `DataError` where opening it would end the program."""
    cells = _Cells()
    content = _content(path, lang, room, cells)
    if not cells.plain and not opens(content):
        code = "office-far" if cells.far else "office-heavy"
        raise DataError(message(code, lang, file=path, cell=cells.far))
    return content


def _content(path: Path, lang: str, room: Room, cells: _Cells | None) -> bytes:
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= room.packed else b""
    except OSError as error:
        raise DataError(message("data-unreadable", lang, file=path, why=error.strerror or str(error))) from error
    if size > room.packed:
        values = {"size": size // MEGABYTE, "most": room.packed // MEGABYTE}
        raise DataError(message("office-large", lang, file=path, **values))
    if not content:
        raise DataError(message("data-empty", lang, file=path))
    if content.startswith(ARCHIVE):
        _unpack(content, path, lang, room, cells)
    elif not content.startswith(COMPOUND):
        kind = next((kind for start, kind in OTHERS.items() if content.lstrip().startswith(start)), None)
        if kind is not None or b"\0" not in content:
            code = "office-text" if kind is None else "office-other"
            raise DataError(message(code, lang, file=path, kind=kind))
    elif ENCRYPTED in content:
        raise DataError(message("office-locked", lang, file=path))
    return content


def _unpack(content: bytes, path: Path, lang: str, room: Room, cells: _Cells | None) -> None:
    """Raise `DataError` for an archive that is torn or locked, unpacks to too much, or names parts outside itself."""
    most = left = min(room.unpacked, max(SMALL, TIMES * len(content)))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS:
                raise DataError(message("office-parts", lang, file=path, count=f"{len(parts):,}"))
            names = [part.filename for part in parts]
            if any(map((BOOK if cells is None else WORD).fullmatch, names)):
                kind = ".xlsx" if cells is None else ".docx"
                raise DataError(message("table-disguised", lang, file=path, kind=kind))
            for part in parts:
                if ".." in re.split(r"[/\\]", part.filename) or part.filename.startswith(("/", "\\")):
                    raise DataError(message("office-outside", lang, file=path, name=part.filename))
                part.file_size = most + MEGABYTE  # whatever it says itself: it is unpacked to its end
                with packed.open(part) as unpacked:
                    while piece := unpacked.read(MEGABYTE):
                        left -= len(piece)
                        if left < 0:
                            raise DataError(message("office-unpacked", lang, file=path, most=most // MEGABYTE))
                        if cells is not None:
                            cells.see(piece)
                if cells is not None:
                    cells.end()
    except RuntimeError as error:
        raise DataError(message("office-locked", lang, file=path)) from error
    except TORN as error:
        raise DataError(message("office-torn", lang, file=path, why=str(error))) from error
    if cells is not None:
        cells.finish(names)


class _Cells:
    """What is seen of the cells of a workbook in its parts, one after the other.

    They are `plain` where the library that opens the workbook will need no more room than they take themselves, as far
    as can be seen here; `far` is the address in the last column and row, where little stands between A1 and that.
    """

    def __init__(self) -> None:
        """Begin before the first part; a workbook that is no archive is never plain."""
        self.plain = False
        self.far = ""
        self._strange = False
        self._begin()

    def _begin(self) -> None:
        self._rest = b""
        self._first = True
        self._count = self._rows = 0
        self._last = b""

    def see(self, piece: bytes) -> None:
        """Look at the next piece of a part, up to the last tag that begins in it."""
        if self._first and piece.startswith(WIDE):
            self._strange = True
        self._first = False
        piece = self._rest + piece
        end = max(piece.rfind(b"<"), 0)
        if len(piece) - end > MEGABYTE:
            self._strange, end = True, len(piece)
        self._look(piece[:end])
        self._rest = piece[end:]

    def _look(self, piece: bytes) -> None:
        if any(int(each) > MOST_TEXTS for each in TEXTS.findall(piece)):
            self._strange = True
        found = CELL.findall(piece)
        self._strange |= b"" in found
        self._count += len(found)
        addresses = b" ".join(found)
        self._rows = max(self._rows, max(map(int, addresses.translate(None, LETTERS).split()), default=0))
        columns = {self._last, *addresses.translate(None, DIGITS).split()}
        self._last = max(columns, key=lambda each: (len(each), each))

    def end(self) -> None:
        """Look at what is left of a part."""
        self._look(self._rest)
        columns = reduce(lambda found, letter: found * 26 + letter - 64, self._last, 0)
        if self._rows * columns > max(MOST_CELLS, SPARSE * self._count):
            self._strange, self.far = True, f"{self._last.decode()}{self._rows}"
        self._begin()

    def finish(self, names: Sequence[str]) -> None:
        """Say whether all parts together, by their names, are a workbook that may be opened at once."""
        book = any(map(BOOK.fullmatch, names)) and not any(map(UNKNOWN.fullmatch, names))
        self.plain = book and not self._strange
