"""What `scoring audit` does: it reads filled forms, audits each, and prints what does not follow."""

from __future__ import annotations

import glob
import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from scoring.audit import Auditor, duplicates
from scoring.audit_sheet import MarkedForm
from scoring.audit_spread import spread
from scoring.audit_workbook import audit_workbook, by_unit, form_workbook
from scoring.audited import shown
from scoring.cli_options import AuditFormat
from scoring.cli_output import FILE_WIDTH, draw, escaped, watched, write_file, write_text
from scoring.display import whole
from scoring.engine import Engine
from scoring.errors import DataError
from scoring.file_names import file_names
from scoring.filled_document import DOCUMENTS, document_grids
from scoring.filled_form import FormReader
from scoring.filled_grid import WORKBOOKS, grids
from scoring.filled_headings import NEEDED
from scoring.loading import load_bound
from scoring.messages import message
from scoring.output_folder import SUMS, refuse_inside, written_whole
from scoring.report_audit import AuditEntry, AuditPage, AuditRemark
from scoring.report_page import plain_text
from scoring.report_text import harmless

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from scoring.audited import Audited
    from scoring.cli_options import Lang
    from scoring.filled import Form
    from scoring.filled_grid import Grid
    from scoring.indicators import IndicatorSet
    from scoring.plugins import Registry

__all__ = ["run_audit"]

#: The files that have forms.
FORMS: Final = (*WORKBOOKS, *DOCUMENTS)
#: How the temporary files of a spreadsheet that is open begin.
OPENED: Final = ("~$", ".~")


#: The format that the suffix of a file tells; any other is the table.
SUFFIXES: Final = {".json": AuditFormat.JSON, ".xlsx": AuditFormat.XLSX}


#: The list of all forms in a folder.
WORKBOOK: Final = "audit.xlsx"


class Asked(NamedTuple):
    """What is asked for: the format, the file or folder if there is one, the language."""

    form: AuditFormat
    output: Path | None
    folder: bool
    lang: str


def run_audit(
    given: Sequence[str],
    rules: str,
    found: Registry,
    *,
    form: AuditFormat | None,
    output: str | None,
    day: datetime.date | None,
    lang: Lang | None,
) -> tuple[bool, bool]:
    """Audit forms and write the result; tell whether there were findings, and files that cannot be read.

    Why a file cannot be read stands on standard error; the others are audited all the same. Raises `DataError` where
    none can be read, and for a set without rows that units fill in.
    """
    bound = load_bound(rules, found, day=day, lang=lang)
    spoken: str = bound.rules.lang if lang is None else lang.value
    table = bound.rules.facts.get("targets")
    if table is None or not table.columns.keys() >= {*NEEDED, "weight", "score"}:
        raise DataError(message("audit-set", spoken, set=bound.rules.id, known=(*sorted(NEEDED), "weight", "score")))
    asked = _asked(form, output, spoken)
    auditor = Auditor(Engine.of(bound, lang="en" if spoken == "en" else "zh"))
    reader = FormReader(bound.rules)
    if asked.folder and asked.output is not None:
        refuse_inside(asked.output, given, spoken)
    # what an earlier run has written there is no form that a unit has handed in
    own = None if asked.output is None else asked.output.resolve()
    files = [each for name in given for each in _files(name, spoken) if each.resolve() != own]
    audits: list[Audited] = []
    cells: list[Grid] = []
    failed: list[str] = []
    for file in watched(list(dict.fromkeys(files)), "reading", spoken):
        try:
            for filled, grid in _forms(file, reader, spoken):
                audits.append(auditor.audit(filled))
                if asked.form is AuditFormat.XLSX:  # no other format shows the cells
                    cells.append(grid)
        except DataError as error:
            failed.append(str(error))
    if not audits:
        raise DataError("\n".join(failed))
    audits = duplicates(audits, spoken)
    if asked.form is AuditFormat.XLSX:
        _write_workbooks([MarkedForm(*each) for each in zip(audits, cells, strict=True)], bound.rules, asked)
    else:
        _write(audits, bound.rules, asked)
    sys.stderr.write("".join(f"{harmless(each)}\n" for each in failed))
    return any(each.findings for each in audits), bool(failed)


def _files(given: str, lang: str) -> Iterator[Path]:
    """Go through the files that an argument names: a file, a folder with those below it, or a pattern."""
    path = Path(given)
    if path.is_dir():
        found = sorted(each for each in path.rglob("*") if each.suffix.lower() in FORMS)
        found = [each for each in found if not each.name.startswith(OPENED)]
        if not found:
            raise DataError(message("audit-folder", lang, file=given, known=FORMS))
        yield from found
    elif not path.exists() and glob.has_magic(given):
        matches = sorted(Path(each) for each in glob.glob(given, recursive=True))  # noqa: PTH207 - a pattern of the user's
        if not matches:
            raise DataError(message("data-glob", lang, file=given))
        yield from matches
    elif not path.exists():
        raise DataError(message("data-absent", lang, file=given))
    elif path.suffix.lower() not in FORMS:
        raise DataError(message("audit-suffix", lang, file=given, suffix=path.suffix or given, known=FORMS))
    else:
        yield path


