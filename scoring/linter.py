"""The linter: what a set says, held against itself, the facts it declares and the plugins that are registered."""

from __future__ import annotations

import keyword
import unicodedata
from decimal import Decimal, localcontext
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from scoring.algebra import TOLERANCE
from scoring.binding import Bound, bind
from scoring.diagnosis import Diagnosis
from scoring.errors import closest
from scoring.exact_row import CONTEXT
from scoring.indicators import parent_of
from scoring.linter_examples import lint_examples
from scoring.linter_weights import lint_weights
from scoring.node import FOLDS, FUNCTIONS
from scoring.quantity import plain
from scoring.scales import Thresholds
from scoring.source import parse_source

if TYPE_CHECKING:
    from scoring.indicators import Column, Fact, IndicatorSet
    from scoring.plugins import Registry

__all__ = ["lint"]

#: Types of facts that have no bounds.
UNBOUNDED: Final = ("boolean", "text", "level", "date", "table")


def lint(
    rules: IndicatorSet, registry: Registry, diagnosis: Diagnosis | None = None, *, doubts: bool = True
) -> tuple[Bound | None, Diagnosis]:
    """Check a set as a whole; returns it resolved, and every mistake; `doubts` too, which who scores never asks for."""
    if diagnosis is None:
        source = rules.source_file or parse_source("", rules.id)
        diagnosis = Diagnosis(source, rules.lang)
    with localcontext(CONTEXT):  # the caller's own decimal context plays no part
        _whole(rules, registry, diagnosis)
        _facts(rules, registry, diagnosis)
        _tree(rules, diagnosis)
        _ids(rules, diagnosis)
        lint_weights(rules, diagnosis)
        if "minimum_coverage" not in diagnosis.dropped:
            _policies(rules, diagnosis)
        _effective(rules, diagnosis)
        _grades(rules, diagnosis)
        lint_examples(rules, diagnosis)
        bound = bind(rules, registry, diagnosis)
        if doubts or any(isinstance(each.scale, Thresholds) for each in bound.indicators):
            _reach(bound, diagnosis, doubts=doubts)
    return (None if diagnosis.mistakes else bound), diagnosis


def _whole(rules: IndicatorSet, registry: Registry, diagnosis: Diagnosis) -> None:
    """Refuse a set that is not whole: what it extends was not merged, or a plugin that it requires is not there."""
    if rules.extends is not None and diagnosis.source.base is None:
        diagnosis.error("extends-unresolved", ("extends",))
    elif rules.remove and diagnosis.source.base is None:
        diagnosis.error("remove-without-extends", ("remove",))
    if rules.requires:
        from scoring.requirement import require  # noqa: PLC0415 - few sets require plugins

        require(rules, registry, diagnosis)


def _facts(rules: IndicatorSet, registry: Registry, diagnosis: Diagnosis) -> None:
    if not rules.facts and not diagnosis.dropped:
        diagnosis.warning("facts-undeclared", ("indicators",))
    for name, fact in rules.facts.items():
        path = ("facts", name)
        if why := _bad_name(name, functions=True):
            near = plain(name) if why == "fact-name" and _bad_name(plain(name), functions=True) is None else None
            diagnosis.error(why if near is None else "fact-name-near", path, name=name, near=near)
        elif name in registry.functions:
            diagnosis.error("fact-function-of-plugin", path, name=name, plugin=registry.functions[name].plugin)
        elif name.partition(".")[0] == "project":
            diagnosis.error("fact-reserved", path, name=name)
        above = next((each for each in accumulate(name.split(".")[:-1], "{}.{}".format) if each in rules.facts), None)
        if above is not None:
            diagnosis.error("fact-and-group", path, name=name, other=above)
        if fact.type == "table" and not fact.columns:
            diagnosis.error("table-without-columns", path, name=name)
        if fact.type != "table" and fact.columns:
            diagnosis.error("columns-without-table", (*path, "columns"), name=name, type=fact.type)
        _bounds(fact, path, diagnosis)
        for column, each in fact.columns.items():
            inner = (*path, "columns", column)
            if why := "column-name" if "." in column else _bad_name(column, functions=False):
                diagnosis.error("column-name" if why == "fact-name" else why, inner, name=column)
            _bounds(each, inner, diagnosis)


