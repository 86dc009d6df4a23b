"""Answers on a form: what is known of a project, in its cell as a person would have typed it."""

from __future__ import annotations

import datetime
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from scoring.display import short
from scoring.messages import message
from scoring.notation import Invalid, reader
from scoring.report_text import storable

if TYPE_CHECKING:
    from scoring.indicators import Column, Fact

__all__ = ["Answer", "answer_of", "write_answer"]

#: What stands in a cell.
Answer = float | str | datetime.date | None
NUMBERS: Final = ("number", "integer", "money", "percent")
#: The longest text of a cell.
LONGEST: Final = 32_767


def answer_of(declared: Fact | Column, raw: object, lang: str) -> Answer:
    """Return what stands in the cell of a fact: numbers and dates as such, what is none of them as it was given.

    >>> from scoring.indicators import Column
    >>> answer_of(Column(type="money", unit="万元"), "1,000,000元", "zh"), answer_of(Column(type="boolean"), True, "zh")
    (100.0, '是')
    """
    if raw is None or (isinstance(raw, str) and not raw.strip()) or isinstance(raw, Invalid):
        return None
    if declared.type in (*NUMBERS, "boolean", "date"):
        read = reader(declared.type, unit=declared.unit)(raw)
        if isinstance(read, bool):
            return message("form-yes" if read else "form-no", lang)
        if isinstance(read, Decimal):
            return datetime.date.fromordinal(int(read)) if declared.type == "date" else _figure(read)
    elif declared.type == "quantity" and isinstance(raw, (int, float, Decimal)) and not isinstance(raw, bool):
        return _figure(Decimal(str(raw)))
    if isinstance(raw, datetime.date):
        return raw.isoformat()
    return storable(raw if isinstance(raw, str) else short(raw))[:LONGEST]


def write_answer(sheet: Any, row: int, column: int, answer: Answer, look: Any) -> None:
    """Write an answer into a cell; a text is never a formula."""
    if answer is None:
        sheet.write_blank(row, column, None, look)
    elif isinstance(answer, str):
        sheet.write_string(row, column, answer, look)
    elif isinstance(answer, datetime.date):
        sheet.write_datetime(row, column, answer, look)
    else:
        sheet.write_number(row, column, answer, look)


def _figure(value: Decimal) -> float | str:
    """Return a number as a cell has it, as a text where that would lose a digit."""
    number = float(value)
    return number if isfinite(number) and Decimal(repr(number)) == value else str(value)
