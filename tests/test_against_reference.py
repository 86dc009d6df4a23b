"""The engine against the slow reference, on generated sets and hostile facts."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from hypothesis import given, note, settings
from hypothesis import strategies as st

from tests.strategies import indicator_sets, projects
from tests.toml_text import dumps
from tests.worlds import Number, World, by_the_reference

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pytest

#: Shares and coverage are printed with 10 decimals.
PRINTED: Final = Fraction(1, 10**9)


@st.composite
def scored_projects(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    """Draw a set, as TOML, and some projects for it."""
    rules = draw(indicator_sets())
    return dumps(rules), draw(st.lists(projects(rules["facts"]), min_size=1, max_size=4))


@settings(max_examples=30)  # a whole set assembled in columns takes a second; many more are run by hand
@given(drawn=scored_projects())
def test_every_world_agrees_with_the_reference(
    scored: World, tmp_path_factory: pytest.TempPathFactory, drawn: tuple[str, list[dict[str, Any]]]
) -> None:
    """Whatever the set and the facts: the same cents, the same grade, the same statuses as in exact fractions."""
    text, rows = drawn
    note(text)
    path = tmp_path_factory.getbasetemp() / "generated.toml"
    path.write_text(text, encoding="utf-8")
    for outcome, expected in zip(scored(path, rows), by_the_reference(path, rows), strict=True):
        assert outcome.statuses == expected.statuses
        assert outcome.scores == expected.scores
        assert outcome.dimensions == expected.dimensions
        assert (outcome.total, outcome.grade) == (expected.total, expected.grade)
        assert outcome.gates == expected.gates
        assert abs(Fraction(outcome.coverage) - Fraction(expected.coverage)) < PRINTED
        assert_close(outcome.shares, expected.shares)


def assert_close(shares: Mapping[str, Number | None], expected: Mapping[str, Number | None]) -> None:
    """The shares are those expected, as far as they are printed; null stays null."""
    assert shares.keys() == expected.keys()
    for name, share in shares.items():
        other = expected[name]
        if share is None or other is None:
            assert share is other, name
        else:
            assert abs(Fraction(share) - Fraction(other)) < PRINTED, name
