"""The check of a panel: what several assessors gave, brought to one measure (rules.md, "Built-in checks")."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, ClassVar, Final, Literal, Self

from pydantic import Field, model_validator

from scoring.algebra import TOLERANCE
from scoring.checks import Check, Display, Measured
from scoring.messages import MESSAGES
from scoring.parameters import Named

if TYPE_CHECKING:
    from scoring.checks import Template
    from scoring.facts import Facts

__all__ = ["Panel"]

#: So many scores there must be for the highest and the lowest to be dropped.
FEWEST: Final = 3
#: The findings of a panel.
FINDINGS: Final = ("assessors-disagree", "assessors-too-few", "score-outside")


class Panel(Check):
    """The points that several assessors gave, one a row, as a share of the points that a full score is.

    `how` brings them together: the mean; the median; the mean without the highest and the lowest one
    (`drop_high_low`, which wants three); or the mean without a part `trim` of them at either end (`trimmed`, as many
    as the part of their number has whole ones). Scores outside 0 to `out_of` make the measure invalid; assessors who
    differ by more than `spread_limit` points are a finding.
    """

    display: ClassVar[Display | None] = "percent"
    messages: ClassVar[Mapping[str, tuple[str, str]]] = {
        code: MESSAGES[code] for each in FINDINGS for code in (each, f"{each}.remedy")
    }

    scores: Annotated[str, Named("column", "number")]
    out_of: Annotated[Decimal, Field(gt=TOLERANCE)]
    how: Literal["mean", "median", "trimmed", "drop_high_low"] = "mean"
    trim: Annotated[Decimal, Field(gt=0, lt=Decimal("0.5"))] = Decimal("0.2")
    spread_limit: Annotated[Decimal, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _trims(self) -> Self:
        if self.how != "trimmed" and "trim" in self.model_fields_set:
            raise ValueError('trim 只用于 how = "trimmed"', 'trim goes with how = "trimmed"')
        return self

    def measure(self, facts: "Facts") -> Measured:
        """Return the points of all assessors together / `out_of`."""
        given = facts[self.scores]
        low, high = facts.let("panel.low", facts.minimum(given)), facts.let("panel.high", facts.maximum(given))
        assessors = facts.let("panel.assessors", facts.count(given))
        shown = {"low": low, "high": high, "spread": high - low, "assessors": assessors, "total": facts.sum(given)}
        outside = (low < 0) | (high > self.out_of)
        findings = {"score-outside": outside}
        if self.spread_limit is not None:
            findings["assessors-disagree"] = shown["spread"] > self.spread_limit
        if self.how == "drop_high_low":
            shown["left"] = assessors - 2
            few = assessors < FEWEST
            points = facts.where(few, facts.missing(), (shown["total"] - high - low) / shown["left"])
            findings["assessors-too-few"] = few & (assessors > 0)
        elif self.how == "trimmed":
            shown["cut"] = facts.floor(assessors * self.trim)
            shown["left"] = assessors - shown["cut"] * 2
            points = facts.trimmed(given, self.trim)
        else:
            points = facts.median(given) if self.how == "median" else facts.mean(given)
        shown["points"] = facts.let("panel.points", points)
        return Measured(
            shown["points"] / self.out_of,
            invalid_if=outside,
            findings=findings,
            reason=self._reason(),
            shown=shown,
        )

    def _reason(self) -> "Template":
        parts = [MESSAGES["panel-given"], MESSAGES[f"panel-{self.how}"], MESSAGES["panel-share"]]
        return "".join(chinese for chinese, _ in parts), "".join(english for _, english in parts)
