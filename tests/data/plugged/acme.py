"""A plugin that the cases beside it need: each of its parts is wrong for some use of it."""

from __future__ import annotations

from pathlib import Path

import scoring
from scoring import Children, Facts, Measured, Project, Quantity

__version__ = "1.5"


class Yearly(scoring.Check):
    """A fact per year; of 0 years it knows nothing."""

    fact: scoring.FactName
    years: int = 1

    def measure(self, facts: Facts) -> Measured:
        """Return the fact divided by the years."""
        if self.years == 0:
            raise ValueError("there is nothing per 0 years")
        return Measured(facts[self.fact] / self.years)


class Asked(scoring.ObservedCheck):
    """What is looked up for each project."""

    def observe(self, project: Project) -> float:
        """Return a constant."""
        return 1.0


class Curve(scoring.Scale):
    """A power of the measure; of the power 0 it knows nothing."""

    power: int = 1

    def share(self, measure: Quantity, facts: Facts, weight: object) -> Quantity:
        """Return the power."""
        if self.power == 0:
            raise ValueError("all would earn the same")
        return measure**self.power


class Over(scoring.Scale):
    """All or nothing at 1; `plain` gives the condition itself, which is no share."""

    plain: bool = False

    def share(self, measure: Quantity, facts: Facts, weight: object) -> Quantity:
        """Return 1 for what is over 1, else 0."""
        return measure > 1 if self.plain else facts.where(measure > 1, 1, 0)


def pair(children: Children) -> Quantity:
    """Return the lesser of two shares; it takes no other number of children."""
    if len(children.shares) != 2:
        raise ValueError("a pair is of two")
    return children.minimum()


def growth(now: Quantity, before: Quantity) -> Quantity:
    """Return by how much a number grew."""
    return now / before - 1


def sign(number: Quantity) -> int:
    """Return 1 or -1; its author forgot that a number is not known before a project is scored."""
    return 1 if number > 0 else -1


@scoring.hookimpl
def scoring_checks() -> dict[str, type[scoring.Check]]:
    """Offer the checks."""
    return {"acme.yearly": Yearly, "acme.asked": Asked}


@scoring.hookimpl
def scoring_scales() -> dict[str, type[scoring.Scale]]:
    """Offer the scales."""
    return {"acme.curve": Curve, "acme.over": Over}


@scoring.hookimpl
def scoring_aggregations() -> dict[str, object]:
    """Offer the aggregation."""
    return {"acme.pair": pair}


@scoring.hookimpl
def scoring_functions() -> dict[str, object]:
    """Offer the functions."""
    return {"acme.growth": growth, "acme.sign": sign}


@scoring.hookimpl
def scoring_indicator_sets() -> list[Path]:
    """Offer the sets in the folder beside this file."""
    return [Path(__file__).parent / "sets"]
