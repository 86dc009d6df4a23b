from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.office import CSV
from tests.programs import wanted

if TYPE_CHECKING:
    from pathlib import Path

    from tests.office import Office


def test_office_opens_and_saves(soffice: Office, tmp_path: Path) -> None:
    """A table goes through LibreOffice and comes back with its Chinese and its numbers, several files in one start."""
    given = [tmp_path / "甲.csv", tmp_path / "乙.csv"]
    for path in given:
        path.write_text(f"项目,金额\n{path.stem},0.1\n", encoding="utf-8-sig")
    made = soffice.convert(*given, to="ods", into=tmp_path / "ods", opened_as=CSV)
    back = soffice.convert(*made, to="csv:Text - txt - csv (StarCalc):44,34,76,1", into=tmp_path / "back")
    texts = [path.read_text(encoding="utf-8-sig") for path in back]
    assert texts == ['"项目","金额"\n"甲",0.1\n', '"项目","金额"\n"乙",0.1\n']


def test_a_program_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What needs a program that is not installed is skipped with a reason, and fails in CI."""
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"needs no-such-program: install some-package, or run"):
        wanted("no-such-program", package="some-package")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=r"needs no-such-program: install some-package, or run"):
        wanted("no-such-program", package="some-package")
