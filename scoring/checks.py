"""Checks: what turns facts into a measure, written once for one project and for a million.

>>> from scoring import Check, FactName, Facts, Measured
>>> class Completion(Check):
...     spent: FactName = "funds.spent"
...     budget: FactName = "funds.budget"
...
...     def measure(self, facts: Facts) -> Measured:
...         rate = facts[self.spent] / facts[self.budget]
...         return Measured(rate, findings={"over-100": rate > 1}, reason="{spent} / {budget} = {measure:.2%}")
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal

from scoring.parameters import Parameters
from scoring.quantity import Kind

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from scoring.facts import Facts
    from scoring.quantity import Quantity

__all__ = ["Check", "Display", "Measured", "ObservedCheck", "Project", "Seen", "Template"]

#: A sentence with `{placeholders}`: one for both languages, or (Chinese, English).
Template = str | tuple[str, str]
#: How a measure is shown: a share as a percentage, or a number in the indicator's unit.
Display = Literal["percent", "number"]


@dataclass(frozen=True)
class Measured:
    """What a check found: a value, and conditions about it.

    `missing_if` makes the measure missing where it is true, `invalid_if` invalid. `findings` maps a code to the
    condition under which it is reported; its sentence is `messages[code]` of the check. `reason` is a template: a
    parameter that names a fact stands for its value, `{measure}` for the value, and any name of `shown` for that
    quantity; format specifications are Python's (`{measure:.2%}`).
    """

    value: Quantity
    missing_if: Quantity | None = None
    invalid_if: Quantity | None = None
    findings: Mapping[str, Quantity] = field(default_factory=dict)
    reason: Template | None = None
    shown: Mapping[str, Quantity] = field(default_factory=dict)


@dataclass(frozen=True)
class Seen:
    """What a check may see of one project when it explains its measure: facts and labels by name, the measure."""

    value: Callable[[str], Decimal | bool | str | None]
    label: Callable[[str], str]
    measure: Decimal | bool | str | None
    lang: Literal["zh", "en"]


class Check(Parameters):
    """The base of checks: parameters are pydantic fields, set by `with` in the TOML.

    `display` says how the measure is shown unless the indicator says otherwise; `messages` has the sentences of its
    findings, code -> (Chinese, English), and under `code.remedy` what to do about them.
    """

    display: ClassVar[Display | None] = None
    messages: ClassVar[Mapping[str, tuple[str, str]]] = {}

    def measure(self, facts: Facts) -> Quantity | Measured:
        """Build the measure; called once when a set is prepared, not once a project.

        An exception here makes the indicator's status `error` for every project, with a finding that names it.
        """
        raise NotImplementedError(f"{type(self).__name__} does not say how it measures: define measure(self, facts)")

    def explain(self, seen: Seen) -> str | None:
        """Return the reason of one project's line where a template is not enough; None leaves it to the template."""
        return None


@dataclass(frozen=True)
class Project:
    """One project as an observed check sees it: its key and its facts by name (tables as lists of rows)."""

    key: str | None
    facts: Mapping[str, object]

    def __getitem__(self, name: str) -> object:
        """Return a fact as it was read, None where it is missing or invalid; raises `KeyError` for an unknown one."""
        return self.facts[name]


class ObservedCheck(Check):
    """A check that cannot be written with quantities: it reads a document, asks a service.

    `observe` is called for each project; its value is the measure, None is missing, an exception makes the status
    `error`. `kind` says what it gives: "number", "money", "boolean", "text" or "date".
    """

    kind: ClassVar[Kind] = "number"

    def observe(self, project: Project) -> object:
        """Return what is observed of one project: a number, a boolean, a text, a date, or None."""
        raise NotImplementedError(f"{type(self).__name__} does not say what it observes: define observe(self, project)")
