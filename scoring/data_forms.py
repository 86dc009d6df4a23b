"""Filled forms: workbooks made by `scoring form`, a project each, read back cell by cell.

A form tells what it is: in its first column, which is hidden, stand a mark, the set with its version, and beside each
cell to fill in the name of its fact. Rows may be moved, sheets renamed, and labels put into other words. The official
form has marks of its own (`data_layouts`).
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scoring.data import SUFFIXES as FACTS
from scoring.data import ProjectFacts
from scoring.data_answers import is_blank, typed, wrong_in
from scoring.data_files import OTHER_SHEETS, TABLES, files_of
from scoring.data_layouts import (
    COLUMNS,
    HEADINGS,
    LABEL,
    LAST_HEADING,
    LAYOUT_MARK,
    MARK,
    PRINTED,
    TABLE_MARK,
    VALUE,
    FactCell,
    RowCells,
    carried,
    is_filled,
    parts_of,
)
from scoring.data_office import Room, workbook_content
from scoring.data_places import ColumnPlace, TablePlace, TableRemark, letters
from scoring.errors import DataError
from scoring.messages import MESSAGES, message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from python_calamine import CalamineWorkbook

    from scoring.indicators import IndicatorSet

__all__ = ["FilledForm", "is_data", "read_forms"]

#: Suffixes of workbooks that programs save forms as.
SUFFIXES: Final = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
#: No form is larger: larger workbooks are tables of many projects.
LARGEST: Final = Room(4 * 1024 * 1024, 40 * 1024 * 1024)
#: What the library calls an error in a cell, and what the cell shows.
ERRORS: Final = {"Div0": "#DIV/0!", "NA": "#N/A", "Name": "#NAME?", "Null": "#NULL!", "Num": "#NUM!", "Ref": "#REF!"}
#: So many facts are named that a form does not ask for.
MOST: Final = 10
Cells = list[list[Any]]


class FilledForm(NamedTuple):
    """A filled form: the facts of its project, and what a person should know of its cells."""

    project: ProjectFacts
    remarks: tuple[TableRemark, ...]


class _Sheet(NamedTuple):
    """A sheet of a form: its cells from A1 on, the errors among them as they are shown."""

    name: str
    cells: Cells

    @property
    def is_layout(self) -> bool:
        """Whether it is the official form."""
        return str(self.cell(0, 0)).startswith(LAYOUT_MARK)

    def cell(self, row: int, column: int) -> Any:
        """Return a cell, "" where there is none."""
        return self.cells[row][column] if row < len(self.cells) and column < len(self.cells[row]) else ""


def read_forms(given: Sequence[str], rules: IndicatorSet, lang: str) -> list[FilledForm] | None:
    """Read the filled forms among files, folders and globs, in order; None where there is none.

    Raises `DataError` where other files are given with them, and for a workbook that cannot be opened.
    """
    files = files_of(given)
    forms = {path: sheets for path in files if (sheets := _sheets(path, lang))}
    if not forms:
        return None
    if others := [str(path) for path in files if path not in forms and is_data(path)]:
        named = tuple(map(str, forms))
        raise DataError(message("form-mixed", lang, forms=named[:3], others=tuple(others[:3])))
    return [_Form(path, rules, lang).read(sheets) for path, sheets in forms.items()]


def is_data(path: Path) -> bool:
    """Tell what would be read as projects, or refused by name, if there were no forms."""
    return path.suffix.lower() in (*TABLES, *OTHER_SHEETS, *FACTS)


def _sheets(path: Path, lang: str) -> list[_Sheet]:
    """Return the sheets of a form; none where the file is no form."""
    if path.suffix.lower() not in SUFFIXES or not path.is_file():
        return []
    try:
        raw = workbook_content(path, lang, LARGEST)
    except DataError:
        return []  # the reader of tables says why
    try:
        from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - for workbooks only
    except ImportError as error:
        values = {"suffix": path.suffix, "library": error.name, "extra": "excel"}
        raise DataError(message("table-library", lang, **values)) from error
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        marked = [each for each in book.sheet_names if _is_marked(book, each)]
        if not marked:
            return []
        errors = _errors(raw, marked)
        return [_Sheet(each, _cells(book, each, errors.get(each, {}))) for each in marked]
    except CalamineError:
        return []  # the reader of tables says what is wrong with it


def _is_marked(book: CalamineWorkbook, name: str) -> bool:
    sheet = book.get_sheet_by_name(name)
    if sheet.start != (0, 0):
        return False
    mark = str(sheet.to_python(skip_empty_area=False, nrows=1)[0][0])
    return mark in (MARK, TABLE_MARK) or mark.startswith(LAYOUT_MARK)


def _cells(book: CalamineWorkbook, name: str, errors: Mapping[tuple[int, int], str]) -> Cells:
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    for (row, column), shown in errors.items():
        rows[row][column] = shown
    return rows


def _errors(raw: bytes, names: Sequence[str]) -> dict[str, dict[tuple[int, int], str]]:
    """Return the cells with an error such as #DIV/0! by sheet: one library reads them as blank, another names them."""
    import fastexcel  # noqa: PLC0415 - comes with the other, and takes long to import

    book = fastexcel.read_excel(raw)
    found: dict[str, dict[tuple[int, int], str]] = {}
    for name in names:
        _, errors = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_arrow_with_errors()
        for each in () if errors is None else errors.errors:
            shown = next((text for kind, text in ERRORS.items() if f"Error({kind})" in each.detail), "#VALUE!")
            found.setdefault(name, {})[each.offset_position] = shown
    return found


