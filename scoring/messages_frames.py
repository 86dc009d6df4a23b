"""The sentences about frames of many projects: what cannot be scored, and what to do."""

from __future__ import annotations

from typing import Final

__all__ = ["FRAMES"]

#: code -> (Chinese, English)
FRAMES: Final[dict[str, tuple[str, str]]] = {
    "frame-kind": (
        "{what} 是 {found}，不能评分；可用 {known} 的数据表",
        "{what} is a {found}, which cannot be scored; a frame of {known} can",
    ),
    "frame-tables": (
        "tables 是 {found}；请写成 {{表名: 数据表}}，如 tables={{'survey': answers}}",
        "tables is a {found}; give the tables by their names, as tables={{'survey': answers}}",
    ),
    "frame-column-twice": (
        "{what} 有几列同名；每列须有自己的名称",
        "{what} has several columns of one name; each column needs a name of its own",
    ),
    "frame-polars": (
        '成批评分需要 {name}；请先运行 pip install "scoring-engine[polars]"',
        'scoring many projects needs {name}: run pip install "scoring-engine[polars]"',
    ),
    "frame-no-key": (
        "数据表没有编号列 {key}；现有：{known}。请用 key= 指明编号列",
        "the frame has no column {key} that tells the projects apart; it has {known}; name the column with key=",
    ),
    "frame-no-key-near": (
        "数据表没有编号列 {key}；是否想写 key={near}？",
        "the frame has no column {key} that tells the projects apart; did you mean key={near}?",
    ),
    "frame-key-none": (
        "编号列 {key} 的类型是 {type}，不能用来区分项目；请用文字或整数",
        "the key {key} is of type {type}, which cannot tell projects apart; make it a text or a whole number",
    ),
    "frame-no-column": (
        "数据表没有要保留的列 {name}；现有：{known}",
        "the frame has no column {name} to keep; it has {known}",
    ),
    "frame-no-column-near": (
        "数据表没有要保留的列 {name}；是否想写 {near}？",
        "the frame has no column {name} to keep; did you mean {near}?",
    ),
    "frame-result-twice": (
        "结果中会有两列都叫 {name}；请给编号列或要保留的列换个名称",
        "two columns of the result would be called {name}; rename the key or the column to keep",
    ),
    "frame-no-table-key": (
        "数据表 {table} 没有编号列 {key}；现有：{known}。每一行须有所属项目的编号",
        "the table {table} has no column {key}; it has {known}; each row needs the key of its project",
    ),
    "frame-unknown-table": (
        "指标体系没有数据表 {name}；现有：{known}",
        "the set has no table {name}; it has {known}",
    ),
    "frame-no-tables": (
        "指标体系没有数据表，给出的 {name} 用不上",
        "the set has no table of rows, and {name} is given",
    ),
    "frame-mixed": (
        "数据表 {table} 与项目表不是同一种；请用同一种（DuckDB 用同一个连接）",
        "the table {table} is not of the kind of the projects' frame; bring both as one, in DuckDB from one connection",
    ),
    "frame-key-type": (
        "数据表 {table} 的编号列 {key} 是 {a}，项目表中是 {b}；请改成同一类型",
        "the key {key} of the table {table} is of type {a}, that of the projects of {b}; make them one type",
    ),
    "frame-key-twice": (
        "有 {count} 个编号出现不止一次：{keys}；每个项目须有自己的编号",
        "keys in more than one row: {keys} ({count} in all); each project needs a key of its own",
    ),
    "frame-deep": (
        "评价方法中的表格汇总套用了 {count} 层，延迟计算的数据表最多 {most} 层；请先 collect()",
        "folds of tables need one another {count} deep, and in a lazy frame {most} is the most; collect() it first",
    ),
    "frame-observed": (
        "指标 {id} 的评价方法 {check} 须逐个项目查看，不能用于延迟计算的数据表或数据库；请先 collect()",
        "the check {check} of {id} looks at one project after the other, which a lazy frame or database cannot show; collect() it first",
    ),
    "frame-no-project": (
        "没有编号为“{key}”的项目",
        "there is no project with the key “{key}”",
    ),
    "frame-projects": (
        "编号为“{key}”的项目有 {count} 个；每个项目须有自己的编号",
        "{count} projects have the key “{key}”; each needs a key of its own",
    ),
}
