"""Files that no repository should hold: what cannot be read is told in one line, quickly, whatever its bytes."""

from __future__ import annotations

import errno
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Final

import pytest
from pydantic import Field

import scoring
from scoring.loading import check
from scoring.plugins import registry

if TYPE_CHECKING:
    from pathlib import Path

#: A whole set, with one formula to come.
SET: Final = """id = "test/bytes"
title = "会务服务"
version = "1"
lang = "en"
missing = "zero"
full_marks = 10
grades = [{ at_least = 0, label = "pass" }]
facts.spent.type = "number"
[dimensions.output]
title = "Output"
weight = 10
[indicators.held]
title = "Held"
dimension = "output"
weight = 10
measure = "FORMULA"
"""
#: A set with a check that is given below, its parameters wrong in every way that no official plugin's can be.
PLUGGED: Final = SET.replace(
    'measure = "FORMULA"', 'check = "test.picky"\nwith = { strict = 1, years = 2.5, share = 1 }'
)
PICKY: Final = (
    "17:19: want-boolean: strict takes true or false, not 1",
    "17:30: want-whole-number: years takes a whole number, not 2.5",
    "17:43: limit-below: share must be below 1, not 1",
)
UNREADABLE: Final = "1:1: file-unreadable: the file cannot be opened: Permission denied"


def formula(text: str) -> bytes:
    """Return a set with this formula."""
    return SET.replace("FORMULA", text).encode()


