"""The exact algebra's numbers: arithmetic in decimals, missing where no finite number is."""

from __future__ import annotations

from decimal import Decimal, Overflow
from typing import TYPE_CHECKING, Any

from scoring.algebra import TOLERANCE
from scoring.exact_row import BELOW, ONE, UNREAL, ZERO, Constant, Expression, Row, folded, folded_items, settled

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ExactNumbers", "median", "total"]


class ExactNumbers:
    """Builds closures of numbers."""

    @folded
    def add(self, a: Expression, b: Expression) -> Expression:
        def run(row: Row) -> Decimal | None:
            if (x := a(row)) is None or (y := b(row)) is None:
                return None
            try:
                return x + y  # type: ignore[no-any-return]
            except Overflow:
                return None

        return run

    @folded
    def subtract(self, a: Expression, b: Expression) -> Expression:
        def run(row: Row) -> Decimal | None:
            if (x := a(row)) is None or (y := b(row)) is None:
                return None
            try:
                return x - y  # type: ignore[no-any-return]
            except Overflow:
                return None

        return run

    @folded
    def multiply(self, a: Expression, b: Expression) -> Expression:
        if type(a) is Constant and a.value is not None:
            return _scaled(a.value, b)  # type: ignore[arg-type]

        def run(row: Row) -> Decimal | None:
            if (x := a(row)) is None or (y := b(row)) is None:
                return None
            try:
                return x * y  # type: ignore[no-any-return]
            except Overflow:
                return None

        return run

    @folded
    def divide(self, a: Expression, b: Expression) -> Expression:
        def run(row: Row) -> Decimal | None:
            if (x := a(row)) is None or (y := b(row)) is None or BELOW <= y <= TOLERANCE:
                return None
            try:
                return x / y  # type: ignore[no-any-return]
            except Overflow:
                return None

        return run

    def power(self, a: Expression, exponent: Decimal) -> Expression:
        def run(row: Row) -> Decimal | None:
            if (x := a(row)) is None:
                return None
            if exponent == 0:
                return ONE
            if exponent < 0 and BELOW <= x <= TOLERANCE:
                return None
            try:
                return x**exponent  # type: ignore[no-any-return]
            except UNREAL:
                return None

        return settled(run, a)

    @folded
    def negate(self, a: Expression) -> Expression:
        return lambda row: None if (x := a(row)) is None else -x

    @folded
    def absolute(self, a: Expression) -> Expression:
        return lambda row: None if (x := a(row)) is None else abs(x)

    @folded
    def floor(self, a: Expression) -> Expression:
        return lambda row: None if (x := a(row)) is None else (x + TOLERANCE).to_integral_value("ROUND_FLOOR")

    @folded
    def ceil(self, a: Expression) -> Expression:
        return lambda row: None if (x := a(row)) is None else (x - TOLERANCE).to_integral_value("ROUND_CEILING")

    @folded
    def ln(self, a: Expression) -> Expression:
        return lambda row: None if (x := a(row)) is None or x <= TOLERANCE else x.ln()

    @folded
    def log10(self, a: Expression) -> Expression:
        return lambda row: None if (x := a(row)) is None or x <= TOLERANCE else x.log10()

    @folded
    def exp(self, a: Expression) -> Expression:
        def run(row: Row) -> Decimal | None:
            if (x := a(row)) is None:
                return None
            try:
                return x.exp()  # type: ignore[no-any-return]
            except Overflow:
                return None

        return run

    @folded
    def sqrt(self, a: Expression) -> Expression:
        def run(row: Row) -> Decimal | None:
            if (x := a(row)) is None or x < BELOW:
                return None
            return ZERO if x <= TOLERANCE else x.sqrt()

        return run

    @folded_items
    def least(self, items: Sequence[Expression]) -> Expression:
        return lambda row: min(values) if (values := _all_there(items, row)) else None

    @folded_items
    def greatest(self, items: Sequence[Expression]) -> Expression:
        return lambda row: max(values) if (values := _all_there(items, row)) else None

    @folded_items
    def least_there(self, items: Sequence[Expression]) -> Expression:
        return lambda row: min(_there(items, row), default=None)

    @folded_items
    def greatest_there(self, items: Sequence[Expression]) -> Expression:
        return lambda row: max(_there(items, row), default=None)

    @folded_items
    def median_there(self, items: Sequence[Expression]) -> Expression:
        return lambda row: median(_there(items, row))

    def clamp(self, a: Expression, low: Decimal, high: Decimal) -> Expression:
        def run(row: Row) -> Decimal | None:
            if (x := a(row)) is None:
                return None
            return low if x < low else min(x, high)

        return settled(run, a)

    def money(self, a: Expression) -> Expression:
        return a  # sums and differences of four decimals have four decimals


def total(values: list[Decimal]) -> Decimal | None:
    """Add up values; missing where no finite number is."""
    try:
        return sum(values, ZERO)
    except Overflow:
        return None


def median(values: list[Decimal]) -> Decimal | None:
    """Return the median, of two values in the middle their mean; missing for none."""
    if not values:
        return None
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    both = total(ordered[middle - 1 : middle + 1])
    return None if both is None else both / 2


def _there(items: Sequence[Expression], row: Row) -> list[Decimal]:
    return [x for each in items if (x := each(row)) is not None]


def _scaled(factor: Decimal, b: Expression) -> Expression:
    """Multiply by a constant: every weight does."""

    def run(row: Row) -> Decimal | None:
        if (y := b(row)) is None:
            return None
        try:
            return factor * y  # type: ignore[no-any-return]
        except Overflow:
            return None

    return run


def _all_there(items: Sequence[Expression], row: Row) -> list[Any] | None:
    """Evaluate all items; None as soon as one is missing."""
    values = []
    for each in items:
        if (x := each(row)) is None:
            return None
        values.append(x)
    return values
