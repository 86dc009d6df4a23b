"""A diagnostic for the terminal: its line, the line of the file, a caret below the span."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.text import Text

from scoring.report_text import harmless

if TYPE_CHECKING:
    from scoring.errors import Diagnostic

__all__ = ["render_diagnostic"]

#: How many characters of a line of the file are shown, and how many of them before the span.
SHOWN: Final = 160
BEFORE: Final = 60


def render_diagnostic(diagnostic: Diagnostic, *, strict: bool = False) -> Text:
    """Draw a diagnostic; with `strict`, a warning is drawn as an error."""
    error = diagnostic.severity == "error" or strict
    text = Text()
    text.append(f"{harmless(diagnostic.file)}:{diagnostic.line}:{diagnostic.column}: ", style="bold")
    text.append(f"{diagnostic.code}: ", style="bold red" if error else "bold yellow")
    text.append(harmless(diagnostic.message))
    line, column, end = _window(diagnostic)
    line = "".join(c if c == "\t" else harmless(c) or "?" for c in line)  # one for one: the carets stand below
    if line.strip():
        margin = f"{diagnostic.line:>6} | "
        before = "".join("\t" if c == "\t" else " " * cell_len(c) for c in line[: column - 1])
        width = cell_len(line[column - 1 : end - 1])
        text.append(f"\n{margin}{line}\n", style="dim")
        text.append(f"{' ' * (len(margin) - 2)}| {before}{'^' * max(width, 1)}", style="red" if error else "yellow")
    return text


def _window(diagnostic: Diagnostic) -> tuple[str, int, int]:
    """Return the part of the line that is shown, and where the span begins and ends in it (columns from 1)."""
    line, column, end = diagnostic.source_line, diagnostic.column, diagnostic.end_column
    if len(line) <= SHOWN:
        return line, column, end
    start = max(0, column - 1 - BEFORE)
    before = "…" if start else ""
    after = "…" if start + SHOWN < len(line) else ""
    shift = start - len(before)
    return before + line[start : start + SHOWN] + after, column - shift, min(end, start + SHOWN + 1) - shift
