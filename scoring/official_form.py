"""The official self-evaluation form (项目支出绩效自评表): which sets have one, and what of a set has a place in it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from scoring.display import number
from scoring.engine import Engine
from scoring.indicators import parent_of
from scoring.quantity import plain
from scoring.scales import Proportional, Thresholds
from scoring.target import TargetAchievement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scoring.binding import Bound, BoundIndicator
    from scoring.indicators import Column, IndicatorSet

__all__ = ["FUNDING", "FUNDS", "GOALS", "LINES", "PROJECT", "TABLE", "OfficialForm", "kind_of", "official_form"]

#: The facts that have a cell of their own: of the project, its funds in all, its annual goal.
PROJECT: Final = ("project.year", "project.name", "project.department", "project.unit")
FUNDS: Final = ("funds.initial", "funds.budget", "funds.spent")
GOALS: Final = ("goals.expected", "goals.actual")
#: The table of indicators and that of funding lines, with the columns that the form has at least.
TABLE: Final = "targets"
COLUMNS: Final = frozenset({"level1", "level2", "name", "target", "actual", "weight", "score", "reason"})
FUNDING: Final = "funding"
AMOUNTS: Final = frozenset({"source", "budget", "spent"})
#: The rows that the form has printed on it: sorts of indicators, and sources of funds.
LEVELS: Final[Mapping[str, tuple[str, ...]]] = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
LINES: Final = ("当年财政拨款", "上年结转资金", "其他资金")
#: A sort that the form does not have printed on it.
ANOTHER: Final = "其他指标"
#: Amounts by which it is tried whether the execution of the budget is measured as spent / budget.
TRIED: Final = (
    {"initial": 5, "budget": 8, "received": 7, "spent": 3},
    {"initial": 13, "budget": 16, "received": 23, "spent": 19},
)


class OfficialForm(NamedTuple):
    """What the official form of a set has.

    `execution` is the indicator of the block of funds, whose measure is spent / budget where it is `plain`; `own` are
    the other indicators without rows. `levels` are the sorts of rows that the set takes, `open` tells whether it takes
    rows of any other sort too; `judged` is the check of rows that an assessor may judge, None where there is none.
    """

    rules: IndicatorSet
    execution: BoundIndicator
    plain: bool
    own: tuple[BoundIndicator, ...]
    levels: Mapping[str, tuple[str, ...]]
    open: bool
    judged: TargetAchievement | None

    @property
    def columns(self) -> Mapping[str, Column]:
        """The columns of the indicators, as the set declares them."""
        return self.rules.facts[TABLE].columns

    @property
    def funding(self) -> Mapping[str, Column]:
        """The columns of the funding lines; none where the set has no such table."""
        fact = self.rules.facts.get(FUNDING)
        return fact.columns if fact is not None and fact.columns.keys() >= AMOUNTS else {}

    @property
    def goals(self) -> bool:
        """Whether the set has the texts of the annual goal."""
        return all(name in self.rules.facts and self.rules.facts[name].type == "text" for name in GOALS)

    @property
    def placed(self) -> frozenset[str]:
        """The names of the facts and tables that have a place in the form."""
        funding = [FUNDING] if self.funding else []
        goals = GOALS if self.goals else ()
        facts = (fact for each in self.own if (fact := self.fact_of(each)) is not None)
        return frozenset((*PROJECT, *FUNDS, *goals, *funding, TABLE, *facts))

    def fact_of(self, own: BoundIndicator) -> str | None:
        """Return the one fact that an indicator without rows is measured by; None where there are several."""
        (name, *more) = own.reads or ("",)
        alone = not more and name in self.rules.facts and self.rules.facts[name].type != "table"
        return name if alone and name not in (*FUNDS, *GOALS) else None

    def place_of(self, own: BoundIndicator) -> tuple[str, str]:
        """Return the titles of the two dimensions above an indicator, the second "" where there is one."""
        dimension: str | None = own.indicator.dimension
        path: list[str] = []
        while dimension is not None:
            path.insert(0, self.rules.dimensions[dimension].title)
            dimension = parent_of(dimension)
        return path[0], " ".join(path[1:])

    @property
    def digits(self) -> int | None:
        """The decimals to which Excel's ROUND rounds as the set does; None where it does not."""
        to = self.rules.round.to.normalize()
        decimal = to == Decimal(1).scaleb(to.adjusted()) and to <= 1
        return -to.adjusted() if decimal and self.rules.round.mode == "half_up" else None

    def execution_score(self, rate: str, weight: str) -> str | None:
        """Return the formula (without the `=`) of the points for a rate of execution; None where Excel has none."""
        scale, digits = self.execution.scale, self.digits
        if not self.plain or digits is None:
            return None
        if type(scale) is Proportional and scale.target == 1 and scale.worst == 0 and scale.pass_ is None:
            return f"ROUND(MIN({rate},1)*{weight},{digits})"
        if type(scale) is Thresholds and scale.side == "at_least" and isinstance(self.execution.weight, Decimal):
            full = self.execution.weight
            formula = number(scale.otherwise * full)
            for step in sorted(scale.steps, key=lambda each: each.edge):
                worth = (step.share or 0) * full if step.points is None else step.points
                formula = f"IF(ROUND({rate},9)>={step.edge:f},{number(worth)},{formula})"
            return f"ROUND({formula},{digits})"
        return None


def official_form(bound: Bound) -> OfficialForm | None:
    """Return the official form of a set; None where its facts do not fill the columns, or it takes none of the rows."""
    facts = bound.rules.facts
    table = facts.get(TABLE)
    if table is None or not (table.columns.keys() >= COLUMNS and facts.keys() >= {*FUNDS}):
        return None
    single = [each for each in bound.indicators if each.indicator.for_each is None]
    execution = next((each for each in single if {*FUNDS[1:]} <= {*each.reads}), None)
    if execution is None or any(each.indicator.for_each not in (None, TABLE) for each in bound.indicators):
        return None
    sorts = [(level1, level2) for level1, below in LEVELS.items() for level2 in below]
    engine, tried = Engine.of(bound), [*_rows([*sorts, (ANOTHER, ANOTHER)])]
    rows = [line.row for line in engine.score({TABLE: tried}).lines]
    taken = {sort for place, sort in enumerate(sorts) if rows.count(place) == 1}
    levels = {
        level1: kept
        for level1, below in LEVELS.items()
        if (kept := tuple(two for two in below if (level1, two) in taken))
    }
    if not levels:
        return None
    measures = (engine.score({"funds": each})[execution.id].measure for each in TRIED)
    rate = all(found == Decimal(each["spent"]) / each["budget"] for found, each in zip(measures, TRIED, strict=True))
    own = tuple(each for each in single if each is not execution)
    checks = [each.check for each in bound.indicators if isinstance(each.check, TargetAchievement)]
    judged = next((each for each in checks if each.level is not None), None)
    return OfficialForm(bound.rules, execution, rate, own, levels, rows.count(len(sorts)) == 1, judged)


def kind_of(level: str) -> str:
    """Return a level in the form in which it is compared: 数量 is 数量指标.

    >>> kind_of(" 数量指标 ")
    '数量'
    """
    return plain(level).removesuffix("指标")


def _rows(sorts: Sequence[tuple[str, str]]) -> Iterator[dict[str, object]]:
    for level1, level2 in sorts:
        yield {"level1": level1, "level2": level2, "name": level2, "target": 1, "actual": 1, "weight": 1}
