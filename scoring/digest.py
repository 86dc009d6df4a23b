"""Digests: SHA-256 over canonical JSON (RFC 8785), so that the same content has the same name everywhere."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import isfinite
from typing import Any, Final

from scoring.display import whole

__all__ = ["DEEPEST", "canonical", "digest", "kept"]

#: How many levels deep facts may be nested.
DEEPEST: Final = 50
#: What cannot be changed behind a sheet's back.
SCALARS: Final = frozenset({int, float, str, bool, Decimal, type(None)})
#: Whole numbers beyond this are not exact in JSON (RFC 8785, section 3.2.2.3).
EXACT: Final = 2**53 - 1
#: Digits beyond which a decimal is not compared with its whole part: it may have a billion.
LONG: Final = 40
#: Numbers that Python and RFC 8785 may write differently: very large and small ones, and floats that are whole.
DIFFERENT: Final = r"\de[-+]\d|\d{16}|\.0(?:[\],}]|$)"


def digest(content: Any) -> str:
    """Return `sha256:` and the hexadecimal digest of content: dicts with texts as keys, lists, texts, numbers, dates.

    >>> digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1.0})
    True
    """
    return "sha256:" + hashlib.sha256(canonical(content)).hexdigest()


def canonical(content: Any) -> bytes:
    """Return the canonical JSON of content; dates are ISO texts, numbers that JSON has not are their names.

    >>> canonical({"spent": Decimal("946.880"), "on": datetime.date(2022, 12, 31)})
    b'{"on":"2022-12-31","spent":946.88}'
    """
    quick = _quick(content)
    if quick is not None:
        return quick
    import rfc8785  # noqa: PLC0415 - for what is rare

    return rfc8785.dumps(_plain(content))


def _quick(content: Any) -> bytes | None:
    """Return what Python's own writer makes of content, in a tenth of the time; None where it may not be canonical."""
    try:
        text = json.dumps(
            content, default=_plain, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")
        )
        units = len(text.encode("utf-16-le")) // 2
    except (TypeError, ValueError):  # lone surrogates, numbers that JSON has not, whatever else there may be
        return None
    if units > len(text) or re.search(DIFFERENT, text):  # characters of two units are sorted by these
        return None
    return text.encode()


def _plain(content: Any) -> Any:
    if content is None or isinstance(content, bool):
        return content
    if isinstance(content, str):
        return whole(content)
    if isinstance(content, Mapping):
        return {whole(str(key)): _plain(value) for key, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [_plain(each) for each in content]
    if isinstance(content, (datetime.date, datetime.time)):
        return content.isoformat()
    if isinstance(content, int) and abs(content) <= EXACT:
        return content
    if isinstance(content, (int, float, Decimal)):
        return _number(content)
    return whole(str(content))


def _is_short(value: Decimal) -> bool:
    return value.is_finite() and -LONG < value.adjusted() < LONG


def _number(value: float | Decimal) -> int | float | str:
    if isinstance(value, Decimal) and _is_short(value) and value == value.to_integral_value() and abs(value) <= EXACT:
        return int(value)
    try:
        number = float(value)
    except (OverflowError, ValueError):  # an int beyond all floats, a signalling NaN
        return str(Decimal(value))
    return number if isfinite(number) else str(value)


def kept(facts: Mapping[str, Any], deep: int = 1) -> dict[str, Any]:
    """Return a copy of the facts that later changes of the caller's do not reach; raises `RecursionError` if deep.

    Its keys are texts, whatever they were.
    """
    if deep > DEEPEST:
        raise RecursionError
    return {
        key if type(key) is str else str(key): _kept(value, deep) if type(value) not in SCALARS else value
        for key, value in facts.items()
    }


def _kept(value: Any, deep: int) -> Any:
    if isinstance(value, Mapping):
        return kept(value, deep + 1)
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        if deep > DEEPEST:
            raise RecursionError
        return [_kept(each, deep + 1) if type(each) not in SCALARS else each for each in value]
    return value
