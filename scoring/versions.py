"""Versions: which of several versions of one id is meant, by its version, by a day, or as the newest."""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Edition", "days", "edition", "in_force", "listed", "newest", "version_key"]


class Edition(NamedTuple):
    """One version of a set: its file, its version, and the first and the last day on which it is in force.

    None is a day without bound: a set that says nothing is in force on every day.
    """

    file: str
    version: str
    start: datetime.date | None
    until: datetime.date | None

    def __str__(self) -> str:
        """The version with its days, as messages list it."""
        span = days(self.start, self.until)
        return f"{self.version} ({span})" if span else self.version


def edition(file: str, data: Mapping[str, Any]) -> Edition:
    """Read version and days of the data of a file, which need not be a valid set."""
    version, effective = data.get("version"), data.get("effective")
    bounds = [effective.get(key) if isinstance(effective, dict) else None for key in ("from", "until")]
    start, until = (_day(each) for each in bounds)
    return Edition(file, version if isinstance(version, str) else "", start, until)


def _day(value: object) -> datetime.date | None:
    if isinstance(value, datetime.datetime):
        return value.date()
    return value if isinstance(value, datetime.date) else None


def in_force(editions: Iterable[Edition], day: datetime.date) -> list[Edition]:
    """Return those that are in force on a day: the first and the last day of each count."""
    return [
        each
        for each in editions
        if (each.start is None or each.start <= day) and (each.until is None or day <= each.until)
    ]


def newest(editions: Sequence[Edition]) -> Edition:
    """Return the one that came into force last; where one does not say since when, or on the same day, the highest."""
    starts = [each.start for each in editions if each.start is not None]
    last = max(starts) if len(starts) == len(editions) else None
    return max((each for each in editions if last in (None, each.start)), key=lambda each: version_key(each.version))


def version_key(version: str) -> tuple[list[tuple[int, int, str]], str]:
    """Return what versions are ordered by: numbers in them count as numbers, what else there is as text.

    >>> sorted(["2022.10", "2022.9", "2022", "2022.9-b"], key=version_key)
    ['2022', '2022.9', '2022.9-b', '2022.10']
    """
    parts = re.findall(r"([0-9]+)|([^\W\d_]+)", unicodedata.normalize("NFKC", version))
    digits = [number.lstrip("0") for number, _ in parts]
    keys = [(1, len(n), n) if number else (0, 0, word) for n, (number, word) in zip(digits, parts, strict=True)]
    return (keys, version)  # of two ways to write one number, one is always the higher


def days(start: datetime.date | None, until: datetime.date | None) -> str:
    """Write from when to when a set is in force, "" where it does not say.

    >>> days(datetime.date(2022, 1, 1), None)
    '2022-01-01 –'
    """
    return f"{start or ''} – {until or ''}".strip() if start or until else ""


def listed(editions: Iterable[Edition]) -> tuple[str, ...]:
    """List versions in their order, each with its days."""
    return tuple(str(each) for each in sorted(editions, key=lambda each: version_key(each.version)))
