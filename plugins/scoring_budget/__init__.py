"""Checks of spending, funding, change and cost: `budget.*`.

>>> sorted(scoring_checks())
['budget.completion', 'budget.in_place', 'budget.saving', 'budget.variation']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring import hookimpl
from scoring_budget.completion import Completion
from scoring_budget.in_place import InPlace
from scoring_budget.saving import Saving
from scoring_budget.variation import Variation

if TYPE_CHECKING:
    from scoring import Check

__all__ = ["Completion", "InPlace", "Saving", "Variation", "scoring_checks"]

__version__ = "0.1.0"
scoring_api = 1


@hookimpl
def scoring_checks() -> dict[str, type[Check]]:
    """Offer the checks of budgets."""
    return {
        "budget.completion": Completion,
        "budget.in_place": InPlace,
        "budget.variation": Variation,
        "budget.saving": Saving,
    }
