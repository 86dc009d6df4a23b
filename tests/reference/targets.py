"""Achievement of a target by its sign."""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from tests.reference.notation import text
from tests.reference.numbers import TOLERANCE, equal, reaches

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.reference.notation import Facts

ZERO, ONE = Fraction(0), Fraction(1)
AT_LEAST: Final = {">=", "≥", ">", "大于等于", "大于"}
AT_MOST: Final = {"<=", "≤", "<", "小于等于", "小于"}
EQUAL: Final = {"=", "等于"}
LEVELS: Final = {"达成": ("0.8", "1"), "部分达成": ("0.6", "0.8"), "未达成": ("0", "0.6")}


def achievement(given: Mapping[str, Any], facts: Facts) -> tuple[Fraction | None, bool]:
    """Return the achievement, and whether one that is missing is invalid."""
    sign = facts.values[given["sign"]]
    if sign == "定性":
        return _judged(given, facts)
    target, actual = facts.values[given["target"]], facts.values[given["actual"]]
    unread = bool({given["target"], given["actual"]} & facts.invalid)
    if isinstance(target, datetime.date) or isinstance(actual, datetime.date):
        if not isinstance(target, datetime.date) or not isinstance(actual, datetime.date):
            return None, unread
        return (ONE if actual <= target else ZERO), False
    known = {*AT_LEAST, *AT_MOST, *EQUAL, "date"}
    unread = unread or (sign != "date" and given.get("elapsed") in facts.invalid)
    if sign is None or sign not in known:
        return None, unread or sign is not None or given["sign"] in facts.invalid
    if not isinstance(target, Fraction) or not isinstance(actual, Fraction):
        return None, unread
    if sign == "date":
        return (ONE if reaches(target, actual) else ZERO), False
    due = target
    if "elapsed" in given and target > TOLERANCE:
        elapsed = facts.values[given["elapsed"]]
        if not isinstance(elapsed, Fraction):
            return None, unread
        due = target * elapsed / Fraction(given.get("period", 12))
    if sign in EQUAL:
        due = max(due, min(actual, target))
    return (None, True) if unread else (_by_sign(str(sign), due, actual, given), False)


def _by_sign(sign: str, target: Fraction, actual: Fraction, given: Mapping[str, Any]) -> Fraction:
    if sign in AT_LEAST:
        if reaches(actual, target):
            return ONE
        return actual / target if actual > TOLERANCE and target > TOLERANCE else ZERO
    if sign in AT_MOST:
        if reaches(target, actual):
            return ONE
        if target <= TOLERANCE:
            return ZERO
        if given.get("lower_is_better") == "ratio":
            return target / actual
        return max(1 - (actual - target) / target, ZERO)
    if equal(actual, target):
        return ONE
    return ZERO if equal(target, ZERO) else max(1 - abs(actual - target) / abs(target), ZERO)


def _judged(given: Mapping[str, Any], facts: Facts) -> tuple[Fraction | None, bool]:
    if not {"level", "score", "weight"} <= set(given):
        return None, True
    level, score, weight = (facts.values[given[key]] for key in ("level", "score", "weight"))
    unread = bool({given["level"], given["score"]} & facts.invalid)
    levels = {text(name): ends for name, ends in given.get("levels", LEVELS).items()}
    if level is not None and level not in levels:
        return None, True
    if level is None or not isinstance(score, Fraction) or not isinstance(weight, Fraction) or equal(weight, ZERO):
        return None, unread
    low, high = (Fraction(end) for end in levels[str(level)])
    starts = [Fraction(ends[0]) for ends in levels.values()]
    share = score / weight
    below = reaches(high, share) if not any(equal(each, high) for each in starts) else not reaches(share, high)
    return (share, False) if reaches(share, low) and below else (None, True)
