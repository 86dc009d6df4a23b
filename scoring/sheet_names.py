"""Names of the sheets of a workbook: such as every spreadsheet takes, and no two of them alike."""

from __future__ import annotations

import re
from typing import Final

from scoring.report_text import harmless

__all__ = ["sheet_name"]

#: The longest name of a sheet, and what it may not have.
LONGEST: Final = 31
FORBIDDEN: Final = r"[\[\]:*?/\\']"
#: The name that Excel keeps for itself.
RESERVED: Final = "history"


def sheet_name(wanted: str, taken: set[str]) -> str:
    """Return a name that a sheet can have and no other has, and note it.

    >>> taken = set()
    >>> sheet_name("投入/产出", taken), sheet_name("投入 产出", taken), sheet_name("History", taken)
    ('投入 产出', '投入 产出 2', 'History 2')
    >>> len(sheet_name("🚌" * 31, taken))
    15
    """
    plain = re.sub(FORBIDDEN, " ", harmless(wanted)).strip() or "-"
    name, number = _cut(plain, LONGEST), 1
    while name.casefold() in {*taken, RESERVED}:
        number += 1
        end = f" {number}"
        name = _cut(plain, LONGEST - len(end)) + end
    taken.add(name.casefold())
    return name


def _cut(name: str, most: int) -> str:
    """Cut a name to so many characters as Excel counts them: those beyond the first 65,536 are two."""
    return name.encode("utf-16-le")[: 2 * most].decode("utf-16-le", errors="ignore")
