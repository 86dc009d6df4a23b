"""The bytes of a CSV file: in which encoding they are, and rows whose quotes do not match."""

import codecs
import mmap
import re
from pathlib import Path
from typing import Final, NamedTuple

from scoring.errors import DataError
from scoring.messages import message

__all__ = ["Content", "content_of", "mended"]

#: How many bytes are looked at in one go.
CHUNK: Final = 1 << 22
BREAK: Final = re.compile(rb"[\r\n]")
#: How a file may begin that is no CSV file: what it is.
STARTS: Final = {
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"PK\x03\x04": ".xlsx",
    b"\xd0\xcf\x11\xe0": ".xls",
    b"PAR1": ".parquet",
}


class Content(NamedTuple):
    """What a CSV file has, in UTF-8; of one in GB18030 in memory, with the first line (from 1) that is not UTF-8."""

    raw: bytes | mmap.mmap
    line: int | None = None


def content_of(path: Path, lang: str) -> Content:
    """Read the bytes of a file; raises `DataError` for one that is empty or no text in UTF-8 or GB18030."""
    try:
        with path.open("rb") as file:
            if path.stat().st_size == 0:
                raise DataError(message("data-empty", lang, file=path))
            raw = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise DataError(message("data-unreadable", lang, file=path, why=why)) from error
    for start, kind in STARTS.items():
        if raw[: len(start)] == start:
            code = "table-utf16" if kind == "UTF-16" else "table-disguised"
            raise DataError(message(code, lang, file=path, kind=kind))
    if raw.find(b"\0") >= 0:
        line = _line(raw, raw.find(b"\0"))
        raise DataError(message("table-encoding", lang, file=f"{path}:{line}"))
    if not raw[: min(len(raw), CHUNK)].removeprefix(codecs.BOM_UTF8).strip() and len(raw) <= CHUNK:
        raise DataError(message("data-empty", lang, file=path))
    wrong = _undecodable(raw)
    if wrong is None:
        return Content(raw)
    line = _line(raw, wrong)
    try:
        text = codecs.decode(raw[:], "gb18030")
    except UnicodeDecodeError:
        raise DataError(message("table-encoding", lang, file=f"{path}:{line}")) from None
    # in memory: no copy of what projects hand in is left in a folder of temporary files
    return Content(text.encode(), line)


def _undecodable(raw: bytes | mmap.mmap) -> int | None:
    """Return about where the bytes stop being UTF-8, None if they never do."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(raw), CHUNK):
        chunk = raw[start : start + CHUNK]
        try:
            decoder.decode(chunk, final=start + CHUNK >= len(raw))
        except UnicodeDecodeError as error:
            return start + error.start
    return None


def _line(raw: bytes | mmap.mmap, place: int) -> int:
    return sum(raw[start : min(start + CHUNK, place)].count(b"\n") for start in range(0, place, CHUNK)) + 1


def mended(raw: bytes | mmap.mmap, separator: str) -> tuple[bytes | mmap.mmap, tuple[int, ...]]:
    r"""Return bytes in which every quote has its match, and the lines (from 1) that had to be changed for it.

    In a row with a quote that opens or closes no cell, all quotes are characters like others: the cells there are
    wrong, those of other rows are not.

    >>> mended(b'a,b\n1,"2"\n3,5" pipe\n', ",")
    (b'a,b\n1,"2"\n"3","5"" pipe"\n', (3,))
    """
    sign = separator.encode()
    # a cell in quotes, and all that goes well: text without quotes and such cells, at once and without going back
    cell = rb'(?<![^%b\n\r])"[^"]*+(?:""[^"]*+)*+"(?=[%b\r\n]|\Z)' % (re.escape(sign), re.escape(sign))
    sound = re.compile(rb'(?>[^"]*+%b)*+[^"]*+' % cell)
    cells = re.compile(cell)
    parts: list[bytes] = []
    lines: list[int] = []
    start, number = 0, 1
    while (end := _end(sound, raw, start)) < len(raw):
        begins = _row(cells, raw, start, end)
        stop = BREAK.search(raw, end)
        stops = len(raw) if stop is None else stop.start()
        lines.append(number + _breaks(raw[start:end]))
        row = [b'"' + each.replace(b'"', b'""') + b'"' for each in raw[begins:stops].split(sign)]
        parts += [raw[start:begins], sign.join(row)]
        number += _breaks(raw[start:stops])
        start = stops
    return (b"".join([*parts, raw[start:]]), tuple(lines)) if lines else (raw, ())


def _end(sound: re.Pattern[bytes], raw: bytes | mmap.mmap, start: int) -> int:
    """Return where the next quote stands that has no match, the end if none does."""
    found = sound.match(raw, start)
    return len(raw) if found is None else found.end()


def _row(cells: re.Pattern[bytes], raw: bytes | mmap.mmap, start: int, end: int) -> int:
    """Return where the row begins that goes on at `end`: after the last line break that is not within a cell."""
    begins, at = start, start
    for each in (*cells.finditer(raw, start, end), None):
        until = end if each is None else each.start()
        found = max(raw.rfind(b"\n", at, until), raw.rfind(b"\r", at, until))
        begins = found + 1 if found >= 0 else begins
        at = end if each is None else each.end()
    return begins


def _breaks(raw: bytes) -> int:
    return raw.count(b"\n") or raw.count(b"\r")
