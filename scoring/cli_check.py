"""What `scoring check` does: it tells every mistake of sets, and counts them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rich.console import Console

from scoring.cli_options import CheckFormat
from scoring.cli_output import escaped, write_text
from scoring.display import is_chinese
from scoring.errors import RulesError
from scoring.loading import check
from scoring.messages import message
from scoring.report_diagnostic import render_diagnostic
from scoring.report_text import harmless

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from scoring.cli_options import Lang
    from scoring.errors import Diagnostic
    from scoring.plugins import Registry

__all__ = ["run_check"]


def run_check(
    names: Sequence[str],
    found: Registry,
    *,
    strict: bool,
    day: datetime.date | None,
    form: CheckFormat,
    lang: Lang | None,
) -> tuple[bool, bool]:
    """Print what is wrong with sets; tell whether there were faults, and files that cannot be read.

    Why a file cannot be read stands on standard error: there is no result to print.
    """
    results, failures = (Console(stderr=stderr, soft_wrap=True, highlight=False) for stderr in (False, True))
    collected: list[Diagnostic] = []
    faults = unreadable = False
    for name in names:
        failed = False
        try:
            _, diagnosis = check(name, found, day=day, lang=lang)
            diagnostics, spoken = diagnosis.found, diagnosis.lang
        except RulesError as error:
            diagnostics = error.diagnostics
            chinese = is_chinese(diagnostics[0].message)
            spoken = "zh" if lang == "zh" or (lang is None and chinese) else "en"
            failed = any(each.code != "toml-syntax" for each in diagnostics)
            unreadable = unreadable or failed
        collected += diagnostics
        errors = sum(each.severity == "error" or strict for each in diagnostics)
        faults = faults or errors > 0
        console = failures if failed else results
        if form is CheckFormat.TEXT or failed:
            for each in diagnostics:
                console.print(render_diagnostic(each, strict=strict))
            code = "check-count" if diagnostics else "check-fine"
            counted = message(code, spoken, file=name, errors=errors, warnings=len(diagnostics) - errors)
            console.print(harmless(counted), markup=False)
    if form is CheckFormat.JSON:
        listed = json.dumps([each._asdict() for each in collected], ensure_ascii=False, indent=1)
        write_text(escaped(listed) + "\n")
    return faults, unreadable
