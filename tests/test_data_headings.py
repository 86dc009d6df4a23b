"""Headings of tables: which column is which fact, in which unit, and what is said of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from scoring.data_headings import Headings
from tests.small_sets import of_table
from tests.table_files import FACTS, csv_text, read, rows, rules_of, said, workbook, write

if TYPE_CHECKING:
    from pathlib import Path


def matched(*headings: str, facts: dict[str, Any] = FACTS) -> dict[str, tuple[int, str | None]]:
    """Return which columns are used by what name, and the unit that cells without one get."""
    found = Headings(rules_of(facts).facts, table=False).match(headings)
    return {name: (use.position, use.unit) for name, use in found.columns.items()}


@pytest.mark.parametrize(
    "heading",
    [
        "funds.budget",
        "全年预算数",
        "预算数",
        "全年预算数(A)",
        " 预算数 ",
        "预算\n数",
        "ｆｕｎｄｓ．ｂｕｄｇｅｔ",
        "全年预算数（a）",
    ],
)
def test_a_heading_is_the_name_the_label_or_an_alias(heading: str) -> None:
    """They are compared in their plain form: full width, line breaks, spaces and capitals aside."""
    assert matched("x", heading) == {"funds.budget": (1, None)}


@pytest.mark.parametrize(
    ("heading", "name", "unit"),
    [
        ("预算数(元)", "funds.budget", "元"),
        ("预算数（单位：亿元）", "funds.budget", "亿元"),
        ("全年预算数[千元]", "funds.budget", "千元"),
        ("预算数【人民币元】", "funds.budget", "元"),
        ("预算数(美元)", "funds.budget", "美元"),
        ("预算数（万元）", "funds.budget", None),
        ("完成率(%)", "rate", "%"),
        ("完成率（％）", "rate", "%"),
        ("会议场次(场)", "meetings", None),
        ("面积（㎡）", "area", None),
    ],
)
def test_a_unit_in_brackets_goes_to_cells_that_have_none(heading: str, name: str, unit: str | None) -> None:
    """It is left alone where it is the fact's own; notation decides whether it converts."""
    assert matched(heading) == {name: (0, unit)}


@pytest.mark.parametrize("heading", ["预算数(2022)", "会议场次(元)", "完成率(元)", "会议场次(次)"])
def test_a_unit_that_a_fact_cannot_have_leaves_its_column_unread(heading: str, tmp_path: Path) -> None:
    """Nobody knows what its numbers mean; it is said, with the heading to write."""
    data = read(write(tmp_path / "a.csv", csv_text([["project", "执行数", heading], ["a", 1, 2]])))
    assert rows(data.projects, "project", "funds.spent") == [("a", "1")]
    assert set(data.projects.collect_schema()) == {"line:", "project", "funds.spent"}
    (message,) = [each.message for each in data.remarks if each.code in ("table-unit", "table-unit-none")]
    assert f"“{heading}”" in message


def test_name_goes_before_label_and_label_before_alias() -> None:
    """A heading that one fact has as its name, and another as its label, is the first."""
    facts = {
        "a": {"type": "number", "label": "b"},
        "b": {"type": "number", "aliases": ["c"]},
        "d": {"type": "number", "label": "c"},
    }
    assert matched("b", "c", facts=facts) == {"b": (0, None), "d": (1, None)}


def test_a_heading_that_two_facts_share_is_not_read(tmp_path: Path) -> None:
    """It is said, with the names by which each can be headed."""
    facts = {"a": {"type": "number", "label": "金额"}, "b": {"type": "number", "label": "金额"}, "c": "number"}
    path = write(tmp_path / "a.csv", "project,金额,c\nx,1,2\n")
    data = read(path, facts=facts)
    assert set(data.projects.collect_schema()) == {"line:", "project", "c"}
    assert said(data, "table-shared") == [
        f"{path}: the heading “金额” may mean a, b, its column was not read; head it by one of these names"
    ]


def test_of_two_columns_for_one_fact_the_first_is_read(tmp_path: Path) -> None:
    """The second is named."""
    path = write(tmp_path / "a.csv", "project,预算数,全年预算数\nx,1,2\n")
    data = read(path)
    assert rows(data.projects, "funds.budget") == [("1",)]
    assert said(data, "table-column-twice") == [
        f"{path}: “全年预算数” is the same fact as “预算数”; only the column “预算数” was read: remove one"
    ]


def test_an_unknown_heading_is_said_with_what_was_probably_meant(tmp_path: Path) -> None:
    """Those that are near a known one each, the others together, the first five by name."""
    headings = ["project", "全年预算额", "执行数", "甲", "乙", "丙", "丁", "戊", "己"]
    data = read(write(tmp_path / "a.csv", csv_text([headings, range(9)])), lang="zh")
    file = tmp_path / "a.csv"
    assert said(data, "table-near") == [f"{file}：不认识标题“全年预算额”，该列未读取；是否想写“全年预算数”？"]
    assert said(data, "table-others") == [f"{file}：指标体系不需要 6 列：甲、乙、丙、丁、戊 等"]


