"""Semantics, "Facts that are not there": the five statuses, the policies, and what they do to the total."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

import scoring
from tests.small_sets import of_table, one_line, small_set, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.small_sets import ScoreOne

D = Decimal
A = {"a": "number"}
AB = {"a": "number", "b": "number"}


# -- statuses


def test_scored_where_there_is_a_measure(score: ScoreOne) -> None:
    """`scored`: there is a measure, a measure of 0 included."""
    found = score(one_line("a", A), {"a": 0})
    assert (found.statuses["i"], found.scores["i"], found.total) == ("scored", 0, 0)


@pytest.mark.parametrize("facts", [{}, {"a": None}, {"a": ""}, {"a": "  "}, {"a": "\u3000"}])
def test_missing_where_a_fact_is_absent_or_empty(score: ScoreOne, facts: dict[str, Any]) -> None:
    """`missing`: a fact is absent or empty."""
    assert score(one_line("a", A), facts).statuses["i"] == "missing"


@pytest.mark.parametrize(
    ("formula", "value"),
    [("1 / a", 0), ("ln(a)", 0), ("log10(a)", -1), ("sqrt(a)", -1), ("a ** -1", 0), ("a ** 0.5", -4), ("exp(a)", 1000)],
)
def test_missing_where_the_check_cannot_measure(score: ScoreOne, formula: str, value: int) -> None:
    """`missing`: the check cannot measure (division by zero, logarithm of 0); an overflow is missing too."""
    assert score(one_line(formula, A), {"a": value}).statuses["i"] == "missing"


@pytest.mark.parametrize(
    "value",
    ["≥90%", "abc", True, [1], {"x": 1}, float("nan"), float("inf"), float("-inf"), D("NaN"), D("-Infinity")],
    ids=["text", "word", "yes", "list", "mapping", "nan", "inf", "-inf", "decimal-nan", "decimal-inf"],
)
def test_invalid_where_a_fact_is_not_what_the_set_declares(score: ScoreOne, value: Any) -> None:
    """`invalid`: "≥90%" where a number is due, NaN, infinity, anything that is no number."""
    found = score(one_line("a", A), {"a": value})
    assert (found.statuses["i"], found.scores["i"]) == ("invalid", 0)


def test_invalid_below_the_minimum(score: ScoreOne) -> None:
    """`invalid`: a fact below its `minimum`, or above its `maximum`."""
    rules = one_line("a", {"a": {"type": "number", "minimum": 1, "maximum": 5}})
    found = {value: score(rules, {"a": value}).statuses["i"] for value in (0, 1, 5, 6)}
    assert found == {0: "invalid", 1: "scored", 5: "scored", 6: "invalid"}


def test_invalid_for_a_level_the_scale_does_not_have(score: ScoreOne) -> None:
    """`invalid`: a level the scale does not have; levels are compared in their plain form."""
    scale = {"kind": "levels", "levels": {"好（优）": 1, "差": 0}}
    rules = one_line("k", {"k": "level"}, scale)
    assert score(rules, {"k": " 好(优) "}).scores["i"] == 10
    found = score(rules, {"k": "很好"})
    assert (found.statuses["i"], found.scores["i"]) == ("invalid", 0)


def test_every_invalid_fact_has_a_finding_that_says_what_to_write(tmp_path: Path) -> None:
    """`invalid`: the `missing` policy, and a finding."""
    sheet = scoring.Engine(scoring.load(written(one_line("a", A), tmp_path))).score({"a": "≥90%"})
    (finding,) = sheet.findings
    assert (finding.code, finding.node, finding.remedy) == (
        "invalid-fact",
        "a",
        "correct this value and score again",
    )
    assert finding.message == "a: “≥90%” is not a number; write it as 0.9 or 1,234.5, without a sign such as ≥"


def test_not_applicable_where_the_condition_is_false(score: ScoreOne) -> None:
    """`not_applicable`: the indicator's `applies` condition is false; it does not count."""
    rules = small_set(AB, {"x": {"measure": "a", "applies": "b > 0"}, "y": {"measure": "a"}})
    found = score(rules, {"a": D("0.4"), "b": 0})
    assert found.statuses == {"x": "not_applicable", "y": "scored"}
    assert found.scores == {"x": None, "y": 4}
    assert (found.shares["x"], found.total) == (None, 8)  # 20 x 4 / 10


