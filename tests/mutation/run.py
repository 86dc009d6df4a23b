"""Mutation testing of the engine's heart: `python -m tests.mutation.run [MODULE …]` (docs/reference/mutation.md).

A process collects the tests once, and for each mutant forks a child that has the mutant's code in place of the
function's and runs the tests that reach it. What runs when a module is imported is imported anew in a child instead.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import os
import pickle
import shutil
import sys
import tempfile
import time
import tomllib
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.mutation.child import Live, Loader, Watcher, live_functions, replace_code
from tests.mutation.operators import Mutant, mutants

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

ROOT: Final = Path(__file__).parents[2]
PLAN: Final = tomllib.loads((Path(__file__).parent / "plan.toml").read_text(encoding="utf-8"))
EXPLAINED: Final = Path(__file__).parent / "explained.toml"
RESULTS: Final = ROOT / "build" / "mutation"
#: A test that takes longer (seconds, traced) is left out; so long may the tests of one mutant take at most.
SLOW: Final = 1.0
BUDGET: Final = 2.5
#: A child that takes longer (seconds) hangs: its mutant counts as killed.
HANGS: Final = 60.0
#: Of the tests that reach a mutant's line, those come first that reach most of so many lines around it.
NEAR: Final = 8
KILLED, SURVIVED, AGAIN = 1, 0, 3
#: What is to be imported anew: what live functions cannot take, and what runs at import alone, as decorators do.
ANEW: Final = ("again", "reached by no test")
OPTIONS: Final = (
    "-x", "-o", "addopts=--import-mode=importlib", "-p", "no:terminal", "-p", "no:cacheprovider", "-p", "no:randomly",
)  # fmt: skip
#: What children that import the engine anew need not import again.
FOREIGN: Final = ("hypothesis", "pydantic", "polars", "narwhals", "rich.console", "rich.table", "tomlkit", "typer")
Line = tuple[str, int]
#: How long a test takes, and which lines it reaches.
Reach = dict[str, tuple[float, frozenset[Line]]]


class Runner:
    """A pytest plugin that runs the collected tests once, traced, and then those that reach each mutant."""

    def __init__(self, chosen: Sequence[Mutant], budget: float, *, again: bool) -> None:
        """Take the mutants of functions."""
        self.chosen = chosen
        self.budget = budget
        self.again = again
        self.outcomes: dict[tuple[str, str], str] = {}
        self.reach: Reach = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Take the place of pytest's own loop."""
        items = {item.nodeid: item for item in session.items}
        functions = live_functions()
        gc.freeze()
        self.reach = self._traced(session)
        by_line: dict[Line, list[str]] = defaultdict(list)
        for name, (_, lines) in self.reach.items():
            for line in lines:
                by_line[line].append(name)
        kills: dict[str, Counter[str]] = defaultdict(Counter)
        for number, mutant in enumerate(self.chosen):
            names = self._order(by_line, mutant, kills[mutant.where])
            outcome, killer = self._run(session, functions, mutant, [items[name] for name in names])
            if killer:
                kills[mutant.where][killer] += 1
            self.outcomes[mutant.module, mutant.label] = outcome
            if outcome != "killed" or number % 200 == 0:
                print(f"{number}/{len(self.chosen)} {mutant.module}:{mutant.line} {outcome} {mutant.label}", flush=True)
        return True

    def _traced(self, session: pytest.Session) -> Reach:
        """Return how long each test takes, and which lines it reaches, as a child finds out."""
        file = RESULTS / "reach.pickle"
        found: Reach = {}
        if self.again and file.exists():
            found = pickle.loads(file.read_bytes())  # noqa: S301 - the run's own
        unknown = [item for item in session.items if item.nodeid not in found]
        watcher = Watcher({each: str(ROOT / "scoring" / f"{each}.py") for each in PLAN["modules"]})

        def run() -> int:
            _settle(session)
            file.write_bytes(pickle.dumps(found | watcher.run(unknown)))
            return SURVIVED

        _in_child(run, hangs=3600)
        found = pickle.loads(file.read_bytes())  # noqa: S301 - the run's own
        if failed := [name for name, (seconds, _) in found.items() if seconds < 0]:
            pytest.exit("these tests fail without any mutant: " + ", ".join(failed))
        there = {item.nodeid for item in session.items}
        return {name: each for name, each in found.items() if name in there and each[0] <= SLOW}

    def _order(self, by_line: dict[Line, list[str]], mutant: Mutant, kills: Counter[str]) -> list[str]:
        """Return the tests that reach a mutant: those that killed its neighbours, then one of each test in turn."""
        turns: Counter[str] = Counter()
        ranked = []
        first = tuple(f"tests/test_{each}" for each in PLAN["modules"][mutant.module])
        near = {(mutant.module, mutant.line + step) for step in range(-NEAR, NEAR + 1)}
        reaching = by_line[mutant.module, mutant.line]
        found = {name: (-len(near & self.reach[name][1]), self.reach[name][0]) for name in reaching}
        for name in sorted(found, key=found.__getitem__):
            function = name.partition("[")[0] + ("[columns" if "[columns" in name else "")
            turns[function] += 1
            ranked.append((-kills[name], not name.startswith(first), turns[function], *found[name], name))
        chosen: list[str] = []
        spent = 0.0
        for *_, seconds, name in sorted(ranked):
            spent += seconds
            if spent > self.budget and chosen:
                break
            chosen.append(name)
        return chosen

    def _run(
        self, session: pytest.Session, functions: Live, mutant: Mutant, items: list[pytest.Item]
    ) -> tuple[str, str]:
        if not items:
            return "reached by no test", ""
        reader, writer = os.pipe()

        def run() -> int:
            if not replace_code(mutant, functions):
                return AGAIN
            _settle(session)
            killer = _first_failure(session, items)
            if killer:
                os.write(writer, killer.encode())
            return KILLED if killer else SURVIVED

        code = _in_child(run)
        os.close(writer)
        with os.fdopen(reader, "rb") as pipe:
            killer = pipe.read().decode()
        return {KILLED: "killed", SURVIVED: "survived", AGAIN: "again"}.get(code, "killed"), killer


