"""The tables of a Word document as grids of cells, addressed as Word does in its formulas: A1, B2."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from scoring.data_office import FORM, office_content
from scoring.errors import WHATEVER, DataError
from scoring.filled_grid import COLUMNS, ROWS, Grid
from scoring.messages import message

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document
    from docx.oxml.table import CT_Tbl

    from scoring.filled import Value
    from scoring.filled_grid import Merged

__all__ = ["DOCUMENTS", "document_grids"]

#: The documents that are read.
DOCUMENTS: Final = (".docx",)


def document_grids(path: Path, lang: str) -> list[Grid]:
    """Read the tables of a document, called by their number; those within cells are passed over.

    Raises `DataError` where it cannot be opened, is too large, or is no document, and without the package python-docx.
    """
    try:
        import docx  # noqa: PLC0415 - who reads no document needs none
    except ImportError as error:
        raise DataError(message("audit-docx", lang)) from error
    content = office_content(path, lang, FORM)
    try:
        return _grids(docx.Document(io.BytesIO(content)), lang)
    except WHATEVER as error:  # a torn part ends in whatever the library meets first
        raise DataError(message("audit-document", lang, file=path, why=str(error).splitlines()[0])) from error


def _grids(document: Document, lang: str) -> list[Grid]:
    """Return the tables, each with the paragraphs above it, where the title with the year may stand."""
    found: list[Grid] = []
    above: list[str] = []
    for each in document.element.body:
        if hasattr(each, "tr_lst"):  # a table as it is in the file: python-docx' own repeats merged cells
            found.append(Grid(message("audit-table", lang, number=len(found) + 1), *_values(each), tuple(above)))
            above = []
        else:
            above.append("".join(each.itertext()))
    return found


def _values(table: CT_Tbl) -> tuple[list[list[Value]], tuple[Merged, ...]]:
    """Return the texts of a table, and its merged ranges.

    What is merged downwards has its text in each row, in its first column.
    """
    rows: list[list[Value]] = []
    ends: dict[tuple[int, int], tuple[int, int]] = {}
    above: dict[int, tuple[int, int]] = {}
    for place, line in enumerate(table.tr_lst[:ROWS]):
        row: list[Value] = [""] * COLUMNS
        starts: dict[int, tuple[int, int]] = {}
        for cell in line.tc_lst:
            column = cell.grid_offset
            if column >= COLUMNS:
                break
            if cell.vMerge == "continue" and column in above:
                row[column] = rows[-1][column]
                starts[column] = above[column]
            else:
                row[column] = "\n".join(each.text for each in cell.p_lst).strip()
                starts[column] = place, column
            ends[starts[column]] = place, min(column + cell.grid_span, COLUMNS) - 1
        above = starts
        rows.append(row)
    return rows, tuple((start, end) for start, end in ends.items() if start != end)
