"""The linter of reach: what it says of every project holds for every project, and what it need not say it does not."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given, note, settings

import scoring
from scoring.linter import lint
from scoring.loading import load
from scoring.plugins import registry
from tests.small_sets import of_table, small_set, written
from tests.strategies import scored_projects
from tests.toml_text import dumps

if TYPE_CHECKING:
    from pathlib import Path

    from tests.small_sets import Table

REGISTRY: Final = registry(installed=False)
#: What is said of sets for other reasons.
OTHERS: Final = {"no-example", "indicator-bare", "fact-unused", "facts-undeclared"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the sets; the next example's takes the place of the last."""
    return tmp_path_factory.mktemp("reach")


@settings(max_examples=60)
@given(drawn=scored_projects())
def test_no_project_does_what_the_linter_says_none_can(folder: Path, drawn: tuple[Table, dict[str, Any]]) -> None:
    """Full marks, grades and gates out of reach are not reached; what always fires or earns the same does."""
    rules, facts = drawn
    note(dumps(rules))
    loaded = load(written(rules, folder))
    _, diagnosis = lint(loaded, REGISTRY)
    sheet = scoring.Engine(loaded).score(facts)
    lines = [line for line in sheet.lines if line.status == "scored"]
    zeroed = {id_ for gate in sheet.gates if gate.fired for id_ in rules["gates"][gate.id]["then"].get("zero", ())}
    untold = {each.node for each in sheet.findings if each.code == "gate-untold"}
    fired = {gate.id: gate.fired for gate in sheet.gates}
    for each in diagnosis.found:
        _, id_, *_ = (*each.path, "", "")
        shares = [line.share for line in lines if line.id == id_ and not zeroed]
        if each.code == "full-unreachable":
            assert all(share is not None and share < 1 for share in shares)
        elif each.code == "share-constant":
            assert len(set(shares)) <= 1
        elif each.code == "gate-never":
            assert not fired[str(id_)]
        elif each.code == "gate-always":
            assert fired[str(id_)] or id_ in untold
        elif each.code in ("grade-unreachable", "grade-idle"):
            assert sheet.grade != rules["grades"][id_]["label"]


def doubts(facts: Table, *indicators: Table, **others: Any) -> list[str]:
    """Return the codes of what is doubted about a set of one dimension, but for what other tests look at."""
    rules = small_set(facts, {f"i{place}": each for place, each in enumerate(indicators)}, **others)
    _, diagnosis = lint(scoring.IndicatorSet.model_validate(rules), REGISTRY)
    return sorted(each.code for each in diagnosis.found if each.code not in OTHERS)


def thresholds(*steps: tuple[str, float, float], **others: Any) -> Table:
    """Return a scale of steps: the side, the threshold and the share of each."""
    listed = [{side: Decimal(str(edge)), "share": Decimal(str(share))} for side, edge, share in steps]
    return {"kind": "thresholds", "steps": listed, **others}


RATE: Final = {"x": {"type": "percent", "minimum": 0, "maximum": 1}}
AT_LEAST: Final = (("at_least", 0.9, 1), ("at_least", 0.6, 0.6))


