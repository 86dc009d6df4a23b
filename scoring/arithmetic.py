"""The arithmetic of scores, written once over the algebra: indicators and dimensions.

Scores are counted in rounding units (with `round = { to = 0.01 }`, 9.92 points are 992 units), so that sums are exact
in either world. A score that is missing marks a node that does not count. The clauses are those of semantics.md,
"From facts to grade".
"""

from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING, Final, Generic, Literal, NamedTuple

from scoring.algebra import E
from scoring.sheet import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.algebra import Algebra, RoundingMode

__all__ = [
    "UNSCORED",
    "MissingPolicy",
    "NotApplicablePolicy",
    "Scored",
    "ScoredDimension",
    "ScoredIndicator",
    "ScoredRows",
    "Unit",
    "dimension",
    "indicator",
    "zeroed_share",
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

    `weight` is the points it can earn; `share` is score / weight; `certain` tells that it always counts.
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


class ScoredRows(NamedTuple, Generic[E]):
    """A scored indicator with a line for every row of a table; weights are in points, for each project its own.

    `weight` is what its lines bring together, `counting` what those that count bring; `units` is the sum of their
    scores, missing where none counts, `share` the weighted mean of their shares. `scored` and `applicable` are the
    weights of the lines of these statuses; `any_scored` and `any_unscored` tell whether there is one. `status` is
    scored if all lines are, else the first other one of error, invalid, missing and not applicable.
    """

    weight: E
    units: E
    share: E
    counting: E
    scored: E
    applicable: E
    any_scored: E
    any_unscored: E
    status: E
    certain: Literal[False] = False


#: A scored node of the tree whose weight is declared.
Scored = ScoredIndicator[E] | ScoredDimension[E]


def indicator(  # noqa: PLR0913 - what one line of the specification names
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
    zeroed: E | None = None,
) -> ScoredIndicator[E]:
    """Score an indicator: weight x share, rounded once (clause 1), or what its status makes of it.

    `share` is missing where the check or scale gave none; `applies` is None where the indicator always applies, and
    counts as true where it cannot be told; `failed` tells whether the check raised, None for never; `zeroed` whether
    a gate makes the share 0, None for never.
    """
    whole = unit.units(weight)
    share = algebra.let(f"{name}.share", share)
    status = algebra.let(f"{name}.status", algebra.status(applies, share, invalid, failed))
    award = not_applicable == "award"
    lost: Decimal | None = None if missing == "skip" else ZERO
    rounded = algebra.round_units(algebra.multiply(algebra.constant(whole), share), unit.mode)
    units = algebra.by_status(status, rounded, whole if award else None, lost)
    if award and whole != whole.to_integral_value():  # a part of full marks in a relative set
        full = algebra.round_units(algebra.constant(whole), unit.mode)
        units = algebra.where(algebra.among_status(status, [Status.NOT_APPLICABLE]), full, units)
    shown = algebra.by_status(status, share, ONE if award else None, lost)
    if zeroed is not None:
        units, shown = (zeroed_share(algebra, zeroed, each) for each in (units, shown))
    certain = missing != "skip" and (applies is None or award)
    return ScoredIndicator(
        weight=weight,
        units=algebra.let(f"{name}.units", units),
        share=shown,
        certain=certain,
        status=status,
    )


def zeroed_share(algebra: "Algebra[E]", zeroed: E, value: E) -> E:
    """Return 0 where a gate says so and the node counts."""
    return algebra.where(algebra.both(zeroed, algebra.present(value)), algebra.constant(ZERO), value)


def dimension(
    algebra: "Algebra[E]",
    name: str,
    weight: Decimal,
    children: "Sequence[Scored[E] | ScoredRows[E]]",
    unit: Unit,
    combined: E | None = None,
) -> ScoredDimension[E]:
    """Score a dimension by its children; the root makes the total (clause 5). None counting, it does not count.

    `combined` is the share that an aggregation made of the children's (clause 4); it is None for the sum of points
    that counting children earned (clause 3).
    """
    if combined is not None:
        return _by_share(algebra, name, weight, children, unit, combined)
    earned = algebra.let(f"{name}.earned", algebra.sum_present([child.units for child in children]))
    certain = any(child.certain for child in children)
    whole = algebra.constant(unit.units(weight))
    if all(child.certain for child in children):  # rows never are
        declared = [child.weight for child in children if isinstance(child.weight, Decimal)]
        units, counting = earned, algebra.constant(sum(declared, ZERO))
    else:
        offered = _total_weight(algebra, children)
        counting = algebra.let(f"{name}.counting", _counting_weight(algebra, children))
        rescaled = algebra.divide(algebra.multiply(offered, earned), counting)
        rounded = algebra.first([algebra.round_units(rescaled, unit.mode), algebra.constant(ZERO)])
        if any(not isinstance(child.weight, Decimal) for child in children):
            rounded = algebra.least([rounded, whole])  # rows may bring more weight than there is to earn
        score = algebra.where(algebra.present(earned), rounded, algebra.constant(None))
        units = algebra.let(f"{name}.units", score)
    share = algebra.divide(units, whole)
    return ScoredDimension(weight=weight, units=units, share=share, certain=certain, earned=earned, counting=counting)


def _by_share(
    algebra: "Algebra[E]",
    name: str,
    weight: Decimal,
    children: "Sequence[Scored[E] | ScoredRows[E]]",
    unit: Unit,
    combined: E,
) -> ScoredDimension[E]:
    """Score a dimension by its share: weight x share, rounded; the share itself stays exact."""
    counts = algebra.any_of([algebra.present(child.units) for child in children])
    zero, nothing = algebra.constant(ZERO), algebra.constant(None)
    held = algebra.clamp(algebra.first([combined, zero]), ZERO, ONE)
    share = algebra.let(f"{name}.share", algebra.where(counts, held, nothing))
    rounded = algebra.round_units(algebra.multiply(algebra.constant(unit.units(weight)), share), unit.mode)
    return ScoredDimension(
        weight=weight,
        units=algebra.let(f"{name}.units", rounded),
        share=share,
        certain=any(child.certain for child in children),
        earned=algebra.sum_present([child.units for child in children]),
        counting=_counting_weight(algebra, children),
    )


def _total_weight(algebra: "Algebra[E]", children: "Sequence[Scored[E] | ScoredRows[E]]") -> E:
    """Add up the points on offer: declared weights, and those that rows bring."""
    declared = sum((child.weight for child in children if isinstance(child.weight, Decimal)), ZERO)
    brought = [child.weight for child in children if not isinstance(child.weight, Decimal)]
    return reduce(algebra.add, brought, algebra.constant(declared))


def _counting_weight(algebra: "Algebra[E]", children: "Sequence[Scored[E] | ScoredRows[E]]") -> E:
    """Add up the weights of the children that count."""
    flags: list[tuple[E, Decimal]] = []
    brought: list[E] = []
    for child in children:
        if isinstance(child, ScoredRows):
            brought.append(child.counting)
        else:
            there = algebra.constant(value=True) if child.certain else algebra.present(child.units)
            flags.append((there, child.weight))
    return reduce(algebra.add, brought, algebra.weight_where(flags))
