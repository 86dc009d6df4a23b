"""Columns beside one project at a time: facts as mappings, scored all at once in frames of any kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from scoring.errors import RulesError
from scoring.frame_facts import frames_of_facts
from scoring.frame_results import lines_of, many_of
from scoring.linter import lint
from scoring.plugins import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import scoring
    from scoring.binding import Bound


def bound_of(rules: scoring.IndicatorSet, plugins: Sequence[Any] = ()) -> Bound:
    """Resolve a set; raises `RulesError`."""
    bound, diagnosis = lint(rules, registry(plugins), doubts=False)
    if bound is None:
        raise RulesError(diagnosis.errors)
    return bound


def score_frame(
    rules: scoring.IndicatorSet,
    projects: Sequence[Mapping[str, Any]],
    *,
    plugins: Sequence[Any] = (),
    native: Callable[[pl.DataFrame], Any] = pl.DataFrame,
) -> pl.DataFrame:
    """Score projects in columns, with all details; the key is the position of the project."""
    bound = bound_of(rules, plugins)
    return collected(many_of(bound, frames_of_facts(bound, projects, native), detail=True, findings=True)).sort(
        "project"
    )


def score_rows(
    rules: scoring.IndicatorSet,
    projects: Sequence[Mapping[str, Any]],
    *,
    plugins: Sequence[Any] = (),
    native: Callable[[pl.DataFrame], Any] = pl.DataFrame,
) -> pl.DataFrame:
    """Score projects line by line; the key is the position of the project."""
    bound = bound_of(rules, plugins)
    found = collected(lines_of(bound, frames_of_facts(bound, projects, native)))
    through = [id_ for id_, each in rules.indicators.items() if each.for_each]
    return found.filter(pl.col("id").is_in(through)).sort("project", maintain_order=True)


def waits(native: Any) -> bool:
    """Tell a frame that waits for its reader from one whose rows are at hand."""
    return isinstance(native, pl.LazyFrame) or hasattr(native, "pl") or hasattr(native, "toArrow")


def collected(native: Any) -> pl.DataFrame:
    """Return a frame of whatever kind as one of Polars."""
    if isinstance(native, pl.LazyFrame):
        return native.collect()
    if hasattr(native, "pl"):  # a relation of DuckDB
        found: pl.DataFrame = native.pl()
        return found
    if hasattr(native, "toArrow"):  # a frame of Spark
        return pl.DataFrame(native.toArrow())
    return native if isinstance(native, pl.DataFrame) else pl.DataFrame(native)
