"""The linter of examples: expectations that nothing can meet, that name what there is not, or that test nothing."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, Literal

from scoring.algebra import TOLERANCE
from scoring.binding import above
from scoring.errors import closest
from scoring.examples import Interval
from scoring.messages import message
from scoring.quantity import plain

if TYPE_CHECKING:
    from collections.abc import Collection

    from scoring.diagnosis import Diagnosis
    from scoring.examples import Example
    from scoring.indicators import IndicatorSet
    from scoring.quantity import Names

__all__ = ["doubt_examples", "lint_examples"]

Path = tuple[str | int, ...]
ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)


def lint_examples(rules: IndicatorSet, diagnosis: Diagnosis) -> None:
    """Find the mistakes of examples."""
    for place, example in enumerate(rules.examples):
        _Linter(rules, diagnosis, ("examples", place, "expect")).expectation(example)


def doubt_examples(rules: IndicatorSet, diagnosis: Diagnosis) -> None:
    """Doubt examples that test nothing, and facts of theirs that the set does not declare: they are not read."""
    names: set[str] = set()
    for place, example in enumerate(rules.examples):
        path = ("examples", place)
        if rules.facts and not diagnosis.dropped:
            _unread(rules.names, example.facts, (*path, "facts"), "", diagnosis)
        if diagnosis.mistakes:
            continue  # what has a mistake was left out of the example
        if example.name in names:
            diagnosis.warning("example-twice", (*path, "name"), at="value", name=example.name)
        names.add(example.name)
        if all(value in (None, {}, ()) for value in dict(example.expect).values()):
            diagnosis.warning("expect-nothing", (*path, "expect"), name=example.name)


class _Linter:
    """Holds one expectation against its set."""

    def __init__(self, rules: IndicatorSet, diagnosis: Diagnosis, path: Path) -> None:
        self.rules = rules
        self.diagnosis = diagnosis
        self.path = path

    def expectation(self, example: Example) -> None:
        rules, expect = self.rules, example.expect
        self.number(("total",), expect.total, rules.full_marks)
        self.number(("coverage",), expect.coverage, ONE, rounded=False)
        self.grade(expect.grade)
        for id_, expected in expect.scores.items():
            if self.known("indicator", ("scores", id_), [*rules.indicators, *rules.dimensions]):
                self.score(id_, expected)
        for id_, status in expect.status.items():
            if self.known("indicator", ("status", id_), rules.indicators):
                self.status(id_, status)
        for id_, points in expect.adjustments.items():
            if self.known("adjustment", ("adjustments", id_), rules.adjustments):
                self.adjustment(id_, points)
        for id_ in expect.gates:
            self.known("gate", ("gates", id_), rules.gates)

    def known(self, what: str, path: tuple[str, str], ids: Collection[str]) -> bool:
        """Tell whether an id is one of the set's."""
        id_ = path[1]
        if id_ not in ids and id_ not in self.diagnosis.dropped:
            near = closest(id_, ids)
            code = f"unknown-{what}" if near is None else f"unknown-{what}-near"
            self.diagnosis.error(code, (*self.path, *path), name=id_, near=near)
        return id_ in ids

    def grade(self, expected: str | Literal[False] | None) -> None:
        labels = {plain(grade.label): grade.label for grade in self.rules.grades}
        if isinstance(expected, str) and plain(expected) not in labels and "grades" not in self.diagnosis.dropped:
            known = tuple(labels.values())
            self.diagnosis.error("unknown-grade", (*self.path, "grade"), at="value", name=expected, known=known)

    def score(self, id_: str, expected: Any) -> None:
        """Hold what is expected of a node's score against its weight, its rows and its policy."""
        path: Path = ("scores", id_)
        indicator = self.rules.indicators.get(id_)
        if indicator is not None and indicator.for_each is not None:
            for place, each in enumerate(expected if isinstance(expected, tuple) else ()):
                self.number((*path, place), each, None)
            self.number(path, expected, None)
            return
        if isinstance(expected, tuple):
            self.diagnosis.error("expect-rows", (*self.path, *path), at="value", id=id_)
            return
        if expected is False and indicator is not None and self.certain(id_):
            self.diagnosis.error("expect-score", (*self.path, *path), at="value", id=id_)
        weight = indicator.weight if indicator is not None else self.rules.dimensions[id_].weight
        if isinstance(weight, str) or self.rules.weights != "points":
            weight = self.rules.full_marks
        self.number(path, expected, weight)

    def status(self, id_: str, expected: str | tuple[str, ...]) -> None:
        path = (*self.path, "status", id_)
        if isinstance(expected, tuple) and self.rules.indicators[id_].for_each is None:
            self.diagnosis.error("expect-rows", path, at="value", id=id_)
        elif "not_applicable" in expected and not self.conditional(id_):  # the text, or one of a list
            self.diagnosis.error("expect-applies", path, at="value", id=id_)

    def adjustment(self, id_: str, expected: Any) -> None:
        """Hold points that are expected of an adjustment against its own bounds, unless these are rounded too."""
        given, to = self.rules.adjustments[id_], self.rules.round.to
        most, least = (None if each is None or each % to else each for each in (given.at_most, given.at_least))
        self.number(("adjustments", id_), expected, most, least)

    def conditional(self, id_: str) -> bool:
        """Tell whether an indicator may be not applicable."""
        indicator = self.rules.indicators[id_]
        dimensions = [self.rules.dimensions.get(each) for each in above(indicator.dimension)]
        return any(each is None or each.applies is not None for each in [indicator, *dimensions])

    def certain(self, id_: str) -> bool:
        """Tell whether an indicator always counts."""
        awarded = (self.rules.indicators[id_].not_applicable or self.rules.not_applicable) == "award"
        return self.rules.policy(id_) != "skip" and (awarded or not self.conditional(id_))

    def number(
        self, path: Path, expected: Any, most: Decimal | None, least: Decimal | None = ZERO, *, rounded: bool = True
    ) -> None:
        """Refuse what no points (or no share) between `least` and `most` can be; None for no bound."""
        at = (*self.path, *path)
        if isinstance(expected, Interval):
            self.interval(path, expected, most, least)
        elif isinstance(expected, Decimal) and not self.beyond(path, path, expected, most, least):
            to = self.rules.round.to
            whole = (Fraction(expected) / Fraction(to)).denominator == 1
            if rounded and not whole and "round" not in self.diagnosis.dropped:
                self.diagnosis.error("expect-unit", at, at="value", key=_key(path), given=expected, to=to)

    def interval(self, path: Path, expected: Interval, most: Decimal | None, least: Decimal | None) -> None:
        at = (*self.path, *path)
        start, end = expected.from_, expected.to
        if start is None and end is None:
            self.diagnosis.error("interval-open", at, at="value")
        elif start is not None and end is not None and start > end:
            self.diagnosis.error("interval-crossed", (*at, "from"), at="value", start=start, end=end)
        else:
            if start is not None:
                self.beyond((*path, "from"), path, start, most, None)
            if end is not None:
                self.beyond((*path, "to"), path, end, None, least)

    def beyond(self, at: Path, path: Path, given: Decimal, most: Decimal | None, least: Decimal | None) -> bool:
        """Tell whether a number lies beyond a bound, and refuse it."""
        above = most is not None and given > most + TOLERANCE
        below = least is not None and given < least - TOLERANCE
        if above or below:
            code, limit = ("expect-above", most) if above else ("expect-below", least)
            values = {"key": _key(path), "given": given, "limit": limit}
            self.diagnosis.error(code, (*self.path, *at), at="value", **values)
        return above or below


def _key(path: Path) -> str:
    """Return the last key of a path, not the place in a list."""
    return next(each for each in reversed(path) if isinstance(each, str))


def _unread(names: Names, facts: Mapping[str, Any], path: Path, prefix: str, diagnosis: Diagnosis) -> None:
    known = names.all()
    for key, value in facts.items():
        name = prefix + plain(str(key))
        if name in known or name.partition(".")[0] == "project":
            rows = value if name in names.tables and isinstance(value, list) else []
            for place, row in enumerate(rows):
                if isinstance(row, Mapping):
                    _unread(names, row, (*path, key, place), name + ".", diagnosis)
        elif isinstance(value, Mapping) and any(each.startswith(name + ".") for each in known):
            _unread(names, value, (*path, key), name + ".", diagnosis)
        else:
            near = closest(name, known)
            hint = message("did-you-mean", diagnosis.lang, name=near) if near else ""
            diagnosis.warning("example-fact", (*path, key), name=name, hint=hint)
