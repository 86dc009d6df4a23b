"""The lines of a table's rows: their titles, and what a form says beside the measure."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING, Any, Final

from scoring.display import DASH, show
from scoring.quantity import NUMERIC

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scoring.binding import BoundIndicator
    from scoring.reading import Reading

__all__ = ["extras", "row_title"]

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


def row_title(bound: BoundIndicator, value: Callable[[str], Any] | None, lang: str) -> str:
    """Return the title of a row's line, with its `{columns}` filled in; without a row, with a dash for each."""
    parts = []
    for text, name, *_ in Formatter().parse(bound.indicator.title):
        parts.append(text)
        if name is not None:
            found = bound.names.find(name)
            kind = found.kind if found is not None else "text"
            parts.append(DASH if value is None else show(value(name), kind, lang))
    return "".join(parts)


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
    """Return a value as a line has it: a date as a text."""
    return value.isoformat() if hasattr(value, "isoformat") else value
