"""The evaluation report in Word: its seven parts, what stands in them, the places for prose, templates."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.shared import Pt, RGBColor

import scoring
from scoring import report
from scoring.errors import DataError, ScoringError
from scoring.report_paper import PLACE, TABLE_TEXT
from tests.command import here
from tests.small_sets import small_set, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command import Command

ABOUT = {"id": "P-1", "name": "学生食堂改造", "department": "市教育局", "unit": "第一中学", "year": 2023}
PARTS = [
    "一、基本情况",
    "二、绩效评价工作开展情况",
    "三、综合评价情况及评价结论",
    "四、绩效评价指标分析",
    "五、主要经验及做法、存在的问题及原因分析",
    "六、有关建议",
    "七、其他需要说明的问题",
]
HOSTILE = '<w:p/>&"\x0b\x1b[31m￿{{x}}'


def reported(rules: scoring.IndicatorSet, facts: Any, template: Path | None = None, lang: str | None = None) -> Any:
    """Score, write the report and read it back."""
    sheet = scoring.Engine(rules).score(facts)
    return docx.Document(io.BytesIO(report.evaluation_report(sheet, rules, lang, template)))


def shipped(name: str, example: int = 0, template: Path | None = None, lang: str | None = None, **facts: Any) -> Any:
    """Return the report of an example of a shipped set."""
    rules = scoring.load(name)
    return reported(rules, dict(rules.examples[example].facts or {}) | {"project": ABOUT} | facts, template, lang)


def texts(document: Any, style: str) -> list[str]:
    """Return the paragraphs of a style."""
    return [each.text for each in document.paragraphs if each.style.name == style]


def rows(table: Any) -> list[tuple[str, ...]]:
    """Return the texts of a table."""
    return [tuple(cell.text for cell in row.cells) for row in table.rows]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in the folder of the test."""
    return here(tmp_path, monkeypatch, capsys)


@pytest.mark.parametrize("name", ["cn/project-2020", "cn/self-evaluation-2020", "cn/department-2013", "cn/monitoring"])
def test_the_report_has_seven_parts(name: str) -> None:
    """Those of the outline of 2020, whatever the set; part four has a section for each top dimension."""
    found = shipped(name)
    assert texts(found, "Title") == ["学生食堂改造绩效评价报告"]
    assert texts(found, "Heading 1") == PARTS
    tops = [each.title for id_, each in scoring.load(name).dimensions.items() if "." not in id_]
    heads = [each for each in found.paragraphs if each.style.name.startswith("Heading")]
    names = [each.text for each in heads]
    analysis = names[names.index(PARTS[3]) + 1 : names.index(PARTS[4])]
    assert [each.partition("）")[2] for each in analysis] == tops
    assert analysis[0].startswith("（一）")


def test_scores_stand_in_part_three_and_by_dimension() -> None:
    """The table of part three has the whole tree to its sum; those of part four what is in each dimension."""
    found = shipped("cn/self-evaluation-2020")
    about, goals, whole, *parts = [rows(each) for each in found.tables]
    assert about[0] == ("项目", "学生食堂改造")
    assert goals[0] == ("指标", "目标值", "实际完成值")
    assert goals[2] == ("验收合格率", "98%", "97%")
    assert whole[0] == ("指标", "实际完成值", "分值", "得分", "得分率")
    assert whole[1] == ("预算执行", "", "10.0", "9.00", "90%")
    assert whole[-1] == ("合计", "", "100.0", "93.90", "94%")
    assert len(whole) == 1 + 4 + 9 + 1
    assert [len(each) - 1 for each in parts] == [1, 4, 3, 1]
    assert "经评价，总分 93.90 分（满分 100 分），等级为“优”，数据完整率 100%。" in texts(found, "Normal")
    assert "本部分分值 50.0 分，得分 48.62 分，得分率 97.24%。" in texts(found, "Normal")


def test_lost_points_have_reasons_and_remedies() -> None:
    """Each loss says how much, how it was worked out, the reason given, and what the set advises."""
    found = shipped("cn/self-evaluation-2020")
    remedy = scoring.load("cn/self-evaluation-2020").indicators["output-targets"].remedy
    loss = "验收合格率，失 0.13 分。计算：97% / 98% = 98.98%；目标 98%，实际 97%；偏差原因：一批次返工。改进措施："
    listed = texts(found, "List Bullet")
    assert loss + str(remedy) in listed
    assert "单位成本失分 1.25 分" in listed
    assert listed.count(str(remedy)) == 1


