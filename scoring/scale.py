"""The base of scales: what every kind of scale says, built in or a plugin's (rules.md, "Scales")."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, NamedTuple

from pydantic import Field

from scoring.parameters import Parameters
from scoring.quantity import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.facts import Facts
    from scoring.quantity import Quantity

__all__ = ["Problem", "Scale", "ScalePart", "Share"]

#: A share of the weight, 0 to 1.
Share = Annotated[Decimal, Field(ge=0, le=1)]
#: A mistake in a scale: path of the key, code of the message, its values.
Problem = tuple[tuple[str | int, ...], str, dict[str, object]]


class ScalePart(NamedTuple):
    """One part of a scale that an example can reach, such as a step: an `id` within the scale, and its words.

    `code` is one of the scale's `messages`, `values` fill it in; `at` is a measure that falls into the part: of a
    part that reaches from one number to another, the end that belongs to it, None where none does.
    """

    id: str
    code: str
    values: Mapping[str, Any] = MappingProxyType({})
    at: Decimal | bool | str | None = None


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

    def parts(self, weight: Decimal) -> "Sequence[ScalePart]":
        """Return the parts that the examples of a set should reach; a scale without any counts as one part."""
        return ()

    def part(self, measure: Decimal | bool | str, weight: Decimal) -> str | None:  # noqa: FBT001 - a measure
        """Return the id of the part that a measure falls into, None for none."""
        return None
