"""The block of the budget in a form: what was planned and spent, with the rate, weight and score that are printed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from scoring.filled import NOWHERE, Cell, Execution
from scoring.filled_headings import FUNDS, FUNDS_NEEDED, found_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.filled import FormRow
    from scoring.filled_grid import Grid
    from scoring.filled_headings import Names

__all__ = ["execution_in", "is_execution"]

#: The execution of the budget as a row of the indicators.
AS_ROW: Final = frozenset(
    {"预算执行率", "执行率", "预算执行", "预算执行情况", "资金执行率", "预算资金执行率", "年度预算执行率"}
)
#: The row that has all funds together.
SUM: Final = re.compile(r"总额|总金额|合计|总计")
#: Points that a heading of the block says: 预算执行(20分).
POINTS: Final = re.compile(r"(\d+(?:\.\d+)?)分")
#: What reads amounts of money where no unit is known yet.
AMOUNTS: Final = Execution()
#: The unit of money that a form says: 项目资金(万元).
MONEY: Final = re.compile(r"([千百]?万?元)[)\]】]?$")


def execution_in(grid: Grid, funds: Names, begin: int, rows: Sequence[FormRow]) -> Execution:
    """Find the execution: headings with values below or beside them, labels beside values, or a row of the indicators.

    `begin` is where the indicators begin; a block with headings may stand below them too.
    """
    return _with_row(_headed(grid, funds, begin) or _labelled(grid, funds, begin), rows)


def is_execution(row: FormRow) -> bool:
    """Tell the row of the budget's execution, which some forms have among the indicators."""
    return next((row[each].label for each in ("name", "level2", "level1") if row[each].text), "") in AS_ROW


def _headed(grid: Grid, funds: Names, begin: int) -> Execution | None:
    """Read the block below or beside its headings, None where there are none."""
    for place in range(len(grid.values)):
        texts = [each.plain for each in grid.row(place)]
        columns = found_in(funds, texts, FUNDS_NEEDED)
        if columns is None:
            continue
        points = next((found for text in texts if (found := POINTS.search(text)) is not None), None)
        said = None if points is None else Decimal(points[1])
        unit = next((found[1] for text in texts[:2] if (found := MONEY.search(text)) is not None), "")
        if AMOUNTS.amount(grid.right_of(place, columns["funds.budget"])) is not None:
            return _block({name: grid.right_of(place, column) for name, column in columns.items()}, said, unit)
        rows = range(place + 1, begin if place < begin else len(grid.values))
        return _block(_together(grid, columns, rows, Execution(unit=unit)), said, unit)
    return None


def _together(grid: Grid, columns: Mapping[str, int], rows: range, block: Execution) -> dict[str, Cell]:
    """Return the cells of all funds together, of the rows below the headings: of the row that says so, else the first.

    Where this row has no amounts, they are those of the other rows added up.
    """
    lines: list[dict[str, Cell]] = []
    total: dict[str, Cell] | None = None
    for row in rows:
        cells = {name: grid.cell(row, column) for name, column in columns.items()}
        labels = grid.row(row)[: min(columns.values())]
        if total is None and any(SUM.search(each.label) for each in labels):
            total = cells
        elif any(block.amount(cells[name]) is not None for name in FUNDS_NEEDED):
            lines.append(cells)
    if total is None:
        return lines[0] if lines else {name: grid.cell(rows.start, column) for name, column in columns.items()}
    if any(total[name].text for name in FUNDS_NEEDED):
        return total
    sums = {}
    for name in FUNDS_NEEDED:
        amounts = [amount for each in lines if (amount := block.amount(each[name])) is not None]
        sums[name] = Cell(total[name].address, str(sum(amounts)) if any(amounts) else "")
    return total | sums


def _labelled(grid: Grid, funds: Names, end: int) -> Execution:
    """Find the labels of the budget one by one, each with its value to the right."""
    values: dict[str, Cell] = {}
    for place, column, cell in grid.all():
        if place >= end:
            break
        for name in funds.columns([cell.plain]):
            beside = grid.right_of(place, column)
            known = Execution(rate=beside).share if name == "rate" else AMOUNTS.amount(beside)
            if (name == "rate" or name.startswith("funds.")) and name not in values and known is not None:
                values[name] = beside
    return _block(values)


def _block(cells: Mapping[str, Cell], said: Decimal | None = None, unit: str = "") -> Execution:
    """Return the execution block of cells by the names of `FUNDS`."""
    initial, budget, spent, rate, weight, score = (cells.get(name, NOWHERE) for name in FUNDS)
    return Execution(initial, budget, spent, rate, weight, score, said, unit)


def _with_row(block: Execution, rows: Sequence[FormRow]) -> Execution:
    """Return the block with the weight, score and rate of its row among the indicators, if it has no score."""
    row = next(filter(is_execution, rows), None)
    if row is None or not block.score.empty:
        return block
    rate = row["actual"] if block.rate.empty else block.rate
    return block._replace(weight=row["weight"], score=row["score"], rate=rate)
