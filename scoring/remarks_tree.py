"""Remarks on the tree: gates, adjustments, rows whose weights do not add up, rows that nobody takes."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal

from scoring.algebra import TOLERANCE
from scoring.display import listed, number
from scoring.messages import MESSAGES, message
from scoring.published import trusted
from scoring.sheet import Finding, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.binding import Bound
    from scoring.binding_tree import BoundGate
    from scoring.exact_row import Row
    from scoring.explain import Explainer
    from scoring.indicators import Effect, IndicatorSet
    from scoring.lines import Placed
    from scoring.plan import Assembled
    from scoring.quantity import Names

__all__ = ["TreeRemarks", "effects", "made_finding"]

#: What a gate does that only warns.
WARN: Final = "warn"
Severity = Literal["error", "warning", "info"]


def made_finding(*, code: str, severity: Severity, node: str | None, message: str, remedy: str | None) -> Finding:
    """Return a finding of parts that the engine vouches for."""
    values = {"code": code, "severity": severity, "node": node, "message": message, "remedy": remedy}
    return trusted(Finding, values)


def effects(then: Effect, grade: str | None, rules: IndicatorSet, lang: str) -> Iterator[str]:
    """Go through what a gate does when it fires, in words; nothing for one that only warns.

    `grade` is the best that it leaves, as the set's grades write it.
    """
    if then.zero is not None:
        yield message("effect-zero", lang, titles=listed([rules.title_of(each) for each in then.zero], lang))
    if then.cap is not None:
        yield message("effect-cap", lang, cap=number(then.cap))
    if grade is not None:
        yield message("effect-grade", lang, grade=grade)
    if then.unrated:
        yield message("effect-unrated", lang)


class TreeRemarks:
    """Finds what is to be said of the tree of one scored project, in the set's language."""

    def __init__(self, bound: Bound, plan: Assembled[Any], explainer: Explainer) -> None:
        """Keep the set, its plan and the one who words values."""
        self.bound = bound
        self.plan = plan
        self.explainer = explainer
        self.lang = explainer.lang
        homes = [each.bound.indicator.dimension for each in plan.indicators if each.rows is not None]
        self.of_rows = tuple(dict.fromkeys(homes))

    def finding(self, code: str, node: str | None, severity: Severity = "warning", **values: object) -> Finding:
        """Return a finding of the catalogue, with what to do about it, if that is said."""
        remedy = f"{code}.remedy"
        return made_finding(
            code=code,
            severity=severity,
            node=node,
            message=message(code, self.lang, **values),
            remedy=message(remedy, self.lang, **values) if remedy in MESSAGES else None,
        )

    def gates(self, row: Row) -> Iterator[Finding]:
        """Tell of gates that fired, and of those that cannot be told."""
        formulas = self.explainer.formulas(nodes=self.plan.nodes)
        for each in self.plan.gates:
            fired = each.condition(row)
            gate, when = each.bound.gate, each.bound.when
            if fired is None:
                names = self.wanted(when.names, row)
                code = "gate-untold" if names else "gate-untold-node"
                made = self.finding(code, each.bound.id, title=gate.title, names=names)
                yield made.model_copy(update={"code": "gate-untold"})
            elif fired:
                numbers = formulas.render(when.root, row)
                text = gate.message or message("gate-fired", self.lang, title=gate.title)
                told = message("gate-numbers", self.lang, text=text, numbers=numbers)
                effect = self.effect(each.bound)
                if effect != WARN:
                    told = message("gate-effects", self.lang, text=told, effect=effect)
                    yield made_finding(
                        code="gate-fired", severity="error", node=each.bound.id, message=told, remedy=None
                    )
                else:
                    yield made_finding(
                        code="gate-warn", severity="warning", node=each.bound.id, message=told, remedy=None
                    )

    def effect(self, gate: BoundGate) -> str:
        """Say what a gate does, in words; `warn` where it only warns."""
        found = effects(gate.gate.then, gate.grade_at_most, self.bound.rules, self.lang)
        return message("report-semicolon", self.lang).join(found) or WARN

    def adjustments(self, row: Row) -> Iterator[Finding]:
        """Tell of adjustments whose points cannot be told: they add nothing."""
        for each in self.plan.adjustments:
            if each.points(row) is None:
                names = self.wanted(each.bound.points.names, row)
                yield self.finding("adjustment-untold", each.bound.id, title=each.bound.adjustment.title, names=names)

    def rows(self, row: Row, lines: Sequence[Placed]) -> Iterator[Finding]:
        """Tell of indicators without a row, of weights that do not add up, and of rows that nobody takes."""
        for each in lines:
            if each.indicator.rows is not None and not each.of_row and each.line.status is not Status.NOT_APPLICABLE:
                table = self.explainer.named(each.indicator.rows.table)
                title = self.bound.rules.title_of(each.line.dimension)
                yield self.finding("no-row", each.line.id, title=title, table=table)
        for id_ in self.of_rows:
            due, brought, empty = self._brought(id_, row, lines)
            if brought - due > TOLERANCE or (not empty and due - brought > TOLERANCE):
                title = self.bound.rules.title_of(id_)
                yield self.finding("weights-total", id_, title=title, due=number(due), total=number(brought))
        for table, untaken in self.plan.untaken.items():
            for each_row in row[self.explainer.layout.facts[table]]:
                if untaken(each_row):
                    named = self.explainer.named(table)
                    yield self.finding("row-not-scored", table, table=named, row=each_row[2] + 1)

    def _brought(self, id_: str, row: Row, lines: Sequence[Placed]) -> tuple[Decimal, Decimal, bool]:
        """Return the weight of a dimension, what its rows and other children bring, and whether some have no row."""
        rules, parts = self.bound.rules, self.bound.parts
        declared = [parts[each] for each in (*rules.children(id_), *rules.indicators_of(id_)) if each in parts]
        here = [each for each in lines if each.line.dimension == id_ and each.indicator.rows is not None]
        brought = [each.line.weight for each in here if each.of_row]
        empty = any(not each.of_row for each in here)
        return parts[id_], sum([*declared, *brought], Decimal(0)), empty

    def wanted(self, names: Sequence[str], row: Row, inside: Names | None = None) -> str:
        """Name the facts that a condition misses."""
        looked_up = inside or self.bound.names
        missing = [self.explainer.named(name) for name in names if self.explainer.is_missing(name, row, looked_up)]
        return listed(missing or [self.explainer.named(name) for name in names], self.lang)
