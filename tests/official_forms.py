"""The official form filled in as people do: in the rows that are printed, or in rows whose levels they write over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scoring.data_layouts import END, FACT, FACTS, LAYOUT_MARK, NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Part", "cell_of_fact", "fill_official", "is_official", "parts", "rows_of"]

LEVELS: Final = ("level1", "level2")


class Part(NamedTuple):
    """A row of the form that is filled in: the table it is of, "" for facts; its names by column."""

    table: str
    row: int
    names: Mapping[str, int]


def is_official(sheet: Worksheet) -> bool:
    """Tell whether a sheet is the official form."""
    return str(sheet["A1"].value or "").startswith(LAYOUT_MARK)


def parts(sheet: Worksheet) -> Iterator[Part]:
    """Go through the rows of a form; rows and columns count from 1."""
    names: dict[str, int] = {}
    table = ""
    for row in range(2, sheet.max_row + 1):
        mark = str(sheet.cell(row, 1).value or "")
        if mark.startswith(NAMES):
            cells = (sheet.cell(row, column) for column in range(2, sheet.max_column + 1))
            names = {str(cell.value): cell.column for cell in cells if cell.value not in (None, "-")}
            table = mark.removeprefix(NAMES).strip()
        elif mark == FACTS:
            yield Part("", row, names)
        elif mark.startswith(FACT):
            name, column = mark.removeprefix(FACT).split("@")
            yield Part("", row, {name: names[column]})
        elif mark == END:
            table = ""
        elif table and not mark:
            yield Part(table, row, names)


def rows_of(sheet: Worksheet, table: str) -> list[Part]:
    """Return the rows of a table."""
    return [each for each in parts(sheet) if each.table == table]


def cell_of_fact(sheet: Worksheet, name: str) -> Any:
    """Return the cell in which a fact is filled in."""
    return next(
        sheet.cell(each.row, each.names[name]) for each in parts(sheet) if not each.table and name in each.names
    )


def fill_official(sheet: Worksheet, found: Callable[[str], Any], typed: Callable[[str, Any], Any]) -> None:
    """Fill in a form with what is `found` by name, each as it is `typed`."""
    for part in parts(sheet):
        for name, column in part.names.items() if not part.table else ():
            if (value := found(name)) is not None:
                sheet.cell(part.row, column).value = typed(name, value)
    _fill_funding(sheet, found("funding") or (), typed)
    _fill_targets(sheet, found("targets") or (), typed)


def _fill_funding(sheet: Worksheet, given: Sequence[Mapping[str, Any]], typed: Callable[[str, Any], Any]) -> None:
    """Fill in each source where it is printed, others in the rows that are left."""
    rows = rows_of(sheet, "funding")
    printed = {sheet.cell(each.row, each.names["source"]).value: each for each in rows}
    wanted = {each.get("source") for each in given}
    left = [each for source, each in printed.items() if source not in wanted]
    for each in given:
        part = printed.get(each.get("source")) or left.pop(0)
        _fill_row(sheet, part, {"source": None, **each}, "funding", typed)


def _fill_targets(sheet: Worksheet, given: Sequence[Mapping[str, Any]], typed: Callable[[str, Any], Any]) -> None:
    """Fill in rows where their levels are printed; if some have no place, write over all levels."""
    rows = rows_of(sheet, "targets")
    free: dict[tuple[Any, ...], list[Part]] = {}
    level1 = level2 = None
    for part in rows:
        level1 = sheet.cell(part.row, part.names["level1"]).value or level1
        level2 = sheet.cell(part.row, part.names["level2"]).value or level2
        free.setdefault((level1, level2), []).append(part)
    places: list[Part | None] = []
    for each in given:
        left = free.get(tuple(each.get(level) for level in LEVELS))
        places.append(left.pop(0) if left else None)
    if None in places:
        _unmerge(sheet, rows)
        places, printed = [*rows[: len(given)]], {"level1": None, "level2": None}
        assert len(given) <= len(rows)
        given = sorted(({**printed, **each} for each in given), key=lambda each: each["level1"] or "")
    else:
        given = [{name: value for name, value in each.items() if name not in LEVELS} for each in given]
    for place, each in zip(places, given, strict=True):
        assert place is not None
        _fill_row(sheet, place, each, "targets", typed)


def _unmerge(sheet: Worksheet, rows: Sequence[Part]) -> None:
    """Clear what is printed in the columns of levels, and part the cells that are merged."""
    for merged in [*sheet.merged_cells.ranges]:
        if rows[0].row <= merged.min_row <= rows[-1].row:
            sheet.unmerge_cells(merged.coord)
    for part in rows:
        for level in LEVELS:
            sheet.cell(part.row, part.names[level]).value = None


def _fill_row(
    sheet: Worksheet, part: Part, values: Mapping[str, Any], table: str, typed: Callable[[str, Any], Any]
) -> None:
    for name, value in values.items():
        if name in part.names:
            cell = sheet.cell(part.row, part.names[name])
            cell.value = None if value is None else typed(f"{table}.{name}", value)
