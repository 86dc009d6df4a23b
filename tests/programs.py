"""Programs that are no Python: where one is, or why the test that needs it does not run."""

from __future__ import annotations

import os
import shutil

import pytest

__all__ = ["wanted"]


def wanted(*names: str, package: str) -> str:
    """Return the path of the first program that is installed; without any, fail in CI, and skip elsewhere."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        reason = f"needs {' or '.join(names)}: install {package}, or run .ci/system_packages as root"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found
