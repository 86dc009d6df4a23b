"""The tolerance in columns: decisions of floats that are those of decimals.

A float is off its decimal by at most 2^-53 of its size, so a difference of exactly the tolerance may look larger. What
is compared is given that much more, by its size: decimals of up to 12 significant digits, as they are read, compare
as decimals at whatever size, money to the ten-thousandth up to 10^11.

What was calculated is off by more, by the size of what it was calculated from, which nobody knows any longer: it is
given `CALCULATED` beside. So differences of decimals below 1000 in size are decided rightly, and what is calculated
and misses the tolerance by less than that part (1.2 in 10,000 of it) is not told from what keeps it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scoring.algebra import TOLERANCE

if TYPE_CHECKING:
    import narwhals as nw

    from scoring.columns_program import Column

__all__ = ["CALCULATED", "base", "by_size", "constant_slack"]

NEAR: Final = float(TOLERANCE)
#: How much a calculated number may be off beside the rounding of its own size: the rounding of two numbers below 1024.
CALCULATED: Final = 2.0**-43
#: The part of its size by which a number may be off its decimal, and the difference of two be rounded.
EPSILON: Final = 2.0**-52


def base(*operands: Column) -> float:
    """Return the tolerance between numbers whatever their size: a little more for calculated ones."""
    return NEAR if all(each.read for each in operands) else NEAR + CALCULATED


def constant_slack(*operands: Column, size: float) -> float:
    """Return the tolerance between numbers that are about as large as a constant, if they are equal at all."""
    return base(*operands) + 2 * EPSILON * size


def by_size(x: nw.Expr, y: nw.Expr) -> nw.Expr:
    """Return what the size of two numbers adds to the tolerance between them."""
    return (x.abs() + y.abs()) * EPSILON
