"""The command that audits forms: its table and files, several forms at once, and what cannot be audited."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from rich.cells import cell_len

from tests.audits import CLEAN, changed
from tests.command import here
from tests.forms import ministry, saved, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.command import Command


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in an empty folder."""
    return here(tmp_path, monkeypatch, capsys)


@pytest.mark.parametrize(("lang", "words"), [("zh", "自评总分"), ("en", "Recomputed")])
@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_page_fits_its_width(
    lang: str, words: str, width: int, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No line of the table is wider than the terminal; every finding has its cell and code."""
    saved(tmp_path / "first.xlsx", ministry(changed(0, score=25, actual="≥100公里"), total=98))
    saved(tmp_path / "second.xlsx", ministry(CLEAN, total=98, name="桥梁养护"))
    monkeypatch.setenv("COLUMNS", str(width))
    done = command("audit", "first.xlsx", "second.xlsx", "--lang", lang)
    assert done.code == 1
    assert max(map(cell_len, done.out.splitlines())) <= width
    for text in (words, "F11", "actual-copies-target", "H11", "score-over-weight", "H16", "sum-mismatch"):
        assert text in done.out


def test_a_file_gets_the_audit_in_the_format_of_its_name(tmp_path: Path, command: Command) -> None:
    """With -o the result is written to a file, JSON where its name ends so, else the table."""
    saved(tmp_path / "form.xlsx", ministry(CLEAN, total=97))
    assert command("audit", "form.xlsx", "-o", "audit.json").code == 1
    assert json.loads((tmp_path / "audit.json").read_text("utf-8"))["forms"][0]["printed_total"] == 97
    assert command("audit", "form.xlsx", "-o", "audit.txt").out == ""
    assert "sum-mismatch" in (tmp_path / "audit.txt").read_text("utf-8")


def test_a_workbook_has_a_line_a_form_and_what_to_send_back(tmp_path: Path, command: Command) -> None:
    """With -o audit.xlsx the forms and the findings are sheets, sorted by unit; no text of a form is a formula."""
    evil = '=HYPERLINK("http://evil.example")'
    saved(tmp_path / "a.xlsx", ministry(changed(0, score=25), total=103, name=evil, unit="乙单位"))
    saved(tmp_path / "b.xlsx", ministry(changed(0, actual="≥100公里"), total=98, unit="甲单位"))
    assert command("audit", "a.xlsx", "b.xlsx", "-o", "audit.xlsx", "--lang", "en").code == 1
    book = load_workbook(tmp_path / "audit.xlsx")
    forms, findings = (list(sheet.values) for sheet in book.worksheets[:2])
    assert book.sheetnames[:3] == ["Forms", "To send back", "Statistics"]
    assert book.sheetnames[3:] == ['1 =HYPERLINK("http   evil.examp', "2 道路养护"]
    assert forms[1:] == [
        ("a.xlsx", "表1", evil, "乙单位", 103, 98, 5, "优", 1),
        ("b.xlsx", "表1", "道路养护", "甲单位", 98, 98, 0, "优", 1),
    ]
    assert [(row[0], *row[4:7], row[8]) for row in findings[1:]] == [
        ("乙单位", "H11", 25, 20, "score-over-weight"),
        ("甲单位", "F11", "≥100公里", "100公里", "actual-copies-target"),
    ]
    assert all(cell.data_type != "f" for sheet in book for line in sheet.iter_rows() for cell in line)
    done = command("audit", "a.xlsx", "--format", "xlsx", "--lang", "en")
    assert (done.code, done.err) == (2, "a workbook goes to a file; name it, as in -o audit.xlsx\n")


def test_many_forms_are_summed_up(tmp_path: Path, command: Command) -> None:
    """For several forms the table says how many have which grade, the means, and how often each code was found."""
    saved(tmp_path / "a.xlsx", ministry(changed(0, actual="50公里", reason="停工"), total=98))
    saved(tmp_path / "b.xlsx", ministry(changed(0, score=20), total=98, name="桥梁养护"))
    saved(tmp_path / "c.xlsx", ministry(CLEAN, name="隧道养护"))
    done = command("audit", "a.xlsx", "b.xlsx", "c.xlsx", "--lang", "en")
    lines = [" ".join(line.split()) for line in done.out.splitlines()]
    assert {"优 2 2", "良 - 1", "score-off-rule 1 1", "Forms: 3, with findings: 1; findings: 1."} <= {*lines}
    assert any(line.startswith("Printed totals are 98.00 on average, recomputed 93.00 for") for line in lines)
    assert any("printed above recomputed: 1." in line for line in lines)


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path, command: Command) -> None:
    """A truncated workbook among forms is told on standard error and ends with 2; the others are audited."""
    saved(tmp_path / "a.xlsx", ministry(CLEAN, total=98))
    (tmp_path / "b.xlsx").write_bytes((tmp_path / "a.xlsx").read_bytes()[:2000])
    done = command("audit", "*.xlsx", "--format", "json")
    assert done.code == 2
    assert [each["file"] for each in json.loads(done.out)["forms"]] == ["a.xlsx"]
    assert done.err.startswith("b.xlsx：文件不完整")


def _empty(tmp_path: Path) -> None:
    saved(tmp_path / "bad.xlsx", lambda sheet: sheet.append(["无关"]))


def _large(tmp_path: Path) -> None:
    (tmp_path / "bad.xlsx").write_bytes(b"\0" * (9 * 1024 * 1024))


@pytest.mark.parametrize(
    ("make", "words", "said"),
    [
        (_empty, ("bad.xlsx",), "there is no self-evaluation form in it; a row of headings should have 年度指标值"),
        (lambda path: (path / "bad.xlsx").write_bytes(b"a\0"), ("bad.xlsx",), "this is no Excel workbook"),
        (lambda path: (path / "bad.docx").write_bytes(b"a\0"), ("bad.docx",), "this is no Word document"),
        (_large, ("bad.xlsx",), "it has 9 MB, 8 MB are read at most"),
        (lambda path: (path / "bad.xls").touch(), ("bad.xls",), "the file is empty"),
        (_empty, ("gone.xlsx",), "there is no such file"),
        (_empty, ("*.xls",), "no file matches"),
        (lambda path: (path / "bad.pdf").write_text("%PDF"), ("bad.pdf",), ".pdf cannot be read"),
        (lambda path: (path / "sub").mkdir(), ("sub",), "the folder has no .xlsx, .xlsm, .xls, .ods, .docx files"),
        (_empty, ("bad.xlsx", "--set", "cn/project-2020"), "so it cannot audit forms"),
    ],
)
def test_what_cannot_be_audited_ends_in_a_clear_message(
    make: Callable[[Path], object], words: tuple[str, ...], said: str, tmp_path: Path, command: Command
) -> None:
    """A file or set that is no use ends with 2 and one sentence on standard error."""
    make(tmp_path)
    done = command("audit", *words, "--lang", "en")
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "Traceback" not in done.err


def test_hidden_sheets_and_markup_do_no_harm(tmp_path: Path, command: Command) -> None:
    """A hidden sheet is no form of the unit's; names with markup or control characters are shown as they are."""
    path = saved(tmp_path / "form.xlsx", ministry(CLEAN, total=98), ministry(CLEAN, total=50, name="[red]旧[/]"))
    book = load_workbook(path)
    book["表1"].sheet_state = "hidden"
    book.save(path)
    told = json.loads(command("audit", "form.xlsx", "--format", "json").out)["forms"]
    assert [each["printed_total"] for each in told] == [50]
    assert "[red]旧[/]" in command("audit", "form.xlsx").out


def test_a_workbook_of_many_forms_says_the_sheet_of_a_cell(tmp_path: Path, command: Command) -> None:
    """Where a workbook has several forms, a cell has the name of its sheet before it."""
    saved(tmp_path / "forms.xlsx", ministry(CLEAN, total=98), ministry(CLEAN, total=50, name="桥梁养护"))
    told = json.loads(command("audit", "forms.xlsx", "--format", "json").out)["forms"]
    assert [[each["cell"] for each in form["findings"]] for form in told] == [[], ["表2!H16"]]


@pytest.mark.parametrize(
    ("package", "words", "extra"),
    [
        ("python_calamine", ("form.xlsx",), "excel"),
        ("docx", ("form.docx",), "word"),
        ("xlsxwriter", ("form.xlsx", "-o", "audit.xlsx"), "excel"),
    ],
)
def test_a_missing_library_is_named_with_its_extra(
    package: str, words: tuple[str, ...], extra: str, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the library that reads or writes a kind of file, the message says how to install it."""
    saved(tmp_path / "form.xlsx", ministry(CLEAN, total=98))
    written(tmp_path / "form.docx", ministry(CLEAN, total=98))
    monkeypatch.setitem(sys.modules, package, None)
    done = command("audit", *words, "--lang", "en")
    assert done.code == 2
    assert done.err.endswith(f'run pip install "scoring-engine[{extra}]"\n')


def test_a_file_name_that_is_no_text_is_told_all_the_same(tmp_path: Path, command: Command) -> None:
    """A name in another encoding, which no file of results could hold, does not stop the audit."""
    name = os.fsdecode("表.xlsx".encode("gbk"))
    saved(tmp_path / "form.xlsx", ministry(CLEAN, total=98)).rename(tmp_path / name)
    assert command("audit", ".", "-o", "audit.json").code == 0
    assert json.loads((tmp_path / "audit.json").read_text("utf-8"))["forms"][0]["file"].endswith(".xlsx")


FACTS = """
project = { id = "p", name = "助学", unit = "三中", year = 2022 }
funds   = { budget = 100, spent = 90 }
targets = [
  { level1 = "产出指标", name = "受助学生", sign = "≥", target = 700, actual = 735, unit = "人", weight = 50 },
  { level1 = "效益指标", name = "巩固率", sign = "≥", target = "98%", actual = "97%", weight = 30, reason = "转学" },
  { level1 = "满意度指标", name = "学生满意度", sign = "≥", target = "90%", actual = "92%", weight = 10 },
]
"""


def test_a_sheet_that_the_program_wrote_follows_its_rule(tmp_path: Path, command: Command) -> None:
    """The workbook of a scored project has no findings; a score that was changed in it afterwards is found."""
    (tmp_path / "p.toml").write_text(FACTS, encoding="utf-8")
    assert command("score", "cn/self-evaluation-2020", "p.toml", "-o", "sheet.xlsx").code == 0
    assert command("audit", "sheet.xlsx").code == 0
    book = load_workbook(
        tmp_path / "sheet.xlsx", data_only=True
    )  # a library that works out no formula keeps their values
    (cell,) = [each for line in book.worksheets[0].iter_rows() for each in line if each.value == 29.69]
    cell.value = 30
    book.save(tmp_path / "sheet.xlsx")
    told = json.loads(command("audit", "sheet.xlsx", "--format", "json").out)["forms"][0]["findings"]
    assert (told[0]["code"], told[0]["cell"], told[0]["expected"]) == ("score-off-rule", cell.coordinate, 29.69)
