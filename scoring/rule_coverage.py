"""Rule coverage: which parts of a set's rules its examples reach, and why not the others."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from scoring.exact_row import CONTEXT
from scoring.rule_parts import rule_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.binding import Bound
    from scoring.rule_case import Case
    from scoring.rule_part import RulePart

__all__ = ["PartCoverage", "RuleCoverage", "Why", "rule_coverage"]

#: Why no example reaches a part: there is none that would, one without data is wanted, or no project can reach it.
Why = Literal["no-case", "without-data", "shadowed"]


class PartCoverage(NamedTuple):
    """One part of the rules, the names of the examples that reach it, and why there is none."""

    part: RulePart
    by: tuple[str, ...]
    why: Why | None

    @property
    def counts(self) -> bool:
        """Whether an example can reach the part at all."""
        return self.why != "shadowed"


class RuleCoverage(NamedTuple):
    """All parts of the rules of a set, in the order of the set."""

    parts: tuple[PartCoverage, ...]

    @property
    def counting(self) -> int:
        """How many parts an example can reach."""
        return sum(each.counts for each in self.parts)

    @property
    def reached(self) -> int:
        """How many parts an example reaches."""
        return sum(each.why is None for each in self.parts)

    @property
    def share(self) -> Fraction:
        """The share of the parts that examples reach, 0 to 1; 1 where there is nothing to reach."""
        return Fraction(self.reached, self.counting) if self.counting else Fraction(1)

    def enough(self, least: Decimal) -> bool:
        """Tell whether the share is a minimum, 0 to 1, or more."""
        return self.share >= Fraction(least)


def rule_coverage(bound: Bound, cases: Sequence[tuple[str, Case]]) -> RuleCoverage:
    """Hold the rules of a set against projects that were scored by it, each with the name of its example."""
    with localcontext(CONTEXT):
        return RuleCoverage(tuple(_covered(part, cases) for part in rule_parts(bound)))


def _covered(part: RulePart, cases: Sequence[tuple[str, Case]]) -> PartCoverage:
    by = tuple(name for name, case in cases if part.reached(case))
    if by:
        return PartCoverage(part, by, None)
    if not part.reachable:
        return PartCoverage(part, by, "shadowed")
    return PartCoverage(part, by, "without-data" if part.kind == "missing" else "no-case")
