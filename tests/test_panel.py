"""The check `panel`: several assessors brought to one measure, how far they differ, and what cannot be measured."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

import scoring
from tests.small_sets import Table, of_table, small_set, written
from tests.worlds import by_the_reference

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.small_sets import ScoreOne
    from tests.worlds import World

D = Decimal
FIVE = (92, 88, 85, 90, 60)


def panel(type_: str = "number", **keys: Any) -> Table:
    """Return a set with one panel of 10 points, whose scores are out of 100 if nothing else is said."""
    given = {"scores": "panel.score", "out_of": 100} | keys
    return small_set({"panel": of_table(score=type_)}, {"i": {"check": "panel", "with": given}})


def rows(scores: Sequence[Any]) -> dict[str, Any]:
    """Return the facts of a project whose assessors gave these scores."""
    return {"panel": [{"score": score} for score in scores]}


def sheet(rules: Table, scores: Sequence[Any], folder: Path, lang: Any = "en") -> scoring.ScoreSheet:
    """Score one project, with all that a sheet tells."""
    return scoring.Engine(scoring.load(written(rules, folder)), lang=lang).score(rows(scores))


@pytest.mark.parametrize(
    ("how", "scores", "points"),
    [
        ({}, FIVE, "8.3"),  # 415 / 5
        ({"how": "mean"}, (92, 80), "8.6"),
        ({"how": "mean"}, (50,), "5"),
        ({"how": "mean", "out_of": 92}, (92, 92), "10"),
        ({"how": "median"}, FIVE, "8.8"),
        ({"how": "median"}, (92, 88, 85, 90), "8.9"),  # (88 + 90) / 2
        ({"how": "drop_high_low"}, FIVE, "8.77"),  # (88 + 85 + 90) / 3
        ({"how": "drop_high_low"}, (90, 90, 60, 60), "7.5"),  # one 90 and one 60 stay
        ({"how": "drop_high_low"}, (92, 88, 60), "8.8"),
        ({"how": "trimmed"}, FIVE, "8.77"),  # a fifth of five is one at either end
        ({"how": "trimmed"}, FIVE[:4], "8.88"),  # a fifth of four is less than one: 355 / 4
        ({"how": "trimmed", "trim": D("0.1")}, FIVE, "8.3"),
        ({"how": "trimmed", "trim": D("0.3")}, (1, 2, 3, 4, 5, 6, 7, 8, 9, 100), "0.55"),  # 4, 5, 6 and 7 stay
        ({"how": "trimmed", "trim": D("0.3333333333")}, (0, 60, 90), "6"),  # equals one of three
        ({"how": "trimmed", "trim": D("0.333333")}, (0, 60, 90), "5"),
        ({"how": "trimmed", "trim": D("0.49")}, FIVE, "8.8"),  # two at either end leave the median
    ],
)
def test_the_scores_are_brought_together(score: ScoreOne, how: Table, scores: Sequence[int], points: str) -> None:
    """Mean, median, mean without the highest and the lowest, and trimmed mean, as a share of `out_of`."""
    found = score(panel(**how), rows(scores))
    assert (found.statuses["i"], found.scores["i"]) == ("scored", D(points))


@pytest.mark.parametrize("how", ["mean", "median", "trimmed", "drop_high_low"])
def test_an_assessor_who_gave_nothing_is_none(score: ScoreOne, how: str) -> None:
    """Rows without a score are left out, and so are those whose cell is no number: three of five count."""
    found = score(panel(how=how), rows([80, None, 70, "abstains", 90]))
    assert (found.statuses["i"], found.scores["i"]) == ("scored", 8)


@pytest.mark.parametrize(
    ("scores", "status"),
    [
        ((100, 0), "scored"),
        ((101, 50), "invalid"),
        ((50, D("-0.01")), "invalid"),
        ((D("100.0000000009"), D("-0.0000000009")), "scored"),
        ((D("100.0000000011"),), "invalid"),
        ((), "missing"),
        ((None, ""), "missing"),
        (("abstains",), "invalid"),
    ],
)
@pytest.mark.parametrize("how", ["mean", "median", "trimmed"])
def test_a_score_outside_the_points_makes_the_panel_invalid(
    score: ScoreOne, scores: Sequence[Any], status: str, how: str
) -> None:
    """Scores lie between 0 and `out_of`, with the tolerance; without any score there is no measure."""
    assert score(panel(how=how), rows(scores)).statuses["i"] == status


@pytest.mark.parametrize(
    ("scores", "status"), [((), "missing"), ((90,), "missing"), ((90, 80), "missing"), ((90, 80, 70), "scored")]
)
def test_the_highest_and_the_lowest_are_dropped_of_three_or_more(
    score: ScoreOne, scores: Sequence[int], status: str
) -> None:
    """Dropping two of two leaves nothing to measure by: the indicator is missing, not scored by what was dropped."""
    assert score(panel(how="drop_high_low"), rows(scores)).statuses["i"] == status


def test_amounts_of_money_are_added_up_exactly(score: ScoreOne) -> None:
    """A panel of amounts, whose trimmed mean lies on a threshold to the ten-thousandth."""
    scale = {"kind": "thresholds", "steps": [{"at_least": D("0.30005"), "share": 1}]}
    rules = panel("money", how="trimmed", out_of=100000)
    rules["indicators"]["i"]["scale"] = scale
    amounts = [D("10000.0001"), D("40000.0001"), D("40009.9998"), D("0.01"), D("99999")]
    assert score(rules, rows(amounts)).scores["i"] == 0  # (10000.0001 + 40000.0001 + 40009.9998) / 3 = 30003.3333…
    assert score(rules, rows([*amounts[:2], D("40014.9998"), *amounts[3:]])).scores["i"] == 10  # 30005


@given(
    type_=st.sampled_from(["number", "money", "percent"]),
    how=st.sampled_from(["mean", "median", "trimmed", "drop_high_low"]),
    trim=st.sampled_from(["0.05", "0.1", "0.2", "0.25", "0.3", "0.4", "0.499"]),
    projects=st.lists(
        st.lists(
            st.one_of(st.none(), st.sampled_from([0, 1, D("0.5"), D("1.1"), D("-0.1")]), st.decimals(0, 1, places=4)),
            max_size=21,
        ),
        min_size=1,
        max_size=5,
    ),
)
def test_every_world_agrees_with_the_reference(
    scored: World, tmp_path_factory: pytest.TempPathFactory, type_: str, how: str, trim: str, projects: list[list[Any]]
) -> None:
    """However many assessors, whatever they gave, missing and doubled scores among it: the same statuses and cents."""
    rules = panel(type_, out_of=1, how=how, **({"trim": D(trim)} if how == "trimmed" else {}))
    path = written(rules, tmp_path_factory.getbasetemp())
    note(path.read_text(encoding="utf-8"))
    facts = [rows(scores) for scores in projects]
    for found, due in zip(scored(path, facts), by_the_reference(path, facts), strict=True):
        assert (found.statuses, found.scores) == (due.statuses, due.scores)


@pytest.mark.parametrize(
    ("how", "en", "zh"),
    [
        (
            "mean",
            "assessors: 5, scores 60 to 92, spread 32; mean 415 / 5 = 83; 83 / 100 = 83.00%",
            "5 个评委打分 60～92，相差 32；平均 415 / 5 = 83；83 / 100 = 83.00%",
        ),
        (
            "median",
            "assessors: 5, scores 60 to 92, spread 32; median 88; 88 / 100 = 88.00%",
            "5 个评委打分 60～92，相差 32；中位数 88；88 / 100 = 88.00%",
        ),
        (
            "trimmed",
            (
                "assessors: 5, scores 60 to 92, spread 32; without 1 highest and 1 lowest, mean of 3: 87.6667; "
                "87.6667 / 100 = 87.67%"
            ),
            "5 个评委打分 60～92，相差 32；最高、最低各去掉 1 个，其余 3 个平均 87.6667；87.6667 / 100 = 87.67%",
        ),
        (
            "drop_high_low",
            (
                "assessors: 5, scores 60 to 92, spread 32; without the highest and the lowest, "
                "(415 - 92 - 60) / 3 = 87.6667; 87.6667 / 100 = 87.67%"
            ),
            (
                "5 个评委打分 60～92，相差 32；去掉一个最高分和一个最低分，(415 - 92 - 60) / 3 = 87.6667；"
                "87.6667 / 100 = 87.67%"
            ),
        ),
    ],
)
def test_the_reason_shows_the_spread_and_the_calculation(how: str, en: str, zh: str, tmp_path: Path) -> None:
    """How many assessors, from what to what, and how the measure comes of their scores."""
    for lang, said in (("en", en), ("zh", zh)):
        assert sheet(panel(how=how), FIVE, tmp_path, lang)["i"].reason == said


def test_a_part_of_an_assessor_is_not_left_out(tmp_path: Path) -> None:
    """0.3 of five is one and a half: one is left out at either end."""
    reason = sheet(panel(how="trimmed", trim=D("0.3")), FIVE, tmp_path)["i"].reason
    assert reason is not None
    assert "without 1 highest and 1 lowest, mean of 3: 87.6667" in reason


@pytest.mark.parametrize(
    ("keys", "scores", "codes"),
    [
        ({}, (100, 0), []),
        ({"spread_limit": 20}, (90, 70), []),
        ({"spread_limit": 20}, (90, 69), ["assessors-disagree"]),
        ({"spread_limit": 0}, (90, 90), []),
        ({"spread_limit": 0}, (90,), []),
        ({"spread_limit": 20}, (), []),
        ({"how": "drop_high_low"}, (90, 80), ["assessors-too-few"]),
        ({"how": "drop_high_low"}, (90,), ["assessors-too-few"]),
        ({"how": "drop_high_low"}, (), []),
        ({}, (101, 50), ["score-outside"]),
    ],
)
def test_findings_tell_what_is_wrong_with_the_scores(
    keys: Table, scores: Sequence[int], codes: list[str], tmp_path: Path
) -> None:
    """Assessors who differ by more than the limit, too few to drop two, scores outside: each with what to do."""
    found = sheet(panel(**keys), scores, tmp_path).findings
    assert [each.code for each in found] == codes
    assert all(each.node == "i" and each.remedy for each in found)


def test_a_finding_names_the_numbers(tmp_path: Path) -> None:
    """The finding says from what to what the assessors went, and how much was allowed."""
    (found,) = sheet(panel(spread_limit=20), FIVE, tmp_path).findings
    assert found.message == "the assessors gave 60 to 92: they differ by 32, more than 20"
