"""Overlays: a set that says how it differs from another, its base, merged with that key by key.

What is merged is data as it was read, not yet validated: the result is what the same set written out whole would be.
"""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from scoring.errors import closest
from scoring.indicators import Adjustment, Dimension, Fact, Gate, Indicator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring.model import Model

__all__ = ["Mistake", "Resolved", "resolved"]

Path = tuple[str | int, ...]
Keys = tuple[str, ...]

#: Keys that an overlay does not inherit: what it is called, when it is in force, what tests it.
OWN: Final = ("id", "version", "effective", "examples", "extends", "remove")
#: Keys that say what a set is called and how it speaks: an overlay that has only these changes nothing.
NAMES: Final = ("schema", "id", "title", "version", "lang", "source", "examples", "extends", "remove")
#: The tables whose entries have ids, with what an entry is.
ENTRIES: Final[Mapping[str, type[Model]]] = {
    "facts": Fact,
    "dimensions": Dimension,
    "indicators": Indicator,
    "gates": Gate,
    "adjustments": Adjustment,
}
#: How an indicator is measured: what a base says of it goes when the overlay says it otherwise.
METHOD: Final = ("check", "measure", "with")
#: What a linear scale says instead of `points`.
ENDS: Final = ("worst", "best")
#: The parts of an entry of `remove`: in quotes, or up to the next dot.
PART: Final = r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|[^.\"']+"


class Mistake(NamedTuple):
    """A mistake of an overlay about its base: the code of the message, the place of the key, the values."""

    code: str
    path: Path
    at: Literal["key", "value"]
    values: Mapping[str, object]


class Resolved(NamedTuple):
    """An overlay and its base in one: the data, what was taken out, and mistakes.

    `removed` has the paths in the base, each with the number of its entry in `remove`.
    """

    data: dict[str, Any]
    removed: Mapping[Keys, int]
    mistakes: tuple[Mistake, ...]


def resolved(base: Mapping[str, Any], overlay: Mapping[str, Any]) -> Resolved:
    """Merge an overlay with its base.

    A new entry that lacks what it must have, and whose name is nearly one of the base's, is a mistake, and left out.
    """
    removed, mistakes = _removals(base, overlay)
    data = _merged({key: value for key, value in base.items() if key not in OWN}, overlay, (), removed)
    for kind, model in ENTRIES.items():
        if (kind,) in removed:
            continue  # all of it is new
        for mistake in _misspelt(kind, _table(base, kind), _table(overlay, kind), model):
            mistakes.append(mistake)
            del data[kind][mistake.path[-1]]
    if not mistakes and _says_nothing(base, data) and not _misread(overlay.get("remove")):
        mistakes.append(Mistake("overlay-idle", ("extends",), "value", {"base": overlay["extends"]}))
    return Resolved(data, removed, tuple(mistakes))


def _merged(
    base: Mapping[str, Any], over: Mapping[str, Any], path: Keys, removed: Mapping[Keys, int]
) -> dict[str, Any]:
    base = _kept(base, over, path)
    result: dict[str, Any] = {}
    for key, value in base.items():
        below = (*path, key)
        if below in removed:
            if key in over:
                result[key] = over[key]
        elif isinstance(value, dict) and isinstance(over.get(key, {}), dict):
            result[key] = _merged(value, over.get(key, {}), below, removed)
        else:
            result[key] = over.get(key, value)
    return result | {key: value for key, value in over.items() if key not in base}


def _kept(base: Mapping[str, Any], over: Mapping[str, Any], path: Keys) -> Mapping[str, Any]:
    """Return what is left of a table of the base beside one of the overlay's that would make nonsense of the rest.

    A measure takes the place of a check with its parameters, another check that of both; a scale of another kind
    that of the whole scale, and of a linear one the points that of its ends, or the other way round.
    """
    if path[:1] != ("indicators",):
        return base
    if len(path) == 2 and any(over[key] != base.get(key) for key in ("check", "measure") if key in over):  # noqa: PLR2004
        return {key: value for key, value in base.items() if key not in METHOD}
    if path[2:] == ("scale",):
        if over.get("kind", base.get("kind")) != base.get("kind"):
            return {}
        gone = {*ENDS} if "points" in over else {"points"} if {*ENDS} & over.keys() else set()
        return {key: value for key, value in base.items() if key not in gone}
    return base


def _says_nothing(base: Mapping[str, Any], whole: Mapping[str, Any]) -> bool:
    """Tell whether a merged set says nothing but its base, whatever it is called."""
    said = {key: value for key, value in whole.items() if key not in NAMES}
    return said == {key: value for key, value in base.items() if key not in NAMES and (key not in OWN or key in said)}


def _misspelt(kind: str, base: Mapping[str, Any], overlay: Mapping[str, Any], model: type[Model]) -> Iterator[Mistake]:
    """Go through new entries that lack what they want, and are nearly called as an entry of the base."""
    wanted = [name for name, info in model.model_fields.items() if info.is_required()]
    for id_, entry in overlay.items():
        lacking = [key for key in wanted if key not in entry] if isinstance(entry, dict) and id_ not in base else []
        near = closest(id_, base) if lacking else None
        if near is not None:
            yield Mistake("unknown-entry", (kind, id_), "key", {"id": id_, "near": near, "lacking": tuple(lacking)})


# -- remove


def _removals(base: Mapping[str, Any], overlay: Mapping[str, Any]) -> tuple[dict[Keys, int], list[Mistake]]:
    """Find what the entries of `remove` name, and what lies below removed dimensions."""
    names = overlay.get("remove")
    inherited = {key: value for key, value in base.items() if key not in OWN}
    paths: dict[Keys, int] = {}
    mistakes: list[Mistake] = []
    spelt: list[str] = []
    for place, name in enumerate(names if isinstance(names, list) else ()):
        if not isinstance(name, str) or not name:
            continue  # told by whoever validates the file
        found = list(_named(inherited, _parts(name)))
        if len(found) == 1:
            paths[found[0]] = place
            continue
        spelt = spelt or list(_spelt(inherited))
        near = None if found else closest(name, spelt)
        code = "remove-ambiguous" if found else "remove-absent" if near is None else "remove-absent-near"
        values = {"name": name, "near": near, "known": tuple(map(_written, found))}
        mistakes.append(Mistake(code, ("remove", place), "value", values))
    for path, place in list(paths.items()):
        if path[:-1] == ("dimensions",) and path[-1] not in _table(overlay, "dimensions"):
            paths |= {below: place for below in _below(base, overlay, path[-1]) if below not in paths}
    return paths, mistakes


def _misread(remove: object) -> bool:
    """Whether `remove` is no list of names: whoever validates the file tells it."""
    return remove is not None and not (isinstance(remove, list) and all(isinstance(each, str) for each in remove))


def _parts(name: str) -> tuple[tuple[str, bool], ...]:
    """Split an entry at its dots: parts, each with whether it stands in quotes; () where it is no list of keys."""
    parts: list[tuple[str, bool]] = []
    end = 0
    for part in re.finditer(PART, name):
        if part.start() != end + bool(parts) or (parts and name[end] != "."):
            return ()
        end = part.end()
        quoted = part[0][0] in "\"'"
        parts.append((_unquoted(part[0]) if quoted else part[0].strip(), quoted))
    return tuple(parts) if end == len(name) else ()


def _unquoted(text: str) -> str:
    try:
        value: str = tomllib.loads(f"x = {text}")["x"]
    except tomllib.TOMLDecodeError:
        return text
    return value


def _named(table: Any, parts: tuple[tuple[str, bool], ...], path: Keys = ()) -> Iterator[Keys]:
    """Go through the paths that parts may mean: a key is one part in quotes, or one or more without."""
    for length in range(1, len(parts) + 1):
        key = ".".join(part for part, _ in parts[:length])
        if length > 1 and any(quoted for _, quoted in parts[:length]):
            return
        if isinstance(table, dict) and key in table:
            if length == len(parts):
                yield (*path, key)
            else:
                yield from _named(table[key], parts[length:], (*path, key))


def _written(path: Keys) -> str:
    """Write a path as an entry of `remove` that means nothing else."""
    return ".".join([path[0], *(json.dumps(key, ensure_ascii=False) for key in path[1:])])


def _spelt(table: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """Go through what could be removed, as an author would write it."""
    for key, value in table.items():
        yield above + key
        if isinstance(value, dict):
            yield from _spelt(value, f"{above}{key}.")


def _below(base: Mapping[str, Any], overlay: Mapping[str, Any], dimension: str) -> Iterator[Keys]:
    """Go through the dimensions and indicators below a dimension that the overlay says nothing about."""

    def inside(name: object) -> bool:
        return name == dimension or str(name).startswith(f"{dimension}.")

    for kind in ("dimensions", "indicators"):
        for id_, entry in _table(base, kind).items():
            home = id_ if kind == "dimensions" else entry.get("dimension") if isinstance(entry, dict) else None
            if inside(home) and id_ not in _table(overlay, kind):
                yield kind, id_


def _table(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = data.get(key)
    return found if isinstance(found, dict) else {}
