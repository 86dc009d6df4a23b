"""Plugins: found, registered and asked once; what they offer becomes a frozen `Registry`.

A plugin that cannot be used is an error that names its distribution or file, never a line in a log.
"""

import importlib.util
import os
import sys
import zlib
from collections.abc import Iterator, Sequence
from importlib.metadata import Distribution, EntryPoint, PackageNotFoundError, distribution, entry_points, version
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pluggy

from scoring import builtin, hookspecs
from scoring.checks import raised
from scoring.errors import WHATEVER, PluginError, closest
from scoring.offers import Plugin, Registry, asked

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
    return asked(manager, known)


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
