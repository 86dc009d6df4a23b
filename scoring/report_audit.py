"""The audit of forms for the terminal: one line a form, then what to send back to each unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from scoring.messages import message
from scoring.report_page import BLANK, MARGIN, segments
from scoring.report_table import Cell, Column, TableRow, draw, paragraph, widths
from scoring.report_text import DASH, points

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderResult

    from scoring.audit_spread import Spread
    from scoring.report_page import Strip
    from scoring.report_text import Medium

__all__ = ["AuditEntry", "AuditPage", "AuditRemark"]

#: The cells that a column of texts keeps where room is short.
LEAST: Final = 12


class AuditRemark(NamedTuple):
    """A finding for people: the address of its cell, its code and what it says."""

    cell: str
    code: str
    message: str


class AuditEntry(NamedTuple):
    """An audited form for people: its file (and sheet, where there are several), its project, totals and remarks."""

    file: str
    project: str
    printed: str
    recomputed: str
    remarks: tuple[AuditRemark, ...]


class AuditPage(NamedTuple):
    """The audit of one form or many; for many, a line each comes first."""

    title: str
    entries: tuple[AuditEntry, ...]
    width: int
    lang: str
    spread: Spread | None = None

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw for the encoding of the console that shows it."""
        yield from segments(self, console, options)

    def strips(self, medium: Medium) -> Iterator[Strip]:
        """Go through the lines."""
        yield from paragraph(Cell(medium.show(f"{self._say('title')}: {self.title}"), "bold"), medium.width)
        if len(self.entries) > 1:
            yield BLANK
            yield from self._forms(medium)
        if self.spread is not None:
            yield from self._spread(self.spread, medium)
        for each in self.entries:
            if each.remarks or len(self.entries) == 1:
                yield BLANK
                yield from self._findings(each, medium)
        yield BLANK
        faulty = [each for each in self.entries if each.remarks]
        count = sum(len(each.remarks) for each in faulty)
        summary = message("audit-summary", self.lang, forms=len(self.entries), faulty=len(faulty), findings=count)
        yield from paragraph(Cell(summary), medium.width)

    def _forms(self, medium: Medium) -> Iterator[Strip]:
        """Draw a line a form."""
        columns = [
            Column(self._say("form"), least=LEAST),
            Column(self._say("project"), least=LEAST),
            *(Column(self._say(code), right=True) for code in ("printed", "recomputed", "count")),
        ]
        rows = []
        for each in self.entries:
            texts = each.file, each.project, each.printed, each.recomputed, number_of(each.remarks)
            rows.append(TableRow(tuple(Cell(medium.show(text)) for text in texts)))
        yield from _table(columns, rows, medium)

    def _spread(self, found: Spread, medium: Medium) -> Iterator[Strip]:
        """Draw how many forms have which grade, as printed and as recomputed, and which findings are frequent."""
        yield BLANK
        columns = [Column(self._say("grades"))]
        columns += [Column(self._say(code), right=True) for code in ("by-printed", "by-recomputed")]
        yield from _table(columns, [_counts(medium.show(label), *counts) for label, *counts in found.grades], medium)
        if found.printed_mean is not None and found.recomputed_mean is not None:
            means = points(found.printed_mean, 2), points(found.recomputed_mean, 2)
            said = message("audit-means", self.lang, printed=means[0], recomputed=means[1], above=found.above)
            yield from paragraph(Cell(said), medium.width)
        if found.codes:
            yield BLANK
            columns = [Column(self._say("code"))]
            columns += [Column(self._say(code), right=True) for code in ("count", "of-forms")]
            yield from _table(columns, [_counts(code, *counts) for code, *counts in found.codes], medium)

    def _findings(self, entry: AuditEntry, medium: Medium) -> Iterator[Strip]:
        """Draw what to send back to the unit of one form."""
        head = "  ".join(filter(None, (entry.file, entry.project)))
        yield from paragraph(Cell(medium.show(head), "bold"), medium.width)
        totals = f"{self._say('printed')} {entry.printed}    {self._say('recomputed')} {entry.recomputed}"
        yield from paragraph(Cell(medium.show(totals)), medium.width)
        if not entry.remarks:
            yield from paragraph(Cell(self._say("fine")), medium.width)
            return
        columns = [Column(""), Column("", least=LEAST * 2), Column("")]
        rows = [
            TableRow((Cell(each.cell or DASH), Cell(medium.show(each.message)), Cell(each.code, "dim")))
            for each in entry.remarks
        ]
        yield from _table(columns, rows, medium)

    def _say(self, code: str) -> str:
        return message(f"audit-{code}", self.lang)


def number_of(remarks: Sequence[AuditRemark]) -> str:
    """Return how many remarks there are, a dash for none."""
    return str(len(remarks)) if remarks else DASH


def _counts(text: str, *counts: int) -> TableRow:
    """Return a row of a text and counts, a dash for none."""
    return TableRow((Cell(text), *(Cell(f"{each:,}" if each else DASH) for each in counts)))


def _table(columns: Sequence[Column], rows: Sequence[TableRow], medium: Medium) -> Iterator[Strip]:
    """Draw a table, or in a strip its texts below one another."""
    sizes = widths(columns, rows, medium.width)
    if sizes is not None:
        yield from draw(columns, rows, sizes, medium)
        return
    for row in rows:
        for place, cell in enumerate(row.cells):
            if cell.text:
                yield from paragraph(cell._replace(indent=MARGIN * 2 if place else 0), medium.width)
