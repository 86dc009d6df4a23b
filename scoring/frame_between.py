"""Frames moved from one library to another: for what does not fit in memory, or to score a database by Polars."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path
from typing import Any

__all__ = ["to_duckdb", "to_polars"]


def to_duckdb(frame: Any) -> Any:
    """Return a lazy frame of Polars as a relation of DuckDB, by way of a file that lasts as long as the program."""
    import duckdb  # noqa: PLC0415 - an extra

    folder = Path(tempfile.mkdtemp(prefix="scoring-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    frame.sink_parquet(folder / "frame.parquet")
    return duckdb.read_parquet(str(folder / "frame.parquet"))


def to_polars(relation: Any) -> Any:
    """Return a relation of DuckDB as a lazy frame of Polars; its rows are in memory."""
    return relation.pl().lazy()
