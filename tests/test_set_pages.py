"""The pages of the library: they are what the sets say, each in its editions, with what it changes of its base."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.library import Entry, entry
from tests.set_pages import FOLDER, pages, set_page
from tests.small_sets import of_table, small_set
from tests.toml_text import dumps

if TYPE_CHECKING:
    from pathlib import Path

HOW = "run `make sets`"


def test_the_pages_are_what_the_sets_say() -> None:
    """What is committed is what `make sets` writes: a page a set, the list, the vocabulary, and no other."""
    made = pages()
    there = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()}
    assert there == made.keys(), HOW
    different = [name for name, text in made.items() if (FOLDER / name).read_text(encoding="utf-8") != text]
    assert different == [], HOW


# -- what a page has, of sets that are small enough to see through


def written(folder: Path, name: str, rules: dict[str, Any]) -> Entry:
    """Write a set to a file, below a comment, and load it."""
    path = folder / f"{name}.toml"
    path.write_text(f"#:schema x.json\n# 编者的话。\n\n{dumps(rules)}", encoding="utf-8")
    return entry(path)


@pytest.fixture
def base(tmp_path: Path) -> Entry:
    """A set with a formula, a check, rows, a gate and an adjustment."""
    targets = of_table(
        name={"type": "text", "label": "三级指标"}, done="number", weight={"type": "number", "label": "分值"}
    )
    facts: dict[str, Any] = {
        "spent": {"type": "money", "unit": "万元", "label": "执行数", "aliases": ["支出"]},
        "budget": {"type": "money", "unit": "万元", "label": "预算数"},
        "ok": {"type": "boolean", "label": "合规"},
        "targets": {**targets, "label": "目标"},
    }
    said = {"source": "第一条", "rationale": "钱要花完", "remedy": "抓紧执行"}
    rows = {"title": "{name}", "dimension": "r", "for_each": "targets", "weight": "weight", "measure": "done"}
    indicators: dict[str, Any] = {
        "rate": {"title": "执行率", "measure": "spent / budget", **said},
        "fine": {"title": "合规性", "check": "checklist", "with": {"items": ["ok"]}},
        "rows": rows,
    }
    dimensions = {"d": {"title": "过程"}, "r": {"title": "产出", "weight": 10}}
    gates = {"over": {"title": "超支", "when": "spent > budget", "then": {"cap": 5}}}
    adjustments = {"bonus": {"title": "加分", "points": "spent - spent", "at_most": 1}}
    keys: dict[str, Any] = {
        "lang": "zh",
        "title": "某项评价",
        "gates": gates,
        "adjustments": adjustments,
        "dimensions": dimensions,
    }
    rules = small_set(facts, indicators, **keys)
    return written(tmp_path, "base", rules | {"id": "test/base", "full_marks": 30})


def lines_below(page: str, heading: str) -> list[str]:
    """Return the lines of a page below a heading, up to the next one, without the empty ones."""
    lines = page.splitlines()
    below = lines[lines.index(heading) + 1 :]
    end = next((place for place, line in enumerate(below) if line.startswith("#")), len(below))
    return [line for line in below[:end] if line]


def test_a_page_opens_with_what_the_set_is(base: Entry) -> None:
    """Title, id, version, the file, the comment of its author; the tree with weights, and links to each indicator."""
    page = set_page([base])
    assert page.splitlines()[0] == "# 某项评价"
    assert "`test/base` · 1 · [规则文件](../../../rules/test/base.toml) · [全部指标体系](../index.md)" in page
    assert "> 编者的话。" in page
    assert "- 满分 **30**" in page
    assert lines_below(page, "## 指标和分值")[2:] == [
        "| **过程** | `d` | **20 分** |",
        "| &emsp;[执行率](#执行率-rate) | `rate` | 10 分 |",
        "| &emsp;[合规性](#合规性-fine) | `fine` | 10 分 |",
        "| **产出** | `r` | **10 分** |",
        "| &emsp;[产出 〈三级指标〉](#产出-三级指标-rows) | `rows` | 每行的分值 |",
    ]


def test_a_page_says_all_of_an_indicator(base: Entry) -> None:
    """Method, scale (the usual one too), facts, source, rationale and remedy; what a check does, with its reference."""
    page = set_page([base])
    assert lines_below(page, "### 执行率 `rate`") == [
        "过程 · 10 分",
        "- 方法：spent / budget",
        "- 标准：按比例，0 得 0 分，1 得满分",
        "- 数据：执行数 `spent`、预算数 `budget`",
        "- 依据：第一条",
        "- 为什么：钱要花完",
        "- 失分怎么办：抓紧执行",
    ]
    assert lines_below(page, "### 产出 〈三级指标〉 `rows`")[1] == "- 逐行评分：targets"
    assert lines_below(page, "## 各项指标")[1].startswith("- [`checklist`](../../reference/language.md#checklist) ")


def test_a_page_has_what_stands_beside_the_tree(base: Entry) -> None:
    """Gates, adjustments, and the facts with headings and with what reads them."""
    page = set_page([base])
    assert lines_below(page, "## 否决项和提示") == [
        "**超支** `over`",
        "- 条件：spent \\> budget；结果：总分不超过 5 分",
    ]
    assert lines_below(page, "## 加减分")[1] == "- 分数：spent - spent，不大于 1"
    facts = lines_below(page, "## 需要的数据")[2:]
    assert facts[0] == "| 执行数 | `spent` | 金额（万元） | 支出 | 执行率、超支、加分 |"
    assert facts[4] == "| &emsp;三级指标 | `targets.name` | 文字 |  | 产出 〈三级指标〉 |"


@pytest.mark.usefixtures("base")
def test_an_overlay_says_what_it_changes(tmp_path: Path) -> None:
    """Each place that scores otherwise, what is new, what is gone, facts, and which texts alone are others."""
    overlay = {
        "id": "test/over",
        "version": "2",
        "extends": "base.toml",
        "missing": "unrated",
        "remove": ["gates.over", "facts.ok"],
        "facts": {"users": {"type": "integer", "label": "人数"}},
        "indicators": {
            "rate": {"scale": {"kind": "proportional", "target": 2}},
            "fine": {"title": "人数", "measure": "users"},
            "rows": {"remedy": "逐项说明"},
        },
        "adjustments": {"more": {"title": "再加", "points": "users"}},
    }
    page = set_page([written(tmp_path, "over", overlay)])
    assert lines_below(page, "## 与 `test/base@1` 的不同") == [
        "| 何处 | test/base@1 | test/over@2 |",
        "|---|---|---|",
        "| 总则 | 缺少数据 按 0 分计 | 缺少数据 不评总分和等级 |",
        "| 执行率 `rate` | 标准：按比例，0 得 0 分，1 得满分 | 标准：按比例，0 得 0 分，2 得满分 |",
        "| 人数 `fine` | 标题：合规性<br>方法：checklist (items = \\[合规\\]) | 标题：人数<br>方法：users |",
        "| 再加 `more` | 新增 | 分数：users |",
        "| 超支 `over` | 条件：spent \\> budget；结果：总分不超过 5 分 | 删去 |",
        "| 新增的数据 |  | 人数 |",
        "| 删去的数据 | 合规 |  |",
        "| 只改文字（依据、理由、建议） |  | 产出 〈三级指标〉 |",
    ]


def test_editions_share_a_page(base: Entry, tmp_path: Path) -> None:
    """The edition that is taken comes whole; another says what differs, and when it was in force."""
    gate = {"title": "提醒", "when": "spent > 1", "then": {"warn": True}}
    data = {"id": "test/base", "version": "2", "extends": "base.toml", "full_marks": 30, "gates": {"new": gate}}
    newer = written(tmp_path, "base@2", data | {"minimum_coverage": 0.5})
    page = set_page([newer, base])
    assert "`test/base` · 2 ·" in page
    assert lines_below(page, "### 1") == [
        "与 `test/base@2` 相比：",
        "| 何处 | test/base@2 | test/base@1 |",
        "|---|---|---|",
        "| 总则 | 评级所需数据完整率 50% |  |",
        "| 提醒 `new` | 条件：spent \\> 1；结果：仅提示 | — |",
    ]


def test_what_is_the_same_is_said_to_be(base: Entry) -> None:
    """Two editions that score alike have no table."""
    assert lines_below(set_page([base, base]), "### 1") == ["与 `test/base@1` 相比：", "没有不同。"]
