"""What scales tell of a measure that they scored, and which parameters they refuse, on either side of the tolerance."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import pytest

from tests.test_scale_parts import scale

D = Decimal
ON, OFF = D("1E-9"), D("1.1E-9")
LINE: Final = {"points": [[1, 0], [2, "0.5"], [4, 1]]}
UP: Final = {"steps": [{"at_least": 60, "share": "0.5"}, {"at_least": 90, "share": 1}]}
DOWN: Final = {"steps": [{"at_most": 3, "share": "0.5"}, {"at_most": 1, "share": 1}]}
PASS: Final = {"target": 80, "worst": 50, "pass": 60}
BELOW: Final = {"limit": 1, "per": "0.05", "deduct": 2}
ABOVE: Final = {"limit": 30, "per": 5, "deduct": 4, "side": "over", "count": "completed"}


@pytest.mark.parametrize(
    ("kind", "keys", "measure", "code", "values"),
    [
        ("proportional", {}, "0.5", None, {}),
        ("proportional", {"target": 600}, "150", "reached-target", {"target": 600}),
        ("proportional", {"target": 80, "worst": 50}, "65", "reached-between", {"edge": 50, "target": 80}),
        ("proportional", {"worst": "0.5"}, "0.7", "reached-between", {"edge": D("0.5"), "target": 1}),
        ("proportional", PASS, "59", "reached-not-passed", {"edge": 60}),
        ("proportional", PASS, "59.9999999989", "reached-not-passed", {"edge": 60}),
        ("proportional", PASS, "59.999999999", "reached-passed", {"pass": 60, "edge": 50, "target": 80}),
        ("proportional", PASS | {"rescale": True}, "70", "reached-between", {"edge": 60, "target": 80}),
        ("proportional", PASS | {"rescale": True}, "59", "reached-not-passed", {"edge": 60}),
        ("thresholds", UP, "95", "reached-at-least", {"edge": 90}),
        ("thresholds", UP, "89.999999999", "reached-at-least", {"edge": 90}),
        ("thresholds", UP, "89.9999999989", "reached-at-least", {"edge": 60}),
        ("thresholds", UP, "59", "reached-no-at-least", {"edge": 60}),
        ("thresholds", DOWN, "0", "reached-at-most", {"edge": 1}),
        ("thresholds", DOWN, "1.000000001", "reached-at-most", {"edge": 1}),
        ("thresholds", DOWN, "1.0000000011", "reached-at-most", {"edge": 3}),
        ("thresholds", DOWN, "4", "reached-no-at-most", {"edge": 3}),
        ("linear", {"worst": 60, "best": 90}, "70", "reached-between", {"edge": 60, "target": 90}),
        ("linear", LINE, "0.5", "reached-before", {"edge": 1}),
        ("linear", LINE, "1", "reached-before", {"edge": 1}),
        ("linear", LINE, "1.5", "reached-on-line", {"edge": 1, "target": 2, "start": "0.00%", "end": "50.00%"}),
        ("linear", LINE, "2", "reached-on-line", {"edge": 1, "target": 2, "start": "0.00%", "end": "50.00%"}),
        ("linear", LINE, "3", "reached-on-line", {"edge": 2, "target": 4, "start": "50.00%", "end": "100.00%"}),
        ("linear", LINE, "4", "reached-beyond", {"edge": 4}),
        ("linear", LINE, "5", "reached-beyond", {"edge": 4}),
        ("deduction", BELOW, "1", "reached-limit-under", {"edge": 1}),
        ("deduction", BELOW, "1.5", "reached-limit-under", {"edge": 1}),
        (
            "deduction",
            BELOW,
            "0.88",
            "reached-deducted-under-begun",
            {"edge": 1, "gap": D("0.12"), "per": D("0.05"), "each": "2", "steps": "3", "lost": "6"},
        ),
        ("deduction", ABOVE, "30", "reached-limit-over", {"edge": 30}),
        (
            "deduction",
            ABOVE,
            "80",
            "reached-deducted-over-completed",
            {"edge": 30, "gap": 50, "per": 5, "each": "4", "steps": "10", "lost": "10"},
        ),
    ],
)
def test_a_scale_tells_the_step_that_a_measure_reached(
    kind: str, keys: dict[str, Any], measure: str, code: str | None, values: dict[str, Any]
) -> None:
    """The code of the sentence and its numbers, of 10 points; where the share is the measure, nothing is to tell."""
    assert scale(kind, **keys).reached(D(measure), D(10)) == (None if code is None else (code, values))


def test_a_level_is_told_by_its_name() -> None:
    """The level that was found; of yes and no nothing is to tell."""
    assert scale("levels", levels={"good": 1}).reached("good", D(10)) == ("reached-level", {"level": "good"})
    assert scale("yes_no").reached(True, D(10)) is None  # noqa: FBT003 - a measure


def codes(kind: str, **keys: Any) -> list[tuple[tuple[Any, ...], str]]:
    """Return what a scale of 10 points refuses: path and code."""
    return [(path, code) for path, code, _ in scale(kind, **keys).problems(D(10))]


@pytest.mark.parametrize(
    ("keys", "due"),
    [
        ({}, [((), "linear-ends")]),
        ({"worst": 0}, [((), "linear-ends")]),
        ({"best": 1}, [((), "linear-ends")]),
        (LINE | {"worst": 0}, [((), "linear-ends")]),
        (LINE | {"best": 0}, [((), "linear-ends")]),
        (LINE | {"worst": 0, "best": 1}, [((), "linear-ends")]),
        (LINE, []),
        ({"worst": 0, "best": 1}, []),
        ({"worst": -1, "best": 1}, []),
        ({"worst": 1, "best": 1 + ON}, [(("best",), "linear-flat")]),
        ({"worst": 1, "best": 1 - ON}, [(("best",), "linear-flat")]),
        ({"worst": 1, "best": 1 + OFF}, []),
        ({"points": [[1, 0], [1 + ON, 1]]}, [(("points", 1), "point-twice")]),
        ({"points": [[1, 0], [1 - ON, 1]]}, [(("points", 1), "point-twice")]),
        ({"points": [[1, 0], [1 + OFF, 1]]}, []),
        ({"points": [[1, 0], [2, 1], [1, 0]]}, [(("points", 2), "point-order")]),
    ],
)
def test_what_is_no_line_is_refused(keys: dict[str, Any], due: list[Any]) -> None:
    """Ends or points, not both nor neither; from one measure to another, further on by more than the tolerance."""
    assert codes("linear", **keys) == due


@pytest.mark.parametrize(
    ("keys", "due"),
    [
        ({}, []),
        ({"worst": 1}, [(("worst",), "scale-target")]),
        ({"target": ON}, [(("target",), "scale-target")]),
        ({"target": -ON}, [(("target",), "scale-target")]),
        ({"target": OFF}, []),
        ({"rescale": True}, [(("rescale",), "scale-rescale")]),
        ({"pass": "0.6"}, []),
        ({"pass": 1}, []),
        ({"worst": 2, "pass": "0.6"}, [(("pass",), "scale-pass")]),
        ({"pass": 1, "rescale": True}, [(("pass",), "scale-pass-target")]),
        ({"pass": 1 - ON, "rescale": True}, [(("pass",), "scale-pass-target")]),
        ({"pass": 1 - OFF, "rescale": True}, []),
        ({"worst": 2}, []),
    ],
)
def test_what_is_no_way_to_a_target_is_refused(keys: dict[str, Any], due: list[Any]) -> None:
    """A way without length, a pass mark where less is better or from which no way is left, `rescale` without one."""
    assert codes("proportional", **keys) == due


@pytest.mark.parametrize(
    ("steps", "due"),
    [
        ([{"at_least": 1, "share": 1}, {"at_least": 0, "points": 10}], []),
        ([{"share": 1}], [(("steps", 0), "step-edge")]),
        ([{"at_least": 1, "at_most": 2, "share": 1}], [(("steps", 0), "step-edge")]),
        ([{"at_least": 1, "share": 1}, {"at_most": 0, "share": 0}], [(("steps", 1), "step-mixed")]),
        ([{"at_least": 1, "share": 1}, {"at_least": 1 - ON, "share": 0}], [(("steps", 1), "step-overlap")]),
        ([{"at_least": 1, "share": 1}, {"at_least": 1 + ON, "share": 0}], [(("steps", 1), "step-overlap")]),
        ([{"at_least": 1, "share": 1}, {"at_least": 1 - OFF, "share": 0}], []),
        ([{"at_least": 1}], [(("steps", 0), "step-worth")]),
        ([{"at_least": 1, "share": 1, "points": 1}], [(("steps", 0), "step-worth")]),
        ([{"at_least": 1, "points": 10}], []),
        ([{"at_least": 1, "points": "10.01"}], [(("steps", 0, "points"), "step-points")]),
    ],
)
def test_what_is_no_step_is_refused(steps: list[dict[str, Any]], due: list[Any]) -> None:
    """One edge and one worth a step, all from one side, apart by more than the tolerance, of at most the weight."""
    assert codes("thresholds", steps=steps) == due


def test_levels_of_one_plain_form_are_refused() -> None:
    """Full-width and plain are the same level."""
    assert codes("levels", levels={"A": 1, "Ａ": 0, "B": 0}) == [(("levels", "Ａ"), "level-twice")]
