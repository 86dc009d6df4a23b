"""What reading tables of projects gives: frames, where each of their cells stands in a file, and what was found."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from scoring.messages import message

__all__ = ["ColumnPlace", "TableData", "TablePlace", "TableRemark", "letters"]


class ColumnPlace(NamedTuple):
    """Where a column stands: its letter as in a spreadsheet ("" where there is none), its heading as it is written."""

    letter: str
    heading: str


class TablePlace(NamedTuple):
    """A file, or a sheet of it (of a database, a table), that a frame was read from.

    `columns` are those that were used, by their new name.
    """

    file: str
    sheet: str | None
    columns: Mapping[str, ColumnPlace]
    database: bool = False

    def cell(self, column: str, line: int | None, lang: str, key: str | None = None) -> str:
        """Say where a cell stands, in "zh" or "en"; without a line, of which project it is, or where its column is.

        >>> place = TablePlace("a.xlsx", "项目", {"funds.budget": ColumnPlace("B", "预算数")})
        >>> place.cell("funds.budget", 7, "zh")
        'a.xlsx，工作表“项目”，第 7 行，B 列（预算数）'
        """
        parts = [self.file]
        if self.sheet is not None:
            parts.append(message("table-table" if self.database else "table-sheet", lang, sheet=self.sheet))
        if line is not None:
            parts.append(message("table-line", lang, line=line))
        elif key is not None:
            parts.append(message("table-of-project", lang, key=key))
        found = self.columns.get(column)
        if found is not None:
            code = "table-column" if found.letter else "table-column-named"
            parts.append(message(code, lang, letter=found.letter, heading=found.heading))
        return message("table-comma", lang).join(parts)


class TableRemark(NamedTuple):
    """Something found while tables were read that a person should know: nothing that stops the projects.

    `lines` are the rows concerned, as a spreadsheet counts them, the first of them where they are many; `message`
    names the file.
    """

    code: str
    file: str
    lines: tuple[int, ...]
    message: str


class TableData(NamedTuple):
    """Projects as read from tables, for `Engine.score_many(projects, tables=tables, key="project")`.

    `projects` and `tables` (by the name of their fact) are Polars lazy frames, or DuckDB relations where the file is a
    DuckDB database. Columns are named as facts, or as the columns of a table's fact. Besides there are:

    * `project`: the key, a text, in every frame; no two projects have the same;
    * `project.name`, `project.department`, `project.unit`, `project.year`, texts, where the file has them;
    * `line:`, the row of the file as a spreadsheet counts it, from 1;
    * `file:`, the file as in its place, where a frame was read from several;
    * `row` in tables, unless they declare it: the position among the rows of the project, from 0.

    `places` tells for each frame (None: the projects) where it was read from, and `remarks` what was found.
    """

    projects: Any
    tables: Mapping[str, Any]
    places: Mapping[str | None, tuple[TablePlace, ...]]
    remarks: tuple[TableRemark, ...]

    def cell(self, table: str | None, column: str, about: Mapping[str, Any], lang: str) -> str:
        """Say where a cell stands; `about` has what is known of its row: `line:`, `file:` and the key."""
        places = self.places[table]
        place = next((each for each in places if each.file == about.get("file:")), places[0])
        return place.cell(column, about.get("line:"), lang, about.get("project"))


def letters(index: int) -> str:
    """Return what a spreadsheet calls a column, by its position from 0.

    >>> letters(0), letters(25), letters(26), letters(701), letters(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    found = ""
    index += 1
    while index:
        index, digit = divmod(index - 1, 26)
        found = chr(ord("A") + digit) + found
    return found
