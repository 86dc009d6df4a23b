"""The exact algebra: decimal closures over the facts of one project.

Closures are specialised when they are built, so that scoring a project is a walk along a list of functions.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from scoring.algebra import TOLERANCE, Fold, RoundingMode, Value
from scoring.exact_conditions import ExactConditions
from scoring.exact_numbers import ExactNumbers, median, total
from scoring.exact_row import ZERO, Constant, Expression, Layout, Row, folded_items, settled
from scoring.notation import Day
from scoring.sheet import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

__all__ = ["Exact"]

HALF: Final = Decimal("0.5")
#: A half and the tolerance; written out, since a sum would depend on the context of whoever imports this.
TIE: Final = Decimal("0.500000001")
SCORED, MISSING = Status.SCORED, Status.MISSING
INVALID, NOT_APPLICABLE, ERROR = Status.INVALID, Status.NOT_APPLICABLE, Status.ERROR


class Exact(ExactNumbers, ExactConditions):
    """Builds closures over one row; implements `Algebra`. `program` is what `let` has collected, in order.

    What `alone` builds is evaluated without a program, on the row of another's: nothing of it has a name.
    """

    def __init__(self, layout: Layout, start: int, *, alone: bool = False) -> None:
        """Build closures over rows of a layout; what `let` collects is put from `start` on."""
        self.layout = layout
        self.start = start
        self.alone = alone
        self.program: list[Expression] = []
        self.rows: dict[str, int] = {}

    # -- leaves

    def constant(self, value: Value) -> Expression:
        return Constant(value)

    def fact(self, name: str) -> Expression:
        return itemgetter(self.layout.facts[name])

    def column(self, table: str, name: str) -> Expression:
        return itemgetter(self.layout.columns[table, name])

    def invalid(self, names: Collection[str], table: str | None = None) -> Expression:
        own = frozenset(name for name in names if table is not None and name.startswith(f"{table}."))
        wanted = frozenset(names) - own
        if table is not None:
            return lambda row: not (own.isdisjoint(row[1]) and wanted.isdisjoint(row[0][0]))
        if not wanted:
            return Constant(value=False)
        return lambda row: not wanted.isdisjoint(row[0])

    def dated(self, name: str, table: str | None = None) -> Expression:
        slot = self.layout.facts[name] if table is None else self.layout.columns[table, name.removeprefix(f"{table}.")]
        return lambda row: type(row[slot]) is Day

    def lift(self, table: str, expression: Expression) -> Expression:
        if type(expression) is Constant:
            return expression
        known = self.let("lifted", expression)  # once for the project, not once in each row
        return lambda row: known(row[0])

    def fold(
        self,
        table: str,
        how: Fold,
        expression: Expression | None = None,
        *,
        money: bool = False,
        trim: Decimal = ZERO,
    ) -> Expression:
        slot = self.layout.facts[table]
        if expression is None:
            return lambda row: Decimal(len(row[slot]))
        combine = FOLDS[how] if how != "trimmed" else partial(_trimmed, trim)
        value = expression
        return lambda row: combine([x for each in row[slot] if (x := value(each)) is not None])

    def let(self, name: str, expression: Expression, table: str | None = None) -> Expression:
        if self.alone or type(expression) in (Constant, itemgetter):
            return expression
        if table is not None:
            return self._let_rows(expression, table)
        self.program.append(expression)
        return itemgetter(self.start + len(self.program) - 1)

    def _let_rows(self, expression: Expression, table: str) -> Expression:
        slot, place = self.layout.facts[table], self.rows.get(table, self.layout.width(table))
        self.rows[table] = place + 1

        def run(row: Row) -> None:
            for each in row[slot]:
                each.append(expression(each))

        self.program.append(run)
        return itemgetter(place)

    # -- scoring

    def round_units(self, a: Expression, mode: RoundingMode) -> Expression:
        nearest = ROUNDINGS[mode]

        def run(row: Row) -> Decimal | None:
            if (x := a(row)) is None:
                return None
            return nearest(x) if x >= 0 else -nearest(-x)

        return settled(run, a)

    def status(
        self, applies: Expression | None, share: Expression, invalid: Expression, failed: Expression | None
    ) -> Expression:
        def measured(row: Row) -> Status:
            return SCORED if share(row) is not None else INVALID if invalid(row) else MISSING

        def tried(row: Row) -> Status:
            return ERROR if failed is not None and failed(row) else measured(row)

        def applied(row: Row) -> Status:
            return NOT_APPLICABLE if applies is not None and applies(row) is False else tried(row)

        return applied if applies is not None else tried if failed is not None else measured

    def by_status(self, status: Expression, scored: Expression, not_applicable: Value, otherwise: Value) -> Expression:
        def run(row: Row) -> Any:
            found = status(row)
            if found is SCORED:
                return scored(row)
            return not_applicable if found is NOT_APPLICABLE else otherwise

        return run

    def sum_present(self, items: Sequence[Expression]) -> Expression:
        def run(row: Row) -> Decimal | None:
            values = [x for each in items if (x := each(row)) is not None]
            return sum(values) if values else None

        return run

    def weight_where(self, items: Sequence[tuple[Expression, Decimal]]) -> Expression:
        certain = sum((weight for each, weight in items if type(each) is Constant and each.value is True), ZERO)
        open_ = [(each, weight) for each, weight in items if type(each) is not Constant]
        if not open_:
            return Constant(certain)
        return lambda row: sum([weight for each, weight in open_ if each(row)], certain)

    def among_status(self, status: Expression, options: Collection[Status]) -> Expression:
        known = frozenset(options)
        return lambda row: status(row) in known

    @folded_items
    def any_of(self, conditions: Sequence[Expression]) -> Expression:
        return lambda row: any(each(row) for each in conditions)


def _mean(values: list[Decimal]) -> Decimal | None:
    return None if not values or (added := total(values)) is None else added / len(values)


def _trimmed(trim: Decimal, values: list[Decimal]) -> Decimal | None:
    cut = int(len(values) * trim + TOLERANCE)
    return _mean(sorted(values)[cut : len(values) - cut])


#: What `fold` makes of the values that are there (a condition that cannot be told is not among them).
FOLDS: Final[Mapping[Fold, Callable[[list[Any]], Decimal | None]]] = {
    "count": lambda values: Decimal(len(values)),
    "holds": lambda values: Decimal(sum(values)),
    "fraction": lambda values: Decimal(sum(values)) / len(values) if values else None,
    "sum": total,
    "mean": _mean,
    "median": median,
    "minimum": lambda values: min(values, default=None),
    "maximum": lambda values: max(values, default=None),
}


def _half_even(x: Decimal) -> Decimal:
    whole = x // 1
    rest = x - whole - HALF
    if abs(rest) <= TOLERANCE:
        return whole + whole % 2
    return whole + 1 if rest > 0 else whole


#: Rounding of a number that is not negative, in units; `//` of decimals drops the fraction.
ROUNDINGS: Final[Mapping[RoundingMode, Callable[[Decimal], Decimal]]] = {
    "half_up": lambda x: (x + TIE) // 1,
    "half_even": _half_even,
    "away_from_zero": lambda x: (x - TOLERANCE).to_integral_value("ROUND_CEILING"),
    "toward_zero": lambda x: (x + TOLERANCE) // 1,
}
