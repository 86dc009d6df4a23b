"""Rows that nobody should bring: none of them stops the others, whatever library scores them."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import pytest

import scoring
from tests.columns import collected
from tests.small_sets import of_table, small_set, written
from tests.tables import PROJECTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.tables import Library

ROUNDINGS: Final = ("half_up", "half_even", "away_from_zero", "toward_zero")
#: Everything that can run out of bounds: whole numbers, powers, quotients of nothing, days, sums of amounts.
MEASURES: Final = {
    "floor": "floor(size * 1.5)",
    "ceil": "ceil(size * units)",
    "power": "size ** 3 - size ** -2",
    "grown": "exp(size) + ln(size) + sqrt(size)",
    "ratio": "units / (units - units)",
    "each": "spent / units",
    "people": "people / units",
    "days": "days(day, due)",
    "sum": "sum(lots.amount) / mean(lots.amount)",
    "rows": "mean(lots.pieces) + floor(sum(lots.pieces) * 1.5)",
}
SET: Final[Mapping[str, Any]] = {
    "size": "number",
    "units": "integer",
    "people": "integer",
    "spent": {"type": "money", "unit": "万元"},
    "day": "date",
    "due": "date",
    "lots": of_table(amount={"type": "money", "unit": "元"}, pieces="integer"),
}
DAY: Final = datetime.date(2022, 12, 31)
GOOD: Final[Mapping[str, Any]] = {"size": 2.5, "units": 4, "people": 3.0, "spent": "12.5", "day": DAY, "due": DAY}
#: A project each: what of a good one is absurd.
ABSURD: Final[Mapping[str, Mapping[str, Any]]] = {
    "huge": {"size": 9.9e29, "units": 2**62, "people": 9.9e29},
    "beyond": {"size": 1e300, "units": 2**63 - 1},
    "below": {"size": -9.9e29, "units": -(2**63)},
    "infinite": {"size": float("inf"), "people": float("inf")},
    "tiny": {"size": 5e-324, "units": 0},
    "digits": {"spent": "9" * 400},
    "exponent": {"spent": "1e999"},
    "words": {"spent": "三十左右"},
    "ancient": {"day": datetime.date(1, 1, 1), "due": datetime.date(9999, 12, 31)},
    "nothing": dict.fromkeys(GOOD),
}
LOTS: Final = [9.2e18, 9.9e29, -9.9e29, 0.00005, 1.0]


def projects() -> list[dict[str, Any]]:
    """Return a good project, the absurd ones, and a good one again."""
    changed = [{}, *ABSURD.values(), {}]
    return [{"project": str(place), **GOOD, **each} for place, each in enumerate(changed)]


def lots(place: int) -> list[dict[str, Any]]:
    """Return the rows of a project's table: every third has absurd ones."""
    amounts = LOTS if place % 3 else LOTS[-1:]
    return [{"amount": amount, "pieces": 2**62 if place % 3 else 3} for amount in amounts]


@pytest.mark.parametrize("mode", ROUNDINGS)
def test_no_row_stops_another(library: Library, tmp_path: Path, mode: str) -> None:
    """Each is scored as it is by itself: the good ones fully, the absurd ones with a status."""
    indicators = {name: {"measure": measure} for name, measure in MEASURES.items()}
    path = written(small_set(SET, indicators, round={"to": Decimal("0.01"), "mode": mode}), tmp_path)
    engine = scoring.Engine(scoring.load(path))
    given = projects()
    rows = [{"project": str(place), **lot} for place in range(len(given)) for lot in lots(place)]
    frames = library({PROJECTS: pl.DataFrame(given), "lots": pl.DataFrame(rows)})
    found = collected(engine.score_many(frames[PROJECTS], {"lots": frames["lots"]})).sort(pl.col("project").cast(int))
    for place, (facts, row) in enumerate(zip(given, found.iter_rows(named=True), strict=True)):
        own = {name: value for name, value in facts.items() if name != "project"}
        sheet = engine.score(own | {"lots": lots(place)})
        assert {line.id: line.status.value for line in sheet.lines} == {
            name: row[f"{name}.status"] for name in MEASURES
        }, facts
        assert {line.id: line.score for line in sheet.lines} == {
            name: None if (points := row[f"{name}.score"]) is None else Decimal(repr(points)) for name in MEASURES
        }, facts
    good = [found.row(place, named=True) for place in (0, -1)]
    assert {good[0][f"{name}.status"] for name in MEASURES if name != "ratio"} == {"scored"}
    assert [good[0]["total"], good[1]["floor.score"]] == [good[0]["total"], good[0]["floor.score"]]
