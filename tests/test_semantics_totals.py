"""Semantics, "From facts to grade": indicator, dimension, total, grade, each worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

import scoring
from tests.small_sets import Table, one_line, small_set, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.small_sets import ScoreOne

D = Decimal
RATE = {"a": "number", "b": "number"}


def sheet_of(rules: Table, facts: dict[str, Any], folder: Path) -> scoring.ScoreSheet:
    """Score one project, with all that a sheet tells."""
    return scoring.Engine(scoring.load(written(rules, folder))).score(facts)


# -- 1. the score of an indicator


def test_a_score_is_weight_times_share_rounded_once(score: ScoreOne) -> None:
    """Score of an indicator = weight x share, rounded by the set's rule: 30 x 1/3 = 10.00, 20 x 1/3 = 6.67."""
    rules = small_set(RATE, {"x": {"measure": "a / b", "weight": 30}, "y": {"measure": "a / b", "weight": 20}})
    found = score(rules, {"a": 1, "b": 3})
    assert found.scores == {"x": D(10), "y": D("6.67")}


def test_the_default_rounding_is_to_a_hundredth_half_up(score: ScoreOne) -> None:
    """Default: to 0.01, `half_up`: 10 x 0.8125 = 8.125 is 8.13, and 10 x 0.8124 = 8.124 is 8.12."""
    rules = one_line("a", {"a": "number"})
    assert score(rules, {"a": D("0.8125")}).scores["i"] == D("8.13")
    assert score(rules, {"a": D("0.8124")}).scores["i"] == D("8.12")


def test_a_weight_that_is_no_multiple_of_the_unit_is_an_error(tmp_path: Path) -> None:
    """In a set with `weights = "points"` every declared weight is a multiple of the rounding unit, else an error."""
    rules = small_set({"a": "number"}, {"i": {"measure": "a", "weight": D("10.005")}})
    with pytest.raises(scoring.RulesError) as caught:
        scoring.load(written(rules, tmp_path))
    assert {each.code for each in caught.value.diagnostics} == {"weight-unit"}
    rules = small_set({"a": "number"}, {"i": {"measure": "a", "weight": D("10.005")}}, round={"to": D("0.005")})
    assert scoring.load(written(rules, tmp_path)).full_marks == D("10.005")


# -- 2. and 3. the score of a dimension


def test_a_dimension_earns_the_sum_of_its_childrens_scores(score: ScoreOne) -> None:
    """Score of a dimension: the sum of its counting children's scores, as rounded: 3.33 + 3.33 + 3.33 = 9.99."""
    rules = small_set(RATE, {name: {"measure": "a / b"} for name in "xyz"})
    found = score(rules, {"a": 1, "b": 3})
    assert found.dimensions == {"d": D("9.99")}
    assert found.total == D("9.99")  # not 30 x 1/3 = 10


def test_a_dimension_with_a_child_that_does_not_count_is_brought_to_its_points(score: ScoreOne) -> None:
    """If some children do not count: points on offer x earned / counting weights, rounded: 30 x 6.67 / 20 = 10.005."""
    indicators = {
        "x": {"measure": "a", "weight": 20},
        "y": {"measure": "b", "weight": 10, "missing": "skip"},
    }
    rules = small_set(RATE, indicators, minimum_coverage=0)
    found = score(rules, {"a": D("0.3335")})
    assert found.scores == {"x": D("6.67"), "y": None}
    assert found.dimensions == {"d": D("10.01")}  # a tie, away from zero


def test_nodes_that_do_not_count_leave_numerator_and_denominator(score: ScoreOne) -> None:
    """A dimension without a counting child does not count: the total is that of the other, 100 x 12 / 40 = 30."""
    indicators = {
        "x": {"measure": "a", "weight": 40, "dimension": "left"},
        "y": {"measure": "b", "weight": 60, "dimension": "right", "missing": "skip"},
    }
    rules = small_set(RATE, indicators, minimum_coverage=0)
    found = score(rules, {"a": D("0.3")})
    assert found.dimensions == {"left": D(12), "right": None}
    assert found.total == D(30)


def test_an_inner_dimension_counts_as_soon_as_one_child_does(score: ScoreOne) -> None:
    """A node counts if it is a dimension with at least one counting child: 50 x 5 / 10 = 25, + 50 x 0 = 25 of 100."""
    indicators = {
        "x": {"measure": "a", "weight": 10, "dimension": "top.left"},
        "y": {"measure": "b", "weight": 40, "dimension": "top.left", "missing": "skip"},
        "z": {"measure": "0", "weight": 50, "dimension": "top.right"},
    }
    dimensions: dict[str, Any] = {"top": {}, "top.left": {}, "top.right": {}}
    rules = small_set(RATE, indicators, dimensions=dimensions, minimum_coverage=0)
    found = score(rules, {"a": D("0.5")})
    assert found.dimensions == {"top": D(25), "top.left": D(25), "top.right": D(0)}


