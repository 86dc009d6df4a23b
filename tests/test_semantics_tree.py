"""Semantics, "From facts to grade" and "Gates and adjustments": aggregations, relative weights, gates, adjustments."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

import scoring
from scoring import Children, Quantity, hookimpl
from tests.small_sets import Table, small_set, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.small_sets import ScoreOne

D = Decimal
FACTS = {"x": "number", "y": "number", "n": "number", "bad": "boolean"}
TWO = {"a": {"measure": "x"}, "b": {"measure": "y", "dimension": "e"}}
GRADES = [{"at_least": 18, "label": "A"}, {"at_least": 12, "label": "B"}, {"at_least": 0, "label": "C"}]


def tree(**keys: Any) -> Table:
    """Return a set of two dimensions, `d` with `a` and `e` with `b`, each worth 10."""
    return small_set(FACTS, keys.pop("indicators", TWO), grades=GRADES, **keys)


def gated(then: Table, when: str = "bad", **keys: Any) -> Table:
    """Return that set with a gate."""
    return tree(gates={"g": {"title": "g", "when": when, "then": then}}, **keys)


# -- aggregations


@pytest.mark.parametrize(
    ("aggregate", "share"),
    [
        ("mean", "0.55"),  # (1 × 0.4 + 3 × 0.6) / 4
        ("min", "0.4"),
        ("max", "0.6"),
        ("median", "0.5"),
        ("harmonic", "0.533333"),  # 4 / (1/0.4 + 3/0.6)
        ("geometric", "0.542161"),  # (0.4 × 0.6³) ^ ¼
    ],
)
@pytest.mark.parametrize("weights", ["points", "relative"])
def test_a_dimension_has_the_aggregation_it_names(score: ScoreOne, weights: str, aggregate: str, share: str) -> None:
    """Weighted means use the weights, the smallest, largest and median share do not."""
    leaves = {"a": {"measure": "x", "weight": 10}, "b": {"measure": "y", "weight": 30}}
    rules = small_set(FACTS, leaves, dimensions={"d": {"aggregate": aggregate}}, weights=weights)
    outcome = score(rules, {"x": 0.4, "y": 0.6})
    assert outcome.total is not None
    assert abs(Fraction(outcome.total) / 40 - Fraction(share)) < Fraction(1, 4000)


@pytest.mark.parametrize("aggregate", ["geometric", "harmonic"])
def test_one_share_of_zero_is_zero(score: ScoreOne, aggregate: str) -> None:
    """Geometric and harmonic means are 0 as soon as one share is 0, within the tolerance."""
    rules = small_set(FACTS, {"a": {"measure": "x"}, "b": {"measure": "y"}}, dimensions={"d": {"aggregate": aggregate}})
    assert score(rules, {"x": 0.0000000005, "y": 1}).total == 0


def test_only_children_that_count_take_part(score: ScoreOne) -> None:
    """What does not apply is not among the shares that are compared."""
    leaves = {"a": {"measure": "x", "applies": "not bad"}, "b": {"measure": "y"}}
    rules = small_set(FACTS, leaves, dimensions={"d": {"aggregate": "min"}})
    assert score(rules, {"x": 0.2, "y": 0.8, "bad": True}).total == 16
    assert score(rules, {"x": 0.2, "y": 0.8, "bad": False}).total == 4


def test_a_dimension_under_sum_brings_its_rounded_score(score: ScoreOne) -> None:
    """In a points set a child dimension under `sum` brings score / weight as its share: 3.33 / 10, not a third."""
    rules = tree(aggregate="max", round={"to": 1})
    assert score(rules, {"x": 1 / 3, "y": 0.2}).total == 6  # 3 / 10 of 20, not 20 / 3


def test_relative_weights_are_scale_free(score: ScoreOne) -> None:
    """All weights of siblings times the same number change nothing."""
    leaves = {"a": {"measure": "x", "weight": 1}, "b": {"measure": "y", "weight": D("0.5")}}
    times = {id_: each | {"weight": each["weight"] * 7} for id_, each in leaves.items()}  # type: ignore[operator]
    facts = {"x": 0.31, "y": 0.77}
    sets = [small_set(FACTS, each, weights="relative", full_marks=100) for each in (leaves, times)]
    one, other = (score(rules, facts) for rules in sets)
    assert one == other
    assert one.total == D("46.33")  # 100 × (0.31 × 2 + 0.77) / 3


@pytest.mark.parametrize(("policy", "points", "total"), [("redistribute", None, 50), ("award", D("33.33"), D("66.67"))])
def test_what_does_not_apply_in_a_relative_set(
    score: ScoreOne, policy: str, points: Decimal | None, total: Decimal
) -> None:
    """Awarded, a line shows its part of full marks, rounded; the total is 100 x (1 + 1/2 + 1/2) / 3, rounded once."""
    leaves = {"a": {"measure": "x", "weight": 1}, "b": {"measure": "x", "weight": 1}}
    leaves["c"] = {"measure": "y", "weight": 1, "applies": "bad"}
    rules = small_set(FACTS, leaves, weights="relative", full_marks=100, not_applicable=policy)
    outcome = score(rules, {"x": 0.5, "y": 0, "bad": False})
    assert (outcome.scores["c"], outcome.total) == (points, total)


def test_a_line_of_a_relative_set_shows_its_part_of_full_marks(tmp_path: Path) -> None:
    """Weight and score of a line are its part of full marks, rounded for the reader; coverage is not rounded."""
    leaves = {"a": {"measure": "x", "weight": 1}, "b": {"measure": "y", "weight": 2}}
    rules = small_set(FACTS, leaves, weights="relative", full_marks=100, missing="zero")
    sheet = scoring.Engine(scoring.load(written(rules, tmp_path))).score({"x": 0.5})
    assert [(line.weight, line.score) for line in sheet.lines] == [(D("33.33"), D("16.67")), (D("66.67"), 0)]
    assert abs(sheet.coverage - D(1) / 3) < D("1E-20")


# -- plugins


def weakest_link(children: Children) -> Quantity:
    """PEFA's method M1: the lowest score, and half a step more where another is higher."""
    lowest, highest = children.minimum(), children.maximum()
    return children.facts.where(highest > lowest, lowest + 1 / 6, lowest)


