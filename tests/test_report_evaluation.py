"""The evaluation report in Word: its seven parts, what stands in them, the places for prose, templates."""

from __future__ import annotations

import io
import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

import scoring
from scoring import report
from scoring.display import is_chinese
from scoring.errors import DataError, ScoringError
from scoring.report_paper_styles import ITEM, PLACE, TABLE_TEXT
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
    """Return the texts of a table, of cells that span columns once."""
    return [tuple("\n".join(each.text for each in cell.p_lst) for cell in row.tc_lst) for row in table._tbl.tr_lst]  # noqa: SLF001


def captions(document: Any) -> dict[str, Any]:
    """Return the tables by what stands above them."""
    found = texts(document, "Caption")
    return dict(zip([each.split("  ")[-1].strip() for each in found], document.tables, strict=True))


def lengths(table: Any) -> list[list[tuple[int, str]]]:
    """Return the bars of a chart, row by row: how many columns each takes, and its colour."""
    found = []
    for row in table._tbl.tr_lst:  # noqa: SLF001
        cells = [(cell.grid_span, cell.xpath("w:p/w:pPr/w:shd/@w:fill")) for cell in row.tc_lst[1:-1]]
        found.append([(span, fill[0] if fill else "") for span, fill in cells])
    return found


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


def test_scores_stand_in_the_layout_of_the_official_forms() -> None:
    """Levels on the left, targets and what was done, weight, score, share; a subtotal a dimension; the total."""
    found = shipped("cn/self-evaluation-2020")
    table = rows(captions(found)["评分表"])
    assert table[0] == ("指标", "目标值", "实际完成值", "分值", "得分", "得分率")
    assert table[1:3] == [
        ("预算执行", "预算执行率", "", "90.00%", "10.0", "9.00", "90%"),
        ("", "小计", "", "", "10.0", "9.00", "90%"),
    ]
    assert table[4] == ("", "验收合格率", "98%", "97%", "12.5", "12.37", "98.98%")
    assert table[-1] == ("合计", "100.0", "93.90", "93.9%")
    assert len(table) == 1 + 9 + 4 + 1
    goals = rows(captions(found)["绩效目标值"])
    assert goals[:2] == [("指标", "目标值"), ("受助学生人数", "700 人")]


def test_a_level_is_one_cell_beside_all_that_is_in_it() -> None:
    """The top dimension spans its lines and its subtotal, the one below it has its own points under its title."""
    table = captions(shipped("cn/project-2020"))["评分表"]
    cells = [[cell.vMerge for cell in row.tc_lst[:2]] for row in table._tbl.tr_lst[1:8]]  # noqa: SLF001
    assert [each[0] for each in cells] == ["restart", *["continue"] * 6]
    assert [each[1] for each in cells] == ["restart", "continue", "restart", "continue", "restart", "continue", None]
    assert [row[:3] for row in rows(table)[1:4]] == [
        ("决策", "项目立项\n5.00 / 5", "立项依据充分性"),
        ("", "", "立项程序规范性"),
        ("", "绩效目标\n6.00 / 6", "绩效目标合理性"),
    ]


def test_the_verdict_is_told_with_its_parts() -> None:
    """Total, grade, each part with weight and share, and whether all data was there."""
    said = texts(shipped("cn/self-evaluation-2020"), "Normal")
    assert (
        "经评价，本项目综合得分 93.90 分（满分 100 分），评价等级为“优”。"
        "其中：预算执行得 9.00 分（分值 10 分，得分率 90%）；产出指标得 48.62 分（分值 50 分，得分率 97.24%）；"
        "效益指标得 26.50 分（分值 30 分，得分率 88.33%）；"
        "满意度指标得 9.78 分（分值 10 分，得分率 97.8%）。" in said
    )
    assert "参评指标数据齐全。" in said
    assert "“产出指标”分值 50 分，得 48.62 分，得分率 97.24%。共 4 项评分指标，其中得满分 2 项、失分 2 项。" in said


