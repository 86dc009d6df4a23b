"""Tables of a Word document, made whole as WordprocessingML: cells that span columns and rows, bars of a chart."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from scoring.report_text import storable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Cell", "Fill", "Table", "table_xml"]

#: The namespace of WordprocessingML.
NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#: The height of a bar, in twentieths of a point, and how deep a level is indented.
BAR: Final = 160
INDENT: Final = 180
#: The room beside the text of a cell, in twips.
MARGIN: Final = 75
#: So many rows at the end of a table stay on one page.
TOGETHER: Final = 3


class Fill(NamedTuple):
    """A colour, and what it is called in the theme of a document: a template with another theme has another colour."""

    colour: str
    theme: str | None = None


class Cell(NamedTuple):
    """A cell: its text, how many columns it spans, and its part in a cell that spans rows.

    One with a `bar` is filled by it, thin and without a text.
    """

    text: str = ""
    columns: int = 1
    rows: Literal["one", "first", "more"] = "one"
    side: Literal["left", "center", "right"] = "left"
    strong: bool = False
    tint: Fill | None = None
    bar: Fill | None = None
    depth: int = 0


class Table(NamedTuple):
    """A table: widths of its columns in relation to one another, its rows, of which some are headings.

    A `whole` one stays on one page, of any other no row stands alone; a `plain` one has lines above and below alone.
    """

    parts: Sequence[int]
    rows: Sequence[Sequence[Cell]]
    heads: int = 1
    plain: bool = False
    whole: bool = False


def table_xml(table: Table, width: int, styles: tuple[str, str], caption: str) -> str:
    """Write a table that is `width` twips wide, in the styles (their ids) of a table and of the text in it.

    Its headings are repeated on every page, a row is never split; the caption is for who cannot see it.
    """
    style, text_style = styles
    whole = sum(table.parts)
    edges = [round(width * sum(table.parts[:place]) / whole) for place in range(len(table.parts) + 1)]
    grid = "".join(f'<w:gridCol w:w="{right - left}"/>' for left, right in pairwise(edges))
    margins = "".join(f'<w:{side} w:w="{MARGIN}" w:type="dxa"/>' for side in ("left", "right"))
    rows = "".join(_row(row, table, number, edges, text_style) for number, row in enumerate(table.rows))
    return (
        f'<w:tbl xmlns:w="{NAMESPACE}"><w:tblPr><w:tblStyle w:val={quoteattr(style)}/>'
        f'<w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar><w:tblCaption w:val={quoteattr(caption)}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(row: Sequence[Cell], table: Table, number: int, edges: Sequence[int], style: str) -> str:
    head = "<w:tblHeader/>" if number < table.heads else ""
    left = len(table.rows) - 1 - number
    keep = left > 0 and (table.whole or number <= table.heads or left < TOGETHER)
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(_cells(row, edges, style, keep=keep))}</w:tr>"


def _cells(row: Sequence[Cell], edges: Sequence[int], style: str, *, keep: bool) -> Iterator[str]:
    place = 0
    for cell in row:
        width = edges[place + cell.columns] - edges[place]
        place += cell.columns
        yield f"<w:tc>{_cell_look(cell, width)}{''.join(_paragraphs(cell, style, keep=keep))}</w:tc>"


def _cell_look(cell: Cell, width: int) -> str:
    parts = [f'<w:tcW w:w="{width}" w:type="dxa"/>']
    if cell.columns > 1:
        parts.append(f'<w:gridSpan w:val="{cell.columns}"/>')
    if cell.rows != "one":
        parts.append('<w:vMerge w:val="restart"/>' if cell.rows == "first" else "<w:vMerge/>")
    if cell.tint:
        parts.append(_shade(cell.tint))
    if cell.bar:  # bars touch one another
        parts.append('<w:tcMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tcMar>')
    return f'<w:tcPr>{"".join(parts)}<w:vAlign w:val="center"/></w:tcPr>'


def _paragraphs(cell: Cell, style: str, *, keep: bool) -> Iterator[str]:
    look = f"<w:pStyle w:val={quoteattr(style)}/>" + ("<w:keepNext/>" if keep else "")
    if cell.bar:
        height = f'<w:spacing w:before="0" w:after="0" w:line="{BAR}" w:lineRule="exact"/>'
        yield f'<w:p><w:pPr>{look}{_shade(cell.bar)}{height}<w:ind w:left="0" w:firstLine="0"/></w:pPr></w:p>'
        return
    if cell.depth:
        look += f'<w:ind w:left="{INDENT * cell.depth}"/>'
    if cell.side != "left":
        look += f'<w:jc w:val="{cell.side}"/>'
    bold = "<w:rPr><w:b/></w:rPr>" if cell.strong else ""
    for line in storable(cell.text).split("\n"):
        run = f'<w:r>{bold}<w:t xml:space="preserve">{escape(line)}</w:t></w:r>' if line else ""
        yield f"<w:p><w:pPr>{look}</w:pPr>{run}</w:p>"


def _shade(fill: Fill) -> str:
    theme = f' w:themeFill="{fill.theme}"' if fill.theme else ""
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill.colour}"{theme}/>'
