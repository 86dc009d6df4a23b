"""Columns beside one project at a time: whatever is nested, folded or near the tolerance, both worlds agree."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import scoring
from scoring.errors import FormulaError
from scoring.formula import parse
from scoring.quantity import Names
from tests.columns import score_frame
from tests.small_sets import Table, of_table, small_set, written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

D = Decimal
#: A scale that shows what the measure is, by its sign and size, without deciding anything else.
SHOWN = {"scale": {"kind": "proportional", "target": 100, "worst": -100}}
FACTS: Table = {
    "a": "number",
    "b": "number",
    "m": "money",
    "t": of_table(c="number", m="money"),
    "u": of_table(d="number", e="number"),
}
NAMES = Names({"a": "number", "b": "number"}, {"t": {"c": "number"}})
#: What builds the measure of a check.
Measure = Callable[[scoring.Facts], scoring.Quantity]


def agreed(
    folder: Path, measures: Mapping[str, str | Measure], projects: Sequence[Mapping[str, Any]], **keys: Any
) -> list[dict[str, Decimal | None]]:
    """Return the shares of indicators, measured by formulas or checks, for each project: those of both worlds."""
    checks: dict[str, Any] = {}
    indicators: dict[str, Table] = {}
    for id_, measure in measures.items():
        if isinstance(measure, str):
            indicators[id_] = {"measure": measure}
            continue
        made = type("Made", (scoring.Check,), {"measure": lambda _, facts, build=measure: build(facts)})
        checks[f"made.{id_}"] = made
        indicators[id_] = {"check": f"made.{id_}"}
    plugin = SimpleNamespace(scoring_checks=scoring.hookimpl(lambda: checks))
    path = written(small_set(FACTS, {id_: each | SHOWN for id_, each in indicators.items()}, **keys), folder)
    rules = scoring.load(path, plugins=[plugin])
    frame = score_frame(rules, projects, plugins=[plugin])
    engine = scoring.Engine(rules, plugins=[plugin])
    found = []
    for project, row in zip(projects, frame.iter_rows(named=True), strict=True):
        sheet = engine.score(project)
        for line in sheet.lines:
            there = row[f"{line.id}.share"]
            assert line.status == row[f"{line.id}.status"], line.id
            assert (line.share is None) == (there is None), line.id
            assert line.share is None or abs(line.share - D(there)) < D("1E-9"), (line.id, line.share, there)
        found.append({line.id: line.share for line in sheet.lines})
    return found


NESTED = [
    "({} / a)",
    "({} + a)",
    "({} * b)",
    "(a - {})",
    "sqrt({})",
    "ln({})",
    "abs(log10({}))",
    "exp({})",
    "floor({})",
    "ceil({})",
    "(({}) ** -1)",
    "(({}) ** 0.5)",
    "(({}) ** 2)",
    "min({}, a)",
    "max(a, {}, b)",
    "clip({}, 0, 1)",
    "clip(a, {}, b)",
    "coalesce({}, a)",
    "({} if {} > 0 else a)",
    "(1 if 0 < {} < 2 else a)",
    "(1 if 0 < a == {} else b)",
    "(1 if {} in (1, 2, 3) else a)",
    "(1 if not {} > b or {} == a else b)",
]


def repeated(form: str, start: str) -> str:
    """Return a form filled with itself sixty times, or as often as formulas may be nested."""
    once = form.replace("{}", "a", form.count("{}") - 1)
    text = start
    for _ in range(60):
        longer = once.format(text)
        try:
            parse(f"sum({longer})" if "t.c" in longer else longer, NAMES)
        except FormulaError:
            break
        text = longer
    return text


@pytest.mark.parametrize("form", NESTED)
def test_nested_operations_are_planned_and_run_at_once(tmp_path: Path, form: str) -> None:
    """Sixty operations inside one another, of the project or in every row of a table, take no longer than they are."""
    formula, over_rows = repeated(form, "b"), f"sum({repeated(form, 't.c')})"
    project = {"a": D("1.25"), "b": D("0.5"), "t": [{"c": D("0.5")}, {"c": 2}, {}]}
    agreed(tmp_path, {"i": formula, "rows": over_rows}, [project, {"a": 2, "b": 1}, {}])


def test_folds_and_columns_of_the_project_wait_for_one_another(tmp_path: Path) -> None:
    """A fold of rows may need facts, calculations and folds of any table, its own too, in whatever order."""
    measures: dict[str, str | Measure] = {
        "both": lambda f: f.sum(f["t.c"] * f.count("u") * f["a"]),
        "turned": lambda f: f.sum(f["a"] * f.count("u") * f["t.c"]),
        "own": lambda f: f.sum(f["t.c"] - f.mean(f["t.c"])) + f.count(f["t.c"] > f.mean(f["t.c"])),
        "late": lambda f: f.sum((f["t.c"] + f["a"] / f["b"]) * f.sum(f["u.d"] * f.sum(f["t.c"] / f["b"]))),
        "mixed": lambda f: f.maximum(f["t.c"] / f["a"] + f["b"] * f.median(f["u.d"]) / f["t.c"]),
        "twice": lambda f: f.sum(f["u.d"] * f["a"]) + f.sum(f["u.e"] * f["a"]) / f.sum(f["t.c"] * f["a"]),
        "constant": lambda f: f.sum("t", 3) + f.sum("u", f["a"]) + f.sum(f.where(f["t.c"] > 1, 1, f["b"])),
    }
    project = {"a": 2, "b": D("0.5"), "t": [{"c": 1}, {"c": 3}, {}], "u": [{"d": 1, "e": 2}, {"d": D("0.25")}]}
    found = agreed(tmp_path, measures, [project, {"a": 1, "b": 1}, {"u": [{}], "t": [{}]}, {}])
    share = {id_: each * 200 - 100 for id_, each in found[0].items() if each is not None}
    assert (share["both"], share["turned"], share["own"]) == (16, 16, 1)
    assert share["constant"] == 9 + 4 + D("1.5")


def test_folds_of_folds_are_not_planned_again_and_again(tmp_path: Path) -> None:
    """A fold that needs a fold that needs a fold, twenty deep, takes as long as twenty."""

    def deep(f: scoring.Facts) -> scoring.Quantity:
        found = f["a"]
        for _ in range(20):
            found = f.mean(f["t.c"] + found) / f.count("u") - f.sum(f["u.d"] * 0)
        return found

    (found,) = agreed(tmp_path, {"i": deep}, [{"a": 1, "t": [{"c": 1}, {"c": 3}], "u": [{"d": 1}]}])
    assert found["i"] == D("0.705")


@pytest.mark.parametrize(
    "rows",
    [
        ["0.4081", "7244497704.1372"],
        ["99999999999.9999", "0.0001"],
        ["33333333333.3333", "33333333333.3333", "33333333333.3333"],
        ["999999999999.99", "-0.01", "0.02"],
        ["0.1"] * 1000,
        ["1234567.8901"] * 999,
        ["-99999999999.99", "0.01", "0.07"],
    ],
)
def test_money_is_added_up_exactly(tmp_path: Path, rows: list[str]) -> None:
    """A table of money adds up to an amount, not to a float beside it; one ten-thousandth more is more."""
    total = sum(map(D, rows), D(0))
    step = D("0.0001") if abs(total) <= D(10) ** 11 else D("0.01")
    gates = {
        "above": "sum(t.m) > m",
        "below": "sum(t.m) < m",
        "not-equal": "sum(t.m) != m",
        "apart": "sum(t.m) - m != 0",
    }
    gates["row"] = "sum(t.m + t.m) - m != m"
    path = written(
        small_set(
            FACTS,
            {"i": {"measure": "a"}},
            gates={id_: {"title": id_, "when": when, "then": {"warn": True}} for id_, when in gates.items()},
        ),
        tmp_path,
    )
    rules = scoring.load(path)
    table = [{"m": each} for each in rows]
    projects: list[dict[str, Any]] = [{"m": m, "t": table} for m in (total, total + step, total - step)]
    fired = [
        {id_ for id_ in gates if row[f"{id_}.fired"]} for row in score_frame(rules, projects).iter_rows(named=True)
    ]
    apart = {"not-equal", "apart", "row"}
    assert fired == [set(), apart | {"below"}, apart | {"above"}]
    engine = scoring.Engine(rules)
    assert [{gate.id for gate in engine.score(each).gates if gate.fired} for each in projects] == fired


def test_amounts_beyond_all_budgets_are_still_added_up(tmp_path: Path) -> None:
    """What does not fit whole ten-thousandths in 64 bits is added up as floats, and wraps around nowhere."""
    table = [{"m": D("1E+29")}, {"m": D("-9E+14")}, {"m": 5}]
    measures: dict[str, str | Measure] = {"sum": "sum(t.m) / 10 ** 28", "mean": "mean(t.m) / 10 ** 28"}
    many = [{"m": D("8E+14")}] * 2000
    agreed(tmp_path, measures | {"many": "sum(t.m) / 10 ** 17"}, [{"t": table}, {"t": many}, {"t": [{}]}, {}])


def test_an_indicator_may_be_called_as_the_root_is(tmp_path: Path) -> None:
    """What the engine names for itself never takes the place of what an indicator's id names."""
    measures: dict[str, str | Measure] = {"root": "a", "d-d": "b", "fold": "sum(t.c)", "total": "a + b"}
    keys = {"missing": "skip", "minimum_coverage": 0}
    agreed(tmp_path, measures, [{"a": 1, "b": 50}, {"a": 1}, {"b": 3, "t": [{"c": 70}]}, {}], **keys)


