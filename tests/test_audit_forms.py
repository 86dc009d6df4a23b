"""Filled forms in the layouts and wordings of the field: each has the findings that stand beside its cells, no others.

The forms are in `tests/data/filled`, typed as units type them; `tests/typed_forms.py` says how they are written down.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

import scoring
from scoring.audit import Auditor
from scoring.audited import shown
from scoring.filled_document import document_grids
from scoring.filled_form import FormReader
from scoring.filled_grid import grids
from tests.audits import audited, found
from tests.command import here
from tests.typed_forms import FORMS, Typed, expected, save_document, save_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scoring.audited import Audited
    from tests.command import Command
    from tests.office import Office


@pytest.fixture(scope="module")
def audit() -> Callable[[Path, str], list[Audited]]:
    """Return what audits the forms of a file by a set, which is loaded once."""
    offices: dict[str, tuple[FormReader, Auditor]] = {}

    def audit(path: Path, rules: str) -> list[Audited]:
        if rules not in offices:
            loaded = scoring.load(rules)
            offices[rules] = FormReader(loaded), Auditor(scoring.Engine(loaded))
        reader, auditor = offices[rules]
        read = document_grids if path.suffix == ".docx" else grids
        forms = [reader.read(grid, path.name) for grid in read(path, "zh")]
        return [auditor.audit(form) for form in forms if form is not None]

    return audit


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in an empty folder."""
    return here(tmp_path, monkeypatch, capsys)


def check(told: Audited, form: Typed) -> None:
    """Assert that an audit tells the totals of a form, and its findings cell by cell."""
    assert sorted((each.code, each.cell, _due(each.expected)) for each in told.findings) == expected(form)
    assert _due(told.recomputed_total) == f"{form.recomputed:g}"
    assert _due(told.printed_total) == ("" if form.printed is None else f"{form.printed:g}")
    assert all(each.message and "{" not in each.message for each in told.findings)


def _due(value: Any) -> str:
    return "" if value is None else shown(value)


@pytest.mark.parametrize("name", FORMS)
def test_a_workbook_has_the_findings_beside_its_cells(name: str, tmp_path: Path, audit: Any) -> None:
    """A form typed into Excel: merged cells, percentages, days, formulas with their values."""
    (told,) = audit(save_workbook(tmp_path / "form.xlsx", ("自评表", FORMS[name])), FORMS[name].rules)
    check(told, FORMS[name])


@pytest.mark.parametrize("name", FORMS)
def test_a_document_has_the_findings_beside_its_cells(name: str, tmp_path: Path, audit: Any) -> None:
    """The same form as a table in Word, where every cell is a text."""
    (told,) = audit(save_document(tmp_path / "form.docx", FORMS[name]), FORMS[name].rules)
    check(told, FORMS[name])


def test_old_workbooks_have_the_findings_beside_their_cells(tmp_path: Path, audit: Any, soffice: Office) -> None:
    """The same forms saved as .xls by LibreOffice, which computes their formulas anew."""
    books = [save_workbook(tmp_path / f"{name}.xlsx", ("自评表", form)) for name, form in FORMS.items()]
    for path in soffice.convert(*books, to="xls", into=tmp_path / "xls"):
        (told,) = audit(path, FORMS[path.stem].rules)
        check(told, FORMS[path.stem])


def test_every_code_is_in_several_forms() -> None:
    """Each mistake that a form can have by itself is made in three forms or more; a third of the forms has none."""
    codes = Counter(code for form in FORMS.values() for code in {each for each, _, _ in expected(form)})
    own = {
        *("weights-total", "sum-mismatch", "score-off-rule", "score-over-weight", "full-marks-without-data"),
        *("actual-copies-target", "rate-mismatch", "execution-over-100", "over-achievement"),
        *("no-reason-for-lost-points", "grade-mismatch", "unreadable-cell"),
    }
    assert codes.keys() == own
    assert min(codes.values()) >= 3
    assert 3 * sum(not form.marks for form in FORMS.values()) >= len(FORMS)


def plain(title: str, project: str) -> Typed:
    """Return a form without mistakes, of a title and a project."""
    titles, form = 3, FORMS["plain"]
    assert form.cells[:titles] == (("项目支出绩效自评表",), ("（2022年度）",), ("项目名称", "河道治理"))
    return form._replace(cells=((title,), ("项目名称", project), *form.cells[titles:]))


def test_each_visible_sheet_is_a_form_and_a_project_comes_once(tmp_path: Path, command: Command) -> None:
    """Instructions and hidden sheets are passed over; a second form of a project is told, whatever spaces it has."""
    guide = Typed((("填表说明",), ("1.如实填写",)), {}, None, 0, "")
    sheets = {
        "说明": guide,
        "一": plain("项目支出绩效自评表（2022年度）", "河道治理"),
        "旧": plain("项目支出绩效自评表（2022年度）", "河道治理"),
        "二": plain("2022年度项目支出绩效自评表", "河道 治理"),
        "三": plain("2023年度项目支出绩效自评表", "河道治理"),
    }
    save_workbook(tmp_path / "forms.xlsx", *sheets.items(), hidden="旧")
    told = audited(command, "forms.xlsx")
    assert [found(each) for each in told] == [[], [("duplicate-project", "河道 治理", None)], []]
    assert told[1]["findings"][0]["cell"] == "二!B2"


def test_the_year_may_stand_above_the_table_of_a_document(tmp_path: Path, command: Command) -> None:
    """Two years' forms of a project are no duplicates where the title with the year is outside the table."""
    for name, above in {"2022": "2022年度自评表", "2023": "2023年度自评表", "again": "2023 年度自评表"}.items():
        save_document(tmp_path / f"{name}.docx", plain("自评表", "河道治理"), above=above)
    assert [found(each) for each in audited(command, "2022.docx", "2023.docx")] == [[], []]
    assert found(audited(command, "2023.docx", "again.docx")[1]) == [("duplicate-project", "河道治理", None)]
