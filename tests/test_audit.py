"""The audit of filled forms: every mistake by itself, and cells as they are typed."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.audits import CLEAN, audited, changed, found
from tests.command import here
from tests.forms import ministry, saved, written, yunnan

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.command import Command

D = Decimal


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in an empty folder."""
    return here(tmp_path, monkeypatch, capsys)


def test_a_form_without_mistakes_has_no_findings(tmp_path: Path, command: Command) -> None:
    """A form that follows its rule ends with 0, and says so; what it is made of is in the JSON as the issue has it."""
    saved(tmp_path / "form.xlsx", ministry(CLEAN, total=98))
    assert audited(command, "form.xlsx", code=0) == [
        {"file": "form.xlsx", "printed_total": 98, "recomputed_total": 98, "findings": []}
    ]
    done = command("audit", "form.xlsx", "--lang", "en")
    assert "No findings." in done.out
    assert (done.code, done.err) == (0, "")


MISTAKES: Final[Mapping[str, tuple[Any, dict[str, Any], list[tuple[Any, ...]]]]] = {
    "a weight too much": (changed(0, weight=30, score=30), {"total": 108}, [("weights-total", "G16", 110, 100)]),
    "a total that is no sum": (CLEAN, {"total": 99}, [("sum-mismatch", "H16", 99, 98)]),
    "a score above the rule's": (changed(2, score=19), {"total": 99}, [("score-off-rule", "H13", 19, 18)]),
    "a cost above its limit": (
        changed(1, actual="6万元", reason="涨价"), {"total": 98}, [("score-off-rule", "H12", 30, 24)],
    ),
    "a score above the weight": (changed(0, score=25), {"total": 103}, [("score-over-weight", "H11", 25, 20)]),
    "nothing achieved": (changed(0, actual=None), {"total": 98}, [("full-marks-without-data", "H11", 20, 0)]),
    "nothing achieved, and points": (
        changed(0, actual="—", score=15, reason="停工"), {"total": 93}, [("score-off-rule", "H11", 15, 0)],
    ),
    "no level, and points": (
        changed(3, actual=None, score=8, reason="见附件"), {"total": 96}, [("score-off-rule", "H14", 8, 0)],
    ),
    "no weight": (changed(0, weight=None), {"total": 98}, [("unreadable-cell", "G11", None, None)]),
    "no level, and all points": (changed(3, actual=None), {"total": 98}, [("full-marks-without-data", "H14", 10, 0)]),
    "a copy of the target": (
        changed(0, actual="≥100公里"), {"total": 98}, [("actual-copies-target", "F11", "≥100公里", "100公里")],
    ),
    "a rate that is none": (CLEAN, {"total": 98, "rate": "98%"}, [("rate-mismatch", "G5", "98%", "100.00%")]),
    "a rate with all its decimals": (
        CLEAN, {"total": 96.5, "budget": 20573, "spent": 17487, "rate": 17487 / 20573, "score": 8.5}, [],
    ),
    "more spent than there was": (
        CLEAN, {"total": 98, "spent": 110, "rate": 1.1}, [("execution-over-100", "E5", 110, 100)],
    ),
    "a rate above 100%": (
        CLEAN, {"total": 98, "budget": None, "spent": None, "rate": "110%"},
        [("execution-over-100", "G5", "110%", "100%")],
    ),
    "execution below its score": (
        CLEAN, {"total": 98, "spent": 90, "rate": 0.9}, [("score-off-rule", "H5", 10, 9)],
    ),
    "execution without amounts": (
        CLEAN, {"total": 98, "spent": None, "rate": None}, [("full-marks-without-data", "H5", 10, 0)],
    ),
    "execution above its weight": (CLEAN, {"total": 103, "score": 15}, [("score-over-weight", "H5", 15, 10)]),
    "far above the target": (
        changed(0, actual="121公里"), {"total": 98}, [("over-achievement", "F11", "121公里", None)],
    ),
    "points lost for no reason": (
        changed(2, reason="无"), {"total": 98}, [("no-reason-for-lost-points", "I13", "无", None)],
    ),
    "a word for a number": (
        changed(0, actual="已完成", score=0, reason="停工"), {"total": 78},
        [("unreadable-cell", "F11", "已完成", None)],
    ),
    "a target in words for a number": (
        changed(0, target="≥约一百", score=0, reason="停工"), {"total": 78},
        [("unreadable-cell", "E11", "≥约一百", None)],
    ),
    "a range": (
        changed(0, target="90-110公里", score=0, reason="停工"), {"total": 78},
        [("unreadable-cell", "E11", "90-110公里", None)],
    ),
    "an amount with its unit": (CLEAN, {"total": 98, "budget": "1,000,000元", "spent": "100万元"}, []),
    "an amount in words": (
        CLEAN, {"total": 98, "budget": "一百万", "rate": None},
        [("unreadable-cell", "D5", "一百万", None), ("full-marks-without-data", "H5", 10, 0)],
    ),
    "no target": (
        changed(0, target=None, score=0, reason="停工"), {"total": 78}, [("unreadable-cell", "E11", None, None)],
    ),
    "a score in words": (changed(0, score="满分"), {"total": 78}, [("unreadable-cell", "H11", "满分", 20)]),
    "no score": (changed(0, score=None), {"total": 78}, [("score-off-rule", "H11", None, 20)]),
    "words for a level": (
        changed(3, actual="有所好转", score=9, reason="见附件"), {"total": 97},
        [("unreadable-cell", "F14", "有所好转", "达成/部分达成/未达成")],
    ),
    "a total in words": (CLEAN, {"total": "九十八"}, [("unreadable-cell", "H16", "九十八", 98)]),
    "a number for a day": (
        changed(0, target="2022年6月底前", actual="100%", score=0, reason="停工"), {"total": 78},
        [("unreadable-cell", "F11", "100%", None)],
    ),
    "a weight in words": (
        changed(0, weight="二十"), {"total": 98}, [("unreadable-cell", "G11", "二十", None)],
    ),
    "a judgement outside its level": (
        changed(3, actual="部分达成预期指标并具有一定效果", score=9, reason="见附件"), {"total": 97},
        [("score-off-rule", "H14", 9, "[6, 8)")],
    ),
}  # fmt: skip


