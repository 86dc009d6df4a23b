"""What plugins offer: each is asked once, and all of it becomes a frozen `Registry`.

An offer that cannot be used is an error that names the plugin and where it comes from.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pluggy

from scoring.aggregations import Aggregation
from scoring.catalog import in_folders
from scoring.checks import Check, raised, template_mistake
from scoring.errors import WHATEVER, PluginError
from scoring.functions import Function, function_of
from scoring.scale import Scale

__all__ = ["Plugin", "Registry", "asked"]


class Plugin(NamedTuple):
    """One plugin: its name, its version, where it comes from (a distribution or a file), and what it provides."""

    name: str
    version: str
    origin: str
    provides: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """The plugin as errors name it: what it is called, and where it comes from."""
        return f"the plugin {self.name!r} ({self.origin})"


class Registry(NamedTuple):
    """What the registered plugins offer: checks, functions and scales by id, folders of sets, and who provides what.

    `providers` maps `("check", id)`, `("function", name)`, `("scale", kind)` or `("aggregation", name)` to the name of
    the plugin.
    """

    plugins: tuple[Plugin, ...]
    checks: Mapping[str, type[Check]]
    functions: Mapping[str, Function]
    scales: Mapping[str, type[Scale]]
    aggregations: Mapping[str, Aggregation]
    folders: tuple[tuple[str, Path], ...]
    providers: Mapping[tuple[str, str], str]

    @property
    def engine_version(self) -> str:
        """The version of the engine, which brings the built-in checks and scales."""
        return self.plugins[0].version

    def plugin_of(self, kind: str, id_: str) -> Plugin:
        """Return the plugin that provides a check or a scale."""
        name = self.providers[kind, id_]
        return next(plugin for plugin in self.plugins if plugin.name == name)


def asked(manager: pluggy.PluginManager, plugins: Sequence[Plugin]) -> Registry:
    """Ask every plugin what it offers; raises `PluginError` for what cannot be used, or is offered twice."""
    asking = _Asking(manager, plugins, {})
    checks: dict[str, type[Check]] = {}
    functions: dict[str, Function] = {}
    scales: dict[str, type[Scale]] = {}
    aggregations: dict[str, Aggregation] = {}
    folders: list[tuple[str, Path]] = []
    told: list[Plugin] = []
    for plugin in plugins:
        checks |= (own_checks := asking.classes(plugin, "check", Check))
        functions |= (own_functions := asking.functions(plugin))
        scales |= (own_scales := asking.classes(plugin, "scale", Scale))
        aggregations |= (own_aggregations := asking.aggregations(plugin))
        folders += (own_folders := asking.folders(plugin))
        provides = (
            *(f"check {each}" for each in own_checks),
            *(f"function {each}" for each in own_functions),
            *(f"scale {each}" for each in own_scales),
            *(f"aggregation {each}" for each in own_aggregations),
            *(f"set {id_}" for id_ in dict.fromkeys(each.id for each in in_folders(own_folders))),
        )
        told.append(plugin._replace(provides=provides))
    return Registry(tuple(told), checks, functions, scales, aggregations, tuple(folders), asking.providers)


class _Asking(NamedTuple):
    """Asks plugins; `providers` collects who provides what."""

    manager: pluggy.PluginManager
    plugins: Sequence[Plugin]
    providers: dict[tuple[str, str], str]

    def offered(self, plugin: Plugin, hook: str) -> Any:
        """Return what a plugin answers to a hook, None where it does not implement it."""
        for implementation in getattr(self.manager.hook, hook).get_hookimpls():
            if implementation.plugin_name != plugin.name:
                continue
            try:
                return implementation.function()
            except WHATEVER as error:
                raise PluginError(f"{plugin.where}: {hook} raised {raised(error)}") from error
        return None

    def items(self, plugin: Plugin, kind: str) -> Iterator[tuple[str, Any]]:
        """Go through what a plugin offers of a kind, each under an id that no other plugin has."""
        offered = self.offered(plugin, f"scoring_{kind}s") or {}
        if not hasattr(offered, "items"):
            raise PluginError(f"{plugin.where}: scoring_{kind}s gives a dict of ids and what is offered")
        for id_, offer in offered.items():
            if not isinstance(id_, str) or not id_.strip():
                raise PluginError(f"{plugin.where}: {id_!r:.60} is no id of a {kind}: a text is due")
            if (other := self.providers.setdefault((kind, id_), plugin.name)) != plugin.name:
                first = next(each for each in self.plugins if each.name == other)
                raise PluginError(
                    f"two plugins offer the {kind} {id_!r}: {first.name!r} ({first.origin}) and "
                    f"{plugin.name!r} ({plugin.origin}); uninstall one of them"
                )
            yield id_, offer

    def classes(self, plugin: Plugin, kind: str, base: type) -> dict[str, Any]:
        """Return the checks or scales that a plugin offers."""
        found = {}
        for id_, offer in self.items(plugin, kind):
            if not (isinstance(offer, type) and issubclass(offer, base)):
                raise PluginError(f"{plugin.where}: the {kind} {id_!r} is not a subclass of {base.__name__}")
            if mistake := _wrong_messages(getattr(offer, "messages", {}), f"of the {kind} {id_!r}"):
                raise PluginError(f"{plugin.where}: {mistake}")
            found[id_] = offer
        return found

    def functions(self, plugin: Plugin) -> dict[str, Function]:
        """Return the functions of formulas that a plugin offers."""
        found = {}
        for name, call in self.items(plugin, "function"):
            try:
                found[name] = function_of(name, call, plugin.name)
            except PluginError as error:
                raise PluginError(f"{plugin.where}: {error}") from error
        return found

    def aggregations(self, plugin: Plugin) -> dict[str, Aggregation]:
        """Return the aggregations that a plugin offers."""
        found = {}
        for name, offer in self.items(plugin, "aggregation"):
            if not callable(offer):
                raise PluginError(f"{plugin.where}: the aggregation {name!r} is no function of children")
            found[name] = offer
        return found

    def folders(self, plugin: Plugin) -> list[tuple[str, Path]]:
        """Return the folders of sets that a plugin offers, each with the plugin's name."""
        offered = self.offered(plugin, "scoring_indicator_sets")
        if isinstance(offered, (str, os.PathLike)):
            offered = [offered]
        folders = [Path(folder) for folder in offered or ()]
        for folder in folders:
            if not folder.is_dir():
                raise PluginError(
                    f"{plugin.where}: scoring_indicator_sets names {str(folder)!r}, and there is no such folder"
                )
        return [(plugin.name, folder) for folder in folders]


def _wrong_messages(messages: Any, of: str) -> str | None:
    """Return what is wrong with the messages of a class, None if nothing is."""
    if not hasattr(messages, "items"):
        return f"messages {of} is {messages!r:.60}: a dict is due"
    for code, pair in messages.items():
        if isinstance(pair, str):
            return f"messages[{code!r}] {of} is {pair!r:.60}: a pair (Chinese, English) is due"
        if (mistake := template_mistake(pair)) is not None:
            return f"messages[{code!r}] {of} {mistake}"
    return None
