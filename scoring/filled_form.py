"""Reading a form out of a grid of cells: the project, the execution of the budget, the indicators, total and grade."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from scoring.data_headings import plain_heading
from scoring.filled import NOWHERE, Cell, Execution, Form, FormRow
from scoring.filled_headings import FUNDS, TableHeadings, found_in, names_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring.filled_grid import Grid
    from scoring.indicators import IndicatorSet

__all__ = ["FormReader"]

NAMES: Final = ("项目名称", "项目(政策)名称", "部门名称", "项目")
UNITS: Final = ("实施单位", "项目实施单位", "项目单位", "单位名称", "主管部门", "部门(单位)名称", "填报单位")
#: The total above the indicators, and the one below them.
ON_TOP: Final = ("自评总分", "总分", "总得分", "自评总得分", "自评得分")
TOTALS: Final = frozenset({*ON_TOP, "合计", "总计", "合计得分", "自评得分合计", "得分合计"})
#: A row that adds up those above it.
SUBTOTALS: Final = frozenset({"小计", "分值小计", "得分小计"})
#: The execution of the budget as a row of the indicators.
AS_ROW: Final = ("预算执行率", "执行率", "预算执行", "预算执行情况", "资金执行率")
#: In which of the first texts of a row its label may stand.
LABELS: Final = 3
GRADES: Final = ("自评等级", "评价等级", "自评结论", "等级", "评价等次", "自评等次", "评价结论")
#: The row of the execution block that has all funds together.
SUM: Final = re.compile(r"总额|总金额|合计|总计")
#: How many rows below its headings the sum may stand.
BELOW: Final = 3
YEAR: Final = re.compile(r"(20\d\d)年")
BRACKETS: Final = re.compile(r"\(.*?\)")
#: Points that a heading of the block says: 预算执行(20分).
POINTS: Final = re.compile(r"(\d+(?:\.\d+)?)分")
#: What reads amounts of money where no unit is known yet.
AMOUNTS: Final = Execution()
#: The unit of money that a form says: 项目资金(万元).
MONEY: Final = re.compile(r"([千百]?万?元)[)\]】]?$")


class FormReader:
    """Reads the forms of one set: the columns are called as in its `targets`, the funds as in its facts."""

    def __init__(self, rules: IndicatorSet) -> None:
        """Index the names of the set."""
        self.table = TableHeadings(rules.facts["targets"].columns)
        funds = {name: fact for name, fact in rules.facts.items() if name in FUNDS}
        self.funds = names_of(funds, FUNDS)
        self.grades = frozenset(each.label for each in rules.grades)
        columns = rules.facts["targets"].columns
        #: How the headings are called that a form has at least, for who wrote others.
        self.known = tuple(columns[each].label or each for each in ("target", "actual", "weight", "score"))

    def read(self, grid: Grid, file: str) -> Form | None:
        """Return the form of a sheet, None where the sheet has no table of indicators."""
        begin, rows, total, weights = self._table(grid)
        if begin is None:
            return None
        name = self._beside(grid, NAMES)
        grade = self._grade(grid, begin)
        if total.empty:
            total = self._beside(grid, ON_TOP, above=begin, number=True)
        return Form(
            file=file,
            sheet=grid.sheet,
            name=name,
            unit=self._beside(grid, UNITS),
            year=_year(grid),
            execution=_with_row(self._execution(grid, begin), rows),
            rows=tuple(each for each in rows if not _is_execution(each)),
            total=total,
            grade=grade,
            weights=weights,
        )

    def _table(self, grid: Grid) -> tuple[int | None, list[FormRow], Cell, Cell]:
        begin: int | None = None
        columns: dict[str, int] = {}
        rows: list[FormRow] = []
        total = weights = NOWHERE
        above: list[str] = []
        for place in range(len(grid.values)):
            cells = grid.row(place)
            texts = [each.text for each in cells]
            if (found := self.table.match(above, texts)) is not None:
                columns, begin = found, place if begin is None else begin
            elif _is_labelled(texts, SUBTOTALS):
                pass
            elif _is_labelled(texts, TOTALS):
                if begin is not None and total.empty:
                    total, weights = _totals(cells, columns)
            elif columns and (row := _row(grid, place, columns)) is not None:
                rows.append(_carried(row, rows[-1] if rows else None))
            above = texts
        return begin, rows, total, weights

    def _execution(self, grid: Grid, end: int) -> Execution:
        """Find the block of the budget above the indicators: headings with values below, or labels beside values."""
        for place in range(end):
            texts = [each.text for each in grid.row(place)]
            columns = found_in(self.funds, texts, frozenset({"funds.budget", "funds.spent"}))
            if columns is None:
                continue
            said = _points(texts)
            unit = next((found[1] for text in texts[:2] if (found := MONEY.search(_plain(text)))), "")
            beside = grid.right_of(place, columns["funds.budget"])
            if AMOUNTS.amount(beside) is not None:
                values = {name: grid.right_of(place, column) for name, column in columns.items()}
            else:
                row = self._sum(grid, place, columns)
                values = {name: grid.cell(row, column) for name, column in columns.items()}
            return _block(values, said, unit)
        return self._labelled(grid, end)

    def _sum(self, grid: Grid, headings: int, columns: dict[str, int]) -> int:
        """Return the row of all funds together: the one that says so, else the first below the headings."""
        spent = columns["funds.spent"]
        below = range(headings + 1, min(headings + 1 + BELOW, len(grid.values)))
        for place in below:
            labels = [each.text for each in grid.row(place)[: min(columns.values())]]
            if labels and SUM.search(_plain(labels[-1])):
                return place
        return next((place for place in below if AMOUNTS.amount(grid.cell(place, spent)) is not None), headings + 1)

    def _labelled(self, grid: Grid, end: int) -> Execution:
        """Find the labels of the budget one by one, each with its value to the right."""
        values: dict[str, Cell] = {}
        for place, column, cell in grid.all():
            if place >= end:
                break
            for name in self.funds.columns([cell.text]):
                beside = grid.right_of(place, column)
                if name.startswith("funds.") and name not in values and AMOUNTS.amount(beside) is not None:
                    values[name] = beside
        return _block(values)

    def _beside(self, grid: Grid, labels: tuple[str, ...], above: int | None = None, *, number: bool = False) -> Cell:
        """Return the cell to the right of the first label of several, in their order; a number if that is due."""
        found: dict[str, Cell] = {}
        for place, column, cell in grid.all():
            if above is not None and place >= above:
                break
            plain = _label(cell.text)
            if plain in labels and plain not in found:
                beside = grid.right_of(place, column)
                if beside.number is not None or not number:
                    found[plain] = beside
        return next((found[each] for each in labels if each in found), NOWHERE)

    def _grade(self, grid: Grid, begin: int) -> Cell:
        """Return the cell of the grade: beside a label, or in the row of the total."""
        labelled = self._beside(grid, GRADES)
        if labelled.text in self.grades:
            return labelled
        for place in range(len(grid.values)):
            cells = grid.row(place)
            if _is_labelled([each.text for each in cells], TOTALS):
                found = next((each for each in cells if each.text in self.grades), None)
                if found is not None:
                    return found
        return NOWHERE


def _block(cells: Mapping[str, Cell], said: Decimal | None = None, unit: str = "") -> Execution:
    """Return the execution block of cells by the names of `FUNDS`."""
    initial, budget, spent, rate, weight, score = (cells.get(name, NOWHERE) for name in FUNDS)
    return Execution(initial, budget, spent, rate, weight, score, said, unit)


def _row(grid: Grid, place: int, columns: dict[str, int]) -> FormRow | None:
    """Return a row of indicators; None for one that states none: nothing is filled in but its level."""
    cells = {name: grid.cell(place, column) for name, column in columns.items()}
    filled = [name for name in ("target", "weight", "score") if name in cells and not cells[name].empty]
    if not filled or (filled == ["target"] and cells.get("actual", NOWHERE).empty):
        return None
    return FormRow(cells)


def _carried(row: FormRow, above: FormRow | None) -> FormRow:
    """Return a row with the levels of the one above it where its own are blank, from the first level on."""
    if above is None or not row["level1"].empty:
        return row
    blank = ["level1", *(["level2"] if row["level2"].empty else [])]
    return FormRow({**row.cells, **{name: above[name] for name in blank if name in row.cells}})


def _is_labelled(texts: list[str], labels: frozenset[str]) -> bool:
    return any(_label(each) in labels for each in [each for each in texts if each][:LABELS])


def _is_execution(row: FormRow) -> bool:
    """Tell the row of the budget's execution, which some forms have among the indicators."""
    return _label(row["name"].text or row["level2"].text or row["level1"].text) in AS_ROW


