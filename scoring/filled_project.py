"""Self-evaluation forms as units type them, without marks, as the facts of their projects."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from scoring.audit_rows import read_row
from scoring.audited import Judge
from scoring.data import ProjectFacts
from scoring.display import number
from scoring.errors import DataError
from scoring.filled_form import FormReader
from scoring.filled_grid import WORKBOOKS, grids
from scoring.filled_headings import NEEDED
from scoring.target import TargetAchievement

if TYPE_CHECKING:
    from pathlib import Path

    from scoring.audit_rows import ReadRow
    from scoring.binding import Bound
    from scoring.filled import Form

__all__ = ["typed_project"]

#: No form is larger, in bytes: larger workbooks are tables of many projects.
LARGEST: Final = 1024 * 1024
#: The unit of money of a form that says none.
MONEY: Final = "万元"


def typed_project(path: Path, bound: Bound, lang: str) -> ProjectFacts | None:
    """Return the project of a form; None for a file that is none, or has several.

    What tells a form from a table of projects: a project's name, amounts of its budget, and below them indicators with
    targets and actual values, all on one sheet.
    """
    table = bound.rules.facts.get("targets")
    if table is None or not table.columns.keys() >= {*NEEDED, "weight", "score"}:
        return None
    if path.suffix.lower() not in WORKBOOKS or not path.is_file() or path.stat().st_size > LARGEST:
        return None
    try:
        sheets = grids(path, lang)
    except DataError:
        return None  # the reader of tables says why
    reader = FormReader(bound.rules)
    forms = [each for sheet in sheets if (each := reader.read(sheet, str(path))) is not None and _is_whole(each)]
    return ProjectFacts(path.stem, _facts(forms[0], bound, lang)) if len(forms) == 1 else None


def _is_whole(form: Form) -> bool:
    block = form.execution
    return bool(form.rows) and not form.name.empty and not (block.budget.empty and block.spent.empty)


def _facts(form: Form, bound: Bound, lang: str) -> dict[str, Any]:
    """Return what a form says; a cell that cannot be read is given as it is, so that its indicator is told of it."""
    block = form.execution
    funds: dict[str, Any] = {}
    for name, cell in (("initial", block.initial), ("budget", block.budget), ("spent", block.spent)):
        if f"funds.{name}" in bound.rules.facts and not cell.empty:
            amount = block.amount(cell)
            funds[name] = cell.text if amount is None else f"{number(amount)}{block.unit or MONEY}"
    about = {"name": form.name.text, "unit": form.unit.text, "year": form.year}
    checks = [each.check for each in bound.indicators if isinstance(each.check, TargetAchievement)]
    judge = Judge(checks[0] if checks else None, bound.rules.round.to, lang)
    rows = [read_row(each, judge, form.year) for each in form.rows]
    return {
        "project": {name: value for name, value in about.items() if value},
        "funds": funds,
        "targets": [_row(each) for each in rows if each.counts],
    }


def _row(read: ReadRow) -> dict[str, Any]:
    """Return a row as the set's table has it: numbers in the unit of the target, percentages as such."""
    facts = dict(read.facts)
    percents = "%" in (read.target.unit, read.actual.unit)
    for name in ("target", "actual") if not read.judged else ():
        if name not in facts and not read.row[name].empty:
            facts[name] = read.row[name].text
        elif percents and isinstance(facts.get(name), Decimal):
            facts[name] = number(facts[name] * 100) + "%"
    if read.judged and read.level is None and not read.row["actual"].empty:
        facts["level"] = read.row["actual"].text
    converted = facts.get("target") not in {None, read.target.number}
    if not percents and not converted and (unit := read.row["unit"].text or read.target.unit):
        facts["unit"] = unit
    if read.score is not None:
        facts["score"] = read.score
    return facts
