"""What the benchmarks of many projects share: a set of any size, projects made by chance, and times taken in turns.

A quarter each of the indicators is a ratio in proportion, a ratio in steps, a ratio on a line, and yes/no; each weighs
5 points, five are a dimension. The projects come from a fixed seed: one ratio in a hundred has the denominator 0, one
value in a hundred is missing, one in five hundred is infinite or NaN, one in a hundred has six decimals; one project in
a thousand has nothing at all, and so no total and no grade.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import polars as pl

import scoring

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

WEIGHT: Final = 5
#: How many indicators are a dimension.
EACH: Final = 5
#: The grades, and the part of the full marks that each takes.
GRADES: Final = {"优": 0.9, "良": 0.8, "中": 0.6, "差": 0.0}
#: The steps of a scale, and the share that each gives.
STEPS: Final = {0.95: 1.0, 0.8: 0.7, 0.6: 0.5}
#: Where a line reaches the full share; a ratio in proportion does at 1.
BEST: Final = 0.9
SHAPES: Final = (
    'check = "ratio"\nwith = {{ part = "a{n}", whole = "b{n}" }}',
    'measure = "a{n} / b{n}"\nscale = {{ kind = "thresholds", steps = [{steps}] }}',
    'measure = "a{n} / b{n}"\nscale = {{ kind = "linear", worst = 0, best = {best} }}',
    'measure = "ok{n}"',
)
RATIOS: Final = len(SHAPES) - 1
HEAD: Final = """schema = "scoring/1"
id = "benchmark/many"
title = "Many projects"
version = "1"
missing = "zero"
full_marks = {full}
grades = [{grades}]
"""
SEED: Final = 20


class Times(NamedTuple):
    """The wall-clock seconds that one thing took, each time it was done."""

    seconds: tuple[float, ...]

    @property
    def best(self) -> float:
        """The shortest."""
        return min(self.seconds)

    @property
    def median(self) -> float:
        """The median."""
        return statistics.median(self.seconds)


def is_ratio(place: int) -> bool:
    """Whether an indicator is a ratio, of the facts `a` and `b` of its number; else it is `ok`, yes or no."""
    return place % len(SHAPES) < RATIOS


def set_text(indicators: int = 20, kind: str = "number") -> str:
    """Return a set of so many indicators, whose ratios are of facts of this type."""
    full = indicators * WEIGHT
    grades = ", ".join(f'{{ at_least = {full * part}, label = "{label}" }}' for label, part in GRADES.items())
    steps = ", ".join(f"{{ at_least = {edge}, share = {share} }}" for edge, share in STEPS.items())
    parts = [HEAD.format(full=full, grades=grades)]
    for first in range(0, indicators, EACH):
        weight = WEIGHT * min(EACH, indicators - first)
        parts.append(f'[dimensions.d{first // EACH}]\ntitle = "d{first // EACH}"\nweight = {weight}\n')
    for n in range(indicators):
        facts = {f"a{n}": kind, f"b{n}": kind} if is_ratio(n) else {f"ok{n}": "boolean"}
        parts += [f'[facts.{name}]\ntype = "{type_}"\n' for name, type_ in facts.items()]
        shape = SHAPES[n % len(SHAPES)].format(n=n, steps=steps, best=BEST)
        parts.append(f'[indicators.i{n}]\ntitle = "i{n}"\ndimension = "d{n // EACH}"\nweight = {WEIGHT}\n{shape}\n')
    return "\n".join(parts)


def engine_of(text: str) -> scoring.Engine:
    """Return the engine of a set."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "set.toml"
        path.write_text(text, encoding="utf-8")
        return scoring.Engine(scoring.load(path))


def projects(rows: int, indicators: int = 20) -> pl.DataFrame:
    """Return projects with the facts of a set of so many indicators."""
    chance = np.random.default_rng(SEED)
    columns: list[pl.Series] = []
    for n in range(indicators):
        if is_ratio(n):
            columns += [_amounts(f"a{n}", rows, chance, zeros=0), _amounts(f"b{n}", rows, chance, zeros=0.01)]
        else:
            columns.append(pl.Series(f"ok{n}", chance.random(rows) < 0.7))
    something = chance.random(rows) >= 0.001
    there = [pl.Series((chance.random(rows) >= 0.01) & something) for _ in columns]
    facts = [each.zip_with(own, pl.Series([None], dtype=each.dtype)) for each, own in zip(columns, there, strict=True)]
    return pl.DataFrame([pl.Series("project", np.arange(rows)), *facts])


def _amounts(name: str, rows: int, chance: np.random.Generator, zeros: float) -> pl.Series:
    amounts = np.round(chance.random(rows) * 1000, 2)
    dice = chance.random(rows)
    amounts = np.where(dice > 0.99, amounts + np.round(chance.random(rows) / 100, 6), amounts)
    amounts[dice < zeros + 0.002] = np.inf
    amounts[dice < zeros + 0.001] = np.nan
    amounts[dice < zeros] = 0
    return pl.Series(name, amounts)


def in_turns(runs: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Times]:
    """Do things in turns, so many rounds after one that does not count; returns how long each took."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for each in range(rounds + 1):
        for name, run in runs.items():
            start = time.perf_counter()
            run()
            if each:
                taken[name].append(time.perf_counter() - start)
    return {name: Times(tuple(seconds)) for name, seconds in taken.items()}


def differing(a: pl.DataFrame, b: pl.DataFrame) -> int:
    """Return how many rows of two frames of the same columns differ: in a text, or by more than 10^-9 in a number.

    Raises `AssertionError` if the columns are not the same.
    """
    assert a.schema == b.schema, (a.schema, b.schema)
    differs = pl.repeat(value=False, n=len(a), eager=True)
    for name, dtype in a.schema.items():
        unlike = (a[name] - b[name]).abs() > 1e-9 if dtype == pl.Float64 else a[name] != b[name]
        differs |= unlike.fill_null(value=False) | (a[name].is_null() != b[name].is_null())
    return len(differs.arg_true())


def told(*lines: str) -> None:
    """Print lines."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def machine(*packages: str) -> str:
    """Return what it runs on, in a line."""
    known = ", ".join(f"{name} {version(name)}" for name in packages)
    return f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}, {known}"


def asked(arguments: Sequence[str] | None, what: str, rows: int, rounds: int = 9) -> tuple[int, int]:
    """Read `--rows` and `--rounds` of a command line."""
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("--rows", type=int, default=rows, help="how many projects (%(default)s)")
    parser.add_argument("--rounds", type=int, default=rounds, help="how often each is timed (%(default)s)")
    found = parser.parse_args(arguments)
    return found.rows, found.rounds
