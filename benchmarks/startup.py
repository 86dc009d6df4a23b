"""How long a person waits: `scoring --help` and `scoring score` of one project, against importing what they stand on.

Run by hand: `python benchmarks/startup.py`. Prints milliseconds and the ratios to `python -c "import pydantic, rich,
typer"`, all taken in turns in one run, because machines are noisy.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = (sys.executable, "-m", "scoring")
PROJECT = str(ROOT / "examples" / "wanzai-2022.toml")
COMMANDS = {
    "import pydantic, rich, typer": (sys.executable, "-c", "import pydantic, rich, typer"),
    "scoring --help": (*PROGRAM, "--help"),
    "scoring score": (*PROGRAM, "score", "wanzai/office-services-2022", PROJECT),
}


def seconds(command: tuple[str, ...]) -> float:
    """Run a command and return how long it took on the wall."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONUTF8": "1"})
    return time.perf_counter() - start


def main(rounds: int = 21) -> None:
    """Take all commands in turns and print the medians and their ratios."""
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(rounds):
        for name, command in COMMANDS.items():
            taken[name].append(seconds(command))
    base = statistics.median(next(iter(taken.values())))
    sys.stdout.write(f"{platform.machine()}, Python {platform.python_version()}, {rounds} rounds\n")
    for name, times in taken.items():
        median = statistics.median(times)
        sys.stdout.write(
            f"{name:30} {median * 1e3:7.0f} ms (best {min(times) * 1e3:.0f})  {median / base:5.2f} times\n"
        )


if __name__ == "__main__":
    main()
