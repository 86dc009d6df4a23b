"""Examples of sets: what an expectation may say, and what is told where a sheet differs from it."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scoring
from scoring.example_results import SetResult, run_examples
from scoring.example_words import failure_text
from scoring.examples import Example, Interval, meets
from scoring.loading import load_bound
from scoring.plugins import registry
from tests.small_sets import of_table, small_set, written
from tests.strategies import indicator_sets, projects

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.small_sets import Table

#: Runs a set with one example: its facts, and what it expects.
RunOne = Callable[..., SetResult]

RULES: Final = small_set(
    {"done": "number", "planned": "number", "ok": "boolean", "none": "boolean", "quality": "percent"},
    {
        "rate": {"title": "Rate", "dimension": "work.output", "measure": "done / planned"},
        "asked": {"title": "Asked", "dimension": "work.process", "measure": "ok", "applies": "not none"},
        "quality": {"title": "Quality", "dimension": "good", "measure": "quality", "missing": "skip"},
    },
    dimensions={"work": {"title": "Work"}, "work.output": {}, "work.process": {}, "good": {"title": "Good"}},
    gates={"over": {"title": "Over", "when": "done > planned", "then": {"warn": True}}},
    grades=[{"at_least": 24, "label": "优"}, {"at_least": 6, "label": "中"}],
    minimum_coverage=Decimal("0.3"),
)
#: 8 of 10, asked, half of the quality: 8 + 10 + 5 = 23 of 30.
FACTS: Final = {"done": 8, "planned": 10, "ok": True, "none": False, "quality": "50%"}


@pytest.fixture
def run(tmp_path: Path) -> RunOne:
    """Return what runs one example."""

    def run_one(expect: Mapping[str, Any], facts: Mapping[str, Any] = FACTS, rules: Table = RULES) -> SetResult:
        example = {"name": "one", "facts": dict(facts), "expect": dict(expect)}
        return run_examples(load_bound(written(rules | {"examples": [example]}, tmp_path), registry()))

    return run_one


def failure(result: SetResult) -> str:
    """Return what is told of the one example."""
    return failure_text(result.results[0], result.bound.rules, "en")


MET: Final[list[Table]] = [
    {"total": 23},
    {"total": {"from": 23, "to": 23}},
    {"total": {"from": 22}},
    {"total": {"to": Decimal("23.5")}, "grade": "中"},
    {"coverage": 1},
    {"coverage": {"from": Decimal("0.9")}},
    {"scores": {"rate": 8, "work.output": 8, "work": 18, "good": {"to": 5}}},
    {"status": {"rate": "scored", "quality": "scored"}},
    {"gates": {"over": False}},
]


@pytest.mark.parametrize("expect", MET, ids=str)
def test_an_expectation_that_is_met_passes(run: RunOne, expect: Table) -> None:
    """Numbers exactly or in an interval, ends included; totals, grades, coverage, scores of any node, statuses."""
    result = run(expect)
    assert result.failed == 0
    assert failure(result) == ""


#: What is expected, and what is told of it, worked out by hand.
UNMET: Final[list[tuple[Table, str]]] = [
    ({"total": 24}, "Total: expected 24, got 23\n  Work 18 + Good 5"),
    ({"total": {"from": 24}}, "Total: expected at least 24, got 23\n  Work 18 + Good 5"),
    ({"total": {"to": 22}}, "Total: expected at most 22, got 23\n  Work 18 + Good 5"),
    ({"total": {"from": 20, "to": 22}}, "Total: expected 20 to 22, got 23\n  Work 18 + Good 5"),
    ({"total": False}, "Total: expected none, got 23\n  Work 18 + Good 5"),
    ({"grade": "优"}, "Grade: expected 优, got 中\n  total 23"),
    ({"grade": False}, "Grade: expected none, got 中\n  total 23"),
    ({"coverage": Decimal("0.5")}, "Coverage: expected 0.5, got 1"),
    ({"scores": {"rate": 7}}, "Rate, score: expected 7, got 8\n  8 / 10 = 80.00%"),
    ({"scores": {"quality": False}}, "Quality, score: expected none, got 5\n  50.00%"),
    ({"scores": {"work": 17}}, "Work, score: expected 17, got 18\n  work.output 8 + work.process 10"),
    ({"scores": {"work.output": 7}}, "work.output, score: expected 7, got 8\n  Rate 8"),
    ({"status": {"rate": "missing"}}, "Rate, status: expected missing, got scored\n  8 / 10 = 80.00%"),
    ({"gates": {"over": True}}, "gate Over: expected to fire, and did not\n  8 > 10"),
    ({"findings": ["gate-warn"]}, "finding gate-warn: expected, and not there\n  there are no findings"),
]


@pytest.mark.parametrize(("expect", "told"), UNMET, ids=str)
def test_an_expectation_that_is_not_met_is_told_with_its_reason(run: RunOne, expect: Table, told: str) -> None:
    """What was expected, what came, and how the sheet came to it: whoever reads it can mend either."""
    result = run(expect)
    assert result.failed == 1
    assert failure(result) == told


def test_what_must_not_be_there_is_false(run: RunOne) -> None:
    """No total and no grade where nothing is scored; no score where a line does not count."""
    nothing = {"total": False, "grade": False, "coverage": 0, "scores": {"quality": False, "rate": 0}}
    assert run(nothing, {}).failed == 0
    assert run({"scores": {"asked": False, "work.process": False}, "status": {"asked": "not_applicable"}}, {
        "none": True, "done": 1, "planned": 2,
    }).failed == 0  # fmt: skip


def test_why_there_is_no_total_and_no_grade_is_told(run: RunOne) -> None:
    """The reason is the sheet's own."""
    told = failure(run({"total": 1, "grade": "优"}, {}))
    reason = "no indicator could be scored"
    assert told == f"Total: expected 1, got none\n  {reason}\nGrade: expected 优, got none\n  {reason}"


