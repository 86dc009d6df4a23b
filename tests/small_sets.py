"""Small indicator sets for tests: what a test does not say is filled in, so that it says only what it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tests.toml_text import dumps
from tests.worlds import Outcome, World

if TYPE_CHECKING:
    from pathlib import Path

Table = dict[str, Any]
#: Scores one project by a small set.
ScoreOne = Callable[[Table, Mapping[str, Any]], Outcome]


def small_set(facts: Mapping[str, Any], indicators: Mapping[str, Mapping[str, Any]], **keys: Any) -> Table:
    """Return a set: types of `facts` (or whole declarations), `indicators` worth 10 in the dimension `d` by default.

    Dimensions that are not given weigh what their children do; so do full marks.
    """
    leaves: dict[str, Table] = {
        id_: {"title": id_, "dimension": "d", "weight": 10, **indicator} for id_, indicator in indicators.items()
    }
    given: Mapping[str, Mapping[str, Any]] = keys.pop("dimensions", {})
    dimensions: dict[str, Table] = {
        name: {"title": name, "weight": _below(name, leaves), **given.get(name, {})}
        for name in dict.fromkeys([*given, *(leaf["dimension"] for leaf in leaves.values())])
    }
    defaults: Table = {
        "schema": "scoring/1",
        "id": "test/small",
        "title": "small",
        "version": "1",
        "lang": "en",
        "full_marks": sum(each["weight"] for name, each in dimensions.items() if "." not in name),
        "missing": "zero",
        "grades": [{"at_least": 0, "label": "any"}],
    }
    declared = {name: {"type": each} if isinstance(each, str) else each for name, each in facts.items()}
    return defaults | keys | {"facts": declared, "dimensions": dimensions, "indicators": leaves}


def one_line(measure: str, facts: Mapping[str, Any], scale: Table | None = None, **keys: Any) -> Table:
    """Return a set with the one indicator `i`, measured by a formula and worth all 10 points."""
    return small_set(facts, {"i": {"measure": measure} | ({"scale": scale} if scale else {})}, **keys)


def of_table(**columns: Any) -> Table:
    """Return the declaration of a table: types of its columns (or whole declarations)."""
    inner = {name: {"type": each} if isinstance(each, str) else each for name, each in columns.items()}
    return {"type": "table", "columns": inner}


def written(rules: Mapping[str, Any], folder: Path) -> Path:
    """Write a set to a file and return its path."""
    path = folder / "small.toml"
    path.write_text(dumps(rules), encoding="utf-8")
    return path


def in_world(world: World, folder: Path) -> ScoreOne:
    """Return what scores one project in a world."""
    return lambda rules, facts: world(written(rules, folder), [facts])[0]


def _below(dimension: str, leaves: Mapping[str, Table]) -> Any:
    below = [leaf["weight"] for leaf in leaves.values() if f"{leaf['dimension']}.".startswith(f"{dimension}.")]
    return sum(weight for weight in below if not isinstance(weight, str))  # rows bring their own
