"""Formulas at their edges: exactly on the tolerance, and where no finite number is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.test_formula import evaluate

D = Decimal
ON, OFF = D("1E-9"), D("1.1E-9")


@pytest.mark.parametrize("formula", ["1 / a", "a ** -1", "a ** -0.5", "ln(a)", "log10(a)"])
def test_what_is_equal_to_zero_is_zero(formula: str) -> None:
    """As a denominator and under `ln` and `log10`, a number at most 10^-9 from zero, on either side, is zero."""
    assert evaluate(formula, a=ON) is None
    assert evaluate(formula, a=-ON) is None
    assert evaluate(formula, a=OFF) is not None


@pytest.mark.parametrize(("a", "root"), [(ON, 0), (-ON, 0), (-OFF, None), (D("1E-8"), D("1E-4"))])
def test_the_square_root_of_what_is_equal_to_zero_is_0(a: Decimal, root: Any) -> None:
    """`sqrt` of a number at most 10^-9 below or above zero is 0; of one further below it is missing."""
    assert evaluate("sqrt(a)", a=a) == root


@pytest.mark.parametrize(("exponent", "value"), [("0", 1), ("0.5", 0), ("1", 0), ("2", 0), ("-1", None)])
def test_zero_to_a_power(exponent: str, value: int | None) -> None:
    """0 ** 0 is 1, a positive power of 0 is 0, a negative one is missing."""
    assert evaluate(f"a ** {exponent}", a=D(0)) == value


@pytest.mark.parametrize(
    "formula",
    [
        "exp(a) + exp(a)",
        "-exp(a) - exp(a)",
        "exp(a) * exp(a)",
        "10 * exp(a)",
        "exp(a) * 10",
        "exp(a) / 0.1",
        "exp(a) ** 2",
        "exp(a * 2)",
        "exp(711) + exp(711)",
        "1 / (exp(a) + exp(a))",
    ],
)
def test_an_overflow_is_missing(formula: str) -> None:
    """Whichever operation it happens in, among constants too: no number, and no exception; exp(711) is 6 x 10^308."""
    assert evaluate(formula, a=D(711)) is None


@pytest.mark.parametrize(
    ("operator", "below", "equal", "above"),
    [
        ("<", True, False, False),
        ("<=", True, True, False),
        (">", False, False, True),
        (">=", False, True, True),
        ("==", False, True, False),
        ("!=", True, False, True),
    ],
)
@pytest.mark.parametrize("form", ["a {} b", "-9 <= a {} b < 9", "-9 < 9 != a {} b"])
def test_what_is_equal_compares_as_equal(form: str, operator: str, *, below: bool, equal: bool, above: bool) -> None:
    """Every comparison, alone and in a chain, takes numbers at most 10^-9 apart for equal, and no others."""
    text = form.format(operator)
    for gap, due in ((-OFF, below), (-ON, equal), (D(0), equal), (ON, equal), (OFF, above)):
        assert evaluate(text, a=D("0.5") + gap, b=D("0.5")) is due, gap


@pytest.mark.parametrize("operator", ["<", "<=", ">", ">=", "==", "!="])
def test_numbers_too_far_apart_to_subtract_are_compared(operator: str) -> None:
    """6 x 10^308 and its opposite: their difference is no number, which of them is larger is plain."""
    found = evaluate(f"exp(a) {operator} -exp(a)", a=D(711)), evaluate(f"-exp(a) {operator} exp(a)", a=D(711))
    assert found == (operator in (">", ">=", "!="), operator in ("<", "<=", "!="))


@pytest.mark.parametrize(("formula", "value"), [("k != '甲'", True), ("k == '甲'", False), ("ok != late", True)])
def test_texts_and_conditions_are_the_same_or_not(formula: str, value: bool) -> None:  # noqa: FBT001 - a value
    """`==` and `!=` of two texts and of two conditions."""
    assert evaluate(formula, k="乙", ok=True, late=False) is value


def test_a_product_of_two_facts_is_exact() -> None:
    """38 digits: the square of 10^19 - 1 is not rounded."""
    square = D("99999999999999999980000000000000000001")
    assert evaluate("a * a - b", a=D("9999999999999999999"), b=square - 1) == 1
