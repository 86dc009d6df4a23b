"""Rule cases: one project that was scored, as parts of rules look at it."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from scoring.errors import WHATEVER
from scoring.node import Node
from scoring.sheet import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scoring.binding import Bound, BoundIndicator
    from scoring.exact_row import Row
    from scoring.formula_text import FormulaText
    from scoring.sheet import DimensionLine, Line, ScoreSheet

__all__ = ["Case", "nodes_of"]

ZERO: Final = Decimal(0)
#: Where the row of a table has its place among the rows, from 0.
PLACE: Final = 2


class Case(NamedTuple):
    """One project that was scored: its sheet, its facts as they were read, and what evaluates formulas over them."""

    sheet: ScoreSheet
    row: Row
    formulas: FormulaText

    def lines(self, id_: str) -> list[Line]:
        """Return the lines of an indicator."""
        return [line for line in self.sheet.lines if line.id == id_]

    def applicable(self, id_: str) -> list[Line]:
        """Return the lines of an indicator that apply."""
        return [line for line in self.lines(id_) if line.status is not Status.NOT_APPLICABLE]

    def table(self, name: str) -> Sequence[Row]:
        """Return the rows of a table."""
        found: Sequence[Row] = self.row[self.formulas.layout.facts[name]]
        return found

    def holds(self, condition: Node, inside: BoundIndicator | None = None, lines: Sequence[Line] = ()) -> bool:
        """Tell whether a condition is true for the project; one of a table's rows, whether it is true for any.

        `inside` is the indicator that goes through the rows which the condition is about, `lines` are those lines of
        its whose rows are looked at.
        """
        table = inside.names.inside if inside is not None else None
        if condition.table not in (None, table):
            condition = Node("fold", "number", condition.start, condition.end, "count", (condition,))
        try:
            if inside is None or table is None:
                return bool(self.formulas.evaluate(condition, self.row))
            formulas, taken = self.formulas._replace(names=inside.names), {line.row for line in lines}
            return any(formulas.evaluate(condition, row) for row in self.table(table) if row[PLACE] in taken)
        except WHATEVER:  # a stranger's function: where it fails to be built, nothing is told
            return False


def nodes_of(sheet: ScoreSheet, bound: Bound) -> dict[tuple[str, str], Callable[[Row], Decimal | None]]:
    """Return what the conditions of gates may ask of the nodes of a sheet, as expressions of any row."""
    found: dict[tuple[str, str], Callable[[Row], Decimal | None]] = {}
    nodes: dict[str, list[DimensionLine | Line]] = {}
    for dimension in sheet.dimensions:
        nodes[dimension.id] = [dimension]
    for line in sheet.lines:
        nodes.setdefault(line.id, []).append(line)
    for id_, parts in nodes.items():
        counting = [each for each in parts if each.score is not None and each.share is not None]
        weight = sum((each.weight for each in counting), ZERO)
        share = counting[0].share if len(counting) == 1 else None
        if len(counting) > 1 and weight:
            share = sum((each.weight * (each.share or ZERO) for each in counting), ZERO) / weight
        score: Decimal | None = sum((each.score or ZERO for each in counting), ZERO) if counting else None
        if bound.rules.weights == "relative":
            score = None if share is None else bound.parts[id_] * share
        found["share", id_] = partial(_same, share)
        found["score", id_] = partial(_same, score)
    return found


def _same(value: Decimal | None, _: Row) -> Decimal | None:
    return value
