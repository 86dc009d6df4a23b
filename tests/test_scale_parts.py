"""The parts of scales: which there are, into which a measure falls, and a measure that falls into each."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import pytest

from scoring import Scale
from scoring.functions import without_data
from scoring.scales import SCALES
from tests.test_formula import NAMES

D = Decimal
#: A kind of scale, its keys; its parts for a weight of 10, each with the measure that stands for it.
PARTS: Final[list[tuple[str, dict[str, Any], dict[str, Any]]]] = [
    ("proportional", {"target": 80, "worst": 50}, {"full": D(80), "some": None, "none": D(50)}),
    ("proportional", {"target": 5, "worst": 25}, {"full": D(5), "some": None, "none": D(25)}),
    ("proportional", {"target": 80, "pass": 60}, {"full": D(80), "some": None, "not-passed": None}),
    (
        "thresholds",
        {"steps": [{"at_least": 90, "share": 1}, {"at_least": 60, "points": 6}]},
        {"steps[0]": D(90), "steps[1]": D(60), "otherwise": None},
    ),
    (
        "thresholds",
        {"steps": [{"at_most": 3, "points": 6}, {"at_most": 1, "share": 1}]},
        {"steps[0]": D(3), "steps[1]": D(1), "otherwise": None},
    ),
    ("linear", {"worst": 60, "best": 90}, {"full": D(90), "some": None, "none": D(60)}),
    ("linear", {"worst": 20, "best": 0}, {"full": D(0), "some": None, "none": D(20)}),
    (
        "linear",
        {"points": [[1, 0], [2, "0.5"], [4, 1]]},
        {"before": D(1), "points[1]": None, "points[2]": None, "beyond": D(4)},
    ),
    (
        "deduction",
        {"limit": 1, "per": "0.05", "deduct": 2},
        {"kept": D(1), "deducted": D("0.95"), "nothing-left": D("0.75")},
    ),
    (
        "deduction",
        {"limit": 30, "per": 5, "deduct": 4, "side": "over", "count": "completed"},
        {"kept": D(30), "deducted": D(35), "nothing-left": D(45)},
    ),
    ("deduction", {"limit": 1, "per": "0.1", "deduct": 10}, {"kept": D(1), "nothing-left": D("0.9")}),
    ("deduction", {"limit": 1, "per": "0.1", "deduct": 12}, {"kept": D(1), "nothing-left": D("0.9")}),
    ("levels", {"levels": {"good": 1, " fair ": "0.5"}}, {"levels.good": "good", "levels.fair": "fair"}),
    ("yes_no", {}, {"yes": True, "no": False}),
]


def scale(kind: str, **keys: Any) -> Any:
    """Return a scale."""
    return SCALES[kind].model_validate(keys)


@pytest.mark.parametrize(("kind", "keys", "due"), PARTS)
def test_a_part_has_a_measure_that_falls_into_it(kind: str, keys: dict[str, Any], due: dict[str, Any]) -> None:
    """The measure of a part is the end that belongs to it; a part of which no end does has none."""
    found = scale(kind, **keys)
    parts = found.parts(D(10))
    assert {each.id: each.at for each in parts} == due
    assert [found.part(each.at, D(10)) for each in parts if each.at is not None] == [
        each.id for each in parts if each.at is not None
    ]


ON, OFF = D("1E-9"), D("1.1E-9")
UP: Final = {"steps": [{"at_least": 90, "share": 1}, {"at_least": 60, "share": "0.5"}]}
DOWN: Final = {"steps": [{"at_most": 1, "share": 1}, {"at_most": 3, "share": "0.5"}]}
LINE: Final = {"points": [[1, 0], [2, "0.5"], [4, 1]]}
BELOW: Final = {"limit": 1, "per": "0.05", "deduct": 2}


@pytest.mark.parametrize(
    ("kind", "keys", "edge", "side", "within", "beyond"),
    [
        ("proportional", {"target": 80, "worst": 50}, 80, -1, "full", "some"),
        ("proportional", {"target": 80, "worst": 50}, 50, 1, "none", "some"),
        ("proportional", {"target": 5, "worst": 25}, 5, 1, "full", "some"),
        ("proportional", {"target": 5, "worst": 25}, 25, -1, "none", "some"),
        ("proportional", {"target": 80, "pass": 60}, 60, -1, "some", "not-passed"),
        ("proportional", {"target": 80, "pass": 0}, 0, 1, "some", "some"),
        ("thresholds", UP, 90, -1, "steps[0]", "steps[1]"),
        ("thresholds", UP, 60, -1, "steps[1]", "otherwise"),
        ("thresholds", DOWN, 1, 1, "steps[0]", "steps[1]"),
        ("thresholds", DOWN, 3, 1, "steps[1]", "otherwise"),
        ("linear", {"worst": 60, "best": 90}, 60, 1, "none", "some"),
        ("linear", {"worst": 60, "best": 90}, 90, -1, "full", "some"),
        ("linear", {"worst": 20, "best": 0}, 0, 1, "full", "some"),
        ("linear", {"worst": 20, "best": 0}, 20, -1, "none", "some"),
        ("linear", LINE, 1, 1, "before", "points[1]"),
        ("linear", LINE, 2, 1, "points[1]", "points[2]"),
        ("linear", LINE, 4, -1, "beyond", "points[2]"),
    ],
)
def test_a_measure_at_most_the_tolerance_from_an_edge_is_on_it(
    kind: str, keys: dict[str, Any], edge: int, side: int, within: str, beyond: str
) -> None:
    """10^-9 beyond an edge is on it, 1.1 x 10^-9 is not."""
    found = scale(kind, **keys)
    assert found.part(D(edge), D(10)) == within
    assert found.part(D(edge) + side * ON, D(10)) == within
    assert found.part(D(edge) + side * OFF, D(10)) == beyond


@pytest.mark.parametrize(
    ("measure", "part"),
    [
        (D("1.2"), "kept"),
        (D(1), "kept"),
        (1 - D("0.05") * ON, "kept"),
        (1 - D("0.05") * OFF, "deducted"),
        (D("0.8"), "deducted"),
        (D("0.8") - D("0.05") * ON, "deducted"),
        (D("0.8") - D("0.05") * OFF, "nothing-left"),
    ],
)
def test_steps_begun_are_counted_with_the_tolerance(measure: Decimal, part: str) -> None:
    """A number of steps that equals a whole number is that number."""
    assert scale("deduction", **BELOW).part(measure, D(10)) == part


@pytest.mark.parametrize(("deduct", "part"), [("4.9999999995", "nothing-left"), ("4.9999999994", "deducted")])
def test_points_left_that_are_equal_to_0_are_none(deduct: str, part: str) -> None:
    """Two steps that cost 10 points but for 10^-9 leave nothing of 10."""
    assert scale("deduction", **BELOW | {"deduct": deduct}).part(D("0.9"), D(10)) == part


@pytest.mark.parametrize(
    ("kind", "keys"), [(kind, keys) for kind, keys, _ in PARTS if kind not in ("levels", "yes_no")]
)
def test_what_is_no_number_falls_into_no_part(kind: str, keys: dict[str, Any]) -> None:
    """A scale of numbers tells nothing of a text or a condition; one of texts or conditions nothing of a number."""
    found = scale(kind, **keys)
    for measure in ("good", True):
        assert found.part(measure, D(10)) is None
        assert found.reached(measure, D(10)) is None
    assert scale("levels", levels={"good": 1}).part(D(1), D(10)) is None
    assert scale("levels", levels={"good": 1}).reached(D(1), D(10)) is None
    assert scale("yes_no").part(D(1), D(10)) is None


class Mute(Scale):
    """A scale of a plugin that says nothing."""


def test_a_scale_that_says_nothing() -> None:
    """It has no parts and no sentences; that it does not score is an error that names it."""
    facts = without_data(NAMES)
    assert (Mute().parts(D(10)), Mute().part(D(1), D(10)), Mute().reached(D(1), D(10))) == ((), None, None)
    assert list(Mute().problems(D(10))) == []
    with pytest.raises(NotImplementedError, match=r"^Mute does not say how it scores: define share"):
        Mute().share(facts["a"], facts, D(10))


def test_steps_are_frozen_and_have_no_other_keys() -> None:
    """A step of a scale, once read, cannot be changed; a key that it does not know is refused."""
    with pytest.raises(ValueError, match="forbidden"):
        scale("thresholds", steps=[{"at_least": 1, "share": 1, "wide": 2}])
    (step,) = scale("thresholds", steps=[{"at_least": 1, "share": 1}]).steps
    with pytest.raises(ValueError, match="frozen"):
        step.share = D(0)
