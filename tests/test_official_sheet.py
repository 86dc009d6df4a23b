"""A scored self-evaluation in the official form: filled in, with live sums, read back, audited without a finding."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import report
from scoring.data_forms import read_forms
from scoring.engine import Engine
from scoring.sheet import ScoreSheet, Status
from tests.audits import audited
from tests.command import here
from tests.official_forms import rows_of
from tests.test_official_form import BASE, SETS, bound_of, extended, merged, shaped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from scoring.binding import Bound
    from tests.command import Command

ABOUT: Final = {"id": "P-1", "name": "学生食堂改造", "department": "市教育局", "unit": "第一中学", "year": 2023}
#: Every example of every set that has the form.
EXAMPLES: Final = [(id_, place) for id_ in SETS for place in range(len(bound_of(id_).rules.examples))]

every_example = pytest.mark.parametrize(("id_", "place"), EXAMPLES)


def scored(bound: Bound, facts: Mapping[str, Any]) -> ScoreSheet:
    """Score a project."""
    return Engine.of(bound, lang="zh").score({"project": ABOUT, **facts})


def example(id_: str, place: int) -> tuple[Bound, ScoreSheet]:
    """Return a set, and the sheet of one of its examples."""
    bound = bound_of(id_)
    return bound, scored(bound, bound.rules.examples[place].facts or {})


def content(bound: Bound, sheet: ScoreSheet, lang: str = "zh") -> bytes:
    """Return the workbook of a sheet."""
    remedies = {id_: each.remedy for id_, each in bound.rules.indicators.items() if each.remedy}
    return report.sheet_workbook(sheet, lang, remedies, bound)


def page(bound: Bound, sheet: ScoreSheet, *, values: bool = False) -> Worksheet:
    """Return the official form of a sheet: its formulas, or the values that were written with them."""
    return openpyxl.load_workbook(io.BytesIO(content(bound, sheet)), data_only=values).worksheets[0]


def read_back(path: Path, bound: Bound) -> ScoreSheet:
    """Read a workbook as a filled form, with nothing to say of it, and score it again."""
    forms = read_forms([str(path)], bound.rules, "zh")
    assert forms is not None
    (form,) = forms
    assert form.remarks == ()
    return Engine.of(bound, lang="zh").score(form.project.facts)


def shown(sheet: ScoreSheet) -> list[Any]:
    """Return all that a sheet says of its project, without the digest of how it was given."""
    parts = (sheet.lines, sheet.dimensions, sheet.gates, sheet.findings)
    return [sheet.project, sheet.total, sheet.grade, sheet.coverage, *(each for part in parts for each in part)]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in an empty folder."""
    return here(tmp_path, monkeypatch, capsys)


# -- how it looks


def test_the_form_is_filled_in() -> None:
    """The first example: whose it is, funds, goals, every row with its score; sorts without a row stay; the grade."""
    sheet = page(*example(BASE, 0), values=True)
    assert [sheet[cell].value for cell in ("G3", "D5", "D7", "L7")] == [2023, "学生食堂改造", "市教育局", None]
    assert sheet["K7"].value == "第一中学"
    assert [sheet[f"{column}10"].value for column in "EFIKLM"] == [100, 100, 90, 10, 0.9, 9]
    assert [sheet[f"C{row}"].value for row in (12, 13, 14)] == ["当年财政拨款", "上年结转资金", "其他资金"]
    assert [sheet[f"L{row}"].value for row in (12, 13, 14)] == [0.9375, 0.75, None]
    assert sheet["I17"].value == "食堂 12 月 30 日投入使用，735 名学生在校就餐。"
    rows = [[sheet.cell(row, column).value for column in range(3, 15)] for row in range(21, 31)]
    assert [[row[1], row[2], *row[8:]] for row in rows] == [
        ["数量指标", "受助学生人数", 12.5, None, 12.5, None],
        ["质量指标", "验收合格率", 12.5, None, 12.37, "一批次返工"],
        ["时效指标", "完成时间", 12.5, None, 12.5, None],
        ["成本指标", "单位成本", 12.5, None, 11.25, "材料涨价"],
        ["经济效益指标", None, None, None, None, None],
        ["社会效益指标", "投诉件数", 10, None, 10, None],
        [None, "开放站点", 10, None, 7.5, "一处在修缮"],
        ["生态效益指标", None, None, None, None, None],
        ["可持续影响指标", "减轻家庭负担", 10, 9, 9, "少数家庭没有覆盖"],
        ["服务对象满意度指标", "学生满意度", 10, None, 9.78, "伙食意见较多"],
    ]
    assert rows[1][3:8] == ["≥", "98%", None, "97%", None]
    assert [sheet.cell(31, column).value for column in (2, 11, 13, 14)] == ["总分", 100, 93.9, "优"]
    assert {"C21:C24", "C25:C29", "D26:D27", "B19:B30", "B31:J31"} <= merged(sheet)


