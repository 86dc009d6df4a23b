"""constraints.txt pins what pyproject.toml asks for, with hashes, and does not tell where it was made."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from pathlib import Path

PIN: Final = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>\S+)(?: ;[^\\\n]+)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+$",
    re.MULTILINE,
)


@pytest.fixture
def text(root: Path) -> str:
    """Return the text of constraints.txt."""
    return (root / "constraints.txt").read_text(encoding="utf-8")


def test_every_requirement_is_pinned_at_a_version_it_allows(root: Path, text: str) -> None:
    """Each requirement of the project, of its extras and of its build has a pin that satisfies it."""
    content = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*content["build-system"]["requires"], *content["project"]["dependencies"]]
    for extra in content["project"]["optional-dependencies"].values():
        wanted += extra
    pins = {canonicalize_name(pin["name"]): pin["version"] for pin in PIN.finditer(text)}
    for line in wanted:
        requirement = Requirement(line)
        if requirement.name != "scoring-engine":
            assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)]), line


def test_every_pin_has_hashes(text: str) -> None:
    """Nothing but comments and pins with SHA-256 hashes is in the file: no option, no address, no path."""
    rest = PIN.sub("", text)
    assert [line for line in rest.splitlines() if line.strip() and not line.lstrip().startswith("#")] == []
    assert not re.search(r"://|index-url|find-links|file:", text)
