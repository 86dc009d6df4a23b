"""A set together with a project for it."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.strategies.facts import projects
from tests.strategies.sets import Table, indicator_sets


@st.composite
def scored_projects(draw: st.DrawFn) -> tuple[Table, dict[str, Any]]:
    """Draw a set of any kind, and a project for it with facts as hostile as they come."""
    rules = draw(indicator_sets())
    return rules, draw(projects(rules["facts"]))
