"""Horizon Europe: thresholds that decide, medians of experts, and a ranking that is no score."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

import scoring
from tests.tables import Library, in_tables

if TYPE_CHECKING:
    from tests.worlds import World

SET_FILE: Final = Path(__file__).parent.parent / "rules" / "eu" / "horizon.toml"
CRITERIA: Final = ("excellence", "impact", "implementation")


def proposal(*scores: str | None, **facts: Any) -> dict[str, Any]:
    """Return a proposal with consensus scores, those that are there."""
    return {name: Decimal(score) for name, score in zip(CRITERIA, scores, strict=True) if score is not None} | facts


def experts(*rows: tuple[str | None, ...]) -> dict[str, Any]:
    """Return a proposal with a row an expert."""
    return {"experts": [proposal(*row) for row in rows]}


#: A proposal, its total and its outcome; the first four are the cases that the field's software gets wrong.
CASES: Final = [
    (proposal("5", "5", "2"), "12", "rejected"),
    (proposal("3", "3", "3"), "9", "rejected"),
    (proposal("3", "3.5", "3.5"), "10", "passed"),
    (proposal("4", "5", "4", action="IA"), "13", "passed"),
    (proposal("2.5", "5", "5"), "12.5", "rejected"),
    (proposal("5", "5", "5", action="RIA"), "15", "passed"),
    # medians 3 of three, 3.25 of two, 4 of one: 10.25
    (experts(("3", "3", "4"), ("1", "3.5", None), ("4.5", None, None)), "10.25", "passed"),
    # the median of 2.5 and 3 is below 3, though the sum is 12.75
    (experts(("2.5", "5", "5"), ("3", "5", "5")), "12.75", "rejected"),
    # a consensus counts criterion by criterion where it is given
    (proposal("4", None, None) | experts(("1", "3", "3"), ("1", "4", "3")), "10.5", "passed"),
]


def test_thresholds_decide_and_weights_do_not(scored: World) -> None:
    """Each criterion at least 3 and together at least 10, whatever the type of action."""
    for (facts, total, grade), outcome in zip(CASES, scored(SET_FILE, [each[0] for each in CASES]), strict=True):
        assert (outcome.total, outcome.grade) == (Decimal(total), grade), facts


def test_the_same_holds_in_tables(library: Library) -> None:
    """Proposals in one frame and their experts in another, of every library."""
    outcomes = in_tables(library)(SET_FILE, [each[0] for each in CASES])
    assert [(each.total, each.grade) for each in outcomes] == [(Decimal(total), grade) for _, total, grade in CASES]


@pytest.mark.parametrize(("action", "ranking"), [("IA", "15.5"), ("RIA", "13"), (None, "13")])
def test_the_ranking_score_can_be_read_and_weighs_nothing(action: str | None, ranking: str) -> None:
    """Impact counts 1.5 times for innovation actions: 4 + 7.5 + 4 on a line of no weight; the total stays 13."""
    facts = proposal("4", "5", "4") | ({} if action is None else {"action": action})
    sheet = scoring.Engine(scoring.load(SET_FILE)).score(facts)
    (line,) = [each for each in sheet.lines if each.id == "ranking"]
    assert line.measure == Decimal(ranking)
    assert (line.weight, line.score) == (0, 0)
    assert sheet.total == 13


@pytest.mark.parametrize("score", ["3.3", "4.25", "0.1"])
def test_scores_that_are_no_halves_leave_no_outcome(scored: World, score: str) -> None:
    """Of the consensus or of one expert: the gate takes the grade, and says why."""
    for facts in (proposal(score, "5", "5"), experts(("5", "5", "5"), ("5", score, "5"))):
        (outcome,) = scored(SET_FILE, [facts])
        assert outcome.gates["halves"]
        assert outcome.grade is None


def test_without_a_criterion_there_is_no_total(scored: World) -> None:
    """What nobody scored is not 0: the sheet asks for it."""
    (outcome,) = scored(SET_FILE, [proposal("5", "5", None)])
    assert outcome.statuses["implementation"] == "missing"
    assert (outcome.total, outcome.grade) == (None, None)
