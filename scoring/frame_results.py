"""What scoring many projects gives back: a row a project (`score_many`), or a row a line (`score_lines`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from scoring.columns_program import Column, leaf, literal, twice, worth
from scoring.columns_stages import staged
from scoring.columns_titles import titles
from scoring.frame import once_each, planned, scored, with_stages
from scoring.frame_lines import Lines, stacked
from scoring.frame_names import carried
from scoring.frame_observed import TYPES
from scoring.lines import printed
from scoring.messages import message
from scoring.row_titles import title_without_row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.binding import Bound
    from scoring.columns import Columns
    from scoring.frame import Frames
    from scoring.plan import Assembled
    from scoring.plan_indicators import AssembledIndicator

__all__ = ["lines_of", "many_of"]

#: Floats below this are whole numbers of 64 bits.
LARGEST_ROW: Final = 2.0**53
#: The columns of a line, with their types.
LINE: Final[Mapping[str, Any]] = {
    "id": nw.String,
    "row": nw.Int64,
    "title": nw.String,
    "weight": nw.Float64,
    "measure": nw.Float64,
    "share": nw.Float64,
    "score": nw.Float64,
    "status": nw.String,
}


def many_of(
    bound: Bound, frames: Frames, *, detail: bool = False, findings: bool = False, keep: Sequence[str] = ()
) -> Any:
    """Score frames, a row a project.

    `detail` adds measures and shares, `findings` which remarks of checks are made (`<id>.<code>`); columns of the
    projects to `keep` come back as they came.
    """
    algebra, plan = planned(bound, frames)
    results = _results(algebra, plan, detail=detail)
    if findings:
        for each in plan.indicators:
            if each.rows is None:
                results |= {
                    f"{each.bound.id}.{code}": (algebra.holds(condition), nw.Boolean)
                    for code, condition in each.findings.items()
                }
    return scored(frames, algebra, results, keep)


def _results(algebra: Columns, plan: Assembled[Column], *, detail: bool) -> dict[str, tuple[Column, Any]]:
    """Return the columns that are given back, with their types."""
    found: dict[str, tuple[Column, Any]] = {}
    for each in plan.indicators:
        id_ = each.bound.id
        found[f"{id_}.score"] = algebra.points(each.scored.units), nw.Float64
        found[f"{id_}.status"] = each.scored.status, nw.String
        if detail:
            if each.rows is None:
                found[f"{id_}.measure"] = worth(each.measure), TYPES.get(each.kind, nw.Float64)
            found[f"{id_}.share"] = each.scored.share, nw.Float64
    for id_, dimension in plan.dimensions.items():
        found[f"{id_}.score"] = algebra.points(dimension.units), nw.Float64
    found["total"] = algebra.points(plan.total), nw.Float64
    found["grade"] = plan.grade, nw.String
    found["coverage"] = plan.coverage, nw.Float64
    for gate in plan.gates:
        found[f"{gate.bound.id}.fired"] = algebra.holds(gate.condition), nw.Boolean
    for adjustment in plan.adjustments:
        found[f"{adjustment.bound.id}.points"] = algebra.points(adjustment.units), nw.Float64
    return found


def lines_of(bound: Bound, frames: Frames, lang: str | None = None) -> Any:
    """Score frames, a row a project and line: indicator by indicator, those of a table's rows and of what has none."""
    once_each([frames.key, *LINE], frames.lang)
    algebra, plan = planned(bound, frames)
    lang = lang or bound.rules.lang
    parts: list[tuple[str | None, Column, dict[str, Column]]] = []
    for each in plan.indicators:
        if each.rows is None or each.empty is None:
            parts.append((None, literal(value=True), _line(bound, algebra, each)))
        else:
            parts += _lines_of_rows(bound, algebra, each, frames, lang)
    parts = [each for each in parts if each[1].value is not False]
    wanted = [(table, column) for table, taken, line in parts for column in (taken, *line.values())]
    stages = staged(wanted, algebra.pinned)
    evaluated = with_stages(frames, stages.stages)
    lines = []
    for table, taken, line in parts:
        columns = {name: stages.wanted[table, column].cast(LINE[name]) for name, column in line.items()}
        lines.append(Lines(table, None if taken.constant else stages.wanted[table, taken], columns))
    return frames.given.back(stacked(frames, evaluated, lines))


def _line(bound: Bound, algebra: Columns, each: AssembledIndicator[Column]) -> dict[str, Column]:
    """Return the columns of the lines of an indicator of the project."""
    parts = bound.parts[each.bound.id]
    weight = parts if bound.rules.weights == "points" else printed(parts, bound.rules.unit)
    return {
        "id": literal(each.bound.id),
        "row": literal(None),
        "title": literal(each.bound.indicator.title),
        "weight": literal(weight),
        "measure": worth(each.measure) if each.kind != "text" else literal(None),
        "share": each.scored.share,
        "score": algebra.points(each.scored.units),
        "status": each.scored.status,
    }


def _lines_of_rows(
    bound: Bound, algebra: Columns, each: AssembledIndicator[Column], frames: Frames, lang: str
) -> list[tuple[str | None, Column, dict[str, Column]]]:
    """Return the columns of the lines of rows, and of the line that stands where there is none."""
    rows = each.rows
    assert rows is not None  # noqa: S101 - asked for indicators that go through a table
    label = bound.rules.label(rows.table)
    if label != rows.table:
        label = message("label-and-name", lang, label=label, name=rows.table)
    if rows.table not in frames.frames:
        return [_alone(algebra, each, label, lang)]
    dtype = frames.frames[rows.table].collect_schema().get(carried("row"))
    place = literal(None)
    if dtype is not None and dtype.is_numeric():
        place = leaf(carried("row"), rows.table)
        if not dtype.is_integer():  # pandas has no whole numbers beside empty cells
            place = twice(lambda x: nw.when(x == x.round(0), x.abs() < LARGEST_ROW).then(x), place)
    line = {
        "id": literal(each.bound.id),
        "row": place,
        "title": titles(algebra, each.bound, lang),
        "weight": worth(rows.weight),
        "measure": worth(each.measure) if each.kind != "text" else literal(None),
        "share": rows.share,
        "score": algebra.points(rows.units),
        "status": rows.status,
    }
    return [
        (rows.table, algebra.holds(rows.taken), line),
        _alone(algebra, each, label, lang),
    ]


def _alone(
    algebra: Columns, each: AssembledIndicator[Column], label: str, lang: str
) -> tuple[str | None, Column, dict[str, Column]]:
    """Return the columns of the line that stands where a table has no row for an indicator."""
    empty = each.empty
    assert empty is not None  # noqa: S101 - asked for indicators that go through a table
    line = {
        "id": literal(each.bound.id),
        "row": literal(None),
        "title": literal(title_without_row(each.bound, label, lang)),
        "weight": worth(empty.weight),
        "measure": literal(None),
        "share": empty.share,
        "score": algebra.points(empty.units),
        "status": empty.status,
    }
    return None, algebra.holds(empty.there), line
