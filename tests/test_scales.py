"""Pass marks, straight lines and deductions, worked out by hand in every world; and what their reasons tell."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

import scoring
from tests.small_sets import Table, of_table, one_line, small_set, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.small_sets import ScoreOne
    from tests.worlds import World

D = Decimal
A = {"a": "number"}


def points(score: ScoreOne, scale: Table, a: str) -> Any:
    """Return the points that a measure earns of 10."""
    found = score(one_line("a", A, scale), {"a": D(a)})
    assert found.statuses["i"] == "scored"
    return found.scores["i"]


def deduction(**keys: Any) -> Table:
    """Return a deduction below 1: each 0.05 begun costs 2 points, but for what is said otherwise."""
    return {"kind": "deduction", "limit": 1, "per": D("0.05"), "deduct": 2} | keys


# -- pass marks


@pytest.mark.parametrize(
    ("a", "due"),
    [("0.5", 0), ("0.5999999989", 0), ("0.5999999991", 6), ("0.6", 6), ("0.75", "7.5"), ("1", 10), ("1.5", 10)],
)
def test_below_the_pass_mark_there_is_nothing(score: ScoreOne, a: str, due: Any) -> None:
    """`pass`: nothing below it, decided with the tolerance of 10^-9; from it on the share is what it would be."""
    assert points(score, {"kind": "proportional", "pass": D("0.6")}, a) == D(due)


@pytest.mark.parametrize(
    ("a", "due"), [("0.59", 0), ("0.5999999995", 0), ("0.6", 0), ("0.7", "2.5"), ("0.9", "7.5"), ("1", 10), ("2", 10)]
)
def test_rescaled_the_share_runs_from_the_pass_mark(score: ScoreOne, a: str, due: Any) -> None:
    """`rescale`: (rate - 60%) / (1 - 60%), so that the pass mark itself earns nothing yet."""
    assert points(score, {"kind": "proportional", "pass": D("0.6"), "rescale": True}, a) == D(due)


@pytest.mark.parametrize(("a", "due"), [("69", 0), ("70", "6.67"), ("79", "9.67"), ("80", 10)])
def test_a_pass_mark_goes_with_worst_and_target(score: ScoreOne, a: str, due: Any) -> None:
    """From 50 to 80, passed at 70: (70 - 50) / (80 - 50) of the points."""
    assert points(score, {"kind": "proportional", "worst": 50, "target": 80, "pass": 70}, a) == D(due)


def test_a_pass_mark_at_the_target_is_all_or_nothing(score: ScoreOne) -> None:
    """Without `rescale` the pass mark may be the target, or lie above it."""
    for mark in ("0.8", "0.9"):
        scale = {"kind": "proportional", "target": D("0.8"), "pass": D(mark)}
        assert points(score, scale, "0.79") == 0
        assert points(score, scale, mark) == 10


# -- straight lines


@pytest.mark.parametrize(("a", "due"), [("0.5", 0), ("0.6", 0), ("0.7", "2.5"), ("0.9", "7.5"), ("1", 10), ("1.1", 10)])
def test_linear_runs_from_worst_to_best(score: ScoreOne, a: str, due: Any) -> None:
    """`worst` and `best`: straight between, flat outside."""
    assert points(score, {"kind": "linear", "worst": D("0.6"), "best": 1}, a) == D(due)


@pytest.mark.parametrize(("a", "due"), [("-1", 10), ("0", 10), ("5", "7.5"), ("20", 0), ("21", 0)])
def test_linear_with_worst_above_best_wants_less(score: ScoreOne, a: str, due: Any) -> None:
    """With `worst` above `best`, less is better: from 20 down to 0, 5 has gone three quarters of the way."""
    assert points(score, {"kind": "linear", "worst": 20, "best": 0}, a) == D(due)


@pytest.mark.parametrize(
    ("a", "due"),
    [("0", 2), ("0.5", 2), ("0.7", 5), ("0.9", 8), ("0.95", 9), ("1", 10), ("1.1", 6), ("1.2", 2), ("9", 2)],
)
def test_linear_runs_from_point_to_point(score: ScoreOne, a: str, due: Any) -> None:
    """`points`: straight between neighbours, up or down, the shares of the first and the last outside."""
    line = [[D("0.5"), D("0.2")], [D("0.9"), D("0.8")], [1, 1], [D("1.2"), D("0.2")]]
    assert points(score, {"kind": "linear", "points": line}, a) == D(due)


# -- deductions


@pytest.mark.parametrize(
    ("a", "due"), [("1.2", 10), ("1", 10), ("0.99", 8), ("0.95", 8), ("0.9499", 6), ("0.76", 0), ("0.75", 0), ("-9", 0)]
)
def test_each_step_begun_below_the_limit_costs_points(score: ScoreOne, a: str, due: int) -> None:
    """Full up to the limit; a step that is begun counts as a whole one; never below 0."""
    assert points(score, deduction(), a) == due


@pytest.mark.parametrize(
    ("a", "due"), [("0.9", 10), ("1", 10), ("1.009", 10), ("1.01", "9.2"), ("1.0399", "7.6"), ("1.13", 0), ("5", 0)]
)
def test_each_step_completed_above_the_limit_costs_points(score: ScoreOne, a: str, due: Any) -> None:
    """`side = "over"`, `count = "completed"`: a step that is not complete costs nothing."""
    scale = deduction(side="over", per=D("0.01"), deduct=D("0.8"), count="completed")
    assert points(score, scale, a) == D(due)


@pytest.mark.parametrize(
    ("side", "count", "a", "due"),
    [
        ("under", "completed", "0.951", 10),
        ("under", "completed", "0.95", 8),
        ("over", "begun", "1.05", 8),
        ("over", "begun", "1.051", 6),
    ],
)
def test_either_side_counts_either_way(score: ScoreOne, side: str, count: str, a: str, due: int) -> None:
    """Below by completed steps, above by begun ones."""
    assert points(score, deduction(side=side, count=count), a) == due


@pytest.mark.parametrize("count", ["begun", "completed"])
def test_a_number_of_steps_that_equals_a_whole_number_is_that_number(score: ScoreOne, count: str) -> None:
    """0.57 / 0.6 is 0.95, one step of 0.05 below 1, whatever binary floats say; 10^-9 of a step is none."""
    facts = {"a": "number", "b": "number"}
    rules = one_line("a / b", facts, deduction(count=count))
    assert score(rules, {"a": D("0.57"), "b": D("0.6")}).scores["i"] == 8
    near = {"begun": D("0.94999999995"), "completed": D("0.95000000005")}
    assert score(rules, {"a": near[count], "b": 1}).scores["i"] == 8
    off = {"begun": (D("0.9499999999"), 6), "completed": (D("0.9500000001"), 10)}
    assert score(rules, {"a": off[count][0], "b": 1}).scores["i"] == off[count][1]


def test_a_deduction_is_in_points_of_the_weight(score: ScoreOne) -> None:
    """Two steps of 1 point cost 2 of whatever the weight is: 2 of 10, 2 of 5, all of 2 and of 1."""
    scale = deduction(deduct=1)
    indicators = {f"w{w}": {"measure": "a", "scale": scale, "weight": w} for w in (10, 5, 2, 1)}
    found = score(small_set(A, indicators), {"a": D("0.9")})
    assert found.scores == {"w10": 8, "w5": 3, "w2": 0, "w1": 0}


def test_a_deduction_of_a_row_is_in_points_of_its_own_weight(score: ScoreOne) -> None:
    """Of an indicator with a line for every row: two steps of 1 point cost 2 of 5, all of 2, and nothing of nothing."""
    rules = small_set({"t": of_table(w="number", a="number")}, {}, dimensions={"d": {"title": "d", "weight": 7}})
    rows = {
        "title": "i",
        "dimension": "d",
        "weight": "w",
        "for_each": "t",
        "measure": "a",
        "scale": deduction(deduct=1),
    }
    weights = [5, 2, 0]
    found = score(rules | {"indicators": {"i": rows}}, {"t": [{"w": weight, "a": D("0.9")} for weight in weights]})
    assert found.scores == {"i:0": 3, "i:1": 0, "i:2": 0}
    assert set(found.statuses.values()) == {"scored"}


@pytest.mark.parametrize(("a", "share"), [("1", 1), ("0.99", 0)])
def test_of_a_weight_of_nothing_a_deduction_leaves_all_or_nothing(score: ScoreOne, a: str, share: int) -> None:
    """An indicator without points is scored like any other; its share is 1 without a step, else 0."""
    indicators: dict[str, Table] = {"i": {"measure": "a", "scale": deduction(), "weight": 0}, "j": {"measure": "a"}}
    found = score(small_set(A, indicators), {"a": D(a)})
    assert (found.statuses["i"], found.scores["i"], found.shares["i"]) == ("scored", 0, share)


def test_a_missing_measure_is_missing_on_every_scale(scored: World, tmp_path: Path) -> None:
    """No scale makes a number of nothing, and none takes nothing for its limit."""
    scales = [
        {"kind": "proportional", "pass": 0},
        {"kind": "proportional", "pass": -1, "rescale": True},
        {"kind": "linear", "worst": 0, "best": 1},
        {"kind": "linear", "points": [[0, 1], [1, 1]]},
        deduction(),
    ]
    rules = small_set(A, {f"i{place}": {"measure": "a", "scale": scale} for place, scale in enumerate(scales)})
    (found,) = scored(written(rules, tmp_path), [{}])
    assert set(found.statuses.values()) == {"missing"}


@pytest.mark.parametrize(("a", "due"), [("99.99", 10), ("100", 10), ("100.01", 8), ("105", 8), ("105.01", 6)])
def test_a_deduction_takes_money(score: ScoreOne, a: str, due: int) -> None:
    """A limit and a step in the unit of an amount."""
    scale = deduction(limit=100, per=5, side="over")
    rules = one_line("spent", {"spent": {"type": "money", "unit": "万元"}}, scale)
    assert score(rules, {"spent": D(a)}).scores["i"] == due


# -- reasons

PERCENT = {"a": "percent"}


@pytest.mark.parametrize(
    ("scale", "a", "en", "zh"),
    [
        (
            {"kind": "proportional", "pass": D("0.6")},
            "0.5",
            "below the pass mark 60.00%: nothing",
            "低于及格线 60.00%，不得分",
        ),
        (
            {"kind": "proportional", "pass": D("0.6"), "target": D("0.9")},
            "0.72",
            "passes 60.00%; in proportion from 0.00% (nothing) to 90.00% (full): 80.00% of the points",
            "达到及格线 60.00%，从 0.00%（0 分）到 90.00%（满分）按比例，得分率 80.00%",
        ),
        (
            {"kind": "proportional", "pass": D("0.6"), "rescale": True},
            "0.7",
            "in proportion from 60.00% (nothing) to 100.00% (full): 25.00% of the points",
            "从 60.00%（0 分）到 100.00%（满分）按比例，得分率 25.00%",
        ),
        (
            {"kind": "linear", "worst": 1, "best": 0},
            "0.2",
            "in proportion from 100.00% (nothing) to 0.00% (full): 80.00% of the points",
            "从 100.00%（0 分）到 0.00%（满分）按比例，得分率 80.00%",
        ),
        (
            {"kind": "linear", "points": [[D("0.5"), D("0.2")], [D("0.9"), D("0.8")]]},
            "0.7",
            "on the line from 50.00% (20.00%) to 90.00% (80.00%): 50.00% of the points",
            "从 50.00%（20.00%）到 90.00%（80.00%）按直线计，得分率 50.00%",
        ),
        (
            {"kind": "linear", "points": [[D("0.5"), D("0.2")], [D("0.9"), D("0.8")]]},
            "0.5",
            "not above the first point 50.00%: 20.00% of the points",
            "不超过第一个点 50.00%，得分率 20.00%",
        ),
        (
            {"kind": "linear", "points": [[D("0.5"), D("0.2")], [D("0.9"), D("0.8")]]},
            "1",
            "the last point 90.00% or above: 80.00% of the points",
            "达到最后一个点 90.00%，得分率 80.00%",
        ),
        (deduction(), "1", "not below 100.00%: nothing deducted", "不低于 100.00%，不扣分"),
        (
            deduction(),
            "0.94",
            "6.00% below 100.00%; each 5.00% begun costs 2 points; steps 2, deducted 4: 60.00% of the points",
            "低于 100.00%，差 6.00%；每 5.00% 扣 2 分，不足的按一次计，共 2 次，扣 4 分，得分率 60.00%",
        ),
        (
            deduction(count="completed"),
            "0.94",
            "6.00% below 100.00%; each 5.00% completed costs 2 points; steps 1, deducted 2: 80.00% of the points",
            "低于 100.00%，差 6.00%；每满 5.00% 扣 2 分，共 1 次，扣 2 分，得分率 80.00%",
        ),
        (
            deduction(side="over"),
            "1.5",
            "50.00% above 100.00%; each 5.00% begun costs 2 points; steps 10, deducted 10: 0.00% of the points",
            "高于 100.00%，超 50.00%；每 5.00% 扣 2 分，不足的按一次计，共 10 次，扣 10 分，得分率 0.00%",
        ),
        (
            deduction(side="over", per=D("0.01"), deduct=D("0.8"), count="completed"),
            "1.0399",
            "3.99% above 100.00%; each 1.00% completed costs 0.8 points; steps 3, deducted 2.4: 76.00% of the points",
            "高于 100.00%，超 3.99%；每满 1.00% 扣 0.8 分，共 3 次，扣 2.4 分，得分率 76.00%",
        ),
        (deduction(side="over"), "0.5", "not above 100.00%: nothing deducted", "不高于 100.00%，不扣分"),
    ],
)
def test_the_reason_lets_a_reader_work_out_the_share(scale: Table, a: str, en: str, zh: str, tmp_path: Path) -> None:
    """The step, the line or the number of deductions stands in the reason, in the unit of the measure."""
    rules = scoring.load(written(one_line("a", PERCENT, scale), tmp_path))
    for lang, said in (("en", en), ("zh", zh)):
        assert scoring.Engine(rules, lang=lang).score({"a": D(a)})["i"].reason == said  # type: ignore[arg-type]
