"""The layouts of forms: by which marks, in the first column, which is hidden, a sheet tells what stands where.

The official form has cells of facts and rows of tables on one sheet. Beside a row stands what it is, where it is none
of a table. A row of names, which is hidden too, says for the columns of the rows below what is filled in there; so rows
and columns may be inserted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = [
    "COLUMNS",
    "END",
    "FACT",
    "FACTS",
    "HEADINGS",
    "LABEL",
    "LAST_HEADING",
    "LAYOUT_MARK",
    "MARK",
    "NAMES",
    "PRINTED",
    "TABLE_MARK",
    "VALUE",
    "FactCell",
    "RowCells",
    "carried",
    "is_filled",
    "parts_of",
]

#: What the first cell of the sheet of facts says. Below it stand the set's id and version.
MARK: Final = "scoring-form/1"
#: In the sheet of facts, the row of the headings, and the columns of labels and of what is filled in.
HEADINGS, LABEL, VALUE = 3, 1, 2
#: What the first cell of a table's sheet says. Below it stands the table's name.
TABLE_MARK: Final = "scoring-form/1 table"
#: In the sheet of a table, the rows, from 0, that have the names of its columns, and that is the last of the headings.
COLUMNS, LAST_HEADING = 2, 4
#: How the first cell of the official form begins; the set's id and version follow.
LAYOUT_MARK: Final = "scoring-form/1 layout"
#: What stands beside a row of names (and before the name of the table whose rows follow), a row of facts, a row with
#: one fact (and before its name, an @, and the name of its column), and the row behind a table.
NAMES, FACTS, FACT, END = "names", "facts", "fact ", "end"
#: What stands for a row or a column that is printed or worked out: nobody fills it in.
PRINTED: Final = "-"
#: What is printed in the rows of tables: a row that has nothing else is blank.
LABELS: Final = frozenset({"level1", "level2", "source"})
#: What is merged downwards: where the first is blank, the row above is meant.
LEVELS: Final = ("level1", "level2")


class FactCell(NamedTuple):
    """A cell of a fact, by the fact's name; positions count from 0."""

    name: str
    row: int
    column: int


class RowCells(NamedTuple):
    """A row of a table: the names of its columns by position."""

    table: str
    row: int
    names: Mapping[int, str]


def parts_of(cells: Sequence[Sequence[Any]]) -> Iterator[FactCell | RowCells]:
    """Go through the facts and the rows of tables of a form, from top to bottom; rows inserted in a table are its."""
    names: dict[int, str] = {}
    table = ""
    for row, values in enumerate(cells):
        mark = str(values[0]) if values else ""
        word, _, rest = mark.partition(" ")
        if word == NAMES:
            names = {place: str(name) for place, name in enumerate(values) if place and name != ""}
            table = rest
        elif mark == FACTS:
            yield from (FactCell(name, row, place) for place, name in names.items() if name != PRINTED)
        elif mark.startswith(FACT):
            fact, _, column = rest.partition("@")
            yield from (FactCell(fact, row, place) for place, name in names.items() if name == column)
        elif mark == END:
            table = ""
        elif table and not mark:
            yield RowCells(table, row, names)


def carried(found: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with the levels of the one above it where its own are blank, from the first level on.

    >>> carried({"level1": None, "level2": None, "name": "人数"}, {"level1": "产出指标", "level2": "数量指标"})
    {'level1': '产出指标', 'level2': '数量指标', 'name': '人数'}
    """
    if found.get(LEVELS[0]) is not None:
        return dict(found)
    levels = {name: above[name] for name in LEVELS if name in found and found[name] is None and name in above}
    return {**found, **levels}


def is_filled(found: Mapping[str, Any]) -> bool:
    """Tell whether a row has anything but what is printed in it."""
    return any(value is not None for name, value in found.items() if name not in LABELS)
