"""`cn/department-2013` and `cn/department-hunan`: published numbers, thresholds, and the same in every world."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

import scoring
from tests.tables import in_tables
from tests.worlds import one_by_one

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.tables import Library
    from tests.worlds import World

D = Decimal
FOLDER: Final = Path(__file__).parent.parent / "rules" / "cn"
BASE, HUNAN = FOLDER / "department-2013.toml", FOLDER / "department-hunan.toml"
#: Answers of as many people as a survey needs, nine in ten of them satisfied.
SATISFIED: Final = [{"answer": 4}] * 27 + [{"answer": 3}] * 3


def scores(world: World, path: Path, indicator: str, projects: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Return what an indicator scores, a project each."""
    return [each.scores[indicator] for each in world(path, projects)]


@pytest.mark.parametrize("path", [BASE, HUNAN], ids=["2013", "hunan"])
def test_examples_are_scored_alike_in_tables(library: Library, path: Path) -> None:
    """Every example has the total, grade, scores and statuses in columns that it has by itself."""
    facts = [each.facts for each in scoring.load(path).examples]
    alone, together = one_by_one(path, facts), in_tables(library)(path, facts)
    for one, other in zip(alone, together, strict=True):
        assert (other.total, other.grade, other.statuses) == (one.total, one.grade, one.statuses)
        assert other.scores == one.scores
        assert other.gates == one.gates


# A table of 2018 of a department in Hunan with 143 posts, found in a public collection of such tables: staff 136 of
# 143, 95.10%, all points; three public expenses budgeted 63.46 after 32, 98.31% more, none; left over 19.8 and 19.8,
# budget 1922.76 and 767.86 added, 99.27% completed. It gives each row 8 points, and its steps are those of the set.
DEPARTMENT_2018: Final[Mapping[str, Any]] = {
    "staff": {"actual": 136, "quota": 143},
    "three_public": {"budget": D("63.46"), "last_budget": 32},
    "carryover": {"last": D("19.8"), "this": D("19.8")},
    "funds": {"initial": D("1922.76"), "added": D("767.86")},
}
# The report for 2019 of a federation in Yiyang, Hunan: budget 263.19 and 224.05 added, 483.22 of 487.24 spent, 99.17%.
FEDERATION_2019: Final[Mapping[str, Any]] = {
    "carryover": {"last": 0, "this": D("4.02")},
    "funds": {"initial": D("263.19"), "added": D("224.05"), "spent": D("483.22")},
}


def rates(facts: Mapping[str, Any], *indicators: str) -> list[str]:
    """Return the measures of indicators as published: percentages with two decimals."""
    sheet = scoring.Engine(scoring.load(HUNAN)).score(facts)
    found = {line.id: line.measure for line in sheet.lines}
    return [f"{D(str(found[each])):.2%}" for each in indicators]


def test_published_rates_follow_from_published_amounts() -> None:
    """The rates that two departments of Hunan printed are those of the set's formulas."""
    printed = rates(DEPARTMENT_2018, "staff-control", "three-public-change", "budget-completion")
    assert printed == ["95.10%", "98.31%", "99.27%"]
    assert rates(FEDERATION_2019, "budget-completion") == ["99.17%"]


def test_a_published_table_is_scored_by_its_own_rules(scored: World) -> None:
    """Staff earns all, the three public expenses nothing, as printed; 39.94% added is beyond the last band.

    The table gives all points for 99.27% too, as it counts a step of 5% when it is completed; the set counts it when
    it is begun, and takes two points.
    """
    (found,) = scored(HUNAN, [DEPARTMENT_2018])
    rows = ["staff-control", "three-public-change", "budget-completion", "budget-control"]
    assert [found.scores[each] for each in rows] == [5, 0, 3, 0]