def test_the_lines_that_lower_the_coverage_are_named(run: RunOne) -> None:
    """10 of 30 points were scored; what does not apply is no gap."""
    told = failure(run({"coverage": 1}, {"done": 8, "planned": 10}))
    assert told == "Coverage: expected 1, got 0.3333333333\n  not scored: Asked, Quality"


def test_a_gate_that_fires_is_held_against_the_expectation(run: RunOne) -> None:
    """It fires for 12 > 10; where it cannot be told, it does not."""
    result = run({"gates": {"over": False}, "findings": ["gate-warn"]}, FACTS | {"done": 12})
    assert failure(result) == "gate Over: expected not to fire, and did\n  12 > 10"
    assert run({"gates": {"over": False}, "findings": ["gate-untold"]}, {"done": 12}).failed == 0


def test_all_differences_of_an_example_are_told(run: RunOne) -> None:
    """In the order of the keys: total, grade, scores, statuses."""
    told = failure(run({"total": 1, "grade": "优", "scores": {"rate": 1, "asked": 1}, "status": {"rate": "error"}}))
    assert [line.partition(":")[0] for line in told.splitlines() if not line.startswith(" ")] == [
        "Total",
        "Grade",
        "Rate, score",
        "Asked, score",
        "Rate, status",
    ]


def test_facts_are_read_as_those_of_any_project(run: RunOne) -> None:
    """Notations, dotted names and invalid values are what they are elsewhere."""
    facts = {"done": "８.0", "planned": "1,0", "ok": "是", "quality": "50%"}
    assert failure(run({"status": {"rate": "missing"}}, facts)).startswith(
        "Rate, status: expected missing, got invalid"
    )
    assert run({"scores": {"rate": 8, "asked": 10}}, {"done": "８.0", "planned": "10", "ok": "是"}).failed == 0


def test_facts_that_cannot_be_scored_fail_their_example_alone(run: RunOne) -> None:
    """Facts of more than 50 levels are no project; the example says so."""
    deep: Any = 1
    for _ in range(60):
        deep = {"x": deep}
    rules = RULES | {"facts": {"done": {"type": "number"}}, "indicators": {"rate": {
        "title": "Rate", "dimension": "d", "weight": 10, "measure": "done"}}, "gates": {},
        "dimensions": {"d": {"title": "d", "weight": 10}}, "full_marks": 10}  # fmt: skip
    result = run({"total": 1}, {"y": deep}, rules)
    assert result.failed == 1
    assert failure(result).startswith("cannot be scored: ")


