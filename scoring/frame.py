"""Many projects at once, through the column algebra: a spike, not public yet, that reads facts row by row.

It proves that a plan assembled over columns gives the cents, grades and statuses of one project at a time.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw
import polars as pl

from scoring.checks import ObservedCheck
from scoring.columns import Columns
from scoring.columns_conditions import known
from scoring.columns_folds import EMPTY, KEY, folded
from scoring.columns_program import Column, Stage, together
from scoring.errors import RulesError, ScoringError
from scoring.exact_row import CONTEXT
from scoring.linter import lint
from scoring.notation import Day
from scoring.plan import Assembled, assemble
from scoring.plugins import registry
from scoring.reading import Reading, reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.indicators import IndicatorSet
    from scoring.quantity import Kind

__all__ = ["score_frame", "score_rows"]

Frame = nw.LazyFrame[Any]
#: The position of a row in its table.
ROW: Final = "row:"
#: Whether a line is there.
TAKEN: Final = "taken:"

TYPES: Final[Mapping[Kind, Any]] = {
    "number": pl.Float64,
    "money": pl.Float64,
    "date": pl.Float64,
    "boolean": pl.Boolean,
    "text": pl.String,
}


def score_frame(
    rules: IndicatorSet, projects: Sequence[Mapping[str, Any]], *, plugins: Sequence[Any] = ()
) -> pl.DataFrame:
    """Score projects in columns, a row each: `<id>.score`, `.status`, `.share`, dimensions, total, grade, coverage.

    Scores are in points, null where there is none; a gate's column tells whether it fired, and that of a finding of a
    check (`<id>.<code>`) whether it is reported; `<id>.measure` is what was observed. Raises `RulesError` for a
    set with mistakes and `ScoringError` for one with an observed check.
    """
    plan, frames = _evaluated(rules, projects, plugins)
    results = _results(plan, float(rules.round.to))
    shown = frames[None].sort(KEY).with_columns(*(each.expression.alias(name) for name, each in results.items()))
    found: pl.DataFrame = shown.select(*results).collect().to_native()
    return found


def score_rows(
    rules: IndicatorSet, projects: Sequence[Mapping[str, Any]], *, plugins: Sequence[Any] = ()
) -> pl.DataFrame:
    """Score the rows that indicators go through, a line each.

    The columns are `project`, `id`, `row` (null for the line that stands where there is none), `weight`, `score`,
    `status` and `share`.
    """
    plan, frames = _evaluated(rules, projects, plugins)
    lines = []
    for each in plan.indicators:
        if each.rows is None or each.empty is None:
            continue
        for table, filtered, made in (
            (each.rows.table, each.rows.taken, each.rows),
            (None, each.empty.there, each.empty),
        ):
            row = nw.col(ROW) if table is not None else nw.lit(None, nw.Int64)
            columns = {
                "project": nw.col(KEY),
                "id": nw.lit(each.bound.id),
                "row": row,
                "weight": made.weight.expression,
                "score": made.units.expression * float(rules.round.to),
                "status": made.status.expression,
                "share": made.share.expression,
            }
            taken = known(filtered.expression).alias(TAKEN)
            frame = frames[table].with_columns(taken).filter(nw.col(TAKEN))
            lines.append(frame.select(*(expression.alias(name) for name, expression in columns.items())))
    found: pl.DataFrame = nw.concat(lines).sort("project").collect().to_native()
    return found


def _evaluated(
    rules: IndicatorSet, projects: Sequence[Mapping[str, Any]], plugins: Sequence[Any]
) -> tuple[Assembled[Column], dict[str | None, Frame]]:
    """Assemble a set over columns and evaluate it: the plan, and the frames with all that has a name."""
    bound, diagnosis = lint(rules, registry(plugins), doubts=False)
    if bound is None:
        raise RulesError(diagnosis.errors)
    if any(isinstance(each.check, ObservedCheck) for each in bound.indicators):
        raise ScoringError("an observed check is asked project by project: it has no columns")
    algebra = Columns()
    with localcontext(CONTEXT):
        plan = assemble(bound, algebra)
        parent, tables = _frames(reading(bound, []), projects, bound.names.facts, bound.names.tables)
    frames: dict[str | None, Frame] = {None: nw.from_native(parent.lazy())}
    frames |= {name: nw.from_native(table.lazy()) for name, table in tables.items()}
    for _, stage in sorted(algebra.stages.items()):
        frames = _evaluated_stage(stage, frames)
    return plan, frames


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
        columns[f"dated:{name}"] = [type(each.row[slots[name]]) is Day for each in given]
        schema[f"dated:{name}"] = pl.Boolean
    every = [*facts, *tables, *(f"{table}.{column}" for table, inner in tables.items() for column in inner)]
    for name in every:
        columns[f"invalid:{name}"] = [name in each.invalid for each in given]
        schema[f"invalid:{name}"] = pl.Boolean
    children = {}
    for table, inner in tables.items():
        rows = [(key, row) for key, each in enumerate(given) for row in each.row[slots[table]]]
        cells: dict[str, Any] = {KEY: [key for key, _ in rows], ROW: [row[2] for _, row in rows]}
        kinds: dict[str, Any] = {KEY: pl.Int64, ROW: pl.Int64}
        for column, kind in inner.items():
            name = f"{table}.{column}"
            cells[f"fact:{name}"] = [_plain(row[places[table, column]]) for _, row in rows]
            cells[f"invalid:{name}"] = [name in row[1] for _, row in rows]
            cells[f"dated:{name}"] = [type(row[places[table, column]]) is Day for _, row in rows]
            kinds[f"dated:{name}"] = pl.Boolean
            kinds |= {f"fact:{name}": TYPES[kind], f"invalid:{name}": pl.Boolean}
        children[table] = pl.DataFrame(cells, kinds)
    return pl.DataFrame(columns, schema), children


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _results(plan: Assembled[Column], to: float) -> dict[str, Column]:
    """Return what is given back, in points."""
    units: dict[str, Column] = {f"{each.bound.id}.score": each.scored.units for each in plan.indicators}
    units |= {f"{id_}.score": each.units for id_, each in plan.dimensions.items()}
    units["total"] = plan.total
    found = {name: together(lambda x: x * to, each) for name, each in units.items()}
    for each in plan.indicators:
        found[f"{each.bound.id}.status"] = each.scored.status
        found[f"{each.bound.id}.share"] = each.scored.share
        if each.rows is None:
            found[f"{each.bound.id}.measure"] = each.measure
            conditions = each.findings.items()
            found |= {f"{each.bound.id}.{code}": together(known, condition) for code, condition in conditions}
    for adjustment in plan.adjustments:
        found[f"{adjustment.bound.id}.points"] = together(lambda x: x * to, adjustment.units)
    for gate in plan.gates:
        found[f"{gate.bound.id}.fired"] = together(known, gate.condition)
    return found | {"grade": plan.grade, "coverage": plan.coverage}


def _evaluated_stage(stage: Stage, frames: Mapping[str | None, Frame]) -> dict[str | None, Frame]:
    """Evaluate one stage from the frames as they stand at its start."""
    if stage.lifted or stage.foldings:  # what several frames need is not to be planned again in each
        frames = {name: frame.collect().lazy() for name, frame in frames.items()}
    after = dict(frames)
    for name, frame in frames.items():
        if named := [(each, expression) for of, each, expression in stage.named if of == name]:
            after[name] = frame.with_columns(*(expression.alias(each) for each, expression in named))
        if lifted := [(each, expression) for of, each, expression in stage.lifted if of == name]:
            brought = frames[None].select(KEY, *(expression.alias(each) for each, expression in lifted))
            after[name] = after[name].join(brought, on=KEY, how="left")
        if foldings := [each for each in stage.foldings if each.table == name]:
            after[None] = after[None].join(folded(foldings, frame), on=KEY, how="left")
            if empty := [nw.col(each.name).fill_null(0.0) for each in foldings if each.how in EMPTY]:
                after[None] = after[None].with_columns(*empty)
    return after
