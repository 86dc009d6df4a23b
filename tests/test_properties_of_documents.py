"""What holds for the documents of every sheet: their figures are those of the sheet, and they add up as written."""

from __future__ import annotations

import io
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Final

import docx
from hypothesis import given, settings
from hypothesis import strategies as st

import scoring
from scoring import report, report_words
from tests.small_sets import small_set
from tests.test_report_document import Page
from tests.test_report_evaluation import captions, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scoring.report_rows import Node
    from scoring.sheet import Line, ScoreSheet

FEW: Final = settings(max_examples=25)
#: Letters alone: whatever has a digit in a document is a figure of the sheet.
TITLES: Final = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未"
NUMBERED: Final = re.compile(r"^\d+\. ")
FIGURE: Final = re.compile(r"[-+]?\d[\d.]*%?")
WEIGHTS: Final[tuple[Mapping[str, Any], ...]] = ({"weights": "relative", "full_marks": 10}, {})
POLICIES: Final[tuple[Mapping[str, Any], ...]] = (
    {"missing": "zero"},
    {"missing": "skip", "minimum_coverage": Decimal("0.1")},
)
GATES: Final = ({"cap": 1}, {"zero": ["i0"]}, {"warn": True}, {"grade_at_most": "差"})


@st.composite
def scored(draw: st.DrawFn) -> tuple[scoring.IndicatorSet, ScoreSheet]:
    """Draw a set of some depth, whose lines may be missing or not apply, with gates and adjustments, and score."""
    homes = draw(st.lists(st.sampled_from(["d", "d.a", "d.b", "e", "e.a"]), min_size=1, max_size=7))
    indicators: dict[str, Any] = {
        f"i{place}": {
            "title": TITLES[place],
            "dimension": home,
            "weight": draw(st.sampled_from([2, 3, 7])),
            "measure": f"f{place} / 10",
            "applies": f"f{place} < 20",
        }
        for place, home in enumerate(homes)
    }
    names = sorted({home.rpartition(".")[0] or home for home in homes} | set(homes))
    aggregates = st.sampled_from(["sum", "sum", "mean", "geometric", "min"])
    rules = small_set(
        {f"f{place}": "number" for place in range(len(homes))} | {"z": "number"},
        indicators,
        dimensions={
            name: {"title": TITLES[-place], "aggregate": draw(aggregates)} for place, name in enumerate(names, 1)
        },
        aggregate=draw(aggregates),
        gates={"g": {"title": "否决", "when": "z > 5", "then": draw(st.sampled_from(GATES))}},
        adjustments={"b": {"title": "加分", "points": "z / 4", "at_most": 2}},
        grades=[{"at_least": Decimal("0.5"), "label": "优"}, {"at_least": 0, "label": "差"}],
        lang="zh",
        title="体系",
        id="s/s",
        round={"to": draw(st.sampled_from([Decimal("0.01"), Decimal("0.1"), 1]))},
        **draw(st.sampled_from(WEIGHTS)),
        **draw(st.sampled_from(POLICIES)),
    )
    facts = {name: draw(st.sampled_from([None, 0, 3, 7, 10, 30])) for name in rules["facts"]}
    loaded = scoring.IndicatorSet.model_validate(rules)
    return loaded, scoring.Engine(loaded).score({name: value for name, value in facts.items() if value is not None})


def known(sheet: ScoreSheet) -> set[str]:
    """Return every way to write a figure of the sheet, and of what a reader adds up in it: losses, the tree's sum."""
    nodes: list[Node] = [*sheet.dimensions, *sheet.lines]
    points = {number for node in nodes for number in (node.weight, node.score) if number is not None}
    points |= {number for node in sheet.dimensions for number in (node.earned, node.counting_weight)}
    points |= {node.weight - node.score for node in nodes if node.score is not None}
    points |= {sheet.full_marks, *(each.points for each in sheet.adjustments)}
    shares = {node.share for node in nodes if node.share is not None} | {sheet.coverage}
    silent = [line for line in sheet.lines if line.status == "missing"]
    points |= {weight_of(silent), weight_of(line for line in silent if line.score is None)}
    if sheet.total is not None:
        adjusted = sum(each.points for each in sheet.adjustments)
        tops = [node for node in sheet.dimensions if "." not in node.id]
        trees = {sheet.total - adjusted, sum((node.score for node in tops if node.score is not None), Decimal(0))}
        points |= trees | {sheet.full_marks - tree for tree in trees}
        points |= {sheet.total, *(sheet.total - adjusted - tree for tree in trees)}
        points.add(sheet.total + weight_of(line for line in silent if line.score == 0))
        shares |= {tree / sheet.full_marks for tree in trees}
    return {
        *(written.lstrip("-") for each in points for digits in range(3) for written in rounded(each, digits)),
        *(written for share in shares for digits in (0, 2) for written in percentages(share, digits)),
        *(line.display for line in sheet.lines),
        *map(str, range(len(sheet.lines) + 1)),
    }


