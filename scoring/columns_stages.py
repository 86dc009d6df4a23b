"""The plan of columns: which values get a name, and at which stage each is evaluated, in which frame.

An expression that names another's column can be evaluated a stage later. Whatever is used more than once gets a name
and becomes a column of the projects' frame, or of a table's; what is used once stays part of the expression that uses
it. Steps make a turn, which ends with the folds of all tables and with what is brought to their rows, so that a table
is grouped once a turn. A stage evaluates its columns from the frames as they stood at its start, so folds of folds,
and columns brought from the projects to the rows, work in whatever order they were built.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

import narwhals as nw

from scoring.columns_program import DEEPEST, Column, FoldOf

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

__all__ = ["Folding", "Stage", "Stages", "staged"]


#: The last step of a turn, at which tables are folded, each once, and columns are brought to their rows.
LAST: Final = 1_000_000


class Folding(NamedTuple):
    """One value to be made of the rows of a table: `cell` is evaluated in each row, then folded."""

    name: str
    of: FoldOf
    cell: nw.Expr


@dataclass
class Stage:
    """What is evaluated at one stage.

    `named` are columns (frame, name, expression), the frame a table's or None for the projects'; `lifted` are columns
    of the projects that the rows of a table need (table, name, expression).
    """

    named: list[tuple[str | None, str, nw.Expr]] = field(default_factory=list)
    lifted: list[tuple[str, str, nw.Expr]] = field(default_factory=list)
    foldings: list[Folding] = field(default_factory=list)


class Stages(NamedTuple):
    """The stages, in order, and the expressions that are wanted, over the frames as the last of them leaves them."""

    stages: tuple[Stage, ...]
    wanted: Mapping[Column, nw.Expr]


def staged(wanted: Iterable[Column], pinned: Collection[Column]) -> Stages:
    """Plan the columns that are wanted, and all that they are made of."""
    wanted = list(wanted)
    order = _order(wanted)
    named = _named(order, wanted, pinned)
    stages: dict[tuple[int, int], Stage] = {}
    made: dict[Column, nw.Expr] = {}
    ready: dict[Column, tuple[int, int]] = {}
    for place, each in enumerate(order):
        turn, step = max((ready[one] for one in each.operands), default=(0, 0))
        operands = [made[one] for one in each.operands]
        name = f"step:{place}"
        if each.lifted:
            stages.setdefault((turn, LAST), Stage()).lifted.append((each.table or "", name, operands[0]))
            step = LAST
        elif each.folded is not None:
            stages.setdefault((turn, LAST), Stage()).foldings.append(Folding(name, each.folded, operands[0]))
            step = LAST
        elif each in named:
            stages.setdefault((turn, step), Stage()).named.append((each.table, name, each.build(*operands)))
        else:
            made[each], ready[each] = each.build(*operands), (turn, step)
            continue
        made[each], ready[each] = nw.col(name), (turn + 1, 0) if step == LAST else (turn, step + 1)
    return Stages(tuple(stages[at] for at in sorted(stages)), {each: made[each] for each in wanted})


def _order(wanted: Iterable[Column]) -> list[Column]:
    """Return all columns that others are made of, each behind its operands."""
    found: dict[Column, None] = {}
    waiting = [(each, False) for each in wanted]
    while waiting:
        each, seen = waiting.pop()
        if seen:
            found[each] = None
        elif each not in found:
            waiting.append((each, True))
            waiting.extend((one, False) for one in each.operands if one not in found)
    return list(found)


def _named(order: list[Column], wanted: Iterable[Column], pinned: Collection[Column]) -> set[Column]:
    """Return the columns that are evaluated by themselves: those that are used more than once."""
    uses = Counter(wanted)
    named: set[Column] = set()
    for each in reversed(order):
        own = not (each.plain or each.light or each.rootless)
        if own and (uses[each] > 1 or each in pinned or each.depth % DEEPEST == 0):
            named.add(each)
        times = uses[each] if each.light else 1
        for one in each.operands:
            uses[one] += times
    return named
