"""The words of the results of many projects: the page of them, their summary, and the files they go to."""

from __future__ import annotations

from typing import Final

__all__ = ["RESULTS"]

#: code -> (Chinese, English)
RESULTS: Final[dict[str, tuple[str, str]]] = {
    "results-heading": ("{title} {what}", "{title}: {what}"),
    "results-sheet": ("评分结果", "Results"),
    "results-left-out": ("…… 略去 {count} 个项目 ……", "… {count} more …"),
    "results-losses": ("最常失分的指标", "Most frequently lost"),
    "results-short": ("失分项目", "Lost by"),
    "results-part": ("占比", "Part"),
    "results-average": ("平均失分", "On average"),
    "results-missing": ("缺少数据", "Missing"),
    "results-invalid": ("数据无效", "Invalid"),
    "results-error": ("计算出错", "Error"),
    "results-no-losses": ("没有项目失分。", "No project lost a point."),
    "results-average-note": (
        "失分项目：未得满分的项目数；平均失分：适用该指标的项目平均失去的分数",
        "Lost by: so many projects earned less than all; on average: points lost by a project for which the indicator counts",
    ),
    "results-statuses": ("指标数据", "Data of the indicators"),
    "results-status": ("{word} {count}", "{word} {count}"),
    "results-summary": (
        "共 {projects} 个项目，其中 {rated} 个有总分和等级；指标数据缺少 {missing} 处，无效 {invalid} 处。",
        "Projects: {projects}, with total and grade: {rated}. Cells of indicators missing: {missing}, invalid: {invalid}.",
    ),
    "results-summary-error": ("计算出错 {error} 处。", "Cells with an error: {error}."),
    # the page
    "overview-rated": ("有等级", "With a grade"),
    "overview-mean": ("平均分", "Mean"),
    "overview-median": ("中位数", "Median"),
    "overview-highest": ("最高分", "Highest"),
    "overview-lowest": ("最低分", "Lowest"),
    "overview-together": ("汇总：", "All together:"),
    "overview-grades": ("等级分布", "Grades"),
    "overview-edge": ("总分", "Total"),
    "overview-from": ("≥ {edge}", "≥ {edge}"),
    "overview-totals": ("总分分布", "Distribution of totals"),
    "overview-totals-note": (
        "每柱 {width} 分，柱高为项目数；虚线为各等级的最低分。",
        "A column is {width} points wide and as high as it has projects; dashed lines are where grades begin.",
    ),
    "overview-column": ("{low}–{high} 分：{count} 个项目", "{low}–{high}: {count}"),
    "overview-ranking": ("排名", "Ranking"),
    "overview-listed": (
        "列出排名最前和最后的 {shown} 个项目，其余 {left} 个未列出；全部结果请写成 Excel 文件（-o results.xlsx）。",
        "Listed are the first and the last, {shown} projects; {left} are not. -o results.xlsx writes a row for each.",
    ),
    "overview-find": ("筛选", "Find"),
    "overview-sort": ("点击表头排序", "press a heading to sort"),
    "overview-files": ("文件", "Files"),
    "overview-page": ("网页", "page"),
    "overview-heat": ("各项目各指标得分率", "Shares by project and indicator"),
    "overview-heat-note": (
        "数字为得分占分值的百分比，颜色越深失分越多。",
        "Numbers are what was earned, in per cent of the weight; the darker a cell, the more points were lost.",
    ),
    "overview-heat-listed": (
        "列出排名最前的 {first} 个和最后的 {last} 个项目，其余 {left} 个未列出。",
        "Listed are the first {first} and the last {last} of the ranking; {left} projects are not.",
    ),
    "overview-all": ("全部项目平均", "Mean of all projects"),
    "overview-sign-missing": ("缺", "?"),
    "overview-sign-invalid": ("误", "!"),
    "overview-sign-not_applicable": ("–", "–"),
    "overview-sign-error": ("错", "×"),
    # folders
    "output-formats": (
        "一个文件只能写一种格式，而 --format 给出了 {forms}；请用 -o 文件夹/ 为每个项目写多种文件",
        "a file has one format, and --format names {forms}; -o FOLDER/ writes several files for each project",
    ),
    "folder-file": ("{folder}：这是文件，不是文件夹", "{folder}: this is a file, not a folder"),
    "folder-inside": (
        "{folder} 在数据文件夹 {data} 之内，下次评分会把写出的文件当作数据读取；请写到别的文件夹",
        "{folder} lies in {data}, whose files are the data: the next run would read what this one writes; name another folder",
    ),
    "folder-too-many": (
        "{folder}：{count} 个项目要写 {files} 个文件；一次最多写 {most} 个项目，请分批给出数据（例如每个部门一次），或用 --sheet 指定一个，或写成 -o results.xlsx、-o ranking.html",
        "{folder}: {count} projects are {files} files, and at most {most} projects are written at once: give a part of the data (a department at a time), choose one with --sheet, or write -o results.xlsx or -o ranking.html",
    ),
    "folder-foreign": (
        "{folder}：其中 {count} 个同名文件不是本程序写的，或写后改过：{names}；请移走这些文件，或写到别的文件夹",
        "{folder}: files in the way that were not written by this program, or changed since ({count}): {names}; move them away, or name another folder",
    ),
    "folder-writing": (
        "将为 {count} 个项目在 {folder} 中写 {files} 个文件",
        "writing {files} files for {count} projects into {folder}",
    ),
    "folder-written": (
        "已为 {count} 个项目写了 {files} 个文件；请打开 {page}",
        "wrote {files} files for {count} projects; open {page}",
    ),
    "folder-left": (
        "{folder} 中还有以前写的 {left} 个文件，{page} 中没有列出",
        "{folder} still has files of earlier runs that {page} does not list: {left}",
    ),
    # files
    "results-no-folder": (
        "{file}：没有文件夹 {folder}；请先建立该文件夹",
        "{file}: there is no folder {folder}; make it first",
    ),
    "results-is-folder": (
        "{file}：这是文件夹；请给出文件名，如 results.parquet",
        "{file}: this is a folder; name a file, such as results.parquet",
    ),
    "results-too-many": (
        "{file}：共 {rows} 个项目，而 Excel 工作表最多 {most} 行；请改用 .parquet 或 .csv",
        "{file}: {rows} projects are more than the {most} rows of an Excel sheet; write .parquet or .csv instead",
    ),
    "results-no-xlsxwriter": (
        '写 Excel 文件需要 xlsxwriter；请先运行 pip install "scoring-engine[excel]"',
        'writing .xlsx needs xlsxwriter: run pip install "scoring-engine[excel]"',
    ),
}
