"""A stranger's plugin, a distribution of its own, works once it is installed: its check, set and version."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def installed(root: Path, tmp_path_factory: pytest.TempPathFactory, python: Callable[..., str]) -> Path:
    """Return a folder of packages into which pip has installed the distribution of `tests/outside_plugin`."""
    folder = tmp_path_factory.mktemp("outside")
    source, packages = folder / "source", folder / "packages"
    shutil.copytree(root / "tests" / "outside_plugin", source)
    install = (
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--target",
        packages,
        source,
    )
    python(*install, folder=folder)
    return packages


def test_its_check_scores_by_its_own_set(
    root: Path, installed: Path, tmp_path: Path, python: Callable[..., str]
) -> None:
    """3 of 120 have a defect: 2.5% is 3/4 of the way from 10% to 0%, 45 of 60; 120/160 of 40 is 30."""
    project = root / "tests" / "outside_plugin" / "project.toml"
    command = ("-m", "scoring", "score", "acme/goods", project, "--format", "json")
    sheet = json.loads(python(*command, folder=tmp_path, packages=installed))
    scores = {line["id"]: (line["measure"], line["score"]) for line in sheet["lines"]}
    assert scores == {"defects": (0.025, 45), "delivered": (0.75, 30)}
    assert (sheet["total"], sheet["grade"]) == (75, "pass")
    assert sheet["lines"][0]["reason"].startswith("3 / 120 = 2.50%")


def test_the_sheet_names_its_version(root: Path, installed: Path, tmp_path: Path, python: Callable[..., str]) -> None:
    """The provenance of a sheet names the plugin that was used, with the version of its distribution."""
    project = root / "tests" / "outside_plugin" / "project.toml"
    command = ("-m", "scoring", "score", "acme/goods", project, "--format", "json")
    sheet = json.loads(python(*command, folder=tmp_path, packages=installed))
    assert sheet["provenance"]["plugins"] == {"acme_quality": "2.3.0"}


def test_it_is_listed(installed: Path, tmp_path: Path, python: Callable[..., str]) -> None:
    """`scoring plugins` names the plugin, its distribution and its check; `scoring sets` its set."""
    plugins = python("-m", "scoring", "plugins", folder=tmp_path, packages=installed)
    for word in ("acme_quality", "2.3.0", "acme-scoring-quality", "acme.defect_rate"):
        assert word in plugins
    assert "acme/goods" in python("-m", "scoring", "sets", folder=tmp_path, packages=installed)


def test_its_set_has_no_mistake(installed: Path, tmp_path: Path, python: Callable[..., str]) -> None:
    """`scoring check --strict` finds no fault in the plugin's set (the exit code would be 1)."""
    assert python("-m", "scoring", "check", "--strict", "acme/goods", folder=tmp_path, packages=installed)


def test_its_own_tests_pass(root: Path, installed: Path, tmp_path: Path, python: Callable[..., str]) -> None:
    """A stranger tests the set and the check by `scoring.testing`, beside nothing but what is installed."""
    shutil.copy(root / "tests" / "outside_plugin" / "test_acme_quality.py", tmp_path)
    printed = python("-m", "pytest", "-q", "-p", "no:cacheprovider", folder=tmp_path, packages=installed)
    assert "2 passed" in printed


def test_without_it_the_set_is_unknown(tmp_path: Path, python: Callable[..., str]) -> None:
    """The set comes by the installation alone: without it `scoring sets` does not know it."""
    assert "acme" not in python("-m", "scoring", "sets", folder=tmp_path)
