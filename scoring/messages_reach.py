"""The sentences of the linter of reach: what no project can reach, what always or never holds, what is in two units."""

from __future__ import annotations

from typing import Final

__all__ = ["REACH"]

#: code -> (Chinese, English)
REACH: Final[dict[str, tuple[str, str]]] = {
    # thresholds
    "step-too-high": (
        "实际完成值最大为 {end}，没有项目能达到 {edge}；请删去这一档，或核对界限和数据的上限",
        "the measure is at most {end}, so no project reaches {edge}: remove this step, or check its threshold and the bounds of the facts",
    ),
    "step-too-low": (
        "实际完成值最小为 {end}，没有项目能低到 {edge}；请删去这一档，或核对界限和数据的下限",
        "the measure is at least {end}, so no project gets down to {edge}: remove this step, or check its threshold and the bounds of the facts",
    ),
    "step-shadowed": (
        "所有项目都达到更好的一档（{better}），这一档（{edge}）不会用到；请删去这一档，或核对界限",
        "every project reaches the better step {better}, so this one ({edge}) never decides: remove it, or check the thresholds",
    ),
    "step-order": (
        "这一档（{edge}）不如 {better} 一档，得分却更多；请核对",
        "this step ({edge}) is worse than {better} and earns more: check them",
    ),
    "otherwise-order": (
        "otherwise 得 {worth}，比 {edge} 一档得 {less} 更多；请核对",
        "otherwise earns {worth}, and the step {edge} only {less}: check them",
    ),
    "step-gap": (
        "达不到 {edge} 这一档的项目将得 0 分，而这里没有写明；请写 otherwise = 0，或补上一档",
        "a project that misses {edge} earns nothing, and the scale does not say so: write otherwise = 0, or add a step",
    ),
    # scales and measures
    "full-unreachable": (
        "没有项目能得满分：最多得分值的 {most}",
        "no project earns all of the points: at most {most} of the weight",
    ),
    "share-constant": (
        "所有项目在这里都得分值的 {share}，这项指标区分不出好坏",
        "every project earns {share} of the weight here, so the indicator tells nothing apart",
    ),
    "level-unreachable": (
        "实际完成值不会是“{level}”；可能的有：{known}",
        "the measure is never “{level}”; it can be: {known}",
    ),
    "level-unknown": (
        "实际完成值可能是“{level}”，而这里没有这一等次，届时数据无效；请补上",
        "the measure can be “{level}”, which is none of these levels and would be invalid: add it",
    ),
    # formulas
    "condition-always": (
        "对所有项目都成立：{text}；请核对数据的范围，或删去这个条件",
        "this holds for every project: {text}; check the bounds of the facts, or leave the condition out",
    ),
    "condition-never": (
        "对任何项目都不成立：{text}；请核对数据的范围，或删去这个条件",
        "this holds for no project: {text}; check the bounds of the facts, or leave the condition out",
    ),
    "formula-never": (
        "对任何项目都算不出结果，得分时总是缺数据：{text}；请核对",
        "this has no result for any project, and will always be missing: {text}; check it",
    ),
    "units-mixed": (
        "{a} 的单位是{unit}，{b} 的单位是{other}，请先换算成同一单位，如 {factor}",
        "{a} is in {unit} and {b} in {other}: convert one of them first, as in {factor}",
    ),
    # gates and grades
    "gate-never": (
        "没有项目满足这个条件，{id} 不会触发；请核对",
        "no project meets this condition, so {id} never fires: check it",
    ),
    "gate-always": (
        "所有项目都满足这个条件，{id} 总会触发；请核对",
        "every project meets this condition, so {id} always fires: check it",
    ),
    "gate-grade-idle": (
        "“{label}”已是最高等级，grade_at_most 不起作用；请写低一级的等级，或删去它",
        "“{label}” is the best grade, so grade_at_most takes nothing away: name a lower one, or leave it out",
    ),
    "grade-unreachable": (
        "没有项目能得到“{label}”：需 {at_least} 分，而总分最多 {most} 分",
        "no project is graded “{label}”: it wants {at_least} points, and a total has {most} at most",
    ),
    "grade-idle": (
        "没有项目会得到“{label}”：总分不低于 0，都先达到“{other}”",
        "no project is graded “{label}”: no total is below 0, and each reaches “{other}” first",
    ),
}
