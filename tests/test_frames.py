"""Frames of many projects: what may be given, what comes back, and what is refused in words."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, Final

import duckdb
import pandas as pd
import polars as pl
import pytest

import scoring
from tests.columns import collected, waits
from tests.small_sets import of_table, small_set, written
from tests.tables import PROJECTS, lines_by_project

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.tables import Library

KEYS: Final = ["x", "y", "z"]
FRAME: Final = pl.DataFrame({"project": KEYS, "a": [1.0, None, 3.0]})
ROWS: Final = pl.DataFrame({"project": ["x", "x", "z", "stranger", None], "v": [1, 2, 3, 4, 5], "row": [1, 0, 0, 0, 0]})
TABLE: Final = of_table(v="number", w="text")
RESULTS: Final = ["a.status", "sum.status", "sum.measure", "count.measure"]


@pytest.fixture
def engine(tmp_path: Path) -> scoring.Engine:
    """An engine of a set with a fact, and two tables of which one is used row by row."""
    indicators: dict[str, Any] = {
        "a": {"measure": "a"},
        "sum": {"measure": "sum(t.v)"},
        "count": {"measure": "count(u)"},
        "each": {"for_each": "t", "weight": "v", "measure": "v", "dimension": "rows", "title": "row {v}"},
    }
    rules = small_set(
        {"a": "number", "t": TABLE, "u": TABLE},
        indicators,
        dimensions={"d": {}, "rows": {"weight": 10}},
        gates={"none": {"title": "none", "when": "a > 5", "then": {"warn": True}}},
        adjustments={"extra": {"title": "extra", "points": "a", "at_most": 2}},
    )
    return scoring.Engine(scoring.load(written(rules, tmp_path)))


def given(library: Library, frame: pl.DataFrame = FRAME, **tables: pl.DataFrame) -> tuple[Any, dict[str, Any]]:
    """Bring projects and tables into a library."""
    found = library({PROJECTS: frame, **tables})
    return found.pop(PROJECTS), found


def scores(
    engine: scoring.Engine, frame: Any, tables: Mapping[str, Any], key: str = "project"
) -> dict[Any, tuple[Any, ...]]:
    """Score frames; return what is looked at, by key."""
    found = collected(engine.score_many(frame, tables, key, detail=True))
    return {row[0]: row[1:] for row in found.select(key, *RESULTS).rows()}


EXPECTED: Final = {
    "x": ("scored", "scored", 3.0, 0.0),
    "y": ("missing", "scored", 0.0, 0.0),
    "z": ("scored", "scored", 3.0, 0.0),
}


# -- what comes back


def test_the_columns_are_those_of_the_interface(library: Library, engine: scoring.Engine) -> None:
    """The key, then scores and statuses of indicators, dimensions, the total and what is beside it, in this order."""
    found = engine.score_many(*given(library, t=ROWS))
    schema = collected(found).schema
    ids = ["a", "sum", "count", "each"]
    names = [f"{id_}.{what}" for id_ in ids for what in ("score", "status")]
    names = ["project", *names, "d.score", "rows.score", "total", "grade", "coverage", "none.fired", "extra.points"]
    assert list(schema) == names
    texts = {"project", "grade", *(f"{id_}.status" for id_ in ids)}
    assert {name for name, dtype in schema.items() if dtype == pl.String} == texts
    assert {name for name, dtype in schema.items() if dtype == pl.Boolean} == {"none.fired"}
    assert all(schema[name] == pl.Float64 for name in {*schema} - texts - {"none.fired"})
    frame, tables = given(library, t=ROWS)
    detailed = collected(engine.score_many(frame, tables, detail=True)).columns
    assert detailed[1:5] == ["a.score", "a.status", "a.measure", "a.share"]
    assert [name for name in detailed if name.startswith("each.")] == ["each.score", "each.status", "each.share"]


def test_a_frame_comes_back_as_what_it_is(library: Library, engine: scoring.Engine) -> None:
    """Scores and lines are a frame of the library that the projects came in."""
    frame, tables = given(library, t=ROWS)
    assert type(engine.score_many(frame, tables)) is type(frame)
    assert type(engine.score_lines(frame, tables)) is type(frame)


def test_lines_have_their_columns_and_are_of_projects_alone(library: Library, engine: scoring.Engine) -> None:
    """A row a project and line; rows of a table whose key no project has are nobody's."""
    frame, tables = given(library, t=ROWS)
    names = ["project", "id", "row", "title", "weight", "measure", "share", "score", "status"]
    assert collected(engine.score_lines(frame, tables)).columns == names
    found = lines_by_project(engine, frame, tables)
    assert [(line["id"], line["row"], line["title"]) for line in found["x"]] == [
        ("a", None, "a"), ("sum", None, "sum"), ("count", None, "count"), ("each", 0, "row 2"), ("each", 1, "row 1"),
    ]  # fmt: skip
    assert {key: len(lines) for key, lines in found.items()} == {"x": 5, "y": 4, "z": 4}


