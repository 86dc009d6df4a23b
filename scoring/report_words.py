"""What a sheet says around its rows, in every format: whose it is, verdict, losses, findings, provenance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from scoring.display import number
from scoring.messages import message
from scoring.report_rows import (
    UNUSABLE,
    Tone,
    children,
    digits,
    lost_points,
    nodes,
    total_of,
    writer_of,
)
from scoring.report_text import DASH, EXACT, percent, points
from scoring.report_total import effective
from scoring.sheet import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.report_rows import Writer
    from scoring.sheet import Line, Provenance, ScoreSheet, SetReference

__all__ = [
    "Loss",
    "Remark",
    "about",
    "grade",
    "losses",
    "origin",
    "provenance",
    "remarks",
    "verdict",
    "versions",
    "wanting",
]

#: Losses are listed where the reader would otherwise have to look for them.
MANY_LINES: Final = 6
WORST: Final = 3
SEVERITIES: Final[dict[str, tuple[int, Tone]]] = {
    "error": (0, "bad"),
    "warning": (1, "warn"),
    "info": (2, "plain"),
}


class Loss(NamedTuple):
    """Points that were not earned, and where."""

    points: str
    title: str
    tone: Tone = "plain"


class Remark(NamedTuple):
    """A finding as people read it: a word for its severity, what it is about, what to do."""

    word: str
    tone: Tone
    text: str
    remedy: str | None


def origin(sheet: ScoreSheet) -> list[str]:
    """Return what the sheet was scored by: the set's id, version and source."""
    return [each for each in (sheet.set.id, sheet.set.version, sheet.set.source) if each]


def about(sheet: ScoreSheet, lang: str) -> list[tuple[str, str]]:
    """Return whose sheet it is, as labels and values; nothing of what the facts do not say."""
    project = sheet.project
    values = {
        "project": project.name or project.key,
        "key": project.key if project.name and project.key != project.name else None,
        "year": project.year,
        "department": project.department,
        "unit": project.unit,
    }
    return [(message(f"report-{name}", lang), str(value)) for name, value in values.items() if value is not None]


def grade(sheet: ScoreSheet, lang: str) -> str:
    """Return the grade, or the words for having none."""
    return message("report-unrated", lang) if sheet.grade is None else sheet.grade


def verdict(sheet: ScoreSheet, lang: str) -> list[tuple[str, str]]:
    """Return total, grade and coverage, as labels and values."""
    decimals = digits(sheet)
    total = DASH if sheet.total is None else points(sheet.total, decimals)
    return [
        (message("report-total", lang), f"{total} / {number(sheet.full_marks)}"),
        (message("report-grade", lang), grade(sheet, lang)),
        (message("report-coverage", lang), percent(sheet.coverage, 2)),
    ]


def wanting(sheet: ScoreSheet, lang: str) -> Iterator[str]:
    """Say what lines without a usable measure cost, and what the total could be if their data came."""
    unusable = [line for line in sheet.lines if line.status in UNUSABLE]
    zero = [line for line in unusable if line.score == 0 and line.weight > 0]
    aside = [line for line in unusable if line.score is None]
    writer = writer_of(sheet, lang)
    if zero:
        at_stake = total_of(line.weight for line in zero)
        text = message("report-wanting", lang, count=len(zero), points=writer.change(at_stake))
        if sheet.total is not None and _adds_up(sheet):
            best = min(EXACT.add(sheet.total, at_stake), sheet.full_marks)
            text += message("report-wanting-total", lang, total=writer.change(best))
        yield text + message("report-stop", lang)
    if aside:
        weight = writer.change(total_of(line.weight for line in aside))
        yield message("report-aside", lang, count=len(aside), points=weight) + message("report-stop", lang)


def _adds_up(sheet: ScoreSheet) -> bool:
    """Tell whether the total is the plain sum of lines and adjustments: then a point more is a point more."""
    if any(map(effective, sheet.gates)):
        return False
    below = children(sheet)
    added = total_of(each.points for each in sheet.adjustments)
    root = None if sheet.total is None else EXACT.subtract(sheet.total, added)
    sums = [(root, below[""]), *((dimension.score, below[dimension.id]) for dimension in sheet.dimensions)]
    return all(
        score == total_of(node.score for node in inside if node.score is not None)
        and not any(node.score is None for node in inside)
        for score, inside in sums
    )


def losses(sheet: ScoreSheet, lang: str) -> list[Loss]:
    """Return the biggest losses and the rest of them as one; nothing for a sheet that is read at a glance."""
    writer = writer_of(sheet, lang)
    lossy = [line for line in sheet.lines if writer.change(lost_points(line)).strip("-0.")]
    if len(sheet.lines) < MANY_LINES or len(lossy) == 1:
        return []
    lossy.sort(key=lost_points, reverse=True)
    shown = lossy if len(lossy) == WORST + 1 else lossy[:WORST]
    found = [_loss(line, writer) for line in shown]
    if rest := lossy[len(shown) :]:
        text = message("report-other-losses", lang, count=len(rest))
        found.append(Loss(writer.change(total_of(map(lost_points, rest))), text, tone="weak"))
    return found


def _loss(line: Line, writer: Writer) -> Loss:
    lost = writer.change(lost_points(line))
    if line.status == Status.SCORED:
        return Loss(lost, line.title)
    word = message(f"report-{line.status}", writer.lang)
    return Loss(lost, message("report-loss", writer.lang, title=line.title, word=word))


def remarks(sheet: ScoreSheet, lang: str) -> list[Remark]:
    """Return the findings, the worst first, each with the title of what it is about."""
    titles: dict[str, str] = {node.id: node.title for node in nodes(sheet)}
    titles |= {gate.id: gate.title for gate in sheet.gates}
    titles |= {each.id: each.title for each in sheet.adjustments}
    titles |= {line.id: "" for line in sheet.lines if line.row is not None}
    found = []
    for finding in sorted(sheet.findings, key=lambda each: SEVERITIES[each.severity][0]):
        about_ = titles.get(finding.node or "", finding.node or "")
        text = finding.message
        if about_ and about_ not in text:
            text = message("report-about", lang, title=about_, text=text)
        word = message(f"report-severity-{finding.severity}", lang)
        remedy = message("report-remedy", lang, text=finding.remedy) if finding.remedy else None
        found.append(Remark(word, SEVERITIES[finding.severity][1], text, remedy))
    return found


def provenance(sheet: ScoreSheet, lang: str) -> list[str]:
    """Say which versions and digests (their first twelve hexadecimal digits) made the sheet."""
    made = sheet.provenance
    parts = versions(made, sheet.set, lang)
    parts += [message("report-facts-digest", lang, digest=_short(made.facts_digest))] if made.facts_digest else []
    return parts


def versions(made: Provenance, by: SetReference, lang: str) -> list[str]:
    """Say which versions of the engine, of plugins and of a set make scores."""
    parts = [message("report-engine", lang, version=made.engine)]
    parts += [f"{name} {version}" for name, version in made.plugins.items()]
    return [*parts, message("report-set-digest", lang, digest=_short(by.digest))]


def _short(digest: str) -> str:
    name, colon, value = digest.rpartition(":")
    return f"{name}{colon}{value[:12]}"
