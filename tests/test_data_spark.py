"""Parquet by its address, as a cluster reads it: what is found by its headings, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl
import pytest

import scoring
from scoring.data_spark import read_addresses
from scoring.results_spark import write_address
from tests.spark import brought_to_spark
from tests.works import ANSWERS, PROJECTS, SET

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from scoring.data_places import TableData
    from tests.spark import Cluster

TABLES: Final = {"": PROJECTS, "survey": ANSWERS}


@pytest.fixture
def rules(tmp_path: Path) -> scoring.IndicatorSet:
    """Return the set of the projects."""
    path = tmp_path / "set.toml"
    path.write_text(SET, encoding="utf-8")
    return scoring.load(path)


@pytest.fixture
def read(cluster: Cluster, rules: scoring.IndicatorSet, tmp_path: Path) -> Callable[..., TableData]:
    """Return what writes tables (that of the projects is called ""), and reads them by their addresses."""

    def read_again(tables: dict[str, Sequence[Sequence[Any]]]) -> TableData:
        given = []
        for name, (heads, *rows) in tables.items():
            path = tmp_path / f"{name or 'projects'}.parquet"
            pl.DataFrame(rows, schema=list(heads), orient="row").write_parquet(path)
            given.append(f"{name}={path.as_uri()}" if name else path.as_uri())
        return read_addresses(cluster.session, given, rules, "en")

    return read_again


def test_columns_are_found_by_their_headings(read: Callable[..., TableData]) -> None:
    """As in any table; nothing is told where all is well."""
    data = read(TABLES)
    assert set(data.projects.columns) == {"project", "project.name", "funds.budget", "funds.spent"}
    assert set(data.tables["survey"].columns) == {"project", "answer"}
    assert data.remarks == ()


def test_rows_of_nobody_are_counted(read: Callable[..., TableData]) -> None:
    """They belong to no project, whose results they do not change."""
    data = read(TABLES | {"survey": [*ANSWERS, ["P9", 1], [None, 1], ["p1", 1]]})
    (remark,) = data.remarks
    assert remark.message.endswith("survey.parquet: rows that belong to no project: 3; they are not counted")


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"": [[*row[2:]] for row in PROJECTS]}, "no column tells the projects apart, and a cluster does not number"),
        ({"": [*PROJECTS, PROJECTS[1], [None, "西站", 1, 1]]}, "projects without a key of their own: null, P1; each"),
        (
            {"": [[*PROJECTS[0][:3], "执行数（元）"], *PROJECTS[1:]]},
            "does not convert the unit in the heading",
        ),
        ({"": PROJECTS, "survey": [["评分"], [5]]}, "项目编号"),
        ({"": PROJECTS, "surveys": ANSWERS}, "survey"),
        ({"survey": ANSWERS}, "projects"),
        ({"": [["什么"], [1]]}, "projects.parquet"),
    ],
)
def test_what_cannot_be_told_apart_is_refused(
    read: Callable[..., TableData], tables: dict[str, Sequence[Sequence[Any]]], said: str
) -> None:
    """With the address, and what to do."""
    with pytest.raises(scoring.DataError) as caught:
        read(tables)
    assert said in str(caught.value)


def test_results_never_take_away_what_is_there(cluster: Cluster, rules: scoring.IndicatorSet, tmp_path: Path) -> None:
    """Somebody may be reading it: a second run is refused, and the first one's results stay; what is empty is none."""
    heads, *rows = PROJECTS
    named = dict(zip(heads, ("project", "project.name", "funds.budget", "funds.spent"), strict=True))
    frame = pl.DataFrame(rows, schema=heads, orient="row").rename(named)
    frames = brought_to_spark(
        cluster.session, {"": frame, "survey": pl.DataFrame(ANSWERS[1:], ["project", "answer"], orient="row")}
    )
    scored = scoring.Engine(rules).score_many(frames[""], {"survey": frames["survey"]}, "project")
    (tmp_path / "results").mkdir()
    address = (tmp_path / "results").as_uri()
    summary = write_address(scored, address, rules, lang="en")
    assert (summary.projects, [each.total for each in summary.ranking]) == (3, [77, 70, 60])
    before = sorted((tmp_path / "results").iterdir())
    with pytest.raises(scoring.DataError, match="is left as it is; give another address"):
        write_address(scored, address, rules, lang="en")
    assert sorted((tmp_path / "results").iterdir()) == before


def test_what_is_no_result_is_not_taken_away_either(
    cluster: Cluster, rules: scoring.IndicatorSet, tmp_path: Path
) -> None:
    """A folder with a file of anything is somebody's; where nobody can look, Spark says why."""
    from py4j.protocol import Py4JError  # noqa: PLC0415 - the other tests run without it

    frame = pl.DataFrame({"project": ["P1"], "funds.budget": [100.0], "funds.spent": [95.0]})
    scored = scoring.Engine(rules).score_many(brought_to_spark(cluster.session, {"": frame})[""], key="project")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "notes.txt").write_text("not to be lost", encoding="utf-8")
    with pytest.raises(scoring.DataError, match="is left as it is; give another address"):
        write_address(scored, (tmp_path / "notes").as_uri(), rules, lang="en")
    assert [each.name for each in (tmp_path / "notes").iterdir()] == ["notes.txt"]
    with pytest.raises(Py4JError, match="No FileSystem for scheme"):
        write_address(scored, "nowhere://bureau/results.parquet", rules, lang="en")