def test_what_misses_for_every_project_is_missing_in_columns_too(tmp_path: Path) -> None:
    """A check that raises, constants divided by zero, and all that is built on them."""

    def broken(f: scoring.Facts) -> scoring.Quantity:
        raise ValueError(str(f))

    nothing = "(1 / 0)"
    formulas = [
        f"{nothing} + a", f"max({nothing}, a)", f"coalesce({nothing}, a)", f"coalesce({nothing}, {nothing})",
        f"1 if {nothing} > 1 or a > 0 else 2", f"1 if {nothing} > 1 and a > 0 else 2", f"1 if not {nothing} > 1 else 2",
        f"{nothing} if a > 0 else 3", f"sqrt({nothing})", f"sum(t.c * {nothing})", f"{nothing} ** 2",
        f"count(t.c + {nothing})", f"count(t.c > {nothing})", f"fraction(t.c > 0 or {nothing} > 0)",
        f"1 if {nothing} in (1, 2) else 3", f"floor({nothing})", f"1 if 0 < {nothing} < a else 2",
        f"1 if 0 > a > {nothing} else 2", f"clip({nothing}, 0, 1)",
    ]  # fmt: skip
    measures: dict[str, str | Measure] = {f"i{place}": text for place, text in enumerate(formulas)}
    measures["broken"] = broken
    measures["missing"] = lambda f: f.where(f.missing("boolean") | (f["a"] > 0), f["a"], f.missing())
    agreed(tmp_path, measures, [{"a": 1, "t": [{"c": 2}]}, {"a": -1}, {}])