#: What a unit is told of mistakes, in Chinese and in English.
SENTENCES: Final = {
    "a weight too much": (
        "各项分值合计 110 分，应为 100 分；请核对各行分值",
        "the weights add up to 110 points, 100 are due; check the weight of each row",
    ),
    "a score above the weight": (
        "“养护里程”得分 25 超过分值，按规则应为 20；请改正",
        "养护里程: the score of 25 is above the weight, by the rule it is 20; correct it",
    ),
    "no weight": (
        "“养护里程”有得分，没有分值；请补填分值",
        "养护里程: there is a score and no weight; fill in the weight",
    ),
    "a weight in words": (
        "“养护里程”分值填的是“二十”；请改成数字",
        "养护里程: the weight says “二十”; write a number",
    ),
    "a score in words": (
        "“养护里程”得分填的是“满分”；请改成数字",
        "养护里程: the score says “满分”; write a number",
    ),
    "no score": (
        "“养护里程”没有填得分，按规则应为 20；请补填",
        "养护里程: there is no score, by the rule it is 20; fill it in",
    ),
    "a total in words": ("总分填的是“九十八”；请改成数字", "the total says “九十八”; write a number"),
    "a rate that is none": (
        "执行率填的是 98.00%，全年执行数÷全年预算数 = 100.00%；请改正",
        "the rate says 98.00%, spent / budget = 100.00%; correct it",
    ),
    "more spent than there was": (
        "执行数 110 大于预算数 100；请核对口径，预算调整过的填调整后的预算数",
        "110 were spent out of a budget of 100; check both, and write the adjusted budget if there is one",
    ),
    "a rate above 100%": (
        "执行率 110.00% 超过 100%；请核对口径，预算调整过的按调整后的预算数计算",
        "the rate of 110.00% is above 100%; check it against the adjusted budget",
    ),
    "execution without amounts": (
        "“预算执行率”没有可核对的预算数和执行数，却得了满分 10；请填写金额",
        "预算执行率: there are no amounts to check, and yet full marks, 10; fill in the budget and what was spent",
    ),
    "an amount in words": ("金额“一百万”不能核对；请填数字", "the amount “一百万” cannot be checked; write a number"),
    "far above the target": (
        "“养护里程”完成值“121公里”远超指标值，没有说明原因；请补充，并核对指标值是否定得过低",
        "养护里程: “121公里” is far above the target; give the reason, and see whether the target was too low",
    ),
    "a word for a number": (
        "“养护里程”完成值“已完成”不能核对；请填数字，可带单位",
        "养护里程: the actual value “已完成” cannot be checked; write a number, with its unit",
    ),
    "a number for a day": (
        "“养护里程”指标值是日期，完成值“100%”不能核对；请填完成的日期，如 2022-11-30",
        "养护里程: the target is a day, and the actual value “100%” cannot be checked; write the day, as in 2022-11-30",
    ),
    "a target in words for a number": (
        "“养护里程”指标值“≥约一百”不能核对；请写成 ≥90%、≤30万元 或 2022-12-31",
        "养护里程: the target “≥约一百” cannot be checked; write it as ≥90%, ≤30万元 or 2022-12-31",
    ),
    "no target": (
        "“养护里程”没有填指标值，不能核对；请填写，如 ≥90%、≤30万元 或 2022-12-31",
        "养护里程: there is no target to check against; write it as ≥90%, ≤30万元 or 2022-12-31",
    ),
    "words for a level": (
        "“秩序好转”完成情况“有所好转”不能核对；定性指标请填 达成/部分达成/未达成 之一",
        "秩序好转: “有所好转” cannot be checked; for a qualitative indicator write one of 达成/部分达成/未达成",
    ),
}


