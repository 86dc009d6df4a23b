"""The score sheet as a program uses it: lines by id, frozen, published as JSON, pickled, shown."""

from __future__ import annotations

import copy
import io
import json
import pickle
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pydantic
import pytest
from rich.console import Console

import scoring
from tests.small_sets import of_table, small_set, written

if TYPE_CHECKING:
    from pathlib import Path

D = Decimal
FACTS: dict[str, Any] = {
    "spent": {"type": "money", "unit": "万元"},
    "budget": {"type": "money", "unit": "万元"},
    "kind": "level",
    "ok": "boolean",
    "t": of_table(x="number"),
}
INDICATORS: dict[str, dict[str, Any]] = {
    "rate": {"measure": "spent / budget", "title": "Rate <b>"},
    "kind": {"check": "level", "with": {"fact": "kind"}, "scale": {"kind": "levels", "levels": {"5": 1, "B": 0}}},
    "asked": {"measure": "ok"},
    "mean": {"measure": "mean(t.x)", "missing": "skip"},
    "other": {"measure": "1", "applies": "spent < 0"},
}
GATES = {"over": {"title": "Over", "when": "spent > budget", "then": {"warn": True}}}
GIVEN: dict[str, Any] = {
    "project": {"id": "p-1", "name": "Hall", "year": 2022},
    "spent": 2,
    "budget": 3,
    "kind": "5",
    "ok": True,
    "t": [{"x": "?"}],
}


#: The published fields of every part.
FIELDS = {
    "set": "id version title digest",
    "project": "key name department unit year",
    "dimensions": "id title weight counting_weight earned score share status",
    "lines": "id title dimension weight measure share score status reason row target actual unit note self_score",
    "gates": "id fired effect",
    "findings": "code severity node message remedy",
    "provenance": "engine plugins facts_digest",
}


@pytest.fixture
def engine(tmp_path: Path) -> scoring.Engine:
    """The engine of a set with a line of every kind."""
    rules = small_set(FACTS, INDICATORS, gates=GATES, minimum_coverage=0, source="Clause 5")
    return scoring.Engine(scoring.load(written(rules, tmp_path)))


@pytest.fixture
def sheet(engine: scoring.Engine) -> scoring.ScoreSheet:
    """A sheet with a line of every kind, and a finding."""
    return engine.score(GIVEN)


# -- what it says


def test_a_line_by_its_id(sheet: scoring.ScoreSheet) -> None:
    """`sheet["budget-completion"].score`: a line by id."""
    assert sheet["rate"] is sheet.lines[0]
    assert (sheet["rate"].score, sheet["rate"].title, sheet["rate"].dimension) == (D("6.67"), "Rate <b>", "d")


@pytest.mark.parametrize(("id_", "said"), [("rat", "rat; did you mean rate?"), ("无", "无")])
def test_a_line_that_is_not_there_is_a_key_error(sheet: scoring.ScoreSheet, id_: str, said: str) -> None:
    """`KeyError` with the nearest id, where one is near."""
    with pytest.raises(KeyError) as caught:
        sheet[id_]
    assert caught.value.args == (said,)


def test_points_are_decimals(sheet: scoring.ScoreSheet) -> None:
    """Total, coverage, scores, weights and shares are `Decimal`; a line that does not count has None."""
    numbers = [sheet.total, sheet.coverage, sheet.full_marks, sheet["rate"].weight, sheet["rate"].share]
    assert all(isinstance(each, Decimal) for each in numbers)
    assert (sheet["mean"].score, sheet["mean"].share, sheet["other"].score) == (None, None, None)
    assert (sheet.total, sheet.full_marks) == (D("44.45"), 50)  # 50 x (6.67 + 10 + 10) / 30


def test_measures_are_exact(sheet: scoring.ScoreSheet) -> None:
    """A measure is a number, a text or a boolean, not rounded: 2/3 times 3 is 2 to 30 digits."""
    assert isinstance(sheet["rate"].measure, Decimal)
    assert abs(sheet["rate"].measure * 3 - 2) < D("1E-30")
    assert (sheet["kind"].measure, sheet["asked"].measure) == ("5", True)


