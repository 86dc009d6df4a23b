"""Opening a workbook in a process of its own, to see whether it ends that process: by its memory, its time, a crash."""

from __future__ import annotations

import contextlib
import faulthandler
import io
import os
import subprocess
import sys
from typing import Final

__all__ = ["opens"]

#: The most memory that opening a workbook may take, in bytes, and the most seconds.
MEMORY: Final = 4 << 30
SECONDS: Final = 60


def opens(content: bytes) -> bool:
    """Tell whether opening a workbook ends well, whether or not it can be read."""
    # -P: a module that lies in the current folder is none of ours
    command = [sys.executable, "-P", "-m", __name__]
    quiet = subprocess.DEVNULL
    done = subprocess.run(command, input=content, stdout=quiet, stderr=quiet, check=False)  # noqa: S603 - ourselves
    return done.returncode == 0


def main() -> None:
    """Open the workbook on standard input, and read all its sheets."""
    faulthandler.dump_traceback_later(SECONDS, exit=True)  # also where the library hangs
    with contextlib.suppress(ImportError):  # not on Windows
        import resource  # noqa: PLC0415

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        most = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import python_calamine as calamine  # noqa: PLC0415 - the other process needs none

    with contextlib.suppress(calamine.CalamineError, ValueError, OSError):  # what it says then, it says again
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(nrows=1)


if __name__ == "__main__":
    main()
    os._exit(0)
