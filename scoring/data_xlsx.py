"""XLSX workbooks: sheets of projects and of the rows of tables, each cell as it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import fastexcel
import polars as pl

from scoring.data_cells import LINE, as_text, chosen
from scoring.data_files import table_named
from scoring.data_headings import WITHIN, Headings
from scoring.data_office import TABLE, workbook_content
from scoring.data_piece import Piece, placed
from scoring.data_places import TablePlace, TableRemark
from scoring.data_remarks import MOST, heading_remarks, no_headings
from scoring.errors import DataError
from scoring.messages import message
from scoring.notation import SERIALS

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from scoring.data_headings import Matched
    from scoring.indicators import IndicatorSet

__all__ = ["Sheet", "Workbook", "open_workbook"]

#: What the library calls an error in a cell, and what the cell shows.
ERRORS: Final = {
    "Error(Div0)": "#DIV/0!",
    "Error(NA)": "#N/A",
    "Error(Name)": "#NAME?",
    "Error(Null)": "#NULL!",
    "Error(Num)": "#NUM!",
    "Error(Ref)": "#REF!",
    "Error(Value)": "#VALUE!",
}
#: How a cell with a number looks as a text: nine decimals at most, so that the number itself may be finer.
DIGITS: Final = r"^-?\d+(?:\.\d{1,9})?$"
#: How a cell with a date looks as a text.
MOMENT: Final = r"^(\d{4}-\d\d-\d\d) \d\d:\d\d:\d\d(?:\.\d+)?$"
MIDNIGHT: Final = r"^(\d{4}-\d\d-\d\d) 00:00:00$"
#: The day before the first in Excel's count, as Polars counts days.
FIRST_DAY: Final = pl.date(1899, 12, 30)


class Sheet(NamedTuple):
    """A sheet that has data: its cells as texts, all of them, and the position of its first column that has any."""

    name: str
    cells: pl.DataFrame
    first: int

    @property
    def rows(self) -> list[list[str]]:
        """The first rows, as texts."""
        return [[each or "" for each in row] for row in self.cells.head(WITHIN).rows()]


class Workbook(NamedTuple):
    """A workbook with its visible sheets that have data."""

    path: Path
    reader: fastexcel.ExcelReader
    sheets: tuple[Sheet, ...]

    def tables(self, rules: IndicatorSet) -> dict[str, Sheet]:
        """Return the sheets that are called like a table of the set, by its name."""
        named = [(table_named(each.name, rules), each) for each in self.sheets]
        return {table: each for table, each in reversed(named) if table is not None}

    def projects(self, headings: Headings, rules: IndicatorSet) -> Sheet | None:
        """Return the sheet of the projects: that of which most headings are known, the first of several."""
        tables = self.tables(rules).values()
        found: Sheet | None = None
        most = -1
        for each in self.sheets:
            if each not in tables:
                at = headings.find(each.rows)
                known = 0 if at is None else headings.known(at.written)
                if known > most:
                    found, most = each, known
        return found

    def unread(self, read: Collection[str], rules: IndicatorSet, lang: str) -> list[TableRemark]:
        """Say which sheets are not read."""
        names = tuple(each.name for each in self.sheets if each.name not in read)
        if not names:
            return []
        known = tuple(rules.label(name) for name, fact in rules.facts.items() if fact.type == "table")
        code = "table-sheets" if known else "table-sheets-none"
        said = message(code, lang, file=self.path, names=names[:MOST], known=known[:MOST])
        return [TableRemark("table-sheets", str(self.path), (), said)]

    def read(self, sheet: Sheet, headings: Headings, lang: str) -> Piece:
        """Read a sheet; raises `DataError` where none of its headings is understood.

        A column of numbers, dates, or yes and no is one; any other is a column of texts, in which numbers are written
        in their shortest form and dates as 2022-12-31. An error such as #DIV/0! is a text.
        """
        rows = sheet.rows
        where = TablePlace(str(self.path), sheet.name, {}).cell("", None, lang)
        found = headings.find(rows)
        if found is None:
            raise no_headings(where, headings, next((row for row in rows if any(row)), ()), lang)
        at, written = found.at, found.written
        matched = _without_percent(headings.match(written, found.money))
        place = placed(self.path, sheet.name, written, matched, sheet.first)
        numbers = pl.DataFrame(_load(self.reader, sheet.name, "float"))
        typed = {}
        for use in matched.columns.values():
            texts, figures = (each.to_series(use.position)[at + 1 :] for each in (sheet.cells, numbers))
            typed[str(use.position)] = _typed(texts, figures, use.type)
        frame = pl.DataFrame(typed).with_row_index(LINE, at + 2).lazy()
        remarks = tuple(heading_remarks(headings, matched, written, place, lang))
        names = {use.position: str(use.position) for use in matched.columns.values()}
        return Piece(chosen(frame, names, matched), place, remarks)


def open_workbook(path: Path, lang: str) -> Workbook:
    """Open a workbook and read its visible sheets; raises `DataError` for what is none, and for one without data."""
    content = workbook_content(path, lang, TABLE)
    try:
        reader = fastexcel.read_excel(content)
        sheets = tuple(filter(None, (_sheet(reader, name) for name in reader.sheet_names)))
    except fastexcel.FastExcelError as error:
        why = str(error).splitlines()[0].removeprefix("calamine error: ")
        raise DataError(message("table-workbook", lang, file=path, why=why)) from error
    if not sheets:
        raise DataError(message("table-workbook-empty", lang, file=path))
    return Workbook(path, reader, sheets)


def _sheet(reader: fastexcel.ExcelReader, name: str) -> Sheet | None:
    loaded = _load(reader, name, "string")
    if loaded.visible != "visible" or loaded.width == 0:
        return None
    first = loaded.available_columns()[0].absolute_index
    batch, errors = loaded.to_arrow_with_errors()
    cells = pl.DataFrame(pl.from_arrow(batch))
    cells.columns = [str(index) for index in range(cells.width)]
    cells = cells.with_columns(pl.when(pl.all().str.strip_chars().ne("")).then(pl.all()).name.keep())
    for column, found in _by_column([] if errors is None else errors.errors).items():
        cells = cells.with_columns(cells.to_series(column).scatter(list(found), list(found.values())))
    return Sheet(name, cells, first)


def _by_column(errors: list[Any]) -> dict[int, dict[int, str]]:
    """Return the cells that have an error, by column and row, with what they show."""
    found: dict[int, dict[int, str]] = {}
    for each in errors:
        row, column = each.offset_position
        shown = next((text for kind, text in ERRORS.items() if kind in each.detail), "#ERROR!")
        found.setdefault(column, {})[row] = shown
    return found


def _load(reader: fastexcel.ExcelReader, name: str, kind: Literal["string", "float"]) -> fastexcel.ExcelSheet:
    # a type is given for all: guessing takes the texts N/A and NULL for empty cells
    return reader.load_sheet(name, header_row=None, skip_rows=0, dtypes=kind)


def _without_percent(matched: Matched) -> Matched:
    """Leave numbers alone below a heading that ends in (%): a cell that shows 85% is 0.85, and nothing tells it."""
    columns = {name: use._replace(unit=None) if use.type == "percent" else use for name, use in matched.columns.items()}
    return matched._replace(columns=columns)


def _typed(texts: pl.Series, numbers: pl.Series, type_: str) -> pl.Series:
    """Return a column as what all of its cells are, else as texts that lose nothing of them."""
    cells = pl.DataFrame({"text": texts, "number": numbers})
    text, number = pl.col("text"), pl.col("number")
    is_number = text.str.contains(DIGITS) & number.is_not_null()
    finer = is_number & text.cast(pl.Float64, strict=False).ne(number)
    moment = MOMENT if type_ in ("date", "quantity") else MIDNIGHT
    cells = cells.with_columns(
        pl.when(finer).then(as_text(number, pl.Float64())).otherwise(text).str.replace(moment, "$1").alias("text"),
        pl.when(is_number).then(number).alias("number"),
    )
    there = cells.filter(text.is_not_null())
    if type_ in ("text", "level") or there.is_empty():
        return cells["text"]
    if there["number"].null_count() == 0:
        return cells["number"]
    if type_ == "boolean" and there["text"].is_in(["true", "false"]).all():
        return cells["text"] == "true"
    if type_ == "date":
        serial = number.is_between(*SERIALS) & (number % 1 == 0)
        day = (FIRST_DAY + pl.duration(days=number.cast(pl.Int64))).cast(pl.String)
        cells = cells.with_columns(pl.when(serial).then(day).otherwise(text).alias("text"))
        days = cells["text"].str.to_date("%Y-%m-%d", strict=False)
        return days if days.null_count() == cells["text"].null_count() else cells["text"]
    return cells["text"]