def test_lines_show_themselves(sheet: scoring.ScoreSheet) -> None:
    """`display` is the measure as people read it, `reason` how it came about."""
    assert {each.id: (each.display, each.reason) for each in sheet.lines} == {
        "rate": ("66.67%", "2 / 3 = 66.67%"),
        "kind": ("5", "“5” earns 100.00% of the points"),
        "asked": ("yes", ""),
        "mean": ("—", "invalid data: t.x: “?” is not a number; write it as 0.9 or 1,234.5, without a sign such as ≥"),
        "other": ("—", "not applicable: 2 < 0 is false"),
    }


def test_status_is_equal_to_its_text(sheet: scoring.ScoreSheet) -> None:
    """`line.status == "missing"`, and one of `Status`."""
    assert sheet["rate"].status == "scored"
    assert sheet["rate"].status is scoring.Status.SCORED
    assert {str(each) for each in scoring.Status} == {"scored", "missing", "invalid", "not_applicable", "error"}


def test_a_sheet_names_its_set_and_what_made_it(sheet: scoring.ScoreSheet) -> None:
    """A sheet names the set, the version of the engine and of each plugin used, and the digest of the facts."""
    assert (sheet.set.id, sheet.set.version, sheet.set.title, sheet.set.source) == (
        "test/small",
        "1",
        "small",
        "Clause 5",
    )
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", sheet.set.digest)
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", sheet.provenance.facts_digest)
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", sheet.provenance.engine)
    assert sheet.provenance.plugins == {}  # built-in checks are the engine's own


def test_the_plugins_that_a_set_uses_are_named() -> None:
    """The version of each plugin used, and of no other."""
    made = scoring.Engine(scoring.load("wanzai/office-services-2022")).score({}).provenance
    assert made.plugins["scoring_budget"] == made.engine  # shipped together


def test_a_total_below_the_lowest_grade_is_no_matter_of_coverage(tmp_path: Path) -> None:
    """Where the coverage equals the minimum, within the tolerance, the reason is the total."""
    rules = small_set(
        {"a": "number", "b": "number"},
        {"x": {"measure": "a"}, "y": {"measure": "b"}},
        minimum_coverage=D("0.500000001"),
        grades=[{"at_least": 12, "label": "fair"}],
    )
    sheet = scoring.Engine(scoring.load(written(rules, tmp_path))).score({"a": 1})
    assert sheet.unrated_reason == "the total is below the lowest grade, 12"


# -- frozen


def test_every_part_is_frozen(engine: scoring.Engine, sheet: scoring.ScoreSheet) -> None:
    """`ScoreSheet`, `Line`, `IndicatorSet` and the rest are frozen."""
    parts: list[tuple[Any, str]] = [
        (sheet, "total"),
        (sheet["rate"], "score"),
        (sheet.dimensions[0], "score"),
        (sheet.gates[0], "fired"),
        (sheet.findings[0], "message"),
        (sheet.set, "digest"),
        (sheet.project, "key"),
        (sheet.provenance, "engine"),
        (engine.rules, "full_marks"),
        (engine.rules.indicators["rate"], "weight"),
    ]
    for part, name in parts:
        with pytest.raises(pydantic.ValidationError, match="frozen"):
            setattr(part, name, None)
    for each in (sheet.lines, sheet.dimensions, sheet.gates, sheet.adjustments, sheet.findings):
        assert isinstance(each, tuple)


# -- published


def test_the_json_is_read_back_as_the_same_sheet(sheet: scoring.ScoreSheet) -> None:
    """`model_dump_json()` is the published format; `model_validate_json` reads it back, equal, with the same hash."""
    back = scoring.ScoreSheet.model_validate_json(sheet.model_dump_json())
    assert back == sheet
    assert hash(back) == hash(sheet)
    assert back.model_dump_json() == sheet.model_dump_json()
    assert back["rate"].reason == "2 / 3 = 66.67%"
    assert back.provenance.facts_digest == sheet.provenance.facts_digest
    assert type(back["kind"].measure) is str  # "5" is a text, not a number
    assert back["asked"].measure is True


