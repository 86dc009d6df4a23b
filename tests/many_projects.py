"""Results of many projects for tests: written by hand or by formula, as `score_many` gives them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

import polars as pl

import scoring

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The set that the projects are scored by: two dimensions, five indicators, a gate that only warns and one that caps.
RULES = Path(__file__).parent / "golden" / "report" / "set.toml"
KINDS = ("农村公路养护", "县乡道安全防护", "危桥改造", "村道硬化")
#: What is taken from full points at most, in thousandths of them: many earn all.
TAKEN = (0, 0, 0, 100, 200, 300, 450, 600, 1000)


def frame(projects: int, rules: scoring.IndicatorSet | None = None) -> pl.DataFrame:
    """Return results that look like a year's: some data missing, some invalid, a tie here and there."""
    rules = rules or scoring.load(RULES)
    return pl.DataFrame([_row(place, rules) for place in range(projects)], schema=schema(rules))


def _row(place: int, rules: scoring.IndicatorSet) -> dict[str, Any]:
    row: dict[str, Any] = {"project": f"XC-{place + 1:04d}", "project.name": f"{KINDS[place % 4]}项目第{place + 1}标段"}
    total = covered = 0.0
    for number, (id_, weight) in enumerate(rules.declared_weights.items()):
        wanting = 500 if chance(f"{place}") < 20 else 40
        dice = chance(f"{place}/{number}")
        status = "missing" if dice < wanting else "invalid" if dice < wanting + 12 else "scored"
        taken = TAKEN[chance(f"{number}/{place}") % len(TAKEN)] * chance(f"{place}:{number}") // 1000
        score = round(float(weight) * (1000 - taken) / 1000, 2) if status == "scored" else 0.0
        total, covered = total + score, covered + (float(weight) if status == "scored" else 0)
        row |= {f"{id_}.score": score, f"{id_}.status": status}
    coverage = covered / float(rules.full_marks)
    row |= {"total": round(total, 2), "coverage": coverage}
    labels = [each.label for each in sorted(rules.grades, key=lambda grade: -grade.at_least) if total >= each.at_least]
    row["grade"] = labels[0] if coverage >= 0.6 else None
    return row | {f"{id_}.fired": place % 97 == 5 for id_ in rules.gates}


def chance(text: str) -> int:
    """Return a number from 0 to 999, the same one for a text everywhere."""
    return crc32(text.encode()) * 1000 >> 32


def schema(rules: scoring.IndicatorSet) -> dict[str, Any]:
    """Return the columns that `score_many` gives, with the projects' names."""
    found: dict[str, Any] = {"project": pl.String, "project.name": pl.String}
    for id_ in rules.indicators:
        found |= {f"{id_}.score": pl.Float64, f"{id_}.status": pl.String}
    found |= {f"{id_}.score": pl.Float64 for id_ in rules.dimensions}
    found |= {"total": pl.Float64, "grade": pl.String, "coverage": pl.Float64}
    found |= {f"{id_}.fired": pl.Boolean for id_ in rules.gates}
    return found | {f"{id_}.points": pl.Float64 for id_ in rules.adjustments}


def small(rules: scoring.IndicatorSet, rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """Return results of which a test says only what it is about; keys are a, b, c ..., the rest is null."""
    given = [{"project": chr(ord("a") + place), "coverage": 1.0, **row} for place, row in enumerate(rows)]
    return pl.DataFrame(given, schema=schema(rules))
