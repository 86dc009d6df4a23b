"""Semantics, "Same rules, same data, same score": what a digest covers, and what it does not depend on."""

from __future__ import annotations

import datetime
import hashlib
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

import scoring
from scoring.digest import canonical
from tests.small_sets import Table, of_table, small_set, written

if TYPE_CHECKING:
    from pathlib import Path

D = Decimal
FACTS: dict[str, Any] = {"a": "number", "b": "number", "t": of_table(x="number")}
INDICATORS: dict[str, Any] = {"x": {"measure": "a"}, "y": {"measure": "b", "weight": 5}, "z": {"measure": "mean(t.x)"}}


def engine(rules: Table, folder: Path) -> scoring.Engine:
    """Return the engine of a set."""
    return scoring.Engine(scoring.load(written(rules, folder)))


def facts_digest(facts: dict[str, Any], folder: Path) -> str:
    """Return the digest of the facts of a project."""
    return engine(small_set(FACTS, INDICATORS), folder).score(facts).provenance.facts_digest


def test_the_digest_of_the_facts_is_sha256_of_canonical_json(tmp_path: Path) -> None:
    """Digests are over canonical JSON (RFC 8785): keys in order, no space, numbers as short as they can be."""
    canonical = b'{"a":0.5,"b":1,"d":"2022-12-31","t":[{"x":2}]}'
    facts = {"t": [{"x": D("2.0")}], "b": 1.0, "a": D("0.50"), "d": datetime.date(2022, 12, 31)}
    assert facts_digest(facts, tmp_path) == "sha256:" + hashlib.sha256(canonical).hexdigest()


@pytest.mark.parametrize(
    "facts",
    [
        {"b": 1, "a": 0.5, "t": [{"x": 2, "y": 3}]},
        {"a": 0.5, "b": 1, "t": [{"y": 3, "x": 2}]},
        {"a": D("0.5"), "b": 1.0, "t": ({"x": D(2), "y": D("3.0")},)},
    ],
    ids=["keys", "cells", "types"],
)
def test_the_digest_of_the_facts_does_not_depend_on_the_order_of_keys(tmp_path: Path, facts: dict[str, Any]) -> None:
    """The same facts, in another order or in other types of numbers, have the same digest."""
    assert facts_digest(facts, tmp_path) == facts_digest({"t": [{"x": 2, "y": 3}], "a": 0.5, "b": 1}, tmp_path)


@pytest.mark.parametrize(
    "facts",
    [{}, {"a": 0.5, "b": 2}, {"a": 0.5, "b": 1, "c": 1}, {"a": "0.5", "b": 1}, {"a": 0.5, "b": True}],
    ids=range(5),
)
def test_other_facts_have_another_digest(tmp_path: Path, facts: dict[str, Any]) -> None:
    """What was given is covered, whether the set uses it or not, and as it was given."""
    assert facts_digest(facts, tmp_path) != facts_digest({"a": 0.5, "b": 1}, tmp_path)


def test_the_digest_of_the_set_does_not_depend_on_the_order_of_keys(tmp_path: Path) -> None:
    """The digest of a set is that of what it says: not of its order, spaces, comments or line ends."""
    rules = small_set(FACTS, INDICATORS)
    expected = engine(rules, tmp_path).score({}).set.digest
    turned: Table = {
        key: dict(reversed(value.items())) if isinstance(value, dict) else value
        for key, value in reversed(rules.items())
    }
    assert list(turned) != list(rules)
    assert engine(turned, tmp_path).score({}).set.digest == expected
    path = written(rules, tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text("# a comment\n\n" + text.replace(" = ", "   =   "), encoding="utf-8-sig", newline="\r\n")
    assert scoring.Engine(scoring.load(path)).score({}).set.digest == expected


@pytest.mark.parametrize(
    "change",
    [{"title": "other"}, {"version": "2"}, {"missing": "unrated"}, {"grades": [{"at_least": 1, "label": "any"}]}],
    ids=["title", "version", "missing", "grades"],
)
def test_another_set_has_another_digest(tmp_path: Path, change: Table) -> None:
    """Whatever a set says is covered: texts, policies, thresholds."""
    changed = engine(small_set(FACTS, INDICATORS, **change), tmp_path).score({}).set.digest
    assert changed != engine(small_set(FACTS, INDICATORS), tmp_path).score({}).set.digest


def test_the_language_of_a_sheet_is_no_matter_of_the_set(tmp_path: Path) -> None:
    """`lang` of the engine words the sheet; the set is the same, and so is its digest."""
    loaded = scoring.load(written(small_set(FACTS, INDICATORS), tmp_path))
    digests = {scoring.Engine(loaded, lang=lang).score({}).set.digest for lang in ("zh", "en", None)}
    assert len(digests) == 1


def test_the_order_of_keys_changes_only_the_order_of_lines(tmp_path: Path) -> None:
    """The result does not depend on the order of keys, of the facts or of the set: lines are those of the file."""
    facts = {"a": D("0.5"), "b": "x", "t": [{"x": D("0.3")}]}
    forth = engine(small_set(FACTS, INDICATORS), tmp_path).score(facts)
    turned = dict(reversed(INDICATORS.items()))
    back = engine(small_set(dict(reversed(FACTS.items())), turned), tmp_path).score(dict(reversed(facts.items())))
    assert [line.id for line in back.lines] == [line.id for line in forth.lines][::-1] == ["z", "y", "x"]
    assert {line.id: line for line in back.lines} == {line.id: line for line in forth.lines}
    assert (back.total, back.grade, back.coverage, back.dimensions) == (
        forth.total,
        forth.grade,
        forth.coverage,
        forth.dimensions,
    )
    assert back.provenance.facts_digest == forth.provenance.facts_digest


def test_keys_that_are_no_texts_are_their_texts(tmp_path: Path) -> None:
    """A caller's numbers as keys stand for their texts, in the order of these."""
    assert facts_digest({"x": {10: 1, 9: 2}}, tmp_path) == facts_digest({"x": {"10": 1, "9": 2}}, tmp_path)
    assert facts_digest({"x": {True: 1, None: 2}}, tmp_path) == facts_digest({"x": {"True": 1, "None": 2}}, tmp_path)


NUMBERS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(2**53) + 1, 2**53 - 1),
    st.sampled_from([0.0, -0.0, 1e-5, 1e-7, 1.5e-6, 9007199254740994.0, 1e16, 1e17, 123456789012345680.0, 1e21]),
)
CONTENT = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
)


@given(CONTENT)
def test_canonical_json_is_that_of_rfc_8785(content: Any) -> None:
    """Whatever is given (exponents, control characters, characters beyond the first plane), the bytes are canonical."""
    assert canonical(content) == rfc8785.dumps(content)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"\U00010000": 1, "\ufb33": 2, "a": 3}, '{"a":3,"\U00010000":1,"\ufb33":2}'),
        ([1e16, 1e-6, 1e-7, 5.0, -0.0], "[10000000000000000,0.000001,1e-7,5,0]"),
        ([9007199254740994.0, 1e21, 0.00001], "[9007199254740994,1e+21,0.00001]"),
        ('\x1f\n"\\\x7f', '"\\u001f\\n\\"\\\\\x7f"'),
    ],
    ids=["keys", "exponents", "large", "escapes"],
)
def test_canonical_json_by_hand(content: Any, expected: str) -> None:
    """Keys are ordered by their UTF-16 units, numbers written as ECMAScript does (RFC 8785, 3.2.2 and 3.2.3)."""
    assert canonical(content) == expected.encode()
