"""The names of columns: those of a frame as its owner has them, and those within a plan, none of which has a dot.

Spark reads a dot in a name as a field of a structure, unless the name is quoted; Narwhals quotes none.
"""

from __future__ import annotations

from typing import Any, Final

import narwhals as nw

__all__ = ["CARRIED", "carried", "column", "dotless", "raw"]

#: A column as it came, before it is read.
RAW: Final = "raw:"
#: A column that goes through scoring as it came.
CARRIED: Final = "carried:"
#: What stands for the characters that Spark takes for more than a part of a name.
PLAIN: Final = str.maketrans({".": "\x1f", "`": "\x1e"})


def column(frame: nw.LazyFrame[Any], name: str) -> nw.Expr:
    """Return a column of a frame by its name, whatever characters this has."""
    if frame.implementation.is_spark_like():
        return nw.col("`" + name.replace("`", "``") + "`").alias(name)
    return nw.col(name)


def dotless(name: str) -> str:
    """Return a name that is read as one, and that no other name gives."""
    return name.translate(PLAIN)


def raw(name: str) -> str:
    """Return what the column of a fact is called before it is read."""
    return RAW + dotless(name)


def carried(name: str) -> str:
    """Return what a column is called while it goes through scoring as it came."""
    return CARRIED + dotless(name)
