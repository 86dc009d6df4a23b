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

import string
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, NamedTuple

from scoring.display import short, show
from scoring.errors import ScoringError
from scoring.notation import Day
from scoring.parameters import Parameters
from scoring.quantity import Kind, Quantity

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from scoring.facts import Facts

__all__ = [
    "Check",
    "Display",
    "Measured",
    "ObservedCheck",
    "Project",
    "Seen",
    "Template",
    "measured_by",
    "of_project",
    "raised",
    "template_mistake",
]

#: So much of what a check raised stands on a sheet.
LONGEST_ERROR: Final = 400
#: A sentence with `{placeholders}`: one for both languages, or (Chinese, English).
Template = str | tuple[str, str]
#: How a measure is shown: a share as a percentage, or a number in the indicator's unit.
Display = Literal["percent", "number"]


class Measured(NamedTuple):
    """What a check found: a value, and conditions about it.

    `missing_if` makes the measure missing where it is true, `invalid_if` invalid. `findings` maps a code to the
    condition under which it is reported; its sentence is `messages[code]` of the check. `reason` is a template: a
    parameter that names a fact stands for its value, `{measure}` for the value, and any name of `shown` for that
    quantity; format specifications are Python's (`{measure:.2%}`). Where a part is not what is said here, the
    indicator's status is `error`, with a finding that names the part.
    """

    value: Quantity
    missing_if: Quantity | None = None
    invalid_if: Quantity | None = None
    findings: Mapping[str, Quantity] = MappingProxyType({})
    reason: Template | None = None
    shown: Mapping[str, Quantity] = MappingProxyType({})


def of_project(what: str, value: Any, kind: Kind | None = None, inside: str | None = None) -> Quantity:
    """Return a quantity of the project (of a kind); raises `TypeError` or `ScoringError` for anything else.

    Where the rows of a table are looked at one by one, it may be of its rows.
    """
    if not isinstance(value, Quantity):
        raise TypeError(f"{what} is {value!r:.60}, not a Quantity; facts.constant(...) makes one of a number")
    if value.table not in (None, inside):
        raise ScoringError(f"{what} belongs to the rows of {value.table}: fold it, as in facts.sum(...)")
    if kind is not None and value.kind != kind:
        raise TypeError(f"{what} is a {value.kind}, not a {'condition' if kind == 'boolean' else kind}")
    return value


def template_mistake(template: Any) -> str | None:
    """Return what is wrong with a template, None if nothing is."""
    texts = (template,) if isinstance(template, str) else template
    if not isinstance(texts, tuple) or len(texts) not in (1, 2) or not all(isinstance(each, str) for each in texts):
        return f"is {template!r:.60}: a text or a pair (Chinese, English) is due"
    for text in texts:
        try:
            list(string.Formatter().parse(text))
        except ValueError as error:
            return f"is no template: {text!r:.60}: {error}; a brace itself is written twice"
    return None


def raised(error: BaseException) -> str:
    """Say what a stranger's code raised."""
    return f"{type(error).__name__}: {short(error, LONGEST_ERROR)}"


class Seen(NamedTuple):
    """What a check may see of one project when it explains its measure: facts and labels by name, the measure."""

    value: "Callable[[str], Decimal | bool | str | None]"
    label: "Callable[[str], str]"
    measure: "Decimal | bool | str | None"
    lang: Literal["zh", "en"]
    kind: "Callable[[str], Kind]" = lambda _: "number"

    def dated(self, name: str) -> bool:
        """Tell whether a fact is a day."""
        return self.kind(name) == "date" or type(self.value(name)) is Day

    def written(self, name: str) -> str:
        """Return a fact as people write it."""
        return show(self.value(name), "date" if self.dated(name) else self.kind(name), self.lang)


class Check(Parameters):
    """The base of checks: parameters are pydantic fields, set by `with` in the TOML.

    `display` says how the measure is shown unless the indicator says otherwise; `messages` has the sentences of its
    findings, code -> (Chinese, English), and under `code.remedy` what to do about them. A measure that is missing is
    invalid where any fact that the parameters name is; a check that does not always read all of them (`reads_all` is
    False) says by `invalid_if` alone when it is.
    """

    reads_all: ClassVar[bool] = True

    display: ClassVar[Display | None] = None
    messages: ClassVar[Mapping[str, tuple[str, str]]] = {}

    def measure(self, facts: "Facts") -> Quantity | Measured:
        """Build the measure; called once when a set is prepared, not once a project.

        An exception here makes the indicator's status `error` for every project, with a finding that names it.
        """
        raise NotImplementedError(f"{type(self).__name__} does not say how it measures: define measure(self, facts)")

    def explain(self, seen: Seen) -> str | None:
        """Return the reason of one project's line where a template is not enough; None leaves it to the template."""
        return None


def measured_by(check: Check, facts: "Facts") -> Measured:
    """Ask a check for its measure; raises whatever the check raises.

    Where it gives none, or a part of it is no quantity, no condition or no template, raises `TypeError`, `ValueError`
    or `ScoringError`.
    """
    made = check.measure(facts)
    if isinstance(made, Quantity):
        made = Measured(made)
    if not isinstance(made, Measured):
        raise TypeError(f"measure gave {made!r:.60}; a Quantity or a Measured is due")
    inside = facts.names.inside
    of_project("the value of Measured", made.value, None, inside)
    for name, quantity in made.shown.items():
        of_project(f"shown[{name!r}]", quantity, None, inside)
    conditions = {"missing_if": made.missing_if, "invalid_if": made.invalid_if}
    for name, condition in conditions.items():
        if condition is not None:
            of_project(name, condition, "boolean", inside)
    for code, condition in made.findings.items():
        of_project(f"findings[{code!r}]", condition, "boolean", inside)
    if made.reason is not None and (mistake := template_mistake(made.reason)) is not None:
        raise ValueError(f"reason {mistake}")
    return made if inside is None else _within(facts, made)


def _within(facts: "Facts", made: Measured) -> Measured:
    """Bring all parts to the rows that are looked at."""
    return made._replace(
        value=facts.within(made.value),
        missing_if=None if made.missing_if is None else facts.within(made.missing_if),
        invalid_if=None if made.invalid_if is None else facts.within(made.invalid_if),
        findings={code: facts.within(each) for code, each in made.findings.items()},
        shown={name: facts.within(each) for name, each in made.shown.items()},
    )


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
