"""The engine: one indicator set made ready to score projects, one with a full explanation or many in a frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, localcontext
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from scoring.checks import ObservedCheck, raised
from scoring.checks import Project as ObservedProject
from scoring.digest import DEEPEST, digest, kept
from scoring.errors import WHATEVER, DataError, RulesError
from scoring.exact import Exact
from scoring.exact_row import CONTEXT
from scoring.explain import Explainer
from scoring.lines import Lines, printed
from scoring.linter import lint
from scoring.messages import message
from scoring.notation import Invalid, Reader, reader
from scoring.plan import assemble
from scoring.plan_indicators import OBSERVED, Failure
from scoring.plugins import registry
from scoring.published import trusted
from scoring.reading import Given, project_of, reading
from scoring.remarks import Remarks
from scoring.sheet import (
    AdjustmentResult,
    DimensionLine,
    GateResult,
    Provenance,
    ScoreSheet,
    SetReference,
)

if TYPE_CHECKING:
    from scoring.binding import Bound
    from scoring.frame import Frames
    from scoring.frame_given import FramesGiven
    from scoring.indicators import IndicatorSet

__all__ = ["Engine"]

FrameT = TypeVar("FrameT")

ZERO: Final = Decimal(0)
#: What the plugins of a set provide; those that do are in the provenance.
PROVIDED: Final[tuple[Literal["check", "scale"], ...]] = ("check", "scale")


class Engine:
    """Scores projects by one indicator set.

    `plugins` are modules (or objects) with hook implementations, beside those that are installed. Raises
    `RulesError` with every diagnostic if the set has mistakes, and `PluginError` if a plugin cannot be used.

    >>> import scoring
    >>> engine = scoring.Engine(scoring.load("wanzai/office-services-2022"))
    >>> engine.score({"funds": {"budget": 100, "received": 100, "spent": 50}}).full_marks
    Decimal('100')
    """

    def __init__(
        self, rules: IndicatorSet, *, plugins: Sequence[Any] = (), lang: Literal["zh", "en"] | None = None
    ) -> None:
        """Resolve the set and build every expression once; `lang` words reasons and findings instead of the set's."""
        bound, diagnosis = lint(rules, registry(plugins), doubts=False)
        if bound is None:
            raise RulesError(diagnosis.errors)
        self._prepare(bound, lang)

    @classmethod
    def of(cls, bound: Bound, *, lang: Literal["zh", "en"] | None = None) -> Engine:
        """Return an engine for a set that is resolved already."""
        engine = cls.__new__(cls)
        engine._prepare(bound, lang)  # noqa: SLF001 - its own
        return engine

    def _prepare(self, bound: Bound, lang: Literal["zh", "en"] | None) -> None:
        rules, found = bound.rules, bound.registry
        self.bound = bound
        self.lang = lang = lang or rules.lang
        self.rules = rules
        observed = [each for each in bound.indicators if isinstance(each.check, ObservedCheck)]
        self._observed: list[tuple[str, ObservedCheck, Reader]] = [
            (each.id, each.check, reader(each.check.kind)) for each in observed if isinstance(each.check, ObservedCheck)
        ]
        with localcontext(CONTEXT):
            self._reading = reading(bound, [OBSERVED + each.id for each in observed])
            algebra = Exact(self._reading.layout, self._reading.width)
            self._plan = assemble(bound, algebra)
        self._program = tuple(algebra.program)
        self._explainer = Explainer(bound, self._reading.layout, self._reading.width, lang)
        self._remarks = Remarks(bound, self._plan, self._explainer)
        self._lines = Lines(bound, self._plan, self._explainer, self._reading)
        self._by_share = frozenset(bound.aggregations)
        self._dimensions = [(id_, rules.dimensions[id_], scored) for id_, scored in self._plan.dimensions.items()]
        self._relative = rules.weights == "relative"
        about = {
            "id": rules.id,
            "version": rules.version,
            "title": rules.title,
            "digest": digest(rules.model_dump(by_alias=True, exclude_unset=True)),
            "lang": lang,
            "source": rules.source,
        }
        self._set = trusted(SetReference, about)
        parts: list[tuple[str, str]] = [(kind, each.named(kind)) for each in bound.indicators for kind in PROVIDED]
        parts += [("function", name) for name in bound.functions]
        parts += [("aggregation", rules.aggregate_of(id_)) for id_ in bound.aggregations]
        used = {found.providers[part] for part in parts if part in found.providers} - {"scoring"}
        self._versions = {plugin.name: plugin.version for plugin in found.plugins if plugin.name in used}
        self._engine_version = found.engine_version

    def score(self, facts: Mapping[str, Any]) -> ScoreSheet:
        """Score one project: facts by name, nested or dotted, tables as lists of rows.

        Whatever is wrong with single facts ends in a status and a finding; raises `DataError` only where `facts` is
        not a mapping.
        """
        if not isinstance(facts, Mapping):
            raise DataError(message("facts-mapping", self.lang, found=type(facts).__name__))
        with localcontext(CONTEXT):
            try:
                copied = kept(facts)
            except RecursionError:
                raise DataError(message("facts-deep", self.lang, limit=DEEPEST)) from None
            given = self._reading.read(facts)
            failures = self._observe(given) if self._observed else {}
            row = given.row
            for step in self._program:
                row.append(step(row))
            return self._sheet(copied, given, failures)

    def score_many(
        self,
        frame: FrameT,
        tables: Mapping[str, Any] | None = None,
        key: str = "project",
        *,
        detail: bool = False,
        keep: Sequence[str] = (),
    ) -> FrameT:
        """Score many projects: a row each of a frame, whose columns are called as the facts.

        `frame` is one of Polars (eager or lazy), pandas or PyArrow, or a relation of DuckDB; what comes back is of the
        same kind, and lazy stays lazy. `tables` are child tables by the name of their fact, each with the column
        `key` of the projects. A fact without a column is missing for all. `keep` names columns that come back as they
        are, behind the key. The others are, in points: `<id>.score` (null where there is none) and `<id>.status` of
        every indicator, `<dimension>.score`, `total`, `grade`, `coverage` (0 to 1), `<gate>.fired`,
        `<adjustment>.points`; with `detail` also `<id>.measure` and `<id>.share`.

        Raises `DataError` for a frame of another kind, without the key or a column to keep, or (where its rows are at
        hand) with a key twice; for tables that do not fit it; for an `ObservedCheck` on a lazy frame or a database.

        >>> import polars as pl, scoring
        >>> engine = scoring.Engine(scoring.load("wanzai/office-services-2022"))
        >>> frame = pl.DataFrame({"project": ["a", "b"], "funds.budget": [100, 80], "funds.spent": [95, 80]})
        >>> engine.score_many(frame).select("project", "budget-completion.score")["budget-completion.score"].to_list()
        [9.5, 10.0]
        """
        frames = self._frames(frame, tables, key, keep)
        from scoring.frame_results import many_of  # below: what opens frames says which library is wanted

        found: FrameT = many_of(self.bound, frames, detail=detail, keep=keep)
        return found

    def score_lines(self, frame: FrameT, tables: Mapping[str, Any] | None = None, key: str = "project") -> FrameT:
        """Score many projects line by line: a row a project and indicator, or row of a table that one goes through.

        The columns are the key, `id`, `row` (null unless the table brings a column `row`), `title`, `weight` and
        `score` (points), `measure` (yes is 1, no 0, a day its proleptic ordinal, a text null), `share` (0 to 1) and
        `status`. Frames, tables and errors are those of `score_many`.
        """
        frames = self._frames(frame, tables, key)
        from scoring.frame_results import lines_of  # below: what opens frames says which library is wanted

        found: FrameT = lines_of(self.bound, frames, self.lang)
        return found

    def sheet(
        self, frame: Any, tables: Mapping[str, Any] | None = None, key: str = "project", value: Any = None
    ) -> ScoreSheet:
        """Return the full score sheet of the one project of a frame whose `key` has a value.

        Only its rows are collected. Raises `DataError` where no project has the key, or several have.
        """
        given = self._given(frame, tables, key)
        from scoring.frame_rows import facts_of

        return self.score(facts_of(self.bound, given, value, self.lang))

    def _given(self, frame: Any, tables: Mapping[str, Any] | None, key: str, keep: Sequence[str] = ()) -> FramesGiven:
        """Open what is given; without the library that all frames need, say how to install it."""
        try:
            from scoring.frame_given import frames_given
        except ImportError as error:
            raise DataError(message("frame-polars", self.lang, name=error.name)) from error
        return frames_given(self.bound, frame, tables or {}, key, self.lang, keep=keep)

    def _frames(self, frame: Any, tables: Mapping[str, Any] | None, key: str, keep: Sequence[str] = ()) -> Frames:
        given = self._given(frame, tables, key, keep)
        from scoring.frame import frames_of

        return frames_of(self.bound, given, self.lang, keep=keep, observe=self.observing)

    @property
    def observing(self) -> Callable[[Mapping[str, Any]], Mapping[str, Any]] | None:
        """What asks the set's observed checks about the facts of one project; None where it has none."""
        return self._observed_values if self._observed else None

    def _observed_values(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Return what observed checks see of one project, by indicator; a failure where one raises."""
        with localcontext(CONTEXT):
            given = self._reading.read(facts)
            failures = self._observe(given)
            slots = self._reading.layout.facts
            return {id_: failures.get(id_, given.row[slots[OBSERVED + id_]]) for id_, *_ in self._observed}

    def _observe(self, given: Given) -> dict[str, Failure]:
        """Ask the observed checks; what they raise becomes the status `error` of their indicator."""
        row, slots = given.row, self._reading.layout.facts
        project = ObservedProject(project_of(given.project).key, self._reading.values(row))
        failures: dict[str, Failure] = {}
        for id_, check, read in self._observed:
            try:
                value = read(check.observe(project))
            except WHATEVER as error:  # whatever a stranger's check raises becomes the status `error`
                failures[id_] = Failure("check", raised(error))
                continue
            if isinstance(value, Invalid):
                failures[id_] = Failure("check", value.text(self.lang))
            else:
                row[slots[OBSERVED + id_]] = value
        row[0] = row[0] | {OBSERVED + id_ for id_ in failures}
        return failures

    def _sheet(self, copied: Mapping[str, Any], given: Given, failures: Mapping[str, Failure]) -> ScoreSheet:
        row, plan, to = given.row, self._plan, self.rules.round.to
        placed = self._lines.placed(given, failures) if self._lines.through_tables else None
        lines = [each.line for each in placed] if placed is not None else self._lines.of(given, failures)
        total = plan.total(row)
        grade = plan.grade(row)
        coverage = plan.coverage(row)
        return trusted(
            ScoreSheet,
            {
                "schema_version": "scoring/sheet-1",
                "set": self._set,
                "project": project_of(given.project),
                "full_marks": self.rules.full_marks,
                "total": None if total is None else total * to,
                "grade": grade,
                "unrated_reason": self._remarks.unrated(row, lines, placed, coverage) if grade is None else None,
                "coverage": coverage,
                "dimensions": tuple([self._dimension(*each, row) for each in self._dimensions]),
                "lines": tuple(lines),
                "gates": tuple([self._gate(each, row) for each in plan.gates]),
                "adjustments": tuple([self._adjustment(each, row) for each in plan.adjustments]),
                "findings": self._remarks.findings(given, lines, placed, failures),
                "provenance": self._provenance(copied),
            },
            {"_facts": copied},
        )

    def _dimension(self, id_: str, dimension: Any, scored: Any, row: list[Any]) -> DimensionLine:
        units, earned, counting = scored.units(row), scored.earned(row), scored.counting(row)
        to = self.rules.round.to
        score = None if units is None else units * to
        share = scored.share(row) if id_ in self._by_share else None
        if share is None and score is not None and scored.weight:
            share = score / scored.weight
        return trusted(
            DimensionLine,
            {
                "id": id_,
                "title": dimension.title,
                "weight": printed(scored.weight, self.rules.unit) if self._relative else scored.weight,
                "counting_weight": printed(counting, self.rules.unit) if self._relative else counting,
                "earned": ZERO if earned is None else earned * to,
                "score": score,
                "share": share,
                "status": "scored" if score is not None else self._remarks.dimension_status(id_, row),
            },
        )

    def _gate(self, gate: Any, row: list[Any]) -> GateResult:
        fired = gate.condition(row) is True  # one that cannot be told does not fire; a finding says so
        return trusted(
            GateResult,
            {
                "id": gate.bound.id,
                "title": gate.bound.gate.title,
                "fired": fired,
                "effect": self._remarks.effect(gate.bound) if fired else None,
            },
        )

    def _adjustment(self, adjustment: Any, row: list[Any]) -> AdjustmentResult:
        points = adjustment.units(row) * self.rules.round.to
        given = adjustment.bound.adjustment
        return trusted(AdjustmentResult, {"id": adjustment.bound.id, "title": given.title, "points": points})

    @property
    def made(self) -> tuple[SetReference, Provenance]:
        """The set, and what scores by it, as the sheet of a project without facts has them."""
        return self._set, self._provenance({})

    def _provenance(self, copied: Mapping[str, Any]) -> Provenance:
        values = {"engine": self._engine_version, "plugins": dict(self._versions)}
        return trusted(Provenance, values, {"_digest": partial(digest, copied)})
