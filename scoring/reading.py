"""Reading: the facts of one project as they are given, into the row that expressions are evaluated on.

Facts are nested (`{"funds": {"spent": 1}}`) or dotted (`{"funds.spent": 1}`). Each value is read by its declared type;
one that is not what the set declares is kept as `Invalid`, with its reason, and counts as missing in arithmetic.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scoring.display import short, whole
from scoring.exact_row import OWN, Layout
from scoring.notation import Invalid, is_nothing, reader
from scoring.published import trusted
from scoring.sheet import Project

if TYPE_CHECKING:
    from scoring.binding import Bound
    from scoring.exact_row import Row
    from scoring.indicators import Column, Fact

__all__ = ["Given", "Reading", "project_of", "reading"]

#: What is known of a project that says nothing of itself.
NOBODY: Final = dict.fromkeys(("key", "name", "department", "unit", "year"))
#: The facts that name a project; every set has them.
PROJECT: Final = "project"
NOTHING: Final[frozenset[str]] = frozenset()
#: The invalid cells of a row that has none.
SOUND: Final[Mapping[str, Invalid]] = MappingProxyType({})
#: How many characters a message shows of what stands where a group, a table or a row is due.
QUOTED: Final = 40
#: How many characters of a name are looked at.
LONGEST_NAME: Final = 400
#: Reads the years that a date can have.
YEAR: Final = reader("integer", minimum=Decimal(1), maximum=Decimal(9999))
Reader = Callable[[object], Any]


class Given(NamedTuple):
    """The facts of one project as read.

    `row` is what expressions are evaluated on; `invalid` has what is wrong, by name (with the row of a table, from 0);
    `unknown` are the names that the set does not declare; `project` is what the facts say of the project itself.
    """

    row: Row
    invalid: Mapping[str, tuple[Invalid, int | None]]
    unknown: tuple[str, ...]
    project: Any


class _Group(NamedTuple):
    """A level of the nested facts: values to read, tables, and deeper groups; `keys` are all that may stand here."""

    values: tuple[tuple[str, str, Reader, int], ...]
    tables: tuple[tuple[str, str, tuple[tuple[str, Reader], ...], int], ...]
    groups: tuple[tuple[str, _Group], ...]
    keys: frozenset[str]


class Reading(NamedTuple):
    """Reads facts into rows of one layout; `width` is the length of a row before anything is evaluated.

    `dates` are the names of the facts and columns that are dates.
    """

    layout: Layout
    width: int
    root: _Group
    tables: tuple[int, ...]
    dates: frozenset[str]

    def read(self, facts: Mapping[str, Any]) -> Given:
        """Read the facts of one project."""
        row: Row = [None] * self.width
        invalid: dict[str, tuple[Invalid, int | None]] = {}
        unknown: dict[str, None] = {}
        _read_group(self.root, facts, row, invalid, unknown, "")
        if unknown:
            row, invalid, unknown, facts = [None] * self.width, {}, {}, nested(facts)
            _read_group(self.root, facts, row, invalid, unknown, "")
        for slot in self.tables:
            if row[slot] is None:
                row[slot] = ()
        row[0] = frozenset(invalid) if invalid else NOTHING
        return Given(row, invalid, tuple(unknown), facts.get(PROJECT))

    def values(self, row: Row) -> dict[str, object]:
        """Return the facts of a row by name; tables as lists of rows by column."""
        found: dict[str, object] = {}
        for name, slot in self.layout.facts.items():
            inner = {column: place for (table, column), place in self.layout.columns.items() if table == name}
            if inner:
                found[name] = [{c: self.value(f"{name}.{c}", each[p]) for c, p in inner.items()} for each in row[slot]]
            else:
                found[name] = self.value(name, row[slot])
        return found

    def value(self, name: str, value: Any) -> Any:
        """Return a value of a row as people write it: a date as a date."""
        return datetime.date.fromordinal(int(value)) if value is not None and name in self.dates else value


def _read_group(
    group: _Group,
    facts: Mapping[str, Any],
    row: Row,
    invalid: dict[str, tuple[Invalid, int | None]],
    unknown: dict[str, None],
    prefix: str,
) -> None:
    for key, name, read, slot in group.values:
        raw = facts.get(key)
        if raw is None:
            continue
        value = read(raw) if type(raw) is not Invalid else raw
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
        elif not is_nothing(inner):
            _no_group(below, inner, invalid)
    if not group.keys.issuperset(facts):
        for key in facts:
            if key not in group.keys:
                unknown.update(dict.fromkeys(_names(f"{prefix}{short(key)}", facts[key])))


def _names(name: str, value: Any) -> list[str]:
    """Return the names of the values that stand under a name."""
    if not isinstance(value, Mapping) or not value:
        return [name]
    return [each for key, inner in value.items() for each in _names(f"{name}.{short(key)}" if key else name, inner)]


def _no_group(group: _Group, found: object, invalid: dict[str, tuple[Invalid, int | None]]) -> None:
    """Mark every fact of a group as invalid: a single value stands where several facts are due."""
    for _, name, *_ in (*group.values, *group.tables):
        single = Invalid("invalid-group", {"value": short(found, QUOTED), "name": name})
        invalid[name] = (found if type(found) is Invalid else single, None)
    for _, below in group.groups:
        _no_group(below, found, invalid)


def _read_table(
    name: str,
    columns: tuple[tuple[str, Reader], ...],
    rows: Any,
    parent: Row,
    invalid: dict[str, tuple[Invalid, int | None]],
    unknown: dict[str, None],
) -> Sequence[Row]:
    if is_nothing(rows) or (isinstance(rows, str) and not rows.strip()):
        return ()
    if type(rows) is Invalid or not isinstance(rows, Sequence) or isinstance(rows, (str, bytes)):
        wrong = Invalid("invalid-table", {"value": short(rows, QUOTED), "name": name})
        invalid[name] = (rows if type(rows) is Invalid else wrong, None)
        return ()
    known = {key for key, _ in columns}
    found: list[Row] = []
    for place, given in enumerate(rows):
        if not isinstance(given, Mapping):
            invalid.setdefault(name, (Invalid("invalid-row", {"value": short(given, QUOTED), "name": name}), place))
            continue
        cells: Row = [parent, SOUND, place]
        cells_wrong: dict[str, Invalid] = {}
        for key, read in columns:
            raw = given.get(key)
            value = read(raw) if type(raw) is not Invalid else raw
            if type(value) is Invalid:
                invalid.setdefault(f"{name}.{key}", (value, place))
                cells_wrong[f"{name}.{key}"] = value
                value = None
            cells.append(value)
        if cells_wrong:
            cells[1] = MappingProxyType(cells_wrong)
        found.append(cells)
        if not known.issuperset(given):
            unknown.update({f"{name}.{short(key)}": None for key in given if key not in known})
    return found


def nested(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts nested by the dots of their names, names in NFKC; a name given twice is worth an `Invalid`.

    >>> nested({"funds.spent": 1, "funds": {"budget": 2}})
    {'funds': {'spent': 1, 'budget': 2}}
    """
    tree: dict[str, Any] = {}
    for key, value in facts.items():
        inner = _nested(value)
        parts = unicodedata.normalize("NFKC", short(key, LONGEST_NAME)).strip().split(".")
        for part in reversed(parts[1:]):
            inner = {part: inner}
        _place(tree, parts[0], inner)
    return tree


