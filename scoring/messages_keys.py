"""What the keys of a set mean, in Chinese and English: editors show it where the key is written."""

from __future__ import annotations

from typing import Final

__all__ = ["KEYS", "MODELS"]

#: Model -> Chinese; the English is the model's own docstring.
MODELS: Final[dict[str, str]] = {
    "TargetAchievement": "把实际完成值与目标值按指标符号比较，得出完成程度（0 至 1）；达到目标即为 1。",
    "Adjustment": "加减分：指标树以外的奖励或扣分，用公式计算，不超出自己的上下限（分）。",
    "Checklist": "要点清单：各要点分值相同，或各有分值；按符合的要点计算所占份额。",
    "Column": "表的一列：数据类型、单位、名称、可识别的表头和上下限。",
    "Deduction": "按差额扣分：达到 limit 得满分；偏离的一侧每满（或不足也算）一个 per 扣 deduct 分，扣完为止。",
    "Dimension": "一级、二级指标：指标树的中间节点。分值以分计；相对权重的体系中为任意正数。",
    "Effect": "否决项触发后的处理：cap 以分计，zero 写指标的标识。",
    "Effective": "有效期的起止日期。",
    "Example": "算例：一个项目的数据，以及应得的分数。",
    "Expectation": "算例应得的结果；没有写的不作要求。",
    "Fact": "数据：项目要提交的一项数据；类型为 table 的有多行，各列写在 columns 中。",
    "Gate": "否决项：对数据的一个条件，以及条件成立时的处理。",
    "Grade": "等级：从多少分起，叫什么。",
    "Indicator": (
        "三级指标：用 check（评价方法）或 measure（公式）得出实际完成值，再按 scale（评分标准）换算成得分。"
        "写了 for_each 的，表中每一行各是一项指标。"
    ),
    "IndicatorSet": "指标体系：指标树、分值、分档和等级。分值、总分、满分以分计；minimum_coverage 是 0 至 1 的份额。",
    "Interval": "区间：从多少到多少，含两端；不写的一端不限。",
    "Level": "定性程度：一项文本数据，配合评分标准 levels 使用。",
    "Levels": "按等次计分：文本的每个等次对应一个得分率；没有列出的等次视为无效数据。",
    "Linear": "按直线计分：从 worst 到 best，或沿 points 各点之间的直线；两端以外不变。",
    "Panel": "多位评委的评分：合成一个分数，占满分 out_of 的份额；评委分歧过大时提示。",
    "Proportional": "按比例计分：(实际完成值 - worst) / (target - worst)，在 0 与 1 之间；worst 大于 target 时越小越好；低于 pass 不得分。",
    "Ratio": "两项数据之比：part / whole；whole 为 0 时视为缺少数据。",
    "Rounding": "得分取整到多少分，以及如何取整。",
    "Step": "一档：用 at_least（达到）或 at_most（不超过）写界限，用 share（得分率）或 points（分）写得分。",
    "Thresholds": "分档计分：达到的最高一档 at_least，或不超过的最低一档 at_most 决定得分率；恰在界限上取较好的一档。",
    "Value": "一项数据本身。",
    "YesNo": "是得满分，否得零分。",
}

