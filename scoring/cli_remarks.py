"""What was found in tables of projects, told on standard error: remarks, what no column has, cells that are wrong."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from scoring.display import short
from scoring.frame_invalid import invalid_cells
from scoring.messages import message
from scoring.notation import Invalid, reader
from scoring.report_text import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.data_places import TableData
    from scoring.engine import Engine
    from scoring.frame_invalid import InvalidCell

__all__ = ["tell"]

#: The key of a project, in every frame.
KEY: Final = "project"
#: So many invalid cells, and so many remarks, are told one by one.
TOLD: Final = 10


def tell(engine: Engine, data: TableData, lang: str) -> None:
    """Say on standard error what was found while reading, and which cells are not what the set declares."""
    lines = [each.message for each in data.remarks[:TOLD]]
    if len(data.remarks) > TOLD:
        lines.append(message("table-remarks-more", lang, count=f"{len(data.remarks) - TOLD:,}"))
    lines += _absent(engine, data, lang)
    found = invalid_cells(engine.bound, data.projects, data.tables, KEY, lang, about=("line:", "file:"), most=TOLD)
    told = found.first[:TOLD]
    lines += [_cell(engine, data, each, lang) for each in told]
    total = sum(found.counts.values())
    if total > len(told):
        names = [_called(engine, table, name, count) for (table, name), count in found.counts.items()]
        lines.append(message("table-cells-more", lang, count=f"{total - len(told):,}", names=tuple(names[:TOLD])))
    for line in lines:
        sys.stderr.write(harmless(line) + "\n")


def _absent(engine: Engine, data: TableData, lang: str) -> Iterator[str]:
    """Say which facts no column has, and which tables there are no rows of: every project misses them.

    Nobody misses a text that no indicator reads.
    """
    rules, names = engine.rules, engine.bound.names
    there = nw.from_native(data.projects).collect_schema()
    read = {name for each in engine.bound.indicators for name in each.reads}
    wanted = [
        name for name in names.facts if name in rules.facts and (name in read or rules.facts[name].type != "text")
    ]
    columns = [rules.label(name) for name in wanted if name not in there]
    tables = [f"{rules.label(name)} ({name})" for name in names.tables if name not in data.tables]
    for code, absent in (("table-absent", columns), ("table-absent-rows", tables)):
        if absent:
            named: Any = tuple(absent[:TOLD])
            if len(absent) > TOLD:
                named = message("table-names-more", lang, named=named, count=len(absent))
            yield message(code, lang, names=named)


def _called(engine: Engine, table: str | None, name: str, count: int) -> str:
    label = engine.rules.label(name if table is None else f"{table}.{name}")
    return f"{label} {count:,}"


def _cell(engine: Engine, data: TableData, cell: InvalidCell, lang: str) -> str:
    """Say where an invalid cell stands, and what is wrong with it."""
    facts = engine.rules.facts
    fact = facts[cell.name] if cell.table is None else facts[cell.table].columns[cell.name]
    wrong = reader(fact.type, unit=fact.unit, minimum=fact.minimum, maximum=fact.maximum)(cell.value)
    why = wrong.text(lang) if isinstance(wrong, Invalid) else message("invalid-text", lang, value=short(cell.value))
    where = data.cell(cell.table, cell.name, {**cell.about, KEY: cell.key}, lang)
    return message("table-cell", lang, where=where, why=why)
