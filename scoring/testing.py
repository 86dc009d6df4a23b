"""Testing: what authors of indicator sets and plugins hold their own work against, under pytest or anything else.

>>> from scoring.testing import examples
>>> for example in examples("wanzai/office-services-2022"):
...     example.verify()
"""

from __future__ import annotations

import os
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from pydantic import BaseModel

from scoring.checks import Check, ObservedCheck
from scoring.diagnosis import Diagnosis
from scoring.engine import Engine
from scoring.errors import RulesError, ScoringError
from scoring.example_results import ExampleRunner
from scoring.example_words import failure_text
from scoring.hookspecs import hookimpl
from scoring.indicators import Fact, IndicatorSet, fact_names
from scoring.loading import load_bound
from scoring.messages import message
from scoring.plugins import registry
from scoring.quantity import plain
from scoring.rehearsal import rehearse
from scoring.scales import DEFAULT, Scale
from scoring.sheet import Status
from scoring.source import parse_source
from scoring.testing_data import TEXTS, hints, projects
from scoring.wording import validated

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping, Sequence

    from scoring.errors import Diagnostic
    from scoring.quantity import Kind
    from scoring.sheet import ScoreSheet

__all__ = ["SetExample", "assert_agrees", "examples"]

M = TypeVar("M", bound=BaseModel)
#: What the check or scale under test is called, in a set with one indicator.
TESTED: Final = "tested"
#: The type of fact that a parameter names, by the kind that is due there.
TYPES: Final[Mapping[str | None, str]] = {
    None: "number",
    "number": "number",
    "boolean": "boolean",
    "text": "text",
    "date": "date",
}
#: How far a measure in floats may be from the exact one, as a share of its size.
CLOSE: Final = Decimal("1E-9")


class SetExample:
    """One example of a set, to be verified; its text is its name."""

    def __init__(self, runner: ExampleRunner, place: int) -> None:
        """Keep the set and the place of the example in it."""
        self._runner = runner
        self._place = place

    @property
    def name(self) -> str:
        """The name of the example."""
        return self._runner.bound.rules.examples[self._place].name

    def __str__(self) -> str:
        """Return the name: `ids=str` names tests by it."""
        return self.name

    def verify(self) -> None:
        """Score the example; raises `AssertionError` with what was expected, what came and how, if they differ."""
        __tracebackhide__ = True  # what failed is in the file of the set, not here
        result, _ = self._runner.run(self._place)
        if result.passed:
            return
        rules = self._runner.bound.rules
        file = rules.source_file.file if rules.source_file is not None else rules.id
        raise AssertionError(f"{file}:{result.line}: {self.name}\n{failure_text(result, rules, self._runner.lang)}")


def examples(
    rules: str | os.PathLike[str],
    *,
    on: datetime.date | None = None,
    plugins: Sequence[Any] = (),
    lang: Literal["zh", "en"] | None = None,
) -> list[SetExample]:
    """Return the examples of a set, given by path or id, for a parametrized test.

        @pytest.mark.parametrize("example", examples("canteen/meals"), ids=str)
        def test_meals(example):
            example.verify()

    Of several versions of a set, the one in force `on` a day is taken, or without a day the newest. `plugins` are
    modules with hook implementations beside those that are installed; `lang` words failures instead of the set's
    language. Raises `RulesError` with every diagnostic, and `ScoringError` for a set without examples: a
    test of none would hold of itself.
    """
    bound = load_bound(rules, registry(plugins), day=on, lang=lang)
    if not bound.rules.examples:
        raise ScoringError(f"{os.fspath(rules)}: {message('no-example', lang or bound.rules.lang)}")
    runner = ExampleRunner(bound, lang)
    return [SetExample(runner, place) for place in range(len(bound.rules.examples))]


