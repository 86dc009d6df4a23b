"""Forms filled in as people do in a spreadsheet: dates as dates, percentages as numbers, yes and no from the list."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import openpyxl

from scoring.data_layouts import COLUMNS, LAST_HEADING, MARK, TABLE_MARK, VALUE
from scoring.form_workbook import form_workbook
from scoring.reading import nested
from tests.official_forms import fill_official, is_official

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from scoring.binding import Bound

WORDS: Final = {True: "是", False: "否"}
PERCENT: Final = r"-?[\d.]+%"


def fill(path: Path, bound: Bound, facts: Mapping[str, Any]) -> Path:
    """Make the form of a set, fill in facts (nested or dotted), and save it as a file."""
    path.write_bytes(form_workbook(bound, bound.rules.lang))
    book = openpyxl.load_workbook(path)
    given = nested(facts)
    for sheet in book:
        if is_official(sheet):
            fill_official(
                sheet, lambda name: _found(given, name.split(".")), lambda name, value: typed_as(bound, name, value)
            )
        elif sheet["A1"].value == MARK:
            _fill_facts(sheet, given, bound)
        elif sheet["A1"].value == TABLE_MARK:
            _fill_table(sheet, given, bound)
    book.save(path)
    return path


def cell_of(sheet: Worksheet, name: str) -> Any:
    """Return the cell in which a fact is filled in."""
    return next(row[VALUE] for row in sheet.iter_rows() if row[0].value == name)


def typed(value: Any, type_: str) -> Any:
    """Return a value as it is in the cell after a person has typed it."""
    if isinstance(value, bool):
        return WORDS[value]
    if isinstance(value, Decimal):
        return float(value)
    if type_ == "percent" and isinstance(value, str) and re.fullmatch(PERCENT, value):
        return float(value[:-1]) / 100
    if isinstance(value, str) and type_ == "date" and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return datetime.date.fromisoformat(value)
    return value


def typed_as(bound: Bound, name: str, value: Any) -> Any:
    """Return the value of a fact, or of a column by its whole name, as it is in the cell after it was typed."""
    declared = bound.rules.declared(name)
    return typed(value, "text" if declared is None else declared.type)


def _fill_facts(sheet: Worksheet, given: Mapping[str, Any], bound: Bound) -> None:
    for row in sheet.iter_rows(min_row=5):
        name = row[0].value
        if name is not None and (value := _found(given, str(name).split("."))) is not None:
            fact = bound.rules.facts.get(str(name))
            row[VALUE].value = typed(value, "text" if fact is None else fact.type)


def _found(given: Any, keys: list[str]) -> Any:
    for key in keys:
        given = given.get(key) if isinstance(given, dict) else None
    return None if isinstance(given, dict) else given


def _fill_table(sheet: Worksheet, given: Mapping[str, Any], bound: Bound) -> None:
    table = str(sheet["A2"].value)
    columns = bound.rules.facts[table].columns
    places = {str(cell.value): cell.column for cell in sheet[COLUMNS + 1] if cell.value is not None}
    for line, row in enumerate(_found(given, table.split(".")) or (), start=LAST_HEADING + 2):
        for name, value in row.items():
            if name in places and value is not None:
                sheet.cell(line, places[name]).value = typed(value, columns[name].type)
