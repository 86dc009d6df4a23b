"""What holds for rows and relative weights: leaving a row out never pays, and only proportions of weights matter."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_sets import of_table, small_set, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.small_sets import Table
    from tests.worlds import World

D = Decimal
FEW: Final = settings(max_examples=40)
ROW: Final = st.fixed_dictionaries(
    {"points": st.integers(0, 6)},
    optional={
        "done": st.one_of(st.decimals(0, 1, places=2), st.just("abc")),
        "kind": st.sampled_from(["a", "b", "z"]),
    },
)
AGGREGATES: Final = st.sampled_from(["sum", "mean", "geometric", "harmonic", "min", "max", "median"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the sets of one world; the next example's takes the place of the last."""
    return tmp_path_factory.mktemp("rows")


@FEW
@given(
    rows=st.lists(ROW, min_size=1, max_size=6), place=st.integers(0, 5), how=st.sampled_from(["row", "done", "kind"])
)
def test_leaving_a_row_out_never_pays(
    scored: World, folder: Path, rows: list[dict[str, Any]], place: int, how: str
) -> None:
    """Under `zero`, a row or a cell left out never raises the total: of the row, its measure, or what takes it."""
    leaf: Table = {"title": "t", "for_each": "t", "weight": "points", "measure": "done"}
    leaves = {f"i{kind}": leaf | {"where": f"kind == '{kind}'"} for kind in "ab"}
    dimensions = {"d": {"weight": 40}}
    rules = small_set({"t": of_table(done="percent", kind="text", points="number")}, leaves, dimensions=dimensions)
    at = place % len(rows)
    left = [] if how == "row" else [{key: value for key, value in rows[at].items() if key != how}]
    full, less = scored(written(rules, folder), [{"t": rows}, {"t": rows[:at] + left + rows[at + 1 :]}])
    assert less.total is None or (full.total is not None and less.total <= full.total)


@FEW
@given(
    weights=st.lists(st.integers(1, 50), min_size=4, max_size=4),
    shares=st.lists(st.decimals(0, 1, places=3), min_size=4, max_size=4),
    times=st.decimals("0.1", 30, places=1),
    inner=AGGREGATES,
    outer=AGGREGATES,
)
def test_relative_weights_are_scale_free(
    scored: World, folder: Path, *, weights: list[int], shares: list[Decimal], times: Decimal, inner: str, outer: str
) -> None:
    """The weights of siblings times any number: the same scores, shares, coverage and total, by every aggregation."""
    facts = {f"f{place}": "number" for place in range(4)}

    def rules(factor: Decimal) -> Table:
        leaves = {
            f"i{n}": {"measure": f"f{n}", "weight": weight * (factor if n < 2 else 1), "dimension": f"d{n // 2}"}
            for n, weight in enumerate(weights)
        }
        dimensions = {f"d{n}": {"weight": weights[n] * factor, "aggregate": inner} for n in range(2)}
        keys: Table = {"weights": "relative", "full_marks": 100, "missing": "skip", "minimum_coverage": 0}
        return small_set(facts, leaves, dimensions=dimensions, aggregate=outer, **keys)

    given_facts = dict(zip(facts, shares, strict=True))
    del given_facts["f3"]
    one, other = (scored(written(rules(factor), folder), [given_facts])[0] for factor in (D(1), times))
    assert (one.total, one.grade, one.scores, one.dimensions) == (
        other.total,
        other.grade,
        other.scores,
        other.dimensions,
    )
    assert abs(one.coverage - other.coverage) < D("1E-9")  # type: ignore[operator]


@FEW
@given(
    shares=st.lists(st.decimals(0, 1, places=3), min_size=3, max_size=3), aggregate=AGGREGATES, better=st.integers(0, 2)
)
def test_a_better_share_never_lowers_an_aggregation(
    scored: World, folder: Path, *, shares: list[Decimal], aggregate: str, better: int
) -> None:
    """Every aggregation lies between the smallest and the largest share, and grows with each of them."""
    facts = {f"f{place}": "number" for place in range(3)}
    leaves = {f"i{n}": {"measure": f"f{n}", "weight": n + 1} for n in range(3)}
    rules = small_set(facts, leaves, dimensions={"d": {"aggregate": aggregate}}, weights="relative", full_marks=1000)
    lower = dict(zip(facts, shares, strict=True))
    higher = lower | {f"f{better}": (shares[better] + 1) / 2}
    one, other = scored(written(rules, folder), [lower, higher])
    assert one.total is not None
    assert other.total is not None
    assert min(shares) * 1000 <= one.total <= max(shares) * 1000
    assert one.total <= other.total
