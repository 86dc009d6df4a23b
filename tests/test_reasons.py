"""Reasons of formulas and built-in checks: every number that a score is made of, to be followed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import scoring
from tests.small_sets import of_table, one_line, small_set, written

if TYPE_CHECKING:
    from pathlib import Path

TABLE: dict[str, Any] = {"t": of_table(x="number", ok="boolean", on="date"), "a": "number"}
ROWS = [{"x": 4, "ok": True}, {"x": -1, "ok": False}, {"ok": True}, {"x": 8}]


def reason(measure: str, folder: Path, facts: dict[str, Any]) -> str:
    """Return the reason of the one line that a formula makes."""
    return scoring.Engine(scoring.load(written(one_line(measure, TABLE), folder))).score(facts)["i"].reason


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("fraction(t.ok)", "2 / 3 = 66.67%"),
        ("fraction(t.x >= 5)", "1 / 3 = 33.33%"),
        ("fraction(t.x > 100)", "0 / 3 = 0.00%"),
        ("mean(t.x)", "11 / 3 = 3.6667"),
        ("mean(t.x) / 5", "11 / 3 / 5 = 73.33%"),
        ("a / mean(t.x)", "22 / (11 / 3) = 600.00%"),
        ("mean(t.x) ** 2", "(11 / 3)^2 = 13.4444"),
        ("1 - fraction(t.ok)", "1 - 2 / 3 = 0.3333"),
        ("sum(t.x) + count(t)", "11 + 4 = 15"),
        ("mean(-t.x)", "(-11) / 3 = -3.6667"),
        ("median(t.x) - minimum(t.x)", "4 - (-1) = 5"),
        ("(-a) ** 2", "(-22)^2 = 484"),
        ("-a ** 2", "-22^2 = -484"),
        ("(-(a + 1)) ** 2", "(-(22 + 1))^2 = 529"),
        ("1 - -a", "1 - (-22) = 23"),
        ("-a + 1", "-22 + 1 = -21"),
        ("abs(minimum(t.x)) + abs(-a)", "abs(-1) + abs(-22) = 23"),
        ("abs(mean(-t.x))", "abs((-11) / 3) = 3.6667"),
        ("-(a + 1) * 2", "(-(22 + 1)) × 2 = -46"),
    ],
)
def test_a_fold_shows_how_many_rows_it_is_made_of(measure: str, expected: str, tmp_path: Path) -> None:
    """A fraction is shown as rows that hold of those where it can be told, a mean as a sum by its rows."""
    assert reason(measure, tmp_path, {"t": ROWS, "a": 22}) == expected


@pytest.mark.parametrize("measure", ["mean(t.x) / 5", "fraction(t.ok)"])
def test_a_fold_over_nothing_divides_by_nothing(measure: str, tmp_path: Path) -> None:
    """Without rows there is no division to show: the reason says which table is wanted."""
    assert reason(measure, tmp_path, {}) == "data wanted: t"


def test_a_mean_beyond_all_bounds_has_no_division(tmp_path: Path) -> None:
    """A sum that overflows is missing: the line and its reason say so, and no exception does."""
    rows = [{"x": 9.9e29}, {"x": 9.9e29}]
    rules = one_line("mean(t.x ** 10 * 600000000)", TABLE)
    line = scoring.Engine(scoring.load(written(rules, tmp_path))).score({"t": rows})["i"]
    assert (line.status, line.reason) == ("missing", "no result: —")


@pytest.mark.parametrize(
    ("items", "gate", "expected"),
    [
        (["p", "q", "r"], None, "2 of 3 met; 1 not met: q"),
        ({"p": 3, "q": 4, "r": 1.5}, None, "2 of 3 met, 4.5 of 8.5 points; 1 not met: q"),
        ({"p": 2, "q": 2, "r": 2}, None, "2 of 3 met; 1 not met: q"),
        ({"p": 3, "r": 1}, None, "2 of 2 met, 4 of 4 points"),
        (
            {"p": 3, "q": 1},
            "q",
            "1 of 2 met, 3 of 4 points; 1 not met: q; the key item “q” is not met, so nothing is earned",
        ),
    ],
)
def test_a_checklist_shows_its_points(items: Any, gate: str | None, expected: str, tmp_path: Path) -> None:
    """Items that are worth different points come with the points that are met, and all of them."""
    check = {"check": "checklist", "with": {"items": items} | ({"gate": gate} if gate else {})}
    rules = small_set(dict.fromkeys("pqr", "boolean"), {"i": check})
    sheet = scoring.Engine(scoring.load(written(rules, tmp_path))).score({"p": True, "q": False, "r": True})
    assert sheet["i"].reason == expected


@pytest.mark.parametrize("items", [["p"], ["p", "q"]], ids=["beside the items", "one of them"])
def test_a_checklist_wants_its_key_item(items: list[str], tmp_path: Path) -> None:
    """Without any data the key item is wanted like the others, whether it is one of them or stands beside them."""
    check = {"check": "checklist", "with": {"items": items, "gate": "q"}}
    rules = small_set(dict.fromkeys("pq", "boolean"), {"i": check})
    line = scoring.Engine(scoring.load(written(rules, tmp_path))).score({})["i"]
    assert (line.status, line.reason) == ("missing", "data wanted: p, q")


@pytest.mark.parametrize(
    ("lang", "applies", "expected"),
    [
        ("en", "ok", "not applicable: inspected (no) is false"),
        ("en", "ok and a > 1", "not applicable: inspected (no) and 2 > 1 is false"),
        ("zh", "not bare and ok", "不适用：不满足 非 bare（否） 且 inspected（否）"),
        (
            "en",
            "coalesce(ok, bare) and max(-a, a) > 1",
            "not applicable: coalesce(inspected (no), bare (no)) and max(-2, 2) > 1 is false",
        ),
        ("en", "kind != 'none'", 'not applicable: effect (none) ≠ "none" is false'),
        ("zh", "kind not in ('none', 'few')", "不适用：不满足 effect（none） 不属于（“none”、“few”）"),
    ],
)
def test_a_condition_names_the_fact_that_is_yes_or_no_or_a_word(
    lang: str, applies: str, expected: str, tmp_path: Path
) -> None:
    """A bare yes, no or word says nothing; a number stands for itself."""
    given = {"type": "boolean", "label": "inspected"}
    facts = {"a": "number", "bare": "boolean", "ok": given, "kind": {"type": "level", "label": "effect"}}
    rules = small_set(facts, {"i": {"measure": "a", "applies": applies}}, lang=lang)
    project = {"a": 2, "bare": False, "ok": False, "kind": "none"}
    sheet = scoring.Engine(scoring.load(written(rules, tmp_path))).score(project)
    assert sheet["i"].reason == expected
