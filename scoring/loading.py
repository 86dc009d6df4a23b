"""Loading: a path or an id becomes an indicator set, or every mistake of its file at once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from scoring.binding import FROM_PLUGINS
from scoring.catalog import find, shipped
from scoring.diagnosis import Diagnosis
from scoring.errors import Diagnostic, RulesError, closest
from scoring.indicators import IndicatorSet
from scoring.linter import lint
from scoring.messages import message
from scoring.plugins import Registry, registry
from scoring.source import read_source
from scoring.wording import model_problems

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.binding import Bound

__all__ = ["check", "load", "load_bound", "load_with", "locate"]

#: Tables of the file whose entries stand for themselves: one with a mistake is left out, the others are still checked.
KEYED: Final = ("facts", "dimensions", "indicators", "gates")


def load(rules: str | os.PathLike[str], *, plugins: Sequence[Any] = ()) -> IndicatorSet:
    """Load an indicator set by its path, or by the id of a shipped one (`"wanzai/office-services-2022"`).

    `plugins` are modules with hook implementations, beside those that are installed. A check whose plugin may be
    given to the engine later is left to it. Raises `RulesError` with every diagnostic.

    >>> load("wanzai/office-services-2022").title
    '机关事务管理中心项目支出绩效评价'
    """
    return load_with(rules, registry(plugins))


def load_with(rules: str | os.PathLike[str], found: Registry, *, lang: str | None = None) -> IndicatorSet:
    """Load an indicator set with plugins that are registered already; diagnostics in `lang`, else the set's."""
    loaded, _, diagnosis = _checked(rules, found, lang)
    errors = [each for each in diagnosis.errors if not _curable(each, found)]
    if errors or loaded is None:
        raise RulesError(errors or diagnosis.errors)
    return loaded


def load_bound(rules: str | os.PathLike[str], found: Registry, *, lang: str | None = None) -> Bound:
    """Load an indicator set and resolve it, ready for an engine; every mistake raises `RulesError`."""
    _, bound, diagnosis = _checked(rules, found, lang)
    if bound is None:
        raise RulesError(diagnosis.errors)
    return bound


def check(
    rules: str | os.PathLike[str], found: Registry, *, lang: str | None = None
) -> tuple[IndicatorSet | None, Diagnosis]:
    """Read a set and diagnose it whole: mistakes and doubts; None instead of a set that no model fits.

    Raises `RulesError` where the file cannot be read as TOML at all.
    """
    loaded, _, diagnosis = _checked(rules, found, lang)
    return loaded, diagnosis


def _checked(
    rules: str | os.PathLike[str], found: Registry, lang: str | None
) -> tuple[IndicatorSet | None, Bound | None, Diagnosis]:
    source = read_source(locate(rules, found, lang or "en"), lang=lang or "en")
    spoken = lang or source.data.get("lang", "zh")
    diagnosis = Diagnosis(source, "en" if spoken == "en" else "zh")
    loaded = _validated(source.data, diagnosis)
    if loaded is not None:
        loaded.attach(source)
        bound, diagnosis = lint(loaded, found, diagnosis)
        return (None if diagnosis.dropped else loaded), bound, diagnosis
    return None, None, diagnosis


def locate(rules: str | os.PathLike[str], found: Registry, lang: str) -> Path:
    """Return the file of a set given by path or id; raises `RulesError` with the nearest id if there is neither."""
    text = os.fspath(rules)
    path = Path(text)
    if text.endswith(".toml") or path.exists():
        return path
    shipped_path = find(text, found.folders)
    if shipped_path is not None:
        return shipped_path
    known = [each.id for each in shipped(found.folders)]
    near = closest(text, known)
    code = "unknown-set" if near is None else "unknown-set-near"
    why = message(code, lang, name=text, near=near, known=", ".join(known))
    raise RulesError([Diagnostic(text, 1, 1, 2, "unknown-set", why)])


def _curable(diagnostic: Diagnostic, found: Registry) -> bool:
    """Tell whether a plugin that is given later may cure a diagnostic: nobody here knows its namespace."""
    if diagnostic.code not in FROM_PLUGINS:
        return False
    spaces = {id_.partition(".")[0] for id_ in found.checks if "." in id_}
    return diagnostic.subject.partition(".")[0] not in spaces


def _validated(data: Mapping[str, Any], diagnosis: Diagnosis) -> IndicatorSet | None:
    """Validate the data; what has a mistake is noted and left out, so that the rest can still be checked."""
    try:
        return IndicatorSet.model_validate(data)
    except ValidationError as error:
        problems = list(model_problems(error, IndicatorSet))
    for problem in problems:
        diagnosis.note(problem.code, problem.path, problem.values, at=problem.at)
    rest = {key: dict(value) if key in KEYED and isinstance(value, dict) else value for key, value in data.items()}
    for problem in problems:
        _drop(rest, problem.path, diagnosis)
    for key, value in PLACEHOLDERS.items():
        if key not in rest:
            rest[key] = value
            diagnosis.dropped.add(key)
    try:
        return IndicatorSet.model_validate(rest)
    except ValidationError:
        return None


#: What stands for a required key that is wanting, so that the rest of the file can be checked.
PLACEHOLDERS: Final[Mapping[str, Any]] = {
    "id": "unnamed",
    "title": "?",
    "version": "0",
    "missing": "zero",
    "grades": [{"at_least": 0, "label": "?"}],
}


def _drop(rest: dict[str, Any], path: tuple[str | int, ...], diagnosis: Diagnosis) -> None:
    if not path:
        return
    top = str(path[0])
    if top in KEYED and len(path) > 1 and isinstance(rest.get(top), dict):
        rest[top].pop(path[1], None)
        diagnosis.dropped.add(str(path[1]))
    elif top in rest:
        rest.pop(top)
        diagnosis.dropped.add(top)
