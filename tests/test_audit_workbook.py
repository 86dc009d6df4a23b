"""What an auditor hands back: each form with its findings at its cells, the list by unit, a workbook for each unit."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from scoring import audit_workbook
from scoring.messages import MESSAGES
from tests.audits import CLEAN, audited, changed
from tests.command import here
from tests.forms import chongqing, hubei, ministry, saved, written, yunnan

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl.worksheet.worksheet import Worksheet

    from tests.command import Command

RED = "FFFFC7CE"
#: Forms with several findings, by layout.
ROWS = [each | {"sign": "", "unit": ""} for each in changed(0, actual="≥100公里", score=25)]
LAYOUTS: dict[str, Any] = {
    "ministry": ministry(ROWS, total=98, rate=0.98),
    "yunnan": yunnan(ROWS, total=98, grade="良"),
    "hubei": hubei([ROWS[:3], ROWS[3:]], total=90),
    "chongqing": chongqing(ROWS, total=1),
}


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in an empty folder."""
    return here(tmp_path, monkeypatch, capsys)


def marked(sheet: Worksheet) -> dict[str, str]:
    """Return the comments of the red cells, by address."""
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.fill.fgColor.rgb == RED]
    return {cell.coordinate: cell.comment.text if cell.comment else "" for cell in cells}


def beside(sheet: Worksheet, column: str) -> dict[int, str]:
    """Return the texts of a column, by line."""
    return {cell.row: str(cell.value) for cell in sheet[column] if cell.value is not None}


def test_each_finding_is_at_its_cell(tmp_path: Path, command: Command) -> None:
    """The cell is red and has the finding as a comment, the finding stands beside its row, and leads to the list."""
    saved(tmp_path / "form.xlsx", ministry(changed(0, actual="≥100公里", score=25), total=98, name="桥梁养护"))
    assert command("audit", "form.xlsx", "-o", "audit.xlsx", "--lang", "en").code == 1
    book = openpyxl.load_workbook(tmp_path / "audit.xlsx")
    assert book.sheetnames == ["Forms", "To send back", "1 桥梁养护"]
    sheet = book["1 桥梁养护"]
    copies = "养护里程: the actual value “≥100公里” copies the target; write what was achieved, such as 100公里"
    over = "养护里程: the score of 25 is above the weight; 20 is due"
    total = "the total says 98, the scores add up to 103; correct the total or the scores"
    assert marked(sheet) == {"F11": copies, "H11": over, "H16": total}
    assert beside(sheet, "J") == {1: "Findings: 3", 11: f"F11  {copies}\nH11  {over}", 16: f"H16  {total}"}
    back = {cell.row: cell.hyperlink.location for cell in sheet["K"] if cell.hyperlink}
    assert back == {1: "'To send back'!A2", 11: "'To send back'!A2", 16: "'To send back'!A4"}
    listed = [book["To send back"][f"E{line}"] for line in (2, 3, 4)]
    assert [cell.value for cell in listed] == ["F11", "H11", "H16"]
    assert [cell.hyperlink.location for cell in listed] == [f"'1 桥梁养护'!{cell.value}" for cell in listed]
    assert book["Forms"]["A2"].hyperlink.location == "'1 桥梁养护'!A1"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_form_is_as_it_was(layout: str, tmp_path: Path, command: Command) -> None:
    """Each cell has the value and the address that it had; what was merged is merged."""
    saved(tmp_path / "form.xlsx", LAYOUTS[layout])
    assert command("audit", "form.xlsx", "-o", "audit.xlsx").code == 1
    given = openpyxl.load_workbook(tmp_path / "form.xlsx").worksheets[0]
    found = openpyxl.load_workbook(tmp_path / "audit.xlsx").worksheets[-1]
    values = {cell.coordinate: cell.value for row in given.iter_rows() for cell in row if cell.value is not None}
    assert {address: found[address].value for address in values} == values
    assert {str(each) for each in given.merged_cells.ranges} <= {str(each) for each in found.merged_cells.ranges}
    assert {cell.data_type for row in found.iter_rows() for cell in row} <= {"n", "s"}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("write", [saved, written])
