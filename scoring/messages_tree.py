"""The sentences about aggregations, gates, adjustments and indicators that go through a table: what is wrong with one."""

from __future__ import annotations

from typing import Final

__all__ = ["TREE"]

#: code -> (Chinese, English)
TREE: Final[dict[str, tuple[str, str]]] = {
    # aggregations and weights
    "unknown-aggregate": (
        "没有汇总方法 {name}；可用：{known}",
        "there is no aggregation {name}; there are {known}",
    ),
    "unknown-aggregate-near": (
        "没有汇总方法 {name}；是否想写 {near}？",
        "there is no aggregation {name}; did you mean {near}?",
    ),
    "aggregate-raises": (
        "汇总方法 {name} 不能用于这里：{why}",
        "the aggregation {name} cannot be used here: {why}",
    ),
    "weight-positive": (
        "相对权重须大于 0；不参与评分的请删去",
        "a relative weight must be above 0; leave out what is not to count",
    ),
    # gates
    "gate-effect": (
        "否决项 {id} 没有写明后果；请写 cap、grade_at_most、zero、unrated 或 warn",
        "the gate {id} does nothing; write cap, grade_at_most, zero, unrated or warn",
    ),
    "gate-zero-score": (
        "zero 改变得分，其条件不能再问 score() 或 share()；请用数据写条件",
        "zero changes scores, so its condition cannot ask for score() or share(); write it with facts",
    ),
    "gate-cap": (
        "总分上限 {cap} 不低于满分 {full_marks}，不起作用",
        "the cap {cap} is not below full marks ({full_marks}): it caps nothing",
    ),
    "gate-cap-unit": (
        "总分上限 {cap} 不是取整单位 {to} 的整数倍",
        "the cap {cap} is no multiple of the rounding unit {to}",
    ),
    "unknown-node": (
        "没有指标 {name}；一级指标有：{known}",
        "there is no dimension or indicator {name}; dimensions are {known}",
    ),
    "unknown-node-near": (
        "没有指标 {name}；是否想写 {near}？",
        "there is no dimension or indicator {name}; did you mean {near}?",
    ),
    "formula-node": (
        "{name}() 只能用在否决项的条件（when）里",
        "{name}() can only be used in the condition (when) of a gate",
    ),
    "formula-node-id": (
        '{name}() 要一个带引号的指标编号，如 {name}("process")',
        '{name}() wants the id of a node in quotes, as in {name}("process")',
    ),
    # adjustments
    "adjustment-bounds": (
        "加减分的下限 {least} 高于上限 {most}",
        "the lower bound {least} of the adjustment is above its upper bound {most}",
    ),
    # indicators that go through a table
    "unknown-table": (
        "没有表 {name}；已定义的表：{known}",
        "there is no table {name}; declared tables are {known}",
    ),
    "unknown-table-near": (
        "没有表 {name}；是否想写 {near}？",
        "there is no table {name}; did you mean {near}?",
    ),
    "unknown-column": (
        "表 {table} 没有列 {name}；有：{known}",
        "the table {table} has no column {name}; it has {known}",
    ),
    "unknown-column-near": (
        "表 {table} 没有列 {name}；是否想写 {near}？",
        "the table {table} has no column {name}; did you mean {near}?",
    ),
    "title-template": (
        "标题里的花括号不成对；列名写成 {{name}}，花括号本身写两遍",
        "the braces of the title do not match; a column is written {{name}}, a brace itself twice",
    ),
    "where-without-rows": (
        "{id} 写了 where，却没有 for_each 指明哪个表",
        "{id} has where, but no for_each that says which table",
    ),
    "for-each-relative": (
        'for_each 只能用于 weights = "points" 的指标体系',
        'for_each wants weights = "points"',
    ),
    "for-each-aggregate": (
        '{id} 逐行评分，其上级 {dimension} 须用 aggregate = "sum"，不能用 {aggregate}',
        '{id} goes through rows, so its dimension {dimension} must have aggregate = "sum", not {aggregate}',
    ),
    "for-each-observed": (
        "评价方法 {name} 按项目取值，不能逐行使用",
        "the check {name} observes a project; it cannot go through rows",
    ),
}
