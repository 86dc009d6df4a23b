"""Plugins: how they come in, what they offer, and every way in which they can be wrong."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from typing import TYPE_CHECKING, Any

import pytest

import scoring
from scoring import plugins as plugins_module
from scoring.catalog import installed, shipped
from scoring.plugins import load_file, registry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType

RULES = """
schema = "scoring/1"
id = "test/plugin"
title = "t"
version = "1"
lang = "en"
full_marks = 10
missing = "zero"
grades = [{ at_least = 6, label = "good" }, { at_least = 0, label = "bad" }]
[facts.bad]
type = "integer"
[facts.total]
type = "integer"
[dimensions.d]
title = "d"
weight = 10
[indicators.defects]
title = "Defects"
dimension = "d"
weight = 4
CHECK
[indicators.other]
title = "Other"
dimension = "d"
weight = 6
measure = "total / 10"
"""
RATE = 'check = "acme.rate"\nwith = { bad = "bad" }'

PLUGIN = '''
from scoring import Check, FactName, Facts, Measured, ObservedCheck, hookimpl

class Rate(Check):
    """Good pieces as a share of all."""
    messages = {"many-defects": ("次品过多：{bad}", "many defects: {bad}"), "many-defects.remedy": ("检查", "inspect")}
    bad: FactName
    total: FactName = "total"

    def measure(self, facts: Facts) -> Measured:
        rate = 1 - facts[self.bad] / facts[self.total]
        few = facts[self.total] < 3
        many = {"many-defects": rate < 0.5}
        return Measured(rate, missing_if=few, findings=many, reason="1 - {bad} / {total} = {measure:.2%}")

class Broken(Check):
    def measure(self, facts: Facts):
        raise RuntimeError("no such thing")

class Asks(Check):
    def measure(self, facts: Facts):
        return facts["total"] if facts["total"] > 1 else facts["bad"]

class Seen(ObservedCheck):
    def observe(self, project):
        if project["total"] == 13:
            raise ValueError("unlucky")
        return None if project["total"] is None else project["total"] / 20

@hookimpl
def scoring_checks():
    return {"acme.rate": Rate, "acme.broken": Broken, "acme.asks": Asks, "acme.seen": Seen}
'''


@pytest.fixture
def plugin(tmp_path: Path) -> ModuleType:
    """A plugin of one file."""
    path = tmp_path / "acme.py"
    path.write_text(PLUGIN, encoding="utf-8")
    return load_file(path)


def engine(tmp_path: Path, plugin: Any, check: str = RATE) -> scoring.Engine:
    """Return an engine over the set above with one indicator of the plugin's."""
    path = tmp_path / "set.toml"
    path.write_text(RULES.replace("CHECK", check), encoding="utf-8")
    return scoring.Engine(scoring.load(path), plugins=[plugin])


def test_a_set_may_be_loaded_before_its_plugin_is_given(tmp_path: Path, plugin: ModuleType) -> None:
    """`load` leaves a check of an unknown namespace to the engine, which has the plugin."""
    sheet = engine(tmp_path, plugin).score({"bad": 1, "total": 4})
    assert sheet["defects"].score == 3  # 4 x (1 - 1/4)
    assert sheet["defects"].reason == "1 - 1 / 4 = 75.00%"
    assert sheet.provenance.plugins == {"acme": "0"}


def test_without_the_plugin_the_engine_refuses_the_set_at_its_key(tmp_path: Path) -> None:
    """An unknown check is an error of the rules, with file, line and column."""
    path = tmp_path / "set.toml"
    path.write_text(RULES.replace("CHECK", RATE), encoding="utf-8")
    rules = scoring.load(path)
    with pytest.raises(scoring.RulesError) as caught:
        scoring.Engine(rules)
    (diagnostic,) = caught.value.diagnostics
    assert (diagnostic.code, diagnostic.line, diagnostic.column) == ("unknown-check", 21, 9)


def test_a_condition_makes_the_measure_missing(tmp_path: Path, plugin: ModuleType) -> None:
    """`missing_if` true: the measure is missing whatever its value."""
    line = engine(tmp_path, plugin).score({"bad": 1, "total": 2})["defects"]
    assert (line.status, line.measure, line.score) == ("missing", None, 0)


def test_a_finding_has_the_words_of_its_check(tmp_path: Path, plugin: ModuleType) -> None:
    """A condition that holds reports the check's message and remedy, with the values of its parameters."""
    (finding,) = engine(tmp_path, plugin).score({"bad": 3, "total": 4}).findings
    assert (finding.code, finding.node, finding.message, finding.remedy) == (
        "many-defects",
        "defects",
        "many defects: 3",
        "inspect",
    )


def test_a_check_that_raises_is_a_status_and_leaves_the_others_alone(tmp_path: Path, plugin: ModuleType) -> None:
    """`error`: the missing policy applies, a finding names the plugin and the exception (semantics.md)."""
    sheet = engine(tmp_path, plugin, 'check = "acme.broken"').score({"total": 10})
    assert (sheet["defects"].status, sheet["defects"].score, sheet["other"].score, sheet.total) == ("error", 0, 6, 6)
    (finding,) = sheet.findings
    assert (finding.code, finding.severity) == ("check-error", "error")
    assert "acme" in finding.message
    assert "RuntimeError: no such thing" in finding.message


def test_a_check_that_raises_leaves_its_indicator_applicable(tmp_path: Path, plugin: ModuleType) -> None:
    """Its weight counts against the coverage, and under `unrated` there is no total without it."""
    sheet = engine(tmp_path, plugin, 'check = "acme.broken"').score({"total": 10})
    due = sum(line.weight for line in sheet.lines)
    assert sheet.coverage == sheet["other"].weight / due
    unrated = engine(tmp_path, plugin, 'check = "acme.broken"\nmissing = "unrated"').score({"total": 10})
    assert (unrated["defects"].status, unrated.total) == ("error", None)


