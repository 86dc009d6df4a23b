"""Semantics, "Gates and adjustments", as far as the language has them: gates that warn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import scoring
from tests.small_sets import Table, small_set, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.small_sets import ScoreOne

FACTS = {"received": "number", "spent": "number", "p": "boolean"}
GATES = {"over": {"title": "More spent than received", "when": "spent > received", "then": {"warn": True}}}


def warned(**keys: Any) -> Table:
    """Return a set with one gate."""
    return small_set(FACTS, {"i": {"measure": "spent / received"}}, gates=keys.pop("gates", GATES), **keys)


def findings(rules: Table, facts: dict[str, Any], folder: Path) -> list[tuple[str, str | None, str]]:
    """Return code, node and message of the findings of one project."""
    sheet = scoring.Engine(scoring.load(written(rules, folder))).score(facts)
    return [(each.code, each.node, each.message) for each in sheet.findings]


@pytest.mark.parametrize(("spent", "fired"), [(120, True), (100, False), (80, False)])
def test_a_gate_fires_when_its_condition_is_true(score: ScoreOne, *, spent: int, fired: bool) -> None:
    """A gate fires when its condition is true."""
    assert score(warned(), {"received": 100, "spent": spent}).gates == {"over": fired}


@pytest.mark.parametrize("facts", [{"received": 100}, {"spent": 1, "received": "abc"}, {}], ids=range(3))
def test_a_gate_that_cannot_be_told_does_not_fire(score: ScoreOne, facts: dict[str, Any]) -> None:
    """A condition that cannot be told: a gate does not fire."""
    assert score(warned(), facts).gates == {"over": False}


def test_a_gate_that_cannot_be_told_is_a_finding(tmp_path: Path) -> None:
    """A gate that cannot be told does not fire, with a finding that names what is wanted."""
    message = "“More spent than received” cannot be told and is taken as not fired; wanted: spent"
    assert findings(warned(), {"received": 100}, tmp_path) == [("gate-untold", "over", message)]


def test_a_gate_whose_condition_is_false_despite_missing_facts_is_told(tmp_path: Path) -> None:
    """`false and missing` is false: the gate is told, and there is nothing to report."""
    gates = {"over": {"title": "t", "when": "p and spent > received", "then": {"warn": True}}}
    assert findings(warned(gates=gates), {"p": False}, tmp_path) == []


def test_warn_only_adds_a_finding(score: ScoreOne, tmp_path: Path) -> None:
    """`warn` only adds a finding: scores, total and grade are those of a set without the gate."""
    facts = {"received": 100, "spent": 120}
    fired, without = score(warned(), facts), score(warned(gates={}), facts)
    assert (
        (fired.scores, fired.total, fired.grade)
        == (without.scores, without.total, without.grade)
        == ({"i": 10}, 10, "any")
    )
    assert findings(warned(), facts, tmp_path) == [("gate-warn", "over", "More spent than received (120 > 100)")]
    assert findings(warned(gates={}), facts, tmp_path) == []


def test_a_gate_may_have_its_own_message(tmp_path: Path) -> None:
    """`message` stands in the finding, with the numbers that made the gate fire."""
    gates = {"over": GATES["over"] | {"message": "Please explain"}}
    found = findings(warned(gates=gates), {"received": 100, "spent": 120}, tmp_path)
    assert found == [("gate-warn", "over", "Please explain (120 > 100)")]


def test_the_sheet_lists_every_gate_and_what_it_did(tmp_path: Path) -> None:
    """The sheet gives every gate as an entry of its own."""
    engine = scoring.Engine(scoring.load(written(warned(), tmp_path)))
    for spent, fired, effect in ((120, True, "warn"), (80, False, None)):
        (gate,) = engine.score({"received": 100, "spent": spent}).gates
        assert (gate.id, gate.title, gate.fired, gate.effect) == ("over", "More spent than received", fired, effect)


def test_a_gate_never_carries_a_weight(tmp_path: Path) -> None:
    """A gate never carries a weight: the key is refused at its place."""
    gates = {"over": GATES["over"] | {"weight": 5}}
    with pytest.raises(scoring.RulesError) as caught:
        scoring.load(written(warned(gates=gates), tmp_path))
    assert [each.path for each in caught.value.diagnostics] == [("gates", "over", "weight")]
