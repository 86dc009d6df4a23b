"""How long a person waits: `scoring --help` and `scoring score` of one project, against importing what they stand on.

Run by hand: `python benchmarks/startup.py`. Builds the wheel and installs it in an environment of its own, as people
have it (an editable installation takes longer to find each module). Prints milliseconds and the ratios to `python -c
"import pydantic, rich, typer"`, all taken in turns in one run, because machines are noisy.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
ONE_INDICATOR: Final = """\
id = "one"
title = "One indicator"
version = "1"
lang = "en"
missing = "zero"
grades = [{ at_least = 60, label = "pass" }, { at_least = 0, label = "fail" }]
[facts]
a = { type = "number" }
[dimensions.all]
title = "All"
weight = 100
[indicators.one]
title = "One"
dimension = "all"
weight = 100
measure = "a"
"""


def installed(folder: Path) -> str:
    """Install the wheel of this checkout and what it needs; returns the folder's interpreter."""
    source, environment = folder / "source", folder / "environment"
    source.mkdir()
    subprocess.run([sys.executable, ROOT / ".ci" / "copy_tracked.py", source], check=True)
    venv.create(environment, with_pip=True)
    python = str(environment / ("Scripts" if os.name == "nt" else "bin") / "python")
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, source], check=True)
    return python


def commands(folder: Path) -> dict[str, list[str]]:
    """Return what is measured; the first is what the others are measured against."""
    python = installed(folder)
    (folder / "one.toml").write_text(ONE_INDICATOR, encoding="utf-8")
    (folder / "project.toml").write_text("a = 0.5\n", encoding="utf-8")
    program = [python, "-m", "scoring"]
    real = ["wanzai/office-services-2022", str(ROOT / "examples" / "wanzai-2022.toml")]
    return {
        "import pydantic, rich, typer": [python, "-c", "import pydantic, rich, typer"],
        "scoring --help": [*program, "--help"],
        "scoring score, 1 indicator": [*program, "score", "one.toml", "project.toml"],
        "scoring score, 33 indicators": [*program, "score", *real],
    }


def seconds(command: list[str], folder: Path) -> float:
    """Run a command in a folder and return how long it took on the wall."""
    bytecode = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, env=bytecode | {"PYTHONUTF8": "1"})
    return time.perf_counter() - start


def main(rounds: int = 21) -> None:
    """Take all commands in turns and print the medians and their ratios."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        measured = commands(folder)
        for command in measured.values():
            seconds(command, folder)  # Python compiles what it meets for the first time
        taken: dict[str, list[float]] = {name: [] for name in measured}
        for _ in range(rounds):
            for name, command in measured.items():
                taken[name].append(seconds(command, folder))
    base = statistics.median(next(iter(taken.values())))
    sys.stdout.write(f"{platform.machine()}, Python {platform.python_version()}, {rounds} rounds\n")
    for name, times in taken.items():
        median = statistics.median(times)
        sys.stdout.write(
            f"{name:30} {median * 1e3:7.0f} ms (best {min(times) * 1e3:.0f})  {median / base:5.2f} times\n"
        )


if __name__ == "__main__":
    main()
