"""An audited form as a sheet of a workbook: its cells as they were, each finding at its cell and beside its row."""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rich.cells import cell_len

from scoring.filled_grid import place_of
from scoring.messages import message
from scoring.report_text import storable
from scoring.report_workbook_scores import LINE, LONGEST, height

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.audited import Audited, AuditFinding
    from scoring.filled import Cell
    from scoring.filled_grid import Grid, Merged

__all__ = ["FORM_LOOKS", "FormPage", "MarkedForm"]

#: How cells look: those of the form, the ones with a finding, and the findings.
BOX: Final = {"border": 1, "border_color": "#A6A6A6", "font_size": 10, "text_wrap": True, "valign": "vcenter"}
CENTRED: Final = {**BOX, "align": "center"}
MARKED: Final = {"bg_color": "#FFC7CE", "font_color": "#9C0006", "bold": True}
SAID: Final = {**BOX, "indent": 1, "font_color": "#9C0006", "bg_color": "#FFF2CC"}
FORMATS: Final = {"plain": {}, "share": {"num_format": "0.00%"}, "day": {"num_format": "yyyy-mm-dd"}}
FORM_LOOKS: Final[dict[str, dict[str, Any]]] = {
    **{name: {**CENTRED, **each} for name, each in FORMATS.items()},
    **{f"{name} marked": {**CENTRED, **each, **MARKED} for name, each in FORMATS.items()},
    "title": {**CENTRED, "bold": True, "font_size": 12},
    "title marked": {**CENTRED, **MARKED, "font_size": 12},
    "long": BOX,
    "long marked": {**BOX, **MARKED},
    "said": SAID,
    "heads": {**SAID, "bold": True},
    "back": {**CENTRED, "font_color": "#0563C1", "underline": 1},
}
#: The width of columns, in characters; of those of the findings and of the way back; the highest row, in points.
NARROWEST, WIDEST, FINDINGS, BACK = 7, 26, 64, 10
HIGHEST: Final = 400.0
#: What is left above and below a text, in points.
PADDING: Final = 4.0
#: A rate up to this is a share.
SHARE: Final = 2
#: A text so long stands at the left, not in the middle of its cell.
LONG: Final = 24
#: How large a comment is, in pixels: its width, and its height for each line of so many characters.
COMMENT, COMMENT_LINE, COMMENT_CHARACTERS = 300, 20, 40


class MarkedForm(NamedTuple):
    """An audited form with the cells that it was read from."""

    audited: Audited
    grid: Grid


