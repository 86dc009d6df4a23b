"""The rows of a form: what each hands to the rule, and what in it does not follow from the rule."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scoring.audited import AuditFinding, same
from scoring.data_headings import plain_heading
from scoring.filled_values import BY_WRITTEN, alike, said
from scoring.quantity import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.audited import Judge
    from scoring.filled import Cell, FormRow
    from scoring.filled_values import Said
    from scoring.sheet import Line

__all__ = ["ReadRow", "audit_row", "read_row"]

ZERO: Final = Decimal(0)
#: What the reader of a form takes for no reason.
NO_REASON: Final = frozenset({"无", "无偏差", "none", "n/a"})
#: What is no statement in words: a range, or a number that cannot be read.
DIGIT: Final = re.compile(r"\d")
#: Where costs stand: less is better there, if no sign says otherwise.
COST: Final = "成本"


class ReadRow(NamedTuple):
    """A row as the rule reads it; `sign` is `定性` where the target is words, `level` one of the set's."""

    row: FormRow
    sign: str
    target: Said
    actual: Said
    level: str | None
    weight: Decimal | None
    score: Decimal | None
    facts: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What the indicator is called."""
        return self.row["name"].text or self.row["level2"].text

    @property
    def judged(self) -> bool:
        """Whether an assessor judges it, by a level."""
        return self.sign == "定性"

    @property
    def counts(self) -> bool:
        """Whether it has points at all: an indented row of details (其中) has neither weight nor score."""
        return not (self.row["weight"].empty and self.row["score"].empty)

    @property
    def known(self) -> bool:
        """Whether what was achieved can be read."""
        return self.level is not None if self.judged else self.actual.read


def read_row(row: FormRow, judge: Judge) -> ReadRow:
    """Read a row: the sign of its own column or of the target's cell, else at least (for costs and days at most)."""
    target, actual = said(row["target"]), said(row["actual"])
    column = plain(row["sign"].text)
    words = not (target.read or target.sign or row["target"].empty or DIGIT.search(row["target"].text))
    sign = target.sign or BY_WRITTEN.get(column) or ("定性" if words else _usual(row, target))
    level = _level(row["level"].text, judge) or _level(row["actual"].text, judge)
    goal, done = alike(target, actual, plain(row["unit"].text))
    facts: dict[str, Any] = {
        name: plain_heading(row[name].text).partition("(")[0] for name in ("level1", "level2") if not row[name].empty
    }
    facts |= {"name": row["name"].text or None, "sign": sign, "weight": row["weight"].number}
    if not row["reason"].empty:
        facts["reason"] = row["reason"].text
    if sign == "定性":
        facts |= {"level": level, "score": row["score"].number}
    else:
        facts |= {"target": target.day or goal, "actual": actual.day or done}
    facts = {name: value for name, value in facts.items() if value is not None}
    return ReadRow(row, sign, target, actual, level, row["weight"].number, row["score"].number, facts)


def audit_row(read: ReadRow, line: Line | None, judge: Judge, findings: list[AuditFinding]) -> Decimal:
    """Note what does not follow in a row; return its points by the rule, 0 where it cannot be scored."""
    row, weight = read.row, read.weight
    node = None if line is None else line.id

    def note(code: str, cell: Cell, expected: Decimal | str | None = None, worded: str = "") -> None:
        worded = worded or f"audit-{code}"
        findings.append(AuditFinding.on(cell, code, node, expected, judge.lang, worded, read.name))

    _unreadable(read, judge, note)
    if read.actual.sign is not None and read.actual.read:
        note("actual-copies-target", row["actual"], row["actual"].text[len(read.actual.sign) :].strip())
    if weight is None:
        return ZERO
    due = None if line is None else judge.points(line, weight)
    expected: Decimal | str | None = due
    if read.judged and read.level is not None and (due is None or read.score is None):
        expected = judge.interval(read.level, weight)[2]
    score, full = row["score"], read.score is not None and weight > ZERO and same(read.score, weight, judge.to)
    if read.score is not None and read.score > weight and not same(read.score, weight, judge.to):
        note("score-over-weight", score, weight if expected is None else expected)
    elif full and (row["actual"].empty and row["level"].empty if read.judged else not read.known):
        note("full-marks-without-data", score, ZERO)
    elif not score.empty and read.score is None:
        note("unreadable-cell", score, expected, "audit-unreadable-number")
    elif (
        expected is not None
        and "score" in row.cells
        and not (isinstance(expected, Decimal) and same(read.score, expected, judge.to))
    ):
        note("score-off-rule", score, expected, "audit-score-blank" if score.empty else "")
    elif due is None and read.score and row["actual"].empty and row["level"].empty:
        note("score-off-rule", score, ZERO)
    _reasons(read, judge, note)
    return due or ZERO


def _unreadable(read: ReadRow, judge: Judge, note: Any) -> None:
    """Note cells that say nothing the rule can read."""
    row = read.row
    if not read.judged and not read.target.read and "target" in row.cells:
        worded = "audit-no-target" if row["target"].empty else "audit-unreadable-target"
        note("unreadable-cell", row["target"], None, worded)
    if read.weight is None and "weight" in row.cells:
        worded = "audit-no-weight" if row["weight"].empty else "audit-unreadable-number"
        note("unreadable-cell", row["weight"], None, worded)
    if read.known or row["actual"].empty:
        return
    if read.judged:
        note("unreadable-cell", row["actual"], "/".join(judge.levels), "audit-unreadable-level")
    else:
        note("unreadable-cell", row["actual"], None, "audit-unreadable-actual")


def _reasons(read: ReadRow, judge: Judge, note: Any) -> None:
    """Note lost points, and a target that was far surpassed, where the form has room for a reason and none is given."""
    row, weight = read.row, read.weight
    if "reason" not in row.cells or not (row["reason"].empty or plain(row["reason"].text) in NO_REASON):
        return
    if read.score is not None and weight is not None and read.score < weight:
        note("no-reason-for-lost-points", row["reason"])
    goal, done = read.facts.get("target"), read.facts.get("actual")
    if (
        read.sign in ("≥", ">")
        and isinstance(goal, Decimal)
        and isinstance(done, Decimal)
        and ZERO < goal * judge.far < done
    ):
        note("over-achievement", row["actual"], None)


def _usual(row: FormRow, target: Said) -> str:
    """Return the sign that a target without one is read with."""
    cost = COST in row["level2"].text or COST in row["level1"].text
    return "≤" if cost or target.day is not None else "≥"


def _level(text: str, judge: Judge) -> str | None:
    """Return the level that words state: 部分达成 of 部分达成预期指标并具有一定效果, 达成 of 达成预期指标."""
    stated = plain(text).removeprefix("已").removeprefix("全部")
    found = [name for name in judge.levels if stated.startswith(name)]
    return max(found, key=len, default=None)
