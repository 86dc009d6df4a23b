"""Loading: a path or an id becomes an indicator set, or every mistake of its file at once."""

from __future__ import annotations

import copy
import datetime
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scoring.binding import FROM_PLUGINS
from scoring.catalog import chosen
from scoring.diagnosis import Diagnosis
from scoring.display import short
from scoring.errors import Diagnostic, RulesError, closest
from scoring.indicators import IndicatorSet, parent_of
from scoring.linter import lint
from scoring.messages import message
from scoring.node import FOLDS, FUNCTIONS
from scoring.plugins import Registry, registry
from scoring.source import read_source, spoken
from scoring.versions import edition, in_force
from scoring.wording import Problem, validated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.binding import Bound
    from scoring.source import Source

__all__ = ["check", "load", "load_bound", "load_with", "locate"]

#: Tables of the file whose entries stand for themselves: one with a mistake is left out, the others are still checked.
KEYED: Final = ("facts", "dimensions", "indicators", "gates", "adjustments")
#: Keys of such entries on which nothing else depends: with a mistake, only the key is left out.
TELLING: Final = ("source", "remedy", "rationale", "label", "aliases", "display", "unit", "message")
#: What a file says of itself, also where it extends another.
OF_ITSELF: Final = ("id", "version")
#: Mistakes that another installation has not: a base is none the worse for them.
OF_INSTALLATION: Final = (*FROM_PLUGINS, "requires-missing", "requires-version")


def load(
    rules: str | os.PathLike[str], *, on: datetime.date | None = None, plugins: Sequence[Any] = ()
) -> IndicatorSet:
    """Load an indicator set by its path, or by the id of an installed one (`"wanzai/office-services-2022"`).

    Of several versions of an id, `id@version` names one; else it is the one in force `on` a day, or without a day the
    newest. A set that extends another is merged with it. `plugins` are modules with hook implementations, beside those
    that are installed. A check whose plugin may be given to the engine later is left to it. Raises `RulesError` with
    every diagnostic, also where the set is not in force on the day.

    >>> load("wanzai/office-services-2022").title
    '机关事务管理中心项目支出绩效评价'
    """
    day = on.date() if isinstance(on, datetime.datetime) else on
    return load_with(rules, registry(plugins), day=day)


def load_with(
    rules: str | os.PathLike[str], found: Registry, *, day: datetime.date | None = None, lang: str | None = None
) -> IndicatorSet:
    """Load an indicator set with plugins that are registered already; diagnostics in `lang`, else the set's."""
    loaded, _, diagnosis = _checked(rules, found, day, lang)
    errors = [each for each in diagnosis.errors if not _curable(each, found)]
    if errors or loaded is None:
        raise RulesError(errors or diagnosis.errors)
    return loaded


def load_bound(
    rules: str | os.PathLike[str], found: Registry, *, day: datetime.date | None = None, lang: str | None = None
) -> Bound:
    """Load an indicator set and resolve it, ready for an engine; every mistake raises `RulesError`."""
    _, bound, diagnosis = _checked(rules, found, day, lang)
    if bound is None:
        raise RulesError(diagnosis.errors)
    return bound


def check(
    rules: str | os.PathLike[str], found: Registry, *, day: datetime.date | None = None, lang: str | None = None
) -> tuple[IndicatorSet | None, Diagnosis]:
    """Read a set and diagnose it whole: mistakes and doubts; None instead of a set that no model fits.

    Raises `RulesError` where the file cannot be read as TOML at all.
    """
    loaded, _, diagnosis = _checked(rules, found, day, lang, doubts=True)
    return loaded, diagnosis


class Checked(NamedTuple):
    """A set that was read: as its model, as it was resolved, each None if it has mistakes, and what was found."""

    rules: IndicatorSet | None
    bound: Bound | None
    diagnosis: Diagnosis


def _checked(
    rules: str | os.PathLike[str],
    found: Registry,
    day: datetime.date | None,
    lang: str | None,
    *,
    doubts: bool = False,
) -> Checked:
    source = read_source(locate(rules, found, day, lang or "en"), lang=lang)
    if day is not None:
        _in_force(source, day, lang)
    if "extends" not in source.data:
        return _diagnosed(_diagnosis(source, lang), found, doubts=doubts)
    from scoring.bases import chain  # noqa: PLC0415 - few sets rest on another

    sources, gap = chain(source, found.folders, day, lang)
    below: Checked | None = None
    for level, each in reversed([*enumerate(sources)]):
        if gap is not None and gap.level == level:
            below = _unusable(each, gap.code, gap.values, gap.told, lang)
        elif below is None:
            below = _diagnosed(_diagnosis(each, lang), found, doubts=doubts)
        elif any(one.code not in OF_INSTALLATION for one in below.diagnosis.errors):
            told = below.diagnosis.errors
            below = _unusable(each, "base-mistakes", {"base": each.data["extends"]}, told, lang)
        else:
            below = _overlaid(each, below.diagnosis, found, lang, doubts=doubts)
    assert below is not None  # noqa: S101 - there is a file at least
    return below


