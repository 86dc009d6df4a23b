"""Files are written whole or not at all: on a full disk, in the place of a folder, by a program that is killed."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pytest

from tests.audits import changed
from tests.command import here
from tests.forms import ministry, saved
from tests.small_sets import small_set, written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.command import Command

SCORE: Final = ("score", "small.toml", "a.json")
#: What writes a file, by its name.
WRITTEN: Final = {
    "one.xlsx": SCORE,
    "one.docx": SCORE,
    "one.html": SCORE,
    "one.csv": SCORE,
    "one.json": SCORE,
    "one.txt": SCORE,
    "results.xlsx": (*SCORE, "b.json"),
    "results.csv": (*SCORE, "--detail"),
    "results.parquet": (*SCORE, "b.json"),
    "audit.xlsx": ("audit", "form.xlsx"),
    "audit.json": ("audit", "form.xlsx"),
    "form.xlsx": ("form", "small.toml"),
}
GIVEN: Final = ("a.json", "b.json", "small.toml", "form.xlsx")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a set, two projects, and a form with mistakes."""
    written(small_set({"a": "number"}, {f"i{n}": {"measure": "a"} for n in range(9)}), tmp_path)
    for name in ("a", "b"):
        (tmp_path / f"{name}.json").write_text('{"a": 0.5}', encoding="utf-8")
    saved(tmp_path / "form.xlsx", ministry(changed(0, score=25), total=1))
    return tmp_path


def left(folder: Path) -> set[str]:
    """Return what is in the folder beside what was given, hidden files too."""
    return {each.name for each in folder.iterdir()} - set(GIVEN)


@pytest.fixture
def command(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in the folder."""
    return here(folder, monkeypatch, capsys)


@contextmanager
def full_disk() -> Iterator[None]:
    """Let no file have more than 64 bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("name", WRITTEN)
def test_a_full_disk_leaves_what_was_there(name: str, folder: Path, command: Command) -> None:
    """Where there is no more room the sentence says so, the old file stays, and nothing else is left."""
    old = folder / f"new-{name}"
    if name != "form.xlsx":  # a form is never written over
        old.write_text("old", encoding="utf-8")
    there = left(folder)
    with full_disk():
        done = command(*WRITTEN[name], "-o", old.name, "--lang", "en")
    assert done.code == 2
    assert done.err.splitlines()[-1] == f"{old.name}: cannot be written: File too large"
    assert left(folder) == there
    assert not there or old.read_text(encoding="utf-8") == "old"


def test_a_folder_in_the_way_stays(folder: Path, command: Command) -> None:
    """Where a folder is called like the file that is not whole yet, the sentence says so, and both stay."""
    (folder / ".one.csv.part").mkdir()
    (folder / "one.csv").write_text("old", encoding="utf-8")
    done = command(*SCORE, "-o", "one.csv", "--lang", "en")
    assert (done.code, done.err) == (2, "one.csv: cannot be written: Is a directory\n")
    assert left(folder) == {".one.csv.part", "one.csv"}
    assert (folder / "one.csv").read_text(encoding="utf-8") == "old"


def test_who_is_killed_leaves_the_old_file(folder: Path) -> None:
    """A program that is killed while it writes has not touched the file that was there."""
    rows = "\n".join(f"p{n},0.5" for n in range(20_000))
    (folder / "many.csv").write_text(f"project,a\n{rows}\n", encoding="utf-8")
    (folder / "results.xlsx").write_text("old", encoding="utf-8")
    command = [sys.executable, "-m", "scoring", "score", "small.toml", "many.csv", "-o", "results.xlsx"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while (
            len(list(folder.glob(".results.xlsx.*/*"))) < 2 and process.poll() is None
        ):  # the scores, and the workbook
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert (folder / "results.xlsx").read_text(encoding="utf-8") == "old"
