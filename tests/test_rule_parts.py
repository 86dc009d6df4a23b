"""Rule parts: what of a set its examples reach, what they leave out, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import Facts, Quantity, Scale, hookimpl
from scoring.example_results import SetResult, run_examples
from scoring.examples import Example
from scoring.loading import load_bound
from scoring.plugins import registry
from scoring.rule_lines import scale_parts
from scoring.rule_parts import rule_parts
from tests.small_sets import of_table, one_line, small_set, written
from tests.strategies import indicator_sets, projects

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.small_sets import Table

#: Runs a set with examples of these facts, with plugins.
RunFacts = Callable[..., SetResult]


@pytest.fixture
def run(tmp_path: Path) -> RunFacts:
    """Return what runs a set with an example for each project."""

    def run_facts(rules: Table, *facts: Mapping[str, Any], plugins: Sequence[Any] = ()) -> SetResult:
        examples = [{"name": f"e{place}", "facts": dict(each), "expect": {}} for place, each in enumerate(facts)]
        return run_examples(load_bound(written(rules | {"examples": examples}, tmp_path), registry(plugins)))

    return run_facts


def reached(result: SetResult, prefix: str = "") -> set[str]:
    """Return the ids of the parts that are reached, below a prefix."""
    ids = {each.part.id for each in result.coverage.parts if each.by}
    return {each.removeprefix(prefix) for each in ids if each.startswith(prefix)}


def parts(result: SetResult, prefix: str = "") -> list[str]:
    """Return the ids of all parts, below a prefix."""
    ids = [each.part.id for each in result.coverage.parts]
    return [each.removeprefix(prefix) for each in ids if each.startswith(prefix)]


# -- scales

DOWN: Final = {"kind": "thresholds", "steps": [{"at_most": 0, "share": 1}, {"at_most": Decimal("0.1"), "points": 5}]}
UP: Final = {
    "kind": "thresholds",
    "steps": [
        {"at_least": Decimal("0.8"), "share": Decimal("0.7")},
        {"at_least": Decimal("0.95"), "share": 1},
    ],
}
LEVELS: Final = {"kind": "levels", "levels": {"好（优）": 1, "差": 0}}
FALLING: Final = {"kind": "proportional", "target": Decimal("0.1"), "worst": Decimal("0.3")}
#: A scale, the parts that it has, and the part that a measure falls into.
SCALES: Final[list[tuple[str, Table | None, list[str], dict[str, Any]]]] = [
    (
        "number",
        UP,
        ["steps[0]", "steps[1]", "otherwise"],
        {"0.95": "steps[1]", "0.9499999999": "steps[1]", "0.94": "steps[0]", "0.8": "steps[0]", "0.79": "otherwise"},
    ),
    (
        "number",
        DOWN,
        ["steps[0]", "steps[1]", "otherwise"],
        {"0": "steps[0]", "-3": "steps[0]", "0.1": "steps[1]", "0.1000000001": "steps[1]", "0.11": "otherwise"},
    ),
    ("number", None, ["full", "some", "none"], {"1": "full", "7": "full", "0.9": "some", "0": "none", "-1": "none"}),
    (
        "number",
        FALLING,
        ["full", "some", "none"],
        {"0.1": "full", "0": "full", "0.2": "some", "0.3": "none", "0.2999999999": "none", "1": "none"},
    ),
    (
        "number",
        {"kind": "proportional", "pass": Decimal("0.6"), "rescale": True},
        ["full", "some", "not-passed"],
        {"1": "full", "0.6": "some", "0.5999999999": "some", "0.599": "not-passed", "-1": "not-passed"},
    ),
    (
        "number",
        {"kind": "linear", "worst": 3, "best": 1},
        ["full", "some", "none"],
        {"0": "full", "1": "full", "1.1": "some", "3": "none", "4": "none"},
    ),
    (
        "number",
        {"kind": "linear", "points": [[0, 0], [1, Decimal("0.6")], [2, 1]]},
        ["before", "points[1]", "points[2]", "beyond"],
        {"-1": "before", "0": "before", "0.5": "points[1]", "1": "points[1]", "1.5": "points[2]", "2": "beyond"},
    ),
    (
        "number",
        {"kind": "deduction", "limit": 100, "per": 5, "deduct": 4},
        ["kept", "deducted", "nothing-left"],
        {"100": "kept", "99": "deducted", "95": "deducted", "90.1": "deducted", "90": "deducted", "89": "nothing-left"},
    ),
    (
        "number",
        {"kind": "deduction", "limit": 1, "per": 1, "deduct": 10, "side": "over", "count": "completed"},
        ["kept", "nothing-left"],
        {"1.9": "kept", "2": "nothing-left", "1.9999999999": "nothing-left"},
    ),
    ("level", LEVELS, ["levels.好(优)", "levels.差"], {"好（优）": "levels.好(优)", "差": "levels.差"}),
    ("boolean", None, ["yes", "no"], {"是": "yes", "否": "no"}),
]


@pytest.mark.parametrize(("kind", "scale", "ids", "measures"), SCALES)
def test_a_measure_reaches_one_part_of_its_scale(
    run: RunFacts, kind: str, scale: Table | None, ids: list[str], measures: dict[str, str]
) -> None:
    """Each step and what lies beyond them, each level, yes and no, and all, some or none of the points."""
    rules = one_line("x", {"x": kind}, scale)
    result = run(rules)
    assert parts(result, "indicators.i.scale.") == ids
    for each in scale_parts(result.bound.indicators[0], result.bound):
        if each.at is not None:  # where a part begins, it is reached
            given = {"x": str(each.at) if isinstance(each.at, Decimal) else each.at}
            assert reached(run(rules, given), "indicators.i.scale.") == {each.id}
    for measure, part in measures.items():
        assert reached(run(rules, {"x": measure}), "indicators.i.scale.") == {part}, measure


def test_what_is_not_scored_reaches_no_part_of_its_scale(run: RunFacts) -> None:
    """A level that the scale has not, an invalid number and an absent one are data that is not there."""
    assert reached(run(one_line("x", {"x": "level"}, LEVELS), {"x": "中"}), "indicators.") == {"i.missing"}
    assert reached(run(one_line("x", {"x": "number"}), {"x": "≥1"}), "indicators.") == {"i.missing"}
    assert reached(run(one_line("x", {"x": "number"}), {}), "indicators.") == {"i.missing"}


class Halves(Scale):
    """A stranger's scale, in two parts."""

    messages: ClassVar[Mapping[str, tuple[str, str]]] = {"half": ("{which}半", "{which} half")}

    def share(self, measure: Quantity, facts: Facts, weight: Decimal | Quantity) -> Quantity:
        """Return the measure."""
        return measure

    def parts(self, weight: Decimal) -> list[Any]:
        """Return the halves, as plain tuples."""
        return [("low", "half", {"which": "low"}, Decimal(0)), ("high", "half", {"which": "high"}, Decimal(1))]

    def part(self, measure: Decimal | bool | str, weight: Decimal) -> str | None:  # noqa: FBT001 - a measure
        """Return the half."""
        assert isinstance(measure, Decimal)
        return "low" if measure < Decimal("0.5") else "high"


