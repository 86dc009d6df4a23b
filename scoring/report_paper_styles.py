"""The styles of a Word document: those of offices, of which a template may have its own.

Chinese papers follow GB/T 9704: 仿宋 of 16 points, 28 points from line to line, heads in 黑体 and 楷体.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

__all__ = ["CAPTION", "CHART", "FOOTER", "GRID", "ITEM", "PLACE", "TABLE_TEXT", "Look", "Styles", "dress", "element"]

#: The styles of what the author is still to write, of what stands in tables, of items, of tables and of charts.
PLACE: Final = "To Write"
TABLE_TEXT: Final = "Table Text"
ITEM: Final = "List Paragraph"
CAPTION: Final = "Caption"
GRID: Final = "Table Grid"
CHART: Final = "Chart"
#: Styles of our own: every other has its name from Word, which shows it in the language of its user.
OWN: Final = (PLACE, TABLE_TEXT, CHART)


class Look(NamedTuple):
    """How a style looks, in points; what it does not say is as in Normal.

    Fonts are a Chinese and a Western one. `lines` is the least distance of lines: a picture in one makes it higher.
    """

    fonts: tuple[str, str] | None = None
    size: float | None = None
    bold: bool = False
    before: float | None = None
    after: float | None = None
    lines: float | None = None
    indent: float | None = None
    middle: bool = False
    shade: str | None = None
    level: int | None = None


LATIN: Final = "Times New Roman"
LOOKS: Final = {
    "zh": {
        "Normal": Look(("仿宋", LATIN), 16, before=0, after=0, lines=28, indent=32),
        "Title": Look(("宋体", LATIN), 22, bold=True, before=14, after=20, lines=36, indent=0, middle=True),
        "Heading 1": Look(("黑体", LATIN), 16, before=10, after=4, lines=28, indent=32, level=1),
        "Heading 2": Look(("楷体", LATIN), 16, before=4, after=2, lines=28, indent=32, level=2),
        ITEM: Look(),
        CAPTION: Look(("黑体", LATIN), 12, before=8, after=4, indent=0, middle=True),
        TABLE_TEXT: Look(size=10.5, before=2, after=2, indent=0),
        PLACE: Look(shade="FFF2CC"),
    },
    "en": {
        "Normal": Look(("宋体", LATIN), 11.5, before=0, after=6, lines=16, indent=0),
        "Title": Look(("黑体", LATIN), 20, bold=True, before=6, after=16, indent=0, middle=True),
        "Heading 1": Look(("黑体", LATIN), 15, bold=True, before=16, after=6, indent=0, level=1),
        "Heading 2": Look(("黑体", LATIN), 12.5, bold=True, before=10, after=4, indent=0, level=2),
        ITEM: Look(),
        CAPTION: Look(size=10.5, bold=True, before=8, after=4, indent=0),
        TABLE_TEXT: Look(size=9.5, before=1.5, after=1.5, indent=0),
        PLACE: Look(shade="FFF2CC"),
    },
}
#: The number of the page.
FOOTER: Final = {
    "zh": Look(size=14, before=0, after=0, indent=0, middle=True),
    "en": Look(size=9, before=0, after=0, indent=0, middle=True),
}
#: The lines of tables, in eighths of a point.
LINES: Final = {
    GRID: dict.fromkeys(("top", "left", "bottom", "right", "insideH", "insideV"), 4),
    CHART: {"top": 4, "bottom": 4},
}


class Styles:
    """The styles of a document of python-docx that a paper uses; one that the document lacks is added."""

    def __init__(self, document: Any, lang: str, *, kept: bool) -> None:
        """Make the styles look as offices want them, or keep those that a template has."""
        self._all = document.styles
        self._found = {name: self._of_text(name, look, kept=kept) for name, look in LOOKS[lang].items()}
        self._found |= {name: self._of_table(name, lines) for name, lines in LINES.items()}

    def __getitem__(self, name: str) -> Any:
        """Return a style by its name."""
        return self._found[name]

    def counts(self, name: str) -> bool:
        """Tell whether paragraphs of a style are numbered by it, or by one that it is based on."""
        style = self[name]
        while style is not None:
            if found := style.element.xpath("w:pPr/w:numPr/w:numId/@w:val"):
                return bool(found[0] != "0")
            style = style.base_style
        return False

    def _of_text(self, name: str, look: Look, *, kept: bool) -> Any:
        from docx.enum.style import WD_STYLE_TYPE

        style = self._known(name, WD_STYLE_TYPE.PARAGRAPH)
        if style is not None and kept:
            return style
        if style is None:
            style = self._added(name, WD_STYLE_TYPE.PARAGRAPH)
        if name != "Normal":
            style.base_style = self._known("Normal", WD_STYLE_TYPE.PARAGRAPH)
        dress(style, look)
        return style

    def _of_table(self, name: str, lines: dict[str, int]) -> Any:
        from docx.enum.style import WD_STYLE_TYPE

        style = self._known(name, WD_STYLE_TYPE.TABLE)
        if style is None:
            style = self._added(name, WD_STYLE_TYPE.TABLE)
            properties = element("tblPr")
            properties.append(element("tblBorders"))
            for side, size in lines.items():
                properties[0].append(element(side, val="single", sz=str(size), space="0", color="auto"))
            style.element.append(properties)
        return style

    def _known(self, name: str, kind: Any) -> Any:
        """Return the style of a name, if it is of a kind; None where there is none."""
        return next((each for each in self._all if each.name == name and each.type == kind), None)

    def _added(self, name: str, kind: Any) -> Any:
        free = f"{name} (report)" if name in self._all else name  # a template may have the name for another kind
        return self._all.add_style(free, kind, builtin=name not in OWN)


def dress(style: Any, look: Look) -> None:
    """Give a style of paragraphs its looks, and nothing else."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for each in style.element.xpath("w:rPr | w:pPr"):
        style.element.remove(each)
    font, spacing = style.font, style.paragraph_format
    if look.fonts:
        chinese, western = look.fonts
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name, value in {"ascii": western, "hAnsi": western, "cs": western, "eastAsia": chinese}.items():
            fonts.set(qn(f"w:{name}"), value)
        font.color.rgb = RGBColor(0, 0, 0)
    if look.size:
        font.size, font.bold = Pt(look.size), look.bold
        spacing.line_spacing = Pt(look.lines) if look.lines else 1.0
        if look.lines:
            spacing.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
    if look.before is not None and look.after is not None:
        spacing.space_before, spacing.space_after = Pt(look.before), Pt(look.after)
    if look.middle:
        spacing.alignment = WD_ALIGN_PARAGRAPH.CENTER
    properties = style.element.get_or_add_pPr()
    if look.indent is not None:
        spacing.first_line_indent = Pt(look.indent)
        characters = round(100 * look.indent / look.size) if look.size else 0  # Word asks these first
        properties.ind.set(qn("w:firstLineChars"), str(characters))
    if look.level is not None:
        spacing.keep_with_next = True
        properties.append(element("outlineLvl", val=str(look.level - 1)))
    if look.shade:
        style.element.get_or_add_rPr().append(element("shd", val="clear", color="auto", fill=look.shade))


def element(name: str, **attributes: str) -> Any:
    """Make an element of WordprocessingML."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    found = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        found.set(qn(f"w:{key}"), value)
    return found
