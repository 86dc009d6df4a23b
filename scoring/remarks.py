"""Remarks: the findings of a sheet, and why it has no grade, each with a code, a node, a message and a remedy."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final, Literal

from scoring.algebra import TOLERANCE
from scoring.display import listed, short
from scoring.errors import closest
from scoring.messages import MESSAGES, message
from scoring.notation import Invalid
from scoring.published import trusted
from scoring.reading import YEAR
from scoring.sheet import Finding, Line, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from scoring.binding import Bound
    from scoring.exact_row import Row
    from scoring.explain import Explainer
    from scoring.plan import Assembled, AssembledIndicator, Failure
    from scoring.reading import Given

__all__ = ["Remarks"]

Severity = Literal["error", "warning", "info"]
#: How many names that the set does not have are listed one by one.
MOST_UNKNOWN: Final = 50
#: What a project may say of itself in texts; "" is what stands for the project where there are parts too.
ABOUT: Final = ("id", "name", "department", "unit", "")


def finding(*, code: str, severity: Severity, node: str | None, message: str, remedy: str | None) -> Finding:
    """Return a finding of parts that the engine vouches for."""
    values = {"code": code, "severity": severity, "node": node, "message": message, "remedy": remedy}
    return trusted(Finding, values)


def _nearest(names: Sequence[str], name: str) -> str | None:
    """Return the nearest name to one that the set does not have, or to a part of `project` that there is not."""
    group, dot, part = name.partition(".")
    if group != "project":
        return closest(name, names)
    near = closest(part, (*ABOUT, "year"))
    return near and group + dot + near


class Remarks:
    """Finds what is to be said of one scored project beside its scores, in the set's language."""

    def __init__(self, bound: Bound, plan: Assembled[Any], explainer: Explainer) -> None:
        """Keep the set, its plan and the one who words values; collect what may be found at all."""
        self.bound = bound
        self.plan = plan
        self.explainer = explainer
        self.lang = explainer.lang
        self.conditional = [each for each in plan.indicators if each.applies is not None]
        self.reporting = [each for each in plan.indicators if each.findings]
        # thousands of projects misspell a name in the same way
        self.nearest = lru_cache(maxsize=1000)(partial(_nearest, bound.names.all()))

    def findings(self, given: Given, lines: Sequence[Line], failures: Mapping[str, Failure]) -> tuple[Finding, ...]:
        """Return the findings of one project: what fired first, then what is wrong with facts, then doubts."""
        found = [*self._gates(given.row), *self._reported(given.row, lines)]
        if given.invalid:
            found += self._invalid(given)
        if any(line.status is Status.INVALID for line in lines):
            told = {each.node for each in found}  # a check that refuses a measure may have said why
            found += [each for each in self._refused(given, lines) if each.node not in told]
        if failures or self._raised:
            found += self._errors(lines, failures)
        if given.unknown:
            found += self._unknown(given.unknown)
        if given.project is not None:
            found += self._project(given.project)
        if self.conditional:
            found += self._untold(given.row)
        return tuple(found)

    @property
    def _raised(self) -> bool:
        return any(each.failure for each in self.plan.indicators)

    def _finding(self, code: str, node: str | None, severity: Severity = "warning", **values: object) -> Finding:
        remedy = f"{code}.remedy"
        return finding(
            code=code,
            severity=severity,
            node=node,
            message=message(code, self.lang, **values),
            remedy=message(remedy, self.lang, **values) if remedy in MESSAGES else None,
        )

    def _gates(self, row: Row) -> Iterator[Finding]:
        for each in self.plan.gates:
            fired = each.condition(row)
            gate, when = each.bound.gate, each.bound.when
            if fired is None:
                names = self._wanted(when.names, row)
                yield self._finding("gate-untold", each.bound.id, title=gate.title, names=names)
            elif fired:
                numbers = self.explainer.formulas.render(when.root, row)
                text = gate.message or message("gate-fired", self.lang, title=gate.title)
                yield finding(
                    code="gate-warn",
                    severity="warning",
                    node=each.bound.id,
                    message=message("gate-numbers", self.lang, text=text, numbers=numbers),
                    remedy=None,
                )

    def _reported(self, row: Row, lines: Sequence[Line]) -> Iterator[Finding]:
        """Give the findings of checks, where the indicator applies and the condition is known to hold."""
        if not self.reporting:
            return
        by_id = {line.id: line for line in lines}
        for indicator in self.reporting:
            line = by_id[indicator.bound.id]
            if line.status is Status.NOT_APPLICABLE:
                continue
            for code, condition in indicator.findings.items():
                if condition(row) is True:
                    yield self._of_check(code, indicator, row, line)

    def _of_check(self, code: str, indicator: AssembledIndicator[Any], row: Row, line: Line) -> Finding:
        own = indicator.bound.check.messages if indicator.bound.check is not None else {}
        if code not in own:
            return self._finding("finding-of-check", indicator.bound.id, title=line.title, what=code).model_copy(
                update={"code": code}
            )
        fill = self.explainer.fill
        value = indicator.measure(row)
        remedy = own.get(f"{code}.remedy")
        return finding(
            code=code,
            severity="warning",
            node=indicator.bound.id,
            message=fill(own[code], indicator, row, value),
            remedy=fill(remedy, indicator, row, value) if remedy is not None else None,
        )

    def _invalid(self, given: Given) -> Iterator[Finding]:
        for name, (invalid, place) in given.invalid.items():
            why = invalid.text(self.lang)
            label = self.explainer.named(name)
            if place is None:
                yield self._finding("invalid-fact", name, label=label, why=why)
            else:
                yield self._finding("invalid-cell", name, label=label, why=why, row=place + 1)

    def _refused(self, given: Given, lines: Sequence[Line]) -> Iterator[Finding]:
        """Tell of measures that are invalid though every fact is what the set declares: a level the scale has not."""
        for indicator, line in zip(self.plan.indicators, lines, strict=True):
            behind = self.bound.names.behind(indicator.reads)
            if line.status is Status.INVALID and given.invalid.keys().isdisjoint(behind):
                yield self._finding("invalid-measure", line.id, title=line.title, why=line.reason)

    def _errors(self, lines: Sequence[Line], failures: Mapping[str, Failure]) -> Iterator[Finding]:
        for indicator, line in zip(self.plan.indicators, lines, strict=True):
            if line.status is Status.ERROR:
                failure = indicator.failure or failures[line.id]
                bound = indicator.bound
                name = bound.named(failure.by)
                plugin = self.bound.registry.providers[failure.by, name]
                values = {"title": line.title, "name": name, "plugin": plugin, "why": failure.why}
                if failure.by == "check":
                    yield self._finding("check-error", line.id, "error", **values)
                else:
                    yield self._finding("scale-error", line.id, "error", **values)

    def _project(self, project: Any) -> Iterator[Finding]:
        """Tell what is said of the project itself and cannot be shown: it changes no score."""
        parts = project if isinstance(project, Mapping) else {"": project}
        for key, value in parts.items():
            wrong = YEAR(value) if key == "year" else None
            if key in ABOUT and isinstance(value, (Mapping, list, tuple, bool)):
                wrong = Invalid("invalid-text", {"value": short(value)})
            if type(wrong) is Invalid:
                name = f"project.{key}" if key else "project"
                yield self._finding("invalid-fact", name, label=name, why=wrong.text(self.lang))
        unknown = [f"project.{key}" for key in parts if key not in ABOUT and key != "year"]
        yield from self._unknown(unknown)

    def _unknown(self, unknown: Sequence[str]) -> Iterator[Finding]:
        for name in unknown[:MOST_UNKNOWN]:
            near = self.nearest(name)
            code = "unknown-fact-given" if near is None else "unknown-fact-given-near"
            finding = self._finding(code, name, "warning" if near else "info", name=name, near=near)
            yield finding.model_copy(update={"code": "unknown-fact-given"})
        more = len(unknown) - MOST_UNKNOWN
        if more > 0:
            yield self._finding("unknown-facts-given", None, "info", count=more)

    def _untold(self, row: Row) -> Iterator[Finding]:
        for indicator in self.conditional:
            if indicator.applies is not None and indicator.applies(row) is None:
                names = self._wanted([name for each in indicator.bound.applies for name in each.names], row)
                yield self._finding(
                    "applies-untold", indicator.bound.id, title=indicator.bound.indicator.title, names=names
                )

    def _wanted(self, names: Sequence[str], row: Row) -> str:
        """Name the facts that a condition misses."""
        missing = [self.explainer.named(name) for name in names if self.explainer.is_missing(name, row)]
        return listed(missing or [self.explainer.named(name) for name in names], self.lang)

    # -- no grade

    def unrated(self, row: Row, lines: Sequence[Line], total: Decimal | None, coverage: Decimal) -> str:
        """Say why there is no grade."""
        rules = self.bound.rules
        if total is None:
            withheld = [
                line
                for line in lines
                if rules.policy(line.id) == "unrated" and line.status in (Status.MISSING, Status.INVALID, Status.ERROR)
            ]
            if withheld and any(line.status is Status.SCORED for line in lines):
                titles = listed([line.title for line in withheld], self.lang)
                facts = [
                    name
                    for each in self.plan.indicators
                    if each.bound.id in {line.id for line in withheld}
                    for name in each.reads
                    if self.explainer.is_missing(name, row)
                ]
                names = listed([self.explainer.named(name) for name in dict.fromkeys(facts)], self.lang)
                code = "unrated-missing" if names else "unrated-withheld"
                return message(code, self.lang, titles=titles, names=names)
            return message("unrated-nothing", self.lang)
        least = rules.minimum_coverage
        if least is not None and least - coverage > TOLERANCE:
            return message("unrated-coverage", self.lang, coverage=f"{coverage:.2%}", least=f"{least:.2%}")
        return message("unrated-below", self.lang, lowest=min(each.at_least for each in rules.grades))

    def dimension_status(self, id_: str, row: Row) -> str:
        """Tell why no child of a dimension counts: none applies, or data is missing."""
        below = [
            each
            for each in self.plan.indicators
            if each.bound.indicator.dimension == id_ or each.bound.indicator.dimension.startswith(id_ + ".")
        ]
        inapplicable = all(each.scored.status(row) is Status.NOT_APPLICABLE for each in below)
        return "not_applicable" if inapplicable else "missing"
