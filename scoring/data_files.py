"""Files of tables: which of the arguments of a command they are, and those of folders and patterns."""

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from scoring.data import SUFFIXES
from scoring.data_headings import plain_heading
from scoring.errors import DataError, closest
from scoring.indicators import IndicatorSet
from scoring.messages import message

__all__ = [
    "DATABASES",
    "OTHER_SHEETS",
    "TABLES",
    "TableFile",
    "are_tables",
    "files_of",
    "is_address",
    "split_table",
    "table_files",
    "table_named",
]

DATABASES: Final = (".duckdb", ".db")
TABLES: Final = (".csv", ".tsv", ".xlsx", ".xlsm", ".parquet", *DATABASES)
#: What spreadsheets save that is not read, but that they save as XLSX as well.
OTHER_SHEETS: Final = (".xls", ".xlsb", ".ods", ".et", ".numbers")
#: How the temporary files of a spreadsheet that is open begin.
OPENED: Final = ("~$", ".~")
#: What makes a text the address of a file that a cluster reads and writes, as in hdfs://bureau/2022/projects.parquet.
SCHEME: Final = "://"


class TableFile(NamedTuple):
    """A file to read: of the projects, or of the table of a fact."""

    table: str | None
    path: Path


def is_address(given: str) -> bool:
    """Tell the address of a file from its name on this machine.

    >>> is_address("hdfs://bureau/2022/projects.parquet"), is_address("projects.parquet")
    (True, False)
    """
    return SCHEME in given


def are_tables(given: Sequence[str], lang: str) -> bool:
    """Tell tables of projects (CSV, XLSX, Parquet, DuckDB) from files of facts (TOML, JSON).

    Raises `DataError` where both are given, also together in one folder. What is neither is no table: reading it says
    what is wrong.
    """
    tables, facts = [], []
    for each in given:
        suffixes = {path.suffix.lower() for path in _paths(split_table(each)[1])}
        if split_table(each)[0] is not None or suffixes & {*TABLES, *OTHER_SHEETS}:
            tables.append(each)
        if suffixes & set(SUFFIXES):
            facts.append(each)
    if tables and facts:
        raise DataError(message("table-mixed", lang, tables=tuple(tables[:3]), facts=tuple(facts[:3])))
    return bool(tables)


def table_files(given: Sequence[str], rules: IndicatorSet, lang: str) -> list[TableFile]:
    """Return the files that arguments name, in order and each once; raises `DataError` that says what to do."""
    found: dict[tuple[str | None, Path], TableFile] = {}
    for each in given:
        name, where = split_table(each)
        table = None if name is None else table_named(name, rules)
        if name is not None and table is None:
            known = tuple(rules.label(id_) for id_, fact in rules.facts.items() if fact.type == "table")
            code = "table-unknown" if known else "table-none"
            raise DataError(message(code, lang, name=name, known=known) + _did_you_mean(name, known, lang))
        for path in _files(where, lang):
            found.setdefault((table, path.resolve()), TableFile(table, path))
    if all(each.table is not None for each in found.values()):
        raise DataError(message("table-no-projects", lang))
    kinds = {each.path.suffix.lower() in DATABASES for each in found.values()}
    databases = [each for each in found.values() if each.path.suffix.lower() in DATABASES]
    if len(kinds) > 1 or len(databases) > 1:
        raise DataError(message("table-one-database", lang, file=databases[0].path))
    return list(found.values())


def table_named(name: str, rules: IndicatorSet) -> str | None:
    """Return the table fact that is called so: by its name, label or alias; None if there is none, or there are two."""
    plain = plain_heading(name)
    tables = {id_: fact for id_, fact in rules.facts.items() if fact.type == "table"}
    for called in (
        [id_ for id_ in tables if plain_heading(id_) == plain],
        [id_ for id_, fact in tables.items() if plain_heading(fact.label or "") == plain],
        [id_ for id_, fact in tables.items() if plain in map(plain_heading, fact.aliases)],
    ):
        if called:
            return called[0] if len(called) == 1 else None
    return None


def files_of(given: Sequence[str]) -> list[Path]:
    """Return the files that arguments may mean, in order and each once, whether they are there or not."""
    return list(dict.fromkeys(path for each in given for path in sorted(_paths(split_table(each)[1]))))


def split_table(given: str) -> tuple[str | None, str]:
    """Return the table that an argument such as `survey=answers.csv` names, and its file."""
    name, sign, where = given.partition("=")
    if not sign or os.sep in name or "/" in name or Path(given).exists():
        return None, given
    return name, where


def _paths(where: str) -> list[Path]:
    """Return the files that an argument may mean, whether they are there or not."""
    path = Path(where)
    if path.is_dir():
        return [each for each in path.rglob("*") if each.is_file() and not each.name.startswith(OPENED)]
    if not path.exists() and glob.has_magic(where):
        matches = map(Path, glob.glob(where, recursive=True))  # noqa: PTH207 - a pattern of the user's
        return [each for each in matches if each.is_file() and not each.name.startswith(OPENED)]
    return [path]


def _files(where: str, lang: str) -> Iterator[Path]:
    path = Path(where)
    if path.is_dir():
        found = sorted(each for each in _paths(where) if each.suffix.lower() in TABLES)
        if not found:
            raise DataError(message("table-folder", lang, file=where, known=TABLES))
        yield from found
        return
    if not path.exists():
        if glob.has_magic(where):
            matches = sorted(_paths(where))
            if not matches:
                raise DataError(message("data-glob", lang, file=where))
            for each in matches:
                yield _readable(each, lang)
            return
        beside = [each.name for each in path.parent.iterdir()] if path.parent.is_dir() else []
        near = closest(path.name, beside)
        raise DataError(message("data-absent" if near is None else "data-absent-near", lang, file=where, near=near))
    yield _readable(path, lang)


def _readable(path: Path, lang: str) -> Path:
    suffix = path.suffix.lower()
    if suffix in OTHER_SHEETS:
        raise DataError(message("table-save-xlsx", lang, file=path, suffix=suffix))
    if suffix not in TABLES:
        values = {"file": path, "suffix": suffix or path.name, "known": TABLES}
        raise DataError(message("table-suffix", lang, **values))
    return path


def _did_you_mean(name: str, known: Sequence[str], lang: str) -> str:
    near = closest(name, known)
    return "" if near is None else message("did-you-mean", lang, name=near)
