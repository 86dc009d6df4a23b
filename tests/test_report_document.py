"""A sheet as an HTML page: what is in it, that nothing in it runs or loads, and that its charts add up."""

from __future__ import annotations

import os
import re
from decimal import Decimal, localcontext
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import scoring
from scoring import report
from scoring.report_losses import lost_lines, steps
from scoring.sheet import ScoreSheet
from tests.command import here

if TYPE_CHECKING:
    from tests.command import Command

GOLDEN = Path(__file__).parent / "golden" / "report"
SHEETS = ("complete", "empty", "english", "missing", "troubled")
HOSTILE = '</title><script>alert("1")</script><img src=x onerror=alert(1)> & \'"'
#: Elements without an end tag.
VOID = {"meta", "br", "input"}


class Page(HTMLParser):
    """The elements of a page in their order, and its visible text, a line a block."""

    def __init__(self, text: str) -> None:
        """Read the whole page, and see that every element is closed in its order."""
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.lines: list[str] = [""]
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        self.tags.append(tag)
        self.attributes.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag in {"h1", "h2", "p", "figure", "tr", "li", "div", "footer", "title"}:
            self.lines.append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element that closes itself."""
        self.tags.append(tag)
        self.attributes.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Collect what a reader sees."""
        if self.open and self.open[-1] not in {"style", "script"} and data.strip():
            self.lines[-1] = f"{self.lines[-1]} {data.strip()}".strip()

    @property
    def text(self) -> str:
        """The lines with something in them."""
        return "\n".join(filter(None, self.lines)) + "\n"