def test_the_method_is_told_in_sentences() -> None:
    """What the set consists of, its grades without gaps, what missing data means, what it rests on."""
    said = texts(shipped("cn/project-2020"), "Normal")
    assert said[0] == (
        "本次评价采用的指标体系为《项目支出绩效评价（2020年指标体系框架）》（2020.1 版），"
        "由决策（15 分）、过程（20 分）、产出（35 分）、效益（30 分）组成，共 20 项评分指标，满分 100 分。"
    )
    assert said[1].startswith(
        "评价等级分为优（90 分及以上）、良（80 分及以上、不足 90 分）、中（60 分及以上、不足 80 分）、"
        "差（不足 60 分）。缺少数据的指标，按 0 分计。"
    )
    assert said[2].startswith("指标体系的依据：")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "un/hdi-2014",
            "The total is made of the weighted geometric mean of the parts' shares. “Knowledge” is made of",
        ),
        ("un/hdi-2014", "Weights are relative to those of the siblings."),
        ("us/part-2008", "Adequate (from 50 to below 70), Ineffective (below 50), Results Not Demonstrated."),
        ("eu/horizon", "Missing data: no total, no grade."),
    ],
)
def test_what_else_holds_for_a_set_is_told(name: str, told: str) -> None:
    """How a total is made that is no sum, and grades that only a gate gives."""
    assert told in texts(shipped(name), "Normal")[1]


@pytest.mark.parametrize(
    ("aggregate", "way", "chinese"),
    [
        ("mean", "weighted mean", "加权平均数"),
        ("geometric", "weighted geometric mean", "加权几何平均数"),
        ("harmonic", "weighted harmonic mean", "加权调和平均数"),
        ("min", "minimum", "最低值"),
        ("max", "maximum", "最高值"),
        ("median", "median", "中位数"),
        ("weakest-link", "aggregation “weakest-link”", "合成值（weakest-link）"),
    ],
)
def test_the_way_scores_are_combined_has_a_name(aggregate: str, way: str, chinese: str) -> None:
    """Of the whole and of a dimension, in both languages; one of a plugin by the plugin's word."""
    rules = small_set({"a": "number"}, {"i": {"measure": "a / 10"}})
    sheet = scoring.Engine(scoring.IndicatorSet.model_validate(rules)).score({"a": 5})
    rules |= {"aggregate": aggregate, "dimensions": {"d": {"title": "Roads", "weight": 10, "aggregate": aggregate}}}
    made = scoring.IndicatorSet.model_validate(rules)
    for lang, told in (
        (
            "en",
            f"The total is made of the {way} of the parts' shares. “Roads” is made of the {way} of the shares below",
        ),
        ("zh", f"总分按各部分得分率的{chinese}计算。“Roads”按下级指标得分率的{chinese}计算。"),
    ):
        found = docx.Document(io.BytesIO(report.evaluation_report(sheet, made, lang)))
        assert any(told in each for each in texts(found, "Normal"))


def test_policies_gates_and_adjustments_are_told() -> None:
    """What becomes of data that is missing or does not apply, the coverage that a grade needs, what else may count."""
    rules = small_set(
        {"a": "number"},
        {"i": {"measure": "a / 10"}},
        missing="skip",
        minimum_coverage=Decimal("0.8"),
        not_applicable="award",
        gates={"g": {"title": "Fraud", "when": "a > 9", "then": {"cap": 3}}},
        adjustments={"b": {"title": "Award", "points": "a / 10"}},
    )
    found = reported(scoring.IndicatorSet.model_validate(rules), {"a": 5})
    assert texts(found, "Normal")[1] == (
        "Missing data: not counted. Not applicable: earns full marks. "
        "There is no grade where less than 80% of the weight has data. "
        "Conditions that limit the result or warn: Fraud. Points are added or taken for: Award."
    )