def _settle(session: pytest.Session) -> None:
    """Give a child a folder of its own, and nothing to write on."""
    factory: Any = session.config._tmp_path_factory  # type: ignore[attr-defined] # noqa: SLF001
    factory._basetemp = Path(os.environ["MUTATION_TEMP"])  # noqa: SLF001
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _first_failure(session: pytest.Session, items: Sequence[pytest.Item]) -> str:
    failures: list[str] = []

    class Reports:
        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            if report.failed:
                failures.append(report.nodeid)

    session.config.pluginmanager.register(Reports())
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
        if failures:
            return failures[0]
    return ""


def _in_child(run: Callable[[], int], hangs: float = HANGS) -> int:
    """Run something in a fork and return its exit code; what hangs or dies counts as killed."""
    folder = tempfile.mkdtemp()
    os.environ["MUTATION_TEMP"] = folder
    child = os.fork()
    if not child:
        code = KILLED
        try:
            code = run()
        finally:
            os._exit(code)
    end = time.monotonic() + hangs
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            break
        if time.monotonic() > end:
            os.kill(child, 9)
            _, status = os.waitpid(child, 0)
            break
        time.sleep(0.002)
    shutil.rmtree(folder, ignore_errors=True)
    return os.waitstatus_to_exitcode(status)


def _imported_anew(mutant: Mutant, tests: Sequence[str]) -> str:
    """Run tests in a child that imports the engine with a mutant in it."""

    def run() -> int:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        Loader.install(mutant)
        return SURVIVED if pytest.main([*OPTIONS, "-k", "not columns", *tests]) == 0 else KILLED

    return "survived" if _in_child(run, hangs=600) == SURVIVED else "killed"


def _chosen(modules: Iterable[str]) -> list[Mutant]:
    return [m for each in modules for m in mutants(each, (ROOT / "scoring" / f"{each}.py").read_text(encoding="utf-8"))]


def _files(module: str = "") -> list[str]:
    """Return the files of tests, or those that come first for a module, and the worked cases."""
    if not module:
        return [f"tests/test_{each}.py" for each in PLAN["tests"]]
    first = [name for each in PLAN["modules"][module] for name in PLAN["tests"] if name.startswith(each)]
    return [f"tests/test_{each}.py" for each in dict.fromkeys([*first, "conformance"])]


