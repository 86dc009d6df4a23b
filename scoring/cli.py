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
    CheckFormat,
    Day,
    Lang,
    Language,
    PluginFiles,
    RulesName,
    SheetFormat,
)
from scoring.errors import DataError, RulesError, ScoringError, closest
from scoring.messages import message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.engine import Engine
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
        SheetFormat | None, typer.Option("--format", help="table, json, csv, md, html, docx, parquet, jsonl or xlsx.")
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file.")] = None,
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
    from scoring.cli_output import Asked, chosen_format, holds_many, watched, write_sheets
    from scoring.data import SUFFIXES, read_projects
    from scoring.display import whole
    from scoring.engine import Engine
    from scoring.loading import load_bound

    bound = load_bound(rules, _registry(plugin), day=on, lang=lang)
    spoken: Literal["zh", "en"] = bound.rules.lang if lang is None else lang.value
    chosen = chosen_format(form, output, spoken)
    engine = Engine.of(bound, lang=spoken)
    asked = Asked(chosen, output, sheet, backend, detail, spoken, template)
    if template is not None and chosen is not SheetFormat.DOCX:
        raise DataError(message("evaluation-template-for", spoken))
    projects = None
    if not all(each.lower().endswith(SUFFIXES) for each in data) and _are_tables(data, spoken):
        from scoring.cli_form import filled_forms

        projects = filled_forms(data, engine.rules, spoken)
        if projects is None:
            _columns(spoken).score_tables(engine, data, asked)
            return
    if projects is None:
        projects = read_projects(data, lang=spoken, watch=lambda files: watched(files, "reading", spoken))
    if holds_many(asked, len(projects)):
        _columns(spoken).score_facts(engine, projects, asked)
        return
    sheets = [_scored(engine, each.facts, whole(each.name)) for each in watched(projects, "scoring", spoken)]
    _unique(sheets, spoken)
    if sheet is not None:
        sheets = [_chosen(sheets, sheet, spoken)]
    write_sheets(sheets, bound.rules, asked)


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
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file.")] = None,
    on: Day = None,
    plugin: PluginFiles = None,
    lang: Language = None,
) -> None:
    """Audit filled self-evaluation forms: recompute every row, and list what does not follow, cell by cell."""
    from scoring.cli_audit import run_audit

    found = _registry(plugin)
    faults, unreadable = run_audit(forms, rules, found, form=form, output=output, day=on, lang=lang)
    raise typer.Exit(FAILED if unreadable else FAULTS if faults else 0)


@app.command()
def check(
    rules: Annotated[
        list[str], typer.Argument(metavar="SET...", help="Indicator sets: files, or ids of installed ones.")
    ],
    strict: Annotated[bool, typer.Option("--strict", help="Take warnings for errors.")] = False,  # noqa: FBT002
    form: Annotated[CheckFormat, typer.Option("--format", help="text or json.")] = CheckFormat.TEXT,
    on: Day = None,
    plugin: PluginFiles = None,
    lang: Language = None,
) -> None:
    """Check indicator sets: every mistake of a file at once, each with its place and what to write instead."""
    from scoring.cli_check import run_check

    faults, unreadable = run_check(rules, _registry(plugin), strict=strict, day=on, form=form, lang=lang)
    raise typer.Exit(FAILED if unreadable else FAULTS if faults else 0)


@app.command("test")
def run_examples(
    rules: Annotated[
        list[str], typer.Argument(metavar="SET...", help="Indicator sets: files, or ids of installed ones.")
    ],
    coverage_min: Annotated[
        float | None,
        typer.Option("--coverage-min", metavar="SHARE", min=0, max=1, help="The rule coverage wanted, 0 to 1."),
    ] = None,
    form: Annotated[CheckFormat, typer.Option("--format", help="text or json.")] = CheckFormat.TEXT,
    on: Day = None,
    plugin: PluginFiles = None,
    lang: Language = None,
) -> None:
    """Run the examples of sets: what is not as expected, and which rules no example reaches."""
    from scoring.cli_examples import run_test

    found = _registry(plugin)
    faults, unusable = run_test(rules, found, least=coverage_min, day=on, form=form, lang=lang, refuse=_fail)
    raise typer.Exit(FAILED if unusable else FAULTS if faults else 0)


@app.command()
def show(rules: RulesName, on: Day = None, plugin: PluginFiles = None, lang: Language = None) -> None:
    """Show an indicator set: its tree with weights, scales and sources, and the facts a project hands in."""
    from scoring.cli_output import draw
    from scoring.loading import load_bound
    from scoring.report import render_set

    bound = load_bound(rules, _registry(plugin), day=on, lang=lang)
    checks = {each.id: each.check for each in bound.indicators if each.check is not None}
    draw(lambda width: render_set(bound.rules, width, lang or bound.rules.lang, checks))


