"""Remarks on tables: what a person should know of headings, rows and keys, though it stops no project."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from scoring.data_headings import Headings, Matched
from scoring.data_places import TablePlace, TableRemark
from scoring.display import listed, short
from scoring.errors import DataError
from scoring.messages import message

__all__ = [
    "MARK",
    "MOST",
    "Repeated",
    "by_place",
    "gathered",
    "heading_remarks",
    "line_remark",
    "no_headings",
    "orphans",
    "repeated",
    "unlinked",
]

#: How many rows, keys or headings a message names.
MOST: Final = 5
#: How many rows a remark has at most.
LINES: Final = 1000
#: What stands between a key and the row, where a key alone is not enough.
MARK: Final = "#"


class Repeated(NamedTuple):
    """A key that stands more than once: in which file first, in which rows, and how these are called."""

    key: str
    file: str
    lines: Sequence[int]
    rows: Sequence[str]


def heading_remarks(
    headings: Headings, matched: Matched, written: Sequence[str], place: TablePlace, lang: str
) -> Iterator[TableRemark]:
    """Say which columns are not used, and why."""
    where = place.cell("", None, lang)

    def remark(code: str, index: int, **values: object) -> TableRemark:
        heading = short(" ".join(written[index].split()))
        return TableRemark(code, place.file, (), message(code, lang, file=where, heading=heading, **values))

    for index, names in matched.shared:
        yield remark("table-shared", index, names=names)
    for index, name in matched.twice:
        yield remark("table-column-twice", index, name=place.columns[name].heading)
    for index, name in matched.units:
        unit = headings.declared[name].unit
        yield remark("table-unit" if unit else "table-unit-none", index, name=headings.called(name)[0], unit=unit)
    others = []
    for index in matched.unknown:
        near = headings.nearest(written[index])
        if near is None:
            others.append(short(" ".join(written[index].split())))
        else:
            yield remark("table-near", index, near=near)
    if others:
        code = "table-others" if len(others) <= MOST else "table-others-more"
        said = message(code, lang, file=where, names=tuple(others[:MOST]), count=len(others))
        yield TableRemark("table-others", place.file, (), said)


def gathered(remarks: Sequence[TableRemark], lang: str) -> tuple[TableRemark, ...]:
    """Return remarks so that what is alike in several files is said once, unless it is about certain rows."""
    alike: dict[object, list[TableRemark]] = defaultdict(list)
    for each in remarks:
        alike[each if each.lines else each.message.replace(each.file, "", 1)].append(each)
    found = []
    for first, *more in alike.values():
        said = message("table-same", lang, count=len(more)) if more else ""
        found.append(first._replace(message=first.message + said))
    return tuple(found)


def by_place(remarks: Iterable[TableRemark], places: Sequence[TablePlace], lang: str) -> tuple[TableRemark, ...]:
    """Return remarks on rows with the sheet, or the table of a database, behind their file."""
    where = {each.file: each.cell("", None, lang) for each in places}
    return tuple(each._replace(message=where[each.file] + each.message.removeprefix(each.file)) for each in remarks)


def no_headings(where: str, headings: Headings, first: Sequence[str], lang: str) -> DataError:
    """Return the error for a file in which no heading is understood; `first` is its first row."""
    found = tuple(short(each.strip()) for each in first if each.strip())[:MOST]
    known = tuple(headings.called(name)[0] for name in headings.declared)[:MOST]
    code = "table-headings" if found else "table-headings-blank"
    return DataError(message(code, lang, file=where, found=found, known=known))


def repeated(found: Sequence[Repeated], count: int, lang: str) -> Iterator[TableRemark]:
    """Say which keys stand more than once: some of them one by one, then how many there are besides."""
    for each in found:
        values = {"key": short(each.key), "count": len(each.rows), "new": f"{short(each.key)}{MARK}{each.rows[1]}"}
        said = message("table-key-twice", lang, file=each.file, lines=_first(each.rows, "lines", lang), **values)
        yield TableRemark("table-key-twice", each.file, tuple(each.lines[:LINES]), said)
    if count > len(found):
        said = message("table-keys-twice", lang, file=found[0].file, count=count - len(found))
        yield TableRemark("table-keys-twice", found[0].file, (), said)


def unlinked(file: str, line: int, count: int, lang: str) -> TableRemark:
    """Say how many rows of a table have no key, and which is the first."""
    said = message("table-child-no-key", lang, file=file, line=line, count=count)
    return TableRemark("table-child-no-key", file, (line,), said)


def orphans(file: str, keys: Sequence[str], lines: Sequence[int], count: int, lang: str) -> TableRemark:
    """Say which keys of a table's rows no project has; `lines` are where each stands first, `count` all its rows."""
    named = _first([short(each) for each in keys], "names", lang)
    return line_remark("table-orphans", file, lines, lang, keys=named, count=count)


def line_remark(code: str, file: str, lines: Sequence[int], lang: str, **values: object) -> TableRemark:
    """Return a remark on rows of a file."""
    said = message(code, lang, file=file, lines=_first(lines, "lines", lang), **values)
    return TableRemark(code, file, tuple(lines[:LINES]), said)


def _first(items: Sequence[object], what: str, lang: str) -> str:
    """Name the first of some rows or keys, and how many there are where they are many."""
    named = listed([str(each) for each in items[:MOST]], lang)
    return named if len(items) <= MOST else message(f"table-{what}-more", lang, named=named, count=len(items))
