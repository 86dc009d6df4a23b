"""Frames moved from one library to another: for what does not fit in memory, or to score a database by Polars."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path
from typing import Any, Final

__all__ = ["streamed_to_duckdb", "to_duckdb", "to_polars"]

#: So many megabytes DuckDB has for each of its threads; what needs more goes to the disk.
ROOM: Final = 512


class _Stream:
    """A lazy frame of Polars, run anew by whoever reads it, a part at a time."""

    def __init__(self, frame: Any) -> None:
        self.frame = frame

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.frame.collect_batches(lazy=True, engine="streaming").__arrow_c_stream__(requested_schema)


def streamed_to_duckdb(frame: Any) -> Any:
    """Return a lazy frame of Polars as a relation of DuckDB, by way of nothing: each reading of it runs the frame.

    The relation is alone in its database, whose memory is bounded. Its rows keep their order, unless they are joined.
    """
    import duckdb  # noqa: PLC0415 - an extra

    connection = duckdb.connect(config={"temp_directory": tempfile.gettempdir()})
    ((threads,),) = connection.sql("SELECT current_setting('threads')").fetchall()
    connection.execute(f"SET memory_limit = '{ROOM * max(threads, 2)}MB'")
    return connection.from_arrow(_Stream(frame))


def to_duckdb(frame: Any) -> Any:
    """Return a lazy frame of Polars as a relation of DuckDB, by way of a file that lasts as long as the program.

    So it costs little to read it several times, as what is joined is.
    """
    import duckdb  # noqa: PLC0415 - an extra

    folder = Path(tempfile.mkdtemp(prefix="scoring-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    frame.sink_parquet(folder / "frame.parquet")
    return duckdb.read_parquet(str(folder / "frame.parquet"))


def to_polars(relation: Any) -> Any:
    """Return a relation of DuckDB as a lazy frame of Polars; its rows are in memory."""
    return relation.pl().lazy()
