"""The sentences of the budget checks, each in Chinese and English: reasons, findings, mistakes in parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = [
    "ALSO_IN_TIME",
    "BASES",
    "COMPLETION",
    "IN_PLACE",
    "IN_TIME",
    "NONE_OF_NONE",
    "SAVING",
    "VARIATION",
    "Sentences",
    "mistake",
]

#: code -> (Chinese, English)
Sentences = Mapping[str, tuple[str, str]]

#: What a completion rate is measured against, as its reason names it.
BASES: Final[Sentences] = {
    "initial": ("（基数：年初预算）", " (of the initial budget)"),
    "adjusted": ("（基数：调整后预算）", " (of the adjusted budget)"),
    "received": ("（基数：实际到位资金）", " (of the funds received)"),
}

NEGATIVE_REMEDY: Final = (
    "核对数据：冲销、退回应从总数中扣除，不单列为负数",
    "check the amounts: deduct refunds and corrections from the total",
)

COMPLETION: Final[Sentences] = {
    "over-budget": (
        "支出 {spent} 大于基数 {budget}，完成率 {measure:.2%}，超过 100%",
        "{spent} was spent of {budget}: {measure:.2%}, more than 100%",
    ),
    "over-budget.remedy": (
        "核对支出是否含上年结转或追加预算；确属超支的，说明依据和资金来源",
        "check for carry-overs and additions; if it is overspent, give the authority and where the money came from",
    ),
    "spent-without-budget": (
        "基数为 0 却支出了 {spent}，完成率无法计算",
        "{spent} was spent of a budget of 0: there is no rate",
    ),
    "spent-without-budget.remedy": (
        "补充预算数，或说明支出的资金来源",
        "give the budget, or say where the money came from",
    ),
    "negative-amount": (
        "支出 {spent}、基数 {budget} 中有负数，完成率无效",
        "spent {spent} of {budget}: an amount is negative, the rate is invalid",
    ),
    "negative-amount.remedy": NEGATIVE_REMEDY,
    "budget-lines": (
        "各项资金的预算合计 {budget_sum}，与总数 {budget} 不符",
        "the budgets of the funding lines add up to {budget_sum}, the total is {budget}",
    ),
    "budget-lines.remedy": ("核对各项资金与总数，补齐漏列的资金", "check the lines against the total"),
    "spent-lines": (
        "各项资金的支出合计 {spent_sum}，与总数 {spent} 不符",
        "the spending of the funding lines adds up to {spent_sum}, the total is {spent}",
    ),
    "spent-lines.remedy": ("核对各项资金与总数，补齐漏列的支出", "check the lines against the total"),
}
NONE_OF_NONE: Final = (
    "预算和支出都是 0，按规则完成率计 {share}",
    "nothing was budgeted and nothing spent: by the rule that is {share}",
)

IN_PLACE: Final[Sentences] = {
    "received-over-budget": (
        "到位 {received} 大于应到位 {budget}",
        "{received} was received, only {budget} was due",
    ),
    "received-over-budget.remedy": (
        "核对到位数是否含追加预算或上年结转，使两个数口径一致",
        "check for additions and carry-overs, so that both amounts mean the same money",
    ),
    "received-late": (
        "到位 {received}，其中及时到位只有 {punctual}",
        "{received} was received, only {punctual} of it in time",
    ),
    "received-late.remedy": (
        "说明晚到资金的金额、原因和对工作的影响",
        "say how much came late, why, and what it did to the work",
    ),
    "in-time-above-received": (
        "及时到位 {punctual} 大于到位总数 {received}",
        "{punctual} is said to have come in time, but only {received} was received",
    ),
    "in-time-above-received.remedy": ("核对两个数是否同一口径", "check that both amounts mean the same money"),
    "instalments-total": (
        "各笔到位资金合计 {arrived}，与到位总数 {received} 不符",
        "the instalments that arrived add up to {arrived}, the total received is {received}",
    ),
    "instalments-total.remedy": ("核对各笔到账凭证与总数", "check the vouchers of the instalments against the total"),
    "negative-amount": (
        "到位 {received}、应到位 {budget} 中有负数，到位率无效",
        "received {received} of {budget}: an amount is negative, the rate is invalid",
    ),
    "negative-amount.remedy": NEGATIVE_REMEDY,
}
#: The reason of the share in time, and what it adds to the reason of the share received.
IN_TIME: Final = (
    "及时到位 {punctual} / 应到位 {budget} = {measure:.2%}",
    "in time {punctual} / due {budget} = {measure:.2%}",
)
ALSO_IN_TIME: Final = (
    "；其中及时到位 {punctual} / {budget} = {timeliness:.2%}",
    "; in time {punctual} / {budget} = {timeliness:.2%}",
)

VARIATION: Final[Sentences] = {
    "zero-base": (
        "上年为 0，本年为 {this}，变动率无法计算",
        "last year is 0 and this year {this}: there is no rate of change",
    ),
    "zero-base.remedy": (
        "说明上年没有发生额的原因；可由指标体系用 zero_base 规定此时的变动率",
        "say why there was nothing last year; a set may state the rate for this case with `zero_base`",
    ),
    "zero-base-assumed": (
        "上年为 0，本年为 {this}，变动率按规则计 {measure:.2%}",
        "last year is 0 and this year {this}: by the rule the change is {measure:.2%}",
    ),
    "zero-base-assumed.remedy": ("说明上年没有发生额的原因", "say why there was nothing last year"),
}

SAVING: Final[Sentences] = {
    "cost-above-plan": (
        "实际成本 {actual} 大于计划成本 {planned}",
        "the actual cost {actual} is above the planned cost {planned}",
    ),
    "cost-above-plan.remedy": (
        "说明超出的项目、原因和审批依据",
        "say which items cost more, why, and who approved it",
    ),
    "negative-amount": (
        "计划成本 {planned}、实际成本 {actual} 中有负数，节约率无效",
        "planned {planned}, actual {actual}: a cost is negative, the rate is invalid",
    ),
    "negative-amount.remedy": NEGATIVE_REMEDY,
}

MISTAKES: Final[Sentences] = {
    "in-time-wanted": (
        'rate = "in_time" 需要及时到位的数据：写 in_time，或 due、arrived，或 amounts、due_dates、arrival_dates',
        'rate = "in_time" wants to know what came in time: in_time; due, arrived; or amounts, due_dates, arrival_dates',
    ),
    "one-way": (
        "{given} 是说明及时到位的不同方式，只能用一种",
        "{given} are different ways to tell what came in time: use one of them",
    ),
    "together": ("{wanted} 要一起写，还缺 {lacking}", "{wanted} belong together; {lacking} is wanted"),
}


def mistake(code: str, **values: object) -> ValueError:
    """Return the error of a mistake in the parameters, in Chinese and in English: a parameter does not know its set's.

    A value that is a tuple is a list of names.
    """
    chinese, english = MISTAKES[code]
    return ValueError(_filled(chinese, "、", values), _filled(english, ", ", values))


def _filled(sentence: str, between: str, values: Mapping[str, object]) -> str:
    listed = {name: between.join(value) for name, value in values.items() if isinstance(value, tuple)}
    return sentence.format_map({**values, **listed})
