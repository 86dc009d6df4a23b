"""How the engine reads facts: nested or dotted, unknown, contradictory, wrong in every way, each with a finding."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

import scoring
from tests.small_sets import of_table, small_set, written

if TYPE_CHECKING:
    from pathlib import Path

D = Decimal
FACTS: dict[str, Any] = {
    "funds.spent": {"type": "number", "minimum": 0},
    "funds.budget": {"type": "number", "label": "Budget"},
    "survey": of_table(answer={"type": "integer", "minimum": 1, "maximum": 5}),
}
RULES = small_set(
    FACTS, {"rate": {"measure": "funds.spent / funds.budget"}, "mean": {"measure": "mean(survey.answer) / 5"}}
)


@pytest.fixture
def engine(tmp_path: Path) -> scoring.Engine:
    """The engine of the set above."""
    return scoring.Engine(scoring.load(written(RULES, tmp_path)))


def codes(sheet: scoring.ScoreSheet) -> list[tuple[str, str | None]]:
    """Return code and node of every finding."""
    return [(each.code, each.node) for each in sheet.findings]


# -- names


@pytest.mark.parametrize(
    "facts",
    [
        {"funds": {"spent": 3, "budget": 4}},
        {"funds.spent": 3, "funds.budget": 4},
        {"funds.spent": 3, "funds": {"budget": 4}},
        {"funds": {"budget": 4}, "funds.spent": 3},
        {"ｆｕｎｄｓ．spent": 3, " funds.budget ": 4},
        {"funds": {" ｓpent": 3, "budget": 4}},
        {"funds": None, "funds.spent": 3, "funds.budget": 4},
        {"funds.spent": 3, "funds": {"spent": None, "budget": 4}},
    ],
    ids=range(8),
)
def test_names_are_nested_or_dotted(engine: scoring.Engine, facts: dict[str, Any]) -> None:
    """Facts by name, nested or dotted or both; names are compared in NFKC, and nothing is no second value."""
    sheet = engine.score(facts)
    assert (sheet["rate"].score, sheet.findings) == (D("7.5"), ())


@pytest.mark.parametrize(
    "facts",
    [
        {"funds.spent": 3, "funds": {"spent": 4, "budget": 4}},
        {"funds": {"spent": 4, "budget": 4}, "funds.spent": 3},
        {"funds": {"spent": 4, "ｓpent": 3, "budget": 4}},
    ],
    ids=range(3),
)
def test_two_values_for_one_fact_are_invalid(engine: scoring.Engine, facts: dict[str, Any]) -> None:
    """Neither value is taken for the other, whatever their order: the fact is invalid, with both in the finding."""
    sheet = engine.score(facts)
    assert sheet["rate"].status == "invalid"
    (finding,) = sheet.findings
    assert (finding.code, finding.node) == ("invalid-fact", "funds.spent")
    assert {"“3”", "“4”"} == set(finding.message.split("fact, ")[1].split(";")[0].split(" and "))


def test_two_tables_and_two_cells_of_one_name_are_invalid_too(engine: scoring.Engine) -> None:
    """What holds for a value holds for a table and for a cell."""
    twice = engine.score({"survey": [{"answer": 5}], "ｓurvey": [{"answer": 1}]})
    assert (twice["mean"].status, codes(twice)) == ("invalid", [("invalid-fact", "survey")])
    cell = engine.score({"survey": [{"answer": 5, "ａnswer": 1}, {"answer": 4}]})
    assert (cell["mean"].score, codes(cell)) == (8, [("invalid-cell", "survey.answer")])


@pytest.mark.parametrize(
    ("facts", "node", "near"),
    [
        ({"funds.spnet": 3}, "funds.spnet", "funds.spent"),
        ({"funds": {"spnet": 3}}, "funds.spnet", "funds.spent"),
        ({"fund": {"spent": 3}}, "fund.spent", "funds.spent"),
        ({"fund.spent": 3}, "fund.spent", "funds.spent"),
        ({"survey": [{"answer": 5}, {"anwser": 5}]}, "survey.anwser", "survey.answer"),
    ],
    ids=range(5),
)
def test_an_unknown_fact_is_a_finding_with_what_may_be_meant(
    engine: scoring.Engine, facts: dict[str, Any], node: str, near: str
) -> None:
    """A name that the set does not have, nested or dotted or a column: not used, "did you mean"."""
    (finding,) = engine.score(facts).findings
    assert (finding.code, finding.node, finding.severity) == ("unknown-fact-given", node, "warning")
    assert finding.message == f"the set has no fact {node}, so it was not used; did you mean {near}?"


def test_a_fact_that_nothing_is_near_to_is_only_mentioned(engine: scoring.Engine) -> None:
    """A fact of another set is no mistake: the finding is an information."""
    (finding,) = engine.score({"电话": "0795"}).findings
    assert (finding.severity, finding.message) == ("info", "the set has no use for 电话")


def test_many_unknown_facts_are_counted_not_listed(engine: scoring.Engine) -> None:
    """Fifty names are listed, the others counted: a sheet stays a sheet."""
    findings = engine.score({f"字段{each}": each for each in range(1234)}).findings
    assert len(findings) == 51
    assert findings[-1].message == "the set has no use for 1184 more facts"


# -- the project


@pytest.mark.parametrize(
    "facts",
    [
        {"project": {"id": "p-1", "name": "Hall", "department": "Office", "unit": "County", "year": 2022}},
        {
            "project.id": "p-1",
            "project.name": "Hall",
            "project.department": "Office",
            "project.unit": "County",
            "project.year": 2022,
        },
        {
            "project.id": "p-1",
            "project": {"name": "Hall", "department": "Office", "unit": "County", "year": "２０２２"},
        },
        {"ｐroject": {"id": " p-1 ", "name": "Hall", "department": "Office", "unit": "County", "year": D("2022.0")}},
    ],
    ids=range(4),
)
def test_the_facts_of_the_project_itself(engine: scoring.Engine, facts: dict[str, Any]) -> None:
    """`project.id`, `.name`, `.department`, `.unit`, `.year` are shown on the sheet, nested or dotted; no finding."""
    sheet = engine.score(facts)
    assert sheet.project.model_dump() == {
        "key": "p-1",
        "name": "Hall",
        "department": "Office",
        "unit": "County",
        "year": 2022,
    }
    assert sheet.findings == ()


@pytest.mark.parametrize(
    ("facts", "key", "name"),
    [
        ({"project": "Hall"}, "Hall", "Hall"),
        ({"project": "Hall " * 40 + "B"}, "Hall " * 40 + "B", "Hall " * 40 + "B"),
        ({"project": 7}, "7", "7"),
        ({"project": {"name": "Hall"}}, "Hall", "Hall"),
        ({"project": {"id": "", "name": "Hall"}}, "Hall", "Hall"),
        ({"project": "p-1", "project.name": "Hall"}, "p-1", "Hall"),
        ({"project.name": "Hall", "project": "p-1"}, "p-1", "Hall"),
        ({"project": ""}, None, None),
        ({"project": "  "}, None, None),
        ({"project": None}, None, None),
        ({"project": ["Hall"]}, None, None),
        ({"project": {"id": {"x": 1}}}, None, None),
        ({}, None, None),
    ],
    ids=range(13),
)
def test_a_text_is_the_key_of_the_project(
    engine: scoring.Engine, facts: dict[str, Any], key: str | None, name: str | None
) -> None:
    """`project` is a text, the key; else its id, else its name; what is empty or no single value names nothing."""
    sheet = engine.score(facts)
    assert (sheet.project.key, sheet.project.name) == (key, name)


@pytest.mark.parametrize("year", [True, 0, 10_000, "9" * 5000, 2022.5, "last", float("nan"), [2022]], ids=range(8))
def test_what_is_no_year_is_left_out(engine: scoring.Engine, year: Any) -> None:
    """`project.year` is a year or nothing."""
    assert engine.score({"project": {"year": year}}).project.year is None


# -- wrong values


@pytest.mark.parametrize(
    ("facts", "finding"),
    [
        (
            {"funds.spent": "≥90"},
            "funds.spent: “≥90” is not a number; write it as 0.9 or 1,234.5, without a sign such as ≥",
        ),
        ({"funds.spent": -1}, "funds.spent: “-1” is below the minimum of 0"),
        ({"funds.budget": {"x": 1}}, 'Budget (funds.budget): “{"x": 1}” is not a number'),
        ({"survey": "often"}, "survey: “often” is not a table; survey takes rows"),
        ({"survey": 7}, "survey: “7” is not a table; survey takes rows"),
        ({"survey": {"answer": 5}}, 'survey: “{"answer": 5}” is not a table; survey takes rows'),
        ({"survey": b"5"}, "survey: “b'5'” is not a table; survey takes rows"),
        ({"survey": [{"answer": 5}, 4, 3]}, "survey, row 2: “4” is not a row of a table: each names its columns"),
        ({"survey": [{"answer": 5}, {"answer": 6}]}, "survey.answer, row 2: “6” is not between 1 and 5"),
        ({"survey": [{"answer": "x"}, {"answer": 6}]}, "survey.answer, row 1: “x” is not a whole number"),
    ],
    ids=range(10),
)
def test_a_wrong_value_is_a_finding_that_says_what_is_due(
    engine: scoring.Engine, facts: dict[str, Any], finding: str
) -> None:
    """Whatever is wrong with single facts ends in a status and one finding that names it; the first row of a column."""
    (found,) = engine.score(facts).findings
    assert found.message.startswith(finding)


def test_a_value_where_a_group_is_due_makes_all_of_it_invalid(engine: scoring.Engine) -> None:
    """`funds = 7` where `funds.spent` is due: every fact of the group is invalid, with a finding each."""
    sheet = engine.score({"funds": 7})
    assert sheet["rate"].status == "invalid"
    assert codes(sheet) == [("invalid-fact", "funds.spent"), ("invalid-fact", "funds.budget")]
    assert "“7” is a single value; funds.spent is due one level below" in sheet.findings[0].message


@pytest.mark.parametrize("wrong", ["often", 7, [7]], ids=range(3))
def test_a_line_whose_table_is_none_says_so(engine: scoring.Engine, wrong: Any) -> None:
    """`mean(survey.answer)` where `survey` is a text: the line is `invalid`, and its reason quotes what was found."""
    line = engine.score({"survey": wrong})["mean"]
    assert (line.status, line.score) == ("invalid", 0)
    assert f"“{wrong[0] if isinstance(wrong, list) else wrong}” is not a" in line.reason


def test_a_blank_text_is_an_absent_table(engine: scoring.Engine) -> None:
    """An empty cell where a table is due is nothing, and no mistake."""
    sheet = engine.score({"survey": "  "})
    assert (sheet["mean"].status, sheet.findings) == ("missing", ())


@pytest.mark.parametrize(
    ("project", "told"),
    [
        ({"id": "a", "name": "b", "department": "c", "unit": "d", "year": 2024}, []),
        ({"id": 7, "year": "2024"}, []),
        ("a", []),
        ({"id": [1]}, [("invalid-fact", "project.id")]),
        ({"name": True, "year": "二〇二五"}, [("invalid-fact", "project.name"), ("invalid-fact", "project.year")]),
        ({"departmnt": "c"}, [("unknown-fact-given", "project.departmnt")]),
        ({"region": "c"}, [("unknown-fact-given", "project.region")]),
        ([1, 2], [("invalid-fact", "project")]),
    ],
)
def test_what_a_project_says_of_itself_is_shown_or_told(
    engine: scoring.Engine, project: Any, told: list[tuple[str, str]]
) -> None:
    """Nothing that is given vanishes: what cannot be shown of a project is a finding, and changes no score."""
    facts = {"funds": {"spent": 1, "budget": 2}, "survey": [{"answer": 5}]}
    sheet = engine.score(facts | {"project": project})
    assert [(each.code, each.node) for each in sheet.findings] == told
    assert sheet.total == engine.score(facts).total


def test_a_misspelt_part_of_a_project_has_its_nearest(engine: scoring.Engine) -> None:
    """A suggestion for `project.departmnt`, none for what is like nothing."""
    found = engine.score({"project": {"departmnt": "c", "region": "d"}}).findings
    assert "did you mean project.department?" in found[0].message
    assert "did you mean" not in found[1].message