def test_lost_points_have_reasons_and_remedies() -> None:
    """Each loss says how much, how it was worked out, the reason given, and what the set advises; a remedy once."""
    found = shipped("cn/self-evaluation-2020")
    remedy = str(scoring.load("cn/self-evaluation-2020").indicators["output-targets"].remedy)
    listed = texts(found, ITEM)
    assert listed[1] == (
        "1. 验收合格率失 0.13 分（分值 12.5 分）。失分原因：97% / 98% = 98.98%；目标 98%；偏差原因：一批次返工。"
        f"改进措施：{remedy}"
    )
    assert listed[2] == (
        "2. 单位成本失 1.25 分（分值 12.5 分）。"
        "失分原因：实际完成值为“11 元”；1 - (11 - 10) / 10 = 90.00%；目标 10 元；偏差原因：材料涨价。改进措施同上。"
    )
    assert "2. “产出指标”失分：验收合格率 0.13 分、单位成本 1.25 分。" in listed
    assert f"2. 验收合格率、单位成本：{remedy}" in listed


def test_a_dimension_without_losses_says_so() -> None:
    """And the report without problems or suggestions too, instead of an empty part."""
    found = texts(shipped("cn/project-2020"), "Normal")
    assert "“决策”分值 15 分，得 15.00 分，得分率 100%。共 6 项评分指标，其中得满分 6 项。" in found
    assert "失分情况如下：" not in found
    assert "评分中没有发现问题。" in found
    assert "评分中没有提出建议。" in found


def test_findings_are_problems_and_their_remedies_suggestions() -> None:
    """A warning is listed under the problems, what to do about it under the suggestions."""
    rules = scoring.load("cn/self-evaluation-2020")
    example = next(each for each in rules.examples if each.name == "满意度在效益之下")
    sheet = scoring.Engine(rules).score(example.facts or {})
    found = texts(reported(rules, example.facts), ITEM)
    told = [each for each in sheet.findings if each.severity != "info"]
    assert told
    for each in told:
        assert any(each.message.rstrip("。") in text for text in found)
        assert each.remedy is None or any(each.remedy in text for text in found)


def test_nobody_reads_the_names_of_facts() -> None:
    """What a reader of the report knows is the label; the name is for who fills in the data."""
    rules = scoring.load("wanzai/office-services-2022")
    sheet = scoring.Engine(rules).score({})
    assert "（survey）" in sheet["satisfaction-rate"].reason
    said = [each.text for each in reported(rules, {}).paragraphs]
    assert any("失分原因：缺少数据：满意度问卷。" in each for each in said)
    assert not any(name in each for each in said for name in rules.facts if "." in name)
    empty = shipped("cn/self-evaluation-2020", targets=[])
    assert "没有相应的行：绩效指标" in rows(captions(empty)["评分表"])[3][1]
    assert "1. （没有相应的行：绩效指标）失 50.00 分（分值 50 分）。" in texts(empty, ITEM)[1]
    said = [each.text for each in empty.paragraphs] + [
        text for table in empty.tables for row in rows(table) for text in row
    ]
    assert not any("targets" in each for each in said)


def test_bars_are_as_long_as_their_points() -> None:
    """Of 60 columns for 12.5 points: 11.25 fill 54, 6 are left; a loss that is too small to be seen takes one."""
    bars = lengths(captions(shipped("cn/self-evaluation-2020"))["“产出指标”各项指标的得分与分值"])
    assert bars[1:] == [
        [(60, "4F81BD")],
        [(59, "4F81BD"), (1, "DCE3EC")],
        [(60, "4F81BD")],
        [(54, "4F81BD"), (6, "DCE3EC")],
    ]


def test_the_way_to_the_total_is_drawn() -> None:
    """From full marks each loss begins where the one before ended; the last bar is the total: 56 columns for 93.90."""
    table = captions(shipped("cn/self-evaluation-2020"))["从满分到总分的逐项增减"]
    assert [(row[0], row[-1]) for row in rows(table)[1:4]] == [
        ("满分", "100.0"),
        ("开放站点", "-2.50"),
        ("单位成本", "-1.25"),
    ]
    bars = lengths(table)
    assert bars[1] == [(60, "1F497D")]
    assert bars[2] == [(58, "auto"), (2, "C0504D")]
    assert bars[-1] == [(56, "1F497D"), (4, "auto")]
    assert all(sum(length for length, _ in row) == 60 for row in bars[1:])


