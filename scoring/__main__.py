"""The command `scoring`, also as `python -m scoring`."""

from __future__ import annotations

import gc
import os
import sys
from io import TextIOWrapper
from typing import Final, NoReturn

__all__ = ["main"]

#: A run imports much and leaves little garbage: the collector looks for it every so many objects, not at the start.
GARBAGE: Final = 1_000_000


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
    from scoring import cli  # noqa: PLC0415 - no garbage is looked for in all that it imports

    try:
        cli.main()
    finally:
        gc.freeze()  # what is left goes with the process: nobody need look through it


if __name__ == "__main__":
    main()
