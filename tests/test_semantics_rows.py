"""Semantics and rules, "One indicator, a line for every row"."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

import scoring
from scoring import ObservedCheck, hookimpl
from tests.columns import score_frame
from tests.small_sets import Table, of_table, small_set, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.small_sets import ScoreOne

D = Decimal
TARGETS = of_table(name="text", kind="text", done="percent", points="number", grade="text")
FACTS = {"targets": TARGETS, "has": "boolean", "most": "number"}


def rows(*indicators: Table, **keys: Any) -> Table:
    """Return a set whose dimension `d`, worth 10, has indicators that go through the table."""
    leaf: Table = {"title": "{name}", "for_each": "targets", "weight": "points", "measure": "done"}
    leaves = {f"i{place}": leaf | each for place, each in enumerate(indicators or ({},))}
    keys.setdefault("dimensions", {"d": {"weight": 10}})
    return small_set(FACTS, leaves, **keys)


def table(*given: tuple[Any, Any], **more: Any) -> dict[str, Any]:
    """Return facts: a row for each pair of points and what is done."""
    return {"targets": [{"points": points, "done": done} for points, done in given], **more}


def test_every_row_has_a_line_of_its_own_weight(score: ScoreOne) -> None:
    """Each row is scored by its own weight, and their sum is the dimension's."""
    outcome = score(rows(), table((6, 0.5), (4, 0.25)))
    assert outcome.scores == {"i0:0": 3, "i0:1": 1}
    assert (outcome.dimensions, outcome.total) == ({"d": 4}, 4)


def test_points_of_a_scale_are_points_of_the_row(score: ScoreOne) -> None:
    """`points` in the scale are points of the row's own weight, at most all of it."""
    scale = {"kind": "thresholds", "steps": [{"at_least": 1, "share": 1}, {"at_least": 0.5, "points": 2}]}
    assert score(rows({"scale": scale}), table((6, 1), (3, 0.5), (1, 0.5))).scores == {"i0:0": 6, "i0:1": 2, "i0:2": 1}


def test_a_row_of_no_weight_is_scored_by_points(score: ScoreOne) -> None:
    """A step worth points is a share of 0 of a row that weighs 0; one worth a share keeps it; without data, neither."""
    scale = {"kind": "thresholds", "steps": [{"at_least": 1, "share": 1}, {"at_least": 0.5, "points": 2}]}
    outcome = score(rows({"scale": scale}), table((0, 0.5), (0, 1), (0, None), (10, 0)))
    assert list(outcome.statuses.values()) == ["scored", "scored", "missing", "scored"]
    assert list(outcome.shares.values()) == [0, 1, 0, 0]


def test_shares_of_a_scale_are_shares_of_the_row(score: ScoreOne) -> None:
    """Steps that are worth shares alone take them of each row's weight."""
    scale = {"kind": "thresholds", "steps": [{"at_least": 1, "share": 1}, {"at_least": 0.5, "share": 0.5}]}
    assert score(rows({"scale": scale}), table((6, 1), (4, 0.5))).scores == {"i0:0": 6, "i0:1": 2}


def test_columns_are_the_first_names_looked_up(score: ScoreOne) -> None:
    """Inside, a column hides a fact of the same name; folds of the table can be used beside."""
    rules = rows({"measure": "done / maximum(targets.done) * most"})
    assert score(rules, table((5, 0.4), (5, 0.8), most=0.5)).scores == {"i0:0": D("1.25"), "i0:1": D("2.5")}


def test_rows_are_taken_where_their_condition_holds(score: ScoreOne) -> None:
    """Rows whose condition is false or cannot be told are not taken."""
    rules = rows({"where": "kind == 'a'"})
    given = [{"kind": kind, "points": 5, "done": 1} for kind in ("a", "b", None)]
    assert score(rules, {"targets": given}).scores == {"i0:0": 5}


@pytest.mark.parametrize("mode", ["half_up", "half_even", "away_from_zero", "toward_zero"])
def test_a_row_of_an_enormous_weight_stops_no_other(score: ScoreOne, mode: str) -> None:
    """Its score has more units than 64 bits count: 10^29 × 0.5; the dimension scores its own weight at most."""
    outcome = score(rows(round={"to": D("0.01"), "mode": mode}), table((10**29, 0.5), (4, 0.25)))
    assert outcome.scores["i0:1"] == 1
    assert float(outcome.scores["i0:0"] or 0) == pytest.approx(5e28, rel=1e-12)
    assert (outcome.dimensions, outcome.total) == ({"d": 10}, 10)


