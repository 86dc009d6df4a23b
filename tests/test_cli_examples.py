"""`scoring test`: what it prints, as people and as programs read it, and how it ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest
from rich.cells import cell_len

from tests.command import here

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command import Command

SET: Final = """
schema = "scoring/1"
id = "test/LANG"
title = "会务服务"
version = "1"
lang = "LANG"
full_marks = 10
missing = "zero"
grades = [{ at_least = 6, label = "优" }, { at_least = 0, label = "差" }]
[facts]
done = { type = "number" }
planned = { type = "number" }
[dimensions.d]
title = "产出"
weight = 10
[indicators.rate]
title = "完成率"
dimension = "d"
weight = 10
measure = "done / planned"
source = "s"
remedy = "r"
"""
HALF: Final = """
[[examples]]
name = "half"
facts = { done = 1, planned = 2 }
expect = { total = 5 }
"""
WRONG: Final = """
[[examples]]
name = "全部完成"
facts = { done = 2, planned = 2 }
expect = { total = { from = 8, to = 9 }, grade = "差" }
"""


@pytest.fixture
def scoring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command, run in a folder with sets in either language, one without examples, one with a mistake."""
    for lang in ("zh", "en"):
        text = SET.replace("LANG", lang)
        (tmp_path / f"{lang}.toml").write_text(text + HALF, encoding="utf-8")
        (tmp_path / f"{lang}-wrong.toml").write_text(text + HALF + WRONG, encoding="utf-8")
        (tmp_path / f"{lang}-none.toml").write_text(text, encoding="utf-8")
    broken = SET.replace("LANG", "en").replace("done / planned", "done / planed")
    (tmp_path / "broken.toml").write_text(broken + HALF, encoding="utf-8")
    return here(tmp_path, monkeypatch, capsys)


EN: Final = """\
 会务服务
 test/en · 1

 passed  half
 FAILED  全部完成  en-wrong.toml:30
         Total: expected 8 to 9, got 10
           产出 10
         Grade: expected 差, got 优
           total 10

 No example reaches:
   完成率    none of the points

 No example lacks the data of:
   完成率

 Examples 2    passed 1    FAILED 1    Rule coverage 66.67% (4 of 6)
"""
ZH: Final = """\
 会务服务
 test/zh · 1

 通过    half
 未通过  全部完成  zh-wrong.toml:30
         总分：应为 8 到 9，实为 10
           产出 10
         等级：应为 差，实为 优
           总分 10

 没有示例达到：
   完成率    不得分

 没有示例缺少这些指标的数据：
   完成率

 示例 2    通过 1    未通过 1    规则覆盖率 66.67%（4 / 6）
"""


@pytest.mark.parametrize(("lang", "printed"), [("zh", ZH), ("en", EN)])
def test_what_differs_and_what_is_not_reached_is_printed(scoring: Command, lang: str, printed: str) -> None:
    """In the language of the set: each example, what was expected and what came, and the rules that none reaches."""
    assert scoring("test", f"{lang}-wrong.toml") == (1, printed, "")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_another_language_may_be_asked_for(scoring: Command, lang: str) -> None:
    """`--lang` words the report, whatever the set says."""
    other = {"zh": ZH, "en": EN}[lang]
    done = scoring("test", f"{'en' if lang == 'zh' else 'zh'}-wrong.toml", "--lang", lang)
    swapped = other.replace(f"/{lang} ", f"/{'en' if lang == 'zh' else 'zh'} ").replace(
        f"{lang}-wrong", f"{'en' if lang == 'zh' else 'zh'}-wrong"
    )
    assert done.out == swapped


@pytest.mark.parametrize("width", [24, 40, 80, 120])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal(
    scoring: Command, monkeypatch: pytest.MonkeyPatch, lang: str, width: int
) -> None:
    """Chinese characters count two cells; nothing is cut off."""
    monkeypatch.setenv("COLUMNS", str(width))
    done = scoring("test", f"{lang}-wrong.toml")
    assert max(map(cell_len, done.out.splitlines())) <= width
    whole = {"zh": ZH, "en": EN}[lang]
    assert "".join(done.out.split()) == "".join(whole.split())


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("en.toml",), 0),
        (("en-none.toml",), 0),
        (("en.toml", "en-wrong.toml"), 1),
        (("en.toml", "--coverage-min", "0.33"), 0),
        (("en.toml", "--coverage-min", "0.34"), 1),
        (("en-none.toml", "--coverage-min", "0.1"), 1),
        (("en-none.toml", "--coverage-min", "0"), 0),
        (("en-wrong.toml", "--coverage-min", "0.6"), 1),
        (("broken.toml",), 2),
        (("broken.toml", "en-wrong.toml"), 2),
        (("absent.toml",), 2),
        (("en.toml", "--coverage-min", "90"), 2),
        (("en.toml", "--coverage-min", "x"), 2),
        ((), 2),
    ],
)
def test_how_it_ends(scoring: Command, words: tuple[str, ...], code: int) -> None:
    """0: all as expected, and enough reached (2 of 6 here); 1: not so; 2: it could not be run."""
    assert scoring("test", *words).code == code


def test_too_little_coverage_is_told(scoring: Command) -> None:
    """The last line says what is wanted."""
    done = scoring("test", "en.toml", "--coverage-min", "0.9")
    assert done.out.endswith("Rule coverage 33.33% (2 of 6)\n less than the 90% that are wanted\n")
    done = scoring("test", "zh.toml", "--coverage-min", "0.9")
    assert done.out.endswith("规则覆盖率 33.33%（2 / 6）\n 低于要求的 90%\n")


