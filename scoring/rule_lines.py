"""The parts of rules that decide lines: scales, missing data, what does not apply, rows of tables."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Final

from scoring.errors import WHATEVER
from scoring.messages import MESSAGES
from scoring.rule_part import RulePart, branches, negated, part
from scoring.scale import ScalePart
from scoring.scales import SCALES, Levels
from scoring.sheet import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.binding import Bound, BoundIndicator
    from scoring.formula import Formula
    from scoring.node import Node
    from scoring.rule_case import Case
    from scoring.rule_part import Path
    from scoring.rule_reach import RuleReach
    from scoring.sheet import Line

__all__ = ["dimension_parts", "indicator_parts", "scale_parts"]

#: Statuses of a line that should have been scored and was not.
UNSCORED: Final = (Status.MISSING, Status.INVALID, Status.ERROR)
#: A scale that says of no parts is one.
WHOLE: Final = ScalePart("scored", "part-scored")


def dimension_parts(reach: RuleReach) -> Iterator[RulePart]:
    """Give the conditions of dimensions, each once, however many indicators are below it."""
    for id_, condition in reach.bound.conditions.items():
        yield from _applies(("dimensions", id_), condition, reach)


def indicator_parts(reach: RuleReach) -> Iterator[RulePart]:
    """Give the parts of every indicator, in the order of the file."""
    for each in reach.bound.indicators:
        path = ("indicators", each.id)
        if each.names.inside is not None:
            yield from _rows(path, each, each.names.inside, reach)
        if each.indicator.applies is not None:
            yield from _applies(path, each.applies[-1], reach, each)
        if each.formula is not None:
            yield from branches((*path, "measure"), each.id, each.formula, reach, each, measured=True)
        yield from _scale(path, each, reach)
        can = not _always_measured(each, reach)
        yield part("missing", path, "missing", "part-missing", partial(_unscored, each.id), each.id, reachable=can)


# -- what applies


def _applies(
    path: Path, condition: Formula, reach: RuleReach, inside: BoundIndicator | None = None
) -> Iterator[RulePart]:
    """Give the part of what is not applicable, and the branches of the condition."""
    node, at = str(path[1]), (*path, "applies")
    names = inside.names if inside is not None else reach.bound.names
    can = reach.truth(condition.root, names).no
    reached = partial(_inapplicable, condition.root, inside)
    yield part("not_applicable", at, "", "part-not-applicable", reached, node, reachable=can)
    yield from branches(at, node, condition, reach, inside)


def _inapplicable(condition: Node, inside: BoundIndicator | None, case: Case) -> bool:
    if inside is None or inside.names.inside is None:
        return case.holds(negated(condition))
    return any(line.status is Status.NOT_APPLICABLE for line in case.lines(inside.id))


# -- rows of tables


def _rows(path: Path, each: BoundIndicator, table: str, reach: RuleReach) -> Iterator[RulePart]:
    """Give the parts of an indicator that goes through a table: without a row, and rows that are left out."""
    yield part("rows", (*path, "for_each"), "none", "part-no-row", partial(_without_row, each.id), each.id)
    if each.where is not None:
        at, can = (*path, "where"), reach.truth(each.where.root, each.names).no
        reached = partial(_leaves_out, each.id, table)
        yield part("rows", at, "left-out", "part-left-out", reached, each.id, reachable=can)
        yield from branches(at, each.id, each.where, reach, each)


def _without_row(id_: str, case: Case) -> bool:
    return any(line.row is None for line in case.lines(id_))


def _leaves_out(id_: str, table: str, case: Case) -> bool:
    return sum(line.row is not None for line in case.lines(id_)) < len(case.table(table))


# -- scales


def _scale(path: Path, each: BoundIndicator, reach: RuleReach) -> Iterator[RulePart]:
    """Give the parts of an indicator's scale."""
    at = (*path, "scale") if each.indicator.scale is not None else path
    known = scale_parts(each, reach.bound)
    can = reach.parts(each, known) if known else [True]
    for one, reachable in zip(known or [WHOLE], can, strict=True):
        reached = partial(_in_part, each, one.id if known else None)
        words = each.scale.messages.get(one.code) if each.scale is not None else None
        id_ = f"indicators.{each.id}.scale.{one.id}"
        yield RulePart(id_, "scale", each.id, at, words or MESSAGES[one.code], one.values, reached, reachable)


def scale_parts(each: BoundIndicator, bound: Bound) -> Sequence[ScalePart]:
    """Return the parts of an indicator's scale that have words; none, if the scale says of none or fails to."""
    if each.scale is None:
        return ()
    try:
        weight = each.weight if isinstance(each.weight, Decimal) else bound.parts[each.indicator.dimension]
        parts = [ScalePart(*one) for one in each.scale.parts(weight)]
        for one in parts:
            for text in each.scale.messages.get(one.code) or MESSAGES[one.code]:
                text.format_map(one.values)
    except WHATEVER:  # a stranger's scale; it counts as one part, and fails elsewhere if it fails to score
        return ()
    return parts


def _in_part(each: BoundIndicator, wanted: str | None, case: Case) -> bool:
    """Tell whether a line of an indicator is scored, by the wanted part of its scale."""
    scored = [line for line in case.lines(each.id) if line.status is Status.SCORED and line.measure is not None]
    if wanted is None or each.scale is None:
        return bool(scored)
    try:
        return any(each.scale.part(line.measure, _weight(each, line)) == wanted for line in scored)  # type: ignore[arg-type]
    except WHATEVER:  # a stranger's scale
        return False


def _weight(each: BoundIndicator, line: Line) -> Decimal:
    """Return the weight that a line is scored by: the declared one, or that of its row."""
    return each.weight if isinstance(each.weight, Decimal) else line.weight


# -- missing data


def _unscored(id_: str, case: Case) -> bool:
    return any(line.status in UNSCORED for line in case.lines(id_))


def _always_measured(each: BoundIndicator, reach: RuleReach) -> bool:
    """Tell whether an indicator has a score whatever facts are missing; one that goes through a table never has."""
    if each.formula is None or each.names.inside is not None or isinstance(each.scale, Levels):
        return False
    return type(each.scale) in SCALES.values() and reach.sure(each.formula.root, each.names)
