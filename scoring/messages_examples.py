"""The sentences of diagnostics about the examples of a set."""

from __future__ import annotations

from typing import Final

__all__ = ["EXAMPLES"]

#: code -> (Chinese, English)
EXAMPLES: Final[dict[str, tuple[str, str]]] = {
    "no-example": (
        "没有 [[examples]]，规则无从验证",
        "there is no [[examples]], so nothing tests these rules",
    ),
    "example-fact": (
        "指标体系没有声明数据 {name}，示例中的它不起作用{hint}",
        "the set declares no fact {name}, so this example does nothing with it{hint}",
    ),
    "example-twice": (
        "前面已有名为“{name}”的示例，请换一个名称以便区分",
        "an example above is called “{name}” too; name it so that one knows which is which",
    ),
    "expect-nothing": (
        "示例“{name}”没有写明期望，检验不了任何规则；请写明总分、等级或得分",
        "the example “{name}” expects nothing, so it tests nothing; write a total, a grade or scores",
    ),
    "unknown-indicator": ("没有指标 {name}", "there is no indicator {name}"),
    "unknown-indicator-near": (
        "没有指标 {name}；是否想写 {near}？",
        "there is no indicator {name}; did you mean {near}?",
    ),
    "unknown-grade": (
        "没有等级“{name}”；已定义：{known}",
        "there is no grade “{name}”; declared are {known}",
    ),
    "unknown-gate": ("没有否决项 {name}", "there is no gate {name}"),
    "unknown-gate-near": ("没有否决项 {name}；是否想写 {near}？", "there is no gate {name}; did you mean {near}?"),
    "unknown-adjustment": ("没有加减分 {name}", "there is no adjustment {name}"),
    "unknown-adjustment-near": (
        "没有加减分 {name}；是否想写 {near}？",
        "there is no adjustment {name}; did you mean {near}?",
    ),
    "expect-above": (
        "{key} 不可能是 {given}，最多 {limit}",
        "{key} is never {given}: it is {limit} at most",
    ),
    "expect-below": (
        "{key} 不可能是 {given}，最少 {limit}",
        "{key} is never {given}: it is {limit} at least",
    ),
    "expect-unit": (
        "{key} 不可能是 {given}，得分按 {to} 取整",
        "{key} is never {given}: scores are rounded to multiples of {to}",
    ),
    "expect-applies": (
        "{id} 总是适用：它和上级指标都没有 applies，状态不可能是 not_applicable",
        "{id} always applies, so it is never not_applicable: neither it nor a dimension above it has applies",
    ),
    "expect-score": (
        '{id} 总有得分，不可能是 false：只有 missing = "skip" 或不适用的指标才没有得分',
        '{id} always has a score, so it is never false: only missing = "skip" and applies leave a line without one',
    ),
    "expect-rows": (
        "{id} 只有一行；方括号内的列表只用于 for_each 指标的各行",
        "{id} has a single line; a list is for the rows of a for_each indicator",
    ),
    "interval-open": (
        "区间须写明 from 或 to，如 {{ from = 84, to = 86 }}",
        "an interval wants from or to, as in {{ from = 84, to = 86 }}",
    ),
    "interval-crossed": (
        "区间的 from（{start}）大于 to（{end}），没有数能落在其中",
        "from ({start}) is above to ({end}), so that no number lies between",
    ),
}
