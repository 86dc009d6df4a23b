"""`budget.saving`: actual against planned cost (成本节约率)."""

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from scoring import Check, Measured, NumberName
from scoring_budget.messages import SAVING, Sentences

if TYPE_CHECKING:
    from scoring import Facts

__all__ = ["Saving"]


class Saving(Check):
    """The part of the planned cost that was saved: (planned - actual) / planned.

    A share, 0.05 for 5% saved; negative where the cost is above the plan, with a finding. A planned cost of 0 makes it
    missing, negative costs invalid. Both costs are those of the same output: work not done is no saving.

    Source: 财预〔2013〕53号 附件1 and 财预〔2020〕10号 (成本节约率 = (计划成本 - 实际成本) / 计划成本).

    >>> Saving(planned="cost.planned", actual="cost.actual").display
    'percent'
    """

    display: ClassVar[Literal["percent"]] = "percent"
    messages: ClassVar[Sentences] = SAVING

    planned: NumberName = Field(description="the planned cost: an amount")
    actual: NumberName = Field(description="the actual cost of the same output, in the same unit")

    def measure(self, facts: "Facts") -> Measured:
        """Return the part of the planned cost that was saved."""
        planned, actual = facts[self.planned], facts[self.actual]
        negative = (planned < 0) | (actual < 0)
        return Measured(
            (planned - actual) / planned,
            invalid_if=negative,
            findings={"cost-above-plan": actual > planned, "negative-amount": negative},
            reason="({planned} - {actual}) / {planned} = {measure:.2%}",
        )
