"""The examples of a set: facts of a project, and what they must score."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from pydantic import Discriminator, Field, Tag

from scoring.algebra import TOLERANCE
from scoring.model import DimensionId, Id, Model, Text

__all__ = ["Example", "Expectation", "Expected", "Interval", "meets"]

#: The branches of what an expectation may say, by name; no mistake is told by them.
NUMBER: Final = "expected-number"
INTERVAL: Final = "expected-interval"
NONE: Final = "expected-none"
TEXT: Final = "expected-text"
ROWS: Final = "expected-rows"

StatusName = Literal["scored", "missing", "invalid", "not_applicable", "error"]


class Interval(Model):
    """From where to where a number may lie, both ends included; an end that is not said is open."""

    from_: Decimal | None = Field(None, alias="from")
    to: Decimal | None = None


def _number(raw: Any) -> str:
    if isinstance(raw, (Mapping, Interval)):
        return INTERVAL
    return NONE if raw is False else NUMBER


def _numbers(raw: Any) -> str:
    return ROWS if isinstance(raw, (list, tuple)) else _number(raw)


def _plain(raw: Any) -> str:
    return INTERVAL if isinstance(raw, (Mapping, Interval)) else NUMBER


def _text(raw: Any) -> str:
    return NONE if raw is False else TEXT


def _texts(raw: Any) -> str:
    return ROWS if isinstance(raw, (list, tuple)) else TEXT


#: No number, no text: there must be none.
Nothing = Annotated[Literal[False], Tag(NONE)]
#: A number, the interval it must lie in, or false where there must be none.
Expected = Annotated[
    Annotated[Decimal, Tag(NUMBER)] | Annotated[Interval, Tag(INTERVAL)] | Nothing, Discriminator(_number)
]
#: The same of an indicator, or a list of it: one for each row of a `for_each` indicator.
ExpectedScore = Annotated[
    Annotated[Decimal, Tag(NUMBER)]
    | Annotated[Interval, Tag(INTERVAL)]
    | Nothing
    | Annotated[tuple[Expected, ...], Tag(ROWS)],
    Discriminator(_numbers),
]
ExpectedNumber = Annotated[Annotated[Decimal, Tag(NUMBER)] | Annotated[Interval, Tag(INTERVAL)], Discriminator(_plain)]
ExpectedGrade = Annotated[Annotated[str, Tag(TEXT)] | Nothing, Discriminator(_text)]
ExpectedStatus = Annotated[
    Annotated[StatusName, Tag(TEXT)] | Annotated[tuple[StatusName, ...], Tag(ROWS)], Discriminator(_texts)
]


class Expectation(Model):
    """What an example expects of its score sheet; what it does not name may be anything.

    `total`, `scores` and `adjustments` are points, `coverage` is a share, 0 to 1. False stands for what must not be
    there: no total, no grade, no score (a line that does not count). Of a `for_each` indicator, one value is that of
    all its rows together, a list has one for each row.
    """

    total: Expected | None = None
    grade: ExpectedGrade | None = None
    coverage: ExpectedNumber | None = None
    scores: dict[DimensionId, ExpectedScore] = Field(default_factory=dict)
    status: dict[Id, ExpectedStatus] = Field(default_factory=dict)
    gates: dict[Id, bool] = Field(default_factory=dict)
    adjustments: dict[Id, ExpectedNumber] = Field(default_factory=dict)
    findings: tuple[Text, ...] = ()


class Example(Model):
    """A set's own test: the facts of a project and what they must score."""

    name: Text
    facts: dict[str, Any]
    expect: Expectation


def meets(found: Decimal | None, expected: Decimal | Interval | Literal[False]) -> bool:
    """Tell whether a number is what is expected; numbers that differ by at most the tolerance are equal.

    >>> meets(Decimal("84.5"), Interval(from_=Decimal(84))), meets(None, False), meets(Decimal(0), False)
    (True, True, False)
    """
    if found is None or expected is False:
        return found is None and expected is False
    if isinstance(expected, Interval):
        low = found if expected.from_ is None else expected.from_
        high = found if expected.to is None else expected.to
        return low - TOLERANCE <= found <= high + TOLERANCE
    return abs(found - expected) <= TOLERANCE
