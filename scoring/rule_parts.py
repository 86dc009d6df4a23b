"""Rule parts: what the rules of a set are made of, as far as a project can reach it, and which parts one reached.

Parts are those of the file: a step, a level, a gate that fires. They are read off the resolved rules, and whether a
project reached one off its score sheet, so that no change of the engine changes them.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Final

from scoring.algebra import TOLERANCE
from scoring.interval import Interval
from scoring.quantity import plain
from scoring.rule_lines import dimension_parts, indicator_parts
from scoring.rule_part import RulePart, branches, part
from scoring.rule_reach import RuleReach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.binding import Bound
    from scoring.binding_tree import BoundAdjustment
    from scoring.rule_case import Case

__all__ = ["rule_parts"]

ZERO: Final = Decimal(0)


def rule_parts(bound: Bound) -> tuple[RulePart, ...]:
    """Return the parts of a set's rules: grades, then those of dimensions, indicators, gates and adjustments."""
    reach = RuleReach(bound)
    return (
        *_grades(bound),
        *dimension_parts(reach),
        *indicator_parts(reach),
        *_gates(reach),
        *_adjustments(reach),
    )


# -- the set itself


def _grades(bound: Bound) -> Iterator[RulePart]:
    rules = bound.rules
    for place, grade in enumerate(rules.grades):
        reached, can = partial(_graded, grade.label), grade.at_least <= rules.full_marks + TOLERANCE
        made = part("grade", ("grades", place), "", "part-grade", reached, reachable=can, label=grade.label)
        yield made._replace(id=f'grades."{grade.label}"')
    if min(grade.at_least for grade in rules.grades) > TOLERANCE:
        yield part("grade", ("grades",), "below", "part-below", partial(_below, bound))
    if rules.minimum_coverage is not None:
        can = rules.minimum_coverage > TOLERANCE
        reached = partial(_uncovered, rules.minimum_coverage)
        yield part("grade", ("minimum_coverage",), "", "part-coverage", reached, reachable=can)


def _graded(label: str, case: Case) -> bool:
    return case.sheet.grade is not None and plain(case.sheet.grade) == plain(label)


def _below(bound: Bound, case: Case) -> bool:
    total, lowest = case.sheet.total, min(grade.at_least for grade in bound.rules.grades)
    return total is not None and lowest - total > TOLERANCE


def _uncovered(least: Decimal, case: Case) -> bool:
    return least - case.sheet.coverage > TOLERANCE


# -- gates


def _gates(reach: RuleReach) -> Iterator[RulePart]:
    for each in reach.bound.gates:
        path, can = ("gates", each.id), reach.truth(each.when.root, reach.bound.names)
        yield part("gate", path, "fires", "part-fires", partial(_fires, each.id), each.id, reachable=can.yes)
        yield part("gate", path, "rests", "part-rests", partial(_rests, each.id), each.id, reachable=can.no)
        yield from branches((*path, "when"), each.id, each.when, reach)


def _fires(id_: str, case: Case) -> bool:
    return any(gate.fired for gate in case.sheet.gates if gate.id == id_)


def _rests(id_: str, case: Case) -> bool:
    untold = any(each.code == "gate-untold" and each.node == id_ for each in case.sheet.findings)
    return not untold and not _fires(id_, case)


# -- adjustments


def _adjustments(reach: RuleReach) -> Iterator[RulePart]:
    for each in reach.bound.adjustments:
        path, unit = ("adjustments", each.id), reach.bound.rules.round.to
        points = reach.number(each.points.root)
        given = _held(points, each.adjustment.at_least, each.adjustment.at_most)
        gives = given is None or given.least < -TOLERANCE or given.most > TOLERANCE
        rests = given is None or (given.least < unit and given.most > -unit)
        yield part("adjustment", path, "given", "part-given", partial(_gives, each.id), each.id, reachable=gives)
        reached = partial(_gives_nothing, each.id)
        yield part("adjustment", path, "nothing", "part-nothing", reached, each.id, reachable=rests)
        for side, sign in (("at_least", -1), ("at_most", 1)):
            limit = getattr(each.adjustment, side)
            if limit is None:
                continue
            can = points is None or (
                points.most >= limit - TOLERANCE if sign > 0 else points.least <= limit + TOLERANCE
            )
            met = partial(_meets, each, sign, limit)
            yield part("adjustment", (*path, side), "", f"part-{side}", met, each.id, reachable=can, edge=limit)
        yield from branches((*path, "points"), each.id, each.points, reach)


def _held(points: Interval | None, least: Decimal | None, most: Decimal | None) -> Interval | None:
    """Return what points can be once they are held between the bounds of an adjustment."""
    if points is None:
        return None
    low, high = points.least, points.most
    if least is not None:
        low, high = max(low, least), max(high, least)
    return Interval(low, high) if most is None else Interval(min(low, most), min(high, most))


def _gives(id_: str, case: Case) -> bool:
    return any(each.points != ZERO for each in case.sheet.adjustments if each.id == id_)


def _gives_nothing(id_: str, case: Case) -> bool:
    untold = any(each.code == "adjustment-untold" and each.node == id_ for each in case.sheet.findings)
    return not untold and not _gives(id_, case)


def _meets(each: BoundAdjustment, sign: int, limit: Decimal, case: Case) -> bool:
    """Tell whether the formula of an adjustment gives as much as a bound, or goes beyond it."""
    points = case.formulas.evaluate(each.points.root, case.row)
    return points is not None and sign * (points - limit) >= -TOLERANCE
