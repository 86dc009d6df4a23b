"""The JSON Schema of indicator sets and of score sheets, made of their models and of what plugins add.

TOML editors complete and validate a set by it (`#:schema indicator-set.schema.json`). Only who writes a schema imports
this module: to score needs none.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from pydantic.json_schema import GenerateJsonSchema

from scoring.checks import raised
from scoring.errors import WHATEVER, PluginError
from scoring.indicators import IndicatorSet
from scoring.loading import OF_ITSELF
from scoring.parameters import Parameters
from scoring.plugins import Registry
from scoring.schema_models import OPEN, PARTS, Published, Schema, Written, documentation, made, summary
from scoring.sheet import ScoreSheet

__all__ = ["set_schema", "sheet_schema", "written"]

DIALECT: Final = {"$schema": GenerateJsonSchema.schema_dialect}
#: Tells an editor the version of TOML that sets are read by.
TOML: Final = {"x-tombi-toml-version": "v1.0.0"}
#: The keywords that ask whether a table is complete: what an overlay leaves out, its base says.
DEMANDS: Final = ("required", "oneOf", "dependentRequired", "minProperties", "if", "then", "else")


def written(schema: Schema) -> str:
    """Return a schema as it stands in a file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def sheet_schema() -> Schema:
    """Return the JSON Schema of score sheets (`scoring/sheet-1`) as they are published."""
    return DIALECT | made(ScoreSheet, Published(), "serialization")


def set_schema(registry: Registry, lang: str | None = None) -> Schema:
    """Return the JSON Schema of indicator sets, with the parameters of every check and scale that is registered.

    What a set that `extends` another leaves out is not missed. Descriptions of keys are in `lang`, or in Chinese and
    English; those of plugins are as their authors wrote them. Raises `PluginError` for a check or a scale of which
    no schema can be made.
    """
    root = made(IndicatorSet, Written(lang))
    parts: dict[str, Schema] = root["$defs"]
    whole = _loosened(root, parts)
    root |= {"if": {"required": ["extends"], **OPEN}, "then": {"required": [*OF_ITSELF], **OPEN}, "else": whole}
    checks = [_offer(registry, "check", id_, cls, parts, lang) for id_, cls in registry.checks.items()]
    scales = [_offer(registry, "scale", kind, cls, parts, lang) for kind, cls in registry.scales.items()]
    _measured_by(checks, parts)
    _scored_by(scales, parts)
    ways = {name: summary(documentation(each)) for name, each in registry.aggregations.items()}
    for node in (root, parts["Dimension"]):
        key = node["properties"]["aggregate"]
        key |= _choice(ways, key["description"])
    return DIALECT | TOML | root


class _Offer(NamedTuple):
    """A check or a kind of scale: its id, what it is, the part that is its schema, what makes it complete."""

    id: str
    summary: str
    name: str
    demands: Schema

    @property
    def reference(self) -> Schema:
        """What refers to its schema."""
        return {"$ref": PARTS + self.name}


def _offer(
    registry: Registry, what: str, id_: str, cls: type[Parameters], parts: dict[str, Schema], lang: str | None
) -> _Offer:
    """Make the schema of the parameters of a check or scale one of the parts."""
    name = f"{what}.{re.sub(r'[^A-Za-z0-9._-]', '_', id_)}"
    while name in parts:
        name += "_"
    try:
        schema = made(cls, Written(lang, f"{name}:"))
    except WHATEVER as error:
        where = registry.plugin_of(what, id_).where
        raise PluginError(f"{where}: there is no schema of the {what} {id_!r}: {raised(error)}") from error
    parts |= {f"{name}:{part}": each for part, each in schema.pop("$defs", {}).items()}
    demands: Schema = {key: schema.pop(key) for key in DEMANDS if key in schema}
    parts[name] = {"properties": {}, **schema}
    return _Offer(id_, summary(schema.get("description", "")), name, demands)


def _measured_by(checks: Sequence[_Offer], parts: dict[str, Schema]) -> None:
    """Say which checks there are, and that `with` has the parameters of the one that is named.

    Editors that complete look at `anyOf`; only the conditions say which of them it is.
    """
    indicator, whole = parts["Indicator"], parts["Indicator.whole"]
    keys = indicator["properties"]
    keys["check"] |= _choice({each.id: each.summary for each in checks}, keys["check"]["description"])
    keys["with"] = {"description": keys["with"]["description"], "anyOf": [each.reference for each in checks]}
    for each in checks:
        for parameter in parts[each.name]["properties"].values():
            said = parameter.get("description", "")
            parameter["description"] = f"{said}\n\ncheck = `{each.id}`".strip()
    indicator["allOf"] = [_where("check", each.id, {"properties": {"with": each.reference}}) for each in checks]
    whole["allOf"] = [
        _where("check", each.id, {"required": ["with"], "properties": {"with": OPEN | each.demands}})
        for each in checks
        if each.demands
    ]


def _scored_by(scales: Sequence[_Offer], parts: dict[str, Schema]) -> None:
    """Say which kinds of scale there are: each is a table of its own, told from the others by its `kind`."""
    keys, whole = parts["Indicator"]["properties"], parts["Indicator.whole"]
    kind = _choice({each.id: each.summary for each in scales})
    for each in scales:
        parts[each.name]["properties"] = {"kind": {"const": each.id, **kind}} | parts[each.name]["properties"]
    keys["scale"] = {"description": keys["scale"]["description"], "anyOf": [each.reference for each in scales]}
    complete = [_where("kind", each.id, each.demands) for each in scales if each.demands]
    whole["properties"] = {"scale": {"required": ["kind"], "allOf": complete, **OPEN}}


def _where(key: str, value: str, asked: Schema) -> Schema:
    """Ask something of a table where a key has this value."""
    return {"if": {"properties": {key: {"const": value}}, "required": [key], **OPEN}, "then": OPEN | asked}


def _choice(values: Mapping[str, str], description: str = "") -> Schema:
    """Say that a key has one of these values, and what each is."""
    listed = "\n".join(f"- `{value}`: {text}" if text else f"- `{value}`" for value, text in values.items())
    return {"enum": list(values), "description": f"{description}\n\n{listed}".strip()}


def _loosened(node: Schema, parts: dict[str, Schema]) -> Schema:
    """Take from a table, and from the tables below it, what asks whether they are complete; return that by itself.

    Lists stay as they are: an overlay replaces them whole.
    """
    if "$ref" in node:
        name = node["$ref"].removeprefix(PARTS)
        whole = f"{name}.whole"
        if whole not in parts:
            found = _loosened(parts[name], parts)
            if not found:
                return {}
            parts[whole] = found
        return {"$ref": PARTS + whole}
    if node.get("type") != "object":
        return {}
    asked: Schema = {key: node.pop(key) for key in DEMANDS if key in node}
    below: Schema = {}
    for keyword in ("properties", "patternProperties"):
        found = {key: asks for key, each in node.get(keyword, {}).items() if (asks := _loosened(each, parts))}
        below |= {keyword: found} if found else {}
    if isinstance(node.get("additionalProperties"), dict) and (asks := _loosened(node["additionalProperties"], parts)):
        below["additionalProperties"] = asks
    return OPEN | asked | below if asked or below else {}
