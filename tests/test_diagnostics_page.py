"""The page of all diagnostics: it has every code, it is what its cases say, and every cure on it cures."""

from __future__ import annotations

import errno
import shutil
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

import scoring
from scoring.errors import RulesError
from scoring.indicators import IndicatorSet
from scoring.loading import check
from scoring.plugins import registry
from tests.diagnostics_page import DATA, PAGE, entries, page, sections
from tests.test_data import LINE, SENTENCES, expected, published
from tests.test_data_bytes import formula

#: What is no code of its own: the place in a base, behind the message of another.
WITHIN: Final = {"see-base"}
#: What may be wrong with a mended case that is no whole set: a file of two lines, an overlay that changes nothing.
STILL_WANTING: Final = {"missing-key", "overlay-idle"}
HOW: Final = "tests/diagnostics_page.py says what an entry has; then run `make diagnostics`"
WITH_CASE: Final = sorted(code for code, entry in entries().items() if entry.values is None)
IN_WORDS: Final = sorted({*entries()} - {*WITH_CASE})


def test_the_page_is_what_its_cases_say() -> None:
    """What is committed is what `make diagnostics` writes."""
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make diagnostics`"


def test_every_code_is_on_the_page() -> None:
    """Each public code has an entry, and none is left over from a code that is gone."""
    met = {code for _, _, code, _ in LINE.findall(expected())}
    codes = {published(code) for code in SENTENCES} - WITHIN | met
    wanting, over = sorted(codes - {*entries()}), sorted({*entries()} - codes)
    assert not wanting, f"tests/data/diagnostics has no entry for {', '.join(wanting)}: {HOW}"
    assert not over, f"there is no code {', '.join(over)}: take its entry out of tests/data/diagnostics"


def test_no_code_is_there_twice() -> None:
    """A code is in one section."""
    codes = Counter(each.code for section in sections() for each in section.entries)
    assert [code for code, count in codes.items() if count > 1] == []


@pytest.mark.parametrize("code", WITH_CASE)
def test_a_cure_cures(code: str, tmp_path: Path) -> None:
    """The whole case with the mended lines has no diagnostic of the code any more, and no mistake that is new."""
    entry = entries()[code]
    told = entry.told()
    assert entry.mend, f"[{code}] mends nothing: line {told.line} of {entry.path.name} is marked; {HOW}"
    shutil.copytree(DATA / "bases", tmp_path / "bases")
    path = tmp_path / "cases" / entry.path.name
    path.parent.mkdir()
    path.write_text(entry.mended(), encoding="utf-8")
    left = entry.found(path)
    assert [each for each in left if each.code == code] == []
    known = {each.code for each in entry.found()} | STILL_WANTING
    assert [each for each in left if each.severity == "error" and each.code not in known] == []


@pytest.mark.parametrize("code", IN_WORDS)
def test_what_a_case_could_show_is_not_left_to_words(code: str) -> None:
    """Only what no file of rules shows has no lines on the page."""
    shown = {
        found for path in (DATA / "invalid").glob("*.txt") for _, _, found, _ in LINE.findall(path.read_text("utf-8"))
    }
    assert code not in shown


# -- the cures in words: the same files, named or saved as the page says


#: What was named, and what is named instead.
NAMED: Final = {
    "file-absent": ("meeting.toml", "meetings.toml"),
    "file-folder": ("rules", "rules/meetings.toml"),
    "file-large": ("facts.toml", "meetings.toml"),
    "file-empty": ("empty.toml", "meetings.toml"),
    "file-encoding": ("gbk.toml", "meetings.toml"),
    "unknown-set": ("wanzai/office-service-2022", "wanzai/office-services-2022"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a sound set, alone and in a folder, and with files that are none."""
    monkeypatch.chdir(tmp_path)
    sound = formula("spent")
    files = {"meetings.toml": sound, "rules/meetings.toml": sound, "gbk.toml": sound.decode().encode("gb18030")}
    files |= {"facts.toml": b"# a line\n" * 500_000, "empty.toml": b"\n"}
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("code", NAMED)
def test_a_cure_in_words_cures(code: str) -> None:
    """What was named gives the code; what the page says to name instead, or to save, has no mistake."""
    before, after = NAMED[code]
    with pytest.raises(RulesError) as caught:
        check(before, registry())
    assert [each.code for each in caught.value.diagnostics] == [code]
    assert check(after, registry())[1].errors == ()


@pytest.mark.usefixtures("folder")
def test_a_file_that_may_be_read_again_is_read() -> None:
    """Once the system lets it be opened, nothing is wrong with it."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "open", refuse)
        with pytest.raises(RulesError, match="file-unreadable"):
            check("meetings.toml", registry())
    assert check("meetings.toml", registry())[1].errors == ()


def test_a_set_of_python_that_is_written_to_a_file_finds_its_base(folder: Path) -> None:
    """The overlay that Python cannot resolve loads from a file beside its base."""
    over = {"id": "test/over", "version": "2", "extends": "meetings.toml"}
    base = scoring.load("meetings.toml").model_dump(by_alias=True, exclude_unset=True)
    with pytest.raises(RulesError, match="extends-unresolved"):
        scoring.Engine(IndicatorSet.model_validate({**base, **over}))
    keys = "".join(f'{key} = "{value}"\n' for key, value in over.items())
    (folder / "over.toml").write_text(keys + 'missing = "unrated"\n', encoding="utf-8")
    assert scoring.load("over.toml").version == "2"


def test_every_cure_in_words_is_tested() -> None:
    """No code without lines is left out above."""
    assert {*IN_WORDS} == {*NAMED, "file-unreadable", "extends-unresolved"}
