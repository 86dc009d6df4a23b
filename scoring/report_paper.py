"""Paper: a Word document as offices write them, or in the styles of a template, filled part by part.

Every look is a style (Title, Heading 1 and 2, Normal, List Paragraph, Caption, Table Grid, and of our own Table Text,
To Write and Chart): a template restyles whatever it has a style for.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final, Literal

from scoring.messages import message
from scoring.report_paper_styles import CAPTION, CHART, FOOTER, GRID, ITEM, PLACE, TABLE_TEXT, Styles, dress, element
from scoring.report_paper_table import table_xml
from scoring.report_template import mark_in, opened, section_of
from scoring.report_text import storable

if TYPE_CHECKING:
    from pathlib import Path

    from scoring.report_paper_table import Table

__all__ = ["Paper"]

#: The margins of A4, in millimetres: above, below, left, right.
MARGINS: Final = {"zh": (37, 35, 28, 26), "en": (25, 25, 25, 25)}
#: What stands beside the number of a page.
BESIDE: Final = {"zh": ("— ", " —"), "en": ("", "")}
#: A twip, a twentieth of a point, in the units of python-docx.
EMU: Final = 635


class Paper:
    """A Word document that grows from its beginning to its end; texts are shown literally."""

    def __init__(self, lang: str, template: Path | None = None) -> None:
        """Begin with an empty page, or with the styles, margins, header and footer of a template.

        Raises `ScoringError` without the package python-docx, `DataError` for a file that cannot be a template.
        """
        self._document = opened(template, lang)
        self._lang = lang
        self._body = self._document.element.body
        self._mark = mark_in(self._document)
        section = section_of(self._document, self._mark)
        self._styles = Styles(self._document, lang, kept=template is not None)
        if template is None:
            self._page(section)
        elif self._mark is None:
            for each in [each for each in self._body if not each.tag.endswith("}sectPr")]:
                self._body.remove(each)
        self._width = _between(section) // EMU
        self._tables = 0

    def about(self, title: str) -> None:
        """Name the document in its properties; of the template's author there is nothing."""
        import datetime

        known = self._document.core_properties
        known.title, known.author, known.comments, known.last_modified_by = _text(title)[:255], "", "", ""
        known.created = known.modified = datetime.datetime.now(datetime.UTC).replace(microsecond=0, tzinfo=None)

    def title(self, text: str) -> None:
        """Add the title."""
        self._paragraph(text, "Title")

    def heading(self, number: str, text: str, level: Literal[1, 2]) -> None:
        """Add a heading; its number is left to a style that counts itself."""
        name = f"Heading {level}"
        self._paragraph(text if self._styles.counts(name) else number + text, name)

    def text(self, text: str, *, lead: bool = False) -> None:
        """Add a paragraph; one that leads to what comes next stays on its page."""
        self._paragraph(text, "Normal", lead=lead)

    def item(self, number: int, text: str) -> None:
        """Add an item of a list."""
        self._paragraph(f"{number}. {text}", ITEM)

    def place(self, what: str) -> None:
        """Add a place for the author's prose, marked by its brackets and its style."""
        self._paragraph(message("evaluation-place", self._lang, what=what), PLACE)

    def table(self, table: Table, caption: str) -> None:
        """Add a table below its caption, which Word counts anew where the author adds one."""
        from docx.oxml import parse_xml

        self._tables += 1
        lead = message("evaluation-table-number", self._lang)
        paragraph = self._paragraph(lead, CAPTION, lead=True)
        number = _field(f"SEQ {lead.strip()} \\* ARABIC", str(self._tables))
        paragraph._p.extend([number, _run(f"  {_text(caption)}")])  # noqa: SLF001 - python-docx has no fields
        style, text_style = self._styles[CHART if table.plain else GRID], self._styles[TABLE_TEXT]
        self._add(parse_xml(table_xml(table, self._width, (style.style_id, text_style.style_id), _text(caption))))
        self._paragraph("", TABLE_TEXT)

    def written(self) -> bytes:
        """Return the document as a file."""
        if self._mark is not None:
            for each in self._mark.xpath("w:r"):
                self._mark.remove(each)
            if not self._mark.xpath("w:pPr/w:sectPr"):  # it is not the end of a section
                self._body.remove(self._mark)
        out = io.BytesIO()
        self._document.save(out)
        return out.getvalue()

    def _add(self, added: Any) -> None:
        """Add an element where the report grows: at the mark of the template, else at the end."""
        if self._mark is None:
            self._body.insert_element_before(added, "w:sectPr")
        else:
            self._mark.addprevious(added)

    def _paragraph(self, text: str, name: str, *, lead: bool = False) -> Any:
        from docx.text.paragraph import Paragraph

        made = element("p")
        made.style = self._styles[name].style_id  # what `Paragraph.style` does, in a tenth of the time
        self._add(made)
        paragraph = Paragraph(made, self._document._body)  # noqa: SLF001 - as its other paragraphs are made
        if lead:
            paragraph.paragraph_format.keep_with_next = True
        if text:
            paragraph.add_run(_text(text))
        return paragraph

    def _page(self, page: Any) -> None:
        """Set up A4 with the margins of official documents, and the number of the page below."""
        from docx.shared import Mm

        page.page_width, page.page_height = Mm(210), Mm(297)
        margins = [Mm(each) for each in MARGINS[self._lang]]
        page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = margins
        footer = page.footer.paragraphs[0]
        dress(footer.style, FOOTER[self._lang])
        before, after = BESIDE[self._lang]
        footer._p.extend([_run(before), _field("PAGE", "1"), _run(after)])  # noqa: SLF001 - python-docx has no fields
        for each in self._document.styles.element.iter():
            if each.tag.endswith("}lang") and self._lang == "zh":
                each.set(f"{each.tag.partition('}')[0]}}}eastAsia", "zh-CN")


def _between(section: Any) -> int:
    """Return the room between the margins of a section; what it does not say is as on A4."""
    from docx.shared import Mm

    width = section.page_width or Mm(210)
    left, right = (Mm(25) if each is None else each for each in (section.left_margin, section.right_margin))
    return int(width - left - right - (section.gutter or 0))


def _field(instruction: str, shown: str) -> Any:
    """Make a field, and what it shows until a program works it out anew."""
    field = element("fldSimple", instr=instruction)
    field.append(_run(shown))
    return field


def _run(text: str) -> Any:
    """Make a run of text."""
    from docx.oxml.ns import qn

    run, inside = element("r"), element("t")
    inside.text = text
    inside.set(qn("xml:space"), "preserve")
    run.append(inside)
    return run


def _text(text: str) -> str:
    return storable(text.replace("\n", " "))
