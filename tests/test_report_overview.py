"""The page of many projects: what is in it, how much of it, and that texts of the data stay texts."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

import polars as pl
import pytest

import scoring
from scoring import report
from scoring.report_overview import Files
from scoring.report_overview_look import OVERVIEW_CSS
from scoring.results import WHOLE, Listing
from scoring.results_sheets import summary_of_sheets
from scoring.results_summary import summarised
from tests import works
from tests.command import here
from tests.many_projects import RULES, frame
from tests.overviews import engine, facts, overview
from tests.small_sets import of_table, small_set, written
from tests.table_files import write
from tests.test_report_document import HOSTILE, Page
from tests.works import ANSWERS, GIVEN, write_all

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command import Command

#: Totals 100, 78, 78, 45, 59 (of 96, by the gate) and none.
PROJECTS = (
    facts("A", 100, 100, name="Alpha"),
    facts("B", 90, 60),
    facts("C", 70, 90),
    facts("D", 75, None),
    facts("E", 100, 90, banned=True),
    facts("F", None, None),
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in a folder with the set and three projects in every kind of file."""
    write_all(tmp_path)
    return here(tmp_path, monkeypatch, capsys)


def lines(text: str) -> list[str]:
    """Return what a reader sees, a line a block."""
    return Page(text).text.splitlines()


def test_a_page_says_how_many_and_how_good(tmp_path: Path) -> None:
    """Six projects, five with a grade; their mean is 360 / 5 = 72, the one in the middle has 78."""
    told = lines(overview(engine(tmp_path), PROJECTS))
    assert told[:3] == ["Works & roads", "Works & roads", "test/small · 1 · projects: 6, full marks 100"]
    known = ["Projects 6", "With a grade 5", "Mean 72.00", "Median 78.00", "Highest 100.00", "Lowest 45.00"]
    assert told[3:9] == known
    assert "good ≥ 80 1 17%" in told
    assert "fair ≥ 60 2 33%" in told
    assert "poor ≥ 0 2 33%" in told
    assert "unrated 1 17%" in told


def test_the_middle_of_an_even_number_is_between_two(tmp_path: Path) -> None:
    """Of 100, 78, 78 and 45 it is 78; of 100 and 45 it is 72.50."""
    scored = engine(tmp_path)
    assert "Median 78.00" in lines(overview(scored, PROJECTS[:4]))
    assert "Median 72.50" in lines(overview(scored, [PROJECTS[0], PROJECTS[3]]))


def test_the_ranking_has_who_stands_where_and_why(tmp_path: Path) -> None:
    """Equal totals share a rank in the order of their keys; a gate and a missing grade have their reasons."""
    told = lines(overview(engine(tmp_path), PROJECTS))
    start = told.index("Rank Project Total Grade Coverage Key Reason")
    assert told[start + 1 : start + 7] == [
        "1 Alpha 100.00 good 100% A",
        "2 B 78.00 fair 100% B",
        "2 C 78.00 fair 100% C",
        "4 E 59.00 poor 100% E Gate: Money misused",
        "5 D 45.00 poor 60% D",
        "- F - unrated 0% F no indicator could be scored",
    ]


def test_a_gate_that_is_the_reason_is_told_once(tmp_path: Path) -> None:
    """Where a gate takes the grade, the reason names it, and it is not named again beside it."""
    scored = engine(tmp_path, gates={"banned": {"title": "Money misused", "when": "banned", "then": {"unrated": True}}})
    (row,) = [line for line in lines(overview(scored, PROJECTS)) if line.startswith("- E ")]
    assert row.startswith("- E 96.00 unrated 100% E ")
    assert row.count("Money misused") == 1


def test_the_heat_map_has_a_share_or_a_sign_in_each_cell(tmp_path: Path) -> None:
    """Shares in per cent below the mean of all: of work (100 + 90 + 70 + 100 + 75 + 0) / 6 = 72.5; ? is missing."""
    told = lines(overview(engine(tmp_path), PROJECTS))
    start = told.index("Project Total Work done Satisfied users")
    assert told[start + 1 : start + 8] == [
        "Mean of all projects 72.00 73 57",
        "Alpha 100.00 100 100",
        "B 78.00 90 60",
        "C 78.00 70 90",
        "E 59.00 100 90",
        "D 45.00 75 ?",
        "F - ? ?",
    ]
    assert "Work done: 90%" in overview(engine(tmp_path), PROJECTS)


