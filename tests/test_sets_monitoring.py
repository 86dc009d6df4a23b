"""`cn/monitoring`: the lights of every month, targets against the calendar, and the same in every world."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import scoring
from tests.tables import in_tables
from tests.worlds import by_the_reference, one_by_one

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.tables import Library
    from tests.worlds import World

D = Decimal
SET: Final = Path(__file__).parent.parent / "rules" / "cn" / "monitoring.toml"
EXAMPLES: Final = [each.facts for each in scoring.load(SET).examples]
GREEN, YELLOW, RED = "绿灯", "黄灯", "红灯"
JUNE, JULY = datetime.date(2024, 6, 30), datetime.date(2024, 7, 1)


def project(month: int, spent: Any, *rows: Mapping[str, Any], budget: Any = 1200) -> dict[str, Any]:
    """Return facts up to a month; without rows, targets that are all on time."""
    on_time = {"level2": "数量指标", "name": "巡查", "sign": "≥", "target": 12, "actual": month, "weight": 90}
    return {
        "monitoring": {"month": month},
        "funds": {"budget": budget, "spent": spent},
        "targets": list(rows) or [on_time],
    }


def row(level2: str | None, sign: str, target: Any, actual: Any, **more: Any) -> dict[str, Any]:
    """Return a target of 90 points."""
    cells = {"level2": level2, "name": "指标", "sign": sign, "target": target, "actual": actual, "weight": 90, **more}
    return {name: value for name, value in cells.items() if value is not None}


def test_money_has_the_light_of_its_pace(scored: World) -> None:
    """Of 100 a month, below 60% is red, from 60% yellow, from 80% green: to the yuan, in every month."""
    yuan = D("0.0001")
    paces: list[tuple[Any, Any, str]] = [
        (D("0.6"), yuan, RED),
        (D("0.6"), 0, YELLOW),
        (D("0.8"), yuan, YELLOW),
        (D("0.8"), 0, GREEN),
        (1, 0, GREEN),
    ]
    cases = [
        (project(month, 100 * month * pace - less), light) for month in range(1, 13) for pace, less, light in paces
    ]
    found = scored(SET, [facts for facts, _ in cases])
    assert [each.grade for each in found] == [light for _, light in cases]
    assert [each.gates["funds-red"] for each in found] == [light == RED for _, light in cases]


def test_no_light_is_better_than_that_of_money_or_of_targets(scored: World) -> None:
    """Targets that are behind cap the light by the same thresholds as money."""
    lights = {"0": RED, "0.5999": RED, "0.6": YELLOW, "0.7999": YELLOW, "0.8": GREEN, "1": GREEN, "1.5": GREEN}
    money = [project(6, D(pace) * 600) for pace in lights]
    targets = [project(6, 600, row("数量指标", "≥", 12000, D(pace) * 6000)) for pace in lights]
    assert [each.grade for each in scored(SET, money + targets)] == [*lights.values(), *lights.values()]


#: A target of 90 points in June, and what it earns.
IN_JUNE: Final = [
    # so much is due by June
    (row("数量指标", "≥", 100, 50), 90),
    (row("数量指标", "≥", 100, 40), 72),
    (row(None, "大于等于", 100, 40), 72),
    (row("经济效益指标", "≥", "100万元", "40万元"), 72),
    # costs may not run ahead
    (row("成本指标", "≤", 100, 50), 90),
    (row("成本指标", "≤", 100, 60), 72),
    (row("成本指标", "≤", 100, 100), 0),
    (row("社会效益指标", "≤", 0, 0), 90),
    (row("社会效益指标", "≤", 0, 1), 0),
    # exactly: from what is due up to the target
    (row("数量指标", "=", 4, 1), 45),
    (row("数量指标", "=", 4, 3), 90),
    (row("数量指标", "=", 4, 5), D("67.5")),
    # what does not add up over the months is due as it is
    (row("质量指标", "≥", "100%", "80%"), 72),
    (row("质量", "≤", "5%", "5%"), 90),
    (row("时效指标", "≥", "100%", "90%"), 81),
    (row("服务对象满意度指标", "≥", "90%", "81%"), 81),
    (row(None, "≥", "90%", "81%", level1="满意度指标"), 81),
    # days
    (row("时效指标", "≤", JUNE, JUNE), 90),
    (row("时效指标", "date", JUNE, JULY), 0),
    (row(None, "date", JUNE, JUNE), 90),
    (row(None, "≤", JUNE, JULY), 0),
    # judged
    (row("数量指标", "定性", None, None, level="部分达成", score=63), 63),
]


def test_targets_against_the_calendar(scored: World) -> None:
    """What a target of 90 points earns in June, by its sort and its sign."""
    found = scored(SET, [project(6, 600, target) for target, _ in IN_JUNE])
    for (target, points), each in zip(IN_JUNE, found, strict=True):
        assert (target, each.dimensions["targets"]) == (target, points)


#: A target of 45 points without a result beside one that is half done, its status, and what both earn of 90.
WITHOUT_RESULT: Final = [
    # not known yet: it waits, and the other stands for it
    (row("质量指标", "≥", "98%", None), "missing", 45),
    (row("时效指标", "≤", JUNE, None), "missing", 45),
    (row("社会效益指标", "定性", None, None), "missing", 45),
    (row("质量指标", "约", 100, 50), "invalid", 45),
    (row("社会效益指标", "定性", None, None, level="达成", score=9), "invalid", 45),
    # what adds up over the months has to be reported
    (row("数量指标", "≥", 100, None), "missing", D("22.5")),
]


def test_targets_without_a_result(scored: World) -> None:
    """Quality, time and what is judged wait for their results; quantities without a number are behind."""
    half = row("数量指标", "≥", 100, 25) | {"weight": 45}
    found = scored(SET, [project(6, 600, half, target | {"weight": 45}) for target, *_ in WITHOUT_RESULT])
    for (target, status, points), each in zip(WITHOUT_RESULT, found, strict=True):
        (second,) = [told for name, told in each.statuses.items() if name.endswith(":1")]
        assert (target, second, each.dimensions["targets"]) == (target, status, points)


def test_examples_are_scored_alike_in_tables(library: Library) -> None:
    """Every example has the total, light, scores and statuses in columns that it has by itself."""
    for one, other in zip(one_by_one(SET, EXAMPLES), in_tables(library)(SET, EXAMPLES), strict=True):
        assert (other.total, other.grade, other.statuses) == (one.total, one.grade, one.statuses)
        assert other.scores == one.scores
        assert other.gates == one.gates


def test_examples_are_scored_as_the_reference_scores_them() -> None:
    """The slow reference, which knows nothing of the engine, comes to the same; it does not multiply days."""
    examples = [facts for facts in EXAMPLES if "datetime.date" not in str(facts)]
    assert len(examples) > len(EXAMPLES) / 2
    for one, other in zip(one_by_one(SET, examples), by_the_reference(SET, examples), strict=True):
        assert (other.total, other.grade, other.scores) == (one.total, one.grade, one.scores)
