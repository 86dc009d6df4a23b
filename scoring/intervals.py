"""The algebra of intervals: what an expression can be worth at all, given what a set declares of its facts.

No project is looked at. Every value that some project can have lies within what is returned; the reverse need not
hold: a fact that stands twice in a formula is taken for two. What is missing for every project is None.
"""

from __future__ import annotations

from decimal import Context, Decimal
from functools import reduce
from typing import TYPE_CHECKING, Final

from scoring.algebra import TOLERANCE
from scoring.interval import (
    FAR,
    FAR_BELOW,
    Interval,
    Options,
    Reach,
    Truth,
    added,
    compared,
    constant,
    deciding,
    divided,
    hull,
    multiplied,
    raised,
    subtracted,
    through,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from scoring.algebra import Comparison, Fold, Side, Value

__all__ = ["Intervals"]

ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
#: No table has more rows.
MANY: Final = Decimal("1E12")
#: As the exact algebra rounds, with exponents for all that intervals end at.
NEAREST: Final = Context(prec=38, Emin=-999_999, Emax=999_999, traps=[])
#: Beyond these, e to the power of a number is missing, or as good as 0.
HIGHEST: Final = Decimal(712)
LOWEST: Final = Decimal(-800)
EITHER: Final = Truth(yes=True, no=True)


class Intervals:
    """Reckons with what facts can be: `facts` by name, those of a table's rows by table and column.

    Implements the operations of formulas, checks, scales and aggregations (`Operations`).
    """

    def __init__(self, facts: Mapping[str | tuple[str, str], Reach]) -> None:
        """Reckon with these facts."""
        self.facts = facts

    # -- leaves

    def constant(self, value: Value) -> Reach:
        return constant(value)

    def fact(self, name: str) -> Reach:
        return self.facts[name]

    def column(self, table: str, name: str) -> Reach:
        return self.facts[table, name]

    def invalid(self, names: Collection[str], table: str | None = None) -> Reach:
        return EITHER

    def dated(self, name: str, table: str | None = None) -> Reach:
        return EITHER

    def lift(self, table: str, expression: Reach) -> Reach:
        return expression

    def fold(
        self,
        table: str,
        how: Fold,
        expression: Reach = None,
        *,
        money: bool = False,
        trim: Decimal = ZERO,
    ) -> Reach:
        if how == "rows":
            return Interval(ZERO, MANY, ("rows", table))
        if how == "holds":
            most = MANY if isinstance(expression, Truth) and expression.yes else ZERO
            return Interval(ZERO, most, ("holds", table))
        if how in ("count", "sum") and expression is None:
            return Interval(ZERO, ZERO)
        if how == "count":
            return Interval(ZERO, MANY, ("count", expression))
        if isinstance(expression, Truth):
            ends = Interval(ZERO if expression.no else ONE, ONE if expression.yes else ZERO)
            return ends if expression.yes or expression.no else None
        if isinstance(expression, Interval) and how == "sum":
            return Interval(
                ZERO if expression.least >= 0 else FAR_BELOW,
                ZERO if expression.most <= 0 else FAR,
                ("sum", expression),
            )
        return hull([expression])

    def let(self, name: str, expression: Reach, table: str | None = None) -> Reach:
        return expression

    # -- numbers

    def add(self, a: Reach, b: Reach) -> Reach:
        return added(a, b) if isinstance(a, Interval) and isinstance(b, Interval) else None

    def subtract(self, a: Reach, b: Reach) -> Reach:
        return subtracted(a, b) if isinstance(a, Interval) and isinstance(b, Interval) else None

    def multiply(self, a: Reach, b: Reach) -> Reach:
        return multiplied(a, b) if isinstance(a, Interval) and isinstance(b, Interval) else None

    def divide(self, a: Reach, b: Reach) -> Reach:
        return divided(a, b) if isinstance(a, Interval) and isinstance(b, Interval) else None

    def power(self, a: Reach, exponent: Decimal) -> Reach:
        return raised(a, exponent) if isinstance(a, Interval) else None

    def negate(self, a: Reach) -> Reach:
        return Interval(a.most.copy_negate(), a.least.copy_negate()) if isinstance(a, Interval) else None

    def absolute(self, a: Reach) -> Reach:
        if not isinstance(a, Interval):
            return None
        ends = a.least.copy_abs(), a.most.copy_abs()
        return Interval(ZERO if a.least < 0 < a.most else min(ends), max(ends))

    def floor(self, a: Reach) -> Reach:
        return Interval(_floor(a.least), _floor(a.most)) if isinstance(a, Interval) else None

    def ceil(self, a: Reach) -> Reach:
        return Interval(_ceil(a.least), _ceil(a.most)) if isinstance(a, Interval) else None

    def ln(self, a: Reach) -> Reach:
        return through(NEAREST.ln, above) if (above := _above_zero(a)) is not None else None

    def log10(self, a: Reach) -> Reach:
        return through(NEAREST.log10, above) if (above := _above_zero(a)) is not None else None

    def exp(self, a: Reach) -> Reach:
        return through(_exp, a) if isinstance(a, Interval) and a.least <= HIGHEST else None

    def sqrt(self, a: Reach) -> Reach:
        if not isinstance(a, Interval) or a.most < -TOLERANCE:
            return None
        root = through(NEAREST.sqrt, Interval(max(a.least, ZERO), max(a.most, ZERO)))
        return Interval(ZERO if a.least <= TOLERANCE else root.least, root.most)

    def least(self, items: Sequence[Reach]) -> Reach:
        there = [each for each in items if isinstance(each, Interval)]
        ends = Interval(min(x[0] for x in there), min(x[1] for x in there)) if there else None
        return ends if len(there) == len(items) else None

    def greatest(self, items: Sequence[Reach]) -> Reach:
        there = [each for each in items if isinstance(each, Interval)]
        ends = Interval(max(x[0] for x in there), max(x[1] for x in there)) if there else None
        return ends if len(there) == len(items) else None

    def least_there(self, items: Sequence[Reach]) -> Reach:
        return hull(items)

    def greatest_there(self, items: Sequence[Reach]) -> Reach:
        return hull(items)

    def median_there(self, items: Sequence[Reach]) -> Reach:
        return hull(items)

    def clamp(self, a: Reach, low: Decimal, high: Decimal) -> Reach:
        if not isinstance(a, Interval):
            return None
        return Interval(min(max(a.least, low), high), min(max(a.most, low), high))

    def money(self, a: Reach) -> Reach:
        return a

    # -- conditions

    def equal(self, a: Reach, b: Reach) -> Reach:
        return self.chain((a, b), ("==",))

    def less(self, a: Reach, b: Reach) -> Reach:
        return self.chain((a, b), ("<",))

    def at_most(self, a: Reach, b: Reach) -> Reach:
        return self.chain((a, b), ("<=",))

    def same(self, a: Reach, b: Reach) -> Reach:
        return self.chain((a, b), ("same",))

    def chain(self, items: Sequence[Reach], comparisons: Sequence[Comparison]) -> Reach:
        pairs = [compared(a, sign, b) for a, sign, b in zip(items, comparisons, items[1:], strict=False)]
        return Truth(all(yes for yes, _ in pairs), any(no for _, no in pairs))

    def among(self, a: Reach, options: Collection[str]) -> Reach:
        if not isinstance(a, Options):
            return None
        known = a.texts
        return EITHER if known is None else Truth(not known.isdisjoint(options), not known <= frozenset(options))

    def among_numbers(self, a: Reach, options: Collection[Decimal]) -> Reach:
        if not isinstance(a, Interval):
            return None
        told = [compared(a, "==", Interval(each, each)) for each in options]
        return Truth(any(yes for yes, _ in told), all(no for _, no in told))

    def both(self, a: Reach, b: Reach) -> Reach:
        x, y = _truth(a), _truth(b)
        return Truth(x.yes and y.yes, x.no or y.no)

    def either(self, a: Reach, b: Reach) -> Reach:
        x, y = _truth(a), _truth(b)
        return Truth(x.yes or y.yes, x.no and y.no)

    def negated(self, a: Reach) -> Reach:
        return Truth(a.no, a.yes) if isinstance(a, Truth) else None

    def present(self, a: Reach) -> Reach:
        return Truth(a is not None, no=True)

    def holds(self, a: Reach) -> Reach:
        return Truth(_truth(a).yes, no=True)

    # -- choices

    def where(self, condition: Reach, a: Reach, b: Reach) -> Reach:
        told = _truth(condition)
        return hull([*([a] if told.yes else ()), *([b] if told.no else ())])

    def first(self, items: Sequence[Reach]) -> Reach:
        return hull(items)

    def lookup(self, text: Reach, table: Mapping[str, Decimal]) -> Reach:
        if not isinstance(text, Options):
            return None
        known = table if text.texts is None else text.texts & table.keys()
        return hull(constant(table[each]) for each in known)

    def step(self, a: Reach, steps: Sequence[tuple[Decimal, Value]], side: Side, otherwise: Value) -> Reach:
        if not isinstance(a, Interval):
            return None
        decisive = deciding(a, [edge for edge, _ in steps], side)
        values = dict(steps)
        return hull(constant(otherwise if edge is None else values[edge]) for edge in decisive)

    # -- aggregations

    def sum_present(self, items: Sequence[Reach]) -> Reach:
        there = [Interval(min(x.least, ZERO), max(x.most, ZERO)) for x in items if isinstance(x, Interval)]
        return reduce(added, there) if there else None

    def weight_where(self, items: Sequence[tuple[Reach, Decimal]]) -> Reach:
        told = [(_truth(condition), weight) for condition, weight in items]
        certain = sum((weight for condition, weight in told if condition.yes and not condition.no), ZERO)
        return Interval(certain, sum((weight for condition, weight in told if condition.yes), ZERO))


def _truth(a: Reach) -> Truth:
    """Return how a condition can end; one that is missing for every project neither way."""
    return a if isinstance(a, Truth) else Truth(yes=False, no=False)


def _above_zero(a: Reach) -> Interval | None:
    if not isinstance(a, Interval) or a.most <= TOLERANCE:
        return None
    return Interval(max(a.least, TOLERANCE), a.most)


def _floor(x: Decimal) -> Decimal:
    return NEAREST.add(x, TOLERANCE).to_integral_value("ROUND_FLOOR")


def _ceil(x: Decimal) -> Decimal:
    return NEAREST.subtract(x, TOLERANCE).to_integral_value("ROUND_CEILING")


def _exp(x: Decimal) -> Decimal:
    return FAR if x > HIGHEST else ZERO if x < LOWEST else NEAREST.exp(x)