def test_a_marked_form_is_audited_alike(
    layout: str, write: Callable[[Path, Any], Path], tmp_path: Path, command: Command
) -> None:
    """What a unit gets back has the findings of what it handed in, a workbook or a document, and nothing else."""
    path = write(tmp_path / f"form.{'xlsx' if write is saved else 'docx'}", LAYOUTS[layout])
    first = audited(command, path.name)[0]
    assert command("audit", path.name, "-o", "back/").code == 1
    (made,) = {*(tmp_path / "back").glob("*.xlsx")} - {tmp_path / "back" / "audit.xlsx"}
    again = audited(command, f"back/{made.name}")[0]
    assert again["findings"] == first["findings"]
    assert len(first["findings"]) > 2


def test_a_folder_has_a_workbook_for_each_form_to_send_back(tmp_path: Path, command: Command) -> None:
    """Called by unit and project; a form without findings has none; audit.xlsx lists all and leads to them."""
    (tmp_path / "in").mkdir()
    for name, unit, rows in (
        ("a", "乙单位", changed(0, score=25)),
        ("b", "甲单位", CLEAN),
        ("c", "甲/单位", changed(0, score=25)),
    ):
        saved(tmp_path / "in" / f"{name}.xlsx", ministry(rows, total=98, unit=unit, name=f"项目{name}"))
    done = command("audit", "in", "-o", "back/", "--lang", "en")
    assert (done.code, done.out) == (1, "")
    assert done.err == "back: a workbook for each form with findings (2); back/audit.xlsx lists them\n"
    files = sorted(each.name for each in (tmp_path / "back").iterdir())
    assert files == ["SHA256SUMS", "audit.xlsx", "乙单位 项目a.xlsx", "甲_单位 项目c.xlsx"]
    book = openpyxl.load_workbook(tmp_path / "back" / "audit.xlsx")
    assert book.sheetnames == ["Forms", "To send back", "Statistics"]
    links = [cell.hyperlink.target if cell.hyperlink else None for cell in book["Forms"]["A"][1:]]
    assert links == ["乙单位%20项目a.xlsx", None, "甲_单位%20项目c.xlsx"]
    one = openpyxl.load_workbook(tmp_path / "back" / "乙单位 项目a.xlsx")
    assert one.sheetnames == ["表1", "To send back"]
    assert set(marked(one["表1"])) == {"H11", "H16"}


def test_a_folder_is_written_again_but_not_over_what_was_changed(tmp_path: Path, command: Command) -> None:
    """A second run writes anew; a workbook that somebody has worked on since stays, and is named."""
    saved(tmp_path / "a.xlsx", ministry(changed(0, score=25), total=98, unit="甲单位"))
    for _ in range(2):
        assert command("audit", "a.xlsx", "-o", "back/").code == 1
    (tmp_path / "back" / "甲单位 道路养护.xlsx").write_bytes(b"mine")
    done = command("audit", "a.xlsx", "-o", "back", "--lang", "en")
    assert done.code == 2
    assert "甲单位 道路养护.xlsx" in done.err
    assert (tmp_path / "back" / "甲单位 道路养护.xlsx").read_bytes() == b"mine"
    done = command("audit", "a.xlsx", "-o", "back/", "--format", "json", "--lang", "en")
    assert (done.code, done.err) == (2, "back: a folder is filled with workbooks; leave out --format json\n")
    saved(tmp_path / "a.xlsx", ministry(CLEAN, total=98, unit="甲单位"))
    assert command("audit", "a.xlsx", "-o", "back", "--lang", "en").err.endswith("that the list does not have: 1\n")


