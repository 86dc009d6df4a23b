"""`scoring score --backend spark`: the same results and the same words, from files and from addresses."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Final

import polars as pl
import pytest

from tests.command import Command, here, uninstall
from tests.spark import wanted_spark
from tests.table_files import csv_text, write
from tests.works import ANSWERS, GIVEN, PROJECTS, write_all

if TYPE_CHECKING:
    from pathlib import Path

#: What a session of its own needs for a few rows.
CONF: Final = """
spark.master local[2]
spark.driver.host 127.0.0.1
spark.ui.enabled false
spark.sql.shuffle.partitions 1
"""
#: So many projects take a cluster of this machine some seconds to write.
MANY: Final = 1_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the set, the projects in every kind of file, and settings of Spark."""
    wanted_spark()
    write_all(tmp_path)
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "spark-defaults.conf").write_text(CONF, encoding="utf-8")
    return tmp_path


def run(folder: Path, *words: str) -> tuple[int, list[str]]:
    """Run the program as a user does; return its exit code and the lines it says on standard error."""
    environment = os.environ | {"SPARK_CONF_DIR": str(folder / "conf"), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "scoring", "score", "set.toml", *words]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, text=True)
    return done.returncode, done.stderr.splitlines()


def test_files_are_scored_as_by_polars(folder: Path) -> None:
    """The same bytes with all details, in the order of the file, and the same is said of bad cells."""
    write(folder / "projects.csv", csv_text([*PROJECTS, ["P4", "西站", "三十", 30]]))
    write(folder / "answers.csv", csv_text([*ANSWERS, ["P4", 7]]))
    told = [
        run(folder, *GIVEN["csv"], "--detail", "--backend", backend, "-o", f"{backend}.csv")
        for backend in ("polars", "spark")
    ]
    assert told[0] == told[1]
    assert len(told[1][1]) == 3
    assert (folder / "spark.csv").read_bytes() == (folder / "polars.csv").read_bytes()


def test_a_database_is_ranked_as_by_polars(folder: Path) -> None:
    """The cluster sums up what the page shows."""
    told = [
        run(folder, *GIVEN["duckdb"], "--backend", backend, "-o", f"{backend}.md") for backend in ("polars", "spark")
    ]
    assert told[0] == told[1]
    assert (folder / "spark.md").read_bytes() == (folder / "polars.md").read_bytes()


def test_each_project_has_its_documents(folder: Path) -> None:
    """One after the other, on this machine; the summary is the cluster's."""
    told = [
        run(folder, *GIVEN["csv"], "--backend", backend, "--format", "csv", "-o", f"{backend}/")
        for backend in ("polars", "spark")
    ]
    assert [(code, lines[-1]) for code, lines in told] == [(0, told[0][1][-1])] * 2
    sheets = [{each.name: each.read_bytes() for each in (folder / name).glob("*.csv")} for name in ("polars", "spark")]
    assert (len(sheets[0]), sheets[0]) == (3, sheets[1])


def test_a_cluster_reads_and_writes_where_its_files_lie(folder: Path) -> None:
    """Parquet by its address, in no order of rows, and what is said of it; the results are a folder of parts."""
    given = [(folder / file).as_uri() for file in ("projects.parquet", "answers.parquet")]
    out = (folder / "results.parquet").as_uri()
    told = run(folder, given[0], f"survey={given[1]}", "--backend", "spark", "--detail", "-o", out)
    assert told == run(folder, *GIVEN["parquet"], "--detail", "-o", "polars.parquet")
    assert (folder / "results.parquet" / "_SUCCESS").exists()
    files = (folder / "results.parquet" / "*.parquet", folder / "polars.parquet")
    by_key = [pl.read_parquet(each).sort("project") for each in files]
    assert by_key[0].equals(by_key[1])


def test_who_interrupts_a_cluster_finds_no_results(folder: Path) -> None:
    """Said in a line; what is left at the address is empty, and no obstacle to the next run."""
    many = pl.select(pl.int_range(MANY).cast(pl.String).alias("project"), pl.lit(3.0).alias("预算数"))
    many.with_columns(执行数=pl.col("预算数") / 2).write_parquet(folder / "many.parquet")
    out = folder / "out.parquet"
    words = ("set.toml", (folder / "many.parquet").as_uri(), "--backend", "spark", "--detail", "-o", out.as_uri())
    with subprocess.Popen(
        [sys.executable, "-m", "scoring", "score", *words],
        cwd=folder,
        env=os.environ | {"SPARK_CONF_DIR": str(folder / "conf")},
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        while not out.exists():
            assert process.poll() is None, "it has ended before anything was written"
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[1]
    assert process.returncode == 128 + signal.SIGINT
    assert (said.splitlines()[-1], "Traceback" in said) == ("interrupted", False)
    assert list(out.glob("*")) == []
    assert run(folder, (folder / "projects.parquet").as_uri(), "--backend", "spark", "-o", out.as_uri())[0] == 0


def test_settings_that_start_nothing_are_said_in_a_sentence(folder: Path) -> None:
    """No traceback, no stack of Java, and where to look."""
    (folder / "conf" / "spark-defaults.conf").write_text("spark.master nowhere", encoding="utf-8")
    code, told = run(folder, *GIVEN["csv"], "--backend", "spark")
    assert code == 2
    assert len(told) == 1
    assert told[0].startswith(
        "Spark did not start: Master must either be yarn or start with spark, k8s, or local; see "
    )


# -- what is refused at once, without Spark


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command where nothing needs Spark."""
    write_all(tmp_path)
    return here(tmp_path, monkeypatch, capsys)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("hdfs://a/p.parquet",),
            "is an address that a cluster reads; add --backend spark, or give a file of this machine",
        ),
        (
            ("hdfs://a/p.parquet", "survey=answers.csv"),
            "and survey=answers.csv a file of this machine; give addresses only, or files only",
        ),
        (
            ("projects.csv", "-o", "hdfs://a/out.parquet"),
            "a cluster writes to, for tables; add --backend spark, or write to a file of this machine",
        ),
        (
            ("projects.csv", "--backend", "spark", "-o", "hdfs://a/out.csv"),
            "a cluster writes Parquet, not csv; end the address with .parquet, or add --format parquet",
        ),
    ],
)
def test_addresses_are_for_spark_and_parquet(refused: Command, words: tuple[str, ...], said: str) -> None:
    """What to do instead is said before anything is read or started."""
    done = refused("score", "set.toml", *words)
    assert (done.code, done.err.startswith("hdfs://a/"), done.err.endswith(f"{said}\n")) == (2, True, True)


def test_a_project_in_a_file_of_its_own_goes_to_no_cluster(refused: Command, tmp_path: Path) -> None:
    """Addresses take tables."""
    write(tmp_path / "one.toml", 'project.key = "P1"\n')
    done = refused("score", "set.toml", "one.toml", "--backend", "spark", "-o", "hdfs://a/out.parquet")
    assert (done.code, "for tables" in done.err) == (2, True)


def test_the_library_that_is_missing_is_named(refused: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs it."""
    uninstall(monkeypatch, "pyspark")
    done = refused("score", "set.toml", *GIVEN["csv"], "--backend", "spark")
    told = 'scoring by Spark needs PySpark: run pip install "scoring-engine[spark]"\n'
    assert (done.code, done.err) == (2, told)