def _forms(file: Path, reader: FormReader, lang: str) -> list[tuple[Form, Grid]]:
    """Read the forms of a file, a sheet or table each; those without one are passed over unless there is no other."""
    found_in = document_grids if file.suffix.lower() in DOCUMENTS else grids
    forms = [(reader.read(each, whole(str(file))), each) for each in found_in(file, lang)]
    found = [(form, grid) for form, grid in forms if form is not None]
    if not found:
        raise DataError(message("audit-no-form", lang, file=file, known=reader.known))
    return found


def _write(audits: Sequence[Audited], rules: IndicatorSet, asked: Asked) -> None:
    """Write the audits in the format that is asked for, to a file or the terminal."""
    files = Counter(each.form.file for each in audits)
    several = {file for file, count in files.items() if count > 1}
    if asked.form is AuditFormat.JSON:
        told = {"forms": [each.published(sheet=each.form.file in several) for each in audits]}
        content = escaped(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    else:
        entries = tuple(_entry(each, sheet=each.form.file in several) for each in audits)
        together = spread(audits, rules.grades) if len(audits) > 1 else None
        page = AuditPage(rules.title, entries, FILE_WIDTH, asked.lang, together)
        if asked.output is None:
            draw(lambda width: page._replace(width=width))
            return
        content = plain_text(page, "utf-8")
    if asked.output is not None:
        write_file(asked.output, content, asked.lang)
    else:
        write_text(content)


def _write_workbooks(forms: Sequence[MarkedForm], rules: IndicatorSet, asked: Asked) -> None:
    """Write the workbook of all forms; into a folder, one for each form with findings too."""
    together = spread([each.audited for each in forms], rules.grades) if len(forms) > 1 else None
    output = asked.output or Path(WORKBOOK)
    if not asked.folder:
        write_file(output, audit_workbook(forms, asked.lang, together), asked.lang)
        return
    back = by_unit(forms)
    about = [_called(each) for each in back]
    names = [f"{stem}.xlsx" for stem in file_names(about, (Path(WORKBOOK).stem, SUMS))]
    with written_whole(output, [*names, WORKBOOK], asked.lang) as aside:
        for each, name in zip(watched(back, "writing", asked.lang), names, strict=True):
            (aside.path / name).write_bytes(form_workbook(each, asked.lang))
        (aside.path / WORKBOOK).write_bytes(audit_workbook(forms, asked.lang, together, names))
    said = [message("audit-folder-written", asked.lang, folder=output, count=len(back), file=output / WORKBOOK)]
    if aside.left:
        said.append(message("audit-folder-left", asked.lang, folder=output, left=aside.left))
    sys.stderr.write("".join(f"{harmless(each)}\n" for each in said))


def _called(form: MarkedForm) -> tuple[str, str]:
    """Return what the file of a form is called: its unit and its project, else the file that it came in."""
    unit, project = form.audited.form.unit.text, form.audited.form.name.text
    stem = Path(form.audited.form.file).stem
    return (unit, project) if unit and project else (stem, "")


def _asked(form: AuditFormat | None, output: str | None, lang: str) -> Asked:
    """Return what is asked for: the format, else the one that the file's name tells; a workbook needs a file.

    A folder ends with a slash, or is there already; it is filled with workbooks.
    """
    path = None if output is None else Path(output)
    folder = path is not None and (str(output).endswith(("/", os.sep)) or path.is_dir())
    if folder and form not in (None, AuditFormat.XLSX):
        raise DataError(message("audit-folder-format", lang, folder=path, form=form))
    told = AuditFormat.TABLE if path is None else SUFFIXES.get(path.suffix.lower(), AuditFormat.TABLE)
    chosen = AuditFormat.XLSX if folder else form or told
    if chosen is AuditFormat.XLSX and path is None:
        raise DataError(message("audit-xlsx-file", lang))
    return Asked(chosen, path, folder, lang)


def _entry(audited: Audited, *, sheet: bool) -> AuditEntry:
    """Return an audit as people see it."""
    remarks = tuple(AuditRemark(each.cell, each.code, each.message) for each in audited.findings)
    file = f"{audited.form.file} {audited.form.sheet}" if sheet else audited.form.file
    totals = shown(audited.printed_total), shown(audited.recomputed_total)
    return AuditEntry(file, audited.form.name.text, *totals, remarks)