class Plain(Scale):
    """A stranger's scale that says nothing of parts."""

    def share(self, measure: Quantity, facts: Facts, weight: Decimal | Quantity) -> Quantity:
        """Return the measure."""
        return measure


class Raising(Halves):
    """A stranger's scale that fails to say its parts."""

    def parts(self, weight: Decimal) -> list[Any]:
        """Fail."""
        raise ValueError("no parts")


class Losing(Halves):
    """A stranger's scale that fails to tell the part of a measure."""

    def part(self, measure: Decimal | bool | str, weight: Decimal) -> str | None:  # noqa: FBT001 - a measure
        """Fail."""
        raise ValueError("no part")


class Wordless(Halves):
    """A stranger's scale whose parts have no words."""

    messages: ClassVar[Mapping[str, tuple[str, str]]] = {}


class Strangers:
    """A plugin with these scales."""

    @hookimpl
    def scoring_scales(self) -> dict[str, type[Scale]]:
        """Add them."""
        return {"halves": Halves, "plain": Plain, "raising": Raising, "losing": Losing, "wordless": Wordless}


def test_a_plugin_s_scale_tells_its_parts(run: RunFacts) -> None:
    """Its parts are reached like those of the engine's scales, and have the words of the scale."""
    result = run(one_line("x", {"x": "number"}, {"kind": "halves"}), {"x": 0}, plugins=[Strangers()])
    assert parts(result, "indicators.i.scale.") == ["low", "high"]
    assert reached(result, "indicators.i.scale.") == {"low"}
    assert [each.part.text("zh") for each in result.coverage.parts if each.part.kind == "scale"] == ["low半", "high半"]


