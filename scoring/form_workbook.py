"""The form of a set as a workbook: the official form where the set has it, its other facts, its other tables."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import xlsxwriter

from scoring.form_official import BlankPage
from scoring.form_questions import questions_of
from scoring.form_sheets import FormSheets
from scoring.messages import message
from scoring.official_form import official_form
from scoring.report_text import harmless

if TYPE_CHECKING:
    from scoring.binding import Bound

__all__ = ["form_workbook"]


def form_workbook(bound: Bound, lang: str) -> bytes:
    """Return the workbook (XLSX) in which the facts of one project are filled in.

    Labels are locked, without a password; what is filled in is checked by type and bounds, and chosen from a list where
    the set knows all answers. Names of facts stand in the first column, which is hidden.
    """
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        _write(book, bound, lang)
    return made.getvalue()


def _write(book: xlsxwriter.Workbook, bound: Bound, lang: str) -> None:
    """Write all sheets; those of facts and tables only for what has no place in the official form."""
    rules, asked, sheets = bound.rules, questions_of(bound, lang), FormSheets(book, bound, lang)
    book.set_properties({"title": harmless(rules.title), "subject": f"{rules.id} {rules.version}"})
    official = official_form(bound)
    if official is None:
        sheets.write(asked, message("form-sheet", lang), rules.title)
        return
    page = sheets.add(message("official-sheet", lang))
    BlankPage(book, page, official, asked, sheets.check, lang).write()
    sheets.write(asked.without(official.placed), message("official-others", lang))
