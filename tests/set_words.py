"""Words of the pages of the library, beside those of `scoring show`: what a set has, part by part, and what differs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from scoring.display import listed, number
from scoring.messages import message
from scoring.report_facts import fact_rows
from scoring.report_set_words import (
    adjustment_notes,
    dimension_notes,
    gate_notes,
    indicator_notes,
    set_terms,
)
from tests.pages import anchor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring.binding import Bound, BoundIndicator
    from scoring.indicators import IndicatorSet

#: What is said on the pages, in Chinese and in English.
WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "file": ("规则文件", "rules"),
    "library": ("全部指标体系", "all sets"),
    "source": ("依据：{value}", "Source: {value}"),
    "gates": ("否决项和提示", "Gates and warnings"),
    "adjustments": ("加减分", "Adjustments"),
    "dimensions": ("上级指标的规定", "What dimensions say"),
    "rationale": ("为什么：{value}", "why: {value}"),
    "remedy": ("失分怎么办：{value}", "what to do: {value}"),
    "facts": ("数据：{value}", "facts: {value}"),
    "tree": ("指标和分值", "Indicators and weights"),
    "indicators": ("各项指标", "Each indicator"),
    "methods": ("评价方法：", "How they are measured:"),
    "of-rows": ("每行的{value}", "each row's {value}"),
    "points": ("{value} 分", "{value} points"),
    "part": ("权重 {value}", "weight {value}"),
    "headings": ("表头也可写作", "Other headings"),
    "used": ("用于", "Used by"),
    "differences": ("与 `{value}` 的不同", "What differs from `{value}`"),
    "editions": ("其他版本", "Other editions"),
    "edition": ("与 `{value}` 相比：", "Against `{value}`:"),
    "where": ("何处", "Where"),
    "new": ("新增", "new"),
    "gone": ("删去", "taken out"),
    "set": ("总则", "The set"),
    "texts": ("只改文字（依据、理由、建议）", "Only texts (source, rationale, remedy)"),
    "facts-new": ("新增的数据", "New facts"),
    "facts-gone": ("删去的数据", "Facts taken out"),
    "same": ("没有不同。", "Nothing differs."),
    "title": ("标题：{value}", "title: {value}"),
    "dimension": ("上级：{value}", "below: {value}"),
    "weight": ("分值：{value}", "weight: {value}"),
}
#: What each check does, and the page of the reference that has all of it.
CHECKS: Final[Mapping[str, tuple[str, str, str]]] = {
    "value": ("这项数据本身", "the fact itself", "language.md"),
    "ratio": ("part ÷ whole", "part / whole", "language.md"),
    "checklist": (
        "符合的要点占全部要点的份额；写了 gate 的，这一要点不符合则全部不得分",
        "the part of the items that are met; where there is a gate, nothing without that item",
        "language.md",
    ),
    "level": ("评定的等次，按各等次的得分率计分", "the level as judged, each worth its share", "language.md"),
    "panel": ("多位评委的评分合成一个分数", "the points of several assessors made one", "language.md"),
    "target.achievement": (
        "实际完成值与目标值按指标性质比较，达到目标得满分，未达到的按完成比例",
        "the actual value against the target by its sign: all where it is reached, else the part that is",
        "language.md",
    ),
    "budget.completion": ("spent ÷ budget", "spent / budget", "plugins-budget.md"),
    "budget.in_place": ("received ÷ budget", "received / budget", "plugins-budget.md"),
    "budget.variation": ("（本年－上年）÷ 上年", "(this year - last year) / last year", "plugins-budget.md"),
    "budget.saving": ("（计划成本－实际成本）÷ 计划成本", "(planned - actual cost) / planned", "plugins-budget.md"),
    "survey.satisfaction": (
        "满意的答卷占全部答卷的份额，或各答卷的平均得分率",
        "the part of the answers that are satisfied, or the mean of what they are worth",
        "plugins-survey.md",
    ),
}
#: Terms of a set that say where it comes from, not how it scores.
ORIGINS: Final = ("report-extends", "report-effective", "report-no-scale")


def word(code: str, lang: str, **values: object) -> str:
    """Return a word of the pages."""
    return WORDS[code][0 if lang == "zh" else 1].format(**values)


def method_words(check: str, lang: str) -> tuple[str, str]:
    """Return what a check does, and its place in the reference."""
    if check not in CHECKS:
        raise LookupError(f"tests/set_words.py has no words for the check {check}: add them")
    chinese, english, page = CHECKS[check]
    return (chinese if lang == "zh" else english), f"{page}#{anchor(check)}"


def title_words(rules: IndicatorSet, id_: str) -> str:
    """Return the title of a node; of an indicator with a line for every row, the labels of its columns in brackets."""
    title = rules.title_of(id_)
    table = rules.indicators[id_].for_each if id_ in rules.indicators else None
    if table is None:
        return title
    shown = re.sub(r"\{(\w+)\}", lambda found: f"〈{rules.label(f'{table}.{found[1]}')}〉", title)
    return f"{rules.title_of(rules.indicators[id_].dimension)} {shown}" if shown.startswith("〈") else shown


def weight_words(rules: IndicatorSet, id_: str) -> str:
    """Say what a node weighs: points, a part in a relative set, or the column that has each row's points."""
    weight = (rules.dimensions.get(id_) or rules.indicators[id_]).weight
    if isinstance(weight, str):
        table = rules.indicators[id_].for_each
        return word("of-rows", rules.lang, value=rules.label(f"{table}.{weight}"))
    return word("part" if rules.weights == "relative" else "points", rules.lang, value=number(weight))


