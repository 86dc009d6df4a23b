"""Results of many projects where a cluster keeps its files: written by the workers, and summed up by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scoring.errors import DataError
from scoring.messages import message
from scoring.results_summary import summarised

if TYPE_CHECKING:
    from scoring.indicators import IndicatorSet
    from scoring.results import Summary

__all__ = ["write_address"]

#: What Spark says where there is nothing at an address, or nothing but what an interrupted run has left.
ABSENT: Final = ("PATH_NOT_FOUND", "UNABLE_TO_INFER_SCHEMA")
#: How it begins where there is something that is no Parquet.
UNREADABLE: Final = "FAILED_READ_FILE"


def write_address(scored: Any, address: str, rules: IndicatorSet, *, lang: str, key: str = "project") -> Summary:
    """Write a frame of Spark, as `score_many` gave it, to an address as Parquet, and sum it up from there.

    Each worker writes its own part. Spark marks them as whole by a file `_SUCCESS`, and readers do not see them before.
    Raises `DataError` where something is at the address already: what others may be reading is never taken away.
    """
    session = scored.sparkSession
    if _is_there(session, address):
        raise DataError(message("spark-there", lang, address=address))
    scored.write.mode("append").parquet(address)  # it takes nothing away, whatever has come meanwhile
    return summarised(session.read.parquet(address), rules, key=key)


def _is_there(session: Any, address: str) -> bool:
    """Tell whether there is anything at an address; raises what Spark does where it cannot tell."""
    from py4j.protocol import Py4JError  # noqa: PLC0415 - comes with it
    from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra

    try:
        session.read.parquet(address)
    except (PySparkException, Py4JError) as error:
        said = str(error)
        if any(f"[{each}]" in said for each in ABSENT):
            return False
        if UNREADABLE not in said:
            raise
    return True
