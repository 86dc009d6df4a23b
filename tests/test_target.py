"""The check `target.achievement`, sign by sign: worked out by hand from the rules, in every world."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import pytest

import scoring
from scoring.target import TargetAchievement
from tests.small_sets import Table, of_table, small_set, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.small_sets import ScoreOne
    from tests.worlds import Outcome

D = Decimal
ON, OFF = D("1E-9"), D("1.1E-9")
CELLS: Final = {
    "sign": "text", "target": "quantity", "actual": "quantity", "level": "text", "score": "number", "weight": "number",
}  # fmt: skip
JUNE, JULY = "2022-06-30", "2022-07-01"


def targets(cells: Table | None = None, judged: tuple[str, ...] = ("level", "score", "weight"), **keys: Any) -> Table:
    """Return a set that scores every row of a table by its target."""
    columns = CELLS | (cells or {})
    given = {name: name for name in ("sign", "target", "actual", *judged)} | keys
    leaf = {"for_each": "t", "weight": "weight", "check": "target.achievement", "with": given}
    return small_set({"t": of_table(**columns)}, {"i": leaf}, dimensions={"d": {"weight": 10}})


def row(sign: Any, target: Any, actual: Any, **more: Any) -> dict[str, Any]:
    """Return the facts of a project with one row of 10 points."""
    return {"t": [{"sign": sign, "target": target, "actual": actual, "weight": 10, **more}]}


def share_of(found: Outcome) -> Fraction:
    """Return the share of the one row."""
    share = found.shares["i:0"]
    assert share is not None
    return Fraction(share)


def line(rules: Table, facts: dict[str, Any], folder: Path) -> tuple[scoring.Line, scoring.ScoreSheet]:
    """Score one project; return its line, and the sheet."""
    sheet = scoring.Engine(scoring.load(written(rules, folder))).score(facts)
    return sheet.lines[0], sheet


NUMBERS = [
    # at least
    (">=", 100, 100, 1), (">=", 100, 150, 1), (">=", 100, 90, "0.9"), (">=", 100, 0, 0), (">=", 100, -5, 0),
    (">=", 0, 0, 1), (">=", 0, -1, 0), (">=", -10, -5, 1), (">=", -10, -20, 0),
    (">=", -1, -1 - ON, 1), (">=", -1, -1 - OFF, 0),
    # at most
    ("<=", 100, 100, 1), ("<=", 100, 50, 1), ("<=", 100, -50, 1), ("<=", 100, 120, "0.8"), ("<=", 100, 250, 0),
    ("<=", 0, 0, 1), ("<=", 0, 1, 0), ("<=", -5, -6, 1), ("<=", -5, -4, 0), ("<=", 0, ON, 1), ("<=", 0, OFF, 0),
    # exactly
    ("=", 10, 10, 1), ("=", 10, 9, "0.9"), ("=", 10, 11, "0.9"), ("=", 10, 25, 0), ("=", -10, -9, "0.9"),
    ("=", -10, 10, 0), ("=", 0, 0, 1), ("=", 0, 1, 0), ("=", 0, ON, 1), ("=", 0, OFF, 0),
]  # fmt: skip


@pytest.mark.parametrize(("sign", "target", "actual", "share"), NUMBERS)
def test_a_number_is_scored_by_the_sign_of_its_target(
    score: ScoreOne, tmp_path: Path, sign: str, target: Any, actual: Any, share: Any
) -> None:
    """Reached, all; else what the sign says, between 0 and 1, the measure itself too."""
    found = score(targets(), row(sign, target, actual))
    assert found.statuses == {"i:0": "scored"}
    assert abs(share_of(found) - Fraction(share)) < ON
    assert line(targets(), row(sign, target, actual), tmp_path)[0].measure == D(share)


@pytest.mark.parametrize(
    ("target", "actual", "share"), [(100, 125, "0.8"), (100, 100, 1), (100, 400, "0.25"), (0, 5, 0), (-5, -4, 0)]
)
def test_what_should_be_low_may_be_scored_as_a_ratio(score: ScoreOne, target: int, actual: int, share: Any) -> None:
    """`lower_is_better = "ratio"`: target / actual above the target; 0 if the target is not positive."""
    found = score(targets(lower_is_better="ratio"), row("<=", target, actual))
    assert abs(share_of(found) - Fraction(share)) < ON


@pytest.mark.parametrize(
    ("signs", "shares"),
    [
        ((">=", "≥", ">", "＞", "大于等于", "大于", " ≥ "), ("0.5", "1")),
        (("<=", "≤", "<", "＜", "小于等于", "小于"), ("1", "0.5")),
        (("=", "＝", "等于"), ("0.5", "0.5")),
        (("date",), ("1", "0")),
    ],
)
def test_a_sign_has_synonyms(score: ScoreOne, signs: tuple[str, ...], shares: tuple[str, str]) -> None:
    """Of a target of 10, 5 and 15 earn by every way to write the sign what they earn by the first."""
    for sign in signs:
        found = [score(targets(), row(sign, 10, actual)).shares["i:0"] for actual in (5, 15)]
        assert found == [D(each) for each in shares], sign


@pytest.mark.parametrize("sign", ["date", ">=", "=", "约", None])
def test_days_are_on_time_or_late(score: ScoreOne, sign: str | None) -> None:
    """Where both cells are days, or the sign says so: on the day or before it 1, after it 0, whatever the sign."""
    assert score(targets(), row(sign, JUNE, JUNE)).shares == {"i:0": 1}
    assert score(targets(), row(sign, JULY, JUNE)).shares == {"i:0": 1}
    late = score(targets(), row(sign, JUNE, JULY))
    assert (late.shares, late.statuses) == ({"i:0": 0}, {"i:0": "scored"})


@pytest.mark.parametrize("sign", ["date", ">=", None, "约"])
def test_columns_of_dates_are_days(score: ScoreOne, sign: str | None) -> None:
    """Columns declared as dates need no sign, and a cell that is no day is invalid."""
    rules = targets({"target": "date", "actual": "date"})
    assert score(rules, row(sign, JUNE, JUNE)).shares == {"i:0": 1}
    assert score(rules, row(sign, JUNE, JULY)).shares == {"i:0": 0}
    assert score(rules, row(sign, JUNE, "soon")).statuses == {"i:0": "invalid"}
    assert score(rules, row(sign, JUNE, None)).statuses == {"i:0": "missing"}


def test_a_column_of_dates_beside_one_of_numbers_is_a_mistake_of_the_set(tmp_path: Path) -> None:
    """A day cannot be the target of a number, nor a number of a day."""
    for target, actual in (("date", "number"), ("number", "date")):
        message = f": target is a {target} and actual a {actual}: one sort is due"
        with pytest.raises(scoring.RulesError, match=message):
            scoring.load(written(targets({"target": target, "actual": actual}), tmp_path))


@pytest.mark.parametrize(
    ("sign", "target", "actual", "status"),
    [
        (">=", JUNE, 5, "invalid"),  # one day, one number
        (">=", 5, JUNE, "invalid"),
        ("date", 5, JUNE, "invalid"),
        (">=", JUNE, None, "missing"),
        (">=", None, JUNE, "missing"),
        (">=", 5, None, "missing"),
        (">=", None, 5, "missing"),
        (">=", "much", 5, "invalid"),
        (">=", 5, "much", "invalid"),
        ("date", JUNE, "soon", "invalid"),
        ("约", 5, 5, "invalid"),
        (7, 5, 5, "invalid"),
        (None, 5, 5, "missing"),
        ("约", 5, None, "invalid"),
    ],
)
def test_what_cannot_be_compared_is_missing_or_invalid(
    score: ScoreOne, sign: Any, target: Any, actual: Any, status: str
) -> None:
    """A sign that is none, a day beside a number and a bad cell are invalid; what is absent is missing."""
    assert score(targets(), row(sign, target, actual)).statuses == {"i:0": status}


# -- an assessor's judgement

LEVELS: Final = {"好": [D("0.9"), 1], "中": [D("0.5"), D("0.5")], "差": [0, D("0.4")]}


@pytest.mark.parametrize(
    ("level", "points", "status"),
    [
        ("达成", 8, "scored"), ("达成", 10, "scored"), ("达成", D("7.99"), "invalid"), ("达成", D("10.01"), "invalid"),
        ("部分达成", 6, "scored"), ("部分达成", D("7.99"), "scored"), ("部分达成", 8, "invalid"),
        ("部分达成", D("5.99"), "invalid"), ("未达成", 0, "scored"), ("未达成", D("5.99"), "scored"),
        ("未达成", 6, "invalid"), ("未达成", D("-0.01"), "invalid"), (" 达成 ", 9, "scored"),
        ("很好", 9, "invalid"), (7, 9, "invalid"), (None, 9, "missing"), ("达成", None, "missing"),
        ("达成", "much", "invalid"), (None, "much", "invalid"),
    ],
)  # fmt: skip
def test_a_score_lies_in_the_interval_of_its_level(score: ScoreOne, level: Any, points: Any, status: str) -> None:
    """达成 [0.8, 1], 部分达成 [0.6, 0.8), 未达成 [0, 0.6) of the weight, else invalid; other cells are not read."""
    found = score(targets(), row("定性", "much", JUNE, level=level, score=points))
    assert found.statuses == {"i:0": status}
    assert found.scores == {"i:0": points if status == "scored" else 0}


@pytest.mark.parametrize(
    ("level", "points", "status"),
    [
        ("好", 9, "scored"),
        ("中", 5, "scored"),
        ("中", D("5.01"), "invalid"),
        ("差", 4, "scored"),
        ("达成", 9, "invalid"),
    ],
)
def test_a_set_has_levels_of_its_own(score: ScoreOne, level: str, points: Any, status: str) -> None:
    """An upper end belongs to its interval where no other begins; an interval may be one number."""
    assert score(targets(levels=LEVELS), row("定性", None, None, level=level, score=points)).statuses == {"i:0": status}


def test_an_upper_end_is_open_where_another_interval_begins() -> None:
    """Within the tolerance."""

    def closed(low: str) -> list[bool]:
        levels = {"a": (D(low), D(1)), "b": (D(0), D("0.5"))}
        check = TargetAchievement.model_validate({"sign": "s", "target": "t", "actual": "a", "levels": levels})
        return [upper for *_, upper in check.intervals()]

    assert [closed(each) for each in ("0.5", "0.500000001", "0.499999999")] == [[True, False]] * 3
    assert closed("0.5000000011") == [True, True]


def test_without_its_columns_there_is_no_judgement(score: ScoreOne) -> None:
    """A row of 定性 is invalid where the set does not say where level, score and weight stand."""
    for judged in (("level", "score"), ("level", "weight"), ("score", "weight"), ()):
        found = score(targets(judged=judged), row("定性", 5, 5, level="达成", score=9))
        assert found.statuses == {"i:0": "invalid"}
        assert score(targets(judged=judged), row("=", 5, 5)).statuses == {"i:0": "scored"}


# -- what the sheet tells


@pytest.mark.parametrize(
    ("sign", "target", "actual", "keys", "told"),
    [
        (">=", 100, 120, {}, False),
        (">=", 100, D("120.1"), {}, True),
        (">=", 100, 101, {"over_limit": 1}, True),
        (">=", 100, 100, {"over_limit": 1}, False),
        (">=", 0, 5, {}, False),
        (">=", -5, 5, {}, False),
        ("<=", 100, 500, {}, False),
        ("=", 100, 500, {}, False),
        (">=", "1000-01-01", "2022-01-01", {}, False),
        ("date", 100, 500, {}, False),
        ("定性", 100, 500, {}, False),
    ],
)
def test_far_above_a_target_is_a_finding(
    tmp_path: Path, sign: str, target: Any, actual: Any, keys: Table, *, told: bool
) -> None:
    """Above `over_limit` (default 1.2) times the target of `>=`, which must be positive: full, with a finding."""
    _, sheet = line(targets(**keys), row(sign, target, actual, level="达成", score=9), tmp_path)
    assert ("over-achievement" in {each.code for each in sheet.findings}) is told


def test_the_finding_names_both_values_and_says_what_to_do(tmp_path: Path) -> None:
    """In the language of the sheet."""
    engine = {lang: scoring.Engine(scoring.load(written(targets(), tmp_path)), lang=lang) for lang in ("en", "zh")}
    told = {lang: each.score(row(">=", 100, 130)).findings[0] for lang, each in engine.items()}
    assert (told["en"].message, told["en"].remedy) == (
        "“i”: the actual value 130 is far above the target 100; it earns full marks",
        "explain the deviation, and see whether the target was set too low",
    )
    assert (told["zh"].message, told["zh"].remedy) == (
        "“i”：实际值 130 远超目标 100，按满分计",
        "请说明偏差原因，核对目标是否定得过低",
    )


@pytest.mark.parametrize(
    ("facts", "keys", "reason"),
    [
        (row(">=", 100, 120), {}, "120 ≥ 100"),
        (row(">=", -1, -1 - ON), {}, "-1 ≥ -1"),
        (row(">", 100, 90), {}, "90 / 100 = 90.00%"),
        (row(">=", 100, -5), {}, "-5 misses ≥ 100: 0"),
        (row("≤", 100, 80), {}, "80 ≤ 100"),
        (row("<=", 0, ON), {}, "0.000000001 ≤ 0"),
        (row("<=", 100, 120), {}, "1 - (120 - 100) / 100 = 80.00%"),
        (row("<=", 100, 125), {"lower_is_better": "ratio"}, "100 / 125 = 80.00%"),
        (row("<=", 100, 300), {}, "300 misses ≤ 100: 0"),
        (row("等于", 10, 10), {}, "10 = 10"),
        (row("=", 0, ON), {}, "0.000000001 = 0"),
        (row("=", 10, 9), {}, "1 - |9 - 10| / 10 = 90.00%"),
        (row("=", 10, 9), {"lower_is_better": "ratio"}, "1 - |9 - 10| / 10 = 90.00%"),
        (row("=", -10, -9), {}, "1 - |-9 - -10| / |-10| = 90.00%"),
        (row("=", D("0.5"), D("0.25")), {}, "1 - |0.25 - 0.5| / 0.5 = 50.00%"),
        (row("=", D("-0.5"), D("-0.25")), {}, "1 - |-0.25 - -0.5| / |-0.5| = 50.00%"),
        (row("=", 10, 99), {}, "99 misses = 10: 0"),
        (row(">=", JUNE, JUNE), {}, "2022-06-30 is not after 2022-06-30"),
        (row("date", JUNE, JULY), {}, "2022-07-01 is after 2022-06-30: 0"),
        (row("date", 5, 6), {}, "6 is after 5: 0"),
        (row("date", 5, 5 + ON), {}, "5 is not after 5"),
        (row("约", 5, 6), {}, "invalid data: “约” is no sign of a target"),
        (row("定性", 5, 6, level="达成", score=9), {}, "达成: 9 / 10 = 90.00%, due in [80.00%, 100.00%]"),
        (row("定性", 5, 6, level="部分达成", score=7), {}, "部分达成: 7 / 10 = 70.00%, due in [60.00%, 80.00%)"),
        (
            row("定性", 5, 6, level="很好", score=7),
            {},
            "invalid data: there is no level “很好”; there are 达成, 部分达成, 未达成",
        ),
    ],
)
def test_the_reason_shows_the_calculation(tmp_path: Path, facts: dict[str, Any], keys: Table, reason: str) -> None:
    """A reader can follow the achievement by hand."""
    assert line(targets(**keys), facts, tmp_path)[0].reason == reason


def test_percentages_are_shown_as_they_were_written(tmp_path: Path) -> None:
    """A target of 90% is not 0.9 to who reads the sheet; a number that stands beside one is seen to be none."""
    found, _ = line(targets(), row(">=", "90%", "85.5%"), tmp_path)
    assert (found.target, found.actual, found.reason) == ("90%", "85.5%", "85.5% / 90% = 95.00%")
    found, _ = line(targets(), row(">=", "９０％", 90), tmp_path)
    assert (found.target, found.actual, found.reason, found.score) == ("90%", 90, "90 ≥ 90%", 10)
