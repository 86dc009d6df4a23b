"""Sets that extend others: what is merged, what is left out, and that the result is the set written out whole."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

import scoring
from scoring.indicators import IndicatorSet
from scoring.loading import check, load_bound
from scoring.overlay import resolved
from scoring.plugins import registry
from tests.command import here
from tests.small_sets import small_set, written
from tests.strategies import indicator_sets, projects
from tests.toml_text import dumps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.command import Command
    from tests.small_sets import Table

BASES: Final = Path(__file__).parent / "data" / "bases"
FACTS: Final[Table] = {"a": "number", "b": "number"}
INDICATORS: Final[Table] = {
    "x": {"measure": "a", "source": "s", "remedy": "r"},
    "y": {"check": "ratio", "with": {"part": "a", "whole": "b"}, "source": "s", "remedy": "r"},
}
#: Each example is a whole set.
FEW: Final = settings(max_examples=15)


def overlay(folder: Path, text: str, name: str = "overlay.toml", base: str = "small.toml") -> Path:
    """Write an overlay of the small set in a folder."""
    path = folder / name
    head = f'id = "test/overlay"\nversion = "2"\nextends = "{base}"\n'
    path.write_text(head + text, encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a small set."""
    written(small_set(FACTS, INDICATORS), tmp_path)
    return tmp_path


def merged(base: str, over: str) -> Any:
    """Return what is resolved of two texts, without what names the base."""
    data, _, mistakes = resolved(tomllib.loads(base), {"extends": "base.toml", **tomllib.loads(over)})
    assert mistakes == ()
    return {key: value for key, value in data.items() if key not in ("extends", "remove")}


# -- merging


@pytest.mark.parametrize(
    ("base", "over", "expected"),
    [
        ("a = { b = 1, c = { d = 2 } }", "a = { c = { e = 3 } }", "a = { b = 1, c = { d = 2, e = 3 } }"),
        ("a = [1, 2]", "a = [3]", "a = [3]"),
        ("a = { b = 1 }", "a = [1]", "a = [1]"),
        ("a = 1", "a = { b = 1 }", "a = { b = 1 }"),
        ("a.b = 1\na.c = 2", 'remove = ["a.b"]', "a = { c = 2 }"),
        ("a.b.c = 1\na.b.d = 2", 'remove = ["a.b"]\na.b.d = 3', "a = { b = { d = 3 } }"),
        ("id = 1\nversion = 1\nexamples = [1]\neffective.from = 1\nx = 1", "x = 2", "x = 2"),
        ("effective = { from = 1, until = 2 }", "effective = { from = 3 }", "effective = { from = 3 }"),
    ],
    ids=["deeply", "arrays", "array", "table", "removed", "written anew", "own", "days"],
)
def test_tables_are_merged_by_key_and_the_rest_is_replaced(base: str, over: str, expected: str) -> None:
    """Tables merge by key, deeply; arrays are replaced whole; what is removed and written anew is only that."""
    assert merged(base, over) == tomllib.loads(expected)


