"""Parquet that lies where a cluster reads it: projects and the rows of their tables, as frames of Spark."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from scoring.data_files import is_address, split_table, table_named
from scoring.data_headings import KEY, Headings
from scoring.data_piece import placed
from scoring.data_places import TableData, TablePlace, TableRemark
from scoring.data_remarks import heading_remarks, no_headings
from scoring.errors import DataError
from scoring.frame_texts import plain_texts
from scoring.messages import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.indicators import IndicatorSet

__all__ = ["are_addresses", "read_addresses"]

#: How many keys a message names.
NAMED: Final = 5


def are_addresses(given: Sequence[str], lang: str) -> bool:
    """Tell addresses from names of files; raises `DataError` where both are given."""
    found = [each for each in given if is_address(each)]
    if found and len(found) < len(given):
        other = next(each for each in given if not is_address(each))
        raise DataError(message("spark-mixed", lang, address=found[0], file=other))
    return bool(found)


def read_addresses(session: Any, given: Sequence[str], rules: IndicatorSet, lang: str) -> TableData:
    """Read projects, and rows of tables from such as `survey=hdfs://bureau/answers.parquet`.

    Columns are found by their headings as in any table. Each project must have a key, and its own; there is no order
    of rows. Raises `DataError` for what cannot be read.
    """
    return _Reading(session, rules, lang).read(given)


class _Reading:
    """One reading of addresses."""

    def __init__(self, session: Any, rules: IndicatorSet, lang: str) -> None:
        self.session = session
        self.rules = rules
        self.lang = lang
        self.remarks: list[TableRemark] = []

    def read(self, given: Sequence[str]) -> TableData:
        by_table: dict[str | None, list[str]] = {None: []}
        for each in given:
            by_table.setdefault(self._table(each), []).append(split_table(each)[1])
        if not by_table[None]:
            raise DataError(message("table-no-projects", self.lang))
        projects, place = self._frame(by_table.pop(None), Headings(self.rules.facts, table=False))
        places: dict[str | None, tuple[TablePlace, ...]] = {None: (place,)}
        if KEY not in place.columns:
            raise DataError(message("spark-no-key", self.lang, file=place.file))
        self._one_each(projects, place)
        tables: dict[str, Any] = {}
        for table, addresses in by_table.items():
            heading = place.columns[KEY].heading
            rows, own = self._frame(addresses, Headings(self.rules.facts[str(table)].columns, table=True, key=heading))
            if KEY not in own.columns:
                raise DataError(message("table-child-key", self.lang, file=own.file, known=heading))
            places[table] = (own,)
            tables[str(table)] = self._linked(rows, projects, own)
        return TableData(projects, tables, places, tuple(self.remarks))

    def _table(self, given: str) -> str | None:
        name, _ = split_table(given)
        if name is None:
            return None
        if (table := table_named(name, self.rules)) is None:
            known = tuple(self.rules.label(id_) for id_, fact in self.rules.facts.items() if fact.type == "table")
            raise DataError(message("table-unknown" if known else "table-none", self.lang, name=name, known=known))
        return table

    def _frame(self, addresses: list[str], headings: Headings) -> tuple[Any, TablePlace]:
        """Read the files of a frame; its columns that are used get their new names."""
        from pyspark.sql import functions as F  # noqa: N812, PLC0415 - as everybody calls it; an extra

        frame = self.session.read.parquet(*addresses)
        written, where = frame.columns, ", ".join(addresses)
        matched = headings.match(written)
        if not matched.columns:
            raise no_headings(where, headings, written, self.lang)
        place = placed(Path(where), None, written, matched, None)._replace(file=where)
        self.remarks += heading_remarks(headings, matched, written, place, self.lang)
        found, there = [], F.lit(False)  # noqa: FBT003 - by place
        for name, use in matched.columns.items():
            heading = written[use.position]
            cells = F.col("`" + heading.replace("`", "``") + "`")
            if use.unit is not None:
                raise DataError(message("spark-unit", self.lang, file=where, heading=heading, name=name))
            there |= cells.isNotNull()
            about = name == KEY or name.startswith(f"{KEY}.")
            found.append((cells.cast("string") if about else cells).alias(name))
        selected = frame.where(there).select(*found)
        if KEY in matched.columns:
            selected = nw.to_native(plain_texts(nw.from_native(selected), {KEY: "text"}))
        return selected, place

    def _one_each(self, projects: Any, place: TablePlace) -> None:
        """Refuse projects without a key, and two of one key."""
        counted = projects.groupBy(KEY).count()
        found = counted.where("count > 1 or project is null").orderBy(KEY).limit(NAMED).collect()
        if found:
            keys = tuple("null" if each[KEY] is None else each[KEY] for each in found)
            raise DataError(message("spark-keys", self.lang, file=place.file, keys=keys))

    def _linked(self, rows: Any, projects: Any, place: TablePlace) -> Any:
        """Return the rows of a table that have a key, and say how many belong to no project."""
        alone = rows.join(projects.select(KEY), on=KEY, how="left_anti").count()
        if alone:
            said = message("spark-orphans", self.lang, file=place.file, count=alone)
            self.remarks.append(TableRemark("spark-orphans", place.file, (), said))
        return rows.where(f"{KEY} is not null")
