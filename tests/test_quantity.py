"""Quantities, as authors of checks write with them: the kind and the rows of a result, and what is refused in words."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from scoring.errors import ScoringError, UnknownNameError
from scoring.functions import without_data
from scoring.operators import exact
from tests.test_formula import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from scoring.facts import Facts

D = Decimal
DIFFERENT = "rows of different tables cannot be combined: lines, survey"


@pytest.mark.parametrize(
    ("build", "kind", "table"),
    [
        (lambda f: f["m.spent"] + f["m.budget"], "money", None),
        (lambda f: f["m.spent"] - f["m.budget"], "money", None),
        (lambda f: f["m.spent"] * f["m.budget"], "number", None),
        (lambda f: f["m.spent"] / f["m.budget"], "number", None),
        (lambda f: f["m.spent"] + f["a"], "number", None),
        (lambda f: f["a"] - f["m.spent"], "number", None),
        (lambda f: f["a"] + f["b"], "number", None),
        (lambda f: f["m.spent"] + 1, "number", None),
        (lambda f: f["m.spent"] ** 2, "number", None),
        (lambda f: f["a"] ** 0.5, "number", None),
        (lambda f: -f["m.spent"], "money", None),
        (lambda f: abs(f["m.spent"]), "money", None),
        (lambda f: f.floor(f["m.spent"]), "number", None),
        (lambda f: f.sqrt(f["m.spent"]), "number", None),
        (lambda f: f["m.spent"] > 1, "boolean", None),
        (lambda f: f["ok"] & f["late"], "boolean", None),
        (lambda f: ~f["ok"], "boolean", None),
        (lambda f: f["k"] == "甲", "boolean", None),
        (lambda f: f["start"] < f["end"], "boolean", None),
        (lambda f: f["survey.answer"] + f["a"], "number", "survey"),
        (lambda f: f["a"] < f["survey.answer"], "boolean", "survey"),
        (lambda f: 1 - f["survey.answer"], "number", "survey"),
        (lambda f: f["ok"] | f["survey.happy"], "boolean", "survey"),
        (lambda f: ~f["survey.happy"], "boolean", "survey"),
        (lambda f: f["lines.amount"] + f["m.spent"], "money", "lines"),
        (lambda f: f.dated("start"), "boolean", None),
        (lambda f: f.dated("a"), "boolean", None),
        (lambda f: f.dated("survey.answer"), "boolean", "survey"),
        (lambda f: f.invalid("a", "nothing"), "boolean", None),
        (lambda f: f.missing(), "number", None),
        (lambda f: f.constant("x"), "text", None),
        (lambda f: f.constant(value=True), "boolean", None),
        (lambda f: f.constant(1.5), "number", None),
    ],
    ids=range(33),
)
def test_a_result_has_its_kind_and_rows(build: Callable[[Facts], Any], kind: str, table: str | None) -> None:
    """Sums and differences of money are money; what a column takes part in is of the rows of its table."""
    made = build(without_data(NAMES))
    assert (made.kind, made.table) == (kind, table)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda f: f["k"] + 1, "add wants numbers, not a text"),
        (lambda f: 1 / f["ok"], "divide wants numbers, not a boolean"),
        (lambda f: -f["k"], "negate wants numbers, not a text"),
        (lambda f: f["k"] ** 2, r"\*\* wants numbers, not a text"),
        (lambda f: f["a"] ** "x", r"the exponent of \*\* must be a constant number"),
        (lambda f: f["a"] > f["k"], "a number and a text cannot be compared"),
        (lambda f: f["k"] > "x", "> compares numbers and dates, not a text"),
        (lambda f: f["ok"] <= f["late"], "<= compares numbers and dates, not a boolean"),
        (lambda f: f["a"] & f["ok"], "a condition is due, not a number"),
        (lambda f: f["ok"] | f["a"], "a condition is due, not a number"),
        (lambda f: ~f["a"], "a condition is due, not a number"),
        (
            lambda f: f["survey.answer"] + f["lines.amount"],
            DIFFERENT,
        ),
        (lambda f: f["a"] + float("inf"), "inf is not a finite number"),
        (lambda f: f.max(f["a"], object()), "a number, a text or a Quantity is due, not object"),
        (lambda f: f.chain(["<", "<"], f["a"], f["k"], f["b"]), "a number and a text cannot be compared"),
        (lambda f: f["costs"], "costs"),
        (lambda f: f.dated("costs"), "costs"),
    ],
    ids=range(17),
)
def test_what_does_not_go_together_is_refused_in_words(build: Callable[[Facts], Any], message: str) -> None:
    """A check that mixes kinds or tables, or names what is not there, is told so when it is built."""
    with pytest.raises(ScoringError, match=f"^{message}$" if message != "costs" else message):
        build(without_data(NAMES))


def test_a_name_that_is_none_has_a_near_one() -> None:
    """`m.spnt` may have meant `m.spent`."""
    facts = without_data(NAMES)
    for read in (facts.__getitem__, facts.dated):
        with pytest.raises(UnknownNameError, match=r"m\.spent"):
            read("m.spnt")


def test_a_date_is_dated_and_a_text_is_not() -> None:
    """Told by the declared type, before there are any data."""
    facts = without_data(NAMES)
    assert facts.dated("start").expression([]) is True
    assert facts.dated("k").expression([]) is False


def test_what_is_told_of_a_project_is_told_of_its_rows() -> None:
    """Where the rows of a table are looked at, what is asked of a fact of the project is one of theirs."""
    facts = without_data(NAMES._replace(inside="survey"))
    assert [facts.dated(name).table for name in ("start", "answer")] == ["survey", "survey"]
    assert facts.within(facts["answer"]).table == "survey"


def test_what_is_read_is_collected() -> None:
    """Beside what is given as used, the names of facts and columns that were asked for."""
    facts = without_data(NAMES)
    assert facts["survey.answer"].table == "survey"
    assert facts["m.spent"].kind == "money"
    assert facts.used == {"survey.answer", "m.spent"}


@pytest.mark.parametrize(
    ("value", "number"), [(1, "1"), (0.285, "0.285"), (D("1.50"), "1.50"), (-3, "-3"), (1e-7, "1E-7")], ids=repr
)
def test_a_constant_is_exact(value: Any, number: str) -> None:
    """A float is read by its shortest form."""
    assert exact(value) == D(number)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (True, "a number is due, not True"),
        ("1", "a number is due, not '1'"),
        (None, "a number is due, not None"),
        (float("nan"), "nan is not a finite number"),
        (D("Infinity"), "Infinity is not a finite number"),
    ],
    ids=repr,
)
def test_what_is_no_constant_number_is_refused(value: Any, message: str) -> None:
    """Truths, texts, and what is not finite."""
    with pytest.raises(ScoringError, match=f"^{message}$"):
        exact(value)
