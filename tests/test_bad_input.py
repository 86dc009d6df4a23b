"""Files of facts that are wrong: exit code 2 and a message, or a status on the line; never a traceback or a hang."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from scoring.data import read_projects
from scoring.errors import DataError
from scoring.messages import message
from tests.command import alone, here
from tests.small_sets import of_table, small_set, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command import Command

FACTS: dict[str, Any] = {
    "done": "number",
    "planned": {"type": "number", "minimum": 0},
    "on": "date",
    "kind": "level",
    "ok": "boolean",
    "t": of_table(x="number"),
}
INDICATORS: dict[str, Any] = {
    "rate": {"measure": "done / planned"},
    "days": {"measure": "days('2022-12-01', on) / 100"},
    "kind": {"check": "level", "with": {"fact": "kind"}, "scale": {"kind": "levels", "levels": {"A": 1}}},
    "asked": {"measure": "ok"},
    "mean": {"measure": "mean(t.x)"},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a set."""
    written(small_set(FACTS, INDICATORS), tmp_path)
    return tmp_path


@pytest.fixture
def scoring(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command, run in that folder."""
    return here(folder, monkeypatch, capsys)


# -- files that cannot be read

TOO_DEEP = "nested too deeply; give facts by names such as funds.spent"
REFUSED = [
    (
        "broken.toml",
        b"done = 1\nplanned =\n",
        "broken.toml:2:10: this is not valid TOML: a value is due here",
    ),
    (
        "twice.toml",
        b"done = 1\ndone = 2\n",
        "twice.toml:2:1: this is not valid TOML: this key or table stands in the file already",
    ),
    ("days.toml", b"on = 2022-02-30\n", "days.toml:1:6: this is not valid TOML: there is no such day or time"),
    ("zero.toml", b"on = 0000-00-00\n", "zero.toml:1:7: this is not valid TOML: there is more after the value"),
    ("comma.json", b'{"done": 1,}', "comma.json:1:12: this is not valid JSON"),
    ("two.json", b'{"done": 1} {"done": 2}', "two.json:1:13: this is not valid JSON: there is more after the end"),
    ("twice.json", b'{"done": 1, "planned": 2, "done": 3}', "twice.json: done stands twice in the same object"),
    ("inner.json", b'{"t": [{"x": 1, "x": 2}]}', "inner.json: x stands twice in the same object; keep one of them"),
    ("null.json", b"null", "null.json: the facts of a project are values by name, and there is only “null” here"),
    ("text.json", b'"done"', "text.json: the facts of a project are values by name, and there is only “done” here"),
    ("numbers.json", b"[1, 2]", "numbers.json: project 1 has no values by name"),
    ("none.json", b"[]", "there is no project in none.json"),
    ("gbk.json", '{"kind": "优"}'.encode("gbk"), "gbk.json:1: the file is encoded as GB18030; save it as UTF-8"),
    ("utf16.json", '{"done": 1}'.encode("utf-16"), "utf16.json:1: the file is encoded as UTF-16; save it as UTF-8"),
    ("be.toml", b"\xfe\xff" + "done = 1".encode("utf-16-be"), "be.toml:1: the file is encoded as UTF-16"),
    ("latin.toml", b"done = 1\n# \xff\xff\xff", "latin.toml:2: the file is not UTF-8 text; save it as UTF-8"),
    ("empty.json", b" \n\t", "empty.json: the file is empty"),
    ("bom.toml", b"\xef\xbb\xbf", "bom.toml: the file is empty"),
    ("digits.json", b'{"done": ' + b"9" * 5000 + b"}", "digits.json: a number has too many digits"),
    ("digits.toml", b"done = " + b"9" * 5000, "digits.toml: a number has too many digits"),
    ("exponent.json", b'{"done": 1e99999999999999999999}', "exponent.json: a number has too many digits, or too large"),
    ("exponent.toml", b"done = 1e99999999999999999999", "exponent.toml: a number has too many digits, or too large"),
    ("half.json", b'{"kind": "\\ud83d"}', "half.json: the escape \\ud83d is half a character"),
    ("key.json", b'{"\\uDC00": 1}', "key.json: the escape \\udc00 is half a character"),
    (
        "lists.json",
        b'{"t": ' + b"[" * 300 + b"]" * 300 + b"}",
        "lists: the facts of a project are nested more than 50 levels deep",
    ),
    ("lists.toml", b"t = " + b"[" * 300 + b"]" * 300, "lists: the facts of a project are nested more than 50"),
    ("objects.json", b'{"a":' * 60 + b"1" + b"}" * 60, "more than 50 levels deep"),
    ("deep.json", b'{"a":' * 50_000 + b"1" + b"}" * 50_000, f"deep.json: {TOO_DEEP}"),
    ("dots.toml", b"a" + b".a" * 60 + b" = 1", "more than 50 levels deep"),
    ("keys.toml", b"a" + b".a" * 20_000 + b" = 1", f"keys.toml: {TOO_DEEP}"),
    ("heads.toml", b"[a" + b' . "b c"' * 10_000 + b"]", f"heads.toml: {TOO_DEEP}"),
    ("nul.toml", b"done = 1\x00", "nul.toml:1:9: this is not valid TOML: there is an invisible control character here"),
    (
        "beside.toml",
        b"planned = 2\n[[projects]]\ndone = 1",
        "beside.toml: beside projects there is planned; the facts of each project stand below its own [[projects]]",
    ),
    ("sheet.json", b'{"schema": "scoring/sheet-1"}', "this is an indicator set or a score sheet"),
]


@pytest.mark.parametrize(("name", "raw", "said"), REFUSED, ids=[name for name, *_ in REFUSED])
def test_a_file_that_cannot_be_read_ends_with_2(
    folder: Path, scoring: Command, name: str, raw: bytes, said: str
) -> None:
    """Whatever is wrong with the file: exit code 2, what is wrong and where on standard error, nothing else."""
    (folder / name).write_bytes(raw)
    done = scoring("score", "small.toml", name)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "Traceback" not in done.err
    assert "Error" not in done.err  # no name of an exception


def test_folders_without_facts_end_with_2(folder: Path, scoring: Command) -> None:
    """A folder without files, one with other files only, and a pattern that matches nothing."""
    (folder / "empty").mkdir()
    (folder / "other").mkdir()
    (folder / "other" / "notes.txt").write_text("done = 1", encoding="utf-8")
    for name in ("empty", "other"):
        done = scoring("score", "small.toml", name)
        assert (done.code, done.err) == (2, f"{name}: the folder has no .toml and no .json file\n")
    assert scoring("score", "small.toml", "no*.toml").err == "no*.toml: no file matches\n"


def test_a_folder_called_like_a_file_is_a_folder(folder: Path, scoring: Command) -> None:
    """`facts.toml/` is a folder whatever its name, also inside another."""
    (folder / "in" / "facts.toml").mkdir(parents=True)
    done = scoring("score", "small.toml", "in")
    assert done.code == 2
    assert "facts.toml" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("name", "head", "piece", "tail", "limit"),
    [
        ("keys.toml", "done = 1\nplanned = 2\n", "k{} = 1\n", "", 8),
        ("keys.json", '{"done": 1, "planned": 2', ', "k{}": 1', "}", 16),
    ],
)
def test_a_file_of_fifty_megabytes_is_refused_and_one_below_the_limit_read(
    folder: Path, name: str, head: str, piece: str, tail: str, limit: int
) -> None:
    """A huge file is refused by its size, with the limit; the largest that is read takes seconds, not minutes."""
    several = "".join(piece.format(each) for each in range(1, 6_000_000))
    (folder / name).write_text(head + several[: several.rindex(piece[0], 0, 50 * 2**20 - 100)] + tail, encoding="utf-8")
    done = alone(folder, "score", "small.toml", name, seconds=20)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"{name}: 50 MB are too large, {limit} MB are read at most; split the file\n"
    (folder / name).write_text(
        head + several[: several.rindex(piece[0], 0, limit * 2**20 - 100)] + tail, encoding="utf-8"
    )
    done = alone(folder, "score", "small.toml", name, "--format", "json", seconds=60)
    assert (done.code, json.loads(done.out)["lines"][0]["score"]) == (0, 5)


# -- values that are wrong: a status on the line, and what to write instead

WRONG = [
    (
        "text.toml",
        b'done = "many"\nplanned = 2',
        "rate",
        "invalid",
        "done: \u201cmany\u201d is not a number; write it as",
    ),
    ("nan.toml", b"done = nan\nplanned = 2", "rate", "invalid", "done: \u201cNaN\u201d is not a number"),
    ("inf.toml", b"done = -inf\nplanned = 2", "rate", "invalid", "done: \u201c-Infinity\u201d is not a number"),
    ("nan.json", b'{"done": NaN, "planned": 2}', "rate", "invalid", "done: \u201cnan\u201d is not a number"),
    ("inf.json", b'{"done": Infinity, "planned": 2}', "rate", "invalid", "done: \u201cinf\u201d is not a number"),
    ("large.json", b'{"done": 1e999, "planned": 2}', "rate", "invalid", "done: \u201c1E+999\u201d is not a number"),
    ("large.toml", b"done = 1e999\nplanned = 2", "rate", "invalid", "done: \u201c1E+999\u201d is not a number"),
    ("long.json", b'{"done": ' + b"9" * 4000 + b', "planned": 2}', "rate", "invalid", "9…\u201d is not a number"),
    ("hex.toml", b"done = 0x" + b"f" * 9000 + b"\nplanned = 2", "rate", "invalid", "is not a number"),
    ("list.json", b'{"done": [1, 2], "planned": 2}', "rate", "invalid", "done: \u201c[1, 2]\u201d is not a number"),
    (
        "object.json",
        b'{"done": {"a": 1}, "planned": 2}',
        "rate",
        "invalid",
        'done: \u201c{"a": 1}\u201d is not a number',
    ),
    ("yes.json", b'{"done": true, "planned": 2}', "rate", "invalid", "done: \u201ctrue\u201d is not a number"),
    (
        "below.json",
        b'{"done": 1, "planned": -2}',
        "rate",
        "invalid",
        "planned: \u201c-2\u201d is below the minimum of 0",
    ),
    ("null.json", b'{"done": null, "planned": 2}', "rate", "missing", "data wanted: done"),
    ("zero.json", b'{"done": 1, "planned": 0}', "rate", "missing", "no result: 1 / 0"),
    ("day.json", b'{"on": "0000-00-00"}', "days", "invalid", "on: \u201c0000-00-00\u201d is not a date; write it as"),
    ("year.json", b'{"on": "10000-01-01"}', "days", "invalid", "on: \u201c10000-01-01\u201d is not a date"),
    ("serial.json", b'{"on": 99999999}', "days", "invalid", "on: \u201c99999999\u201d is not a date"),
    ("time.toml", b"on = 10:30:00", "days", "invalid", "on: \u201c10:30:00\u201d is not a date"),
    ("month.json", b'{"on": "2022-13-01"}', "days", "invalid", "on: \u201c2022-13-01\u201d is not a date"),
    ("number.json", b'{"kind": 7}', "kind", "invalid", "kind: \u201c7\u201d is not a text; put it in quotes"),
    ("level.json", b'{"kind": "Z"}', "kind", "invalid", "\u201cZ\u201d is none of the levels (A)"),
    ("nul.json", b'{"kind": "\\u0000"}', "kind", "invalid", "is none of the levels (A)"),
    ("maybe.json", b'{"ok": "maybe"}', "asked", "invalid", "ok: \u201cmaybe\u201d is neither yes nor no"),
    ("one.json", b'{"ok": 1}', "asked", "invalid", "ok: \u201c1\u201d is neither yes nor no"),
    ("table.json", b'{"t": "none"}', "mean", "invalid", "t: \u201cnone\u201d is not a table; t takes rows"),
    ("rows.json", b'{"t": [1, 2]}', "mean", "invalid", "t: \u201c1\u201d is not a row of a table"),
    ("cell.json", b'{"t": [{"x": "?"}]}', "mean", "invalid", "t.x: \u201c?\u201d is not a number"),
    ("no-facts.json", b"{}", "rate", "missing", "data wanted: done, planned"),
    ("no-facts.toml", b"# nothing yet\n", "mean", "missing", "data wanted: t"),
    ("other.toml", b'schema = "other/1"\n', "mean", "missing", "data wanted: t"),
]


@pytest.mark.parametrize(("name", "raw", "line", "status", "reason"), WRONG, ids=[name for name, *_ in WRONG])
def test_a_wrong_value_is_a_status_on_its_line(
    folder: Path, scoring: Command, name: str, raw: bytes, line: str, status: str, reason: str
) -> None:
    """A value that is not what the set declares: the line says so, scores nothing, and the command is done."""
    (folder / name).write_bytes(raw)
    done = scoring("score", "small.toml", name, "--format", "json")
    assert (done.code, done.err) == (0, "")
    found = next(each for each in json.loads(done.out)["lines"] if each["id"] == line)
    assert (found["status"], found["score"]) == (status, 0)
    assert reason in found["reason"]


@pytest.mark.parametrize(
    ("raw", "points"),
    [
        (b'{"on": "2022-12-31"}', 3),
        (b'{"on": "9999-12-31"}', 10),
        (b'{"on": "0001-01-01"}', 0),
    ],
    ids=["day", "last", "first"],
)
def test_every_day_of_the_calendar_is_a_date(folder: Path, scoring: Command, raw: bytes, points: int) -> None:
    """The first and the last day that a calendar has are dates like any other."""
    (folder / "day.json").write_bytes(raw)
    done = scoring("score", "small.toml", "day.json", "--format", "json")
    found = next(each for each in json.loads(done.out)["lines"] if each["id"] == "days")
    assert (found["status"], found["score"]) == ("scored", points)


def test_two_projects_of_one_key_are_refused(folder: Path, scoring: Command) -> None:
    """Keys are unique (interfaces.md): nobody could tell two projects of one key apart in a ranking."""
    path = folder / "both.toml"
    path.write_text('[[projects]]\nproject = "北路"\n[[projects]]\nproject = "北路"\n', encoding="utf-8")
    ran = scoring("score", "wanzai/office-services-2022", str(path))
    assert ran.code == 2
    assert "有两个项目的编号都是“北路”" in ran.err


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{a: 1}", "json-name"),
        ('{"a": }', "json-value"),
        ("[1 2]", "json-comma"),
        ('{"a" 1}', "json-colon"),
        ("{} {}", "json-extra"),
        ('{"a": "x', "json-quotes"),
        ('{"a": "\n"}', "json-control"),
        ('{"a": "\\q"}', "json-escape"),
    ],
)
def test_a_mistake_in_json_is_told_in_the_words_of_the_catalogue(
    tmp_path: Path, text: str, code: str, lang: str
) -> None:
    """In the language that is asked for, with line and column."""
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"a\.json:\d+:\d+") as caught:
        read_projects([tmp_path / "a.json"], lang=lang)
    assert message(code, lang) in str(caught.value)
