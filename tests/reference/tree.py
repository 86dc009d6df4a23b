"""The tree: lines of indicators and of rows, dimensions by their aggregation, in exact fractions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from tests.reference import numbers
from tests.reference.formula import evaluate, simple_names
from tests.reference.measures import ONE, ZERO, measure, share
from tests.reference.notation import Facts, Unreadable
from tests.reference.targets import achievement

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tests.reference.notation import Value

_ROUND: Final = {"to": "0.01", "mode": "half_up"}


@dataclass(frozen=True)
class Line:
    """The line of an indicator, or of one row; without a score it does not count."""

    name: str
    of: str
    weight: Fraction
    status: str
    unrated: bool = False
    share: Fraction | None = None
    score: Fraction | None = None


@dataclass(frozen=True)
class Node:
    """A dimension, or the root; without a score it does not count."""

    weight: Fraction
    score: Fraction | None
    share: Fraction | None


@dataclass(frozen=True)
class Tree:
    """All lines of a project, and what stands above them."""

    rules: Mapping[str, Any]
    facts: Facts
    zeroed: Sequence[str]
    lines: Sequence[Line] = ()

    @classmethod
    def grown(cls, rules: Mapping[str, Any], facts: Facts, zeroed: Sequence[str]) -> Tree:
        """Score every line."""
        bare = cls(rules, facts, zeroed)
        rows = {name: bare.rows(name) for name, each in rules["indicators"].items() if "for_each" in each}
        plain = {name: [bare.line(name)] for name in rules["indicators"] if name not in rows}
        lines: list[Line] = []
        for name in rules["indicators"]:
            lines += plain.get(name) or rows[name] or [bare.without_rows(name, rows)]
        return replace(bare, lines=lines)

    # -- lines

    def line(self, name: str) -> Line:
        """Return the line of an indicator."""
        indicator = self.rules["indicators"][name]
        weight = self.part(name)
        return self.scored(name, name, indicator, weight, self.facts, declared=Fraction(indicator["weight"]))

    def rows(self, name: str) -> list[Line]:
        """Return the lines of the rows that an indicator takes."""
        indicator = self.rules["indicators"][name]
        found = []
        table = indicator["for_each"]
        for place, facts in zip(self.facts.places[table], self.facts.rows(table), strict=True):
            if "where" in indicator and evaluate(indicator["where"], facts) is not True:
                continue
            given = indicator["weight"]
            weight = facts.values[given] if isinstance(given, str) else Fraction(given)
            bad = not isinstance(weight, Fraction) or weight < -numbers.TOLERANCE
            points = ZERO if bad or not isinstance(weight, Fraction) else max(weight, ZERO)
            line = self.scored(f"{name}:{place}", name, indicator, points, facts, declared=points, bad=bad)
            found.append(line)
        return found

    def without_rows(self, name: str, rows: Mapping[str, list[Line]]) -> Line:
        """Return the one line of an indicator without a row: it has what its dimension has left."""
        indicator = self.rules["indicators"][name]
        home = indicator["dimension"]
        beside = {other: found for other, found in rows.items() if self.rules["indicators"][other]["dimension"] == home}
        taken = sum((line.weight for found in beside.values() for line in found), ZERO)
        declared = [self.part(child) for child in self.rules["dimensions"] if child.rpartition(".")[0] == home]
        declared += [
            self.part(other)
            for other, each in self.rules["indicators"].items()
            if each["dimension"] == home and other not in rows
        ]
        left = max(self.part(home) - taken - sum(declared, ZERO), ZERO)
        weight = left / sum(not found for found in beside.values())
        of_row = set(self.rules["facts"][indicator["for_each"]]["columns"])
        untold = "applies" in indicator and not of_row.isdisjoint(simple_names(indicator["applies"]))
        asked = {key: each for key, each in indicator.items() if not (untold and key == "applies")}
        if not self.applies(asked, self.facts):
            return self.inapplicable(name, name, indicator, weight)
        status = "invalid" if indicator["for_each"] in self.facts.invalid else "missing"
        return self.unscored(name, name, indicator, weight, status)

    def scored(
        self,
        name: str,
        of: str,
        indicator: Mapping[str, Any],
        weight: Fraction,
        facts: Facts,
        *,
        declared: Fraction,
        bad: bool = False,
    ) -> Line:
        """Score a line; `bad` tells that a row has no weight."""
        if not self.applies(indicator, facts):
            return self.inapplicable(name, of, indicator, weight)
        measured, invalid = _measured(indicator, facts)
        if bad:
            return self.unscored(name, of, indicator, weight, "invalid")
        if measured is None:
            return self.unscored(name, of, indicator, weight, "invalid" if invalid else "missing")
        earned = share(measured, indicator.get("scale"), declared)
        if isinstance(earned, Unreadable):
            return self.unscored(name, of, indicator, weight, "invalid")
        earned = ZERO if self.is_zeroed(of) else earned
        return Line(name, of, weight, "scored", share=earned, score=self.round(weight * earned))

    def inapplicable(self, name: str, of: str, indicator: Mapping[str, Any], weight: Fraction) -> Line:
        """Return a line that does not apply."""
        policy = indicator.get("not_applicable", self.rules.get("not_applicable", "redistribute"))
        if policy != "award":
            return Line(name, of, weight, "not_applicable")
        full = ZERO if self.is_zeroed(of) else ONE
        return Line(name, of, weight, "not_applicable", share=full, score=self.round(weight * full))

    def unscored(self, name: str, of: str, indicator: Mapping[str, Any], weight: Fraction, status: str) -> Line:
        """Return a line that should have been scored."""
        policy = indicator.get("missing", self.rules["missing"])
        if policy == "skip":
            return Line(name, of, weight, status)
        return Line(name, of, weight, status, unrated=policy == "unrated", share=ZERO, score=ZERO)

    def is_zeroed(self, of: str) -> bool:
        """Tell whether a gate makes the share of an indicator 0."""
        home = self.rules["indicators"][of]["dimension"]
        return any(name in (of, home) or home.startswith(f"{name}.") for name in self.zeroed)

    def applies(self, indicator: Mapping[str, Any], facts: Facts) -> bool:
        """Tell whether no condition, its own or of a dimension above it, is false."""
        parts = indicator["dimension"].split(".")
        above = [".".join(parts[: depth + 1]) for depth in range(len(parts))]
        nodes = [*(self.rules["dimensions"][name] for name in above), indicator]
        return all(evaluate(node["applies"], facts) is not False for node in nodes if "applies" in node)

    # -- above the lines

    def part(self, name: str) -> Fraction:
        """Return the points that a node can earn: its weight, or its part of full marks."""
        relative = self.rules.get("weights", "points") == "relative"
        if name == "":
            return Fraction(self.rules["full_marks"])
        above, weight = self._above(name), self._weight(name)
        if not relative:
            return weight
        siblings = [each for each in self._nodes() if self._above(each) == above]
        return self.part(above) * weight / sum((self._weight(each) for each in siblings), ZERO)

    def _nodes(self) -> list[str]:
        return [*self.rules["dimensions"], *self.rules["indicators"]]

    def _above(self, name: str) -> str:
        found = self.rules["indicators"].get(name)
        return str(found["dimension"]) if found is not None else name.rpartition(".")[0]

    def _weight(self, name: str) -> Fraction:
        return Fraction((self.rules["indicators"].get(name) or self.rules["dimensions"].get(name))["weight"])

    def node(self, name: str) -> Node:
        """Score a dimension; the root is the empty name."""
        own = self.part(name)
        dimensions = {child: self.node(child) for child in self.rules["dimensions"] if child.rpartition(".")[0] == name}
        here = [line for line in self.lines if name and self.rules["indicators"][line.of]["dimension"] == name]
        children: list[Node | Line] = [*dimensions.values(), *here]
        rule = (self.rules["dimensions"][name] if name else self.rules).get("aggregate", "sum")
        counting = [child for child in children if child.score is not None]
        if not counting:
            return Node(own, None, None)
        if rule == "sum" and self.rules.get("weights", "points") == "points":
            earned = sum((child.score for child in counting if child.score is not None), ZERO)
            offered = sum((child.weight for child in children), ZERO)
            weights = sum((child.weight for child in counting), ZERO)
            score = earned if weights == offered else self.round(offered * earned / weights) if weights else ZERO
            score = min(score, own)
            return Node(own, score, score / own if own else None)
        pairs = [(child.share, child.weight) for child in counting if child.share is not None]
        aggregated = _AGGREGATIONS[rule](pairs) if pairs else ZERO
        return Node(own, self.round(own * aggregated), aggregated)

    def asked(self) -> dict[tuple[str, str], Fraction | None]:
        """Return the scores and shares that gates may ask for."""
        found: dict[tuple[str, str], Fraction | None] = {}
        relative = self.rules.get("weights", "points") == "relative"
        for name in self.rules["dimensions"]:
            node = self.node(name)
            exact = None if node.share is None else node.weight * node.share
            found["share", name] = node.share
            found["score", name] = exact if relative else node.score
        for name in self.rules["indicators"]:
            here = [line for line in self.lines if line.of == name and line.score is not None]
            weights = sum((line.weight for line in here), ZERO)
            earned = sum((line.weight * line.share for line in here if line.share is not None), ZERO)
            scores = sum((line.score for line in here if line.score is not None), ZERO)
            alone = here[0].share if len(here) == 1 and here[0].name == name else None
            found["share", name] = alone if alone is not None else earned / weights if weights else None
            found["score", name] = None if not here else earned if relative else scores
        return found

    def coverage(self) -> Fraction:
        """Return the weight of the scored lines by that of the applicable ones."""
        applicable = sum((line.weight for line in self.lines if line.status != "not_applicable"), ZERO)
        scored = sum((line.weight for line in self.lines if line.status == "scored"), ZERO)
        return ZERO if numbers.equal(applicable, ZERO) else scored / applicable

    def round(self, number: Fraction) -> Fraction:
        """Round points by the set's rule."""
        rule = {**_ROUND, **self.rules.get("round", {})}
        return numbers.rounded(number, Fraction(rule["to"]), rule["mode"])


