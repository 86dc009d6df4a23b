"""Rule parts: what the rules of a set are made of, as far as a project can reach it, and which parts one reached.

Parts are those of the file: a step, a level, a gate that fires. They are read off the resolved rules, and whether a
project reached one off its score sheet, so that no change of the engine changes them.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from scoring.algebra import TOLERANCE
from scoring.binding import above
from scoring.errors import WHATEVER
from scoring.messages import MESSAGES
from scoring.node import Node
from scoring.quantity import plain
from scoring.scale import ScalePart
from scoring.sheet import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from scoring.binding import Bound, BoundIndicator
    from scoring.binding_tree import BoundAdjustment
    from scoring.formula import Formula
    from scoring.rule_case import Case
    from scoring.sheet import Line

__all__ = ["RulePart", "rule_parts", "scale_parts"]

Kind = Literal["scale", "missing", "not_applicable", "rows", "branch", "gate", "adjustment", "grade"]
Path = tuple[str | int, ...]
#: Statuses of a line that should have been scored and was not.
UNSCORED: Final = (Status.MISSING, Status.INVALID, Status.ERROR)
#: So much of a condition is shown.
LONGEST: Final = 40
#: A scale that says of no parts is one.
WHOLE: Final = ScalePart("scored", "part-scored")


class RulePart(NamedTuple):
    """One part of the rules: an `id`, unique in its set, and the `path` of its key in the file.

    `node` is the id of what it belongs to, "" for the set itself. `words` (Chinese, English) are filled in by
    `values`. `reached` tells whether a project reached it.
    """

    id: str
    kind: Kind
    node: str
    path: Path
    words: tuple[str, str]
    values: Mapping[str, Any]
    reached: Callable[[Case], bool]

    def text(self, lang: str) -> str:
        """Return what the part is called, in the words of the file where it has some."""
        return self.words[lang == "en"].format_map(self.values)


def rule_parts(bound: Bound) -> tuple[RulePart, ...]:
    """Return the parts of a set's rules: grades, then those of dimensions, indicators, gates and adjustments."""
    return (*_grades(bound), *_dimensions(bound), *_indicators(bound), *_gates(bound), *_adjustments(bound))


def _part(
    kind: Kind, path: Path, name: str, code: str, reached: Callable[[Case], bool], node: str = "", **values: Any
) -> RulePart:
    """Return a part called `name` below the key at `path`, in the words of a message."""
    id_ = ".".join([*map(str, path), name]) if name else ".".join(map(str, path))
    return RulePart(id_, kind, node, path, MESSAGES[code], values, reached)


# -- the set itself


def _grades(bound: Bound) -> Iterator[RulePart]:
    rules = bound.rules
    for place, grade in enumerate(rules.grades):
        part = _part("grade", ("grades", place), "", "part-grade", partial(_graded, grade.label), label=grade.label)
        yield part._replace(id=f'grades."{grade.label}"')
    if min(grade.at_least for grade in rules.grades) > TOLERANCE:
        yield _part("grade", ("grades",), "below", "part-below", partial(_below, bound))
    if rules.minimum_coverage is not None:
        yield _part("grade", ("minimum_coverage",), "", "part-coverage", partial(_uncovered, bound))


def _graded(label: str, case: Case) -> bool:
    return case.sheet.grade is not None and plain(case.sheet.grade) == plain(label)


def _below(bound: Bound, case: Case) -> bool:
    total, lowest = case.sheet.total, min(grade.at_least for grade in bound.rules.grades)
    return total is not None and lowest - total > TOLERANCE


def _uncovered(bound: Bound, case: Case) -> bool:
    least = bound.rules.minimum_coverage
    return least is not None and least - case.sheet.coverage > TOLERANCE


# -- dimensions and indicators


def _dimensions(bound: Bound) -> Iterator[RulePart]:
    conditions: dict[str, Formula] = {}
    for each in bound.indicators:
        homes = [id_ for id_ in above(each.indicator.dimension) if bound.rules.dimensions[id_].applies is not None]
        conditions.update(zip(homes, each.applies, strict=False))  # the indicator's own condition comes last
    for id_ in bound.rules.dimensions:
        if id_ in conditions:
            yield from _applies(("dimensions", id_), conditions[id_])


def _applies(path: Path, condition: Formula, inside: BoundIndicator | None = None) -> Iterator[RulePart]:
    """Give the part of what is not applicable, and the branches of the condition."""
    node, at = str(path[1]), (*path, "applies")
    reached = partial(_inapplicable, condition.root, inside)
    yield _part("not_applicable", at, "", "part-not-applicable", reached, node)
    yield from _branches(at, node, condition, inside)


def _inapplicable(condition: Node, inside: BoundIndicator | None, case: Case) -> bool:
    if inside is None or inside.names.inside is None:
        return case.holds(_not(condition))
    return any(line.status is Status.NOT_APPLICABLE for line in case.lines(inside.id))


def _indicators(bound: Bound) -> Iterator[RulePart]:
    for each in bound.indicators:
        path = ("indicators", each.id)
        if each.names.inside is not None:
            yield from _rows(path, each, each.names.inside)
        if each.indicator.applies is not None:
            yield from _applies(path, each.applies[-1], each)
        if each.formula is not None:
            yield from _branches((*path, "measure"), each.id, each.formula, each, measured=True)
        at = (*path, "scale") if each.indicator.scale is not None else path
        known = scale_parts(each, bound)
        for part in known or [WHOLE]:
            reached = partial(_in_part, each, part.id if known else None)
            words = each.scale.messages.get(part.code) if each.scale is not None else None
            id_ = f"indicators.{each.id}.scale.{part.id}"
            yield RulePart(id_, "scale", each.id, at, words or MESSAGES[part.code], part.values, reached)
        yield _part("missing", path, "missing", "part-missing", partial(_unscored, each.id), each.id)


