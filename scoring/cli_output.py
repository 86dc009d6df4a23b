"""What the command line writes: score sheets in the format that is asked for, to the terminal or whole to a file."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from scoring import report
from scoring.cli_options import SheetFormat
from scoring.display import whole
from scoring.errors import DataError, closest
from scoring.messages import message
from scoring.report_page import plain_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from scoring.binding import Bound
    from scoring.cli_options import Backend
    from scoring.cli_progress import Work
    from scoring.engine import Engine
    from scoring.indicators import IndicatorSet
    from scoring.report_page import Page
    from scoring.sheet import ScoreSheet

__all__ = [
    "OF_FRAMES",
    "OF_ONE",
    "SUFFIXES",
    "Asked",
    "chosen_format",
    "draw",
    "escaped",
    "folder_kinds",
    "holds_many",
    "place_of",
    "refuse_many",
    "sheet_file",
    "sheet_of",
    "watched",
    "write_file",
    "write_sheets",
    "write_text",
]

T = TypeVar("T")

#: The width of a table in a file, in columns.
FILE_WIDTH: Final = 110
#: The width of a table where nothing has one.
USUAL_WIDTH: Final = 80
#: What asks rich for colours, or for none, where the output is no terminal.
ASKING: Final = {"FORCE_COLOR", "TTY_COMPATIBLE"}

#: DEL and the second set of control characters, by their escapes in JSON.
CONTROLS: Final = {code: f"\\u{code:04x}" for code in range(0x7F, 0xA0)}
#: Formats that hold the results of many, whatever number of them there is.
OF_FRAMES: Final = (SheetFormat.PARQUET, SheetFormat.JSONL, SheetFormat.XLSX)
#: Formats that hold one project.
OF_ONE: Final = (SheetFormat.DOCX,)
#: What each project has in a folder, unless something else is asked for.
DOCUMENTS: Final = (SheetFormat.XLSX, SheetFormat.DOCX, SheetFormat.HTML)
#: The format that the suffix of a file tells; of several suffixes of one format, the usual one comes first.
SUFFIXES: Final = {
    ".json": SheetFormat.JSON,
    ".csv": SheetFormat.CSV,
    ".md": SheetFormat.MD,
    ".html": SheetFormat.HTML,
    ".htm": SheetFormat.HTML,
    ".docx": SheetFormat.DOCX,
    ".parquet": SheetFormat.PARQUET,
    ".jsonl": SheetFormat.JSONL,
    ".ndjson": SheetFormat.JSONL,
    ".xlsx": SheetFormat.XLSX,
    ".txt": SheetFormat.TABLE,
}


class Asked(NamedTuple):
    """What the command line was asked for.

    `kinds` are the formats of each project's files, in a folder; `address` is where a cluster is to write.
    """

    form: SheetFormat
    output: Path | None
    sheet: str | None
    backend: Backend | None
    detail: bool
    lang: str
    template: Path | None = None
    kinds: tuple[SheetFormat, ...] = ()
    address: str | None = None


def folder_kinds(forms: Sequence[SheetFormat], output: str | None, lang: str) -> tuple[SheetFormat, ...]:
    """Return the formats of each project's files where the output is a folder, none where it is none.

    A folder ends with a slash, or is there already. Raises `DataError` for a format that holds no sheet.
    """
    if output is None or not (output.endswith(("/", os.sep)) or Path(output).is_dir()):
        return ()
    if many := [each for each in forms if each in OF_FRAMES and each is not SheetFormat.XLSX]:
        raise DataError(message("sheet-format", lang, form=str(many[0])))
    return tuple(dict.fromkeys(forms)) or DOCUMENTS


def chosen_format(forms: Sequence[SheetFormat], output: Path | None, lang: str) -> SheetFormat:
    """Return the format that is asked for, or that the suffix of the output file tells."""
    if len(forms) > 1:
        raise DataError(message("output-formats", lang, forms=tuple(map(str, forms))))
    if forms or output is None:
        return forms[0] if forms else SheetFormat.TABLE
    found = SUFFIXES.get(output.suffix.lower())
    if found is None:
        named = output.suffix or str(output)
        raise DataError(message("unknown-format", lang, suffix=named, known=tuple(SUFFIXES)))
    return found


def draw(drawn: Callable[[int], Page]) -> None:
    """Print what is drawn for a width: by rich on a terminal, as plain lines where nothing shows styles."""
    if not sys.stdout.isatty() and ASKING.isdisjoint(os.environ):
        sys.stdout.write(plain_text(drawn(_columns()), sys.stdout.encoding))
        return
    from rich.console import Console

    console = Console(highlight=False)
    console.print(drawn(console.width), crop=False)


def _columns() -> int:
    """Return the width that a user sees, though the output goes into a pager or a file."""
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return int(said)
    for stream in (sys.__stderr__, sys.__stdin__):
        try:
            return os.get_terminal_size(stream.fileno() if stream else -1).columns or USUAL_WIDTH
        except (OSError, ValueError):
            continue
    return USUAL_WIDTH


def holds_many(asked: Asked, count: int) -> bool:
    """Tell whether results of so many projects have a row each; a workbook of one is its sheet, unless in detail."""
    if asked.form is SheetFormat.XLSX and not asked.detail:
        return count != 1 and asked.sheet is None
    return asked.form in OF_FRAMES


def write_sheets(sheets: Sequence[ScoreSheet], bound: Bound, asked: Asked) -> None:
    """Write one sheet whole, or many as a ranking (as a list in JSON, a page in HTML), to a file or the terminal.

    Raises `DataError` for many in a format that holds one, and where one cannot be written.
    """
    rules, form, output = bound.rules, asked.form, asked.output
    if form in OF_ONE:
        refuse_many(form, len(sheets), sheets[0].project.key, asked.lang)
    if form in (SheetFormat.XLSX, SheetFormat.DOCX):
        _write_bytes(sheet_file(sheets[0], bound, form, asked), asked)
        return
    if form is not SheetFormat.TABLE:
        text = _text(sheets, rules, form)
    elif output is None:
        draw(lambda width: _table(sheets, width))
        return
    else:
        text = plain_text(_table(sheets, FILE_WIDTH), "utf-8")
    if output is None:
        write_text(text)
    else:
        write_file(output, text, asked.lang, "utf-8-sig" if form is SheetFormat.CSV else "utf-8")


def sheet_file(sheet: ScoreSheet, bound: Bound, form: SheetFormat, asked: Asked) -> bytes:
    """Return the file of one project in a format that holds one."""
    rules = bound.rules
    if form is SheetFormat.XLSX:
        return report.sheet_workbook(sheet, asked.lang, _remedies(rules), bound)
    if form is SheetFormat.DOCX:
        return report.evaluation_report(sheet, rules, asked.lang, asked.template)
    text = (
        plain_text(_table([sheet], FILE_WIDTH), "utf-8") if form is SheetFormat.TABLE else _text([sheet], rules, form)
    )
    return text.encode("utf-8-sig" if form is SheetFormat.CSV else "utf-8")


def sheet_of(engine: Engine, facts: Mapping[str, Any], name: str) -> ScoreSheet:
    """Score a project; it is called by its file where its facts do not name it, and where they cannot be scored."""
    try:
        sheet = engine.score(facts)
    except DataError as error:
        raise DataError(f"{name}: {error}") from error
    if sheet.project.key is not None:
        return sheet
    return sheet.model_copy(update={"project": sheet.project.model_copy(update={"key": name})})


def place_of(key: str, known: Sequence[str], lang: str) -> int:
    """Return where a key is among those of the projects; raises `DataError`, with the nearest, where it is not."""
    if key in known:
        return known.index(key)
    near = closest(key, known)
    raise DataError(message("unknown-project", lang, key=key, known=near or tuple(known[:20])))


def _write_bytes(data: bytes, asked: Asked) -> None:
    """Write what no terminal shows: to a file or a pipe."""
    if asked.output is not None:
        write_file(asked.output, data, asked.lang)
        return
    raw = None if sys.stdout.isatty() else getattr(sys.stdout, "buffer", None)
    if raw is None:
        raise DataError(message("output-binary", asked.lang, form=str(asked.form)))
    raw.write(data)
    raw.flush()


def refuse_many(form: SheetFormat, count: int, key: str | None, lang: str) -> None:
    """Refuse to write any number of sheets but one in a format that holds one; `key` is that of the first."""
    if form in OF_ONE and count != 1:
        raise DataError(message("document-one", lang, form=str(form), count=f"{count:,}", key=key))


def watched(items: Sequence[T], what: Work, lang: str) -> Iterator[T]:
    """Go through items; on a terminal, what takes more than a second has a progress bar on standard error."""
    if not sys.stderr.isatty():
        yield from items
        return
    from scoring.cli_progress import progress

    with progress(what, len(items), lang) as advance:
        for item in items:
            yield item
            advance(1)


def write_text(text: str) -> None:
    """Write what other programs read: as UTF-8 where it is piped, whatever encoding the console has."""
    raw = None if sys.stdout.isatty() else getattr(sys.stdout, "buffer", None)
    if raw is None:
        sys.stdout.write(text)
        return
    sys.stdout.flush()
    raw.write(whole(text).encode())
    raw.flush()


def _table(sheets: Sequence[ScoreSheet], width: int) -> Page:
    return report.render_ranking(sheets, width) if len(sheets) > 1 else report.render_sheet(sheets[0], width)


def _text(sheets: Sequence[ScoreSheet], rules: IndicatorSet, form: SheetFormat) -> str:
    many, lang = len(sheets) > 1, sheets[0].set.lang
    if form is SheetFormat.JSON:
        if many:
            return escaped("[" + ",\n".join(each.model_dump_json() for each in sheets) + "]\n")
        return escaped(sheets[0].model_dump_json(indent=1) + "\n")
    if form is SheetFormat.HTML:
        return _overview(sheets, rules, lang) if many else report.sheet_document(sheets[0], lang, _remedies(rules))
    if form is SheetFormat.CSV:
        return report.ranking_csv(sheets, lang) if many else report.sheet_csv(sheets[0], lang)
    return report.ranking_markdown(sheets, lang) if many else report.sheet_markdown(sheets[0], lang)


def _overview(sheets: Sequence[ScoreSheet], rules: IndicatorSet, lang: str) -> str:
    from scoring.results_sheets import summary_of_sheets

    made = sheets[0].set, sheets[0].provenance
    return report.overview_document(summary_of_sheets(sheets, rules), rules, made, lang)


def _remedies(rules: IndicatorSet) -> dict[str, str]:
    return {id_: each.remedy for id_, each in rules.indicators.items() if each.remedy}


def escaped(text: str) -> str:
    """Escape the control characters that JSON leaves as they are, and that a terminal would obey."""
    return text.translate(CONTROLS)


def write_file(path: Path, content: str | bytes, lang: str, encoding: str = "utf-8") -> None:
    """Write a file whole or not at all: beside it first, then in its place."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
        beside.replace(path)
    except OSError as error:
        raise DataError(message("write-failed", lang, file=path, why=error.strerror or str(error))) from error
    finally:
        with suppress(OSError):  # it is in its place, most often
            beside.unlink()
