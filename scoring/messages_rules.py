"""The sentences of diagnostics: what is wrong with an indicator set, and what to write instead."""

from __future__ import annotations

from typing import Final

__all__ = ["RULES"]

#: code -> (Chinese, English)
RULES: Final[dict[str, tuple[str, str]]] = {
    # keys and values
    "unknown-key": ("没有 {key} 这个键", "there is no key {key} here"),
    "unknown-key-near": (
        "没有 {key} 这个键；是否想写 {near}？",
        "there is no key {key} here; did you mean {near}?",
    ),
    "quotes-wanted": (
        '带点的名称要加引号："{name}"，作表头时写 [{key}."{name}"]',
        'a name with dots goes in quotes: "{name}", or as the head of a table [{key}."{name}"]',
    ),
    "missing-key": ("缺少必需的键 {key}", "the key {key} is required"),
    "missing-parameter": ("{where} 中缺少 {key}", "{where} lacks {key}, which is required"),
    "bad-id": (
        "{id} 不能作为标识：用小写字母、数字和连字符，如 budget-completion",
        "{id} is no id: use lower-case letters, digits and hyphens, as in budget-completion",
    ),
    "wrong-choice": (
        "{key} 不能是 {given}；可选：{expected}",
        "{key} cannot be {given}; choose from {expected}",
    ),
    "limit-above": ("{key} 应大于 {limit}，而这里是 {given}", "{key} must be above {limit}, not {given}"),
    "limit-at-least": ("{key} 不能小于 {limit}，而这里是 {given}", "{key} must be at least {limit}, not {given}"),
    "limit-below": ("{key} 应小于 {limit}，而这里是 {given}", "{key} must be below {limit}, not {given}"),
    "limit-at-most": ("{key} 不能大于 {limit}，而这里是 {given}", "{key} must be at most {limit}, not {given}"),
    "number-range": (
        "{key} 的数值 {given} 过大或过小，无法计算",
        "{key} is too large or too close to 0 to reckon with: {given}",
    ),
    "want-number": (
        "{key} 应是数字，如 0.95，而不是 {given}",
        "{key} takes a number such as 0.95, not {given}",
    ),
    "want-whole-number": ("{key} 应是整数，而不是 {given}", "{key} takes a whole number, not {given}"),
    "want-text": ("{key} 应是文本，写在引号内，而不是 {given}", "{key} takes a text in quotes, not {given}"),
    "want-boolean": ("{key} 应是 true 或 false，而不是 {given}", "{key} takes true or false, not {given}"),
    "want-table": ("{key} 应是一组键和值，而不是 {given}", "{key} takes keys and values, not {given}"),
    "want-array": (
        "{key} 应是方括号内的列表，而不是 {given}",
        "{key} takes a list in square brackets, not {given}",
    ),
    "want-date": (
        "{key} 应是日期，如 2022-12-31，而不是 {given}",
        "{key} takes a date such as 2022-12-31, not {given}",
    ),
    "empty-value": ("{key} 不能为空", "{key} must not be empty"),
    "too-few": (
        "{key} 这里至少要有 {limit} 个值，而不是 {given} 个",
        "{key} takes at least {limit} values here, not {given}",
    ),
    "too-many": (
        "{key} 这里最多有 {limit} 个值，而不是 {given} 个",
        "{key} takes at most {limit} values here, not {given}",
    ),
    "wrong-value": ("{key}：{why}", "{key}: {why}"),
    "effective-crossed": (
        "有效期从 {start} 到 {until}，起止颠倒",
        "from ({start}) is after until ({until})",
    ),
    # the tree
    "id-twice": (
        "标识 {id} 已用于 {other}；每个标识只能用一次",
        "the id {id} is used in {other} already; ids are unique",
    ),
    "dimension-without-parent": (
        '上级指标 {parent} 没有定义；请加上 [dimensions."{parent}"]',
        'its parent {parent} is not declared; add [dimensions."{parent}"]',
    ),
    "unknown-dimension": (
        "没有上级指标 {name}；已定义：{known}",
        "there is no dimension {name}; declared are {known}",
    ),
    "unknown-dimension-near": (
        "没有上级指标 {name}；是否想写 {near}？",
        "there is no dimension {name}; did you mean {near}?",
    ),
    "dimension-empty": ("{id} 下面没有任何指标", "{id} has no indicator below it"),
    "weights-over": (
        "{id} 应为 {due} 分，其下合计 {total} 分，多 {by} 分：{parts}",
        "the children of {id} ({due}) add up to {total}, {by} too much: {parts}",
    ),
    "weights-under": (
        "{id} 应为 {due} 分，其下合计 {total} 分，少 {by} 分：{parts}",
        "the children of {id} ({due}) add up to {total}, {by} too little: {parts}",
    ),
    "weight-unit": (
        "分值 {weight} 不是取整单位 {to} 的整数倍",
        "the weight {weight} is no multiple of the rounding unit {to}",
    ),
    "full-marks-units": (
        "满分 {full_marks} 超过取整单位 {to} 所能精确计算的 {most}；请减小满分或放大单位",
        "full marks of {full_marks} are too many for the rounding unit {to}: at most {most}",
    ),
    "coverage-wanted": (
        '采用 missing = "skip" 时须写明 minimum_coverage，如 0.8，否则缺数据反而得高分',
        'a policy "skip" wants minimum_coverage, for example 0.8: otherwise leaving data out would pay',
    ),
    "grade-overlap": ("有两个等级都从 {at_least} 分起", "two grades start at {at_least}"),
    "grade-twice": ("等级“{label}”写了两次", "the grade “{label}” stands here twice"),
    # facts
    "fact-name": (
        "“{name}”不能作为数据名：用字母、汉字、数字和下划线，分级用点，如 funds.spent",
        "“{name}” is no name of a fact: letters, digits and underscores, levels by dots, as in funds.spent",
    ),
    "fact-name-near": (
        "数据名“{name}”含有全角或特殊字符，请写成 {near}",
        "the name “{name}” has full-width or special letters; write {near}",
    ),
    "column-name": (
        "“{name}”不能作为列名：用字母、汉字、数字和下划线，如 answer",
        "“{name}” is no name of a column: letters, digits and underscores, as in answer",
    ),
    "fact-keyword": (
        "{name} 含有公式的保留字，请换一个名称",
        "{name} has a reserved word of formulas; choose another",
    ),
    "fact-function": ("{name} 与函数同名，请换一个名称", "{name} has the name of a function; choose another"),
    "fact-function-of-plugin": (
        "{name} 与插件 {plugin} 的函数同名，请换一个名称",
        "{name} has the name of a function of the plugin {plugin}; choose another",
    ),
    "fact-reserved": (
        "{name}：project 是保留名，不需要声明",
        "{name}: project is reserved and needs no declaration",
    ),
    "fact-and-group": (
        "{other} 已是一个数据，不能再有 {name}",
        "{other} is a fact already, so {name} cannot be one below it",
    ),
    "table-without-columns": ("表 {name} 须写明 columns", "the table {name} wants columns"),
    "columns-without-table": (
        '{name} 的类型是 {type}，不能有 columns；要用表请写 type = "table"',
        '{name} has the type {type}, which has no columns; for a table write type = "table"',
    ),
    "bounds-crossed": (
        "minimum（{minimum}）大于 maximum（{maximum}），没有任何数据能够有效",
        "minimum ({minimum}) is above maximum ({maximum}), so that no value is valid",
    ),
    "bounds-idle": (
        "{type} 类型不看 {key}，请删去或更改类型",
        "{key} means nothing for the type {type}; remove it, or change the type",
    ),
    "fact-unused": ("没有规则用到数据 {name}", "no rule uses the fact {name}"),
    "facts-undeclared": (
        "没有声明任何数据，写错的名称无法发现；请加上 [facts]",
        "no facts are declared, so a misspelt name cannot be noticed; add [facts]",
    ),
    "unknown-fact": ("指标体系没有声明数据 {name}", "the set declares no fact {name}"),
    "unknown-fact-near": (
        "指标体系没有声明数据 {name}；是否想写 {near}？",
        "the set declares no fact {name}; did you mean {near}?",
    ),
    "fact-kind": ("{name} 的类型为{kind}，这里需要{want}", "{name} is a {kind}; a {want} is due here"),
    "table-not-fact": (
        "{name} 是表，这里需要单个数据",
        "{name} is a table; a single fact is due here",
    ),
    "fact-not-column": (
        "{name} 不是表的列，这里需要 表名.列名",
        "{name} is no column of a table; write table.column",
    ),
    "column-not-fact": (
        "{name} 是表的列，每个项目有多个值，这里需要单个数据",
        "{name} is a column with many values a project; a single fact is due here",
    ),
    # indicators
    "check-or-measure": (
        "指标 {id} 须写 check 或 measure 其中之一",
        "the indicator {id} wants either a check or a measure, and not both",
    ),
    "with-without-check": (
        "with 是 check 的参数，而 {id} 没有 check",
        "with has the parameters of a check, and {id} has none",
    ),
    "unknown-check": ("没有评价方法 {name}；可用：{known}", "there is no check {name}; available: {known}"),
    "unknown-check-near": (
        "没有评价方法 {name}；是否想写 {near}？",
        "there is no check {name}; did you mean {near}?",
    ),
    "open-kinds": (
        "没有声明的数据 {name} 在这里是{b}，在别处是{a}；请在 [facts] 中声明它",
        "the undeclared fact {name} is a {b} here and a {a} elsewhere: declare it under [facts]",
    ),
    "check-raises": (
        "评价方法出错，每个项目的这项指标都会是“出错”：{why}；请告知插件作者",
        "the check fails, so this indicator will be in error for every project: {why}; tell the plugin's author",
    ),
    "scale-raises": (
        "评分标准出错，每个项目的这项指标都会是“出错”：{why}；请告知插件作者",
        "the scale fails, so this indicator will be in error for every project: {why}; tell the plugin's author",
    ),
    "scale-facts": ("评分标准不适合这个实际完成值：{why}", "the scale does not suit this measure: {why}"),
    "check-facts": ("评价方法不适合这些数据：{why}", "the check does not suit these facts: {why}"),
    "unknown-scale": ("没有评分标准 {name}；可用：{known}", "there is no scale {name}; available: {known}"),
    "unknown-scale-near": (
        "没有评分标准 {name}；是否想写 {near}？",
        "there is no scale {name}; did you mean {near}?",
    ),
    "scale-kind-wanted": ("scale 须写明 kind；可用：{known}", "a scale wants a kind; available: {known}"),
    "scale-wanted": (
        '{id} 的实际完成值为{kind}，须写明 scale，如 {{ kind = "levels", levels = {{ "好" = 1, "差" = 0 }} }}',
        'the measure of {id} is a {kind} and wants a scale, such as {{ kind = "levels", levels = {{ good = 1, bad = 0 }} }}',
    ),
    "scale-wanted-near": (
        "{id} 的实际完成值为日期，日期本身不能计分；请与一个日子比较，如 measure = \"{near} <= '2022-12-31'\"，或用 days(…, …) 数天数",
        "the measure of {id} is a date, and no date earns points by itself; compare it with a day, as in measure = \"{near} <= '2022-12-31'\", or count days by days(…, …)",
    ),
    "scale-for-kind": (
        "{scale} 适用于{want}，而实际完成值为{kind}",
        "the scale {scale} does not suit a measure that is a {kind}; it takes: {want}",
    ),
    "scale-target": (
        "target 与 worst 相同（{target}），无法按比例计分",
        "target equals worst ({target}): there is nothing between",
    ),
    "scale-pass": (
        "worst（{worst}）大于 target（{target}）表示越低越好，没有及格线；请删去 pass，或改用 thresholds 的 at_most",
        "worst ({worst}) above target ({target}) means that less is better, which has no pass mark; leave out pass, or use thresholds with at_most",
    ),
    "scale-pass-target": (
        "rescale 从 pass（{edge}）起计，而 target 是 {target}：pass 须小于 target",
        "rescale begins at pass ({edge}), which must be below target ({target})",
    ),
    "scale-rescale": ("rescale 从及格线起计，须写明 pass", "rescale begins at the pass mark: give pass"),
    "linear-ends": (
        "linear 须写 worst 和 best，或者只写 points",
        "linear wants worst and best, or points alone",
    ),
    "linear-flat": ("best 与 worst 相同（{best}），无法计分", "best equals worst ({best}): there is nothing between"),
    "point-order": (
        "点应按第一个数从小到大排列，而 {x} 在 {before} 之后",
        "points go from small to large, and {x} stands after {before}",
    ),
    "point-twice": ("有两个点的第一个数都是 {x}", "two points stand at {x}"),
    "step-edge": ("每一档须写 at_least 或 at_most 其中之一", "a step wants either at_least or at_most"),
    "step-mixed": (
        "同一评分标准内不能混用 at_least 和 at_most",
        "one scale does not mix at_least and at_most",
    ),
    "step-overlap": ("有两档的界限都是 {edge}", "two steps share the threshold {edge}"),
    "step-worth": ("每一档须写 share 或 points 其中之一", "a step wants either share or points"),
    "step-points": (
        "{points} 分超过该指标的分值 {weight}",
        "{points} points are more than the weight {weight}",
    ),
    "level-twice": ("等次“{level}”写了两次", "the level “{level}” stands here twice"),
    "indicator-bare": ("指标 {id} 没有写明 {lacking}", "the indicator {id} has no {lacking}"),
}
