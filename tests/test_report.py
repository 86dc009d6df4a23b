"""What people see of a score sheet in the terminal: nothing lost, nothing cut off, everything aligned."""

from __future__ import annotations

import io
import os
import re
from decimal import Decimal, localcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len, set_cell_size, split_text
from rich.console import Console

from scoring.engine import Engine
from scoring.indicators import IndicatorSet
from scoring.messages import MESSAGES
from scoring.report import render_sheet
from scoring.report_page import plain_text
from scoring.report_rows import children, nodes, tree_rows
from scoring.report_text import Medium, bar, harmless, percent, points, wrap
from scoring.report_total import subtotal, sum_rows
from scoring.report_words import losses, wanting
from scoring.sheet import ScoreSheet
from tests.small_sets import small_set

if TYPE_CHECKING:
    from rich.console import RenderableType

GOLDEN = Path(__file__).parent / "golden" / "report"
SHEETS = ("complete", "empty", "english", "missing", "troubled")
WIDTHS = (24, 40, 60, 80, 100, 120, 160)


def read(name: str) -> ScoreSheet:
    """Return a sheet of the golden folder."""
    return ScoreSheet.model_validate_json((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


def drawn(sheet: ScoreSheet, width: int, lang: str | None = None) -> str:
    """Draw as into a pipe: no terminal, no colour."""
    return shown(render_sheet(sheet, width, lang), width, force_terminal=False)


def shown(part: RenderableType, width: int, **options: Any) -> str:
    """Return what a console of this width gets."""
    console = Console(file=io.StringIO(), width=width, legacy_windows=False, **options)
    with console.capture() as capture:
        console.print(part)
    return capture.get()


def styles(text: str) -> set[str]:
    """Return the codes of the colours and styles that were sent to a terminal."""
    return set(re.findall(r"\x1b\[([0-9;]*)m", text))


def compare(text: str, name: str) -> None:
    """Compare with the golden file; with UPDATE_GOLDEN set, write it first (and read what changed)."""
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


def cells(text: str, start: int, end: int) -> str:
    """Cut a line by cells, from one to before another."""
    whole = set_cell_size(text, 200)
    return split_text(split_text(whole, start)[1], end - start)[0]


def squeezed(text: str) -> str:
    """Return a text without its spaces and line breaks."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize(
    ("name", "lang", "width"),
    [
        *((name, "zh", width) for name in ("complete", "missing", "troubled") for width in (80, 120)),
        *((name, "en", width) for name in ("english", "troubled") for width in (80, 120)),
        ("troubled", "zh", 48),
        ("empty", "zh", 80),
    ],
)
def test_sheets_are_drawn_as_they_were_approved(name: str, lang: str, width: int) -> None:
    """A sheet looks as in its golden file, which somebody has looked at."""
    compare(drawn(read(name), width, lang), f"{name}.{lang}.{width}.txt")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", SHEETS)
def test_no_line_is_wider_than_the_page(name: str, width: int) -> None:
    """No line takes more cells than the width, in either language, and none ends in spaces."""
    for lang in ("zh", "en"):
        for line in drawn(read(name), width, lang).splitlines():
            assert cell_len(line) <= width
            assert line == line.rstrip()


@settings(max_examples=60)
@given(
    title=st.text(max_size=60),
    reason=st.text(max_size=200),
    name=st.text(max_size=40),
    width=st.integers(24, 170),
)
def test_no_text_breaks_the_page(title: str, reason: str, name: str, width: int) -> None:
    """Whatever the data say, no line is too wide and no control character reaches the terminal."""
    sheet = read("missing")
    line = sheet.lines[0].model_validate(sheet.lines[0].model_dump() | {"title": title, "reason": reason})
    project = sheet.project.model_copy(update={"name": name})
    text = drawn(sheet.model_copy(update={"lines": (line, *sheet.lines[1:]), "project": project}), width)
    assert all(cell_len(each) <= width for each in text.split("\n"))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_is_lost_at_80_columns(name: str) -> None:
    """At 80 columns every title, measure, reason, note, finding and remedy is there in full."""
    sheet = read(name)
    text = drawn(sheet, 80, "zh")
    everything = squeezed(text)
    heading = next(line for line in text.splitlines() if "实际完成值" in line)
    room = cell_len(heading[: heading.index("实际完成值")])
    titles = squeezed("".join(cells(line, 0, room) for line in text.splitlines()))
    for node in nodes(sheet):
        assert squeezed(harmless(node.title)) in titles
    wanted = [sheet.set.title, sheet.set.id, sheet.project.name, sheet.project.unit, sheet.unrated_reason]
    wanted += [each for finding in sheet.findings for each in (finding.message, finding.remedy)]
    wanted += [each for line in sheet.lines for each in (line.reason, line.note)]
    wanted += [line.display for line in sheet.lines if line.status == "scored"]
    for each in filter(None, wanted):
        assert squeezed(harmless(each)) in everything


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("width", [80, 120])
def test_numbers_stand_under_their_headings(name: str, width: int) -> None:
    """Weights, scores and losses end in the cell where their headings end, in every row."""
    sheet = read(name)
    lines = drawn(sheet, width, "zh").splitlines()
    heading = next(line for line in lines if line.lstrip().startswith("指标"))
    ends = {word: cell_len(heading[: heading.index(word)]) + 4 for word in ("分值", "得分", "失分")}
    rows = [row for row in tree_rows(sheet, "zh") + sum_rows(sheet, "zh") if row.weight]
    for row in rows:
        first = " " * (1 + 2 * row.depth) + wrap(harmless(row.title), 8)[0]
        line = next(line for line in lines if line.startswith(first))
        lines = lines[lines.index(line) + 1 :]
        numbers = {word: cells(line, end - 8, end) for word, end in ends.items()}
        assert numbers["分值"].endswith(f" {row.weight}")
        assert numbers["得分"].endswith(f" {row.score}")
        assert numbers["失分"].endswith(f" {row.lost}" if row.lost else "  ")


def test_markup_in_the_data_is_text() -> None:
    """A project called [red]x[/] is shown so, and its title cannot colour or link anything."""
    text = drawn(read("troubled"), 80)
    assert "[red]x[/] 专项 经费" in text
    assert "[bold]部门[/bold]整体支出评价" in text
    assert "[red]制度[/]健" in text


def test_line_breaks_and_escapes_in_the_data_are_neutralised() -> None:
    """A line break in a title is a space and an escape a question mark: the title stays one title."""
    text = drawn(read("troubled"), 160)
    assert "风险评估 （第三方）" in text
    assert "bad reply ?[31m(code 7)" in text


def test_a_pipe_gets_no_escape_sequences() -> None:
    """Without a terminal there is no colour; where colours are off, a terminal gets none."""
    assert "\x1b" not in drawn(read("troubled"), 80)
    page = render_sheet(read("troubled"), 80)
    assert styles(shown(page, 80, force_terminal=True, color_system="standard", no_color=True)) <= {
        "0",
        "1",
        "2",
    }


def test_colours_are_legible_on_dark_and_light() -> None:
    """Only bold, dim, red, magenta and cyan: none of them vanishes on a black or a white background."""
    page = render_sheet(read("troubled"), 80)
    text = shown(page, 80, force_terminal=True, color_system="standard")
    assert styles(text) == {"0", "1", "2", "31", "35", "36"}


def test_every_status_has_a_word_of_its_own() -> None:
    """Missing, invalid, not applicable and error differ in words, and what does not count says so."""
    for lang in (0, 1):
        words = [MESSAGES[f"report-{each}"][lang] for each in ("missing", "invalid", "not_applicable", "error")]
        assert len(set(words)) == 4
    text = drawn(read("troubled"), 80)
    assert re.search(r"制度\[/\]健\S*\s+数据无效", text)
    assert re.search(r"风险评估 （第三方）\s+计算出错", text)
    assert re.search(r"贷款贴息及时率\s+不适用\s+5\s+-\s+不计分", text)
    assert re.search(r"单位成本变动\s+缺少数据\s+10\s+-\s+不计分", text)


def test_awarded_points_are_shown_as_points() -> None:
    """A line that does not apply and is awarded full marks shows its score, not a dash."""
    assert re.search(r"试点任务\s+不适用\s+10\s+10.00\s+100%", drawn(read("troubled"), 80))


def test_a_score_out_of_fewer_points_says_how_it_came() -> None:
    """Where children do not count, the dimension shows earned / counting weight x points on offer."""
    rows = {row.title: row for row in tree_rows(read("troubled"), "zh")}
    assert rows["过程"].notes == ("按计分的 25 分折算：10.00 / 25 × 30 = 12.00",)
    assert rows["产出"].notes == ("按计分的 60 分折算：53.00 / 60 × 70 = 61.83",)
    assert not any(row.notes for row in tree_rows(read("complete"), "zh") if row.kind == "dimension")


def test_rounded_parts_of_a_relative_set_are_no_sum() -> None:
    """Two halves of a third print 0.167 each and 0.333 together, all counting: nothing was scaled, nothing is said."""
    halves = {name: {"measure": "x", "weight": 1, "dimension": "pair"} for name in ("a", "b")}
    keys = {"weights": "relative", "full_marks": 1, "round": {"to": 0.001}}
    thirds = {name: {"measure": "x", "weight": 2, "dimension": f"of-{name}"} for name in ("c", "e")}
    rules = small_set({"x": "number"}, halves | thirds, **keys)
    sheet = Engine(IndicatorSet.model_validate(rules)).score({"x": 0.5})
    assert not any(row.notes for row in tree_rows(sheet, "en") if row.kind == "dimension")


def test_the_printed_numbers_add_up_to_the_total() -> None:
    """Tree 12.00 + 61.83 = 73.83; +2.00 -1.50 give 74.33, and the gate that takes 59.99 takes 14.34."""
    sheet = read("troubled")
    assert subtotal(sheet) == Decimal("73.83")
    assert [row.score for row in sum_rows(sheet, "zh")] == ["73.83", "+2.00", "-1.50", "-14.34"]
    assert sum(Decimal(row.score) for row in sum_rows(sheet, "zh")) == sheet.total


def test_adjustments_stop_at_full_marks() -> None:
    """95.16 and a bonus of 10 make 100, and the 5.16 that are lost at full marks are printed."""
    sheet = read("complete")
    bonus = sheet.adjustments[0].model_copy(update={"points": Decimal("10.00")})
    sheet = sheet.model_copy(update={"adjustments": (bonus,), "total": Decimal("100.00")})
    rows = [(row.title, row.score) for row in sum_rows(sheet, "en")]
    assert rows == [("Sum", "95.16"), ("Adjustment: 获得表彰", "+10.00"), ("At most full marks", "-5.16")]


def test_adjustments_of_nothing_and_quiet_gates_are_not_listed() -> None:
    """An adjustment of 0, a gate that did not fire and one that only warns add no row."""
    assert [row.kind for row in sum_rows(read("complete"), "zh")] == ["sum"]
    assert [row.kind for row in sum_rows(read("missing"), "zh")] == ["sum"]


def test_missing_data_are_priced() -> None:
    """Six lines worth 4 + 8 + 8 + 4 + 4 + 10 = 38 points have no data: 60.92 could become 98.92."""
    (text,) = wanting(read("missing"), "zh")
    assert text == "6 项指标没有可用数据，按 0 分计，分值共 38.00 分；数据补全后总分最高 98.92 分。"


def test_no_total_is_promised_where_points_do_not_add_up() -> None:
    """Where a gate fired or children do not count, the possible total is not the sum, so none is given."""
    assert not any("最高" in text for text in wanting(read("troubled"), "zh"))
    assert not any("could reach" in text for text in wanting(read("english"), "en"))


def test_the_biggest_losses_come_first_and_account_for_all() -> None:
    """The three biggest losses and the rest of them are all that was lost: 100 - 60.92 = 39.08."""
    found = losses(read("missing"), "en")
    assert [loss.points for loss in found] == ["10.00", "8.00", "8.00", "13.08"]
    assert found[-1].title == "5 others together"
    assert sum(Decimal(loss.points) for loss in found) == Decimal("39.08")


def test_a_sheet_without_a_total_shows_dashes() -> None:
    """Without a total neither the sum nor the verdict shows a number, and the reason is given."""
    text = drawn(read("empty"), 80)
    assert re.search(r"合计\s+100\s+-\n", text)
    assert "总分 - / 100    等级 不予评级    数据完整率 0%" in text
    assert "没有一项指标有数据：不评总分，也不评等级。" in text


def test_an_unknown_parent_hangs_under_the_next_known() -> None:
    """A line whose dimension the sheet has not got hangs under the nearest one above, it never vanishes."""
    sheet = read("complete")
    line = sheet.lines[0].model_copy(update={"dimension": "process.nothing.here"})
    below = children(sheet.model_copy(update={"lines": (line,)}))
    assert below["process"][0] is line


def test_labels_follow_the_set_or_the_caller() -> None:
    """The set's language chooses the labels; the caller may choose another."""
    assert "Indicator" in drawn(read("english"), 80)
    assert "指标" in drawn(read("english"), 80, "zh")
    assert "Total 59.99 / 100" in drawn(read("troubled"), 80, "en")


@pytest.mark.parametrize(("encoding", "filled"), [("ascii", "##"), ("cp1252", "##"), ("gbk", "██")])
def test_other_encodings_get_what_they_can_show(encoding: str, filled: str) -> None:
    """ASCII gets bars of # and no error; GBK has the block characters and keeps them."""
    buffer = io.BytesIO()
    stream = io.TextIOWrapper(buffer, encoding=encoding, newline="\n")
    Console(file=stream, width=80, legacy_windows=False).print(render_sheet(read("troubled"), 80, "en"))
    stream.flush()
    assert filled in buffer.getvalue().decode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "gbk"])
