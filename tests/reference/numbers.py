"""Numbers: one tolerance for every decision, rounding with it, and the functions that have no exact value."""

from __future__ import annotations

import math
from decimal import Context, Decimal
from fractions import Fraction
from typing import Final

#: Two numbers that differ by at most this are equal, wherever a decision is taken.
TOLERANCE: Final = Fraction(1, 10**9)
#: The largest binary float: what is larger overflows in columns, and both worlds must agree.
LARGEST: Final = Fraction(1.7976931348623157e308)
HALF: Final = Fraction(1, 2)
_SIXTY_DIGITS: Final = Context(prec=60, Emin=-999_999, Emax=999_999)


def equal(left: Fraction, right: Fraction) -> bool:
    """Tell whether two numbers are equal."""
    return abs(left - right) <= TOLERANCE


def reaches(number: Fraction, threshold: Fraction) -> bool:
    """Tell whether a number is at least a threshold."""
    return number >= threshold - TOLERANCE


def within_range(number: Fraction) -> Fraction | None:
    """Return the number, or None where it overflows."""
    return number if abs(number) <= LARGEST else None


def snapped(number: Fraction) -> Fraction:
    """Return the whole number or the tie (a whole number and a half) that this number equals, else itself."""
    nearest = Fraction(math.floor(2 * number + HALF), 2)
    return nearest if equal(number, nearest) else number


def rounded(number: Fraction, to: Fraction, mode: str) -> Fraction:
    """Return the number as a multiple of `to`."""
    quotient = snapped(number / to)
    if mode == "half_even":
        return round(quotient) * to
    size = abs(quotient)
    whole = {
        "half_up": math.floor(size + HALF),
        "away_from_zero": math.ceil(size),
        "toward_zero": math.floor(size),
    }[mode]
    return (whole if quotient >= 0 else -whole) * to


def floor(number: Fraction) -> Fraction:
    """Return the largest whole number that is not above this one."""
    nearest = Fraction(round(number))
    return nearest if equal(number, nearest) else Fraction(math.floor(number))


def ceil(number: Fraction) -> Fraction:
    """Return the smallest whole number that is not below this one."""
    return -floor(-number)


def ln(number: Fraction) -> Fraction | None:
    """Return the natural logarithm, None of what is zero or less."""
    return Fraction(_SIXTY_DIGITS.ln(_decimal(number))) if number > TOLERANCE else None


def log10(number: Fraction) -> Fraction | None:
    """Return the decimal logarithm, None of what is zero or less."""
    return Fraction(_SIXTY_DIGITS.log10(_decimal(number))) if number > TOLERANCE else None


def sqrt(number: Fraction) -> Fraction | None:
    """Return the square root, 0 of what equals zero, None of what is less."""
    if equal(number, Fraction(0)):
        return Fraction(0)
    return Fraction(_SIXTY_DIGITS.sqrt(_decimal(number))) if number > 0 else None


def exp(number: Fraction) -> Fraction | None:
    """Return e to the power of a number, None where that overflows, 0 where it is below every float."""
    if abs(number) > 800:
        return None if number > 0 else Fraction(0)
    return within_range(Fraction(_SIXTY_DIGITS.exp(_decimal(number))))


def power(base: Fraction, exponent: Fraction) -> Fraction | None:
    """Return base ** exponent; None for a zero to a negative power, a root of a negative number, an overflow."""
    if exponent == 0:
        return Fraction(1)
    if exponent < 0 and equal(base, Fraction(0)):
        return None
    if base == 0:
        return Fraction(0)
    if exponent.denominator != 1 and base < 0:
        return None
    magnitude = _SIXTY_DIGITS.multiply(_SIXTY_DIGITS.ln(_decimal(abs(base))), _decimal(exponent))
    if abs(magnitude) > 800:
        return None if magnitude > 0 else Fraction(0)
    if exponent.denominator == 1:
        return within_range(base ** int(exponent))
    return Fraction(_SIXTY_DIGITS.exp(magnitude))


def _decimal(number: Fraction) -> Decimal:
    return _SIXTY_DIGITS.divide(Decimal(number.numerator), Decimal(number.denominator))
