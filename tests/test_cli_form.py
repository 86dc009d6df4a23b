"""`scoring form` and filled forms on the command line."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Final

import pytest

from scoring.loading import load_bound
from scoring.plugins import registry
from tests.command import Command, here
from tests.filled_forms import fill
from tests.test_data_forms import FACTS, read
from tests.test_form_workbook import SET

if TYPE_CHECKING:
    from pathlib import Path

    from scoring.binding import Bound

#: A set that says nothing of its facts.
OPEN: Final = """
schema = "scoring/1"
id = "test/open"
title = "开放"
version = "1"
missing = "zero"
grades = [{ at_least = 0, label = "合格" }]
[dimensions.all]
title = "全部"
weight = 100
[indicators.done]
title = "完成"
dimension = "all"
weight = 100
measure = "done"
"""


@pytest.fixture
def bound(tmp_path: Path) -> Bound:
    """The set of the form, in the folder of the commands."""
    path = tmp_path / "set.toml"
    path.write_text(SET, encoding="utf-8")
    return load_bound(path, registry())


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in an empty folder."""
    return here(tmp_path, monkeypatch, capsys)


def test_the_command_writes_and_reads(command: Command, bound: Bound, tmp_path: Path) -> None:
    """One form gives a sheet, a folder of them a ranking; faults go to standard error."""
    assert bound.rules.id == "test/form"
    done = command("form", "set.toml")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0] == "已写入 form.xlsx"
    fill(tmp_path / "one.xlsx", bound, FACTS)
    done = command("score", "set.toml", "one.xlsx", "--format", "json")
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["total"] == 20
    folder = tmp_path / "forms"
    folder.mkdir()
    shutil.move(tmp_path / "one.xlsx", folder / "one.xlsx")
    fill(folder / "two.xlsx", bound, {"project.name": "南站", "people": "三", "effect": "好"})
    done = command("score", "set.toml", "forms")
    assert done.err.startswith("forms/two.xlsx，工作表“填报表”，第 13 行，C 列（人数）：")
    assert [line.split()[1] for line in done.out.splitlines() if line.strip()[:1].isdigit()][:2] == ["南站", "007"]


def test_many_faults_are_counted(command: Command, bound: Bound, tmp_path: Path) -> None:
    """Ten remarks are told one by one, the others counted."""
    fill(tmp_path / "one.xlsx", bound, {"survey": [{"answer": 9}] * 13})
    done = command("score", "set.toml", "one.xlsx")
    assert done.err.splitlines()[10:] == ["还有 3 条提示"]


def test_a_form_is_never_written_over(command: Command, bound: Bound, tmp_path: Path) -> None:
    """A file that is there may be filled in, so it stays; other suffixes than .xlsx are refused."""
    fill(tmp_path / "form.xlsx", bound, FACTS)
    done = command("form", "set.toml", "-o", "form.xlsx")
    assert done.code == 2
    assert done.err.startswith("form.xlsx 已经存在，没有改动")
    assert read(tmp_path / "form.xlsx", bound).project.facts["people"] == 3
    done = command("form", "set.toml", "-o", "form.xls")
    assert (done.code, done.err) == (2, "form.xls：填报表只能写成 .xlsx；请用 -o form.xlsx\n")
    done = command("form", "set.toml", "-o", "no/form.xlsx")
    assert done.code == 2
    assert "no" in done.err


def test_a_set_without_facts_has_no_form(command: Command, tmp_path: Path) -> None:
    """A set that declares no facts says so, instead of a form that asks nothing."""
    (tmp_path / "open.toml").write_text(OPEN, encoding="utf-8")
    done = command("form", "open.toml")
    assert done.code == 2
    assert done.err.startswith("指标体系 test/open 没有声明任何数据")
    assert not (tmp_path / "open.xlsx").exists()
