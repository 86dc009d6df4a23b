"""Plugins: found, registered and asked once; what they offer becomes a frozen `Registry`.

A plugin that cannot be used is an error that names its distribution or file, never a line in a log.
"""

from __future__ import annotations

import importlib.util
import inspect
from importlib.metadata import PackageNotFoundError, distribution, entry_points, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import pluggy

from scoring import builtin, hookspecs
from scoring.checks import Check
from scoring.errors import PluginError, closest
from scoring.scales import Scale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from importlib.metadata import EntryPoint
    from types import ModuleType

__all__ = ["Plugin", "Registry", "load_file", "registry"]

GROUP: Final = "scoring"
#: The distribution of the engine and of the plugins that ship with it.
ENGINE: Final = "scoring-engine"
HOOKS: Final = ("scoring_checks", "scoring_scales", "scoring_indicator_sets")
T = TypeVar("T")


class Plugin(NamedTuple):
    """One plugin: its name, its version, where it comes from (a distribution or a file), and what it provides."""

    name: str
    version: str
    origin: str
    provides: tuple[str, ...] = ()


class Registry(NamedTuple):
    """What the registered plugins offer: checks and scales by id, folders of sets, and who provides what.

    `providers` maps `("check", id)` or `("scale", kind)` to the name of the plugin.
    """

    plugins: tuple[Plugin, ...]
    checks: Mapping[str, type[Check]]
    scales: Mapping[str, type[Scale]]
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
    known = [_register(manager, builtin, Plugin("scoring", engine_version(), ENGINE))]
    releases = {ENGINE: known[0].version}
    for entry in sorted(entry_points(group=GROUP), key=lambda each: each.name) if installed else ():
        origin = _distribution(entry)
        if origin not in releases:
            releases[origin] = entry.dist.version if entry.dist is not None else "0"
        found = Plugin(entry.name, releases[origin], origin)
        known.append(_register(manager, _imported(entry), found))
    for given in plugins:
        if not manager.is_registered(given):
            known.append(_register(manager, given, _given(given)))  # noqa: PERF401 - each registers
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
    name = "scoring_plugin_" + "".join(c if c.isalnum() else "_" for c in file.stem)
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise PluginError(f"{path}: a plugin is a Python file; its name ends in .py")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise PluginError(f"{path}: the plugin cannot be imported: {type(error).__name__}: {error}") from error
    return module


def _imported(entry: EntryPoint) -> Any:
    try:
        return entry.load()
    except Exception as error:
        raise PluginError(
            f"the plugin {entry.name!r} of the distribution {_distribution(entry)} cannot be imported: "
            f"{type(error).__name__}: {error}; reinstall or uninstall that distribution"
        ) from error


def _distribution(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist is not None else "?"


def _given(plugin: Any) -> Plugin:
    name = getattr(plugin, "__name__", type(plugin).__name__)
    origin = getattr(plugin, "__file__", None) or name
    try:
        found = distribution(name.partition(".")[0])
    except (PackageNotFoundError, ValueError):
        return Plugin(name.removeprefix("scoring_plugin_"), str(getattr(plugin, "__version__", "0")), str(origin))
    return Plugin(name, found.version, found.name)


def _register(manager: pluggy.PluginManager, module: Any, plugin: Plugin) -> Plugin:
    api = getattr(module, "scoring_api", hookspecs.API_VERSION)
    if api != hookspecs.API_VERSION:
        raise PluginError(
            f"the plugin {plugin.name!r} ({plugin.origin}) was built for version {api} of the hooks; this engine has "
            f"version {hookspecs.API_VERSION}: install a release of the plugin for it"
        )
    for name, member in inspect.getmembers(module):
        if name.startswith("scoring_") and callable(member) and not isinstance(member, type):
            _check_hook(module, name, member, plugin)
    try:
        manager.register(module, name=plugin.name)
        manager.check_pending()
    except (pluggy.PluginValidationError, ValueError) as error:
        raise PluginError(f"the plugin {plugin.name!r} ({plugin.origin}): {error}") from error
    return plugin


def _check_hook(module: Any, name: str, member: Callable[..., Any], plugin: Plugin) -> None:
    """Refuse a hook that is misspelt or not marked: both would otherwise be passed over in silence."""
    where = f"the plugin {plugin.name!r} ({plugin.origin})"
    if name not in HOOKS:
        if not hasattr(member, "scoring_impl"):
            return
        near = closest(name, HOOKS)
        hint = f"; did you mean {near}?" if near else f"; the hooks are {', '.join(HOOKS)}"
        raise PluginError(f"{where} implements a hook {name!r} that does not exist{hint}")
    if not hasattr(member, "scoring_impl") and getattr(member, "__module__", None) == getattr(module, "__name__", None):
        raise PluginError(f"{where} defines {name} without marking it: put @scoring.hookimpl above it")


def _ask(manager: pluggy.PluginManager, plugins: Sequence[Plugin]) -> Registry:
    providers: dict[tuple[str, str], str] = {}
    checks: dict[str, type[Check]] = {}
    scales: dict[str, type[Scale]] = {}
    folders: list[tuple[str, Path]] = []
    asked: list[Plugin] = []
    for plugin in plugins:
        offered_checks = _offers(manager, plugin, "scoring_checks") or {}
        offered_scales = _offers(manager, plugin, "scoring_scales") or {}
        _add(checks, offered_checks, "check", Check, plugin, plugins, providers)
        _add(scales, offered_scales, "scale", Scale, plugin, plugins, providers)
        folders += [(plugin.name, Path(folder)) for folder in _offers(manager, plugin, "scoring_indicator_sets") or ()]
        provides = (
            *(f"check {each}" for each in offered_checks),
            *(f"scale {each}" for each in offered_scales),
        )
        asked.append(Plugin(plugin.name, plugin.version, plugin.origin, provides))
    return Registry(tuple(asked), checks, scales, tuple(folders), providers)


def _offers(manager: pluggy.PluginManager, plugin: Plugin, hook: str) -> Any:
    caller = getattr(manager.hook, hook)
    for implementation in caller.get_hookimpls():
        if implementation.plugin_name != plugin.name:
            continue
        try:
            return implementation.function()
        except Exception as error:
            raise PluginError(
                f"the plugin {plugin.name!r} ({plugin.origin}): {hook} raised {type(error).__name__}: {error}"
            ) from error
    return None


def _add(
    into: dict[str, type[T]],
    offered: Any,
    kind: str,
    base: type[T],
    plugin: Plugin,
    plugins: Iterable[Plugin],
    providers: dict[tuple[str, str], str],
) -> None:
    if not hasattr(offered, "items"):
        raise PluginError(
            f"the plugin {plugin.name!r} ({plugin.origin}): scoring_{kind}s gives a dict of ids and classes"
        )
    for id_, offer in offered.items():
        if not (isinstance(offer, type) and issubclass(offer, base)):
            raise PluginError(
                f"the plugin {plugin.name!r} ({plugin.origin}): the {kind} {id_!r} is not a subclass of {base.__name__}"
            )
        if (other := providers.get((kind, id_))) is not None:
            first = next(each for each in plugins if each.name == other)
            raise PluginError(
                f"two plugins offer the {kind} {id_!r}: {first.name!r} ({first.origin}) and "
                f"{plugin.name!r} ({plugin.origin}); uninstall one of them"
            )
        into[id_] = offer
        providers[kind, id_] = plugin.name
