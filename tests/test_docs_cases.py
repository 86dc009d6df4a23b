"""The cases of the reference hold: values read, formulas evaluated, shares and roundings as its tables say."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pytest

import scoring
from scoring.indicators import IndicatorSet
from scoring.notation import Invalid, reader
from tests.pages import blocks, table, toml

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGE: Final = "docs/reference/language.md"


@pytest.mark.parametrize("row", table(LANGUAGE, "cases", "notation").rows, ids=" ".join)
def test_values_are_read_as_the_reference_says(row: tuple[str, ...]) -> None:
    """A written value of a type is the value in the last column, or missing, or invalid."""
    kind, unit, given, due = (cell.strip("`") for cell in row)
    value = reader(kind, unit=unit or None)(toml(given))
    if due in ("missing", "invalid"):
        assert (value is None, isinstance(value, Invalid)) == (due == "missing", due == "invalid")
    else:
        wanted = toml(due)
        assert value == (wanted.toordinal() if isinstance(wanted, date) else wanted)
        assert type(value) is not bool or type(wanted) is bool


def tiny(indicator: dict[str, Any], **keys: Any) -> dict[str, Any]:
    """Return a set of one indicator of 10 points, with the facts of the reference's cases of formulas."""
    types = {
        **dict.fromkeys(["x", "y", "zero", "none"], "number"),
        **dict.fromkeys(["yes", "unknown"], "boolean"),
        **dict.fromkeys(["start", "end"], "date"),
        "word": "text",
    }
    columns = {"c": {"type": "number"}, "w": {"type": "text"}}
    return {
        "id": "test/reference",
        "title": "t",
        "version": "1",
        "missing": "zero",
        "full_marks": 10,
        "grades": [{"at_least": 0, "label": "-"}],
        "facts": {name: {"type": kind} for name, kind in types.items()} | {"t": {"type": "table", "columns": columns}},
        "dimensions": {"d": {"title": "d", "weight": 10}},
        "indicators": {"i": {"title": "i", "dimension": "d", "weight": 10, **indicator}},
        **keys,
    }


def line(indicator: dict[str, Any], given: Mapping[str, Any], **keys: Any) -> scoring.Line:
    """Score one indicator of 10 points."""
    return scoring.Engine(IndicatorSet.model_validate(tiny(indicator, **keys))).score(given)["i"]


@pytest.mark.parametrize("row", table(LANGUAGE, "cases", "formulas").rows, ids=" ".join)
def test_formulas_give_what_the_reference_says(row: tuple[str, ...]) -> None:
    """A formula over the facts of the page gives the value in the second column, or is missing."""
    (given,) = [each.text for each in blocks(LANGUAGE) if each.says.get("file") == "cases.toml"]
    found = line({"measure": row[0].strip("`")}, tomllib.loads(given, parse_float=Decimal))
    assert found.status == ("missing" if row[1] == "missing" else "scored")
    if row[1] != "missing":
        due = toml(row[1])
        assert type(found.measure) is (bool if isinstance(due, bool) else Decimal)
        assert isinstance(found.measure, (bool, Decimal))
        assert abs(found.measure - due) <= Decimal("1E-9")


@pytest.mark.parametrize("row", table(LANGUAGE, "cases", "scales").rows, ids=" ".join)
def test_scales_give_what_the_reference_says(row: tuple[str, ...]) -> None:
    """A measure earns the share in the last column."""
    measure = toml(row[1])
    fact = "yes" if isinstance(measure, bool) else "word" if isinstance(measure, str) else "x"
    assert line({"measure": fact, "scale": toml(row[0])}, {fact: measure}).share == Decimal(row[2])


@pytest.mark.parametrize("row", table(LANGUAGE, "cases", "rounding").rows, ids=" ".join)
def test_scores_are_rounded_as_the_reference_says(row: tuple[str, ...]) -> None:
    """An exact score of so many points of 10 is rounded to the score in the last column."""
    given = {"x": Decimal(row[1])}
    assert line({"measure": "x / 10"}, given, round=toml(row[0])).score == Decimal(row[2])
