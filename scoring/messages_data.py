"""The sentences about files of facts and about the command line."""

from __future__ import annotations

from typing import Final

__all__ = ["DATA"]

#: code -> (Chinese, English)
DATA: Final[dict[str, tuple[str, str]]] = {
    "data-beside": (
        "{file}：projects 旁边还有 {names}；每个项目的数据都写在它自己的 [[projects]] 下面",
        "{file}: beside projects there is {names}; the facts of each project stand below its own [[projects]]",
    ),
    "json-name": (
        "这里应是引号内的名称；最后一项后面不写逗号",
        "a name in quotes is due here; no comma follows the last item",
    ),
    "json-value": ("这里应有一个值", "a value is due here"),
    "json-comma": ("这里缺少逗号，或括号没有闭合", "a comma is due here, or a bracket is not closed"),
    "json-colon": ("名称后面应是冒号", "a colon is due after the name"),
    "json-extra": (
        "内容结束后还有文字；几个项目写成 [{{…}}, {{…}}]",
        "there is more after the end; several projects are [{{…}}, {{…}}]",
    ),
    "json-quotes": ("引号没有闭合", "the quotes are not closed"),
    "json-control": ("引号内不能换行或有控制字符", "no line break and no control character stands in quotes"),
    "json-escape": (
        "反斜杠后面的字符不对；反斜杠本身写作 \\\\",
        "the character after the backslash is wrong; a backslash itself is \\\\",
    ),
    "json-trailing": ("最后一项后面不写逗号", "no comma follows the last item"),
    "progress-reading": ("读取数据", "Reading"),
    "progress-scoring": ("评分", "Scoring"),
    "progress-writing": ("写入结果", "Writing"),
    "data-absent": ("{file}：没有这个文件", "{file}: there is no such file"),
    "data-absent-near": (
        "{file}：没有这个文件；是否想写 {near}？",
        "{file}: there is no such file; did you mean {near}?",
    ),
    "data-folder": (
        "{file}：文件夹里没有 .toml 或 .json 文件",
        "{file}: the folder has no .toml and no .json file",
    ),
    "data-glob": ("{file}：没有匹配的文件", "{file}: no file matches"),
    "data-key-twice": (
        "有两个项目的编号都是“{key}”；请用 project.id 给每个项目不同的编号",
        "two projects have the key “{key}”: give each a project.id of its own",
    ),
    "data-nothing": ("没有任何项目：{names}", "there is no project in {names}"),
    "data-suffix": (
        "{file}：不能读取 {suffix}；项目数据可以是 .toml、.json、.csv、.xlsx、.parquet 或 .duckdb 文件",
        "{file}: {suffix} cannot be read; facts come in .toml, .json, .csv, .xlsx, .parquet or .duckdb files",
    ),
    "data-shape": (
        "{file}：项目数据应是按名称排列的一组值，而文件中只有“{found}”",
        "{file}: the facts of a project are values by name, and there is only “{found}” here",
    ),
    "data-set": (
        "{file}：这是指标体系或评分表，不是项目数据",
        "{file}: this is an indicator set or a score sheet, not the facts of a project",
    ),
    "data-projects": (
        "{file}：projects 应是项目的列表（[[projects]]）",
        "{file}: projects is a list of projects ([[projects]])",
    ),
    "data-project": (
        "{file}：第 {place} 个项目不是按名称排列的一组值",
        "{file}: project {place} has no values by name",
    ),
    "data-toml": ("{file}：不是有效的 TOML：{why}", "{file}: this is not valid TOML: {why}"),
    "data-json": ("{file}：不是有效的 JSON：{why}", "{file}: this is not valid JSON: {why}"),
    "data-deep": (
        "{file}：嵌套过深；请按 资金.支出 这样的名称直接写出各项数据",
        "{file}: nested too deeply; give facts by names such as funds.spent",
    ),
    "data-number": (
        "{file}：有一个数的位数或指数过大，无法读取；请改正该数",
        "{file}: a number has too many digits, or too large an exponent, to be read; correct it",
    ),
    "data-twice": (
        "{file}：同一层中有两个 {name}；请只保留一个",
        "{file}: {name} stands twice in the same object; keep one of them",
    ),
    "data-half": (
        "{file}：转义符 {found} 只是半个字符；请直接写出该字符，并存为 UTF-8",
        "{file}: the escape {found} is half a character; write the character itself, saved as UTF-8",
    ),
    "data-large": (
        "{file}：有 {size} MB，最多可读 {limit} MB；请拆成几个文件",
        "{file}: {size} MB are too large, {limit} MB are read at most; split the file",
    ),
    "data-unreadable": ("{file}：无法打开：{why}", "{file}: cannot be opened: {why}"),
    "data-empty": ("{file}：文件是空的", "{file}: the file is empty"),
    "data-encoding": (
        "{file}：文件编码是 {encoding}，请另存为 UTF-8",
        "{file}: the file is encoded as {encoding}; save it as UTF-8",
    ),
    "data-encoding-unknown": (
        "{file}：文件不是 UTF-8 文本，请另存为 UTF-8",
        "{file}: the file is not UTF-8 text; save it as UTF-8",
    ),
    # values that are not what the set declares
    "invalid-number": (
        "“{value}”不是数字；请写成 0.9 或 1,234.5，不带 ≥ 之类的符号",
        "“{value}” is not a number; write it as 0.9 or 1,234.5, without a sign such as ≥",
    ),
    "invalid-integer": (
        "“{value}”不是整数；请写成 12 或 1,200",
        "“{value}” is not a whole number; write it as 12 or 1,200",
    ),
    "invalid-percent": (
        "“{value}”不是百分比；请写成 85% 或 0.85，不带 ≥ 之类的符号",
        "“{value}” is not a percentage; write it as 85% or 0.85, without a sign such as ≥",
    ),
    "invalid-percent-large": (
        "“{value}”超过 200%；85% 请写成 85% 或 0.85",
        "“{value}” is above 200%; for 85% write 85% or 0.85",
    ),
    "invalid-money": (
        "“{value}”不是金额；请写成 954.25、9,542,500 或 954.25万元",
        "“{value}” is not an amount of money; write it as 954.25, 9,542,500 or 954.25万元",
    ),
    "invalid-money-unit": (
        "“{value}”的单位无法换算成{unit}；请直接写以{unit}为单位的数",
        "the unit of “{value}” does not convert to {unit}; write the amount in {unit}",
    ),
    "invalid-money-no-unit": (
        "“{value}”带有单位{unit}，而指标体系没有声明该数据的单位；请只写数字，或在规则中加上 unit",
        "“{value}” has the unit {unit}, and the set declares none for this fact; write the number alone, or add unit to the set",
    ),
    "invalid-boolean": ("“{value}”不是“是”或“否”", "“{value}” is neither yes nor no"),
    "invalid-text": ("“{value}”不是文本；请写在引号内", "“{value}” is not a text; put it in quotes"),
    "invalid-date": (
        "“{value}”不是日期；请写成 2022-12-31 或 2022年12月31日",
        "“{value}” is not a date; write it as 2022-12-31 or 2022年12月31日",
    ),
    "invalid-quantity": (
        "“{value}”不是数、百分比、带单位的数或日期",
        "“{value}” is no number, percentage, number with a unit, or date",
    ),
    "invalid-minimum": ("“{value}”小于允许的最小值 {minimum}", "“{value}” is below the minimum of {minimum}"),
    "invalid-maximum": ("“{value}”大于允许的最大值 {maximum}", "“{value}” is above the maximum of {maximum}"),
    "invalid-range": ("“{value}”不在 {minimum} 与 {maximum} 之间", "“{value}” is not between {minimum} and {maximum}"),
    # writing
    "write-failed": ("{file}：无法写入：{why}", "{file}: cannot be written: {why}"),
    "unknown-format": (
        "无法按 {suffix} 格式写文件；可用：{known}",
        "{suffix} is no format to write; choose from {known}",
    ),
    "unknown-project": ("没有项目 {key}；现有：{known}", "there is no project {key}; there are {known}"),
    "check-fine": ("{file}：没有问题", "{file}: no faults"),
    "check-count": (
        "{file}：{errors} 处错误，{warnings} 处提醒",
        "{file}: errors {errors}, warnings {warnings}",
    ),
    "output-failed": ("无法写出结果：{why}", "the result cannot be written: {why}"),
    "interrupted": ("已中断", "interrupted"),
    "unexpected": (
        "程序内部出错（{why}）；这是 scoring 的缺陷，请连同规则和数据一起报告",
        "something went wrong inside ({why}); this is a defect of scoring: please report it with the rules and data",
    ),
}
