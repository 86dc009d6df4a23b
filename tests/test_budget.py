"""The checks `budget.*`: rates, findings and reasons computed by hand, in both languages."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pytest

import scoring
from scoring_budget import Completion, InPlace, Saving, Variation, scoring_checks
from tests.pages import table
from tests.toml_text import dumps

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.worlds import World

AMOUNTS: Final = (
    "funds.spent", "funds.budget", "funds.initial", "funds.received", "funds.punctual",
    "year.this", "year.last", "cost.planned", "cost.actual",
)  # fmt: skip
FACTS: Final[dict[str, Any]] = {
    **{name: {"type": "money", "unit": "万元", "label": name} for name in AMOUNTS},
    "funds.in_time": {"type": "boolean"},
    "funds.due": {"type": "date"},
    "funds.arrived": {"type": "date"},
    "lines": {"type": "table", "columns": {"budget": {"type": "money", "unit": "万元"}, "spent": {"type": "money"}}},
    "paid": {
        "type": "table",
        "columns": {"amount": {"type": "money"}, "due": {"type": "date"}, "arrived": {"type": "date"}},
    },
}
#: Scores facts by one indicator of 10 points.
Score = Callable[..., scoring.ScoreSheet]


def write(folder: Path, check: str, with_: Mapping[str, Any], lang: str = "zh") -> Path:
    """Write a set with one indicator of 10 points, in proportion to its measure."""
    rules = {
        "schema": "scoring/1",
        "id": "test/budget",
        "title": "t",
        "version": "1",
        "lang": lang,
        "full_marks": 10,
        "missing": "zero",
        "grades": [{"at_least": 0, "label": "-"}],
        "facts": FACTS,
        "dimensions": {"d": {"title": "d", "weight": 10}},
        "indicators": {"it": {"title": "it", "dimension": "d", "weight": 10, "check": check, "with": dict(with_)}},
    }
    path = folder / "set.toml"
    path.write_text(dumps(rules), encoding="utf-8")
    return path


@pytest.fixture
def score(tmp_path: Path) -> Score:
    """Score facts by one indicator of 10 points."""

    def run(check: str, with_: Mapping[str, Any], facts: Mapping[str, Any], lang: str = "zh") -> scoring.ScoreSheet:
        return scoring.Engine(scoring.load(write(tmp_path, check, with_, lang))).score(facts)

    return run


def codes(sheet: scoring.ScoreSheet) -> list[str]:
    """Return the codes of the indicator's findings."""
    return [each.code for each in sheet.findings if each.node == "it"]


def rounded(sheet: scoring.ScoreSheet) -> Decimal | None:
    """Return the measure to ten decimals."""
    measure = sheet["it"].measure
    assert measure is None or isinstance(measure, Decimal)
    return None if measure is None else round(measure, 10)


# ---- budget.completion


@pytest.mark.parametrize(
    ("with_", "facts", "zh", "en"),
    [
        ({}, {"budget": 954.25}, "946.88 / 954.25 = 99.23%", "946.88 / 954.25 = 99.23%"),
        (
            {"basis": "initial"},
            {"initial": 954.25},
            "946.88 / 954.25 = 99.23%（基数：年初预算）",
            "946.88 / 954.25 = 99.23% (of the initial budget)",
        ),
        (
            {"basis": "adjusted"},
            {"budget": 954.25},
            "946.88 / 954.25 = 99.23%（基数：调整后预算）",
            "946.88 / 954.25 = 99.23% (of the adjusted budget)",
        ),
        (
            {"basis": "received"},
            {"received": 954.25},
            "946.88 / 954.25 = 99.23%（基数：实际到位资金）",
            "946.88 / 954.25 = 99.23% (of the funds received)",
        ),
        (
            {"basis": "initial", "budget": "funds.received"},
            {"received": 954.25, "initial": 1},
            "946.88 / 954.25 = 99.23%（基数：年初预算）",
            "946.88 / 954.25 = 99.23% (of the initial budget)",
        ),
    ],
)
def test_the_reason_names_the_budget_that_was_divided_by(
    score: Score, with_: dict[str, Any], facts: dict[str, Any], zh: str, en: str
) -> None:
    """`basis` picks the fact unless `budget` names one, and its word stands beside 946.88 / 954.25 = 0.99227665706."""
    facts = {"funds": {"spent": 946.88, **facts}}
    chinese, english = (score("budget.completion", with_, facts, lang) for lang in ("zh", "en"))
    assert rounded(chinese) == Decimal("0.9922766571")
    assert (chinese["it"].score, chinese["it"].display) == (Decimal("9.92"), "99.23%")
    assert (chinese["it"].reason, english["it"].reason) == (zh, en)
    assert codes(chinese) == []


