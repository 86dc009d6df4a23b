"""A score sheet as a workbook: the layout of the forms, formulas that come to what the engine found, harmless texts."""

from __future__ import annotations

import io
import re
import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

import scoring
from scoring import report
from scoring.errors import ScoringError
from scoring.sheet import ScoreSheet
from tests.command import here
from tests.small_sets import small_set, written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.command import Command

GOLDEN = Path(__file__).parent / "golden" / "report"
SHEETS = ("complete", "empty", "english", "missing", "troubled")
SETS = (
    "cn/self-evaluation-2020",
    "cn/project-2013",
    "cn/project-2020",
    "cn/department-2013",
    "us/part-2008",
    "un/hdi-2014",
    "wanzai/office-services-2022",
)
ABOUT = {"id": "P-1", "name": "学生食堂改造", "department": "市教育局", "unit": "第一中学", "year": 2023}
HOSTILE = '=HYPERLINK("http://x","y")\x0b￿'
TITLES = {"zh": ("评分表", "失分和提示"), "en": ("Score table", "Losses and findings")}


def read(name: str) -> ScoreSheet:
    """Return a sheet of the golden folder, or the first example of a shipped set."""
    if name in SHEETS:
        return ScoreSheet.model_validate_json((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    rules = scoring.load(name)
    return scoring.Engine(rules).score(dict(rules.examples[0].facts or {}) | {"project": ABOUT})


def book(
    sheet: ScoreSheet, lang: str | None = None, remedies: Mapping[str, str] | None = None, *, values: bool = False
) -> Any:
    """Write a workbook and read it back: its formulas, or the values that they have without recalculation."""
    return openpyxl.load_workbook(io.BytesIO(report.sheet_workbook(sheet, lang, remedies)), data_only=values)


class Recalculated:
    """A sheet whose formulas are worked out from its numbers, as Excel does."""

    def __init__(self, page: Any) -> None:
        """Take a sheet with its formulas."""
        self.page = page

    def __call__(self, cell: str) -> Decimal:
        """Return the number of a cell."""
        value = self.page[cell].value
        if isinstance(value, str) and value.startswith("="):
            return self.formula(value[1:])
        return Decimal(str(value)) if isinstance(value, (int, float)) else Decimal(0)

    def formula(self, text: str) -> Decimal:
        """Work out a formula of sums, products and ROUND."""
        if match := re.fullmatch(r"ROUND\((.*),(\d+)\)", text):
            return self.formula(match[1]).quantize(Decimal(1).scaleb(-int(match[2])), ROUND_HALF_UP)
        text = re.sub(r"SUM\((\w+):(\w+)\)", lambda match: f"({self.together(match[1], match[2])})", text)
        text = re.sub(r"\b[A-Z]+\d+\b", lambda match: f"Decimal('{self(match[0])}')", text)
        return Decimal(eval(text, {"Decimal": Decimal}))  # noqa: S307 - a formula of numbers that was just written

    def together(self, first: str, last: str) -> str:
        """Return a range as a sum of its cells."""
        return "+".join(cell.coordinate for row in self.page[f"{first}:{last}"] for cell in row)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in the folder of the test."""
    return here(tmp_path, monkeypatch, capsys)


@pytest.mark.parametrize("name", [*SHEETS, *SETS])
def test_formulas_come_to_what_the_engine_found(name: str) -> None:
    """Worked out again from the numbers beside them, every sum, rate and loss is the value that was written with it."""
    sheet = read(name)
    page, kept = book(sheet).worksheets[0], book(sheet, values=True).worksheets[0]
    again = Recalculated(page)
    cells = [cell for row in page.iter_rows() for cell in row if str(cell.value).startswith("=")]
    for cell in cells:
        assert abs(again(cell.coordinate) - Decimal(str(kept[cell.coordinate].value))) < Decimal("1e-9"), cell
    assert cells or sheet.total is None


def test_sums_shares_and_losses_are_formulas() -> None:
    """Of a set of sums: weights and scores of dimensions and of the whole, and each share and loss."""
    page = book(read("cn/self-evaluation-2020")).worksheets[0]
    found = {tuple(str(cell.value or "") for cell in row)[0:2]: row for row in page.iter_rows()}
    subtotal = found["", "小计"]
    assert [cell.value for cell in subtotal[4:8]] == [
        "=ROUND(E20,2)",
        "=ROUND(F20,2)",
        "=ROUND(E21-F21,2)",
        "=F21/E21",
    ]
    total = next(row for row in page.iter_rows() if row[0].value == "合计")
    assert total[4].value == "=ROUND(E10+E15+E19+E21,2)"
    assert total[5].value == "=ROUND(F10+F15+F19+F21,2)"
    assert "=ROUND(SUM(F11:F14),2)" in [cell.value for row in page.iter_rows() for cell in row]


def test_the_layout_is_that_of_the_forms() -> None:
    """Title across the page, whose it is, then levels in merged cells, target, actual value, weight, score, reason."""
    page = book(read("cn/self-evaluation-2020")).worksheets[0]
    assert page["A1"].value == "项目支出绩效自评"
    assert [(page[f"A{row}"].value, page[f"B{row}"].value) for row in range(3, 8)] == [
        ("项目", "学生食堂改造"),
        ("编号", "P-1"),
        ("年度", "2023"),
        ("主管部门", "市教育局"),
        ("实施单位", "第一中学"),
    ]
    heads = [
        "一级指标",
        "指标",
        "目标值",
        "实际完成值",
        "分值",
        "得分",
        "失分",
        "得分率",
        "说明",
        "偏差原因分析及改进措施",
    ]
    assert [cell.value for cell in page[8]] == heads
    merged = {str(each) for each in page.merged_cells.ranges}
    assert {"A1:J1", "A9:A10", "A11:A15", "A16:A19", "A20:A21", "B15:D15"} <= merged
    row = [cell.value for cell in page[12]]
    assert row[1:6] == ["验收合格率", "98%", "97%", 12.5, 12.37]
    assert row[8:] == ["97% / 98% = 98.98%", "一批次返工"]
    assert (page.page_setup.paperSize, page.page_setup.orientation, page.print_title_rows) == (9, "landscape", "$8:$8")


def test_deeper_trees_have_more_levels() -> None:
    """Three levels of dimensions and indicators that stand higher: those go across the levels they do not have."""
    page = book(read("cn/project-2020")).worksheets[0]
    assert [cell.value for cell in page[8]][:4] == ["一级指标", "二级指标", "三级指标", "指标"]
    assert any(str(each).startswith("C9:D9") for each in page.merged_cells.ranges)


def test_scaled_scores_are_formulas_with_the_points_that_count() -> None:
    """12.00 is 30 × (10 + 0 + 0) / (10 + 10 + 5); the line that does not count is in neither sum."""
    page = book(read("troubled")).worksheets[0]
    formulas = [str(cell.value) for row in page.iter_rows() for cell in row]
    assert "=ROUND(E11*(SUM(F7:F9))/(SUM(E7:E9)),2)" in formulas
    assert "不计分" in formulas


def test_what_is_no_sum_is_a_number() -> None:
    """A geometric mean has no formula that could be wrong: the number that the engine found stands there."""
    page = book(read("un/hdi-2014")).worksheets[0]
    total = next(row for row in page.iter_rows() if row[0].value == "Overall")
    found = [cell.value for cell in total if isinstance(cell.value, float)]
    assert 0.51 in found


def test_the_total_follows_from_adjustments_and_gates() -> None:
    """Sum, award, the points a gate took: their SUM is the total."""
    page = book(read("troubled")).worksheets[0]
    rows = {row[0].value: row for row in page.iter_rows() if row[0].value}
    assert rows["加减分：获得省级表彰"][5].value == 2
    assert rows["否决项：截留、挤占、挪用资金"][5].value == -14.34
    assert str(rows["总分"][5].value).startswith("=ROUND(SUM(F")
    assert rows["等级"][1].value == "差"


def test_losses_have_their_remedies_and_findings_what_to_do() -> None:
    """The second sheet is what to work on; without losses and findings there is none."""
    first, second = book(read("troubled"), None, {"rules": "补齐制度"}).worksheets
    assert (first.title, second.title) == TITLES["zh"]
    assert [cell.value for cell in second[1]] == ["指标", "失分", "说明", "改进措施"]
    texts = "\n".join(str(cell.value) for row in second.iter_rows() for cell in row)
    assert "联系插件作者，或换用其他评价方法" in texts
    assert "补齐制度" in [cell.value for cell in second["D"]]
    rules = scoring.IndicatorSet.model_validate(small_set({"done": "number"}, {"i": {"measure": "done / 10"}}))
    assert len(book(scoring.Engine(rules).score({"done": 10})).worksheets) == 1


def test_words_are_those_of_the_language() -> None:
    """A sheet in English has English headings, and the Chinese ones where they are asked for."""
    english = [cell.value for row in book(read("us/part-2008")).worksheets[0].iter_rows() for cell in row]
    assert {"Level 1", "Indicator", "Weight", "Subtotal"} <= set(english)
    assert book(read("english"), "zh").worksheets[0].title == TITLES["zh"][0]


def test_texts_are_never_formulas() -> None:
    """A name, a title, a reason or a note that looks like one is a text; what a workbook cannot hold is `?`."""
    sheet = read("troubled")
    line = type(sheet.lines[0]).model_validate(
        sheet.lines[1].model_dump() | {"title": HOSTILE, "reason": HOSTILE, "note": HOSTILE}
    )
    bad = sheet.model_copy(
        update={
            "set": sheet.set.model_copy(update={"title": HOSTILE}),
            "project": sheet.project.model_copy(update={"name": HOSTILE}),
            "lines": (line, *sheet.lines[1:]),
        }
    )
    shown = HOSTILE[:-2] + " ?"
    pages = book(bad, None, {line.id: HOSTILE}).worksheets
    cells = [cell for page in pages for row in page.iter_rows() for cell in row if "HYPERLINK" in str(cell.value)]
    assert len(cells) > 5
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(shown in cell.value for cell in cells)


def test_a_long_text_has_a_high_row() -> None:
    """Rows are as high as the longest of their texts needs, also in programs that do not see to that themselves."""
    sheet = read("complete")
    lines = (sheet.lines[0].model_copy(update={"title": "很长的指标名称" * 12}), *sheet.lines[1:])
    page = book(sheet.model_copy(update={"lines": lines})).worksheets[0]
    row = next(row[0].row for row in page.iter_rows() if any("很长的指标名称" in str(cell.value) for cell in row))
    assert page.row_dimensions[row].height > 60


def test_without_xlsxwriter_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(ScoringError, match=r'pip install "scoring-engine\[excel\]"'):
        report.sheet_workbook(read("complete"))


def test_the_command_writes_the_sheet_of_one_project(run: Command, tmp_path: Path) -> None:
    """One project has its sheet, `--sheet` chooses it among several; `--detail`, and several, have a row a project."""
    rules = written(small_set({"done": "number"}, {"i": {"measure": "done / 10"}}), tmp_path)
    for name in "ab":
        (tmp_path / f"{name}.toml").write_text("done = 6\n", "utf-8")
    (tmp_path / "all.csv").write_text("project,done\na,6\nb,6\n", "utf-8")
    (tmp_path / "one.csv").write_text("project,done\na,6\n", "utf-8")
    given = {"a.toml": 1, "one.csv": 1, "a.toml b.toml --sheet b": 1, "all.csv --sheet b": 1, "a.toml b.toml": 2}
    for words, projects in (given | {"all.csv": 2, "a.toml --detail": 2, "one.csv --detail": 2}).items():
        assert run("score", rules.name, *words.split(), "-o", "x.xlsx").code == 0
        title = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0].title
        assert title == ("Score table" if projects == 1 else "Results"), words
