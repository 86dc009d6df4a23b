"""Rows of frames as facts: one project's, for its sheet, or those of all, for what must be asked one by one."""

from __future__ import annotations

import datetime
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from scoring.columns_reading import YEARS
from scoring.errors import DataError
from scoring.frame_given import FramesGiven
from scoring.frame_names import column
from scoring.frame_native import FITS
from scoring.messages import message

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from scoring.binding import Bound
    from scoring.frame_native import Opened

__all__ = ["facts_by_project", "facts_of"]

#: What a frame may say of a project itself.
ABOUT: Final = ("project.name", "project.department", "project.unit", "project.year")
#: What a column of the projects has instead of a table's rows: no table.
NO_TABLE: Final = "?"
#: The column of a table that tells the place of its rows.
ROW: Final = "row"
#: A day that is none, as a text.
ODD: Final = "odd:"


def facts_of(bound: Bound, given: FramesGiven, value: Any, lang: str) -> dict[str, Any]:
    """Return the facts of the one project that a key names; raises `DataError` where that is none, or several."""
    picked = {name: _where(each, given.key, value) for name, each in given.tables.items()}
    only = FramesGiven(_where(given.projects, given.key, value), picked, given.key)
    found = list(facts_by_project(bound, only))
    if len(found) != 1:
        code = "frame-projects" if found else "frame-no-project"
        raise DataError(message(code, lang, key=value, count=len(found)))
    return found[0]


def _where(given: Opened, key: str, value: Any) -> Opened:
    """Return the rows with a key: of its own type, or written as it would be."""
    dtype, own = given.frame.collect_schema()[key], column(given.frame, key)
    if isinstance(value, datetime.datetime):
        alike = isinstance(dtype, nw.Datetime) and (dtype.time_zone is None) is (value.tzinfo is None)
    elif isinstance(value, datetime.date):
        alike = dtype == nw.Date
    else:
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        alike = dtype.is_numeric() and number and abs(value) < FITS
    return given._replace(frame=given.frame.filter(own == value if alike else own.cast(nw.String) == str(value)))


def facts_by_project(bound: Bound, given: FramesGiven) -> Iterator[dict[str, Any]]:
    """Go through the projects of a frame, each with its facts by name and its tables as lists of rows.

    A row without a key belongs to no project.
    """
    key = given.key
    rows_of: dict[str, dict[Any, list[dict[str, Any]]]] = {}
    for name, table in given.tables.items():
        below = rows_of.setdefault(name, {})
        columns = bound.names.tables[name]
        for row in _in_order(list(_rows(table.frame, {*columns, key, ROW})), columns):
            own = row[key] if key in columns else row.pop(key)
            if own is not None:
                below.setdefault(own, []).append(row)
    names = {*bound.names.facts, *bound.names.tables, *ABOUT, key} - rows_of.keys()
    for row in _rows(given.projects.frame, names):
        own = row[key] if key in bound.names.facts else row.pop(key)
        about: dict[str, Any] = {name: row.pop(name) for name in ABOUT if name in row}
        single = {name: NO_TABLE for name in bound.names.tables if not _is_empty(row.get(name))}
        rows = {name: below.get(own, []) for name, below in rows_of.items()}
        yield {**row, **single, **rows, **about, "project.id": None if own is None else str(own)}


def _in_order(rows: list[dict[str, Any]], columns: Collection[str]) -> list[dict[str, Any]]:
    """Return the rows of a table by their column `row`, where it has one: a database keeps no order."""
    if not rows or ROW not in rows[0]:
        return rows
    places = [row[ROW] if ROW in columns else row.pop(ROW) for row in rows]
    if not all(isinstance(place, (int, float)) for place in places):
        return rows
    return [row for _, row in sorted(zip(places, rows, strict=True), key=itemgetter(0))]


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _rows(frame: nw.LazyFrame[Any], names: set[str]) -> Iterator[dict[str, Any]]:
    """Go through the rows, with the columns of these names; single precision by its shortest form.

    Days that Python has not, before the year 1 or infinite, are texts.
    """
    columns, odd = [], []
    for name, dtype in frame.collect_schema().items():
        if name not in names:
            continue
        own = column(frame, name)
        if dtype == nw.Float32:
            columns.append(own.cast(nw.String).cast(nw.Float64))
        elif dtype in (nw.Date, nw.Datetime):
            known = ((own.dt.year() >= YEARS[0]) & (own.dt.year() <= YEARS[1])).fill_null(value=False)
            columns.append(nw.when(known).then(own).alias(name))
            odd.append(name)
            columns.append(nw.when(~known & ~own.is_null()).then(own.cast(nw.String)).alias(ODD + name))
        else:
            columns.append(own)
    for row in frame.select(*columns).collect().iter_rows(named=True):
        for name in odd:
            text = row.pop(ODD + name)
            row[name] = row[name] if text is None else text
        yield row