DEEP: Final = "1:1: toml-deep: the file is nested too deeply: at most 100 levels"
LONG: Final = "16:12: formula-long: the formula is too long: at most 4000 characters"
#: What is in the file, and what is said about it: line, column, code and sentence.
MADE: Final[dict[str, tuple[bytes, str]]] = {
    "GBK": (SET.encode("gb18030"), "2:1: file-encoding: 文件编码是 GB18030，请另存为 UTF-8"),
    "UTF-16, little end first": (
        b"\xff\xfe" + SET.encode("utf-16-le"),
        "1:1: file-encoding: the file is encoded as UTF-16; save it as UTF-8",
    ),
    "UTF-16, big end first": (
        b"\xfe\xff" + SET.encode("utf-16-be"),
        "1:1: file-encoding: the file is encoded as UTF-16; save it as UTF-8",
    ),
    "neither UTF-8 nor GB18030": (
        b'id = "a"\ntitle = "\xff\xff"\n',
        "2:1: file-encoding: the file is not UTF-8 text; save it as UTF-8",
    ),
    "nothing": (b"", "1:1: file-empty: the file is empty"),
    "blank lines": (b" \n\n\t\n", "1:1: file-empty: the file is empty"),
    "51 MB": (
        b"# a line\n" * 5_900_000,
        "1:1: file-large: the file has 51 MB, and a set has 4 MB at most; is it the right file?",
    ),
    "a line more than 4 MB": (
        b"# a line\n" * (4 * 1024**2 // 9 + 1),
        "1:1: file-large: the file has 5 MB, and a set has 4 MB at most; is it the right file?",
    ),
    "NUL bytes": (
        b'id = "a"\x00\x00\n',
        "1:9: toml-syntax: there is an invisible control character here; remove it",
    ),
    "only NUL bytes": (b"\x00" * 100, "1:1: toml-syntax: there is an invisible control character here; remove it"),
    "an archive": (b"PK\x03\x04\x14\x00", "1:3: toml-syntax: there is an invisible control character here; remove it"),
    "lists in lists": (b"deep = " + b"[" * 100_000 + b"]" * 100_000, DEEP),
    "tables in tables": (b"deep = " + b"{ a = " * 5000 + b"1" + b" }" * 5000, DEEP),
    "a key of ten thousand parts": (b"a." * 10_000 + b"a = 1", DEEP),
    "ten thousand parentheses": (formula("(" * 10_000 + "spent" + ")" * 10_000), LONG),
    "parentheses within the length": (
        formula("(" * 1900 + "spent" + ")" * 1900),
        "16:12: formula-deep: the formula is nested too deeply: at most 120 levels",
    ),
    "signs within the length": (
        formula("-" * 3900 + "1"),
        "16:12: formula-deep: the formula is nested too deeply: at most 120 levels",
    ),
    "a tower of powers": (
        formula("9**9**9"),
        "16:15: formula-exponent: ** takes a constant, of at most 100 either way",
    ),
    "a fact with an endless name": (
        formula("a" * 3999),
        f"16:12: unknown-fact: the set declares no fact {'a' * 60}…",
    ),
    "a number of five thousand digits": (
        b"full_marks = " + b"9" * 5000,
        "1:14: toml-number: this number is too large to be read",
    ),
    "a number without end": (
        b"# 1e5\nfull_marks = 1e999999999999999999999",
        "2:14: toml-number: this number is too large to be read",
    ),
}
#: What is asked for, and what is said where it is not there.
SHIPPED: Final[dict[str, tuple[str, str]]] = {
    "an id that is near": (
        "wanzai/office-service-2022",
        (
            "1:1: unknown-set: there is no file and no set wanzai/office-service-2022; "
            "did you mean wanzai/office-services-2022?"
        ),
    ),
    "an id of nothing": (
        "somewhere",
        "1:1: unknown-set: there is no file and no set somewhere; scoring sets lists the sets that are installed",
    ),
    "a file that is near": ("meeting.toml", "1:1: file-absent: there is no such file; did you mean meetings.toml?"),
    "a file that is not there": ("2023.toml", "1:1: file-absent: there is no such file"),
    "a folder": ("folder.toml", "1:1: file-folder: this is a folder; name the .toml file in it"),
    "a file under a file": ("meetings.toml/set.toml", "1:1: file-absent: there is no such file"),
}


def said(name: str) -> str:
    """Return the one line that is said about a set that cannot be used."""
    with pytest.raises(scoring.RulesError) as caught:
        scoring.load(name)
    (line,) = str(caught.value).splitlines()
    return line.removeprefix(f"{name}:")


@pytest.mark.parametrize("case", MADE)
def test_a_file_that_cannot_be_read_says_why_in_one_line(tmp_path: Path, case: str) -> None:
    """Whatever the bytes are: one diagnostic, no other exception, no hang."""
    content, line = MADE[case]
    path = tmp_path / "set.toml"
    path.write_bytes(content)
    assert said(str(path)) == line


@pytest.mark.parametrize("case", SHIPPED)
def test_a_set_that_is_not_there_names_the_nearest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    """An absent file, a folder and an unknown id are told from one another, with what may have been meant."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "meetings.toml").write_text(SET, encoding="utf-8")
    (tmp_path / "folder.toml").mkdir()
    name, line = SHIPPED[case]
    assert said(name) == line


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system answers is told, without a traceback."""

    def refuse(*_: object, **__: object) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    path = tmp_path / "set.toml"
    path.write_bytes(formula("spent"))
    monkeypatch.setattr(type(path), "open", refuse)
    assert said(str(path)) == UNREADABLE


class Picky(scoring.Check):
    """A check of a stranger, with parameters of types that the official ones do not have."""

    strict: bool
    years: int
    share: Annotated[Decimal, Field(lt=1)]

    def measure(self, facts: scoring.Facts) -> scoring.Quantity:
        """Return a constant."""
        return facts.constant(1)


class Plugin:
    """The plugin of that check."""

    @staticmethod
    @scoring.hookimpl
    def scoring_checks() -> dict[str, type[scoring.Check]]:
        """Offer the check."""
        return {"test.picky": Picky}


def test_parameters_of_a_stranger_are_held_to_their_types(tmp_path: Path) -> None:
    """A plugin's parameters are as strict as the language: a number is no boolean, a fraction no whole number."""
    path = tmp_path / "set.toml"
    path.write_text(PLUGGED, encoding="utf-8")
    with pytest.raises(scoring.RulesError) as caught:
        scoring.load(path, plugins=[Plugin()])
    assert tuple(str(each).removeprefix(f"{path}:") for each in caught.value.diagnostics) == PICKY


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "BOM"])
def test_line_ends_and_byte_order_mark_are_no_mistake(tmp_path: Path, newline: str, mark: bytes) -> None:
    """A set saved by any editor loads, and its mistakes are at the same places."""
    path = tmp_path / "set.toml"
    path.write_bytes(mark + formula("spent + '资金' + x").replace(b"\n", newline.encode()))
    (found,) = check(path, registry())[1].errors
    assert (found.line, found.column, found.code) == (16, 20, "formula-kind")
