"""The linter: what a set says, held against itself, the facts it declares and the plugins that are registered."""

from __future__ import annotations

import keyword
import unicodedata
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Final

from scoring.algebra import TOLERANCE
from scoring.binding import Bound, bind
from scoring.diagnosis import Diagnosis
from scoring.errors import closest
from scoring.exact_row import CONTEXT
from scoring.indicators import parent_of
from scoring.node import FOLDS, FUNCTIONS
from scoring.source import parse_source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scoring.indicators import IndicatorSet
    from scoring.plugins import Registry

__all__ = ["lint"]

#: A total of more rounding units than this cannot be counted exactly in columns of floats.
MOST_UNITS: Final = 1_000_000


def lint(rules: IndicatorSet, registry: Registry, diagnosis: Diagnosis | None = None) -> tuple[Bound | None, Diagnosis]:
    """Check a set as a whole; returns it resolved, and every mistake and doubt."""
    if diagnosis is None:
        source = rules.source_file or parse_source("", rules.id)
        diagnosis = Diagnosis(source, rules.lang)
    with localcontext(CONTEXT):  # the caller's own decimal context plays no part
        _facts(rules, diagnosis)
        _tree(rules, diagnosis)
        _ids(rules, diagnosis)
        if not diagnosis.dropped:
            _weights(rules, diagnosis)
        _units(rules, diagnosis)
        _policies(rules, diagnosis)
        _grades(rules, diagnosis)
        _examples(rules, diagnosis)
        bound = bind(rules, registry, diagnosis)
        _unused(bound, diagnosis)
    return (bound if not diagnosis.errors else None), diagnosis


def _facts(rules: IndicatorSet, diagnosis: Diagnosis) -> None:
    if not rules.facts:
        diagnosis.warning("facts-undeclared", ("indicators",))
    for name, fact in rules.facts.items():
        path = ("facts", name)
        if why := _bad_name(name, functions=True):
            diagnosis.error(why, path, name=name)
        elif name.partition(".")[0] == "project":
            diagnosis.error("fact-reserved", path, name=name)
        above = [other for other in rules.facts if name.startswith(other + ".")]
        if above:
            diagnosis.error("fact-and-group", path, name=name, other=above[0])
        if fact.type == "table" and not fact.columns:
            diagnosis.error("table-without-columns", path, name=name)
        if fact.type != "table" and fact.columns:
            diagnosis.error("columns-without-table", (*path, "columns"), name=name, type=fact.type)
        for column in fact.columns:
            if "." in column or (why := _bad_name(column, functions=False)):
                diagnosis.error("fact-name", (*path, "columns", column), name=column)


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
    for id_ in rules.dimensions:
        parent = parent_of(id_)
        if parent is not None and parent not in rules.dimensions and parent not in diagnosis.dropped:
            diagnosis.error("dimension-without-parent", ("dimensions", id_), id=id_, parent=parent)
    for id_, indicator in rules.indicators.items():
        name = indicator.dimension
        if name not in rules.dimensions and name not in diagnosis.dropped:
            near = closest(name, rules.dimensions)
            code = "unknown-dimension" if near is None else "unknown-dimension-near"
            known = ", ".join(rules.dimensions)
            diagnosis.error(code, ("indicators", id_, "dimension"), at="value", name=name, near=near, known=known)


def _ids(rules: IndicatorSet, diagnosis: Diagnosis) -> None:
    seen: dict[str, str] = {}
    for kind, ids in (
        ("dimensions", rules.dimensions),
        ("indicators", rules.indicators),
        ("gates", rules.gates),
    ):
        for id_ in ids:
            if id_ in seen:
                diagnosis.error("id-twice", (kind, id_), id=id_, other=seen[id_])
            seen.setdefault(id_, kind)


def _weights(rules: IndicatorSet, diagnosis: Diagnosis) -> None:
    """Children add up to their parent, at every node; the top dimensions to full marks."""
    for id_, dimension in rules.dimensions.items():
        children = [(child, rules.dimensions[child].weight) for child in rules.children(id_)]
        children += [(child, rules.indicators[child].weight) for child in rules.indicators_of(id_)]
        if not children:
            diagnosis.error("dimension-empty", ("dimensions", id_), id=id_)
            continue
        _adds_up(children, dimension.weight, ("dimensions", id_, "weight"), id_, diagnosis)
    top = [(child, rules.dimensions[child].weight) for child in rules.children(None)]
    path: tuple[str | int, ...] = ("full_marks",) if "full_marks" in rules.model_fields_set else ("dimensions",)
    _adds_up(top, rules.full_marks, path, "full_marks", diagnosis)


