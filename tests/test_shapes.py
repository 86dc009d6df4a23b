"""The rule shapes of the field, one set a file: each example is worked by hand and scored so in every world."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import pytest

import scoring
from scoring.loading import check
from scoring.plugins import registry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.indicators import IndicatorSet
    from tests.worlds import Number, World

T = TypeVar("T")

SHAPES: Final = Path(__file__).parent / "data" / "shapes"
NAMES: Final = sorted(path.stem for path in SHAPES.glob("*.toml"))
PAGE: Final = "docs/reference/shapes.md"
EXAMPLES_AT_LEAST: Final = 2


@cache
def rules(name: str) -> IndicatorSet:
    """Load a set."""
    return scoring.load(SHAPES / f"{name}.toml")


def facts_of(name: str, example: str) -> dict[str, Any]:
    """Return the facts of an example."""
    (found,) = [each.facts for each in rules(name).examples if each.name == example]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_shape_is_said_without_a_mistake(name: str) -> None:
    """`scoring check` finds no error in the set, and its id is that of its file."""
    _, diagnosis = check(SHAPES / f"{name}.toml", registry())
    assert [each.code for each in diagnosis.errors] == []
    assert rules(name).id == f"shape/{name}"


@pytest.mark.parametrize("name", NAMES)
def test_a_shape_is_scored_as_worked_by_hand(scored: World, name: str) -> None:
    """Every example of the set has the total, grade, scores and statuses that it works out, in every world."""
    examples = rules(name).examples
    outcomes = scored(SHAPES / f"{name}.toml", [each.facts for each in examples])
    for example, outcome in zip(examples, outcomes, strict=True):
        expect = example.expect
        if expect.total is not None:
            assert outcome.total == expect.total, example.name
        if expect.grade is not None:
            assert outcome.grade == expect.grade, example.name
        assert {id_: sum_of(outcome.scores, id_) for id_ in expect.scores} == expect.scores, example.name
        assert {id_: worst_of(outcome.statuses, id_) for id_ in expect.status} == expect.status, example.name


def sum_of(scores: Mapping[str, Number | None], id_: str) -> Number:
    """Return the score of an indicator: that of its line, or of all its rows together."""
    return sum((each or Decimal(0) for each in lines_of(scores, id_)), Decimal(0))


def worst_of(statuses: Mapping[str, str], id_: str) -> str:
    """Return the status of an indicator: `scored` if all its rows are, else the first other one in order."""
    return min(lines_of(statuses, id_), key=("error", "invalid", "missing", "not_applicable", "scored").index)


def lines_of(found: Mapping[str, T], id_: str) -> list[T]:
    """Return what is known of the line of an indicator, or of its rows."""
    return [each for name, each in found.items() if name.split(":")[0] == id_]
