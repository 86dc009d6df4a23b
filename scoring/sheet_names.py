"""Names of the sheets of a workbook: such as every spreadsheet takes, and no two of them alike."""

from __future__ import annotations

import re
from typing import Final

from scoring.report_text import harmless

__all__ = ["sheet_name"]

#: The longest name of a sheet, and what it may not have.
LONGEST: Final = 31
FORBIDDEN: Final = r"[\[\]:*?/\\']"


def sheet_name(wanted: str, taken: set[str]) -> str:
    """Return a name that a sheet can have and no other has, and note it.

    >>> taken = set()
    >>> sheet_name("投入/产出", taken), sheet_name("投入 产出", taken)
    ('投入 产出', '投入 产出 2')
    """
    plain = re.sub(FORBIDDEN, " ", harmless(wanted)).strip() or "-"
    name, number = plain[:LONGEST], 1
    while name.casefold() in taken:
        number += 1
        end = f" {number}"
        name = plain[: LONGEST - len(end)] + end
    taken.add(name.casefold())
    return name
