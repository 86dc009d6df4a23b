"""Checks of satisfaction surveys: `survey.*`.

>>> sorted(scoring_checks())
['survey.satisfaction']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring import hookimpl
from scoring_survey.interval import wilson
from scoring_survey.satisfaction import Satisfaction

if TYPE_CHECKING:
    from scoring import Check

__all__ = ["Satisfaction", "scoring_checks", "wilson"]

__version__ = "0.1.0"
scoring_api = 1


@hookimpl
def scoring_checks() -> dict[str, type[Check]]:
    """Offer the checks of surveys."""
    return {"survey.satisfaction": Satisfaction}
