"""What people see: score sheets, rankings, indicator sets, plugins; for terminals, notebooks and documents.

What is drawn for the terminal is at most `width` cells wide (24 at least), plain where the console is, and in
ASCII where the console's encoding has no block characters. Texts of the data are shown literally, without
markup. `lang` ("zh" or "en") chooses the labels; without it the set's own language does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from scoring.binding import Bound
    from scoring.checks import Check
    from scoring.indicators import IndicatorSet
    from scoring.report_lists import PluginEntry, SetEntry
    from scoring.report_overview import Files
    from scoring.report_page import Page
    from scoring.results import Summary
    from scoring.sheet import Provenance, ScoreSheet, SetReference

__all__ = [
    "evaluation_report",
    "many_markdown",
    "overview_document",
    "ranking_csv",
    "ranking_markdown",
    "render_many",
    "render_plugins",
    "render_ranking",
    "render_set",
    "render_sets",
    "render_sheet",
    "sheet_csv",
    "sheet_document",
    "sheet_html",
    "sheet_markdown",
    "sheet_workbook",
]


def render_sheet(sheet: ScoreSheet, width: int, lang: str | None = None) -> Page:
    """Draw a score sheet: reasons beside the rows where there is room, else below; stacked in a strip."""
    from scoring.report_sheet import SheetPage

    return SheetPage(sheet, width, lang or sheet.set.lang)


def sheet_html(sheet: ScoreSheet, lang: str | None = None) -> str:
    """Return a sheet as an HTML fragment that stands alone: everything escaped, no script, no link."""
    from scoring import report_markup

    return report_markup.sheet_html(sheet, lang or sheet.set.lang)


def sheet_document(sheet: ScoreSheet, lang: str | None = None, remedies: Mapping[str, str] | None = None) -> str:
    """Return a sheet as a whole HTML document with charts, to read offline or to print: no script, nothing loaded.

    `remedies` is what the set says to do about lost points, by the id of the indicator.
    """
    from scoring import report_document

    return report_document.sheet_document(sheet, lang or sheet.set.lang, remedies)


def evaluation_report(
    sheet: ScoreSheet, rules: IndicatorSet, lang: str | None = None, template: Path | None = None
) -> bytes:
    """Return the evaluation report of one project as a Word file: seven parts, with places for the author's prose.

    It has the styles, margins, header and footer of a template (.docx or .dotx), if one is given; where the template
    marks its place, it has the text around it too. Raises `ScoringError` without the package python-docx, `DataError`
    for a file that cannot be a template.
    """
    from scoring import report_evaluation

    return report_evaluation.evaluation_report(sheet, rules, lang or sheet.set.lang, template)


def sheet_markdown(sheet: ScoreSheet, lang: str | None = None) -> str:
    """Return a sheet as Markdown with a table, as GitHub and most editors read it."""
    from scoring import report_markup

    return report_markup.sheet_markdown(sheet, lang or sheet.set.lang)


def sheet_workbook(
    sheet: ScoreSheet,
    lang: str | None = None,
    remedies: Mapping[str, str] | None = None,
    bound: Bound | None = None,
) -> bytes:
    """Return a sheet as an Excel file in the layout of the official forms, sums and rates as formulas.

    `remedies` is what the set says to do about lost points, by the id of the indicator. With `bound`, the set that it
    was scored by, a self-evaluation is written into its official form. Raises `ScoringError` without the package
    xlsxwriter.
    """
    from scoring import report_workbook

    return report_workbook.sheet_workbook(sheet, lang or sheet.set.lang, remedies, bound)


def sheet_csv(sheet: ScoreSheet, lang: str | None = None) -> str:
    """Return a sheet as CSV, a line a dimension, an indicator and the total; formulas are neutralised.

    Points have the set's decimals, shares are 0 to 1; what there is not is empty.
    """
    from scoring import report_csv

    return report_csv.sheet_csv(sheet, lang or sheet.set.lang)


def render_ranking(sheets: Sequence[ScoreSheet], width: int, lang: str | None = None) -> Page:
    """Draw projects scored by one set, the best total first, and how many have which grade."""
    from scoring.report_ranking import RankingPage

    return RankingPage(sheets, width, _language(sheets, lang))


def ranking_markdown(sheets: Sequence[ScoreSheet], lang: str | None = None) -> str:
    """Return the ranking, and how many projects have which grade, as Markdown."""
    from scoring import report_ranking

    return report_ranking.ranking_markdown(sheets, _language(sheets, lang))


def ranking_csv(sheets: Sequence[ScoreSheet], lang: str | None = None) -> str:
    """Return the ranking as CSV, a line a project; texts that look like formulas get an apostrophe.

    Totals are points with the set's decimals, coverage is a share (0 to 1); what there is not is empty.
    """
    from scoring import report_csv

    return report_csv.ranking_csv(sheets, _language(sheets, lang))


def render_many(summary: Summary, rules: IndicatorSet, width: int, lang: str | None = None) -> Page:
    """Draw the summary of many projects: the first and last, how many have which grade, where points are lost."""
    from scoring.report_many import ManyPage

    return ManyPage(summary, rules, width, lang or rules.lang)


def many_markdown(summary: Summary, rules: IndicatorSet, lang: str | None = None) -> str:
    """Return the summary of many projects as Markdown."""
    from scoring import report_many

    return report_many.many_markdown(summary, rules, lang or rules.lang)


def overview_document(
    summary: Summary,
    rules: IndicatorSet,
    made: tuple[SetReference, Provenance],
    lang: str | None = None,
    files: Files | None = None,
) -> str:
    """Return the summary of many projects as a whole HTML document: charts, heat map, a ranking that sorts.

    It loads nothing, and runs only the few lines that sort. `made` is the set and what scored by it; the ranking links
    to `files`, if there are any.
    """
    from scoring import report_overview

    return report_overview.overview_document(summary, rules, made, lang or rules.lang, files)


def render_set(
    rules: IndicatorSet, width: int, lang: str | None = None, checks: Mapping[str, Check] | None = None
) -> Page:
    """Draw an indicator set: the tree with ids, weights (points), how indicators are scored, sources; the facts.

    Of the `checks` that are given, by indicator, the facts in parameters are shown by their labels.
    """
    from scoring.report_set import SetPage

    return SetPage(rules, width, lang or rules.lang, checks or {})


def render_sets(entries: Sequence[SetEntry], width: int, lang: str) -> Page:
    """Draw the list of installed indicator sets."""
    from scoring.report_lists import ListPage, set_columns, set_rows

    return ListPage(set_columns(entries), set_rows(entries), width, lang, "report-no-sets")


def render_plugins(entries: Sequence[PluginEntry], width: int, lang: str) -> Page:
    """Draw the list of plugins: name, version, where each comes from, what it provides."""
    from scoring.report_lists import ListPage, plugin_rows

    return ListPage(("plugin", "version", "where", "provides"), plugin_rows(entries), width, lang, "report-no-plugins")


def _language(sheets: Sequence[ScoreSheet], lang: str | None) -> str:
    return lang or (sheets[0].set.lang if sheets else "en")
