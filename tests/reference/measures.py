"""Checks and scales: facts make a measure, a measure makes a share of the weight."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from statistics import median
from typing import Any, Final

from tests.reference.formula import divide, evaluate, names
from tests.reference.notation import INVALID, Facts, Unreadable, Value, text
from tests.reference.numbers import ceil, floor, reaches

ZERO, ONE = Fraction(0), Fraction(1)


def measure(indicator: Mapping[str, Any], facts: Facts) -> tuple[Value | Unreadable | None, set[str]]:
    """Return the measure of an indicator, or INVALID, and the names of the facts it rests on."""
    if "measure" in indicator:
        return evaluate(indicator["measure"], facts), names(indicator["measure"], facts)
    given = indicator["with"]
    match indicator["check"]:
        case "value" | "level":
            return facts.values[given["fact"]], {given["fact"]}
        case "ratio":
            part, whole = facts.values[given["part"]], facts.values[given["whole"]]
            ratio = divide(part, whole) if isinstance(part, Fraction) and isinstance(whole, Fraction) else None
            return ratio, {given["part"], given["whole"]}
        case "checklist":
            return _checklist(given, facts)
        case "panel":
            table, _, column = given["scores"].rpartition(".")
            scores = [score for row in facts.tables[table] if isinstance(score := row[column], Fraction)]
            return _panel(given, sorted(scores)), {table, given["scores"]}
    raise NotImplementedError(indicator["check"])


def _checklist(given: Mapping[str, Any], facts: Facts) -> tuple[Value | None, set[str]]:
    items = given["items"] if isinstance(given["items"], Mapping) else dict.fromkeys(given["items"], 1)
    done = {item: facts.values[item] for item in items}
    if None in done.values():
        return None, set(items)
    earned = sum((Fraction(points) for item, points in items.items() if done[item]), ZERO)
    if "gate" in given and not done[given["gate"]]:
        earned = ZERO
    return earned / sum(Fraction(points) for points in items.values()), set(items)


def _panel(given: Mapping[str, Any], scores: list[Fraction]) -> Fraction | Unreadable | None:
    out_of, how = Fraction(given["out_of"]), given.get("how", "mean")
    if not all(reaches(score, ZERO) and reaches(out_of, score) for score in scores):
        return INVALID
    cut = 1 if how == "drop_high_low" else 0
    if how == "trimmed":
        cut = int(floor(len(scores) * Fraction(given.get("trim", Fraction(1, 5)))))
    kept = scores[cut : len(scores) - cut]
    if not kept:
        return None
    return (median(kept) if how == "median" else sum(kept, ZERO) / len(kept)) / out_of


def share(measured: Value, scale: Mapping[str, Any] | None, weight: Fraction) -> Fraction | Unreadable:
    """Return the share of the weight that a measure earns, or INVALID for a level the scale does not have."""
    if scale is None:
        scale = {"kind": "yes_no" if isinstance(measured, bool) else "proportional"}
    if scale["kind"] == "yes_no" and isinstance(measured, bool):
        return ONE if measured else ZERO
    if scale["kind"] == "levels" and isinstance(measured, str):
        levels = {text(level): Fraction(worth) for level, worth in scale["levels"].items()}
        return levels.get(measured, INVALID)
    if isinstance(measured, Fraction):
        return _NUMERIC[scale["kind"]](measured, scale, weight)
    raise NotImplementedError(scale["kind"])


def _proportional(measured: Fraction, scale: Mapping[str, Any], _: Fraction) -> Fraction:
    target, worst = Fraction(scale.get("target", 1)), Fraction(scale.get("worst", 0))
    if "pass" in scale and not reaches(measured, Fraction(scale["pass"])):
        return ZERO
    if scale.get("rescale"):
        worst = Fraction(scale["pass"])
    return min(max((measured - worst) / (target - worst), ZERO), ONE)


def _thresholds(measured: Fraction, scale: Mapping[str, Any], weight: Fraction) -> Fraction:
    best: Mapping[str, Any] | None = None
    for step in scale["steps"]:
        if "at_least" in step:
            holds = reaches(measured, Fraction(step["at_least"]))
            better = best is None or step["at_least"] > best["at_least"]
        else:
            holds = reaches(Fraction(step["at_most"]), measured)
            better = best is None or step["at_most"] < best["at_most"]
        if holds and better:
            best = step
    if best is None:
        return Fraction(scale.get("otherwise", 0))
    return Fraction(best["share"]) if "share" in best else Fraction(best["points"]) / weight


def _linear(measured: Fraction, scale: Mapping[str, Any], _: Fraction) -> Fraction:
    ends = [(scale.get("worst"), 0), (scale.get("best"), 1)]
    points = sorted((Fraction(x), Fraction(worth)) for x, worth in scale.get("points", ends))
    before = [point for point in points if point[0] <= measured]
    after = [point for point in points if point[0] > measured]
    if not before:
        return after[0][1]
    if not after:
        return before[-1][1]
    (low, start), (high, end) = before[-1], after[0]
    return start + (end - start) * (measured - low) / (high - low)


def _deduction(measured: Fraction, scale: Mapping[str, Any], weight: Fraction) -> Fraction:
    beyond = Fraction(scale["limit"]) - measured
    if scale.get("side") == "over":
        beyond = -beyond
    steps = beyond / Fraction(scale["per"])
    steps = floor(steps) if scale.get("count") == "completed" else ceil(steps)
    if steps <= 0:
        return ONE
    return max(weight - steps * Fraction(scale["deduct"]), ZERO) / weight if weight else ZERO


_NUMERIC: Final[Mapping[str, Callable[[Fraction, Mapping[str, Any], Fraction], Fraction]]] = {
    "proportional": _proportional,
    "thresholds": _thresholds,
    "linear": _linear,
    "deduction": _deduction,
}
