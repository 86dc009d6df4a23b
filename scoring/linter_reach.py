"""The linter of reach: thresholds that no project reaches, what always or never holds, gaps in a scale.

Facts are taken for what their declarations allow (`rule_reach`), so what is told here holds for every project.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from scoring.algebra import TOLERANCE
from scoring.display import percent
from scoring.interval import DOWN, Interval, Options, deciding
from scoring.quantity import plain
from scoring.reach import always, is_never, never
from scoring.rule_reach import NEAR
from scoring.scales import Levels, Thresholds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.binding import BoundIndicator
    from scoring.diagnosis import Diagnosis
    from scoring.formula import Formula
    from scoring.interval import Reach
    from scoring.quantity import Names
    from scoring.reach import Part
    from scoring.rule_reach import RuleReach
    from scoring.scales import Step

__all__ = ["doubt_formula", "doubt_reach", "lint_reach", "shown"]

Path = tuple[str | int, ...]
ONE: Final = Decimal(1)
ZERO: Final = Decimal(0)
#: Ends of intervals are told without what equality allows.
SHOWN: Final = Decimal("0.00000001")


def lint_reach(reach: RuleReach, diagnosis: Diagnosis) -> None:
    """Refuse thresholds that no project reaches (rules.md, "Diagnostics")."""
    for each in reach.bound.indicators:
        if isinstance(each.scale, Thresholds):
            measure = reach.measure(each)
            if isinstance(measure, Interval):
                _unreachable(each, each.scale, measure, diagnosis)


def doubt_reach(reach: RuleReach, diagnosis: Diagnosis) -> None:
    """Doubt scales with gaps or out of order, and conditions that always or never hold."""
    for id_, condition in reach.bound.conditions.items():
        doubt_formula(condition, reach.bound.names, ("dimensions", id_, "applies"), reach, diagnosis)
    for each in reach.bound.indicators:
        path = ("indicators", each.id)
        for key, formula in (("measure", each.formula), ("where", each.where)):
            if formula is not None:
                doubt_formula(formula, each.names, (*path, key), reach, diagnosis)
        if each.indicator.applies is not None and each.applies:
            doubt_formula(each.applies[-1], each.names, (*path, "applies"), reach, diagnosis)
        measure = reach.measure(each)
        if isinstance(each.scale, Thresholds):
            _order(each, each.scale, measure, diagnosis)
        if isinstance(each.scale, Levels) and isinstance(measure, Options):
            _levels(each, each.scale, measure, diagnosis)
        _shares(each, reach, diagnosis)
    for id_, adjustment in ((each.id, each) for each in reach.bound.adjustments):
        doubt_formula(adjustment.points, reach.bound.names, ("adjustments", id_, "points"), reach, diagnosis)


# -- thresholds


def _ranked(scale: Thresholds) -> list[tuple[int, Step]]:
    """Return the steps with their places in the list, the best first."""
    return sorted(enumerate(scale.steps), key=lambda each: each[1].edge, reverse=scale.side == "at_least")


def _unreachable(each: BoundIndicator, scale: Thresholds, measure: Interval, diagnosis: Diagnosis) -> None:
    """Refuse steps beyond what the measure can be, and those that a better step leaves nothing."""
    edges = [step.edge for step in scale.steps]
    deciders = deciding(measure, edges, scale.side)
    up = scale.side == "at_least"
    last = next((edge for edge in reversed(deciders) if edge is not None), None)
    for place, step in enumerate(scale.steps):
        path = ("indicators", each.id, "scale", "steps", place, scale.side)
        if step.edge in deciders:
            continue
        if last is not None and (step.edge < last if up else step.edge > last):
            diagnosis.error("step-shadowed", path, at="value", edge=step.edge, better=last)
        else:
            code, end = ("step-too-high", measure.most) if up else ("step-too-low", measure.least)
            diagnosis.error(code, path, at="value", edge=step.edge, end=shown(end))


def _order(each: BoundIndicator, scale: Thresholds, measure: Reach, diagnosis: Diagnosis) -> None:
    """Doubt steps that are worse and earn more, and measures for which nobody said what they earn."""
    path = ("indicators", each.id, "scale")
    ranked = _ranked(scale)
    for (_, better), (place, worse) in pairwise(ranked):
        more, less = _worth(each, worse), _worth(each, better)
        if more is not None and less is not None and more > less + TOLERANCE:
            diagnosis.warning("step-order", (*path, "steps", place), edge=worse.edge, better=better.edge)
    place, last = ranked[-1]
    least = _worth(each, last)
    if least is None:
        return
    if "otherwise" in scale.model_fields_set:
        if scale.otherwise > least + TOLERANCE:
            values = {"worth": percent(scale.otherwise), "edge": last.edge, "less": percent(least)}
            diagnosis.warning("otherwise-order", (*path, "otherwise"), at="value", **values)
    elif least > TOLERANCE and isinstance(measure, Interval):
        ends = (last.edge, measure.least) if scale.side == "at_least" else (measure.most, last.edge)
        if DOWN.subtract(*ends) > NEAR * max(last.edge.copy_abs(), ONE):
            diagnosis.warning("step-gap", (*path, "steps", place), edge=last.edge)


def _worth(each: BoundIndicator, step: Step) -> Decimal | None:
    """Return the share that a step is worth, None where a row's own weight decides."""
    if step.points is None:
        return step.share
    return step.worth(each.weight) if isinstance(each.weight, Decimal) else None


