"""Rehearsal: checks and scales tried once without data, so that what does not suit is found before any project."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from scoring.aggregations import Children
from scoring.checks import ObservedCheck, measured_by, of_project, raised
from scoring.errors import WHATEVER, ScoringError, UnknownNameError
from scoring.functions import without_data
from scoring.quantity import Names, plain

if TYPE_CHECKING:
    from scoring.aggregations import Aggregation
    from scoring.checks import Check
    from scoring.diagnosis import Diagnosis
    from scoring.quantity import Kind, Quantity
    from scoring.scales import Problem, Scale

__all__ = ["problems_of", "rehearse", "rehearse_aggregation", "rehearse_scale"]

Path = tuple[str | int, ...]


def rehearse(
    check: Check, given: Mapping[str, Any], names: Names, diagnosis: Diagnosis, path: Path
) -> tuple[bool, Quantity | None]:
    """Build a check once, of parameters that were `given`: whether its facts suit it, and its measure.

    A check that raises anything but `ScoringError` is kept: every project will have the status `error`.
    """
    facts = without_data(names)
    if isinstance(check, ObservedCheck):
        return True, facts.missing(check.kind)
    try:
        return True, measured_by(check, facts).value
    except ScoringError as error:
        said = _said(given, error.name, ("with",)) if isinstance(error, UnknownNameError) else None
        if isinstance(error, UnknownNameError) and said is not None:
            code = "unknown-fact" if error.near is None else "unknown-fact-near"
            diagnosis.error(code, (*path, *said[0]), at=said[1], name=error.name, near=error.near)
        else:
            diagnosis.error("check-facts", (*path, "check"), at="value", why=str(error))
        return False, None
    except WHATEVER as error:
        diagnosis.warning("check-raises", (*path, "check"), why=raised(error))
        return True, None


def _said(given: Any, name: str, path: Path) -> tuple[Path, Literal["key", "value"]] | None:
    """Return where parameters say a name, or the column that it ends in; a parameter's own name is none."""
    wanted = (name, name.rpartition(".")[2])
    if isinstance(given, str):
        return (path, "value") if plain(given) in wanted else None
    listed = enumerate(given) if isinstance(given, (list, tuple)) else ()
    for key, value in given.items() if isinstance(given, Mapping) else listed:
        if len(path) > 1 and isinstance(key, str) and plain(key) in wanted:
            return (*path, key), "key"
        if (found := _said(value, name, (*path, key))) is not None:
            return found
    return None


def rehearse_scale(scale: Scale, kind: Kind, weight: Decimal, names: Names, diagnosis: Diagnosis, path: Path) -> bool:
    """Build a stranger's scale once, as `rehearse` does a check: whether it suits the kind of measure."""
    facts = without_data(names)
    try:
        facts.clip(of_project("the share", scale.share(facts.missing(kind), facts, weight)), 0, 1)
    except ScoringError as error:
        diagnosis.error("scale-facts", (*path, "scale"), why=str(error))
        return False
    except WHATEVER as error:
        diagnosis.warning("scale-raises", (*path, "scale"), why=raised(error))
    return True


def rehearse_aggregation(aggregation: Aggregation, children: int) -> None:
    """Build an aggregation once, of so many children; raises what it raises."""
    facts = without_data(Names({}, {}))
    made = aggregation(Children([facts.missing() for _ in range(children)], [Decimal(1)] * children, facts))
    of_project("the share", made)


def problems_of(scale: Scale, weight: Decimal) -> list[Problem]:
    """Return what is wrong with a scale's parameters together; what a stranger's scale raises is a problem too."""
    try:
        found = list(scale.problems(weight))
    except WHATEVER as error:
        found = [raised(error)]
    return [each if isinstance(each, tuple) else ((), "wrong-value", {"key": "scale", "why": each}) for each in found]
