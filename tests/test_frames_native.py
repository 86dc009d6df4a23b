"""What single libraries have of their own: days of a database, columns of pandas, projects asked one by one."""

from __future__ import annotations

import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest

import scoring
from scoring.columns_stages import staged
from scoring.frame import frames_of, planned, with_stages
from scoring.frame_given import frames_given
from tests.columns import bound_of, collected, waits
from tests.small_sets import small_set, written
from tests.tables import PROJECTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.tables import Library

D = Decimal
KEYS: Final = ["x", "y", "z"]


def test_a_database_plans_no_column_that_nothing_needs_any_more(tmp_path: Path) -> None:
    """A relation is at no stage as wide as all that is worked out: facts that are read, and steps, leave again."""
    facts = {f"{name}{n}": "number" for n in range(8) for name in "ab"}
    indicators = {f"i{n}": {"measure": f"a{n} / b{n} if a{n} > b{n} / 2 else b{n} / a{n}"} for n in range(8)}
    bound = bound_of(scoring.load(written(small_set(facts, indicators), tmp_path)))
    frame = duckdb.from_arrow(pl.DataFrame({"project": [1]} | {name: [1.5] for name in facts}).to_arrow())
    frames = frames_of(bound, frames_given(bound, frame, {}, "project", "en"), "en")
    algebra, plan = planned(bound, frames)
    stages = staged([(None, each.scored.units) for each in plan.indicators], algebra.pinned).stages
    made = sum(len(stage.named) for stage in stages)
    left = with_stages(frames, stages)[None].columns
    assert len(left) < made
    assert not any(name.removeprefix("raw:") in facts for name in left)


def test_days_that_python_has_not_are_invalid(tmp_path: Path) -> None:
    """A database has days before the year 1, and an infinite one: invalid, in columns as on the sheet."""
    rules = small_set({"day": "date"}, {"i": {"measure": "days(day, day)"}})
    engine = scoring.Engine(scoring.load(written(rules, tmp_path)))
    days = ("'infinity'", "'0044-03-15 (BC)'", "'20000-01-01'", "'2022-01-05'", "NULL")
    rows = ", ".join(f"({place}, {day}::DATE)" for place, day in enumerate(days))
    frame = duckdb.connect().sql(f"FROM (VALUES {rows}) t(project, day)")
    statuses = [status for _, status in sorted(engine.score_many(frame).select('project, "i.status"').fetchall())]
    assert statuses == ["invalid", "invalid", "invalid", "scored", "missing"]
    assert [engine.sheet(frame, value=place)["i"].status for place in range(5)] == statuses


def objects(values: list[Any]) -> Any:
    """Return a column of objects."""
    return pd.Series(values, dtype=object)


PANDAS: Final[Mapping[str, Mapping[str, Any]]] = {
    "typed": {"a": [1, np.nan, 2], "b": [True, False, True], "t": ["好", None, np.nan],
              "d": pd.to_datetime(["2022-01-05", None, "2022-01-06"])},
    "objects": {"a": objects([1, "x", 2.5]), "b": objects([True, None, "是"]), "t": objects(["好", "x", pd.NA]),
                "d": objects([datetime.date(2022, 1, 5), pd.NaT, "2022年1月6日"])},
    "pure-objects": {"a": objects([D(1), None, D("2.5")]), "b": objects([True, None, np.bool_(0)]),
                     "t": objects([3, None, 4]),
                     "d": objects([datetime.date(2022, 1, 5), None, pd.Timestamp("2022-01-06")])},
    "large-objects": {"a": objects([10**40, 1, None]), "b": objects([[1], None, {}]), "t": objects([[1], None, ()]),
                      "d": objects([44926, None, 1])},
    "nullable": {"a": pd.array([1, None, 2], dtype="Int64"), "b": pd.array([True, None, False], dtype="boolean"),
                 "t": pd.array(["好", None, ""], dtype="string"),
                 "d": pd.array(["2022-01-05", None, "x"], dtype="string")},
    "categories": {"a": pd.Categorical([1, None, 2]), "b": pd.Categorical([True, False, None]),
                   "t": pd.Categorical(["好", None, "x"]), "d": pd.Categorical(["2022-01-05", None, "x"])},
    "foreign": {"a": pd.period_range("2022-01", periods=3, freq="M"), "b": pd.interval_range(0, 3),
                "t": pd.to_timedelta([1, 2, 3], unit="D"), "d": np.array([1 + 2j, 2, 3])},
}  # fmt: skip
STATUSES: Final = {
    "typed": [("scored", "scored", "scored", "scored"), ("missing", "scored", "missing", "missing"),
              ("scored", "scored", "missing", "scored")],
    "objects": [("scored", "scored", "scored", "scored"), ("invalid", "missing", "invalid", "missing"),
                ("scored", "scored", "missing", "scored")],
    "pure-objects": [("scored", "scored", "invalid", "scored"), ("missing",) * 4,
                     ("scored", "scored", "invalid", "scored")],
    "large-objects": [("invalid", "invalid", "invalid", "scored"), ("scored", "missing", "missing", "missing"),
                      ("missing", "invalid", "invalid", "invalid")],
    "nullable": [("scored",) * 4, ("missing",) * 4, ("scored", "scored", "missing", "invalid")],
    "categories": [("scored", "scored", "scored", "scored"), ("missing", "scored", "missing", "missing"),
                   ("scored", "missing", "invalid", "invalid")],
    "foreign": [("invalid",) * 4] * 3,
}  # fmt: skip


