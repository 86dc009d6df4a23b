"""Several versions of one id: by version, by day, the newest; what is said where there is none, or more than one."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scoring
from scoring.catalog import shipped
from scoring.loading import check
from scoring.plugins import registry
from scoring.versions import Edition, in_force, newest, version_key
from tests.command import here
from tests.small_sets import one_line, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command import Command

D = datetime.date
PLUGIN: Final = """
from pathlib import Path
from scoring import hookimpl

@hookimpl
def scoring_indicator_sets():
    return [Path(__file__).parent / "sets"]
"""
#: The versions of `un/hdi` that the plugin brings: what its file is called, its version, its days.
INSTALLED: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "hdi.toml": ("2022.9", {"from": D(2022, 1, 1), "until": D(2022, 12, 31)}),
    "hdi@2021.toml": ("2021", {"until": D(2021, 12, 31)}),
    "hdi@later.toml": ("2022.10", {"from": D(2023, 1, 1)}),
}


class Sets:
    """A plugin that brings the sets of a folder."""

    def __init__(self, *folders: Path) -> None:
        """Bring the sets of these folders."""
        self.folders = folders

    @scoring.hookimpl
    def scoring_indicator_sets(self) -> list[Path]:
        """Bring them."""
        return [*self.folders]


def put(folder: Path, name: str, version: str, effective: dict[str, Any] | None = None, id_: str = "un/hdi") -> None:
    """Put a version of a set into a folder of sets; its title is its version."""
    path = folder / "sets" / "un" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    keys: dict[str, Any] = {"id": id_, "version": version, "title": f"HDI {version}"}
    text = written(one_line("x", {"x": "number"}, **keys), path.parent).read_text(encoding="utf-8")
    days = ", ".join(f"{key} = {day}" for key, day in (effective or {}).items())
    path.write_text(text.replace("[facts", f"effective = {{ {days} }}\n[facts", 1), encoding="utf-8")
    (path.parent / "small.toml").unlink()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a plugin that brings three versions of a set, and a project."""
    for name, (version, effective) in INSTALLED.items():
        put(tmp_path, name, version, effective)
    (tmp_path / "un.py").write_text(PLUGIN, encoding="utf-8")
    (tmp_path / "project.toml").write_text("x = 1\n", encoding="utf-8")
    return tmp_path


def load(folder: Path, name: str, on: datetime.date | None = None) -> str:
    """Return the version that is loaded by a name."""
    return scoring.load(name, on=on, plugins=[Sets(folder / "sets")]).version


def refused(folder: Path, name: str, on: datetime.date | None = None) -> str:
    """Return what is said of a name by which no version can be loaded."""
    with pytest.raises(scoring.RulesError) as caught:
        load(folder, name, on)
    (diagnostic,) = caught.value.diagnostics
    return f"{diagnostic.code}: {diagnostic.message}"


# -- which one


def test_without_a_version_the_newest_is_meant(folder: Path) -> None:
    """The one that came into force last, or where some do not say since when, that of the highest version."""
    assert load(folder, "un/hdi") == "2022.10"
    (folder / "sets" / "un" / "hdi@later.toml").unlink()
    assert load(folder, "un/hdi") == "2022.9"


@pytest.mark.parametrize("version", ["2021", "2022.9", "2022.10"])
def test_a_version_is_meant_by_what_its_file_says(folder: Path, version: str) -> None:
    """`id@version` asks for the key `version`; what follows the @ in the name of a file only keeps files apart."""
    assert load(folder, f"un/hdi@{version}") == version


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (D(1990, 1, 1), "2021"),
        (D(2021, 12, 31), "2021"),
        (D(2022, 1, 1), "2022.9"),
        (D(2022, 12, 31), "2022.9"),
        (D(2023, 1, 1), "2022.10"),
        (datetime.datetime(2022, 12, 31, 23, 59), "2022.9"),  # noqa: DTZ001 - a day, however it is given
    ],
)
def test_a_day_means_the_version_in_force(folder: Path, day: datetime.date, version: str) -> None:
    """The first and the last day of a version count."""
    assert load(folder, "un/hdi", day) == version


