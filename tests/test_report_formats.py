"""Sheets as HTML, Markdown and CSV; rankings of many projects; indicator sets and what is installed."""

from __future__ import annotations

import csv
import io
import os
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

import scoring
from scoring import report
from scoring.loading import load_bound
from scoring.plugins import registry
from scoring.report_lists import PluginEntry, SetEntry
from scoring.report_ranking import ordered, spread
from scoring.report_set_words import scale_words
from scoring.sheet import ScoreSheet
from tests.small_sets import small_set, written

if TYPE_CHECKING:
    from rich.console import RenderableType

GOLDEN = Path(__file__).parent / "golden" / "report"
HOSTILE = '<script>alert("1")</script> | `x` **b** [l](u) $m$\n# h'


def read(name: str) -> ScoreSheet:
    """Return a sheet of the golden folder."""
    return ScoreSheet.model_validate_json((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


def renamed(sheet: ScoreSheet, key: str, **update: object) -> ScoreSheet:
    """Return a sheet as another project's, with these fields changed."""
    project = sheet.project.model_copy(update={"key": key, "name": None})
    return sheet.model_copy(update={"project": project, **update})


def hostile() -> ScoreSheet:
    """A sheet whose every text tries to be markup."""
    sheet = read("troubled")
    line = sheet.lines[0]
    data = line.model_dump() | {"title": HOSTILE, "reason": "x" + HOSTILE, "display": HOSTILE}
    finding = sheet.findings[0].model_copy(update={"message": HOSTILE, "remedy": HOSTILE})
    return sheet.model_copy(
        update={
            "set": sheet.set.model_copy(update={"title": HOSTILE, "source": HOSTILE}),
            "project": sheet.project.model_copy(update={"name": HOSTILE}),
            "lines": (type(line).model_validate(data), *sheet.lines[1:]),
            "findings": (finding,),
            "unrated_reason": HOSTILE,
        }
    )


def projects() -> list[ScoreSheet]:
    """Six projects: two tie at the top, one was capped, one has no grade but a total, one has neither."""
    best = read("complete")
    return [
        read("missing"),
        renamed(best, "b"),
        read("troubled"),
        renamed(read("empty"), "nothing"),
        renamed(best, "a", total=Decimal("95.16")),
        renamed(best, "unrated", total=Decimal("99.00"), grade=None, unrated_reason="数据完整率低于 80%"),
    ]


def drawn(part: RenderableType, width: int) -> str:
    """Draw as into a pipe."""
    console = Console(file=io.StringIO(), width=width, force_terminal=False, legacy_windows=False)
    with console.capture() as capture:
        console.print(part)
    return capture.get()


def compare(text: str, name: str) -> None:
    """Compare with the golden file; with UPDATE_GOLDEN set, write it first (and read what changed)."""
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


class Outline(HTMLParser):
    """Collects the tags and the text of a fragment, and checks that every tag is closed in order."""

    def __init__(self, fragment: str) -> None:
        """Read the whole fragment."""
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(fragment)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; no attribute may load or run anything."""
        self.tags.append(tag)
        assert {name for name, _ in attrs} <= {"class", "lang", "style", "scope"}
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Collect the text."""
        self.text += data


def markdown_rows(text: str) -> list[list[str]]:
    """Split the lines of Markdown tables at the bars that are not escaped."""
    rows = [line for line in text.splitlines() if line.startswith("|")]
    return [line.replace("\\|", "").strip("|").split("|") for line in rows]


# -- one sheet


@pytest.mark.parametrize("name", ["complete", "troubled"])
def test_documents_are_as_they_were_approved(name: str) -> None:
    """HTML, Markdown and CSV of a sheet are as in the golden files."""
    sheet = read(name)
    compare(report.sheet_html(sheet) + "\n", f"{name}.html")
    compare(report.sheet_markdown(sheet), f"{name}.md")
    compare(report.sheet_csv(sheet), f"{name}.csv")


def test_html_is_a_table_that_stands_alone() -> None:
    """The fragment is one div with a table, well-formed, without script, link or image."""
    fragment = report.sheet_html(read("troubled"))
    outline = Outline(fragment)
    assert outline.tags.count("table") == 1
    assert set(outline.tags).isdisjoint({"script", "style", "link", "img", "a", "pre"})
    assert fragment.startswith('<div class="scoring-sheet" lang="zh"')
    assert "59.99 / 100" in outline.text
    assert outline.tags.count("tr") == 1 + 2 + 9 + 4


def test_html_escapes_the_data() -> None:
    """Markup in the data is text in the fragment, wherever the data go."""
    outline = Outline(report.sheet_html(hostile()))
    assert "script" not in outline.tags
    assert outline.text.count('<script>alert("1")</script>') == 9


@given(text=st.text(max_size=80))
def test_html_shows_any_text(text: str) -> None:
    """Whatever a title is, the fragment is well-formed and has the same elements as for a plain one."""
    sheet = read("complete")
    other = sheet.model_copy(update={"set": sheet.set.model_copy(update={"title": text})})
    assert Outline(report.sheet_html(other)).tags == Outline(report.sheet_html(sheet)).tags


def test_a_notebook_shows_the_html() -> None:
    """A notebook asks the sheet for the same fragment."""
    assert read("complete")._repr_html_() == report.sheet_html(read("complete"))


def test_markdown_keeps_its_columns() -> None:
    """Bars, line breaks and markup in the data are escaped: every row has the seven columns."""
    text = report.sheet_markdown(hostile())
    assert {len(row) for row in markdown_rows(text)} == {7}
    assert "\n# h" not in text
    assert "<script>" not in text
    assert r"\<script\>" in text


def test_a_sheet_as_csv_has_a_line_a_node() -> None:
    """Each dimension, each line and the total have a line; what does not count has no score, never a 0."""
    rows = list(csv.DictReader(io.StringIO(report.sheet_csv(read("troubled"), "en"))))
    assert len(rows) == 2 + 9 + 1
    by_id = {row["Id"]: row for row in rows}
    assert (by_id["loan"]["Score"], by_id["loan"]["Share"], by_id["loan"]["Status"]) == ("", "", "n/a")
    assert (by_id["risk"]["Score"], by_id["risk"]["Status"]) == ("0.00", "error")
    assert (by_id["process"]["Score"], by_id["process"]["Share"]) == ("12.00", "0.4")
    assert (rows[-1]["Indicator"], rows[-1]["Score"], rows[-1]["Measure"]) == ("Total", "59.99", "差")


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-cmd|' /c calc'!A0", "@SUM(A1)", "\t=1", " =1", "＝1+1", "\r@x"])
def test_csv_runs_no_formula(text: str) -> None:
    """What a spreadsheet would take for a formula has an apostrophe before it; a negative number has none."""
    sheet = renamed(read("complete"), text, grade="-1.5")
    row = next(csv.DictReader(io.StringIO(report.ranking_csv([sheet], "en"))))
    assert row["Key"].startswith("'")
    assert row["Grade"] == "-1.5"


# -- many projects


def test_rankings_are_drawn_as_they_were_approved() -> None:
    """A ranking looks as in its golden files."""
    for width in (80, 120):
        compare(drawn(report.render_ranking(projects(), width), width), f"ranking.zh.{width}.txt")
    compare(report.ranking_markdown(projects(), "en"), "ranking.en.md")
    compare(report.ranking_csv(projects(), "zh"), "ranking.zh.csv")


def test_the_best_total_is_first() -> None:
    """Equal totals share a rank, the next one counts both; without a grade there is no rank."""
    order = [(rank, sheet.project.key) for rank, sheet in ordered(projects())]
    assert order == [
        (1, "b"),
        (1, "a"),
        (3, "services-2022"),
        (4, "p-7"),
        (None, "unrated"),
        (None, "nothing"),
    ]


def test_without_any_grade_totals_rank() -> None:
    """Where nobody has a grade, the totals make the ranking."""
    sheets = [renamed(sheet, str(place), grade=None) for place, sheet in enumerate(projects())]
    assert [rank for rank, _ in ordered(sheets)] == [1, 2, 2, 4, 5, None]


def test_grades_are_counted_from_the_best() -> None:
    """Two of six are 优, one is 中, one 差, two have no grade: a third, a sixth, a sixth, a third."""
    counted = [(label, count, round(share, 4)) for label, count, share in spread(projects(), "zh")]
    third, sixth = Decimal("0.3333"), Decimal("0.1667")
    assert counted == [("优", 2, third), ("中", 1, sixth), ("差", 1, sixth), ("不予评级", 2, third)]


def test_a_capped_grade_keeps_its_place() -> None:
    """A total of 99 that a gate lowered to 差 does not put 差 before 优."""
    sheets = [renamed(read("complete"), "x", total=Decimal(99), grade="差"), *projects()]
    assert [label for label, *_ in spread(sheets, "zh")] == ["优", "中", "差", "不予评级"]


@pytest.mark.parametrize("width", [24, 40, 60, 80, 120])
def test_rankings_fit_the_page(width: int) -> None:
    """No line of a ranking is wider than the page, and every key is on it."""
    text = drawn(report.render_ranking(projects(), width), width)
    assert all(cell_len(line) <= width for line in text.splitlines())
    assert all(str(sheet.project.key) in text for sheet in projects())


def test_no_projects_are_no_error() -> None:
    """An empty ranking says so, and as CSV has its headings."""
    assert drawn(report.render_ranking([], 80), 80).strip() == "No projects."
    assert report.ranking_csv([]).splitlines() == [
        "Rank,Key,Project,Department,Unit,Year,Total,Full marks,Grade,Why unrated,Coverage"
    ]
    assert {len(row) for row in markdown_rows(report.ranking_markdown([]))} == {6, 3}


# -- sets and plugins


def with_checks(path: Path) -> tuple[scoring.IndicatorSet, dict[str, scoring.Check]]:
    """Return a set, and the checks of its indicators."""
    bound = load_bound(path, registry())
    return bound.rules, {each.id: each.check for each in bound.indicators if each.check is not None}


@pytest.mark.parametrize(("lang", "width"), [("zh", 80), ("zh", 120), ("en", 60)])
def test_sets_are_drawn_as_they_were_approved(lang: str, width: int) -> None:
    """A set looks as in its golden files: tree, ids, weights, methods, scales, conditions, sources, gates."""
    rules, checks = with_checks(GOLDEN / "set.toml")
    compare(drawn(report.render_set(rules, width, lang, checks), width), f"set.{lang}.{width}.txt")


@pytest.mark.parametrize("width", [24, 40, 60, 80, 120])
def test_sets_fit_the_page(width: int) -> None:
    """No line of a set is wider than the page, and no source is lost."""
    text = drawn(report.render_set(scoring.load(GOLDEN / "set.toml"), width), width)
    assert all(cell_len(line) <= width for line in text.splitlines())
    assert "资金管理办法第六条" in "".join(text.split())


def test_scales_are_said_in_words() -> None:
    """Every kind of scale has words; a plugin's kind, or an unknown key, is shown as the file has it."""
    assert scale_words({"kind": "yes_no"}, "en") == "all for yes, nothing for no"
    levels = {"kind": "levels", "levels": {"good": 1, "fair": Decimal("0.625")}}
    assert scale_words(levels, "en") == "good 100%; fair 62.5%"
    assert scale_words({"kind": "banded", "edges": [1, 2], "soft": True}, "en") == "banded (edges = [1, 2], soft)"


STEP = {"kind": "deduction", "limit": 1, "per": Decimal("0.05"), "deduct": 2}


@pytest.mark.parametrize(
    ("scale", "en", "zh"),
    [
        ({"kind": "proportional"}, "in proportion from 0 (nothing) to 1 (all)", "按比例，0 得 0 分，1 得满分"),
        (
            {"kind": "proportional", "pass": Decimal("0.6")},
            "in proportion from 0 (nothing) to 1 (all), nothing below 0.6",
            "按比例，0 得 0 分，1 得满分，低于 0.6 得 0 分",
        ),
        (
            {"kind": "proportional", "pass": Decimal("0.6"), "rescale": True},
            "in proportion from 0.6 (nothing) to 1 (all)",
            "按比例，0.6 得 0 分，1 得满分",
        ),
        (
            {"kind": "linear", "worst": 20, "best": 0},
            "in proportion from 20 (nothing) to 0 (all)",
            "按比例，20 得 0 分，0 得满分",
        ),
        (
            {"kind": "linear", "points": [[Decimal("0.5"), Decimal("0.2")], [1, 1]]},
            "at 0.5: 20%; at 1: 100%; straight between",
            "0.5 得 20%；1 得 100%；其间按直线",
        ),
        (
            STEP,
            "all from 1; 2 points less for each 0.05 begun below it",
            "不低于 1 得满分；每低 0.05（不足的按一次计）扣 2 分",
        ),
        (
            STEP | {"count": "completed"},
            "all from 1; 2 points less for each 0.05 completed below it",
            "不低于 1 得满分；每低满 0.05 扣 2 分",
        ),
        (
            STEP | {"side": "over"},
            "all up to 1; 2 points less for each 0.05 begun above it",
            "不高于 1 得满分；每高 0.05（不足的按一次计）扣 2 分",
        ),
        (
            STEP | {"side": "over", "count": "completed"},
            "all up to 1; 2 points less for each 0.05 completed above it",
            "不高于 1 得满分；每高满 0.05 扣 2 分",
        ),
    ],
)
def test_scales_of_numbers_are_said_in_words(scale: dict[str, Any], en: str, zh: str) -> None:
    """From what to what the points go, where they end, and what a step costs."""
    assert (scale_words(scale, "en"), scale_words(scale, "zh")) == (en, zh)


@pytest.mark.parametrize("width", [30, 80])
def test_lists_of_sets_and_plugins_show_everything(width: int) -> None:
    """Each entry's id, version, origin and what it provides are there at any width; an empty list says so."""
    sets = [SetEntry("example/roads", "3", "农村公路养护评价", "scoring")]
    plugins = [PluginEntry("acme", "0.3", "acme-scoring", ("check acme.risk", "scale banded"))]
    pages = [report.render_sets(sets, width, "zh"), report.render_plugins(plugins, width, "en")]
    shown = "".join(drawn(page, width) for page in pages)
    assert all(cell_len(line) <= width for line in shown.splitlines())
    squeezed = "".join(shown.split())
    for text in ("example/roads", "农村公路养护评价", "acme-scoring", "0.3", "checkacme.risk,scalebanded"):
        assert text in squeezed
    assert drawn(report.render_sets([], width, "zh"), width).strip() == "没有指标体系。"
    assert drawn(report.render_plugins([], width, "en"), width).strip() == "No plugins."


def test_a_set_says_what_a_project_hands_in(tmp_path: Path) -> None:
    """Each fact with its label, name, type, unit, bounds and levels; columns below their table; checks by labels."""
    facts = {
        "funds.spent": {"type": "money", "unit": "万元", "label": "执行数", "minimum": 0},
        "rate": {"type": "percent", "minimum": Decimal("-0.5"), "maximum": Decimal("1.23456")},
        "word": {"type": "level", "label": "程度"},
        "survey": {"type": "table", "label": "问卷", "columns": {"answer": {"type": "text", "label": "评价"}}},
    }
    levels = {"kind": "levels", "levels": {"达成": 1, "未达成": 0}}
    more = {"kind": "levels", "levels": {"达成": 1, "部分达成": Decimal("0.5")}}
    indicators = {
        "a": {"check": "level", "with": {"fact": "word"}, "scale": levels},
        "b": {"check": "value", "with": {"fact": "word"}, "scale": more},
    }
    rules = scoring.load(written(small_set(facts, indicators, lang="zh"), tmp_path))
    text = drawn(report.render_set(rules, 100), 100)
    rows = [line.split() for line in text[text.index("需要的数据") :].splitlines()[3:]]
    assert rows == [
        ["执行数", "funds.spent", "金额（万元），不小于", "0"],
        ["rate", "rate", "百分比，不小于", "-50%，不大于", "123.456%"],
        ["程度", "word", "档次：达成、未达成、部分达成"],
        ["问卷", "survey", "表，每行一条记录："],
        ["评价", "answer", "文字"],
    ]


def test_a_set_shows_the_facts_of_checks_by_their_labels(tmp_path: Path) -> None:
    """Only what a check names is labelled: no parameter, no other text; nothing is lost where two labels are alike."""
    names = {"part": "完成数", "whole": "计划数", "adjusted": "调整", "a1": "制度", "a2": "制度", "spent": "支出"}
    kinds = {"a1": "boolean", "a2": "boolean"}
    facts = {name: {"type": kinds.get(name, "number"), "label": label} for name, label in names.items()}
    indicators = {
        "a": {"check": "ratio", "with": {"part": "part", "whole": "whole"}},
        "b": {"check": "checklist", "with": {"items": {"a1": 3, "a2": 4}, "gate": "a1"}},
        "c": {"check": "checklist", "with": {"items": ["a1", "a2"]}},
        "e": {"check": "budget.completion", "with": {"spent": "spent", "budget": "adjusted", "basis": "adjusted"}},
    }
    path = written(small_set(facts, indicators), tmp_path)
    rules, checks = with_checks(path)
    text = " ".join(drawn(report.render_set(rules, 100, checks=checks), 100).split())
    for how in (
        "ratio (part = 完成数, whole = 计划数)",
        "checklist (items = {制度 = 3, 制度 = 4}, gate = 制度)",
        "checklist (items = [制度, 制度])",
        "budget.completion (spent = 支出, budget = 调整, basis = adjusted)",
    ):
        assert how in text
    assert "ratio (part = part, whole = whole)" in drawn(report.render_set(rules, 100), 100)
