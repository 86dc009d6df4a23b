"""The base of what is published as JSON: frozen models that are equal when their published form is."""

from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, PlainSerializer, StrictBool

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Measure", "Number", "Published", "trusted", "without"]

#: Measures, shares and coverage have ten decimals at most.
TENTH: Final = Decimal("1E-10")
#: Wide enough for them, behind the largest number that is no whole one; the caller's own context plays no part.
WIDE: Final = Context(prec=60)


def _number(value: Decimal) -> float | int:
    if value == value.to_integral_value():
        return int(value)
    number = float(value.quantize(TENTH, ROUND_HALF_EVEN, WIDE))
    return int(number) if number.is_integer() else number  # what is read back is published in the same way


def _measure(value: Decimal | bool | str | None) -> bool | float | str | None:  # noqa: FBT001 - a measure may be yes/no
    return _number(value) if isinstance(value, Decimal) else value


#: A decimal number, published as a JSON number with at most ten decimals.
Number = Annotated[Decimal, PlainSerializer(_number, return_type=float | int, when_used="json")]
Measure = Annotated[
    StrictBool | Decimal | str | None,  # a number of 1 is not read back as a yes
    PlainSerializer(_measure, return_type=bool | int | float | str | None, when_used="json"),
]


class Published(BaseModel):
    """A frozen part of the published JSON: equal to another when the JSON of both is equal."""

    model_config = ConfigDict(
        defer_build=True, frozen=True, extra="forbid", serialize_by_alias=True, validate_by_name=True
    )
    every_field: ClassVar[set[str]] = set()

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Note the names of all fields, for `trusted`."""
        super().__pydantic_init_subclass__(**kwargs)
        cls.every_field = set(cls.model_fields)

    def __eq__(self, other: object) -> bool:
        """Compare the published forms, so that a sheet equals the one read back from its JSON."""
        if not isinstance(other, Published) or type(self) is not type(other):
            return NotImplemented
        return self.model_dump(mode="json") == other.model_dump(mode="json")

    def __hash__(self) -> int:
        """Hash the published form."""
        return hash(self.model_dump_json())

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        """Return a flat copy: the parts cannot change, and what explains them (the engine) is not copied."""
        return self.__copy__()

    def __reduce__(self) -> "tuple[Callable[[str | bytes], Self], tuple[str]]":
        """Pickle the published form: what is computed on demand is computed first."""
        return type(self).model_validate_json, (self.model_dump_json(),)


M = TypeVar("M", bound=BaseModel)
P = TypeVar("P", bound=Published)


_SLOTS: Final = [
    BaseModel.__dict__[name].__set__
    for name in ("__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
]


def trusted(cls: type[P], values: dict[str, Any], private: dict[str, Any] | None = None) -> P:
    """Make a model of values that the engine vouches for, without validating them again (five times as fast).

    They are published in the order in which they are given: that of the fields.
    """
    model = object.__new__(cls)
    object.__setattr__(model, "__dict__", values)
    set_fields, set_extra, set_private = _SLOTS
    set_fields(model, cls.every_field)
    set_extra(model, None)
    set_private(model, private)
    return model


def without(data: Any, handler: ModelWrapValidatorHandler[M], *names: str) -> tuple[M, list[str]]:
    """Validate a model whose fields `names` are computed on demand: give back their texts beside it."""
    texts = [""] * len(names)
    if isinstance(data, dict):
        texts = [data.get(name, "") for name in names]
        if not all(isinstance(text, str) for text in texts):
            raise ValueError(" and ".join(names) + ": texts are due")
        data = {key: value for key, value in data.items() if key not in names}
    return handler(data), texts
