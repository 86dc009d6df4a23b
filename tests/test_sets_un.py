"""The Human Development Index: published countries of two reports, the worked indices, editions by date."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import scoring
from scoring.report_total import sum_rows
from tests.tables import Library, in_tables

if TYPE_CHECKING:
    from tests.worlds import World

UN: Final = Path(__file__).parent.parent / "rules" / "un"
NAMES: Final = ("life_expectancy", "expected_years_of_schooling", "mean_years_of_schooling", "gni_per_capita")

#: Life expectancy, expected and mean years of schooling, GNI per capita, HDI: the first countries of table 1 of the
#: Human Development Report 2015, as UNDP printed it, components rounded to one decimal and whole dollars.
REPORT_2015: Final = {
    "Norway": ("81.6", "17.5", "12.6", "64992", "0.944"),
    "Australia": ("82.4", "20.2", "13.0", "42261", "0.935"),
    "Switzerland": ("83.0", "15.8", "12.8", "56431", "0.930"),
    "Denmark": ("80.2", "18.7", "12.7", "44025", "0.923"),
    "Netherlands": ("81.6", "17.9", "11.9", "45435", "0.922"),
    "Germany": ("80.9", "16.5", "13.1", "43919", "0.916"),
    "Ireland": ("80.9", "18.6", "12.2", "39568", "0.916"),
    "United States": ("79.1", "16.5", "12.9", "52947", "0.915"),
    "Canada": ("82.0", "15.9", "13.0", "42155", "0.913"),
    "New Zealand": ("81.8", "19.2", "12.5", "32689", "0.913"),
    "Singapore": ("83.0", "15.4", "10.6", "76628", "0.912"),
    "Hong Kong, China (SAR)": ("84.0", "15.6", "11.2", "53959", "0.910"),
    "Liechtenstein": ("80.0", "15.0", "11.8", "79851", "0.908"),
    "Sweden": ("82.2", "15.8", "12.1", "45636", "0.907"),
    "United Kingdom": ("80.7", "16.2", "13.1", "39267", "0.907"),
    "Iceland": ("82.6", "19.0", "10.6", "35182", "0.899"),
    "Korea (Republic of)": ("81.9", "16.9", "11.9", "33890", "0.898"),
    "Israel": ("82.4", "16.0", "12.5", "30676", "0.894"),
    "Luxembourg": ("81.7", "13.9", "11.7", "58711", "0.892"),
    "Japan": ("83.5", "15.3", "11.5", "36927", "0.891"),
    "Belgium": ("80.8", "16.3", "11.3", "41187", "0.890"),
    "France": ("82.2", "16.0", "11.1", "38056", "0.888"),
    "Austria": ("81.4", "15.7", "10.8", "43869", "0.885"),
    "Finland": ("80.8", "17.1", "10.3", "38695", "0.883"),
}
#: The same of the report of 2011, and the education index that it printed.
REPORT_2011: Final = {
    "Norway": ("81.1", "17.3", "12.6", "47557", "0.943", "0.985"),
    "Viet Nam": ("75.2", "10.4", "5.5", "2805", "0.593", "0.503"),
    "China": ("73.5", "11.6", "7.5", "7476", "0.687", "0.623"),
    "Japan": ("83.4", "15.1", "11.6", "32295", "0.901", "0.883"),
    "Iceland": ("81.8", "18.0", "10.4", "29354", "0.898", "0.912"),
    "Congo (Democratic Republic of the)": ("48.4", "8.2", "3.5", "280", "0.286", "0.356"),
}


def rounded_from(row: tuple[str, ...]) -> list[dict[str, Decimal]]:
    """Return the smallest, the printed and the largest components that are printed like these."""
    values = [Decimal(each) for each in row[:4]]
    half = [Decimal("0.05")] * 3 + [Decimal("0.5")]
    rows = [[value + sign * by for value, by in zip(values, half, strict=True)] for sign in (-1, 0, 1)]
    return [dict(zip(NAMES, each, strict=True)) for each in rows]


def test_countries_of_2015_come_out_as_far_as_their_rounded_components_tell(scored: World) -> None:
    """24 of 24 lie between what the smallest and the largest components give; 17 agree at once to 3 decimals."""
    projects = [each for row in REPORT_2015.values() for each in rounded_from(row)]
    totals = [each.total for each in scored(UN / "hdi-2014.toml", projects)]
    agreed = 0
    for place, (country, row) in enumerate(REPORT_2015.items()):
        low, middle, high = totals[3 * place : 3 * place + 3]
        assert low is not None
        assert high is not None
        assert low <= Decimal(row[4]) <= high, country
        agreed += middle == Decimal(row[4])
    assert agreed == 17


def test_all_of_them_have_the_highest_tier(library: Library) -> None:
    """Printed HDI of 0.883 and more are very high human development, in frames of every library."""
    projects = [rounded_from(row)[1] for row in REPORT_2015.values()]
    outcomes = in_tables(library)(UN / "hdi-2014.toml", projects)
    assert {each.grade for each in outcomes} == {"very high human development"}


def test_countries_of_2011_come_out_by_the_goalposts_of_2011(scored: World) -> None:
    """Six of six, by the edition whose schooling is a geometric mean."""
    projects = [each for row in REPORT_2011.values() for each in rounded_from(row)]
    outcomes = scored(UN / "hdi-2014@2011.toml", projects)
    for place, (country, row) in enumerate(REPORT_2011.items()):
        low, _, high = outcomes[3 * place : 3 * place + 3]
        assert low.total is not None
        assert high.total is not None
        assert low.total <= Decimal(row[4]) <= high.total, country
        least, most = (float(each.shares["schooling"] or 0) for each in (low, high))
        assert least - 0.0005 <= float(row[5]) <= most + 0.0005, country


def test_the_worked_indices_give_the_worked_index(scored: World) -> None:
    """0.6971, 0.3447 and 0.5506, the indices of the technical note's example, give 0.510."""
    facts = dict(zip(NAMES, (Decimal("65.3115"), Decimal("6.2046"), Decimal("5.1705"), 3828), strict=True))
    (outcome,) = scored(UN / "hdi-2014.toml", [facts])
    assert outcome.total == Decimal("0.510")
    assert outcome.grade == "low human development"