COMPLETION: Final = {
    # spent, budget, zero_of_zero -> status, measure, findings
    "in full": (100, 100, "missing", "scored", 1, []),
    "nothing spent": (0, 100, "missing", "scored", 0, []),
    "a ten-thousandth over": ("100.0001", 100, "missing", "scored", Decimal("1.000001"), ["over-budget"]),
    "twice the budget": (200, 100, "full", "scored", 2, ["over-budget"]),
    "0 of 0, missing": (0, 0, "missing", "missing", None, []),
    "0 of 0, full": (0, 0, "full", "scored", 1, []),
    "0 of 0, zero": (0, 0, "zero", "scored", 0, []),
    "5 of 0, missing": (5, 0, "missing", "missing", None, ["spent-without-budget"]),
    "5 of 0, full": (5, 0, "full", "missing", None, ["spent-without-budget"]),
    "5 of 0, zero": (5, 0, "zero", "missing", None, ["spent-without-budget"]),
    "no spending known": (None, 100, "full", "missing", None, []),
    "no budget known": (0, None, "full", "missing", None, []),
    "a budget in words": (50, "一百", "full", "invalid", None, []),
    "negative spending": (-5, 100, "full", "invalid", None, ["negative-amount"]),
    "a negative budget": (5, -100, "full", "invalid", None, ["negative-amount"]),
    "both negative": (-50, -100, "full", "invalid", None, ["negative-amount"]),
}


@pytest.mark.parametrize("name", COMPLETION)
def test_completion(score: Score, name: str) -> None:
    """Spent / budget; more than 100% is a finding; 0 of 0 is what the author says; no sign makes a wrong rate."""
    spent, budget, zero_of_zero, status, measure, findings = COMPLETION[name]
    sheet = score("budget.completion", {"zero_of_zero": zero_of_zero}, {"funds": {"spent": spent, "budget": budget}})
    assert (sheet["it"].status, sheet["it"].measure, codes(sheet)) == (status, measure, findings)


@pytest.mark.parametrize(
    ("choice", "zh", "en"),
    [
        (
            "full",
            "预算和支出都是 0，按规则完成率计 100%",
            "nothing was budgeted and nothing spent: by the rule that is 100%",
        ),
        (
            "zero",
            "预算和支出都是 0，按规则完成率计 0%",
            "nothing was budgeted and nothing spent: by the rule that is 0%",
        ),
        ("missing", "无法计算：0 / 0 = —", "no result: 0 / 0 = —"),
    ],
)
def test_nothing_of_nothing_is_explained(score: Score, choice: str, zh: str, en: str) -> None:
    """0 of 0 has no quotient: the reason says that the rule gives one, or that there is none."""
    facts = {"funds": {"spent": 0, "budget": 0}}
    for lang, reason in (("zh", zh), ("en", en)):
        assert score("budget.completion", {"zero_of_zero": choice}, facts, lang)["it"].reason == reason


LINES: Final = {"budget_lines": "lines.budget", "spent_lines": "lines.spent"}


