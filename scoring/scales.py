"""Scales: how a measure becomes a share of the weight, between 0 and 1 (rules.md, "Scales")."""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from scoring.algebra import TOLERANCE
from scoring.quantity import Kind, plain
from scoring.scale import Problem, Scale, ScalePart, Share
from scoring.scale_deduction import Deduction
from scoring.scale_linear import Linear

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.algebra import Side
    from scoring.facts import Facts
    from scoring.quantity import Quantity

__all__ = [
    "Deduction",
    "Levels",
    "Linear",
    "Problem",
    "Proportional",
    "Scale",
    "ScalePart",
    "Share",
    "Step",
    "Thresholds",
    "YesNo",
]

ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)


class Proportional(Scale):
    """(m - worst) / (target - worst), held between 0 and 1; with `worst` above `target`, less is better.

    A measure below `pass` earns nothing; with `rescale` the share runs from 0 at `pass` to 1 at `target`.
    """

    target: Decimal = ONE
    worst: Decimal = ZERO
    pass_: Decimal | None = Field(None, alias="pass")
    rescale: bool = False

    @property
    def start(self) -> Decimal:
        """The measure from which on the share rises from 0."""
        return self.pass_ if self.rescale and self.pass_ is not None else self.worst

    def share(self, measure: "Quantity", facts: "Facts", weight: "Decimal | Quantity") -> "Quantity":
        """Return the share of the way from its start to `target` that the measure has gone."""
        if self.start == 0:
            share = facts.clip(measure if self.target == 1 else measure / self.target, ZERO, ONE)
        else:
            share = facts.clip((measure - self.start) / (self.target - self.start), ZERO, ONE)
        return share if self.pass_ is None else facts.where(measure >= self.pass_, share, ZERO)

    def problems(self, weight: Decimal) -> "Iterator[Problem]":
        """Refuse a way without length, a `pass` where less is better, and `rescale` without a `pass`."""
        if abs(self.target - self.worst) <= TOLERANCE:
            given = "target" if "target" in self.model_fields_set else "worst"
            yield (given,), "scale-target", {"target": self.target}
        elif self.pass_ is None:
            if self.rescale:
                yield ("rescale",), "scale-rescale", {}
        elif self.worst > self.target:
            yield ("pass",), "scale-pass", {"worst": self.worst, "target": self.target}
        elif self.rescale and self.pass_ >= self.target - TOLERANCE:
            yield ("pass",), "scale-pass-target", {"edge": self.pass_, "target": self.target}

    def reached(self, measure: Decimal | bool | str, weight: Decimal) -> tuple[str, dict[str, Any]] | None:  # noqa: FBT001
        """Tell whether the measure passes, and the way, where it is not simply that from 0 to 1."""
        if not isinstance(measure, Decimal):
            return None
        if self.pass_ is not None and measure < self.pass_ - TOLERANCE:
            return "reached-not-passed", {"edge": self.pass_}
        if self.pass_ is not None and not self.rescale:
            return "reached-passed", {"pass": self.pass_, "edge": self.worst, "target": self.target}
        if self.start != 0:
            return "reached-between", {"edge": self.start, "target": self.target}
        return None if self.target == 1 else ("reached-target", {"target": self.target})

    def parts(self, weight: Decimal) -> "Sequence[ScalePart]":
        """Return all of the points, some, and none; with `pass`, what does not pass in the place of none."""
        last = ScalePart("none", "part-none", at=self.worst)
        if self.pass_ is not None:
            last = ScalePart("not-passed", "part-not-passed", {"edge": self.pass_})
        return ScalePart("full", "part-full", at=self.target), ScalePart("some", "part-some"), last

    def part(self, measure: Decimal | bool | str, weight: Decimal) -> str | None:  # noqa: FBT001 - a measure
        """Return how much of the points a measure earns."""
        if not isinstance(measure, Decimal):
            return None
        if self.pass_ is not None and measure < self.pass_ - TOLERANCE:
            return "not-passed"
        gone = measure - self.worst if self.target > self.worst else self.worst - measure
        if gone >= abs(self.target - self.worst) - TOLERANCE:
            return "full"
        return "none" if gone <= TOLERANCE and self.pass_ is None else "some"


