"""The rows of a sheet's tree, in every format: dimensions and lines, their points, what is said of them."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from scoring.display import show
from scoring.messages import message
from scoring.report_text import DASH, EXACT, fraction_digits, points
from scoring.sheet import DimensionLine, Line, ScoreSheet, Status

if TYPE_CHECKING:
    from scoring.algebra import Value

__all__ = [
    "UNUSABLE",
    "Node",
    "Row",
    "Tone",
    "Writer",
    "children",
    "digits",
    "lost_points",
    "nodes",
    "total_of",
    "tree",
    "tree_rows",
    "writer_of",
]

#: How a text is meant: as it is, of less weight, needing data, needing correction.
Tone = Literal["plain", "weak", "warn", "bad"]

#: A line without a measure although it applies.
UNUSABLE: Final = (Status.MISSING, Status.INVALID, Status.ERROR)
TONES: Final[dict[str, Tone]] = {
    Status.SCORED: "plain",
    Status.MISSING: "warn",
    Status.INVALID: "bad",
    Status.NOT_APPLICABLE: "weak",
    Status.ERROR: "bad",
}

#: So many decimals every weight may have.
SHORT: Final = 2

Node: TypeAlias = DimensionLine | Line


class Row(NamedTuple):
    """One row as people read it; every number already has its decimals, every word its language.

    `word` stands where the bar would be if the row does not count; `notes` say why the score is what it is.
    """

    kind: Literal["dimension", "line", "sum", "entry"]
    depth: int
    title: str
    measure: str = ""
    weight: str = ""
    score: str = ""
    lost: str = ""
    share: Decimal | None = None
    word: str = ""
    tone: Tone = "plain"
    notes: tuple[str, ...] = ()


def nodes(sheet: ScoreSheet) -> list[Node]:
    """Return every dimension and every line."""
    return [*sheet.dimensions, *sheet.lines]


def digits(sheet: ScoreSheet) -> int:
    """Return the decimals of the sheet's points: as many as its most precise score has."""
    scores = [node.score for node in nodes(sheet)] + [sheet.total]
    scores += [each.points for each in sheet.adjustments]
    return max((fraction_digits(score) for score in scores if score is not None), default=0)


def lost_points(node: Node) -> Decimal:
    """Return the points that a node could have earned and did not; 0 where it does not count."""
    return Decimal(0) if node.score is None or node.share == 1 else EXACT.subtract(node.weight, node.score)


def total_of(numbers: Iterable[Decimal]) -> Decimal:
    """Add up decimals exactly, whatever decimal context the caller has set."""
    total = Decimal(0)
    for number in numbers:
        total = EXACT.add(total, number)
    return total


def _parent(id_: str, known: dict[str, DimensionLine]) -> str:
    """Return the nearest dimension above a dotted id that the sheet has; "" is the root."""
    while "." in id_:
        id_ = id_.rpartition(".")[0]
        if id_ in known:
            return id_
    return ""


def children(sheet: ScoreSheet) -> dict[str, list[Node]]:
    """Return the nodes below every dimension's id ("" is the root): its lines, then its dimensions."""
    known = {dimension.id: dimension for dimension in sheet.dimensions}
    below: dict[str, list[Node]] = {id_: [] for id_ in ("", *known)}
    for line in sheet.lines:
        below[line.dimension if line.dimension in known else _parent(line.dimension, known)].append(line)
    for dimension in sheet.dimensions:
        below[_parent(dimension.id, known)].append(dimension)
    return below


