"""Charts of a score sheet as inline SVG: every text keeps its size, bars are parts of whatever width there is."""

from __future__ import annotations

from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import cell_len, set_cell_size

from scoring.messages import message
from scoring.report_losses import below, steps
from scoring.report_rows import writer_of
from scoring.report_text import EXACT, harmless
from scoring.sheet import DimensionLine

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.report_losses import Step
    from scoring.report_rows import Node, Writer
    from scoring.sheet import ScoreSheet

__all__ = ["CHART_CSS", "Chart", "score_charts", "waterfall"]

#: Pixels from one row to the next, to the line of its text, to its bar, and of the bar.
ROW: Final = 36
TEXT: Final = 14
BAR: Final = 20
HEIGHT: Final = 10
#: Titles are cut to so many cells; the whole of them is in the table.
CELLS: Final = 42
HUNDRED: Final = Decimal(100)

CHART_CSS: Final = """
svg.chart{display:block;width:100%;overflow:visible}
svg.chart text{font-size:13px;fill:#1d2733}
svg.chart .figure{text-anchor:end;font-variant-numeric:tabular-nums}
svg.chart .head{font-weight:600}
svg.chart .track{fill:#eef2f7;stroke:#8394a8;stroke-width:1}
svg.chart .aside{fill:none;stroke:#8394a8;stroke-width:1;stroke-dasharray:4 3}
svg.chart .level{fill:#dde3ea}
svg.chart .score{fill:#2a6aad}
svg.chart .full,svg.chart .total{fill:#44546a}
svg.chart .loss{fill:#b5482f}
svg.chart .gain{fill:#2f7d4f}
"""


class Chart(NamedTuple):
    """A chart: its title, and the SVG that shows it."""

    title: str
    svg: str


def score_charts(sheet: ScoreSheet, lang: str) -> list[Chart]:
    """Return a chart for every top dimension: what each indicator earned of its weight, all on one scale."""
    writer = writer_of(sheet, lang)
    titles = {dimension.id: dimension.title for dimension in sheet.dimensions}
    most = max((line.weight for line in sheet.lines), default=Decimal(0)) or Decimal(1)
    found = []
    for number, (top, nodes) in enumerate(below(sheet).items()):
        if nodes:
            title = titles.get(top, sheet.set.title)
            described = message("document-scores-of", lang, title=title)
            rows = [_score_row(node, writer, most) for node, _ in nodes]
            found.append(Chart(title, _svg(f"scores-{number}", described, rows, lang)))
    return found


def waterfall(sheet: ScoreSheet, lang: str) -> Chart | None:
    """Return the chart of the steps from full marks to the total; None where there is no total."""
    found = steps(sheet, lang)
    if not found:
        return None
    title = message("document-waterfall-of", lang, full=found[0].points, total=found[-1].points)
    most = max(max(each.before, each.after) for each in found)
    return Chart(title, _svg("waterfall", title, [_step_row(each, most) for each in found], lang))


class _Row(NamedTuple):
    """A row of a chart: its words, its figure, and its bars as marks that lack their height."""

    title: str
    figure: str
    bars: Sequence[tuple[str, Decimal, Decimal]]
    head: bool = False


def _score_row(node: Node, writer: Writer, most: Decimal) -> _Row:
    row = writer.node(node, [], 0)
    figure = (
        message("document-of", writer.lang, score=row.score, full=row.weight) if node.score is not None else row.word
    )
    if isinstance(node, DimensionLine):
        return _Row(node.title, figure, (), head=True)
    weight = _part(node.weight, most)
    if node.score is None:
        return _Row(node.title, figure, [("aside", Decimal(0), weight)])
    return _Row(node.title, figure, [("track", Decimal(0), weight), ("score", Decimal(0), _part(node.score, most))])


def _step_row(step: Step, most: Decimal) -> _Row:
    start, end = sorted((_part(step.before, most), _part(step.after, most)))
    if step.kind in {"full", "total"}:
        return _Row(step.title, step.points, [(step.kind, start, end - start)], head=True)
    return _Row(step.title, step.points, [("level", Decimal(0), start), (step.kind, start, end - start)])


def _part(value: Decimal, most: Decimal) -> Decimal:
    """Return a value as a percentage of the width, 0 to 100, to a hundredth."""
    part = EXACT.divide(EXACT.multiply(value, HUNDRED), most)
    return min(max(part, Decimal(0)), HUNDRED).quantize(Decimal("0.01"), context=EXACT)


def _svg(name: str, title: str, rows: Sequence[_Row], lang: str) -> str:
    """Draw rows below one another; who cannot see them hears the title and every figure."""
    heights = [BAR + 4 if each.head and not each.bars else ROW for each in rows]
    said = message("report-semicolon", lang).join(f"{each.title} {each.figure}" for each in rows)
    head = (
        f'<svg class="chart" role="img" aria-labelledby="{name}-title {name}-desc" height="{sum(heights)}">'
        f'<title id="{name}-title">{_text(title)}</title><desc id="{name}-desc">{_text(said)}</desc>'
    )
    return head + "".join(_drawn(rows, heights)) + "</svg>"


def _drawn(rows: Sequence[_Row], heights: Sequence[int]) -> Iterator[str]:
    top = 0
    for row, height in zip(rows, heights, strict=True):
        style = ' class="head"' if row.head else ""
        yield f'<text{style} x="0" y="{top + TEXT}">{_text(_cut(row.title))}</text>'
        strong = " head" if row.head else ""
        yield f'<text class="figure{strong}" x="100%" y="{top + TEXT}">{_text(row.figure)}</text>'
        for kind, start, width in row.bars:
            yield f'<rect class="{kind}" x="{start}%" y="{top + BAR}" width="{width}%" height="{HEIGHT}"/>'
        top += height


def _cut(title: str) -> str:
    shown = harmless(title)
    return shown if cell_len(shown) <= CELLS else set_cell_size(shown, CELLS - 1).rstrip() + "…"


def _text(text: str) -> str:
    return escape(harmless(text))
