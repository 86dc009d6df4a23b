"""The scale of straight lines: a share between the points that a set names."""

from decimal import Decimal
from functools import reduce
from itertools import pairwise
from operator import add
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import Field

from scoring.algebra import TOLERANCE
from scoring.display import percent
from scoring.scale import Problem, Scale, ScalePart, Share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.facts import Facts
    from scoring.quantity import Quantity

__all__ = ["Linear"]

ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
#: A measure, and the share that it earns.
Point = tuple[Decimal, Share]


class Linear(Scale):
    """Straight between two points or several, flat outside: from `worst` to `best`, or along `points`."""

    worst: Decimal | None = None
    best: Decimal | None = None
    points: Annotated[tuple[Point, ...], Field(min_length=2)] | None = None

    @property
    def line(self) -> "Sequence[Point]":
        """The points, from the smallest measure on."""
        if self.points is not None:
            return self.points
        worst, best = self.worst or ZERO, self.best or ZERO
        return sorted([(worst, ZERO), (best, ONE)])

    def share(self, measure: "Quantity", facts: "Facts", weight: "Decimal | Quantity") -> "Quantity":
        """Return the share on the line: that of its first point, and what each piece adds as far as it is gone."""
        line = self.line
        pieces = [
            facts.clip((measure - x) / (following - x), ZERO, ONE) * (end - share)
            for (x, share), (following, end) in pairwise(line)
        ]
        shares = [share for _, share in line]
        return facts.clip(reduce(add, pieces) + shares[0], min(shares), max(shares))

    def problems(self, weight: Decimal) -> "Iterator[Problem]":
        """Refuse what is no line: ends and points together or neither, ends or points at one measure, disorder."""
        if (self.points is None) != (self.worst is not None and self.best is not None) or (
            self.points is not None and (self.worst, self.best) != (None, None)
        ):
            yield (), "linear-ends", {}
        elif self.points is None and abs((self.worst or ZERO) - (self.best or ZERO)) <= TOLERANCE:
            yield ("best",), "linear-flat", {"best": self.best}
        for place, ((x, _), (following, _)) in enumerate(pairwise(self.points or ()), start=1):
            if abs(following - x) <= TOLERANCE:
                yield ("points", place), "point-twice", {"x": following}
            elif following < x:
                yield ("points", place), "point-order", {"x": following, "before": x}

    def reached(self, measure: Decimal | bool | str, weight: Decimal) -> tuple[str, dict[str, Any]] | None:  # noqa: FBT001
        """Tell the two points between which the measure lies, or the end beyond which it does."""
        if not isinstance(measure, Decimal):
            return None
        if self.points is None:
            return "reached-between", {"edge": self.worst, "target": self.best}
        first, last = self.points[0][0], self.points[-1][0]
        if measure <= first:
            return "reached-before", {"edge": first}
        if measure >= last:
            return "reached-beyond", {"edge": last}
        (x, share), (following, end) = next(each for each in pairwise(self.points) if measure <= each[1][0])
        return "reached-on-line", {"edge": x, "target": following, "start": percent(share), "end": percent(end)}

    def parts(self, weight: Decimal) -> "Sequence[ScalePart]":
        """Return all of the points, some and none; of a line of several points, each piece, and what lies outside."""
        if self.points is None:
            return (
                ScalePart("full", "part-full", at=self.best),
                ScalePart("some", "part-some"),
                ScalePart("none", "part-none", at=self.worst),
            )
        first, last = self.points[0][0], self.points[-1][0]
        pieces = [
            ScalePart(f"points[{place}]", "part-piece", {"edge": x, "target": following})
            for place, ((x, _), (following, _)) in enumerate(pairwise(self.points), start=1)
        ]
        before, beyond = ({"edge": each} for each in (first, last))
        return (
            ScalePart("before", "part-before", before, first),
            *pieces,
            ScalePart("beyond", "part-beyond", beyond, last),
        )

    def part(self, measure: Decimal | bool | str, weight: Decimal) -> str | None:  # noqa: FBT001 - a measure
        """Return the piece of the line on which a measure lies; a point between two belongs to the first of them."""
        if not isinstance(measure, Decimal):
            return None
        (first, share), *_, (last, _) = self.line
        before, beyond = measure <= first + TOLERANCE, measure >= last - TOLERANCE
        if self.points is None:
            low, high = ("none", "full") if share == ZERO else ("full", "none")
            return low if before else high if beyond else "some"
        if before or beyond:
            return "before" if before else "beyond"
        return f"points[{next(place for place, (x, _) in enumerate(self.points) if measure <= x + TOLERANCE)}]"
