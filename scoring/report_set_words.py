"""An indicator set in words: what holds for the whole, how an indicator is scored, what a gate or adjustment does."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from scoring.display import number
from scoring.messages import message
from scoring.remarks_tree import effects
from scoring.report_text import percent
from scoring.versions import days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.indicators import Adjustment, Dimension, Gate, Indicator, IndicatorSet

__all__ = [
    "Labels",
    "adjustment_notes",
    "dimension_notes",
    "gate_notes",
    "indicator_notes",
    "scale_words",
    "set_terms",
    "settings",
]

#: Where in the parameters of a check a fact is named: the path, the name and the label.
Path = tuple[str | int, ...]
Labels = Mapping[Path, tuple[str, str]]
NONE: Final[Labels] = MappingProxyType({})
SUM: Final = "sum"


def set_terms(rules: IndicatorSet, lang: str) -> Iterator[tuple[str, str]]:
    """Go through what holds for the whole set, as labels and values; nothing of what is as usual."""
    if rules.base is not None:
        base = "@".join(rules.base)
        known = rules.extends in (rules.base[0], base)
        yield message("report-extends", lang), base if known else f"{rules.extends} ({base})"
    if rules.effective is not None:
        yield message("report-effective", lang), days(rules.effective.from_, rules.effective.until)
    yield message("report-full-marks", lang), number(rules.full_marks)
    grades = sorted(rules.grades, key=lambda grade: grade.at_least, reverse=True)
    yield message("report-grades", lang), "  ".join(f"{each.label} ≥ {number(each.at_least)}" for each in grades)
    if rules.weights == "relative":
        yield message("report-weights", lang), message("report-weights-relative", lang)
    if rules.aggregate != SUM:
        yield message("report-aggregate", lang), rules.aggregate
    yield message("report-when-missing", lang), message(f"report-policy-{rules.missing}", lang)
    if rules.not_applicable == "award":
        yield message("report-when-not-applicable", lang), message("report-policy-award", lang)
    if any(indicator.scale is None for indicator in rules.indicators.values()):
        yield message("report-no-scale", lang), message("report-scale-default", lang)
    if rules.minimum_coverage is not None:
        yield message("report-minimum-coverage", lang), percent(rules.minimum_coverage, 2)


def dimension_notes(dimension: Dimension, lang: str) -> Iterator[str]:
    """Say how a dimension is made of its children, when it applies, and what it rests on."""
    if dimension.aggregate != SUM:
        yield _note("aggregate", dimension.aggregate, lang)
    if dimension.applies:
        yield _note("applies", _line(dimension.applies), lang)
    if dimension.source:
        yield _note("source", dimension.source, lang)


def indicator_notes(indicator: Indicator, labels: Labels, lang: str) -> Iterator[str]:
    """Say how an indicator is measured and scored, when it applies, and what it rests on."""
    if indicator.for_each:
        rows = [indicator.for_each, *map(_line, filter(None, [indicator.where]))]
        yield _note("rows", message("report-comma", lang).join(rows), lang)
    how = _line(indicator.measure or indicator.check or "")
    if indicator.with_:
        how = f"{how} ({settings(indicator.with_, labels)})"
    yield _note("measure", how, lang)
    if indicator.scale:
        yield _note("scale", scale_words(indicator.scale, lang), lang)
    if indicator.applies:
        yield _note("applies", _line(indicator.applies), lang)
    if indicator.missing:
        yield _note("missing", message(f"report-policy-{indicator.missing}", lang), lang)
    if indicator.not_applicable:
        yield _note("not-applicable", message(f"report-policy-{indicator.not_applicable}", lang), lang)
    if indicator.source:
        yield _note("source", indicator.source, lang)


def gate_notes(gate: Gate, rules: IndicatorSet, lang: str) -> Iterator[str]:
    """Say when a gate fires and what it does then, what the sheet says, and what it rests on."""
    what = message("report-semicolon", lang).join(effects(gate.then, gate.then.grade_at_most, rules, lang))
    yield message("report-gate-rule", lang, when=_line(gate.when), then=what or message("report-warn-only", lang))
    if gate.message:
        yield gate.message
    if gate.source:
        yield _note("source", gate.source, lang)


def adjustment_notes(adjustment: Adjustment, lang: str) -> Iterator[str]:
    """Say how many points an adjustment adds or takes off, between which bounds, and what it rests on."""
    bounds = [
        message(f"report-{side}", lang, limit=number(limit))
        for side, limit in (("minimum", adjustment.at_least), ("maximum", adjustment.at_most))
        if limit is not None
    ]
    yield _note("points", message("report-comma", lang).join([_line(adjustment.points), *bounds]), lang)
    if adjustment.source:
        yield _note("source", adjustment.source, lang)


def _line(formula: str) -> str:
    """Write a formula, which the file may have in several lines, in one."""
    return " ".join(formula.split())


def _note(code: str, value: str, lang: str) -> str:
    return message(f"report-set-{code}", lang, value=value)


def scale_words(scale: Mapping[str, Any], lang: str) -> str:
    """Say what a scale does; of a plugin's kind, or a key without words of its own, what the file says.

    >>> scale_words({"kind": "thresholds", "steps": [{"at_least": Decimal("0.95"), "share": 1}]}, "en")
    'from 0.95: 100%; else 0%'
    """
    kind = str(scale.get("kind", ""))
    rest = {key: value for key, value in scale.items() if key != "kind"}
    stop = message("report-semicolon", lang)
    if kind == "thresholds":
        steps = [_step(step, lang) for step in rest["steps"]]
        return stop.join([*steps, message("report-step-else", lang, worth=_share(rest.get("otherwise", 0)))])
    if kind == "levels":
        return stop.join(f"{level} {_share(share)}" for level, share in rest["levels"].items())
    if kind == "yes_no":
        return message("report-scale-yes-no", lang)
    if kind == "proportional":
        return _way(rest.get("worst", 0), rest.get("target", 1), rest, lang)
    if kind == "linear" and "points" not in rest:
        return _way(rest["worst"], rest["best"], {}, lang)
    if kind == "linear":
        line = [message("report-scale-line", lang, edge=_value(x), worth=_share(share)) for x, share in rest["points"]]
        return stop.join([*line, message("report-scale-between", lang)])
    if kind == "deduction":
        values = {key: _value(rest[key]) for key in ("limit", "per", "deduct")}
        return message(f"report-scale-{rest.get('side', 'under')}-{rest.get('count', 'begun')}", lang, **values)
    return f"{kind} ({settings(rest)})" if rest else kind


def _way(worst: object, target: object, rest: Mapping[str, Any], lang: str) -> str:
    """Say from what to what the points go in proportion, and the pass mark, if there is one."""
    start = rest["pass"] if rest.get("rescale") else worst
    way = message("report-scale-proportional", lang, worst=_value(start), target=_value(target))
    if "pass" not in rest or rest.get("rescale"):
        return way
    return way + message("report-scale-pass", lang, **{"pass": _value(rest["pass"])})


def _step(step: Mapping[str, Any], lang: str) -> str:
    side = "at_least" if "at_least" in step else "at_most"
    worth = (
        message("report-points", lang, points=_value(step["points"]))
        if "points" in step
        else _share(step.get("share", 0))
    )
    return message(f"report-step-{side}", lang, edge=_value(step[side]), worth=worth)


def _share(value: object) -> str:
    return percent(Decimal(str(value)), 2)


def settings(values: Mapping[str, Any], labels: Labels = NONE, path: Path = ()) -> str:
    """Write keys and values as in the file, without its quotes; facts that are named there by their labels.

    >>> settings({"part": "funds.spent", "items": ["a", "b"], "warn": True})
    'part = funds.spent, items = [a, b], warn'
    >>> settings({"items": {"a": 3, "b": 1}}, {("items", "a"): ("a", "甲"), ("items", "b"): ("b", "乙")})
    'items = {甲 = 3, 乙 = 1}'
    """
    written = []
    for key, value in values.items():
        shown = _labelled(key, labels, (*path, key)) if path else key  # a parameter's own name is no fact's
        written.append(shown if value is True else f"{shown} = {_value(value, labels, (*path, key))}")
    return ", ".join(written)


def _labelled(text: str, labels: Labels, path: Path) -> str:
    name, label = labels.get(path, ("", ""))
    return label if text == name else text


def _value(value: object, labels: Labels = NONE, path: Path = ()) -> str:
    if isinstance(value, dict):
        return f"{{{settings(value, labels, path)}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_value(each, labels, (*path, place)) for place, each in enumerate(value))}]"
    if isinstance(value, (Decimal, float, int)) and not isinstance(value, bool):
        return number(Decimal(str(value)))
    return str(value).lower() if isinstance(value, bool) else _labelled(str(value), labels, path)
