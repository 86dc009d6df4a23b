"""Semantics, "From facts to grade", measure -> share: every scale and every built-in check, worked out by hand."""

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
A = {"a": "number"}
ITEMS = dict.fromkeys("pqrs", "boolean")


# -- proportional


@pytest.mark.parametrize(("a", "points"), [("0", 0), ("0.25", "2.5"), ("1", 10), ("1.2", 10), ("-0.1", 0)])
def test_proportional_is_the_default_for_numbers(score: ScoreOne, a: str, points: Any) -> None:
    """Without a scale a number is its own share, between 0 and 1."""
    assert score(one_line("a", A), {"a": D(a)}).scores["i"] == D(points)


@pytest.mark.parametrize(("a", "points"), [("30", 0), ("50", 0), ("65", 5), ("80", 10), ("90", 10)])
def test_proportional_runs_from_worst_to_target(score: ScoreOne, a: str, points: int) -> None:
    """(m - worst) / (target - worst), between 0 and 1: from 50 to 80, 65 is half-way."""
    scale = {"kind": "proportional", "worst": 50, "target": 80}
    assert score(one_line("a", A, scale), {"a": D(a)}).scores["i"] == points


@pytest.mark.parametrize(("a", "points"), [("0", 10), ("5", 10), ("10", "7.5"), ("25", 0), ("30", 0)])
def test_proportional_with_worst_above_target_wants_less(score: ScoreOne, a: str, points: Any) -> None:
    """With `worst` above `target`, less is better: from 25 down to 5, 10 has gone three quarters of the way."""
    scale = {"kind": "proportional", "worst": 25, "target": 5}
    assert score(one_line("a", A, scale), {"a": D(a)}).scores["i"] == D(points)


def test_proportional_takes_a_target_alone(score: ScoreOne) -> None:
    """`target` without `worst`: 150 of 600 is a quarter."""
    assert score(one_line("a", A, {"kind": "proportional", "target": 600}), {"a": 150}).scores["i"] == D("2.5")


@pytest.mark.parametrize(
    ("worst", "target", "middle"), [(1, 2, "1.5"), (-1, 1, "0"), (0, 2, "1"), (2, 1, "1.5"), (-1, 0, "-0.5")]
)
def test_proportional_is_half_way_in_the_middle(score: ScoreOne, worst: int, target: int, middle: str) -> None:
    """The middle between any `worst` and any `target` earns half of the points."""
    scale = {"kind": "proportional", "worst": worst, "target": target}
    assert score(one_line("a", A, scale), {"a": D(middle)}).scores["i"] == 5


# -- thresholds

STEPS = [{"at_least": D("0.8"), "points": 7}, {"at_least": D("0.95"), "share": 1}, {"at_least": D("0.6"), "share": 0.3}]


@pytest.mark.parametrize(
    ("a", "points"), [("1", 10), ("0.95", 10), ("0.94", 7), ("0.8", 7), ("0.79", 3), ("0.6", 3), ("0.59", 1)]
)
def test_the_highest_threshold_reached_decides(score: ScoreOne, a: str, points: int) -> None:
    """The highest `at_least` reached decides, whatever the order; a step is worth a share or points."""
    scale = {"kind": "thresholds", "steps": STEPS, "otherwise": D("0.1")}
    assert score(one_line("a", A, scale), {"a": D(a)}).scores["i"] == points


@pytest.mark.parametrize(("a", "points"), [("0", 10), ("2", 10), ("3", 6), ("5", 6), ("5.1", 0)])
def test_the_lowest_threshold_kept_decides(score: ScoreOne, a: str, points: int) -> None:
    """The lowest `at_most` kept decides; beyond the last, `otherwise`, which is 0."""
    steps = [{"at_most": 5, "share": D("0.6")}, {"at_most": 2, "share": 1}]
    assert score(one_line("a", A, {"kind": "thresholds", "steps": steps}), {"a": D(a)}).scores["i"] == points


@pytest.mark.parametrize(("a", "at_least", "at_most"), [("0.05", 0, 4), ("0.2", 0, 10), ("0.6", 10, 0), ("0.95", 4, 0)])
def test_a_better_step_need_not_be_worth_more(score: ScoreOne, a: str, at_least: int, at_most: int) -> None:
    """The threshold decides, not what its step is worth: of two that are reached, the highest; kept, the lowest."""
    above = [{"at_least": D("0.5"), "share": 1}, {"at_least": D("0.9"), "share": D("0.4")}]
    below = [{"at_most": D("0.1"), "share": D("0.4")}, {"at_most": D("0.3"), "share": 1}]
    for steps, due in ((above, at_least), (below, at_most)):
        assert score(one_line("a", A, {"kind": "thresholds", "steps": steps}), {"a": D(a)}).scores["i"] == due


def test_a_missing_measure_reaches_no_step(score: ScoreOne) -> None:
    """A measure that is not there is `missing`, not below the lowest step: `otherwise` is not for it."""
    scale = {"kind": "thresholds", "steps": STEPS, "otherwise": D("0.1")}
    found = score(one_line("a", A, scale), {})
    assert (found.statuses["i"], found.scores["i"]) == ("missing", 0)


