"""The column algebra: dataframe expressions over the facts of many projects, through Narwhals.

A spike: it proves that the protocol of `scoring.algebra` fits columns, and is not public yet. An expression knows the
stage at which it can be evaluated: what `let` and `fold` name becomes a column, for the stages after. Numbers are
64-bit floats; the tolerance makes every decision the one that exact decimals take.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import narwhals as nw

from scoring.algebra import TOLERANCE, Comparison, Fold, RoundingMode, Side, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from decimal import Decimal

    from scoring.sheet import Status

__all__ = ["KEY", "Column", "Columns", "Folding"]

#: The column that numbers the projects, in their own frame and in every table's.
KEY: Final = "key:"
#: A little over the tolerance, so that decimals exactly that far apart are equal in binary too.
NEAR: Final = float(TOLERANCE) * (1 + 1e-6)
FOLDS: Final[Mapping[Fold, Callable[[nw.Expr], nw.Expr]]] = {
    "rows": lambda _: nw.len(),
    "count": lambda x: x.count(),
    "holds": lambda x: x.sum(),
    "fraction": lambda x: x.mean(),
    "sum": lambda x: x.sum(),
    "mean": lambda x: x.mean(),
    "median": lambda x: x.median(),
    "minimum": lambda x: x.min(),
    "maximum": lambda x: x.max(),
}


class Column(NamedTuple):
    """An expression, and the first stage at which all that it names is there."""

    expression: nw.Expr
    stage: int = 0


class Folding(NamedTuple):
    """One value to be made of the rows of a table: `cell` is evaluated in each row, then folded."""

    name: str
    table: str
    how: Fold
    cell: nw.Expr


@dataclass
class Columns:
    """Builds dataframe expressions; implements `Algebra`. The three maps say what to evaluate at each stage.

    `lifted` are columns of the projects that the rows of a table need, `foldings` what is made of those rows, and
    `named` what `let` has collected.
    """

    lifted: dict[int, list[tuple[str, str, nw.Expr]]] = field(default_factory=dict)
    foldings: dict[int, list[Folding]] = field(default_factory=dict)
    named: dict[int, list[tuple[str, nw.Expr]]] = field(default_factory=dict)
    count: int = 0

    def _fresh(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}:{self.count}"

    # -- leaves

    def constant(self, value: Value) -> Column:
        plain = value if isinstance(value, (bool, str)) or value is None else float(value)
        return Column(nw.lit(plain))

    def fact(self, name: str) -> Column:
        return Column(nw.col(f"fact:{name}"))

    def column(self, table: str, name: str) -> Column:
        return Column(nw.col(f"fact:{table}.{name}"))

    def invalid(self, names: Collection[str]) -> Column:
        return self.any_of([Column(nw.col(f"invalid:{name}")) for name in sorted(names)])

    def lift(self, table: str, expression: Column) -> Column:
        name = self._fresh("lifted")
        self.lifted.setdefault(expression.stage, []).append((table, name, expression.expression))
        return Column(nw.col(name), expression.stage)

    def fold(self, table: str, how: Fold, expression: Column | None = None) -> Column:
        name = self._fresh("fold")
        cell, stage = expression or Column(nw.lit(1.0))
        self.foldings.setdefault(stage, []).append(Folding(name, table, how, cell))
        there = nw.col(name)
        empty = how in ("rows", "count", "holds", "sum")
        return Column(there.fill_null(0.0) if empty else there, stage)

    def let(self, name: str, expression: Column) -> Column:
        self.named.setdefault(expression.stage, []).append((name, expression.expression))
        return Column(nw.col(name), expression.stage + 1)

    # -- numbers

    def add(self, a: Column, b: Column) -> Column:
        return _finite(_with(lambda x, y: x + y, a, b))

    def subtract(self, a: Column, b: Column) -> Column:
        return _finite(_with(lambda x, y: x - y, a, b))

    def multiply(self, a: Column, b: Column) -> Column:
        return _finite(_with(lambda x, y: x * y, a, b))

    def divide(self, a: Column, b: Column) -> Column:
        return _finite(_with(lambda x, y: x / nw.when(y.abs() > NEAR).then(y), a, b))

    def power(self, a: Column, exponent: Decimal) -> Column:
        if exponent == 0:
            return _with(lambda x: nw.when(~x.is_null()).then(nw.lit(1.0)), a)
        if exponent < 0:
            return _finite(_with(lambda x: nw.when(x.abs() > NEAR).then(x) ** float(exponent), a))
        return _finite(_with(lambda x: x ** float(exponent), a))

    def negate(self, a: Column) -> Column:
        return _with(lambda x: -x, a)

    def absolute(self, a: Column) -> Column:
        return _with(lambda x: x.abs(), a)

    def floor(self, a: Column) -> Column:
        return _with(lambda x: (x + NEAR).floor(), a)

    def ceil(self, a: Column) -> Column:
        return _with(lambda x: (x - NEAR).ceil(), a)

    def ln(self, a: Column) -> Column:
        return _with(lambda x: nw.when(x > NEAR).then(x).log(), a)

    def log10(self, a: Column) -> Column:
        return _with(lambda x: nw.when(x > NEAR).then(x).log(10), a)

    def exp(self, a: Column) -> Column:
        return _finite(_with(lambda x: x.exp(), a))

    def sqrt(self, a: Column) -> Column:
        def root(x: nw.Expr) -> nw.Expr:
            positive = nw.when(x > NEAR).then(x).sqrt()
            return nw.when(x.abs() <= NEAR).then(nw.lit(0.0)).otherwise(positive)

        return _with(root, a)

    def least(self, items: Sequence[Column]) -> Column:
        return self._extreme(items, nw.min_horizontal)

    def greatest(self, items: Sequence[Column]) -> Column:
        return self._extreme(items, nw.max_horizontal)

    def _extreme(self, items: Sequence[Column], of: Callable[..., nw.Expr]) -> Column:
        return _with(lambda *each: nw.when(_all([~x.is_null() for x in each])).then(of(*each)), *items)

    def clamp(self, a: Column, low: Decimal, high: Decimal) -> Column:
        return _with(lambda x: x.clip(float(low), float(high)), a)

    def money(self, a: Column) -> Column:
        return _with(lambda x: x.round(4), a)

    # -- conditions

    def equal(self, a: Column, b: Column) -> Column:
        return _with(lambda x, y: (x - y).abs() <= NEAR, a, b)

    def less(self, a: Column, b: Column) -> Column:
        return _with(lambda x, y: y - x > NEAR, a, b)

    def at_most(self, a: Column, b: Column) -> Column:
        return _with(lambda x, y: x - y <= NEAR, a, b)

    def same(self, a: Column, b: Column) -> Column:
        return _with(lambda x, y: x == y, a, b)

    def chain(self, items: Sequence[Column], comparisons: Sequence[Comparison]) -> Column:
        def compared(x: Column, comparison: Comparison, y: Column) -> Column:
            if comparison in ("==", "same"):
                return self.equal(x, y) if comparison == "==" else self.same(x, y)
            if comparison in ("!=", "other"):
                return self.negated(self.equal(x, y) if comparison == "!=" else self.same(x, y))
            left, right = (y, x) if comparison in (">", ">=") else (x, y)
            return self.less(left, right) if comparison in ("<", ">") else self.at_most(left, right)

        return reduce(self.both, map(compared, items, comparisons, items[1:]))

    def among_numbers(self, a: Column, options: Collection[Decimal]) -> Column:
        return reduce(self.either, [self.equal(a, self.constant(each)) for each in options])

    def among(self, a: Column, options: Collection[str]) -> Column:
        return _with(lambda x: nw.when(~x.is_null()).then(x.is_in(sorted(options))), a)

    def both(self, a: Column, b: Column) -> Column:
        return _with(lambda x, y: x & y, a, b)

    def either(self, a: Column, b: Column) -> Column:
        return _with(lambda x, y: x | y, a, b)

    def negated(self, a: Column) -> Column:
        return _with(lambda x: ~x, a)

    def present(self, a: Column) -> Column:
        return _with(lambda x: ~x.is_null(), a)

    def holds(self, a: Column) -> Column:
        return _with(_known, a)

    # -- choices

    def where(self, condition: Column, a: Column, b: Column) -> Column:
        return _with(lambda c, x, y: nw.when(_known(c)).then(x).when(_known(~c)).then(y), condition, a, b)

    def first(self, items: Sequence[Column]) -> Column:
        return _with(nw.coalesce, *items)

    def lookup(self, text: Column, table: Mapping[str, Decimal]) -> Column:
        def found(x: nw.Expr) -> nw.Expr:
            return _cases([(_known(x == key), nw.lit(float(value))) for key, value in table.items()], nw.lit(None))

        return _with(found, text)

    def step(self, a: Column, steps: Sequence[tuple[Decimal, Value]], side: Side, otherwise: Value) -> Column:
        best = sorted(steps, key=lambda each: each[0], reverse=side == "at_least")

        def reached(x: nw.Expr) -> nw.Expr:
            conditions = [(x >= float(e) - NEAR) if side == "at_least" else (x <= float(e) + NEAR) for e, _ in best]
            values = [self.constant(value).expression for _, value in best]
            found = _cases(list(zip(map(_known, conditions), values, strict=True)), self.constant(otherwise).expression)
            return nw.when(~x.is_null()).then(found)

        return _with(reached, a)

    # -- scoring

    def round_units(self, a: Column, mode: RoundingMode) -> Column:
        def rounded(x: nw.Expr) -> nw.Expr:
            nearest = ROUNDINGS[mode](x.abs())
            return nw.when(x < 0).then(-nearest).otherwise(nearest)

        return _with(rounded, a)

    def status(self, applies: Column | None, share: Column, invalid: Column, failed: Column | None) -> Column:
        always, never = Column(nw.lit(value=True)), Column(nw.lit(value=False))

        def found(a: nw.Expr, s: nw.Expr, i: nw.Expr, f: nw.Expr) -> nw.Expr:
            cases = [
                (_known(~a), nw.lit("not_applicable")),
                (_known(f), nw.lit("error")),
                (~s.is_null(), nw.lit("scored")),
                (_known(i), nw.lit("invalid")),
            ]
            return _cases(cases, nw.lit("missing"))

        return _with(found, applies or always, share, invalid, failed or never)

    def by_status(self, status: Column, scored: Column, not_applicable: Value, otherwise: Value) -> Column:
        def found(s: nw.Expr, x: nw.Expr) -> nw.Expr:
            cases = [(s == "scored", x), (s == "not_applicable", self.constant(not_applicable).expression)]
            return _cases(cases, self.constant(otherwise).expression)

        return _with(found, status, scored)

    def sum_present(self, items: Sequence[Column]) -> Column:
        return _with(lambda *each: nw.when(_any([~x.is_null() for x in each])).then(nw.sum_horizontal(*each)), *items)

    def weight_where(self, items: Sequence[tuple[Column, Decimal]]) -> Column:
        flags, weights = [flag for flag, _ in items], [float(weight) for _, weight in items]

        def total(*each: nw.Expr) -> nw.Expr:
            zero = nw.lit(0.0)
            parts = [nw.when(_known(x)).then(nw.lit(w)).otherwise(zero) for x, w in zip(each, weights, strict=True)]
            return reduce(lambda x, y: x + y, parts, zero)

        return _with(total, *flags)

    def among_status(self, status: Column, options: Collection[Status]) -> Column:
        return _with(lambda x: x.is_in([str(each) for each in options]), status)

    def any_of(self, conditions: Sequence[Column]) -> Column:
        return _with(lambda *each: _any(each), *conditions)


def _with(build: Callable[..., nw.Expr], *operands: Column) -> Column:
    """Build an expression of operands; it waits for the last of them."""
    expression = build(*(each.expression for each in operands))
    return Column(expression, max((each.stage for each in operands), default=0))


def _finite(a: Column) -> Column:
    """Make what no finite number expresses missing."""
    return _with(lambda x: nw.when(x.is_finite()).then(x), a)


def _known(condition: nw.Expr) -> nw.Expr:
    """Return whether a condition is true; a null is not."""
    return condition.fill_null(value=False)


def _all(conditions: Sequence[nw.Expr]) -> nw.Expr:
    return reduce(lambda x, y: x & y, conditions, nw.lit(value=True))


def _any(conditions: Sequence[nw.Expr]) -> nw.Expr:
    return reduce(lambda x, y: x | y, conditions, nw.lit(value=False))


def _cases(cases: Sequence[tuple[nw.Expr, nw.Expr]], otherwise: nw.Expr) -> nw.Expr:
    """Return the value of the first condition that is true (none of them null)."""
    return reduce(lambda rest, case: nw.when(case[0]).then(case[1]).otherwise(rest), reversed(cases), otherwise)


def _half_even(x: Any) -> Any:
    whole = x.floor()
    rest = x - whole - 0.5
    even = nw.when(whole % 2 == 0).then(whole).otherwise(whole + 1)
    return nw.when(rest.abs() <= NEAR).then(even).when(rest > 0).then(whole + 1).otherwise(whole)


#: Rounding of a number that is not negative, in units.
ROUNDINGS: Final[Mapping[RoundingMode, Callable[[nw.Expr], nw.Expr]]] = {
    "half_up": lambda x: (x + (0.5 + NEAR)).floor(),
    "half_even": _half_even,
    "away_from_zero": lambda x: (x - NEAR).ceil(),
    "toward_zero": lambda x: (x + NEAR).floor(),
}