@pytest.mark.parametrize(
    ("with_", "lines", "findings"),
    [
        (LINES, [{"budget": 60, "spent": 50}, {"budget": "40.1", "spent": "39.9999"}], []),
        (LINES, [{"budget": 60, "spent": 50}, {"budget": 40, "spent": "39.9999"}], ["budget-lines"]),
        (LINES, [{"budget": 60, "spent": 50}, {"budget": "40.1", "spent": 40}], ["spent-lines"]),
        (LINES, [{"budget": "100.1"}, {"spent": "89.9998"}], ["spent-lines"]),
        (LINES, [{"spent": "89.9999"}], ["budget-lines"]),
        ({"budget_lines": "lines.budget"}, [{"budget": "100.1", "spent": 1}], []),
        ({"spent_lines": "lines.spent"}, [{"budget": 1, "spent": 1}], ["spent-lines"]),
        (LINES, [], []),
        ({}, [{"budget": 1, "spent": 1}], []),
    ],
)
def test_funding_lines_must_add_up(
    score: Score, with_: dict[str, str], lines: list[dict[str, Any]], findings: list[str]
) -> None:
    """Lines that make 100.1 and 89.9999 are quiet, a ten-thousandth off is a finding; without lines none is."""
    facts = {"funds": {"spent": "89.9999", "budget": "100.1"}, "lines": lines}
    sheet = score("budget.completion", with_, facts)
    assert codes(sheet) == findings
    assert sheet["it"].status == "scored"


@pytest.mark.parametrize(
    ("facts", "lang", "message"),
    [
        ({"spent": 120, "budget": 100}, "zh", "支出 120 大于基数 100，完成率 120.00%，超过 100%"),
        ({"spent": 120, "budget": 100}, "en", "120 was spent of 100: 120.00%, more than 100%"),
        ({"spent": 5, "budget": 0}, "zh", "基数为 0 却支出了 5，完成率无法计算"),
        ({"spent": 5, "budget": 0}, "en", "5 was spent of a budget of 0: there is no rate"),
        ({"spent": -5, "budget": 10}, "zh", "支出 -5、基数 10 中有负数，完成率无效"),
        ({"spent": -5, "budget": 10}, "en", "spent -5 of 10: an amount is negative, the rate is invalid"),
    ],
)
def test_findings_of_completion_have_the_numbers(score: Score, facts: dict[str, Any], lang: str, message: str) -> None:
    """Each finding gives the amounts it is about, in the set's language, and says what to do."""
    (finding,) = score("budget.completion", {}, {"funds": facts}, lang).findings
    assert finding.message == message
    assert finding.remedy


@pytest.mark.parametrize(
    ("lang", "messages"),
    [
        ("zh", ["各项资金的预算合计 90，与总数 100 不符", "各项资金的支出合计 70.5，与总数 80 不符"]),
        (
            "en",
            [
                "the budgets of the funding lines add up to 90, the total is 100",
                "the spending of the funding lines adds up to 70.5, the total is 80",
            ],
        ),
    ],
)
def test_findings_of_funding_lines_have_the_sums(score: Score, lang: str, messages: list[str]) -> None:
    """40 + 50 is not 100 and 30 + 40.5 is not 80: the finding gives sum and total."""
    lines = [{"budget": 40, "spent": 30}, {"budget": 50, "spent": 40.5}]
    sheet = score("budget.completion", LINES, {"funds": {"spent": 80, "budget": 100}, "lines": lines}, lang)
    assert [each.message for each in sheet.findings] == messages


# ---- budget.in_place


@pytest.mark.parametrize(
    ("received", "budget", "status", "measure", "findings"),
    [
        (954.25, 954.25, "scored", 1, []),
        (475, 500, "scored", Decimal("0.95"), []),
        (0, 500, "scored", 0, []),
        (600, 500, "scored", Decimal("1.2"), ["received-over-budget"]),
        (0, 0, "missing", None, []),
        (5, 0, "missing", None, ["received-over-budget"]),
        (None, 500, "missing", None, []),
        ("已到位", 500, "invalid", None, []),
        (-475, -500, "invalid", None, ["negative-amount"]),
        (-1, 500, "invalid", None, ["negative-amount"]),
    ],
)
def test_in_place(
    score: Score, received: Any, budget: Any, status: str, measure: Decimal | None, findings: list[str]
) -> None:
    """Received / budget; more than was due is a finding; a budget of 0 is missing, a negative amount invalid."""
    sheet = score("budget.in_place", {}, {"funds": {"received": received, "budget": budget}})
    assert (sheet["it"].status, sheet["it"].measure, codes(sheet)) == (status, measure, findings)