def test_the_condition_of_a_dimension_is_that_of_all_below(score: ScoreOne) -> None:
    """`not_applicable` where the condition of a dimension above is false; one condition that is false is enough."""
    indicators = {
        "x": {"measure": "a", "dimension": "one.deep", "applies": "a > 0"},
        "y": {"measure": "a", "dimension": "two"},
    }
    rules = small_set(AB, indicators, dimensions={"one": {"applies": "b > 0"}, "one.deep": {}, "two": {}})
    found = score(rules, {"a": D("0.4"), "b": 0})
    assert found.statuses == {"x": "not_applicable", "y": "scored"}
    assert found.dimensions == {"one": None, "one.deep": None, "two": 4}


def test_award_gives_full_marks_for_what_does_not_apply(score: ScoreOne) -> None:
    """`not_applicable = "award"`: earns full marks; an indicator may override the set's choice."""
    indicators = {
        "x": {"measure": "a", "applies": "b > 0"},
        "y": {"measure": "a"},
        "z": {"measure": "a", "applies": "b > 0", "not_applicable": "redistribute"},
    }
    found = score(small_set(AB, indicators, not_applicable="award"), {"a": D("0.4"), "b": 0})
    assert found.scores == {"x": 10, "y": 4, "z": None}
    assert found.shares["x"] == 1
    assert found.total == 21  # 30 x (10 + 4) / 20


def test_coverage_is_0_where_nothing_is_applicable(score: ScoreOne) -> None:
    """Coverage divides by the applicable weight; of none it is 0."""
    assert score(small_set(AB, {"x": {"measure": "a", "applies": "b > 0"}}), {"a": 1, "b": 0}).coverage == 0


def test_not_applicable_comes_before_missing_and_invalid(score: ScoreOne) -> None:
    """What does not apply needs no data: the status is `not_applicable` whatever became of its facts."""
    rules = small_set(AB, {"x": {"measure": "a", "applies": "b > 0"}, "y": {"measure": "b + 1"}})
    assert score(rules, {"b": 0}).statuses["x"] == "not_applicable"
    assert score(rules, {"b": 0, "a": "abc"}).statuses["x"] == "not_applicable"


# -- policies


@pytest.mark.parametrize("value", [None, "abc"])
def test_zero_scores_nothing_and_still_counts(score: ScoreOne, value: str | None) -> None:
    """`zero`: scores 0, still counts: of 20 points, 10 x 0.5 = 5."""
    rules = small_set(AB, {"x": {"measure": "a"}, "y": {"measure": "b"}})
    found = score(rules, {"a": D("0.5"), "b": value})
    assert (found.scores["y"], found.shares["y"], found.total, found.grade) == (0, 0, 5, "any")


@pytest.mark.parametrize("value", [None, "abc"])
def test_skip_does_not_count_and_has_no_score(score: ScoreOne, value: str | None) -> None:
    """`skip`: does not count; no score and no share (null), never a 0: 20 x 5 / 10 = 10."""
    rules = small_set(AB, {"x": {"measure": "a"}, "y": {"measure": "b"}}, missing="skip", minimum_coverage=0)
    found = score(rules, {"a": D("0.5"), "b": value})
    assert (found.scores["y"], found.shares["y"], found.total) == (None, None, 10)


@pytest.mark.parametrize("value", [None, "abc"])
def test_unrated_is_as_zero_without_a_total_or_grade(score: ScoreOne, value: str | None) -> None:
    """`unrated`: as `zero`, but there is no total and no grade."""
    rules = small_set(AB, {"x": {"measure": "a"}, "y": {"measure": "b"}}, missing="unrated")
    found = score(rules, {"a": D("0.5"), "b": value})
    assert (found.scores["y"], found.shares["y"]) == (0, 0)
    assert (found.dimensions["d"], found.total, found.grade) == (5, None, None)


