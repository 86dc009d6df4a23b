"""What an audit of a form says: its totals, and each finding with its cell, what is printed and what should be."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scoring.display import DASH, number
from scoring.messages import message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.filled import Cell, Form
    from scoring.indicators import Grade
    from scoring.sheet import Line
    from scoring.target import TargetAchievement

__all__ = ["TOLERANCE", "AuditFinding", "Audited", "Judge", "Noting", "grade_of", "same", "shown"]

TOLERANCE: Final = Decimal("1E-9")
ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
#: From where on an achievement is far above its target, where the set does not say.
FAR: Final = Decimal("1.2")
#: The levels of a qualitative indicator, where the set has none.
LEVELS: Final = {"达成": (Decimal("0.8"), ONE, True)}


class AuditFinding(NamedTuple):
    """What does not follow: a code, the indicator it is on (None: the form), the cell, what stands there, what should.

    `printed` and `expected` are points, amounts or texts, None where there is nothing, or nothing can be said.
    """

    code: str
    node: str | None
    cell: str
    printed: Decimal | str | None
    expected: Decimal | str | None
    message: str


class Noting:
    """Notes what does not follow in one part of a form: a row, the execution, or the form as a whole."""

    def __init__(self, lang: str, node: str | None = None, name: str = "") -> None:
        """Begin without findings; `node` is the indicator that they are on, `name` what a row is called."""
        self.findings: list[AuditFinding] = []
        self.lang = lang
        self.node = node
        self.name = name

    def __call__(
        self, code: str, cell: Cell, expected: Decimal | str | None = None, worded: str = "", *, says: str = ""
    ) -> None:
        """Note a finding on a cell, in the sentence of its code or one `worded` otherwise, in which it `says` that."""
        values = {"printed": says or shown(cell.printed), "expected": shown(expected), "name": self.name}
        text = message(f"audit-{worded or code}", self.lang, **values)
        self.findings.append(AuditFinding(code, self.node, cell.address, cell.printed, expected, text))


class Audited(NamedTuple):
    """An audited form: the total it prints, the one that its rows come to by the rule, its grade, and the findings."""

    form: Form
    printed_total: Decimal | None
    recomputed_total: Decimal
    grade: str | None
    findings: tuple[AuditFinding, ...]

    def published(self, *, sheet: bool) -> dict[str, Any]:
        """Return the audit as it is published in JSON; with `sheet`, cells have the name of their sheet before them."""
        before = f"{self.form.sheet}!" if sheet else ""
        findings = [
            {
                "code": each.code,
                "node": each.node,
                "cell": before + each.cell if each.cell else None,
                "printed": _plain(each.printed),
                "expected": _plain(each.expected),
                "message": each.message,
            }
            for each in self.findings
        ]
        totals = {"printed_total": _plain(self.printed_total), "recomputed_total": _plain(self.recomputed_total)}
        return {"file": self.form.file, **totals, "findings": findings}


class Judge:
    """What a set's rule says beyond the points of a row: the levels with their intervals, what is far, how to round."""

    def __init__(self, check: TargetAchievement | None, to: Decimal, lang: str) -> None:
        """Take the check that scores the rows, None where the set has no such one."""
        self.levels: Mapping[str, tuple[Decimal, Decimal, bool]] = LEVELS
        if check is not None:
            self.levels = {name: (low, high, closed) for name, low, high, closed in check.intervals()}
        self.best = max(self.levels, key=lambda name: self.levels[name][1])
        self.far = FAR if check is None else check.over_limit
        self.to = to
        self.lang = lang

    def rounded(self, points: Decimal) -> Decimal:
        """Round points half up to the set's unit; what equals a tie, with the tolerance, is one."""
        return ((points + TOLERANCE) / self.to).quantize(ONE, ROUND_HALF_UP) * self.to

    def points(self, line: Line, weight: Decimal) -> Decimal | None:
        """Return the points of a line with a weight of the form's own; None where it was not scored."""
        if line.status != "scored" or line.share is None:
            return None
        return line.score if line.weight == weight else self.rounded(line.share * weight)

    def interval(self, level: str, weight: Decimal) -> str:
        """Return between which points the score of a level lies, as in `[6, 8)`."""
        low, high, closed = self.levels[level]
        return f"[{number(low * weight)}, {number(high * weight)}{']' if closed else ')'}"


def grade_of(total: Decimal, grades: Sequence[Grade]) -> str | None:
    """Return the grade of a total: the best that it reaches, in whatever order they are; None below the lowest."""
    reached = [each for each in grades if total >= each.at_least]
    return max(reached, key=lambda each: each.at_least).label if reached else None


def same(printed: Decimal | None, expected: Decimal | None, to: Decimal) -> bool:
    """Tell whether two numbers of points are the same, in units of rounding.

    >>> same(Decimal("9.799999"), Decimal("9.80"), Decimal("0.01")), same(None, Decimal(0), Decimal("0.01"))
    (True, False)
    """
    return printed is not None and expected is not None and abs(printed - expected) * 2 < to


def shown(value: Decimal | str | None) -> str:
    """Return what stands in a message for a number or text, a dash for nothing."""
    if value is None:
        return DASH
    return number(value) if isinstance(value, Decimal) else value


def _plain(value: Decimal | str | None) -> int | float | str | None:
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
