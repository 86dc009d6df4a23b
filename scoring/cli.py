"""The command line: `scoring score`, `check`, `show`, `sets`, `plugins`.

Exit codes: 0 done; 1 done, and it found faults; 2 could not do it (usage, rules or data). Errors go to standard error.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, NoReturn

import typer
from rich.console import Console
from rich.text import Text

from scoring.errors import DataError, RulesError, ScoringError, closest
from scoring.messages import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.errors import Diagnostic
    from scoring.plugins import Registry
    from scoring.sheet import ScoreSheet

__all__ = ["app", "main"]

FAULTS: Final = 1
FAILED: Final = 2

app = typer.Typer(
    name="scoring",
    help="Score projects by indicator sets: rules in TOML, facts of a project, a graded score sheet.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Lang(StrEnum):
    """The languages of labels and messages."""

    ZH = "zh"
    EN = "en"


class SheetFormat(StrEnum):
    """How score sheets are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"


class CheckFormat(StrEnum):
    """How diagnostics are written."""

    TEXT = "text"
    JSON = "json"


PluginFiles = Annotated[
    list[Path] | None,
    typer.Option("--plugin", metavar="FILE", help="Add a plugin from a Python file; may repeat."),
]
Language = Annotated[
    Lang | None, typer.Option("--lang", help="The language of labels and messages, instead of the set's.")
]
RulesName = Annotated[
    str, typer.Argument(metavar="SET", help="An indicator set: a file, or the id of an installed one.")
]


