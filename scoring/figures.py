"""Figures: numbers as values have them and as people write them by hand."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from numbers import Number
from typing import Final

__all__ = [
    "LONGEST",
    "NUMBER",
    "bounded",
    "by_hand",
    "decimal_of",
    "exact_of",
    "is_odd_digit",
    "is_usable",
    "plain_text",
]

#: Numbers from 10 to this power on are none that a project has.
LARGEST: Final = 30
BOUND: Final = 10**30
LONGEST: Final = 60
#: Beyond this power of 10 a number is written with an exponent that no arithmetic here can bear.
FARTHEST: Final = 1000
NUMBER: Final = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)", re.ASCII)


def bounded(text: str) -> Decimal:
    """Read a number of a file exactly; one with an enormous exponent becomes one that is out of range all the same.

    >>> bounded("0.285"), bounded("-1e999999999"), bounded("1e-999999999")
    (Decimal('0.285'), Decimal('-1E+1000'), Decimal('1E-1000'))
    """
    number = Decimal(text)
    if not number.is_finite() or not number or abs(number.adjusted()) <= FARTHEST:
        return number
    return Decimal(1).scaleb(FARTHEST if number.adjusted() > 0 else -FARTHEST).copy_sign(number)


def plain_text(text: str) -> str:
    """Return a text in NFKC, without spaces around it; raised and circled digits stay what they are."""
    if not text.isascii() and any(map(is_odd_digit, text)):
        text = "".join(each if is_odd_digit(each) else unicodedata.normalize("NFKC", each) for each in text)
    else:
        text = unicodedata.normalize("NFKC", text)
    return text.strip().replace("−", "-")


def is_odd_digit(character: str) -> bool:
    """Tell a raised or circled digit, a fraction: NFKC would make 102 of 10²."""
    if not character.isnumeric() or character.isascii() or "０" <= character <= "９":
        return False
    return any(each.isascii() and each.isdigit() for each in unicodedata.normalize("NFKC", character))


def decimal_of(raw: object) -> Decimal | None:
    """Return a value that is a number already as a decimal (a float by its shortest form); None if it is none."""
    if isinstance(raw, bool) or not isinstance(raw, Number):
        return None
    if isinstance(raw, Decimal):
        return raw
    if isinstance(raw, int):
        return Decimal(raw)
    if isinstance(raw, Fraction):
        try:
            return Decimal(raw.numerator) / Decimal(raw.denominator)
        except ArithmeticError:
            return None
    if isinstance(raw, float):
        return Decimal(float.__repr__(raw))
    try:
        return Decimal(str(raw))  # numpy's single precision too by its shortest form
    except (TypeError, ValueError, ArithmeticError):
        return None


def is_usable(value: Decimal | None) -> bool:
    """Tell a number that a project may have."""
    # by its exponent: the absolute value of 1E+999 overflows the context in which projects are scored
    return value is not None and value.is_finite() and (not value or value.adjusted() < LARGEST)


def exact_of(raw: object) -> Decimal | None:
    """Return a usable number as a decimal, by the shortest way for the types that facts mostly have."""
    if type(raw) is float:
        return Decimal(repr(raw)) if -BOUND < raw < BOUND else None
    if type(raw) is int:
        return Decimal(raw) if -BOUND < raw < BOUND else None
    value = decimal_of(raw)
    return value if is_usable(value) else None


def by_hand(text: str) -> Decimal | None:
    """Return a number written by hand, None if it is none."""
    if len(text) > LONGEST or NUMBER.fullmatch(text) is None:
        return None
    return Decimal(text.replace(",", ""))