def test_an_observed_check_has_no_columns(tmp_path: Path) -> None:
    """It is asked project by project, which the frame says instead of failing underway."""

    class Observing:
        @scoring.hookimpl
        def scoring_checks(self) -> dict[str, type[scoring.Check]]:
            return {"test.observed": type("Observed", (scoring.ObservedCheck,), {})}

    rules = small_set({"a": "number"}, {"i": {"check": "test.observed"}})
    engine = scoring.Engine(scoring.load(written(rules, tmp_path), plugins=[Observing()]), plugins=[Observing()])
    with pytest.raises(scoring.ScoringError, match="one project after the other"):
        engine.score_many(pl.LazyFrame({"project": ["x"], "a": [1]}))


def test_equal_measures_earn_equal_shares_in_whatever_row(tmp_path: Path) -> None:
    """A division by a constant gives the same in every row of every frame, wherever it lies in memory."""
    indicator = {"measure": "a", "scale": {"kind": "proportional", "target": -1, "worst": D("0.6")}}
    rules = scoring.load(written(small_set({"a": "number"}, {"i": indicator}), tmp_path))
    found = [score_frame(rules, [{"a": 0}] * count)["i.share"].to_list() for count in range(1, 10)]
    assert found == [[found[0][0]] * count for count in range(1, 10)]
    assert abs(found[0][0] - 0.375) < 1e-15
