"""The column algebra's scores: rounding to units, statuses, sums of what counts, and points for those who read them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import narwhals as nw

from scoring.columns_conditions import ColumnConditions
from scoring.columns_folds import KEY
from scoring.columns_numbers import ColumnNumbers, floor, near_whole
from scoring.columns_program import Column, leaf, literal, strictly, together
from scoring.columns_tolerance import EPSILON, base
from scoring.sheet import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from scoring.algebra import RoundingMode, Value

__all__ = ["ColumnScores"]

K = TypeVar("K")
NONE: Final = Decimal(0)


class Flags(NamedTuple):
    """What a status is made of; none of these is ever missing."""

    outside: Column
    failed: Column
    there: Column
    invalid: Column


class ColumnScores(ColumnNumbers, ColumnConditions):
    """Builds expressions of scores, which are counted in rounding units of `to` points."""

    def __init__(self, to: Decimal) -> None:
        """Build for a set that rounds so."""
        super().__init__()
        self._to = to
        self._flags: dict[Column, Flags] = {}
        self._divisors: dict[str | None, Column] = {}

    def round_units(self, a: Column, mode: RoundingMode) -> Column:
        near, size = base(a), max(a.size, 0) + 1
        if mode == "half_up" and a.unsigned:
            inner, factor = a.factor or (a, 1.0)
            by, half = factor * (1 + EPSILON), 0.5 + near

            def nearest_units(x: nw.Expr) -> nw.Expr:
                return floor(x * by + half, size)

            def units(of: Column, *, scale: float | None = None) -> Column:
                found = strictly(nearest_units, of, scale=scale, size=size, read=True, unsigned=True)
                return self._with_points(found)

            found = units(inner, scale=1.0)
            return found if inner.filled is None or found.missing else replace(found, filled=units(inner.filled))

        def rounded(x: nw.Expr) -> nw.Expr:
            nearest = ROUNDINGS[mode](x.abs(), near, size)
            return nw.when(x < 0).then(-nearest).otherwise(nearest)

        return strictly(rounded, self.once(a), size=size, read=True, unsigned=a.unsigned)

    def status(self, applies: Column | None, share: Column, invalid: Column, failed: Column | None) -> Column:
        never = literal(value=False)
        flags = Flags(
            outside=never if applies is None else self.holds(self.negated(applies)),
            failed=never if failed is None else self.holds(failed),
            there=self.present(share),
            invalid=self.holds(invalid),
        )
        pairs = [
            (flags.outside, Status.NOT_APPLICABLE),
            (flags.failed, Status.ERROR),
            (flags.there, Status.SCORED),
            (flags.invalid, Status.INVALID),
        ]
        result: Column = literal(str(Status.MISSING))
        for condition, status in reversed(pairs):
            result = self.where(condition, literal(str(status)), result)
        found = replace(result)
        self._flags[found] = flags
        return found

    def by_status(self, status: Column, scored: Column, not_applicable: Value, otherwise: Value) -> Column:
        flags, lost = self._flags[status], literal(otherwise)
        earned = self._there_or(scored, flags.there, lost)
        earned = self.where(flags.failed, lost, earned)
        return self.where(flags.outside, literal(not_applicable), earned)

    def _there_or(self, scored: Column, there: Column, lost: Column) -> Column:
        """Return a number where a share is there, a constant elsewhere; the number is there where the share is."""
        if there.constant:
            return scored if there.value else lost
        if lost.missing:
            return scored
        if lost.value == NONE and scored.filled is not None:
            return scored.filled
        filled = float(lost.value or 0)
        unsigned = scored.unsigned and lost.unsigned
        return together(
            lambda x: x.fill_null(filled), scored, size=max(scored.size, lost.size), read=scored.read,
            unsigned=unsigned, by=(),
        )  # fmt: skip

    def sum_present(self, items: Sequence[Column]) -> Column:
        there = [each for each in items if not each.missing]
        if len(there) <= 1:
            return there[0] if there else literal(None)
        doubtful = {place for place, each in enumerate(there) if not each.certain}
        flag = self.any_of([self.present(each) for each in there])
        points = [each.points for each in there if each.points is not None]
        # full marks are a million units at most: what floats leave out of a sum is far from half of one
        parts = float(1 / self._to) if len(points) == len(there) else None
        size = max(each.size for each in there) + len(str(len(there)))

        def total(is_there: nw.Expr, *each: nw.Expr) -> nw.Expr:
            added = _balanced(
                [x.fill_null(0.0) if n in doubtful else x for n, x in enumerate(each)], lambda x, y: x + y
            )
            if parts is not None:
                added = floor(added * parts + 0.5, size)
            return added if len(doubtful) < len(there) else nw.when(is_there).then(added)

        found = together(
            total,
            flag,
            *(there if parts is None else points),
            size=size,
            read=all(each.read for each in there),
            unsigned=all(each.unsigned for each in there),
            by=() if len(doubtful) < len(there) else None,
        )
        return found if parts is None else self._with_points(found)

    def weight_where(self, items: Sequence[tuple[Column, Decimal]]) -> Column:
        weights: Counter[Decimal] = Counter()
        counted: dict[Decimal, list[Column]] = {}
        for flag, weight in items:
            if not flag.constant:
                counted.setdefault(weight, []).append(self.holds(flag))
            elif flag.value:
                weights[weight] += 1
        always = literal(sum((weight * times for weight, times in weights.items()), NONE))
        return reduce(self.add, [_weighed(flags, weight) for weight, flags in counted.items()], always)

    def among_status(self, status: Column, options: Collection[Status]) -> Column:
        flags = self._flags[status]
        result = literal(Status.MISSING in options)
        for flag, option in (
            (flags.invalid, Status.INVALID),
            (flags.there, Status.SCORED),
            (flags.failed, Status.ERROR),
            (flags.outside, Status.NOT_APPLICABLE),
        ):
            if option in options:
                result = self.either(flag, result)
            elif result.value is not False:
                result = self.both(self.negated(flag), result)
        return result

    def any_of(self, conditions: Sequence[Column]) -> Column:
        return _balanced([*conditions, literal(value=False)], self.either)

    def points(self, units: Column) -> Column:
        """Return a score in points, as near to its decimals as a float is."""
        if units.points is not None or self._to == 1:
            return units.points or units
        parts = 1 / self._to
        if parts == parts.to_integral_value():
            return strictly(lambda x, divisor: x / divisor, units, self._divisor(parts, units.table), read=True)
        places = max(0, -int(self._to.normalize().as_tuple().exponent))
        return strictly(lambda x: (x * float(self._to)).round(places), units, read=True)

    def _with_points(self, units: Column) -> Column:
        """Keep, beside a score in units, the points to be made of the same operands; it is not below 0."""
        return units if units.constant or self._to == 1 else replace(units, points=self.points(replace(units)))

    def _divisor(self, parts: Decimal, table: str | None) -> Column:
        """Return a column that has the same number in every row: by a constant, Polars would not divide exactly."""

        def same(key: nw.Expr) -> nw.Expr:
            return key.is_null().cast(nw.Float64) * 0.0 + float(parts)

        if table not in self._divisors:
            self._divisors[table] = together(same, leaf(KEY, table), by=())
        return self._divisors[table]


def _weighed(flags: Sequence[Column], weight: Decimal) -> Column:
    """Return how many conditions hold, times a weight."""

    def total(*each: nw.Expr) -> nw.Expr:
        return _balanced([x.cast(nw.Int16) for x in each], lambda x, y: x + y).cast(nw.Float64) * float(weight)

    return together(total, *flags, by=(), unsigned=weight >= 0)


def _balanced(items: Sequence[K], join: Callable[[K, K], K]) -> K:
    """Join pair by pair: what is made of many is not deep."""
    found = list(items)
    while len(found) > 1:
        found = [join(*found[n : n + 2]) if n + 1 < len(found) else found[n] for n in range(0, len(found), 2)]
    return found[0]


def _half_even(x: Any, near: float, size: float) -> Any:
    whole = floor(x, size)
    rest = x - whole - 0.5
    even = nw.when(whole % 2 == 0).then(whole).otherwise(whole + 1)
    return nw.when(rest.abs() <= x * EPSILON + near).then(even).when(rest > 0).then(whole + 1).otherwise(whole)


#: Rounding of a number that is not negative, in units; beside it the tolerance, and the size that it has at most.
ROUNDINGS: Final[Mapping[RoundingMode, Callable[[nw.Expr, float, float], nw.Expr]]] = {
    "half_up": lambda x, near, size: floor(x * (1 + EPSILON) + (0.5 + near), size),
    "half_even": _half_even,
    "away_from_zero": lambda x, near, size: near_whole(x, near, -floor(-x, size)),
    "toward_zero": lambda x, near, size: near_whole(x, near, floor(x, size)),
}
