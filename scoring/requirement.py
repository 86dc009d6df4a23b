"""Requirements: the plugins that a set needs, each with the versions that will do, held against what is there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from scoring.errors import closest

if TYPE_CHECKING:
    from scoring.diagnosis import Diagnosis
    from scoring.indicators import IndicatorSet
    from scoring.plugins import Plugin, Registry

__all__ = ["require"]


def require(rules: IndicatorSet, registry: Registry, diagnosis: Diagnosis) -> None:
    """Note every plugin of `requires` that is not there, or not in a version that will do."""
    for name, spec in rules.requires.items():
        path = ("requires", name)
        try:
            versions = SpecifierSet(spec)
        except InvalidSpecifier:
            diagnosis.error("requires-specifier", path, at="value", spec=spec)
            continue
        plugin = _plugin(name, registry)
        if plugin is None:
            names = [each for plugin in registry.plugins[1:] for each in (plugin.name, plugin.origin)]
            near = closest(_plain(name), [_plain(each) for each in names])
            code = "requires-missing" if near is None else "requires-missing-near"
            diagnosis.error(code, path, name=name, spec=versions, near=near)
        elif not _will_do(plugin.version, versions):
            known = name if plugin.origin.endswith(".py") else plugin.origin
            values = {"found": plugin.version, "spec": versions, "distribution": known}
            diagnosis.error("requires-version", path, at="value", name=name, **values)


def _plugin(name: str, registry: Registry) -> Plugin | None:
    """Return the plugin that is called so, or comes in the distribution that is; letters and signs count as by pip."""
    wanted = _plain(name)
    return next((each for each in registry.plugins if wanted in (_plain(each.name), _plain(each.origin))), None)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _will_do(version: str, versions: SpecifierSet) -> bool:
    try:
        return versions.contains(Version(version), prereleases=True)
    except InvalidVersion:
        return False
