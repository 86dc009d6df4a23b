"""The totals of many projects: how many have which, the rank and the place that follow, and what there was to earn."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal, localcontext
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from scoring.exact import ROUNDINGS
from scoring.exact_row import CONTEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scoring.indicators import IndicatorSet
    from scoring.results import Listing, Ranked

__all__ = ["Totals", "full_score", "listed"]


class Totals(NamedTuple):
    """How many have which total and grade: from it comes every rank.

    `every` counts the projects of each total, the lowest first, `grades` those of each grade, the best first.
    """

    graded: bool
    grades: tuple[tuple[str | None, int], ...]
    every: tuple[tuple[Decimal, int], ...]
    ranks: Mapping[Decimal, int]
    ranked: int
    unranked: int
    rated: int

    @classmethod
    def of(cls, counts: Iterable[tuple[Decimal | None, str | None, int]], rules: IndicatorSet) -> Totals:
        """Count what has a total (points) and a grade, so many each."""
        grades: Counter[str | None] = Counter({each.label: 0 for each in _best_first(rules)})
        every: Counter[Decimal | None] = Counter()
        rated: Counter[Decimal | None] = Counter()
        for total, grade, count in counts:
            grades[grade] += count
            every[total] += count
            rated[total] += 0 if grade is None else count
        del rated[None]
        graded = any(rated.values())
        none = every.pop(None, 0)
        counted = {each: count for each, count in (rated if graded else every).items() if each is not None and count}
        best = sorted(counted, reverse=True)
        before = accumulate((counted[each] for each in best), initial=1)
        ranked = sum(counted.values())
        return cls(
            graded=graded,
            grades=tuple((label, count) for label, count in grades.items() if label is not None or count),
            every=tuple(sorted((each, count) for each, count in every.items() if each is not None and count)),
            ranks=dict(zip(best, before, strict=False)),
            ranked=ranked,
            unranked=every.total() + none - ranked,
            rated=rated.total(),
        )

    def rank(self, total: Decimal | None, grade: str | None) -> int | None:
        """Return the rank of a total, None where there is none to have."""
        return None if total is None or (self.graded and grade is None) else self.ranks[total]


def _best_first(rules: IndicatorSet) -> list[Any]:
    return sorted(rules.grades, key=lambda grade: grade.at_least, reverse=True)


def listed(
    first: Sequence[Ranked], last: Sequence[Ranked], rest: Sequence[Ranked], totals: Totals, listing: Listing
) -> tuple[Ranked, ...]:
    """Return what is listed of a ranking, from its ends, with the gaps between them.

    `first` are the first of all (so many that a gap is known to be one), `last` the last that have a rank, and `rest`
    the last of all, both from the end backwards.
    """
    if not totals.ranked:
        return tuple(_ends(first, rest[: listing.unranked], totals.unranked, listing))
    ranked = _ends([each for each in first if each.rank is not None], last, totals.ranked, listing)
    unranked = [each for each in reversed(rest) if each.rank is None]
    if totals.unranked > len(unranked):
        unranked = unranked[1:]
        ranked[-1] = ranked[-1]._replace(left_out=totals.unranked - listing.unranked)
    return (*ranked, *unranked)


def _ends(first: Sequence[Ranked], backwards: Sequence[Ranked], count: int, listing: Listing) -> list[Ranked]:
    """Return all of so many, if these are the first of them, else the first and the last with a gap between."""
    if count <= len(first):
        return list(first)
    *start, edge = first[: listing.first]
    return [*start, edge._replace(left_out=count - listing.first - len(backwards)), *reversed(backwards)]


def full_score(rules: IndicatorSet, id_: str) -> Decimal | None:
    """Return the points that nobody can better at an indicator, rounded as scores are.

    For the only indicator with rows below its dimension, that is what the others leave it; where there are several of
    them, or in a relative set, each project has its own, and here is None.
    """
    with localcontext(CONTEXT):
        part = rules.parts.get(id_)
        if part is None:
            part = _left(rules, id_)
        return None if part is None else ROUNDINGS[rules.round.mode](part / rules.round.to) * rules.round.to


def _left(rules: IndicatorSet, id_: str) -> Decimal | None:
    dimension = rules.indicators[id_].dimension
    siblings = rules.indicators_of(dimension)
    weights = rules.declared_weights
    if rules.weights != "points" or sum(each not in weights for each in siblings) > 1:
        return None
    taken = [weights[each] for each in siblings if each in weights]
    taken += [rules.dimensions[each].weight for each in rules.children(dimension)]
    return max(rules.dimensions[dimension].weight - sum(taken), Decimal(0))