def test_a_set_that_cannot_be_used_does_not_keep_others_from_being_tested(scoring: Command) -> None:
    """Its mistakes go to standard error, at their places."""
    done = scoring("test", "broken.toml", "en.toml")
    assert done.out.startswith(" 会务服务\n test/en · 1\n")
    assert done.err.startswith(
        "broken.toml:20:19: unknown-fact: the set declares no fact planed; did you mean planned?"
    )


@pytest.mark.parametrize(("lang", "said"), [("zh", "没有示例。"), ("en", "No examples.")])
def test_a_set_without_examples_is_told(scoring: Command, lang: str, said: str) -> None:
    """Nothing has failed, and nothing is reached."""
    done = scoring("test", f"{lang}-none.toml")
    assert f" {said}\n" in done.out
    assert "0%" in done.out


def test_programs_read_json(scoring: Command) -> None:
    """All that is printed, with lines of the file, for CI."""
    done = scoring("test", "en-wrong.toml", "en.toml", "--format", "json", "--coverage-min", "0.5")
    assert done.code == 1
    found = json.loads(done.out)
    assert (found["schema"], found["passed"]) == ("scoring/test-1", False)
    wrong, right = found["sets"]
    assert {key: wrong[key] for key in ("id", "version", "title", "file", "passed")} == {
        "id": "test/en",
        "version": "1",
        "title": "会务服务",
        "file": "en-wrong.toml",
        "passed": False,
    }
    half, failed = wrong["examples"]
    assert half == {
        "name": "half",
        "line": 25,
        "passed": True,
        "error": None,
        "total": 5,
        "grade": "差",
        "differences": [],
    }
    assert failed["differences"] == [
        {
            "what": "total",
            "node": None,
            "row": None,
            "expected": {"from": 8, "to": 9},
            "found": 10,
            "reason": "产出 10",
        },
        {"what": "grade", "node": None, "row": None, "expected": "差", "found": "优", "reason": "total 10"},
    ]
    assert not right["passed"]  # 2 of 6 parts are too few
    assert {key: right["rule_coverage"][key] for key in ("share", "reached", "counting", "minimum")} == {
        "share": 0.3333333333,
        "reached": 2,
        "counting": 6,
        "minimum": 0.5,
    }


PARTS: Final[list[dict[str, Any]]] = [
    {
        "id": 'grades."优"',
        "kind": "grade",
        "node": None,
        "text": "优",
        "file": "en.toml",
        "line": 9,
        "by": [],
        "why": "no-case",
    },
    {
        "id": 'grades."差"',
        "kind": "grade",
        "node": None,
        "text": "差",
        "file": "en.toml",
        "line": 9,
        "by": ["half"],
        "why": None,
    },
    {"id": "full", "text": "all of the points", "by": [], "why": "no-case"},
    {"id": "some", "text": "some of the points", "by": ["half"], "why": None},
    {"id": "none", "text": "none of the points", "by": [], "why": "no-case"},
]


def test_the_json_lists_every_part_of_the_rules(scoring: Command) -> None:
    """Its id, whose it is, what it is called, where it stands, which examples reach it, or why none does."""
    parts = json.loads(scoring("test", "en.toml", "--format", "json").out)["sets"][0]["rule_coverage"]["parts"]
    scale = {"kind": "scale", "node": "rate", "file": "en.toml", "line": 16}
    missing = {
        "id": "indicators.rate.missing",
        "kind": "missing",
        "node": "rate",
        "text": "missing",
        "file": "en.toml",
        "line": 16,
    }
    expected = [
        each if "node" in each else each | scale | {"id": f"indicators.rate.scale.{each['id']}"} for each in PARTS
    ]
    assert parts == [*expected, missing | {"by": [], "why": "without-data"}]


def test_the_parts_of_an_overlay_stand_in_the_file_that_says_them(scoring: Command, tmp_path: Path) -> None:
    """A set that extends another is tested whole, by its own examples; a step of the base is in the base's file."""
    overlay = """
id = "test/over"
version = "2"
extends = "en.toml"
indicators.rate.scale = { kind = "thresholds", steps = [{ at_least = 0.5, share = 1 }] }
[[examples]]
name = "half is enough"
facts = { done = 1, planned = 2 }
expect = { total = 10 }
"""
    (tmp_path / "over.toml").write_text(overlay, encoding="utf-8")
    done = scoring("test", "over.toml", "--format", "json")
    assert done.code == 0
    found = json.loads(done.out)["sets"][0]
    assert [each["name"] for each in found["examples"]] == ["half is enough"]
    places = {each["id"]: (each["file"], each["line"]) for each in found["rule_coverage"]["parts"]}
    assert places["indicators.rate.scale.steps[0]"] == ("over.toml", 5)
    assert places['grades."优"'] == ("en.toml", 9)


def test_the_version_in_force_on_a_day_is_tested(scoring: Command, tmp_path: Path) -> None:
    """`--on` refuses a file that is not in force then."""
    text = SET.replace("LANG", "en").replace("[facts]", "effective = { from = 2024-01-01 }\n[facts]") + HALF
    (tmp_path / "dated.toml").write_text(text, encoding="utf-8")
    assert scoring("test", "dated.toml", "--on", "2024-06-30").code == 0
    assert scoring("test", "dated.toml", "--on", "2023-06-30").code == 2


def test_the_json_of_several_sets_is_one_text(scoring: Command) -> None:
    """Also where one of them cannot be used: its mistakes are on standard error."""
    done = scoring("test", "broken.toml", "zh.toml", "--format", "json")
    assert done.code == 2
    assert [each["id"] for each in json.loads(done.out)["sets"]] == ["test/zh"]
    assert json.loads(done.out)["passed"]
    assert "broken.toml:20:19" in done.err
