"""Frames as their owners have them: what goes into scoring is one of a few kinds, and comes back as it was."""

from __future__ import annotations

import datetime
import numbers
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import narwhals as nw

from scoring.errors import DataError
from scoring.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Opened", "opened"]

#: The kinds of frames that are scored, as a message names them.
KNOWN: Final = ("Polars", "pandas", "PyArrow", "DuckDB")


class Opened(NamedTuple):
    """A frame to be scored: lazily, as one of Polars or DuckDB; `back` gives a result the kind that it came in.

    `eager` tells that its rows are at hand.
    """

    frame: nw.LazyFrame[Any]
    back: Callable[[nw.LazyFrame[Any]], Any]
    eager: bool


def opened(native: Any, what: str, lang: str) -> Opened:
    """Open a frame of any kind; raises `DataError` for what is none, `what` names it."""
    try:
        frame: Any = nw.from_native(native)
    except TypeError:
        found = type(native).__name__
        raise DataError(message("frame-kind", lang, what=what, found=found, known=KNOWN)) from None
    kind = frame.implementation
    if isinstance(frame, nw.LazyFrame):
        if kind.is_polars() or kind.is_duckdb():
            return Opened(frame, nw.to_native, eager=False)
        raise DataError(message("frame-kind", lang, what=what, found=str(kind), known=KNOWN))
    if kind.is_polars():
        return Opened(frame.lazy(), lambda found: found.collect().to_native(), eager=True)
    if kind.is_pandas():
        return Opened(_of_pandas(native), lambda found: found.collect().to_pandas(), eager=True)
    if kind.is_pyarrow():
        return Opened(_polars(frame.to_polars()), lambda found: found.collect().to_arrow(), eager=True)
    raise DataError(message("frame-kind", lang, what=what, found=str(kind), known=KNOWN))


def _polars(frame: Any) -> nw.LazyFrame[Any]:
    found: nw.LazyFrame[Any] = nw.from_native(frame.lazy())
    return found


def _of_pandas(frame: Any) -> nw.LazyFrame[Any]:
    """Bring a frame of pandas to Polars; in columns of objects, every value becomes the text that it would be."""
    import polars as pl  # noqa: PLC0415 - only where a frame is one of pandas

    columns = {}
    for name in frame.columns:
        column = frame[name]
        if column.dtype == object:
            columns[str(name)] = pl.Series(str(name), [_text(each) for each in column], pl.String)
        else:
            columns[str(name)] = pl.Series(pl.from_pandas(column, nan_to_null=True)).alias(str(name))
    return _polars(pl.DataFrame(columns))


def _text(value: Any) -> str | None:
    """Return a value as people would write it in a column of texts.

    >>> _text(0.5), _text(True), _text(None), _text(float("nan"))
    ('0.5', 'true', None, None)
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool) or type(value).__name__ == "bool_":
        return str(bool(value)).lower()
    if type(value).__name__ in ("NaTType", "NAType") or (isinstance(value, float) and value != value):  # noqa: PLR0124
        return None
    if isinstance(value, datetime.date):
        return value.isoformat().replace("T", " ")
    if isinstance(value, (int, float, Decimal, numbers.Number)):
        return f"{Decimal(str(value)):f}"
    return str(value) if str(value).strip() else "?"