@pytest.mark.parametrize(
    ("base", "over", "expected"),
    [
        ('check = "a"\nwith = { b = 1 }', 'measure = "x"', 'measure = "x"'),
        ('check = "a"\nwith = { b = 1 }', 'check = "c"', 'check = "c"'),
        ('check = "a"\nwith = { b = 1 }', 'check = "c"\nwith = { d = 1 }', 'check = "c"\nwith = { d = 1 }'),
        ('check = "a"\nwith = { b = 1 }', 'check = "a"\nwith = { d = 1 }', 'check = "a"\nwith = { b = 1, d = 1 }'),
        ('check = "a"\nwith = { b = 1 }', "with = { b = 2 }", 'check = "a"\nwith = { b = 2 }'),
        ('measure = "x"', 'check = "a"\nwith = { b = 1 }', 'check = "a"\nwith = { b = 1 }'),
        ('measure = "x"', 'measure = "y"', 'measure = "y"'),
        ('scale = { kind = "a", b = 1 }', 'scale = { kind = "c", d = 1 }', 'scale = { kind = "c", d = 1 }'),
        ('scale = { kind = "a", b = 1 }', 'scale = { kind = "a", d = 1 }', 'scale = { kind = "a", b = 1, d = 1 }'),
        ('scale = { kind = "a", b = 1 }', "scale = { b = 2 }", 'scale = { kind = "a", b = 2 }'),
        ("scale = { k = 1, worst = 1, best = 2 }", "scale = { points = [] }", "scale = { k = 1, points = [] }"),
        ("scale = { k = 1, points = [] }", "scale = { best = 2 }", "scale = { k = 1, best = 2 }"),
        ("scale = { worst = 1, best = 2 }", "scale = { best = 3 }", "scale = { worst = 1, best = 3 }"),
    ],
)
def test_what_the_overlay_says_otherwise_takes_the_rest_along(base: str, over: str, expected: str) -> None:
    """A measure for a check, another check and another kind of scale take the parameters of the old one along."""
    head = "[indicators.i]\nweight = 1\n"
    assert merged(head + base, f"[indicators.i]\n{over}") == tomllib.loads(head + expected)


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("a.b.c", "a = { }"),
        ('a."b.c"', "a = { }"),
        ("a.'b.c'", "a = { }"),
        ('"a".b.c', "a = { }"),
        ("资金.支出", 'a = { "b.c" = 1 }'),
    ],
)
def test_a_name_with_dots_needs_quotes_only_where_it_could_mean_another(name: str, left: str) -> None:
    """`a.b.c` is the key `b.c` of `a` where there is no other; in quotes a key is one key, as in TOML."""
    base = 'a = { "b.c" = 1 }\n' + ('"资金.支出" = 1' if name == "资金.支出" else "")
    assert merged(base, f"remove = [{json.dumps(name, ensure_ascii=False)}]") == tomllib.loads(left)


def test_quotes_decide_between_two_readings() -> None:
    """A dimension `a.title` and the title of the dimension `a` can each be taken out."""
    base = '[dimensions]\na = { title = "A", weight = 1 }\n"a.title" = { title = "B" }\n'
    assert list(merged(base, """remove = ['dimensions."a.title"']""")["dimensions"]) == ["a"]
    assert merged(base, """remove = ['dimensions."a".title']""")["dimensions"]["a"] == {"weight": 1}
    _, _, (mistake,) = resolved(tomllib.loads(base), {"remove": ["dimensions.a.title"], "extends": "b"})
    assert mistake.code == "remove-ambiguous"


def test_a_removed_dimension_takes_along_what_is_below_it() -> None:
    """Dimensions and indicators below go too, but not an indicator that the overlay moves elsewhere."""
    base = (
        '[dimensions]\na = {}\n"a.b" = {}\nab = {}\n[indicators]\nx = { dimension = "a" }\n'
        'y = { dimension = "a.b" }\nz = { dimension = "a.b" }\nw = { dimension = "ab" }'
    )
    found = merged(base, 'remove = ["dimensions.a"]\nindicators.z.dimension = "ab"')
    assert found == {"dimensions": {"ab": {}}, "indicators": {"z": {"dimension": "ab"}, "w": {"dimension": "ab"}}}


def test_a_dimension_that_is_removed_and_written_anew_keeps_what_is_below_it() -> None:
    """Who writes it anew replaces the dimension, not the branch."""
    base = '[dimensions]\na = { title = "A", applies = "x" }\n[indicators]\nx = { dimension = "a" }'
    found = merged(base, 'remove = ["dimensions.a"]\ndimensions.a.title = "B"')
    assert found == {"dimensions": {"a": {"title": "B"}}, "indicators": {"x": {"dimension": "a"}}}


def test_the_order_is_that_of_the_base_and_new_ones_come_last() -> None:
    """Lines stand where the base has them, also where the overlay says them in another order or writes them anew."""
    found = merged("[i]\na = 1\nb = 1\nc = 1", 'remove = ["i.b"]\n[i]\nd = 2\nc = 2\nb = 2')
    assert list(found["i"].items()) == [("a", 1), ("b", 2), ("c", 2), ("d", 2)]


KEYS = st.sampled_from(["a", "b", "a.b", "资金", "资金.支出", 'quo"te', "back\\slash", ""])
DATA = st.dictionaries(
    st.sampled_from(["tables", "others", "grades"]),
    st.recursive(
        st.integers(0, 2) | st.lists(st.integers(0, 1), max_size=2),
        lambda inner: st.dictionaries(KEYS, inner, max_size=3),
        max_leaves=12,
    ),
)


