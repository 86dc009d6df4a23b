"""A run that is interrupted while it writes: nothing of it is left, and what was there before is as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import polars as pl
import pytest

from benchmarks.workload import projects, set_text

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows ends a program without telling it")

#: So many projects take a second and more to write, in any format.
ROWS = 400_000
OLD = b"the result of an earlier run"


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a set and many projects, each with its key."""
    folder = tmp_path_factory.mktemp("given")
    (folder / "set.toml").write_text(set_text(), encoding="utf-8")
    many = projects(50_000)
    parts = [many.with_columns(pl.col("project") + first) for first in range(0, ROWS, len(many))]
    pl.concat(parts).write_parquet(folder / "projects.parquet", row_group_size=len(many))
    return folder


def interrupted(given: Path, out: Path, *numbers: int, backend: str = "polars", deaf: bool = False) -> tuple[int, str]:
    """Score, and send signals when the file is being written; returns the exit code and what was said.

    The program may be started `deaf` to SIGINT, as a shell starts what it does in the background.
    """
    words = ("score", "set.toml", "projects.parquet", "--lang", "en", "--backend", backend, "-o", str(out))
    command = [sys.executable, "-m", "scoring", *words]
    if deaf:
        command = ["sh", "-c", "trap '' INT; exec \"$@\"", "sh", *command]
    with subprocess.Popen(command, cwd=given, stderr=subprocess.PIPE, encoding="utf-8") as process:
        while not is_begun(out):
            assert process.poll() is None, "it has ended before anything was written"
            time.sleep(0.005)
        for number in numbers:
            process.send_signal(number)
        said = process.communicate(timeout=60)[1]
    return process.returncode, said


def is_begun(out: Path) -> bool:
    """Whether the file is being written: projects are scored into a Parquet file, which other formats are made from."""
    return len(list(out.parent.glob(".*/*"))) > (out.suffix != ".parquet")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    ("name", "backend"),
    [("out.parquet", "polars"), ("out.parquet", "duckdb"), ("out.csv", "polars"), ("out.xlsx", "polars")],
)
def test_what_is_interrupted_leaves_nothing_behind(
    given: Path, tmp_path: Path, number: int, name: str, backend: str
) -> None:
    """The exit code is that of the signal, and a line says so after what was found in the projects."""
    code, said = interrupted(given, tmp_path / name, number, backend=backend)
    assert code == 128 + number
    assert said.splitlines()[-1] == "interrupted"
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_was_there_before_an_interrupted_run_stays(given: Path, tmp_path: Path, number: int) -> None:
    """Until the new file is whole, the old one has its place."""
    (tmp_path / "out.parquet").write_bytes(OLD)
    code, _ = interrupted(given, tmp_path / "out.parquet", number)
    assert code == 128 + number
    assert [each.name for each in tmp_path.iterdir()] == ["out.parquet"]
    assert (tmp_path / "out.parquet").read_bytes() == OLD


def test_what_runs_in_the_background_ends_when_it_is_told_to(given: Path, tmp_path: Path) -> None:
    """There Ctrl-C is not meant for it."""
    code, said = interrupted(given, tmp_path / "out.parquet", signal.SIGINT, signal.SIGTERM, deaf=True)
    assert code == 128 + signal.SIGTERM
    assert said.splitlines()[-1] == "interrupted"
    assert list(tmp_path.iterdir()) == []
