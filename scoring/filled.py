"""A filled self-evaluation form: what is written in it, cell by cell, as the unit typed it."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from scoring.data_headings import plain_heading
from scoring.display import number
from scoring.figures import NUMBER, by_hand, decimal_of, is_usable, plain_text
from scoring.notation import reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["LONGEST", "NOWHERE", "Cell", "Execution", "Form", "FormRow", "Value", "grade_in"]

#: What a spreadsheet has in a cell.
Value = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


@dataclass(frozen=True)
class Cell:
    """A cell: its address, as in `H12`, and what is in it, "" where it is empty; readers look at it many times."""

    address: str
    value: Value

    @cached_property
    def text(self) -> str:
        """What a reader sees: numbers in their shortest form, days as 2022-12-31."""
        if isinstance(self.value, datetime.datetime):
            return self.value.date().isoformat()
        figure = decimal_of(self.value)
        if figure is not None and is_usable(figure):
            return number(figure)
        return str(self.value).strip()

    @cached_property
    def plain(self) -> str:
        """The form in which headings are compared: small letters, without any space or line break."""
        return plain_heading(self.text)

    @cached_property
    def label(self) -> str:
        """The form in which labels are compared: that of headings, without brackets and colons.

        >>> Cell("A2", "项目名称（全称）：").label, Cell("A9", "合 计").label
        ('项目名称', '合计')
        """
        return BRACKETS.sub("", self.plain).rstrip(":") if self.short else self.plain

    @property
    def short(self) -> bool:
        """Whether it may be a label, a heading or a value: longer texts are prose, which is not looked through."""
        return len(self.text) <= LONGEST

    @cached_property
    def empty(self) -> bool:
        """Whether nothing is in it, or only a dash, a slash, or spaces."""
        return plain_text(self.text) in EMPTY

    @cached_property
    def number(self) -> Decimal | None:
        """The number in it, without `分`; of 9/10, the points out of a weight, the 9. None where there is none."""
        if isinstance(self.value, str):
            found = by_hand(OUT_OF.sub("", plain_text(self.text))) if self.short else None
        else:
            found = decimal_of(self.value)
        return found if is_usable(found) else None

    @property
    def printed(self) -> Decimal | str | None:
        """What stands there, for a finding: a number, else a text, None where it is empty."""
        return None if self.value == "" else self.number if self.number is not None else self.text


LONGEST: Final = 120
BRACKETS: Final = re.compile(r"\(.*?\)")
#: What points may have behind them: 分, and the weight that they are out of.
OUT_OF: Final = re.compile(rf"\s*分?(?:/{NUMBER.pattern}分?)?$", re.ASCII)
#: What a grade may have behind it: 优秀, 良好, 中等.
FULLER: Final = re.compile(r"(.+?)[秀好等级]*")
#: What stands for "none" in a form.
EMPTY: Final = frozenset({"", "-", "--", "—", "——", "/", "\\"})
HUNDRED: Final = Decimal(100)
#: A rate up to this is a share, above it a number of percents.
LARGEST_SHARE: Final = Decimal(2)
#: A cell that a form does not have.
NOWHERE: Final = Cell("", "")


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of the indicators: its cells by the columns of the set's `targets`; what the form lacks is not there."""

    cells: Mapping[str, Cell]

    def __getitem__(self, column: str) -> Cell:
        """Return the cell of a column, an empty one where the form has none."""
        return self.cells.get(column, NOWHERE)

    @property
    def pointed(self) -> bool:
        """Whether it has a number of points: a weight, or a score."""
        return self["weight"].number is not None or self["score"].number is not None


class Execution(NamedTuple):
    """The execution of the budget: what was planned and spent in all, the rate, the weight and score as printed."""

    initial: Cell = NOWHERE
    budget: Cell = NOWHERE
    spent: Cell = NOWHERE
    rate: Cell = NOWHERE
    weight: Cell = NOWHERE
    score: Cell = NOWHERE
    #: The weight that a heading says, as in 预算执行(20分).
    said: Decimal | None = None
    #: The unit of money that the form says, as in 万元.
    unit: str = ""

    @property
    def stated(self) -> bool:
        """Whether the form says anything of it."""
        return not (self.budget.empty and self.spent.empty and self.score.empty)

    @property
    def share(self) -> Decimal | None:
        """The printed rate as a share, whether it is printed as 95%, 95 or 0.95; None where there is none."""
        text = plain_text(self.rate.text)
        if text.endswith("%"):
            percents = by_hand(text[:-1].strip())
            return None if percents is None else percents / HUNDRED
        number = self.rate.number
        return number if number is None or number <= LARGEST_SHARE else number / HUNDRED

    def amount(self, cell: Cell) -> Decimal | None:
        """Return an amount of money in the unit of the form, whatever unit the cell has itself; None where it is none.

        >>> Execution(unit="万元").amount(Cell("D5", "1,000,000元"))
        Decimal('100.0000')
        """
        given = cell.text if cell.number is None else cell.number
        found = None if cell.empty else reader("money", unit=self.unit or "万元")(given)
        return found if isinstance(found, Decimal) else None


def grade_in(text: str, grades: Iterable[str]) -> str | None:
    """Return the grade that a text states, None where it is none of them.

    >>> grade_in("良好", ["优", "良"]), grade_in("优化流程", ["优", "良"])
    ('良', None)
    """
    found = FULLER.fullmatch(plain_text(text))
    return found[1] if found is not None and found[1] in grades else None


class Form(NamedTuple):
    """A form as it was handed in: of which file and sheet, of which project, what is printed in it."""

    file: str
    sheet: str
    name: Cell
    unit: Cell
    year: int | None
    execution: Execution
    rows: tuple[FormRow, ...]
    total: Cell = NOWHERE
    grade: Cell = NOWHERE
    weights: Cell = NOWHERE
