"""The arithmetic of scores, written once over the algebra: indicator, dimension, total, coverage, grade.

Scores are counted in rounding units (with `round = { to = 0.01 }`, 9.92 points are 992 units), so that sums are exact
in either world. A score that is missing marks a node that does not count. The clauses are those of semantics.md,
"From facts to grade".
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Generic, Literal, NamedTuple

from scoring.algebra import E
from scoring.sheet import Status

if TYPE_CHECKING:
    from scoring.algebra import Algebra, RoundingMode

__all__ = [
    "Graded",
    "MissingPolicy",
    "NotApplicablePolicy",
    "Scored",
    "Unit",
    "dimension",
    "grade",
    "indicator",
]

MissingPolicy = Literal["zero", "skip", "unrated"]
NotApplicablePolicy = Literal["redistribute", "award"]
ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
#: The statuses of an indicator that should have been scored and was not.
UNSCORED: Final = (Status.MISSING, Status.INVALID, Status.ERROR)


class Unit(NamedTuple):
    """The set's rounding: to which unit (points), and how ties and rests go."""

    to: Decimal
    mode: "RoundingMode"

    def units(self, points: Decimal) -> Decimal:
        """Return points as a number of units."""
        return points / self.to


class ScoredIndicator(NamedTuple, Generic[E]):
    """A scored indicator: `units` is its score in rounding units, missing where it does not count.

    `weight` is its declared weight in points; `share` is score / weight; `certain` tells that it always counts.
    """

    weight: Decimal
    units: E
    share: E
    certain: bool
    status: E


class ScoredDimension(NamedTuple, Generic[E]):
    """A scored dimension, as an indicator; what its counting children `earned` (units), their weight (`counting`)."""

    weight: Decimal
    units: E
    share: E
    certain: bool
    earned: E
    counting: E


#: A scored node of the tree.
Scored = ScoredIndicator[E] | ScoredDimension[E]


def indicator(
    algebra: "Algebra[E]",
    name: str,
    *,
    weight: Decimal,
    unit: Unit,
    share: E,
    invalid: E,
    applies: E | None,
    failed: E | None,
    missing: MissingPolicy,
    not_applicable: NotApplicablePolicy,
) -> ScoredIndicator[E]:
    """Score an indicator: weight x share, rounded once (clause 1), or what its status makes of it.

    `share` is missing where the check or scale gave none; `applies` is None where the indicator always applies, and
    counts as true where it cannot be told; `failed` tells whether the check raised, None for never.
    """
    whole = unit.units(weight)
    share = algebra.let(f"{name}.share", share)
    status = algebra.let(f"{name}.status", algebra.status(applies, share, invalid, failed))
    award = not_applicable == "award"
    lost: Decimal | None = None if missing == "skip" else ZERO
    rounded = algebra.round_units(algebra.multiply(algebra.constant(whole), share), unit.mode)
    units = algebra.by_status(status, rounded, whole if award else None, lost)
    shown = algebra.by_status(status, share, ONE if award else None, lost)
    certain = missing != "skip" and (applies is None or award)
    return ScoredIndicator(
        weight=weight,
        units=algebra.let(f"{name}.units", units),
        share=shown,
        certain=certain,
        status=status,
    )


def dimension(
    algebra: "Algebra[E]", name: str, weight: Decimal, children: Sequence[Scored[E]], unit: Unit
) -> ScoredDimension[E]:
    """Score a dimension by the scores its counting children earned (clause 3); the root makes the total (clause 5).

    Where some children do not count: points on offer x earned / the counting children's weights, rounded. A dimension
    none of whose children counts does not count.
    """
    on_offer = sum((child.weight for child in children), ZERO)
    earned = algebra.let(f"{name}.earned", algebra.sum_present([child.units for child in children]))
    certain = any(child.certain for child in children)
    if all(child.certain for child in children):
        units, counting = earned, algebra.constant(on_offer)
    else:
        flags = [algebra.constant(value=True) if child.certain else algebra.present(child.units) for child in children]
        weights = [(flag, child.weight) for flag, child in zip(flags, children, strict=True)]
        counting = algebra.let(f"{name}.counting", algebra.weight_where(weights))
        offered = algebra.multiply(algebra.constant(on_offer), earned)
        rescaled = algebra.round_units(algebra.divide(offered, counting), unit.mode)
        nothing = algebra.constant(ZERO)
        score = algebra.where(algebra.present(earned), algebra.first([rescaled, nothing]), algebra.constant(None))
        units = algebra.let(f"{name}.units", score)
    share = algebra.divide(units, algebra.constant(unit.units(weight)))
    return ScoredDimension(weight=weight, units=units, share=share, certain=certain, earned=earned, counting=counting)


class Graded(NamedTuple, Generic[E]):
    """The end of the arithmetic: total (units), grade (a label), coverage (0 to 1)."""

    total: E
    grade: E
    coverage: E


def grade(
    algebra: "Algebra[E]",
    root: Scored[E],
    indicators: Sequence[tuple[ScoredIndicator[E], MissingPolicy]],
    *,
    unit: Unit,
    grades: Sequence[tuple[Decimal, str]],
    minimum_coverage: Decimal | None,
) -> Graded[E]:
    """Make total, coverage and grade (clauses 5 and 6, and "Facts that are not there").

    There is no total where no indicator is scored, or where one whose policy is `unrated` should have been and was
    not. There is no grade without a total, below the lowest threshold, or below the minimum coverage.
    """
    statuses = [(scored.status, scored.weight, policy) for scored, policy in indicators]
    is_scored = [(algebra.among_status(status, [Status.SCORED]), weight) for status, weight, _ in statuses]
    applicable = [(algebra.among_status(status, [Status.SCORED, *UNSCORED]), weight) for status, weight, _ in statuses]
    any_scored = algebra.any_of([flag for flag, _ in is_scored])
    withheld = algebra.any_of(
        [algebra.among_status(status, UNSCORED) for status, _, policy in statuses if policy == "unrated"]
    )
    covered = algebra.divide(algebra.weight_where(is_scored), algebra.weight_where(applicable))
    coverage = algebra.let("coverage", algebra.first([covered, algebra.constant(ZERO)]))
    nothing = algebra.constant(None)
    rated = algebra.both(any_scored, algebra.negated(withheld))
    total = algebra.let("total", algebra.where(rated, root.units, nothing))
    points = algebra.multiply(total, algebra.constant(unit.to))
    label = algebra.step(points, grades, "at_least", None)
    if minimum_coverage is not None:
        enough = algebra.at_most(algebra.constant(minimum_coverage), coverage)
        label = algebra.where(enough, label, nothing)
    return Graded(total=total, grade=algebra.let("grade", label), coverage=coverage)
