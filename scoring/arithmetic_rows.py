"""The arithmetic of an indicator with a line for every row of a table, over the algebra.

A row's line is scored as any line, by the row's own weight; the lines together stand for the indicator in its
dimension. An indicator without a single row has one line, missing, with the weight that its dimension has left
(semantics.md, "Facts that are not there").
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING, Final, Generic, NamedTuple

from scoring.algebra import E
from scoring.arithmetic import (
    UNSCORED,
    MissingPolicy,
    NotApplicablePolicy,
    ScoredRows,
    Unit,
    zeroed_share,
)
from scoring.sheet import Status

if TYPE_CHECKING:
    from scoring.algebra import Algebra

__all__ = ["EmptyLine", "RowLines", "empty_lines", "row_lines", "scored_rows"]

ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
#: The order in which statuses of rows stand for those of an indicator.
WORST_FIRST: Final = (Status.ERROR, Status.INVALID, Status.MISSING, Status.NOT_APPLICABLE)


class RowLines(NamedTuple, Generic[E]):
    """The lines of rows, each over the rows of its table: which are `taken`, their weight (points), units and share.

    `number` and `offered` are of the project: how many rows are taken, and what they weigh together.
    """

    table: str
    taken: E
    weight: E
    units: E
    share: E
    status: E
    number: E
    offered: E


class EmptyLine(NamedTuple, Generic[E]):
    """The line of an indicator without a row, over the project: whether it is there, its weight, units and share."""

    there: E
    weight: E
    units: E
    share: E
    status: E


def row_lines(  # noqa: PLR0913 - what one line of the specification names
    algebra: "Algebra[E]",
    name: str,
    table: str,
    *,
    taken: E,
    weight: E,
    unit: Unit,
    share: E,
    invalid: E,
    applies: E | None,
    failed: E | None,
    missing: MissingPolicy,
    not_applicable: NotApplicablePolicy,
    zeroed: E | None = None,
) -> RowLines[E]:
    """Score every row of a table that is taken; all operands are of its rows.

    A row whose weight is missing or negative weighs 0 and is invalid.
    """

    def let(part: str, expression: E) -> E:
        return algebra.let(f"{name}.{part}", expression, table)

    zero, nothing = algebra.constant(ZERO), algebra.constant(None)
    weight = let("cell", weight)
    weighs = let("weighs", algebra.holds(algebra.at_most(zero, weight)))
    weight = let("weight", algebra.where(weighs, algebra.greatest([weight, zero]), zero))
    share = let("share", algebra.where(weighs, share, nothing))
    wrong = algebra.either(invalid, algebra.negated(weighs))
    status = let("status", algebra.status(applies, share, wrong, failed))
    whole = algebra.divide(weight, algebra.constant(unit.to))
    rounded = algebra.round_units(algebra.multiply(whole, share), unit.mode)
    lost: Decimal | None = None if missing == "skip" else ZERO
    units = algebra.by_status(status, rounded, None, lost)
    shown = algebra.by_status(status, share, ONE if not_applicable == "award" else None, lost)
    if not_applicable == "award":
        awarded = algebra.among_status(status, [Status.NOT_APPLICABLE])
        units = algebra.where(awarded, algebra.round_units(whole, unit.mode), units)
    if zeroed is not None:
        units, shown = (zeroed_share(algebra, zeroed, each) for each in (units, shown))
    offered = algebra.fold(table, "sum", algebra.where(taken, weight, nothing))
    return RowLines(
        table=table,
        taken=taken,
        weight=weight,
        units=let("units", units),
        share=let("shown", shown),
        status=status,
        number=algebra.let(f"{name}.rows", algebra.fold(table, "holds", taken)),
        offered=algebra.let(f"{name}.offered", offered),
    )


def empty_lines(
    algebra: "Algebra[E]",
    name: str,
    *,
    weight: Decimal,
    declared: Decimal,
    rows: Sequence[RowLines[E]],
    statuses: Sequence[E],
    policies: Sequence[tuple[MissingPolicy, NotApplicablePolicy]],
    unit: Unit,
) -> list[EmptyLine[E]]:
    """Score the lines of a dimension's indicators that have no row: they share what the dimension has left, equally.

    `weight` is the dimension's, `declared` what its other children weigh together; `statuses` are those of the lines.
    """
    zero, nothing = algebra.constant(ZERO), algebra.constant(None)
    there = [algebra.let(f"{name}.empty", algebra.at_most(each.number, zero)) for each in rows]
    brought = reduce(algebra.add, [each.offered for each in rows], algebra.constant(declared))
    left = algebra.greatest([algebra.subtract(algebra.constant(weight), brought), zero])
    empty = algebra.weight_where([(each, ONE) for each in there])
    each_has = algebra.let(f"{name}.left", algebra.divide(left, empty))
    found = []
    for flag, status, (missing, not_applicable) in zip(there, statuses, policies, strict=True):
        own = algebra.where(flag, each_has, zero)
        full = algebra.round_units(algebra.divide(own, algebra.constant(unit.to)), unit.mode)
        applies = algebra.negated(algebra.among_status(status, [Status.NOT_APPLICABLE]))
        lost = nothing if missing == "skip" else zero
        award = not_applicable == "award"
        units = algebra.where(applies, lost, full if award else nothing)
        share = algebra.where(applies, lost, algebra.constant(ONE) if award else nothing)
        found.append(EmptyLine(flag, own, units, share, status))
    return found


def scored_rows(algebra: "Algebra[E]", name: str, rows: RowLines[E], empty: EmptyLine[E]) -> ScoredRows[E]:
    """Put the lines of an indicator together, as its dimension, the total and the coverage need them."""
    table, nothing = rows.table, algebra.constant(None)

    def weights(*options: Status) -> E:
        """Add up the weights of the rows of these statuses, or that of the line that stands for them."""
        chosen = algebra.both(rows.taken, algebra.among_status(rows.status, options))
        added = algebra.fold(table, "sum", algebra.where(chosen, rows.weight, nothing))
        alone = algebra.both(empty.there, algebra.among_status(empty.status, options))
        return algebra.add(added, algebra.where(alone, empty.weight, algebra.constant(ZERO)))

    def there(*options: Status) -> E:
        chosen = algebra.both(rows.taken, algebra.among_status(rows.status, options))
        alone = algebra.both(empty.there, algebra.among_status(empty.status, options))
        return algebra.either(algebra.less(algebra.constant(ZERO), algebra.fold(table, "holds", chosen)), alone)

    counts = algebra.both(rows.taken, algebra.present(rows.units))
    earned = algebra.fold(table, "sum", algebra.where(counts, rows.units, nothing))
    counted = algebra.fold(table, "holds", counts)
    some = algebra.less(algebra.constant(ZERO), counted)
    weighed = algebra.fold(table, "sum", algebra.where(counts, rows.weight, nothing))
    shares = algebra.fold(table, "sum", algebra.where(counts, algebra.multiply(rows.weight, rows.share), nothing))
    alone = algebra.where(algebra.present(empty.units), empty.weight, algebra.constant(ZERO))
    units = algebra.where(empty.there, empty.units, algebra.where(some, earned, nothing))
    share = algebra.where(empty.there, empty.share, algebra.divide(shares, weighed))
    return ScoredRows(
        weight=algebra.add(rows.offered, empty.weight),
        units=algebra.let(f"{name}.units", units),
        share=share,
        counting=algebra.where(empty.there, alone, weighed),
        scored=weights(Status.SCORED),
        applicable=weights(Status.SCORED, *UNSCORED),
        any_scored=there(Status.SCORED),
        any_unscored=there(*UNSCORED),
        status=reduce(
            lambda rest, each: algebra.where(there(each), algebra.constant(each), rest),
            reversed(WORST_FIRST),
            algebra.constant(Status.SCORED),
        ),
    )