def test_rows_keep_their_order_and_kept_columns_their_values(engine: scoring.Engine) -> None:
    """The rows of an eager frame come back as they lie; columns to keep stand behind the key."""
    frame = pl.DataFrame({"note": ["n", None, "l"], "project": ["z", "x", "y"], "a": [1, 2, 3]})
    found = engine.score_many(frame, {"t": ROWS}, keep=["note", "a"])
    assert found.select("project", "note", "a").rows() == [("z", "n", 1), ("x", None, 2), ("y", "l", 3)]
    assert found.columns[:4] == ["project", "note", "a", "a.score"]


def test_lazy_stays_lazy(engine: scoring.Engine) -> None:
    """Nothing is collected before its owner does."""

    def collect(frame: pl.DataFrame) -> pl.DataFrame:
        raise RuntimeError(frame.columns)

    frame, rows = (each.lazy().map_batches(collect, schema=each.schema) for each in (FRAME, ROWS))
    for found in (engine.score_many(frame, {"t": rows}, detail=True), engine.score_lines(frame, {"t": rows})):
        assert isinstance(found, pl.LazyFrame)
        with pytest.raises(RuntimeError):
            found.collect()


def test_no_projects_are_no_rows(library: Library, engine: scoring.Engine) -> None:
    """Frames without a row give results without a row, of the same types."""
    full, empty = given(library, t=ROWS), given(library, FRAME.clear(), t=ROWS.clear())
    for score in (engine.score_many, engine.score_lines):
        found = collected(score(*empty))
        assert (found.height, found.columns) == (0, collected(score(*full)).columns)


# -- keys and tables


@pytest.mark.parametrize(
    ("own", "rows"),
    [
        (pl.String, pl.String), (pl.Categorical, pl.String), (pl.String, pl.Categorical),
        (pl.Categorical, pl.Categorical),
        (pl.Enum(["x", "y", "z"]), pl.Enum(["stranger", "z", "x"])), (pl.Enum(["x", "y", "z"]), pl.String),
    ],
    ids=str,
)  # fmt: skip
def test_keys_that_are_texts(library: Library, engine: scoring.Engine, own: Any, rows: Any) -> None:
    """Texts and categories are one another's keys, and come back; a row without a key belongs to no project."""
    frame, tables = given(library, FRAME.cast({"project": own}), t=ROWS.cast({"project": rows}))
    assert scores(engine, frame, tables) == EXPECTED
    assert engine.sheet(frame, tables, value="x")["sum"].measure == 3


@pytest.mark.parametrize("rows", [pl.Int8, pl.Int64, pl.UInt16, pl.UInt64], ids=str)
def test_keys_that_are_whole_numbers(library: Library, engine: scoring.Engine, rows: Any) -> None:
    """Whole numbers are keys, of whatever width; a sheet is found by the number, or by its text."""
    numbers = pl.Series("project", [1, 2, 3], dtype=pl.Int32)
    below = pl.Series("project", [1, 1, 3, 9, 7], dtype=rows)
    frame, tables = given(library, FRAME.with_columns(numbers), t=ROWS.with_columns(below))
    assert scores(engine, frame, tables) == dict(zip([1, 2, 3], EXPECTED.values(), strict=True))
    assert [engine.sheet(frame, tables, value=each)["sum"].measure for each in (1, "1", 3, "2")] == [3, 3, 3, 0]


def test_a_project_may_have_no_key(library: Library, engine: scoring.Engine) -> None:
    """One project without a key is scored, without rows."""
    frame, tables = given(library, FRAME.with_columns(project=pl.Series(["x", None, "z"])), t=ROWS)
    assert scores(engine, frame, tables) == {"x": EXPECTED["x"], None: EXPECTED["y"], "z": EXPECTED["z"]}


