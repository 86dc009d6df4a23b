"""Sheets and rankings as CSV for spreadsheets: nothing in the data is run as a formula."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from scoring.display import DASH, number
from scoring.messages import message
from scoring.report_ranking import ordered
from scoring.report_rows import digits, tree
from scoring.report_text import harmless, points
from scoring.report_words import grade
from scoring.sheet import Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from scoring.sheet import DimensionLine, ScoreSheet

__all__ = ["ranking_csv", "sheet_csv"]

#: What a spreadsheet takes for the start of a formula, in half and full width.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?%?")
ABOUT: Final = ("key", "project", "department", "unit", "year")
RANKING: Final = ("rank", *ABOUT, "total", "full-marks", "grade", "unrated-reason", "coverage")
SHEET: Final = (
    "id",
    "row",
    "indicator",
    "dimension",
    "measure",
    "weight",
    "score",
    "share",
    "status",
    "reason",
)

Value = str | int | None


def ranking_csv(sheets: Sequence[ScoreSheet], lang: str) -> str:
    """Return a ranking, a line a project."""
    decimals = max(map(digits, sheets), default=0)
    rows: list[list[Value]] = []
    for rank, sheet in ordered(sheets):
        project = sheet.project
        about: list[Value] = [project.key, project.name, project.department, project.unit, project.year]
        total = None if sheet.total is None else points(sheet.total, decimals)
        result = [total, number(sheet.full_marks), sheet.grade, sheet.unrated_reason, _share(sheet.coverage)]
        rows.append([rank, *about, *result])
    return _csv(RANKING, rows, lang)


def sheet_csv(sheet: ScoreSheet, lang: str) -> str:
    """Return a sheet: a line a dimension, a line an indicator, in the order of the tree, then the total."""
    decimals = digits(sheet)
    rows = [_node(node, decimals, lang) for node, _ in tree(sheet)]
    total = None if sheet.total is None else points(sheet.total, decimals)
    marks = points(sheet.full_marks, decimals)
    title = message("report-total", lang)
    rows.append([None, None, title, None, grade(sheet, lang), marks, total, None, None, sheet.unrated_reason])
    return _csv(SHEET, rows, lang)


def _node(node: DimensionLine | Line, decimals: int, lang: str) -> list[Value]:
    line = node if isinstance(node, Line) else None
    above = line.dimension if line else node.id.rpartition(".")[0]
    return [
        node.id,
        line.row if line else None,
        node.title,
        above or None,
        line.display if line and line.display != DASH else None,
        points(node.weight, decimals),
        None if node.score is None else points(node.score, decimals),
        None if node.share is None else _share(node.share),
        message(f"report-{node.status}", lang),
        line.reason if line else None,
    ]


def _share(share: Decimal) -> str:
    text = points(share, 10)
    return text.rstrip("0").rstrip(".")


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Value]], lang: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([message(f"report-{code}", lang) for code in columns])
    writer.writerows(map(_cell, row) for row in rows)
    return out.getvalue()


def _cell(value: Value) -> str:
    r"""Write a cell; one that would start a formula, as it is or as it is shown, gets an apostrophe unless a number.

    >>> _cell("=1+1"), _cell("\u200b=1+1"), _cell("-2.5"), _cell(None)
    ("'=1+1", "'=1+1", '-2.5', '')
    """
    if value is None:
        return ""
    text = str(value)
    shown = harmless(text)
    starts = any(each.lstrip(" ").startswith(FORMULA) for each in (text, shown))
    return f"'{shown}" if starts and not NUMBER.fullmatch(shown) else shown
