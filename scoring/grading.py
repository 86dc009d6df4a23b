"""The end of the arithmetic, over the algebra: adjustments, total, gates, coverage, grade.

The clauses are 5 and 6 of semantics.md, "From facts to grade", with "Gates and adjustments" and "Facts that are not
there". Like scores, totals are counted in rounding units.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING, Final, Generic, NamedTuple

from scoring.algebra import E
from scoring.arithmetic import UNSCORED, MissingPolicy, ScoredDimension, ScoredIndicator, ScoredRows, Unit
from scoring.sheet import Status

if TYPE_CHECKING:
    from scoring.algebra import Algebra

__all__ = ["Fired", "Graded", "adjustment", "coverage", "grade", "total"]

ZERO: Final = Decimal(0)
#: An indicator, scored, and what missing data means for it.
Policed = tuple[ScoredIndicator[E] | ScoredRows[E], MissingPolicy]


class Fired(NamedTuple, Generic[E]):
    """What a gate does to the total and the grade where its condition holds: a cap (points), a grade, none at all."""

    holds: E
    cap: Decimal | None
    grade_at_most: str | None
    unrated: bool


class Graded(NamedTuple, Generic[E]):
    """The end of the arithmetic: total (units), grade (a label), coverage (0 to 1)."""

    total: E
    grade: E
    coverage: E


def adjustment(algebra: "Algebra[E]", points: E, at_least: Decimal | None, at_most: Decimal | None, unit: Unit) -> E:
    """Return the units that an adjustment adds: its points between its bounds, rounded; 0 where they are missing."""
    if at_least is not None:
        points = algebra.greatest([points, algebra.constant(at_least)])
    if at_most is not None:
        points = algebra.least([points, algebra.constant(at_most)])
    units = algebra.round_units(algebra.divide(points, algebra.constant(unit.to)), unit.mode)
    return algebra.first([units, algebra.constant(ZERO)])


def total(
    algebra: "Algebra[E]",
    root: ScoredDimension[E],
    indicators: Sequence[Policed[E]],
    adjustments: Sequence[E],
    gates: Sequence[Fired[E]],
    unit: Unit,
) -> E:
    """Return the total in units (clause 5): the root's score, adjusted, held between 0 and full marks, capped.

    There is none where no indicator is scored, or where one whose policy is `unrated` should have been and was not.
    """
    is_scored = [_has(algebra, each, [Status.SCORED]) for each, _ in indicators]
    withheld = [_has(algebra, each, UNSCORED) for each, policy in indicators if policy == "unrated"]
    rated = algebra.both(algebra.any_of(is_scored), algebra.negated(algebra.any_of(withheld)))
    points = root.units
    if adjustments:
        adjusted = reduce(algebra.add, adjustments, points)
        points = algebra.clamp(adjusted, ZERO, unit.units(root.weight))
    for gate in gates:
        if gate.cap is not None:
            capped = algebra.least([points, algebra.constant(unit.units(gate.cap))])
            points = algebra.where(gate.holds, capped, points)
    found: E = algebra.let("total", algebra.where(rated, points, algebra.constant(None)))
    return found


def _has(algebra: "Algebra[E]", scored: ScoredIndicator[E] | ScoredRows[E], options: Sequence[Status]) -> E:
    if isinstance(scored, ScoredIndicator):
        found: E = algebra.among_status(scored.status, options)
    else:
        found = scored.any_scored if options == [Status.SCORED] else scored.any_unscored
    return found


def coverage(algebra: "Algebra[E]", indicators: Sequence[Policed[E]]) -> E:
    """Return the weight of the scored indicators by that of the applicable ones; 0 where nothing is applicable."""
    plain = [each for each, _ in indicators if isinstance(each, ScoredIndicator)]
    rows = [each for each, _ in indicators if isinstance(each, ScoredRows)]

    def weight(options: Sequence[Status], brought: Sequence[E]) -> E:
        flags = [(algebra.among_status(each.status, options), each.weight) for each in plain]
        return reduce(algebra.add, brought, algebra.weight_where(flags))

    scored = weight([Status.SCORED], [each.scored for each in rows])
    applicable = weight([Status.SCORED, *UNSCORED], [each.applicable for each in rows])
    found: E = algebra.let("coverage", algebra.first([algebra.divide(scored, applicable), algebra.constant(ZERO)]))
    return found


def grade(
    algebra: "Algebra[E]",
    total_units: E,
    covered: E,
    gates: Sequence[Fired[E]],
    *,
    unit: Unit,
    grades: Sequence[tuple[Decimal, str]],
    minimum_coverage: Decimal | None,
) -> E:
    """Return the label of the best threshold that the total reaches, or the best one that the gates leave (clause 6).

    It is missing without a total, below the lowest threshold, below the minimum coverage, or where a gate says so.
    """
    points = algebra.multiply(total_units, algebra.constant(unit.to))
    limits = [gate for gate in gates if gate.grade_at_most is not None]
    label = _limited(algebra, points, limits, grades) if limits else algebra.step(points, grades, "at_least", None)
    nothing = algebra.constant(None)
    if minimum_coverage is not None:
        label = algebra.where(algebra.at_most(algebra.constant(minimum_coverage), covered), label, nothing)
    for gate in gates:
        if gate.unrated:
            label = algebra.where(gate.holds, nothing, label)
    return algebra.let("grade", label)


def _limited(algebra: "Algebra[E]", points: E, limits: Sequence[Fired[E]], grades: Sequence[tuple[Decimal, str]]) -> E:
    """Return the label of the grade reached, or of the worst that a gate allows."""
    upwards = sorted(grades)
    ranks = {label: Decimal(rank) for rank, (_, label) in enumerate(upwards)}
    rank = algebra.step(points, [(at_least, ranks[label]) for at_least, label in upwards], "at_least", None)
    for gate in limits:
        if gate.grade_at_most is not None:
            most = algebra.constant(ranks[gate.grade_at_most])
            rank = algebra.where(gate.holds, algebra.least([rank, most]), rank)
    return algebra.step(rank, [(each, label) for label, each in ranks.items()], "at_least", None)
