"""Plugins that are wrong inside: what a stranger's code does must end in a status or a diagnostic, never beyond."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING, Any

import pytest

import scoring
from scoring.loading import check
from scoring.plugins import load_file, registry

if TYPE_CHECKING:
    from pathlib import Path

RULES = """
schema = "scoring/1"
id = "test/faulty"
title = "t"
version = "1"
lang = "en"
full_marks = 10
missing = "zero"
grades = [{ at_least = 0, label = "any" }]
[facts]
a = { type = "number" }
w = { type = "text" }
[facts.t]
type = "table"
columns = { c = { type = "number" } }
[dimensions.d]
title = "d"
weight = 10
[indicators.i]
title = "Mine"
dimension = "d"
weight = 4
MEASURE
[indicators.other]
title = "Other"
dimension = "d"
weight = 6
measure = "a"
"""
PLUGIN = '''
from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import ClassVar

from scoring import Check, FactName, Facts, Measured, ObservedCheck, Scale, hookimpl


@dataclass
class Pair:
    """Dataclasses look up what their annotations name in the module."""

    low: ClassVar[int] = 0


class Mine(Check):
    fact: FactName = "a"
    messages = {"told": ("见{nothing:d}", "see {measure:.2q}")}

    def measure(self, facts: Facts) -> Measured:
MEASURE

    def explain(self, seen):
EXPLAIN


class Asked(ObservedCheck):
    def observe(self, project):
OBSERVE


class Bent(Scale):
    messages = {"bent": ("弯到{measure}", "bent to {measure}, worth {share}")}

    def share(self, measure, facts, weight):
SHARE

    def problems(self, weight):
PROBLEMS

    def reached(self, measure, weight):
REACHED


@hookimpl
def scoring_checks():
    return {"my.check": Mine, "my.asked": Asked}


@hookimpl
def scoring_scales():
    return {"bent": Bent}
'''
PARTS = {
    "MEASURE": "return Measured(facts[self.fact])",
    "EXPLAIN": "return None",
    "OBSERVE": "return 1",
    "SHARE": "return measure",
    "PROBLEMS": "return ()",
    "REACHED": "return None",
}
CHECK = 'check = "my.check"'
ASKED = 'check = "my.asked"'
SCALE = 'measure = "a / 2"\nscale = { kind = "bent" }'


def write(folder: Path, measure: str, **parts: str) -> tuple[Path, Any]:
    """Write a set with one indicator of the plugin's, and the plugin."""
    text = PLUGIN
    for name, default in PARTS.items():
        text = text.replace(name, indent(parts.get(name, default), " " * 8))
    (folder / "mine.py").write_text(text, encoding="utf-8")
    path = folder / "set.toml"
    path.write_text(RULES.replace("MEASURE", measure), encoding="utf-8")
    return path, load_file(folder / "mine.py")


def score(folder: Path, measure: str, facts: dict[str, Any] | None = None, **parts: str) -> scoring.ScoreSheet:
    """Score a project; the whole sheet can be read, and the other indicator has its points."""
    path, plugin = write(folder, measure, **parts)
    given = {"a": 1, "t": [{"c": 1}]} if facts is None else facts
    sheet = scoring.Engine(scoring.load(path, plugins=[plugin]), plugins=[plugin]).score(given)
    assert scoring.ScoreSheet.model_validate_json(sheet.model_dump_json()) == sheet
    assert sheet["other"].score == 6
    return sheet