@app.command()
def sets(plugin: PluginFiles = None, lang: Language = None) -> None:
    """List the installed indicator sets: id, version, title, where they come from, when in force, what they extend."""
    from scoring.catalog import shipped
    from scoring.cli_output import draw
    from scoring.loading import load_with
    from scoring.report import render_sets
    from scoring.report_lists import SetEntry
    from scoring.versions import days, version_key

    found = _registry(plugin)
    entries = []
    for each in shipped(found.folders):
        loaded = load_with(each.path, found, lang=lang)
        effective = loaded.effective
        span = days(effective.from_, effective.until) if effective is not None else ""
        entries.append(SetEntry(each.id, loaded.version, loaded.title, each.origin, span, loaded.extends or ""))
    entries.sort(key=lambda each: (each.id, version_key(each.version)))
    draw(lambda width: render_sets(entries, width, lang=lang or Lang.EN))


@app.command()
def plugins(plugin: PluginFiles = None, lang: Language = None) -> None:
    """List the plugins: name, version, where they come from, what each provides."""
    from scoring.cli_output import draw
    from scoring.report import render_plugins
    from scoring.report_lists import PluginEntry

    entries = [PluginEntry(each.name, each.version, each.origin, each.provides) for each in _registry(plugin).plugins]
    draw(lambda width: render_plugins(entries, width, lang=lang or Lang.EN))


@app.command()
def schema(
    sheet: Annotated[bool, typer.Option("--sheet", help="Of score sheets, not of sets.")] = False,  # noqa: FBT002
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file.")] = None,
    plugin: PluginFiles = None,
    lang: Annotated[Lang | None, typer.Option("--lang", help="The language of descriptions, instead of both.")] = None,
) -> None:
    """Print the JSON Schema of indicator sets, with the parameters of all plugins: TOML editors complete by it."""
    from scoring.cli_output import write_file, write_text
    from scoring.schema import set_schema, sheet_schema, written

    text = written(sheet_schema() if sheet else set_schema(_registry(plugin), lang))
    if output is None:
        write_text(text)
    else:
        write_file(output, text, lang or Lang.EN)


@app.command()
def new(
    id_: Annotated[str | None, typer.Argument(metavar="ID", help="The id of the set, as in canteen/meals.")] = None,
    extends: Annotated[
        str | None, typer.Option("--extends", metavar="BASE", help="Only say what differs from this set.")
    ] = None,
    plugin: Annotated[str | None, typer.Option("--plugin", metavar="NAME", help="Write a plugin, not a set.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write it here.")] = None,
    lang: Annotated[Lang | None, typer.Option("--lang", help="The language of the set and its comments.")] = None,
) -> None:
    """Write a commented set that works as it stands, or a plugin with a test: a point to start from."""
    from scoring.cli_new import new_plugin, new_set
    from scoring.report_text import harmless

    if (id_ is None) == (plugin is None) or (extends is not None and id_ is None):
        raise DataError(message("new-what" if id_ is None and plugin is None else "new-one", lang or Lang.EN))
    if id_ is not None:
        told = new_set(id_, extends, output, _registry(None), lang)
    else:
        told = new_plugin(str(plugin), output, lang or Lang.EN)
    sys.stdout.write("".join(f"{harmless(line)}\n" for line in told))


@app.command()
def form(
    rules: RulesName,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write it here.")] = None,
    on: Day = None,
    plugin: PluginFiles = None,
    lang: Language = None,
) -> None:
    """Write a workbook in which the facts of a project are filled in; `scoring score` reads it back."""
    from scoring.cli_form import new_form
    from scoring.report_text import harmless

    told = new_form(rules, output, _registry(plugin), day=on, lang=lang)
    sys.stdout.write("".join(f"{harmless(line)}\n" for line in told))


def _registry(files: "Sequence[Path] | None") -> "Registry":
    from scoring.plugins import load_file, registry

    once = {each.resolve(): each for each in files or ()}
    return registry([load_file(file) for file in once.values()])


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


def _scored(engine: "Engine", facts: "Mapping[str, Any]", name: str) -> "ScoreSheet":
    """Score a project; it is called by its file where its facts do not name it, and where they cannot be scored."""
    try:
        sheet = engine.score(facts)
    except DataError as error:
        raise DataError(f"{name}: {error}") from error
    if sheet.project.key is not None:
        return sheet
    return sheet.model_copy(update={"project": sheet.project.model_copy(update={"key": name})})


def _unique(sheets: "Sequence[ScoreSheet]", lang: str) -> None:
    """Refuse two projects of one key: nobody could tell them apart in a ranking."""
    seen: set[str | None] = set()
    for each in sheets:
        if each.project.key in seen:
            raise DataError(message("data-key-twice", lang, key=each.project.key))
        seen.add(each.project.key)


def _chosen(sheets: "Sequence[ScoreSheet]", key: str, lang: str) -> "ScoreSheet":
    for each in sheets:
        if each.project.key == key:
            return each
    known = [str(each.project.key) for each in sheets]
    near = closest(key, known)
    raise DataError(message("unknown-project", lang, key=key, known=near or tuple(known[:20])))


def _fail(error: ScoringError) -> None:
    from rich.console import Console

    from scoring.report_diagnostic import render_diagnostic
    from scoring.report_text import harmless

    console = Console(stderr=True, soft_wrap=True, highlight=False)
    if isinstance(error, RulesError):
        for each in error.diagnostics:
            console.print(render_diagnostic(each))
    else:
        for line in str(error).splitlines():
            console.print(harmless(line), markup=False)
