"""The catalogue of indicator sets: which are shipped or brought by plugins, and where an id lies."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scoring.errors import PluginError, closest
from scoring.source import read_source
from scoring.versions import Edition, edition, in_force, listed, newest

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Shipped", "Unfound", "chosen", "in_folders", "installed", "shipped"]


class Shipped(NamedTuple):
    """A set that can be named by its id: the id, its file, and who ships it (the name of a plugin).

    Several files of one id are its versions.
    """

    id: str
    path: Path
    origin: str


class Unfound(NamedTuple):
    """Why no file is meant by a name: the code of a message and its values."""

    code: str
    values: dict[str, object]


def shipped(folders: Iterable[tuple[str, Path]] = ()) -> list[Shipped]:
    """Return every set that is shipped or lies in these folders (origin, folder), of several versions each.

    Raises `PluginError` where two origins have one id.
    """
    found = list(in_folders(_homes(folders)))
    first: dict[str, Shipped] = {}
    for each in found:
        _one_origin(first.setdefault(each.id, each), each)
    return found


def _homes(folders: Iterable[tuple[str, Path]]) -> list[tuple[str, Path]]:
    return [("scoring", Path(import_module("scoring.rules").__path__[0])), *folders]


def _one_origin(one: Shipped, other: Shipped) -> None:
    """Refuse a set of another origin: a plugin does not take the place of a shipped set, or of another's, unseen."""
    if other.origin != one.origin:
        both = f"{one.origin} ({one.path}) and {other.origin} ({other.path})"
        raise PluginError(f"two sets have the id {one.id}: {both}; leave one plugin out, or rename its file")


def in_folders(folders: Iterable[tuple[str, Path]]) -> Iterator[Shipped]:
    """Go through the sets in these folders (origin, folder).

    An id is a path below its folder without the suffix, and without what follows an `@`.
    """
    for origin, folder in folders:
        for path in sorted(folder.rglob("*.toml")):
            place = path.relative_to(folder)
            yield Shipped(place.with_name(_name(path.name)).as_posix(), path, origin)


def _name(file: str) -> str:
    stem = file.removesuffix(".toml")
    return stem.partition("@")[0] or stem or file


def installed(id_: str, folders: Iterable[tuple[str, Path]] = ()) -> list[Shipped]:
    """Return the versions that there are of an id; only the folder that it names is looked at.

    Raises `PluginError` where two origins have the id.
    """
    if id_.startswith("/") or ".." in id_.split("/"):
        return []
    above, _, name = id_.rpartition("/")
    found = []
    for origin, folder in _homes(folders):
        home = folder / above
        files = sorted(home.iterdir()) if home.is_dir() else []
        found += [Shipped(id_, each, origin) for each in files if each.suffix == ".toml" and _name(each.name) == name]
    for each in found[1:]:
        _one_origin(found[0], each)
    return found


def chosen(
    name: str, folders: Sequence[tuple[str, Path]], day: datetime.date | None, lang: str | None
) -> Path | Unfound:
    """Return the file that a name means: `id@version`, or `id` in the version in force on `day`, else the newest.

    Raises `PluginError` where two sets have one id and one version, and `RulesError` where a file among several
    cannot be read.
    """
    id_, at, version = name.partition("@")
    sets = installed(id_, folders)
    if not sets:
        known = sorted({each.id for each in in_folders(_homes(folders))})
        near = closest(id_, known)
        return Unfound(
            "unknown-set" if near is None else "unknown-set-near",
            {"name": id_, "near": near},
        )
    if len(sets) == 1 and not at and day is None:
        return sets[0].path
    editions = [edition(str(each.path), read_source(each.path, lang=lang).data) for each in sets]
    _one_each(id_, editions)
    values: dict[str, object] = {"name": id_, "version": version, "day": day, "known": listed(editions)}
    if at:
        editions = [each for each in editions if each.version == version]
        if not editions:
            return Unfound("unknown-version", values)
    if day is not None:
        editions = in_force(editions, day)
        if not editions:
            return Unfound("not-in-force", values)
        if len(editions) > 1:
            return Unfound("two-in-force", {**values, "known": listed(editions)})
    return Path(newest(editions).file)


def _one_each(id_: str, editions: Sequence[Edition]) -> None:
    seen: dict[str, Edition] = {}
    for each in editions:
        if (other := seen.setdefault(each.version, each)) is not each:
            raise PluginError(
                f"two sets have the id {id_} and the version {each.version}: {other.file} and {each.file}; "
                "give one another version, or leave it out"
            )
