"""Self-evaluation forms: published tables scored by the shipped sets, line by line, and what their prints got wrong.

The tables in `tests/data/published_tables.json` were published by the units themselves, each with targets, actual
values, weights and the scores it gave itself; `rule` is the score by the common rule, worked out apart from the engine.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

import scoring
from tests.command import here
from tests.tables import assert_same_lines, held

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.tables import Library

D = Decimal
TABLES: Final = {
    each["id"]: each
    for each in json.loads(
        (Path(__file__).parent / "data" / "published_tables.json").read_text(encoding="utf-8"), parse_float=Decimal
    )
}
SIGNS: Final = {"ge": "≥", "le": "≤", "eq": "=", "qual": "定性"}
BASE: Final = "cn/self-evaluation-2020"
PROVINCES: Final = {"hubei": "湖北", "jiangxi": "江西", "sichuan": "四川", "chongqing": "重庆"}
#: The sets that rows of any level are scored by, and those that the form of a table is of.
OWN: Final = {
    "cn09_huanggang_soil_2020": "cn/self-evaluation-hubei",
    "cn10_fishing_ban_2020": "cn/self-evaluation-hubei",
    "cn23_daying_justice_2023": "cn/self-evaluation-sichuan",
}
#: What the tables printed and the rule does not give: by table and row, the printed score and what it should be.
#: None should stand where nothing can be scored: a state that is not one of the three, a word instead of a number.
DIFFERENCES: Final = {
    "cn02_yongde_school_meals_2022": {
        "资金到位及时率": (7, 10),
        "政策知晓率": (9, D("9.8")),
        "减轻贫困学生家庭经济负担": (10, None),
    },
    "cn04_lijiang_satellite_2020": {
        "卫片执法补助经费": (9, 10),
        "项目验收合格率": (19, 20),
        "项目完成及时率": (19, 20),
        "违法行为责停率": (27, 30),
        "满意度": (None, 10),
    },
    "cn06_zhongjiang_water_gauge_2022": {"群众生产生活条件改善状况": (10, None)},
    "cn09_huanggang_soil_2020": {"整编资料审核": (D("19.6"), 20)},
    "cn10_fishing_ban_2020": {},
    "cn23_daying_justice_2023": {"成本控制数": (90, None)},
}
#: What the rows of a table and its execution rate make together, by the set of its form.
TOTALS: Final = {
    # 10 + 40 + 9.8 + 10 of 50, 30 and 10; the two rows of satisfaction have 20 points, of which 10 count
    "cn02_yongde_school_meals_2022": D("79.8"),
    "cn04_lijiang_satellite_2020": D(100),
    # 70 points of output count as 50, and 10 of 20 for effect
    "cn06_zhongjiang_water_gauge_2022": D(80),
    "cn09_huanggang_soil_2020": D(100),
    "cn10_fishing_ban_2020": D(100),
    "cn23_daying_justice_2023": D(10),
}


def facts_of(table: Mapping[str, Any], *, typed: bool = False) -> dict[str, Any]:
    """Return a table as facts, as printed or with the numbers in its cells; without the word for an annual goal."""
    budget, own = table["budget"], table["id"] in OWN
    rows = []
    for row in table["rows"]:
        level1 = row["level1"] if own else row["level1"].split()[-1]
        actual = row["typed"] if typed and row["typed"] else row["actual"]
        given = {"target": row["target"], "actual": actual, "unit": row["unit"], "weight": row["weight"]}
        if row["op"] == "qual":
            given |= {"score": row["printed"]}
        rows.append({**given, "level1": level1, "level2": row["level2"], "name": row["name"], "sign": SIGNS[row["op"]]})
    amounts = {name: f"{budget[given]}{budget['unit']}" for name, given in (("budget", "adjusted"), ("spent", "spent"))}
    return {"project": table["id"], "funds": amounts, "targets": rows}


def sheet_of(table: Mapping[str, Any], set_id: str, *, typed: bool = False) -> scoring.ScoreSheet:
    """Score a table."""
    return scoring.Engine(scoring.load(set_id)).score(facts_of(table, typed=typed))


def rows_of(sheet: scoring.ScoreSheet) -> dict[str, scoring.Line]:
    """Return the lines of rows by their names; a title may have the level before."""
    return {line.title.rpartition("：")[2]: line for line in sheet.lines if line.row is not None}


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("whose", ["base", "own"])
def test_a_published_table_scores_to_its_rule(name: str, whose: str) -> None:
    """Every row of a table that can be scored at all scores what the rule gives it, in its own form and in the base."""
    table = TABLES[name]
    lines = rows_of(sheet_of(table, OWN.get(name, BASE) if whose == "own" else BASE))
    if whose == "base" and name in OWN:
        table = {**table, "id": ""}
        lines = rows_of(sheet_of(table, BASE))
    assert lines.keys() == {row["name"] for row in table["rows"]}
    for row in table["rows"]:
        line = lines[row["name"]]
        if row["rule"] is None:
            assert (line.status, line.score) == ("missing", 0), row["name"]
        else:
            assert (line.status, line.score, line.weight) == ("scored", row["rule"], row["weight"]), row["name"]


@pytest.mark.parametrize("name", TABLES)
def test_what_a_published_table_got_wrong_is_known(name: str) -> None:
    """The printed scores differ from the rule's exactly where they are known to."""
    lines = rows_of(sheet_of(TABLES[name], OWN.get(name, BASE)))
    found = {}
    for row in TABLES[name]["rows"]:
        line = lines[row["name"]]
        due = line.score if line.status == "scored" else None
        if row["printed"] != due:
            found[row["name"]] = (row["printed"], due)
    assert found == DIFFERENCES[name]


