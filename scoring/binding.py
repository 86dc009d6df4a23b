"""Binding: the texts of a set resolved against its facts and the registered plugins, once for every use.

Formulas become checked trees, checks and scales become instances with validated parameters. Whatever does not resolve
is a diagnostic at the key that says it; what does is kept, so that one mistake does not hide another.
"""

import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, Literal, NamedTuple

from scoring.aggregations import Aggregation
from scoring.binding_references import refers
from scoring.binding_rows import bind_rows
from scoring.binding_tree import BoundAdjustment, BoundGate, bind_tree
from scoring.checks import Check, ObservedCheck
from scoring.diagnosis import Diagnosis
from scoring.errors import FormulaError, closest
from scoring.formula import Formula, parse
from scoring.indicators import Indicator, IndicatorSet, fact_names, parent_of
from scoring.parameters import Parameters, Reference
from scoring.plugins import Registry
from scoring.quantity import Kind, Names
from scoring.rehearsal import problems_of, rehearse, rehearse_scale
from scoring.scales import DEFAULT, SCALES, Scale
from scoring.wording import validated

__all__ = ["FROM_PLUGINS", "Bound", "BoundGate", "BoundIndicator", "bind"]

#: Mistakes that a plugin which is not registered (yet) would cure.
FROM_PLUGINS: Final = ("unknown-check", "unknown-scale", "unknown-function")


class BoundIndicator(NamedTuple):
    """An indicator whose check or formula, condition and scale are resolved.

    `reads` names the facts, columns and tables that its check or formula names; `applies` holds the conditions of the
    indicator and of the dimensions above it; `kind` and `scale` are None where building the check
    raised, which makes its status `error`. With `for_each`, `where` is the condition on the table's rows, `names` looks
    names up in them, and `weight` is the whole name of the column that has a row's points (or the points themselves).
    """

    id: str
    indicator: Indicator
    check: Check | None
    formula: Formula | None
    kind: Kind | None
    scale: Scale | None
    applies: tuple[Formula, ...]
    reads: tuple[str, ...]
    names: Names
    where: Formula | None = None
    weight: Decimal | str = Decimal(0)

    def named(self, what: Literal["check", "scale"]) -> str:
        """Return the id of its check, or the kind of its scale, "" where it names none."""
        return (self.indicator.check if what == "check" else (self.indicator.scale or {}).get("kind")) or ""


class Bound(NamedTuple):
    """A whole set, resolved; `names` has the kind of every fact it uses, declared or not.

    `conditions` are those of the dimensions that have one.

    `aggregations` has what makes the share of a dimension (None for the root) of its children's; a node that is not
    there has the sum of its children's scores. `parts` are the points that every node can earn. `functions` are those
    of plugins that its formulas use.
    """

    rules: IndicatorSet
    registry: Registry
    names: Names
    conditions: Mapping[str, Formula]
    indicators: tuple[BoundIndicator, ...]
    gates: tuple[BoundGate, ...]
    adjustments: tuple[BoundAdjustment, ...]
    aggregations: Mapping[str | None, Aggregation]
    parts: Mapping[str, Decimal]
    functions: frozenset[str]


def bind(rules: IndicatorSet, registry: Registry, diagnosis: Diagnosis) -> Bound:
    """Resolve a set; mistakes go to `diagnosis`, and what has one is left out."""
    binder = _Binder(rules, registry, diagnosis, fact_names(rules.facts), {}, set())
    conditions: dict[str, Formula] = {}
    for id_, dimension in rules.dimensions.items():
        if dimension.applies is not None:
            found = binder.formula(dimension.applies, ("dimensions", id_, "applies"), "boolean")
            if found is not None:
                conditions[id_] = found
    indicators = [binder.indicator(id_, each, conditions) for id_, each in rules.indicators.items()]
    tree = bind_tree(rules, registry, diagnosis, binder.formula)
    return Bound(
        rules,
        registry,
        binder.closed_names(),
        conditions,
        tuple(each for each in indicators if each is not None),
        tree.gates,
        tree.adjustments,
        tree.aggregations,
        rules.parts,
        frozenset(binder.functions),
    )


