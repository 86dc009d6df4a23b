"""The page of many projects: the ends of the ranking, the grades, the losses; at any width, in both languages."""

from __future__ import annotations

import io
import re

import pytest
from rich.cells import cell_len
from rich.console import Console

import scoring
from scoring.report import many_markdown, render_many
from scoring.report_many import summary_line
from scoring.report_page import plain_text
from scoring.results import Summary
from scoring.results_summary import summarised
from tests.many_projects import RULES, frame, small
from tests.test_report import squeezed
from tests.test_report_formats import compare, markdown_rows

WIDTHS = (24, 40, 60, 80, 100, 120, 160)


@pytest.fixture(scope="module")
def rules() -> scoring.IndicatorSet:
    """A set of five indicators, graded 优秀 from 90, 合格 from 60."""
    return scoring.load(RULES)


@pytest.fixture(scope="module")
def summary(rules: scoring.IndicatorSet) -> Summary:
    """Twelve hundred projects."""
    return summarised(frame(1200, rules).lazy(), rules)


def drawn(summary: Summary, rules: scoring.IndicatorSet, width: int, lang: str) -> str:
    """Draw as into a pipe."""
    return plain_text(render_many(summary, rules, width, lang), "utf-8")


@pytest.mark.parametrize(("lang", "width"), [("zh", 40), ("zh", 80), ("zh", 120), ("en", 80)])
def test_pages_are_drawn_as_they_were_approved(
    summary: Summary, rules: scoring.IndicatorSet, lang: str, width: int
) -> None:
    """A page looks as in its golden file, which somebody has looked at."""
    compare(drawn(summary, rules, width, lang), f"many.{lang}.{width}.txt")


def test_the_markdown_is_as_it_was_approved(summary: Summary, rules: scoring.IndicatorSet) -> None:
    """The same page as Markdown."""
    compare(many_markdown(summary, rules, "en"), "many.en.md")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_pages_fit(summary: Summary, rules: scoring.IndicatorSet, width: int, lang: str) -> None:
    """No line is wider than the page; every key, name, number of the losses and gap is on it."""
    text = drawn(summary, rules, width, lang)
    assert all(cell_len(line) <= width and line == line.rstrip() for line in text.splitlines())
    found = squeezed(text)
    for each in summary.ranking:
        assert each.key in text
    for lost in summary.worst(10):
        assert f"{lost.short:,}" in found
        assert str(lost.missing) in found
    if width >= 100:
        assert all(str(each.name) in text for each in summary.ranking)
    gaps = [f"{each.left_out:,}" for each in summary.ranking if each.left_out]
    assert gaps
    assert all(gap in found for gap in gaps)


@pytest.mark.parametrize("width", [80, 120])
def test_columns_end_under_their_headings(summary: Summary, rules: scoring.IndicatorSet, width: int) -> None:
    """Totals end in the cell where their heading ends, though names are Chinese; so do the points lost on average."""
    lines = drawn(summary, rules, width, "zh").splitlines()
    for word, pattern in (("总分", r"\d+\.\d\d(?=  [█▉▊▋▌▍▎▏])"), ("平均失分", r"\d+\.\d\d(?=  +\d+  +\d+$)")):
        start = next(place for place, line in enumerate(lines) if f" {word}" in line)
        end = cell_len(lines[start][: lines[start].index(f" {word}")]) + 1 + cell_len(word)
        rows = [found for line in lines[start + 2 : start + 7] if (found := re.search(pattern, line))]
        ends = {cell_len(found.string[: found.end()]) for found in rows}
        assert ends == {end}


def test_a_console_shows_what_is_piped(summary: Summary, rules: scoring.IndicatorSet) -> None:
    """The lines written without rich are those that rich writes where there is no terminal; ASCII gets bars of #."""
    for encoding in ("utf-8", "ascii", "gbk"):
        page = render_many(summary, rules, 80, "en")
        buffer = io.BytesIO()
        stream = io.TextIOWrapper(buffer, encoding=encoding, newline="\n")
        Console(file=stream, width=80, legacy_windows=False, force_terminal=False).print(page, crop=False)
        stream.flush()
        assert plain_text(page, encoding).encode(encoding) == buffer.getvalue()
        assert (b"###" in buffer.getvalue()) == (encoding == "ascii")


