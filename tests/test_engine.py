"""The engine as a program uses it: loading, plugins, languages, threads, and the caller's facts left alone."""

from __future__ import annotations

import datetime
import decimal
import os
import subprocess
import sys
from collections import UserDict, UserList
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from types import MappingProxyType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

import scoring
from tests.small_sets import Table, of_table, one_line, small_set, written

if TYPE_CHECKING:
    from pathlib import Path

D = Decimal
FACTS = {"funds.spent": "number", "funds.budget": "number", "survey": of_table(answer="number")}
RULES = small_set(
    FACTS, {"rate": {"measure": "funds.spent / funds.budget"}, "mean": {"measure": "mean(survey.answer) / 5"}}
)
GIVEN: dict[str, Any] = {"funds": {"spent": 3, "budget": 4}, "survey": [{"answer": 5}, {"answer": 3}]}


class Half(scoring.Check):
    """Half of a fact."""

    fact: scoring.NumberName

    def measure(self, facts: scoring.Facts) -> scoring.Quantity:
        """Return the half."""
        return facts[self.fact] / 2


class Deep(scoring.Check):
    """The mean of the answers, and ten times the same of what was found before added to each."""

    def measure(self, facts: scoring.Facts) -> scoring.Quantity:
        """Return the mean of means."""
        found = facts.mean(facts["survey.answer"])
        for _ in range(10):
            found = facts.mean(facts["survey.answer"] + found)
        return found


class Above(scoring.Check):
    """How many answers are above their mean."""

    def measure(self, facts: scoring.Facts) -> scoring.Quantity:
        """Return the number."""
        return facts.count(facts["survey.answer"] > facts.mean(facts["survey.answer"]))


class Asked(scoring.ObservedCheck):
    """What a project's facts and key look like from outside."""

    def observe(self, project: scoring.Project) -> object:
        """Return the fact, unless the project is one that cannot be observed."""
        if project.key == "locked":
            raise PermissionError("no access")
        return {"text": "a lot", "none": None}.get(str(project.key), project["a"])


@scoring.hookimpl
def scoring_checks() -> dict[str, type[scoring.Check]]:
    """Offer the checks above."""
    return {"acme.half": Half, "acme.asked": Asked, "acme.deep": Deep, "acme.above": Above}


ACME = SimpleNamespace(scoring_checks=scoring_checks)


def engine(rules: Table, folder: Path, **options: Any) -> scoring.Engine:
    """Return the engine of a small set."""
    return scoring.Engine(scoring.load(written(rules, folder)), **options)


# -- loading


def test_a_set_is_loaded_by_its_id() -> None:
    """`load("wanzai/office-services-2022")`: the id of a shipped set."""
    assert scoring.load("wanzai/office-services-2022").id == "wanzai/office-services-2022"


@pytest.mark.parametrize("kind", [str, lambda path: path, os.fspath], ids=["text", "path", "fspath"])
def test_a_set_is_loaded_by_its_path(tmp_path: Path, kind: Any) -> None:
    """`load(path)`: a text, or anything that is a path."""
    assert scoring.load(kind(written(RULES, tmp_path))).id == "test/small"


def test_a_set_that_is_not_there_names_the_nearest() -> None:
    """An id that nobody ships is a `RulesError` with the nearest id."""
    with pytest.raises(scoring.RulesError, match="wanzai/office-services-2022"):
        scoring.load("wanzai/ofice-services-2022")


def test_load_raises_every_mistake_at_once(tmp_path: Path) -> None:
    """`RulesError` carries all diagnostics of the file."""
    rules = small_set({"a": "number"}, {"x": {"measure": "b"}, "y": {"measure": "c"}})
    with pytest.raises(scoring.RulesError) as caught:
        scoring.load(written(rules, tmp_path))
    assert [each.code for each in caught.value.diagnostics] == ["unknown-fact", "unknown-fact"]


