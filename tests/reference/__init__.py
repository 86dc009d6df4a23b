"""A second, slow implementation of the semantics, to hold the engine to: exact fractions, nothing shared with it.

It is written from the specification alone, for reading rather than for speed, and imports nothing from `scoring`.
It knows sets with `weights = "points"`, `aggregate = "sum"`, the scales proportional, thresholds, levels and yes_no,
the checks value, ratio, checklist and level, formulas, and gates that warn. It takes sets to be valid.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from tests.reference.formula import evaluate
from tests.reference.measures import ONE, ZERO, measure, share
from tests.reference.notation import Facts, Unreadable, Value, read_facts
from tests.reference.numbers import reaches, rounded

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["score"]

_ROUND: Final = {"to": "0.01", "mode": "half_up"}


@dataclass(frozen=True)
class _Line:
    """The line of an indicator; without a score it does not count."""

    weight: Fraction
    status: str
    unrated: bool = False
    measure: Value | None = None
    share: Fraction | None = None
    score: Fraction | None = None


@dataclass(frozen=True)
class _Node:
    """The line of a dimension; without a score it does not count."""

    weight: Fraction
    counting_weight: Fraction
    earned: Fraction
    score: Fraction | None


def score(rules: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the result of one project under a set as `tomllib` reads it with `parse_float=Decimal`."""
    sheet = _Sheet(rules, read_facts(rules.get("facts", {}), given))
    lines = {name: sheet.line(indicator) for name, indicator in rules["indicators"].items()}
    dimensions = {name: sheet.dimension(name, lines) for name in rules["dimensions"]}
    total, coverage = sheet.total(lines), sheet.coverage(lines)
    return {
        "total": total,
        "grade": sheet.grade(total, coverage),
        "coverage": coverage,
        "lines": {name: vars(line) for name, line in lines.items()},
        "dimensions": {name: vars(node) for name, node in dimensions.items()},
        "gates": {name: sheet.fires(gate) for name, gate in rules.get("gates", {}).items()},
    }


@dataclass(frozen=True)
class _Sheet:
    rules: Mapping[str, Any]
    facts: Facts

    def line(self, indicator: Mapping[str, Any]) -> _Line:
        weight = Fraction(indicator["weight"])
        if not self.applies(indicator):
            policy = indicator.get("not_applicable", self.rules.get("not_applicable", "redistribute"))
            if policy == "award":
                return _Line(weight, "not_applicable", share=ONE, score=weight)
            return _Line(weight, "not_applicable")
        measured, named = measure(indicator, self.facts)
        if measured is None:
            return self.without_measure(indicator, "invalid" if named & self.facts.invalid else "missing")
        earned = share(measured, indicator.get("scale"), weight)
        if isinstance(earned, Unreadable):
            return self.without_measure(indicator, "invalid")
        return _Line(weight, "scored", measure=measured, share=earned, score=self.round(weight * earned))

    def without_measure(self, indicator: Mapping[str, Any], status: str) -> _Line:
        weight = Fraction(indicator["weight"])
        policy = indicator.get("missing", self.rules["missing"])
        if policy == "skip":
            return _Line(weight, status)
        return _Line(weight, status, unrated=policy == "unrated", share=ZERO, score=ZERO)

    def applies(self, indicator: Mapping[str, Any]) -> bool:
        """Tell whether no condition, its own or of a dimension above it, is false."""
        parts = indicator["dimension"].split(".")
        above = [".".join(parts[: depth + 1]) for depth in range(len(parts))]
        nodes = [indicator, *(self.rules["dimensions"][name] for name in above)]
        return all(evaluate(node["applies"], self.facts) is not False for node in nodes if "applies" in node)

    def dimension(self, name: str, lines: Mapping[str, _Line]) -> _Node:
        own = Fraction(self.rules["dimensions"][name]["weight"])
        return self.summed(own, self.children(name, lines))

    def children(self, parent: str, lines: Mapping[str, _Line]) -> list[_Line | _Node]:
        """Return the lines of a dimension's children; the parent of the top dimensions is the empty name."""
        inner = [name for name in self.rules["dimensions"] if name.rpartition(".")[0] == parent]
        leaves = [name for name, each in self.rules["indicators"].items() if each["dimension"] == parent]
        return [*(self.dimension(name, lines) for name in inner), *(lines[name] for name in leaves)]

    def summed(self, own: Fraction, children: list[_Line | _Node]) -> _Node:
        """Return the sum of what counts; where something does not, brought to the points on offer and rounded."""
        offered = sum((child.weight for child in children), ZERO)
        counting = sum((child.weight for child in children if child.score is not None), ZERO)
        earned = sum((child.score for child in children if child.score is not None), ZERO)
        if all(child.score is None for child in children):
            return _Node(own, counting, earned, None)
        brought = earned if counting == offered else self.round(offered * earned / counting)
        return _Node(own, counting, earned, min(brought, own))

    def total(self, lines: Mapping[str, _Line]) -> Fraction | None:
        if any(line.unrated for line in lines.values()):
            return None
        if all(line.status != "scored" for line in lines.values()):
            return None
        full_marks = Fraction(self.rules["full_marks"])
        total = self.summed(full_marks, self.children("", lines)).score
        return None if total is None else min(max(total, ZERO), full_marks)

    def coverage(self, lines: Mapping[str, _Line]) -> Fraction:
        applicable = sum((line.weight for line in lines.values() if line.status != "not_applicable"), ZERO)
        scored = sum((line.weight for line in lines.values() if line.status == "scored"), ZERO)
        return scored / applicable if applicable else ZERO

    def grade(self, total: Fraction | None, coverage: Fraction) -> str | None:
        enough = reaches(coverage, Fraction(self.rules.get("minimum_coverage", 0)))
        if total is None or not enough:
            return None
        reached = [grade for grade in self.rules["grades"] if reaches(total, Fraction(grade["at_least"]))]
        return max(reached, key=lambda grade: Fraction(grade["at_least"]))["label"] if reached else None

    def fires(self, gate: Mapping[str, Any]) -> bool:
        return evaluate(gate["when"], self.facts) is True

    def round(self, number: Fraction) -> Fraction:
        rule = {**_ROUND, **self.rules.get("round", {})}
        return rounded(number, Fraction(rule["to"]), rule["mode"])
