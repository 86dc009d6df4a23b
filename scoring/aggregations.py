"""Aggregations: how the shares of a dimension's children make its own, written once for both worlds.

`sum` and `mean` are the weighted mean of the children that count; `geometric` and `harmonic` are weighted, and 0 as
soon as one share is 0; `min`, `max` and `median` ignore the weights (semantics.md, "From facts to grade", clause 4).

>>> from scoring import Children, Quantity
>>> def weakest_link(children: Children) -> Quantity:
...     lowest, highest = children.minimum(), children.maximum()
...     return children.facts.where(highest > lowest, lowest + 0.1, lowest)
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from scoring.quantity import Quantity

if TYPE_CHECKING:
    from scoring.facts import Facts

__all__ = ["AGGREGATIONS", "Aggregation", "Children"]


class Children(NamedTuple):
    """The children of a dimension: their shares (0 to 1, missing where a child does not count) and their weights.

    `facts` has the operations on quantities (`children.facts.where(…)`). What is made of the shares here is made of
    the children that count, and missing where none does.
    """

    shares: Sequence[Quantity]
    weights: Sequence[Decimal]
    facts: "Facts"

    def minimum(self) -> Quantity:
        """Return the smallest share."""
        return self._of(self.facts.algebra.least_there([each.expression for each in self.shares]))

    def maximum(self) -> Quantity:
        """Return the largest share."""
        return self._of(self.facts.algebra.greatest_there([each.expression for each in self.shares]))

    def median(self) -> Quantity:
        """Return the median share, of two in the middle their mean."""
        return self._of(self.facts.algebra.median_there([each.expression for each in self.shares]))

    def mean(self, of: Callable[[Quantity], Quantity] = lambda share: share) -> Quantity:
        """Return the weighted mean of the shares, or `of` something made of each share."""
        algebra = self.facts.algebra
        values = [of(each) for each in self.shares]
        weighted = [(value * weight).expression for value, weight in zip(values, self.weights, strict=True)]
        there = [algebra.present(value.expression) for value in values]
        counting = algebra.weight_where(list(zip(there, self.weights, strict=True)))
        return self._of(algebra.divide(algebra.sum_present(weighted), counting))

    def unless_zero(self, a: Quantity) -> Quantity:
        """Return 0 where any share is 0, else a."""
        return self.facts.where(self.minimum() == 0, 0, a)

    def _of(self, expression: object) -> Quantity:
        return Quantity(self.facts, expression, "number")


#: Makes one share, 0 to 1, of those of the children; where it is missing although children count, the share is 0.
Aggregation = Callable[[Children], Quantity]


def earned(children: Children) -> Quantity:
    """Return what the children earn together; in a relative set the weighted mean of their shares."""
    return children.mean()


def mean(children: Children) -> Quantity:
    """Return the weighted mean of the shares."""
    return children.mean()


def geometric(children: Children) -> Quantity:
    """Return the weighted geometric mean of the shares, 0 as soon as one is 0."""
    facts = children.facts
    return children.unless_zero(facts.exp(children.mean(facts.ln)))


def harmonic(children: Children) -> Quantity:
    """Return the weighted harmonic mean of the shares, 0 as soon as one is 0."""
    return children.unless_zero(1 / children.mean(lambda share: 1 / share))


#: The aggregations that ship with the engine.
AGGREGATIONS: Final[Mapping[str, Aggregation]] = {
    "sum": earned,
    "mean": mean,
    "geometric": geometric,
    "harmonic": harmonic,
    "min": Children.minimum,
    "max": Children.maximum,
    "median": Children.median,
}
