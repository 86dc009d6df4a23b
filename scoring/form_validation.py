"""What a spreadsheet checks while a form is filled in: numbers within bounds, dates, choices from a list."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from scoring.messages import message
from scoring.report_text import harmless

if TYPE_CHECKING:
    from scoring.form_questions import Question

__all__ = ["validation_of"]

#: The longest title and the longest text of a note in Excel.
TITLE, TEXT = 32, 255
#: What a spreadsheet calls the checks of numbers, by type.
NUMBERS: Final = {"number": "decimal", "money": "decimal", "percent": "decimal", "integer": "integer"}
#: Bounds where the set declares none: the largest numbers that are read.
UNBOUNDED: Final = Decimal("1e300")
LARGEST_SHARE: Final = Decimal(2)
#: The first and the last day that spreadsheets agree on.
DAYS: Final = (datetime.date(1900, 3, 1), datetime.date(9999, 12, 31))


def validation_of(question: Question, choices: str | None, lang: str) -> dict[str, Any] | None:
    """Return the check of a question's cells as XlsxWriter takes it, with a note that says how they are filled in.

    `choices` is the range of a list of answers, if there is one. An answer that is not on it may be insisted on;
    everything else that is refused would not be read. None where there is nothing to check and nothing to say.
    """
    how = harmless(question.how)
    if not how:
        return None
    rule = _rule(question, choices, lang)
    title = harmless(question.label)
    # a note longer than Excel takes would not be shown at all
    return {
        **rule,
        "input_title": _cut(title, TITLE),
        "input_message": _cut(how, TEXT),
        "error_title": message("form-refused", lang),
        "error_message": _cut(how, TEXT),
    }


def _rule(question: Question, choices: str | None, lang: str) -> dict[str, Any]:
    declared = question.declared
    if choices is not None:
        return {"validate": "list", "source": choices, "error_type": "warning"}
    if declared.type == "boolean":
        return {"validate": "list", "source": [message("form-yes", lang), message("form-no", lang)]}
    if declared.type == "date":
        return {"validate": "date", "criteria": "between", "minimum": DAYS[0], "maximum": DAYS[1]}
    if declared.type not in NUMBERS:
        return {"validate": "any"}
    maximum = LARGEST_SHARE if declared.type == "percent" and declared.maximum is None else declared.maximum
    bounds = {"minimum": declared.minimum, "maximum": maximum}
    low, high = (
        side * UNBOUNDED if each is None else each for side, each in zip((-1, 1), bounds.values(), strict=True)
    )
    return {
        "validate": NUMBERS[declared.type],
        "criteria": "between",
        "minimum": float(low),
        "maximum": float(high),
    }


def _cut(text: str, most: int) -> str:
    """Shorten a text to so many units of UTF-16, which is how Excel counts."""
    if len(text.encode("utf-16-le")) <= 2 * most:
        return text
    return text.encode("utf-16-le")[: 2 * (most - 1)].decode("utf-16-le", "ignore") + "…"