def test_every_status_has_a_sign_and_a_look_of_its_own(tmp_path: Path) -> None:
    """Missing, invalid and not applicable differ in sign, in colour and in what is said of the cell."""
    rules = engine(tmp_path).rules
    indicators = {**rules.indicators, "users": rules.indicators["users"].model_copy(update={"applies": "not banned"})}
    scored = scoring.Engine(rules.model_copy(update={"indicators": indicators}))
    given = [facts("A", None, 50), facts("B", "?", 50), facts("C", 50, 50, banned=True)]
    page = Page(overview(scored, given, lang="zh"))
    cells = [(each["class"], each["title"]) for tag, each in page.attributes if tag == "td" and "title" in each]
    assert ("mark missing", "Work done：缺少数据") in cells
    assert ("mark invalid", "Work done：数据无效") in cells
    assert ("mark not_applicable", "Satisfied users：不适用") in cells
    assert {"缺 缺少数据", "误 数据无效", "– 不适用", "C 50.00 50 –"} <= set(page.lines)


def test_columns_of_totals_have_their_counts(tmp_path: Path) -> None:
    """Each is five points wide, from its lower end; full marks belong to the last one."""
    page = Page(overview(engine(tmp_path), PROJECTS))
    assert "45–50: 1; 55–60: 1; 75–80: 2; 95–100: 1" in page.text
    bars = [each for tag, each in page.attributes if each.get("class") == "column"]
    assert [each["x"] for each in bars] == ["45.40%", "55.40%", "75.40%", "95.40%"]
    assert [each["height"] for each in bars] == ["75.0", "75.0", "150.0", "75.0"]
    edges = [each["x1"] for tag, each in page.attributes if tag == "line" and each["class"] == "edge"]
    assert edges == ["60.00%", "80.00%"]


def test_projects_without_a_total_have_no_columns(tmp_path: Path) -> None:
    """Where nobody has any data there is nothing to spread, no mean and no rank; the page is there all the same."""
    page = Page(overview(engine(tmp_path), [facts("A", None, None), facts("B", None, "?")]))
    assert not [each for _, each in page.attributes if each.get("class") == "column"]
    told = {"Projects 2", "With a grade 0", "Mean -", "Median -", "Highest -", "Lowest -", "Mean of all projects - 0 0"}
    assert told < set(page.lines)
    assert "- A - unrated 0% no indicator could be scored" in page.lines


def test_weights_of_each_projects_own_have_no_mean(tmp_path: Path) -> None:
    """Two indicators share the 100 points as each project's rows say, (30 + 10) × 2 of 50 × 2: no mean is made up."""
    rows = {"for_each": "t", "weight": "w", "measure": "t.x"}
    table = of_table(x="number", w="number")
    given = small_set({"t": table}, {"a": rows, "b": rows}, dimensions={"d": {"weight": 100}})
    scored = scoring.Engine(scoring.load(written(given, tmp_path)))
    told = lines(overview(scored, [{"project": "A", "t": [{"x": 1, "w": 30}, {"x": 0.5, "w": 20}]}]))
    start = told.index("Project Total a b")
    assert told[start + 1 : start + 3] == ["Mean of all projects 80.00 - -", "A 80.00 80 80"]


def test_many_totals_have_narrower_columns(tmp_path: Path) -> None:
    """More than 200 projects are spread over 50 columns of two points."""
    text = overview(engine(tmp_path), [facts(f"p{place}", place % 100, 100) for place in range(201)])
    assert "A column is 2 points wide" in text
    assert "A column is 5 points wide" in overview(engine(tmp_path), PROJECTS)


@pytest.mark.parametrize("name", ["un/hdi-2014", "us/part-2008", "cn/monitoring"])
def test_thresholds_are_where_the_totals_are(name: str) -> None:
    """Whatever full marks a set has, no threshold and no column is outside of the chart."""
    scored = scoring.Engine(scoring.load(name))
    given = [{**(each.facts or {}), "project": str(place)} for place, each in enumerate(scored.rules.examples)]
    page = Page(overview(scored, given))
    shapes = [each for tag, each in page.attributes if tag == "rect" and "x" in each]
    starts, widths = ([float(str(each[name]).rstrip("%")) for each in shapes] for name in ("x", "width"))
    assert min(starts) >= 0
    assert min(widths) > 0
    assert max(start + width for start, width in zip(starts, widths, strict=True)) <= 100.01


