"""Checks of the quality of goods: `acme.defect_rate`, and a set that uses it, `acme/goods`."""

from __future__ import annotations

from pathlib import Path

from scoring import Check, FactName, Facts, Measured, hookimpl


class DefectRate(Check):
    """Defective items as a share of the items inspected, 0 to 1."""

    bad: FactName
    total: FactName

    def measure(self, facts: Facts) -> Measured:
        """Divide the defective items by the items inspected; missing where nothing was inspected."""
        rate = facts[self.bad] / facts[self.total]
        return Measured(rate, reason="{bad} / {total} = {measure:.2%}")


@hookimpl
def scoring_checks() -> dict[str, type[Check]]:
    """Add the check."""
    return {"acme.defect_rate": DefectRate}


@hookimpl
def scoring_indicator_sets() -> list[Path]:
    """Add the folder of sets."""
    return [Path(__file__).parent / "sets"]
