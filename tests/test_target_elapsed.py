"""`target.achievement` in the course of a period: how much of a target is due by now, in every world."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import pytest

import scoring
from tests.small_sets import Table, of_table, small_set, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.small_sets import ScoreOne

D = Decimal
ON: Final = D("1E-9")
JUNE, JULY = "2022-06-30", "2022-07-01"


def halfway(**keys: Any) -> Table:
    """Return a set that scores every row of a table by its target, in the course of a year."""
    columns = of_table(sign="text", target="quantity", actual="quantity", weight="number")
    given = {name: name for name in ("sign", "target", "actual")} | {"elapsed": "month"} | keys
    leaf = {"for_each": "t", "weight": "weight", "check": "target.achievement", "with": given}
    month = {"type": "integer", "minimum": 1, "maximum": 12}
    return small_set({"t": columns, "month": month}, {"i": leaf}, dimensions={"d": {"weight": 10}})


def row(sign: str, target: Any, actual: Any) -> dict[str, Any]:
    """Return the facts of a project with one row of 10 points."""
    return {"t": [{"sign": sign, "target": target, "actual": actual, "weight": 10}]}


IN_JUNE: Final = [
    # at least 100 in the year: 50 by June
    (">=", 100, 50, 1), (">=", 100, 40, "0.8"), (">=", 100, 0, 0), (">=", 100, 50 - ON, 1), (">=", 0, 0, 1),
    (">=", -10, -5, 1), (">=", -10, -20, 0),
    # at most
    ("<=", 100, 50, 1), ("<=", 100, 60, "0.8"), ("<=", 100, 100, 0), ("<=", 0, 0, 1), ("<=", 0, 1, 0),
    # exactly: from what is due up to the target
    ("=", 100, 25, "0.5"), ("=", 100, 50, 1), ("=", 100, 75, 1), ("=", 100, 100, 1), ("=", 100, 120, "0.8"),
    ("=", 0, 0, 1), ("=", 0, 1, 0), ("=", -10, -5, "0.5"),
    # days
    (">=", JUNE, JUNE, 1), ("date", JUNE, JULY, 0), ("date", 5, 4, 1),
]  # fmt: skip


@pytest.mark.parametrize(("sign", "target", "actual", "share"), IN_JUNE)
def test_so_much_of_a_target_is_due_by_now(score: ScoreOne, sign: str, target: Any, actual: Any, share: Any) -> None:
    """With `elapsed` 6 of 12, half of a positive target is due; other targets, and days, are due as they are."""
    found = score(halfway(), row(sign, target, actual) | {"month": 6})
    assert found.statuses == {"i:0": "scored"}
    assert found.shares["i:0"] is not None
    assert abs(Fraction(found.shares["i:0"]) - Fraction(share)) < ON


@pytest.mark.parametrize(("month", "status"), [(None, "missing"), (13, "invalid")])
def test_without_a_month_nothing_of_a_number_can_be_told(score: ScoreOne, month: Any, status: str) -> None:
    """Where `elapsed` is missing, numbers above 0 are; where it is invalid, numbers are. Days do not need it."""
    assert score(halfway(), row(">=", 100, 50) | {"month": month}).statuses == {"i:0": status}
    assert score(halfway(), row("date", JUNE, JUNE) | {"month": month}).statuses == {"i:0": "scored"}


def test_the_period_is_as_long_as_it_says(score: ScoreOne) -> None:
    """Three of four quarters: 75 of 100 are due, and at most 75 may be used, by either way of scoring."""
    keys = {"period": 4, "lower_is_better": "ratio"}
    assert score(halfway(**keys), row(">=", 100, 60) | {"month": 3}).scores == {"i:0": 8}
    assert score(halfway(**keys), row("<=", 100, 100) | {"month": 3}).scores == {"i:0": D("7.5")}


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (row(">=", 100, 40), "40 / 50 = 80.00%; due by now: 100 × 6 / 12 = 50"),
        (row("<=", 100, 60), "1 - (60 - 50) / 50 = 80.00%; due by now: 100 × 6 / 12 = 50"),
        (row("=", 100, 75), "75 = 75; due by now: 100 × 6 / 12 = 50"),
        (row("=", 100, 120), "1 - |120 - 100| / 100 = 80.00%; due by now: 100 × 6 / 12 = 50"),
        (row("<=", 0, 1), "1 misses ≤ 0: 0"),
        (row("date", JUNE, JUNE), "2022-06-30 is not after 2022-06-30"),
    ],
)
def test_the_reason_shows_what_is_due_by_now(tmp_path: Path, facts: dict[str, Any], reason: str) -> None:
    """A reader sees how much of the target is due, and by what it is measured."""
    engine = scoring.Engine(scoring.load(written(halfway(), tmp_path)))
    assert engine.score(facts | {"month": 6}).lines[0].reason == reason
