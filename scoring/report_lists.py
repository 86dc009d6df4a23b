"""What is installed, in the terminal: lists of indicator sets and of plugins."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scoring.messages import message
from scoring.report_page import MARGIN, segments
from scoring.report_table import Cell, Column, TableRow, draw, paragraph, widths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderResult

    from scoring.report_page import Strip
    from scoring.report_text import Medium

__all__ = ["ListPage", "PluginEntry", "SetEntry", "plugin_rows", "set_columns", "set_rows"]


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
    """A list of what is installed: columns that wrap, and a line instead where there is nothing."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    width: int
    lang: str
    nothing: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw for the encoding of the console that shows it."""
        yield from segments(self, console, options)

    def strips(self, medium: Medium) -> Iterator[Strip]:
        """Go through the lines; in a narrow strip there is one value a line."""
        if not self.rows:
            yield from paragraph(Cell(medium.show(message(self.nothing, self.lang))), medium.width)
            return
        heading = [medium.show(message(f"report-{code}", self.lang)) for code in self.columns]
        columns = [
            Column(text, least=0 if code == "version" else 10) for text, code in zip(heading, self.columns, strict=True)
        ]
        rows = [
            TableRow(tuple(Cell(medium.show(text), "" if place else "bold") for place, text in enumerate(texts)))
            for texts in self.rows
        ]
        if (sizes := widths(columns, rows, medium.width)) is not None:
            yield from draw(columns, rows, sizes, medium)
            return
        for row in rows:
            for place, cell in enumerate(row.cells):
                yield from paragraph(Cell(cell.text, cell.style, MARGIN * 2 if place else 0), medium.width)


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
