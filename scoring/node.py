"""The parts of a formula that has been read and checked, and the functions that formulas have."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple

from scoring.errors import FormulaError
from scoring.quantity import NUMERIC, Kind

__all__ = ["FOLDS", "FUNCTIONS", "MOST_ARGUMENTS", "NODES", "Node", "Operation", "expect"]

#: A function takes no more arguments than this.
MOST_ARGUMENTS: Final = 99
#: Functions of numbers (and, where said, dates): name -> fewest and most arguments.
FUNCTIONS: Final[Mapping[str, tuple[int, int]]] = {
    "abs": (1, 1),
    "min": (1, MOST_ARGUMENTS),
    "max": (1, MOST_ARGUMENTS),
    "clip": (3, 3),
    "coalesce": (1, MOST_ARGUMENTS),
    "ln": (1, 1),
    "log10": (1, 1),
    "exp": (1, 1),
    "sqrt": (1, 1),
    "floor": (1, 1),
    "ceil": (1, 1),
    "days": (2, 2),
}
#: Functions that fold the rows of a table into one value.
FOLDS: Final = ("count", "sum", "mean", "median", "minimum", "maximum", "fraction")

#: What the conditions of gates may ask of a node of the tree.
NODES: Final = ("score", "share")

Operation = Literal[
    "number", "text", "date", "name", "table", "+", "-", "*", "/", "**", "negate", "compare", "in", "and", "or", "not",
    "if", "call", "fold", "node", "plugin",
]  # fmt: skip


class Node(NamedTuple):
    """One part of a formula: its operation, its kind, where it stands (characters from 0), and what it is made of.

    `value` is the constant, the fact's name, the function's name (of a plugin's, the function itself), the exponent,
    the options of `in`, the operators of a comparison, or what is asked of which node; `table` names the table whose
    rows the value belongs to.
    """

    operation: Operation
    kind: Kind
    start: int
    end: int
    value: Any = None
    parts: "tuple[Node, ...]" = ()
    table: str | None = None

    @property
    def folds(self) -> bool:
        """Whether it makes one value of the rows of a table."""
        return self.operation == "fold" or (self.table is None and any(part.table for part in self.parts))

    def walk(self) -> "Iterator[Node]":
        """Go through this node and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


def expect(node: Node, want: Kind) -> None:
    """Refuse a node that is not of the wanted kind; money is a number."""
    if node.kind != want and not (want in NUMERIC and node.kind in NUMERIC):
        raise FormulaError("formula-kind", node.start, node.end, {"want": want, "kind": node.kind})
