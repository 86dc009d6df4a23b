"""The sentences about tables of projects: CSV, XLSX, Parquet and DuckDB files."""

from __future__ import annotations

from typing import Final

__all__ = ["TABLES"]

#: code -> (Chinese, English)
TABLES: Final[dict[str, tuple[str, str]]] = {
    # where a cell stands
    "table-comma": ("，", ", "),
    "table-sheet": ("工作表“{sheet}”", "sheet “{sheet}”"),
    "table-table": ("表“{sheet}”", "table “{sheet}”"),
    "table-line": ("第 {line} 行", "row {line}"),
    "table-of-project": ("项目 {key}", "project {key}"),
    "table-column": ("{letter} 列（{heading}）", "column {letter} ({heading})"),
    "table-column-named": ("“{heading}”列", "column “{heading}”"),
    "table-lines-more": ("{named} 等 {count}", "{named}, … ({count} in all)"),
    "table-names-more": ("{named} 等 {count} 个", "{named}, … ({count} in all)"),
    "table-same": ("（另有 {count} 个文件也是如此）", " (the same in other files: {count})"),
    "table-cell": ("{where}：{why}", "{where}: {why}"),
    "table-cells-more": (
        "还有 {count} 个单元格填写有误，共计：{names}",
        "{count} more cells are not what the set declares; in all: {names}",
    ),
    "table-absent": (
        "没有这些数据的列，所有项目都按缺少处理：{names}",
        "no column has these facts, which all projects miss: {names}",
    ),
    "table-absent-rows": (
        "没有给出附表 {names}；请用工作簿中的同名工作表，或“表名=文件”",
        "there are no rows of {names}; give them as a sheet called so, or as NAME=FILE",
    ),
    "table-remarks-more": ("还有 {count} 条提示", "and {count} more remarks"),
    "backend-observed": (
        "指标体系中有须逐个项目查看的评价方法，不能用 --backend {backend} 评分；请去掉它，由 Polars 评分",
        "a check of this set looks at one project after the other, which --backend {backend} cannot show; leave it out, and Polars scores",
    ),
    "backend-library": (
        '还需要 {library}；请先运行 pip install "scoring-engine[standard]"',
        'this needs {library} as well: run pip install "scoring-engine[standard]"',
    ),
    "sheet-format": (
        "{form} 用于成批结果；单个项目的评分表请用 table、json、csv、md、html、docx 或 xlsx",
        "{form} is for the results of many; the sheet of one project comes as table, json, csv, md, html, docx or xlsx",
    ),
    "unknown-project-near": (
        "没有项目 {key}；是否想写 {near}？",
        "there is no project {key}; did you mean {near}?",
    ),
    "output-binary": (
        "{form} 不能显示在终端上；请用 -o 指定文件",
        "{form} cannot be shown on a terminal; name a file with -o",
    ),
    # which files
    "table-mixed": (
        "表格（{tables}）与 TOML 或 JSON 文件（{facts}）不能一起评分；请分两次给出",
        "tables ({tables}) and TOML or JSON files ({facts}) are not scored together: give them one after the other",
    ),
    "table-library": (
        '读取 {suffix} 需要 {library}；请先运行 pip install "scoring-engine[{extra}]"',
        'reading {suffix} needs {library}: run pip install "scoring-engine[{extra}]"',
    ),
    "table-suffix": (
        "{file}：不能读取 {suffix}；表格可以是 {known}",
        "{file}: {suffix} cannot be read; tables come as {known}",
    ),
    "table-save-xlsx": (
        "{file}：不能读取 {suffix}；请在电子表格软件中另存为 .xlsx",
        "{file}: {suffix} cannot be read; save it as .xlsx in the spreadsheet program",
    ),
    "table-folder": (
        "{file}：文件夹里没有表格（{known}）",
        "{file}: the folder has no tables ({known})",
    ),
    "table-unknown": (
        "指标体系没有叫“{name}”的表；有：{known}",
        "the set declares no table “{name}”; it has {known}",
    ),
    "table-none": (
        "指标体系没有声明任何表，不能读取“{name}”",
        "the set declares no table, so “{name}” cannot be read",
    ),
    "table-no-projects": (
        "没有项目的表格；除附表外，还要给出每行一个项目的表格",
        "there is no table of projects: besides the tables of their rows, give one with a row for each project",
    ),
    "table-one-database": (
        "{file}：DuckDB 文件须单独给出；请把其他表格也放进去",
        "{file}: a DuckDB file is read by itself; put the other tables into it",
    ),
    "table-no-rows": ("没有任何项目：{file} 只有标题行", "there is no project: {file} has headings only"),
    # the text of a file
    "table-utf16": (
        "{file}：文件编码是 UTF-16；请另存为“CSV UTF-8（逗号分隔）”",
        "{file}: the file is encoded as UTF-16; save it as “CSV UTF-8 (Comma delimited)”",
    ),
    "table-encoding": (
        "{file}：文件既不是 UTF-8 也不是 GB18030 文本；请另存为“CSV UTF-8（逗号分隔）”",
        "{file}: the file is text neither in UTF-8 nor in GB18030; save it as “CSV UTF-8 (Comma delimited)”",
    ),
    "table-disguised": (
        "{file}：这是 {kind} 文件；请把后缀改为 {kind}",
        "{file}: this is a {kind} file; give it the suffix {kind}",
    ),
    "table-gb18030": (
        "{file}：第 {line} 行不是 UTF-8，全部按 GB18030 读取；如有乱码，请另存为 UTF-8",
        "{file}: line {line} is not UTF-8, so all is read as GB18030; if characters look wrong, save it as UTF-8",
    ),
    "table-quotes": (
        "{file}：文本第 {lines} 行的引号不配对，引号已按普通字符读取；请检查这些行",
        "{file}: on line {lines} of the text the quotes do not match and were read as plain characters; check there",
    ),
    "table-longer": (
        "{file}：第 {lines} 行的单元格比标题（{columns} 列）多，多出的未读取；单元格中有分隔符时请加引号",
        "{file}: row {lines} has more cells than there are headings ({columns}), which were left out; put a cell with a separator in it in quotes",
    ),
    # workbooks and databases
    "table-workbook": (
        "{file}：无法作为 Excel 工作簿打开（可能已损坏或有密码）：{why}",
        "{file}: cannot be opened as an Excel workbook (it may be damaged or have a password): {why}",
    ),
    "table-workbook-empty": ("{file}：工作簿中没有数据", "{file}: the workbook has no data"),
    "table-sheets": (
        "{file}：工作表 {names} 未读取；附表的工作表应叫 {known}",
        "{file}: sheets not read: {names}; the sheet of a table is called {known}",
    ),
    "table-sheets-none": ("{file}：工作表 {names} 未读取", "{file}: sheets not read: {names}"),
    "table-parquet": (
        "{file}：无法作为 Parquet 文件读取：{why}",
        "{file}: cannot be read as a Parquet file: {why}",
    ),
    "table-damaged": (
        "{file}：无法读取（文件可能已损坏）：{why}",
        "{file}: cannot be read (a file may be damaged): {why}",
    ),
    "table-database": (
        "{file}：无法作为 DuckDB 数据库打开：{why}",
        "{file}: cannot be opened as a DuckDB database: {why}",
    ),
    "table-database-projects": (
        "{file}：不知道哪个是项目表；请把它命名为 projects。现有：{known}",
        "{file}: which table has the projects? Call it projects. There are {known}",
    ),
    "table-database-empty": ("{file}：数据库中没有表", "{file}: the database has no tables"),
    # headings
    "table-headings": (
        "{file}：标题都不认识：{found}；标题应是数据的名称或标签，例如 {known}",
        "{file}: no heading is known among {found}; headings are names or labels of facts, such as {known}",
    ),
    "table-headings-blank": (
        "{file}：没有标题行；标题应是数据的名称或标签，例如 {known}",
        "{file}: there are no headings; they are names or labels of facts, such as {known}",
    ),
    "table-near": (
        "{file}：不认识标题“{heading}”，该列未读取；是否想写“{near}”？",
        "{file}: the heading “{heading}” is unknown and its column not read; did you mean “{near}”?",
    ),
    "table-others": (
        "{file}：指标体系不需要这些列：{names}",
        "{file}: the set does not ask for these columns: {names}",
    ),
    "table-others-more": (
        "{file}：指标体系不需要 {count} 列：{names} 等",
        "{file}: the set does not ask for {count} columns: {names}, …",
    ),
    "table-shared": (
        "{file}：标题“{heading}”可以是 {names}，该列未读取；请用其中一个名称作标题",
        "{file}: the heading “{heading}” may mean {names}, its column was not read; head it by one of these names",
    ),
    "table-column-twice": (
        "{file}：“{heading}”与“{name}”是同一项数据，只读取了“{name}”列；请删去一列",
        "{file}: “{heading}” is the same fact as “{name}”; only the column “{name}” was read: remove one",
    ),
    "table-unit": (
        "{file}：“{heading}”的单位不能换算成 {name} 的单位 {unit}，该列未读取；请改用 {unit}",
        "{file}: the unit of “{heading}” does not convert to that of {name}, {unit}, and its column was not read; give it in {unit}",
    ),
    "table-unit-none": (
        "{file}：{name} 没有“{heading}”那样的单位，该列未读取；请只写“{name}”",
        "{file}: {name} has no unit such as that of “{heading}”, and its column was not read; head it “{name}”",
    ),
    # keys
    "table-key-twice": (
        "{file}：项目编号“{key}”出现 {count} 次（第 {lines} 行）；第一行仍用该编号，其余各行加上行号，如“{new}”",
        "{file}: the key “{key}” stands {count} times (rows {lines}); the first row keeps it, the others go with their row, as in “{new}”",
    ),
    "table-keys-twice": (
        "{file}：另有 {count} 个项目编号重复出现；重复的行都加上了行号",
        "{file}: {count} more keys stand more than once; all rows that repeat one go with their row",
    ),
    "table-no-key": (
        "{file}：第 {lines} 行没有项目编号；这些项目以行号作编号，如“{new}”",
        "{file}: row {lines} has no key; such projects go by their row, as in “{new}”",
    ),
    "table-child-key": (
        "{file}：没有项目编号列，无法知道每行属于哪个项目；请加上与项目表相同的一列“{known}”",
        "{file}: no column tells which project a row belongs to; add the one that the projects have, “{known}”",
    ),
    "table-projects-key": (
        "{file}：没有项目编号列，附表的行无法对应到项目；请在两处都加上“项目编号”列",
        "{file}: without a column of keys, rows of other tables find no project; add a column “project” to both",
    ),
    "table-child-no-key": (
        "{file}：有 {count} 行没有项目编号（第一处在第 {line} 行），未计入任何项目",
        "{file}: rows without a key, which count for no project: {count}, the first is row {line}",
    ),
    "table-orphans": (
        "{file}：没有编号为 {keys} 的项目；这些行（共 {count} 行，见第 {lines} 行）未计入任何项目",
        "{file}: there is no project {keys}; their rows ({count}, see row {lines}) count for none",
    ),
}