def test_a_set_without_days_is_always_in_force(folder: Path) -> None:
    """Who says nothing of days means every day."""
    put(folder, "gdi.toml", "1", id_="un/gdi")
    assert load(folder, "un/gdi", D(1066, 10, 14)) == "1"


def test_two_folders_of_one_plugin_may_share_an_id(folder: Path) -> None:
    """A folder a year is a layout too."""
    put(folder / "old", "hdi.toml", "2019", {"until": D(2020, 12, 31)})
    plugins = [Sets(folder / "sets", folder / "old" / "sets")]
    assert scoring.load("un/hdi@2019", plugins=plugins).version == "2019"


VERSIONS: Final = ["2", "2022", "2022.9", "2022.9-b", "2022.9.1", "2022.10", "2023年10月", "2023-1", "10000"]


def test_numbers_in_versions_count_as_numbers() -> None:
    """2022.10 comes after 2022.9."""
    assert sorted(VERSIONS, key=version_key) == VERSIONS


@given(st.lists(st.text(alphabet="0123456789.ab年-０", max_size=6), min_size=1))
def test_the_newest_does_not_depend_on_the_order(versions: list[str]) -> None:
    """Every two versions that are not the same text have an order, whatever they are."""
    editions = [Edition("", each, None, None) for each in versions]
    assert newest(editions) == newest(editions[::-1])
    assert len({str(version_key(each)) for each in versions}) == len({*versions})


@given(st.integers(0, 10**6000))
def test_a_version_of_any_length_is_compared(number: int) -> None:
    """A number too long for Python to read is compared like any other."""
    text = f"{number:x}".translate(str.maketrans("abcdef", "012345"))
    assert version_key(text) <= version_key(text + "0")


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1),
    st.integers(0, 9),
)
def test_versions_whose_days_do_not_meet_are_never_in_force_together(spans: list[tuple[int, int]], day: int) -> None:
    """On one day, those are in force whose first and last day it lies between."""
    editions = [
        Edition("", str(place), D(2022, 1, 1 + start), D(2022, 1, 1 + end)) for place, (start, end) in enumerate(spans)
    ]
    found = [int(each.version) for each in in_force(editions, D(2022, 1, 1 + day))]
    assert found == [place for place, (start, end) in enumerate(spans) if start <= day <= end]


# -- what cannot be


KNOWN: Final = "2021 (– 2021-12-31), 2022.9 (2022-01-01 – 2022-12-31), 2022.10 (2023-01-01 –)"


def test_a_version_that_is_not_there_lists_those_that_are(folder: Path) -> None:
    """In their order, each with its days."""
    assert refused(folder, "un/hdi@2020") == (
        f"unknown-version: there is no version “2020” of un/hdi; installed are {KNOWN}"
    )


def test_a_day_without_a_version_lists_those_there_are(folder: Path) -> None:
    """A day before the first, by id and by id and version."""
    (folder / "sets" / "un" / "hdi@2021.toml").unlink()
    known = KNOWN.partition(", ")[2]
    why = f"not-in-force: no version of un/hdi is in force on 2021-06-30; there are {known}"
    assert refused(folder, "un/hdi", D(2021, 6, 30)) == why
    assert refused(folder, "un/hdi@2022.9", D(2021, 6, 30)) == why


def test_two_versions_of_one_day_are_both_named(folder: Path) -> None:
    """Neither is taken silently."""
    put(folder, "hdi@2022.toml", "2022", {"from": D(2022, 6, 1)})
    assert refused(folder, "un/hdi", D(2022, 6, 30)) == (
        "two-in-force: more than one version of un/hdi is in force on 2022-06-30: 2022 (2022-06-01 –), "
        "2022.9 (2022-01-01 – 2022-12-31); name one as un/hdi@version, or let effective days end before the next begin"
    )


