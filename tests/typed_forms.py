r"""Filled forms as grids of text, with what is wrong beside the cell that has it; written as workbooks and documents.

A line of a grid is a row of the form, its cells between bars, as people type them:

* a number, `90%` or `2022-12-31` is a number (shown so) or a day; `'90%` and all else is text, `\n` a line break in
  it and `\u3000` a wide space;
* `=E5/D5 -> 85%` is a formula with the value that a spreadsheet has computed;
* `<` is one cell with that to the left of it, `^` one with that above;
* `{sum-mismatch 97}` says that the audit finds this in the cell, and what it expects there.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import docx
import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["FORMS", "Typed", "expected", "save_document", "save_workbook"]

FOLDER: Final = Path(__file__).parent / "data" / "filled"
MARK: Final = re.compile(r"\s*\{([^{}]*)\}")
NUMBER: Final = re.compile(r"(-?\d+(?:\.\d+)?)(%?)")
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
MERGED: Final = ("<", "^")
ESCAPED: Final = {"\\n": "\n", "\\u3000": "\u3000"}


class Typed(NamedTuple):
    """A form: its cells as they are typed, the codes that each has, the totals, and the set that it is audited by."""

    cells: tuple[tuple[str, ...], ...]
    marks: Mapping[tuple[int, int], tuple[str, ...]]
    printed: float | None
    recomputed: float
    rules: str

    @classmethod
    def of(cls, form: Mapping[str, Any]) -> Typed:
        """Read the form of a file."""
        rows = [line.split("|") for line in form["grid"].strip("\n").split("\n")]
        marks = {
            (row, column): tuple(MARK.findall(cell))
            for row, cells in enumerate(rows)
            for column, cell in enumerate(cells)
            if MARK.search(cell)
        }
        typed = tuple(tuple(_unmarked(cell) for cell in cells) for cells in rows)
        return cls(typed, marks, form.get("printed"), form["recomputed"], form.get("set", "cn/self-evaluation-2020"))

    def at(self, row: int, column: int) -> str:
        """Return what is typed in a cell."""
        return self.cells[row][column] if row < len(self.cells) and column < len(self.cells[row]) else ""

    def filled(self) -> Iterator[tuple[int, int, str]]:
        """Go through the cells that have anything of their own."""
        for row, cells in enumerate(self.cells):
            for column, text in enumerate(cells):
                if text and text not in MERGED:
                    yield row, column, text

    def merged(self) -> Iterator[tuple[int, int, int, int]]:
        """Go through what is merged: first row and column, last row and column."""
        for row, cells in enumerate(self.cells):
            for column, text in enumerate(cells):
                if text in MERGED:
                    continue
                below, right = row, column
                while self.at(row, right + 1) == "<":
                    right += 1
                while self.at(below + 1, column) == "^":
                    below += 1
                if (below, right) != (row, column):
                    yield row, column, below, right


def _unmarked(cell: str) -> str:
    text = MARK.sub("", cell).strip(" ")
    for written, meant in ESCAPED.items():
        text = text.replace(written, meant)
    return text


def _forms() -> dict[str, Typed]:
    found: dict[str, Typed] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for name, form in tomllib.loads(path.read_text(encoding="utf-8")).items():
            assert name not in found, name
            found[name] = Typed.of(form)
    return found


FORMS: Final = _forms()


def expected(form: Typed) -> list[tuple[str, str, str]]:
    """Return what an audit of a form is to find: code, cell and what is due there ("" where nothing is said)."""
    return sorted(
        (mark.partition(" ")[0], f"{chr(ord('A') + column)}{row + 1}", mark.partition(" ")[2])
        for (row, column), marks in form.marks.items()
        for mark in marks
    )


def save_workbook(path: Path, *sheets: tuple[str, Typed], hidden: str = "") -> Path:
    """Write forms as the sheets of a workbook, one of them hidden if it is named."""
    book = xlsxwriter.Workbook(path)
    for name, form in sheets:
        sheet = book.add_worksheet(name)
        if name == hidden:
            sheet.hide()
        for top, left, bottom, right in form.merged():
            sheet.merge_range(top, left, bottom, right, "")
        for row, column, text in form.filled():
            formula, arrow, computed = text.partition(" -> ")
            value, shown = _typed(computed if arrow else text)
            look = book.add_format({"num_format": shown})
            if arrow:
                sheet.write_formula(row, column, formula, look, value)
            elif isinstance(value, str):
                sheet.write_string(row, column, value)
            elif isinstance(value, datetime.date):
                sheet.write_datetime(row, column, value, look)
            else:
                sheet.write_number(row, column, value, look)
    book.close()
    return path


def save_document(path: Path, *forms: Typed, above: str = "") -> Path:
    """Write forms as the tables of a document, below a title each."""
    document = docx.Document()
    for form in forms:
        document.add_paragraph(above)
        table = document.add_table(len(form.cells), max(map(len, form.cells)))
        for top, left, bottom, right in form.merged():
            table.cell(top, left).merge(table.cell(bottom, right))
        for row, column, text in form.filled():
            table.cell(row, column).text = text.rpartition(" -> ")[2].removeprefix("'")
    document.save(str(path))
    return path


def _typed(text: str) -> tuple[str | float | datetime.date, str]:
    """Return the value of a cell and how a spreadsheet shows it."""
    if (number := NUMBER.fullmatch(text)) is not None:
        decimals = "0.00" if "." in text else "0"
        return float(number[1]) / (100 if number[2] else 1), f"{decimals}%" if number[2] else "General"
    if DAY.fullmatch(text):
        return datetime.date.fromisoformat(text), "yyyy-mm-dd"
    return text.removeprefix("'"), "General"
