"""The scale of straight lines: a share between the points that a set names."""

from decimal import Decimal
from functools import reduce
from itertools import pairwise
from operator import add
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import Field

from scoring.algebra import TOLERANCE
from scoring.display import percent
from scoring.scale import Problem, Scale, Share

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
