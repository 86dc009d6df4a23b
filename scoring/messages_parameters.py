"""What the parameters of the built-in checks and scales mean, in Chinese and English: editors show it."""

from __future__ import annotations

from typing import Final

__all__ = ["PARAMETERS"]

#: Class.parameter -> (Chinese, English), with units.
PARAMETERS: Final[dict[str, tuple[str, str]]] = {
    # checks
    "Value.fact": ("数据名", "the fact"),
    "Ratio.part": ("分子：数据名", "the numerator: a fact"),
    "Ratio.whole": ("分母：数据名，单位与分子相同", "the denominator: a fact in the same unit"),
    "Checklist.items": (
        "要点：是否类数据的列表，分值相同；或写成 数据名 = 分值",
        "the items: a list of boolean facts worth the same, or fact = points",
    ),
    "Checklist.gate": (
        "前提：这一项为否时全部不得分",
        "the item without which the rest earns nothing: a boolean fact",
    ),
    "Level.fact": ("数据名，文本或等次", "the fact: a text or a level"),
    "Panel.scores": ("评分所在的列：每位评委一行", "the column of the scores, a row for each assessor: points"),
    "Panel.out_of": ("满分是多少分", "the points that a full score is"),
    "Panel.how": (
        "合成方法：mean 平均，median 中位数，drop_high_low 去掉一个最高和一个最低后平均，trimmed 两端各去掉一部分后平均",
        "how they are brought together: mean, median, drop_high_low (without the highest and the lowest), trimmed",
    ),
    "Panel.trim": (
        "只用于 trimmed：两端各去掉的份额，如 0.2",
        "with trimmed alone: the part of the scores that is left out at either end, such as 0.2",
    ),
    "Panel.spread_limit": (
        "最高与最低相差多少分以内；超过时提示",
        "the points by which the highest and the lowest may differ; more is a finding",
    ),
    "TargetAchievement.sign": ("指标符号所在的数据，如 ≥、≤、=、定性", "the fact that has the sign: ≥, ≤, =, 定性 …"),
    "TargetAchievement.target": ("目标值", "the target: a number, an amount, a quantity or a date"),
    "TargetAchievement.actual": ("实际完成值", "the actual value, of the same sort"),
    "TargetAchievement.level": ("定性指标的完成程度", "for 定性: the level that the assessor chose"),
    "TargetAchievement.score": ("定性指标的评分，以分计", "for 定性: the points that the assessor gave"),
    "TargetAchievement.weight": ("定性指标的分值，以分计", "for 定性: the points there are to give"),
    "TargetAchievement.lower_is_better": (
        "目标为“不超过”而超出时：linear 按超出的比例扣减，ratio 为 目标值 / 实际完成值",
        "how a value above a target of <= is scored: linear by the excess, ratio as target / actual",
    ),
    "TargetAchievement.over_limit": (
        "超过目标值的多少倍时提示，如 1.2",
        "so many times the target are a finding, such as 1.2",
    ),
    "TargetAchievement.elapsed": (
        "已过去的时间，如月份；有它时，目标值按已过去的时间折算",
        "how much of the period has passed, such as months: so much of the target is due by now",
    ),
    "TargetAchievement.period": (
        "整个期间的长度，单位与 elapsed 相同",
        "how long the whole period is, in the unit of elapsed",
    ),
    "TargetAchievement.levels": (
        "各完成程度的得分率区间",
        "the interval of shares of each level, such as [0.8, 1]",
    ),
    # scales
    "Proportional.target": (
        "得满分的实际完成值，95% 写 0.95",
        "the measure that earns everything, in its own unit: 95% is 0.95",
    ),
    "Proportional.worst": ("得 0 分的实际完成值", "the measure that earns nothing, in its own unit"),
    "Proportional.pass": (
        "及格线，以实际完成值的单位计：低于它不得分",
        "below this measure nothing is earned, in its own unit",
    ),
    "Proportional.rescale": (
        "true：得分率从及格线的 0 到 target 的 1；false：从 worst 起算",
        "true: the share runs from 0 at pass to 1 at target; false: from worst",
    ),
    "Linear.worst": ("得 0 分的实际完成值", "the measure that earns nothing, in its own unit"),
    "Linear.best": (
        "得满分的实际完成值；可以小于 worst",
        "the measure that earns everything; less is better below worst",
    ),
    "Linear.points": (
        "各点 [实际完成值, 得分率]，如 [[0, 0], [0.8, 0.5], [1, 1]]",
        "points [measure, share], as in [[0, 0], [0.8, 0.5], [1, 1]]",
    ),
    "Deduction.limit": (
        "界限，以实际完成值的单位计：达到它得满分",
        "up to here all is earned, in the unit of the measure",
    ),
    "Deduction.side": (
        "哪一侧扣分：under 低于界限，over 高于界限",
        "which side of the limit costs points: under or over",
    ),
    "Deduction.per": (
        "每相差多少扣一次，以实际完成值的单位计",
        "so much off the limit is a step, in the unit of the measure",
    ),
    "Deduction.deduct": ("每次扣多少分", "the points that each step costs"),
    "Deduction.count": (
        "begun：不足一个 per 也算一次；completed：满一个才算",
        "begun: a step that is begun costs; completed: only one that is complete",
    ),
    "Thresholds.steps": (
        "各档，顺序不限；不能混用 at_least 和 at_most",
        "the steps, in any order; all with at_least or all with at_most",
    ),
    "Thresholds.otherwise": ("各档都达不到时的得分率，0 至 1", "the share where no step is reached, 0 to 1"),
    "Step.at_least": ("达到这个值，以实际完成值的单位计", "reached from here on, in the unit of the measure"),
    "Step.at_most": ("不超过这个值，以实际完成值的单位计", "kept up to here, in the unit of the measure"),
    "Step.share": ("得分率，0 至 1", "the share that the step is worth, 0 to 1"),
    "Step.points": ("得分，不超过指标的分值", "the points that the step is worth, at most the weight"),
    "Levels.levels": ('各等次的得分率，如 "好" = 1', "the share of each level, 0 to 1, as in good = 1"),
}
