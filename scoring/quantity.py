"""Quantities: values that every project has or misses, combined by operators that follow the specification.

`/` by zero is missing, comparisons have the tolerance, `&`, `|` and `~` are three-valued: in either world, one project
or a million. A quantity has no value of its own, so `if quantity > 1:` is an error that says what to write instead.
"""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scoring.operators import Operators

__all__ = ["KINDS", "NUMERIC", "Kind", "Names", "Number", "Quantity", "plain"]

Kind = Literal["number", "money", "boolean", "text", "date"]
Number = int | float | Decimal

#: The kind of quantity that each type of fact is.
KINDS: Final[Mapping[str, Kind]] = {
    "number": "number",
    "integer": "number",
    "percent": "number",
    "quantity": "number",
    "money": "money",
    "boolean": "boolean",
    "text": "text",
    "level": "text",
    "date": "date",
}
NUMERIC: Final = ("number", "money")


def plain(text: str) -> str:
    """Return the form in which texts are compared: NFKC, without space at the ends.

    >>> plain(" 好（优） ")
    '好(优)'
    """
    return unicodedata.normalize("NFKC", text).strip()


class Found(NamedTuple):
    """A fact, or the column of a table: its whole name, its kind, and the table and column that it is."""

    name: str
    kind: Kind
    column: tuple[str, str] | None = None


class Names(NamedTuple):
    """What facts a set declares: the kind of every fact, and of every column of every table.

    `open` is for a set that declares none: it may use any name, of the kind its first use asks for. `inside` is the
    table whose rows are looked at, one by one: its columns are the first names looked up, without the table's.
    """

    facts: Mapping[str, Kind]
    tables: Mapping[str, Mapping[str, Kind]]
    open: bool = False
    inside: str | None = None

    def all(self) -> list[str]:
        """Return every name that a formula may use."""
        columns = [f"{table}.{column}" for table, columns in self.tables.items() for column in columns]
        own = self.tables[self.inside] if self.inside is not None else ()
        return [*own, *self.facts, *self.tables, *columns]

    def find(self, name: str) -> Found | None:
        """Return the fact or column of a name, None where there is none."""
        if self.inside is not None and name in (own := self.tables[self.inside]):
            return Found(f"{self.inside}.{name}", own[name], (self.inside, name))
        if name in self.facts:
            return Found(name, self.facts[name])
        if (pair := self.column(name)) is not None:
            return Found(name, self.tables[pair[0]][pair[1]], pair)
        return None

    def column(self, name: str) -> tuple[str, str] | None:
        """Split `survey.answer` into table and column, if it is one."""
        table, _, column = name.rpartition(".")
        return (table, column) if column in self.tables.get(table, ()) else None

    def behind(self, names: Iterable[str]) -> list[str]:
        """Return, in order, names and the tables of those that are columns: a table may be invalid as a whole."""
        given = set(names)
        return sorted(given.union(pair[0] for name in given if (pair := self.column(name)) is not None))


class Quantity:
    """A value that every project has or misses; made by `Facts`, combined by operators.

    `kind` is "number", "money", "boolean", "text" or "date"; `table` names the table whose rows it belongs to, if any.
    """

    __slots__ = ("_facts", "expression", "kind", "table")

    def __init__(self, facts: Operators, expression: Any, kind: Kind, table: str | None = None) -> None:
        """Wrap an expression of the algebra that `facts` is over."""
        self._facts = facts
        self.expression = expression
        self.kind = kind
        self.table = table

    def __add__(self, other: Quantity | Number) -> Quantity:
        """Return the sum."""
        return self._facts.arithmetic("add", self, other)

    def __radd__(self, other: Number) -> Quantity:
        """Return the sum."""
        return self._facts.arithmetic("add", other, self)

    def __sub__(self, other: Quantity | Number) -> Quantity:
        """Return the difference."""
        return self._facts.arithmetic("subtract", self, other)

    def __rsub__(self, other: Number) -> Quantity:
        """Return the difference."""
        return self._facts.arithmetic("subtract", other, self)

    def __mul__(self, other: Quantity | Number) -> Quantity:
        """Return the product."""
        return self._facts.arithmetic("multiply", self, other)

    def __rmul__(self, other: Number) -> Quantity:
        """Return the product."""
        return self._facts.arithmetic("multiply", other, self)

    def __truediv__(self, other: Quantity | Number) -> Quantity:
        """Return the quotient; missing where the divisor equals zero."""
        return self._facts.arithmetic("divide", self, other)

    def __rtruediv__(self, other: Number) -> Quantity:
        """Return the quotient; missing where the divisor equals zero."""
        return self._facts.arithmetic("divide", other, self)

    def __pow__(self, exponent: Number) -> Quantity:
        """Return a constant power."""
        return self._facts.power(self, exponent)

    def __neg__(self) -> Quantity:
        """Return the number with the other sign."""
        return self._facts.single("negate", self)

    def __abs__(self) -> Quantity:
        """Return the number without its sign."""
        return self._facts.single("absolute", self)

    def __lt__(self, other: Quantity | Number | str) -> Quantity:
        """Tell whether it is below, and not equal."""
        return self._facts.compare("<", self, other)

    def __le__(self, other: Quantity | Number | str) -> Quantity:
        """Tell whether it is below or equal."""
        return self._facts.compare("<=", self, other)

    def __gt__(self, other: Quantity | Number | str) -> Quantity:
        """Tell whether it is above, and not equal."""
        return self._facts.compare(">", self, other)

    def __ge__(self, other: Quantity | Number | str) -> Quantity:
        """Tell whether it is above or equal."""
        return self._facts.compare(">=", self, other)

    def __eq__(self, other: object) -> Quantity:  # type: ignore[override]
        """Tell whether they are equal (numbers within the tolerance, texts in plain form)."""
        return self._facts.compare("==", self, other)

    def __ne__(self, other: object) -> Quantity:  # type: ignore[override]
        """Tell whether they differ."""
        return self._facts.compare("!=", self, other)

    def __and__(self, other: Quantity | bool) -> Quantity:
        """Return three-valued `and`."""
        return self._facts.logic("both", self, other)

    __rand__ = __and__

    def __or__(self, other: Quantity | bool) -> Quantity:
        """Return three-valued `or`."""
        return self._facts.logic("either", self, other)

    __ror__ = __or__

    def __invert__(self) -> Quantity:
        """Return three-valued `not`."""
        return self._facts.negated(self)

    def __hash__(self) -> int:
        """Hash by identity: equality makes a condition."""
        return id(self)

    def __bool__(self) -> bool:
        """Refuse: a quantity stands for many projects."""
        raise TypeError(
            "a Quantity has no truth value of its own: use facts.where(condition, a, b), and & | ~ for and, or, not"
        )

    def __float__(self) -> float:
        """Refuse: a quantity stands for many projects."""
        raise TypeError("a Quantity has no value of its own: combine it with operators and the functions of Facts")

    __int__ = __float__

    def __repr__(self) -> str:
        """Show the kind."""
        return f"<Quantity {self.kind}{' of rows of ' + self.table if self.table else ''}>"
