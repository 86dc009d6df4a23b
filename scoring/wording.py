"""From what pydantic says, or lets pass, to the words of the catalogue: which key, what is wrong, what is right."""

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, NamedTuple, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from scoring.errors import closest

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

__all__ = ["Problem", "validated"]

#: Types of pydantic's errors that mean a wrong type, and what is due instead.
TYPES: Final[Mapping[str, str]] = {
    "decimal_type": "number",
    "decimal_parsing": "number",
    "finite_number": "number",
    "int_type": "whole-number",
    "int_from_float": "whole-number",
    "int_parsing": "whole-number",
    "string_type": "text",
    "bool_type": "boolean",
    "bool_parsing": "boolean",
    "dict_type": "table",
    "model_type": "table",
    "model_attributes_type": "table",
    "list_type": "array",
    "tuple_type": "array",
    "date_type": "date",
    "date_parsing": "date",
    "date_from_datetime_parsing": "date",
    "date_from_datetime_inexact": "date",
}
LIMITS: Final[Mapping[str, tuple[str, str]]] = {
    "greater_than": ("above", "gt"),
    "greater_than_equal": ("at-least", "ge"),
    "less_than": ("below", "lt"),
    "less_than_equal": ("at-most", "le"),
}


Made = TypeVar("Made", bound=BaseModel)
#: Numbers are smaller than this, and no closer to 0 than its inverse: beyond, no arithmetic here is exact.
LARGEST: Final = Decimal("1E30")
NUMBERS: Final = frozenset({Decimal, int, float})
#: The plain types for which pydantic takes more than the language does.
LOOKED_AT: Final = NUMBERS | {bool, datetime.date}


class Problem(NamedTuple):
    """One mistake: the path of its key within the data, the code of its message and the values of the message."""

    path: tuple[str | int, ...]
    code: str
    at: Literal["key", "value"]
    values: Mapping[str, object]


def validated(cls: type[Made], data: Mapping[str, Any]) -> tuple[Made | None, list[Problem]]:
    """Validate data; returns what was made of it, None if nothing could be, and every mistake."""
    made: Made | None = None
    found: list[Problem] = []
    try:
        made = cls.model_validate(dict(data), by_alias=True, by_name=False)
    except ValidationError as error:
        found += [_problem(each, cls) for each in error.errors(include_url=False) if not _consequence(each)]
    told = {problem.path for problem in found}
    taken = _Taken((cls,))
    found += [each for each in _let_pass(taken, data, ()) if each.path not in told]
    return made, list(_once(found))


def _once(found: list[Problem]) -> Iterator[Problem]:
    """Go through problems, leaving out what only follows from another."""
    # what is misspelt is not missing as well; nor is anything where TOML reads a table differently
    excused: set[tuple[str | int, ...]] = set()
    for problem in found:
        if problem.code == "quotes-wanted":
            excused.add(problem.path[:-1])
        elif problem.code == "unknown-key-near":
            excused.add((*problem.path[:-1], str(problem.values["near"])))
    seen: set[tuple[tuple[str | int, ...], str]] = set()
    for problem in found:
        mark = (problem.path, problem.code.partition("-")[0])  # of a union, the first branch is enough
        table, key = problem.path[:-1], str(problem.values.get("key"))
        if problem.code == "missing-key":
            mark, table = ((*problem.path, key), "missing-key"), problem.path
        excusable = problem.code.startswith(("want-", "missing-key"))
        if mark in seen or (excusable and {table, (*table, key)} & excused):
            continue
        if problem.code == "want-text" and any(path == problem.path for path, _ in seen):
            continue  # a number or a text is due, and the number is told already
        seen.add(mark)
        yield problem


class _Taken(NamedTuple):
    """What an annotation takes: models, values of tables, elements of arrays, plain values, constants."""

    models: tuple[type[BaseModel], ...]
    values: "tuple[_Taken, ...]" = ()
    elements: "tuple[_Taken, ...]" = ()
    plain: frozenset[Any] = frozenset()
    constants: tuple[Any, ...] = ()


def _let_pass(taken: _Taken, raw: Any, path: tuple[str | int, ...]) -> Iterator[Problem]:
    """Go through what pydantic takes and the language does not: texts as numbers or dates, numbers without bounds."""
    if type(raw) is dict or isinstance(raw, Mapping):  # the first is told in no time
        for model in taken.models:
            for key, inner in _fields(model).items():
                if key in raw:
                    yield from _let_pass(inner, raw[key], (*path, key))
        for each in taken.values:
            for key, value in raw.items():
                yield from _let_pass(each, value, (*path, key))
    elif isinstance(raw, (list, tuple)):
        for each in taken.elements:
            for place, value in enumerate(raw):
                yield from _let_pass(each, value, (*path, place))
    elif not any(raw is each for each in taken.constants) and (code := _wanted(taken.plain, raw)):
        yield Problem(path, code, "value", {"key": _named(path), "given": _short(raw)})


def _fields(model: type[BaseModel]) -> Mapping[str, _Taken]:
    """Return what the keys of a model take, of those where there is something to look at."""
    return _known(model) if model.__pydantic_fields_complete__ else _found(model)


def _found(model: type[BaseModel]) -> Mapping[str, _Taken]:
    taken = {info.alias or name: _taken(info.annotation) for name, info in model.model_fields.items()}
    return {key: each for key, each in taken.items() if each is not None}


_known = lru_cache(maxsize=500)(_found)


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


