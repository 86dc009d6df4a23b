"""Tables of projects for tests: a set whose facts they bring, files of every kind, and what reading them gives."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from scoring.data_tables import read_tables
from scoring.indicators import IndicatorSet
from tests.small_sets import small_set

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from scoring.data_places import TableData

Row = tuple[Any, ...]
FACTS: Final[dict[str, Any]] = {
    "funds.budget": {"type": "money", "unit": "万元", "label": "全年预算数", "aliases": ["预算数", "全年预算数(A)"]},
    "funds.spent": {"type": "money", "unit": "万元", "label": "全年执行数", "aliases": ["执行数"]},
    "rate": {"type": "percent", "label": "完成率"},
    "meetings": {"type": "integer", "unit": "场", "label": "会议场次"},
    "finished": {"type": "date", "label": "完成日期"},
    "done": {"type": "boolean", "label": "是否完成"},
    "effect": {"type": "level", "label": "社会效益"},
    "area": {"type": "quantity", "label": "面积"},
    "survey": {
        "type": "table",
        "label": "满意度问卷",
        "aliases": ["问卷"],
        "columns": {"answer": {"type": "integer", "label": "评分"}, "by": {"type": "text", "label": "方式"}},
    },
    "visits": {"type": "table", "label": "走访", "columns": {"row": {"type": "integer"}, "cost": {"type": "money"}}},
}


def rules_of(facts: Mapping[str, Any] = FACTS) -> IndicatorSet:
    """Return a set that declares facts."""
    return IndicatorSet.model_validate(small_set(facts, {"i": {"measure": "1"}}))


def read(*given: object, facts: Mapping[str, Any] = FACTS, lang: str = "en") -> TableData:
    """Read tables for a set with facts."""
    return read_tables([str(each) for each in given], rules_of(facts), lang)


def rows(frame: Any, *columns: str) -> list[Row]:
    """Return rows of a lazy frame or a relation, in the order of the file."""
    if hasattr(frame, "collect"):
        found: list[Row] = frame.select(columns).collect().rows()
        return found
    names = ", ".join(f'"{each}"' for each in columns)
    listed: list[Row] = frame.order('"line:"').project(names).fetchall()
    return listed


def said(data: TableData, code: str) -> list[str]:
    """Return what the remarks of one code say."""
    return [each.message for each in data.remarks if each.code == code]


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a file as it is, without turning line ends; return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def csv_text(table: Sequence[Any], **options: Any) -> str:
    """Return a table as CSV."""
    text = io.StringIO(newline="")
    csv.writer(text, **options).writerows(table)
    return text.getvalue()


def workbook(path: Path, sheets: Mapping[str, Sequence[Any]]) -> Path:
    """Write a workbook with sheets, each from its first cell on; a text that begins with = is a formula."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    for name, table in sheets.items():
        sheet = book.add_worksheet(name)
        for place, row in enumerate(table):
            sheet.write_row(place, 0, row)
    book.close()
    return path