def test_numbers_are_held_to_the_tolerance(run: RunOne) -> None:
    """Numbers that differ by 10^-9 are equal, also at the ends of an interval."""
    third = Decimal(1) / 3
    assert meets(third, Decimal("0.333333333"))
    assert not meets(third, Decimal("0.33333333"))
    assert meets(Decimal("1.000000001"), Interval(from_=None, to=Decimal(1)))
    assert not meets(Decimal("1.00000001"), Interval(from_=None, to=Decimal(1)))
    assert run({"coverage": Decimal("0.3333333333")}, {"done": 8, "planned": 10}).failed == 0


def test_the_line_of_an_example_is_that_of_its_name(tmp_path: Path) -> None:
    """Whoever follows `file:line` finds the name of the example."""
    path = written(RULES | {"examples": [{"name": "one", "facts": {}, "expect": {"total": 1}}]}, tmp_path)
    result = run_examples(load_bound(path, registry()))
    line = result.results[0].line
    assert line is not None
    assert '"one"' in path.read_text(encoding="utf-8").splitlines()[line - 1]


# -- rows, adjustments, gates that act, aggregations

WHOLE: Final = small_set(
    {"t": of_table(x="number", w="number"), "y": "number", "prizes": "number", "misused": "number"},
    {
        "rows": {"title": "Row", "dimension": "output", "measure": "x", "for_each": "t", "missing": "skip"},
        "plain": {"title": "Plain", "dimension": "effect", "measure": "y"},
        "other": {"title": "Other", "dimension": "effect", "measure": "y / 2"},
    },
    dimensions={"output": {"title": "Output"}, "effect": {"title": "Effect", "aggregate": "geometric"}},
    adjustments={"award": {"title": "Award", "points": "2 * prizes", "at_most": 5}},
    gates={"misuse": {"title": "Misuse", "when": "misused > 0", "then": {"cap": 6}}},
    grades=[{"at_least": 0, "label": "any"}],
    minimum_coverage=0,
) | {"full_marks": 30}
WHOLE["indicators"]["rows"]["weight"] = "w"
#: 6 × 0.5 + 4 × 1 = 7 of 10; the geometric mean of 0.64 and 0.32 is 0.4525, of 20 points 9.05; a prize adds 2: 18.05.
ROWS: Final = {
    "t": [{"x": 0.5, "w": 6}, {"x": 1, "w": 4}],
    "y": 0.64,
    "prizes": 1,
    "misused": 0,
}


@pytest.mark.parametrize(
    "expect",
    [
        {"total": Decimal("18.05"), "scores": {"rows": 7, "output": 7, "effect": Decimal("9.05")}},
        {"scores": {"rows": [3, {"from": 4}]}, "status": {"rows": ["scored", "scored"]}},
        {"status": {"rows": "scored"}, "adjustments": {"award": 2}},
        {"adjustments": {"award": {"from": 1, "to": 3}}},
    ],
    ids=str,
)
def test_rows_together_and_each_can_be_expected(run: RunOne, expect: Table) -> None:
    """A value is that of all rows, a list has one for each."""
    assert failure(run(expect, ROWS, WHOLE)) == ""


