"""Days as people write them in forms: 2022年12月31日前, 2022.12.31, 12月底前, 2022年底, 三季度, 2022年1-12月."""

from __future__ import annotations

import calendar
import datetime
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["day_in", "year_in"]

YEAR: Final = re.compile(r"(20\d\d)[年./-]", re.ASCII)
#: The beginning of a period, which ends where the next month is named: 2022年1月-, 3月1日至.
BEGIN: Final = re.compile(r"(\d{4}年)?\d{1,2}(?:月(?:\d{1,2}[日号])?)?[-—–~至到]+(?=\d{1,2}月|\d{4}年)", re.ASCII)
NAMED: Final = r"(?:(\d{4})年度?|当年|本年度?)?"
DECEMBER: Final = 12
ENDS: Final = {"上旬": 10, "中旬": 20}
QUARTERS: Final = "一二三四"


def _of_date(year: int, month: str, day: str) -> datetime.date:
    return datetime.date(year, int(month), int(day))


def _of_month(year: int, month: str, day: str | None, part: str | None) -> datetime.date:
    last = calendar.monthrange(year, int(month))[1] if 1 <= int(month) <= DECEMBER else 0
    return datetime.date(year, int(month), int(day) if day else ENDS.get(part or "", last))


def _of_year(year: int) -> datetime.date:
    return datetime.date(year, DECEMBER, 31)


def _of_quarter(year: int, quarter: str) -> datetime.date:
    number = QUARTERS.index(quarter) + 1 if quarter in QUARTERS else int(quarter)
    return _of_month(year, str(number * 3), None, None)


def _of_half(year: int, half: str) -> datetime.date:
    return _of_month(year, "6" if half == "上" else "12", None, None)


#: How days are written, with what makes a day of their parts, the year being the first; words may stand behind.
WRITTEN: Final[tuple[tuple[re.Pattern[str], Callable[..., datetime.date]], ...]] = tuple(
    (re.compile(pattern + r"\D*", re.ASCII), made)
    for pattern, made in (
        (r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:T?00:00(?::00)?)?", _of_date),
        (NAMED + r"(\d{1,2})月(?:(\d{1,2})[日号]?|([上中下]旬))?", _of_month),
        (r"(?:(\d{4})年度?|当年|本年度?|年)年?[底末内]", _of_year),
        (NAMED + r"第?([一二三四1-4])季度", _of_quarter),
        (NAMED + r"([上下])半年", _of_half),
    )
)


def day_in(text: str, year: int) -> datetime.date | None:
    """Return the day that a text in plain form states, of a period the last; in `year` where it names none.

    >>> day_in("2022年12月31日前完成", 2000), day_in("6月底前", 2022), day_in("12人", 2022)
    (datetime.date(2022, 12, 31), datetime.date(2022, 6, 30), None)
    """
    text = "".join(text.split())
    if (begun := BEGIN.match(text)) is not None:
        rest = text[begun.end() :]
        text = rest if YEAR.match(rest) or begun[1] is None else begun[1] + rest
    for pattern, made in WRITTEN:
        if (found := pattern.fullmatch(text)) is not None:
            try:
                return made(int(found[1] or year), *found.groups()[1:])
            except ValueError:  # there is no 31 June
                return None
    return None


def year_in(text: str) -> int | None:
    """Return the year that a text names, None where it names none.

    >>> year_in("2022年12月31日前"), year_in("12月底前")
    (2022, None)
    """
    found = YEAR.search(text)
    return None if found is None else int(found[1])