@pytest.mark.parametrize("case", SENTENCES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_finding_says_what_to_do(case: str, lang: str, tmp_path: Path, command: Command) -> None:
    """The first sentence on a mistake names the indicator and what stands in the cell, and what to write."""
    rows, values, _ = MISTAKES[case]
    saved(tmp_path / "form.xlsx", ministry(rows, **values))
    (told,) = audited(command, "form.xlsx", "--lang", lang, code=1)
    assert told["findings"][0]["message"] == SENTENCES[case][lang == "en"]


@pytest.mark.parametrize("case", MISTAKES)
def test_each_mistake_is_found_once_at_its_cell(case: str, tmp_path: Path, command: Command) -> None:
    """One mistake in a clean form gives one finding: its code, cell, printed and expected value."""
    rows, values, expected = MISTAKES[case]
    saved(tmp_path / "form.xlsx", ministry(rows, **values))
    (told,) = audited(command, "form.xlsx")
    assert [(each["code"], each["cell"], each["printed"], each["expected"]) for each in told["findings"]] == expected
    assert all(each["message"] and "{" not in each["message"] for each in told["findings"])


def test_the_rate_of_a_formula_is_as_near_as_it_can_be(tmp_path: Path, command: Command) -> None:
    """99.99 / 100 is 0.9998999999999999 to a spreadsheet, which is no mistake of the unit's."""
    rate = 99.99 / 100
    assert str(rate) == "0.9998999999999999"
    saved(tmp_path / "form.xlsx", ministry(CLEAN, total=98, spent=99.99, rate=rate))
    assert found(audited(command, "form.xlsx")[0]) == []


def test_a_form_in_a_document_is_read_as_one_in_a_workbook(tmp_path: Path, command: Command) -> None:
    """The table of a Word document, merged cells and headings of two lines too, has the findings of the workbook."""
    rows = [each | {"sign": "", "unit": ""} for each in changed(0, actual="≥100公里", score=21)]
    for name, form in {"plain": ministry(rows, total=98), "split": yunnan(rows, total=98, grade="良")}.items():
        saved(tmp_path / f"{name}.xlsx", form)
        written(tmp_path / f"{name}.docx", form)
        book, document = audited(command, f"{name}.xlsx"), audited(command, f"{name}.docx")
        assert len(book[0]["findings"]) == (3 if name == "plain" else 4)
        assert document == [{**book[0], "file": f"{name}.docx"}]


def test_the_grade_is_that_of_the_printed_total(tmp_path: Path, command: Command) -> None:
    """A grade in the row of the total is held against the total; one that fits is no finding."""
    saved(tmp_path / "good.xlsx", yunnan(CLEAN, total=98, grade="优"))
    saved(tmp_path / "bad.xlsx", yunnan(CLEAN, total=98, grade="良", name="桥梁养护"))
    good, bad = audited(command, "good.xlsx", "bad.xlsx")
    assert found(good) == []
    assert found(bad) == [("grade-mismatch", "良", "优")]


UPWARDS: Final = """
schema  = "scoring/1"
id      = "ours/upwards"
title   = "自评"
version = "1"
lang    = "zh"
source  = "自定"
extends = "cn/self-evaluation-2020"
grades  = [{ at_least = 0, label = "不合格" }, { at_least = 60, label = "合格" }, { at_least = 90, label = "优" }]
"""


def test_grades_may_stand_in_any_order(tmp_path: Path, command: Command) -> None:
    """The grade is the best that the total reaches, whatever the order of the grades in the set."""
    (tmp_path / "upwards.toml").write_text(UPWARDS, encoding="utf-8")
    saved(tmp_path / "form.xlsx", yunnan(CLEAN, total=98, grade="合格"))
    (told,) = audited(command, "form.xlsx", "--set", "upwards.toml")
    assert found(told) == [("grade-mismatch", "合格", "优")]


def test_two_forms_of_a_project_are_told(tmp_path: Path, command: Command) -> None:
    """The second form of a project's name, unit and year is a duplicate; another year or unit is not."""
    saved(tmp_path / "a.xlsx", ministry(CLEAN, total=98), ministry(CLEAN, total=98, year=2023))
    saved(tmp_path / "b.xlsx", ministry(CLEAN, total=98, unit="桥梁中心"))
    saved(tmp_path / "c.xlsx", ministry(CLEAN, total=98))
    told = audited(command, ".")
    assert [each["file"] for each in told] == ["a.xlsx", "a.xlsx", "b.xlsx", "c.xlsx"]
    assert [found(each) for each in told] == [[], [], [], [("duplicate-project", "道路养护", None)]]


@pytest.mark.parametrize(
    ("target", "actual", "unit", "score"),
    [
        (0.98, 0.97, "", D("19.8")),  # cells that show percentages
        ("≥98%", 0.97, "", D("19.8")),
        ("98%", 97, "", D("19.8")),
        (98, "97%", "%", D("19.8")),
        ("≥1%", "0.5%", "", 10),
        ("≥2%", 1, "", 10),
        ("100%以上", "95％", "", 19),
        ("≥1.2万元", "6000元", "", 10),
        ("1,200", "600", "人次", 10),
        ("≤2022年6月30日", datetime.date(2022, 6, 30), "", 20),
        ("2022-06-30前", "2022/7/1", "", 0),
        (datetime.datetime(2022, 6, 30), datetime.datetime(2022, 6, 29), "", 20),  # noqa: DTZ001 - a cell has no zone
        ("2022年6月底前完成", "2022年6月", "", 20),
        ("2022.6.30", "2022.07.01", "", 0),
        ("不低于 100 ㎡", "50m2", "", 10),
    ],
)
def test_cells_are_read_as_they_are_typed(
    target: object, actual: object, unit: str, score: Decimal, tmp_path: Path, command: Command
) -> None:
    """Percentages in any form, amounts in 元 and 万元, and days are compared as what they mean."""
    rows = changed(0, sign="", target=target, actual=actual, unit=unit, score=score, reason="见附件")
    rows[1:] = [each | {"sign": "", "unit": ""} for each in rows[1:]]
    total = 78 + score
    saved(tmp_path / "form.xlsx", yunnan(rows, total=total))
    (told,) = audited(command, "form.xlsx", code=0)
    assert told["recomputed_total"] == total
