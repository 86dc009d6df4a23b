"""A million projects with twenty million survey answers: `Engine.score_many` against the group-by and join by hand.

Run by hand: `python -m benchmarks.survey [--rows N] [--rounds N]`; there are twenty times as many answers as projects.
How many of a project's answers are 4 or 5 is one indicator, in two steps. Some answers are missing, a few are no answer
(0), and one project in a hundred has none, and so no total. Once answers are declared without bounds, once with; then
what is out of them is left out, and a project that has nothing else is `invalid`. Both sides are lazy, collected by
Polars' default engine, and taken in turns in one run, because machines are noisy; before that, results are compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from benchmarks.workload import SEED, asked, differing, engine_of, in_turns, machine, told

if TYPE_CHECKING:
    from collections.abc import Sequence

#: How many answers a project has, on average.
ANSWERS: Final = 20
RULES: Final = """schema = "scoring/1"
id = "benchmark/survey"
title = "Survey"
version = "1"
missing = "zero"
full_marks = 10
grades = [{{ at_least = 9, label = "优" }}, {{ at_least = 0, label = "差" }}]

[facts.survey]
type = "table"
columns = {{ answer = {{ type = "integer"{bounds} }} }}

[dimensions.effect]
title = "效果"
weight = 10

[indicators.satisfaction]
title = "满意度"
dimension = "effect"
weight = 10
measure = "fraction(survey.answer >= 4)"
scale = {{ kind = "thresholds", steps = [{{ at_least = 0.9, share = 1 }}, {{ at_least = 0.6, share = 0.6 }}] }}
"""
BOUNDS: Final = ", minimum = 1, maximum = 5"


def answers(projects: int) -> pl.DataFrame:
    """Return answers from 1 to 5, a few 0, one in a hundred missing; one project in a hundred has none."""
    chance = np.random.default_rng(SEED)
    count = projects * ANSWERS
    asked_of = np.flatnonzero(chance.random(projects) >= 0.01)
    of = pl.Series("project", asked_of[chance.integers(0, len(asked_of), count)])
    given = chance.integers(1, 6, count, dtype=np.int8)
    given[chance.random(count) < 0.002] = 0
    there = pl.Series(chance.random(count) >= 0.01)
    return pl.DataFrame([of, pl.Series("answer", given).zip_with(there, pl.Series("answer", [None], dtype=pl.Int8))])


def by_hand(projects: pl.LazyFrame, given: pl.LazyFrame, *, bounded: bool) -> pl.LazyFrame:
    """Return the same score, status, total and grade."""
    answer, measure = pl.col("answer"), pl.col("measure")
    usable = answer.is_between(1, 5)
    content = pl.when(usable).then(answer >= 4) if bounded else answer >= 4
    asked_for = [content.mean().alias("measure"), *([(~usable).any().alias("invalid")] if bounded else [])]
    joined = projects.join(given.group_by("project").agg(asked_for), on="project", how="left")
    score = pl.when(measure >= 0.9).then(10.0).when(measure >= 0.6).then(6.0).otherwise(0.0)
    scored = pl.when(measure.is_not_null()).then(pl.lit("scored"))
    known = scored.when(pl.col("invalid")).then(pl.lit("invalid")) if bounded else scored
    status = known.otherwise(pl.lit("missing"))
    there, total = measure.is_not_null(), pl.col("total")
    grade = pl.when(total >= 9).then(pl.lit("优")).when(total >= 0).then(pl.lit("差"))
    scores = joined.with_columns(score.alias("satisfaction.score"))
    totals = scores.with_columns(pl.when(there).then(pl.col("satisfaction.score")).alias("total"))
    return totals.select(
        "project", "satisfaction.score", status.alias("satisfaction.status"), total, grade.alias("grade")
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Compare and measure, and print a table: milliseconds of either, and their ratios."""
    rows, rounds = asked(arguments, "Score many projects with survey answers, by the engine and by hand.", 1_000_000, 5)
    projects, given = pl.DataFrame({"project": np.arange(rows)}), answers(rows)
    told(f"{machine('polars')}; {rows} projects, {len(given)} answers, {rounds} rounds")
    told(f"{'ms':20} {'best':>7} {'median':>7} {'hand':>7} {'median':>7} {'ours/hand':>9} {'median':>6}")
    for name, bounds in (("no bounds", ""), ("from 1 to 5", BOUNDS)):
        engine = engine_of(RULES.format(bounds=bounds))
        hand = by_hand(projects.lazy(), given.lazy(), bounded=bool(bounds))
        found = engine.score_many(projects.lazy(), {"survey": given.lazy()})
        ours = found.select(hand.collect_schema().names())
        count = differing(ours.collect().sort("project"), hand.collect().sort("project"))
        told(f"  {name}: {count} of {rows} rows differ")
        assert count == 0, f"{name}: {count} rows differ"
        times = in_turns({"hand": hand.collect, "ours": ours.collect}, rounds)
        best, median = (getattr(times["ours"], what) / getattr(times["hand"], what) for what in ("best", "median"))
        told(
            f"{name:20} {times['ours'].best * 1e3:7.0f} {times['ours'].median * 1e3:7.0f} "
            f"{times['hand'].best * 1e3:7.0f} {times['hand'].median * 1e3:7.0f} {best:9.2f} {median:6.2f}"
        )


if __name__ == "__main__":
    main()
