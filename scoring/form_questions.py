"""Form questions: what a form asks of a project, fact by fact, with what a person has to know to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from scoring.display import listed
from scoring.indicators import Column
from scoring.messages import message
from scoring.quantity import plain
from scoring.report_facts import bounds_of, levels_of
from scoring.target import TargetAchievement

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from scoring.binding import Bound
    from scoring.formula import Formula
    from scoring.indicators import Fact

__all__ = ["Question", "Questions", "questions_of"]

#: What a project says of itself.
PROJECT: Final = ("id", "name", "department", "unit", "year")
#: The signs of targets to choose from: a lone = would begin a formula.
SIGNS: Final = ("≥", "≤", "等于", "定性")
#: The years that a project can have.
YEARS: Final = (1900, 2200)


class Question(NamedTuple):
    """A fact, or a column of a table, as a form asks for it.

    `how` says how it is filled in, `needed` has the titles of what it is needed for, `levels` the texts to choose from.
    """

    name: str
    label: str
    declared: Fact | Column
    how: str
    needed: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()


class Questions(NamedTuple):
    """All that a form asks: what a project says of itself, its facts, and the columns of its tables by their name.

    A table is among the facts too, in its place.
    """

    project: tuple[Question, ...]
    facts: tuple[Question, ...]
    tables: Mapping[str, tuple[Question, ...]]

    def without(self, names: Collection[str]) -> Questions:
        """Return all but the questions of these names."""
        project, facts = (tuple(each for each in asked if each.name not in names) for asked in self[:2])
        return Questions(project, facts, {name: asked for name, asked in self.tables.items() if name not in names})


def questions_of(bound: Bound, lang: str) -> Questions:
    """Return what a form of a set asks, in the set's order, worded in "zh" or "en"."""
    rules = bound.rules
    needed, levels = _needed(bound), _levels(bound)

    def asked(name: str, declared: Fact | Column, whole: str) -> Question:
        known = tuple(levels.get(whole, ()))
        how = _how(declared, known, lang)
        return Question(name, declared.label or name, declared, how, tuple(needed.get(whole, ())), known)

    tables = {
        name: tuple(asked(column, each, f"{name}.{column}") for column, each in fact.columns.items())
        for name, fact in rules.facts.items()
        if fact.type == "table"
    }
    facts = tuple(asked(name, fact, name) for name, fact in rules.facts.items())
    return Questions(tuple(_project(lang)), facts, tables)


def _project(lang: str) -> Iterator[Question]:
    for key in PROJECT:
        declared = Column(type="text")
        how = ""
        if key == "year":
            declared = Column(type="integer", minimum=YEARS[0], maximum=YEARS[1])
        if key in ("id", "year"):
            how = message(f"form-how-project-{key}", lang)
        yield Question(f"project.{key}", message(f"form-project-{key}", lang), declared, how)


def _how(declared: Fact | Column, levels: Sequence[str], lang: str) -> str:
    if declared.type == "table":
        return ""
    if levels:
        return message("form-how-levels", lang, levels=listed(levels, lang))
    if declared.type == "money" and declared.unit is not None:
        text = message("form-how-money-unit", lang, unit=declared.unit)
    else:
        text = message(f"form-how-{declared.type}", lang)
    return message("report-comma", lang).join([text, *bounds_of(declared, lang)])


def _needed(bound: Bound) -> dict[str, dict[str, None]]:
    """Return the titles of indicators, gates and adjustments by the names they read, those of tables included."""
    found: dict[str, dict[str, None]] = {}

    def note(title: str, names: Sequence[str] | frozenset[str]) -> None:
        for name in bound.names.behind(names):
            found.setdefault(name, {})[title] = None

    for each in bound.indicators:
        names = {*each.reads, *(name for formula in _conditions(each.applies, each.where) for name in formula.names)}
        if isinstance(each.weight, str):
            names.add(each.weight)
        if each.indicator.for_each is not None:
            names.add(each.indicator.for_each)
        # of a title that rows fill in, that of the dimension says more
        rows = "{" in each.indicator.title and each.indicator.for_each is not None
        note(bound.rules.title_of(each.indicator.dimension) if rows else each.indicator.title, sorted(names))
    for gate in bound.gates:
        note(gate.gate.title, sorted(gate.when.names))
    for adjustment in bound.adjustments:
        note(adjustment.adjustment.title, sorted(adjustment.points.names))
    return found


