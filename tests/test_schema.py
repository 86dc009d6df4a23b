"""The JSON Schema of sets and of sheets: it is that of the models and plugins, and the shipped one is up to date."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping
from inspect import isclass
from typing import TYPE_CHECKING, Any, Final

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel

import scoring
from scoring import Check, Scale
from scoring.errors import PluginError
from scoring.indicators import IndicatorSet
from scoring.messages_keys import MODELS
from scoring.plugins import registry
from scoring.schema import set_schema, sheet_schema, written
from scoring.schema_models import MEANINGS
from tests.command import here
from tests.pages import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.command import Command

SHIPPED: Final = ROOT / "rules" / "indicator-set.schema.json"


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in an empty folder."""
    return here(tmp_path, monkeypatch, capsys)


@pytest.fixture(scope="module")
def sets() -> dict[str, Any]:
    """Return the schema of sets."""
    return set_schema(registry())


def test_the_shipped_schema_is_that_of_the_models() -> None:
    """What is committed is what `make schema` writes: `scoring schema -o rules/indicator-set.schema.json`."""
    assert SHIPPED.read_text(encoding="utf-8") == written(set_schema(registry())), "run `make schema`"


def test_it_is_shipped_beside_the_sets() -> None:
    """The package of the shipped sets has the schema that they name, so that an editor finds it without a network."""
    for path in (ROOT / "rules").rglob("*.toml"):
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        assert (path.parent / first.removeprefix("#:schema ")).resolve() == SHIPPED, path


@pytest.mark.parametrize("made", [sheet_schema, lambda: set_schema(registry())])
def test_both_are_json_schemas(made: Callable[[], dict[str, Any]]) -> None:
    """They keep to the draft that they name, and every reference in them leads somewhere."""
    schema = made()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)
    names = {part.removeprefix("#/$defs/") for part in _values(schema, "$ref")}
    assert names == set(schema["$defs"])


def _values(schema: Any, key: str) -> Iterator[Any]:
    inner = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    if isinstance(schema, dict) and key in schema:
        yield schema[key]
    for each in inner:
        yield from _values(each, key)


def _models(start: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """Return a model and those that its fields name, by name."""
    found = {start.__name__: start}
    waiting: list[Any] = [info.annotation for info in start.model_fields.values()]
    while waiting:
        each = waiting.pop()
        waiting += getattr(each, "__args__", ())
        if isclass(each) and issubclass(each, BaseModel) and each.__name__ not in found:
            found |= _models(each)
    return found


@pytest.fixture(scope="module")
def language() -> dict[str, type[BaseModel]]:
    """Return every model of the language: that of sets, built-in checks and scales, and what is within."""
    found = _models(IndicatorSet)
    known = registry()
    for each in (*known.checks.values(), *known.scales.values()):
        if each.__module__.startswith("scoring."):
            found |= _models(each)
    return found


def test_every_key_is_described_in_chinese_and_english(language: Mapping[str, type[BaseModel]]) -> None:
    """Each key of the language has its meaning in both languages, each model one in Chinese; none is left over."""
    keys = {f"{n}.{info.alias or name}" for n, model in language.items() for name, info in model.model_fields.items()}
    assert set(MEANINGS) == keys
    assert set(MODELS) == set(language)
    for chinese, english in MEANINGS.values():
        assert any("\u4e00" <= each <= "\u9fff" for each in chinese)
        assert chinese != english


def test_every_key_of_the_language_and_no_other_is_in_it(sets: dict[str, Any]) -> None:
    """Each table takes the keys of its model, check or scale, those of plugins too, and refuses any other."""
    known = registry()
    models: dict[str, type[BaseModel]] = _models(IndicatorSet)
    models |= {f"check.{id_}": cls for id_, cls in known.checks.items()}
    models |= {f"scale.{kind}": cls for kind, cls in known.scales.items()}
    places = {**sets["$defs"], "IndicatorSet": sets}
    for name, model in models.items():
        place = places[name]
        keys = {info.alias or field for field, info in model.model_fields.items()}
        assert set(place["properties"]) - {"kind"} == keys - {"kind"}, model
        assert place["additionalProperties"] is False, model


def test_what_stands_in_toml_is_neither_null_nor_a_number_in_quotes(sets: dict[str, Any]) -> None:
    """No key takes null; weights are numbers from 0 on, dates are dates, ids have the form of ids."""
    assert "null" not in list(_values(sets, "type"))
    assert sets["$defs"]["Dimension"]["properties"]["weight"].items() >= {"type": "number", "minimum": 0}.items()
    assert sets["$defs"]["Effective"]["properties"]["from"]["format"] == "date"
    assert [*sets["properties"]["gates"]["patternProperties"]] == ["^[a-z0-9]+(-[a-z0-9]+)*$"]
    assert sets["properties"]["full_marks"]["default"] == 100
    assert sets["properties"]["round"]["default"] == {"to": 0.01, "mode": "half_up"}


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (None, "分值，以分计；写了 for_each 的，可写每行分值所在的列\n\nthe points"),
        ("zh", "分值，以分计"),
        ("en", "the points"),
    ],
)
def test_descriptions_are_in_a_language_or_in_both(command: Command, lang: str | None, said: str) -> None:
    """`--lang` chooses; without it a key is described in Chinese, then in English."""
    done = command("schema", *(("--lang", lang) if lang else ()))
    weight = json.loads(done.out)["$defs"]["Indicator"]["properties"]["weight"]["description"]
    assert weight.startswith(said)
    assert ("分值" in weight, "points" in weight) == (lang != "en", lang != "zh")


