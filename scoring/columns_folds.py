"""Folds in columns: the rows of a table, grouped by project once, and every value that is made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from scoring.algebra import TOLERANCE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scoring.columns_stages import Folding

__all__ = ["EMPTY", "KEY", "folded"]

#: The column that tells the projects apart, in their own frame and in every table's.
KEY: Final = "key:"
#: What an empty table has.
EMPTY: Final[Mapping[str, float | bool]] = {"rows": 0.0, "count": 0.0, "holds": 0.0, "sum": 0.0, "any": False}
#: Below this, taken together, the ten-thousandths of amounts are whole numbers in 64 bits.
WHOLE: Final = 9e18
FOLDS: Final[Mapping[str, Callable[[nw.Expr], nw.Expr]]] = {
    "rows": lambda _: nw.len(),
    "count": lambda x: x.count(),
    "holds": lambda x: x.sum(),
    "any": lambda x: x.any(),
    "fraction": lambda x: x.mean(),
    "sum": lambda x: x.sum(),
    "mean": lambda x: x.mean(),
    "trimmed": lambda x: x.mean(),
    "median": lambda x: x.median(),
    "minimum": lambda x: x.min(),
    "maximum": lambda x: x.max(),
}
#: What is made of the values as they are, whatever their type.
AS_THEY_ARE: Final = ("count", "any")


def folded(foldings: Sequence[Folding], rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Group the rows of a table and make every value of them."""
    money = [each for each in foldings if each.of.money]
    cells = [_cell(each) for each in foldings if each.of.how != "rows"]
    kept = [_kept(each) for each in foldings if each.of.how == "trimmed"]
    parts = [part for each in money for part in _parts(each, _whole(rows))]
    made = _with(_with(_with(rows, cells), kept), parts).group_by(KEY).agg(*map(_folded, foldings), *_sums(money))
    return _with(made, [_exact(each) for each in money]).select(KEY, *(each.name for each in foldings))


def _cell(folding: Folding) -> nw.Expr:
    cell = folding.cell if folding.of.how in AS_THEY_ARE else folding.cell.cast(nw.Float64)
    return cell.alias(folding.name)


def _folded(folding: Folding) -> nw.Expr:
    found = FOLDS[folding.of.how](nw.col(folding.name))
    return (found if folding.of.how == "any" else found.cast(nw.Float64)).alias(folding.name)


def _with(frame: nw.LazyFrame[Any], columns: Sequence[nw.Expr]) -> nw.LazyFrame[Any]:
    return frame.with_columns(*columns) if columns else frame


def _kept(folding: Folding) -> nw.Expr:
    """Return the values of a project that are neither among its smallest nor among its largest."""
    value = nw.col(folding.name)
    place, there = value.rank("ordinal").over(KEY), value.count().over(KEY)
    cut = (there * folding.of.trim + float(TOLERANCE)).floor()
    return nw.when((place > cut) & (place <= there - cut)).then(value).alias(folding.name)


def _whole(rows: nw.LazyFrame[Any]) -> Any:
    """Return the type of ten-thousandths that are added up: Spark stops where a sum of 64 bits is too large."""
    return nw.Decimal(20, 0) if rows.implementation.is_spark_like() else nw.Int64


def _parts(folding: Folding, dtype: Any) -> tuple[nw.Expr, nw.Expr, nw.Expr]:
    """Return what the exact sum of an amount needs: its size, its whole ten-thousandths, whether it is there."""
    name, parts = folding.name, folding.of.parts
    amount = nw.col(name)
    counted = amount if parts == 1 else (amount * parts).round(0)
    whole = nw.when(amount.abs() * parts < WHOLE).then(counted).cast(nw.Int64).cast(dtype)
    there = (~amount.is_null()).cast(nw.Int64)
    return amount.abs().alias(f"{name}:size"), whole.alias(f"{name}:whole"), there.alias(f"{name}:there")


def _sums(money: Sequence[Folding]) -> list[nw.Expr]:
    return [nw.col(f"{each.name}:{part}").sum() for each in money for part in ("size", "whole", "there")]


def _exact(folding: Folding) -> nw.Expr:
    """Return a sum (or mean) of money from its whole ten-thousandths, where they are few enough to be exact."""
    name = folding.name
    parts = folding.of.parts
    found = nw.col(f"{name}:whole").cast(nw.Float64)
    if parts != 1:
        found = (found / parts).round(4)
    if folding.of.how in ("mean", "trimmed"):
        there = nw.col(f"{name}:there")
        found = found / nw.when(there > 0).then(there)
    return nw.when(nw.col(f"{name}:size") * parts < WHOLE).then(found).otherwise(nw.col(name)).alias(name)
