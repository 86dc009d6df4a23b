"""The summary of many projects from their score sheets: the same values as from the frame of their results."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Final, NamedTuple

from scoring.exact_row import CONTEXT
from scoring.results import WHOLE, Lost, Mark, Ranked, Summary
from scoring.results_totals import Totals, full_score, listed
from scoring.sheet import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scoring.indicators import IndicatorSet
    from scoring.results import Listing
    from scoring.sheet import Line, ScoreSheet

__all__ = ["summary_of_sheets"]

#: Decimals of coverages and shares, as in the JSON of a sheet.
SHARE_DIGITS: Final = 10
#: What stands for an indicator with rows: the worst that any of them is.
WORST_FIRST: Final = (Status.ERROR, Status.INVALID, Status.MISSING, Status.NOT_APPLICABLE)


class _Row(NamedTuple):
    """What is kept of a sheet: its place in a ranking but for the rank, and its points at every indicator."""

    entry: Ranked
    points: tuple[Decimal | None, ...]


def summary_of_sheets(sheets: Iterable[ScoreSheet], rules: IndicatorSet, listing: Listing = WHOLE) -> Summary:
    """Sum up the sheets of projects, which are all scored by one set; of a sheet no more is kept than what is shown."""
    rows = [_row(each, rules) for each in sheets]
    with localcontext(CONTEXT):
        counts = Counter((row.entry.total, row.entry.grade) for row in rows)
        found = Totals.of(((total, grade, count) for (total, grade), count in counts.items()), rules)
        entries = [row.entry._replace(rank=found.rank(row.entry.total, row.entry.grade)) for row in rows]
        entries.sort(key=_order)
        ranked = [each for each in entries if each.rank is not None]
        first = entries[: listing.first + listing.last + 1]
        last, rest = ranked[: -listing.last - 1 : -1], entries[: -listing.unranked - 2 : -1]
        ranking = listed(first, last, rest, found, listing)
        lost = tuple(_lost(id_, place, rows, rules) for place, id_ in enumerate(rules.indicators))
    statuses = Counter(mark.status for row in rows for mark in row.entry.marks)
    shown = {each.value: statuses[each.value] for each in Status}
    return Summary(len(rows), found.rated, ranking, found.grades, lost, shown, found.every)


def _order(entry: Ranked) -> tuple[bool, bool, Decimal, str]:
    """Put those without a total last, before them those without a grade, the best total first."""
    total = entry.total or Decimal(0)
    return entry.total is None, entry.grade is None, -total, entry.key


def _row(sheet: ScoreSheet, rules: IndicatorSet) -> _Row:
    project = sheet.project
    lines: dict[str, list[Line]] = {id_: [] for id_ in rules.indicators}
    for line in sheet.lines:
        lines[line.id].append(line)
    with localcontext(CONTEXT):
        marks = tuple(map(_mark, lines.values()))
        points = tuple(map(_points, lines.values()))
        coverage = round(sheet.coverage, SHARE_DIGITS)
    entry = Ranked(
        rank=None,
        key=project.key or project.name or "",
        name=project.name,
        total=sheet.total,
        grade=sheet.grade,
        coverage=coverage,
        fired=tuple(gate.id for gate in sheet.gates if gate.fired and not rules.gates[gate.id].then.warn),
        department=project.department,
        unit=project.unit,
        unrated_reason=sheet.unrated_reason,
        marks=marks,
    )
    return _Row(entry, points)


def _mark(lines: Sequence[Line]) -> Mark:
    """Return what a project has at an indicator, of whose rows each has a line: their share by weight."""
    counting = [line for line in lines if line.score is not None]
    weight = sum((line.weight for line in counting), Decimal(0))
    earned = sum((line.weight * (line.share or Decimal(0)) for line in counting), Decimal(0))
    share = counting[0].share if len(lines) == len(counting) == 1 else earned / weight if weight else None
    statuses = {line.status for line in lines}
    status = next((each for each in WORST_FIRST if each in statuses), Status.SCORED)
    return Mark(None if share is None else round(share, SHARE_DIGITS), status.value)


def _points(lines: Sequence[Line]) -> Decimal | None:
    scores = [line.score for line in lines if line.score is not None]
    return sum(scores, Decimal(0)) if scores else None


def _lost(id_: str, place: int, rows: Sequence[_Row], rules: IndicatorSet) -> Lost:
    full, half = full_score(rules, id_), rules.round.to / 2
    scores = [points for row in rows if (points := row.points[place]) is not None]
    statuses = Counter(row.entry.marks[place].status for row in rows)
    return Lost(
        id=id_,
        full=full,
        counted=len(scores),
        short=0 if full is None else sum(each < full - half for each in scores),
        points=Decimal(0) if full is None else full * len(scores) - sum(scores),
        missing=statuses[Status.MISSING],
        invalid=statuses[Status.INVALID],
        error=statuses[Status.ERROR],
    )
