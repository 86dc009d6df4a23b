"""Everything that can go wrong, under one base class.

    ScoringError              whatever this package raises on purpose
    ├── RulesError            an indicator set has mistakes; carries every Diagnostic
    ├── FormulaError          one formula has a mistake, at a column
    ├── DataError             a file of facts cannot be read
    └── PluginError           a plugin cannot be used

A message says what is wrong, where, and what to do about it. The command line prints it without a traceback.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from scoring.messages import message

__all__ = [
    "WHATEVER",
    "DataError",
    "Diagnostic",
    "FormulaError",
    "PluginError",
    "RulesError",
    "ScoringError",
    "UnknownNameError",
    "closest",
]


#: What a stranger's code may raise without ending the program: everything but an interrupt.
WHATEVER: Final = (Exception, SystemExit)


class ScoringError(Exception):
    """The base of every error this package raises on purpose."""


class UnknownNameError(ScoringError):
    """A check asked for a fact or a table that the set does not declare: its name, and the nearest there is."""

    def __init__(self, name: str, near: str | None, *, table: bool = False) -> None:
        """Keep the name, for a diagnostic at the place where the set says it."""
        kind = "table" if table else "fact"
        super().__init__(f"the set declares no {kind} {name!r}" + (f"; did you mean {near}?" if near else ""))
        self.name = name
        self.near = near


class Diagnostic(NamedTuple):
    """One mistake (or doubt) in a file, at the span of the key that holds it.

    `line` and `column` count from 1, in characters; `end_column` is the first column after the span.
    `severity` is "error" or "warning". `path` is the key's path in the file, as in
    `("indicators", "a", "weight")`; `subject` is the name it is about.
    """

    file: str
    line: int
    column: int
    end_column: int
    code: str
    message: str
    severity: str = "error"
    path: tuple[str | int, ...] = ()
    source_line: str = ""
    subject: str = ""

    def __str__(self) -> str:
        """The one-line form, `file:line:column: code: message`, which editors and CI logs understand."""
        return f"{self.file}:{self.line}:{self.column}: {self.code}: {self.message}"


class RulesError(ScoringError):
    """An indicator set cannot be used; `diagnostics` has every mistake found, in the order of the file."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Keep the diagnostics; the text of the error is one line for each."""
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
        super().__init__("\n".join(str(each) for each in self.diagnostics))


class FormulaError(ScoringError):
    """A formula has a mistake: `code` and `values` for the message, and where in the text it stands.

    `column` counts from 0 in characters of the formula; `end` is the first column after it.
    """

    def __init__(self, code: str, column: int, end: int, values: Mapping[str, object] | None = None) -> None:
        """Keep the parts; the text of the error is the English message."""
        self.code = code
        self.column = column
        self.end = end
        self.values: dict[str, object] = dict(values or {})
        super().__init__(message(code, "en", **self.values))


class DataError(ScoringError):
    """A file of facts cannot be read, or is not what a file of facts looks like."""


class PluginError(ScoringError):
    """A plugin cannot be used; the message names the distribution or file it came from."""


def closest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that was probably meant, if one is near.

    >>> closest("funds.spnet", ["funds.spent", "funds.budget"])
    'funds.spent'
    >>> closest("BASE.toml", ["a.toml", "base.toml"])
    'base.toml'
    >>> closest("colour", ["funds.spent"]) is None
    True
    """
    import difflib  # noqa: PLC0415 - only a mistake asks for it

    names = {each.casefold(): each for each in known}
    found = difflib.get_close_matches(name.casefold(), names, n=1, cutoff=0.6)
    return names[found[0]] if found else None
