"""The headings of a form: which column is which, by the names that the set gives the columns of its `targets`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from scoring.data_headings import plain_heading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.indicators import Column, Fact

__all__ = ["FUNDS", "Names", "TableHeadings", "found_in", "names_of"]

#: What a heading may have behind its name: `(A)`, `(10分)`, `(B/A)`.
BEHIND: Final = re.compile(r"[(\[【].*?[)\]】]|[:%*]")
#: The facts and printed figures of the execution block, with what their headings are called beside the set's names.
FUNDS: Final[Mapping[str, tuple[str, ...]]] = {
    "funds.initial": ("年初预算数", "年初"),
    "funds.budget": ("全年预算数", "全年预算", "全年(调整)", "调整后", "调整预算数", "年度预算数", "预算金额", "预算"),
    "funds.spent": (
        "全年执行数",
        "全年执行",
        "执行",
        "预算执行数",
        "实际执行数",
        "全年支出数",
        "实际支出数",
        "执行金额",
    ),
    "rate": ("执行率", "预算执行率", "预算执行进度"),
    "weight": ("分值", "权重", "标准分", "执行率权重"),
    "score": ("得分", "自评得分", "执行率得分"),
}
#: What columns of the indicators are headed beside the names that the set gives them.
ROWS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("指标",),
    "weight": ("指标分值", "满分"),
    "score": ("自评分", "自评", "单位自评得分", "自评分数"),
    "actual": ("全年实际值", "实际值", "实际完成情况"),
}
#: The columns that a table of indicators has at least.
NEEDED: Final = frozenset({"target", "actual"})
POINTS: Final = frozenset({"weight", "score"})
#: So many columns are known at least.
FEWEST: Final = 4


class Names(NamedTuple):
    """What columns may be headed: by their plain text, the column and the rank of the name, the label's being 0."""

    known: Mapping[str, tuple[tuple[int, str], ...]]

    def columns(self, texts: Sequence[str]) -> dict[str, int]:
        """Return the position of each column that a row of headings names; of several, the one nearest its label."""
        best: dict[str, tuple[int, int]] = {}
        for position, text in enumerate(texts):
            for rank, column in self._meant(text):
                if column not in best or rank < best[column][0]:
                    best[column] = rank, position
        taken: dict[int, tuple[int, str]] = {}
        for column, (rank, position) in best.items():
            if position not in taken or rank < taken[position][0]:
                taken[position] = rank, column
        return {column: position for position, (_, column) in sorted(taken.items())}

    def _meant(self, text: str) -> tuple[tuple[int, str], ...]:
        plain = plain_heading(text)
        return self.known.get(plain) or self.known.get(BEHIND.sub("", plain), ())


def names_of(declared: Mapping[str, Fact | Column], more: Mapping[str, tuple[str, ...]] | None = None) -> Names:
    """Index columns by label and aliases, and by `more` names that a form may have for them."""
    known: dict[str, list[tuple[int, str]]] = {}
    for column in dict.fromkeys((*declared, *(more or ()))):
        fact = declared.get(column)
        own = () if fact is None else (fact.label or "", *fact.aliases)
        for rank, text in enumerate(dict.fromkeys((*own, *(more or {}).get(column, ())))):
            if text:
                known.setdefault(plain_heading(text), []).append((rank, column))
    return Names({text: tuple(sorted(found)) for text, found in known.items()})


def found_in(names: Names, texts: Sequence[str], needed: frozenset[str]) -> dict[str, int] | None:
    """Return the columns of a row of headings, None where one that is needed is not among them."""
    columns = names.columns(texts)
    return columns if needed <= columns.keys() else None


class TableHeadings:
    """The headings of the indicators in a form, which may be two lines high and come again for each annual goal."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        """Index the columns of the set's `targets`."""
        self.names = names_of(columns, ROWS)

    def match(self, above: Sequence[str], row: Sequence[str]) -> dict[str, int] | None:
        """Return the columns where a row, alone or with the one above it, is a line of headings."""
        alone = self.names.columns(row)
        if not alone:
            return None
        joined = self.names.columns([low or high for high, low in zip(above, row, strict=False)])
        return max(filter(_is_whole, (alone, joined)), key=len, default=None)


def _is_whole(columns: Mapping[str, int]) -> bool:
    """Tell whether columns are those of a table of indicators."""
    return columns.keys() >= NEEDED and len(columns) >= FEWEST and bool(POINTS & columns.keys())
