"""The check `target.achievement`: how far an actual value has come to a target, by the sign of the target.

The rules are those of the self-evaluation forms (rules.md, "One indicator, a line for every row"): a target that is
reached earns all; what a value short of it earns depends on the sign.
"""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, ClassVar, Final, Literal

from pydantic import AfterValidator, Field

from scoring.checks import Check, Display, Measured, Seen
from scoring.display import number, percent
from scoring.errors import ScoringError
from scoring.messages import message
from scoring.parameters import FactName, NumberName, TextName
from scoring.quantity import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scoring.facts import Facts
    from scoring.quantity import Quantity

__all__ = ["TargetAchievement"]

ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
TOLERANCE: Final = Decimal("1E-9")
#: What a sign may be called, in plain form.
AT_LEAST: Final = (">=", "≥", ">", "大于等于", "大于")
AT_MOST: Final = ("<=", "≤", "<", "小于等于", "小于")
EQUAL: Final = ("=", "等于")
DATE: Final = ("date",)
QUALITATIVE: Final = ("定性",)
Share = Annotated[Decimal, Field(ge=0, le=1)]


def _in_order(ends: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
    if ends[0] > ends[1]:
        raise ValueError("下限高于上限", "the lower end is above the upper one")
    return ends


#: From which share to which the assessor's score lies, for each level.
Intervals = dict[str, Annotated[tuple[Share, Share], Field(min_length=2, max_length=2), AfterValidator(_in_order)]]


class TargetAchievement(Check):
    """Achievement of a target, 0 to 1: by its sign at least, at most, exactly, by a day, or as an assessor judged it.

    Reached: 1, whatever the sign of the target. Else, for `>=`, actual / target where both are positive, otherwise 0;
    for `<=`, with `lower_is_better = "linear"` 1 - (actual - target) / target, at least 0, with `"ratio"` target /
    actual, and 0 where the target is not positive; for `=`, 1 - |actual - target| / |target|, at least 0, and 0 where
    the target is 0. Days (`sign` is `date`, or both values are days): on time 1, late 0. `定性`: `score` / `weight`,
    which must lie in the interval of the `level`. An upper end belongs to its interval unless another begins there.

    With `elapsed`, in the course of a period: of a number above 0, target * elapsed / period is due by now, and takes
    the place of the target; `=` is reached from there up to the target. Days and `定性` stay as they are.
    """

    display: ClassVar[Display | None] = "percent"
    reads_all: ClassVar[bool] = False
    messages: ClassVar["Mapping[str, tuple[str, str]]"] = {
        "over-achievement": (
            "实际值 {actual} 远超目标 {target}，按满分计",
            "the actual value {actual} is far above the target {target}; it earns full marks",
        ),
        "over-achievement.remedy": (
            "请说明偏差原因，核对目标是否定得过低",
            "explain the deviation, and see whether the target was set too low",
        ),
    }

    sign: TextName
    target: FactName
    actual: FactName
    level: TextName | None = None
    score: NumberName | None = None
    weight: NumberName | None = None
    lower_is_better: Literal["linear", "ratio"] = "linear"
    over_limit: Annotated[Decimal, Field(ge=1)] = Decimal("1.2")
    elapsed: NumberName | None = None
    period: Annotated[Decimal, Field(gt=TOLERANCE)] = Decimal(12)
    levels: Annotated[Intervals, Field(min_length=1)] = {  # noqa: RUF012 - frozen with the model
        "达成": (Decimal("0.8"), ONE),
        "部分达成": (Decimal("0.6"), Decimal("0.8")),
        "未达成": (ZERO, Decimal("0.6")),
    }

    def measure(self, facts: "Facts") -> Measured:
        """Return the achievement, by whichever sign a project or row has."""
        sign, target, actual = facts.read(self.sign, "text"), facts[self.target], facts[self.actual]
        if target.kind != actual.kind and "date" in (target.kind, actual.kind):
            raise ScoringError(f"{self.target} is a {target.kind} and {self.actual} a {actual.kind}: one sort is due")
        judged = _is(facts, sign, QUALITATIVE)
        unread = facts.invalid(self.target, self.actual)
        on_time = facts.where(actual <= target, ONE, ZERO)
        if target.kind == actual.kind == "date":
            value, wrong, findings = on_time, unread, {}
        else:
            days = facts.dated(self.target), facts.dated(self.actual)
            by_day = _is(facts, sign, DATE) | (days[0] & days[1])
            one_day = facts.present(target) & facts.present(actual) & ((days[0] & ~days[1]) | (days[1] & ~days[0]))
            known = facts.among(sign, (*AT_LEAST, *AT_MOST, *EQUAL))
            odd = facts.invalid(self.sign) | facts.coalesce(~known, facts.constant(value=False))
            if self.elapsed is not None:
                odd = odd | (facts.invalid(self.elapsed) & ~days[0] & ~days[1])
            value = facts.where(by_day, on_time, self._by_sign(facts, sign, target, actual))
            wrong = facts.where(by_day, unread, unread | odd) | one_day
            far = _is(facts, sign, AT_LEAST) & ~by_day & (target > ZERO) & (actual > target * self.over_limit)
            findings = {"over-achievement": far}
        score, misjudged = self._judged(facts)
        return Measured(
            facts.where(judged, score, value),
            invalid_if=facts.where(judged, misjudged, wrong),
            findings=findings,
        )

    def _by_sign(self, facts: "Facts", sign: "Quantity", target: "Quantity", actual: "Quantity") -> "Quantity":
        """Return the achievement of a number, missing for a sign that there is not."""
        due = within = target
        if self.elapsed is not None:
            due = facts.where(target > ZERO, target * facts[self.elapsed] / self.period, target)
            within = facts.max(due, facts.min(actual, target))
        both = (due > ZERO) & (actual > ZERO)
        least = facts.where(actual >= due, ONE, facts.where(both, actual / due, ZERO))
        over = due / actual if self.lower_is_better == "ratio" else _not_below_zero(facts, due, actual)
        most = facts.where(actual <= due, ONE, facts.where(due > ZERO, over, ZERO))
        beside = facts.where(within == ZERO, ZERO, _not_below_zero(facts, within, actual))
        equal = facts.where(actual == within, ONE, beside)
        kinds = ((AT_LEAST, least), (AT_MOST, most), (EQUAL, equal))
        value = facts.missing()
        for names, share in kinds:
            value = facts.where(_is(facts, sign, names), share, value)
        return value

    def _judged(self, facts: "Facts") -> tuple["Quantity", "Quantity"]:
        """Return the share that an assessor gave, and whether it is not in the interval of its level."""
        if self.level is None or self.score is None or self.weight is None:
            return facts.missing(), facts.constant(value=True)
        level = facts.read(self.level, "text")
        share = facts[self.score] / facts[self.weight]
        outside = facts.constant(value=False)
        for name, low, high, closed in self.intervals():
            within = (share >= low) & ((share <= high) if closed else (share < high))
            outside = outside | ((level == name) & ~within)
        known = facts.among(level, [*self.levels])
        unknown = facts.coalesce(~known, facts.constant(value=False))
        wrong = facts.invalid(self.level, self.score) | unknown | facts.coalesce(outside, facts.constant(value=False))
        return facts.where(facts.present(level), share, facts.missing()), wrong

    def intervals(self) -> "Iterator[tuple[str, Decimal, Decimal, bool]]":
        """Go through the levels: name, lower and upper end (shares), and whether the upper end belongs to it."""
        starts = [low for low, _ in self.levels.values()]
        for name, (low, high) in self.levels.items():
            yield name, low, high, not any(abs(each - high) <= TOLERANCE for each in starts if each != low)

    def explain(self, seen: Seen) -> str | None:
        """Write the achievement with its numbers."""
        sign, target, actual = (seen.value(name) for name in (self.sign, self.target, self.actual))
        sign = plain(sign) if isinstance(sign, str) else ""
        if sign in QUALITATIVE:
            return self._explain_judged(seen)
        if not isinstance(target, Decimal) or not isinstance(actual, Decimal):
            return None
        if seen.dated(self.target) or sign in DATE:
            days = (seen.written(self.actual), seen.written(self.target))
            late = actual - target > TOLERANCE
            return message("target-late" if late else "target-on-time", seen.lang, actual=days[0], target=days[1])
        kind = next((names for names in (AT_LEAST, AT_MOST, EQUAL) if sign in names), None)
        if kind is None:
            return message("target-sign", seen.lang, sign=sign or "—")
        elapsed = seen.value(self.elapsed) if self.elapsed else None
        if not isinstance(elapsed, Decimal) or target <= TOLERANCE:
            return self._explain_number(seen, kind, target, actual)
        due = target * elapsed / self.period
        within = max(due, min(actual, target)) if kind == EQUAL else due
        written = {"target": number(target), "elapsed": number(elapsed), "period": number(self.period)}
        by_now = message("target-by-now", seen.lang, due=number(due), **written)
        calculation = self._explain_number(seen, kind, within, actual)
        return calculation and message("target-so-far", seen.lang, calculation=calculation, by_now=by_now)

    def _explain_number(self, seen: Seen, kind: tuple[str, ...], target: Decimal, actual: Decimal) -> str | None:
        """Write the achievement of a number."""
        reached: dict[tuple[str, ...], bool] = {
            AT_LEAST: actual >= target - TOLERANCE,
            AT_MOST: actual <= target + TOLERANCE,
        }
        written = {"actual": number(actual), "target": number(target)}
        shown = {AT_LEAST: "≥", AT_MOST: "≤", EQUAL: "="}[kind]
        if reached.get(kind, abs(actual - target) <= TOLERANCE):
            return f"{written['actual']} {shown} {written['target']}"
        if not isinstance(seen.measure, Decimal):
            return None
        rate = percent(seen.measure)
        if seen.measure == 0:
            return message("target-missed", seen.lang, **written, sign=shown)
        if kind == AT_LEAST:
            return f"{written['actual']} / {written['target']} = {rate}"
        if kind == AT_MOST and self.lower_is_better == "ratio":
            return f"{written['target']} / {written['actual']} = {rate}"
        gap = "{actual} - {target}".format_map(written)
        gap = f"|{gap}|" if kind == EQUAL else f"({gap})"
        below = f"|{written['target']}|" if kind == EQUAL and target < 0 else written["target"]
        return f"1 - {gap} / {below} = {rate}"

    def _explain_judged(self, seen: Seen) -> str | None:
        """Write the assessor's score and the interval in which it must lie."""
        level, score, weight = (seen.value(name) if name else None for name in (self.level, self.score, self.weight))
        if not isinstance(score, Decimal) or not isinstance(weight, Decimal) or not isinstance(level, str):
            return None
        rate = f"{number(score)} / {number(weight)}" + (f" = {percent(score / weight)}" if weight > TOLERANCE else "")
        for name, low, high, closed in self.intervals():
            if plain(name) == plain(level):
                ends = f"[{percent(low)}, {percent(high)}{']' if closed else ')'}"
                return message("target-judged", seen.lang, level=level, rate=rate, ends=ends)
        return message("target-level", seen.lang, level=level, known=tuple(self.levels))


def _is(facts: "Facts", sign: "Quantity", names: "Sequence[str]") -> "Quantity":
    """Tell whether a sign is one of these; one that is missing is not."""
    return facts.coalesce(facts.among(sign, names), facts.constant(value=False))


def _not_below_zero(facts: "Facts", target: "Quantity", actual: "Quantity") -> "Quantity":
    """Return 1 - |actual - target| / |target|, at least 0."""
    return facts.max(1 - facts.abs(actual - target) / facts.abs(target), ZERO)