class FormPage:
    """The sheet of one form while it is written; its cells keep their addresses."""

    def __init__(self, marked: MarkedForm, looks: Mapping[str, Any], lang: str) -> None:
        """Lay out the cells: which are merged, how wide columns are, and where the findings stand."""
        self.form, self.looks, self.lang = marked, looks, lang
        cells = [each for row in marked.grid.cells for each in row]
        used = [place_of(each.address) for each in cells if each.value != ""]
        self.rows = 1 + max((row for row, _ in used), default=0)
        self.columns = 1 + max((column for _, column in used), default=0)
        self.merged, self.covered = _merged([*marked.grid.merged, *self._alone()], self.rows, self.columns)
        self.widths = [self._width(column) for column in range(self.columns)]
        findings = marked.audited.findings
        places = [place_of(each.cell) if each.cell else (0, 0) for each in findings]
        self.at: list[tuple[int, int]] = [self.covered.get(each, each) for each in places]
        self.found: dict[tuple[int, int], list[AuditFinding]] = defaultdict(list)
        for at, each in zip(self.at, findings, strict=True):
            self.found[at].append(each)

    def write(self, sheet: Any, back: Sequence[str]) -> None:
        """Write the sheet; `back` has, for each finding, the address of where it stands in the list of findings."""
        for column, width in enumerate(self.widths):
            sheet.set_column(column, column, width)
        sheet.set_column(self.columns, self.columns, FINDINGS)
        sheet.set_column(self.columns + 1, self.columns + 1, BACK)
        for row in range(self.rows):
            for column in range(self.columns):
                if self.covered.get((row, column), (row, column)) == (row, column):
                    self._cell(sheet, row, column)
        lines = self._lines()
        self._findings(sheet, lines, back)
        for row in range(self.rows):
            sheet.set_row(row, self._height(row, lines.get(row, ())))
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{self.rows}"})

    def _cell(self, sheet: Any, row: int, column: int) -> None:
        """Write a cell, or a range of merged ones, as what it was."""
        cell = self.form.grid.cell(row, column)
        kind = self._kind(row, column, cell)
        found = self.found.get((row, column))
        look = self.looks[f"{kind} marked" if found and any(each.cell for each in found) else kind]
        if (row, column) in self.merged:
            sheet.merge_range(row, column, *self.merged[row, column], "", look)
        value = cell.value
        if cell.value == "":
            sheet.write_blank(row, column, None, look)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value, look)
        elif isinstance(value, datetime.date):
            sheet.write_datetime(row, column, value, look)
        elif isinstance(value, int | float) and cell.number is not None:
            sheet.write_number(row, column, value, look)
        else:
            sheet.write_string(row, column, storable(cell.text)[:LONGEST], look)

    def _alone(self) -> list[Merged]:
        """Return ranges as wide as the form for long texts that stand alone in their rows, as notes do."""
        found = []
        for row, cells in enumerate(self.form.grid.cells[: self.rows]):
            there = [column for column, each in enumerate(cells) if each.value != ""]
            if there == [0] and _length(cells[0].text) > WIDEST:
                found.append(((row, 0), (row, self.columns - 1)))
        return found

    def _kind(self, row: int, column: int, cell: Cell) -> str:
        """Return how a cell looks: execution rates as percentages, days as days, long texts from the left."""
        if isinstance(cell.value, datetime.date):
            return "day"
        if isinstance(cell.value, int | float) and cell.value <= SHARE and self._is_rate(row, column):
            return "share"
        if row == 0 and self.merged.get((row, column), (0, 0))[1] * 2 > self.columns:
            return "title"
        return "long" if _length(cell.text) > LONG else "plain"

    def _is_rate(self, row: int, column: int) -> bool:
        """Tell whether a cell is a rate of the execution: that of all funds, or of some of them below it."""
        form = self.form.audited.form
        first, rate = form.rows[0]["target"].address if form.rows else "", form.execution.rate.address
        if not rate:
            return False
        top, place = place_of(rate)
        return column == place and top <= row < (place_of(first)[0] if first else row + 1)

    def _findings(self, sheet: Any, lines: Mapping[int, Sequence[str]], back: Sequence[str]) -> None:
        """Write the findings beside their rows, with a way back to the list, and as comments on their cells."""
        for row, texts in lines.items():
            first = next((place for place, at in enumerate(self.at) if at[0] == row), 0)
            look = self.looks["said" if row else "heads"]
            sheet.write_string(row, self.columns, "\n".join(texts)[:LONGEST], look)
            sheet.write_url(row, self.columns + 1, back[first], self.looks["back"], message("audit-back", self.lang))
        for (row, column), found in self.found.items():
            texts = [storable(each.message) for each in found if each.cell]
            if texts:
                high = COMMENT_LINE * (1 + sum(-(-cell_len(each) // COMMENT_CHARACTERS) for each in texts))
                sheet.write_comment(row, column, "\n".join(texts)[:LONGEST], {"width": COMMENT, "height": high})

    def _lines(self) -> dict[int, list[str]]:
        """Return what stands beside each row: at the top how many findings there are, then those of the row."""
        findings = self.form.audited.findings
        lines = {0: [message("audit-beside", self.lang, count=len(findings))]}
        for each, (row, _) in zip(findings, self.at, strict=True):
            lines.setdefault(row, []).append(storable(f"{each.cell}  {each.message}" if each.cell else each.message))
        return lines

    def _width(self, column: int) -> float:
        """Return how wide a column is: as its longest text that is not merged with others beside it, within bounds."""
        cells = [self.form.grid.cell(row, column) for row in range(self.rows) if not self._across(row, column)]
        need = max((_length(cell.text) for cell in cells), default=0)
        return min(max(need + 2, NARROWEST), WIDEST)

    def _across(self, row: int, column: int) -> bool:
        """Tell whether a cell is merged with others beside it."""
        top, left = self.covered.get((row, column), (row, column))
        return self.merged.get((top, left), (row, left))[1] > left

    def _height(self, row: int, lines: Sequence[str]) -> float:
        """Return how high a row is: as its texts need that are merged with none below, and the findings beside it."""
        need = height("\n".join(lines), FINDINGS) if lines else LINE
        for column in range(self.columns):
            if (row, column) in self.covered:
                continue
            bottom, right = self.merged.get((row, column), (row, column))
            if bottom == row:
                text = self.form.grid.cell(row, column).text
                need = max(need, height(text, sum(self.widths[column : right + 1])))
        return min(need + PADDING, HIGHEST)


def _length(text: str) -> int:
    """Return how long the longest line of a text is."""
    return max(map(cell_len, text.split("\n")))


def _merged(
    ranges: Sequence[Merged], rows: int, columns: int
) -> tuple[dict[tuple[int, int], tuple[int, int]], dict[tuple[int, int], tuple[int, int]]]:
    """Return merged ranges within some rows and columns: the last cell of each by its first, its first by the others.

    A range that overlaps an earlier one is left out: no workbook can have both.
    """
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    covered: dict[tuple[int, int], tuple[int, int]] = {}
    for (top, left), (bottom, right) in ranges:
        last = min(bottom, rows - 1), min(right, columns - 1)
        cells = [(row, column) for row in range(top, last[0] + 1) for column in range(left, last[1] + 1)]
        if len(cells) > 1 and covered.keys().isdisjoint(cells) and merged.keys().isdisjoint(cells):
            merged[top, left] = last
            covered |= dict.fromkeys(cells[1:], (top, left))
    return merged, covered
