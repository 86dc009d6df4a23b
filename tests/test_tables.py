"""Projects as tables against one project at a time: whatever the set and the facts, in frames of every library."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

import scoring
from tests.columns import collected
from tests.small_sets import of_table, small_set, written
from tests.strategies import indicator_sets, projects
from tests.tables import assert_same_lines, brought, held, in_tables, is_near, tables_of
from tests.toml_text import dumps
from tests.worlds import one_by_one

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tables import Library
    from tests.worlds import Outcome

D = Decimal


@st.composite
def sets_with_projects(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    """Draw a set, as TOML, and some projects for it."""
    rules = draw(indicator_sets())
    return dumps(rules), draw(st.lists(projects(rules["facts"]), min_size=1, max_size=6))


@settings(max_examples=4)  # a whole set planned for a database takes a second; many more are run by hand
@given(drawn=sets_with_projects())
def test_tables_are_scored_as_their_projects_are(
    library: Library, tmp_path_factory: pytest.TempPathFactory, drawn: tuple[str, list[dict[str, Any]]]
) -> None:
    """The same statuses, cents, grade, gates and lines, with hostile facts in columns of numbers or of texts."""
    text, rows = drawn
    note(text)
    path = tmp_path_factory.getbasetemp() / "tables.toml"
    path.write_text(text, encoding="utf-8")
    rules = scoring.load(path)
    facts = [held(rules, each) for each in rows]
    note(repr(facts))
    for outcome, due in zip(in_tables(library)(path, facts), one_by_one(path, facts), strict=True):
        assert_alike(outcome, due)
    assert_same_lines(rules, facts, library)


def assert_alike(outcome: Outcome, due: Outcome) -> None:
    """Compare what tables say of a project with its sheet."""
    assert outcome.statuses == due.statuses
    assert outcome.scores == due.scores
    assert outcome.dimensions == due.dimensions
    assert (outcome.total, outcome.grade) == (due.total, due.grade)
    assert (outcome.gates, outcome.adjustments) == (due.gates, due.adjustments)
    assert is_near(outcome.coverage, due.coverage)
    for name, share in outcome.shares.items():
        assert is_near(share, due.shares[name]), name


EDGES: Final[list[dict[str, Any]]] = [
    {"a": "95", "b": "100", "t": [{"m": "0.1"}] * 10, "m": "1"},
    {"a": 0.285, "b": 0.3, "t": [{"m": 999999999999.99}] * 3, "m": None},
    {"a": 1, "b": 0, "t": [], "m": 5},
    {"a": -1, "b": -2, "t": [{"m": None}, {"m": -0.00005}], "m": D("-0.0001")},
    {"a": float("inf"), "b": 3},
    {"a": 5},
    {},
    {"a": "≥5", "b": "1e3", "t": [{"m": "5万元"}, {"m": "x"}], "m": "50000元"},
    {"a": 94.9999999999, "b": 100, "m": 99999999999.9999, "t": [{"m": 99999999999.9998}, {"m": 0.0001}]},
    {"a": 94.99999999, "b": 100, "m": 99999999999.9999, "t": [{"m": 99999999999.9999}, {"m": 0.0001}]},
    {"a": "９５％", "b": " 1 ", "m": "１，０００", "t": [{"m": "1,000"}]},
]


@pytest.mark.parametrize("apart", [True, False])
def test_facts_on_the_edge_are_scored_alike(library: Library, tmp_path: Path, apart: bool) -> None:  # noqa: FBT001
    """On a threshold, beside it, over zero, without end: alike, where columns are of numbers and where of texts."""
    steps = [{"at_least": D("0.95"), "share": 1}, {"at_least": D("0.5"), "share": D("0.5")}]
    indicators: dict[str, Any] = {
        "rate": {"measure": "a / b", "scale": {"kind": "thresholds", "steps": steps}},
        "sum": {"measure": "sum(t.m) / m"},
        "mean": {"measure": "mean(t.m)", "scale": {"kind": "proportional", "target": 10**13}},
    }
    gates = {
        "more": {"title": "more", "when": "sum(t.m) > m", "then": {"warn": True}},
        "same": {"title": "same", "when": "sum(t.m) == m", "then": {"cap": 9}},
    }
    facts = {"a": "number", "b": "number", "m": {"type": "money", "unit": "元"}}
    rules = small_set(facts | {"t": of_table(m={"type": "money", "unit": "元"})}, indicators, gates=gates)
    path = written(rules, tmp_path)
    for group in [[each] for each in EDGES] if apart else [EDGES]:
        for outcome, due in zip(in_tables(library)(path, group), one_by_one(path, group), strict=True):
            assert_alike(outcome, due)


@pytest.mark.parametrize("to", ["0.01", "0.001", "0.03"])
def test_many_scores_are_added_up_to_the_unit(library: Library, tmp_path: Path, to: str) -> None:
    """The points of forty indicators, none of them a float's, make the total to the unit, whatever the unit."""
    indicators = {f"i{n}": {"measure": f"a * {n % 7 + 1} / {n % 11 + 7}", "weight": 6} for n in range(40)}
    rules = small_set({"a": "number"}, indicators, round={"to": D(to)})
    path, facts = written(rules, tmp_path), [{"a": D(n) / 37} for n in range(60)]
    for outcome, due in zip(in_tables(library)(path, facts), one_by_one(path, facts), strict=True):
        assert (outcome.total, outcome.dimensions) == (due.total, due.dimensions)
        assert outcome.scores == due.scores


def test_a_thousand_amounts_are_added_up_exactly(library: Library, tmp_path: Path) -> None:
    """A thousand amounts up to 10^9, 10^12 together, are their sum to the ten-thousandth, in whatever order."""
    rules = scoring.load(
        written(
            small_set(
                {"m": "money", "t": of_table(m="money")},
                {"i": {"measure": "m"}},
                gates={
                    id_: {"title": id_, "when": f"sum(t.m) {sign} m", "then": {"warn": True}}
                    for id_, sign in (("above", ">"), ("same", "=="), ("below", "<"))
                },
            ),
            tmp_path,
        )
    )
    amounts = [D(10**8 - place * 7919) + D(place) / 10_000 for place in range(1000)]
    total = sum(amounts)
    frame = pl.DataFrame({"project": ["x", "y", "z"], "m": [float(total + D(n) / 10_000) for n in (-1, 0, 1)]})
    rows = pl.DataFrame(
        {"project": [key for key in "zyx" for _ in amounts], "m": [float(each) for each in amounts] * 3}
    )
    found = brought(tables_of(rules, [{}])._replace(projects=frame, tables={"t": rows}), library)
    scored = collected(scoring.Engine(rules).score_many(*found))
    assert scored.sort("project").select("above.fired", "same.fired", "below.fired").rows() == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]
