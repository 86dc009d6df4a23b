"""The grammar of formulas: of which kind each part is, and which characters a refusal points at, with its values."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from scoring.errors import FormulaError
from scoring.formula import parse
from scoring.quantity import Names
from tests.test_formula import NAMES, evaluate

if TYPE_CHECKING:
    from scoring.node import Node

D = Decimal
OPEN = Names({}, {}, open=True)


def root(text: str, names: Names = NAMES, **keys: Any) -> Node:
    """Return a formula's tree."""
    return parse(text, names, **keys).root


def refused(text: str, names: Names = NAMES, **keys: Any) -> tuple[str, str, dict[str, Any]]:
    """Return the code of a refusal, the part of the text that it points at, and its values."""
    with pytest.raises(FormulaError) as caught:
        parse(text, names, **keys)
    error = caught.value
    return error.code, text[error.column : error.end], error.values


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1", "number"),
        ("'x'", "text"),
        ("a", "number"),
        ("m.spent", "money"),
        ("m.spent + m.budget", "money"),
        ("m.spent - m.budget", "money"),
        ("m.spent * m.budget", "number"),
        ("m.spent / m.budget", "number"),
        ("m.spent + a", "number"),
        ("a - m.spent", "number"),
        ("m.spent ** 2", "number"),
        ("-m.spent", "money"),
        ("+m.spent", "money"),
        ("-a", "number"),
        ("abs(m.spent)", "money"),
        ("min(m.spent, m.budget)", "money"),
        ("max(m.spent, m.budget)", "money"),
        ("max(m.spent, a)", "number"),
        ("clip(m.spent, m.budget, m.budget)", "money"),
        ("clip(m.spent, 0, m.budget)", "number"),
        ("floor(m.spent)", "number"),
        ("sqrt(m.spent)", "number"),
        ("min(start, end)", "date"),
        ("max(start, end)", "date"),
        ("clip(start, start, end)", "date"),
        ("coalesce(m.spent, m.budget)", "money"),
        ("coalesce(m.spent, 0)", "number"),
        ("coalesce(start, end)", "date"),
        ("coalesce(k, '甲')", "text"),
        ("coalesce(ok, late)", "boolean"),
        ("days(start, end)", "number"),
        ("m.spent if ok else m.budget", "money"),
        ("m.spent if ok else a", "number"),
        ("k if ok else k", "text"),
        ("not ok", "boolean"),
        ("ok and late", "boolean"),
        ("ok or late", "boolean"),
        ("a < b", "boolean"),
        ("a in (1, 2)", "boolean"),
        ("sum(lines.amount)", "money"),
        ("minimum(lines.amount)", "money"),
        ("maximum(lines.amount)", "money"),
        ("mean(lines.amount)", "number"),
        ("median(lines.amount)", "number"),
        ("count(lines.amount)", "number"),
        ("count(lines)", "number"),
        ("fraction(survey.happy)", "number"),
    ],
)
def test_each_part_has_its_kind(text: str, kind: str) -> None:
    """Sums, differences and choices of money are money, its products and folds of another sort are numbers."""
    assert root(text).kind == kind