def test_what_can_be_recomputed_is_a_formula() -> None:
    """The rate, the score by it, the sums of funds, weights and scores; scores by other rules are numbers."""
    sheet = page(*example(BASE, 0))
    assert sheet["L10"].value == '=IFERROR(IF(I10="","",I10/F10),"")'
    assert sheet["M10"].value == "=ROUND(MIN(L10,1)*K10,2)"
    assert sheet["F10"].value == "=SUM(F12:F14)"
    assert (sheet["K31"].value, sheet["M31"].value) == ("=SUM(K10,K21:K30)", "=ROUND(SUM(M10,M21:M30),2)")
    assert all(isinstance(sheet[f"M{row}"].value, (int, float, type(None))) for row in range(21, 31))


def test_funds_that_lines_do_not_make_are_numbers() -> None:
    """80 + 19 is not the 100 that were budgeted: both stay as they were filled in; lines need no names."""
    facts = {"funds": {"budget": 100, "spent": "0.009亿元"}, "funding": [{"budget": 80}, {"budget": 19}]}
    sheet = page(bound_of(BASE), scored(bound_of(BASE), facts))
    assert [sheet[cell].value for cell in ("F10", "I10", "F12", "F13", "C12")] == [100, 90, 80, 19, None]
    assert sheet["C14"].value != "其他资金"


@pytest.mark.parametrize("spent", [None, "一些"], ids=["missing", "invalid"])
def test_no_score_by_a_rate_that_is_not_there(spent: Any) -> None:
    """Without an amount there is no rate; the points are the number that the engine found, and what was typed stays."""
    sheet = scored(bound_of(BASE), {"funds": {"budget": 100, "spent": spent}})
    found = page(bound_of(BASE), sheet, values=True)
    assert [found[cell].value for cell in ("I10", "L10", "M10")] == [spent, None, 0]
    assert page(bound_of(BASE), sheet)["M10"].value == 0


def test_sheets_behind_it_explain_it() -> None:
    """The tree with its sums and reasons, lost points with remedies, and the facts that have no place in the form."""
    book = openpyxl.load_workbook(io.BytesIO(content(*example(BASE, 0))))
    assert [each.title for each in book] == ["自评表", "评分表", "失分和提示", "其他数据"]
    assert "97% / 98% = 98.98%" in [cell.value for row in book["评分表"].iter_rows() for cell in row]
    assert [book["其他数据"].cell(row, 3).value for row in (6, 8)] == ["P-1", 95]


def test_without_its_set_or_facts_it_is_a_table_of_scores() -> None:
    """A sheet that is read back from its JSON has no facts, and one without its set no columns to write them in."""
    bound, sheet = example(BASE, 0)
    bare = ScoreSheet.model_validate_json(sheet.model_dump_json())
    for made in (content(bound, bare), report.sheet_workbook(sheet)):
        assert openpyxl.load_workbook(io.BytesIO(made)).sheetnames[0] == "评分表"


