"""What every test shares: the Hypothesis profiles, the worlds that score, and the libraries of frames."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import settings

from tests.small_sets import ScoreOne, in_world
from tests.spark import Cluster, brought_to_spark, wanted
from tests.tables import LIBRARIES, PROJECTS, Library
from tests.worlds import WORLDS, World, in_columns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import polars as pl

#: What needs a cluster that is running.
SPARK: Final = "spark"

# No deadline: how long an example takes depends on the machine. In CI the same examples in every run, and the
# line that repeats a failure; elsewhere new examples each time. `--hypothesis-profile NAME` chooses another.
settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Return a Spark cluster; where one is wanted for, tests are skipped and say what, but in CI they fail."""
    if (what := wanted()) is not None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(what)
    running = Cluster()
    yield running
    running.stop()


@pytest.fixture(scope="session", params=[*sorted(WORLDS), SPARK])
def scored(request: pytest.FixtureRequest) -> World:
    """Return a world that scores projects; a test that takes it runs in every world."""
    if request.param != SPARK:
        return WORLDS[request.param]
    bring = _to_spark(request)

    def native(frame: pl.DataFrame) -> Any:
        return bring({PROJECTS: frame})[PROJECTS]

    return lambda rules, projects: in_columns(rules, projects, native)


@pytest.fixture(scope="session", params=[*sorted(LIBRARIES), SPARK])
def library(request: pytest.FixtureRequest) -> Library:
    """Return what brings frames into a library; a test that takes it runs with every one."""
    return _to_spark(request) if request.param == SPARK else LIBRARIES[request.param]


def _to_spark(request: pytest.FixtureRequest) -> Library:
    running: Cluster = request.getfixturevalue("cluster")
    return lambda frames: brought_to_spark(running.session, frames)


@pytest.fixture
def score(scored: World, tmp_path: Path) -> ScoreOne:
    """Return what scores one project by a small set, in every world."""
    return in_world(scored, tmp_path)
