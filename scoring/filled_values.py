"""What a cell of a target, and one of what was achieved, says: [sign] number [unit], a day, or words."""

from __future__ import annotations

import calendar
import datetime
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from scoring.figures import NUMBER, by_hand, decimal_of, is_usable, plain_text
from scoring.notation import money_unit, reader

if TYPE_CHECKING:
    from scoring.filled import Cell

__all__ = ["SIGNS", "Said", "alike", "said"]

#: How signs are written, by the sign that the rules know.
SIGNS: Final = {
    "≥": ("≥", ">=", "=>", "≧", "大于等于", "不低于", "不少于", "不小于", "至少", "正向", "正向指标"),
    "≤": ("≤", "<=", "=<", "≦", "小于等于", "不超过", "不高于", "不多于", "不大于", "反向", "反向指标", "逆向指标"),
    ">": (">", "大于", "高于", "超过"),
    "<": ("<", "小于", "低于"),
    "=": ("=", "等于"),
    "定性": ("定性", "定性指标"),
}
BY_WRITTEN: Final = {written: sign for sign, known in SIGNS.items() for written in known}
LONGEST_FIRST: Final = sorted((each for each in BY_WRITTEN if "定性" not in each and "向" not in each), key=len)[::-1]
#: Signs behind the number and its unit.
BEHIND: Final = {"以上": "≥", "以下": "≤", "以内": "≤"}
#: A number and its unit, in which no other digit stands but those of square and cubic metres.
MEASURED: Final = re.compile(rf"({NUMBER.pattern})\s*((?:\D|(?<=[mM])[23](?!\d))*)", re.ASCII)
#: What stands behind a day by which something is due.
BY_THEN: Final = re.compile(r"(?:之|以)?前?(?:完成|完工)?$")
HUNDRED: Final = Decimal(100)
DECEMBER: Final = 12
#: A share is written as a number up to this; the number of percents that goes with it is at least that large.
SHARE: Final = Decimal("1.5")
PERCENTS: Final = Decimal(10)
#: A day with points, and a month, which is over by its last day.
DOTTED: Final = re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})", re.ASCII)
MONTH: Final = re.compile(r"(\d{4})年(\d{1,2})月[底末]?", re.ASCII)
#: The day of a spreadsheet, as the rules read it.
day_of: Final = reader("date")


class Said(NamedTuple):
    """What a cell says: a sign, and a number with its unit, or a day; both are None where it is words, or nothing."""

    sign: str | None = None
    number: Decimal | None = None
    unit: str = ""
    day: datetime.date | None = None

    @property
    def read(self) -> bool:
        """Whether there is a number or a day."""
        return self.number is not None or self.day is not None


def said(cell: Cell) -> Said:
    """Read a cell of a target, or of what was achieved.

    >>> from scoring.filled import Cell
    >>> said(Cell("D9", "≥98%")), said(Cell("D9", "2022年12月31日前")).day
    (Said(sign='≥', number=Decimal('98'), unit='%', day=None), datetime.date(2022, 12, 31))
    """
    if isinstance(cell.value, datetime.datetime):
        return Said(day=cell.value.date())
    if isinstance(cell.value, datetime.date):
        return Said(day=cell.value)
    if not isinstance(cell.value, str):
        figure = decimal_of(cell.value)
        return Said(number=figure) if is_usable(figure) else Said()
    text = plain_text(cell.value)
    written = next((each for each in LONGEST_FIRST if text.startswith(each)), "")
    sign, rest = BY_WRITTEN.get(written), text[len(written) :].strip()
    if (day := _day(BY_THEN.sub("", rest))) is not None:
        return Said(sign, day=day)
    if not written and rest[-2:] in BEHIND:
        sign, rest = BEHIND[rest[-2:]], rest[:-2].strip()
    found = MEASURED.fullmatch(rest)
    figure = by_hand(found[1]) if found is not None else None
    if found is None or not is_usable(figure):
        return Said(sign)
    return Said(sign, figure, found[2].strip())


def _day(text: str) -> datetime.date | None:
    """Read a day, or the last one of a month."""
    if (dotted := DOTTED.fullmatch(text)) is not None:
        text = "-".join(dotted.groups())
    elif (month := MONTH.fullmatch(text)) is not None:
        year, number = (int(each) for each in month.groups())
        if not (datetime.MINYEAR <= year <= datetime.MAXYEAR and 1 <= number <= DECEMBER):
            return None
        return datetime.date(year, number, calendar.monthrange(year, number)[1])
    day = day_of(text)
    return datetime.date.fromordinal(int(day)) if isinstance(day, Decimal) else None


def alike(target: Said, actual: Said, column: str) -> tuple[Decimal | None, Decimal | None]:
    """Return the numbers of a target and of what was achieved in one unit; `column` is the unit of a column of its own.

    An amount in 元 beside one in 万元 is converted; where one is a percentage, the other is one too: a cell that shows
    98% has the number 0.98, and one without a format 98.

    >>> alike(Said(number=Decimal(98), unit="%"), Said(number=Decimal("0.97")), "")
    (Decimal('0.98'), Decimal('0.97'))
    """
    goal, done = target.number, actual.number
    if goal is None or done is None:
        return goal, done
    if "%" in (target.unit, actual.unit):
        goal = goal / HUNDRED if target.unit == "%" else goal
        done = done / HUNDRED if actual.unit == "%" else done
        if target.unit != "%":
            goal = _nearest(goal, done)
        if actual.unit != "%":
            done = _nearest(done, goal)
        return goal, done
    if goal >= PERCENTS and 0 < done <= SHARE and plain_text(column) == "%":
        return goal / HUNDRED, done
    factors = money_unit(target.unit or column), money_unit(actual.unit or column)
    if None not in factors and factors[0] != factors[1]:
        return goal * (factors[0] or 1), done * (factors[1] or 1)
    return goal, done


def _nearest(value: Decimal, other: Decimal) -> Decimal:
    """Return a number without a unit as a share: itself or its hundredth, whichever is nearer by its ratio."""
    if value <= 0 or other <= 0:
        return value if value <= SHARE else value / HUNDRED
    return min((value, value / HUNDRED), key=lambda each: max(each / other, other / each))
