"""Differences in words: what an example expects, what came, and which node it is about."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from scoring.display import listed
from scoring.examples import Interval
from scoring.messages import message
from scoring.report_columns import plain_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.example_results import Difference, ExampleResult
    from scoring.indicators import IndicatorSet

__all__ = ["difference_text", "failure_text", "title_of"]


def title_of(id_: str, rules: IndicatorSet, lang: str) -> str:
    """Return the title of a node; of the set itself ("") what its own parts are about: grades."""
    if id_ in rules.indicators or id_ in rules.dimensions:
        return plain_title(rules, id_, lang)
    for nodes in (rules.gates, rules.adjustments):
        if id_ in nodes:
            return nodes[id_].title
    return message("report-grade", lang)


def difference_text(each: Difference, rules: IndicatorSet, lang: str) -> str:
    """Say what differs, what the file expects and what came."""
    title = title_of(each.node, rules, lang) if each.node is not None else ""
    if each.what == "gates":
        return message(f"test-gate-{'fires' if each.expected else 'rests'}", lang, title=title)
    if each.what == "findings":
        return message("test-finding", lang, code=each.expected)
    what = message(f"test-{each.what}" if title else f"report-{each.what}", lang, title=title)
    if each.row is not None:
        what = message("test-row", lang, what=what, row=each.row + 1)
    return message(
        "test-difference", lang, what=what, expected=shown(each.expected, lang), found=shown(each.found, lang)
    )


def failure_text(result: ExampleResult, rules: IndicatorSet, lang: str) -> str:
    """Return what is wrong with an example, a line a difference and its reason below it; empty if nothing is."""
    return "\n".join(_failures(result, rules, lang))


def _failures(result: ExampleResult, rules: IndicatorSet, lang: str) -> Iterator[str]:
    if result.error is not None:
        yield message("test-error", lang, why=result.error)
    for each in result.differences:
        yield difference_text(each, rules, lang)
        if each.reason:
            yield f"  {each.reason}"


def shown(value: Any, lang: str) -> str:
    """Write what is expected or what came: a number, an interval, a text, or that there is none."""
    if value is None or value is False:
        return message("test-nothing", lang)
    if isinstance(value, Interval):
        low, high = (None if end is None else _number(end) for end in (value.from_, value.to))
        code = "between" if low and high else "at-least" if low else "at-most"
        return message(f"test-{code}", lang, low=low, high=high)
    if isinstance(value, tuple):
        return listed([shown(each, lang) for each in value], lang)
    return _number(value) if isinstance(value, Decimal) else str(value)


def _number(value: Decimal) -> str:
    return f"{round(value, 10).normalize():f}"