def test_gates_and_markup_are_shown_as_they_are(rules: scoring.IndicatorSet) -> None:
    """A key with markup and control characters is a text; in Markdown it stays in its cell."""
    found = summarised(small(rules, [{"project": "[red]a|b\n\x1b[0m", "total": 3.0}]).lazy(), rules)
    assert "[red]a|b ?[0m" in drawn(found, rules, 80, "zh")
    assert {len(row) for row in markdown_rows(many_markdown(found, rules, "zh"))} == {6, 3}


def test_a_project_shows_the_gates_that_fired() -> None:
    """Below a project that a gate held down stands the gate's title, in the page and as its reason in Markdown."""
    base = scoring.load(RULES)
    effect = base.gates["misuse"].then.model_copy(update={"warn": None, "cap": 59})
    gates = {"misuse": base.gates["misuse"].model_copy(update={"then": effect})}
    rules = base.model_copy(update={"gates": gates})
    found = summarised(small(rules, [{"total": 59.0, "misuse.fired": True}, {"total": 70.0}]).lazy(), rules)
    lines = drawn(found, rules, 80, "zh").splitlines()
    place = next(place for place, line in enumerate(lines) if " 59.00 " in line)
    assert lines[place + 1] == "     否决项：存在违规资金"
    assert "| 2 | a | 59.00 | 不予评级 | 100% | 否决项：存在违规资金 |" in many_markdown(found, rules, "zh")


def test_errors_have_a_column_where_there_are_any(rules: scoring.IndicatorSet) -> None:
    """A cell with an error is counted among the losses, in the statuses and in the summary line."""
    data = small(
        rules, [{"delay.score": 0.0, "delay.status": "error"}, {"delay.score": 10.0, "delay.status": "scored"}]
    )
    found = summarised(data.lazy(), rules)
    assert re.search(r"平均失分  缺少数据  数据无效  计算出错\n", drawn(found, rules, 100, "zh"))
    assert re.search(r"按期完工 +1 +50%  ████ +10.00 +5.00 +0 +0 +1\n", drawn(found, rules, 100, "zh"))
    assert "计算出错 1" in drawn(found, rules, 100, "zh").splitlines()[-1]
    assert summary_line(found, "en") == (
        "Projects: 2, with total and grade: 0. Cells of indicators missing: 0, invalid: 0. Cells with an error: 1."
    )


def test_the_summary_line_counts() -> None:
    """A million projects, so many rated, so many cells without data: one line, with thousands set apart."""
    statuses = {"scored": 4_900_000, "missing": 91_000, "invalid": 9_000, "not_applicable": 0, "error": 0}
    found = Summary(1_000_000, 998_877, (), (), (), statuses)
    assert summary_line(found, "zh") == (
        "共 1,000,000 个项目，其中 998,877 个有总分和等级；指标数据缺少 91,000 处，无效 9,000 处。"
    )
    assert summary_line(found, "en") == (
        "Projects: 1,000,000, with total and grade: 998,877. Cells of indicators missing: 91,000, invalid: 9,000."
    )


def test_full_points_everywhere_are_said(rules: scoring.IndicatorSet) -> None:
    """Where nobody lost a point the page says so instead of an empty table."""
    row = {f"{id_}.score": float(weight) for id_, weight in rules.declared_weights.items()}
    found = summarised(small(rules, [row | {"total": 100.0, "grade": "优秀"}]).lazy(), rules)
    assert "没有项目失分。" in drawn(found, rules, 80, "zh")
    assert "No project lost a point." in many_markdown(found, rules, "en")


def test_no_projects_are_no_error(rules: scoring.IndicatorSet) -> None:
    """A page of nothing says so."""
    found = summarised(frame(0, rules).lazy(), rules)
    assert drawn(found, rules, 80, "zh").strip() == "没有项目。"
    assert many_markdown(found, rules, "en").endswith("\n\nNo projects.\n")