@pytest.mark.parametrize(
    ("headings", "key"),
    [
        (["项目名称", "项目编号"], 1),
        (["项目名称", "执行数"], 0),
        (["项目代码", "project"], 1),
        (["项目", "project.id"], 1),
        (["执行数", "预算数"], None),
    ],
)
def test_a_number_is_a_better_key_than_a_name(headings: list[str], key: int | None) -> None:
    """The name of a project is its key where it has no other."""
    found = matched(*headings).get("project")
    assert (None if found is None else found[0]) == key


def test_what_a_project_says_of_itself_has_usual_headings() -> None:
    """Name, department, unit and year, in Chinese or by their name; a name that is the key is the name as well."""
    found = matched("项目名称", "主管部门", "实施单位", "project.year")
    assert {name: place for name, (place, _) in found.items()} == {
        "project": 0,
        "project.name": 0,
        "project.department": 1,
        "project.unit": 2,
        "project.year": 3,
    }


def test_the_row_that_knows_most_facts_has_the_headings(tmp_path: Path) -> None:
    """Titles stand above it, also one that is itself the label of a fact."""
    text = "2022年度项目,,\n执行数,,\n\n项目编号,预算数,执行数\np1,1,2\n"
    data = read(write(tmp_path / "a.csv", text))
    assert rows(data.projects, "line:", "project", "funds.budget", "funds.spent") == [(5, "p1", "1", "2")]


def test_a_heading_merged_downwards_belongs_to_the_row_below() -> None:
    """Where a cell is blank, the one above it reaches down; groups of columns above their headings do not count."""
    table = [
        ["支出情况表", "", "", ""],
        ["项目编号", "资金", "", "会议场次"],
        ["", "预算数", "执行数", ""],
        ["p", "1", "2", "3"],
    ]
    found = Headings(rules_of().facts, table=False).find(table)
    assert found == (2, ["项目编号", "预算数", "执行数", "会议场次"], None)


def test_a_set_without_declared_facts_takes_every_heading(tmp_path: Path) -> None:
    """As it takes every name in formulas; headings stand in the first row that has any."""
    data = read(write(tmp_path / "a.csv", "\nproject,资金.支出,ａ\np,1,2\n"), facts={})
    assert rows(data.projects, "project", "资金.支出", "a") == [("p", "1", "2")]


def test_columns_of_a_table_have_labels_and_units_too(tmp_path: Path) -> None:
    """A unit in a heading goes to the cells of a table as to those of projects."""
    facts = {"a": "number", "t": of_table(cost={"type": "money", "unit": "元", "label": "费用"})}
    write(tmp_path / "a.csv", "项目编号,a\np,1\n")
    write(tmp_path / "t.csv", "项目编号,费用(万元)\np,3\np,5元\n")
    data = read(tmp_path / "a.csv", f"t={tmp_path / 't.csv'}", facts=facts)
    assert rows(data.tables["t"], "cost") == [("3万元",), ("5元",)]


def test_a_title_above_the_headings_may_give_the_unit_of_money(tmp_path: Path) -> None:
    """Of amounts whose heading has none; where titles give two, neither counts."""
    table = [
        ["支出情况", "", "", "（单位：人民币元）"],
        ["项目编号", "预算数", "执行数（万元）", "会议场次"],
        ["p", 9542500, 3, 4],
    ]
    data = read(write(tmp_path / "a.csv", csv_text(table)))
    assert rows(data.projects, "funds.budget", "funds.spent", "meetings") == [("9542500元", "3", "4")]
    text = csv_text([["单位：元", "单位：亿元", ""], *table[1:]])
    assert rows(read(write(tmp_path / "a.csv", text)).projects, "funds.budget") == [("9542500",)]


def test_an_alias_that_ends_in_a_unit_of_money_has_that_unit(tmp_path: Path) -> None:
    """A text that only looks like one, of a fact that is no money, is part of its name."""
    facts = {
        "a": {"type": "money", "unit": "万元", "aliases": ["支出(元)"]},
        "b": {"type": "number", "label": "人均(元)"},
        "c": {"type": "money", "label": "收入(元)"},
    }
    data = read(write(tmp_path / "a.csv", "支出（元）,人均（元）,收入(元)\n1,2,3\n"), facts=facts)
    assert rows(data.projects, "a", "b", "c") == [("1元", "2", "3元")]


def test_a_percent_sign_in_a_heading_goes_to_texts_only(tmp_path: Path) -> None:
    """A number of a workbook may be shown as 85% and be 0.85: it stays the share that it is."""
    table = [["项目编号", "完成率(%)"], ["p1", 85], ["p2", "0.5%"], ["p3", 0.85]]
    data = read(write(tmp_path / "a.csv", csv_text(table)))
    assert rows(data.projects, "rate") == [("85%",), ("0.5%",), ("0.85%",)]
    data = read(workbook(tmp_path / "a.xlsx", {"S": table}))
    assert rows(data.projects, "rate") == [("85",), ("0.5%",), ("0.85",)]
    frame = pl.DataFrame({"project": ["p"], "完成率(%)": [0.85]})
    frame.write_parquet(tmp_path / "a.parquet")
    assert rows(read(tmp_path / "a.parquet").projects, "rate") == [(0.85,)]
