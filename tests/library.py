"""The library: every indicator set that ships, found as the engine finds it, in all its versions."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from scoring.catalog import shipped
from scoring.loading import load_bound
from scoring.plugins import registry
from scoring.versions import Edition, edition, newest

if TYPE_CHECKING:
    from scoring.binding import Bound
    from scoring.indicators import IndicatorSet

#: Who ships a set of the library.
ORIGIN: Final = "scoring"


class Entry(NamedTuple):
    """A set of the library: its file, and the set with its checks and formulas resolved."""

    path: Path
    bound: Bound

    @property
    def rules(self) -> IndicatorSet:
        """The set itself, merged with what it extends."""
        return self.bound.rules

    @property
    def edition(self) -> Edition:
        """Its version, and when it is in force."""
        source = self.rules.source_file
        return edition(str(self.path), source.data if source is not None else {})

    def __str__(self) -> str:
        """The id with the version, as commands take it."""
        return f"{self.rules.id}@{self.rules.version}"


def files() -> list[Path]:
    """Return the files of the library, by their ids."""
    return [each.path for each in shipped() if each.origin == ORIGIN]


@cache
def entry(path: Path) -> Entry:
    """Load the set in a file of the library."""
    return Entry(path, load_bound(path, registry()))


@cache
def library() -> dict[str, tuple[Entry, ...]]:
    """Return every set by its id, each in its versions, the one that is taken without a day first."""
    found: dict[str, list[Entry]] = {}
    for each in map(entry, files()):
        found.setdefault(each.rules.id, []).append(each)
    ordered = {}
    for id_, entries in sorted(found.items()):
        first = newest([each.edition for each in entries])
        rest = sorted((each for each in entries if each.edition != first), key=str, reverse=True)
        ordered[id_] = (*(each for each in entries if each.edition == first), *rest)
    return ordered


def base_of(each: Entry) -> Entry | None:
    """Return what a set extends, None where it stands alone."""
    source = each.rules.source_file
    return entry(Path(source.base.file)) if source is not None and source.base is not None else None
