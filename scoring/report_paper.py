"""Paper: a Word document as offices write them, or in the styles of a template, filled part by part.

Every look is a style (Title, Heading 1 and 2, Normal, List Bullet, Table Grid, and of our own Table Text and To Write):
a template restyles whatever it has a style for.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from scoring.errors import DataError, ScoringError
from scoring.messages import message
from scoring.report_text import storable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

__all__ = ["PLACE", "TABLE_TEXT", "Paper", "TableLine"]

#: The style of what the author is still to write, and of what stands in tables.
PLACE: Final = "To Write"
TABLE_TEXT: Final = "Table Text"
GRID: Final = "Table Grid"
#: A list; its bullets are numbering, which only a file that has the style has too.
BULLETS: Final = "List Bullet"
#: The width between the margins of A4, in millimetres: 210 less 28 and 26.
WIDTH: Final = 156


class _Look(NamedTuple):
    """How a style looks: its East Asian and its Western font, its size and spaces in points."""

    chinese: str
    western: str
    size: float
    bold: bool = False
    before: float = 0
    after: float = 0
    lines: float = 1.5
    indent: bool = False
    middle: bool = False
    shade: str | None = None


WESTERN: Final = "Times New Roman"
LOOKS: Final = {
    "Normal": _Look("仿宋", WESTERN, 14, indent=True),
    "Title": _Look("宋体", WESTERN, 22, bold=True, before=12, after=18, middle=True),
    "Heading 1": _Look("黑体", "Arial", 16, before=14, after=6),
    "Heading 2": _Look("楷体", WESTERN, 14, bold=True, before=8, after=4),
    BULLETS: _Look("仿宋", WESTERN, 14),
    TABLE_TEXT: _Look("仿宋", WESTERN, 10.5, before=2, after=2, lines=1),
    PLACE: _Look("仿宋", WESTERN, 14, indent=True, shade="FFF2CC"),
}
#: What the styles of python-docx have, and a style of ours has not.
PLAIN: Final = ("pBdr", "shd", "contextualSpacing")
BORDERS: Final = ("top", "left", "bottom", "right", "insideH", "insideV")


class TableLine(NamedTuple):
    """A line of a table: its cells; a `strong` one is bold on a tint; the first cell is indented by `depth`."""

    cells: Sequence[str]
    strong: bool = False
    depth: int = 0


class Paper:
    """A Word document that grows from its beginning to its end; texts are shown literally."""

    def __init__(self, lang: str, template: Path | None = None) -> None:
        """Begin with an empty page, or with the styles, margins, header and footer of a template.

        Raises `ScoringError` without the package python-docx, `DataError` for a template that is none.
        """
        try:
            import docx
        except ImportError as error:
            raise ScoringError(message("evaluation-no-docx", lang)) from error
        try:
            self._document: Any = docx.Document(str(template) if template else None)
        except Exception as error:  # whatever a damaged file makes of python-docx
            raise DataError(message("evaluation-template", lang, file=template)) from error
        self._lang = lang
        if template is None:
            self._page()
        else:
            body = self._document.element.body
            for each in [each for each in body if not each.tag.endswith("}sectPr")]:
                body.remove(each)
        self._bullet = "" if BULLETS in self._document.styles else "• "
        for name, look in LOOKS.items():
            self._style(name, look, own=template is None)
        self._grid()

    def about(self, title: str) -> None:
        """Name the document in its properties."""
        import datetime

        known = self._document.core_properties
        known.title, known.author, known.comments = _text(title)[:255], "", ""
        known.created = known.modified = datetime.datetime.now(datetime.UTC).replace(microsecond=0, tzinfo=None)

    def title(self, text: str) -> None:
        """Add the title."""
        self._document.add_paragraph(_text(text), style="Title")

    def heading(self, text: str, level: Literal[1, 2]) -> None:
        """Add a heading."""
        self._document.add_paragraph(_text(text), style=f"Heading {level}")

    def text(self, text: str, *, lead: bool = False) -> None:
        """Add a paragraph; one that leads to a table stays on its page."""
        paragraph = self._document.add_paragraph(_text(text))
        if lead:
            paragraph.paragraph_format.keep_with_next = True

    def place(self, what: str) -> None:
        """Add a place for the author's prose, marked by its brackets and its style."""
        self._document.add_paragraph(_text(message("evaluation-place", self._lang, what=what)), style=PLACE)

    def bullets(self, texts: Iterable[str]) -> None:
        """Add a list."""
        for each in texts:
            self._document.add_paragraph(self._bullet + _text(each), style=BULLETS)

    def table(
        self, heads: Sequence[str], lines: Sequence[TableLine], parts: Sequence[int], right: Sequence[int] = ()
    ) -> None:
        """Add a table; `parts` are the widths of columns in relation to one another, `right` those of figures.

        The headings (none where there are no texts for them) are repeated on every page, a row is never split.
        """
        from docx.shared import Mm

        table = self._document.add_table(rows=0, cols=len(parts), style=GRID)
        table.autofit = False
        widths = [Mm(WIDTH * part / sum(parts)) for part in parts]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        if heads:
            self._line(table, TableLine(heads, strong=True), widths, right)
            self._mark(table.rows[0], "tblHeader")
        for each in lines:
            self._line(table, each, widths, right)
        self._document.add_paragraph(style=TABLE_TEXT)

    def written(self) -> bytes:
        """Return the document as a file."""
        out = io.BytesIO()
        self._document.save(out)
        return out.getvalue()

    # -- tables

    def _line(self, table: Any, line: TableLine, widths: Sequence[Any], right: Sequence[int]) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        row = table.add_row()
        self._mark(row, "cantSplit")
        for place, (cell, text, width) in enumerate(zip(row.cells, line.cells, widths, strict=True)):
            cell.width = width
            for number, part in enumerate(text.split("\n")):
                paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
                paragraph.style = self._document.styles[TABLE_TEXT]
                paragraph.add_run(_text(part)).bold = True if line.strong else None
                if place in right:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                if place == 0 and line.depth:
                    paragraph.paragraph_format.left_indent = Pt(9 * line.depth)
            if line.strong:
                cell._tc.get_or_add_tcPr().append(_element("shd", val="clear", color="auto", fill="EEF2F7"))  # noqa: SLF001

    def _mark(self, row: Any, what: str) -> None:
        row._tr.get_or_add_trPr().append(_element(what))  # noqa: SLF001 - python-docx has no name for it

    # -- styles

    def _style(self, name: str, look: _Look, *, own: bool) -> None:
        """Set how a style looks; one that a template has stays as it is."""
        from docx.enum.style import WD_STYLE_TYPE
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt, RGBColor

        styles = self._document.styles
        if name in styles:
            if not own:
                return
            style = styles[name]
        else:
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name not in {PLACE, TABLE_TEXT})
            style.base_style = styles["Normal"] if name != "Normal" and "Normal" in styles else None
        style.font.size, style.font.bold = Pt(look.size), look.bold
        style.font.color.rgb = RGBColor(0, 0, 0)
        _fonts(style, look)
        spacing = style.paragraph_format
        spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(look.before), Pt(look.after), look.lines
        properties = style.element.get_or_add_pPr()
        for each in [each for each in properties if each.tag.rpartition("}")[2] in PLAIN]:
            properties.remove(each)
        if look.middle:
            spacing.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if name != BULLETS:
            spacing.first_line_indent = Pt(2 * look.size if look.indent and self._lang == "zh" else 0)
        if look.shade:
            style.element.get_or_add_rPr().append(_element("shd", val="clear", color="auto", fill=look.shade))

    def _grid(self) -> None:
        """Have a style for tables with lines, also where a template has none."""
        from docx.enum.style import WD_STYLE_TYPE

        styles = self._document.styles
        if GRID in styles:
            return
        style = styles.add_style(GRID, WD_STYLE_TYPE.TABLE, builtin=True)
        borders = _element("tblBorders")
        borders.extend(_element(side, val="single", sz="4", space="0", color="auto") for side in BORDERS)
        properties = _element("tblPr")
        properties.append(borders)
        style.element.append(properties)

    def _page(self) -> None:
        """Set up A4 with the margins of official documents, and a page number below."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm

        page = self._document.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
        footer = page.footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        footer.paragraph_format.first_line_indent = 0
        footer._p.append(_element("fldSimple", instr="PAGE"))  # noqa: SLF001 - python-docx has no name for fields
        for each in self._document.styles.element.iter():
            if each.tag.endswith("}lang") and self._lang == "zh":
                each.set(f"{each.tag.partition('}')[0]}}}eastAsia", "zh-CN")


def _fonts(style: Any, look: _Look) -> None:
    """Set the fonts of a style, of Western and of Chinese characters; fonts of the theme would come first."""
    from docx.oxml.ns import qn

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), look.western)
    fonts.set(qn("w:eastAsia"), look.chinese)


def _element(name: str, **attributes: str) -> Any:
    """Make an element of WordprocessingML."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    found = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        found.set(qn(f"w:{key}"), value)
    return found


def _text(text: str) -> str:
    return storable(text.replace("\n", " "))
