"""A diagnosis: every mistake of one file, collected in one go, each at the span of its key."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.errors import Diagnostic, FormulaError
    from scoring.source import Source

__all__ = ["Diagnosis"]

Path = tuple[str | int, ...]


@dataclass
class Diagnosis:
    """Collects diagnostics of one source, in one language; `found` has them in the order of the file.

    `dropped` holds what was left out because of its own mistakes; whoever refers to it is not blamed for that.
    """

    source: Source
    lang: Literal["zh", "en"] = "en"
    collected: list[Diagnostic] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)

    def error(self, code: str, path: Path, *, at: Literal["key", "value"] = "key", **values: object) -> None:
        """Note a mistake at the key (or the value) of `path`; `values` fill in the message of `code`."""
        if code.startswith("unknown-fact") and str(values.get("name")).partition(".")[0] in self.dropped:
            return
        self._add(self.source.diagnostic(code, path, lang=self.lang, at=at, **values), values)

    def warning(self, code: str, path: Path, *, at: Literal["key", "value"] = "key", **values: object) -> None:
        """Note a doubt: `--strict` makes it an error."""
        self._add(self.source.diagnostic(code, path, lang=self.lang, severity="warning", at=at, **values), values)

    def _add(self, diagnostic: Diagnostic, values: Mapping[str, object]) -> None:
        """Keep a diagnostic under its public code: a hint (`-near`) is part of the message only."""
        code = diagnostic.code.removesuffix("-near")
        self.collected.append(replace(diagnostic, code=code, subject=str(values.get("name", ""))))

    def formula(self, error: FormulaError, path: Path) -> None:
        """Note a mistake in a formula, at its column within the text."""
        if error.code.startswith("unknown-fact") and str(error.values["name"]).partition(".")[0] in self.dropped:
            return
        start = self.source.text_position(path, error.column)
        end = self.source.text_position(path, max(error.column, error.end - 1))
        end_column = end.end_column if end.line == start.line else start.end_column
        span = type(start)(start.line, start.column, end_column)
        self._add(self.source.diagnostic(error.code, path, lang=self.lang, span=span, **error.values), error.values)

    @property
    def found(self) -> tuple[Diagnostic, ...]:
        """The diagnostics in the order of the file, each once."""
        unique = dict.fromkeys(self.collected)
        return tuple(sorted(unique, key=lambda each: (each.line, each.column, each.code)))

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Those that are errors."""
        return tuple(each for each in self.found if each.severity == "error")
