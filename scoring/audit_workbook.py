"""Audited forms as a workbook: a line a form, what to send back by unit, each form with the findings at its cells."""

from __future__ import annotations

import io
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scoring.audit_sheet import FORM_LOOKS, FormPage
from scoring.errors import ScoringError
from scoring.messages import message
from scoring.report_text import harmless, points
from scoring.report_workbook_scores import LONGEST, height
from scoring.sheet_names import sheet_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scoring.audit_sheet import MarkedForm
    from scoring.audit_spread import Spread

__all__ = ["MOST_FORMS", "audit_workbook", "by_unit", "form_workbook"]

#: So many forms have a sheet of their own in the workbook of all.
MOST_FORMS: Final = 200
#: The columns of the lists, and how wide they are, in characters.
FORMS: Final = {
    "form": 34,
    "sheet": 10,
    "project": 34,
    "unit": 24,
    "printed": 12,
    "recomputed": 12,
    "difference": 14,
    "grade": 10,
    "count": 9,
}
FINDINGS: Final = {
    "unit": 24,
    "project": 34,
    "form": 34,
    "sheet": 10,
    "cell": 8,
    "stands": 18,
    "due": 18,
    "message": 70,
    "code": 36,
}
GRADES: Final = ("grade", "by-printed", "by-recomputed")
CODES: Final = ("code", "count", "of-forms")
BOX: Final = {"border": 1, "border_color": "#D0D0D0", "valign": "vcenter"}
LOOKS: Final[dict[str, dict[str, Any]]] = {
    "heading": {**BOX, "bold": True, "text_wrap": True, "bg_color": "#DDEBF7"},
    "text": {**BOX, "text_wrap": True, "indent": 1},
    "number": BOX,
    "link": {**BOX, "text_wrap": True, "font_color": "#0563C1", "underline": 1},
    "note": {"font_color": "#595959"},
}


class _Link(NamedTuple):
    """A text that leads somewhere."""

    text: str
    url: str


def by_unit(forms: Sequence[MarkedForm]) -> list[MarkedForm]:
    """Return the forms that go back to somebody, by unit."""
    found = [each for each in forms if each.audited.findings]
    return sorted(
        found, key=lambda each: (each.audited.form.unit.text, each.audited.form.file, each.audited.form.sheet)
    )


def audit_workbook(
    forms: Sequence[MarkedForm], lang: str, spread: Spread | None = None, files: Sequence[str] | None = None
) -> bytes:
    """Return the workbook of all forms: a line each, the findings by unit, how they are spread, and the forms.

    A form with findings has a sheet with each finding at its cell, `MOST_FORMS` of them at most; none where `files`
    tells the workbook that each has instead (in the order of `by_unit`). Texts are never formulas. Raises
    `ScoringError` without the package xlsxwriter.
    """
    book = _Book(lang)
    book.all(forms, spread, files)
    return book.finished()


def form_workbook(form: MarkedForm, lang: str) -> bytes:
    """Return the workbook of one form: the form with each finding at its cell, then the list of the findings."""
    book = _Book(lang)
    book.one(form)
    return book.finished()