@pytest.mark.parametrize("weight", [None, "x", -1])
def test_a_row_without_a_weight_weighs_nothing_and_is_invalid(score: ScoreOne, weight: Any) -> None:
    """A row whose weight is missing, invalid or negative weighs 0 and is invalid."""
    outcome = score(rows(), table((10, 0.5), (weight, 1)))
    assert (outcome.statuses, outcome.scores) == ({"i0:0": "scored", "i0:1": "invalid"}, {"i0:0": 5, "i0:1": 0})
    assert (outcome.total, outcome.coverage) == (5, 1)


def test_only_its_own_cells_make_a_row_invalid(score: ScoreOne) -> None:
    """A bad cell of one row does not make another, which misses the value, invalid."""
    outcome = score(rows(), table((5, "abc"), (5, None)))
    assert outcome.statuses == {"i0:0": "invalid", "i0:1": "missing"}


def test_an_invalid_fact_of_the_project_makes_every_row_invalid(score: ScoreOne) -> None:
    """A row's formula may name facts of the project: one that is invalid makes each row that misses it invalid."""
    outcome = score(rows({"measure": "done * most"}), table((5, 0.5), (5, 0.5), most="abc"))
    assert outcome.statuses == {"i0:0": "invalid", "i0:1": "invalid"}
    assert score(rows({"measure": "done * most"}), table((10, 0.5))).statuses == {"i0:0": "missing"}


def test_without_a_row_there_is_one_missing_line_with_what_is_left(score: ScoreOne) -> None:
    """Indicators without a row share what the dimension has left, equally."""
    kinds = [{"where": f"kind == '{kind}'"} for kind in "abc"]
    outcome = score(rows(*kinds), {"targets": [{"kind": "a", "points": 4, "done": 1}]})
    assert outcome.statuses == {"i0:0": "scored", "i1": "missing", "i2": "missing"}
    assert (round(outcome.coverage, 9), outcome.total) == (D("0.4"), 4)


def test_nothing_is_left_below_nothing(score: ScoreOne) -> None:
    """Rows that weigh more than the dimension leave 0, and the dimension never scores more than its own weight."""
    kinds = [{"where": f"kind == '{kind}'"} for kind in "ab"]
    outcome = score(rows(*kinds), {"targets": [{"kind": "a", "points": 14, "done": 1}]})
    assert (outcome.scores, outcome.dimensions, outcome.coverage) == ({"i0:0": 14, "i1": 0}, {"d": 10}, 1)


@pytest.mark.parametrize(("policy", "points"), [("redistribute", None), ("award", 10)])
def test_without_a_row_and_not_applicable(score: ScoreOne, policy: str, points: Decimal | None) -> None:
    """The one line is `not_applicable` where its condition is false; a condition on rows cannot tell."""
    rules = rows({"applies": "has", "not_applicable": policy}, missing="zero")
    outcome = score(rules, {"targets": [], "has": False})
    assert (outcome.statuses, outcome.scores) == ({"i0": "not_applicable"}, {"i0": points})
    assert outcome.shares == {"i0": None if points is None else 1}
    by_row = rows({"applies": "done > 0.5"})
    assert score(by_row, {"targets": []}).statuses == {"i0": "missing"}
    assert score(by_row, table((10, 0.2))).statuses == {"i0:0": "not_applicable"}


def test_a_table_that_is_none_makes_the_line_invalid(score: ScoreOne) -> None:
    """What stands where a table is due is an invalid fact, and there is no row."""
    assert score(rows(), {"targets": "see annex"}).statuses == {"i0": "invalid"}


def test_leaving_rows_out_under_skip_keeps_the_points_on_offer(score: ScoreOne) -> None:
    """Rows that do not count leave numerator and denominator; their points stay on offer."""
    outcome = score(rows({"missing": "skip"}, minimum_coverage=0), table((6, 0.5), (4, None)))
    assert (outcome.scores, outcome.dimensions) == ({"i0:0": 3, "i0:1": None}, {"d": 5})  # 10 × 3 / 6


def test_without_a_row_nothing_counts_under_skip(score: ScoreOne) -> None:
    """The one missing line has no score and no share, and its dimension none either; it is on offer all the same."""
    outcome = score(rows({"missing": "skip"}, minimum_coverage=0), {"targets": []})
    assert (outcome.scores, outcome.shares, outcome.dimensions) == ({"i0": None}, {"i0": None}, {"d": None})
    assert (outcome.total, outcome.coverage) == (None, 0)


