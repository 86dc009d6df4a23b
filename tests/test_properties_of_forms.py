"""Whatever stands in the cells of a form, its audit ends in findings that can be published, never in an error."""

from __future__ import annotations

import datetime
import json
import math
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scoring
from scoring.audit import Auditor
from scoring.audit_sheet import MarkedForm
from scoring.audit_workbook import audit_workbook
from scoring.filled_form import FormReader
from scoring.filled_grid import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADINGS: Final = [
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
]
#: What units type, well and badly.
TYPED: Final = (
    *(
        "≥90%",
        "≤30万元",
        "98%",
        "9２％",
        "-1",
        "1,00",
        "²",
        "9" * 70,
        "1e400",
        "%",
        "≥",
        "=1+1",
        "\x00",
        "—",
        "100万元",
    ),
    *(
        "2022年12月底前",
        "2022.13.45",
        "9999年99月",
        "达成",
        "部分达成",
        "定性",
        "总分",
        "小计",
        "预算执行率",
        "成本指标",
        "优",
    ),
    *("产出指标", "效益指标", "满意度指标"),
)
MOMENTS: Final = (
    datetime.date(2022, 1, 1),
    datetime.datetime(2022, 1, 1, 5),  # noqa: DTZ001 - a cell has no zone
    datetime.time(1, 2),
    datetime.timedelta(days=3),
)
CELLS: Final[st.SearchStrategy[Any]] = (
    st.sampled_from(["", *TYPED, *MOMENTS]) | st.integers() | st.floats() | st.booleans() | st.text(max_size=6)
)
ROWS: Final = st.lists(st.lists(CELLS, min_size=len(HEADINGS), max_size=len(HEADINGS)), max_size=5)
SETS: Final = ["cn/self-evaluation-2020", "cn/self-evaluation-hubei", "cn/self-evaluation-jiangxi"]


@pytest.fixture(scope="module", params=SETS)
def office(request: pytest.FixtureRequest) -> tuple[FormReader, Auditor]:
    """Return what reads and audits the forms of a set."""
    rules = scoring.load(request.param)
    return FormReader(rules), Auditor(scoring.Engine(rules))


@settings(max_examples=60)
@given(ROWS, st.lists(CELLS, min_size=6, max_size=6), st.lists(CELLS, min_size=7, max_size=7))
def test_any_form_is_audited(
    office: tuple[FormReader, Auditor], rows: Sequence[list[Any]], block: list[Any], total: list[Any]
) -> None:
    """An audit of any cells has finite totals and findings with a code and a sentence, as JSON and as a workbook."""
    funds = ["年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]
    lines = [["资金", *funds], ["年度资金总额", *block], HEADINGS, *rows, ["总分", *total]]
    grid = Grid("表", lines)
    form = office[0].read(grid, "form.xlsx")
    assert form is not None
    audited = office[1].audit(form)
    told = json.loads(json.dumps(audited.published(sheet=True), allow_nan=False))
    assert math.isfinite(told["recomputed_total"])
    assert all(each["code"] and each["message"] for each in told["findings"])
    assert audit_workbook([MarkedForm(audited, grid)], "zh").startswith(b"PK")
