"""A formula in numbers: as it was written, with the values of one project in the place of names."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from scoring.display import DASH, listed, number, show
from scoring.exact import Exact
from scoring.facts import Facts
from scoring.formula import build
from scoring.messages import message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.exact_row import Layout, Row
    from scoring.indicators import Column, Fact
    from scoring.node import Node
    from scoring.quantity import Names, Quantity

__all__ = ["FormulaText"]

#: How tightly operations bind, for parentheses.
BINDING: Final = {
    "if": 0,
    "or": 1,
    "and": 2,
    "not": 3,
    "compare": 4,
    "in": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "negate": 5,
    "**": 8,
}
SIGNS: Final = {"<=": "≤", ">=": "≥", "==": "=", "!=": "≠", "*": "×"}


class FormulaText(NamedTuple):
    """Writes formulas over these facts in one language; `layout` and `start` are those of the exact algebra.

    `names` may look names up in the rows of a table: then what is evaluated is such a row. `nodes` are the scores of
    the tree that a gate asks for.
    """

    facts: Mapping[str, Fact]
    names: Names
    layout: Layout
    start: int
    lang: Literal["zh", "en"]
    nodes: Mapping[tuple[str, str], Any] = MappingProxyType({})

    def evaluate(self, node: Node, row: Row) -> Any:
        """Evaluate one part of a formula for one project."""
        return self._at(build(node, self._algebra()), row)

    def _at(self, quantity: Quantity, row: Row) -> Any:
        """Evaluate a quantity; in the row of a table, one of the project is evaluated in the project's row."""
        return quantity.expression(row[0] if self.names.inside is not None and quantity.table is None else row)

    def _algebra(self) -> Facts:
        return Facts(Exact(self.layout, self.start, alone=True), self.names, nodes=self.nodes)

    def render(self, node: Node, row: Row, outer: int = 0) -> str:
        """Write a formula with the values of one project in the place of names; only the branch taken of a choice."""
        if node.operation == "if":
            chosen = self.evaluate(node.parts[0], row)
            return DASH if chosen is None else self.render(node.parts[1 if chosen else 2], row, outer)
        if node.operation == "fold" and (division := self.division(node, row)):
            return f"({division})" if BINDING["/"] < outer else division
        if node.operation in ("name", "node", "number", "text", "date") or node.folds:
            return self.leaf(node, row)
        tightness = BINDING.get(node.operation, 9)
        text = self.operation(node, row, tightness)
        return f"({text})" if tightness < outer else text

    def division(self, node: Node, row: Row) -> str:
        """Write a fraction as rows by rows, a mean as a sum by rows; nothing for other folds, or without rows."""
        if node.value not in ("fraction", "mean") or node.kind == "date":
            return ""
        facts = self._algebra()
        value = build(node.parts[0], facts)
        count = facts.count(value)  # rows that hold, or rows with a value
        total, rows = (count, count + facts.count(~value)) if node.value == "fraction" else (facts.sum(value), count)
        above, below = self._at(total, row), self._at(rows, row)
        if above is None or not below:  # a sum beyond all bounds, no rows
            return ""
        return f"{self._value(above)} / {self._value(below)}"

    def leaf(self, node: Node, row: Row) -> str:
        """Write a fact, a constant or a fold as its value."""
        value = self.evaluate(node, row)
        if isinstance(value, str) and node.operation == "name":
            return self._told(node.value, value)
        if isinstance(value, str):
            return f"“{value}”" if self.lang == "zh" else f'"{value}"'
        if isinstance(value, Decimal) and value < 0 and node.kind != "date":
            return self._value(value)
        if node.operation == "node":
            return show(value, "number", self.lang, as_percent=node.value[0] == "share")
        declared = self.declared(node.value) if node.operation == "name" else None
        shown = show(value, node.kind, self.lang, as_percent=declared is not None and declared.type == "percent")
        return self._told(node.value, shown) if node.operation == "name" and node.kind == "boolean" else shown

    def _told(self, name: str, shown: str) -> str:
        """Write a fact with its label: a bare yes or no, or a bare word, does not say of what."""
        declared = self.declared(name)
        label = (declared.label if declared is not None else None) or name
        return message("yes-no-of", self.lang, label=label, value=shown)

    def declared(self, name: str) -> Fact | Column | None:
        """Return the declaration of a fact or a column."""
        if (fact := self.facts.get(name)) is not None:
            return fact
        pair = self.names.column(name)
        return self.facts[pair[0]].columns[pair[1]] if pair is not None and pair[0] in self.facts else None

    def _argument(self, node: Node, row: Row) -> str:
        """Write an argument of a function: a negative number needs no parentheses there."""
        text = self.render(node, row)
        alone = node.operation in ("name", "fold", "number") and node.kind == "number"
        return text[1:-1] if alone and text.startswith("(") and text.endswith(")") else text

    def _value(self, value: Decimal) -> str:
        return f"({number(value)})" if value < 0 else number(value)

    def operation(self, node: Node, row: Row, tightness: int) -> str:
        """Write an operation on its parts."""
        parts = node.parts
        match node.operation:
            case "+" | "-" | "*" | "/":
                left = self.render(parts[0], row, tightness)
                sign = SIGNS.get(node.operation, node.operation)
                return f"{left} {sign} {self.render(parts[1], row, tightness + 1)}"
            case "**":
                return f"{self.render(parts[0], row, tightness + 1)}^{number(node.value)}"
            case "negate":
                return f"-{self.render(parts[0], row, 7)}"
            case "not":
                return message("not", self.lang, what=self.render(parts[0], row, tightness))
            case "and" | "or":
                return message(node.operation, self.lang).join(self.render(each, row, tightness) for each in parts)
            case "compare":
                text = self.render(parts[0], row, tightness + 1)
                for sign, part in zip(node.value, parts[1:], strict=True):
                    text += f" {SIGNS.get(sign, sign)} {self.render(part, row, tightness + 1)}"
                return text
            case "in":
                options = listed([self.render(each, row) for each in parts[1:]], self.lang)
                code = "in" if node.value else "not-in"
                return message(code, self.lang, what=self.render(parts[0], row, tightness + 1), options=options)
            case _:
                name = node.value.name if node.operation == "plugin" else node.value
                return f"{name}({', '.join(self._argument(each, row) for each in parts)})"
