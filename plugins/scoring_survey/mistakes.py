"""Which parameters of a survey go together, and which do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring_survey.messages import mistake

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from scoring_survey.satisfaction import Satisfaction

__all__ = ["check_parameters"]


def check_parameters(check: Satisfaction) -> None:
    """Raise `ValueError`, in words that say what to do, for parameters that do not go together."""
    if sum(each is not None for each in (check.answer, check.options, check.counts)) != 1:
        raise mistake("answers")
    _columns(check)
    _worth(check)
    if check.minimum_response is not None and check.sent is None:
        raise mistake("minimum-response")


def _columns(check: Satisfaction) -> None:
    """A table where there are columns; a column of labels with their weights."""
    if check.counts is not None and any((check.table, check.group, check.question)):
        raise mistake("no-table")
    if check.counts is None and check.table is None:
        raise mistake("table")
    if (check.group is None) != (check.groups is None):
        raise mistake("pair", column="group", weights="groups")
    if (check.question is None) != (check.questions is None):
        raise mistake("pair", column="question", weights="questions")
    if check.question is not None and check.options is None:
        raise mistake("question")


def _worth(check: Satisfaction) -> None:
    """One way to say what an answer is worth, and a worth for every option."""
    ways = [check.satisfied_from, check.satisfied, check.points, check.out_of if check.points is None else None]
    if sum(each is not None for each in ways) != 1:
        raise mistake("worth")
    names = check.options or check.counts
    if names is not None:
        if len(set(names)) < len(names):
            raise mistake("twice", names=tuple(names))
        if check.satisfied is None and check.points is None:
            raise mistake("numbers")
        if unknown := _without(check.satisfied or check.points or (), names):
            raise mistake("unknown-option", names=unknown, among=tuple(names))
        if check.points is not None and (lacking := _without(names, check.points)):
            raise mistake("lacking-points", names=lacking)
    if check.points is not None:
        most = max(check.points.values())
        if most == 0:
            raise mistake("no-scale")
        if check.out_of is not None and most > check.out_of:
            raise mistake("above-scale", most=most, out_of=check.out_of)


def _without(names: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    return tuple(each for each in names if each not in known)
