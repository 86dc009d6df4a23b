"""The library: every shipped set is sound, tests all of its rules, and says why; the sets speak one vocabulary."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from scoring.data_headings import Headings, plain_heading
from scoring.example_results import run_examples
from scoring.example_words import failure_text, title_of
from scoring.loading import check
from scoring.plugins import registry
from tests.library import Entry, entry, files, library
from tests.pages import tables
from tests.set_pages import ABOUT
from tests.worlds import WORLDS, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring.indicators import Column, Fact

RULES: Final = Path(str(resources.files("scoring.rules"))).resolve()
FILES: Final = files()
NAMES: Final = [path.resolve().relative_to(RULES).with_suffix("").as_posix() for path in FILES]
#: Types whose values have a unit always.
OF_UNITS: Final = ("money",)
#: To how many digits shares of floats are compared with the exact ones.
NEAR: Final = 9

every_set = pytest.mark.parametrize("path", FILES, ids=NAMES)


def test_every_file_of_rules_is_found() -> None:
    """The engine finds what lies in `rules/`, no file more and none less."""
    assert sorted(path.resolve() for path in FILES) == sorted(RULES.rglob("*.toml"))


@pytest.mark.parametrize("page", ["README.md", "README.zh.md", "docs/index.md"])
def test_the_library_is_introduced(page: str) -> None:
    """What the pages name as shipped is there, and the READMEs name all of it."""
    (first, *_) = (each for each in tables(page) if any("cn/project-2020" in cell for row in each.rows for cell in row))
    named = {id_ for row in first.rows for cell in row for id_ in re.findall(r"`([a-z0-9-]+/[a-z0-9-]+)`", cell)}
    assert named <= library().keys()
    assert page == "docs/index.md" or named == library().keys()


def test_the_list_says_what_each_set_is() -> None:
    """Each set has its line of English, and no line is left over from one that is gone."""
    assert tomllib.loads(ABOUT.read_text(encoding="utf-8")).keys() == library().keys()


@every_set
def test_a_set_is_called_like_its_file(path: Path) -> None:
    """The id is the path below `rules/`, without what follows an `@`; title, version and source are there."""
    rules = entry(path).rules
    assert rules.id == path.resolve().relative_to(RULES).with_suffix("").as_posix().partition("@")[0]
    assert rules.title
    assert rules.version
    assert rules.source, "a set says what it rests on: source"
    assert path.read_text(encoding="utf-8").startswith("#:schema ../"), "the first line tells editors of the schema"


@every_set
def test_a_set_has_no_mistake_and_no_doubt(path: Path) -> None:
    """`scoring check --strict` has nothing to say."""
    _, diagnosis = check(path, registry())
    assert not diagnosis.found, "\n".join(map(str, diagnosis.found))


@every_set
def test_examples_score_what_they_expect_and_reach_every_rule(path: Path) -> None:
    """`scoring test --coverage-min 1` is clean."""
    rules = entry(path).rules
    result = run_examples(entry(path).bound, "en")
    told = [f"{each.example.name}: {failure_text(each, rules, 'en')}" for each in result.results if not each.passed]
    assert not told, "\n".join(told)
    left = [each.part for each in result.coverage.parts if each.why not in (None, "shadowed")]
    assert not left, "\n".join(f"{title_of(part.node, rules, 'en')}: {part.text('en')}" for part in left)


@every_set
def test_every_rule_says_why_and_what_to_do(path: Path) -> None:
    """Indicators have source, rationale and remedy; gates a source and a message; adjustments a source."""
    rules = entry(path).rules
    wanted: Mapping[tuple[str, ...], Mapping[str, object]] = {
        ("source", "rationale", "remedy"): rules.indicators,
        ("source", "message"): rules.gates,
        ("source",): rules.adjustments,
    }
    wanting = [
        f"{id_}: {key}"
        for keys, nodes in wanted.items()
        for id_, node in nodes.items()
        for key in keys
        if not getattr(node, key)
    ]
    assert wanting == []


@every_set
def test_every_fact_has_a_label_and_amounts_a_unit(path: Path) -> None:
    """What people read is a label, and an amount without a unit could be anything."""
    facts = [*_facts(entry(path))]
    assert [name for name, each in facts if not each.label] == []
    assert [name for name, each in facts if each.type in OF_UNITS and not each.unit] == []


@every_set
def test_a_heading_means_one_fact(path: Path) -> None:
    """No heading is left unread: of the facts that may be headed so, one has it as its name, its label or an alias."""
    facts = entry(path).rules.facts
    tables: list[Mapping[str, Fact | Column]] = [facts, *(each.columns for each in facts.values())]
    for declared in tables:
        for name, each in declared.items():
            for text in filter(None, (name, each.label, *each.aliases)):
                found = Headings(declared, table=declared is not facts).match([text])
                assert found.shared == (), f"{text}: {found.shared}"


@every_set
def test_columns_score_the_examples_as_one_by_one(path: Path) -> None:
    """All examples at once, in frames of Polars and in DuckDB, have the lines, total and grade that each has alone."""
    facts = [each.facts for each in entry(path).rules.examples]
    worlds = {name: world(path, facts) for name, world in WORLDS.items()}
    for place, example in enumerate(entry(path).rules.examples):
        alone, *others = (_without_floats(found[place]) for found in worlds.values())
        for name, other in zip([*worlds][1:], others, strict=True):
            assert other == alone, f"{example.name} in {name}"


def _without_floats(outcome: Outcome) -> Outcome:
    """Return an outcome with shares as near as floats are."""
    shares = {
        id_: None if share is None else round(Decimal(float(share)), NEAR) for id_, share in outcome.shares.items()
    }
    return replace(outcome, shares=shares, coverage=round(Decimal(float(outcome.coverage)), NEAR))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_fact_is_declared_alike_in_all_sets_of_a_language(lang: str) -> None:
    """Of one name there is one type, unit, label, list of other headings, least and greatest value."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for each in (each for entries in library().values() for each in entries if each.rules.lang == lang):
        for name, fact in _facts(each):
            for key, value in fact.model_dump(exclude={"columns"}).items():
                found.setdefault((name, key), {}).setdefault(repr(value), str(each))
    differing = [f"{' '.join(place)}: {said}" for place, said in found.items() if len(said) > 1]
    assert not differing, "\n".join(differing)


def test_chinese_labels_mean_one_thing() -> None:
    """A label of the Chinese sets has one name in all of them: one column heading, one fact."""
    names: dict[str, set[str]] = {}
    for each in (each for entries in library().values() for each in entries if each.rules.lang == "zh"):
        for name, fact in each.rules.facts.items():
            names.setdefault(plain_heading(fact.label or name), set()).add(name)
    assert {label: found for label, found in names.items() if len(found) > 1} == {}


def _facts(each: Entry) -> Iterator[tuple[str, Fact | Column]]:
    """Go through the facts of a set and the columns of its tables, by their whole names."""
    facts: Mapping[str, Fact] = each.rules.facts
    for name, fact in facts.items():
        yield name, fact
        yield from ((f"{name}.{column}", inner) for column, inner in fact.columns.items())
