"""The summary of many projects, from the frame of their results: a few aggregations, no row of it in Python."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal, localcontext
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import polars as pl

from scoring.exact import ROUNDINGS
from scoring.exact_row import CONTEXT
from scoring.results import Lost, Ranked, Summary
from scoring.sheet import Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.indicators import IndicatorSet

__all__ = ["summarised"]

#: So many of the first, of the last ranked and of those without a rank are listed.
FIRST: Final = 20
LAST: Final = 5
UNRANKED: Final = 5
#: Decimals of a coverage, as in the JSON of a sheet.
SHARE_DIGITS: Final = 10

Row = tuple[Any, ...]


def summarised(scored: pl.LazyFrame, rules: IndicatorSet, *, key: str = "project") -> Summary:
    """Sum up the results of many projects, a row each, with the columns of `score_many`; the frame is read once.

    Equal totals share a rank, and stand in the order of their keys. The frame may have the column `project.name`.
    """
    columns = scored.collect_schema().names()
    queries = [
        scored.select(pl.len(), *_counts(rules)),
        scored.group_by("total", "grade").agg(pl.len()),
        *_listed(scored, _shown(rules, columns, key), key),
    ]
    with localcontext(CONTEXT):
        (counts,), totals, *listed = (found.rows() for found in pl.collect_all(queries, engine="streaming"))
        spread = _Spread.of(totals, rules)
        ranking = _ranking([[_ranked(row, spread, rules) for row in rows] for rows in listed], spread)
        lost, statuses = _lost(counts[1:], rules)
    return Summary(counts[0], spread.rated, ranking, spread.grades, lost, statuses)


# -- what is lost


def _counts(rules: IndicatorSet) -> list[pl.Expr]:
    """Ask of every indicator: for how many it counts, how many are short, the points together, each status."""
    found = []
    for id_ in rules.indicators:
        score, status = pl.col(f"{id_}.score"), pl.col(f"{id_}.status")
        full = full_score(rules, id_)
        short = pl.lit(0) if full is None else (score < float(full - rules.round.to / 2)).sum()
        found += [score.count().alias(f"{id_}:counted"), short.alias(f"{id_}:short"), score.sum().alias(f"{id_}:sum")]
        found += [(status == each.value).sum().alias(f"{id_}:{each}") for each in Status]
    return found


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


def _lost(counts: Sequence[Any], rules: IndicatorSet) -> tuple[tuple[Lost, ...], dict[str, int]]:
    statuses: Counter[str] = Counter()
    found = []
    waiting = iter(counts)
    for id_ in rules.indicators:
        counted, short, earned = next(waiting), next(waiting), next(waiting)
        own = {each.value: next(waiting) for each in Status}
        statuses.update(own)
        full = full_score(rules, id_)
        points = Decimal(0) if full is None else full * counted - (_points(earned, rules) or 0)
        found.append(
            Lost(
                id=id_,
                full=full,
                counted=counted,
                short=short,
                points=points,
                missing=own[Status.MISSING],
                invalid=own[Status.INVALID],
                error=own[Status.ERROR],
            )
        )
    return tuple(found), {each.value: statuses[each.value] for each in Status}


# -- the ranking


class _Spread(NamedTuple):
    """How many have which total and grade: from it comes every rank."""

    graded: bool
    grades: tuple[tuple[str | None, int], ...]
    ranks: Mapping[Decimal, int]
    ranked: int
    unranked: int
    rated: int

    @classmethod
    def of(cls, totals: Sequence[Row], rules: IndicatorSet) -> _Spread:
        """Count the rows of total (points), grade and how many have both."""
        grades: Counter[str | None] = Counter({each.label: 0 for each in _best_first(rules)})
        every: Counter[Decimal | None] = Counter()
        rated: Counter[Decimal | None] = Counter()
        for total, grade, count in totals:
            points = _points(total, rules)
            grades[grade] += count
            every[points] += count
            rated[points] += 0 if grade is None else count
        del rated[None]
        graded = any(rated.values())
        none = every.pop(None, 0)
        counted = {each: count for each, count in (rated if graded else every).items() if each is not None and count}
        best = sorted(counted, reverse=True)
        before = accumulate((counted[each] for each in best), initial=1)
        ranked = sum(counted.values())
        unranked = every.total() + none - ranked
        shown = tuple((label, count) for label, count in grades.items() if label is not None or count)
        return cls(graded, shown, dict(zip(best, before, strict=False)), ranked, unranked, rated.total())

    def rank(self, total: Decimal | None, grade: str | None) -> int | None:
        """Return the rank of a total, None where there is none to have."""
        return None if total is None or (self.graded and grade is None) else self.ranks[total]


def _best_first(rules: IndicatorSet) -> list[Any]:
    return sorted(rules.grades, key=lambda grade: grade.at_least, reverse=True)


def _shown(rules: IndicatorSet, columns: Sequence[str], key: str) -> list[pl.Expr]:
    """Return what the ranking shows of a project, in the order in which `_ranked` takes it."""
    name = pl.col("project.name") if "project.name" in columns else pl.lit(None, pl.String)
    fired = [pl.col(f"{id_}.fired") for id_ in _effective(rules)]
    return [pl.col(key), name.alias(":name"), pl.col("total"), pl.col("grade"), pl.col("coverage"), *fired]


def _effective(rules: IndicatorSet) -> list[str]:
    return [id_ for id_, gate in rules.gates.items() if not gate.then.warn]


def _listed(scored: pl.LazyFrame, shown: Sequence[pl.Expr], key: str) -> list[pl.LazyFrame]:
    """Ask for the first of all, the last that have a rank, and the last of all, each from its end of the ranking."""
    no_total, no_grade = pl.col("total").is_null(), pl.col("grade").is_null()
    orders = [
        (FIRST + LAST + 1, [no_total, no_grade, pl.col("total"), pl.col(key)], [False, False, True, False]),
        (LAST, [no_total, no_grade, pl.col("total"), pl.col(key)], [False, False, False, True]),
        (UNRANKED + 1, [no_total, no_grade, pl.col("total"), pl.col(key)], [True, True, False, True]),
    ]
    return [scored.sort(by, descending=down).head(most).select(shown) for most, by, down in orders]


def _ranked(row: Row, spread: _Spread, rules: IndicatorSet) -> Ranked:
    key, name, total, grade, coverage, *fired = row
    points = _points(total, rules)
    gates = tuple(id_ for id_, each in zip(_effective(rules), fired, strict=True) if each)
    share = Decimal(repr(round(coverage, SHARE_DIGITS)))
    return Ranked(spread.rank(points, grade), str(key), name, points, grade, share, gates)


def _ranking(listed: Sequence[Sequence[Ranked]], spread: _Spread) -> tuple[Ranked, ...]:
    first, last, rest = listed
    if not spread.ranked:
        return tuple(_ends(first, rest[:UNRANKED], spread.unranked))
    ranked = _ends([each for each in first if each.rank is not None], last, spread.ranked)
    unranked = [each for each in reversed(rest) if each.rank is None]
    if spread.unranked > len(unranked):
        unranked = unranked[1:]
        ranked[-1] = ranked[-1]._replace(left_out=spread.unranked - UNRANKED)
    return (*ranked, *unranked)


def _ends(first: Sequence[Ranked], backwards: Sequence[Ranked], count: int) -> list[Ranked]:
    """Return all of so many, if these are the first of them, else the first and the last with a gap between."""
    if count <= len(first):
        return list(first)
    *start, edge = first[:FIRST]
    return [*start, edge._replace(left_out=count - FIRST - len(backwards)), *reversed(backwards)]


def _points(value: float | None, rules: IndicatorSet) -> Decimal | None:
    """Return points as the whole number of units that they are."""
    return None if value is None else round(Decimal(value) / rules.round.to) * rules.round.to
