"""The plan: a bound set assembled over an algebra, ready to score one project or a million.

Whatever is common to all worlds happens here: measures, shares, statuses, dimensions, total, grade, gates and the
conditions of findings become expressions of the algebra, in an order in which each needs only what stands before it.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import reduce
from typing import Final, Generic, Literal, NamedTuple

from scoring.algebra import Algebra, E
from scoring.arithmetic import Scored, ScoredDimension, ScoredIndicator, dimension, grade, indicator
from scoring.binding import Bound, BoundGate, BoundIndicator
from scoring.checks import ObservedCheck, Template, measured_by, of_project, raised
from scoring.errors import WHATEVER
from scoring.facts import Facts
from scoring.formula import Formula, build
from scoring.quantity import Kind, Quantity
from scoring.scales import SCALES

__all__ = ["OBSERVED", "Assembled", "AssembledGate", "AssembledIndicator", "Failure", "assemble"]

#: The value of an observed check lies beside the facts, under this prefix and the indicator's id.
OBSERVED: Final = "observed:"


class Failure(NamedTuple):
    """What a check or a scale raised."""

    by: Literal["check", "scale"]
    why: str


class AssembledIndicator(NamedTuple, Generic[E]):
    """An indicator over an algebra.

    `measure` is the observed quantity, `scored` its score; `applies` its condition, None for always; `findings` maps
    codes to conditions; `shown` are further quantities of the reason; `failure` is what the check or scale raised.
    """

    bound: BoundIndicator
    kind: Kind
    measure: E
    scored: ScoredIndicator[E]
    applies: E | None
    findings: Mapping[str, E]
    reason: Template | None
    shown: Mapping[str, Quantity]
    reads: tuple[str, ...]
    failure: Failure | None


class AssembledGate(NamedTuple, Generic[E]):
    """A gate over an algebra: its condition may not be told for a project."""

    bound: BoundGate
    condition: E


class Assembled(NamedTuple, Generic[E]):
    """A whole set over an algebra: what a score sheet is read from."""

    indicators: tuple[AssembledIndicator[E], ...]
    dimensions: Mapping[str, ScoredDimension[E]]
    gates: tuple[AssembledGate[E], ...]
    total: E
    grade: E
    coverage: E


class _Value(NamedTuple):
    """What a check or formula gave, before it is scored."""

    value: Quantity
    invalid_if: Quantity | None
    findings: Mapping[str, Quantity]
    reason: Template | None
    shown: Mapping[str, Quantity]
    failure: Failure | None


def assemble(bound: Bound, algebra: Algebra[E]) -> Assembled[E]:
    """Build every expression of a bound set over an algebra."""
    indicators = [_indicator(each, bound, algebra) for each in bound.indicators]
    by_dimension: dict[str, list[Scored[E]]] = {}
    for each in indicators:
        by_dimension.setdefault(each.bound.indicator.dimension, []).append(each.scored)
    dimensions: dict[str, ScoredDimension[E]] = {}
    for id_ in sorted(bound.rules.dimensions, key=lambda name: name.count("."), reverse=True):
        children: list[Scored[E]] = [
            *(dimensions[child] for child in bound.rules.children(id_)),
            *by_dimension.get(id_, []),
        ]
        weight = bound.rules.dimensions[id_].weight
        dimensions[id_] = dimension(algebra, f"dimension:{id_}", weight, children, bound.rules.unit)
    top = [dimensions[id_] for id_ in bound.rules.children(None)]
    root = dimension(algebra, "root", bound.rules.full_marks, top, bound.rules.unit)
    graded = grade(
        algebra,
        root,
        [(each.scored, bound.rules.policy(each.bound.id)) for each in indicators],
        unit=bound.rules.unit,
        grades=[(each.at_least, each.label) for each in bound.rules.grades],
        minimum_coverage=bound.rules.minimum_coverage,
    )
    gates = [AssembledGate(gate, condition(gate.when, bound, algebra)) for gate in bound.gates]
    return Assembled(
        tuple(indicators),
        {id_: dimensions[id_] for id_ in bound.rules.dimensions},
        tuple(gates),
        graded.total,
        graded.grade,
        graded.coverage,
    )


def condition(formula: Formula, bound: Bound, algebra: Algebra[E]) -> E:
    """Build a formula that stands alone."""
    expression: E = build(formula.root, Facts(algebra, bound.names)).expression
    return expression


def _applies(each: BoundIndicator, bound: Bound, algebra: Algebra[E]) -> E | None:
    if not each.applies:
        return None
    conditions = [condition(formula, bound, algebra) for formula in each.applies]
    return algebra.let(f"{each.id}.applies", reduce(algebra.both, conditions))


def _indicator(each: BoundIndicator, bound: Bound, algebra: Algebra[E]) -> AssembledIndicator[E]:
    facts = Facts(algebra, bound.names, each.reads)
    found = _value(each, facts)
    measure = algebra.let(f"{each.id}.measure", found.value.expression)
    value = Quantity(facts, measure, found.value.kind)
    share, unscaled = _share(each, value, facts)
    failure = found.failure or unscaled
    there = algebra.present(measure)
    wrong = algebra.invalid(bound.names.behind(facts.used))
    if found.invalid_if is not None:
        wrong = algebra.either(wrong, algebra.holds(found.invalid_if.expression))
    failed: E | None = None
    if failure is not None:
        failed = algebra.constant(value=True)
    elif isinstance(each.check, ObservedCheck):
        failed = algebra.invalid([OBSERVED + each.id])
    applies = _applies(each, bound, algebra)
    scored = indicator(
        algebra,
        each.id,
        weight=each.indicator.weight,
        unit=bound.rules.unit,
        share=share.expression,
        invalid=algebra.either(there, wrong),
        applies=applies,
        failed=failed,
        missing=bound.rules.policy(each.id),
        not_applicable=each.indicator.not_applicable or bound.rules.not_applicable,
    )
    findings = {code: algebra.let(f"{each.id}.{code}", q.expression) for code, q in found.findings.items()}
    return AssembledIndicator(
        each,
        value.kind,
        measure,
        scored,
        applies,
        findings,
        found.reason,
        found.shown,
        tuple(sorted(facts.used)),
        failure,
    )


def _share(each: BoundIndicator, value: Quantity, facts: Facts) -> tuple[Quantity, Failure | None]:
    """Return the share of the weight by the scale, and what a stranger's scale raised."""
    if each.scale is None:
        return facts.missing(), None
    if type(each.scale) in SCALES.values():
        return each.scale.share(value, facts, each.indicator.weight), None
    try:
        share = of_project("the share", each.scale.share(value, facts, each.indicator.weight))
        return facts.clip(share, Decimal(0), Decimal(1)), None  # a stranger's scale earns no more than the weight
    except WHATEVER as error:
        return facts.missing(), Failure("scale", raised(error))


