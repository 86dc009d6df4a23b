"""`scoring score` on tables of projects: read, scored in columns, written; what was found goes to standard error."""

from __future__ import annotations

import sys
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw
import polars as pl

from scoring.cli_backends import at_hand, brought, in_duckdb, installed, refuse_observed, sound
from scoring.cli_folder import FolderProjects, check_folder, refuse_crowd, write_folder
from scoring.cli_options import Backend, SheetFormat
from scoring.cli_output import (
    Asked,
    draw,
    escaped,
    holds_many,
    place_of,
    refuse_many,
    sheet_of,
    write_file,
    write_sheets,
    write_text,
)
from scoring.cli_progress import progress
from scoring.cli_remarks import tell
from scoring.cli_spark import ORDER, Spark, refuse_address, started
from scoring.display import whole
from scoring.errors import DataError, closest
from scoring.frame_facts import frames_of_facts
from scoring.frame_given import frames_given
from scoring.frame_names import column
from scoring.frame_results import many_of
from scoring.frame_rows import facts_by_project
from scoring.messages import message
from scoring.reading import nested, project_of
from scoring.report import many_markdown, overview_document, render_many
from scoring.report_many import summary_line
from scoring.report_page import plain_text
from scoring.results import ENDS, WHOLE
from scoring.results_files import check_output, pipe_results, summary_of, write_results

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from scoring.data import ProjectFacts
    from scoring.data_places import TableData
    from scoring.engine import Engine
    from scoring.results import Summary

__all__ = ["score_facts", "score_tables"]

#: What the readers say of a project besides its facts.
ABOUT: Final = ("project.name", "project.department", "project.unit", "project.year")
KEY: Final = "project"
#: Formats that no terminal shows.
BINARY: Final = (SheetFormat.PARQUET, SheetFormat.XLSX)
#: Among so many keys the one is looked for that may have been meant.
LOOKED_AT: Final = 10_000
#: The width of a page in a file, in columns.
FILE_WIDTH: Final = 110


def score_tables(engine: Engine, given: list[str], asked: Asked) -> None:
    """Score the projects of tables and write what is asked for; raises `DataError` for what cannot be done."""
    refuse_observed(engine, asked)
    refuse_address(asked, tables=True)
    _refuse_at_once(asked)
    with installed(asked), sound(given, asked), started(asked) as spark:
        data = brought(engine, given, asked, spark)
        if asked.sheet is not None:
            data = _only(data, asked.sheet, asked.lang)
        projects = nw.from_native(data.projects)
        rows = int(projects.lazy().select(nw.len()).collect().item())
        refuse_many(asked.form, rows, _first(data), asked.lang)
        if asked.kinds:
            refuse_crowd(rows, asked)
        tell(engine, data, asked.lang)
        if rows == 1 and not asked.kinds and not holds_many(asked, rows):
            (facts,) = _facts(engine, data, asked.lang)
            write_sheets([engine.score(facts)], engine.bound, asked)
            return
        if asked.form is SheetFormat.JSON:
            _write_sheets(engine, data, rows, asked)
            return
        if engine.observing is not None:
            data = at_hand(data)
        if asked.kinds:
            summary = _folder_of_tables(engine, data, asked, spark)
        else:
            summary = _written(engine, _scored(engine, data, asked), rows, asked, spark)
        sys.stderr.write(summary_line(summary, asked.lang) + "\n")


def score_facts(engine: Engine, projects: Sequence[ProjectFacts], asked: Asked) -> None:
    """Score projects of TOML and JSON files in columns, for a format that holds many or for a folder."""
    refuse_address(asked, tables=False)
    _refuse_at_once(asked)
    told = [project_of(nested(each.facts).get(KEY)) for each in projects]
    keys = [each.key or whole(given.name) for each, given in zip(told, projects, strict=True)]
    if twice := [key for key, count in Counter(keys).items() if count > 1]:
        raise DataError(message("data-key-twice", asked.lang, key=twice[0]))
    if asked.sheet is not None:
        place = place_of(asked.sheet, keys, asked.lang)
        projects, told, keys = [projects[place]], [told[place]], [keys[place]]

    def results() -> Any:
        frames = frames_of_facts(engine.bound, [each.facts for each in projects], observe=engine.observing)
        scored = many_of(engine.bound, frames, detail=asked.detail)
        about = [pl.Series(name, [getattr(each, name.partition(".")[2]) for each in told]) for name in ABOUT]
        about = [each for each in about if each.count()]
        return pl.DataFrame([pl.Series(KEY, keys, pl.String), *about]).hstack(scored.drop(KEY).get_columns()).lazy()

    if asked.kinds:
        refuse_crowd(len(keys), asked)
        sheets = (sheet_of(engine, each.facts, key) for each, key in zip(projects, keys, strict=True))
        about = [(key, each.name) for key, each in zip(keys, told, strict=True)]
        summary = write_folder(
            engine, FolderProjects(about, sheets, partial(_write_rows, results, engine, asked)), asked
        )
    else:
        summary = _written(engine, results(), len(keys), asked)
    sys.stderr.write(summary_line(summary, asked.lang) + "\n")


def _folder_of_tables(engine: Engine, data: TableData, asked: Asked, spark: Spark | None) -> Summary:
    """Write the documents of every project of tables into a folder."""
    frame = nw.from_native(data.projects).lazy()
    names = [column(frame, name) for name in (KEY, *ABOUT[:1]) if name in frame.collect_schema()]
    about = [(key, *name, None)[:2] for key, *name in frame.select(names).collect().iter_rows()]
    sheets = map(engine.score, _facts(engine, data, asked.lang))

    def results() -> Any:
        scored = _scored(engine, data, asked)
        return scored if spark is None else spark.back(scored)

    return write_folder(engine, FolderProjects(about, sheets, partial(_write_rows, results, engine, asked)), asked)


