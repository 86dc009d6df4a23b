"""The commands about indicator sets and plugins: what is in them, whether they are sound, how to begin one."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from scoring.cli_options import CheckFormat, Day, Lang, Language, PluginFiles, RulesName
from scoring.errors import DataError, RulesError, ScoringError
from scoring.messages import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.plugins import Registry

__all__ = [
    "FAILED",
    "FAULTS",
    "check",
    "form",
    "new",
    "plugins",
    "registry_with",
    "report_error",
    "run_examples",
    "schema",
    "sets",
    "show",
]

FAULTS: Final = 1
FAILED: Final = 2


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

    faults, unreadable = run_check(rules, registry_with(plugin), strict=strict, day=on, form=form, lang=lang)
    raise typer.Exit(FAILED if unreadable else FAULTS if faults else 0)


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

    found = registry_with(plugin)
    faults, unusable = run_test(rules, found, least=coverage_min, day=on, form=form, lang=lang, refuse=report_error)
    raise typer.Exit(FAILED if unusable else FAULTS if faults else 0)


def show(rules: RulesName, on: Day = None, plugin: PluginFiles = None, lang: Language = None) -> None:
    """Show an indicator set: its tree with weights, scales and sources, and the facts a project hands in."""
    from scoring.cli_output import draw
    from scoring.loading import load_bound
    from scoring.report import render_set

    bound = load_bound(rules, registry_with(plugin), day=on, lang=lang)
    checks = {each.id: each.check for each in bound.indicators if each.check is not None}
    draw(lambda width: render_set(bound.rules, width, lang or bound.rules.lang, checks))


def sets(plugin: PluginFiles = None, lang: Language = None) -> None:
    """List the installed indicator sets: id, version, title, where they come from, when in force, what they extend."""
    from scoring.catalog import shipped
    from scoring.cli_output import draw
    from scoring.loading import load_with
    from scoring.report import render_sets
    from scoring.report_lists import SetEntry
    from scoring.versions import days, version_key

    found = registry_with(plugin)
    entries = []
    for each in shipped(found.folders):
        loaded = load_with(each.path, found, lang=lang)
        effective = loaded.effective
        span = days(effective.from_, effective.until) if effective is not None else ""
        entries.append(SetEntry(each.id, loaded.version, loaded.title, each.origin, span, loaded.extends or ""))
    entries.sort(key=lambda each: (each.id, version_key(each.version)))
    draw(lambda width: render_sets(entries, width, lang=lang or Lang.EN))


def plugins(plugin: PluginFiles = None, lang: Language = None) -> None:
    """List the plugins: name, version, where they come from, what each provides."""
    from scoring.cli_output import draw
    from scoring.report import render_plugins
    from scoring.report_lists import PluginEntry

    entries = [
        PluginEntry(each.name, each.version, each.origin, each.provides) for each in registry_with(plugin).plugins
    ]
    draw(lambda width: render_plugins(entries, width, lang=lang or Lang.EN))


def schema(
    sheet: Annotated[bool, typer.Option("--sheet", help="Of score sheets, not of sets.")] = False,  # noqa: FBT002
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file.")] = None,
    plugin: PluginFiles = None,
    lang: Annotated[Lang | None, typer.Option("--lang", help="The language of descriptions, instead of both.")] = None,
) -> None:
    """Print the JSON Schema of indicator sets, with the parameters of all plugins: TOML editors complete by it."""
    from scoring.cli_output import write_file, write_text
    from scoring.schema import set_schema, sheet_schema, written

    text = written(sheet_schema() if sheet else set_schema(registry_with(plugin), lang))
    if output is None:
        write_text(text)
    else:
        write_file(output, text, lang or Lang.EN)


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
        told = new_set(id_, extends, output, registry_with(None), lang)
    else:
        told = new_plugin(str(plugin), output, lang or Lang.EN)
    sys.stdout.write("".join(f"{harmless(line)}\n" for line in told))


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

    told = new_form(rules, output, registry_with(plugin), day=on, lang=lang)
    sys.stdout.write("".join(f"{harmless(line)}\n" for line in told))


def registry_with(files: "Sequence[Path] | None") -> "Registry":
    """Return the installed plugins and those in files, each once."""
    from scoring.plugins import load_file, registry

    once = {each.resolve(): each for each in files or ()}
    return registry([load_file(file) for file in once.values()])


def report_error(error: ScoringError) -> None:
    """Write an error, or each of its diagnostics, to standard error."""
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
