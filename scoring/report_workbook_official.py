"""A score sheet in the official form: what was filled in, the points by the rule, and sums that can be recomputed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_range

from scoring.display import number, percent
from scoring.form_answers import answer_of
from scoring.form_sheets import known
from scoring.messages import message
from scoring.official_cells import SCORE, Formula
from scoring.official_form import FUNDING, FUNDS, LINES, TABLE
from scoring.official_page import NOTHING, OfficialPage
from scoring.official_rows import filled_rows
from scoring.report_rows import total_of, writer_of
from scoring.report_text import EXACT, storable
from scoring.report_total import effective
from scoring.report_words import grade, wanting
from scoring.sheet import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.binding import BoundIndicator
    from scoring.form_questions import Questions
    from scoring.official_cells import Area
    from scoring.official_form import OfficialForm
    from scoring.official_indicators import Points
    from scoring.official_rows import OfficialRow
    from scoring.sheet import Line, ScoreSheet

__all__ = ["FilledPage"]


class FilledPage(OfficialPage):
    """Writes the official form of a scored project."""

    given_score = "official-given"

    def __init__(
        self,
        book: Any,
        page: Any,
        form: OfficialForm,
        asked: Questions,
        sheet: ScoreSheet,
        given: Mapping[str, Any],
        lang: str,
    ) -> None:
        """Take the sheet, and the facts that it was scored from, nested by their names."""
        self.sheet, self.given = sheet, given
        self.targets, self.sources = _rows(given, TABLE), _rows(given, FUNDING)
        judged = any(each.get("score") is not None for each in self.targets)
        super().__init__(book, page, form, asked, ("score", SCORE) if judged else (SCORE,), lang)
        self.digits = writer_of(sheet, lang).digits
        #: Whether indicators earned what their rules say: no gate has changed it.
        self.ruled = not any(map(effective, sheet.gates))
        self.shown: list[Decimal] = []

    def fact(self, name: str) -> Any:
        """Return what the project says; it is called by its key where it has no name."""
        found = known(self.given, name)
        return self.sheet.project.key if found is None and name == "project.name" else found

    def funding(self) -> Sequence[Mapping[str, Any]]:
        """Return the funding lines, and a blank one for each source of the form that is not among them."""
        named = [str(each.get("source") or "").strip() for each in self.sources]
        if self.sources and not any(named):
            return self.sources
        return [*self.sources, *({"source": each} for each in LINES if each not in named)]

    def rows(self) -> Sequence[OfficialRow]:
        """Return the rows of indicators by their levels."""
        return filled_rows(self.form, self.targets, self.sheet)

    def answer(self, area: Area, whole: str, given: Any, **more: Any) -> None:
        """Write what was filled in."""
        answer = answer_of(self.questions[whole].declared, given, self.lang)
        self.put(area, answer, "text", **self.shape(whole) | more)

    def executed(self, area: Area, rate: str, weight: str) -> None:
        """Write the points for the execution of the budget: as a formula where the rule is one."""
        line = self.sheet[self.form.execution.id]
        formula = self.form.execution_score(rate, weight) if self.ruled and line.status is Status.SCORED else None
        self._points(area, [line], formula)

    def combined(self, top: int, lines: Sequence[Mapping[str, Any]]) -> None:
        """Let the row of all funds be the sum of the lines, where it is."""
        for fact, (first, _) in zip(FUNDS, self.spans, strict=True):
            name = fact.rpartition(".")[2]
            column = self.form.funding.get(name)
            total = answer_of(self.form.rules.facts[fact], self.fact(fact), self.lang)
            if column is None or not isinstance(total, float):
                continue
            amounts = [answer_of(column, each.get(name), self.lang) for each in lines]
            given = [Decimal(repr(each)) for each in amounts if isinstance(each, float)]
            if given and total_of(given) == Decimal(repr(total)):
                formula = f"=SUM({xl_range(top + 2, first, top + 1 + len(lines), first)})"
                self.page.write_formula(top, first, formula, self.look("text", **self.shape(fact)), total)

    def scored(self, row: OfficialRow) -> None:
        """Write the points of a row, a dash where no indicator takes it."""
        if row.cells:
            self._points(self.of(SCORE), row.lines)
        else:
            self.put(self.of(SCORE), None, "centred")

    def own(self, each: BoundIndicator, fact: str | None) -> None:
        """Write the measure of an indicator without rows, and its points with what explains them."""
        line = self.sheet[each.id]
        if fact is None:
            self.put(self.of("actual"), storable(line.display), "centred")
        else:
            self.answer(self.of("actual"), fact, self.fact(fact))
        counted = "" if line.share is None else f"{number(line.weight)} × {percent(line.share)}"
        self.put(self.of("reason"), storable(line.reason or counted), "text")
        self._points(self.of(SCORE), [line])

    def filled(self, first: int, last: int) -> None:
        """See to nothing: what is filled in is that."""

    def total(self, points: Points) -> None:
        """Write what else the total is made of, the total as the sum of all, and the grade."""
        total, scores = self.sheet.total, list(points.scores)
        for title, entry in () if total is None else self._entries(total):
            self.put(self.across(1, self.at["weight"] - 1), storable(title), "centred")
            self.put(self.across(self.at["weight"], self.at[SCORE] - 1), NOTHING, "centred")
            self.put(self.of(SCORE), float(entry), "centred", num_format=self.decimals)
            self.put(self.across(self.at[SCORE] + 1, self.last), None, "centred")
            scores.append(self.of(SCORE).cell)
            self.next()
        self.label(1, self.at["weight"] - 1, "official-total", "heading")
        weights = Formula(f"SUM({','.join(points.weights)})", float(total_of(self._weights())))
        self.put(self.of("weight"), weights, "heading", num_format="General")
        if "score" in self.at:
            self.put(self.of("score"), None, "heading")
        made = None if total is None else Formula(f"ROUND(SUM({','.join(scores)}),{self.digits})", float(total))
        self.put(self.of(SCORE), made or NOTHING, "heading", num_format=self.decimals)
        self.put(self.across(self.at[SCORE] + 1, self.last), storable(grade(self.sheet, self.lang)), "heading")

    def _weights(self) -> Iterator[Decimal]:
        """Go through all weights that stand in the form as numbers."""
        yield from (each.weight for each in (self.form.execution, *self.form.own) if isinstance(each.weight, Decimal))
        found = (answer_of(self.form.columns["weight"], each.get("weight"), self.lang) for each in self.targets)
        yield from (Decimal(repr(each)) for each in found if isinstance(each, float))

    def _entries(self, total: Decimal) -> Iterator[tuple[str, Decimal]]:
        """Go through what the total has beside the points of the form: adjustments, and what else changed it."""
        left = EXACT.subtract(total, total_of(self.shown))
        for each in self.sheet.adjustments:
            if each.points:
                yield message("report-adjustment", self.lang, title=each.title), each.points
                left = EXACT.subtract(left, each.points)
        if left:
            fired = message("report-comma", self.lang).join(gate.title for gate in self.sheet.gates if effective(gate))
            yield (
                message("report-gate", self.lang, title=fired) if fired else message("document-scaled", self.lang),
                left,
            )

    def notes(self) -> Iterator[str]:
        """Say how weights are meant, why there is no grade, and what is missing."""
        yield self.weighed()
        if self.sheet.unrated_reason:
            yield storable(self.sheet.unrated_reason)
        yield from wanting(self.sheet, self.lang)

    def _points(self, area: Area, lines: Sequence[Line], formula: str | None = None) -> None:
        """Write the points that lines scored; a dash where none counts."""
        scores = [line.score for line in lines if line.score is not None]
        if not scores:
            self.put(area, NOTHING, "centred")
            return
        points = total_of(scores)
        self.shown.append(points)
        value = float(points) if formula is None else Formula(formula, float(points))
        self.put(area, value, "centred", num_format=self.decimals)


def _rows(given: Mapping[str, Any], table: str) -> list[Mapping[str, Any]]:
    rows = known(given, table)
    return [each if isinstance(each, Mapping) else {} for each in rows] if isinstance(rows, list) else []
