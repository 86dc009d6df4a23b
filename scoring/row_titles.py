"""The lines of a table's rows: their titles, and what a form says beside the measure."""

from __future__ import annotations

import datetime
from string import Formatter
from typing import TYPE_CHECKING, Any, Final

from scoring.display import Percentage, number, show
from scoring.messages import message
from scoring.notation import Day
from scoring.quantity import NUMERIC

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scoring.binding import BoundIndicator
    from scoring.reading import Reading

__all__ = ["extras", "row_title", "title_without_row"]

ELLIPSIS: Final = "…"

#: Fields of a line and the columns they come from, the first that there is.
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "target": ("target",),
    "actual": ("actual",),
    "unit": ("unit",),
    "note": ("note", "reason"),
    "self_score": ("self_score",),
    "review_score": ("review_score",),
}
SCORES: Final = ("self_score", "review_score")
TEXTS: Final = ("unit", "note")


def row_title(bound: BoundIndicator, value: Callable[[str], Any], lang: str) -> str:
    """Return the title of a row's line, with its `{columns}` filled in."""
    parts = []
    for text, name, *_ in Formatter().parse(bound.indicator.title):
        parts.append(text)
        if name is not None:
            found = bound.names.find(name)
            given = value(name)
            day = type(given) is Day
            parts.append(show(given, "date" if day or found is None else found.kind, lang))
    return "".join(parts)


def title_without_row(bound: BoundIndicator, table: str, lang: str) -> str:
    """Return the title of the line that stands where there is no row: what it says beside the row's own columns."""
    parts = [
        text + (ELLIPSIS if name is not None else "") for text, name, *_ in Formatter().parse(bound.indicator.title)
    ]
    title = "".join(parts)
    return message("title-no-row", lang, table=table) if not any(each.isalnum() for each in title) else title


def extras(bound: BoundIndicator, reading: Reading, value: Callable[[str], Any]) -> dict[str, Any]:
    """Return what a row says beside its measure: target, actual value, unit, note, scores given by hand."""
    found: dict[str, Any] = {}
    columns = bound.names.tables[bound.names.inside or ""]
    for field, names in COLUMNS.items():
        given = getattr(bound.check, field, None) if field in ("target", "actual") else None
        name = given if isinstance(given, str) else next((each for each in names if each in columns), None)
        read = bound.names.find(name) if name is not None else None
        if name is None or read is None or (field in SCORES and read.kind not in NUMERIC):
            continue
        if field in TEXTS and read.kind != "text":
            continue
        found[field] = shown(reading.value(read.name, value(name)))
    return {field: each for field, each in found.items() if each is not None}


def shown(value: Any) -> Any:
    """Return a value as a line has it: a date or a percentage as a text."""
    if type(value) is Percentage:
        return number(value)
    if type(value) is Day:
        return datetime.date.fromordinal(int(value)).isoformat()
    return value.isoformat() if isinstance(value, datetime.date) else value
