"""The page of the official form, from the title to the total: what is printed on it, and where the rest stands."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Final

from scoring.data_layouts import END, FACTS, LAYOUT_MARK
from scoring.display import number
from scoring.form_answers import answer_of
from scoring.messages import message
from scoring.official_cells import Area, Formula
from scoring.official_form import FUNDING, FUNDS, TABLE
from scoring.official_indicators import OfficialIndicators, Points
from scoring.report_text import storable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scoring.form_questions import Questions
    from scoring.official_form import OfficialForm

__all__ = ["NOTHING", "OfficialPage"]

#: How high the texts of the annual goal are at least.
GOAL: Final = 45.0
NOTHING: Final = "—"


class OfficialPage(OfficialIndicators):
    """Writes the official form from top to bottom; what is filled in, and how, its two sorts say."""

    def __init__(
        self, book: Any, page: Any, form: OfficialForm, asked: Questions, points: Sequence[str], lang: str
    ) -> None:
        """Divide the columns among the amounts of money: above names, above targets, above actual values."""
        super().__init__(book, page, form, asked, points, lang)
        name = self.at["name"]
        self.spans = ((name, name), (name + 1, self.target_end), (self.target_end + 1, self.actual_end))

    @abstractmethod
    def fact(self, name: str) -> Any:
        """Return what is known of a fact."""

    @abstractmethod
    def funding(self) -> Sequence[Mapping[str, Any]]:
        """Return the rows of funding lines."""

    @abstractmethod
    def combined(self, top: int, lines: Sequence[Mapping[str, Any]]) -> None:
        """Add up the funding lines in the row of all funds, where that is due."""

    @abstractmethod
    def executed(self, area: Area, rate: str, weight: str) -> None:
        """Write the points for the execution of the budget."""

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
        points = self.indicators()
        self.mark(END)
        self.total(Points((weight, *points.weights), (score, *points.scores)))
        self.next()
        self.finish(self.notes())

    def weighed(self) -> str:
        """Return the weights of the set's top dimensions, as a sentence."""
        rules = self.form.rules
        tops = (rules.dimensions[id_] for id_ in rules.children(None))
        weights = tuple(
            message("official-note-weight", self.lang, title=each.title, points=number(each.weight)) for each in tops
        )
        return message("official-note-weights", self.lang, weights=weights, full=number(rules.full_marks))

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
            self.put(self.across(*span), self.questions[fact].label, "heading")
        self.put(self.of("weight"), self.questions[f"{TABLE}.weight"].label, "heading")
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
