"""Reading a form out of a grid of cells: the project, the execution of the budget, the indicators, total and grade."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scoring.data_headings import plain_heading
from scoring.filled import NOWHERE, Cell, Form, grade_in
from scoring.filled_block import execution_in, is_execution
from scoring.filled_headings import FUNDS, names_of
from scoring.filled_table import ON_TOP, TableReader, is_total

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.filled_grid import Grid
    from scoring.indicators import IndicatorSet

__all__ = ["FormReader"]

NAMES: Final = ("项目名称", "项目(政策)名称", "部门名称", "项目")
UNITS: Final = ("实施单位", "项目实施单位", "项目单位", "单位名称", "主管部门", "部门(单位)名称", "填报单位", "单位")
GRADES: Final = ("自评等级", "评价等级", "自评结论", "等级", "评价等次", "自评等次", "评价结论")
#: What else stands beside these, so that it is no name where that is blank.
OTHERS: Final = frozenset({*NAMES, *UNITS, *GRADES, *ON_TOP, "项目负责人", "项目负责人及电话", "联系电话", "填报日期"})
YEAR: Final = re.compile(r"(20\d\d)年")
#: A label and what it is for in one cell; 单位：万元 names no unit that has a project.
LABELLED: Final = re.compile(r"\s*([^:：]+)[:：]\s*(.*[^元\s])\s*", re.DOTALL)


class FormReader:
    """Reads the forms of one set: the columns are called as in its `targets`, the funds as in its facts."""

    def __init__(self, rules: IndicatorSet) -> None:
        """Index the names of the set."""
        columns = rules.facts["targets"].columns
        self.funds = names_of({name: fact for name, fact in rules.facts.items() if name in FUNDS}, FUNDS)
        self.table = TableReader(columns, self.funds)
        self.grades = frozenset(each.label for each in rules.grades)
        #: How the headings are called that a form has at least, for who wrote others.
        self.known = tuple(columns[each].label or each for each in ("target", "actual", "weight", "score"))

    def read(self, grid: Grid, file: str) -> Form | None:
        """Return the form of a sheet, None where the sheet has no table of indicators."""
        table = self.table.read(grid)
        if table is None:
            return None
        on_top = [each for each in _labelled(grid, ON_TOP, table.begin) if each.number is not None]
        names = _labelled(grid, NAMES, table.begin)
        units = _labelled(grid, UNITS, table.begin)
        return Form(
            file=file,
            sheet=grid.sheet,
            name=names[0] if names else NOWHERE,
            unit=units[0] if units else NOWHERE,
            year=_year(grid, table.begin),
            execution=execution_in(grid, self.funds, table.begin, table.rows),
            rows=tuple(each for each in table.rows if not is_execution(each)),
            total=on_top[0] if table.total.empty and on_top else table.total,
            grade=self._grade(grid),
            weights=table.weights,
        )

    def _grade(self, grid: Grid) -> Cell:
        """Return the cell of the grade: beside a label, or in the row of the total."""
        stated = _labelled(grid, GRADES, len(grid.values))
        for place in range(len(grid.values)):
            if is_total(grid.row(place)):
                stated += grid.row(place)
        return next((each for each in stated if grade_in(each.text, self.grades) is not None), NOWHERE)


def _labelled(grid: Grid, labels: tuple[str, ...], end: int) -> list[Cell]:
    """Return what stands to the right of these labels, or behind one in its own cell, in the order of the labels."""
    found: list[tuple[int, Cell]] = []
    for place, column, cell in grid.all():
        if place >= end:
            break
        if cell.label in labels:
            beside = grid.right_of(place, column)
            if not beside.empty and beside.label not in OTHERS:
                found.append((labels.index(cell.label), beside))
        elif cell.short and (parts := LABELLED.fullmatch(cell.text)) and parts[1].replace(" ", "") in labels:
            found.append((labels.index(parts[1].replace(" ", "")), Cell(cell.address, parts[2])))
    return [cell for _, cell in sorted(found, key=lambda each: each[0])]


def _year(grid: Grid, end: int) -> int | None:
    """Return the year that stands first, above the table of a document or in the rows above the indicators."""
    found = (YEAR.search(plain_heading(each)) for each in _titles(grid, end))
    return next((int(each[1]) for each in found if each is not None), None)


def _titles(grid: Grid, end: int) -> Iterator[str]:
    yield from grid.above
    yield from ("".join(cell.text for cell in grid.row(place)) for place in range(end))