class Writer(NamedTuple):
    """Writes rows in one language, with the decimals of one sheet."""

    lang: str
    digits: int
    weight_digits: int

    def node(self, node: Node, below: list[Node], depth: int) -> Row:
        """Return the row of a node, given the nodes right below it and its depth."""
        lost = self.change(lost_points(node))
        counts = node.score is not None
        dimension = isinstance(node, DimensionLine)
        return Row(
            kind="dimension" if dimension else "line",
            depth=depth,
            title=node.title,
            measure=self._measure(node),
            weight=points(node.weight, self.weight_digits),
            score=DASH if node.score is None else points(node.score, self.digits),
            lost=lost if lost.strip("-0.") else "",
            share=node.share,
            word="" if counts else message("report-not-counted", self.lang),
            tone=TONES[node.status],
            notes=self._scaled(node, below) if isinstance(node, DimensionLine) else tuple(self._notes(node)),
        )

    def change(self, value: Decimal) -> str:
        """Write points lost, added or taken away: a weight may have more decimals than a score."""
        return points(value, max(self.digits, self.weight_digits))

    def signed(self, value: Decimal) -> str:
        """Write points that were added or taken away, with their sign."""
        return ("+" if value > 0 else "") + self.change(value)

    def _measure(self, node: Node) -> str:
        if node.status != Status.SCORED:
            return message(f"report-{node.status}", self.lang)
        if isinstance(node, DimensionLine):
            return ""
        return node.display if node.actual is None else show(node.actual, "number", self.lang, unit=node.unit)

    def _notes(self, line: Line) -> Iterator[str]:
        if line.status != Status.SCORED and line.display.strip(" -–—") and line.display not in line.reason:
            yield message("report-given", self.lang, value=line.display)
        if line.reason and line.reason != line.display:
            yield line.reason
        values: list[tuple[str, Value, str | None]] = [
            ("target", line.target, line.unit),
            ("actual", None if line.status == Status.SCORED else line.actual, line.unit),  # else it is the measure
            ("self", line.self_score, None),
            ("review", line.review_score, None),
        ]
        known = [
            message(f"report-{name}", self.lang, value=show(value, "number", self.lang, unit=unit))
            for name, value, unit in values
            if value is not None
        ]
        if known:
            yield message("report-comma", self.lang).join(known)
        if line.note:
            yield message("report-note", self.lang, value=line.note)

    def _scaled(self, node: DimensionLine, below: list[Node]) -> tuple[str, ...]:
        """Say how a dimension's score came from earned points where not all that is below it counts.

        Nothing where weights below do not add up to its own: in a relative set they are rounded parts, no sum.
        """
        offer = total_of(each.weight for each in below) if below else node.weight
        if offer != node.weight and not any(isinstance(each, Line) and each.row is not None for each in below):
            return ()
        return self.scaled(node.earned, node.counting_weight, offer, node.weight, node.score)

    def scaled(
        self, earned: Decimal, counting: Decimal, offer: Decimal, weight: Decimal, score: Decimal | None
    ) -> tuple[str, ...]:
        """Write the arithmetic of a score, where it is one: points on offer x earned / counting weight."""
        if score is None or counting == 0:
            return ()
        unit = Decimal(1).scaleb(-self.digits)
        result = EXACT.divide(EXACT.multiply(offer, earned), counting)
        if EXACT.abs(EXACT.subtract(min(result, weight), score)) > unit:
            return ()
        values = {
            "earned": points(earned, self.digits),
            "counting": points(counting, self.weight_digits),
            "offer": points(offer, self.weight_digits),
            "weight": points(weight, self.weight_digits),
            "score": points(score, self.digits),
        }
        if EXACT.subtract(result, weight) > unit:
            return (message("report-limited", self.lang, **values),)
        return (message("report-scaled", self.lang, **values),) if counting < offer else ()


def writer_of(sheet: ScoreSheet, lang: str) -> Writer:
    """Return the writer of a sheet's rows: weights have the decimals that they need, unless they are endless parts."""
    decimals = digits(sheet)
    weights = [sheet.full_marks, *(node.weight for node in nodes(sheet))]
    needed = max(fraction_digits(weight.normalize(EXACT)) for weight in weights)
    return Writer(lang, decimals, needed if needed <= max(decimals, SHORT) else decimals)


def tree(sheet: ScoreSheet) -> Iterator[tuple[Node, int]]:
    """Go through the nodes and their depth: a dimension, below it its lines, then the dimensions in it."""
    below = children(sheet)

    def walk(inside: list[Node], depth: int) -> Iterator[tuple[Node, int]]:
        for node in inside:
            yield node, depth
            if isinstance(node, DimensionLine):
                yield from walk(below[node.id], depth + 1)

    yield from walk(below[""], 0)


def tree_rows(sheet: ScoreSheet, lang: str) -> list[Row]:
    """Return the rows of the tree."""
    below = children(sheet)
    writer = writer_of(sheet, lang)
    return [
        writer.node(node, below[node.id] if isinstance(node, DimensionLine) else [], depth)
        for node, depth in tree(sheet)
    ]
