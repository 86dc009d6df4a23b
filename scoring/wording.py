"""From what pydantic says, or lets pass, to the words of the catalogue: which key, what is wrong, what is right."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from scoring.errors import closest
from scoring.messages import LANGUAGES, InBoth
from scoring.strictness import let_pass

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
    for path, code, raw in let_pass(cls, data):
        if path not in told:
            found.append(Problem(path, code, "value", {"key": _named(path), "given": _short(raw)}))
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
        return Problem(path, "wrong-value", "value", {"key": key or "with", "why": _why(context.get("error"))})
    return Problem(path, "wrong-value", "value", {"key": key, "why": details["msg"]})


def _why(error: object) -> str | InBoth:
    """Return what a validator raised: one text, or two, in Chinese and in English."""
    said = error.args if isinstance(error, ValueError) else ()
    if len(said) == len(LANGUAGES) and all(isinstance(each, str) for each in said):
        return InBoth(*said)
    return str(error)


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