def test_places_for_prose_are_marked() -> None:
    """Every part has places in a style of their own that name what is missing; nothing else has that style."""
    found = texts(shipped("cn/project-2020"), PLACE)
    assert len(found) == 2 + 3 + 1 + 4 + 2 + 1 + 2
    assert all(each.startswith("【待撰写：") and each.endswith("】") for each in found)
    assert "【待撰写：对“产出”的分析】" in found


def test_missing_data_and_no_grade_are_told() -> None:
    """A project without data has its report all the same: what is missing, why there is no grade."""
    found = shipped("wanzai/office-services-2022", 2, project={})
    assert texts(found, "Title") == ["绩效评价报告"]
    rules = scoring.load("wanzai/office-services-2022")
    found = reported(rules, {})
    said = texts(found, "Normal")
    assert "本项目没有总分（满分 100 分），不予评级。不予评级的原因：没有一项指标可以评分。" in said
    assert "参评指标的数据完整率为 0%。33 项指标没有可用数据，按 0 分计，分值共 100.00 分。" in said
    assert "从满分到总分的逐项增减" not in captions(found)
    assert [each for each in rows(captions(found)["评分表"]) if "缺少数据" in each]
    assert any("33 项指标没有可用数据（分值共 100.00 分）：立项程序规范性、" in each for each in texts(found, ITEM))


def test_gates_and_adjustments_lead_to_the_total() -> None:
    """The table of part three goes on below the sum: what was added, what gates took together, the total."""
    rules = small_set(
        {"done": "number", "fraud": "boolean"},
        {"i": {"measure": "done / 10"}},
        gates={
            "g": {"title": "Fraud", "when": "fraud", "then": {"cap": 3}},
            "h": {"title": "Late", "when": "fraud", "then": {"grade_at_most": "any"}},
        },
        adjustments={"a": {"title": "Award", "points": "2", "at_most": 2}},
    )
    found = reported(scoring.IndicatorSet.model_validate(rules), {"done": 6, "fraud": True})
    table = rows(captions(found)["Scores"])
    assert [(each[0], each[-2]) for each in table[3:]] == [
        ("Sum", "6.00"),
        ("Adjustment: Award", "+2.00"),
        ("Gate: Fraud\nthe total is at most 3", ""),
        ("Gate: Late\nthe grade is at most “any”", ""),
        ("Gates together", "-5.00"),
        ("Total", "3.00"),
    ]
    gates = "“Fraud” applies: the total is at most 3. “Late” applies: the grade is at most “any”."
    assert f"Added or taken: Award +2.00. {gates}" in texts(found, "Normal")


def test_what_does_not_count_is_told_and_not_drawn() -> None:
    """A chart has the lines that count, a sentence those that do not, and how the others were scaled up."""
    rules = small_set(
        {"a": "number", "b": "number", "new": "boolean"},
        {
            "i": {"measure": "a / 10", "title": "Roads"},
            "j": {"measure": "b / 10", "title": "Bridges", "applies": "new"},
        },
    )
    found = reported(scoring.IndicatorSet.model_validate(rules), {"a": 5, "b": 1, "new": False})
    said = (
        "“d” earned 10.00 of 20 points (50%). “d”: scaled from the 10 points that count: 5.00 / 10 × 20 = 10.00. "
        "Of 2 indicators, 1 lost points, 1 did not count. Not counted (n/a): Bridges."
    )
    assert said in texts(found, "Normal")
    assert [each[0] for each in rows(captions(found)["“d”: scores against weights"])] == ["Indicator", "Roads"]
    rules["indicators"]["i"]["applies"] = "new"
    none = reported(scoring.IndicatorSet.model_validate(rules), {"new": False})
    assert not [each for each in captions(none) if "against" in each]