def test_a_plugin_file_may_postpone_its_annotations_and_have_dataclasses(tmp_path: Path) -> None:
    """What annotations name is found in the module of the file."""
    assert score(tmp_path, CHECK)["i"].score == 4


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return None", "measure gave None"),
        ("return 3", "measure gave 3"),
        ("return float('nan')", "measure gave nan"),
        ("yield facts[self.fact]", "measure gave <generator"),
        ("return Measured(1)", "the value of Measured is 1"),
        ("return Measured(facts['a'], findings={'told': True})", "findings['told'] is True"),
        ("return Measured(facts['a'], findings={'told': facts['a']})", "not a condition"),
        ("return Measured(facts['a'], missing_if=facts['a'])", "missing_if is a number"),
        ("return Measured(facts['a'], shown={'b': 5})", "shown['b'] is 5"),
        ("return Measured(facts['a'], reason='{measure')", "reason is no template"),
        ("return Measured(facts['a'], reason=5)", "reason is 5"),
        ("sys.exit(0)", "SystemExit"),
        ("return facts['a'] if facts['a'] > 1 else facts['a']", "no truth value"),
    ],
)
def test_a_check_that_builds_no_measure_is_in_error(tmp_path: Path, body: str, said: str) -> None:
    """The status is `error`, the finding names the plugin and what went wrong; `scoring check` doubts it."""
    sheet = score(tmp_path, CHECK, MEASURE=body)
    assert (sheet["i"].status, sheet["i"].score) == ("error", 0)
    (finding,) = sheet.findings
    assert finding.code == "check-error"
    assert said in finding.message
    assert "plugin mine" in finding.message
    path, plugin = write(tmp_path, CHECK, MEASURE=body)
    _, diagnosis = check(path, registry([plugin]))
    assert "check-raises" in {each.code for each in diagnosis.found}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return facts['t.c']", "belongs to the rows of t"),
        ("return facts['t.c'] + facts['a']", "belongs to the rows of t"),
        ("return Measured(facts['a'], missing_if=facts['t.c'] > 0)", "missing_if belongs to the rows of t"),
        ("return Measured(facts['a'], findings={'told': facts['t.c'] > 0})", "belongs to the rows of t"),
        ("return facts['w'] + 1", "wants numbers"),
        ("return facts['b']", "no fact 'b'"),
        ("return facts.count('s')", "no table 's'"),
        ("return facts['a'] * float('nan')", "nan is not a finite number"),
    ],
)
def test_a_check_that_does_not_suit_its_facts_is_a_mistake_of_the_set(tmp_path: Path, body: str, said: str) -> None:
    """Rows that nothing folds, wrong kinds, names the set has not: found before any project is scored."""
    path, plugin = write(tmp_path, CHECK, MEASURE=body)
    with pytest.raises(scoring.RulesError, match="check-facts") as caught:
        scoring.load(path, plugins=[plugin])
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"EXPLAIN": "raise ValueError('no words')"}, "ValueError: no words"),
        ({"EXPLAIN": "return 5"}, "a text is due, not 5"),
        ({"MEASURE": "return Measured(facts['a'], reason='{measure:.2q}')"}, "mine failed to explain: ValueError"),
    ],
)
def test_a_check_that_fails_to_explain_keeps_its_score(tmp_path: Path, parts: dict[str, Any], said: str) -> None:
    """The reason says that the plugin could not say it; the points stand."""
    line = score(tmp_path, CHECK, **parts)["i"]
    assert (line.status, line.score) == ("scored", 4)
    assert said in line.reason


def test_a_finding_whose_sentence_cannot_be_filled_in_is_still_on_the_sheet(tmp_path: Path) -> None:
    """What a template does to a value is the plugin's fault, and said so."""
    sheet = score(tmp_path, CHECK, MEASURE="return Measured(facts['a'], findings={'told': facts['a'] > 0})")
    (finding,) = sheet.findings
    assert finding.code == "told"
    assert "the plugin mine failed to explain" in finding.message


def test_an_observed_check_sees_dates_as_dates(tmp_path: Path) -> None:
    """The facts of a project are what a Python author expects them to be."""
    path, plugin = write(tmp_path, ASKED, OBSERVE="return project['on'].year / 4048 + project['t'][0]['day'].year * 0")
    text = path.read_text(encoding="utf-8").replace("w = { type = ", 'on = { type = "date" }\nw = { type = ')
    path.write_text(text.replace('c = { type = "number" }', 'day = { type = "date" }'), encoding="utf-8")
    engine = scoring.Engine(scoring.load(path, plugins=[plugin]), plugins=[plugin])
    assert engine.score({"a": 1, "on": "2024-02-29", "t": [{"day": "2023-01-01"}]})["i"].score == 2


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return float('nan')", "nan"),
        ("sys.exit(3)", "SystemExit: 3"),
        ("project.facts = {}; return 1", "cannot assign to field"),  # other checks see the same project
    ],
)
def test_an_observed_check_that_gives_no_value_is_in_error(tmp_path: Path, body: str, said: str) -> None:
    """A value that is no number, or leaving the program: that project's line is in error."""
    sheet = score(tmp_path, ASKED, OBSERVE=body)
    assert sheet["i"].status == "error"
    assert said in sheet.findings[0].message


def test_a_scale_that_raises_is_in_error_under_its_own_name(tmp_path: Path) -> None:
    """The finding names the scale and its plugin; the plugin is in the provenance."""
    sheet = score(tmp_path, SCALE, SHARE="raise ValueError('too bent')")
    assert (sheet["i"].status, sheet["i"].score) == ("error", 0)
    (finding,) = sheet.findings
    assert finding.code == "scale-error"
    assert "the scale bent of “Mine” (plugin mine) failed: ValueError: too bent" in finding.message
    assert sheet["i"].reason == "the scale failed: ValueError: too bent"
    path, plugin = write(tmp_path, SCALE, SHARE="raise ValueError('too bent')")
    _, diagnosis = check(path, registry([plugin]))
    assert "scale-raises" in {each.code for each in diagnosis.found}


def test_a_scale_or_check_without_its_method_says_which_to_define(tmp_path: Path) -> None:
    """Who begins a plugin is told what is still to be written."""
    asked = "does not say how it scores: define share(self, measure, facts, weight)"
    assert asked in score(tmp_path, SCALE, SHARE="return super().share(measure, facts, weight)")["i"].reason
    asked = "does not say how it measures: define measure(self, facts)"
    assert asked in score(tmp_path, CHECK, MEASURE="return super().measure(facts)")["i"].reason


