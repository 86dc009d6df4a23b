"""Facts of projects as mappings, in frames: each is read as one project's are, and laid in columns beside the others.

So the column algebra can be held against one project at a time, whatever the facts are.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from scoring.columns import Source
from scoring.columns_folds import KEY
from scoring.columns_program import leaf, literal
from scoring.frame import Frames
from scoring.frame_names import carried, dotless
from scoring.frame_native import opened
from scoring.frame_observed import with_observed
from scoring.notation import Day
from scoring.reading import reading

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scoring.binding import Bound
    from scoring.quantity import Kind

__all__ = ["frames_of_facts"]

TYPES: Final[Mapping[Kind, Any]] = {
    "number": pl.Float64,
    "money": pl.Float64,
    "date": pl.Float64,
    "boolean": pl.Boolean,
    "text": pl.String,
}


def frames_of_facts(
    bound: Bound,
    projects: Sequence[Mapping[str, Any]],
    native: Callable[[pl.DataFrame], Any] = pl.DataFrame,
    observe: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None,
) -> Frames:
    """Read the facts of projects into frames; their key is their position, from 0.

    `native` makes of a frame of Polars the kind that is to be scored; `observe` gives what the set's observed checks
    see of one project.
    """
    read = reading(bound, [])
    given = [read.read(project) for project in projects]
    slots, places = read.layout.facts, read.layout.columns
    names, tables = bound.names.facts, bound.names.tables
    series = [pl.Series(KEY, range(len(given)), pl.Int64)]
    sources: dict[str, Source] = {}
    for name, kind in names.items():
        values = [each.row[slots[name]] for each in given]
        series += _series(name, kind, values, [name in each.invalid for each in given])
        sources[name] = _source(name)
    for name in tables:
        series.append(pl.Series(_inner("invalid", name), [name in each.invalid for each in given], pl.Boolean))
        flag = leaf(_inner("invalid", name), certain=True)
        sources[name] = Source(literal(None), flag, literal(value=False))
    frames: dict[str | None, Any] = {None: pl.DataFrame(series)}
    for table, inner in tables.items():
        rows = [(key, row) for key, each in enumerate(given) for row in each.row[slots[table]]]
        cells = [pl.Series(KEY, [key for key, _ in rows], pl.Int64)]
        cells.append(pl.Series(carried("row"), [row[2] for _, row in rows], pl.Int64))
        for column, kind in inner.items():
            name = f"{table}.{column}"
            values = [row[places[table, column]] for _, row in rows]
            cells += _series(name, kind, values, [name in row[1] for _, row in rows])
            sources[name] = _source(name, table)
        frames[table] = pl.DataFrame(cells)
    made = {name: opened(native(frame), "facts", "en") for name, frame in frames.items()}
    if observe is not None:
        made[None], seen = with_observed(bound, made[None], list(map(observe, projects)))
        through = {name: carried(name) for name in seen}
        made[None] = made[None]._replace(frame=made[None].frame.rename(through))
        sources |= seen
    return Frames(made[None], "project", {name: each.frame for name, each in made.items()}, sources)


def _series(name: str, kind: Kind, values: Sequence[Any], invalid: Sequence[bool]) -> list[pl.Series]:
    plain = [float(each) if isinstance(each, Decimal) else each for each in values]
    return [
        pl.Series(_inner("fact", name), plain, TYPES[kind]),
        pl.Series(_inner("invalid", name), invalid, pl.Boolean),
        pl.Series(_inner("dated", name), [type(each) is Day for each in values], pl.Boolean),
    ]


def _source(name: str, table: str | None = None) -> Source:
    flags = (leaf(_inner(what, name), table, certain=True) for what in ("invalid", "dated"))
    return Source(leaf(_inner("fact", name), table), *flags)


def _inner(what: str, name: str) -> str:
    """Return what a column is called: of a fact its value, whether it is invalid, whether it is a day."""
    return f"{what}:{dotless(name)}"
