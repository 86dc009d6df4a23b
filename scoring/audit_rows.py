"""The rows of a form: what each hands to the rule, and what in it does not follow from the rule."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scoring.audited import Noting, same
from scoring.data_headings import plain_heading
from scoring.filled_days import year_in
from scoring.filled_values import BY_WRITTEN, alike, said
from scoring.quantity import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.audited import AuditFinding, Judge
    from scoring.filled import FormRow
    from scoring.filled_values import Said
    from scoring.sheet import Line

__all__ = ["ReadRow", "audit_row", "read_row"]

ZERO: Final = Decimal(0)
#: The sign of what an assessor judges, by a level.
JUDGED: Final = "定性"
AT_LEAST: Final = ("≥", ">")
#: The year of days without one, where neither the other cell nor the form names one; it has a 29 February.
ANY_YEAR: Final = 2000
#: What the reader of a form takes for no reason.
NO_REASON: Final = frozenset({"无", "无偏差", "没有", "不适用", "none", "n/a"})
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
        return next((text for each in ("name", "level2", "level1") if (text := self.row[each].text)), "")

    @property
    def judged(self) -> bool:
        """Whether an assessor judges it, by a level."""
        return self.sign == JUDGED

    @property
    def counts(self) -> bool:
        """Whether it has points at all: an indented row of details (其中) has neither weight nor score."""
        return not (self.row["weight"].empty and self.row["score"].empty)

    @property
    def known(self) -> bool:
        """Whether what was achieved can be read, and a number is where a number is due, a day where a day is."""
        if self.judged:
            return self.level is not None
        return self.actual.read and (not self.target.read or (self.target.day is None) == (self.actual.day is None))


def read_row(row: FormRow, judge: Judge, year: int | None) -> ReadRow:
    """Read a row: the sign of its own column or of the target's cell, else at least (for costs and days at most).

    A day without a year is of the one that the other cell names, else of the form's `year`.
    """
    texts = row["target"].text, row["actual"].text
    named = year_in(texts[0]) or year_in(texts[1]) or year or ANY_YEAR
    target, actual = said(row["target"], named), said(row["actual"], named)
    column = BY_WRITTEN.get(plain(row["sign"].text))
    words = not (target.read or row["target"].empty or DIGIT.search(texts[0]))
    stated = target.sign or column
    sign = JUDGED if words and stated in (None, "=") else stated or _usual(row, target)
    level = _level(row["level"].text, judge) or _level(texts[1], judge)
    if sign == JUDGED and level is None and _stated(texts[0]) == _stated(texts[1]) != "":
        level = judge.best  # what was to be is what is
    goal, done = alike(target, actual, plain(row["unit"].text))
    facts: dict[str, Any] = {
        name: plain_heading(row[name].text).partition("(")[0] for name in ("level1", "level2") if not row[name].empty
    }
    facts |= {"name": row["name"].text or None, "sign": sign, "weight": row["weight"].number}
    if not row["reason"].empty:
        facts["reason"] = row["reason"].text
    if sign == JUDGED:
        facts |= {"level": level, "score": row["score"].number}
    else:
        facts |= {"target": target.day or goal, "actual": actual.day or done}
    facts = {name: value for name, value in facts.items() if value is not None}
    return ReadRow(row, sign, target, actual, level, row["weight"].number, row["score"].number, facts)


def audit_row(read: ReadRow, line: Line | None, judge: Judge) -> tuple[Decimal, list[AuditFinding]]:
    """Return the points of a row by the rule, 0 where it cannot be scored, and what in it does not follow."""
    note = Noting(judge.lang, None if line is None else line.id, read.name)
    _note_unreadable(read, judge, note)
    if read.actual.sign is not None and read.actual.read:
        note("actual-copies-target", read.row["actual"], read.actual.bare)
    if read.weight is None:
        return ZERO, note.findings
    due = None if line is None else judge.points(line, read.weight)
    _note_score(read, read.weight, due, judge, note)
    _note_reasons(read, read.weight, judge, note)
    return due or ZERO, note.findings


def _note_unreadable(read: ReadRow, judge: Judge, note: Noting) -> None:
    """Note cells that say nothing the rule can read."""
    row = read.row
    if not read.judged and not read.target.read and "target" in row.cells:
        note("unreadable-cell", row["target"], None, "no-target" if row["target"].empty else "unreadable-target")
    if read.weight is None and "weight" in row.cells:
        note("unreadable-cell", row["weight"], None, "no-weight" if row["weight"].empty else "unreadable-weight")
    if read.known:
        return
    if read.judged:
        stated = row["actual"] if row["level"].empty else row["level"]
        if not stated.empty:
            note("unreadable-cell", stated, "/".join(judge.levels), "unreadable-level")
    elif not row["actual"].empty:
        note("unreadable-cell", row["actual"], None, "unreadable-day" if read.target.day else "unreadable-actual")


def _note_score(read: ReadRow, weight: Decimal, due: Decimal | None, judge: Judge, note: Noting) -> None:
    """Note what is wrong with the score of a row, by the points that are due; None where the rule gives none."""
    cell, score = read.row["score"], read.score
    blank = read.row["actual"].empty and read.row["level"].empty
    expected: Decimal | str | None = due
    if read.judged and read.level is not None and (due is None or score is None):
        expected = judge.interval(read.level, weight)
    if score is None and not cell.empty:
        note("unreadable-cell", cell, expected, "unreadable-score")
    elif score is not None and score > weight and not same(score, weight, judge.to):
        note("score-over-weight", cell, weight if expected is None else expected)
    elif weight > ZERO and same(score, weight, judge.to) and (blank if read.judged else not read.known):
        note("full-marks-without-data", cell, ZERO)
    elif isinstance(expected, str) or (expected is not None and not same(score, expected, judge.to)):
        if "score" in read.row.cells:
            note("score-off-rule", cell, expected, "score-blank" if cell.empty else "")
    elif due is None and score and blank:
        note("score-off-rule", cell, ZERO)


def _note_reasons(read: ReadRow, weight: Decimal, judge: Judge, note: Noting) -> None:
    """Note lost points where the form has room for a reason, and a target that was far surpassed, if none is given."""
    reason = read.row["reason"]
    if not reason.empty and plain(reason.text).rstrip("。") not in NO_REASON:
        return
    if "reason" in read.row.cells and read.score is not None and read.score < weight:
        note("no-reason-for-lost-points", reason)
    goal, done = read.facts.get("target"), read.facts.get("actual")
    if not isinstance(goal, Decimal) or not isinstance(done, Decimal):
        return
    if read.sign in AT_LEAST and ZERO < goal * judge.far < done:
        note("over-achievement", read.row["actual"])


def _usual(row: FormRow, target: Said) -> str:
    """Return the sign that a target without one is read with."""
    cost = COST in row["level2"].text or COST in row["level1"].text
    return "≤" if cost or target.day is not None else "≥"


def _level(text: str, judge: Judge) -> str | None:
    """Return the level that words state: 部分达成 of 部分达成预期指标并具有一定效果, 达成 of 达成预期指标."""
    stated = _stated(text)
    found = [name for name in judge.levels if stated.startswith(name)]
    return max(found, key=len, default=None)


def _stated(text: str) -> str:
    """Return words without what only says that they came true."""
    return plain(text).removeprefix("已").removeprefix("全部").rstrip("。.")
