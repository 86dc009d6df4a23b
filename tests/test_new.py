"""`scoring new`: what it writes is valid, explains itself, and nothing that is there is written over."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

import scoring
from scoring.catalog import shipped
from scoring.starting import plugin_files, set_text
from scoring.testing import examples
from tests.command import here

if TYPE_CHECKING:
    from tests.command import Command

SCHEMA: Final = "indicator-set.schema.json"
CHINESE: Final = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
#: The command line of the language server, beside the Python that runs the tests.
TOMBI: Final = Path(sys.executable).with_name("tombi")


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in an empty folder."""
    return here(tmp_path, monkeypatch, capsys)


def files(folder: Path) -> list[str]:
    """Return the paths of what is in a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


# -- sets


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_set_is_valid_as_it_stands(command: Command, tmp_path: Path, lang: str) -> None:
    """`scoring check --strict`, `scoring test` and a TOML language server have nothing to say of it."""
    assert command("new", "canteen/meals-2024", "--lang", lang).code == 0
    assert files(tmp_path) == [SCHEMA, "meals-2024.toml"]
    assert command("check", "--strict", "meals-2024.toml").code == 0
    assert command("test", "meals-2024.toml", "--coverage-min", "0.8").code == 0
    rules = scoring.load("meals-2024.toml")
    assert (rules.id, rules.lang, rules.full_marks) == ("canteen/meals-2024", lang, 100)
    linted = [str(TOMBI), "lint", "--offline", "--error-on-warnings", "meals-2024.toml"]
    done = subprocess.run(linted, cwd=tmp_path, check=False, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_examples_of_a_new_set_hold(lang: str, tmp_path: Path) -> None:
    """Every example scores what its comment works out by hand."""
    path = tmp_path / "new.toml"
    path.write_text(set_text("a/b", lang), encoding="utf-8")
    found = examples(path)
    assert len(found) == 4
    for each in found:
        each.verify()


def test_a_new_set_has_an_indicator_of_each_usual_kind() -> None:
    """A formula, a condition, a ratio, a checklist, a judgement, a survey; steps, proportions both ways, levels."""
    indicators = tomllib.loads(set_text("a/b", "zh"))["indicators"].values()
    assert {each["check"] for each in indicators if "check" in each} == {"ratio", "checklist", "level"}
    assert {each["scale"]["kind"] for each in indicators if "scale" in each} == {"thresholds", "proportional", "levels"}
    assert any(each.get("scale", {}).get("worst", 0) > each.get("scale", {}).get("target", 1) for each in indicators)
    measures = " ".join(each.get("measure", "") for each in indicators)
    assert all(part in measures for part in (" / ", " <= ", "fraction("))


def test_the_new_set_says_the_same_in_both_languages() -> None:
    """The same facts, tree, weights, formulas and scales; and no word of Chinese in the English one."""
    chinese, english = (tomllib.loads(set_text("a/b", lang)) for lang in ("zh", "en"))
    for key in ("facts", "dimensions", "indicators", "gates", "adjustments"):
        assert _shape(chinese[key]) == _shape(english[key])
    assert [each["expect"]["total"] for each in chinese["examples"]] == [
        each["expect"]["total"] for each in english["examples"]
    ]
    assert not CHINESE.search(set_text("a/b", "en"))


def _shape(value: Any) -> Any:
    """Return data with `…` for what people read, whatever its language."""
    if isinstance(value, dict):
        told = ("title", "label", "unit", "source", "remedy", "message", "levels", "grade_at_most")
        return {key: "…" if key in told else _shape(each) for key, each in value.items() if key != "unit"}
    return [_shape(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_set_explains_every_part(lang: str) -> None:
    """A comment stands right above the facts, each gate, adjustment and example, and above most indicators."""
    lines = set_text("a/b", lang).splitlines()
    explained = {line: above.startswith("#") for above, line in pairwise(lines)}
    assert all(explained[line] for line in explained if re.match(r"\[facts\]|\[gates|\[adjustments|\[\[examples", line))
    indicators = [explained[line] for line in explained if line.startswith("[indicators")]
    assert sum(indicators) > len(indicators) * 0.7


@pytest.mark.parametrize(
    ("words", "name"),
    [(("meals",), "meals.toml"), (("a/b/c.d_e",), "c.d_e.toml"), (("a/b", "-o", "x/y.toml"), "x/y.toml")],
)
def test_the_file_is_called_like_the_id(command: Command, tmp_path: Path, words: tuple[str, ...], name: str) -> None:
    """The last part of the id names the file in the current folder; `-o` names another, the schema goes beside it."""
    (tmp_path / "x").mkdir()
    done = command("new", *words)
    beside = Path(name).with_name(SCHEMA).as_posix()
    assert (done.code, done.err) == (0, "")
    assert files(tmp_path) == sorted([name, beside])
    assert all(each in done.out for each in (name, beside, "scoring check"))


def test_nothing_is_written_over(command: Command, tmp_path: Path) -> None:
    """A file that is there stays as it is, and so does a schema."""
    (tmp_path / "meals.toml").write_text("mine", encoding="utf-8")
    done = command("new", "meals", "--lang", "en")
    assert (done.code, done.out) == (2, "")
    assert done.err == "meals.toml is there already and stays as it is; move it away, or write elsewhere with -o\n"
    assert files(tmp_path) == ["meals.toml"]
    (tmp_path / SCHEMA).write_text("{}", encoding="utf-8")
    assert command("new", "other").code == 0
    assert (tmp_path / SCHEMA).read_text(encoding="utf-8") == "{}"
    assert (tmp_path / "meals.toml").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_is_not_there_is_told(command: Command, tmp_path: Path) -> None:
    """`-o` into a folder that there is not is an error, in the language of the set."""
    done = command("new", "meals", "-o", "no/meals.toml")
    assert done.code == 2
    assert "no" in done.err
    assert CHINESE.search(done.err)
    assert files(tmp_path) == []


@pytest.mark.parametrize("id_", ["Meals", "meals/", "/meals", "../meals", "餐费", "a b", "a//b", "meals.", ""])
def test_an_id_that_is_none_is_told(command: Command, tmp_path: Path, id_: str) -> None:
    """The message says what an id is made of; nothing is written."""
    done = command("new", id_, "--lang", "en")
    assert done.code == 2
    assert "is no id of a set" in done.err
    assert files(tmp_path) == []


def test_the_schema_beside_is_no_project(command: Command, tmp_path: Path) -> None:
    """In a folder of projects the set and its schema are passed over."""
    command("new", "meals")
    (tmp_path / "north.toml").write_text("funds = { budget = 1, spent = 1 }\n", encoding="utf-8")
    sheet = json.loads(command("score", "meals.toml", ".", "--format", "json").out)
    assert sheet["project"]["key"] == "north"


# -- overlays


BASES: Final = sorted({each.id for each in shipped()})


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_overlay_scores_as_its_base(command: Command, base: str, lang: str) -> None:
    """It is valid as it stands and changes no score: what the first example of the base expects is its own example."""
    assert command("new", "town/own", "--extends", base, "--lang", lang).code == 0
    assert command("check", "--strict", "own.toml").code == 0
    assert command("test", "own.toml").code == 0
    own, extended = scoring.load("own.toml"), scoring.load(base)
    assert (own.id, own.version, own.extends, own.title) == ("town/own", "1", base, extended.title)
    assert own.examples == extended.examples[:1]
    for example in extended.examples:
        one, other = (scoring.Engine(rules).score(example.facts) for rules in (own, extended))
        assert (one.total, one.grade) == (other.total, other.grade)
        assert [line.score for line in one.lines] == [line.score for line in other.lines]


def test_a_new_overlay_is_linted_clean(command: Command, tmp_path: Path) -> None:
    """A TOML language server misses nothing in it, though it is only a part of a set."""
    command("new", "town/own", "--extends", BASES[0])
    linted = [str(TOMBI), "lint", "--offline", "--error-on-warnings", "own.toml"]
    done = subprocess.run(linted, cwd=tmp_path, check=False, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr


def test_a_new_overlay_lists_every_node_of_its_base_to_be_changed(command: Command, tmp_path: Path) -> None:
    """Every node stands there with its weight, commented out; with the signs removed it is the base still."""
    command("new", "town/own", "--extends", BASES[0])
    text = (tmp_path / "own.toml").read_text(encoding="utf-8")
    (tmp_path / "all.toml").write_text(re.sub(r"(?m)^# (?=\[|weight = )", "", text), encoding="utf-8")
    written, base = tomllib.loads((tmp_path / "all.toml").read_text(encoding="utf-8")), scoring.load(BASES[0])
    for kind in ("dimensions", "indicators"):
        assert {id_: each["weight"] for id_, each in written[kind].items()} == {
            id_: each.weight for id_, each in getattr(base, kind).items()
        }


def test_a_new_overlay_of_a_file_names_it_from_its_own_folder(command: Command, tmp_path: Path) -> None:
    """The path of the base is written from the folder of the overlay; its language is that of the base."""
    (tmp_path / "towns").mkdir()
    command("new", "county", "--lang", "en")
    done = command("new", "town", "--extends", "county.toml", "-o", "towns/town.toml")
    assert "wrote" in done.out
    assert tomllib.loads((tmp_path / "towns" / "town.toml").read_text(encoding="utf-8"))["extends"] == "../county.toml"
    assert command("check", "--strict", "towns/town.toml").code == 0
    again = command("new", "village", "--extends", "towns/town.toml")
    assert again.code == 0
    assert command("check", "--strict", "village.toml").code == 0


ODD: Final = """\
schema = "scoring/1"
id = "odd"
title = "奇 \\"怪\\" $title \\\\"
version = "1"
missing = "zero"
grades = [
  { at_least = 6, label = "a" }, { at_least = 5, label = "b" }, { at_least = 4, label = "c" },
  { at_least = 3, label = "d" }, { at_least = 2, label = "e" }, { at_least = 1, label = "f" },
  { at_least = 0, label = "g" },
]
[facts]
"资金.支出" = { type = "money", unit = "元" }
day = { type = "date" }
[dimensions.d]
title = "D"
weight = 100
[indicators.one]
title = '''
Two
lines'''
dimension = "d"
weight = 99.5
measure = "资金.支出 / 300"
[indicators.two]
title = "Two"
dimension = "d"
weight = 0.5
measure = "days(day, '2024-01-01') == 0"
"""
EXAMPLE: Final = """\
[[examples]]
name = "e"
facts = { "资金.支出" = 0.000123, day = 2024-01-01 }
expect = { status = { one = "scored" } }
"""


@pytest.mark.parametrize("example", ["", EXAMPLE])
def test_a_new_overlay_writes_whatever_a_base_says(command: Command, tmp_path: Path, example: str) -> None:
    """Quotes, backslashes, signs of templates, line breaks, long lists, small numbers; a base without an example."""
    (tmp_path / "odd.toml").write_text(ODD + example, encoding="utf-8")
    assert command("check", "odd.toml").code == 0
    done = command("new", "own", "--extends", "odd.toml")
    assert (done.code, done.err) == (0, "")
    own, base = scoring.load("own.toml"), scoring.load("odd.toml")
    assert own.examples == base.examples
    assert own.title == base.title
    assert own.grades == base.grades


@pytest.mark.parametrize(
    ("base", "said"), [("wanzai/office-service-2022", "did you mean"), ("no.toml", "no such file")]
)
def test_a_base_that_is_not_there_is_told(command: Command, tmp_path: Path, base: str, said: str) -> None:
    """The nearest name is offered; nothing is written."""
    done = command("new", "own", "--extends", base, "--lang", "en")
    assert done.code == 2
    assert said in done.err
    assert files(tmp_path) == []


# -- what is asked for


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "name a set"),
        (("meals", "--plugin", "meals-checks"), "either a set or a plugin"),
        (("--plugin", "meals-checks", "--extends", "wanzai/office-services-2022"), "either a set or a plugin"),
        (("--extends", "wanzai/office-services-2022"), "name a set"),
    ],
)
def test_what_to_write_must_be_said(command: Command, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    """A set or a plugin, and not both; a base goes with a set."""
    done = command("new", *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert files(tmp_path) == []


# -- plugins


def test_a_new_plugin_has_what_a_distribution_needs(command: Command, tmp_path: Path) -> None:
    """Everything is called as it should be: nothing of the example's own name is left."""
    done = command("new", "--plugin", "canteen-checks")
    assert (done.code, done.err) == (0, "")
    assert "pip install -e canteen-checks" in done.out
    assert files(tmp_path / "canteen-checks") == [
        "README.md",
        "canteen_checks/__init__.py",
        "canteen_checks/py.typed",
        "canteen_checks/sets/canteen-checks/example.toml",
        "pyproject.toml",
        "tests/test_canteen_checks.py",
    ]
    assert not [text for text in plugin_files("canteen-checks").values() if re.search("example.checks", text)]
    project = tomllib.loads((tmp_path / "canteen-checks" / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["name"] == "canteen-checks"
    assert project["project"]["entry-points"]["scoring"] == {"canteen_checks": "canteen_checks"}


def test_a_new_plugin_is_written_as_ours_are(tmp_path: Path) -> None:
    """The linter of this repository finds nothing in it, and would format nothing otherwise."""
    ruff = Path(sys.executable).with_name("ruff")
    for path, text in plugin_files("canteen-checks").items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    rules = ["--isolated", "--line-length", "120"]
    ignored = ["--ignore", "COM812,CPY001,D203,D213,INP001,PLR2004,RUF001,S101"]
    for words in (
        ["check", *rules, "--target-version", "py311", "--select", "ALL", *ignored],
        ["format", *rules, "--check"],
    ):
        done = subprocess.run([ruff, *words, "."], cwd=tmp_path, check=False, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "name", ["Canteen", "canteen_checks", "2-checks", "-checks", "canteen-", "canteen/x", "class", "餐"]
)
def test_a_name_of_a_plugin_that_is_none_is_told(command: Command, tmp_path: Path, name: str) -> None:
    """A name is one of a distribution and, with underscores, of a module; nothing is written."""
    done = command("new", "--plugin", name)
    assert done.code == 2
    assert files(tmp_path) == []


@pytest.mark.parametrize("name", ["scoring", "json", "scoring-budget"])
def test_a_plugin_takes_no_name_of_another_module(command: Command, tmp_path: Path, name: str) -> None:
    """A module of that name would hide the other, or be hidden by it."""
    done = command("new", "--plugin", name, "--lang", "en")
    assert done.code == 2
    assert done.err == f"there is a Python module {name} already; choose another name, such as {name}-checks\n"
    assert files(tmp_path) == []


def test_a_plugin_is_not_written_over(command: Command, tmp_path: Path) -> None:
    """A folder that is there stays as it is; `-o` names another."""
    (tmp_path / "canteen-checks").mkdir()
    assert command("new", "--plugin", "canteen-checks").code == 2
    assert files(tmp_path) == []
    assert command("new", "--plugin", "canteen-checks", "-o", "here").code == 0
    assert "here/pyproject.toml" in files(tmp_path)
