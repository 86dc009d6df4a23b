"""A piece of a frame: what one file, or one sheet, gives of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from scoring.data_headings import Matched
from scoring.data_places import ColumnPlace, TablePlace, TableRemark, letters

__all__ = ["Piece", "placed"]


class Piece(NamedTuple):
    """A frame of what one file or sheet has (columns by their new names), where that stands, what was found in it."""

    frame: Any
    place: TablePlace
    remarks: tuple[TableRemark, ...] = ()


def placed(
    path: Path, sheet: str | None, written: Sequence[str], matched: Matched, first: int | None = 0
) -> TablePlace:
    """Return where the columns of a file stand; `first` is that of the first heading, None where none has a letter."""
    columns = {
        name: ColumnPlace(
            "" if first is None else letters(first + use.position), " ".join(written[use.position].split())
        )
        for name, use in matched.columns.items()
    }
    return TablePlace(str(path), sheet, columns)
