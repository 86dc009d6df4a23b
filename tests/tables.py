"""Facts as tables: projects in a frame of any library, the rows of their tables in others, scored all at once."""

from __future__ import annotations

import datetime
import numbers
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import duckdb
import narwhals as nw
import polars as pl

import scoring
from scoring.columns import Columns
from scoring.columns_program import worth
from scoring.display import whole
from scoring.frame import frames_of, scored
from scoring.frame_given import frames_given
from scoring.reading import nested
from tests.columns import bound_of, collected
from tests.small_sets import small_set
from tests.worlds import Outcome, World, line_id, of_row

if TYPE_CHECKING:
    from pathlib import Path

    from scoring.binding import Bound
    from scoring.columns_program import Column
    from tests.worlds import Number

#: Brings frames of Polars, by their names, into another library; all of them into one database.
Library = Callable[[Mapping[str, pl.DataFrame]], dict[str, Any]]


def _in_database(frames: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    connection = duckdb.connect()
    return {name: duckdb.from_arrow(frame.to_arrow(), connection=connection) for name, frame in frames.items()}


#: Every library whose frames are scored. A test takes the fixture `library` and names none of them.
LIBRARIES: Final[Mapping[str, Library]] = {
    "polars": dict,
    "polars-lazy": lambda frames: {name: frame.lazy() for name, frame in frames.items()},
    "pandas": lambda frames: {name: frame.to_pandas() for name, frame in frames.items()},
    "pyarrow": lambda frames: {name: frame.to_arrow() for name, frame in frames.items()},
    "duckdb": _in_database,
}
PROJECTS: Final = ""
#: Shares and coverage are printed with 10 decimals.
PRINTED: Final = Fraction(1, 10**9)


class Tables(NamedTuple):
    """Projects as a frame, and the rows of their tables; the key is `project`."""

    projects: Any
    tables: dict[str, Any]


def brought(tables: Tables, library: Library) -> Tables:
    """Bring tables into a library."""
    projects = library({PROJECTS: tables.projects, **tables.tables})
    return Tables(projects.pop(PROJECTS), projects)


def tables_of(rules: scoring.IndicatorSet, projects: Sequence[Mapping[str, Any]]) -> Tables:
    """Lay facts in frames of Polars, one column a fact; what is wrong with one cell makes a column one of texts.

    The key is the position of the project, as a text; a row's place in its table is in its column `row`.
    """
    trees = [nested(facts) for facts in projects]
    keys = [str(place) for place in range(len(trees))]
    columns: dict[str, pl.Series] = {"project": pl.Series(keys, dtype=pl.String)}
    tables: dict[str, Any] = {}
    for name, fact in rules.facts.items():
        values = [_found(tree, name) for tree in trees]
        if fact.type != "table":
            if any(each is not None for each in values):
                columns[name] = column_of(values)
            continue
        rows = [
            (key, place, row) for key, each in zip(keys, values, strict=True) for place, row in enumerate(each or [])
        ]
        if rows:
            below = {"project": pl.Series([key for key, *_ in rows]), "row": pl.Series([place for _, place, _ in rows])}
            below |= {column: column_of([row.get(column) for *_, row in rows]) for column in fact.columns}
            tables[name] = pl.DataFrame(below)
    return Tables(pl.DataFrame(columns), tables)


def _found(tree: Mapping[str, Any], name: str) -> Any:
    node: Any = tree
    for part in name.split("."):
        node = node.get(part) if isinstance(node, Mapping) else None
    return node


def column_of(values: Sequence[Any]) -> pl.Series:
    """Return values as a column: of their own type if all have one, else as texts."""
    there = [each for each in values if each is not None]
    if all(isinstance(each, bool) for each in there):
        return pl.Series(values, dtype=pl.Boolean)
    if all(is_number(each) for each in there):
        return pl.Series([None if each is None else float(each) for each in values], dtype=pl.Float64)
    if all(type(each) is datetime.date for each in there):
        return pl.Series(values, dtype=pl.Date)
    return pl.Series([text_of(each) for each in values], dtype=pl.String)


def is_number(value: object) -> bool:
    """Tell a number from a truth."""
    return isinstance(value, numbers.Number) and not isinstance(value, bool)


def text_of(value: Any) -> str | None:
    """Return a value as it would be written beside texts."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if is_number(value):
        return f"{Decimal(str(value)):f}"
    return str(value)


def held(rules: scoring.IndicatorSet, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts as tables can hold them, dotted: what no table can hold is left out.

    That is: a text given as a number or a truth (beside texts it is one), a date as a sheet's serial number, halves of
    characters, a list or a group where a value is due, a row that is none, a value where a group or a table is due.
    """
    tree = nested(facts)
    found: dict[str, Any] = {}
    for name, fact in rules.facts.items():
        value = _found(tree, name)
        if fact.type != "table":
            kept = _held(fact.type, value)
        elif isinstance(value, list):
            rows = [row for row in value if isinstance(row, Mapping)]
            kept = [{c: _held(each.type, row[c]) for c, each in fact.columns.items() if c in row} for row in rows]
        else:
            kept = None
        if kept is not None:
            found[name] = kept
    return found


def _held(kind: str, value: Any) -> Any:
    if isinstance(value, str):
        return value if whole(value) == value else None
    if kind in ("text", "level") or (kind == "date" and is_number(value)):
        return None
    return value if isinstance(value, (bool, datetime.date)) or is_number(value) else None


def in_tables(library: Library) -> World:
    """Return the world of the public interface: projects and their rows as frames of a library, scored at once."""

    def world(path: Path, projects: Sequence[Mapping[str, Any]]) -> list[Outcome]:
        rules = scoring.load(path)
        engine = scoring.Engine(rules)
        frame, tables = brought(tables_of(rules, projects), library)
        rows = collected(engine.score_many(frame, tables, detail=True)).to_dicts()
        lines = lines_by_project(engine, frame, tables)
        return [
            of_row(
                rules, row, [each for each in lines.get(row["project"], []) if rules.indicators[each["id"]].for_each]
            )
            for row in sorted(rows, key=lambda row: int(row["project"]))
        ]

    return world


def lines_by_project(
    engine: scoring.Engine, frame: Any, tables: Mapping[str, Any], key: str = "project"
) -> dict[str, list[dict[str, Any]]]:
    """Score frames line by line, and return the lines of each project, by indicator and row."""
    order = list(engine.rules.indicators)
    found: dict[str, list[dict[str, Any]]] = {}
    found_lines = collected(engine.score_lines(frame, tables, key))
    for line in found_lines.with_columns(
        pl.col("row").cast(pl.Int64)
    ).to_dicts():  # pandas has floats beside empty cells
        found.setdefault(line[key], []).append(line)
    for lines in found.values():
        lines.sort(key=lambda line: (order.index(line["id"]), line["row"] or 0))
    return found


def as_read(frame: Any, declared: Mapping[str, Mapping[str, Any]]) -> pl.DataFrame:
    """Read the columns of a frame by the declarations of facts of their names, as scoring does.

    The result has `NAME`, `NAME.invalid` and `NAME.dated` (whether it is a day), in the order of the key `project`.
    """
    bound = _bound(tuple((name, *sorted(each.items())) for name, each in declared.items()))
    frames = frames_of(bound, frames_given(bound, frame, {}, "project", "en"), "en")
    algebra = Columns(frames.sources)
    results: dict[str, tuple[Column, Any]] = {}
    for name in declared:
        read, kind = (
            frames.sources[name],
            {"boolean": nw.Boolean, "text": nw.String}.get(bound.names.facts[name], nw.Float64),
        )
        results[name] = worth(read.value), kind
        results[f"{name}.invalid"] = algebra.holds(read.invalid), nw.Boolean
        results[f"{name}.dated"] = algebra.holds(read.dated), nw.Boolean
    return collected(scored(frames, algebra, results)).sort("project")


@cache
def _bound(declared: tuple[tuple[Any, ...], ...]) -> Bound:
    facts = {name: dict(keys) for name, *keys in declared}
    rules = small_set(facts, {"any": {"measure": "1"}})
    return bound_of(scoring.IndicatorSet.model_validate(rules))


def assert_same_lines(rules: scoring.IndicatorSet, facts: Sequence[Mapping[str, Any]], library: Library) -> None:
    """Compare the lines of frames with those of sheets: what is printed of each."""
    engine = scoring.Engine(rules)
    frame, tables = brought(tables_of(rules, facts), library)
    found = lines_by_project(engine, frame, tables)
    for place, each in enumerate(facts):
        sheet, lines = engine.score(each), found[str(place)]
        assert [(line["id"], line["row"]) for line in lines] == [(line.id, line.row) for line in sheet.lines]
        for line, due in zip(lines, sheet.lines, strict=True):
            name = line_id(due.id, due.row)
            assert (line["title"], line["status"]) == (due.title, due.status), name
            for column in ("weight", "score", "share"):
                assert is_near(line[column], getattr(due, column)), (name, column)
            if isinstance(due.measure, Decimal):
                assert is_near(line["measure"], due.measure, max(Decimal(1), abs(due.measure))), (
                    name,
                    line["measure"],
                    due,
                )


def is_near(found: Number | float | None, due: Number | None, size: Number | None = None) -> bool:
    """Tell whether two numbers are the same as far as they are printed; null is null."""
    if found is None or due is None:
        return found is due
    return abs(Fraction(found) - Fraction(due)) <= PRINTED * Fraction(size or 1)