def test_the_sheet_prints_what_a_reader_needs_to_add_up(tmp_path: Path) -> None:
    """The sheet gives `earned`, the counting weight and the score of every dimension."""
    indicators = {
        "x": {"measure": "a", "weight": 20},
        "y": {"measure": "b", "weight": 10, "missing": "skip"},
    }
    sheet = sheet_of(small_set(RATE, indicators, minimum_coverage=0), {"a": D("0.5")}, tmp_path)
    (found,) = sheet.dimensions
    assert (found.weight, found.earned, found.counting_weight, found.score) == (30, 10, 20, 15)
    assert (found.share, found.status) == (D("0.5"), "scored")


def test_where_all_children_count_so_does_all_their_weight(tmp_path: Path) -> None:
    """The counting weight is that of the children, whether or not their scores are 0."""
    indicators = {"x": {"measure": "a", "weight": 20}, "y": {"measure": "b", "weight": 10}}
    (found,) = sheet_of(small_set(RATE, indicators), {"a": D("0.5")}, tmp_path).dimensions
    assert (found.weight, found.earned, found.counting_weight, found.score) == (30, 10, 30, 10)


def test_a_dimension_never_scores_more_than_its_own_weight(score: ScoreOne) -> None:
    """A dimension never scores more than its own weight: measures far above the target, one child left out."""
    indicators = {"x": {"measure": "a"}, "y": {"measure": "a"}, "z": {"measure": "b", "missing": "skip"}}
    found = score(small_set(RATE, indicators, minimum_coverage=0), {"a": 1000})
    assert found.dimensions == {"d": D(30)}


# -- 5. the total


def test_the_total_is_the_same_rule_at_the_root(score: ScoreOne) -> None:
    """Total = the same rule at the root (weight `full_marks`): 7 + 12 of two dimensions."""
    indicators = {
        "x": {"measure": "a", "weight": 10, "dimension": "left"},
        "y": {"measure": "b", "weight": 40, "dimension": "right"},
    }
    found = score(small_set(RATE, indicators), {"a": D("0.7"), "b": D("0.3")})
    assert found.dimensions == {"left": D(7), "right": D(12)}
    assert found.total == D(19)


def test_without_a_scored_indicator_there_is_no_total(score: ScoreOne) -> None:
    """If no indicator is `scored` there is no total: not 0, and not the points awarded for what does not apply."""
    rules = small_set(
        RATE, {"x": {"measure": "a"}, "y": {"measure": "b", "applies": "0 > 1", "not_applicable": "award"}}
    )
    found = score(rules, {})
    assert found.scores == {"x": D(0), "y": D(10)}
    assert (found.total, found.grade) == (None, None)


# -- 6. the grade

GRADES = [{"at_least": 80, "label": "good"}, {"at_least": 90, "label": "best"}, {"at_least": 60, "label": "fair"}]


@pytest.mark.parametrize(
    ("share", "total", "grade"),
    [
        ("0.89995", "90", "best"),  # 89.995 rounds to 90.00
        ("0.8999", "89.99", "good"),
        ("0.8", "80", "good"),
        ("0.79994", "79.99", "fair"),
        ("0.6", "60", "fair"),
        ("1", "100", "best"),
    ],
)
def test_the_grade_is_the_best_threshold_the_rounded_total_reaches(
    score: ScoreOne, share: str, total: str, grade: str
) -> None:
    """89.995 rounds to 90.00 and has the grade of 90; 89.99 has the next; the order in the file does not matter."""
    rules = small_set({"a": "number"}, {"i": {"measure": "a", "weight": 100}}, grades=GRADES)
    found = score(rules, {"a": D(share)})
    assert (found.total, found.grade) == (D(total), grade)


def test_below_the_lowest_threshold_there_is_no_grade(score: ScoreOne, tmp_path: Path) -> None:
    """Below the lowest threshold the grade is null, with `unrated_reason`; the total is there."""
    rules = small_set({"a": "number"}, {"i": {"measure": "a", "weight": 100}}, grades=GRADES)
    found = score(rules, {"a": D("0.5")})
    assert (found.total, found.grade) == (D(50), None)
    assert sheet_of(rules, {"a": D("0.5")}, tmp_path).unrated_reason == "the total is below the lowest grade, 60"


def test_without_a_total_the_reason_says_so(tmp_path: Path) -> None:
    """Without a total the grade is null, with `unrated_reason`."""
    sheet = sheet_of(one_line("a", {"a": "number"}), {}, tmp_path)
    assert (sheet.total, sheet.grade, sheet.unrated_reason) == (None, None, "no indicator could be scored")


def test_a_sheet_with_a_grade_has_no_unrated_reason(tmp_path: Path) -> None:
    """`unrated_reason` stands only where there is no grade."""
    sheet = sheet_of(one_line("a", {"a": "number"}), {"a": 1}, tmp_path)
    assert (sheet.grade, sheet.unrated_reason) == ("any", None)
