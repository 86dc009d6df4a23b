"""Intervals: what the linter knows of a formula before there is a project, and that no project goes beyond it."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from scoring.algebra import TOLERANCE
from scoring.exact import Exact
from scoring.exact_row import CONTEXT
from scoring.facts import Facts
from scoring.formula import build, parse
from scoring.indicators import Fact, IndicatorSet, fact_names
from scoring.interval import Interval, Options, Truth, deciding
from scoring.linter import lint
from scoring.plugins import registry
from scoring.reach import facts_over_intervals, parts_of
from scoring.reading import reading
from tests.small_sets import of_table, small_set
from tests.strategies import projects
from tests.strategies.formulas import Scope, conditions, dates, numbers, texts
from tests.strategies.sets import declarations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.interval import Reach

D = Decimal
REGISTRY: Final = registry(installed=False)
DECLARED: Final[Mapping[str, Any]] = {
    "n": {"type": "integer", "minimum": 1, "maximum": 5},
    "x": {"type": "number", "minimum": 0},
    "y": {"type": "number", "minimum": -3, "maximum": D("0.5")},
    "rate": {"type": "percent"},
    "paid": {"type": "money", "minimum": 0},
    "free": {"type": "number"},
    "done": {"type": "boolean"},
    "word": {"type": "text"},
    "day": {"type": "date"},
    "t": of_table(c={"type": "integer", "minimum": 1, "maximum": 5}, m={"type": "money", "minimum": 0}, w="text"),
}
FACTS: Final = {name: Fact.model_validate(each) for name, each in DECLARED.items()}


def reach(text: str) -> Reach:
    """Return what a formula over the declared facts can be."""
    names = fact_names(FACTS)
    return parts_of(parse(text, names).root, facts_over_intervals(FACTS, names))[-1].reach


def ends(text: str) -> tuple[Decimal, Decimal]:
    """Return the ends of a number's interval as a reader sees them: without what equality allows."""
    found = reach(text)
    assert isinstance(found, Interval)
    least, most = (each if abs(each) > D("1E15") else round(each, 6) for each in found[:2])
    return least, most


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("7", "7", "7"),
        ("n", "1", "5"),
        ("-n", "-5", "-1"),
        ("n + y", "-2", "5.5"),
        ("n - y", "0.5", "8"),
        ("n * y", "-15", "2.5"),
        ("y * y", "-1.5", "9"),
        ("1 / n", "0.2", "1"),
        ("n ** 2", "1", "25"),
        ("y ** 2", "0", "9"),
        ("y ** 3", "-27", "0.125"),
        ("n ** -1", "0.2", "1"),
        ("n ** 0.5", "1", "2.236068"),
        ("y ** 0", "1", "1"),
        ("abs(y)", "0", "3"),
        ("floor(y)", "-3", "0"),
        ("ceil(y)", "-3", "1"),
        ("sqrt(y)", "0", "0.707107"),
        ("ln(n)", "0", "1.609438"),
        ("log10(n)", "0", "0.69897"),
        ("exp(y)", "0.049787", "1.648721"),
        ("min(n, y)", "-3", "0.5"),
        ("max(n, y)", "1", "5"),
        ("clip(n, 2, 3)", "2", "3"),
        ("clip(free, 0, 1)", "0", "1"),
        ("coalesce(y, n)", "-3", "5"),
        ("n if done else y", "-3", "5"),
        ("n if n > 0 else y", "1", "5"),
        ("n if n > 5 else y", "-3", "0.5"),
        ("fraction(t.c >= 4)", "0", "1"),
        ("fraction(t.c >= 1)", "1", "1"),
        ("fraction(t.c > 5)", "0", "0"),
        ("mean(t.c)", "1", "5"),
        ("median(t.c) - minimum(t.c)", "-4", "4"),
        ("maximum(t.c) / 5", "0.2", "1"),
        ("count(t.c > 5)", "0", "0"),
        ("count(t.c == 4) / count(t)", "0", "1"),
        ("sum(t.c) / count(t.c)", "1", "5"),
        ("days('2024-01-01', '2024-03-01')", "60", "60"),
    ],
)  # fmt: skip
def test_numbers_lie_between_what_their_parts_allow(text: str, least: str, most: str) -> None:
    """The ends worked out by hand from the declared bounds: n in 1..5, y in -3..0.5, answers in 1..5."""
    assert ends(text) == (D(least), D(most))


@pytest.mark.parametrize(
    ("text", "least"),
    [("x", 0), ("paid / paid", 0), ("sum(t.m)", 0), ("count(t)", 0), ("x / n", 0), ("exp(free)", 0), ("abs(free)", 0)],
)
def test_what_has_no_maximum_ends_far_out(text: str, least: int) -> None:
    """Without a bound the other end is beyond any threshold that a set has."""
    found = ends(text)
    assert found[0] == least
    assert found[1] > D("1E10")


