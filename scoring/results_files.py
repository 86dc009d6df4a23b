"""Results of many projects in a file: Parquet, CSV, JSON lines or Excel, written whole or not at all.

Projects are scored once, a part of them at a time, into a Parquet file. That is the result, or what the other formats
and the summary are made from: a plan of any size is never run twice, and a table of any length is never in memory.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from codecs import BOM_UTF8
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Literal, Protocol

import narwhals as nw
import polars as pl

from scoring.errors import DataError
from scoring.messages import message
from scoring.results import ENDS
from scoring.results_cells import in_decimals, safe
from scoring.results_summary import summarised
from scoring.results_workbook import refuse_too_many, write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from scoring.indicators import IndicatorSet
    from scoring.results import Listing, Summary

__all__ = ["FORMATS", "Watch", "check_output", "pipe_results", "summary_of", "write_results"]

#: The formats that results can be written in, and the suffixes of their files.
FORMATS: Final = ("parquet", "csv", "jsonl", "ndjson", "xlsx")

#: So many rows are a group of the Parquet file that other formats are made from, and are in memory at once.
GROUP: Final = 65_536
#: So many rows go through Polars at a time: it holds back no source that is faster than what is written.
PASSING: Final = 20_000
#: What DuckDB says where it was interrupted.
DUCKDB_INTERRUPTED: Final = "Query interrupted"
#: How Polars ends what the operating system said.
OS_ERROR: Final = re.compile(r" \(os error \d+\)$")


class Watch(Protocol):
    """Watches over something that takes long: gives a function to be called with the number of rows just done."""

    def __call__(
        self, what: Literal["scoring", "writing"], total: int | None, /
    ) -> AbstractContextManager[Callable[[int], object]]:
        """Begin to watch `what`, with so many rows in `total`, None where nobody knows."""


def unwatched(_what: str, _total: int | None, /) -> AbstractContextManager[Callable[[int], object]]:
    """Watch over nothing."""
    return nullcontext(lambda _: None)


def check_output(path: Path, lang: str, *, form: str | None = None, rows: int | None = None) -> str:
    """Return the format, the suffix of `path` if none is asked for, that results are going to be written in.

    Raises `DataError` if there is no such format or no such folder, or if Excel has not so many rows.
    """
    if path.is_dir():
        raise DataError(message("results-is-folder", lang, file=path))
    chosen = form or path.suffix.lower().removeprefix(".")
    if chosen not in FORMATS:
        named = form or path.suffix or str(path)
        raise DataError(message("unknown-format", lang, suffix=named, known=tuple(f".{each}" for each in FORMATS)))
    if not path.parent.is_dir():
        raise DataError(message("results-no-folder", lang, file=path, folder=path.parent))
    if rows is not None and chosen == "xlsx":
        refuse_too_many(rows, path, lang)
    return chosen


def write_results(
    scored: Any,
    path: Path,
    rules: IndicatorSet,
    *,
    form: str | None = None,
    lang: str | None = None,
    key: str = "project",
    rows: int | None = None,
    watch: Watch = unwatched,
) -> Summary:
    """Write what `score_many` gave to a file, and sum it up.

    Args:
        scored: A frame of Polars, a relation of DuckDB, or any other that Narwhals knows.
        path: A file; what it was before is there until the new one is whole.
        rules: The set that the projects were scored by.
        form: One of `FORMATS`; without it the suffix of the file tells.
        lang: The language of headings and messages; without it the set's own.
        key: The column with the projects' keys.
        rows: How many projects there are, if somebody knows.
        watch: Is told of the rows that are done.

    Raises:
        DataError: The file cannot be written.
        ScoringError: A package that the format needs is not installed.
    """
    spoken = lang or rules.lang
    chosen = check_output(path, spoken, form=form, rows=rows)
    with _reported(path, spoken), _beside(path) as folder:
        table = folder / "results.parquet"
        _keep(scored, table, rows, watch, None if chosen == "parquet" else GROUP)
        found = summarised(pl.scan_parquet(table), rules, key=key)
        whole = table
        if chosen != "parquet":
            whole = folder / f"results.{chosen}"
            if chosen == "xlsx":
                refuse_too_many(found.projects, path, spoken)
            with watch("writing", found.projects) as advance:
                _convert(table, whole, found.projects, rules, spoken, advance)
        whole.replace(path)
    return found


def pipe_results(
    scored: Any,
    out: BinaryIO,
    form: str,
    rules: IndicatorSet,
    *,
    lang: str | None = None,
    key: str = "project",
    rows: int | None = None,
    watch: Watch = unwatched,
) -> Summary:
    """Write what `score_many` gave into a stream, when all of it is there; arguments and errors as `write_results`.

    CSV goes without its byte order mark: programs read what is piped, and a spreadsheet opens files.
    """
    with _beside(Path(tempfile.gettempdir()) / "scoring") as folder:
        whole = folder / f"results.{form}"
        found = write_results(scored, whole, rules, lang=lang, key=key, rows=rows, watch=watch)
        with whole.open("rb") as file:
            file.seek(len(BOM_UTF8) if form == "csv" else 0)
            shutil.copyfileobj(file, out)
    return found


def summary_of(
    scored: Any,
    rules: IndicatorSet,
    *,
    lang: str | None = None,
    key: str = "project",
    rows: int | None = None,
    watch: Watch = unwatched,
    listing: Listing = ENDS,
) -> Summary:
    """Sum up what `score_many` gave, without keeping it; the arguments are those of `write_results`.

    `listing` tells how much of the ranking is wanted. Meanwhile the results are in the folder for temporary files,
    compressed. Raises `DataError` if there is no room for them.
    """
    folder = Path(tempfile.gettempdir())
    with _reported(folder, lang or rules.lang), _beside(folder / "scoring") as inner:
        _keep(scored, inner / "results.parquet", rows, watch, GROUP)
        return summarised(pl.scan_parquet(inner / "results.parquet"), rules, key=key, listing=listing)


def _keep(scored: Any, table: Path, rows: int | None, watch: Watch, group: int | None) -> None:
    """Score, from whatever frame, into a Parquet file with so many rows in a group; DuckDB does not count its rows."""
    frame = nw.from_native(scored)
    if frame.implementation.is_duckdb():
        with watch("scoring", None), _interruptible(), pl.Config(streaming_chunk_size=PASSING):  # rows of Polars
            nw.to_native(frame).write_parquet(str(table), compression="zstd", row_group_size=group)
        return
    lazy = frame.lazy() if frame.implementation.is_polars() else frame.lazy().collect("polars").lazy()
    with watch("scoring", rows) as advance, pl.Config(streaming_chunk_size=PASSING):
        _counted(nw.to_native(lazy), advance).sink_parquet(table, compression="zstd", row_group_size=group)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Say of an interrupt that it is one: DuckDB makes an error of it."""
    try:
        yield
    except RuntimeError as error:
        if str(error) != DUCKDB_INTERRUPTED:
            raise
        raise KeyboardInterrupt from error


