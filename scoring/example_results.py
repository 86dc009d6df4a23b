"""Example results: the examples of a set scored, and held against what they expect."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from scoring.display import DASH, listed, number, percent
from scoring.engine import Engine
from scoring.errors import DataError
from scoring.exact_row import CONTEXT
from scoring.examples import meets
from scoring.formula_text import FormulaText
from scoring.messages import message
from scoring.quantity import plain
from scoring.reading import reading
from scoring.rule_case import Case, nodes_of
from scoring.rule_coverage import RuleCoverage, rule_coverage
from scoring.sheet import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scoring.binding import Bound
    from scoring.examples import Example
    from scoring.sheet import DimensionLine, Line, ScoreSheet

__all__ = ["Difference", "ExampleResult", "ExampleRunner", "SetResult", "run_examples"]

What = Literal["total", "grade", "coverage", "scores", "status", "gates", "adjustments", "findings"]
ZERO: Final = Decimal(0)
#: The status of the rows of an indicator together: the first of these that one of them has.
WORST_FIRST: Final = (Status.ERROR, Status.INVALID, Status.MISSING, Status.NOT_APPLICABLE, Status.SCORED)


class Difference(NamedTuple):
    """One expectation that a score sheet does not meet.

    `what` is the key of the expectation, `node` the id below it, `row` the row of a `for_each` indicator (from 0, as
    they are listed). `expected` is what the file says; `found` is what came, None for nothing. `reason` is how the
    sheet came to it, to be followed by hand.
    """

    what: What
    node: str | None
    row: int | None
    expected: Any
    found: Any
    reason: str


class ExampleResult(NamedTuple):
    """One example: its sheet, and where that differs from what is expected.

    `line` is its line in the file, None for a set made in Python. Without a `sheet`, `error` says why.
    """

    example: Example
    line: int | None
    sheet: ScoreSheet | None
    differences: tuple[Difference, ...]
    error: str | None = None

    @property
    def passed(self) -> bool:
        """Whether everything is as expected."""
        return not self.differences and self.error is None


class SetResult(NamedTuple):
    """All examples of a set, and which parts of its rules they reach."""

    bound: Bound
    results: tuple[ExampleResult, ...]
    coverage: RuleCoverage

    @property
    def failed(self) -> int:
        """How many examples are not as expected."""
        return sum(not each.passed for each in self.results)


class ExampleRunner:
    """Scores the examples of a resolved set, one by one, with reasons in `lang` (or the set's language)."""

    def __init__(self, bound: Bound, lang: Literal["zh", "en"] | None = None) -> None:
        """Make an engine for the set, and what evaluates its formulas."""
        self.bound = bound
        self.lang: Literal["zh", "en"] = lang or bound.rules.lang
        self._engine, self._reading = Engine.of(bound, lang=self.lang), reading(bound)
        layout, width = self._reading.layout, self._reading.width
        self._formulas = FormulaText(bound.rules.facts, bound.names, layout, width, self.lang)

    def run(self, place: int) -> tuple[ExampleResult, Case | None]:
        """Score the example at a place; give what came, and the case for rule coverage if it could be scored."""
        example, source = self.bound.rules.examples[place], self.bound.rules.source_file
        line = source.key_span(("examples", place, "name")).line if source is not None else None
        try:
            sheet = self._engine.score(example.facts)
        except DataError as error:
            return ExampleResult(example, line, None, (), str(error)), None
        with localcontext(CONTEXT):
            formulas = self._formulas._replace(nodes=nodes_of(sheet, self.bound))
            case = Case(sheet, self._reading.read(example.facts).row, formulas)
            differences = tuple(_Comparison(self.bound, case, self.lang).of(example))
        return ExampleResult(example, line, sheet, differences), case


def run_examples(bound: Bound, lang: Literal["zh", "en"] | None = None) -> SetResult:
    """Score the examples of a resolved set and hold them to what they expect; reasons are in `lang` (or the set's).

    >>> from scoring.loading import load_bound
    >>> from scoring.plugins import registry
    >>> run_examples(load_bound("wanzai/office-services-2022", registry())).failed
    0
    """
    runner = ExampleRunner(bound, lang)
    ran = [runner.run(place) for place in range(len(bound.rules.examples))]
    cases = [(result.example.name, case) for result, case in ran if case is not None]
    return SetResult(bound, tuple(result for result, _ in ran), rule_coverage(bound, cases))


class _Comparison(NamedTuple):
    """Holds one score sheet against what is expected of it."""

    bound: Bound
    case: Case
    lang: Literal["zh", "en"]

    def of(self, example: Example) -> Iterator[Difference]:
        """Go through the differences, in the order of the keys."""
        expect, sheet = example.expect, self.case.sheet
        if expect.total is not None and not meets(sheet.total, expect.total):
            yield Difference("total", None, None, expect.total, sheet.total, self.total())
        if expect.grade is not None and _label(sheet.grade) != _label(expect.grade or None):
            yield Difference("grade", None, None, expect.grade, sheet.grade, self.grade())
        if expect.coverage is not None and not meets(sheet.coverage, expect.coverage):
            yield Difference("coverage", None, None, expect.coverage, sheet.coverage, self.coverage())
        for id_, score in expect.scores.items():
            yield from self.score(id_, score)
        for id_, status in expect.status.items():
            yield from self.status(id_, status)
        for gate in sheet.gates:
            wanted = expect.gates.get(gate.id)
            if wanted is not None and gate.fired is not wanted:
                yield Difference("gates", gate.id, None, wanted, gate.fired, self.gate(gate.id))
        for each in sheet.adjustments:
            points = expect.adjustments.get(each.id)
            if points is not None and not meets(each.points, points):
                yield Difference("adjustments", each.id, None, points, each.points, self.adjustment(each.id))
        found = list(dict.fromkeys(each.code for each in sheet.findings))
        codes = listed(found, self.lang) if found else message("test-no-findings", self.lang)
        for code in expect.findings:
            if code not in found:
                yield Difference("findings", None, None, code, None, codes)

    def score(self, id_: str, expected: Any) -> Iterator[Difference]:
        dimension = next((each for each in self.case.sheet.dimensions if each.id == id_), None)
        if dimension is not None:
            if not meets(dimension.score, expected):
                yield Difference("scores", id_, None, expected, dimension.score, self.below(id_))
            return
        lines = self.case.lines(id_)
        if isinstance(expected, tuple):
            if len(lines) != len(expected):
                yield self.rows("scores", id_, expected, [line.score for line in lines])
            for row, (line, each) in enumerate(zip(lines, expected, strict=False)):
                if not meets(line.score, each):
                    yield Difference("scores", id_, row, each, line.score, _reason(line))
            return
        scores = [line.score for line in lines if line.score is not None]
        found = sum(scores, ZERO) if scores else None
        if not meets(found, expected):
            yield Difference("scores", id_, None, expected, found, self.line(lines))

    def status(self, id_: str, expected: str | tuple[str, ...]) -> Iterator[Difference]:
        lines = self.case.lines(id_)
        if isinstance(expected, tuple):
            if len(lines) != len(expected):
                yield self.rows("status", id_, expected, [str(line.status) for line in lines])
            for row, (line, each) in enumerate(zip(lines, expected, strict=False)):
                if line.status != each:
                    yield Difference("status", id_, row, each, str(line.status), _reason(line))
            return
        found = next(status for status in WORST_FIRST if any(line.status is status for line in lines))
        if found != expected:
            yield Difference("status", id_, None, expected, str(found), self.line(lines))

    def rows(self, what: What, id_: str, expected: tuple[Any, ...], found: Sequence[Any]) -> Difference:
        """Tell that there are more rows, or fewer, than are expected."""
        reason = message("test-rows", self.lang, expected=len(expected), found=len(found))
        return Difference(what, id_, None, expected, tuple(found), reason)

    # -- how the sheet came to it

    def line(self, lines: Sequence[Line]) -> str:
        """Return the reason of a line; of the rows of an indicator, their scores."""
        if len(lines) == 1 and lines[0].row is None:
            return _reason(lines[0])
        return self.sum_of([(line.title, line.score) for line in lines])

    def below(self, id_: str | None) -> str:
        """Write what the children of a dimension, or the top dimensions for None, make it of."""
        sheet, rules = self.case.sheet, self.bound.rules
        children: list[DimensionLine | Line] = [each for each in sheet.dimensions if each.id in rules.children(id_)]
        children += [line for line in sheet.lines if line.dimension == id_]
        if id_ not in self.bound.aggregations:
            return self.sum_of([(each.title, each.score) for each in children])
        how = rules.aggregate_of(id_)
        shares = [f"{each.title} {DASH if each.share is None else percent(each.share)}" for each in children]
        return f"{how}({', '.join(shares)})"

    def sum_of(self, parts: Iterable[tuple[str, Decimal | None]]) -> str:
        """Write scores as a sum; what does not count, as a dash."""
        return " + ".join(f"{title} {DASH if score is None else number(score)}" for title, score in parts)

    def total(self) -> str:
        """Write the total as the sum that it is, with adjustments and gates, or say why there is none."""
        sheet = self.case.sheet
        if sheet.total is None:
            return sheet.unrated_reason or ""
        added = [(each.title, each.points) for each in sheet.adjustments if each.points]
        parts = [" + ".join([self.below(None), *([self.sum_of(added)] if added else [])])]
        parts += [
            message("test-gate-effect", self.lang, title=gate.title, effect=gate.effect)
            for gate in sheet.gates
            if gate.fired and gate.effect != "warn"
        ]
        return message("report-semicolon", self.lang).join(parts)

    def grade(self) -> str:
        """Name the total, or say why there is no grade."""
        sheet = self.case.sheet
        if sheet.unrated_reason is not None or sheet.total is None:
            return sheet.unrated_reason or ""
        return message("test-total", self.lang, total=number(sheet.total))

    def coverage(self) -> str:
        """Name the lines that were not scored."""
        aside = (Status.SCORED, Status.NOT_APPLICABLE)
        titles = [line.title for line in self.case.sheet.lines if line.status not in aside]
        return message("test-unscored", self.lang, titles=listed(titles, self.lang)) if titles else ""

    def gate(self, id_: str) -> str:
        """Write the condition of a gate with the numbers of the project."""
        condition = next(each.when for each in self.bound.gates if each.id == id_)
        return self.case.formulas.render(condition.root, self.case.row)

    def adjustment(self, id_: str) -> str:
        """Write the formula of an adjustment with the numbers of the project."""
        points = next(each.points for each in self.bound.adjustments if each.id == id_)
        return self.case.formulas.render(points.root, self.case.row)


def _label(grade: str | None) -> str | None:
    return None if grade is None else plain(grade)


def _reason(line: Line) -> str:
    return line.reason or line.display
