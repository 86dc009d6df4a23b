"""The command line, as its users meet it: what it prints, where, and how it ends."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import scoring
from scoring.cli import app

if TYPE_CHECKING:
    from pathlib import Path

SET = """
schema = "scoring/1"
id = "test/cli"
title = "测试"
version = "1"
lang = "LANG"
full_marks = 10
missing = "zero"
grades = [{ at_least = 6, label = "good" }, { at_least = 0, label = "bad" }]
[facts.done]
type = "number"
[facts.planned]
type = "number"
[dimensions.d]
title = "d"
weight = 10
[indicators.rate]
title = "Rate"
dimension = "d"
weight = 10
measure = "done / planned"
source = "s"
remedy = "r"
[[examples]]
name = "half"
facts = { done = 1, planned = 2 }
expect = { total = 5 }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a set and two projects."""
    (tmp_path / "set.toml").write_text(SET.replace("LANG", "en"), encoding="utf-8")
    (tmp_path / "half.toml").write_text("done = 1\nplanned = 2\n", encoding="utf-8")
    (tmp_path / "most.json").write_text('{"done": 9, "planned": 10, "project": {"id": "m", "name": "Most"}}', "utf-8")
    return tmp_path


def run(folder: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder, piped."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "100", **env}
    return subprocess.run(
        [sys.executable, "-m", "scoring", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
@pytest.mark.parametrize(
    "words", [("score", "set.toml", "half.toml", "--format", form) for form in ("json", "csv", "md")]
)
def test_what_programs_read_is_utf_8(folder: Path, words: tuple[str, ...], encoding: str) -> None:
    """A console of few characters changes nothing in JSON, CSV and Markdown that are piped."""
    done = run(folder, *words, PYTHONUTF8="0", PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == run(folder, *words).stdout
    assert "测试" in done.stdout or words[-1] == "csv"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device that is always full is Linux's")  # noqa: PTH110
@pytest.mark.parametrize("form", ["table", "json"])
def test_what_cannot_be_written_is_said_so(folder: Path, form: str) -> None:
    """A full disk is no defect: exit code 2, and what is wrong."""
    words = [sys.executable, "-m", "scoring", "score", "set.toml", "half.toml", "--format", form]
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        done = subprocess.run(
            words, cwd=folder, stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60
        )
    assert done.returncode != 0
    assert "defect" not in done.stderr
    assert "No space left on device" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="a shell's way to close it")
def test_a_closed_output_is_no_success(folder: Path) -> None:
    """Who closes standard output gets no result, and is told."""
    command = f'"{sys.executable}" -m scoring score set.toml half.toml >&-'
    done = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=False, timeout=60)  # noqa: S607
    assert done.returncode == 2
    assert "standard output is closed" in done.stderr


def test_the_count_of_mistakes_speaks_the_language_of_the_set(folder: Path) -> None:
    """Also of a set that cannot be read."""
    (folder / "broken.toml").write_text('lang = "zh"\nid = \n', encoding="utf-8")
    assert run(folder, "check", "broken.toml").stdout.endswith("broken.toml：1 处错误，0 处提醒\n")
    (folder / "broken.toml").write_text('lang = "en"\nid = \n', encoding="utf-8")
    assert run(folder, "check", "broken.toml").stdout.endswith("broken.toml: errors 1, warnings 0\n")


@pytest.mark.skipif(os.name == "nt", reason="names of files are Unicode on Windows")
def test_a_file_whose_name_is_no_unicode_is_named_by_its_escape(folder: Path) -> None:
    """JSON stays UTF-8 when a name of a file is not."""
    done = run(folder, "check", os.fsdecode(b"x\xff.toml"), "--format", "json")
    assert done.returncode == 2
    assert "file-absent" in done.stderr
    assert json.loads(done.stdout)[0]["file"] == "x\udcff.toml"


def test_json_is_written_to_whatever_takes_texts(folder: Path) -> None:
    """Who runs the command within Python may catch what it writes."""
    caught = io.StringIO()
    with contextlib.redirect_stdout(caught):
        app(["check", str(folder / "set.toml"), "--format", "json"], standalone_mode=False)
    assert json.loads(caught.getvalue()) == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("score", "set.toml", "half.toml"), 0),
        (("show", "set.toml"), 0),
        (("check", "doubt.toml"), 0),
        (("check", "doubt.toml", "--format", "json"), 0),
        (("score", "set.toml", "没有.toml"), 2),
        (("score", "没有.toml", "half.toml"), 2),
    ],
)
def test_a_console_of_few_characters_is_no_error(folder: Path, words: tuple[str, ...], code: int) -> None:
    """What it cannot show is a question mark; the command does what it does elsewhere."""
    (folder / "doubt.toml").write_text(SET.replace("LANG", "zh").replace('source = "s"\n', ""), encoding="utf-8")
    done = run(folder, *words, PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert done.returncode == code
    assert "defect" not in done.stdout + done.stderr
    if "--format" not in words:
        assert "?" in done.stdout + done.stderr


def test_one_project_gives_its_sheet(folder: Path) -> None:
    """`scoring score SET DATA` prints the sheet, plain when piped, and ends with 0."""
    done = run(folder, "score", "set.toml", "half.toml")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    for each in ("测试", "Rate", "50.00%", "1 / 2", "bad"):
        assert each in done.stdout


def test_json_is_the_published_format_and_reads_back(folder: Path) -> None:
    """`--format json` prints one sheet that `ScoreSheet` reads back; a project without a name is called by its file."""
    done = run(folder, "score", "set.toml", "half.toml", "--format", "json")
    sheet = scoring.ScoreSheet.model_validate_json(done.stdout)
    assert (sheet.total, sheet.project.key) == (5, "half")
    assert json.loads(done.stdout)["schema"] == "scoring/sheet-1"


def test_many_projects_give_a_ranking(folder: Path) -> None:
    """A folder of projects: best first, with totals and grades; `--sheet` shows one of them."""
    done = run(folder, "score", "set.toml", ".", "--format", "csv")  # the set lies there too, and is no project
    assert [line.split(",")[1] for line in done.stdout.splitlines()[1:3]] == ["m", "half"]
    assert "set" not in done.stdout
    one = run(folder, "score", "set.toml", "half.toml", "most.json", "--sheet", "m", "--format", "json")
    assert json.loads(one.stdout)["total"] == 9


@pytest.mark.parametrize("suffix", ["json", "md", "csv", "txt"])
def test_output_goes_to_a_file_by_its_suffix(folder: Path, suffix: str) -> None:
    """`-o FILE` writes the whole file, and nothing to the terminal; CSV has a BOM, as Excel expects."""
    done = run(folder, "score", "set.toml", "half.toml", "-o", f"out.{suffix}")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    raw = (folder / f"out.{suffix}").read_bytes()
    assert b"Rate" in raw
    assert raw.startswith(b"\xef\xbb\xbf") == (suffix == "csv")
    assert sorted(each.name for each in folder.iterdir()) == sorted(
        ["half.toml", "most.json", "set.toml", f"out.{suffix}"]
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["score", "set.toml", "none.toml"], "none.toml"),
        (["score", "set.toml", "hlaf.toml"], "half.toml"),
        (["score", "none", "half.toml"], "none"),
        (["score", "wanzai/ofice-services-2022", "half.toml"], "wanzai/office-services-2022"),
        (["score", "set.toml", "half.toml", "-o", "out.pdf"], ".pdf"),
        (["score", "set.toml", "half.toml", "-o", "no/such/folder.json"], "folder.json"),
        (["score", "set.toml", "half.toml", "--sheet", "x"], "half"),
        (["score", "set.toml", "half.toml", "--plugin", "none.py"], "none.py"),
        (["score", "set.toml"], "DATA"),
        (["score", "set.toml", "half.toml", "--format", "pdf"], "pdf"),
        (["scoer"], "scoer"),
    ],
)
def test_what_cannot_be_done_ends_with_2_and_says_why(folder: Path, words: list[str], said: str) -> None:
    """Usage, rules, data: one message on standard error, nothing on standard output, no traceback."""
    done = run(folder, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("empty.toml", b"", "empty"),
        ("broken.toml", b"done = \n", "TOML"),
        ("broken.json", b'{"done": 1,\n "planned" 2}', "broken.json:2:12"),
        ("gbk.toml", "name = '万载'\n".encode("gb18030"), "GB18030"),
        ("utf16.toml", "done = 1".encode("utf-16"), "UTF-16"),
        ("list.json", b"3", "only “3” here"),
        ("projects.toml", b"projects = 3\n", "projects"),
        ("rows.json", b'{"projects": [1]}', "project 1"),
        ("deep.json", b"[" * 100_000, "nested"),
        ("deep.toml", b"a = " + b"[" * 100_000, "nested"),
        ("digits.json", b'{"done": ' + b"9" * 10_000 + b"}", "digits.json"),
        ("what.docx", b"PK", ".docx"),
        ("rules.toml", b'schema = "scoring/1"', "indicator set"),
        ("rules.json", b'{"grades": [], "dimensions": {}, "indicators": {}}', "indicator set"),
    ],
)
def test_a_broken_data_file_ends_with_2_and_names_the_file(folder: Path, name: str, raw: bytes, said: str) -> None:
    """Whatever is in the file: exit code 2 and a message, never a traceback."""
    (folder / name).write_bytes(raw)
    done = run(folder, "score", "set.toml", name)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert name in done.stderr
    assert "Traceback" not in done.stderr


def test_a_huge_data_file_is_refused_before_it_is_read(folder: Path) -> None:
    """A file of hundreds of megabytes (here: sparse) is refused by its size."""
    with (folder / "huge.json").open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    done = run(folder, "score", "set.toml", "huge.json")
    assert done.returncode == 2
    assert "huge.json" in done.stderr
    assert "300 MB" in done.stderr


def test_check_tells_faults_from_files_it_cannot_read(folder: Path) -> None:
    """0 without faults, 1 with, 2 where there is nothing to check; warnings are faults under --strict."""
    fine = run(folder, "check", "set.toml")
    assert fine.returncode == 0
    assert fine.stdout.endswith("set.toml: no faults\n")
    (folder / "bad.toml").write_text(
        SET.replace("LANG", "en").replace("weight = 10\nmeasure", "wieght = 10\nmeasure"), "utf-8"
    )
    bad = run(folder, "check", "bad.toml")
    assert bad.returncode == 1
    assert "bad.toml:20:1: unknown-key: there is no key wieght here; did you mean weight?" in bad.stdout
    assert "    20 | wieght = 10\n       | ^^^^^^\n" in bad.stdout
    none = run(folder, "check", "none.toml")
    assert (none.returncode, none.stdout) == (2, "")
    assert none.stderr.startswith("none.toml:1:1: file-absent: ")
    both = run(folder, "check", "none.toml", "set.toml", "--format", "json")
    assert both.returncode == 2
    assert [each["code"] for each in json.loads(both.stdout)] == ["file-absent"]
    assert both.stderr.startswith("none.toml:1:1: file-absent: ")
    (folder / "doubt.toml").write_text(SET.replace("LANG", "en").replace('source = "s"\n', ""), encoding="utf-8")
    assert run(folder, "check", "doubt.toml").returncode == 0
    assert run(folder, "check", "doubt.toml", "--strict").returncode == 1


def test_check_as_json_lists_every_diagnostic(folder: Path) -> None:
    """`--format json` is for editors and CI."""
    (folder / "bad.toml").write_text(SET.replace("LANG", "xx"), encoding="utf-8")
    done = run(folder, "check", "bad.toml", "set.toml", "--format", "json")
    (found,) = json.loads(done.stdout)
    assert (done.returncode, found["code"], found["line"], found["column"]) == (1, "wrong-choice", 6, 8)


def test_messages_speak_the_language_of_the_set_or_the_option(folder: Path) -> None:
    """One catalogue, two languages: `lang` of the set, `--lang` over it."""
    (folder / "zh.toml").write_text(SET.replace("LANG", "zh"), encoding="utf-8")
    assert "总分" in run(folder, "score", "zh.toml", "half.toml").stdout
    assert "Total" in run(folder, "score", "zh.toml", "half.toml", "--lang", "en").stdout
    (folder / "bad.toml").write_text(SET.replace("LANG", "zh").replace("done / planned", "done / plan"), "utf-8")
    assert "是否想写 planned" in run(folder, "check", "bad.toml").stdout
    assert "did you mean planned" in run(folder, "check", "bad.toml", "--lang", "en").stdout


def test_show_sets_and_plugins_list_what_there_is(folder: Path) -> None:
    """The tree of a set; the installed sets; the plugins and what each provides."""
    assert "Rate" in run(folder, "show", "set.toml").stdout
    assert "wanzai/office-services-2022" in run(folder, "sets").stdout
    listed = run(folder, "plugins").stdout
    for each in ("scoring_budget", "budget.completion", "scoring_survey", "survey.satisfaction", "checklist"):
        assert each in listed


def test_a_single_project_waits_for_no_dataframe_library(folder: Path) -> None:
    """Neither `--help` nor a score imports a dataframe library, nor a piped score what draws on a terminal."""
    script = (
        "import sys\nfrom scoring.cli import app\n"
        "try:\n    app({words!r}, standalone_mode=False)\nexcept SystemExit:\n    pass\n"
        "heavy = {heavy!r}\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    frames = ["narwhals", "polars", "pandas", "duckdb", "pyarrow", "numpy", "tree_sitter", "scoring.schema", "tomlkit"]
    for words, heavy in ((["--help"], frames), (["score", "set.toml", "half.toml"], [*frames, "rich.console"])):
        done = subprocess.run(
            [sys.executable, "-c", script.format(words=words, heavy=heavy)],
            cwd=folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            check=True,
            timeout=60,
        )
        assert done.stdout.splitlines()[-1] == "[]", words
