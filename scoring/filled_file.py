"""The file of a form, read whole, unless it would take more memory than a form has any use for."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from scoring.errors import DataError
from scoring.messages import message

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["content_of"]

#: The most that a workbook may have, packed and unpacked, in bytes; a form has some ten thousand.
LARGEST: Final = 8 * 1024 * 1024
UNPACKED: Final = 64 * 1024 * 1024
MEGABYTE: Final = 1024 * 1024
#: The most cells from the first to the last one that has anything: a reader makes room for all of them.
MOST_CELLS: Final = 4_000_000
#: The address of a cell, in the XML of a sheet.
ADDRESS: Final = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
SHEET: Final = re.compile(r"(?i)xl[/\\].*sheet.*\.xml")
#: How an Office file that is encrypted begins, and what it has inside.
COMPOUND: Final = b"\xd0\xcf\x11\xe0"
ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
#: What Python says of an archive that is torn.
TORN: Final = (
    zipfile.BadZipFile,
    NotImplementedError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)


def content_of(path: Path, lang: str) -> bytes:
    """Read a form whole; raises `DataError` where it cannot be read, is torn, encrypted, or too large to be one."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise DataError(message("data-unreadable", lang, file=path, why=error.strerror or str(error))) from error
    if size > LARGEST:
        raise DataError(message("audit-large", lang, file=path, size=size // MEGABYTE))
    if not content:
        raise DataError(message("data-empty", lang, file=path))
    if content.startswith(COMPOUND) and ENCRYPTED in content:
        raise DataError(message("audit-encrypted", lang, file=path))
    if content.startswith(b"PK"):
        _look_through(content, path, lang)
    return content


def _look_through(content: bytes, path: Path, lang: str) -> None:
    """Raise `DataError` for an archive that unpacks to too much, or whose sheets are too wide and high."""
    left = UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for each in packed.infolist():
                with packed.open(each) as part:
                    text = part.read(left + 1)
                left -= len(text)
                if left < 0:
                    raise DataError(message("audit-large", lang, file=path, size=f"> {UNPACKED // MEGABYTE}"))
                if SHEET.fullmatch(each.filename) and _cells(text) > MOST_CELLS:
                    raise DataError(message("audit-far", lang, file=path))
    except TORN as error:
        raise DataError(message("audit-torn", lang, file=path, why=str(error))) from error


def _cells(text: bytes) -> int:
    """Return how many cells there are from the first to the last one, whatever is in them."""
    rows = columns = 0
    for letters, row in ADDRESS.findall(text):
        column = 0
        for letter in letters.upper():
            column = column * 26 + letter - 64
        rows, columns = max(rows, int(row)), max(columns, column)
    return rows * columns
