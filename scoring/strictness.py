"""Strictness: what pydantic takes and the language does not, such as a text for a number."""

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Final, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel

__all__ = ["let_pass"]

#: The path of a value, the code of what is wrong with it, the value.
Passed = tuple[tuple[str | int, ...], str, Any]
#: Numbers are smaller than this, and no closer to 0 than its inverse: beyond, no arithmetic here is exact.
LARGEST: Final = Decimal("1E30")
NUMBERS: Final = frozenset({Decimal, int, float})
#: The plain types for which pydantic takes more than the language does.
LOOKED_AT: Final = NUMBERS | {bool, datetime.date}


def let_pass(cls: type[BaseModel], data: Mapping[str, Any]) -> Iterator[Passed]:
    """Go through what pydantic lets pass for a model: texts as numbers or dates, numbers without bounds."""
    yield from _let_pass(_Taken((cls,)), data, ())


class _Taken(NamedTuple):
    """What an annotation takes: models, values of tables, elements of arrays, plain values, constants."""

    models: tuple[type[BaseModel], ...]
    values: "tuple[_Taken, ...]" = ()
    elements: "tuple[_Taken, ...]" = ()
    plain: frozenset[Any] = frozenset()
    constants: tuple[Any, ...] = ()


def _let_pass(taken: _Taken, raw: Any, path: tuple[str | int, ...]) -> Iterator[Passed]:
    if type(raw) is dict or isinstance(raw, Mapping):  # the first is told in no time
        for model in taken.models:
            for key, inner in _fields(model).items():
                if key in raw and not (type(raw[key]) is str and str in inner.plain):  # most are texts, as they may be
                    yield from _let_pass(inner, raw[key], (*path, key))
        for each in taken.values:
            for key, value in raw.items():
                yield from _let_pass(each, value, (*path, key))
    elif isinstance(raw, (list, tuple)):
        for each in taken.elements:
            for place, value in enumerate(raw):
                yield from _let_pass(each, value, (*path, place))
    elif not any(raw is each for each in taken.constants) and (code := _wanted(taken.plain, raw)):
        yield path, code, raw


def _fields(model: type[BaseModel]) -> Mapping[str, _Taken]:
    """Return what the keys of a model take, of those where there is something to look at."""
    try:
        return _known(model)
    except LookupError:
        return _found(model)


def _found(model: type[BaseModel]) -> Mapping[str, _Taken]:
    taken = {info.alias or name: _taken(info.annotation) for name, info in model.model_fields.items()}
    return {key: each for key, each in taken.items() if each is not None}


@lru_cache(maxsize=500)
def _known(model: type[BaseModel]) -> Mapping[str, _Taken]:
    """Return what `_found` does, once; of a model that is not complete yet, raise `LookupError`, which is not kept."""
    if not model.__pydantic_fields_complete__:
        raise LookupError
    return _found(model)


def _taken(annotation: Any) -> _Taken | None:
    """Return what an annotation takes, None where there is nothing to look at."""
    models: list[type[BaseModel]] = []
    values, elements = [], []
    constants: list[Any] = []
    plain = set()
    for each in _alternatives(annotation):
        origin = get_origin(each)
        if origin is dict:
            values.append(_taken(get_args(each)[1]))
        elif origin in (list, tuple):
            elements.append(_taken(get_args(each)[0]))
        elif isinstance(each, type) and issubclass(each, BaseModel):
            models.append(each)
        elif origin is Literal:
            constants += get_args(each)
        elif origin is None:
            plain.add(each)
    looked_at = plain & LOOKED_AT and Any not in plain
    taken = _Taken(
        tuple(models), tuple(filter(None, values)), tuple(filter(None, elements)), frozenset(plain), tuple(constants)
    )
    return taken if looked_at or any(taken[:3]) else None


def _alternatives(annotation: Any) -> Iterator[Any]:
    """Go through the types that an annotation allows: of a union each, without what is annotated to them."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _alternatives(get_args(annotation)[0])
    elif origin in (Union, UnionType):
        for each in get_args(annotation):
            yield from _alternatives(each)
    else:
        yield annotation


def _wanted(types: frozenset[Any], raw: Any) -> str | None:
    """Return the code of what is wrong with a plain value that pydantic would convert to one of these types."""
    if Any in types or (isinstance(raw, (str, bool)) and type(raw) in types):
        return None
    if types & NUMBERS:
        if isinstance(raw, (str, bool)):
            return "want-number"
        size = Decimal(raw).copy_abs() if isinstance(raw, (int, float, Decimal)) else Decimal(0)
        if not size.is_finite():
            return "want-number"
        return "number-range" if size >= LARGEST or 0 < size <= 1 / LARGEST else None
    if bool in types and not isinstance(raw, bool):
        return "want-boolean"
    if datetime.date in types and not isinstance(raw, datetime.date):
        return "want-date"
    return None
