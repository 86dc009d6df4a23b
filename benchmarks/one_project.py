"""One project, 20 indicators, warm: `Engine.score` with its whole sheet against zen-engine on the same rules.

Run by hand: `python benchmarks/one_project.py`. Prints microseconds a project and the ratio; both are measured in turns
in one run, because machines are noisy. The rules are ratios in proportion, ratios in steps, ratios against a target and
yes/no, five points each, under four dimensions; zen has the same guards against missing data and division by zero, the
same rounding, sums, coverage and grade, in one expression node.
"""

from __future__ import annotations

import json
import platform
import statistics
import sys
import tempfile
import timeit
from decimal import Decimal
from pathlib import Path
from typing import Any

import zen

import scoring

COUNT = 20
GROUPS = 4
HEAD = """
schema = "scoring/1"
id = "benchmark/twenty"
title = "Twenty indicators"
version = "1"
missing = "zero"
grades = [
  { at_least = 90, label = "优" }, { at_least = 80, label = "良" },
  { at_least = 60, label = "中" }, { at_least = 0, label = "差" },
]
"""
SHAPES = (
    'check = "ratio"\nwith = { part = "A", whole = "B" }',
    """measure = "A / B"
scale = { kind = "thresholds", steps = [
  { at_least = 0.95, share = 1 }, { at_least = 0.8, share = 0.7 }, { at_least = 0.6, share = 0.5 },
] }""",
    'measure = "A / B"\nscale = { kind = "proportional", target = 0.9 }',
    'measure = "OK"',
)
SHARES = (
    "M < 0 ? 0 : (M > 1 ? 1 : M)",
    "M >= 0.95 ? 1 : (M >= 0.8 ? 0.7 : (M >= 0.6 ? 0.5 : 0))",
    "M / 0.9 < 0 ? 0 : (M / 0.9 > 1 ? 1 : M / 0.9)",
    "M ? 1 : 0",
)


def group(place: int) -> int:
    """Return the dimension of an indicator."""
    return place * GROUPS // COUNT


def rules_text() -> str:
    """Return the set."""
    parts = [HEAD]
    parts += [f'[dimensions.d{g}]\ntitle = "d{g}"\nweight = {100 // GROUPS}\n' for g in range(GROUPS)]
    for place in range(COUNT):
        names = {"A": f"g{group(place)}.a{place}", "B": f"g{group(place)}.b{place}", "OK": f"g{group(place)}.ok{place}"}
        shape = SHAPES[place % 4]
        kinds = {"OK": "boolean"} if place % 4 == 3 else {"A": "money", "B": "money"}
        for key, kind in kinds.items():
            parts.append(f'[facts."{names[key]}"]\ntype = "{kind}"\n')
            shape = shape.replace(key, names[key])
        parts.append(f'[indicators.i{place}]\ntitle = "i{place}"\ndimension = "d{group(place)}"\nweight = 5\n{shape}\n')
    return "".join(parts)


def facts() -> dict[str, Any]:
    """Return one project."""
    found: dict[str, Any] = {f"g{g}": {} for g in range(GROUPS)}
    for place in range(COUNT):
        inner = found[f"g{group(place)}"]
        if place % 4 == 3:
            inner[f"ok{place}"] = place % 8 == 3
        else:
            inner[f"a{place}"] = 870.25 + place
            inner[f"b{place}"] = 954.25
    return found


def zen_graph() -> dict[str, Any]:
    """Return the same rules as a graph of zen: measures, statuses, scores, dimensions, coverage, total, grade."""
    expressions = []
    for place in range(COUNT):
        a, b, ok = (f"g{group(place)}.{key}{place}" for key in ("a", "b", "ok"))
        measure = ok if place % 4 == 3 else f"{a} != null and {b} != null and {b} != 0 ? {a} / {b} : null"
        share = SHARES[place % 4].replace("M", f"$.m{place}")
        expressions += [
            (f"m{place}", measure),
            (f"status{place}", f'$.m{place} != null ? "scored" : "missing"'),
            (f"share{place}", f"$.m{place} != null ? ({share}) : 0"),
            (f"score{place}", f"round(5 * $.share{place} * 100) / 100"),
        ]
    for g in range(GROUPS):
        own = [f"$.score{place}" for place in range(COUNT) if group(place) == g]
        expressions.append((f"d{g}", " + ".join(own)))
    expressions.append(("total", "round(({}) * 100) / 100".format(" + ".join(f"$.d{g}" for g in range(GROUPS)))))
    counted = " + ".join(f'($.status{place} == "scored" ? 5 : 0)' for place in range(COUNT))
    expressions.append(("coverage", f"({counted}) / 100"))
    grade = '$.total >= 90 ? "优" : ($.total >= 80 ? "良" : ($.total >= 60 ? "中" : "差"))'
    expressions.append(("grade", grade))
    position = {"x": 0, "y": 0}
    content = {"expressions": [{"id": key, "key": key, "value": value} for key, value in expressions]}
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "position": position},
        {"id": "rules", "type": "expressionNode", "name": "rules", "position": position, "content": content},
        {"id": "out", "type": "outputNode", "name": "out", "position": position},
    ]
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "rules", "type": "edge"},
        {"id": "2", "sourceId": "rules", "targetId": "out", "type": "edge"},
    ]
    return {"nodes": nodes, "edges": edges}


def zen_decision() -> Any:
    """Return the graph as a decision, ready to be evaluated."""
    return zen.ZenEngine().create_decision(json.dumps(zen_graph()))


def main(rounds: int = 15, number: int = 300) -> None:
    """Measure both in turns and print the medians and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "twenty.toml"
        path.write_text(rules_text(), encoding="utf-8")
        engine = scoring.Engine(scoring.load(path))
    project, decision = facts(), zen_decision()
    sheet, other = engine.score(project), decision.evaluate(project)["result"]
    assert sheet.grade == other["grade"], (sheet.grade, other["grade"])
    assert sheet.total is not None
    assert abs(sheet.total - Decimal(str(other["total"]))) < Decimal("0.005"), (sheet.total, other["total"])
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(timeit.timeit(lambda: engine.score(project), number=number) / number * 1e6)
        theirs.append(timeit.timeit(lambda: decision.evaluate(project), number=number) / number * 1e6)
    mine, zen = statistics.median(ours), statistics.median(theirs)
    sys.stdout.write(f"{platform.processor() or platform.machine()}, Python {platform.python_version()}\n")
    sys.stdout.write(f"Engine.score  {mine:7.1f} µs a project (best {min(ours):.1f})\n")
    sys.stdout.write(f"zen-engine    {zen:7.1f} µs a project (best {min(theirs):.1f})\n")
    sys.stdout.write(f"ratio         {zen / mine:7.2f} times as fast (of the best: {min(theirs) / min(ours):.2f})\n")


if __name__ == "__main__":
    main()
