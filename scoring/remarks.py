"""Remarks: the findings of a sheet, and why it has no grade, each with a code, a node, a message and a remedy."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final

from scoring.algebra import TOLERANCE
from scoring.arithmetic import ScoredRows
from scoring.display import listed, short
from scoring.errors import closest
from scoring.lines import Placed
from scoring.messages import message
from scoring.notation import Invalid
from scoring.reading import YEAR
from scoring.remarks_tree import TreeRemarks, made_finding
from scoring.sheet import Finding, Line, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from scoring.binding import Bound
    from scoring.exact_row import Row
    from scoring.explain import Explainer
    from scoring.plan import Assembled, AssembledGate
    from scoring.plan_indicators import AssembledIndicator, Failure
    from scoring.reading import Given

__all__ = ["Remarks"]

#: How many names that the set does not have are listed one by one.
MOST_UNKNOWN: Final = 50
#: What a project may say of itself in texts; "" is what stands for the project where there are parts too.
ABOUT: Final = ("id", "name", "department", "unit", "")


def _nearest(names: Sequence[str], name: str) -> str | None:
    """Return the nearest name to one that the set does not have, or to a part of `project` that there is not."""
    group, dot, part = name.partition(".")
    if group != "project":
        return closest(name, names)
    near = closest(part, (*ABOUT, "year"))
    return near and group + dot + near


class Remarks(TreeRemarks):
    """Finds what is to be said of one scored project beside its scores, in the set's language."""

    def __init__(self, bound: Bound, plan: Assembled[Any], explainer: Explainer) -> None:
        """Keep the set, its plan and the one who words values; collect what may be found at all."""
        super().__init__(bound, plan, explainer)
        self.conditional = [each for each in plan.indicators if each.applies is not None]
        self.reporting = [each for each in plan.indicators if each.findings]
        self.raised = any(each.failure for each in plan.indicators)
        self.looking = bool(self.conditional or self.reporting or self.of_rows or self.raised)
        # thousands of projects misspell a name in the same way
        self.nearest = lru_cache(maxsize=1000)(partial(_nearest, bound.names.all()))

    def findings(
        self,
        given: Given,
        lines: Sequence[Line],
        placed: Sequence[Placed] | None,
        failures: Mapping[str, Failure],
    ) -> tuple[Finding, ...]:
        """Return the findings of one project: what fired first, then what is wrong with facts, then doubts.

        `placed` are the lines with their rows, where a set goes through tables.
        """
        found: list[Finding] = []
        if self.plan.gates or self.plan.adjustments:
            found += [*self.gates(given.row), *self.adjustments(given.row)]
        refused = any(line.status is Status.INVALID for line in lines)
        if refused or failures or self.looking:
            placed = placed if placed is not None else self._placed(given.row, lines)
            found += [*self._reported(placed), *self.rows(given.row, placed)]
        if given.invalid:
            found += self._invalid(given)
        if placed is not None and refused:
            told = {each.node for each in found}  # a check that refuses a measure may have said why
            found += [each for each in self._refused(given, placed) if each.node not in told]
        if placed is not None and (failures or self.raised):
            found += self._errors(placed, failures)
        if given.unknown:
            found += self._unknown(given.unknown)
        if given.project is not None:
            found += self._project(given.project)
        if placed is not None and self.conditional:
            found += self._untold(placed)
        return tuple(found)

    def _placed(self, row: Row, lines: Sequence[Line]) -> list[Placed]:
        """Put lines beside their indicators, in a set that goes through no table."""
        return [Placed(each, row, line) for each, line in zip(self.plan.indicators, lines, strict=True)]

    def _reported(self, lines: Sequence[Placed]) -> Iterator[Finding]:
        """Give the findings of checks, where the indicator applies and the condition is known to hold."""
        if not self.reporting:
            return
        for each in lines:
            if not each.indicator.findings or each.line.status is Status.NOT_APPLICABLE:
                continue
            if each.indicator.rows is not None and not each.of_row:
                continue
            for code, condition in each.indicator.findings.items():
                if condition(each.row) is True:
                    made = self._of_check(code, each.indicator, each.row, each.line)
                    yield self._at_row(made, each)

    def _at_row(self, made: Finding, placed: Placed) -> Finding:
        """Name the row that a finding is about."""
        if not placed.of_row:
            return made
        said = message("at-row", self.lang, title=placed.line.title, text=made.message)
        return made.model_copy(update={"message": said})

    def _of_check(self, code: str, indicator: AssembledIndicator[Any], row: Row, line: Line) -> Finding:
        own = indicator.bound.check.messages if indicator.bound.check is not None else {}
        if code not in own:
            return self.finding("finding-of-check", indicator.bound.id, title=line.title, what=code).model_copy(
                update={"code": code}
            )
        fill = self.explainer.fill
        value = indicator.measure(row)
        remedy = own.get(f"{code}.remedy")
        return made_finding(
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
                yield self.finding("invalid-fact", name, label=label, why=why)
            else:
                yield self.finding("invalid-cell", name, label=label, why=why, row=place + 1)

    def _refused(self, given: Given, lines: Sequence[Placed]) -> Iterator[Finding]:
        """Tell of measures that are invalid though every fact is what the set declares: a level the scale has not."""
        for each in lines:
            if each.line.status is not Status.INVALID:
                continue
            behind = self.bound.names.behind(each.indicator.reads)
            told = given.invalid.keys() & behind
            if each.of_row:  # of each column, the first invalid cell is told
                told = {name for name in each.row[1] if given.invalid[name][1] == each.line.row}
            if not told:
                made = self.finding("invalid-measure", each.line.id, title=each.line.title, why=each.line.reason)
                yield made

    def _errors(self, lines: Sequence[Placed], failures: Mapping[str, Failure]) -> Iterator[Finding]:
        told: set[str] = set()
        for each in lines:
            line, bound = each.line, each.indicator.bound
            if line.status is Status.ERROR and bound.id not in told:
                told.add(bound.id)
                failure = each.indicator.failure or failures[line.id]
                name = bound.named(failure.by)
                plugin = self.bound.registry.providers[failure.by, name]
                values = {"title": line.title, "name": name, "plugin": plugin, "why": failure.why}
                if failure.by == "check":
                    yield self.finding("check-error", line.id, "error", **values)
                else:
                    yield self.finding("scale-error", line.id, "error", **values)

    def _project(self, project: Any) -> Iterator[Finding]:
        """Tell what is said of the project itself and cannot be shown: it changes no score."""
        parts = project if isinstance(project, Mapping) else {"": project}
        for key, value in parts.items():
            wrong = YEAR(value) if key == "year" else None
            if key in ABOUT and isinstance(value, (Mapping, list, tuple, bool)):
                wrong = Invalid("invalid-text", {"value": short(value)})
            if type(wrong) is Invalid:
                name = f"project.{key}" if key else "project"
                yield self.finding("invalid-fact", name, label=name, why=wrong.text(self.lang))
        unknown = [f"project.{key}" for key in parts if key not in ABOUT and key != "year"]
        yield from self._unknown(unknown)

    def _unknown(self, unknown: Sequence[str]) -> Iterator[Finding]:
        for name in unknown[:MOST_UNKNOWN]:
            near = self.nearest(name)
            code = "unknown-fact-given" if near is None else "unknown-fact-given-near"
            finding = self.finding(code, name, "warning" if near else "info", name=name, near=near)
            yield finding.model_copy(update={"code": "unknown-fact-given"})
        more = len(unknown) - MOST_UNKNOWN
        if more > 0:
            yield self.finding("unknown-facts-given", None, "info", count=more)

    def _untold(self, lines: Sequence[Placed]) -> Iterator[Finding]:
        told: set[str] = set()
        for each in lines:
            bound = each.indicator.bound
            if (
                bound.id in told
                or each.indicator.applies is None
                or (each.indicator.rows is not None and not each.of_row)
            ):
                continue
            if each.indicator.applies(each.row) is None:
                told.add(bound.id)
                wanted = [name for formula in bound.applies for name in formula.names]
                names = self.wanted(wanted, each.row, bound.names)
                yield self.finding("applies-untold", bound.id, title=each.line.title, names=names)

    # -- no grade

    def unrated(self, row: Row, lines: Sequence[Line], placed: Sequence[Placed] | None, coverage: Decimal) -> str:
        """Say why there is no grade."""
        rules = self.bound.rules
        if self.plan.total(row) is None:
            return self._withheld(placed if placed is not None else self._placed(row, lines))
        fired = [each.bound.gate.title for each in self.plan.gates if self._takes_grade(each, row)]
        if fired:
            return message("unrated-gate", self.lang, titles=listed(fired, self.lang))
        least = rules.minimum_coverage
        if least is not None and least - coverage > TOLERANCE:
            return message("unrated-coverage", self.lang, coverage=f"{coverage:.2%}", least=f"{least:.2%}")
        return message("unrated-below", self.lang, lowest=min(each.at_least for each in rules.grades))

    def _takes_grade(self, gate: AssembledGate[Any], row: Row) -> bool:
        return bool(gate.bound.gate.then.unrated) and gate.condition(row) is True

    def _withheld(self, placed: Sequence[Placed]) -> str:
        """Say which facts are wanted where a policy withholds the total, or that nothing was scored."""
        unscored = (Status.MISSING, Status.INVALID, Status.ERROR)
        policy = self.bound.rules.policy
        withheld = [each for each in placed if policy(each.line.id) == "unrated" and each.line.status in unscored]
        if not withheld or all(each.line.status is not Status.SCORED for each in placed):
            return message("unrated-nothing", self.lang)
        facts = [
            name
            for each in withheld
            if each.of_row or each.indicator.rows is None
            for name in each.indicator.reads
            if self.explainer.is_missing(name, each.row, each.indicator.bound.names)
        ]
        names = listed([self.explainer.named(name) for name in dict.fromkeys(facts)], self.lang)
        titles = listed([each.line.title for each in withheld], self.lang)
        return message("unrated-missing" if names else "unrated-withheld", self.lang, titles=titles, names=names)

    def dimension_status(self, id_: str, row: Row) -> str:
        """Tell why no child of a dimension counts: none applies, or data is missing."""
        below = [
            each
            for each in self.plan.indicators
            if each.bound.indicator.dimension == id_ or each.bound.indicator.dimension.startswith(id_ + ".")
        ]
        inapplicable = all(map(partial(_inapplicable, row), below))
        return "not_applicable" if inapplicable else "missing"


def _inapplicable(row: Row, indicator: AssembledIndicator[Any]) -> bool:
    scored = indicator.scored
    if isinstance(scored, ScoredRows):
        return not scored.any_scored(row) and not scored.any_unscored(row)
    return scored.status(row) is Status.NOT_APPLICABLE
