"""Bases: which file an `extends` means, and the files below an overlay, down to one that extends nothing."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scoring.catalog import Unfound, chosen
from scoring.errors import RulesError
from scoring.source import read_source, spoken

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from scoring.errors import Diagnostic
    from scoring.source import Source

__all__ = ["Gap", "chain"]

#: So much is shown of a name that no file can have.
LONGEST: Final = 60
#: What makes a path another's on another machine: absolute, of a drive or a home, or with backslashes.
ELSEWHERE: Final = r"[/~]|[A-Za-z]:|.*\\"


class Gap(NamedTuple):
    """Where a chain of files ends that should go on: the level of the overlay whose base cannot be had, and why.

    `code` is "" where the overlay's own diagnosis tells; `told` are diagnostics of the base's file.
    """

    level: int
    code: str
    values: dict[str, object]
    told: tuple[Diagnostic, ...] = ()


def chain(
    top: Source, folders: Sequence[tuple[str, Path]], day: datetime.date | None, lang: str | None
) -> tuple[list[Source], Gap | None]:
    """Read what a set extends, what that extends, and so on; the set itself is the first, the last extends nothing.

    An id without a version means the one in force on `day`, else the newest; `id@version` means that, in force or not.
    """
    lang = lang or spoken(top.text)
    sources = [top]
    seen = [os.path.realpath(top.file)]
    while "extends" in sources[-1].data:
        level, name = len(sources) - 1, sources[-1].data["extends"]
        if not isinstance(name, str) or not name:
            return sources, Gap(level, "", {})
        try:
            file = _file(name, sources[-1], folders, day, lang)
            real = "" if isinstance(file, Unfound) else os.path.realpath(file)
        except (OSError, ValueError) as error:  # a name that no file can have
            return sources, Gap(level, "base-file", {"base": repr(name)[:LONGEST], "why": str(error)[:LONGEST]})
        if isinstance(file, Unfound):
            return sources, Gap(level, *file)
        if real in seen:
            first = seen.index(real)
            circle = " → ".join(each.file for each in (*sources[first:], sources[first]))
            return sources[: first + 1], Gap(first, "extends-cycle", {"circle": circle})
        try:
            sources.append(read_source(file, lang=lang))
        except RulesError as error:
            return sources, _unread(level, name, error)
        seen.append(real)
    return sources, None


def _file(name: str, source: Source, folders: Any, day: datetime.date | None, lang: str) -> Path | Unfound:
    """Return the file that an `extends` of a file means: a path from its folder, or what has the id."""
    if not name.endswith(".toml"):
        found = chosen(name, folders, None if "@" in name else day, lang)
        if not isinstance(found, Unfound) or not found.code.startswith("unknown-set"):
            return found
        beside = f"{name}.toml"
        if (Path(source.file).parent / beside).is_file():
            return Unfound("unknown-base-near", {**found.values, "near": beside})
        return found._replace(code=found.code.replace("set", "base"))
    if re.match(ELSEWHERE, name):
        return Unfound("extends-path", {"name": name})
    joined = Path(source.file).parent / name
    short = Path(os.path.normpath(joined))
    return short if short.exists() and joined.exists() and short.samefile(joined) else joined


def _unread(level: int, name: str, error: RulesError) -> Gap:
    """Tell that a base cannot be read: as a whole in the overlay's place, a mistake in its text at its own."""
    (only,) = error.diagnostics
    if only.code.startswith("file-"):
        return Gap(level, "base-file", {"base": name, "why": only.message})
    return Gap(level, "base-mistakes", {"base": name}, (only,))
