"""What `scoring show` says of a set beside its tree and its facts: how points are made, gates, adjustments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import scoring
from scoring import report
from scoring.report_set_words import dimension_notes, gate_notes, indicator_notes, set_terms
from tests.small_sets import of_table, small_set, written
from tests.test_report_formats import drawn

if TYPE_CHECKING:
    from pathlib import Path

    from scoring import IndicatorSet

FACTS: Final = {"misused": "money", "awards": "integer", "works": of_table(kind="text", points="number", done="number")}
INDICATORS: Final = {"a": {"measure": "awards"}, "b": {"measure": "sum(works.done)"}}


def loaded(folder: Path, indicators: Any = INDICATORS, **keys: Any) -> IndicatorSet:
    """Load a small set of these facts."""
    return scoring.load(written(small_set(FACTS, indicators, **keys), folder))


def test_a_gate_says_when_and_what(tmp_path: Path) -> None:
    """Its condition in one line, each effect in the words of the sheet, its message and its source."""
    then = {"zero": ["a", "d"], "cap": 9, "grade_at_most": "any", "unrated": True, "warn": True}
    misuse = {
        "title": "misuse",
        "when": "\n  misused\n  > 0\n",
        "then": then,
        "message": "mend it",
        "source": "section 9",
    }
    doubt = {"title": "doubt", "when": "misused > 1", "then": {"warn": True}}
    rules = loaded(tmp_path, gates={"misuse": misuse, "doubt": doubt})
    effects = "“a, d” scores 0; the total is at most 9; the grade is at most “any”; there is no grade"
    assert list(gate_notes(rules.gates["misuse"], rules, "en")) == [
        f"when misused > 0: {effects}",
        "mend it",
        "source: section 9",
    ]
    assert list(gate_notes(rules.gates["doubt"], rules, "zh")) == ["条件：misused > 1；结果：仅提示"]


def test_an_adjustment_is_shown_with_its_bounds(tmp_path: Path) -> None:
    """The page has its title, its formula, the least and the most that it can be, and its source."""
    award = {"title": "An award", "points": "2 * awards", "at_least": -1, "at_most": 5, "source": "section 10"}
    rules = loaded(tmp_path, adjustments={"award": award, "free": {"title": "Free", "points": "awards"}})
    lines = [line.strip() for line in drawn(report.render_set(rules, 80), 80).splitlines()]
    place = lines.index("Adjustments")
    assert lines[place + 1 : place + 6] == [
        "An award",
        "points: 2 * awards, at least -1, at most 5",
        "source: section 10",
        "Free",
        "points: awards",
    ]


def test_an_indicator_of_rows_says_which(tmp_path: Path) -> None:
    """The table, the condition on its rows, and what an indicator that does not apply means."""
    rows = {"for_each": "works", "where": "kind == 'x'", "weight": "points", "measure": "done"}
    rules = loaded(tmp_path, {"a": {"measure": "awards", "not_applicable": "award"}, "b": rows})
    assert next(indicator_notes(rules.indicators["b"], {}, "en")) == "for each row of: works, kind == 'x'"
    assert next(indicator_notes(rules.indicators["b"], {}, "zh")) == "逐行评分：works，kind == 'x'"
    assert [*indicator_notes(rules.indicators["a"], {}, "en")] == [
        "measure: awards",
        "not applicable: earns full marks",
    ]


def test_what_is_not_as_usual_is_said(tmp_path: Path) -> None:
    """Relative weights, other ways to make a total, full marks for what does not apply; nothing of a plain set."""
    unusual = loaded(
        tmp_path,
        weights="relative",
        aggregate="geometric",
        not_applicable="award",
        dimensions={"d": {"aggregate": "min"}},
    )
    said = dict(set_terms(unusual, "en"))
    assert said["Weights"] == "relative to the siblings'"
    assert said["Total made by"] == "geometric"
    assert said["Not applicable"] == "earns full marks"
    assert [*dimension_notes(unusual.dimensions["d"], "zh")] == ["合成方法：min"]
    plain = loaded(tmp_path)
    assert not {"Weights", "Total made by", "Not applicable"} & dict(set_terms(plain, "en")).keys()
    assert [*dimension_notes(plain.dimensions["d"], "en")] == []