def test_the_json_has_the_published_fields(sheet: scoring.ScoreSheet) -> None:
    """Schema `scoring/sheet-1`: every field is there, null where there is nothing."""
    found = json.loads(sheet.model_dump_json())
    assert found["schema"] == "scoring/sheet-1"
    for part, names in FIELDS.items():
        inside = found[part][0] if isinstance(found[part], list) else found[part]
        assert set(names.split()) <= set(inside), part
    plain = {"schema", "full_marks", "total", "grade", "unrated_reason", "coverage", "adjustments"}
    assert set(found) == plain | set(FIELDS)
    assert found["project"] == {"key": "p-1", "name": "Hall", "department": None, "unit": None, "year": 2022}


def test_numbers_in_the_json_are_numbers(sheet: scoring.ScoreSheet) -> None:
    """Points are JSON numbers with the set's decimals; measures, shares and coverage are rounded to 10 decimals."""
    text = sheet.model_dump_json()
    for part in ('"total":44.45', '"full_marks":50', '"score":6.67', '"measure":0.6666666667', '"coverage":0.75'):
        assert part in text
    (dimension,) = json.loads(text)["dimensions"]
    assert dimension == {
        "id": "d",
        "title": "d",
        "weight": 50,
        "counting_weight": 30,
        "earned": 26.67,
        "score": 44.45,
        "share": 0.889,
        "status": "scored",
    }


@pytest.mark.parametrize(
    ("number", "published"),
    [
        ("0.00000000001", "0"),
        ("-0.00000000001", "0"),
        ("0.99999999999", "1"),
        ("2.50000000000001", "2.5"),
        ("12345678901234567890.123", "12345678901234567168"),
        ("1E+20", "100000000000000000000"),
    ],
)
def test_a_measure_of_any_size_is_published(tmp_path: Path, number: str, published: str) -> None:
    """At most ten decimals and the digits of a float, a whole number without a point; a 1 is not read back as a yes."""
    rules = small_set({"a": "number"}, {"i": {"measure": "a"}})
    sheet = scoring.Engine(scoring.load(written(rules, tmp_path))).score({"a": D(number)})
    assert f'"measure":{published},' in sheet.model_dump_json()
    back = scoring.ScoreSheet.model_validate_json(sheet.model_dump_json())
    assert (back, hash(back)) == (sheet, hash(sheet))
    assert isinstance(back["i"].measure, Decimal)


def test_what_is_no_sheet_is_refused() -> None:
    """A field that is not published, or one that is wanting, is an error of pydantic's."""
    with pytest.raises(pydantic.ValidationError):
        scoring.ScoreSheet.model_validate_json("{}")
    with pytest.raises(pydantic.ValidationError):
        scoring.ScoreSheet.model_validate_json('{"total": 1, "more": 2}')


def test_sheets_are_equal_when_their_json_is(engine: scoring.Engine, sheet: scoring.ScoreSheet) -> None:
    """Two values are equal when their published JSON is; another fact makes another sheet."""
    assert engine.score(GIVEN) == sheet
    assert engine.score(GIVEN | {"spent": 1}) != sheet
    assert sheet["rate"] != sheet["kind"]
    assert sheet != "a sheet"


def test_a_sheet_is_pickled_and_copied(sheet: scoring.ScoreSheet) -> None:
    """Sheets go between processes: what is computed on demand is computed first."""
    copied = sheet.model_copy(update={"total": D(1)}, deep=True)
    assert (copied.total, sheet.total) == (1, D("44.45"))
    for each in (pickle.loads(pickle.dumps(sheet)), copy.copy(sheet), copy.deepcopy(sheet), sheet.model_copy()):  # noqa: S301
        assert each == sheet
        assert each["rate"].reason == "2 / 3 = 66.67%"


# -- shown


def test_rich_prints_a_table(sheet: scoring.ScoreSheet) -> None:
    """`rich.print(sheet)`: a table, its markup taken literally."""
    page = io.StringIO()
    Console(file=page, width=100, color_system=None).print(sheet)
    for each in ("Rate <b>", "66.67%", "44.45", "any", "2 / 3 = 66.67%"):
        assert each in page.getvalue()


def test_a_notebook_shows_a_table(sheet: scoring.ScoreSheet) -> None:
    """`_repr_html_`: a table of HTML, texts escaped."""
    shown = sheet._repr_html_()
    assert "<table" in shown
    assert "Rate &lt;b&gt;" in shown
    assert "Rate <b>" not in shown
    assert "44.45" in shown
