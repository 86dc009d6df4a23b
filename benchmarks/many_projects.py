"""A million projects, 20 indicators: `Engine.score_many` against the same columns written by hand in Polars and NumPy.

Run by hand: `python -m benchmarks.many_projects [--rows N] [--rounds N]`. The rules and the projects are those of
`benchmarks/workload.py`, the other sides are `benchmarks/by_hand.py` and `benchmarks/by_hand_numpy.py`. Facts are
numbers, then amounts of money, which both sides round to four decimals. Everything is lazy until it is collected, by
Polars' default engine, and taken in turns in one run, because machines are noisy; before that, results are compared.
NumPy begins with arrays; what it takes to make them of the frame is told beside. zen-engine scores fewer projects, one
after the other inside `evaluate_batch`; its time is extrapolated.
"""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import zen

from benchmarks import by_hand, by_hand_numpy
from benchmarks.one_project import group, zen_graph
from benchmarks.workload import asked, differing, engine_of, in_turns, is_ratio, machine, projects, set_text, told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import scoring

KINDS: Final = ("number", "money")
#: What is asked for, by name: with statuses (and coverage), with measures and shares.
WANTED: Final = {
    "scores, totals, grades": (False, False),
    "and statuses, coverage": (True, False),
    "and detail=True": (True, True),
}
#: How many projects zen-engine scores in one batch, at most.
BATCH: Final = 2_000
#: How many of a million rows may differ: those within 10^-9 of a step or of a tie.
DOUBTFUL: Final = 500


def compared(name: str, ours: pl.DataFrame, other: pl.DataFrame) -> None:
    """Print how many rows differ; raises `AssertionError` if there are more than chance brings to a step or a tie."""
    count = differing(ours, other)
    told(f"  {name}: {count} of {len(ours)} rows differ")
    assert count <= max(3, len(ours) * DOUBTFUL // 1_000_000), f"{name}: {count} rows differ"


def of_polars(engine: scoring.Engine, frame: pl.DataFrame, kind: str, rounds: int) -> None:
    """Measure the engine against Polars by hand, for everything that may be asked for."""
    for name, (statuses, detail) in WANTED.items():
        hand = by_hand.polars(frame.lazy(), kind, statuses=statuses, detail=detail)
        ours = engine.score_many(frame.lazy(), detail=detail).select(hand.collect_schema().names())
        compared(name, ours.collect(), hand.collect())
        times = in_turns({"hand": hand.collect, "ours": ours.collect}, rounds)
        best, median = (getattr(times["hand"], what) / getattr(times["ours"], what) for what in ("best", "median"))
        told(
            f"{kind:7} {name:24} {times['ours'].best * 1e3:7.1f} {times['ours'].median * 1e3:7.1f} "
            f"{times['hand'].best * 1e3:7.1f} {times['hand'].median * 1e3:7.1f} {best:8.2f} {median:6.2f}"
        )


def of_others(engine: scoring.Engine, frame: pl.DataFrame, kind: str, rounds: int) -> None:
    """Measure the engine against NumPy by hand, and what zen-engine takes for a few projects, extrapolated to all."""
    arrays = by_hand_numpy.arrays(frame)
    hand: dict[str, Callable[[], dict[str, Any]]] = {
        "NumPy, plain": partial(by_hand_numpy.plain, arrays, kind),
        "NumPy, in place": partial(by_hand_numpy.in_place, arrays, kind),
    }
    names = by_hand.polars(frame.lazy(), kind).collect_schema().names()
    ours = engine.score_many(frame.lazy()).select(names)
    expected = ours.collect()
    for name, run in hand.items():
        compared(name, expected, by_hand_numpy.as_frame(run()).select(names))
    batch = min(BATCH, len(frame))
    evaluate = zen_batch(frame.head(batch))
    totals = pl.DataFrame({"total": [each["data"]["result"]["total"] for each in evaluate()]}, strict=False)
    compared("zen-engine, totals (0 for none)", expected.select("total").head(batch).fill_null(0.0), totals)
    runs: dict[str, Callable[[], object]] = {"ours": ours.collect, **hand}
    times = in_turns(runs, rounds)
    read = partial(by_hand_numpy.arrays, frame)
    times |= in_turns({"arrays of the frame": read, "zen-engine": evaluate}, min(rounds, 3))
    for name, each in times.items():
        parts = len(frame) / batch if name == "zen-engine" else 1
        best, median = each.best * parts, each.median * parts
        told(
            f"{kind:7} {name:24} {best * 1e3:7.1f} {median * 1e3:7.1f} "
            f"{best / times['ours'].best:8.2f} {median / times['ours'].median:6.2f}"
            + (f"  (extrapolated from {batch} projects)" if name == "zen-engine" else "")
        )


def zen_batch(frame: pl.DataFrame) -> Callable[[], Any]:
    """Return what scores all projects of a frame by zen-engine; what is not finite it gets as missing."""
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"rules": zen_graph()}}})
    requests: list[zen.EvaluateBatchRequest] = []
    for row in frame.iter_rows(named=True):
        context: dict[str, Any] = {}
        for n in range(by_hand.COUNT):
            inner = context.setdefault(f"g{group(n)}", {})
            for name in (f"a{n}", f"b{n}") if is_ratio(n) else (f"ok{n}",):
                value = row[name]
                inner[name] = value if value is not None and math.isfinite(value) else None
        requests.append({"key": "rules", "context": context})
    return lambda: engine.evaluate_batch(requests)


def main(arguments: Sequence[str] | None = None) -> None:
    """Compare and measure, and print a table: milliseconds of either, and their ratios."""
    rows, rounds = asked(arguments, "Score many projects, by the engine and by hand.", 1_000_000)
    frame = projects(rows)
    told(f"{machine('polars', 'numpy', 'zen-engine')}; {rows} projects, 20 indicators, {rounds} rounds")
    told(f"{'ms':32} {'best':>7} {'median':>7} {'hand':>7} {'median':>7} {'hand/ours':>9} {'median':>5}")
    engines = {kind: engine_of(set_text(kind=kind)) for kind in KINDS}
    for kind, engine in engines.items():
        of_polars(engine, frame, kind, rounds)
    told(f"{'ms':32} {'best':>7} {'median':>7} {'to ours':>8} {'median':>6}")
    for kind, engine in engines.items():
        of_others(engine, frame, kind, rounds)


if __name__ == "__main__":
    main()
