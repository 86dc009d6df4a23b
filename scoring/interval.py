"""What can be known of a value without data: an interval of numbers, the ways a condition can end, a set of texts."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scoring.algebra import TOLERANCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from scoring.algebra import Comparison, Side, Value
    from scoring.quantity import Kind

__all__ = [
    "DAYS", "DOWN", "FAR", "FAR_BELOW", "Interval", "Options", "Reach", "Truth", "added", "anything", "compared",
    "constant", "deciding", "declared", "divided", "hull", "is_zero", "multiplied", "raised", "subtracted", "through",
]  # fmt: skip

ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
#: Beyond this every result is missing (`exact_row.CONTEXT` ends before): as good as infinite, and 0 times it is 0.
FAR: Final = Decimal("1E309")
FAR_BELOW: Final = Decimal("-1E309")  # written out: the context of whoever asks may not hold it
#: The digits of the exact algebra, rounded outwards; the exponents bear any operation on numbers up to `FAR`.
DOWN: Final = Context(prec=38, rounding=ROUND_FLOOR, Emin=-999_999, Emax=999_999, traps=[])
UP: Final = Context(prec=38, rounding=ROUND_CEILING, Emin=-999_999, Emax=999_999, traps=[])
#: Facts are smaller than this (`figures.LARGEST`).
LARGEST: Final = Decimal("1E30")
#: The days that a date can be.
DAYS: Final = (Decimal(1), Decimal(3_652_059))
TEN_THOUSANDTH: Final = Decimal("0.0001")
#: Where nothing is said, a percentage above this is invalid (rules.md, "Facts").
MOST_PERCENT: Final = Decimal(2)


class Interval(NamedTuple):
    """Numbers (or the ordinals of dates) from `least` to `most`, both included; beyond `FAR` means without end.

    `of` tells what was folded: ("sum" or "count", the expression of the rows), ("rows" or "holds", the table).
    """

    least: Decimal
    most: Decimal
    of: tuple[str, Any] | None = None


class Truth(NamedTuple):
    """A condition that can be true, that can be false; where it can be neither, it is missing for every project."""

    yes: bool
    no: bool


class Options(NamedTuple):
    """A text that is one of these; None stands for any text."""

    texts: frozenset[str] | None


#: What an expression can be worth; None where it is missing for every project.
Reach = Interval | Truth | Options | None


def anything(kind: Kind) -> Reach:
    """Return what a fact of a kind can be where its declaration says no more."""
    if kind == "boolean":
        return Truth(yes=True, no=True)
    if kind == "text":
        return Options(None)
    return Interval(*DAYS) if kind == "date" else Interval(-LARGEST, LARGEST)


def declared(type_: str, kind: Kind, minimum: Decimal | None, maximum: Decimal | None) -> Reach:
    """Return what a fact of a type can be between its bounds: as far beyond them as equality goes, where it can be.

    >>> declared("percent", "number", Decimal("0.5"), None)[:2]
    (Decimal('0.499999999'), Decimal('2.000000001'))
    >>> declared("integer", "number", Decimal("0.5"), None).least
    Decimal('1')
    """
    if kind not in ("number", "money"):
        return anything(kind)
    if type_ == "percent" and maximum is None:
        maximum = MOST_PERCENT
    least = -LARGEST if minimum is None else DOWN.subtract(minimum, TOLERANCE)
    most = LARGEST if maximum is None else UP.add(maximum, TOLERANCE)
    if type_ in ("integer", "money"):  # what is read is whole, or has four decimals
        grid = ONE if type_ == "integer" else TEN_THOUSANDTH
        least = least if minimum is None else _onto(grid, least, ROUND_CEILING)
        most = most if maximum is None else _onto(grid, most, ROUND_FLOOR)
    return Interval(least, most) if least <= most else None


def _onto(grid: Decimal, bound: Decimal, rounding: str) -> Decimal:
    return DOWN.multiply(DOWN.divide(bound, grid).to_integral_value(rounding), grid)


def constant(value: Value) -> Reach:
    """Return what a constant can be: itself."""
    if value is None:
        return None
    if isinstance(value, bool):
        return Truth(yes=value, no=not value)
    if isinstance(value, str):
        return Options(frozenset((value,)))
    return Interval(value, value)


def hull(reaches: Iterable[Reach]) -> Reach:
    """Return what holds each of these."""
    there = [each for each in reaches if each is not None]
    if not there:
        return None
    numbers = [each for each in there if isinstance(each, Interval)]
    if numbers:
        return Interval(min(each.least for each in numbers), max(each.most for each in numbers))
    conditions = [each for each in there if isinstance(each, Truth)]
    if conditions:
        return Truth(any(each.yes for each in conditions), any(each.no for each in conditions))
    texts = [each.texts for each in there if isinstance(each, Options)]
    known = [each for each in texts if each is not None]
    return Options(frozenset().union(*known) if len(known) == len(texts) else None)


def is_zero(a: Interval) -> bool:
    """Tell whether a number equals zero for every project."""
    return a.least >= -TOLERANCE and a.most <= TOLERANCE


def held(least: Decimal, most: Decimal) -> Interval:
    """Return an interval that ends at `FAR`."""
    return Interval(max(least, FAR_BELOW), min(most, FAR))


def added(a: Interval, b: Interval) -> Interval:
    """Return what a + b can be."""
    return held(DOWN.add(a.least, b.least), UP.add(a.most, b.most))


def subtracted(a: Interval, b: Interval) -> Interval:
    """Return what a - b can be."""
    return held(DOWN.subtract(a.least, b.most), UP.subtract(a.most, b.least))


def multiplied(a: Interval, b: Interval) -> Interval:
    """Return what a x b can be."""
    ends = [(x, y) for x in a[:2] for y in b[:2]]
    return held(min(DOWN.multiply(x, y) for x, y in ends), max(UP.multiply(x, y) for x, y in ends))


def _without_zero(a: Interval) -> list[tuple[Decimal, Decimal]]:
    """Return the parts of an interval that are not equal to zero."""
    below = [(a.least, min(a.most, -TOLERANCE))] if a.least < -TOLERANCE else []
    return below + ([(max(a.least, TOLERANCE), a.most)] if a.most > TOLERANCE else [])


def divided(a: Interval, b: Interval) -> Interval | None:
    """Return what a / b can be; nothing where b equals zero for every project."""
    if a.of is not None and b.of is not None and (shared := _part_of(a, b)) is not None:
        return shared
    ends = [(x, y) for part in _without_zero(b) for x in a[:2] for y in part]
    if not ends:
        return None
    return held(min(DOWN.divide(x, y) for x, y in ends), max(UP.divide(x, y) for x, y in ends))


def _part_of(a: Interval, b: Interval) -> Interval | None:
    """Return what a sum over the count of its rows can be (their mean), or rows that hold over all rows (a share)."""
    (how, what), (over, whole) = a.of or ("", None), b.of or ("", None)
    if (how, over) == ("sum", "count") and what is whole and isinstance(what, Interval):
        return Interval(what.least, what.most)
    return Interval(ZERO, ONE) if (how, over) == ("holds", "rows") and what == whole else None


def raised(a: Interval, exponent: Decimal) -> Interval | None:
    """Return what a to a constant power can be."""
    if exponent == 0:
        return Interval(ONE, ONE)
    parts = [a[:2]] if exponent > 0 else _without_zero(a)
    if exponent != exponent.to_integral_value():  # of a negative number there is no such power
        parts = [(max(least, ZERO), most) for least, most in parts if most >= 0]
    ends = [end for part in parts for end in part]
    if not ends:
        return None
    if exponent > 0 and a.least < 0 < a.most:
        ends.append(ZERO)
    least = min(DOWN.next_minus(DOWN.power(end, exponent)) for end in ends)
    most = max(UP.next_plus(UP.power(end, exponent)) for end in ends)
    if least < 0 and all(end >= 0 for end in ends):
        least = ZERO
    return held(least, most)


def through(rising: Callable[[Decimal], Decimal], a: Interval) -> Interval:
    """Return what a function that never falls can be, one unit in the last place wider at either end."""
    return held(DOWN.next_minus(rising(a.least)), UP.next_plus(rising(a.most)))


def compared(a: Reach, sign: Comparison, b: Reach) -> tuple[bool, bool]:
    """Tell whether a comparison can be true, and whether it can be false."""
    if a is None or b is None:
        return False, False
    if isinstance(a, Interval) and isinstance(b, Interval):
        gap = subtracted(a, b)
        if sign in ("==", "!="):
            yes = gap.least <= TOLERANCE and gap.most >= -TOLERANCE
            no = gap.least < -TOLERANCE or gap.most > TOLERANCE
            return (yes, no) if sign == "==" else (no, yes)
        if sign in ("<", ">="):
            below, not_below = gap.least < -TOLERANCE, gap.most >= -TOLERANCE
            return (below, not_below) if sign == "<" else (not_below, below)
        above, not_above = gap.most > TOLERANCE, gap.least <= TOLERANCE
        return (above, not_above) if sign == ">" else (not_above, above)
    if isinstance(a, Truth) and isinstance(b, Truth):
        yes, no = (a.yes and b.yes) or (a.no and b.no), (a.yes and b.no) or (a.no and b.yes)
    else:
        yes, no = _same_texts(a, b)
    return (yes, no) if sign in ("same", "==") else (no, yes)


def _same_texts(a: Any, b: Any) -> tuple[bool, bool]:
    if a.texts is None or b.texts is None:
        return True, True
    return not a.texts.isdisjoint(b.texts), len(a.texts | b.texts) > 1


def deciding(a: Interval, edges: Sequence[Decimal], side: Side) -> list[Decimal | None]:
    """Return the edges that can decide for a measure, the best first; None among them: a measure may reach none."""
    found: list[Decimal | None] = []
    for edge in sorted(edges, reverse=side == "at_least"):
        gaps = [DOWN.subtract(end, edge) for end in a[:2]]
        worst, best = gaps if side == "at_least" else (gaps[1].copy_negate(), gaps[0].copy_negate())
        if best < -2 * TOLERANCE:  # twice: what is beyond doubt for decimals is so for the floats of columns
            continue
        found.append(edge)
        if worst >= -TOLERANCE:
            return found
    return [*found, None]
