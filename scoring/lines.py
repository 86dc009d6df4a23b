"""The lines of a sheet: what the values of a scored project say of each indicator, or of each row it goes through."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scoring.display import DASH
from scoring.exact import Exact
from scoring.exact_row import Constant, Layout
from scoring.published import trusted
from scoring.row_titles import extras, row_title, title_without_row
from scoring.sheet import Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from scoring.arithmetic import Unit
    from scoring.binding import Bound
    from scoring.exact_row import Row
    from scoring.explain import Explainer
    from scoring.plan import Assembled
    from scoring.plan_indicators import AssembledIndicator, Failure
    from scoring.reading import Given, Reading

__all__ = ["Lines", "Placed", "printed"]

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class Placed(NamedTuple):
    """A line, its indicator, and the row it was read from: the project's, or that of a table's row."""

    indicator: AssembledIndicator[Any]
    row: Row
    line: Line

    @property
    def of_row(self) -> bool:
        """Whether it is the line of a table's row."""
        return self.line.row is not None


class Lines:
    """Makes the lines of one set's sheets."""

    def __init__(self, bound: Bound, plan: Assembled[Any], explainer: Explainer, reading: Reading) -> None:
        """Keep what is the same for every project."""
        self.reading = reading
        self.explain = explainer
        self.to = bound.rules.round.to
        self.templates = [(each, _template(each, bound)) for each in plan.indicators]
        self.through_tables = any(each.rows is not None for each in plan.indicators)
        self.plain = [
            (each, template, each.measure, each.scored.share, each.scored.units, each.scored.status)
            for each, template in self.templates
        ]

    def placed(self, given: Given, failures: Mapping[str, Failure]) -> list[Placed]:
        """Return the lines of a set that goes through tables, with their rows."""
        found: list[Placed] = []
        for indicator, template in self.templates:
            if indicator.rows is None:
                line = self._line(indicator, template, indicator.scored, given.row, given, failures)
                found.append(Placed(indicator, given.row, line))
            else:
                found += self._of_rows(indicator, template, given)
        return found

    def of(self, given: Given, failures: Mapping[str, Failure]) -> list[Line]:
        """Return the lines of a set without tables to go through, as quickly as can be."""
        row, to, explain = given.row, self.to, self.explain.line
        found = []
        for indicator, template, measure, share, units_of, status_of in self.plain:
            status = status_of(row)
            units = units_of(row)
            values = template.copy()
            values["measure"] = measure(row)
            values["share"] = share(row)
            values["score"] = None if units is None else units * to
            values["status"] = status
            failure = indicator.failure or failures.get(indicator.bound.id)
            private = {"_explain": partial(explain, indicator, row, status, given.invalid, failure)}
            found.append(trusted(Line, values, private))
        return found

    def _line(
        self,
        indicator: AssembledIndicator[Any],
        template: Mapping[str, Any],
        scored: Any,
        row: Row,
        given: Given,
        failures: Mapping[str, Failure],
        own: Mapping[str, Any] = NOTHING,
    ) -> Line:
        """Make one line, of the project or (with `own` values) of a table's row."""
        status, units = scored.status(row), scored.units(row)
        values = {**template, **own, "measure": indicator.measure(row), "share": scored.share(row), "status": status}
        values["score"] = None if units is None else units * self.to
        failure = indicator.failure or failures.get(indicator.bound.id)
        private = {"_explain": partial(self.explain.line, indicator, row, status, given.invalid, failure)}
        return trusted(Line, values, private)

    def _of_rows(
        self, indicator: AssembledIndicator[Any], template: Mapping[str, Any], given: Given
    ) -> Iterator[Placed]:
        """Make the lines of the rows that an indicator takes, or the one that stands where there is none."""
        row, bound, lines, empty = given.row, indicator.bound, indicator.rows, indicator.empty
        if lines is None or empty is None:
            return
        if empty.there(row):
            units, share = empty.units(row), empty.share(row)
            values = {
                **template,
                "title": title_without_row(bound, self.explain.named(lines.table), self.explain.lang),
                "weight": empty.weight(row),
                "measure": None,
                "share": share,
                "score": None if units is None else units * self.to,
                "status": empty.status(row),
            }
            private = {"_explain": (DASH, self.explain.no_row(indicator, row))}
            yield Placed(indicator, row, trusted(Line, values, private))
            return
        for each in row[self.reading.layout.facts[lines.table]]:
            if lines.taken(each):
                value = partial(self.explain.value, row=each, names=bound.names)
                title = row_title(bound, value, self.explain.lang)
                own = {"row": each[2], "title": title, "weight": lines.weight(each)}
                own |= extras(bound, self.reading, value)
                yield Placed(indicator, each, self._line(indicator, template, lines, each, given, {}, own))


def _template(indicator: AssembledIndicator[Any], bound: Bound) -> dict[str, Any]:
    """Return the values of a line that are the same for every project."""
    model = indicator.bound.indicator
    values: dict[str, Any] = dict.fromkeys(Line.model_fields)
    weight = bound.parts.get(indicator.bound.id)
    values.update(
        id=indicator.bound.id,
        title=model.title,
        dimension=model.dimension,
        weight=weight if weight is None or bound.rules.weights == "points" else printed(weight, bound.rules.unit),
        unit=model.unit,
    )
    return values


def printed(points: Decimal, unit: Unit) -> Decimal:
    """Return points rounded by the set's rule, for the reader."""
    rounded: Decimal = Exact(Layout({}, {}), 0).round_units(Constant(unit.units(points)), unit.mode)([])
    return rounded * unit.to
