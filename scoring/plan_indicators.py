"""The indicators of a plan: what each measures, its share and its score, over an algebra.

An indicator that goes through a table is measured and scored in every row; where there is none, its one line takes what
its dimension has left.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import reduce
from typing import Any, Final, Generic, Literal, NamedTuple

from scoring.algebra import Algebra, E
from scoring.arithmetic import ScoredIndicator, ScoredRows, indicator
from scoring.arithmetic_rows import EmptyLine, RowLines, empty_lines, row_lines, scored_rows
from scoring.binding import Bound, BoundIndicator
from scoring.checks import ObservedCheck, Template, measured_by, of_project, raised
from scoring.errors import WHATEVER
from scoring.facts import Facts
from scoring.formula import Formula, build
from scoring.quantity import Kind, Quantity
from scoring.scales import SCALES

__all__ = ["OBSERVED", "AssembledIndicator", "Failure", "assemble_indicators"]

#: The value of an observed check lies beside the facts, under this prefix and the indicator's id.
OBSERVED: Final = "observed:"


class Failure(NamedTuple):
    """What a check or a scale raised."""

    by: Literal["check", "scale"]
    why: str


class AssembledIndicator(NamedTuple, Generic[E]):
    """An indicator over an algebra.

    `measure` is the observed quantity, `scored` its score; `applies` its condition, None for always; `findings` maps
    codes to conditions; `shown` are further quantities of the reason; `failure` is what the check or scale raised;
    `zeroed` whether a gate makes its share 0. With a line for every row, `measure`, `applies`, `findings` and `shown`
    are of the table's rows, `rows` are the lines, and `empty` is the line that stands where there is none.
    """

    bound: BoundIndicator
    kind: Kind
    measure: E
    scored: ScoredIndicator[E] | ScoredRows[E]
    applies: E | None
    findings: Mapping[str, E]
    reason: Template | None
    shown: Mapping[str, Quantity]
    reads: tuple[str, ...]
    failure: Failure | None
    zeroed: E | None
    rows: RowLines[E] | None = None
    empty: EmptyLine[E] | None = None


class _Value(NamedTuple):
    """What a check or formula gave, before it is scored."""

    value: Quantity
    invalid_if: Quantity | None
    findings: Mapping[str, Quantity]
    reason: Template | None
    shown: Mapping[str, Quantity]
    failure: Failure | None


class _Measured(NamedTuple, Generic[E]):
    """An indicator before it is scored; what `row_lines` and `indicator` ask for is in `terms`."""

    bound: BoundIndicator
    facts: Facts
    kind: Kind
    measure: E
    findings: Mapping[str, E]
    found: _Value
    failure: Failure | None
    terms: Mapping[str, Any]


def assemble_indicators(bound: Bound, algebra: Algebra[E], zeroed: Mapping[str, E]) -> list[AssembledIndicator[E]]:
    """Build every indicator of a set; `zeroed` are the conditions under which gates make a share 0, by indicator."""
    measured = [_measured(each, bound, algebra, zeroed.get(each.id)) for each in bound.indicators]
    lines = {each.bound.id: _row_lines(each, algebra) for each in measured if each.bound.names.inside}
    empty = _empty_lines([each for each in measured if each.bound.id in lines], lines, bound, algebra)
    found = []
    for each in measured:
        id_ = each.bound.id
        scored: ScoredIndicator[E] | ScoredRows[E]
        if id_ in lines:
            scored = scored_rows(algebra, id_, lines[id_], empty[id_])
        else:
            scored = indicator(algebra, id_, weight=bound.parts[id_], **each.terms)
        found.append(
            AssembledIndicator(
                each.bound,
                each.kind,
                each.measure,
                scored,
                each.terms["applies"],
                each.findings,
                each.found.reason,
                each.found.shown,
                tuple(sorted(each.facts.used)),
                each.failure,
                zeroed.get(id_),
                lines.get(id_),
                empty.get(id_),
            )
        )
    return found


def _measured(each: BoundIndicator, bound: Bound, algebra: Algebra[E], zeroed: E | None) -> _Measured[E]:
    table = each.names.inside
    facts = Facts(algebra, each.names, each.reads)
    found = _value(each, facts)
    measure = algebra.let(f"{each.id}.measure", found.value.expression, table)
    value = Quantity(facts, measure, found.value.kind, table)
    share, unscaled = _share(each, value, facts)
    failure = found.failure or unscaled
    wrong = algebra.constant(value=False)
    if each.check is None or each.check.reads_all:
        names = [name for name in bound.names.behind(facts.used) if name != table]
        wrong = algebra.invalid(names, table)
    if found.invalid_if is not None:
        wrong = algebra.either(wrong, algebra.holds(found.invalid_if.expression))
    failed: E | None = None
    if failure is not None:
        failed = algebra.constant(value=True)
    elif isinstance(each.check, ObservedCheck):
        failed = algebra.invalid([OBSERVED + each.id])
    if zeroed is not None and table is not None:
        zeroed = algebra.lift(table, zeroed)
    terms = {
        "unit": bound.rules.unit,
        "share": share.expression,
        "invalid": algebra.either(algebra.present(measure), wrong),
        "applies": _applies(each.id, each.applies, facts, table),
        "failed": failed,
        "missing": bound.rules.policy(each.id),
        "not_applicable": each.indicator.not_applicable or bound.rules.not_applicable,
        "zeroed": zeroed,
    }
    findings = {code: algebra.let(f"{each.id}.{code}", q.expression, table) for code, q in found.findings.items()}
    return _Measured(each, facts, value.kind, measure, findings, found, failure, terms)


def _applies(name: str, formulas: Sequence[Formula], facts: Facts, table: str | None = None) -> Any:
    """Build the condition under which an indicator applies, None for always; of a table's rows, where one is given."""
    if not formulas:
        return None
    built = [facts.within(build(formula.root, facts)).expression for formula in formulas]
    return facts.algebra.let(f"{name}.applies", reduce(facts.algebra.both, built), table)