def assert_agrees(
    tested: Check | Scale, *, facts: Mapping[str, Mapping[str, Any] | str] | None = None, count: int = 100
) -> None:
    """Prove on generated data that a check or a scale says the same of one project as of many in columns.

    `tested` is one with its parameters; `facts` declares, as `[facts]` of a set does, what the parameters do not tell
    of the facts they name (a type alone, or the keys of a fact). `count` lists of projects are drawn, with values at
    and beside the parameters' own, missing and invalid ones.

        assert_agrees(Complaints(complaints="meals.complaints", meals="meals.served"))

    Raises `AssertionError` with the simplest facts for which measures, statuses, scores or findings differ, or the
    check raises. Raises `ScoringError` where nothing can be compared: an observed check, facts that do not suit, or
    Hypothesis or Polars not being installed.
    """
    __tracebackhide__ = True
    try:
        from hypothesis import Phase, given, settings  # noqa: PLC0415 - extras
        from hypothesis import strategies as st  # noqa: PLC0415

        from scoring.frame_facts import frames_of_facts  # noqa: PLC0415
        from scoring.frame_results import many_of  # noqa: PLC0415
    except ImportError as error:
        raise ScoringError(
            f"assert_agrees needs {error.name}, which is not installed: pip install 'scoring-engine[testing]'"
        ) from error
    if isinstance(tested, ObservedCheck):
        raise ScoringError(
            f"{type(tested).__name__} is an ObservedCheck: it is asked project by project and has no columns to compare"
        )
    plugin = _Plugin(type(tested))
    parameters = tested.model_dump(by_alias=True, exclude_unset=True)
    near = list(hints(parameters))
    rules = _set(tested, parameters, near, facts or {})
    try:
        engine = Engine(rules, plugins=[plugin])
    except RulesError as error:
        raise _unsuited(error.diagnostics) from error

    def proof(drawn: list[dict[str, Any]]) -> None:
        __tracebackhide__ = True
        columns = many_of(engine.bound, frames_of_facts(engine.bound, drawn), detail=True, findings=True)
        for given_facts, row in zip(drawn, columns.iter_rows(named=True), strict=True):
            _compare(tested, given_facts, engine.score(given_facts), row)

    _raises_not(tested, {}, engine.score({}))
    proof.__name__ = f"{type(tested).__name__}_agrees"
    drawn = st.lists(projects(rules.facts, near), min_size=1, max_size=5)
    phases = set(Phase) - {Phase.explain}  # which lines of the engine a failing project runs explains nothing
    # what failed for one check is no case for another, so nothing is remembered
    settings(max_examples=count, deadline=None, database=None, phases=phases)(given(drawn)(proof))()


class _Plugin:
    """A plugin with the check or scale under test."""

    def __init__(self, cls: type[Check | Scale]) -> None:
        self.cls = cls

    @hookimpl
    def scoring_checks(self) -> dict[str, type[Check]]:
        return {TESTED: self.cls} if issubclass(self.cls, Check) else {}

    @hookimpl
    def scoring_scales(self) -> dict[str, type[Scale]]:
        return {TESTED: self.cls} if issubclass(self.cls, Scale) else {}


def _set(
    tested: Check | Scale, parameters: Mapping[str, Any], near: Sequence[Decimal | str], given: Mapping[str, Any]
) -> IndicatorSet:
    """Return a set of the one indicator that is measured by the check, or scored by the scale."""
    indicator: dict[str, Any] = {"title": type(tested).__name__, "dimension": "all", "weight": 100}
    if isinstance(tested, Scale):
        declared = {"measure": {"type": TYPES.get(tested.kinds[0], tested.kinds[0])}}
        indicator |= {"measure": "measure", "scale": {"kind": TESTED, **parameters}}
    else:
        declared = _declared(tested)
        indicator |= {"check": TESTED, "with": parameters}
    declared |= {name: {"type": each} if isinstance(each, str) else dict(each) for name, each in given.items()}
    if isinstance(tested, Check) and (scale := _scale(tested, declared, near)):
        indicator["scale"] = scale
    rules = {
        "id": TESTED,
        "title": TESTED,
        "version": "1",
        "lang": "en",
        "missing": "zero",
        "grades": [{"at_least": 0, "label": "any"}],
        "facts": declared,
        "dimensions": {"all": {"title": "all", "weight": 100}},
        "indicators": {TESTED: indicator},
    }
    return _validated(IndicatorSet, rules)


