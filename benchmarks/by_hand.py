"""The rules of `benchmarks/workload.py` written by hand for 20 indicators, in lazy Polars.

What an engineer would write who knows these rules, these data and the library, and need not serve any others: constants
are worked out, a ratio is guarded once, only what can have more than two decimals is rounded. Unlike the engine it
decides by floats as they are, so that a ratio within 10^-9 of a step, or of a tie, may fall on the other side.
"""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from benchmarks.workload import BEST, EACH, GRADES, STEPS, WEIGHT, is_ratio

COUNT: Final = 20
DIMENSIONS: Final = COUNT // EACH
#: The indicators that are ratios.
RATIOS: Final = tuple(filter(is_ratio, range(COUNT)))
#: Where the ratios in proportion, and those on a line, reach the full share.
FULL: Final = {0: 1.0, 2: BEST}


def polars(frame: pl.LazyFrame, kind: str, *, statuses: bool = False, detail: bool = False) -> pl.LazyFrame:
    """Return scores, totals and grades; with statuses also coverage; with `detail` also measures and shares."""
    given = _amounts(frame) if kind == "money" else frame
    scored = given.with_columns(map(_finite, RATIOS)).with_columns(map(_ratio, RATIOS)).with_columns(_scores())
    scored = scored.with_columns(
        _added([f"i{n}.score" for n in dimension(d)], f"d{d}.score") for d in range(DIMENSIONS)
    )
    scored = scored.with_columns(_measure(n).is_not_null().alias(f"there{n}") for n in range(COUNT))
    scored = scored.with_columns(_total())
    found = [pl.col("project"), *(pl.col(f"i{n}.score") for n in range(COUNT))]
    found += [*(pl.col(f"d{d}.score") for d in range(DIMENSIONS)), pl.col("total"), _grade()]
    if statuses:
        found += [*map(_status, range(COUNT)), _coverage()]
    if detail:
        found += [_measure(n).alias(f"i{n}.measure") for n in range(COUNT)]
        found += [_earned(n, 1).alias(f"i{n}.share") for n in range(COUNT)]
    return scored.select(found)


def _amounts(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Round the amounts half up to four decimals, in ten-thousandths: the ratio of two is that of the amounts."""
    return frame.with_columns((pl.col(f"{key}{n}") * 1e4 + 0.5).floor() for n in RATIOS for key in "ab")


def _finite(place: int) -> pl.Expr:
    return (pl.col(f"a{place}").is_finite() & pl.col(f"b{place}").is_finite()).alias(f"finite{place}")


def _ratio(place: int) -> pl.Expr:
    part, whole = pl.col(f"a{place}"), pl.col(f"b{place}")
    return pl.when(pl.col(f"finite{place}") & (whole != 0)).then(part / whole).alias(f"ratio{place}")


def _measure(place: int) -> pl.Expr:
    return pl.col(f"ratio{place}" if place in RATIOS else f"ok{place}")


def _earned(place: int, full: int) -> pl.Expr:
    """Return what an indicator earns of so many points; 0 where there is no measure."""
    measure, shape = _measure(place), place % 4
    if shape == 3:
        return pl.when(measure).then(float(full)).otherwise(0.0)
    if shape == 1:
        (first, most), *others = STEPS.items()
        found: Any = pl.when(measure >= first).then(most * full)
        for edge, share in others:
            found = found.when(measure >= edge).then(share * full)
        steps: pl.Expr = found.otherwise(0.0)
        return steps
    best = FULL[shape]
    return pl.when(measure > best).then(float(full)).when(measure > 0).then(measure * (full / best)).otherwise(0.0)


def _scores() -> list[pl.Expr]:
    found = []
    for n in range(COUNT):
        points = _earned(n, WEIGHT)
        rounded = points.round(2, mode="half_away_from_zero") if n % 4 in FULL else points
        found.append(rounded.alias(f"i{n}.score"))
    return found


def dimension(number: int) -> range:
    """Return the places of a dimension's indicators."""
    return range(number * EACH, number * EACH + EACH)


def _added(names: list[str], name: str) -> pl.Expr:
    first, *others = map(pl.col, names)
    return sum(others, first).round(2).alias(name)


def _total() -> pl.Expr:
    """Return the total; without a single measure there is none."""
    something = pl.any_horizontal(f"there{n}" for n in range(COUNT))
    return pl.when(something).then(_added([f"d{d}.score" for d in range(DIMENSIONS)], "total"))


def _grade() -> pl.Expr:
    """Return the grade that the total reaches, if there is one; the last takes nothing."""
    *graded, last = GRADES
    found: Any = pl
    for label in graded:
        found = found.when(pl.col("total") >= GRADES[label] * 100).then(pl.lit(label))
    grade: pl.Expr = found.when(pl.col("total").is_not_null()).then(pl.lit(last)).alias("grade")
    return grade


def _status(place: int) -> pl.Expr:
    found: Any = pl.when(pl.col(f"there{place}")).then(pl.lit("scored"))
    if place in RATIOS:
        found = found.when(~pl.col(f"finite{place}")).then(pl.lit("invalid"))
    status: pl.Expr = found.otherwise(pl.lit("missing")).alias(f"i{place}.status")
    return status


def _coverage() -> pl.Expr:
    return (pl.sum_horizontal(f"there{n}" for n in range(COUNT)) / COUNT).alias("coverage")
