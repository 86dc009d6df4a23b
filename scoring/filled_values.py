"""What a cell of a target, and one of what was achieved, says: [sign] number [unit], a day, or words."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from scoring.display import number
from scoring.figures import NUMBER, by_hand, decimal_of, is_usable, plain_text
from scoring.filled_days import day_in

if TYPE_CHECKING:
    from scoring.filled import Cell

__all__ = ["BY_WRITTEN", "Said", "alike", "said"]

#: How signs are written, by the sign that the rules know.
SIGNS: Final = {
    "≥": (
        *("≥", ">=", "=>", "≧", "⩾", "≮", "大于等于", "大于或等于", "不低于", "不少于", "不小于", "至少"),
        *("最低", "最少", "不得低于", "不得少于", "正向", "正向指标"),
    ),
    "≤": (
        *("≤", "<=", "=<", "≦", "⩽", "≯", "小于等于", "小于或等于", "不超过", "不高于", "不多于", "不大于"),
        *("至多", "最多", "不得超过", "不得高于", "控制在", "反向", "反向指标", "逆向指标"),
    ),
    ">": (">", "大于", "高于", "超过"),
    "<": ("<", "小于", "低于", "少于"),
    "=": ("=", "等于"),
    "定性": ("定性", "定性指标"),
}
BY_WRITTEN: Final = {written: sign for sign, known in SIGNS.items() for written in known}
LONGEST_FIRST: Final = sorted((each for each in BY_WRITTEN if "定性" not in each and "向" not in each), key=len)[::-1]
#: Signs behind the number and its unit.
BEHIND: Final = re.compile(r"(.*?)(?:及|或)?(以上|以下|以内|之内|内)")
#: What people put before a number, and behind it in brackets or as a full stop.
BEFORE: Final = re.compile(r"(?:已|于|共|累计|实际)*(?:完成|达到|达)?(?=\d)")
REMARK: Final = re.compile(r"(?<=.)\(.*\)$|[。.;,、]+$")
#: A number and its unit, in which no other digit stands but those of square and cubic metres.
MEASURED: Final = re.compile(rf"({NUMBER.pattern})\s*((?:\D|(?<=[mM])[23](?!\d))*)", re.ASCII)
HUNDREDTH: Final = Decimal("0.01")
#: What units begin with that say how many: 万人次, 亿元. Shares are compared with whatever is a share.
SHARES: Final = {"%": HUNDREDTH, "‰": Decimal("0.001")}
MANY: Final = {
    "亿": Decimal(100_000_000),
    "千万": Decimal(10_000_000),
    "百万": Decimal(1_000_000),
    "十万": Decimal(100_000),
    "万": Decimal(10_000),
    "千元": Decimal(1000),
}
ONE: Final = Decimal(1)
#: A share is written as a number up to this.
LARGEST_SHARE: Final = Decimal("1.5")


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

    @property
    def bare(self) -> str:
        """What it says without the sign."""
        if self.day is not None:
            return self.day.isoformat()
        return "" if self.number is None else f"{number(self.number)}{self.unit}"


def said(cell: Cell, year: int) -> Said:
    """Read a cell of a target, or of what was achieved; a day without a year is of `year`.

    >>> from scoring.filled import Cell
    >>> said(Cell("D9", "≥98%"), 2022), said(Cell("D9", "12月31日前"), 2022).day
    (Said(sign='≥', number=Decimal('98'), unit='%', day=None), datetime.date(2022, 12, 31))
    """
    if isinstance(cell.value, datetime.datetime):
        return Said(day=cell.value.date())
    if isinstance(cell.value, datetime.date):
        return Said(day=cell.value)
    if not isinstance(cell.value, str):
        figure = decimal_of(cell.value)
        return Said(number=figure) if is_usable(figure) else Said()
    if not cell.short:
        return Said()
    text = plain_text(cell.value)
    written = next((each for each in LONGEST_FIRST if text.startswith(each)), "")
    sign, rest = BY_WRITTEN.get(written), REMARK.sub("", text[len(written) :]).strip()
    rest = BEFORE.sub("", rest, count=1)
    if (day := day_in(rest, year)) is not None:
        return Said(sign, day=day)
    if (behind := BEHIND.fullmatch(rest)) is not None:
        rest = behind[1].strip()
    found = MEASURED.fullmatch(rest)
    figure = by_hand(found[1]) if found is not None else None
    if found is None or not is_usable(figure):
        return Said(None if written[:1].isalpha() else sign)  # 最低生活保障 has no sign
    if sign is None and behind is not None:
        sign = "≥" if behind[2] == "以上" else "≤"
    return Said(sign, figure, found[2].strip())


def alike(target: Said, actual: Said, column: str) -> tuple[Decimal | None, Decimal | None]:
    """Return the numbers of a target and of what was achieved in one unit; `column` is the unit of a column of its own.

    Amounts in 元 and 万元, or 人 and 万人, are converted; where one is a percentage, the other is one too: a cell that
    shows 98% has the number 0.98, and one without a format 98.

    >>> alike(Said(number=Decimal(98), unit="%"), Said(number=Decimal("0.97")), "")
    (Decimal('0.98'), Decimal('0.97'))
    """
    goal, done = target.number, actual.number
    if goal is None or done is None:
        return goal, done
    shares = SHARES.get(target.unit[:1]), SHARES.get(actual.unit[:1])
    if shares == (None, None) and column[:1] in SHARES:
        goal = goal if goal <= LARGEST_SHARE else goal * HUNDREDTH
        return goal, _share(done, goal)
    if shares != (None, None):
        goal, done = goal * (shares[0] or ONE), done * (shares[1] or ONE)
        goal = _share(goal, done) if shares[0] is None else goal
        return goal, _share(done, goal) if shares[1] is None else done
    many = _many(target.unit or column), _many(actual.unit or column)
    if many[0] == many[1]:
        return goal, done
    goal, done = goal * (many[0] or ONE), done * (many[1] or ONE)
    if many[0] is None and many[1] is not None:
        goal = _nearest(goal, many[1], done)
    elif many[1] is None and many[0] is not None:
        done = _nearest(done, many[0], goal)
    return goal, done


def _many(unit: str) -> Decimal | None:
    """Return how many a unit says, None where there is no unit."""
    return next((factor for begin, factor in MANY.items() if unit.startswith(begin)), ONE) if unit else None


def _share(value: Decimal, other: Decimal) -> Decimal:
    """Return a number without a unit as a share, near to another: 0.98 is itself or 0.98%, 98 is 98%."""
    return value * HUNDREDTH if value > LARGEST_SHARE else _nearest(value, HUNDREDTH, other)


def _nearest(value: Decimal, factor: Decimal, other: Decimal) -> Decimal:
    """Return a number without a unit times a factor, or as it is if that is nearer to another by its ratio."""
    if value <= 0 or other <= 0:
        return value * factor
    return min((value * factor, value), key=lambda each: max(each / other, other / each))
