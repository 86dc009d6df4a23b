"""The evaluation report of one project: seven parts, filled from the sheet, with places for the author's prose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scoring import report_words
from scoring.report_evaluation_tables import EvaluationTables, pairs
from scoring.report_evaluation_words import EvaluationWords, plain
from scoring.report_losses import below
from scoring.report_paper import Paper

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from scoring.indicators import IndicatorSet
    from scoring.sheet import ScoreSheet

__all__ = ["evaluation_report"]

NUMERALS: Final = "一二三四五六七八九十"


def evaluation_report(sheet: ScoreSheet, rules: IndicatorSet, lang: str, template: Path | None = None) -> bytes:
    """Return the report as a Word file, in the styles of a template if one is given.

    Raises `ScoringError` without the package python-docx, `DataError` for a file that cannot be a template.
    """
    lines = [line.model_copy(update={"title": plain(line.title, rules)}) for line in sheet.lines]
    return _Report(sheet.model_copy(update={"lines": tuple(lines)}), rules, lang, template).written()


class _Report:
    """The report while it is written, part by part."""

    def __init__(self, sheet: ScoreSheet, rules: IndicatorSet, lang: str, template: Path | None) -> None:
        self.sheet, self.lang = sheet, lang
        self.paper = Paper(lang, template)
        self.words = EvaluationWords(sheet, rules, lang)
        self.tables = EvaluationTables(sheet, lang)
        self.say = self.words.say
        self.parts = self.sections = 0

    def written(self) -> bytes:
        """Write all seven parts."""
        project = self.sheet.project.name or self.sheet.project.key
        title = self.say("title", project=project) if project else self.say("title-alone")
        self.paper.about(title)
        self.paper.title(title)
        self._basics()
        self._work()
        self._result()
        self._analysis()
        self._problems()
        self._advice()
        self._other()
        return self.paper.written()

    def _part(self, code: str) -> None:
        """Begin a part."""
        self.parts, self.sections = self.parts + 1, 0
        number = f"{_numeral(self.parts)}、" if self.lang == "zh" else f"{self.parts}. "
        self.paper.heading(number, self.say(code), 1)

    def _section(self, title: str) -> None:
        """Begin a section of a part."""
        self.sections += 1
        number = f"（{_numeral(self.sections)}）" if self.lang == "zh" else f"{self.parts}.{self.sections} "
        self.paper.heading(number, title, 2)

    def _waiting(self, code: str, **values: object) -> None:
        """Leave a place for prose."""
        self.paper.place(self.say(f"{code}-place", **values))

    def _items(self, texts: Iterable[str], otherwise: str) -> None:
        """Write a list, or what is said where there is nothing to list."""
        found = list(texts)
        for number, text in enumerate(found, 1):
            self.paper.item(number, text)
        if not found:
            self.paper.text(self.say(otherwise))

    # -- the seven parts

    def _basics(self) -> None:
        self._part("basics")
        self._section(self.say("overview"))
        if about := report_words.about(self.sheet, self.lang):
            self.paper.table(pairs(about), self.say("overview-table"))
        self._waiting("overview")
        self._section(self.say("goals"))
        self._waiting("goals")
        if (goals := self.tables.goals()) is not None:
            self.paper.table(goals, self.say("goals-table"))

    def _work(self) -> None:
        self._part("work")
        self._section(self.say("purpose"))
        self._waiting("purpose")
        self._section(self.say("method"))
        for text in self.words.method():
            self.paper.text(text)
        self._waiting("method")
        self._section(self.say("course"))
        self._waiting("course")

    def _result(self) -> None:
        self._part("result")
        for text in filter(None, self.words.verdict()):
            self.paper.text(text)
        self._waiting("result")
        self.paper.table(self.tables.scores(), self.say("table"))
        if (fall := self.tables.fall()) is not None:
            self.paper.table(fall, self.say("fall"))

    def _analysis(self) -> None:
        self._part("analysis")
        tops = {each.id: each for each in self.sheet.dimensions}
        for top, found in below(self.sheet).items():
            inside = [node for node, _ in found]
            title = tops[top].title if top else self.sheet.set.title
            self._section(title)
            said = self.words.dimension(tops[top], inside) if top else self.words.counts(inside)
            self.paper.text(self.words.joined(said))
            if (chart := self.tables.chart(found)) is not None:
                self.paper.table(chart, self.say("scores-of", title=title))
            if losses := list(self.words.losses(top)):
                self.paper.text(self.say("lost"), lead=True)
                self._items(losses, "lost")
            self._waiting("analysis", title=title)

    def _problems(self) -> None:
        self._part("problems")
        self._section(self.say("experience"))
        self._waiting("experience")
        self._section(self.say("found"))
        self._items(self.words.problems(), "no-problems")
        self._waiting("problems")

    def _advice(self) -> None:
        self._part("advice")
        self._items(self.words.suggestions(), "no-advice")
        self._waiting("advice")

    def _other(self) -> None:
        self._part("other")
        for text in self.words.notes():
            self.paper.text(text)
        self._waiting("other")
        self._waiting("signed")


def _numeral(number: int) -> str:
    """Write a number as headings are counted, 1 to 10; above, in digits.

    >>> _numeral(3), _numeral(12)
    ('三', '12')
    """
    return NUMERALS[number - 1] if number <= len(NUMERALS) else str(number)
