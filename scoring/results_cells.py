"""Results as cells that people read: their headings, their decimals, and nothing that a spreadsheet would run."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING, Final

import polars as pl

from scoring.messages import message
from scoring.report_csv import FORMULA, NUMBER
from scoring.report_text import fraction_digits

if TYPE_CHECKING:
    from scoring.indicators import IndicatorSet

__all__ = ["decimals", "heading", "in_decimals", "is_points", "is_share", "safe"]

#: Decimals of shares, measures and coverage, as in the JSON of a sheet.
SHARE_DIGITS: Final = 10
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
IS_NUMBER: Final = f"^(?:{NUMBER.pattern})$"
#: What `report_text.harmless` does to a text, as patterns.
BREAKS: Final = r"[\n\r\t\x0b\x0c\x{85}\p{Zl}\p{Zp}]"
CONTROLS: Final = r"\p{Cc}"
UNSEEN: Final = r"[\p{Cf}\x{fe00}-\x{fe0f}]"


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


def in_decimals(frame: pl.LazyFrame, rules: IndicatorSet) -> pl.LazyFrame:
    """Give points the set's decimals and everything else ten: 9.92, not 9.920000000001."""
    floats = [name for name, kind in frame.collect_schema().items() if kind.is_float()]
    digits = {name: decimals(rules) if is_points(name) else SHARE_DIGITS for name in floats}
    return frame.with_columns(pl.col(name).round(count) for name, count in digits.items())


def safe(frame: pl.LazyFrame, rules: IndicatorSet) -> pl.LazyFrame:
    """Write points with all their decimals, and make texts harmless, an apostrophe before what starts a formula."""
    schema = in_decimals(frame, rules).collect_schema()
    points = [pl.col(name).cast(pl.Decimal(38, decimals(rules))) for name in schema if is_points(name)]
    texts = [_text(name) for name, kind in schema.items() if kind == pl.String and not name.endswith(".status")]
    return in_decimals(frame, rules).with_columns(*points, *texts)


def _text(name: str) -> pl.Expr:
    shown = pl.col(name).str.replace_all(BREAKS, " ").str.replace_all(CONTROLS, "?").str.replace_all(UNSEEN, "")
    start = pl.col(name).str.strip_chars_start(" ")
    runs = pl.any_horizontal(start.str.starts_with(each) for each in FORMULA) & ~shown.str.contains(IS_NUMBER)
    return pl.when(runs).then(pl.concat_str(pl.lit("'"), shown)).otherwise(shown).alias(name)


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
        return message("results-heading", lang, title=title(rules, id_), what=message(f"report-{part}", lang))
    return column if id_ else message("report-key", lang)


def title(rules: IndicatorSet, id_: str) -> str:
    """Return the title of a node; of an indicator with rows, without the columns of the rows.

    Where nothing is left of it, the id stands for it.
    """
    text = rules.title_of(id_)
    if id_ not in rules.indicators or rules.indicators[id_].for_each is None:
        return text
    parts = "".join(part + ("…" if name is not None else "") for part, name, *_ in Formatter().parse(text))
    return parts if any(each.isalnum() for each in parts) else id_
