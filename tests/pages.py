"""The pages of the documents as tests see them: their blocks, with what the comments above them say, and their tables.

HTML comments, which no reader sees, say what becomes of the block or table that follows:

    <!-- file: NAME -->         the block is written to NAME in the page's folder; a `diff` changes lines of NAME
    <!-- append: NAME -->       the block is added to NAME
    <!-- plugin: NAME -->       the set in the block is loaded with this plugin
    <!-- mistakes: COUNT -->    the set in the block has so many mistakes, on purpose
    <!-- output of: COMMAND --> the block is what COMMAND prints; a line `…` stands for lines left out
    <!-- ends with: CODE -->    the exit code of the last command of a `console` block, if it is not 0
    <!-- needs: spark -->       the block needs Spark: in Python, the session is that of a cluster
    <!-- at: KEY -->            the block's keys stand under KEY in the page's first whole set
    <!-- keys: NAME -->         the table lists the keys, parameters or fields of NAME
    <!-- findings: NAME -->     the table lists the findings of the check NAME
    <!-- cases: NAME -->        each row of the table is a case

A block within a comment of several lines is run like any other: it makes what a page cannot show, such as a workbook.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT: Final = Path(__file__).resolve().parent.parent
PAGES: Final = tuple(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "README.md", ROOT / "README.zh.md", *sorted((ROOT / "docs").rglob("*.md")))
)
#: Lines of cases, made by diagnostics_page.py: nothing of it is run as it stands.
GENERATED: Final = "docs/reference/diagnostics.md"
#: The folder of the pages of shipped sets, made by set_pages.py: they have nothing to run.
SETS: Final = "docs/sets"
COMMENT: Final = re.compile(r"<!-- ([a-z ]+): (.*?) ?-->")
HEADING: Final = re.compile(r"(#+) +(.*)")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, the line (from 1) at which the text begins, and the comments above."""

    page: str
    line: int
    language: str
    text: str
    says: Mapping[str, str]

    def __str__(self) -> str:
        """Return where the block stands."""
        return f"{self.page}:{self.line}"


@dataclass(frozen=True)
class Table:
    """A table: its cells by row, without the head, the nearest heading, and the comments above."""

    page: str
    heading: str
    rows: tuple[tuple[str, ...], ...]
    says: Mapping[str, str]

    @property
    def codes(self) -> list[str]:
        """The first cell of every row, without its backticks."""
        return [row[0].strip("`") for row in self.rows]


def read(page: str) -> str:
    """Return the text of a page."""
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str) -> list[Block]:
    """Return the fenced blocks of a page, in order."""
    return [each for each in _parts(page) if isinstance(each, Block)]


def tables(page: str) -> list[Table]:
    """Return the tables of a page, in order."""
    return [each for each in _parts(page) if isinstance(each, Table)]


def table(page: str, says: str, name: str) -> Table:
    """Return the one table of a page above which a comment says so."""
    (found,) = [each for each in tables(page) if each.says.get(says) == name]
    return found


def section(page: str, title: str) -> str:
    """Return the text below a heading, up to the next of its level or above."""
    lines = read(page).splitlines()
    heads = {place: match for place, line in enumerate(lines) if (match := HEADING.match(line)) is not None}
    start = next(place for place, match in heads.items() if match[2] == title)
    level = len(heads[start][1])
    below = (place for place, match in heads.items() if place > start and len(match[1]) <= level)
    return "\n".join(lines[start + 1 : next(below, len(lines))])


def anchor(heading: str) -> str:
    """Return the anchor that a heading gets on the web.

    >>> anchor("预算执行率 `budget-completion`")
    '预算执行率-budget-completion'
    """
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def toml(cell: str) -> Any:
    """Return the value that a cell writes in TOML, between backticks."""
    return tomllib.loads(f"value = {cell.strip('`')}", parse_float=Decimal)["value"]


def _parts(page: str) -> Iterator[Block | Table]:
    lines = read(page).splitlines()
    says: dict[str, str] = {}
    heading, place = "", 0
    while place < len(lines):
        line = lines[place]
        start = place
        place += 1
        if found := COMMENT.fullmatch(line.strip()):
            says[found[1]] = found[2]
        elif line.startswith("```"):
            place = lines.index("```", place)
            yield Block(page, start + 2, line[3:], "".join(f"{each}\n" for each in lines[start + 1 : place]), says)
            place, says = place + 1, {}
        elif line.startswith("|"):
            while place < len(lines) and lines[place].startswith("|"):
                place += 1
            yield Table(page, heading, tuple(map(_cells, lines[start + 2 : place])), says)
            says = {}
        elif line.strip():
            says = {}
            if title := HEADING.match(line):
                heading = title[2]


def _cells(line: str) -> tuple[str, ...]:
    """Split a row of a table at its bars; a bar after a backslash belongs to the text."""
    return tuple(cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1])
