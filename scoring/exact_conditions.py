"""The exact algebra's conditions and choices: comparisons with the tolerance, three-valued logic, steps."""

from __future__ import annotations

from decimal import Decimal, Overflow
from operator import eq, itemgetter, ne
from typing import TYPE_CHECKING, Any, Final

from scoring.algebra import TOLERANCE, Comparison, Side, Value
from scoring.exact_row import BELOW, Constant, Expression, Row, folded, folded_items, settled

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

__all__ = ["ExactConditions"]

INFINITE: Final = Decimal("Infinity")


class ExactConditions:
    """Builds closures of conditions and choices."""

    @folded
    def equal(self, a: Expression, b: Expression) -> Expression:
        return _by_gap(a, b, GAPS["=="])

    @folded
    def less(self, a: Expression, b: Expression) -> Expression:
        return _by_gap(a, b, GAPS["<"])

    @folded
    def at_most(self, a: Expression, b: Expression) -> Expression:
        return _by_gap(a, b, GAPS["<="])

    @folded
    def same(self, a: Expression, b: Expression) -> Expression:
        return lambda row: None if (x := a(row)) is None or (y := b(row)) is None else x == y

    def chain(self, items: Sequence[Expression], comparisons: Sequence[Comparison]) -> Expression:
        first, *rest = items
        pairs = list(zip(map(_test, comparisons), rest, strict=True))

        def run(row: Row) -> bool | None:
            told: bool | None = True
            x = first(row)
            for test, item in pairs:
                y = item(row)
                if x is None or y is None:
                    told = None
                elif not test(x, y):
                    return False
                x = y
            return told

        return run

    def among(self, a: Expression, options: Collection[str]) -> Expression:
        known = frozenset(options)
        return settled(lambda row: None if (x := a(row)) is None else x in known, a)

    def among_numbers(self, a: Expression, options: Collection[Decimal]) -> Expression:
        near = [(each - TOLERANCE, each + TOLERANCE) for each in options]
        return settled(lambda row: None if (x := a(row)) is None else any(low <= x <= high for low, high in near), a)

    @folded
    def both(self, a: Expression, b: Expression) -> Expression:
        def run(row: Row) -> bool | None:
            x = a(row)
            if x is False:
                return False
            y = b(row)
            return False if y is False else None if x is None else y

        return run

    @folded
    def either(self, a: Expression, b: Expression) -> Expression:
        def run(row: Row) -> bool | None:
            x = a(row)
            if x is True:
                return True
            y = b(row)
            return True if y is True else None if x is None else y

        return run

    @folded
    def negated(self, a: Expression) -> Expression:
        return lambda row: None if (x := a(row)) is None else not x

    @folded
    def present(self, a: Expression) -> Expression:
        return lambda row: a(row) is not None

    @folded
    def holds(self, a: Expression) -> Expression:
        return lambda row: a(row) is True

    # -- choices

    def where(self, condition: Expression, a: Expression, b: Expression) -> Expression:
        if type(condition) is Constant:
            return {True: a, False: b}.get(condition.value, Constant(None))  # type: ignore[arg-type]
        return lambda row: None if (x := condition(row)) is None else a(row) if x else b(row)

    @folded_items
    def first(self, items: Sequence[Expression]) -> Expression:
        return lambda row: next((x for each in items if (x := each(row)) is not None), None)

    def lookup(self, text: Expression, table: Mapping[str, Decimal]) -> Expression:
        known = dict(table)
        return lambda row: None if (x := text(row)) is None else known.get(x)

    def step(self, a: Expression, steps: Sequence[tuple[Decimal, Value]], side: Side, otherwise: Value) -> Expression:
        if side == "at_least":
            down = [(edge - TOLERANCE, value) for edge, value in sorted(steps, key=itemgetter(0), reverse=True)]

            def highest(row: Row) -> Value:
                if (x := a(row)) is None:
                    return None
                for edge, value in down:
                    if x >= edge:
                        return value
                return otherwise

            return settled(highest, a)
        up = [(edge + TOLERANCE, value) for edge, value in sorted(steps, key=itemgetter(0))]

        def lowest(row: Row) -> Value:
            if (x := a(row)) is None:
                return None
            for edge, value in up:
                if x <= edge:
                    return value
            return otherwise

        return settled(lowest, a)


#: What comparisons make of the gap between two numbers.
GAPS: Final[Mapping[Comparison, Callable[[Decimal], bool]]] = {
    "<": lambda gap: gap < BELOW,
    "<=": lambda gap: gap <= TOLERANCE,
    ">": lambda gap: gap > TOLERANCE,
    ">=": lambda gap: gap >= BELOW,
    "==": lambda gap: BELOW <= gap <= TOLERANCE,
    "!=": lambda gap: not BELOW <= gap <= TOLERANCE,
}


def _gap(x: Decimal, y: Decimal) -> Decimal:
    try:
        return x - y
    except Overflow:
        return INFINITE if x > y else -INFINITE


def _by_gap(a: Expression, b: Expression, test: Callable[[Decimal], bool]) -> Expression:
    return lambda row: None if (x := a(row)) is None or (y := b(row)) is None else test(_gap(x, y))


def _test(comparison: Comparison) -> Callable[[Any, Any], bool]:
    """Return the comparison of two values that are there."""
    if comparison in ("same", "other"):
        return eq if comparison == "same" else ne
    test = GAPS[comparison]
    return lambda x, y: test(_gap(x, y))
