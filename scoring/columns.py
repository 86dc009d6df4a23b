"""The column algebra: dataframe expressions over the facts of many projects, through Narwhals.

Numbers are 64-bit floats; the tolerance makes every decision the one that exact decimals take
(`scoring.columns_tolerance`), and tables of money are added up in whole ten-thousandths.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scoring.columns_folds import EMPTY
from scoring.columns_numbers import MONEY
from scoring.columns_program import Column, FoldOf, literal
from scoring.columns_scores import ColumnScores

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from scoring.algebra import Fold, Value

__all__ = ["Columns", "Source"]

#: The magnitude of the rows that a table may have.
ROWS: Final = 10.0
NONE: Final = Decimal(0)
ONE: Final = Decimal(1)


class Source(NamedTuple):
    """A fact, or a column of a table, as read: its value, whether it is invalid, whether it is a day."""

    value: Column
    invalid: Column
    dated: Column


class Columns(ColumnScores):
    """Builds dataframe expressions over facts as they were read; implements `Algebra`.

    `sources` has every fact and every column of a table (`survey.answer`) by name; a table may stand there too, where
    it can be invalid as a whole. `empty` are the tables of which no project has a row. Scores are rounded to units of
    `to` points.
    """

    def __init__(self, sources: Mapping[str, Source], empty: Collection[str] = (), to: Decimal = ONE) -> None:
        """Build over these facts."""
        super().__init__(to)
        self._empty = empty
        self._sources = sources
        self._kept: dict[Any, Column] = {}

    def _once_for(self, key: Any, make: Callable[[], Column]) -> Column:
        """Return what was made for a key before, so that asking twice costs once."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    # -- leaves

    def constant(self, value: Value) -> Column:
        return literal(value)

    def fact(self, name: str) -> Column:
        return self._sources[name].value

    def column(self, table: str, name: str) -> Column:
        return self._sources[f"{table}.{name}"].value

    def invalid(self, names: Collection[str], table: str | None = None) -> Column:
        flags = []
        for name in sorted({*names} & self._sources.keys()):
            flag = self._sources[name].invalid
            if flag.table is not None and flag.table != table:
                flag = self.fold(flag.table, "any", flag)
            if table is not None and flag.table != table:
                flag = self.lift(table, flag)
            flags.append(flag)
        return self.any_of(flags)

    def dated(self, name: str, table: str | None = None) -> Column:
        return self._sources[name].dated

    def lift(self, table: str, expression: Column) -> Column:
        if expression.rootless:
            return expression

        def lifted() -> Column:
            own = () if expression.certain else None
            return replace(
                expression, operands=(expression,), table=table, lifted=True, by=own, named=None, folded=None, depth=0,
                factor=None, filled=None, points=None, light=False,
            )  # fmt: skip

        return self._once_for(("lift", table, expression), lifted)

    def fold(
        self,
        table: str,
        how: Fold | str,
        expression: Column | None = None,
        *,
        money: bool = False,
        trim: Decimal = NONE,
    ) -> Column:
        if table in self._empty:
            nothing = EMPTY.get(how)
            return literal(nothing if nothing is None or isinstance(nothing, bool) else Decimal(0))
        cell = expression or self._once_for("row", lambda: literal(value=True))
        counted = how in ("rows", "count", "holds", "any", "fraction")
        whole = money and how in ("sum", "mean", "trimmed")
        scale = 1.0 if counted else cell.scale
        of = FoldOf(table, how, whole, float(trim), MONEY if whole and scale == 1 else 1.0)

        def folded() -> Column:
            picked = how in ("minimum", "maximum") and cell.read
            return Column(
                cell.build,
                (cell,),
                scale=scale,
                size=ROWS + (0.0 if counted else cell.size),
                read=how in ("rows", "count", "holds") or picked or (whole and how == "sum"),
                unsigned=counted or cell.unsigned,
                by=() if how in EMPTY else None,
                folded=of,
            )

        return self.finite(self._once_for((of, cell), folded))

    def let(self, name: str, expression: Column, table: str | None = None) -> Column:
        return expression