def test_plugins_are_given_as_objects_with_hooks(tmp_path: Path) -> None:
    """`Engine(rules, plugins=[…])` adds checks to those installed; `load` leaves them to it."""
    rules = small_set({"a": "number"}, {"i": {"check": "acme.half", "with": {"fact": "a"}}})
    sheet = engine(rules, tmp_path, plugins=[ACME]).score({"a": 1})
    assert sheet["i"].score == 5
    assert len(sheet.provenance.plugins) == 1


@pytest.mark.parametrize(("lang", "said"), [(None, "data wanted: a"), ("en", "data wanted: a"), ("zh", "缺少数据：a")])
def test_lang_words_reasons_instead_of_the_sets(tmp_path: Path, lang: Any, said: str) -> None:
    """`Engine(rules, lang="zh")` words a set written in English in Chinese, findings and all; no score changes."""
    made = engine(one_line("a", {"a": "number"}), tmp_path, lang=lang)
    assert made.score({})["i"].reason == said
    assert made.score({}).set.lang == (lang or "en")
    assert made.score({"a": 1}).total == 10


# -- observed checks


@pytest.mark.parametrize(
    ("key", "status", "measure"),
    [("plain", "scored", D("0.5")), ("none", "missing", None), ("text", "error", None), ("locked", "error", None)],
)
def test_an_observed_check_sees_one_project_at_a_time(
    tmp_path: Path, key: str, status: str, measure: Decimal | None
) -> None:
    """Its value is the measure, None is missing, an exception or a value of the wrong kind the status `error`."""
    rules = small_set({"a": "number"}, {"i": {"check": "acme.asked"}, "j": {"measure": "a"}})
    made = engine(rules, tmp_path, plugins=[ACME])
    for facts in ({"project": key, "a": D("0.5")}, {"project.id": key, "a": D("0.5")}):
        sheet = made.score(facts)
        assert (sheet["i"].status, sheet["i"].measure) == (status, measure)
        assert sheet["j"].score == 5  # other indicators are unaffected
        assert [each.code for each in sheet.findings] == (["check-error"] if status == "error" else [])


def test_what_an_observed_check_raises_stands_in_the_finding(tmp_path: Path) -> None:
    """`error`: a finding that names the plugin and the exception."""
    rules = small_set({"a": "number"}, {"i": {"check": "acme.asked"}})
    (finding,) = engine(rules, tmp_path, plugins=[ACME]).score({"project": "locked"}).findings
    assert "acme.asked" in finding.message
    assert "PermissionError: no access" in finding.message


# -- the caller's facts


@pytest.mark.parametrize("kind", [dict, MappingProxyType, UserDict], ids=["dict", "proxy", "user"])
def test_facts_are_any_mapping(tmp_path: Path, kind: Any) -> None:
    """Mappings of any type, at every level, and rows in any sequence."""
    rows = UserList([kind({"answer": 5}), kind({"answer": 3})])
    for every in (rows, tuple(rows), list(rows)):
        sheet = engine(RULES, tmp_path).score(kind({"funds": kind({"spent": 3, "budget": 4}), "survey": every}))
        assert (sheet["rate"].score, sheet["mean"].score) == (D("7.5"), 8)
        assert sheet.provenance.facts_digest == engine(RULES, tmp_path).score(GIVEN).provenance.facts_digest


@pytest.mark.parametrize("facts", [[], None, "a", 3, [("a", 1)]], ids=range(5))
def test_facts_that_are_no_mapping_are_a_data_error(tmp_path: Path, facts: Any) -> None:
    """`DataError` only where `facts` is not a mapping: it names what was found."""
    with pytest.raises(scoring.DataError, match=type(facts).__name__):
        engine(RULES, tmp_path).score(facts)


