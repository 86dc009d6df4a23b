"""The catalogue of indicator sets: which are shipped or brought by plugins, and where an id lies."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Shipped", "find", "shipped"]


class Shipped(NamedTuple):
    """A set that can be named by its id: the id, its file, and who ships it (the name of a plugin)."""

    id: str
    path: Path
    origin: str


def shipped(folders: Iterable[tuple[str, Path]] = ()) -> Iterator[Shipped]:
    """Go through every set that is shipped or lies in these folders (origin, folder), by id."""
    own = ("scoring", Path(str(files("scoring.rules"))))
    for origin, folder in [own, *folders]:
        for path in sorted(folder.rglob("*.toml")):
            yield Shipped(path.relative_to(folder).with_suffix("").as_posix(), path, origin)


def find(id_: str, folders: Iterable[tuple[str, Path]] = ()) -> Path | None:
    """Return the file of a shipped set by its id, None if there is none."""
    return next((each.path for each in shipped(folders) if each.id == id_), None)
