"""What every test shares: the Hypothesis profiles, the worlds that score, and the libraries of frames."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import Phase, settings

from tests.browser import Show, started
from tests.office import Office
from tests.programs import wanted
from tests.small_sets import ScoreOne, in_world
from tests.spark import Cluster, brought_to_spark, wanted_spark
from tests.tables import LIBRARIES, PROJECTS, Library
from tests.worlds import WORLDS, World, in_columns

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    import polars as pl

#: The world, and the library, that need a cluster that is running.
SPARK: Final = "spark"
#: So many examples of a property are scored there, none of them again to make it smaller, and where Hypothesis keeps
#: how many a test has.
JOBS: Final = 5
PHASES: Final = (Phase.explicit, Phase.reuse, Phase.generate)
SETTINGS: Final = "_hypothesis_internal_use_settings"

# No deadline: how long an example takes depends on the machine. In CI the same examples in every run, and the
# line that repeats a failure; elsewhere new examples each time. `--hypothesis-profile NAME` chooses another.
settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Draw fewer examples where each of them is a job for a cluster."""
    own: settings | None = getattr(pyfuncitem.obj, SETTINGS, None)
    if own is None or SPARK not in _worlds(pyfuncitem):
        return (yield)
    setattr(pyfuncitem.obj, SETTINGS, settings(own, max_examples=min(own.max_examples, JOBS), phases=PHASES))
    try:
        return (yield)
    finally:
        setattr(pyfuncitem.obj, SETTINGS, own)


def _worlds(item: pytest.Function) -> set[object]:
    """Return the world and the library that a test is run with."""
    given = item.callspec.params if hasattr(item, "callspec") else {}
    return {given.get("scored"), given.get("library")}


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Return a Spark cluster; what takes it is skipped where there can be none, and fails in CI."""
    wanted_spark()
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