def weight_of(lines: Iterable[Line]) -> Decimal:
    """Add up the weights of lines."""
    return sum((line.weight for line in lines), Decimal(0))


def rounded(number: Decimal, digits: int) -> Iterable[str]:
    """Return a number with so many decimals, and without zeros at its end."""
    text = f"{number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):f}"
    return text, text.rstrip("0").rstrip(".") if digits else text


def percentages(share: Decimal, digits: int) -> Iterable[str]:
    """Return a share in per cent; what is not all is never written as 100%, what is not nothing never as 0%."""
    step = Decimal(1).scaleb(-digits)
    hundredfold = (share * 100).quantize(step, ROUND_HALF_UP)
    if share < 1:
        hundredfold = min(hundredfold, 100 - step)
    return [f"{each}%" for each in rounded(max(hundredfold, step) if share > 0 else hundredfold, digits)]


def strange(texts: Iterable[str], rules: scoring.IndicatorSet, sheet: ScoreSheet) -> set[str]:
    """Return the figures of texts that are neither the sheet's nor the set's, nor in what the sheet says itself."""
    said = [*(each.reason for each in sheet.lines), *(each.message for each in sheet.findings)]
    said += [*(each.effect or "" for each in sheet.gates), sheet.unrated_reason or ""]
    said += [*report_words.provenance(sheet, "zh"), f"{sheet.set.id}（{sheet.set.version} 版）"]
    text = "\n".join(texts)
    for each in sorted(filter(None, said), key=len, reverse=True):
        text = text.replace(each.rstrip("。"), " ")
    given = {str(grade.at_least) for grade in rules.grades} | {"10%"}
    return {each.lstrip("+-") for each in FIGURE.findall(text)} - known(sheet) - given


@FEW
@given(scored())
def test_every_figure_of_a_document_is_the_sheets(pair: tuple[scoring.IndicatorSet, ScoreSheet]) -> None:
    """Whatever number the report in Word or the page shows is published in the sheet, or what its parts add up to."""
    rules, sheet = pair
    found = docx.Document(io.BytesIO(report.evaluation_report(sheet, rules)))
    texts = [NUMBERED.sub("", each.text) for each in found.paragraphs]
    tables = captions(found)
    tables.pop("从满分到总分的逐项增减", None)
    texts += [text for table in tables.values() for row in rows(table) for text in row]
    assert strange(texts, rules, sheet) == set()
    page = Page(report.sheet_document(sheet)).text
    head, _, rest = page.partition("从满分到总分\n")
    assert strange([head, rest.partition("评分表")[2]], rules, sheet) == set()


@FEW
@given(scored())
def test_a_table_has_the_scores_of_the_sheet(pair: tuple[scoring.IndicatorSet, ScoreSheet]) -> None:
    """Line by line its title, weight and score; below each top dimension its own, at the end the total."""
    rules, sheet = pair
    table = rows(captions(docx.Document(io.BytesIO(report.evaluation_report(sheet, rules))))["评分表"])
    found = [(row[-5], row[-2]) for row in table if len(row) > 4 and row[-5] in TITLES]
    due = {line.title: line.score for line in sheet.lines}
    assert {title: None if score == "-" else Decimal(score) for title, score in found} == due
    tops = [each.score for each in sheet.dimensions if "." not in each.id]
    assert [None if row[-2] == "-" else Decimal(row[-2]) for row in table if "小计" in row] == tops
    assert table[-1][-2] == ("-" if sheet.total is None else table[-1][-2])
    assert sheet.total is None or Decimal(table[-1][-2]) == sheet.total


def added(figures: Iterable[str]) -> list[Decimal]:
    """Return figures as they are written."""
    return [Decimal(each) for each in figures]


@FEW
@given(scored())
def test_what_is_drawn_step_by_step_adds_up_as_written(pair: tuple[scoring.IndicatorSet, ScoreSheet]) -> None:
    """Full marks and every step are the total, on the page and in Word; so are the rows below the sum of the table."""
    rules, sheet = pair
    tables = captions(docx.Document(io.BytesIO(report.evaluation_report(sheet, rules))))
    if sheet.total is None:
        assert "从满分到总分的逐项增减" not in tables
        return
    *walk, total = added(row[-1] for row in rows(tables["从满分到总分的逐项增减"])[1:])
    assert sum(walk) == total == sheet.total
    page = Page(report.sheet_document(sheet)).text.partition("从满分到总分")[2].partition("评分表")[0]
    assert added(re.findall(r" ([-+]?[\d.]+)$", page, re.MULTILINE)) == [*walk, total]
