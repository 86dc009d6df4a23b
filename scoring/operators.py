"""Facts as quantities, and the operators on quantities: what `Quantity` and `Facts` stand on."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, cast

from scoring.errors import ScoringError, UnknownNameError, closest
from scoring.quantity import NUMERIC, Kind, Names, Number, Quantity, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scoring.algebra import Comparison, Operations

__all__ = ["Operators", "exact"]


def exact(value: Any) -> Decimal:
    """Return a constant as a decimal, a float by its shortest form; raises `ScoringError` unless it is finite."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise ScoringError(f"a number is due, not {value!r}")
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise ScoringError(f"{value} is not a finite number")
    return number


class Operators:
    """The facts of whatever project is being scored, by name, and the operators on them, over an algebra."""

    def __init__(
        self,
        algebra: Operations[Any],
        names: Names,
        used: Iterable[str] = (),
        nodes: Mapping[tuple[str, str], Any] | None = None,
    ) -> None:
        """Read facts of these names from an algebra; `used` collects, beside those given, what is asked for.

        `nodes` has the scores and shares of the tree's nodes, where they may be asked for.
        """
        self.nodes = nodes or {}
        self.algebra = algebra
        self.names = names
        self.used = set(used)

    # -- leaves

    def __getitem__(self, name: str) -> Quantity:
        """Return the quantity of a fact or a table's column; raises `ScoringError` for a name the set has not."""
        return self.read(name)

    def read(self, name: str, kind: Kind = "number") -> Quantity:
        """Return a fact's quantity; `kind` only matters in a set that declares no facts."""
        name = unicodedata.normalize("NFKC", name)
        if (found := self.names.find(name)) is not None:
            self.used.add(found.name)
            if found.column is None:
                return Quantity(self, self.algebra.fact(found.name), found.kind)
            return Quantity(self, self.algebra.column(*found.column), found.kind, found.column[0])
        raise UnknownNameError(name, closest(name, self.names.all()))

    def within(self, quantity: Quantity) -> Quantity:
        """Return a quantity as one of the rows that are looked at, where any are."""
        table = self.names.inside
        if table is None or quantity.table is not None:
            return quantity
        return Quantity(self, self.algebra.lift(table, quantity.expression), quantity.kind, table)

    def node(self, what: str, id_: str) -> Quantity:
        """Return the score (points) or the share of a node of the tree, missing where it does not count."""
        return Quantity(self, self.nodes[what, id_], "number")

    def constant(self, value: Number | bool | str) -> Quantity:  # noqa: FBT001 - a value
        """Return a quantity that is the same for every project."""
        if isinstance(value, bool):
            return Quantity(self, self.algebra.constant(value), "boolean")
        if isinstance(value, str):
            return Quantity(self, self.algebra.constant(plain(value)), "text")
        return Quantity(self, self.algebra.constant(exact(value)), "number")

    def date(self, ordinal: int) -> Quantity:
        """Return a constant date, given by the proleptic ordinal of its day."""
        return Quantity(self, self.algebra.constant(Decimal(ordinal)), "date")

    def missing(self, kind: Kind = "number") -> Quantity:
        """Return a quantity that every project misses."""
        return Quantity(self, self.algebra.constant(None), kind)

    def invalid(self, *names: str) -> Quantity:
        """Tell whether any of these facts is there but is not what the set declares.

        Where the rows of a table are looked at, of its columns the row's own cells.
        """
        found = [each for name in names if (each := self.names.find(unicodedata.normalize("NFKC", name))) is not None]
        inside = self.names.inside
        behind = [name for name in self.names.behind(each.name for each in found) if name != inside]
        return Quantity(self, self.algebra.invalid(behind, inside), "boolean", inside)

    def dated(self, name: str) -> Quantity:
        """Tell whether a fact of the type `quantity` is a day; a date always is."""
        found = self.names.find(unicodedata.normalize("NFKC", name))
        if found is None:
            raise UnknownNameError(name, closest(name, self.names.all()))
        if found.kind != "number":
            return self.within(self.constant(found.kind == "date"))
        table = found.column[0] if found.column is not None else None
        return Quantity(self, self.algebra.dated(found.name, table), "boolean", table)

    # -- operators

    def quantity(self, value: Quantity | Number | bool | str) -> Quantity:  # noqa: FBT001 - a value
        """Return a quantity as it is, and a constant as a quantity."""
        if isinstance(value, Quantity):
            return value
        if isinstance(value, (int, float, Decimal, str)):
            return self.constant(value)
        raise ScoringError(f"a number, a text or a Quantity is due, not {type(value).__name__}")

    def level(self, *values: Any) -> tuple[list[Quantity], str | None]:
        """Bring operands to one level: the project's, or the rows of one table."""
        quantities = [self.quantity(each) for each in values]
        tables = {each.table for each in quantities if each.table is not None}
        if len(tables) > 1:
            raise ScoringError("rows of different tables cannot be combined: " + ", ".join(sorted(tables)))
        if not tables:
            return quantities, None
        table = tables.pop()
        lifted = [
            each if each.table else Quantity(self, self.algebra.lift(table, each.expression), each.kind, table)
            for each in quantities
        ]
        return lifted, table

    def numbers(self, what: str, *values: Any) -> tuple[list[Quantity], str | None]:
        """Bring numbers to one level, refusing anything else; `what` names the operation."""
        quantities, table = self.level(*values)
        for each in quantities:
            if each.kind not in NUMERIC:
                raise ScoringError(f"{what} wants numbers, not a {each.kind}")
        return quantities, table

    def arithmetic(self, operation: str, a: Any, b: Any) -> Quantity:
        """Apply add, subtract, multiply or divide; a sum or difference of money is money."""
        (x, y), table = self.numbers(operation, a, b)
        expression = getattr(self.algebra, operation)(x.expression, y.expression)
        if operation in ("add", "subtract") and x.kind == y.kind == "money":
            return Quantity(self, self.algebra.money(expression), "money", table)
        return Quantity(self, expression, "number", table)

    def power(self, a: Quantity, exponent: Number) -> Quantity:
        """Return a to a constant power."""
        (x,), table = self.numbers("**", a)
        if not isinstance(exponent, (int, float, Decimal)):
            raise ScoringError("the exponent of ** must be a constant number")
        return Quantity(self, self.algebra.power(x.expression, exact(exponent)), "number", table)

    def single(self, operation: str, a: Any) -> Quantity:
        """Apply an operation of one number: negate, absolute, floor, ceil, ln, log10, exp, sqrt."""
        (x,), table = self.numbers(operation, a)
        kind = x.kind if operation in ("negate", "absolute") else "number"
        return Quantity(self, getattr(self.algebra, operation)(x.expression), kind, table)

    def compare(self, operator: str, a: Any, b: Any) -> Quantity:
        """Compare two numbers, two dates, or (for == and != only) two texts or two conditions."""
        (x, y), table = self.level(a, b)
        comparison = self.comparison(operator, x, y)
        left, right = (y, x) if operator in (">", ">=") else (x, y)
        name = {"<": "less", ">": "less", "<=": "at_most", ">=": "at_most", "same": "same", "other": "same"}
        expression = getattr(self.algebra, name.get(comparison, "equal"))(left.expression, right.expression)
        if operator == "!=":
            expression = self.algebra.negated(expression)
        return Quantity(self, expression, "boolean", table)

    def chain(self, operators: Sequence[str], *values: Any) -> Quantity:
        """Compare neighbours and tell whether all comparisons hold; each value is evaluated once."""
        if len(operators) == 1:
            return self.compare(operators[0], *values)
        items, table = self.level(*values)
        comparisons = [self.comparison(o, x, y) for o, x, y in zip(operators, items, items[1:], strict=False)]
        expression = self.algebra.chain([each.expression for each in items], comparisons)
        return Quantity(self, expression, "boolean", table)

    @staticmethod
    def comparison(operator: str, x: Quantity, y: Quantity) -> Comparison:
        """Return the algebra's comparison for an operator; refuses what cannot be compared."""
        if (x.kind in NUMERIC and y.kind in NUMERIC) or x.kind == y.kind == "date":
            return cast("Comparison", operator)
        if x.kind != y.kind:
            raise ScoringError(f"a {x.kind} and a {y.kind} cannot be compared")
        if operator not in ("==", "!="):
            raise ScoringError(f"{operator} compares numbers and dates, not a {x.kind}")
        return "same" if operator == "==" else "other"

    def conditions(self, *values: Any) -> tuple[list[Quantity], str | None]:
        """Bring conditions to one level."""
        quantities, table = self.level(*values)
        for each in quantities:
            if each.kind != "boolean":
                raise ScoringError(f"a condition is due, not a {each.kind}")
        return quantities, table

    def logic(self, operation: Literal["both", "either"], a: Any, b: Any) -> Quantity:
        """Apply three-valued `and` or `or`."""
        (x, y), table = self.conditions(a, b)
        return Quantity(self, getattr(self.algebra, operation)(x.expression, y.expression), "boolean", table)

    def negated(self, a: Any) -> Quantity:
        """Apply three-valued `not`."""
        (x,), table = self.conditions(a)
        return Quantity(self, self.algebra.negated(x.expression), "boolean", table)