def _diagnosis(source: Source, lang: str | None) -> Diagnosis:
    said = lang or source.data.get("lang")
    if said is None:  # the base may say it; where that is not known, the text tells
        said = spoken(source.text) if source.base is None and "extends" in source.data else "zh"
    return Diagnosis(source, "en" if said == "en" else "zh")


def _diagnosed(diagnosis: Diagnosis, found: Registry, *, doubts: bool) -> Checked:
    loaded = _validated(diagnosis.source.data, diagnosis)
    if loaded is None:
        return Checked(None, None, diagnosis)
    loaded.attach(diagnosis.source)
    bound, diagnosis = lint(loaded, found, diagnosis, doubts=doubts)
    return Checked(None if diagnosis.dropped else loaded, bound, diagnosis)


def _overlaid(source: Source, base: Diagnosis, found: Registry, lang: str | None, *, doubts: bool) -> Checked:
    """Diagnose an overlay on its base, which is sound."""
    from scoring.layers import Layers  # noqa: PLC0415 - few sets rest on another
    from scoring.overlay import resolved  # noqa: PLC0415

    data, removed, mistakes = resolved(base.source.data, source.data)
    diagnosis = _diagnosis(Layers(source, base.source, data, removed, lambda: base.found), lang)
    for mistake in mistakes:
        diagnosis.note(mistake.code, mistake.path, mistake.values, at=mistake.at)
        if mistake.code == "unknown-entry":
            diagnosis.dropped.add(str(mistake.path[-1]))
    return _diagnosed(diagnosis, found, doubts=doubts)


def _unusable(
    source: Source, code: str, values: Mapping[str, object], told: Sequence[Diagnostic], lang: str | None
) -> Checked:
    """Diagnose an overlay without its base, which cannot be used: no more than its own keys can be judged."""
    diagnosis = _diagnosis(source, lang)
    diagnosis.of_bases = tuple(told)
    if code:
        diagnosis.note(code, ("extends",), values, at="value")
    for problem in validated(IndicatorSet, source.data)[1]:
        if problem.code != "missing-key" or (not problem.path and problem.values["key"] in OF_ITSELF):
            diagnosis.note(problem.code, problem.path, problem.values, at=problem.at)
    return Checked(None, None, diagnosis)


def locate(rules: str | os.PathLike[str], found: Registry, day: datetime.date | None, lang: str) -> Path:
    """Return the file of a set given by path or id; raises `RulesError` with the nearest id if there is neither."""
    text = os.fspath(rules)
    if text.endswith(".toml") or os.path.exists(text):  # noqa: PTH110 - no name is too long to ask for
        return Path(text)
    file = chosen(text, found.folders, day, lang)
    if isinstance(file, Path):
        return file
    why = message(file.code, lang, **file.values)
    raise RulesError([Diagnostic(text, 1, 1, 2, file.code.removesuffix("-near"), why)])


def _in_force(source: Source, day: datetime.date, lang: str | None) -> None:
    """Raise `RulesError` where a file says that it is not in force on a day."""
    own = edition(source.file, source.data)
    if not in_force([own], day):
        values = {"name": source.data.get("id", source.file), "day": day, "known": own}
        said = _diagnosis(source, lang).lang
        raise RulesError([source.diagnostic("not-in-force", ("effective",), lang=said, values=values)])


def _curable(diagnostic: Diagnostic, found: Registry) -> bool:
    """Tell whether a plugin that is given later may cure a diagnostic: nobody here knows its namespace, or the like."""
    if diagnostic.code == "requires-missing":
        return True
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
        deep = (
            5 if path[3:4] in (("scores",), ("status",), ("gates",), ("adjustments",)) else 4
        )  # an interval goes as a whole
        single = problem._replace(path=path[:deep])
        if len(path) > 3 and _leaf_only(rest, single, whatever=True):  # noqa: PLR2004 - no key of `expect` is required
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
