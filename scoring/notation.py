"""Notation: values as people write them, read by the declared type of a fact (rules.md, "Facts")."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, Final

from scoring.display import Percentage, short, whole
from scoring.figures import LONGEST, NUMBER, by_hand, decimal_of, exact_of, is_odd_digit, is_usable, plain_text
from scoring.messages import message

__all__ = ["Invalid", "Reader", "is_nothing", "money_unit", "reader"]

Reader = Callable[[object], Any]

TOLERANCE: Final = Decimal("1E-9")
TEN_THOUSANDTH: Final = Decimal("0.0001")
#: Wide enough for the four decimals of the largest number.
WIDE: Final = Context(prec=LONGEST)
# Texts: `re` compiles them when a first amount or day is written in words.
AMOUNT: Final = rf"(?a)((?:人民币|¥)?)({NUMBER.pattern})\s*(\D*)"
#: A number and any unit; the only digits of one are those of square and cubic metres: 120㎡ (plain: m2), 3 km3.
MEASURED: Final = rf"(?a)(?:人民币|¥)?({NUMBER.pattern})\s*((?:\D|(?<=[mM])[23](?![0-9A-Za-z]))*)"
RAISED: Final = r"(?<=[mM])[²³]"
DATE: Final = r"(?a)(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|年(\d{1,2})月(\d{1,2})日)(?:[ T]00:00(?::00)?)?"
#: Excel's serial numbers of days, from 1 March 1900 on (before, Excel counts a day that was not).
SERIALS: Final = (61, 2_958_465)
SERIAL_ZERO: Final = datetime.date(1899, 12, 30).toordinal()
#: The types of pandas' empty cells.
NOTHING: Final = ("NaTType", "NAType")
YES: Final = frozenset({"true", "是", "yes", "√"})
NO: Final = frozenset({"false", "否", "no", "×"})
#: Units of money in yuan.
YUAN: Final[Mapping[str, Decimal]] = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "千万元": Decimal(10_000_000),
    "亿元": Decimal(100_000_000),
    "万": Decimal(10_000),
    "亿": Decimal(100_000_000),
}


class Invalid:
    """A value that is there but is not what the set declares: which sentence says so, and its values."""

    __slots__ = ("code", "values")

    def __init__(self, code: str, values: Mapping[str, object]) -> None:
        """Keep the code of the sentence and what fills it in."""
        self.code = code
        self.values = values

    def text(self, lang: str) -> str:
        """Say what is wrong and how to write it, in "zh" or "en"."""
        return message(self.code, lang, **self.values)


def is_nothing(raw: object) -> bool:
    """Tell None, and what pandas has for an empty cell."""
    return raw is None or type(raw).__name__ in NOTHING


def _invalid(code: str, raw: object) -> Invalid | None:
    """Return what is wrong with a value; nothing is, where there is none."""
    return None if is_nothing(raw) else Invalid(code, {"value": short(raw)})


def money_unit(unit: str) -> Decimal | None:
    """Return how many yuan a unit of money is, None for a unit that does not convert.

    >>> money_unit("万元")
    Decimal('10000')
    """
    return YUAN.get(unit)


def reader(
    kind: str, *, unit: str | None = None, minimum: Decimal | None = None, maximum: Decimal | None = None
) -> Reader:
    """Return the function that reads values of one type of fact.

    It gives a `Decimal` for numbers (money in `unit`, rounded half up to four decimals; a percentage as a share; a
    date as the ordinal of its day), a `bool` for yes/no, the plain form of texts, None for what is missing (None, an
    empty text, pandas' NaT and NA), and `Invalid` for what is not what the type declares or lies outside `minimum` and
    `maximum`.

    >>> reader("percent")("85%"), reader("money", unit="万元")("9,542,500元"), reader("boolean")("是")
    (Decimal('0.85'), Decimal('954.2500'), True)
    >>> reader("number")("≥90%").text("en")
    '“≥90%” is not a number; write it as 0.9 or 1,234.5, without a sign such as ≥'
    """
    if kind == "percent" and maximum is None:
        maximum = Decimal(2)
    least = None if minimum is None else WIDE.subtract(minimum, TOLERANCE)
    most = None if maximum is None else WIDE.add(maximum, TOLERANCE)
    parse = _parser(kind, None if unit is None else plain_text(unit))

    def read(raw: object) -> Any:
        value = parse(raw)
        if type(value) is not Decimal and type(value) is not Percentage:
            return value
        if (least is not None and value < least) or (most is not None and value > most):
            return _outside(raw, kind, minimum, maximum)
        return value

    bounded = least is not None or most is not None
    return read if bounded and kind not in ("boolean", "text", "level") else parse


def _outside(raw: object, kind: str, minimum: Decimal | None, maximum: Decimal | None) -> Invalid:
    if kind == "percent" and maximum == 2:  # noqa: PLR2004 - the default of the language
        return Invalid("invalid-percent-large", {"value": short(raw)})
    if minimum is not None and maximum is not None:
        return Invalid("invalid-range", {"value": short(raw), "minimum": minimum, "maximum": maximum})
    if minimum is not None:
        return Invalid("invalid-minimum", {"value": short(raw), "minimum": minimum})
    return Invalid("invalid-maximum", {"value": short(raw), "maximum": maximum})


def _parser(kind: str, unit: str | None) -> Reader:
    match kind:
        case "number" | "integer" | "percent":
            return _numeric(kind)
        case "money":
            return _money(unit)
        case "boolean":
            return _boolean
        case "text" | "level":
            return _text
        case "date":
            return _date
        case _:
            return _quantity


def _numeric(kind: str) -> Reader:
    code = "invalid-" + kind
    whole = kind == "integer"
    share = kind == "percent"

    def read(raw: object) -> Any:
        if isinstance(raw, str):
            text = plain_text(raw)
            if not text:
                return None
            value = _percentage(text) if share else by_hand(text)
            if value is not None and not is_usable(value):
                value = None
        elif raw is None:
            return None
        else:
            value = exact_of(raw)
        if value is None or (whole and value != value.to_integral_value()):
            return _invalid(code, raw)
        return value

    return read


def _percentage(text: str) -> Decimal | None:
    if not text.endswith("%"):
        return by_hand(text)
    value = by_hand(text[:-1].rstrip())
    return None if value is None else value.scaleb(-2)


def _money(unit: str | None) -> Reader:
    own = None if unit is None else YUAN.get(unit)

    def amount(text: str) -> Decimal | Invalid:
        found = re.fullmatch(AMOUNT, text) if len(text) <= LONGEST else None
        if found is None:
            return Invalid("invalid-money", {"value": short(text)})
        prefix, digits, suffix = found.groups()
        value = Decimal(digits.replace(",", ""))
        written = suffix.strip() or ("元" if prefix else "")
        if not written or written == unit:
            return value
        factor = YUAN.get(written)
        if unit is None:
            return Invalid("invalid-money-no-unit", {"value": short(text), "unit": written})
        if factor is None or own is None:
            return Invalid("invalid-money-unit", {"value": short(text), "unit": unit})
        return value * factor / own

    def read(raw: object) -> Any:
        if raw is None:
            return None
        value: Decimal | Invalid | None
        if isinstance(raw, str):
            text = plain_text(raw)
            if not text:
                return None
            value = amount(text)
            if type(value) is Invalid:
                return value
            if not is_usable(value):  # type: ignore[arg-type]
                value = None
        else:
            value = exact_of(raw)
        if value is None:
            return _invalid("invalid-money", raw)
        return in_ten_thousandths(value)  # type: ignore[arg-type]

    return read


def in_ten_thousandths(value: Decimal) -> Decimal:
    """Round an amount half up to four decimals; what equals a tie, with the tolerance, is one."""
    rounded = value.quantize(TEN_THOUSANDTH, ROUND_HALF_UP, WIDE)
    if rounded == value:
        return rounded
    return WIDE.add(value, TOLERANCE.copy_sign(value)).quantize(TEN_THOUSANDTH, ROUND_HALF_UP, WIDE)


def _boolean(raw: object) -> Any:
    if isinstance(raw, bool) or raw is None:
        return raw
    if isinstance(raw, str):
        text = plain_text(raw).casefold()
        if not text:
            return None
        if text in YES or text in NO:
            return text in YES
    elif type(raw).__name__ in ("bool_", "bool"):  # numpy's
        return bool(raw)
    return _invalid("invalid-boolean", raw)


def _text(raw: object) -> Any:
    if raw is None:
        return None
    if isinstance(raw, str) and whole(raw) == raw:
        return unicodedata.normalize("NFKC", raw).strip() or None
    return _invalid("invalid-text", raw)


def _date(raw: object) -> Any:
    if raw is None:
        return None
    if isinstance(raw, datetime.date) and not is_nothing(raw):  # a datetime too: its day
        return Decimal(raw.toordinal())
    if isinstance(raw, str):
        text = plain_text(raw)
        if not text:
            return None
        day = _day(text)
        if day is not None:
            return day
    else:
        serial = decimal_of(raw)
        if serial is not None and is_usable(serial) and SERIALS[0] <= serial <= SERIALS[1] and serial % 1 == 0:
            return SERIAL_ZERO + serial.to_integral_value()
    return _invalid("invalid-date", raw)


def _day(text: str) -> Decimal | None:
    found = re.fullmatch(DATE, text)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part is not None)
    try:
        return Decimal(datetime.date(year, month, day).toordinal())
    except ValueError:
        return None


class Day(Decimal):
    """A quantity that is a day: the proleptic ordinal, which counts as a number in formulas."""


def _quantity(raw: object) -> Any:
    number: Decimal | None
    if raw is None or isinstance(raw, datetime.date):
        day = _date(raw)
        return Day(day) if isinstance(day, Decimal) else day
    if isinstance(raw, str):
        text = plain_text(raw)
        if not text:
            return None
        if (day := _day(text)) is not None:
            return Day(day)
        found = re.fullmatch(MEASURED, text) if len(text) <= LONGEST else None
        if found is None:
            return _invalid("invalid-quantity", raw)
        unit = found[2].strip()
        if ("%" in unit and unit != "%") or any(map(is_odd_digit, re.sub(RAISED, "", unit))):
            return _invalid("invalid-quantity", raw)
        value = Decimal(found[1].replace(",", ""))
        number = Percentage(value.scaleb(-2)) if unit == "%" else value
    else:
        number = decimal_of(raw)
    return number if is_usable(number) else _invalid("invalid-quantity", raw)
