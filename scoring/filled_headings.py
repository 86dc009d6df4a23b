"""The headings of a form: which column is which, by the names that the set gives the columns of its `targets`."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, NamedTuple

from scoring.data_headings import plain_heading
from scoring.figures import NUMBER
from scoring.filled import LONGEST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.indicators import Column, Fact

__all__ = ["FUNDS", "FUNDS_NEEDED", "NEEDED", "Names", "TableHeadings", "found_in", "names_of"]

#: What a heading may have behind its name: `(A)`, `(10分)`, `(B/A)`.
BEHIND: Final = re.compile(r"[(\[【].*?[)\]】]|[:%*]")
#: The facts and printed figures of the execution block, with what their headings are called beside the set's names.
FUNDS: Final[Mapping[str, tuple[str, ...]]] = {
    "funds.initial": ("年初预算数", "年初"),
    "funds.budget": (
        *("全年预算数", "全年预算", "全年(调整)", "调整后", "调整预算数", "调整后预算", "年度预算数", "年度预算"),
        *("预算金额", "预算总额", "预算安排", "预算安排数", "批复预算", "预算批复数", "预算"),
    ),
    "funds.spent": (
        *("全年执行数", "全年执行", "执行", "预算执行数", "实际执行数", "全年支出数", "实际支出数", "执行金额"),
        *("支出金额", "资金使用", "资金支出", "实际使用", "资金执行数", "决算数"),
    ),
    "rate": ("执行率", "预算执行率", "资金执行率", "预算执行进度", "预算完成率"),
    "weight": ("分值", "权重", "标准分", "执行率权重"),
    "score": ("得分", "自评得分", "单位自评得分", "自评分", "执行率得分"),
}
#: The headings that make a row the block of the budget.
FUNDS_NEEDED: Final = frozenset({"funds.budget", "funds.spent"})
#: What columns of the indicators are headed beside the names that the set gives them.
ROWS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("指标",),
    "score": ("自评分", "自评", "单位自评"),
    "actual": ("实际值", "完成数"),
}
#: How columns of the indicators are worded that nobody lists, in this order; scores of a review are none of them.
WORDED: Final = tuple(
    (re.compile(worded), column)
    for worded, column in (
        (r"一级指标.*", "level1"),
        (r"二级指标.*", "level2"),
        (r"三级指标.*", "name"),
        (r".*(?:分值|权重|标准分|满分)", "weight"),
        (r"(?!.*(?:复核|审核|财政|评审|专家|系数|标准)).*(?:自评|得分|评分|打分)(?:分|数|值|情况)?", "score"),
        (r".*(?:原因|改进措施|扣分说明|情况说明)|说明", "reason"),
        (r"(?!.*(?:计划|预期|预计))(?=.*(?:完成|实际|达成)).*(?:值|数|情况|结果)", "actual"),
        (r".*(?:目标|指标|计划|预期|预计|年初|调整).*值", "target"),
        (r".*(?:性质|符号|方向)", "sign"),
    )
)
#: A target that was adjusted in the course of the year takes the place of the first one.
ADJUSTED: Final = "调整"
#: The columns that a table of indicators has at least.
NEEDED: Final = frozenset({"target", "actual"})
POINTS: Final = frozenset({"weight", "score"})
#: So many columns are known at least, so many of them by a name that is in a list.
FEWEST: Final = 4
LISTED: Final = 2


class Names(NamedTuple):
    """What columns may be headed: by their plain text, the column and the rank of the name, the label's being 0.

    All texts that are looked up are plain ones, as `plain_heading` has them.
    """

    known: Mapping[str, tuple[tuple[int, str], ...]]

    def columns(self, texts: Sequence[str]) -> dict[str, int]:
        """Return the position of each column that a row of headings names; of several, the one nearest its label."""
        return _placed([self.meant(each) for each in texts])

    def meant(self, text: str) -> tuple[tuple[int, str], ...]:
        """Return what a heading means."""
        if not text or len(text) > LONGEST:
            return ()
        return self.known.get(text) or self.known.get(BEHIND.sub("", text), ())


def _placed(meant: Sequence[tuple[tuple[int, str], ...]]) -> dict[str, int]:
    """Return the position of each column: of several headings for one, the first of the lowest rank."""
    best: dict[str, tuple[int, int]] = {}
    for position, found in enumerate(meant):
        for rank, column in found:
            if column not in best or rank < best[column][0]:
                best[column] = rank, position
    taken: dict[int, tuple[int, str]] = {}
    for column, (rank, position) in best.items():
        if position not in taken or rank < taken[position][0]:
            taken[position] = rank, column
    return {column: position for position, (_, column) in sorted(taken.items())}


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
        """Return the columns where a row, alone or with the one above it, is a line of headings.

        A heading that means nothing by itself, as 数值, means what the one above it does. Cells that are merged
        downwards say the same as those above them: they make no row a line of headings.
        """
        pairs = [*zip_longest(above[: len(row)], row, fillvalue="")]
        if not any(low and low != high and self.names.meant(low) for high, low in pairs):
            return None
        if any(NUMBER.fullmatch(each) for each in row):
            return None
        joined: list[str] = []
        wide = ""
        for high, low in pairs:
            wide = high or wide  # a heading reaches over the blank ones to its right
            joined.append((low if self._meant(low) else wide) if low else high)
        found = [each for each in (self._whole(row), self._whole(joined)) if each is not None]
        return max(found, key=len, default=None)

    def _whole(self, texts: Sequence[str]) -> dict[str, int] | None:
        """Return the columns of a line of headings, None where it is none: a few at least are known as they are."""
        if len(self.names.columns(texts)) < LISTED:
            return None
        meant = [self._meant(each) for each in texts]
        found = _placed(meant)
        if "actual" not in found and "level" in found:
            found["actual"] = found.pop("level")  # 完成情况 is where the form has what was achieved
        if found.get("weight", len(texts)) < found.get("name", 0):  # each level has weights: those of the third count
            behind = _placed([() if place < found["name"] else each for place, each in enumerate(meant)])
            found["weight"] = behind.get("weight", found["weight"])
        return found if found.keys() >= NEEDED and len(found) >= FEWEST and POINTS & found.keys() else None

    def _meant(self, text: str) -> tuple[tuple[int, str], ...]:
        """Return what a heading means, by the lists or else by how it is worded."""
        known = self.names.meant(text)
        if not known and 0 < len(text) <= LONGEST:
            worded = BEHIND.sub("", text)
            column = next((column for pattern, column in WORDED if pattern.fullmatch(worded)), None)
            known = () if column is None else ((len(self.names.known), column),)
        return tuple((-1 if column == "target" and ADJUSTED in text else rank, column) for rank, column in known)
