"""Frames as their owners have them: what goes into scoring is one of a few kinds, and comes back as it was."""

from __future__ import annotations

import datetime
import math
import numbers
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import narwhals as nw
from narwhals.exceptions import DuplicateError

from scoring.errors import DataError
from scoring.messages import message
from scoring.notation import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FITS", "Opened", "at_hand", "opened"]

#: The kinds of frames that are scored, as a message names them.
KNOWN: Final = ("Polars", "pandas", "PyArrow", "DuckDB", "PySpark")
#: Types of pandas' columns that Arrow has not, or has otherwise.
FOREIGN: Final = ("PeriodDtype", "IntervalDtype", "SparseDtype")
#: Whole numbers below this fit 64 bits.
FITS: Final = 2**63


class Opened(NamedTuple):
    """A frame to be scored: lazily, as one of Polars, DuckDB or PySpark; `back` makes of a result what came in.

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
    except DuplicateError:
        raise DataError(message("frame-column-twice", lang, what=what)) from None
    kind = frame.implementation
    if isinstance(frame, nw.LazyFrame):
        if kind.is_polars() or kind.is_duckdb() or kind.is_pyspark() or kind.is_pyspark_connect():
            return Opened(frame, nw.to_native, eager=False)
        raise DataError(message("frame-kind", lang, what=what, found=str(kind), known=KNOWN))
    if kind.is_polars():
        return Opened(frame.lazy(), lambda found: found.collect().to_native(), eager=True)
    if kind.is_pandas():
        return Opened(_of_pandas(native), lambda found: found.collect().to_pandas(), eager=True)
    if kind.is_pyarrow():
        return Opened(_polars(frame.to_polars()), lambda found: found.collect().to_arrow(), eager=True)
    raise DataError(message("frame-kind", lang, what=what, found=str(kind), known=KNOWN))


def at_hand(frame: nw.LazyFrame[Any]) -> nw.DataFrame[Any]:
    """Bring the few rows that a frame comes down to into memory, and no more than a part of the others at once."""
    return frame.collect(engine="streaming") if frame.implementation.is_polars() else frame.collect()


def _polars(frame: Any) -> nw.LazyFrame[Any]:
    found: nw.LazyFrame[Any] = nw.from_native(frame.lazy())
    return found


def _of_pandas(frame: Any) -> nw.LazyFrame[Any]:
    """Bring a frame of pandas to Polars; columns of objects as `_of_objects` says."""
    import polars as pl  # noqa: PLC0415 - only where a frame is one of pandas

    columns: dict[str, Any] = {}
    for name in frame.columns:
        column = frame[name]
        kind = type(column.dtype).__name__
        if column.dtype == object or kind in FOREIGN or column.dtype.kind == "c":
            columns[str(name)] = _of_objects(list(column))
        else:
            columns[str(name)] = pl.Series(pl.from_pandas(column, nan_to_null=True))
    return _polars(pl.DataFrame([series.alias(name) for name, series in columns.items()]))


def _of_objects(values: list[Any]) -> Any:
    """Return a column of objects as one of Polars: of the type that all have, or else each as the text it would be.

    Where there is neither a text nor a value among them, they are bytes: no fact is.
    """
    import polars as pl  # noqa: PLC0415 - only where a frame is one of pandas

    plain = [None if _is_nothing(each) else each for each in values]
    there = [each for each in plain if each is not None]
    if there and all(map(_is_truth, there)):
        return pl.Series([None if each is None else bool(each) for each in plain], dtype=pl.Boolean)
    if there and all(isinstance(each, int) and abs(each) < FITS for each in there):
        return pl.Series(plain, dtype=pl.Int64)
    if there and all(map(_is_number, there)):
        return pl.Series([None if each is None else _float(each) for each in plain], dtype=pl.Float64)
    if there and all(isinstance(each, datetime.date) for each in there):
        days = [each.date() if isinstance(each, datetime.datetime) else each for each in plain]
        return pl.Series(days, dtype=pl.Date)
    if any(isinstance(each, str) or _is_truth(each) or _is_number(each) for each in there) or not there:
        return pl.Series([_text(each) for each in plain], dtype=pl.String)
    return pl.Series([None if each is None else b"?" for each in plain], dtype=pl.Binary)


def _is_nothing(value: Any) -> bool:
    return value is None or type(value).__name__ in NOTHING or (isinstance(value, float) and value != value)  # noqa: PLR0124


def _is_truth(value: Any) -> bool:
    return isinstance(value, bool) or type(value).__name__ in ("bool", "bool_")


def _is_number(value: Any) -> bool:
    return isinstance(value, numbers.Number) and not isinstance(value, complex) and not _is_truth(value)


def _float(value: Any) -> float:
    """Return the float nearest to a number, to single precision by its shortest form; an infinite one beyond all."""
    try:
        return float(value if isinstance(value, (float, int, Decimal, Fraction)) else str(value))
    except OverflowError:
        return math.inf


def _text(value: Any) -> str | None:
    """Return a value as people would write it in a column of texts.

    >>> _text(0.5), _text(True), _text(None), _text([1])
    ('0.5', 'true', None, '[1]')
    """
    if value is None or isinstance(value, str):
        return value
    if _is_truth(value):
        return str(bool(value)).lower()
    if isinstance(value, datetime.date):
        return value.isoformat().replace("T", " ")
    if _is_number(value):
        return f"{Decimal(str(value)):f}"
    return str(value) if str(value).strip() else "?"
