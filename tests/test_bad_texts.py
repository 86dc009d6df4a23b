"""Texts that would command a terminal or spoil a page: they reach neither, wherever in rules or facts they stand."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

from scoring import data as scoring_data
from scoring.data import ProjectFacts
from tests.command import here
from tests.small_sets import of_table, small_set, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command import Command

#: Clears the screen, sets the title of the window, moves the cursor, rings, deletes, turns the direction of writing.
HOSTILE = "\x1b[2J\x1b]0;owned\x07\x9b31m\b\x7f\x00\u202e"
FACTS: dict[str, Any] = {
    "a": {"type": "number", "label": f"Label {HOSTILE}"},
    "k": {"type": "level", "unit": f"unit {HOSTILE}"},
    "t": of_table(x="number"),
}
LEVELS = {"kind": "levels", "levels": {f"level {HOSTILE}": 1, "A": 0}}
INDICATORS: dict[str, Any] = {
    "x": {"measure": "a", "title": f"Title {HOSTILE}", "unit": HOSTILE},
    "k": {"measure": "k", "scale": LEVELS, "remedy": HOSTILE},
    "t": {"measure": "mean(t.x)"},
}
GATES = {"g": {"title": f"Gate {HOSTILE}", "when": "a > 0", "then": {"warn": True}, "message": HOSTILE}}
PROJECTS: list[dict[str, Any]] = [
    {"project": f"Hall {HOSTILE}", "a": 1, "k": f"level {HOSTILE}"},
    {"project": {"name": HOSTILE, "department": HOSTILE, "unit": HOSTILE}, "a": HOSTILE, "k": HOSTILE, "t": HOSTILE},
    {"project": {"id": "p"}, HOSTILE: 1, "t": [{HOSTILE: HOSTILE, "x": HOSTILE}, HOSTILE]},
]


@pytest.fixture
def scoring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command, run in a folder with a hostile set and three hostile projects."""
    rules = small_set(
        FACTS,
        INDICATORS,
        gates=GATES,
        title=f"Set {HOSTILE}",
        source=HOSTILE,
        version=f"1 {HOSTILE}",
        grades=[{"at_least": 0, "label": f"any {HOSTILE}"}],
        dimensions={"d": {"title": f"Dimension {HOSTILE}"}},
    )
    path = written(rules, tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("\x7f", "\\u007f"), encoding="utf-8")
    (tmp_path / "projects.json").write_text(json.dumps(PROJECTS), encoding="utf-8")
    for place, project in enumerate(PROJECTS):
        (tmp_path / f"project-{place}.json").write_text(json.dumps(project), encoding="utf-8")
    return here(tmp_path, monkeypatch, capsys)


def controls(text: str) -> set[str]:
    """Return the control characters of a text that are no line breaks, and what turns its direction."""
    return {c for c in text if unicodedata.category(c) == "Cc" and c != "\n"} | ({"\u202e"} & set(text))


@pytest.mark.parametrize("form", ["table", "csv", "md"])
@pytest.mark.parametrize("data", ["project-0.json", "project-1.json", "project-2.json", "projects.json"])
def test_no_control_character_of_the_data_is_printed(scoring: Command, data: str, form: str) -> None:
    """Names, titles, labels, units, levels, wrong values and unknown names: harmless in every format for people."""
    done = scoring("score", "small.toml", data, "--format", form)
    assert (done.code, done.err) == (0, "")
    assert controls(done.out) == set()
    assert "owned" in done.out  # the text around them is there


@pytest.mark.parametrize("data", ["project-0.json", "project-1.json", "project-2.json", "projects.json"])
def test_json_has_every_control_character_as_its_escape(scoring: Command, data: str) -> None:
    """JSON is for programs: it has the texts as they are, and no control character that a terminal would obey."""
    done = scoring("score", "small.toml", data, "--format", "json")
    assert (done.code, done.err) == (0, "")
    assert controls(done.out) <= {"\u202e"}
    read = json.loads(done.out)
    first = read[0] if isinstance(read, list) else read
    if data in ("project-0.json", "projects.json"):
        assert first["project"]["name"] == f"Hall {HOSTILE}"


@pytest.mark.parametrize("words", [["show", "small.toml"], ["check", "small.toml"]], ids=["show", "check"])
def test_no_control_character_of_the_rules_is_printed(scoring: Command, words: list[str]) -> None:
    """The tree of a set and its diagnostics are harmless too."""
    done = scoring(*words)
    assert (done.code, done.err) == (0, "")
    assert controls(done.out) == set()


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("raw.toml", "title = '\x1b[2J'\n"),
        ("key.toml", '"\\u001b[2J" = 1\n[facts."\\u001b[2J"]\ntype = "\\u009b2J"\n'),
        ("raw.json", '{"a": "\x1b[2J"}'),
        ("twice.json", '{"\\u001b[2J": 1, "\\u001b[2J": 2}'),
    ],
    ids=["raw-toml", "key-toml", "raw-json", "twice-json"],
)
def test_no_control_character_stands_in_an_error(scoring: Command, tmp_path: Path, name: str, raw: str) -> None:
    """Errors quote what they found, harmless: in data files, in rule files, and in their names."""
    (tmp_path / name).write_text(raw, encoding="utf-8")
    for words in (["score", "small.toml", name], ["score", name, "project-0.json"], ["check", name]):
        done = scoring(*words)
        assert controls(done.out + done.err) == set(), words
        assert done.code in (0, 1, 2)
        assert "Traceback" not in done.err


def test_no_control_character_of_a_file_name_stands_in_an_error(scoring: Command) -> None:
    """A name that no file has is quoted, harmless."""
    for words in (
        ["score", "small.toml", f"{HOSTILE[1:9]}\x1b.toml"],
        ["check", "\x1b[2J.toml"],
        ["show", "\x9b2J.toml"],
    ):
        done = scoring(*words)
        assert (done.code, controls(done.out + done.err)) == (2, set())


def test_a_file_name_that_is_no_text_is_written_as_escapes(scoring: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project is called by its file: bytes of its name that are no characters become escapes."""
    named = ProjectFacts(b"hall-\xff".decode(errors="surrogateescape"), {"a": 1})
    monkeypatch.setattr(scoring_data, "read_projects", lambda *_, **__: [named])
    done = scoring("score", "small.toml", "any", "--format", "json")
    assert json.loads(done.out)["project"]["key"] == "hall-\\udcff"
