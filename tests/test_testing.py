"""`scoring.testing`: a set's examples as tests, and checks and scales that agree with themselves in both worlds."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import (
    Check,
    ColumnName,
    DateName,
    FactName,
    Facts,
    Measured,
    NumberName,
    ObservedCheck,
    Project,
    Quantity,
    RulesError,
    Scale,
    ScoringError,
    TextName,
)
from scoring.builtin import Checklist, Level, Ratio, Value
from scoring.columns import Columns
from scoring.indicators import Fact
from scoring.scales import Levels, Proportional, Thresholds, YesNo
from scoring.testing import assert_agrees, examples
from scoring.testing_data import hints, projects
from tests.small_sets import one_line, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.small_sets import Table

#: So few projects show what is to be shown here.
FEW: Final = 15


def with_examples(*examples: Table) -> Table:
    """Return a set of one indicator, x out of 10, with examples."""
    return one_line("x / 10", {"x": "number"}) | {"examples": list(examples)}


RIGHT: Final = {"name": "right", "facts": {"x": 5}, "expect": {"total": 5}}
WRONG: Final = {"name": "全部", "facts": {"x": 10}, "expect": {"total": {"to": 9}}}

# -- a set's examples


def test_examples_are_named_and_verified_one_by_one(tmp_path: Path) -> None:
    """One that differs fails with its place, what was expected, what came, and why; the others pass."""
    path = written(with_examples(RIGHT, WRONG), tmp_path)
    right, wrong = examples(path)
    assert (str(right), str(wrong)) == ("right", "全部")
    right.verify()
    with pytest.raises(AssertionError) as failed:
        wrong.verify()
    line = next(n for n, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if "全部" in text)
    assert str(failed.value) == f"{path}:{line}: 全部\nTotal: expected at most 9, got 10\n  d 10"


def test_failures_may_be_worded_in_another_language(tmp_path: Path) -> None:
    """The set is in English."""
    (wrong,) = examples(written(with_examples(WRONG), tmp_path), lang="zh")
    with pytest.raises(AssertionError, match="总分：应为 至多 9，实为 10"):
        wrong.verify()


def test_a_set_with_mistakes_or_without_examples_is_no_test(tmp_path: Path) -> None:
    """Nothing can be run: the errors say what is wrong."""
    with pytest.raises(RulesError, match="the set declares no fact y"):
        examples(written(with_examples(RIGHT) | {"indicators": {"i": {
            "title": "i", "dimension": "d", "weight": 10, "measure": "y"}}}, tmp_path))  # fmt: skip
    with pytest.raises(ScoringError, match=r"there is no \[\[examples\]\]"):
        examples(written(with_examples(), tmp_path))


def test_pytest_names_the_example_and_shows_the_difference(tmp_path: Path) -> None:
    """A failure is told without a line of this package's code."""
    written(with_examples(RIGHT, WRONG | {"name": "all"}), tmp_path)
    (tmp_path / "test_set.py").write_text(
        "import pytest\nfrom scoring.testing import examples\n\n"
        '@pytest.mark.parametrize("example", examples("small.toml"), ids=str)\n'
        "def test_set(example):\n    example.verify()\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:randomly", "test_set.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert "1 failed, 1 passed" in done.stdout
    assert "test_set[all]" in done.stdout
    assert "E       AssertionError: small.toml:" in done.stdout
    assert "E       Total: expected at most 9, got 10" in done.stdout
    assert "testing.py" not in done.stdout


# -- both worlds


class Rate(Check):
    """Per a thousand, missing for few."""

    messages: ClassVar[Mapping[str, tuple[str, str]]] = {"many": ("多", "many")}
    events: NumberName
    cases: NumberName
    fewest: int = 100

    def measure(self, facts: Facts) -> Measured:
        """Return events per 1000 cases."""
        rate = facts[self.events] / facts[self.cases] * 1000
        return Measured(rate, missing_if=facts[self.cases] < self.fewest, findings={"many": rate > 2})


class Delay(Check):
    """Days late, of the rows of a table."""

    due: ColumnName
    limit: DateName
    word: TextName

    def measure(self, facts: Facts) -> Quantity:
        """Return the days from a date to the last one of a column."""
        late = facts.days(facts[self.limit], facts.maximum(facts[self.due]))
        return facts.where(facts[self.word] == "免", facts.constant(0), late)


AGREEING: Final[list[tuple[Check | Scale, Table]]] = [
    (Rate(events="a", cases="b"), {}),
    (Delay(due="t.on", limit="limit", word="w"), {"t": {"type": "table", "columns": {"on": {"type": "date"}}}}),
    (Ratio(part="x", whole="y"), {"x": "money", "y": {"type": "money", "minimum": 0, "maximum": 10}}),
    (Checklist(items={"a": Decimal(1), "b": Decimal(3)}, gate="c"), {}),
    (Value(fact="v"), {"v": "percent"}),
    (Value(fact="v"), {"v": "boolean"}),
    (Level(fact="v"), {"v": "level"}),
    (Proportional(target=Decimal("0.9")), {}),
    (Thresholds.model_validate({"steps": [{"at_least": 0.8, "share": 0.5}, {"at_least": 0.95, "share": 1}]}), {}),
    (Levels(levels={"好": Decimal(1), "差": Decimal(0)}), {}),
    (YesNo(), {}),
]


@pytest.mark.parametrize(("tested", "facts"), AGREEING, ids=map(str, range(len(AGREEING))))
def test_what_is_built_of_quantities_agrees(tested: Check | Scale, facts: Table) -> None:
    """Facts that the parameters tell need no declaration; others are declared as in a set."""
    assert_agrees(tested, facts=facts, count=FEW)


class TwoFaced(Check):
    """A check that looks at the world it is in: in columns, more than `limit` is `beyond`."""

    x: NumberName
    limit: float = 3.75
    beyond: float = 1

    def measure(self, facts: Facts) -> Measured:
        """Return x, in columns not always."""
        x = facts[self.x]
        if isinstance(facts.algebra, Columns):
            return Measured(facts.where(x > self.limit, x + self.beyond, x), findings={"high": x > self.limit})
        return Measured(x, findings={"high": x > self.limit})


class Hiding(TwoFaced):
    """A check that hides a finding in columns."""

    def measure(self, facts: Facts) -> Measured:
        """Return x; report it in one world."""
        high = facts[self.x] > self.limit
        return Measured(facts[self.x], findings={"high": high & (not isinstance(facts.algebra, Columns))})


class Half(Scale):
    """A scale that gives less in columns."""

    def share(self, measure: Quantity, facts: Facts, weight: Decimal | Quantity) -> Quantity:
        """Return all or half."""
        return facts.constant(0.5 if isinstance(facts.algebra, Columns) else 1) + measure * 0


class Raising(Rate):
    """A check that raises."""

    def measure(self, facts: Facts) -> Measured:
        """Raise."""
        raise ValueError("not today")


VALUE: Final = r"Decimal\('[\d.]+'\)"
DISAGREEING: Final[list[tuple[Check | Scale, str]]] = [
    (
        TwoFaced(x="x"),
        (
            r"TwoFaced does not agree with itself\n"
            rf"measure: [\d.]+ for one project, [\d.]+ in columns\nfacts: {{'x': {VALUE}}}"
        ),
    ),
    (
        Hiding(x="x"),
        (
            r"Hiding does not agree with itself\n"
            rf"findings: \['high'\] for one project, \[\] in columns\nfacts: {{'x': {VALUE}}}"
        ),
    ),
    (
        Half(),
        (
            r"Half does not agree with itself\nscore: 100.00 for one project, 50.0 in columns\n"
            rf"share: 1[.0]* for one project, 0.5 in columns\nfacts: {{'measure': {VALUE}}}"
        ),
    ),
    (Raising(events="a", cases="b"), r"Raising raises: the check failed: ValueError: not today\nfacts: \{\}"),
]


@pytest.mark.parametrize(("tested", "told"), DISAGREEING, ids=map(str, range(len(DISAGREEING))))
def test_what_does_not_agree_is_told_with_the_facts(tested: Check | Scale, told: str) -> None:
    """What differs, and for which facts, without any that do not matter; values above 3.75, a parameter, are tried."""
    with pytest.raises(AssertionError) as failed:
        assert_agrees(tested, count=300)
    assert re.fullmatch(told, str(failed.value))


class Observed(ObservedCheck):
    """A check that is asked project by project."""

    def observe(self, project: Project) -> object:
        """Return a number."""
        return 1


class OfDate(Check):
    """A check that measures a date."""

    on: DateName

    def measure(self, facts: Facts) -> Quantity:
        """Return the date."""
        return facts[self.on]


class OfColumn(Check):
    """A check whose parameters do not tell the column that it reads."""

    table: FactName

    def measure(self, facts: Facts) -> Quantity:
        """Add up a column."""
        return facts.sum(facts["lines.amount"])


REFUSED: Final[list[tuple[Check, Table, str]]] = [
    (Observed(), {}, "Observed is an ObservedCheck: it is asked project by project and has no columns to compare"),
    (OfDate(on="x"), {}, "OfDate measures a date, which no scale takes"),
    (OfColumn(table="lines"), {}, "the set declares no fact 'lines.amount'"),
    (
        Ratio(part="x", whole="y"),
        {"x": "text"},
        "the check does not suit these facts: divide wants numbers, not a text",
    ),
    (Ratio(part="x", whole="y"), {"x": "mony"}, 'type cannot be "mony"; choose from "number", '),
]


@pytest.mark.parametrize(("tested", "facts", "told"), REFUSED, ids=map(str, range(len(REFUSED))))
def test_what_cannot_be_compared_is_refused(tested: Check, facts: Table, told: str) -> None:
    """An error says what to do, and is no failure of the check."""
    with pytest.raises(ScoringError) as refused:
        assert_agrees(tested, facts=facts, count=1)
    assert told in str(refused.value)


@pytest.mark.parametrize("absent", ["hypothesis", "polars"])
def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch, absent: str) -> None:
    """Hypothesis and Polars are an extra."""
    monkeypatch.setitem(sys.modules, absent, None)
    monkeypatch.delitem(sys.modules, "scoring.frame_facts", raising=False)
    with pytest.raises(ScoringError) as refused:
        assert_agrees(YesNo())
    assert str(refused.value) == (
        f"assert_agrees needs {absent}, which is not installed: pip install 'scoring-engine[testing]'"
    )


