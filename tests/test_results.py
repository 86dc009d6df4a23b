"""The summary of many projects: the ranking and its ends, the grades, where points are lost."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import scoring
from scoring.frame_facts import frames_of_facts
from scoring.frame_results import many_of
from scoring.report_ranking import ordered, spread
from scoring.results import ENDS, WHOLE
from scoring.results_files import summary_of
from scoring.results_sheets import summary_of_sheets
from scoring.results_summary import summarised
from scoring.results_totals import full_score
from tests.library import files
from tests.many_projects import RULES, frame, small
from tests.small_sets import of_table, small_set, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scoring.results import Summary


@pytest.fixture(scope="module")
def rules() -> scoring.IndicatorSet:
    """A set of five indicators, graded 优秀 from 90, 合格 from 60."""
    return scoring.load(RULES)


def test_the_ranking_is_that_of_the_sheets(rules: scoring.IndicatorSet) -> None:
    """Ranks, order, totals, grades and their counts are those that the projects' sheets give one by one."""
    engine = scoring.Engine(rules)
    facts: list[dict[str, Any]] = [
        {
            "project": f"p{place:02d}",
            "funds.budget": 100,
            "funds.spent": 70 + place * 7 % 31,
            "rules.written": place % 3 > 0,
            "rules.known": True,
            "roads.done": 40 + place * 11 % 80,
            "roads.late": place % 5,
            "roads.grade": "好" if place % 4 else None,
            "audit.misused": place % 7,
        }
        if place % 6
        else {"project": f"p{place:02d}"}
        for place in range(24)
    ]
    sheets = [
        engine.score({"project.id" if name == "project" else name: each[name] for name in each}) for each in facts
    ]
    many = engine.score_many(pl.LazyFrame(facts, infer_schema_length=None))
    found = summarised(many, rules)
    assert [(each.rank, each.key, each.total, each.grade) for each in found.ranking] == [
        (rank, each.project.key, each.total, each.grade) for rank, each in ordered(sheets)
    ]
    counted = {label: count for label, count, _ in spread(sheets, "zh")}
    assert {label or "不予评级": count for label, count in found.grades if count} == counted
    assert found.rated == sum(each.grade is not None for each in sheets)
    lost = {each.id: each for each in found.lost}
    for id_, each in lost.items():
        lines = [line for line in (sheet[id_] for sheet in sheets) if line.score is not None]
        assert each.points == sum(line.weight - line.score for line in lines if line.score is not None)
        assert each.short == sum(line.score != line.weight for line in lines)
        assert each.counted == len(lines)


totals = st.one_of(st.none(), st.integers(0, 12))


@given(results=st.lists(st.tuples(totals, st.booleans()), max_size=90))
def test_what_is_left_out_of_a_ranking_is_counted(results: list[tuple[int | None, bool]]) -> None:
    """The ends are those of the whole ranking, each with its rank in it, and the gaps between them add up."""
    rules = scoring.load(RULES)
    rows: list[dict[str, Any]] = [
        {"project": f"{place:03d}", "total": total, "grade": "合格" if graded and total is not None else None}
        for place, (total, graded) in enumerate(results)
    ]
    found = summarised(small(rules, rows).lazy(), rules)
    graded = any(row["grade"] for row in rows)
    ranked = [row for row in rows if row["total"] is not None and (row["grade"] or not graded)]
    ranked.sort(key=lambda row: (-row["total"], row["project"]))
    rest = [row for row in rows if row not in ranked]
    rest.sort(key=lambda row: (row["total"] is None, -(row["total"] or 0), row["project"]))
    every: list[tuple[int | None, Any]] = [
        (1 + sum(other["total"] > row["total"] for other in ranked), row["project"]) for row in ranked
    ]
    every += [(None, row["project"]) for row in rest]
    place = 0
    for each in found.ranking:
        assert (each.rank, each.key) == every[place]
        place += 1 + each.left_out
    assert place == len(every) == found.projects
    assert len(found.ranking) <= 20 + 6 + 6
    assert all(each.left_out != 1 for each in found.ranking)