def test_the_reason_of_funds_in_place(score: Score) -> None:
    """Without a word on time, the reason is the quotient alone."""
    sheet = score("budget.in_place", {}, {"funds": {"received": 475, "budget": 500}})
    assert sheet["it"].reason == "475 / 500 = 95.00%"


DAY: Final = datetime.date(2022, 6, 30)
DATES: Final = {"due": "funds.due", "arrived": "funds.arrived"}
COLUMNS: Final = {"amounts": "paid.amount", "due_dates": "paid.due", "arrival_dates": "paid.arrived"}


def instalment(amount: Any, arrived: datetime.date | None, due: datetime.date | None = DAY) -> dict[str, Any]:
    """Return a row of the table of instalments."""
    return {"amount": amount, "due": due, "arrived": arrived}


def later(days: int) -> datetime.date:
    """Return the day so many days after the one on which money is due."""
    return DAY + datetime.timedelta(days)


IN_TIME: Final[dict[str, tuple[dict[str, str], dict[str, Any], Decimal | int | None, list[str]]]] = {
    # with, facts beside received = 450 and budget = 500 -> measure, findings
    "an amount": ({"in_time": "funds.punctual"}, {"punctual": 400}, Decimal("0.8"), ["received-late"]),
    "all of it": ({"in_time": "funds.punctual"}, {"punctual": 450}, Decimal("0.9"), []),
    "more than came": ({"in_time": "funds.punctual"}, {"punctual": 451}, Decimal("0.902"), ["in-time-above-received"]),
    "yes": ({"in_time": "funds.in_time"}, {"in_time": True}, Decimal("0.9"), []),
    "no": ({"in_time": "funds.in_time"}, {"in_time": False}, 0, ["received-late"]),
    "not told": ({"in_time": "funds.in_time"}, {}, None, []),
    "on the day": (DATES, {"due": DAY, "arrived": DAY}, Decimal("0.9"), []),
    "a day early": (DATES, {"due": DAY, "arrived": later(-1)}, Decimal("0.9"), []),
    "a day late": (DATES, {"due": DAY, "arrived": later(1)}, 0, ["received-late"]),
    "no date": (DATES, {"due": DAY}, None, []),
    "instalments in time": (
        COLUMNS, {"paid": [instalment(200, later(-5)), instalment(250, DAY)]}, Decimal("0.9"), [],
    ),
    "one late": (
        COLUMNS, {"paid": [instalment(200, DAY), instalment(250, later(1))]}, Decimal("0.4"), ["received-late"],
    ),
    "one to come": (
        COLUMNS, {"paid": [instalment(450, DAY), instalment(50, None)]}, Decimal("0.9"), [],
    ),
    "one whose due date is unknown": (
        COLUMNS, {"paid": [instalment(200, DAY), instalment(250, DAY, None)]}, Decimal("0.4"), ["received-late"],
    ),
    "instalments that do not add up": (
        COLUMNS, {"paid": [instalment(200, DAY), instalment(240, DAY)]},
        Decimal("0.88"), ["received-late", "instalments-total"],
    ),
    "no instalment": (COLUMNS, {"paid": []}, None, []),
}  # fmt: skip


