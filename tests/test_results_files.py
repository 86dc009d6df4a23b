"""Results of many projects in files: every format, whole or not at all, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import errno
import io
import json
import re
import sys
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import scoring
from scoring import results_files, results_workbook
from scoring.report_columns import heading
from scoring.report_csv import ranking_csv
from scoring.results_cells import safe
from scoring.results_files import pipe_results, write_results
from scoring.results_summary import summarised
from tests.many_projects import RULES, frame, small
from tests.small_sets import of_table, small_set, written
from tests.test_report_formats import read, renamed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FORMATS = ("parquet", "csv", "jsonl", "ndjson", "xlsx")


@pytest.fixture(scope="module")
def rules() -> scoring.IndicatorSet:
    """A set with points of two decimals, in Chinese."""
    return scoring.load(RULES)


def read_csv(path: Path) -> list[dict[str, str]]:
    """Return the lines of a CSV file as a spreadsheet sees them."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def read_workbook(path: Path) -> list[list[Any]]:
    """Return the cells of the one sheet of a workbook, by rows."""
    found = pl.read_excel(path, has_header=False, infer_schema_length=0, raise_if_empty=False)
    return [list(row) for row in found.rows()]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("backend", ["polars", "duckdb"])
def test_every_format_has_every_project(
    monkeypatch: pytest.MonkeyPatch, rules: scoring.IndicatorSet, tmp_path: Path, form: str, backend: str
) -> None:
    """Each has a line a project with every column, in the order of the frame, and nothing is left beside the file."""
    monkeypatch.setattr(results_files, "GROUP", 2048)  # 5,000 projects are read back in three parts
    data = frame(5000, rules)
    data.write_parquet(tmp_path / "scored.parquet")
    scored = data.lazy() if backend == "polars" else duckdb.read_parquet(str(tmp_path / "scored.parquet"))
    path = tmp_path / f"results.{form}"
    assert write_results(scored, path, rules) == summarised(data.lazy(), rules)
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted(["scored.parquet", path.name])
    if form == "parquet":
        assert pl.read_parquet(path).equals(data)
        pressed = duckdb.execute("SELECT DISTINCT compression FROM parquet_metadata(?)", [str(path)])
        assert pressed.fetchall() == [("ZSTD",)]
    elif form == "csv":
        lines = read_csv(path)
        assert [line["project"] for line in lines] == data["project"].to_list()
        assert list(lines[0]) == data.columns
    elif form == "xlsx":
        head, *rows = read_workbook(path)
        assert [row[0] for row in rows] == data["project"].to_list()
        assert [cell.rpartition("\n")[2] for cell in head] == data.columns
    else:
        found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        assert found == [{**row, "coverage": round(row["coverage"], 10)} for row in data.rows(named=True)]


@pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx"])
def test_no_projects_are_no_error(rules: scoring.IndicatorSet, tmp_path: Path, form: str) -> None:
    """A table without rows has its headings all the same; JSON lines have none."""
    path = tmp_path / f"results.{form}"
    assert write_results(frame(0, rules), path, rules).projects == 0
    if form == "xlsx":
        assert len(read_workbook(path)) == 1
    else:
        text = path.read_text(encoding="utf-8-sig")
        assert text.splitlines() == ([",".join(frame(0, rules).columns)] if form == "csv" else [])


