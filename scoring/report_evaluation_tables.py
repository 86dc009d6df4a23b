"""The tables of the evaluation report: scores in the layout of the official forms, and charts whose bars are cells."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from scoring.display import show
from scoring.messages import message
from scoring.report_losses import steps
from scoring.report_paper_table import Cell, Fill, Table
from scoring.report_rows import children, writer_of
from scoring.report_text import EXACT, percent
from scoring.report_total import total_rows
from scoring.sheet import DimensionLine, Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scoring.report_losses import Step
    from scoring.report_rows import Node, Row
    from scoring.sheet import ScoreSheet

__all__ = ["EvaluationTables", "pairs"]

#: The columns that a bar is made of (Word takes 63 to a row), and how wide they are beside title and figures.
UNITS: Final = 60
CHART_PARTS: Final = (62, *[1] * UNITS, 26)
#: How wide columns of the scores are, in relation to one another: a level (all of them at most so much), the indicator,
#: and what stands beside it.
LEVEL: Final = 18
LEVELS: Final = 54
INDICATOR: Final = 34
BESIDE: Final = {"target": 18, "measure": 18, "weight": 12, "score": 13, "share": 15}
TINT: Final = Fill("EEF2F7")
#: Bars in the colours of the theme, and what they are in that of Office.
DARK: Final = Fill("4F81BD", "accent1")
LOSS: Final = Fill("C0504D", "accent2")
GAIN: Final = Fill("9BBB59", "accent3")
TOTAL: Final = Fill("1F497D", "text2")
LIGHT: Final = Fill("DCE3EC")
BLANK: Final = Fill("auto")
BARS: Final = {"full": TOTAL, "total": TOTAL, "loss": LOSS, "gain": GAIN}


def pairs(lines: Iterable[tuple[str, str]]) -> Table:
    """Return a table of labels and values."""
    rows = [(Cell(label, tint=TINT, side="center"), Cell(value)) for label, value in lines]
    return Table((30, 126), rows, heads=0)


class EvaluationTables:
    """Makes the tables of a report about one sheet."""

    def __init__(self, sheet: ScoreSheet, lang: str) -> None:
        """Keep the sheet; `lang` is the language of the report."""
        self.sheet, self.lang = sheet, lang
        self.writer = writer_of(sheet, lang)
        self.below = children(sheet)
        self.levels = max(map(self._high, self.below[""]), default=1)
        self.targets = any(line.target is not None for line in sheet.lines)

    def goals(self) -> Table | None:
        """Return the targets of the lines that have one; None where none has."""
        if not self.targets:
            return None
        heads = self._heads("report-indicator", "evaluation-target")
        rows = [
            (Cell(line.title), Cell(self._target(line), side="right"))
            for line in self.sheet.lines
            if line.target is not None
        ]
        return Table((110, 46), [heads, *rows])

    # -- the scores

    def scores(self) -> Table:
        """Return the whole tree down to the total: levels in merged cells, a subtotal for each top dimension."""
        beside = {name: part for name, part in BESIDE.items() if name != "target" or self.targets}
        codes = {name: "evaluation-target" if name == "target" else f"report-{name}" for name in beside}
        heads = self._heads(*codes.values())
        first = Cell(message("report-indicator", self.lang), self.levels, side="center", strong=True, tint=TINT)
        tree = [row for node in self.below[""] for row in self._inside(node, 0)]
        sums = [self._sum(row, len(beside) - 3) for row in total_rows(self.sheet, self.lang)]
        above = self.levels - 1
        level = min(LEVEL, LEVELS // above) if above else 0
        return Table((*[level] * above, INDICATOR, *beside.values()), [(first, *heads), *tree, *sums])

    def _high(self, node: Node) -> int:
        """Count the columns that a node and what is below it take: a dimension has one for what is in it."""
        if isinstance(node, Line):
            return 1
        return 1 + max(map(self._high, self.below[node.id]), default=1)

    def _inside(self, node: Node, depth: int) -> list[Sequence[Cell]]:
        """Return the rows of a node, from the column of its depth on."""
        row = self.writer.node(node, [], depth)
        if isinstance(node, Line):
            title = Cell(node.title, self.levels - depth)
            return [(title, *self._figures(row, self._target(node), row.measure))]
        rows = [each for inside in self.below[node.id] for each in self._inside(inside, depth + 1)]
        if depth == 0 or not rows:
            words = Cell(message("workbook-subtotal", self.lang), self.levels - depth - 1, strong=True, tint=TINT)
            rows.append((words, *self._figures(row, strong=True)))
        named = node.title if depth == 0 else f"{node.title}\n{self._score_of(row)}"
        first = Cell(named, rows="first" if len(rows) > 1 else "one", side="center")
        return [(first if place == 0 else Cell(rows="more"), *each) for place, each in enumerate(rows)]

    def _sum(self, row: Row, empty: int) -> Sequence[Cell]:
        title = Cell("\n".join([row.title, *row.notes]), self.levels + empty, strong=True, tint=TINT)
        return (title, *self._figures(row, strong=True)[empty:])

    def _figures(self, row: Row, target: str = "", measure: str = "", *, strong: bool = False) -> list[Cell]:
        share = row.word if row.share is None else percent(row.share, 2)
        texts = [*([target] if self.targets else []), measure, row.weight, row.score, share]
        return [Cell(text, side="right", strong=strong, tint=TINT if strong else None) for text in texts]

    def _target(self, line: Line) -> str:
        return "" if line.target is None else show(line.target, "number", self.lang, unit=line.unit)

    def _score_of(self, row: Row) -> str:
        return message("document-of", self.lang, score=row.score, full=row.weight)

    # -- charts

    def chart(self, nodes: Sequence[tuple[Node, int]]) -> Table | None:
        """Return what each line that counts earned of its weight, all charts on one scale; None where none counts.

        With each node comes its depth.
        """
        if not any(isinstance(node, Line) and node.score is not None for node, _ in nodes):
            return None
        most = max(line.weight for line in self.sheet.lines) or Decimal(1)
        heads = self._chart_heads("report-indicator", "evaluation-scores-head", "evaluation-score-of")
        top = min(depth for _, depth in nodes)
        rows = [self._score_row(node, most, depth - top) for node, depth in nodes if node.score is not None]
        return Table(CHART_PARTS, [heads, *rows], plain=True)

    def _score_row(self, node: Node, most: Decimal, depth: int) -> Sequence[Cell]:
        figure = self._score_of(self.writer.node(node, [], 0))
        if isinstance(node, DimensionLine):
            return _chart_row(node.title, figure, [], strong=True, depth=depth)
        weight = _units(node.weight, most)
        score = _units(node.score or Decimal(0), most)
        if node.weight != node.score:  # the last bit of a loss is seen
            score = min(score, weight - 1)
        return _chart_row(node.title, figure, [(score, DARK), (weight - score, LIGHT)], depth=depth)

    def fall(self) -> Table | None:
        """Return the steps from full marks to the total; None where there is no total."""
        found = steps(self.sheet, self.lang)
        if not found:
            return None
        most = max(max(each.before, each.after) for each in found)
        heads = self._chart_heads("evaluation-step", "", "evaluation-points")
        rows = [self._step_row(each, most) for each in found]
        return Table(CHART_PARTS, [heads, *rows], plain=True, whole=True)

    def _step_row(self, step: Step, most: Decimal) -> Sequence[Cell]:
        start, end = sorted((_units(step.before, most), _units(step.after, most)))
        strong = step.kind in {"full", "total"}
        if start == end and not strong:  # the smallest step is seen
            start, end = max(end - 1, 0), max(end, 1)
        return _chart_row(step.title, step.points, [(start, BLANK), (end - start, BARS[step.kind])], strong=strong)

    # -- headings

    def _heads(self, *codes: str) -> list[Cell]:
        return [Cell(message(code, self.lang), side="center", strong=True, tint=TINT) for code in codes]

    def _chart_heads(self, *codes: str) -> list[Cell]:
        title, bars, figure = (message(code, self.lang) if code else "" for code in codes)
        return [Cell(title, strong=True), Cell(bars, UNITS, strong=True), Cell(figure, side="right", strong=True)]


def _units(value: Decimal, most: Decimal) -> int:
    """Return a value as columns of a chart: at least one, unless it is nothing."""
    part = EXACT.divide(EXACT.multiply(value, Decimal(UNITS)), most)
    return min(max(round(part), 1 if part > 0 else 0), UNITS)


def _chart_row(
    title: str, figure: str, bars: Sequence[tuple[int, Fill]], *, strong: bool = False, depth: int = 0
) -> Sequence[Cell]:
    """Return a row of a chart: bars so many columns long, one after the other, between a title and a figure."""
    left = UNITS - sum(length for length, _ in bars)
    drawn = [Cell(columns=length, bar=fill) for length, fill in [*bars, (left, BLANK)] if length]
    return (Cell(title, strong=strong, depth=depth), *drawn, Cell(figure, side="right", strong=strong))