def test_a_file_that_is_not_in_force_is_told_at_its_key(folder: Path) -> None:
    """A set that is named by its path is held to the day too."""
    path = folder / "sets" / "un" / "hdi.toml"
    with pytest.raises(scoring.RulesError) as caught:
        scoring.load(path, on=D(2023, 6, 30))
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.source_line.startswith("effective = ")
    assert diagnostic.message == (
        "no version of un/hdi is in force on 2023-06-30; there are 2022.9 (2022-01-01 – 2022-12-31)"
    )


def test_two_files_of_one_version_are_an_error_that_names_both(folder: Path) -> None:
    """An id and a version mean one file."""
    put(folder, "hdi@twin.toml", "2021")
    with pytest.raises(
        scoring.PluginError, match=r"un/hdi and the version 2021: .*hdi@2021\.toml and .*hdi@twin\.toml"
    ):
        load(folder, "un/hdi")


def test_a_version_that_another_plugin_brings_is_an_error(folder: Path) -> None:
    """The versions of an id come from one plugin: none takes the place of another's set unseen."""
    put(folder / "other", "hdi.toml", "2030")
    other = type("Other", (Sets,), {})(folder / "other" / "sets")
    with pytest.raises(scoring.PluginError, match="two sets have the id un/hdi"):
        scoring.load("un/hdi", plugins=[Sets(folder / "sets"), other])


def test_a_version_that_cannot_be_read_is_told(folder: Path) -> None:
    """Among several versions, one whose file is broken leaves open which is the newest."""
    (folder / "sets" / "un" / "hdi@broken.toml").write_text("version =\n", encoding="utf-8")
    assert refused(folder, "un/hdi").startswith("toml-syntax: ")


@pytest.mark.parametrize("effective", ['"2022"', "{ from = 2022 }", "{ from = 2022-01-01T10:00:00 }", "[]"])
def test_days_that_are_none_are_left_to_the_diagnosis_of_the_file(folder: Path, effective: str) -> None:
    """A file with wrong days is no reason to fail where another version is asked for, nor where it is."""
    path = folder / "sets" / "un" / "hdi@2021.toml"
    text = path.read_text(encoding="utf-8").replace("effective = { until = 2021-12-31 }", f"effective = {effective}")
    path.write_text(text, encoding="utf-8")
    assert load(folder, "un/hdi@2022.9") == "2022.9"
    assert refused(folder, "un/hdi@2021").startswith("want-")


@pytest.mark.parametrize("name", ["@", "@2021", "un/@2021", "un/hdi@", "../sets/un/hdi@2021", "/un/hdi@2021"])
def test_what_is_no_name_is_an_unknown_set(folder: Path, name: str) -> None:
    """Nothing outside the folders of sets is found by an id."""
    assert refused(folder, name).startswith(("unknown-set: ", "unknown-version: "))


@pytest.mark.parametrize("name", ["@.toml", "@1.toml", ".toml"])
def test_a_file_of_a_strange_name_is_no_reason_to_fail(folder: Path, name: str) -> None:
    """It has an id of its own, which nobody asks for."""
    put(folder, "hdi@2019.toml", "2019", {"until": D(2019, 12, 31)})
    (folder / "sets" / "un" / "hdi@2019.toml").rename(folder / "sets" / "un" / name)
    assert load(folder, "un/hdi@2021") == "2021"
    found = registry([Sets(folder / "sets")])
    assert [each.id for each in shipped(found.folders)].count("un/hdi") == 3


# -- sets that extend one of several


def extending(folder: Path, base: str, name: str = "overlay.toml") -> Path:
    """Write a set that extends one of the versions."""
    path = folder / name
    path.write_text(
        f'id = "un/other"\nversion = "1"\nextends = "{base}"\n[indicators.i]\nmeasure = "x / 2"\n', encoding="utf-8"
    )
    return path