def test_the_command_writes_it(tmp_path: Path, command: Command) -> None:
    """`-o sheet.xlsx`, of a file of facts as of a row of a table, and in English where that is asked for."""
    (tmp_path / "p.toml").write_text('project = "食堂"\nfunds = { budget = 100, spent = 90 }\n', "utf-8")
    (tmp_path / "p.csv").write_text("项目名称,全年预算数,全年执行数\n食堂,100,90\n", "utf-8")
    for name, lang, titles in (
        ("p.toml", "zh", ("自评表", "项目名称")),
        ("p.csv", "en", ("Self-evaluation", "Project")),
    ):
        assert command("score", BASE, name, "-o", "sheet.xlsx", "--lang", lang).code == 0
        sheet = openpyxl.load_workbook(tmp_path / "sheet.xlsx").worksheets[0]
        assert (sheet.title, sheet["D5"].value, sheet["I10"].value) == (titles[0], "食堂", 90)


# -- the total


def total_of(sheet: Worksheet) -> list[list[Any]]:
    """Return the rows from the first below the indicators to the total: label, weight, score, what stands behind."""
    last = max(part.row for part in rows_of(sheet, "targets"))
    rows = []
    for row in range(last + 1, sheet.max_row + 1):
        rows.append([sheet.cell(row, column).value for column in (2, 11, 12, 13)])
        if rows[-1][0] == "总分":
            break
    return rows


ROWS: Final = [{"level1": "产出指标", "name": "产出", "sign": "≥", "target": 10, "actual": 10, "weight": 50}]
FUNDS: Final = {"budget": 100, "spent": 100}


def test_adjustments_and_gates_stand_above_the_total(tmp_path: Path) -> None:
    """10 + 50, 2 for an award, at most 59.99: each has its row, and the total is their sum."""
    bound = extended(
        tmp_path,
        facts={"awards": {"type": "number", "label": "表彰"}},
        adjustments={"award": {"title": "获得表彰", "points": "2 * awards", "source": "自定"}},
        gates={"cap": {"title": "截留", "when": "awards == 1", "then": {"cap": Decimal("59.99")}}},
    )
    facts = {"funds": FUNDS, "targets": ROWS, "awards": 1}
    *rows, total = total_of(page(bound, scored(bound, facts), values=True))
    assert rows == [["加减分：获得表彰", "—", 2, None], ["否决项：截留", "—", -2.01, None]]
    assert total == ["总分", 60, 59.99, "差"]
    formula = total_of(page(bound, scored(bound, facts)))[-1][2]
    assert formula == "=ROUND(SUM(M10,L21:L30,L31,L32),2)"


def test_weights_that_the_set_does_not_have_are_scaled() -> None:
    """Outputs worth 100 points count 50 in the set: the row has what it earned, the total what that comes to."""
    rows = [{**ROWS[0], "weight": 100}]
    *entries, total = total_of(
        page(bound_of(BASE), scored(bound_of(BASE), {"funds": FUNDS, "targets": rows}), values=True)
    )
    assert entries == [["不计分指标的折算", "—", -50, None]]
    assert total == ["总分", 110, 60, "中"]


def test_a_gate_that_takes_the_execution_leaves_a_number(tmp_path: Path) -> None:
    """Where a gate makes the score 0, no formula says it were 10."""
    gate = {"title": "虚列", "when": "funds.spent > 0", "then": {"zero": ["budget-completion"]}}
    bound = extended(tmp_path, gates={"false": gate})
    assert page(bound, scored(bound, {"funds": FUNDS}))["M10"].value == 0


def test_no_total_no_sum() -> None:
    """Where nothing could be scored there is a dash, and why."""
    sheet = page(*example(BASE, 8))
    assert total_of(sheet)[-1] == ["总分", "=SUM(K10,K21:K29)", "—", "不予评级"]
    assert "没有一项指标可以评分" in [sheet.cell(row, 2).value for row in range(30, 34)]


def test_rows_that_nobody_takes_have_a_dash() -> None:
    """A sort that the set does not know stands last, with its weight and without a score."""
    rows = [{"level1": "其他", "level2": "其他", "name": "杂项", "weight": 5}, *ROWS]
    sheet = page(bound_of(BASE), scored(bound_of(BASE), {"funds": FUNDS, "targets": rows}), values=True)
    last = max(part.row for part in rows_of(sheet, "targets"))
    assert [sheet.cell(last, column).value for column in (3, 5, 11, 12)] == ["其他", "杂项", 5, "—"]