# -- levels, yes or no


@pytest.mark.parametrize(("level", "points"), [("好", 10), ("较好", 8), ("差", 0)])
def test_a_level_has_its_share(score: ScoreOne, level: str, points: int) -> None:
    """`levels`: the share of the text measure; a level worth nothing is `scored` with 0."""
    scale = {"kind": "levels", "levels": {"好": 1, "较好": D("0.8"), "差": 0}}
    rules = small_set({"k": "level"}, {"i": {"check": "level", "with": {"fact": "k"}, "scale": scale}})
    found = score(rules, {"k": level})
    assert (found.statuses["i"], found.scores["i"]) == ("scored", points)


@pytest.mark.parametrize("scale", [None, {"kind": "yes_no"}], ids=["default", "named"])
@pytest.mark.parametrize(("value", "points"), [(True, 10), (False, 0), ("是", 10), ("no", 0)])
def test_yes_earns_everything_and_no_nothing(
    score: ScoreOne, value: Any, points: int, scale: dict[str, Any] | None
) -> None:
    """`yes_no`, the default for booleans."""
    found = score(one_line("p", {"p": "boolean"}, scale), {"p": value})
    assert (found.statuses["i"], found.scores["i"]) == ("scored", points)


# -- checks


def test_value_is_the_fact_as_it_is(score: ScoreOne) -> None:
    """`value`: a number, or a boolean."""
    indicators = {
        "x": {"check": "value", "with": {"fact": "a"}},
        "y": {"check": "value", "with": {"fact": "p"}},
    }
    found = score(small_set({"a": "percent", "p": "boolean"}, indicators), {"a": "85%", "p": "是"})
    assert found.scores == {"x": D("8.5"), "y": 10}


def test_ratio_is_part_of_whole(score: ScoreOne) -> None:
    """`ratio`: 946.88 of 954.25 is 99.2277%, 9.92 of 10 points; of nothing, it is missing."""
    facts = {"part": "number", "whole": "number"}
    rules = small_set(facts, {"i": {"check": "ratio", "with": {"part": "part", "whole": "whole"}}})
    assert score(rules, {"part": D("946.88"), "whole": D("954.25")}).scores["i"] == D("9.92")
    assert score(rules, {"part": 1, "whole": 0}).statuses["i"] == "missing"


@pytest.mark.parametrize(
    ("given", "facts", "status", "points"),
    [
        ({"items": ["p", "q", "r", "s"]}, {"p": 1, "q": 1, "r": 1, "s": 0}, "scored", "7.5"),
        ({"items": {"p": 1, "q": 3, "r": 4}}, {"p": 1, "q": 0, "r": 1}, "scored", "6.25"),  # 5 of 8
        ({"items": ["p", "q"], "gate": "r"}, {"p": 1, "q": 1, "r": 0}, "scored", "0"),
        ({"items": ["p", "q"], "gate": "r"}, {"p": 1, "q": 0, "r": 1}, "scored", "5"),
        ({"items": ["p", "q"], "gate": "p"}, {"p": 0, "q": 1}, "scored", "0"),
        ({"items": ["p", "q", "r", "s"]}, {"p": 1, "q": 1, "r": 1}, "missing", "0"),
        ({"items": ["p", "q"], "gate": "r"}, {"p": 1, "r": 0}, "missing", "0"),
        ({"items": ["p", "q"], "gate": "r"}, {"p": 1, "q": 1}, "missing", "0"),
        ({"items": ["p", "q"]}, {"p": 1, "q": 7}, "invalid", "0"),
    ],
)
def test_a_checklist_is_the_share_of_its_points(
    score: ScoreOne, given: dict[str, Any], facts: dict[str, int], status: str, points: str
) -> None:
    """`checklist`: items worth the same or each its points; without the gate nothing; any item missing, missing."""
    told = {name: bool(value) if value < 2 else "perhaps" for name, value in facts.items()}
    found = score(small_set(ITEMS, {"i": {"check": "checklist", "with": given}}), told)
    assert (found.statuses["i"], found.scores["i"]) == (status, D(points))


def test_a_level_scale_is_wanted_for_a_text(tmp_path: Path) -> None:
    """A text measure has no default scale: without `levels` the set is refused."""
    rules = small_set({"k": "level"}, {"i": {"check": "level", "with": {"fact": "k"}}})
    with pytest.raises(scoring.RulesError) as caught:
        scoring.load(written(rules, tmp_path))
    assert [each.code for each in caught.value.diagnostics] == ["scale-wanted"]


# -- formulas

DATES = {"start": "date", "finish": "date"}


