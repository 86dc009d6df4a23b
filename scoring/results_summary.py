"""The summary of many projects, from the frame of their results: a few aggregations, no row of it in Python."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw
import polars as pl

from scoring.exact_row import CONTEXT
from scoring.frame_names import column, dotless
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
#: What a ranking is sorted by.
BY: Final = (":no-total", ":no-grade", "total", ":key")

Row = tuple[Any, ...]
Frame = nw.LazyFrame[Any]


def summarised(scored: Any, rules: IndicatorSet, *, key: str = "project", listing: Listing = ENDS) -> Summary:
    """Sum up the results of many projects, a row each, with the columns of `score_many`; the frame is read once.

    `scored` is a lazy frame of Polars or a frame of Spark, whose workers then do it. Equal totals share a rank, and
    stand in the order of their keys. The frame may have the columns `project.name`, `project.department` and
    `project.unit`; for marks it has those of `detail`.
    """
    frame: Frame = nw.from_native(scored)
    queries = [
        frame.select(nw.len(), *_counts(frame, rules)),
        frame.group_by("total", "grade").agg(nw.len()),
        *_listed(frame.select(_shown(frame, rules, key, marks=listing.marks)), listing),
    ]
    with localcontext(CONTEXT):
        (counts,), totals, *ends = (found.rows() for found in _collected(queries))
        found = Totals.of(((_points(total, rules), grade, count) for total, grade, count in totals), rules)
        first, last, rest = [[_ranked(row, found, rules, marks=listing.marks) for row in rows] for rows in ends]
        lost, statuses = _lost([each or 0 for each in counts[1:]], rules)  # Spark's sum of nothing is null
    ranking = listed(first, last, rest, found, listing)
    return Summary(counts[0], found.rated, ranking, found.grades, lost, statuses, found.every)


def _collected(queries: Sequence[Frame]) -> list[pl.DataFrame]:
    natives = [nw.to_native(each) for each in queries]
    if queries[0].implementation.is_polars():
        return pl.collect_all(natives, engine="streaming")
    return [pl.DataFrame(each.toArrow()) for each in natives]


# -- what is lost


def _counts(frame: Frame, rules: IndicatorSet) -> list[nw.Expr]:
    """Ask of every indicator: for how many it counts, how many are short, the points together, each status."""
    found = []
    for place, id_ in enumerate(rules.indicators):
        score, status = column(frame, f"{id_}.score"), column(frame, f"{id_}.status")
        full = full_score(rules, id_)
        short = nw.lit(0) if full is None else _count(score < float(full - rules.round.to / 2))
        asked = [score.count(), short, score.sum(), *(_count(status == each.value) for each in Status)]
        found += [each.alias(f"{place}:{of}") for of, each in enumerate(asked)]
    return found


def _count(condition: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(1).otherwise(0).sum()


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


def _shown(frame: Frame, rules: IndicatorSet, key: str, *, marks: bool) -> list[nw.Expr]:
    """Return what the ranking is sorted by, and shows of a project, in the order in which `_ranked` takes it."""
    there = set(frame.collect_schema().names())
    total, grade = nw.col("total"), nw.col("grade")
    about = [f"project.{name}" for name in ABOUT]
    names = [f"{id_}.fired" for id_ in _effective(rules)]
    names += [f"{id_}.{part}" for id_ in rules.indicators for part in ("share", "status") if marks]
    return [
        total.is_null().alias(BY[0]),
        grade.is_null().alias(BY[1]),
        column(frame, key).alias(BY[3]),
        *((column(frame, name) if name in there else nw.lit(None, nw.String)).alias(dotless(name)) for name in about),
        *(total, grade, nw.col("coverage")),
        *(column(frame, name).alias(dotless(name)) for name in names),
    ]


def _effective(rules: IndicatorSet) -> list[str]:
    return [id_ for id_, gate in rules.gates.items() if not gate.then.warn]


def _listed(shown: Frame, listing: Listing) -> list[Frame]:
    """Ask for the first of all, the last that have a rank, and the last of all, each from its end of the ranking."""
    ends = [
        (listing.first + listing.last + 1, [False, False, True, False]),
        (listing.last, [False, False, False, True]),
        (listing.unranked + 1, [True, True, False, True]),
    ]
    return [shown.sort(BY, descending=down).head(most).drop(BY[:2]) for most, down in ends]


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
