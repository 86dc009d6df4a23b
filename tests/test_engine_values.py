"""What the engine makes of single values: beyond all bounds, of other libraries, with units, half characters."""

from __future__ import annotations

import datetime
import enum
import numbers
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

import scoring
from tests.small_sets import of_table, one_line, small_set, written

if TYPE_CHECKING:
    from pathlib import Path

D = Decimal


@pytest.mark.parametrize(
    "number",
    [
        10**5000,
        -(10**5000),
        D("1E+400"),
        D("1E+999999"),
        D("1E+999999999"),
        D("sNaN"),
        D("-Infinity"),
        Fraction(10**400),
        Fraction(1, 10**400) + 10**400,
        1e300,
        complex(1, 1),
        "1" * 5000,
        "9" * 40,
    ],
    ids=range(13),
)
@pytest.mark.parametrize("kind", ["number", "integer", "percent", "money", "date", "quantity", "boolean", "text"])
def test_a_number_beyond_all_bounds_is_invalid(tmp_path: Path, kind: str, number: Any) -> None:
    """No number is too large to be called invalid: never an exception, the sheet has its JSON and its digest."""
    formula = {"date": "days('2022-01-01', x)", "text": "x == 'a'", "boolean": "x"}.get(kind, "x")
    sheet = scoring.Engine(scoring.load(written(one_line(formula, {"x": kind}), tmp_path))).score({"x": number})
    if not (kind == "text" and isinstance(number, str)):
        assert sheet["i"].status == "invalid"
    assert scoring.ScoreSheet.model_validate_json(sheet.model_dump_json()) == sheet


class NaTType(datetime.datetime):
    """What pandas has for a missing date: a date that is none."""

    def toordinal(self) -> int:
        """Raise, as pandas does."""
        raise ValueError("NaTType does not support toordinal")


class NAType:
    """What pandas has for any missing value: nothing can be asked of it."""

    def __bool__(self) -> bool:
        raise TypeError("boolean value of NA is ambiguous")


class Single:
    """A number of single precision, as numpy has it: its text is its shortest form, its value is not."""

    def __float__(self) -> float:
        return 0.10000000149011612

    def __str__(self) -> str:
        return "0.1"


numbers.Real.register(Single)


class Rate(float, enum.Enum):
    """A float whose text is no number."""

    HALF = 0.5


@pytest.mark.parametrize("nothing", [NaTType(1, 1, 1), NAType()], ids=["NaT", "NA"])
@pytest.mark.parametrize("kind", ["number", "integer", "percent", "money", "date", "quantity", "boolean", "text"])
def test_an_empty_cell_of_pandas_is_missing(tmp_path: Path, kind: str, nothing: Any) -> None:
    """NaT and NA are no values, in no type of fact and in no cell of a table."""
    formula = {"date": "days('2022-01-01', {})", "text": "{} == 'a'"}.get(kind, "{}")
    rules = small_set(
        {"x": kind, "t": of_table(x=kind)},
        {"i": {"measure": formula.format("x")}, "rows": {"measure": "count(t.x)"}},
    )
    engine = scoring.Engine(scoring.load(written(rules, tmp_path)))
    for table in ([{"x": nothing}], nothing):
        sheet = engine.score({"x": nothing, "t": table, "project": {"id": nothing, "name": nothing}})
        assert (sheet["i"].status, sheet["rows"].measure, sheet.findings) == ("missing", 0, ())
        assert (sheet.project.key, sheet.project.name) == (None, None)
    assert engine.score({"project": nothing}).project.key is None


@pytest.mark.parametrize(("number", "expected"), [(Single(), D("0.1")), (Rate.HALF, D("0.5"))])
def test_other_kinds_of_numbers_are_read_by_their_shortest_form(tmp_path: Path, number: Any, expected: Decimal) -> None:
    """Numpy's float32 of 0.1 is 0.1, not the 0.10000000149 that its bits are; a float is one whatever its class."""
    rules = one_line("x", {"x": "number"})
    line = scoring.Engine(scoring.load(written(rules, tmp_path))).score({"x": number})["i"]
    assert line.measure == expected


@pytest.mark.parametrize("number", [D("0E+500"), D("1E-5000"), Fraction(1, 10**400), 5e-324], ids=range(4))
def test_a_number_next_to_nothing_is_nothing(tmp_path: Path, number: Any) -> None:
    """What is too small to matter is 0, not an error."""
    sheet = scoring.Engine(scoring.load(written(one_line("x + 0.5", {"x": "number"}), tmp_path))).score({"x": number})
    assert sheet["i"].score == 5
    assert scoring.ScoreSheet.model_validate_json(sheet.model_dump_json()) == sheet


