"""The rules of `benchmarks/workload.py` written by hand for 20 indicators, in lazy Polars and in NumPy.

What an engineer would write who knows these rules, these data and the library, and need not serve any others: constants
are worked out, a ratio is guarded once, only what can have more than two decimals is rounded. Unlike the engine it
decides by floats as they are, so that a ratio within 10^-9 of a step, or of a tie, may fall on the other side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from benchmarks.workload import BEST, EACH, GRADES, STEPS, WEIGHT, is_ratio

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

COUNT: Final = 20
DIMENSIONS: Final = COUNT // EACH
CENTS: Final = 100
#: Where the ratios in proportion, and those on a line, reach the full share.
FULL: Final = {0: 1.0, 2: BEST}


def polars(frame: pl.LazyFrame, kind: str, *, statuses: bool = False, detail: bool = False) -> pl.LazyFrame:
    """Return scores, totals and grades; with statuses also coverage; with `detail` also measures and shares."""
    given = _amounts(frame) if kind == "money" else frame
    scored = given.with_columns(_measures()).with_columns(_scores())
    scored = scored.with_columns(
        _added([f"i{n}.score" for n in _dimension(d)], f"d{d}.score") for d in range(DIMENSIONS)
    )
    scored = scored.with_columns(_added([f"d{d}.score" for d in range(DIMENSIONS)], "total"))
    found = [pl.col("project"), *(pl.col(f"i{n}.score") for n in range(COUNT))]
    found += [*(pl.col(f"d{d}.score") for d in range(DIMENSIONS)), pl.col("total"), _grade()]
    if statuses:
        found += [*map(_status, range(COUNT)), _coverage()]
    if detail:
        found += [_measure(n).alias(f"i{n}.measure") for n in range(COUNT)]
        found += [_earned(n, 1).alias(f"i{n}.share") for n in range(COUNT)]
    return scored.select(found)


def _amounts(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Round the amounts half up to four decimals."""
    names = [f"{key}{n}" for n in range(COUNT) if is_ratio(n) for key in "ab"]
    return frame.with_columns(pl.col(names).round(4, mode="half_away_from_zero"))


def _finite(place: int) -> pl.Expr:
    return pl.col(f"a{place}").is_finite() & pl.col(f"b{place}").is_finite()


def _measures() -> list[pl.Expr]:
    found = []
    for n in filter(is_ratio, range(COUNT)):
        part, whole = pl.col(f"a{n}"), pl.col(f"b{n}")
        found.append(pl.when(_finite(n) & (whole != 0)).then(part / whole).alias(f"m{n}"))
    return found


def _measure(place: int) -> pl.Expr:
    return pl.col(f"m{place}" if is_ratio(place) else f"ok{place}")


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


def _dimension(number: int) -> range:
    return range(number * EACH, number * EACH + EACH)


def _added(names: list[str], name: str) -> pl.Expr:
    first, *others = map(pl.col, names)
    return sum(others, first).round(2).alias(name)


def _grade() -> pl.Expr:
    """Return the grade that the total reaches; the last takes nothing."""
    *graded, last = GRADES
    found: Any = pl
    for label in graded:
        found = found.when(pl.col("total") >= GRADES[label] * 100).then(pl.lit(label))
    grade: pl.Expr = found.otherwise(pl.lit(last)).alias("grade")
    return grade


def _status(place: int) -> pl.Expr:
    found: Any = pl.when(_measure(place).is_not_null()).then(pl.lit("scored"))
    if is_ratio(place):
        found = found.when(~_finite(place)).then(pl.lit("invalid"))
    status: pl.Expr = found.otherwise(pl.lit("missing")).alias(f"i{place}.status")
    return status


def _coverage() -> pl.Expr:
    return (pl.sum_horizontal(_measure(n).is_not_null() for n in range(COUNT)) / COUNT).alias("coverage")


def arrays(frame: pl.DataFrame) -> dict[str, npt.NDArray[Any]]:
    """Return the facts as NumPy has them: NaN for an amount that is missing, no for an answer."""
    return {
        each.name: each.fill_null(value=False).to_numpy() if each.dtype == pl.Boolean else each.to_numpy()
        for each in frame.iter_columns()
    }


def numpy(facts: Mapping[str, npt.NDArray[Any]], kind: str) -> dict[str, npt.NDArray[Any]]:
    """Return scores, totals and grades of whole arrays, calculated in cents."""
    cents: dict[str, npt.NDArray[Any]] = {}
    with np.errstate(divide="ignore", invalid="ignore"):
        for n in range(COUNT):
            cents[f"i{n}.score"] = _cents(n, facts, kind)
    for d in range(DIMENSIONS):
        cents[f"d{d}.score"] = _sum([cents[f"i{n}.score"] for n in _dimension(d)])
    cents["total"] = _sum([cents[f"d{d}.score"] for d in range(DIMENSIONS)])
    edges = [part * 100 * CENTS for part in GRADES.values()]
    reached = sum(((cents["total"] >= edge).view(np.int8) for edge in edges[:-1]), np.int8(0))
    labels = np.array([*reversed(GRADES)])
    found: dict[str, npt.NDArray[Any]] = {"project": facts["project"]}
    found |= {name: np.divide(each, CENTS, out=each) for name, each in cents.items()}
    return found | {"grade": labels[reached]}


def _sum(columns: list[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    total: npt.NDArray[Any] = columns[0] + columns[1]
    for each in columns[2:]:
        total += each
    return total


def _cents(place: int, facts: Mapping[str, npt.NDArray[Any]], kind: str) -> npt.NDArray[Any]:
    full, shape = float(WEIGHT * CENTS), place % 4
    if shape == 3:
        earned: npt.NDArray[Any] = facts[f"ok{place}"] * full
        return earned
    part, whole = facts[f"a{place}"], facts[f"b{place}"]
    if kind == "money":
        part, whole = _ten_thousandths(part), _ten_thousandths(whole)
    measure: npt.NDArray[Any] = part / whole
    usable = np.isfinite(measure)
    usable &= np.isfinite(whole)
    if shape == 1:
        steps = sorted(STEPS)
        points = np.array([0.0, *(STEPS[edge] * full for edge in steps)])
        reached = sum(((measure >= edge).view(np.int8) for edge in steps), np.int8(0))
        reached *= usable.view(np.int8)
        found: npt.NDArray[Any] = points[reached]
        return found
    measure *= full / FULL[shape]
    np.clip(measure, 0, full, out=measure)
    measure += 0.5
    np.floor(measure, out=measure)
    measure[~usable] = 0
    return measure


def _ten_thousandths(amounts: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return amounts in whole ten-thousandths, rounded half up: their ratio is that of the amounts."""
    found: npt.NDArray[Any] = amounts * 1e4
    found += 0.5
    np.floor(found, out=found)
    return found
