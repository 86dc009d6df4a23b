"""The audit of forms as an Excel workbook: a line a form, and what to send back, the findings beside their cells."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from scoring.errors import DataError
from scoring.messages import message
from scoring.report_text import harmless

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from scoring.audited import Audited

__all__ = ["audit_workbook"]

#: The columns of the sheets, and how wide they are, in characters.
FORMS: Final = {
    "form": 30,
    "sheet": 10,
    "project": 34,
    "unit": 24,
    "printed": 12,
    "recomputed": 12,
    "difference": 12,
    "grade": 8,
    "count": 9,
}
FINDINGS: Final = {
    "unit": 24,
    "project": 34,
    "form": 30,
    "sheet": 10,
    "cell": 8,
    "stands": 18,
    "due": 18,
    "message": 70,
    "code": 26,
}
#: The longest text of a cell.
LONGEST: Final = 32_767


def audit_workbook(audits: Sequence[Audited], lang: str) -> bytes:
    """Return a workbook with a sheet of the forms and one of the findings, by unit, for what is to be sent back.

    Texts are never formulas. Raises `DataError` without the package xlsxwriter.
    """
    try:
        import xlsxwriter  # noqa: PLC0415 - an extra, for those who write workbooks
    except ImportError as error:
        raise DataError(message("results-no-xlsxwriter", lang)) from error
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    looks = {name: book.add_format(look) for name, look in LOOKS.items()}
    _sheet(book, looks, "forms", FORMS, [_form(each) for each in audits], lang)
    by_unit = sorted(audits, key=lambda each: (each.form.unit.text, each.form.file))
    _sheet(book, looks, "findings", FINDINGS, [row for each in by_unit for row in _findings(each)], lang)
    book.close()
    return held.getvalue()


#: How cells look.
LOOKS: Final[dict[str, dict[str, Any]]] = {
    "heading": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    "text": {"text_wrap": True, "valign": "top"},
    "number": {"valign": "top"},
}


def _form(audited: Audited) -> list[Decimal | int | str | None]:
    form, printed, due = audited.form, audited.printed_total, audited.recomputed_total
    difference = None if printed is None else printed - due
    count = len(audited.findings)
    about = form.file, form.sheet, form.name.text, form.unit.text
    return [*about, printed, due, difference, audited.grade, count]


def _findings(audited: Audited) -> list[list[Decimal | int | str | None]]:
    form = audited.form
    about = form.unit.text, form.name.text, form.file, form.sheet
    return [[*about, each.cell, each.printed, each.expected, each.message, each.code] for each in audited.findings]


def _sheet(
    book: Any,
    looks: dict[str, Any],
    name: str,
    columns: dict[str, int],
    rows: Sequence[Sequence[Decimal | int | str | None]],
    lang: str,
) -> None:
    """Write a sheet of rows below its headings, which stay in sight and filter."""
    sheet = book.add_worksheet(message(f"audit-sheet-{name}", lang))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    for place, (code, width) in enumerate(columns.items()):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, message(f"audit-{code}", lang), looks["heading"])
    for line, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(line, place, harmless(value)[:LONGEST], looks["text"])
            elif value is not None:
                sheet.write_number(line, place, value, looks["number"])
