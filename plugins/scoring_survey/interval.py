"""How far a share of a sample tells the share of all: Wilson's interval."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scoring import Facts, Quantity

__all__ = ["wilson"]

#: The 97.5% quantile of the normal distribution: 95% lie within so many standard deviations.
Z: Final = Decimal("1.959963984540054")


def wilson(facts: Facts, holds: Quantity, sample: Quantity) -> tuple[Quantity, Quantity]:
    """Return the ends of the 95% score interval of a share, `holds` of `sample`; both are shares, 0 to 1.

    (k + z²/2 ± z·√(k(n - k)/n + z²/4)) / (n + z²), for k of n answers: the usual form multiplied by n, so that the root
    stays far from the tolerance. It takes the answers for independent draws, each with the same chance to be satisfied.

    Source: Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference, Journal of the
    American Statistical Association 22, 209-212.
    """
    square = Z * Z
    middle = holds + square / 2
    spread = facts.sqrt(holds * (sample - holds) / sample + square / 4) * Z
    low, high = ((middle + end) / (sample + square) for end in (-spread, spread))
    return facts.clip(low, Decimal(0), Decimal(1)), facts.clip(high, Decimal(0), Decimal(1))
