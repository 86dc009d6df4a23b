"""The formulas of a score sheet in Excel: sums, scaled sums, lost points, shares, wherever they come out exactly."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from scoring.report_rows import total_of
from scoring.report_text import EXACT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.report_rows import Node

__all__ = ["Formulas", "Place"]


class Place(NamedTuple):
    """Where the points of a node stand: its row in the sheet, counted from 0."""

    node: Node
    row: int


class Formulas(NamedTuple):
    """Writes formulas (without the `=`) for a sheet whose columns are given by name, with `digits` decimals.

    A formula is only written where it comes to what the engine found: else there is None, and a number is due.
    """

    columns: Mapping[str, int]
    digits: int

    def cell(self, name: str, row: int) -> str:
        """Return the address of a cell, such as `D5`."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        return str(xl_rowcol_to_cell(row, self.columns[name]))

    def lost(self, row: int) -> str:
        """Return the points lost in a row."""
        return self.rounded(f"{self.cell('weight', row)}-{self.cell('score', row)}")

    def share(self, row: int) -> str:
        """Return the part of its weight that a row scored."""
        return f"{self.cell('score', row)}/{self.cell('weight', row)}"

    def rounded(self, formula: str) -> str:
        """Round as the sheet does: floats of Excel would not add up otherwise."""
        return f"ROUND({formula},{self.digits})"

    def sum(self, name: str, places: Sequence[Place]) -> str:
        """Return the sum of cells, as a range where they are one."""
        rows = [each.row for each in places]
        if len(rows) > 1 and rows == list(range(rows[0], rows[-1] + 1)):
            return f"SUM({self.cell(name, rows[0])}:{self.cell(name, rows[-1])})"
        return "+".join(self.cell(name, row) for row in rows)

    def weight(self, due: Decimal, places: Sequence[Place]) -> str | None:
        """Return the weight of a dimension: what is right below it, added up."""
        if not places or total_of(each.node.weight for each in places) != due:
            return None
        return self.rounded(self.sum("weight", places))

    def score(self, offer: Decimal, due: Decimal, places: Sequence[Place], row: int) -> str | None:
        """Return a score that is a sum of what counts right below it, or such a sum scaled to the points on offer."""
        counting = [each for each in places if each.node.score is not None]
        earned = total_of(each.node.score for each in counting if each.node.score is not None)
        if counting and earned == due:
            return self.rounded(self.sum("score", counting))
        weights = total_of(each.node.weight for each in counting)
        if not weights or total_of(each.node.weight for each in places) != offer:
            return None
        unit = Decimal(1).scaleb(-self.digits)
        if EXACT.divide(EXACT.multiply(offer, earned), weights).quantize(unit, context=EXACT) != due:
            return None
        return self.rounded(
            f"{self.cell('weight', row)}*({self.sum('score', counting)})/({self.sum('weight', counting)})"
        )

    def total(self, due: Decimal, given: Sequence[Decimal], first: int, last: int) -> str | None:
        """Return the total below the rows `first` to `last`, which have the points that are given."""
        if total_of(given) != due:
            return None
        return self.rounded(f"SUM({self.cell('score', first)}:{self.cell('score', last)})")
