"""`scoring form`: the workbook to fill in; and filled ones told of when they are read back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scoring.cli_output import write_file
from scoring.data_files import files_of
from scoring.data_forms import is_data, read_forms
from scoring.errors import DataError, ScoringError
from scoring.filled_project import typed_project
from scoring.loading import load_bound
from scoring.messages import message
from scoring.report_text import harmless

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from scoring.binding import Bound
    from scoring.data import ProjectFacts
    from scoring.plugins import Registry

__all__ = ["filled_forms", "new_form"]

SUFFIX: Final = ".xlsx"
#: So many remarks are told one by one.
TOLD: Final = 10


def new_form(
    name: str, output: Path | None, found: Registry, *, day: datetime.date | None, lang: str | None
) -> list[str]:
    """Write the form of a set; return what to tell the user.

    The file is called like the last part of the set's id where nothing else is said. Raises `DataError` for a file
    that is there already, for it may be filled in; `RulesError` for a set that cannot be used.
    """
    bound = load_bound(name, found, day=day, lang=lang)
    rules = bound.rules
    spoken = lang or rules.lang
    file = output or Path(rules.id.rpartition("/")[2] + SUFFIX)
    if file.suffix.lower() != SUFFIX:
        raise DataError(message("form-suffix", spoken, file=file))
    if file.exists():
        raise DataError(message("new-exists", spoken, file=file))
    if not rules.facts:
        raise DataError(message("form-no-facts", spoken, id=rules.id))
    try:
        from scoring.form_workbook import form_workbook  # noqa: PLC0415 - an extra, for those who write workbooks
    except ImportError as error:
        raise ScoringError(message("results-no-xlsxwriter", spoken)) from error
    write_file(file, form_workbook(bound, spoken), spoken)
    return [message("new-written", spoken, file=file), message("form-next", spoken, file=file, rules=name)]


def filled_forms(given: Sequence[str], bound: Bound, lang: str) -> list[ProjectFacts] | None:
    """Read filled forms, and say on standard error what is wrong with their cells; None where no file is a form."""
    forms = read_forms(given, bound.rules, lang)
    if forms is None:
        return _typed_forms(given, bound, lang)
    remarks = [each.message for form in forms for each in form.remarks]
    if len(remarks) > TOLD:
        remarks[TOLD:] = [message("table-remarks-more", lang, count=f"{len(remarks) - TOLD:,}")]
    sys.stderr.write("".join(f"{harmless(line)}\n" for line in remarks))
    return [form.project for form in forms]


def _typed_forms(given: Sequence[str], bound: Bound, lang: str) -> list[ProjectFacts] | None:
    """Read self-evaluation forms that are not ours, if the files are such forms, and say so."""
    files = [path for path in files_of(given) if is_data(path)]
    projects = {path: typed_project(path, bound, lang) for path in files}
    forms = [path for path, project in projects.items() if project is not None]
    if not forms:
        return None
    if others := [str(path) for path in files if projects[path] is None]:
        named = tuple(str(path) for path in forms[:3])
        raise DataError(message("form-mixed", lang, forms=named, others=tuple(others[:3])))
    sys.stderr.write(harmless(message("form-typed", lang, files=tuple(str(path) for path in forms[:3]))) + "\n")
    return [project for project in projects.values() if project is not None]
