"""A diagnosis: every mistake of one file, collected in one go, each at the span of its key."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal

from scoring.messages_formulas import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scoring.errors import Diagnostic, FormulaError
    from scoring.source import Source

__all__ = ["Diagnosis"]

Path = tuple[str | int, ...]

#: So much of a name is shown: a message is a line.
LONGEST: Final = 60
#: Values of messages that are kinds, one or several.
OF_KINDS: Final = ("kind", "kinds", "want", "a", "b")


def in_words(values: Mapping[str, object], lang: str) -> dict[str, object]:
    """Put the values of a message in the words of its language: kinds, and the "or" of choices."""
    said = dict(values)
    for name, value in values.items():
        if isinstance(value, Decimal):
            said[name] = f"{value.normalize():f}"
    for name in {*OF_KINDS} & {*said}:
        kinds = value if isinstance(value := said[name], tuple) else (value,)
        said[name] = tuple(KINDS[each][lang == "en"] if each in KINDS else str(each) for each in kinds)
    for name in {"name", "id", "other"} & {*said}:
        said[name] = said[name] if len(str(said[name])) <= LONGEST else f"{str(said[name])[:LONGEST]}…"
    if lang == "zh" and "expected" in said:
        said["expected"] = str(said["expected"]).replace(" or ", "、").replace(", ", "、")
    return said


class Diagnosis:
    """Collects diagnostics of one source, in one language; `found` has them in the order of the file.

    What is collected is placed and worded when it is asked for: who only scores never asks for the doubts. `dropped`
    holds what was left out because of its own mistakes; whoever refers to it is not blamed for that. `unsure` holds
    the dimensions of which a child was left out ("" is the top, "*" is any). `of_bases` holds the mistakes of the sets
    that an overlay rests on, because of which it cannot be used.
    """

    def __init__(self, source: Source, lang: Literal["zh", "en"] = "en") -> None:
        """Begin with nothing found in a source."""
        self.source = source
        self.lang = lang
        self.mistakes: list[Callable[[], Diagnostic]] = []
        self.doubts: list[Callable[[], Diagnostic]] = []
        self.of_bases: tuple[Diagnostic, ...] = ()
        self.dropped: set[str] = set()
        self.unsure: set[str] = set()

    def error(self, code: str, path: Path, *, at: Literal["key", "value"] = "key", **values: object) -> None:
        """Note a mistake at the key (or the value) of `path`; `values` fill in the message of `code`."""
        self.note(code, path, values, at=at)

    def note(
        self,
        code: str,
        path: Path,
        values: Mapping[str, object],
        *,
        at: Literal["key", "value"] = "key",
        severity: Literal["error", "warning"] = "error",
        within: tuple[int, int] | None = None,
    ) -> None:
        """Note a mistake or a doubt under its public code: a hint (`-near`) is part of the message only."""
        name = str(values.get("name", ""))
        if code.startswith("unknown-fact") and self._left_out(name):
            return
        make = partial(self._made, code, path, values, at=at, severity=severity, within=within, name=name)
        (self.mistakes if severity == "error" else self.doubts).append(make)

    def _made(self, code: str, path: Path, values: Mapping[str, object], *, name: str, **how: Any) -> Diagnostic:
        said = in_words(values, self.lang)
        made = self.source.diagnostic(code, path, lang=self.lang, values=said, **how)
        return made._replace(code=code.removesuffix("-near"), subject=name)

    def _left_out(self, name: str) -> bool:
        """Tell whether a name is that of a fact, a group of facts or a table that was left out."""
        parts = name.split(".")
        return "facts" in self.dropped or any(
            ".".join(parts[:length]) in self.dropped for length in range(1, len(parts) + 1)
        )

    def warning(self, code: str, path: Path, *, at: Literal["key", "value"] = "key", **values: object) -> None:
        """Note a doubt: `--strict` makes it an error."""
        self.note(code, path, values, at=at, severity="warning")

    def formula(self, error: FormulaError, path: Path) -> None:
        """Note a mistake in a formula, at its column within the text."""
        self.note(error.code, path, error.values, within=(error.column, error.end))

    @property
    def found(self) -> tuple[Diagnostic, ...]:
        """The diagnostics in the order of the file, each once; below those of an overlay, those of its bases."""
        return self._in_order([*self.mistakes, *self.doubts])

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Those that are errors."""
        return self._in_order(self.mistakes)

    def _in_order(self, collected: Sequence[Callable[[], Diagnostic]]) -> tuple[Diagnostic, ...]:
        unique = dict.fromkeys([*(make() for make in collected), *self.of_bases])
        files = [*self.source.files, *dict.fromkeys(each.file for each in self.of_bases)]
        return tuple(sorted(unique, key=lambda each: (files.index(each.file), each.line, each.column, each.code)))
