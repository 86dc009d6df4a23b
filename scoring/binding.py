"""Binding: the texts of a set resolved against its facts and the registered plugins, once for every use.

Formulas become checked trees, checks and scales become instances with validated parameters. Whatever does not resolve
is a diagnostic at the key that says it; what does is kept, so that one mistake does not hide another.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

from scoring.checks import Check
from scoring.diagnosis import Diagnosis
from scoring.errors import FormulaError, closest
from scoring.formula import Formula, parse
from scoring.indicators import Gate, Indicator, IndicatorSet, fact_names, parent_of
from scoring.parameters import Parameters, Reference
from scoring.plugins import Registry
from scoring.quantity import NUMERIC, Kind, Names
from scoring.rehearsal import problems_of, rehearse, rehearse_scale
from scoring.scales import DEFAULT, SCALES, Scale
from scoring.wording import validated

__all__ = ["FROM_PLUGINS", "Bound", "BoundGate", "BoundIndicator", "bind"]

#: Mistakes that a plugin which is not registered (yet) would cure.
FROM_PLUGINS: Final = ("unknown-check", "unknown-scale")
#: Checks and scales of the language that this version does not have yet.
NOT_YET: Final = ("panel", "target.achievement", "linear", "deduction")


class BoundIndicator(NamedTuple):
    """An indicator whose check or formula, condition and scale are resolved.

    `reads` names the facts, columns and tables that its check or formula names; `applies` holds the conditions of the
    indicator and of the dimensions above it; `kind` and `scale` are None where building the check
    raised, which makes its status `error`.
    """

    id: str
    indicator: Indicator
    check: Check | None
    formula: Formula | None
    kind: Kind | None
    scale: Scale | None
    applies: tuple[Formula, ...]
    reads: tuple[str, ...]

    def named(self, what: Literal["check", "scale"]) -> str:
        """Return the id of its check, or the kind of its scale, "" where it names none."""
        return (self.indicator.check if what == "check" else (self.indicator.scale or {}).get("kind")) or ""


class BoundGate(NamedTuple):
    """A gate whose condition is resolved."""

    id: str
    gate: Gate
    when: Formula


class Bound(NamedTuple):
    """A whole set, resolved; `names` has the kind of every fact it uses, declared or not."""

    rules: IndicatorSet
    registry: Registry
    names: Names
    indicators: tuple[BoundIndicator, ...]
    gates: tuple[BoundGate, ...]


def bind(rules: IndicatorSet, registry: Registry, diagnosis: Diagnosis) -> Bound:
    """Resolve a set; mistakes go to `diagnosis`, and what has one is left out."""
    binder = _Binder(rules, registry, diagnosis, fact_names(rules.facts), {})
    conditions: dict[str, Formula] = {}
    for id_, dimension in rules.dimensions.items():
        if dimension.applies is not None:
            found = binder.formula(dimension.applies, ("dimensions", id_, "applies"), "boolean")
            if found is not None:
                conditions[id_] = found
    indicators = [binder.indicator(id_, each, conditions) for id_, each in rules.indicators.items()]
    gates = [binder.gate(id_, each) for id_, each in rules.gates.items()]
    return Bound(
        rules,
        registry,
        binder.closed_names(),
        tuple(each for each in indicators if each is not None),
        tuple(each for each in gates if each is not None),
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

    def formula(self, text: str, path: tuple[str | int, ...], want: Kind | None) -> Formula | None:
        try:
            formula = parse(text, self.names, want)
        except FormulaError as error:
            self.diagnosis.formula(error, path)
            return None
        for node in formula.root.walk():
            if node.operation == "name" and self.names.open:
                self._open(node.value, node.kind, path)
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

    def gate(self, id_: str, gate: Gate) -> BoundGate | None:
        when = self.formula(gate.when, ("gates", id_, "when"), "boolean")
        return None if when is None else BoundGate(id_, gate, when)

    def indicator(self, id_: str, indicator: Indicator, conditions: Mapping[str, Formula]) -> BoundIndicator | None:
        path = ("indicators", id_)
        check: Check | None = None
        formula: Formula | None = None
        if (indicator.check is None) == (indicator.measure is None):
            self.diagnosis.error("check-or-measure", path, id=id_)
            return None
        applies = [conditions[each] for each in above(indicator.dimension) if each in conditions]
        if indicator.applies is not None:
            own = self.formula(indicator.applies, (*path, "applies"), "boolean")
            applies += [own] if own is not None else []
        if indicator.measure is not None:
            if indicator.with_:
                self.diagnosis.error("with-without-check", (*path, "with"), id=id_)
            formula = self.formula(indicator.measure, (*path, "measure"), None)
            reads = formula.names if formula is not None else ()
        else:
            check = self.check(id_, indicator)
            reads = tuple(dict.fromkeys(each.name for each in check.references())) if check is not None else ()
        if check is None and formula is None:
            self.scale(id_, indicator, None)
            return None
        sound, value = True, None
        if check is not None:
            sound, value = rehearse(check, indicator.with_, self.closed_names(), self.diagnosis, path)
        kind = formula.root.kind if formula is not None else value.kind if value is not None else None
        scale = self.scale(id_, indicator, kind)
        if kind is not None and scale is not None and type(scale) not in SCALES.values():
            names = self.closed_names()
            sound = rehearse_scale(scale, kind, indicator.weight, names, self.diagnosis, path) and sound
        if not sound or (scale is None and (kind is not None or indicator.scale is not None)):
            return None
        return BoundIndicator(id_, indicator, check, formula, kind, scale, tuple(applies), reads)

    # -- checks

    def check(self, id_: str, indicator: Indicator) -> Check | None:
        path = ("indicators", id_)
        name = indicator.check or ""
        found = self.registry.checks.get(name)
        if found is None and name in NOT_YET:
            self.diagnosis.error("not-yet", (*path, "check"), at="value", key=f'check = "{name}"')
            return None
        if found is None:
            near = closest(name, self.registry.checks)
            code = "unknown-check" if near is None else "unknown-check-near"
            self.diagnosis.error(
                code,
                (*path, "check"),
                at="value",
                name=name,
                near=near,
                known=", ".join(self.registry.checks),
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
        named, name = reference.named, unicodedata.normalize("NFKC", reference.name)
        side: Literal["key", "value"] = "key" if name in reference.path[1:] else "value"  # in `items = { name = 1 }`
        if self.names.open:
            self._open(name, named.kind or "number", at)
            return True
        if named.what == "table":
            known: Sequence[str] = list(self.names.tables)
            kind: Kind | None = None
        else:
            pair = self.names.column(name)
            known = [each for each in self.names.all() if each not in self.names.tables]
            kind = self.names.tables[pair[0]][pair[1]] if pair else self.names.facts.get(name)
        if name not in known:
            near = closest(name, known)
            code = "unknown-fact" if near is None else "unknown-fact-near"
            if name in self.names.tables:
                code = "table-not-fact"
            self.diagnosis.error(code, at, at=side, name=name, near=near)
            return False
        due = named.kind
        if due is not None and kind is not None and kind != due and not (due in NUMERIC and kind in NUMERIC):
            self.diagnosis.error("fact-kind", at, at=side, name=name, kind=kind, want=due)
            return False
        if (named.what == "column") != (name not in self.names.facts) and named.what != "table":
            code = "fact-not-column" if named.what == "column" else "column-not-fact"
            self.diagnosis.error(code, at, at=side, name=name)
            return False
        return True

    # -- scales

    def scale(self, id_: str, indicator: Indicator, kind: Kind | None) -> Scale | None:
        path = ("indicators", id_)
        if indicator.scale is None:
            if kind is None:
                return None
            if kind not in DEFAULT:
                self.diagnosis.error("scale-wanted", path, id=id_, kind=kind)
                return None
            return self.registry.scales[DEFAULT[kind]]()
        values = dict(indicator.scale)
        name = values.pop("kind", None)
        if not isinstance(name, str):
            known = ", ".join(self.registry.scales)
            self.diagnosis.error("scale-kind-wanted", (*path, "scale", "kind"), at="value", known=known)
            return None
        found = self.registry.scales.get(name)
        if found is None and name in NOT_YET:
            self.diagnosis.error("not-yet", (*path, "scale", "kind"), at="value", key=f'kind = "{name}"')
            return None
        if found is None:
            near = closest(name, self.registry.scales)
            code = "unknown-scale" if near is None else "unknown-scale-near"
            known = ", ".join(self.registry.scales)
            self.diagnosis.error(code, (*path, "scale", "kind"), at="value", name=name, near=near, known=known)
            return None
        scale = self.instance(found, values, (*path, "scale"), (*path, "scale"))
        if scale is None or not isinstance(scale, Scale):
            return None
        if kind is not None and kind not in scale.kinds:
            self.diagnosis.error("scale-for-kind", (*path, "scale"), scale=name, kind=kind, want=", ".join(scale.kinds))
            return None
        problems = problems_of(scale, indicator.weight)
        for inner, code, info in problems:
            self.diagnosis.note(code, (*path, "scale", *inner), info)
        return None if problems else scale
