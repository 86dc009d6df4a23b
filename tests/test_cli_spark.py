"""`scoring score --backend spark`: the same results, from files and from addresses."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import polars as pl
import pytest

from tests.spark import wanted_spark
from tests.works import GIVEN, write_all

if TYPE_CHECKING:
    from pathlib import Path

#: What a session of its own needs for a few rows.
CONF: Final = """
spark.master local[2]
spark.driver.host 127.0.0.1
spark.ui.enabled false
spark.sql.shuffle.partitions 1
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the set, the projects in every kind of file, and settings of Spark."""
    wanted_spark()
    write_all(tmp_path)
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "spark-defaults.conf").write_text(CONF, encoding="utf-8")
    return tmp_path


def run(folder: Path, *words: str) -> tuple[int, str]:
    """Run the program as a user does; return its exit code and what it says on standard error."""
    environment = os.environ | {"SPARK_CONF_DIR": str(folder / "conf"), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "scoring", "score", "set.toml", *words]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, text=True)
    return done.returncode, done.stderr


@pytest.mark.parametrize("kind", ["csv", "xlsx", "duckdb"])
def test_spark_writes_what_polars_writes(folder: Path, kind: str) -> None:
    """The same bytes of CSV with all details, in the order of the file, whatever file it was."""
    for backend in ("polars", "spark"):
        code, told = run(folder, *GIVEN[kind], "--detail", "--backend", backend, "-o", f"{backend}.csv")
        assert (code, told.splitlines()[-1][:11]) == (0, "Projects: 3")
    assert (folder / "spark.csv").read_bytes() == (folder / "polars.csv").read_bytes()


def test_parquet_is_read_where_it_lies(folder: Path) -> None:
    """Addresses are read by the workers; there is no order of rows then."""
    given = [
        f"{name}{(folder / file).as_uri()}" for name, file in (("", "projects.parquet"), ("survey=", "answers.parquet"))
    ]
    assert run(folder, *given, "--backend", "spark", "-o", "spark.csv")[0] == 0
    assert run(folder, *GIVEN["parquet"], "-o", "polars.csv")[0] == 0
    by_key = [pl.read_csv(folder / f"{each}.csv", infer_schema=False).sort("project") for each in ("spark", "polars")]
    assert by_key[0].equals(by_key[1])


def test_projects_without_a_key_of_their_own_are_refused(folder: Path) -> None:
    """A cluster gives nobody a number: which keys stand more than once is said."""
    projects = pl.read_parquet(folder / "projects.parquet")
    pl.concat([projects, projects.head(1)]).write_parquet(folder / "twice.parquet")
    code, told = run(folder, (folder / "twice.parquet").as_uri(), "--backend", "spark")
    assert code == 2
    assert told.endswith("projects without a key of their own: P1; each needs one, and no two the same\n")
