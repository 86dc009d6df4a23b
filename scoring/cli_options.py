"""The arguments and options that commands share."""

from __future__ import annotations

import datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "AuditFormat",
    "Backend",
    "CheckFormat",
    "Day",
    "Lang",
    "Language",
    "PluginFiles",
    "RulesName",
    "SheetFormat",
]


class SheetFormat(StrEnum):
    """How score sheets are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"
    HTML = "html"
    DOCX = "docx"
    PARQUET = "parquet"
    JSONL = "jsonl"
    XLSX = "xlsx"


class Backend(StrEnum):
    """What scores tables of projects."""

    POLARS = "polars"
    DUCKDB = "duckdb"
    SPARK = "spark"


class Lang(StrEnum):
    """The languages of labels and messages."""

    ZH = "zh"
    EN = "en"


class CheckFormat(StrEnum):
    """How diagnostics are written."""

    TEXT = "text"
    JSON = "json"


class AuditFormat(StrEnum):
    """How the audit of forms is written."""

    TABLE = "table"
    JSON = "json"
    XLSX = "xlsx"


def _day(text: str) -> datetime.date:
    from scoring.notation import reader  # noqa: PLC0415 - where a day is given

    day = reader("date")(text)
    if not isinstance(day, Decimal):
        raise typer.BadParameter(f"{text!r} is no date; write it as 2022-06-30")
    return datetime.date.fromordinal(int(day))


Day = Annotated[
    datetime.date | None,
    typer.Option("--on", metavar="DATE", parser=_day, help="Of several versions, the one in force on this day."),
]
PluginFiles = Annotated[
    list[Path] | None,
    typer.Option("--plugin", metavar="FILE", help="Add a plugin from a Python file; may repeat."),
]
Language = Annotated[
    Lang | None, typer.Option("--lang", help="The language of labels and messages, instead of the set's.")
]
RulesName = Annotated[
    str, typer.Argument(metavar="SET", help="An indicator set: a file, or the id of an installed one.")
]
