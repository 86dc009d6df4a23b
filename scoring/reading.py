"""Reading: the facts of one project as they are given, into the row that expressions are evaluated on.

Facts are nested (`{"funds": {"spent": 1}}`) or dotted (`{"funds.spent": 1}`). Each value is read by its declared type;
one that is not what the set declares is kept as `Invalid`, with its reason, and counts as missing in arithmetic.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scoring.exact_row import Layout
from scoring.notation import Invalid, reader

if TYPE_CHECKING:
    from scoring.binding import Bound
    from scoring.exact_row import Row
    from scoring.indicators import Column, Fact

__all__ = ["Given", "Reading", "reading"]

#: The facts that name a project; every set has them.
PROJECT: Final = "project"
NOTHING: Final[frozenset[str]] = frozenset()
Reader = Callable[[object], Any]


class Given(NamedTuple):
    """The facts of one project as read.

    `row` is what expressions are evaluated on; `invalid` has what is wrong, by name (with the row of a table, from 0);
    `unknown` are the names that the set does not declare.
    """

    row: Row
    invalid: Mapping[str, tuple[Invalid, int | None]]
    unknown: tuple[str, ...]


class _Group(NamedTuple):
    """A level of the nested facts: values to read, tables, and deeper groups; `keys` are all that may stand here."""

    values: tuple[tuple[str, str, Reader, int], ...]
    tables: tuple[tuple[str, str, tuple[tuple[str, Reader], ...], int], ...]
    groups: tuple[tuple[str, _Group], ...]
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads facts into rows of one layout; `width` is the length of a row before anything is evaluated."""

    layout: Layout
    width: int
    root: _Group
    tables: tuple[int, ...]

    def read(self, facts: Mapping[str, Any]) -> Given:
        """Read the facts of one project."""
        row: Row = [None] * self.width
        invalid: dict[str, tuple[Invalid, int | None]] = {}
        unknown: list[str] = []
        _read_group(self.root, facts, row, invalid, unknown, "")
        if unknown:
            row, invalid, unknown = [None] * self.width, {}, []
            _read_group(self.root, nested(facts), row, invalid, unknown, "")
        for slot in self.tables:
            if row[slot] is None:
                row[slot] = ()
        row[0] = frozenset(invalid) if invalid else NOTHING
        return Given(row, invalid, tuple(unknown))

    def values(self, row: Row) -> dict[str, object]:
        """Return the facts of a row by name; tables as lists of rows by column."""
        found: dict[str, object] = {}
        for name, slot in self.layout.facts.items():
            inner = {column: place for (table, column), place in self.layout.columns.items() if table == name}
            found[name] = [{c: each[p] for c, p in inner.items()} for each in row[slot]] if inner else row[slot]
        return found


def _read_group(
    group: _Group,
    facts: Mapping[str, Any],
    row: Row,
    invalid: dict[str, tuple[Invalid, int | None]],
    unknown: list[str],
    prefix: str,
) -> None:
    for key, name, read, slot in group.values:
        raw = facts.get(key)
        if raw is None:
            continue
        value = read(raw)
        if type(value) is Invalid:
            invalid[name] = (value, None)
        else:
            row[slot] = value
    for key, name, columns, slot in group.tables:
        row[slot] = _read_table(name, columns, facts.get(key), row, invalid, unknown)
    for key, below in group.groups:
        inner = facts.get(key)
        if type(inner) is dict or isinstance(inner, Mapping):
            _read_group(below, inner, row, invalid, unknown, f"{prefix}{key}.")
        elif inner is not None:
            _no_group(below, inner, invalid)
    if not group.keys.issuperset(facts):
        unknown += [f"{prefix}{key}" for key in facts if key not in group.keys]


def _no_group(group: _Group, found: object, invalid: dict[str, tuple[Invalid, int | None]]) -> None:
    """Mark every fact of a group as invalid: a single value stands where several facts are due."""
    for _, name, *_ in (*group.values, *group.tables):
        invalid[name] = (Invalid("invalid-group", {"value": str(found)[:40], "name": name}), None)
    for _, below in group.groups:
        _no_group(below, found, invalid)


