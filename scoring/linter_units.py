"""The linter of units: amounts in 元 and in 万元 that are added, compared or divided without a conversion."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import combinations
from math import prod
from typing import TYPE_CHECKING, Final, NamedTuple

from scoring.notation import money_unit
from scoring.quantity import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scoring.binding import Bound
    from scoring.diagnosis import Diagnosis
    from scoring.formula import Formula
    from scoring.indicators import IndicatorSet
    from scoring.node import Node

__all__ = ["doubt_units"]

#: What units are multiplied by, in front of them: 万元, million yuan.
MULTIPLES: Final = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "亿": 10**8,
    "thousand ": 1000,
    "million ": 10**6,
    "billion ": 10**9,
}
#: A share may be shown as so many times itself: in percent, in per mille.
SHOWN_TIMES: Final = (100, 1000)
#: Multiples, and the unit itself.
UNIT: Final = re.compile(f"((?:{'|'.join(MULTIPLES)})*)(.+)")
#: Functions and folds whose result is in the unit of what they are given.
KEEPING: Final = ("abs", "min", "max", "clip", "coalesce", "floor", "ceil")
KEEPING_FOLDS: Final = ("sum", "mean", "median", "minimum", "maximum")


class InUnit(NamedTuple):
    """A fact or column, and the unit that it is declared in."""

    name: str
    unit: str


def doubt_units(bound: Bound, diagnosis: Diagnosis) -> None:
    """Doubt formulas and checks that take amounts of two multiples of one unit for amounts of one."""
    units = _units(bound.rules)
    if not units:
        return
    for each in bound.indicators:
        path: tuple[str, ...] = ("indicators", each.id)
        if each.formula is not None:
            _formula(each.formula, units, (*path, "measure"), diagnosis)
        else:
            read = [InUnit(name, units[name]) for name in each.reads if name in units]
            _told(_clash(read), (*path, "with"), None, diagnosis)
    for id_, when in ((gate.id, gate.when) for gate in bound.gates):
        _formula(when, units, ("gates", id_, "when"), diagnosis)
    for each_adjustment in bound.adjustments:
        _formula(each_adjustment.points, units, ("adjustments", each_adjustment.id, "points"), diagnosis)


def _units(rules: IndicatorSet) -> dict[str, str]:
    """Return the units of facts and columns that have one."""
    found = {name: fact.unit for name, fact in rules.facts.items()}
    for name, fact in rules.facts.items():
        found |= {f"{name}.{column}": each.unit for column, each in fact.columns.items()}
    return {name: plain(unit) for name, unit in found.items() if unit is not None}


def _formula(formula: Formula, units: Mapping[str, str], path: tuple[str, ...], diagnosis: Diagnosis) -> None:
    converted = {id(each) for each in _converted(formula.root, units)}
    for node in formula.root.walk():
        if id(node) in converted:
            continue
        if node.operation in ("+", "-", "/", "compare", "if") or node.value in KEEPING:
            parts = node.parts[1:] if node.operation == "if" else node.parts
            clash = _clash([found for part in parts if (found := _unit(part, units)) is not None])
            _told(clash, path, (node.start, node.end), diagnosis)


def _converted(root: Node, units: Mapping[str, str]) -> Iterator[Node]:
    """Go through the quotients that a factor beside them converts, as in a / b * 10000."""
    for node in root.walk():
        factors = list(_factors(node, 1)) if node.operation in ("*", "/") else []
        numbers = [
            Fraction(each.value) ** power for each, power in factors if each.operation == "number" and each.value
        ]
        for each, _ in factors:
            read = [_unit(part, units) for part in each.parts] if each.operation == "/" else []
            above, below = (_split(part.unit)[0] if part is not None else 0 for part in read or (None, None))
            if above and below and prod(numbers) * below / above in (1, *SHOWN_TIMES):
                yield each


def _factors(node: Node, power: int) -> Iterator[tuple[Node, int]]:
    """Go through what a product or quotient is made of, each with 1 or, below the line, -1."""
    yield node, power
    if node.operation in ("*", "/"):
        first, second = node.parts
        yield from _factors(first, power)
        yield from _factors(second, power if node.operation == "*" else -power)


def _unit(node: Node, units: Mapping[str, str]) -> InUnit | None:
    """Return the unit that a part of a formula is in, None where it has none or is converted."""
    if node.operation == "name":
        return InUnit(node.value, units[node.value]) if node.value in units else None
    parts = node.parts[1:] if node.operation == "if" else node.parts
    keeps = node.operation in ("+", "-", "negate", "if") or (node.operation == "call" and node.value in KEEPING)
    if not keeps and not (node.operation == "fold" and node.value in KEEPING_FOLDS):
        return None
    return next((found for part in parts if (found := _unit(part, units)) is not None), None)


def _clash(read: Sequence[InUnit]) -> tuple[InUnit, InUnit] | None:
    """Return the first two that are in different multiples of one unit."""
    return next(_clashes(read), None)


def _clashes(read: Sequence[InUnit]) -> Iterator[tuple[InUnit, InUnit]]:
    for one, other in combinations(read, 2):
        (a, unit), (b, whole) = _split(one.unit), _split(other.unit)
        if unit == whole and a != b:
            yield one, other


def _split(unit: str) -> tuple[int, str]:
    """Return by how much a unit is multiplied, and which it is.

    >>> _split("万元"), _split("万"), _split("万人"), _split("million yuan"), _split("千")
    ((10000, '元'), (10000, '元'), (10000, '人'), (1000000, 'yuan'), (1, '千'))
    """
    if (yuan := money_unit(unit)) is not None:
        return int(yuan), "元"
    found = UNIT.fullmatch(unit)
    if found is None:
        return 1, unit
    return prod(MULTIPLES[each] for each in re.findall("|".join(MULTIPLES), found[1])), found[2]


def _told(
    clash: tuple[InUnit, InUnit] | None, path: tuple[str, ...], within: tuple[int, int] | None, diagnosis: Diagnosis
) -> None:
    if clash is not None:
        a, b = clash
        (less, _), (more, _) = _split(a.unit), _split(b.unit)
        factor = f"{b.name} * {more // less}" if more > less else f"{a.name} * {less // more}"
        values = {"a": a.name, "unit": a.unit, "b": b.name, "other": b.unit, "factor": factor}
        diagnosis.note("units-mixed", path, values, severity="warning", within=within)