@pytest.mark.parametrize("width", [40, 80, 120])
def test_plain_text_is_what_a_console_pipes(width: int, encoding: str) -> None:
    """The lines written without rich are those that rich writes where there is no terminal."""
    page = render_sheet(read("troubled"), width)
    buffer = io.BytesIO()
    stream = io.TextIOWrapper(buffer, encoding=encoding, newline="\n")
    Console(file=stream, width=width, legacy_windows=False, force_terminal=False).print(page, crop=False)
    stream.flush()
    assert plain_text(page, encoding).encode(encoding) == buffer.getvalue()


def test_a_sheet_prints_itself() -> None:
    """A rich console prints a sheet as the report draws it, as wide as there is room."""
    out = io.StringIO()
    Console(file=out, width=80, legacy_windows=False).print(read("missing"))
    assert out.getvalue() == drawn(read("missing"), 80)


def test_the_callers_decimal_context_does_not_matter() -> None:
    """A caller who works with three digits gets the same page."""
    before = drawn(read("troubled"), 80)
    with localcontext(prec=3):
        assert drawn(read("troubled"), 80) == before


@given(text=st.text(alphabet=st.sampled_from("资金，。（）ab 1/=%—“”é"), max_size=80), width=st.integers(4, 40))
def test_wrapping_keeps_every_character(text: str, width: int) -> None:
    """Wrapped lines fit and have every character but spaces, in order."""
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert squeezed("".join(lines)) == squeezed(text)


def test_no_line_begins_with_a_closing_mark() -> None:
    """A comma or a closing bracket stays with the character before it, an opening one with the next."""
    assert wrap("预算资金，支出合规。", 8) == ["预算资", "金，支出", "合规。"]
    assert wrap("支出（预算）数", 6) == ["支出", "（预", "算）数"]


@given(share=st.decimals(0, 1, places=6))
def test_only_all_is_a_hundred_percent(share: Decimal) -> None:
    """100% and a full bar mean all of it, 0% and an empty bar nothing, with and without block characters."""
    for digits in (0, 2):
        assert (percent(share, digits) == "100%") == (share == 1)
        assert (percent(share, digits) == "0%") == (share == 0)
    for medium in (Medium(80), Medium(80, "ascii")):
        assert (bar(share, medium) in ("█" * 8, "#" * 8)) == (share == 1)
        assert (bar(share, medium) == "") == (share == 0)


def test_points_have_the_decimals_of_the_set() -> None:
    """Points are written with trailing zeros, without an exponent and without a negative zero."""
    assert points(Decimal("1E+2"), 2) == "100.00"
    assert points(Decimal("-0.001"), 2) == "0.00"
    assert points(Decimal("9.995"), 2) == "10.00"
