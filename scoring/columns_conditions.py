"""The column algebra's conditions and choices: comparisons with the tolerance, three-valued logic, steps."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from scoring.columns_program import MISSING, Column, Program, cases, levelled, literal, partly, strictly, together
from scoring.columns_tolerance import base, by_size, constant_slack

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from scoring.algebra import Comparison, Side, Value

__all__ = ["ColumnConditions"]

NOTHING: Final = Decimal(0)
ONE: Final = Decimal(1)


class ColumnConditions(Program):
    """Builds expressions of conditions and choices."""

    def equal(self, a: Column, b: Column) -> Column:
        return self._by_gap(a, b, lambda gap, near: gap.abs() <= near)

    def less(self, a: Column, b: Column) -> Column:
        if a.value is not None or b.value is not None:
            return self._beside(a, b, lambda x, edge, near: x < edge - near, lambda x, edge, near: x > edge + near)
        return self._by_gap(b, a, lambda gap, near: gap > near)

    def at_most(self, a: Column, b: Column) -> Column:
        if a.value is not None or b.value is not None:
            return self._beside(a, b, lambda x, edge, near: x <= edge + near, lambda x, edge, near: x >= edge - near)
        return self._by_gap(a, b, lambda gap, near: gap <= near)

    def _beside(
        self,
        a: Column,
        b: Column,
        above: Callable[[nw.Expr, float, float], nw.Expr],
        below: Callable[[nw.Expr, float, float], nw.Expr],
    ) -> Column:
        """Compare a number with a constant, which is the second (`above`) or the first (`below`)."""
        test, x, constant = (above, a, b) if b.value is not None else (below, b, a)
        edge = float(constant.value or 0)
        near = constant_slack(a, b, size=abs(edge)) * x.scale
        edge *= x.scale
        return strictly(lambda x: test(x, edge, near), x, scale=1.0)

    def _by_gap(self, a: Column, b: Column, test: Callable[[nw.Expr, nw.Expr], nw.Expr]) -> Column:
        """Compare by the difference of two numbers and how far they may be apart."""
        edge = a.value if a.value is not None else b.value
        (a, b), scale = levelled(a, b)
        if edge is not None:
            near = constant_slack(a, b, size=abs(float(edge))) * scale
            return strictly(lambda x, y: test(x - y, nw.lit(near)), a, b, scale=1.0)
        x, y = self.counted_once(a), self.counted_once(b)
        return strictly(lambda x, y: test(x - y, by_size(x, y) + base(a, b) * scale), x, y, scale=1.0)

    def same(self, a: Column, b: Column) -> Column:
        return strictly(lambda x, y: x == y, a, b)

    def chain(self, items: Sequence[Column], comparisons: Sequence[Comparison]) -> Column:
        return reduce(self.both, map(self._compared, items, comparisons, items[1:]))

    def _compared(self, a: Column, comparison: Comparison, b: Column) -> Column:
        match comparison:
            case "<":
                return self.less(a, b)
            case ">":
                return self.less(b, a)
            case "<=":
                return self.at_most(a, b)
            case ">=":
                return self.at_most(b, a)
            case "==" | "!=":
                found = self.equal(a, b)
            case _:
                found = self.same(a, b)
        return self.negated(found) if comparison in ("!=", "other") else found

    def among(self, a: Column, options: Collection[str]) -> Column:
        return strictly(lambda x: nw.when(~x.is_null()).then(x.is_in(sorted(options))), self.once(a))

    def among_numbers(self, a: Column, options: Collection[Decimal]) -> Column:
        return reduce(self.either, (self.equal(a, literal(each)) for each in options), literal(value=False))

    def both(self, a: Column, b: Column) -> Column:
        return self._joined(a, b, settles=False)

    def either(self, a: Column, b: Column) -> Column:
        return self._joined(a, b, settles=True)

    def _joined(self, a: Column, b: Column, *, settles: bool) -> Column:
        """Join conditions by `or`, which true settles, or by `and`, which false does."""
        for one, other in ((a, b), (b, a)):
            if one.constant and one.value is not None:
                return literal(settles) if one.value is settles else other
        joined = together((lambda x, y: x | y) if settles else (lambda x, y: x & y), _flag(a), _flag(b))
        return replace(joined, by=()) if a.certain and b.certain else joined

    def negated(self, a: Column) -> Column:
        return literal(a.value is False) if a.value is not None else strictly(lambda x: ~x, a)

    def present(self, a: Column) -> Column:
        if a.constant or a.certain:
            return literal(not a.missing)
        found = [together(lambda x: ~x.is_null(), each, scale=1.0, by=(), light=True) for each in a.deciding]
        return reduce(self.both, found)

    def holds(self, a: Column) -> Column:
        if a.constant:
            return literal(a.value is True)
        return a if a.certain else together(lambda x: x.fill_null(value=False), a, by=(), light=True)

    # -- choices

    def where(self, condition: Column, a: Column, b: Column) -> Column:
        if condition.constant:
            return MISSING if condition.value is None else a if condition.value else b
        if a.missing and b.missing:
            return MISSING
        if (a.value, b.value) == (ONE, NOTHING) and not isinstance(a.value, bool):
            ones = strictly(lambda c: c.cast(nw.Float64), condition, size=0.0, read=True, unsigned=True)
            filled = together(_one_or_nothing, condition, size=0.0, read=True, unsigned=True, by=())
            return replace(ones, bounds=(0.0, 1.0), filled=filled)

        def chosen(c: nw.Expr, x: nw.Expr, y: nw.Expr) -> nw.Expr:
            return nw.when(c).then(x).otherwise(y) if condition.certain else nw.when(c).then(x).when(~c).then(y)

        certain = condition.certain and a.certain and b.certain
        (a, b), scale = levelled(a, b)
        return together(
            chosen,
            condition if condition.certain else self.once(condition),
            a,
            b,
            scale=scale,
            size=max(a.size, b.size),
            read=a.read and b.read,
            unsigned=a.unsigned and b.unsigned,
            by=() if certain else None,
        )

    def first(self, items: Sequence[Column]) -> Column:
        there = [each for each in items if not each.missing]
        if not there:
            return MISSING
        sure = next((place for place, each in enumerate(there, start=1) if each.certain), len(there))
        there = there[:sure]
        if len(there) == 1:
            return there[0]
        there, scale = levelled(*there)
        read, unsigned = (all(getattr(each, what) for each in there) for what in ("read", "unsigned"))
        by = () if there[-1].certain else None
        return together(nw.coalesce, *there, scale=scale, read=read, unsigned=unsigned, by=by)

    def lookup(self, text: Column, table: Mapping[str, Decimal]) -> Column:
        def found(x: nw.Expr) -> nw.Expr:
            return cases([(x == key, literal(value).build()) for key, value in table.items()], nw.lit(None))

        values = [literal(value) for value in table.values()]
        found_size = max(each.size for each in values)
        numbers = partly(found, self.once(text), size=found_size, read=True)
        return numbers if numbers.missing else replace(numbers, **_range(values))

    def step(self, a: Column, steps: Sequence[tuple[Decimal, Value]], side: Side, otherwise: Value) -> Column:
        best = sorted(steps, key=lambda each: each[0], reverse=side == "at_least")
        values = [literal(value) for value in (otherwise, *(value for _, value in steps))]

        def reached(x: nw.Expr) -> nw.Expr:
            found = []
            for edge, value in best:
                near = constant_slack(a, size=abs(float(edge)))
                holds = x >= float(edge) - near if side == "at_least" else x <= float(edge) + near
                found.append((holds, literal(value).build()))
            return cases(found, literal(otherwise).build())

        def reached_if_there(x: nw.Expr) -> nw.Expr:
            return reached(x) if otherwise is None or a.certain else nw.when(~x.is_null()).then(reached(x))

        how = strictly if all(each.value is not None for each in values) else partly
        size = max(each.size for each in values)
        made = how(reached_if_there, self.once(a), size=size, read=True)
        if made.missing:
            return made
        known = _range(values)
        if otherwise == 0:  # what is missing reaches no step
            filled = together(reached, a, size=size, read=True, unsigned=known["unsigned"], by=())
            return replace(made, **known, filled=filled)
        return replace(made, **known)


def _one_or_nothing(condition: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(nw.lit(1.0)).otherwise(nw.lit(0.0))


def _range(values: Sequence[Column]) -> dict[str, Any]:
    """Return what is known of a number that is one of these constants."""
    numbers = [float(each.value) for each in values if isinstance(each.value, Decimal)]
    bounds = (min(numbers), max(numbers)) if numbers else None
    return {"unsigned": all(each.unsigned for each in values), "bounds": bounds}


def _flag(condition: Column) -> Column:
    """Give a condition that is missing for every project the type of one."""
    if condition.missing:
        return replace(condition, build=lambda: nw.lit(None, nw.Boolean))
    return condition
