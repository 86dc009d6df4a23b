"""The progress bar of long runs: after a second, on a terminal, on standard error; everything is done all the same."""

from __future__ import annotations

import io
import sys
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from scoring import cli_output, cli_progress

if TYPE_CHECKING:
    from collections.abc import Callable

PROJECTS = list(range(50))


class Terminal(io.StringIO):
    """A standard error that is a terminal."""

    def isatty(self) -> bool:
        """Tell so."""
        return True


class Second:
    """A timer that fires when a test says that its second is over."""

    def __init__(self, seconds: float, function: Callable[[], None]) -> None:
        """Keep what to do then."""
        assert seconds == 1.0
        self.fire = function
        self.finished = Event()
        CLOCK[:] = [self]

    def start(self) -> None:
        """Wait."""

    def cancel(self) -> None:
        """Say that nobody waits any more."""
        self.finished.set()


CLOCK: list[Second] = []


def watching(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Return a standard error that is a terminal; its clock is in the hands of the test."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", screen := Terminal())
    monkeypatch.setattr(cli_progress, "Timer", Second)
    return screen


@pytest.mark.parametrize(("lang", "label"), [("zh", "评分"), ("en", "Scoring")])
def test_a_long_run_on_a_terminal_has_a_bar(monkeypatch: pytest.MonkeyPatch, lang: str, label: str) -> None:
    """The bar comes after a second, begins where the work is, and goes when it is done."""
    screen = watching(monkeypatch)
    seen = []
    for project in cli_output.watched(PROJECTS, "scoring", lang):
        seen.append(project)
        if project == 9:
            assert screen.getvalue() == ""
            CLOCK[0].fire()
            assert "9 / 50" in screen.getvalue()
    assert seen == PROJECTS
    assert label in screen.getvalue()
    assert screen.getvalue().endswith("\x1b[2K")


def test_rows_are_counted_from_any_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four threads that tell of a hundred rows a thousand times have told of 400,000 in all."""
    screen = watching(monkeypatch)
    with cli_progress.progress("writing", 500_000, "en") as advance:
        CLOCK[0].fire()
        threads = [Thread(target=lambda: [advance(100) for _ in range(1000)]) for _ in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert "400,000 / 500,000" in screen.getvalue()


def test_a_bar_without_a_total_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody knows how many there are, the bar says how many are done, and how long it has taken."""
    screen = watching(monkeypatch)
    with cli_progress.progress("scoring", None, "zh") as advance:
        CLOCK[0].fire()
        assert "0:00:00" in screen.getvalue()
        advance(7000)
    assert " 7,000 " in screen.getvalue()


def test_a_run_that_ends_as_its_second_does_has_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """A timer that fires when all is done draws nothing."""
    screen = watching(monkeypatch)
    with cli_progress.progress("scoring", 1, "en") as advance:
        advance(1)
    CLOCK[0].fire()
    assert screen.getvalue() == ""


def test_a_long_run_that_is_piped_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody sees it, and logs stay clean."""
    monkeypatch.setattr(sys, "stderr", log := io.StringIO())
    monkeypatch.setattr(cli_progress, "PATIENCE", 0.0)
    assert list(cli_output.watched(PROJECTS, "scoring", "en")) == PROJECTS
    assert log.getvalue() == ""


def test_a_short_run_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes less than a second needs no bar."""
    screen = watching(monkeypatch)
    assert list(cli_output.watched(PROJECTS, "scoring", "en")) == PROJECTS
    assert screen.getvalue() == ""