@pytest.mark.parametrize(
    ("formula", "facts", "points"),
    [
        ("(1 + a * 2) / 10", {"a": 3}, 7),
        ("a ** 2 / 100", {"a": 6}, "3.6"),
        ("-a + 1", {"a": D("0.4")}, 6),
        ("abs(a) / 10", {"a": -3}, 3),
        ("min(a, 0.5, 2)", {"a": 7}, 5),
        ("max(a, 0.5)", {"a": D("0.2")}, 5),
        ("clip(a, 0.2, 0.6)", {"a": 9}, 6),
        ("clip(a, 0.2, 0.6)", {"a": -9}, 2),
        ("ln(exp(a))", {"a": D("0.25")}, "2.5"),
        ("log10(a) / 10", {"a": 1000}, 3),
        ("sqrt(a)", {"a": D("0.36")}, 6),
        ("floor(a) / 10 + ceil(a) / 10", {"a": D("2.5")}, 5),
        ("0.9 if a > 3 else 0.1", {"a": 4}, 9),
        ("0.9 if 1 < a <= 3 else 0.1", {"a": 1}, 1),
        ("a in (1, 2, 3)", {"a": 2}, 10),
        ("a not in (1, 2, 3)", {"a": 2}, 0),
        ("a ** 0", {"a": 0}, 10),
    ],
)
def test_a_formula_gives_the_measure(score: ScoreOne, formula: str, facts: dict[str, Any], points: Any) -> None:
    """Formulas: operators, comparisons, choices and functions, the same in both worlds."""
    assert score(one_line(formula, A), facts).scores["i"] == D(points)


def test_days_count_from_the_first_date_to_the_second(score: ScoreOne) -> None:
    """`days(start, finish)`: from 1 February to 1 March 2024 there are 29; before the start, they are negative."""
    facts = {"start": "2024-02-01", "finish": "2024年3月1日"}
    assert score(one_line("days(start, finish) / 100", DATES), facts).scores["i"] == D("2.9")
    assert score(one_line("days(finish, start) / -100", DATES), facts).scores["i"] == D("2.9")


@pytest.mark.parametrize(
    ("formula", "points"),
    [
        ("days(start, min(finish, '2024-02-11')) / 100", 1),
        ("days(start, max(finish, '2024-03-12')) / 100", 4),
        ("days(start, clip(finish, '2024-02-21', '2024-02-23')) / 100", "2.2"),
        ("days(start, coalesce(none, finish, '2024-12-31')) / 100", "2.9"),
        ("days(start, coalesce(none, '2024-02-04')) / 100", "0.3"),
        ("days(start, finish if finish > start else none) / 100", "2.9"),
        ("days(start, none if finish < start else '2024-02-11') / 100", 1),
        ("finish in ('2024-02-29', '2024-03-01')", 10),
        ("start < '2024-02-02' <= finish", 10),
        ("days(minimum(t.on), maximum(t.on)) / 100", 3),
        ("days(start, min(maximum(t.on), finish)) / 100", "2.9"),
    ],
)
def test_dates_are_picked_like_numbers(score: ScoreOne, formula: str, points: Any) -> None:
    """min, max, clip, coalesce and choices take dates, and ISO dates beside them; so do the ends of a column."""
    facts = {"start": "2024-02-01", "finish": "2024-03-01", "t": [{"on": "2024-02-05"}, {}, {"on": "2024-03-06"}]}
    declared = DATES | {"none": "date", "t": of_table(on="date")}
    assert score(one_line(formula, declared), facts).scores["i"] == D(points)


@pytest.mark.parametrize(
    ("formula", "points"),
    [
        ("count(t) / 10", 5),
        ("count(t.x) / 10", 4),
        ("count(t.x > a) / 10", 3),
        ("count(t.w == 'p') / 10", 2),
        ("sum(t.x) / 100", "1.4"),
        ("mean(t.x) / 10", "3.5"),
        ("median(t.x) / 10", "3.5"),
        ("median(t.x * 2 - 1) / 10", 6),
        ("minimum(t.x) / 10", 1),
        ("maximum(t.x) / 10", 6),
        ("fraction(t.x >= 4)", 5),
        ("fraction(t.ok)", "6.67"),
        ("mean(t.x if t.ok else 0) / 10", "2.33"),
        ("sum(coalesce(t.x, a)) / 100", "1.6"),
        ("sum(sqrt(t.x - 2)) / 10", "4.41"),
        ("mean(floor(t.x / 4)) / 2", "2.5"),
    ],
)
def test_rows_are_folded(score: ScoreOne, formula: str, points: Any) -> None:
    """Every fold, of values, conditions and expressions of rows; rows where there is nothing are left out."""
    rows = [{"x": 1, "w": "p", "ok": True}, {"x": 3, "ok": False}, {"x": 4, "w": "q"}, {"x": 6, "w": "p", "ok": True}]
    declared = {"a": "number", "t": of_table(x="number", w="text", ok="boolean")}
    assert score(one_line(formula, declared), {"a": 2, "t": [*rows, {}]}).scores["i"] == D(points)


def test_texts_are_compared_in_their_plain_form(score: ScoreOne) -> None:
    """Texts and the strings of a set are compared after NFKC and stripping, on both sides."""
    rules = one_line("k == ' 甲（一） ' or k in ('Ａ', 'b')", {"k": "text"})
    found = [score(rules, {"k": text}).scores["i"] for text in ("甲(一)", " A ", "ｂ", "B")]
    assert found == [10, 10, 10, 0]
