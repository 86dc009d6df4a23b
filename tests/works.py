"""Three projects with the answers of their users, in every kind of file of tables, and the set that scores them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

import duckdb
import polars as pl

from tests.table_files import csv_text, workbook, write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SET: Final = """
schema = "scoring/1"
id = "test/works"
title = "Works"
version = "1"
lang = "en"
missing = "zero"
grades = [{ at_least = 60, label = "pass" }, { at_least = 0, label = "fail" }]
[facts]
"funds.budget" = { type = "money", unit = "万元", label = "预算数", minimum = 0 }
"funds.spent" = { type = "money", unit = "万元", label = "执行数", minimum = 0 }
[facts.survey]
type = "table"
label = "满意度问卷"
columns = { answer = { type = "integer", label = "评分", minimum = 1, maximum = 5 } }
[dimensions.all]
title = "All"
weight = 100
[indicators.completion]
title = "Budget spent"
dimension = "all"
weight = 60
measure = "funds.spent / funds.budget"
[indicators.satisfaction]
title = "Satisfied users"
dimension = "all"
weight = 40
measure = "fraction(survey.answer >= 4)"
"""
Table = list[list[Any]]
#: 95 / 100 × 60 = 57, 1 of 2 × 40 = 20; 40 / 80 × 60 = 30, 1 of 1 × 40 = 40; 30 / 30 × 60 = 60, 0 of 1.
PROJECTS: Final[Table] = [
    ["项目编号", "项目名称", "预算数", "执行数"],
    ["P1", "北站", 100, 95],
    ["P2", "南站", 80, 40],
    ["P3", "东站", 30, 30],
]
ANSWERS: Final[Table] = [["项目编号", "评分"], ["P1", 5], ["P1", 3], ["P2", 4], ["P3", 1]]
TOTALS: Final = {"P1": 77.0, "P2": 70.0, "P3": 60.0}
#: What its files are given as.
GIVEN: Final[Mapping[str, tuple[str, ...]]] = {
    "csv": ("projects.csv", "survey=answers.csv"),
    "gb18030": ("gb.csv", "满意度问卷=gb-answers.csv"),
    "xlsx": ("projects.xlsx",),
    "parquet": ("projects.parquet", "survey=answers.parquet"),
    "duckdb": ("projects.duckdb",),
}


def write_works(folder: Path) -> None:
    """Write the set, and the projects as CSV."""
    write(folder / "set.toml", SET)
    write(folder / "projects.csv", csv_text(PROJECTS))
    write(folder / "answers.csv", csv_text(ANSWERS))


def write_all(folder: Path) -> None:
    """Write the set, and the projects in every kind of file."""
    write_works(folder)
    write(folder / "gb.csv", csv_text(PROJECTS), "gb18030")
    write(folder / "gb-answers.csv", csv_text(ANSWERS), "gb18030")
    workbook(folder / "projects.xlsx", {"项目": PROJECTS, "满意度问卷": ANSWERS})
    frames = {"projects": PROJECTS, "answers": ANSWERS}
    for name, (heads, *rows) in frames.items():
        pl.DataFrame(rows, schema=heads, orient="row").write_parquet(folder / f"{name}.parquet")
    with duckdb.connect(str(folder / "projects.duckdb")) as database:
        for table, file in (("projects", "projects"), ("survey", "answers")):
            database.read_parquet(str(folder / f"{file}.parquet")).create(table)


def csv_lines(text: str) -> list[dict[str, str]]:
    """Return the lines of CSV by their headings."""
    return list(csv.DictReader(io.StringIO(text)))
