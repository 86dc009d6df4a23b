"""What pydantic lets pass and the language does not: texts and booleans as numbers, numbers beyond all bounds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel

from scoring.wording import validated


class Edge(BaseModel):
    """A number."""

    at: Decimal


class Switch(BaseModel):
    """Yes or no."""

    on: bool


class Tree(BaseModel):
    """A model that holds models of its own kind."""

    size: Decimal = Decimal(1)
    inner: list[Tree] = []


class Anything(BaseModel):
    """Unions of arrays, of tables, and a tree."""

    parts: list[Edge] | list[Switch] = []
    table: dict[str, Edge] | dict[str, Switch] = {}
    numbers: dict[str, Decimal] | dict[str, str] = {}
    either: Decimal | str = ""
    tree: Tree | None = None
    pair: tuple[Edge, ...] = ()


@pytest.mark.parametrize(
    ("data", "path", "code"),
    [
        ({"parts": [{"at": "5"}]}, ("parts", 0, "at"), "want-number"),
        ({"table": {"x": {"at": True}}}, ("table", "x", "at"), "want-number"),
        ({"table": {"x": {"on": "yes"}}}, ("table", "x", "on"), "want-boolean"),
        ({"numbers": {"a": Decimal("1E40")}}, ("numbers", "a"), "number-range"),
        ({"pair": [{"at": 1}, {"at": float("1e31")}]}, ("pair", 1, "at"), "number-range"),
        ({"tree": {"inner": [{"inner": [{"size": "2"}]}]}}, ("tree", "inner", 0, "inner", 0, "size"), "want-number"),
    ],
)
def test_a_value_that_pydantic_would_convert_is_a_mistake(data: Any, path: tuple[Any, ...], code: str) -> None:
    """Wherever it lies: in any branch of a union, in tables, arrays and models within one another."""
    _, problems = validated(Anything, data)
    assert (path, code) in [(each.path, each.code) for each in problems]


@pytest.mark.parametrize(
    "data",
    [
        {"parts": [{"at": 5}], "table": {"x": {"on": True}}, "numbers": {"a": 1}},
        {"either": "a text"},
        {"either": Decimal("0.5"), "tree": {"inner": [{"size": 2}]}},
    ],
)
def test_what_the_language_takes_is_no_mistake(data: Any) -> None:
    """Numbers as numbers, texts where texts may be."""
    made, problems = validated(Anything, data)
    assert made is not None
    assert problems == []


def test_a_model_that_is_named_before_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a model does not know yet is looked at once it does."""

    class Late(BaseModel):
        later: Later | None = None  # type: ignore[name-defined]  # noqa: F821 - it comes below

    class Holder(BaseModel):
        late: Late

    with pytest.raises(Exception, match="Later"):
        validated(Holder, {"late": {"later": {"at": "5"}}})
    monkeypatch.setitem(globals(), "Later", Edge)
    Late.model_rebuild()
    Holder.model_rebuild(force=True)
    _, problems = validated(Holder, {"late": {"later": {"at": "5"}}})
    assert [(each.path, each.code) for each in problems] == [(("late", "later", "at"), "want-number")]