def test_the_key_may_have_another_name(library: Library, engine: scoring.Engine) -> None:
    """Any column may tell the projects apart, one that is a fact too."""
    frame, tables = given(library, FRAME.rename({"project": "code"}), t=ROWS.rename({"project": "code"}))
    assert scores(engine, frame, tables, "code") == EXPECTED
    frame, _ = given(library, pl.DataFrame({"a": [1.0, 3.0]}))
    assert [row[0] for row in scores(engine, frame, {}, "a").values()] == ["scored", "scored"]
    assert engine.sheet(frame, key="a", value=3.0)["a"].measure == 3


def test_facts_and_tables_that_are_not_there(library: Library, engine: scoring.Engine) -> None:
    """A fact without a column is missing for all, a table that is not given is empty, other columns are left alone."""
    frame, tables = given(library, pl.DataFrame({"project": ["x"], "other": ["?"]}))
    assert scores(engine, frame, tables) == {"x": ("missing", "scored", 0.0, 0.0)}
    assert engine.sheet(frame, tables, value="x").findings == engine.score({"project": {"id": "x"}}).findings


def test_a_table_without_keys_has_no_type(engine: scoring.Engine) -> None:
    """A table whose rows are at hand and have no key, as one without rows, fits projects with keys of any type."""
    empty = pl.DataFrame({"project": [], "v": []})
    assert scores(engine, FRAME, {"t": empty})["x"] == ("scored", "scored", 0.0, 0.0)
    assert scores(engine, FRAME.to_pandas(), {"t": pd.DataFrame({"project": [], "v": []})})["x"][2] == 0.0


def test_what_stands_where_a_table_is_due(library: Library, engine: scoring.Engine) -> None:
    """A value in a column called as a table is no table; where the table is given too, the table counts."""
    frame, tables = given(library, FRAME.with_columns(t=pl.Series(["", None, "x"])), t=ROWS)
    assert scores(engine, frame, tables) == EXPECTED
    nodes = [{each.node for each in engine.sheet(frame, value=key).findings} for key in KEYS]
    assert ["t" in each for each in nodes] == [False, False, True]


# -- the sheet of one project


def test_a_sheet_is_that_of_its_facts(library: Library, engine: scoring.Engine) -> None:
    """The sheet of a row is that of its facts, with the same digest in every library; rows go by their column `row`."""
    frame, tables = given(library, t=ROWS)
    sheet = engine.sheet(frame, tables, value="x")
    facts = {"a": 1.0, "t": [{"v": 2}, {"v": 1}], "project": {"id": "x"}}
    assert sheet.lines == engine.score(facts).lines
    assert (sheet.project.key, sheet.total) == ("x", engine.score(facts).total)
    polars = engine.sheet(FRAME, {"t": ROWS.sort("row")}, value="x")
    assert sheet.provenance.facts_digest == polars.provenance.facts_digest


@pytest.mark.parametrize(
    ("value", "words"), [("nope", "no project with the key “nope”"), ("x", "2 projects have the key")]
)
def test_a_sheet_is_of_one_project(library: Library, engine: scoring.Engine, value: str, words: str) -> None:
    """A key that no project has, or two have, is refused, whatever the others are."""
    frame, tables = given(library, pl.concat([FRAME, FRAME.head(1)]), t=ROWS)
    with pytest.raises(scoring.DataError, match=words):
        engine.sheet(frame, tables, value=value)
    assert engine.sheet(frame, tables, value="z")["sum"].measure == 3


# -- what is refused


def test_a_key_that_stands_twice(library: Library, engine: scoring.Engine) -> None:
    """Two projects of one key are refused where the rows are at hand; no key at all is one, too."""
    frame, tables = given(library, pl.concat([FRAME, FRAME.head(2)]), t=ROWS)
    if waits(frame):
        assert collected(engine.score_many(frame, tables)).height == 5
        return
    for score in (engine.score_many, engine.score_lines):
        with pytest.raises(scoring.DataError, match="more than one row: x, y "):
            score(frame, tables)
    frame, _ = given(library, pl.DataFrame({"project": [None, None], "a": [1, 2]}))
    with pytest.raises(scoring.DataError, match="more than one row: null"):
        engine.score_many(frame)


