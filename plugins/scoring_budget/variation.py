"""`budget.variation`: this year against last (变动率)."""

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from scoring import Check, Measured, NumberName
from scoring_budget.messages import VARIATION, Sentences

if TYPE_CHECKING:
    from scoring import Facts

__all__ = ["Variation"]


class Variation(Check):
    """The change from last year to this: (this - last) / |last|.

    A share, 0.2 for growth by 20%, -0.2 for a fall by 20%; the base is taken without its sign, so that the sign always
    tells the direction. From 0 to 0 is no change; from 0 to anything else is missing, or what `zero_base` says.

    Source: 财预〔2013〕53号 附件2 (三公经费变动率, 结转结余变动率 = (本年 - 上年) / 上年: of amounts that are not
    negative, for which |last| is last).

    >>> Variation(this="spending.this", last="spending.last").absolute
    False
    """

    display: ClassVar[Literal["percent"]] = "percent"
    messages: ClassVar[Sentences] = VARIATION

    this: NumberName = Field(description="this year's number: an amount or a count, of either sign")
    last: NumberName = Field(description="last year's number, in the same unit")
    absolute: bool = Field(
        default=False, description="whether the measure is the size of the change, without its direction"
    )
    zero_base: Decimal | None = Field(
        None, ge=0, description="the change from 0 to more, as a share (to less: its opposite); none: missing"
    )

    def measure(self, facts: "Facts") -> Measured:
        """Return the change as a share of last year's number."""
        this, last = facts[self.this], facts[self.last]
        base = facts.abs(last)
        change = this - last
        if self.zero_base is None:
            from_zero, code = facts.missing(), "zero-base"
        else:
            from_zero, code = facts.where(this > 0, self.zero_base, -self.zero_base), "zero-base-assumed"
        value = facts.where(last == 0, facts.where(this == 0, 0, from_zero), change / base)
        chinese, english = "本年 {this}，上年 {last}", "this year {this}, last year {last}"
        if self.absolute:
            value, ratio = facts.abs(value), "|{change}| / {base} = {measure:.2%}"
        else:
            ratio = "{change} / {base} = {measure:.2%}"
        return Measured(
            value,
            findings={code: (last == 0) & (this != 0)},
            reason=(f"{chinese}：{ratio}", f"{english}: {ratio}"),
            shown={"change": change, "base": base},
        )
