"""Layers: a set that rests on another as one source, which knows for every key the file that says it.

A mistake stands where it was made: at the overlay's key; at the base's, where the base by itself has it too; and where
the base says what the overlay has made wrong, at what the overlay did to it, with the place in the base beside it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from scoring.messages import message
from scoring.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from scoring.errors import Diagnostic
    from scoring.source import Span

__all__ = ["Layers"]

Path = tuple[str | int, ...]
Place = tuple[Path, Literal["key", "value"]]
#: Codes about what a node's children weigh, or that it has any.
WEIGHED: Final = ("weights-over", "weights-under", "dimension-empty")
#: Codes that hold what a set says against what it says of itself as a whole, and the keys that say that.
DECIDED: Final[Mapping[str, tuple[str, ...]]] = {
    "unknown-grade": ("grades",),
    "grade-unreachable": ("full_marks",),
    "gate-cap": ("full_marks",),
    "gate-cap-unit": ("round",),
    "weight-unit": ("round",),
    "full-marks-units": ("round", "full_marks"),
    "weight-positive": ("weights",),
    "for-each-relative": ("weights",),
    "coverage-wanted": ("minimum_coverage",),
}
#: Tables whose entries other parts of a set name.
NAMED: Final = ("facts", "dimensions", "indicators", "gates", "adjustments")
#: Values of messages that are names of such entries.
NAMES: Final = ("name", "id", "other", "parent")
ABSENT: Final = object()


class Layers(Source):
    """An overlay on its base: the data of both in one, and the place of every key in the file that says it."""

    base: Source

    def __init__(
        self,
        top: Source,
        base: Source,
        data: dict[str, Any],
        removed: Mapping[tuple[str, ...], int],
        of_base: Callable[[], Iterable[Diagnostic]],
    ) -> None:
        """Lay an overlay on its base; `of_base` is what is wrong or doubtful with the base by itself."""
        super().__init__(top.file, top.text, data)
        self.top = top
        self.base = base
        self._removed = removed
        self._of_base = of_base

    @property
    def files(self) -> tuple[str, ...]:
        """The overlay's file, then those below it."""
        return (self.top.file, *self.base.files)

    @cached_property
    def _told(self) -> frozenset[tuple[str, Path]]:
        return frozenset((each.code, each.path) for each in self._of_base())

    def place(
        self, path: Path, at: Literal["key", "value"] = "key", within: tuple[int, int] | None = None
    ) -> tuple[str, Span]:
        """Return the topmost file that says a key, and the span of it, of its value, or of a part of its text."""
        source = self.base if _at(self.top.data, path) is ABSENT else self.top
        return source.place(path, at, within)

    def diagnostic(
        self,
        code: str,
        path: Path,
        *,
        lang: str = "en",
        severity: str = "error",
        at: Literal["key", "value"] = "key",
        within: tuple[int, int] | None = None,
        values: Mapping[str, object] | None = None,
    ) -> Diagnostic:
        """Make a diagnostic where the mistake was made."""
        told = (code.removesuffix("-near"), path) in self._told
        there = next(each for each in (path[:length] for length in range(len(path), -1, -1)) if self._has(each))
        if self._says(there, told=told):
            return self.top.diagnostic(code, path, lang=lang, severity=severity, at=at, within=within, values=values)
        if told:
            return self.base.diagnostic(code, path, lang=lang, severity=severity, at=at, within=within, values=values)
        cause, side = self._cause(code, there, values or {})
        plain = code.removesuffix("-near")  # what the base says is spelt well
        made = self.top.diagnostic(plain, cause, lang=lang, severity=severity, at=side, values=values)
        file, span = self.base.place(path, at, within)
        seen = message("see-base", lang, place=f"{file}:{span.line}:{span.column}")
        return made._replace(message=made.message + seen, path=tuple(path))

    def _has(self, path: Path) -> bool:
        return any(_at(each.data, path) is not ABSENT for each in (self.top, self.base))

    def _says(self, path: Path, *, told: bool) -> bool:
        """Tell whether the overlay is where a mistake at a key was made: it says the value, or a part that matters."""
        value = _at(self.top.data, path)
        whole = not path or not isinstance(value, dict) or _at(self.base.data, path) is ABSENT
        return value is not ABSENT and (whole or not told)

    # -- what the overlay did to the base

    def _cause(self, code: str, path: Path, values: Mapping[str, object]) -> Place:
        """Return the key of the overlay because of which the base's key is wrong; `extends` where none is found."""
        found = next(self._weighing(path), None) if code in WEIGHED else next(self._deciding(code), None)
        if found is None:
            found = next(self._around(path), None) or next(self._mentioned(values), None)
        return found or (("extends",), "value")

    def _deciding(self, code: str) -> Iterator[Place]:
        """Go through what the overlay says, or removed, of the set as a whole that a code is about."""
        for key in DECIDED.get(code, ()):
            if key in self.top.data:
                yield (key,), "key"
            for removed, entry in self._removed.items():
                if removed[0] == key:
                    yield ("remove", entry), "value"

    def _around(self, path: Path) -> Iterator[Place]:
        """Go through what the overlay says of the same entry, from the inside, and what it took out of it."""
        for length in range(len(path) - 1, 1, -1):
            if _at(self.top.data, path[:length]) is not ABSENT:
                yield path[:length], "key"
        for removed, entry in self._removed.items():
            if len(path) > 1 and removed[:2] == path[:2]:
                yield ("remove", entry), "value"

    def _mentioned(self, values: Mapping[str, object]) -> Iterator[Place]:
        """Go through what the overlay removed, or says, of the entries that a message names."""
        names = [str(values[key]) for key in NAMES if key in values]
        if "table" in values:  # of a column the name alone
            names = [f"{values['table']}.{values.get('name')}", str(values["table"]), *names]
        for name in names:
            for removed, entry in self._removed.items():
                label = ".".join(each for place, each in enumerate(removed[1:]) if place != 1)  # without `columns`
                if name == label or name.startswith(f"{label}."):
                    yield ("remove", entry), "value"
            for kind in NAMED:
                if _at(self.top.data, (kind, name)) is not ABSENT:
                    yield (kind, name), "key"

    def _weighing(self, path: Path) -> Iterator[Place]:
        """Go through what the overlay changed among the children of a node, in the base's order, then its own."""
        node = path[1] if path[0] == "dimensions" and len(path) > 1 else ""
        for kind in ("dimensions", "indicators"):
            before, after, said = (_entries(each, kind) for each in (self.base.data, self.data, self.top.data))
            for id_ in {**before, **after}:
                homes = {_home(kind, id_, each[id_]) for each in (before, after) if id_ in each}
                if node not in homes:
                    continue
                if (kind, id_) in self._removed:
                    yield ("remove", self._removed[kind, id_]), "value"
                elif id_ in said:
                    changed = [each for each in ("weight", "dimension") if each in said[id_]]
                    yield ((kind, id_, changed[0]) if changed else (kind, id_)), "key"


def _entries(data: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    found = data.get(kind)
    return {id_: each for id_, each in found.items() if isinstance(each, dict)} if isinstance(found, dict) else {}


def _home(kind: str, id_: str, entry: Mapping[str, Any]) -> object:
    """Return the dimension that a dimension or an indicator lies below, "" at the top."""
    return entry.get("dimension") if kind == "indicators" else id_.rpartition(".")[0]


def _at(data: Any, path: Path) -> Any:
    """Return the value at a path, `ABSENT` where there is none."""
    for part in path:
        inside = part in data if isinstance(data, dict) else isinstance(data, list) and part in range(len(data))
        if not inside:
            return ABSENT
        data = data[part]
    return data
