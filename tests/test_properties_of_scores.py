"""What holds for every score: more is never less, silence never pays, what does not apply changes no one else."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scoring
from tests.small_sets import of_table, one_line, small_set, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.small_sets import Table
    from tests.worlds import Number, World

D = Decimal
MEASURES = st.decimals(-2, 2, places=4)
SHARES = st.decimals(0, 1, places=2)
WEIGHTS = st.integers(1, 50)
#: Each example scores in columns too, which takes its time for a project or two.
FEW: Final = settings(max_examples=40)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the sets of one world; the next example's takes the place of the last."""
    return tmp_path_factory.mktemp("scores")


# -- more is never less


@st.composite
def rising_scales(draw: st.DrawFn) -> Table:
    """Draw a scale on which more is better: from a worst value up to a target, or steps whose worth rises."""
    edges = sorted(draw(st.lists(st.decimals(-2, 2, places=1), min_size=2, max_size=4, unique=True)))
    if draw(st.booleans()):
        return {"kind": "proportional", "worst": edges[0], "target": edges[-1]}
    otherwise, *worths = sorted(draw(st.lists(SHARES, min_size=len(edges) + 1, max_size=len(edges) + 1)))
    steps = [{"at_least": edge, "share": worth} for edge, worth in zip(edges, worths, strict=True)]
    return {"kind": "thresholds", "steps": draw(st.permutations(steps)), "otherwise": otherwise}


def never_falling(scores: list[Number | None]) -> bool:
    """Tell whether there is a score everywhere, and none is below the one before."""
    return all(low is not None and high is not None and low <= high for low, high in pairwise(scores))


@FEW
@given(scale=rising_scales(), measures=st.lists(MEASURES, min_size=2, max_size=5))
def test_more_is_never_less(scored: World, folder: Path, scale: Table, measures: list[Decimal]) -> None:
    """On a scale that rises, a greater measure never scores less."""
    path = written(one_line("a", {"a": "number"}, scale), folder)
    scores = [each.scores["i"] for each in scored(path, [{"a": each} for each in sorted(measures)])]
    assert never_falling(scores)


@FEW
@given(scale=rising_scales(), measures=st.lists(MEASURES, min_size=2, max_size=5))
def test_less_is_never_less_where_less_is_better(
    scored: World, folder: Path, scale: Table, measures: list[Decimal]
) -> None:
    """The same scale turned upside down (`worst` above `target`, `at_most`): a smaller measure never scores less."""
    if scale["kind"] == "proportional":
        scale = scale | {"worst": scale["target"], "target": scale["worst"]}
    else:
        scale = scale | {"steps": [{"at_most": -each["at_least"], "share": each["share"]} for each in scale["steps"]]}
    path = written(one_line("a", {"a": "number"}, scale), folder)
    scores = [each.scores["i"] for each in scored(path, [{"a": each} for each in sorted(measures, reverse=True)])]
    assert never_falling(scores)


@FEW
@given(
    weights=st.lists(WEIGHTS, min_size=2, max_size=4),
    shares=st.lists(st.decimals(0, 1, places=4), min_size=4, max_size=4),
    more=st.decimals(0, 1, places=4),
    skipped=st.booleans(),
)
def test_a_better_indicator_never_lowers_the_total(
    scored: World, folder: Path, *, weights: list[int], shares: list[Decimal], more: Decimal, skipped: bool
) -> None:
    """One indicator that scores more never makes the total less, whether others count or not."""
    facts = {f"f{place}": "number" for place in range(len(weights))}
    indicators = {
        f"i{place}": {"measure": f"f{place}", "weight": weight, "dimension": f"d{place % 2}"}
        for place, weight in enumerate(weights)
    }
    rules = small_set(facts, indicators, missing="skip", minimum_coverage=0)
    given = dict(zip(facts, shares, strict=False))
    if skipped:
        del given[f"f{len(weights) - 1}"]
    better = given | {"f0": max(shares[0], more)}
    one, other = scored(written(rules, folder), [given, better])
    assert one.total is not None
    assert other.total is not None
    assert one.total <= other.total


# -- leaving something out never pays

FACTS: Final = {"a": "number", "b": "number", "p": "boolean", "q": "boolean", "k": "level"}
STRICT: Final[list[Table]] = [
    {"check": "value", "with": {"fact": "a"}},
    {"check": "value", "with": {"fact": "p"}},
    {"check": "ratio", "with": {"part": "a", "whole": "b"}},
    {"check": "checklist", "with": {"items": ["p", "q"]}},
    {"check": "checklist", "with": {"items": {"p": 2, "q": 1}, "gate": "q"}},
    {"check": "level", "with": {"fact": "k"}, "scale": {"kind": "levels", "levels": {"A": 1, "B": D("0.5")}}},
    {"measure": "(a - b) / 2 + 1"},
    {"measure": "a > b"},
    {"measure": "b", "scale": {"kind": "proportional", "worst": 1, "target": 0}},
    {"measure": "a", "scale": {"kind": "thresholds", "steps": [{"at_most": 0, "share": 1}], "otherwise": D("0.2")}},
]
VALUES: Final = {
    "a": st.one_of(MEASURES, st.just("abc")),
    "b": st.one_of(MEASURES, st.just("abc")),
    "p": st.sampled_from([True, False, "perhaps"]),
    "q": st.booleans(),
    "k": st.sampled_from(["A", "B", "C"]),
}


