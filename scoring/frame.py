"""Many projects at once, through the column algebra: a spike, not public yet, that reads facts row by row.

It proves that a plan assembled over columns gives the cents, grades and statuses of one project at a time.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw
import polars as pl

from scoring.columns import FOLDS, KEY, Column, Columns, Folding
from scoring.errors import RulesError, ScoringError
from scoring.exact_row import CONTEXT
from scoring.linter import lint
from scoring.plan import Assembled, assemble
from scoring.plugins import registry
from scoring.reading import Reading, reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.indicators import IndicatorSet
    from scoring.quantity import Kind

__all__ = ["score_frame"]

TYPES: Final[Mapping[Kind, Any]] = {
    "number": pl.Float64,
    "money": pl.Float64,
    "date": pl.Float64,
    "boolean": pl.Boolean,
    "text": pl.String,
}


def score_frame(rules: IndicatorSet, projects: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Score projects in columns, a row each: `<id>.score`, `.status` and `.share`, dimensions, total, grade, coverage.

    Scores are in points, null where there is none; a gate's column tells whether it fired. Raises `RulesError` for a
    set with mistakes and `ScoringError` for one with an observed check.
    """
    bound, diagnosis = lint(rules, registry())
    if bound is None:
        raise RulesError(diagnosis.errors)
    algebra = Columns()
    with localcontext(CONTEXT):
        plan = assemble(bound, algebra)
        if any(each.bound.formula is None and not hasattr(each.bound.check, "measure") for each in plan.indicators):
            raise ScoringError("an observed check is asked project by project: it has no columns")
        parent, tables = _frames(reading(bound, []), projects, bound.names.facts, bound.names.tables)
        results = _results(plan, float(rules.round.to))
    found: pl.DataFrame = _evaluated(algebra, nw.from_native(parent.lazy()), tables, results).to_native()
    return found


def _frames(
    read: Reading,
    projects: Sequence[Mapping[str, Any]],
    facts: Mapping[str, Kind],
    tables: Mapping[str, Mapping[str, Kind]],
) -> tuple[pl.DataFrame, dict[str, pl.DataFrame]]:
    """Read facts as one project's are read, into a frame of projects and one of each table's rows."""
    given = [read.read(project) for project in projects]
    slots, places = read.layout.facts, read.layout.columns
    columns: dict[str, Any] = {KEY: range(len(given))}
    schema: dict[str, Any] = {KEY: pl.Int64}
    for name, kind in facts.items():
        columns[f"fact:{name}"] = [_plain(each.row[slots[name]]) for each in given]
        schema[f"fact:{name}"] = TYPES[kind]
    every = [*facts, *tables, *(f"{table}.{column}" for table, inner in tables.items() for column in inner)]
    for name in every:
        columns[f"invalid:{name}"] = [name in each.invalid for each in given]
        schema[f"invalid:{name}"] = pl.Boolean
    children = {}
    for table, inner in tables.items():
        rows = [(key, row) for key, each in enumerate(given) for row in each.row[slots[table]]]
        cells = {f"fact:{table}.{c}": [_plain(row[places[table, c]]) for _, row in rows] for c in inner}
        kinds = {f"fact:{table}.{c}": TYPES[kind] for c, kind in inner.items()}
        children[table] = pl.DataFrame({KEY: [key for key, _ in rows], **cells}, {KEY: pl.Int64, **kinds})
    return pl.DataFrame(columns, schema), children


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _results(plan: Assembled[Column], to: float) -> dict[str, Column]:
    """Return what is given back, in points."""
    units: dict[str, Column] = {f"{each.bound.id}.score": each.scored.units for each in plan.indicators}
    units |= {f"{id_}.score": each.units for id_, each in plan.dimensions.items()}
    units["total"] = plan.total
    found = {name: Column(each.expression * to, each.stage) for name, each in units.items()}
    for each in plan.indicators:
        found[f"{each.bound.id}.status"] = each.scored.status
        found[f"{each.bound.id}.share"] = each.scored.share
    for gate in plan.gates:
        fired = gate.condition
        found[f"{gate.bound.id}.fired"] = Column(fired.expression.fill_null(value=False), fired.stage)
    return found | {"grade": plan.grade, "coverage": plan.coverage}


def _evaluated(
    algebra: Columns, frame: nw.LazyFrame[Any], tables: Mapping[str, pl.DataFrame], results: Mapping[str, Column]
) -> nw.DataFrame[Any]:
    """Evaluate stage after stage: first what the rows of tables give, then what has a name."""
    stages = [*algebra.foldings, *algebra.named, *(each.stage for each in results.values())]
    for stage in range(max(stages) + 1):
        foldings = algebra.foldings.get(stage, [])
        for table in dict.fromkeys(each.table for each in foldings):
            own = [each for each in foldings if each.table == table]
            lifted = [(name, expression) for to, name, expression in algebra.lifted.get(stage, []) if to == table]
            rows = nw.from_native(tables[table].lazy())
            frame = frame.join(_folded(own, lifted, frame, rows), on=KEY, how="left")
        named = algebra.named.get(stage, [])
        if named:
            frame = frame.with_columns(*(expression.alias(name) for name, expression in named))
    shown = frame.sort(KEY).select(*(each.expression.alias(name) for name, each in results.items()))
    return shown.collect()


def _folded(
    foldings: Sequence[Folding],
    lifted: Sequence[tuple[str, nw.Expr]],
    frame: nw.LazyFrame[Any],
    rows: nw.LazyFrame[Any],
) -> nw.LazyFrame[Any]:
    """Group the rows of a table once and make every value of them; `lifted` brings columns of the projects along."""
    if lifted:
        brought = frame.select(KEY, *(expression.alias(name) for name, expression in lifted))
        rows = rows.join(brought, on=KEY, how="left")
    cells = [
        (each.cell.cast(nw.Float64) if each.how in ("holds", "fraction", "rows") else each.cell).alias(each.name)
        for each in foldings
    ]
    aggregates = [FOLDS[each.how](nw.col(each.name)).cast(nw.Float64).alias(each.name) for each in foldings]
    return rows.with_columns(*cells).group_by(KEY).agg(*aggregates)