def _levels(bound: Bound) -> dict[str, list[str]]:
    """Return the texts that a fact may be: the levels of its scales, and those that formulas ask for.

    Of `Yes`, `yes` and `YES` the first is enough to choose. Of a single text nobody can choose: what else there may be,
    the set does not say.
    """
    found: dict[str, dict[str, str]] = {}
    for name, levels in levels_of(bound.rules).items():
        for level in levels:
            found.setdefault(name, {}).setdefault(plain(level).casefold(), level)
    for formula in _formulas(bound):
        for name, text in _compared(formula):
            declared = bound.rules.declared(name)
            if plain(text) and (name in found or (declared is not None and declared.type == "level")):
                found.setdefault(name, {}).setdefault(plain(text).casefold(), text)
    for name, texts in (*_judged(bound), *_sorting(bound)):
        for text in texts:
            found.setdefault(name, {}).setdefault(plain(text).casefold(), text)
    return {name: list(levels.values()) for name, levels in found.items() if len(levels) > 1}


def _judged(bound: Bound) -> Iterator[tuple[str, Sequence[str]]]:
    """Go through the signs and levels of targets, by the names of their facts or columns."""
    for each in bound.indicators:
        check = each.check
        if isinstance(check, TargetAchievement):
            for given, texts in ((check.sign, SIGNS), (check.level, tuple(check.levels))):
                named = each.names.find(given) if given is not None else None
                if named is not None:
                    yield named.name, texts


def _sorting(bound: Bound) -> Iterator[tuple[str, Sequence[str]]]:
    """Go through the columns by which every indicator with a line for each row of a table picks its rows.

    A row that says something else there would belong to no indicator. Of several texts for the same the first will do.
    """
    picked: dict[str, list[dict[str, list[str]]]] = {}
    for each in bound.indicators:
        if each.indicator.for_each is not None:
            texts: dict[str, list[str]] = {}
            for name, text in () if each.where is None else _compared(each.where, first=True):
                texts.setdefault(name, []).append(text)
            picked.setdefault(each.indicator.for_each, []).append(texts)
    for conditions in picked.values():
        for name in conditions[0]:
            if all(name in each for each in conditions):
                yield name, [text for each in conditions for text in each[name]]


def _formulas(bound: Bound) -> Iterator[Formula]:
    for each in bound.indicators:
        yield from _conditions(each.applies, each.where)
        if each.formula is not None:
            yield each.formula
    yield from bound.conditions.values()
    yield from (each.when for each in bound.gates)
    yield from (each.points for each in bound.adjustments)


def _conditions(applies: Sequence[Formula], where: Formula | None) -> Iterator[Formula]:
    yield from applies
    if where is not None:
        yield where


def _compared(formula: Formula, *, first: bool = False) -> Iterator[tuple[str, str]]:
    """Go through the texts that a formula holds names against, be it `level == "a"` or `coalesce(level, "") == "a"`.

    With `first`, only the first of the texts that a name may be, and none that it must not be.
    """
    for node in formula.root.walk():
        if node.operation not in ("compare", "in") or (first and node.value in (False, ("!=",))):
            continue
        parts = [inner for part in node.parts for inner in (part.parts if part.value == "coalesce" else (part,))]
        names = [part.value for part in parts if part.operation == "name" and part.kind == "text"]
        texts = [part.value for part in node.parts if part.operation == "text"]
        yield from ((name, text) for name in names for text in (texts[:1] if first else texts))
