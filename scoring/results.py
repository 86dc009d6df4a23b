"""What many projects come to: who stands where, how many have which grade, where points are lost; plain values.

Points are decimals in the set's rounding unit, coverage is a share from 0 to 1. `results_summary` makes them from a
frame of results, `results_sheets` from score sheets; `report_many` and `report_overview` show them. Nothing here needs
a dataframe library.
"""

from __future__ import annotations

from bisect import bisect_left
from decimal import Decimal, localcontext
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ENDS", "WHOLE", "Listing", "Lost", "Mark", "Ranked", "Summary"]

#: Wide enough for the totals of any number of projects.
DIGITS: Final = 60


class Listing(NamedTuple):
    """How much of a ranking is listed: its first and last, and the last of those without a rank.

    What would leave out a single project leaves out none. With `marks` each project has what it earned at every
    indicator.
    """

    first: int
    last: int
    unranked: int
    marks: bool = False


#: What a terminal shows.
ENDS: Final = Listing(20, 5, 5)
#: What a page shows: whoever has more projects than that looks them up in a workbook.
WHOLE: Final = Listing(2_500, 2_500, 2_500, marks=True)


class Mark(NamedTuple):
    """What a project has at an indicator: the share of its weight, 0 to 1, if it counts, and its status."""

    share: Decimal | None
    status: str


class Ranked(NamedTuple):
    """A project in the ranking, and how many are left out between it and the next one that is listed.

    `rank` is None where there is no total, or no grade although others have one. `fired` are the ids of the gates
    that fired and do more than warn; `unrated_reason` is known where there is a sheet. `marks` are in the order of the
    set's indicators.
    """

    rank: int | None
    key: str
    name: str | None
    total: Decimal | None
    grade: str | None
    coverage: Decimal
    fired: tuple[str, ...] = ()
    left_out: int = 0
    department: str | None = None
    unit: str | None = None
    unrated_reason: str | None = None
    marks: tuple[Mark, ...] = ()


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
    `grades` counts the projects of every grade of the set, the best first, and of None if some have none; `totals`
    those of every total, the lowest first. `lost` has every indicator, in the order of the set; `statuses` how many of
    all their cells have which status.
    """

    projects: int
    rated: int
    ranking: tuple[Ranked, ...]
    grades: tuple[tuple[str | None, int], ...]
    lost: tuple[Lost, ...]
    statuses: Mapping[str, int]
    totals: tuple[tuple[Decimal, int], ...] = ()

    @property
    def mean(self) -> Decimal | None:
        """The mean of the totals (points, not rounded), None where nobody has one."""
        count = sum(projects for _, projects in self.totals)
        with localcontext(prec=DIGITS):
            return sum((total * projects for total, projects in self.totals), Decimal(0)) / count if count else None

    @property
    def median(self) -> Decimal | None:
        """The total in the middle, or half of the two that are; None where nobody has one."""
        upto = list(accumulate(projects for _, projects in self.totals))
        if not upto:
            return None
        middle = [self.totals[bisect_left(upto, place)][0] for place in ((upto[-1] + 1) // 2, upto[-1] // 2 + 1)]
        with localcontext(prec=DIGITS):
            return (middle[0] + middle[1]) / 2

    def worst(self, most: int) -> list[Lost]:
        """Return the indicators at which most projects lost points, at most so many; then those that cost more."""
        found = [each for each in self.lost if each.short]
        return sorted(found, key=lambda each: (-each.short, -each.points))[:most]
