"""What every test shares: the Hypothesis profiles, the worlds that score, and the libraries of frames."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.browser import Show, started
from tests.office import Office
from tests.programs import wanted
from tests.small_sets import ScoreOne, in_world
from tests.tables import LIBRARIES, Library
from tests.worlds import WORLDS, World

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# No deadline: how long an example takes depends on the machine. In CI the same examples in every run, and the
# line that repeats a failure; elsewhere new examples each time. `--hypothesis-profile NAME` chooses another.
settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(scope="session", params=sorted(WORLDS))
def scored(request: pytest.FixtureRequest) -> World:
    """Return a world that scores projects; a test that takes it runs in every world."""
    return WORLDS[request.param]


@pytest.fixture(scope="session", params=sorted(LIBRARIES))
def library(request: pytest.FixtureRequest) -> Library:
    """Return what brings frames into a library; a test that takes it runs with every one."""
    return LIBRARIES[request.param]


@pytest.fixture(scope="session")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Return the LibreOffice of this run; what takes it is skipped where there is none, and fails in CI."""
    program = wanted("soffice", package="libreoffice-calc libreoffice-writer")
    return Office.settled(program, tmp_path_factory.mktemp("profile"))


@pytest.fixture(scope="module")
def show() -> Iterator[Show]:
    """Return what shows a page in the browser of this machine."""
    with started() as found:
        yield found


@pytest.fixture
def score(scored: World, tmp_path: Path) -> ScoreOne:
    """Return what scores one project by a small set, in every world."""
    return in_world(scored, tmp_path)
