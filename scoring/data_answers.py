"""The answers on a filled form: what a cell has, as the type of its fact is read, and whether it is of that type."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Final

from scoring.notation import Invalid, reader

if TYPE_CHECKING:
    from scoring.indicators import Column, Fact

__all__ = ["is_blank", "typed", "wrong_in"]

#: Below this, a whole number is written by its digits.
WHOLE: Final = 1e15


def is_blank(raw: object) -> bool:
    """Tell whether nothing is filled in."""
    return raw is None or (isinstance(raw, str) and not raw.strip())


def typed(raw: Any, type_: str) -> Any:
    """Return a cell as its type is read: texts as they are shown, numbers as they are."""
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < WHOLE:
        raw = int(raw)
    if isinstance(raw, datetime.datetime) and raw.time() == datetime.time():
        raw = raw.date()
    if type_ in ("text", "level") or isinstance(raw, datetime.time | datetime.timedelta):
        return raw if isinstance(raw, str) else str(raw)
    return raw


def wrong_in(declared: Fact | Column, value: object) -> Invalid | None:
    """Return why a value is not what its fact is declared to be, None where it is."""
    if declared.type == "table":
        return None
    read = reader(declared.type, unit=declared.unit, minimum=declared.minimum, maximum=declared.maximum)
    found = read(value)
    return found if isinstance(found, Invalid) else None
