"""Facts: a project's values as people write them, by the types that the set declares."""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, Final

from tests.reference.numbers import TOLERANCE, reaches, rounded

Value = Fraction | bool | str | datetime.date
Declaration = Mapping[str, Any]


class Unreadable(Enum):
    """What is there, but is not what the set declares."""

    INVALID = "invalid"


INVALID: Final = Unreadable.INVALID
Cell = Value | None | Unreadable

_DIGITS: Final = r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_NUMBER: Final = re.compile(_DIGITS)
_WITH_UNIT: Final = re.compile(rf"({_DIGITS})\s*([^\s0-9.,].*)?")
_ISO_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_CHINESE_DATE: Final = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")
_YUAN: Final = {"元": 1, "千元": 1000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
_TRUE: Final = {"true", "是", "yes", "√"}
_FALSE: Final = {"false", "否", "no", "×"}


def text(value: str) -> str:
    """Return a text as texts are compared: NFKC, without white space around it."""
    return unicodedata.normalize("NFKC", value).strip()


@dataclass(frozen=True)
class Facts:
    """The facts of one project: what could be read, and the names of what could not."""

    values: Mapping[str, Value | None]
    tables: Mapping[str, list[dict[str, Value | None]]]
    invalid: frozenset[str]
    #: For each table, which columns of each row could not be read.
    wrong: Mapping[str, list[frozenset[str]]] = field(default_factory=dict)
    #: For each table, where each row stands among what was given.
    places: Mapping[str, list[int]] = field(default_factory=dict)
    #: What gates may ask of the tree.
    nodes: Mapping[tuple[str, str], Fraction | None] = field(default_factory=dict)

    def rows(self, table: str) -> list[Facts]:
        """Return the facts as each row of a table sees them: its own columns come first."""
        found = []
        beside = {name for name in self.invalid if name.rpartition(".")[0] != table and name != table}
        for row, wrong in zip(self.tables[table], self.wrong[table], strict=True):
            dotted = {f"{table}.{column}": value for column, value in row.items()}
            bad = {*wrong, *(f"{table}.{column}" for column in wrong)}
            found.append(Facts({**self.values, **dotted, **row}, self.tables, frozenset(beside | bad), self.wrong))
        return found


def read_facts(declared: Mapping[str, Declaration], given: Mapping[str, Any]) -> Facts:
    """Read every declared fact; an invalid one is a missing one, remembered by its name."""
    values: dict[str, Value | None] = {}
    tables: dict[str, list[dict[str, Value | None]]] = {}
    wrong: dict[str, list[frozenset[str]]] = {}
    where: dict[str, list[int]] = {}
    invalid: set[str] = set()
    given = _plain_names(given)

    def read_as(name: str, value: object, declaration: Declaration) -> Value | None:
        cell = read(value, declaration)
        if isinstance(cell, Unreadable):
            invalid.add(name)
            return None
        return cell

    for name, declaration in declared.items():
        value = _find(given, name)
        if declaration["type"] != "table":
            values[name] = read_as(name, value, declaration)
            continue
        rows, places, whole = _rows(value)
        if not whole:
            invalid.add(name)
        where[name] = places
        tables[name] = [
            {
                column: read_as(f"{name}.{column}", row.get(column), each)
                for column, each in declaration["columns"].items()
            }
            for row in rows
        ]
        columns = declaration["columns"].items()
        wrong[name] = [
            frozenset(column for column, each in columns if isinstance(read(row.get(column), each), Unreadable))
            for row in rows
        ]
    return Facts(values, tables, frozenset(invalid), wrong, where)


def _rows(value: object) -> tuple[list[Mapping[str, Any]], list[int], bool]:
    """Return the rows of a table, where each stands, and whether everything that stands there is one."""
    if value is None or (isinstance(value, str) and text(value) == ""):
        return [], [], True
    if not isinstance(value, list | tuple):
        return [], [], False
    places = [place for place, row in enumerate(value) if isinstance(row, Mapping)]
    return [value[place] for place in places], places, len(places) == len(value)


def _plain_names(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts by their names in NFKC."""
    return {text(name): _plain_names(value) if isinstance(value, Mapping) else value for name, value in given.items()}


def _find(given: Mapping[str, Any], name: str) -> Any:
    if name in given:
        return given[name]
    first, _, rest = name.partition(".")
    inner = given.get(first)
    return _find(inner, rest) if rest and isinstance(inner, Mapping) else None


def read(value: object, declaration: Declaration) -> Cell:
    """Return the value of one fact or cell: None where it is empty, INVALID where it is something else."""
    if isinstance(value, str):
        value = text(value)
    if value is None or value == "":
        return None
    found = _READERS[declaration["type"]](value, declaration)
    if isinstance(found, Fraction):
        lowest = declaration.get("minimum")
        highest = declaration.get("maximum", 2 if declaration["type"] == "percent" else None)
        if lowest is not None and not reaches(found, Fraction(lowest)):
            return INVALID
        if highest is not None and not reaches(Fraction(highest), found):
            return INVALID
    return found


def _number(value: object, _: Declaration) -> Cell:
    if isinstance(value, bool):
        return INVALID
    if isinstance(value, str):
        return Fraction(value.replace(",", "")) if _NUMBER.fullmatch(value) else INVALID
    if isinstance(value, float):
        return Fraction(repr(value)) if math.isfinite(value) else INVALID
    if isinstance(value, Decimal):
        return Fraction(value) if value.is_finite() else INVALID
    return Fraction(value) if isinstance(value, int) else INVALID


def _integer(value: object, declaration: Declaration) -> Cell:
    number = _number(value, declaration)
    return number if isinstance(number, Fraction) and number.denominator == 1 else INVALID


def _percent(value: object, declaration: Declaration) -> Cell:
    if isinstance(value, str) and value.endswith("%"):
        number = _number(value[:-1].rstrip(), declaration)
        return number / 100 if isinstance(number, Fraction) else INVALID
    return _number(value, declaration)


def _money(value: object, declaration: Declaration) -> Cell:
    factor = Fraction(1)
    if isinstance(value, str) and (found := _WITH_UNIT.fullmatch(value)) and found[2]:
        own, written = declaration.get("unit"), found[2]
        if own is None or text(own) not in _YUAN or written not in _YUAN:
            return INVALID
        value, factor = found[1], Fraction(_YUAN[written], _YUAN[text(own)])
    number = _number(value, declaration)
    if not isinstance(number, Fraction):
        return INVALID
    amount = number * factor
    if (amount * 10_000).denominator != 1:  # what equals a tie is one
        amount += TOLERANCE if amount > 0 else -TOLERANCE
    return rounded(amount, Fraction(1, 10_000), "half_up")


def _boolean(value: object, _: Declaration) -> Cell:
    if isinstance(value, bool):
        return value
    word = value.lower() if isinstance(value, str) else ""
    return True if word in _TRUE else False if word in _FALSE else INVALID


def _text(value: object, _: Declaration) -> Cell:
    return value if isinstance(value, str) else INVALID


def _date(value: object, _: Declaration) -> Cell:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if not isinstance(value, str):
        return INVALID
    found = _ISO_DATE.fullmatch(value) or _CHINESE_DATE.fullmatch(value)
    try:
        return datetime.date(*map(int, found.groups())) if found else INVALID
    except ValueError:
        return INVALID


def _quantity(value: object, declaration: Declaration) -> Cell:
    date = _date(value, declaration)
    if not isinstance(date, Unreadable):
        return date
    percent = _percent(value, declaration)
    if not isinstance(percent, Unreadable):
        return percent
    found = _WITH_UNIT.fullmatch(value) if isinstance(value, str) else None
    return _number(found[1], declaration) if found else INVALID


_READERS: Final = {
    "number": _number,
    "integer": _integer,
    "percent": _percent,
    "money": _money,
    "boolean": _boolean,
    "text": _text,
    "level": _text,
    "date": _date,
    "quantity": _quantity,
}