def test_a_long_ranking_shows_its_ends(rules: scoring.IndicatorSet) -> None:
    """Of 100 ranked and 10 unrated: the first 20, 75 left out, the last 5, 5 left out, the last 5 without a grade."""
    rows: list[dict[str, Any]] = [
        {"project": f"{place:03d}", "total": 100.0 - place % 50, "grade": "合格"} for place in range(100)
    ]
    rows += [{"project": f"x{place}", "total": 50.0} for place in range(9)] + [{"project": "nothing"}]
    found = summarised(small(rules, rows).lazy(), rules)
    assert [each.key for each in found.ranking[:4]] == ["000", "050", "001", "051"]
    assert [each.rank for each in found.ranking] == [
        *(rank for rank in range(1, 20, 2) for _ in range(2)),
        95, 97, 97, 99, 99,
        *[None] * 5,
    ]  # fmt: skip
    assert [(place, each.left_out) for place, each in enumerate(found.ranking) if each.left_out] == [(19, 75), (24, 5)]
    assert [each.key for each in found.ranking[-5:]] == ["x5", "x6", "x7", "x8", "nothing"]
    assert found.grades == (("优秀", 0), ("合格", 100), ("不合格", 0), (None, 10))
    assert (found.projects, found.rated) == (110, 100)


def test_without_any_grade_totals_rank(rules: scoring.IndicatorSet) -> None:
    """Where nobody has a grade, the totals make the ranking, and what has no total stands at its end."""
    found = summarised(small(rules, [{"total": 3.0}, {}, {"total": 5.0}]).lazy(), rules)
    assert [(each.rank, each.key) for each in found.ranking] == [(1, "c"), (2, "a"), (None, "b")]
    assert found.rated == 0


def test_equal_points_are_equal_whatever_floats_say(rules: scoring.IndicatorSet) -> None:
    """0.1 + 0.2 and 0.3 are 0.30 points: they share a rank."""
    found = summarised(small(rules, [{"total": 0.3}, {"total": 0.1 + 0.2}, {"total": 0.29}]).lazy(), rules)
    assert [(each.rank, each.total) for each in found.ranking] == [
        (1, Decimal("0.30")),
        (1, Decimal("0.30")),
        (3, Decimal("0.29")),
    ]


def test_lost_points_are_those_of_projects_that_count(rules: scoring.IndicatorSet) -> None:
    """Of 20 points two projects earn 15 and 0, one all, for one it does not count: 2 are short, 25 points lost."""
    rows: list[dict[str, Any]] = [
        {"completion.score": 15.0, "completion.status": "scored"},
        {"completion.score": 0.0, "completion.status": "missing"},
        {"completion.score": 20.0, "completion.status": "scored"},
        {"completion.score": None, "completion.status": "not_applicable"},
    ]
    found = summarised(small(rules, rows).lazy(), rules)
    (lost,) = [each for each in found.lost if each.id == "completion"]
    assert (lost.full, lost.counted, lost.short, lost.points) == (Decimal("20.00"), 3, 2, 25)
    assert (lost.missing, lost.invalid, lost.error) == (1, 0, 0)
    assert found.statuses == {"scored": 2, "missing": 1, "invalid": 0, "not_applicable": 1, "error": 0}
    assert found.worst(10) == [lost]


def test_the_worst_cost_most_projects_then_most_points(rules: scoring.IndicatorSet) -> None:
    """Two of three at `length`, then two at `rules` who lost less, then one at `delay`; ten are listed at most."""
    rows = [
        {"length.score": 0.0, "rules.score": 19.0, "delay.score": 0.0},
        {"length.score": 29.0, "rules.score": 19.0, "delay.score": 10.0},
        {"length.score": 30.0, "rules.score": 20.0, "delay.score": 10.0},
    ]
    found = summarised(small(rules, rows).lazy(), rules)
    assert [each.id for each in found.worst(10)] == ["length", "rules", "delay"]
    assert [each.id for each in found.worst(2)] == ["length", "rules"]


