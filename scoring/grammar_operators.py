"""The grammar of formulas but for functions: leaves and operators, read from Python's syntax trees."""

from __future__ import annotations

import ast
import datetime
import unicodedata
from decimal import Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from scoring.errors import FormulaError, closest
from scoring.node import Node, Operation, expect
from scoring.quantity import NUMERIC, Kind, Names, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MAX_DEPTH", "OperatorGrammar", "characters"]

MAX_DEPTH: Final = 120
MAX_EXPONENT: Final = 100
#: As many digits as the exact algebra has; a quotient such as 1/3 has no end.
EXACTLY: Final = Context(prec=38)
MAX_NUMBER: Final = Decimal("1E30")
#: How many characters of a refused part a message shows.
SHOWN: Final = 40


def characters(text: str, offset: int) -> int:
    """Turn a byte offset of `ast` into a character offset."""
    return offset if text.isascii() else len(text.encode()[:offset].decode(errors="ignore"))


class OperatorGrammar:
    """Turns the leaves and operators of Python's syntax tree into nodes, refusing what formulas do not have."""

    def __init__(self, text: str, shift: int, names: Names) -> None:
        """Read a text that begins at the character `shift` of what its author wrote, over these names."""
        self.flat = text.strip().replace("\r", " ").replace("\n", " ")
        self.shift = shift
        self.names = names

    def span(self, tree: ast.expr) -> tuple[int, int]:
        """Return where a part stands, in characters of what its author wrote."""
        start = characters(self.flat, tree.col_offset)
        return self.shift + start, self.shift + characters(self.flat, tree.end_col_offset or tree.col_offset)

    def refusal(self, code: str, tree: ast.expr, **values: object) -> FormulaError:
        """Return the error that refuses a part, at its place."""
        return FormulaError(code, *self.span(tree), values)

    def source(self, tree: ast.expr) -> str:
        """Return how a part is written, as far as a message shows it."""
        return self.written(tree)[:SHOWN]

    def written(self, tree: ast.expr) -> str:
        """Return the text of a part."""
        start, end = self.span(tree)
        return self.flat[start - self.shift : end - self.shift]

    def node(self, tree: ast.expr, depth: int, want: Kind | None = None) -> Node:
        """Read a part at a depth; `want` is the kind that is due, for constants and names that can be of several."""
        if depth > MAX_DEPTH:
            raise self.refusal("formula-deep", tree, limit=MAX_DEPTH)
        method = getattr(self, "_" + type(tree).__name__.lower(), None)
        if method is None:
            raise self.refusal("formula-not-allowed", tree, text=self.source(tree))
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
        """Make a node; its parts may belong to the rows of one table."""
        tables = {part.table for part in parts if part.table is not None}
        if len(tables) > 1:
            raise self.refusal("formula-tables", tree, names=tuple(sorted(tables)))
        start, end = self.span(tree)
        return Node(operation, kind, start, end, value, parts, tables.pop() if tables else None)

    # -- leaves

    def _constant(self, tree: ast.Constant, _depth: int, want: Kind | None) -> Node:
        value = tree.value
        if isinstance(value, bool):
            raise self.refusal("formula-boolean", tree, text=str(value))
        if isinstance(value, str):
            if want == "date":
                return self.make(tree, "date", "date", self.day(tree, value))
            return self.make(tree, "text", "text", plain(value))
        if isinstance(value, (int, float)):
            return self.make(tree, "number", "number", self.number(tree))
        raise self.refusal("formula-not-allowed", tree, text=self.source(tree))

    def number(self, tree: ast.Constant) -> Decimal:
        """Return a number exactly as it is written."""
        segment = self.written(tree)
        try:
            number = Decimal(segment)
        except InvalidOperation:
            raise self.refusal("formula-not-allowed", tree, text=segment[:SHOWN]) from None
        if number.adjusted() > MAX_NUMBER.adjusted() or abs(number) > MAX_NUMBER:
            raise self.refusal("formula-number", tree, text=segment[:SHOWN])
        return number

    def day(self, tree: ast.expr, text: str) -> Decimal:
        """Return the ordinal of the day that an ISO date names."""
        try:
            return Decimal(datetime.date.fromisoformat(plain(text)).toordinal())
        except ValueError:
            raise self.refusal("formula-date", tree, text=text[:SHOWN]) from None

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
            raise self.refusal("formula-not-allowed", tree, text=self.source(tree))
        return unicodedata.normalize("NFKC", ".".join([below.id, *parts]))

    def named(self, tree: ast.expr, name: str, want: Kind | None) -> Node:
        """Return a fact or a table's column, refusing names that the set does not declare."""
        if (found := self.names.find(name)) is not None:
            node = self.make(tree, "name", found.kind, found.name)
            return node if found.column is None else node._replace(table=found.column[0])
        if name in self.names.tables:
            raise self.refusal("formula-table", tree, name=name)
        if self.names.open:
            return self.make(tree, "name", want or "number", name)
        if name in ("true", "false"):
            raise self.refusal("formula-boolean", tree, text=name)
        near = closest(name, self.names.all())
        raise self.refusal("unknown-fact" if near is None else "unknown-fact-near", tree, name=name, near=near)

    # -- operators

    def numeric(self, tree: ast.expr, depth: int) -> Node:
        """Read a part that must be a number."""
        node = self.node(tree, depth, "number")
        expect(node, "number")
        return node

    def condition(self, tree: ast.expr, depth: int) -> Node:
        """Read a part that must be a condition."""
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
            raise self.refusal("formula-not-allowed", tree, text=self.source(tree))
        left = self.numeric(tree.left, depth)
        if operation == "**":
            return self.make(tree, "**", "number", self.exponent(tree.right), (left,))
        right = self.numeric(tree.right, depth)
        money = operation in ("+", "-") and left.kind == right.kind == "money"
        return self.make(tree, operation, "money" if money else "number", None, (left, right))

    def exponent(self, tree: ast.expr) -> Decimal:
        """Return the constant to the right of `**`, or the quotient of two."""
        if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Div):
            above, below = self._signed(tree.left), self._signed(tree.right)
            exponent = EXACTLY.divide(above, below) if above is not None and below else None
        else:
            exponent = self._signed(tree)
        if exponent is None or abs(exponent) > MAX_EXPONENT:
            raise self.refusal("formula-exponent", tree, limit=MAX_EXPONENT)
        return exponent

    def _signed(self, tree: ast.expr) -> Decimal | None:
        """Return a number with its sign, None for anything else."""
        sign = 1
        if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, (ast.USub, ast.UAdd)):
            sign, tree = (-1 if isinstance(tree.op, ast.USub) else 1), tree.operand
        is_number = isinstance(tree, ast.Constant) and type(tree.value) in (int, float)
        return sign * self.number(tree) if is_number and isinstance(tree, ast.Constant) else None

    def _unaryop(self, tree: ast.UnaryOp, depth: int, _want: Kind | None) -> Node:
        if isinstance(tree.op, ast.Not):
            return self.make(tree, "not", "boolean", None, (self.condition(tree.operand, depth),))
        if isinstance(tree.op, (ast.USub, ast.UAdd)):
            operand = self.numeric(tree.operand, depth)
            return (
                self.make(tree, "negate", operand.kind, None, (operand,)) if isinstance(tree.op, ast.USub) else operand
            )
        raise self.refusal("formula-not-allowed", tree, text="~")

    def _boolop(self, tree: ast.BoolOp, depth: int, _want: Kind | None) -> Node:
        operation: Operation = "and" if isinstance(tree.op, ast.And) else "or"
        return self.make(tree, operation, "boolean", None, tuple(self.condition(each, depth) for each in tree.values))

    def _compare(self, tree: ast.Compare, depth: int, _want: Kind | None) -> Node:
        if isinstance(tree.ops[0], (ast.In, ast.NotIn)):
            return self.membership(tree, depth)
        signs = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
        operators = tuple(signs.get(type(each), "") for each in tree.ops)
        if "" in operators:
            raise self.refusal("formula-not-allowed", tree, text=self.source(tree))
        parts = self.operands([tree.left, *tree.comparators], depth)
        for a, b, sign in zip(parts, parts[1:], operators, strict=False):
            same = a.kind == b.kind or (a.kind in NUMERIC and b.kind in NUMERIC)
            if not same:
                raise self.refusal("formula-compare", tree, a=a.kind, b=b.kind)
            if a.kind in ("text", "boolean") and sign not in ("==", "!="):
                raise self.refusal("formula-order", tree, sign=sign, kind=a.kind)
        return self.make(tree, "compare", "boolean", operators, parts)

    def operands(self, items: list[ast.expr], depth: int, otherwise: Kind | None = None) -> tuple[Node, ...]:
        """Read parts of one kind: constants and undeclared names take that of what they stand beside."""
        soft = (ast.Constant, ast.Name, ast.Attribute) if self.names.open else (ast.Constant,)
        done = {place: self.node(each, depth) for place, each in enumerate(items) if not isinstance(each, soft)}
        texts = any(isinstance(each, ast.Constant) and isinstance(each.value, str) for each in items)
        want = next((node.kind for node in done.values()), otherwise or ("text" if texts else None))
        return tuple(done.get(place) or self.node(each, depth, want) for place, each in enumerate(items))

    def membership(self, tree: ast.Compare, depth: int) -> Node:
        """Read `in` and `not in`: a value and its constants."""
        if len(tree.ops) > 1:
            raise self.refusal("formula-not-allowed", tree, text="in … in")
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
                raise self.refusal("formula-options", each)
            if part.kind != left.kind and not (part.kind in NUMERIC and left.kind in NUMERIC):
                raise self.refusal("formula-compare", each, a=left.kind, b=part.kind)
        if not parts:
            raise self.refusal("formula-options", options)
        return self.make(tree, "in", "boolean", isinstance(tree.ops[0], ast.In), (left, *parts))

    def _ifexp(self, tree: ast.IfExp, depth: int, want: Kind | None) -> Node:
        condition = self.condition(tree.test, depth)
        parts = self.operands([tree.body, tree.orelse], depth, want)
        return self.make(tree, "if", self.common(tree, parts), None, (condition, *parts))

    def common(self, tree: ast.expr, parts: tuple[Node, ...]) -> Kind:
        """Return the kind that parts have in common; money and numbers make numbers."""
        kinds = {part.kind for part in parts}
        if len(kinds) == 1:
            return kinds.pop()
        if kinds == set(NUMERIC):
            return "number"
        raise self.refusal("formula-mixed", tree, kinds=tuple(sorted(kinds)))
