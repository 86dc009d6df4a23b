"""The column algebra: dataframe expressions over the facts of many projects, through Narwhals.

A spike: it proves that the protocol of `scoring.algebra` fits columns, and is not public yet. Numbers are 64-bit
floats; the tolerance makes every decision the one that exact decimals take (`scoring.columns_tolerance`), and tables
of money are added up in whole ten-thousandths.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from scoring.columns_conditions import ColumnConditions, known
from scoring.columns_numbers import ColumnNumbers, near_whole
from scoring.columns_program import FACTS, Column, Folding, cases, literal, strictly, together
from scoring.columns_tolerance import EPSILON, base

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from scoring.algebra import Fold, RoundingMode, Value
    from scoring.sheet import Status

__all__ = ["Columns"]

#: The magnitude of the rows that a table may have.
ROWS: Final = 10.0
NONE: Final = Decimal(0)


class Columns(ColumnNumbers, ColumnConditions):
    """Builds dataframe expressions; implements `Algebra`."""

    # -- leaves

    def constant(self, value: Value) -> Column:
        return literal(value)

    def fact(self, name: str) -> Column:
        return Column(nw.col(f"fact:{name}"), size=FACTS, plain=True, read=True)

    def column(self, table: str, name: str) -> Column:
        return Column(nw.col(f"fact:{table}.{name}"), table=table, size=FACTS, plain=True, read=True)

    def invalid(self, names: Collection[str], table: str | None = None) -> Column:
        own = [name for name in names if table is not None and name.startswith(f"{table}.")]
        flags = [Column(nw.col(f"invalid:{name}"), plain=True) for name in sorted({*names} - {*own})]
        if table is not None and flags:
            flags = [self.lift(table, self.any_of(flags))]
        flags += [Column(nw.col(f"invalid:{name}"), table=table, plain=True) for name in sorted(own)]
        return self.any_of(flags)

    def dated(self, name: str, table: str | None = None) -> Column:
        return Column(nw.col(f"dated:{name}"), table=table, plain=True)

    def lift(self, table: str, expression: Column) -> Column:
        if expression.constant:
            return expression
        name = self.fresh("lifted")
        self.at(expression.stage).lifted.append((table, name, expression.expression))
        return replace(expression, expression=nw.col(name), stage=expression.stage + 1, table=table, plain=True)

    def fold(
        self,
        table: str,
        how: Fold,
        expression: Column | None = None,
        *,
        money: bool = False,
        trim: Decimal = NONE,
    ) -> Column:
        name = self.fresh("fold")
        cell = expression or literal(value=True)
        whole = money and how in ("sum", "mean", "trimmed")
        self.at(cell.stage).foldings.append(Folding(name, table, how, cell.expression, whole, float(trim)))
        counted = how in ("rows", "count", "holds")
        picked = how in ("minimum", "maximum") and cell.read
        folded = Column(
            nw.col(name),
            stage=cell.stage + 1,
            size=ROWS + (0.0 if counted else cell.size),
            plain=True,
            read=counted or picked or (whole and how == "sum"),
        )
        return self.finite(folded)

    def let(self, name: str, expression: Column, table: str | None = None) -> Column:
        if table is not None and not expression.plain:
            expression = replace(expression, table=table)  # what is made of constants alone belongs to no table yet
        return self.once(expression, name)

    # -- scoring

    def round_units(self, a: Column, mode: RoundingMode) -> Column:
        near = base(a)

        def rounded(x: nw.Expr) -> nw.Expr:
            nearest = ROUNDINGS[mode](x.abs(), near)
            return nw.when(x < 0).then(-nearest).otherwise(nearest)

        return strictly(rounded, self.once(a), size=max(a.size, 0) + 1, read=True)

    def status(self, applies: Column | None, share: Column, invalid: Column, failed: Column | None) -> Column:
        def found(a: nw.Expr, s: nw.Expr, i: nw.Expr, f: nw.Expr) -> nw.Expr:
            conditions = [
                (known(~a), nw.lit("not_applicable")),
                (known(f), nw.lit("error")),
                (~s.is_null(), nw.lit("scored")),
                (known(i), nw.lit("invalid")),
            ]
            return cases(conditions, nw.lit("missing"))

        always, never = literal(value=True), literal(value=False)
        return together(found, applies or always, share, invalid, failed or never)

    def by_status(self, status: Column, scored: Column, not_applicable: Value, otherwise: Value) -> Column:
        def found(s: nw.Expr, x: nw.Expr) -> nw.Expr:
            conditions = [(s == "scored", x), (s == "not_applicable", literal(not_applicable).expression)]
            return cases(conditions, literal(otherwise).expression)

        constants = (literal(not_applicable), literal(otherwise))
        size = max(scored.size, *(each.size for each in constants))
        return together(found, self.once(status), scored, size=size, read=scored.read)

    def sum_present(self, items: Sequence[Column]) -> Column:
        def total(*each: nw.Expr) -> nw.Expr:
            return nw.when(_any([~x.is_null() for x in each])).then(nw.sum_horizontal(*each))

        size = max(each.size for each in items) + len(str(len(items)))
        return together(total, *(self.once(each) for each in items), size=size, read=all(each.read for each in items))

    def weight_where(self, items: Sequence[tuple[Column, Decimal]]) -> Column:
        weights = [float(weight) for _, weight in items]

        def total(*each: nw.Expr) -> nw.Expr:
            zero = nw.lit(0.0)
            parts = [nw.when(known(x)).then(nw.lit(w)).otherwise(zero) for x, w in zip(each, weights, strict=True)]
            return reduce(lambda x, y: x + y, parts, zero)

        return together(total, *(flag for flag, _ in items))

    def among_status(self, status: Column, options: Collection[Status]) -> Column:
        return together(lambda x: x.is_in([str(each) for each in options]), status)

    def any_of(self, conditions: Sequence[Column]) -> Column:
        return together(lambda *each: _any(each), *conditions)


def _any(conditions: Sequence[nw.Expr]) -> nw.Expr:
    return reduce(lambda x, y: x | y, conditions, nw.lit(value=False))


def _half_even(x: Any, near: float) -> Any:
    whole = x.floor()
    rest = x - whole - 0.5
    even = nw.when(whole % 2 == 0).then(whole).otherwise(whole + 1)
    return nw.when(rest.abs() <= x * EPSILON + near).then(even).when(rest > 0).then(whole + 1).otherwise(whole)


#: Rounding of a number that is not negative, in units; the second operand is the tolerance.
ROUNDINGS: Final[Mapping[RoundingMode, Callable[[nw.Expr, float], nw.Expr]]] = {
    "half_up": lambda x, near: (x * (1 + EPSILON) + (0.5 + near)).floor(),
    "half_even": _half_even,
    "away_from_zero": lambda x, near: near_whole(x, near, x.ceil()),
    "toward_zero": lambda x, near: near_whole(x, near, x.floor()),
}