def _measured(indicator: Mapping[str, Any], facts: Facts) -> tuple[Value | None, bool]:
    """Return a measure, and whether one that is missing is invalid."""
    if indicator.get("check") == "target.achievement":
        return achievement(indicator["with"], facts)
    measured, named = measure(indicator, facts)
    if isinstance(measured, Unreadable):
        return None, True
    return measured, bool(named & facts.invalid)


Pairs = list[tuple[Fraction, Fraction]]


def _mean(pairs: Pairs) -> Fraction:
    weights = sum((weight for _, weight in pairs), ZERO)
    return sum((share * weight for share, weight in pairs), ZERO) / weights if weights else ZERO


def _geometric(pairs: Pairs) -> Fraction:
    if any(numbers.equal(share, ZERO) for share, _ in pairs):
        return ZERO
    return numbers.exp(_mean([(numbers.ln(share) or ZERO, weight) for share, weight in pairs])) or ZERO


def _harmonic(pairs: Pairs) -> Fraction:
    if any(numbers.equal(share, ZERO) for share, _ in pairs):
        return ZERO
    beneath = _mean([(1 / share, weight) for share, weight in pairs])
    return 1 / beneath if beneath else ZERO


_AGGREGATIONS: Final[dict[str, Callable[[Pairs], Fraction]]] = {
    "sum": _mean,
    "mean": _mean,
    "geometric": _geometric,
    "harmonic": _harmonic,
    "min": lambda pairs: min(share for share, _ in pairs),
    "max": lambda pairs: max(share for share, _ in pairs),
    "median": lambda pairs: Fraction(median(share for share, _ in pairs)),
}