@pytest.mark.parametrize(
    ("scale", "told"),
    [
        (thresholds(*AT_LEAST, otherwise=0), []),
        (thresholds(*AT_LEAST), ["step-gap"]),
        (thresholds(*AT_LEAST, ("at_least", 0, 0.2)), []),
        (thresholds(*AT_LEAST, ("at_least", 0.1, 0)), []),
        (thresholds(*AT_LEAST, otherwise=Decimal("0.6")), []),
        (thresholds(*AT_LEAST, otherwise=Decimal("0.61")), ["otherwise-order"]),
        (thresholds(("at_least", 0.6, 1), ("at_least", 0.9, 0.6), otherwise=0), ["step-order"]),
        (thresholds(("at_least", 0.9, 0.8), ("at_least", 0.6, 0.8), otherwise=0), ["full-unreachable"]),
        (thresholds(("at_most", 0.1, 1), ("at_most", 0.4, 0.6), otherwise=0), []),
        (thresholds(("at_most", 0.4, 1), ("at_most", 0.1, 0.6), otherwise=0), ["step-order"]),
        (thresholds(("at_most", 0.1, 1), ("at_most", 1, 0.6)), []),
        (thresholds(("at_most", 0.1, 1), ("at_most", 0.9, 0.6)), ["step-gap"]),
        (thresholds(("at_least", 1, 1), otherwise=0), []),
        (thresholds(("at_least", 1.000000001, 1), otherwise=0), []),
        (thresholds(("at_least", 1.01, 1), otherwise=0), ["step-too-high"]),
        (thresholds(("at_most", 0, 1), otherwise=0), []),
        (thresholds(("at_most", -0.01, 1), otherwise=0), ["step-too-low"]),
        (thresholds(("at_most", 1, 1), ("at_most", 2, 0.5)), ["step-shadowed"]),
        (thresholds(("at_least", 0, 1), ("at_least", -1, 0.5)), ["step-shadowed"]),
    ],
)
def test_steps_are_held_against_what_the_measure_can_be(scale: Table, told: list[str]) -> None:
    """For a rate of 0 to 1: gaps, order, and steps beyond it; on an end, and nearly on one, a step is reached."""
    found = doubts(RATE, {"measure": "x", "scale": scale})
    assert [code for code in found if code != "share-constant"] == told


def test_a_step_that_only_rows_can_tell_is_not_doubted() -> None:
    """Points of a step of rows are points of the row's own weight: whether they are in order depends on the row."""
    steps = [{"at_least": 0.9, "share": Decimal("0.5")}, {"at_least": 0.5, "points": 3}]
    scale = {"kind": "thresholds", "steps": steps, "otherwise": 0}
    rows = of_table(x="percent", points="number")
    each = {"measure": "x", "for_each": "t", "weight": "points", "scale": scale}
    assert doubts({"t": rows}, each, dimensions={"d": {"weight": 10}}) == []


@pytest.mark.parametrize(
    ("units", "measure", "told"),
    [
        (("元", "万元"), "a / b", True),
        (("元", "万元"), "a / (b * 10000)", False),
        (("元", "万元"), "a * 0.0001 - b", False),
        (("万元", "元"), "a / b * 10000", False),
        (("万元", "元"), "100 * (a / b) / 0.0001", False),
        (("元", "万元"), "a / b / 10000", False),
        (("元", "万元"), "a / b * 10000", True),
        (("万元", "元"), "a / b * 100", True),
        (("万元", "元"), "a / b / 0", True),
        (("元", "元"), "a / b", False),
        (("万元", "亿元"), "a + b", True),
        (("万元", "亿元"), "a > b", True),
        (("万元", "亿元"), "max(a, b)", True),
        (("万元", "亿元"), "a if a > 3 else b", True),
        (("万元", "亿元"), "abs(a) / (b + b)", True),
        (("元", "万"), "a / b", True),
        (("元", "人"), "a / b", False),
        (("元", "万人"), "a / b", False),
        (("million yuan", "yuan"), "a / b", True),
        (("元", None), "a / b", False),
        (("万元", "万元"), "(a - b) / b", False),
    ],
)
def test_amounts_of_two_multiples_of_a_unit_are_doubted(
    units: tuple[str, str | None],
    measure: str,
    told: bool,  # noqa: FBT001 - a case
) -> None:
    """元 and 万元 are added, compared and divided only after a conversion; other units are related as one likes."""
    facts = {
        name: {"type": "number"} | ({} if unit is None else {"unit": unit})
        for name, unit in zip("ab", units, strict=True)
    }
    found = doubts(facts, {"measure": measure})
    assert ("units-mixed" in found) == told


