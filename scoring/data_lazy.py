"""Lazy frames of projects and of the rows of their tables, from CSV, XLSX and Parquet files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from scoring.data_cells import FILE, LINE, ROW, all_keyed, as_text, chosen
from scoring.data_csv import read_csv
from scoring.data_headings import KEY, Headings
from scoring.data_keys import keyed, linked
from scoring.data_piece import Piece, placed
from scoring.data_places import TableData
from scoring.data_remarks import MOST, by_place, gathered, heading_remarks, no_headings
from scoring.errors import DataError
from scoring.messages import message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scoring.data_files import TableFile
    from scoring.data_places import TablePlace, TableRemark
    from scoring.data_xlsx import Workbook
    from scoring.indicators import IndicatorSet

__all__ = ["read_lazily"]

WORKBOOKS = (".xlsx", ".xlsm")


def read_lazily(files: Sequence[TableFile], rules: IndicatorSet, lang: str) -> TableData:
    """Read files of projects and of tables; raises `DataError` for one that cannot be read or understood."""
    try:
        return _Reading(rules, lang).read(files)
    except pl.exceptions.PolarsError as error:  # a file that is damaged further down
        names = tuple(str(each.path) for each in files[:MOST])
        raise DataError(message("table-damaged", lang, file=names, why=str(error).splitlines()[0])) from error


class _Reading:
    """One reading of files: the workbooks that are open, and what was found."""

    def __init__(self, rules: IndicatorSet, lang: str) -> None:
        self.rules = rules
        self.lang = lang
        self.books: dict[Path, Workbook] = {}
        self.remarks: list[TableRemark] = []

    def read(self, files: Sequence[TableFile]) -> TableData:
        own = Headings(self.rules.facts, table=False)
        pieces = [self._projects(each.path, own) for each in files if each.table is None]
        places: dict[str | None, tuple[TablePlace, ...]] = {None: tuple(each.place for each in pieces)}
        projects, keys, remarks = keyed(_together(pieces), places[None], self.lang)
        if keys.is_empty():
            raise DataError(message("table-no-rows", self.lang, file=tuple(each.file for each in places[None])))
        self.remarks += by_place(remarks, places[None], self.lang)
        heading = next((each.columns[KEY].heading for each in places[None] if KEY in each.columns), None)
        tables: dict[str, Any] = {}
        for table, fact in self.rules.facts.items():
            if fact.type != "table":
                continue
            inner = Headings(fact.columns, table=True, key=heading)
            pieces = self._rows(files, table, inner)
            if not pieces:
                continue
            self._check(pieces, places[None], heading)
            places[table] = tuple(each.place for each in pieces)
            frame, remarks = linked(_together(pieces), places[table], keys, self.lang)
            self.remarks += by_place(remarks, places[table], self.lang)
            if ROW not in fact.columns:
                frame = frame.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).over(KEY).alias(ROW))
            tables[table] = frame
        for path in dict.fromkeys(each.path for each in files if each.table is None and each.path in self.books):
            book = self.books[path]
            read = [each for several in places.values() for each in several if each.file == str(book.path)]
            sheets = [each.sheet for each in read if each.sheet is not None]
            self.remarks += book.unread(sheets, self.rules, self.lang)
        return TableData(projects, tables, places, gathered(self.remarks, self.lang))

    def _projects(self, path: Path, headings: Headings) -> Piece:
        if path.suffix.lower() in WORKBOOKS:
            book = self._book(path)
            sheet = book.projects(headings, self.rules)
            if sheet is None:
                raise DataError(message("table-no-projects", self.lang))
            return self._kept(book.read(sheet, headings, self.lang))
        return self._plain(path, headings)

    def _rows(self, files: Sequence[TableFile], table: str, headings: Headings) -> list[Piece]:
        """Read the rows of a table from the sheets called so, and from the files named for it."""
        pieces = []
        read: set[tuple[Path, str]] = set()
        for each in files:
            book = self._book(each.path) if each.path.suffix.lower() in WORKBOOKS else None
            if book is not None and each.table in (None, table):
                sheet = book.tables(self.rules).get(table)
                if sheet is None and each.table is not None:
                    sheet = book.sheets[0]
                if sheet is not None and (each.path, sheet.name) not in read:
                    read.add((each.path, sheet.name))
                    pieces.append(self._kept(book.read(sheet, headings, self.lang)))
            elif each.table == table:
                pieces.append(self._plain(each.path, headings))
        return pieces

    def _plain(self, path: Path, headings: Headings) -> Piece:
        read = _read_parquet if path.suffix.lower() == ".parquet" else read_csv
        return self._kept(read(path, headings, self.lang))

    def _kept(self, piece: Piece) -> Piece:
        self.remarks += piece.remarks
        return piece

    def _book(self, path: Path) -> Workbook:
        if path not in self.books:
            self.books[path] = _open(path, self.lang)
        return self.books[path]

    def _check(self, pieces: Sequence[Piece], projects: Sequence[TablePlace], heading: str | None) -> None:
        """Refuse tables whose rows nobody can tell the project of."""
        if heading is None:
            raise DataError(message("table-projects-key", self.lang, file=projects[0].file))
        for each in pieces:
            if KEY not in each.place.columns:
                where = each.place.cell("", None, self.lang)
                raise DataError(message("table-child-key", self.lang, file=where, known=heading))


def _open(path: Path, lang: str) -> Workbook:
    try:
        from scoring.data_xlsx import open_workbook  # noqa: PLC0415 - only a workbook needs its libraries

        return open_workbook(path, lang)
    except ImportError as error:
        values = {"suffix": path.suffix, "library": error.name, "extra": "excel"}
        raise DataError(message("table-library", lang, **values)) from error


def _read_parquet(path: Path, headings: Headings, lang: str) -> Piece:
    try:
        frame = pl.scan_parquet(path, glob=False)
        written = frame.collect_schema().names()
    except (pl.exceptions.PolarsError, OSError) as error:
        why = str(error).splitlines()[0]
        raise DataError(message("table-parquet", lang, file=path, why=why)) from error
    matched = headings.match(written)
    if not matched.columns:
        raise no_headings(str(path), headings, written, lang)
    place = placed(path, None, written, matched, None)
    remarks = tuple(heading_remarks(headings, matched, written, place, lang))
    names = {index: str(index) for index in range(len(written))}
    frame = frame.rename(dict(zip(written, names.values(), strict=True))).with_row_index(LINE, 1)
    every = all_keyed(frame, names, matched)
    return Piece(chosen(frame, names, matched, every=every), place, remarks)


def _together(pieces: Sequence[Piece]) -> pl.LazyFrame:
    """Put frames one below the other, with whatever columns each has; one that is not alike in all becomes texts."""
    if len(pieces) == 1:
        found: pl.LazyFrame = pieces[0].frame
        return found
    schemas = [each.frame.collect_schema() for each in pieces]
    types: dict[str, set[pl.DataType]] = {}
    for schema in schemas:
        for name, dtype in schema.items():
            types.setdefault(name, set()).add(dtype)
    frames = []
    for piece, schema in zip(pieces, schemas, strict=True):
        texts = [as_text(pl.col(name), schema[name]).alias(name) for name in schema if len(types[name]) > 1]
        frames.append(piece.frame.with_columns(*texts, pl.lit(piece.place.file).alias(FILE)))
    together: pl.LazyFrame = pl.concat(frames, how="diagonal")
    return together