def test_sets_of_any_depth_have_a_table() -> None:
    """A line beside a dimension spans its columns; a dimension of the fifth level still has one."""
    levels = {"d": 10, "d.a": 10, "d.a.b": 10, "d.a.b.c": 4}
    rules = small_set(
        {"a": "number"},
        {
            "i": {"measure": "a / 10", "dimension": "d.a.b.c", "weight": 4},
            "j": {"measure": "a / 10", "dimension": "d.a.b", "weight": 6},
        },
        dimensions={name: {"title": name, "weight": weight} for name, weight in levels.items()},
    )
    found = reported(scoring.IndicatorSet.model_validate(rules), {"a": 5})
    table = captions(found)["Scores"]
    assert [row[:-4] for row in rows(table)[1:3]] == [
        ("d", "d.a\n5.00 / 10", "d.a.b\n5.00 / 10", "j"),
        ("", "", "", "d.a.b.c\n2.00 / 4", "i"),
    ]
    spans = [[cell.grid_span for cell in row.tc_lst] for row in table._tbl.tr_lst]  # noqa: SLF001
    assert spans[1] == [1, 1, 1, 2, 1, 1, 1, 1]
    assert {sum(each) for each in spans} == {9}


def test_a_set_in_english_is_reported_in_english() -> None:
    """The Human Development Index: numbered headings, its overall score, not a Chinese character."""
    found = shipped("un/hdi-2014", project={})
    assert texts(found, "Heading 1")[3] == "4. Analysis by dimension"
    assert texts(found, "Heading 2")[-5:-2] == [
        "4.1 Long and healthy life",
        "4.2 Knowledge",
        "4.3 Decent standard of living",
    ]
    assert rows(captions(found)["Scores"])[-1][0] == "Overall"
    assert texts(found, PLACE)[0].startswith("[To write: ")
    said = [each.text for each in found.paragraphs] + [
        each for table in found.tables for row in rows(table) for each in row
    ]
    assert not [each for each in said if is_chinese(each)]


def test_texts_of_the_data_are_shown_literally() -> None:
    """Markup is text, control characters and what XML cannot hold are question marks."""
    found = shipped("wanzai/office-services-2022", project={"name": HOSTILE})
    assert texts(found, "Title") == ['<w:p/>&" ?[31m?{{x}}绩效评价报告']
    assert found.core_properties.title == texts(found, "Title")[0]
    assert found.core_properties.author == ""


def test_tables_are_printed_well() -> None:
    """Headings are repeated on every page, no row is split or stands alone, figures stand to the right."""
    table = captions(shipped("cn/project-2020"))["评分表"]
    xml = table._tbl.xml  # noqa: SLF001 - python-docx has no name for it
    assert xml.count("<w:tblHeader") == 1
    assert xml.count("<w:cantSplit") == len(table.rows)
    kept = [bool(row.xpath("w:tc/w:p/w:pPr/w:keepNext")) for row in table._tbl.tr_lst]  # noqa: SLF001
    assert (kept[:3], set(kept[3:-3]), kept[-3:]) == ([True, True, False], {False}, [True, True, False])
    cells = table._tbl.tr_lst[1].tc_lst  # noqa: SLF001
    assert [each.p_lst[0].alignment for each in cells] == [1, 1, None, 2, 2, 2, 2]
    assert {each.p_lst[0].style for each in cells} == {"TableText"}


