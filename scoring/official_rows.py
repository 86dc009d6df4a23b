"""The rows of the official form: sorts of indicators one below the other, those that nobody filled in included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scoring.official_form import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scoring.official_form import OfficialForm
    from scoring.sheet import Line, ScoreSheet

__all__ = ["OfficialRow", "blank_rows", "filled_rows"]

#: How many rows a blank form has for each sort of indicators, and for sorts that it does not name.
ROOM: Final = 3
SPARE: Final = 6


class OfficialRow(NamedTuple):
    """A row: its two levels, what is filled in by column, and the lines that were scored of it."""

    level1: str
    level2: str
    cells: Mapping[str, Any]
    lines: tuple[Line, ...] = ()


def blank_rows(form: OfficialForm) -> list[OfficialRow]:
    """Return the rows of a form that is to be filled in."""
    rows = [(level1, level2) for level1, below in form.levels.items() for level2 in below for _ in range(ROOM)]
    rows += [("", "")] * (SPARE if form.open else 0)
    return [OfficialRow(level1, level2, {}) for level1, level2 in rows]


def filled_rows(form: OfficialForm, given: Sequence[Mapping[str, Any]], sheet: ScoreSheet) -> list[OfficialRow]:
    """Return the rows of a project by their levels, in the order of the form, then in their own.

    Where a project has indicators of the form's sorts, or none at all, the sorts without any have a blank row.
    """
    lines: dict[int | None, list[Line]] = {}
    for line in sheet.lines:
        lines.setdefault(line.row, []).append(line)
    rows = [
        OfficialRow(_text(each.get("level1")), _text(each.get("level2")), each, tuple(lines.get(place, ())))
        for place, each in enumerate(given)
    ]
    kinds = {kind_of(level): level for level in form.levels}
    called = {kind: row.level1 for row in reversed(rows) if (kind := kind_of(row.level1)) in kinds}
    if called or not rows:
        there = {(kind_of(row.level1), kind_of(row.level2)) for row in rows}
        for kind, level1 in kinds.items():
            blank = (level2 for level2 in form.levels[level1] if (kind, kind_of(level2)) not in there)
            rows += [OfficialRow(called.get(kind, level1), level2, {}) for level2 in blank]
    first = _order(kinds, [row.level1 for row in rows])
    below = {
        level1: _order(
            [kind_of(each) for each in form.levels.get(kinds.get(kind_of(level1), ""), ())],
            [row.level2 for row in rows if row.level1 == level1],
        )
        for level1 in {row.level1 for row in rows}
    }
    return sorted(rows, key=lambda row: (first(row.level1), below[row.level1](row.level2)))


def _order(known: Mapping[str, str] | Sequence[str], levels: Sequence[str]) -> Callable[[str], tuple[int, int]]:
    """Return what orders levels: a blank one first, then those of the form, then others, as they come."""
    places = {kind: place for place, kind in enumerate(known)}
    met = {level: place for place, level in enumerate(dict.fromkeys(levels))}

    def order(level: str) -> tuple[int, int]:
        if not level:
            return 0, 0
        kind = kind_of(level)
        return (1, places[kind] * len(met) + met[level]) if kind in places else (2, met[level])

    return order


def _text(value: object) -> str:
    return "" if value is None else str(value)
