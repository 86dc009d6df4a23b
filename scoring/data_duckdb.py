"""DuckDB files: tables and views of projects and of the rows of their tables, as relations that are still to be run."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import duckdb

from scoring.data_cells_sql import key_of, quoted, renamed, there, with_unit
from scoring.data_files import table_named
from scoring.data_headings import KEY, Headings, Matched, plain_heading
from scoring.data_piece import placed
from scoring.data_places import TableData, TablePlace, TableRemark
from scoring.data_remarks import (
    MARK,
    MOST,
    Repeated,
    by_place,
    heading_remarks,
    line_remark,
    no_headings,
    orphans,
    repeated,
    unlinked,
)
from scoring.errors import DataError
from scoring.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from scoring.indicators import IndicatorSet

__all__ = ["read_database"]

#: What the table of the projects is called.
PROJECTS: Final = ("projects", "project", "项目", "项目表")
LINE: Final = quoted("line:")
PROJECT: Final = quoted(KEY)


class Selected(NamedTuple):
    """A table of the database with its columns by their new names, as a query, and where they stand."""

    query: str
    place: TablePlace
    remarks: tuple[TableRemark, ...]


def read_database(path: Path, rules: IndicatorSet, lang: str) -> TableData:
    """Read the projects of a database, and the tables that are called like those of the set.

    The file is opened to be read only, and stays open as long as one of the relations is there. Raises `DataError`.
    """
    return _Database(path, rules, lang).read()


class _Database:
    """A database that is open, and what was found in it."""

    def __init__(self, path: Path, rules: IndicatorSet, lang: str) -> None:
        self.path = path
        self.rules = rules
        self.lang = lang
        with self._refusing():
            self.connection = duckdb.connect(str(path), read_only=True)

    def read(self) -> TableData:
        names = self._names()
        children = {table: name for name in names if (table := table_named(name, self.rules)) is not None}
        own = self._projects(names, set(children.values()))
        projects = self._selected(own, names[own], Headings(self.rules.facts, table=False))
        query, remarks = self._keyed(projects)
        places: dict[str | None, tuple[TablePlace, ...]] = {None: (projects.place,)}
        found = [*projects.remarks, *by_place(remarks, places[None], self.lang)]
        heading = projects.place.columns.get(KEY)
        tables: dict[str, Any] = {}
        for table, name in children.items():
            fact = self.rules.facts[table]
            known = None if heading is None else heading.heading
            child = self._selected(name, names[name], Headings(fact.columns, table=True, key=known))
            self._check(child.place, known)
            places[table] = (child.place,)
            found += [*child.remarks, *by_place(self._unlinked(child, projects), places[table], self.lang)]
            row = f"row_number() over (partition by {PROJECT} order by {LINE}) - 1"
            more = "" if "row" in fact.columns else f", cast({row} as bigint) as {quoted('row')}"
            tables[table] = self._sql(f"select *{more} from ({child.query}) where {PROJECT} is not null")
        return TableData(self._sql(query), tables, places, tuple(found))

    def _names(self) -> Mapping[str, str]:
        """Return the tables and views by their name, with how a query calls them."""
        listed = self._rows(
            "select table_name, table_schema from information_schema.tables"
            " where table_catalog = current_database() order by table_schema <> 'main', table_name"
        )
        names: dict[str, str] = {}
        for name, schema in listed:
            names.setdefault(name, f"{quoted(schema)}.{quoted(name)}")
        if not names:
            raise DataError(message("table-database-empty", self.lang, file=self.path))
        return names

    def _projects(self, names: Mapping[str, str], children: set[str]) -> str:
        others = [name for name in names if name not in children]
        for known in PROJECTS:
            called = [name for name in others if plain_heading(name) == known]
            if called:
                return called[0]
        if len(others) != 1:
            values = {"file": self.path, "known": tuple(names)[:20]}
            raise DataError(message("table-database-projects", self.lang, **values))
        return others[0]

    def _selected(self, name: str, source: str, headings: Headings) -> Selected:
        relation = self._sql(f"select * from {source}")
        written, types = relation.columns, [str(each) for each in relation.types]
        matched = headings.match(written)
        if not matched.columns:
            where = TablePlace(str(self.path), name, {}, database=True).cell("", None, self.lang)
            raise no_headings(where, headings, written, self.lang)
        place = placed(self.path, name, written, matched, None)._replace(database=True)
        remarks = tuple(heading_remarks(headings, matched, written, place, self.lang))
        return Selected(_query(source, written, types, matched), place, remarks)

    def _keyed(self, projects: Selected) -> tuple[str, list[TableRemark]]:
        """Return the query in which every project has a key of its own, and which had none."""
        query, file = projects.query, projects.place.file
        if not self._rows(f"select 1 from ({query}) limit 1"):
            raise DataError(message("table-no-rows", self.lang, file=file))
        if KEY not in projects.place.columns:
            return f"select *, cast({LINE} as varchar) as {PROJECT} from ({query})", []
        remarks: list[TableRemark] = []
        mark = f"'{MARK}' || {LINE}"
        key = PROJECT
        nameless = self._rows(f"select {LINE} from ({query}) where {PROJECT} is null order by 1")
        if nameless:
            lines = [line for (line,) in nameless]
            remarks.append(line_remark("table-no-key", file, lines, self.lang, new=f"{MARK}{lines[0]}"))
            key = f"coalesce({PROJECT}, {mark})"
        named = f"select * from ({query}) where {PROJECT} is not null"
        groups = f"select {PROJECT}, list({LINE} order by {LINE}) as l from ({named}) group by 1 having count(*) > 1"
        ((count,),) = self._rows(f"select count(*) from ({groups})")
        if count:
            some = self._rows(f"{groups} order by l[1] limit {MOST}")
            found = [Repeated(each, file, rows, [str(row) for row in rows]) for each, rows in some]
            remarks += repeated(found, count, self.lang)
            first = f"row_number() over (partition by {PROJECT} order by {LINE}) = 1 or {PROJECT} is null"
            key = f"case when {first} then {key} else {PROJECT} || {mark} end"
        return (f"select * replace ({key} as {PROJECT}) from ({query})" if remarks else query), remarks

    def _unlinked(self, child: Selected, projects: Selected) -> list[TableRemark]:
        """Say which rows of a table belong to no project."""
        remarks = []
        file = child.place.file
        ((first, count),) = self._rows(f"select min({LINE}), count(*) from ({child.query}) where {PROJECT} is null")
        if count:
            remarks.append(unlinked(file, first, count, self.lang))
        keys = f"select {PROJECT} from ({projects.query}) where {PROJECT} is not null"
        alone = self._rows(
            f"select {PROJECT}, min({LINE}), count(*) from ({child.query})"
            f" where {PROJECT} is not null and {PROJECT} not in ({keys}) group by 1 order by 2"
        )
        if alone:
            names, lines, counts = zip(*alone, strict=True)
            remarks.append(orphans(file, names, lines, sum(counts), self.lang))
        return remarks

    def _check(self, place: TablePlace, heading: str | None) -> None:
        if heading is None:
            raise DataError(message("table-projects-key", self.lang, file=self.path))
        if KEY not in place.columns:
            where = place.cell("", None, self.lang)
            raise DataError(message("table-child-key", self.lang, file=where, known=heading))

    def _sql(self, query: str) -> duckdb.DuckDBPyRelation:
        """Return a relation; a view that cannot be run, because its file is gone, is an error of the database."""
        with self._refusing():
            return self.connection.sql(query)

    def _rows(self, query: str) -> list[Any]:
        with self._refusing():
            return self.connection.sql(query).fetchall()

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as error:
            why = str(error).splitlines()[0]
            raise DataError(message("table-database", self.lang, file=self.path, why=why)) from error


def _query(source: str, written: list[str], types: list[str], matched: Matched) -> str:
    """Return the query of the columns that are used, under their new names, with the number of each row."""
    columns = [f"cast({LINE} as bigint) as {LINE}"]
    filled = []
    for name, use in matched.columns.items():
        cells, type_ = quoted(written[use.position]), types[use.position]
        filled.append(there(cells))
        if name == KEY or name.startswith(f"{KEY}."):
            columns.append(renamed(key_of(cells, type_), name))
        elif use.unit is not None and (use.type == "money" or type_ == "VARCHAR"):
            columns.append(renamed(with_unit(cells, type_, use.unit), name))
        else:
            columns.append(renamed(cells, name))
    used = dict.fromkeys(quoted(written[use.position]) for use in matched.columns.values())
    counted = f"select {', '.join(used)}, row_number() over () as {LINE} from {source}"
    return f"select {', '.join(columns)} from ({counted}) where {' or '.join(filled)}"