@pytest.mark.parametrize(
    ("expect", "facts", "told"),
    [
        ({"scores": {"rows": 8}}, {}, "Row, score: expected 8, got 7\n  Row 3 + Row 4"),
        ({"scores": {"rows": [3, 3]}}, {}, "Row, score, row 2: expected 3, got 4\n  1"),
        (
            {"scores": {"rows": [3, 4, 0]}},
            {},
            "Row, score: expected 3, 4, 0, got 3, 4\n  rows expected: 3, found: 2",
        ),
        (
            {"status": {"rows": ["scored"]}},
            {},
            "Row, status: expected scored, got scored, scored\n  rows expected: 1, found: 2",
        ),
        (
            {"status": {"rows": "scored"}},
            {"t": [{"x": 1, "w": 1}, {"w": 1}]},
            "Row, status: expected scored, got missing\n  Row 1 + Row —",
        ),
        (
            {"status": {"rows": "scored"}},
            {"t": []},
            "Row, status: expected scored, got missing\n  t has no row for this indicator",
        ),
        ({"scores": {"effect": 9}}, {}, "Effect, score: expected 9, got 9.05\n  geometric(Plain 64.00%, Other 32.00%)"),
        ({"total": 18}, {}, "Total: expected 18, got 18.05\n  Output 7 + Effect 9.05 + Award 2"),
        (
            {"total": 18},
            {"misused": 1},
            "Total: expected 18, got 6\n  Output 7 + Effect 9.05 + Award 2; gate Misuse: the total is at most 6",
        ),
        ({"adjustments": {"award": 4}}, {"prizes": 3}, "adjustment Award: expected 4, got 5\n  2 × 3"),
    ],
)
def test_how_the_sheet_came_to_it_is_told(run: RunOne, expect: Table, facts: Table, told: str) -> None:
    """The rows of an indicator, the children of a dimension, what was added and what a gate did."""
    assert failure(run(expect, ROWS | facts, WHOLE)) == told


# -- what holds for every set


def expected_of(sheet: scoring.ScoreSheet) -> Table:
    """Return all that an expectation can say of a sheet; of indicators with rows, each row."""
    lines: dict[str, list[scoring.Line]] = {}
    for line in sheet.lines:
        lines.setdefault(line.id, []).append(line)
    scores = {id_: [or_false(line.score) for line in rows] for id_, rows in lines.items()}
    status = {id_: [str(line.status) for line in rows] for id_, rows in lines.items()}
    single = {id_ for id_, rows in lines.items() if len(rows) == 1}
    return {
        "total": or_false(sheet.total),
        "grade": or_false(sheet.grade),
        "coverage": sheet.coverage,
        "scores": {id_: each[0] if id_ in single else each for id_, each in scores.items()}
        | {each.id: or_false(each.score) for each in sheet.dimensions},
        "status": {id_: each[0] if id_ in single else each for id_, each in status.items()},
        "gates": {gate.id: gate.fired for gate in sheet.gates},
        "adjustments": {each.id: each.points for each in sheet.adjustments},
        "findings": list(dict.fromkeys(each.code for each in sheet.findings)),
    }


def or_false(value: Any) -> Any:
    """Return what stands for a value in an expectation."""
    return False if value is None else value


def held_against_itself(bound: Any, projects: Sequence[Mapping[str, Any]]) -> SetResult:
    """Run a set whose examples expect what the engine says of projects."""
    engine = scoring.Engine.of(bound)
    examples = tuple(
        Example.model_validate({"name": str(place), "facts": facts, "expect": expected_of(engine.score(facts))})
        for place, facts in enumerate(projects)
    )
    return run_examples(bound._replace(rules=bound.rules.model_copy(update={"examples": examples})))


WORKED: Final = Path(__file__).parent / "conformance"


@pytest.mark.parametrize("folder", sorted(WORKED.glob("*/")), ids=lambda folder: folder.name)
def test_examples_made_of_worked_cases_are_met(folder: Path) -> None:
    """Rows, adjustments, gates, relative weights: what the engine says of a worked case can be expected of it."""
    cases = json.loads((folder / "cases.json").read_text(encoding="utf-8"), parse_float=Decimal)
    bound = load_bound(folder / "set.toml", registry())
    result = held_against_itself(bound, [case["facts"] for case in cases])
    assert [failure_text(each, bound.rules, "en") for each in result.results] == [""] * len(cases)
    assert 0 < result.coverage.share <= 1
    assert not {each.part.id for each in result.coverage.parts if each.by and not each.part.reachable}


@given(data=st.data())
@settings(max_examples=20)
def test_an_example_made_of_a_sheet_is_met(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Whatever the engine says of a project is an expectation that the set's own example meets."""
    rules = data.draw(indicator_sets())
    facts = data.draw(projects(rules["facts"]))
    folder = tmp_path_factory.getbasetemp()
    bound = load_bound(written(rules, folder), registry())
    assert failure(held_against_itself(bound, [facts])) == ""
