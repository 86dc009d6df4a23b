"""The linter of totals: grades that no total reaches, gates that never or always fire."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from scoring.algebra import TOLERANCE
from scoring.linter_reach import doubt_formula, shown
from scoring.reach import always, never

if TYPE_CHECKING:
    from scoring.binding import BoundIndicator
    from scoring.diagnosis import Diagnosis
    from scoring.rule_reach import RuleReach

__all__ = ["doubt_total"]

ONE: Final = Decimal(1)
ZERO: Final = Decimal(0)
#: Below this part of a rounding unit, an end of an interval is taken for a multiple of it.
SLACK: Final = Decimal("0.000001")
#: Aggregations whose result is the weighted mean of the shares.
MEANS: Final = ("sum", "mean")


def doubt_total(reach: RuleReach, diagnosis: Diagnosis) -> None:
    """Doubt gates that never or always fire, and grades that no total reaches (rules.md, "Diagnostics")."""
    bound = reach.bound
    for gate in bound.gates:
        parts = reach.formula(gate.when, bound.names)
        told = parts[-1].reach if parts else None
        if always(told) or never(told):
            code = "gate-always" if always(told) else "gate-never"
            diagnosis.warning(code, ("gates", gate.id, "when"), at="value", id=gate.id)
        else:
            doubt_formula(gate.when, bound.names, ("gates", gate.id, "when"), reach, diagnosis)
    rules = bound.rules
    top = max(rules.grades, key=lambda grade: grade.at_least).label
    for gate in bound.gates:
        if gate.grade_at_most == top:
            diagnosis.warning("gate-grade-idle", ("gates", gate.id, "then", "grade_at_most"), at="value", label=top)
    most = min(_most_total(reach), rules.full_marks)
    floor = [grade for grade in rules.grades if grade.at_least <= TOLERANCE]
    best = max(floor, key=lambda grade: grade.at_least, default=None)
    given = {gate.grade_at_most for gate in bound.gates}
    for place, grade in enumerate(rules.grades):
        path, label, least = ("grades", place), grade.label, grade.at_least
        if least > most + TOLERANCE:
            diagnosis.warning("grade-unreachable", path, label=label, at_least=least, most=shown(most))
        elif grade in floor and best is not None and grade is not best and label not in given:
            diagnosis.warning("grade-idle", path, label=label, other=best.label)


def _most_total(reach: RuleReach) -> Decimal:
    """Return a bound on all totals: the shares that can be earned, rounded up at every node, and adjustments."""
    rules = reach.bound.rules
    shares = {each.id: _most_share(each, reach) for each in reach.bound.indicators}
    share, _ = _node(None, reach, shares)
    most = _rounded_up(rules.full_marks * share, reach)
    for adjustment in reach.bound.adjustments:
        points, limit = reach.number(adjustment.points.root), adjustment.adjustment.at_most
        given = [each for each in (points.most if points is not None else None, limit) if each is not None]
        highest = max(min(given, default=rules.full_marks), adjustment.adjustment.at_least or ZERO, ZERO)
        most += min(_rounded_up(min(highest, rules.full_marks), reach), rules.full_marks)
    return most


def _rounded_up(points: Decimal, reach: RuleReach) -> Decimal:
    """Return points as no rounding exceeds them: a multiple of the unit, within what ends of intervals are worth."""
    to = reach.bound.rules.round.to
    return (points / to - SLACK).to_integral_value("ROUND_CEILING") * to


def _most_share(each: BoundIndicator, reach: RuleReach) -> tuple[Decimal, bool]:
    """Return the most share that an indicator can have, and whether it always counts."""
    rules, indicator = reach.bound.rules, each.indicator
    if indicator.for_each is not None:
        return ONE, False
    share = reach.share(each)
    most = ONE if share is None else min(max(shown(share.most), ZERO), ONE)
    awarded = (indicator.not_applicable or rules.not_applicable) == "award"
    if each.applies and awarded:
        return ONE, True
    return most, rules.policy(each.id) != "skip" and not each.applies


def _node(id_: str | None, reach: RuleReach, shares: dict[str, tuple[Decimal, bool]]) -> tuple[Decimal, bool]:
    """Return the most share that a dimension can have (of None, the root), and whether it always counts."""
    bound = reach.bound
    children = [(child, *_node(child, reach, shares)) for child in bound.rules.children(id_)]
    children += [(each.id, *shares[each.id]) for each in bound.indicators if each.indicator.dimension == id_]
    if not children:
        return ONE, False
    certain = all(sure for *_, sure in children)
    if bound.rules.weights == "points":  # what a child scores is rounded, and stands for more where others do not count
        children = [
            (child, _scored(bound.parts.get(child, ZERO), share, reach), sure) for child, share, sure in children
        ]
    highest = max(share for _, share, _ in children)
    how = bound.rules.aggregate_of(id_)
    weight = sum((bound.parts[child] for child, *_ in children), ZERO) if certain else ZERO
    if how in MEANS and weight > 0:
        mean = sum((bound.parts[child] * share for child, share, _ in children), ZERO) / weight
        return min(mean, highest), True
    if how not in (*MEANS, "geometric", "harmonic", "min", "max", "median"):
        highest = ONE  # a plugin's may give more than its children have
    return highest, any(sure for *_, sure in children)


def _scored(weight: Decimal, share: Decimal, reach: RuleReach) -> Decimal:
    """Return the share that the rounded score of a node can come to."""
    return min(max(_rounded_up(weight * share, reach) / weight, share), ONE) if weight > 0 else share
