"""The linter of weights: children add up to their parent, in whole rounding units."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from scoring.algebra import TOLERANCE
from scoring.errors import closest
from scoring.indicators import parent_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scoring.diagnosis import Diagnosis
    from scoring.indicators import IndicatorSet

__all__ = ["lint_weights"]

#: A total of more rounding units than this cannot be counted exactly in columns of floats.
MOST_UNITS: Final = 1_000_000


def lint_weights(rules: IndicatorSet, diagnosis: Diagnosis) -> None:
    """Refuse weights that do not add up, that are no multiple of the rounding unit, and too many of these."""
    if "weights" in diagnosis.dropped:
        return
    _sums(rules, diagnosis)
    if "round" not in diagnosis.dropped:
        _units(rules, diagnosis)


def _sums(rules: IndicatorSet, diagnosis: Diagnosis) -> None:
    """Children add up to their parent, at every node; the top dimensions to full marks."""
    homes, unsure = _homes(rules, diagnosis)
    declared = rules.declared_weights
    for id_, dimension in rules.dimensions.items():
        if {id_, "*"} & unsure:
            continue
        children = [(child, rules.dimensions[child].weight) for child in rules.children(id_)]
        here = [child for child in rules.indicators if homes[child] == id_]
        children += [(child, declared[child]) for child in here if child in declared]
        if not children and not here:
            diagnosis.error("dimension-empty", ("dimensions", id_), id=id_)
            continue
        brought = any(child not in declared for child in here)
        if rules.weights == "relative":
            continue
        _adds_up(children, dimension.weight, ("dimensions", id_, "weight"), id_, diagnosis, brought=brought)
    if rules.weights == "relative":
        _positive(rules, diagnosis)
        return
    if "" in unsure or not rules.dimensions or "full_marks" in diagnosis.dropped:
        return
    top = [(child, rules.dimensions[child].weight) for child in rules.children(None)]
    path: tuple[str | int, ...] = ("full_marks",) if "full_marks" in rules.model_fields_set else ("dimensions",)
    _adds_up(top, rules.full_marks, path, "full_marks", diagnosis)


def _homes(rules: IndicatorSet, diagnosis: Diagnosis) -> tuple[dict[str, str | None], set[str]]:
    """Return the dimension of each indicator (of a misspelt one, what was meant), and those whose children are unsure.

    So a mistake in a name is not reported a second time as weights that do not add up.
    """
    homes: dict[str, str | None] = {}
    unsure = set(diagnosis.unsure)
    if diagnosis.dropped & {"dimensions", "indicators"}:
        unsure |= {"", "*"}
    for id_, indicator in rules.indicators.items():
        name = indicator.dimension
        homes[id_] = name if name in rules.dimensions else closest(name, rules.dimensions)
        if homes[id_] is None:
            unsure.add("*")
    for id_ in rules.dimensions:
        parent = parent_of(id_)
        if parent is not None and parent not in rules.dimensions:
            unsure.add(parent_of(parent) or "")
    return homes, unsure


def _adds_up(
    children: Iterable[tuple[str, Decimal]],
    due: Decimal,
    path: tuple[str | int, ...],
    name: str,
    diagnosis: Diagnosis,
    *,
    brought: bool = False,
) -> None:
    """Refuse weights that do not add up; where rows bring their own, those that leave them nothing below 0."""
    listed = list(children)
    total = sum((weight for _, weight in listed), Decimal(0))
    if total - due > TOLERANCE or (not brought and due - total > TOLERANCE):
        parts = " + ".join(f"{child} {weight}" for child, weight in listed)
        code = "weights-over" if total > due else "weights-under"
        diagnosis.error(code, path, id=name, due=due, total=total, by=abs(total - due), parts=parts)


def _positive(rules: IndicatorSet, diagnosis: Diagnosis) -> None:
    """Refuse relative weights of 0."""
    for kind, weights in (
        ("dimensions", {id_: each.weight for id_, each in rules.dimensions.items()}),
        ("indicators", rules.declared_weights),
    ):
        for id_, weight in weights.items():
            if weight <= 0:
                diagnosis.error("weight-positive", (kind, id_, "weight"), at="value")


def _units(rules: IndicatorSet, diagnosis: Diagnosis) -> None:
    to = rules.round.to
    if rules.full_marks / to > MOST_UNITS and "full_marks" not in diagnosis.dropped:
        path: tuple[str | int, ...] = ("full_marks",) if "full_marks" in rules.model_fields_set else ("round",)
        diagnosis.error("full-marks-units", path, full_marks=rules.full_marks, to=to, most=MOST_UNITS * to)
    weights: list[tuple[tuple[str, ...], Decimal]] = []
    if rules.weights == "points":
        weights += [(("dimensions", id_, "weight"), each.weight) for id_, each in rules.dimensions.items()]
        weights += [(("indicators", id_, "weight"), each) for id_, each in rules.declared_weights.items()]
    weights.append((("full_marks",), rules.full_marks))
    unit = Fraction(to)
    for path, weight in weights:
        if (Fraction(weight) / unit).denominator != 1:
            diagnosis.error("weight-unit", path, at="value", weight=weight, to=to)
