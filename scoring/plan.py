"""The plan: a bound set assembled over an algebra, ready to score one project or a million.

Whatever is common to all worlds happens here: measures, shares, statuses, dimensions, total, grade, gates and the
conditions of findings become expressions of the algebra, in an order in which each needs only what stands before it.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import reduce
from typing import Generic, NamedTuple

from scoring import grading
from scoring.aggregations import Children
from scoring.algebra import Algebra, E
from scoring.arithmetic import Scored, ScoredDimension, ScoredRows, dimension
from scoring.binding import Bound
from scoring.binding_tree import BoundAdjustment, BoundGate
from scoring.facts import Facts
from scoring.formula import build
from scoring.plan_indicators import AssembledIndicator, assemble_indicators
from scoring.quantity import Quantity

__all__ = ["Assembled", "AssembledAdjustment", "AssembledGate", "assemble"]


class AssembledGate(NamedTuple, Generic[E]):
    """A gate over an algebra: its condition, which may not be told for a project."""

    bound: BoundGate
    condition: E


class AssembledAdjustment(NamedTuple, Generic[E]):
    """An adjustment over an algebra: what its formula gives (points), and what it adds (units)."""

    bound: BoundAdjustment
    points: E
    units: E


class Assembled(NamedTuple, Generic[E]):
    """A whole set over an algebra: what a score sheet is read from.

    `nodes` are the scores (points) and shares of the tree that conditions of gates ask for. `untaken` tells, for each
    table that indicators go through, which rows none of them takes.
    """

    indicators: tuple[AssembledIndicator[E], ...]
    dimensions: Mapping[str, ScoredDimension[E]]
    root: ScoredDimension[E]
    gates: tuple[AssembledGate[E], ...]
    adjustments: tuple[AssembledAdjustment[E], ...]
    nodes: Mapping[tuple[str, str], E]
    untaken: Mapping[str, E]
    total: E
    grade: E
    coverage: E


def assemble(bound: Bound, algebra: Algebra[E]) -> Assembled[E]:
    """Build every expression of a bound set over an algebra."""
    rules = bound.rules
    conditions = {each.id: _condition(each, bound, algebra, {}) for each in bound.gates if each.zero}
    indicators = assemble_indicators(bound, algebra, _zeroed(bound, algebra, conditions))
    dimensions = _dimensions(indicators, bound, algebra)
    root = _dimension(None, [dimensions[id_] for id_ in rules.children(None)], bound, algebra)
    nodes = _nodes(indicators, dimensions, bound, algebra)
    conditions |= {each.id: _condition(each, bound, algebra, nodes) for each in bound.gates if not each.zero}
    gates = [AssembledGate(each, conditions[each.id]) for each in bound.gates]
    adjustments = [_adjustment(each, bound, algebra) for each in bound.adjustments]
    policed = [(each.scored, rules.policy(each.bound.id)) for each in indicators]
    fired = [_fired(each, algebra) for each in gates]
    total = grading.total(algebra, root, policed, [each.units for each in adjustments], fired, rules.unit)
    coverage = grading.coverage(algebra, policed)
    grade = grading.grade(
        algebra,
        total,
        coverage,
        fired,
        unit=rules.unit,
        grades=[(each.at_least, each.label) for each in rules.grades],
        minimum_coverage=rules.minimum_coverage,
    )
    return Assembled(
        tuple(indicators),
        {id_: dimensions[id_] for id_ in rules.dimensions},
        root,
        tuple(gates),
        tuple(adjustments),
        nodes,
        _untaken(indicators, algebra),
        total,
        grade,
        coverage,
    )


def _dimensions(
    indicators: Sequence[AssembledIndicator[E]], bound: Bound, algebra: Algebra[E]
) -> dict[str, ScoredDimension[E]]:
    """Score the dimensions, the deepest first."""
    by_dimension: dict[str, list[Scored[E] | ScoredRows[E]]] = {}
    for each in indicators:
        by_dimension.setdefault(each.bound.indicator.dimension, []).append(each.scored)
    found: dict[str, ScoredDimension[E]] = {}
    for id_ in sorted(bound.rules.dimensions, key=lambda name: name.count("."), reverse=True):
        children = [*(found[child] for child in bound.rules.children(id_)), *by_dimension.get(id_, [])]
        found[id_] = _dimension(id_, children, bound, algebra)
    return found


def _dimension(
    id_: str | None, children: Sequence[Scored[E] | ScoredRows[E]], bound: Bound, algebra: Algebra[E]
) -> ScoredDimension[E]:
    """Score a dimension, or the root for None, by its aggregation or by the sum of its children's points."""
    weight = bound.rules.full_marks if id_ is None else bound.parts[id_]
    aggregation = bound.aggregations.get(id_)
    name = "root" if id_ is None else f"dimension:{id_}"
    combined = None
    if aggregation is not None:
        facts = Facts(algebra, bound.names)
        shares = [Quantity(facts, algebra.let(f"{name}.child", each.share), "number") for each in children]
        weights = [each.weight for each in children if isinstance(each.weight, Decimal)]
        combined = aggregation(Children(shares, weights, facts)).expression
    return dimension(algebra, name, weight, children, bound.rules.unit, combined)