def _adds_up(
    children: Iterable[tuple[str, Decimal]],
    due: Decimal,
    path: tuple[str | int, ...],
    name: str,
    diagnosis: Diagnosis,
) -> None:
    listed = list(children)
    total = sum((weight for _, weight in listed), Decimal(0))
    if abs(total - due) > TOLERANCE:
        parts = " + ".join(f"{child} {weight}" for child, weight in listed)
        code = "weights-over" if total > due else "weights-under"
        diagnosis.error(code, path, id=name, due=due, total=total, by=abs(total - due), parts=parts)


def _units(rules: IndicatorSet, diagnosis: Diagnosis) -> None:
    to = rules.round.to
    if rules.full_marks / to > MOST_UNITS:
        path: tuple[str | int, ...] = ("full_marks",) if "full_marks" in rules.model_fields_set else ("round",)
        diagnosis.error("full-marks-units", path, full_marks=rules.full_marks, to=to, most=MOST_UNITS * to)
    weights: list[tuple[tuple[str, ...], Decimal]] = [
        (("dimensions", id_, "weight"), each.weight) for id_, each in rules.dimensions.items()
    ]
    weights += [(("indicators", id_, "weight"), each.weight) for id_, each in rules.indicators.items()]
    weights.append((("full_marks",), rules.full_marks))
    for path, weight in weights:
        if weight % to != 0:
            diagnosis.error("weight-unit", path, at="value", weight=weight, to=to)


def _policies(rules: IndicatorSet, diagnosis: Diagnosis) -> None:
    if rules.minimum_coverage is not None:
        return
    if rules.missing == "skip":
        diagnosis.error("coverage-wanted", ("missing",))
    for id_, indicator in rules.indicators.items():
        if indicator.missing == "skip":
            diagnosis.error("coverage-wanted", ("indicators", id_, "missing"))


def _grades(rules: IndicatorSet, diagnosis: Diagnosis) -> None:
    seen: dict[str, object] = {}
    edges: list[Decimal] = []
    for place, grade in enumerate(rules.grades):
        path = ("grades", place)
        if any(abs(grade.at_least - edge) <= TOLERANCE for edge in edges):
            diagnosis.error("grade-overlap", path, at_least=grade.at_least)
        if grade.label in seen:
            diagnosis.error("grade-twice", path, label=grade.label)
        if grade.at_least > rules.full_marks:
            diagnosis.warning(
                "grade-unreachable", path, label=grade.label, at_least=grade.at_least, most=rules.full_marks
            )
        edges.append(grade.at_least)
        seen[grade.label] = grade.at_least


def _examples(rules: IndicatorSet, diagnosis: Diagnosis) -> None:
    labels = [grade.label for grade in rules.grades]
    for place, example in enumerate(rules.examples):
        path = ("examples", place, "expect")
        for kind, ids in (("scores", example.expect.scores), ("status", example.expect.status)):
            for id_ in ids:
                if id_ not in rules.indicators and id_ not in diagnosis.dropped:
                    near = closest(id_, rules.indicators)
                    code = "unknown-indicator" if near is None else "unknown-indicator-near"
                    diagnosis.error(code, (*path, kind, id_), name=id_, near=near)
        if example.expect.grade is not None and example.expect.grade not in labels:
            near = closest(example.expect.grade, labels)
            code = "unknown-grade"
            diagnosis.error(code, (*path, "grade"), at="value", name=example.expect.grade, known=", ".join(labels))


def _unused(bound: Bound, diagnosis: Diagnosis) -> None:
    """Doubt what is declared and not used, and what a reader would miss."""
    rules = bound.rules
    if diagnosis.errors:
        return
    used = {name for each in bound.indicators for name in each.reads}
    used |= {name for each in bound.indicators for formula in each.applies for name in formula.names}
    used |= {name for gate in bound.gates for name in gate.when.names}
    used |= {name.rpartition(".")[0] for name in used}
    for name in rules.facts:
        if name not in used:
            diagnosis.warning("fact-unused", ("facts", name), name=name)
    for id_, indicator in rules.indicators.items():
        lacking = [key for key in ("source", "remedy") if getattr(indicator, key) is None]
        if lacking:
            diagnosis.warning("indicator-bare", ("indicators", id_), id=id_, lacking=", ".join(lacking))
    if not rules.examples:
        diagnosis.warning("no-example", ())
