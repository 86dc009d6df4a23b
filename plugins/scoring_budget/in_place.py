"""`budget.in_place`: funds received as a share of the funds due (资金到位率), and how much in time (到位及时率)."""

from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, Self

from pydantic import Field, model_validator

from scoring import Check, ColumnName, DateName, FactName, Measured, NumberName
from scoring_budget.messages import ALSO_IN_TIME, IN_PLACE, IN_TIME, Sentences, mistake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring import Facts, Quantity

__all__ = ["InPlace"]

#: The ways to tell what came in time, each a group of parameters.
WAYS: Final = (("in_time",), ("due", "arrived"), ("amounts", "due_dates", "arrival_dates"))


class InPlace(Check):
    """Funds received as a share of the funds due: received / budget. With `rate = "in_time"`, of what came in time.

    A share, 1 for 100%; it may exceed 1, with a finding. A budget of 0 makes it missing, negative amounts invalid.
    Where parameters tell what came in time, the reason of either rate shows it, and late money is a finding.

    Sources: 财预〔2013〕53号 附件1 (资金到位率 = 实际到位资金 / 计划投入资金; 到位及时率 = 及时到位资金 / 应到位资金);
    财预〔2020〕10号 (资金到位率 = 实际到位资金 / 预算资金).

    >>> InPlace(rate="in_time", due="funds.due", arrived="funds.arrived").received
    'funds.received'
    """

    display: ClassVar[Literal["percent"]] = "percent"
    messages: ClassVar[Sentences] = IN_PLACE

    received: NumberName = Field("funds.received", description="what was received: an amount, in the unit of `budget`")
    budget: NumberName = Field("funds.budget", description="what was due to be received: an amount")
    rate: Literal["in_place", "in_time"] = Field(
        "in_place", description="the measure: the share that was received, or the share that was received in time"
    )
    in_time: FactName | None = Field(
        None, description="the amount received in time; or yes for all that was received, no for none of it"
    )
    due: DateName | None = Field(None, description="the date by which everything was due")
    arrived: DateName | None = Field(None, description="the date on which everything had arrived")
    amounts: ColumnName | None = Field(
        None, description="a column of amounts, a row for each instalment, that must add up to `received`"
    )
    due_dates: ColumnName | None = Field(None, description="a column of dates: when each instalment was due")
    arrival_dates: ColumnName | None = Field(
        None, description="a column of dates: when each instalment arrived; empty for one that has not"
    )

    def _ways(self) -> list[tuple[str, ...]]:
        return [way for way in WAYS if any(getattr(self, name) is not None for name in way)]

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        given = self._ways()
        if len(given) > 1:
            raise mistake("one-way", given=tuple(name for way in given for name in way))
        for way in given:
            if lacking := [name for name in way if getattr(self, name) is None]:
                raise mistake("together", wanted=way, lacking=tuple(lacking))
        if self.rate == "in_time" and not given:
            raise mistake("in-time-wanted")
        return self

    def references(self) -> "Iterator[Any]":
        """Go through the facts; what tells what came in time is wanted where that is the measure."""
        for each in super().references():
            yield each._replace(optional=each.optional and self.rate == "in_place")

    def measure(self, facts: "Facts") -> Measured:
        """Return the share that was received, or that was received in time."""
        received, budget = facts[self.received], facts[self.budget]
        negative = (received < 0) | (budget < 0)
        findings = {"received-over-budget": (received > budget) & (budget >= 0), "negative-amount": negative}
        ratio = "{received} / {budget} = {measure:.2%}"
        if not self._ways():
            return Measured(received / budget, invalid_if=negative, findings=findings, reason=ratio)
        shown = self._instalments(facts) if self.amounts is not None else {"punctual": self._punctual(facts, received)}
        punctual = shown["punctual"]
        negative |= punctual < 0
        shown["timeliness"] = punctual / budget
        findings |= {
            "negative-amount": negative,
            "received-late": punctual < received,
            "in-time-above-received": punctual > received,
        }
        if "arrived" in shown:
            findings["instalments-total"] = shown["arrived"] != received
        if self.rate == "in_time":
            value, chinese, english = shown["timeliness"], IN_TIME[0], IN_TIME[1]
        else:
            value, chinese, english = received / budget, ratio + ALSO_IN_TIME[0], ratio + ALSO_IN_TIME[1]
        return Measured(value, invalid_if=negative, findings=findings, reason=(chinese, english), shown=shown)

    def _punctual(self, facts: "Facts", received: "Quantity") -> "Quantity":
        """Return the amount that was received in time, by `in_time` or by the dates."""
        if self.in_time is None:
            in_time = facts.days(facts[str(self.arrived)], facts[str(self.due)]) >= 0
        else:
            in_time = facts[self.in_time]
        return facts.where(in_time, received, received * 0) if in_time.kind == "boolean" else in_time

    def _instalments(self, facts: "Facts") -> "dict[str, Quantity]":
        """Add up the instalments that arrived in time, and those that arrived; missing without a single one."""
        amount, arrival = facts[str(self.amounts)], facts[str(self.arrival_dates)]
        nothing = facts.missing(amount.kind)
        conditions = {
            "punctual": facts.days(arrival, facts[str(self.due_dates)]) >= 0,
            "arrived": facts.present(arrival),
        }
        none = facts.count(str(amount.table)) == 0
        sums = {name: facts.sum(facts.where(each, amount, nothing)) for name, each in conditions.items()}
        return {name: facts.where(none, nothing, total) for name, total in sums.items()}
