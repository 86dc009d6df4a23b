"""The frameworks of the ministry for projects, 2013 and 2020: trees, boundaries, and numbers that were printed."""

from __future__ import annotations

import datetime
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

import scoring

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.worlds import World

RULES: Final = Path(__file__).parent.parent / "rules"
OLD, NEW, FORM = "cn/project-2013", "cn/project-2020", "cn/self-evaluation-2020"
ENGINES: Final = {name: scoring.Engine(scoring.load(name)) for name in (OLD, NEW)}

#: The names of the frameworks, as far as indicators: the level-1 indicator, the level-2 one, those of level 3.
TREES: Final = {
    OLD: [
        ("投入", "项目立项", ["项目立项规范性", "绩效目标合理性", "绩效指标明确性"]),
        ("投入", "资金落实", ["资金到位率", "到位及时率"]),
        ("过程", "业务管理", ["业务管理制度健全性", "制度执行有效性", "项目质量可控性"]),
        ("过程", "财务管理", ["财务管理制度健全性", "资金使用合规性", "财务监控有效性"]),
        ("产出", "项目产出", ["实际完成率", "完成及时率", "质量达标率", "成本节约率"]),
        ("效果", "项目效益", ["经济效益", "社会效益", "生态效益", "可持续影响", "社会公众或服务对象满意度"]),
    ],
    NEW: [
        ("决策", "项目立项", ["立项依据充分性", "立项程序规范性"]),
        ("决策", "绩效目标", ["绩效目标合理性", "绩效指标明确性"]),
        ("决策", "资金投入", ["预算编制科学性", "资金分配合理性"]),
        ("过程", "资金管理", ["资金到位率", "预算执行率", "资金使用合规性"]),
        ("过程", "组织实施", ["管理制度健全性", "制度执行有效性"]),
        ("产出", "产出数量", ["实际完成率"]),
        ("产出", "产出质量", ["质量达标率"]),
        ("产出", "产出时效", ["完成及时性"]),
        ("产出", "产出成本", ["成本节约率"]),
        ("效益", "项目效益", ["满意度"]),
        ("效益", "实施效益", ["经济效益", "社会效益", "生态效益", "可持续影响"]),
    ],
}


def full(set_id: str, **changed: Mapping[str, Any]) -> dict[str, Any]:
    """Return a project with full marks, with some facts changed: the first example of the set."""
    facts: dict[str, Any] = deepcopy(ENGINES[set_id].rules.examples[0].facts)
    for group, values in changed.items():
        facts[group] |= values
    return facts


def day(text: str) -> datetime.date:
    """Return a day of 2022, or of the years beside it."""
    return datetime.date.fromisoformat(text)


# ---- the trees


@pytest.mark.parametrize("set_id", [OLD, NEW])
def test_the_tree_has_the_names_of_the_framework(set_id: str) -> None:
    """Every name of the framework stands where the framework has it, and no other indicator does."""
    rules = ENGINES[set_id].rules
    found: dict[tuple[str, str], list[str]] = {}
    for each in rules.indicators.values():
        above, own = (rules.dimensions[name].title for name in (each.dimension.split(".")[0], each.dimension))
        found.setdefault((above, own), []).append(each.title)
    assert found == {(above, own): titles for above, own, titles in TREES[set_id]}


def test_results_weigh_sixty_points_or_more() -> None:
    """Output and benefit together have at least 60 of 100 points, as evaluations by finance departments should."""
    dimensions = ENGINES[NEW].rules.dimensions
    assert dimensions["output"].weight + dimensions["benefit"].weight == 65


@pytest.mark.parametrize("set_id", [OLD, NEW])
def test_no_source_gives_a_weight_as_official(set_id: str) -> None:
    """The frameworks have no weights: every source says that those of the set are its own."""
    sources = {name: each.source or "" for name, each in ENGINES[set_id].rules.indicators.items()}
    assert [name for name, source in sources.items() if "分值自定" not in source.replace("和分值", "分值")] == []


def test_points_that_were_not_seen_in_the_official_text_are_said_to_be_so() -> None:
    """Checklists and formulas of the framework of 2020 are known from other texts alone, and each source says so."""
    assert [
        name for name, each in ENGINES[NEW].rules.indicators.items() if "未核对原文" not in (each.source or "")
    ] == []


