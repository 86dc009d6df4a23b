"""What a child of the mutation run does: it imports modules from trees, swaps code, and watches which lines run."""

from __future__ import annotations

import gc
import importlib.abc
import importlib.machinery
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, ClassVar

from tests.mutation.operators import Mutant, mutated

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

__all__ = ["Live", "Loader", "Watcher", "live_functions", "replace_code"]

#: Functions by the identity of their code.
Live = Mapping[int, Sequence[FunctionType]]


class Loader(importlib.machinery.SourceFileLoader):
    """Loads modules of the engine from their sources, one of them with a mutant, and keeps their code."""

    mutant: ClassVar[Mutant | None] = None
    codes: ClassVar[dict[str, CodeType]] = {}
    paths: ClassVar[dict[str, str]] = {}

    @classmethod
    def install(cls, mutant: Mutant | None) -> None:
        """Load the engine in this way from now on."""
        cls.mutant = mutant
        sys.meta_path.insert(0, Finder())

    def get_code(self, fullname: str) -> CodeType:
        """Compile a module."""
        name, path = fullname.rpartition(".")[2], self.get_filename(fullname)
        source = self.get_data(path).decode()
        if self.mutant is not None and self.mutant.module == name:
            code: CodeType = compile(mutated(source, self.mutant), path, "exec")
        else:
            code = compile(source, path, "exec")
        self.codes[name], self.paths[name] = code, path
        return code


class Finder(importlib.abc.MetaPathFinder):
    """Finds the modules of the engine."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: Any = None) -> Any:
        """Find a module as ever, to be loaded by `Loader`."""
        if not name.startswith("scoring."):
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            spec.loader = Loader(name, spec.loader.path)
        return spec


def live_functions() -> Live:
    """Return the functions of the engine that are there, by the identity of their code."""
    found: dict[int, list[FunctionType]] = defaultdict(list)
    paths = set(Loader.paths.values())
    for each in gc.get_objects():
        if type(each) is FunctionType and each.__code__.co_filename in paths:
            found[id(each.__code__)].append(each)
    return found


def replace_code(mutant: Mutant, functions: Live) -> bool:
    """Put a mutant's code into all live functions of its module; False where that cannot be."""
    path = Loader.paths[mutant.module]
    code = compile(mutated(Path(path).read_text(encoding="utf-8"), mutant), path, "exec")
    for old, new in _pairs(Loader.codes[mutant.module], code):
        for function in functions.get(old, ()):
            try:
                function.__code__ = new
            except ValueError:  # other free variables
                return False
    return True


def _pairs(old: CodeType, new: CodeType) -> Iterator[tuple[int, CodeType]]:
    """Go through the code objects of two trees that differ in one place."""
    yield id(old), new
    olds, news = ([each for each in code.co_consts if isinstance(each, CodeType)] for code in (old, new))
    if len(olds) == len(news):
        for pair in zip(olds, news, strict=True):
            yield from _pairs(*pair)


class Watcher:
    """Runs tests, and tells how long each takes and which lines of some files it reaches."""

    def __init__(self, files: Mapping[str, str]) -> None:
        """Watch these files, by the names of their modules."""
        self.names = {path: name for name, path in files.items()}
        self.hits: set[tuple[str, int]] = set()

    def run(self, items: Sequence[pytest.Item]) -> dict[str, tuple[float, frozenset[tuple[str, int]]]]:
        """Run tests; one that fails takes -1 seconds."""
        failed: set[str] = set()
        if not items:
            return {}

        class Reports:
            def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
                if report.failed:
                    failed.add(report.nodeid)

        items[0].config.pluginmanager.register(Reports())
        found = {}
        for item, following in zip(items, [*items[1:], None], strict=True):
            self.hits = set()
            start = time.perf_counter()
            sys.settrace(self._call)
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            sys.settrace(None)
            seconds = time.perf_counter() - start
            found[item.nodeid] = (-1.0 if item.nodeid in failed else seconds, frozenset(self.hits))
        return found

    def _call(self, frame: Any, _event: str, _value: Any) -> Any:
        name = self.names.get(frame.f_code.co_filename)
        if name is None:
            return None

        def line(frame: Any, _event: str, _value: Any) -> Any:
            self.hits.add((name, frame.f_lineno))
            return line

        return line(frame, _event, _value)
