"""The score sheet: the result for one project, as frozen pydantic models and as published JSON (`scoring/sheet-1`).

Points are `Decimal` with the set's decimals. Measures, shares and coverage are exact in Python and rounded to ten
decimals in JSON; two values are equal when their published JSON is. The text of a reason and the digest of the facts
are computed when they are first asked for.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import Field, ModelWrapValidatorHandler, PrivateAttr, computed_field, model_validator

from scoring.errors import closest
from scoring.published import Measure, Number, Published, without

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

__all__ = [
    "AdjustmentResult",
    "DimensionLine",
    "Finding",
    "GateResult",
    "Line",
    "Project",
    "Provenance",
    "ScoreSheet",
    "SetReference",
    "Status",
]


class Status(StrEnum):
    """What became of an indicator for one project (never a number that means something else)."""

    SCORED = "scored"
    MISSING = "missing"
    INVALID = "invalid"
    NOT_APPLICABLE = "not_applicable"
    ERROR = "error"


class Line(Published):
    """One indicator's line.

    `weight` and `score` are points; `share` is score / weight before rounding, 0 to 1; both are None where the line
    does not count. `measure` is the observed quantity in its own unit (a rate is a share: 0.95 is 95%). The last seven
    fields are filled for the rows of a table.
    """

    id: str
    title: str
    dimension: str
    weight: Number
    measure: Measure
    share: Number | None
    score: Number | None
    status: Status
    row: int | None = None
    target: Measure = None
    actual: Measure = None
    unit: str | None = None
    note: str | None = None
    self_score: Number | None = None
    review_score: Number | None = None
    _explain: Callable[[], tuple[str, str]] | tuple[str, str] | None = PrivateAttr(None)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def display(self) -> str:
        """The measure as people read it, with its unit: `99.23%`, `600 场`, `是`; a dash where there is none."""
        return self._explained[0]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def reason(self) -> str:
        """The formula with its numbers and the step it reached, or why there is no measure; to be followed by hand."""
        return self._explained[1]

    @property
    def _explained(self) -> tuple[str, str]:
        private = self.__pydantic_private__ or {}  # as pydantic finds it too, in a tenth of the time
        found = private.get("_explain")
        if callable(found):
            found = private["_explain"] = found()
        return found or ("", "")

    @model_validator(mode="wrap")
    @classmethod
    def _read_back(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        line, (display, reason) = without(data, handler, "display", "reason")
        line._explain = (display, reason)  # noqa: SLF001 - its own
        return line


class DimensionLine(Published):
    """One dimension's line, in points: what its counting children `earned`, out of which weight, and the score.

    `score` is None where no child counts. Reading down the sheet, scores of the children add up to `earned`; where
    `counting_weight` is less than the points on offer, `score` = points on offer x earned / counting_weight, rounded.
    """

    id: str
    title: str
    weight: Number
    counting_weight: Number
    earned: Number
    score: Number | None
    share: Number | None
    status: Literal["scored", "missing", "not_applicable"]


class GateResult(Published):
    """One gate: did it fire, and what it did. One that cannot be told does not fire, and a finding says so."""

    id: str
    title: str
    fired: bool
    effect: str | None


class AdjustmentResult(Published):
    """One adjustment: the points it added (or took, if negative)."""

    id: str
    title: str
    points: Number


class Finding(Published):
    """A remark on a sheet: a code for programs; a node (an id, or a fact), a message and a remedy for people."""

    code: str
    severity: Literal["error", "warning", "info"]
    node: str | None
    message: str
    remedy: str | None = None


class Project(Published):
    """The project that was scored, as far as its facts say."""

    key: str | None = None
    name: str | None = None
    department: str | None = None
    unit: str | None = None
    year: int | None = None


class SetReference(Published):
    """The indicator set that a sheet was scored by; `digest` covers the resolved set (canonical JSON, RFC 8785)."""

    id: str
    version: str
    title: str
    digest: str
    lang: Literal["zh", "en"] = "en"
    source: str | None = None


class Provenance(Published):
    """What made the sheet: versions of the engine and of each plugin used, and the digest of the facts as given."""

    engine: str
    plugins: dict[str, str]
    _digest: Callable[[], str] | None = PrivateAttr(None)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def facts_digest(self) -> str:
        """SHA-256 of the facts in canonical JSON (RFC 8785): numbers as numbers, dates as ISO texts."""
        return self._digest() if self._digest else ""

    @model_validator(mode="wrap")
    @classmethod
    def _read_back(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        provenance, (digest,) = without(data, handler, "facts_digest")
        provenance._digest = lambda: digest  # noqa: SLF001 - its own
        return provenance


class ScoreSheet(Published):
    """The graded result for one project.

    `total` is in points of `full_marks`, None where nothing was scored or the set's policy withholds it; `grade` is
    None with an `unrated_reason`; `coverage` is the share (0 to 1) of the applicable weight that was scored.

    >>> import scoring
    >>> engine = scoring.Engine(scoring.load("wanzai/office-services-2022"))
    >>> sheet = engine.score({"funds": {"budget": 100, "received": 100, "spent": 80}})
    >>> sheet["budget-completion"].display
    '80.00%'
    """

    schema_version: Literal["scoring/sheet-1"] = Field("scoring/sheet-1", alias="schema")
    set: SetReference
    project: Project
    full_marks: Number
    total: Number | None
    grade: str | None
    unrated_reason: str | None
    coverage: Number
    dimensions: tuple[DimensionLine, ...]
    lines: tuple[Line, ...]
    gates: tuple[GateResult, ...] = ()
    adjustments: tuple[AdjustmentResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    provenance: Provenance
    _facts: Mapping[str, Any] | None = PrivateAttr(None)

    @property
    def facts(self) -> Mapping[str, Any] | None:
        """The facts it was scored from, as they were given; None for a sheet that was read back from its JSON."""
        return (self.__pydantic_private__ or {}).get("_facts")

    def __getitem__(self, id_: str) -> Line:
        """Return the line of the indicator `id_`; raises `KeyError`, with the nearest id, if there is none."""
        for line in self.lines:
            if line.id == id_:
                return line
        near = closest(id_, [line.id for line in self.lines])
        raise KeyError(id_ if near is None else f"{id_}; did you mean {near}?")

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        """Draw the sheet as a table: `rich.print(sheet)`."""
        from scoring.report import render_sheet  # noqa: PLC0415 - who only computes draws nothing

        yield render_sheet(self, options.max_width)

    def _repr_html_(self) -> str:
        """Show the sheet in a notebook."""
        from scoring.report import sheet_html  # noqa: PLC0415 - who only computes draws nothing

        return sheet_html(self)