@pytest.mark.parametrize("name", TABLES)
def test_a_published_table_has_this_total(name: str) -> None:
    """The execution rate scores what the rule gives, and the total is the sum, as far as dimensions have the points."""
    table = TABLES[name]
    sheet = sheet_of(table, OWN.get(name, BASE))
    assert sheet["budget-completion"].score == table["budget"]["rule"]
    assert sheet["budget-completion"].weight == table["budget"]["weight"]
    assert sheet.total == TOTALS[name]


def test_rows_that_do_not_add_up_are_reported() -> None:
    """A table whose rows have 70, 20 and 10 points where 50, 30 and 10 are due says so, of output and of effect."""
    sheet = sheet_of(TABLES["cn06_zhongjiang_water_gauge_2022"], BASE)
    assert {each.node for each in sheet.findings if each.code == "weights-total"} == {"output", "effect"}


def test_a_target_copied_with_its_sign_is_no_actual_value() -> None:
    """Actual values typed as "≥90%" are invalid and earn nothing; the printed table gives them full marks."""
    table = TABLES["cn06_zhongjiang_water_gauge_2022"]
    lines = rows_of(sheet_of(table, BASE, typed=True))
    copied = [row["name"] for row in table["rows"] if row["typed"]]
    assert len(copied) == 6
    assert {(lines[name].status, lines[name].score) for name in copied} == {("invalid", 0)}


def test_published_tables_score_alike_as_tables(library: Library) -> None:
    """All tables at once, in frames, give the lines that they give one by one."""
    rules = scoring.load(BASE)
    assert_same_lines(rules, [held(rules, facts_of({**each, "id": ""})) for each in TABLES.values()], library)


def target(sign: str, target: Any, actual: Any, **given: Any) -> dict[str, Any]:
    """Return the one row of a project that has only output."""
    return {
        "level1": "产出指标",
        "name": "一项",
        "sign": sign,
        "target": target,
        "actual": actual,
        "weight": 10,
    } | given


