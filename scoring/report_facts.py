"""What a set asks of a project: its facts with their types, units and bounds, as rows of a table."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scoring.display import listed, number
from scoring.messages import message

if TYPE_CHECKING:
    from scoring.indicators import Column, Fact, IndicatorSet

__all__ = ["FactRow", "bounds_of", "fact_rows", "levels_of"]

#: The label, the name, and what the values are; `True` for a column of the table above it.
FactRow = tuple[str, str, str, bool]


def fact_rows(rules: "IndicatorSet", lang: str) -> Iterator[FactRow]:
    """Go through the facts of a set in its order, below a table its columns."""
    levels = levels_of(rules)
    for name, fact in rules.facts.items():
        yield fact.label or name, name, _values(fact, levels.get(name, ()), lang), False
        for column, each in fact.columns.items():
            yield each.label or column, column, _values(each, levels.get(f"{name}.{column}", ()), lang), True


def levels_of(rules: "IndicatorSet") -> dict[str, list[str]]:
    """Return the words that a fact may have, of those that a scale of levels grades."""
    found: dict[str, list[str]] = {}
    for indicator in rules.indicators.values():
        name = indicator.with_.get("fact") if indicator.check else (indicator.measure or "").strip()
        scale = indicator.scale or {}
        if scale.get("kind") == "levels" and isinstance(name, str):
            found[name] = [*dict.fromkeys([*found.get(name, ()), *scale["levels"]])]
    return found


def _values(fact: "Fact | Column", levels: Sequence[str], lang: str) -> str:
    """Say what the values of a fact are: `金额（万元），不小于 0`."""
    text = message(f"report-type-{fact.type}", lang)
    if fact.unit is not None:
        text = message("report-type-unit", lang, type=text, unit=fact.unit)
    if levels:
        text = message("report-type-levels", lang, type=text, levels=listed(levels, lang))
    return message("report-comma", lang).join([text, *bounds_of(fact, lang)])


def bounds_of(fact: "Fact | Column", lang: str) -> list[str]:
    """Say within which bounds the values of a fact are: `["不小于 0"]`."""
    return [
        message(f"report-{side}", lang, limit=number(limit * 100) + "%" if fact.type == "percent" else number(limit))
        for side, limit in (("minimum", fact.minimum), ("maximum", fact.maximum))
        if limit is not None
    ]