def difference(
    base: Mapping[str, Any], whole: Mapping[str, Any], path: tuple[str, ...] = ()
) -> tuple[Table, list[str]]:
    """Return what an overlay says that makes the whole of a base: its keys, and what it removes."""
    gone = [".".join(json.dumps(key, ensure_ascii=False) for key in (*path, k)) for k in base if k not in whole]
    said: Table = {}
    for key, value in whole.items():
        if isinstance(value, dict) and isinstance(base.get(key), dict):
            below, removed = difference(base[key], value, (*path, key))
            gone += removed
            said |= {key: below} if below else {}
        elif key not in base or base[key] != value:
            said[key] = value
    return said, gone


@given(base=DATA, whole=DATA)
def test_every_set_can_be_said_as_a_difference_to_any_other(base: Table, whole: Table) -> None:
    """Whatever is in a file can be named: from any base, removals and keys lead to any other content."""
    said, gone = difference(base, whole)
    data, _, mistakes = resolved(base, {**said, "remove": gone, "extends": "base.toml"})
    assert [each.code for each in mistakes] == (["overlay-idle"] if base == whole else [])
    del data["remove"], data["extends"]
    assert data == whole


@pytest.mark.parametrize(("remove", "codes"), [("gates.g", []), ([1], []), ([], ["overlay-idle"])])
def test_an_overlay_whose_removals_cannot_be_read_is_not_called_idle(remove: object, codes: list[str]) -> None:
    """Nobody knows what it would change; that `remove` is no list of texts is told elsewhere."""
    _, _, mistakes = resolved({"id": "a"}, {"id": "b", "extends": "base.toml", "remove": remove})
    assert [each.code for each in mistakes] == codes


# -- the set that comes of it


@st.composite
def changed(draw: st.DrawFn) -> tuple[Table, Table, Table]:
    """Draw a set, one change of it, and the set with that change written out."""
    base = draw(indicator_sets())
    indicator = draw(st.sampled_from(sorted(base["indicators"])))
    dimension = draw(st.sampled_from(sorted(base["dimensions"])))
    gate = {"title": "new", "when": "a > b", "then": {"warn": True}}
    marks = [{**grade, "at_least": grade["at_least"] / 2} for grade in base["grades"]]  # gates may name the labels
    change: Table = draw(
        st.sampled_from(
            [
                {"indicators": {indicator: {"title": "another"}}},
                {"indicators": {indicator: {"missing": "unrated"}}},
                {"indicators": {indicator: {"measure": "a", "scale": {"kind": "proportional", "target": 3}}}},
                {"dimensions": {dimension: {"title": "another", "source": "there"}}},
                {"gates": {"added": gate}},
                {"grades": marks},
                {"not_applicable": "award", "minimum_coverage": Decimal("0.3")},
                {"facts": {"new.fact": {"type": "money"}}},
            ]
        )
    )
    whole: Table = {**base, "id": "generated/other", "version": "2"}
    for section, said in change.items():
        if not isinstance(said, dict):
            whole[section] = said
            continue
        whole[section] = dict(base.get(section, {}))
        for id_, keys in said.items():
            entry = dict(whole[section].get(id_, {}))
            if "measure" in keys:  # how it was measured goes, and so does a scale of another kind
                scale = entry.pop("scale", {})
                entry = {key: value for key, value in entry.items() if key not in ("check", "with")}
                kept = scale if scale.get("kind") == "proportional" else {}
                keys = {**keys, "scale": {**kept, **keys["scale"]}}  # noqa: PLW2901
            whole[section][id_] = {**entry, **keys}
    return base, change, whole


