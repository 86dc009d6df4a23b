"""The sentences about formulas: what is wrong with one, and what to write instead."""

from __future__ import annotations

from typing import Final

__all__ = ["FORMULAS", "KINDS"]

#: What the kinds of values are called, (Chinese, English).
KINDS: Final[dict[str, tuple[str, str]]] = {
    "number": ("数字（number）", "number"),
    "money": ("金额（money）", "sum of money"),
    "boolean": ("是/否（boolean）", "yes/no value (boolean)"),
    "text": ("文本（text）", "text"),
    "date": ("日期（date）", "date"),
}

#: code -> (Chinese, English)
FORMULAS: Final[dict[str, tuple[str, str]]] = {
    "formula-empty": ("公式是空的", "the formula is empty"),
    "formula-long": ("公式过长，最多 {limit} 个字符", "the formula is too long: at most {limit} characters"),
    "formula-deep": (
        "公式嵌套过深，最多 {limit} 层",
        "the formula is nested too deeply: at most {limit} levels",
    ),
    "formula-unfinished": ("公式没有写完", "the formula ends too early: something is due here"),
    "formula-bracket": ("括号没有闭合", "this bracket is not closed"),
    "formula-control": (
        "公式里有一个看不见的控制字符，请删去",
        "there is an invisible control character in the formula; remove it",
    ),
    "formula-sign": ("请写 {write}，不要写 {found}", "write {write} instead of {found}"),
    "formula-percent": ("百分数请写成小数，如 0.95", "write a percentage as a decimal, such as 0.95"),
    "formula-syntax": ("公式从“{text}”处看不懂", "the formula cannot be read from “{text}” on"),
    "formula-comment": ("公式里不能有注释", "a formula has no comments"),
    "formula-full-width": (
        "请用半角符号 {write} 代替全角 {found}",
        "write {write} instead of the full-width {found}",
    ),
    "formula-equals": ("判断相等请写 ==", "to compare, write =="),
    "formula-not-allowed": (
        "公式里不能用“{text}”；可用 + - * / **、比较、and or not in、if else 和函数",
        "“{text}” is not allowed; formulas have + - * / **, comparisons, and or not in, if else and functions",
    ),
    "formula-boolean": (
        "{text} 不用写：是/否的数据直接写名称，或 not 名称",
        "{text} is not needed: write the name of a yes/no fact, or not and the name",
    ),
    "formula-number": ("{text} 超出可用的数值范围", "{text} is beyond the numbers that can be used"),
    "formula-date": ("“{text}”不是日期，请写成 2022-12-31", "“{text}” is no date; write it as 2022-12-31"),
    "formula-kind": ("这里需要{want}，实际为{kind}", "a {want} is due here, and this is a {kind}"),
    "formula-compare": ("{a}与{b}不能比较", "a {a} and a {b} cannot be compared"),
    "formula-order": (
        "{kind}只能用 == 或 != 比较，不能用 {sign}",
        "a {kind} is compared by == or !=, not by {sign}",
    ),
    "formula-mixed": ("这几部分类型不同：{kinds}", "these parts are of different kinds: {kinds}"),
    "formula-options": (
        "in 后面是括号内的固定值，如 ('甲', '乙')",
        "in takes constants in parentheses, such as ('a', 'b')",
    ),
    "formula-exponent": (
        "** 后面须是固定的数，绝对值不超过 {limit}",
        "** takes a constant, of at most {limit} either way",
    ),
    "formula-arguments": (
        "{name} 需要 {count} 个参数，这里有 {found} 个",
        "{name} is given {found} values in parentheses, and takes {count}",
    ),
    "unknown-function": ("没有函数 {name}", "there is no function {name}"),
    "unknown-function-near": (
        "没有函数 {name}；是否想写 {near}？",
        "there is no function {name}; did you mean {near}?",
    ),
    "function-unsuited": (
        "函数 {name}（插件 {plugin}）不能这样用：{why}",
        "the function {name} of the plugin {plugin} cannot be used like this: {why}",
    ),
    "formula-table": (
        "{name} 是表；请用 count({name}) 或其中一列，如 sum({name}.…)",
        "{name} is a table: use count({name}), or a column of it, as in sum({name}.…)",
    ),
    "formula-tables": ("不能合用不同表的行：{names}", "rows of different tables cannot be combined: {names}"),
    "formula-rows": (
        "{name} 的列每个项目有多个值；请用 sum、count、mean 等汇总",
        "a column of {name} has many values a project: fold them by sum, count, mean or the like",
    ),
    "formula-fold": (
        "{name} 汇总表的行，如 {name}(survey.answer)",
        "{name} folds the rows of a table, as in {name}(survey.answer)",
    ),
    "formula-nested": ("{name} 里不能再汇总", "{name} cannot hold another fold"),
}
