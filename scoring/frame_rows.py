"""Rows of frames as facts: one project's, for its sheet, or those of all, for what must be asked one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from scoring.errors import DataError
from scoring.frame_native import opened
from scoring.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring.binding import Bound

__all__ = ["facts_by_project", "facts_of"]

#: What a frame may say of a project itself.
ABOUT: Final = ("project.name", "project.department", "project.unit", "project.year")


def facts_of(bound: Bound, projects: Any, tables: Mapping[str, Any], key: str, value: Any, lang: str) -> dict[str, Any]:
    """Return the facts of the one project that a key names; raises `DataError` where that is none, or several."""
    picked = {name: _where(frame, key, value, lang) for name, frame in tables.items()}
    found = list(facts_by_project(bound, _where(projects, key, value, lang), picked, key, lang))
    if len(found) != 1:
        code = "frame-projects" if found else "frame-no-project"
        raise DataError(message(code, lang, key=value, count=len(found)))
    return found[0]


def _where(native: Any, key: str, value: Any, lang: str) -> Any:
    frame = opened(native, "frame", lang).frame
    schema = frame.collect_schema()
    if key not in schema:
        raise DataError(message("frame-no-key", lang, key=key, known=tuple(schema.names()[:20])))
    own = nw.col(key).cast(nw.String) if isinstance(value, str) else nw.col(key)
    return nw.to_native(frame.filter(own == value))


def facts_by_project(
    bound: Bound, projects: Any, tables: Mapping[str, Any], key: str, lang: str
) -> Iterator[dict[str, Any]]:
    """Go through the projects of a frame, each with its facts by name and its tables as lists of rows."""
    rows_of: dict[str, dict[Any, list[dict[str, Any]]]] = {}
    for name, native in tables.items():
        below = rows_of.setdefault(name, {})
        for row in _rows(opened(native, name, lang).frame, {*bound.names.tables[name], key}):
            below.setdefault(row.pop(key) if key not in bound.names.tables[name] else row[key], []).append(row)
    names = {*bound.names.facts, *bound.names.tables, *ABOUT, key}
    for row in _rows(opened(projects, "frame", lang).frame, names):
        own = row.pop(key) if key not in bound.names.facts else row[key]
        about: dict[str, Any] = {name: row.pop(name) for name in ABOUT if name in row}
        rows = {name: below.get(own, []) for name, below in rows_of.items() if row.get(name) is None}
        yield {**row, **rows, **about, "project.id": None if own is None else str(own)}


def _rows(frame: nw.LazyFrame[Any], names: set[str]) -> Iterator[dict[str, Any]]:
    """Go through the rows, with the columns of these names; single precision by its shortest form."""
    schema = frame.collect_schema()
    columns = [
        nw.col(name).cast(nw.String).cast(nw.Float64) if dtype == nw.Float32 else nw.col(name)
        for name, dtype in schema.items()
        if name in names
    ]
    return frame.select(*columns).collect().iter_rows(named=True)
