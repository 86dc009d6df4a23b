"""Valid indicator sets: any tree and aggregation, every scale, check, policy, gate; formulas from the grammar."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from scoring.indicators import IndicatorSet
from scoring.linter import lint
from scoring.plugins import registry
from tests.strategies.formulas import Scope, conditions, numbers, texts
from tests.strategies.scales import BREAKS, level_scales, number_scales, truth_scales

if TYPE_CHECKING:
    from collections.abc import Mapping

Table = dict[str, Any]
REGISTRY: Final = registry(installed=False)
MODES: Final = ["half_up", "half_even", "away_from_zero", "toward_zero"]
POLICIES: Final = ["zero", "skip", "unrated"]
_UNITS: Final = st.one_of(st.sampled_from([1, 3, 333, 500, 1000, 3333]), st.integers(1, 5000))


@st.composite
def declarations(draw: st.DrawFn) -> Table:
    """Draw what a set declares: the same names and types, with or without units and bounds."""
    bounds: Table = draw(st.sampled_from([{}, {"minimum": 0}, {"minimum": 0, "maximum": Decimal("0.95")}]))
    unit: Table = draw(st.sampled_from([{}, {"unit": "万元"}, {"unit": "元"}]))
    return {
        "a": {"type": "number", **bounds},
        "b": {"type": "number"},
        "q": {"type": "quantity"},
        "n": {"type": "integer", **draw(st.sampled_from([{}, {"minimum": 1, "maximum": 5}]))},
        "rate": {"type": "percent", **draw(st.sampled_from([{}, {"maximum": 1}, {"maximum": 3, "minimum": -1}]))},
        "资金.支出": {"type": "money", **unit},
        "资金.预算": {"type": "money", **unit},
        "done": {"type": "boolean"},
        "checked.late": {"type": "boolean"},
        "kind": {"type": "text"},
        "grade_given": {"type": "level"},
        "start": {"type": "date"},
        "finish": {"type": "date"},
        "survey": {
            "type": "table",
            "columns": {
                "answer": {"type": "integer", "minimum": 1, "maximum": 5},
                "by": {"type": "text"},
                "happy": {"type": "boolean"},
                "on": {"type": "date"},
            },
        },
        "lines": {
            "type": "table",
            "columns": {"amount": {"type": "money", **unit}, "part": {"type": "percent"}, "what": {"type": "text"}},
        },
        "targets": {
            "type": "table",
            "columns": {
                "kind": {"type": "text"},
                "sign": {"type": "text"},
                "target": {"type": "number"},
                "actual": {"type": "number"},
                "weight": {"type": "number"},
                "level": {"type": "text"},
                "score": {"type": "number"},
            },
        },
    }


@st.composite
def indicator_sets(draw: st.DrawFn) -> Table:
    """Draw a valid set, as it is written in TOML."""
    facts = draw(declarations())
    to = draw(st.sampled_from(["0.01", "0.01", "0.1", "1", "0.001", "0.5", "0.05", "10"]))
    relative = draw(st.integers(0, 3)) == 0
    tree = _Tree(draw, facts, Decimal(to), relative=relative)
    missing = draw(st.sampled_from(POLICIES))
    full_marks = tree.grow("", 0)
    rules: Table = {"schema": "scoring/1", "id": "generated/set", "title": "generated", "version": "1"}
    if relative:
        full_marks = draw(st.sampled_from([Decimal(1), Decimal(10), Decimal(100)]))
        full_marks = max(full_marks, Decimal(to))
    rules |= {"full_marks": full_marks, "weights": "relative" if relative else "points", "missing": missing}
    rules |= draw(_aggregates)
    if (
        draw(st.booleans())
        or missing == "skip"
        or any(each.get("missing") == "skip" for each in tree.indicators.values())
    ):
        rules["minimum_coverage"] = Decimal(draw(st.sampled_from(["0", "0.25", "0.5", "0.8", "1"])))
    if draw(st.booleans()):
        rules["not_applicable"] = draw(st.sampled_from(["redistribute", "award"]))
    if to != "0.01" or draw(st.booleans()):
        rules["round"] = {"to": Decimal(to), "mode": draw(st.sampled_from(MODES))}
    rules["grades"] = draw(_grades(full_marks))
    rules |= {"facts": facts, "dimensions": tree.dimensions, "indicators": tree.indicators}
    gates = draw(st.lists(_gates(rules, tree.scope), max_size=3))
    if gates:
        rules["gates"] = {f"gate-{place}": gate for place, gate in enumerate(gates)}
    adjustments = draw(st.lists(_adjustments(tree.scope), max_size=2))
    if adjustments:
        rules["adjustments"] = {f"adjustment-{place}": each for place, each in enumerate(adjustments)}
    _only_reachable(rules)
    return rules


def _only_reachable(rules: Table) -> None:
    """Take out the steps that the linter refuses, because no project reaches them."""
    _, diagnosis = lint(IndicatorSet.model_validate(rules), REGISTRY, doubts=False)
    places = [(id_, place) for _, id_, *_, place, _ in (refused.path for refused in diagnosis.errors)]
    for id_, place in sorted(places, reverse=True):  # from the last step of a scale on
        scale = rules["indicators"][id_]["scale"]
        scale["steps"] = [step for at, step in enumerate(scale["steps"]) if at != place]
        if not scale["steps"]:
            del rules["indicators"][id_]["scale"]


_aggregates: Final = st.sampled_from(
    [*[{}] * 6, *({"aggregate": each} for each in ("sum", "mean", "geometric", "harmonic", "min", "max", "median"))]
)


@st.composite
def _gates(draw: st.DrawFn, rules: Table, scope: Scope) -> Table:
    """Draw a gate: a condition on facts or on the tree, and what follows."""
    nodes = [*rules["dimensions"], *rules["indicators"]]
    full, to = Decimal(rules["full_marks"]), Decimal(rules.get("round", {}).get("to", "0.01"))
    then: Table = {}
    if draw(st.booleans()):
        then["cap"] = full * draw(st.integers(0, 9)) / 10 // to * to
    if draw(st.booleans()):
        then["grade_at_most"] = draw(st.sampled_from(rules["grades"]))["label"]
    if draw(st.integers(0, 4)) == 0:
        then["unrated"] = True
    if draw(st.integers(0, 3)) == 0:
        then["zero"] = draw(st.lists(st.sampled_from(nodes), min_size=1, max_size=2, unique=True))
    when = draw(conditions(scope, 2))
    if "zero" not in then and draw(st.booleans()):
        what, node = draw(st.sampled_from(["score", "share"])), draw(st.sampled_from(nodes))
        edge = draw(st.sampled_from(["0", "0.5", "1", "0.6", "30"]))
        junction = draw(st.sampled_from(["", f" and ({when})", f" or ({when})"]))
        when = f"{what}('{node}') {draw(st.sampled_from(['<', '<=', '>', '==']))} {edge}{junction}"
    return {"title": "gate", "when": when, "then": then or {"warn": True}}


@st.composite
def _adjustments(draw: st.DrawFn, scope: Scope) -> Table:
    adjustment: Table = {"title": "adjustment", "points": draw(numbers(scope))}
    low, high = sorted(draw(st.lists(st.sampled_from(BREAKS), min_size=2, max_size=2)))
    if draw(st.booleans()):
        adjustment["at_least"] = low
    if draw(st.booleans()):
        adjustment["at_most"] = high
    return adjustment


class _Tree:
    """A tree of at most three levels whose weights, whole rounding units, add up by construction."""

    def __init__(self, draw: st.DrawFn, facts: Mapping[str, Any], unit: Decimal, *, relative: bool) -> None:
        self.draw = draw
        self.scope = Scope.of(facts)
        self.facts = facts
        self.unit = unit
        self.relative = relative
        self.dimensions: Table = {}
        self.indicators: Table = {}

    def grow(self, parent: str, depth: int) -> Decimal:
        """Grow the children of a dimension (or of the root, whose name is empty) and return their weight."""
        weight = Decimal(0)
        for place in range(self.draw(st.integers(1, 3 if depth == 0 else 2)) if depth < 3 else 0):
            if depth == 0 or self.draw(st.integers(0, 2)) == 0:
                name = f"{parent}.{'xyz'[place]}" if parent else "xyz"[place]
                dimension: Table = {"title": name}
                self.dimensions[name] = dimension
                if self.draw(st.integers(0, 4)) == 0:
                    dimension["applies"] = self.draw(conditions(self.scope, 1))
                dimension |= self.draw(_aggregates)
                dimension["weight"] = self.grow(name, depth + 1)
                if self.relative:
                    dimension["weight"] = self.draw(_UNITS) * self.unit
                weight += dimension["weight"]
        if parent:
            for _ in range(self.draw(st.integers(0 if weight else 1, 2))):
                weight += self.indicator(parent)
            if not self.relative and "aggregate" not in self.dimensions[parent]:
                for _ in range(self.draw(st.sampled_from([0, 0, 0, 1, 2]))):
                    weight += self.rows(parent)
        return weight

    def rows(self, dimension: str) -> Decimal:
        """Draw an indicator that goes through a table, and return what its dimension has for its rows."""
        indicator: Table = {"title": "{kind}", "dimension": dimension, "for_each": "targets"}
        indicator["weight"] = self.draw(st.sampled_from(["weight", "weight", "weight", 3 * self.unit]))
        indicator |= self.draw(_measured_rows())
        if self.draw(st.booleans()):
            indicator["where"] = self.draw(st.sampled_from(WHERE))
        if self.draw(st.integers(0, 3)) == 0:
            indicator["applies"] = self.draw(st.one_of(conditions(self.scope, 1), st.sampled_from(WHERE)))
        for key, values in (("missing", POLICIES), ("not_applicable", ["redistribute", "award"])):
            if self.draw(st.integers(0, 3)) == 0:
                indicator[key] = self.draw(st.sampled_from(values))
        self.indicators[f"i{len(self.indicators)}"] = indicator
        return self.draw(st.integers(0, 40)) * self.unit

    def indicator(self, dimension: str) -> Decimal:
        weight = self.draw(_UNITS) * self.unit
        indicator: Table = {"title": "indicator", "dimension": dimension, "weight": weight}
        indicator |= self.draw(_measured(self.scope, weight))
        if self.draw(st.integers(0, 3)) == 0:
            indicator["applies"] = self.draw(conditions(self.scope, 1))
        for key, values in (("missing", POLICIES), ("not_applicable", ["redistribute", "award"])):
            if self.draw(st.integers(0, 3)) == 0:
                indicator[key] = self.draw(st.sampled_from(values))
        self.indicators[f"i{len(self.indicators)}"] = indicator
        return weight


#: Conditions on the rows of `targets`.
WHERE: Final = ["kind == '好'", "kind != '好'", "actual > 1", "weight >= 3 or target < actual", "count(targets) > 1"]


@st.composite
def _measured_rows(draw: st.DrawFn) -> Table:
    """Draw how a row is measured."""
    if draw(st.booleans()):
        given: Table = {"sign": "sign", "target": "target", "actual": "actual"}
        if draw(st.booleans()):
            given |= {"level": "level", "score": "score", "weight": "weight"}
        given |= draw(st.sampled_from([{}, {"lower_is_better": "ratio"}, {"lower_is_better": "linear"}]))
        given |= draw(st.sampled_from([{}, {}, {"elapsed": "b"}, {"elapsed": "b", "period": 4}]))
        return {"check": "target.achievement", "with": given}
    formulas = ["actual / target", "actual / sum(targets.actual)", "targets.actual - b", "actual >= target", "kind"]
    formula = draw(st.sampled_from(formulas))
    if formula == "kind":
        return {"measure": formula} | draw(level_scales())
    return {"measure": formula} | draw(truth_scales() if ">" in formula else number_scales(Decimal(0)))


@st.composite
def _measured(draw: st.DrawFn, scope: Scope, weight: Decimal) -> Table:
    """Draw how an indicator is measured, with a scale for what comes out."""
    forms = ["number", "number", "condition", "text", "ratio", "checklist", "level", "value", "panel"]
    form = draw(st.sampled_from(forms))
    if form == "number":
        return {"measure": draw(numbers(scope))} | draw(number_scales(weight))
    if form == "condition":
        return {"measure": draw(conditions(scope, 2))} | draw(truth_scales())
    if form == "text":
        return {"measure": draw(texts(scope))} | draw(level_scales())
    if form == "ratio":
        part, whole = draw(st.sampled_from(scope.numbers)), draw(st.sampled_from(scope.numbers))
        return {"check": "ratio", "with": {"part": part, "whole": whole}} | draw(number_scales(weight))
    if form == "checklist":
        items: Any = draw(st.lists(st.sampled_from(scope.conditions), min_size=1, unique=True))
        gate = {"gate": draw(st.sampled_from(items))} if draw(st.booleans()) else {}
        if draw(st.booleans()):
            items = {item: draw(st.integers(1, 5)) for item in items}
        return {"check": "checklist", "with": {"items": items} | gate} | draw(number_scales(weight))
    if form == "level":
        return {"check": "level", "with": {"fact": draw(st.sampled_from(scope.texts))}} | draw(level_scales())
    if form == "panel":
        return {"check": "panel", "with": draw(_panels(scope))} | draw(number_scales(weight))
    fact = draw(st.sampled_from([*scope.numbers, *scope.conditions]))
    scale = truth_scales() if fact in scope.conditions else number_scales(weight)
    return {"check": "value", "with": {"fact": fact}} | draw(scale)


@st.composite
def _panels(draw: st.DrawFn, scope: Scope) -> Table:
    """Draw the parameters of a panel; columns of one table hold rates, of another scores of 1 to 5 or amounts."""
    columns = [name for table in scope.tables.values() for name in table.numbers]
    how = draw(st.sampled_from(["mean", "median", "trimmed", "drop_high_low"]))
    out_of = st.sampled_from([Decimal(text) for text in ["1", "4.5", "5", "100", "100000000000"]])
    parts: Table = {"scores": draw(st.sampled_from(columns)), "out_of": draw(out_of), "how": how}
    if how == "trimmed" and draw(st.booleans()):
        parts["trim"] = Decimal(draw(st.sampled_from(["0.1", "0.25", "0.3333333333", "0.4", "0.49"])))
    if draw(st.booleans()):
        parts["spread_limit"] = draw(st.sampled_from([0, Decimal("0.5"), 1, 20]))
    return parts


@st.composite
def _grades(draw: st.DrawFn, full_marks: Decimal) -> list[Table]:
    parts = draw(st.lists(st.integers(0, 20), min_size=1, max_size=4, unique=True))
    return [{"at_least": full_marks * part / 20, "label": f"grade {part}"} for part in parts]
