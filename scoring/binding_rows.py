"""Binding what an indicator says of the rows of a table: which of them it takes, their weight and their title."""

import unicodedata
from collections.abc import Callable
from decimal import Decimal
from string import Formatter
from typing import NamedTuple

from scoring.diagnosis import Diagnosis
from scoring.errors import closest
from scoring.formula import Formula
from scoring.indicators import Indicator, IndicatorSet
from scoring.quantity import NUMERIC, Kind, Names

__all__ = ["BoundRows", "bind_rows"]

Path = tuple[str | int, ...]


class BoundRows(NamedTuple):
    """Which rows an indicator takes, and the whole name of the column that has their points (or the points)."""

    where: Formula | None
    weight: Decimal | str


def bind_rows(
    id_: str,
    indicator: Indicator,
    rules: IndicatorSet,
    names: Names,
    diagnosis: Diagnosis,
    parse: Callable[[str, Path, Kind | None], Formula | None],
) -> BoundRows | None:
    """Resolve what an indicator says of rows; mistakes go to `diagnosis`. `names` are looked up inside its table."""
    path: Path = ("indicators", id_)
    before = len(diagnosis.mistakes)
    table, weight = indicator.for_each, indicator.weight
    where: Formula | None = None
    if table is None:
        if indicator.where is not None:
            diagnosis.error("where-without-rows", (*path, "where"), id=id_)
        if isinstance(weight, str):
            diagnosis.error("want-number", (*path, "weight"), at="value", key="weight", given=f'"{weight}"')
    elif table not in names.tables:
        near = closest(table, names.tables)
        code = "unknown-table" if near is None else "unknown-table-near"
        known = tuple(names.tables)
        diagnosis.error(code, (*path, "for_each"), at="value", name=table, near=near, known=known)
    else:
        _home(id_, indicator, rules, diagnosis)
        if indicator.where is not None:
            where = parse(indicator.where, (*path, "where"), "boolean")
        if isinstance(weight, str):
            weight = _weight(weight, table, names, diagnosis, (*path, "weight"))
        _title(indicator.title, table, names, diagnosis, (*path, "title"))
    return BoundRows(where, weight) if len(diagnosis.mistakes) == before else None


def _home(id_: str, indicator: Indicator, rules: IndicatorSet, diagnosis: Diagnosis) -> None:
    """Refuse rows where weights are relative, or where the dimension does not add up its children."""
    path = ("indicators", id_, "for_each")
    if rules.weights != "points":
        diagnosis.error("for-each-relative", path, id=id_)
    dimension = rules.dimensions.get(indicator.dimension)
    if dimension is not None and dimension.aggregate != "sum":
        home, how = indicator.dimension, dimension.aggregate
        diagnosis.error("for-each-aggregate", path, id=id_, dimension=home, aggregate=how)


def _weight(given: str, table: str, names: Names, diagnosis: Diagnosis, path: Path) -> str:
    """Return the whole name of the column that has the points of rows."""
    found = names.find(unicodedata.normalize("NFKC", given).strip())
    if found is None or found.column is None or found.column[0] != table:
        _no_column(given, table, names, diagnosis, path)
        return given
    if found.kind not in NUMERIC:
        diagnosis.error("fact-kind", path, at="value", name=given, kind=found.kind, want="number")
    return found.name


def _title(title: str, table: str, names: Names, diagnosis: Diagnosis, path: Path) -> None:
    """Refuse a title that fills in what is no column."""
    try:
        fields = [field for _, field, *_ in Formatter().parse(title) if field is not None]
    except ValueError:
        diagnosis.error("title-template", path, at="value")
        fields = []
    for field in fields:
        if field not in names.tables[table]:
            _no_column(field, table, names, diagnosis, path)


def _no_column(name: str, table: str, names: Names, diagnosis: Diagnosis, path: Path) -> None:
    known = tuple(names.tables[table])
    near = closest(name, known)
    code = "unknown-column" if near is None else "unknown-column-near"
    diagnosis.error(code, path, at="value", name=name, near=near, table=table, known=known)
