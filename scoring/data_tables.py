"""Tables of projects, a row each: CSV, XLSX, Parquet and DuckDB files, with the tables of their rows, as frames.

Values are not read here: columns keep what their cells have, and who scores them reads it by the declared type.
"""

from collections.abc import Sequence

from scoring.data_files import DATABASES, are_tables, table_files
from scoring.data_places import TableData
from scoring.errors import DataError
from scoring.indicators import IndicatorSet
from scoring.messages import message

__all__ = ["are_tables", "read_tables"]


def read_tables(given: Sequence[str], rules: IndicatorSet, lang: str) -> TableData:
    """Read projects from files, folders and globs of tables, and rows of tables from such as `survey=answers.csv`.

    Columns are found by their headings: the name, label or alias of a fact, with or without a unit in brackets. A
    sheet, or a table of a database, that is called like a table of the set has its rows. Raises `DataError`, in `lang`
    ("zh" or "en"), for what cannot be read; what a person should know besides is in the remarks.
    """
    files = table_files(given, rules, lang)
    suffix = files[0].path.suffix.lower()
    extra = "duckdb" if suffix in DATABASES else "polars"
    try:
        if suffix in DATABASES:
            from scoring.data_duckdb import read_database  # noqa: PLC0415 - libraries of frames take long to import

            return read_database(files[0].path, rules, lang)
        from scoring.data_lazy import read_lazily  # noqa: PLC0415 - as above
    except ImportError as error:
        raise DataError(message("table-library", lang, suffix=suffix, library=error.name, extra=extra)) from error
    return read_lazily(files, rules, lang)
