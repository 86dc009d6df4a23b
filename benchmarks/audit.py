"""`scoring audit` of 2,000 filled forms from end to end, as a person runs it: a folder in, what does not follow out.

Run by hand: `python -m benchmarks.audit`. The forms are those of `benchmarks/forms.py`; every one with a known mistake
has to be told with it, and every one without has to be fine, or the benchmark stops. Prints the seconds on the wall and
the most memory, for each kind of result, of a process of its own with Python's start in it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.forms import make_forms
from benchmarks.workload import machine, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.forms import Made

FORMS: Final = 2_000
#: What is measured: the words of the command behind the folder.
KINDS: Final = {
    "page": (),
    "JSON": ("--format", "json"),
    "workbook": ("-o", "audit.xlsx"),
    "folder": ("-o", "back/"),
}
MEGABYTE: Final = 1_000_000
#: How many kilobytes, of which the system counts memory, are a megabyte.
KILOBYTES: Final = 1024


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the forms, audit them once for each kind of result, and print the times."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--forms", type=int, default=FORMS, help="how many forms (%(default)s)")
    count = parser.parse_args(arguments).forms
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "forms").mkdir()
        made = make_forms(folder / "forms", count)
        size = sum(each.file.stat().st_size for each in made) / MEGABYTE
        told(machine("python-calamine", "openpyxl"), f"{count} forms, {size:.0f} MB")
        for kind, words in KINDS.items():
            seconds, out = _audited(folder, words)
            if kind == "JSON":
                _compare(made, out)
            most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / KILOBYTES
            told(f"{kind}: {seconds:.1f} s, {seconds / count * 1000:.1f} ms a form, up to {most:.0f} MB so far")


def _audited(folder: Path, words: Sequence[str]) -> tuple[float, str]:
    """Run the command, and return how long it took and what it wrote."""
    command = [sys.executable, "-m", "scoring", "audit", "forms", *words]
    start = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"}, check=False
    )
    seconds = time.perf_counter() - start
    assert done.returncode in (0, 1), done.stderr
    return seconds, done.stdout


def _compare(made: Sequence[Made], out: str) -> None:
    """Raise `AssertionError` where a form is not told with its mistake, or with one that it has not."""
    codes = {
        Path(each["file"]).name: {found["code"] for found in each["findings"]} for each in json.loads(out)["forms"]
    }
    wrong = [
        each.file.name
        for each in made
        if (each.mistake not in codes[each.file.name] if each.mistake else codes[each.file.name])
    ]
    assert not wrong, f"{len(wrong)} forms are not told as they were made: {', '.join(wrong[:5])}"
    mistaken = sum(each.mistake is not None for each in made)
    told(f"all {len(made)} forms are told as they were made, {mistaken} with a mistake")


if __name__ == "__main__":
    main()
