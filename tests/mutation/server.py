"""The processes of the mutation run: one that has collected the tests, and a child for each mutant."""

from __future__ import annotations

import gc
import os
import pickle
import shutil
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.mutation.child import Live, Loader, Watcher, live_functions, replace_code
from tests.mutation.results import PLAN, RESULTS, ROOT, Outcomes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.mutation.operators import Mutant

__all__ = ["AGAIN", "FOREIGN", "imported_anew", "with_live_functions"]

#: A test that takes longer (seconds, traced) is left out.
SLOW: Final = 1.0
#: A child that takes longer (seconds) hangs: its mutant counts as killed.
HANGS, HANGS_AT_IMPORT = 60.0, 600.0
#: Of the tests that reach a mutant's line, those come first that reach most of so many lines around it.
NEAR: Final = 8
KILLED, SURVIVED, ELSEWHERE = 1, 0, 3
#: What is to be imported anew: what live functions cannot take, and what runs at import alone.
AGAIN: Final = ("again", "reached by no test")
OPTIONS: Final = (
    "-x", "-o", "addopts=--import-mode=importlib", "-p", "no:terminal", "-p", "no:cacheprovider", "-p", "no:randomly",
)  # fmt: skip
#: What children that import the engine anew need not import again.
FOREIGN: Final = ("pydantic", "polars", "narwhals", "rich.console", "rich.table", "tomlkit", "typer")
Line = tuple[str, int]
#: How long a test takes, and which lines it reaches.
Reach = dict[str, tuple[float, frozenset[Line]]]


def with_live_functions(mutants: Sequence[Mutant], files: Sequence[str], budget: float, *, again: bool) -> Outcomes:
    """Run the mutants of functions against the tests of files, in a process of its own; `budget` is in seconds."""
    result = RESULTS / "functions.pickle"

    def run() -> int:
        runner = Runner(mutants, budget, again=again)
        Loader.install(None)
        pytest.main([*OPTIONS, *files], plugins=[runner])
        result.write_bytes(pickle.dumps(runner.outcomes))
        return SURVIVED

    result.unlink(missing_ok=True)
    _in_child(run, hangs=float("inf"))
    outcomes: Outcomes = pickle.loads(result.read_bytes())  # noqa: S301 - written a moment ago
    return outcomes


class Runner:
    """A pytest plugin that runs the collected tests once, traced, and then those that reach each mutant."""

    def __init__(self, chosen: Sequence[Mutant], budget: float, *, again: bool) -> None:
        """Take the mutants of functions."""
        self.chosen = chosen
        self.budget = budget
        self.again = again
        self.outcomes: Outcomes = {}
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

        _in_child(run, hangs=float("inf"))
        found = pickle.loads(file.read_bytes())  # noqa: S301 - the run's own
        if failed := [name for name, (seconds, _) in found.items() if seconds < 0]:
            pytest.exit("these tests fail without any mutant: " + ", ".join(failed))
        there = {item.nodeid for item in session.items}
        return {name: each for name, each in found.items() if name in there and each[0] <= SLOW}

    def _order(self, by_line: dict[Line, list[str]], mutant: Mutant, kills: Counter[str]) -> list[str]:
        """Return the tests that reach a mutant: its module's, those that killed its neighbours, one of each test."""
        turns: Counter[tuple[str, bool]] = Counter()
        ranked = []
        first = [f"tests/test_{each}" for each in PLAN["modules"][mutant.module]]
        near = {(mutant.module, mutant.line + step) for step in range(-NEAR, NEAR + 1)}
        reaching = by_line[mutant.module, mutant.line]
        found = {name: (-len(near & self.reach[name][1]), self.reach[name][0]) for name in reaching}
        for name in sorted(found, key=found.__getitem__):
            function, _, values = name.partition("[")
            slow = values.startswith("columns")  # what both worlds run, the other one shows sooner
            turns[function, slow] += 1
            place = next((n for n, each in enumerate(first) if name.startswith(each)), len(first))
            ranked.append((place, slow, -kills[name], turns[function, slow], *found[name], name))
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
                return ELSEWHERE
            _settle(session)
            killer = _first_failure(session, items)
            if killer:
                os.write(writer, killer.encode())
            return KILLED if killer else SURVIVED

        code = _in_child(run)
        os.close(writer)
        with os.fdopen(reader, "rb") as pipe:
            killer = pipe.read().decode()
        return {KILLED: "killed", SURVIVED: "survived", ELSEWHERE: "again"}.get(code, "killed"), killer


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


def imported_anew(mutant: Mutant | None, tests: Sequence[str]) -> str:
    """Run tests in a child that imports the engine with a mutant in it, if any."""

    def run() -> int:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        Loader.install(mutant)
        return SURVIVED if pytest.main([*OPTIONS, "-k", "not columns", *tests]) == 0 else KILLED

    return "survived" if _in_child(run, hangs=HANGS_AT_IMPORT) == SURVIVED else "killed"
