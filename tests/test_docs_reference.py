"""The reference is whole and invents nothing: each table of it lists exactly what the code has, each case holds."""

from __future__ import annotations

import inspect
import re
import tomllib
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pytest
import typer
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

import scoring
from scoring import builtin, facts, hookspecs, indicators, sheet
from scoring.cli import app
from scoring.indicators import IndicatorSet
from scoring.messages import MESSAGES
from scoring.node import FOLDS, FUNCTIONS
from scoring.notation import Invalid, reader
from scoring.scales import SCALES, Step
from scoring.wording import NOT_YET
from tests.pages import PAGES, ROOT, blocks, read, section, table, tables

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGE: Final = "docs/reference/language.md"
HOOKS: Final = "docs/reference/hooks.md"
COMMANDS: Final = "docs/reference/command-line.md"
JSON: Final = "docs/reference/json.md"
PYTHON: Final = "docs/reference/python.md"
#: What stands in a column of defaults for a key that may be left out.
NONE: Final = "–"


def models_of(module: Any, base: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """Return the models that a module defines, by name."""
    found = vars(module).values()
    classes = [each for each in found if isinstance(each, type) and issubclass(each, base) and each is not base]
    return {each.__name__: each for each in classes if each.__module__ == module.__name__}


MODELS: Final[Mapping[str, type[BaseModel]]] = {
    **models_of(indicators, indicators.Model),
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
    return value.model_dump() if isinstance(value, BaseModel) else value


def written(cell: str) -> object:
    """Return the default that a cell of the reference writes."""
    return cell if cell in ("required", NONE) else toml(cell)


def toml(cell: str) -> Any:
    """Return the value that a cell writes in TOML, between backticks."""
    return tomllib.loads(f"value = {cell.strip('`')}", parse_float=Decimal)["value"]


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
    assert named == {*MODELS, "functions", "folds", "warnings"}


@pytest.mark.parametrize("name", [*builtin.CHECKS, *SCALES])
def test_every_check_and_scale_has_a_heading(name: str) -> None:
    """Built-in checks and scales are found in the contents of the page."""
    assert f"### `{name}`" in read(LANGUAGE)


@pytest.mark.parametrize(("name", "known"), [("functions", FUNCTIONS), ("folds", FOLDS)])
def test_every_function_of_formulas_is_in_the_reference(name: str, known: Any) -> None:
    """The tables of functions list exactly those that formulas have."""
    assert [each.partition("(")[0] for each in table(LANGUAGE, "keys", name).codes] == list(known)


def test_every_type_of_fact_is_in_the_reference() -> None:
    """The types of facts are those of the model, and each but `table` has a value that shows how it is written."""
    types = set(indicators.FactType.__args__)  # type: ignore[attr-defined]
    (row,) = [each for each in table(LANGUAGE, "keys", "Fact").rows if each[0] == "`type`"]
    assert set(re.findall(r'"(\w+)"', row[3])) == {*types, "table"}
    assert set(table(LANGUAGE, "cases", "notation").codes) == types


def test_every_warning_is_in_the_reference() -> None:
    """The warnings of the reference are those that the linter can give."""
    source = (ROOT / "scoring" / "linter.py").read_text(encoding="utf-8")
    codes = set(re.findall(r'\.warning\(\s*"([a-z-]+)"', source))
    assert set(table(LANGUAGE, "keys", "warnings").codes) == codes
    assert codes <= set(MESSAGES)


def test_every_status_is_in_the_reference() -> None:
    """The five statuses of a line are explained."""
    rows = {row[0].strip("`") for each in tables(LANGUAGE) for row in each.rows if each.heading == "Statuses and policies"}
    assert rows >= {str(each) for each in scoring.Status}


def test_what_is_refused_for_now_is_said() -> None:
    """Every key that gives `not-yet` stands under "Not in the language yet"."""
    said = set(re.findall(r"`(\w+)", section(LANGUAGE, "Not in the language yet")))
    assert said >= NOT_YET


@pytest.mark.parametrize("row", table(LANGUAGE, "cases", "notation").rows, ids=" ".join)
def test_values_are_read_as_the_reference_says(row: tuple[str, ...]) -> None:
    """A written value of a type is the value in the last column, or missing, or invalid."""
    kind, unit, given, due = (cell.strip("`") for cell in row)
    value = reader(kind, unit=unit or None)(toml(given))
    if due in ("missing", "invalid"):
        assert (value is None, isinstance(value, Invalid)) == (due == "missing", due == "invalid")
    else:
        wanted = toml(due)
        assert value == (wanted.toordinal() if isinstance(wanted, date) else wanted)
        assert type(value) is not bool or type(wanted) is bool


def tiny(indicator: dict[str, Any], **keys: Any) -> dict[str, Any]:
    """Return a set of one indicator of 10 points, with the facts of the reference's cases of formulas."""
    types = {
        **dict.fromkeys(["x", "y", "zero", "none"], "number"),
        **dict.fromkeys(["yes", "unknown"], "boolean"),
        **dict.fromkeys(["start", "end"], "date"),
        "word": "text",
    }
    columns = {"c": {"type": "number"}, "w": {"type": "text"}}
    return {
        "id": "test/reference",
        "title": "t",
        "version": "1",
        "missing": "zero",
        "full_marks": 10,
        "grades": [{"at_least": 0, "label": "-"}],
        "facts": {name: {"type": kind} for name, kind in types.items()} | {"t": {"type": "table", "columns": columns}},
        "dimensions": {"d": {"title": "d", "weight": 10}},
        "indicators": {"i": {"title": "i", "dimension": "d", "weight": 10, **indicator}},
        **keys,
    }


def line(indicator: dict[str, Any], given: Mapping[str, Any], **keys: Any) -> scoring.Line:
    """Score one indicator of 10 points."""
    return scoring.Engine(IndicatorSet.model_validate(tiny(indicator, **keys))).score(given)["i"]


@pytest.mark.parametrize("row", table(LANGUAGE, "cases", "formulas").rows, ids=" ".join)
def test_formulas_give_what_the_reference_says(row: tuple[str, ...]) -> None:
    """A formula over the facts of the page gives the value in the second column, or is missing."""
    (given,) = [each.text for each in blocks(LANGUAGE) if each.says.get("file") == "cases.toml"]
    found = line({"measure": row[0].strip("`")}, tomllib.loads(given, parse_float=Decimal))
    assert found.status == ("missing" if row[1] == "missing" else "scored")
    if row[1] != "missing":
        due = toml(row[1])
        assert type(found.measure) is (bool if isinstance(due, bool) else Decimal)
        assert isinstance(found.measure, (bool, Decimal))
        assert abs(found.measure - due) <= Decimal("1E-9")


@pytest.mark.parametrize("row", table(LANGUAGE, "cases", "scales").rows, ids=" ".join)
def test_scales_give_what_the_reference_says(row: tuple[str, ...]) -> None:
    """A measure earns the share in the last column."""
    measure = toml(row[1])
    fact = "yes" if isinstance(measure, bool) else "word" if isinstance(measure, str) else "x"
    assert line({"measure": fact, "scale": toml(row[0])}, {fact: measure}).share == Decimal(row[2])


@pytest.mark.parametrize("row", table(LANGUAGE, "cases", "rounding").rows, ids=" ".join)
def test_scores_are_rounded_as_the_reference_says(row: tuple[str, ...]) -> None:
    """An exact score of so many points of 10 is rounded to the score in the last column."""
    given = {"x": Decimal(row[1])}
    assert line({"measure": "x / 10"}, given, round=toml(row[0])).score == Decimal(row[2])


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


@pytest.mark.parametrize("name", ["Check", "Measured", "Seen", "Project", "ObservedCheck", "Scale"])
def test_what_plugin_authors_write_and_get_is_in_the_reference(name: str) -> None:
    """Every public attribute and method of what plugin authors write or get is listed, and no other."""
    cls = getattr(scoring, name)
    own = {each for each in {**vars(cls), **vars(cls).get("__annotations__", {})} if not each.startswith(("_", "model_"))}
    assert {each.partition("(")[0] for each in table(HOOKS, "keys", name).codes} == own


def test_every_function_of_facts_is_in_the_reference() -> None:
    """`Facts` is documented: each public method that it defines, and those for reading facts."""
    own = {each for each in vars(facts.Facts) if not each.startswith("_")} - {"common"}
    own |= {"constant", "date", "missing", "invalid", "read"}
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
    assert {each for row in rows for each in re.findall(r"(?<![\w-])--?[a-z]+", row[0])} == options
    for argument in (p for p in command.params if p.param_type_name == "argument"):
        assert argument.metavar in text
    for choices in (getattr(p.type, "choices", ()) for p in command.params):
        assert all(f"`{each}`" in text or each == "zh" for each in map(value_of, choices))


def value_of(choice: Any) -> str:
    """Return a choice as it is typed."""
    return str(getattr(choice, "value", choice))


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
    source = (ROOT / "scoring" / "remarks.py").read_text(encoding="utf-8")
    codes = set(re.findall(r'(?:_finding\(\s*|"code": |code=)"([a-z-]+)"', source))
    assert set(table(JSON, "keys", "codes").codes) == codes - {"finding-of-check"}  # a check's own code takes its place


# -- Python


def test_every_public_name_is_in_the_reference() -> None:
    """The tables of names list exactly what `import scoring` offers."""
    names = [code.partition("(")[0] for each in tables(PYTHON) if each.says.get("keys") == "names" for code in each.codes]
    assert sorted(names) == sorted(scoring.__all__)


def test_no_page_uses_a_name_that_is_not_public() -> None:
    """Whatever the pages import from `scoring` or call `scoring.…` is offered."""
    for page in PAGES:
        code = "".join(each.text for each in blocks(page) if each.language == "python")
        used = set(re.findall(r"\bscoring\.([A-Za-z_]+)", code))
        used |= {name for found in re.findall(r"from scoring import (.*)", code) for name in found.split(", ")}
        assert used <= set(scoring.__all__), page
