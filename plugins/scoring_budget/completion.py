"""`budget.completion`: spending as a share of the budget (预算完成率, 预算执行率)."""

from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal

from pydantic import Field, model_validator

from scoring import Check, ColumnName, Measured, NumberName
from scoring_budget.messages import BASES, COMPLETION, NONE_OF_NONE, Sentences

if TYPE_CHECKING:
    from scoring import Facts, Quantity, Seen

__all__ = ["Completion"]

#: The fact that `budget` names where a set only says which budget is meant.
DEFAULTS: Final = {"initial": "funds.initial", "adjusted": "funds.budget", "received": "funds.received"}


class Completion(Check):
    """Spending as a share of the initial budget, the adjusted budget, or the funds received: spent / budget.

    A share, 1 for 100%; it may exceed 1, with a finding. Negative amounts make it invalid. 0 of 0 is what
    `zero_of_zero` says; anything spent of a budget of 0 is missing.

    Sources: 财预〔2013〕53号 附件2 (预算完成率 = 完成数 / 预算数); 财预〔2020〕10号, whose self-evaluation divides by
    全年预算数, the adjusted budget, while its evaluation framework (预算执行率) divides by 实际到位资金.

    >>> check = Completion(basis="received")
    >>> check.spent, check.budget
    ('funds.spent', 'funds.received')
    """

    display: ClassVar[Literal["percent"]] = "percent"
    messages: ClassVar[Sentences] = COMPLETION

    spent: NumberName = Field("funds.spent", description="what was spent: an amount, in the unit of `budget`")
    budget: NumberName = Field(
        "funds.budget",
        description="what it is a share of: an amount (by `basis`: funds.initial, funds.budget, funds.received)",
    )
    basis: Literal["initial", "adjusted", "received"] | None = Field(
        None, description="which budget that is (年初预算, 调整后预算, 实际到位资金): the reason names it"
    )
    budget_lines: ColumnName | None = Field(
        None, description="a column of amounts, a row for each funding line, that must add up to `budget`"
    )
    spent_lines: ColumnName | None = Field(
        None, description="a column of amounts, a row for each funding line, that must add up to `spent`"
    )
    zero_of_zero: Literal["missing", "full", "zero"] = Field(
        "missing", description="what nothing spent of no budget is: missing, 100% or 0%"
    )

    @model_validator(mode="before")
    @classmethod
    def _budget_of_basis(cls, given: Any) -> Any:
        if not isinstance(given, dict) or "budget" in given:
            return given
        budgets = [name for basis, name in DEFAULTS.items() if given.get("basis") == basis]
        return given | {"budget": budgets[0]} if budgets else given

    def measure(self, facts: "Facts") -> Measured:
        """Return spent / budget."""
        spent, budget = facts[self.spent], facts[self.budget]
        rate = spent / budget
        if self.zero_of_zero != "missing":
            rate = facts.where((spent == 0) & (budget == 0), 1 if self.zero_of_zero == "full" else 0, rate)
        negative = (spent < 0) | (budget < 0)
        findings = {
            "over-budget": (spent > budget) & (budget > 0),
            "spent-without-budget": (spent > 0) & (budget == 0),
            "negative-amount": negative,
        }
        shown = {}
        for code, column, total in (
            ("budget", self.budget_lines, budget),
            ("spent", self.spent_lines, spent),
        ):
            if column is not None:
                shown[f"{code}_sum"] = facts.sum(facts[column])
                findings[f"{code}-lines"] = self._differs(facts, facts[column], total)
        chinese, english = BASES[self.basis] if self.basis else ("", "")
        ratio = "{spent} / {budget} = {measure:.2%}"
        reason = (ratio + chinese, ratio + english)
        return Measured(rate, invalid_if=negative, findings=findings, reason=reason, shown=shown)

    @staticmethod
    def _differs(facts: "Facts", lines: "Quantity", total: "Quantity") -> "Quantity":
        """Tell whether there are funding lines and they do not add up to the total."""
        return (facts.count(str(lines.table)) > 0) & (facts.sum(lines) != total)

    def explain(self, seen: "Seen") -> str | None:
        """Say what nothing of nothing is worth, where the set says it is worth something."""
        if self.zero_of_zero == "missing" or seen.value(self.spent) != 0 or seen.value(self.budget) != 0:
            return None
        share = "100%" if self.zero_of_zero == "full" else "0%"
        return NONE_OF_NONE[0 if seen.lang == "zh" else 1].format(share=share)
