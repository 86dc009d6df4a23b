"""The mutants of a module: its syntax tree with one small change each, and where the change stands.

Left out is what no test is due for: what strict types refuse (None in the place of an argument), annotations, texts
for readers, the labels of `let`, and decorators, most of which fold constants.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Mutant", "mutants", "mutated"]

#: The way from a tree's root to a node: fields, with the place in those that are lists.
Path = tuple[tuple[str, int | None], ...]

COMPARISONS: Final[dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
}  # fmt: skip
OPERATORS: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
#: Functions and methods that are easily taken for one another.
PAIRS: Final = (
    ("min", "max"), ("any", "all"), ("least", "greatest"), ("least_there", "greatest_there"), ("both", "either"),
    ("floor", "ceil"), ("add", "subtract"), ("multiply", "divide"), ("less", "at_most"), ("minimum", "maximum"),
    ("ROUND_FLOOR", "ROUND_CEILING"), ("ln", "log10"), ("eq", "ne"), ("lstrip", "rstrip"),
)  # fmt: skip
SWAPPED: Final = {a: b for pair in PAIRS for a, b in (pair, pair[::-1])}
#: Functions that may give back what they take.
WRAPPERS: Final = ("abs", "sorted", "reversed", "list", "tuple", "dict", "set", "frozenset", "str", "int", "bool")
#: Names that no test is about: what a module offers, and how objects lie in memory.
UNTOUCHED: Final = ("__all__", "__slots__")


class Mutant(NamedTuple):
    """One change: in which function of a module, at which line, what stood there and what stands there instead.

    `at_import` tells that it changes what runs when the module is imported; `path` and `new` make it.
    """

    module: str
    where: str
    line: int
    before: str
    after: str
    at_import: bool
    path: Path
    new: Any

    @property
    def label(self) -> str:
        """Name it, by what outlives a change of other lines."""
        return f"{self.where}: {self.before} -> {self.after}"


def mutants(module: str, source: str) -> list[Mutant]:
    """Return all mutants of a module; two with one label get a number."""
    tree = ast.parse(source)
    seen: Counter[str] = Counter()
    found = []
    for path, new, where, at_import in _of_body(tree, (), "", at_import=True):
        line, before, after = _shown(tree, path, new)
        mutant = Mutant(module, where or "module", line, before, after, at_import, path, new)
        seen[mutant.label] += 1
        if (number := seen[mutant.label]) > 1:
            mutant = mutant._replace(after=f"{after}  # {number}")
        found.append(mutant)
    return found


def mutated(source: str, mutant: Mutant) -> ast.Module:
    """Return a module's tree with a mutant's change."""
    tree = ast.parse(source)
    _put(tree, mutant.path, mutant.new)
    return ast.fix_missing_locations(tree)


def _at(tree: ast.AST, path: Path) -> Any:
    node: Any = tree
    for field, place in path:
        node = getattr(node, field)
        if place is not None:
            node = node[place]
    return node


def _put(tree: ast.AST, path: Path, new: Any) -> None:
    """Replace a node; None takes it out of its list."""
    above = _at(tree, path[:-1])
    field, place = path[-1]
    old = _at(tree, path)
    if isinstance(new, ast.AST):
        new = copy.deepcopy(new)
        if isinstance(old, (ast.expr, ast.stmt)) and isinstance(new, (ast.expr, ast.stmt)):
            ast.copy_location(new, old)
    if place is None:
        setattr(above, field, new)
    elif new is None:
        del getattr(above, field)[place]
    else:
        getattr(above, field)[place] = new


def _shown(tree: ast.Module, path: Path, new: Any) -> tuple[int, str, str]:
    """Return the line of a change, and the text around it before and after."""
    length = len(path) - (new is None)
    while not isinstance(_at(tree, path[:length]), (ast.expr, ast.stmt)):
        length -= 1
    whole = _at(tree, path[:length])
    if isinstance(whole, (ast.Constant, ast.Name)) and isinstance(_at(tree, path[: length - 1]), (ast.expr, ast.stmt)):
        length -= 1
        whole = _at(tree, path[:length])
    copied = copy.deepcopy(whole)
    if path[length:]:
        _put(copied, path[length:], new)
        after = _text(copied)
    else:
        after = _text(new)
    return _at_line(tree, path), _text(whole), after


def _at_line(tree: ast.Module, path: Path) -> int:
    lines = [getattr(_at(tree, path[:length]), "lineno", None) for length in range(1, len(path) + 1)]
    return next((line for line in reversed(lines) if line is not None), 1)


def _text(node: Any) -> str:
    """Write a node on one line; of a compound statement its head."""
    text = ast.unparse(ast.fix_missing_locations(copy.deepcopy(node)))
    lines = [line.strip() for line in text.splitlines()]
    return lines[0] if isinstance(node, (ast.If, ast.For, ast.While, ast.Try, ast.With, ast.Match)) else " ".join(lines)


Change = tuple[Path, Any, str, bool]


def _of_body(node: ast.AST, path: Path, where: str, *, at_import: bool) -> Iterator[Change]:
    """Go through the changes below a node."""
    for field, value in ast.iter_fields(node):
        items: list[tuple[int | None, Any]] = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
        for place, child in items:
            if isinstance(child, ast.AST) and not _left_out(node, field, child):
                yield from _of_node(child, (*path, (field, place)), node, where, at_import=at_import)


def _left_out(above: ast.AST, field: str, node: ast.AST) -> bool:
    """Tell what only type checkers and readers look at."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.arguments(defaults=[], kw_defaults=[]):
            return True
        case ast.If(test=ast.Name("TYPE_CHECKING")):
            return True
        case ast.Expr(ast.Constant()):
            return True
        case ast.Assign(targets=[ast.Name(name)]) if name in UNTOUCHED:
            return True
        case ast.Assign(value=ast.Call(ast.Name("TypeVar"))):
            return True
        case ast.Assign(value=ast.Subscript() | ast.BinOp(op=ast.BitOr())):
            return isinstance(above, ast.Module)  # an alias of types
    return field in ("annotation", "returns", "bases", "targets", "target", "type_params")