def above(dimension: str) -> list[str]:
    """Return the ids of a dimension and of all above it, from the top."""
    chain: list[str] = []
    current: str | None = dimension
    while current is not None:
        chain.insert(0, current)
        current = parent_of(current)
    return chain


class _Binder(NamedTuple):
    rules: IndicatorSet
    registry: Registry
    diagnosis: Diagnosis
    names: Names
    open_kinds: dict[str, Kind]
    functions: set[str]

    def formula(
        self, text: str, path: tuple[str | int, ...], want: Kind | None, nodes: frozenset[str] | None = None
    ) -> Formula | None:
        try:
            formula = parse(text, self.names, want, nodes, self.registry.functions)
        except FormulaError as error:
            self.diagnosis.formula(error, path)
            return None
        for node in formula.root.walk():
            if node.operation == "name" and self.names.open:
                self._open(node.value, node.kind, path)
            if node.operation == "plugin":
                self.functions.add(node.value.name)
        return formula

    def _open(self, name: str, kind: Kind, path: tuple[str | int, ...]) -> None:
        """Note of which kind an undeclared fact is: that of its first use."""
        known = self.open_kinds.setdefault(name, kind)
        if known != kind:
            self.diagnosis.error("open-kinds", path, at="value", name=name, a=known, b=kind)
        for other in self.open_kinds:
            if name.startswith(other + ".") or other.startswith(name + "."):
                self.diagnosis.error("fact-and-group", path, at="value", name=max(name, other), other=min(name, other))

    def closed_names(self) -> Names:
        """Return the declared names, or those a set without declarations uses."""
        return Names(dict(self.open_kinds), {}) if self.names.open else self.names

    def inside(self, indicator: Indicator) -> "_Binder":
        """Return a binder that looks names up in the rows of the table that an indicator goes through."""
        table = indicator.for_each
        if table is None or table not in self.names.tables:
            return self
        return self._replace(names=self.names._replace(inside=table))

    def indicator(self, id_: str, indicator: Indicator, conditions: Mapping[str, Formula]) -> BoundIndicator | None:
        path = ("indicators", id_)
        if (indicator.check is None) == (indicator.measure is None):
            self.diagnosis.error("check-or-measure", path, id=id_)
            return None
        binder = self.inside(indicator)
        rows = bind_rows(id_, indicator, self.rules, binder.names, self.diagnosis, binder.formula)
        applies = [conditions[each] for each in above(indicator.dimension) if each in conditions]
        if indicator.applies is not None:
            own = binder.formula(indicator.applies, (*path, "applies"), "boolean")
            applies += [own] if own is not None else []
        unread = indicator.for_each is not None and indicator.for_each not in self.names.tables
        measured = None if unread else binder.measured(id_, indicator)
        if rows is None or measured is None:
            return None
        return measured._replace(applies=tuple(applies), where=rows.where, weight=rows.weight)

    def measured(self, id_: str, indicator: Indicator) -> BoundIndicator | None:
        """Resolve what an indicator measures, and by which scale."""
        path = ("indicators", id_)
        check: Check | None = None
        formula: Formula | None = None
        if indicator.measure is not None:
            if indicator.with_:
                self.diagnosis.error("with-without-check", (*path, "with"), id=id_)
            formula = self.formula(indicator.measure, (*path, "measure"), None)
            reads = formula.names if formula is not None else ()
        else:
            check = self.check(id_, indicator)
            reads = self.read_by(check) if check is not None else ()
        if check is None and formula is None:
            self.scale(id_, indicator, None)
            return None
        sound, value = True, None
        names = self.closed_names()
        if isinstance(check, ObservedCheck) and self.names.inside is not None:
            self.diagnosis.error("for-each-observed", (*path, "check"), at="value", name=indicator.check)
            sound = False
        elif check is not None:
            sound, value = rehearse(check, indicator.with_, names, self.diagnosis, path)
        kind = formula.root.kind if formula is not None else value.kind if value is not None else None
        scale = self.scale(id_, indicator, kind)
        if kind is not None and scale is not None and type(scale) not in SCALES.values():
            sound = rehearse_scale(scale, kind, self.most(indicator), names, self.diagnosis, path) and sound
        if not sound or (scale is None and (kind is not None or indicator.scale is not None)):
            return None
        return BoundIndicator(id_, indicator, check, formula, kind, scale, (), reads, names)

    def most(self, indicator: Indicator) -> Decimal:
        """Return the points that an indicator can earn; a row's are at most those of the dimension."""
        if isinstance(indicator.weight, Decimal):
            return indicator.weight
        dimension = self.rules.dimensions.get(indicator.dimension)
        return dimension.weight if dimension is not None else self.rules.full_marks

    def read_by(self, check: Check) -> tuple[str, ...]:
        """Return the whole names of what a check's parameters name."""
        named = [unicodedata.normalize("NFKC", each.name) for each in check.references()]
        return tuple(dict.fromkeys(found.name if (found := self.names.find(name)) else name for name in named))

    # -- checks

    def check(self, id_: str, indicator: Indicator) -> Check | None:
        path = ("indicators", id_)
        name = indicator.check or ""
        found = self.registry.checks.get(name)
        if found is None:
            near = closest(name, self.registry.checks)
            code = "unknown-check" if near is None else "unknown-check-near"
            self.diagnosis.error(
                code,
                (*path, "check"),
                at="value",
                name=name,
                near=near,
                known=tuple(self.registry.checks),
            )
            return None
        check = self.instance(found, indicator.with_, (*path, "with"), (*path, "check"))
        if check is None:
            return None
        sound = [self.reference(each, path) for each in check.references()]
        return check if all(sound) and isinstance(check, Check) else None

    def instance(
        self,
        cls: type[Parameters],
        values: Mapping[str, Any],
        path: tuple[str | int, ...],
        otherwise: tuple[str | int, ...],
    ) -> Any:
        """Validate parameters; every mistake becomes a diagnostic at its key."""
        made, problems = validated(cls, values)
        for problem in problems:
            place = (*path, *problem.path) if problem.path or values else otherwise
            code = "missing-parameter" if problem.code == "missing-key" and not problem.path else problem.code
            self.diagnosis.note(code, place, {**problem.values, "where": path[-1]}, at=problem.at)
        return None if problems else made

    def reference(self, reference: Reference, path: tuple[str | int, ...]) -> bool:
        """Tell whether a parameter names what there is, of the kind that is due."""
        at = (*path, "with", *reference.path)
        if self.names.open:
            self._open(unicodedata.normalize("NFKC", reference.name), reference.named.kind or "number", at)
            return True
        return refers(reference, self.names, self.diagnosis, at)

    # -- scales

    def scale(self, id_: str, indicator: Indicator, kind: Kind | None) -> Scale | None:
        path = ("indicators", id_)
        if indicator.scale is None:
            if kind is None:
                return None
            if kind not in DEFAULT:
                code = "scale-wanted" if kind != "date" else "scale-wanted-near"
                near = (indicator.measure or indicator.with_.get("fact")) if kind == "date" else None
                self.diagnosis.error(code, path, id=id_, kind=kind, near=near or "…")
                return None
            return self.registry.scales[DEFAULT[kind]]()
        values = dict(indicator.scale)
        name = values.pop("kind", None)
        if not isinstance(name, str):
            known = tuple(self.registry.scales)
            self.diagnosis.error("scale-kind-wanted", (*path, "scale", "kind"), at="value", known=known)
            return None
        found = self.registry.scales.get(name)
        if found is None:
            near = closest(name, self.registry.scales)
            code = "unknown-scale" if near is None else "unknown-scale-near"
            known = tuple(self.registry.scales)
            self.diagnosis.error(code, (*path, "scale", "kind"), at="value", name=name, near=near, known=known)
            return None
        scale = self.instance(found, values, (*path, "scale"), (*path, "scale"))
        if scale is None or not isinstance(scale, Scale):
            return None
        if kind is not None and kind not in scale.kinds:
            self.diagnosis.error("scale-for-kind", (*path, "scale"), scale=name, kind=kind, want=tuple(scale.kinds))
            return None
        problems = problems_of(scale, self.most(indicator))
        for inner, code, info in problems:
            self.diagnosis.note(code, (*path, "scale", *inner), info)
        return None if problems else scale