@pytest.mark.parametrize("kind", ["plain", "raising", "wordless"])
def test_a_plugin_s_scale_without_parts_is_one(run: RunFacts, kind: str) -> None:
    """It is reached where its indicator is scored; one that fails to tell its parts has none."""
    result = run(one_line("x", {"x": "number"}, {"kind": kind}), {"x": 0}, plugins=[Strangers()])
    assert parts(result, "indicators.i.scale.") == ["scored"]
    assert reached(result, "indicators.i.scale.") == {"scored"}


def test_a_plugin_s_scale_that_cannot_place_a_measure_reaches_nothing(run: RunFacts) -> None:
    """What it raises is no mistake of the set."""
    result = run(one_line("x", {"x": "number"}, {"kind": "losing"}), {"x": 0}, plugins=[Strangers()])
    assert reached(result, "indicators.i.scale.") == set()


# -- missing and not applicable


def test_an_error_is_data_that_is_not_there(run: RunFacts) -> None:
    """The missing policy decides, whatever the reason."""
    assert "indicators.i.missing" in reached(run(one_line("x / y", {"x": "number", "y": "number"}), {"x": 1, "y": 0}))


def test_conditions_of_indicators_and_dimensions_have_a_branch_of_their_own(run: RunFacts) -> None:
    """The one that is false is reached; one that cannot be told is not."""
    rules = small_set(
        {"x": "number", "a": "boolean", "b": "boolean"},
        {"i": {"measure": "x", "applies": "a"}, "j": {"measure": "x", "dimension": "e"}},
        dimensions={"d": {"applies": "b"}, "e": {}},
    )
    conditions = {"dimensions.d.applies", "indicators.i.applies"}
    assert conditions <= set(parts(run(rules)))
    assert reached(run(rules, {"x": 1, "a": False, "b": True})) & conditions == {"indicators.i.applies"}
    assert reached(run(rules, {"x": 1, "a": True, "b": False})) & conditions == {"dimensions.d.applies"}
    assert reached(run(rules, {"x": 1})) & conditions == set()


def test_a_condition_of_a_dimension_is_one_part_however_many_indicators_it_has(run: RunFacts) -> None:
    """The rule stands once in the file."""
    rules = small_set(
        {"x": "number", "b": "boolean"},
        {"i": {"measure": "x", "dimension": "d.e"}, "j": {"measure": "x", "dimension": "d.e"}},
        dimensions={"d": {"applies": "b"}, "d.e": {"applies": "x > 0"}},
    )
    assert [each for each in parts(run(rules)) if "applies" in each] == [
        "dimensions.d.applies",
        "dimensions.d.e.applies",
    ]
    assert "dimensions.d.e.applies" in reached(run(rules, {"x": 0, "b": True}))


# -- gates, grades, coverage


def test_a_gate_fires_and_rests(run: RunFacts) -> None:
    """Both are reached by projects that can be told; one without data reaches neither."""
    rules = one_line("x", {"x": "number"}, gates={"g": {"title": "g", "when": "x > 1", "then": {"warn": True}}})
    assert reached(run(rules, {"x": 2}), "gates.g.") == {"fires"}
    assert reached(run(rules, {"x": 1}), "gates.g.") == {"rests"}
    assert reached(run(rules, {}), "gates.g.") == set()
    assert reached(run(rules, {"x": 1}, {"x": 2}), "gates.g.") == {"fires", "rests"}


