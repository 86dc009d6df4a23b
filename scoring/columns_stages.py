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
#: After all turns.
FOREVER: Final = (LAST, LAST)


class Folding(NamedTuple):
    """One value to be made of the rows of a table: `cell` is evaluated in each row, then folded."""

    name: str
    of: FoldOf
    cell: nw.Expr


@dataclass
class Stage:
    """What is evaluated at one stage.

    `named` are columns (frame, name, expression), the frame a table's or None for the projects'; `lifted` are columns
    of the projects that the rows of a table need (table, name, expression). `spent` are columns (frame, name) that
    nothing needs after it.
    """

    named: list[tuple[str | None, str, nw.Expr]] = field(default_factory=list)
    lifted: list[tuple[str, str, nw.Expr]] = field(default_factory=list)
    foldings: list[Folding] = field(default_factory=list)
    spent: set[tuple[str | None, str]] = field(default_factory=set)


class Made(NamedTuple):
    """An expression, the turn and step at which it can be evaluated, and the columns of its frame that it reads."""

    expression: nw.Expr
    ready: tuple[int, int]
    reads: frozenset[str]


class Stages(NamedTuple):
    """The stages, in order, and the expressions that are wanted, over the frames as the last of them leaves them."""

    stages: tuple[Stage, ...]
    wanted: Mapping[tuple[str | None, Column], nw.Expr]


def staged(wanted: Iterable[tuple[str | None, Column]], pinned: Collection[Column]) -> Stages:
    """Plan the columns that are wanted, each in the projects' frame or in a table's, and all that they are made of."""
    wanted = list(wanted)
    columns = [column for _, column in wanted]
    order = _order(columns)
    plan = _Plan(_named(order, columns, pinned))
    for each in order:
        if not each.rootless:
            plan.add(each, each.table)
    found = {(table, column): plan.wanted(column, table) for table, column in wanted}
    for name, at in plan.last.items():
        if at in plan.stages:
            plan.stages[at].spent.add(name)
    return Stages(tuple(plan.stages[at] for at in sorted(plan.stages)), found)


@dataclass
class _Plan:
    """A plan in the making.

    What is made of constants alone belongs to no frame: it is made anew in every frame that uses it.
    """

    named: Collection[Column]
    stages: dict[tuple[int, int], Stage] = field(default_factory=dict)
    made: dict[tuple[Column, str | None], Made] = field(default_factory=dict)
    last: dict[tuple[str | None, str], tuple[int, int]] = field(default_factory=dict)

    def wanted(self, column: Column, table: str | None) -> nw.Expr:
        """Return the expression of a column in a frame as the last stage leaves it."""
        made = self._made(column, table)
        self._read(table, made.reads, FOREVER)
        return made.expression

    def _made(self, column: Column, table: str | None) -> Made:
        own = (column, table if column.rootless else None)
        if own not in self.made:
            self.add(column, table)
        return self.made[own]

    def add(self, column: Column, table: str | None) -> None:
        """Make a column in a frame; its operands are made already, but those of constants alone."""
        inner = None if column.lifted else column.folded.table if column.folded is not None else table
        operands = [self._made(each, inner) for each in column.operands]
        turn, step = max((each.ready for each in operands), default=(0, 0))
        expressions = [each.expression for each in operands]
        reads = frozenset[str]().union(*(each.reads for each in operands))
        name = f"step:{len(self.made)}"
        if column.lifted:
            self._stage(turn, LAST).lifted.append((column.table or "", name, expressions[0]))
            self._read(None, reads, (turn, LAST))
            found = Made(nw.col(name), (turn + 1, 0), frozenset([name]))
        elif column.folded is not None:
            self._stage(turn, LAST).foldings.append(Folding(name, column.folded, expressions[0]))
            self._read(inner, reads, (turn, LAST))
            found = Made(nw.col(name), (turn + 1, 0), frozenset([name]))
        elif column in self.named:
            self._stage(turn, step).named.append((table, name, column.build(*expressions)))
            self._read(table, reads, (turn, step))
            found = Made(nw.col(name), (turn, step + 1), frozenset([name]))
        else:
            own = reads if column.named is None else frozenset([column.named])
            found = Made(column.build(*expressions), (turn, step), own)
        self.made[column, table if column.rootless else None] = found

    def _read(self, frame: str | None, names: Iterable[str], at: tuple[int, int]) -> None:
        """Keep when columns of a frame are read last."""
        for name in names:
            self.last[frame, name] = max(at, self.last.get((frame, name), at))

    def _stage(self, turn: int, step: int) -> Stage:
        return self.stages.setdefault((turn, step), Stage())


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
        own = not (each.plain or each.light)
        if own and (uses[each] > 1 or each in pinned or each.depth % DEEPEST == 0):
            named.add(each)
        times = uses[each] if each.light else 1
        for one in each.operands:
            uses[one] += times
    return named
