"""The catalogue of indicator sets: which are shipped or brought by plugins, and where an id lies."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from scoring.errors import PluginError

__all__ = ["Shipped", "find", "in_folders", "shipped"]


class Shipped(NamedTuple):
    """A set that can be named by its id: the id, its file, and who ships it (the name of a plugin)."""

    id: str
    path: Path
    origin: str


def shipped(folders: Iterable[tuple[str, Path]] = ()) -> list[Shipped]:
    """Return every set that is shipped or lies in these folders (origin, folder).

    Raises `PluginError` where two have one id.
    """
    return list(_by_id(in_folders(_homes(folders))).values())


def _homes(folders: Iterable[tuple[str, Path]]) -> list[tuple[str, Path]]:
    return [("scoring", Path(import_module("scoring.rules").__path__[0])), *folders]


def _by_id(sets: Iterable[Shipped]) -> dict[str, Shipped]:
    found: dict[str, Shipped] = {}
    for each in sets:
        if (other := found.setdefault(each.id, each)) is not each:
            both = f"{other.origin} ({other.path}) and {each.origin} ({each.path})"
            raise PluginError(f"two sets have the id {each.id}: {both}; leave one plugin out, or rename its file")
    return found


def in_folders(folders: Iterable[tuple[str, Path]]) -> Iterator[Shipped]:
    """Go through the sets in these folders (origin, folder): an id is a path below its folder without the suffix."""
    for origin, folder in folders:
        for path in sorted(folder.rglob("*.toml")):
            yield Shipped(path.relative_to(folder).with_suffix("").as_posix(), path, origin)


def find(id_: str, folders: Iterable[tuple[str, Path]] = ()) -> Path | None:
    """Return the file of a shipped set by its id, None if there is none; no folder is searched for it.

    Raises `PluginError` where two have the id.
    """
    if id_.startswith("/") or ".." in id_.split("/"):
        return None
    paths = ((origin, folder / f"{id_}.toml") for origin, folder in _homes(folders))
    found = _by_id(Shipped(id_, path, origin) for origin, path in paths if path.is_file())
    return found[id_].path if found else None