# ---- boundaries, alike one by one and in columns

#: No kind of effect comes about in the project.
NO_EFFECT: Final = dict.fromkeys(("economic", "social", "ecological", "lasting"), "不涉及")
#: Facts changed, the indicator that is looked at, its score, the total and the grade, by set.
CASES: Final[dict[str, list[tuple[dict[str, Any], str, str, str, str | None]]]] = {
    OLD: [
        # goals without a single point, and goals that were never drawn up
        ({"basis": {"policy": False}}, "goals-reasonable", "3", "99", "优"),
        ({"goals": {"drawn_up": False}}, "goals-reasonable", "0", "96", "优"),
        # 100 days planned: 109 taken, 120 and 121
        ({"finish": {"actual": day("2022-06-27")}}, "output-timely", "3.3", "97.3", "优"),
        ({"finish": {"actual": day("2022-07-08")}}, "output-timely", "0", "94", "优"),
        ({"finish": {"actual": day("2022-07-09")}}, "output-timely", "0", "94", "优"),
        # a day's work, done in a day, and in two
        (
            {"start": dict.fromkeys(("planned", "actual"), day("2022-06-08")), "finish": {"actual": day("2022-06-08")}},
            "output-timely",
            "6",
            "100",
            "优",
        ),
        (
            {"start": dict.fromkeys(("planned", "actual"), day("2022-06-08")), "finish": {"actual": day("2022-06-09")}},
            "output-timely",
            "0",
            "94",
            "优",
        ),
        # planned to end before it begins: no rate can be made of it
        ({"start": {"planned": day("2022-06-09")}}, "output-timely", "0", "94", "优"),
        # 2.5% above the planned cost, and 10%
        ({"cost": {"actual": 410}}, "cost-saving", "4.5", "98.5", "优"),
        ({"cost": {"actual": 440}}, "cost-saving", "0", "94", "优"),
        # nothing was made: its quality cannot be told either
        ({"output": {"done": 0, "qualified": 0}}, "output-completed", "0", "82", "良"),
        ({"compliance": {"no_misuse": False}}, "funds-compliance", "0", "59.99", "差"),
        # three kinds of effect do not come about in this project: the fourth and the survey share their points
        (
            {"effects": NO_EFFECT | {"lasting": "未达成"}},
            "lasting-effect",
            "1.5",
            "93",
            "优",
        ),
        ({"effects": NO_EFFECT}, "output", "30", "100", None),
        # what is left out earns nothing
        ({"effects": {"economic": None}}, "economic-effect", "0", "95", "优"),
    ],
    NEW: [
        ({"goals": {"normal": False, "matched": False, "relevant": False}}, "goals-reasonable", "1.2", "98.2", "优"),
        ({"goals": {"drawn_up": False}}, "goals-reasonable", "0", "97", "优"),
        # the denominator is what was received: 450 of 450
        ({"funds": {"received": 450, "spent": 450}}, "budget-completion", "4", "99.7", "优"),
        ({"funds": {"received": 450, "spent": 405}}, "budget-completion", "3.6", "99.3", "优"),
        # more spent than received: full, and no more
        ({"funds": {"received": 450, "spent": 500}}, "budget-completion", "4", "99.7", "优"),
        # a day late, 30, 31, 90 and 91
        ({"finish": {"actual": day("2022-11-01")}}, "output-timely", "6", "98", "优"),
        ({"finish": {"actual": day("2022-11-30")}}, "output-timely", "6", "98", "优"),
        ({"finish": {"actual": day("2022-12-01")}}, "output-timely", "4", "96", "优"),
        ({"finish": {"actual": day("2023-01-29")}}, "output-timely", "2", "94", "优"),
        ({"finish": {"actual": day("2023-01-30")}}, "output-timely", "0", "92", "优"),
        ({"compliance": {"no_misuse": False}}, "funds-compliance", "0", "59.99", "差"),
        # 7 points lost for effects and 3 for output: 90.00 is 优, and 0.01 less is 良
        (
            {"effects": {"economic": "未达成", "social": "未达成"}, "output": {"done": 75, "qualified": 75}},
            "output-completed",
            "9",
            "90",
            "优",
        ),
        (
            {"effects": {"economic": "未达成", "social": "未达成"}, "output": {"done": 74.9, "qualified": 74.9}},
            "output-completed",
            "8.99",
            "89.99",
            "良",
        ),
        (
            {"effects": NO_EFFECT | {"lasting": "部分达成"}},
            "benefit.project.implementation",
            "14",
            "94",
            "优",
        ),
        ({"effects": NO_EFFECT}, "benefit", "30", "100", None),
        ({"effects": {"social": None}}, "social-effect", "0", "95", "优"),
    ],
}


