"""What `scoring test` does: run the examples of sets, tell what differs and which rules no example reaches."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Literal

from scoring.cli_options import CheckFormat
from scoring.cli_output import draw, escaped, write_text
from scoring.errors import RulesError
from scoring.example_results import run_examples
from scoring.loading import load_bound
from scoring.report_examples import ExamplesPage, examples_json

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Sequence

    from scoring.cli_options import Lang
    from scoring.example_results import SetResult
    from scoring.plugins import Registry

__all__ = ["run_test"]


def run_test(
    names: Sequence[str],
    found: Registry,
    *,
    least: float | None,
    day: datetime.date | None,
    form: CheckFormat,
    lang: Lang | None,
    refuse: Callable[[RulesError], None],
) -> tuple[bool, bool]:
    """Run the examples of sets and print what came; tell whether there were faults, and sets that cannot be used.

    What is wrong with such a set goes to `refuse`; the others are run all the same.
    """
    wanted = None if least is None else Decimal(repr(least))
    results: list[SetResult] = []
    unusable = False
    for name in names:
        try:
            bound = load_bound(name, found, day=day, lang=lang)
        except RulesError as error:
            refuse(error)
            unusable = True
            continue
        spoken: Literal["zh", "en"] = bound.rules.lang if lang is None else lang.value
        result = run_examples(bound, spoken)
        if form is CheckFormat.TEXT:
            draw(partial(ExamplesPage, result, wanted, lang=spoken))
        results.append(result)
    if form is CheckFormat.JSON:
        write_text(escaped(json.dumps(examples_json(results, wanted, lang), ensure_ascii=False, indent=1)) + "\n")
    faults = any(each.failed or not (wanted is None or each.coverage.enough(wanted)) for each in results)
    return faults, unusable