@FEW
@given(
    chosen=st.lists(st.sampled_from(STRICT), min_size=1, max_size=5),
    facts=st.fixed_dictionaries(VALUES),
    left_out=st.sets(st.sampled_from(sorted(FACTS)), min_size=1),
)
def test_leaving_facts_out_never_pays(
    scored: World, folder: Path, chosen: list[Table], facts: dict[str, Any], left_out: set[str]
) -> None:
    """Under `zero`, leaving out facts never raises a score, a share, the total or the coverage.

    This holds for facts that are named by a check (value, ratio, checklist, level) or by a formula of arithmetic and
    comparisons, on any scale, "less is better" included: their measure is missing, and missing scores nothing. It
    does not hold for what is made to do without a fact: `coalesce`, the branch not taken of a choice, `or`; for
    conditions of `applies`; and for the folds of a table's rows, where a bad answer left out makes a better mean.
    """
    indicators = {f"i{place}": each | {"dimension": f"d{place % 2}"} for place, each in enumerate(chosen)}
    silent = {name: value for name, value in facts.items() if name not in left_out}
    full, less = scored(written(small_set(FACTS, indicators), folder), [facts, silent])
    for name, score in full.scores.items():
        other = less.scores[name]
        assert score is not None
        assert other is not None
        assert other <= score
    assert less.coverage <= full.coverage
    assert less.total is None or (full.total is not None and less.total <= full.total)


@FEW
@given(
    rows=st.lists(st.fixed_dictionaries({"x": st.decimals(0, 1, places=2)}), min_size=1, max_size=5),
    place=st.integers(0, 4),
    whole=st.booleans(),
)
def test_leaving_out_a_cell_of_what_is_added_up_never_pays(
    scored: World, folder: Path, *, rows: list[dict[str, Decimal]], place: int, whole: bool
) -> None:
    """Where the rows of a table are counted or added up, amounts not below 0, a cell or row left out never pays."""
    indicators = {
        "s": {"measure": "sum(t.x) / 3"},
        "n": {"measure": "count(t.x) / 4"},
        "m": {"measure": "count(t) / 6"},
    }
    path = written(small_set({"t": of_table(x="number")}, indicators), folder)
    at = place % len(rows)
    less = rows[:at] + ([] if whole else [{}]) + rows[at + 1 :]
    full, other = scored(path, [{"t": rows}, {"t": less}])
    for name, score in full.scores.items():
        found = other.scores[name]
        assert score is not None
        assert found is not None
        assert found <= score


# -- what does not apply


@FEW
@given(
    weights=st.lists(WEIGHTS, min_size=2, max_size=4),
    extra=WEIGHTS,
    shares=st.lists(st.decimals(0, 1, places=4), min_size=4, max_size=4),
    place=st.integers(0, 4),
)
def test_what_does_not_apply_changes_nothing_but_denominators(
    folder: Path, weights: list[int], extra: int, shares: list[Decimal], place: int
) -> None:
    """Beside an indicator that does not apply, every other line is as without it, and so are coverage and `earned`.

    Only the points on offer are more: they are earned in the proportion of what counts.
    """
    facts = {f"f{each}": "number" for each in range(len(weights))}
    given: dict[str, Any] = dict(zip(facts, shares, strict=False))
    plain: dict[str, Table] = {f"i{n}": {"measure": f"f{n}", "weight": w} for n, w in enumerate(weights)}
    items = list(plain.items())
    items.insert(place % (len(items) + 1), ("extra", {"measure": "f0", "weight": extra, "applies": "f0 < 0"}))
    engines = [scoring.Engine(scoring.load(written(small_set(facts, each), folder))) for each in (plain, dict(items))]
    without, beside = (each.score(given) for each in engines)
    assert [line for line in beside.lines if line.id != "extra"] == list(without.lines)
    assert (beside["extra"].status, beside["extra"].score) == ("not_applicable", None)
    assert beside.coverage == without.coverage
    (one,), (other,) = without.dimensions, beside.dimensions
    assert (other.earned, other.counting_weight) == (one.earned, one.counting_weight)
    assert other.weight == one.weight + extra
    assert one.score is not None
    assert other.score is not None
    assert abs(other.score - other.weight * one.score / one.weight) <= D("0.005")


@FEW
@given(weights=st.lists(WEIGHTS, min_size=1, max_size=4), share=st.decimals(0, 1, places=4))
def test_an_award_is_the_score_of_a_perfect_measure(
    scored: World, folder: Path, weights: list[int], share: Decimal
) -> None:
    """`award`: what does not apply earns what a perfect measure would; only status and coverage tell the difference."""
    plain: dict[str, Table] = {f"i{n}": {"measure": "a", "weight": w} for n, w in enumerate(weights)}
    extra: Table = {"weight": 7, "measure": "1"}
    perfect = small_set({"a": "number"}, plain | {"extra": extra})
    award = small_set({"a": "number"}, plain | {"extra": extra | {"applies": "a < 0", "not_applicable": "award"}})
    (one,) = scored(written(perfect, folder), [{"a": share}])
    (other,) = scored(written(award, folder), [{"a": share}])
    assert (other.scores, other.dimensions, other.total) == (one.scores, one.dimensions, one.total)
    assert (one.statuses["extra"], other.statuses["extra"]) == ("scored", "not_applicable")