def test_chinese_has_chinese_fonts() -> None:
    """As GB/T 9704 has it: 仿宋 of 16 points, 28 points from line to line, 黑体 and 楷体 for heads; A4."""
    found = shipped("cn/project-2020")
    fonts = {name: found.styles[name].element.rPr.rFonts.xml for name in ("Normal", "Heading 1", "Heading 2")}
    assert 'w:eastAsia="仿宋"' in fonts["Normal"]
    assert 'w:eastAsia="黑体"' in fonts["Heading 1"]
    assert 'w:eastAsia="楷体"' in fonts["Heading 2"]
    assert not any("Theme" in each for each in fonts.values())
    normal = found.styles["Normal"]
    assert (normal.font.size, normal.paragraph_format.line_spacing) == (Pt(16), Pt(28))
    assert normal.paragraph_format.first_line_indent == Pt(32)
    assert round(found.sections[0].page_height.mm) == 297
    assert {
        each.element.xpath("string(w:pPr/w:outlineLvl/@w:val)")
        for each in map(found.styles.__getitem__, ("Heading 1", "Heading 2"))
    } == {"0", "1"}


def test_captions_and_pages_are_counted_by_the_program() -> None:
    """A table that the author adds gets its number: those of captions and of pages are fields."""
    found = shipped("cn/project-2020")
    caption = next(each for each in found.paragraphs if each.style.name == "Caption")
    assert caption._p.xpath("w:fldSimple/@w:instr") == ["SEQ 表 \\* ARABIC"]  # noqa: SLF001
    assert caption._p.xpath("string()") == "表1  项目基本信息"  # noqa: SLF001
    assert found.sections[0].footer._element.xpath("//w:fldSimple/@w:instr") == ["PAGE"]  # noqa: SLF001


def test_a_template_restyles_the_report(tmp_path: Path) -> None:
    """Styles, margins, header and footer are those of the template, its text is not; what it lacks is added."""
    template = docx.Document()
    template.add_paragraph("What this template is for")
    template.sections[0].header.paragraphs[0].text = "Office of Budgets"
    template.styles["Heading 1"].font.color.rgb = RGBColor(0xC0, 0, 0)
    template.styles["Table Grid"].element.getparent().remove(template.styles["Table Grid"].element)
    margin = template.sections[0].left_margin
    template.core_properties.last_modified_by = "somebody"
    template.save(str(tmp_path / "office.docx"))
    found = shipped("cn/project-2020", template=tmp_path / "office.docx")
    assert texts(found, "Heading 1") == PARTS
    assert found.styles["Heading 1"].font.color.rgb == RGBColor(0xC0, 0, 0)
    assert found.sections[0].left_margin == margin
    assert found.sections[0].header.paragraphs[0].text == "Office of Budgets"
    assert "What this template is for" not in texts(found, "Normal")
    assert found.core_properties.last_modified_by == ""
    assert {PLACE, TABLE_TEXT, "Table Grid"} <= {each.name for each in found.styles}


def test_a_report_is_its_own_template(tmp_path: Path) -> None:
    """Made, restyled in Word, saved also as a template of Word (.dotx): the next report looks like it."""
    first = shipped("cn/project-2020")
    first.styles[PLACE].font.italic = True
    first.save(str(tmp_path / "office.docx"))
    with ZipFile(tmp_path / "office.docx") as old, ZipFile(tmp_path / "office.dotx", "w") as new:
        for each in old.infolist():
            new.writestr(each, old.read(each).replace(b"ml.document.main+xml", b"ml.template.main+xml"))
    for name in ("office.docx", "office.dotx"):
        found = shipped("cn/project-2020", template=tmp_path / name)
        assert [each.text for each in found.paragraphs] == [each.text for each in first.paragraphs]
        assert found.styles[PLACE].font.italic


def test_the_report_stands_where_the_template_says(tmp_path: Path) -> None:
    """A cover before it and an annex behind it stay; tables are as wide as the section with the mark, which lies."""
    template = docx.Document()
    template.add_paragraph("封面")
    section = template.add_section()
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(20)
    template.add_paragraph(" 【报告正文】 ")
    template.add_section().page_width = Mm(210)
    template.add_paragraph("附件")
    template.save(str(tmp_path / "office.docx"))
    found = shipped("cn/project-2020", template=tmp_path / "office.docx")
    said = [each.text for each in found.paragraphs]
    assert (said[0], said[2], said[-1]) == ("封面", "学生食堂改造绩效评价报告", "附件")
    assert not [each for each in said if "报告正文" in each]
    assert [round(each.page_width.mm) for each in found.sections] == [216, 297, 210]
    assert sum(each.width for each in found.tables[0].columns) // 635 == Mm(257) // 635


