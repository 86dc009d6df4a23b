"""The block of the budget in a form: what in it does not follow from the amounts."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from scoring.audited import TOLERANCE, Noting, same
from scoring.display import percent
from scoring.filled import NOWHERE

if TYPE_CHECKING:
    from scoring.audited import AuditFinding, Judge
    from scoring.filled import Execution

__all__ = ["audit_execution"]

ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
HUNDRED: Final = Decimal(100)


def audit_execution(
    block: Execution, weight: Decimal, due: Decimal | None, judge: Judge, node: str, title: str
) -> list[AuditFinding]:
    """Return what does not follow; `due` are the points that the rule gives, None where there are no amounts."""
    note = Noting(judge.lang, node, title)
    for cell in (block.budget, block.spent):
        if not cell.empty and block.amount(cell) is None:
            note("unreadable-cell", cell, None, "unreadable-amount")
    budget, spent = block.amount(block.budget), block.amount(block.spent)
    if budget is not None and spent is not None:
        if spent > budget:
            note("execution-over-100", block.spent, budget)
        if budget:
            _note_rate(block, spent / budget, note)
    elif block.share is not None and block.share > ONE:
        note("execution-over-100", block.rate, "100%", "rate-over-100", says=percent(block.share))
    _note_score(block, weight, due, judge, note)
    return note.findings


def _note_rate(block: Execution, rate: Decimal, note: Noting) -> None:
    """Compare the printed rate with the amounts: rounded, or cut off, to the decimals that it is printed with.

    A cell with the quotient itself has more decimals than floats keep apart: there the tolerance is the step.
    """
    if block.share is None:
        return
    printed = block.share * HUNDRED
    step = max(ONE.scaleb(min(int(printed.normalize().as_tuple().exponent), 0)), TOLERANCE)
    if not -step < printed - rate * HUNDRED <= step / 2:
        note("rate-mismatch", block.rate, percent(rate), says=percent(block.share))


def _note_score(block: Execution, weight: Decimal, due: Decimal | None, judge: Judge, note: Noting) -> None:
    """Note what is wrong with the score."""
    cell, score = block.score, block.score.number
    if score is None and not cell.empty:
        note("unreadable-cell", cell, due, "unreadable-score")
    elif score is not None and score > weight and not same(score, weight, judge.to):
        note("score-over-weight", cell, weight if due is None else due)
    elif due is None and score is not None and score == weight > ZERO:
        note("full-marks-without-data", cell, ZERO, "full-marks-unfunded")
    elif due is not None and cell != NOWHERE and not same(score, due, judge.to):
        note("score-off-rule", cell, due, "score-blank" if cell.empty else "")
