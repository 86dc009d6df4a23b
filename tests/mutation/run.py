"""Mutation testing of the engine's heart: `python -m tests.mutation.run [MODULE …]` (docs/reference/mutation.md).

A process collects the tests once, and for each mutant forks a child that has the mutant's code in place of the
function's and runs the tests that reach it. What runs when a module is imported is imported anew in a child instead.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from typing import TYPE_CHECKING

from tests.mutation.results import PLAN, RESULTS, ROOT, Outcomes, chosen, files, keep, last, report
from tests.mutation.server import AGAIN, FOREIGN, imported_anew, with_live_functions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.mutation.operators import Mutant


def main() -> int:
    """Run the mutants of modules and print how many survive."""
    parser = argparse.ArgumentParser(description="Mutate modules of the engine and run the tests.")
    parser.add_argument("modules", nargs="*", default=list(PLAN["modules"]))
    parser.add_argument("--budget", type=float, default=10.0, help="seconds of tests for one mutant, at most")
    parser.add_argument("--like", default="", help="only mutants whose name has this")
    parser.add_argument("--part", choices=["functions", "imports"], help="only what changes functions, or imports")
    parser.add_argument("--survivors", action="store_true", help="only those that survived the last time")
    parser.add_argument("--again", action="store_true", help="trust what the last run knows of tests and lines")
    parser.add_argument("--report", action="store_true", help="run nothing, tell what came of the last run")
    given = parser.parse_args()
    os.chdir(ROOT)
    if not given.report:
        os.environ["CI"] = "true"
        RESULTS.mkdir(parents=True, exist_ok=True)
        ran = [m for m in chosen(given.modules) if given.like in m.label]
        if given.survivors:
            ran = [m for m in ran if m.label in last(m.module)]
        if given.part:
            ran = [m for m in ran if m.at_import == (given.part == "imports")]
        whole = not (given.like or given.survivors or given.part)
        keep(ran, _outcomes(ran, given.budget, again=given.again), whole=whole)
    return report(given.modules)


def _outcomes(mutants: Sequence[Mutant], budget: float, *, again: bool) -> Outcomes:
    functions = [m for m in mutants if not m.at_import]
    outcomes = with_live_functions(functions, files(), budget, again=again) if functions else {}
    for name in FOREIGN:
        importlib.import_module(name)
    if imported_anew(None, files("scale")) != "survived":
        sys.exit("tests fail without any mutant")
    for number, mutant in enumerate(mutants):
        if mutant.at_import or outcomes[mutant.module, mutant.label] in AGAIN:
            outcome = outcomes[mutant.module, mutant.label] = imported_anew(mutant, files(mutant.module))
            if outcome != "killed" or number % 10 == 0:
                print(f"{number}/{len(mutants)} {mutant.module}:{mutant.line} {outcome} {mutant.label}", flush=True)
    return outcomes


if __name__ == "__main__":
    sys.exit(main())
