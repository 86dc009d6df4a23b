"""The lines of all indicators, one below the other: those of the projects' frame, and of the rows of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import narwhals as nw

from scoring.columns_folds import KEY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.frame import Frames

__all__ = ["Lines", "stacked"]

Frame = nw.LazyFrame[Any]
#: What marks, beside the columns of a line, the rows that have it.
TAKEN: Final = "taken"


class Lines(NamedTuple):
    """The lines of an indicator: one for each row that is taken of a table's frame, or of the projects' (None).

    All rows are where `taken` is None. `columns` has the same names, of the same types, for every indicator.
    """

    table: str | None
    taken: nw.Expr | None
    columns: Mapping[str, nw.Expr]


def stacked(frames: Frames, evaluated: Mapping[str | None, Frame], lines: Sequence[Lines]) -> Frame:
    """Return the key of the project and the columns of all lines; rows of no project are nobody's lines."""
    keys = frames.frames[None].select(KEY)
    found: list[Frame] = []
    for table in dict.fromkeys(each.table for each in lines):
        frame = evaluated[table] if table is None else evaluated[table].join(keys, on=KEY, how="semi")
        own = [each for each in lines if each.table == table]
        if frame.implementation.is_spark_like():
            found.append(_exploded(frame, own, frames.key))
        else:
            found += [_selected(frame, each, frames.own_key()) for each in own]
    return nw.concat(found)


def _selected(frame: Frame, lines: Lines, key: nw.Expr) -> Frame:
    taken = frame if lines.taken is None else frame.filter(lines.taken)
    return taken.select(key, *(column.alias(name) for name, column in lines.columns.items()))


def _exploded(frame: Frame, lines: Sequence[Lines], key: str) -> Frame:
    """Return all lines of a frame in one pass: Spark would work out the whole of it again for every indicator."""
    from pyspark.sql import functions as F  # noqa: N812, PLC0415 - as everybody calls it, only where a frame is Spark's

    names = list(lines[0].columns)
    wide = [
        column.alias(f"{place}:{name}")
        for place, each in enumerate(lines)
        for name, column in {**each.columns, TAKEN: nw.lit(value=True) if each.taken is None else each.taken}.items()
    ]
    found = [
        F.struct(*(F.col(f"{place}:{name}").alias(name) for name in (*names, TAKEN))) for place in range(len(lines))
    ]
    rows = nw.to_native(frame.select(KEY, *wide)).select(F.col(KEY), F.explode(F.array(*found)).alias("line"))
    taken = rows.where(F.col("line").getField(TAKEN))
    shown = [F.col("line").getField(name).alias(name) for name in names]
    stacked: Frame = nw.from_native(taken.select(F.col(KEY).alias(key), *shown))
    return stacked
