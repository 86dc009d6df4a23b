"""Self-evaluation forms without our marks, as units type them, scored as projects."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from scoring.filled_project import typed_project
from tests.audits import CLEAN, audited, changed
from tests.command import here
from tests.filled_forms import fill
from tests.forms import chongqing, hubei, ministry, row, saved, yunnan
from tests.test_audit_layouts import OWN, TABLES, rows_of
from tests.test_official_form import BASE, bound_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command import Command, Done


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in an empty folder."""
    return here(tmp_path, monkeypatch, capsys)


def sheet_of(done: Done) -> dict[str, Any]:
    """Return the sheet that a command has printed as JSON."""
    assert done.code == 0, done.err
    sheet: dict[str, Any] = json.loads(done.out, parse_float=Decimal)
    return sheet


def test_a_form_is_a_project(tmp_path: Path, command: Command) -> None:
    """Whose it is, its funds and rows: 10 + 20 + 30 + 18 + 10 + 10 points; that its scores were not checked is told."""
    saved(tmp_path / "form.xlsx", ministry(CLEAN, total=98))
    done = command("score", BASE, "form.xlsx", "--format", "json")
    sheet = sheet_of(done)
    assert sheet["project"] == {
        "key": "道路养护",
        "name": "道路养护",
        "department": None,
        "unit": "公路中心",
        "year": 2022,
    }
    assert (sheet["total"], sheet["coverage"]) == (98, 1)
    assert done.err == "form.xlsx：按自评表的样式读取；填写的得分、总分和等级没有核对，请用 scoring audit 核对\n"


def test_cells_are_read_as_they_are_meant(tmp_path: Path) -> None:
    """Signs and units leave the target's cell, percentages stay such; points that the unit gave itself are kept."""
    path = saved(tmp_path / "form.xlsx", ministry(CLEAN, unit="县局", budget="1,000,000元", spent=50))
    project = typed_project(path, bound_of(BASE), "zh")
    assert project is not None
    assert project.facts["funds"] == {"initial": "100万元", "budget": "100万元", "spent": "50万元"}
    length, cost, known, order, _ = project.facts["targets"]
    assert (length["sign"], length["target"], length["actual"], length["unit"]) == ("≥", 100, 100, "公里")
    assert (cost["sign"], cost["target"], cost["actual"], cost["unit"]) == ("≤", 5, Decimal("4.5"), "万元")
    assert (known["target"], known["actual"], known["reason"], known["score"]) == ("90%", "81%", "宣传不足", 18)
    assert (order["sign"], order["level"], order["score"]) == ("定性", "达成", 10)


def test_what_cannot_be_read_is_told_not_left_out(tmp_path: Path, command: Command) -> None:
    """An amount, an actual value and a level in other words are invalid data, each with the text that was found."""
    words = row("效益指标", "社会效益指标", "变化", target="好转", actual="还行", weight=0, score=0)
    rows = [*changed(0, actual="若干"), words]
    saved(tmp_path / "form.xlsx", ministry(rows, spent="九成"))
    sheet = sheet_of(command("score", BASE, "form.xlsx", "--format", "json"))
    status = {line["title"]: line["status"] for line in sheet["lines"]}
    assert [status[name] for name in ("预算执行率", "养护里程", "变化")] == ["invalid"] * 3
    told = "\n".join(each["message"] for each in sheet["findings"])
    assert all(text in told for text in ("九成", "若干", "还行"))


@pytest.mark.parametrize(
    ("layout", "rules", "total"),
    [
        (ministry(CLEAN), BASE, 98),
        (yunnan(CLEAN), BASE, 98),
        (chongqing(CLEAN), "cn/self-evaluation-chongqing", 98),
        (hubei([CLEAN[:2], CLEAN[2:4]], score=20), "cn/self-evaluation-hubei", 98),
    ],
    ids=["ministry", "yunnan", "chongqing", "hubei"],
)
def test_layouts_that_are_audited_are_scored(
    layout: Any, rules: str, total: int, tmp_path: Path, command: Command
) -> None:
    """Signs apart or in the target's cell, blocks for goals, without levels: 2 points are lost, as the audit says."""
    saved(tmp_path / "form.xlsx", layout)
    (form,) = audited(command, "form.xlsx", "--set", rules)
    sheet = sheet_of(command("score", rules, "form.xlsx", "--format", "json"))
    assert (sheet["total"], form["recomputed_total"]) == (total, total)


