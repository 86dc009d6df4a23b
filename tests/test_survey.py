"""The check `survey.satisfaction`: shares, intervals, findings and reasons computed by hand, in both languages."""

from __future__ import annotations

import sys
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Final

import pytest

import scoring
from scoring_survey import Satisfaction, wilson
from tests.pages import table
from tests.toml_text import dumps

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.worlds import World

COLUMNS: Final[dict[str, Any]] = {
    "answer": {"type": "integer", "minimum": 1, "maximum": 5},
    "food": {"type": "integer"},
    "rooms": {"type": "integer"},
    "word": {"type": "text"},
    "who": {"type": "text"},
    "about": {"type": "text"},
    "good": {"type": "integer"},
    "fair": {"type": "integer"},
    "bad": {"type": "integer"},
}
FACTS: Final[dict[str, Any]] = {
    "survey": {"type": "table", "label": "问卷", "columns": COLUMNS},
    "asked.good": {"type": "integer"},
    "asked.fair": {"type": "integer"},
    "asked.bad": {"type": "integer"},
    "asked.sent": {"type": "integer", "label": "发放份数"},
}
#: Scores facts by one indicator of 10 points.
Score = Callable[..., scoring.ScoreSheet]


def write(folder: Path, with_: Mapping[str, Any], lang: str = "zh", check: str = "survey.satisfaction") -> Path:
    """Write a set with one indicator of 10 points, in proportion to satisfaction."""
    rules = {
        "schema": "scoring/1",
        "id": "test/survey",
        "title": "t",
        "version": "1",
        "lang": lang,
        "full_marks": 10,
        "missing": "zero",
        "grades": [{"at_least": 0, "label": "-"}],
        "facts": FACTS,
        "dimensions": {"d": {"title": "d", "weight": 10}},
        "indicators": {"it": {"title": "it", "dimension": "d", "weight": 10, "check": check, "with": dict(with_)}},
    }
    path = folder / "set.toml"
    path.write_text(dumps(rules), encoding="utf-8")
    return path


@pytest.fixture
def score(tmp_path: Path) -> Score:
    """Score facts by one indicator of 10 points."""

    def run(with_: Mapping[str, Any], facts: Mapping[str, Any], *more: str, **also: str) -> scoring.ScoreSheet:
        rules = scoring.load(write(tmp_path, with_, *more, **also))
        return scoring.Engine(rules, plugins=[sys.modules[__name__]]).score(facts)

    return run


def codes(sheet: scoring.ScoreSheet) -> list[str]:
    """Return the codes of the indicator's findings."""
    return [each.code for each in sheet.findings if each.node == "it"]


def rows(column: str, *answers: Any, **more: Any) -> list[dict[str, Any]]:
    """Return a table: a row for each answer."""
    return [{column: answer, **more} for answer in answers]


def counts(good: Any, fair: Any, bad: Any, **more: Any) -> dict[str, Any]:
    """Return how many people chose each option."""
    return {"good": good, "fair": fair, "bad": bad, **more}


ANSWERS: Final = {"table": "survey", "answer": "answer"}
WORDS: Final = {"table": "survey", "answer": "word"}
OPTIONS: Final = {"table": "survey", "options": ["good", "fair", "bad"]}
COUNTS: Final = {"counts": ["asked.good", "asked.fair", "asked.bad"]}
BY_WHO: Final = {"group": "who", "groups": {"职工": 3, "来访": 1}}
BY_QUESTION: Final = {"question": "about", "questions": {"食堂": 2, "会务": 1}}
POINTS: Final = {"很满意": 100, "满意": 80, "不满意": 0}
WORTH: Final = {"good": 100, "fair": 60, "bad": 0}

