"""Formulas: what they are worth, what they refuse and where."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Any

import pytest

from scoring.errors import FormulaError
from scoring.exact import Exact
from scoring.exact_row import CONTEXT, Layout
from scoring.facts import Facts
from scoring.formula import build, parse
from scoring.quantity import Names

D = Decimal
NAMES = Names(
    {
        "a": "number",
        "b": "number",
        "m.spent": "money",
        "m.budget": "money",
        "ok": "boolean",
        "late": "boolean",
        "k": "text",
        "start": "date",
        "end": "date",
        "资金.支出": "money",
    },
    {"survey": {"answer": "number", "by": "text", "happy": "boolean"}, "lines": {"amount": "money"}},
)
SLOTS = {name: place for place, name in enumerate([*NAMES.facts, *NAMES.tables], start=1)}
COLUMNS = {
    (table, column): place for table, columns in NAMES.tables.items() for place, column in enumerate(columns, start=1)
}
DAY = D(738000)


def evaluate(text: str, **given: Any) -> Any:
    """Evaluate a formula on facts given by name (dots as underscores)."""
    row: list[Any] = [frozenset()] + [None] * len(SLOTS)
    for table in NAMES.tables:
        row[SLOTS[table]] = []
    for name, slot in SLOTS.items():
        value = given.get(name.replace(".", "_"))
        if name in NAMES.tables:
            columns = NAMES.tables[name]
            row[slot] = [[row, *(each.get(column) for column in columns)] for each in value or []]
        else:
            row[slot] = value
    algebra = Exact(Layout(SLOTS, COLUMNS), len(row))
    with localcontext(CONTEXT):
        expression = build(parse(text, NAMES).root, Facts(algebra, NAMES)).expression
        for step in algebra.program:
            row.append(step(row))
        return expression(row)


ANSWERS = [
    {"answer": D(5), "by": "tel"},
    {"answer": D(4), "by": "web"},
    {"answer": D(2), "by": "tel"},
    {"by": "web"},
]


@pytest.mark.parametrize(
    ("text", "given", "value"),
    [
        ("1 + 2 * 3", {}, D(7)),
        ("-2 ** 2", {}, D(-4)),
        ("2 ** -1", {}, D("0.5")),
        ("(1 + 2) * 3 - 4 / 8", {}, D("8.5")),
        ("a / b", {"a": D(1), "b": D(4)}, D("0.25")),
        ("a / b", {"a": D(1), "b": D("1E-10")}, None),
        ("a / b", {"a": D(1), "b": D(0)}, None),
        ("a + b", {"a": D(1)}, None),
        ("a ** 0", {"a": D(0)}, D(1)),
        ("a ** -1", {"a": D(0)}, None),
        ("a ** 0.5", {"a": D(-4)}, None),
        ("a ** (1 / 2)", {"a": D(4)}, D(2)),
        ("a ** (-1/2)", {"a": D(4)}, D("0.5")),
        ("a ** (1/3) == 2", {"a": D(8)}, True),
        ("(a * a * a) ** (1 / 3) == a", {"a": D("0.7")}, True),
        ("a ** (1/3)", {"a": D(-8)}, None),
        ("a ** 100 * a ** 100 * a ** 100 * a ** 100", {"a": D(10)}, None),
        ("exp(a)", {"a": D(10**9)}, None),
        ("a == b", {"a": D("0.3"), "b": D("0.3000000009")}, True),
        ("a < b", {"a": D("0.3"), "b": D("0.3000000009")}, False),
        ("a < b", {"a": D("0.3"), "b": D("0.3000000011")}, True),
        ("a >= b", {"a": D("0.3"), "b": D("0.3000000009")}, True),
        ("a != b", {"a": D(1), "b": D(1)}, False),
        ("0 < a <= 3", {"a": D(3)}, True),
        ("0 < a <= 3", {"a": D(0)}, False),
        ("0 < a < b", {"a": D(0)}, False),
        ("b > a > 0", {"a": D(0)}, False),
        ("0 < a < b", {"a": D(1)}, None),
        ("0 <= a == b != 3", {"a": D(2), "b": D("2.0000000009")}, True),
        ("3 > a >= b", {"a": D(2), "b": D("2.0000000009")}, True),
        ("3 > a >= b", {"a": D(2), "b": D("2.0000000011")}, False),
        ("ok == late == ok", {"ok": False, "late": False}, True),
        ("k != '甲' != k", {"k": "乙"}, True),
        ("'2022-01-01' <= start < end", {"start": DAY, "end": DAY}, False),
        ("a ** 10 * b == -(a ** 10) * b", {"a": D("9E29"), "b": D("2E9")}, False),
        ("a ** 10 * b < -(a ** 10) * b", {"a": D("9E29"), "b": D("2E9")}, False),
        ("a in (1, 2, -3)", {"a": D("1.9999999991")}, True),
        ("a in (1, 2, -3)", {"a": D("1.9999999989")}, False),
        ("start in ('2021-07-28', '2021-07-29')", {"start": DAY}, True),
        ("k == ' 甲 '", {"k": "甲"}, True),
        ("k in ('甲', '乙')", {"k": "丙"}, False),
        ("k not in ('甲', '乙')", {"k": "丙"}, True),
        ("k in ('甲')", {"k": "甲"}, True),
        ("a in (1, 2, -3)", {"a": D(-3)}, True),
        ("a in (1, 2)", {}, None),
        ("ok and late", {"ok": False}, False),
        ("late and ok", {"ok": False}, False),
        ("ok and late", {"ok": True}, None),
        ("ok or late", {"ok": True}, True),
        ("late or ok", {"ok": True}, True),
        ("ok or late", {"ok": False}, None),
        ("not ok", {}, None),
        ("a if ok else b", {"ok": True, "a": D(1)}, D(1)),
        ("a if ok else b", {"ok": False, "a": D(1)}, None),
        ("a if ok else b", {"a": D(1), "b": D(1)}, None),
        ("coalesce(a, b, 7)", {"b": D(2)}, D(2)),
        ("coalesce(a, 7)", {}, D(7)),
        ("min(a, b, 3)", {"a": D(5), "b": D(4)}, D(3)),
        ("max(a, b)", {"a": D(5)}, None),
        ("clip(a, 0, 1)", {"a": D(5)}, D(1)),
        ("clip(a, b, 1)", {"a": D(5)}, None),
        ("clip(a, b, 3)", {"a": D(1), "b": D(2)}, D(2)),
        ("clip(a, b, 3)", {"a": D(1), "b": D(4)}, D(3)),
        ("clip(a, 4, 3)", {"a": D(5)}, D(3)),
        ("abs(-a)", {"a": D(5)}, D(5)),
        ("floor(a)", {"a": D("2.9999999995")}, D(3)),
        ("floor(a)", {"a": D("-2.5")}, D(-3)),
        ("ceil(a)", {"a": D("2.0000000005")}, D(2)),
        ("ceil(a)", {"a": D("-2.5")}, D(-2)),
        ("ln(a)", {"a": D("1E-10")}, None),
        ("log10(a)", {"a": D(1000)}, D(3)),
        ("sqrt(a)", {"a": D("-1E-10")}, D(0)),
        ("sqrt(a)", {"a": D(-1)}, None),
        ("sqrt(a)", {"a": D("2.25")}, D("1.5")),
        ("days(min(start, end), max(start, end))", {"start": DAY + 9, "end": DAY}, D(9)),
        ("days(clip(end, start, '2021-08-03'), start)", {"start": DAY, "end": DAY + 99}, D(-5)),
        ("min(start, '2021-07-28') == '2021-07-28'", {"start": DAY}, True),
        ("coalesce(start, '2021-07-29') < end", {"end": DAY + 1}, True),
        ("days('2021-07-29', start if ok else '2021-07-30')", {"start": DAY, "ok": False}, D(1)),
        ("(start if ok else '2021-07-30') > start", {"start": DAY, "ok": False}, True),
        ("coalesce('2021-07-30', start) > end", {"end": DAY}, True),
        ("coalesce(k, '乙') == '乙'", {}, True),
        ("(k if ok else '乙') == '乙'", {"ok": False}, True),
        ("max(start, end)", {"start": DAY}, None),
        ("days(start, end)", {"start": DAY, "end": DAY + 181}, D(181)),
        ("start <= end", {"start": DAY, "end": DAY}, True),
        ("start == '2021-07-29'", {"start": D(738000)}, True),
        ("fraction(survey.answer >= 4)", {"survey": ANSWERS}, D(2) / D(3)),
        ("fraction(survey.answer >= 4)", {}, None),
        ("count(survey)", {"survey": ANSWERS}, D(4)),
        ("count(survey.answer)", {"survey": ANSWERS}, D(3)),
        ("count(survey.by == 'tel')", {"survey": ANSWERS}, D(2)),
        ("sum(survey.answer)", {"survey": ANSWERS}, D(11)),
        ("sum(survey.answer)", {}, D(0)),
        ("mean(survey.answer * 2)", {"survey": ANSWERS}, D(22) / D(3)),
        ("mean(survey.answer)", {}, None),
        ("median(survey.answer)", {"survey": ANSWERS}, D(4)),
        ("median(survey.answer)", {"survey": ANSWERS[:2]}, D("4.5")),
        ("minimum(survey.answer)", {"survey": ANSWERS}, D(2)),
        ("maximum(survey.answer)", {}, None),
        ("fraction(survey.answer >= a)", {"survey": ANSWERS, "a": D(5)}, D(1) / D(3)),
        (
            "sum(lines.amount) > m.budget",
            {"lines": [{"amount": D("0.1")}, {"amount": D("0.2")}], "m_budget": D("0.3")},
            False,
        ),
        ("资金.支出 / m.budget", {"资金_支出": D(1), "m_budget": D(4)}, D("0.25")),
        ("a +\n  b", {"a": D(1), "b": D(2)}, D(3)),
        ("1_000 + 0.285", {}, D("1000.285")),
    ],
)
def test_a_formula_is_worth_what_its_author_expects(text: str, given: dict[str, Any], value: Any) -> None:
    """Precedence, functions, missing operands, three-valued logic and the tolerance (semantics.md)."""
    found = evaluate(text, **given)
    if isinstance(value, Decimal):
        assert isinstance(found, Decimal)
        assert abs(found - value) < Decimal("1E-25")
    else:
        assert found is value


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("", "formula-empty", 0),
        ("   ", "formula-empty", 0),
        ("a + ", "formula-unfinished", 2),
        ("a + costs", "unknown-fact", 4),
        ("资金.支出 / 资金.预算", "unknown-fact-near", 8),
        ("m.spnt / m.budget", "unknown-fact-near", 0),
        ("a + summ(b)", "unknown-function-near", 4),
        ("print(a)", "unknown-function", 0),
        ("__import__('os')", "unknown-function", 0),
        ("a.__class__", "unknown-fact", 0),
        ("(lambda: 1)()", "formula-not-allowed", 1),
        ("[a for a in b]", "formula-not-allowed", 0),
        ("a // b", "formula-not-allowed", 0),
        ("a % b", "formula-not-allowed", 0),
        ("a is b", "formula-not-allowed", 0),
        ("a[0]", "formula-not-allowed", 0),
        ("f'{a}'", "formula-not-allowed", 0),
        ("a := 1", "formula-syntax", 2),
        ("a = b", "formula-equals", 2),
        ("a ＞ b", "formula-full-width", 2),
        ("（a + b）", "formula-full-width", 0),
        ("a # 1", "formula-comment", 2),
        ("9**9**9", "formula-exponent", 3),
        ("a ** b", "formula-exponent", 5),
        ("a ** 1000", "formula-exponent", 5),
        ("a ** (1 / 0)", "formula-exponent", 6),
        ("a ** (1 / b)", "formula-exponent", 6),
        ("a ** (50 / 0.1)", "formula-exponent", 6),
        ("1e300", "formula-number", 0),
        ("a > 'x'", "formula-compare", 0),
        ("k > '甲'", "formula-order", 0),
        ("k + 1", "formula-kind", 0),
        ("ok * 5", "formula-kind", 0),
        ("a and ok", "formula-kind", 0),
        ("a if b else 1", "formula-kind", 5),
        ("start if ok else '好'", "formula-date", 17),
        ("min(start, '2021-02-30')", "formula-date", 11),
        ("min(start, 1)", "formula-kind", 4),
        ("min(a, '2021-02-28')", "formula-kind", 7),
        ("max(k, '好')", "formula-kind", 4),
        ("coalesce(start, a)", "formula-mixed", 0),
        ("abs(start)", "formula-kind", 4),
        ("days(start, 1)", "formula-kind", 12),
        ("k if ok else 1", "formula-mixed", 0),
        ("ok == True", "formula-boolean", 6),
        ("a in (b, 1)", "formula-options", 6),
        ("start == '2021-02-30'", "formula-date", 9),
        ("survey / 2", "formula-table", 0),
        ("survey.answer / 2", "formula-rows", 0),
        ("sum(a)", "formula-fold", 0),
        ("sum(sum(survey.answer) + survey.answer)", "formula-nested", 0),
        ("sum(survey.answer + lines.amount)", "formula-tables", 4),
        ("min()", "formula-arguments", 0),
        ("days(start)", "formula-arguments", 0),
        ("clip(x=1)", "formula-not-allowed", 0),
        ("a" + " + a" * 2000, "formula-long", 0),
    ],
)
def test_a_mistake_is_refused_at_its_column(text: str, code: str, column: int) -> None:
    """Whatever a formula may not say is an error with a code, at the character where it stands."""
    with pytest.raises(FormulaError) as caught:
        parse(text, NAMES)
    assert (caught.value.code, caught.value.column) == (code, column)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000 + "a" + ")" * 10_000,
        "(" * 1900 + "a" + ")" * 1900,
        "-" * 3900 + "a",
        "not " * 900 + "ok",
        "a+" * 1900 + "a",
        "(" * 100 + "a<a" + ")<a" * 100,
        "a if ok else " * 290 + "a",
        "9" * 3990,
        "a.b" + ".b" * 1000,
    ],
)
def test_a_hostile_formula_ends_in_an_error(text: str) -> None:
    """Depth and size are bounded: no crash, no hang, whatever is nested."""
    with pytest.raises(FormulaError):
        parse(text, NAMES)


def test_a_long_but_flat_formula_is_fine() -> None:
    """A sum of a hundred facts is a formula like any other."""
    assert evaluate(" + ".join(["a"] * 100), a=D(1)) == D(100)


def test_names_are_collected_in_order_and_once() -> None:
    """The facts that a formula names decide between missing and invalid, and are listed for its reader."""
    formula = parse("b / a + sum(lines.amount) + count(survey) + b", NAMES)
    assert formula.names == ("b", "a", "lines.amount", "survey")


def test_a_set_without_declared_facts_takes_names_by_their_use() -> None:
    """An open set infers a name's kind from what stands beside it."""
    names = Names({}, {}, open=True)
    kinds = {
        n.value: n.kind for n in parse("x / y if k == '甲' and ok else 0", names).root.walk() if n.operation == "name"
    }
    assert kinds == {"x": "number", "y": "number", "k": "text", "ok": "boolean"}


def test_each_operand_is_evaluated_once() -> None:
    """However deep comparisons are nested, chained or listed, the time to evaluate grows with the length alone."""
    deep = "a"
    for place in range(50):
        form = "(1 if 0 < {} < 2 else a)" if place % 2 else "(1 if {} in (7, 8, 9, 1) else a)"
        deep = form.format(deep)
    assert evaluate(deep, a=D(1)) == 1


def test_sums_that_overflow_are_missing() -> None:
    """Adding up rows whose numbers are too large together gives no number, and no exception."""
    rows = [{"answer": D("9.9E29")}] * 2
    for fold in ("sum", "mean", "median"):
        huge = f"{fold}(survey.answer ** 10 * 900000000)"
        assert evaluate(huge, survey=rows[:1]) > D("8E308")
        assert evaluate(huge, survey=rows) is None
