"""What the program writes, opened and saved by LibreOffice: forms come back, formulas recalculate, texts stay whole."""

from __future__ import annotations

import re
import struct
import subprocess
import zipfile
from typing import TYPE_CHECKING, Final

import openpyxl
import pytest

from scoring import report
from scoring.data_forms import read_forms
from scoring.engine import Engine
from tests.audits import audited, changed
from tests.command import alone, here
from tests.filled_forms import fill
from tests.forms import ministry, saved
from tests.library import entry, files
from tests.office import CSV
from tests.programs import wanted

if TYPE_CHECKING:
    from pathlib import Path

    from scoring.sheet import ScoreSheet
    from tests.command import Command
    from tests.office import Office

SETS: Final = files()
NAMES: Final = [path.stem for path in SETS]
#: What a form may be saved as.
SUFFIXES: Final = ("xlsx", "ods", "xls")
NAME: Final = "机关事务服务（2022）"
PROJECT: Final = {"id": "P-1", "name": NAME, "department": "市财政局", "unit": "事务中心", "year": 2022}


def scored(path: Path) -> ScoreSheet:
    """Return the sheet of a set's first example."""
    bound = entry(path).bound
    return Engine.of(bound).score({**(bound.rules.examples[0].facts or {}), "project": PROJECT})


# -- forms


