"""Hypothesis strategies: valid indicator sets, and facts of projects as hostile as they come."""

from __future__ import annotations

from tests.strategies.facts import projects
from tests.strategies.scales import monotone_scales, number_scales
from tests.strategies.scored import scored_projects
from tests.strategies.sets import indicator_sets

__all__ = ["indicator_sets", "monotone_scales", "number_scales", "projects", "scored_projects"]
