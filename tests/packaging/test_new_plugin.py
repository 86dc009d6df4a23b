"""The plugin that `scoring new --plugin` writes: installed as its README says, it is found, and its tests pass."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

#: Every script of an environment lies here, on Windows too.
SCRIPTS = "Scripts" if os.name == "nt" else "bin"


@pytest.fixture(scope="module")
def plugin(tmp_path_factory: pytest.TempPathFactory, python: Callable[..., str]) -> Path:
    """Return the folder of a new plugin."""
    folder = tmp_path_factory.mktemp("new")
    python("-m", "scoring", "new", "--plugin", "canteen-checks", folder=folder)
    return folder / "canteen-checks"


@pytest.fixture(scope="module")
def run(plugin: Path) -> Callable[..., str]:
    """Return what runs a module in an environment with this one's packages, into which pip has installed the plugin.

    The installation is editable: `pip install -e .`, without an index.
    """
    environment = plugin.parent / "venv"
    venv.create(environment)  # pip and setuptools are those of this environment
    interpreter = environment / SCRIPTS / Path(sys.executable).name
    packages = sysconfig.get_path("purelib", vars={"base": str(environment)})
    here = sysconfig.get_path("purelib")
    Path(packages, "this.pth").write_text(f"import site; site.addsitedir({here!r})\n", encoding="utf-8")

    def module(*words: str) -> str:
        quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INDEX": "1", "PYTHONUTF8": "1", "PYTHONPATH": ""}
        done = subprocess.run(
            [interpreter, "-m", *words],
            cwd=plugin,
            env={**os.environ, **quiet},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    module("pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "-e", ".")
    return module


def test_its_tests_pass(run: Callable[..., str]) -> None:
    """`pytest` in its folder passes against the installed engine, every warning an error; none is skipped."""
    said = run("pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-W", "error")
    assert "5 passed" in said
    assert "skipped" not in said


def test_it_is_found_with_its_check_and_set(run: Callable[..., str]) -> None:
    """`scoring plugins` lists it with its check, and its set has no mistake and no doubt."""
    listed = run("scoring", "plugins")
    assert all(word in listed for word in ("canteen_checks", "0.1.0", "canteen_checks.per_thousand"))
    assert "no faults" in run("scoring", "check", "--strict", "canteen-checks/example")


def test_an_editor_knows_its_parameters(run: Callable[..., str]) -> None:
    """The JSON Schema that is made where it is installed has its check."""
    assert '"check.canteen_checks.per_thousand"' in run("scoring", "schema")