@pytest.mark.parametrize("levels", [60, 400, 5000])
@pytest.mark.parametrize("kind", ["mapping", "list"])
def test_facts_nested_beyond_reason_are_a_data_error(tmp_path: Path, levels: int, kind: str) -> None:
    """Facts that are nested too deeply, or hold themselves, are refused with what to do."""
    deep: Any = 1
    for _ in range(levels):
        deep = {"x": deep} if kind == "mapping" else [deep]
    with pytest.raises(scoring.DataError, match=r"funds\.spent"):
        engine(RULES, tmp_path).score({"a": deep})


def test_facts_that_hold_themselves_are_a_data_error(tmp_path: Path) -> None:
    """A mapping inside itself has no end."""
    facts: dict[str, Any] = {}
    facts["funds"] = facts
    with pytest.raises(scoring.DataError, match="nested"):
        engine(RULES, tmp_path).score(facts)


def test_scoring_does_not_change_the_facts(tmp_path: Path) -> None:
    """The caller's facts are as they were, wrong and unknown ones included."""
    facts = {"funds.spent": "3", "survey": [{"answer": "x", "ｗho": 1}], "more": {"x": [1]}}
    before = repr(facts)
    sheet = engine(RULES, tmp_path).score(facts)
    assert sheet.model_dump_json()
    assert repr(facts) == before


def test_later_changes_of_the_facts_do_not_change_the_sheet(tmp_path: Path) -> None:
    """A sheet is that of the facts as they were, also what is computed only when it is asked for."""
    made = engine(RULES, tmp_path)
    rows: UserList[Any] = UserList([{"answer": 5}, {"answer": 3}])
    facts: dict[str, Any] = {"funds": {"spent": 3, "budget": 4}, "survey": rows}
    sheet = made.score(facts)
    facts["funds"]["spent"] = 1
    rows[0]["answer"] = 1
    rows.append({"answer": 1})
    del facts["survey"]
    assert sheet["rate"].reason == "3 / 4 = 75.00%"
    assert sheet == made.score(GIVEN)
    assert sheet.provenance.facts_digest == made.score(GIVEN).provenance.facts_digest


# -- the same sheet again


def test_an_engine_is_used_again_and_again(tmp_path: Path) -> None:
    """Nothing of one project is left for the next, and nothing that a caller does to a sheet."""
    made = engine(RULES, tmp_path)
    first = made.score(GIVEN).model_dump_json()
    spoilt = made.score({"funds": 7, "survey": "x"})
    spoilt.provenance.plugins["acme"] = "6.6.6"
    assert made.score(GIVEN).model_dump_json() == first
    assert engine(RULES, tmp_path).score(GIVEN).model_dump_json() == first


def test_one_engine_serves_many_threads(tmp_path: Path) -> None:
    """The same engine from several threads gives the sheets it gives from one."""
    made = engine(RULES, tmp_path)
    projects = [{"funds": {"spent": each, "budget": 400}, "survey": [{"answer": each % 5}]} for each in range(200)]
    alone = [made.score(each).model_dump_json() for each in projects]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda each: made.score(each).model_dump_json(), projects * 4))
    assert together == alone * 4
    assert len(set(alone)) == 200


def test_the_callers_decimal_context_plays_no_part(tmp_path: Path) -> None:
    """Scores, texts and JSON are the same in a context of three digits with every trap set, and it is left alone."""
    facts = {"funds": {"spent": D("1234567.891"), "budget": D("7654321.123")}, "survey": []}
    expected = engine(RULES, tmp_path).score(facts).model_dump_json()
    with decimal.localcontext(decimal.Context(prec=3, rounding=decimal.ROUND_UP)) as own:
        for signal in own.traps:
            own.traps[signal] = True
        made = engine(RULES, tmp_path)
        assert made.score(facts).model_dump_json() == expected
        assert decimal.getcontext().prec == 3
    assert made.score(facts)["rate"].score == D("1.61")


