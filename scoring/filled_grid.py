"""The sheets of a workbook as grids of cells: where cells are merged downwards, each of them has what the first has."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import TYPE_CHECKING, Final

from scoring.data_office import FORM, workbook_content
from scoring.errors import DataError
from scoring.filled import NOWHERE, Cell
from scoring.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from scoring.filled import Value

__all__ = ["COLUMNS", "ROWS", "WORKBOOKS", "Grid", "Merged", "grids", "place_of"]

#: The workbooks that are read.
WORKBOOKS: Final = (".xlsx", ".xlsm", ".xls", ".ods")
#: The rows and columns that are looked at.
ROWS: Final = 400
COLUMNS: Final = 60
#: So many ranges of merged cells are looked at.
RANGES: Final = 5_000
LETTERS: Final = 26
#: A range of merged cells: its first and its last row and column.
Merged = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Grid:
    """The cells of a sheet, from its first row and column on, and what stands `above` it; positions count from 0."""

    sheet: str
    values: Sequence[Sequence[Value]]
    merged: Sequence[Merged] = ()
    above: Sequence[str] = ()

    @cached_property
    def cells(self) -> list[list[Cell]]:
        """The cells of all rows."""
        letters = [_letters(column) for column in range(max(map(len, self.values), default=0))]
        return [
            [Cell(f"{letter}{row}", value) for letter, value in zip(letters, values, strict=False)]
            for row, values in enumerate(self.values, 1)
        ]

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell; an empty one beyond the end."""
        if not (0 <= row < len(self.values) and 0 <= column < len(self.values[row])):
            return NOWHERE
        return self.cells[row][column]

    def row(self, row: int) -> list[Cell]:
        """Return the cells of a row."""
        return self.cells[row]

    def right_of(self, row: int, column: int) -> Cell:
        """Return the next cell to the right that has anything, an empty one where none has."""
        return next((cell for cell in self.cells[row][column + 1 :] if cell.text), NOWHERE)

    def all(self) -> Iterator[tuple[int, int, Cell]]:
        """Go through the cells that have anything, with their row and column."""
        for row, cells in enumerate(self.cells):
            for column, cell in enumerate(cells):
                if cell.value != "":
                    yield row, column, cell


def grids(path: Path, lang: str) -> list[Grid]:
    """Read the visible sheets of a workbook, `.xlsx`, `.xlsm`, `.xls` or `.ods`.

    Raises `DataError` where it cannot be opened, is too large, is encrypted, or is no workbook, and without the package
    python-calamine.
    """
    try:
        import python_calamine as calamine  # noqa: PLC0415 - who reads no form needs none
    except ImportError as error:
        raise DataError(message("audit-calamine", lang)) from error
    content = workbook_content(path, lang, FORM)
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            visible = [each.name for each in book.sheets_metadata if each.visible == calamine.SheetVisibleEnum.Visible]
            return [_grid(book.get_sheet_by_name(each)) for each in visible]
    except calamine.PasswordError as error:
        raise DataError(message("office-locked", lang, file=path)) from error
    except (calamine.CalamineError, ValueError, OSError) as error:
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise DataError(message("audit-workbook", lang, file=path, why=why)) from error


def _grid(sheet: object) -> Grid:
    values = [row[:COLUMNS] for row in sheet.to_python(skip_empty_area=False, nrows=ROWS)]  # type: ignore[attr-defined]
    merged = tuple((sheet.merged_cell_ranges or ())[:RANGES])  # type: ignore[attr-defined]
    for (top, left), (bottom, _) in merged:
        if top < len(values) and left < len(values[top]):
            for row in range(top + 1, min(bottom + 1, len(values))):
                values[row][left] = values[top][left]
    return Grid(sheet.name, values, merged)  # type: ignore[attr-defined]


def _letters(column: int) -> str:
    """Return what a spreadsheet calls a column, counted from 0.

    >>> _letters(0), _letters(25), _letters(26)
    ('A', 'Z', 'AA')
    """
    before, last = divmod(column, LETTERS)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


def place_of(address: str) -> tuple[int, int]:
    """Return the row and the column of a cell, counted from 0.

    >>> place_of("A1"), place_of("AB12")
    ((0, 0), (11, 27))
    """
    letters = address.rstrip("0123456789")
    column = reduce(lambda found, letter: found * LETTERS + ord(letter) - ord("A") + 1, letters, 0)
    return int(address[len(letters) :]) - 1, column - 1
