"""The JSON Schema of one model: what its keys take where they stand in TOML, or in a published sheet."""

import inspect
from decimal import Decimal
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import core_schema

from scoring.messages_keys import KEYS, MODELS
from scoring.messages_parameters import PARAMETERS

__all__ = ["OPEN", "PARTS", "Published", "Schema", "Written", "described", "made", "summary"]

#: A JSON Schema, or a part of one.
Schema = dict[str, Any]
#: Said of whatever does not list all keys: some editors take silence for a no.
OPEN: Final = {"additionalProperties": True}
#: Class.key -> (Chinese, English)
MEANINGS: Final = KEYS | PARAMETERS
#: Where the schemas of parts are, for references.
PARTS: Final = "#/$defs/"
#: What keys must or must not stand together, beyond what their model says; the linter holds to the same.
TOGETHER: Final[dict[str, Schema]] = {
    "Indicator": {
        "oneOf": [{"required": ["check"]}, {"required": ["measure"]}],
        "dependentRequired": {"with": ["check"], "where": ["for_each"]},
        "if": {"required": ["for_each"], **OPEN},
        "else": {"properties": {"weight": {"type": "number"}}, **OPEN},
    },
    "Effect": {"minProperties": 1},
    "Linear": {
        "oneOf": [
            {"required": ["points"], "properties": {"worst": False, "best": False}, **OPEN},
            {"required": ["worst", "best"], "properties": {"points": False}, **OPEN},
        ]
    },
    "Step": {
        "allOf": [
            {"oneOf": [{"required": ["at_least"]}, {"required": ["at_most"]}]},
            {"oneOf": [{"required": ["share"]}, {"required": ["points"]}]},
        ]
    },
    "Fact": {
        "if": {"properties": {"type": {"const": "table"}}, "required": ["type"], **OPEN},
        "then": {"required": ["columns"], **OPEN},
        "else": {"properties": {"columns": False}, **OPEN},
    },
}


def made(model: type[BaseModel], generator: GenerateJsonSchema, mode: JsonSchemaMode = "validation") -> Schema:
    """Return the schema of a model, the parts that it refers to under `$defs`."""
    model.model_rebuild()  # those of this package are built when they are first used
    return generator.generate(model.__pydantic_core_schema__, mode)


def described(chinese: str | None, english: str | None, lang: str | None) -> str | None:
    """Return a description in a language, or without one in both; in the one there is, where there is only one."""
    texts = {"zh": [chinese or english], "en": [english or chinese]}.get(lang or "", [chinese, english])
    return "\n\n".join(text for text in texts if text) or None


def documentation(thing: object) -> str:
    """Return a docstring without the examples at its end."""
    return (inspect.getdoc(thing) or "").partition(">>>")[0].strip()


def summary(text: str) -> str:
    """Return the first paragraph, on one line."""
    return " ".join(text.partition("\n\n")[0].split())


class _Plain(GenerateJsonSchema):
    """Makes schemas without titles, which would only repeat the keys; descriptions are docstrings."""

    ignored_warning_kinds = {"skipped-choice", "non-serializable-default"}  # noqa: RUF012 - so it is declared

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Give no title."""
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Describe a model by its docstring."""
        found = super().model_schema(schema)
        found.pop("title", None)
        if text := documentation(schema["cls"]):
            found["description"] = text
        return found


class Published(_Plain):
    """Makes the schema of what is published: every key is there, and some are null."""

    def field_is_required(self, field: Any, total: bool) -> bool:  # noqa: FBT001 - as the base has it
        """Require every key."""
        return True


class Written(_Plain):
    """Makes the schema of what is written in TOML: numbers are no texts, and nothing is null."""

    def __init__(self, lang: str | None = None, prefix: str = "") -> None:
        """Begin a schema with descriptions in a language, or in both, whose parts have names with this prefix."""
        super().__init__(by_alias=True, ref_template=f"{PARTS}{prefix}{{model}}")
        self.lang = lang

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        """Take numbers only: the language refuses a number in quotes."""
        number: JsonSchemaValue = super().decimal_schema(schema)["anyOf"][0]
        return {key: _plain(value) for key, value in number.items()}

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Leave null out: TOML has none, and a key that is None is not there."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Tell the default of a key that has one."""
        found = super().default_schema(schema)
        return {key: value for key, value in found.items() if key != "default" or value not in (None, [], {})}

    def encode_default(self, dft: Any) -> Any:
        """Write a default with its numbers as numbers."""
        return super().encode_default(_plain(dft))

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """Refuse keys that do not have the form of the keys."""
        found = super().dict_schema(schema)
        return found | {"additionalProperties": False} if "patternProperties" in found else found

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Describe a model of the language and its keys as the catalogue does, and say what stands together."""
        found, model = super().model_schema(schema), schema["cls"]
        if model.__module__.partition(".")[0] != "scoring":
            return found
        text = described(MODELS.get(model.__name__), found.get("description"), self.lang)
        for key, value in found.get("properties", {}).items():
            if (pair := MEANINGS.get(f"{model.__name__}.{key}")) is not None:
                value["description"] = described(*pair, self.lang)
        return found | {"description": text} | TOGETHER.get(model.__name__, {})

    def handle_invalid_for_json_schema(self, schema: Any, error_info: str) -> JsonSchemaValue:
        """Take anything where a plugin's parameter has a type of its own."""
        return {}


def _plain(value: Any) -> Any:
    """Return a value with whole numbers and fractions in the place of decimals, and keys in that of models."""
    if isinstance(value, Decimal | float):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, BaseModel):
        return _plain(value.model_dump(by_alias=True))
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
