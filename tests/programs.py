"""Programs that are no Python: where one is, or why the test that needs it does not run."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest

__all__ = ["lacking", "wanted"]


def wanted(*names: str, package: str) -> str:
    """Return the path of the first program that is installed; without any, fail in CI, and skip elsewhere."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        lacking(f"needs {' or '.join(names)}: install {package}, or run .ci/system_packages as root")
    return found


def lacking(reason: str) -> NoReturn:
    """End a test that cannot run here: a failure in CI, elsewhere a skip that says what is wanted."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
