"""The cases of the rule language: each file of tests/data/invalid says what its message beside it says.

Those that extend another set extend one of tests/data/bases.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from scoring.errors import RulesError
from scoring.loading import check
from scoring.messages_examples import EXAMPLES
from scoring.messages_files import FILES
from scoring.messages_formulas import FORMULAS
from scoring.messages_overlays import OVERLAYS
from scoring.messages_reach import REACH
from scoring.messages_rules import RULES
from scoring.messages_tree import TREE
from scoring.plugins import registry
from tests.test_data_bytes import MADE, PICKY, SHIPPED, UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.errors import Diagnostic

INVALID: Final = Path(__file__).parent / "data" / "invalid"
NAMES: Final = sorted(path.stem for path in INVALID.glob("*.toml"))
#: A line of an expected message: file, line, column, code, sentence.
LINE: Final = re.compile(r"(?m)^\S+\.toml:(\d+):(\d+): ([a-z-]+): (.+)$")
#: Codes under which several sentences are published.
PUBLISHED: Final = {"file-encoding-unknown": "file-encoding"}
OWN_CODES: Final = ("toml-deep", "toml-number")
#: Codes that are met in one language only: an unknown id.
ONE_LANGUAGE: Final = {"unknown-set"}
#: Codes that need a plugin: test_plugins_faulty.py meets them, test_functions.py those of functions.
OF_PLUGINS: Final = {
    *("check-raises", "scale-raises", "scale-facts", "aggregate-raises", "for-each-observed"),
    *("function-unsuited", "fact-function-of-plugin"),
}
#: What is no mistake of a file by itself: versions by day (test_versions.py) and of plugins (test_requires.py), a set
#: made in Python (test_overlays.py), the place in a base beside a message.
ELSEWHERE: Final = {"not-in-force", "two-in-force", "requires-version", "extends-unresolved", "see-base"}
SENTENCES: Final = {**FILES, **RULES, **TREE, **REACH, **EXAMPLES, **FORMULAS, **OVERLAYS}
CODES: Final = [code for code in SENTENCES if code not in {*OF_PLUGINS, *ELSEWHERE}]


def diagnostics(path: str | os.PathLike[str]) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a file, whether or not it can be read."""
    try:
        return check(path, registry())[1].found
    except RulesError as error:
        return error.diagnostics


def told(path: Path) -> str:
    """Return the diagnostics of a file, each a line, and below it what it marks: `>` for an error, `!` for a doubt."""
    return "".join(f"{line}\n" for each in diagnostics(path) for line in _lines(each, path.parent))


def _lines(diagnostic: Diagnostic, folder: Path) -> Iterator[str]:
    yield str(diagnostic).replace(f"{folder}{os.sep}", "").replace(f"{folder.parent}{os.sep}", "../")
    marked = diagnostic.source_line[diagnostic.column - 1 : diagnostic.end_column - 1]
    shown = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in marked)
    yield f"  {'!' if diagnostic.severity == 'warning' else '>'} {shown}".rstrip()


@cache
def expected() -> str:
    """Return all messages that the cases expect, those of files that the tests make among them."""
    beside = [path.read_text(encoding="utf-8") for path in sorted(INVALID.glob("*.txt"))]
    made = [line for _, line in (*MADE.values(), *SHIPPED.values())]
    return "".join(beside) + "".join(f"x.toml:{line}\n" for line in (*made, *PICKY, UNREADABLE))


@pytest.mark.parametrize("name", NAMES)
def test_a_mistake_is_told_as_the_file_beside_it_says(name: str) -> None:
    """A file gives exactly the expected lines: place, code and sentence of every mistake, and what is marked."""
    assert told(INVALID / f"{name}.toml") == (INVALID / f"{name}.txt").read_text(encoding="utf-8")


def test_every_file_has_its_message_and_every_message_its_file() -> None:
    """No case is without an expected message, and no message is left over from a case that is gone."""
    assert sorted(path.stem for path in INVALID.glob("*.txt")) == NAMES
    assert {path.suffix for path in INVALID.iterdir()} == {".toml", ".txt"}


@pytest.mark.parametrize("name", NAMES)
def test_mistakes_come_in_the_order_of_the_file(name: str) -> None:
    """Whoever mends a file from the top finds the mistakes one below the other; none is told twice."""
    text = (INVALID / f"{name}.txt").read_text(encoding="utf-8")
    own, *of_bases = re.split(r"(?m)^(?=\.\./)", text, maxsplit=1)
    for part in (own, *of_bases):
        places = [(int(line), int(column)) for line, column, _, _ in LINE.findall(part)]
        assert places
        assert places == sorted(places)
        assert len(set(LINE.findall(part))) == len(places)


def published(code: str) -> str:
    """Return the code under which a sentence of the catalogue is published: a hint has that of the plain sentence."""
    code = PUBLISHED.get(code, code).removesuffix("-near")
    return "toml-syntax" if code.startswith("toml-") and code not in OWN_CODES else code


def test_every_code_that_an_author_can_meet_has_a_case() -> None:
    """No diagnostic is without a case, and no case has a code that is not in the catalogue."""
    assert {code for _, _, code, _ in LINE.findall(expected())} == {published(code) for code in CODES}


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_has_a_case(code: str) -> None:
    """Each sentence of the catalogue, the hints too, is what some case expects, in one language or the other."""
    sentences = {sentence for _, _, found, sentence in LINE.findall(expected()) if found == published(code)}
    filled = [each.format_map(defaultdict(lambda: "VALUE")) for each in SENTENCES[code]]
    patterns = [re.escape(each).replace("VALUE", ".*") for each in filled]
    assert any(re.fullmatch(pattern, sentence) for pattern in patterns for sentence in sentences)


def test_the_sentences_about_rules_are_shown_in_both_languages() -> None:
    """The cases are of Chinese and of English sets: what is not about the file as a whole is met in either."""
    plain = [(code, re.sub("“.*?”", "", sentence)) for _, _, code, sentence in LINE.findall(expected())]
    chinese = {code for code, sentence in plain if re.search("[一-鿿]", sentence)}
    english = {code for code, sentence in plain if not re.search("[一-鿿]", sentence)}
    assert {code for code in chinese ^ english if not code.startswith(("file-", "toml-"))} <= ONE_LANGUAGE
