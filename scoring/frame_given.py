"""What is given to score many projects: their frame and the tables of their rows, opened, and known to fit together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import narwhals as nw

from scoring.errors import DataError, closest
from scoring.frame_native import opened
from scoring.messages import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.binding import Bound
    from scoring.frame_native import Opened

__all__ = ["FramesGiven", "frames_given", "refuse_twice"]

#: How many names or keys a message shows.
SHOWN: Final = 20
SHOWN_KEYS: Final = 5
#: Types that no key has: nothing is looked up by them.
NO_KEYS: Final = (nw.List, nw.Array, nw.Struct, nw.Binary, nw.Object)


class FramesGiven(NamedTuple):
    """The projects' frame and the tables by their names, opened; `key` is the column that tells the projects apart."""

    projects: Opened
    tables: Mapping[str, Opened]
    key: str


def frames_given(
    bound: Bound, projects: Any, tables: Mapping[str, Any], key: str, lang: str, *, keep: Sequence[str] = ()
) -> FramesGiven:
    """Open the frames that a set is to be applied to; raises `DataError` for what cannot be used.

    `keep` are columns of the projects' frame that are wanted besides.
    """
    if not isinstance(tables, Mapping):
        raise DataError(message("frame-tables", lang, found=type(tables).__name__))
    given = opened(projects, "frame", lang)
    schema = given.frame.collect_schema()
    if key not in schema:
        names = schema.names()
        near = closest(key, names)
        code = "frame-no-key" if near is None else "frame-no-key-near"
        raise DataError(message(code, lang, key=key, near=near, known=tuple(names[:SHOWN])))
    if schema[key] in NO_KEYS:
        raise DataError(message("frame-key-none", lang, key=key, type=str(schema[key])))
    if unknown := [name for name in keep if name not in schema]:
        names = schema.names()
        near = closest(unknown[0], names)
        code = "frame-no-column" if near is None else "frame-no-column-near"
        raise DataError(message(code, lang, name=unknown[0], near=near, known=tuple(names[:SHOWN])))
    if unknown := [name for name in tables if name not in bound.names.tables]:
        code = "frame-unknown-table" if bound.names.tables else "frame-no-tables"
        raise DataError(message(code, lang, name=unknown[0], known=tuple(bound.names.tables)))
    found: dict[str, Opened] = {}
    for table, native in tables.items():
        child = found[table] = opened(native, f"tables[{table!r}]", lang)
        own = child.frame.collect_schema()
        if child.frame.implementation is not given.frame.implementation:
            raise DataError(message("frame-mixed", lang, table=table))
        if key not in own:
            known = tuple(own.names()[:SHOWN])
            raise DataError(message("frame-no-table-key", lang, table=table, key=key, known=known))
        if not _joins(schema[key], own[key]):
            if not _keyless(child, key):
                a, b = str(own[key]), str(schema[key])
                raise DataError(message("frame-key-type", lang, table=table, key=key, a=a, b=b))
            no_key = nw.lit(None).cast(schema[key]).alias(key)
            found[table] = child._replace(frame=child.frame.with_columns(no_key))
        _together(given, found[table], table, lang)
    return FramesGiven(given, found, key)


def _keyless(table: Opened, key: str) -> bool:
    """Tell whether the rows of a table are at hand and none has a key: what type the column has says nothing then."""
    return table.eager and table.frame.select(nw.col(key).count()).collect().item() == 0


def _together(given: Opened, table: Opened, name: str, lang: str) -> None:
    """Refuse relations of two connections."""
    if not given.frame.implementation.is_duckdb():
        return
    import duckdb  # noqa: PLC0415 - it is there: these are its relations

    try:
        nw.to_native(given.frame).cross(nw.to_native(table.frame))
    except duckdb.Error:
        raise DataError(message("frame-mixed", lang, table=name)) from None


def refuse_twice(given: FramesGiven, lang: str) -> None:
    """Refuse two projects of one key, where the rows are at hand; raises `DataError`."""
    projects, key = given.projects, given.key
    if not projects.eager:
        return
    keys = projects.frame.select(key).collect()
    if keys[key].n_unique() == len(keys):
        return
    twice = keys.filter(nw.col(key).is_duplicated())[key].unique(maintain_order=True).to_list()
    names = tuple("null" if each is None else str(each) for each in twice[:SHOWN_KEYS])
    raise DataError(message("frame-key-twice", lang, keys=names, count=len(twice)))


def _joins(a: nw.dtypes.DType, b: nw.dtypes.DType) -> bool:
    return a == b or (a.is_integer() and b.is_integer()) or {type(a), type(b)} <= {nw.String, nw.Categorical, nw.Enum}
