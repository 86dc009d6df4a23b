"""How the time of `Engine.score_many` grows with rows and with indicators, and how long it is until the first row.

Run by hand: `python -m benchmarks.growth [--rows N] [--rounds N]`. Rows and indicators are doubled twice, from N
projects and 20 indicators on; scores, totals and grades are collected, then all columns, by Polars' default engine.
Then a set of 500 indicators is planned and collected in Polars, and one of 100 in DuckDB until its first row is there,
both with `detail=True`. Each size is taken by itself, round after round: in turns with others, what is measured of two
gigabytes is how the allocator gives memory back that the next size asks for again.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import duckdb

from benchmarks.workload import asked, engine_of, in_turns, machine, projects, set_text, told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DOUBLINGS: Final = (1, 2, 4)
INDICATORS: Final = 20
#: How many indicators the largest sets have.
IN_POLARS: Final = 500
IN_DUCKDB: Final = 100
FEW: Final = 1_000


def grown(what: str, runs: dict[str, Callable[[], object]], rounds: int) -> None:
    """Print how long each takes, and how many times as long as the one before, which has half."""
    before = None
    for name, run in runs.items():
        each = in_turns({name: run}, rounds)[name]
        times = "" if before is None else f"{each.best / before.best:8.2f} {each.median / before.median:6.2f}"
        told(f"{what:11} {name:>9} {each.best * 1e3:7.0f} {each.median * 1e3:7.0f} {times}")
        before = each


def scoring_of(rows: int, indicators: int, *, statuses: bool) -> Callable[[], object]:
    """Return what scores so many projects by so many indicators: scores, totals and grades, or all columns."""
    scored = engine_of(set_text(indicators)).score_many(projects(rows, indicators).lazy())
    names = [name for name in scored.collect_schema() if statuses or not name.endswith((".status", "coverage"))]
    return scored.select(names).collect


def seconds(run: Callable[[], object]) -> float:
    """Return how long something takes, once."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def first_row(indicators: int, kind: str) -> None:
    """Print how long a set takes to be loaded, and from the frame to what Polars collects or DuckDB gives first."""
    text, frame = set_text(indicators), projects(FEW, indicators)
    loaded = seconds(lambda: engine_of(text))
    engine = engine_of(text)
    start = time.perf_counter()
    if kind == "Polars":
        engine.score_many(frame.lazy(), detail=True).collect()
    else:
        with duckdb.connect() as connection:
            engine.score_many(connection.from_arrow(frame.to_arrow()), detail=True).limit(1).fetchall()
    taken = time.perf_counter() - start
    told(f"{indicators} indicators in {kind}: loaded in {loaded:.2f} s, {taken:.2f} s from the frame to the first row")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print a table: milliseconds, and how many times those of half the rows or half the indicators."""
    rows, rounds = asked(arguments, "How the time grows with rows and with indicators.", 1_000_000, 5)
    told(f"{machine('polars', 'duckdb')}; {rounds} rounds")
    told(f"{'ms':21} {'best':>7} {'median':>7} {'of half':>8} {'median':>6}")
    for statuses in (False, True):
        told("all columns" if statuses else "scores, totals, grades")
        for what, by_rows in (("rows", True), ("indicators", False)):
            runs = {}
            for n in DOUBLINGS:
                size = (rows * n, INDICATORS) if by_rows else (rows, INDICATORS * n)
                runs[str(size[0] if by_rows else size[1])] = scoring_of(*size, statuses=statuses)
            grown(what, runs, rounds)
    first_row(IN_POLARS, "Polars")
    first_row(IN_DUCKDB, "DuckDB")


if __name__ == "__main__":
    main()
