"""The indicators of the official form: headings, and rows with their levels merged, what is filled in, and points."""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from xlsxwriter.utility import xl_range

from scoring.data_layouts import FACT, PRINTED
from scoring.display import number
from scoring.form_sheets import NUMBERS
from scoring.messages import message
from scoring.official_cells import SCORE, Area, OfficialCells, columns_of
from scoring.official_form import GOALS, TABLE
from scoring.report_text import storable
from scoring.report_workbook_scores import points_format
from scoring.scales import Proportional

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.binding import BoundIndicator
    from scoring.form_questions import Questions
    from scoring.official_form import OfficialForm
    from scoring.official_rows import OfficialRow

__all__ = ["OfficialIndicators", "Points"]

#: The columns whose cells are merged downwards where they have the same.
LEVELS: Final = ("level1", "level2")
#: What is written from the left: longer texts.
LEFT: Final = frozenset({"name", "reason", *GOALS, "project.name", "project.department", "project.unit"})


class Points(NamedTuple):
    """What the total is made of: cells and ranges of weights, and of scores."""

    weights: tuple[str, ...]
    scores: tuple[str, ...]


class OfficialIndicators(OfficialCells, ABC):
    """Writes the indicators of a form."""

    #: How the column of scores that are given by hand is headed, and how a level looks that is not printed.
    given_score = "official-score"
    unprinted: Mapping[str, Any] = MappingProxyType({})

    def __init__(
        self, book: Any, page: Any, form: OfficialForm, asked: Questions, points: Sequence[str], lang: str
    ) -> None:
        """Take the form, what it asks, and its columns of points."""
        super().__init__(book, page, columns_of(form.columns, points), lang)
        self.form = form
        self.digits = 2 if form.digits is None else form.digits
        self.questions = {each.name: each for each in (*asked.project, *asked.facts)}
        for table, questions in asked.tables.items():
            self.questions |= {f"{table}.{each.name}": each for each in questions}

    @abstractmethod
    def rows(self) -> Sequence[OfficialRow]:
        """Return the rows of indicators."""

    @abstractmethod
    def answer(self, area: Area, whole: str, given: Any, **more: Any) -> None:
        """Write the cell of a fact, or of a column by its `whole` name, which has what is given."""

    @abstractmethod
    def scored(self, row: OfficialRow) -> None:
        """Write the points of a row, where the form has a column for them."""

    @abstractmethod
    def own(self, each: BoundIndicator, fact: str | None) -> None:
        """Write what an indicator without rows has for the actual value, and its points."""

    @abstractmethod
    def filled(self, first: int, last: int) -> None:
        """See to what holds for all rows of indicators, once they are written."""

    @property
    def decimals(self) -> str:
        """How points are shown."""
        return points_format(self.digits)

    def shape(self, whole: str) -> dict[str, Any]:
        """Return the alignment and the number format of the cell of a fact."""
        declared = self.questions[whole].declared
        left = whole in LEFT or whole.rpartition(".")[2] in LEFT
        align = "right" if declared.type == "money" else "left" if left else "center"
        return {"num_format": NUMBERS[declared.type], "align": align}

    def indicators(self) -> Points:
        """Write the headings and rows of indicators; return where their weights and scores stand."""
        rows, own = self.rows(), self.form.own
        declared = [name for name in self.columns if name in self.form.columns]
        self.names({name: self.at[name] for name in declared}, TABLE)
        heading = self.row
        two = self.target_end > self.at["name"] + 1
        self.label(1, 1, "official-indicators", down=int(two) + len(own) + len(rows))
        self._headings(two=two)
        self.page.repeat_rows(heading, self.row - 1)
        first = self.row
        for each in own:
            self._own(each)
        for name in LEVELS:
            self._levels(rows, name)
        begin = self.row
        for row in rows:
            for name in declared:
                if name not in LEVELS:
                    self.answer(self.of(name), f"{TABLE}.{name}", row.cells.get(name))
            self.scored(row)
            self.next()
        self.filled(begin, self.row - 1)
        columns = (self.at["weight"], self.at[SCORE if SCORE in self.at else "score"])
        weights, scores = (xl_range(first, place, self.row - 1, place) for place in columns)
        return Points((weights,), (scores,))

    def _headings(self, *, two: bool) -> None:
        """Write the headings; two lines of them where the target has several columns."""
        group = range(self.at["name"] + 1, self.target_end + 1)
        if two:
            self.put(self.across(group[0], group[-1]), self._heading("target"), "heading")
        for name, place in self.at.items():
            if place > 1 and not (two and place in group):
                self.put(self.across(place, place, down=int(two)), self._heading(name), "heading")
        self.mark(PRINTED)
        self.next()
        if two:
            for place in group:
                name = self.columns[place - 1]
                shown = message("official-target", self.lang) if name == "target" else self._heading(name)
                self.put(self.across(place, place), shown, "heading")
            self.mark(PRINTED)
            self.next()

    def _heading(self, name: str) -> str:
        code = {SCORE: "official-score", "score": self.given_score}.get(name)
        return self.questions[f"{TABLE}.{name}"].label if code is None else message(code, self.lang)

    def _levels(self, rows: Sequence[OfficialRow], name: str) -> None:
        """Write the levels of rows, one below the other where they are the same; other ones may be written instead."""
        column, begin = self.at[name], 0
        for place in range(1, len(rows) + 1):
            level = getattr(rows[begin], name)
            above = rows[begin].level1
            if level and place < len(rows) and (rows[place].level1, getattr(rows[place], name)) == (above, level):
                continue
            area = Area(self.row + begin, column, self.row + place - 1, column)
            look = {"locked": False, "num_format": "@", **({} if level else self.unprinted)}
            self.put(area, storable(level) or None, "centred", **look)
            begin = place

    def _own(self, each: BoundIndicator) -> None:
        """Write the row of an indicator that goes through no table."""
        fact = self.form.fact_of(each)
        self.mark(PRINTED if fact is None else f"{FACT}{fact}@actual")
        level1, level2 = self.form.place_of(each)
        shown = {"level1": level1, "level2": level2, "name": each.indicator.title, "target": self._target(each, fact)}
        for name in self.columns[1:]:
            if name not in ("weight", "actual", SCORE):
                self.put(self.of(name), storable(shown.get(name, "")) or None, "centred")
        self.put(self.of("weight"), float(each.weight), "centred", num_format="General")
        self.own(each, fact)
        self.next()

    def _target(self, each: BoundIndicator, fact: str | None) -> str:
        """Return the measure that earns all, where points go up to it from 0."""
        scale = each.scale
        if type(scale) is not Proportional or scale.worst != 0:
            return ""
        percents = fact is not None and self.form.rules.facts[fact].type == "percent"
        return number(scale.target * 100) + "%" if percents else number(scale.target)
