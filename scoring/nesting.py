"""Nesting: dotted TOML keys of so many parts that `tomllib`, which takes the square of their number, would hang."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["MOST_PARTS", "long_keys"]

#: How many parts a dotted key may have.
MOST_PARTS: Final = 200
PART: Final = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
LONG: Final = rf"{PART}(?:[ \t]*\.[ \t]*{PART}){{{MOST_PARTS}}}"


def long_keys(text: str) -> bool:
    """Tell whether a TOML text has a dotted key of more than `MOST_PARTS` parts.

    >>> long_keys("a.b = 1"), long_keys("a" + ".a" * 200 + " = 1"), long_keys("a = '" + "." * 300 + "'")
    (False, True, False)
    """
    return any(
        re.search(LONG, part) is not None
        for line in text.split("\n")
        if line.count(".") >= MOST_PARTS
        for part in line.split("=")
        if part.count(".") >= MOST_PARTS
    )