def test_a_dimension_without_losses_says_so() -> None:
    """And the report without problems or suggestions too, instead of an empty part."""
    found = texts(shipped("cn/project-2020"), "Normal")
    assert found.count("本部分没有失分。") == 4
    assert "评分中没有发现问题。" in found
    assert "评分中没有提出建议。" in found


def test_findings_are_problems_and_their_remedies_suggestions() -> None:
    """A warning is listed under the problems, what to do about it under the suggestions."""
    rules = scoring.load("cn/self-evaluation-2020")
    example = next(each for each in rules.examples if each.name == "满意度在效益之下")
    sheet = scoring.Engine(rules).score(example.facts or {})
    found = texts(reported(rules, example.facts), "List Bullet")
    told = [each for each in sheet.findings if each.severity != "info"]
    assert told
    for each in told:
        assert any(each.message in text for text in found)
        assert each.remedy is None or each.remedy in found


def test_places_for_prose_are_marked() -> None:
    """Every part has places in a style of their own that name what is missing; nothing else has that style."""
    found = texts(shipped("cn/project-2020"), PLACE)
    assert len(found) == 2 + 3 + 1 + 4 + 2 + 1 + 1
    assert all(each.startswith("【待撰写：") and each.endswith("】") for each in found)
    assert "【待撰写：对“产出”的分析】" in found


def test_missing_data_and_no_grade_are_told() -> None:
    """A project without data has its report all the same: what is missing, why there is no grade."""
    rules = scoring.load("wanzai/office-services-2022")
    sheet = scoring.Engine(rules).score({})
    found = reported(rules, {})
    assert texts(found, "Title") == ["项目绩效评价报告"]
    said = texts(found, "Normal")
    for each in filter(None, [sheet.unrated_reason]):
        assert each in said
    assert any("没有可用数据" in each for each in said)
    assert [each for each in rows(found.tables[0]) if each[1] == "缺少数据"]


def test_gates_and_adjustments_lead_to_the_total() -> None:
    """The table of part three goes on below the sum: what was added, what a gate took, the total."""
    rules = small_set(
        {"done": "number", "fraud": "boolean"},
        {"i": {"measure": "done / 10"}},
        gates={"g": {"title": "Fraud", "when": "fraud", "then": {"cap": 3}}},
        adjustments={"a": {"title": "Award", "points": "2", "at_most": 2}},
    )
    found = reported(scoring.IndicatorSet.model_validate(rules), {"done": 6, "fraud": True})
    table = rows(found.tables[0])
    assert [each[0] for each in table] == ["Indicator", "d", "i", "Sum", "Adjustment: Award", "Gate: Fraud", "Total"]
    assert table[-1][2:4] == ("10", "3.00")


def test_indicators_without_a_dimension_and_geometric_means_are_reported() -> None:
    """The Human Development Index, in English: numbered headings, its overall score."""
    found = shipped("un/hdi-2014")
    assert texts(found, "Heading 1")[3] == "4. Analysis by dimension"
    assert texts(found, "Heading 2")[-5:-2] == [
        "4.1 Long and healthy life",
        "4.2 Knowledge",
        "4.3 Decent standard of living",
    ]
    assert rows(found.tables[1])[-1][0] == "Overall"
    assert texts(found, PLACE)[0].startswith("[To write: ")


def test_texts_of_the_data_are_shown_literally() -> None:
    """Markup is text, control characters and what XML cannot hold are question marks."""
    found = shipped("wanzai/office-services-2022", project={"name": HOSTILE})
    assert texts(found, "Title") == ['<w:p/>&" ?[31m?{{x}}绩效评价报告']
    assert found.core_properties.title == texts(found, "Title")[0]
    assert found.core_properties.author == ""


def test_tables_are_printed_well() -> None:
    """Headings are repeated on every page, no row is split, figures stand to the right."""
    table = shipped("cn/project-2020").tables[1]
    xml = table._tbl.xml  # noqa: SLF001 - python-docx has no name for it
    assert xml.count("<w:tblHeader") == 1
    assert xml.count("<w:cantSplit") == len(table.rows)
    assert [cell.paragraphs[0].alignment for cell in table.rows[1].cells] == [None, 2, 2, 2, 2]


def test_chinese_has_chinese_fonts() -> None:
    """仿宋 for the text, 黑体 for the heads of parts, the first line indented by two characters; A4."""
    found = shipped("cn/project-2020")
    fonts = {name: found.styles[name].element.rPr.rFonts.xml for name in ("Normal", "Heading 1", "Heading 2")}
    assert 'w:eastAsia="仿宋"' in fonts["Normal"]
    assert 'w:eastAsia="黑体"' in fonts["Heading 1"]
    assert 'w:eastAsia="楷体"' in fonts["Heading 2"]
    assert not any("Theme" in each for each in fonts.values())
    assert found.styles["Normal"].paragraph_format.first_line_indent == Pt(28)
    assert round(found.sections[0].page_height.mm) == 297


