"""What an installation offers, editable or from a wheel: the shipped sets, the plugins, one version."""

from __future__ import annotations

from importlib.metadata import entry_points, version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import scoring

if TYPE_CHECKING:
    from collections.abc import Callable


def test_the_shipped_sets_are_found(root: Path) -> None:
    """`scoring.rules` holds every set of the repository's `rules/`, at the same place below it."""
    shipped = Path(str(files("scoring.rules")))
    sets = {path.relative_to(root / "rules") for path in (root / "rules").rglob("*.toml")}
    assert sets
    assert {path.relative_to(shipped) for path in shipped.rglob("*.toml")} == sets


def test_the_official_plugins_come_by_entry_points() -> None:
    """Both official plugins belong to the distribution and are found as a stranger's would be."""
    found = {(entry.name, entry.dist and entry.dist.name): entry for entry in entry_points(group="scoring")}
    for name in ("scoring_budget", "scoring_survey"):
        assert found[name, "scoring-engine"].load().__name__ == name


def test_there_is_one_version() -> None:
    """A score sheet names the version of the installed distribution, for the engine and for its plugins."""
    rules = scoring.load("wanzai/office-services-2022")
    provenance = scoring.Engine(rules).score({}).provenance
    own = version("scoring-engine")
    assert provenance.engine == own
    assert provenance.plugins == {"scoring_budget": own, "scoring_survey": own}


def test_python_m_scoring_is_the_command(tmp_path: Path, python: Callable[..., str]) -> None:
    """`python -m scoring` offers the commands of `scoring`."""
    assert "score" in python("-m", "scoring", "--help", folder=tmp_path)