def main() -> NoReturn:
    """Run the command line; no error reaches the user as a traceback."""
    code = 0
    try:
        app()
    except ScoringError as error:
        _fail(error)
        code = FAILED
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has seen enough
    except Exception as error:  # noqa: BLE001 - the last line of defence: a defect is named, not dumped
        sys.stderr.write(message("unexpected", "en", why=f"{type(error).__name__}: {error}") + "\n")
        code = FAILED
    sys.exit(code)


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer passes the flag
    if wanted:
        from scoring.plugins import engine_version

        sys.stdout.write(f"scoring {engine_version()}\n")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Score projects by indicator sets: rules in TOML, facts of a project, a graded score sheet."""


@app.command()
def score(
    rules: RulesName,
    data: Annotated[list[str], typer.Argument(metavar="DATA...", help="Facts: TOML or JSON files, folders, globs.")],
    form: Annotated[SheetFormat | None, typer.Option("--format", help="table, json, csv or md.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file.")] = None,
    sheet: Annotated[str | None, typer.Option("--sheet", metavar="KEY", help="The full sheet of one of many.")] = None,
    plugin: PluginFiles = None,
    lang: Language = None,
) -> None:
    """Score projects: one gives its score sheet, many a ranking with totals and grades."""
    from scoring.data import read_projects
    from scoring.engine import Engine
    from scoring.loading import load_with

    found = _registry(plugin)
    loaded = load_with(rules, found, lang=lang)
    spoken: Literal["zh", "en"] = loaded.lang if lang is None else lang.value
    chosen = _format(form, output, spoken)
    engine = Engine.of(loaded, found, lang=spoken)
    projects = read_projects(data, lang=spoken)
    sheets = [_keyed(engine.score(each.facts), each.name) for each in projects]
    if sheet is not None:
        sheets = [_chosen(sheets, sheet, spoken)]
    _write(_rendered(sheets, chosen, many=len(sheets) > 1), chosen, output, spoken)


@app.command()
def check(
    rules: Annotated[
        list[str], typer.Argument(metavar="SET...", help="Indicator sets: files, or ids of installed ones.")
    ],
    strict: Annotated[bool, typer.Option("--strict", help="Take warnings for errors.")] = False,  # noqa: FBT002
    form: Annotated[CheckFormat, typer.Option("--format", help="text or json.")] = CheckFormat.TEXT,
    plugin: PluginFiles = None,
    lang: Language = None,
) -> None:
    """Check indicator sets: every mistake of a file at once, each with its place and what to write instead."""
    from scoring.loading import check as diagnose

    found = _registry(plugin)
    console = Console(soft_wrap=True, highlight=False)
    collected: list[Diagnostic] = []
    faults = unreadable = False
    for name in rules:
        try:
            _, diagnosis = diagnose(name, found, lang=lang)
            diagnostics, spoken = diagnosis.found, diagnosis.lang
        except RulesError as error:
            diagnostics, spoken = error.diagnostics, "zh" if lang == "zh" else "en"
            unreadable = unreadable or any(each.code != "toml-syntax" for each in diagnostics)
        collected += diagnostics
        errors = sum(each.severity == "error" or strict for each in diagnostics)
        faults = faults or errors > 0
        if form is CheckFormat.TEXT:
            for each in diagnostics:
                console.print(_diagnostic(each, strict=strict))
            code = "check-count" if diagnostics else "check-fine"
            counted = message(code, spoken, file=name, errors=errors, warnings=len(diagnostics) - errors)
            console.print(Text(counted))
    if form is CheckFormat.JSON:
        sys.stdout.write(json.dumps([asdict(each) for each in collected], ensure_ascii=False, indent=1) + "\n")
    raise typer.Exit(FAILED if unreadable else FAULTS if faults else 0)


@app.command()
def show(rules: RulesName, plugin: PluginFiles = None, lang: Language = None) -> None:
    """Show an indicator set: its tree with weights, scales and sources."""
    from scoring.loading import load_with
    from scoring.report import render_set

    loaded = load_with(rules, _registry(plugin), lang=lang)
    console = Console(highlight=False)
    for part in render_set(loaded, console.width, lang=lang or loaded.lang):
        console.print(part)


@app.command()
def sets(plugin: PluginFiles = None, lang: Language = None) -> None:
    """List the installed indicator sets: id, version, title, where they come from."""
    from scoring.catalog import shipped
    from scoring.loading import load_with
    from scoring.report import SetEntry, render_sets

    found = _registry(plugin)
    entries = []
    for each in shipped(found.folders):
        loaded = load_with(each.path, found, lang=lang)
        entries.append(SetEntry(each.id, loaded.version, loaded.title, each.origin))
    console = Console(highlight=False)
    for part in render_sets(entries, console.width, lang=lang or Lang.EN):
        console.print(part)


@app.command()
def plugins(plugin: PluginFiles = None, lang: Language = None) -> None:
    """List the plugins: name, version, where they come from, what each provides."""
    from scoring.report import PluginEntry, render_plugins

    console = Console(highlight=False)
    entries = [PluginEntry(each.name, each.version, each.origin, each.provides) for each in _registry(plugin).plugins]
    for part in render_plugins(entries, console.width, lang=lang or Lang.EN):
        console.print(part)


def _registry(files: Sequence[Path] | None) -> Registry:
    from scoring.plugins import load_file, registry

    return registry([load_file(file) for file in files or ()])


def _keyed(sheet: ScoreSheet, name: str) -> ScoreSheet:
    """Call a project by its file where its facts do not name it."""
    if sheet.project.key is not None:
        return sheet
    return sheet.model_copy(update={"project": sheet.project.model_copy(update={"key": name})})


def _chosen(sheets: Sequence[ScoreSheet], key: str, lang: str) -> ScoreSheet:
    for each in sheets:
        if each.project.key == key:
            return each
    known = [str(each.project.key) for each in sheets]
    near = closest(key, known)
    raise DataError(message("unknown-project", lang, key=key, known=near or ", ".join(known[:20])))


def _format(form: SheetFormat | None, output: Path | None, lang: str) -> SheetFormat:
    """Return the format that is asked for, or that the suffix of the output file tells."""
    if form is not None or output is None:
        return form or SheetFormat.TABLE
    known = {
        ".json": SheetFormat.JSON,
        ".csv": SheetFormat.CSV,
        ".md": SheetFormat.MD,
        ".txt": SheetFormat.TABLE,
    }
    found = known.get(output.suffix.lower())
    if found is None:
        raise DataError(message("unknown-format", lang, suffix=output.suffix or str(output), known=", ".join(known)))
    return found


def _rendered(sheets: Sequence[ScoreSheet], form: SheetFormat, *, many: bool) -> Any:
    """Return a text, or for a table what the console draws."""
    from scoring import report

    if form is SheetFormat.JSON:
        if many:
            return "[" + ",\n".join(each.model_dump_json() for each in sheets) + "]\n"
        return sheets[0].model_dump_json(indent=1) + "\n"
    lang = sheets[0].set.lang
    if form is SheetFormat.CSV:
        return report.ranking_csv(sheets, lang) if many else report.sheet_csv(sheets[0], lang)
    if form is SheetFormat.MD:
        return report.ranking_markdown(sheets, lang) if many else report.sheet_markdown(sheets[0], lang)
    return (
        (lambda width: report.render_ranking(sheets, width))
        if many
        else (lambda width: report.render_sheet(sheets[0], width))
    )


def _write(rendered: Any, form: SheetFormat, output: Path | None, lang: str) -> None:
    """Write to the terminal, or a whole file at once."""
    if form is SheetFormat.TABLE and output is None:
        console = Console(highlight=False)
        for part in rendered(console.width):
            console.print(part)
        return
    if form is SheetFormat.TABLE:
        console = Console(highlight=False, width=110, record=True, file=open_nothing(), color_system=None)
        for part in rendered(console.width):
            console.print(part)
        rendered = console.export_text()
    if output is None:
        sys.stdout.write(rendered)
        return
    write_whole(output, rendered, "utf-8-sig" if form is SheetFormat.CSV else "utf-8", lang)


def open_nothing() -> Any:
    """Return a text stream that keeps nothing."""
    from io import StringIO

    return StringIO()


def write_whole(path: Path, text: str, encoding: str, lang: str) -> None:
    """Write a file whole or not at all: beside it first, then in its place."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_text(text, encoding=encoding, newline="")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise DataError(message("write-failed", lang, file=path, why=error.strerror or str(error))) from error


def _diagnostic(diagnostic: Diagnostic, *, strict: bool = False) -> Text:
    """Draw a diagnostic: its line, the line of the file, a caret below the span."""
    from rich.cells import cell_len

    error = diagnostic.severity == "error" or strict
    text = Text()
    text.append(f"{diagnostic.file}:{diagnostic.line}:{diagnostic.column}: ", style="bold")
    text.append(f"{diagnostic.code}: ", style="bold red" if error else "bold yellow")
    text.append(diagnostic.message)
    line = diagnostic.source_line
    if line.strip():
        margin = f"{diagnostic.line:>6} | "
        before = "".join("\t" if c == "\t" else " " * cell_len(c) for c in line[: diagnostic.column - 1])
        width = cell_len(line[diagnostic.column - 1 : diagnostic.end_column - 1])
        text.append(f"\n{margin}{line}\n", style="dim")
        text.append(f"{' ' * (len(margin) - 2)}| {before}{'^' * max(width, 1)}", style="red" if error else "yellow")
    return text


def _fail(error: ScoringError) -> None:
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    if isinstance(error, RulesError):
        for each in error.diagnostics:
            console.print(_diagnostic(each))
    else:
        console.print(Text(str(error)))
