"""OpenSSF Scorecard: published results, what is inconclusive and what was not run, and the rounding of its print."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import scoring
from tests.tables import Library, in_tables

if TYPE_CHECKING:
    from tests.worlds import World

SET_FILE: Final = Path(__file__).parent.parent / "rules" / "openssf" / "scorecard.toml"
#: The checks in the order of the set.
CHECKS: Final = tuple(scoring.load(SET_FILE).facts)

#: Scores of the checks in the order of the set (-1: inconclusive, None: not in the result) and the aggregate score, as
#: published: of Scorecard 4 and 5 by the weekly scan (deps.dev shows it), of a local run, and of runs by hand in 2023.
PUBLISHED: Final[dict[str, tuple[tuple[int | None, ...], str]]] = {
    "spdx/tools-golang, June 2025": ((10, 10, -1, 7, None, 0, -1, 0, 10, 10, -1, 0, 0, 3, None, 2, None, 9), "5.4"),
    "spdx/gordf, June 2025": ((10, 10, 0, 0, None, 0, -1, 0, 10, 0, -1, 2, 0, 0, None, 0, None, 10), "3.6"),
    "robpike/lisp, March 2025": ((-1, 10, 0, 6, None, 0, -1, -1, 10, 0, -1, -1, 0, 0, None, 0, None, 10), "3.8"),
    "a local run of five checks, October 2022": (
        (10, None, None, None, -1, None, None, 0, None, None, None, 9, None, None, None, None, None, 10),
        "6.8",
    ),
    "expressjs/express, June 2023": ((10, 10, -1, 0, 0, 10, -1, 0, 10, 0, -1, 7, 0, 4, 10, 0, 10, 10), "5.4"),
    "jquery/jquery, June 2023": ((10, 10, -1, 0, 10, 10, -1, 10, 10, 0, -1, 10, 10, 10, 10, 0, 10, 10), "8.2"),
    # 500/80 = 6.25, printed 6.2: ties go to the even digit
    "gatsbyjs/gatsby, June 2023": ((10, 10, -1, 0, 0, 10, -1, 10, 10, 0, -1, 5, 0, 10, -1, 0, -1, 10), "6.2"),
}


def facts(scores: tuple[int | None, ...]) -> dict[str, int]:
    """Return what was run of the checks."""
    return {name: value for name, value in zip(CHECKS, scores, strict=True) if value is not None}


def test_published_results_come_out(scored: World) -> None:
    """Seven of seven, one by one and in columns."""
    outcomes = scored(SET_FILE, [facts(scores) for scores, _ in PUBLISHED.values()])
    for (name, (_, published)), outcome in zip(PUBLISHED.items(), outcomes, strict=True):
        assert outcome.total == Decimal(published), name


def test_published_results_come_out_of_tables(library: Library) -> None:
    """The same in frames of every library, one column a check."""
    outcomes = in_tables(library)(SET_FILE, [facts(scores) for scores, _ in PUBLISHED.values()])
    assert [each.total for each in outcomes] == [Decimal(published) for _, published in PUBLISHED.values()]


def test_inconclusive_and_not_run_both_leave_and_are_told_apart(scored: World) -> None:
    """-1 is not applicable and no want of data; a check that was not run is missing, and wanting in coverage."""
    both, inconclusive, not_run = scored(
        SET_FILE, [{"license": 8, "fuzzing": 2}, {"license": 8, "fuzzing": -1}, {"license": 8}]
    )
    # (2.5 × 8 + 5 × 2)/7.5
    assert (both.total, inconclusive.total, not_run.total) == (4, 8, 8)
    assert inconclusive.statuses["fuzzing"] == "not_applicable"
    assert not_run.statuses["fuzzing"] == "missing"
    assert inconclusive.coverage == pytest.approx(Decimal("2.5") / 100)
    assert not_run.coverage == pytest.approx(Decimal("2.5") / 105)


@pytest.mark.parametrize("value", [-1, None])
def test_without_a_conclusive_check_there_is_no_score(scored: World, value: int | None) -> None:
    """Neither 0 nor -1: none, and no grade."""
    (outcome,) = scored(SET_FILE, [facts((value,) * len(CHECKS))])
    assert outcome.total is None
    assert outcome.grade is None


def test_headings_are_the_names_of_the_checks() -> None:
    """A table whose columns are called like Scorecard's checks is understood."""
    labels = {fact.label for fact in scoring.load(SET_FILE).facts.values()}
    assert {"Binary-Artifacts", "CII-Best-Practices", "SAST", "Token-Permissions"} < labels
