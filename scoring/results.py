"""What many projects come to: who stands where, how many have which grade, where points are lost; plain values.

Points are decimals in the set's rounding unit, coverage is a share from 0 to 1. `results_summary` makes them from a
frame of results, `report_many` shows them; nothing here needs a dataframe library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

__all__ = ["Lost", "Ranked", "Summary"]


class Ranked(NamedTuple):
    """A project in the ranking, and how many are left out between it and the next one that is listed.

    `rank` is None where there is no total, or no grade although others have one. `fired` are the ids of the gates
    that fired and do more than warn.
    """

    rank: int | None
    key: str
    name: str | None
    total: Decimal | None
    grade: str | None
    coverage: Decimal
    fired: tuple[str, ...] = ()
    left_out: int = 0


class Lost(NamedTuple):
    """What many projects lost at one indicator.

    `full` is the score that none could better (points), None for an indicator with rows whose weights are each
    project's own. `counted` is for how many projects it counts, `short` how many of them earned less than `full`,
    `points` what all of them lost together. `missing`, `invalid` and `error` count the projects of that status.
    """

    id: str
    full: Decimal | None
    counted: int
    short: int
    points: Decimal
    missing: int
    invalid: int
    error: int


class Summary(NamedTuple):
    """Many projects, scored by one set.

    `ranking` has the first and the last ranked and the last of those without a rank, in the order of the ranking.
    `grades` counts the projects of every grade of the set, the best first, and of None if some have none. `lost` has
    every indicator, in the order of the set; `statuses` how many of all their cells have which status.
    """

    projects: int
    rated: int
    ranking: tuple[Ranked, ...]
    grades: tuple[tuple[str | None, int], ...]
    lost: tuple[Lost, ...]
    statuses: Mapping[str, int]

    def worst(self, most: int) -> list[Lost]:
        """Return the indicators at which most projects lost points, at most so many; then those that cost more."""
        found = [each for each in self.lost if each.short]
        return sorted(found, key=lambda each: (-each.short, -each.points))[:most]
