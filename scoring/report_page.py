"""A page: lines made for a width and an encoding, shown by rich on a terminal and as plain text elsewhere."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from scoring.report_text import NARROWEST, Medium

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

__all__ = ["BLANK", "MARGIN", "Page", "Piece", "Strip", "plain_text", "segments"]

#: So many cells every line of a page is indented.
MARGIN: Final = 1
#: A text and its style.
Piece = tuple[str, str]


class Strip(NamedTuple):
    """One line of a page: texts with their styles, which nothing wraps."""

    parts: tuple[Piece, ...] = ()


#: An empty line.
BLANK: Final = Strip()


class Page(Protocol):
    """What can be drawn: a rich renderable whose lines are at most `width` cells wide."""

    @property
    def width(self) -> int:
        """The cells there are."""

    def strips(self, medium: Medium) -> Iterator[Strip]:
        """Go through the lines, made for a width and an encoding."""

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        """Draw for the encoding of the console that shows it."""


def segments(page: Page, console: "Console", options: "ConsoleOptions") -> "RenderResult":
    """Draw a page on a rich console, in its styles."""
    from rich.segment import Segment  # noqa: PLC0415 - a page that is piped needs none

    medium = Medium(max(page.width, NARROWEST), options.encoding, options.legacy_windows)
    for strip in page.strips(medium):
        for text, style in strip.parts:
            yield Segment(text, console.get_style(style) if style else None)
        yield Segment.line()


def plain_text(page: Page, encoding: str) -> str:
    """Return the lines of a page without styles, in characters that the encoding has."""
    strips = page.strips(Medium(max(page.width, NARROWEST), encoding))
    return "".join("".join(text for text, _ in strip.parts) + "\n" for strip in strips)
