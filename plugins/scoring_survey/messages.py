"""The sentences of the survey checks, each in Chinese and English: reasons, findings, mistakes in parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["MISTAKES", "REASONS", "SATISFACTION", "Sentences", "mistake"]

#: code -> (Chinese, English)
Sentences = Mapping[str, tuple[str, str]]

SATISFACTION: Final[Sentences] = {
    "sample-too-small": (
        "有效答卷 {sample} 份，少于规定的 {minimum_sample} 份，不计算满意度",
        "a sample of {sample}, below the {minimum_sample} that are due: satisfaction is not measured",
    ),
    "sample-too-small.remedy": ("补充调查，达到最低样本量后重新评分", "ask more people, then score again"),
    "part-without-answers": (
        "有的题目或分组没有一份有效答卷，不能按权重合计",
        "a question or a group has no valid answer, so the parts cannot be weighted",
    ),
    "part-without-answers.remedy": (
        "补充这部分的调查；确实不涉及的，由指标体系取消其权重",
        "survey this part too; if nobody belongs to it, the set should not weigh it",
    ),
    "answers-left-out": (
        "{left_out} 个答案没有计入：答案或所属分组不在指标体系所列之内",
        "answers left out because the set has no such answer or group: {left_out}",
    ),
    "answers-left-out.remedy": (
        "核对问卷数据中的答案和分组名称",
        "check the answers and the names of groups",
    ),
    "rows-left-out": (
        "{left_out} 行人数没有计入：题目或分组不在指标体系所列之内，或有选项没有填人数",
        "rows left out because the set has no such question or group, or because a count is not filled in: {left_out}",
    ),
    "rows-left-out.remedy": (
        "核对题目和分组名称；没有人选的选项填 0",
        "check the names of questions and groups; an option that nobody chose counts 0",
    ),
    "negative-count": (
        "选项人数中有负数，满意度无效",
        "a count of answers is negative, satisfaction is invalid",
    ),
    "negative-count.remedy": ("核对各选项的人数", "check the counts of the options"),
    "response-low": (
        "发放 {sent} 份，回收 {returned} 份，回收率 {response:.2%}，低于规定的 {minimum_response:.2%}",
        "{returned} of {sent} came back, {response:.2%}: less than the {minimum_response:.2%} that is due",
    ),
    "response-low.remedy": (
        "催收问卷；说明未回收的原因，以及它是否影响结果的代表性",
        "remind those who did not answer, and say whether they may think otherwise",
    ),
    "returned-above-sent": (
        "回收 {returned} 份，多于发放的 {sent} 份",
        "{returned} came back, but only {sent} were sent",
    ),
    "returned-above-sent.remedy": (
        "核对发放数，剔除重复和来源不明的答卷",
        "check the number sent; take out doubles and answers of unknown origin",
    ),
}

#: Clauses of the reason, in their order. Those of a part are filled in twice: the part's place, label and weight when
#: the check is prepared (one brace), its numbers for each project (two).
REASONS: Final[Sentences] = {
    "share": ("{{holds{key}}} / {{n{key}}} = {{{value}:.2%}}", "{{holds{key}}} / {{n{key}}} = {{{value}:.2%}}"),
    "scale": (
        "平均 {{mean{key}}} / {out_of} = {{{value}:.2%}}（{{n{key}}} 份）",
        "mean {{mean{key}}} / {out_of} = {{{value}:.2%}} (sample {{n{key}}})",
    ),
    "interval": (
        "，95% 置信区间 {{low{key}:.1%}}～{{high{key}:.1%}}",
        ", 95% interval {{low{key}:.1%}} to {{high{key}:.1%}}",
    ),
    "part": ("{label}（权重 {weight}）", "{label} (weight {weight}): "),
    "weighted": ("加权平均 {measure:.2%}", "weighted mean {measure:.2%}"),
    "sample": (
        "有效样本 {sample} 份，最低 {minimum_sample} 份",
        "sample {sample}, at least {minimum_sample} due",
    ),
    "response": (
        "回收 {returned} / 发放 {sent} = {response:.2%}",
        "returned {returned} / sent {sent} = {response:.2%}",
    ),
}

MISTAKES: Final[Sentences] = {
    "answers": (
        "写明答案在哪里：answer（table 中的答案列）、options（table 中各选项的人数列）、counts（各选项的人数）三者选一",
        "say where the answers are: one of answer (columns of table), options (columns of counts), counts (facts)",
    ),
    "table": (
        "answer、options、group、question 是 table 的列：请写 table",
        "answer, options, group and question are columns of a table: give table",
    ),
    "no-table": ("counts 是项目的数据，不用 table、group", "counts are facts of the project: no table, no group"),
    "worth": (
        "写明怎样算满意：satisfied_from、satisfied、points、out_of 之一（points 可以与 out_of 同写）",
        "say what satisfaction is: one of satisfied_from, satisfied, points, out_of (points and out_of go together)",
    ),
    "numbers": (
        "satisfied_from 和单独的 out_of 用于数字答案（answer）；选项人数请写 satisfied 或 points",
        "satisfied_from and out_of alone are for answers in numbers (answer); with counts, give satisfied or points",
    ),
    "twice": ("{names}：每个选项只写一次", "{names}: name every option once"),
    "unknown-option": ("{names} 不在 {among} 之内", "{names}: not among {among}"),
    "lacking-points": ("points 没有写：{names}", "points lacks {names}"),
    "above-scale": ("points 的最高分 {most} 大于 out_of {out_of}", "the most points, {most}, exceed out_of, {out_of}"),
    "no-scale": ("points 至少有一个大于 0", "points wants at least one above 0"),
    "pair": ("{column} 与 {weights} 要一起写", "{column} and {weights} belong together"),
    "question": (
        "question 用于 options；答案表的多个题目写在 answer 里：列名 = 权重",
        "question goes with options; several questions of a table of answers stand in answer: column = weight",
    ),
    "minimum-response": ("minimum_response 需要 sent（发放份数）", "minimum_response wants sent"),
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
