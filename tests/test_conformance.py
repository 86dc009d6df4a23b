"""The worked cases of tests/conformance, in every world."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

import scoring
from tests.tables import Library, held, in_tables
from tests.worlds import Number, Outcome, World, by_the_reference, line_id, one_by_one

if TYPE_CHECKING:
    from collections.abc import Mapping

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


#: Cases that no table can hold beside the others of their subject: each is a table of its own.
APART: Final[Mapping[tuple[str, int], str]] = {
    ("notation", 4): "a level is a number, and beside texts it would be one",
    ("statuses-zero", 4): "a level is a number, and beside texts it would be one",
}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_cases_of_a_subject_are_scored_as_tables(library: Library, subject: str) -> None:
    """All cases of a subject as a frame of projects and tables of their rows: each has what is published for it."""
    path, rules = CASES / subject / "set.toml", scoring.load(CASES / subject / "set.toml")
    every = [case for place, case in enumerate(cases(subject)) if (subject, place) not in APART]
    outcomes = in_tables(library)(path, [held(rules, case["facts"]) for case in every])
    for outcome, case in zip(outcomes, every, strict=True):
        assert_as_published(outcome, case["expect"])


@pytest.mark.parametrize(("subject", "place"), sorted(APART))
def test_a_case_apart_is_scored_as_a_table(library: Library, subject: str, place: int) -> None:
    """What no table can hold beside the other cases is scored alone, as published."""
    case = cases(subject)[place]
    (outcome,) = in_tables(library)(CASES / subject / "set.toml", [case["facts"]])
    assert_as_published(outcome, case["expect"])


@pytest.mark.parametrize("subject", SUBJECTS)
def test_only_what_is_named_stands_apart(subject: str) -> None:
    """Nothing of a case is lost where its facts are laid in tables, but of those that are named with the reason."""
    path = CASES / subject / "set.toml"
    rules, facts = scoring.load(path), [case["facts"] for case in cases(subject)]
    as_held = one_by_one(path, [held(rules, each) for each in facts])
    pairs = enumerate(zip(one_by_one(path, facts), as_held, strict=True))
    lost = {(subject, place) for place, (outcome, other) in pairs if outcome != other}
    assert lost == {case for case in APART if case[0] == subject}


def assert_share(found: Number | None, expected: float | None) -> None:
    """A share is the published one, which has ten decimals; null is null."""
    if found is None or expected is None:
        assert found is expected
    else:
        assert abs(Fraction(found) - Fraction(repr(expected))) <= TEN_DECIMALS


def assert_published(world: World, subject: str, place: int) -> None:
    """Compare all that a worked case publishes with what a world says."""
    assert_as_published(outcomes(world, subject)[place], cases(subject)[place]["expect"])


@cache
def outcomes(world: World, subject: str) -> list[Outcome]:
    """Score all cases of a subject at once, in a world."""
    return world(CASES / subject / "set.toml", [case["facts"] for case in cases(subject)])


def assert_as_published(outcome: Outcome, expect: dict[str, Any]) -> None:
    """Compare what is published of a worked case with what is said of it."""
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