def test_a_set_of_that_shape_has_it_too(tmp_path: Path) -> None:
    """In English, without funding lines, goals, signs and units; its rows are scored by a rule of its own."""
    bound = shaped(tmp_path)
    sheet = Engine.of(bound).score(
        {"funds": {"budget": 8, "spent": 4}, "targets": [{"level1": "产出", "name": "a", "weight": 1}]}
    )
    found = openpyxl.load_workbook(io.BytesIO(content(bound, sheet, "en"))).worksheets[0]
    assert [found.cell(12, column).value for column in (2, 9)] == ["Indicators", "Score"]
    assert found["J10"].value == "=ROUND(MIN(I10,1)*H10,2)"


# -- read back, and audited


@every_example
def test_what_is_written_is_read_back(id_: str, place: int, tmp_path: Path) -> None:
    """Scored again from its own workbook, every line, finding and total is the same."""
    bound, sheet = example(id_, place)
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(content(bound, sheet))
    assert shown(read_back(path, bound)) == shown(sheet)


def test_facts_and_tables_without_a_place_are_read_back_too(tmp_path: Path) -> None:
    """Dates, shares, yes and no, and the rows of a table, each in the cell in which a form asks for it."""
    types = {"due": "date", "done": "percent", "checked": "boolean", "grade": "level", "left": "money"}
    facts: dict[str, Any] = {name: {"type": each, "label": name} for name, each in types.items()}
    facts["left"]["unit"] = "万元"
    columns = {"answer": {"type": "integer", "label": "评分"}, "by": {"type": "text", "label": "方式"}}
    when = "done > 0.5 and checked and grade == '好' and due < due and left > 0 and mean(survey.answer) > 0"
    gate = {"title": "核对", "when": when, "then": {"warn": True}}
    survey = {"type": "table", "label": "问卷", "columns": columns}
    bound = extended(tmp_path, facts=facts | {"survey": survey}, gates={"all": gate})
    given = {
        "due": datetime.date(2022, 12, 31),
        "done": "85%",
        "checked": False,
        "grade": "好",
        "left": "5,000元",
        "survey": [{"answer": 5, "by": "=1"}, {"answer": None, "by": "电话"}, {"answer": 3}],
    }
    sheet = scored(bound, given)
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(content(bound, sheet))
    forms = read_forms([str(path)], bound.rules, "zh")
    assert forms is not None
    assert forms[0].remarks == ()
    found = forms[0].project.facts
    assert [found[name] for name in types] == [datetime.date(2022, 12, 31), 0.85, "否", "好", 0.5]
    assert found["survey"] == [{"answer": 5, "by": "=1"}, {"answer": None, "by": "电话"}, {"answer": 3, "by": None}]


def faults(sheet: ScoreSheet) -> list[str]:
    """Return what is wrong with a project: points lost without a reason, levels without their points, other weights."""
    rows = (sheet.facts or {}).get("targets", [])
    lines = {line.row: line for line in sheet.lines if line.row is not None}
    lost = [line for place, line in lines.items() if line.score != line.weight and not rows[place].get("reason")]
    judged = [line for line in lines.values() if line.status is Status.INVALID]
    own = [line for line in sheet.lines if line.id in ("budget-completion", "goals-achieved")]
    weights = sum((line.weight for line in (*lines.values(), *own)), Decimal(0))
    found = ["no-reason-for-lost-points"] * len(lost) + ["score-off-rule"] * len(judged)
    return sorted(found + ["weights-total"] * (weights != 100 and len(own) + len(rows) > 1))


@every_example
def test_an_audit_finds_what_is_wrong_with_the_project(id_: str, place: int, tmp_path: Path, command: Command) -> None:
    """And nothing else: what the engine has written follows from its rule, the sheets behind it are no forms."""
    bound, sheet = example(id_, place)
    (tmp_path / "sheet.xlsx").write_bytes(content(bound, sheet))
    (form,) = audited(command, "sheet.xlsx", "--set", id_)
    assert sorted(each["code"] for each in form["findings"]) == faults(sheet)
    assert form["printed_total"] in (sheet.total, None)