def _value(each: BoundIndicator, facts: Facts) -> _Value:
    """Build the measure by the formula or the check; what a check raises becomes a failure."""
    if each.formula is not None:
        return _Value(build(each.formula.root, facts), None, {}, None, {}, None)
    if isinstance(each.check, ObservedCheck):
        observed = Quantity(facts, facts.algebra.fact(OBSERVED + each.id), each.check.kind)
        return _Value(observed, None, {}, None, {}, None)
    try:
        assert each.check is not None  # noqa: S101 - a bound indicator has a formula or a check
        measured = measured_by(each.check, facts)
        value = _without(_without(measured.value, measured.missing_if, facts), measured.invalid_if, facts)
    except WHATEVER as error:  # whatever a stranger's check raises becomes the status `error`
        return _Value(facts.missing(), None, {}, None, {}, Failure("check", raised(error)))
    return _Value(value, measured.invalid_if, measured.findings, measured.reason, measured.shown, None)


def _without(value: Quantity, condition: Quantity | None, facts: Facts) -> Quantity:
    """Make a value missing where a condition is known to be true."""
    if condition is None:
        return value
    holds = facts.algebra.holds(condition.expression)
    nothing = facts.algebra.constant(None)
    return Quantity(facts, facts.algebra.where(holds, nothing, value.expression), value.kind, value.table)