def _of_node(node: ast.AST, path: Path, above: ast.AST, where: str, *, at_import: bool) -> Iterator[Change]:
    here = where
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        here = f"{where}.{node.name}" if where else node.name
    for below, new in _changes(node, above):
        yield (*path, *below), new, here, at_import
    if isinstance(node, ast.FunctionDef):
        yield from _of_body(node.args, (*path, ("args", None)), here, at_import=at_import)
        for place, each in enumerate(node.body):
            if not _left_out(node, "body", each):
                yield from _of_node(each, (*path, ("body", place)), node, here, at_import=False)
    elif isinstance(node, ast.Lambda):
        yield from _of_node(node.body, (*path, ("body", None)), node, here, at_import=False)
    elif isinstance(node, ast.Call) and _called(node) == "let":  # its first argument is a label
        for place, argument in enumerate(node.args[1:], start=1):
            yield from _of_node(argument, (*path, ("args", place)), node, here, at_import=at_import)
    elif not (isinstance(node, ast.Call) and _called(node) == "cast"):
        yield from _of_body(node, path, here, at_import=at_import)


def _changes(node: ast.AST, above: ast.AST) -> Iterator[tuple[Path, Any]]:
    """Go through the changes of one node itself: the path from it, and what is put there."""
    match node:
        case ast.Compare():
            for place, each in enumerate(node.ops):
                yield from (((("ops", place),), new()) for new in COMPARISONS[type(each)])
        case ast.BinOp() | ast.AugAssign() if type(node.op) in OPERATORS:
            yield (("op", None),), OPERATORS[type(node.op)]()
        case ast.BoolOp():
            yield (("op", None),), ast.And() if isinstance(node.op, ast.Or) else ast.Or()
        case ast.UnaryOp():
            yield (), node.operand
        case ast.Constant():
            yield from _of_constant(node)
        case ast.Call():
            yield from _of_call(node)
        case ast.Slice():
            yield from _of_slice(node)
        case ast.Tuple() | ast.List() | ast.Set() if len(node.elts) > 1 and isinstance(
            getattr(node, "ctx", ast.Load()), ast.Load
        ):
            yield from (((("elts", place),), None) for place, each in enumerate(node.elts))
        case ast.Attribute(ctx=ast.Load()) if node.attr in SWAPPED and not isinstance(above, ast.ClassDef):
            yield (("attr", None),), SWAPPED[node.attr]
        case ast.Name(ctx=ast.Load()) if node.id in SWAPPED:
            yield (("id", None),), SWAPPED[node.id]
        case _:
            yield from _of_statement(node)
    test = getattr(node, "test", None)
    if isinstance(test, (ast.BoolOp, ast.Call, ast.Name, ast.Attribute, ast.NamedExpr)):
        yield (("test", None),), ast.UnaryOp(ast.Not(), test)
    if isinstance(node, ast.comprehension):
        yield from (((("ifs", place),), None) for place, _ in enumerate(node.ifs))


def _of_constant(node: ast.Constant) -> Iterator[tuple[Path, Any]]:
    match node.value:
        case bool():
            yield (("value", None),), not node.value
        case int() | float():
            yield (("value", None),), node.value + 1
            yield (("value", None),), node.value - 1
        case str() if node.value[:1].isdigit():
            yield (("value", None),), f"1{node.value}"
        case str():
            yield (("value", None),), f"XX{node.value}"


def _of_slice(node: ast.Slice) -> Iterator[tuple[Path, Any]]:
    for field in ("lower", "upper", "step"):
        if getattr(node, field) is not None:
            yield ((field, None),), None


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _of_call(node: ast.Call) -> Iterator[tuple[Path, Any]]:
    if _called(node) in WRAPPERS and isinstance(node.func, ast.Name) and len(node.args) == 1:
        yield (), node.args[0]
    for place, _ in enumerate(node.keywords):
        yield (("keywords", place),), None


def _is_none(node: ast.expr | None) -> bool:
    return node is None or (isinstance(node, ast.Constant) and node.value is None)


def _of_statement(node: ast.AST) -> Iterator[tuple[Path, Any]]:
    match node:
        case ast.Return() if not _is_none(node.value):
            yield (("value", None),), ast.Constant(None)
        case ast.Lambda() if not _is_none(node.body):
            yield (("body", None),), ast.Constant(None)
        case ast.Expr() | ast.Raise():
            yield (), ast.Pass()
        case ast.Break():
            yield (), ast.Continue()
        case ast.Continue():
            yield (), ast.Break()
        case ast.For() | ast.comprehension():
            yield (("iter", None),), ast.Tuple([], ast.Load())
        case ast.ExceptHandler() if node.type is not None:
            yield (("type", None),), ast.Tuple([], ast.Load())
