"""The page of many projects, from their summary: the first and the last, the grades, where points are lost."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from scoring.display import number
from scoring.messages import message
from scoring.report_columns import decimals, plain_title
from scoring.report_markup import markdown
from scoring.report_page import BLANK, Strip, segments
from scoring.report_places import (
    Place,
    draw_places,
    draw_spread,
    draw_table,
    markdown_places,
    markdown_spread,
    parts,
)
from scoring.report_table import Cell, Column, TableRow, flow, paragraph, widths
from scoring.report_text import BAR_STYLE, DASH, EXACT, Medium, bar, percent, points
from scoring.sheet import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console, ConsoleOptions, RenderResult

    from scoring.indicators import IndicatorSet
    from scoring.results import Ranked, Summary

__all__ = ["ManyPage", "loss_columns", "losses", "many_markdown", "origin", "placed", "summary_line"]

#: So many indicators are listed at which points are lost.
WORST: Final = 10
#: The columns of the losses.
LOSSES: Final = ("report-indicator", "results-short", "results-part", "report-weight", "results-average")
#: Those that are there at any width.
TEXTS: Final = ("report-indicator", "results-part")
#: Those that count what lost the points.
FAULTS: Final = ("results-missing", "results-invalid", "results-error")


class LossOfMany(NamedTuple):
    """An indicator as people read it; `part` is the share of all projects that are short of full points there.

    Its fields are in the order of the columns.
    """

    title: str
    short: str
    part: Decimal
    full: str
    average: str
    missing: str
    invalid: str
    error: str


class ManyPage(NamedTuple):
    """The summary of many projects as a rich renderable, at most `width` cells wide."""

    summary: Summary
    rules: IndicatorSet
    width: int
    lang: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw for the encoding of the console that shows it."""
        yield from segments(self, console, options)

    def strips(self, medium: Medium) -> Iterator[Strip]:
        """Go through the lines."""
        summary, lang = self.summary, self.lang
        if not summary.projects:
            yield from paragraph(Cell(medium.show(message("report-no-projects", lang))), medium.width)
            return
        yield from paragraph(Cell(medium.show(self.rules.title), "bold"), medium.width)
        yield from paragraph(Cell(medium.show(origin(summary, self.rules, lang)), "dim"), medium.width)
        yield BLANK
        yield from draw_places(_places(summary, self.rules, lang), medium, lang)
        yield BLANK
        yield from draw_spread(parts(summary.grades, lang), medium)
        yield BLANK
        yield from self._losses(medium)
        yield BLANK
        words = [message("results-statuses", lang), *_statuses(summary, lang)]
        yield from flow([(Cell(medium.show(word)),) for word in words], medium.width, gap=2)

    def _losses(self, medium: Medium) -> Iterator[Strip]:
        yield from paragraph(Cell(medium.show(message("results-losses", self.lang)), "bold"), medium.width)
        found = losses(self.summary, self.rules, self.lang)
        if not found:
            yield from paragraph(Cell(medium.show(message("results-no-losses", self.lang))), medium.width)
            return
        heads = {code: medium.show(message(code, self.lang)) for code in loss_columns(found)}
        least = {LOSSES[0]: 16}
        columns = [Column(head, right=code not in TEXTS, least=least.get(code, 0)) for code, head in heads.items()]
        rows = [TableRow(tuple(_cells(each, heads, medium))) for each in found]
        if widths(columns, rows, medium.width) is None:
            columns = [Column(heads[code], least=least.get(code, 0) // 2) for code in TEXTS]
            rows = [self._stacked(each, heads, medium) for each in found]
        yield from draw_table(columns, rows, medium)
        yield from paragraph(Cell(medium.show(message("results-average-note", self.lang)), "dim"), medium.width)

    def _stacked(self, loss: LossOfMany, heads: dict[str, str], medium: Medium) -> TableRow:
        """Say below the indicator, in words, what there are no columns for."""
        cells = dict(zip(heads, _cells(loss, heads, medium), strict=True))
        rest = [f"{head} {cells[code].text}" for code, head in heads.items() if code not in TEXTS]
        note = Cell(message("report-comma", self.lang).join(rest), "dim", 2)
        return TableRow(tuple(cells[code] for code in TEXTS), (note,))


def many_markdown(summary: Summary, rules: IndicatorSet, lang: str) -> str:
    """Return the summary of many projects as Markdown: ranking, grades, losses, statuses."""
    lines = [f"# {markdown(rules.title)}", "", markdown(origin(summary, rules, lang)), ""]
    if not summary.projects:
        return "\n".join([*lines, message("report-no-projects", lang)]) + "\n"
    lines += markdown_places(_places(summary, rules, lang), lang)
    lines += ["", *markdown_spread(parts(summary.grades, lang), lang)]
    lines += ["", f"## {message('results-losses', lang)}", ""]
    if found := losses(summary, rules, lang):
        codes = loss_columns(found)
        lines.append("| " + " | ".join(message(code, lang) for code in codes) + " |")
        lines.append("|---|" + "---:|" * (len(codes) - 1))
        for each in found:
            texts = dict(zip(LOSSES + FAULTS, each, strict=True)) | {"results-part": percent(each.part)}
            lines.append("| " + " | ".join(markdown(str(texts[code])) for code in codes) + " |")
        lines += ["", message("results-average-note", lang)]
    else:
        lines.append(message("results-no-losses", lang))
    lines += ["", f"## {message('results-statuses', lang)}", ""]
    lines += [f"- {markdown(each)}" for each in _statuses(summary, lang)]
    return "\n".join(lines) + "\n"


def summary_line(summary: Summary, lang: str) -> str:
    """Say in a line how many projects there are, how many have a total and a grade, and what data they lack."""
    counts = {"projects": summary.projects, "rated": summary.rated} | dict(summary.statuses)
    shown = {name: f"{count:,}" for name, count in counts.items()}
    line = message("results-summary", lang, **shown)
    if not summary.statuses[Status.ERROR]:
        return line
    return line + (" " if lang == "en" else "") + message("results-summary-error", lang, **shown)


def origin(summary: Summary, rules: IndicatorSet, lang: str) -> str:
    """Say what the projects were scored by, and how many they are."""
    count = message("report-projects", lang, count=f"{summary.projects:,}", full=number(rules.full_marks))
    return " · ".join([*filter(None, (rules.id, rules.version, rules.source)), count])


def _places(summary: Summary, rules: IndicatorSet, lang: str) -> list[Place]:
    return [placed(each, rules, lang) for each in summary.ranking]


def placed(ranked: Ranked, rules: IndicatorSet, lang: str) -> Place:
    """Return a project of the ranking as people read it."""
    gap = message("results-left-out", lang, count=f"{ranked.left_out:,}") if ranked.left_out else ""
    return Place(
        rank=DASH if ranked.rank is None else f"{ranked.rank:,}",
        key=ranked.key,
        name=ranked.name or "",
        total=DASH if ranked.total is None else points(ranked.total, decimals(rules)),
        share=None if ranked.total is None else EXACT.divide(ranked.total, rules.full_marks),
        grade=message("report-unrated", lang) if ranked.grade is None else ranked.grade,
        coverage=percent(ranked.coverage, 2),
        notes=tuple(message("report-gate", lang, title=rules.gates[id_].title) for id_ in ranked.fired),
        gap=gap,
    )


def losses(summary: Summary, rules: IndicatorSet, lang: str) -> list[LossOfMany]:
    """Return the indicators at which most projects lose points."""
    found = []
    for each in summary.worst(WORST):
        average = EXACT.divide(each.points, Decimal(each.counted))
        found.append(
            LossOfMany(
                title=plain_title(rules, each.id, lang),
                short=f"{each.short:,}",
                part=EXACT.divide(Decimal(each.short), Decimal(summary.projects)),
                full=DASH if each.full is None else points(each.full, decimals(rules)),
                average=points(average, decimals(rules)),
                missing=f"{each.missing:,}",
                invalid=f"{each.invalid:,}",
                error=f"{each.error:,}",
            )
        )
    return found


def _cells(loss: LossOfMany, codes: Iterable[str], medium: Medium) -> Iterator[Cell]:
    texts = dict(zip(LOSSES + FAULTS, loss, strict=True))
    for code in codes:
        if code == TEXTS[1]:
            yield Cell(bar(loss.part, medium), BAR_STYLE, before=percent(loss.part).rjust(4) + "  ")
        else:
            yield Cell(medium.show(str(texts[code])))


def loss_columns(found: list[LossOfMany]) -> list[str]:
    """Return the columns of the losses; errors have one where there are any."""
    return [*LOSSES, *FAULTS[: 3 if any(each.error != "0" for each in found) else 2]]


def _statuses(summary: Summary, lang: str) -> list[str]:
    counts = [(each, summary.statuses[each]) for each in Status]
    return [
        message("results-status", lang, word=message(f"report-{each}", lang), count=f"{count:,}")
        for each, count in counts
        if count or each in {Status.SCORED, Status.MISSING, Status.INVALID}
    ]