def test_importing_it_needs_no_extra() -> None:
    """Examples are verified without Hypothesis, Polars or pytest."""
    code = "import sys, scoring.testing; print(sorted({'hypothesis', 'polars', 'narwhals', 'pytest'} & {*sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "[]\n"


# -- generated data


def test_hints_are_the_numbers_and_texts_of_parameters() -> None:
    """Wherever they stand; yes and no are none."""
    given = {"a": 0.1, "b": [Decimal(2), "x"], "c": {"y": 3}, "d": True, "e": None}
    assert [each for each in hints(given) if each not in given] == [Decimal("0.1"), Decimal(2), "x", "y", Decimal(3)]


@given(data=st.data())
def test_projects_are_of_the_declared_facts(data: st.DataObject) -> None:
    """Numbers lie within their bounds, whole ones are whole; rows have the columns of their table; some are wrong."""
    facts = {
        "n": Fact.model_validate({"type": "number", "minimum": -1, "maximum": 3}),
        "i": Fact.model_validate({"type": "integer", "minimum": 2}),
        "t": Fact.model_validate({"type": "table", "columns": {"ok": {"type": "boolean"}}}),
    }
    facts["far"] = Fact.model_validate({"type": "money", "minimum": Decimal("99.5"), "maximum": 100})
    facts["low"] = Fact.model_validate({"type": "number", "minimum": -200, "maximum": Decimal("-100.5")})
    project = data.draw(projects(facts, [Decimal(1), "x"]))
    assert project.get("far", "≥?") == "≥?" or 99.5 <= project["far"] <= 100
    assert project.get("low", "≥?") == "≥?" or -200 <= project["low"] <= -100.5
    assert project.keys() <= facts.keys()
    number, whole = project.get("n"), project.get("i")
    assert number in (None, "≥?") or -1 <= number <= 3
    assert whole in (None, "≥?") or (whole >= 2 and whole % 1 == 0)
    assert all(row.keys() <= {"ok"} and row.get("ok") in (None, True, False, "≥?") for row in project.get("t", []))
