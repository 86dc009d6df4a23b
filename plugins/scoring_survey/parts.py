"""The parts of a survey: each question in each group, with what its answers add up to."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring import Facts, Quantity
    from scoring_survey.satisfaction import Satisfaction

__all__ = ["Part", "Parts", "parts"]


class Part(NamedTuple):
    """One question in one group: `holds` adds up the points of its answers (1 for a satisfied one)."""

    label: str
    weight: Decimal
    holds: Quantity
    sample: Quantity


class Parts(NamedTuple):
    """All parts, with the samples of each question by group.

    `left_out` is the number of answers (or of rows of counts) that no part takes; `counts` are the counts of options.
    """

    parts: list[Part]
    by_question: list[list[Quantity]]
    left_out: Quantity | None
    counts: Sequence[Quantity]


def parts(check: Satisfaction, facts: Facts) -> Parts:
    """Return the parts of a survey, however its answers are given."""
    if check.counts is not None:
        counts = [facts[name] for name in check.counts]
        part = Part("", Decimal(1), _points(check, check.counts, counts), reduce(add, counts))
        return Parts([part], [[part.sample]], None, counts)
    return _of_answers(check, facts) if check.answer is not None else _of_options(check, facts)


def _of_answers(check: Satisfaction, facts: Facts) -> Parts:
    """A row is a questionnaire: fold the points of each column."""
    found: list[Part] = []
    by_question = []
    questions = check.answer or {}
    answers = {name: facts[f"{check.table}.{name}"] for name in questions}
    for name, weight in questions.items():
        earned = _earned(check, facts, answers[name])
        question = []
        for label, group_weight, member in _labelled(check.table, check.group, check.groups, facts):
            taken = earned if member is None else facts.where(member, earned, facts.missing())
            names = [name] if len(answers) > 1 else []
            question.append(
                Part(" · ".join([*names, *label]), weight * group_weight, facts.sum(taken), facts.count(taken))
            )
        found += question
        by_question.append([part.sample for part in question])
    given = reduce(add, [facts.count(facts.present(each)) for each in answers.values()])
    return Parts(found, by_question, given - reduce(add, [part.sample for part in found]), ())


def _of_options(check: Satisfaction, facts: Facts) -> Parts:
    """A row has the counts of the options for one question or group: add them up."""
    options = check.options or []
    counts = [facts[f"{check.table}.{name}"] for name in options]
    points, people = _points(check, options, counts), reduce(add, counts)
    found: list[Part] = []
    by_question = []
    rows = []
    for question, weight, asked in _labelled(check.table, check.question, check.questions, facts):
        samples = []
        for group, group_weight, member in _labelled(check.table, check.group, check.groups, facts):
            conditions = [each for each in (asked, member) if each is not None]
            holds, sample = (_where(facts, conditions, each) for each in (points, people))
            rows.append(facts.count(sample))
            samples.append(facts.sum(sample))
            found.append(Part(" · ".join([*question, *group]), weight * group_weight, facts.sum(holds), samples[-1]))
        by_question.append(samples)
    left_out = facts.count(str(check.table)) - reduce(add, rows)
    return Parts(found, by_question, left_out, [facts.minimum(each) for each in counts])


def _where(facts: Facts, conditions: Sequence[Quantity], value: Quantity) -> Quantity:
    """Return a value where all conditions hold, missing elsewhere."""
    for each in conditions:
        value = facts.where(each, value, facts.missing(value.kind))
    return value


def _labelled(
    table: str | None, column: str | None, weights: Mapping[str, Decimal] | None, facts: Facts
) -> list[tuple[list[str], Decimal, Quantity | None]]:
    """Return what a column tells apart: label, weight, and the condition that a row belongs to it."""
    if column is None or weights is None:
        return [([], Decimal(1), None)]
    return [([label], weight, facts[f"{table}.{column}"] == label) for label, weight in weights.items()]


def _earned(check: Satisfaction, facts: Facts, answer: Quantity) -> Quantity:
    """Return the points of the answer in each row, missing for one that is none of the options."""
    if check.satisfied_from is not None:
        return facts.where(answer >= check.satisfied_from, 1, 0)
    if check.satisfied is not None:
        return facts.where(facts.among(answer, check.satisfied), 1, 0)
    if check.points is not None:
        return facts.lookup(answer, {plain(text): points for text, points in check.points.items()})
    return facts.where((answer >= 0) & (answer <= check.full), answer, facts.missing(answer.kind))


def _points(check: Satisfaction, names: Sequence[str], counts: Sequence[Quantity]) -> Quantity:
    """Add up the points of the options: points x people."""
    points = check.points or dict.fromkeys(check.satisfied or [], Decimal(1))
    return reduce(add, [count * points.get(name, Decimal(0)) for name, count in zip(names, counts, strict=True)])


def plain(text: str) -> str:
    """Return the form in which texts are compared.

    >>> plain(" 满意（好） ")
    '满意(好)'
    """
    return unicodedata.normalize("NFKC", text).strip()