def test_grades_are_reached_by_totals(run: RunFacts) -> None:
    """Each grade is a part; so is what lies below the lowest, unless that begins at 0; so is a lack of coverage."""
    grades = [{"at_least": 5, "label": "中"}, {"at_least": 9, "label": "优"}]
    rules = one_line("x / 10", {"x": "number"}, grades=grades, minimum_coverage=Decimal("0.5"))
    expected = ['grades."中"', 'grades."优"', "grades.below", "minimum_coverage"]
    assert [each for each in parts(run(rules)) if not each.startswith("indicators")] == expected
    for x, part in [("9", 'grades."优"'), ("8.99", 'grades."中"'), ("4.99", "grades.below")]:
        assert reached(run(rules, {"x": x})) & set(expected) == {part}
    assert reached(run(rules, {})) & set(expected) == {"minimum_coverage"}
    assert not any(each.startswith(("grades.below", "minimum")) for each in parts(run(one_line("x", {"x": "number"}))))


def test_a_gate_may_ask_for_scores_and_shares(run: RunFacts) -> None:
    """What a choice in its condition asks of the nodes is what the sheet says of them, rows of tables together."""
    rows = {"measure": "x", "for_each": "t", "weight": "w", "dimension": "d", "scale": {"kind": "proportional"}}
    rules = small_set({"t": of_table(x="number", w="number")}, {"i": rows | {"weight": 5}}, dimensions={"d": {}})
    rules["dimensions"]["d"]["weight"] = 10
    rules["full_marks"] = 10
    when = "(share('i') > 0.5 if score('d') > 4 else score('i') > 1)"
    rules["gates"] = {"g": {"title": "g", "when": when, "then": {"warn": True}}}
    cases: list[tuple[list[Any], str]] = [([1, 0], "if[0]"), ([Decimal("0.4"), Decimal("0.3")], "else[0]")]
    for x, branch in cases:
        assert reached(run(rules, {"t": [{"x": each} for each in x]}), "gates.g.when.") == {branch}


# -- adjustments


def test_an_adjustment_gives_something_or_nothing_and_meets_its_bounds(run: RunFacts) -> None:
    """One whose points cannot be told gives neither; points that are just a bound meet it."""
    award = {"title": "a", "points": "x", "at_least": -2, "at_most": 3}
    rules = one_line("y", {"x": "number", "y": "number"}, adjustments={"award": award})
    prefix = "adjustments.award."
    assert parts(run(rules), prefix) == ["given", "nothing", "at_least", "at_most"]
    for x, found in [
        (1, {"given"}),
        (3, {"given", "at_most"}),
        (7, {"given", "at_most"}),
        (-2, {"given", "at_least"}),
        (0, {"nothing"}),
    ]:
        assert reached(run(rules, {"x": x, "y": 1}), prefix) == found
    assert reached(run(rules, {"y": 1}), prefix) == set()


# -- rows of tables

ROWS: Final[Table] = {
    "for_each": "t",
    "where": "by == 'a'",
    "weight": "w",
    "measure": "x if x > 2 else y",
    "applies": "z > 0",
    "scale": {"kind": "thresholds", "steps": [{"at_least": 5, "points": 1}]},
}


def rows_set() -> Table:
    """Return a set with an indicator that goes through the rows by a."""
    columns = {"x": "number", "y": "number", "z": "number", "w": "number", "by": "text"}
    rules = small_set({"t": of_table(**columns)}, {"i": ROWS | {"weight": 10}})
    rules["indicators"]["i"]["weight"] = "w"
    return rules


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([], {"for_each.none", "missing"}),
        ([{"by": "b", "x": 6, "z": 1, "w": 10}], {"for_each.none", "missing", "where.left-out"}),
        ([{"by": "a", "x": 6, "z": 1, "w": 10}], {"measure.if[0]", "scale.steps[0]"}),
        ([{"by": "a", "x": 1, "y": 1, "z": 1, "w": 10}], {"measure.else[0]", "scale.otherwise"}),
        ([{"by": "a", "x": 6, "z": 0, "w": 10}], {"applies"}),
        ([{"by": "a", "z": 1, "w": 10}], {"missing"}),
        (
            [{"by": "a", "x": 6, "z": 1, "w": 5}, {"by": "b", "x": 1, "z": 1, "w": 5}],
            {"measure.if[0]", "scale.steps[0]", "where.left-out"},
        ),
        (
            [{"by": "a", "x": 6, "z": 1, "w": 4}, {"by": "a", "x": 1, "y": 0, "z": 1, "w": 3}, {"by": "a", "z": 0}],
            {"measure.if[0]", "measure.else[0]", "scale.steps[0]", "scale.otherwise", "applies"},
        ),
    ],
)
def test_any_row_that_is_taken_reaches_the_parts_of_its_indicator(
    run: RunFacts, rows: list[Table], found: set[str]
) -> None:
    """A row that is left out reaches nothing but that; one that does not apply is not measured."""
    assert reached(run(rows_set(), {"t": rows}), "indicators.i.") == found