@pytest.mark.parametrize(
    ("day", "version", "total"),
    [
        ("2010-01-01", "2010", "0.569"),
        ("2010-12-31", "2010", "0.569"),
        ("2011-01-01", "2011", "0.594"),
        ("2012-12-31", "2011", "0.594"),
        ("2013-06-30", "2013", "0.599"),
        ("2014-01-01", "2014", "0.587"),
        ("2026-01-01", "2014", "0.587"),
    ],
)
def test_the_day_chooses_the_edition(day: str, version: str, total: str) -> None:
    """One country, four goalposts: each edition is in force from the year of its report to the eve of the next."""
    rules = scoring.load("un/hdi-2014", on=datetime.date.fromisoformat(day))
    facts = dict(zip(NAMES, ("75.2", "10.4", "5.5", "2805"), strict=True))
    assert rules.version == version
    assert scoring.Engine(rules).score(facts).total == Decimal(total)


def test_before_the_first_edition_there_is_none() -> None:
    """Indices before 2010 had other components; no edition here claims them."""
    with pytest.raises(scoring.ScoringError, match="2010-01-01"):
        scoring.load("un/hdi-2014", on=datetime.date(2009, 12, 31))


def test_what_is_no_sum_is_not_called_one() -> None:
    """The parts of a geometric mean do not add up to it: the sheet says overall, where it would say sum."""
    facts = dict(zip(NAMES, map(Decimal, ("75.2", "10.4", "5.5", "100")), strict=True))
    sheet = scoring.Engine(scoring.load("un/hdi-2014")).score(facts)
    assert sheet.total == 0
    assert sum(each.score or 0 for each in sheet.dimensions) > Decimal("0.4")
    assert sum_rows(sheet, "en")[0].title == "Overall"
