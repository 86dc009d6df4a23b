"""Headings: which column of a table is which fact, by name, label or alias, and in which unit its cells are."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from scoring.errors import closest
from scoring.indicators import Column, Fact
from scoring.notation import money_unit

__all__ = ["KEY", "WITHIN", "Found", "Headings", "Matched", "Use", "plain_heading"]

#: The column of the key.
KEY: Final = "project"
#: Headings of the key, those of numbers first.
NUMBERED: Final = ("project", "project.id", "项目编号", "项目代码", "项目编码")
NAMED: Final = ("project.name", "项目名称", "项目")
#: Headings of the other things that a project says of itself.
PROPERTIES: Final[Mapping[str, tuple[str, ...]]] = {
    "project.name": NAMED,
    "project.department": ("project.department", "主管部门"),
    "project.unit": ("project.unit", "实施单位", "项目单位", "项目实施单位"),
    "project.year": ("project.year", "年度", "项目年度"),
}
#: A heading that ends in a unit in brackets.
BRACKETED: Final = re.compile(r"(.+?)[(\[【](?:单位:)?(?:人民币)?([^()\[\]【】]+)[)\]】]")
#: The unit of all amounts, in a title above the headings.
TITLED: Final = re.compile(r"单位:(?:人民币)?([^\s,;()]*元)")
#: How many rows from the top the headings may stand in.
WITHIN: Final = 20


class Use(NamedTuple):
    """A column that is used: its position from 0, the type of its fact, the unit that cells without one are to get."""

    position: int
    type: str
    unit: str | None = None


class Matched(NamedTuple):
    """What the headings of a table mean: the columns to use by their new name, and positions of those not used.

    `shared` are headings that several facts have, `twice` second columns of one fact, `units` columns in a unit that
    their fact cannot take, each with the facts.
    """

    columns: Mapping[str, Use]
    shared: tuple[tuple[int, tuple[str, ...]], ...]
    twice: tuple[tuple[int, str], ...]
    units: tuple[tuple[int, str], ...]
    unknown: tuple[int, ...]


class Found(NamedTuple):
    """The headings of a table: where their last row is, from 0, what they are, the unit of money that a title gives."""

    at: int
    written: Sequence[str]
    money: str | None = None


class Headings:
    """The headings that a frame may have: of the projects, or of the rows of a table.

    `key` is how the key of the projects is headed, for their tables. Projects of a set that declares no facts have
    whatever headings there are.
    """

    def __init__(self, declared: Mapping[str, Fact | Column], *, table: bool, key: str | None = None) -> None:
        """Index what is declared by all that it may be called."""
        self.declared = {name: each for name, each in declared.items() if each.type != "table"}
        self.table = table
        self.open = not table and not declared
        self.keys = (*(() if key is None else (key,)), *NUMBERED, *NAMED)
        self._near: dict[str, str | None] = {}
        self._known: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        for name, each in self.declared.items():
            for rank, texts in enumerate(((name,), (each.label or "",), each.aliases)):
                for text in dict.fromkeys(filter(None, map(plain_heading, texts))):
                    self._known[text][rank].append(name)

    def match(self, written: Sequence[str], money: str | None = None) -> Matched:
        """Tell what a row of headings means; `money` is the unit of amounts whose heading has none."""
        columns: dict[str, Use] = {}
        shared: list[tuple[int, tuple[str, ...]]] = []
        twice: list[tuple[int, str]] = []
        units: list[tuple[int, str]] = []
        unknown: list[int] = []
        plain = [plain_heading(each) for each in written]
        about = self._about(plain)
        for index, text in enumerate(plain):
            names, unit = self._facts(text, written[index]) if text else ([], None)
            if len(names) > 1:
                shared.append((index, tuple(names)))
            elif names and names[0] in columns:
                twice.append((index, names[0]))
            elif names:
                fits, added = self._added(names[0], unit, money)
                if fits:
                    columns[names[0]] = Use(index, self.type_of(names[0]), added)
                else:
                    units.append((index, names[0]))
            elif text and index not in about.values():
                unknown.append(index)
        columns |= {name: Use(index, "text") for name, index in about.items()}
        return Matched(columns, tuple(shared), tuple(twice), tuple(units), tuple(unknown))

    def find(self, rows: Sequence[Sequence[str]]) -> Found | None:
        """Find the headings among the first rows of a table.

        It is the row that knows most facts; where cells are merged downwards, that row with the one above it.
        """
        if self.open:
            first = next((place for place, row in enumerate(rows) if any(map(str.strip, row))), None)
            return None if first is None else Found(first, rows[first])
        best: Found | None = None
        most = 0
        for place, row in enumerate(rows[:WITHIN]):
            candidates = [row] if place == 0 else [row, _merged(rows[place - 1], row)]
            for candidate in candidates:
                known = self.known(candidate)
                if known > most:
                    best, most = Found(place, candidate, _unit_above(rows[:place])), known
        return best

    def known(self, written: Sequence[str]) -> int:
        """Return how many of the headings are understood."""
        matched = self.match(written)
        return len({each.position for each in matched.columns.values()}) + len(matched.shared) + len(matched.units)

    def nearest(self, heading: str) -> str | None:
        """Return the heading that was probably meant by one that is unknown."""
        plain = plain_heading(heading)
        if plain not in self._near:
            called = {plain_heading(each): each for name in self.declared for each in self.called(name)}
            near = closest(plain, called)
            self._near[plain] = None if near is None else called[near]
        return self._near[plain]

    def called(self, name: str) -> list[str]:
        """Return what the column of a fact may be headed, the label first."""
        each = self.declared[name]
        return [text for text in (each.label, *each.aliases, name) if text]

    def type_of(self, name: str) -> str:
        """Return the type of a fact, a text where nobody declares it."""
        return self.declared[name].type if name in self.declared else "text"

    def _about(self, plain: Sequence[str]) -> dict[str, int]:
        """Return the columns of the key, and of what else projects say of themselves."""
        found: dict[str, int] = {}
        for name, known in {KEY: self.keys, **({} if self.table else PROPERTIES)}.items():
            place = next((plain.index(each) for each in map(plain_heading, known) if each in plain), None)
            if place is not None:
                found[name] = place
        return found

    def _facts(self, text: str, written: str) -> tuple[list[str], str | None]:
        """Return the facts that a heading may mean, and the unit in brackets at its end."""
        if self.open:
            reserved = [each for known in (NUMBERED, *PROPERTIES.values()) for each in known]
            return [] if text in reserved else [unicodedata.normalize("NFKC", written).strip()], None
        found = BRACKETED.fullmatch(text)
        if text in self._known:
            ranks = self._known[text]
            names = ranks[min(ranks)]
            amount = found is not None and _is_money(found[2]) and self.declared[names[0]].type == "money"
            return names, found[2] if found is not None and amount else None
        if found is None or found[1] not in self._known:
            return [], None
        ranks = self._known[found[1]]
        return ranks[min(ranks)], found[2]

    def _added(self, name: str, unit: str | None, money: str | None) -> tuple[bool, str | None]:
        """Tell whether a fact can have cells in the unit of a heading, and what those without one are to get."""
        fact = self.declared.get(name)
        if fact is not None and fact.type == "money":
            unit = unit or money
        if fact is None or unit is None:
            return True, None
        own = plain_heading(fact.unit or "")
        if unit == own or fact.type == "quantity":
            return True, None
        if fact.type == "money":
            return _is_money(unit), unit
        if fact.type == "percent":
            return unit == "%", unit
        return not own and not _is_money(unit), None


@lru_cache(maxsize=4096)  # a form has the same few headings as all others, and is looked through many times
def plain_heading(text: str) -> str:
    r"""Return the form in which headings are compared: NFKC, small letters, without any space or line break.

    >>> plain_heading(" 预算数\n（万元） "), plain_heading("Units done")
    ('预算数(万元)', 'unitsdone')
    """
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _is_money(unit: str) -> bool:
    return unit.endswith("元") or money_unit(unit) is not None


def _unit_above(titles: Sequence[Sequence[str]]) -> str | None:
    """Return the unit of money that the titles of a table give, None if they give none, or several."""
    cells = (plain_heading(cell) for row in titles for cell in row)
    units = {found[1] for found in map(TITLED.search, cells) if found is not None}
    return units.pop() if len(units) == 1 else None


def _merged(above: Sequence[str], row: Sequence[str]) -> list[str]:
    """Return a row of headings; where a cell is blank, the one above it reaches down."""
    width = max(len(above), len(row))
    padded = [[*each, *[""] * (width - len(each))] for each in (above, row)]
    return [low if low.strip() else high for high, low in zip(*padded, strict=True)]
