"""The sheets of a form: one for the facts of a project, one for the rows of each table; blank, or with answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from rich.cells import cell_len
from xlsxwriter.utility import xl_range, xl_range_abs

from scoring.data_layouts import COLUMNS, HEADINGS, LABEL, LAST_HEADING, MARK, TABLE_MARK, VALUE
from scoring.form_answers import answer_of, write_answer
from scoring.form_validation import validation_of
from scoring.messages import message
from scoring.report_text import harmless
from scoring.sheet_names import sheet_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.binding import Bound
    from scoring.form_questions import Question, Questions

__all__ = ["INPUT", "NUMBERS", "FormSheets", "known"]

#: How many rows of a table are ready to be filled in.
ROWS: Final = 500
#: The sheet of facts: the columns of units, of how to fill in, and of what a fact is for; the widths of all of them.
UNIT, HOW, NEEDED = 3, 4, 5
WIDTHS: Final = {0: 2, LABEL: 34, VALUE: 24, UNIT: 10, HOW: 44, NEEDED: 40}
#: The narrowest and the widest column of a table, in characters.
NARROWEST, WIDEST = 12, 30
#: The height of a line of text, and what is left above and below, in points; the end of a line that wrapping wastes.
LINE, PADDING, WASTE = 14, 4, 3
#: What the sheet of choices is noted as.
CHOICES: Final = "choices:"
#: How many indicators are named that need a fact.
NAMED: Final = 4
A4: Final = 9
EDGE: Final = "#BFBFBF"
HEAD: Final = "#DDEBF7"
BOX: Final = {"border": 1, "border_color": EDGE, "valign": "vcenter", "text_wrap": True}
INPUT: Final[Mapping[str, Any]] = {"bg_color": "#FFF9DB", "locked": False}
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


class FormSheets:
    """Writes the sheets of one workbook; what is known already is in `given`, the facts nested by their names."""

    def __init__(self, book: Any, bound: Bound, lang: str, given: Mapping[str, Any] | None = None) -> None:
        """Prepare formats."""
        self.book, self.rules, self.lang, self.given = book, bound.rules, lang, given
        inputs = {type_: {**BOX, **INPUT, "num_format": shown} for type_, shown in NUMBERS.items()}
        looks = {**LOOKS, **inputs}
        self.looks = {name: book.add_format(look) for name, look in looks.items()}
        self.parted = {name: book.add_format({**look, **LINE_ABOVE}) for name, look in looks.items()}
        self.open = book.add_format({"locked": False})
        self.taken: set[str] = set()
        self.names: dict[str, str] = {}
        self.lists: Any = None
        self.listed: dict[tuple[str, ...], str] = {}

    def add(self, wanted: str, table: str = "") -> Any:
        """Add a sheet, that of a table by its name, called as is wanted or as near as can be."""
        self.names[table] = sheet_name(wanted, self.taken)
        return self.book.add_worksheet(self.names[table])

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

    def write(self, asked: Questions, name: str, title: str | None = None) -> None:
        """Write a sheet for the facts, called by a name and headed by its title, and one for each table, if any."""
        if not asked.project and not asked.facts:
            return
        sheet = self.add(name)
        tables = {table: self.add(self.rules.label(table), table) for table in asked.tables}
        self.facts(sheet, asked, name if title is None else title)
        for table, below in tables.items():
            self.table(below, table, asked.tables[table])

    def facts(self, sheet: Any, asked: Questions, title: str) -> None:
        """Write the sheet of what a project says of itself, and of its facts; tables have sheets already."""
        rules, lang = self.rules, self.lang
        about = message("form-set", lang, id=rules.id, version=rules.version)
        instruction = "form-instruction" if asked.tables else "form-instruction-plain"
        self._begin(sheet, (MARK, rules.id, rules.version), title, (about, message(instruction, lang)))
        for column in range(LABEL, NEEDED + 1):
            sheet.set_column(column, column, WIDTHS[column])
        for column, code in ((LABEL, "label"), (VALUE, "value"), (UNIT, "unit"), (HOW, "how"), (NEEDED, "needed")):
            sheet.write_string(HEADINGS, column, message(f"form-{code}", lang), self.looks["heading"])
        sheet.freeze_panes(HEADINGS + 1, VALUE)
        sheet.repeat_rows(HEADINGS)
        row = HEADINGS
        for group, questions in (("form-project", asked.project), ("form-facts", asked.facts)):
            if not questions:
                continue
            row += 1
            for column in range(LABEL, NEEDED + 1):
                sheet.write_string(row, column, message(group, lang) if column == LABEL else "", self.looks["group"])
            above = ""
            for each in questions:
                row += 1
                before = each.name.rpartition(".")[0]
                self._fact(sheet, row, each, begins=before != above)
                above = before
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
        answer = answer_of(each.declared, known(self.given, each.name), self.lang)
        write_answer(sheet, row, VALUE, answer, look[each.declared.type])
        self.check(sheet, each, (row, VALUE, row, VALUE))

    def _needed(self, each: Question) -> str:
        named = message("report-comma", self.lang).join(each.needed[:NAMED])
        if len(each.needed) <= NAMED:
            return named
        return message("table-names-more", self.lang, named=named, count=len(each.needed))

    def table(self, sheet: Any, table: str, questions: Sequence[Question]) -> None:
        """Write the sheet of a table: a row for each that is known, else rows to be filled in."""
        title, note = self.rules.label(table), message("form-instruction-table", self.lang)
        self._begin(sheet, (TABLE_MARK, table), title, (note,))
        sheet.set_row(COLUMNS, None, None, {"hidden": True})
        given = known(self.given, table)
        rows = given if isinstance(given, list) else [{}] * ROWS
        first, last = LAST_HEADING + 1, LAST_HEADING + max(len(rows), 1)
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
            for row, found in enumerate(rows, start=first):
                write_answer(sheet, row, column, answer_of(each.declared, known(found, each.name), self.lang), look)
            self.check(sheet, each, (first, column, last, column))
        sheet.ignore_errors({"number_stored_as_text": xl_range(first, 1, last, len(questions))})
        for row, high in zip((LAST_HEADING - 1, LAST_HEADING), zip(*heights, strict=True), strict=True):
            sheet.set_row(row, max(high))
        sheet.freeze_panes(first, 1)
        sheet.repeat_rows(LAST_HEADING - 1, LAST_HEADING)
        sheet.set_selection(first, 1, first, 1)

    def check(self, sheet: Any, each: Question, cells: tuple[int, int, int, int]) -> None:
        """Let a spreadsheet check what is filled in, and say how it is meant."""
        rule = validation_of(each, self._list(each.levels) if each.levels else None, self.lang)
        if rule is not None:
            sheet.data_validation(*cells, rule)

    def _list(self, levels: tuple[str, ...]) -> str:
        """Return the range of a list of choices, which stands on a sheet that is hidden."""
        if self.lists is None:
            self.lists = self.add(message("form-lists", self.lang), CHOICES)
            self.lists.hide()
        if levels not in self.listed:
            column = len(self.listed)
            for row, level in enumerate(levels):
                self.lists.write_string(row, column, harmless(level))
            self.listed[levels] = f"='{self.names[CHOICES]}'!{xl_range_abs(0, column, len(levels) - 1, column)}"
        return self.listed[levels]


def known(given: object, name: str) -> object:
    """Return what nested facts have under a dotted name, None where they have nothing."""
    for key in name.split("."):
        given = given.get(key) if isinstance(given, Mapping) else None
    return given


def _height(text: str, width: int) -> int:
    """Return how high a row is, in points, in which a text wraps at a width in characters."""
    size = cell_len(text)
    lines = 1 if size <= width else -(-size // (width - WASTE))
    return LINE * lines + PADDING