@pytest.mark.parametrize(
    ("base", "on", "version"),
    [
        ("un/hdi", None, "2022.10"),
        ("un/hdi", D(2022, 6, 30), "2022.9"),
        ("un/hdi@2021", None, "2021"),
        ("un/hdi@2021", D(2022, 6, 30), "2021"),
    ],
)
def test_a_base_is_meant_as_on_the_command_line(
    folder: Path, base: str, on: datetime.date | None, version: str
) -> None:
    """The version that is named, on every day; else the one in force on the day, or the newest."""
    rules = scoring.load(extending(folder, base), on=on, plugins=[Sets(folder / "sets")])
    assert (rules.base, rules.title) == (("un/hdi", version), f"HDI {version}")


def test_a_base_that_is_not_in_force_is_told_at_extends(folder: Path) -> None:
    """With the versions that there are."""
    (folder / "sets" / "un" / "hdi@2021.toml").unlink()
    _, diagnosis = check(extending(folder, "un/hdi"), registry([Sets(folder / "sets")]), day=D(2020, 1, 1), lang="en")
    (diagnostic,) = diagnosis.errors
    assert (diagnostic.code, diagnostic.line, diagnostic.column) == ("not-in-force", 3, 11)


def test_a_version_may_extend_another_version(folder: Path) -> None:
    """A new edition that says only what is different, beside the old one."""
    extending(folder, "un/hdi@2022.10").rename(folder / "sets" / "un" / "hdi@2024.toml")
    path = folder / "sets" / "un" / "hdi@2024.toml"
    text = path.read_text(encoding="utf-8").replace('"1"', '"2024"\neffective = { from = 2024-01-01 }')
    path.write_text(text, encoding="utf-8")
    assert load(folder, "un/hdi") == "2024"
    assert load(folder, "un/hdi@2024") == "2024"


# -- commands


@pytest.fixture
def command(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command, run in that folder with the plugin."""
    run = here(folder, monkeypatch, capsys)
    return lambda *words: run(*words, "--plugin", "un.py")


@pytest.mark.parametrize("day", ["2022-06-30", "2022/6/30", "2022年6月30日"])
def test_on_chooses_the_version_of_a_day(command: Command, day: str) -> None:
    """`--on` of `score`, `check` and `show`, written like a date of the facts."""
    done = command("score", "un/hdi", "project.toml", "--format", "json", "--on", day)
    assert scoring.ScoreSheet.model_validate_json(done.out).set.version == "2022.9"
    assert "un/hdi · 2022.9" in command("show", "un/hdi", "--on", day).out
    assert command("check", "un/hdi", "--on", day).code == 0


def test_a_day_that_is_none_is_a_mistake_of_usage(command: Command) -> None:
    """With what to write instead."""
    done = command("score", "un/hdi", "project.toml", "--on", "30.6.2022")
    assert (done.code, done.out) == (2, "")
    assert "'30.6.2022' is no date; write it as 2022-06-30" in done.err


def test_sets_lists_every_version_in_their_order(command: Command, folder: Path) -> None:
    """A line each: days and what it extends, where any set has them."""
    extending(folder, "un/hdi@2021").rename(folder / "sets" / "un" / "other.toml")
    lines = [line.split() for line in command("sets").out.splitlines()]
    listed = [line for line in lines if line and line[0] in ("un/hdi", "un/other")]
    assert [line[:2] for line in listed] == [
        ["un/hdi", "2021"],
        ["un/hdi", "2022.9"],
        ["un/hdi", "2022.10"],
        ["un/other", "1"],
    ]
    assert listed[0][-2:] == ["–", "2021-12-31"]
    assert listed[3][-1] == "un/hdi@2021"


def test_plugins_lists_an_id_once(command: Command) -> None:
    """However many versions a plugin brings."""
    assert command("plugins").out.count("set un/hdi") == 1
