"""The models of an indicator set: what a TOML file may say, key by key (rules.md)."""

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import Field, PrivateAttr

from scoring.arithmetic import MissingPolicy, NotApplicablePolicy, Unit
from scoring.examples import Example
from scoring.model import DimensionId, Id, Model, Text
from scoring.quantity import KINDS, Names

if TYPE_CHECKING:
    from scoring.source import Source

__all__ = [
    "Adjustment",
    "Column",
    "Dimension",
    "Effect",
    "Fact",
    "Gate",
    "Grade",
    "Indicator",
    "IndicatorSet",
    "Rounding",
]

FactType = Literal["number", "integer", "money", "percent", "boolean", "text", "level", "date", "quantity"]
SET_PATTERN: Final = r"^[a-z0-9]+([._-][a-z0-9]+)*(/[a-z0-9]+([._-][a-z0-9]+)*)*$"


class Rounding(Model):
    """To which unit of points scores are rounded, and how."""

    to: Annotated[Decimal, Field(gt=0)] = Decimal("0.01")
    mode: Literal["half_up", "half_even", "away_from_zero", "toward_zero"] = "half_up"


class Grade(Model):
    """A threshold of the total (points) and its label."""

    at_least: Decimal
    label: Text


class Effective(Model):
    """The days from which and until which a set is in force."""

    from_: datetime.date | None = Field(None, alias="from")
    until: datetime.date | None = None