MEASURES: Final[dict[str, tuple[dict[str, Any], dict[str, Any], Decimal | int | None, list[str]]]] = {
    # with, facts -> measure, findings
    "3 of 4 from 4 on": (ANSWERS | {"satisfied_from": 4}, {"survey": rows("answer", 5, 4, 4, 3)}, Decimal("0.75"), []),
    "nobody": (ANSWERS | {"satisfied_from": 4}, {"survey": rows("answer", 1, 3)}, 0, []),
    "everybody": (ANSWERS | {"satisfied_from": 4}, {"survey": rows("answer", 4, 5)}, 1, []),
    "an empty answer does not count": (
        ANSWERS | {"satisfied_from": 4}, {"survey": rows("answer", 5, None, 3)}, Decimal("0.5"), [],
    ),
    "a wrong answer does not count": (
        ANSWERS | {"satisfied_from": 4}, {"survey": rows("answer", 5, 9, 3)}, Decimal("0.5"), [],
    ),
    "3 of 4 in words": (
        WORDS | {"satisfied": ["满意", "很满意"]}, {"survey": rows("word", "满意", " 满意 ", "很满意", "不知道")},
        Decimal("0.75"), [],
    ),
    "points of words: (100 + 80 + 0) / 3 / 100": (
        WORDS | {"points": POINTS}, {"survey": rows("word", "很满意", "满意", "不满意")}, Decimal("0.6"), [],
    ),
    "most points below the full ones: 80 / 100": (
        WORDS | {"points": {"满意": 80, "不满意": 0}, "out_of": 100}, {"survey": rows("word", "满意")},
        Decimal("0.8"), [],
    ),
    "a word without points is left out": (
        WORDS | {"points": POINTS}, {"survey": rows("word", "很满意", "一般", "不满意")},
        Decimal("0.5"), ["answers-left-out"],
    ),
    "the same words in another form of writing": (
        WORDS | {"points": {" 满意（好） ": 1, "差": 0}}, {"survey": rows("word", "满意(好)")}, 1, [],
    ),
    "the mean of 5, 4, 3 of 5": (ANSWERS | {"out_of": 5}, {"survey": rows("answer", 5, 4, 3)}, Decimal("0.8"), []),
    "numbers off the scale are left out": (
        {"table": "survey", "answer": "food", "out_of": 10}, {"survey": rows("food", 0, 11, -1, 10)},
        Decimal("0.5"), ["answers-left-out"],
    ),
    "two questions weigh the same: (1 + 0.5) / 2": (
        {"table": "survey", "answer": ["food", "rooms"], "satisfied_from": 4},
        {"survey": [{"food": 5, "rooms": 5}, {"food": 4, "rooms": 1}]}, Decimal("0.75"), [],
    ),
    "two questions, 3 to 1: (3 x 1 + 1 x 0.5) / 4": (
        {"table": "survey", "answer": {"food": 3, "rooms": 1}, "satisfied_from": 4},
        {"survey": [{"food": 5, "rooms": 5}, {"food": 4, "rooms": 1}]}, Decimal("0.875"), [],
    ),
    "a question nobody answered": (
        {"table": "survey", "answer": ["food", "rooms"], "satisfied_from": 4}, {"survey": rows("food", 5, 4)},
        None, ["part-without-answers"],
    ),
    "two groups, 3 to 1: (3 x 0.5 + 1 x 1) / 4": (
        ANSWERS | BY_WHO | {"satisfied_from": 4},
        {"survey": [*rows("answer", 5, 1, who="职工"), *rows("answer", 5, 5, 5, who="来访")]}, Decimal("0.625"), [],
    ),
    "a group of another name, and one without a name": (
        ANSWERS | BY_WHO | {"satisfied_from": 4},
        {"survey": [*rows("answer", 5, 1, who="职工"), *rows("answer", 5, who="来访"),
                    *rows("answer", 1, who="过客"), *rows("answer", 1)]},
        Decimal("0.625"), ["answers-left-out"],
    ),
    "a group of which nobody answered": (
        ANSWERS | BY_WHO | {"satisfied_from": 4}, {"survey": rows("answer", 5, who="职工")},
        None, ["part-without-answers"],
    ),
    "questions and groups: (9 x 1 + 3 x 0 + 3 x 0 + 1 x 1) / 16": (
        {"table": "survey", "answer": {"food": 3, "rooms": 1}, "satisfied_from": 4} | BY_WHO,
        {"survey": [{"food": 5, "rooms": 1, "who": "职工"}, {"food": 1, "rooms": 5, "who": "来访"}]},
        Decimal("0.625"), [],
    ),
    "7 of 10 by counts": (
        COUNTS | {"satisfied": ["asked.good", "asked.fair"]}, {"asked": counts(3, 4, 3)}, Decimal("0.7"), [],
    ),
    "counts with points: (3 x 100 + 4 x 60) / 10 / 100": (
        COUNTS | {"points": {"asked.good": 100, "asked.fair": 60, "asked.bad": 0}}, {"asked": counts(3, 4, 3)},
        Decimal("0.54"), [],
    ),
    "no count of an option": (COUNTS | {"satisfied": ["asked.good"]}, {"asked": counts(3, 4, None)}, None, []),
    "all counts are 0": (COUNTS | {"satisfied": ["asked.good"]}, {"asked": counts(0, 0, 0)}, None, []),
    "a negative count": (
        COUNTS | {"satisfied": ["asked.good"]}, {"asked": counts(3, 4, -1)}, None, ["negative-count"],
    ),
    "rows of counts add up: 10 / 20": (
        OPTIONS | {"satisfied": ["good"]}, {"survey": [counts(7, 0, 3), counts(3, 5, 2)]}, Decimal("0.5"), [],
    ),
    "rows of counts with points: (10 x 100 + 5 x 60) / 20 / 100": (
        OPTIONS | {"points": WORTH}, {"survey": [counts(7, 0, 3), counts(3, 5, 2)]}, Decimal("0.65"), [],
    ),
    "a row without a count is left out": (
        OPTIONS | {"satisfied": ["good"]}, {"survey": [counts(7, None, 3), counts(3, 5, 2)]},
        Decimal("0.3"), ["rows-left-out"],
    ),
    "a negative count in a row": (
        OPTIONS | {"satisfied": ["good"]}, {"survey": [counts(7, -1, 3)]}, None, ["negative-count"],
    ),
    "counts by group, 3 to 1: (3 x 0.7 + 1 x 0.3) / 4": (
        OPTIONS | BY_WHO | {"satisfied": ["good"]},
        {"survey": [counts(7, 0, 3, who="职工"), counts(3, 5, 2, who="来访")]}, Decimal("0.6"), [],
    ),
    "counts by question and group: (6 x 1 + 2 x 0.5 + 3 x 0.2 + 1 x 0) / 12": (
        OPTIONS | BY_WHO | BY_QUESTION | {"satisfied": ["good"]},
        {"survey": [
            counts(4, 0, 0, who="职工", about="食堂"), counts(1, 1, 0, who="来访", about="食堂"),
            counts(1, 2, 2, who="职工", about="会务"), counts(0, 0, 1, who="来访", about="会务"),
        ]},
        Decimal("7.6") / 12, [],
    ),
    "counts of a question of another name": (
        OPTIONS | BY_QUESTION | {"satisfied": ["good"]},
        {"survey": [counts(1, 0, 0, about="食堂"), counts(0, 0, 1, about="会务"), counts(9, 0, 0, about="用车")]},
        Decimal(2) / 3, ["rows-left-out"],
    ),
    "no survey at all": (ANSWERS | {"satisfied_from": 4, "minimum_sample": 30}, {}, None, []),
    "no survey of any group": (ANSWERS | BY_WHO | {"satisfied_from": 4}, {}, None, []),
    "no counts at all": (COUNTS | {"satisfied": ["asked.good"], "minimum_sample": 30}, {}, None, []),
    "just enough": (
        ANSWERS | {"satisfied_from": 4, "minimum_sample": 3}, {"survey": rows("answer", 5, 5, 1)}, Decimal(2) / 3, [],
    ),
    "one too few": (
        ANSWERS | {"satisfied_from": 4, "minimum_sample": 4}, {"survey": rows("answer", 5, 5, 1)},
        None, ["sample-too-small"],
    ),
    "only valid answers make the sample": (
        ANSWERS | {"satisfied_from": 4, "minimum_sample": 3}, {"survey": rows("answer", 5, 5, None)},
        None, ["sample-too-small"],
    ),
    "the question with the fewest answers decides": (
        {"table": "survey", "answer": ["food", "rooms"], "satisfied_from": 4, "minimum_sample": 2},
        {"survey": [{"food": 5, "rooms": 5}, {"food": 4}]}, None, ["sample-too-small"],
    ),
    "groups make the sample together": (
        ANSWERS | BY_WHO | {"satisfied_from": 4, "minimum_sample": 2},
        {"survey": [*rows("answer", 5, who="职工"), *rows("answer", 1, who="来访")]}, Decimal("0.75"), [],
    ),
    "questions do not make the sample together": (
        OPTIONS | BY_QUESTION | {"satisfied": ["good"], "minimum_sample": 3},
        {"survey": [counts(1, 0, 1, about="食堂"), counts(1, 0, 1, about="会务")]}, None, ["sample-too-small"],
    ),
    "too few by counts": (
        COUNTS | {"satisfied": ["asked.good"], "minimum_sample": 11}, {"asked": counts(3, 4, 3)},
        None, ["sample-too-small"],
    ),
    "nobody of those asked": (
        COUNTS | {"satisfied": ["asked.good"], "minimum_sample": 1}, {"asked": counts(0, 0, 0)},
        None, ["sample-too-small"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MEASURES)
def test_satisfaction(score: Score, name: str) -> None:
    """The measure is what the name of the case works out; what was left out or is too little is a finding."""
    with_, facts, measure, findings = MEASURES[name]
    sheet = score(with_, facts)
    line = sheet["it"]
    assert (line.measure is None) == (measure is None)
    if measure is not None:
        assert isinstance(line.measure, Decimal)
        assert round(line.measure, 20) == round(Decimal(measure), 20)
    assert codes(sheet) == findings


@pytest.mark.parametrize("name", MEASURES)
def test_satisfaction_in_every_world(scored: World, tmp_path: Path, name: str) -> None:
    """The cents are the same wherever they are computed: 10 x the measure, rounded half up, or 0 without one."""
    with_, facts, measure, _ = MEASURES[name]
    (outcome,) = scored(write(tmp_path, with_), [facts])
    cents = Decimal("0.01")
    assert outcome.scores == {"it": 0 if measure is None else (10 * Decimal(measure)).quantize(cents, ROUND_HALF_UP)}


@pytest.mark.parametrize(
    ("facts", "with_", "status"),
    [
        ({"asked": counts(3, 4, "many")}, COUNTS | {"satisfied": ["asked.good"]}, "invalid"),
        ({"asked": counts(3, 4, -1)}, COUNTS | {"satisfied": ["asked.good"]}, "invalid"),
        ({"survey": rows("answer", 6, 0)}, ANSWERS | {"satisfied_from": 4}, "invalid"),
        ({"survey": rows("answer", 6, 5)}, ANSWERS | {"satisfied_from": 4}, "scored"),
        ({"survey": rows("answer", 5)}, ANSWERS | {"satisfied_from": 4, "minimum_sample": 2}, "missing"),
        ({"asked": counts(0, 0, 0)}, COUNTS | {"satisfied": ["asked.good"]}, "missing"),
        ({}, ANSWERS | {"satisfied_from": 4}, "missing"),
    ],
)
def test_the_status_of_satisfaction(score: Score, facts: dict[str, Any], with_: dict[str, Any], status: str) -> None:
    """Without a valid answer it is missing, or invalid where there are answers that cannot be; one is enough."""
    assert score(with_, facts)["it"].status == status


# ---- Wilson's interval

#: The worked examples of Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3.
NEWCOMBE: Final = [
    (81, 263, "0.2553", "0.3662"),
    (15, 148, "0.0624", "0.1605"),
    (0, 20, "0.0000", "0.1611"),
    (1, 29, "0.0061", "0.1718"),
    (20, 20, "0.8389", "1.0000"),  # the mirror of 0 of 20
    (10**6, 10**6, "0.99999616", "1"),  # n / (n + z²) = 1 - 3.8415e-6, not lost in the tolerance
]


class End(scoring.Check):
    """One end of the interval, as a measure."""

    high: bool

    def measure(self, facts: scoring.Facts) -> scoring.Quantity:
        """Return the end for those satisfied of all that were asked."""
        return wilson(facts, facts["asked.good"], facts["asked.good"] + facts["asked.bad"])[self.high]


@scoring.hookimpl
def scoring_checks() -> dict[str, type[scoring.Check]]:
    """Offer the ends of the interval: this file is a plugin too."""
    return {"test.end": End}


@pytest.mark.parametrize(("holds", "sample", "low", "high"), NEWCOMBE)
def test_the_interval_is_wilsons(score: Score, holds: int, sample: int, low: str, high: str) -> None:
    """Both ends of the interval are the published ones, where nobody or everybody is satisfied too."""
    for high_end, expected in ((False, low), (True, high)):
        sheet = score({"high": high_end}, {"asked": counts(holds, 0, sample - holds)}, check="test.end")
        measure = sheet["it"].measure
        assert isinstance(measure, Decimal)
        assert measure.quantize(Decimal(expected)) == Decimal(expected)
        assert 0 <= measure <= 1


def test_the_interval_stands_in_the_reason(score: Score) -> None:
    """81 of 263: 25.53% to 36.62%, shown with one decimal."""
    with_, facts = COUNTS | {"satisfied": ["asked.good"]}, {"asked": counts(81, 0, 182)}
    assert score(with_, facts)["it"].reason == "81 / 263 = 30.80%，95% 置信区间 25.5%～36.6%"
    assert score(with_, facts, "en")["it"].reason == "81 / 263 = 30.80%, 95% interval 25.5% to 36.6%"


# ---- reasons


@pytest.mark.parametrize(
    ("with_", "facts", "zh", "en"),
    [
        (
            ANSWERS | {"satisfied_from": 4, "minimum_sample": 20, "sent": "asked.sent"},
            {"survey": rows("answer", *[2] * 20), "asked": {"sent": 25}},
            ("0 / 20 = 0.00%，95% 置信区间 0.0%～16.1%；有效样本 20 份，最低 20 份；回收 20 / 发放 25 = 80.00%"),
            ("0 / 20 = 0.00%, 95% interval 0.0% to 16.1%; sample 20, at least 20 due; returned 20 / sent 25 = 80.00%"),
        ),
        (
            WORDS | {"points": POINTS},
            {"survey": rows("word", "很满意", "满意", "不满意")},
            "平均 60 / 100 = 60.00%（3 份）",
            "mean 60 / 100 = 60.00% (sample 3)",
        ),
        (
            ANSWERS | {"out_of": 5},
            {"survey": rows("answer", 5, 4)},
            "平均 4.5 / 5 = 90.00%（2 份）",
            "mean 4.5 / 5 = 90.00% (sample 2)",
        ),
        (
            OPTIONS | {"group": "who", "groups": {"职工": 0.75, "来{访}": 0.25}, "points": WORTH},
            {"survey": [counts(1, 1, 0, who="职工"), counts(0, 0, 2, who="来{访}")]},
            (
                "职工（权重 0.75）平均 80 / 100 = 80.00%（2 份）；"
                "来{访}（权重 0.25）平均 0 / 100 = 0.00%（2 份）；加权平均 60.00%"
            ),
            (
                "职工 (weight 0.75): mean 80 / 100 = 80.00% (sample 2); "
                "来{访} (weight 0.25): mean 0 / 100 = 0.00% (sample 2); weighted mean 60.00%"
            ),
        ),
        (
            OPTIONS | BY_QUESTION | {"satisfied": ["good"]},
            {"survey": [counts(0, 0, 20, about="食堂"), counts(20, 0, 0, about="会务")]},
            (
                "食堂（权重 2）0 / 20 = 0.00%，95% 置信区间 0.0%～16.1%；"
                "会务（权重 1）20 / 20 = 100.00%，95% 置信区间 83.9%～100.0%；加权平均 33.33%"
            ),
            (
                "食堂 (weight 2): 0 / 20 = 0.00%, 95% interval 0.0% to 16.1%; "
                "会务 (weight 1): 20 / 20 = 100.00%, 95% interval 83.9% to 100.0%; weighted mean 33.33%"
            ),
        ),
    ],
)
def test_the_reason_can_be_followed(
    score: Score, with_: dict[str, Any], facts: dict[str, Any], zh: str, en: str
) -> None:
    """Every part with its numbers, interval or mean and weight, then the weighted mean, the sample, the response."""
    assert score(with_, facts)["it"].reason == zh
    assert score(with_, facts, "en")["it"].reason == en


def test_the_parts_of_questions_and_groups_are_named(score: Score) -> None:
    """A part is a question in a group, weighted by the product of both: 3 x 3, 3 x 1, 1 x 3, 1 x 1."""
    with_ = {"table": "survey", "answer": {"food": 3, "rooms": 1}, "out_of": 10} | BY_WHO
    reason = score(with_, {"survey": [{"food": 5, "rooms": 1, "who": "职工"}]})["it"].reason
    for part in ("food · 职工（权重 9）", "food · 来访（权重 3）", "rooms · 职工（权重 3）", "rooms · 来访（权重 1）"):
        assert part in reason


# ---- findings

RESPONSE: Final = {"sent": "asked.sent", "minimum_response": 0.8}


@pytest.mark.parametrize(
    ("with_", "survey", "sent", "findings"),
    [
        (ANSWERS | {"satisfied_from": 4}, rows("answer", 5, 5, 5, 5), 5, []),
        (ANSWERS | {"satisfied_from": 4}, rows("answer", 5, 5, 5, None), 5, []),
        (ANSWERS | {"satisfied_from": 4}, rows("answer", 5, 5, 5), 4, ["response-low"]),
        (ANSWERS | {"satisfied_from": 4}, rows("answer", 5, 5, 5, 5), 3, ["returned-above-sent"]),
        (ANSWERS | {"satisfied_from": 4}, rows("answer", 5), None, []),
        (
            OPTIONS | BY_QUESTION | {"satisfied": ["good"]},
            [counts(4, 0, 0, about="食堂"), counts(3, 0, 0, about="会务")],
            5,
            [],
        ),
    ],
)
def test_the_response(score: Score, with_: dict[str, Any], survey: Any, sent: int | None, findings: list[str]) -> None:
    """Questionnaires back / sent: 4 of 5 keep 80%, 3 of 4 do not; a count of each question takes the most answered."""
    sheet = score(with_ | RESPONSE, {"survey": survey, "asked": {"sent": sent}})
    assert codes(sheet) == findings
    assert sheet["it"].measure == 1


@pytest.mark.parametrize(
    ("with_", "facts", "zh", "en"),
    [
        (
            ANSWERS | {"satisfied_from": 4, "minimum_sample": 30},
            {"survey": rows("answer", *[5] * 29)},
            "有效答卷 29 份，少于规定的 30 份，不计算满意度",
            "a sample of 29, below the 30 that are due: satisfaction is not measured",
        ),
        (
            ANSWERS | {"satisfied_from": 4} | RESPONSE,
            {"survey": rows("answer", 5, 5, 5), "asked": {"sent": 4}},
            "发放 4 份，回收 3 份，回收率 75.00%，低于规定的 80.00%",
            "3 of 4 came back, 75.00%: less than the 80.00% that is due",
        ),
        (
            ANSWERS | {"satisfied_from": 4, "sent": "asked.sent"},
            {"survey": rows("answer", 5, 5, 5), "asked": {"sent": 2}},
            "回收 3 份，多于发放的 2 份",
            "3 came back, but only 2 were sent",
        ),
        (
            WORDS | {"points": POINTS},
            {"survey": rows("word", "满意", "一般", "尚可")},
            "2 个答案没有计入：答案或所属分组不在指标体系所列之内",
            "answers left out because the set has no such answer or group: 2",
        ),
        (
            OPTIONS | {"satisfied": ["good"]},
            {"survey": [counts(1, 1, 1), counts(1, None, 1)]},
            "1 行人数没有计入：题目或分组不在指标体系所列之内，或有选项没有填人数",
            "rows left out because the set has no such question or group, or because a count is not filled in: 1",
        ),
        (
            ANSWERS | BY_WHO | {"satisfied_from": 4},
            {"survey": rows("answer", 5, who="职工")},
            "有的题目或分组没有一份有效答卷，不能按权重合计",
            "a question or a group has no valid answer, so the parts cannot be weighted",
        ),
        (
            COUNTS | {"satisfied": ["asked.good"]},
            {"asked": counts(3, -1, 3)},
            "选项人数中有负数，满意度无效",
            "a count of answers is negative, satisfaction is invalid",
        ),
    ],
)
def test_findings_have_the_numbers(
    score: Score, with_: dict[str, Any], facts: dict[str, Any], zh: str, en: str
) -> None:
    """Each finding gives the numbers it is about, in the set's language, and says what to do."""
    for lang, message in (("zh", zh), ("en", en)):
        (finding,) = score(with_, facts, lang).findings
        assert finding.message == message
        assert finding.remedy


# ---- parameters

SHARE: Final = ANSWERS | {"satisfied_from": 4}


@pytest.mark.parametrize(
    ("with_", "said"),
    [
        ({"table": "survey", "satisfied_from": 4}, ["三者选一", "say where the answers are"]),
        (SHARE | {"counts": ["asked.good"]}, ["三者选一", "say where the answers are"]),
        ({"table": "survey", "answer": [], "satisfied_from": 4}, ["answer"]),
        ({"answer": "answer", "satisfied_from": 4}, ["请写 table", "give table"]),
        ({"table": "survey"} | COUNTS | {"satisfied": ["asked.good"]}, ["不用 table", "no table"]),
        (COUNTS | BY_WHO | {"satisfied": ["asked.good"]}, ["不用 table", "no table"]),
        (ANSWERS, ["怎样算满意", "say what satisfaction is"]),
        (SHARE | {"satisfied": ["5"]}, ["怎样算满意"]),
        (SHARE | {"out_of": 5}, ["怎样算满意"]),
        (OPTIONS | {"satisfied_from": 4}, ["satisfied 或 points", "satisfied or points"]),
        (COUNTS | {"out_of": 5}, ["satisfied 或 points"]),
        (OPTIONS | {"options": ["good", "good"], "satisfied": ["good"]}, ["只写一次", "every option once"]),
        (OPTIONS | {"satisfied": ["god"]}, ["god", "good, fair, bad"]),
        (OPTIONS | {"points": {"good": 1, "fair": 1}}, ["points 没有写：bad", "points lacks bad"]),
        (OPTIONS | {"points": WORTH | {"best": 1}}, ["best"]),
        (WORDS | {"points": POINTS, "out_of": 90}, ["100", "90"]),
        (WORDS | {"points": {"满意": 0}}, ["points 至少有一个大于 0", "one above 0"]),
        (SHARE | {"group": "who"}, ["group 与 groups", "group and groups"]),
        (SHARE | {"groups": {"职工": 1}}, ["group 与 groups"]),
        (OPTIONS | {"satisfied": ["good"], "question": "about"}, ["question 与 questions"]),
        (SHARE | BY_QUESTION, ["question 用于 options", "question goes with options"]),
        (SHARE | {"minimum_response": 0.8}, ["sent"]),
        (SHARE | {"minimum_sample": -1}, ["minimum_sample", "-1"]),
        (SHARE | {"minimum_sample": 2.5}, ["minimum_sample", "2.5"]),
        (SHARE | {"minimum_response": 80, "sent": "asked.sent"}, ["minimum_response", "80"]),
        (SHARE | {"answer": "anser"}, ["survey.anser", "survey.answer"]),
        (SHARE | {"answer": 5}, ["answer", "5"]),
        (SHARE | {"table": "servey"}, ["servey", "survey"]),
        (SHARE | {"answer": "word"}, ["text"]),
        (ANSWERS | {"satisfied": ["5"]}, ["among wants a text"]),
        (ANSWERS | {"points": POINTS}, ["lookup wants a text"]),
        (ANSWERS | {"out_of": 0}, ["out_of", "0"]),
        (SHARE | BY_WHO | {"groups": {"职工": 0}}, ["职工", "0"]),
        (SHARE | {"minimun_sample": 3}, ["minimum_sample"]),
    ],
)
def test_a_mistake_in_the_parameters_is_refused(score: Score, with_: dict[str, Any], said: list[str]) -> None:
    """What cannot be meant is a diagnostic, in the set's language, that says what would be right."""
    told = ""
    for lang in ("zh", "en"):
        with pytest.raises(scoring.RulesError) as caught:
            score(with_, {}, lang=lang)
        assert len(caught.value.diagnostics) == 1
        told += str(caught.value)
    for each in said:
        assert each in told


def test_everything_is_described() -> None:
    """Every parameter has a description; every finding is said in both languages, and so is what to do about it."""
    assert all(field.description for field in Satisfaction.model_fields.values())
    assert all(chinese and english for chinese, english in Satisfaction.messages.values())
    found = {code for code in Satisfaction.messages if not code.endswith(".remedy")}
    assert {f"{code}.remedy" for code in found} | found == Satisfaction.messages.keys()


PAGE: Final = "docs/reference/plugins-survey.md"


def test_the_page_lists_parameters_and_findings() -> None:
    """The reference has every parameter, in order, and every finding."""
    rows = table(PAGE, "keys", "survey.satisfaction").rows
    assert [row[0].strip("`") for row in rows] == list(Satisfaction.model_fields)
    assert table(PAGE, "findings", "survey.satisfaction").codes == [
        code for code in Satisfaction.messages if not code.endswith(".remedy")
    ]
