"""Spark for who has no session yet: one is started, frames are brought to it and back, failures become a sentence."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import polars.selectors as cs

from scoring.errors import DataError
from scoring.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["from_spark", "spark_session", "to_spark"]

#: What a session is told beside its own settings: the terminal is for what scoring says, and where in this program an
#: expression was made, which Spark would ask ten times for each, helps nobody.
SETTINGS: Final = {
    "spark.log.level": "ERROR",
    "spark.python.sql.dataFrameDebugging.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
#: Types that Spark has not, or that a file brings it otherwise.
FOREIGN: Final = cs.by_dtype(pl.Categorical, pl.Enum, pl.Null, pl.Time, pl.Duration)


@contextmanager
def spark_session(lang: str) -> Iterator[Any]:
    """Start the session that Spark's own settings describe, else one on all cores of this machine.

    Settings are those of `spark-defaults.conf`, `SPARK_REMOTE` or `spark-submit`. What fails meanwhile raises
    `DataError`; without PySpark `ImportError` is raised.
    """
    from py4j.protocol import Py4JError  # noqa: PLC0415 - comes with it
    from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra

    builder = SparkSession.builder.appName("scoring")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkException, Py4JError, OSError) as error:
        raise DataError(message("spark-start", lang, why=_why(error))) from error
    try:
        yield session
    except (PySparkException, Py4JError) as error:
        raise DataError(message("spark-failed", lang, why=_why(error))) from error
    finally:
        session.stop()


def to_spark(session: Any, frame: Any, folder: Path) -> Any:
    """Bring a lazy frame of Polars, or a relation of DuckDB, to a session.

    On this machine by a file in `folder`, which has to last as long as the frame; elsewhere through memory, as the
    workers of a cluster need not see the files of this machine.
    """
    lazy = frame if isinstance(frame, pl.LazyFrame) else frame.pl().lazy()
    plain = lazy.with_columns(FOREIGN.cast(pl.String), cs.unsigned_integer().cast(pl.Int64))
    if not _on_this_machine(session):
        return session.createDataFrame(plain.collect(engine="streaming").to_arrow())
    path = Path(tempfile.mkdtemp(dir=folder)) / "frame.parquet"
    plain.sink_parquet(path)
    return session.read.parquet(path.as_uri())


def from_spark(frame: Any, folder: Path) -> pl.LazyFrame:
    """Bring what a session is to work out to this machine, as in `to_spark`; its rows stay in their order."""
    if not _on_this_machine(frame.sparkSession):
        return pl.DataFrame(frame.toArrow()).lazy()
    parts = Path(tempfile.mkdtemp(dir=folder)) / "parts"
    frame.write.parquet(parts.as_uri())
    return pl.scan_parquet(sorted(parts.glob("*.parquet")))


def _on_this_machine(session: Any) -> bool:
    return str(session.conf.get("spark.master", "")).startswith("local")


def _why(error: Exception) -> str:
    """Return what Spark says, in its first line that says anything."""
    said = getattr(error, "getMessage", None)
    text = str(said() if callable(said) else error)
    return next((line.strip() for line in text.splitlines() if line.strip()), type(error).__name__)