def test_headings_that_count_themselves_have_no_second_number(tmp_path: Path) -> None:
    """Where the template numbers its heads of parts, the report leaves that to it."""
    template = docx.Document()
    numbered = OxmlElement("w:numPr")
    numbered.append(OxmlElement("w:numId"))
    numbered[0].set(qn("w:val"), "1")
    template.styles["Heading 1"].element.get_or_add_pPr().append(numbered)
    template.save(str(tmp_path / "office.docx"))
    found = shipped("cn/project-2020", template=tmp_path / "office.docx")
    assert texts(found, "Heading 1") == [each.partition("、")[2] for each in PARTS]
    assert texts(found, "Heading 2")[0] == "（一）项目概况"


def test_a_template_of_few_styles_will_do(tmp_path: Path) -> None:
    """As an office program saves them, only styles that are in use: the others are added, and look as Normal does."""
    template = docx.Document()
    for style in [each for each in template.styles if each.name not in {"Normal", "Header", "Footer"}]:
        style.element.getparent().remove(style.element)
    template.styles.add_style(TABLE_TEXT, WD_STYLE_TYPE.TABLE)
    template.save(str(tmp_path / "office.docx"))
    found = shipped("cn/self-evaluation-2020", template=tmp_path / "office.docx")
    assert texts(found, "Heading 1") == PARTS
    assert found.styles["Heading 1"].font.size == Pt(16)
    assert (found.styles[ITEM].font.size, found.styles[PLACE].font.name) == (None, None)
    assert found.styles[f"{TABLE_TEXT} (report)"].font.size == Pt(10.5)


def test_what_is_no_template_is_refused(tmp_path: Path) -> None:
    """Whatever file it is: a text, a damaged archive, one with macros or a password, an old one; with what to do."""
    docx.Document().save(str(tmp_path / "good.docx"))
    good = (tmp_path / "good.docx").read_bytes()
    with ZipFile(tmp_path / "good.docx") as old, ZipFile(tmp_path / "macros.docm", "w") as new:
        for each in old.infolist():
            kind = b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
            new.writestr(each, old.read(each).replace(kind, b"vnd.ms-word.document.macroEnabled.main+xml"))
    with ZipFile(tmp_path / "empty.docx", "w") as new:
        new.writestr("[Content_Types].xml", "<Types/>")
    old_word = b"\xd0\xcf\x11\xe0" + bytes(600)
    files = {
        "text.docx": (b"hello", "不能作为 Word 模板打开"),
        "torn.docx": (good[: len(good) // 2], "不能作为 Word 模板打开"),
        "empty.docx": (None, "不能作为 Word 模板打开"),
        "macros.docm": (None, "模板含有宏"),
        "old.doc": (old_word, "是 Word 97-2003 格式"),
        "locked.docx": (old_word + "EncryptedPackage".encode("utf-16-le"), "模板有密码"),
        "none.docx": (None, "无法打开"),
    }
    for name, (content, told) in files.items():
        if content is not None:
            (tmp_path / name).write_bytes(content)
        with pytest.raises(DataError, match=f"{name}：{told}"):
            shipped("cn/project-2020", template=tmp_path / name)


def test_a_template_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    """257 megabytes of zeros, packed into a quarter of one."""
    with ZipFile(tmp_path / "bomb.docx", "w", ZIP_DEFLATED) as new, new.open("word/media/a.bin", "w") as part:
        for _ in range(257):
            part.write(bytes(1024 * 1024))
    with pytest.raises(DataError, match=r"bomb\.docx：解压后有 257 MB"):
        shipped("cn/project-2020", template=tmp_path / "bomb.docx")


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
