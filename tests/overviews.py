"""Pages of many projects for tests: their sheets are scored by a set whose points are worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import scoring
from scoring import report
from scoring.results_sheets import summary_of_sheets
from tests.small_sets import small_set, written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from scoring.report_overview import Files

__all__ = ["FORMULA_NAME", "SCRIPT_NAME", "engine", "facts", "overview"]

#: Names that are never to be anything but names.
SCRIPT_NAME = "<script>alert(1)</script>"
FORMULA_NAME = '=HYPERLINK("x")'


def engine(folder: Path, **keys: Any) -> scoring.Engine:
    """Return what scores by a set of two indicators, `work` of 60 points and `users` of 40, each a share in per cent.

    Grades are good from 80, fair from 60; a project whose `banned` is true gets at most 59 points.
    """
    rules = small_set(
        {"work": "number", "users": "number", "banned": "boolean"},
        {
            "work": {"title": "Work done", "dimension": "output", "weight": 60, "measure": "work / 100"},
            "users": {"title": "Satisfied users", "dimension": "effect", "weight": 40, "measure": "users / 100"},
        },
        title="Works & roads",
        dimensions={"output": {"title": "Output"}, "effect": {"title": "Effect"}},
        minimum_coverage=0.5,
        grades=[
            {"at_least": 80, "label": "good"},
            {"at_least": 60, "label": "fair"},
            {"at_least": 0, "label": "poor"},
        ],
        gates={"banned": {"title": "Money misused", "when": "banned", "then": {"cap": 59}}},
    )
    return scoring.Engine(scoring.load(written(rules | keys, folder)))


def facts(key: str, work: Any, users: Any, **about: Any) -> dict[str, Any]:
    """Return the facts of one project."""
    given = {"work": work, "users": users, "banned": about.pop("banned", False)}
    return {"project": {"id": key, **about}, **{name: each for name, each in given.items() if each is not None}}


def overview(
    engine: scoring.Engine, given: Sequence[Mapping[str, Any]], files: Files | None = None, lang: str | None = None
) -> str:
    """Return the page of some projects."""
    summary = summary_of_sheets(map(engine.score, given), engine.rules)
    return report.overview_document(summary, engine.rules, engine.made, lang, files)
