"""What holds for every set and every project: scores within bounds, sheets that add up, and no reward for silence."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import assume, given, note, settings
from hypothesis import strategies as st

import scoring
from scoring.quantity import plain
from tests.reference.numbers import rounded
from tests.small_sets import of_table, small_set, written
from tests.strategies import scored_projects
from tests.toml_text import dumps
from tests.worlds import line_id

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from scoring import DimensionLine, Line
    from tests.small_sets import Table
    from tests.worlds import World

D = Decimal
ZERO: Final = Fraction(0)
MEASURES = st.decimals(-2, 2, places=4)
#: Each example is a whole set; tests/test_against_reference.py draws many more.
FEW: Final = settings(max_examples=20)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the sets of one world; the next example's takes the place of the last."""
    return tmp_path_factory.mktemp("properties")


def sheet_of(rules: Table, facts: dict[str, Any], folder: Path) -> scoring.ScoreSheet:
    """Score one project, with all that a sheet tells."""
    note(dumps(rules))
    return scoring.Engine(scoring.load(written(rules, folder))).score(facts)


# -- bounds


@FEW
@given(drawn=scored_projects())
def test_nothing_leaves_its_bounds(scored: World, folder: Path, drawn: tuple[Table, dict[str, Any]]) -> None:
    """Shares and coverage lie between 0 and 1, scores between 0 and the weight, the total within full marks."""
    rules, facts = drawn
    (found,) = scored(written(rules, folder), [facts])
    assert all(share is None or 0 <= share <= 1 for share in found.shares.values())
    for kind, scores in (("indicators", found.scores), ("dimensions", found.dimensions)):
        assert all(score is None or 0 <= score <= offered(rules, kind, id_) for id_, score in scores.items())
    assert found.total is None or 0 <= found.total <= rules["full_marks"]
    assert 0 <= found.coverage <= 1


def offered(rules: Table, kind: str, id_: str) -> Decimal:
    """Return the most points that a node can earn, as far as the set tells: a row may bring any weight itself."""
    node = rules[kind][id_.partition(":")[0]]
    if rules["weights"] == "relative":
        return Decimal(rules["full_marks"])
    without_row = "for_each" in node and ":" not in id_  # it takes what its dimension has left
    return D("Infinity") if without_row or isinstance(node["weight"], str) else Decimal(node["weight"])


# -- sheets that add up


@FEW
@given(drawn=scored_projects())
def test_what_is_printed_adds_up(folder: Path, drawn: tuple[Table, dict[str, Any]]) -> None:
    """Children's scores are what is earned; a score is that, or the points on offer x earned / counting, rounded.

    Where an aggregation makes a share, the score is weight x share, rounded.
    """
    rules, facts = drawn
    sheet = sheet_of(rules, facts, folder)
    assume(rules["weights"] == "points")  # parts of full marks are printed rounded; the reference has them exact
    default = rules.get("aggregate", "sum")
    zeroed = {id_ for gate in sheet.gates if gate.fired for id_ in rules["gates"][gate.id]["then"].get("zero", [])}
    nodes = {each.id: each for each in sheet.dimensions}
    for name, node in nodes.items():
        children = [each for id_, each in nodes.items() if id_.rpartition(".")[0] == name]
        children += [each for each in sheet.lines if each.dimension == name]  # type: ignore[misc]
        counting = [each for each in children if each.score is not None]
        assert node.earned == sum(each.score or 0 for each in counting)
        assert node.counting_weight == sum(each.weight for each in counting)
        if name in zeroed:
            assert node.score in (0, None)
        elif rules["dimensions"][name].get("aggregate", default) == "sum":
            assert node.score == brought(children, node.weight, rules)
        elif node.share is not None:
            assert node.score == nearest(Fraction(node.weight) * Fraction(node.share), rules)
    if sheet.total is not None and default == "sum":
        points = brought([each for id_, each in nodes.items() if "." not in id_], sheet.full_marks, rules)
        if sheet.adjustments:
            points = min(max((points or D(0)) + sum(each.points for each in sheet.adjustments), D(0)), sheet.full_marks)
        caps = [rules["gates"][gate.id]["then"].get("cap") for gate in sheet.gates if gate.fired]
        assert sheet.total == min([points, *(cap for cap in caps if cap is not None)])