def test_what_is_written_is_not_read_again(tmp_path: Path, command: Command) -> None:
    """A second run over a folder passes over the workbook that it writes; a folder of workbooks in it is refused."""
    saved(tmp_path / "a.xlsx", ministry(changed(0, score=25), total=98))
    for _ in range(2):
        assert command("audit", ".", "-o", "audit.xlsx", "--lang", "en").code == 1
        book = openpyxl.load_workbook(tmp_path / "audit.xlsx")
        assert [row[0] for row in book["Forms"].values] == ["Form", "a.xlsx"]
    done = command("audit", ".", "-o", "back/", "--lang", "en")
    assert done.code == 2
    assert done.err.startswith("back lies in ., whose files are the data")
    assert not (tmp_path / "back").exists()


def test_a_workbook_has_so_many_forms(tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the limit the first forms have sheets, the others are on the list, and a note says what to do."""
    monkeypatch.setattr(audit_workbook, "MOST_FORMS", 2)
    for name in "abc":
        saved(tmp_path / f"{name}.xlsx", ministry(changed(0, score=25), total=98, name=f"项目{name}"))
    assert command("audit", ".", "-o", "audit.xlsx", "--lang", "en").code == 1
    book = openpyxl.load_workbook(tmp_path / "audit.xlsx")
    assert book.sheetnames == ["Forms", "To send back", "Statistics", "1 项目a", "2 项目b"]
    assert [bool(cell.hyperlink) for cell in book["To send back"]["E"][1:]] == [True, True, True, True, False, False]
    assert str(book["Forms"]["A6"].value).startswith("3 forms have findings, the first 2 have a sheet here")


def test_forms_are_counted_by_grade_and_findings_by_code(tmp_path: Path, command: Command) -> None:
    """The statistics of the page are a sheet of the workbook; codes have a name in words."""
    saved(tmp_path / "a.xlsx", ministry(changed(0, actual="50公里", reason="停工"), total=98))
    saved(tmp_path / "b.xlsx", ministry(CLEAN, total=98, name="桥梁养护"))
    assert command("audit", "a.xlsx", "b.xlsx", "-o", "audit.xlsx").code == 1
    rows = list(openpyxl.load_workbook(tmp_path / "audit.xlsx")["统计"].values)
    assert rows[:3] == [("复核等级", "按自评", "按复核"), ("优", 2, 1), ("良", 0, 1)]
    assert rows[-2:] == [("类别", "问题", "涉及表格"), ("得分与规则不符 score-off-rule", 1, 1)]


def _overlapping(sheet: Worksheet) -> None:
    ministry(changed(0, score=25), total=98)(sheet)
    sheet.merge_cells("B11:H12")
    sheet.merge_cells("H10:H14")


def test_cells_that_are_merged_twice_do_no_harm(tmp_path: Path, command: Command) -> None:
    """Of ranges that overlap the first counts; a finding on a cell that is hidden by it is at the cell that shows."""
    saved(tmp_path / "form.xlsx", _overlapping)
    assert command("audit", "form.xlsx", "-o", "audit.xlsx").code == 1
    sheet = openpyxl.load_workbook(tmp_path / "audit.xlsx").worksheets[-1]
    told = json.loads(command("audit", "form.xlsx", "--format", "json").out)["forms"][0]["findings"]
    shown = "\n".join([*marked(sheet).values(), *beside(sheet, "J").values()])
    assert told
    assert all(each["message"] in shown for each in told)


def test_every_code_has_a_name() -> None:
    """Whatever the audit can find is called something in the workbook."""
    page = (Path(__file__).parent.parent / "docs/reference/command-line.md").read_text(encoding="utf-8")
    table = page.partition("| code | what does not follow |")[2].partition("\n\n")[0]
    codes = re.findall(r"^\| `([a-z0-9-]+)` \|", table, re.MULTILINE)
    assert len(codes) > 12
    assert {f"audit-name-{code}" for code in codes} <= MESSAGES.keys()