class _Book:
    """The workbook while it is written."""

    def __init__(self, lang: str) -> None:
        """Begin one in memory."""
        try:
            import xlsxwriter  # noqa: PLC0415 - an extra, for those who write workbooks
        except ImportError as error:
            raise ScoringError(message("results-no-xlsxwriter", lang)) from error
        self.lang = lang
        self.made = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.made, {"in_memory": True})
        self.looks = {name: self.book.add_format(look) for name, look in {**LOOKS, **FORM_LOOKS}.items()}
        self.taken: set[str] = set()

    def finished(self) -> bytes:
        """Return the workbook as a file."""
        self.book.close()
        return self.made.getvalue()

    def all(self, forms: Sequence[MarkedForm], spread: Spread | None, files: Sequence[str] | None) -> None:
        """Write the lists of many forms, and a sheet for each that has findings and no file."""
        lists = {code: sheet_name(self._say(f"sheet-{code}"), self.taken) for code in ("forms", "findings", "spread")}
        back = by_unit(forms)
        if files is None:
            shown = back[:MOST_FORMS]
            names = [sheet_name(f"{place} {_called(each)}", self.taken) for place, each in enumerate(shown, 1)]
            links = {_key(each): f"internal:'{name}'!" for each, name in zip(shown, names, strict=True)}
        else:
            shown, names = [], []
            links = {_key(each): f"external:{file}" for each, file in zip(back, files, strict=True) if _is_plain(file)}
        sheet = self.book.add_worksheet(lists["forms"])
        self._list(sheet, FORMS, [_about(each, links) for each in forms])
        if files is None and len(back) > MOST_FORMS:
            note = self._say("more-forms", count=len(back), most=MOST_FORMS)
            sheet.write_string(len(forms) + 2, 0, note, self.looks["note"])
        ways = self._findings(lists["findings"], back, links)
        if spread is not None:
            self._spread(self.book.add_worksheet(lists["spread"]), spread)
        for each, name in zip(shown, names, strict=True):
            FormPage(each, self.looks, self.lang).write(self.book.add_worksheet(name), ways[_key(each)])

    def one(self, form: MarkedForm) -> None:
        """Write one form, and the list of its findings."""
        name = sheet_name(form.audited.form.sheet, self.taken)
        listed = sheet_name(self._say("sheet-findings"), self.taken)
        sheet = self.book.add_worksheet(name)
        ways = self._findings(listed, [form], {_key(form): f"internal:'{name}'!"})
        FormPage(form, self.looks, self.lang).write(sheet, ways[_key(form)])

    def _findings(
        self, name: str, back: Sequence[MarkedForm], links: Mapping[tuple[str, str], str]
    ) -> dict[tuple[str, str], list[str]]:
        """Write the list of findings; return, by form, where each of its findings stands in it."""
        rows: list[Sequence[Any]] = []
        ways: dict[tuple[str, str], list[str]] = {}
        for each in back:
            form = each.audited.form
            about = form.unit.text, form.name.text, form.file, form.sheet
            for found in each.audited.findings:
                link = links.get(_key(each))
                cell: object = found.cell
                if link is not None and found.cell:
                    cell = _Link(found.cell, link + found.cell if link.endswith("!") else link)
                rows.append(
                    [*about, cell, found.printed, found.expected, found.message, self._say(f"name-{found.code}")]
                )
                ways.setdefault(_key(each), []).append(f"internal:'{name}'!A{len(rows) + 1}")
        self._list(self.book.add_worksheet(name), FINDINGS, rows)
        return ways

    def _list(self, sheet: Any, columns: Mapping[str, int], rows: Sequence[Sequence[Any]]) -> None:
        """Write rows below their headings, which stay in sight and filter."""
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
        widths = list(columns.values())
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        self._rows(sheet, 0, columns, rows)
        for line, row in enumerate(rows, 1):
            shown = [each.text if isinstance(each, _Link) else each for each in row]
            texts = [(each, width) for each, width in zip(shown, widths, strict=True) if isinstance(each, str)]
            sheet.set_row(line, max(height(harmless(text), width) for text, width in texts))
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _rows(self, sheet: Any, first: int, columns: Iterable[str], rows: Sequence[Sequence[Any]]) -> None:
        """Write rows below their headings, from a line of the sheet on."""
        for place, code in enumerate(columns):
            sheet.write_string(first, place, self._say(code), self.looks["heading"])
        for line, row in enumerate(rows, first + 1):
            for place, value in enumerate(row):
                if isinstance(value, _Link):
                    sheet.write_url(line, place, value.url, self.looks["link"], harmless(value.text)[:LONGEST])
                elif isinstance(value, str):
                    sheet.write_string(line, place, harmless(value)[:LONGEST], self.looks["text"])
                elif value is not None:
                    sheet.write_number(line, place, value, self.looks["number"])
                else:
                    sheet.write_blank(line, place, None, self.looks["text"])

    def _spread(self, sheet: Any, found: Spread) -> None:
        """Write how many forms have which grade, and which findings are frequent."""
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 2, 14)
        self._rows(sheet, 0, GRADES, found.grades)
        below = len(found.grades) + 2
        if found.printed_mean is not None and found.recomputed_mean is not None:
            means = points(found.printed_mean, 2), points(found.recomputed_mean, 2)
            said = self._say("means", printed=means[0], recomputed=means[1], above=found.above)
            sheet.write_string(below, 0, said, self.looks["note"])
        self._rows(sheet, below + 2, CODES, [(self._say(f"name-{code}"), *counts) for code, *counts in found.codes])

    def _say(self, code: str, **values: object) -> str:
        return message(f"audit-{code}", self.lang, **values)


def _key(form: MarkedForm) -> tuple[str, str]:
    return form.audited.form.file, form.audited.form.sheet


def _called(form: MarkedForm) -> str:
    """Return what a form is called where there is little room."""
    return form.audited.form.name.text or PurePath(form.audited.form.file).stem


def _is_plain(file: str) -> bool:
    """Tell whether a link to a file works: one with these characters is taken for something else."""
    return "#" not in file and "%" not in file


def _about(each: MarkedForm, links: Mapping[tuple[str, str], str]) -> list[Any]:
    """Return the line of a form."""
    audited, form = each.audited, each.audited.form
    printed, due, link = audited.printed_total, audited.recomputed_total, links.get(_key(each))
    file: object = form.file
    if link is not None:
        file = _Link(form.file, f"{link}A1" if link.endswith("!") else link)
    difference = None if printed is None else printed - due
    about = file, form.sheet, form.name.text, form.unit.text
    return [*about, printed, due, difference, audited.grade, len(audited.findings)]
