"""Projects by their sheets: ranked by total, and the spread of their grades; terminal, Markdown."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from scoring import report_words
from scoring.display import number
from scoring.messages import message
from scoring.report_markup import markdown
from scoring.report_page import BLANK, Strip, segments
from scoring.report_places import Place, draw_places, draw_spread, markdown_places, markdown_spread, parts
from scoring.report_rows import digits
from scoring.report_table import Cell, paragraph
from scoring.report_text import DASH, EXACT, Medium, percent, points
from scoring.report_total import effective

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderResult

    from scoring.report_places import Spread
    from scoring.sheet import ScoreSheet

__all__ = ["RankingPage", "ordered", "ranking_markdown", "spread"]


def ordered(sheets: Sequence[ScoreSheet]) -> list[tuple[int | None, ScoreSheet]]:
    """Return the sheets with their ranks, the best total first; equal totals share a rank.

    What has no grade stands at the end without a rank, unless the set has given none to anybody.
    """
    graded = any(sheet.grade is not None for sheet in sheets)
    ranked = [sheet for sheet in sheets if sheet.total is not None and (sheet.grade is not None or not graded)]
    ranked.sort(key=lambda sheet: sheet.total or Decimal(0), reverse=True)
    first: dict[Decimal | None, int] = {}
    for place, sheet in enumerate(ranked, 1):
        first.setdefault(sheet.total, place)
    rest = [sheet for sheet in sheets if sheet.total is None or (sheet.grade is None and graded)]
    rest.sort(key=lambda sheet: (sheet.total is not None, sheet.total or Decimal(0)), reverse=True)
    return [(first[sheet.total], sheet) for sheet in ranked] + [(None, sheet) for sheet in rest]


def places(sheets: Sequence[ScoreSheet], lang: str) -> list[Place]:
    """Return the rows of the ranking; every total has the same decimals."""
    decimals = max(map(digits, sheets), default=0)
    return [_place(rank, sheet, decimals, lang) for rank, sheet in ordered(sheets)]


def _place(rank: int | None, sheet: ScoreSheet, decimals: int, lang: str) -> Place:
    project = sheet.project
    fired = (message("report-gate", lang, title=gate.title) for gate in sheet.gates if effective(gate))
    return Place(
        rank=DASH if rank is None else str(rank),
        key=project.key or project.name or DASH,
        name=project.name or "",
        total=DASH if sheet.total is None else points(sheet.total, decimals),
        share=None if sheet.total is None else EXACT.divide(sheet.total, sheet.full_marks),
        grade=report_words.grade(sheet, lang),
        coverage=percent(sheet.coverage, 2),
        notes=tuple(filter(None, [*fired, sheet.unrated_reason])),
    )


def spread(sheets: Sequence[ScoreSheet], lang: str) -> Spread:
    """Return how many sheets have each grade, and which share of all that is; no grade last.

    A better grade is one whose lowest total is higher: gates may lower a grade, nothing lifts one.
    """
    counts = Counter(sheet.grade for sheet in sheets)
    lowest: dict[str, Decimal] = {}
    for sheet in sheets:
        if sheet.grade is not None and sheet.total is not None:
            lowest[sheet.grade] = min(sheet.total, lowest.get(sheet.grade, sheet.total))
    labels: list[str | None] = sorted(
        counts.keys() - {None}, key=lambda label: lowest.get(label or "", Decimal(0)), reverse=True
    )
    labels += [None] if None in counts else []
    return parts([(label, counts[label]) for label in labels], lang)


class RankingPage(NamedTuple):
    """A ranking as a rich renderable, at most `width` cells wide."""

    sheets: Sequence[ScoreSheet]
    width: int
    lang: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw for the encoding of the console that shows it."""
        yield from segments(self, console, options)

    def strips(self, medium: Medium) -> Iterator[Strip]:
        """Go through the lines."""
        if not self.sheets:
            yield from paragraph(Cell(medium.show(message("report-no-projects", self.lang))), medium.width)
            return
        first = self.sheets[0]
        yield from paragraph(Cell(medium.show(first.set.title), "bold"), medium.width)
        full = number(first.full_marks)
        count = message("report-projects", self.lang, count=len(self.sheets), full=full)
        origin = " · ".join([*report_words.origin(first), count])
        yield from paragraph(Cell(medium.show(origin), "dim"), medium.width)
        yield BLANK
        yield from draw_places(places(self.sheets, self.lang), medium, self.lang)
        yield BLANK
        yield from draw_spread(spread(self.sheets, self.lang), medium)


def ranking_markdown(sheets: Sequence[ScoreSheet], lang: str) -> str:
    """Return the ranking and the spread of the grades as two Markdown tables."""
    lines = []
    if sheets:
        first = sheets[0]
        lines = [f"# {markdown(first.set.title)}", "", markdown(" · ".join(report_words.origin(first))), ""]
    lines += [*markdown_places(places(sheets, lang), lang), "", *markdown_spread(spread(sheets, lang), lang)]
    return "\n".join(lines) + "\n"