@pytest.mark.parametrize("name", PANDAS)
def test_columns_of_pandas(tmp_path: Path, name: str) -> None:
    """Objects have the type that all of a column have, or are texts; what is no fact is invalid; NaN is missing."""
    facts = {"a": "number", "b": "boolean", "t": "text", "d": "date"}
    level = {"check": "level", "with": {"fact": "t"}, "scale": {"kind": "levels", "levels": {"好": 1}}}
    measures: dict[str, Any] = {
        "ia": {"measure": "a"},
        "ib": {"measure": "b"},
        "it": level,
        "id": {"measure": "days(d, d)"},
    }
    engine = scoring.Engine(scoring.load(written(small_set(facts, measures), tmp_path)))
    frame = pd.DataFrame({"project": KEYS, **PANDAS[name]})
    found = engine.score_many(frame)[[f"{id_}.status" for id_ in measures]]
    assert [tuple(row) for row in found.itertuples(index=False)] == STATUSES[name]
    assert [tuple(engine.sheet(frame, value=key)[id_].status for id_ in measures) for key in KEYS] == STATUSES[name]


# -- observed checks


def observing(tmp_path: Path) -> tuple[scoring.Engine, list[Any]]:
    """Return an engine that asks of every project, and what it has asked."""
    asked: list[Any] = []

    class Seen(scoring.ObservedCheck):
        """Sees a fact, and raises where it is below zero."""

        kind = "number"

        def observe(self, project: Any) -> Any:
            asked.append((project.key, project.facts["a"]))
            if project.facts["a"] is not None and project.facts["a"] < 0:
                raise ValueError("below zero")
            return project.facts["a"]

    plugin = SimpleNamespace(scoring_checks=scoring.hookimpl(lambda: {"test.seen": Seen}))
    path = written(small_set({"a": "number"}, {"i": {"check": "test.seen"}}), tmp_path)
    return scoring.Engine(scoring.load(path, plugins=[plugin]), plugins=[plugin]), asked


def test_an_observed_check_is_asked_once_a_project(library: Library, tmp_path: Path) -> None:
    """Of frames at hand, with the facts of each; what it raises is an error of that project; lazy ones are refused."""
    engine, asked = observing(tmp_path)
    frame = library({PROJECTS: pl.DataFrame({"project": KEYS, "a": [0.5, -1.0, None]})})[PROJECTS]
    if waits(frame):
        with pytest.raises(scoring.DataError, match="looks at one project after the other"):
            engine.score_many(frame)
        assert engine.sheet(frame, value="y")["i"].status == "error"
        return
    found = collected(engine.score_many(frame, detail=True))
    assert asked == [("x", D("0.5")), ("y", D(-1)), ("z", None)]
    assert found.select("i.measure", "i.status").rows() == [(0.5, "scored"), (None, "error"), (None, "missing")]
