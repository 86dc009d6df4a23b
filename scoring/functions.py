"""Functions that plugins add to formulas: what one takes, what it gives, and how it is called in either world."""

import inspect
import keyword
import unicodedata
from collections.abc import Callable, Sequence
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Final, NamedTuple, Union, get_args, get_origin, get_type_hints

from scoring.checks import raised
from scoring.errors import WHATEVER, PluginError, ScoringError
from scoring.exact import Exact
from scoring.exact_row import Layout
from scoring.facts import Facts
from scoring.node import FOLDS, FUNCTIONS, MOST_ARGUMENTS
from scoring.quantity import KINDS, Kind, Names, Quantity

__all__ = ["Function", "function_of", "without_data"]

#: The kinds that an argument may be said to be of.
OF_ARGUMENTS: Final[frozenset[str]] = frozenset(KINDS.values())
#: What annotations name, where a plugin imports it for type checkers alone.
NAMES: Final = {"Annotated": Annotated, "Decimal": Decimal, "Facts": Facts, "Quantity": Quantity}


class Function(NamedTuple):
    """A function of formulas that a plugin adds.

    It takes arguments of the kinds in `takes`, of which the first `fewest` must be given, and after them any number of
    the kind `more`, if that is not None. `wants_facts` tells that the facts come before the arguments.
    """

    name: str
    plugin: str
    call: Callable[..., Quantity]
    takes: tuple[Kind, ...]
    fewest: int
    more: Kind | None
    wants_facts: bool

    @property
    def most(self) -> int:
        """The most arguments that it takes."""
        return len(self.takes) if self.more is None else MOST_ARGUMENTS

    def kind(self, place: int) -> Kind:
        """Return the kind of the argument at a place (from 0)."""
        return self.takes[place] if place < len(self.takes) else self.more or "number"

    def of(self, facts: Facts, arguments: Sequence[Quantity]) -> Quantity:
        """Call it; raises `ScoringError` for whatever it raises, and where it gives no `Quantity`."""
        try:
            made = self.call(*([facts] if self.wants_facts else []), *arguments)
        except ScoringError:
            raise
        except WHATEVER as error:
            raise ScoringError(raised(error)) from error
        if not isinstance(made, Quantity):
            raise ScoringError(f"it gave {made!r:.60}; a Quantity is due")
        return made

    def gives(self, names: Names, arguments: Sequence[tuple[Kind, str | None]]) -> tuple[Kind, str | None]:
        """Return of which kind its value is, and of the rows of which table, for arguments of kinds and tables.

        It is called for that, without data; raises what `of` raises.
        """
        facts = without_data(names)
        nothing = facts.algebra.constant(None)
        made = self.of(facts, [Quantity(facts, nothing, kind, table) for kind, table in arguments])
        return made.kind, made.table


def without_data(names: Names) -> Facts:
    """Return facts of these names to build quantities of, before there are any data."""
    slots = dict.fromkeys((*names.facts, *names.tables), 0)
    columns = {(table, column): 0 for table, inner in names.tables.items() for column in inner}
    return Facts(Exact(Layout(slots, columns), 0), names)


def function_of(name: str, call: Any, plugin: str) -> Function:
    """Return what a plugin offers as a function of formulas; raises `PluginError` that says what is wrong with it."""
    if why := _bad_name(name):
        raise PluginError(f"{name!r:.60} cannot name a function: {why}")
    if not callable(call):
        raise PluginError(f"the function {name!r} is {call!r:.60}: a function of quantities is due")
    try:
        parameters = list(inspect.signature(call).parameters.values())
        routine = call if inspect.isroutine(call) else type(call).__call__
        hints = get_type_hints(routine, localns=NAMES, include_extras=True)
    except WHATEVER as error:
        raise PluginError(f"the parameters of the function {name!r} cannot be read: {raised(error)}") from error
    wants_facts = bool(parameters) and parameters[0].name == "facts"
    takes: list[Kind] = []
    fewest, more = 0, None
    for each in parameters[wants_facts:]:
        kind = _kind(hints.get(each.name, Quantity))
        if kind is None:
            raise PluginError(
                f"the parameter {each.name!r} of the function {name!r} is annotated {each.annotation!r:.80}: write "
                'Quantity for a number, Annotated[Quantity, "date"] for another kind (money, boolean, text, date)'
            )
        if each.kind is each.VAR_POSITIONAL:
            more = kind
        elif each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD):
            takes.append(kind)
            fewest += each.default is each.empty
        elif each.kind is each.KEYWORD_ONLY and each.default is each.empty:
            raise PluginError(f"the parameter {each.name!r} of the function {name!r} cannot be given by a formula")
    return Function(name, plugin, call, tuple(takes), fewest, more, wants_facts)


def _bad_name(name: str) -> str | None:
    """Return what is wrong with the name of a function, None if nothing is."""
    parts = name.split(".")
    if not all(each.isidentifier() and each == unicodedata.normalize("NFKC", each) for each in parts):
        return "words of letters, digits and underscores are due, joined by dots"
    if any(map(keyword.iskeyword, parts)):
        return "it has a reserved word of formulas"
    if name in (*FUNCTIONS, *FOLDS, "score", "share"):
        return "formulas have that function already"
    return None


def _kind(annotation: Any) -> Kind | None:
    """Return the kind of argument that an annotation asks for, None if it is none of a quantity."""
    if annotation in (Quantity, Any):
        return "number"
    if get_origin(annotation) is Annotated:
        base, *marks = get_args(annotation)
        told = [each for each in marks if isinstance(each, str)]
        if _kind(base) is None or any(each not in OF_ARGUMENTS for each in told):
            return None
        return told[0] if told else _kind(base)  # type: ignore[return-value] # it is one of the kinds
    if get_origin(annotation) in (Union, UnionType):
        return next((kind for each in get_args(annotation) if (kind := _kind(each)) is not None), None)
    return None
