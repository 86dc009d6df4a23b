"""PART: published section scores and ratings of federal programs, and what no score decides."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import scoring
from tests.tables import Library, in_tables

if TYPE_CHECKING:
    from tests.worlds import World

SET_FILE: Final = Path(__file__).parent.parent / "rules" / "us" / "part-2008.toml"
DIRECT: Final = "Direct Federal Program"
GRANT: Final = "Competitive Grant Program"
FORMULA: Final = "Block/Formula Grant"
RULES: Final = "Regulatory-based Program"
CAPITAL: Final = "Capital Assets and Service Acquisition Program"
CREDIT: Final = "Credit Program"
RESEARCH: Final = "Research and Development Program"
SECTIONS: Final = ("design", "planning", "management", "results")
GENERAL: Final = {"design": 5, "planning": 8, "management": 7, "results": 5}
#: How many additional questions a type has in each section.
ADDITIONAL: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    DIRECT: {},
    GRANT: {"management": ("co1", "co2", "co3")},
    FORMULA: {"management": ("bf1", "bf2")},
    RULES: {"planning": ("rg1",), "management": ("rg1", "rg2", "rg3", "rg4"), "results": ("rg1",)},
    CAPITAL: {"planning": ("ca1",), "management": ("ca1",), "results": ("ca1",)},
    CREDIT: {"management": ("cr1", "cr2")},
    RESEARCH: {"planning": ("rd1", "rd2"), "management": ("rd1",)},
}


class Program(NamedTuple):
    """A program as ExpectMore.gov showed it: types, scores of sections in percent, rating."""

    types: tuple[str, ...]
    sections: tuple[int, int, int, int]
    rating: str
    #: The total in whole points, where one is known.
    total: int | None = None
    #: Questions answered n/a; they are not shown with the scores, and are what the percentages ask for.
    left_out: tuple[str, ...] = ()


UNDEMONSTRATED: Final = "Results Not Demonstrated"
#: Of the archived pages "Detailed Information on the … Assessment". The answers to the questions were not at hand: they
#: are chosen below so that the sections score what the pages say.
PROGRAMS: Final[dict[str, Program]] = {
    "Navigation Services (2006)": Program((DIRECT,), (100, 100, 86, 73), "Moderately Effective", 84),
    "Decennial Census (2007)": Program((DIRECT,), (100, 100, 100, 67), "Moderately Effective", 83),
    "Pacific Coastal Salmon Recovery Fund (2006)": Program((FORMULA,), (80, 75, 100, 67), "Moderately Effective", 77),
    "Import Administration (2007)": Program((RULES,), (80, 67, 90, 22), "Adequate", 52, ("management.rg4",)),
    "Marine and Aviation Operations (2006)": Program((DIRECT, CAPITAL), (100, 89, 88, 50), "Moderately Effective"),
    "Market Access and Compliance (2007)": Program((DIRECT,), (100, 88, 100, 47), "Moderately Effective"),
    "Secure Transportation Asset (2004)": Program((DIRECT,), (100, 100, 86, 67), "Moderately Effective"),
    "Section 504 Guaranteed Loans (2007)": Program((CREDIT,), (100, 88, 100, 47), "Moderately Effective"),
    "Fundamental Science and Engineering (2005)": Program((RESEARCH, GRANT), (100, 100, 100, 87), "Effective"),
    "Support for Research Institutions (2004)": Program(
        (RESEARCH, GRANT), (100, 100, 100, 78), "Effective", None, ("results.q4", "results.q5")
    ),
    "Credit Union Loans and Assistance (2004)": Program((CREDIT, GRANT), (80, 62, 92, 80), UNDEMONSTRATED),
    "Defense Advanced Technology Development (2007)": Program((RESEARCH,), (100, 70, 75, 0), UNDEMONSTRATED),
}


def questions(section: str, types: tuple[str, ...]) -> list[str]:
    """Return the questions of a section that programs of these types answer."""
    keys = [f"q{number}" for number in range(1, GENERAL[section] + 1)]
    for each in types:
        if not (each == RESEARCH and GRANT in types and section == "management"):
            keys += ADDITIONAL[each].get(section, ())
    return [f"{section}.{key}" for key in keys]


def percent(share: Fraction) -> int:
    """Round as ExpectMore.gov did: 5/8 is 62, 7/8 is 88."""
    exact = Decimal(share.numerator * 100) / share.denominator
    return int(exact.quantize(Decimal(1), ROUND_HALF_EVEN))


def answered(program: Program) -> dict[str, Any]:
    """Return answers that give the program's section scores: yes or no, in the last section by thirds."""
    facts: dict[str, Any] = dict(zip(("program_type", "second_type"), program.types, strict=False))
    facts["measures.acceptable"] = facts["measures.baseline"] = program.rating != UNDEMONSTRATED
    for section, wanted in zip(SECTIONS, program.sections, strict=True):
        every = questions(section, program.types)
        facts |= {name: "n/a" for name in every if name in program.left_out}
        counting = [name for name in every if name not in program.left_out]
        steps = 3 if section == "results" else 1
        (earned,) = [
            n for n in range(len(counting) * steps + 1) if percent(Fraction(n, len(counting) * steps)) == wanted
        ]
        for name in counting:
            part = min(earned, steps)
            facts[name] = ("no", "small extent", "large extent", "yes")[part * 3 // steps]
            earned -= part
    return facts


def test_published_section_scores_totals_and_ratings_come_out() -> None:
    """Twelve of twelve: the four sections in percent, the rating, and the total of the four that have one."""
    engine = scoring.Engine(scoring.load(SET_FILE))
    for name, program in PROGRAMS.items():
        sheet = engine.score(answered(program))
        shares = [Fraction(each.share or 0).limit_denominator(1000) for each in sheet.dimensions]
        assert tuple(map(percent, shares)) == program.sections, name
        assert sheet.grade == program.rating, name
        assert sheet.coverage == 1, name
        assert program.total in (None, sheet.total), name


def test_ratings_come_out_in_tables(library: Library) -> None:
    """The same in frames of every library, one column a question."""
    outcomes = in_tables(library)(SET_FILE, [answered(each) for each in PROGRAMS.values()])
    assert [each.grade for each in outcomes] == [each.rating for each in PROGRAMS.values()]


def test_results_not_demonstrated_is_no_function_of_the_score(scored: World) -> None:
    """80.7 points are Results Not Demonstrated without measures, Moderately Effective with them; 0 are Ineffective."""
    facts = answered(PROGRAMS["Credit Union Loans and Assistance (2004)"])
    measured = {"measures.acceptable": True, "measures.baseline": True}
    nothing = {name: "no" for section in SECTIONS for name in questions(section, (DIRECT,))}
    outcomes = scored(SET_FILE, [facts, facts | measured, nothing | measured])
    assert [(each.total, each.grade) for each in outcomes] == [
        (81, UNDEMONSTRATED),
        (81, "Moderately Effective"),
        (0, "Ineffective"),
    ]


def test_additional_questions_are_due_by_type(scored: World) -> None:
    """Without answers they are missing and there is no total; with them there is; of other types none is asked."""
    kinds = [each for each in ADDITIONAL if each != DIRECT]
    general = {name: "yes" for section in SECTIONS for name in questions(section, (DIRECT,))}
    every = [{name: "yes" for section in SECTIONS for name in questions(section, (kind,))} for kind in kinds]
    asked = [general | {"program_type": kind} for kind in kinds]
    answers = [facts | {"program_type": kind} for kind, facts in zip(kinds, every, strict=True)]
    direct, *outcomes = scored(SET_FILE, [general, *asked, *answers])
    assert direct.total == 100
    for kind, facts, without, with_answers in zip(kinds, every, outcomes, outcomes[len(kinds) :], strict=False):
        due = [name for name, status in without.statuses.items() if status == "missing"]
        assert len(due) == len(facts) - len(general), kind
        assert without.total is None, kind
        assert all(with_answers.statuses[name] == "scored" for name in due), kind
        assert with_answers.total == 100, kind


def test_sections_one_to_three_take_yes_and_no() -> None:
    """Any other answer is invalid, and none is missing."""
    engine = scoring.Engine(scoring.load(SET_FILE))
    for answer in ("large extent", "maybe", ""):
        (line,) = [each for each in engine.score({"design.q1": answer}).lines if each.id == "clear-purpose"]
        assert line.status == ("invalid" if answer else "missing"), answer
