"""The command `scoring`, also as `python -m scoring`."""

from __future__ import annotations

import gc
import os
import signal
import sys
from io import TextIOWrapper
from threading import Thread
from typing import Any, Final, NoReturn

__all__ = ["main"]

#: A run imports much and leaves little garbage: the collector looks for it every so many objects, not at the start.
GARBAGE: Final = 1_000_000
#: The exit code of a program that a signal has ended is this and the signal's number.
SIGNALLED: Final = 128


def main() -> NoReturn:
    """Run the command line in a process that ends with it."""
    gc.set_threshold(GARBAGE)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "true")  # looking for them costs more than scoring
    if sys.stdout is None:  # who called has closed it: a result that nobody gets is no success
        sys.stderr.write("standard output is closed; there is nowhere to write the result\n")
        sys.exit(2)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console of few characters shows `?`, and ends in no error
    ends = _Ends()
    try:
        from scoring import cli  # noqa: PLC0415 - no garbage is looked for in all that it imports

        cli.main()
    except (KeyboardInterrupt, SystemExit) as error:
        if ends.heard is None or (isinstance(error, SystemExit) and error.code != SIGNALLED + signal.SIGINT):
            raise
        sys.exit(SIGNALLED + ends.heard)
    finally:
        gc.freeze()  # what is left goes with the process: nobody need look through it


class _Ends:
    """Makes of a wish to end the program, SIGINT or SIGTERM, a `KeyboardInterrupt`: what was begun is cleared away.

    Python hears of a signal when a library is done with what it was asked for, which may take minutes. Polars breaks
    off at SIGINT only, so SIGTERM is passed on as that, by a thread that the operating system wakes.
    """

    def __init__(self) -> None:
        self.heard: int | None = None
        self.raised = False
        self.deaf = signal.getsignal(signal.SIGINT) is signal.SIG_IGN  # as a shell has it in the background
        signal.signal(signal.SIGINT, self._raise)
        if os.name != "posix":
            signal.signal(signal.SIGTERM, self._raise)
            return
        self.wakes, woken = os.pipe()
        os.set_blocking(woken, False)
        signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
        signal.signal(signal.SIGTERM, lambda *_: None)
        Thread(target=self._pass_on, daemon=True).start()

    def _raise(self, number: int, _frame: Any) -> None:
        if self.deaf and self.heard is None and number == signal.SIGINT:
            return
        self.heard = self.heard or number
        if not self.raised:  # the second would break off the clearing away
            self.raised = True
            raise KeyboardInterrupt

    def _pass_on(self) -> None:
        while (number := os.read(self.wakes, 1)[0]) != signal.SIGTERM:
            pass
        self.heard = self.heard or number
        os.kill(os.getpid(), signal.SIGINT)


if __name__ == "__main__":
    main()
