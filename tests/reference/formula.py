"""Formulas: the tree of Python's `ast` walked with exact fractions; None is a missing value."""

from __future__ import annotations

import ast
import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import Final

from tests.reference import numbers
from tests.reference.notation import Facts, Value, text

Row = Mapping[str, Value | None]


def divide(part: Fraction, whole: Fraction) -> Fraction | None:
    """Return part / whole, None where the whole equals zero."""
    return None if numbers.equal(whole, Fraction(0)) else part / whole


_ARITHMETIC: Final[dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction | None]]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: divide,
    ast.Pow: numbers.power,
}
_FUNCTIONS: Final[dict[str, Callable[..., Value | None]]] = {
    "abs": abs,
    "min": min,
    "max": max,
    "clip": lambda number, low, high: min(max(number, low), high),
    "ln": numbers.ln,
    "log10": numbers.log10,
    "exp": numbers.exp,
    "sqrt": numbers.sqrt,
    "floor": numbers.floor,
    "ceil": numbers.ceil,
    "days": lambda first, second: Fraction((second - first).days),
}
#: A text that is written like this stands beside a date, and is one.
_ISO: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AGGREGATES: Final = {"count", "sum", "mean", "median", "minimum", "maximum", "fraction"}


def evaluate(formula: str, facts: Facts) -> Value | None:
    """Return what a formula is worth for one project."""
    flat = _flat(formula)
    return _Walk(flat, facts).value(ast.parse(flat, mode="eval").body)


def _flat(formula: str) -> str:
    """Return a formula of several lines as one."""
    return " ".join(formula.split("\n")).strip()


def names(formula: str, facts: Facts) -> set[str]:
    """Return every fact, table and column that a formula names, with the tables of the columns."""
    every = {_dotted(node) for node in ast.walk(ast.parse(_flat(formula), mode="eval"))}
    known = {*facts.values, *facts.tables}
    named = {name for name in every if name in known or name.rpartition(".")[0] in facts.tables}
    return named | {name.rpartition(".")[0] for name in named if name.rpartition(".")[0] in facts.tables}


def simple_names(formula: str) -> set[str]:
    """Return the names without a dot that a formula uses."""
    tree = ast.parse(_flat(formula), mode="eval")
    owners = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in owners}


def _dotted(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=inner, attr=name) if owner := _dotted(inner):
            return f"{owner}.{name}"
    return ""


def both(left: bool | None, right: bool | None) -> bool | None:  # noqa: FBT001 - a truth value is what it is about
    """Return `left and right` in three-valued logic."""
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


