"""Loading: a path or an id becomes an indicator set, or every mistake of its file at once."""

from __future__ import annotations

import copy
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from scoring.binding import FROM_PLUGINS
from scoring.catalog import find, shipped
from scoring.diagnosis import Diagnosis
from scoring.display import short
from scoring.errors import Diagnostic, RulesError, closest
from scoring.indicators import IndicatorSet, parent_of
from scoring.linter import lint
from scoring.messages import message
from scoring.node import FOLDS, FUNCTIONS
from scoring.plugins import Registry, registry
from scoring.source import read_source
from scoring.wording import Problem, validated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.binding import Bound

__all__ = ["check", "load", "load_bound", "load_with", "locate"]

#: Tables of the file whose entries stand for themselves: one with a mistake is left out, the others are still checked.
KEYED: Final = ("facts", "dimensions", "indicators", "gates")
#: Keys of such entries on which nothing else depends: with a mistake, only the key is left out.
TELLING: Final = ("source", "remedy", "rationale", "label", "aliases", "display", "unit", "message")


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
    loaded, _, diagnosis = _checked(rules, found, lang, doubts=True)
    return loaded, diagnosis


def _checked(
    rules: str | os.PathLike[str], found: Registry, lang: str | None, *, doubts: bool = False
) -> tuple[IndicatorSet | None, Bound | None, Diagnosis]:
    source = read_source(locate(rules, found, lang or "en"), lang=lang)
    spoken = lang or source.data.get("lang", "zh")
    diagnosis = Diagnosis(source, "en" if spoken == "en" else "zh")
    loaded = _validated(source.data, diagnosis)
    if loaded is not None:
        loaded.attach(source)
        bound, diagnosis = lint(loaded, found, diagnosis, doubts=doubts)
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
    """Tell whether a plugin that is given later may cure a diagnostic: nobody here knows its namespace, or the like."""
    if diagnostic.code not in FROM_PLUGINS:
        return False
    if diagnostic.code == "unknown-function":
        return closest(diagnostic.subject.lower(), (*FUNCTIONS, *FOLDS, *found.functions)) is None
    spaces = {id_.partition(".")[0] for id_ in found.checks if "." in id_}
    return diagnostic.subject.partition(".")[0] not in spaces


def _validated(data: Mapping[str, Any], diagnosis: Diagnosis) -> IndicatorSet | None:
    """Validate the data; what has a mistake is noted and left out, so that the rest can still be checked."""
    made, problems = validated(IndicatorSet, data)
    problems += _texts_as_weights(data)
    if not problems:
        return made
    rest = copy.deepcopy(dict(data))
    for problem in problems:
        diagnosis.note(problem.code, problem.path, problem.values, at=problem.at)
        _drop(rest, problem, diagnosis)
    for key, value in PLACEHOLDERS.items():
        if key not in rest:
            rest[key] = value
            diagnosis.dropped.add(key)
    made, _ = validated(IndicatorSet, rest)
    return made


#: How many characters of a text a message quotes.
QUOTED: Final = 38
#: What stands for a required key that is wanting, so that the rest of the file can be checked.
PLACEHOLDERS: Final[Mapping[str, Any]] = {
    "id": "unnamed",
    "title": "?",
    "version": "0",
    "missing": "zero",
    "grades": [{"at_least": 0, "label": "?"}],
    "dimensions": {},
    "indicators": {},
}


def _texts_as_weights(data: Mapping[str, Any]) -> list[Problem]:
    """Refuse texts as weights, which only an indicator with a line for every row may have: the name of a column."""
    entries = data.get("indicators")
    found = []
    for id_, entry in entries.items() if isinstance(entries, dict) else ():
        weight = entry.get("weight") if isinstance(entry, dict) else None
        if isinstance(weight, str) and "for_each" not in entry:
            values = {"key": "weight", "given": f'"{short(weight, QUOTED)}"'}
            found.append(Problem(("indicators", id_, "weight"), "want-number", "value", values))
    return found


def _drop(rest: dict[str, Any], problem: Problem, diagnosis: Diagnosis) -> None:
    """Leave out what has a mistake: no more than must be, and note what cannot be judged without it."""
    path = problem.path
    if not path:
        return
    top, entries = str(path[0]), rest.get(str(path[0]))
    if top in KEYED and len(path) > 1 and isinstance(entries, dict):
        id_ = str(path[1])
        if top == "gates" and path[2:3] == ("then",):
            entries.get(id_, {})["then"] = {"warn": True}  # the condition can be checked without the effect
            return
        if _leaf_only(rest, problem):
            return
        entry = entries.pop(id_, None)
        diagnosis.dropped.add(id_)
        if top == "dimensions":
            diagnosis.unsure |= {parent_of(id_) or "", id_}
        elif top == "indicators" and entry is not None:
            home = entry.get("dimension") if isinstance(entry, dict) else None
            diagnosis.unsure.add(home if isinstance(home, str) and home in rest.get("dimensions", ()) else "*")
    elif top == "examples" and len(path) > 1 and isinstance(entries, list):
        if len(path) > 3 and _leaf_only(rest, problem, whatever=True):  # noqa: PLR2004 - no key of `expect` is required
            return
        entries[int(path[1])] = {"name": "?", "facts": {}, "expect": {}}
    else:
        rest.pop(top, None)
        diagnosis.dropped |= {top, str(problem.values.get("near"))}


def _leaf_only(rest: dict[str, Any], problem: Problem, *, whatever: bool = False) -> bool:
    """Leave out a key alone, if it only informs the reader or no other was meant by it; tell whether it was."""
    last = max(place for place, part in enumerate(problem.path) if isinstance(part, str))
    key = str(problem.path[last])
    if last < 2 or not (whatever or problem.code == "unknown-key" or {key, problem.values.get("near")} & set(TELLING)):  # noqa: PLR2004
        return False
    below: Any = rest
    for part in problem.path[:last]:
        if isinstance(below, dict) and part not in below:
            return True  # another mistake took it along
        below = below[part]
    below.pop(key, None)
    return True
