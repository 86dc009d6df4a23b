"""A diagnosis: every mistake of one file, collected in one go, each at the span of its key."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scoring.errors import Diagnostic, FormulaError
    from scoring.source import Source, Span

__all__ = ["Diagnosis"]

Path = tuple[str | int, ...]


@dataclass
class Diagnosis:
    """Collects diagnostics of one source, in one language; `found` has them in the order of the file.

    What is collected is placed and worded when it is asked for: who only scores never asks for the doubts. `dropped`
    holds what was left out because of its own mistakes; whoever refers to it is not blamed for that.
    """

    source: Source
    lang: Literal["zh", "en"] = "en"
    mistakes: list[Callable[[], Diagnostic]] = field(default_factory=list)
    doubts: list[Callable[[], Diagnostic]] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)

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
        span: Span | None = None,
    ) -> None:
        """Note a mistake or a doubt under its public code: a hint (`-near`) is part of the message only."""
        name = str(values.get("name", ""))
        if code.startswith("unknown-fact") and name.partition(".")[0] in self.dropped:
            return
        make = partial(self._made, code, path, values, at=at, severity=severity, span=span, name=name)
        (self.mistakes if severity == "error" else self.doubts).append(make)

    def _made(self, code: str, path: Path, values: Mapping[str, object], *, name: str, **how: Any) -> Diagnostic:
        made = self.source.diagnostic(code, path, lang=self.lang, values=values, **how)
        return made._replace(code=code.removesuffix("-near"), subject=name)

    def warning(self, code: str, path: Path, **values: object) -> None:
        """Note a doubt: `--strict` makes it an error."""
        self.note(code, path, values, severity="warning")

    def formula(self, error: FormulaError, path: Path) -> None:
        """Note a mistake in a formula, at its column within the text."""
        start = self.source.text_position(path, error.column)
        end = self.source.text_position(path, max(error.column, error.end - 1))
        end_column = end.end_column if end.line == start.line else start.end_column
        self.note(error.code, path, error.values, span=start._replace(end_column=end_column))

    @property
    def found(self) -> tuple[Diagnostic, ...]:
        """The diagnostics in the order of the file, each once."""
        return _in_order([*self.mistakes, *self.doubts])

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Those that are errors."""
        return _in_order(self.mistakes)


def _in_order(collected: Sequence[Callable[[], Diagnostic]]) -> tuple[Diagnostic, ...]:
    unique = dict.fromkeys(make() for make in collected)
    return tuple(sorted(unique, key=lambda each: (each.line, each.column, each.code)))
