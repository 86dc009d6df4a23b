"""`scoring check` of 500 sets of 30 indicators, warm, in one process: milliseconds a set.

Run by hand: `python benchmarks/check.py`. The sets are what departments write: declared facts with labels and bounds,
ratios, formulas, thresholds, levels, checklists and conditions, a gate, an example, sources and remedies; each has
titles, labels and remedies of its own. Prints the median and the slowest of three rounds, and what part
of it reading TOML by itself would take (`tomllib`).
"""

from __future__ import annotations

import contextlib
import io
import platform
import statistics
import sys
import tempfile
import time
import tomllib
from pathlib import Path

from scoring.cli_check import run_check
from scoring.cli_options import CheckFormat
from scoring.plugins import registry

SETS = 500
INDICATORS = 30
GROUPS = 5
ROUNDS = 3
HEAD = """#:schema indicator-set.schema.json
schema = "scoring/1"
id = "benchmark/set-{number}"
title = "第{number}号指标体系"
version = "1"
full_marks = {full_marks}
missing = "zero"
grades = [
  {{ at_least = {excellent}, label = "优" }}, {{ at_least = {good}, label = "良" }},
  {{ at_least = {fair}, label = "中" }}, {{ at_least = 0, label = "差" }},
]
"""
#: What an indicator reads and how it is measured; A, B and C stand for the names of its facts.
SHAPES = (
    ({"A": "money", "B": "money"}, 'check = "ratio"\nwith = { part = "A", whole = "B" }'),
    (
        {"A": "money", "B": "money"},
        """measure = "A / B"
scale = { kind = "thresholds", steps = [
  { at_least = 0.95, share = 1 }, { at_least = 0.8, share = 0.7 }, { at_least = 0.6, share = 0.5 },
], otherwise = 0 }""",
    ),
    (
        {"A": "integer", "B": "integer", "C": "number"},
        """measure = "clip((A + 0.5 * C) / max(B, 1), 0, 1.5) if A > 0 else 0"
scale = { kind = "linear", points = [[0, 0], [0.6, 0.5], [1, 1]] }
applies = "B > 0\"""",
    ),
    ({"A": "boolean", "B": "boolean", "C": "boolean"}, 'check = "checklist"\nwith = { items = ["A", "B", "C"] }'),
    (
        {"A": "level"},
        """check = "level"
with = { fact = "A" }
scale = { kind = "levels", levels = { "好" = 1, "较好" = 0.8, "一般" = 0.6, "差" = 0 } }""",
    ),
    (
        {"A": "percent"},
        'measure = "A"\nscale = { kind = "deduction", limit = 0.9, per = 0.05, deduct = 0.5 }\nmissing = "unrated"',
    ),
)
BOUNDS = {
    "money": "minimum = 0\n",
    "integer": "minimum = 0\nmaximum = 10000\n",
    "percent": "minimum = 0\nmaximum = 1\n",
}
GATE = """[gates.misuse]
title = "违规使用资金"
when = "i0.a < i0.b / 10 and score('d0') < 1"
then = { cap = 59, grade_at_most = "中" }

[[examples]]
name = "资金到位"
facts = { i0 = { a = 80, b = 100 } }
expect.scores = { i0 = 8 }
"""


def set_text(number: int) -> str:
    """Return one set, whose 30 indicators weigh 10 points each."""
    full = INDICATORS * 10
    parts = [HEAD.format(number=number, full_marks=full, excellent=full * 0.9, good=full * 0.8, fair=full * 0.6)]
    parts += [f'[dimensions.d{g}]\ntitle = "第{g}类"\nweight = {full // GROUPS}\n' for g in range(GROUPS)]
    for place in range(INDICATORS):
        reads, shape = SHAPES[place % len(SHAPES)]
        for key, kind in reads.items():
            name = f"i{place}.{key.lower()}"
            shape = shape.replace(f'"{key}', f'"{name}') if kind in ("boolean", "level") else shape.replace(key, name)
            label = f'label = "{number}号指标{place}的{key}"\n'
            parts.append(f'[facts."{name}"]\ntype = "{kind}"\n{label}{BOUNDS.get(kind, "")}')
        told = f'source = "办法第{place}条"\nremedy = "见第{number}号文"\n'
        head = f'title = "{number}号指标{place}"\ndimension = "d{place % GROUPS}"\nweight = 10\n'
        parts.append(f"[indicators.i{place}]\n{head}{told}{shape}\n")
    return "\n".join([*parts, GATE])


def main(sets: int = SETS, rounds: int = ROUNDS) -> None:
    """Write the sets, check them in rounds and print the times."""
    found = registry()
    with tempfile.TemporaryDirectory() as name:
        paths = [Path(name) / f"set-{number}.toml" for number in range(sets)]
        for number, path in enumerate(paths):
            path.write_text(set_text(number), encoding="utf-8")
        names = [str(path) for path in paths]

        def check(some: list[str]) -> str:
            said = io.StringIO()
            with contextlib.redirect_stdout(said):
                run_check(some, found, strict=True, day=None, form=CheckFormat.TEXT, lang=None)
            return said.getvalue()

        sys.stdout.write(check(names[:3]))  # warm, and what is told
        times = []
        for _ in range(rounds):
            start = time.perf_counter()
            check(names)
            times.append((time.perf_counter() - start) / sets * 1000)
        start = time.perf_counter()
        for path in paths:
            tomllib.loads(path.read_text(encoding="utf-8"))
        read = (time.perf_counter() - start) / sets * 1000
    lines = (
        f"Python {platform.python_version()}, {sets} sets of {INDICATORS} indicators, {len(set_text(0))} characters",
        f"check: {statistics.median(times):.2f} ms a set (slowest of {rounds} rounds: {max(times):.2f})",
        f"tomllib alone: {read:.2f} ms; check / tomllib = {statistics.median(times) / read:.2f}",
    )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