#: By indicator: facts, and what they earn.
STEPS: Final[Mapping[str, list[tuple[Mapping[str, Any], str]]]] = {
    "staff-control": [
        ({"staff": {"actual": actual, "quota": 1000}}, points)
        for actual, points in ((1000, "5"), (1001, "4.5"), (1010, "4.5"), (1011, "4"), (1100, "0"), (1500, "0"))
    ],
    "three-public-change": [
        ({"three_public": {"budget": budget, "last_budget": 100}}, points)
        for budget, points in ((90, "8"), (100, "8"), (101, "7.2"), (109, "0.8"), (110, "0"))
    ],
    "budget-control": [
        ({"funds": {"initial": 1000, "added": added}}, points)
        for added, points in (
            (0, "5"),
            (1, "4"),
            (100, "4"),
            (101, "3"),
            (200, "3"),
            (201, "2"),
            (300, "2"),
            (301, "0"),
        )
    ],
    "budget-completion": [
        ({"carryover": {"last": 10, "this": left}, "funds": {"initial": 80, "added": 10}}, points)
        for left, points in ((0, "5"), (1, "3"), (5, "3"), (6, "1"), (10, "1"), (11, "0"))
    ],
    "building-area": [
        ({"buildings": {"projects": 1, "area": area, "area_approved": 100}}, points)
        for area, points in ((99, "5"), (100, "5"), (105, "3"), (106, "1"), (111, "0"))
    ],
}
#: Whether there is a new building: facts, status, points.
BUILDINGS: Final[list[tuple[Mapping[str, Any], str, int]]] = [
    ({"projects": 0}, "not_applicable", 5),
    ({"projects": 0, "area": 200, "area_approved": 100}, "not_applicable", 5),
    ({"projects": 1}, "missing", 0),
    ({}, "missing", 0),
    ({"projects": 1, "area": 100, "area_approved": 0}, "missing", 0),
]


def test_hunan_steps_and_bands(scored: World) -> None:
    """A begun step costs its points, down to nothing; a band has its upper end."""
    cases = [(indicator, facts, points) for indicator, given in STEPS.items() for facts, points in given]
    found = scored(HUNAN, [facts for _, facts, _ in cases])
    for (indicator, facts, points), each in zip(cases, found, strict=True):
        assert (facts, each.scores[indicator]) == (facts, D(points))


def test_no_new_building_earns_full_marks(scored: World) -> None:
    """Only where it is said that nothing was built; not saying so earns nothing."""
    found = scored(HUNAN, [{"buildings": facts} for facts, *_ in BUILDINGS])
    for (facts, status, points), each in zip(BUILDINGS, found, strict=True):
        assert (facts, each.statuses["building-area"]) == (facts, status)
        assert (facts, each.scores["building-area"]) == (facts, points)


def test_a_bigger_carryover_never_earns_more(scored: World) -> None:
    """In both sets, the points for what is left over fall, or stay, as it grows."""
    left = [D(n) for n in (0, 20, 25, 26, 60, 100, 101, 200)]
    funds = {"initial": 450, "added": 50, "budget": 500, "spent": 400}
    facts = [{"funds": funds, "carryover": {"last": 0, "this": each}} for each in left]
    for path, indicator in ((BASE, "carryover-rate"), (HUNAN, "budget-completion")):
        found = scores(scored, path, indicator, facts)
        assert found == sorted(found, reverse=True)
        assert found[0] > found[-1]


def test_quality_is_a_share_of_what_was_planned(scored: World) -> None:
    """Nine good ones of nine done, of ten planned, are 90%: what was not done cannot be good."""
    tasks = {"due": 10, "done": 9, "on_time": 9, "qualified": 9}
    (found,) = scored(BASE, [{"tasks": tasks}])
    assert [found.scores[each] for each in ("output-completed", "output-timely", "output-quality")] == [
        D("7.2"), D("5.4"), D("6.3"),
    ]  # fmt: skip


@pytest.mark.parametrize("path", [BASE, HUNAN], ids=["2013", "hunan"])
def test_misuse_is_a_veto(scored: World, path: Path) -> None:
    """Whatever else was earned, misused funds make the grade 差; where nothing is said, no veto falls."""
    (full,) = [each.facts for each in scoring.load(path).examples if each.name.startswith("各项达标")]
    told = full["compliance"]
    vetoed = full | {"compliance": told | {"no_misuse": False}}
    untold = full | {"compliance": {name: value for name, value in told.items() if name != "no_misuse"}}
    found = scored(path, [vetoed, untold])
    assert [(each.total, each.grade) for each in found] == [(D("59.99"), "差"), (95, "优")]


def test_a_survey_of_29_is_too_small(scored: World) -> None:
    """Thirty answers are enough, twenty-nine are none."""
    found = scored(BASE, [{"survey": SATISFIED}, {"survey": SATISFIED[1:]}])
    assert [each.statuses["satisfaction-rate"] for each in found] == ["scored", "missing"]
    assert found[0].scores["satisfaction-rate"] == 8
