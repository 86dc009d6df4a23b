"""Pages in a real browser: what sorts, what runs and what does not, what is loaded, how wide and long they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import scoring
from scoring import report
from tests.browser import paper
from tests.overviews import FORMULA_NAME, SCRIPT_NAME, engine, facts, overview
from tests.test_report_document import SHEETS, read

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser import Show, Shown

#: Totals 100, 9.5, 85, none (no data), 30 and 59: as texts they would go 100, 30, 59, 85, 9.5.
PROJECTS = (
    facts("P-10", 100, 100, name="Alpha", department="North"),
    facts("P-9", 9.5, 9.5, name="beta"),
    facts("P-2", 85, 85, name=SCRIPT_NAME),
    facts("P-1", None, None, name=FORMULA_NAME),
    facts("P-30", 50, 0, name="Ärger & <b>Co</b>"),
    facts("P-4", 100, 90, name="Delta", banned=True),
)
#: More projects than the box that finds them waits for, and enough rows to scroll.
MANY = (*PROJECTS, *(facts(f"Q-{place}", place, 50, name=f"Quay {place}") for place in range(60)))
#: Runs in a page that lets it: a script, a handler, an address.
INJECTED = "<script>document.title = 'ran'</script><img src=x onerror=\"document.title = 'ran'\">"


@pytest.fixture
def page(show: Show, tmp_path: Path) -> Shown:
    """Return the page of six projects."""
    return show(_file(tmp_path, overview(engine(tmp_path), PROJECTS)))


def _file(folder: Path, text: str) -> Path:
    path = folder / "page.html"
    path.write_text(text, encoding="utf-8")
    return path


def _sorted(shown: Shown) -> dict[str, str]:
    """Return which headings say that they are sorted, and how."""
    heads = shown.page.locator("#ranking thead th[aria-sort]").all()
    return {each.inner_text().split()[0]: str(each.get_attribute("aria-sort")) for each in heads}


def test_a_ranking_begins_with_the_best(page: Shown) -> None:
    """As it comes, the ranking is that of the totals, and its heading says so."""
    assert page.column("ranking", "Total") == ["100.00", "85.00", "59.00", "30.00", "9.50", "-"]
    assert page.column("ranking", "Rank") == ["1", "2", "3", "4", "5", "-"]
    assert _sorted(page) == {"Rank": "ascending"}


def test_a_click_sorts_numbers_as_numbers(page: Shown) -> None:
    """9.50 is less than 30.00; a second click turns the order round; what has no total is last either way."""
    page.press("ranking", "Total")
    assert page.column("ranking", "Total") == ["9.50", "30.00", "59.00", "85.00", "100.00", "-"]
    assert _sorted(page) == {"Total": "ascending"}
    page.press("ranking", "Total")
    assert page.column("ranking", "Total") == ["100.00", "85.00", "59.00", "30.00", "9.50", "-"]
    assert _sorted(page) == {"Total": "descending"}
    page.press("ranking", "Coverage")
    assert page.column("ranking", "Coverage") == ["0%", "100%", "100%", "100%", "100%", "100%"]


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_keyboard_sorts(page: Shown, key: str) -> None:
    """From the first heading Tab goes to the next, Enter or the space bar press it; the focus stays on it."""
    page.page.locator("#ranking thead button").first.focus()
    page.page.keyboard.press("Tab")
    page.page.keyboard.press(key)
    assert page.column("ranking", "Project")[:2] == [SCRIPT_NAME, FORMULA_NAME]
    assert _sorted(page) == {"Project": "ascending"}
    page.page.keyboard.press(key)
    assert _sorted(page) == {"Project": "descending"}


def test_texts_are_sorted_as_people_do(page: Shown) -> None:
    """P-2 is before P-10, beta before Delta; a grade has its place among the grades, not in the alphabet."""
    page.press("ranking", "Key")
    assert page.column("ranking", "Key") == ["P-1", "P-2", "P-4", "P-9", "P-10", "P-30"]
    page.press("ranking", "Project")
    assert page.column("ranking", "Project")[2:] == ["Alpha", "Ärger & <b>Co</b>", "beta", "Delta"]
    page.press("ranking", "Grade")
    assert page.column("ranking", "Grade") == ["good", "good", "poor", "poor", "poor", "unrated"]
    page.press("ranking", "Department")
    assert page.column("ranking", "Department")[0] == "North"


def test_the_heat_map_sorts_by_an_indicator(page: Shown) -> None:
    """Below the mean of all, which stays where it is, rows go by the share at an indicator, the last those without."""
    page.press("heat", "Satisfied users")
    assert page.column("heat", "Satisfied users") == ["0", "10", "85", "90", "100", "?"]
    assert page.texts("#heat tbody.all th") == ["Mean of all projects"]


def test_names_are_shown_and_nothing_runs(page: Shown) -> None:
    """Markup and formulas in names are texts; the page loads nothing, runs no other script and complains of nothing."""
    names = page.column("ranking", "Project")
    assert names == ["Alpha", SCRIPT_NAME, "Delta", "Ärger & <b>Co</b>", "beta", FORMULA_NAME]
    assert SCRIPT_NAME in page.column("heat", "Project")
    assert (page.asked, page.complaints, page.dialogs) == ([], [], [])


def test_a_script_that_gets_in_is_blocked(show: Show, tmp_path: Path) -> None:
    """Whatever a page may ever fail to escape does not run: neither in the file nor put in later."""
    text = overview(engine(tmp_path), PROJECTS)
    found = show(_file(tmp_path, text.replace("<h1>", f"{INJECTED}<h1>")))
    found.page.evaluate("html => document.body.append(document.createRange().createContextualFragment(html))", INJECTED)
    found.page.wait_for_timeout(100)
    assert found.page.title() == "Works & roads"
    assert found.asked == []
    assert any("Content Security Policy" in each for each in found.complaints)
    found.press("ranking", "Total")
    assert found.column("ranking", "Total")[0] == "9.50"


def test_a_page_without_script_is_whole(show: Show, tmp_path: Path) -> None:
    """Where scripts are switched off the tables are there, in their order; nothing looks as if it could be pressed."""
    found = show(_file(tmp_path, overview(engine(tmp_path), MANY)), java_script_enabled=False)
    assert found.column("ranking", "Total")[:2] == ["100.00", "85.00"]
    assert found.page.locator("button").count() == 0
    assert found.texts(".tools") == []


def test_projects_are_found_by_their_names(show: Show, tmp_path: Path) -> None:
    """What is typed leaves the rows that have it, in both tables, and says how many of how many these are."""
    found = show(_file(tmp_path, overview(engine(tmp_path), MANY)))
    found.page.get_by_label("Find").fill("QUAY 4")
    named = {"Quay 4", *(f"Quay {place}" for place in range(40, 50))}
    assert set(found.column("ranking", "Project")) == set(found.column("heat", "Project")) == named
    assert found.texts(".tools output") == ["11 / 66"]
    found.page.get_by_label("Find").fill("")
    assert len(found.column("ranking", "Project")) == 66
    assert found.texts(".tools output") == [""]


def test_few_projects_need_no_box_to_find_them(page: Shown) -> None:
    """With six projects there is nothing to filter."""
    assert page.page.get_by_label("Find").count() == 0


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", ["us/part-2008", "cn/project-2020", "cn/self-evaluation-2020"])
def test_tables_scroll_in_their_boxes(show: Show, tmp_path: Path, name: str, width: int) -> None:
    """On a phone and on a desk, the page is as wide as its window; headings and names stay in sight in a box."""
    scored = scoring.Engine(scoring.load(name))
    given: list[dict[str, Any]] = [
        {**(each.facts or {}), "project": {"id": f"{place}-{turn}", "name": f"{each.name}{'，很长的名称' * 6}"}}
        for turn in range(4)
        for place, each in enumerate(scored.rules.examples)
    ]
    found = show(_file(tmp_path, overview(scored, given)), width)
    assert found.overflow == 0
    box = found.page.locator(".box:has(#heat)")
    box.evaluate("box => box.scrollTo(2000, 2000)")
    assert box.evaluate("box => box.scrollTop") > 100
    place = box.bounding_box()
    head, name_ = (
        found.page.locator(f"#heat {each}").bounding_box() for each in ("thead", "tbody.rows .name >> nth=-1")
    )
    assert place is not None
    assert head is not None
    assert name_ is not None
    assert abs(head["y"] - place["y"]) <= 2
    assert abs(name_["x"] - place["x"]) <= 2


def test_a_page_prints_on_a4(show: Show, tmp_path: Path) -> None:
    """The ranking goes on upright sheets, a heat map of many indicators on wide ones, none beyond the paper."""
    scored = scoring.Engine(scoring.load("us/part-2008"))
    given: list[dict[str, Any]] = [
        {**(each.facts or {}), "project": {"id": f"{turn}-{place}", "name": each.name}}
        for turn in range(6)
        for place, each in enumerate(scored.rules.examples)
    ]
    found = show(_file(tmp_path, overview(scored, given)))
    sheets = paper(found.page.pdf(prefer_css_page_size=True))
    assert sheets == sorted(sheets)
    assert (sheets.count("high") >= 2, sheets.count("wide") >= 1) == (True, True)
    found.page.set_viewport_size({"width": 1030, "height": 700})  # 297 mm less the margins
    found.page.emulate_media(media="print")
    assert found.overflow == 0
    few = show(_file(tmp_path, overview(engine(tmp_path), MANY)))
    assert set(paper(few.page.pdf(prefer_css_page_size=True))) == {"high"}


def test_nothing_is_cut_off_on_paper(show: Show, tmp_path: Path) -> None:
    """Boxes give up their limits in print, so that no row is lost; what is only for the screen is not there."""
    found = show(_file(tmp_path, overview(engine(tmp_path), MANY)))
    found.page.emulate_media(media="print")
    for name in ("ranking", "heat"):
        box = found.page.locator(f".box:has(#{name})")
        assert box.evaluate("box => box.scrollHeight - box.clientHeight") == 0
    assert found.texts(".tools") == []


# -- the page of one project


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_fits_its_window(show: Show, tmp_path: Path, name: str, width: int) -> None:
    """The page of one project is as wide as its window, loads nothing and complains of nothing."""
    found = show(_file(tmp_path, report.sheet_document(read(name))), width)
    assert (found.overflow, found.asked, found.complaints) == (0, [], [])


def test_a_sheet_prints_upright(show: Show, tmp_path: Path) -> None:
    """A sheet of five indicators and their findings goes on a few sheets of A4."""
    found = show(_file(tmp_path, report.sheet_document(read("troubled"))))
    assert set(paper(found.page.pdf(prefer_css_page_size=True))) == {"high"}


def test_nothing_runs_in_a_sheet(show: Show, tmp_path: Path) -> None:
    """The page of one project has no script, and its policy lets none in."""
    text = report.sheet_document(read("complete"))
    found = show(_file(tmp_path, text.replace("<h1>", f"{INJECTED}<h1>")))
    found.page.wait_for_timeout(100)
    assert "ran" not in found.page.title()
    assert (found.asked, found.dialogs) == ([], [])
