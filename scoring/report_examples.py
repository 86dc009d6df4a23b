"""The examples of a set in the terminal and as JSON: which are not as expected, and which rules none reaches."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scoring.display import listed
from scoring.example_words import difference_text, title_of
from scoring.examples import Interval
from scoring.messages import message
from scoring.report_page import BLANK, Strip, segments
from scoring.report_table import Cell, Column, TableRow, draw, flow, paragraph, widths
from scoring.report_text import EXACT, percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderResult

    from scoring.example_results import Difference, ExampleResult, SetResult
    from scoring.report_text import Medium
    from scoring.rule_coverage import PartCoverage, RuleCoverage, Why
    from scoring.source import Source

__all__ = ["ExamplesPage", "examples_json"]

SCHEMA: Final = "scoring/test-1"
INDENT: Final = 2
WHY: Final[tuple[Why, ...]] = ("no-case", "without-data", "shadowed")
TENTH: Final = Decimal("1E-10")


class ExamplesPage(NamedTuple):
    """The examples of one set as a rich renderable, at most `width` cells wide, its labels in `lang`.

    `least` is the rule coverage that is wanted, 0 to 1, None where none is.
    """

    result: SetResult
    least: Decimal | None
    width: int
    lang: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw for the encoding of the console that shows it."""
        yield from segments(self, console, options)

    def strips(self, medium: Medium) -> Iterator[Strip]:
        """Go through the lines."""
        rules = self.result.bound.rules
        yield from paragraph(Cell(medium.show(rules.title), "bold"), medium.width)
        yield from paragraph(Cell(medium.show(f"{rules.id} · {rules.version}"), "dim"), medium.width)
        yield BLANK
        yield from self._examples(medium)
        yield BLANK
        for why in WHY:
            yield from self._unreached(why, medium)
        yield from self._verdict(medium)

    def _label(self, code: str, medium: Medium) -> str:
        return medium.show(message(f"test-{code}", self.lang))

    # -- examples

    def _examples(self, medium: Medium) -> Iterator[Strip]:
        if not self.result.results:
            yield from paragraph(Cell(self._label("no-examples", medium), "yellow"), medium.width)
        words = {each: self._label(each, medium) for each in ("passed", "failed")}
        size = max(map(_cells, words.values()))
        source = self.result.bound.rules.source_file
        for each in self.result.results:
            word = words["passed" if each.passed else "failed"]
            lead = Cell(word + " " * (size - _cells(word) + 2), "green" if each.passed else "bold red")
            place = f"  {source.file}:{each.line}" if source is not None and not each.passed else ""
            yield from paragraph(Cell(medium.show(each.example.name + place)), medium.width, lead)
            yield from self._differences(each, medium, size + 2)

    def _differences(self, result: ExampleResult, medium: Medium, indent: int) -> Iterator[Strip]:
        if result.error is not None:
            text = message("test-error", self.lang, why=result.error)
            yield from paragraph(Cell(medium.show(text), "red", indent), medium.width)
        told: str | None = None
        for each in result.differences:
            yield from paragraph(
                Cell(medium.show(difference_text(each, self.result.bound.rules, self.lang)), "red", indent),
                medium.width,
            )
            if each.reason and each.reason != told:
                yield from paragraph(Cell(medium.show(each.reason), "dim", indent + INDENT), medium.width)
            told = each.reason

    # -- rules

    def _unreached(self, why: Why, medium: Medium) -> Iterator[Strip]:
        """Draw the parts that no example reaches, and why."""
        texts: dict[str, list[str]] = {}
        for each in self.result.coverage.parts:
            if each.why == why:
                texts.setdefault(each.part.node, []).append(each.part.text(self.lang))
        if not texts:
            return
        yield from paragraph(Cell(medium.show(message(f"why-{why}", self.lang)), "bold"), medium.width)
        titles = [medium.show(title_of(node, self.result.bound.rules, self.lang)) for node in texts]
        if why == "without-data":
            yield from paragraph(Cell(listed(titles, self.lang), "", INDENT), medium.width)
        else:
            parts = [medium.show(listed(each, self.lang)) for each in texts.values()]
            yield from self._table(list(zip(titles, parts, strict=True)), medium)
        yield BLANK

    def _table(self, texts: Sequence[tuple[str, str]], medium: Medium) -> Iterator[Strip]:
        rows = [TableRow((Cell(title, "", INDENT), Cell(parts))) for title, parts in texts]
        columns = [Column("", least=20, most=max(24, medium.width // 3)), Column("", least=24)]
        if (sizes := widths(columns, rows, medium.width)) is not None:
            yield from draw(columns, rows, sizes, medium)
            return
        for title, parts in texts:
            yield from paragraph(Cell(title, "", INDENT), medium.width)
            yield from paragraph(Cell(parts, "", 2 * INDENT), medium.width)

    def _verdict(self, medium: Medium) -> Iterator[Strip]:
        result, coverage = self.result, self.result.coverage
        enough = self.least is None or coverage.enough(self.least)
        counts = [("examples", len(result.results), ""), ("passed", len(result.results) - result.failed, "green")]
        counts.append(("failed", result.failed, "bold red"))
        parts = [
            (Cell(f"{self._label(code, medium)} "), Cell(str(count), style if count else ""))
            for code, count, style in counts
        ]
        share = Cell(medium.show(_counted(coverage, self.lang)), "" if enough else "bold red")
        parts.append((Cell(f"{self._label('share', medium)} "), share))
        yield from flow(parts, medium.width)
        if not enough and self.least is not None:
            text = message("test-too-little", self.lang, least=percent(self.least, 2))
            yield from paragraph(Cell(medium.show(text), "bold red"), medium.width)


def _counted(coverage: RuleCoverage, lang: str) -> str:
    share = EXACT.divide(Decimal(coverage.share.numerator), Decimal(coverage.share.denominator))
    counts = {"share": percent(share, 2), "reached": coverage.reached, "counting": coverage.counting}
    return message("test-counts", lang, **counts)


def _cells(text: str) -> int:
    return Cell(text).size


# -- JSON


def examples_json(results: Sequence[SetResult], least: Decimal | None, lang: str | None) -> dict[str, Any]:
    """Return the results of sets as the published JSON (`scoring/test-1`)."""
    sets = [_set(each, least, lang or each.bound.rules.lang) for each in results]
    return {"schema": SCHEMA, "passed": all(each["passed"] for each in sets), "sets": sets}


def _set(result: SetResult, least: Decimal | None, lang: str) -> dict[str, Any]:
    rules, coverage = result.bound.rules, result.coverage
    source = rules.source_file
    return {
        "id": rules.id,
        "version": rules.version,
        "title": rules.title,
        "file": source.file if source is not None else None,
        "passed": not result.failed and (least is None or coverage.enough(least)),
        "examples": [_example(each) for each in result.results],
        "rule_coverage": {
            "share": _value(Decimal(coverage.share.numerator) / coverage.share.denominator),
            "reached": coverage.reached,
            "counting": coverage.counting,
            "minimum": _value(least),
            "parts": [_part(each, source, lang) for each in coverage.parts],
        },
    }


def _part(each: PartCoverage, source: Source | None, lang: str) -> dict[str, Any]:
    file, span = source.place(each.part.path) if source is not None else (None, None)
    return {
        "id": each.part.id,
        "kind": each.part.kind,
        "node": each.part.node or None,
        "text": each.part.text(lang),
        "file": file,
        "line": span.line if span is not None else None,
        "by": list(each.by),
        "why": each.why,
    }


def _example(result: ExampleResult) -> dict[str, Any]:
    sheet = result.sheet
    return {
        "name": result.example.name,
        "line": result.line,
        "passed": result.passed,
        "error": result.error,
        "total": _value(sheet.total) if sheet is not None else None,
        "grade": sheet.grade if sheet is not None else None,
        "differences": [each._asdict() | _values(each) for each in result.differences],
    }


def _values(each: Difference) -> dict[str, Any]:
    return {"expected": _value(each.expected), "found": _value(each.found)}


def _value(value: Any) -> Any:
    """Return a value as JSON has it: an interval with its ends, a number with ten decimals at most."""
    if isinstance(value, Interval):
        return {"from": _value(value.from_), "to": _value(value.to)}
    if isinstance(value, (tuple, list)):
        return [_value(each) for each in value]
    if not isinstance(value, Decimal):
        return value
    number = float(value.quantize(TENTH, context=EXACT))
    return int(number) if number.is_integer() else number