def _consequence(details: "ErrorDetails") -> bool:
    """Tell whether an error only follows from another: of a list whose elements have errors, that it is too short.

    Or it belongs to the branch of a union that the value does not look like.
    """
    kind = details["type"]
    value = details.get("input")
    if kind == "too_short" and value:
        return bool(details["ctx"]["actual_length"] < len(value))  # without its elements that have errors
    return (kind in ("list_type", "tuple_type") and isinstance(value, dict) and _in_union(details)) or (
        kind == "dict_type" and isinstance(value, (list, tuple)) and _in_union(details)
    )


def _in_union(details: "ErrorDetails") -> bool:
    return any(isinstance(part, str) and part.partition("[")[0] in ("list", "dict", "tuple") for part in details["loc"])


def _path(location: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Drop what pydantic adds to a location: names of union branches and validators, the mark of a key."""
    marks = (
        "list[",
        "dict[",
        "tuple[",
        "constrained-",
        "function-",
        "lax-or-strict",
        "is-instance",
        "nullable",
        "expected-",
    )
    if location[-1:] == ("decimal",):  # of a number or a text, the number
        location = location[:-1]
    return tuple(p for p in location if isinstance(p, int) or (p != "[key]" and not p.startswith(marks)))


def _problem(details: "ErrorDetails", cls: type[BaseModel]) -> Problem:
    kind, path = details["type"], _path(details["loc"])
    key = _named(path)
    if (length := _length(details, path, key)) is not None:
        return length
    context: Mapping[str, Any] = details.get("ctx", {})
    given = _short(details.get("input"))
    if kind == "extra_forbidden":
        near = closest(key, known_keys(cls, path[:-1]))
        if near is None and (name := _unquoted(path, details.get("input"))):
            return Problem(path, "quotes-wanted", "key", {"key": path[0], "name": name})
        return Problem(path, "unknown-key" if near is None else "unknown-key-near", "key", {"key": key, "near": near})
    if kind == "missing":
        return Problem(path[:-1], "missing-key", "key", {"key": str(path[-1])})
    if details["loc"][-1:] == ("[key]",) or kind == "string_pattern_mismatch":
        return Problem(path, "bad-id", "key" if details["loc"][-1:] == ("[key]",) else "value", {"id": given})
    if kind == "literal_error":
        expected = str(context.get("expected", "")).replace("'", '"').replace("True", "true")
        return Problem(path, "wrong-choice", "value", {"key": key, "given": given, "expected": expected})
    if kind in LIMITS:
        relation, limit = LIMITS[kind]
        return Problem(path, "limit-" + relation, "value", {"key": key, "given": given, "limit": context.get(limit)})
    if kind in TYPES:
        return Problem(path, "want-" + TYPES[kind], "value", {"key": key, "given": given})
    if kind in ("string_too_short", "too_short"):
        return Problem(path, "empty-value", "value", {"key": key})
    if kind == "value_error":
        return Problem(path, "wrong-value", "value", {"key": key or "with", "why": str(context.get("error", ""))})
    return Problem(path, "wrong-value", "value", {"key": key, "why": details["msg"]})


def _length(details: "ErrorDetails", path: tuple[str | int, ...], key: str) -> Problem | None:
    """Return the mistake of a list with too few or too many values, None for any other."""
    context: Mapping[str, Any] = details.get("ctx", {})
    if details["type"] == "too_short" and context["min_length"] > 1:
        code, limit = "too-few", context["min_length"]
    elif details["type"] == "too_long":
        code, limit = "too-many", context["max_length"]
    elif details["type"] == "missing" and isinstance(path[-1], int):  # of a pair
        code, limit, path = "too-few", path[-1] + 1, path[:-1]
    else:
        return None
    return Problem(path, code, "value", {"key": key, "limit": limit, "given": len(details["input"])})


def _named(path: tuple[str | int, ...]) -> str:
    """Return the key that a path ends in; of an element of a list, the key of the list."""
    return next((each for each in reversed(path) if isinstance(each, str)), "")


def _unquoted(path: tuple[str | int, ...], value: Any) -> str | None:
    """Return the dotted name that was meant where dots without quotes made tables inside tables, None elsewhere."""
    if path[0] not in ("facts", "dimensions") or len(path) < 3 or not isinstance(value, Mapping):  # noqa: PLR2004
        return None
    names = [str(each) for each in path[1:]]
    while value and all(isinstance(each, Mapping) for each in value.values()):
        name, value = next(iter(value.items()))
        names.append(name)
    return ".".join(names)


def _short(value: Any, limit: int = 40) -> str:
    text = f'"{value}"' if isinstance(value, str) else str(value)
    if isinstance(value, bool):
        text = str(value).lower()
    if isinstance(value, (Mapping, list, tuple)):
        opening, closing = "{}" if isinstance(value, Mapping) else "[]"
        return f"{opening}{'…' if value else ''}{closing}"
    return text if len(text) <= limit else text[: limit - 1] + "…"


def known_keys(cls: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """Return the keys that a model takes at a path below it."""
    current: Any = cls
    for part in path:
        current = _below(current, part)
    model = _model(current)
    return [info.alias or name for name, info in model.model_fields.items()] if model else []


def _model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for each in get_args(annotation) if (found := _model(each)) is not None), None)


def _below(annotation: Any, part: str | int) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, info in annotation.model_fields.items():
            if part in (name, info.alias):
                return info.annotation
        return None
    if get_origin(annotation) is dict:
        return get_args(annotation)[1]
    return next(
        (found for each in get_args(annotation) if (found := _below(each, part)) is not None),
        _model(annotation),
    )
