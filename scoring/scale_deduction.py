"""The scale of deductions: full marks up to a limit, and beyond it so many points less a step."""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import Field

from scoring.algebra import TOLERANCE
from scoring.display import number
from scoring.scale import Scale, ScalePart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.facts import Facts
    from scoring.quantity import Quantity

__all__ = ["Deduction"]

ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)


class Deduction(Scale):
    """Full up to `limit`; each begun (or completed) `per` on the wrong side of it costs `deduct` points of the weight.

    A number of steps that equals a whole number is that number, within the tolerance.
    """

    limit: Decimal
    side: Literal["under", "over"] = "under"
    per: Annotated[Decimal, Field(gt=TOLERANCE)]
    deduct: Annotated[Decimal, Field(gt=0)]
    count: Literal["begun", "completed"] = "begun"

    def share(self, measure: "Quantity", facts: "Facts", weight: "Decimal | Quantity") -> "Quantity":
        """Return the share of the points that are left; of a weight of 0, everything or nothing."""
        beyond = (self.limit - measure if self.side == "under" else measure - self.limit) / self.per
        steps = facts.max(facts.ceil(beyond) if self.count == "begun" else facts.floor(beyond), ZERO)
        left = facts.max(weight - steps * self.deduct, ZERO)
        return facts.coalesce(left / weight, facts.where(steps > 0, ZERO, facts.constant(ONE)))

    def reached(self, measure: Decimal | bool | str, weight: Decimal) -> tuple[str, dict[str, Any]] | None:  # noqa: FBT001
        """Tell by how much the measure misses the limit, how many steps that is and what they cost."""
        if not isinstance(measure, Decimal):
            return None
        gap, steps = self.gone(measure)
        if gap <= 0:
            return f"reached-limit-{self.side}", {"edge": self.limit}
        values = {"edge": self.limit, "gap": gap, "per": self.per, "each": number(self.deduct), "steps": number(steps)}
        lost = min(steps * self.deduct, weight)
        return f"reached-deducted-{self.side}-{self.count}", {**values, "lost": number(lost)}

    def gone(self, measure: Decimal) -> tuple[Decimal, Decimal]:
        """Return how far a measure lies beyond the limit (not above 0: it keeps it), and how many steps that costs."""
        gap = self.limit - measure if self.side == "under" else measure - self.limit
        beyond = gap / self.per
        if self.count == "begun":
            steps = (beyond - TOLERANCE).to_integral_value("ROUND_CEILING")
        else:
            steps = (beyond + TOLERANCE).to_integral_value("ROUND_FLOOR")
        return gap, max(steps, ZERO)

    def parts(self, weight: Decimal) -> "Sequence[ScalePart]":
        """Return what costs nothing, some of the points, and all of them."""
        sign = -1 if self.side == "under" else 1
        steps = (weight / self.deduct).to_integral_value("ROUND_CEILING")
        found = [ScalePart("kept", "part-kept", at=self.limit)]
        if self.deduct < weight:
            found.append(ScalePart("deducted", "part-deducted", at=self.limit + sign * self.per))
        return (*found, ScalePart("nothing-left", "part-nothing-left", at=self.limit + sign * self.per * steps))

    def part(self, measure: Decimal | bool | str, weight: Decimal) -> str | None:  # noqa: FBT001 - a measure
        """Return what a measure costs."""
        if not isinstance(measure, Decimal):
            return None
        _, steps = self.gone(measure)
        if steps == 0:
            return "kept"
        return "deducted" if weight - steps * self.deduct > TOLERANCE else "nothing-left"
