"""Parameters of checks and scales: pydantic fields, some of which name facts."""

from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, get_args, get_origin

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.quantity import Kind, Names

__all__ = [
    "BooleanName",
    "ColumnName",
    "DateName",
    "FactName",
    "Named",
    "NumberName",
    "Parameters",
    "Reference",
    "TableName",
    "TextName",
]


class Named(NamedTuple):
    """Marks a parameter that names something among the facts; the linter, the forms and the planner read it.

    `kind` is the kind of quantity that is due, None where any is.
    """

    what: Literal["fact", "column", "table"]
    kind: "Kind | None" = None


class Reference(NamedTuple):
    """One fact that a check's or scale's parameter names: where in the parameters, and what is due there.

    It is `optional` where the parameter may be None: it is not named among the facts that a missing measure wants.
    """

    path: tuple[str | int, ...]
    named: Named
    name: str
    optional: bool = False


#: The name of a fact of the project: `funds.spent`.
FactName = Annotated[str, Named("fact")]
#: The names of facts of one kind.
NumberName = Annotated[str, Named("fact", "number")]
BooleanName = Annotated[str, Named("fact", "boolean")]
TextName = Annotated[str, Named("fact", "text")]
DateName = Annotated[str, Named("fact", "date")]
#: The name of a table's column: `survey.answer`.
ColumnName = Annotated[str, Named("column")]
#: The name of a table: `survey`.
TableName = Annotated[str, Named("table")]


class Parameters(BaseModel):
    """The base of checks and scales: frozen, unknown parameters refused."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    def references(self) -> "Iterator[Reference]":
        """Go through the facts that parameters name; a check that cannot do without an optional one says so here."""
        for field, key, annotation, optional in _naming(type(self)):
            for found in _references(annotation, getattr(self, field), (key,)):
                yield found._replace(optional=True) if optional else found

    def spared(self, names: "Names") -> set[str]:
        """Return what only optional parameters name: facts, columns, and tables that nothing else reads."""
        named: dict[bool, set[str]] = {True: set(), False: set()}
        for each in self.references():
            if (found := names.find(each.name)) is not None:
                named[each.optional].add(found.name)
            table = names.column(each.name)
            named[each.optional].add(table[0] if table is not None else each.name)
        return named[True] - named[False]


@lru_cache(maxsize=500)
def _naming(cls: type[Parameters]) -> list[tuple[str, str, Any, bool]]:
    """Return the fields that may name facts: their name, key, annotation, and whether they may be None."""
    fields = []
    for field, info in cls.model_fields.items():
        annotation: Any = info.annotation
        for mark in info.metadata:
            annotation = Annotated[annotation, mark]
        if _marked(annotation):
            fields.append((field, info.alias or field, annotation, type(None) in get_args(info.annotation)))
    return fields


def _marked(annotation: Any) -> bool:
    return isinstance(annotation, Named) or any(_marked(each) for each in get_args(annotation))


def _references(annotation: Any, value: Any, path: tuple[str | int, ...]) -> "Iterator[Reference]":
    if value is None:
        return
    if get_origin(annotation) is Annotated:
        base, *marks = get_args(annotation)
        for mark in marks:
            if isinstance(mark, Named) and isinstance(value, str):
                yield Reference(path, mark, value)
        yield from _references(base, value, path)
        return
    inner = [each for each in get_args(annotation) if each is not type(None)]
    if isinstance(value, dict):
        for mapping in (each for each in [annotation, *inner] if get_origin(each) is dict):
            key_type, value_type = get_args(mapping)
            for key, item in value.items():
                yield from _references(key_type, key, (*path, key))
                yield from _references(value_type, item, (*path, key))
    elif isinstance(value, (list, tuple)):
        for listed in (each for each in [annotation, *inner] if get_origin(each) in (list, tuple)):
            for place, item in enumerate(value):
                yield from _references(get_args(listed)[0], item, (*path, place))
    else:
        for each in inner:
            yield from _references(each, value, path)