def brought(children: Sequence[Line | DimensionLine], weight: Decimal, rules: Table) -> Decimal | None:
    """Return what a reader of the sheet works out for a node: points on offer x earned / counting weight, rounded.

    Rows may bring less than their dimension has, which is then on offer, or more, which is not earned.
    """
    there = [(each.weight, each.score) for each in children if each.score is not None]
    counting, earned = sum((part for part, _ in there), D(0)), sum((score for _, score in there), D(0))
    on_offer = sum((each.weight for each in children), D(0))
    if not there:
        return None
    if counting == on_offer or not counting:
        return min(earned, weight)
    return min(nearest(Fraction(on_offer) * Fraction(earned) / Fraction(counting), rules), weight)


def nearest(points: Fraction, rules: Table) -> Decimal:
    """Return points rounded as the set says."""
    rule = {"to": D("0.01"), "mode": "half_up"} | rules.get("round", {})
    found = rounded(points, Fraction(rule["to"]), rule["mode"])
    return D(found.numerator) / D(found.denominator)


@FEW
@given(drawn=scored_projects())
def test_coverage_adds_up(folder: Path, drawn: tuple[Table, dict[str, Any]]) -> None:
    """Coverage is the weight of the scored lines over that of the applicable ones, as printed."""
    rules, facts = drawn
    sheet = sheet_of(rules, facts, folder)
    assume(rules["weights"] == "points")  # see above
    applicable = sum(Fraction(line.weight) for line in sheet.lines if line.status != "not_applicable")
    covered = sum(Fraction(line.weight) for line in sheet.lines if line.status == "scored")
    assert abs(Fraction(sheet.coverage) - (covered / applicable if applicable else ZERO)) < Fraction(1, 10**12)


@FEW
@given(drawn=scored_projects())
def test_null_and_nothing_else_stands_where_a_line_does_not_count(
    folder: Path, drawn: tuple[Table, dict[str, Any]]
) -> None:
    """Share and score are there together; without a measure a line is not scored; a grade or a reason, never both."""
    rules, facts = drawn
    sheet = sheet_of(rules, facts, folder)
    for line in sheet.lines:
        assert (line.share is None) == (line.score is None)
        assert line.status != "scored" or line.measure is not None
    assert (sheet.grade is None) == (sheet.unrated_reason is not None)
    assert sheet.total is not None or sheet.grade is None


# -- the published JSON


@FEW
@given(drawn=scored_projects())
def test_a_sheet_is_read_back_from_its_json(folder: Path, drawn: tuple[Table, dict[str, Any]]) -> None:
    """`ScoreSheet.model_validate_json(sheet.model_dump_json())` is the sheet, to the last character and type."""
    sheet = sheet_of(*drawn, folder)
    text = sheet.model_dump_json()
    back = scoring.ScoreSheet.model_validate_json(text)
    assert (back, hash(back), back.model_dump_json()) == (sheet, hash(sheet), text)
    assert [type(line.measure) for line in back.lines] == [type(line.measure) for line in sheet.lines]
    for line in json.loads(text)["lines"]:
        for number in (line["weight"], line["score"], line["share"]):
            assert number is None or type(number) in (int, float)


# -- order


@FEW
@given(drawn=scored_projects())
def test_order_changes_only_the_order_of_lines(
    scored: World, folder: Path, drawn: tuple[Table, dict[str, Any]]
) -> None:
    """The order of keys, of facts, indicators, dimensions and grades, changes no score, status, total or grade."""
    rules, facts = drawn
    (found,) = scored(written(rules, folder), [facts])
    (back,) = scored(written(turned(rules), folder), [turned(facts)])
    note(dumps(rules))
    table = next((value for name, value in facts.items() if plain(name) == "targets"), None)
    rows = len(table) if isinstance(table, list) else 0
    assert by_row(back.statuses, rows) == found.statuses
    assert (by_row(back.scores, rows), back.dimensions, back.total, back.grade) == (
        found.scores,
        found.dimensions,
        found.total,
        found.grade,
    )
    assert back.gates == found.gates