class _Form:
    """Reads one form: collects its facts, and remarks on its cells."""

    def __init__(self, path: Path, rules: IndicatorSet, lang: str) -> None:
        """Begin with nothing."""
        self.path, self.rules, self.lang = path, rules, lang
        self.facts: dict[str, Any] = {}
        self.asked: set[str] = set()
        self.remarks: list[TableRemark] = []

    def read(self, sheets: Sequence[_Sheet]) -> FilledForm:
        """Read all sheets of the form."""
        layout = next((sheet for sheet in sheets if sheet.is_layout), None)
        first = next((sheet for sheet in sheets if sheet.cell(0, 0) == MARK), None)
        if layout is not None:
            id_, _, version = str(layout.cell(0, 0)).removeprefix(LAYOUT_MARK).strip().partition(" ")
            self._made_for(id_, version)
            self._layout(layout)
        if first is not None:
            if layout is None:
                self._made_for(str(first.cell(1, 0)), str(first.cell(2, 0)))
            self._facts(first)
        for sheet in sheets:
            if sheet.is_layout or sheet.cell(0, 0) == MARK:
                if sheet is not first and sheet is not layout:
                    self._remark("form-sheet-twice", sheet=sheet.name)
            else:
                self._table(sheet, str(sheet.cell(1, 0)))
        if absent := [self.rules.label(name) for name in self.rules.facts if name not in self.asked]:
            named: object = tuple(absent[:MOST])
            if len(absent) > MOST:
                named = message("table-names-more", self.lang, named=named, count=len(absent))
            self._remark("form-absent", names=named)
        return FilledForm(ProjectFacts(self.path.stem, self.facts), tuple(self.remarks))

    def _made_for(self, id_: str, version: str) -> None:
        """Say where a form was made for another set, or for another version."""
        if id_ != self.rules.id:
            self._remark("form-other-set", id=id_, known=self.rules.id)
        elif version != self.rules.version:
            self._remark("form-other-version", id=id_, version=version, known=self.rules.version)

    def _facts(self, sheet: _Sheet) -> None:
        """Read the facts, whose names stand in the first column."""
        for row in range(HEADINGS + 1, len(sheet.cells)):
            if name := str(sheet.cell(row, 0)):
                self._fact(name, sheet, ColumnPlace(letters(VALUE), str(sheet.cell(row, LABEL))), (row, VALUE))

    def _fact(self, name: str, sheet: _Sheet, place: ColumnPlace, cell: tuple[int, int]) -> None:
        """Read the cell of a fact."""
        self.asked.add(name)
        if name in self.facts and not is_blank(sheet.cell(*cell)):
            self._remark("form-fact-twice", where=self._where(sheet, place, cell[0]))
            return
        value = self._value(name, None, sheet, place, cell)
        if value is not None:
            self.facts[name] = value

    def _layout(self, sheet: _Sheet) -> None:
        """Read the official form: facts, and rows of tables, whose levels are merged downwards."""
        rows: dict[str, list[dict[str, Any]]] = {}
        above: dict[str, Any] = {}
        for part in parts_of(sheet.cells):
            if isinstance(part, FactCell):
                place = ColumnPlace(letters(part.column), self._label(part.name))
                self._fact(part.name, sheet, place, (part.row, part.column))
                continue
            self.asked.add(part.table)
            headings = {place: self.rules.label(f"{part.table}.{name}") for place, name in part.names.items()}
            above = found = carried(self._row(sheet, part, headings), above)
            if is_filled(found):
                rows.setdefault(part.table, []).append(found)
        self.facts |= rows

    def _table(self, sheet: _Sheet, table: str) -> None:
        """Read the rows of a table, below the names of its columns; blank ones are left out."""
        if table in self.asked:
            self._remark("form-table-twice", sheet=sheet.name)
            return
        self.asked.add(table)
        width = max(map(len, sheet.cells))
        names = {index: str(name) for index in range(1, width) if (name := sheet.cell(COLUMNS, index)) != ""}
        headings = {index: str(sheet.cell(LAST_HEADING - 1, index)) for index in range(1, width)}
        parts = (RowCells(table, row, names) for row in range(LAST_HEADING + 1, len(sheet.cells)))
        found = [self._row(sheet, each, headings) for each in parts]
        if rows := [row for row in found if any(each is not None for each in row.values())]:
            self.facts[table] = rows

    def _row(self, sheet: _Sheet, part: RowCells, headings: Mapping[int, str]) -> dict[str, Any]:
        """Return what a row of a table has, by the names of its columns."""
        found = {}
        for index in range(1, len(sheet.cells[part.row])):
            name, place = part.names.get(index), ColumnPlace(letters(index), headings.get(index, ""))
            if name is not None and name != PRINTED:
                found[name] = self._value(name, part.table, sheet, place, (part.row, index))
            elif name is None and not is_blank(sheet.cell(part.row, index)):
                self._remark("form-unnamed", where=self._where(sheet, place, part.row))
        return found

    def _value(
        self, name: str, table: str | None, sheet: _Sheet, place: ColumnPlace, cell: tuple[int, int]
    ) -> object | None:
        """Return what a cell has, None where it is blank; a remark says what is not as the set declares it."""
        raw = sheet.cell(*cell)
        if is_blank(raw):
            return None
        declared = self.rules.declared(name if table is None else f"{table}.{name}")
        value: object = typed(raw, "text" if declared is None else declared.type)
        wrong = None if declared is None else wrong_in(declared, value)
        if wrong is not None:
            why = wrong.text(self.lang)
            self._remark("table-cell", where=self._where(sheet, place, cell[0]), why=why)
        return value

    def _label(self, name: str) -> str:
        """Return what the cell of a fact is labelled with."""
        code = f"form-{name.replace('.', '-')}"
        return message(code, self.lang) if code in MESSAGES else self.rules.label(name)

    def _where(self, sheet: _Sheet, place: ColumnPlace, row: int) -> str:
        return TablePlace(str(self.path), sheet.name, {"": place}).cell("", row + 1, self.lang)

    def _remark(self, code: str, **values: object) -> None:
        said = message(code, self.lang, file=self.path, **values)
        self.remarks.append(TableRemark(code, str(self.path), (), said))
