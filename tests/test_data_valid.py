"""The sets of tests/data/valid load without a mistake or a doubt, and score what their examples work out."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import pytest

import scoring
from scoring.builtin import CHECKS
from scoring.example_results import ExampleRunner
from scoring.example_words import failure_text
from scoring.indicators import FactType, IndicatorSet
from scoring.loading import check, load_bound
from scoring.node import FOLDS, FUNCTIONS
from scoring.plugins import registry
from scoring.scales import SCALES

VALID: Final = Path(__file__).parent / "data" / "valid"
NAMES: Final = sorted(path.stem for path in VALID.glob("*.toml"))
#: The doubts about the sets whose names say that there are some.
DOUBTS: Final = {
    "warns-facts-undeclared": ["facts-undeclared"],
    "warns-no-example": ["no-example"],
    "warns-everything": [
        "bounds-idle",
        "example-fact",
        "fact-unused",
        "fact-unused",
        "grade-unreachable",
        "indicator-bare",
    ],
}


@cache
def rules(name: str) -> IndicatorSet:
    """Load a set."""
    return scoring.load(VALID / f"{name}.toml")


EXAMPLES: Final = [
    pytest.param(name, place, id=f"{name}: {example.name}")
    for name in NAMES
    for place, example in enumerate(rules(name).examples)
]


@pytest.mark.parametrize("name", NAMES)
def test_a_set_loads_without_a_mistake_and_without_unexpected_doubts(name: str) -> None:
    """The linter says nothing, or what the file is there to make it say."""
    _, diagnosis = check(VALID / f"{name}.toml", registry())
    assert not diagnosis.errors
    assert sorted(each.code for each in diagnosis.found) == DOUBTS.get(name, [])


def test_every_set_with_a_doubt_says_so_by_its_name() -> None:
    """The names of files tell which of them give warnings."""
    assert sorted(name for name in NAMES if name.startswith("warns-")) == sorted(DOUBTS)


@pytest.mark.parametrize("name", sorted({*NAMES} - {"warns-no-example"}))
def test_every_example_expects_something_and_shows_its_sum(name: str) -> None:
    """No example holds of itself: each expects a score or a status, and a comment above it works it out."""
    expected = [each.expect for each in rules(name).examples]
    assert expected
    assert all(each.total is not None or each.scores or each.status for each in expected)
    text = (VALID / f"{name}.toml").read_text(encoding="utf-8-sig")
    heads = [line for line, below in zip(text.splitlines(), text.splitlines()[1:], strict=False) if "examples" in below]
    assert heads
    assert all(line.startswith("# ") for line in heads)


@pytest.mark.parametrize(("name", "place"), EXAMPLES)
def test_an_example_scores_what_it_works_out(name: str, place: int) -> None:
    """Totals, grades, coverage, scores, statuses, gates and findings are those worked out by hand."""
    result, _ = ExampleRunner(load_bound(VALID / f"{name}.toml", registry())).run(place)
    assert failure_text(result, rules(name), "en") == ""


def test_some_projects_have_no_total_or_no_grade() -> None:
    """What an example cannot expect: a wanted fact leaves no total, low coverage and a low total no grade."""
    unrated, skipped = (scoring.Engine(rules(f"missing-{policy}")) for policy in ("unrated", "skip"))
    assert unrated.score({"x": 0.5}).total is None
    assert skipped.score({"y": 1}).grade is None
    assert scoring.Engine(rules("grades-none-at-the-bottom")).score({"x": 0.5}).grade is None


def test_a_gate_that_fires_is_told() -> None:
    """The gates of the set that warns say what they are there to say."""
    sheet = scoring.Engine(rules("gates-that-warn")).score({"x": 8, "y": 5})
    assert {gate.id: gate.fired for gate in sheet.gates} == {"over": True, "under": False}


def test_every_check_scale_type_and_function_has_a_set() -> None:
    """The language has nothing that no valid set uses."""
    sets = [rules(name) for name in NAMES]
    indicators = [each for one in sets for each in one.indicators.values()]
    formulas = " ".join(each.measure or "" for each in indicators)
    assert {each.check for each in indicators} >= {*CHECKS}
    assert {each.scale["kind"] for each in indicators if each.scale} == {*SCALES}
    assert {fact.type for one in sets for fact in one.facts.values()} == {*FactType.__args__, "table"}  # type: ignore[attr-defined]
    assert [name for name in (*FUNCTIONS, *FOLDS) if f"{name}(" not in formulas] == []
    assert {one.missing for one in sets} == {"zero", "skip", "unrated"}
    assert {one.not_applicable for one in sets} == {"redistribute", "award"}
    assert {one.round.mode for one in sets} == {"half_up", "half_even", "away_from_zero", "toward_zero"}