def _row_lines(each: _Measured[E], algebra: Algebra[E]) -> RowLines[E]:
    """Score the rows that an indicator takes."""
    table = each.bound.names.inside or ""
    facts = Facts(algebra, each.bound.names)
    taken = algebra.lift(table, algebra.constant(value=True))
    if each.bound.where is not None:
        taken = algebra.holds(facts.within(build(each.bound.where.root, facts)).expression)
    weight = _weight(each.bound, facts)
    taken = algebra.let(f"{each.bound.id}.taken", taken, table)
    return row_lines(algebra, each.bound.id, table, taken=taken, weight=weight.expression, **each.terms)


def _weight(each: BoundIndicator, facts: Facts) -> Quantity:
    """Return the weight of each row, in points."""
    given = each.weight
    return facts.within(facts.constant(given) if isinstance(given, Decimal) else facts.read(given))


def _empty_lines(
    measured: Sequence[_Measured[E]], lines: Mapping[str, RowLines[E]], bound: Bound, algebra: Algebra[E]
) -> dict[str, EmptyLine[E]]:
    """Score the lines of indicators without a row, dimension by dimension."""
    found: dict[str, EmptyLine[E]] = {}
    for id_ in dict.fromkeys(each.bound.indicator.dimension for each in measured):
        here = [each for each in measured if each.bound.indicator.dimension == id_]
        declared = [bound.parts[child] for child in bound.rules.children(id_)]
        declared += [bound.parts[child] for child in bound.rules.indicators_of(id_) if child in bound.parts]
        made = empty_lines(
            algebra,
            f"dimension:{id_}",
            weight=bound.parts[id_],
            declared=sum(declared, Decimal(0)),
            rows=[lines[each.bound.id] for each in here],
            statuses=[_empty_status(each.bound, bound, algebra) for each in here],
            policies=[(each.terms["missing"], each.terms["not_applicable"]) for each in here],
            unit=bound.rules.unit,
        )
        found |= {each.bound.id: line for each, line in zip(here, made, strict=True)}
    return found


def _empty_status(each: BoundIndicator, bound: Bound, algebra: Algebra[E]) -> E:
    """Return the status of the line without a row: only conditions that do not ask for a row can tell."""
    facts = Facts(algebra, bound.names)
    formulas = [formula for formula in each.applies if formula.root.table is None]
    invalid = algebra.invalid([each.names.inside or ""])
    applies = _applies(f"{each.id}.empty", formulas, facts)
    return algebra.let(f"{each.id}.empty.status", algebra.status(applies, algebra.constant(None), invalid, None))


def _share(each: BoundIndicator, value: Quantity, facts: Facts) -> tuple[Quantity, Failure | None]:
    """Return the share of the weight by the scale, and what a stranger's scale raised."""
    if each.scale is None:
        return facts.within(facts.missing()), None
    weight = each.weight if isinstance(each.weight, Decimal) else _weight(each, facts)
    if type(each.scale) in SCALES.values():
        return facts.within(each.scale.share(value, facts, weight)), None
    try:
        share = facts.within(of_project("the share", each.scale.share(value, facts, weight), None, each.names.inside))
        return facts.clip(share, Decimal(0), Decimal(1)), None  # a stranger's scale earns no more than the weight
    except WHATEVER as error:
        return facts.within(facts.missing()), Failure("scale", raised(error))


def _value(each: BoundIndicator, facts: Facts) -> _Value:
    """Build the measure by the formula or the check; what a check raises becomes a failure."""
    if each.formula is not None:
        return _Value(facts.within(build(each.formula.root, facts)), None, {}, None, {}, None)
    if isinstance(each.check, ObservedCheck):
        observed = Quantity(facts, facts.algebra.fact(OBSERVED + each.id), each.check.kind)
        return _Value(observed, None, {}, None, {}, None)
    try:
        assert each.check is not None  # noqa: S101 - a bound indicator has a formula or a check
        measured = measured_by(each.check, facts)
        value = _without(_without(measured.value, measured.missing_if, facts), measured.invalid_if, facts)
    except WHATEVER as error:  # whatever a stranger's check raises becomes the status `error`
        return _Value(facts.within(facts.missing()), None, {}, None, {}, Failure("check", raised(error)))
    return _Value(value, measured.invalid_if, measured.findings, measured.reason, measured.shown, None)


def _without(value: Quantity, condition: Quantity | None, facts: Facts) -> Quantity:
    """Make a value missing where a condition is known to be true."""
    if condition is None:
        return value
    holds = facts.algebra.holds(condition.expression)
    nothing = facts.algebra.constant(None)
    return Quantity(facts, facts.algebra.where(holds, nothing, value.expression), value.kind, value.table)
