"""The vocabulary of the Chinese sets: every fact that one of them asks for, by its name, with the sets that use it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from scoring.display import number
from scoring.report_markup import markdown
from tests.library import library

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring.indicators import Column, Fact

LANG: Final = "zh"
PAGE: Final = """# The shared vocabulary

<!-- {how} -->

A fact has one name, one label, one type and one unit in all the Chinese sets that ship, so that one table of projects
can be scored by several of them. The other headings are those of forms in use; a [table](../howto/tables.md) may have
any of them. Take these names for a set of your own too: what it shares with others then fits their data.

## Facts that several sets ask for

{shared}

## Facts of one set

{single}
"""


class Declared(NamedTuple):
    """A fact, or a column by its whole name, as sets declare it; `sets` has, by id and version, each declaration."""

    name: str
    sets: Mapping[str, Fact | Column]

    @property
    def ids(self) -> list[str]:
        """The ids of the sets, without their versions."""
        return list(dict.fromkeys(each.partition("@")[0] for each in self.sets))


def declared() -> list[Declared]:
    """Return what the Chinese sets declare, in the order in which the sets come, and their facts."""
    found: dict[str, dict[str, Fact | Column]] = {}
    for each in (each for entries in library().values() for each in entries if each.rules.lang == LANG):
        for name, fact in each.rules.facts.items():
            found.setdefault(name, {})[str(each)] = fact
            for column, inner in fact.columns.items():
                found.setdefault(f"{name}.{column}", {})[str(each)] = inner
    return [Declared(name, sets) for name, sets in found.items()]


def vocabulary(how: str) -> str:
    """Return the page; `how` says how it was made."""
    several = [each for each in declared() if len(each.ids) > 1]
    single = [each for each in declared() if len(each.ids) == 1]
    texts = ["\n".join(_table(each)) if each else "None." for each in (several, single)]
    return PAGE.format(how=how, shared=texts[0], single=texts[1])


def _table(facts: list[Declared]) -> Iterator[str]:
    yield "| name | label | type | unit | bounds | other headings | sets |"
    yield "|---|---|---|---|---|---|---|"
    for each in facts:
        fact = next(iter(each.sets.values()))
        texts = [f"`{each.name}`", markdown(fact.label or ""), f"`{fact.type}`", markdown(fact.unit or "")]
        texts += [" ".join(_bounds(fact)), markdown("、".join(fact.aliases))]
        yield f"| {' | '.join([*texts, ', '.join(f'[{id_}]({id_}.md)' for id_ in each.ids)])} |"


def _bounds(fact: Fact | Column) -> Iterator[str]:
    if fact.minimum is not None:
        yield f"≥ {number(fact.minimum)}"
    if fact.maximum is not None:
        yield f"≤ {number(fact.maximum)}"
