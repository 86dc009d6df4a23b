"""A table for the terminal: columns as wide as needed, wrapped where they must be, notes below the rows."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import cell_len

from scoring.report_page import BLANK, MARGIN, Piece, Strip
from scoring.report_text import wrap

if TYPE_CHECKING:
    from scoring.report_text import Medium

__all__ = ["Cell", "Column", "TableRow", "draw", "flow", "paragraph", "widths"]

GAP: Final = 2


class Column(NamedTuple):
    """One column; `least` cells it keeps where room is short (0: it never wraps), `most` it may take."""

    heading: str
    right: bool = False
    least: int = 0
    most: int | None = None


class Cell(NamedTuple):
    """A text in one style, indented on each of its lines; `before` stands before it in no style.

    A line break in the text is one on the page: what comes from data has none left.
    """

    text: str = ""
    style: str = ""
    indent: int = 0
    before: str = ""

    @property
    def size(self) -> int:
        """The cells it takes where nothing wraps it."""
        return self.indent + max(map(cell_len, self.text.split("\n"))) + cell_len(self.before)


class TableRow(NamedTuple):
    """A row, and the notes below it; `space` sets it off by an empty line, `rule` by a rule.

    A row that `yields` wraps in columns that the others have made.
    """

    cells: tuple[Cell, ...]
    notes: tuple[Cell, ...] = ()
    space: bool = False
    rule: bool = False
    yields: bool = False


def widths(columns: Sequence[Column], rows: Sequence[TableRow], width: int) -> list[int] | None:
    """Return the cells each column gets in a table of at most `width`; None if it cannot be done.

    Columns that wrap give way, the widest first.
    """
    found: list[int] = []
    heads = [cell_len(column.heading) for column in columns]
    least = [max(head, column.least // 2) for head, column in zip(heads, columns, strict=True)]
    gaps = GAP * (len(columns) - 1) + MARGIN
    for index, (column, head) in enumerate(zip(columns, heads, strict=True)):
        if sum(least) + gaps > width:  # nobody need measure the long texts of the columns that are left
            return None
        cells = (row.cells[index] for row in rows if not (row.yields and column.least))
        natural = max([least[index], *(each.size for each in cells)])
        found.append(natural if column.most is None else min(natural, max(column.most, head)))
        least[index] = min(found[index], max(column.least, head)) if column.least else found[index]
    over = sum(found) + gaps - width
    while over > 0:
        yielding = [index for index, column in enumerate(columns) if found[index] > least[index]]
        if not yielding:
            return None
        found[max(yielding, key=lambda index: found[index])] -= 1
        over -= 1
    return found


def draw(
    columns: Sequence[Column], rows: Sequence[TableRow], sizes: Sequence[int], medium: "Medium"
) -> Iterator[Strip]:
    """Draw the headings, a rule and the rows."""
    rule = _line([(medium.rule * (sum(sizes) + GAP * (len(sizes) - 1)), "dim")])
    if any(column.heading for column in columns):
        yield from _row(columns, [Cell(column.heading, "dim") for column in columns], sizes)
        yield rule
    for number, row in enumerate(rows):
        if row.space and number:
            yield BLANK
        if row.rule:
            yield rule
        yield from _row(columns, row.cells, sizes)
        for note in row.notes:
            yield from paragraph(note, medium.width)


def _row(columns: Sequence[Column], cells: Sequence[Cell], sizes: Sequence[int]) -> Iterator[Strip]:
    rooms = [size - cell.indent - cell_len(cell.before) for cell, size in zip(cells, sizes, strict=True)]
    blocks = [
        [text for part in cell.text.split("\n") for text in wrap(part, room)]
        for cell, room in zip(cells, rooms, strict=True)
    ]
    for number, texts in enumerate(zip_longest(*blocks, fillvalue="")):
        parts: list[Piece] = []
        for column, cell, text, room in zip(columns, cells, texts, rooms, strict=True):
            before = cell.before if number == 0 else " " * cell_len(cell.before)
            space = " " * (room - cell_len(text))
            padded = space + text if column.right else text + space
            parts += [(" " * cell.indent + before, ""), (padded, cell.style), (" " * GAP, "")]
        yield _line(parts)


def paragraph(cell: Cell, width: int, lead: Cell | None = None) -> Iterator[Strip]:
    """Draw a text across the width; `lead` stands before its first line, the others hang below the text."""
    hang = cell_len(lead.text) if lead else 0
    indent = min(cell.indent, width // 3)
    for number, text in enumerate(wrap(cell.text, width - MARGIN - indent - hang)):
        before = (lead.text, lead.style) if lead and number == 0 else (" " * hang, "")
        yield _line([(" " * indent, ""), before, (text, cell.style)])


def flow(parts: Iterable[Sequence[Cell]], width: int, gap: int = 4, indent: int = 0) -> Iterator[Strip]:
    """Draw parts side by side, as many on a line as fit; a part is only broken if it alone is too wide."""
    start: Piece = (" " * indent, "")
    line, used = [start], 0
    room = width - MARGIN - indent
    for part in parts:
        size = sum(cell_len(cell.text) for cell in part)
        if used and used + gap + size > room:
            yield _line(line)
            line, used = [start], 0
        if size > room:
            yield from paragraph(Cell("".join(cell.text for cell in part), part[-1].style, indent), width)
            continue
        line += [(" " * (gap if used else 0), ""), *((cell.text, cell.style) for cell in part)]
        used += size + (gap if used else 0)
    if used:
        yield _line(line)


def _line(pieces: Iterable[Piece]) -> Strip:
    """Put pieces side by side as one line that nothing wraps or crops any more, without spaces at its end."""
    joined: list[Piece] = [(" " * MARGIN, "")]
    for text, style in pieces:
        if not text:
            continue
        before, current = joined[-1]
        if style == current or text.isspace():  # one piece for what looks alike: half as many to draw
            joined[-1] = (before + text, current)
        else:
            joined.append((text, style))
    text, style = joined.pop()
    return Strip((*joined, (text.rstrip(), style)))
