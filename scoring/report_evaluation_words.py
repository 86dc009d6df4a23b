"""What the evaluation report says of a sheet, in sentences: the method, the verdict, each dimension, losses, advice."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Final

from scoring import report_words
from scoring.aggregations import AGGREGATIONS
from scoring.display import listed, number
from scoring.messages import message
from scoring.report_losses import lost_lines
from scoring.report_rows import UNUSABLE, children, digits, total_of, tree, writer_of
from scoring.report_text import percent, points
from scoring.report_total import effective
from scoring.sheet import DimensionLine, Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scoring.indicators import IndicatorSet
    from scoring.report_losses import LostLine
    from scoring.report_rows import Node
    from scoring.sheet import ScoreSheet

__all__ = ["EvaluationWords", "plain"]

#: How a text of the engine names a fact: behind its label.
FACT: Final = re.compile(r"（([\w.]+)） ?| \(([\w.]+)\)")
#: A sentence that ends before what stands behind it in brackets.
STOPPED: Final = re.compile(r"[。.](（[^（）]*）| \([^()]*\))$")
SUM: Final = "sum"
STOPS: Final = "。.；;！!？?"


def plain(text: str, rules: IndicatorSet) -> str:
    """Return a text of the engine with facts by their labels alone: their names are for who fills in the data."""
    return FACT.sub(lambda found: "" if rules.declared(found[1] or found[2]) else found[0], text)


class EvaluationWords:
    """Writes the sentences of a report about one sheet."""

    def __init__(self, sheet: ScoreSheet, rules: IndicatorSet, lang: str) -> None:
        """Keep the sheet and the set that it was scored by; `lang` is the language of the report."""
        self.sheet, self.rules, self.lang = sheet, rules, lang
        self.writer = writer_of(sheet, lang)
        self.below = children(sheet)
        remedies = {id_: each.remedy for id_, each in rules.indicators.items() if each.remedy}
        self.lost: list[LostLine] = lost_lines(sheet, lang, remedies)

    def say(self, code: str, **values: object) -> str:
        """Return a message of the report."""
        return message(f"evaluation-{code}", self.lang, **values)

    def joined(self, sentences: Iterable[str]) -> str:
        """Put sentences into a paragraph."""
        return (" " if self.lang == "en" else "").join(filter(None, sentences))

    def _list(self, items: Iterable[str]) -> str:
        return message("report-semicolon", self.lang).join(items)

    def ended(self, text: str) -> str:
        """Return a text as a sentence."""
        return STOPPED.sub(r"\1", plain(text, self.rules).strip()).rstrip(STOPS) + self.say("stop")

    # -- 2

    def method(self) -> Iterator[str]:
        """Go through the paragraphs on the set: what it consists of, the grades, what else holds, what it rests on."""
        rules, made_of = self.rules, self.sheet.set
        tops = [
            self.say("set-part", title=node.title, weight=self.weight(node))
            for node in self.below[""]
            if isinstance(node, DimensionLine)
        ]
        yield self.say(
            "set",
            title=made_of.title,
            version=made_of.version,
            parts=self.say("set-parts", parts=listed(tops, self.lang)) if tops else "",
            count=len(self.sheet.lines),
            full=number(rules.full_marks),
        )
        yield self.joined([*self._grades(), *self._policies()])
        if made_of.source:
            yield self.say("source", source=made_of.source.rstrip(STOPS))

    def weight(self, node: Node) -> str:
        """Write the weight of a node as in a sentence, without zeros at its end."""
        return _short(points(node.weight, self.writer.weight_digits))

    def _grades(self) -> Iterator[str]:
        grades = sorted(self.rules.grades, key=lambda grade: grade.at_least, reverse=True)
        if len(grades) == 1:
            return
        said = []
        above = None
        for grade in grades:
            lowest = grade.at_least <= 0
            code = "from" if above is None else "below" if lowest else "between"
            if above == 0:  # no total is below: a gate gives this grade
                code = "apart"
            values = {"label": grade.label, "least": number(grade.at_least), "above": number(above or grade.at_least)}
            said.append(self.say(f"grade-{code}", **values))
            above = max(grade.at_least, Decimal(0))
        yield self.say("grades", grades=listed(said, self.lang))

    def _policies(self) -> Iterator[str]:
        rules = self.rules
        yield self.say("missing", policy=message(f"report-policy-{rules.missing}", self.lang))
        if rules.not_applicable == "award":
            yield self.say("not-applicable", policy=message("report-policy-award", self.lang))
        if rules.minimum_coverage:
            yield self.say("coverage-least", least=percent(rules.minimum_coverage, 2))
        if rules.weights == "relative":
            yield self.say("relative")
        if rules.aggregate != SUM:
            yield self.say("combined", way=self._way(rules.aggregate))
        for each in rules.dimensions.values():
            if each.aggregate != SUM:
                yield self.say("combined-part", title=each.title, way=self._way(each.aggregate))
        for code, titled in (("gates", rules.gates), ("adjustments", rules.adjustments)):
            if titled:
                yield self.say(code, titles=listed([each.title for each in titled.values()], self.lang))

    def _way(self, aggregate: str) -> str:
        return self.say(f"way-{aggregate if aggregate in AGGREGATIONS else 'other'}", name=aggregate)

    # -- 3

    def verdict(self) -> Iterator[str]:
        """Go through the paragraphs on the result: the total, its parts, what changed it, the data it rests on."""
        yield self.joined([self._total(), *self._parts()])
        yield self.joined(self._changes())
        coverage = percent(self.sheet.coverage, 2)
        data = [self.say("complete") if self.sheet.coverage == 1 else self.say("coverage", coverage=coverage)]
        yield self.joined([*data, *map(self.ended, report_words.wanting(self.sheet, self.lang))])

    def _total(self) -> str:
        sheet, full = self.sheet, number(self.sheet.full_marks)
        if sheet.total is None:
            said = self.say("no-total", full=full)
        else:
            total = points(sheet.total, digits(sheet))
            said = self.say("unrated" if sheet.grade is None else "verdict", total=total, full=full, grade=sheet.grade)
        if sheet.grade is None and sheet.unrated_reason:
            why = self.ended(sheet.unrated_reason).rstrip(STOPS)
            return self.joined([said, self.say("why", why=why)])
        return said

    def _parts(self) -> Iterator[str]:
        said = []
        for node in self.below[""]:
            row = self.writer.node(node, [], 0)
            if row.share is None:
                said.append(self.say("part-aside", title=node.title))
            else:
                share = percent(row.share, 2)
                said.append(self.say("part", title=node.title, score=row.score, weight=self.weight(node), share=share))
        if len(said) > 1 and self.sheet.total is not None:
            yield self.say("of-these", parts=self._list(said))

    def _changes(self) -> Iterator[str]:
        added = [
            self.say("adjusted", title=each.title, points=self.writer.signed(each.points))
            for each in self.sheet.adjustments
            if each.points
        ]
        if added:
            yield self.say("adjusted-all", items=self._list(added))
        for gate in filter(effective, self.sheet.gates):
            yield self.say("gate", title=gate.title, effect=gate.effect)

    # -- 4

    def dimension(self, node: DimensionLine, inside: Sequence[Node]) -> Iterator[str]:
        """Go through the sentences on a top dimension and what is inside it: its score, what it came from."""
        row = self.writer.node(node, [], 0)
        if row.share is None:
            yield self.say("dimension-aside", title=node.title, weight=self.weight(node))
        else:
            share = percent(row.share, 2)
            yield self.say("dimension", title=node.title, weight=self.weight(node), score=row.score, share=share)
        for each in (node, *inside):
            if isinstance(each, DimensionLine):
                notes = self.writer.node(each, self.below[each.id], 0).notes
                yield from (self.say("scaled", title=each.title, note=note) for note in notes)
        yield from self.counts(inside)

    def counts(self, inside: Sequence[Node]) -> Iterator[str]:
        """Say how many lines earned full points, lost some, and do not count, and which the last are."""
        lines = [each for each in inside if isinstance(each, Line)]
        aside = [each for each in lines if each.score is None]
        lost = [each for each in lines if each.score is not None and self.writer.node(each, [], 0).lost]
        counts = {"full": len(lines) - len(lost) - len(aside), "lost": len(lost), "aside": len(aside)}
        if len(lines) > 1:
            said = [self.say(f"count-{name}", count=count) for name, count in counts.items() if count]
            yield self.say("counts", count=len(lines), parts=listed(said, self.lang))
        for status, found in groupby(sorted(aside, key=lambda each: each.status), lambda each: each.status):
            word = message(f"report-{status}", self.lang)
            yield self.say("aside", word=word, titles=listed([each.title for each in found], self.lang))

    def losses(self, top: str) -> Iterator[str]:
        """Go through the losses in a top dimension: so many points, why, what to do; a remedy is written once."""
        before = ""
        for each in self.lost:
            if each.top != top:
                continue
            rest = []
            if each.reasons:
                rest.append(self.ended(self.say("reason", text=self._list(each.reasons))))
            if each.remedy:
                again = each.remedy == before
                rest.append(self.say("remedy-again") if again else self.ended(self.say("remedy", text=each.remedy)))
            before = each.remedy
            said = {"title": each.title, "points": each.points, "weight": _short(each.weight)}
            yield self.say("loss", **said, rest=self.joined(rest)).strip()

    # -- 5 and 6

    def problems(self) -> Iterator[str]:
        """Go through the problems: findings, lines without data, and what was lost in each dimension."""
        for remark in report_words.remarks(self.sheet, self.lang):
            if remark.tone != "plain":
                yield self.ended(remark.text)
        nodes = [node for node, _ in tree(self.sheet)]
        if unusable := [node for node in nodes if isinstance(node, Line) and node.status in UNUSABLE]:
            yield self.say(
                "no-data",
                count=len(unusable),
                points=self.writer.change(total_of(each.weight for each in unusable)),
                titles=listed([each.title for each in unusable], self.lang),
            )
        tops = {node.id: node.title for node, depth in tree(self.sheet) if depth == 0}
        for top in dict.fromkeys(each.top for each in self.lost):
            found = [each for each in self.lost if each.top == top and each.usable]
            items = [self.say("lost-points", title=each.title, points=each.points) for each in found]
            if items:
                yield self.say("lost-at", title=tops.get(top, self.sheet.set.title), items=listed(items, self.lang))

    def suggestions(self) -> Iterator[str]:
        """Go through the remedies, each once: of findings, then of lost points with the indicators they are for."""
        found = [each.remedy for each in self.sheet.findings if each.remedy]
        yield from (self.ended(each) for each in dict.fromkeys(found))
        lines: dict[str, list[str]] = {}
        for each in self.lost:
            if each.remedy:
                lines.setdefault(each.remedy, []).append(each.title)
        for remedy, titles in lines.items():
            yield self.ended(self.say("suggestion", titles=listed(titles, self.lang), text=remedy))

    def notes(self) -> Iterator[str]:
        """Go through what is only to be noted, and what the sheet was made by."""
        for remark in report_words.remarks(self.sheet, self.lang):
            if remark.tone == "plain":
                yield self.ended(remark.text)
        made = message("report-comma", self.lang).join(report_words.provenance(self.sheet, self.lang))
        yield self.say("made", id=self.sheet.set.id, version=self.sheet.set.version, made=made)


def _short(written: str) -> str:
    """Write points without zeros at their end.

    >>> _short("12.50"), _short("10")
    ('12.5', '10')
    """
    return written.rstrip("0").rstrip(".") if "." in written else written