@FEW
@given(drawn=changed(), data=st.data())
def test_an_overlay_is_the_set_written_out_whole(
    drawn: tuple[Table, Table, Table], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """One change, id and version: the same model, digest and scores as the same set in one file."""
    base, change, whole = drawn
    folder = tmp_path_factory.mktemp("overlay")
    written(base, folder)
    head = {"id": "generated/other", "version": "2", "extends": "small.toml"}
    path = folder / "overlay.toml"
    path.write_text(dumps({**head, **change}), encoding="utf-8")
    note(path.read_text(encoding="utf-8"))
    one = IndicatorSet.model_validate(whole)
    if one.model_dump(exclude={"id", "version"}) == scoring.load(folder / "small.toml").model_dump(
        exclude={"id", "version"}
    ):
        with pytest.raises(scoring.RulesError, match="overlay-idle"):
            scoring.load(path)
        return
    loaded = scoring.load(path)
    assert loaded.model_dump(by_alias=True, exclude_unset=True) == one.model_dump(by_alias=True, exclude_unset=True)
    facts = data.draw(projects(whole["facts"]))
    sheet, other = scoring.Engine(loaded).score(facts), scoring.Engine(one).score(facts)
    assert sheet == other
    assert sheet.set.digest == other.set.digest


def test_the_order_of_an_overlay_changes_nothing(folder: Path) -> None:
    """Keys and tables in another order are the same overlay, with the lines in the same order."""
    said = ['title = "other"\n', "[indicators.y]\nweight = 9\n", "[indicators.x]\nweight = 11\n"]
    forth = scoring.load(overlay(folder, "".join(said)))
    back = scoring.load(overlay(folder, "".join([said[0], *said[:0:-1]]), "back.toml"))
    assert (back.model_dump(), list(back.indicators)) == (forth.model_dump(), ["x", "y"])


def test_a_set_that_was_loaded_is_whole(folder: Path) -> None:
    """What it extends is told beside it, and is no part of what it is: its dump is the set written out."""
    rules = scoring.load(overlay(folder, 'remove = ["indicators.x"]\nfull_marks = 10\n[dimensions.d]\nweight = 10\n'))
    assert (rules.extends, rules.remove, rules.base) == ("small.toml", ("indicators.x",), ("test/small", "1"))
    assert not {"extends", "remove"} & {*rules.model_dump(by_alias=True)}
    again = IndicatorSet.model_validate(rules.model_dump(by_alias=True, exclude_unset=True))
    assert scoring.Engine(again).score({}).set == scoring.Engine(rules).score({}).set


def test_a_set_made_in_python_says_that_it_extends_in_vain() -> None:
    """Only loading follows `extends`: an engine does not score by half a set."""
    rules = IndicatorSet.model_validate({**small_set(FACTS, INDICATORS), "extends": "small.toml"})
    with pytest.raises(scoring.RulesError, match="extends is followed only where a file is loaded"):
        scoring.Engine(rules)


def test_title_and_rules_are_inherited_id_and_version_are_not(folder: Path) -> None:
    """The base gives whatever the overlay does not say, but not what the file says of itself."""
    base = (folder / "small.toml").read_text(encoding="utf-8")
    dated = base.replace('version = "1"', 'version = "1"\neffective = { from = 2024-01-01 }\nsource = "law"')
    (folder / "small.toml").write_text(dated, encoding="utf-8")
    rules = scoring.load(overlay(folder, "missing = 'unrated'\n"))
    assert (rules.title, rules.source, rules.lang, rules.missing) == ("small", "law", "en", "unrated")
    assert (rules.id, rules.version, rules.effective, rules.examples) == ("test/overlay", "2", None, ())


# -- mistakes


def said(path: Path) -> list[tuple[str, str, int, str]]:
    """Return what `check` says of a set: file, code, line and severity."""
    _, diagnosis = check(path, registry())
    return [(Path(each.file).name, each.code, each.line, each.severity) for each in diagnosis.found]


def test_a_mistake_far_below_is_told_at_its_own_file(folder: Path) -> None:
    """Each overlay on a broken one says that it cannot be used; what is wrong is told at the lowest file."""
    overlay(folder, "weigths = 1\n", "one.toml")
    overlay(folder, "[indicators.x]\nweight = 9\n", "two.toml", "one.toml")
    top = overlay(folder, "[indicators.x]\nweight = 8\n", "three.toml", "two.toml")
    assert said(top) == [
        ("three.toml", "base-mistakes", 3, "error"),
        ("two.toml", "base-mistakes", 3, "error"),
        ("one.toml", "unknown-key", 4, "error"),
    ]
    with pytest.raises(scoring.RulesError, match=r"one\.toml:4:1: unknown-key"):
        scoring.load(top)


def test_a_circle_is_told_where_it_begins(folder: Path) -> None:
    """Who is in the circle gets the whole of it; who rests on one is told that the base cannot be used."""
    overlay(folder, "", "one.toml", "two.toml")
    overlay(folder, "", "two.toml", "three.toml")
    overlay(folder, "", "three.toml", "two.toml")
    assert said(folder / "two.toml") == [("two.toml", "extends-cycle", 3, "error")]
    assert said(folder / "one.toml") == [
        ("one.toml", "base-mistakes", 3, "error"),
        ("two.toml", "extends-cycle", 3, "error"),
    ]
    (diagnostic,) = check(folder / "three.toml", registry())[1].errors
    names = [Path(each).name for each in diagnostic.message.partition(": ")[2].split(" → ")]
    assert names == ["three.toml", "two.toml", "three.toml"]


def test_a_mistake_two_layers_down_is_told_with_its_place(folder: Path) -> None:
    """What the lowest file says and the top one has made wrong: at the top's entry, with the file of the lowest."""
    overlay(folder, "[indicators.x]\ntitle = 'X'\n", "one.toml")
    path = overlay(folder, 'remove = ["facts.b"]\n', "two.toml", "one.toml")
    (diagnostic,) = check(path, registry())[1].errors
    assert (Path(diagnostic.file).name, diagnostic.line, diagnostic.source_line) == (
        "two.toml",
        4,
        'remove = ["facts.b"]',
    )
    line = next(n for n, each in enumerate((folder / "small.toml").read_text().splitlines(), 1) if "whole" in each)
    assert diagnostic.message.endswith(f"{folder / 'small.toml'}:{line}:30)")


@pytest.mark.parametrize(
    ("base", "over", "line"),
    [
        ({"then": {"grade_at_most": "any"}}, "grades = [{ at_least = 0, label = 'all' }]\n", 4),
        ({"then": {"cap": 15}}, "title = 'o'\nround = { to = 10 }\n", 5),
    ],
    ids=["grades", "round"],
)
def test_what_the_whole_set_decides_is_told_where_it_was_decided(
    folder: Path, base: Table, over: str, line: int
) -> None:
    """A gate of the base that names a grade, or caps, is made wrong by the overlay's grades and rounding."""
    gate = {"title": "gate", "when": "a > 5", **base}
    written(small_set(FACTS, INDICATORS, gates={"g": gate}), folder)
    (found,) = check(overlay(folder, over), registry())[1].errors
    assert (Path(found.file).name, found.line) == ("overlay.toml", line)


def test_doubts_about_the_base_stay_there_and_new_ones_are_told_of_the_overlay(folder: Path) -> None:
    """An indicator that is bare in the base is told there; a fact that the overlay leaves unused, at the overlay."""
    bare = small_set(FACTS, {"x": {"measure": "a"}, "y": {"measure": "b", "source": "s", "remedy": "r"}})
    written(bare, folder)
    assert said(overlay(folder, "[indicators.y]\nmeasure = 'a'\n[indicators.x]\ntitle = 'X'\n")) == [
        ("overlay.toml", "no-example", 1, "warning"),
        ("overlay.toml", "fact-unused", 3, "warning"),
        ("small.toml", "indicator-bare", 20, "warning"),
    ]


def test_a_doubt_that_one_overlay_causes_is_no_other_s(folder: Path) -> None:
    """Who extends an overlay that leaves a fact unused is told so there, once."""
    overlay(folder, "[indicators.y]\nmeasure = 'a'\n", "one.toml")
    path = overlay(folder, "[indicators.x]\ntitle = 'X'\n", "two.toml", "one.toml")
    assert said(path) == [("two.toml", "no-example", 1, "warning"), ("one.toml", "fact-unused", 3, "warning")]


def test_a_check_that_a_plugin_brings_later_is_no_mistake_of_the_base(folder: Path) -> None:
    """`load` leaves the base's check to the engine, as it does without an overlay; a command says what is wanting."""
    written(small_set(FACTS, {"x": {"check": "acme.rate"}}), folder)
    path = overlay(folder, "[indicators.x]\ntitle = 'rate'\n")

    class Rate(scoring.Check):
        def measure(self, facts: scoring.Facts) -> scoring.Quantity:
            return facts["a"] / facts["b"]

    class Plugin:
        @scoring.hookimpl
        def scoring_checks(self) -> dict[str, type[scoring.Check]]:
            return {"acme.rate": Rate}

    sheet = scoring.Engine(scoring.load(path), plugins=[Plugin()]).score({"a": 1, "b": 2})
    assert (sheet["x"].title, sheet["x"].score) == ("rate", 5)
    with pytest.raises(scoring.RulesError) as caught:
        load_bound(path, registry())
    (diagnostic,) = caught.value.diagnostics
    assert (Path(diagnostic.file).name, diagnostic.code) == ("small.toml", "unknown-check")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "the file is empty"),
        ("title = '万载'".encode("gb18030"), "the file is encoded as GB18030; save it as UTF-8"),
        (b"#" * 5 * 2**20, "the file has 5 MB, and a set has 4 MB at most; is it the right file?"),
    ],
    ids=["empty", "encoding", "large"],
)
def test_a_base_that_cannot_be_read_is_told_at_extends(folder: Path, raw: bytes, said: str) -> None:
    """Whatever is wrong with the file: where it is named, and what it is."""
    (folder / "small.toml").write_bytes(raw)
    (diagnostic,) = check(overlay(folder, "lang = 'en'\n"), registry(), lang="en")[1].errors
    assert (diagnostic.code, diagnostic.line, diagnostic.column) == ("base-file", 3, 11)
    assert diagnostic.message == f"small.toml: {said}"


