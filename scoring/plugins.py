"""Plugins: found, registered and asked once; what they offer becomes a frozen `Registry`.

A plugin that cannot be used is an error that names its distribution or file, never a line in a log.
"""

import importlib.util
import os
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import Distribution, EntryPoint, PackageNotFoundError, distribution, entry_points, version
from pathlib import Path
from types import ModuleType
from typing import Any, Final, NamedTuple

import pluggy

from scoring import builtin, hookspecs
from scoring.aggregations import Aggregation
from scoring.catalog import in_folders
from scoring.checks import Check, raised, template_mistake
from scoring.errors import WHATEVER, PluginError, closest
from scoring.functions import Function, function_of
from scoring.scales import Scale

__all__ = ["Plugin", "Registry", "load_file", "registry"]

GROUP: Final = "scoring"
#: The distribution of the engine and of the plugins that ship with it.
ENGINE: Final = "scoring-engine"
#: What a plugin of one file is called while it is loaded, before a mark of its place and its stem.
LOADED: Final = "scoring_plugin_"
HOOKS: Final = (
    "scoring_checks",
    "scoring_functions",
    "scoring_scales",
    "scoring_aggregations",
    "scoring_indicator_sets",
)


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


def registry(plugins: Sequence[Any] = (), *, installed: bool = True) -> Registry:
    """Register the built-ins, the installed plugins (entry points) and these modules, and ask them what they offer.

    Raises `PluginError` for a plugin that fails to import, misspells a hook, was built for another version of the
    hooks, offers what is no check, or offers an id that another plugin offers too.
    """
    manager = pluggy.PluginManager("scoring")
    manager.add_hookspecs(hookspecs)
    entries = sorted(entry_points(group=GROUP), key=lambda each: each.name) if installed else []
    origins = {found: _origin(found) for found in {each.dist for each in entries}}  # each reads a file
    release = next((version for name, version in origins.values() if name == ENGINE), None) or engine_version()
    known = [_register(manager, builtin, Plugin("scoring", release, ENGINE), ())]
    for entry in entries:
        name, version = origins[entry.dist]
        found = Plugin(entry.name, version, name)
        known.append(_register(manager, _imported(entry, name), found, known))
    for given in plugins:
        if not manager.is_registered(given):
            known.append(_register(manager, given, _given(given), known))
    return _ask(manager, known)


def engine_version() -> str:
    """Return the version of the installed engine."""
    try:
        return version(ENGINE)
    except PackageNotFoundError:
        return "0+unknown"


