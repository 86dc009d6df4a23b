"""The exact algebra: decimal closures over the facts of one project.

An expression is a function of a row. The row of a project is a list: the names of its invalid facts, then its facts
by slot, then what `let` has evaluated so far. The row of a table's row is a list too: the project's row, then the
columns. Closures are specialised when they are built, so that scoring a project is a walk along a list of functions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    localcontext,
)
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from scoring.algebra import TOLERANCE, Fold, RoundingMode, Side, Value
from scoring.sheet import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

__all__ = ["CONTEXT", "Constant", "Exact", "Expression", "Layout", "Row"]

Row = list[Any]
Expression = Callable[[Row], Any]

#: 38 digits hold the product of any two facts the specification allows; the exponents are those of binary floats, so
#: that what overflows in a column overflows here.
CONTEXT: Final = Context(
    prec=38, rounding=ROUND_HALF_EVEN, Emin=-307, Emax=308, traps=[InvalidOperation, DivisionByZero, Overflow]
)
ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
HALF: Final = Decimal("0.5")
BELOW: Final = -TOLERANCE
TIE: Final = HALF + TOLERANCE
UNREAL: Final = (InvalidOperation, DivisionByZero, Overflow)


class Constant:
    """An expression that is worth the same for every project; the algebra folds operations on constants."""

    __slots__ = ("value",)

    def __init__(self, value: Value) -> None:
        """Keep the value."""
        self.value = value

    def __call__(self, row: Row) -> Value:
        """Return the value, whatever the row."""
        return self.value


@dataclass(frozen=True)
class Layout:
    """Where facts lie in a row: slots from 1; tables by slot, and their columns by slot within a row of the table."""

    facts: Mapping[str, int]
    columns: Mapping[tuple[str, str], int]


def _folded(build: Callable[..., Expression]) -> Callable[..., Expression]:
    """Evaluate an operation at once where all its operands are constant."""

    def operation(self: Exact, *operands: Expression) -> Expression:
        expression = build(self, *operands)
        if all(type(each) is Constant for each in operands):
            with localcontext(CONTEXT):
                return Constant(expression([]))
        return expression

    operation.__doc__ = build.__doc__
    return operation


def _folded_items(build: Callable[[Exact, Sequence[Expression]], Expression]) -> Callable[..., Expression]:
    """Evaluate an operation on a sequence at once where all items are constant."""

    def operation(self: Exact, items: Sequence[Expression]) -> Expression:
        expression = build(self, items)
        if all(type(each) is Constant for each in items):
            with localcontext(CONTEXT):
                return Constant(expression([]))
        return expression

    operation.__doc__ = build.__doc__
    return operation


@dataclass
class Exact:
    """Builds closures over one row; implements `Algebra`. `program` is what `let` has collected, in order."""

    layout: Layout
    start: int
    program: list[Expression] = field(default_factory=list)

    # -- leaves

    def constant(self, value: Value) -> Expression:
        return Constant(value)

    def fact(self, name: str) -> Expression:
        return itemgetter(self.layout.facts[name])

    def column(self, table: str, name: str) -> Expression:
        return itemgetter(self.layout.columns[table, name])

    def invalid(self, names: Collection[str]) -> Expression:
        wanted = frozenset(names)
        if not wanted:
            return Constant(False)
        return lambda row: not wanted.isdisjoint(row[0])

    def lift(self, table: str, expression: Expression) -> Expression:
        if type(expression) is Constant:
            return expression
        return lambda row: expression(row[0])

    def fold(self, table: str, how: Fold, expression: Expression | None = None) -> Expression:
        slot = self.layout.facts[table]
        if expression is None:
            return lambda row: Decimal(len(row[slot]))
        combine = FOLDS[how]
        value = expression
        return lambda row: combine([x for each in row[slot] if (x := value(each)) is not None])

    def let(self, name: str, expression: Expression) -> Expression:
        if type(expression) in (Constant, itemgetter):
            return expression
        self.program.append(expression)
        return itemgetter(self.start + len(self.program) - 1)

    # -- numbers

    @_folded
    def add(self, a: Expression, b: Expression) -> Expression:
        def run(row: Row) -> Decimal | None:
            if (x := a(row)) is None or (y := b(row)) is None:
                return None
            try:
                return x + y  # type: ignore[no-any-return]
            except Overflow:
                return None

        return run

    @_folded
    def subtract(self, a: Expression, b: Expression) -> Expression:
        def run(row: Row) -> Decimal | None:
            if (x := a(row)) is None or (y := b(row)) is None:
                return None
            try:
                return x - y  # type: ignore[no-any-return]
            except Overflow:
                return None

        return run

    @_folded
    def multiply(self, a: Expression, b: Expression) -> Expression:
        if type(a) is Constant and a.value is not None:
            return _scaled(a.value, b)  # type: ignore[arg-type]

        def run(row: Row) -> Decimal | None:
            if (x := a(row)) is None or (y := b(row)) is None:
                return None
            try:
                return x * y  # type: ignore[no-any-return]
            except Overflow:
                return None

        return run

    @_folded
    def divide(self, a: Expression, b: Expression) -> Expression:
        def run(row: Row) -> Decimal | None:
            if (x := a(row)) is None or (y := b(row)) is None or BELOW <= y <= TOLERANCE:
                return None
            try:
                return x / y  # type: ignore[no-any-return]
            except Overflow:
                return None

        return run

    def power(self, a: Expression, exponent: Decimal) -> Expression:
        def run(row: Row) -> Decimal | None:
            if (x := a(row)) is None:
                return None
            if exponent == 0:
                return ONE
            if exponent < 0 and BELOW <= x <= TOLERANCE:
                return None
            try:
                return x**exponent  # type: ignore[no-any-return]
            except UNREAL:
                return None

        return self._fold_one(run, a)

    def _fold_one(self, run: Expression, a: Expression) -> Expression:
        if type(a) is not Constant:
            return run
        with localcontext(CONTEXT):
            return Constant(run([]))

    @_folded
    def negate(self, a: Expression) -> Expression:
        return lambda row: None if (x := a(row)) is None else -x

    @_folded
    def absolute(self, a: Expression) -> Expression:
        return lambda row: None if (x := a(row)) is None else abs(x)

    @_folded
    def floor(self, a: Expression) -> Expression:
        return lambda row: None if (x := a(row)) is None else (x + TOLERANCE).to_integral_value("ROUND_FLOOR")

    @_folded
    def ceil(self, a: Expression) -> Expression:
        return lambda row: None if (x := a(row)) is None else (x - TOLERANCE).to_integral_value("ROUND_CEILING")

    @_folded
    def ln(self, a: Expression) -> Expression:
        return lambda row: None if (x := a(row)) is None or x <= TOLERANCE else x.ln()

    @_folded
    def log10(self, a: Expression) -> Expression:
        return lambda row: None if (x := a(row)) is None or x <= TOLERANCE else x.log10()

    @_folded
    def exp(self, a: Expression) -> Expression:
        def run(row: Row) -> Decimal | None:
            if (x := a(row)) is None:
                return None
            try:
                return x.exp()  # type: ignore[no-any-return]
            except Overflow:
                return None

        return run

    @_folded
    def sqrt(self, a: Expression) -> Expression:
        def run(row: Row) -> Decimal | None:
            if (x := a(row)) is None or x < BELOW:
                return None
            return ZERO if x <= TOLERANCE else x.sqrt()

        return run

    @_folded_items
    def least(self, items: Sequence[Expression]) -> Expression:
        return lambda row: min(values) if (values := _all_there(items, row)) else None

    @_folded_items
    def greatest(self, items: Sequence[Expression]) -> Expression:
        return lambda row: max(values) if (values := _all_there(items, row)) else None

    def clamp(self, a: Expression, low: Decimal, high: Decimal) -> Expression:
        def run(row: Row) -> Decimal | None:
            if (x := a(row)) is None:
                return None
            return low if x < low else min(x, high)

        return self._fold_one(run, a)

    def money(self, a: Expression) -> Expression:
        return a  # sums and differences of four decimals have four decimals

    # -- conditions

    @_folded
    def equal(self, a: Expression, b: Expression) -> Expression:
        return lambda row: None if (x := a(row)) is None or (y := b(row)) is None else BELOW <= x - y <= TOLERANCE

    @_folded
    def less(self, a: Expression, b: Expression) -> Expression:
        return lambda row: None if (x := a(row)) is None or (y := b(row)) is None else y - x > TOLERANCE

    @_folded
    def at_most(self, a: Expression, b: Expression) -> Expression:
        return lambda row: None if (x := a(row)) is None or (y := b(row)) is None else x - y <= TOLERANCE

    @_folded
    def same(self, a: Expression, b: Expression) -> Expression:
        return lambda row: None if (x := a(row)) is None or (y := b(row)) is None else x == y

    def among(self, a: Expression, options: Collection[str]) -> Expression:
        known = frozenset(options)
        return self._fold_one(lambda row: None if (x := a(row)) is None else x in known, a)

    @_folded
    def both(self, a: Expression, b: Expression) -> Expression:
        def run(row: Row) -> bool | None:
            x = a(row)
            if x is False:
                return False
            y = b(row)
            return False if y is False else None if x is None else y

        return run

    @_folded
    def either(self, a: Expression, b: Expression) -> Expression:
        def run(row: Row) -> bool | None:
            x = a(row)
            if x is True:
                return True
            y = b(row)
            return True if y is True else None if x is None else y

        return run

    @_folded
    def negated(self, a: Expression) -> Expression:
        return lambda row: None if (x := a(row)) is None else not x

    @_folded
    def present(self, a: Expression) -> Expression:
        return lambda row: a(row) is not None

    @_folded
    def holds(self, a: Expression) -> Expression:
        return lambda row: a(row) is True

    # -- choices

    def where(self, condition: Expression, a: Expression, b: Expression) -> Expression:
        if type(condition) is Constant:
            return {True: a, False: b}.get(condition.value, Constant(None))  # type: ignore[arg-type]
        return lambda row: None if (x := condition(row)) is None else a(row) if x else b(row)

    @_folded_items
    def first(self, items: Sequence[Expression]) -> Expression:
        return lambda row: next((x for each in items if (x := each(row)) is not None), None)

    def lookup(self, text: Expression, table: Mapping[str, Decimal]) -> Expression:
        known = dict(table)
        return lambda row: None if (x := text(row)) is None else known.get(x)

    def step(self, a: Expression, steps: Sequence[tuple[Decimal, Value]], side: Side, otherwise: Value) -> Expression:
        if side == "at_least":
            down = [(edge - TOLERANCE, value) for edge, value in sorted(steps, key=itemgetter(0), reverse=True)]

            def highest(row: Row) -> Value:
                if (x := a(row)) is None:
                    return None
                for edge, value in down:
                    if x >= edge:
                        return value
                return otherwise

            return self._fold_one(highest, a)
        up = [(edge + TOLERANCE, value) for edge, value in sorted(steps, key=itemgetter(0))]

        def lowest(row: Row) -> Value:
            if (x := a(row)) is None:
                return None
            for edge, value in up:
                if x <= edge:
                    return value
            return otherwise

        return self._fold_one(lowest, a)

    # -- scoring

    def round_units(self, a: Expression, mode: RoundingMode) -> Expression:
        nearest = ROUNDINGS[mode]

        def run(row: Row) -> Decimal | None:
            if (x := a(row)) is None:
                return None
            return nearest(x) if x >= 0 else -nearest(-x)

        return self._fold_one(run, a)

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

    @_folded_items
    def any_of(self, conditions: Sequence[Expression]) -> Expression:
        return lambda row: any(each(row) for each in conditions)


SCORED, MISSING = Status.SCORED, Status.MISSING
INVALID, NOT_APPLICABLE, ERROR = Status.INVALID, Status.NOT_APPLICABLE, Status.ERROR


def _scaled(factor: Decimal, b: Expression) -> Expression:
    """Multiply by a constant: every weight does."""

    def run(row: Row) -> Decimal | None:
        if (y := b(row)) is None:
            return None
        try:
            return factor * y  # type: ignore[no-any-return]
        except Overflow:
            return None

    return run


def _all_there(items: Sequence[Expression], row: Row) -> list[Any] | None:
    """Evaluate all items; None as soon as one is missing."""
    values = []
    for each in items:
        if (x := each(row)) is None:
            return None
        values.append(x)
    return values


def _median(values: list[Decimal]) -> Decimal:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


#: What `fold` makes of the values that are there (a condition that cannot be told is not among them).
FOLDS: Final[Mapping[Fold, Callable[[list[Any]], Decimal | None]]] = {
    "count": lambda values: Decimal(len(values)),
    "holds": lambda values: Decimal(sum(values)),
    "fraction": lambda values: Decimal(sum(values)) / len(values) if values else None,
    "sum": lambda values: sum(values, ZERO),
    "mean": lambda values: sum(values, ZERO) / len(values) if values else None,
    "median": lambda values: _median(values) if values else None,
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
