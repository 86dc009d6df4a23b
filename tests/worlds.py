"""The worlds that score projects, side by side: what holds in one of them must hold in every one."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import duckdb
import polars as pl

import scoring
from tests import reference
from tests.columns import score_frame, score_rows

Number = Decimal | Fraction


@dataclass(frozen=True)
class Outcome:
    """What every world says about one project: points, statuses and shares by id.

    The line of a row is found by its id and row, as `outputs:0`; that of an indicator without a row by its id alone.
    """

    total: Number | None
    grade: str | None
    coverage: Number
    statuses: Mapping[str, str]
    scores: Mapping[str, Number | None]
    shares: Mapping[str, Number | None]
    dimensions: Mapping[str, Number | None]
    gates: Mapping[str, bool]
    adjustments: Mapping[str, Number]


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
        statuses={line_id(line.id, line.row): line.status for line in sheet.lines},
        scores={line_id(line.id, line.row): line.score for line in sheet.lines},
        shares={line_id(line.id, line.row): line.share for line in sheet.lines},
        dimensions={dimension.id: dimension.score for dimension in sheet.dimensions},
        gates={gate.id: gate.fired for gate in sheet.gates},
        adjustments={each.id: each.points for each in sheet.adjustments},
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
        adjustments=result["adjustments"],
    )


def line_id(id_: str, row: int | None) -> str:
    """Name a line: by its indicator, and its row if it is one's."""
    return id_ if row is None else f"{id_}:{row}"


def in_columns(
    rules: Path, projects: Sequence[Mapping[str, Any]], native: Callable[[pl.DataFrame], Any] = pl.DataFrame
) -> list[Outcome]:
    """Score all projects at once, in columns of floats; points are given back as the decimals that they are."""
    loaded = scoring.load(rules)
    lines: list[list[Mapping[str, Any]]] = [[] for _ in projects]
    if any(each.for_each for each in loaded.indicators.values()):
        for line in score_rows(loaded, projects, native=native).iter_rows(named=True):
            lines[line["project"]].append(line)
    rows = score_frame(loaded, projects, native=native).iter_rows(named=True)
    return [of_row(loaded, row, below) for row, below in zip(rows, lines, strict=True)]


def in_duckdb(rules: Path, projects: Sequence[Mapping[str, Any]]) -> list[Outcome]:
    """Score all projects at once, in a database."""
    return in_columns(rules, projects, lambda frame: duckdb.from_arrow(frame.to_arrow()))


def of_row(rules: scoring.IndicatorSet, row: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> Outcome:
    """Return what a row of scores says, and the lines of the rows of its tables."""

    def points(given: float | None) -> Decimal | None:
        return None if given is None else round(Decimal(given) / rules.round.to) * rules.round.to

    def share(given: float | None) -> Decimal | None:
        return None if given is None else Decimal(given)

    plain = [name for name, each in rules.indicators.items() if each.for_each is None]
    own = {line_id(line["id"], line["row"]): line for line in lines}
    return Outcome(
        total=points(row["total"]),
        grade=row["grade"],
        coverage=Decimal(row["coverage"]),
        statuses={n: row[f"{n}.status"] for n in plain} | {n: line["status"] for n, line in own.items()},
        scores={n: points(row[f"{n}.score"]) for n in plain} | {n: points(line["score"]) for n, line in own.items()},
        shares={n: share(row[f"{n}.share"]) for n in plain} | {n: share(line["share"]) for n, line in own.items()},
        dimensions={name: points(row[f"{name}.score"]) for name in rules.dimensions},
        gates={name: row[f"{name}.fired"] for name in rules.gates},
        adjustments={name: points(row[f"{name}.points"]) or Decimal(0) for name in rules.adjustments},
    )


#: Every world, by name. A test takes the fixture `scored` and names none of them.
WORLDS: Final[Mapping[str, World]] = {"one": one_by_one, "polars": in_columns, "duckdb": in_duckdb}
