"""The columns of the results of many projects, for people: what each is called, and what its values are."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING, Final

from scoring.messages import message
from scoring.report_text import fraction_digits

if TYPE_CHECKING:
    from scoring.indicators import IndicatorSet

__all__ = ["decimals", "heading", "is_points", "is_share", "plain_title"]

#: The columns about a project beside its key, and the words for them.
ABOUT: Final = {
    "project.name": "project",
    "project.department": "department",
    "project.unit": "unit",
    "project.year": "year",
    "total": "total",
    "grade": "grade",
    "coverage": "coverage",
}


def is_points(column: str) -> bool:
    """Tell whether a column has points.

    >>> is_points("total"), is_points("process.funds.score"), is_points("coverage")
    (True, True, False)
    """
    return column == "total" or column.endswith((".score", ".points"))


def is_share(column: str) -> bool:
    """Tell whether a column has shares, 0 to 1."""
    return column == "coverage" or column.endswith(".share")


def decimals(rules: IndicatorSet) -> int:
    """Return how many decimals the set's points have."""
    return fraction_digits(rules.round.to.normalize())


def heading(column: str, rules: IndicatorSet, lang: str) -> str:
    """Return the heading of a column in words, the column's own name where there are none.

    >>> import scoring
    >>> heading("coverage", scoring.load("wanzai/office-services-2022"), "en")
    'Coverage'
    """
    if column in ABOUT:
        return message(f"report-{ABOUT[column]}", lang)
    id_, _, part = column.rpartition(".")
    if part == "fired" and id_ in rules.gates:
        return message("report-gate", lang, title=rules.gates[id_].title)
    if part == "points" and id_ in rules.adjustments:
        return message("report-adjustment", lang, title=rules.adjustments[id_].title)
    if part in {"score", "status", "measure", "share"} and (id_ in rules.dimensions or id_ in rules.indicators):
        return message(
            "results-heading", lang, title=plain_title(rules, id_, lang), what=message(f"report-{part}", lang)
        )
    return column if id_ else message("report-key", lang)


def plain_title(rules: IndicatorSet, id_: str, lang: str) -> str:
    """Return the title of a node; of an indicator with rows, without the columns of the rows.

    Where nothing is left of it, it is "the rows of" its dimension; of several in one, the id stands for each.
    """
    own = _own_words(rules, id_)
    if own is not None:
        return own
    dimension = rules.indicators[id_].dimension
    alone = sum(_own_words(rules, each) is None for each in rules.indicators_of(dimension)) == 1
    return message("title-rows", lang, title=rules.title_of(dimension)) if alone else id_


def _own_words(rules: IndicatorSet, id_: str) -> str | None:
    """Return a title without the columns of rows, None where nothing is left."""
    text = rules.title_of(id_)
    if id_ not in rules.indicators or rules.indicators[id_].for_each is None:
        return text
    parts = "".join(part + ("…" if name is not None else "") for part, name, *_ in Formatter().parse(text))
    return parts if any(each.isalnum() for each in parts) else None
