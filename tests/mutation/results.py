"""What the mutation run mutates and tests, and what came of it: kept below `build/`, beside what is explained."""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.mutation.operators import Mutant, mutants

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["PLAN", "RESULTS", "ROOT", "Outcomes", "chosen", "files", "keep", "last", "report"]

ROOT: Final = Path(__file__).parents[2]
PLAN: Final = tomllib.loads((Path(__file__).parent / "plan.toml").read_text(encoding="utf-8"))
EXPLAINED: Final = Path(__file__).parent / "explained.toml"
RESULTS: Final = ROOT / "build" / "mutation"
#: What became of a mutant, by module and name.
Outcomes = dict[tuple[str, str], str]


def chosen(modules: Iterable[str]) -> list[Mutant]:
    """Return all mutants of modules."""
    return [m for each in modules for m in mutants(each, (ROOT / "scoring" / f"{each}.py").read_text(encoding="utf-8"))]


def files(module: str = "") -> list[str]:
    """Return the files of tests, or those that come first for a module, and the worked cases."""
    if not module:
        return [f"tests/test_{each}.py" for each in PLAN["tests"]]
    first = [name for each in PLAN["modules"][module] for name in PLAN["tests"] if name.startswith(each)]
    return [f"tests/test_{each}.py" for each in dict.fromkeys([*first, "conformance"])]


def last(module: str) -> dict[str, str]:
    """Return what was not killed the last time."""
    file = RESULTS / f"{module}.json"
    left: dict[str, str] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return left


def keep(ran: Sequence[Mutant], outcomes: Outcomes, *, whole: bool) -> None:
    """Keep what was not killed; unless `whole` modules ran, beside what is known of their other mutants."""
    for module in dict.fromkeys(m.module for m in ran):
        left = {} if whole else last(module)
        for mutant in (m for m in ran if m.module == module):
            left.pop(mutant.label, None)
            if (outcome := outcomes[module, mutant.label]) != "killed":
                left[mutant.label] = outcome
        text = json.dumps(left, indent=1, ensure_ascii=False)
        (RESULTS / f"{module}.json").write_text(text, encoding="utf-8")


def _explained() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    if EXPLAINED.exists():
        for group in tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))["group"]:
            for module, labels in group["mutants"].items():
                found[module] |= set(labels)
    return found


def report(modules: Iterable[str]) -> int:
    """Print how many mutants of each module are killed, and which survivors nobody has explained."""
    explained = _explained()
    news = {module: [label for label in last(module) if label not in explained[module]] for module in modules}
    for module, labels in news.items():
        for label in labels:
            print(f"{module}: {last(module)[label]}: {label}")
    print("| module | mutants | killed | left | unexplained |\n|---|---|---|---|---|")
    for module, labels in news.items():
        count, left = len(chosen([module])), len(last(module))
        print(f"| `{module}` | {count} | {count - left} | {left} | {len(labels)} |")
    return int(any(news.values()))