@pytest.mark.parametrize("name", IN_TIME)
def test_in_time(score: Score, name: str) -> None:
    """What came in time / budget of 500, however it is told; late money is a finding; untold it is missing."""
    with_, facts, measure, findings = IN_TIME[name]
    given = {"funds": {"received": 450, "budget": 500, **facts}}
    given |= {"paid": given["funds"].pop("paid")} if "paid" in facts else {}
    sheet = score("budget.in_place", {"rate": "in_time", **with_}, given)
    assert (sheet["it"].measure, codes(sheet)) == (measure, findings)
    in_place = score("budget.in_place", with_, given)
    assert (in_place["it"].measure, codes(in_place)) == (Decimal("0.9"), findings)


@pytest.mark.parametrize(
    ("rate", "lang", "reason"),
    [
        ("in_place", "zh", "450 / 500 = 90.00%；其中及时到位 400 / 500 = 80.00%"),
        ("in_place", "en", "450 / 500 = 90.00%; in time 400 / 500 = 80.00%"),
        ("in_time", "zh", "及时到位 400 / 应到位 500 = 80.00%"),
        ("in_time", "en", "in time 400 / due 500 = 80.00%"),
    ],
)
def test_the_reason_says_what_came_in_time(score: Score, rate: str, lang: str, reason: str) -> None:
    """Both rates stand in the reason of the one, the rate in time alone in the reason of the other."""
    facts = {"funds": {"received": 450, "budget": 500, "punctual": 400}}
    assert score("budget.in_place", {"in_time": "funds.punctual", "rate": rate}, facts, lang)["it"].reason == reason


@pytest.mark.parametrize(
    ("rate", "wanted"),
    [
        ("in_place", "data wanted: funds.budget, funds.received"),
        ("in_time", "data wanted: funds.budget, funds.punctual, funds.received"),
    ],
)
def test_what_came_in_time_is_wanted_where_it_is_the_measure(score: Score, rate: str, wanted: str) -> None:
    """Without data, the rate in time wants what came in time as well; the plain rate can do without it."""
    assert score("budget.in_place", {"in_time": "funds.punctual", "rate": rate}, {}, "en")["it"].reason == wanted


def test_a_negative_amount_in_time_is_invalid(score: Score) -> None:
    """No money can come in time less than none."""
    facts = {"funds": {"received": 450, "budget": 500, "punctual": -1}}
    sheet = score("budget.in_place", {"in_time": "funds.punctual", "rate": "in_time"}, facts)
    assert sheet["it"].status == "invalid"
    assert "negative-amount" in codes(sheet)


@pytest.mark.parametrize(
    ("with_", "facts", "zh", "en"),
    [
        (
            {},
            {"received": 600},
            "到位 600 大于应到位 500",
            "600 was received, only 500 was due",
        ),
        (
            {"in_time": "funds.punctual"},
            {"received": 450, "punctual": 400},
            "到位 450，其中及时到位只有 400",
            "450 was received, only 400 of it in time",
        ),
        (
            {"in_time": "funds.punctual"},
            {"received": 450, "punctual": 460},
            "及时到位 460 大于到位总数 450",
            "460 is said to have come in time, but only 450 was received",
        ),
        (
            {},
            {"received": -1},
            "到位 -1、应到位 500 中有负数，到位率无效",
            "received -1 of 500: an amount is negative, the rate is invalid",
        ),
    ],
)
def test_findings_of_in_place_have_the_numbers(
    score: Score, with_: dict[str, str], facts: dict[str, Any], zh: str, en: str
) -> None:
    """Each finding gives the amounts it is about, in the set's language, and says what to do."""
    for lang, message in (("zh", zh), ("en", en)):
        (finding,) = score("budget.in_place", with_, {"funds": {"budget": 500, **facts}}, lang).findings
        assert finding.message == message
        assert finding.remedy


@pytest.mark.parametrize(
    ("lang", "message"),
    [
        ("zh", "各笔到位资金合计 460，与到位总数 450 不符"),
        ("en", "the instalments that arrived add up to 460, the total received is 450"),
    ],
)
def test_the_finding_of_instalments_has_the_sum(score: Score, lang: str, message: str) -> None:
    """200 + 260 arrived, 100 did not: 460 is not 450."""
    paid = [instalment(200, DAY), instalment(260, later(1)), instalment(100, None)]
    sheet = score("budget.in_place", COLUMNS, {"funds": {"received": 450, "budget": 500}, "paid": paid}, lang)
    assert [each.message for each in sheet.findings if each.code == "instalments-total"] == [message]