def test_half_a_character_is_no_text(tmp_path: Path) -> None:
    """A lone surrogate, which no file can hold, is invalid as a fact and written as an escape everywhere else."""
    rules = one_line("k", {"k": "text"}, {"kind": "levels", "levels": {"a": 1}})
    facts = {"k": "a\ud83d", "project": "p\ud83d", "\ud83d": 1, "survey": {"\ud83d": "\ud83d"}}
    sheet = scoring.Engine(scoring.load(written(rules, tmp_path))).score(facts)
    assert (sheet["i"].status, sheet.project.key) == ("invalid", "p\\ud83d")
    assert "a\\ud83d" in sheet.findings[0].message
    assert scoring.ScoreSheet.model_validate_json(sheet.model_dump_json()) == sheet


def test_a_level_that_the_scale_has_not_is_a_finding(tmp_path: Path) -> None:
    """`invalid` comes with a finding, also where the fact itself is what the set declares (semantics.md)."""
    scale = {"kind": "levels", "levels": {"good": D(1), "poor": D("0.5")}}
    rules = small_set({"w": "level"}, {"i": {"measure": "w", "scale": scale}})
    engine = scoring.Engine(scoring.load(written(rules, tmp_path)))
    sheet = engine.score({"w": "fair"})
    assert sheet["i"].status == "invalid"
    (finding,) = sheet.findings
    assert (finding.code, finding.node) == ("invalid-measure", "i")
    assert "“fair” is none of the levels (good, poor)" in finding.message
    assert finding.remedy
    assert engine.score({"w": "poor"}).findings == ()


@pytest.mark.parametrize("text", ["10²", "954.25①", "㊿", "½"])
def test_raised_and_circled_digits_are_no_digits(tmp_path: Path, text: str) -> None:
    """Only full-width forms stand for digits: 10² is neither 10 nor 102."""
    rules = small_set({"a": "number", "q": "quantity"}, {"i": {"measure": "a"}, "j": {"measure": "q"}})
    sheet = scoring.Engine(scoring.load(written(rules, tmp_path))).score({"a": text, "q": text})
    assert (sheet["i"].status, sheet["j"].status) == ("invalid", "invalid")


def test_a_percentage_with_words_behind_it_is_no_quantity(tmp_path: Path) -> None:
    """`90%以上` says no number; `120场` is 120 of a unit, and 85% is 0.85."""
    rules = small_set({"q": "quantity"}, {"i": {"measure": "q"}})
    engine = scoring.Engine(scoring.load(written(rules, tmp_path)))
    found = [engine.score({"q": text})["i"].measure for text in ("90%以上", "120场", "85%")]
    assert found == [None, 120, D("0.85")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("120㎡", 120),
        ("120 m²", 120),
        ("１２０m²", 120),
        ("1,200.5m2", D("1200.5")),
        ("3 m3/天", 3),
        ("2.5km2", D("2.5")),
        ("5 次", 5),
        ("-3℃", -3),
        ("5-10", None),
        ("3天2夜", None),
        ("120m22", None),
        ("12 34", None),
        ("12 34m²", None),
        ("5e3", None),
        ("2.5E2", None),
        ("3D2N", None),
        ("2022Q3", None),
        ("10x3", None),
        ("1h2m", None),
        ("5 A3纸", None),
        ("5斤½", None),
        ("10次①", None),
        ("3cm²", 3),
        ("10²", None),
        ("10 ²", None),
        ("5½", None),
        ("≥90", None),
        ("约120场", None),
    ],
)
def test_a_quantity_has_a_unit_of_any_kind(tmp_path: Path, text: str, value: Any) -> None:
    """Square and cubic metres are units like any other; a second number, or a sign, makes it none."""
    rules = small_set({"q": "quantity"}, {"i": {"measure": "q"}})
    line = scoring.Engine(scoring.load(written(rules, tmp_path))).score({"q": text})["i"]
    assert (line.measure, line.status) == (value, "invalid" if value is None else "scored")


def test_a_percent_fact_is_shown_as_a_percentage(tmp_path: Path) -> None:
    """A formula that is one fact of the type percent shows it as one."""
    rules = small_set({"p": "percent"}, {"i": {"measure": "p"}})
    assert scoring.Engine(scoring.load(written(rules, tmp_path))).score({"p": "92.5%"})["i"].display == "92.50%"
