"""An indicator set in the terminal: its tree with weights, scales and sources, gates, adjustments, the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scoring.messages import message
from scoring.report_facts import fact_rows
from scoring.report_page import BLANK, Strip, segments
from scoring.report_set_words import adjustment_notes, dimension_notes, gate_notes, indicator_notes, set_terms
from scoring.report_table import (
    Cell,
    Column,
    TableRow,
    draw,
    flow,
    paragraph,
    widths,
)
from scoring.report_text import EXACT, Medium, fraction_digits, points

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from rich.console import Console, ConsoleOptions, RenderResult

    from scoring.checks import Check
    from scoring.indicators import IndicatorSet

__all__ = ["SetPage"]

INDENT = 2
REASON_CELLS = 40


class SetPage(NamedTuple):
    """An indicator set as a rich renderable, at most `width` cells wide, its labels in `lang`.

    Of the `checks` that are given, by indicator, the facts in parameters are shown by their labels.
    """

    rules: IndicatorSet
    width: int
    lang: str
    checks: Mapping[str, Check]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw for the encoding of the console that shows it."""
        yield from segments(self, console, options)

    def strips(self, medium: Medium) -> Iterator[Strip]:
        """Go through the lines."""
        rules = self.rules
        origin = " · ".join(each for each in (rules.id, rules.version, rules.source) if each)
        yield from paragraph(Cell(medium.show(rules.title), "bold"), medium.width)
        yield from paragraph(Cell(medium.show(origin), "dim"), medium.width)
        terms = set_terms(rules, self.lang)
        parts = [(Cell(medium.show(f"{label} "), "dim"), Cell(medium.show(value))) for label, value in terms]
        yield from flow(parts, medium.width)
        yield BLANK
        yield from self._tree(medium)
        if rules.gates:
            yield BLANK
            yield from paragraph(Cell(self._label("gates", medium), "bold"), medium.width)
            for gate in rules.gates.values():
                yield from self._beside(gate.title, gate_notes(gate, rules, self.lang), medium)
        if rules.adjustments:
            yield BLANK
            yield from paragraph(Cell(self._label("adjustments", medium), "bold"), medium.width)
            for each in rules.adjustments.values():
                yield from self._beside(each.title, adjustment_notes(each, self.lang), medium)
        if rules.facts:
            yield BLANK
            yield from paragraph(Cell(self._label("facts", medium), "bold"), medium.width)
            yield from self._facts(medium)

    def _label(self, code: str, medium: Medium) -> str:
        return medium.show(message(f"report-{code}", self.lang))

    def _tree(self, medium: Medium) -> Iterator[Strip]:
        heading = [self._label(code, medium) for code in ("indicator", "id", "weight", "how")]
        below = [Column(heading[0], least=14), Column(heading[1]), Column(heading[2], right=True)]
        beside = [*below, Column(heading[3], least=REASON_CELLS)]
        beside[0] = Column(heading[0], least=24, most=max(24, medium.width // 4))
        for columns in (beside, below):
            rows = list(self._rows(None, 0, medium, beside=columns is beside))
            if (sizes := widths(columns, rows, medium.width)) is not None:
                yield from draw(columns, rows, sizes, medium)
                return
        for row in rows:
            parts = [(cell,) for cell in row.cells if cell.text]
            yield from flow(parts, medium.width, gap=2, indent=row.cells[0].indent)
            for note in row.notes:
                yield from paragraph(note, medium.width)

    def _rows(self, parent: str | None, depth: int, medium: Medium, *, beside: bool) -> Iterator[TableRow]:
        """Go through the rows below a dimension: its indicators, then the dimensions inside it."""
        weights = [each.weight for each in self.rules.dimensions.values()]
        weights += self.rules.declared_weights.values()
        decimals = max(fraction_digits(weight.normalize(EXACT)) for weight in weights)

        def row(title: str, id_: str, weight: Decimal | str, notes: Sequence[str], style: str) -> TableRow:
            shown = [Cell(medium.show(note), "dim", (depth + 1) * INDENT) for note in notes]
            name = Cell(medium.show(title), style, depth * INDENT)
            cells = [name, Cell(medium.show(id_), "dim"), Cell(medium.show(_weight(weight, decimals)), style)]
            if beside:
                cells.append(Cell("\n".join(note.text for note in shown), "dim"))
            return TableRow(tuple(cells), () if beside else tuple(shown), space=parent is None)

        for id_ in self.rules.indicators_of(parent) if parent is not None else ():
            indicator = self.rules.indicators[id_]
            check = self.checks.get(id_)
            named = check.references() if check is not None else ()
            labels = {each.path: (each.name, self.rules.label(each.name)) for each in named}
            yield row(indicator.title, id_, indicator.weight, list(indicator_notes(indicator, labels, self.lang)), "")
        for id_ in self.rules.children(parent):
            dimension = self.rules.dimensions[id_]
            yield row(dimension.title, id_, dimension.weight, list(dimension_notes(dimension, self.lang)), "bold")
            yield from self._rows(id_, depth + 1, medium, beside=beside)

    def _facts(self, medium: Medium) -> Iterator[Strip]:
        heading = [self._label(code, medium) for code in ("fact", "fact-name", "fact-values")]
        columns = [Column(heading[0], least=14), Column(heading[1]), Column(heading[2], least=14)]
        rows = [
            TableRow(
                (
                    Cell(medium.show(label), "", INDENT if inside else 0),
                    Cell(medium.show(name), "dim", INDENT if inside else 0),
                    Cell(medium.show(values), "dim"),
                )
            )
            for label, name, values, inside in fact_rows(self.rules, self.lang)
        ]
        if (sizes := widths(columns, rows, medium.width)) is not None:
            yield from draw(columns, rows, sizes, medium)
            return
        for row in rows:
            yield from flow([(cell,) for cell in row.cells], medium.width, gap=2, indent=row.cells[0].indent)

    def _beside(self, title: str, notes: Iterator[str], medium: Medium) -> Iterator[Strip]:
        """Go through the lines of what stands beside the tree: its title, and what is to be said of it."""
        yield from paragraph(Cell(medium.show(title), "", INDENT), medium.width)
        for note in notes:
            yield from paragraph(Cell(medium.show(note), "dim", 2 * INDENT), medium.width)


def _weight(weight: Decimal | str, decimals: int) -> str:
    """Write a weight; of an indicator with a line for every row, the column that has the row's own."""
    return weight if isinstance(weight, str) else points(weight, decimals)