def test_text_formats_have_the_decimals_of_the_set(rules: scoring.IndicatorSet, tmp_path: Path) -> None:
    """9.920000000001 points are 9.92, and 9.9 are 9.90 in CSV; two thirds of coverage keep ten decimals."""
    row = {"total": 9.9, "completion.score": 9.920000000001, "coverage": 2 / 3, "grade": "合格"}
    data = small(rules, [row, {}]).lazy()
    write_results(data, tmp_path / "a.csv", rules)
    line, empty = read_csv(tmp_path / "a.csv")
    assert (line["total"], line["completion.score"], line["coverage"]) == ("9.90", "9.92", "0.6666666667")
    assert (empty["total"], empty["completion.status"], empty["misuse.fired"]) == ("", "", "")
    write_results(data, tmp_path / "a.jsonl", rules)
    first = json.loads((tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert (first["total"], first["completion.score"], first["coverage"]) == (9.9, 9.92, 0.6666666667)


def test_a_csv_opens_in_a_spreadsheet(rules: scoring.IndicatorSet, tmp_path: Path) -> None:
    """It begins with the byte-order mark by which Excel knows UTF-8."""
    write_results(frame(1, rules), tmp_path / "a.csv", rules)
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfproject,project.name,")


@given(
    text=st.text(
        st.one_of(st.characters(codec="utf-8"), st.sampled_from("=+-@＝＋－＠ 1.5%\t\r\n\x85\u2028\ufe0f\u200d"))
    )
)
def test_texts_are_made_harmless_as_on_a_sheet(text: str) -> None:
    """In columns a text becomes what it becomes in the CSV of single sheets: no formula, no control character."""
    rules = scoring.load(RULES)
    data = small(rules, [{"project": text, "project.name": text, "grade": text}])
    found = safe(data, rules)
    sheet = renamed(read("complete"), text, grade=text)
    expected = next(csv.DictReader(io.StringIO(ranking_csv([sheet], "en"))))["Key"]
    assert [found[name][0] for name in ("project", "project.name", "grade")] == [expected] * 3


def test_a_workbook_speaks_the_language_of_the_set(rules: scoring.IndicatorSet, tmp_path: Path) -> None:
    """Headings have titles above the columns' names, statuses and gates are words, missing points stay empty."""
    rows = [
        {"project.name": "甲", "completion.score": 19.5, "completion.status": "scored", "misuse.fired": True},
        {"completion.status": "not_applicable", "misuse.fired": False},
    ]
    data = small(rules, rows).select("project", "project.name", "completion.score", "completion.status", "misuse.fired")
    whole = small(rules, rows)
    write_results(whole, tmp_path / "a.xlsx", rules)
    head, first, second = read_workbook(tmp_path / "a.xlsx")
    cells = [dict(zip(head, row, strict=True)) for row in (first, second)]
    names = {name: f"{heading(name, rules, 'zh')}\n{name}" for name in data.columns}
    assert list(names.values()) == [
        "编号\nproject",
        "项目\nproject.name",
        "预算完成率 得分\ncompletion.score",
        "预算完成率 状态\ncompletion.status",
        "否决项：存在违规资金\nmisuse.fired",
    ]
    assert [cells[0][names[name]] for name in data.columns] == ["a", "甲", "19.5", "已评分", "是"]
    assert [cells[1][names[name]] or None for name in data.columns] == ["b", None, None, "不适用", "否"]


def test_measures_are_cells_like_others(rules: scoring.IndicatorSet, tmp_path: Path) -> None:
    """With `detail` shares and measures are numbers, yes and no are words, what is missing stays empty."""
    facts = {"project": ["a"], "funds.budget": [100], "funds.spent": [80], "rules.written": [True]}
    scored = scoring.Engine(rules).score_many(pl.LazyFrame(facts), detail=True)
    write_results(scored.with_columns(pl.lit(value=True).alias("length.measure")), tmp_path / "a.xlsx", rules)
    head, row = read_workbook(tmp_path / "a.xlsx")
    cells = {each.rpartition("\n")[2]: cell for each, cell in zip(head, row, strict=True)}
    assert (cells["completion.measure"], cells["completion.share"], cells["completion.score"]) == ("0.8", "0.7", "14")
    assert (cells["length.measure"], cells["delay.measure"] or None) == ("是", None)


def test_a_workbook_is_ready_to_read(rules: scoring.IndicatorSet, tmp_path: Path) -> None:
    """Headings and keys stay in sight, columns filter, points have two decimals, coverage is a percentage."""
    write_results(frame(9, rules), tmp_path / "a.xlsx", rules, lang="en")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        styles = book.read("xl/styles.xml").decode()
        properties = book.read("docProps/core.xml").decode()
        assert 'name="Results"' in book.read("xl/workbook.xml").decode()
    assert '<pane xSplit="1" ySplit="1" topLeftCell="B2"' in sheet
    last = len(frame(1, rules).columns)
    assert re.search(r'<autoFilter ref="A1:[A-Z]+10"/>', sheet)
    assert f'<col min="{last}" max="{last}" ' in sheet
    assert re.findall(r'formatCode="(.*?)"', styles) == ["0.00", "0.00%"]
    assert "农村公路养护评价（示例）" in properties
    width = float(re.search(r'<col min="2" max="2" width="([\d.]+)"', sheet)[1])  # type: ignore[index]
    assert width >= 2 * len("农村公路养护项目第标段") + 1


def test_a_workbook_runs_no_formula(rules: scoring.IndicatorSet, tmp_path: Path) -> None:
    """A key that looks like a formula or a link is a text."""
    keys = ["=1+1", "http://example.org", "{=A1}", "@x"]
    write_results(small(rules, [{"project": key} for key in keys]), tmp_path / "a.xlsx", rules)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert not [name for name in book.namelist() if "rels" in name and "sheet" in name]
    assert "<f>" not in sheet
    assert sorted(row[0] for row in read_workbook(tmp_path / "a.xlsx")[1:]) == sorted(keys)


def test_headings_say_what_a_column_is(rules: scoring.IndicatorSet, tmp_path: Path) -> None:
    """Dimensions, adjustments, shares and measures have words; rows without words of their own are a dimension’s."""
    assert heading("process.funds.score", rules, "zh") == "资金管理 得分"
    assert heading("completion.share", rules, "en") == "预算完成率: Share"
    assert heading("completion.measure", rules, "zh") == "预算完成率 实际完成值"
    assert heading("some.other", rules, "zh") == "some.other"
    facts = {"x": "number", "t": of_table(points="number", done="number", name="text")}
    lines = {"for_each": "t", "weight": "points", "measure": "done"}
    own = {
        "a": lines | {"title": "{name}完成率", "where": "done > 1"},
        "b": lines | {"title": "{name}", "where": "done <= 1"},
    }
    extra = {"award": {"title": "获奖", "points": "x", "at_least": 0, "at_most": 5}}
    keys: dict[str, Any] = {"dimensions": {"d": {"weight": 10}}, "full_marks": 10, "adjustments": extra}
    other = scoring.load(written(small_set(facts, own, **keys), tmp_path))
    assert heading("a.score", other, "zh") == "…完成率 得分"
    assert heading("b.score", other, "zh") == "d（各行） 得分"
    assert heading("award.points", other, "zh") == "加减分：获奖"


@pytest.mark.parametrize("form", FORMATS)
def test_what_was_there_stays_until_the_new_file_is_whole(
    rules: scoring.IndicatorSet, tmp_path: Path, form: str
) -> None:
    """Where scoring fails half-way, the file of last year is untouched and nothing is left beside it."""
    path = tmp_path / f"results.{form}"
    path.write_text("last year", encoding="utf-8")

    def fails(_: pl.DataFrame) -> pl.DataFrame:
        raise ZeroDivisionError

    scored = frame(5, rules).lazy().map_batches(fails, streamable=True, validate_output_schema=False)
    with pytest.raises(ZeroDivisionError):
        write_results(scored, path, rules)
    assert path.read_text(encoding="utf-8") == "last year"
    assert list(tmp_path.iterdir()) == [path]


FULL = OSError(errno.ENOSPC, "No space left on device")
POLARS_FULL = pl.exceptions.ComputeError("parquet: underlying IO error: No space left on device (os error 28)")
DUCKDB_FULL = duckdb.IOException(
    'IO Error: Async write failed: {"exception_message":"Could not write file: No space left on device","errno":"28"}'
)


@pytest.mark.parametrize("error", [FULL, POLARS_FULL, DUCKDB_FULL, OSError("No space left on device (os error 28)")])
@pytest.mark.parametrize(
    ("form", "writer"),
    [
        ("parquet", (pl.LazyFrame, "sink_parquet")),
        ("csv", (pl.DataFrame, "write_csv")),
        ("jsonl", (pl.DataFrame, "write_ndjson")),
    ],
)
def test_a_full_disk_is_said_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
    rules: scoring.IndicatorSet,
    tmp_path: Path,
    error: Exception,
    form: str,
    writer: tuple[type, str],
) -> None:
    """Whatever library notices it, the sentence names the file and what the system said; nothing is left."""

    def full(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(*writer, full)
    path = tmp_path / f"results.{form}"
    with pytest.raises(scoring.DataError) as caught:
        write_results(frame(5, rules), path, rules, lang="en")
    assert str(caught.value) == f"{path}: cannot be written: No space left on device"
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_that_cannot_be_closed_is_said_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, rules: scoring.IndicatorSet, tmp_path: Path
) -> None:
    """What zip says at the end of a workbook is an error of the file like any other."""

    def full(*_: Any, **__: Any) -> None:
        raise FULL

    monkeypatch.setattr(zipfile.ZipFile, "write", full)
    with pytest.raises(scoring.DataError, match="No space left on device"):
        write_results(frame(5, rules), tmp_path / "a.xlsx", rules, lang="en")
    assert list(tmp_path.iterdir()) == []


def test_other_errors_are_not_taken_for_those_of_the_file(rules: scoring.IndicatorSet, tmp_path: Path) -> None:
    """A column that is not there is no failure to write."""
    scored = frame(5, rules).lazy().with_columns(pl.col("nothing"))
    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        write_results(scored, tmp_path / "a.csv", rules)


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("none/a.csv", "没有文件夹", "there is no folder"),
        ("folder.csv", "这是文件夹", "this is a folder"),
        ("a.txt", "无法按 .txt 格式写文件", ".txt is no format to write"),
        ("a", "无法按", "is no format to write"),
    ],
)
def test_an_output_that_cannot_be_is_refused_first(
    rules: scoring.IndicatorSet, tmp_path: Path, name: str, zh: str, en: str
) -> None:
    """A folder that is not there, one in the place of the file, an unknown format: nothing is scored."""
    (tmp_path / "folder.csv").mkdir()
    scored = frame(1, rules).lazy().map_batches(lambda _: pytest.fail("scored"), validate_output_schema=False)
    for lang, said in (("zh", zh), ("en", en)):
        with pytest.raises(scoring.DataError, match=re.escape(said)):
            write_results(scored, tmp_path / name, rules, lang=lang)


