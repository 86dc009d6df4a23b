"""The official form in LibreOffice: it opens, works out its formulas, and is read back to the same scores."""

from __future__ import annotations

import os
import shutil
import subprocess
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import openpyxl
import pytest

from scoring.display import number
from scoring.sheet import Status
from tests.filled_forms import fill
from tests.official_forms import cell_of_fact, is_official, rows_of
from tests.test_official_form import BASE, SETS, bound_of
from tests.test_official_sheet import EXAMPLES, content, example, read_back, shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from scoring.sheet import ScoreSheet

#: LibreOffice does not say that it hangs; a file takes it about a second.
SECONDS: Final = 300
CENT: Final = Decimal("0.005")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Return the LibreOffice of this run; without one, tests are skipped, and fail in CI."""
    program = shutil.which("soffice")
    if program is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("needs soffice: install libreoffice-calc")
    return Office(str(program), tmp_path_factory.mktemp("profile"))


class Office:
    """Opens workbooks as a person would, and saves them again."""

    def __init__(self, program: str, profile: Path) -> None:
        """Keep a profile that no other one on the machine sees."""
        self.words = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]

    def saved(self, paths: Sequence[Path], into: Path, suffix: str) -> list[Path]:
        """Open workbooks, all in one start, and save them in a folder in a format."""
        words = [*self.words, "--convert-to", suffix, "--outdir", str(into), *map(str, paths)]
        subprocess.run(words, check=True, capture_output=True, timeout=SECONDS, stdin=subprocess.DEVNULL)
        made = [into / f"{path.stem}.{suffix}" for path in paths]
        assert all(path.is_file() for path in made)
        return made


def without_values(path: Path) -> Path:
    """Take from a workbook what its formulas come to, so that whoever opens it has to work them out."""
    openpyxl.load_workbook(path).save(path)
    return path


def labelled(sheet: Worksheet, label: str) -> int:
    """Return the row of a label in the second or third column."""
    return next(place for place, row in enumerate(sheet.iter_rows(), 1) if label in (row[1].value, row[2].value))


def near(found: Any, due: Decimal | None) -> bool:
    """Tell whether a cell has a number, to the cent; blank or a dash where there is none."""
    return found in (None, "", "—") if due is None else abs(Decimal(repr(found)) - due) < CENT


def assert_worked_out(sheet: Worksheet, scored: ScoreSheet, last: int) -> None:
    """Compare the rate, its score, and the sums of a form with what the engine found."""
    funds, total = labelled(sheet, "年度资金总额"), labelled(sheet, "总分")
    weight = next(cell.column for cell in sheet[funds - 1] if cell.value == "分值")
    rate, score = (sheet.cell(funds, weight + step).value for step in (1, 2))
    line = scored["budget-completion"]
    measure = line.measure if line.status is Status.SCORED else None
    assert isinstance(measure, Decimal | None)
    assert near(rate, measure)
    assert near(score, line.score)
    weights = [sheet.cell(row, weight).value for row in (funds, *range(funds + 1, total))]
    due = sum((Decimal(repr(each)) for each in weights if isinstance(each, (int, float))), Decimal(0))
    assert near(sheet.cell(total, weight).value, due)
    assert near(sheet.cell(total, last).value, scored.total)


@pytest.mark.parametrize("suffix", ["xlsx", "ods", "xls"])
def test_scored_forms_are_worked_out_again(office: Office, tmp_path: Path, suffix: str) -> None:
    """Of the examples of every set: rates, scores and sums by LibreOffice are the engine's, and what is read back.

    In the other formats, whose formulas are the same, of the first example of each.
    """
    sheets = [example(id_, place) for id_, place in EXAMPLES if suffix == "xlsx" or place == 0]
    paths = [tmp_path / f"{place}.xlsx" for place in range(len(sheets))]
    for path, (bound, sheet) in zip(paths, sheets, strict=True):
        path.write_bytes(content(bound, sheet))
        without_values(path)
    made = office.saved(paths, tmp_path / "made", suffix)
    for path, (bound, sheet) in zip(made, sheets, strict=True):
        assert shown(read_back(path, bound)) == shown(sheet)
        if suffix == "xlsx":
            found = openpyxl.load_workbook(path, data_only=True).worksheets[0]
            heads = labelled(found, "一级指标")
            last = next(cell.column for cell in found[heads] if cell.value == "得分")
            assert_worked_out(found, sheet, last)


def test_forms_that_were_filled_in_are_worked_out(office: Office, tmp_path: Path) -> None:
    """The same filled in by hand: the rate, its score by the rule of each set, and what the weights lack."""
    paths = [tmp_path / f"{place}.xlsx" for place in range(len(EXAMPLES))]
    for path, (id_, place) in zip(paths, EXAMPLES, strict=True):
        fill(path, bound_of(id_), bound_of(id_).rules.examples[place].facts or {})
    for path, (id_, place) in zip(office.saved(paths, tmp_path / "made", "xlsx"), EXAMPLES, strict=True):
        bound, sheet = example(id_, place)
        again = read_back(path, bound)
        assert (again.total, again.grade, again.coverage, again.gates) == (
            sheet.total,
            sheet.grade,
            sheet.coverage,
            sheet.gates,
        )
        found = openpyxl.load_workbook(path, data_only=True).worksheets[0]
        assert_filled(found, sheet)


def assert_filled(sheet: Worksheet, scored: ScoreSheet) -> None:
    """Compare the rate, its score and the sum of the weights, and what is said of them, with the engine's."""
    funds, total = labelled(sheet, "年度资金总额"), labelled(sheet, "总分")
    weight = next(cell.column for cell in sheet[funds - 1] if cell.value == "分值")
    line = scored["budget-completion"]
    known = line.status is Status.SCORED
    assert isinstance(line.measure, Decimal | None)
    assert near(sheet.cell(funds, weight + 1).value, line.measure if known else None)
    assert near(sheet.cell(funds, weight + 2).value, line.score if known else None)
    rows = [each.weight for each in scored.lines if each.row is not None]
    given = sum(
        (line.weight for line in scored.lines if line.id in ("budget-completion", "goals-achieved")), Decimal(0)
    )
    given += sum(rows, Decimal(0))
    assert near(sheet.cell(total, weight).value, given)
    said = sheet.cell(total, weight + 2).value
    lacking = f"分值合计应为 100，还差 {number(100 - given)}"
    assert said == ("分值合计 100，正确" if given == 100 else lacking)