# ---- budget.variation

YEARS: Final = {"this": "year.this", "last": "year.last"}


@pytest.mark.parametrize(
    ("more", "this", "last", "measure", "findings"),
    [
        ({}, 120, 100, Decimal("0.2"), []),
        ({}, 41.1, 100, Decimal("-0.589"), []),
        ({}, 100, 100, 0, []),
        ({}, 0, 100, -1, []),
        ({"absolute": True}, 41.1, 100, Decimal("0.589"), []),
        ({"absolute": True}, 120, 100, Decimal("0.2"), []),
        ({}, -50, -100, Decimal("0.5"), []),
        ({}, -150, -100, Decimal("-0.5"), []),
        ({}, 50, -100, Decimal("1.5"), []),
        ({}, 0, 0, 0, []),
        ({"zero_base": 1}, 0, 0, 0, []),
        ({}, 5, 0, None, ["zero-base"]),
        ({"zero_base": 1}, 5, 0, 1, ["zero-base-assumed"]),
        ({"zero_base": 0.5}, -5, 0, Decimal("-0.5"), ["zero-base-assumed"]),
        ({"zero_base": 0.5, "absolute": True}, -5, 0, Decimal("0.5"), ["zero-base-assumed"]),
        ({"zero_base": 1}, None, 0, None, []),
        ({"zero_base": 1}, 5, None, None, []),
    ],
)
def test_variation(
    score: Score, more: dict[str, Any], this: Any, last: Any, measure: Decimal | None, findings: list[str]
) -> None:
    """(this - last) / |last|: the sign tells the direction; 0 to 0 is no change; from 0 the author decides."""
    sheet = score("budget.variation", YEARS | more, {"year": {"this": this, "last": last}})
    assert (sheet["it"].measure, codes(sheet)) == (measure, findings)
    assert sheet["it"].status == ("missing" if measure is None else "scored")


@pytest.mark.parametrize(
    ("more", "this", "last", "zh", "en"),
    [
        (
            {},
            41.1,
            100,
            "本年 41.1，上年 100：-58.9 / 100 = -58.90%",
            "this year 41.1, last year 100: -58.9 / 100 = -58.90%",
        ),
        (
            {"absolute": True},
            41.1,
            100,
            "本年 41.1，上年 100：|-58.9| / 100 = 58.90%",
            "this year 41.1, last year 100: |-58.9| / 100 = 58.90%",
        ),
        (
            {},
            -50,
            -100,
            "本年 -50，上年 -100：50 / 100 = 50.00%",
            "this year -50, last year -100: 50 / 100 = 50.00%",
        ),
    ],
)
def test_the_reason_of_a_variation(
    score: Score, more: dict[str, Any], this: float, last: float, zh: str, en: str
) -> None:
    """Both years, the difference and the quotient: 41.1 - 100 = -58.9; -50 - -100 = 50."""
    facts = {"year": {"this": this, "last": last}}
    for lang, reason in (("zh", zh), ("en", en)):
        assert score("budget.variation", YEARS | more, facts, lang)["it"].reason == reason


@pytest.mark.parametrize(
    ("more", "zh", "en"),
    [
        ({}, "上年为 0，本年为 5，变动率无法计算", "last year is 0 and this year 5: there is no rate of change"),
        (
            {"zero_base": 1},
            "上年为 0，本年为 5，变动率按规则计 100.00%",
            "last year is 0 and this year 5: by the rule the change is 100.00%",
        ),
    ],
)
def test_a_base_of_zero_is_told(score: Score, more: dict[str, Any], zh: str, en: str) -> None:
    """From nothing to 5 there is no rate; the finding says so, or which rate the rule gives."""
    for lang, message in (("zh", zh), ("en", en)):
        sheet = score("budget.variation", YEARS | more, {"year": {"this": 5, "last": 0}}, lang)
        assert [each.message for each in sheet.findings] == [message]


