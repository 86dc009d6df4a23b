"""Projects side by side, in every ranking: a row for each place, and how many have which grade."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from scoring.messages import message
from scoring.report_markup import markdown
from scoring.report_table import Cell, Column, TableRow, draw, flow, paragraph, widths
from scoring.report_text import BAR_STYLE, EXACT, bar, percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.report_page import Strip
    from scoring.report_text import Medium

__all__ = ["Place", "Spread", "draw_places", "draw_spread", "draw_table", "markdown_places", "markdown_spread", "parts"]

#: Which columns are numbers, set to the right.
RIGHT: Final = {"rank", "total", "coverage"}
#: Every grade's label, how many have it, and which share of all that is.
Spread = list[tuple[str, int, Decimal]]


class Place(NamedTuple):
    """One project's place; `rank` is empty where there is no grade although others have one, or no total.

    `gap` says that projects are left out below it.
    """

    rank: str
    key: str
    name: str
    total: str
    share: Decimal | None
    grade: str
    coverage: str
    notes: tuple[str, ...]
    gap: str = ""


def has_names(found: Sequence[Place]) -> bool:
    """Tell whether a column of names would say anything that the keys do not."""
    return any(place.name not in {"", place.key} for place in found)


def parts(counts: Sequence[tuple[str | None, int]], lang: str) -> Spread:
    """Return labels (None: no grade), how many have each, and which share of all that is."""
    whole = Decimal(max(sum(count for _, count in counts), 1))
    return [
        (message("report-unrated", lang) if label is None else label, count, EXACT.divide(Decimal(count), whole))
        for label, count in counts
    ]


def draw_places(found: Sequence[Place], medium: Medium, lang: str) -> Iterator[Strip]:
    """Draw a row for each place; what does not fit a table flows."""
    named = has_names(found)
    about = ["key", "project"] if named else ["project"]
    codes = ["rank", *about, "total", "share", "grade", "coverage"]
    heading = {code: medium.show(message(f"report-{code}", lang)) for code in codes}
    columns = [Column(heading[code], right=code in RIGHT, least=8 if code in about else 0) for code in codes]
    rows = []
    for place in found:
        texts = [place.rank, place.key, *([place.name] if named else []), place.total]
        cells = [Cell(medium.show(text)) for text in texts]
        cells.append(Cell("" if place.share is None else bar(place.share, medium), BAR_STYLE))
        cells += [Cell(medium.show(place.grade), "bold"), Cell(place.coverage)]
        notes = [*place.notes, *([place.gap] if place.gap else [])]
        rows.append(TableRow(tuple(cells), tuple(Cell(medium.show(note), "dim", 4) for note in notes)))
    yield from draw_table(columns, rows, medium)


def draw_table(columns: Sequence[Column], rows: Sequence[TableRow], medium: Medium) -> Iterator[Strip]:
    """Draw a table; where the page is too narrow for one, the cells of each row side by side."""
    if (sizes := widths(columns, rows, medium.width)) is not None:
        yield from draw(columns, rows, sizes, medium)
        return
    for row in rows:
        shown = [(Cell(cell.before.lstrip()), cell) for cell in row.cells if cell.text or cell.before]
        yield from flow(shown, medium.width, gap=2)
        for note in row.notes:
            yield from paragraph(note, medium.width)


def draw_spread(found: Spread, medium: Medium) -> Iterator[Strip]:
    """Draw how many have which grade, with bars."""
    rows = []
    for label, count, share in found:
        drawn = Cell(bar(share, medium), BAR_STYLE, before=percent(share).rjust(4) + "  ")
        rows.append(TableRow((Cell(medium.show(label), "bold"), Cell(f"{count:,}"), drawn)))
    columns = [Column("", least=4), Column("", right=True), Column("")]
    sizes = widths(columns, rows, medium.width)
    yield from draw(columns, rows, sizes or [4, 4, 14], medium)


def markdown_places(found: Sequence[Place], lang: str) -> Iterator[str]:
    """Write the ranking as a Markdown table."""
    named = has_names(found)
    about = ["key", "project"] if named else ["project"]
    codes = ["rank", *about, "total", "grade", "coverage", "reason"]
    yield "| " + " | ".join(message(f"report-{code}", lang) for code in codes) + " |"
    yield "|" + "|".join("---:" if code in RIGHT else "---" for code in codes) + "|"
    for place in found:
        texts = [place.rank, place.key, *([place.name] if named else []), place.total, place.grade, place.coverage]
        yield "| " + " | ".join([*map(markdown, texts), "<br>".join(map(markdown, place.notes))]) + " |"
        if place.gap:
            yield "| | " + " | ".join([markdown(place.gap), *[""] * (len(codes) - 2)]) + " |"


def markdown_spread(found: Spread, lang: str) -> Iterator[str]:
    """Write how many have which grade as a Markdown table."""
    heads = [message("report-grade", lang), message("report-count", lang), message("report-part", lang)]
    yield "| " + " | ".join(heads) + " |"
    yield "|---|---:|---:|"
    yield from (f"| {markdown(label)} | {count:,} | {percent(share)} |" for label, count, share in found)