def test_an_import_in_a_context_of_three_digits_keeps_the_tolerance(tmp_path: Path) -> None:
    """No constant is computed by the caller's context: a tie of cents stays one."""
    path = written(one_line("a", {"a": "number"}), tmp_path)
    script = (
        "import decimal, sys\ndecimal.getcontext().prec = 3\nimport scoring\n"
        "engine = scoring.Engine(scoring.load(sys.argv[1]))\n"
        "print(*(engine.score({'a': a}).total for a in ('0.0004999999999', '0.0004999999')))\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout == "0.01 0.00\n"


def test_scoring_reads_no_clock_and_no_locale(tmp_path: Path) -> None:
    """Scoring reads no clock, no locale, no network and no random number: other surroundings, the same JSON."""
    path = written(RULES, tmp_path)
    script = (
        "import datetime, locale, random, socket, sys, time\n"
        "import scoring\n"
        "engine = scoring.Engine(scoring.load(sys.argv[1]))\n"
        "def refuse(*_):\n    raise AssertionError('asked for what a score must not depend on')\n"
        "time.time = time.time_ns = time.localtime = time.gmtime = refuse\n"
        "locale.getlocale = locale.localeconv = random.random = random.Random.random = socket.socket = refuse\n"
        f"print(ascii(engine.score({GIVEN!r}).model_dump_json()))\n"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", script, str(path)],
            env={**os.environ, "TZ": zone, "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for zone, seed in (("UTC", "1"), ("Asia/Shanghai", "2"))
    }
    assert said == {ascii(engine(RULES, tmp_path).score(GIVEN).model_dump_json()) + "\n"}


def test_dates_are_days_wherever_they_come_from(tmp_path: Path) -> None:
    """A date, a date with a time and zone, a text and an Excel serial number are the same day."""
    rules = one_line("days('2022-12-01', on) / 100", {"on": "date"})
    zone = datetime.timezone(datetime.timedelta(hours=8))
    for on in (
        datetime.date(2022, 12, 31),
        datetime.datetime(2022, 12, 31, 23, 59, tzinfo=zone),
        "2022-12-31",
        "2022/12/31",
        44926,
    ):
        assert engine(rules, tmp_path).score({"on": on})["i"].score == 3


def test_a_deep_formula_is_scored_and_explained_at_once(tmp_path: Path) -> None:
    """Operands that a chain or a list compares, nested to the limit, cost no more than they are long."""
    deep = "funds.spent"
    for place in range(40):
        inner = f"0 < {deep} < 2" if place % 2 else f"{deep} in (7, 8, 9, 1)"
        deep = f"(1 if {inner} else {place % 7} + funds.spent)"
    rules = small_set(FACTS, {"i": {"measure": deep}, "n": {"measure": "1", "applies": f"2 < {deep} < 3"}})
    sheet = engine(rules, tmp_path).score({"funds": {"spent": 1}})
    assert (sheet["i"].measure, sheet["i"].reason) == (1, "1")
    assert (sheet["n"].status, sheet["n"].reason) == ("not_applicable", "not applicable: 2 < 1 < 3 is false")


@pytest.mark.parametrize(
    "measure", ["sum(survey.answer)", "median(survey.answer)", "fraction(survey.answer >= funds.spent / 1)"]
)
def test_a_table_of_a_hundred_thousand_rows_takes_a_moment(tmp_path: Path, measure: str) -> None:
    """One project with a very long table is read, scored and explained: nothing grows with its square."""
    facts = {"funds": {"spent": 3}, "survey": [{"answer": place % 5} for place in range(100_000)]}
    made = engine(one_line(measure, FACTS), tmp_path)
    assert made.score(facts)["i"].reason


def test_rows_do_not_repeat_what_belongs_to_the_project(tmp_path: Path) -> None:
    """A fold within a fold is worked out once, not once a row: ten deep over ten rows is not ten to the tenth."""
    rules = small_set(FACTS, {"deep": {"check": "acme.deep"}, "above": {"check": "acme.above"}})
    sheet = engine(rules, tmp_path, plugins=[ACME]).score({"survey": [{"answer": each} for each in range(10)]})
    assert (sheet["deep"].measure, sheet["above"].measure) == (D("4.5") * 11, 5)
