"""`scoring score … -o FOLDER/`: the documents of every project, a page that links to them, a workbook with a row each.

What somebody has changed since, or put there, is never written over (`output_folder`).
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from scoring.cli_options import SheetFormat
from scoring.cli_output import SUFFIXES, sheet_file
from scoring.cli_progress import progress
from scoring.errors import DataError, ScoringError
from scoring.file_names import file_names
from scoring.messages import message
from scoring.output_folder import SUMS, written_whole
from scoring.report import overview_document
from scoring.report_overview import Files
from scoring.report_text import harmless
from scoring.results import Listing
from scoring.results_sheets import summary_of_sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from scoring.cli_output import Asked
    from scoring.engine import Engine
    from scoring.results import Summary
    from scoring.sheet import ScoreSheet

__all__ = ["FolderProjects", "check_folder", "refuse_crowd", "write_folder"]

#: More projects are not written at once.
MOST: Final = 5_000
#: From so many files on, what is going to be written is said before.
MANY: Final = 1_000
PAGE: Final = "index.html"
WORKBOOK: Final = "summary.xlsx"
#: What a format needs beside the program itself: a package, and what to say where it is not there.
NEEDS: Final = {
    SheetFormat.XLSX: ("xlsxwriter", "results-no-xlsxwriter"),
    SheetFormat.DOCX: ("docx", "evaluation-no-docx"),
}


class FolderProjects(NamedTuple):
    """Projects for a folder: key and name of each, their sheets in any order, and what writes a row for each."""

    about: Sequence[tuple[str, str | None]]
    sheets: Iterable[ScoreSheet]
    write_results: Callable[[Path], object]


def check_folder(asked: Asked) -> None:
    """Raise `ScoringError` if a package is missing, `DataError` if the folder is a file: before anything is read."""
    for form in (SheetFormat.XLSX, *asked.kinds):
        package, code = NEEDS.get(form, ("", ""))
        if package and find_spec(package) is None:
            raise ScoringError(message(code, asked.lang))
    if (folder := _path(asked)).exists() and not folder.is_dir():
        raise DataError(message("folder-file", asked.lang, folder=folder))


def refuse_crowd(count: int, asked: Asked) -> None:
    """Raise `DataError` for more projects than are written at once."""
    if count > MOST:
        files = f"{count * len(asked.kinds) + 2:,}"
        said = {"count": f"{count:,}", "files": files, "most": f"{MOST:,}"}
        raise DataError(message("folder-too-many", asked.lang, folder=_path(asked), **said))


def write_folder(engine: Engine, projects: FolderProjects, asked: Asked) -> Summary:
    """Write the folder, and say so on standard error; return what the projects come to.

    Everything is made aside and then put in its place, each file whole. Raises `DataError` for files in the way that
    somebody else has made or changed, and where the folder cannot be written.
    """
    folder, count = _path(asked), len(projects.about)
    stems = file_names(projects.about, (Path(PAGE).stem, Path(WORKBOOK).stem, SUMS))
    suffixes = [_suffix(form) for form in asked.kinds]
    names = {key: [stem + each for each in suffixes] for (key, _), stem in zip(projects.about, stems, strict=True)}
    written = [each for own in names.values() for each in own] + [WORKBOOK, PAGE]
    with written_whole(folder, written, asked.lang) as aside:
        if len(written) >= MANY:
            _say("folder-writing", asked, count=f"{count:,}", files=f"{len(written):,}")
        sheets = _documents(engine, projects, names, aside.path, asked)
        summary = summary_of_sheets(sheets, engine.rules, Listing(count, count, count, marks=True))
        projects.write_results(aside.path / WORKBOOK)
        page = overview_document(summary, engine.rules, engine.made, asked.lang, Files(names, [WORKBOOK]))
        (aside.path / PAGE).write_text(page, encoding="utf-8", newline="\n")
    _say("folder-written", asked, count=f"{count:,}", files=f"{len(written):,}", page=folder / PAGE)
    if aside.left:
        _say("folder-left", asked, left=f"{aside.left:,}", page=PAGE)
    return summary


def _path(asked: Asked) -> Path:
    return asked.output or Path()


def _suffix(form: SheetFormat) -> str:
    return next(suffix for suffix, each in SUFFIXES.items() if each is form)


def _say(code: str, asked: Asked, **values: object) -> None:
    sys.stderr.write(harmless(message(code, asked.lang, folder=_path(asked), **values)) + "\n")


def _documents(
    engine: Engine, projects: FolderProjects, names: Mapping[str, Sequence[str]], aside: Path, asked: Asked
) -> Iterator[ScoreSheet]:
    """Write the documents of each project, and pass its sheet on."""
    with progress("writing", len(names), asked.lang) as advance:
        for sheet in projects.sheets:
            for form, name in zip(asked.kinds, names[sheet.project.key or ""], strict=True):
                (aside / name).write_bytes(sheet_file(sheet, engine.bound, form, asked))
            yield sheet
            advance(1)
