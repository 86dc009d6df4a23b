"""Semantics, "Exactness": decimals, money, and one tolerance of 10^-9 wherever a decision is taken.

Exactly 10^-9 apart is equal, 1.1 x 10^-9 apart is not. The numbers are small: beside a large one, a binary float
cannot hold such a difference.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

import scoring
from tests.small_sets import of_table, one_line, small_set, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.small_sets import ScoreOne
    from tests.worlds import World

D = Decimal
EQUAL, APART = "0.000000001", "0.0000000011"
A = {"a": "number"}
AB = {"a": "number", "b": "number"}
MONEY = {"type": "money", "unit": "万元"}


# -- decimals


def test_a_rate_on_the_threshold_is_on_it(score: ScoreOne) -> None:
    """A float is read by its shortest form: 0.285 / 0.3 is 0.95, and a measure on a threshold has the better step."""
    scale = {"kind": "thresholds", "steps": [{"at_least": D("0.95"), "share": 1}, {"at_least": D("0.9"), "share": 0}]}
    assert score(one_line("a / b", AB, scale), {"a": 0.285, "b": 0.3}).scores["i"] == 10


@pytest.mark.parametrize("number", [0.285, D("0.285"), "0.285"], ids=["float", "decimal", "text"])
def test_a_float_is_read_by_its_shortest_decimal_form(tmp_path: Path, number: Any) -> None:
    """0.285 is 285/1000, whatever it comes as."""
    sheet = scoring.Engine(scoring.load(written(one_line("a", A), tmp_path))).score({"a": number})
    assert sheet["i"].measure == D("0.285")
    assert sheet["i"].score == D("2.85")


def test_sums_of_tenths_are_not_decided_by_a_float(score: ScoreOne) -> None:
    """0.1 + 0.2 is 0.3: three rows of a table of numbers, and a comparison."""
    facts = {"t": of_table(x="number")}
    rows = {"t": [{"x": 0.1}, {"x": 0.1}, {"x": 0.1}]}
    assert score(one_line("sum(t.x) == 0.3 and not sum(t.x) > 0.3", facts), rows).scores["i"] == 10


# -- the tolerance, place by place


@pytest.mark.parametrize(("gap", "points"), [("0", 10), (EQUAL, 10), (APART, 0)])
def test_thresholds_from_below(score: ScoreOne, gap: str, points: int) -> None:
    """Thresholds: `at_least = 0.95` is reached by what is at most 10^-9 below."""
    scale = {"kind": "thresholds", "steps": [{"at_least": D("0.95"), "share": 1}]}
    assert score(one_line("a", A, scale), {"a": D("0.95") - D(gap)}).scores["i"] == points


@pytest.mark.parametrize(("gap", "points"), [("0", 10), (EQUAL, 10), (APART, 0)])
def test_thresholds_from_above(score: ScoreOne, gap: str, points: int) -> None:
    """Thresholds: `at_most = 0.05` is kept by what is at most 10^-9 above."""
    scale = {"kind": "thresholds", "steps": [{"at_most": D("0.05"), "share": 1}]}
    assert score(one_line("a", A, scale), {"a": D("0.05") + D(gap)}).scores["i"] == points


@pytest.mark.parametrize("gap", [EQUAL, APART])
@pytest.mark.parametrize("side", [-1, 1])
@pytest.mark.parametrize(
    ("formula", "when_equal", "below", "above"),
    [
        ("a == 0.5", True, False, False),
        ("a != 0.5", False, True, True),
        ("a < 0.5", False, True, False),
        ("a > 0.5", False, False, True),
        ("a <= 0.5", True, True, False),
        ("a >= 0.5", True, False, True),
        ("a in (0.5, 7)", True, False, False),
        ("a not in (0.5, 7)", False, True, True),
        ("0.4 < a < 0.5", False, True, False),
    ],
)
def test_comparisons_inside_formulas(
    score: ScoreOne, *, formula: str, when_equal: bool, below: bool, above: bool, side: int, gap: str
) -> None:
    """Comparisons inside formulas: two numbers that differ by at most 10^-9 are equal."""
    expected = when_equal if gap == EQUAL else below if side < 0 else above
    found = score(one_line(formula, A), {"a": D("0.5") + side * D(gap)})
    assert found.scores["i"] == (10 if expected else 0)


@pytest.mark.parametrize(("minimum", "graded"), [("0.500000001", True), ("0.5000000011", False)])
def test_minimum_coverage(score: ScoreOne, *, minimum: str, graded: bool) -> None:
    """`minimum_coverage`: a coverage of 0.5 is equal to 0.500000001, not to 0.5000000011."""
    indicators = {"x": {"measure": "a"}, "y": {"measure": "b"}}
    found = score(small_set(AB, indicators, minimum_coverage=D(minimum)), {"a": 1})
    assert found.grade == ("any" if graded else None)


@pytest.mark.parametrize(("edge", "grade"), [("0.500000001", "best"), ("0.5000000011", "any")])
def test_grades(score: ScoreOne, edge: str, grade: str) -> None:
    """Grades: a total of 0.5 reaches a threshold of 0.500000001, not one of 0.5000000011."""
    grades = [{"at_least": 0, "label": "any"}, {"at_least": D(edge), "label": "best"}]
    rules = small_set(A, {"i": {"measure": "a", "weight": 1}}, grades=grades)
    assert score(rules, {"a": D("0.5")}).grade == grade


@pytest.mark.parametrize(
    ("bound", "value", "status"),
    [
        ("minimum", "0.299999999", "scored"),
        ("minimum", "0.2999999989", "invalid"),
        ("maximum", "0.300000001", "scored"),
        ("maximum", "0.3000000011", "invalid"),
    ],
)
def test_minimum_and_maximum_of_a_fact(score: ScoreOne, bound: str, value: str, status: str) -> None:
    """`minimum` and `maximum` of a fact: 10^-9 beyond 0.3 is 0.3."""
    rules = one_line("a", {"a": {"type": "number", bound: D("0.3")}})
    assert score(rules, {"a": D(value)}).statuses["i"] == status


@pytest.mark.parametrize(("off", "right"), [(EQUAL, True), (APART, False)])
def test_weights_that_add_up(tmp_path: Path, *, off: str, right: bool) -> None:
    """Weights that add up: children 10^-9 short of full marks add up to them (with a unit fine enough to say so)."""
    indicators = {"x": {"measure": "a", "weight": D("0.00005")}, "y": {"measure": "a", "weight": D("0.00005") - D(off)}}
    rules = small_set(A, indicators, round={"to": D("0.0000000001")})
    rules["full_marks"] = D("0.0001")
    rules["dimensions"]["d"]["weight"] = D("0.0001")
    path = written(rules, tmp_path)
    if right:
        assert scoring.load(path).full_marks == D("0.0001")
        return
    with pytest.raises(scoring.RulesError) as caught:
        scoring.load(path)
    assert [each.code for each in caught.value.diagnostics] == ["weights-under"]


@pytest.mark.parametrize(
    ("formula", "value", "whole"),
    [
        ("floor(a)", "2.999999999", 3),
        ("floor(a)", "2.9999999989", 2),
        ("floor(a)", "3", 3),
        ("ceil(a)", "2.000000001", 2),
        ("ceil(a)", "2.0000000011", 3),
        ("floor(a)", "-2.000000001", -2),
        ("floor(a)", "-2.0000000011", -3),
        ("ceil(a)", "-2.999999999", -3),
    ],
)
def test_floor_and_ceil(score: ScoreOne, formula: str, value: str, whole: int) -> None:
    """`floor` and `ceil`: a quotient equal to a whole number is that number."""
    found = score(one_line(f"({formula} + 10) / 20", A), {"a": D(value)})
    assert found.scores["i"] == D(whole + 10) / 2


@pytest.mark.parametrize(("divisor", "there"), [("0", False), (EQUAL, False), ("-" + EQUAL, False), (APART, True)])
def test_zero_as_a_denominator(score: ScoreOne, *, divisor: str, there: bool) -> None:
    """Zero as a denominator: what is at most 10^-9 from it, on either side, divides nothing."""
    rules = one_line("a / b", AB)
    assert score(rules, {"a": 1, "b": D(divisor)}).statuses["i"] == ("scored" if there else "missing")


@pytest.mark.parametrize("function", ["ln", "log10"])
@pytest.mark.parametrize(("value", "there"), [("0", False), (EQUAL, False), ("-1", False), (APART, True)])
def test_zero_under_a_logarithm(score: ScoreOne, *, function: str, value: str, there: bool) -> None:
    """Zero under `ln` and `log10`: what equals it, or is below, has no logarithm."""
    found = score(one_line(f"{function}(a)", A), {"a": D(value)})
    assert found.statuses["i"] == ("scored" if there else "missing")


@pytest.mark.parametrize(("value", "status"), [("-" + EQUAL, "scored"), ("-" + APART, "missing")])
def test_zero_under_a_square_root(score: ScoreOne, value: str, status: str) -> None:
    """Zero under `sqrt`: what equals it from below has the root 0, what is below has none."""
    found = score(one_line("sqrt(a) + 1", A), {"a": D(value)})
    assert found.statuses["i"] == status
    assert found.scores["i"] == (10 if status == "scored" else 0)


def test_the_square_root_of_what_equals_zero_is_zero(score: ScoreOne) -> None:
    """sqrt(10^-9) is 0, not 0.0000316: the number equals zero."""
    assert score(one_line("sqrt(a) * 30000", A), {"a": D(EQUAL)}).scores["i"] == 0
    assert score(one_line("sqrt(a) * 30000", A), {"a": D(APART)}).scores["i"] == D("9.95")  # 30000 x 0.0000331662


# -- money


def test_money_finer_than_four_decimals_is_rounded_half_up_when_read(score: ScoreOne) -> None:
    """`money` has at most 4 decimals: 0.00005 is 0.0001, 0.00004999 is nothing."""
    rules = one_line("m * 10000", {"m": MONEY})
    assert score(rules, {"m": D("0.00005")}).scores["i"] == 10
    assert score(rules, {"m": D("0.00004999")}).scores["i"] == 0
    assert score(one_line("-m * 10000", {"m": MONEY}), {"m": D("-0.00005")}).scores["i"] == 10  # away from zero


def test_a_sum_of_money_is_money(score: ScoreOne) -> None:
    """`sum(lines.amount) > funds.budget` is never decided by a float: ten times 0.1 is 1."""
    facts = {"lines": of_table(amount=MONEY), "budget": MONEY}
    rules = one_line("not sum(lines.amount) > budget and not sum(lines.amount) < budget", facts)
    assert score(rules, {"lines": [{"amount": 0.1}] * 10, "budget": 1}).scores["i"] == 10


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (["33333333333.3333", "66666666666.6667"], "100000000000"),
        (["99999999999.9999", "0.0001"], "100000000000"),
        (["333333333333.33", "666666666666.67"], "1000000000000"),
    ],
)
def test_large_money_is_exact_in_every_world(score: ScoreOne, parts: list[str], whole: str) -> None:
    """The same cents, grade and status for money up to 10^11 with 4 decimals or 10^12 with 2, sums included."""
    facts = {"lines": of_table(amount=MONEY), "budget": MONEY}
    rows = [{"amount": D(part)} for part in parts]
    rules = one_line("sum(lines.amount) == budget and sum(lines.amount) - budget == 0", facts)
    assert score(rules, {"lines": rows, "budget": D(whole)}).scores["i"] == 10
    less = [*rows, {"amount": D("-0.01")}]
    assert score(rules, {"lines": less, "budget": D(whole)}).scores["i"] == 0


def test_a_difference_of_large_money_is_money(score: ScoreOne) -> None:
    """Sums and differences of money are money, snapped to 4 decimals: the last ten-thousandth is exact, or nothing."""
    facts = {"received": MONEY, "spent": MONEY}
    given = {"received": D("99999999999.9999"), "spent": D("99999999999.9998")}
    assert score(one_line("(received - spent) * 5000", facts), given).scores["i"] == 5
    assert score(one_line("received - spent == 0.0001", facts), given).scores["i"] == 10


def test_many_rows_of_large_money_add_up_to_the_last_ten_thousandth(score: ScoreOne) -> None:
    """Tables of money are summed exactly: 3,000 rows of 33,333,333.3333 are 99,999,999,999.9."""
    facts = {"lines": of_table(amount=MONEY), "budget": MONEY}
    rows = [{"amount": D("33333333.3333")}] * 3000
    rules = one_line("sum(lines.amount) == budget", facts)
    assert score(rules, {"lines": rows, "budget": D("99999999999.9")}).scores["i"] == 10
    assert score(rules, {"lines": rows, "budget": D("99999999999.9001")}).scores["i"] == 0


# -- order


def test_the_order_of_indicators_and_of_rows_changes_no_score(scored: World, tmp_path: Path) -> None:
    """The result does not depend on the order of indicators or rows."""
    facts = {"t": of_table(x="number"), "a": "number"}
    indicators = {"x": {"measure": "mean(t.x)"}, "y": {"measure": "a"}, "z": {"measure": "median(t.x)"}}
    rows = [{"x": D(each) / 7} for each in (5, 3, 1, 4)]
    forth = scored(written(small_set(facts, indicators), tmp_path), [{"t": rows, "a": 1}])
    turned = dict(reversed(indicators.items()))
    back = scored(written(small_set(facts, turned), tmp_path), [{"a": 1, "t": rows[::-1]}])
    for one, other in zip(forth, back, strict=True):
        assert (one.total, one.grade, one.scores, one.dimensions) == (
            other.total,
            other.grade,
            other.scores,
            other.dimensions,
        )
    assert forth[0].scores == {"x": D("4.64"), "y": 10, "z": 5}  # 10 x 13/28, and half-way between 3/7 and 4/7
