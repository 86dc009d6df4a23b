"""The protocol over which all scoring is written once: the operations that differ between one project and a million.

An expression of an algebra is built once for a set and evaluated for every project. It stands for a number, a
condition, a text or a date (the ordinal of its day), or for *missing*. Two algebras implement the protocol: exact
decimal closures for one project (`scoring.exact`) and dataframe expressions for many (`scoring.columns`). The linter
has a third, as far as shares: the intervals that hold whatever any project can have (`scoring.intervals`).

Rules that every operation keeps (semantics.md, "Exactness" and "Facts that are not there"):
a missing operand makes the result missing; conditions follow three-valued logic; numbers that differ by at most
`TOLERANCE` are equal wherever a decision is taken; a result that no finite number expresses is missing.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from scoring.sheet import Status

__all__ = ["TOLERANCE", "Algebra", "Comparison", "E", "Fold", "Operations", "RoundingMode", "Side", "Value"]

#: Two numbers that differ by at most this are equal (semantics.md, "Exactness").
TOLERANCE: Final = Decimal("1E-9")

#: What one expression may be worth for one project.
Value = Decimal | bool | str | None

RoundingMode = Literal["half_up", "half_even", "away_from_zero", "toward_zero"]
#: A step is reached from below ("at_least") or kept from above ("at_most").
Side = Literal["at_least", "at_most"]
#: How two numbers compare (with the tolerance); the last two are for texts and conditions.
Comparison = Literal["<", "<=", ">", ">=", "==", "!=", "same", "other"]
#: What is made of the rows of a table: rows with a value; rows whose condition holds; share of rows whose condition
#: holds among those that can be told; and the usual folds of the values that are there; "trimmed" is the mean without
#: so many of the smallest and of the largest.
Fold = Literal["rows", "count", "holds", "fraction", "sum", "mean", "trimmed", "median", "minimum", "maximum"]

E = TypeVar("E")


class Operations(Protocol[E]):
    """The operations that formulas, checks, scales and aggregations are made of, on expressions of type `E`."""

    # -- leaves

    def constant(self, value: Value) -> E:
        """Return an expression that is worth `value` for every project."""

    def fact(self, name: str) -> E:
        """Return the value of a fact, missing where it is absent or invalid."""

    def column(self, table: str, name: str) -> E:
        """Return the value of a column in each row of a table; such an expression must end in `fold`."""

    def invalid(self, names: Collection[str], table: str | None = None) -> E:
        """Return the condition that any of these facts is there but invalid (never missing itself).

        Of the columns of a table, any of its values; of those of `table`, in a row of it, only the row's own.
        """

    def dated(self, name: str, table: str | None = None) -> E:
        """Return the condition that a fact, or a column of `table`, is a day; never missing."""

    def lift(self, table: str, expression: E) -> E:
        """Make an expression of the project usable among expressions of a table's rows."""

    def fold(
        self, table: str, how: Fold, expression: E | None = None, *, money: bool = False, trim: Decimal = Decimal(0)
    ) -> E:
        """Fold the rows of a table into one value; an absent table is an empty one.

        `money` tells that the values have at most four decimals: their sum has no more, and is exact. `trim` is the
        part of the values, below a half, that "trimmed" leaves out at either end: so many whole values.
        """

    def let(self, name: str, expression: E, table: str | None = None) -> E:
        """Evaluate an expression once and return a cheap reference to its value.

        Once for each project, or, where it is of the rows of a table, for each row.
        """

    # -- numbers

    def add(self, a: E, b: E) -> E:
        """Return a + b."""

    def subtract(self, a: E, b: E) -> E:
        """Return a - b."""

    def multiply(self, a: E, b: E) -> E:
        """Return a x b; missing if it overflows."""

    def divide(self, a: E, b: E) -> E:
        """Return a / b; missing if b equals zero or the result overflows."""

    def power(self, a: E, exponent: Decimal) -> E:
        """Return a to a constant power (1 for power 0); missing where no real finite number is."""

    def negate(self, a: E) -> E:
        """Return -a."""

    def absolute(self, a: E) -> E:
        """Return a without its sign."""

    def floor(self, a: E) -> E:
        """Return the greatest whole number not above a; a number equal to a whole number is that number."""

    def ceil(self, a: E) -> E:
        """Return the least whole number not below a; a number equal to a whole number is that number."""

    def ln(self, a: E) -> E:
        """Return the natural logarithm; missing unless a is positive and not equal to zero."""

    def log10(self, a: E) -> E:
        """Return the decimal logarithm; missing unless a is positive and not equal to zero."""

    def exp(self, a: E) -> E:
        """Return e to the power of a; missing if it overflows."""

    def sqrt(self, a: E) -> E:
        """Return the square root; 0 for a number equal to zero, missing for a negative one."""

    def least(self, items: Sequence[E]) -> E:
        """Return the smallest of the items; missing if any is."""

    def greatest(self, items: Sequence[E]) -> E:
        """Return the largest of the items; missing if any is."""

    def least_there(self, items: Sequence[E]) -> E:
        """Return the smallest of the items that are there; missing if none is."""

    def greatest_there(self, items: Sequence[E]) -> E:
        """Return the largest of the items that are there; missing if none is."""

    def median_there(self, items: Sequence[E]) -> E:
        """Return the median of the items that are there, of two in the middle their mean; missing if none is."""

    def clamp(self, a: E, low: Decimal, high: Decimal) -> E:
        """Return a, held between two constants."""

    def money(self, a: E) -> E:
        """Return a sum or difference of money as money: at most four decimals."""

    # -- conditions

    def equal(self, a: E, b: E) -> E:
        """Tell whether two numbers are equal."""

    def less(self, a: E, b: E) -> E:
        """Tell whether a is below b and not equal to it."""

    def at_most(self, a: E, b: E) -> E:
        """Tell whether a is below b or equal to it."""

    def same(self, a: E, b: E) -> E:
        """Tell whether two texts (in their plain form) or two conditions are the same."""

    def chain(self, items: Sequence[E], comparisons: Sequence[Comparison]) -> E:
        """Tell whether all comparisons of neighbours hold, as `both` would; each item is evaluated once."""

    def among(self, a: E, options: Collection[str]) -> E:
        """Tell whether a text is one of these."""

    def among_numbers(self, a: E, options: Collection[Decimal]) -> E:
        """Tell whether a number equals one of these."""

    def both(self, a: E, b: E) -> E:
        """Return a and b in three-valued logic: `false and missing` is false."""

    def either(self, a: E, b: E) -> E:
        """Return a or b in three-valued logic: `true or missing` is true."""

    def negated(self, a: E) -> E:
        """Return not a; missing stays missing."""

    def present(self, a: E) -> E:
        """Tell whether there is a value; this condition is never missing."""

    def holds(self, a: E) -> E:
        """Tell whether a condition is true; one that cannot be told does not hold. Never missing."""

    # -- choices

    def where(self, condition: E, a: E, b: E) -> E:
        """Return a where the condition is true, b where it is false; missing where it cannot be told."""

    def first(self, items: Sequence[E]) -> E:
        """Return the first of the items that is not missing."""

    def lookup(self, text: E, table: Mapping[str, Decimal]) -> E:
        """Return the number that belongs to a text; missing for a text that the table does not have."""

    def step(self, a: E, steps: Sequence[tuple[Decimal, Value]], side: Side, otherwise: Value) -> E:
        """Return the value of the best step that a reaches, `otherwise` where it reaches none.

        With `at_least`, that is the highest threshold reached; with `at_most`, the lowest kept.
        """

    # -- aggregations

    def sum_present(self, items: Sequence[E]) -> E:
        """Add up the items that are there; missing if none is."""

    def weight_where(self, items: Sequence[tuple[E, Decimal]]) -> E:
        """Add up the weights whose condition is true; never missing."""


class Algebra(Operations[E], Protocol[E]):
    """The operations of scoring: those above, and what makes scores of shares."""

    def round_units(self, a: E, mode: RoundingMode) -> E:
        """Round to a whole number of rounding units; a number equal to a whole one or to a tie is taken for it."""

    def status(self, applies: E | None, share: E, invalid: E, failed: E | None) -> E:
        """Return the status: not applicable, else error, else scored where there is a share, else invalid or missing.

        `applies` counts as true where it cannot be told; None stands for always. `failed` is None for never.
        """

    def by_status(self, status: E, scored: E, not_applicable: Value, otherwise: Value) -> E:
        """Return `scored` where the status is scored, a constant where it is not applicable, another elsewhere."""

    def among_status(self, status: E, options: Collection[Status]) -> E:
        """Tell whether a status is one of these; never missing."""

    def any_of(self, conditions: Sequence[E]) -> E:
        """Tell whether any of these conditions (none of them missing) is true."""
