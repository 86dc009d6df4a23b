"""The facts of whatever project is being scored: what checks, formulas and scales build their quantities from."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from scoring.errors import ScoringError, UnknownNameError, closest
from scoring.operators import Operators, exact
from scoring.quantity import NUMERIC, Kind, Number, Quantity, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.algebra import Fold, Side

__all__ = ["Facts"]


class Facts(Operators):
    """The facts of whatever project is being scored, by name; what a check builds its measure from.

    `facts["funds.spent"]` is a quantity of the project, `facts["survey.answer"]` one of each row of the table
    `survey`, to be folded by `fraction`, `mean` and the like. `used` collects the names that were asked for: a
    missing measure is invalid when one of them is.
    """

    def where(self, condition: Any, a: Any, b: Any) -> Quantity:
        """Return a where the condition is true, b where it is false, missing where it cannot be told."""
        (c, x, y), table = self.level(condition, a, b)
        self.conditions(c)
        kind = self.common(x, y)
        return Quantity(self, self.algebra.where(c.expression, x.expression, y.expression), kind, table)

    def common(self, *quantities: Quantity) -> Kind:
        """Return the kind that these quantities have in common; money and numbers make numbers."""
        kinds = {each.kind for each in quantities}
        if len(kinds) == 1:
            return kinds.pop()
        if kinds == set(NUMERIC):
            return "number"
        raise ScoringError("these are of different kinds: " + ", ".join(sorted(kinds)))

    def coalesce(self, *items: Any) -> Quantity:
        """Return the first of the items that is not missing."""
        quantities, table = self.level(*items)
        kind = self.common(*quantities)
        return Quantity(self, self.algebra.first([each.expression for each in quantities]), kind, table)

    def min(self, *items: Any) -> Quantity:
        """Return the smallest; missing if any is."""
        return self._extreme("least", items)

    def max(self, *items: Any) -> Quantity:
        """Return the largest; missing if any is."""
        return self._extreme("greatest", items)

    def _extreme(self, operation: str, items: Sequence[Any]) -> Quantity:
        quantities, table = self.level(*items)
        kind = self.common(*quantities)
        if kind in ("text", "boolean"):
            raise ScoringError(f"min and max want numbers or dates, not a {kind}")
        return Quantity(self, getattr(self.algebra, operation)([q.expression for q in quantities]), kind, table)

    def clip(self, a: Any, low: Any, high: Any) -> Quantity:
        """Return a, held between low and high; high where they cross."""
        if isinstance(a, Quantity) and isinstance(low, Decimal) and isinstance(high, Decimal) and low <= high:
            (x,), table = self.numbers("clip", a)
            return Quantity(self, self.algebra.clamp(x.expression, low, high), "number", table)
        return self.min(self.max(a, low), high)

    def abs(self, a: Any) -> Quantity:
        """Return the number without its sign."""
        return self.single("absolute", a)

    def floor(self, a: Any) -> Quantity:
        """Return the greatest whole number not above it."""
        return self.single("floor", a)

    def ceil(self, a: Any) -> Quantity:
        """Return the least whole number not below it."""
        return self.single("ceil", a)

    def ln(self, a: Any) -> Quantity:
        """Return the natural logarithm; missing for what is not above zero."""
        return self.single("ln", a)

    def log10(self, a: Any) -> Quantity:
        """Return the decimal logarithm; missing for what is not above zero."""
        return self.single("log10", a)

    def exp(self, a: Any) -> Quantity:
        """Return the exponential; missing if it overflows."""
        return self.single("exp", a)

    def sqrt(self, a: Any) -> Quantity:
        """Return the square root; missing for a negative number."""
        return self.single("sqrt", a)

    def days(self, start: Any, end: Any) -> Quantity:
        """Return the number of days from one date to another."""
        (x, y), table = self.level(start, end)
        if x.kind != "date" or y.kind != "date":
            raise ScoringError("days wants two dates")
        return Quantity(self, self.algebra.subtract(y.expression, x.expression), "number", table)

    def among(self, a: Any, options: Sequence[str | Number]) -> Quantity:
        """Tell whether a text or a number is one of these; a date's options are the ordinals of their days."""
        (x,), table = self.level(a)
        texts = [plain(each) for each in options if isinstance(each, str)]
        if x.kind == "text" and len(texts) == len(options):
            return Quantity(self, self.algebra.among(x.expression, texts), "boolean", table)
        if x.kind in ("text", "boolean") or texts:
            raise ScoringError(f"among wants a text and texts, or a number and numbers, not a {x.kind}")
        numbers = [exact(each) for each in options]
        return Quantity(self, self.algebra.among_numbers(x.expression, numbers), "boolean", table)

    def present(self, a: Any) -> Quantity:
        """Tell whether there is a value."""
        (x,), table = self.level(a)
        return Quantity(self, self.algebra.present(x.expression), "boolean", table)

    def step(self, a: Quantity, steps: Sequence[tuple[Number, Number]], side: Side, otherwise: Number) -> Quantity:
        """Return the value of the best step that a number reaches; `otherwise` where it reaches none.

        `steps` are pairs of a threshold and its value.
        """
        (x,), table = self.numbers("step", a)
        pairs = [(exact(edge), exact(value)) for edge, value in steps]
        return Quantity(self, self.algebra.step(x.expression, pairs, side, exact(otherwise)), "number", table)

    def lookup(self, a: Quantity, table: Mapping[str, Number]) -> Quantity:
        """Return the number that belongs to a text (compared in plain form), missing where there is none."""
        if a.kind != "text":
            raise ScoringError(f"lookup wants a text, not a {a.kind}")
        numbers = {plain(text): exact(number) for text, number in table.items()}
        return Quantity(self, self.algebra.lookup(a.expression, numbers), "number", a.table)

    def let(self, name: str, a: Quantity) -> Quantity:
        """Evaluate a quantity of the project once, however often it is used."""
        return Quantity(self, self.algebra.let(name, a.expression), a.kind)

    # -- folds over the rows of a table

    def count(self, what: str | Quantity) -> Quantity:
        """Count the rows of a table (given by name), the rows whose condition holds, or the rows with a value."""
        if isinstance(what, str):
            self.used.add(self._table(what))
            return Quantity(self, self.algebra.fold(what, "rows"), "number")
        return self._fold("holds" if what.kind == "boolean" else "count", (what,), "number")

    def fraction(self, *what: Any) -> Quantity:
        """Return the share of the rows whose condition holds, among those where it can be told: `fraction(condition)`.

        A table may be named first: `fraction("survey", condition)`.
        """
        self.conditions(what[-1])
        return self._fold("fraction", what, "number")

    def sum(self, *what: Any) -> Quantity:
        """Add up a column over the rows of its table; 0 without rows."""
        return self._fold("sum", what)

    def mean(self, *what: Any) -> Quantity:
        """Return the mean of a column over the rows that have a value."""
        return self._fold("mean", what, "number")

    def trimmed(self, what: Quantity, trim: Number) -> Quantity:
        """Return the mean of a column without a part `trim`, below a half, of its smallest and of its largest values.

        So many values are left out at either end as `trim` times their number has whole ones.
        """
        return self._fold("trimmed", (what,), "number", exact(trim))

    def median(self, *what: Any) -> Quantity:
        """Return the median of a column over the rows that have a value."""
        return self._fold("median", what, "number")

    def minimum(self, *what: Any) -> Quantity:
        """Return the smallest value of a column."""
        return self._fold("minimum", what)

    def maximum(self, *what: Any) -> Quantity:
        """Return the largest value of a column."""
        return self._fold("maximum", what)

    def _table(self, name: str) -> str:
        if name not in self.names.tables:
            raise UnknownNameError(name, closest(name, self.names.tables), table=True)
        return name

    def _fold(self, how: Fold, what: Sequence[Any], kind: Kind | None = None, trim: Decimal = Decimal(0)) -> Quantity:
        *named, value = what
        value = self.quantity(value)
        table = value.table or (self._table(named[0]) if named else None)
        if table is None:
            raise ScoringError(f"{how} wants a value of the rows of a table")
        if named and named[0] != table:
            raise ScoringError(f"{how}: the value belongs to the rows of {table}, not of {named[0]}")
        if how not in ("holds", "fraction", "count") and value.kind not in (*NUMERIC, "date"):
            raise ScoringError(f"{how} wants numbers, not a {value.kind}")
        expression = value.expression if value.table else self.algebra.lift(table, value.expression)
        folded = self.algebra.fold(table, how, expression, money=value.kind == "money", trim=trim)
        return Quantity(self, folded, kind or value.kind)
