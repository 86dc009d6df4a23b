"""The sentences of score sheets: reasons of lines, findings and what to do about them."""

from __future__ import annotations

from typing import Final

__all__ = ["SHEET"]

#: code -> (Chinese, English)
SHEET: Final[dict[str, tuple[str, str]]] = {
    # words
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "and": (" 且 ", " and "),
    "or": (" 或 ", " or "),
    "not": ("非 {what}", "not {what}"),
    "yes-no-of": ("{label}（{value}）", "{label} ({value})"),
    "in": ("{what} 属于（{options}）", "{what} in ({options})"),
    "not-in": ("{what} 不属于（{options}）", "{what} not in ({options})"),
    "label-and-name": ("{label}（{name}）", "{label} ({name})"),
    # steps of scales
    "reached-at-least": ("达到“≥ {edge}”一档，得分率 {share}", "reaches “≥ {edge}”: {share} of the points"),
    "reached-at-most": ("符合“≤ {edge}”一档，得分率 {share}", "keeps “≤ {edge}”: {share} of the points"),
    "reached-no-at-least": (
        "未达到最低一档“≥ {edge}”，得分率 {share}",
        "below the lowest step “≥ {edge}”: {share} of the points",
    ),
    "reached-no-at-most": (
        "超出最高一档“≤ {edge}”，得分率 {share}",
        "above the highest step “≤ {edge}”: {share} of the points",
    ),
    "reached-target": ("目标 {target}，得分率 {share}", "target {target}: {share} of the points"),
    "reached-between": (
        "从 {edge}（0 分）到 {target}（满分）按比例，得分率 {share}",
        "in proportion from {edge} (nothing) to {target} (full): {share} of the points",
    ),
    "reached-not-passed": ("低于及格线 {edge}，不得分", "below the pass mark {edge}: nothing"),
    "reached-passed": (
        "达到及格线 {pass}，从 {edge}（0 分）到 {target}（满分）按比例，得分率 {share}",
        "passes {pass}; in proportion from {edge} (nothing) to {target} (full): {share} of the points",
    ),
    "reached-on-line": (
        "从 {edge}（{start}）到 {target}（{end}）按直线计，得分率 {share}",
        "on the line from {edge} ({start}) to {target} ({end}): {share} of the points",
    ),
    "reached-before": (
        "不超过第一个点 {edge}，得分率 {share}",
        "not above the first point {edge}: {share} of the points",
    ),
    "reached-beyond": (
        "达到最后一个点 {edge}，得分率 {share}",
        "the last point {edge} or above: {share} of the points",
    ),
    "reached-limit-under": ("不低于 {edge}，不扣分", "not below {edge}: nothing deducted"),
    "reached-limit-over": ("不高于 {edge}，不扣分", "not above {edge}: nothing deducted"),
    "reached-deducted-under-begun": (
        "低于 {edge}，差 {gap}；每 {per} 扣 {each} 分，不足的按一次计，共 {steps} 次，扣 {lost} 分，得分率 {share}",
        "{gap} below {edge}; each {per} begun costs {each} points; steps {steps}, deducted {lost}: {share} of the points",
    ),
    "reached-deducted-under-completed": (
        "低于 {edge}，差 {gap}；每满 {per} 扣 {each} 分，共 {steps} 次，扣 {lost} 分，得分率 {share}",
        "{gap} below {edge}; each {per} completed costs {each} points; steps {steps}, deducted {lost}: {share} of the points",
    ),
    "reached-deducted-over-begun": (
        "高于 {edge}，超 {gap}；每 {per} 扣 {each} 分，不足的按一次计，共 {steps} 次，扣 {lost} 分，得分率 {share}",
        "{gap} above {edge}; each {per} begun costs {each} points; steps {steps}, deducted {lost}: {share} of the points",
    ),
    "reached-deducted-over-completed": (
        "高于 {edge}，超 {gap}；每满 {per} 扣 {each} 分，共 {steps} 次，扣 {lost} 分，得分率 {share}",
        "{gap} above {edge}; each {per} completed costs {each} points; steps {steps}, deducted {lost}: {share} of the points",
    ),
    "reached-level": ("“{level}”得分率 {share}", "“{level}” earns {share} of the points"),
    # checklists
    "checklist-met": ("符合 {met}/{total} 项", "{met} of {total} met"),
    "checklist-points": ("，计 {met}/{total} 分", ", {met} of {total} points"),
    "checklist-unmet": ("；缺 {count} 项：{names}", "; {count} not met: {names}"),
    "checklist-gate": (
        "；关键项“{name}”不符合，本项不得分",
        "; the key item “{name}” is not met, so nothing is earned",
    ),
    # panels: the reason has three parts, filled in for each project
    "panel-given": (
        "{assessors} 个评委打分 {low}～{high}，相差 {spread}；",
        "assessors: {assessors}, scores {low} to {high}, spread {spread}; ",
    ),
    "panel-mean": ("平均 {total} / {assessors} = {points}", "mean {total} / {assessors} = {points}"),
    "panel-median": ("中位数 {points}", "median {points}"),
    "panel-trimmed": (
        "最高、最低各去掉 {cut} 个，其余 {left} 个平均 {points}",
        "without {cut} highest and {cut} lowest, mean of {left}: {points}",
    ),
    "panel-drop_high_low": (
        "去掉一个最高分和一个最低分，({total} - {high} - {low}) / {left} = {points}",
        "without the highest and the lowest, ({total} - {high} - {low}) / {left} = {points}",
    ),
    "panel-share": ("；{points} / {out_of} = {measure:.2%}", "; {points} / {out_of} = {measure:.2%}"),
    "assessors-disagree": (
        "评委打分 {low}～{high}，相差 {spread}，超过规定的 {spread_limit}",
        "the assessors gave {low} to {high}: they differ by {spread}, more than {spread_limit}",
    ),
    "assessors-disagree.remedy": (
        "请评委说明理由，必要时复议后重新打分",
        "let the assessors give their reasons, and score again where they change their minds",
    ),
    "assessors-too-few": (
        "只有 {assessors} 个评委打分，去掉最高分和最低分至少要有 3 个",
        "too few assessors to drop the highest and the lowest score: {assessors}, and 3 are due",
    ),
    "assessors-too-few.remedy": ("补充评委打分后重新评分", "ask more assessors, then score again"),
    "score-outside": (
        "评委打分 {low}～{high}，超出 0～{out_of}，无效",
        "the assessors gave {low} to {high}, outside 0 to {out_of}: the scores are invalid",
    ),
    "score-outside.remedy": ("核对评委的打分", "check the scores of the assessors"),
    # reasons without a measure
    "reason-missing": ("缺少数据：{names}", "data wanted: {names}"),
    "reason-no-result": ("无法计算：{what}", "no result: {what}"),
    "reason-unmeasured": ("现有数据无法得出结果", "the data gives no result"),
    "reason-invalid": ("数据无效：{why}", "invalid data: {why}"),
    "reason-refused": ("数据不符合评价方法的要求", "the data is not what the check accepts"),
    "reason-level": ("“{value}”不是规定的等次（{levels}）", "“{value}” is none of the levels ({levels})"),
    "reason-check-error": ("评价方法出错：{why}", "the check failed: {why}"),
    "reason-scale-error": ("评分标准出错：{why}", "the scale failed: {why}"),
    "reason-unworded": ("插件 {plugin} 的说明出错：{why}", "the plugin {plugin} failed to explain: {why}"),
    "target-on-time": ("{actual} 不晚于 {target}", "{actual} is not after {target}"),
    "target-late": ("{actual} 晚于 {target}，得 0", "{actual} is after {target}: 0"),
    "target-sign": ("“{sign}”不是目标的符号", "“{sign}” is no sign of a target"),
    "target-missed": ("{actual} 未达到 {sign} {target}，得 0", "{actual} misses {sign} {target}: 0"),
    "target-by-now": (
        "到目前应达 {target} × {elapsed} / {period} = {due}",
        "due by now: {target} × {elapsed} / {period} = {due}",
    ),
    "target-so-far": ("{calculation}；{by_now}", "{calculation}; {by_now}"),
    "target-judged": ("{level}：{rate}，应在 {ends} 内", "{level}: {rate}, due in {ends}"),
    "target-level": ("没有“{level}”这一档；有：{known}", "there is no level “{level}”; there are {known}"),
    "title-no-row": ("（没有相应的行：{table}）", "(no row of {table})"),
    "title-rows": ("{title}（各行）", "{title} (rows)"),
    "reason-zeroed": ("因“{titles}”得 0 分", "scores 0 because of “{titles}”"),
    "reason-no-row": ("{table} 里没有属于本指标的行", "{table} has no row for this indicator"),
    "reason-row-weight": ("该行没有有效的分值，按 0 分计", "the row has no valid weight and counts as 0"),
    "reason-not-applicable": ("不适用：不满足 {condition}", "not applicable: {condition} is false"),
    "reason-not-applicable-short": ("不适用", "not applicable"),
    # no grade
    "unrated-nothing": ("没有一项指标可以评分", "no indicator could be scored"),
    "unrated-missing": (
        "“{titles}”没有数据，不予评级；请补充：{names}",
        "not rated without {titles}; data wanted: {names}",
    ),
    "unrated-withheld": ("“{titles}”没有可用数据，不予评级", "not rated: no usable data for {titles}"),
    "unrated-coverage": (
        "数据完整率 {coverage}，低于评级所需的 {least}",
        "coverage is {coverage}; a grade needs {least}",
    ),
    "unrated-gate": ("不予评级：{titles}", "no grade: {titles}"),
    "unrated-below": ("总分低于最低等级线 {lowest} 分", "the total is below the lowest grade, {lowest}"),
    # findings
    "gate-fired": ("{title}", "{title}"),
    "gate-numbers": ("{text}（{numbers}）", "{text} ({numbers})"),
    "gate-effects": ("{text}：{effect}", "{text}: {effect}"),
    "effect-zero": ("“{titles}”得 0 分", "“{titles}” scores 0"),
    "effect-cap": ("总分不超过 {cap} 分", "the total is at most {cap}"),
    "effect-grade": ("等级不高于“{grade}”", "the grade is at most “{grade}”"),
    "effect-unrated": ("不予评级", "there is no grade"),
    "gate-untold-node": (
        "无法判断“{title}”，按未触发处理：所问的指标没有得分",
        "“{title}” cannot be told and is taken as not fired: a node that it asks for has no score",
    ),
    "adjustment-untold": (
        "无法计算“{title}”，按 0 分处理；缺少或无法使用：{names}",
        "“{title}” cannot be calculated and adds nothing; wanted: {names}",
    ),
    "no-row": (
        "“{title}”：{table} 里没有可评分的行，按缺少数据处理",
        "“{title}”: {table} has no row to score; it counts as missing",
    ),
    "no-row.remedy": ("请在 {table} 中填写这部分指标", "fill in the rows of {table} that belong here"),
    "weights-total": (
        "“{title}”下各行分值合计 {total} 分，应为 {due} 分",
        "the weights of the rows under “{title}” add up to {total}, not {due}",
    ),
    "weights-total.remedy": ("请核对各行分值", "check the weights of the rows"),
    "row-not-scored": (
        "{table} 第 {row} 行不属于任何指标，没有评分",
        "row {row} of {table} belongs to no indicator and is not scored",
    ),
    "row-not-scored.remedy": (
        "请核对该行的类别等栏目",
        "check the cells that say which indicator it belongs to",
    ),
    "at-row": ("“{title}”：{text}", "“{title}”: {text}"),
    "gate-untold": (
        "无法判断“{title}”，按未触发处理；缺少或无法使用：{names}",
        "“{title}” cannot be told and is taken as not fired; wanted: {names}",
    ),
    "applies-untold": (
        "无法判断“{title}”是否适用，按适用处理；缺少或无法使用：{names}",
        "whether “{title}” applies cannot be told; it is taken to apply; wanted: {names}",
    ),
    "finding-of-check": ("“{title}”：{what}", "“{title}”: {what}"),
    "invalid-fact": ("{label}：{why}", "{label}: {why}"),
    "invalid-fact.remedy": ("请改正该数据后重新评分", "correct this value and score again"),
    "invalid-measure": ("“{title}”：{why}", "“{title}”: {why}"),
    "invalid-measure.remedy": (
        "请改正数据，或在评分标准中写明这一情况",
        "correct the data, or let the scale of the set provide for it",
    ),
    "invalid-cell": ("{label} 第 {row} 行：{why}", "{label}, row {row}: {why}"),
    "invalid-cell.remedy": ("请改正该单元格后重新评分", "correct this cell and score again"),
    "invalid-group": (
        "“{value}”是单个值，而 {name} 应写在下一级",
        "“{value}” is a single value; {name} is due one level below",
    ),
    "invalid-table": ("“{value}”不是表，{name} 应为若干行", "“{value}” is not a table; {name} takes rows"),
    "invalid-twice": (
        "同一数据给了两个值（“{value}”与“{other}”）；请只保留一个",
        "two values for the same fact, “{value}” and “{other}”; keep one of them",
    ),
    "invalid-row": (
        "“{value}”不是表的一行，每行应写明列名",
        "“{value}” is not a row of a table: each names its columns",
    ),
    "check-error": (
        "“{title}”的评价方法 {name}（插件 {plugin}）出错：{why}",
        "the check {name} of “{title}” (plugin {plugin}) failed: {why}",
    ),
    "scale-error": (
        "“{title}”的评分标准 {name}（插件 {plugin}）出错：{why}",
        "the scale {name} of “{title}” (plugin {plugin}) failed: {why}",
    ),
    "scale-error.remedy": (
        "其他指标不受影响；请将此信息告知插件作者",
        "other indicators are unaffected; tell the plugin's author",
    ),
    "check-error.remedy": (
        "其他指标不受影响；请将此信息告知插件作者",
        "other indicators are unaffected; tell the plugin's author",
    ),
    "unknown-fact-given": ("指标体系没有用到数据 {name}", "the set has no use for {name}"),
    "unknown-fact-given-near": (
        "指标体系没有数据 {name}，未使用；是否想写 {near}？",
        "the set has no fact {name}, so it was not used; did you mean {near}?",
    ),
    "unknown-facts-given": (
        "另有 {count} 项数据指标体系没有用到",
        "the set has no use for {count} more facts",
    ),
    "facts-deep": (
        "项目数据嵌套超过 {limit} 层；请按 资金.支出 这样的名称直接写出各项数据",
        "the facts of a project are nested more than {limit} levels deep; give them by names such as funds.spent",
    ),
    "facts-mapping": (
        "项目数据应是按名称排列的一组值，而不是 {found}",
        "the facts of a project are values by name, not a {found}",
    ),
}