def load_file(path: Path | str) -> ModuleType:
    """Import a plugin from a Python file (`--plugin FILE`); raises `PluginError` naming the file if that fails."""
    file = Path(path)
    if not file.is_file():
        raise PluginError(f"{path}: there is no such plugin file")
    stem = "".join(c if c.isalnum() else "_" for c in file.stem)
    name = f"{LOADED}{zlib.crc32(os.fsencode(file.resolve())):08x}_{stem}"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise PluginError(f"{path}: a plugin is a Python file; its name ends in .py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where pydantic and dataclasses look up what annotations name
    try:
        spec.loader.exec_module(module)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        del sys.modules[name]
        raise PluginError(f"{path}: the plugin cannot be imported: {raised(error)}") from error
    return module


def _imported(entry: EntryPoint, origin: str) -> Any:
    try:
        return entry.load()
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise PluginError(
            f"the plugin {entry.name!r} of the distribution {origin} cannot be imported: "
            f"{raised(error)}; reinstall or uninstall that distribution"
        ) from error


def _origin(found: Distribution | None) -> tuple[str, str]:
    """Return the name and the version of the distribution that an entry point belongs to."""
    if found is None:
        return "?", "0"
    head = (found.read_text("METADATA") or "").partition("\n\n")[0]  # the rest, a whole README, takes long to parse
    about = dict(line.split(": ", 1) for line in head.splitlines() if line.startswith(("Name: ", "Version: ")))
    return about.get("Name") or found.name, about.get("Version") or found.version


def _given(plugin: Any) -> Plugin:
    if isinstance(plugin, (str, os.PathLike)):
        hint = "scoring.plugins.load_file(path) imports a file"
        raise PluginError(f"{plugin!r} is no plugin: a module or an object with hooks is due; {hint}")
    name = getattr(plugin, "__name__", type(plugin).__name__)
    origin = getattr(plugin, "__file__", None) or name
    if name.startswith(LOADED):
        return Plugin(name[len(LOADED) + 9 :], str(getattr(plugin, "__version__", "0")), str(origin))
    try:
        found = distribution(name.partition(".")[0])
    except (PackageNotFoundError, ValueError):
        return Plugin(name, str(getattr(plugin, "__version__", "0")), str(origin))
    return Plugin(name, found.version, found.name)


def _register(manager: pluggy.PluginManager, module: Any, plugin: Plugin, known: Sequence[Plugin]) -> Plugin:
    for other in known:
        if other.name == plugin.name:
            both = f"{other.origin} and {plugin.origin}"
            raise PluginError(f"two plugins are called {plugin.name!r} ({both}): leave one out, or rename its file")
    api = getattr(module, "scoring_api", hookspecs.API_VERSION)
    if api != hookspecs.API_VERSION:
        raise PluginError(
            f"{plugin.where} was built for version {api} of the hooks; this engine has "
            f"version {hookspecs.API_VERSION}: install a release of the plugin for it"
        )
    if not [name for name, member in _members(module) if _is_hook(module, name, member, plugin)]:
        raise PluginError(f"{plugin.where} offers nothing: it has no function marked with @scoring.hookimpl")
    try:
        manager.register(module, name=plugin.name)
        manager.check_pending()
    except (pluggy.PluginValidationError, ValueError) as error:
        raise PluginError(f"{plugin.where}: {error}") from error
    return plugin


def _members(module: Any) -> Iterator[tuple[str, Any]]:
    for name in dir(module):
        try:
            yield name, getattr(module, name)
        except WHATEVER:  # a property of a stranger's object
            continue


def _is_hook(module: Any, name: str, member: Any, plugin: Plugin) -> bool:
    """Tell a hook; refuse one that is misspelt or not marked: both would otherwise be passed over in silence."""
    marked = hasattr(member, "scoring_impl")
    if name not in HOOKS:
        if not marked:
            return False
        near = closest(name, HOOKS)
        hint = f"; did you mean {near}?" if near else f"; the hooks are {', '.join(HOOKS)}"
        raise PluginError(f"{plugin.where} implements a hook {name!r} that does not exist{hint}")
    home = getattr(module, "__name__", type(module).__module__)
    if not marked and callable(member) and getattr(member, "__module__", None) == home:
        raise PluginError(f"{plugin.where} defines {name} without marking it: put @scoring.hookimpl above it")
    return marked


def _ask(manager: pluggy.PluginManager, plugins: Sequence[Plugin]) -> Registry:
    providers: dict[tuple[str, str], str] = {}
    checks: dict[str, type[Check]] = {}
    functions: dict[str, Function] = {}
    scales: dict[str, type[Scale]] = {}
    aggregations: dict[str, Aggregation] = {}
    folders: list[tuple[str, Path]] = []
    asked: list[Plugin] = []
    for plugin in plugins:
        offered_checks = _offers(manager, plugin, "scoring_checks") or {}
        offered_scales = _offers(manager, plugin, "scoring_scales") or {}
        _add(checks, offered_checks, "check", Check, plugin, plugins, providers)
        added = _functions(_offers(manager, plugin, "scoring_functions") or {}, plugin, plugins, providers)
        functions |= added
        _add(scales, offered_scales, "scale", Scale, plugin, plugins, providers)
        offered_aggregations = _offers(manager, plugin, "scoring_aggregations") or {}
        _add(aggregations, offered_aggregations, "aggregation", None, plugin, plugins, providers)
        own_folders = _folders(plugin, _offers(manager, plugin, "scoring_indicator_sets"))
        folders += own_folders
        sets = [each.id for each in in_folders(own_folders)]
        provides = (
            *(f"check {each}" for each in offered_checks),
            *(f"function {each}" for each in added),
            *(f"scale {each}" for each in offered_scales),
            *(f"aggregation {each}" for each in offered_aggregations),
            *(f"set {each}" for each in sets),
        )
        asked.append(Plugin(plugin.name, plugin.version, plugin.origin, provides))
    return Registry(tuple(asked), checks, functions, scales, aggregations, tuple(folders), providers)


def _folders(plugin: Plugin, offered: Any) -> list[tuple[str, Path]]:
    if isinstance(offered, (str, os.PathLike)):
        offered = [offered]
    folders = [Path(folder) for folder in offered or ()]
    for folder in folders:
        if not folder.is_dir():
            raise PluginError(
                f"{plugin.where}: scoring_indicator_sets names {str(folder)!r}, and there is no such folder"
            )
    return [(plugin.name, folder) for folder in folders]


def _offers(manager: pluggy.PluginManager, plugin: Plugin, hook: str) -> Any:
    caller = getattr(manager.hook, hook)
    for implementation in caller.get_hookimpls():
        if implementation.plugin_name != plugin.name:
            continue
        try:
            return implementation.function()
        except WHATEVER as error:
            raise PluginError(f"{plugin.where}: {hook} raised {raised(error)}") from error
    return None


def _add(
    into: dict[str, Any],
    offered: Any,
    kind: str,
    base: type | None,
    plugin: Plugin,
    plugins: Iterable[Plugin],
    providers: dict[tuple[str, str], str],
) -> None:
    for id_, offer in _items(offered, kind, plugin, plugins, providers):
        if base is None and not callable(offer):
            raise PluginError(f"{plugin.where}: the {kind} {id_!r} is no function of children")
        if base is not None and not (isinstance(offer, type) and issubclass(offer, base)):
            raise PluginError(f"{plugin.where}: the {kind} {id_!r} is not a subclass of {base.__name__}")
        messages = getattr(offer, "messages", {})
        if not hasattr(messages, "items"):
            raise PluginError(f"{plugin.where}: messages of the {kind} {id_!r} is {messages!r:.60}: a dict is due")
        for code, pair in messages.items():
            if isinstance(pair, str) or (mistake := template_mistake(pair)) is not None:
                why = f"is {pair!r:.60}: a pair (Chinese, English) is due" if isinstance(pair, str) else mistake
                raise PluginError(f"{plugin.where}: messages[{code!r}] of the {kind} {id_!r} {why}")
        into[id_] = offer


def _functions(
    offered: Any, plugin: Plugin, plugins: Iterable[Plugin], providers: dict[tuple[str, str], str]
) -> dict[str, Function]:
    found = {}
    for name, call in _items(offered, "function", plugin, plugins, providers):
        try:
            found[name] = function_of(name, call, plugin.name)
        except PluginError as error:
            raise PluginError(f"{plugin.where}: {error}") from error
    return found


def _items(
    offered: Any,
    kind: str,
    plugin: Plugin,
    plugins: Iterable[Plugin],
    providers: dict[tuple[str, str], str],
) -> Iterator[tuple[str, Any]]:
    """Go through what a plugin offers of a kind, each under an id that no other plugin has; note who provides it."""
    if not hasattr(offered, "items"):
        raise PluginError(f"{plugin.where}: scoring_{kind}s gives a dict of ids and what is offered")
    for id_, offer in offered.items():
        if not isinstance(id_, str) or not id_.strip():
            raise PluginError(f"{plugin.where}: {id_!r:.60} is no id of a {kind}: a text is due")
        if (other := providers.get((kind, id_))) is not None:
            first = next(each for each in plugins if each.name == other)
            raise PluginError(
                f"two plugins offer the {kind} {id_!r}: {first.name!r} ({first.origin}) and "
                f"{plugin.name!r} ({plugin.origin}); uninstall one of them"
            )
        yield id_, offer
        providers[kind, id_] = plugin.name
