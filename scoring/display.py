"""How values are shown to people: numbers as they are written by hand, shares as percentages, dates, yes and no."""

from __future__ import annotations

import datetime
import json
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from scoring.messages import BETWEEN, message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scoring.algebra import Value
    from scoring.quantity import Kind

__all__ = ["DASH", "Percentage", "is_chinese", "listed", "number", "percent", "short", "show", "whole"]

#: What stands where there is no value.
DASH: Final = "—"
HUNDREDTH: Final = Decimal("0.01")
TEN_THOUSANDTH: Final = Decimal("0.0001")
#: Between these, four decimals would not show a number.
SMALL: Final = Decimal("0.001")
SMALLEST: Final = Decimal("1E-12")
#: How many characters of a value a message quotes.
LONGEST: Final = 60
#: Below this a float has no exponent when it is written.
WHOLE: Final = 1e16


class Percentage(Decimal):
    """A share that was written as a percentage, where a number might have stood too: it is shown as it was written."""


def number(value: Decimal) -> str:
    """Write a number: no exponent, no trailing zeros, at most four decimals (below 0.001 four digits that count).

    >>> number(Decimal("946.880")), number(Decimal(1) / 3), number(Decimal("1E+3")), number(Decimal("0.000041234567"))
    ('946.88', '0.3333', '1000', '0.00004123')
    >>> number(Percentage("0.985"))
    '98.5%'
    """
    if type(value) is Percentage:
        return number(value * 100) + "%"
    if SMALLEST <= abs(value) < SMALL:
        return format(value.quantize(Decimal(1).scaleb(value.adjusted() - 3), ROUND_HALF_UP), "f").rstrip("0")
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < TEN_THOUSANDTH.as_tuple().exponent and abs(value) < Decimal("1E24"):  # type: ignore[operator]
        value = value.quantize(TEN_THOUSANDTH, ROUND_HALF_UP)
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def percent(value: Decimal) -> str:
    """Write a share as a percentage with two decimals, or up to four where two would round onto a whole per cent.

    >>> percent(Decimal("0.992277")), percent(Decimal("0.94999")), percent(Decimal("0.95"))
    ('99.23%', '94.999%', '95.00%')
    """
    hundredfold = value * 100
    if abs(hundredfold) >= Decimal("1E20"):
        return number(hundredfold) + "%"
    rounded = hundredfold.quantize(HUNDREDTH, ROUND_HALF_UP)
    if rounded == rounded.to_integral_value() and rounded != hundredfold:
        finer = hundredfold.quantize(TEN_THOUSANDTH, ROUND_HALF_UP)
        if finer != rounded:
            return number(finer) + "%"
    return format(rounded, "f") + "%"


def show(value: Value, kind: Kind, lang: str, *, as_percent: bool = False, unit: str | None = None) -> str:
    """Write any value, with its unit.

    >>> show(Decimal("643"), "number", "zh", unit="场"), show(True, "boolean", "en"), show(None, "number", "en")
    ('643 场', 'yes', '—')
    """
    if value is None:
        return DASH
    if isinstance(value, bool):
        return message("yes" if value else "no", lang)
    if isinstance(value, str):
        return value
    if kind == "date":
        return datetime.date.fromordinal(int(value)).isoformat()
    if as_percent:
        return percent(value)
    return f"{number(value)} {unit}" if unit else number(value)


def is_chinese(text: str) -> bool:
    """Tell whether a text has a Chinese character.

    >>> is_chinese("缺少数据：a"), is_chinese("“a”")
    (True, False)
    """
    return not text.isascii() and any("一" <= each <= "鿿" for each in text)


def listed(items: Iterable[str], lang: str) -> str:
    """Join the items of a list.

    >>> listed(["甲", "乙"], "zh"), listed(["a", "b"], "en")
    ('甲、乙', 'a, b')
    """
    return BETWEEN[lang].join(items)


def short(raw: object, longest: int = LONGEST) -> str:
    """Return how a value that a message quotes looks in a file (JSON), cut off where it is long.

    A whole number is written as one, also where a spreadsheet or a frame has it as 7.0.

    >>> short("abcdef", 4), short(10**5000), short([True, {"是": None}]), short(7.0)
    ('abc…', 'int', '[true, {"是": null}]', '7')
    """
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < WHOLE:
        raw = int(raw)
    if isinstance(raw, (list, tuple)):
        raw = raw[:longest]  # each item takes a character at least
    try:
        plain = raw is not None and not isinstance(raw, (bool, dict, list, tuple))
        text = whole(str(raw) if plain else json.dumps(raw, ensure_ascii=False, default=str))
    except Exception:  # noqa: BLE001 - an int of 5,000 digits, or whatever a stranger's class does
        text = type(raw).__name__
    return text if len(text) <= longest else text[: longest - 1] + "…"


def whole(text: str) -> str:
    r"""Return a text that every encoding of Unicode can write: half a character (a lone surrogate) becomes its escape.

    >>> print(whole("a\ud83d"))
    a\ud83d
    """
    return text if text.isascii() else text.encode(errors="backslashreplace").decode()