# ---- budget.saving

COSTS: Final = {"planned": "cost.planned", "actual": "cost.actual"}


@pytest.mark.parametrize(
    ("planned", "actual", "status", "measure", "findings"),
    [
        (200, 190, "scored", Decimal("0.05"), []),
        (200, 200, "scored", 0, []),
        (200, 0, "scored", 1, []),
        (200, 250, "scored", Decimal("-0.25"), ["cost-above-plan"]),
        (0, 0, "missing", None, []),
        (0, 10, "missing", None, ["cost-above-plan"]),
        (None, 10, "missing", None, []),
        (200, "不详", "invalid", None, []),
        (-200, -190, "invalid", None, ["cost-above-plan", "negative-amount"]),
    ],
)
def test_saving(
    score: Score, planned: Any, actual: Any, status: str, measure: Decimal | None, findings: list[str]
) -> None:
    """(planned - actual) / planned; above the plan it is negative, with a finding; no plan, no rate."""
    sheet = score("budget.saving", COSTS, {"cost": {"planned": planned, "actual": actual}})
    assert (sheet["it"].status, sheet["it"].measure, codes(sheet)) == (status, measure, findings)


@pytest.mark.parametrize(
    ("lang", "message"),
    [("zh", "实际成本 250 大于计划成本 200"), ("en", "the actual cost 250 is above the planned cost 200")],
)
def test_the_reason_of_a_saving(score: Score, lang: str, message: str) -> None:
    """200 - 250 of 200 is -25%, and the finding gives both costs."""
    sheet = score("budget.saving", COSTS, {"cost": {"planned": 200, "actual": 250}}, lang)
    assert sheet["it"].reason == "(200 - 250) / 200 = -25.00%"
    assert [each.message for each in sheet.findings] == [message]


# ---- in every world


@pytest.mark.parametrize(
    ("check", "with_", "facts", "status", "score"),
    [
        ("budget.completion", LINES, {"funds": {"spent": 946.88, "budget": 954.25}}, "scored", "9.92"),
        ("budget.completion", {"zero_of_zero": "full"}, {"funds": {"spent": 0, "budget": 0}}, "scored", "10"),
        ("budget.completion", {"zero_of_zero": "full"}, {"funds": {"spent": 5, "budget": 0}}, "missing", "0"),
        ("budget.completion", {}, {"funds": {"spent": -50, "budget": -100}}, "invalid", "0"),
        ("budget.in_place", {}, {"funds": {"received": 475, "budget": 500}}, "scored", "9.5"),
        (
            "budget.in_place",
            DATES | {"rate": "in_time"},
            {"funds": {"received": 475, "budget": 500, "due": DAY, "arrived": later(1)}},
            "scored",
            "0",
        ),
        (
            "budget.in_place",
            COLUMNS | {"rate": "in_time"},
            {"funds": {"received": 475, "budget": 500}, "paid": [instalment(200, DAY), instalment(275, later(1))]},
            "scored",
            "4",
        ),
        (
            "budget.in_place",
            COLUMNS | {"rate": "in_time"},
            {"funds": {"received": 475, "budget": 500}},
            "missing",
            "0",
        ),
        ("budget.variation", YEARS, {"year": {"this": 120, "last": 100}}, "scored", "2"),
        ("budget.variation", YEARS, {"year": {"this": -50, "last": -100}}, "scored", "5"),
        ("budget.variation", YEARS | {"zero_base": 0.3}, {"year": {"this": 5, "last": 0}}, "scored", "3"),
        ("budget.variation", YEARS, {"year": {"this": 5, "last": 0}}, "missing", "0"),
        ("budget.saving", COSTS, {"cost": {"planned": 200, "actual": 190}}, "scored", "0.5"),
    ],
)
def test_a_project_scores_the_same_in_every_world(
    scored: World, tmp_path: Path, check: str, with_: dict[str, Any], facts: dict[str, Any], status: str, score: str
) -> None:
    """10 points in proportion: the same cents and the same status wherever they are computed."""
    (outcome,) = scored(write(tmp_path, check, with_), [facts])
    assert (outcome.statuses, outcome.scores) == ({"it": status}, {"it": Decimal(score)})