@pytest.mark.parametrize(("mode", "full"), [("half_up", "33.33"), ("away_from_zero", "33.34")])
def test_the_full_score_is_rounded_as_scores_are(tmp_path: Path, mode: str, full: str) -> None:
    """A third of 100 points cannot be earned exactly: who has it as the set rounds it has lost nothing."""
    indicators: dict[str, dict[str, Any]] = {name: {"measure": "x", "weight": 1} for name in "abc"}
    keys = {"weights": "relative", "full_marks": 100, "round": {"to": Decimal("0.01"), "mode": mode}}
    rules = scoring.load(written(small_set({"x": "number"}, indicators, **keys), tmp_path))
    assert full_score(rules, "a") == Decimal(full)
    found = summarised(small(rules, [{"a.score": float(full), "b.score": 33.32}]).lazy(), rules)
    assert [(each.id, each.points) for each in found.worst(10)] == [("b", Decimal(full) - Decimal("33.32"))]


def test_an_indicator_with_rows_has_what_its_dimension_leaves(tmp_path: Path) -> None:
    """The rows of `r` share the 70 of 100 points that `a` leaves; two such indicators have no full score."""
    rows: dict[str, Any] = {"for_each": "t", "weight": "points", "measure": "done", "title": "{name}"}
    facts = {"x": "number", "t": of_table(points="number", done="number", name="text")}
    one: dict[str, dict[str, Any]] = {"a": {"measure": "x", "weight": 30}, "r": rows}
    keys = {"dimensions": {"d": {"weight": 100}}, "full_marks": 100}
    rules = scoring.load(written(small_set(facts, one, **keys), tmp_path))
    assert full_score(rules, "r") == 70
    two = one | {"r": rows | {"where": "done > 1"}, "q": rows | {"where": "done <= 1"}}
    rules = scoring.load(written(small_set(facts, two, **keys), tmp_path))
    assert full_score(rules, "r") is None
    found = summarised(small(rules, [{"r.score": 1.0, "r.status": "missing"}]).lazy(), rules)
    (lost,) = [each for each in found.lost if each.id == "r"]
    assert (lost.short, lost.points, lost.missing) == (0, 0, 1)


def test_gates_that_only_warn_are_no_part_of_a_ranking(tmp_path: Path) -> None:
    """A gate that caps is told of a project, one that warns is not."""
    gates = {
        "cap": {"title": "cap", "when": "x > 1", "then": {"cap": 1}},
        "warn": {"title": "warn", "when": "x > 1", "then": {"warn": True}},
    }
    rules = scoring.load(written(small_set({"x": "number"}, {"a": {"measure": "x"}}, gates=gates), tmp_path))
    found = summarised(
        small(rules, [{"total": 1.0, "cap.fired": True, "warn.fired": True}, {"total": 0.0}]).lazy(), rules
    )
    assert [each.fired for each in found.ranking] == [("cap",), ()]


def _of(kind: str, data: pl.DataFrame, folder: Path) -> Any:
    if kind == "duckdb":
        data.write_parquet(folder / "scored.parquet")
        return duckdb.read_parquet(str(folder / "scored.parquet"))
    kinds: dict[str, Callable[[], Any]] = {
        "lazy": data.lazy,
        "eager": lambda: data,
        "pandas": data.to_pandas,
        "pyarrow": data.to_arrow,
    }
    return kinds[kind]()


@pytest.mark.parametrize("kind", ["lazy", "eager", "pandas", "pyarrow", "duckdb"])
def test_every_kind_of_frame_gives_one_summary(rules: scoring.IndicatorSet, tmp_path: Path, kind: str) -> None:
    """Polars, pandas, PyArrow and DuckDB: the same results are summed up to the same."""
    data = frame(60, rules)
    assert summary_of(_of(kind, data, tmp_path), rules) == summarised(data.lazy(), rules)


def test_keys_may_be_numbers_under_any_name(rules: scoring.IndicatorSet) -> None:
    """A column of row numbers, called as the caller says, is as good a key; without names there are none."""
    data = frame(3, rules).drop("project", "project.name").with_row_index("row")
    found = summarised(data.lazy(), rules, key="row")
    assert sorted(each.key for each in found.ranking) == ["0", "1", "2"]
    assert {each.name for each in found.ranking} == {None}


