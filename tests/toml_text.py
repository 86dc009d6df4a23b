"""Indicator sets as TOML text: the little of TOML that tests write."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def dumps(rules: Mapping[str, Any]) -> str:
    """Return a set as TOML: its plain keys first, then a table for everything that has an id."""
    plain = {key: value for key, value in rules.items() if not _is_keyed(value)}
    lines = [f"{_key(key)} = {_value(value)}" for key, value in plain.items()]
    for section, entries in rules.items():
        if section not in plain:
            for name, entry in entries.items():
                lines += ["", f"[{_key(section)}.{_key(name)}]"]
                lines += [f"{_key(key)} = {_value(value)}" for key, value in entry.items()]
    return "\n".join(lines) + "\n"


def _is_keyed(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(entry, Mapping) for entry in value.values())


def _key(key: str) -> str:
    return key if key.isascii() and key.replace("-", "_").isidentifier() else _value(key)


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case Decimal():
            return f"{value:f}"
        case list():
            return f"[{', '.join(map(_value, value))}]"
        case Mapping():
            return "{ " + ", ".join(f"{_key(key)} = {_value(each)}" for key, each in value.items()) + " }"
    return repr(value)
