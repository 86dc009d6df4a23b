"""Charts of a score sheet in HTML: rows of text that a page may break between, each above a bar drawn as SVG.

A bar is a part of whatever width there is; who cannot see it reads the title and the figure above it.
"""

from __future__ import annotations

from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Final, NamedTuple

from scoring.messages import message
from scoring.report_losses import below, steps
from scoring.report_rows import writer_of
from scoring.report_text import EXACT, harmless
from scoring.sheet import DimensionLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.report_losses import Step
    from scoring.report_rows import Node, Writer
    from scoring.sheet import ScoreSheet

__all__ = ["CHART_CSS", "score_charts", "waterfall"]

HEIGHT: Final = 10
HUNDRED: Final = Decimal(100)
ZERO: Final = Decimal(0)

CHART_CSS: Final = f"""
.charts{{columns:2 320px;column-gap:44px}}
.charts figure{{margin-bottom:20px}}
.chart{{list-style:none;margin:0;padding:0;font-size:13px;line-height:1.4}}
.chart li{{display:grid;grid-template-columns:1fr auto;gap:0 12px;margin:0 0 6px;break-inside:avoid}}
.chart .figure{{font-variant-numeric:tabular-nums;white-space:nowrap}}
.chart .head{{font-weight:600;break-after:avoid}}
.chart svg{{grid-column:1/-1;width:100%;height:{HEIGHT}px;margin-top:2px;overflow:visible}}
.chart .track{{fill:#eef2f7;stroke:#8394a8;stroke-width:1}}
.chart .aside{{fill:none;stroke:#8394a8;stroke-width:1;stroke-dasharray:4 3}}
.chart .level{{fill:#dde3ea}}
.chart .score{{fill:#2a6aad}}
.chart .full,.chart .total{{fill:#44546a}}
.chart .loss{{fill:#b5482f}}
.chart .gain{{fill:#2f7d4f}}
@media print{{
.charts{{columns:2 200px;column-gap:28px}}
.charts figure{{margin-bottom:14px;break-inside:auto}}
.chart{{font-size:9pt}}
.chart li{{margin-bottom:4px}}
}}
"""


class _Bar(NamedTuple):
    """A part of a bar: what it is, where it begins and how long it is, in per cent of the width."""

    kind: str
    start: Decimal
    length: Decimal


def score_charts(sheet: ScoreSheet, lang: str) -> list[tuple[str, str]]:
    """Return title and chart of every top dimension: what each indicator earned of its weight, all on one scale."""
    writer = writer_of(sheet, lang)
    titles = {dimension.id: dimension.title for dimension in sheet.dimensions}
    most = max((line.weight for line in sheet.lines), default=ZERO) or Decimal(1)
    return [
        (titles.get(top, sheet.set.title), _chart([_score_row(node, writer, most) for node, _ in nodes]))
        for top, nodes in below(sheet).items()
        if nodes
    ]


def waterfall(sheet: ScoreSheet, lang: str) -> str | None:
    """Return the chart of the steps from full marks to the total; None where there is no total."""
    found = steps(sheet, lang)
    if not found:
        return None
    most = max(max(each.before, each.after) for each in found)
    return _chart([_step_row(each, most) for each in found])


def _score_row(node: Node, writer: Writer, most: Decimal) -> str:
    row = writer.node(node, [], 0)
    figure = (
        message("document-of", writer.lang, score=row.score, full=row.weight) if node.score is not None else row.word
    )
    if isinstance(node, DimensionLine):
        return _row(node.title, figure, (), head=True)
    weight = _part(node.weight, most)
    if node.score is None:
        return _row(node.title, figure, [_Bar("aside", ZERO, weight)])
    return _row(node.title, figure, [_Bar("track", ZERO, weight), _Bar("score", ZERO, _part(node.score, most))])


def _step_row(step: Step, most: Decimal) -> str:
    start, end = sorted((_part(step.before, most), _part(step.after, most)))
    if step.kind in {"full", "total"}:
        return _row(step.title, step.points, [_Bar(step.kind, start, end - start)], head=True)
    return _row(step.title, step.points, [_Bar("level", ZERO, start), _Bar(step.kind, start, end - start)])


def _part(value: Decimal, most: Decimal) -> Decimal:
    """Return a value as a percentage of the width, 0 to 100, to a hundredth."""
    part = EXACT.divide(EXACT.multiply(value, HUNDRED), most)
    return min(max(part, ZERO), HUNDRED).quantize(Decimal("0.01"), context=EXACT)


def _chart(rows: Sequence[str]) -> str:
    return f'<ul class="chart">{"".join(rows)}</ul>'


def _row(title: str, figure: str, bars: Sequence[_Bar], *, head: bool = False) -> str:
    drawn = "".join(
        f'<rect class="{bar.kind}" x="{bar.start}%" width="{bar.length}%" height="{HEIGHT}"/>' for bar in bars
    )
    svg = f'<svg aria-hidden="true">{drawn}</svg>' if bars else ""
    style = ' class="head"' if head else ""
    return f'<li{style}><span>{_text(title)}</span> <span class="figure">{_text(figure)}</span>{svg}</li>'


def _text(text: str) -> str:
    return escape(harmless(text))
