"""Scoring: indicator rules in TOML and a project's facts make a graded score sheet that anyone can check by hand.

>>> import scoring
>>> rules = scoring.load("wanzai/office-services-2022")
>>> sheet = scoring.Engine(rules).score({"funds": {"budget": 954.25, "received": 954.25, "spent": 946.88}})
>>> sheet["budget-completion"].reason
'946.88 / 954.25 = 99.23%'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scoring.aggregations import Children
    from scoring.checks import Check, Measured, ObservedCheck, Project, Seen
    from scoring.engine import Engine
    from scoring.errors import DataError, Diagnostic, FormulaError, PluginError, RulesError, ScoringError
    from scoring.facts import Facts
    from scoring.hookspecs import hookimpl
    from scoring.indicators import IndicatorSet
    from scoring.loading import load
    from scoring.parameters import BooleanName, ColumnName, DateName, FactName, NumberName, TableName, TextName
    from scoring.quantity import Quantity
    from scoring.scale import Scale, ScalePart
    from scoring.sheet import Finding, Line, ScoreSheet, Status

__all__ = [
    "BooleanName",
    "Check",
    "Children",
    "ColumnName",
    "DataError",
    "DateName",
    "Diagnostic",
    "Engine",
    "FactName",
    "Facts",
    "Finding",
    "FormulaError",
    "IndicatorSet",
    "Line",
    "Measured",
    "NumberName",
    "ObservedCheck",
    "PluginError",
    "Project",
    "Quantity",
    "RulesError",
    "Scale",
    "ScalePart",
    "ScoreSheet",
    "ScoringError",
    "Seen",
    "Status",
    "TableName",
    "TextName",
    "hookimpl",
    "load",
]

#: Where each public name lives; a module is imported when one of its names is first used, so that `--help` is quick.
_HOMES = {
    "aggregations": ("Children",),
    "checks": ("Check", "Measured", "ObservedCheck", "Project", "Seen"),
    "engine": ("Engine",),
    "errors": ("DataError", "Diagnostic", "FormulaError", "PluginError", "RulesError", "ScoringError"),
    "facts": ("Facts",),
    "hookspecs": ("hookimpl",),
    "indicators": ("IndicatorSet",),
    "loading": ("load",),
    "parameters": ("BooleanName", "ColumnName", "DateName", "FactName", "NumberName", "TableName", "TextName"),
    "quantity": ("Quantity",),
    "scale": ("Scale", "ScalePart"),
    "sheet": ("Finding", "Line", "ScoreSheet", "Status"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import a public name from its home when it is first used."""
    if name not in _HOME:
        raise AttributeError(f"module 'scoring' has no attribute {name!r}")
    value = getattr(import_module(f"scoring.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted({*globals(), *__all__})
