"""Formulas: Python's expression syntax, parsed with `ast`, checked against the declared facts, never run as Python.

`parse` gives a `Formula`, a frozen tree of nodes whose kinds are known, or raises `FormulaError` at the column of the
mistake. `build` turns it into a `Quantity` of either world. What is not allowed is refused with what to write instead.
"""

from __future__ import annotations

import ast
import re
import unicodedata
import warnings
from functools import reduce
from operator import and_, or_
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scoring.errors import FormulaError
from scoring.grammar import MAX_DEPTH, Grammar, characters
from scoring.node import Node, expect

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from scoring.facts import Facts
    from scoring.functions import Function
    from scoring.quantity import Kind, Names, Quantity

__all__ = ["Formula", "Node", "build", "joined", "parse"]

MAX_LENGTH: Final = 4000
#: Signs of other notations, and what to write for them.
SIGNS: Final[Mapping[str, str]] = {
    "×": "*", "÷": "/", "≥": ">=", "≤": "<=", "≠": "!=", "=>": ">=", "=<": "<=", "<>": "!=", "&&": "and", "||": "or",
    "“": "'", "”": "'", "‘": "'", "’": "'",
}  # fmt: skip
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
WORD: Final = r"\w+|\S"
SIGN: Final = "|".join(map(re.escape, SIGNS)) + r"|\d[\d.]*\s*[%％]"


class Formula(NamedTuple):
    """A checked formula: its text, its tree and the names of facts and tables it uses, in order of appearance."""

    text: str
    root: Node

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the facts, columns and tables that the formula reads."""
        return tuple(dict.fromkeys(n.value for n in self.root.walk() if n.operation in ("name", "table")))


def parse(
    text: str,
    names: Names,
    want: Kind | None = None,
    nodes: Collection[str] | None = None,
    functions: Mapping[str, Function] = MappingProxyType({}),
) -> Formula:
    """Parse and check a formula; `want` is the kind it must have, if it must ("number" takes money too).

    `nodes` are the ids of the tree whose scores it may ask for; `functions` are those that plugins add. Where names are
    looked up inside a table, the formula may be of its rows.

    Raises `FormulaError` with the column of the first mistake.

    >>> from scoring.quantity import Names
    >>> names = Names({"funds.spent": "money", "funds.budget": "money"}, {})
    >>> parse("funds.spent / funds.budget", names).root.kind
    'number'
    >>> parse("funds.spnet / funds.budget", names)
    Traceback (most recent call last):
    scoring.errors.FormulaError: the set declares no fact funds.spnet; did you mean funds.spent?
    """
    tree, shift = _syntax(text)
    root = Grammar(text, shift, names, nodes, functions).node(tree, 0, want)
    if root.table not in (None, names.inside):
        raise FormulaError("formula-rows", root.start, root.end, {"name": root.table})
    if want is not None:
        expect(root, want)
    return Formula(text, root)


def _syntax(text: str) -> tuple[ast.expr, int]:
    """Return the syntax tree of a formula and how many characters were stripped in front."""
    if len(text) > MAX_LENGTH:
        raise FormulaError("formula-long", 0, len(text), {"limit": MAX_LENGTH})
    stripped = text.strip()
    if not stripped:
        raise FormulaError("formula-empty", 0, max(len(text), 1))
    shift = len(text) - len(text.lstrip())
    if control := CONTROL.search(text):
        raise FormulaError("formula-control", *control.span())
    depth = deepest = 0
    for character in stripped:
        depth += (character in "([{") - (character in ")]}")
        deepest = max(deepest, depth)
    if deepest > MAX_DEPTH:
        raise FormulaError("formula-deep", shift, shift + 1, {"limit": MAX_DEPTH})
    flat = stripped.replace("\r", " ").replace("\n", " ")
    try:
        with warnings.catch_warnings():  # of what Python would doubt, whatever is refused is refused below
            warnings.simplefilter("ignore")
            tree = ast.parse(flat, mode="eval").body
    except (MemoryError, RecursionError):
        raise FormulaError("formula-deep", shift, shift + 1, {"limit": MAX_DEPTH}) from None
    except (SyntaxError, ValueError) as error:
        raise _syntax_error(flat, shift, error) from None
    if "#" in flat[characters(flat, tree.end_col_offset or 0) :]:
        at = shift + flat.index("#", characters(flat, tree.end_col_offset or 0))
        raise FormulaError("formula-comment", at, at + 1)
    return tree, shift


def _syntax_error(flat: str, shift: int, error: SyntaxError | ValueError) -> FormulaError:
    offset = (error.offset if isinstance(error, SyntaxError) else None) or len(flat) + 1
    at = min(offset, len(flat)) - 1
    for place, character in enumerate(flat):
        ascii_form = unicodedata.normalize("NFKC", character)
        if character != ascii_form and ascii_form in "()<>=+-*/,.!" and not _inside_text(flat, place):
            values = {"found": character, "write": ascii_form}
            return FormulaError("formula-full-width", shift + place, shift + place + 1, values)
    for found in re.finditer(SIGN, flat):
        if not _inside_text(flat, found.start()):
            start, end = shift + found.start(), shift + found.end()
            if found[0][0].isdigit():
                return FormulaError("formula-percent", start, end)
            return FormulaError("formula-sign", start, end, {"found": found[0], "write": SIGNS[found[0]]})
    if flat[at] == "=" and "=" not in (flat[at - 1 : at], flat[at + 1 : at + 2]):
        return FormulaError("formula-equals", shift + at, shift + at + 1)
    if isinstance(error, SyntaxError) and error.msg.endswith("was never closed"):
        return FormulaError("formula-bracket", shift + at, shift + at + 1)
    if offset > len(flat):
        words = [found.start() for found in re.finditer(WORD, flat)]
        return FormulaError("formula-unfinished", shift + words[-1], shift + len(flat))
    word = re.match(WORD, flat[at:])
    length = word.end() if word else 1
    return FormulaError("formula-syntax", shift + at, shift + at + length, {"text": flat[at : at + 20]})


def _inside_text(flat: str, place: int) -> bool:
    opened = ""
    for character in flat[:place]:
        if character in ("'", '"') and opened in ("", character):
            opened = "" if opened else character
    return bool(opened)


def build(node: Node, facts: Facts) -> Quantity:
    """Turn a checked formula's node into a quantity over the facts of either world."""
    return joined(node, [build(part, facts) for part in node.parts if part.operation != "table"], facts)


