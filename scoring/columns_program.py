"""The ground of the column algebra: columns, and the program that evaluates them stage by stage.

An expression that names another's column can be evaluated a stage later. Whatever has a name becomes a column of the
projects' frame, or of a table's: at each stage from the frames as they stood at its start, so that folds of folds,
and columns brought from the projects to the rows, work in whatever order they were built.

An expression is a tree: one that used an operand twice would double it, and a long formula would have no end. So what
must be used more than once gets a name first (`Program.once`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from math import log10
from typing import TYPE_CHECKING, Final, NamedTuple

import narwhals as nw

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scoring.algebra import Fold, Value

__all__ = [
    "LARGEST",
    "MISSING",
    "Column",
    "Folding",
    "Program",
    "Stage",
    "alike",
    "cases",
    "literal",
    "strictly",
    "together",
]

#: Below 10 to this power, no float overflows.
LARGEST: Final = 308.0
#: Facts are below 10 to this power (they would be invalid otherwise).
FACTS: Final = 30.0
#: What stands for the magnitude of 0.
NOUGHT: Final = -400.0


@dataclass(frozen=True, slots=True)
class Column:
    """An expression, and what is known of it before there are data.

    `stage` is the first at which all that it names is there; `table` names the table whose rows it belongs to. No
    number in it is larger than 10 to the power of `size`. `plain` is what may be used more than once: a column or a
    constant. `read` marks numbers that are as near to their decimals as floats can be: facts, constants, money.
    `constant` marks a constant, whose `value` is known.
    """

    expression: nw.Expr
    stage: int = 0
    table: str | None = None
    size: float = FACTS
    plain: bool = False
    read: bool = False
    constant: bool = False
    value: Value = None

    @property
    def missing(self) -> bool:
        """Whether it is the constant that is missing."""
        return self.constant and self.value is None


class Folding(NamedTuple):
    """One value to be made of the rows of a table: `cell` is evaluated in each row, then folded.

    `trim` is the part of the values that a trimmed mean leaves out at either end.
    """

    name: str
    table: str
    how: Fold
    cell: nw.Expr
    money: bool
    trim: float = 0.0


@dataclass
class Stage:
    """What is evaluated at one stage.

    `named` are columns (frame, name, expression), the frame a table's or None for the projects'; `lifted` are columns
    of the projects that the rows of a table need (table, name, expression).
    """

    named: list[tuple[str | None, str, nw.Expr]] = field(default_factory=list)
    lifted: list[tuple[str, str, nw.Expr]] = field(default_factory=list)
    foldings: list[Folding] = field(default_factory=list)


@dataclass
class Program:
    """Collects what has a name, by stage."""

    stages: dict[int, Stage] = field(default_factory=dict)
    count: int = 0

    def at(self, stage: int) -> Stage:
        """Return a stage."""
        return self.stages.setdefault(stage, Stage())

    def fresh(self, prefix: str) -> str:
        """Return a name that nothing else has."""
        self.count += 1
        return f"{prefix}:{self.count}"

    def once(self, a: Column, prefix: str = "step") -> Column:
        """Return a column that may be used as often as wanted: the same if it may, else one with a name."""
        if a.plain:
            return a
        name = self.fresh(prefix)
        self.at(a.stage).named.append((a.table, name, a.expression))
        return replace(a, expression=nw.col(name), stage=a.stage + 1, plain=True)


def literal(value: Value) -> Column:
    """Return a constant."""
    if isinstance(value, Decimal):
        size = log10(abs(value)) if value else NOUGHT
        return Column(nw.lit(float(value)), size=size, plain=True, read=True, constant=True, value=value)
    return Column(nw.lit(value), size=NOUGHT, plain=True, read=True, constant=True, value=value)


#: The constant that is missing.
MISSING: Final = literal(None)


def together(build: Callable[..., nw.Expr], *operands: Column, size: float | None = None, read: bool = False) -> Column:
    """Build an expression of operands; it waits for the last of them and belongs to the rows of their table."""
    return Column(
        build(*(each.expression for each in operands)),
        stage=max((each.stage for each in operands), default=0),
        table=next((each.table for each in operands if each.table is not None), None),
        size=max((each.size for each in operands), default=NOUGHT) if size is None else size,
        read=read,
    )


def strictly(build: Callable[..., nw.Expr], *operands: Column, size: float | None = None, read: bool = False) -> Column:
    """Build an expression that is missing where an operand is."""
    if any(each.missing for each in operands):
        return MISSING
    return together(build, *operands, size=size, read=read)


def alike(build: Callable[..., nw.Expr], *operands: Column) -> Column:
    """Build an expression that picks one of its operands, or changes a sign: it is as exact as they are."""
    return strictly(build, *operands, read=all(each.read for each in operands))


def cases(found: Sequence[tuple[nw.Expr, nw.Expr]], otherwise: nw.Expr) -> nw.Expr:
    """Return the value of the first condition that is true (none of them null)."""
    result = otherwise
    for condition, value in reversed(found):
        result = nw.when(condition).then(value).otherwise(result)
    return result
