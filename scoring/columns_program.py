"""The ground of the column algebra: columns, a graph of what each is made of, from which a plan of stages is made.

A column is built from others and knows what they are. Nothing is evaluated while a set is assembled: which values get
a name, and are so evaluated once, and which are part of a longer expression is found when the results that are wanted
are known (`scoring.columns_stages`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
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
    "FoldOf",
    "Program",
    "alike",
    "cases",
    "leaf",
    "levelled",
    "literal",
    "once",
    "partly",
    "strictly",
    "together",
    "twice",
    "worth",
]

#: Below 10 to this power, no float overflows.
LARGEST: Final = 308.0
#: Facts are below 10 to this power (they would be invalid otherwise).
FACTS: Final = 30.0
#: What stands for the magnitude of 0.
NOUGHT: Final = -400.0
#: How many operations deep an expression may be before a part of it is evaluated first.
DEEPEST: Final = 60


class FoldOf(NamedTuple):
    """How the rows of a table are made one value.

    `trim` is the part that a trimmed mean leaves out at either end; `money` marks amounts, of which `parts` make one
    of the whole numbers that are added up.
    """

    table: str
    how: Fold | str
    money: bool = False
    trim: float = 0.0
    parts: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """What builds an expression from those of its operands, and what is known of it before there are data.

    `table` names the table whose rows it belongs to. No number in it is larger than 10 to the power of `size`; `read`
    marks numbers that are as near to their decimals as floats can be: facts, constants, money; `unsigned` those that
    are not below zero. `by` are the columns that decide whether there is a value: it is missing where one of them is
    (None stands for itself). `constant` marks a constant, whose `value` is known; `light` what costs next to nothing.
    What comes from another frame has `lifted` or `folded`. `rootless` is what is made of constants alone, and so
    belongs to no frame. A number is counted in parts of which `scale` make one: money in ten-thousandths, so that its
    sums are exact and its ratios those of whole numbers; `unscaled` is what it is worth. It lies between its `bounds`,
    where these are known. `filled` is the same with 0 where it is missing, if that costs nothing. A score in rounding
    units may have its `points`, made of what the units are made of, so that the units need not be kept beside them.
    """

    build: Callable[..., nw.Expr]
    operands: tuple[Column, ...] = ()
    table: str | None = None
    size: float = FACTS
    read: bool = False
    unsigned: bool = False
    by: tuple[Column, ...] | None = None
    constant: bool = False
    value: Value = None
    light: bool = False
    named: str | None = None
    lifted: bool = False
    folded: FoldOf | None = None
    factor: tuple[Column, float] | None = None
    depth: int = 0
    rootless: bool = False
    scale: float = 1.0
    bounds: tuple[float, float] | None = None
    filled: Column | None = None
    points: Column | None = None
    unscaled: Column | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        """Keep, beside a number that is counted in parts, what it is worth."""
        if self.scale != 1:
            object.__setattr__(self, "unscaled", _unscaled(self))

    @property
    def missing(self) -> bool:
        """Whether it is the constant that is missing."""
        return self.constant and self.value is None

    @property
    def certain(self) -> bool:
        """Whether it is never missing."""
        return self.by == ()

    @property
    def plain(self) -> bool:
        """Whether using it twice costs nothing: a column of a frame, or a constant."""
        return self.constant or self.named is not None or self.lifted or self.folded is not None

    @property
    def deciding(self) -> tuple[Column, ...]:
        """The columns that decide whether there is a value."""
        return (self,) if self.by is None else self.by


@dataclass
class Program:
    """What is kept while columns are built: those that must be evaluated before they are used."""

    pinned: set[Column] = field(default_factory=set)

    def once(self, a: Column) -> Column:
        """Return a column that its user needs more than once, by its worth: it is evaluated before, and has a name."""
        return self.counted_once(worth(a))

    def counted_once(self, a: Column) -> Column:
        """Return a column that its user needs more than once, as it is counted."""
        if not a.plain:
            self.pinned.add(a)
        return a


def leaf(
    name: str, table: str | None = None, *, size: float = FACTS, read: bool = True, certain: bool = False
) -> Column:
    """Return a column of a frame."""
    return Column(lambda: nw.col(name), (), table, size, read=read, named=name, by=() if certain else None)


def literal(value: Value) -> Column:
    """Return a constant."""
    by = None if value is None else ()
    if isinstance(value, Decimal):
        number, size = float(value), log10(abs(value)) if value else NOUGHT
        return Column(
            lambda: nw.lit(number),
            size=size,
            read=True,
            unsigned=value >= 0,
            by=by,
            constant=True,
            value=value,
            rootless=True,
        )
    return Column(lambda: nw.lit(value), size=NOUGHT, read=True, by=by, constant=True, value=value, rootless=True)


#: The constant that is missing.
MISSING: Final = literal(None)


def _unscaled(a: Column) -> Column:
    """Return the number that a count of parts stands for: the float nearest to it."""
    scale, size = a.scale, a.size - log10(a.scale)

    def whole(x: nw.Expr, _: nw.Expr) -> nw.Expr:
        return x / (x * 0.0 + scale)  # Polars would multiply by the reciprocal of a constant

    return strictly(whole, a, a, scale=1.0, size=size, read=a.read, unsigned=a.unsigned)


def worth(a: Column) -> Column:
    """Return a number by its worth, whatever it is counted in."""
    return a.unscaled or a


def levelled(*operands: Column) -> tuple[list[Column], float]:
    """Return numbers counted in the same parts, and how many of these make one."""
    scales = {each.scale for each in operands if not each.constant}
    if len(scales) != 1:
        return list(map(worth, operands)), 1.0
    (scale,) = scales
    if scale == 1:
        return list(operands), scale
    parts = Decimal(scale)
    return [literal(each.value * parts) if isinstance(each.value, Decimal) else each for each in operands], scale


def together(
    build: Callable[..., nw.Expr],
    *operands: Column,
    scale: float | None = None,
    size: float | None = None,
    read: bool = False,
    unsigned: bool = False,
    by: tuple[Column, ...] | None = None,
    light: bool = False,
) -> Column:
    """Build an expression of operands; it belongs to the rows of their table.

    Operands are numbers by their worth; with a `scale` they are as they are counted, and the result is so counted.
    """
    if scale is None:
        operands = tuple(map(worth, operands))
    return Column(
        build,
        operands,
        table=next((each.table for each in operands if each.table is not None), None),
        size=max((each.size for each in operands), default=NOUGHT) if size is None else size,
        read=read,
        unsigned=unsigned,
        by=by,
        light=light,
        rootless=all(each.rootless for each in operands),
        scale=1.0 if scale is None else scale,
        depth=1 + max((each.depth for each in operands if not each.plain), default=0),
    )


def strictly(
    build: Callable[..., nw.Expr],
    *operands: Column,
    scale: float | None = None,
    size: float | None = None,
    read: bool = False,
    unsigned: bool = False,
) -> Column:
    """Build an expression that is missing where an operand is, and nowhere else."""
    if any(each.missing for each in operands):
        return MISSING
    by = tuple(dict.fromkeys(one for each in operands for one in each.deciding))
    return together(build, *operands, scale=scale, size=size, read=read, unsigned=unsigned, by=by)


def partly(
    build: Callable[..., nw.Expr],
    *operands: Column,
    scale: float | None = None,
    size: float | None = None,
    read: bool = False,
) -> Column:
    """Build an expression that is missing where an operand is, and may be elsewhere."""
    if any(each.missing for each in operands):
        return MISSING
    return together(build, *operands, scale=scale, size=size, read=read)


def twice(build: Callable[[nw.Expr], nw.Expr], a: Column) -> Column:
    """Build an expression that needs its operand more than once, and is missing where it is."""
    return strictly(lambda x, _: build(x), a, a)


def alike(build: Callable[..., nw.Expr], *operands: Column) -> Column:
    """Build an expression that picks one of its operands, or changes a sign: it is as exact as they are."""
    operands, scale = levelled(*operands)  # type: ignore[assignment]
    return strictly(build, *operands, scale=scale, read=all(each.read for each in operands))


def cases(found: Sequence[tuple[nw.Expr, nw.Expr]], otherwise: nw.Expr) -> nw.Expr:
    """Return the value of the first condition that is true; one that cannot be told is not."""
    result = otherwise
    for condition, value in reversed(found):
        result = nw.when(condition).then(value).otherwise(result)
    return result


def once(columns: Sequence[Column]) -> list[Column]:
    """Return columns without those that are there already."""
    return list(dict.fromkeys(columns))
