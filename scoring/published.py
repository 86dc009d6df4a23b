"""The base of what is published as JSON: frozen models that are equal when their published form is."""

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Annotated, Any, ClassVar, Final, Self, TypeVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, ModelWrapValidatorHandler, StrictBool
from pydantic_core import core_schema

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


class _Written:
    """Publishes a value in JSON as a function writes it, in a form; pydantic's own class for this loads slowly."""

    def __init__(self, write: Callable[[Any], Any], form: core_schema.CoreSchema) -> None:
        self.write = write
        self.form = form

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Add how it is written to what is read."""
        written = core_schema.plain_serializer_function_ser_schema
        return handler(source) | {  # type: ignore[operator,no-any-return]
            "serialization": written(self.write, return_schema=self.form, when_used="json")
        }


NUMBER: Final = core_schema.union_schema([core_schema.float_schema(), core_schema.int_schema()])
MEASURE: Final = core_schema.nullable_schema(
    core_schema.union_schema([core_schema.bool_schema(), NUMBER, core_schema.str_schema()])
)
#: A decimal number, published as a JSON number with at most ten decimals.
Number = Annotated[Decimal, _Written(_number, NUMBER)]
Measure = Annotated[
    StrictBool | Decimal | str | None,  # a number of 1 is not read back as a yes
    _Written(_measure, MEASURE),
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

    def __reduce__(self) -> tuple[Callable[[str | bytes], Self], tuple[str]]:
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
