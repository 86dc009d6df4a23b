"""The command line, run as its users run it: in this process, or in one of its own where it might hang."""

from __future__ import annotations

import builtins
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scoring import cli

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


class Done(NamedTuple):
    """How a command ended: its exit code, and what it wrote."""

    code: int
    out: str
    err: str


#: Runs `scoring` with words, and tells how it ended.
Command = Callable[..., Done]


def here(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Return what runs the command in a folder, in this process."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["scoring", *words])
        code: int | str | None = 0
        try:
            cli.main()
        except SystemExit as end:
            code = end.code
        written = capsys.readouterr()
        assert isinstance(code, int)
        return Done(code, written.out, written.err)

    return run


def uninstall(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    """Let a library not be installed."""
    kept = builtins.__import__

    def imported(wanted: str, *rest: Any, **more: Any) -> Any:
        if wanted.partition(".")[0] == missing:
            raise ModuleNotFoundError(f"No module named {missing!r}", name=missing)
        return kept(wanted, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", imported)


def alone(folder: Path, *words: str, seconds: float) -> Done:
    """Run the command in a process of its own, which fails if it takes longer."""
    return _ended([sys.executable, "-m", "scoring", *words], folder, seconds)


#: The program, in a process that the machine gives no more of something.
LIMITED: Final = "import resource, runpy; resource.setrlimit(resource.{what}, ({most}, {most})); {run}"
RUN: Final = "runpy.run_module('scoring', run_name='__main__', alter_sys=True)"


def limited(folder: Path, what: str, most: int, *words: str) -> Done:
    """Run the command in a process of its own with a limit, such as `RLIMIT_FSIZE`."""
    program = LIMITED.format(what=what, most=most, run=RUN)
    return _ended([sys.executable, "-c", program, *words], folder, seconds=120)


def _ended(command: Sequence[str], folder: Path, seconds: float) -> Done:
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"},
        check=False,
        timeout=seconds,
    )
    return Done(done.returncode, done.stdout, done.stderr)