# ---- parameters


@pytest.mark.parametrize(
    ("check", "with_", "said"),
    [
        ("budget.in_place", {"rate": "in_time"}, ["需要及时到位的数据", "wants to know what came in time"]),
        ("budget.in_place", {"due": "funds.due"}, ["还缺 arrived", "arrived is wanted"]),
        ("budget.in_place", COLUMNS | {"due_dates": None}, ["还缺 due_dates", "due_dates is wanted"]),
        (
            "budget.in_place",
            DATES | {"in_time": "funds.in_time"},
            ["只能用一种", "in_time, due, arrived are different ways"],
        ),
        ("budget.completion", {"basis": "revised"}, ["initial", "adjusted", "received"]),
        ("budget.completion", {"basis": []}, ["basis", "initial"]),
        ("budget.completion", {"zero_of_zero": "one"}, ["missing", "full", "zero"]),
        ("budget.completion", {"budget": "funds.buget"}, ["funds.budget"]),
        ("budget.completion", {"budget": "funds.in_time"}, ["boolean"]),
        ("budget.completion", {"budget_lines": "funds.budget"}, ["funds.budget"]),
        ("budget.in_place", {"in_time": "funds.due"}, ["date"]),
        ("budget.in_place", COLUMNS | {"due_dates": "paid.amount"}, ["days wants two dates"]),
        ("budget.variation", YEARS | {"zero_base": -1}, ["zero_base", "-1"]),
        ("budget.variation", {"this": "year.this"}, ["last"]),
        ("budget.saving", {"planned": "cost.planned"}, ["actual"]),
    ],
)
def test_a_mistake_in_the_parameters_is_refused(
    score: Score, check: str, with_: dict[str, Any], said: list[str]
) -> None:
    """What cannot be meant is a diagnostic, in the set's language, that says what would be right."""
    given = {name: value for name, value in with_.items() if value is not None}
    told = ""
    for lang in ("zh", "en"):
        with pytest.raises(scoring.RulesError) as caught:
            score(check, given, {}, lang)
        assert len(caught.value.diagnostics) == 1
        told += str(caught.value)
    for each in said:
        assert each in told


@pytest.mark.parametrize("check", [Completion, InPlace, Variation, Saving])
def test_everything_is_described(check: type[scoring.Check]) -> None:
    """Every parameter has a description; every finding is said in both languages, and so is what to do about it."""
    assert all(field.description for field in check.model_fields.values())
    assert all(chinese and english for chinese, english in check.messages.values())
    found = {code for code in check.messages if not code.endswith(".remedy")}
    assert {f"{code}.remedy" for code in found} | found == check.messages.keys()


PAGE: Final = "docs/reference/plugins-budget.md"


@pytest.mark.parametrize(("id_", "check"), scoring_checks().items())
def test_the_page_lists_parameters_and_findings(id_: str, check: type[scoring.Check]) -> None:
    """The reference has every parameter, in order, with its default, and every finding."""
    fields = check.model_fields
    rows = table(PAGE, "keys", id_).rows
    assert [row[0].strip("`") for row in rows] == list(fields)
    assert [row[2] for row in rows] == [
        written(field.default, required=field.is_required()) for field in fields.values()
    ]
    found = table(PAGE, "findings", id_).codes
    assert sorted(found) == sorted(code for code in check.messages if not code.endswith(".remedy"))


def written(default: object, *, required: bool) -> str:
    """Write a default as the page does."""
    return "required" if required else "none" if default is None else f"`{json.dumps(default)}`"
