"""What is installed, in the terminal: lists of indicator sets and of plugins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from scoring.messages import message
from scoring.report_page import MARGIN, segments
from scoring.report_table import Cell, Column, TableRow, draw, paragraph, widths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderResult

    from scoring.report_page import Strip
    from scoring.report_text import Medium

__all__ = ["ListPage", "PluginEntry", "SetEntry", "plugin_rows", "set_columns", "set_rows"]


#: The columns that wrap.
WRAPPED: Final = ("title", "where", "provides")
#: How many columns stand beside one another where there is no room for all.
BESIDE: Final = 3
#: The cells between two values that stand below.
GAP: Final = 4


class SetEntry(NamedTuple):
    """An installed set: its id, version and title, and where it is (a plugin's name, or a file).

    From when to when it is in force, and what it extends, "" where it does not say.
    """

    id: str
    version: str
    title: str
    where: str
    effective: str = ""
    extends: str = ""


class PluginEntry(NamedTuple):
    """A plugin: its name and version, where it comes from (a distribution or file), what it provides."""

    name: str
    version: str
    where: str
    provides: tuple[str, ...]


class ListPage(NamedTuple):
    """A list of what is installed: titles wrap, names do not; a line instead where there is nothing."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    width: int
    lang: str
    nothing: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw for the encoding of the console that shows it."""
        yield from segments(self, console, options)

    def strips(self, medium: Medium) -> Iterator[Strip]:
        """Go through the lines: where all columns have no room, some stand below; in a strip, one value a line."""
        if not self.rows:
            yield from paragraph(Cell(medium.show(message(self.nothing, self.lang))), medium.width)
            return
        heading = [medium.show(message(f"report-{code}", self.lang)) for code in self.columns]
        columns = [
            Column(text, least=10 if code in WRAPPED else 0) for text, code in zip(heading, self.columns, strict=True)
        ]
        for beside in (len(columns), BESIDE):
            rows = [self._row(texts, heading, beside, medium) for texts in self.rows]
            if (sizes := widths(columns[:beside], rows, medium.width)) is not None:
                yield from draw(columns[:beside], rows, sizes, medium)
                return
        for texts in self.rows:
            for place, text in enumerate(filter(None, texts)):
                style, indent = ("", MARGIN * 2) if place else ("bold", 0)
                yield from paragraph(Cell(medium.show(text), style, indent), medium.width)

    def _row(self, texts: tuple[str, ...], heading: Sequence[str], beside: int, medium: Medium) -> TableRow:
        """Return a row with so many columns beside one another, and the others below."""
        cells = tuple(Cell(medium.show(text), "" if place else "bold") for place, text in enumerate(texts[:beside]))
        others = zip(heading[beside:], texts[beside:], strict=True)
        below = [f"{name} {medium.show(text)}" for name, text in others if text]
        return TableRow(cells, (Cell((" " * GAP).join(below), "dim", MARGIN * 2),) if below else ())


def set_columns(entries: Sequence[SetEntry]) -> tuple[str, ...]:
    """Return the columns of a list of sets: days and bases only where some set has them."""
    return (
        *("id", "version", "title", "where"),
        *(column for column in ("effective", "extends") if any(getattr(entry, column) for entry in entries)),
    )


def set_rows(entries: Sequence[SetEntry]) -> tuple[tuple[str, ...], ...]:
    """Return the texts of a list of sets."""
    columns = set_columns(entries)
    return tuple(tuple(getattr(entry, column) for column in columns) for entry in entries)


def plugin_rows(entries: Sequence[PluginEntry]) -> tuple[tuple[str, ...], ...]:
    """Return the texts of a list of plugins."""
    return tuple((each.name, each.version, each.where, ", ".join(each.provides)) for each in entries)