def read(name: str) -> ScoreSheet:
    """Return a sheet of the golden folder."""
    return ScoreSheet.model_validate_json((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


def scored(name: str, example: int = 0, **facts: Any) -> ScoreSheet:
    """Score an example of a shipped set, with these facts besides."""
    rules = scoring.load(name)
    return scoring.Engine(rules).score(dict(rules.examples[example].facts or {}) | facts)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in the folder of the test."""
    return here(tmp_path, monkeypatch, capsys)


@pytest.mark.parametrize("name", ["troubled", "english"])
def test_the_text_of_a_page_is_as_it_was_approved(name: str) -> None:
    """What a reader sees, and what a screen reader says of the charts, is as in the golden file."""
    page = Page(report.sheet_document(read(name), remedies={"visits": "Ask who stays away.", "rules": "补齐制度。"}))
    path = GOLDEN / f"{name}.page.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(page.text, encoding="utf-8", newline="\n")
    assert page.text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SHEETS)
def test_a_page_loads_and_runs_nothing(name: str) -> None:
    """No script, link, image or address; a policy forbids them all the same; one table of the tree with every row."""
    text = report.sheet_document(read(name))
    page = Page(text)
    assert set(page.tags).isdisjoint({"script", "link", "img", "a", "iframe", "object", "form"})
    assert not re.search(r"https?:|url\(|@import|javascript:", text)
    assert ("http-equiv", "Content-Security-Policy") in [pair for _, each in page.attributes for pair in each.items()]
    assert not [name for _, each in page.attributes for name in each if name.startswith("on")]
    assert text.startswith("<!DOCTYPE html>\n")


def test_texts_of_the_data_are_never_markup() -> None:
    """Whatever a title, a name, a reason, a finding or a remedy has in it is shown as it is."""
    sheet = read("troubled")
    line = type(sheet.lines[0]).model_validate(
        sheet.lines[1].model_dump() | {"title": HOSTILE, "reason": HOSTILE, "note": HOSTILE}
    )
    finding = sheet.findings[0].model_copy(update={"message": HOSTILE, "remedy": HOSTILE})
    bad = sheet.model_copy(
        update={
            "set": sheet.set.model_copy(update={"title": HOSTILE, "source": HOSTILE}),
            "project": sheet.project.model_copy(update={"name": HOSTILE}),
            "lines": (line, *sheet.lines[1:]),
            "findings": (finding,),
            "unrated_reason": HOSTILE,
        }
    )
    text = report.sheet_document(bad, remedies={line.id: HOSTILE})
    assert set(Page(text).tags) == set(Page(report.sheet_document(sheet, remedies={line.id: "x"})).tags)
    assert "<script" not in text
    assert "<img" not in text
    assert Page(text).text.count(HOSTILE) > 8


def test_a_chart_is_read_without_being_seen() -> None:
    """Every title and figure is text above its bar, whole also where it is long; what is drawn is left out."""
    page = Page(report.sheet_document(read("complete")))
    assert {each.get("aria-hidden") for tag, each in page.attributes if tag == "svg"} == {"true"}
    charts = page.text.partition("各项指标得分")[2].partition("评分表")[0]
    assert "业务管理 14.25 / 15\n管理制度健全性 14.25 / 15\n" in charts
    steps_of = ["满分 100", "会务服务场次 -2.01", "接待支出下降 -2.00", "管理制度健全性 -0.75", "预算完成率 -0.08"]
    assert "\n".join([*steps_of, "总分 95.16"]) in charts
    long = "在全县范围内开展的公务用车更新购置审批管理与公共机构节能减排专项检查整改完成情况 18.00 / 20"
    assert long in Page(report.sheet_document(read("troubled"))).text


def test_bars_are_as_long_as_their_points() -> None:
    """Of 30 points, the heaviest weight, the frame has all the width, and 27.99 of them fill 93.3% of it."""
    page = Page(report.sheet_document(read("complete")))
    bars = [each for tag, each in page.attributes if tag == "rect" and each.get("x")]
    assert [each["width"] for each in bars if each["class"] == "track"][3] == "100.00%"
    assert [each["width"] for each in bars if each["class"] == "score"][3] == "93.30%"
    fall = [(each["x"], each["width"]) for each in bars if each["class"] == "loss"]
    assert fall[:2] == [("97.99%", "2.01%"), ("95.99%", "2.00%")]


def test_headings_go_down_step_by_step_and_tables_say_what_their_cells_belong_to() -> None:
    """One h1, below it h2 alone; every head of a table says whether it is of a column or of a row."""
    page = Page(report.sheet_document(read("complete"), remedies={"meetings": "x"}))
    headings = [tag for tag in page.tags if tag in {"h1", "h2", "h3", "h4"}]
    assert headings[0] == "h1"
    assert set(headings[1:]) == {"h2"}
    assert {each.get("scope") for tag, each in page.attributes if tag == "th"} == {"col", "row"}


def test_steps_are_exact_in_any_decimal_context() -> None:
    """Whatever precision the caller works with, the losses are what they are."""
    due = steps(read("troubled"), "en")
    with localcontext(prec=2):
        assert steps(read("troubled"), "en") == due


@pytest.mark.parametrize("name", [*SHEETS, "un/hdi-2014", "us/part-2008", "cn/self-evaluation-2020", "cn/project-2013"])
def test_the_steps_lead_from_full_marks_to_the_total(name: str) -> None:
    """Losses, scaling, adjustments and gates add up exactly, each step begins where the last one ended."""
    sheet = read(name) if name in SHEETS else scored(name)
    found = steps(sheet, "en")
    if sheet.total is None:
        assert found == []
        return
    assert (found[0].after, found[-1].after) == (sheet.full_marks, sheet.total)
    levels = [each.after for each in found[:-1]]
    assert [each.before for each in found[1:-1]] == levels[:-1]
    assert abs(levels[-1] - sheet.total) < Decimal("0.01")


def test_a_geometric_set_has_a_step_for_its_mean() -> None:
    """What the losses of the indicators do not explain is told as the way scores are combined, not hidden."""
    page = Page(report.sheet_document(scored("un/hdi-2014")))
    assert "By the way scores are combined" in page.text


def test_rows_whose_weights_do_not_add_up_are_a_step() -> None:
    """Rows of 40 points where 50 are due: the ten that nobody could earn are told as what they are."""
    facts = scoring.load("cn/self-evaluation-2020").examples[0].facts or {}
    fewer = [row for row in facts["targets"] if row["name"] != "完成时间"]
    found = steps(scored("cn/self-evaluation-2020", targets=fewer), "zh")
    assert [(each.title, each.points) for each in found][-2] == ("各行分值合计与上级分值之差", "-12.50")


def test_a_gate_over_a_sheet_that_does_not_add_up_is_one_step() -> None:
    """Where the sheet does not tell what the tree earned, scaling and gate are told together, and lead to the total."""
    sheet = read("troubled")
    first = sheet.dimensions[0].model_copy(update={"score": None, "share": None})
    found = steps(sheet.model_copy(update={"dimensions": (first, *sheet.dimensions[1:])}), "zh")
    assert "不计分指标的折算" not in [each.title for each in found]
    assert [each.points for each in found if each.title.startswith("否决项")] == ["-18.51"]
    assert found[-2].after == sheet.total


def test_many_losses_are_ten_steps_and_the_rest() -> None:
    """A set of many indicators keeps a chart that can be read: the ten biggest losses, the others as one."""
    sheet = read("complete")
    line = sheet.lines[2]
    lines = tuple(
        line.model_copy(update={"id": f"i{n}", "title": f"第{n}项", "score": 15 - Decimal(n) / 100}) for n in range(40)
    )
    found = steps(sheet.model_copy(update={"lines": lines}), "zh")
    assert [each.title for each in found[1:3]] == ["第39项", "第38项"]
    assert found[11].title == "其余 29 项"


def test_rows_of_a_table_have_their_targets_reasons_and_remedies() -> None:
    """A row of a self-evaluation shows target and actual value, the reason that was given, and what the set advises."""
    rules = scoring.load("cn/self-evaluation-2020")
    remedies = {id_: each.remedy for id_, each in rules.indicators.items() if each.remedy}
    sheet = scored("cn/self-evaluation-2020")
    page = Page(report.sheet_document(sheet, remedies=remedies))
    assert "开放站点 7.50 / 10.0" in page.text
    assert "开放站点 3 个 10.0 7.50 2.50 75%" in page.text
    assert "偏差原因：一处在修缮" in page.text
    lost = lost_lines(sheet, "zh", remedies)
    assert [(each.title, each.points) for each in lost][:2] == [("预算执行率", "1.00"), ("验收合格率", "0.13")]
    assert lost[2].reasons[:2] == ("实际完成值为“11 元”", "1 - (11 - 10) / 10 = 90.00%")
    assert lost[-1].remedy == remedies["satisfaction-targets"]
    assert {each.top for each in lost} == {"execution", "output", "effect", "satisfaction"}


def test_a_sheet_without_a_total_has_no_waterfall() -> None:
    """Where nothing was scored there are no steps; the page says why there is no grade."""
    page = Page(report.sheet_document(read("empty")))
    assert "从满分到总分" not in page.text
    assert "不予评级" in page.text


def test_the_table_ends_with_the_total() -> None:
    """Below adjustments and gates stands the total that they lead to."""
    page = Page(report.sheet_document(read("troubled")))
    foot = page.text[page.text.index("评分表") :]
    assert foot.index("否决项：截留、挤占、挪用资金 -14.34") < foot.index("总分 100 59.99")


def test_words_are_those_of_the_language() -> None:
    """A page in English says so to browsers, and has no Chinese label."""
    text = report.sheet_document(read("english"))
    assert '<html lang="en">' in text
    assert not re.search("[一-鿿]", Page(text).text)
    assert '<html lang="zh-CN">' in report.sheet_document(read("complete"))


def test_the_command_writes_a_page(run: Command, tmp_path: Path) -> None:
    """`-o sheet.html` writes the file whole; `--format html` the same to the output."""
    (tmp_path / "a.toml").write_text(
        "project = {id = 'A', name = '<b>甲</b>'}\nfunds = {budget = 100, received = 100, spent = 80}\n", "utf-8"
    )
    assert run("score", "wanzai/office-services-2022", "a.toml", "-o", "a.html") == (0, "", "")
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;甲&lt;/b&gt;" in text
    assert run("score", "wanzai/office-services-2022", "a.toml", "--format", "html").out == text
