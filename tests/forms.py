"""Filled self-evaluation forms as units fill them in, in the layouts of several provinces: workbooks or documents."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from docx import Document
from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["HEADINGS", "SIGNS", "chongqing", "hubei", "ministry", "row", "saved", "written", "yunnan"]

#: The columns of the ministry's form, with their headings.
HEADINGS: Final = {
    "level1": "一级指标",
    "level2": "二级指标",
    "name": "三级指标",
    "target": "年度指标值",
    "actual": "实际完成值",
    "weight": "分值",
    "score": "得分",
    "reason": "偏差原因分析及改进措施",
}
SIGNS: Final = {"ge": "≥", "le": "≤", "eq": "=", "qual": ""}
#: A row of indicators, and the budget: what is printed, by name.
Row = dict[str, Any]
FUNDS: Final[Row] = {"budget": 100, "spent": 100, "rate": 1, "weight": 10, "score": 10, "unit": "万元"}


def row(level1: str, level2: str, name: str, **values: Any) -> Row:
    """Return a row of indicators; target and actual value, weight and score as they are typed."""
    return {"level1": level1, "level2": level2, "name": name, **values}


def saved(path: Path, *sheets: Any) -> Path:
    """Save the sheets that functions fill in as one workbook."""
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    for number, fill in enumerate(sheets, 1):
        fill(book.create_sheet(f"表{number}"))
    book.save(path)
    return path


def written(path: Path, fill: Any) -> Path:
    """Write a sheet that a function fills in as the table of a Word document, merged as the sheet is."""
    book = Workbook()
    sheet = book.create_sheet()
    fill(sheet)
    document = Document()
    document.add_paragraph("附件")
    table = document.add_table(sheet.max_row, sheet.max_column)
    for line in sheet.iter_rows():
        for cell in line:
            if cell.value is not None:
                table.cell(cell.row - 1, cell.column - 1).text = str(cell.value)
    for merged in sheet.merged_cells.ranges:
        first = table.cell(merged.min_row - 1, merged.min_col - 1)
        first.merge(table.cell(merged.max_row - 1, merged.max_col - 1))
    document.save(str(path))
    return path


def _put(sheet: Worksheet, line: int, values: Sequence[Any]) -> None:
    for column, value in enumerate(values, 1):
        if value is not None:
            cell = sheet.cell(line, column)
            cell.value = float(value) if isinstance(value, Decimal) else value
            if isinstance(value, str):
                cell.data_type = "s"  # a target of =100% is no formula


def _merge_levels(sheet: Worksheet, first: int, rows: Sequence[Row], columns: Mapping[str, int]) -> None:
    """Merge what is the same in the rows below one another, as the forms have it."""
    for name, column in columns.items():
        start = 0
        for place in range(1, len(rows) + 1):
            same = place < len(rows) and all(
                rows[place][each] == rows[start][each] for each in ("level1", name) if each in rows[place]
            )
            if not same:
                for each in range(start + 1, place):
                    sheet.cell(first + each, column).value = None
                if place - start > 1:
                    sheet.merge_cells(None, first + start, column, first + place - 1, column)
                start = place


def _head(sheet: Worksheet, name: str, unit: str, year: int) -> None:
    _put(sheet, 1, [f"项目支出绩效自评表\n（{year}年度）"])
    sheet.merge_cells("A1:I1")
    _put(sheet, 2, ["项目名称", None, name])
    _put(sheet, 3, ["主管部门", None, "市财政局", None, None, "实施单位", unit])


def _block(sheet: Worksheet, funds: Row, headings: Sequence[str]) -> None:
    """Write the block of the budget on the lines 4 to 7: the sum of all funds, and two of them."""
    _put(sheet, 4, [f"项目资金\n（{funds['unit']}）", None, *headings])
    amounts = funds["budget"], funds["budget"], funds["spent"]
    _put(sheet, 5, [None, "年度资金总额", *amounts, funds["weight"], funds["rate"], funds["score"]])
    _put(sheet, 6, [None, "其中：当年财政拨款", *amounts, "—", funds["rate"], "—"])
    _put(sheet, 7, [None, "其他资金", 0, 0, 0, "—", None, "—"])
    sheet.merge_cells("A4:A7")


def ministry(
    rows: Sequence[Row],
    *,
    name: str = "道路养护",
    unit: str = "公路中心",
    year: int = 2022,
    total: Any = None,
    **funds: Any,
) -> Any:
    """Fill in the ministry's form, as Anhui has it: letters in headings, merged columns at the left, notes below."""

    def fill(sheet: Worksheet) -> None:
        _head(sheet, name, unit, year)
        _block(
            sheet, FUNDS | funds, ["年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分"]
        )
        _put(sheet, 8, ["年度总体目标", "预期目标", None, None, None, "实际完成情况"])
        _put(sheet, 9, [None, "保持道路通畅", None, None, None, "已完成"])
        _put(sheet, 10, ["绩效指标", *HEADINGS.values()])
        for line, each in enumerate(rows, 11):
            _put(sheet, line, [None, *(each.get(key) for key in HEADINGS)])
        last = 10 + len(rows)
        sheet.merge_cells(f"A10:A{last}")
        _merge_levels(sheet, 11, rows, {"level1": 2, "level2": 3})
        _put(sheet, last + 1, ["总分", None, None, None, None, None, 100, total])
        sheet.merge_cells(f"A{last + 1}:F{last + 1}")
        _put(
            sheet,
            last + 2,
            ["注：1. 一级指标分值统一设置为：产出指标50分、效益指标30分、服务对象满意度指标10分、预算资金执行率10分。"],
        )

    return fill


