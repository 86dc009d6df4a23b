"""The invalid cells of frames: how many there are in which column, and where the first of them stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import narwhals as nw

from scoring.columns_folds import KEY
from scoring.columns_stages import staged
from scoring.frame import read_frame
from scoring.frame_names import carried, dotless
from scoring.frame_native import at_hand, opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scoring.binding import Bound
    from scoring.columns import Source

__all__ = ["InvalidCell", "InvalidCells", "invalid_cells"]

FLAG: Final = "flag:"


class InvalidCell(NamedTuple):
    """A cell that is not what the set declares: of the projects (`table` is None) or of a table's rows.

    `name` is the fact or the column of the table, `value` what stands there, `about` what was asked for besides.
    """

    table: str | None
    name: str
    key: Any
    value: Any
    about: Mapping[str, Any]


class InvalidCells(NamedTuple):
    """How many cells are invalid, by table and column, and the first of them."""

    counts: Mapping[tuple[str | None, str], int]
    first: Sequence[InvalidCell]


def invalid_cells(
    bound: Bound, projects: Any, tables: Mapping[str, Any], key: str, lang: str, *, about: Sequence[str] = (), most: int
) -> InvalidCells:
    """Find the cells of the facts that a set declares which cannot be read; the first of each frame, `most` at most.

    `about` are columns, where a frame has them, that tell where a row stands.
    """
    counts: dict[tuple[str | None, str], int] = {}
    first: list[InvalidCell] = []
    for table, native in ((None, projects), *tables.items()):
        names = bound.names.facts if table is None else bound.names.tables[table]
        whole = {name if table is None else f"{table}.{name}": name for name in names}
        frame = opened(native, "frame", lang).frame
        there = set(frame.collect_schema().names())
        own = [each for each in about if each in there]
        given = [column for column in whole.values() if column in there]
        sources: dict[str, Source] = {}
        read = read_frame(frame, whole, bound, sources, table, key, [*own, *given])
        flags = {name: sources[name].invalid for name, column in whole.items() if column in there}
        flags = {name: flag for name, flag in flags.items() if not flag.constant}
        stages = staged([(table, flag) for flag in flags.values()], ())
        for stage in stages.stages:
            read = read.with_columns(*(expression.alias(name) for _, name, expression in stage.named))
        marks = [stages.wanted[table, flag].fill_null(value=False).alias(_flag(name)) for name, flag in flags.items()]
        if not marks:
            continue
        marked = read.with_columns(*marks)
        numbers = at_hand(marked.select(*(nw.col(_flag(name)).cast(nw.Int64).sum() for name in flags))).row(0)
        found = {name: int(number) for name, number in zip(flags, numbers, strict=True) if number}
        counts |= {(table, whole[name]): number for name, number in found.items()}
        if found:
            first += _first(marked, table, {name: whole[name] for name in found}, own, most)
    return InvalidCells(counts, first)


def _first(
    marked: nw.LazyFrame[Any], table: str | None, names: Mapping[str, str], about: Sequence[str], most: int
) -> Iterator[InvalidCell]:
    """Go through the first invalid cells of a frame, row by row."""
    wrong = marked.filter(nw.any_horizontal(*(nw.col(_flag(name)) for name in names), ignore_nulls=True)).head(most)
    for row in at_hand(wrong).iter_rows(named=True):
        for name, column in names.items():
            if row[_flag(name)]:
                told = {each: row[carried(each)] for each in about}
                yield InvalidCell(table, column, row[KEY], row[carried(column)], told)


def _flag(name: str) -> str:
    """Return what the column is called that marks invalid cells."""
    return FLAG + dotless(name)
