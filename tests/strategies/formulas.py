"""Formulas, built from a grammar so that every one is of a known type: a number, a condition or a text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Formula = st.SearchStrategy[str]
LITERALS: Final = ["0", "1", "2", "3", "0.5", "0.1", "0.3", "0.95", "10", "100", "2.85", "365", "1000000"]
EXPONENTS: Final = ["0", "1", "2", "3", "-1", "-2", "0.5"]
DAYS: Final = ["2021-12-31", "2022-01-01", "2022-06-30", "2022-12-31"]
TEXTS: Final = ["好", "较好", "一般", "差", "好（优）", "tel", "Ａ"]


@dataclass(frozen=True)
class Scope:
    """The names that a formula may use, by what they hold."""

    numbers: tuple[str, ...]
    conditions: tuple[str, ...]
    texts: tuple[str, ...]
    dates: tuple[str, ...]
    tables: Mapping[str, Scope]
    #: Where these are the names of a table's rows: the project's, which may be used beside them.
    above: Scope | None = None

    @classmethod
    def of(cls, declared: Mapping[str, Mapping[str, Any]], prefix: str = "") -> Scope:
        """Return the scope of declared facts, or of the columns of a table."""

        def named(*types: str) -> tuple[str, ...]:
            return tuple(prefix + name for name, each in declared.items() if each["type"] in types)

        tables = {name: each["columns"] for name, each in declared.items() if each["type"] == "table"}
        return cls(
            numbers=named("number", "integer", "money", "percent", "quantity"),
            conditions=named("boolean"),
            texts=named("text", "level"),
            dates=named("date"),
            tables={name: cls.of(columns, f"{name}.") for name, columns in tables.items()},
        )

    def inside(self, table: str) -> Scope:
        """Return the scope of an expression over a table's rows: its columns, and the project's own facts."""
        return replace(self.tables[table], tables={}, above=replace(self, tables={}))


def numbers(scope: Scope, depth: int = 3) -> Formula:
    """Formulas that are worth a number."""
    leaves: list[Formula] = [st.sampled_from(LITERALS)]
    if scope.numbers:
        leaves.append(st.sampled_from(scope.numbers))
    if depth == 0:
        return st.one_of(leaves)
    if scope.above is not None:
        leaves.append(st.sampled_from(scope.above.numbers))
    inner = st.deferred(lambda: numbers(scope, depth - 1))
    forms = [
        *leaves,
        _filled("({} {} {})", inner, st.sampled_from("+-*/"), inner),
        _filled("{} / {}", inner, inner),
        _filled("({}) ** {}", inner, st.sampled_from(EXPONENTS)),
        _filled("-{}", st.one_of(leaves)),
        _filled("{}({})", st.sampled_from(["abs", "floor", "ceil", "ln", "log10", "sqrt", "exp"]), inner),
        _filled("{}({}, {})", st.sampled_from(["min", "max", "coalesce"]), inner, inner),
        _filled("clip({}, 0, {})", inner, st.sampled_from(["1", "0.95"])),
        _filled("clip({}, {}, {})", inner, inner, inner),
        _filled("({} if {} else {})", inner, conditions(scope, depth - 1), inner),
    ]
    if scope.dates:
        forms.append(_filled("days({}, {})", dates(scope, depth - 1), dates(scope, depth - 1)))
    if scope.tables:
        forms.append(st.sampled_from(sorted(scope.tables)).flatmap(lambda table: _over_rows(scope, table)))
    return st.one_of(forms)


def conditions(scope: Scope, depth: int = 3) -> Formula:
    """Formulas that are true or false."""
    ordered = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
    number, text = numbers(scope, max(depth - 1, 0)), texts(scope, max(depth - 1, 0))
    forms = [_filled("{} {} {}", number, ordered, number)]
    if scope.conditions:
        forms.append(st.sampled_from(scope.conditions))
    if scope.texts:
        forms.append(_filled("{} {} {}", text, st.sampled_from(["==", "!="]), text))
        forms.append(_filled("{} {} ({}, {})", text, _MEMBERSHIP, _LITERAL_TEXTS, _LITERAL_TEXTS))
    if depth == 0:
        return st.one_of(forms).map("({})".format)
    inner = st.deferred(lambda: conditions(scope, depth - 1))
    forms += [
        _filled("{} {} {} {} {}", number, ordered, number, ordered, number),
        _filled("{} {} ({}, {})", number, _MEMBERSHIP, st.sampled_from(LITERALS), st.sampled_from(LITERALS)),
        _filled("{} {} {}", inner, st.sampled_from(["and", "or"]), inner),
        _filled("{} and {} or {}", inner, inner, inner),
        _filled("not {}", inner),
        _filled("{} if {} else {}", inner, inner, inner),
        _filled("{} {} {}", inner, st.sampled_from(["==", "!="]), inner),
        _filled("coalesce({}, {})", inner, inner),
    ]
    if scope.dates:
        forms.append(_filled("{} {} {}", dates(scope, depth - 1), ordered, dates(scope, depth - 1)))
        forms.append(_filled("{} {} {}", dates(scope, depth - 1), ordered, _LITERAL_DAYS))
        forms.append(_filled("{} {} ({}, {})", dates(scope, depth - 1), _MEMBERSHIP, _LITERAL_DAYS, _LITERAL_DAYS))
    if scope.tables:
        forms.append(
            st.sampled_from(["sum(lines.amount) {} 资金.预算", "0 {} sum(lines.amount) - 资金.预算"]).flatmap(
                lambda form: ordered.map(form.format)
            )
        )
    return st.one_of(forms).map("({})".format)


def dates(scope: Scope, depth: int = 2) -> Formula:
    """Formulas that are worth a date."""
    leaves: list[Formula] = [st.sampled_from(scope.dates)]
    if scope.above is not None:
        leaves.append(st.sampled_from(scope.above.dates))
    of_tables = [each.dates for each in scope.tables.values() if each.dates]
    if of_tables:
        leaves.append(_filled("{}({})", st.sampled_from(["minimum", "maximum"]), st.sampled_from(of_tables[0])))
    if depth <= 0:
        return st.one_of(leaves)
    inner = st.deferred(lambda: dates(scope, depth - 1))
    return st.one_of(
        *leaves,
        _filled("{}({}, {})", st.sampled_from(["min", "max", "coalesce"]), inner, inner),
        _filled("{}({}, {})", st.sampled_from(["min", "max", "coalesce"]), inner, _LITERAL_DAYS),
        _filled("clip({}, {}, {})", inner, inner, inner),
        _filled("({} if {} else {})", inner, conditions(scope, depth - 1), inner),
        _filled("({} if {} else {})", inner, conditions(scope, depth - 1), _LITERAL_DAYS),
    )


def texts(scope: Scope, depth: int = 2) -> Formula:
    """Formulas that are worth a text."""
    leaves: list[Formula] = [_LITERAL_TEXTS]
    if scope.texts:
        leaves.append(st.sampled_from(scope.texts))
    if depth == 0:
        return st.one_of(leaves)
    inner = st.deferred(lambda: texts(scope, depth - 1))
    return st.one_of(
        *leaves,
        _filled("coalesce({}, {})", inner, inner),
        _filled("({} if {} else {})", inner, conditions(scope, depth - 1), inner),
    )


def _over_rows(scope: Scope, table: str) -> Formula:
    rows = scope.inside(table)
    amounts, holds = numbers(rows, 2), conditions(rows, 1)
    of_amounts = st.sampled_from(["sum", "mean", "median", "minimum", "maximum"])
    return st.one_of(
        st.just(f"count({table})"),
        _filled("count({})", st.sampled_from([*rows.numbers, *rows.texts, *rows.dates])),
        _filled("{}({})", of_amounts, st.sampled_from(rows.numbers)),
        _filled("{}({})", of_amounts, amounts.filter(lambda formula: f"{table}." in formula)),
        _filled("{}({})", st.sampled_from(["count", "fraction"]), holds.filter(lambda each: f"{table}." in each)),
    )


def _filled(template: str, *parts: Formula) -> Formula:
    fill: Callable[..., str] = template.format
    return st.tuples(*parts).map(lambda drawn: fill(*drawn))


_LITERAL_TEXTS: Final = st.sampled_from(TEXTS).map("'{}'".format)
_LITERAL_DAYS: Final = st.sampled_from(DAYS).map("'{}'".format)
_MEMBERSHIP: Final = st.sampled_from(["in", "not in"])