def yunnan(rows: Sequence[Row], *, name: str = "道路养护", total: Any = None, grade: str = "", **funds: Any) -> Any:
    """Fill in Yunnan's form: sign, value and unit apart, below one heading; the grade beside the total."""

    def fill(sheet: Worksheet) -> None:
        _head(sheet, name, "公路中心", 2022)
        _block(sheet, FUNDS | funds, ["年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"])
        _put(
            sheet,
            8,
            ["绩效指标", None, None, "年度指标值", None, None, "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
        )
        _put(sheet, 9, ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"])
        sheet.merge_cells("A8:C8")
        sheet.merge_cells("D8:F8")
        for column in "GHIJ":
            sheet.merge_cells(f"{column}8:{column}9")
        keys = ("level1", "level2", "name", "sign", "target", "unit", "actual", "weight", "score", "reason")
        for line, each in enumerate(rows, 10):
            _put(sheet, line, [each.get(key) for key in keys])
        last = 9 + len(rows)
        _merge_levels(sheet, 10, rows, {"level1": 1, "level2": 2})
        _put(sheet, last + 1, ["其他需要说明事项", "无"])
        _put(sheet, last + 2, ["总分", None, None, None, None, None, None, 100, total, grade])

    return fill


def hubei(goals: Sequence[Sequence[Row]], *, total: Any = None, **funds: Any) -> Any:
    """Fill in Hubei's form: 20 points for the execution at the top, a block of indicators for each annual goal."""

    def fill(sheet: Worksheet) -> None:
        given = FUNDS | funds
        _put(sheet, 1, ["2020年度项目绩效自评表"])
        _put(sheet, 2, ["单位名称：水保所", None, None, None, "填报日期：2021-03-01"])
        _put(sheet, 3, ["项目名称", "水土保持监测"])
        _put(
            sheet,
            4,
            [
                "预算执行情况（万元）（20分）",
                None,
                "预算数（A）",
                "执行数（B）",
                "执行率（B/A）",
                "得分（20分*执行率）",
            ],
        )
        _put(sheet, 5, [None, "年度财政资金总额", given["budget"], given["spent"], given["rate"], given["score"]])
        sheet.merge_cells("A4:A5")
        line = 6
        for number, rows in enumerate(goals, 1):
            _put(sheet, line, [f"年度目标{number}（40分）", None, "完成监测"])
            _put(
                sheet,
                line + 1,
                ["一级指标", "二级指标", "三级指标", "年初目标值（A）", "实际完成值（B）", "分值", "得分"],
            )
            sheet.cell(line + 1, 4).value = "年度目标值（A）"
            keys = ("level1", "level2", "name", "target", "actual", "weight", "score")
            for place, each in enumerate(rows, line + 2):
                _put(sheet, place, [each.get(key) for key in keys])
            _merge_levels(sheet, line + 2, rows, {"level1": 1, "level2": 2})
            line += 2 + len(rows)
        _put(sheet, line, ["总分", None, None, None, None, None, total])
        _put(sheet, line + 1, ["偏差大或目标未完成原因分析", "无"])

    return fill


def chongqing(rows: Sequence[Row], *, total: Any = None, **funds: Any) -> Any:
    """Fill in Chongqing's form: the total on top, the target as it was and as it was adjusted, more columns."""

    def fill(sheet: Worksheet) -> None:
        given = FUNDS | funds
        _put(sheet, 1, ["2022年度项目绩效自评表"])
        _put(sheet, 2, ["项目名称", "道路养护", None, "自评总分（分）", total])
        _put(sheet, 3, ["主管部门", "市财政局"])
        _put(
            sheet,
            4,
            [
                "项目资金（万元）",
                "年初预算数",
                "全年（调整）预算数",
                "全年执行数",
                "执行率",
                "执行率权重",
                "执行率得分",
            ],
        )
        values = ("budget", "budget", "spent", "rate", "weight", "score")
        _put(sheet, 5, ["总金额", *(given[key] for key in values)])
        headings = [
            "指标名称",
            "计量单位",
            "指标性质",
            "年初值",
            "调整值",
            "完成值",
            "得分系数（%）",
            "权重",
            "得分",
            "是否核心指标",
        ]
        _put(sheet, 6, headings)
        keys = ("name", "unit", "sign", "target", "target", "actual", None, "weight", "score", "core")
        for line, each in enumerate(rows, 7):
            _put(sheet, line, [each.get(key) if key else None for key in keys])

    return fill