def test_asking_a_quantity_for_its_truth_is_an_error_that_says_what_to_write(
    tmp_path: Path, plugin: ModuleType
) -> None:
    """A quantity stands for many projects: `if` on it cannot be."""
    sheet = engine(tmp_path, plugin, 'check = "acme.asks"').score({"total": 10})
    assert sheet["defects"].status == "error"
    assert "facts.where" in sheet.findings[0].message


@pytest.mark.parametrize(
    ("total", "status", "score"), [(10, "scored", 2), (None, "missing", 0), (13, "error", 0), ("x", "missing", 0)]
)
def test_an_observed_check_is_asked_for_each_project(
    tmp_path: Path, plugin: ModuleType, total: Any, status: str, score: int
) -> None:
    """`observe` gives a value, None for missing, or raises: then that project alone has the status `error`."""
    found = engine(tmp_path, plugin, 'check = "acme.seen"')
    line = found.score({"total": total})["defects"]
    assert (line.status, line.score) == (status, score)
    assert found.score({"total": 20})["defects"].score == 4


def write(tmp_path: Path, text: str) -> Path:
    """Write a plugin's file."""
    path = tmp_path / "bad_plugin.py"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "import scoring\n@scoring.hookimpl\ndef scoring_cheks():\n    return {}\n",
            ["scoring_cheks", "scoring_checks"],
        ),
        ("def scoring_checks():\n    return {}\n", ["hookimpl", "scoring_checks"]),
        ("scoring_api = 2\n", ["version 2", "version 1"]),
        ("import scoring\n@scoring.hookimpl\ndef scoring_checks():\n    return {'x.y': 3}\n", ["x.y", "Check"]),
        ("import scoring\n@scoring.hookimpl\ndef scoring_checks():\n    return ['x.y']\n", ["dict"]),
        ("import scoring\n@scoring.hookimpl\ndef scoring_checks():\n    return 1 / 0\n", ["ZeroDivisionError"]),
        (
            (
                "import scoring\nclass K(scoring.Check):\n    pass\n"
                "@scoring.hookimpl\ndef scoring_checks():\n    return {5: K}\n"
            ),
            ["5 is no id of a check"],
        ),
        (
            (
                "import scoring\nclass K(scoring.Check):\n    messages = 5\n"
                "@scoring.hookimpl\ndef scoring_checks():\n    return {'x.y': K}\n"
            ),
            ["messages of the check 'x.y' is 5: a dict is due"],
        ),
        ("import scoring\n@scoring.hookimpl\ndef scoring_checks(wrong):\n    return {}\n", ["wrong"]),
        (
            (
                "import scoring\nfrom scoring.builtin import Value\n@scoring.hookimpl\n"
                "def scoring_checks():\n    return {'value': Value}\n"
            ),
            ["two plugins", "'value'", "scoring-engine", "bad_plugin"],
        ),
    ],
)
def test_a_plugin_that_cannot_be_used_is_an_error_that_names_it(tmp_path: Path, text: str, said: list[str]) -> None:
    """Misspelt and unmarked hooks, another version, offers of the wrong kind, doubles: never passed over."""
    module = load_file(write(tmp_path, text))
    with pytest.raises(scoring.PluginError) as caught:
        registry([module], installed=False)
    for each in ["bad_plugin", *said]:
        assert each in str(caught.value)


@pytest.mark.parametrize(
    "text", ["import no_such_module_at_all\n", "1 / 0\n", "def (:\n", "raise BaseException('no')\n"]
)
def test_a_file_that_fails_to_import_is_an_error_that_names_it(tmp_path: Path, text: str) -> None:
    """`--plugin FILE`: whatever goes wrong on import ends in a PluginError."""
    with pytest.raises(scoring.PluginError, match="bad_plugin"):
        load_file(write(tmp_path, text))


def test_a_plugin_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """A path that does not exist is said so."""
    with pytest.raises(scoring.PluginError, match="no such plugin file"):
        load_file(tmp_path / "none.py")


def test_an_installed_plugin_that_fails_to_import_names_its_distribution(monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry point that cannot be loaded is an error, never a line in a log."""
    broken = EntryPoint("acme", "no_such_module_at_all", "scoring")
    monkeypatch.setattr(plugins_module, "entry_points", lambda **_: [broken])
    with pytest.raises(scoring.PluginError, match=r"'acme'.*cannot be imported.*no_such_module_at_all"):
        registry()


def test_a_module_given_twice_counts_once(plugin: ModuleType) -> None:
    """Giving the same module again changes nothing."""
    assert len(registry([plugin, plugin], installed=False).plugins) == 2


@pytest.mark.parametrize("ask", [lambda folders: installed("x/y", folders), shipped], ids=["installed", "shipped"])
def test_two_sets_of_one_id_are_an_error_that_names_both(tmp_path: Path, ask: Callable[..., object]) -> None:
    """Neither is taken silently, whether the id is looked up or all sets are listed."""
    folders = [(name, tmp_path / name) for name in ("north", "south")]
    for _, folder in folders:
        (folder / "x").mkdir(parents=True)
        (folder / "x" / "y.toml").write_text("", encoding="utf-8")
    with pytest.raises(scoring.PluginError, match=r"the id x/y: north .* and south .*leave one plugin out"):
        ask(folders)
    assert [each.path for each in installed("x/y", folders[:1])] == [tmp_path / "north" / "x" / "y.toml"]
    assert installed("../south/x/y", folders[:1]) == []
