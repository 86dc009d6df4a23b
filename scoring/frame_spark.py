"""Spark for who has no session yet: one is started, frames are brought to it and back, failures become a sentence."""

from __future__ import annotations

import logging
import os
import re
import signal
import sys
import tempfile
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import polars as pl
import polars.selectors as cs

from scoring.errors import DataError
from scoring.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["from_spark", "spark_session", "to_spark"]

#: What a session is told beside its own settings. The terminal is for what scoring says; where in this program an
#: expression was made, which Spark would ask ten times for each, helps nobody. One method for a whole plan is larger
#: than Java compiles, and to follow what a filter of many conditions implies takes more memory than there is.
SETTINGS: Final = {
    "spark.log.level": "ERROR",
    "spark.python.sql.dataFrameDebugging.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.constraintPropagation.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
#: What PySpark says of itself when it is used, and nobody here can mend.
ABOUT_PANDAS: Final = "PySpark does not yet fully support pandas"
#: How Java ends when Spark does not start, and what it says then.
NOT_STARTED: Final = "JAVA_GATEWAY_EXITED"
REASON: Final = re.compile(r"(?:Exception|Error): (\S.*)")
#: The codes around a sentence of Spark's.
CODES: Final = re.compile(r"^\[[A-Z0-9_.]+\] |\.? SQLSTATE: \w+$")
#: What columns of types are to be that Spark has not, or that a file brings it otherwise.
IN_SPARK: Final = (
    cs.by_dtype(pl.Categorical, pl.Enum, pl.Null, pl.Time, pl.Duration).cast(pl.String),
    cs.by_dtype(pl.UInt8, pl.UInt16, pl.UInt32).cast(pl.Int64),
    cs.by_dtype(pl.UInt64).cast(pl.Decimal(20, 0)),
    cs.by_dtype(pl.Int128, pl.UInt128).cast(pl.Float64),
)


@contextmanager
def spark_session(lang: str) -> Iterator[Any]:
    """Start the session that Spark's own settings describe, else one on all cores of this machine.

    Settings are those of `spark-defaults.conf`, `SPARK_REMOTE` or `spark-submit`. What Java says on standard error is
    kept from it, and asked only where Spark does not start. What fails meanwhile raises `DataError`; without PySpark
    `ImportError` is raised.
    """
    from py4j.protocol import Py4JError  # noqa: PLC0415 - comes with it
    from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra

    builder = SparkSession.builder.appName("scoring")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    with tempfile.TemporaryFile() as log, _quiet():
        try:
            with _standard_error(log), _same_interrupt():
                session = builder.getOrCreate()
        except (PySparkException, Py4JError, OSError) as error:
            raise DataError(message("spark-start", lang, why=_why_not(error, log))) from error
        try:
            yield session
        except (PySparkException, Py4JError) as error:
            raise DataError(message("spark-failed", lang, why=_why(error))) from error
        finally:
            session.stop()


@contextmanager
def _quiet() -> Iterator[None]:
    """Let PySpark log nothing that it raises as well, and warn of nothing that nobody here can mend."""
    before = logging.root.manager.disable
    logging.disable()
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", ABOUT_PANDAS, FutureWarning)
            yield
    finally:
        logging.disable(before)


@contextmanager
def _same_interrupt() -> Iterator[None]:
    """Keep what happens at Ctrl-C: PySpark would ask Java to cancel jobs, in the middle of asking something else."""
    before = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _standard_error(log: IO[bytes]) -> Iterator[None]:
    """Give a file as standard error to the processes that start meanwhile, for as long as they live."""
    sys.stderr.flush()
    kept = os.dup(2)
    os.dup2(log.fileno(), 2)
    try:
        yield
    finally:
        sys.stderr.flush()
        os.dup2(kept, 2)
        os.close(kept)


def to_spark(session: Any, frame: Any, folder: Path) -> Any:
    """Bring a lazy frame of Polars, or a relation of DuckDB, to a session.

    On this machine by a file in `folder`, which has to last as long as the frame; elsewhere through memory, as the
    workers of a cluster need not see the files of this machine.
    """
    lazy = frame if isinstance(frame, pl.LazyFrame) else frame.pl().lazy()
    plain = lazy.with_columns(*IN_SPARK)
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


def _why_not(error: Exception, log: IO[bytes]) -> str:
    """Return why Spark did not start: where Java ended, what it said."""
    said = _why(error)
    if NOT_STARTED not in str(error):
        return said
    log.seek(0)
    text = log.read().decode(errors="replace")
    found = REASON.search(text)
    return found[1].strip() if found else next((line.strip() for line in text.splitlines() if line.strip()), said)


def _why(error: Exception) -> str:
    """Return the first sentence of what Spark says, without its codes; of an exception of Java, its own."""
    said = getattr(error, "getMessage", None)
    text = str(said() if callable(said) else error)
    found = None if callable(said) else REASON.search(text)
    first = found[1] if found else next((line for line in text.splitlines() if line.strip()), type(error).__name__)
    return CODES.sub("", first.strip())
