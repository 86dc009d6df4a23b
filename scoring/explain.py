"""Explanations: one line's measure and reason in words, so that a reader can follow the score by hand."""

from __future__ import annotations

from decimal import Decimal, localcontext
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from scoring.algebra import TOLERANCE
from scoring.builtin import Value
from scoring.checks import Seen, raised
from scoring.display import DASH, listed, percent, show
from scoring.errors import WHATEVER
from scoring.exact_row import CONTEXT
from scoring.formula_text import FormulaText
from scoring.messages import message
from scoring.sheet import Status
from scoring.templates import filled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scoring.binding import Bound
    from scoring.checks import Template
    from scoring.exact_row import Layout, Row
    from scoring.notation import Invalid
    from scoring.plan_indicators import AssembledIndicator, Failure
    from scoring.quantity import Names

__all__ = ["Explainer"]


class Explainer(NamedTuple):
    """Explains the lines of a bound set in one language; `layout` and `start` are those of the exact algebra."""

    bound: Bound
    layout: Layout
    start: int
    lang: Literal["zh", "en"]

    def formulas(
        self, names: Names | None = None, nodes: Mapping[tuple[str, str], Any] = MappingProxyType({})
    ) -> FormulaText:
        """Return what writes the set's formulas with the numbers of a project, or of a row where names are its."""
        facts, own = self.bound.rules.facts, names or self.bound.names
        return FormulaText(facts, own, self.layout, self.start, self.lang, nodes)

    def line(
        self,
        indicator: AssembledIndicator[Any],
        row: Row,
        status: Status,
        invalid: Mapping[str, tuple[Invalid, int | None]],
        failure: Failure | None,
    ) -> tuple[str, str]:
        """Return what a line shows of its measure, and its reason."""
        with localcontext(CONTEXT):
            value = indicator.measure(row)
            display = self.display(indicator, value)
            if status is Status.NOT_APPLICABLE:
                return DASH, self.not_applicable(indicator, row)
            if status is Status.ERROR:
                return DASH, message(f"reason-{failure.by}-error", self.lang, why=failure.why) if failure else ""
            if status is Status.INVALID:
                return display, self.invalid(indicator, row, value, invalid)
            measured = self.measured(indicator, row, value)
            if status is Status.MISSING:
                return DASH, self.missing(indicator, row, measured)
            return display, self.join([measured, self.step(indicator, row, value), self.zeroed(indicator, row)])

    def zeroed(self, indicator: AssembledIndicator[Any], row: Row) -> str:
        """Say which kind of condition took the whole score, where one did."""
        project = row[0] if indicator.rows is not None else row
        if indicator.zeroed is None or not indicator.zeroed(project):
            return ""
        gates = [each.gate.title for each in self.bound.gates if indicator.bound.id in each.zero]
        return message("reason-zeroed", self.lang, titles=listed(gates, self.lang))

    def no_row(self, indicator: AssembledIndicator[Any], row: Row) -> str:
        """Explain the line of an indicator without a row."""
        table = self.named(indicator.bound.indicator.for_each or "")
        if indicator.empty is not None and indicator.empty.status(row) is Status.NOT_APPLICABLE:
            with localcontext(CONTEXT):
                return self.not_applicable(indicator, row)
        return message("reason-no-row", self.lang, table=table)

    # -- the measure

    def as_percent(self, indicator: AssembledIndicator[Any]) -> bool:
        """Tell whether a measure is shown as a percentage: by the indicator, its check, or the formula's top."""
        bound = indicator.bound
        if bound.indicator.display is not None:
            return bound.indicator.display == "percent"
        if indicator.kind not in ("number", "money") or bound.indicator.unit is not None:
            return False
        if bound.formula is not None:
            top = bound.formula.root
            if top.operation == "name":
                fact = self.bound.rules.declared(top.value)
                return fact is not None and fact.type == "percent"
            return top.operation == "/" or (top.operation == "fold" and top.value == "fraction")
        if bound.check is not None and bound.check.display is not None:
            return bound.check.display == "percent"
        fact = self.bound.rules.declared(indicator.reads[0]) if len(indicator.reads) == 1 else None
        return fact is not None and fact.type == "percent"

    def display(self, indicator: AssembledIndicator[Any], value: Any) -> str:
        """Write a measure with its unit."""
        unit = indicator.bound.indicator.unit or self.unit_of(indicator)
        return show(value, indicator.kind, self.lang, as_percent=self.as_percent(indicator), unit=unit)

    def unit_of(self, indicator: AssembledIndicator[Any]) -> str | None:
        """Return the unit of the fact that the measure simply is, if it is one."""
        bound = indicator.bound
        simple = bound.formula is not None and bound.formula.root.operation == "name"
        if not simple and not isinstance(bound.check, Value):
            return None
        fact = self.bound.rules.declared(indicator.reads[0]) if indicator.reads else None
        return fact.unit if fact is not None else None

    def measured(self, indicator: AssembledIndicator[Any], row: Row, value: Any) -> str:
        """Return the formula with its numbers, or what the check says."""
        check, formula = indicator.bound.check, indicator.bound.formula
        if formula is not None:
            if formula.root.operation in ("name", "number", "text"):
                return ""
            text = self.formulas(indicator.bound.names).render(formula.root, row)
            shown = self.display(indicator, value)
            return text if value is None or text == shown else f"{text} = {shown}"
        if check is None or indicator.failure is not None:
            return ""
        names = indicator.bound.names
        seen = Seen(
            lambda name: self.value(name, row, names),
            lambda name: self.bound.rules.label(found.name if (found := names.find(name)) is not None else name),
            value,
            self.lang,
            lambda name: found.kind if (found := names.find(name)) is not None else "number",
        )
        own = self.worded(indicator, "check", lambda: check.explain(seen))
        if own is not None:
            return own
        return self.fill(indicator.reason, indicator, row, value) if indicator.reason is not None else ""

    def worded(
        self, indicator: AssembledIndicator[Any], by: Literal["check", "scale"], write: Callable[[], str | None]
    ) -> str | None:
        """Return what a stranger's check or scale writes, or that it failed to: its score stands all the same."""
        try:
            text = write()
            if text is None or isinstance(text, str):
                return text
            raise TypeError(f"a text is due, not {text!r:.60}")
        except WHATEVER as error:
            plugin = self.bound.registry.providers[by, indicator.bound.named(by)]
            return message("reason-unworded", self.lang, plugin=plugin, why=raised(error))

    def value(self, name: str, row: Row, names: Names) -> Any:
        """Return a fact's value in a row, of a row's column its own; of another column, None (it has many)."""
        found = names.find(name)
        if found is None:
            return None
        if found.column is None:
            return (row[0] if names.inside is not None else row)[self.layout.facts[found.name]]
        return row[self.layout.columns[found.column]] if found.column[0] == names.inside else None

    def fill(self, template: Template, indicator: AssembledIndicator[Any], row: Row, value: Any) -> str:
        """Fill in a check's template for one project."""
        return self.worded(indicator, "check", lambda: self._filled(template, indicator, row, value)) or ""

    def _filled(self, template: Template, indicator: AssembledIndicator[Any], row: Row, value: Any) -> str:
        text = template if isinstance(template, str) else template[0 if self.lang == "zh" else 1]
        values: dict[str, Any] = {"measure": value}
        check = indicator.bound.check
        if check is not None:
            for name in type(check).model_fields:
                values[name] = getattr(check, name)
            for each in check.references():
                if len(each.path) == 1:
                    names = indicator.bound.names
                    known = self.value(each.name, row, names)
                    kind = found.kind if (found := names.find(each.name)) is not None else "number"
                    values[str(each.path[0])] = (
                        known if isinstance(known, Decimal) and kind != "date" else show(known, kind, self.lang)
                    )
        for name, quantity in indicator.shown.items():
            values[name] = quantity.expression(row)
        return filled(text, values, self.lang)

    def step(self, indicator: AssembledIndicator[Any], row: Row, value: Any) -> str:
        """Return which step of the scale the measure reached."""
        return self.worded(indicator, "scale", lambda: self._reached(indicator, row, value)) or ""

    def _reached(self, indicator: AssembledIndicator[Any], row: Row, value: Any) -> str:
        scale = indicator.bound.scale
        given = indicator.bound.weight
        weight = given if isinstance(given, Decimal) else indicator.rows.weight(row) if indicator.rows else Decimal(0)
        reached = scale.reached(value, weight) if scale is not None else None
        if scale is None or reached is None:
            return ""
        code, values = reached
        shown = {
            name: self.display(indicator, each) if isinstance(each, Decimal) else each for name, each in values.items()
        }
        share = (indicator.rows or indicator.scored).share(row)
        shown["share"] = percent(share) if share is not None else DASH
        own = scale.messages.get(code)
        return own[self.lang == "en"].format_map(shown) if own else message(code, self.lang, **shown)

    # -- why there is no measure

    def missing(self, indicator: AssembledIndicator[Any], row: Row, measured: str) -> str:
        """Name the facts that are wanted, or show the calculation that has no result."""
        names = indicator.bound.names
        missing = [name for name in indicator.reads if self.is_missing(name, row, names)]
        check = indicator.bound.check
        spare = check.spared(names) if check is not None else ()
        wanted = [name for name in missing if name not in spare] or ([] if measured else missing)
        if wanted:
            named = dict.fromkeys(self.named(self.table_of(name, row, names) or name) for name in wanted)
            return message("reason-missing", self.lang, names=listed([*named], self.lang))
        if measured:
            untold = dict.fromkeys(map(self.named, missing)) if measured.count(DASH) > 1 else ()
            lacking = [message("reason-missing", self.lang, names=listed([*untold], self.lang))] if untold else []
            return self.join([message("reason-no-result", self.lang, what=measured), *lacking])
        return message("reason-unmeasured", self.lang)

    def is_missing(self, name: str, row: Row, names: Names) -> bool:
        """Tell whether a fact is missing: of a row's column, its own value; of another column, every value."""
        project = row[0] if names.inside is not None else row
        if name in names.tables:
            return not project[self.layout.facts[name]]
        pair = names.column(name)
        if pair is None or pair[0] == names.inside:
            return self.value(name, row, names) is None
        slot = self.layout.columns[pair]
        return all(each[slot] is None for each in project[self.layout.facts[pair[0]]])

    def table_of(self, name: str, row: Row, names: Names) -> str | None:
        """Return the table of a column, if it has no rows at all: then it is the table that is wanted."""
        pair = names.column(name)
        return pair[0] if pair is not None and self.is_missing(pair[0], row, names) else None

    def named(self, name: str) -> str:
        """Return a fact's label with its name, or its name alone."""
        label = self.bound.rules.label(name)
        return name if label == name else message("label-and-name", self.lang, label=label, name=name)

    def invalid(
        self,
        indicator: AssembledIndicator[Any],
        row: Row,
        value: Any,
        invalid: Mapping[str, tuple[Invalid, int | None]],
    ) -> str:
        """Name the facts that are there but wrong, and how."""
        own: Mapping[str, Invalid] = row[1] if indicator.rows is not None else {}
        parts = []
        for name in self.bound.names.behind(indicator.reads):
            wrong = own.get(name) if name.rpartition(".")[0] == indicator.bound.names.inside else None
            if wrong is None and name in invalid and not name.startswith(f"{indicator.bound.names.inside}."):
                wrong = invalid[name][0]
            if wrong is not None:
                parts.append(message("invalid-fact", self.lang, label=self.named(name), why=wrong.text(self.lang)))
        if indicator.rows is not None and not self.weighs(indicator, row):
            return self.join([message("reason-row-weight", self.lang), *parts])
        if not parts and isinstance(value, str):
            levels = list(getattr(indicator.bound.scale, "levels", ()))
            return message("reason-level", self.lang, value=value, levels=listed(levels, self.lang))
        check = indicator.bound.check
        if not parts and check is not None and not check.reads_all:
            parts = [text for text in [self.measured(indicator, row, None)] if text]  # it says itself what is wrong
        if parts:
            return message("reason-invalid", self.lang, why=listed(parts, self.lang))
        return message("reason-refused", self.lang)

    def weighs(self, indicator: AssembledIndicator[Any], row: Row) -> bool:
        """Tell whether a row of a table has a weight."""
        given = indicator.bound.weight
        weight = self.value(given, row, indicator.bound.names) if isinstance(given, str) else given
        return weight is not None and weight >= -TOLERANCE

    def not_applicable(self, indicator: AssembledIndicator[Any], row: Row) -> str:
        """Show the condition that is false, in a row of a table or in the project."""
        of_row = indicator.rows is not None and isinstance(row[0], list)
        names = indicator.bound.names if of_row else self.bound.names
        for formula in indicator.bound.applies:
            if formula.root.table is not None and not of_row:
                continue
            formulas = self.formulas(names)
            if formulas.evaluate(formula.root, row) is False:
                condition = formulas.render(formula.root, row)
                return message("reason-not-applicable", self.lang, condition=condition)
        return message("reason-not-applicable-short", self.lang)

    def join(self, parts: Sequence[str]) -> str:
        """Join clauses in the set's language."""
        return ("；" if self.lang == "zh" else "; ").join(part for part in parts if part)
