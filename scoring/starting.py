"""Starting points: a set, an overlay or a plugin that works as it stands, for its author to change.

The texts lie in `starts/`: sets and overlays in Chinese and in English, and the files of a plugin called
`example-checks`.
"""

from __future__ import annotations

from decimal import Decimal
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any, Final, Literal

import tomlkit
from tomlkit.items import Array, Item, SingleKey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.indicators import IndicatorSet

__all__ = ["overlay_text", "plugin_files", "set_text"]

#: What the plugin in `starts/` and its module are called.
NAME, MODULE = "example-checks", "example_checks"
#: The files of a plugin by where they go; None is an empty one.
FILES: Final = {
    "pyproject.toml": "plugin.pyproject.toml",
    "README.md": "plugin.readme.md",
    f"{MODULE}/__init__.py": "plugin.module.txt",
    f"{MODULE}/py.typed": None,
    f"{MODULE}/sets/{NAME}/example.toml": "plugin.set.toml",
    f"tests/test_{MODULE}.py": "plugin.test.txt",
}
#: A longer list of an example has a line for each of its values.
MANY: Final = 6
#: What is added to a remedy of the base, so that an overlay changes something.
OWN: Final = {"zh": "（请结合本单位情况补充）", "en": "(Say what our department does about it.)"}
SPACE: Final = {"zh": "", "en": " "}


def set_text(id_: str, lang: str) -> str:
    """Return a commented set with an id: a small tree, an indicator of each usual kind, examples that hold.

    >>> set_text("canteen/meals", "en").splitlines()[0]
    '#:schema indicator-set.schema.json'
    """
    document = tomlkit.parse(_start(f"set.{lang}.toml"))
    document["id"] = id_
    return tomlkit.dumps(document)


def overlay_text(id_: str, base: str, rules: IndicatorSet, lang: str) -> str:
    """Return a commented overlay: its id, what it calls its base, and the base as it was loaded.

    It lists the nodes of the base with their weights as comments, and changes the remedy of the first indicator.
    """
    grades = [each.model_dump() for each in rules.grades]
    last = f"indicators.{next(reversed(rules.indicators))}"
    values = {"id": id_, "title": rules.title, "base": base, "missing": rules.missing, "grades": grades, "remove": last}
    written = {key: _item(value).as_string() for key, value in values.items()}
    tree = "\n".join(_tree(rules, lang))
    return Template(_start(f"overlay.{lang}.txt")).substitute(written, tree=tree, example=_example(rules))


def plugin_files(name: str) -> dict[str, str]:
    """Return the files of a plugin's distribution, by path: a check with its hook, a set, tests, what installs them.

    >>> [path for path in plugin_files("canteen-checks") if path.endswith(".py")]
    ['canteen_checks/__init__.py', 'tests/test_canteen_checks.py']
    """
    return {_named(path, name): _named(_start(start) if start else "", name) for path, start in FILES.items()}


def _start(name: str) -> str:
    return files("scoring").joinpath("starts", name).read_text(encoding="utf-8")


def _named(text: str, name: str) -> str:
    return text.replace(NAME, name).replace(MODULE, name.replace("-", "_"))


def _tree(rules: IndicatorSet, lang: str) -> Iterator[str]:
    """Go through the lines of a base: of each node its head and weight, commented out; of the first a new remedy."""
    first = next(id_ for kind, id_ in _nodes(rules, None) if kind == "indicators")
    for kind, id_ in _nodes(rules, None):
        node = (rules.dimensions if kind == "dimensions" else rules.indicators)[id_]
        head = f"[{kind}.{SingleKey(id_).as_string()}]  # {' '.join(node.title.split())}"
        yield head if id_ == first else f"# {head}"
        yield f"# weight = {_item(node.weight).as_string()}"
        if id_ == first:
            remedy = SPACE[lang].join(filter(None, (rules.indicators[id_].remedy, OWN[lang])))
            yield f"remedy = {_item(remedy).as_string()}"


def _nodes(rules: IndicatorSet, above: str | None) -> Iterator[tuple[Literal["dimensions", "indicators"], str]]:
    """Go through the nodes below a dimension as a sheet has them: the table that has a node, and its id."""
    if above is not None:
        yield from (("indicators", id_) for id_ in rules.indicators_of(above))
    for id_ in rules.children(above):
        yield "dimensions", id_
        yield from _nodes(rules, id_)


def _example(rules: IndicatorSet) -> str:
    """Return the first example of a set as it would stand in a file, nothing if it has none."""
    if not rules.examples:
        return ""
    example = tomlkit.table()
    example["name"] = rules.examples[0].name
    for key in ("facts", "expect"):
        said = rules.examples[0].model_dump(by_alias=True, exclude_unset=True)[key]
        example[key] = part = tomlkit.table()
        for name, value in said.items():
            written = _item(value)
            if isinstance(written, Array):
                written.multiline(len(written) > MANY)
            part[name] = written
    examples = tomlkit.aot()
    examples.append(example)
    return tomlkit.dumps({"examples": examples})


def _item(value: Any) -> Item:
    """Return a value as TOML has it within a line: numbers with their own digits."""
    if isinstance(value, Decimal):
        return tomlkit.value(f"{value:f}")
    if isinstance(value, dict):
        table = tomlkit.inline_table()
        table.update({key: _item(each) for key, each in value.items()})
        return table
    if isinstance(value, list | tuple):
        array = tomlkit.array()
        for each in value:
            array.append(_item(each))
        return array
    item: Item = tomlkit.item(value)
    return item