def _counted(frame: pl.LazyFrame, advance: Callable[[int], object]) -> pl.LazyFrame:
    """Tell of the rows as they pass by."""

    def passed(batch: pl.DataFrame) -> pl.DataFrame:
        advance(batch.height)
        return batch

    return frame.map_batches(passed, validate_output_schema=False, streamable=True)


def _convert(
    table: Path, path: Path, rows: int, rules: IndicatorSet, lang: str, advance: Callable[[int], object]
) -> None:
    """Write a Parquet file of so many results in the format that the suffix tells, a group of rows at a time."""
    batches = _batches(table, rows, rules)
    if path.suffix == ".xlsx":
        write_workbook(batches, path, rules, lang=lang, scratch=path.parent, advance=advance)
        return
    with path.open("wb") as file:
        for place, batch in enumerate(batches):
            if path.suffix == ".csv":
                safe(batch, rules).write_csv(file, include_header=place == 0, include_bom=place == 0)
            else:
                batch.write_ndjson(file)
            advance(batch.height)


def _batches(table: Path, rows: int, rules: IndicatorSet) -> Iterator[pl.DataFrame]:
    """Read a Parquet file of results again, one group after the other; at least one, empty where there are none."""
    for start in range(0, max(rows, 1), GROUP):
        yield in_decimals(pl.scan_parquet(table).slice(start, GROUP).collect(), rules)


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """Make a folder beside a file for what is not whole yet, on the same disk, and take it away after."""
    prefix = f".{path.name}."
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=prefix, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def _reported(path: Path, lang: str) -> Iterator[None]:
    """Say in a sentence why a file cannot be written."""
    try:
        yield
    except Exception as error:
        if (why := _why(error)) is None:
            raise
        raise DataError(message("write-failed", lang, file=path, why=why)) from error


def _why(error: Exception) -> str | None:
    """Return what the operating system said to Python, Polars or DuckDB; None where it is about something else."""
    text = str(error)
    if type(error).__name__ == "IOException":
        return text.partition('","errno":')[0].rpartition(": ")[2]
    if isinstance(error, OSError) or OS_ERROR.search(text):
        said = error.strerror if isinstance(error, OSError) else None
        return said or OS_ERROR.sub("", text).rpartition("IO error: ")[2]
    return None