class Pefa:
    """A plugin with an aggregation that works, one that raises, and one that gives no quantity."""

    @hookimpl
    def scoring_aggregations(self) -> dict[str, Any]:
        """Offer them."""
        return {
            "weakest_link": weakest_link,
            "broken": lambda _: 1 / 0,
            "odd": lambda _: 0.5,
            "untold": lambda children: 1 / (children.minimum() - children.minimum()),
        }


def test_an_aggregation_without_a_result_is_a_share_of_0(tmp_path: Path) -> None:
    """Where what a plugin makes of the children's shares is missing, the dimension scores 0: it counts."""
    rules = small_set(FACTS, {"a": {"measure": "x"}}, dimensions={"d": {"aggregate": "untold"}})
    plugins = [Pefa()]
    engine = scoring.Engine(scoring.load(written(rules, tmp_path), plugins=plugins), plugins=plugins)
    found = engine.score({"x": 1}).dimensions[0]
    assert (found.score, found.share, found.status) == (0, 0, "scored")


@pytest.mark.parametrize(("x", "y", "total"), [(1, 1, 30), (D(2) / 3, 1, 25), (0, D(1) / 3, 5)])
def test_a_plugin_brings_an_aggregation(tmp_path: Path, x: Decimal, y: Decimal, total: int) -> None:
    """The weakest link as a function of the children's shares."""
    leaves = {"a": {"measure": "x", "weight": 15}, "b": {"measure": "y", "weight": 15}}
    rules = small_set(FACTS, leaves, dimensions={"d": {"aggregate": "weakest_link"}})
    plugins = [Pefa()]
    engine = scoring.Engine(scoring.load(written(rules, tmp_path), plugins=plugins), plugins=plugins)
    sheet = engine.score({"x": x, "y": y})
    assert (sheet.total, sheet.provenance.plugins) == (total, {"Pefa": "0"})


@pytest.mark.parametrize("name", ["broken", "odd"])
def test_an_aggregation_that_fails_is_a_mistake_of_the_set(tmp_path: Path, name: str) -> None:
    """What an aggregation raises, or gives that is no quantity, is told at the key that names it."""
    rules = small_set(FACTS, {"a": {"measure": "x"}}, dimensions={"d": {"aggregate": name}})
    with pytest.raises(scoring.RulesError) as caught:
        scoring.load(written(rules, tmp_path), plugins=[Pefa()])
    assert [(each.code, each.path) for each in caught.value.diagnostics] == [
        ("aggregate-raises", ("dimensions", "d", "aggregate"))
    ]


# -- gates


@pytest.mark.parametrize(
    ("then", "total", "grade"),
    [
        ({"cap": D("7.5")}, D("7.5"), "C"),
        ({"grade_at_most": "B"}, 20, "B"),
        ({"unrated": True}, 20, None),
        ({"zero": ["e"]}, 10, "C"),
        ({"zero": ["a"], "cap": 8}, 8, "C"),
        ({"zero": ["d", "e"]}, 0, "C"),
    ],
)
def test_a_gate_that_fires_has_its_effect(score: ScoreOne, then: Table, total: Decimal, grade: str | None) -> None:
    """A cap limits the total, a grade is lowered, `zero` takes the shares below its nodes, `unrated` the grade."""
    facts = {"x": 1, "y": 1}
    fired, calm = (score(gated(then), facts | {"bad": bad}) for bad in (True, False))
    assert (fired.total, fired.grade) == (total, grade)
    assert (calm.total, calm.grade) == (20, "A")