def test_rows_that_do_not_count_leave_their_dimension_without_a_score(score: ScoreOne) -> None:
    """Rows that are all missing, under `skip`: null, not 0."""
    outcome = score(rows({"missing": "skip"}, minimum_coverage=0), table((6, None), (4, None)))
    assert (outcome.dimensions, outcome.total) == ({"d": None}, None)


def test_rows_without_data_are_not_scored(score: ScoreOne) -> None:
    """There are rows, and points for them (0), but none is scored: there is no total."""
    outcome = score(rows(), table((6, None), (4, "x")))
    assert (outcome.dimensions, outcome.total) == ({"d": 0}, None)


def test_only_rows_that_are_taken_withhold_the_total(score: ScoreOne) -> None:
    """`unrated`: neither a row that is not taken, nor the line that would stand for no row, is one without data."""
    rules = rows({"missing": "unrated", "where": "kind == 'a'"})
    given = [{"kind": "a", "points": 10, "done": 0.5}, {"kind": "b", "points": 10, "done": None}]
    assert score(rules, {"targets": given}).total == 5
    assert score(rules, {"targets": given[1:]}).total is None


def test_rows_that_do_not_apply_are_awarded_their_own_weights(score: ScoreOne) -> None:
    """`award`: a row for which the condition is false earns its weight, rounded, and a share of 1."""
    rules = rows({"applies": "done > 0.5", "not_applicable": "award"})
    outcome = score(rules, table((6, 0.6), (D("3.3333"), 0.2)))
    assert (outcome.scores, outcome.shares["i0:1"]) == ({"i0:0": D("3.6"), "i0:1": D("3.33")}, 1)
    assert outcome.statuses == {"i0:0": "scored", "i0:1": "not_applicable"}
    plain = score(rows({"applies": "done > 0.5"}), table((6, 0.6), (4, 0.2)))
    assert (plain.scores["i0:1"], plain.shares["i0:1"]) == (None, None)


def test_rows_of_no_weight_earn_nothing(score: ScoreOne) -> None:
    """Of rows that weigh 0 together the dimension scores 0: they count, and there is nothing to earn."""
    outcome = score(rows(), table((0, 1), (0, 0.5)))
    assert (outcome.scores, outcome.dimensions) == ({"i0:0": 0, "i0:1": 0}, {"d": 0})


def test_rows_beside_an_indicator_never_bring_more_than_the_dimension(score: ScoreOne) -> None:
    """A dimension of 10 with an indicator of 4 and rows of 9 scores at most 10."""
    rules = rows(dimensions={"d": {"weight": 10}})
    rules["indicators"]["plain"] = {"title": "p", "dimension": "d", "weight": 4, "measure": "most"}
    outcome = score(rules, table((9, 1), most=1))
    assert (outcome.scores, outcome.dimensions) == ({"i0:0": 9, "plain": 4}, {"d": 10})
    assert round(score(rules, table((3, 1), (3, None), most=1)).coverage, 9) == D("0.7")  # (4 + 3) / (4 + 3 + 3)


def test_a_row_of_the_policy_unrated_withholds_the_total(score: ScoreOne) -> None:
    """One row without data is enough."""
    assert score(rows({"missing": "unrated"}), table((6, 0.5), (4, None))).total is None


def test_gates_may_ask_for_the_rows_together(score: ScoreOne) -> None:
    """The sum of the rows' scores, and the weighted mean of the counting rows' shares."""
    gates = {
        "sum": {"title": "g", "when": "score('i0') == 4", "then": {"warn": True}},
        "mean": {"title": "g", "when": "share('i0') == 0.4", "then": {"warn": True}},
    }
    assert score(rows(gates=gates), table((6, 0.5), (4, 0.25))).gates == {"sum": True, "mean": True}


def test_a_gate_may_zero_the_rows(score: ScoreOne) -> None:
    """`zero` takes the shares of all rows."""
    gates = {"g": {"title": "g", "when": "has", "then": {"zero": ["i0"]}}}
    assert score(rows(gates=gates), table((6, 0.5), (4, 0.25), has=True)).scores == {"i0:0": 0, "i0:1": 0}