@pytest.mark.parametrize("set_id", [OLD, NEW])
def test_a_project_scores_alike_everywhere_on_the_boundaries(set_id: str, scored: World) -> None:
    """Each change of a perfect project costs what the rule says, one by one, in columns and in a database."""
    projects = [full(set_id, **changed) for changed, *_ in CASES[set_id]]
    outcomes = scored(RULES / f"{set_id}.toml", projects)
    for (changed, node, score, total, grade), found in zip(CASES[set_id], outcomes, strict=True):
        scores = {**found.scores, **found.dimensions}
        assert (scores[node], found.total, found.grade) == (Decimal(score), Decimal(total), grade), changed


@pytest.mark.parametrize("set_id", [OLD, NEW])
@pytest.mark.parametrize(
    ("changed", "gate"),
    [
        ({"funds": {"spent": 501}}, "spent-above-received"),
        ({"funds": {"received": 499, "budget": 499, "spent": 499.5}}, "spent-above-budget"),
        ({"output": {"qualified": 101}}, "qualified-above-done"),
    ],
)
def test_numbers_that_contradict_one_another_are_told_and_cost_nothing(
    set_id: str, changed: dict[str, Any], gate: str
) -> None:
    """More spent than received or planned, and more that is good than was made: a warning, and every point stays."""
    sheet = ENGINES[set_id].score(full(set_id, **changed))
    assert gate in {each.id for each in sheet.gates if each.fired}
    assert (gate, "gate-warn") in {(each.node, each.code) for each in sheet.findings}
    assert sheet.total == 100


# ---- numbers that were printed


def test_one_name_is_two_rates() -> None:
    """Of 360 spent, 400 received and 500 budgeted, the execution rate is 90% here and 72% in the self-evaluation form.

    The two denominators are those of the same document: the framework divides by what was received, the form by the
    adjusted budget.
    """
    facts = {"funds": {"budget": 500, "received": 400, "spent": 360}}
    form = scoring.Engine(scoring.load(FORM)).score(facts)
    assert ENGINES[NEW].score(facts)["budget-completion"].share == Decimal("0.9")
    assert form["budget-completion"].share == Decimal("0.72")


def test_the_rates_of_the_founding_report() -> None:
    """954.25 万元 all received, 946.88 spent: the county's report of 2022 prints 99.23% and that all was received."""
    facts = {"funds": {"budget": Decimal("954.25"), "received": Decimal("954.25"), "spent": Decimal("946.88")}}
    sheet = ENGINES[NEW].score(facts)
    assert sheet["budget-completion"].display == "99.23%"
    assert sheet["budget-completion"].score == Decimal("3.97")  # 4 x 0.99227...
    assert sheet["funds-in-place"].score == 3


@pytest.mark.parametrize(
    ("planned", "done", "printed"), [(146, 131, "10.27"), (101, 65, "35.64"), (168, 161, "4.17"), (174, 168, "3.45")]
)
def test_the_completion_rates_of_a_published_evaluation(planned: int, done: int, printed: str) -> None:
    """Competitions that a province supported, 2021 to 2024, and how far off that was, as its evaluation prints it.

    The numbers are quoted from the report on the funds for vocational skills competitions of Henan, in the examples of
    a public program that reads such reports. 100% less the printed deviation is the rate of completion of the
    framework. (The report makes 6.94 of 8 points of the four; their mean, 86.6175%, makes 6.93.)
    """
    for engine in ENGINES.values():
        share = engine.score({"output": {"planned": planned, "done": done}})["output-completed"].share
        assert share is not None
        assert round(100 * (1 - share), 2) == Decimal(printed)
