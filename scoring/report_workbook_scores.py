"""The sheet of scores in a workbook: the tree in the layout of the official forms, sums and rates as formulas."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rich.cells import cell_len

from scoring import report_words
from scoring.display import show
from scoring.messages import message
from scoring.report_formulas import Formulas, Place
from scoring.report_rows import children, nodes, writer_of
from scoring.report_text import DASH, EXACT, storable
from scoring.report_total import total_rows
from scoring.sheet import DimensionLine, Line, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.report_rows import Node
    from scoring.sheet import ScoreSheet

__all__ = ["BORDERED", "CENTRED", "LINE", "LONGEST", "STRONG", "ScoresPage", "height", "points_format"]

NUMERALS: Final = "一二三四五六七八九十"
#: The longest text of a cell.
LONGEST: Final = 32_767
#: The height of a line, and of the title, in points.
LINE: Final = 15.0
TITLE: Final = 30.0
BORDERED: Final = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_size": 10}
STRONG: Final = {**BORDERED, "bold": True, "bg_color": "#EEF2F7"}
CENTRED: Final = {"align": "center"}


def points_format(digits: int) -> str:
    """Return how Excel shows points with so many decimals."""
    return "0." + "0" * digits if digits else "0"


def height(text: str, width: float) -> float:
    """Return the height, in points, that a text takes in a column so many characters wide."""
    room = max(int(width * 0.95), 1)
    return LINE * sum(max(-(-cell_len(line) // room), 1) for line in text.split("\n"))


class _Column(NamedTuple):
    """A column: what it has, its heading, its width in characters."""

    name: str
    heading: str
    width: float


class ScoresPage:
    """The sheet of scores while it is written, from top to bottom."""

    def __init__(self, book: Any, sheet: ScoreSheet, lang: str) -> None:
        """Add the sheet to a workbook of xlsxwriter."""
        self.sheet, self.lang = sheet, lang
        self.below = children(sheet)
        self.writer = writer_of(sheet, lang)
        self.page = book.add_worksheet(message("document-table", lang))
        self.levels = 1 + max((self._above(each) for each in nodes(sheet)), default=0)
        self.columns = list(self._columns())
        self.at = {each.name: place for place, each in enumerate(self.columns)}
        self.formulas = Formulas(self.at, self.writer.digits)
        self.row = 0
        self.heights: dict[int, float] = {0: TITLE}
        digits = points_format(self.writer.digits)
        formats = {
            "title": {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter", "text_wrap": True},
            "under": {"align": "center", "font_color": "#56657A", "font_size": 9, "text_wrap": True},
            "label": {**STRONG, **CENTRED},
            "text": BORDERED,
            "level": {**BORDERED, **CENTRED},
            "points": {**BORDERED, "num_format": digits},
            "share": {**BORDERED, "num_format": "0.00%"},
            "right": {**BORDERED, "align": "right"},
            "strong text": STRONG,
            "strong points": {**STRONG, "num_format": digits},
            "strong share": {**STRONG, "num_format": "0.00%"},
            "quiet": {"font_size": 9, "font_color": "#56657A", "text_wrap": True, "valign": "top"},
        }
        self.formats = {name: book.add_format(look) for name, look in formats.items()}

    def write(self) -> None:
        """Write the whole sheet."""
        page = self.page
        for place, each in enumerate(self.columns):
            page.set_column(place, place, each.width)
        self._heading()
        head = self.row
        for place, each in enumerate(self.columns):
            self._text(place, each.heading, "label")
        self.row += 1
        page.freeze_panes(self.row, 0)
        self._sums(self._inside(self.below[""], 0))
        self._verdict()
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.repeat_rows(head)
        page.set_margins(0.5, 0.5, 0.6, 0.6)
        page.set_footer("&C&P / &N")

    # -- what there is

    def _above(self, node: Node) -> int:
        """Count the dimensions above a line, or above what is in a dimension."""
        inside = node.dimension if isinstance(node, Line) else node.id
        return sum(inside == each.id or inside.startswith(f"{each.id}.") for each in self.sheet.dimensions)

    def _columns(self) -> Iterator[_Column]:
        for level in range(self.levels):
            last = level == self.levels - 1
            named = message(
                "workbook-level", self.lang, number=NUMERALS[level : level + 1] or level + 1, level=level + 1
            )
            yield _Column(
                f"level {level}", message("report-indicator", self.lang) if last else named, 26 if last else 13
            )
        lines = self.sheet.lines
        if any(each.target is not None for each in lines):
            yield _Column("target", message("evaluation-target", self.lang), 13)
        yield _Column("measure", message("report-measure", self.lang), 13)
        for name in ("weight", "score"):
            yield _Column(name, message(f"report-{name}", self.lang), 9)
        for name in ("self", "review"):
            if any(getattr(each, f"{name}_score") is not None for each in lines):
                yield _Column(name, message(f"workbook-{name}", self.lang), 9)
        yield _Column("lost", message("report-lost", self.lang), 9)
        yield _Column("share", message("report-share", self.lang), 10)
        yield _Column("reason", message("report-reason", self.lang), 38)
        if any(each.note for each in lines):
            yield _Column("note", message("workbook-note", self.lang), 22)

    # -- cells

    def _text(self, place: int, text: str, style: str, width: float | None = None) -> None:
        """Write a text, and make its row high enough: other programs than Excel do not see to that."""
        self.page.write_string(self.row, place, storable(text)[:LONGEST], self.formats[style])
        high = height(text, width or self.columns[place].width)
        if high > self.heights.get(self.row, LINE):
            self.heights[self.row] = high
            self.page.set_row(self.row, high)

    def _across(self, first: int, last: int, text: str, style: str) -> None:
        """Write a text across columns of the row."""
        if first == last:
            self._text(first, text, style)
        else:
            self.page.merge_range(self.row, first, self.row, last, "", self.formats[style])
            self._text(first, text, style, sum(each.width for each in self.columns[first : last + 1]))

    def _figure(self, name: str, value: Decimal, style: str, formula: str | None = None) -> None:
        """Write points or a share, by a formula if there is one for it."""
        format_ = self.formats[style]
        if formula is None:
            self.page.write_number(self.row, self.at[name], float(value), format_)
        else:
            self.page.write_formula(self.row, self.at[name], f"={formula}", format_, float(value))

    # -- from top to bottom

    def _heading(self) -> None:
        last = len(self.columns) - 1
        self.page.set_row(0, TITLE)
        self._across(0, last, self.sheet.set.title, "title")
        self.row = 1
        self._across(0, last, " · ".join(report_words.origin(self.sheet)), "under")
        self.row = 2
        for label, value in report_words.about(self.sheet, self.lang):
            self._text(0, label, "label")
            self._across(1, last, value, "text")
            self.row += 1

    def _inside(self, nodes: Sequence[Node], depth: int) -> list[Place]:
        """Write nodes of one depth and all below them; return where their points stand."""
        places = []
        for node in nodes:
            if isinstance(node, Line):
                places.append(Place(node, self.row))
                self._line(node, depth)
                continue
            first = self.row
            inside = self._inside(self.below[node.id], depth + 1)
            places.append(Place(node, self.row))
            self._dimension(node, inside, depth)
            shown = storable(node.title)[:LONGEST]
            if self.row - 1 > first:
                self.page.merge_range(first, depth, self.row - 1, depth, "", self.formats["level"])
            self.page.write_string(first, depth, shown, self.formats["level"])
        return places

    def _line(self, line: Line, depth: int) -> None:
        row = self.writer.node(line, [], depth)
        self._across(depth, self.levels - 1, line.title, "text")
        shown = row.measure
        if line.status == Status.SCORED and line.actual is not None:
            shown = show(line.actual, "number", self.lang, unit=line.unit)
        self._text(self.at["measure"], shown, "right")
        if "target" in self.at:
            target = DASH if line.target is None else show(line.target, "number", self.lang, unit=line.unit)
            self._text(self.at["target"], target, "right")
        for name in ("self", "review"):
            if name in self.at:
                given = getattr(line, f"{name}_score")
                if given is None:
                    self._text(self.at[name], "", "right")
                else:
                    self._figure(name, given, "points")
        self._text(self.at["reason"], line.reason, "text")
        if "note" in self.at:
            self._text(self.at["note"], line.note or "", "text")
        self._points(line.weight, line.score, "")
        self.row += 1

    def _dimension(self, node: DimensionLine, inside: Sequence[Place], depth: int) -> None:
        """Write the row below a dimension: what is in it, added up."""
        self._across(depth + 1, self.at["weight"] - 1, message("workbook-subtotal", self.lang), "strong text")
        for name in ("self", "review", "note"):
            if name in self.at:
                self._text(self.at[name], "", "strong text")
        notes = self.writer.node(node, self.below[node.id], depth).notes
        self._text(self.at["reason"], "\n".join(notes), "strong text")
        weight = self.formulas.weight(node.weight, inside)
        score = None if node.score is None else self.formulas.score(node.weight, node.score, inside, self.row)
        self._points(node.weight, node.score, "strong ", weight, score)
        self.row += 1

    def _points(
        self,
        weight: Decimal,
        score: Decimal | None,
        strong: str,
        weighed: str | None = None,
        scored: str | None = None,
    ) -> None:
        """Write weight, score, lost points and share of the row; the last two are worked out from the others."""
        self._figure("weight", weight, f"{strong}points", weighed)
        if score is None:
            self._text(self.at["score"], DASH, f"{strong}text")
            self._text(self.at["lost"], "", f"{strong}text")
            self._text(self.at["share"], message("report-not-counted", self.lang), f"{strong}text")
            return
        self._figure("score", score, f"{strong}points", scored)
        self._figure("lost", EXACT.subtract(weight, score), f"{strong}points", self.formulas.lost(self.row))
        if weight:
            self._figure("share", EXACT.divide(score, weight), f"{strong}share", self.formulas.share(self.row))
        else:
            self._text(self.at["share"], "", f"{strong}text")

    def _sums(self, tops: Sequence[Place]) -> None:
        """Write the rows from the sum of the tree to the total."""
        rows = total_rows(self.sheet, self.lang)
        first, full = self.row, self.sheet.full_marks
        for number, row in enumerate(rows):
            self._across(0, self.at["weight"] - 1, row.title, "strong text")
            for name in self.columns[self.at["weight"] :]:
                self._text(self.at[name.name], "", "strong text")
            self._text(self.at["reason"], "\n".join(row.notes), "strong text")
            score = None if row.score in {"", DASH} else Decimal(row.score)
            formula = None
            if score is not None and number == 0:
                formula = self.formulas.score(full, score, tops, self.row)
            elif score is not None and number == len(rows) - 1:
                given = [Decimal(each.score) for each in rows[:-1] if each.score not in {"", DASH}]
                formula = self.formulas.total(score, given, first, self.row - 1)
            if row.weight:
                weights = self.formulas.weight(full, tops) if number == 0 else None
                self._figure("weight", full, "strong points", weights)
            if score is not None:
                self._figure("score", score, "strong points", formula)
            if score is not None and row.weight:
                self._figure("lost", EXACT.subtract(full, score), "strong points", self.formulas.lost(self.row))
                self._figure("share", EXACT.divide(score, full), "strong share", self.formulas.share(self.row))
            self.row += 1

    def _verdict(self) -> None:
        last = len(self.columns) - 1
        _, *verdict = report_words.verdict(self.sheet, self.lang)
        for label, value in verdict:
            self._text(0, label, "label")
            self._across(1, last, value, "text")
            self.row += 1
        told = [self.sheet.unrated_reason, *report_words.wanting(self.sheet, self.lang)]
        made = " · ".join(report_words.provenance(self.sheet, self.lang))
        for text in [*filter(None, told), made]:
            self._across(0, last, text, "quiet")
            self.row += 1
