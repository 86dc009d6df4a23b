"""Binding what the parameters of a check name: a fact, a table, a column of one."""

import unicodedata
from typing import Literal

from scoring.diagnosis import Diagnosis
from scoring.errors import closest
from scoring.parameters import Reference
from scoring.quantity import NUMERIC, Found, Names

__all__ = ["refers"]

Path = tuple[str | int, ...]


def refers(reference: Reference, names: Names, diagnosis: Diagnosis, at: Path) -> bool:
    """Tell whether a parameter names what there is, of the kind that is due; if not, `diagnosis` says so at a path."""
    named, name = reference.named, unicodedata.normalize("NFKC", reference.name)
    side: Literal["key", "value"] = "key" if name in reference.path[1:] else "value"  # in `items = { name = 1 }`
    of_table = named.what == "table"
    known = list(names.tables) if of_table else [each for each in names.all() if each not in names.tables]
    found = None if of_table else names.find(name)
    if name not in known:
        near = closest(name, known)
        code = "unknown-fact" if near is None else "unknown-fact-near"
        if name in names.tables:
            code = "table-not-fact" if named.what == "fact" else "fact-not-column"
        diagnosis.error(code, at, at=side, name=name, near=near)
        return False
    due, kind = named.kind, None if found is None else found.kind
    if due is not None and kind is not None and kind != due and not (due in NUMERIC and kind in NUMERIC):
        diagnosis.error("fact-kind", at, at=side, name=name, kind=kind, want=due)
        return False
    if found is not None and _misplaced(found, reference, names):
        code = "fact-not-column" if named.what == "column" else "column-not-fact"
        diagnosis.error(code, at, at=side, name=name)
        return False
    return True


def _misplaced(found: Found, reference: Reference, names: Names) -> bool:
    """Tell a column where a fact is due, or a fact where a column is; inside its table a column is the row's fact."""
    own = found.column is not None and found.column[0] == names.inside
    return not own and (reference.named.what == "column") != (found.column is not None)
