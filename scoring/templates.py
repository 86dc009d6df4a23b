"""Templates: sentences of checks, filled in with the values of one project."""

from __future__ import annotations

import string
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from scoring.display import DASH, number, percent
from scoring.messages import message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["filled"]


def filled(template: str, values: Mapping[str, Any], lang: str) -> str:
    """Fill in a template; values that are not there are a dash.

    >>> filled("{done} of {planned}, {share:.2%}", {"done": Decimal(3), "share": Decimal("0.75")}, "en")
    '3 of —, 75.00%'
    """
    return _Filler(lang).vformat(template, (), values)


class _Filler(string.Formatter):
    """Fills in templates: missing values are a dash, numbers are written plainly unless a format says otherwise."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def format_field(self, value: Any, format_spec: str) -> str:
        if value is None:
            return DASH
        if isinstance(value, bool):
            return message("yes" if value else "no", self.lang)
        if isinstance(value, Decimal):
            if format_spec == ".2%":
                return percent(value)
            return format(value, format_spec) if format_spec else number(value)
        return str(format(value, format_spec)) if not isinstance(value, (list, tuple, dict)) else str(value)

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return kwargs.get(str(key))