def _nodes(
    indicators: Sequence[AssembledIndicator[E]],
    dimensions: Mapping[str, ScoredDimension[E]],
    bound: Bound,
    algebra: Algebra[E],
) -> dict[tuple[str, str], E]:
    """Return what gates ask of the nodes: scores in points (unrounded in a relative set) and shares."""
    asked = {each.value for gate in bound.gates for each in gate.when.root.walk() if each.operation == "node"}
    scored: dict[str, Scored[E] | ScoredRows[E]] = {each.bound.id: each.scored for each in indicators}
    scored |= dimensions
    found: dict[tuple[str, str], E] = {}
    for what, id_ in sorted(asked):
        node = scored[id_]
        if what == "share":
            value = node.share
        elif bound.rules.weights == "relative":
            value = algebra.multiply(algebra.constant(bound.parts[id_]), node.share)
        else:
            value = algebra.multiply(algebra.constant(bound.rules.round.to), node.units)
        found[what, id_] = algebra.let(f"{what}:{id_}", value)
    return found


def _condition(gate: BoundGate, bound: Bound, algebra: Algebra[E], nodes: Mapping[tuple[str, str], E]) -> E:
    """Build the condition of a gate, which may ask for the scores of nodes."""
    found: E = build(gate.when.root, Facts(algebra, bound.names, nodes=nodes)).expression
    return algebra.let(f"{gate.id}.when", found)


def _fired(gate: AssembledGate[E], algebra: Algebra[E]) -> grading.Fired[E]:
    effect = gate.bound.gate.then
    holds = algebra.let(f"{gate.bound.id}.fired", algebra.holds(gate.condition))
    return grading.Fired(holds, effect.cap, gate.bound.grade_at_most, bool(effect.unrated))


def _zeroed(bound: Bound, algebra: Algebra[E], conditions: Mapping[str, E]) -> dict[str, E]:
    """Return the conditions under which gates make the share of an indicator 0, by indicator."""
    found: dict[str, E] = {}
    for id_ in {id_: None for gate in bound.gates for id_ in sorted(gate.zero)}:
        over = [algebra.holds(conditions[gate.id]) for gate in bound.gates if id_ in gate.zero]
        found[id_] = algebra.let(f"{id_}.zeroed", algebra.any_of(over))
    return found


def _adjustment(each: BoundAdjustment, bound: Bound, algebra: Algebra[E]) -> AssembledAdjustment[E]:
    built: E = build(each.points.root, Facts(algebra, bound.names)).expression
    points = algebra.let(f"{each.id}.points", built)
    given = each.adjustment
    held = grading.adjustment(algebra, points, given.at_least, given.at_most, bound.rules.unit)
    return AssembledAdjustment(each, points, algebra.let(f"{each.id}.units", held))


def _untaken(indicators: Sequence[AssembledIndicator[E]], algebra: Algebra[E]) -> dict[str, E]:
    """Return, by table, the condition of its rows that no indicator takes them."""
    taken: dict[str, list[E]] = {}
    for each in indicators:
        if each.rows is not None:
            taken.setdefault(each.rows.table, []).append(each.rows.taken)
    return {table: algebra.negated(reduce(algebra.either, flags)) for table, flags in taken.items()}
