"""The grammar of formulas: Python's syntax trees turned into checked nodes, and what is refused, with its column."""

from __future__ import annotations

import ast
import datetime
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, Literal, NoReturn

from scoring.errors import FormulaError, closest
from scoring.quantity import NUMERIC, Kind, Names, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["FOLDS", "FUNCTIONS", "Grammar", "Node", "expect"]

MAX_DEPTH: Final = 120
MAX_EXPONENT: Final = 100
MAX_NUMBER: Final = Decimal("1E30")

#: Functions of numbers (and, where said, dates): name -> fewest and most arguments.
FUNCTIONS: Final[Mapping[str, tuple[int, int]]] = {
    "abs": (1, 1),
    "min": (1, 99),
    "max": (1, 99),
    "clip": (3, 3),
    "coalesce": (1, 99),
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

Operation = Literal[
    "number", "text", "date", "name", "table", "+", "-", "*", "/", "**", "negate", "compare", "in", "and", "or", "not",
    "if", "call", "fold",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """One part of a formula: its operation, its kind, where it stands (characters from 0), and what it is made of.

    `value` is the constant, the fact's name, the function's name, the exponent, the options of `in`, or the operators
    of a comparison; `table` names the table whose rows the value belongs to.
    """

    operation: Operation
    kind: Kind
    start: int
    end: int
    value: Any = None
    parts: tuple[Node, ...] = ()
    table: str | None = None

    def walk(self) -> Iterator[Node]:
        """Go through this node and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


def expect(node: Node, want: Kind) -> None:
    """Refuse a node that is not of the wanted kind; money is a number."""
    if node.kind != want and not (want in NUMERIC and node.kind in NUMERIC):
        raise FormulaError("formula-kind", node.start, node.end, {"want": want, "kind": node.kind})


def characters(text: str, offset: int) -> int:
    """Turn a byte offset of `ast` into a character offset."""
    return len(text.encode()[:offset].decode(errors="ignore"))


class Grammar:
    """Turns Python's syntax tree into nodes, refusing what formulas do not have."""

    def __init__(self, text: str, shift: int, names: Names) -> None:
        self.flat = text.strip().replace("\r", " ").replace("\n", " ")
        self.shift = shift
        self.names = names

    def span(self, tree: ast.expr) -> tuple[int, int]:
        start = characters(self.flat, tree.col_offset)
        return self.shift + start, self.shift + characters(self.flat, tree.end_col_offset or tree.col_offset)

    def fail(self, code: str, tree: ast.expr, **values: object) -> NoReturn:
        raise FormulaError(code, *self.span(tree), values)

    def node(self, tree: ast.expr, depth: int, want: Kind | None = None) -> Node:
        if depth > MAX_DEPTH:
            self.fail("formula-deep", tree, limit=MAX_DEPTH)
        method = getattr(self, "_" + type(tree).__name__.lower(), None)
        if method is None:
            self.fail("formula-not-allowed", tree, text=(ast.get_source_segment(self.flat, tree) or "")[:40])
        node: Node = method(tree, depth + 1, want)
        return node

    def make(
        self,
        tree: ast.expr,
        operation: Operation,
        kind: Kind,
        value: Any = None,
        parts: tuple[Node, ...] = (),
    ) -> Node:
        tables = {part.table for part in parts if part.table is not None}
        if len(tables) > 1:
            self.fail("formula-tables", tree, names=", ".join(sorted(tables)))
        start, end = self.span(tree)
        return Node(operation, kind, start, end, value, parts, tables.pop() if tables else None)

    # -- leaves

    def _constant(self, tree: ast.Constant, _depth: int, want: Kind | None) -> Node:
        value = tree.value
        if isinstance(value, bool) or value is None:
            self.fail("formula-boolean", tree, text=str(value))
        if isinstance(value, str):
            if want == "date":
                return self.make(tree, "date", "date", self.day(tree, value))
            return self.make(tree, "text", "text", plain(value))
        if isinstance(value, (int, float)):
            return self.make(tree, "number", "number", self.number(tree))
        self.fail("formula-not-allowed", tree, text=str(value)[:40])

    def number(self, tree: ast.Constant) -> Decimal:
        segment = (ast.get_source_segment(self.flat, tree) or "").replace("_", "")
        try:
            number = Decimal(segment)
        except InvalidOperation:
            self.fail("formula-not-allowed", tree, text=segment[:40])
        if abs(number) > MAX_NUMBER:
            self.fail("formula-number", tree, text=segment[:40])
        return number

    def day(self, tree: ast.expr, text: str) -> Decimal:
        try:
            return Decimal(datetime.date.fromisoformat(plain(text)).toordinal())
        except ValueError:
            self.fail("formula-date", tree, text=text[:40])

    def _name(self, tree: ast.Name, _depth: int, want: Kind | None) -> Node:
        return self.named(tree, unicodedata.normalize("NFKC", tree.id), want)

    def _attribute(self, tree: ast.Attribute, _depth: int, want: Kind | None) -> Node:
        return self.named(tree, self.dotted(tree), want)

    def dotted(self, tree: ast.expr) -> str:
        """Return the dotted name a tree spells, refusing anything else before the dot."""
        parts: list[str] = []
        below = tree
        while isinstance(below, ast.Attribute):
            parts.insert(0, below.attr)
            below = below.value
        if not isinstance(below, ast.Name):
            self.fail("formula-not-allowed", tree, text=(ast.get_source_segment(self.flat, tree) or "")[:40])
        return unicodedata.normalize("NFKC", ".".join([below.id, *parts]))

    def named(self, tree: ast.expr, name: str, want: Kind | None) -> Node:
        if name in self.names.facts:
            return self.make(tree, "name", self.names.facts[name], name)
        if (pair := self.names.column(name)) is not None:
            node = self.make(tree, "name", self.names.tables[pair[0]][pair[1]], name)
            return Node(node.operation, node.kind, node.start, node.end, name, (), pair[0])
        if name in self.names.tables:
            self.fail("formula-table", tree, name=name)
        if self.names.open:
            return self.make(tree, "name", want or "number", name)
        if name in ("true", "false"):
            self.fail("formula-boolean", tree, text=name)
        near = closest(name, self.names.all())
        self.fail("unknown-fact" if near is None else "unknown-fact-near", tree, name=name, near=near)

    # -- operators

    def numeric(self, tree: ast.expr, depth: int) -> Node:
        node = self.node(tree, depth, "number")
        expect(node, "number")
        return node

    def condition(self, tree: ast.expr, depth: int) -> Node:
        node = self.node(tree, depth, "boolean")
        expect(node, "boolean")
        return node

    def _binop(self, tree: ast.BinOp, depth: int, _want: Kind | None) -> Node:
        signs: Mapping[type, Operation] = {
            ast.Add: "+",
            ast.Sub: "-",
            ast.Mult: "*",
            ast.Div: "/",
            ast.Pow: "**",
        }
        operation = signs.get(type(tree.op))
        if operation is None:
            self.fail("formula-not-allowed", tree, text=(ast.get_source_segment(self.flat, tree) or "")[:40])
        left = self.numeric(tree.left, depth)
        if operation == "**":
            return self.make(tree, "**", "number", self.exponent(tree.right), (left,))
        right = self.numeric(tree.right, depth)
        money = operation in ("+", "-") and left.kind == right.kind == "money"
        return self.make(tree, operation, "money" if money else "number", None, (left, right))

    def exponent(self, tree: ast.expr) -> Decimal:
        sign, inner = 1, tree
        if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, (ast.USub, ast.UAdd)):
            sign, inner = (-1 if isinstance(tree.op, ast.USub) else 1), tree.operand
        is_number = isinstance(inner, ast.Constant) and type(inner.value) in (int, float)
        if not is_number or not isinstance(inner, ast.Constant):
            self.fail("formula-exponent", tree, limit=MAX_EXPONENT)
        exponent = sign * self.number(inner)
        if abs(exponent) > MAX_EXPONENT:
            self.fail("formula-exponent", tree, limit=MAX_EXPONENT)
        return exponent

    def _unaryop(self, tree: ast.UnaryOp, depth: int, _want: Kind | None) -> Node:
        if isinstance(tree.op, ast.Not):
            return self.make(tree, "not", "boolean", None, (self.condition(tree.operand, depth),))
        if isinstance(tree.op, (ast.USub, ast.UAdd)):
            operand = self.numeric(tree.operand, depth)
            return (
                self.make(tree, "negate", operand.kind, None, (operand,)) if isinstance(tree.op, ast.USub) else operand
            )
        self.fail("formula-not-allowed", tree, text="~")

    def _boolop(self, tree: ast.BoolOp, depth: int, _want: Kind | None) -> Node:
        operation: Operation = "and" if isinstance(tree.op, ast.And) else "or"
        return self.make(tree, operation, "boolean", None, tuple(self.condition(each, depth) for each in tree.values))

    def _compare(self, tree: ast.Compare, depth: int, _want: Kind | None) -> Node:
        if isinstance(tree.ops[0], (ast.In, ast.NotIn)):
            return self.membership(tree, depth)
        signs = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
        operators = tuple(signs.get(type(each), "") for each in tree.ops)
        if "" in operators:
            self.fail("formula-not-allowed", tree, text=(ast.get_source_segment(self.flat, tree) or "")[:40])
        parts = self.operands([tree.left, *tree.comparators], depth)
        for a, b, sign in zip(parts, parts[1:], operators, strict=False):
            same = a.kind == b.kind or (a.kind in NUMERIC and b.kind in NUMERIC)
            if not same:
                self.fail("formula-compare", tree, a=a.kind, b=b.kind)
            if a.kind in ("text", "boolean") and sign not in ("==", "!="):
                self.fail("formula-order", tree, sign=sign, kind=a.kind)
        return self.make(tree, "compare", "boolean", operators, parts)

    def operands(self, items: list[ast.expr], depth: int) -> tuple[Node, ...]:
        """Read the operands of a comparison: constants and undeclared names take the kind of what they stand beside."""
        soft = (ast.Constant, ast.Name, ast.Attribute) if self.names.open else (ast.Constant,)
        done = {place: self.node(each, depth) for place, each in enumerate(items) if not isinstance(each, soft)}
        texts = any(isinstance(each, ast.Constant) and isinstance(each.value, str) for each in items)
        want: Kind | None = next((node.kind for node in done.values()), "text" if texts else None)
        return tuple(done.get(place) or self.node(each, depth, want) for place, each in enumerate(items))

    def membership(self, tree: ast.Compare, depth: int) -> Node:
        if len(tree.ops) > 1:
            self.fail("formula-not-allowed", tree, text="in … in")
        options = tree.comparators[0]
        listed = options.elts if isinstance(options, (ast.Tuple, ast.List, ast.Set)) else [options]
        texts = bool(listed) and all(isinstance(e, ast.Constant) and isinstance(e.value, str) for e in listed)
        left = self.node(tree.left, depth, "text" if texts and self.names.open else None)
        parts = [self.node(each, depth, left.kind) for each in listed]
        for each, part in zip(listed, parts, strict=True):
            constant = part.operation in ("number", "text", "date") or (
                part.operation == "negate" and part.parts[0].operation == "number"
            )
            if not constant:
                self.fail("formula-options", each)
            if part.kind != left.kind and not (part.kind in NUMERIC and left.kind in NUMERIC):
                self.fail("formula-compare", each, a=left.kind, b=part.kind)
        if not parts:
            self.fail("formula-options", options)
        return self.make(tree, "in", "boolean", isinstance(tree.ops[0], ast.In), (left, *parts))

    def _ifexp(self, tree: ast.IfExp, depth: int, want: Kind | None) -> Node:
        condition = self.condition(tree.test, depth)
        parts = (self.node(tree.body, depth, want), self.node(tree.orelse, depth, want))
        return self.make(tree, "if", self.common(tree, parts), None, (condition, *parts))

    def common(self, tree: ast.expr, parts: tuple[Node, ...]) -> Kind:
        kinds = {part.kind for part in parts}
        if len(kinds) == 1:
            return kinds.pop()
        if kinds == set(NUMERIC):
            return "number"
        self.fail("formula-mixed", tree, kinds=", ".join(sorted(kinds)))

    # -- functions

    def _call(self, tree: ast.Call, depth: int, want: Kind | None) -> Node:
        name = self.dotted(tree.func)
        if tree.keywords or any(isinstance(each, ast.Starred) for each in tree.args):
            self.fail("formula-not-allowed", tree, text=name + "(… = …)")
        if name in FOLDS:
            return self.folded(tree, name, depth)
        if name not in FUNCTIONS:
            near = closest(name, [*FUNCTIONS, *FOLDS])
            self.fail(
                "unknown-function" if near is None else "unknown-function-near",
                tree.func,
                name=name,
                near=near,
            )
        fewest, most = FUNCTIONS[name]
        if not fewest <= len(tree.args) <= most:
            self.fail("formula-arguments", tree, name=name, count=fewest, found=len(tree.args))
        if name == "coalesce":
            parts = tuple(self.node(each, depth, want) for each in tree.args)
            return self.make(tree, "call", self.common(tree, parts), name, parts)
        if name == "days":
            parts = tuple(self.node(each, depth, "date") for each in tree.args)
            for part in parts:
                expect(part, "date")
            return self.make(tree, "call", "number", name, parts)
        parts = tuple(self.node(each, depth, "number") for each in tree.args)
        dates = name in ("min", "max", "clip") and all(part.kind == "date" for part in parts)
        for part in parts if not dates else ():
            expect(part, "number")
        keeps = name in ("abs", "min", "max", "clip")
        return self.make(tree, "call", self.common(tree, parts) if keeps else "number", name, parts)

    def folded(self, tree: ast.Call, name: str, depth: int) -> Node:
        if len(tree.args) != 1:
            self.fail("formula-arguments", tree, name=name, count=1, found=len(tree.args))
        argument = tree.args[0]
        if name == "count" and isinstance(argument, (ast.Name, ast.Attribute)):
            table = self.dotted(argument)
            if table in self.names.tables:
                inner = self.make(argument, "table", "number", table)
                return self.make(tree, "fold", "number", name, (inner,))
        inner = self.node(argument, depth, "boolean" if name == "fraction" else None)
        if inner.table is None:
            self.fail("formula-fold", tree, name=name)
        if any(each.operation == "fold" for each in inner.walk()):
            self.fail("formula-nested", tree, name=name)
        if name == "fraction":
            expect(inner, "boolean")
        elif name != "count" and not (name in ("minimum", "maximum") and inner.kind == "date"):
            expect(inner, "number")
        keeps = name in ("sum", "minimum", "maximum")
        start, end = self.span(tree)
        return Node("fold", inner.kind if keeps else "number", start, end, name, (inner,))