@pytest.mark.parametrize(
    ("text", "code", "part", "values"),
    [
        ("a // b", "formula-not-allowed", "a // b", {"text": "a // b"}),
        ("~ok", "formula-not-allowed", "~ok", {"text": "~"}),
        ("a is b", "formula-not-allowed", "a is b", {"text": "a is b"}),
        ("a in (1, 2) in (3,)", "formula-not-allowed", "a in (1, 2) in (3,)", {"text": "in … in"}),
        ("1 < a in (1, 2)", "formula-not-allowed", "1 < a in (1, 2)", {"text": "1 < a in (1, 2)"}),
        ("1 + None", "formula-not-allowed", "None", {"text": "None"}),
        ("1 + 0x10", "formula-not-allowed", "0x10", {"text": "0x10"}),
        ("(a + b).c", "formula-not-allowed", "(a + b).c", {"text": "(a + b).c"}),
        ("print.x(1)(2)", "formula-not-allowed", "print.x(1)", {"text": "print.x(1)"}),
        ("max(*a)", "formula-not-allowed", "max(*a)", {"text": "max(… = …)"}),
        ("max(a, key=b)", "formula-not-allowed", "max(a, key=b)", {"text": "max(… = …)"}),
        ("[" + "a, " * 20 + "a]", "formula-not-allowed", "[" + "a, " * 20 + "a]", {"text": "[" + "a, " * 13}),
        ("True", "formula-boolean", "True", {"text": "True"}),
        ("ok == false", "formula-boolean", "false", {"text": "false"}),
        ("  a + costs", "unknown-fact", "costs", {"name": "costs", "near": None}),
        ("m.spnt", "unknown-fact-near", "m.spnt", {"name": "m.spnt", "near": "m.spent"}),
        ("a + summ(b)", "unknown-function-near", "summ", {"name": "summ", "near": "sum"}),
        ("SQRT(b)", "unknown-function-near", "SQRT", {"name": "SQRT", "near": "sqrt"}),
        ("print(b)", "unknown-function", "print", {"name": "print", "near": None}),
        ("a + days(start)", "formula-arguments", "days(start)", {"name": "days", "count": 2, "found": 1}),
        ("max()", "formula-arguments", "max()", {"name": "max", "count": "1–99", "found": 0}),
        ("ln(a, b)", "formula-arguments", "ln(a, b)", {"name": "ln", "count": 1, "found": 2}),
        ("coalesce()", "formula-arguments", "coalesce()", {"name": "coalesce", "count": "1–99", "found": 0}),
        ("sum()", "formula-arguments", "sum()", {"name": "sum", "count": 1, "found": 0}),
        (
            "sum(lines.amount, a)",
            "formula-arguments",
            "sum(lines.amount, a)",
            {"name": "sum", "count": 1, "found": 2},
        ),
        ("a ** 101", "formula-exponent", "101", {"limit": 100}),
        ("a ** -101", "formula-exponent", "-101", {"limit": 100}),
        ("a ** -b", "formula-exponent", "-b", {"limit": 100}),
        ("a ** 'x'", "formula-exponent", "'x'", {"limit": 100}),
        ("a ** True", "formula-exponent", "True", {"limit": 100}),
        ("a + 1.1e30", "formula-number", "1.1e30", {"text": "1.1e30"}),
        ("a + " + "1" * 50, "formula-number", "1" * 50, {"text": "1" * 40}),
        ("a + 0x" + "1" * 50, "formula-not-allowed", "0x" + "1" * 50, {"text": "0x" + "1" * 38}),
        ("start == '" + "2" * 50 + "'", "formula-date", "'" + "2" * 50 + "'", {"text": "2" * 40}),
        ("true", "formula-boolean", "true", {"text": "true"}),
        ("start == '2021-02-30'", "formula-date", "'2021-02-30'", {"text": "2021-02-30"}),
        ("a > 'x'", "formula-compare", "a > 'x'", {"a": "number", "b": "text"}),
        ("1 < a == 'x'", "formula-compare", "1 < a == 'x'", {"a": "number", "b": "text"}),
        ("k > '甲'", "formula-order", "k > '甲'", {"sign": ">", "kind": "text"}),
        ("ok <= late", "formula-order", "ok <= late", {"sign": "<=", "kind": "boolean"}),
        ("a in (1, b)", "formula-options", "b", {}),
        ("a in ()", "formula-options", "()", {}),
        ("a in (-b, 1)", "formula-options", "-b", {}),
        ("a in (1, '甲')", "formula-compare", "'甲'", {"a": "number", "b": "text"}),
        ("k in (1,)", "formula-compare", "1", {"a": "text", "b": "number"}),
        ("k if ok else 1", "formula-mixed", "k if ok else 1", {"kinds": ("number", "text")}),
        ("coalesce(start, a)", "formula-mixed", "coalesce(start, a)", {"kinds": ("date", "number")}),
        ("k + 1", "formula-kind", "k", {"want": "number", "kind": "text"}),
        ("1 + k", "formula-kind", "k", {"want": "number", "kind": "text"}),
        ("-k", "formula-kind", "k", {"want": "number", "kind": "text"}),
        ("k ** 2", "formula-kind", "k", {"want": "number", "kind": "text"}),
        ("not a", "formula-kind", "a", {"want": "boolean", "kind": "number"}),
        ("ok or a", "formula-kind", "a", {"want": "boolean", "kind": "number"}),
        ("days(start, a)", "formula-kind", "a", {"want": "date", "kind": "number"}),
        ("clip(start, a, end)", "formula-kind", "start", {"want": "number", "kind": "date"}),
        ("abs(start)", "formula-kind", "start", {"want": "number", "kind": "date"}),
        ("survey / 2", "formula-table", "survey", {"name": "survey"}),
        ("sum(survey)", "formula-table", "survey", {"name": "survey"}),
        ("a + sum(b)", "formula-fold", "sum(b)", {"name": "sum"}),
        ("count(a)", "formula-fold", "count(a)", {"name": "count"}),
        ("sum(sum(survey.answer))", "formula-nested", "sum(sum(survey.answer))", {"name": "sum"}),
        ("fraction(survey.answer)", "formula-kind", "survey.answer", {"want": "boolean", "kind": "number"}),
        ("sum(survey.happy)", "formula-kind", "survey.happy", {"want": "number", "kind": "boolean"}),
        ("mean(survey.by)", "formula-kind", "survey.by", {"want": "number", "kind": "text"}),
        ("minimum(survey.by)", "formula-kind", "survey.by", {"want": "number", "kind": "text"}),
        (
            "sum(survey.answer + lines.amount)",
            "formula-tables",
            "survey.answer + lines.amount",
            {"names": ("lines", "survey")},
        ),
        ("survey.answer + 1", "formula-rows", "survey.answer + 1", {"name": "survey"}),
        ("score('d') > 1", "formula-node", "score('d')", {"name": "score"}),
        ("  资金.支出 + costs", "unknown-fact", "costs", {"name": "costs", "near": None}),
        ("\n a +\n  costs", "unknown-fact", "costs", {"name": "costs", "near": None}),
        ("a +\r\n  costs", "unknown-fact", "costs", {"name": "costs", "near": None}),
    ],
)
def test_a_refusal_points_at_its_part(text: str, code: str, part: str, values: dict[str, Any]) -> None:
    """Its code, exactly the characters that it is about, and what its sentence names."""
    assert refused(text) == (code, part, values)