@pytest.mark.parametrize("name", ["a\\u0000.toml", "x" * 5000 + ".toml", "x" * 5000, "../" * 200 + "x.toml", "@", "."])
def test_a_base_that_cannot_be_a_file_is_told_at_extends(folder: Path, name: str) -> None:
    """No name, however strange, does more than that."""
    (diagnostic,) = check(overlay(folder, "", base=name), registry())[1].errors
    assert (diagnostic.code, diagnostic.line) in [("base-file", 3), ("unknown-base", 3)]
    assert len(diagnostic.message) < 800


# -- commands


@pytest.fixture
def command(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command, run in that folder."""
    return here(folder, monkeypatch, capsys)


def test_a_path_is_relative_to_the_file_that_says_it(folder: Path, command: Command) -> None:
    """Wherever the command runs, `../small.toml` is beside the folder of the overlay; messages name it from here."""
    (folder / "sub").mkdir()
    overlay(folder / "sub", "[indicators.x]\nweight = 9\n", base="../small.toml")
    done = command("check", "sub/overlay.toml")
    assert (done.code, done.err) == (1, "")
    assert done.out.startswith(
        "sub/overlay.toml:5:1: weights-under: the children of d (20) add up to 19, 1 too little: x 9 + y 10 "
        "(see small.toml:18:1)\n     5 | weight = 9\n"
    )


def test_show_says_what_a_set_extends(folder: Path, command: Command) -> None:
    """The base as the file names it, with its id and version, above the merged tree."""
    overlay(folder, "effective = { from = 2024-01-01 }\n[indicators.x]\ntitle = 'changed'\n")
    shown = command("show", "overlay.toml").out
    assert "Extends small.toml (test/small@1)    In force 2024-01-01 –" in shown
    assert "changed" in shown


def test_an_overlay_scores_like_any_set(folder: Path, command: Command) -> None:
    """`scoring score` gives the sheet of the merged set under the overlay's id and version."""
    overlay(folder, "[indicators.x]\nweight = 15\n[indicators.y]\nweight = 5\n")
    (folder / "one.toml").write_text("a = 1\nb = 2\n", encoding="utf-8")
    sheet = scoring.ScoreSheet.model_validate_json(command("score", "overlay.toml", "one.toml", "--format", "json").out)
    assert (sheet.set.id, sheet.set.version, sheet.total) == ("test/overlay", "2", Decimal("17.5"))


def test_only_sets_that_need_it_wait_for_what_merges_and_only_mistakes_for_places(folder: Path) -> None:
    """A set that stands alone imports nothing of this; an overlay without a mistake, no parser of places."""
    path = overlay(folder, "[indicators.x]\ntitle = 'other'\n")
    script = (
        "import sys, scoring\nscoring.load({name!r})\n"
        "print([name for name in ('scoring.overlay', 'packaging', 'tree_sitter') if name in sys.modules])"
    )
    for name, loaded in ((folder / "small.toml", []), (path, ["scoring.overlay"])):
        done = subprocess.run(
            [sys.executable, "-c", script.format(name=str(name))],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        assert done.stdout.strip() == str(loaded)
