"""A score sheet as a workbook: the scores in the layout of the official forms, then lost points and findings."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from scoring import report_words
from scoring.errors import ScoringError
from scoring.form_questions import questions_of
from scoring.messages import message
from scoring.official_form import official_form
from scoring.reading import nested
from scoring.report_losses import lost_lines
from scoring.report_rows import writer_of
from scoring.report_text import storable
from scoring.report_workbook_scores import BORDERED, CENTRED, LONGEST, STRONG, ScoresPage, height, points_format

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.binding import Bound
    from scoring.report_losses import LostLine
    from scoring.report_words import Remark
    from scoring.sheet import ScoreSheet

__all__ = ["sheet_workbook"]

#: The widths of the columns of the second sheet, in characters.
WIDTHS: Final = (30, 10, 50, 50)


def sheet_workbook(
    sheet: ScoreSheet, lang: str, remedies: Mapping[str, str] | None = None, bound: Bound | None = None
) -> bytes:
    """Return a sheet as an Excel file: the scores, and on a second sheet lost points with remedies and findings.

    With the set that it was scored by, one that has the official self-evaluation form has it as the first sheet, and
    as the last one the facts that have no place in it: what was filled in can be read back.

    Shares, lost points, and every sum that is one are formulas; a score that comes about in another way (scaled up in
    no simple way, a mean, the rule of an indicator) is a number. Texts are never formulas. `remedies` are what the set
    says about lost points, by the id of the indicator. Raises `ScoringError` without the package xlsxwriter.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise ScoringError(message("results-no-xlsxwriter", lang)) from error
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": storable(sheet.set.title)[:255], "subject": storable(sheet.set.id)})
    official = None if bound is None or sheet.facts is None else official_form(bound)
    if bound is None or official is None:
        ScoresPage(book, sheet, lang).write()
        _losses(book, sheet, lang, remedies or {})
    else:
        from scoring.form_sheets import FormSheets
        from scoring.report_workbook_official import FilledPage

        given, asked = nested(sheet.facts or {}), questions_of(bound, lang)
        others = FormSheets(book, bound, lang, given)
        FilledPage(book, others.add(message("official-sheet", lang)), official, asked, sheet, given, lang).write()
        ScoresPage(book, sheet, lang).write()
        _losses(book, sheet, lang, remedies or {})
        others.write(asked.without(official.placed), message("official-others", lang))
    book.close()
    return out.getvalue()


def _losses(book: Any, sheet: ScoreSheet, lang: str, remedies: Mapping[str, str]) -> None:
    """Add the second sheet, if there is something for it: lost points with reasons and remedies, then the findings."""
    lost = lost_lines(sheet, lang, remedies)
    found = report_words.remarks(sheet, lang)
    if not lost and not found:
        return
    page = book.add_worksheet(message("workbook-losses", lang))
    formats = {
        "label": book.add_format({**STRONG, **CENTRED}),
        "text": book.add_format(BORDERED),
        "points": book.add_format({**BORDERED, "num_format": points_format(writer_of(sheet, lang).digits)}),
    }
    for place, width in enumerate(WIDTHS):
        page.set_column(place, place, width)
    if lost:
        _lost(page, lost, formats, lang)
    if found:
        _findings(page, found, formats, len(lost) + 2 if lost else 0, lang)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)


def _lost(page: Any, lost: Sequence[LostLine], formats: Mapping[str, Any], lang: str) -> None:
    heads = ("report-indicator", "report-lost", "report-reason", "document-remedy")
    for place, code in enumerate(heads):
        page.write_string(0, place, message(code, lang), formats["label"])
    for row, each in enumerate(lost, start=1):
        page.write_number(row, 1, float(each.points), formats["points"])
        texts = {0: each.title, 2: "\n".join(each.reasons), 3: each.remedy}
        for place, shown in texts.items():
            page.write_string(row, place, storable(shown)[:LONGEST], formats["text"])
        page.set_row(row, max(height(shown, WIDTHS[place]) for place, shown in texts.items()))


def _findings(page: Any, found: Sequence[Remark], formats: Mapping[str, Any], first: int, lang: str) -> None:
    page.write_string(first, 0, message("report-findings", lang), formats["label"])
    for row, remark in enumerate(found, start=first + 1):
        said = [remark.text, *([remark.remedy] if remark.remedy else [])]
        page.write_string(row, 0, remark.word.strip(), formats["text"])
        page.merge_range(row, 1, row, 3, "", formats["text"])
        page.write_string(row, 1, storable("\n".join(said))[:LONGEST], formats["text"])
        page.set_row(row, height("\n".join(said), sum(WIDTHS[1:])))