def _nested(value: Any) -> Any:
    if isinstance(value, Mapping):
        return nested(value)
    return [_nested(each) for each in value] if isinstance(value, (list, tuple)) else value


def _place(level: dict[str, Any], key: str, value: Any) -> None:
    """Put a value where there may be one already: groups are merged, two values for one name contradict each other."""
    there = level.get(key)
    if there is None:
        level[key] = value
    elif isinstance(there, dict) and isinstance(value, dict):
        for name, each in value.items():
            _place(there, name, each)
    elif isinstance(there, dict) and value is not None:
        _place(there, "", value)
    elif isinstance(value, dict):
        level[key] = value
        _place(value, "", there)
    elif value is not None:
        level[key] = Invalid("invalid-twice", {"value": short(there, QUOTED), "other": short(value, QUOTED)})


def project_of(given: Any) -> Project:
    """Return what the facts say of the project itself: a text is its key, and its name."""
    if not isinstance(given, Mapping):
        text = _said(given)
        return trusted(Project, {**NOBODY, "key": text, "name": text})
    texts = {name: _said(given.get(name)) for name in ("name", "department", "unit")}
    key = _said(given.get("id")) or _said(given.get("")) or texts["name"]
    year = YEAR(given.get("year"))
    return trusted(Project, {"key": key, **texts, "year": int(year) if isinstance(year, Decimal) else None})


def _said(value: Any) -> str | None:
    """Return a value as a text, None for what is empty, contradicts itself or is no single value."""
    if is_nothing(value) or isinstance(value, (Mapping, list, tuple, Invalid)):
        return None
    return (whole(value) if isinstance(value, str) else short(value)).strip() or None


def reading(bound: Bound, extra: Sequence[str] = ()) -> Reading:
    """Lay out the facts of a bound set; `extra` values (of observed checks) get slots of their own."""
    facts = bound.rules.facts
    kinds = {**bound.names.facts, **dict.fromkeys(bound.names.tables, "table")}
    slots = {name: place for place, name in enumerate([*kinds, *extra], start=1)}
    columns = {
        (table, column): place
        for table, inner in bound.names.tables.items()
        for place, column in enumerate(inner, start=OWN)
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
    dates = {name for name, kind in bound.names.facts.items() if kind == "date"}
    dates |= {
        f"{table}.{c}" for table, inner in bound.names.tables.items() for c, kind in inner.items() if kind == "date"
    }
    return Reading(Layout(slots, columns), len(slots) + 1, root, tables, frozenset(dates))


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