def joined(node: Node, parts: Sequence[Quantity], facts: Facts) -> Quantity:
    """Turn a node into a quantity, made of those of its parts (a table is none)."""
    if not parts:
        return _leaf(node, facts)
    match node.operation:
        case "+" | "-" | "*" | "/":
            names = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide"}
            return facts.arithmetic(names[node.operation], *parts)
        case "**":
            return facts.power(parts[0], node.value)
        case "negate":
            return -parts[0]
        case "not":
            return ~parts[0]
        case "and" | "or":
            return reduce(and_ if node.operation == "and" else or_, parts)
        case "compare":
            return facts.chain(node.value, *parts)
        case "in":
            found = facts.among(parts[0], [_constant(option) for option in node.parts[1:]])
            return found if node.value else ~found
        case "if":
            return facts.where(*parts)
        case "plugin":
            added: Quantity = node.value.of(facts, parts)
            return added
        case _:  # a function, or a fold of rows
            called: Quantity = getattr(facts, node.value)(*parts)
            return called


def _leaf(node: Node, facts: Facts) -> Quantity:
    """Turn what has no parts into a quantity: a constant, a fact, a node's score, the number of a table's rows."""
    match node.operation:
        case "number" | "text":
            return facts.constant(node.value)
        case "date":
            return facts.date(int(node.value))
        case "name":
            return facts.read(node.value, node.kind)
        case "node":
            return facts.node(*node.value)
        case _:
            return facts.count(node.parts[0].value)


def _constant(node: Node) -> Any:
    """Return what an option of `in` is worth: a constant, or one with a minus before it."""
    return -node.parts[0].value if node.operation == "negate" else node.value
