"""The audit of filled forms: each recomputed by the set's rule with its own weights, and what does not follow."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from typing import TYPE_CHECKING, Any, Final

from scoring.audit_execution import audit_execution
from scoring.audit_rows import audit_row, read_row
from scoring.audited import Audited, AuditFinding, Judge, Noting, grade_of, same, shown
from scoring.data_headings import plain_heading
from scoring.filled import NOWHERE, grade_in
from scoring.messages import message
from scoring.target import TargetAchievement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.audit_rows import ReadRow
    from scoring.engine import Engine
    from scoring.filled import Execution, Form
    from scoring.sheet import Line, ScoreSheet

__all__ = ["Auditor", "duplicates"]

ZERO: Final = Decimal(0)
HUNDRED: Final = Decimal(100)
#: Wide enough for the largest number beside the smallest amount; the caller's own context plays no part.
WIDE: Final = Context(prec=100)
SPENT: Final = "funds.spent"
#: The level that a row is of where the set does not know the one it states, by a part of its words.
LEVELS: Final = (("满意", "满意度指标"), ("效", "效益指标"), ("", "产出指标"))


class Auditor:
    """Audits forms by one set: one with the self-evaluation's `targets`, and the execution of the budget."""

    def __init__(self, engine: Engine) -> None:
        """Find what the set says of the rows and of the execution."""
        self.engine = engine
        self.lang: str = engine.lang
        rules = engine.rules
        checks = [each.check for each in engine.bound.indicators if isinstance(each.check, TargetAchievement)]
        self.judge = Judge(checks[0] if checks else None, rules.round.to, self.lang)
        self.execution = next(
            (id_ for id_, each in rules.indicators.items() if each.for_each is None and SPENT in each.with_.values()),
            None,
        )
        weight = rules.indicators[self.execution].weight if self.execution else ZERO
        self.execution_weight = weight if isinstance(weight, Decimal) else ZERO

    def audit(self, form: Form) -> Audited:
        """Recompute a form, and tell what does not follow from the rule or from itself."""
        with localcontext(WIDE):
            return self._audit(form)

    def _audit(self, form: Form) -> Audited:
        rows = [read_row(each, self.judge, form.year) for each in form.rows]
        counting = [row for row in rows if row.counts]
        sheet, lines = self._scored(form, counting)
        weight = self._execution_weight(form, counting)
        due, findings = self._execution(form, weight, sheet)
        recomputed = due
        for row, line in zip(counting, lines, strict=True):
            points, found = audit_row(row, line, self.judge)
            recomputed += points
            findings += found
        findings += self._weights(form, weight, counting)
        printed = [form.execution.score.number, *(row.score for row in counting)]
        scores = sum((each for each in printed if each is not None), ZERO)
        silent = due if form.execution.score == NOWHERE else ZERO
        findings += self._total(form, scores, silent, recomputed)
        return Audited(
            form, form.total.number, recomputed, grade_of(recomputed, self.engine.rules.grades), tuple(findings)
        )

    def _scored(self, form: Form, rows: Sequence[ReadRow]) -> tuple[ScoreSheet, list[Line | None]]:
        """Score a form; rows of a level that no indicator of the set takes are scored as the nearest level that is."""
        facts = [dict(row.facts) for row in rows]
        sheet = self.engine.score({"funds": self._funds(form.execution), "targets": facts})
        lines = {line.row: line for line in sheet.lines if line.row is not None}
        if strange := [place for place in range(len(rows)) if place not in lines]:
            for place in strange:
                level = str(facts[place].get("level1", ""))
                facts[place]["level1"] = next(known for part, known in LEVELS if part in level)
            again = self.engine.score({"targets": facts})
            lines |= {line.row: line for line in again.lines if line.row in strange}
        return sheet, [lines.get(place) for place in range(len(rows))]

    def _funds(self, block: Execution) -> dict[str, Any]:
        cells = {"initial": block.initial, "budget": block.budget, "spent": block.spent}
        known = {name: block.amount(cell) for name, cell in cells.items() if f"funds.{name}" in self.engine.rules.facts}
        if known.get("budget") is None and known.get("spent") is None and block.share is not None:
            return {"budget": HUNDRED, "spent": max(block.share, ZERO) * HUNDRED}  # nothing but the rate is printed
        return {name: f"{value}{block.unit}" for name, value in known.items() if value is not None and value >= 0}

    def _execution(self, form: Form, weight: Decimal, sheet: ScoreSheet) -> tuple[Decimal, list[AuditFinding]]:
        """Return the points of the execution by the rule, 0 where it cannot be scored, and what does not follow."""
        if self.execution is None or not form.execution.stated:
            return ZERO, []
        line = sheet[self.execution]
        due = None if line.status != "scored" or line.share is None else self.judge.rounded(line.share * weight)
        title = self.engine.rules.indicators[self.execution].title
        return due or ZERO, audit_execution(form.execution, weight, due, self.judge, self.execution, title)

    def _execution_weight(self, form: Form, rows: Sequence[ReadRow]) -> Decimal:
        """Return the weight of the execution: as printed, or as the set has it.

        It is 0 where there is no block, or one without weight and score, and the rows have the full marks already.
        """
        block = form.execution
        if self.execution is None or not block.stated:
            return ZERO
        if block.weight.number is not None:
            return block.weight.number
        if block.said is not None:
            return block.said
        others = same(_weight_of(rows), self.engine.rules.full_marks, self.judge.to)
        return ZERO if others and block.score == NOWHERE else self.execution_weight

    def _weights(self, form: Form, execution: Decimal, rows: Sequence[ReadRow]) -> list[AuditFinding]:
        """Check that the weights make the full marks; a form without a block of the budget may leave its points out."""
        full, total = self.engine.rules.full_marks, execution + _weight_of(rows)
        left_out = full - self.execution_weight if execution == ZERO else full
        if not rows or any(row.weight is None for row in rows):
            return []
        if any(same(total, each, self.judge.to) for each in (full, left_out)):
            return []
        cell = form.weights if form.weights != NOWHERE else rows[0].row["weight"]
        text = message("audit-weights-total", self.lang, printed=shown(total), expected=shown(full))
        return [AuditFinding("weights-total", None, cell.address, total, full, text)]

    def _total(self, form: Form, scores: Decimal, silent: Decimal, recomputed: Decimal) -> list[AuditFinding]:
        """Check the printed total against the printed scores, and the printed grade against the total.

        A form that prints no score of the execution may count it all the same: those are the `silent` points.
        """
        note = Noting(self.lang)
        total = form.total.number
        if total is None and not form.total.empty:
            note("unreadable-cell", form.total, scores + silent, "unreadable-total")
        if total is not None and not any(same(total, each, self.judge.to) for each in (scores, scores + silent)):
            note("sum-mismatch", form.total, scores + silent)
        grades = self.engine.rules.grades
        grade = grade_of(recomputed if total is None else total, grades)
        if form.grade != NOWHERE and grade_in(form.grade.text, [each.label for each in grades]) != grade:
            note("grade-mismatch", form.grade, grade)
        return note.findings


def _weight_of(rows: Sequence[ReadRow]) -> Decimal:
    return sum((row.weight for row in rows if row.weight is not None), ZERO)


def duplicates(audits: Sequence[Audited], lang: str) -> list[Audited]:
    """Return the audits, with a finding on each form whose project (name, unit, year) an earlier form is of."""
    seen: dict[tuple[str, str, int | None], Form] = {}
    found = []
    for each in audits:
        form = each.form
        key = plain_heading(form.name.text), plain_heading(form.unit.text), form.year
        first = seen.setdefault(key, form) if key[0] else form
        if first is not form:
            text = message("audit-duplicate-project", lang, name=form.name.text, first=first.file)
            twice = AuditFinding("duplicate-project", None, form.name.address, form.name.text, None, text)
            each = each._replace(findings=(*each.findings, twice))  # noqa: PLW2901 - the same, with one more
        found.append(each)
    return found
