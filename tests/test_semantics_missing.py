"""Semantics, "Facts that are not there": arithmetic and logic with missing operands, tables, coverage."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

import scoring
from tests.small_sets import of_table, one_line, small_set, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.small_sets import ScoreOne

D = Decimal
AB = {"a": "number", "b": "number"}
PQ = {"p": "boolean", "q": "boolean", "a": "number", "b": "number"}
ROWS = {"t": of_table(x="number", ok="boolean", by="text")}


def truth(score: ScoreOne, condition: str, facts: dict[str, Any]) -> bool | None:
    """Return what a condition is worth: an indicator of 10 points for yes, 0 for no, `missing` for untold."""
    found = score(one_line(condition, PQ), facts)
    return None if found.statuses["i"] == "missing" else found.scores["i"] == 10


# -- arithmetic


@pytest.mark.parametrize(
    "formula",
    ["a + b", "a - b", "a * b", "a / b", "-b", "abs(b)", "b ** 2", "b ** 0", "min(a, b)", "max(a, b)", "clip(a, b, 1)"],
)
@pytest.mark.parametrize(("value", "status"), [(None, "missing"), ("abc", "invalid")])
def test_a_missing_operand_makes_the_result_missing(
    score: ScoreOne, formula: str, value: str | None, status: str
) -> None:
    """In arithmetic an invalid fact is a missing one, and a missing operand makes the result missing."""
    assert score(one_line(formula, AB), {"a": 0, "b": value}).statuses["i"] == status


def test_zero_times_missing_is_missing(score: ScoreOne) -> None:
    """A missing operand makes the result missing, even where any number would give the same."""
    assert score(one_line("a * b", AB), {"a": 0}).statuses["i"] == "missing"


def test_a_conditional_looks_only_at_the_branch_it_takes(score: ScoreOne) -> None:
    """A conditional looks only at the branch it takes; if its condition is missing, so is it."""
    rules = one_line("a if p else b", PQ)
    assert score(rules, {"p": True, "a": 1}).scores["i"] == 10
    assert score(rules, {"p": True, "b": 1}).statuses["i"] == "missing"
    assert score(rules, {"p": False, "b": 1}).scores["i"] == 10
    assert score(rules, {"a": 1, "b": 1}).statuses["i"] == "missing"


def test_coalesce_takes_the_first_operand_that_is_not_missing(score: ScoreOne) -> None:
    """`coalesce` takes the first operand that is not missing, an invalid one is passed over too."""
    rules = one_line("coalesce(a / b, b, 0.3)", AB)
    assert score(rules, {"a": 1, "b": 2}).scores["i"] == 5
    assert score(rules, {"b": D("0.7")}).scores["i"] == 7
    assert score(rules, {"a": "abc", "b": "abc"}).scores["i"] == 3


def test_missing_with_an_invalid_fact_among_those_named_is_invalid(score: ScoreOne) -> None:
    """If the measure is missing and any fact that its formula names is invalid, the status is `invalid`."""
    rules = one_line("a if p else b", PQ)
    assert score(rules, {"p": True, "b": "abc"}).statuses["i"] == "invalid"  # b is named, though not looked at
    assert score(rules, {"p": True, "a": 1, "b": "abc"}).statuses["i"] == "scored"


def test_a_fact_that_only_applies_names_makes_nothing_invalid(score: ScoreOne) -> None:
    """... any fact its formula or check names, not `applies`: an invalid one there is a condition that is not told."""
    rules = small_set(AB, {"i": {"measure": "a", "applies": "b > 0"}})
    assert score(rules, {"b": "abc"}).statuses["i"] == "missing"
    assert score(rules, {"b": "abc", "a": 1}).statuses["i"] == "scored"


def test_an_invalid_fact_of_another_indicator_is_its_own_affair(score: ScoreOne) -> None:
    """Only the facts that an indicator names decide whether it is `invalid`."""
    found = score(small_set(AB, {"x": {"measure": "a"}, "y": {"measure": "b"}}), {"b": "abc"})
    assert found.statuses == {"x": "missing", "y": "invalid"}


@pytest.mark.parametrize(("value", "status"), [(None, "missing"), ("abc", "invalid")])
@pytest.mark.parametrize(
    ("check", "given"),
    [("value", {"fact": "b"}), ("ratio", {"part": "b", "whole": "a"}), ("ratio", {"part": "a", "whole": "b"})],
    ids=["value", "part", "whole"],
)
def test_a_check_misses_what_its_facts_miss(
    score: ScoreOne, check: str, given: dict[str, str], value: str | None, status: str
) -> None:
    """If the measure is missing and any fact that its check names is invalid, the status is `invalid`."""
    rules = small_set(AB, {"i": {"check": check, "with": given}})
    assert score(rules, {"a": 1, "b": value}).statuses["i"] == status


# -- conditions

TRUTH_TABLE = [
    # p, q, p and q, p or q
    (True, True, True, True),
    (True, False, False, True),
    (True, None, None, True),
    (False, True, False, True),
    (False, False, False, False),
    (False, None, False, None),
    (None, True, None, True),
    (None, False, False, None),
    (None, None, None, None),
]


@pytest.mark.parametrize(("p", "q", "both", "either"), TRUTH_TABLE)
def test_conditions_follow_three_valued_logic(
    score: ScoreOne, *, p: bool | None, q: bool | None, both: bool | None, either: bool | None
) -> None:
    """`false and missing` is false, `true or missing` is true; what else is missing cannot be told."""
    facts = {"p": p, "q": q}
    assert truth(score, "p and q", facts) is both
    assert truth(score, "p or q", facts) is either


@pytest.mark.parametrize(("p", "negated"), [(True, False), (False, True), (None, None)])
def test_not_of_missing_is_missing(score: ScoreOne, *, p: bool | None, negated: bool | None) -> None:
    """`not` turns true and false; a condition that cannot be told stays so."""
    assert truth(score, "not p", {"p": p}) is negated


@pytest.mark.parametrize(
    ("condition", "facts", "told"),
    [
        ("a > b", {"a": 1}, None),
        ("a == b", {}, None),
        ("a != b", {"b": 1}, None),
        ("a in (1, 2)", {}, None),
        ("a not in (1, 2)", {}, None),
        ("0 < a < b", {"a": -1}, False),  # false and missing
        ("0 < a < b", {"a": 1}, None),
        ("p and a > b", {"p": False}, False),
        ("a > b or p", {"p": True}, True),
        ("p if q else a > 0", {"q": False, "p": True}, None),
        ("p and a > 0", {"p": False, "a": "abc"}, False),
    ],
)
def test_a_comparison_with_a_missing_operand_cannot_be_told(
    score: ScoreOne, *, condition: str, facts: dict[str, Any], told: bool | None
) -> None:
    """A missing operand makes a comparison missing; the logic around it may still tell."""
    assert truth(score, condition, facts) is told


def test_applies_that_cannot_be_told_counts_as_true_with_a_finding(score: ScoreOne, tmp_path: Path) -> None:
    """A condition that cannot be told: `applies` counts as true, with a finding."""
    rules = small_set(AB, {"i": {"measure": "a", "applies": "b > 0"}})
    assert score(rules, {"a": 1}).scores["i"] == 10
    (finding,) = scoring.Engine(scoring.load(written(rules, tmp_path))).score({"a": 1}).findings
    assert (finding.code, finding.node) == ("applies-untold", "i")
    assert finding.message == "whether “i” applies cannot be told; it is taken to apply; wanted: b"


# -- tables


@pytest.mark.parametrize("facts", [{}, {"t": None}, {"t": []}, {"t": ""}], ids=range(4))
def test_an_absent_table_is_an_empty_one(score: ScoreOne, facts: dict[str, Any]) -> None:
    """An absent table is an empty one: its count and sum are 0."""
    rules = small_set(ROWS, {"n": {"measure": "1 - count(t)"}, "s": {"measure": "1 - sum(t.x)"}})
    assert score(rules, facts).scores == {"n": 10, "s": 10}


@pytest.mark.parametrize("fold", ["mean(t.x)", "median(t.x)", "minimum(t.x)", "maximum(t.x)", "fraction(t.ok)"])
@pytest.mark.parametrize("rows", [None, [], [{"by": "tel"}]], ids=["absent", "empty", "no-value"])
def test_the_mean_of_nothing_is_missing(score: ScoreOne, fold: str, rows: Any) -> None:
    """... its mean, fraction, median, minimum and maximum are missing; so are those of rows without a value."""
    assert score(one_line(fold, ROWS), {"t": rows}).statuses["i"] == "missing"


@pytest.mark.parametrize(
    ("formula", "tenths"),
    [
        ("mean(t.x) / 10", 4),  # (2 + 3 + 7) / 3
        ("median(t.x) / 10", 3),
        ("minimum(t.x) / 10", 2),
        ("maximum(t.x) / 10", 7),
        ("sum(t.x) / 20", 6),
        ("count(t) / 10", 5),
        ("count(t.x) / 10", 3),
        ("count(t.ok) / 10", 1),  # rows whose condition holds
        ("count(t.by == 'tel') / 10", 2),
        ("fraction(t.ok)", 5),  # one of the two that can be told
        ("fraction(t.x >= 3) * 3 / 10", 2),
        ("fraction(t.ok or t.x < 1)", 5),  # false, untold, true, untold, untold
    ],
)
def test_rows_whose_value_or_condition_is_missing_are_left_out(score: ScoreOne, formula: str, tenths: int) -> None:
    """Rows whose value or condition is missing are left out; only `count(table)` counts every row."""
    rows: list[dict[str, Any]] = [
        {"x": 2, "ok": False, "by": "tel"},
        {"x": 3, "by": "web"},
        {"x": 7, "ok": True},
        {"by": " tel "},
        {},
    ]
    assert score(one_line(formula, ROWS), {"t": rows}).scores["i"] == tenths


def test_an_invalid_cell_is_a_missing_one(score: ScoreOne) -> None:
    """In arithmetic, an invalid fact is a missing one, in the cells of a table too: the mean of 0.2 and 0.4."""
    rows = [{"x": D("0.2")}, {"x": "abc"}, {"x": D("0.4")}]
    found = score(one_line("mean(t.x)", ROWS), {"t": rows})
    assert (found.statuses["i"], found.scores["i"]) == ("scored", 3)


def test_an_invalid_cell_makes_a_missing_measure_invalid(score: ScoreOne) -> None:
    """If the measure is missing and any value of a column it names is invalid, the status is `invalid`."""
    assert score(one_line("mean(t.x)", ROWS), {"t": [{"x": "abc"}, {}]}).statuses["i"] == "invalid"
    assert score(one_line("mean(t.x)", ROWS), {"t": [{"ok": "abc"}, {}]}).statuses["i"] == "missing"


@pytest.mark.parametrize("wrong", ["seldom", 7, {"x": 1}, ["seldom"], [7]], ids=range(5))
def test_what_is_no_table_makes_a_missing_measure_invalid(score: ScoreOne, wrong: Any) -> None:
    """A text where a table is due, or where one of its rows is: the mean of its column is `invalid`, not `missing`."""
    assert score(one_line("mean(t.x)", ROWS), {"t": wrong}).statuses["i"] == "invalid"


# -- coverage


def test_coverage_is_the_scored_share_of_the_applicable_weight(score: ScoreOne) -> None:
    """Coverage = weight of the `scored` indicators / weight of the applicable ones, as declared: 30 / (30 + 20)."""
    indicators = {
        "x": {"measure": "a", "weight": 30},
        "y": {"measure": "b", "weight": 15},
        "u": {"measure": "b + 1", "weight": 5, "missing": "skip"},
        "z": {"measure": "b", "weight": 50, "applies": "a < 0"},
    }
    found = score(small_set(AB, indicators, minimum_coverage=0), {"a": D("0.1"), "b": "abc"})
    assert round(float(found.coverage), 12) == 0.6


def test_coverage_is_zero_where_nothing_applies(score: ScoreOne) -> None:
    """Coverage is 0 where nothing is applicable, and there is neither total nor grade."""
    found = score(small_set(AB, {"i": {"measure": "a", "applies": "0 > 1"}}, not_applicable="award"), {"a": 1})
    assert (found.coverage, found.total, found.grade) == (0, None, None)


def test_below_the_minimum_coverage_there_is_no_grade(score: ScoreOne, tmp_path: Path) -> None:
    """Below `minimum_coverage` there is no grade; there is a total, and the reason."""
    indicators = {"x": {"measure": "a", "weight": 79}, "y": {"measure": "b", "weight": 21}}
    rules = small_set(AB, indicators, minimum_coverage=D("0.8"))
    found = score(rules, {"a": 1})
    assert (found.total, found.grade) == (79, None)
    sheet = scoring.Engine(scoring.load(written(rules, tmp_path))).score({"a": 1})
    assert sheet.unrated_reason == "coverage is 79.00%; a grade needs 80.00%"


def test_the_minimum_coverage_is_required_where_a_policy_is_skip(tmp_path: Path) -> None:
    """The key is required where any policy is `skip`, the set's or an indicator's."""
    whole = small_set(AB, {"i": {"measure": "a"}}, missing="skip")
    single = small_set(AB, {"i": {"measure": "a", "missing": "skip"}})
    for rules in (whole, single):
        with pytest.raises(scoring.RulesError) as caught:
            scoring.load(written(rules, tmp_path))
        assert [each.code for each in caught.value.diagnostics] == ["coverage-wanted"]