def test_rows_have_the_parts_that_the_file_has(run: RunFacts) -> None:
    """Without a row, left out, not applicable, both branches, each step, missing."""
    assert parts(run(rows_set()), "indicators.i.") == [
        "for_each.none",
        "where.left-out",
        "applies",
        "measure.if[0]",
        "measure.else[0]",
        "scale.steps[0]",
        "scale.otherwise",
        "missing",
    ]


# -- branches of formulas

CHOICE: Final = "x if x > 5 else (y if y > 5 else 0)"


def test_each_branch_of_a_choice_is_a_part(run: RunFacts) -> None:
    """A branch inside another is looked at only where that one is taken."""
    rules = one_line(CHOICE, {"x": "number", "y": "number"})
    prefix = "indicators.i.measure."
    assert parts(run(rules), prefix) == ["if[0]", "else[0]", "if[1]", "else[1]"]
    assert reached(run(rules, {"x": 6, "y": 6}), prefix) == {"if[0]"}
    assert reached(run(rules, {"x": 5, "y": 6}), prefix) == {"else[0]", "if[1]"}
    assert reached(run(rules, {"x": 5, "y": 5}), prefix) == {"else[0]", "else[1]"}
    assert reached(run(rules, {"x": 5}), prefix) == {"else[0]"}
    assert reached(run(rules, {"y": 6}), prefix) == set()


def test_a_choice_is_called_by_its_condition(run: RunFacts) -> None:
    """The words of a part are those of the file, cut off where they are long."""
    long = "x + y + x + y + x + y + x + y + x + y + x + y > 5"
    result = run(one_line(f"x if {long} else y", {"x": "number", "y": "number"}))
    texts = [each.part.text("en") for each in result.coverage.parts if each.part.kind == "branch"]
    short = "“x + y + x + y + x + y + x + y + x + y +…”"
    assert texts == [f"{short} is true", f"{short} is false"]


def test_a_choice_among_rows_is_reached_by_any_row(run: RunFacts) -> None:
    """Rows of a table take either branch; without rows, neither is taken."""
    rules = one_line(
        "sum(t.x if t.by == 'a' else (1 if y > 0 else 2))", {"t": of_table(x="number", by="text"), "y": "number"}
    )
    prefix = "indicators.i.measure."
    assert reached(run(rules, {"t": [{"x": 1, "by": "a"}]}), prefix) == {"if[0]"}
    assert reached(run(rules, {"t": [{"by": "b"}, {"by": "a"}], "y": 1}), prefix) == {"if[0]", "else[0]", "if[1]"}
    assert reached(run(rules, {"t": [{"by": "a"}], "y": 1}), prefix) == {"if[0]"}
    assert reached(run(rules, {"t": [], "y": 1}), prefix) == set()


def test_what_does_not_apply_takes_no_branch_of_its_measure(run: RunFacts) -> None:
    """It is not measured; its condition is looked at all the same."""
    rules = one_line("x if x > 5 else y", {"x": "number", "y": "number", "a": "boolean"})
    rules["indicators"]["i"]["applies"] = "a"
    assert reached(run(rules, {"x": 6, "a": False}), "indicators.") == {"i.applies"}
    assert reached(run(rules, {"x": 6, "a": True}), "indicators.i.measure") == {".if[0]"}


def test_choices_in_conditions_are_parts(run: RunFacts) -> None:
    """Of `applies` and of gates too."""
    facts = {"x": "number", "y": "number"}
    gate = {"title": "g", "when": "(x if y > 0 else y) > 5", "then": {"warn": True}}
    rules = one_line("x", facts, gates={"g": gate})
    rules["indicators"]["i"]["applies"] = "(x > 0) if y > 1 else (x > 1)"
    assert reached(run(rules, {"x": 1, "y": 1}), "gates.g.when.") == {"if[0]"}
    assert reached(run(rules, {"x": 1, "y": 1}), "indicators.i.applies.") == {"else[0]"}