def test_a_form_adds_up_what_is_typed(office: Office, tmp_path: Path) -> None:
    """Lines of funds make the sum, all scores make the total, and weights of 110 are too many."""
    path = fill(tmp_path / "a.xlsx", bound_of(BASE), {})
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    assert is_official(sheet)
    for row, amounts in zip(rows_of(sheet, "funding"), ((60, 50.5), (40, 40)), strict=False):
        for name, amount in zip(("budget", "spent"), amounts, strict=True):
            sheet.cell(row.row, row.names[name]).value = amount
    for row, weight in zip(rows_of(sheet, "targets"), (50, 30, 20), strict=False):
        sheet.cell(row.row, row.names["weight"]).value = weight
        sheet.cell(row.row, row.names["score"]).value = weight - 1
        sheet.cell(row.row, row.names["name"]).value = "指标"
    book.save(path)
    (made,) = office.saved([path], tmp_path / "made", "xlsx")
    found = openpyxl.load_workbook(made, data_only=True).worksheets[0]
    assert [cell_of_fact(found, name).value for name in ("funds.budget", "funds.spent")] == [100, 90.5]
    funds, total = labelled(found, "年度资金总额"), labelled(found, "总分")
    assert [found.cell(funds, column).value for column in (12, 13)] == [0.905, 9.05]
    assert [found.cell(total, column).value for column in (11, 12, 13)] == [110, 106.05, "分值合计应为 100，多出 10"]


def test_every_set_has_a_form_that_opens(office: Office, tmp_path: Path) -> None:
    """A blank form has no error in any cell, and its sum is what is printed on it."""
    paths = [fill(tmp_path / f"{id_.replace('/', '-')}.xlsx", bound_of(id_), {}) for id_ in SETS]
    for path in office.saved(paths, tmp_path / "made", "xlsx"):
        book = openpyxl.load_workbook(path, data_only=True)
        assert [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "e"] == []