def _explained() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    if EXPLAINED.exists():
        for group in tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))["group"]:
            for module, labels in group["mutants"].items():
                found[module] |= set(labels)
    return found


def _of_functions(chosen: list[Mutant], files: list[str], budget: float, *, again: bool) -> Runner:
    runner = Runner(chosen, budget, again=again)
    Loader.install(None)
    pytest.main([*OPTIONS, *files], plugins=[runner])
    return runner


def main() -> int:
    """Run the mutants of modules and print how many survive."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", default=list(PLAN["modules"]))
    parser.add_argument("--budget", type=float, default=BUDGET, help="seconds of tests for one mutant")
    parser.add_argument("--like", default="", help="only mutants whose name has this")
    parser.add_argument("--survivors", action="store_true", help="only those that survived the last time")
    parser.add_argument("--report", action="store_true", help="run nothing, tell what came of the last run")
    parser.add_argument("--again", action="store_true", help="trust what the last run knows of tests and lines")
    parser.add_argument("--part", choices=["functions", "imports"], help="only what changes then")
    given = parser.parse_args()
    os.chdir(ROOT)
    if given.report:
        return _report(given.modules)
    os.environ["CI"] = "true"
    chosen = [m for m in _chosen(given.modules) if given.like in m.label]
    if given.survivors:
        chosen = [m for m in chosen if m.label in _last(m.module)]
    if given.part:
        chosen = [m for m in chosen if m.at_import == (given.part == "imports")]
    outcomes: dict[tuple[str, str], str] = {}
    functions = [m for m in chosen if not m.at_import]
    if functions:
        result = RESULTS / "functions.pickle"
        RESULTS.mkdir(parents=True, exist_ok=True)

        def run() -> int:
            runner = _of_functions(functions, _files(), given.budget, again=given.again)
            result.write_bytes(pickle.dumps(runner.outcomes))
            return SURVIVED

        child = os.fork()  # the engine stays unknown to this process
        if not child:
            os._exit(run())
        os.waitpid(child, 0)
        outcomes = pickle.loads(result.read_bytes())  # noqa: S301 - written a moment ago
    for name in FOREIGN:
        importlib.import_module(name)
    for number, mutant in enumerate(chosen):
        if mutant.at_import or outcomes[mutant.module, mutant.label] in ANEW:
            outcome = _imported_anew(mutant, _files(mutant.module))
            outcomes[mutant.module, mutant.label] = outcome
            if outcome != "killed" or number % 10 == 0:
                print(f"{number}/{len(chosen)} {mutant.module}:{mutant.line} {outcome} {mutant.label}", flush=True)
    whole = not (given.like or given.survivors or given.part)
    for module in dict.fromkeys(m.module for m in chosen):
        left = {} if whole else _last(module)
        for mutant in (m for m in chosen if m.module == module):
            left.pop(mutant.label, None)
            if (outcome := outcomes[module, mutant.label]) != "killed":
                left[mutant.label] = outcome
        text = json.dumps(left, indent=1, ensure_ascii=False)
        (RESULTS / f"{module}.json").write_text(text, encoding="utf-8")
    return _report(given.modules)


def _last(module: str) -> dict[str, str]:
    """Return what was not killed the last time."""
    file = RESULTS / f"{module}.json"
    left: dict[str, str] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return left


def _report(modules: Iterable[str]) -> int:
    """Print how many mutants of each module are killed, and which survivors nobody has explained."""
    explained = _explained()
    news = {module: [label for label in _last(module) if label not in explained[module]] for module in modules}
    for module, labels in news.items():
        for label in labels:
            print(f"{module}: {_last(module)[label]}: {label}")
    print("| module | mutants | killed | left | unexplained |\n|---|---|---|---|---|")
    for module, labels in news.items():
        count, left = len(_chosen([module])), len(_last(module))
        print(f"| `{module}` | {count} | {count - left} | {left} | {len(labels)} |")
    return int(any(news.values()))


if __name__ == "__main__":
    sys.exit(main())