def test_unrated_says_which_fact_is_wanted(tmp_path: Path) -> None:
    """`unrated`: the sheet says which fact is wanted."""
    facts = {"a": "number", "b": {"type": "number", "label": "Answers"}}
    rules = small_set(facts, {"x": {"measure": "a"}, "y": {"measure": "b"}}, missing="unrated")
    sheet = scoring.Engine(scoring.load(written(rules, tmp_path))).score({"a": 1})
    assert sheet.unrated_reason == "not rated without y; data wanted: Answers (b)"


def test_unrated_only_withholds_what_should_have_been_scored(score: ScoreOne) -> None:
    """`unrated` leaves the total where its indicator is scored, or does not apply."""
    indicators = {"x": {"measure": "a"}, "y": {"measure": "b", "missing": "unrated", "applies": "a > 0"}}
    rules = small_set(AB, indicators)
    assert score(rules, {"a": 1, "b": 1}).total == 20
    assert score(rules, {"a": 0}).total == 0
    assert score(rules, {"a": 1}).total is None


def test_an_indicator_may_override_the_policy(score: ScoreOne) -> None:
    """The `missing` policy is a key of the set, and any indicator may override it."""
    indicators = {"x": {"measure": "a"}, "y": {"measure": "b"}, "z": {"measure": "b", "missing": "zero"}}
    rules = small_set(AB, indicators, missing="skip", minimum_coverage=0)
    found = score(rules, {"a": 1})
    assert found.scores == {"x": 10, "y": None, "z": 0}
    assert found.total == 15  # 30 x 10 / 20


def test_the_policy_is_required(tmp_path: Path) -> None:
    """The `missing` policy is a required key of a set."""
    rules = one_line("a", A)
    del rules["missing"]
    with pytest.raises(scoring.RulesError, match="missing"):
        scoring.load(written(rules, tmp_path))


def test_a_dimension_without_a_counting_child_says_why(tmp_path: Path) -> None:
    """A dimension that does not count has no score: `missing` where data is, `not_applicable` where nothing applies."""
    indicators = {
        "x": {"measure": "a", "dimension": "left"},
        "y": {"measure": "b", "dimension": "middle", "missing": "skip"},
        "z": {"measure": "b", "dimension": "right", "applies": "a < 0"},
    }
    rules = small_set(AB, indicators, minimum_coverage=0)
    sheet = scoring.Engine(scoring.load(written(rules, tmp_path))).score({"a": 1})
    found = {each.id: (each.status, each.score, each.share, each.earned) for each in sheet.dimensions}
    assert found == {
        "left": ("scored", 10, 1, 10),
        "middle": ("missing", None, None, 0),
        "right": ("not_applicable", None, None, 0),
    }


# -- facts of every type


@pytest.mark.parametrize(
    ("kind", "formula", "good", "wrong"),
    [
        ("number", "x > 0", "1,234.5", "12个"),
        ("integer", "x > 0", "1,200", "7.5"),
        ("percent", "x > 0", "85%", "250%"),
        ("money", "x > 0", "9,542,500", "12 chickens"),
        ("boolean", "x", "√", "maybe"),
        ("text", "x == '甲'", " 甲 ", 7),
        ("level", "x == '甲'", "甲", True),
        ("date", "x == '2022-12-31'", "2022年12月31日", "2022-02-30"),
        ("date", "x == '2022-12-31'", datetime.date(2022, 12, 31), 0),
    ],
)
def test_each_type_of_fact_tells_good_from_wrong(
    score: ScoreOne, kind: str, formula: str, good: Any, wrong: Any
) -> None:
    """A fact that is there but is not what the set declares is `invalid`, for every type of fact."""
    rules = one_line(formula, {"x": kind})
    found = score(rules, {"x": good})
    assert (found.statuses["i"], found.scores["i"]) == ("scored", 10)
    assert score(rules, {"x": wrong}).statuses["i"] == "invalid"


def test_an_absent_table_is_missing_where_it_cannot_be_measured(score: ScoreOne) -> None:
    """Null is no table, and no mistake either: `missing`."""
    rules = one_line("mean(t.x)", {"t": of_table(x="number")})
    assert score(rules, {"t": None}).statuses["i"] == "missing"
