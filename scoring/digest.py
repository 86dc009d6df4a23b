"""Digests: SHA-256 over canonical JSON (RFC 8785), so that the same content has the same name everywhere."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from math import isfinite
from typing import Any, Final

from scoring.display import whole

__all__ = ["canonical", "digest"]

#: Whole numbers beyond this are not exact in JSON (RFC 8785, section 3.2.2.3).
EXACT: Final = 2**53 - 1
#: Numbers that Python and RFC 8785 write differently: those with an exponent, and large ones with a fraction of 0.
DIFFERENT: Final = r"\de[-+]\d|\d{16}\.0"


def digest(content: Any) -> str:
    """Return `sha256:` and the hexadecimal digest of content: dicts, lists, texts, numbers, dates, None.

    >>> digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1.0})
    True
    """
    return "sha256:" + hashlib.sha256(canonical(content)).hexdigest()


def canonical(content: Any) -> bytes:
    """Return the canonical JSON of content; dates are ISO texts, numbers that JSON has not are their names.

    >>> canonical({"spent": Decimal("946.880"), "on": datetime.date(2022, 12, 31)})
    b'{"on":"2022-12-31","spent":946.88}'
    """
    plain = _plain(content)
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    beyond = 2 * len(text) < len(text.encode("utf-16-le"))  # characters of two units, which sort otherwise
    if not beyond and re.search(DIFFERENT, text) is None:
        return text.encode()
    import rfc8785  # noqa: PLC0415 - for what is rare; Python itself writes the rest in a tenth of the time

    return rfc8785.dumps(plain)


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


def _number(value: float | Decimal) -> int | float | str:
    try:
        number = float(value)
    except (OverflowError, ValueError):  # an int beyond all floats, a signalling NaN
        return str(Decimal(value))
    if not isfinite(number):
        return str(value)
    return int(number) if number.is_integer() and abs(number) <= EXACT else number
