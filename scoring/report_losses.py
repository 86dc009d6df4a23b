"""Where the points went: step by step from full marks to the total, and what to do about each loss."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from scoring.messages import message
from scoring.report_rows import UNUSABLE, children, lost_points, total_of, tree, writer_of
from scoring.report_text import EXACT, points
from scoring.report_total import effective, subtotal
from scoring.sheet import DimensionLine, Line, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring.report_rows import Node, Row, Writer
    from scoring.sheet import ScoreSheet

__all__ = ["LostLine", "Step", "below", "lost_lines", "steps"]

#: So many losses are steps of their own, the rest of them is one.
MOST_STEPS: Final = 10


class Step(NamedTuple):
    """One step from full marks to the total: the points it moves (or has), and the level before and after it."""

    kind: Literal["full", "loss", "gain", "total"]
    title: str
    points: str
    before: Decimal
    after: Decimal


class LostLine(NamedTuple):
    """An indicator that lost points: so many of its weight, why, and what to do.

    `top` is the id of the top dimension above it; one that is not `usable` has no measure although it applies.
    """

    top: str
    title: str
    points: str
    weight: str
    reasons: tuple[str, ...]
    remedy: str
    usable: bool


def below(sheet: ScoreSheet) -> dict[str, list[tuple[Node, int]]]:
    """Return, by the id of each top dimension ("" for lines right under the root), the nodes in it with their depth."""
    groups: dict[str, list[tuple[Node, int]]] = {}
    top = ""
    for node, depth in tree(sheet):
        if depth == 0:
            top = node.id if isinstance(node, DimensionLine) else ""
            groups.setdefault(top, [])
        if depth or not top:
            groups[top].append((node, depth))
    return groups


def lost_lines(sheet: ScoreSheet, lang: str, remedies: Mapping[str, str] | None = None) -> list[LostLine]:
    """Return the indicators that lost points, in the order of the tree; `remedies` are what the set says, by id."""
    writer = writer_of(sheet, lang)
    tops = {id(node): top for top, nodes in below(sheet).items() for node, _ in nodes}
    found = []
    for node, depth in tree(sheet):
        if not isinstance(node, Line):
            continue
        row = writer.node(node, [], depth)
        if row.lost:
            found.append(
                LostLine(
                    top=tops[id(node)],
                    title=row.title,
                    points=row.lost,
                    weight=row.weight,
                    reasons=_reasons(node, row, lang),
                    remedy=(remedies or {}).get(node.id) or "",
                    usable=node.status not in UNUSABLE,
                )
            )
    return found


def _reasons(line: Line, row: Row, lang: str) -> tuple[str, ...]:
    """Return the notes of a line, after its measure where they do not say it."""
    if line.status != Status.SCORED:
        return row.notes or (row.measure,)
    if not row.measure or any(row.measure in note for note in row.notes):
        return row.notes
    return (message("report-measured", lang, value=row.measure), *row.notes)


def steps(sheet: ScoreSheet, lang: str) -> list[Step]:
    """Return the steps from full marks to the total; none where there is no total.

    The biggest losses come first. What the losses of the indicators do not explain (points scaled up because a sibling
    does not count, means that are no sums, weights that have more decimals than are written) is a step of its own, as
    are adjustments and gates: the steps add up to the total exactly, as they are written.
    """
    if sheet.total is None:
        return []
    writer = writer_of(sheet, lang)
    level = sheet.full_marks
    full = points(level, writer.weight_digits)
    found = [Step("full", message("report-full-marks", lang), full, Decimal(0), level)]
    for title, change in _changes(sheet, writer):
        if change:
            after = EXACT.add(level, change)
            found.append(Step("gain" if change > 0 else "loss", title, writer.signed(change), level, after))
            level = after
    total = points(sheet.total, writer.digits)
    return [*found, Step("total", message("report-total", lang), total, Decimal(0), sheet.total)]


def _changes(sheet: ScoreSheet, writer: Writer) -> Iterator[tuple[str, Decimal]]:
    """Go through what leads from full marks to the total."""
    lang, total = writer.lang, sheet.total or Decimal(0)
    lossy = [(line.title, Decimal(writer.change(lost_points(line)))) for line in sheet.lines]
    lossy = [(title, lost) for title, lost in lossy if lost]
    lossy.sort(key=lambda each: each[1], reverse=True)
    shown = lossy if len(lossy) <= MOST_STEPS + 1 else lossy[:MOST_STEPS]
    yield from ((title, lost.copy_negate()) for title, lost in shown)
    if rest := lossy[len(shown) :]:
        yield message("report-other-losses", lang, count=len(rest)), total_of(lost for _, lost in rest).copy_negate()
    lost = total_of(lost for _, lost in lossy)
    earned = subtotal(sheet)
    added = [(each.title, each.points) for each in sheet.adjustments]
    less = [earned or Decimal(0), *(change for _, change in added)]
    moved = EXACT.subtract(total, total_of(less))
    fired = message("report-comma", lang).join(gate.title for gate in sheet.gates if effective(gate))
    if earned is None:  # the sheet does not tell what the tree earned: the rest is one step
        rest_of = EXACT.subtract(EXACT.add(moved, lost), sheet.full_marks)
        yield message("report-gate", lang, title=fired) if fired else _bridge(sheet, lang), rest_of
    else:
        yield _bridge(sheet, lang), EXACT.subtract(EXACT.add(earned, lost), sheet.full_marks)
    yield from ((message("report-adjustment", lang, title=title), change) for title, change in added)
    if earned is not None:
        limit = "report-at-most-full" if moved < 0 else "report-at-least-zero"
        yield message("report-gate", lang, title=fired) if fired else message(limit, lang), moved


def _bridge(sheet: ScoreSheet, lang: str) -> str:
    """Name what changes points between the lines and the total: lines aside, rows of other weights, an aggregation."""
    below = children(sheet)
    if any(node.score is None and node.weight for inside in below.values() for node in inside):
        return message("document-scaled", lang)
    brought = (
        (node.weight, total_of(each.weight for each in below[node.id]))
        for node in sheet.dimensions
        if any(isinstance(each, Line) and each.row is not None for each in below[node.id])
    )
    return message("document-unbalanced" if any(due != got for due, got in brought) else "document-aggregated", lang)
