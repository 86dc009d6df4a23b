"""Generated data: Hypothesis strategies of the facts of projects, by the types that a set declares."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from scoring.indicators import Column, Fact

__all__ = ["TEXTS", "hints", "projects"]

#: What the specification promises to be the same in both worlds.
LARGEST: Final[Mapping[str, Decimal]] = {"money": Decimal(100_000_000_000), "percent": Decimal(2)}
USUAL: Final = Decimal(1_000_000)
#: Small whole numbers meet thresholds, and one another.
SMALL: Final = 20
STEP: Final = Decimal("0.0001")
TEXTS: Final = ("好", "较好", "一般", "差", "A")
FIRST, LAST = datetime.date(2022, 1, 1), datetime.date(2023, 12, 31)
#: A value that is wrong for every type but these, which take any text.
WRONG: Final = "≥?"
TEXTUAL: Final = ("text", "level")


def hints(values: Any) -> Iterator[Decimal | str]:
    """Go through the numbers and texts among parameters: data beside them is what shows a mistake."""
    if isinstance(values, Mapping):
        for key, value in values.items():
            yield from hints(key)
            yield from hints(value)
    elif isinstance(values, (list, tuple, set, frozenset)):
        for value in values:
            yield from hints(value)
    elif isinstance(values, str):
        yield values
    elif isinstance(values, (int, float, Decimal)) and not isinstance(values, bool):
        yield Decimal(repr(values)) if isinstance(values, float) else Decimal(values)


def projects(facts: Mapping[str, Fact], given: Sequence[Decimal | str] = ()) -> SearchStrategy[dict[str, Any]]:
    """Return a strategy of projects: facts by name, some missing, some invalid; `given` are values to draw often."""
    from hypothesis import strategies as st  # noqa: PLC0415 - an extra

    return st.fixed_dictionaries({}, optional={name: _of(fact, given) for name, fact in facts.items()})


def _of(fact: Fact | Column, given: Sequence[Decimal | str]) -> SearchStrategy[Any]:
    from hypothesis import strategies as st  # noqa: PLC0415 - an extra

    columns = getattr(fact, "columns", None)
    if columns:
        row = st.fixed_dictionaries({}, optional={name: _of(column, given) for name, column in columns.items()})
        return st.lists(row, max_size=6)
    match fact.type:
        case "boolean":
            value: SearchStrategy[Any] = st.booleans()
        case "text" | "level":
            value = st.sampled_from([*(each for each in given if isinstance(each, str)), *TEXTS])
        case "date":
            value = st.dates(FIRST, LAST).map(datetime.date.isoformat)
        case _:
            value = _numbers(fact, [each for each in given if isinstance(each, Decimal)])
    return st.integers(0, 9).flatmap(lambda die: st.just(WRONG) if die == 0 and fact.type not in TEXTUAL else value)


def _numbers(fact: Fact | Column, given: Sequence[Decimal]) -> SearchStrategy[Decimal]:
    from hypothesis import strategies as st  # noqa: PLC0415 - an extra

    whole = fact.type == "integer"
    largest = LARGEST.get(fact.type, USUAL)
    high = largest if fact.maximum is None else fact.maximum
    low = (-USUAL if fact.type in ("number", "quantity") else Decimal(0)) if fact.minimum is None else fact.minimum
    beside = [each + by for each in given for by in (0, -1, 1, -STEP, STEP)]
    near = [each for each in (Decimal(0), Decimal(1), *beside, low, high) if low <= each <= high]
    start = max(math.ceil(low), min(-SMALL, math.floor(high)))
    end = min(math.floor(high), start + 2 * SMALL)
    small = st.integers(start, end).map(Decimal) if start <= end else st.just(low)
    if whole:
        return st.one_of(small, st.sampled_from([each for each in near if each == each.to_integral_value()] or [low]))
    return st.one_of(small, st.sampled_from(near), st.decimals(low, high, places=4))
