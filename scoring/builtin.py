"""The checks and scales that ship with the engine; they enter by the same hooks as a stranger's."""

from collections import Counter
from decimal import Decimal
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Annotated, ClassVar, Final

from pydantic import AfterValidator, Field

from scoring.aggregations import AGGREGATIONS, Aggregation
from scoring.checks import Check, Display, Measured, Seen
from scoring.display import listed, number
from scoring.hookspecs import hookimpl
from scoring.messages import message
from scoring.panel import Panel
from scoring.parameters import BooleanName, FactName, NumberName, TextName
from scoring.quantity import plain
from scoring.scales import SCALES, Scale
from scoring.target import TargetAchievement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring.facts import Facts
    from scoring.parameters import Reference
    from scoring.quantity import Quantity

__all__ = ["Checklist", "Level", "Ratio", "Value", "scoring_aggregations", "scoring_checks", "scoring_scales"]

Points = Annotated[Decimal, Field(gt=0)]


class Value(Check):
    """A fact as it is."""

    fact: FactName

    def measure(self, facts: "Facts") -> "Quantity":
        """Return the fact."""
        return facts[self.fact]


class Ratio(Check):
    """One fact as a share of another: part / whole; missing where the whole equals zero."""

    display: ClassVar[Display | None] = "percent"
    part: NumberName
    whole: NumberName

    def measure(self, facts: "Facts") -> Measured:
        """Return part / whole."""
        return Measured(facts[self.part] / facts[self.whole], reason="{part} / {whole} = {measure:.2%}")


def _each_once(items: list[str] | dict[str, Decimal]) -> list[str] | dict[str, Decimal]:
    twice = [name for name, count in Counter(map(plain, items)).items() if count > 1]
    if twice:
        raise ValueError(f"{'、'.join(twice)} 写了两次", f"{', '.join(twice)} stands here twice")
    return items


class Checklist(Check):
    """Boolean facts worth the same, or each its points: the share of the points that are met.

    Any item missing makes the measure missing. Without the `gate` item the rest earns nothing.
    """

    display: ClassVar[Display | None] = "percent"
    items: Annotated[list[BooleanName] | dict[BooleanName, Points], Field(min_length=1), AfterValidator(_each_once)]
    gate: BooleanName | None = None

    @property
    def points(self) -> dict[str, Decimal]:
        """The points of each item (1 each where they are worth the same)."""
        return self.items if isinstance(self.items, dict) else dict.fromkeys(self.items, Decimal(1))

    def references(self) -> "Iterator[Reference]":
        """Go through the items and the gate: without it no measure can be made, so that it is wanted like any item."""
        for each in super().references():
            yield each._replace(optional=False)

    def measure(self, facts: "Facts") -> "Quantity":
        """Return the share of the points that are met."""
        zero = facts.constant(0)
        met = [facts.where(facts.read(name, "boolean"), points, zero) for name, points in self.points.items()]
        share = reduce(add, met) / sum(self.points.values())
        if self.gate is None:
            return share
        return facts.where(facts.read(self.gate, "boolean"), share, share * 0)

    def explain(self, seen: Seen) -> str | None:
        """Name the items that are not met, or say that all are."""
        points = self.points
        unmet = [name for name in points if seen.value(name) is False]
        text = message("checklist-met", seen.lang, met=len(points) - len(unmet), total=len(points))
        if len(set(points.values())) > 1:
            total = sum(points.values(), Decimal(0))
            met = number(total - sum((points[name] for name in unmet), Decimal(0)))
            text += message("checklist-points", seen.lang, met=met, total=number(total))
        if unmet:
            names = listed([seen.label(name) for name in unmet], seen.lang)
            text += message("checklist-unmet", seen.lang, count=len(unmet), names=names)
        if self.gate is not None and seen.value(self.gate) is False:
            text += message("checklist-gate", seen.lang, name=seen.label(self.gate))
        return text


class Level(Check):
    """A text fact, to be graded by a `levels` scale."""

    fact: TextName

    def measure(self, facts: "Facts") -> "Quantity":
        """Return the level."""
        return facts.read(self.fact, "text")


CHECKS: Final[dict[str, type[Check]]] = {
    "value": Value,
    "ratio": Ratio,
    "checklist": Checklist,
    "level": Level,
    "panel": Panel,
    "target.achievement": TargetAchievement,
}


@hookimpl
def scoring_checks() -> dict[str, type[Check]]:
    """Offer the built-in checks."""
    return CHECKS


@hookimpl
def scoring_scales() -> dict[str, type[Scale]]:
    """Offer the built-in scales."""
    return SCALES


@hookimpl
def scoring_aggregations() -> "Mapping[str, Aggregation]":
    """Offer the built-in aggregations."""
    return AGGREGATIONS
