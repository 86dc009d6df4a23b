"""The page of the official form, from the title to the total: what is printed on it, and where the rest stands."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from xlsxwriter.utility import xl_range

from scoring.data_layouts import END, FACT, FACTS, LAYOUT_MARK, PRINTED
from scoring.display import number
from scoring.form_answers import answer_of
from scoring.form_sheets import NUMBERS
from scoring.messages import message
from scoring.official_cells import SCORE, Area, Formula, OfficialCells, columns_of
from scoring.official_form import FUNDING, FUNDS, GOALS, TABLE
from scoring.report_text import storable
from scoring.report_workbook_scores import points_format
from scoring.scales import Proportional

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scoring.binding import BoundIndicator
    from scoring.form_questions import Questions
    from scoring.official_form import OfficialForm
    from scoring.official_rows import OfficialRow

__all__ = ["NOTHING", "OfficialPage", "Points"]

#: The columns whose cells are merged downwards where they have the same.
LEVELS: Final = ("level1", "level2")
#: How high the texts of the annual goal are at least.
GOAL: Final = 45.0
NOTHING: Final = "—"
#: What is written from the left: longer texts.
LEFT: Final = frozenset({"name", "reason", *GOALS, "project.name", "project.department", "project.unit"})


class Points(NamedTuple):
    """What the total is made of: cells and ranges of weights, and of scores."""

    weights: tuple[str, ...]
    scores: tuple[str, ...]


class OfficialPage(OfficialCells, ABC):
    """Writes the official form from top to bottom; what is filled in, and how, its two sorts say."""

    #: How the column of scores that are given by hand is headed.
    given_score = "official-score"

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
        #: The columns of the amounts of money: above names, above targets, above actual values.
        name = self.at["name"]
        self.spans = ((name, name), (name + 1, self.target_end), (self.target_end + 1, self.actual_end))

    @abstractmethod
    def fact(self, name: str) -> Any:
        """Return what is known of a fact."""

    @abstractmethod
    def funding(self) -> Sequence[Mapping[str, Any]]:
        """Return the rows of funding lines."""

    @abstractmethod
    def rows(self) -> Sequence[OfficialRow]:
        """Return the rows of indicators."""

    @abstractmethod
    def answer(self, area: Area, whole: str, given: Any, **more: Any) -> None:
        """Write the cell of a fact, or of a column by its `whole` name, which has what is given."""

    @abstractmethod
    def combined(self, top: int, lines: Sequence[Mapping[str, Any]]) -> None:
        """Add up the funding lines in the row of all funds, where that is due."""

    @abstractmethod
    def executed(self, area: Area, rate: str, weight: str) -> None:
        """Write the points for the execution of the budget."""

    @abstractmethod
    def scored(self, row: OfficialRow) -> None:
        """Write the points of a row, where the form has a column for them."""

    @abstractmethod
    def own(self, each: BoundIndicator, fact: str | None) -> None:
        """Write what an indicator without rows has for the actual value, and its points."""

    @abstractmethod
    def filled(self, first: int, last: int) -> None:
        """See to what holds for all rows of indicators, once they are written."""

    @abstractmethod
    def total(self, points: Points) -> None:
        """Write the row of the total."""

    @abstractmethod
    def notes(self) -> Iterator[str]:
        """Go through what stands below the form."""

    def write(self) -> None:
        """Write the whole page."""
        self._head()
        weight, score = self._funds()
        self._goals()
        points = self._indicators()
        self.mark(END)
        self.total(Points((weight, *points.weights), (score, *points.scores)))
        self.next()
        self.finish(self.notes())

    @property
    def decimals(self) -> str:
        """How points are shown."""
        return points_format(self.digits)

    def weighed(self) -> str:
        """Return the weights of the set's top dimensions, as a sentence."""
        rules = self.form.rules
        tops = (rules.dimensions[id_] for id_ in rules.children(None))
        weights = tuple(
            message("official-note-weight", self.lang, title=each.title, points=number(each.weight)) for each in tops
        )
        return message("official-note-weights", self.lang, weights=weights, full=number(rules.full_marks))

    def shape(self, whole: str) -> dict[str, Any]:
        """Return the alignment and the number format of the cell of a fact."""
        declared = self.questions[whole].declared
        left = whole in LEFT or whole.rpartition(".")[2] in LEFT
        align = "right" if declared.type == "money" else "left" if left else "center"
        return {"num_format": NUMBERS[declared.type], "align": align}

    # -- from top to bottom

    def _head(self) -> None:
        """Write the title, the year, and whose form it is."""
        rules = self.form.rules
        title = storable(rules.title).replace("(", "（").partition("（")[0].strip().removesuffix("表")
        self.mark(f"{LAYOUT_MARK} {rules.id} {rules.version}")
        self.put(self.across(1, self.last), message("official-title", self.lang, title=title), "title")
        self.row += 1
        first, last = self.at["target"], self.target_end
        self.names({"project.year": first})
        self.mark(FACTS)
        self.put(self.across(1, first - 1), message("official-year-before", self.lang), "before")
        self.answer(self.across(first, last), "project.year", self.fact("project.year"), border=0, font_size=11)
        self.put(self.across(last + 1, self.last), message("official-year-behind", self.lang), "behind")
        self.next()
        self._whose({"project.name": (3, self.last)})
        self._whose({"project.department": (3, self.target_end), "project.unit": (self.at["weight"], self.last)})

    def _whose(self, places: Mapping[str, tuple[int, int]]) -> None:
        """Write labels, each before the cell that it is of."""
        self.names({name: first for name, (first, _) in places.items()})
        self.mark(FACTS)
        begin = 1
        for name, (first, last) in places.items():
            self.label(begin, first - 1, f"form-{name.replace('.', '-')}")
            self.answer(self.across(first, last), name, self.fact(name))
            begin = last + 1
        self.next()

    def _funds(self) -> tuple[str, str]:
        """Write the block of the budget; return where its weight and its score stand."""
        rules, rate = self.form.rules, self.at["weight"] + 1
        lines = self.funding() if self.form.funding else ()
        self.names(dict(zip(FUNDS, (first for first, _ in self.spans), strict=True)))
        funds = message("official-funds", self.lang, unit=rules.facts[FUNDS[1]].unit or "")
        self.put(self.across(1, 1, down=len(lines) + (2 if lines else 1)), funds, "centred")
        self.put(self.across(2, 3), None, "heading")
        for fact, span in zip(FUNDS, self.spans, strict=True):
            self.put(self.across(*span), rules.label(fact), "heading")
        self.put(self.of("weight"), rules.label(f"{TABLE}.weight"), "heading")
        self.label(rate, rate, "official-rate", "heading")
        self.label(rate + 1, self.last, "official-score", "heading")
        self.next()
        top = self.row
        self.mark(FACTS)
        self.label(2, 3, "official-funds-all")
        for fact, span in zip(FUNDS, self.spans, strict=True):
            self.answer(self.across(*span), fact, self.fact(fact))
        weight, score = self.of("weight"), self.across(rate + 1, self.last)
        self.put(weight, float(self.form.execution.weight), "centred", num_format="General")
        self._rate([self.fact(fact) for fact in FUNDS[1:]])
        self.executed(score, self.across(rate, rate).cell, weight.cell)
        self.next()
        if lines:
            self._lines(lines)
            self.combined(top, lines)
        return weight.cell, score.cell

    def _lines(self, lines: Sequence[Mapping[str, Any]]) -> None:
        """Write the funding lines; they have no points of their own."""
        rate = self.at["weight"] + 1
        names = [fact.rpartition(".")[2] for fact in FUNDS]
        amounts = {name: first for name, (first, _) in zip(names, self.spans, strict=True) if name in self.form.funding}
        self.names({"source": 2, **amounts}, FUNDING)
        of_these = message("official-of-these", self.lang)
        for place, each in enumerate(lines):
            shown = of_these if place == 0 else "　" * len(of_these)
            self.answer(self.across(2, 3), f"{FUNDING}.source", each.get("source"), num_format=f'"{shown}"@')
            for name, span in zip(names, self.spans, strict=True):
                if name in amounts:
                    self.answer(self.across(*span), f"{FUNDING}.{name}", each.get(name))
                else:
                    self.put(self.across(*span), NOTHING, "centred")
            self.put(self.of("weight"), NOTHING, "centred")
            self._rate([each.get("budget"), each.get("spent")])
            self.put(self.across(rate + 1, self.last), NOTHING, "centred")
            self.next()

    def _rate(self, given: Sequence[Any]) -> None:
        """Write spent / budget of the row, blank where there is none."""
        budget, spent = (self.across(*span).cell for span in self.spans[1:])
        amounts = [answer_of(self.form.rules.facts[FUNDS[1]], each, self.lang) for each in given]
        rate: float | str = ""
        if isinstance(amounts[0], float) and isinstance(amounts[1], float) and amounts[0]:
            rate = amounts[1] / amounts[0]
        formula = Formula(f'IFERROR(IF({spent}="","",{spent}/{budget}),"")', rate)
        place = self.at["weight"] + 1
        self.put(self.across(place, place), formula, "centred", num_format="0.00%")

    def _goals(self) -> None:
        """Write the annual goal beside what became of it; funding lines end here."""
        if not self.form.goals:
            return
        halves = {"expected": (2, self.target_end), "actual": (self.target_end + 1, self.last)}
        self.mark(END)
        self.label(1, 1, "official-goals", down=2)
        for half, span in halves.items():
            self.label(*span, f"official-goals-{half}", "heading")
        self.next()
        self.names({f"goals.{half}": first for half, (first, _) in halves.items()})
        self.mark(FACTS)
        for half, span in halves.items():
            self.answer(self.across(*span), f"goals.{half}", self.fact(f"goals.{half}"))
        self.high(GOAL)
        self.next()

    def _indicators(self) -> Points:
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
        return self.form.rules.label(f"{TABLE}.{name}") if code is None else message(code, self.lang)

    def _levels(self, rows: Sequence[OfficialRow], name: str) -> None:
        """Write the levels of rows, one below the other where they are the same; other ones may be written instead."""
        column, begin = self.at[name], 0
        for place in range(1, len(rows) + 1):
            level = getattr(rows[begin], name)
            above = rows[begin].level1
            if level and place < len(rows) and (rows[place].level1, getattr(rows[place], name)) == (above, level):
                continue
            area = Area(self.row + begin, column, self.row + place - 1, column)
            self.put(area, storable(level) or None, "centred", locked=False, num_format="@")
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
