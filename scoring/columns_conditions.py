"""The column algebra's conditions and choices: comparisons with the tolerance, three-valued logic, steps."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import narwhals as nw

from scoring.columns_program import MISSING, Column, Program, alike, cases, literal, strictly, together
from scoring.columns_tolerance import base, by_size, constant_slack

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from decimal import Decimal

    from scoring.algebra import Comparison, Side, Value

__all__ = ["ColumnConditions", "known"]


class ColumnConditions(Program):
    """Builds expressions of conditions and choices."""

    def equal(self, a: Column, b: Column) -> Column:
        return self._by_gap(a, b, lambda gap, near: gap.abs() <= near)

    def less(self, a: Column, b: Column) -> Column:
        return self._by_gap(b, a, lambda gap, near: gap > near)

    def at_most(self, a: Column, b: Column) -> Column:
        return self._by_gap(a, b, lambda gap, near: gap <= near)

    def _by_gap(self, a: Column, b: Column, test: Callable[[nw.Expr, nw.Expr], nw.Expr]) -> Column:
        """Compare by the difference of two numbers and how far they may be apart."""
        edge = a.value if a.value is not None else b.value
        if edge is not None:
            near = constant_slack(a, b, size=abs(float(edge)))
            return strictly(lambda x, y: test(x - y, nw.lit(near)), a, b)
        return strictly(lambda x, y: test(x - y, by_size(x, y) + base(a, b)), self.once(a), self.once(b))

    def same(self, a: Column, b: Column) -> Column:
        return strictly(lambda x, y: x == y, a, b)

    def chain(self, items: Sequence[Column], comparisons: Sequence[Comparison]) -> Column:
        items = [self.once(each) for each in items]
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
        a = self.once(a)
        return reduce(self.either, (self.equal(a, literal(each)) for each in options), literal(value=False))

    def both(self, a: Column, b: Column) -> Column:
        return together(lambda x, y: x & y, _flag(a), _flag(b))

    def either(self, a: Column, b: Column) -> Column:
        return together(lambda x, y: x | y, _flag(a), _flag(b))

    def negated(self, a: Column) -> Column:
        return strictly(lambda x: ~x, a)

    def present(self, a: Column) -> Column:
        return literal(a.value is not None) if a.constant else together(lambda x: ~x.is_null(), a)

    def holds(self, a: Column) -> Column:
        return literal(a.value is True) if a.constant else together(known, a)

    # -- choices

    def where(self, condition: Column, a: Column, b: Column) -> Column:
        if condition.constant:
            return MISSING if condition.value is None else a if condition.value else b

        def chosen(c: nw.Expr, x: nw.Expr, y: nw.Expr) -> nw.Expr:
            return nw.when(known(c)).then(x).when(known(~c)).then(y)

        return together(chosen, self.once(condition), a, b, size=max(a.size, b.size), read=a.read and b.read)

    def first(self, items: Sequence[Column]) -> Column:
        there = [each for each in items if not each.missing]
        return alike(nw.coalesce, *there) if there else MISSING

    def lookup(self, text: Column, table: Mapping[str, Decimal]) -> Column:
        def found(x: nw.Expr) -> nw.Expr:
            return cases([(known(x == key), literal(value).expression) for key, value in table.items()], nw.lit(None))

        return strictly(found, self.once(text), size=max(literal(value).size for value in table.values()), read=True)

    def step(self, a: Column, steps: Sequence[tuple[Decimal, Value]], side: Side, otherwise: Value) -> Column:
        best = sorted(steps, key=lambda each: each[0], reverse=side == "at_least")
        a = self.once(a)

        def reached(x: nw.Expr) -> nw.Expr:
            found = []
            for edge, value in best:
                near = constant_slack(a, size=abs(float(edge)))
                holds = x >= float(edge) - near if side == "at_least" else x <= float(edge) + near
                found.append((known(holds), literal(value).expression))
            return nw.when(~x.is_null()).then(cases(found, literal(otherwise).expression))

        size = max(literal(value).size for value in (otherwise, *(value for _, value in steps)))
        return strictly(reached, a, size=size, read=True)


def known(condition: nw.Expr) -> nw.Expr:
    """Return whether a condition is true; a null is not."""
    return condition.fill_null(value=False)


def _flag(condition: Column) -> Column:
    """Give a condition that is missing for every project the type of one."""
    if condition.missing:
        return Column(nw.lit(None, nw.Boolean), plain=True, constant=True)
    return condition
