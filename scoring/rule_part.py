"""One part of the rules of a set: what it is called, where it stands, and what reaches it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from scoring.messages import MESSAGES
from scoring.node import Node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from scoring.binding import BoundIndicator
    from scoring.formula import Formula
    from scoring.rule_case import Case
    from scoring.rule_reach import RuleReach

__all__ = ["Kind", "Path", "RulePart", "branches", "negated", "part"]

Kind = Literal["grade", "scale", "missing", "not_applicable", "rows", "branch", "gate", "adjustment"]
Path = tuple[str | int, ...]
#: So much of a condition is shown.
LONGEST: Final = 40


class RulePart(NamedTuple):
    """One part of the rules: an `id`, unique in its set, and the `path` of its key in the file.

    `node` is the id of what it belongs to, "" for the set itself. `words` (Chinese, English) are filled in by
    `values`. `reached` tells whether a project reached it, `reachable` whether any can, as far as that is known.
    """

    id: str
    kind: Kind
    node: str
    path: Path
    words: tuple[str, str]
    values: Mapping[str, Any]
    reached: Callable[[Case], bool]
    reachable: bool = True

    def text(self, lang: str) -> str:
        """Return what the part is called, in the words of the file where it has some."""
        return self.words[lang == "en"].format_map(self.values)


def part(
    kind: Kind,
    path: Path,
    name: str,
    code: str,
    reached: Callable[[Case], bool],
    node: str = "",
    *,
    reachable: bool = True,
    **values: Any,
) -> RulePart:
    """Return a part called `name` below the key at `path`, in the words of a message."""
    id_ = ".".join([*map(str, path), *([name] if name else [])])
    return RulePart(id_, kind, node, path, MESSAGES[code], values, reached, reachable)


def branches(
    path: Path,
    node: str,
    formula: Formula,
    reach: RuleReach,
    inside: BoundIndicator | None = None,
    *,
    measured: bool = False,
) -> Iterator[RulePart]:
    """Give both branches of every `a if c else b`; those of a measure are taken where the indicator applies."""
    names = inside.names if inside is not None else reach.bound.names
    for place, (condition, guard) in enumerate(_choices(formula.root, None)):
        text = formula.text[condition.start : condition.end]
        short = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
        for name, chosen in (("if", condition), ("else", negated(condition))):
            taken = chosen if guard is None else _both(guard, chosen)
            reached = partial(_takes, taken, inside, measured)
            can = reach.truth(taken, names).yes
            yield part(
                "branch", path, f"{name}[{place}]", f"part-{name}", reached, node, reachable=can, condition=short
            )


def _choices(node: Node, guard: Node | None) -> Iterator[tuple[Node, Node | None]]:
    """Go through the conditions of choices, each with the condition under which its choice is looked at."""
    if node.operation != "if":
        for each in node.parts:
            yield from _choices(each, guard)
        return
    condition, chosen, other = node.parts
    yield condition, guard
    yield from _choices(condition, guard)
    for branch, taken in ((chosen, condition), (other, negated(condition))):
        yield from _choices(branch, taken if guard is None else _both(guard, taken))


def _takes(condition: Node, inside: BoundIndicator | None, measured: bool, case: Case) -> bool:  # noqa: FBT001 - bound
    if inside is None:
        return case.holds(condition)
    lines = case.applicable(inside.id) if measured else case.lines(inside.id)
    return bool(lines) and case.holds(condition, inside, lines)


def negated(node: Node) -> Node:
    """Return the condition that another is false."""
    return Node("not", "boolean", node.start, node.end, None, (node,), node.table)


def _both(a: Node, b: Node) -> Node:
    return Node("and", "boolean", a.start, b.end, None, (a, b), a.table or b.table)