def test_a_plugin_that_brings_only_the_scale_is_in_the_provenance(tmp_path: Path) -> None:
    """A sheet names every plugin that had a part in it."""
    assert score(tmp_path, SCALE).provenance.plugins == {"mine": "0"}


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"SHARE": "return measure > 1"}, "scale-facts"),
        ({"PROBLEMS": "return ['it is bent']"}, "scale: it is bent"),
        ({"PROBLEMS": "yield 'it is bent'"}, "scale: it is bent"),
        ({"PROBLEMS": "raise ValueError('no')"}, "ValueError: no"),
    ],
)
def test_a_scale_that_does_not_suit_is_a_mistake_of_the_set(tmp_path: Path, parts: dict[str, str], said: str) -> None:
    """Problems are sentences at the scale; a share that is no number is found before any project is scored."""
    path, plugin = write(tmp_path, SCALE, **parts)
    with pytest.raises(scoring.RulesError) as caught:
        scoring.load(path, plugins=[plugin])
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("return 'bent', {'measure': measure}", "1 / 2 = 50.00%; bent to 50.00%, worth 50.00%"),
        ("return 'what it reached'", "failed to explain: ValueError"),
        ("raise ValueError('no')", "failed to explain: ValueError: no"),
        ("return 'unknown', {}", "failed to explain: KeyError"),
    ],
)
def test_a_scale_tells_the_step_in_its_own_words(tmp_path: Path, body: str, reason: str) -> None:
    """`reached` chooses one of the scale's `messages`; where it fails, the reason says so and the points stand."""
    line = score(tmp_path, SCALE, REACHED=body)["i"]
    assert line.score == 2
    assert reason in line.reason


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("mine.py", "no plugin"),
        (dict, "offers nothing"),
        (object(), "offers nothing"),
    ],
)
def test_what_is_no_plugin_is_refused(given: Any, said: str) -> None:
    """A path, a class, an object without hooks: never passed over in silence."""
    with pytest.raises(scoring.PluginError, match=said):
        registry([given], installed=False)


def test_a_class_with_static_hooks_is_a_plugin() -> None:
    """What pluggy takes is taken: an object is not needed where no hook asks for one."""

    class Static:
        @staticmethod
        @scoring.hookimpl
        def scoring_checks() -> dict[str, type[scoring.Check]]:
            return {}

    assert [each.name for each in registry([Static], installed=False).plugins] == ["scoring", "Static"]


def hooks(text: str) -> str:
    """Return a plugin's file with one hook."""
    return f"import scoring, sys\n@scoring.hookimpl\n{text}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (hooks("def scoring_formulas():\n    return {}\n"), "implements a hook 'scoring_formulas' that does not exist"),
        (hooks("def scoring_indicator_sets():\n    return ['nowhere']\n"), "'nowhere', and there is no such folder"),
        (hooks("def scoring_checks():\n    sys.exit(1)\n"), "SystemExit"),
        ("import sys\nsys.exit(0)\n", "SystemExit"),
        ("import json\n", "offers nothing"),
        (
            hooks(
                "def scoring_checks():\n    class C(scoring.Check):\n        messages = {'x': '次品'}\n"
                "    return {'x.y': C}\n"
            ),
            "messages['x'] of the check 'x.y' is '次品': a pair",
        ),
    ],
)
def test_a_file_that_offers_nothing_usable_is_refused(tmp_path: Path, text: str, said: str) -> None:
    """Hooks that there are not, folders that are not there, leaving the program, no hook at all."""
    path = tmp_path / "odd.py"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(scoring.PluginError) as caught:
        registry([load_file(path)], installed=False)
    assert said in str(caught.value)
    assert "odd" in str(caught.value)


def test_two_files_of_one_name_are_an_error_that_names_both(tmp_path: Path) -> None:
    """Two plugins of one name could not be told apart in the provenance."""
    loaded = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        path = tmp_path / folder / "same.py"
        path.write_text(hooks("def scoring_checks():\n    return {}\n"), encoding="utf-8")
        loaded.append(load_file(path))
    with pytest.raises(scoring.PluginError, match=r"two plugins are called 'same'.*one.*two"):
        registry(loaded, installed=False)


def test_a_set_that_two_bring_is_an_error_that_names_both(tmp_path: Path) -> None:
    """An id means one set: a plugin cannot take the place of a shipped one unseen."""
    (tmp_path / "wanzai").mkdir()
    (tmp_path / "wanzai" / "office-services-2022.toml").write_text(RULES, encoding="utf-8")
    path = tmp_path / "sets.py"
    path.write_text(hooks(f"def scoring_indicator_sets():\n    return [{str(tmp_path)!r}]\n"), encoding="utf-8")
    with pytest.raises(scoring.PluginError, match=r"wanzai/office-services-2022: scoring \(.*and sets \("):
        scoring.load("wanzai/office-services-2022", plugins=[load_file(path)])