def test_points_that_are_lost_are_those_of_the_terminal(tmp_path: Path) -> None:
    """Users lose more projects points than work does: five of six against four."""
    told = lines(overview(engine(tmp_path), PROJECTS))
    start = told.index("Indicator Lost by Part Weight On average Missing Invalid")
    assert told[start + 1 : start + 3] == [
        "Satisfied users 5 83% 40.00 17.33 2 0",
        "Work done 4 67% 60.00 16.50 1 0",
    ]


def test_more_than_a_page_holds_is_said(tmp_path: Path) -> None:
    """Of 40 projects, listed with their first 5 and last 3, 32 are left out: below the fifth, and said above."""
    scored = engine(tmp_path)
    sheets = [scored.score(facts(f"p{place:02d}", place, 100)) for place in range(40)]
    summary = summary_of_sheets(sheets, scored.rules, Listing(5, 3, 2, marks=True))
    told = lines(report.overview_document(summary, scored.rules, scored.made, "en"))
    assert "Listed are the first and the last, 8 projects; 32 are not. -o results.xlsx writes a row for each." in told
    start = told.index("Rank Project Total Grade Coverage")
    assert told[start + 5 : start + 8] == ["5 p35 61.00 fair 100%", "… 32 more …", "38 p02 41.20 poor 100%"]


def test_a_heat_map_has_two_hundred_rows_at_most(tmp_path: Path) -> None:
    """Of 250 projects it has the first and the last hundred, and says so; the ranking has all of them."""
    text = overview(engine(tmp_path), [facts(f"p{place:03d}", place / 10, 100) for place in range(250)])
    ranking, heat = (text[text.index(f'id="{name}"') :] for name in ("ranking", "heat"))
    assert ranking[: ranking.index("</table>")].count('scope="row"') == 250
    assert heat[: heat.index("</table>")].count('scope="row"') == 1 + 200
    assert "… 50 more …" in heat
    assert "Listed are the first 100 and the last 100 of the ranking; 50 projects are not." in text
    exact = overview(engine(tmp_path), [facts(f"p{place:03d}", place / 10, 100) for place in range(201)])
    assert "Listed are" not in exact


def test_texts_of_the_data_are_never_markup(tmp_path: Path) -> None:
    """Whatever a title, a label, a name, a department or a reason has in it is shown as it is."""
    scored = engine(tmp_path)
    rules = scored.rules
    titled = {id_: each.model_copy(update={"title": HOSTILE}) for id_, each in rules.indicators.items()}
    levels = {id_: each.model_copy(update={"title": HOSTILE}) for id_, each in rules.dimensions.items()}
    gates = {id_: each.model_copy(update={"title": HOSTILE}) for id_, each in rules.gates.items()}
    grades = tuple(each.model_copy(update={"label": f"{HOSTILE}{place}"}) for place, each in enumerate(rules.grades))
    changed = {"title": HOSTILE, "source": HOSTILE, "indicators": titled, "dimensions": levels, "gates": gates}
    bad = scoring.Engine(rules.model_copy(update={**changed, "grades": grades}))
    about = {"name": HOSTILE, "department": HOSTILE, "unit": HOSTILE}
    given = [facts(f"{HOSTILE}{place}", place, 50, banned=place > 1, **about) for place in range(12)]
    files = Files({each["project"]["id"]: [f"{HOSTILE}.html"] for each in given}, [f"{HOSTILE}.xlsx"])
    page = Page(overview(bad, given, files))
    plain = [facts(f"p{place}", place, 50, banned=place > 1, name="n") for place in range(12)]
    tame = overview(scored, plain, Files({f"p{place}": ["a.html"] for place in range(12)}, ["a.xlsx"]))
    assert set(page.tags) == set(Page(tame).tags)
    assert page.tags.count("script") == 1
    assert page.text.count(HOSTILE) > 12 * 6
    assert not [name for _, each in page.attributes for name in each if name.startswith("on")]
    assert {tag for tag, each in page.attributes if "href" in each} == {"a"}