# -- why not


def test_a_part_that_is_not_reached_says_why(run: RunFacts) -> None:
    """Data that is not there wants an example without it; whatever else is left out wants any that reaches it."""
    result = run(one_line("x", {"x": "number"}), {"x": 1})
    why = {each.part.id: each.why for each in result.coverage.parts}
    assert why == {
        'grades."any"': None,
        "indicators.i.scale.full": None,
        "indicators.i.scale.some": "no-case",
        "indicators.i.scale.none": "no-case",
        "indicators.i.missing": "without-data",
    }
    assert [each.by for each in result.coverage.parts][:2] == [("e0",), ("e0",)]
    assert (result.coverage.reached, result.coverage.counting) == (2, 5)
    assert result.coverage.share == Decimal(2) / 5
    assert result.coverage.enough(Decimal("0.4"))
    assert not result.coverage.enough(Decimal("0.41"))


def shadowed(result: SetResult, prefix: str = "") -> set[str]:
    """Return the ids of the parts that cannot be reached, below a prefix."""
    ids = {each.part.id for each in result.coverage.parts if each.why == "shadowed"}
    return {each.removeprefix(prefix) for each in ids if each.startswith(prefix)}


ABOVE_0: Final = {"type": "number", "minimum": 0}
STEPS: Final = [{"at_least": edge, "share": edge} for edge in (0, Decimal("0.5"), 1)]
#: A formula, its facts and its scale, and which parts of the scale no project reaches.
UP_TO_1: Final = {"kind": "thresholds", "steps": STEPS}
KEPT: Final = {"kind": "deduction", "limit": 100, "per": 60, "deduct": 6}
WORDS: Final = {"kind": "levels", "levels": {"好": 1, "中": 0.5, "差": 0}}
LINE: Final = {"kind": "linear", "points": [[-2, 0], [-1, 0.5], [1, 1]]}


def number(minimum: Any, maximum: Any = None) -> Table:
    """Return the declaration of the one fact x, between bounds."""
    bounds = {"minimum": minimum} | ({} if maximum is None else {"maximum": maximum})
    return {"x": {"type": "number", **bounds}}


OUT_OF_REACH: Final[list[tuple[str, Table, Table | None, set[str]]]] = [
    ("x", number(0), UP_TO_1, {"otherwise"}),
    ("x", {"x": "number"}, UP_TO_1, set()),
    ("x / x", number(0), {"kind": "thresholds", "steps": [{"at_most": 1, "share": 1}]}, set()),
    ("fraction(t.x > 1)", {"t": of_table(x="number")}, None, set()),
    ("fraction(t.x > 1) + 1", {"t": of_table(x="number")}, None, {"some", "none"}),
    ("x", number(0, 0.9), None, {"full"}),
    ("x", number(0.1), None, {"none"}),
    ("x", number(0.7), {"kind": "proportional", "pass": 0.6}, {"not-passed"}),
    ("x", number(0, 100), KEPT, set()),
    ("x", number(50), KEPT, {"nothing-left"}),
    ("x", number(0), LINE, {"before", "points[1]"}),
    ("'好' if x > 1 else '差'", {"x": "number"}, WORDS, {"levels.中"}),
    ("x >= 0", number(0), None, {"no"}),
]


@pytest.mark.parametrize(("measure", "facts", "scale", "found"), OUT_OF_REACH, ids=map(str, range(len(OUT_OF_REACH))))
def test_a_part_that_no_declared_fact_reaches_is_told_and_not_counted(
    run: RunFacts, measure: str, facts: Table, scale: Table | None, found: set[str]
) -> None:
    """A better step takes all that there is, or what the facts allow ends before; the author cannot test it."""
    result = run(one_line(measure, facts, scale))
    assert shadowed(result, "indicators.i.scale.") == found
    counted = [each for each in result.coverage.parts if each.why != "shadowed"]
    assert result.coverage.counting == len(counted)


