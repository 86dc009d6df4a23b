"""The reference of Python is whole and invents nothing: names, parameters and columns are those of the code."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Final

import polars as pl

import scoring
from scoring import testing
from tests.pages import PAGES, blocks, table, tables

PYTHON: Final = "docs/reference/python.md"
#: A set with gates and adjustments.
WITH_ALL: Final = Path(scoring.__file__).parent / "starts" / "set.en.toml"


def test_every_public_name_is_in_the_reference() -> None:
    """The tables of names list exactly what `import scoring` offers."""
    codes = [code for each in tables(PYTHON) if each.says.get("keys") == "names" for code in each.codes]
    assert sorted(code.partition("(")[0] for code in codes) == sorted(scoring.__all__)


def test_what_scores_many_is_in_the_reference_as_it_is_called() -> None:
    """The table gives the parameters of each method with their defaults, keyword-only ones behind a star."""
    for code in table(PYTHON, "keys", "many").codes:
        name = code.partition("(")[0]
        own = inspect.signature(getattr(scoring.Engine, name)).parameters.values()
        bare = [each.replace(annotation=inspect.Parameter.empty) for each in own][1:]
        assert code == name + str(inspect.Signature(bare)).replace("'", '"')


def test_every_column_of_many_projects_is_in_the_reference() -> None:
    """The table lists the columns of a project, the key and what is kept first, in their order with their types."""
    rules = scoring.load(WITH_ALL)
    kind_of = dict.fromkeys(rules.indicators, "indicator") | dict.fromkeys(rules.dimensions, "dimension")
    kind_of |= dict.fromkeys(rules.gates, "gate") | dict.fromkeys(rules.adjustments, "adjustment")
    key, kept, *rows = table(PYTHON, "keys", "score_many").rows
    assert (key[0], kept[0]) == ("the key", "those of `keep`")
    described = {row[0].strip("`"): row[1] for row in rows}
    found = scoring.Engine(rules).score_many(pl.DataFrame({"project": ["a"]}), detail=True).drop("project").schema
    types = {}
    for name, dtype in found.items():
        id_, _, what = name.rpartition(".")
        types[f"<{kind_of[id_]}>.{what}" if id_ else name] = str(dtype)
    assert list(types) == list(described)
    assert all(dtype in described[name] for name, dtype in types.items())


def test_every_column_of_lines_is_in_the_reference() -> None:
    """The table lists the columns of a line behind the key, in their order with their types."""
    key, *rows = table(PYTHON, "keys", "score_lines").rows
    assert key[0] == "the key"
    found = scoring.Engine(scoring.load(WITH_ALL)).score_lines(pl.DataFrame({"project": ["a"]})).drop("project").schema
    assert {row[0].strip("`"): row[1] for row in rows} == {name: str(dtype) for name, dtype in found.items()}


def test_every_name_of_testing_is_in_the_reference() -> None:
    """The table lists what `scoring.testing` offers."""
    codes = table(PYTHON, "keys", "testing").codes
    assert sorted(code.partition("(")[0] for code in codes) == sorted(testing.__all__)


def test_no_page_uses_a_name_that_is_not_public() -> None:
    """Whatever the pages import from `scoring` or call `scoring.…` is offered."""
    for page in PAGES:
        code = "".join(each.text for each in blocks(page) if each.language == "python")
        used = set(re.findall(r"\bscoring\.([A-Za-z_]+)", code))
        used |= {name for found in re.findall(r"from scoring import (.*)", code) for name in found.split(", ")}
        assert used - {"testing"} <= set(scoring.__all__), page
        tested = {
            name for found in re.findall(r"from scoring\.testing import (.*)", code) for name in found.split(", ")
        }
        assert tested <= set(testing.__all__), page