@pytest.mark.parametrize("name", TABLES)
def test_published_tables_are_scored_by_row(name: str, tmp_path: Path, command: Command) -> None:
    """Each row of a published table earns what its rule says, worked out apart from the engine."""
    table = TABLES[name]
    saved(tmp_path / "form.xlsx", ministry(rows_of(table, apart=False)))
    sheet = sheet_of(command("score", OWN.get(name, BASE), "form.xlsx", "--format", "json"))
    lines = [line for line in sheet["lines"] if line["row"] is not None]
    for each in table["rows"]:
        scores = [
            line["score"] for line in lines if line["title"].endswith(each["name"]) and line["weight"] == each["weight"]
        ]
        assert scores, each["name"]
        if each["rule"] is not None:
            assert abs(scores[0] - each["rule"]) < Decimal("0.006"), each["name"]


def test_several_forms_are_a_ranking(tmp_path: Path, command: Command) -> None:
    """A folder of forms; other files in it that are no data are passed over."""
    folder = tmp_path / "forms"
    folder.mkdir()
    for name, actual in (("东路", "100公里"), ("西路", "50公里")):
        saved(folder / f"{name}.xlsx", ministry(changed(0, actual=actual), name=name))
    (folder / "说明.txt").write_text("x", "utf-8")
    done = command("score", BASE, "forms", "--format", "csv")
    assert [line.split(",")[1] for line in done.out.splitlines()[1:]] == ["东路", "西路"]


@pytest.mark.parametrize("other", ["csv", "xlsx"])
def test_forms_and_tables_are_not_mixed(other: str, tmp_path: Path, command: Command) -> None:
    """A form beside a table of projects is refused, and both are named."""
    saved(tmp_path / "a.xlsx", ministry(CLEAN))
    book = openpyxl.Workbook()
    book.worksheets[0].append(["项目名称", "全年预算数", "全年执行数"])
    book.save(tmp_path / "b.xlsx")
    (tmp_path / "b.csv").write_text("项目名称,全年预算数,全年执行数\n甲,1,1\n", "utf-8")
    done = command("score", BASE, "a.xlsx", f"b.{other}")
    assert done.code == 2
    assert done.err == f"填报表（a.xlsx）与其他文件（b.{other}）不能一起评分；请分两次给出\n"


def test_tables_of_projects_are_no_forms(tmp_path: Path) -> None:
    """Neither one with a row a project, nor one with a row an indicator, nor both in a workbook, nor a larger file."""
    bound = bound_of(BASE)
    book = openpyxl.Workbook()
    book.worksheets[0].append(["项目名称", "全年预算数", "全年执行数"])
    book.worksheets[0].append(["甲", 100, 90])
    rows = book.create_sheet("绩效指标")
    rows.append(["项目名称", "一级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"])
    rows.append(["甲", "产出指标", "人数", 3, 3, 50, 50])
    book.save(tmp_path / "a.xlsx")
    assert typed_project(tmp_path / "a.xlsx", bound, "zh") is None
    saved(tmp_path / "two.xlsx", ministry(CLEAN), ministry(CLEAN))
    assert typed_project(tmp_path / "two.xlsx", bound, "zh") is None
    (tmp_path / "damaged.xlsx").write_bytes(b"PK\x03\x04 no")
    assert typed_project(tmp_path / "damaged.xlsx", bound, "zh") is None
    assert typed_project(tmp_path / "absent.xlsx", bound, "zh") is None
    form = saved(tmp_path / "form.xlsx", ministry(CLEAN))
    assert typed_project(form, bound, "zh") is not None
    assert typed_project(form, bound_of("cn/project-2020"), "zh") is None
    with form.open("ab") as file:
        file.write(bytes(1024 * 1024))
    assert typed_project(form, bound, "zh") is None


def test_our_own_forms_are_read_by_their_marks(tmp_path: Path, command: Command) -> None:
    """A form of the engine is never read as one without marks: nothing is told of it."""
    fill(tmp_path / "a.xlsx", bound_of(BASE), {"project": {"name": "甲"}, "funds": {"budget": 10, "spent": 5}})
    assert command("score", BASE, "a.xlsx", "--format", "json").err == ""
