"""`requires`: plugins by their name or their distribution's, in versions that will do; else what to install."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import scoring
from scoring.loading import load_bound
from scoring.plugins import ENGINE, registry
from tests.small_sets import one_line, written

if TYPE_CHECKING:
    from pathlib import Path


class Acme:
    """A plugin with a version."""

    __name__ = "acme_quality"
    __version__ = "1.5"

    @scoring.hookimpl
    def scoring_checks(self) -> dict[str, type[scoring.Check]]:
        """Offer no check."""
        return {}


def told(folder: Path, requires: dict[str, str], *plugins: Any) -> list[tuple[str, str]]:
    """Return codes and messages of what is not there."""
    path = written(one_line("x", {"x": "number"}, requires=requires), folder)
    try:
        load_bound(path, registry(plugins))
    except scoring.RulesError as error:
        return [(each.code, each.message) for each in error.diagnostics]
    return []


@pytest.mark.parametrize(
    "name",
    [
        "scoring-survey",
        "scoring_survey",
        "Scoring.Survey",
        "scoring-engine",
        "acme-quality",
        "acme_quality",
        "ACME--quality",
    ],
)
def test_a_plugin_is_meant_by_its_name_or_its_distribution(tmp_path: Path, name: str) -> None:
    """Hyphens, underscores, dots and capitals count as they do for pip."""
    assert told(tmp_path, {name: ">=0"}, Acme()) == []


@pytest.mark.parametrize("spec", [">=1", "==1.5", "~=1.2", ">1.4,<2", "!=1.4", "<=1.5.0"])
def test_a_version_that_will_do_is_no_mistake(tmp_path: Path, spec: str) -> None:
    """Specifiers are those of pip."""
    assert told(tmp_path, {"acme-quality": spec}, Acme()) == []


@pytest.mark.parametrize("spec", [">1.5", "<1.5", "==2.*"])
def test_another_version_is_told_with_what_to_install(tmp_path: Path, spec: str) -> None:
    """The version that is there, the one that is due, and the command."""
    install = f'install it by: pip install "acme_quality{spec}"'
    assert told(tmp_path, {"acme-quality": spec}, Acme()) == [
        ("requires-version", f"acme-quality is there in version 1.5, and {spec} is required; {install}")
    ]


def test_a_plugin_of_the_engine_is_installed_with_it(tmp_path: Path) -> None:
    """What to install is the distribution that brings a plugin."""
    ((code, said),) = told(tmp_path, {"scoring-survey": ">=999"})
    assert code == "requires-version"
    assert f'pip install "{ENGINE}>=999"' in said


def test_a_version_that_is_none_will_not_do(tmp_path: Path) -> None:
    """A plugin whose version cannot be compared is told as it is."""

    class Odd(Acme):
        __version__ = "the newest"

    ((code, said),) = told(tmp_path, {"acme-quality": ">=0"}, Odd())
    assert (code, "version the newest" in said) == ("requires-version", True)


@pytest.mark.parametrize("version", ["1.6rc1", "1.6.dev3"])
def test_a_version_before_its_release_counts(tmp_path: Path, version: str) -> None:
    """What is installed is installed."""
    plugin = type("Early", (Acme,), {"__version__": version})()
    assert told(tmp_path, {"acme-quality": ">=1.5"}, plugin) == []


@pytest.mark.parametrize("spec", ["*", "1.5", ">=", "newest", ">=1.5;"])
def test_what_is_no_specifier_is_told_with_one(tmp_path: Path, spec: str) -> None:
    """Also where the plugin is not there."""
    ((code, said),) = told(tmp_path, {"acme-quality": spec})
    assert (code, 'write it as ">=0.1"' in said) == ("requires-specifier", True)


def test_a_plugin_may_be_given_to_the_engine_later(tmp_path: Path) -> None:
    """`load` leaves what is wanting to the engine, which refuses the set without it."""
    rules = scoring.load(written(one_line("x", {"x": "number"}, requires={"acme-quality": ">=1"}), tmp_path))
    assert scoring.Engine(rules, plugins=[Acme()]).score({"x": 1}).total == 10
    with pytest.raises(scoring.RulesError, match="the plugin acme-quality is not installed"):
        scoring.Engine(rules)


def test_a_base_requires_for_its_overlays(tmp_path: Path) -> None:
    """What the base requires is inherited, told at the base, and may be taken out with what needed it."""
    written(one_line("x", {"x": "number"}, requires={"acme-quality": ">=1"}), tmp_path)
    head = 'id = "test/overlay"\nversion = "2"\nextends = "small.toml"\nmissing = "unrated"\n'
    path = tmp_path / "overlay.toml"
    path.write_text(head, encoding="utf-8")
    with pytest.raises(scoring.RulesError, match=r"small\.toml:\d+:\d+: requires-missing"):
        load_bound(path, registry())
    path.write_text(head + 'remove = ["requires.acme-quality"]\n', encoding="utf-8")
    assert load_bound(path, registry()).rules.requires == {}
