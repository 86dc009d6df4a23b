"""The sentences about files: what keeps one from being read, and what is wrong with its TOML."""

from __future__ import annotations

from typing import Final

__all__ = ["FILES"]

#: code -> (Chinese, English)
FILES: Final[dict[str, tuple[str, str]]] = {
    # files
    "file-absent": ("没有这个文件", "there is no such file"),
    "file-absent-near": ("没有这个文件；是否想写 {near}？", "there is no such file; did you mean {near}?"),
    "file-folder": ("这是文件夹，请给出其中的 .toml 文件", "this is a folder; name the .toml file in it"),
    "file-large": (
        "文件有 {size} MB，指标体系最大 {limit} MB；请检查是否给错了文件",
        "the file has {size} MB, and a set has {limit} MB at most; is it the right file?",
    ),
    "file-unreadable": ("文件无法打开：{why}", "the file cannot be opened: {why}"),
    "file-empty": ("文件是空的", "the file is empty"),
    "file-encoding": (
        "文件编码是 {encoding}，请另存为 UTF-8",
        "the file is encoded as {encoding}; save it as UTF-8",
    ),
    "file-encoding-unknown": ("文件不是 UTF-8 文本，请另存为 UTF-8", "the file is not UTF-8 text; save it as UTF-8"),
    "unknown-set": (
        "没有文件或指标体系 {name}；scoring sets 列出现有的指标体系",
        "there is no file and no set {name}; scoring sets lists the sets that are installed",
    ),
    "unknown-set-near": (
        "没有文件或指标体系 {name}；是否想写 {near}？",
        "there is no file and no set {name}; did you mean {near}?",
    ),
    # the syntax of TOML
    "toml-syntax": ("这里不符合 TOML 语法：{why}", "this is not valid TOML: {why}"),
    "toml-twice": ("这个键或表前面已经写过", "this key or table stands in the file already"),
    "toml-key": (
        '这里应是一个键；汉字等须加引号，如 "好" = 1',
        'a key is due here; one with other characters than letters, digits, - and _ goes in quotes, as in "好" = 1',
    ),
    "toml-equals": ("键后面应是等号：键 = 值", "an equals sign is due after the key: key = value"),
    "toml-rest": (
        "值后面有多余的内容：每行一个 键 = 值，数字不带单位和 %",
        "there is more after the value: one key = value a line, numbers without a unit or %",
    ),
    "toml-string": ("引号没有在本行内闭合", "the quotes are not closed on this line"),
    "toml-quotes": ("三个引号开头的文本没有闭合", "a text that begins with three quotes is not closed"),
    "toml-unclosed": ("括号没有闭合，或缺少逗号", "a bracket is not closed, or a comma is missing"),
    "toml-date": ("没有这一天或这一时刻", "there is no such day or time"),
    "toml-control": (
        "这里有一个看不见的控制字符，请删去",
        "there is an invisible control character here; remove it",
    ),
    "toml-backslash": (
        "双引号内的反斜杠要写两个，或改用单引号",
        "a backslash in double quotes is written twice; or use single quotes",
    ),
    "toml-value": (
        "这里应是一个值：文本写在引号内，数字如 0.95，是否如 true",
        "a value is due here: texts in quotes, numbers like 0.95, true or false",
    ),
    "toml-full-width": ("请用半角符号 {write} 代替全角 {found}", "write {write} instead of the full-width {found}"),
    "toml-deep": ("文件嵌套过深，最多 100 层", "the file is nested too deeply: at most 100 levels"),
    "toml-number": ("数值过大，无法读取", "this number is too large to be read"),
}
