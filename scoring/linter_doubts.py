"""The linter of doubts: what may be meant, and that `scoring check --strict` does not let pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.linter_examples import doubt_examples
from scoring.linter_reach import doubt_reach
from scoring.linter_total import doubt_total
from scoring.linter_units import doubt_units

if TYPE_CHECKING:
    from scoring.binding import Bound
    from scoring.diagnosis import Diagnosis
    from scoring.rule_reach import RuleReach

__all__ = ["doubt"]


def doubt(reach: RuleReach, diagnosis: Diagnosis) -> None:
    """Say what is doubted about a set; of one with mistakes, only what its examples say."""
    doubt_examples(reach.bound.rules, diagnosis)
    if not diagnosis.mistakes:
        _unused(reach.bound, diagnosis)
        doubt_reach(reach, diagnosis)
        doubt_total(reach, diagnosis)
        doubt_units(reach.bound, diagnosis)


def _unused(bound: Bound, diagnosis: Diagnosis) -> None:
    """Doubt what is declared and not used, and what a reader would miss."""
    rules = bound.rules
    used = {name for each in bound.indicators for name in each.reads}
    used |= {name for each in bound.indicators for formula in each.applies for name in formula.names}
    used |= {name for each in bound.indicators if each.where is not None for name in each.where.names}
    used |= {each.weight for each in bound.indicators if isinstance(each.weight, str)}
    used |= {name for gate in bound.gates for name in gate.when.names}
    used |= {name for each in bound.adjustments for name in each.points.names}
    used |= {name.rpartition(".")[0] for name in used}
    for name in rules.facts:
        if name not in used:
            diagnosis.warning("fact-unused", ("facts", name), name=name)
    for id_, indicator in rules.indicators.items():
        lacking = [key for key in ("source", "remedy") if getattr(indicator, key) is None]
        if lacking:
            diagnosis.warning("indicator-bare", ("indicators", id_), id=id_, lacking=tuple(lacking))
    if not rules.examples:
        diagnosis.warning("no-example", ())
