"""Results of many projects in a file: Parquet, CSV, JSON lines or Excel, written whole or not at all.

Projects are scored once, a part of them at a time, into a Parquet file. That is the result, or what the other formats
and the summary are made from: a plan of any size is never run twice, and a table of any length is never in memory.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

import narwhals as nw
import polars as pl

from scoring.errors import DataError
from scoring.messages import message
from scoring.results_cells import in_decimals, safe
from scoring.results_summary import summarised
from scoring.results_workbook import refuse_too_many, write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from scoring.indicators import IndicatorSet
    from scoring.results import Summary

__all__ = ["RESULT_SUFFIXES", "Watch", "check_output", "summary_of", "write_results"]

#: The suffixes of the files that results can be written to.
RESULT_SUFFIXES: Final = (".parquet", ".csv", ".jsonl", ".ndjson", ".xlsx")
EXCEL: Final = ".xlsx"


class Watch(Protocol):
    """Watches over something that takes long: gives a function to be called with the number of rows just done."""

    def __call__(
        self, what: Literal["scoring", "writing"], total: int | None, /
    ) -> AbstractContextManager[Callable[[int], object]]:
        """Begin to watch `what`, with so many rows in `total`, None where nobody knows."""


def unwatched(_what: str, _total: int | None, /) -> AbstractContextManager[Callable[[int], object]]:
    """Watch over nothing."""
    return nullcontext(lambda _: None)


def check_output(path: Path, lang: str, rows: int | None = None) -> None:
    """Raise `DataError` if results cannot be written to `path`: no such format, no folder, too many rows for Excel."""
    if path.suffix.lower() not in RESULT_SUFFIXES:
        named = path.suffix or str(path)
        raise DataError(message("unknown-format", lang, suffix=named, known=RESULT_SUFFIXES))
    if path.is_dir():
        raise DataError(message("results-is-folder", lang, file=path))
    if not path.parent.is_dir():
        raise DataError(message("results-no-folder", lang, file=path, folder=path.parent))
    if rows is not None and path.suffix.lower() == EXCEL:
        refuse_too_many(rows, path, lang)


def write_results(
    scored: Any,
    path: Path,
    rules: IndicatorSet,
    *,
    lang: str | None = None,
    key: str = "project",
    rows: int | None = None,
    watch: Watch = unwatched,
) -> Summary:
    """Write what `score_many` gave to a file, in the format of its suffix, and sum it up.

    Args:
        scored: A frame of Polars, a relation of DuckDB, or any other that Narwhals knows.
        path: A file; what it was before is there until the new one is whole.
        rules: The set that the projects were scored by.
        lang: The language of headings and messages; without it the set's own.
        key: The column with the projects' keys.
        rows: How many projects there are, if somebody knows.
        watch: Is told of the rows that are done.

    Raises:
        DataError: The file cannot be written.
        ScoringError: A package that the format needs is not installed.
    """
    spoken = lang or rules.lang
    check_output(path, spoken, rows)
    suffix = path.suffix.lower()
    with _reported(path, spoken), _beside(path) as folder:
        table = folder / "results.parquet"
        with watch("scoring", rows) as advance:
            _keep(scored, table, advance)
        frame = pl.scan_parquet(table)
        found = summarised(frame, rules, key=key)
        if suffix == ".parquet":
            table.replace(path)
            return found
        whole = folder / f"results{suffix}"
        if suffix == EXCEL:
            refuse_too_many(found.projects, path, spoken)
            with watch("writing", found.projects) as advance:
                plain = in_decimals(frame, rules)
                write_workbook(plain, whole, rules, lang=spoken, scratch=folder, advance=advance)
        else:
            with watch("writing", found.projects) as advance:
                _write_text(_counted(frame, advance), whole, rules)
        whole.replace(path)
    return found


def summary_of(
    scored: Any,
    rules: IndicatorSet,
    *,
    lang: str | None = None,
    key: str = "project",
    rows: int | None = None,
    watch: Watch = unwatched,
) -> Summary:
    """Sum up what `score_many` gave, without keeping it; the arguments are those of `write_results`.

    Meanwhile it is in the folder for temporary files, compressed. Raises `DataError` if there is no room for it.
    """
    folder = Path(tempfile.gettempdir())
    with _reported(folder, lang or rules.lang), _beside(folder / "scoring") as inner:
        with watch("scoring", rows) as advance:
            _keep(scored, inner / "results.parquet", advance)
        return summarised(pl.scan_parquet(inner / "results.parquet"), rules, key=key)


def _keep(scored: Any, table: Path, advance: Callable[[int], object]) -> None:
    """Score, from whatever frame, into a Parquet file."""
    frame = nw.from_native(scored)
    if frame.implementation.is_duckdb():
        nw.to_native(frame).write_parquet(str(table), compression="zstd")
        return
    lazy = frame.lazy() if frame.implementation.is_polars() else frame.lazy().collect("polars").lazy()
    _counted(nw.to_native(lazy), advance).sink_parquet(table, compression="zstd")


def _counted(frame: pl.LazyFrame, advance: Callable[[int], object]) -> pl.LazyFrame:
    """Tell of the rows as they pass by."""

    def passed(batch: pl.DataFrame) -> pl.DataFrame:
        advance(batch.height)
        return batch

    return frame.map_batches(passed, validate_output_schema=False, streamable=True)


def _write_text(frame: pl.LazyFrame, path: Path, rules: IndicatorSet) -> None:
    if path.suffix == ".csv":
        safe(frame, rules).sink_csv(path, include_bom=True)
    else:
        in_decimals(frame, rules).sink_ndjson(path)


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
    except OSError as error:
        raise DataError(message("write-failed", lang, file=path, why=error.strerror or str(error))) from error
    except Exception as error:
        if (why := _why(error)) is None:
            raise
        raise DataError(message("write-failed", lang, file=path, why=why)) from error


def _why(error: Exception) -> str | None:
    """Return what the operating system said to Polars or DuckDB; None where it is about something else."""
    text = str(error)
    if "(os error " in text:
        return text.rpartition("IO error: ")[2]
    return text if type(error).__name__ == "IOException" else None
