"""The vocabulary of the Chinese sets: every fact that one of them asks for, by its name, with the sets that use it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from scoring.display import number
from scoring.report_markup import markdown
from tests.library import base_of, library

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.indicators import Column, Fact

LANG: Final = "zh"
PAGE: Final = """# The shared vocabulary

<!-- {how} -->

A fact has one name, one label, one type and one unit in all the Chinese sets that ship, so that one table of projects
can be scored by several of them. The other headings are those of forms in use; a [table](../howto/tables.md) may have
any of them. Take these names for a set of your own too: what it shares with others then fits their data. A set that
extends another is named only where the other does not have the fact.

## Facts that several sets ask for

{shared}

## Facts of one set, and of those that extend it

{single}
"""


class Declared(NamedTuple):
    """A fact, or a column by its whole name, and the ids of the sets that ask for it."""

    name: str
    fact: Fact | Column
    ids: tuple[str, ...]

    @property
    def own(self) -> list[str]:
        """The ids without those that have it of a set which they extend."""
        bases = {id_: base_of(library()[id_][0]) for id_ in self.ids}
        return [id_ for id_, base in bases.items() if base is None or base.rules.id not in self.ids]


def declared() -> list[Declared]:
    """Return what the Chinese sets declare, in the order in which the sets come, and their facts."""
    found: dict[str, dict[str, Fact | Column]] = {}
    for each in (each for entries in library().values() for each in entries if each.rules.lang == LANG):
        for name, fact in each.rules.facts.items():
            found.setdefault(name, {})[each.rules.id] = fact
            for column, inner in fact.columns.items():
                found.setdefault(f"{name}.{column}", {})[each.rules.id] = inner
    return [Declared(name, next(iter(sets.values())), tuple(sets)) for name, sets in found.items()]


def vocabulary(how: str) -> str:
    """Return the page; `how` says how it was made."""
    several = [each for each in declared() if len(each.own) > 1]
    single = [each for each in declared() if len(each.own) == 1]
    return PAGE.format(how=how, shared="\n".join(_table(several)), single="\n".join(_table(single)))


def _table(facts: list[Declared]) -> Iterator[str]:
    yield "| name | label | type | unit | bounds | other headings | sets |"
    yield "|---|---|---|---|---|---|---|"
    for each in facts:
        fact = each.fact
        texts = [f"`{each.name}`", markdown(fact.label or ""), f"`{fact.type}`", markdown(fact.unit or "")]
        texts += [" ".join(_bounds(fact)), markdown("、".join(fact.aliases))]
        yield f"| {' | '.join([*texts, ', '.join(f'[{id_}]({id_}.md)' for id_ in each.own)])} |"


def _bounds(fact: Fact | Column) -> Iterator[str]:
    if fact.minimum is not None:
        yield f"≥ {number(fact.minimum)}"
    if fact.maximum is not None:
        yield f"≤ {number(fact.maximum)}"