#: Model.key -> (Chinese, English), with units.
KEYS: Final[dict[str, tuple[str, str]]] = {
    # the whole set
    "IndicatorSet.schema": ("规则语言的版本", "the version of this language"),
    "IndicatorSet.id": (
        "指标体系的标识：小写字母和数字，用 - . _ 连接，用 / 分层，如 wanzai/office-services-2022",
        "the set's id: lower-case words joined by - . or _, in folders by /, as in wanzai/office-services-2022",
    ),
    "IndicatorSet.title": ("评分表的标题", "the title of the sheet"),
    "IndicatorSet.version": (
        '指标体系的版本，写成文本，如 "2024.1"',
        'the version of the set, as a text: "2024.1"',
    ),
    "IndicatorSet.lang": (
        "名称、说明和提示所用的语言：zh 中文，en 英文",
        "the language of labels, reasons and findings: zh Chinese, en English",
    ),
    "IndicatorSet.source": (
        "依据的文件，显示在标题下",
        "the document that the set rests on; shown below the title",
    ),
    "IndicatorSet.extends": (
        "作为基础的指标体系：标识、标识@版本，或 .toml 文件的相对路径；本文件只写不同之处",
        "the set that this one changes: an id, id@version or a relative path of a .toml file; only differences are said",
    ),
    "IndicatorSet.remove": (
        '从基础中删去的内容，如 ["indicators.budget-completion"]',
        'what is taken out of the base, as in ["indicators.budget-completion"]',
    ),
    "IndicatorSet.requires": (
        '需要的插件和版本，如 { scoring-survey = ">=0.1" }',
        'the plugins that the set needs, with versions, as in { scoring-survey = ">=0.1" }',
    ),
    "IndicatorSet.effective": ("有效期", "the days on which the set is in force"),
    "IndicatorSet.full_marks": ("满分，以分计", "the points of a perfect project"),
    "IndicatorSet.aggregate": (
        "一级指标如何合成总分",
        "how the top dimensions make the total",
    ),
    "IndicatorSet.weights": (
        "points：分值以分计，下级之和等于上级；relative：相对权重，任意正数",
        "points: weights are points, and children add up to their parent; relative: any positive numbers",
    ),
    "IndicatorSet.missing": (
        "缺少数据的指标：zero 得 0 分，skip 不计入，unrated 得 0 分且不予评级",
        "an indicator without data: zero scores 0, skip does not count, unrated scores 0 and leaves no total and no grade",
    ),
    "IndicatorSet.not_applicable": (
        "不适用的指标：redistribute 不计入、由其余指标分摊，award 得满分",
        "an indicator that does not apply: redistribute does not count, award earns full marks",
    ),
    "IndicatorSet.minimum_coverage": (
        "最低数据完整率（0 至 1），低于它不予评级；采用 skip 时必须写",
        "the least coverage (0 to 1) for a grade; required where any policy is skip",
    ),
    "IndicatorSet.round": ("得分的取整", "how scores are rounded"),
    "IndicatorSet.grades": ("等级，至少一个，顺序不限", "the grades, at least one, in any order"),
    "IndicatorSet.facts": ("项目要提交的数据，按名称", "the facts that data must bring, by name"),
    "IndicatorSet.dimensions": (
        '一级、二级指标，按标识；标识中的点表示层级，如 [dimensions."process.funds"]',
        'the dimensions by id; a dot makes the tree, as in [dimensions."process.funds"]',
    ),
    "IndicatorSet.indicators": ("三级指标，按标识", "the indicators by id"),
    "IndicatorSet.gates": ("否决项和提示，按标识", "gates by id: conditions and what follows from them"),
    "IndicatorSet.adjustments": ("加减分，按标识", "adjustments by id: bonus and deduction outside the tree"),
    "IndicatorSet.examples": (
        "算例：用手算的结果检验规则",
        "the set's own tests: scores worked out by hand",
    ),
    "Rounding.to": ("取整单位，以分计，如 0.01", "the rounding unit, in points, such as 0.01"),
    "Rounding.mode": (
        "half_up 四舍五入，half_even 五成双，away_from_zero 一律进，toward_zero 一律舍",
        "half_up: ties away from zero; half_even: ties to even; away_from_zero: always up; toward_zero: always down",
    ),
    "Grade.at_least": ("从多少分起（含）", "the points from which on the grade is given, this number included"),
    "Grade.label": ("等级名称", "the grade"),
    "Effective.from": ("有效期的第一天", "the first day"),
    "Effective.until": ("有效期的最后一天", "the last day"),
    # facts
    "Fact.type": (
        "类型：number 数字，integer 整数，money 金额，percent 百分比，boolean 是否，text 文本，level 等次，date 日期，quantity 带单位的量，table 表",
        "the type of its values; a table has several rows a project",
    ),
    "Fact.unit": (
        "单位，如 万元；金额会换算到这个单位",
        "the unit of values; amounts of money are converted to it",
    ),
    "Fact.label": ("名称，显示在评分表上", "what people call the fact; shown on sheets"),
    "Fact.aliases": ("表头中的其他叫法", "other column headings that mean this fact"),
    "Fact.minimum": ("最小值，更小的数据无效", "a smaller value is invalid"),
    "Fact.maximum": ("最大值，更大的数据无效", "a larger value is invalid"),
    "Fact.columns": ("表的各列，按名称", "the columns of a table, by name"),
    "Column.type": ("这一列的数据类型", "the type of its values"),
    "Column.unit": ("单位，如 万元；金额会换算到这个单位", "the unit; amounts of money are converted to it"),
    "Column.label": ("名称", "what people call the column"),
    "Column.aliases": ("表头中的其他叫法", "other headings that mean this column"),
    "Column.minimum": ("最小值，更小的数据无效", "a smaller value is invalid"),
    "Column.maximum": ("最大值，更大的数据无效", "a larger value is invalid"),
    # the tree
    "Dimension.title": ("指标名称", "the title on the sheet"),
    "Dimension.weight": (
        "分值，等于其下各项之和；相对权重的体系中为任意正数",
        "points, those of its children together; in a relative set any positive number",
    ),
    "Dimension.aggregate": ("其下各项如何合成", "how its children's shares make its own"),
    "Dimension.applies": (
        "条件不成立时，其下的指标都不适用",
        "a condition: where it is false, nothing below the dimension applies",
    ),
    "Dimension.rationale": ("为什么考核", "why it is measured"),
    "Dimension.source": ("依据的条款", "the clause that it rests on"),
    "Indicator.title": (
        "指标名称；写了 for_each 的，可用花括号引用列，如 {name}",
        "the title on the sheet; with for_each, columns in braces, as in {name}",
    ),
    "Indicator.dimension": ("所属一级、二级指标的标识", "the id of the dimension that it lies below"),
    "Indicator.weight": (
        "分值，以分计；写了 for_each 的，可写每行分值所在的列",
        "the points that it can earn; with for_each, the column that has a row's own points",
    ),
    "Indicator.for_each": ("表名：表中每一行各是一项指标", "the table of which it has a line for every row"),
    "Indicator.where": ("条件：只取表中条件成立的行", "a condition: the rows that it takes"),
    "Indicator.check": ("评价方法，代替公式", "the check that measures, instead of a formula"),
    "Indicator.with": ("评价方法的参数", "the parameters of the check"),
    "Indicator.measure": (
        "计算实际完成值的公式，如 funds.spent / funds.budget",
        "the formula that measures, such as funds.spent / funds.budget",
    ),
    "Indicator.scale": (
        "评分标准：实际完成值如何换算成得分率；不写时，数字按比例，是否按是得满分",
        "how the measure becomes a share of the weight; without it numbers in proportion, all for yes",
    ),
    "Indicator.display": (
        "实际完成值的显示方式：percent 百分比，number 数字",
        "how the measure is shown: as a percentage or a number",
    ),
    "Indicator.unit": ("实际完成值的单位，如 场", "the unit of the measure, shown after it"),
    "Indicator.applies": (
        "条件不成立时，这项指标不适用",
        "a condition: where it is false, the indicator does not apply",
    ),
    "Indicator.missing": (
        "缺少数据时的处理，代替整个体系的规定",
        "its own policy for missing data, instead of the set's",
    ),
    "Indicator.not_applicable": (
        "不适用时的处理，代替整个体系的规定",
        "its own policy where it does not apply, instead of the set's",
    ),
    "Indicator.rationale": ("为什么考核", "why it is measured"),
    "Indicator.remedy": ("失分后怎样改进", "what to do about lost points"),
    "Indicator.source": ("依据的条款", "the clause that it rests on"),
    # gates and adjustments
    "Gate.title": ("名称", "what the gate is about"),
    "Gate.when": ("触发条件，如 audit.misused > 0", "the condition under which it fires, such as audit.misused > 0"),
    "Gate.then": ("触发后的处理，至少一项", "what it does, at least one thing"),
    "Gate.message": ("提示的文字，代替名称", "what the finding says, instead of the title"),
    "Gate.source": ("依据的条款", "the clause that it rests on"),
    "Effect.cap": ("总分最多多少分", "the total is at most so many points"),
    "Effect.grade_at_most": ("等级最高为这一等", "a better grade is lowered to this one"),
    "Effect.zero": (
        "这些指标（写标识）不得分",
        "ids of dimensions and indicators: the indicators under them earn nothing",
    ),
    "Effect.unrated": ("不予评级", "there is no grade"),
    "Effect.warn": ("只作提示，不影响得分", "nothing but a finding"),
    "Adjustment.title": ("名称", "what it is for"),
    "Adjustment.points": (
        "加分的公式，以分计；负数为扣分，如 2 * awards.national",
        "the formula of the points that it adds; below 0, takes",
    ),
    "Adjustment.at_least": ("最少多少分", "the least that it can be, in points"),
    "Adjustment.at_most": ("最多多少分", "the most that it can be, in points"),
    "Adjustment.source": ("依据的条款", "the clause that it rests on"),
    # examples
    "Example.name": ("算例说明什么", "what the example shows"),
    "Example.facts": ("项目的数据", "the facts of the project"),
    "Example.expect": ("应得的结果", "what is expected"),
    "Expectation.total": (
        "总分，以分计；区间写 { from = 84, to = 86 }，没有总分写 false",
        "the total, in points; an interval { from = 84, to = 86 }; false where there is none",
    ),
    "Expectation.grade": ("等级；不予评级写 false", "one of the labels of the grades; false where there is none"),
    "Expectation.coverage": ("数据完整率，0 至 1，或区间", "the coverage, a share of 0 to 1, or an interval"),
    "Expectation.scores": (
        "各级指标的得分，以分计，或区间；不计入写 false；for_each 的指标可写各行的列表",
        "scores by id, in points, or intervals; false for a line that does not count; a list has one for each row",
    ),
    "Expectation.status": (
        "各指标的状态：scored 已评分，missing 缺少数据，invalid 数据无效，not_applicable 不适用，error 出错",
        "statuses of indicators by id; a list has one for each row",
    ),
    "Expectation.gates": ("各否决项是否触发", "by id: does the gate fire?"),
    "Expectation.adjustments": ("各加减分，以分计，或区间", "adjustments by id, in points, or intervals"),
    "Expectation.findings": ("应出现的提示的代码", "codes of findings that must be there"),
    "Interval.from": ("从多少起（含）", "from here on, this number included"),
    "Interval.to": ("到多少止（含）", "up to here, this number included"),
}