def test_excel_has_so_many_rows(monkeypatch: pytest.MonkeyPatch, rules: scoring.IndicatorSet, tmp_path: Path) -> None:
    """More are refused before anything is scored if their number is known, else before anything is written."""
    scored = frame(1, rules).lazy().map_batches(lambda _: pytest.fail("scored"), validate_output_schema=False)
    with pytest.raises(scoring.DataError, match=r"1,048,576 .* 1,048,575 .*\.parquet .*\.csv"):
        write_results(scored, tmp_path / "a.xlsx", rules, rows=1_048_576)
    monkeypatch.setattr(results_workbook, "MOST_ROWS", 4)
    with pytest.raises(scoring.DataError, match=r"5 projects are more than the 4 rows"):
        write_results(frame(5, rules), tmp_path / "a.xlsx", rules, lang="en")
    assert list(tmp_path.iterdir()) == []
    write_results(frame(4, rules), tmp_path / "a.xlsx", rules)


def test_excel_without_its_package_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, rules: scoring.IndicatorSet, tmp_path: Path
) -> None:
    """Who has not installed the extra is told its name."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(scoring.ScoringError, match=r"scoring-engine\[excel\]"):
        write_results(frame(4, rules), tmp_path / "a.xlsx", rules)


@pytest.mark.parametrize("form", FORMATS)
def test_rows_are_told_as_they_are_done(
    monkeypatch: pytest.MonkeyPatch, rules: scoring.IndicatorSet, tmp_path: Path, form: str
) -> None:
    """Scoring is watched and, but for Parquet, writing after it: all rows in each, their number known in the second."""
    told: list[tuple[str, int | None, int]] = []

    @contextmanager
    def watch(what: str, total: int | None, /) -> Iterator[Callable[[int], object]]:
        done: list[int] = []
        yield done.append
        told.append((what, total, sum(done)))

    monkeypatch.setattr(results_files, "GROUP", 2048)
    write_results(frame(4700, rules), tmp_path / f"a.{form}", rules, watch=watch)
    assert told == [("scoring", None, 4700), ("writing", 4700, 4700)][: 1 if form == "parquet" else 2]


def test_the_format_may_be_asked_for(rules: scoring.IndicatorSet, tmp_path: Path) -> None:
    """A format that is asked for goes before the suffix."""
    write_results(frame(3, rules), tmp_path / "results.txt", rules, form="jsonl")
    assert len((tmp_path / "results.txt").read_text(encoding="utf-8").splitlines()) == 3


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_pipe_gets_what_a_file_gets(rules: scoring.IndicatorSet, tmp_path: Path, form: str) -> None:
    """The bytes that are piped are those of the file; the byte order mark of CSV is for spreadsheets alone."""
    out = io.BytesIO()
    found = pipe_results(frame(3, rules), out, form, rules)
    assert found == write_results(frame(3, rules), tmp_path / f"a.{form}", rules)
    assert out.getvalue() == (tmp_path / f"a.{form}").read_bytes().removeprefix(b"\xef\xbb\xbf")