def test_forms_of_two_years_are_two_projects(tmp_path: Path, command: Command) -> None:
    """The year stands in a cell of its own, and tells the forms of one project apart."""
    bound = bound_of(BASE)
    for year in (2022, 2023):
        sheet = scored(bound, {"project": ABOUT | {"year": year}, "funds": FUNDS, "targets": ROWS})
        (tmp_path / f"{year}.xlsx").write_bytes(content(bound, sheet))
    codes = {each["code"] for form in audited(command, "2022.xlsx", "2023.xlsx") for each in form["findings"]}
    assert codes == {"weights-total"}


#: What people write, and what a spreadsheet may take for something else.
TEXTS: Final = st.sampled_from(
    [
        *(
            "=1+1",
            '=HYPERLINK("http://x","y")',
            "+1",
            "-1",
            "@SUM(A1)",
            "007",
            "1e5",
            "2022-12-31",
            "85%",
            "是",
            "总分",
        ),
        *(
            "合计",
            "达成",
            "一行\n两行",
            " 前后有空格 ",
            "数量指标",
            "—",
            "-",
            "TRUE",
            "#N/A",
            "'",
            "names targets",
            "end",
        ),
    ]
)
QUANTITIES: Final = st.sampled_from(
    [0, 3, 0.1, Decimal("0.285"), "98%", "120㎡", "1,200 人", "2022年12月31日", "≥90%", "完成", "=1"]
)
AMOUNTS: Final = st.decimals(0, 10**11, places=4) | st.sampled_from(["954.25万元", "1,000元", "一百"])
ROW: Final = st.fixed_dictionaries(
    {"name": TEXTS},
    optional={
        "level1": st.sampled_from(["产出指标", "产出", "效益", "满意度指标", "其他"]) | TEXTS,
        "level2": st.sampled_from(["数量指标", "数量", "服务对象满意度"]) | TEXTS,
        "sign": st.sampled_from(["≥", "≤", "=", ">=", "定性", "date"]) | TEXTS,
        "target": QUANTITIES,
        "actual": QUANTITIES,
        "unit": TEXTS,
        "weight": st.decimals(0, 50, places=2) | TEXTS,
        "level": TEXTS,
        "score": st.decimals(0, 50, places=2) | TEXTS,
        "reason": TEXTS,
    },
)


@settings(max_examples=40)
@given(
    rows=st.lists(ROW, max_size=6),
    goals=st.fixed_dictionaries({}, optional={"expected": TEXTS, "actual": TEXTS}),
    funds=st.fixed_dictionaries({}, optional=dict.fromkeys(("initial", "budget", "received", "spent"), AMOUNTS)),
    lines=st.lists(
        st.fixed_dictionaries({"budget": AMOUNTS}, optional={"source": TEXTS, "spent": AMOUNTS}), max_size=4
    ),
    id_=st.sampled_from(SETS),
)
def test_whatever_was_filled_in_is_read_back(
    folder: Path, rows: list[Any], goals: Any, funds: Any, lines: list[Any], id_: str
) -> None:
    """Scored again, a project has its total and each row its score: texts stay texts, amounts keep their last digit."""
    bound = bound_of(id_)
    sheet = scored(bound, {"targets": rows, "goals": goals, "funds": funds, "funding": lines})
    path = folder / "sheet.xlsx"
    path.write_bytes(content(bound, sheet))
    forms = read_forms([str(path)], bound.rules, "zh")
    assert forms is not None
    again = Engine.of(bound, lang="zh").score(forms[0].project.facts)
    assert (again.total, again.grade, again.coverage, again.project) == (
        sheet.total,
        sheet.grade,
        sheet.coverage,
        sheet.project,
    )
    assert sorted(map(line_of, again.lines)) == sorted(map(line_of, sheet.lines))


def line_of(line: Any) -> str:
    """Return what a line says, without its place, as a text that can be sorted."""
    return str(line.model_copy(update={"row": None}).model_dump(mode="json"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for all examples of a property."""
    return tmp_path_factory.mktemp("sheets")
