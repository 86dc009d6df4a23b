"""The worked cases of tests/conformance, in every world."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from tests.worlds import Number, World, by_the_reference, line_id

CASES: Final = Path(__file__).parent / "conformance"
SIX_DECIMALS: Final = Fraction(1, 10**6)
TEN_DECIMALS: Final = Fraction(1, 10**9)
SUBJECTS: Final = sorted(path.parent.name for path in CASES.glob("*/set.toml"))


@cache
def cases(subject: str) -> list[dict[str, Any]]:
    """Return the worked cases of a subject; numbers among the facts are floats, as in any JSON."""
    loaded: list[dict[str, Any]] = json.loads((CASES / subject / "cases.json").read_text(encoding="utf-8"))
    return loaded


def exact(points: float | None) -> Fraction | None:
    """Return exactly what a JSON number is written as."""
    return None if points is None else Fraction(repr(points))


EVERY_CASE: Final = [
    pytest.param(subject, place, id=f"{subject}-{place}")
    for subject in SUBJECTS
    for place in range(len(cases(subject)))
]


@pytest.mark.parametrize(("subject", "place"), EVERY_CASE)
def test_a_worked_case_is_scored_as_published(scored: World, subject: str, place: int) -> None:
    """A worked case has the published total, grade, coverage, statuses and scores."""
    assert_published(scored, subject, place)


@pytest.mark.parametrize(("subject", "place"), EVERY_CASE)
def test_the_reference_agrees_with_what_is_published(subject: str, place: int) -> None:
    """The slow reference, which the engine is held to, gives the published results itself."""
    assert_published(by_the_reference, subject, place)


def assert_share(found: Number | None, expected: float | None) -> None:
    """A share is the published one, which has ten decimals; null is null."""
    if found is None or expected is None:
        assert found is expected
    else:
        assert abs(Fraction(found) - Fraction(repr(expected))) <= TEN_DECIMALS


def assert_published(world: World, subject: str, place: int) -> None:
    """Compare all that a worked case publishes with what a world says."""
    every = cases(subject)
    outcome = world(CASES / subject / "set.toml", [case["facts"] for case in every])[place]
    expect = every[place]["expect"]
    lines = {line_id(line["id"], line.get("row")): line for line in expect["lines"]}
    assert outcome.statuses == {name: line["status"] for name, line in lines.items()}
    scores = {name: exact(line["score"]) for name, line in lines.items() if "score" in line}
    assert {name: outcome.scores[name] for name in scores} == scores
    for name, share in {name: line["share"] for name, line in lines.items() if "share" in line}.items():
        assert_share(outcome.shares[name], share)
    for name, points in expect.get("dimensions", {}).items():
        assert outcome.dimensions[name] == exact(points)
    assert outcome.total == exact(expect["total"])
    assert outcome.grade == expect["grade"]
    assert abs(Fraction(outcome.coverage) - Fraction(repr(expect["coverage"]))) < SIX_DECIMALS
