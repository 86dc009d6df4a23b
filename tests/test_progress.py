"""The progress bar of long runs: after a second, on a terminal, on standard error; everything is done all the same."""

from __future__ import annotations

import io
import sys
from itertools import count

import pytest

from scoring import cli_output

PROJECTS = list(range(50))


class Terminal(io.StringIO):
    """A standard error that is a terminal."""

    def isatty(self) -> bool:
        """Tell so."""
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock on which each project takes a tenth of a second."""
    ticks = count()
    monkeypatch.setattr(cli_output, "monotonic", lambda: next(ticks) / 10)


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(("lang", "label"), [("zh", "评分"), ("en", "Scoring")])
def test_a_long_run_on_a_terminal_has_a_bar(monkeypatch: pytest.MonkeyPatch, lang: str, label: str) -> None:
    """The bar comes after a second, begins where the work is, and goes when it is done."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", screen := Terminal())
    seen = []
    for project in cli_output.watched(PROJECTS, "scoring", lang):
        seen.append(project)
        if project == 9:
            assert screen.getvalue() == ""
    assert seen == PROJECTS
    assert label in screen.getvalue()


@pytest.mark.usefixtures("clock")
def test_a_long_run_that_is_piped_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody sees it, and logs stay clean."""
    monkeypatch.setattr(sys, "stderr", log := io.StringIO())
    assert list(cli_output.watched(PROJECTS, "scoring", "en")) == PROJECTS
    assert log.getvalue() == ""


def test_a_short_run_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes less than a second needs no bar."""
    monkeypatch.setattr(sys, "stderr", screen := Terminal())
    assert list(cli_output.watched(PROJECTS, "scoring", "en")) == PROJECTS
    assert screen.getvalue() == ""