def scoring_notes(bound: Bound, each: BoundIndicator) -> Iterator[str]:
    """Say how an indicator is measured and scored, also where its scale is the usual one."""
    rules = bound.rules
    named = each.check.references() if each.check is not None else ()
    labels = {one.path: (one.name, rules.label(one.name)) for one in named}
    scale = each.indicator.scale or {"kind": "yes_no" if each.kind == "boolean" else "proportional"}
    yield from indicator_notes(each.indicator.model_copy(update={"scale": scale, "source": None}), labels, rules.lang)


def reads_of(each: BoundIndicator) -> list[str]:
    """Return the facts and columns that an indicator reads, its conditions and its rows among them."""
    names = [*each.reads, *(name for one in each.applies for name in one.names)]
    if each.indicator.for_each:
        names.append(each.indicator.for_each)
    names += each.where.names if each.where is not None else ()
    names += [each.weight] if isinstance(each.weight, str) else []
    return list(dict.fromkeys(names))


def users(bound: Bound) -> dict[str, list[str]]:
    """Return what reads each fact or column: titles of indicators, gates and adjustments, in their order."""
    reading = [(title_words(bound.rules, each.id), reads_of(each)) for each in bound.indicators]
    reading += [(each.gate.title, list(each.when.names)) for each in bound.gates]
    reading += [(each.adjustment.title, list(each.points.names)) for each in bound.adjustments]
    found: dict[str, list[str]] = {}
    for title, names in reading:
        for name in names:
            titles = found.setdefault(name, [])
            titles += [] if title in titles else [title]
    for table, fact in bound.rules.facts.items():
        for column in fact.columns:  # a check of a whole table reads those that it asks for
            found.setdefault(f"{table}.{column}", found.get(table, []))
    return found


class FactWords(NamedTuple):
    """A fact, or a column by its whole name: label, what its values are, other headings, whether it is a column."""

    name: str
    label: str
    values: str
    aliases: tuple[str, ...]
    inside: bool


def facts_of(rules: IndicatorSet, lang: str) -> Iterator[FactWords]:
    """Go through the facts of a set, below a table its columns."""
    table = ""
    for label, name, values, inside in fact_rows(rules, lang):
        table = table if inside else name
        whole = f"{table}.{name}" if inside else name
        declared = rules.declared(whole)
        yield FactWords(whole, label, values, declared.aliases if declared is not None else (), inside)


# -- what differs


class Difference(NamedTuple):
    """What differs between two sets at one place: the place, what one says, what the other says.

    None is a side that does not have the place at all; `id` is "" for what has none.
    """

    where: str
    id: str
    base: tuple[str, ...] | None
    here: tuple[str, ...] | None


