"""Fifty million projects of 20 indicators from Parquet to Parquet, by the command line: how long, in how much memory.

Run by hand: `python -m benchmarks.bigger_than_memory [--rows N] [--backend polars] [--folder FOLDER]`. The set and the
projects are those of `benchmarks/workload.py`, a million of them after the other, with a key of their own each. The
program runs as a user runs it. The memory is the most that it had at once, as the operating system counts it; of Spark,
which has a process of its own on this machine, the most that both were seen to have, five times a second.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl
import pyarrow.parquet as pq

from benchmarks.workload import machine, projects, set_text, told

if TYPE_CHECKING:
    from collections.abc import Sequence

#: So many projects are made at a time.
PART: Final = 1_000_000


def made(path: Path, rows: int) -> None:
    """Write so many projects: the same million again and again, but for their keys."""
    part = projects(min(rows, PART))
    writer = None
    for first in range(0, rows, len(part)):
        keys = pl.Series("project", range(first, first + len(part)), pl.Int64)
        table = part.with_columns(keys.cast(pl.String).str.zfill(12)).head(rows - first).to_arrow()
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table, row_group_size=PART // 4)
    if writer is not None:
        writer.close()


def run(words: Sequence[str]) -> int:
    """Run the program; return the most memory (kB) that it, or another that was run before, had at once."""
    subprocess.run([sys.executable, *words], check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


def watched(words: Sequence[str]) -> int:
    """Run the program; return the most memory (kB) that it and its processes were seen to have together."""
    running = subprocess.Popen([sys.executable, *words], start_new_session=True)
    most = 0
    while running.poll() is None:
        of_session = ["/bin/ps", "-o", "rss=", "-s", str(running.pid)]
        listed = subprocess.run(of_session, capture_output=True, check=False, text=True)
        most = max(most, sum(map(int, listed.stdout.split())))
        time.sleep(0.2)
    if running.returncode:
        raise SystemExit(running.returncode)
    return most


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the projects, score them, and tell."""
    parser = argparse.ArgumentParser(description="Score more projects than memory holds.")
    parser.add_argument("--rows", type=int, default=50_000_000, help="how many projects (%(default)s)")
    parser.add_argument("--backend", default="polars", choices=("polars", "duckdb", "spark"), help="(%(default)s)")
    parser.add_argument("--folder", type=Path, help="where the projects are kept from one run to the next")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.folder or Path(scratch)
        given, rules = folder / f"{asked.rows}.parquet", folder / "set.toml"
        out = folder / f"results-{asked.backend}.parquet"
        if not given.exists():
            made(given, asked.rows)
        rules.write_text(set_text(), encoding="utf-8")
        on_spark = asked.backend == "spark"
        if on_spark:
            shutil.rmtree(out, ignore_errors=True)
        files = [each.absolute().as_uri() if on_spark else str(each) for each in (given, out)]
        words = ("-m", "scoring", "score", str(rules), files[0], "--backend", asked.backend, "-o", files[1])
        start = time.perf_counter()
        most = (watched(words) if on_spark else run(words)) / 1024**2
        seconds = time.perf_counter() - start
        parts = sorted(out.glob("*.parquet")) if out.is_dir() else [out]
        found = pl.scan_parquet(parts).select(pl.len(), pl.col("total").count().alias("totals")).collect().row(0)
        size = sum(each.stat().st_size for each in parts)
        told(
            machine("polars", "duckdb"),
            f"{asked.rows:,} projects ({given.stat().st_size / 1e9:.2f} GB) by {asked.backend}:"
            f" {seconds:.0f} s, at most {most:.2f} GB of memory; results {size / 1e9:.2f} GB,"
            f" {found[0]:,} rows, {found[1]:,} with a total",
        )


if __name__ == "__main__":
    main()