def _bounds(fact: Fact | Column, path: tuple[str | int, ...], diagnosis: Diagnosis) -> None:
    """Refuse bounds that no value keeps; doubt those that no value is held to."""
    least, most = fact.minimum, fact.maximum
    if fact.type in UNBOUNDED:
        for key in ("minimum", "maximum"):
            if getattr(fact, key) is not None:
                diagnosis.warning("bounds-idle", (*path, key), key=key, type=fact.type)
    elif least is not None and most is not None and least > most + TOLERANCE:
        diagnosis.error("bounds-crossed", (*path, "minimum"), minimum=least, maximum=most)


def _bad_name(name: str, *, functions: bool) -> str | None:
    """Return the code of what is wrong with a fact's name, None if nothing is."""
    for part in name.split("."):
        if not part.isidentifier() or part != unicodedata.normalize("NFKC", part):
            return "fact-name"
        if keyword.iskeyword(part):
            return "fact-keyword"
        if functions and part in (*FUNCTIONS, *FOLDS, "score", "share"):
            return "fact-function"
    return None


def _tree(rules: IndicatorSet, diagnosis: Diagnosis) -> None:
    for kind in ("dimensions", "indicators"):
        if not getattr(rules, kind) and kind not in diagnosis.dropped and not diagnosis.unsure:
            diagnosis.error("empty-value", (kind,), key=kind)
    for id_ in rules.dimensions:
        parent = parent_of(id_)
        if parent is not None and parent not in rules.dimensions and parent not in diagnosis.dropped:
            diagnosis.error("dimension-without-parent", ("dimensions", id_), id=id_, parent=parent)
    wanted = {parent_of(id_) for id_ in rules.dimensions} | {each.lower() for each in diagnosis.dropped}
    for id_, indicator in rules.indicators.items():
        name = indicator.dimension
        if rules.dimensions and name not in rules.dimensions and name not in wanted:
            near = closest(name, rules.dimensions)
            code = "unknown-dimension" if near is None else "unknown-dimension-near"
            known = tuple(rules.dimensions)
            diagnosis.error(code, ("indicators", id_, "dimension"), at="value", name=name, near=near, known=known)


def _ids(rules: IndicatorSet, diagnosis: Diagnosis) -> None:
    seen: dict[str, str] = {}
    for kind, ids in (
        ("dimensions", rules.dimensions),
        ("indicators", rules.indicators),
        ("gates", rules.gates),
        ("adjustments", rules.adjustments),
    ):
        for id_ in ids:
            if id_ in seen:
                diagnosis.error("id-twice", (kind, id_), id=id_, other=seen[id_])
            seen.setdefault(id_, kind)


def _policies(rules: IndicatorSet, diagnosis: Diagnosis) -> None:
    if rules.minimum_coverage is not None:
        return
    if rules.missing == "skip":
        diagnosis.error("coverage-wanted", ("missing",))
    for id_, indicator in rules.indicators.items():
        if indicator.missing == "skip":
            diagnosis.error("coverage-wanted", ("indicators", id_, "missing"))


def _grades(rules: IndicatorSet, diagnosis: Diagnosis) -> None:
    seen: set[str] = set()
    edges: list[Decimal] = []
    for place, grade in enumerate(rules.grades):
        path = ("grades", place)
        if any(abs(grade.at_least - edge) <= TOLERANCE for edge in edges):
            diagnosis.error("grade-overlap", path, at_least=grade.at_least)
        if plain(grade.label) in seen:
            diagnosis.error("grade-twice", path, label=grade.label)
        edges.append(grade.at_least)
        seen.add(plain(grade.label))


def _effective(rules: IndicatorSet, diagnosis: Diagnosis) -> None:
    days = rules.effective
    if days is not None and days.from_ is not None and days.until is not None and days.from_ > days.until:
        diagnosis.error("effective-crossed", ("effective", "from"), at="value", start=days.from_, until=days.until)


def _reach(bound: Bound, diagnosis: Diagnosis, *, doubts: bool) -> None:
    """Refuse what no project reaches, and say what is doubted."""
    from scoring.linter_reach import lint_reach  # noqa: PLC0415 - intervals are for few who only score
    from scoring.rule_reach import RuleReach  # noqa: PLC0415

    reach = RuleReach(bound)
    lint_reach(reach, diagnosis)
    if doubts:
        from scoring.linter_doubts import doubt  # noqa: PLC0415 - who only scores asks for none

        doubt(reach, diagnosis)