class Step(BaseModel):
    """One step: a threshold reached from below (`at_least`) or kept from above (`at_most`), worth a share or points."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    at_least: Decimal | None = None
    at_most: Decimal | None = None
    share: Share | None = None
    points: Annotated[Decimal, Field(ge=0)] | None = None

    @property
    def edge(self) -> Decimal:
        """The threshold itself."""
        return self.at_least if self.at_least is not None else self.at_most or ZERO

    def worth(self, weight: Decimal) -> Decimal:
        """Return the share the step is worth, given the weight in points."""
        if self.points is not None:
            return self.points / weight if weight else ZERO
        return self.share if self.share is not None else ZERO


class Thresholds(Scale):
    """The highest `at_least` reached, or the lowest `at_most` kept, decides; on a threshold, the better step."""

    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    otherwise: Share = ZERO

    @property
    def side(self) -> "Side":
        """Which way the steps go."""
        return "at_least" if self.steps[0].at_least is not None else "at_most"

    def share(self, measure: "Quantity", facts: "Facts", weight: "Decimal | Quantity") -> "Quantity":
        """Return the share of the best step that the measure reaches."""
        if isinstance(weight, Decimal):
            return facts.step(measure, [(s.edge, s.worth(weight)) for s in self.steps], self.side, self.otherwise)
        shares = [(step.edge, step.share or ZERO) for step in self.steps]
        points = [(step.edge, step.points or ZERO) for step in self.steps]
        share = facts.step(measure, shares, self.side, self.otherwise)
        if not any(step.points for step in self.steps):
            return share
        of_points = facts.step(measure, points, self.side, ZERO) / weight
        return facts.clip(share + facts.coalesce(of_points, measure * 0), ZERO, ONE)

    def problems(self, weight: Decimal) -> "Iterator[Problem]":
        """Refuse mixed, incomplete and doubled steps, and points above the weight."""
        first = self.steps[0]
        seen: set[Decimal] = set()
        for place, step in enumerate(self.steps):
            path = ("steps", place)
            if (step.at_least is None) == (step.at_most is None):
                yield path, "step-edge", {}
            elif (step.at_least is None) != (first.at_least is None):
                yield path, "step-mixed", {}
            elif any(abs(step.edge - other) <= TOLERANCE for other in seen):
                yield path, "step-overlap", {"edge": step.edge}
            if (step.share is None) == (step.points is None):
                yield path, "step-worth", {}
            elif step.points is not None and step.points > weight:
                yield (*path, "points"), "step-points", {"points": step.points, "weight": weight}
            seen.add(step.edge)

    def reached(self, measure: Decimal | bool | str, weight: Decimal) -> tuple[str, dict[str, Any]] | None:  # noqa: FBT001
        """Tell the step."""
        if not isinstance(measure, Decimal):
            return None
        if self.side == "at_least":
            edges = [step.edge for step in self.steps if measure >= step.edge - TOLERANCE]
            return ("reached-at-least", {"edge": max(edges)}) if edges else self._none()
        edges = [step.edge for step in self.steps if measure <= step.edge + TOLERANCE]
        return ("reached-at-most", {"edge": min(edges)}) if edges else self._none()

    def parts(self, weight: Decimal) -> "Sequence[ScalePart]":
        """Return every step, and what lies beyond all of them."""
        steps = [
            ScalePart(f"steps[{place}]", f"part-{self.side}", {"edge": step.edge}, step.edge)
            for place, step in enumerate(self.steps)
        ]
        return (*steps, ScalePart("otherwise", "part-otherwise"))

    def part(self, measure: Decimal | bool | str, weight: Decimal) -> str | None:  # noqa: FBT001 - a measure
        """Return the best step that a measure reaches or keeps."""
        if not isinstance(measure, Decimal):
            return None
        sign = 1 if self.side == "at_least" else -1
        reached = [
            (sign * step.edge, place)
            for place, step in enumerate(self.steps)
            if sign * (measure - step.edge) >= -TOLERANCE
        ]
        return f"steps[{max(reached)[1]}]" if reached else "otherwise"

    def _none(self) -> tuple[str, dict[str, Any]]:
        edges = [step.edge for step in self.steps]
        if self.side == "at_least":
            return "reached-no-at-least", {"edge": min(edges)}
        return "reached-no-at-most", {"edge": max(edges)}


class Levels(Scale):
    """A share for each level of a text measure; a level that is not here makes the measure invalid."""

    kinds: ClassVar[tuple[Kind, ...]] = ("text",)
    levels: Annotated[dict[str, Share], Field(min_length=1)]

    def share(self, measure: "Quantity", facts: "Facts", weight: "Decimal | Quantity") -> "Quantity":
        """Return the level's share."""
        return facts.lookup(measure, self.levels)

    def problems(self, weight: Decimal) -> "Iterator[Problem]":
        """Refuse two levels that are the same text in plain form."""
        seen: set[str] = set()
        for level in self.levels:
            if plain(level) in seen:
                yield ("levels", level), "level-twice", {"level": level}
            seen.add(plain(level))

    def reached(self, measure: Decimal | bool | str, weight: Decimal) -> tuple[str, dict[str, Any]] | None:  # noqa: FBT001
        """Tell the level."""
        return ("reached-level", {"level": measure}) if isinstance(measure, str) else None

    def parts(self, weight: Decimal) -> "Sequence[ScalePart]":
        """Return every level."""
        return [ScalePart(f"levels.{plain(each)}", "part-level", {"level": each}, plain(each)) for each in self.levels]

    def part(self, measure: Decimal | bool | str, weight: Decimal) -> str | None:  # noqa: FBT001 - a measure
        """Return the level that a measure is."""
        return f"levels.{plain(measure)}" if isinstance(measure, str) else None


class YesNo(Scale):
    """Everything for yes, nothing for no."""

    kinds: ClassVar[tuple[Kind, ...]] = ("boolean",)

    def share(self, measure: "Quantity", facts: "Facts", weight: "Decimal | Quantity") -> "Quantity":
        """Return 1 for yes, 0 for no."""
        return facts.where(measure, facts.constant(ONE), facts.constant(ZERO))

    def parts(self, weight: Decimal) -> "Sequence[ScalePart]":
        """Return yes and no."""
        return ScalePart("yes", "part-yes", at=True), ScalePart("no", "part-no", at=False)

    def part(self, measure: Decimal | bool | str, weight: Decimal) -> str | None:  # noqa: FBT001 - a measure
        """Return yes or no."""
        return {True: "yes", False: "no"}[measure] if isinstance(measure, bool) else None


#: The kinds of scale that ship with the engine.
SCALES: Final[dict[str, type[Scale]]] = {
    "proportional": Proportional,
    "thresholds": Thresholds,
    "linear": Linear,
    "levels": Levels,
    "deduction": Deduction,
    "yes_no": YesNo,
}
DEFAULT: Final[dict[str, Literal["proportional", "yes_no"]]] = {
    "number": "proportional",
    "money": "proportional",
    "boolean": "yes_no",
}