def test_what_a_condition_of_a_gate_may_ask() -> None:
    """`score` and `share` of a node take its id, as one text, and no other."""
    assert root("score('d') > 1", nodes=["d", "e"]).parts[0].value == ("score", "d")
    assert root("share('e') > 1", nodes=["d", "e"]).parts[0].value == ("share", "e")
    for text, part in (
        ("score(a)", "a"),
        ("score()", "score()"),
        ("score('d', 'e')", "score('d', 'e')"),
        ("score(1)", "1"),
    ):
        assert refused(text, nodes=["d"]) == ("formula-node-id", part, {"name": "score"})
    values: dict[str, Any] = {"name": "process.fund", "near": "process.funds", "known": ("process.funds", "output")}
    assert refused("share('process.fund')", nodes=["process.funds", "output"]) == (
        "unknown-node-near",
        "'process.fund'",
        values,
    )
    values = {"name": "xyz", "near": None, "known": ("process.funds", "output")}
    assert refused("share('xyz')", nodes=["process.funds", "output"]) == ("unknown-node", "'xyz'", values)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("x + 1", {"x": "number"}),
        ("x", {"x": "number"}),
        ("x and not y", {"x": "boolean", "y": "boolean"}),
        ("x == '甲'", {"x": "text"}),
        ("'甲' == x", {"x": "text"}),
        ("x in ('甲', '乙')", {"x": "text"}),
        ("x in (1, 2)", {"x": "number"}),
        ("x.y if z else 'none'", {"x.y": "text", "z": "boolean"}),
        ("coalesce(x, '甲')", {"x": "text"}),
        ("coalesce(x, y + 1)", {"x": "number", "y": "number"}),
        ("min(x, 1)", {"x": "number"}),
        ("days(x, y)", {"x": "date", "y": "date"}),
        ("x == (y > 1)", {"x": "boolean", "y": "number"}),
        ("x.a.b < 1", {"x.a.b": "number"}),
        ("x.y == '甲'", {"x.y": "text"}),
        ("days(coalesce(x, '2022-01-01'), y)", {"x": "date", "y": "date"}),
    ],
)
def test_undeclared_names_are_of_the_kind_that_is_due(text: str, kinds: dict[str, str]) -> None:
    """A set without declared facts takes the kind of a name from what stands beside it."""
    assert {each.value: each.kind for each in root(text, OPEN).walk() if each.operation == "name"} == kinds


@pytest.mark.parametrize("want", ["number", "boolean", "text"])
def test_an_undeclared_name_alone_is_what_the_formula_must_be(want: Any) -> None:
    """The kind that the formula must have is that of the one name, and of either branch of a choice."""
    assert root("x", OPEN, want=want).kind == want
    assert root("x if y else z", OPEN, want=want).kind == want
    assert root("coalesce(x, y)", OPEN, want=want).kind == want