def differences(base: Bound, here: Bound) -> Iterator[Difference]:
    """Go through what a set says otherwise than another: the whole, the tree, gates, adjustments, facts, texts."""
    lang = here.rules.lang
    old, new = parts(base, lang), parts(here, lang)
    for key in [*new, *(key for key in old if key not in new)]:
        before, after = old.get(key), new.get(key)
        if before is None or after is None:
            known = after or before
            name = known.name if known is not None else ""
            yield Difference(name, key[1], before and before.notes, after and after.notes)
        elif before[:2] != after[:2]:
            titles = [word("title", lang, value=each.name) for each in (before, after) if before.name != after.name]
            yield Difference(
                after.name,
                key[1],
                (*titles[:1], *(note for note in before.notes if note not in after.notes)),
                (*titles[1:], *(note for note in after.notes if note not in before.notes)),
            )
    yield from _facts(base.rules, here.rules)
    texts = [after.name for key, after in new.items() if key in old and _texts(old[key], after)]
    if texts:
        yield Difference(word("texts", lang), "", (), (listed(texts, lang),))


class Part(NamedTuple):
    """A part of a set: what it is called, how it scores (what matters most comes first), and its texts."""

    name: str
    notes: tuple[str, ...]
    texts: tuple[str | None, ...] = ()


def parts(bound: Bound, lang: str) -> dict[tuple[str, str], Part]:
    """Return the parts of a set, by kind and id, in the order of its pages."""
    rules = bound.rules
    usual = {message(code, lang) for code in ORIGINS}
    terms = tuple(f"{label} {value}" for label, value in set_terms(rules, lang) if label not in usual)
    found = {("set", ""): Part(word("set", lang), terms)}
    found |= {("node", id_): _node(bound, id_) for id_ in order(rules)}
    for id_, gate in rules.gates.items():
        plain = gate.model_copy(update={"source": None, "message": None})
        found["gate", id_] = Part(gate.title, tuple(gate_notes(plain, rules, lang)), (gate.source, gate.message))
    for id_, each in rules.adjustments.items():
        plainly = each.model_copy(update={"source": None})
        found["adjustment", id_] = Part(each.title, tuple(adjustment_notes(plainly, lang)), (each.source,))
    return found


def _node(bound: Bound, id_: str) -> Part:
    """Return a dimension or an indicator as a part."""
    rules, lang = bound.rules, bound.rules.lang
    indicator = rules.indicators.get(id_)
    node = indicator or rules.dimensions[id_]
    home = indicator.dimension if indicator is not None else id_.rpartition(".")[0]
    weight = weight_words(rules, id_)
    notes = [weight if rules.weights == "relative" else word("weight", lang, value=weight)]
    notes += [word("dimension", lang, value=rules.title_of(home))] if home else []
    if indicator is not None:
        notes += scoring_notes(bound, next(each for each in bound.indicators if each.id == id_))
        return Part(title_words(rules, id_), tuple(notes), (node.source, node.rationale, indicator.remedy))
    notes += dimension_notes(rules.dimensions[id_].model_copy(update={"source": None}), lang)
    return Part(node.title, tuple(notes), (node.source, node.rationale))


def order(rules: IndicatorSet, above: str | None = None) -> Iterator[str]:
    """Go through the ids of the nodes below a dimension as a sheet has them."""
    if above is not None:
        yield from rules.indicators_of(above)
    for id_ in rules.children(above):
        yield id_
        yield from order(rules, id_)


def _texts(before: Part, after: Part) -> bool:
    return before[:2] == after[:2] and before.texts != after.texts


def _facts(base: IndicatorSet, here: IndicatorSet) -> Iterator[Difference]:
    lang = here.lang
    old, new = ({each.name: each for each in facts_of(rules, lang)} for rules in (base, here))
    added, gone = ([one.label for name, one in a.items() if name not in b] for a, b in ((new, old), (old, new)))
    if added:
        yield Difference(word("facts-new", lang), "", (), (listed(added, lang),))
    if gone:
        yield Difference(word("facts-gone", lang), "", (listed(gone, lang),), ())
    for name, fact in new.items():
        if name in old and (before := old[name])[1:3] != fact[1:3]:
            yield Difference(fact.label, name, before[1:3], fact[1:3])