def _read_table(
    name: str,
    columns: tuple[tuple[str, Reader], ...],
    rows: Any,
    parent: Row,
    invalid: dict[str, tuple[Invalid, int | None]],
    unknown: list[str],
) -> Sequence[Row]:
    if rows is None or (isinstance(rows, str) and not rows.strip()):
        return ()
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        invalid[name] = (Invalid("invalid-table", {"value": str(rows)[:40], "name": name}), None)
        return ()
    known = {key for key, _ in columns}
    found: list[Row] = []
    for place, given in enumerate(rows):
        if not isinstance(given, Mapping):
            invalid.setdefault(name, (Invalid("invalid-row", {"value": str(given)[:40], "name": name}), place))
            continue
        cells: Row = [parent]
        for key, read in columns:
            value = read(given.get(key))
            if type(value) is Invalid:
                invalid.setdefault(f"{name}.{key}", (value, place))
                value = None
            cells.append(value)
        found.append(cells)
        unknown += [f"{name}.{key}" for key in given if key not in known and f"{name}.{key}" not in unknown]
    return found


def nested(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts nested by the dots of their names, names in NFKC.

    >>> nested({"funds.spent": 1, "funds": {"budget": 2}})
    {'funds': {'spent': 1, 'budget': 2}}
    """
    tree: dict[str, Any] = {}
    for key, value in facts.items():
        *groups, last = unicodedata.normalize("NFKC", str(key)).strip().split(".")
        level = tree
        for group in groups:
            below = level.setdefault(group, {})
            if not isinstance(below, dict):
                below = level[group] = {"": below}
            level = below
        inner = _nested(value)
        if isinstance(inner, dict) and isinstance(level.get(last), dict):
            level[last].update(inner)
        else:
            level[last] = inner
    return tree


def _nested(value: Any) -> Any:
    if isinstance(value, Mapping):
        return nested(value)
    return [_nested(each) for each in value] if type(value) is list else value


def reading(bound: Bound, extra: Sequence[str] = ()) -> Reading:
    """Lay out the facts of a bound set; `extra` values (of observed checks) get slots of their own."""
    facts = bound.rules.facts
    kinds = {**bound.names.facts, **dict.fromkeys(bound.names.tables, "table")}
    slots = {name: place for place, name in enumerate([*kinds, *extra], start=1)}
    columns = {
        (table, column): place
        for table, inner in bound.names.tables.items()
        for place, column in enumerate(inner, start=1)
    }
    tree: dict[str, Any] = {}
    for name in kinds:
        level = tree
        *groups, last = name.split(".")
        for group in groups:
            level = level.setdefault(group, {})
        level[last] = name
    root = _group(tree, facts, bound, slots, top=True)
    tables = tuple(slots[name] for name in bound.names.tables)
    return Reading(Layout(slots, columns), len(slots) + 1, root, tables)


def _group(
    tree: dict[str, Any], facts: Mapping[str, Fact], bound: Bound, slots: Mapping[str, int], *, top: bool
) -> _Group:
    values, tables, groups = [], [], []
    for key, entry in tree.items():
        if isinstance(entry, dict):
            groups.append((key, _group(entry, facts, bound, slots, top=False)))
        elif entry in bound.names.tables:
            inner = facts[entry].columns
            tables.append((key, entry, tuple((c, _reader(each)) for c, each in inner.items()), slots[entry]))
        else:
            fact = facts.get(entry)
            read = _reader(fact) if fact is not None else reader(bound.names.facts[entry])
            values.append((key, entry, read, slots[entry]))
    keys = frozenset([*tree, PROJECT] if top else tree)
    return _Group(tuple(values), tuple(tables), tuple(groups), keys)


def _reader(fact: Fact | Column) -> Reader:
    return reader(fact.type, unit=fact.unit, minimum=fact.minimum, maximum=fact.maximum)
