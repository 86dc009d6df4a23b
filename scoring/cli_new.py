"""What `scoring new` does: it writes a starting point, and nothing over what is there."""

from __future__ import annotations

import keyword
import os
import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scoring.cli_output import write_file
from scoring.errors import DataError
from scoring.indicators import SET_PATTERN
from scoring.loading import load_with
from scoring.messages import message
from scoring.schema import set_schema, written
from scoring.starting import overlay_text, plugin_files, set_text

if TYPE_CHECKING:
    from scoring.plugins import Registry

__all__ = ["new_plugin", "new_set"]

#: What the starting sets call the JSON Schema beside them.
SCHEMA: Final = "indicator-set.schema.json"
PLUGIN_PATTERN: Final = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"


def new_set(id_: str, base: str | None, output: Path | None, found: Registry, lang: str | None) -> list[str]:
    """Write a set, or an overlay of a base; return what to tell the user.

    The file is called like the last part of the id, in the current folder, where nothing else is said. The JSON Schema
    is written beside it where there is none. Raises `DataError` for an id that is none and for a file that is there,
    `RulesError` for a base that cannot be loaded.
    """
    if not re.fullmatch(SET_PATTERN, id_):
        raise DataError(message("new-set-id", lang or "zh", id=id_))
    file = output or Path(f"{id_.rpartition('/')[2]}.toml")
    _absent(file, lang or "zh")
    if base is None:
        spoken = lang or "zh"
        text = set_text(id_, spoken)
    else:
        rules = load_with(base, found, lang=lang)
        spoken = lang or rules.lang
        name = _from(file, Path(base)) if base.endswith(".toml") else base
        text = overlay_text(id_, name, rules, spoken)
    write_file(file, text, spoken)
    told = [message("new-written", spoken, file=file)]
    schema = file.with_name(SCHEMA)
    if not schema.exists():
        write_file(schema, written(set_schema(found)), spoken)
        told.append(message("new-written", spoken, file=schema))
    return [*told, message("new-next-set", spoken, file=file)]


def new_plugin(name: str, output: Path | None, lang: str) -> list[str]:
    """Write the distribution of a plugin into a folder of its name; return what to tell the user.

    Raises `DataError` for a name that is none, that a Python module has already, or whose folder is there.
    """
    module = name.replace("-", "_")
    if not re.fullmatch(PLUGIN_PATTERN, name) or keyword.iskeyword(module):
        raise DataError(message("new-plugin-name", lang, name=name))
    if find_spec(module) is not None:
        raise DataError(message("new-plugin-taken", lang, name=name))
    folder = output or Path(name)
    _absent(folder, lang)
    for path, text in plugin_files(name).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        write_file(file, text, lang)
    return [message("new-written", lang, file=folder), message("new-next-plugin", lang, file=folder)]


def _absent(path: Path, lang: str) -> None:
    if path.exists():
        raise DataError(message("new-exists", lang, file=path))


def _from(file: Path, base: Path) -> str:
    """Return what a file calls its base: the path from its folder, with slashes on every system."""
    return Path(os.path.relpath(base, file.parent)).as_posix()
