"""One project's facts as a row, and expressions over it: the ground on which the exact algebra stands.

An expression is a function of a row. The row of a project is a list: the names of its invalid facts, then its facts
by slot, then what `let` has evaluated so far. The row of a table's row is a list too: the project's row, its invalid
cells by name, its position in the table (from 0), its columns, then what `let` has evaluated in it.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from typing import Any, Final, NamedTuple

from scoring.algebra import TOLERANCE, Value

__all__ = [
    "BELOW",
    "CONTEXT",
    "ONE",
    "OWN",
    "UNREAL",
    "ZERO",
    "Constant",
    "Expression",
    "Layout",
    "Row",
    "folded",
    "folded_items",
    "settled",
]

Row = list[Any]
Expression = Callable[[Row], Any]

#: 38 digits hold the product of any two facts the specification allows; the exponents are those of binary floats, so
#: that what overflows in a column overflows here.
CONTEXT: Final = Context(
    prec=38, rounding=ROUND_HALF_EVEN, Emin=-307, Emax=308, traps=[InvalidOperation, DivisionByZero, Overflow]
)
#: How much stands before the columns of a table's row.
OWN: Final = 3
ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
BELOW: Final = -TOLERANCE
#: What decimals raise where no finite number is.
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


class Layout(NamedTuple):
    """Where facts lie in a row: slots from 1; tables by slot, and their columns by slot within a row of the table."""

    facts: Mapping[str, int]
    columns: Mapping[tuple[str, str], int]

    def width(self, table: str) -> int:
        """Return the length of a table's row before anything is evaluated."""
        return OWN + sum(name == table for name, _ in self.columns)


def folded(build: Callable[..., Expression]) -> Callable[..., Expression]:
    """Evaluate an operation at once where all its operands are constant."""

    def operation(self: Any, *operands: Expression) -> Expression:
        expression = build(self, *operands)
        if all(type(each) is Constant for each in operands):
            with localcontext(CONTEXT):
                return Constant(expression([]))
        return expression

    operation.__doc__ = build.__doc__
    return operation


def folded_items(build: Callable[[Any, Sequence[Expression]], Expression]) -> Callable[..., Expression]:
    """Evaluate an operation on a sequence at once where all items are constant."""

    def operation(self: Any, items: Sequence[Expression]) -> Expression:
        expression = build(self, items)
        if all(type(each) is Constant for each in items):
            with localcontext(CONTEXT):
                return Constant(expression([]))
        return expression

    operation.__doc__ = build.__doc__
    return operation


def settled(run: Expression, a: Expression) -> Expression:
    """Evaluate an operation of one operand at once where that is constant."""
    if type(a) is not Constant:
        return run
    with localcontext(CONTEXT):
        return Constant(run([]))
