"""Semantics, rounding: four modes, ties and whole numbers with the tolerance, units other than a hundredth."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.small_sets import small_set

if TYPE_CHECKING:
    from tests.small_sets import ScoreOne

D = Decimal
#: A share of one unit, and the units that each mode makes of it.
HALF_UP, HALF_EVEN, AWAY, TOWARD = "half_up", "half_even", "away_from_zero", "toward_zero"
ONE_UNIT = [
    ("0.4", {HALF_UP: 0, HALF_EVEN: 0, AWAY: 1, TOWARD: 0}),
    ("0.5", {HALF_UP: 1, HALF_EVEN: 0, AWAY: 1, TOWARD: 0}),
    ("0.6", {HALF_UP: 1, HALF_EVEN: 1, AWAY: 1, TOWARD: 0}),
    # a quotient equal to a tie is the tie
    ("0.499999999", {HALF_UP: 1, HALF_EVEN: 0, AWAY: 1, TOWARD: 0}),
    ("0.4999999989", {HALF_UP: 0, HALF_EVEN: 0, AWAY: 1, TOWARD: 0}),
    ("0.500000001", {HALF_UP: 1, HALF_EVEN: 0, AWAY: 1, TOWARD: 0}),
    ("0.5000000011", {HALF_UP: 1, HALF_EVEN: 1, AWAY: 1, TOWARD: 0}),
    # a quotient equal to a whole number is that number
    ("0.000000001", {HALF_UP: 0, HALF_EVEN: 0, AWAY: 0, TOWARD: 0}),
    ("0.0000000011", {HALF_UP: 0, HALF_EVEN: 0, AWAY: 1, TOWARD: 0}),
    ("0.999999999", {HALF_UP: 1, HALF_EVEN: 1, AWAY: 1, TOWARD: 1}),
    ("0.9999999989", {HALF_UP: 1, HALF_EVEN: 1, AWAY: 1, TOWARD: 0}),
]
#: A share of two units: the other tie of `half_even`.
TWO_UNITS = [
    ("0.75", {HALF_UP: 2, HALF_EVEN: 2, AWAY: 2, TOWARD: 1}),
    ("0.7499999996", {HALF_UP: 2, HALF_EVEN: 2, AWAY: 2, TOWARD: 1}),
    ("0.7499999994", {HALF_UP: 1, HALF_EVEN: 1, AWAY: 2, TOWARD: 1}),
]
CASES = [
    pytest.param(weight, share, mode, units, id=f"{weight}-{share}-{mode}")
    for weight, cases in ((1, ONE_UNIT), (2, TWO_UNITS))
    for share, modes in cases
    for mode, units in modes.items()
]


@pytest.mark.parametrize(("weight", "share", "mode", "units"), CASES)
def test_a_mode_rounds_with_the_tolerance(score: ScoreOne, weight: int, share: str, mode: str, units: int) -> None:
    """The rounding modes: a quotient equal to a whole number is that number, one equal to a tie is the tie."""
    rules = small_set({"a": "number"}, {"i": {"measure": "a", "weight": weight}}, round={"to": 1, "mode": mode})
    assert score(rules, {"a": D(share)}).scores["i"] == units


@pytest.mark.parametrize(
    ("to", "points"), [("0.001", "3.333"), ("0.01", "3.33"), ("0.1", "3.3"), ("0.5", "3.5"), ("1", "3"), ("5", "5")]
)
def test_scores_are_multiples_of_the_unit(score: ScoreOne, to: str, points: str) -> None:
    """`round = { to = … }`: 10 x 1/3 to the nearest multiple of the unit, the total too."""
    rules = small_set({"a": "number", "b": "number"}, {"i": {"measure": "a / b"}}, round={"to": D(to)})
    found = score(rules, {"a": 1, "b": 3})
    assert (found.scores["i"], found.total) == (D(points), D(points))


@pytest.mark.parametrize(("mode", "points"), [(HALF_UP, "6.66"), (HALF_EVEN, "6.66"), (AWAY, "6.68"), (TOWARD, "6.66")])
def test_a_dimension_is_rounded_by_the_same_rule(score: ScoreOne, mode: str, points: str) -> None:
    """Points on offer x earned / counting weights is rounded by the set's rule.

    Of 15 points on offer 10 count, and 10 x 0.4444 earns 4.44, or 4.45 away from zero: 15 x 4.44 / 10 = 6.66, and
    15 x 4.45 / 10 = 6.675.
    """
    indicators = {"x": {"measure": "a", "weight": 10}, "y": {"measure": "b", "weight": 5, "missing": "skip"}}
    rounding = {"to": D("0.01"), "mode": mode}
    rules = small_set({"a": "number", "b": "number"}, indicators, minimum_coverage=0, round=rounding)
    assert score(rules, {"a": D("0.4444")}).dimensions["d"] == D(points)


@pytest.mark.parametrize(
    ("points", "modes"),
    [
        ("-0.4", {HALF_UP: 0, HALF_EVEN: 0, AWAY: -1, TOWARD: 0}),
        ("-0.5", {HALF_UP: -1, HALF_EVEN: 0, AWAY: -1, TOWARD: 0}),
        ("-1.5", {HALF_UP: -2, HALF_EVEN: -2, AWAY: -2, TOWARD: -1}),
        ("-2.5", {HALF_UP: -3, HALF_EVEN: -2, AWAY: -3, TOWARD: -2}),
        ("-2.6", {HALF_UP: -3, HALF_EVEN: -3, AWAY: -3, TOWARD: -2}),
        ("-0.999999999", {HALF_UP: -1, HALF_EVEN: -1, AWAY: -1, TOWARD: -1}),
    ],
)
def test_points_taken_away_are_rounded_as_points_given(score: ScoreOne, points: str, modes: dict[str, int]) -> None:
    """An adjustment below 0 is rounded by the set's rule: ties away from zero, away from zero, toward zero."""
    adjustments = {"less": {"title": "l", "points": "a"}}
    for mode, units in modes.items():
        rounding = {"to": 1, "mode": mode}
        rules = small_set({"a": "number"}, {"i": {"measure": "1"}}, adjustments=adjustments, round=rounding)
        found = score(rules, {"a": D(points)})
        assert (found.adjustments["less"], found.total) == (units, 10 + units), mode
