"""The base of scales: what every kind of scale says, built in or a plugin's (rules.md, "Scales")."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import Field

from scoring.parameters import Parameters
from scoring.quantity import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.facts import Facts
    from scoring.quantity import Quantity

__all__ = ["Problem", "Scale", "Share"]

#: A share of the weight, 0 to 1.
Share = Annotated[Decimal, Field(ge=0, le=1)]
#: A mistake in a scale: path of the key, code of the message, its values.
Problem = tuple[tuple[str | int, ...], str, dict[str, object]]


class Scale(Parameters):
    """The base of scales; `kinds` are the kinds of measure it takes.

    `messages` has the sentences of what `reached` gives, code -> (Chinese, English).
    """

    kinds: ClassVar[tuple[Kind, ...]] = ("number", "money")
    messages: ClassVar[Mapping[str, tuple[str, str]]] = {}

    def share(self, measure: "Quantity", facts: "Facts", weight: "Decimal | Quantity") -> "Quantity":
        """Return the share earned, 0 to 1, missing where there is none; `weight` is in points.

        Of an indicator with a line for every row, the weight may be a quantity: each row has its own.
        """
        name = type(self).__name__
        raise NotImplementedError(f"{name} does not say how it scores: define share(self, measure, facts, weight)")

    def problems(self, weight: Decimal) -> "Iterator[Problem | str]":
        """Go through what is wrong with the parameters together, given the weight in points.

        A problem is a sentence; those of the engine's own scales are (path of the key, code of the message, values).
        """
        yield from ()

    def reached(self, measure: Decimal | bool | str, weight: Decimal) -> tuple[str, dict[str, Any]] | None:  # noqa: FBT001
        """Return the message that tells which step a measure reached (code, values), None where nothing is to tell.

        The code is one of `messages`; its sentence may use the values by name, and `{share}`, a text such as `75.00%`.

        Values under the names `measure`, `edge` and `target` are shown in the unit of the measure.
        """
        return None
