"""The tolerance in columns: floats decide as decimals do, near it at whatever size."""

from __future__ import annotations

from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any, Final

from hypothesis import example, given, settings
from hypothesis import strategies as st

import scoring
from tests.columns import score_frame
from tests.small_sets import small_set, written

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

D = Decimal
TWELVE: Final = Context(prec=12)
#: Decisions on numbers as they are read.
READ: Final = [
    "a == b", "a < b", "a <= b", "a < b < 0.95", "a in (1, 0.95, 0, 123.456)", "a >= 0.95", "a < 1", "a > 123.456",
    "floor(a) == floor(b)", "ceil(a) > ceil(b)", "coalesce(1 / a, 0) == 0", "coalesce(log10(a), 7) == 7",
    "coalesce(sqrt(a), 7) == 0", "coalesce(a ** -2, 0) == 0", "coalesce(a ** -0.5, 0) == 0",
]  # fmt: skip
#: Decisions on what is calculated from them.
CALCULATED: Final = [
    "a - b > 0", "coalesce(1 / (a - b), 0) == 0", "floor(a - b) == 0", "coalesce(sqrt(a - b), 7) == 0",
    "floor(a * 1000) == floor(b * 1000)", "a + b == 0", "0 < a - b < 1",
]  # fmt: skip


def fired(folder: Path, conditions: list[str], a: Decimal, b: Decimal) -> tuple[set[str], set[str]]:
    """Return which conditions are true of two numbers: in decimals, and in columns."""
    gates = {f"g{place}": {"title": "t", "when": when, "then": {"warn": True}} for place, when in enumerate(conditions)}
    rules = small_set({"a": "number", "b": "number"}, {"i": {"measure": "a + b"}}, gates=gates)
    loaded = scoring.load(written(rules, folder))
    project: dict[str, Any] = {"a": a, "b": b}
    (row,) = score_frame(loaded, [project]).iter_rows(named=True)
    one = {gate.id for gate in scoring.Engine(loaded).score(project).gates if gate.fired}
    return {conditions[int(id_[1:])] for id_ in one}, {each for n, each in enumerate(conditions) if row[f"g{n}.fired"]}


def whole_or_short() -> st.SearchStrategy[Decimal]:
    """Numbers beside which another is to be compared: zero, usual ones, large ones and very small ones."""
    usual = st.sampled_from(["0", "1", "-1", "0.95", "123.456", "999.999"]).map(D)
    return st.one_of(usual, st.integers(-1_000_000, 1_000_000).map(D), st.decimals("-1E-5", "1E-5", places=13))


@given(
    one=whole_or_short(), steps=st.integers(-3, 3), beside=st.sampled_from(["0", "1E-1", "-3E-3", "1E-10", "-7E-10"])
)
@example(one=D(0), steps=1, beside="1E-10")
@example(one=D("0.95"), steps=-1, beside="0")
@settings(max_examples=50)
@example(one=D(999), steps=1, beside="0")
def test_numbers_as_they_are_read_are_told_apart_to_twelve_digits(
    tmp_path_factory: pytest.TempPathFactory, one: Decimal, steps: int, beside: str
) -> None:
    """Numbers that differ by the tolerance, or miss it by their twelfth digit, compare alike in both worlds."""
    other = TWELVE.plus(one + steps * D("1E-9") * (1 + D(beside)))
    for a, b in ((one, other), (other, one)):
        in_decimals, in_columns = fired(tmp_path_factory.getbasetemp(), READ, a, b)
        assert in_decimals == in_columns


@given(one=st.one_of(st.just(D(0)), st.decimals(-1000, 1000, places=9)), steps=st.integers(-3, 3))
@settings(max_examples=50)
@example(one=D("0.3"), steps=1)
@example(one=D("999.999999999"), steps=-1)
def test_differences_of_usual_numbers_keep_the_tolerance(
    tmp_path_factory: pytest.TempPathFactory, one: Decimal, steps: int
) -> None:
    """What is calculated from numbers below a thousand decides alike where it is just the tolerance."""
    other = one + steps * D("1E-9")
    in_decimals, in_columns = fired(tmp_path_factory.getbasetemp(), CALCULATED, one, other)
    assert in_decimals == in_columns
