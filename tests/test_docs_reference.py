"""The reference is whole and invents nothing: each table of it lists exactly what the code has."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import typer
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

import scoring
from scoring import (
    builtin,
    example_results,
    examples,
    facts,
    hookspecs,
    indicators,
    remarks,
    remarks_tree,
    report_examples,
    rule_part,
    sheet,
)
from scoring.aggregations import AGGREGATIONS
from scoring.cli import app
from scoring.cli_options import AuditFormat, Backend, CheckFormat, Lang, SheetFormat
from scoring.example_results import run_examples
from scoring.loading import load_bound
from scoring.messages import MESSAGES
from scoring.model import Model
from scoring.node import FOLDS, FUNCTIONS
from scoring.plugins import registry
from scoring.scales import SCALES, Step
from tests.pages import PAGES, read, section, table, tables, toml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

LANGUAGE: Final = "docs/reference/language.md"
HOOKS: Final = "docs/reference/hooks.md"
COMMANDS: Final = "docs/reference/command-line.md"
JSON: Final = "docs/reference/json.md"
PLUGINS: Final = ("docs/reference/plugins-budget.md", "docs/reference/plugins-survey.md")
CASES: Final = Path(__file__).parent / "data" / "invalid"
#: Doubts that need a plugin.
OF_PLUGINS: Final = {"check-raises", "scale-raises"}
#: What stands in a column of defaults for a key that may be left out.
NONE: Final = "–"


def models_of(module: Any, base: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """Return the models that a module defines, by name."""
    found = vars(module).values()
    classes = [each for each in found if isinstance(each, type) and issubclass(each, base) and each is not base]
    return {each.__name__: each for each in classes if each.__module__ == module.__name__}


MODELS: Final[Mapping[str, type[BaseModel]]] = {
    **models_of(indicators, Model),
    **models_of(examples, Model),
    "step": Step,
    **{f"check {id_}": each for id_, each in builtin.CHECKS.items()},
    **{f"scale {kind}": each for kind, each in SCALES.items() if each.model_fields},
}


def keys_of(model: type[BaseModel]) -> dict[str, Any]:
    """Return the keys of a model as a file has them, with their defaults: `required`, or `–` for nothing."""
    return {info.alias or name: default(info) for name, info in model.model_fields.items()}


def default(info: Any) -> str | object:
    """Return the default of a key as the reference writes it, a value that is not plain as itself."""
    if info.is_required():
        return "required"
    value = info.get_default(call_default_factory=True)
    assert value is not PydanticUndefined
    if value is None or value in ((), {}):
        return NONE
    if isinstance(value, dict):
        return {key: list(each) if isinstance(each, tuple) else each for key, each in value.items()}
    return value.model_dump() if isinstance(value, BaseModel) else value


def written(cell: str) -> object:
    """Return the default that a cell of the reference writes."""
    return cell if cell in ("required", NONE) else toml(cell)


# -- the language


@pytest.mark.parametrize("name", sorted(MODELS))
def test_every_key_of_the_language_is_in_the_reference_with_its_default(name: str) -> None:
    """The table of a model, check or scale lists its keys, no other, and says which are required."""
    found = table(LANGUAGE, "keys", name)
    assert {row[0].strip("`"): written(row[2]) for row in found.rows} == keys_of(MODELS[name])
    assert all(row[3] for row in found.rows)


def test_the_reference_describes_nothing_that_is_not_there() -> None:
    """Every table of keys in the reference of the language is that of a model, a check or a scale."""
    named = {each.says["keys"] for each in tables(LANGUAGE) if "keys" in each.says}
    assert named == {*MODELS, "functions", "folds", "warnings", "aggregations"}


def test_every_check_that_ships_has_its_page() -> None:
    """The pages of the official plugins list the parameters and findings of their checks, and no others."""
    known = registry()
    ships = [id_ for id_ in known.checks if known.plugin_of("check", id_).origin == "scoring-engine"]
    found = {id_: known.checks[id_] for id_ in ships if id_ not in builtin.CHECKS}
    described = {each.says["keys"] for page in PLUGINS for each in tables(page) if "keys" in each.says}
    assert described == set(found)
    for page in PLUGINS:
        for id_ in {each.says["keys"] for each in tables(page) if "keys" in each.says}:
            assert table(page, "keys", id_).codes == list(keys_of(found[id_])), id_
            codes = {code for code in found[id_].messages if not code.endswith(".remedy")}
            assert set(table(page, "findings", id_).codes) <= codes, id_


@pytest.mark.parametrize("name", [id_ for id_, each in builtin.CHECKS.items() if each.messages])
def test_every_finding_of_a_built_in_check_is_in_the_reference(name: str) -> None:
    """The section of a check names every finding that it can report."""
    said = section(LANGUAGE, f"`{name}`")
    assert all(f"`{code}`" in said for code in builtin.CHECKS[name].messages if not code.endswith(".remedy"))


@pytest.mark.parametrize("name", [*builtin.CHECKS, *SCALES])
def test_every_check_and_scale_has_a_heading(name: str) -> None:
    """Built-in checks and scales are found in the contents of the page."""
    assert f"### `{name}`" in read(LANGUAGE)


@pytest.mark.parametrize(("name", "known"), [("functions", FUNCTIONS), ("folds", FOLDS)])
def test_every_function_of_formulas_is_in_the_reference(name: str, known: Any) -> None:
    """The tables of functions list exactly those that formulas have."""
    assert [each.partition("(")[0] for each in table(LANGUAGE, "keys", name).codes] == list(known)


def test_every_aggregation_is_in_the_reference() -> None:
    """The table of aggregations lists exactly those that ship."""
    assert table(LANGUAGE, "keys", "aggregations").codes == list(AGGREGATIONS)


def test_every_type_of_fact_is_in_the_reference() -> None:
    """The types of facts are those of the model, and each but `table` has a value that shows how it is written."""
    types = set(indicators.FactType.__args__)  # type: ignore[attr-defined]
    (row,) = [each for each in table(LANGUAGE, "keys", "Fact").rows if each[0] == "`type`"]
    assert set(re.findall(r'"(\w+)"', row[3])) == {*types, "table"}
    assert set(table(LANGUAGE, "cases", "notation").codes) == types


def test_every_warning_is_in_the_reference() -> None:
    """The warnings of the reference are those that the linter can give."""
    cases = "".join(path.read_text(encoding="utf-8") for path in CASES.glob("*.txt"))
    codes = set(re.findall(r"(?m)^\S+: ([a-z-]+): .*\n  !", cases))
    assert set(table(LANGUAGE, "keys", "warnings").codes) == codes | OF_PLUGINS
    assert set(MESSAGES) >= OF_PLUGINS


def test_every_status_is_in_the_reference() -> None:
    """The five statuses of a line are explained."""
    said = section(LANGUAGE, "Statuses and policies")
    assert [f"| `{each}` | " in said for each in scoring.Status] == [True] * 5


# -- hooks


@pytest.mark.parametrize("name", [each for each in hookspecs.__all__ if each.startswith("scoring_")])
def test_every_hook_is_in_the_reference_with_its_arguments(name: str) -> None:
    """A hook has a heading with its exact arguments, and what it returns."""
    hook = getattr(hookspecs, name)
    arguments = ", ".join(inspect.signature(hook).parameters)
    text = section(HOOKS, f"`{name}({arguments})`")
    assert f"`{inspect.signature(hook).return_annotation}`" in text


def test_the_reference_has_no_hook_that_is_not_there() -> None:
    """Whatever the pages call a hook is one."""
    named = {each for page in PAGES for each in re.findall(r"\bscoring_[a-z_]+(?=\()", read(page))}
    assert named == {each for each in hookspecs.__all__ if each.startswith("scoring_")}


@pytest.mark.parametrize(
    "name", ["Check", "Measured", "Seen", "Project", "ObservedCheck", "Scale", "ScalePart", "Children"]
)
def test_what_plugin_authors_write_and_get_is_in_the_reference(name: str) -> None:
    """Every public attribute and method of what plugin authors write or get is listed, and no other."""
    cls = getattr(scoring, name)
    names = [*vars(cls), *inspect.get_annotations(cls)]
    own = {each for each in names if not each.startswith(("_", "model_"))}
    assert {each.partition("(")[0] for each in table(HOOKS, "keys", name).codes} == own


def test_every_function_of_facts_is_in_the_reference() -> None:
    """`Facts` is documented: each public method that it defines, and those for reading facts."""
    own = {each for each in vars(facts.Facts) if not each.startswith("_")} - {"common"}
    own |= {"constant", "date", "dated", "missing", "invalid", "read"}
    assert {each.partition("(")[0] for each in table(HOOKS, "keys", "Facts").codes} == own


# -- the command line


def commands() -> list[tuple[str, Any]]:
    """Return the commands by name."""
    return list(typer.main.get_command(app).commands.items())  # type: ignore[attr-defined]


@pytest.mark.parametrize(("name", "command"), commands())
def test_every_command_and_option_is_in_the_reference(name: str, command: Any) -> None:
    """The section of a command lists its options, all spellings, and no other; and its arguments."""
    text = section(COMMANDS, f"`scoring {name}`")
    options = {each for p in command.params if p.param_type_name == "option" for each in p.opts}
    rows = [row for each in tables(COMMANDS) if each.says.get("keys") == name for row in each.rows]
    assert {each for row in rows for each in re.findall(r"(?<![\w-])--?[a-z]+(?:-[a-z]+)*", row[0])} == options
    for argument in (p for p in command.params if p.param_type_name == "argument"):
        assert argument.metavar in text


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("score", SheetFormat),
        ("score", Backend),
        ("score", Lang),
        ("audit", AuditFormat),
        ("check", CheckFormat),
        ("test", CheckFormat),
    ],
)
def test_every_choice_of_an_option_is_in_the_reference(name: str, choices: type[StrEnum]) -> None:
    """The formats and languages that an option takes are named in the section of its command."""
    text = section(COMMANDS, f"`scoring {name}`")
    assert all(f"`{each}`" in text for each in choices)


def test_every_field_of_a_diagnostic_is_in_the_reference() -> None:
    """`scoring check --format json` gives the fields that its section names."""
    (row,) = [each for each in table(COMMANDS, "keys", "check").rows if each[0] == "`--format`"]
    assert re.findall(r"`(\w+)`", row[1].partition("with")[2]) == list(scoring.Diagnostic._fields)


def test_every_kind_of_rule_part_is_in_the_reference() -> None:
    """The table of what rule coverage counts lists the kinds of parts, and no other."""
    kinds = [row[0].strip("`") for row in table(COMMANDS, "keys", "parts").rows]
    assert {each for each in kinds if each} == set(rule_part.Kind.__args__)  # type: ignore[attr-defined]


def test_the_reference_has_no_command_that_is_not_there() -> None:
    """Headings name the commands, each once."""
    named = re.findall(r"(?m)^## `scoring (\w+)`", read(COMMANDS))
    assert sorted(named) == sorted(name for name, _ in commands())


# -- the JSON


@pytest.mark.parametrize("name", sorted(models_of(sheet, BaseModel)))
def test_every_field_of_a_sheet_is_in_the_reference(name: str) -> None:
    """The table of a part lists its fields as they are published, no other, in their order."""
    model = models_of(sheet, BaseModel)[name]
    fields = [info.alias or field for field, info in model.model_fields.items()]
    assert table(JSON, "keys", name).codes == [*fields, *model.model_computed_fields]


def test_every_code_of_a_finding_is_in_the_reference() -> None:
    """The engine's codes of findings are listed, and no other."""
    source = inspect.getsource(remarks) + inspect.getsource(remarks_tree)
    codes = set(re.findall(r'(?:finding\(\s*|"code": |code=)"([a-z-]+)"', source))
    assert set(table(JSON, "keys", "codes").codes) == codes - {"finding-of-check"}  # a check's own code takes its place


def test_every_field_of_the_json_of_tests_is_in_the_reference() -> None:
    """The tables list the fields in their order, and no others."""
    result = run_examples(load_bound("wanzai/office-services-2022", registry()))
    difference = example_results.Difference("total", None, None, 1, 2, "")
    failed = result.results[0]._replace(differences=(difference,))
    found = report_examples.examples_json([result._replace(results=(failed,))], None, "en")
    one = found["sets"][0]
    coverage = one["rule_coverage"]
    tables_of = {
        "test-1": found,
        "test-1 set": one,
        "test-1 example": one["examples"][0],
        "test-1 difference": one["examples"][0]["differences"][0],
        "test-1 coverage": coverage,
        "test-1 part": coverage["parts"][0],
    }
    for name, fields in tables_of.items():
        assert table(JSON, "keys", name).codes == list(fields), name
    kinds = re.findall(r"`(\w+)`", table(JSON, "keys", "test-1 difference").rows[0][1])
    assert tuple(kinds) == example_results.What.__args__  # type: ignore[attr-defined]
