"""Rule reach: what no project can do to the rules of a set, by what the set declares of its facts.

Facts are taken for intervals (`reach`). What is told to be out of reach is so; what is not told may be all the same.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from scoring.algebra import TOLERANCE
from scoring.errors import WHATEVER
from scoring.formula import build
from scoring.interval import Interval, Options, Truth
from scoring.quantity import plain
from scoring.reach import facts_over_intervals, measure_of, parts_of, share_of
from scoring.scale_deduction import Deduction
from scoring.scales import SCALES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.binding import Bound, BoundIndicator
    from scoring.facts import Facts
    from scoring.formula import Formula
    from scoring.interval import Reach
    from scoring.node import Node
    from scoring.quantity import Names, Quantity
    from scoring.reach import Part
    from scoring.scale import ScalePart

__all__ = ["RuleReach"]

ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
#: Far below where results are missing.
LARGE: Final = Decimal("1E300")
EITHER: Final = Truth(yes=True, no=True)
#: An end of an interval that misses an edge by less than this part may owe it to the tolerance of the bounds of facts.
NEAR: Final = Decimal("0.00001")
#: Operations and functions that have a result wherever all their operands have one, unless that is beyond all bounds.
SURE: Final = (
    "+",
    "-",
    "*",
    "negate",
    "compare",
    "in",
    "and",
    "or",
    "not",
    "abs",
    "min",
    "max",
    "clip",
    "floor",
    "ceil",
)
#: Folds that have a result without a row too.
SURE_FOLDS: Final = ("count", "sum")


class RuleReach:
    """Tells what formulas and scales of a resolved set can be, before there is any project."""

    def __init__(self, bound: Bound) -> None:
        """Look at a set."""
        self.bound = bound
        self._facts: dict[str | None, Facts] = {}
        self._measured: dict[str, Quantity | None] = {}
        self._shares: dict[str, Interval | None] = {}
        self._formulas: dict[tuple[str, str | None], list[Part]] = {}

    def facts(self, names: Names) -> Facts:
        """Return the facts, and what gates ask of nodes, as far as they go; in the rows of a table, theirs first."""
        if names.inside not in self._facts:
            rules, parts = self.bound.rules, self.bound.parts
            nodes: dict[tuple[str, str], Reach] = {}
            for id_ in (*rules.dimensions, *rules.indicators):
                most = parts[id_] + rules.round.to if id_ in parts else LARGE  # rows bring any weight
                nodes["score", id_] = Interval(ZERO, most)
                nodes["share", id_] = Interval(ZERO, ONE)
            self._facts[names.inside] = facts_over_intervals(rules.facts, names, nodes)
        return self._facts[names.inside]

    def number(self, node: Node) -> Interval | None:
        """Return what a number of the project can be, None where that is not known or it is always missing."""
        try:
            reach = build(node, self.facts(self.bound.names)).expression
        except WHATEVER:  # a stranger's function
            return None
        return reach if isinstance(reach, Interval) else None

    def truth(self, condition: Node, names: Names) -> Truth:
        """Return how a condition can end."""
        try:
            reach = build(condition, self.facts(names)).expression
        except WHATEVER:  # a stranger's function
            return EITHER
        return reach if isinstance(reach, Truth) else EITHER

    def sure(self, node: Node, names: Names) -> bool:
        """Tell whether a formula has a result for every project, whatever facts are missing."""
        inner = [self.sure(part, names) for part in node.parts if part.operation != "table"]
        if node.operation in ("+", "-", "*") and not self.bounded(node, names):
            return False
        match node.operation:
            case "number" | "text" | "date":
                return True
            case "fold":
                return node.value in SURE_FOLDS
            case "if":
                return all(inner)
            case "call" if node.value == "coalesce":
                return any(inner)
            case "call":
                return node.value in SURE and all(inner)
            case _:
                return node.operation in SURE and all(inner)

    def bounded(self, node: Node, names: Names) -> bool:
        """Tell whether a number stays far from where results are missing because they are too large."""
        reach = build(node, self.facts(names)).expression
        return isinstance(reach, Interval) and reach.least > -LARGE and reach.most < LARGE

    def parts(self, each: BoundIndicator, parts: Sequence[ScalePart]) -> list[bool]:
        """Tell which parts of an indicator's scale its measure can fall into; all, where that is not known."""
        weight, scale, reach = each.weight, each.scale, self.measure(each)
        measures: list[Decimal | bool | str] | None = None
        if isinstance(reach, Interval):
            measures = list(_measures(reach, parts))
        elif isinstance(reach, Truth):
            measures = [answer for answer, can in ((True, reach.yes), (False, reach.no)) if can]
        elif isinstance(reach, Options) and reach.texts is not None:
            measures = [plain(text) for text in reach.texts]
        if scale is None or measures is None or type(scale) not in SCALES.values():
            return [True] * len(parts)  # where the parts of a stranger's scale begin and end, nobody knows
        if isinstance(weight, str):  # a row's own
            if isinstance(scale, Deduction):
                return [True] * len(parts)
            weight = ONE  # what a measure reaches on the other scales does not depend on it
        found = {scale.part(measure, weight) for measure in measures}
        return [part.id in found for part in parts]

    def formula(self, formula: Formula, names: Names) -> list[Part]:
        """Return every part of a formula, inner ones first, with what it can be; none where that is not known."""
        key = (formula.text, names.inside)
        if key not in self._formulas:
            try:
                self._formulas[key] = parts_of(formula.root, self.facts(names))
            except WHATEVER:  # a stranger's function
                self._formulas[key] = []
        return self._formulas[key]

    def measure(self, each: BoundIndicator) -> Reach:
        """Return what the measure of an indicator can be, None where that is not known."""
        measure = self.measured(each)
        return None if measure is None else measure.expression

    def measured(self, each: BoundIndicator) -> Quantity | None:
        """Return the measure of an indicator as far as it goes, None where that is not known."""
        if each.id not in self._measured:
            if each.formula is not None:
                parts = self.formula(each.formula, each.names)
                self._measured[each.id] = parts[-1].quantity if parts else None
            else:
                self._measured[each.id] = measure_of(each.check, self.facts(each.names))
        return self._measured[each.id]

    def share(self, each: BoundIndicator) -> Interval | None:
        """Return what the share of an indicator can be, within 0 and 1, None where that is not known."""
        if each.id not in self._shares:
            measure = self.measured(each)
            found = None if measure is None else share_of(each, measure, self.facts(each.names))
            self._shares[each.id] = found
        return self._shares[each.id]


def _measures(reach: Interval, parts: Sequence[ScalePart]) -> Iterator[Decimal]:
    """Go through measures of which each part that lies within an interval holds one, if parts begin where they say."""
    edges = [part.at for part in parts if isinstance(part.at, Decimal)]
    edges += [each for part in parts for each in part.values.values() if isinstance(each, Decimal)]
    least, most = (_onto(max(min(end, LARGE), -LARGE), edges) for end in reach[:2])
    within = sorted({least, most, *(edge for edge in edges if least <= edge <= most)})
    yield from within
    for low, high in pairwise(within):
        yield (low + high) / 2
    near = 2 * TOLERANCE
    yield from (edge + by for edge in within for by in (-near, near) if least <= edge + by <= most)


def _onto(end: Decimal, edges: Sequence[Decimal]) -> Decimal:
    """Return an end of an interval, or the edge beside it: between them lies but the tolerance of bounds."""
    return next((edge for edge in edges if abs(end - edge) <= NEAR * max(abs(edge), ONE)), end)