def _rows(path: Path, each: BoundIndicator, table: str) -> Iterator[RulePart]:
    """Give the parts of an indicator that goes through a table: without a row, and rows that are left out."""
    at = (*path, "for_each")
    yield _part("rows", at, "none", "part-no-row", partial(_without_row, each.id), each.id)
    if each.where is not None:
        at = (*path, "where")
        yield _part("rows", at, "left-out", "part-left-out", partial(_leaves_out, each.id, table), each.id)
        yield from _branches(at, each.id, each.where, each)


def _without_row(id_: str, case: Case) -> bool:
    return any(line.row is None for line in case.lines(id_))


def _leaves_out(id_: str, table: str, case: Case) -> bool:
    return sum(line.row is not None for line in case.lines(id_)) < len(case.table(table))


def scale_parts(each: BoundIndicator, bound: Bound) -> Sequence[ScalePart]:
    """Return the parts of an indicator's scale that have words; none, if the scale says of none or fails to."""
    if each.scale is None:
        return ()
    try:
        weight = each.weight if isinstance(each.weight, Decimal) else bound.parts[each.indicator.dimension]
        parts = [ScalePart(*part) for part in each.scale.parts(weight)]
        for part in parts:
            for text in each.scale.messages.get(part.code) or MESSAGES[part.code]:
                text.format_map(part.values)
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


def _unscored(id_: str, case: Case) -> bool:
    return any(line.status in UNSCORED for line in case.lines(id_))


# -- gates


def _gates(bound: Bound) -> Iterator[RulePart]:
    for each in bound.gates:
        path = ("gates", each.id)
        yield _part("gate", path, "fires", "part-fires", partial(_fires, each.id), each.id)
        yield _part("gate", path, "rests", "part-rests", partial(_rests, each.id), each.id)
        yield from _branches((*path, "when"), each.id, each.when)


def _fires(id_: str, case: Case) -> bool:
    return any(gate.fired for gate in case.sheet.gates if gate.id == id_)


def _rests(id_: str, case: Case) -> bool:
    untold = any(each.code == "gate-untold" and each.node == id_ for each in case.sheet.findings)
    return not untold and not _fires(id_, case)


# -- adjustments


def _adjustments(bound: Bound) -> Iterator[RulePart]:
    for each in bound.adjustments:
        path = ("adjustments", each.id)
        yield _part("adjustment", path, "given", "part-given", partial(_gives, each.id), each.id)
        yield _part("adjustment", path, "nothing", "part-nothing", partial(_gives_nothing, each.id), each.id)
        for side in ("at_least", "at_most"):
            bound_ = getattr(each.adjustment, side)
            if bound_ is not None:
                reached = partial(_bounded, each, side, bound_)
                yield _part("adjustment", (*path, side), "", f"part-{side}", reached, each.id, edge=bound_)
        yield from _branches((*path, "points"), each.id, each.points)


def _gives(id_: str, case: Case) -> bool:
    return any(each.points != 0 for each in case.sheet.adjustments if each.id == id_)


def _gives_nothing(id_: str, case: Case) -> bool:
    untold = any(each.code == "adjustment-untold" and each.node == id_ for each in case.sheet.findings)
    return not untold and not _gives(id_, case)


def _bounded(each: BoundAdjustment, side: str, limit: Decimal, case: Case) -> bool:
    """Tell whether the formula of an adjustment gives as much as a bound, or goes beyond it."""
    points = case.formulas.evaluate(each.points.root, case.row)
    beyond = None if points is None else points - limit if side == "at_most" else limit - points
    return beyond is not None and beyond >= -TOLERANCE


# -- branches of formulas


def _branches(
    path: Path, node: str, formula: Formula, inside: BoundIndicator | None = None, *, measured: bool = False
) -> Iterator[RulePart]:
    """Give both branches of every `a if c else b`; those of a measure are taken where the indicator applies."""
    for place, (condition, guard) in enumerate(_choices(formula.root, None)):
        text = formula.text[condition.start : condition.end]
        short = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
        for name, taken in (("if", condition), ("else", _not(condition))):
            reached = partial(_takes, taken if guard is None else _and(guard, taken), inside, measured)
            yield _part("branch", path, f"{name}[{place}]", f"part-{name}", reached, node, condition=short)


def _choices(node: Node, guard: Node | None) -> Iterator[tuple[Node, Node | None]]:
    """Go through the conditions of choices, each with the condition under which its choice is looked at."""
    if node.operation != "if":
        for part in node.parts:
            yield from _choices(part, guard)
        return
    condition, chosen, other = node.parts
    yield condition, guard
    yield from _choices(condition, guard)
    for branch, taken in ((chosen, condition), (other, _not(condition))):
        yield from _choices(branch, taken if guard is None else _and(guard, taken))


def _takes(condition: Node, inside: BoundIndicator | None, measured: bool, case: Case) -> bool:  # noqa: FBT001 - bound
    if inside is None:
        return case.holds(condition)
    lines = case.applicable(inside.id) if measured else case.lines(inside.id)
    return bool(lines) and case.holds(condition, inside, lines)


def _not(node: Node) -> Node:
    return Node("not", "boolean", node.start, node.end, None, (node,), node.table)


def _and(a: Node, b: Node) -> Node:
    return Node("and", "boolean", a.start, b.end, None, (a, b), a.table or b.table)
