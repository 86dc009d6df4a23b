"""What a plugin's function takes, as its signature says, and what of a signature or a name is refused, in words."""

from __future__ import annotations

import re
from types import FunctionType
from typing import Annotated, Any, Union

import pytest

from scoring import Facts, PluginError, Quantity
from scoring.functions import Function, function_of
from scoring.node import MOST_ARGUMENTS

ADVICE = 'write Quantity for a number, Annotated[Quantity, "date"] for another kind (money, boolean, text, date)'
COLOUR = "Annotated[Quantity, 'colour']"
UNKNOWN = "NameError: name 'Nowhere' is not defined"
WORDS = "words of letters, digits and underscores are due, joined by dots"


def plain(a):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    """Take a number."""
    return a


def later(a: Quantity, b: Any = None, *, c: Any = 1) -> Quantity:
    """Take one or two numbers."""
    return a if b is None else a + b * c


def several(
    facts: Facts, day: Annotated[Quantity, "date", 5], *texts: Annotated[Quantity, "text", "money"]
) -> Quantity:
    """Take a day and any number of texts."""
    return facts.constant(len(texts)) + day


def either(a: Union[Annotated[Quantity, "money"], None], b: Quantity | None = None) -> Quantity | None:  # noqa: UP007
    """Take an amount and a number."""
    return a or b


def wrong(a: int) -> int:
    """Take what is no quantity."""
    return a


def odd(a: Annotated[Quantity, "colour"]) -> Quantity:
    """Take a kind that there is not."""
    return a


def unreadable(a: Nowhere) -> Quantity:  # type: ignore[name-defined] # noqa: F821
    """Take what cannot be looked up."""
    return a  # type: ignore[no-any-return]


def keyed(a: Quantity, *, times: Any) -> Quantity:
    """Want what no formula can give."""
    return a * int(times)


@pytest.mark.parametrize(
    ("call", "takes", "fewest", "more", "facts"),
    [
        (plain, ("number",), 1, None, False),
        (later, ("number", "number"), 1, None, False),
        (several, ("date",), 1, "text", True),
        (either, ("money", "number"), 1, None, False),
        (lambda *numbers: numbers[0], (), 0, "number", False),
        (lambda: None, (), 0, None, False),
    ],
    ids=range(6),
)
def test_a_signature_says_what_is_taken(
    call: Any, takes: tuple[str, ...], fewest: int, more: str | None, *, facts: bool
) -> None:
    """Kinds by annotation, numbers without one; the facts, if it wants them, are no argument."""
    found = function_of("f", call, "p")
    assert found == Function("f", "p", call, takes, fewest, more, facts)  # type: ignore[arg-type]
    assert type(found.wants_facts) is bool
    assert found.most == (len(takes) if more is None else MOST_ARGUMENTS)
    assert [found.kind(place) for place in range(4)] == [*takes, *[more or "number"] * (4 - len(takes))]


@pytest.mark.parametrize(
    ("name", "call", "message"),
    [
        ("f", 5, "the function 'f' is 5: a function of quantities is due"),
        ("f", keyed, "the parameter 'times' of the function 'f' cannot be given by a formula"),
        ("f", wrong, f"the parameter 'a' of the function 'f' is annotated 'int': {ADVICE}"),
        ("f", odd, f"the parameter 'a' of the function 'f' is annotated {COLOUR!r}: {ADVICE}"),
        ("f", unreadable, f"the parameters of the function 'f' cannot be read: {UNKNOWN}"),
        *[
            (name, plain, f"{name!r} cannot name a function: formulas have that function already")
            for name in ("score", "share", "sum", "fraction", "min", "days")
        ],
        *[
            (name, plain, f"{name!r} cannot name a function: it has a reserved word of formulas")
            for name in ("if", "a.is", "None")
        ],
        *[
            (
                name,
                plain,
                f"{name!r} cannot name a function: {WORDS}",
            )
            for name in ("", "1x", "a b", "a..b", "ｘ", ".a")
        ],
    ],
    ids=range(20),
)
def test_what_is_no_function_is_refused_in_words(name: str, call: Any, message: str) -> None:
    """Its name, its parameters and what they are annotated with."""
    with pytest.raises(PluginError, match=f"^{re.escape(message)}$"):
        function_of(name, call, "p")


def test_annotations_for_type_checkers_alone_are_understood() -> None:
    """A plugin may import what its annotations name for type checkers only."""
    bare = FunctionType(later.__code__, {}, "bare", (None,))
    bare.__kwdefaults__ = {"c": 1}
    names = {"a": "Annotated[Quantity, 'money']", "b": "Decimal | Quantity", "c": "Quantity", "return": "Facts"}
    bare.__annotations__ = names
    assert function_of("f", bare, "p").takes == ("money", "number")
