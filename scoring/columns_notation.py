"""Notation in columns: texts as people write values, read by the declared type of a fact, as `scoring.notation` does.

Texts come here in their plain form, which is made before (`scoring.frame_texts`): NFKC, without space at the ends,
never empty. What cannot be read is found by a regular expression, so that nothing is cast that is no number.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from scoring.figures import LONGEST
from scoring.notation import NO, YES, YUAN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["Text", "ordinal", "text_of"]

#: What a text is read to, and whether it can be read; both over an expression of texts.
Text = tuple["Callable[[nw.Expr], nw.Expr]", "Callable[[nw.Expr], nw.Expr]"]

NUMBER: Final = r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
INTEGER: Final = r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.0+)?|[0-9]+(?:\.0+)?|\.0+)"
PREFIX: Final = "(?:人民币|¥)?"
#: What Python takes for space; NFKC has made one space of all that are as good as it.
SPACE: Final = "[\t-\r\x1c-\x20\x85\u1680\u2028\u2029]"
PERCENT: Final = f"{SPACE}*%$"
#: Any unit; the only digits of one are those of square and cubic metres.
UNIT: Final = r"(?:[^0-9%]|[mM][23][^0-9A-Za-z%])*(?:[mM][23])?"
#: Months with their days, but the 29th of February; `{s}` stands between.
MONTHS: Final = (
    r"(?:0?[13578]|1[02]){s}(?:0?[1-9]|[12][0-9]|3[01])"
    r"|(?:0?[469]|11){s}(?:0?[1-9]|[12][0-9]|30)"
    r"|0?2{s}(?:0?[1-9]|1[0-9]|2[0-8])"
)
LEAP: Final = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)"
YEAR: Final = "(?:[0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"
MIDNIGHT: Final = "(?:[ T]00:00(?::00)?)?"


def _date_pattern() -> str:
    """Return the pattern of the days that there are."""
    styles = []
    for separator, end in (("-", ""), ("/", ""), ("月", "日")):
        first = "年" if separator == "月" else separator
        months = MONTHS.replace("{s}", separator)
        styles.append(f"(?:{YEAR}{first}(?:{months})|{LEAP}{first}0?2{separator}29){end}")
    return f"^(?:{'|'.join(styles)}){MIDNIGHT}$"


DATE: Final = _date_pattern()


def text_of(kind: str, unit: str | None) -> Text:
    """Return how texts of a type of fact are read; numbers as floats, days as their ordinals."""
    match kind:
        case "number":
            return _figure, lambda x: x.str.contains(f"^{NUMBER}$") & _short(x)
        case "integer":  # by its digits: a large float has none behind the point
            return _figure, lambda x: x.str.contains(f"^{INTEGER}$") & _short(x)
        case "percent":
            return _percent, lambda x: x.str.contains(f"^{NUMBER}(?:{SPACE}*%)?$") & _short(_bare(x))
        case "money":
            return _money(unit)
        case "boolean":
            known = sorted(YES | NO)
            return (lambda x: x.str.to_lowercase().is_in(sorted(YES))), lambda x: x.str.to_lowercase().is_in(known)
        case "date":
            return _day, lambda x: x.str.contains(DATE)
        case "text" | "level":
            return (lambda x: x), lambda x: ~x.is_null()
        case _:
            return _quantity, lambda x: x.str.contains(f"{DATE}|^{PREFIX}{NUMBER}(?:{SPACE}*%|{UNIT})$") & _short(x)


def is_day(x: nw.Expr) -> nw.Expr:
    """Tell whether a text is a day."""
    return x.str.contains(DATE)


def _short(x: nw.Expr) -> nw.Expr:
    return x.str.len_chars() <= LONGEST


def _cast(digits: nw.Expr, exponent: nw.Expr | None = None) -> nw.Expr:
    """Read digits as a float, moved by a power of ten: by the text, so that it is the float nearest to the decimal."""
    digits = digits.str.replace_all(",", "", literal=True).str.strip_chars_start("+")
    return (digits if exponent is None else nw.concat_str(digits, exponent)).cast(nw.Float64)


def _only(holds: nw.Expr, x: nw.Expr, otherwise: str = "0") -> nw.Expr:
    """Keep a text where it can be cast: an engine may evaluate a cast where its result is not taken."""
    return nw.when(~holds).then(nw.lit(otherwise)).otherwise(x)  # nothing stays nothing


def _figure(x: nw.Expr) -> nw.Expr:
    return _cast(_only(x.str.contains(f"^{NUMBER}$") & _short(x), x))


def _bare(x: nw.Expr) -> nw.Expr:
    """Take the sign of a percentage off."""
    return x.str.replace_all(PERCENT, "")


def _percent(x: nw.Expr) -> nw.Expr:
    digits = _bare(x)
    exponent = nw.when(x.str.ends_with("%")).then(nw.lit("e-2")).otherwise(nw.lit("e0"))
    return _cast(_only(digits.str.contains(f"^{NUMBER}$") & _short(digits), digits), exponent)


def _money(unit: str | None) -> Text:
    """Read amounts, converted to the unit of the fact where both units are of yuan."""
    units = _exponents(unit)
    names = "|".join(re.escape(name) for name in units if re.search("[0-9]", name) is None)
    if not names:
        pattern = f"^{NUMBER}$"
    elif "元" in units:
        pattern = f"^{PREFIX}{NUMBER}{SPACE}*(?:{names})?$"
    else:
        pattern = f"^(?:{NUMBER}|{PREFIX}{NUMBER}{SPACE}*(?:{names}))$"

    def read(x: nw.Expr) -> nw.Expr:
        found: Any = (
            nw.when(x.str.contains("^(?:人民币|¥)")).then(nw.lit(f"e{units.get('元', 0)}")).otherwise(nw.lit("e0"))
        )
        for name in sorted(units, key=len):
            found = nw.when(x.str.ends_with(name)).then(nw.lit(f"e{units[name]}")).otherwise(found)
        return _cast(_only(x.str.contains(pattern) & _short(x), _digits(x)), found)

    return read, lambda x: x.str.contains(pattern) & _short(x)


def _exponents(unit: str | None) -> Mapping[str, int]:
    """Return the units that an amount may be written in, and by which power of ten each is moved."""
    if unit is None:
        return {}
    own = YUAN.get(unit)
    if own is None:
        return {unit: 0}
    return {name: factor.adjusted() - own.adjusted() for name, factor in YUAN.items()} | {unit: 0}


def _digits(x: nw.Expr) -> nw.Expr:
    """Return the number that a text begins with, without what stands before it and its unit."""
    figure = x.str.replace_all(f"^{PREFIX}", "")
    return figure.str.replace_all(r"(?s)[^0-9.,+-].*$", "").str.replace_all(r"[.,+-]+$", "")


def _quantity(x: nw.Expr) -> nw.Expr:
    """Read a number with any unit, a percentage, or a day."""
    digits = _digits(x)
    exponent = nw.when(x.str.ends_with("%")).then(nw.lit("e-2")).otherwise(nw.lit("e0"))
    number = _cast(_only(digits.str.contains(f"^{NUMBER}$") & _short(x), digits), exponent)
    return nw.when(is_day(x)).then(_day(x)).otherwise(number)


def _day(x: nw.Expr) -> nw.Expr:
    """Return the ordinal of a day that is written."""
    plain = _only(x.str.contains(DATE), x, "2000-1-1").str.replace_all(f"{MIDNIGHT}$", "")
    digits = plain.str.replace_all("[年月/]", "-").str.replace_all("日", "", literal=True)
    rest = digits.str.slice(5)
    month = nw.when(rest.str.slice(1, 1) == "-").then(rest.str.slice(0, 1)).otherwise(rest.str.slice(0, 2))
    day = digits.str.tail(2).str.strip_chars_start("-")
    return ordinal(digits.str.slice(0, 4).cast(nw.Float64), month.cast(nw.Float64), day.cast(nw.Float64))


def ordinal(year: nw.Expr, month: nw.Expr, day: nw.Expr) -> nw.Expr:
    """Return the proleptic ordinal of a day: 1 is the first of January of the year 1.

    Counted in years that begin with March, in floats, all of which are whole (Hinnant, "chrono-compatible low-level
    date algorithms", days_from_civil).
    """
    early = nw.when(month <= 2).then(nw.lit(1.0)).otherwise(nw.lit(0.0))  # noqa: PLR2004 - February
    since = year - early
    place = month - 3.0 + early * 12.0
    days = since * 365.0 + (since / 4.0).floor() - (since / 100.0).floor() + (since / 400.0).floor()
    return days + ((place * 153.0 + 2.0) / 5.0).floor() + day - 306.0