def test_only_the_script_of_the_page_may_run(tmp_path: Path) -> None:
    """Its digest stands in the policy; nothing may be loaded, and no address is in the page."""
    text = overview(engine(tmp_path), PROJECTS)
    script = text[text.index("<script>") + len("<script>") : text.index("</script>")]
    digest = b64encode(sha256(script.encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    assert policy[1].split("; ") == [
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "base-uri 'none'",
        "form-action 'none'",
        f"script-src 'sha256-{digest}'",
    ]
    assert not re.search(r"https?:|url\(|@import|javascript:", text)


def test_a_name_links_to_the_files_beside_the_page(tmp_path: Path) -> None:
    """The name to the project's page, words to all its files; names of files are written as addresses."""
    given = [facts("甲 1", 90, 90), facts("#2?", 80, 80)]
    files = Files({"甲 1": ["甲 1.xlsx", "甲 1.docx", "甲 1.html"], "#2?": ["#2_.xlsx", "#2_.json"]}, ["summary.xlsx"])
    text = overview(engine(tmp_path), given, files)
    links = re.findall(r'<a href="([^"]*)">([^<]*)</a>', text)
    assert links == [
        ("summary.xlsx", "summary.xlsx"),
        ("%E7%94%B2%201.html", "甲 1"),
        ("%E7%94%B2%201.xlsx", "Excel"),
        ("%E7%94%B2%201.docx", "Word"),
        ("%E7%94%B2%201.html", "page"),
        ("%232_.xlsx", "Excel"),
        ("%232_.json", "JSON"),
    ]


def test_no_projects_are_no_error() -> None:
    """A page of nothing says so."""
    rules = scoring.load(RULES)
    summary = summarised(frame(0, rules).lazy(), rules)
    assert "没有项目。" in lines(report.overview_document(summary, rules, scoring.Engine(rules).made))


def test_cells_can_be_read() -> None:
    """Every colour of the heat map and its text differ by the 4.5 that WCAG asks for."""
    looks = re.findall(r"^\.s\d+\{background:#(\w+)(?:;color:#(\w+))?\}", OVERVIEW_CSS, flags=re.MULTILINE)
    assert len(looks) == 11
    for background, colour in looks:
        light, dark = sorted((_light(background), _light(colour or "1d2733")), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, background


def _light(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG has it."""
    digits = colour if len(colour) == 6 else "".join(each * 2 for each in colour)
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# -- the command


@pytest.mark.parametrize("kind", sorted(GIVEN))
@pytest.mark.parametrize("backend", ["polars", "duckdb"])
def test_tables_give_a_page(run: Command, tmp_path: Path, kind: str, backend: str) -> None:
    """`-o ranking.html` of a table has its projects, whatever kind of file it is and whatever scores it."""
    done = run("score", "set.toml", *GIVEN[kind], "-o", "ranking.html", "--backend", backend)
    assert (done.code, done.out) == (0, "")
    told = lines((tmp_path / "ranking.html").read_text(encoding="utf-8"))
    assert {"1 北站 77.00 pass 100% P1", "北站 77.00 95 50", "南站 70.00 50 100"} < set(told)


def test_files_of_facts_give_the_same_page(run: Command, tmp_path: Path) -> None:
    """Three projects in JSON give the page that the same three give in a table, to the letter."""
    given = [
        {
            "project": {"id": key, "name": name},
            "funds": {"budget": budget, "spent": spent},
            "survey": [{"answer": answer} for of, answer in ANSWERS[1:] if of == key],
        }
        for key, name, budget, spent in works.PROJECTS[1:]
    ]
    write(tmp_path / "all.json", json.dumps(given))
    done = run("score", "set.toml", "all.json", "--format", "html")
    assert (done.code, done.err) == (0, "")
    assert done.out == run("score", "set.toml", *GIVEN["csv"], "--format", "html").out


def test_one_of_many_has_its_own_page(run: Command, tmp_path: Path) -> None:
    """`--sheet` chooses the sheet of one, also in HTML; Word still holds one project only."""
    assert run("score", "set.toml", *GIVEN["csv"], "--sheet", "P2", "-o", "p.html").code == 0
    assert "40 / 80 = 50.00%" in Page((tmp_path / "p.html").read_text(encoding="utf-8")).text
    done = run("score", "set.toml", *GIVEN["csv"], "-o", "p.docx")
    assert done == (
        2,
        "",
        "one docx file holds the sheet of one project, and there are 3: choose one, as in --sheet P1\n",
    )


def test_a_page_lists_thousands() -> None:
    """All of 5,000 projects are listed; of 9,600 as many of the first, of the last and of those without a grade."""
    rules = scoring.load(RULES)
    few = frame(1200, rules)
    many = pl.concat([few.with_columns(pl.col("project") + f"/{turn}") for turn in range(8)])
    listing = WHOLE._replace(marks=False)
    every = summarised(many.head(5000).lazy(), rules, listing=listing).ranking
    assert len(every) == 5000
    ends = summarised(many.lazy(), rules, listing=listing).ranking
    gaps = [(place + 1, each.left_out) for place, each in enumerate(ends) if each.left_out]
    ranked = sum(each.rank is not None for each in ends)
    assert gaps == [(2500, 9600 - len(ends))]
    assert ranked == 5000
