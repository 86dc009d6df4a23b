"""The progress bar of long runs: on standard error, on a terminal only, and not in the first second."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from threading import Lock, Timer
from typing import TYPE_CHECKING, Final, Literal

from scoring.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import Progress

__all__ = ["Work", "progress"]

#: What may take long.
Work = Literal["reading", "scoring", "writing"]
#: So many seconds pass before a progress bar is shown.
PATIENCE: Final = 1.0


@contextmanager
def progress(what: Work, total: int | None, lang: str) -> Iterator[Callable[[int], None]]:
    """Watch over `what`: gives a function to be called, from any thread, with the number of items just done.

    Where nobody knows the total, the bar only moves, and says how many are done and how long it has taken.

    >>> with progress("scoring", 2, "en") as advance:
    ...     advance(2)
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    watch = _Bar(what, total, lang)
    try:
        yield watch.advance
    finally:
        watch.stop()


class _Bar:
    """A bar that shows itself after a second, whether anything is done by then or not."""

    def __init__(self, what: Work, total: int | None, lang: str) -> None:
        self.label = message(f"progress-{what}", lang)
        self.total = total
        self.done = 0
        self.shown: Progress | None = None
        self.lock = Lock()
        self.timer = Timer(PATIENCE, self.show)
        self.timer.daemon = True
        self.timer.start()

    def advance(self, done: int) -> None:
        with self.lock:
            self.done += done
            if self.shown is not None:
                self.shown.update(self.shown.task_ids[0], completed=self.done, count=self.count)

    @property
    def count(self) -> str:
        if self.total is None:
            return f"{self.done:,}" if self.done else ""
        return f"{self.done:,} / {self.total:,}"

    def show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

        time = TimeElapsedColumn() if self.total is None else TimeRemainingColumn()
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[count]}"), time)
        with self.lock:
            if self.timer.finished.is_set():
                return
            self.shown = Progress(*columns, console=Console(stderr=True), transient=True)
            self.shown.add_task(self.label, total=self.total, completed=self.done, count=self.count)
            self.shown.start()

    def stop(self) -> None:
        self.timer.cancel()
        with self.lock:
            if self.shown is not None:
                self.shown.stop()
