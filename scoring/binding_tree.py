"""Binding what stands above the indicators: aggregations of dimensions, gates and adjustments."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from scoring.aggregations import Aggregation
from scoring.diagnosis import Diagnosis
from scoring.errors import WHATEVER, ScoringError, closest
from scoring.formula import Formula
from scoring.indicators import Adjustment, Gate, IndicatorSet
from scoring.plugins import Registry
from scoring.quantity import Kind, plain
from scoring.rehearsal import rehearse_aggregation

__all__ = ["BoundAdjustment", "BoundGate", "BoundTree", "bind_tree"]

Path = tuple[str | int, ...]
#: Parses a formula at a path, of a kind, which may ask for the scores of these nodes; None where it has a mistake.
Parse = Callable[[str, Path, Kind | None, frozenset[str] | None], Formula | None]
SUM: Final = "sum"


class BoundGate(NamedTuple):
    """A gate whose condition is resolved; `zero` are the indicators whose share it makes 0.

    `grade_at_most` is the label as the set's grades write it.
    """

    id: str
    gate: Gate
    when: Formula
    zero: frozenset[str] = frozenset()
    grade_at_most: str | None = None


class BoundAdjustment(NamedTuple):
    """An adjustment whose formula is resolved."""

    id: str
    adjustment: Adjustment
    points: Formula


class BoundTree(NamedTuple):
    """What stands above the indicators, resolved."""

    gates: tuple[BoundGate, ...]
    adjustments: tuple[BoundAdjustment, ...]
    aggregations: Mapping[str | None, Aggregation]


def bind_tree(rules: IndicatorSet, registry: Registry, diagnosis: Diagnosis, parse: Parse) -> BoundTree:
    """Resolve aggregations, gates and adjustments; mistakes go to `diagnosis`, and what has one is left out."""
    gates = [_gate(id_, each, rules, diagnosis, parse) for id_, each in rules.gates.items()]
    adjustments = [_adjustment(id_, each, diagnosis, parse) for id_, each in rules.adjustments.items()]
    return BoundTree(
        tuple(each for each in gates if each is not None),
        tuple(each for each in adjustments if each is not None),
        dict(_aggregations(rules, registry, diagnosis)),
    )


def _aggregations(
    rules: IndicatorSet, registry: Registry, diagnosis: Diagnosis
) -> list[tuple[str | None, Aggregation]]:
    """Return what makes a share of its children's, for the nodes whose score is not the sum of their children's."""
    found: list[tuple[str | None, Aggregation]] = []
    for id_ in (None, *rules.dimensions):
        name = rules.aggregate_of(id_)
        if name == SUM and rules.weights == "points":
            continue
        path: Path = ("aggregate",) if id_ is None else ("dimensions", id_, "aggregate")
        aggregation = registry.aggregations.get(name)
        if aggregation is None:
            near = closest(name, registry.aggregations)
            code = "unknown-aggregate" if near is None else "unknown-aggregate-near"
            diagnosis.error(code, path, at="value", name=name, near=near, known=tuple(registry.aggregations))
            continue
        try:
            rehearse_aggregation(aggregation, len(rules.children(id_)) + len(rules.indicators_of(id_ or "")))
        except ScoringError as error:
            diagnosis.error("aggregate-raises", path, at="value", name=name, why=str(error))
        except WHATEVER as error:
            diagnosis.error("aggregate-raises", path, at="value", name=name, why=f"{type(error).__name__}: {error}")
        else:
            found.append((id_, aggregation))
    return found


def _gate(id_: str, gate: Gate, rules: IndicatorSet, diagnosis: Diagnosis, parse: Parse) -> BoundGate | None:
    path: Path = ("gates", id_)
    effect = gate.then
    nodes = frozenset({*rules.dimensions, *rules.indicators, *diagnosis.dropped})
    when = parse(gate.when, (*path, "when"), "boolean", nodes)
    before = len(diagnosis.mistakes)
    if not effect.model_fields_set:
        diagnosis.error("gate-effect", (*path, "then"), id=id_)
    if effect.zero is not None and when is not None and any(each.operation == "node" for each in when.root.walk()):
        diagnosis.error("gate-zero-score", (*path, "when"), at="value", id=id_)
    if effect.cap is not None:
        _cap(effect.cap, rules, diagnosis, (*path, "then", "cap"))
    grade = None
    if effect.grade_at_most is not None:
        grade = _grade(effect.grade_at_most, rules, diagnosis, (*path, "then", "grade_at_most"))
    zero: set[str] = set()
    for place, name in enumerate(effect.zero or ()):
        if name not in nodes:
            near = closest(name, [*rules.dimensions, *rules.indicators])
            code = "unknown-node" if near is None else "unknown-node-near"
            known = tuple(rules.dimensions)
            diagnosis.error(code, (*path, "then", "zero", place), at="value", name=name, near=near, known=known)
        zero |= {
            each
            for each, indicator in rules.indicators.items()
            if name in (each, indicator.dimension) or indicator.dimension.startswith(f"{name}.")
        }
    if when is None or len(diagnosis.mistakes) > before:
        return None
    return BoundGate(id_, gate, when, frozenset(zero), grade)


def _cap(cap: Decimal, rules: IndicatorSet, diagnosis: Diagnosis, path: Path) -> None:
    """Refuse a cap that no total is above, or that no total can be."""
    if {"full_marks", "round"} & diagnosis.dropped:
        return
    if cap >= rules.full_marks:
        diagnosis.error("gate-cap", path, at="value", cap=cap, full_marks=rules.full_marks)
    elif (Fraction(cap) / Fraction(rules.round.to)).denominator != 1:
        diagnosis.error("gate-cap-unit", path, at="value", cap=cap, to=rules.round.to)


def _grade(name: str, rules: IndicatorSet, diagnosis: Diagnosis, path: Path) -> str | None:
    labels = {plain(grade.label): grade.label for grade in rules.grades}
    if plain(name) not in labels and "grades" not in diagnosis.dropped:
        diagnosis.error("unknown-grade", path, at="value", name=name, known=tuple(labels.values()))
    return labels.get(plain(name))


def _adjustment(id_: str, adjustment: Adjustment, diagnosis: Diagnosis, parse: Parse) -> BoundAdjustment | None:
    path: Path = ("adjustments", id_)
    points = parse(adjustment.points, (*path, "points"), "number", None)
    least, most = adjustment.at_least, adjustment.at_most
    if least is not None and most is not None and least > most:
        diagnosis.error("adjustment-bounds", (*path, "at_least"), at="value", least=least, most=most)
    return None if points is None else BoundAdjustment(id_, adjustment, points)
