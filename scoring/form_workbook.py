"""The form of a set as a workbook: a sheet for the facts of a project, one for each of its tables."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter
from rich.cells import cell_len
from xlsxwriter.utility import xl_range, xl_range_abs

from scoring.data_forms import COLUMNS, HEADINGS, LABEL, LAST_HEADING, MARK, TABLE_MARK, VALUE
from scoring.form_questions import questions_of
from scoring.form_validation import validation_of
from scoring.messages import message
from scoring.report_text import harmless
from scoring.sheet_names import sheet_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.binding import Bound
    from scoring.form_questions import Question

__all__ = ["form_workbook"]

#: How many rows of a table are ready to be filled in.
ROWS: Final = 500
#: The sheet of facts: the columns of units, of how to fill in, and of what a fact is for; the widths of all of them.
UNIT, HOW, NEEDED = 3, 4, 5
WIDTHS: Final = {0: 2, LABEL: 34, VALUE: 24, UNIT: 10, HOW: 44, NEEDED: 40}
#: The narrowest and the widest column of a table, in characters.
NARROWEST, WIDEST = 12, 30
#: The height of a line of text, and what is left above and below, in points; the end of a line that wrapping wastes.
LINE, PADDING, WASTE = 14, 4, 3
#: How many indicators are named that need a fact.
NAMED: Final = 4
A4: Final = 9
EDGE: Final = "#BFBFBF"
HEAD: Final = "#DDEBF7"
BOX: Final = {"border": 1, "border_color": EDGE, "valign": "vcenter", "text_wrap": True}
INPUT: Final = {**BOX, "bg_color": "#FFF9DB", "locked": False}
#: Where a group of facts begins.
LINE_ABOVE: Final = {"top": 1, "top_color": "#595959"}
LOOKS: Final[dict[str, dict[str, Any]]] = {
    "title": {"bold": True, "font_size": 16},
    "note": {"font_color": "#595959"},
    "heading": {**BOX, "bold": True, "bg_color": HEAD, "align": "center"},
    "group": {"bold": True, "bg_color": "#F2F2F2", "border": 1, "border_color": EDGE},
    "label": BOX,
    "hint": {**BOX, "font_color": "#595959", "valign": "top", "font_size": 9},
    "link": {**BOX, "font_color": "#0563C1", "underline": 1},
    "name": {"font_color": "#808080"},
}
#: How cells of a type show what is filled in. What may have a unit is a text, so that 90% stays 90%.
NUMBERS: Final = {
    "number": "General",
    "integer": "0",
    "money": "#,##0.00##",
    "percent": "0.00%",
    "boolean": "General",
    "text": "@",
    "level": "@",
    "date": "yyyy-mm-dd",
    "quantity": "@",
}


def form_workbook(bound: Bound, lang: str) -> bytes:
    """Return the workbook (XLSX) in which the facts of one project are filled in.

    Labels are locked, without a password; what is filled in is checked by type and bounds, and chosen from a list where
    the set knows all answers. Names of facts stand in the first column, which is hidden.
    """
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        _Workbook(book, bound, lang).write()
    return made.getvalue()


class _Workbook:
    """Writes one workbook."""

    def __init__(self, book: Any, bound: Bound, lang: str) -> None:
        """Prepare formats, and name the sheets."""
        self.book, self.rules, self.lang = book, bound.rules, lang
        self.questions = questions_of(bound, lang)
        inputs = {type_: {**INPUT, "num_format": shown} for type_, shown in NUMBERS.items()}
        looks = {**LOOKS, **inputs}
        self.looks = {name: book.add_format(look) for name, look in looks.items()}
        self.parted = {name: book.add_format({**look, **LINE_ABOVE}) for name, look in looks.items()}
        self.open = book.add_format({"locked": False})
        taken: set[str] = set()
        self.first = sheet_name(message("form-sheet", lang), taken)
        self.names = {table: sheet_name(self.rules.label(table), taken) for table in self.questions.tables}
        self.choices = sheet_name(message("form-lists", lang), taken)
        self.lists: Any = None
        self.listed: dict[tuple[str, ...], str] = {}

    def write(self) -> None:
        """Write all sheets."""
        rules = self.rules
        self.book.set_properties({"title": harmless(rules.title), "subject": f"{rules.id} {rules.version}"})
        sheet = self.book.add_worksheet(self.first)
        tables = {table: self.book.add_worksheet(name) for table, name in self.names.items()}
        self._facts(sheet)
        for table, below in tables.items():
            self._table(below, table)

    def _begin(self, sheet: Any, marks: Sequence[str], title: str, notes: Sequence[str]) -> None:
        """Write what stands above the headings; lock the sheet, and lay it out for printing."""
        sheet.set_column(0, 0, WIDTHS[0], self.looks["name"], {"hidden": True})
        for row, text in enumerate(marks):
            sheet.write_string(row, 0, harmless(text), self.looks["name"])
        sheet.write_string(0, 1, harmless(title), self.looks["title"])
        for row, text in enumerate(notes, start=1):
            sheet.write_string(row, 1, harmless(text), self.looks["note"])
        # sorting is not allowed: in the sheet of facts it would part answers from their names
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)

    def _facts(self, sheet: Any) -> None:
        rules, lang = self.rules, self.lang
        about = message("form-set", lang, id=rules.id, version=rules.version)
        instruction = "form-instruction" if self.questions.tables else "form-instruction-plain"
        self._begin(sheet, (MARK, rules.id, rules.version), rules.title, (about, message(instruction, lang)))
        for column in range(LABEL, NEEDED + 1):
            sheet.set_column(column, column, WIDTHS[column])
        for column, code in ((LABEL, "label"), (VALUE, "value"), (UNIT, "unit"), (HOW, "how"), (NEEDED, "needed")):
            sheet.write_string(HEADINGS, column, message(f"form-{code}", lang), self.looks["heading"])
        sheet.freeze_panes(HEADINGS + 1, VALUE)
        sheet.repeat_rows(HEADINGS)
        row = HEADINGS
        for title, questions in (("form-project", self.questions.project), ("form-facts", self.questions.facts)):
            row += 1
            for column in range(LABEL, NEEDED + 1):
                sheet.write_string(row, column, message(title, lang) if column == LABEL else "", self.looks["group"])
            above = ""
            for each in questions:
                row += 1
                group = each.name.rpartition(".")[0]
                self._fact(sheet, row, each, begins=group != above)
                above = group
        sheet.ignore_errors({"number_stored_as_text": xl_range(HEADINGS, VALUE, row, VALUE)})
        sheet.set_selection(HEADINGS + 2, VALUE, HEADINGS + 2, VALUE)

    def _fact(self, sheet: Any, row: int, each: Question, *, begins: bool) -> None:
        """Write the row of a fact, below a line where a group of names begins; that of a table leads to its sheet."""
        look = self.parted if begins else self.looks
        label = look["label"]
        sheet.write_string(row, LABEL, harmless(each.label), label)
        sheet.write_string(row, UNIT, harmless(each.declared.unit or ""), label)
        sheet.write_string(row, HOW, harmless(each.how), label)
        needed = harmless(self._needed(each))
        sheet.write_string(row, NEEDED, needed, label)
        texts = ((each.label, LABEL), (each.how, HOW), (needed, NEEDED))
        sheet.set_row(row, max(_height(text, WIDTHS[column]) for text, column in texts))
        if each.declared.type == "table":
            name = self.names[each.name]
            text = message("form-see", self.lang, sheet=name)
            sheet.write_url(row, VALUE, f"internal:'{name}'!B1", look["link"], text)
            return
        sheet.write_string(row, 0, each.name, self.looks["name"])
        sheet.write_blank(row, VALUE, None, look[each.declared.type])
        self._check(sheet, each, (row, VALUE, row, VALUE))

    def _needed(self, each: Question) -> str:
        named = message("report-comma", self.lang).join(each.needed[:NAMED])
        if len(each.needed) <= NAMED:
            return named
        return message("table-names-more", self.lang, named=named, count=len(each.needed))

    def _table(self, sheet: Any, table: str) -> None:
        questions = self.questions.tables[table]
        title, note = self.rules.label(table), message("form-instruction-table", self.lang)
        self._begin(sheet, (TABLE_MARK, table), title, (note,))
        sheet.set_row(COLUMNS, None, None, {"hidden": True})
        first, last = LAST_HEADING + 1, LAST_HEADING + ROWS
        heights = []
        for column, each in enumerate(questions, start=1):
            heading = f"{each.label}（{each.declared.unit}）" if each.declared.unit else each.label
            width = min(WIDEST, max(NARROWEST, cell_len(heading) + 2))
            heights.append((_height(heading, width), _height(each.how, width)))
            sheet.set_column(column, column, width, self.open)
            sheet.write_string(COLUMNS, column, each.name, self.looks["name"])
            sheet.write_string(LAST_HEADING - 1, column, harmless(heading), self.looks["heading"])
            sheet.write_string(LAST_HEADING, column, harmless(each.how), self.looks["hint"])
            look = self.looks[each.declared.type]
            for row in range(first, last + 1):
                sheet.write_blank(row, column, None, look)
            self._check(sheet, each, (first, column, last, column))
        sheet.ignore_errors({"number_stored_as_text": xl_range(first, 1, last, len(questions))})
        for row, high in zip((LAST_HEADING - 1, LAST_HEADING), zip(*heights, strict=True), strict=True):
            sheet.set_row(row, max(high))
        sheet.freeze_panes(first, 1)
        sheet.repeat_rows(LAST_HEADING - 1, LAST_HEADING)
        sheet.set_selection(first, 1, first, 1)

    def _check(self, sheet: Any, each: Question, cells: tuple[int, int, int, int]) -> None:
        """Let a spreadsheet check what is filled in, and say how it is meant."""
        rule = validation_of(each, self._list(each.levels) if each.levels else None, self.lang)
        if rule is not None:
            sheet.data_validation(*cells, rule)

    def _list(self, levels: tuple[str, ...]) -> str:
        """Return the range of a list of choices, which stands on a sheet that is hidden."""
        if self.lists is None:
            self.lists = self.book.add_worksheet(self.choices)
            self.lists.hide()
        if levels not in self.listed:
            column = len(self.listed)
            for row, level in enumerate(levels):
                self.lists.write_string(row, column, harmless(level))
            self.listed[levels] = f"='{self.choices}'!{xl_range_abs(0, column, len(levels) - 1, column)}"
        return self.listed[levels]


def _height(text: str, width: int) -> int:
    """Return how high a row is, in points, in which a text wraps at a width in characters."""
    size = cell_len(text)
    lines = 1 if size <= width else -(-size // (width - WASTE))
    return LINE * lines + PADDING
