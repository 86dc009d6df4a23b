"""The official form to be filled in: what is filled in is open and checked, rates and sums are formulas."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from scoring.display import number
from scoring.form_sheets import INPUT
from scoring.messages import message
from scoring.official_cells import LINE, Formula
from scoring.official_form import FUNDS, LINES, TABLE
from scoring.official_page import OfficialPage
from scoring.official_rows import blank_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from scoring.binding import BoundIndicator
    from scoring.form_questions import Question, Questions
    from scoring.official_cells import Area
    from scoring.official_form import OfficialForm
    from scoring.official_indicators import Points
    from scoring.official_rows import OfficialRow

__all__ = ["BlankPage"]

#: How a sum of weights looks that is not the full marks.
WRONG: Final = {"font_color": "#C00000", "bold": True}
#: From which difference on a sum is another.
STEP: Final = "0.00005"


class BlankPage(OfficialPage):
    """Writes the form that is filled in."""

    unprinted = INPUT

    def __init__(
        self,
        book: Any,
        page: Any,
        form: OfficialForm,
        asked: Questions,
        check: Callable[[Any, Question, tuple[int, int, int, int]], None],
        lang: str,
    ) -> None:
        """Take what lets a spreadsheet check the cells of a question."""
        super().__init__(book, page, form, asked, ("score",), lang)
        self.check = check
        page.protect("", {"format_columns": True, "format_rows": True, "insert_rows": True})

    def fact(self, name: str) -> Any:
        """Return nothing: it is to be filled in."""
        return None

    def funding(self) -> Sequence[Mapping[str, Any]]:
        """Return the sources of funds that the form names."""
        return [{"source": each} for each in LINES]

    def rows(self) -> Sequence[OfficialRow]:
        """Return rows for every sort of indicators."""
        return blank_rows(self.form)

    def answer(self, area: Area, whole: str, given: Any, **more: Any) -> None:
        """Leave a cell open, even one that has something printed; columns of indicators are checked all at once."""
        if given is not None:
            self.put(area, given, "text", **self.shape(whole) | {"locked": False} | more)
            return
        self.put(area, None, "text", **{**self.shape(whole), **INPUT, **more})
        if whole.rpartition(".")[0] != TABLE:
            self.check(self.page, self.questions[whole], area)

    def combined(self, top: int, lines: Sequence[Mapping[str, Any]]) -> None:
        """Let the row of all funds be the sum of the lines; a sum may be written instead."""
        for fact, (first, _) in zip(FUNDS, self.spans, strict=True):
            if fact.rpartition(".")[2] in self.form.funding:
                below = xl_range(top + 2, first, top + 1 + len(lines), first)
                look = self.look("text", **self.shape(fact), **INPUT)
                self.page.write_formula(top, first, f'=IF(COUNT({below})=0,"",SUM({below}))', look, "")

    def executed(self, area: Area, rate: str, weight: str) -> None:
        """Write the points for the execution of the budget as a formula, if the rule is one."""
        found = self.form.execution_score(rate, weight)
        formula = None if found is None else Formula(f'IF({rate}="","",{found})', "")
        self.put(area, formula, "centred", num_format=self.decimals)

    def scored(self, row: OfficialRow) -> None:
        """Write nothing: points are filled in."""

    def own(self, each: BoundIndicator, fact: str | None) -> None:
        """Ask for the fact of an indicator without rows; one that needs several finds them among the others."""
        if fact is not None:
            self.answer(self.of("actual"), fact, None)
            return
        text = message("form-see", self.lang, sheet=message("official-others", self.lang))
        self.put(self.of("actual"), text, "centred")

    def filled(self, first: int, last: int) -> None:
        """Let every column of the indicators be checked."""
        for name in self.form.columns:
            place = self.at[name]
            self.check(self.page, self.questions[f"{TABLE}.{name}"], (first, place, last, place))

    def total(self, points: Points) -> None:
        """Write the sum of the weights and what it lacks, and that of the scores once every weight has one."""
        weights, scores = ",".join(points.weights), ",".join(points.scores)
        self.label(1, self.at["weight"] - 1, "official-total", "heading")
        weight, given = self.of("weight"), self._given()
        self.put(weight, Formula(f"SUM({weights})", float(given)), "heading", num_format="General")
        rows = f"AND(COUNT({weights})>{1 + len(self.form.own)},COUNT({weights})=COUNT({scores}))"
        total = Formula(f'IF({rows},SUM({scores}),"")', "")
        self.put(self.of("score"), total, "heading", num_format=self.decimals)
        full = self.form.rules.full_marks
        gap = f"{number(full)}-{xl_rowcol_to_cell(weight.top, weight.left, row_abs=True, col_abs=True)}"
        area = self.across(self.at["score"] + 1, self.last)
        self.high(2 * LINE)
        self.put(area, Formula(self._lacking(gap), self._words("less").format(gap=number(full - given))), "centred")
        wrong = {"type": "formula", "criteria": f"=ABS({gap})>={STEP}", "format": self.book.add_format(WRONG)}
        self.page.conditional_format(*area, wrong)

    def _given(self) -> Decimal:
        """Return the weights that are printed on the form."""
        weights = (each.weight for each in (self.form.execution, *self.form.own))
        return sum((each for each in weights if isinstance(each, Decimal)), Decimal(0))

    def _lacking(self, gap: str) -> str:
        """Return the formula that says what the weights lack."""
        less, more = (
            f"&ROUND(ABS({gap}),4)&".join(map(_quoted, self._words(code).split("{gap}"))) for code in ("less", "more")
        )
        return f"IF(ABS({gap})<{STEP},{_quoted(self._words('full'))},IF({gap}>0,{less},{more}))"

    def _words(self, code: str) -> str:
        return message(f"official-weights-{code}", self.lang, full=number(self.form.rules.full_marks))

    def notes(self) -> Iterator[str]:
        """Say what weighs how much, and how the form is filled in."""
        yield self.weighed()
        yield message("official-note-fill", self.lang)
        if self.form.judged is not None:
            levels = (
                f"{name} {number(low * 100)}%-{number(high * 100)}%"
                + ("" if closed else message("official-open", self.lang))
                for name, low, high, closed in self.form.judged.intervals()
            )
            yield message("official-note-judged", self.lang, levels=tuple(levels))


def _quoted(text: str) -> str:
    """Return a text as a formula has it."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
