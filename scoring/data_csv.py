"""CSV files of projects or of the rows of a table: every cell a text, read lazily and in streams."""

from __future__ import annotations

import csv
from codecs import BOM_UTF8
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

import polars as pl

from scoring.data_bytes import content_of, mended
from scoring.data_cells import LINE, chosen
from scoring.data_headings import WITHIN, Headings
from scoring.data_piece import Piece, placed
from scoring.data_places import TableRemark
from scoring.data_remarks import heading_remarks, line_remark, no_headings
from scoring.errors import DataError
from scoring.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["read_csv"]

SEPARATORS: Final = (",", ";", "\t")
#: How many bytes the headings may take, with the titles above them.
HEAD: Final = 1 << 18
#: An apostrophe before what a spreadsheet would take for a formula, as results have it.
KEPT_FROM_RUNNING: Final = r"^'( *[=+\-@＝＋－＠])"
#: What is left over in rows that are too long.
MORE: Final = "more:"


class Layout(NamedTuple):
    """How a CSV file is laid out: its separator and headings, how many rows and lines there are to the end of these.

    `money` is the unit of amounts that a title above gives.
    """

    separator: str
    headings: Sequence[str]
    money: str | None
    rows: int
    lines: int


def read_csv(path: Path, headings: Headings, lang: str) -> Piece:
    """Read a CSV file lazily.

    Raises `DataError` for a file that is empty, no text, or has no headings that are understood. A row that is too
    short misses its last cells; what a row has too much is left out, and said.
    """
    content = content_of(path, lang)
    head = content.raw[:HEAD].removeprefix(BOM_UTF8).decode(errors="replace")
    layout = _layout(head, headings)
    if layout is None and content.line is not None:  # one bad byte in UTF-8 makes nonsense of all other characters
        raise DataError(message("table-encoding", lang, file=f"{path}:{content.line}"))
    if layout is None:
        first = next((line for line in _lines(head) if line.strip()), "")
        raise no_headings(str(path), headings, first.split(","), lang)
    remarks: list[TableRemark] = []
    if content.line is not None:
        said = message("table-gb18030", lang, file=path, line=content.line)
        remarks.append(TableRemark("table-gb18030", str(path), (), said))
    raw, broken = mended(content.raw, layout.separator)
    if broken:
        remarks.append(line_remark("table-quotes", str(path), broken, lang))
    names = {index: str(index) for index in range(len(layout.headings))}
    frame = pl.scan_csv(
        path if raw is content.raw and content.line is None else raw[:],
        has_header=False,
        skip_lines=layout.lines,
        separator=layout.separator,
        schema=dict.fromkeys([*names.values(), MORE], pl.String),
        infer_schema=False,
        missing_columns="insert",
        truncate_ragged_lines=True,
        raise_if_empty=False,
        row_index_name=LINE,
        row_index_offset=layout.rows + 1,
        eol_char=_end_of_line(head),
        glob=False,
    )
    more = frame.filter(pl.col(MORE).str.strip_chars().ne("")).select(LINE)
    longer = more.collect(engine="streaming")[LINE].to_list()
    if longer:
        remarks.append(line_remark("table-longer", str(path), longer, lang, columns=len(names)))
    matched = headings.match(layout.headings, layout.money)
    place = placed(path, None, layout.headings, matched)
    remarks += heading_remarks(headings, matched, layout.headings, place, lang)
    texts = [names[use.position] for use in matched.columns.values() if use.type in ("text", "level")]
    frame = frame.with_columns(pl.col(texts).str.replace(KEPT_FROM_RUNNING, "$1"))
    return Piece(chosen(frame, names, matched), place, tuple(remarks))


def _layout(head: str, headings: Headings) -> Layout | None:
    """Find the separator by which most headings are understood, and where they stand."""
    best: Layout | None = None
    most = (0, 0)
    for separator in SEPARATORS:
        reader = csv.reader(_lines(head), delimiter=separator)
        rows, ends = [], []
        try:
            for row in islice(reader, WITHIN):
                rows.append(row)
                ends.append(reader.line_num)
        except csv.Error:
            pass  # a cell without end: the rows above it may have the headings
        found = headings.find(rows)
        if found is not None:
            known = (headings.known(found.written), len(found.written))
            if known > most:
                best, most = Layout(separator, found.written, found.money, found.at + 1, ends[found.at]), known
    return best


def _end_of_line(head: str) -> str:
    """Return what ends a line; it is a carriage return alone in files of an old Macintosh program."""
    return "\r" if "\r" in head and "\n" not in head else "\n"


def _lines(head: str) -> Iterator[str]:
    """Return lines as Polars counts them."""
    return (line.removesuffix("\r") + "\n" for line in head.split(_end_of_line(head)))