@pytest.fixture(scope="module")
def opened(soffice: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the form of each set, filled in with its first example, saved by LibreOffice in each way."""
    folder = tmp_path_factory.mktemp("forms")
    given = [
        fill(folder / f"{path.stem}.xlsx", entry(path).bound, entry(path).rules.examples[0].facts or {})
        for path in SETS
    ]
    for suffix in SUFFIXES:
        soffice.convert(*given, to=suffix, into=folder / suffix)
    return folder


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("path", SETS, ids=NAMES)
def test_a_form_saved_by_libreoffice_scores_the_same(path: Path, suffix: str, opened: Path) -> None:
    """The total, the grade and every line are those of the facts that were filled in, and nothing is amiss."""
    bound = entry(path).bound
    forms = read_forms([str(opened / suffix / f"{path.stem}.{suffix}")], bound.rules, "zh")
    assert forms is not None
    due = Engine.of(bound).score(dict(bound.rules.examples[0].facts or {}))
    found = Engine.of(bound).score(forms[0].project.facts)
    assert (found.total, found.grade, found.coverage) == (due.total, due.grade, due.coverage)
    assert [(line.id, line.score, line.status) for line in found.lines] == [
        (line.id, line.score, line.status) for line in due.lines
    ]
    assert [each.message for each in forms[0].remarks] == []


# -- sheets whose formulas are live


@pytest.fixture(scope="module")
def recalculated(soffice: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the sheet of each set's first example, and what LibreOffice makes of its formulas."""
    folder = tmp_path_factory.mktemp("sheets")
    (folder / "given").mkdir()
    given = []
    for path in SETS:
        given.append(folder / "given" / f"{path.stem}.xlsx")
        given[-1].write_bytes(report.sheet_workbook(scored(path)))
    given.append(_broken(given[0], folder / "given" / "broken.xlsx"))
    soffice.convert(*given, to="xlsx", into=folder / "made")
    return folder


def _broken(path: Path, target: Path) -> Path:
    """Copy a workbook with its first sum made a difference, and the value beside it as it was."""
    with zipfile.ZipFile(path) as packed, zipfile.ZipFile(target, "w") as made:
        for name in packed.namelist():
            content = packed.read(name)
            if name == "xl/worksheets/sheet1.xml":
                changed_, count = re.subn(rb"<f>ROUND\(SUM\(", rb"<f>ROUND(1+SUM(", content, count=1)
                assert count == 1
                content = changed_
            made.writestr(name, content)
    return target


def _formulas(folder: Path, name: str) -> dict[str, tuple[float, float]]:
    """Return the cells with formulas: the value that was written with each, and the one that it comes to."""
    given, written, made = (
        openpyxl.load_workbook(folder / part / f"{name}.xlsx", data_only=values).worksheets[0]
        for part, values in (("given", False), ("given", True), ("made", True))
    )
    cells = [cell.coordinate for row in given.iter_rows() for cell in row if cell.data_type == "f"]
    return {each: (float(written[each].value), float(made[each].value)) for each in cells}


@pytest.mark.parametrize("path", SETS, ids=NAMES)
def test_libreoffice_recalculates_to_the_engine(path: Path, recalculated: Path) -> None:
    """Each formula comes to the value that was written with it; total, points and shares of dimensions too."""
    found = _formulas(recalculated, path.stem)
    made = {cell: value for cell, (_, value) in found.items()}
    assert made == pytest.approx({cell: due for cell, (due, _) in found.items()})
    sheet = scored(path)
    counting = [each for each in sheet.dimensions if each.score is not None]
    shares = {round(float(each.score / each.weight), 9) for each in counting if each.score is not None and each.weight}
    assert shares <= {round(value, 9) for value in made.values()}
    page = openpyxl.load_workbook(recalculated / "made" / f"{path.stem}.xlsx", data_only=True).worksheets[0]
    shown = {round(cell.value, 9) for row in page.iter_rows() for cell in row if isinstance(cell.value, int | float)}
    points = [each.score for each in counting] + [sheet.total]
    assert {float(each) for each in points if each is not None} <= shown


def test_a_wrong_formula_would_be_seen(recalculated: Path) -> None:
    """With one sum changed, and its value as it was, the cell comes to something else: formulas are worked out anew."""
    found = _formulas(recalculated, "broken")
    assert [made - due for due, made in found.values() if abs(made - due) > 1e-9][:1] == [pytest.approx(1)]


# -- tables and documents


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in an empty folder."""
    return here(tmp_path, monkeypatch, capsys)


SMALL: Final = """
id = "test/roads"
title = "农村公路养护"
version = "1"
missing = "zero"
grades = [{ at_least = 60, label = "优" }, { at_least = 0, label = "差" }]
[facts]
"养护.里程" = { type = "number", label = "养护里程" }
[dimensions.output]
title = "产出"
weight = 100
[indicators.length]
title = "里程“完成率”，%"
dimension = "output"
weight = 100
measure = "养护.里程 / 120"
"""
TABLE: Final = "项目编号,项目名称,养护里程\nR-01,北路（一期）,90\n007,=南路,120\n"


def test_tables_open_with_their_texts_and_numbers(soffice: Office, tmp_path: Path, command: Command) -> None:
    """Results as CSV and as a workbook have Chinese whole, numbers as numbers, zeros kept, and no formula."""
    (tmp_path / "small.toml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "roads.csv").write_text(TABLE, encoding="utf-8")
    for name in ("results.csv", "results.xlsx"):
        assert command("score", "small.toml", "roads.csv", "-o", name).code == 0
    assert command("score", "small.toml", "roads.csv", "--sheet", "R-01", "-o", "sheet.csv").code == 0
    tables = [tmp_path / name for name in ("results.csv", "sheet.csv")]
    made = soffice.convert(*tables, to="xlsx", into=tmp_path / "made", opened_as=CSV)
    (book,) = soffice.convert(tmp_path / "results.xlsx", to="xlsx", into=tmp_path / "book")
    results, sheet, workbook = (openpyxl.load_workbook(each).worksheets[0] for each in (*made, book))
    assert [cell.value for cell in results[1]][:4] == ["project", "project.name", "length.score", "length.status"]
    rows = [[cell.value for cell in row[:3]] for row in results.iter_rows(min_row=2)]
    assert rows == [["R-01", "北路(一期)", 75], [7, "'=南路", 100]]
    assert [[cell.value for cell in row[:3]] for row in workbook.iter_rows(min_row=2)] == [
        ["R-01", "北路(一期)", 75],
        ["007", "=南路", 100],
    ]
    assert sheet["C3"].value == "里程“完成率”，%"
    assert (sheet["G3"].value, sheet["I3"].value) == (75, "已评分")
    cells = [cell for page in (results, sheet, workbook) for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"n", "s"}


#: Sets in both languages, one with many indicators.
REPORTED: Final = [path for path in SETS if path.stem in ("self-evaluation-2020", "office-services-2022", "part-2008")]


def test_reports_open_as_pages(soffice: Office, tmp_path: Path) -> None:
    """The report of a sheet, turned into PDF, has its title, every indicator, the total and the project in its text."""
    pdftotext = wanted("pdftotext", package="poppler-utils")
    given = []
    for path in REPORTED:
        given.append(tmp_path / f"{path.stem}.docx")
        given[-1].write_bytes(report.evaluation_report(scored(path), entry(path).rules))
    assert len(given) == 3
    for path, page in zip(REPORTED, soffice.convert(*given, to="pdf", into=tmp_path), strict=True):
        done = subprocess.run([pdftotext, str(page), "-"], capture_output=True, encoding="utf-8", check=True)
        text = "".join(done.stdout.split())
        sheet = scored(path)
        due = [sheet.set.title, NAME, str(sheet.total), *(line.title for line in sheet.lines)]
        assert [each for each in due if "".join(each.split()) not in text] == []


# -- filled forms


def test_forms_saved_by_libreoffice_are_audited_alike(soffice: Office, tmp_path: Path, command: Command) -> None:
    """A form with mistakes, saved as XLS, as ODS and once more as XLSX, has the same findings at the same cells."""
    rows = changed(0, actual="≥100公里", score=25, reason="")
    path = saved(tmp_path / "form.xlsx", ministry(rows, total=98, rate=0.98))
    due = audited(command, "form.xlsx")[0]
    assert len(due["findings"]) == 4
    for suffix in SUFFIXES:
        soffice.convert(path, to=suffix, into=tmp_path / suffix)
        found = audited(command, f"{suffix}/form.{suffix}")[0]
        assert {**found, "file": "form.xlsx"} == due


def test_an_old_workbook_that_would_end_the_program(soffice: Office, tmp_path: Path) -> None:
    """A cell beyond all columns in an XLS file, for which there is no room, ends in a sentence."""
    path = saved(tmp_path / "form.xlsx", ministry(changed(0), total=98))
    (old,) = soffice.convert(path, to="xls", into=tmp_path)
    raw = old.read_bytes()
    # a record of a cell with a text: its kind, its length, its row and its column
    found = next(match for match in re.finditer(rb"\xfd\x00\x0a\x00(..)(..)", raw, re.DOTALL) if match[1] < b"\x20\x00")
    far = struct.pack("<HHHH", 0xFD, 10, 65_535, 65_535)
    old.write_bytes(raw[: found.start()] + far + raw[found.start() + len(far) :])
    done = alone(tmp_path, "audit", "form.xls", "--lang", "en", seconds=120)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("form.xls: opening it takes too much memory or time, or ends the program")


def test_what_goes_back_opens(soffice: Office, tmp_path: Path, command: Command) -> None:
    """A marked form, saved by LibreOffice, has its red cells, their comments, and the findings beside their rows."""
    saved(tmp_path / "form.xlsx", ministry(changed(0, score=25), total=98, unit="公路中心"))
    assert command("audit", "form.xlsx", "-o", "back/").code == 1
    (made,) = soffice.convert(tmp_path / "back" / "公路中心 道路养护.xlsx", to="xlsx", into=tmp_path / "made")
    sheet = openpyxl.load_workbook(made).worksheets[0]
    assert sheet["H11"].value == 25
    assert sheet["H11"].comment is not None
    assert sheet["H11"].comment.text == "“养护里程”得分 25 超过分值，按规则应为 20；请改正"
    assert sheet["J11"].value == "H11  “养护里程”得分 25 超过分值，按规则应为 20；请改正"
    assert {str(each) for each in sheet.merged_cells.ranges} >= {"A1:I1", "A4:A7"}
