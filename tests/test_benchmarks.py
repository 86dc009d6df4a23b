"""The benchmarks run: they are measured by hand, but what they compare must be the same every day."""

from __future__ import annotations

import re

import polars as pl
import pytest

from benchmarks import audit, bigger_than_memory, check, growth, many_projects, one_project, survey
from benchmarks.workload import differing, projects

FEW = ("--rows", "2000", "--rounds", "1")


def test_many_projects_are_scored_as_by_hand(capsys: pytest.CaptureFixture[str]) -> None:
    """The columns by hand, in Polars and in NumPy, and zen-engine's totals are the engine's, or the benchmark stops."""
    many_projects.main(FEW)
    compared = re.findall(r"\d+ of 2000 rows differ", capsys.readouterr().out)
    assert len(compared) == 12  # thrice Polars, twice NumPy, once zen-engine, of two kinds of facts


def test_survey_answers_are_scored_as_by_hand(capsys: pytest.CaptureFixture[str]) -> None:
    """The group-by and join written by hand give what the engine gives, with and without bounds."""
    survey.main(FEW)
    assert capsys.readouterr().out.count(": 0 of 2000 rows differ") == 2


def test_growth_is_measured(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each doubling has a line, and so have the first rows of Polars and of DuckDB."""
    monkeypatch.setattr(growth, "IN_POLARS", 12)
    monkeypatch.setattr(growth, "IN_DUCKDB", 8)
    growth.main(FEW)
    said = capsys.readouterr().out
    assert len(re.findall(r"^(?:rows|indicators) +\d+ ", said, re.MULTILINE)) == 12  # twice, with and without statuses
    assert "12 indicators in Polars" in said
    assert "8 indicators in DuckDB" in said


def test_one_project_is_scored_as_by_zen(capsys: pytest.CaptureFixture[str]) -> None:
    """Both give the same grade and total, or the benchmark stops."""
    one_project.main(rounds=1, number=1)
    assert "zen-engine" in capsys.readouterr().out


def test_many_sets_are_checked(capsys: pytest.CaptureFixture[str]) -> None:
    """The sets have no mistake, and their times are told."""
    check.main(sets=2, rounds=1)
    said = capsys.readouterr().out
    assert "2 sets of 30 indicators" in said
    assert "error" not in said


def test_forms_are_audited_as_they_were_made(capsys: pytest.CaptureFixture[str]) -> None:
    """Each form with a mistake is told with it and no other form has one, or the benchmark stops."""
    audit.main(["--forms", "24"])
    said = capsys.readouterr().out
    assert "all 24 forms are told as they were made, 8 with a mistake" in said
    assert len(re.findall(r"^(?:page|JSON|workbook|folder): [\d.]+ s, ", said, re.MULTILINE)) == 4


def test_projects_have_what_is_to_be_guarded() -> None:
    """Among them are zeros, infinities, NaN, amounts with more than four decimals, what is missing, and nothing."""
    given = projects(2_000)
    assert given.drop("project").select(pl.all_horizontal(pl.all().is_null())).to_series().any()
    values = given["b0"].drop_nulls()
    assert len(values) < 2_000
    assert (values == 0).any()
    assert values.is_infinite().any()
    assert values.is_nan().any()
    finite = values.filter(values.is_finite())
    assert ((finite - finite.round(4)).abs() > 1e-9).any()


@pytest.mark.parametrize(
    ("a", "b"), [(1.0, 1.0 + 1e-8), (1.0, None), (None, 0.0), (True, False), ("优", "良"), ("优", None)]
)
def test_what_differs_is_counted(a: object, b: object) -> None:
    """Numbers apart by more than 10^-9, other texts, and what is there on one side only make a row differ."""
    dtype = {float: pl.Float64, bool: pl.Boolean, str: pl.String}[type(b if a is None else a)]
    one, other = (pl.DataFrame({"x": [each, None, each]}, schema={"x": dtype}) for each in (a, b))
    assert differing(one, other) == 2
    assert differing(one, one) == 0


@pytest.mark.parametrize("backend", ["polars", "duckdb"])
def test_more_than_memory_holds_is_scored_by_the_command_line(capsys: pytest.CaptureFixture[str], backend: str) -> None:
    """Every project has a row, and all but those with nothing a total."""
    bigger_than_memory.main(["--rows", "2000", "--backend", backend])
    said = capsys.readouterr().out
    assert re.search(rf"^2,000 projects .* by {backend}: .* 2,000 rows, 1,99\d with a total$", said, re.MULTILINE)
