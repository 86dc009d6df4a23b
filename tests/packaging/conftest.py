"""What the tests of packaging share: a copy of the repository, and how to run pip and the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT: Final = Path(__file__).resolve().parents[2]
#: Without what pip would say about itself, and without its configuration: nothing here asks an index.
QUIET: Final = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INDEX": "1"}


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def python() -> Callable[..., str]:
    """Return what runs this Python from a folder, with packages before its own, and gives the output.

    A run that fails or warns fails the test with what it wrote on standard error.
    """

    def run(*arguments: str | Path, folder: Path, packages: Path | None = None) -> str:
        environment = {**os.environ, **QUIET, "PYTHONUTF8": "1"}
        environment["PYTHONPATH"] = "" if packages is None else str(packages)
        command = [sys.executable, *map(str, arguments)]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, encoding="utf-8")
        if done.returncode or "Warning" in done.stderr:
            pytest.fail(f"{' '.join(command)} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    return run


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory, python: Callable[..., str]) -> Path:
    """Return a copy of the repository's own files: nothing that lies beside them can get into a build."""
    copy = tmp_path_factory.mktemp("source")
    python(ROOT / ".ci" / "copy_tracked.py", copy, folder=ROOT)
    return copy