@pytest.mark.parametrize(("want", "text"), [("number", "ok"), ("boolean", "a"), ("number", "k"), ("text", "a")])
def test_a_formula_of_the_wrong_kind_is_refused(want: Any, text: str) -> None:
    """As a whole it must be of the kind that is due; money is a number."""
    assert refused(text, want=want)[:2] == ("formula-kind", text)
    assert root("m.spent", want="number").kind == "money"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1E30", D("1E30")),
        ("1e-30", D("1E-30")),
        ("1_0.5_0", D("10.5")),
        (".5", D("0.5")),
        ("a ** 100", D(1)),
        ("a ** -100", D(1)),
        ("a ** +2", D(1)),
        ("0.1 + 0.2", D("0.3")),
        ("3 ** +2 + a", 10),
        ("a +\r\n 1.5", D("2.5")),
        ("\n a\r+ 1.5", D("2.5")),
        ("   1.5 + a", D("2.5")),
        ("1 if a in [1, 2] else 0", 1),
        ("1 if a in {1, 2} else 0", 1),
        ("1 if a not in [1, 2] else 0", 0),
    ],
)
def test_numbers_are_taken_as_they_are_written(text: str, value: Decimal) -> None:
    """Up to 10^30, and powers up to 100 either way."""
    assert evaluate(text, a=D(1)) == value


def test_a_quotient_as_an_exponent_is_as_exact_as_any_number() -> None:
    """It has 38 digits."""
    assert root("a ** (1/3)").value == D("0." + "3" * 38)
    assert root("a ** (2/3)").value == D("0." + "6" * 37 + "7")


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_message_shows_a_part_on_one_line(end: str) -> None:
    """A formula may have several lines; a sentence about a part of it has one."""
    code, _, values = refused(f"a @{end}b")
    assert (code, values["text"]) == ("formula-not-allowed", f"a @{' ' * len(end)}b")


def test_depth_is_bounded_at_120() -> None:
    """120 levels of operators are read, 121 are refused; brackets alone count too."""
    assert root("-" * 120 + "a").kind == "number"
    assert refused("-" * 121 + "a")[0] == "formula-deep"
    assert root("(" * 120 + "a" + ")" * 120).kind == "number"
    assert refused("(" * 121 + "a" + ")" * 121) == ("formula-deep", "(", {"limit": 120})


def test_length_is_bounded_at_4000() -> None:
    """4000 characters are read, one more is refused."""
    assert root("a" + " " * 3999).kind == "number"
    assert refused("a" + " " * 4000)[0] == "formula-long"


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        ("a ≥ b", "formula-sign", "≥"),
        ("a >= 90%", "formula-percent", "90%"),
        ("a >= 9.5 ％", "formula-percent", "9.5 ％"),
        ("a => b", "formula-sign", "=>"),
        ("a <> b", "formula-sign", "<>"),
        ("a && b", "formula-sign", "&&"),
        ("k == “甲”", "formula-sign", "“"),
        ("a × b", "formula-sign", "×"),
        ("k == '≥' ≥ 1", "formula-sign", "≥"),
        ("k == '＞' ＞ 1", "formula-full-width", "＞"),
        ("（a", "formula-full-width", "（"),
        ("a = b", "formula-equals", "="),
        ("(a + b", "formula-bracket", "("),
        ("a + (b", "formula-bracket", "("),
        ("a +", "formula-unfinished", "+"),
        ("  a *  ", "formula-unfinished", "*"),
        ("a b", "formula-syntax", "b"),
        ("a + costs) + 1", "formula-syntax", ")"),
        ("a # b", "formula-comment", "#"),
        ("k == '#' # b", "formula-comment", "#"),
        ("a\x00b", "formula-control", "\x00"),
        ("  a \x07", "formula-control", "\x07"),
    ],
)
def test_what_python_cannot_read_is_refused_where_it_stands(text: str, code: str, part: str) -> None:
    """Signs of other notations, an unfinished or unclosed formula, comments and control characters."""
    assert refused(text)[:2] == (code, part)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a ≥ b", {"found": "≥", "write": ">="}),
        ("a ＞ b", {"found": "＞", "write": ">"}),
        ("a || b", {"found": "||", "write": "or"}),
        ("k == ‘甲’", {"found": "‘", "write": "'"}),
        ("a b", {"text": "b"}),
        ("a b + cccccccccccccccccccccccccccc", {"text": "b + cccccccccccccccc"}),
    ],
)
def test_a_sign_is_told_with_what_to_write(text: str, values: dict[str, str]) -> None:
    """What was found, and what to write instead where there is such a thing."""
    assert refused(text)[2] == values