def _write_rows(results: Callable[[], Any], engine: Engine, asked: Asked, path: Path) -> None:
    """Write a row for each project into a workbook."""
    write_results(results(), path, engine.rules, lang=asked.lang, key=KEY)


def _refuse_at_once(asked: Asked) -> None:
    """Refuse what cannot be written, before anything is read."""
    if asked.kinds:
        check_folder(asked)
    elif asked.sheet is not None and holds_many(asked, 1):
        raise DataError(message("sheet-format", asked.lang, form=str(asked.form)))


def _scored(engine: Engine, data: TableData, asked: Asked) -> Any:
    """Score the projects, in the order of their file, with what the readers say of them; Spark orders them later."""
    if asked.backend is Backend.DUCKDB and isinstance(data.projects, pl.LazyFrame):
        data = in_duckdb(data)
    frame = nw.from_native(data.projects)
    names = [name for name in ABOUT if name in frame.collect_schema()]
    detail = asked.detail or asked.form is SheetFormat.HTML  # its heat map shows shares
    if ORDER in frame.collect_schema() and not frame.implementation.is_polars():  # which keeps the order
        names.append(ORDER)
    scored = engine.score_many(data.projects, data.tables, KEY, detail=detail, keep=names)
    if not frame.implementation.is_duckdb() or ORDER not in scored.columns:
        return scored
    return scored.order(f'"{ORDER}"').project(f'* EXCLUDE ("{ORDER}")')


def _written(engine: Engine, scored: Any, rows: int, asked: Asked, spark: Spark | None = None) -> Summary:
    """Write the results as a page, or in a format of tables; return what they come to."""
    rules, lang, output = engine.rules, asked.lang, asked.output
    watch = partial(progress, lang=lang)
    if asked.form in (SheetFormat.TABLE, SheetFormat.MD, SheetFormat.HTML):
        listing = WHOLE if asked.form is SheetFormat.HTML else ENDS
        if spark is not None:
            summary = spark.sum_up(scored, rules, KEY, listing)
        else:
            summary = summary_of(scored, rules, lang=lang, key=KEY, rows=rows, watch=watch, listing=listing)
        _write_page(summary, engine, asked)
        return summary
    if spark is not None:
        if asked.address is not None:
            return spark.write(scored, asked.address, rules, KEY)
        scored = spark.back(scored)
    if output is not None:
        chosen = check_output(output, lang, form=str(asked.form), rows=rows)
        return write_results(scored, output, rules, form=chosen, lang=lang, key=KEY, rows=rows, watch=watch)
    out = None if sys.stdout.isatty() and asked.form in BINARY else getattr(sys.stdout, "buffer", None)
    if out is None:
        raise DataError(message("output-binary", lang, form=str(asked.form)))
    return pipe_results(scored, out, str(asked.form), rules, lang=lang, key=KEY, rows=rows, watch=watch)


def _write_page(summary: Summary, engine: Engine, asked: Asked) -> None:
    rules, lang = engine.rules, asked.lang
    if asked.form is SheetFormat.MD:
        text = many_markdown(summary, rules, lang)
    elif asked.form is SheetFormat.HTML:
        text = overview_document(summary, rules, engine.made, lang)
    elif asked.output is None:
        draw(lambda width: render_many(summary, rules, width, lang))
        return
    else:
        text = plain_text(render_many(summary, rules, FILE_WIDTH, lang), "utf-8")
    if asked.output is None:
        write_text(text)
    else:
        write_file(asked.output, text, lang)


def _only(data: TableData, key: str, lang: str) -> TableData:
    """Keep the one project that has a key, and its rows; raises `DataError` where there is none."""

    def of_key(frame: Any) -> Any:
        return nw.to_native(nw.from_native(frame).filter(nw.col(KEY) == key))

    projects = of_key(data.projects)
    if not nw.from_native(projects).lazy().select(nw.len()).collect().item():
        known = nw.from_native(data.projects).lazy().select(KEY).head(LOOKED_AT).collect()[KEY].to_list()
        near = closest(key, known)
        code = "unknown-project" if near is None else "unknown-project-near"
        raise DataError(message(code, lang, key=key, near=near, known=tuple(known[:20])))
    return data._replace(projects=projects, tables={name: of_key(each) for name, each in data.tables.items()})


def _first(data: TableData) -> str | None:
    """Return the key of the first project."""
    keys = nw.from_native(data.projects).lazy().select(KEY).head(1).collect()[KEY].to_list()
    return keys[0] if keys else None


def _facts(engine: Engine, data: TableData, lang: str) -> Iterator[Mapping[str, Any]]:
    return facts_by_project(engine.bound, frames_given(engine.bound, data.projects, data.tables, KEY, lang))


def _write_sheets(engine: Engine, data: TableData, rows: int, asked: Asked) -> None:
    """Write the full sheets of all projects as a list."""

    def sheets() -> Iterator[str]:
        with progress("scoring", rows, asked.lang) as advance:
            for facts in _facts(engine, data, asked.lang):
                yield engine.score(facts).model_dump_json()
                advance(1)

    text = escaped("[" + ",\n".join(sheets()) + "]\n")
    if asked.output is None:
        write_text(text)
    else:
        write_file(asked.output, text, asked.lang)
