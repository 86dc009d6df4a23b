"""What observed checks see, in columns: asked of one project after the other, then a column like any fact."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from scoring.checks import ObservedCheck
from scoring.columns import Source
from scoring.columns_program import leaf, literal
from scoring.frame_names import carried
from scoring.plan_indicators import OBSERVED, Failure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.binding import Bound
    from scoring.frame_native import Opened

__all__ = ["TYPES", "with_observed"]

FAILED: Final = "failed:"
#: The type of a measure in a frame, by its kind; others are floats.
TYPES: Final[Mapping[str, Any]] = {"boolean": nw.Boolean, "text": nw.String}


def with_observed(bound: Bound, given: Opened, seen: Sequence[Mapping[str, Any]]) -> tuple[Opened, dict[str, Source]]:
    """Put what was seen of each project, by indicator, beside the projects; and tell how it is read."""
    columns: list[nw.Series[Any]] = []
    sources: dict[str, Source] = {}
    frame = given.frame.collect()
    for each in bound.indicators:
        if not isinstance(each.check, ObservedCheck):
            continue
        kind, name = each.check.kind, OBSERVED + each.id
        values = [one[each.id] for one in seen]
        failed = [isinstance(value, Failure) for value in values]
        plain = [None if bad else _plain(value) for value, bad in zip(values, failed, strict=True)]
        of = frame.implementation
        columns.append(nw.new_series(name, plain, TYPES.get(kind, nw.Float64), backend=of))
        columns.append(nw.new_series(FAILED + name, failed, nw.Boolean, backend=of))
        flag = leaf(carried(FAILED + name), certain=True)
        sources[name] = Source(leaf(carried(name)), flag, literal(kind == "date"))
        sources[FAILED + name] = Source(flag, literal(value=False), literal(value=False))
    return given._replace(frame=frame.with_columns(*columns).lazy()), sources


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
