"""What only a cluster has: plans that wait for their reader, machines that fail, and jobs that no row may stop."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import scoring
from tests.spark import brought_to_spark
from tests.works import SET

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.spark import Cluster

#: So many projects, and answers for each, in so many parts: enough for a machine to fail in the middle of them.
PROJECTS: Final = 120_000
ANSWERS: Final = 3
PARTS: Final = 40
#: Seconds until a job is in its middle.
PATIENCE: Final = 120


@pytest.fixture
def engine(tmp_path: Path) -> scoring.Engine:
    """Return the engine of a set with a ratio and a survey."""
    path = tmp_path / "set.toml"
    path.write_text(SET, encoding="utf-8")
    return scoring.Engine(scoring.load(path))


@pytest.fixture
def in_parts(cluster: Cluster) -> Iterator[Cluster]:
    """Return the cluster while it makes many parts of its work, with two workers before and after."""
    conf, name = cluster.session.conf, "spark.sql.shuffle.partitions"
    before = conf.get(name)
    conf.set(name, PARTS)
    yield cluster
    conf.set(name, before)
    while len(cluster.workers) < 2:
        cluster.workers.append(cluster.worker(f"next-{time.monotonic_ns()}"))


def many() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return projects, and the answers of their users."""
    keys = pl.select(pl.int_range(PROJECTS).alias("project")).select(pl.format("P{}", "project"))
    place = pl.int_range(pl.len())
    projects = keys.with_columns((place % 97 + 1).alias("funds.budget"), (place % 89).alias("funds.spent"))
    rows = pl.int_range(pl.len())
    answers = pl.concat([keys] * ANSWERS).with_columns((rows * 31 % 6).alias("answer"))  # 0 is no answer: invalid
    return projects, answers


def test_a_worker_that_dies_in_mid_job_changes_nothing(engine: scoring.Engine, in_parts: Cluster) -> None:
    """Its parts, and what it had ready for others, are worked out again by the worker that is left."""
    projects, answers = many()
    expected = engine.score_many(projects, {"survey": answers}, "project", detail=True).sort("project")
    frames = brought_to_spark(in_parts.session, {"projects": projects, "survey": answers})
    spread = {name: each.repartition(PARTS, "project") for name, each in frames.items()}
    plan = engine.score_many(spread["projects"], {"survey": spread["survey"]}, "project", detail=True)
    tracker = in_parts.session.sparkContext.statusTracker()
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(plan.toArrow)
        stage = _middle(tracker)
        in_parts.kill(in_parts.workers[0])
        found = pl.DataFrame(job.result())
    info = tracker.getStageInfo(stage)
    assert info.numFailedTasks or info.currentAttemptId  # what the worker was doing, or had done, was lost
    assert_frame_equal(found.sort("project"), expected)


def _middle(tracker: Any) -> int:
    """Wait until a stage of many tasks has done some of them; return which."""
    for _ in range(PATIENCE * 100):
        for stage in tracker.getActiveStageIds():
            info = tracker.getStageInfo(stage)
            if info is not None and info.numTasks == PARTS and 4 < info.numCompletedTasks < PARTS // 2:
                return int(stage)
        time.sleep(0.01)
    raise TimeoutError
