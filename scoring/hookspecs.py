"""The hooks that plugins implement: functions of these names, marked `@scoring.hookimpl`, in a module.

A module is found by the entry-point group `scoring`, by `--plugin FILE`, or by `Engine(rules, plugins=[module])`.
It may state `scoring_api = 1`, the major version of these hooks that it was written for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pluggy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from scoring.aggregations import Aggregation
    from scoring.checks import Check
    from scoring.quantity import Quantity
    from scoring.scale import Scale

__all__ = [
    "API_VERSION",
    "hookimpl",
    "scoring_aggregations",
    "scoring_checks",
    "scoring_functions",
    "scoring_indicator_sets",
    "scoring_scales",
]

#: The major version of the hooks; a plugin built for another is refused.
API_VERSION: Final = 1
hookspec = pluggy.HookspecMarker("scoring")
#: Marks a function of a plugin as the implementation of the hook of its name.
hookimpl = pluggy.HookimplMarker("scoring")


@hookspec
def scoring_checks() -> Mapping[str, type[Check]] | None:
    """Called once, when an engine is made or a set is checked: the checks a plugin adds.

    Every plugin answers with ids (`"budget.completion"`) and subclasses of `Check` or `ObservedCheck`; None means it
    adds none. Two plugins with one id are an error.
    """


@hookspec
def scoring_functions() -> Mapping[str, Callable[..., Quantity]] | None:
    """Called once, when an engine is made or a set is checked: the functions of formulas a plugin adds.

    Every plugin answers with names (`"acme.growth"`) and functions of quantities; None means it adds none. A function
    is called whenever a formula that uses it is built, not once a project. A name that formulas have already, or that
    two plugins offer, is an error.
    """


@hookspec
def scoring_scales() -> Mapping[str, type[Scale]] | None:
    """Called once, when an engine is made or a set is checked: the kinds of scale a plugin adds.

    Every plugin answers with kinds (`"banded"`) and subclasses of `Scale`; None means it adds none.
    """


@hookspec
def scoring_aggregations() -> Mapping[str, Aggregation] | None:
    """Called once, when an engine is made or a set is checked: the aggregations a plugin adds.

    Every plugin answers with names (`"weakest_link"`) and functions that make one share of a dimension's `Children`;
    None means it adds none.
    """


@hookspec
def scoring_indicator_sets() -> Sequence[Path] | None:
    """Called once, when a set is looked up by its id: folders of indicator sets a plugin ships.

    Every plugin answers with folders; a set's id is its path below the folder without `.toml`, and without what follows
    an `@` in the name of the file, which tells its versions apart. None means none.
    """
