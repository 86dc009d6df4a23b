"""A score sheet in the terminal: reasons beside the rows, below them, or all stacked, as the width allows."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import cell_len

from scoring import report_words
from scoring.messages import message
from scoring.report_page import BLANK, Strip, segments
from scoring.report_rows import Row, tree_rows
from scoring.report_table import Cell, Column, TableRow, draw, flow, paragraph, widths
from scoring.report_text import BAR_STYLE, Medium, bar, percent
from scoring.report_total import sum_rows

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

    from scoring.report_rows import Tone
    from scoring.sheet import ScoreSheet

__all__ = ["STYLES", "SheetPage"]

#: ANSI colours legible on dark and on light (yellow is not); each comes with a word that says the same.
STYLES: "Final[dict[Tone, str]]" = {"plain": "", "weak": "dim", "warn": "magenta", "bad": "red"}
#: Cells that a column of reasons and one of titles must have, or the reasons go below the rows.
REASON_CELLS: Final = 30
TITLE_CELLS: Final = 24
INDENT: Final = 2


class SheetPage(NamedTuple):
    """A score sheet as a rich renderable, at most `width` cells wide, its labels in `lang`."""

    sheet: "ScoreSheet"
    width: int
    lang: str

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        """Draw for the encoding of the console that shows it."""
        yield from segments(self, console, options)

    def strips(self, medium: Medium) -> Iterator[Strip]:
        """Go through the lines."""
        yield from self._heading(medium)
        yield BLANK
        yield from self._rows(medium)
        yield BLANK
        yield from self._verdict(medium)
        for section in (self._losses, self._findings):
            lines = list(section(medium))
            if lines:
                yield BLANK
                yield from lines
        yield BLANK
        made = report_words.provenance(self.sheet, self.lang)
        yield from flow([(Cell(medium.show(text), "dim"),) for text in made], medium.width, gap=2)

    def _label(self, code: str, medium: Medium) -> str:
        return medium.show(message(f"report-{code}", self.lang))

    def _heading(self, medium: Medium) -> Iterator[Strip]:
        yield from paragraph(Cell(medium.show(self.sheet.set.title), "bold"), medium.width)
        yield from paragraph(Cell(medium.show(" · ".join(report_words.origin(self.sheet))), "dim"), medium.width)
        about = report_words.about(self.sheet, self.lang)
        parts = [(Cell(medium.show(f"{label} "), "dim"), Cell(medium.show(value))) for label, value in about]
        yield from flow(parts, medium.width)

    # -- the rows

    def _rows(self, medium: Medium) -> Iterator[Strip]:
        rows = tree_rows(self.sheet, self.lang) + sum_rows(self.sheet, self.lang)
        heading = [self._label(code, medium) for code in ("indicator", "measure", "weight", "score", "lost", "share")]
        numbers = [*(Column(text, right=True) for text in heading[2:5]), Column(heading[5])]
        beside = [
            Column(heading[0], least=TITLE_CELLS, most=max(TITLE_CELLS, medium.width // 4)),
            Column(heading[1], right=True, least=10, most=16),
            *numbers,
            Column(self._label("reason", medium), least=REASON_CELLS),
        ]
        below = [Column(heading[0], least=16), Column(heading[1], right=True, least=8, most=16), *numbers]
        drawn = [self._table_row(row, medium) for row in rows]
        for columns in (beside, below):
            table = [_beside(row) for row in drawn] if columns is beside else drawn
            if (sizes := widths(columns, table, medium.width)) is not None:
                yield from draw(columns, table, sizes, medium)
                return
        for number, row in enumerate(rows):
            if number and (row.kind == "sum" or (row.kind == "dimension" and row.depth == 0)):
                yield BLANK
            yield from self._stacked(row, medium)

    def _table_row(self, row: Row, medium: Medium) -> TableRow:
        style = "dim" if row.word else "bold" if row.kind in {"dimension", "sum"} else ""
        cells = (
            Cell(medium.show(row.title), style, row.depth * INDENT),
            Cell(medium.show(row.measure), STYLES[row.tone]),
            *(Cell(text, style) for text in (row.weight, row.score, row.lost)),
            self._share(row, medium),
        )
        notes = (Cell(medium.show(note), self._note_style(row), (row.depth + 1) * INDENT) for note in row.notes)
        return TableRow(
            cells,
            tuple(notes),
            space=row.kind == "dimension" and row.depth == 0,
            rule=row.kind == "sum",
            yields=row.kind == "entry",
        )

    def _share(self, row: Row, medium: Medium) -> Cell:
        """Return the share in percent and as a bar, or the word for a row that has none."""
        if row.share is None:
            return Cell(medium.show(row.word), "dim")
        size = cell_len(self._label("share", medium))
        return Cell(bar(row.share, medium), BAR_STYLE, before=percent(row.share).rjust(size) + "  ")

    def _note_style(self, row: Row) -> str:
        return "" if row.lost or row.tone in {"warn", "bad"} else "dim"

    def _stacked(self, row: Row, medium: Medium) -> Iterator[Strip]:
        """Draw a row in a strip: its title, below it the figures with words, below them the notes."""
        indent = row.depth * INDENT
        style = "bold" if row.kind in {"dimension", "sum"} else ""
        yield from paragraph(Cell(medium.show(row.title), style, indent), medium.width)
        score = f"{self._label('score', medium)} {row.score} / {row.weight}" if row.weight else row.score
        lost = f"{self._label('lost', medium)} {row.lost}" if row.lost else ""
        parts: list[tuple[Cell, ...]] = [(Cell(medium.show(row.measure), STYLES[row.tone]),)]
        parts += [(Cell(score),), (Cell(lost),), (Cell(medium.show(row.word), "dim"),)]
        if row.share is not None:
            parts.append((Cell(percent(row.share) + " "), Cell(bar(row.share, medium), BAR_STYLE)))
        parts = [part for part in parts if part[0].text]
        yield from flow(parts, medium.width, gap=2, indent=indent + INDENT)
        style = self._note_style(row)
        for note in row.notes:
            yield from paragraph(Cell(medium.show(note), style, indent + INDENT), medium.width)

    # -- below the rows

    def _verdict(self, medium: Medium) -> Iterator[Strip]:
        parts = report_words.verdict(self.sheet, self.lang)
        cells = [(Cell(medium.show(f"{label} ")), Cell(medium.show(value), "bold")) for label, value in parts]
        yield from flow(cells, medium.width)
        if self.sheet.unrated_reason:
            yield from paragraph(Cell(medium.show(self.sheet.unrated_reason), STYLES["warn"]), medium.width)
        for text in report_words.wanting(self.sheet, self.lang):
            yield from paragraph(Cell(medium.show(text)), medium.width)

    def _losses(self, medium: Medium) -> Iterator[Strip]:
        found = report_words.losses(self.sheet, self.lang)
        size = max((len(loss.points) for loss in found), default=0)
        if found:
            yield from paragraph(Cell(self._label("losses", medium), "bold"), medium.width)
        for loss in found:
            lead = Cell(loss.points.rjust(size) + "  ")
            yield from paragraph(Cell(medium.show(loss.title), STYLES[loss.tone], INDENT), medium.width, lead)

    def _findings(self, medium: Medium) -> Iterator[Strip]:
        found = report_words.remarks(self.sheet, self.lang)
        if found:
            yield from paragraph(Cell(self._label("findings", medium), "bold"), medium.width)
        for remark in found:
            lead = Cell(medium.show(remark.word) + "  ", STYLES[remark.tone])
            yield from paragraph(Cell(medium.show(remark.text), "", INDENT), medium.width, lead)
            if remark.remedy:
                blank = Cell(" " * cell_len(lead.text))
                yield from paragraph(Cell(medium.show(remark.remedy), "dim", INDENT), medium.width, blank)


def _beside(row: TableRow) -> TableRow:
    """Put the notes of a row into a last cell."""
    style = row.notes[0].style if row.notes else ""
    notes = Cell("\n".join(note.text for note in row.notes), style)
    return row._replace(cells=(*row.cells, notes), notes=())