def test_the_command_prints_the_schema_or_writes_it(command: Command, tmp_path: Path) -> None:
    """`scoring schema` prints what ships; `-o` writes the same to a file, with line ends of one kind everywhere."""
    printed = command("schema")
    assert (printed.code, printed.err) == (0, "")
    assert printed.out == SHIPPED.read_text(encoding="utf-8")
    done = command("schema", "-o", "own.json")
    assert (done.code, done.out) == (0, "")
    assert (tmp_path / "own.json").read_bytes() == SHIPPED.read_bytes()
    refused = command("schema", "-o", "no/folder/own.json")
    assert (refused.code, refused.out) == (2, "")
    assert "own.json" in refused.err


# -- sheets


@pytest.fixture(scope="module")
def sheet() -> dict[str, Any]:
    """Return the published JSON of the real project, with a finding, a gate and lines that are not scored."""
    engine = scoring.Engine(scoring.load("wanzai/office-services-2022"))
    facts = tomllib.loads((ROOT / "examples" / "wanzai-2022.toml").read_text(encoding="utf-8"))
    published: dict[str, Any] = json.loads(engine.score(facts).model_dump_json())
    assert published["gates"]
    assert {each["status"] for each in published["lines"]} >= {"scored", "missing"}
    return published


def test_a_published_sheet_keeps_to_the_schema_of_sheets(command: Command, sheet: dict[str, Any]) -> None:
    """`scoring schema --sheet` prints the schema of what `--format json` writes."""
    printed = json.loads(command("schema", "--sheet").out)
    assert printed == sheet_schema()
    assert [each.message for each in Draft202012Validator(printed).iter_errors(sheet)] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "scoring/sheet-2"),
        (("total",), "47.92"),
        (("lines", 0, "status"), "fine"),
        (("lines", 0, "scores"), 1),
        (("provenance", "engine"), None),
        (("coverage",), ...),
        (("lines", 0, "reason"), ...),
        (("dimensions", 0, "earned"), ...),
    ],
)
def test_a_sheet_that_is_none_does_not(sheet: dict[str, Any], path: tuple[str | int, ...], value: Any) -> None:
    """A wrong value, a key too many and a key too few (`...`) are each told, at their place."""
    changed = json.loads(json.dumps(sheet))
    inner = changed
    for key in path[:-1]:
        inner = inner[key]
    if value is ...:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    (told,) = Draft202012Validator(sheet_schema()).iter_errors(changed)
    assert list(told.absolute_path) == list(path[: len(told.absolute_path)])
    assert str(path[-1]) in told.message or told.absolute_path[-1] == path[-1]


# -- plugins


def _offering(checks: Mapping[str, type[Check]], scales: Mapping[str, type[Scale]] | None = None) -> Any:
    """Return a plugin that offers these."""

    class Plugin:
        __name__ = "own"

        @staticmethod
        @scoring.hookimpl
        def scoring_checks() -> Mapping[str, type[Check]]:
            return checks

        @staticmethod
        @scoring.hookimpl
        def scoring_scales() -> Mapping[str, type[Scale]] | None:
            return scales

    return Plugin()


class Odd(Check):
    """Takes what JSON has no word for."""

    turn: Callable[[int], int] | None = None
    within: Within | None = None


class Within(BaseModel):
    """Holds itself."""

    inner: Within | None = None


def test_parameters_of_any_type_are_there() -> None:
    """A type that JSON has not takes anything, and a model may hold itself."""
    Odd.model_rebuild(_types_namespace={"Within": Within, "Callable": Callable})
    parts = set_schema(registry([_offering({"own.odd": Odd})]))["$defs"]
    odd = parts["check.own.odd"]
    assert odd["description"] == "Takes what JSON has no word for."
    assert "type" not in odd["properties"]["turn"]
    assert odd["properties"]["within"]["$ref"] == "#/$defs/check.own.odd:Within"
    assert parts["check.own.odd:Within"]["properties"]["inner"] == {"$ref": "#/$defs/check.own.odd:Within"}


class One(Check):
    """Has one parameter."""

    one: int


class Two(Check):
    """Has two.

    >>> Two(one=1, two=2).two
    2
    """

    one: int
    two: int


def test_ids_of_any_letters_are_told_apart() -> None:
    """Two ids that differ in what no reference may hold are two checks, each with its own parameters."""
    schema = set_schema(registry([_offering({"own/一": One, "own/二": Two})]))
    validator = Draft202012Validator({"$ref": "#/$defs/Indicator", "$defs": schema["$defs"]})
    for check, parameters, right in (
        ("own/一", {"one": 1}, True),
        ("own/二", {"one": 1, "two": 2}, True),
        ("own/一", {"one": 1, "two": 2}, False),
        ("own/三", {"one": 1}, False),
    ):
        assert validator.is_valid({"check": check, "with": parameters}) is right, (check, parameters)


def test_a_description_has_no_example() -> None:
    """Docstrings are descriptions up to their examples, which are for who writes Python."""
    text = written(set_schema(registry([_offering({"own.two": Two})])))
    assert "Has two." in text
    assert ">>>" not in text


class Broken(Check):
    """Has no schema."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> dict[str, Any]:
        """Fail."""
        raise RuntimeError("no schema here")


def test_a_check_without_a_schema_names_its_plugin() -> None:
    """Where a plugin's own code fails, the error says which plugin and which check, and what was raised."""
    with pytest.raises(PluginError, match=r"'own'.*'own\.broken'.*RuntimeError: no schema here"):
        set_schema(registry([_offering({"own.broken": Broken})]))