def test_a_template_restyles_the_report(tmp_path: Path) -> None:
    """Styles, margins, header and footer are those of the template, its text is not; what it lacks is added."""
    template = docx.Document()
    template.add_paragraph("What this template is for")
    template.sections[0].header.paragraphs[0].text = "Office of Budgets"
    template.styles["Heading 1"].font.color.rgb = RGBColor(0xC0, 0, 0)
    template.styles["Table Grid"].element.getparent().remove(template.styles["Table Grid"].element)
    margin = template.sections[0].left_margin
    template.save(str(tmp_path / "office.docx"))
    found = shipped("cn/project-2020", template=tmp_path / "office.docx")
    assert texts(found, "Heading 1") == PARTS
    assert found.styles["Heading 1"].font.color.rgb == RGBColor(0xC0, 0, 0)
    assert found.sections[0].left_margin == margin
    assert found.sections[0].header.paragraphs[0].text == "Office of Budgets"
    assert "What this template is for" not in texts(found, "Normal")
    assert {PLACE, TABLE_TEXT, "Table Grid"} <= {each.name for each in found.styles}


def test_a_template_of_few_styles_will_do(tmp_path: Path) -> None:
    """As an office program saves them, only styles that are in use: the others are added, lists have their bullets."""
    template = docx.Document()
    for style in [each for each in template.styles if each.name not in {"Normal", "Header", "Footer"}]:
        style.element.getparent().remove(style.element)
    template.save(str(tmp_path / "office.docx"))
    found = shipped("cn/self-evaluation-2020", template=tmp_path / "office.docx")
    assert texts(found, "Heading 1") == PARTS
    assert found.styles["Heading 1"].font.size == Pt(16)
    assert all(each.startswith("• ") for each in texts(found, "List Bullet"))


def test_what_is_no_template_is_refused(tmp_path: Path) -> None:
    """Whatever file it is: a text, a damaged archive, none at all."""
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04 no archive")
    for name in ("a.docx", "none.docx"):
        with pytest.raises(DataError, match=f"{name}：不能作为 Word 模板打开"):
            shipped("cn/project-2020", template=tmp_path / name)


def test_without_python_docx_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named."""
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(ScoringError, match=r'pip install "scoring-engine\[word\]"'):
        shipped("cn/project-2020")


def test_the_command_writes_a_report(run: Command, tmp_path: Path) -> None:
    """`-o report.docx`, with a template too; `--template` for another format is refused."""
    rules = written(small_set({"done": "number"}, {"i": {"measure": "done / 10"}}), tmp_path)
    (tmp_path / "a.toml").write_text("done = 6\n", "utf-8")
    docx.Document().save(str(tmp_path / "office.docx"))
    assert run("score", rules.name, "a.toml", "-o", "a.docx", "--template", "office.docx") == (0, "", "")
    assert texts(docx.Document(str(tmp_path / "a.docx")), "Title") == ["Evaluation report: a"]
    assert run("score", rules.name, "a.toml", "-o", "zh.docx", "--lang", "zh").code == 0
    assert texts(docx.Document(str(tmp_path / "zh.docx")), "Heading 1") == PARTS
    done = run("score", rules.name, "a.toml", "-o", "a.html", "--template", "office.docx")
    assert done == (2, "", "--template is for docx; name a .docx file with -o\n")


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_a_pipe_has_the_file_and_a_terminal_none(
    run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """`--format` without `-o` gives the bytes to another program; a terminal would show rubbish."""
    rules = written(small_set({"done": "number"}, {"i": {"measure": "done / 10"}}), tmp_path)
    (tmp_path / "a.toml").write_text("done = 6\n", "utf-8")
    words = ["score", rules.name, "a.toml", "--format", form]
    done = subprocess.run([sys.executable, "-m", "scoring", *words], cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout.startswith(b"PK\x03\x04")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run(*words) == (2, "", f"{form} cannot be shown on a terminal; name a file with -o\n")


def test_a_file_that_cannot_be_written_is_told(run: Command, tmp_path: Path) -> None:
    """The folder that is not there, in one sentence; nothing is left behind."""
    rules = written(small_set({"done": "number"}, {"i": {"measure": "done / 10"}}), tmp_path)
    (tmp_path / "a.toml").write_text("done = 6\n", "utf-8")
    done = run("score", rules.name, "a.toml", "-o", "none/a.docx")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.toml", rules.name]
