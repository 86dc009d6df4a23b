"""Keys: every project has one of its own, and every row of a table has that of its project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from scoring.data_cells import FILE, LINE
from scoring.data_headings import KEY
from scoring.data_remarks import MARK, MOST, Repeated, line_remark, orphans, repeated, unlinked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.data_places import TablePlace, TableRemark

__all__ = ["keyed", "linked"]

#: Eight bytes for a key of any length; none for a row without one.
HASH: Final = pl.when(pl.col(KEY).is_not_null()).then(pl.col(KEY).hash())


def keyed(
    frame: pl.LazyFrame, places: Sequence[TablePlace], lang: str
) -> tuple[pl.LazyFrame, pl.Series, list[TableRemark]]:
    """Give every project a key of its own; returns the frame, the keys as they are written, and what was found.

    Without a column of keys, the row is the key (with the file's stem, where there are several files). The first row
    with a key keeps it; later ones, and rows without one, are marked with their row: `p1#7`, `#7`. Of keys, no more
    than their hashes are in memory at once.
    """
    row = _row(frame, places)
    if KEY not in frame.collect_schema():
        frame = frame.with_columns(row.alias(KEY))
        return frame, _hashes(frame), []
    hashes = _hashes(frame)
    again = _again(hashes)
    if again.is_empty() and not hashes.null_count():
        return frame, hashes, []
    doubtful = pl.col(KEY).is_null() | HASH.is_in(again.implode())
    found = frame.filter(doubtful).select(KEY, LINE, row.alias("row"), _file(frame, places)).collect(engine="streaming")
    nameless = found.filter(pl.col(KEY).is_null())
    later = found.filter(pl.col(KEY).is_not_null() & ~pl.col(KEY).is_first_distinct())
    remarks = [*_nameless(nameless, lang), *_repeated(found, later, lang)]
    if not later.is_empty():
        marked = pl.concat_str(KEY, pl.lit(MARK), row)
        frame = frame.with_columns(pl.when(row.is_in(later["row"].implode())).then(marked).otherwise(KEY).alias(KEY))
    if not nameless.is_empty():
        frame = frame.with_columns(pl.col(KEY).fill_null(pl.concat_str(pl.lit(MARK), row)))
    return frame, hashes, remarks


def linked(
    frame: pl.LazyFrame, places: Sequence[TablePlace], keys: pl.Series, lang: str
) -> tuple[pl.LazyFrame, list[TableRemark]]:
    """Return the rows of a table that have a key; besides, which rows belong to no project.

    `keys` are the hashes of the projects' keys, as `keyed` returns them.
    """
    known = pl.LazyFrame({"hash": keys})
    alone = frame.with_columns(HASH.alias("hash")).join(known, on="hash", how="anti")
    counted = alone.group_by(pl.col(KEY), _file(frame, places)).agg(pl.col(LINE).min(), pl.len().alias("rows"))
    found = counted.collect(engine="streaming").sort(FILE, LINE)
    remarks = []
    for file, line, rows in found.filter(pl.col(KEY).is_null()).select(FILE, LINE, "rows").rows():
        remarks.append(unlinked(file, line, rows, lang))
    for (file,), rows in found.drop_nulls(KEY).group_by(FILE, maintain_order=True):
        remarks.append(orphans(str(file), rows[KEY].to_list(), rows[LINE].to_list(), int(rows["rows"].sum()), lang))
    return frame.filter(pl.col(KEY).is_not_null()), remarks


def _hashes(frame: pl.LazyFrame) -> pl.Series:
    """Return the hashes of all keys."""
    return frame.select(HASH.alias("hash")).collect(engine="streaming")["hash"]


def _again(hashes: pl.Series) -> pl.Series:
    """Return what stands among hashes more than once."""
    ordered = hashes.drop_nulls().sort()
    return ordered[1:].filter(ordered[1:] == ordered[:-1]).unique()


def _file(frame: pl.LazyFrame, places: Sequence[TablePlace]) -> pl.Expr:
    return pl.col(FILE) if FILE in frame.collect_schema() else pl.lit(places[0].file).alias(FILE)


def _row(frame: pl.LazyFrame, places: Sequence[TablePlace]) -> pl.Expr:
    """Return what names the row of a project among all files."""
    if FILE not in frame.collect_schema():
        return pl.col(LINE).cast(pl.String)
    stems = {each.file: Path(each.file).stem for each in places}
    if len(set(stems.values())) < len(stems):
        stems = {file: file for file in stems}
    return pl.concat_str(pl.col(FILE).replace_strict(stems), pl.lit("-"), pl.col(LINE))


def _nameless(rows: pl.DataFrame, lang: str) -> Iterator[TableRemark]:
    for (file,), each in rows.group_by(FILE, maintain_order=True):
        yield line_remark("table-no-key", str(file), each[LINE].to_list(), lang, new=MARK + each["row"][0])


def _repeated(found: pl.DataFrame, again: pl.DataFrame, lang: str) -> Iterator[TableRemark]:
    keys = again[KEY].unique(maintain_order=True)
    rows = found.filter(pl.col(KEY).is_in(keys[:MOST].implode()))
    named = [
        Repeated(key, same[FILE][0], same[LINE].to_list(), same["row"].to_list())
        for (key,), same in rows.group_by(KEY, maintain_order=True)
    ]
    return repeated(named, len(keys), lang)