def _validated(cls: type[M], data: Mapping[str, Any]) -> M:
    """Return a model of the data; raises `ScoringError` with every mistake."""
    made, problems = validated(cls, data)
    if made is None or problems:
        diagnosis = Diagnosis(parse_source("", TESTED))
        for each in problems:
            diagnosis.note(each.code, each.path, each.values)
        raise _unsuited(diagnosis.errors)
    return made


def _unsuited(diagnostics: Iterable[Diagnostic]) -> ScoringError:
    """Return the error that facts or parameters do not suit."""
    return ScoringError("\n".join(each.message for each in diagnostics))


def _declared(check: Check) -> dict[str, Any]:
    """Declare the facts that parameters name, as far as they tell."""
    declared: dict[str, Any] = {}
    for each in check.references():
        name, kind = each.name, TYPES[each.named.kind]
        if each.named.what == "fact":
            declared[name] = {"type": kind}
        elif each.named.what == "column":
            table, _, column = name.rpartition(".")
            columns = declared.setdefault(table, {"type": "table", "columns": {}})["columns"]
            columns[column] = {"type": kind}
    return declared


def _scale(check: Check, declared: Mapping[str, Any], near: Sequence[Decimal | str]) -> dict[str, Any] | None:
    """Return a scale that takes the check's measure: of texts, one with every text that is drawn."""
    names = fact_names({name: _validated(Fact, each) for name, each in declared.items()})
    diagnosis = Diagnosis(parse_source("", TESTED))
    sound, measure = rehearse(check, {}, names, diagnosis, ())
    if not sound:
        raise _unsuited(diagnosis.errors)
    kind: Kind = measure.kind if measure is not None else "number"
    if kind == "text":
        texts = dict.fromkeys(plain(each) for each in (*near, *TEXTS) if isinstance(each, str))
        return {"kind": "levels", "levels": {text: 1 / (place + 1) for place, text in enumerate(texts)}}
    if kind not in DEFAULT:
        raise ScoringError(f"{type(check).__name__} measures a {kind}, which no scale takes")
    return None


def _compare(tested: Check | Scale, facts: Mapping[str, Any], sheet: ScoreSheet, row: Mapping[str, Any]) -> None:
    """Hold what is said of one project against its row in columns."""
    __tracebackhide__ = True
    _raises_not(tested, facts, sheet)
    line, name = sheet[TESTED], type(tested).__name__
    codes = [key.removeprefix(f"{TESTED}.") for key in row if key.startswith(f"{TESTED}.")]
    own = {each for each in codes if each not in ("score", "status", "share", "measure")}
    one = {
        "status": str(line.status),
        "measure": line.measure,
        "score": line.score,
        "share": line.share,
        "findings": sorted({each.code for each in sheet.findings if each.node == TESTED} & own),
    }
    many = {key: row[f"{TESTED}.{key}"] for key in ("status", "measure", "score", "share")}
    many["findings"] = sorted(code for code in own if row[f"{TESTED}.{code}"])
    if differing := [key for key in one if not _same(one[key], many[key])]:
        told = "\n".join(f"{key}: {one[key]} for one project, {many[key]} in columns" for key in differing)
        raise AssertionError(f"{name} does not agree with itself\n{told}\nfacts: {dict(facts)}")


def _raises_not(tested: Check | Scale, facts: Mapping[str, Any], sheet: ScoreSheet) -> None:
    """Refuse a check or scale that raises, whatever the world."""
    __tracebackhide__ = True
    line = sheet[TESTED]
    if line.status is Status.ERROR:
        raise AssertionError(f"{type(tested).__name__} raises: {line.reason}\nfacts: {dict(facts)}")


def _same(one: Any, many: Any) -> bool:
    """Tell whether a value is what the columns have: numbers as closely as floats hold them."""
    if isinstance(one, Decimal) and isinstance(many, float):
        return abs(one - Decimal(many)) <= CLOSE * max(Decimal(1), abs(one))
    return bool(one == many)
