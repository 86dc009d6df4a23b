"""The command line: `scoring score`, `audit`, `check`, `test`, `show`, `sets`, `plugins`, `schema`, `new`, `form`.

Exit codes: 0 done; 1 done, and it found faults; 2 could not do it (usage, rules or data). Errors go to standard error.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, NoReturn

import typer

from scoring.cli_options import (
    AuditFormat,
    Backend,
    Day,
    Language,
    PluginFiles,
    RulesName,
    SheetFormat,
)
from scoring.cli_rules import (
    FAILED,
    FAULTS,
    check,
    form,
    new,
    plugins,
    registry_with,
    report_error,
    run_examples,
    schema,
    sets,
    show,
)
from scoring.errors import DataError, ScoringError
from scoring.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scoring.sheet import ScoreSheet

__all__ = ["app", "main"]

#: The exit code of a program that was interrupted, as Typer has it.
INTERRUPTED: "Final" = 130
#: The commands about sets and plugins, by their names.
ABOUT_SETS: "Final[Mapping[str, Callable[..., None]]]" = {
    "check": check,
    "test": run_examples,
    "show": show,
    "sets": sets,
    "plugins": plugins,
    "schema": schema,
    "new": new,
    "form": form,
}

app = typer.Typer(
    name="scoring",
    help="Score projects by indicator sets: rules in TOML, facts of a project, a graded score sheet.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> NoReturn:
    """Run the command line; no error reaches the user as a traceback."""
    code = 0
    try:
        app()
    except SystemExit as error:
        if error.code != INTERRUPTED:
            raise
        sys.stderr.write(message("interrupted", "en") + "\n")
        code = INTERRUPTED
    except ScoringError as error:
        report_error(error)
        code = FAILED
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has seen enough
    except OSError as error:
        from scoring.report_text import harmless

        why = message("output-failed", "en", why=error.strerror or str(error))
        sys.stderr.write(harmless(why) + "\n")
        code = FAILED
    except Exception as error:  # noqa: BLE001 - the last line of defence: a defect is named, not dumped
        from scoring.report_text import harmless

        sys.stderr.write(harmless(message("unexpected", "en", why=f"{type(error).__name__}: {error}")) + "\n")
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
def score(  # noqa: PLR0913 - as many as there are options
    rules: RulesName,
    data: Annotated[
        list[str],
        typer.Argument(metavar="DATA...", help="TOML, JSON, CSV, XLSX, Parquet or DuckDB files; folders; table=FILE."),
    ],
    *,
    form: Annotated[
        list[SheetFormat] | None,
        typer.Option(
            "--format", help="table, json, csv, md, html, docx, parquet, jsonl or xlsx; may repeat for a folder."
        ),
    ] = None,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file, or FOLDER/ of documents.")
    ] = None,
    sheet: Annotated[str | None, typer.Option("--sheet", metavar="KEY", help="The full sheet of one of many.")] = None,
    detail: Annotated[bool, typer.Option("--detail", help="Measures and shares beside the scores.")] = False,
    template: Annotated[
        Path | None, typer.Option("--template", metavar="FILE", help="A .docx whose styles a report takes.")
    ] = None,
    backend: Annotated[
        Backend | None, typer.Option("--backend", help="What scores tables: polars, duckdb or spark.")
    ] = None,
    on: Day = None,
    plugin: PluginFiles = None,
    lang: Language = None,
) -> None:
    """Score projects: one gives its score sheet, many a ranking with totals and grades."""
    from scoring.cli_output import (
        Asked,
        chosen_format,
        folder_kinds,
        holds_many,
        place_of,
        sheet_of,
        watched,
        write_sheets,
    )
    from scoring.data import SUFFIXES, read_projects
    from scoring.data_files import is_address
    from scoring.display import whole
    from scoring.engine import Engine
    from scoring.loading import load_bound

    bound = load_bound(rules, registry_with(plugin), day=on, lang=lang)
    spoken: Literal["zh", "en"] = bound.rules.lang if lang is None else lang.value
    address = output if output is not None and is_address(output) else None
    kinds = () if address else folder_kinds(form or (), output, spoken)
    file = None if output is None else Path(output)
    chosen = SheetFormat.XLSX if kinds else chosen_format(form or (), file, spoken)
    engine = Engine.of(bound, lang=spoken)
    asked = Asked(chosen, None if address else file, sheet, backend, detail, spoken, template, kinds, address)
    if template is not None and SheetFormat.DOCX not in (kinds or (chosen,)):
        raise DataError(message("evaluation-template-for", spoken))
    if kinds and file is not None:
        from scoring.output_folder import refuse_inside

        refuse_inside(file, data, spoken)
    projects = None
    if not all(each.lower().endswith(SUFFIXES) for each in data) and _are_tables(data, spoken):
        from scoring.cli_form import filled_forms

        projects = filled_forms(data, bound, spoken)
        if projects is None:
            _columns(spoken).score_tables(engine, data, asked)
            return
    if projects is None:
        projects = read_projects(data, lang=spoken, watch=lambda files: watched(files, "reading", spoken))
    if kinds or holds_many(asked, len(projects)):
        _columns(spoken).score_facts(engine, projects, asked)
        return
    sheets = [sheet_of(engine, each.facts, whole(each.name)) for each in watched(projects, "scoring", spoken)]
    _unique(sheets, spoken)
    if sheet is not None:
        sheets = [sheets[place_of(sheet, [str(each.project.key) for each in sheets], spoken)]]
    write_sheets(sheets, bound, asked)


@app.command()
def audit(
    forms: Annotated[
        list[str],
        typer.Argument(metavar="FORM...", help="Filled forms: .xlsx, .xls or .docx files; folders; patterns."),
    ],
    *,
    rules: Annotated[
        str, typer.Option("--set", metavar="SET", help="The set whose rule the forms are to follow.")
    ] = "cn/self-evaluation-2020",
    form: Annotated[AuditFormat | None, typer.Option("--format", help="table, json or xlsx.")] = None,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file, or FOLDER/ of marked forms.")
    ] = None,
    on: Day = None,
    plugin: PluginFiles = None,
    lang: Language = None,
) -> None:
    """Audit filled self-evaluation forms: recompute every row, and list what does not follow, cell by cell."""
    from scoring.cli_audit import run_audit

    found = registry_with(plugin)
    faults, unreadable = run_audit(forms, rules, found, form=form, output=output, day=on, lang=lang)
    raise typer.Exit(FAILED if unreadable else FAULTS if faults else 0)


for _name, _command in ABOUT_SETS.items():
    app.command(_name)(_command)


def _are_tables(data: "Sequence[str]", lang: str) -> bool:
    from scoring.data_tables import are_tables

    return are_tables(data, lang)


def _columns(lang: str) -> Any:
    """Return what scores many projects in columns; without the libraries of frames, say how to install them."""
    try:
        from scoring import cli_tables
    except ImportError as error:
        raise DataError(message("frame-polars", lang, name=error.name)) from error
    return cli_tables


def _unique(sheets: "Sequence[ScoreSheet]", lang: str) -> None:
    """Refuse two projects of one key: nobody could tell them apart in a ranking."""
    seen: set[str | None] = set()
    for each in sheets:
        if each.project.key in seen:
            raise DataError(message("data-key-twice", lang, key=each.project.key))
        seen.add(each.project.key)
