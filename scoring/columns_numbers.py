"""The column algebra's numbers: arithmetic in 64-bit floats, null where no finite number is."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from math import e, log10
from statistics import median
from typing import TYPE_CHECKING, Final

import narwhals as nw

from scoring.columns_program import (
    LARGEST,
    MISSING,
    Column,
    Program,
    alike,
    levelled,
    literal,
    partly,
    strictly,
    together,
    worth,
)
from scoring.columns_tolerance import EPSILON, NEAR, base

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["MONEY", "ColumnNumbers", "near_whole"]

#: The magnitude of 2: the most that a sum is above its larger operand.
TWICE: Final = 0.302
#: The magnitude of what an operand that is not zero divides by, at least: one over the tolerance.
INVERSE: Final = 9.0
#: Whole numbers no larger than 10 to this have their place in 64 bits.
WHOLE: Final = 18.0
NOTHING: Final = Decimal(0)
ONE: Final = Decimal(1)
#: Money is counted in these parts of its unit.
MONEY: Final = 10_000.0
#: The largest exponent of e that is certain not to overflow.
EXPONENT: Final = 700.0


class ColumnNumbers(Program):
    """Builds expressions of numbers."""

    def add(self, a: Column, b: Column) -> Column:
        if NOTHING in (a.value, b.value):
            return a if b.value == NOTHING else b
        unsigned = a.unsigned and b.unsigned
        (a, b), scale = levelled(a, b)
        size = max(a.size, b.size) + TWICE
        return self.finite(strictly(lambda x, y: x + y, a, b, scale=scale, size=size, unsigned=unsigned))

    def subtract(self, a: Column, b: Column) -> Column:
        if b.value == NOTHING:
            return a
        (a, b), scale = levelled(a, b)
        return self.finite(strictly(lambda x, y: x - y, a, b, scale=scale, size=max(a.size, b.size) + TWICE))

    def multiply(self, a: Column, b: Column) -> Column:
        if ONE in (a.value, b.value):
            return a if b.value == ONE else b
        unsigned = a.unsigned and b.unsigned
        if not isinstance(a.value, Decimal):
            return self.finite(strictly(lambda x, y: x * y, a, b, size=a.size + b.size, unsigned=unsigned))
        by = literal(a.value / Decimal(b.scale))
        found = strictly(lambda x, y: x * y, by, b, scale=1.0, size=by.size + b.size, unsigned=unsigned)
        return self.finite(found if found.missing else replace(found, factor=(b, float(by.value or 0))))

    def divide(self, a: Column, b: Column) -> Column:
        if isinstance(b.value, Decimal):
            if abs(b.value) <= NEAR:
                return MISSING
            # Polars multiplies by the reciprocal in some rows and divides in others: here it is always the same
            reciprocal = literal(1 / (b.value * Decimal(a.scale)))
            unsigned = a.unsigned and reciprocal.unsigned
            size = a.size + reciprocal.size
            return self.finite(strictly(lambda x, y: x * y, a, reciprocal, scale=1.0, size=size, unsigned=unsigned))
        (a, b), scale = levelled(a, b)
        divisor = self._guarded(b, lambda x, near: x.abs() > near * scale)
        return self.finite(partly(lambda x, y: x / y, a, divisor, scale=1.0, size=a.size + INVERSE))

    def power(self, a: Column, exponent: Decimal) -> Column:
        whole = exponent == exponent.to_integral_value()
        if exponent == 0:
            return strictly(lambda x: nw.when(~x.is_null()).then(nw.lit(1.0)), self.once(a), size=0, read=True)
        if exponent < 0:
            a = self._guarded(worth(a), lambda x, near: (x.abs() if whole else x) > near)
        elif not whole:
            a = self._guarded(worth(a), lambda x, _: x >= 0)
        size = INVERSE * -float(exponent) if exponent < 0 else a.size * float(exponent)
        return self.finite(partly(lambda x: x ** float(exponent), a, size=size))

    def negate(self, a: Column) -> Column:
        return alike(lambda x: -x, a)

    def absolute(self, a: Column) -> Column:
        return a if a.unsigned else replace(alike(lambda x: x.abs(), a), unsigned=True)

    def floor(self, a: Column) -> Column:
        a = self.once(a)
        return strictly(lambda x: near_whole(x, base(a), floor(x)), a, size=max(a.size, 0) + TWICE, read=True)

    def ceil(self, a: Column) -> Column:
        a = self.once(a)
        return strictly(lambda x: near_whole(x, base(a), -floor(-x)), a, size=max(a.size, 0) + TWICE, read=True)

    def ln(self, a: Column) -> Column:
        positive = self._guarded(worth(a), lambda x, near: x > near)
        return strictly(lambda x: x.log(), positive, size=3.0)

    def log10(self, a: Column) -> Column:
        positive = self._guarded(worth(a), lambda x, near: x > near)
        return strictly(lambda x: x.log(10), positive, size=3.0)

    def exp(self, a: Column) -> Column:
        small = a.size < log10(EXPONENT)
        return self.finite(strictly(lambda x: x.exp(), a, size=10**a.size * log10(e) if small else LARGEST + 1))

    def sqrt(self, a: Column) -> Column:
        a = self.once(a)

        def root(x: nw.Expr) -> nw.Expr:
            positive = nw.when(x > base(a)).then(x).sqrt()
            return nw.when(x.abs() <= base(a)).then(nw.lit(0.0)).otherwise(positive)

        return partly(root, a, size=max(a.size / 2, 0))

    def least(self, items: Sequence[Column]) -> Column:
        return self._extreme(items, nw.min_horizontal)

    def greatest(self, items: Sequence[Column]) -> Column:
        return self._extreme(items, nw.max_horizontal)

    def _extreme(self, items: Sequence[Column], of: Callable[..., nw.Expr]) -> Column:
        def found(*each: nw.Expr) -> nw.Expr:
            missing = nw.any_horizontal(*(each[place].is_null() for place in doubtful), ignore_nulls=True)
            return nw.when(~missing).then(of(*each))

        if len(items) == 1:  # of which Spark has no least
            return items[0]
        items, scale = levelled(*items)
        read = all(each.read for each in items)
        doubtful = [place for place, each in enumerate(items) if not each.certain]
        if not doubtful:
            return strictly(of, *items, scale=scale, read=read)
        items = [each if each.certain else self.counted_once(each) for each in items]
        return strictly(found, *items, scale=scale, read=read)

    def least_there(self, items: Sequence[Column]) -> Column:
        return _picked(nw.min_horizontal, items)

    def greatest_there(self, items: Sequence[Column]) -> Column:
        return _picked(nw.max_horizontal, items)

    def median_there(self, items: Sequence[Column]) -> Column:
        known = [each.value for each in items if isinstance(each.value, Decimal)]
        if known and all(each.rootless for each in items):  # DuckDB would make a window of a list of constants
            return literal(median(known))
        return _picked(lambda *each: nw.list(*each).list.median(), items)

    def clamp(self, a: Column, low: Decimal, high: Decimal) -> Column:
        a, bounds = worth(a), (float(low), float(high))
        if a.missing or (a.bounds is not None and bounds[0] <= a.bounds[0] and a.bounds[1] <= bounds[1]):
            return a

        def held(x: nw.Expr) -> nw.Expr:
            below_high = nw.when(x > bounds[1]).then(nw.lit(bounds[1])).otherwise(x)  # much faster than `clip`
            return (
                below_high
                if a.unsigned and low <= 0
                else nw.when(x < bounds[0]).then(nw.lit(bounds[0])).otherwise(below_high)
            )

        def held_or_nothing(x: nw.Expr) -> nw.Expr:
            above = nw.when(x > 0).then(x).otherwise(nw.lit(0.0))
            return nw.when(x > bounds[1]).then(nw.lit(bounds[1])).otherwise(above)

        size = max(literal(low).size, literal(high).size)
        found = replace(alike(held, self.once(a)), size=size, unsigned=low >= 0, bounds=bounds)
        if low == 0:
            filled = together(held_or_nothing, a, size=size, read=a.read, unsigned=True, by=())
            found = replace(found, filled=filled)
        return found

    def money(self, a: Column) -> Column:
        return a if a.scale == MONEY else strictly(lambda x: x.round(4), a, read=True)

    def finite(self, a: Column) -> Column:
        """Make what no finite number expresses missing, where that can be at all."""
        if a.size <= LARGEST:
            return a
        return partly(lambda x: nw.when(x.is_finite()).then(x), self.counted_once(a), scale=a.scale, size=LARGEST)

    def _guarded(self, a: Column, holds: Callable[[nw.Expr, float], nw.Expr]) -> Column:
        """Make a number missing where a condition, of it and the tolerance, does not hold."""
        self.counted_once(a)
        return partly(lambda x: nw.when(holds(x, base(a))).then(x), a, scale=a.scale, size=a.size, read=a.read)


def _picked(of: Callable[..., nw.Expr], items: Sequence[Column]) -> Column:
    """Build an expression of the numbers that are there."""
    there = [each for each in items if not each.missing]
    if not there:
        return MISSING
    if len(there) == 1:
        return worth(there[0])
    found = together(of, *there, read=all(each.read for each in there))
    return replace(found, by=()) if any(each.certain for each in there) else found


def floor(x: nw.Expr, size: float = LARGEST) -> nw.Expr:
    """Return the whole number at or below a number that is no larger than 10 to the power of `size`.

    Spark's own is one of 64 bits, and stops a job where a number is too large for it.
    """
    if size <= WHOLE:
        return x.floor()
    nearest = x.round(0)
    return nw.when(nearest > x).then(nearest - 1).otherwise(nearest)


def near_whole(x: nw.Expr, near: float, otherwise: nw.Expr) -> nw.Expr:
    """Return the whole number that a number equals, something else where it equals none."""
    nearest = x.round(0)
    return nw.when((x - nearest).abs() <= nearest.abs() * EPSILON + near).then(nearest).otherwise(otherwise)
