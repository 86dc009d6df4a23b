"""The summary of many projects, from the frame of their results: a few aggregations, no row of it in Python."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from scoring.exact_row import CONTEXT
from scoring.results import ENDS, Lost, Mark, Ranked, Summary
from scoring.results_totals import Totals, full_score, listed
from scoring.sheet import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.indicators import IndicatorSet
    from scoring.results import Listing

__all__ = ["summarised"]

#: Decimals of coverages and shares, as in the JSON of a sheet.
SHARE_DIGITS: Final = 10
#: The columns about a project that a ranking shows.
ABOUT: Final = ("name", "department", "unit")

Row = tuple[Any, ...]


def summarised(scored: pl.LazyFrame, rules: IndicatorSet, *, key: str = "project", listing: Listing = ENDS) -> Summary:
    """Sum up the results of many projects, a row each, with the columns of `score_many`; the frame is read once.

    Equal totals share a rank, and stand in the order of their keys. The frame may have the columns `project.name`,
    `project.department` and `project.unit`; for marks it has those of `detail`.
    """
    columns = scored.collect_schema().names()
    queries = [
        scored.select(pl.len(), *_counts(rules)),
        scored.group_by("total", "grade").agg(pl.len()),
        *_listed(scored, _shown(rules, columns, key, marks=listing.marks), key, listing),
    ]
    with localcontext(CONTEXT):
        (counts,), totals, *ends = (found.rows() for found in pl.collect_all(queries, engine="streaming"))
        found = Totals.of(((_points(total, rules), grade, count) for total, grade, count in totals), rules)
        first, last, rest = [[_ranked(row, found, rules, marks=listing.marks) for row in rows] for rows in ends]
        lost, statuses = _lost(counts[1:], rules)
    ranking = listed(first, last, rest, found, listing)
    return Summary(counts[0], found.rated, ranking, found.grades, lost, statuses, found.every)


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


def _shown(rules: IndicatorSet, columns: Sequence[str], key: str, *, marks: bool) -> list[pl.Expr]:
    """Return what the ranking shows of a project, in the order in which `_ranked` takes it."""
    about = [
        (pl.col(f"project.{name}") if f"project.{name}" in columns else pl.lit(None, pl.String)).alias(f":{name}")
        for name in ABOUT
    ]
    fired = [pl.col(f"{id_}.fired") for id_ in _effective(rules)]
    found = [pl.col(f"{id_}.{part}") for id_ in rules.indicators for part in ("share", "status") if marks]
    return [pl.col(key), *about, pl.col("total"), pl.col("grade"), pl.col("coverage"), *fired, *found]


def _effective(rules: IndicatorSet) -> list[str]:
    return [id_ for id_, gate in rules.gates.items() if not gate.then.warn]


def _listed(scored: pl.LazyFrame, shown: Sequence[pl.Expr], key: str, listing: Listing) -> list[pl.LazyFrame]:
    """Ask for the first of all, the last that have a rank, and the last of all, each from its end of the ranking."""
    no_total, no_grade = pl.col("total").is_null(), pl.col("grade").is_null()
    by = [no_total, no_grade, pl.col("total"), pl.col(key)]
    ends = [
        (listing.first + listing.last + 1, [False, False, True, False]),
        (listing.last, [False, False, False, True]),
        (listing.unranked + 1, [True, True, False, True]),
    ]
    return [scored.sort(by, descending=down).head(most).select(shown) for most, down in ends]


def _ranked(row: Row, totals: Totals, rules: IndicatorSet, *, marks: bool) -> Ranked:
    values = iter(row)
    key, name, department, unit = (next(values) for _ in range(4))
    total, grade, coverage = _points(next(values), rules), next(values), next(values)
    return Ranked(
        rank=totals.rank(total, grade),
        key=str(key),
        name=name,
        total=total,
        grade=grade,
        coverage=_share(coverage),
        fired=tuple(id_ for id_ in _effective(rules) if next(values)),
        department=department,
        unit=unit,
        marks=tuple(_marks(values)) if marks else (),
    )


def _marks(values: Iterator[Any]) -> Iterator[Mark]:
    for share in values:
        yield Mark(None if share is None else _share(share), next(values))


def _share(value: float) -> Decimal:
    return Decimal(repr(round(value, SHARE_DIGITS)))


def _points(value: float | None, rules: IndicatorSet) -> Decimal | None:
    """Return points as the whole number of units that they are."""
    return None if value is None else round(Decimal(value) / rules.round.to) * rules.round.to