class Column(Model):
    """A column of a table of facts: its type, and the unit, label, headings and bounds of its values."""

    type: FactType
    unit: Text | None = None
    label: Text | None = None
    aliases: tuple[Text, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None


class Fact(Model):
    """A fact that the data must bring; a `table` has several rows a project, with `columns`."""

    type: Literal[FactType, "table"]
    unit: Text | None = None
    label: Text | None = None
    aliases: tuple[Text, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    columns: dict[str, Column] = Field(default_factory=dict)


class Dimension(Model):
    """An inner node of the tree; its weight is in points (in a relative set, any positive number).

    `aggregate` names how its children's shares make its own.
    """

    title: Text
    weight: Annotated[Decimal, Field(ge=0)]
    aggregate: Text = "sum"
    applies: Text | None = None
    rationale: Text | None = None
    source: Text | None = None


class Indicator(Model):
    """A leaf: a `check` with its parameters or a `measure` formula, a weight in points, a scale.

    With `for_each` it has a line for every row of a table, or of those rows for which `where` holds; then `weight` may
    name the column that has the row's own points, and the title `{columns}`.
    """

    title: Text
    dimension: DimensionId
    weight: Annotated[Decimal, Field(ge=0)] | Text
    for_each: Text | None = None
    where: Text | None = None
    check: Text | None = None
    with_: dict[str, Any] = Field(default_factory=dict, alias="with")
    measure: Text | None = None
    scale: dict[str, Any] | None = None
    display: Literal["percent", "number"] | None = None
    unit: Text | None = None
    applies: Text | None = None
    missing: MissingPolicy | None = None
    not_applicable: NotApplicablePolicy | None = None
    rationale: Text | None = None
    remedy: Text | None = None
    source: Text | None = None


class Effect(Model):
    """What a gate does when it fires: `cap` is in points, `zero` names dimensions and indicators."""

    cap: Annotated[Decimal, Field(ge=0)] | None = None
    grade_at_most: Text | None = None
    zero: Annotated[tuple[Text, ...], Field(min_length=1)] | None = None
    unrated: Literal[True] | None = None
    warn: Literal[True] | None = None


class Gate(Model):
    """A condition on the facts, and what follows from it."""

    title: Text
    when: Text
    then: Effect
    message: Text | None = None
    source: Text | None = None


class Adjustment(Model):
    """A bonus or a deduction outside the tree: a formula of points, held between its bounds (points)."""

    title: Text
    points: Text
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    source: Text | None = None


class IndicatorSet(Model):
    """An indicator set: the tree, the weights, the thresholds, the grades.

    Weights, thresholds, totals and `full_marks` are points; `minimum_coverage` is a share, 0 to 1. `extends` and
    `remove` are as the file has them: a set that was loaded has what it extends in it already, and a dump of it is the
    set written out whole, without these two.

    >>> import scoring
    >>> rules = scoring.load("wanzai/office-services-2022")
    >>> rules.full_marks
    Decimal('100')
    """

    schema_version: Literal["scoring/1"] = Field("scoring/1", alias="schema")
    id: Annotated[str, Field(pattern=SET_PATTERN)]
    title: Text
    version: Text
    lang: Literal["zh", "en"] = "zh"
    source: Text | None = None
    extends: Text | None = Field(None, exclude=True)
    remove: tuple[Text, ...] = Field((), exclude=True)
    effective: Effective | None = None
    requires: dict[Text, Text] = Field(default_factory=dict)
    full_marks: Annotated[Decimal, Field(gt=0)] = Decimal(100)
    aggregate: Text = "sum"
    weights: Literal["points", "relative"] = "points"
    missing: MissingPolicy
    not_applicable: NotApplicablePolicy = "redistribute"
    minimum_coverage: Annotated[Decimal, Field(ge=0, le=1)] | None = None
    round: Rounding = Rounding.model_construct()
    grades: Annotated[tuple[Grade, ...], Field(min_length=1)]
    facts: dict[str, Fact] = Field(default_factory=dict)
    dimensions: dict[DimensionId, Dimension]
    indicators: dict[Id, Indicator]
    gates: dict[Id, Gate] = Field(default_factory=dict)
    adjustments: dict[Id, Adjustment] = Field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    _source: Any = PrivateAttr(None)

    @property
    def source_file(self) -> "Source | None":
        """The TOML this set was loaded from, for diagnostics; None for a set made in Python."""
        return self._source  # type: ignore[no-any-return]

    def attach(self, source: "Source") -> None:
        """Keep the TOML that this set was loaded from."""
        self._source = source

    @property
    def base(self) -> tuple[str, str] | None:
        """The id and the version of the set that this one extends, None if it stands alone."""
        base = self._source.base if self._source is not None else None
        return (str(base.data["id"]), str(base.data["version"])) if base is not None else None

    @property
    def names(self) -> Names:
        """The kinds of the declared facts, for formulas."""
        return fact_names(self.facts)

    @property
    def unit(self) -> Unit:
        """The rounding of scores."""
        return Unit(self.round.to, self.round.mode)

    def children(self, parent: str | None) -> list[str]:
        """Return the ids of the dimensions directly below a dimension, or at the top for None."""
        return [each for each in self.dimensions if parent_of(each) == parent]

    def indicators_of(self, dimension: str) -> list[str]:
        """Return the ids of the indicators directly below a dimension."""
        return [each for each, indicator in self.indicators.items() if indicator.dimension == dimension]

    def policy(self, indicator: str) -> MissingPolicy:
        """Return what missing data means for an indicator."""
        return self.indicators[indicator].missing or self.missing

    def aggregate_of(self, dimension: str | None) -> str:
        """Return how the children of a dimension, or the top dimensions for None, make its score."""
        return self.aggregate if dimension is None else self.dimensions[dimension].aggregate

    @property
    def declared_weights(self) -> dict[str, Decimal]:
        """The weights of the indicators, but of those with a line for every row."""
        return {
            id_: each.weight
            for id_, each in self.indicators.items()
            if isinstance(each.weight, Decimal) and each.for_each is None
        }

    @property
    def parts(self) -> dict[str, Decimal]:
        """The points that every node can earn: its weight, in a relative set its part of full marks (not rounded).

        That part is full marks times the weights, each by the sum of its siblings', down to the node.
        """
        if self.weights == "points":
            return {id_: each.weight for id_, each in self.dimensions.items()} | self.declared_weights
        found: dict[str, Decimal] = {}
        waiting: list[tuple[str | None, Decimal]] = [(None, self.full_marks)]
        while waiting:
            above, points = waiting.pop()
            below = self.children(above)
            children = {id_: self.dimensions[id_].weight for id_ in below}
            if above is not None:
                own = self.declared_weights
                children |= {id_: own[id_] for id_ in self.indicators_of(above) if id_ in own}
            total = sum(children.values(), Decimal(0))
            found |= {id_: points * weight / total if total else total for id_, weight in children.items()}
            waiting += [(id_, found[id_]) for id_ in below]
        return found

    def title_of(self, id_: str) -> str:
        """Return the title of a dimension or an indicator."""
        return (self.dimensions.get(id_) or self.indicators[id_]).title

    def declared(self, name: str) -> Fact | Column | None:
        """Return what is declared under a name, of a fact or of a table's column."""
        table, _, column = name.rpartition(".")
        return self.facts.get(name) or (self.facts[table].columns.get(column) if table in self.facts else None)

    def label(self, name: str) -> str:
        """Return the label of a fact or a table's column, its name where it has none."""
        found = self.declared(name)
        return (found.label if found else None) or name


def parent_of(dimension: str) -> str | None:
    """Return the id of the dimension above, None at the top.

    >>> parent_of("process.funds")
    'process'
    """
    above, dot, _ = dimension.rpartition(".")
    return above if dot else None


def fact_names(facts: dict[str, Fact]) -> Names:
    """Return the kinds of facts and of tables' columns; without any facts declared, any name is open."""
    plain_facts = {name: KINDS[fact.type] for name, fact in facts.items() if fact.type != "table"}
    tables = {
        name: {column: KINDS[each.type] for column, each in fact.columns.items()}
        for name, fact in facts.items()
        if fact.type == "table"
    }
    return Names(plain_facts, tables, open=not facts)
