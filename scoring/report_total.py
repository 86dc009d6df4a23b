"""From the tree to the total, in every format: its sum, adjustments and gates, to be added up by a reader."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from scoring.messages import message
from scoring.report_rows import Row, children, total_of, writer_of
from scoring.report_text import DASH, EXACT, points

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.report_rows import Node, Writer
    from scoring.sheet import GateResult, ScoreSheet

__all__ = ["effective", "subtotal", "sum_rows", "total_rows"]


def effective(gate: GateResult) -> bool:
    """Tell whether a gate changed the result; one that only warns left a finding, and that is all."""
    return bool(gate.fired and gate.effect and gate.effect != "warn")


def top_level(sheet: ScoreSheet) -> list[Node]:
    """Return the nodes right under the root: they make the total."""
    return children(sheet)[""]


def subtotal(sheet: ScoreSheet) -> Decimal | None:
    """Return the points of the tree, before adjustments and gates; None where the sheet does not tell them.

    Without a fired gate they are the total less the adjustments, unless that was clipped; else the scores of
    the top dimensions added up, if all of them count.
    """
    if sheet.total is None:
        return None
    added = total_of(each.points for each in sheet.adjustments)
    if not any(map(effective, sheet.gates)) and (added == 0 or 0 < sheet.total < sheet.full_marks):
        return EXACT.subtract(sheet.total, added)
    scores = [node.score for node in top_level(sheet) if node.score is not None]
    return total_of(scores) if len(scores) == len(top_level(sheet)) else None


def sum_rows(sheet: ScoreSheet, lang: str) -> list[Row]:
    """Return the rows from the tree to the total: its sum, adjustments that are not 0, gates that fired."""
    writer = writer_of(sheet, lang)
    earned = subtotal(sheet)
    counting = [node for node in top_level(sheet) if node.score is not None]
    added = total_of(node.score for node in counting if node.score is not None)
    notes = () if len(counting) == len(top_level(sheet)) else writer.scaled(
        added,
        total_of(node.weight for node in counting),
        sheet.full_marks,
        sheet.full_marks,
        earned,
    )  # fmt: skip
    lost = None if earned is None else writer.change(EXACT.subtract(sheet.full_marks, earned))
    rows = [
        Row(
            kind="sum",
            depth=0,
            title=message("report-sum" if notes or earned in (None, added) else "report-overall", lang),
            weight=points(sheet.full_marks, writer.weight_digits),
            score=DASH if earned is None else points(earned, writer.digits),
            lost=lost if lost and lost.strip("-0.") else "",
            share=None if earned is None else EXACT.divide(earned, sheet.full_marks),
            notes=notes,
        )
    ]
    return [*rows, *_adjustment_rows(sheet, lang, writer), *_gate_rows(sheet, lang, writer, earned)]


def total_rows(sheet: ScoreSheet, lang: str) -> list[Row]:
    """Return the rows from the tree to the total, and below adjustments and gates the total itself."""
    rows = sum_rows(sheet, lang)
    if len(rows) == 1:
        return rows
    writer = writer_of(sheet, lang)
    score = DASH if sheet.total is None else points(sheet.total, writer.digits)
    weight = points(sheet.full_marks, writer.weight_digits)
    return [*rows, Row(kind="sum", depth=0, title=message("report-total", lang), weight=weight, score=score)]


def _adjustment_rows(sheet: ScoreSheet, lang: str, writer: Writer) -> Iterator[Row]:
    for each in sheet.adjustments:
        if each.points:
            title = message("report-adjustment", lang, title=each.title)
            yield Row(kind="entry", depth=0, title=title, score=writer.signed(each.points))


def _gate_rows(sheet: ScoreSheet, lang: str, writer: Writer, earned: Decimal | None) -> Iterator[Row]:
    """Write gates that fired; the points taken away stand where a single one did it, else below them."""
    moved = Decimal(0)
    if earned is not None and sheet.total is not None:
        before = EXACT.add(earned, total_of(each.points for each in sheet.adjustments))
        moved = EXACT.subtract(sheet.total, before)
    fired = [gate for gate in sheet.gates if effective(gate)]
    if moved and not fired:
        code = "report-at-most-full" if moved < 0 else "report-at-least-zero"
        yield Row(kind="entry", depth=0, title=message(code, lang), score=writer.signed(moved))
    for gate in fired:
        yield Row(
            kind="entry",
            depth=0,
            title=message("report-gate", lang, title=gate.title),
            score=writer.signed(moved) if moved and fired == [gate] else "",
            notes=(gate.effect or "",),
            tone="bad",
        )
    if moved and len(fired) > 1:
        yield Row(kind="entry", depth=0, title=message("report-gates-together", lang), score=writer.signed(moved))
