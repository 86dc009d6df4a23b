"""The cells of the official form: its columns, how cells look and are written, and the marks by which it is read back.

Rows and columns count from 0; the first column, which is hidden, has the marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from scoring.data_layouts import NAMES, PRINTED
from scoring.form_answers import write_answer
from scoring.messages import message
from scoring.report_workbook_scores import height

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scoring.form_answers import Answer
    from scoring.indicators import Column

__all__ = ["INDEX", "LINE", "SCORE", "Area", "Formula", "OfficialCells", "columns_of"]

#: The columns that are none of the indicators' own: what stands at their left, and the points that they scored.
INDEX, SCORE = "index:", "score:"
#: The columns of the form in the order in which they stand; others that a set has stand beside the target or last.
BEFORE: Final = (INDEX, "level1", "level2", "name")
TARGET: Final = ("target", "unit")
ACTUAL: Final = ("actual", "level")
KNOWN: Final = frozenset({*BEFORE, "sign", *TARGET, *ACTUAL, "weight", "score", "reason"})
#: The widths of the columns, in characters.
WIDTHS: Final[Mapping[str, float]] = {
    INDEX: 8.5,
    "level1": 8,
    "level2": 14,
    "name": 17,
    "sign": 7,
    "target": 11,
    "unit": 7,
    "actual": 11,
    "level": 8,
    "weight": 6,
    "score": 8,
    SCORE: 7,
    "reason": 18,
}
USUAL: Final = 10
#: How much more a line holds than its width says, which is counted in larger characters.
SMALLER: Final = 1.1
A4: Final = 9
#: The height of a row and of the title, in points, and the most that a row can have.
LINE, TITLE, HIGHEST = 19.0, 30.0, 400.0
BOX: Final = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_size": 10}
CENTRED: Final = {**BOX, "align": "center"}
LOOKS: Final[Mapping[str, Mapping[str, Any]]] = {
    "title": {"bold": True, "font_size": 18, "align": "center", "valign": "vcenter"},
    "before": {"align": "right", "valign": "vcenter", "font_size": 11},
    "behind": {"align": "left", "valign": "vcenter", "font_size": 11},
    "heading": {**CENTRED, "bold": True},
    "text": BOX,
    "centred": CENTRED,
    "note": {"font_size": 9, "text_wrap": True, "valign": "top", "font_color": "#595959"},
    "mark": {"font_color": "#808080"},
}
#: The font of the forms.
FONT: Final = {"font_name": "宋体"}


class Area(NamedTuple):
    """Cells that are one: from the first row and column to the last ones."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def cell(self) -> str:
        """The address of its first cell."""
        return str(xl_rowcol_to_cell(self.top, self.left))


class Formula(NamedTuple):
    """A formula without the `=`, and what it comes to."""

    text: str
    value: float | str


def columns_of(declared: Mapping[str, Column], points: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of a form, given those of its indicators, and those between the weight and the reason."""
    beside = [name for name, each in declared.items() if name not in KNOWN and each.type == "quantity"]
    others = [name for name in declared if name not in KNOWN and name not in beside]
    wanted = (*BEFORE, "sign", *beside, *TARGET, *ACTUAL, "weight", *points, "reason", *others)
    return tuple(name for name in wanted if name in declared or name in (INDEX, SCORE))


class OfficialCells:
    """Writes cells of one page, row by row; how high rows are follows from their texts."""

    def __init__(self, book: Any, page: Any, columns: Sequence[str], lang: str) -> None:
        """Lay out the columns."""
        self.book, self.page, self.lang = book, page, lang
        self.columns = columns
        self.at = {name: place for place, name in enumerate(columns, start=1)}
        self.last = len(columns)
        self.target_end = self.at["actual"] - 1
        self.actual_end = self.at["weight"] - 1
        self.row = 0
        self._heights: dict[int, float] = {0: TITLE}
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        page.set_column(0, 0, 2, self.look("mark"), {"hidden": True})
        for name, place in self.at.items():
            page.set_column(place, place, WIDTHS.get(name, USUAL))

    def look(self, name: str, **more: Any) -> Any:
        """Return the format of a name, with what else it has."""
        wanted = {**(FONT if self.lang == "zh" else {}), **LOOKS[name], **more}
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(wanted)
        return self._formats[key]

    def put(self, area: Area, value: Answer | Formula, look: str, **more: Any) -> None:
        """Write a cell, or several that are one; make its row high enough for its text."""
        format_ = self.look(look, **more)
        if area.top != area.bottom or area.left != area.right:
            self.page.merge_range(*area, "", format_)
        if isinstance(value, Formula):
            self.page.write_formula(area.top, area.left, f"={value.text}", format_, value.value)
            return
        write_answer(self.page, area.top, area.left, value, format_)
        if isinstance(value, str) and area.top == area.bottom:
            width = sum(WIDTHS.get(self.columns[place - 1], USUAL) for place in range(area.left, area.right + 1))
            self.high(height(value, width * SMALLER) + 4, area.top)

    def high(self, points: float = LINE, row: int | None = None) -> None:
        """Make a row, that which is being written where none is named, at least so many points high."""
        row = self.row if row is None else row
        self._heights[row] = max(points, self._heights.get(row, LINE))

    def next(self) -> None:
        """Go on to the next row."""
        self.high()
        self.row += 1

    def across(self, first: int, last: int, down: int = 0) -> Area:
        """Return cells of the row that is being written, from one column to another, and of rows below it."""
        return Area(self.row, first, self.row + down, last)

    def of(self, name: str) -> Area:
        """Return the cell of a column in the row that is being written."""
        return self.across(self.at[name], self.at[name])

    def label(self, first: int, last: int, code: str, look: str = "centred", down: int = 0) -> None:
        """Write a label by its message."""
        self.put(self.across(first, last, down), message(code, self.lang), look)

    def mark(self, text: str) -> None:
        """Say what the row that is being written is."""
        self.page.write_string(self.row, 0, text, self.look("mark"))

    def names(self, places: Mapping[str, int], table: str = "") -> None:
        """Write the row of names for the rows below, those of a table if one is named; it is hidden."""
        self.mark(f"{NAMES} {table}".strip())
        names = {place: name for name, place in places.items()}
        for place in range(1, self.last + 1):
            self.page.write_string(self.row, place, names.get(place, PRINTED), self.look("mark"))
        self.page.set_row(self.row, None, None, {"hidden": True})
        self.row += 1

    def finish(self, notes: Iterator[str]) -> None:
        """Write what stands below the form, set the heights of rows, and lay the page out for A4."""
        page = self.page
        for text in notes:
            self.put(self.across(1, self.last), text, "note")
            self.row += 1
        for row, high in self._heights.items():
            page.set_row(row, min(high, HIGHEST))
        page.ignore_errors({"number_stored_as_text": xl_range(0, 0, self.row, self.last)})
        page.hide_gridlines(2)
        page.set_portrait()
        page.set_paper(A4)
        page.set_margins(0.5, 0.5, 0.6, 0.6)
        page.center_horizontally()
        page.fit_to_pages(1, 0)
        page.set_footer("&C&P / &N")
