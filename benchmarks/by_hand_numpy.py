"""The rules of `benchmarks/workload.py` written by hand for 20 indicators, in NumPy, twice.

`plain` is what one writes: a mask, `where`, `select`, `clip`, `round`. `in_place` is what one makes of it where every
millisecond counts: whole cents, as few passes over memory as it takes, and those into arrays that are there already.
Both have the guards of `benchmarks/by_hand.py` and decide by floats as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import polars as pl

from benchmarks.by_hand import COUNT, DIMENSIONS, FULL, dimension
from benchmarks.workload import GRADES, STEPS, WEIGHT

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[Any]

CENTS: Final = 100


def arrays(frame: pl.DataFrame) -> dict[str, Array]:
    """Return the facts as NumPy has them: numbers, yes 1 and no 0, NaN for what is missing."""
    numbers = frame.with_columns(pl.col(pl.Boolean).cast(pl.Float64))
    return {each.name: each.to_numpy() for each in numbers.iter_columns()}


def as_frame(found: Mapping[str, Array]) -> pl.DataFrame:
    """Return results as a frame: null for a total that is NaN and for a grade that is empty."""
    return pl.DataFrame(found, nan_to_null=True).with_columns(pl.col("grade").replace("", None))


def plain(facts: Mapping[str, Array], kind: str) -> dict[str, Array]:
    """Return scores, totals and grades of whole arrays."""
    found: dict[str, Array] = {"project": facts["project"]}
    there = np.zeros(len(facts["project"]), dtype=np.bool_)
    with np.errstate(divide="ignore", invalid="ignore"):
        for n in range(COUNT):
            found[f"i{n}.score"], usable = _points(n, facts, kind)
            there |= usable
    for d in range(DIMENSIONS):
        found[f"d{d}.score"] = np.round(_sum([found[f"i{n}.score"] for n in dimension(d)]), 2)
    added = np.round(_sum([found[f"d{d}.score"] for d in range(DIMENSIONS)]), 2)
    total = found["total"] = np.where(there, added, np.nan)
    found["grade"] = np.select([total >= part * 100 for part in GRADES.values()], [*GRADES], "")
    return found


def _points(place: int, facts: Mapping[str, Array], kind: str) -> tuple[Array, Array]:
    """Return the scores of an indicator, and where there is a measure."""
    shape = place % 4
    if shape == 3:
        answer = facts[f"ok{place}"]
        return np.where(answer == 1, float(WEIGHT), 0.0), np.isfinite(answer)
    part, whole = facts[f"a{place}"], facts[f"b{place}"]
    if kind == "money":
        part, whole = (np.floor(each * 1e4 + 0.5) / 1e4 for each in (part, whole))
    usable = np.isfinite(part) & np.isfinite(whole) & (whole != 0)
    measure = np.where(usable, part / whole, 0.0)
    if shape == 1:
        return np.select([measure >= edge for edge in STEPS], [each * WEIGHT for each in STEPS.values()], 0.0), usable
    return np.floor(np.clip(measure / FULL[shape], 0, 1) * (WEIGHT * CENTS) + 0.5) / CENTS, usable


def in_place(facts: Mapping[str, Array], kind: str) -> dict[str, Array]:
    """Return the same, calculated in cents."""
    cents: dict[str, Array] = {}
    there = np.zeros(len(facts["project"]), dtype=np.bool_)
    with np.errstate(divide="ignore", invalid="ignore"):
        for n in range(COUNT):
            cents[f"i{n}.score"], usable = _cents(n, facts, kind)
            there |= usable
    for d in range(DIMENSIONS):
        cents[f"d{d}.score"] = _sum([cents[f"i{n}.score"] for n in dimension(d)])
    cents["total"] = _sum([cents[f"d{d}.score"] for d in range(DIMENSIONS)])
    cents["total"][~there] = np.nan
    edges = [part * 100 * CENTS for part in GRADES.values()]
    reached = sum(((cents["total"] >= edge).view(np.int8) for edge in edges), np.int8(0))
    labels = np.array(["", *reversed(GRADES)])
    found: dict[str, Array] = {"project": facts["project"]}
    found |= {name: np.divide(each, CENTS, out=each) for name, each in cents.items()}
    return found | {"grade": labels[reached]}


def _sum(columns: list[Array]) -> Array:
    total: Array = columns[0] + columns[1]
    for each in columns[2:]:
        total += each
    return total


def _cents(place: int, facts: Mapping[str, Array], kind: str) -> tuple[Array, Array]:
    """Return the scores of an indicator in cents, and where there is a measure."""
    full, shape = float(WEIGHT * CENTS), place % 4
    if shape == 3:
        answer = facts[f"ok{place}"]
        return (answer == 1) * full, np.isfinite(answer)
    part, whole = facts[f"a{place}"], facts[f"b{place}"]
    if kind == "money":
        part, whole = _ten_thousandths(part), _ten_thousandths(whole)
    measure: Array = part / whole
    usable = np.isfinite(measure)
    usable &= np.isfinite(whole)
    if shape == 1:
        steps = sorted(STEPS)
        points = np.array([0.0, *(STEPS[edge] * full for edge in steps)])
        reached = sum(((measure >= edge).view(np.int8) for edge in steps), np.int8(0))
        reached *= usable.view(np.int8)
        return points[reached], usable
    measure *= full / FULL[shape]
    np.clip(measure, 0, full, out=measure)
    measure += 0.5
    np.floor(measure, out=measure)
    measure[~usable] = 0
    return measure, usable


def _ten_thousandths(amounts: Array) -> Array:
    """Return amounts in whole ten-thousandths, rounded half up: their ratio is that of the amounts."""
    found: Array = amounts * 1e4
    found += 0.5
    np.floor(found, out=found)
    return found
