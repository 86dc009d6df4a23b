"""Facts in columns: values of whatever type a frame has, read by the declared type of the fact (rules.md, "Facts").

A column of numbers, days or conditions is read as such; one of texts by their notation. What is there and is not what
the set declares is invalid and counts as missing.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from functools import reduce
from typing import Any, Final, NamedTuple

import narwhals as nw

from scoring.algebra import TOLERANCE
from scoring.columns import Source
from scoring.columns_notation import is_day, ordinal, text_of
from scoring.columns_numbers import MONEY
from scoring.columns_program import FACTS, MISSING, Column, leaf, literal, partly, strictly, together, twice
from scoring.columns_tolerance import constant_slack
from scoring.figures import plain_text
from scoring.notation import SERIAL_ZERO, SERIALS, TEN_THOUSANDTH

__all__ = ["YEARS", "Declared", "absent", "source"]

BOUND: Final = 1e30
#: The decimals of money.
DIGITS: Final = 4
#: The tolerance of a tie, and a little more.
NEAR: Final = 1.001e-9
#: The same in ten-thousandths.
TIE: Final = 1.001e-5
#: Where it is added to a float below 2^51, either way, no fraction is left.
NO_FRACTION: Final = 1.5 * 2.0**52
#: Amounts below this, either way, may have a fraction of a ten-thousandth; no float above it has room for one.
ROOMY: Final = 2.0e11
#: Digits for the four decimals of any bound.
LONG: Final = Context(prec=60)
#: Whole numbers that may be larger than any fact.
WIDE: Final = (nw.Int128, nw.UInt128)
#: The years that a day may have.
YEARS: Final = (1, 9999)
NUMERIC: Final = ("number", "integer", "percent", "money", "quantity")


class Declared(NamedTuple):
    """What a set declares of a fact or of a column: its type, unit and bounds."""

    type: str
    unit: str | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None


class _Read(NamedTuple):
    """A value (of what can be read), the condition that it can be, and whether it is a day; None where it always is."""

    value: Column
    usable: Column | None
    dated: Column


NEVER: Final = literal(value=False)


def absent(declared: Declared) -> Source:
    """Return a fact that no project brings."""
    return Source(MISSING, NEVER, literal(declared.type == "date"))


def source(name: str, dtype: Any, declared: Declared, table: str | None = None) -> Source:
    """Return a fact that lies in a column of a frame, of whatever type."""
    raw = leaf(name, table)
    found = _read(raw, dtype, declared)
    if found is None:  # a value of a type that this fact cannot have
        return Source(MISSING, strictly(lambda x: ~x.is_null(), raw), NEVER)
    value, usable, dated = found
    if declared.type == "integer" and usable is not None:
        usable = _both(usable, twice(lambda x: x == x.round(0), value))
    if declared.type not in ("boolean", "text", "level"):
        usable = _bounded(value, usable, dated, declared)
    if declared.type == "money":
        number = value
        value = _money(value, whole=dtype.is_integer(), unsigned=declared.minimum is not None and declared.minimum >= 0)
        if not dtype.is_numeric():
            value = replace(_roomy(value, number), unsigned=value.unsigned)
    if usable is not None:
        there = partly(lambda x, u: nw.when(u).then(x), value, usable, scale=value.scale, size=value.size, read=True)
        value = replace(there, unsigned=value.unsigned)
    invalid = NEVER if usable is None else strictly(lambda u: ~u, usable)
    return Source(value, invalid, dated)


def _read(raw: Column, dtype: Any, declared: Declared) -> _Read | None:
    """Read the values of a column of some type; None where this fact cannot have a value of that type."""
    kind = declared.type
    if dtype == nw.String or dtype in (nw.Categorical, nw.Enum):
        return _of_text(raw, declared)
    if kind == "boolean":
        return _Read(raw, None, NEVER) if dtype == nw.Boolean else None
    if dtype in (nw.Date, nw.Datetime) and kind in ("date", "quantity"):
        day = strictly(_ordinal_of, raw, size=7.0, read=True)
        known = twice(_has_year, raw)  # a database has days before the year 1, and an infinite one
        return _Read(replace(day, unsigned=True), known, literal(value=True))
    if kind in ("text", "level") or dtype == nw.Boolean or not dtype.is_numeric():
        return None
    number = _number(raw, dtype)
    if kind == "date":
        first, last = (float(each) for each in SERIALS)
        usable = strictly(lambda x: (x >= first) & (x <= last) & (x == x.round(0)), number)
        return _Read(strictly(lambda x: x + float(SERIAL_ZERO), number, read=True), usable, literal(value=True))
    bounded = None if dtype.is_integer() and dtype not in WIDE else strictly(lambda x: x.abs() < BOUND, number)
    return _Read(number, bounded, NEVER)


def _of_text(raw: Column, declared: Declared) -> _Read:
    unit = None if declared.unit is None else plain_text(declared.unit)
    read, usable = text_of(declared.type, unit)
    value = strictly(read, raw, size=FACTS, read=True)
    if declared.type in ("text", "level"):
        return _Read(raw, None, NEVER)
    sound = strictly(usable, raw)
    if declared.type in NUMERIC:
        sound = _both(sound, strictly(lambda x: x.abs() < BOUND, value))
    dated = literal(declared.type == "date")
    if declared.type == "quantity":
        dated = together(lambda x: is_day(x).fill_null(value=False), raw, by=())
    return _Read(value, sound, dated)


def _number(raw: Column, dtype: Any) -> Column:
    """Return numbers as floats; what has fewer digits by its shortest form, decimals by their digits."""
    if dtype == nw.Float64:
        return raw
    if dtype.is_integer():
        return strictly(lambda x: x.cast(nw.Float64), raw, read=True)
    return strictly(lambda x: x.cast(nw.String).cast(nw.Float64), raw, read=True)


def _ordinal_of(x: nw.Expr) -> nw.Expr:
    return ordinal(*(part.cast(nw.Float64) for part in (x.dt.year(), x.dt.month(), x.dt.day())))


def _has_year(x: nw.Expr) -> nw.Expr:
    year = x.dt.year()
    return nw.when(~x.is_null()).then(((year >= YEARS[0]) & (year <= YEARS[1])).fill_null(value=False))


def _both(a: Column, b: Column) -> Column:
    return strictly(lambda x, y: x & y, a, b)


def _bounded(value: Column, usable: Column | None, dated: Column, declared: Declared) -> Column | None:
    """Add the bounds of a fact, with the tolerance; days of a quantity have none."""
    least, most = declared.minimum, declared.maximum
    if declared.type == "percent" and most is None:
        most = Decimal(2)
    if declared.type == "quantity" and dated.value is True:
        return usable
    tests = [] if usable is None else [usable]
    if declared.type == "money":
        tests += _amounts_within(value, least, most)
        return reduce(_both, tests) if tests else None
    if least is not None:
        low = float(least) - constant_slack(value, size=abs(float(least)))
        tests.append(_unless(dated, strictly(lambda x: x >= low, value)))
    if most is not None:
        high = float(most) + constant_slack(value, size=abs(float(most)))
        tests.append(_unless(dated, strictly(lambda x: x <= high, value)))
    return reduce(_both, tests) if tests else None


def _amounts_within(value: Column, least: Decimal | None, most: Decimal | None) -> list[Column]:
    """Return the bounds of amounts, which hold for what these are rounded to."""
    tests = []
    if least is not None:
        first = (least - TOLERANCE).quantize(TEN_THOUSANDTH, ROUND_CEILING, LONG)
        low = float(first - TEN_THOUSANDTH / 2) + (-NEAR if first > 0 else NEAR)
        tests.append(strictly(lambda x: x >= low, value))
    if most is not None:
        last = (most + TOLERANCE).quantize(TEN_THOUSANDTH, ROUND_FLOOR, LONG)
        high = float(last + TEN_THOUSANDTH / 2) + (NEAR if last < 0 else -NEAR)
        tests.append(strictly(lambda x: x <= high, value))
    return tests


def _unless(dated: Column, within: Column) -> Column:
    return within if dated.constant else together(lambda d, w: d | w, dated, within)


def _money(value: Column, *, whole: bool, unsigned: bool) -> Column:
    """Count amounts in ten-thousandths, rounded half up: away from zero, and with the tolerance.

    In a few operations that are made in place, as every column of money costs them. An amount of a million and more,
    finer than the steps between its floats allow, may miss a tie by a ten-thousandth.
    """
    if whole:
        return strictly(lambda x: x * MONEY, value, scale=MONEY, size=value.size + DIGITS, read=True)

    def counted(x: nw.Expr) -> nw.Expr:
        return _nearest_whole(x * MONEY + TIE)

    def counted_either_way(x: nw.Expr, _: nw.Expr) -> nw.Expr:
        return _nearest_whole(x * MONEY + nw.when(x < 0).then(nw.lit(-TIE)).otherwise(nw.lit(TIE)))

    how, operands = (counted, (value,)) if unsigned else (counted_either_way, (value, value))
    return strictly(how, *operands, scale=MONEY, size=value.size + DIGITS, read=True, unsigned=unsigned)


def _roomy(counted: Column, amount: Column) -> Column:
    """Leave enormous amounts, which people write in texts, as they are: no float there has a fraction to be rounded."""

    def chosen(x: nw.Expr, c: nw.Expr, _: nw.Expr) -> nw.Expr:
        return nw.when(x.abs() < ROOMY).then(c).otherwise(x * MONEY)

    return strictly(chosen, amount, counted, amount, scale=MONEY, size=counted.size, read=True)


def _nearest_whole(x: nw.Expr) -> nw.Expr:
    """Return the whole number nearest to a float, of larger ones the even number: no float has room for a fraction."""
    return (x + NO_FRACTION) - NO_FRACTION
