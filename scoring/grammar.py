"""The grammar of formulas: Python's syntax trees turned into checked nodes, and what is refused, with its column."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from scoring.errors import ScoringError, closest
from scoring.grammar_operators import MAX_DEPTH, OperatorGrammar, characters
from scoring.node import FOLDS, FUNCTIONS, NODES, Node, expect

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from scoring.functions import Function
    from scoring.quantity import Kind, Names

__all__ = ["MAX_DEPTH", "Grammar", "characters"]


class Grammar(OperatorGrammar):
    """Turns Python's syntax tree into nodes, functions included."""

    def __init__(
        self,
        text: str,
        shift: int,
        names: Names,
        nodes: Collection[str] | None,
        functions: Mapping[str, Function],
    ) -> None:
        """Read a text that begins at the character `shift` of what its author wrote, over these names.

        `nodes` are the ids whose scores it may ask for, None where it may ask for none; `functions` are those that
        plugins add.
        """
        super().__init__(text, shift, names)
        self.nodes = nodes
        self.functions = functions

    def _call(self, tree: ast.Call, depth: int, want: Kind | None) -> Node:
        name = self.dotted(tree.func)
        if tree.keywords or any(isinstance(each, ast.Starred) for each in tree.args):
            raise self.refusal("formula-not-allowed", tree, text=name + "(… = …)")
        if name in FOLDS:
            return self.folded(tree, name, depth)
        if name in NODES:
            return self.of_node(tree, name)
        if name in self.functions:
            return self.added(tree, self.functions[name], depth)
        if name not in FUNCTIONS:
            near = closest(name.lower(), [*FUNCTIONS, *FOLDS, *self.functions])
            raise self.refusal(
                "unknown-function" if near is None else "unknown-function-near",
                tree.func,
                name=name,
                near=near,
            )
        self.arguments(tree, name, *FUNCTIONS[name])
        if name == "coalesce":
            parts = self.operands(tree.args, depth, want)
            return self.make(tree, "call", self.common(tree, parts), name, parts)
        if name == "days":
            parts = tuple(self.node(each, depth, "date") for each in tree.args)
            for part in parts:
                expect(part, "date")
            return self.make(tree, "call", "number", name, parts)
        parts = self.operands(tree.args, depth, "number")
        dates = name in ("min", "max", "clip") and all(part.kind == "date" for part in parts)
        for part in parts if not dates else ():
            expect(part, "number")
        keeps = name in ("abs", "min", "max", "clip")
        return self.make(tree, "call", self.common(tree, parts) if keeps else "number", name, parts)

    def of_node(self, tree: ast.Call, name: str) -> Node:
        """Read `score("node")` or `share("node")`, which the conditions of gates may ask for."""
        if self.nodes is None:
            raise self.refusal("formula-node", tree, name=name)
        given = tree.args[0] if len(tree.args) == 1 else tree
        if not (isinstance(given, ast.Constant) and isinstance(given.value, str)):
            raise self.refusal("formula-node-id", given, name=name)
        if given.value not in self.nodes:
            near = closest(given.value, self.nodes)
            code = "unknown-node" if near is None else "unknown-node-near"
            raise self.refusal(code, given, name=given.value, near=near, known=tuple(self.nodes))
        return self.make(tree, "node", "number", (name, given.value))

    def arguments(self, tree: ast.Call, name: str, fewest: int, most: int) -> None:
        """Refuse too few or too many arguments."""
        if not fewest <= len(tree.args) <= most:
            count = fewest if fewest == most else f"{fewest}–{most}"
            raise self.refusal("formula-arguments", tree, name=name, count=count, found=len(tree.args))

    def added(self, tree: ast.Call, function: Function, depth: int) -> Node:
        """Read a function that a plugin adds: its value is of the kind, and of the rows, that it says itself."""
        self.arguments(tree, function.name, function.fewest, function.most)
        parts = tuple(self.node(each, depth, function.kind(place)) for place, each in enumerate(tree.args))
        for place, part in enumerate(parts):
            expect(part, function.kind(place))
        node = self.make(tree, "plugin", "number", function, parts)
        try:
            kind, table = function.gives(self.names, [(part.kind, part.table) for part in parts])
        except ScoringError as error:
            values = {"name": function.name, "plugin": function.plugin, "why": str(error)}
            raise self.refusal("function-unsuited", tree, **values) from None
        return node._replace(kind=kind, table=table)

    def folded(self, tree: ast.Call, name: str, depth: int) -> Node:
        """Read a function that folds the rows of a table."""
        if len(tree.args) != 1:
            raise self.refusal("formula-arguments", tree, name=name, count=1, found=len(tree.args))
        argument = tree.args[0]
        if name == "count" and isinstance(argument, (ast.Name, ast.Attribute)):
            table = self.dotted(argument)
            if table in self.names.tables:
                inner = self.make(argument, "table", "number", table)
                return self.make(tree, "fold", "number", name, (inner,))
        inner = self.node(argument, depth)
        if any(each.folds for each in inner.walk()):
            raise self.refusal("formula-nested", tree, name=name)
        if inner.table is None:
            raise self.refusal("formula-fold", tree, name=name)
        if name == "fraction":
            expect(inner, "boolean")
        elif name != "count" and not (name in ("minimum", "maximum") and inner.kind == "date"):
            expect(inner, "number")
        keeps = name in ("sum", "minimum", "maximum")
        start, end = self.span(tree)
        return Node("fold", inner.kind if keeps else "number", start, end, name, (inner,))
