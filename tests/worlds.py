"""The worlds that score projects, side by side: what holds in one of them must hold in every one."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import scoring
from scoring.frame import score_frame
from tests import reference

Number = Decimal | Fraction


@dataclass(frozen=True)
class Outcome:
    """What every world says about one project: points, statuses and shares by id."""

    total: Number | None
    grade: str | None
    coverage: Number
    statuses: Mapping[str, str]
    scores: Mapping[str, Number | None]
    shares: Mapping[str, Number | None]
    dimensions: Mapping[str, Number | None]
    gates: Mapping[str, bool]


#: Scores projects, each a tree of facts, by the set in a file.
World = Callable[[Path, Sequence[Mapping[str, Any]]], list[Outcome]]


def one_by_one(rules: Path, projects: Sequence[Mapping[str, Any]]) -> list[Outcome]:
    """Score each project by itself, in decimals."""
    engine = scoring.Engine(scoring.load(rules))
    return [of_sheet(engine.score(facts)) for facts in projects]


def of_sheet(sheet: scoring.ScoreSheet) -> Outcome:
    """Return what a sheet says."""
    return Outcome(
        total=sheet.total,
        grade=sheet.grade,
        coverage=sheet.coverage,
        statuses={line.id: line.status for line in sheet.lines},
        scores={line.id: line.score for line in sheet.lines},
        shares={line.id: line.share for line in sheet.lines},
        dimensions={dimension.id: dimension.score for dimension in sheet.dimensions},
        gates={gate.id: gate.fired for gate in sheet.gates},
    )


def by_the_reference(rules: Path, projects: Sequence[Mapping[str, Any]]) -> list[Outcome]:
    """Score each project by the slow reference: not a world of the engine, but what they are held to."""
    loaded = tomllib.loads(rules.read_text(encoding="utf-8"), parse_float=Decimal)
    return [_of_reference(reference.score(loaded, facts)) for facts in projects]


def _of_reference(result: Mapping[str, Any]) -> Outcome:
    lines, dimensions = result["lines"], result["dimensions"]
    return Outcome(
        total=result["total"],
        grade=result["grade"],
        coverage=result["coverage"],
        statuses={name: line["status"] for name, line in lines.items()},
        scores={name: line["score"] for name, line in lines.items()},
        shares={name: line["share"] for name, line in lines.items()},
        dimensions={name: node["score"] for name, node in dimensions.items()},
        gates=result["gates"],
    )


def in_columns(rules: Path, projects: Sequence[Mapping[str, Any]]) -> list[Outcome]:
    """Score all projects at once, in columns of floats; points are given back as the decimals that they are."""
    loaded = scoring.load(rules)
    frame = score_frame(loaded, projects)
    return [_of_row(loaded, row) for row in frame.iter_rows(named=True)]


def _of_row(rules: scoring.IndicatorSet, row: Mapping[str, Any]) -> Outcome:
    def points(name: str) -> Decimal | None:
        return None if row[name] is None else round(Decimal(row[name]) / rules.round.to) * rules.round.to

    return Outcome(
        total=points("total"),
        grade=row["grade"],
        coverage=Decimal(row["coverage"]),
        statuses={name: row[f"{name}.status"] for name in rules.indicators},
        scores={name: points(f"{name}.score") for name in rules.indicators},
        shares={n: None if row[f"{n}.share"] is None else Decimal(row[f"{n}.share"]) for n in rules.indicators},
        dimensions={name: points(f"{name}.score") for name in rules.dimensions},
        gates={name: row[f"{name}.fired"] for name in rules.gates},
    )


#: Every world, by name. A test takes the fixture `scored` and names none of them.
WORLDS: Final[Mapping[str, World]] = {"one": one_by_one, "columns": in_columns}
