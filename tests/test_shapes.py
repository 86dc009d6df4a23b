"""The rule shapes of the field, one set a file: each example is worked by hand and scored so in every world."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import pytest

import scoring
from scoring.loading import check
from scoring.plugins import registry
from tests.pages import section, tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.indicators import IndicatorSet
    from tests.worlds import Number, World

T = TypeVar("T")

SHAPES: Final = Path(__file__).parent / "data" / "shapes"
NAMES: Final = sorted(path.stem for path in SHAPES.glob("*.toml"))
PAGE: Final = "docs/reference/shapes.md"
EXAMPLES_AT_LEAST: Final = 2
LINK: Final = re.compile(r"\[[^\]]*\]\(\.\./\.\./tests/data/shapes/([a-z0-9-]+)\.toml\)")


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


#: What examples show beside points: the gates that fire, and whether there is a total and a grade.
BESIDE: Final = [
    ("over-100-refused", "超过 100%", ["over"], True, False),
    ("reason-due", "已说明", [], True, True),
    ("reason-due", "未说明", ["reason"], True, True),
    ("reason-due", "达到 130%", ["reason"], True, True),
    ("funding-lines", "相符", [], True, True),
    ("funding-lines", "不符", ["lines"], True, True),
    ("optional-group", "只选一项", ["too-few"], True, False),
    ("self-and-review", "相差两分", [], True, True),
    ("self-and-review", "相差更多", ["differs"], True, True),
    ("self-and-review", "尚未复核", ["unreviewed"], True, False),
    ("ranking-weights", "not ranked", ["thresholds"], True, False),
    ("veto-zero", "其余未填", ["misuse"], True, True),
    ("veto-zero", "无法判断", [], True, True),
    ("conclusive-only", "none conclusive", [], False, False),
    ("missing-data", "缺效益", [], False, False),
    ("weakest-link-plus", "NA alone", [], False, False),
]


@pytest.mark.parametrize(("name", "example", "fired", "total", "grade"), BESIDE)
def test_gates_fire_and_totals_are_withheld(
    scored: World,
    name: str,
    example: str,
    fired: list[str],
    total: bool,  # noqa: FBT001 - a column of the table above
    grade: bool,  # noqa: FBT001
) -> None:
    """What no example of a set can expect: gates that only warn, no total, no grade."""
    (outcome,) = scored(SHAPES / f"{name}.toml", [facts_of(name, example)])
    assert [id_ for id_, each in outcome.gates.items() if each] == fired
    assert (outcome.total is not None, outcome.grade is not None) == (total, grade)


@pytest.mark.parametrize(
    ("name", "example", "code"),
    [
        ("self-evaluation", "超额完成", "over-achievement"),
        ("several-assessors", "五位专家", "assessors-disagree"),
        ("survey-sample", "样本不足", "sample-too-small"),
    ],
)
def test_a_remark_is_made(name: str, example: str, code: str) -> None:
    """What the frameworks want explained is a finding on the sheet."""
    sheet = scoring.Engine(rules(name)).score(facts_of(name, example))
    assert code in {each.code for each in sheet.findings}


@pytest.mark.parametrize("name", NAMES)
def test_every_example_shows_its_sum(name: str) -> None:
    """A set has several examples, each expects something, and stands below a comment that works it out."""
    text = (SHAPES / f"{name}.toml").read_text(encoding="utf-8")
    assert text.startswith("# ")
    examples = rules(name).examples
    assert len(examples) >= EXAMPLES_AT_LEAST
    assert len({each.name for each in examples}) == len(examples)
    assert all(each.expect.total is not None or each.expect.status for each in examples)
    lines = text.splitlines()
    assert all(lines[place - 1].startswith("# ") for place, line in enumerate(lines) if line == "[[examples]]")


def test_the_page_names_every_set_once_and_no_other() -> None:
    """The tables of shapes have a row for each file of tests/data/shapes, linked by its name, and no file twice."""
    linked = [row[-1] for each in tables(PAGE) if "shapes" in each.says for row in each.rows]
    assert sorted(linked) == sorted(f"[{name}](../../tests/data/shapes/{name}.toml)" for name in NAMES)


def test_the_page_points_to_sets_that_there_are() -> None:
    """What can be written meanwhile is in sets that exist."""
    meanwhile = LINK.findall(section(PAGE, "Not in the language yet"))
    assert meanwhile
    assert {*meanwhile} <= {*NAMES}


def test_the_language_and_the_page_leave_out_the_same() -> None:
    """Each shape that the language says it has not has a row on the page of shapes."""
    rows = " ".join(row[0] for each in tables(PAGE) if "shapes" not in each.says for row in each.rows)
    absent = section("docs/reference/language.md", "Not in the language yet")
    for shape in ("inapplicable indicator moved to", "k of n rows", "k of the last n years", "ranks and normalisation"):
        assert shape in " ".join(absent.split())
        assert shape in rows