def test_a_percentage_ends_where_it_becomes_invalid() -> None:
    """Where nothing is said, more than 200% is invalid; below there is no bound."""
    least, most = ends("rate")
    assert (least < D("-1E10"), most) == (True, 2)


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        ("n > 0", True, False),
        ("n > 5", False, True),
        ("n >= 5", True, True),
        ("n == 6", False, True),
        ("n != 6", True, False),
        ("5 < n", False, True),
        ("0 < n < 6", True, False),
        ("1 < n < 3", True, True),
        ("n in (6, 7)", False, True),
        ("n not in (6, 7)", True, False),
        ("done and n > 5", False, True),
        ("done or n > 0", True, False),
        ("not n > 5", True, False),
        ("done == done", True, True),
        ("(n > 0) == (n > 5)", False, True),
        ("word == 'a'", True, True),
        ("'a' == 'b'", False, True),
        ("('a' if done else 'b') in ('c', 'd')", False, True),
        ("('a' if done else 'b') in ('a', 'b')", True, False),
        ("day > '0001-01-01'", True, True),
        ("sqrt(-n) > 0", False, False),
        ("sqrt(-n) > 0 and n > 5", False, True),
        ("sqrt(-n) > 0 or n > 0", True, False),
    ],
)  # fmt: skip
def test_conditions_end_in_the_ways_that_they_can(text: str, yes: bool, no: bool) -> None:  # noqa: FBT001
    """True and false are told apart where the intervals leave no choice; what is missing is neither."""
    assert reach(text) == Truth(yes, no)


@pytest.mark.parametrize(
    "text", ["n / 0", "n / (1 - 1)", "ln(-n)", "sqrt(-n)", "(-n) ** 0.5", "1 + n / 0", "mean(t.c / 0)"]
)
def test_what_no_project_has_is_nothing(text: str) -> None:
    """Division by zero, a root or a logarithm that is never real: missing for every project."""
    assert reach(text) is None


def test_texts_are_known_as_far_as_they_are_constants() -> None:
    """A fact can be any text, a choice between constants one of these."""
    assert reach("word") == Options(None)
    assert reach("'a' if done else 'b'") == Options(frozenset("ab"))


@pytest.mark.parametrize(
    ("least", "most", "side", "edges"),
    [
        ("0", "1", "at_least", [D("0.9"), D("0.6"), None]),
        ("0.7", "1", "at_least", [D("0.9"), D("0.6")]),
        ("0.95", "2", "at_least", [D("0.9")]),
        ("0", "0.8", "at_least", [D("0.6"), None]),
        ("0", "0.899999998", "at_least", [D("0.9"), D("0.6"), None]),
        ("0", "0.899999997", "at_least", [D("0.6"), None]),
        ("0.599999999", "1", "at_least", [D("0.9"), D("0.6")]),
        ("0", "1", "at_most", [D("0.6"), D("0.9"), None]),
        ("0", "0.9", "at_most", [D("0.6"), D("0.9")]),
        ("0.7", "1", "at_most", [D("0.9"), None]),
        ("0", "0.5", "at_most", [D("0.6")]),
    ],
)  # fmt: skip
def test_the_steps_that_can_decide(least: str, most: str, side: Any, edges: list[Decimal | None]) -> None:
    """The best step comes first; a step beyond the measure, or behind one that is always reached, decides nothing."""
    assert deciding(Interval(D(least), D(most)), [D("0.6"), D("0.9")], side) == edges


@st.composite
def formulas(draw: st.DrawFn) -> tuple[dict[str, Any], str, dict[str, Any]]:
    """Draw declarations, a formula over them and the facts of a project."""
    facts = draw(declarations())
    scope = Scope.of(facts)
    form = draw(st.sampled_from([numbers(scope), conditions(scope), texts(scope), dates(scope)]))
    return facts, draw(form), draw(projects(facts))


@settings(max_examples=60)
@given(drawn=formulas())
def test_no_project_goes_beyond_what_can_be(drawn: tuple[dict[str, Any], str, dict[str, Any]]) -> None:
    """Whatever facts keep to their declarations: a formula, and every part of it, is worth what its interval holds."""
    declared, text, given_facts = drawn
    note(text)
    rules = IndicatorSet.model_validate(small_set(declared, {"i": {"measure": "a"}}))
    bound, _ = lint(rules, REGISTRY)
    assert bound is not None
    read = reading(bound)
    root = parse(text, bound.names).root
    with localcontext(CONTEXT):
        known = parts_of(root, facts_over_intervals(rules.facts, bound.names))
        row = read.read(given_facts).row
        for part in known:
            if part.node.table is None:
                algebra = Exact(read.layout, read.width)
                expression = build(part.node, Facts(algebra, bound.names)).expression
                values = list(row)
                for step in algebra.program:
                    values.append(step(values))
                value = expression(values)
                assert holds(part.reach, value), (part, value)


def holds(found: Reach, value: Any) -> bool:
    """Tell whether a value is among those that can be; what is missing can always be."""
    if value is None:
        return True
    if isinstance(found, Interval):
        beside = TOLERANCE * max(1, abs(value))
        return bool(found.least <= value + beside and value - beside <= found.most)
    if isinstance(found, Truth):
        return found.yes if value else found.no
    return isinstance(found, Options) and (found.texts is None or value in found.texts)
