"""The table of indicators in a form: its rows, the total below them, and the printed sum of the weights."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from scoring.filled import NOWHERE, Cell, FormRow
from scoring.filled_headings import FUNDS_NEEDED, TableHeadings, found_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.filled_grid import Grid
    from scoring.filled_headings import Names
    from scoring.indicators import Column

__all__ = ["ON_TOP", "Table", "TableReader", "is_total"]

#: The total above the indicators, and the one below them.
ON_TOP: Final = ("自评总分", "总分", "总得分", "自评总得分", "自评得分")
TOTALS: Final = frozenset({*ON_TOP, "合计", "总计", "合计得分", "自评得分合计", "得分合计"})
#: In which of the first texts of a row its label may stand.
LABELS: Final = 3
#: A row that adds up those above it.
SUBTOTAL: Final = "小计"
#: What stands below a table: notes, and who signs.
FOOT: Final = re.compile(
    r"(?:注|备注|说明|填[表报]人|填[表报]日期|经办人|审核人|复核人|制表人?|联系人|联系电话|.*负责人)([:(].*)?"
)
#: A row that numbers its columns has so many at least.
NUMBERED: Final = 4


class Table(NamedTuple):
    """The indicators of a form: the place of the first headings, the rows, the total and the sum of the weights."""

    begin: int
    rows: tuple[FormRow, ...]
    total: Cell
    weights: Cell


class TableReader:
    """Reads the tables of indicators, which may be several below one another, with the block of the budget between."""

    def __init__(self, columns: Mapping[str, Column], funds: Names) -> None:
        """Index the columns of the set's `targets`; `funds` are the headings of the block of the budget."""
        self.headings = TableHeadings(columns)
        self.funds = funds

    def read(self, grid: Grid) -> Table | None:
        """Return the table of a sheet, None where there is none."""
        begin: int | None = None
        columns: dict[str, int] = {}
        block: dict[str, int] | None = None
        rows: list[FormRow] = []
        total = weights = NOWHERE
        above: list[str] = []
        for place in range(len(grid.values)):
            cells = grid.row(place)
            texts = [each.plain for each in cells]
            filled = [each for each in cells if each.plain]
            if (found := self.headings.match(above, texts)) is not None:
                columns, block, begin = found, None, place if begin is None else begin
            elif (found := found_in(self.funds, texts, FUNDS_NEEDED)) is not None:
                block = found
            elif begin is None or _is_passed(filled) or (block and not grid.cell(place, block["funds.spent"]).empty):
                pass
            elif is_total(cells):
                score, weight = _totals(cells, columns)
                if not score.empty:
                    total, weights = score, weight
            elif columns and (row := _row(cells, columns, below=total != NOWHERE)) is not None:
                foot = FOOT.fullmatch(filled[0].plain)
                if foot is None or (foot[1] is None and row.pointed):  # an indicator may be called 培训负责人
                    rows.append(_carried(row, rows[-1] if rows else None))
            above = texts
        return None if begin is None else Table(begin, tuple(rows), total, weights)


def is_total(cells: Sequence[Cell]) -> bool:
    """Tell the row of the total by its label."""
    return any(each.label.partition(":")[0] in TOTALS for each in [each for each in cells if each.plain][:LABELS])


def _is_passed(filled: Sequence[Cell]) -> bool:
    """Tell the rows that state nothing: blank ones, those that add up a level, and numbers of columns."""
    if any(each.label.endswith(SUBTOTAL) for each in filled[:LABELS]):
        return True
    texts = [each.plain for each in filled]
    return not texts or (len(texts) >= NUMBERED and texts == [str(number) for number in range(1, len(texts) + 1)])


def _totals(cells: Sequence[Cell], columns: Mapping[str, int]) -> tuple[Cell, Cell]:
    """Return the printed total and the printed sum of the weights in the row of the total, 总分：95 in one cell too."""
    by_column = {
        name: cells[columns[name]] for name in ("score", "weight") if columns.get(name, len(cells)) < len(cells)
    }
    score, weight = by_column.get("score", NOWHERE), by_column.get("weight", NOWHERE)
    if score.number is None:
        behind = [Cell(each.address, each.label.partition(":")[2]) for each in cells if ":" in each.label]
        numbers = [each for each in (*behind, *cells) if each.number is not None and each != weight]
        score = numbers[-1] if numbers else score
    return score, weight if weight.number is not None else NOWHERE


def _row(cells: Sequence[Cell], columns: Mapping[str, int], *, below: bool) -> FormRow | None:
    """Return a row of indicators; None for one that states none: nothing is filled in but its level.

    Further `below` than a total is a row only what has points: the rest are remarks and signatures.
    """
    row = FormRow({name: cells[column] if column < len(cells) else NOWHERE for name, column in columns.items()})
    if below:
        return row if row.pointed else None
    stated = not (row["weight"].empty and row["score"].empty) or not (row["target"].empty or row["actual"].empty)
    return row if stated else None


def _carried(row: FormRow, above: FormRow | None) -> FormRow:
    """Return a row with the levels of the one above it where its own are blank, from the first level on."""
    if above is None or not row["level1"].empty:
        return row
    blank = ["level1", *(["level2"] if row["level2"].empty else [])]
    return FormRow({**row.cells, **{name: above[name] for name in blank if name in row.cells}})
