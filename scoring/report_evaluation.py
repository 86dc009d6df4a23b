"""The evaluation report of one project: seven parts, filled from the sheet, with places for the author's prose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scoring import report_words
from scoring.display import number, show
from scoring.messages import message
from scoring.report_losses import below, lost_lines
from scoring.report_paper import Paper, TableLine
from scoring.report_rows import digits, tree_rows, writer_of
from scoring.report_set_words import set_terms
from scoring.report_text import DASH, percent, points
from scoring.report_total import total_rows
from scoring.sheet import Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from scoring.algebra import Value
    from scoring.indicators import IndicatorSet
    from scoring.report_losses import LostLine
    from scoring.report_rows import Row
    from scoring.sheet import ScoreSheet

__all__ = ["evaluation_report"]

NUMERALS: Final = "一二三四五六七八九十"
#: The columns of the table of scores, their widths, and which of them are figures.
SCORES: Final = ("indicator", "measure", "weight", "score", "share")
SCORE_PARTS: Final = (44, 26, 14, 14, 14)
SCORE_RIGHT: Final = (1, 2, 3, 4)


def evaluation_report(sheet: ScoreSheet, rules: IndicatorSet, lang: str, template: Path | None = None) -> bytes:
    """Return the report as a Word file, in the styles of a template if one is given.

    Raises `ScoringError` without the package python-docx, `DataError` for a template that is none.
    """
    return _Report(sheet, rules, lang, template).written()


class _Report:
    """The report while it is written, part by part."""

    def __init__(self, sheet: ScoreSheet, rules: IndicatorSet, lang: str, template: Path | None) -> None:
        self.sheet, self.rules, self.lang = sheet, rules, lang
        self.paper = Paper(lang, template)
        remedies = {id_: each.remedy for id_, each in rules.indicators.items() if each.remedy}
        self.lost: list[LostLine] = lost_lines(sheet, lang, remedies)
        self.parts = self.sections = 0

    def written(self) -> bytes:
        """Write all seven parts."""
        project = self.sheet.project.name or self.sheet.project.key or self._say("evaluation-project")
        title = self._say("evaluation-title", project=project)
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

    def _say(self, code: str, **values: object) -> str:
        return message(code, self.lang, **values)

    def _part(self, code: str) -> None:
        """Begin a part."""
        self.parts, self.sections = self.parts + 1, 0
        shown = f"{_numeral(self.parts)}、" if self.lang == "zh" else f"{self.parts}. "
        self.paper.heading(shown + self._say(f"evaluation-{code}"), 1)

    def _section(self, title: str) -> None:
        """Begin a section of a part."""
        self.sections += 1
        shown = f"（{_numeral(self.sections)}）" if self.lang == "zh" else f"{self.parts}.{self.sections} "
        self.paper.heading(shown + title, 2)

    def _waiting(self, code: str, **values: object) -> None:
        """Leave a place for prose."""
        self.paper.place(self._say(f"evaluation-{code}-place", **values))

    # -- the seven parts

    def _basics(self) -> None:
        self._part("basics")
        self._section(self._say("evaluation-overview"))
        if about := report_words.about(self.sheet, self.lang):
            self.paper.table((), [TableLine(pair) for pair in about], (30, 82))
        self._waiting("overview")
        self._section(self._say("evaluation-goals"))
        self._waiting("goals")
        if lines := list(self._goals()):
            self.paper.text(self._say("evaluation-goals-table"), lead=True)
            heads = [self._say("report-indicator"), *(self._say(f"evaluation-{each}") for each in ("target", "actual"))]
            self.paper.table(heads, lines, (60, 26, 26), (1, 2))

    def _goals(self) -> Iterator[TableLine]:
        for line in self.sheet.lines:
            if line.target is not None or line.actual is not None:
                yield TableLine((line.title, self._value(line, line.target), self._value(line, line.actual)))

    def _value(self, line: Line, value: Value) -> str:
        return DASH if value is None else show(value, "number", self.lang, unit=line.unit)

    def _work(self) -> None:
        self._part("work")
        self._section(self._say("evaluation-purpose"))
        self._waiting("purpose")
        self._section(self._say("evaluation-method"))
        terms = [
            self._say("evaluation-term", label=label.rstrip("：:"), value=value)
            for label, value in set_terms(self.rules, self.lang)
        ]
        made_of = self.sheet.set
        told = self._say(
            "evaluation-method-set",
            title=made_of.title,
            id=made_of.id,
            version=made_of.version,
            terms=self._say("report-semicolon").join(terms),
        )
        self.paper.text(told)
        if made_of.source:
            self.paper.text(self._say("evaluation-method-source", source=made_of.source))
        self._waiting("method")
        self._section(self._say("evaluation-course"))
        self._waiting("course")

    def _result(self) -> None:
        sheet = self.sheet
        self._part("result")
        code = "evaluation-unrated" if sheet.grade is None else "evaluation-verdict"
        total = DASH if sheet.total is None else points(sheet.total, digits(sheet))
        coverage = percent(sheet.coverage, 2)
        full = number(sheet.full_marks)
        self.paper.text(self._say(code, total=total, full=full, grade=sheet.grade, coverage=coverage))
        for text in filter(None, [sheet.unrated_reason, *report_words.wanting(sheet, self.lang)]):
            self.paper.text(text)
        self._waiting("result")
        self.paper.text(self._say("evaluation-table"), lead=True)
        self._scores([*tree_rows(sheet, self.lang), *total_rows(sheet, self.lang)])

    def _scores(self, rows: Iterable[Row]) -> None:
        heads = [self._say(f"report-{each}") for each in SCORES]
        self.paper.table(heads, [_score_line(row) for row in rows], SCORE_PARTS, SCORE_RIGHT)

    def _analysis(self) -> None:
        self._part("analysis")
        writer = writer_of(self.sheet, self.lang)
        tops = {each.id: each for each in self.sheet.dimensions}
        for top, nodes in below(self.sheet).items():
            title = tops[top].title if top in tops else self.sheet.set.title
            self._section(title)
            if top in tops:
                row = writer.node(tops[top], [], 0)
                code = "evaluation-dimension" if row.share is not None else "evaluation-dimension-aside"
                share = "" if row.share is None else percent(row.share, 2)
                self.paper.text(self._say(code, weight=row.weight, score=row.score, share=share), lead=True)
            self._scores(writer.node(node, [], depth - 1) for node, depth in nodes if isinstance(node, Line) or top)
            lost = [each for each in self.lost if each.top == top]
            self.paper.text(self._say("evaluation-lost" if lost else "evaluation-none-lost"), lead=bool(lost))
            self.paper.bullets(self._loss(each) for each in lost)
            self._waiting("analysis", title=title)

    def _loss(self, lost: LostLine) -> str:
        reasons = self._say("report-semicolon").join(lost.reasons)
        rest = self._say("evaluation-reason", text=reasons) if reasons else ""
        rest += self._say("evaluation-remedy", text=lost.remedy) if lost.remedy else ""
        return self._say("evaluation-loss", title=lost.title, points=lost.points, rest=rest).strip()

    def _problems(self) -> None:
        self._part("problems")
        self._section(self._say("evaluation-experience"))
        self._waiting("experience")
        self._section(self._say("evaluation-found"))
        found = [each.text for each in report_words.remarks(self.sheet, self.lang) if each.tone != "plain"]
        found += [self._say("evaluation-problem", title=each.title, points=each.points) for each in self.lost]
        if not found:
            self.paper.text(self._say("evaluation-no-problems"))
        self.paper.bullets(found)
        self._waiting("problems")

    def _advice(self) -> None:
        self._part("advice")
        remedies = [finding.remedy for finding in self.sheet.findings if finding.remedy]
        remedies += [each.remedy for each in self.lost if each.remedy]
        if not remedies:
            self.paper.text(self._say("evaluation-no-advice"))
        self.paper.bullets(dict.fromkeys(remedies))
        self._waiting("advice")

    def _other(self) -> None:
        self._part("other")
        self.paper.bullets(each.text for each in report_words.remarks(self.sheet, self.lang) if each.tone == "plain")
        made = self._say("report-comma").join(report_words.provenance(self.sheet, self.lang))
        self.paper.text(self._say("evaluation-made", made=made))
        self._waiting("other")


def _score_line(row: Row) -> TableLine:
    share = row.word if row.share is None else percent(row.share)
    cells: Sequence[str] = (row.title, row.measure, row.weight, row.score, share)
    return TableLine(cells, strong=row.kind in {"dimension", "sum"}, depth=max(row.depth, 0))


def _numeral(number_: int) -> str:
    """Write a number as headings are counted, 1 to 10; above, in digits.

    >>> _numeral(3), _numeral(12)
    ('三', '12')
    """
    return NUMERALS[number_ - 1] if number_ <= len(NUMERALS) else str(number_)