# -- scales


def _levels(each: BoundIndicator, scale: Levels, measure: Options, diagnosis: Diagnosis) -> None:
    """Doubt levels that the measure never is, and texts that it can be and that are no level."""
    if measure.texts is None:
        return
    path = ("indicators", each.id, "scale", "levels")
    known, can = {plain(level): level for level in scale.levels}, {plain(text): text for text in measure.texts}
    for key, level in known.items():
        if key not in can:
            texts = tuple(sorted(can.values()))
            diagnosis.warning("level-unreachable", (*path, level), level=level, known=texts)
    if not each.applies:  # a condition may keep such a text away
        for key, text in sorted(can.items()):
            if key not in known:
                diagnosis.warning("level-unknown", path, level=text)


def _shares(each: BoundIndicator, reach: RuleReach, diagnosis: Diagnosis) -> None:
    """Doubt a scale that nobody earns in full, and one that earns everybody the same."""
    share = reach.share(each)
    if share is None:
        return
    scaled = each.indicator.scale is not None
    path = ("indicators", each.id, "scale" if scaled else "measure" if each.formula is not None else "check")
    if share.most - share.least <= TOLERANCE:
        diagnosis.warning("share-constant", path, share=percent(shown(share.most)))
    elif share.most < ONE - TOLERANCE:
        diagnosis.warning("full-unreachable", path, most=percent(shown(share.most)))


# -- formulas


def doubt_formula(formula: Formula, names: Names, path: Path, reach: RuleReach, diagnosis: Diagnosis) -> None:
    """Doubt the parts of a formula that always or never hold, or that have no value for any project."""
    for part, code in _decided(reach.formula(formula, names)):
        node = part.node
        text = formula.text[node.start : node.end]
        diagnosis.note(code, path, {"text": text}, severity="warning", within=(node.start, node.end))


def _decided(
    parts: list[Part],
) -> Iterator[tuple[Part, Literal["condition-always", "condition-never", "formula-never"]]]:
    """Go through the parts that are decided without data: the outermost condition, the innermost without a value."""
    told: list[Part] = []
    for part in parts:  # inner ones first
        if is_never(part.reach) and not any(_inside(other, part) for other in told):
            told.append(part)
            yield part, "formula-never"
    for part in reversed(parts):
        decided = always(part.reach) or never(part.reach)
        if decided and part.node.parts and not any(_inside(part, other) for other in told):
            told.append(part)
            yield part, "condition-always" if always(part.reach) else "condition-never"


def _inside(inner: Part, outer: Part) -> bool:
    return outer.node.start <= inner.node.start and inner.node.end <= outer.node.end


def shown(end: Decimal) -> Decimal:
    """Return the end of an interval as people read it."""
    return end if end.copy_abs() > ONE.scaleb(15) else end.quantize(SHOWN).normalize() + ZERO