@dataclass(frozen=True)
class _Walk:
    formula: str
    facts: Facts
    table: str = ""
    row: Row | None = None

    def value(self, node: ast.expr) -> Value | None:
        match node:
            case ast.Constant(value=str(written)):
                return datetime.date.fromisoformat(written) if _ISO.fullmatch(written) else text(written)
            case ast.Constant():
                return Fraction(ast.get_source_segment(self.formula, node) or "")
            case ast.Name() | ast.Attribute():
                return self.fact(_dotted(node))
            case ast.UnaryOp(op=ast.Not(), operand=inner):
                truth = self.value(inner)
                return None if truth is None else not truth
            case ast.UnaryOp(op=sign, operand=inner):
                number = self.number(inner)
                return -number if number is not None and isinstance(sign, ast.USub) else number
            case ast.BinOp(left=left, op=operator, right=right):
                return self.arithmetic(operator, self.number(left), self.number(right))
            case ast.BoolOp(op=junction, values=parts):
                return self.junction(junction, [self.truth(part) for part in parts])
            case ast.Compare():
                return self.comparison(node)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                truth = self.truth(test)
                return None if truth is None else self.value(body if truth else orelse)
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return self.call(name, arguments)
        raise NotImplementedError(ast.dump(node))

    def fact(self, name: str) -> Value | None:
        owner, _, column = name.rpartition(".")
        if self.row is not None and owner == self.table:
            return self.row[column]
        return self.facts.values[name]

    def number(self, node: ast.expr) -> Fraction | None:
        value = self.value(node)
        if value is not None and not isinstance(value, Fraction):
            raise TypeError(ast.dump(node))
        return value

    def truth(self, node: ast.expr) -> bool | None:
        value = self.value(node)
        if value is not None and not isinstance(value, bool):
            raise TypeError(ast.dump(node))
        return value

    def arithmetic(self, operator: ast.operator, left: Fraction | None, right: Fraction | None) -> Value | None:
        if left is None or right is None:
            return None
        result = _ARITHMETIC[type(operator)](left, right)
        return None if result is None else numbers.within_range(result)

    def junction(self, operator: ast.boolop, truths: list[bool | None]) -> bool | None:
        # by De Morgan: an "or" is the negation of the "and" of the negations
        turned = isinstance(operator, ast.Or)
        result: bool | None = True
        for truth in truths:
            result = both(result, None if truth is None else truth is not turned)
        return None if result is None else result is not turned

    def comparison(self, node: ast.Compare) -> bool | None:
        result: bool | None = True
        left = node.left
        for operator, right in zip(node.ops, node.comparators, strict=True):
            result = both(result, self.compare(operator, left, right))
            left = right
        return result

    def compare(self, operator: ast.cmpop, left: ast.expr, right: ast.expr) -> bool | None:
        one = self.value(left)
        if isinstance(operator, ast.In | ast.NotIn):
            if not isinstance(right, ast.Tuple):
                raise TypeError(ast.dump(right))
            constants = [self.value(each) for each in right.elts]
            if one is None:
                return None
            return any(each is not None and _order(one, each) == 0 for each in constants) is isinstance(
                operator, ast.In
            )
        other = self.value(right)
        if one is None or other is None:
            return None
        order = _order(one, other)
        match operator:
            case ast.Eq():
                return order == 0
            case ast.NotEq():
                return order != 0
            case ast.Lt():
                return order < 0
            case ast.LtE():
                return order <= 0
            case ast.Gt():
                return order > 0
            case ast.GtE():
                return order >= 0
        raise NotImplementedError(ast.dump(operator))

    def call(self, name: str, arguments: list[ast.expr]) -> Value | None:
        if name in ("score", "share") and isinstance(arguments[0], ast.Constant):
            return self.facts.nodes[name, str(arguments[0].value)]
        if name in _AGGREGATES:
            return self.aggregate(name, arguments[0])
        if name == "coalesce":
            found = (self.value(argument) for argument in arguments)
            return next((value for value in found if value is not None), None)
        values = [self.value(argument) for argument in arguments]
        return None if None in values else _FUNCTIONS[name](*values)

    def aggregate(self, name: str, argument: ast.expr) -> Fraction | datetime.date | None:
        if (table := _dotted(argument)) in self.facts.tables:
            return Fraction(len(self.facts.tables[table]))
        (table,) = {
            dotted.rpartition(".")[0]
            for node in ast.walk(argument)
            if (dotted := _dotted(node)).rpartition(".")[0] in self.facts.tables
        }
        rows = (_Walk(self.formula, self.facts, table, row) for row in self.facts.tables[table])
        values = [value for row in rows if (value := row.value(argument)) is not None]
        if name == "count":
            return Fraction(sum(value is not False for value in values))
        days = [value for value in values if isinstance(value, datetime.date)]
        if days:
            return min(days) if name == "minimum" else max(days)
        amounts = [Fraction(value) for value in values if isinstance(value, Fraction | bool)]
        if name == "sum":
            return numbers.within_range(sum(amounts, Fraction(0)))
        if not amounts:
            return None
        return {
            "mean": lambda: sum(amounts, Fraction(0)) / len(amounts),
            "fraction": lambda: sum(amounts, Fraction(0)) / len(amounts),
            "median": lambda: Fraction(median(amounts)),
            "minimum": lambda: min(amounts),
            "maximum": lambda: max(amounts),
        }[name]()


def _order(one: Value, other: Value) -> int:
    """Return -1, 0 or 1: one is less than, equal to or more than the other."""
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return 0 if numbers.equal(one, other) else 1 if one > other else -1
    if isinstance(one, datetime.date) and isinstance(other, datetime.date):
        return (one > other) - (one < other)
    if type(one) is not type(other):
        message = f"{one!r} is not compared with {other!r}"
        raise TypeError(message)
    return 0 if one == other else 1
