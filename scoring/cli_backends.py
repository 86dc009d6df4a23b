"""Tables for the library that is to score them: which it is, what it lacks, and how they are brought to it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import narwhals as nw
import polars as pl
from narwhals.exceptions import ComputeError

from scoring.cli_options import Backend
from scoring.cli_spark import ORDER
from scoring.data_remarks import MOST
from scoring.data_spark import are_addresses, read_addresses
from scoring.data_tables import read_tables
from scoring.errors import DataError
from scoring.frame_between import streamed_to_duckdb, to_duckdb, to_polars
from scoring.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.cli_output import Asked
    from scoring.cli_spark import Spark
    from scoring.data_places import TableData
    from scoring.engine import Engine

__all__ = ["at_hand", "brought", "in_duckdb", "installed", "refuse_observed", "sound"]


def refuse_observed(engine: Engine, asked: Asked) -> None:
    """Refuse a backend that cannot show one project after the other to the checks that look at them so."""
    if engine.observing is not None and asked.backend in (Backend.DUCKDB, Backend.SPARK):
        raise DataError(message("backend-observed", asked.lang, backend=str(asked.backend)))


@contextmanager
def installed(asked: Asked) -> Iterator[None]:
    """Say which library is wanted where one is not installed: a backend, or what brings its values to another."""
    try:
        yield
    except ImportError as error:
        code = "spark-library" if asked.backend is Backend.SPARK else "backend-library"
        library = (error.name or str(error)).partition(".")[0]
        raise DataError(message(code, asked.lang, library=library)) from error


@contextmanager
def sound(given: list[str], asked: Asked) -> Iterator[None]:
    """Say of a file that is damaged where nobody has looked before that it is."""
    try:
        yield
    except (pl.exceptions.ComputeError, ComputeError) as error:
        why = str(error).splitlines()[0]
        raise DataError(message("table-damaged", asked.lang, file=tuple(given[:MOST]), why=why)) from error


def brought(engine: Engine, given: list[str], asked: Asked, spark: Spark | None) -> TableData:
    """Read the projects, for the library that is to score them."""
    if not are_addresses(given, asked.lang):
        backend = asked.backend if engine.observing is None else Backend.POLARS
        return _on(backend, read_tables(given, engine.rules, asked.lang), spark)
    if spark is None:
        raise DataError(message("spark-backend", asked.lang, address=given[0]))
    return read_addresses(spark.session, given, engine.rules, asked.lang)


def at_hand(data: TableData) -> TableData:
    """Read frames of Polars into memory."""
    tables = {name: each.collect() for name, each in data.tables.items()}
    return data._replace(projects=data.projects.collect(), tables=tables)


def in_duckdb(data: TableData) -> TableData:
    """Bring frames of Polars to DuckDB, which keeps the order of rows that nothing is joined to."""
    if not data.tables:
        return data._replace(projects=streamed_to_duckdb(data.projects))
    tables = {name: to_duckdb(each) for name, each in data.tables.items()}
    return data._replace(projects=to_duckdb(data.projects.with_row_index(ORDER)), tables=tables)


def _on(backend: Backend | None, data: TableData, spark: Spark | None) -> TableData:
    """Bring the frames to Spark, or out of a database for Polars; projects are in the order of their file."""
    projects, tables = data.projects, data.tables
    if spark is not None:
        return spark.brought(data)
    if nw.from_native(projects).implementation.is_duckdb():
        projects = projects.project(f'*, "line:" AS "{ORDER}"').order(f'"{ORDER}"')
        if backend is Backend.POLARS:
            projects, tables = to_polars(projects), {name: to_polars(each) for name, each in tables.items()}
    return data._replace(projects=projects, tables=tables)
