"""Reach: what formulas, measures and shares of a set can be at all, before there is any project (`intervals`)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from scoring.checks import Check, ObservedCheck, measured_by
from scoring.errors import WHATEVER
from scoring.facts import Facts
from scoring.formula import joined
from scoring.interval import Interval, Reach, Truth, anything, declared
from scoring.intervals import Intervals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.binding import BoundIndicator
    from scoring.indicators import Fact
    from scoring.node import Node
    from scoring.quantity import Names, Quantity

__all__ = ["Part", "always", "facts_over_intervals", "is_never", "measure_of", "never", "parts_of", "share_of"]


class Part(NamedTuple):
    """A node of a formula, and what it can be."""

    node: Node
    quantity: Quantity

    @property
    def reach(self) -> Reach:
        """What it can be."""
        found: Reach = self.quantity.expression
        return found


def facts_over_intervals(
    facts: Mapping[str, Fact], names: Names, nodes: Mapping[tuple[str, str], Reach] | None = None
) -> Facts:
    """Return the facts of a set, each as far as its declaration lets it go; `nodes` has those of the tree."""
    known: dict[str | tuple[str, str], Reach] = {name: anything(kind) for name, kind in names.facts.items()}
    for name, fact in facts.items():
        for column, each in fact.columns.items() if fact.type == "table" else ():
            known[name, column] = declared(each.type, names.tables[name][column], each.minimum, each.maximum)
        if name in names.facts:
            known[name] = declared(fact.type, names.facts[name], fact.minimum, fact.maximum)
    return Facts(Intervals(known), names, nodes=nodes)


def parts_of(root: Node, facts: Facts) -> list[Part]:
    """Return every part of a formula, inner ones first, with what it can be."""
    found: list[Part] = []
    _part(root, facts, found)
    return found


def _part(node: Node, facts: Facts, found: list[Part]) -> Quantity:
    quantities = [_part(each, facts, found) for each in node.parts if each.operation != "table"]
    quantity = joined(node, quantities, facts)
    found.append(Part(node, quantity))
    return quantity


def measure_of(check: Check | None, facts: Facts) -> Quantity | None:
    """Return what a check can measure; None where it cannot be asked."""
    if check is None or isinstance(check, ObservedCheck):
        return None
    try:
        return measured_by(check, facts).value
    except WHATEVER:  # the rehearsal has told it
        return None


def share_of(each: BoundIndicator, measure: Quantity, facts: Facts) -> Interval | None:
    """Return what the share of an indicator can be, within 0 and 1; None where that is not known."""
    if each.scale is None:
        return None
    weight = each.weight if isinstance(each.weight, Decimal) else facts.read(each.weight)
    try:
        reach = each.scale.share(measure, facts, weight).expression
    except WHATEVER:  # the rehearsal has told it
        return None
    return reach if isinstance(reach, Interval) else None


def is_never(reach: Reach) -> bool:
    """Tell what is missing for every project."""
    return reach is None or (isinstance(reach, Truth) and not reach.yes and not reach.no)


def always(reach: Reach) -> bool:
    """Tell a condition that is true for every project for which it can be told."""
    return isinstance(reach, Truth) and reach.yes and not reach.no


def never(reach: Reach) -> bool:
    """Tell a condition that is false for every project for which it can be told."""
    return isinstance(reach, Truth) and reach.no and not reach.yes
