"""A score sheet for notebooks and documents: a small HTML table, and Markdown."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from scoring import report_words
from scoring.messages import message
from scoring.report_rows import tree_rows
from scoring.report_text import harmless, percent
from scoring.report_total import sum_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.report_rows import Row
    from scoring.sheet import ScoreSheet

__all__ = ["markdown", "sheet_html", "sheet_markdown"]

COLUMNS: Final = ("indicator", "measure", "weight", "score", "lost", "share", "reason")
#: Which columns are numbers, set to the right.
RIGHT: Final = (False, True, True, True, True, True, False)
SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#|~$&])")

# Colours come from the page, light or dark.
STRONG: Final = "font-weight:600"
QUIET: Final = "opacity:.7"
RULE: Final = "border-top:1px solid currentColor"
WORDS: Final = "text-align:left;vertical-align:top;padding:.1em .6em;font-weight:inherit"
FIGURES: Final = "text-align:right;vertical-align:top;padding:.1em .6em;font-weight:inherit;white-space:nowrap"
TABLE: Final = "border-collapse:collapse;margin:.5em 0;font-size:inherit"
LIST: Final = "margin:0;padding-left:1.5em"
BAR_ROOM: Final = "display:inline-block;width:5em;margin-left:.6em;text-align:left"
BAR: Final = "display:inline-block;height:.6em;background:currentColor;opacity:.4"


def sheet_html(sheet: ScoreSheet, lang: str) -> str:
    """Return a sheet as an HTML fragment that stands alone: everything escaped, no script, no link."""
    return "\n".join(_html(sheet, lang))


def _html(sheet: ScoreSheet, lang: str) -> Iterator[str]:
    yield f'<div class="scoring-sheet" lang="{lang}" style="line-height:1.5">'
    yield f'<div style="{STRONG}">{_text(sheet.set.title)}</div>'
    yield f'<div style="{QUIET}">{_text(" · ".join(report_words.origin(sheet)))}</div>'
    if about := report_words.about(sheet, lang):
        yield f"<div>{_pairs(about)}</div>"
    yield f'<table style="{TABLE}">'
    heads = (
        _cell(message(f"report-{name}", lang), "th", right=right) for name, right in zip(COLUMNS, RIGHT, strict=True)
    )
    yield f'<thead><tr style="{QUIET}">{"".join(heads)}</tr></thead>'
    yield "<tbody>"
    yield from (_html_row(row) for row in tree_rows(sheet, lang))
    yield "</tbody><tfoot>"
    yield from (_html_row(row) for row in sum_rows(sheet, lang))
    yield "</tfoot></table>"
    yield f"<div>{_pairs(report_words.verdict(sheet, lang))}</div>"
    for text in filter(None, [sheet.unrated_reason, *report_words.wanting(sheet, lang)]):
        yield f"<div>{_text(text)}</div>"
    yield from _html_lists(sheet, lang)
    yield f'<div style="{QUIET}">{_text(" · ".join(report_words.provenance(sheet, lang)))}</div>'
    yield "</div>"


def _cell(text: str, tag: str = "td", *, right: bool = False) -> str:
    return f'<{tag} style="{FIGURES if right else WORDS}">{_text(text)}</{tag}>'


def _html_row(row: Row) -> str:
    strong = row.kind in {"dimension", "sum"}
    style = ";".join(part for part in (STRONG if strong else "", RULE if row.kind == "sum" else "") if part)
    indent = f"{WORDS};padding-left:{row.depth * 1.2 + 0.6:.1f}em"
    title = f'<th scope="row" style="{indent}">{_text(row.title)}</th>'
    figures = "".join(_cell(text, right=True) for text in (row.measure, row.weight, row.score, row.lost))
    bar = f'<span style="{BAR};width:{percent(row.share, 1)}"></span>' if row.share else ""
    share = row.word if row.share is None else percent(row.share)
    shown = f'<td style="{FIGURES}">{_text(share)}<span style="{BAR_ROOM}">{bar}</span></td>'
    notes = f'<td style="{WORDS};font-weight:normal">{"<br>".join(map(_text, row.notes))}</td>'
    return f'<tr style="{style}">{title}{figures}{shown}{notes}</tr>'


def _html_lists(sheet: ScoreSheet, lang: str) -> Iterator[str]:
    if losses := report_words.losses(sheet, lang):
        yield f'<div style="{STRONG}">{_text(message("report-losses", lang))}</div>'
        yield (
            f'<ul style="{LIST}">'
            + "".join(f"<li>{_text(loss.points)} {_text(loss.title)}</li>" for loss in losses)
            + "</ul>"
        )
    if remarks := report_words.remarks(sheet, lang):
        yield f'<div style="{STRONG}">{_text(message("report-findings", lang))}</div>'
        items = (
            f"<li><b>{_text(remark.word.strip())}</b> {_text(remark.text)}"
            + (f'<br><span style="{QUIET}">{_text(remark.remedy)}</span>' if remark.remedy else "")
            + "</li>"
            for remark in remarks
        )
        yield f'<ul style="{LIST}">' + "".join(items) + "</ul>"


def _text(text: str) -> str:
    return escape(harmless(text))


def _pairs(pairs: list[tuple[str, str]]) -> str:
    return "&emsp;".join(f"{_text(label)} <b>{_text(value)}</b>" for label, value in pairs)


def sheet_markdown(sheet: ScoreSheet, lang: str) -> str:
    """Return a sheet as Markdown with a table, as GitHub reads it; the data cannot add markup to it."""
    return "\n".join(_markdown(sheet, lang)) + "\n"


def _markdown(sheet: ScoreSheet, lang: str) -> Iterator[str]:
    yield f"# {markdown(sheet.set.title)}"
    yield ""
    yield markdown(" · ".join(report_words.origin(sheet)))
    yield ""
    if about := report_words.about(sheet, lang):
        yield from (f"- {markdown(label)} {markdown(value)}" for label, value in about)
        yield ""
    yield "| " + " | ".join(markdown(message(f"report-{name}", lang)) for name in COLUMNS) + " |"
    yield "|" + "|".join("---:" if right else "---" for right in RIGHT) + "|"
    yield from (_markdown_row(row) for row in (*tree_rows(sheet, lang), *sum_rows(sheet, lang)))
    yield ""
    yield "&emsp;".join(
        f"{markdown(label)} **{markdown(value)}**" for label, value in report_words.verdict(sheet, lang)
    )
    for text in filter(None, [sheet.unrated_reason, *report_words.wanting(sheet, lang)]):
        yield ""
        yield markdown(text)
    if losses := report_words.losses(sheet, lang):
        yield from ("", f"## {message('report-losses', lang)}", "")
        yield from (f"- {markdown(loss.points)} {markdown(loss.title)}" for loss in losses)
    remarks = report_words.remarks(sheet, lang)
    if remarks:
        yield from ("", f"## {message('report-findings', lang)}", "")
    for remark in remarks:
        yield f"- **{remark.word.strip()}** {markdown(remark.text)}" + ("  " if remark.remedy else "")
        if remark.remedy:
            yield f"  {markdown(remark.remedy)}"
    yield ""
    yield markdown(" · ".join(report_words.provenance(sheet, lang)))


def _markdown_row(row: Row) -> str:
    share = row.word if row.share is None else percent(row.share)
    texts = [row.title, row.measure, row.weight, row.score, row.lost, share]
    cells = [markdown(text) for text in texts]
    if row.kind in {"dimension", "sum"}:
        cells = [f"**{text}**" if text else "" for text in cells]
    cells[0] = "&emsp;" * row.depth + cells[0]
    return "| " + " | ".join([*cells, "<br>".join(map(markdown, row.notes))]) + " |"


def markdown(text: str) -> str:
    r"""Escape a text of the data for Markdown, also inside a table.

    >>> print(markdown("a|b *c* <d>"))
    a\|b \*c\* \<d\>
    """
    return SPECIAL.sub(r"\\\1", harmless(text)).strip()
