"""A second, slow implementation of the semantics, to hold the engine to: exact fractions, nothing shared with it.

It is written from the specification alone, for reading rather than for speed, and imports nothing from `scoring`. It
takes sets to be valid, and knows no plugins.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.reference.formula import evaluate
from tests.reference.measures import ZERO
from tests.reference.notation import Facts, read_facts
from tests.reference.numbers import reaches
from tests.reference.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["score"]


def score(rules: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the result of one project under a set as `tomllib` reads it with `parse_float=Decimal`."""
    facts = read_facts(rules.get("facts", {}), given)
    gates = rules.get("gates", {})
    zeroed = [name for gate in gates.values() if _fires(gate, facts) for name in gate["then"].get("zero", ())]
    tree = Tree.grown(rules, facts, zeroed)
    asking = replace(facts, nodes=tree.asked())
    fired = [gate for gate in gates.values() if _fires(gate, asking)]
    adjustments = {name: _adjusted(each, facts, tree) for name, each in rules.get("adjustments", {}).items()}
    total, coverage = _total(rules, tree, fired, sum(adjustments.values(), ZERO)), tree.coverage()
    return {
        "total": total,
        "grade": _grade(rules, total, coverage, fired),
        "coverage": coverage,
        "lines": {line.name: vars(line) for line in tree.lines},
        "dimensions": {name: vars(tree.node(name)) for name in rules["dimensions"]},
        "gates": {name: gate in fired for name, gate in gates.items()},
        "adjustments": adjustments,
    }


def _fires(gate: Mapping[str, Any], facts: Facts) -> bool:
    asks = "score(" in gate["when"] or "share(" in gate["when"]
    return not (asks and not facts.nodes) and evaluate(gate["when"], facts) is True


def _adjusted(adjustment: Mapping[str, Any], facts: Facts, tree: Tree) -> Fraction:
    points = evaluate(adjustment["points"], facts)
    if not isinstance(points, Fraction):
        return ZERO
    if "at_least" in adjustment:
        points = max(points, Fraction(adjustment["at_least"]))
    if "at_most" in adjustment:
        points = min(points, Fraction(adjustment["at_most"]))
    return tree.round(points)


def _total(rules: Mapping[str, Any], tree: Tree, fired: list[Mapping[str, Any]], added: Fraction) -> Fraction | None:
    if any(line.unrated for line in tree.lines) or all(line.status != "scored" for line in tree.lines):
        return None
    root = tree.node("").score
    if root is None:
        return None
    total = min(max(root + added, ZERO), Fraction(rules["full_marks"]))
    return min([total, *(Fraction(gate["then"]["cap"]) for gate in fired if "cap" in gate["then"])])


def _grade(
    rules: Mapping[str, Any], total: Fraction | None, coverage: Fraction, fired: list[Mapping[str, Any]]
) -> str | None:
    enough = reaches(coverage, Fraction(rules.get("minimum_coverage", 0)))
    if total is None or not enough or any(gate["then"].get("unrated") for gate in fired):
        return None
    upwards = sorted(rules["grades"], key=lambda grade: Fraction(grade["at_least"]))
    labels = [grade["label"] for grade in upwards]
    reached = [rank for rank, grade in enumerate(upwards) if reaches(total, Fraction(grade["at_least"]))]
    if not reached:
        return None
    most = [labels.index(gate["then"]["grade_at_most"]) for gate in fired if "grade_at_most" in gate["then"]]
    return str(labels[min([max(reached), *most])])
