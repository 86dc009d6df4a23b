"""Many audited forms together: how self-scores and recomputed ones are spread, and which findings are frequent."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from scoring.audited import grade_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.audited import Audited
    from scoring.indicators import Grade

__all__ = ["Spread", "spread"]


class Spread(NamedTuple):
    """How the forms of several units are spread.

    `grades` counts, for each grade of the set, the forms whose printed total has it, then those whose recomputed total
    has. The means are over the forms that print a total, None where none does; `above` counts those of them whose
    printed total is higher than the recomputed one. `codes` counts findings and forms by code, the most frequent first.
    """

    grades: tuple[tuple[str, int, int], ...]
    printed_mean: Decimal | None
    recomputed_mean: Decimal | None
    above: int
    codes: tuple[tuple[str, int, int], ...]


def spread(audits: Sequence[Audited], grades: Sequence[Grade]) -> Spread:
    """Count forms by grade, and findings by code."""
    totals = [(each.printed_total, each.recomputed_total) for each in audits if each.printed_total is not None]
    printed = Counter(grade_of(each, grades) for each, _ in totals)
    recomputed = Counter(each.grade for each in audits)
    findings = Counter(each.code for audited in audits for each in audited.findings)
    forms = Counter(code for audited in audits for code in {each.code for each in audited.findings})
    means = [sum(each, Decimal(0)) / len(totals) for each in zip(*totals, strict=True)] if totals else [None, None]
    return Spread(
        tuple((each.label, printed[each.label], recomputed[each.label]) for each in grades),
        means[0],
        means[1],
        sum(each > other for each, other in totals),
        tuple((code, count, forms[code]) for code, count in findings.most_common()),
    )