#: A row, and what it scores in the base, in Hubei, in Jiangxi, in Sichuan and in Chongqing, of 10.
ROWS: Final = {
    "above the target": (target("≥", 95, 130), "10", "10", "10", "10", "10"),
    "98 of 100, two decimals half up": (target("≥", 96, 93), "9.69", "9.69", "9.69", "9.69", "9.69"),
    "less is better, by half above": (target("≤", 10, 15), "5", "6.67", "5", "5", "5"),
    "less is better, at twice": (target("≤", 10, 20), "0", "5", "0", "0", "0"),
    "exactly, off by a tenth": (target("=", 10, 11), "9", "9", "9", "9", "9"),
    "nothing of nothing": (target("≥", 0, 0), "10", "10", "10", "10", "10"),
    "on the day": (target("≤", "2022-12-31", "2022年12月31日"), "10", "10", "10", "10", "10"),
    "a day late": (target("date", "2022-12-31", "2023-01-01"), "0", "0", "0", "0", "0"),
    "half, as partly achieved": (target("定性", None, None, level="部分达成", score=5), "0", "5", "0", "0", "0"),
    "six tenths, as partly achieved": (target("定性", None, None, level="部分达成", score=6), "6", "6", "6", "6", "6"),
}


@pytest.mark.parametrize("case", ROWS)
def test_a_row_scores_by_the_rule_of_the_province(case: str) -> None:
    """Hubei divides the target by the actual value where less is better, and lets a half be partly achieved."""
    row, *due = ROWS[case]
    for set_id, score in zip([BASE, *(f"cn/self-evaluation-{each}" for each in PROVINCES)], due, strict=True):
        sheet = scoring.Engine(scoring.load(set_id)).score({"targets": [row]})
        assert rows_of(sheet)["一项"].score == D(score), set_id


#: A rate of execution in hundredths, and its points in the base and in the provinces.
RATES: Final = {
    100: ("10", "20", "10", "10", "10"),
    110: ("10", "20", "10", "10", "10"),
    99: ("9.9", "19.8", "7", "9.9", "9.9"),
    80: ("8", "16", "7", "8", "8"),
    79: ("7.9", "15.8", "5", "7.9", "7.9"),
    60: ("6", "12", "5", "6", "6"),
    59: ("5.9", "11.8", "0", "5.9", "5.9"),
    0: ("0", "0", "0", "0", "0"),
}


@pytest.mark.parametrize("rate", RATES)
def test_execution_scores_by_the_rule_of_the_province(rate: int) -> None:
    """In proportion, of 20 points in Hubei; by steps in Jiangxi."""
    for set_id, score in zip([BASE, *(f"cn/self-evaluation-{each}" for each in PROVINCES)], RATES[rate], strict=True):
        sheet = scoring.Engine(scoring.load(set_id)).score({"funds": {"budget": 100, "spent": rate}})
        assert sheet["budget-completion"].score == D(score), set_id


def test_a_form_is_read_by_its_headings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A sheet with the headings of a printed form, beside one of projects, is scored without renaming a column."""
    (tmp_path / "projects.csv").write_text("project,年初预算数,全年预算数(A),全年执行数(B)\n甲,10,10,9\n", "utf-8-sig")
    (tmp_path / "rows.csv").write_text(
        "project,一级指标,二级指标,三级指标,指标性质,年度指标值,度量单位,实际完成值,分值,偏差原因分析及改进措施\n"
        "甲,产出指标,数量指标,培训人次,≥,200,人次,190,50,两期延后\n"
        "甲,效益指标,社会效益指标,知晓率,≥,90%,,92%,30,\n"
        "甲,满意度指标,服务对象满意度指标,满意度,≥,90%,,88%,10,场地偏远\n",
        "utf-8-sig",
    )
    done = here(tmp_path, monkeypatch, capsys)(
        "score", BASE, "projects.csv", "targets=rows.csv", "--sheet", "甲", "--format", "json"
    )
    assert json.loads(done.out)["total"] == 9 + 47.5 + 30 + 9.78


def test_funding_lines_are_not_wanted() -> None:
    """Where nothing was spent yet, the spending is missing; lines of funding, which only a remark needs, are not."""
    sheet = scoring.Engine(scoring.load(BASE)).score({"funds": {"budget": 100}})
    assert sheet["budget-completion"].reason == "缺少数据：全年执行数（funds.spent）"
