"""`scoring score --backend spark`: a session while the command runs, and what goes to a cluster and comes back."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import polars as pl

from scoring.cli_options import Backend, SheetFormat
from scoring.cli_progress import progress
from scoring.errors import DataError
from scoring.frame_between import to_polars
from scoring.frame_spark import from_spark, spark_session, to_spark
from scoring.messages import message
from scoring.results_spark import write_address
from scoring.results_summary import summarised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.cli_output import Asked
    from scoring.data_places import TableData
    from scoring.indicators import IndicatorSet
    from scoring.results import Listing, Summary

__all__ = ["ORDER", "Spark", "refuse_address", "started"]

#: Where a project stands among those of its file: a database and a cluster keep no order.
ORDER: Final = "order:"


class Spark(NamedTuple):
    """A session of Spark, and a folder for what is brought to it and back."""

    session: Any
    folder: Path
    lang: str

    def brought(self, data: TableData) -> TableData:
        """Bring what was read on this machine, with the place of each project in its file."""
        bring = partial(to_spark, self.session, folder=self.folder)
        given = data.projects
        ordered = given if isinstance(given, pl.LazyFrame) else to_polars(given.order('"line:"'))
        tables = {name: bring(each) for name, each in data.tables.items()}
        return data._replace(projects=bring(ordered.with_row_index(ORDER)), tables=tables)

    def back(self, scored: Any) -> pl.LazyFrame:
        """Bring results to this machine, in the order of their file."""
        with progress("scoring", None, self.lang):
            return from_spark(scored.sort(ORDER).drop(ORDER) if ORDER in scored.columns else scored, self.folder)

    def sum_up(self, scored: Any, rules: IndicatorSet, key: str, listing: Listing) -> Summary:
        """Have the cluster sum results up, which it keeps meanwhile: nothing but the summary comes back."""
        with progress("scoring", None, self.lang):
            kept = scored.persist()
            try:
                return summarised(kept, rules, key=key, listing=listing)
            finally:
                kept.unpersist()

    def write(self, scored: Any, address: str, rules: IndicatorSet, key: str) -> Summary:
        """Have the cluster write results where it keeps files."""
        with progress("scoring", None, self.lang):
            return write_address(scored.drop(ORDER), address, rules, lang=self.lang, key=key)


@contextmanager
def started(asked: Asked) -> Iterator[Spark | None]:
    """Start Spark where it is to score, and stop it after."""
    if asked.backend is not Backend.SPARK:
        yield None
        return
    with TemporaryDirectory(prefix="scoring-") as folder, spark_session(asked.lang) as session:
        yield Spark(session, Path(folder), asked.lang)


def refuse_address(asked: Asked, *, tables: bool) -> None:
    """Refuse an address to write to, but for Parquet by Spark; raises `DataError`.

    `tables` tells whether tables are scored, or files of single projects.
    """
    if asked.address is None:
        return
    if asked.backend is not Backend.SPARK or not tables:
        raise DataError(message("spark-writes", asked.lang, address=asked.address))
    if asked.form is not SheetFormat.PARQUET:
        raise DataError(message("spark-parquet", asked.lang, address=asked.address, form=str(asked.form)))
