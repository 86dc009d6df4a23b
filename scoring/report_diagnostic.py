"""A diagnostic for the terminal: its line, the line of the file, a caret below the span."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

if TYPE_CHECKING:
    from scoring.errors import Diagnostic

__all__ = ["render_diagnostic"]


def render_diagnostic(diagnostic: Diagnostic, *, strict: bool = False) -> Text:
    """Draw a diagnostic; with `strict`, a warning is drawn as an error."""
    error = diagnostic.severity == "error" or strict
    text = Text()
    text.append(f"{diagnostic.file}:{diagnostic.line}:{diagnostic.column}: ", style="bold")
    text.append(f"{diagnostic.code}: ", style="bold red" if error else "bold yellow")
    text.append(diagnostic.message)
    line = diagnostic.source_line
    if line.strip():
        margin = f"{diagnostic.line:>6} | "
        before = "".join("\t" if c == "\t" else " " * cell_len(c) for c in line[: diagnostic.column - 1])
        width = cell_len(line[diagnostic.column - 1 : diagnostic.end_column - 1])
        text.append(f"\n{margin}{line}\n", style="dim")
        text.append(f"{' ' * (len(margin) - 2)}| {before}{'^' * max(width, 1)}", style="red" if error else "yellow")
    return text
