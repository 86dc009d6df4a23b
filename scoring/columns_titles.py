"""Titles in columns: the templates of rows' titles, filled in from the columns of their table."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING, Final

import narwhals as nw

from scoring.columns_program import Column, literal, together, twice
from scoring.display import DASH
from scoring.messages import message

if TYPE_CHECKING:
    from scoring.binding import BoundIndicator
    from scoring.columns import Columns
    from scoring.quantity import Kind

__all__ = ["titles"]

#: Below this, a whole number is written by its digits.
WHOLE: Final = 1e15
#: The days of 400 years, of 100, of 4 and of one; and of five months.
ERA: Final = 146_097.0
CENTURY: Final = 36_524.0
LEAP: Final = 1_461.0
YEAR: Final = 365.0
FIVE: Final = 153.0


def titles(algebra: Columns, bound: BoundIndicator, lang: str) -> Column:
    """Return the titles of the lines of rows."""
    parts: list[Column] = []
    for text, name, *_ in Formatter().parse(bound.indicator.title):
        if text:
            parts.append(literal(text))
        found = bound.names.find(name) if name is not None else None
        if found is not None:
            table = found.column[0] if found.column is not None else None
            value = algebra.fact(found.name) if found.column is None else algebra.column(*found.column)
            day = algebra.dated(found.name, table)
            written = _written(value, day, found.kind, lang)
            inside = bound.names.inside or ""
            parts.append(written if table is not None else algebra.lift(inside, written))
    return together(nw.concat_str, *parts, by=()) if len(parts) > 1 else parts[0]


def _written(value: Column, day: Column, kind: Kind, lang: str) -> Column:
    """Return values as texts, as `scoring.display.show` writes them."""
    if value.missing:
        return literal(DASH)
    if kind == "boolean":
        yes, no = (message(word, lang) for word in ("yes", "no"))
        shown = together(lambda x: nw.when(x).then(nw.lit(yes)).when(~x).then(nw.lit(no)), value, value)
    elif kind == "text":
        shown = value
    elif kind == "date":
        shown = twice(_day, value)
    elif day.constant:
        shown = twice(_number, value)
    else:
        shown = together(lambda d, x, _: nw.when(d).then(_day(x)).otherwise(_number(x)), day, value, value)
    return together(lambda x: x.fill_null(DASH), shown, by=())


def _number(x: nw.Expr) -> nw.Expr:
    rounded = x.round(4)
    whole = (rounded == x.round(0)) & (rounded.abs() < WHOLE)
    digits = nw.when(whole).then(rounded).otherwise(nw.lit(0.0)).cast(nw.Int64).cast(nw.String)
    return nw.when(whole).then(digits).when(~whole).then(rounded.cast(nw.String))


def _day(x: nw.Expr) -> nw.Expr:
    """Write the day of an ordinal as 2022-12-31 (Hinnant's civil_from_days, in floats that are whole)."""
    days = x + 305.0
    era = (days / ERA).floor()
    of_era = days - era * ERA
    year_of_era = (
        (of_era - (of_era / (LEAP - 1)).floor() + (of_era / CENTURY).floor() - (of_era / (ERA - 1)).floor()) / YEAR
    ).floor()
    of_year = of_era - (year_of_era * YEAR + (year_of_era / 4.0).floor() - (year_of_era / 100.0).floor())
    place = ((of_year * 5.0 + 2.0) / FIVE).floor()
    day = of_year - ((place * FIVE + 2.0) / 5.0).floor() + 1.0
    late = nw.when(place < 10.0).then(nw.lit(0.0)).otherwise(nw.lit(1.0))  # noqa: PLR2004 - January and February
    month, year = place + 3.0 - late * 12.0, year_of_era + era * 400.0 + late
    parts = [
        part.fill_null(0.0).cast(nw.Int64).cast(nw.String).str.zfill(size)
        for part, size in ((year, 4), (month, 2), (day, 2))
    ]
    written = nw.concat_str(*parts, separator="-")
    return nw.when(~x.is_null()).then(written)