def _with_row(block: Execution, rows: list[FormRow]) -> Execution:
    """Return the block with the weight, score and rate of its row among the indicators, where it has none itself."""
    row = next(filter(_is_execution, rows), None)
    if row is None or block.score != NOWHERE:
        return block
    rate = row["actual"] if block.rate == NOWHERE else block.rate
    return block._replace(weight=row["weight"], score=row["score"], rate=rate)


def _totals(cells: list[Cell], columns: dict[str, int]) -> tuple[Cell, Cell]:
    """Return the printed total and the printed sum of the weights in the row of the total."""
    by_column = {
        name: cells[columns[name]] for name in ("score", "weight") if columns.get(name, len(cells)) < len(cells)
    }
    score, weight = by_column.get("score", NOWHERE), by_column.get("weight", NOWHERE)
    if score.number is None:
        numbers = [each for each in cells if each.number is not None and each != weight]
        score = numbers[-1] if numbers else score
    return score, weight if weight.number is not None else NOWHERE


def _points(texts: list[str]) -> Decimal | None:
    found = next((found for each in texts if (found := POINTS.search(_plain(each)))), None)
    return Decimal(found[1]) if found is not None else None


def _year(grid: Grid) -> int | None:
    found = (YEAR.search(_plain(cell.text)) for place, _, cell in _top(grid))
    return next((int(each[1]) for each in found if each is not None), None)


def _top(grid: Grid) -> Iterator[tuple[int, int, Cell]]:
    return (each for each in grid.all() if each[0] < BELOW)


def _plain(text: str) -> str:
    return plain_heading(unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=4096)
def _label(text: str) -> str:
    return BRACKETS.sub("", _plain(text)).rstrip(":")
