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

#: What Spark says where something is at the address already.
THERE: Final = "PATH_ALREADY_EXISTS"


def write_address(scored: Any, address: str, rules: IndicatorSet, *, lang: str, key: str = "project") -> Summary:
    """Write a frame of Spark, as `score_many` gave it, to an address as Parquet, and sum it up from there.

    Each worker writes its own part. Spark marks them as whole by a file `_SUCCESS`, and readers do not see them before.
    Raises `DataError` where something is at the address already: what others may be reading is never taken away.
    """
    from pyspark.errors import AnalysisException  # noqa: PLC0415 - an extra

    try:
        scored.write.parquet(address)
    except AnalysisException as error:
        if error.getCondition() != THERE:
            raise
        raise DataError(message("spark-there", lang, address=address)) from error
    return summarised(scored.sparkSession.read.parquet(address), rules, key=key)