def test_a_check_is_given_amounts_in_one_unit() -> None:
    """The facts of a check, and the columns of tables, have units too."""
    facts = {"a": {"type": "money", "unit": "元"}, "b": {"type": "money", "unit": "万元"}}
    assert doubts(facts, {"check": "ratio", "with": {"part": "a", "whole": "b"}}) == ["units-mixed"]
    table = {"type": "table", "columns": {"a": {"type": "money", "unit": "元"}}}
    assert doubts({"t": table, "b": facts["b"]}, {"measure": "sum(t.a) / b"}) == ["units-mixed"]
    assert doubts({"t": table, "b": facts["b"]}, {"measure": "count(t.a) / b"}) == []


def test_the_best_total_is_that_of_all_that_always_counts() -> None:
    """5 of 10 and 10 of 10 make 15; where one of them may be left out, the other may make all 20."""
    half = {"measure": "x", "weight": 10, "scale": {"kind": "proportional", "target": 2}}
    whole = {"measure": "x", "weight": 10}
    grades = [{"at_least": 16, "label": "good"}, {"at_least": 0, "label": "poor"}]
    assert doubts(RATE, half, whole, grades=grades) == ["full-unreachable", "grade-unreachable"]
    assert doubts(RATE, half, whole | {"applies": "x > 0"}, grades=grades) == ["full-unreachable"]
    more = {"a": {"title": "a", "points": "x * 3"}}
    assert doubts(RATE, half, whole, grades=grades, adjustments=more) == ["full-unreachable"]
    less = {"a": {"title": "a", "points": "-x * 3"}}
    assert doubts(RATE, half, whole, grades=grades, adjustments=less) == ["full-unreachable", "grade-unreachable"]


def test_what_rounding_adds_stands_for_more_where_others_do_not_count() -> None:
    """0.8 of 1 point rounds to 1, and where nothing else counts that is everything."""
    scale = {"kind": "proportional", "target": 1.25}
    part = {"measure": "x", "scale": scale, "weight": 1}
    rest = {"measure": "x", "scale": scale, "weight": 99}
    whole: Table = {"round": {"to": 1}, "grades": [{"at_least": 90, "label": "good"}, {"at_least": 0, "label": "poor"}]}
    assert doubts(RATE, part, rest | {"applies": "x > 0"}, **whole) == ["full-unreachable"] * 2
    assert doubts(RATE, part, rest, **whole) == ["full-unreachable", "full-unreachable", "grade-unreachable"]


def test_an_adjustment_gives_its_lower_bound_at_least() -> None:
    """15 points and a bonus of at least 3 reach 18."""
    half = {"measure": "x", "weight": 10, "scale": {"kind": "proportional", "target": 2}}
    grades = [{"at_least": 18, "label": "good"}, {"at_least": 0, "label": "poor"}]
    more = {"a": {"title": "a", "points": "-x", "at_least": 3}}
    assert doubts(RATE, half, {"measure": "x", "weight": 10}, grades=grades, adjustments=more) == ["full-unreachable"]


def test_a_gap_may_go_on_without_end() -> None:
    """A measure that has no largest value goes beyond every last step."""
    scale = thresholds(("at_most", 0, 1), ("at_most", 1, 0.5))
    assert doubts({"x": {"type": "number"}}, {"measure": "exp(x)", "scale": scale}) == ["step-gap"]


@pytest.mark.parametrize("measure", ["x / 0.3", "x / 0.001", "1 - (1 - x) / 0.01 * 0.01"])
def test_the_tolerance_of_bounds_leaves_no_gap(measure: str) -> None:
    """A share from 0 up, divided by a part of 1, still begins at 0."""
    scale = thresholds(("at_least", 0.5, 1), ("at_least", 0, 0.2))
    assert doubts(RATE, {"measure": measure, "scale": scale}) == []
    scale = thresholds(("at_least", 0.5, 1), ("at_least", 0.001, 0.2))
    assert doubts(RATE, {"measure": measure, "scale": scale}) == ["step-gap"]