def test_conditions_that_always_end_in_one_way_are_told(run: RunFacts) -> None:
    """Of choices, of what applies, of gates, of rows and of adjustments; a guard counts for what is inside it."""
    columns = of_table(x=ABOVE_0, w="number")
    rules = small_set(
        {"x": ABOVE_0, "t": columns},
        {
            "i": {"measure": "(x if x < 3 else (1 if x > 2 else 2)) if x >= 0 else 5", "applies": "x > -1"},
            "j": {"measure": "x", "for_each": "t", "where": "x >= 0"},
        },
        gates={"g": {"title": "g", "when": "x < -5", "then": {"warn": True}}},
        adjustments={
            "a": {"title": "a", "points": "x + 1", "at_least": 0, "at_most": 3},
            "b": {"title": "b", "points": "0 * x"},
            "c": {"title": "c", "points": "0 * x", "at_least": 1},
        },
    )
    assert shadowed(run(rules)) == {
        "indicators.i.applies",
        "indicators.i.measure.else[0]",
        "indicators.j.where.left-out",
        "gates.g.fires",
        "adjustments.a.nothing",
        "adjustments.a.at_least",
        "adjustments.b.given",
        "adjustments.c.nothing",
    }


@pytest.mark.parametrize(
    ("measure", "sure"),
    [
        ("count(t)", True),
        ("count(t.x > 1) * 2 + 1 - count(t)", True),
        ("coalesce(x, 0)", True),
        ("min(coalesce(x, y, 1), 3) if count(t) > 2 else -1", True),
        ("x if count(t) > 2 else 1", False),
        ("count(t) / count(t.x > 1)", False),
        ("mean(t.x)", False),
        ("coalesce(x, y)", False),
        ("count(t) > 1 and not count(t) > 5", True),
        ("count(t) > x", False),
    ],
)
def test_a_measure_that_is_always_there_misses_no_data(run: RunFacts, measure: str, *, sure: bool) -> None:
    """Counts, sums and constants have a value without any data, so no example can be without it."""
    result = run(one_line(measure, {"x": "number", "y": "number", "t": of_table(x="number")}))
    assert ("indicators.i.missing" in shadowed(result)) == sure


def test_a_grade_above_full_marks_and_a_minimum_of_nothing_cannot_be_reached(run: RunFacts) -> None:
    """Neither is anybody's to test."""
    grades = [{"at_least": 11, "label": "high"}, {"at_least": 0, "label": "any"}]
    assert shadowed(run(one_line("x", {"x": "number"}, grades=grades, minimum_coverage=0))) == {
        'grades."high"',
        "minimum_coverage",
    }


# -- what holds for every set


@given(data=st.data())
@settings(max_examples=10)
def test_more_examples_never_reach_less(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Rule coverage lies between 0 and 1; an example more takes nothing away; each part has an id of its own."""
    rules = data.draw(indicator_sets())
    drawn = data.draw(st.lists(projects(rules["facts"]), max_size=4))
    bound = load_bound(written(rules, tmp_path_factory.getbasetemp()), registry())
    ids = [each.id for each in rule_parts(bound)]
    assert len(set(ids)) == len(ids)
    before: set[str] = set()
    for count in range(len(drawn) + 1):
        examples = tuple(Example.model_validate({"name": "e", "facts": facts, "expect": {}}) for facts in drawn[:count])
        result = run_examples(bound._replace(rules=bound.rules.model_copy(update={"examples": examples})))
        assert 0 <= result.coverage.share <= 1
        assert [each.part.id for each in result.coverage.parts] == ids
        assert before <= reached(result)
        before = reached(result)
        assert not {each.part.id for each in result.coverage.parts if each.by and not each.part.reachable}


def test_what_only_the_tolerance_of_bounds_lies_beyond_is_out_of_reach(run: RunFacts) -> None:
    """Nobody can write an example of a share from 0 up that, divided, is below 0; so too among rows."""
    scale = {"kind": "thresholds", "steps": [{"at_least": 1, "share": 1}, {"at_least": 0, "points": 1}]}
    share = {"type": "percent", "minimum": 0}
    among = small_set({"t": of_table(x=share, w="number")}, {"i": {"measure": "x", "scale": scale}})
    among["indicators"]["i"] |= {"for_each": "t", "weight": "w"}
    for rules in (one_line("x / 0.9", {"x": share}, scale), among):
        found = {each.part.id: each.why for each in run(rules).coverage.parts if ".scale." in each.part.id}
        assert {id_.rpartition(".")[2] for id_, why in found.items() if why == "shadowed"} == {"otherwise"}
