"""Results as an Excel workbook, written row by row: however many there are, a few of them are in memory."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import polars as pl
from rich.cells import cell_len

from scoring.errors import DataError, ScoringError
from scoring.messages import message
from scoring.report_columns import decimals, heading, is_points, is_share
from scoring.report_text import harmless
from scoring.sheet import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from scoring.indicators import IndicatorSet

__all__ = ["MOST_ROWS", "refuse_too_many", "write_workbook"]

#: The rows that a sheet of Excel has beside the headings.
MOST_ROWS: Final = 1_048_575
#: The longest text of a cell.
LONGEST: Final = 32_767
#: So many rows decide how wide a column of texts is.
LOOKED_AT: Final = 200
#: So many rows are told of at once.
TOLD: Final = 1_000
NARROWEST: Final = 9
WIDEST: Final = 44
#: Headings wrap at this width.
HEADING: Final = 18
#: The height of a line, in points.
LINE: Final = 16


class _Column(NamedTuple):
    """A column of the sheet: its heading, its width in characters, the format of its cells, words for its values."""

    heading: str
    width: int
    style: str
    words: Mapping[Any, str]


def refuse_too_many(rows: int, path: Path, lang: str) -> None:
    """Raise `DataError` if a sheet of Excel has not so many rows."""
    if rows > MOST_ROWS:
        raise DataError(message("results-too-many", lang, file=path, rows=f"{rows:,}", most=f"{MOST_ROWS:,}"))


def write_workbook(
    batches: Iterable[pl.DataFrame],
    path: Path,
    rules: IndicatorSet,
    *,
    lang: str,
    scratch: Path,
    advance: Callable[[int], object],
) -> None:
    """Write one sheet from batches of rows, at least one, the first of which decides how wide columns are.

    Headings are words with the column's name below; they stay in sight with the first column. Statuses, yes and no
    are words, points with the set's decimals, shares as percentages; texts are never formulas. What is not on the sheet
    yet is kept in the folder `scratch`. Raises `ScoringError` without the package xlsxwriter.
    """
    try:
        import xlsxwriter  # noqa: PLC0415 - an extra, for those who write workbooks
    except ImportError as error:
        raise ScoringError(message("results-no-xlsxwriter", lang)) from error
    waiting = iter(batches)
    first = next(waiting)
    columns = _columns(first, rules, lang)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(scratch), "nan_inf_to_errors": True})
    book.use_zip64()
    book.set_properties({"title": rules.title, "subject": f"{rules.id} {rules.version}"})
    formats = {name: book.add_format(look) for name, look in _formats(rules).items()}
    sheet = book.add_worksheet(message("results-sheet", lang))
    _head(sheet, columns, formats)
    last = 0
    for last, cells in enumerate(_rows(chain([first], waiting), advance), start=1):
        for place, (value, column) in enumerate(zip(cells, columns, strict=True)):
            if value is not None:
                _write(sheet, last, place, column.words.get(value, value), formats[column.style])
    sheet.autofilter(0, 0, last, len(columns) - 1)
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        raise OSError(str(error)) from error


def _rows(batches: Iterable[pl.DataFrame], advance: Callable[[int], object]) -> Iterator[tuple[Any, ...]]:
    for batch in batches:
        for part in batch.iter_slices(TOLD):
            yield from part.iter_rows()
            advance(part.height)


def _head(sheet: Any, columns: Sequence[_Column], formats: Mapping[str, Any]) -> None:
    """Write the headings, and set how wide columns are and what stays in sight."""
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, LINE * max(map(_lines, columns)))
    for place, each in enumerate(columns):
        sheet.set_column(place, place, each.width, formats[each.style])
        sheet.write_string(0, place, each.heading, formats["heading"])


def _write(sheet: Any, row: int, place: int, value: Any, style: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(row, place, harmless(value)[:LONGEST], style)
    else:
        sheet.write_number(row, place, value, style)


def _formats(rules: IndicatorSet) -> dict[str, dict[str, Any]]:
    digits = decimals(rules)
    return {
        "heading": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
        "points": {"num_format": "0." + "0" * digits if digits else "0"},
        "share": {"num_format": "0.00%"},
        "plain": {},
    }


def _columns(frame: pl.DataFrame, rules: IndicatorSet, lang: str) -> list[_Column]:
    sample = frame.head(LOOKED_AT)
    statuses = {each.value: message(f"report-{each}", lang) for each in Status}
    flags = {True: message("yes", lang), False: message("no", lang)}
    found = []
    for name in sample.columns:
        title = harmless(heading(name, rules, lang))
        style = "points" if is_points(name) else "share" if is_share(name) else "plain"
        words = statuses if name.endswith(".status") else flags if sample.schema[name] == pl.Boolean else {}
        texts: list[Any] = [words.get(value, value) for value in sample[name].to_list()] if style == "plain" else []
        sizes = [cell_len(each) for each in texts if isinstance(each, str)]
        need = max([NARROWEST, min(cell_len(title), HEADING), *sizes])
        found.append(_Column(f"{title}\n{name}", min(need, WIDEST) + 2, style, words))
    return found


def _lines(column: _Column) -> int:
    """Return how many lines a heading takes in its column."""
    return sum(-(-cell_len(part) // column.width) for part in column.heading.split("\n"))