def test_a_grade_that_is_worse_already_stays(score: ScoreOne) -> None:
    """`grade_at_most` lowers a better grade to this one; it lifts none."""
    assert score(gated({"grade_at_most": "B"}), {"x": 0.1, "y": 0.1, "bad": True}).grade == "C"


def test_zero_takes_what_counts_and_nothing_else(score: ScoreOne) -> None:
    """A line that is left out stays left out; one awarded for not applying loses its points."""
    leaves = {
        "a": {"measure": "x", "missing": "skip"},
        "b": {"measure": "y", "applies": "bad == (n > 5)", "not_applicable": "award"},
    }
    rules = gated({"zero": ["d"]}, indicators=leaves, minimum_coverage=0)
    outcome = score(rules, {"y": 1, "bad": True, "n": 1})
    assert (outcome.scores, outcome.statuses) == ({"a": None, "b": 0}, {"a": "missing", "b": "not_applicable"})


@pytest.mark.parametrize(
    ("when", "fired"), [("score('d') < 5", True), ("share('a') > 0.45", False), ("score('e') > 5", False)]
)
def test_a_condition_may_ask_for_scores_and_shares(score: ScoreOne, when: str, *, fired: bool) -> None:
    """Scores are points, shares parts of 1; of a node that does not count they are missing."""
    leaves = {"a": {"measure": "x"}, "b": {"measure": "y", "dimension": "e", "applies": "bad"}}
    outcome = score(gated({"cap": 1}, when, indicators=leaves), {"x": 0.42, "y": 1, "bad": False})
    assert outcome.gates == {"g": fired}


def test_no_bonus_lifts_a_sheet_over_a_gate(score: ScoreOne) -> None:
    """The cap comes after the adjustments."""
    rules = gated({"cap": 6}, adjustments={"bonus": {"title": "b", "points": "n"}})
    assert score(rules, {"x": 1, "y": 0, "n": 5, "bad": True}).total == 6


# -- adjustments


@pytest.mark.parametrize(
    ("n", "bonus", "total"),
    [(1, D("0.33"), D("10.33")), (30, 4, 14), (-30, -2, 8), (None, 0, 10), ("abc", 0, 10)],
)
def test_an_adjustment_is_held_then_rounded(score: ScoreOne, n: Any, bonus: Decimal, total: Decimal) -> None:
    """Points are clipped to the bounds, then rounded; missing or invalid, they are 0."""
    rules = tree(adjustments={"bonus": {"title": "b", "points": "n / 3", "at_least": -2, "at_most": 4}})
    outcome = score(rules, {"x": 0.5, "y": 0.5, "n": n})
    assert (outcome.adjustments, outcome.total) == ({"bonus": bonus}, total)


@pytest.mark.parametrize(("n", "total"), [(15, 20), (-15, 0)])
def test_the_total_stays_between_nothing_and_full_marks(score: ScoreOne, n: int, total: int) -> None:
    """The tree and the adjustments together are clipped."""
    rules = tree(adjustments={"bonus": {"title": "b", "points": "n"}})
    assert score(rules, {"x": 0.5, "y": 0.5, "n": n}).total == total


def test_what_cannot_be_told_is_a_finding(tmp_path: Path) -> None:
    """An adjustment without its facts, and a gate that asks for a node without a score."""
    leaves = {"a": {"measure": "x"}, "b": {"measure": "y", "dimension": "e", "applies": "bad"}}
    rules = gated(
        {"cap": 1}, "score('e') > 5", indicators=leaves, adjustments={"bonus": {"title": "Bonus", "points": "n"}}
    )
    sheet = scoring.Engine(scoring.load(written(rules, tmp_path))).score({"x": 1, "bad": False})
    assert [(each.code, each.node) for each in sheet.findings] == [("gate-untold", "g"), ("adjustment-untold", "bonus")]
    assert [each.message for each in sheet.findings] == [
        "“g” cannot be told and is taken as not fired: a node that it asks for has no score",
        "“Bonus” cannot be calculated and adds nothing; wanted: n",
    ]


def test_a_gate_that_changes_the_result_says_what_it_does(tmp_path: Path) -> None:
    """The effect stands on the gate's entry and in the finding, in words."""
    rules = gated({"cap": 5, "grade_at_most": "B", "zero": ["e"], "unrated": True})
    sheet = scoring.Engine(scoring.load(written(rules, tmp_path))).score({"x": 1, "y": 1, "bad": True})
    effect = "“e” scores 0; the total is at most 5; the grade is at most “B”; there is no grade"
    assert [gate.effect for gate in sheet.gates] == [effect]
    assert [(each.code, each.severity) for each in sheet.findings] == [("gate-fired", "error")]
    assert sheet.findings[0].message == f"g (bad (yes)): {effect}"
    assert sheet.unrated_reason == "no grade: g"
    assert sheet["b"].reason.endswith("scores 0 because of “g”")