def test_a_column_of_levels_is_scored_by_levels(score: ScoreOne) -> None:
    """A level that the scale does not have makes the row invalid."""
    rules = rows({"measure": "grade", "scale": {"kind": "levels", "levels": {"good": 1, "fair": 0.5}}})
    given = [{"points": 5, "grade": grade} for grade in ("fair", "odd")]
    outcome = score(rules, {"targets": given})
    assert outcome.statuses == {"i0:0": "scored", "i0:1": "invalid"}
    assert outcome.scores == {"i0:0": D("2.5"), "i0:1": 0}


# -- many projects


def test_the_rows_together_have_the_first_status_that_is_not_scored(tmp_path: Path) -> None:
    """Of many projects a row's indicator has one status: error, invalid, missing, not applicable, else scored."""
    given = [(5, 0.5), (5, 0.1), (5, None), (None, 0.5)]
    projects = [table(*given[:count]) for count in range(1, 5)]
    rules = scoring.load(written(rows({"applies": "done > 0.2"}), tmp_path))
    assert score_frame(rules, projects)["i0.status"].to_list() == ["scored", "not_applicable", "missing", "invalid"]


# -- the sheet


def sheet_of(rules: Table, facts: dict[str, Any], folder: Path) -> scoring.ScoreSheet:
    """Score one project."""
    return scoring.Engine(scoring.load(written(rules, folder))).score(facts)


def test_lines_are_called_by_their_rows(tmp_path: Path) -> None:
    """A title is filled in from the row; `row` is its position, also where something else stands between."""
    facts = {"targets": [{"name": "first", "points": 5, "done": 1}, "odd", {"name": "third", "points": 5, "done": 1}]}
    sheet = sheet_of(rows(), facts, tmp_path)
    assert [(line.title, line.row, line.weight) for line in sheet.lines] == [("first", 0, 5), ("third", 2, 5)]


def test_a_weight_equal_to_zero_is_zero(tmp_path: Path) -> None:
    """A weight within the tolerance below 0 is not negative: the row weighs 0, and is scored."""
    lines = sheet_of(rows(), table((D("-1E-10"), 1), (10, 0.5)), tmp_path).lines
    assert [(line.weight, line.score, line.status) for line in lines] == [(0, 0, "scored"), (10, 5, "scored")]


def test_what_does_not_add_up_is_found(tmp_path: Path) -> None:
    """Weights that are not the dimension's, rows that nobody takes, indicators without a row."""
    facts = {"targets": [{"kind": "a", "points": 4, "done": 1}, {"kind": "z", "points": 4, "done": 1}]}
    found = sheet_of(rows({"where": "kind == 'a'"}), facts, tmp_path).findings
    assert [(each.code, each.node) for each in found] == [("weights-total", "d"), ("row-not-scored", "targets")]
    assert found[0].message == "the weights of the rows under “d” add up to 4, not 10"
    assert found[1].message == "row 2 of targets belongs to no indicator and is not scored"
    empty = sheet_of(rows(), {"targets": []}, tmp_path).findings
    assert [(each.code, each.node) for each in empty] == [("no-row", "i0")]


@pytest.mark.parametrize("title", ["{name}", "{kind}-{name}", " ({name}) "])
def test_a_line_without_a_row_has_a_title(title: str, tmp_path: Path) -> None:
    """Where nothing but columns and signs makes the title, it says that there is no row."""
    assert sheet_of(rows({"title": title}), {}, tmp_path).lines[0].title == "(no row of targets)"


def test_the_finding_about_a_condition_names_the_row(tmp_path: Path) -> None:
    """A condition that cannot be told is that of a row, which has a title."""
    facts = {"targets": [{"name": "first", "points": 10, "done": 1}]}
    found = sheet_of(rows({"applies": "kind == 'a'"}), facts, tmp_path).findings
    assert [each.code for each in found] == ["applies-untold"]
    assert "“first”" in found[0].message


class Observed(ObservedCheck):
    """A check that observes."""


class Observing:
    """A plugin with it."""

    @hookimpl
    def scoring_checks(self) -> dict[str, type[ObservedCheck]]:
        """Offer it."""
        return {"test.observed": Observed}


def test_an_observed_check_cannot_go_through_rows(tmp_path: Path) -> None:
    """It is asked for a project, not for a row."""
    rules = rows()
    rules["indicators"]["i0"] |= {"check": "test.observed"}
    del rules["indicators"]["i0"]["measure"]
    with pytest.raises(scoring.RulesError) as caught:
        scoring.load(written(rules, tmp_path), plugins=[Observing()])
    assert [each.code for each in caught.value.diagnostics] == ["for-each-observed"]
