"""The wheel holds the packages, the shipped sets, and nothing else; it works where no source is."""

from __future__ import annotations

import json
import zipfile
from email.parser import HeaderParser
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="session")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory, python: Callable[..., str]) -> Path:
    """Return the wheel built from the repository's files."""
    return _built(source, tmp_path_factory.mktemp("wheel"), python, "--wheel")


def _built(source: Path, target: Path, python: Callable[..., str], *how: str) -> Path:
    python("-m", "build", "--no-isolation", *how, "--outdir", target, source, folder=source)
    (wheel,) = target.glob("*.whl")
    return wheel


def _contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist() if ".dist-info/" not in name}


def _expected(source: Path) -> dict[str, bytes]:
    """Return what the repository puts into the wheel: every module and set, where it is imported from."""
    places = {"scoring": "scoring", "rules": "scoring/rules", "plugins": ""}
    found = {}
    for folder, package in places.items():
        for path in (source / folder).rglob("*"):
            if path.suffix in {".json", ".md", ".py", ".toml", ".txt", ".typed"}:
                name = path.relative_to(source / folder).as_posix()
                found[f"{package}/{name}".lstrip("/")] = path.read_bytes()
    return found


def test_the_wheel_is_the_tracked_files(source: Path, wheel: Path) -> None:
    """The wheel holds the modules, type markers, sets, texts and the schema of `scoring/`, `rules/` and `plugins/`."""
    expected = _expected(source)
    assert {"scoring/py.typed", "scoring/rules/wanzai/office-services-2022.toml"} < expected.keys()
    assert _contents(wheel) == expected


def test_the_source_distribution_gives_the_same_wheel(
    source: Path, wheel: Path, tmp_path: Path, python: Callable[..., str]
) -> None:
    """The wheel built from the source distribution has the contents of the one built from the repository."""
    assert _contents(_built(source, tmp_path, python)) == _contents(wheel)


def test_the_metadata_says_what_it_is(wheel: Path) -> None:
    """Name, Python and licence are as published, and only `scoring` is put on the path."""
    with zipfile.ZipFile(wheel) as archive:
        (folder,) = {name.partition("/")[0] for name in archive.namelist() if ".dist-info/" in name}
        metadata = HeaderParser().parsestr(archive.read(f"{folder}/METADATA").decode())
        entries = archive.read(f"{folder}/entry_points.txt").decode()
        licence = archive.read(f"{folder}/licenses/LICENSE").decode()
    assert (metadata["Name"], metadata["Requires-Python"]) == ("scoring-engine", ">=3.11")
    assert metadata["License-Expression"] == "Apache-2.0"
    assert "Apache License" in licence
    assert entries.split() == [
        *("[console_scripts]", "scoring", "=", "scoring.__main__:main"),
        *("[scoring]", "scoring_budget", "=", "scoring_budget", "scoring_survey", "=", "scoring_survey"),
    ]


def test_the_wheel_scores_where_no_source_is(
    wheel: Path, root: Path, tmp_path: Path, python: Callable[..., str]
) -> None:
    """Unpacked elsewhere, the wheel scores the real project from an empty folder, with modules of its own."""
    packages, empty = tmp_path / "packages", tmp_path / "empty"
    empty.mkdir()
    python("-m", "pip", "install", "--quiet", "--no-deps", "--target", packages, wheel, folder=empty)
    where = python("-P", "-c", "import scoring; print(scoring.__file__)", folder=empty, packages=packages)
    assert where.strip() == str(packages / "scoring" / "__init__.py")
    command = (
        "score",
        "wanzai/office-services-2022",
        root / "examples" / "wanzai-2022.toml",
        "--format",
        "json",
    )
    sheet = json.loads(python("-P", "-m", "scoring", *command, folder=empty, packages=packages))
    assert sheet["set"]["id"] == "wanzai/office-services-2022"
    assert sheet["total"] is not None