def test_no_projects_are_no_error(rules: scoring.IndicatorSet) -> None:
    """A frame without rows has a summary of nothing."""
    found: Summary = summarised(frame(0, rules).lazy(), rules)
    assert (found.projects, found.rated, found.ranking, found.worst(10)) == (0, 0, (), [])


def test_the_callers_decimal_context_does_not_matter(rules: scoring.IndicatorSet) -> None:
    """A caller who works with three digits gets the same summary."""
    data = frame(60, rules).lazy()
    with localcontext(prec=3):
        few = summarised(data, rules)
    assert few == summarised(data, rules)


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_sheets_and_frames_come_to_the_same(path: Path) -> None:
    """The examples of every shipped set, scored one by one or in columns, have one summary, marks and all.

    Only sheets know why there is no grade.
    """
    engine = scoring.Engine(scoring.load(path))
    about = ("project.id", "project.name", "project.department", "project.unit")
    given: list[dict[str, Any]] = [
        {**(each.facts or {}), **{name: f"{name}-{place % 3}" for name in about}, "project.id": f"p{place}"}
        for place, each in enumerate(engine.rules.examples)
    ]
    told = pl.DataFrame(
        [[each[name] for name in about] for each in given], schema=["project", *about[1:]], orient="row"
    )
    frames = frames_of_facts(engine.bound, given, observe=engine.observing)
    scored = told.hstack(many_of(engine.bound, frames, detail=True).drop("project").get_columns())
    of_sheets = summary_of_sheets(map(engine.score, given), engine.rules)
    assert summarised(scored.lazy(), engine.rules, listing=WHOLE) == of_sheets._replace(
        ranking=tuple(each._replace(unrated_reason=None) for each in of_sheets.ranking)
    )
    assert all(len(each.marks) == len(engine.rules.indicators) for each in of_sheets.ranking)


@pytest.mark.parametrize("count", [0, 1, 30, 31, 32, 90])
def test_sheets_are_listed_as_rows_of_a_frame_are(rules: scoring.IndicatorSet, count: int) -> None:
    """However many there are, the same ends of the ranking are listed, with the same gaps between them."""
    engine = scoring.Engine(rules)
    facts: list[dict[str, Any]] = [
        {"project": f"p{place:02d}", **({"funds.budget": 100, "funds.spent": 70 + place % 31} if place % 4 else {})}
        for place in range(count)
    ]
    schema = {"project": pl.String, "funds.budget": pl.Int64, "funds.spent": pl.Int64}
    scored = engine.score_many(pl.LazyFrame(facts, schema=schema))
    sheets = [engine.score({**each, "project": {"id": each["project"]}}) for each in facts]
    found = summary_of_sheets(sheets, rules, ENDS)
    plain = tuple(each._replace(unrated_reason=None, marks=()) for each in found.ranking)
    assert found._replace(ranking=plain) == summarised(scored, rules)


def test_the_mark_of_rows_is_the_share_of_their_weights(tmp_path: Path) -> None:
    """Rows of 10 and 30 points with shares 1 and 0.5 are 25 of 40 points; one that is invalid marks them all."""
    table, rows_of = of_table(w="number", x="number"), {"for_each": "t", "weight": "w", "measure": "t.x"}
    given = small_set({"t": table}, {"r": rows_of}, dimensions={"d": {"weight": 40}})
    rules = scoring.load(written(given, tmp_path))
    engine = scoring.Engine(rules)
    rows = [{"w": 10, "x": 1}, {"w": 30, "x": 0.5}]
    sheets = [engine.score({"t": rows}), engine.score({"t": [*rows[:1], {"w": 30, "x": "?"}]})]
    marks = [each.marks for each in summary_of_sheets(sheets, rules).ranking]
    assert marks == [((Decimal("0.625"), "scored"),), ((Decimal("0.25"), "invalid"),)]