def by_row(values: Mapping[str, Any], rows: int) -> dict[str, Any]:
    """Return what turned rows have by the places that the rows had before."""
    places = {name: name.partition(":") for name in values}
    return {line_id(id_, rows - 1 - int(row) if row else None): values[name] for name, (id_, _, row) in places.items()}


def turned(value: Any, key: str = "") -> Any:
    """Return keys in the opposite order, and the grades; rows of tables too, whose order no score depends on."""
    if isinstance(value, dict):
        return {name: turned(value[name], name) for name in reversed(value)}
    if isinstance(value, list) and (key in ("grades", "steps") or any(isinstance(each, dict) for each in value)):
        return [turned(each) for each in reversed(value)]
    return value


# -- the same facts in another form

FORMS: Final[dict[str, Callable[[Decimal], Any]]] = {
    "decimal": lambda number: number,
    "float": float,
    "text": str,
    "full-width": lambda number: str(number).translate(str.maketrans("0123456789.-", "０１２３４５６７８９．－")),
    "padded": lambda number: f"  {number} ",
}


@pytest.mark.parametrize("form", FORMS)
@FEW
@given(done=st.decimals(-1000, 1000, places=3), planned=st.decimals(-1000, 1000, places=3), items=st.lists(MEASURES))
def test_a_number_is_the_same_in_every_form(
    folder: Path, form: str, done: Decimal, planned: Decimal, items: list[Decimal]
) -> None:
    """Decimal, float and text in the notation, nested or dotted: the same scores, measures and statuses."""
    facts = {"funds.done": "number", "funds.planned": "number", "t": of_table(x="number")}
    rules = small_set(facts, {"x": {"measure": "funds.done / funds.planned"}, "y": {"measure": "sum(t.x)"}})
    engine = scoring.Engine(scoring.load(written(rules, folder)))
    plain = engine.score({"funds": {"done": done, "planned": planned}, "t": [{"x": each} for each in items]})
    write = FORMS[form]
    other = engine.score(
        {"t": [{"x": write(each)} for each in items], "funds.planned": write(planned), "funds.done": write(done)}
    )
    assert other.lines == plain.lines
    assert (other.total, other.grade, other.coverage) == (plain.total, plain.grade, plain.coverage)


def flat(facts: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    """Return facts by dotted names."""
    found: dict[str, Any] = {}
    for key, value in facts.items():
        found |= flat(value, f"{above}{key}.") if isinstance(value, Mapping) and value else {f"{above}{key}": value}
    return found


@FEW
@given(drawn=scored_projects())
def test_dotted_facts_are_nested_ones(folder: Path, drawn: tuple[Table, dict[str, Any]]) -> None:
    """The same facts by dotted names have the same lines, dimensions, gates and findings."""
    rules, facts = drawn
    engine = scoring.Engine(scoring.load(written(rules, folder)))
    one, other = engine.score(facts), engine.score(flat(facts))
    assert (one.lines, one.dimensions, one.gates, one.total, one.findings) == (
        other.lines,
        other.dimensions,
        other.gates,
        other.total,
        other.findings,
    )


@FEW
@given(drawn=scored_projects())
def test_scoring_leaves_the_facts_as_they_are(folder: Path, drawn: tuple[Table, dict[str, Any]]) -> None:
    """The caller's facts are not changed, and scoring them again gives the same sheet."""
    rules, facts = drawn
    before = repr(copy.deepcopy(facts))
    engine = scoring.Engine(scoring.load(written(rules, folder)))
    assert engine.score(facts) == engine.score(facts)
    assert repr(facts) == before