def test_options_of_two_sorts_do_not_make_a_text() -> None:
    """Where not all options are texts, an undeclared name is a number, and the text is what does not fit."""
    assert refused("x in (1, '甲')", OPEN) == ("formula-compare", "'甲'", {"a": "number", "b": "text"})
    assert refused("x in ('甲', 1)", OPEN) == ("formula-compare", "'甲'", {"a": "number", "b": "text"})
    assert refused("x in ()", OPEN)[0] == "formula-options"


def test_a_table_may_have_a_dotted_name() -> None:
    """Its rows are counted as those of any other."""
    assert root("count(form.rows)", Names({}, {"form.rows": {"x": "number"}})).parts[0].value == "form.rows"


@pytest.mark.parametrize(("text", "end"), [("", 1), (" ", 1), ("   ", 3), ("\n\n", 2)])
def test_an_empty_formula_is_marked_as_a_whole(text: str, end: int) -> None:
    """At least one character, so that there is something to point at."""
    with pytest.raises(FormulaError) as caught:
        parse(text, NAMES)
    assert (caught.value.column, caught.value.end) == (0, end)


def test_only_brackets_count_as_depth() -> None:
    """Letters do not, nor do they take depth away."""
    assert refused("X" * 130)[0] == "unknown-fact"
    assert refused("X" * 50 + "(" * 121 + ")" * 121)[0] == "formula-deep"


def test_what_python_doubts_is_no_warning() -> None:
    """A backslash in a text is taken as it is; a number and a word without a space between are read."""
    assert root("k == '\\d'").kind == "boolean"
    assert root("a if a <1or ok else b").kind == "number"


def test_a_formula_of_rows_may_name_the_project_alone() -> None:
    """Inside a table, columns are the first names looked up, and a value of the project is one of every row."""
    inside = NAMES._replace(inside="survey")
    assert (root("answer", inside).table, root("a", inside).table, root("1", inside).table) == ("survey", None, None)
    assert refused("lines.amount", inside)[0] == "formula-rows"


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("k == '＞' ＞ 1", "formula-full-width", 9),
        ('k == "＞" ＞ 1', "formula-full-width", 9),
        ('k == "\'＞" ＞ 1', "formula-full-width", 10),
        ("k == '\"＞' ＞ 1", "formula-full-width", 10),
        ("k == '≥' or '＞' ≥ 1", "formula-sign", 16),
        ("k == '90%' ≥ 90%", "formula-sign", 11),
        ("k == '#' # b", "formula-comment", 9),
        ("k == '#'  #", "formula-comment", 10),
        ("  k == '≥' ≥ 1", "formula-sign", 11),
    ],
)
def test_signs_within_texts_are_no_mistakes(text: str, code: str, column: int) -> None:
    """Only the sign outside the quotes is refused, whichever quotes they are."""
    with pytest.raises(FormulaError) as caught:
        parse(text, NAMES)
    assert (caught.value.code, caught.value.column) == (code, column)


def test_a_text_may_have_any_sign() -> None:
    """A sharp sign, a percentage, a full-width sign."""
    for text in ("k == '#'", "k == '90%'", "k == '＞'", 'k != "≥"'):
        assert root(text).kind == "boolean"


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        ("a = b", "formula-equals", "="),
        ("a <= = b", "formula-equals", "="),
        ("a = = b", "formula-equals", "="),
        ("a + == b", "formula-syntax", "="),
        ("a == == b", "formula-syntax", "="),
        ("a === b", "formula-syntax", "="),
        ("a <== b", "formula-syntax", "="),
        ("Ｘ +", "formula-unfinished", "+"),
        ("-" * 3900 + "a", "formula-deep", "-"),
        ("k == '\ud800'", "formula-unfinished", "'"),
    ],
)
def test_one_sign_of_equality_is_told_from_two(text: str, code: str, part: str) -> None:
    """`==` is advised where a single `=` stands, not where there are more of them already."""
    assert refused(text)[:2] == (code, part)


def test_every_sign_of_another_notation_is_told_in_ours() -> None:
    """Of mathematics, of other languages, and the quotes of texts."""
    signs = {"×": "*", "÷": "/", "≥": ">=", "≤": "<=", "≠": "!=", "=>": ">=", "=<": "<=", "<>": "!="}
    signs |= {"&&": "and", "||": "or", "“": "'", "”": "'", "‘": "'", "’": "'"}
    for sign, write in signs.items():
        assert refused(f"a {sign} b") == ("formula-sign", sign, {"found": sign, "write": write})