REFUSED: Final[Mapping[str, tuple[Callable[[scoring.Engine], object], str]]] = {
    "list": (lambda e: e.score_many([1]), "frame is a list, which cannot be scored"),
    "dict": (lambda e: e.score_lines({"a": [1]}), "frame is a dict"),
    "nothing": (lambda e: e.score_many(None), "frame is a NoneType"),
    "series": (lambda e: e.sheet(FRAME["a"], value=1), "frame is a Series"),
    "table": (lambda e: e.score_many(FRAME, {"t": [ROWS]}), "tables['t'] is a list"),
    "tables": (lambda e: e.score_many(FRAME, [ROWS]), "tables is a list; give the tables by their names"),  # type: ignore[arg-type]
    "unknown": (lambda e: e.score_many(FRAME, {"s": ROWS}), "the set has no table s; it has t, u"),
    "unknown-of-sheet": (lambda e: e.sheet(FRAME, {"s": ROWS}, value="x"), "the set has no table s"),
    "near-key": (lambda e: e.score_many(FRAME, key="projects"), "did you mean key=project?"),
    "no-key": (lambda e: e.score_many(FRAME, key="?"), "it has project, a; name the column with key="),
    "no-table-key": (lambda e: e.score_many(FRAME, {"t": ROWS.drop("project")}), "the table t has no column project"),
    "key-type": (lambda e: e.score_many(FRAME, {"t": ROWS.with_columns(project=1)}), "of the table t is of type Int32"),
    "sheet-key-type": (lambda e: e.sheet(FRAME, {"t": ROWS.with_columns(project=1)}, value="x"), "make them one type"),
    "lists": (lambda e: e.score_many(FRAME.with_columns(project=pl.lit([1]))), "cannot tell projects apart"),
    "mixed": (lambda e: e.score_many(FRAME, {"t": duckdb.connect().sql("SELECT 'x' AS project")}), "not of the kind"),
    "keep": (lambda e: e.score_many(FRAME, keep=["b"]), "no column b to keep"),
    "keep-twice": (lambda e: e.score_many(FRAME, keep=["a", "a"]), "two columns of the result would be called a;"),
    "keep-total": (lambda e: e.score_many(FRAME.with_columns(total=1), keep=["total"]), "would be called total"),
    "key-of-lines": (lambda e: e.score_lines(FRAME.rename({"project": "id"}), key="id"), "would be called id"),
    "columns": (lambda e: e.score_many(pd.DataFrame([[1, 2]], columns=["project", "project"])), "columns of one name"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_scored_is_refused_in_words(engine: scoring.Engine, name: str) -> None:
    """What is no frame, does not fit or would stand twice is named, with what to do."""
    ask, words = REFUSED[name]
    with pytest.raises(scoring.DataError, match=re.escape(words)):
        ask(engine)


# -- a database of its own


def test_relations_of_a_file(tmp_path: Path, engine: scoring.Engine) -> None:
    """Relations of a database in a file, of its own connection, stay there; those of two connections do not meet."""
    with duckdb.connect(tmp_path / "projects.duckdb") as database:
        database.register("given", FRAME.to_arrow())
        database.register("below", ROWS.to_arrow())
        database.execute("CREATE TABLE p AS FROM given; CREATE TABLE t AS FROM below")
        frame, rows = database.table("p"), database.table("t")
        assert scores(engine, frame, {"t": rows}) == EXPECTED
        assert engine.sheet(frame, {"t": rows}, value="z")["sum"].measure == 3
        with pytest.raises(scoring.DataError, match="from one connection"):
            engine.score_many(frame, {"t": duckdb.connect().sql("SELECT 'x' AS project, 1 AS v")})


def test_a_library_that_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has a frame and lacks what reads it is told what to install."""
    engine = scoring.Engine(scoring.load(written(small_set({"a": "number"}, {"i": {"measure": "a"}}), tmp_path)))
    monkeypatch.setitem(sys.modules, "narwhals", None)
    for name in [each for each in sys.modules if each.startswith("scoring.frame")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(scoring.DataError, match=r"needs narwhals.*pip install"):
        engine.score_many(pl.DataFrame({"project": ["x"], "a": [1]}))
