"""What holds of every scale, whatever its parameters: shares within bounds, and more is never less where it counts."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from tests.small_sets import one_line, written
from tests.strategies import monotone_scales, number_scales
from tests.strategies.scales import BREAKS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.small_sets import Table
    from tests.worlds import Number, World

WEIGHT: Final = Decimal(10)
#: Measures on the thresholds, limits and points of scales, on either side of the tolerance, and anywhere.
MEASURES: Final = st.one_of(
    st.builds(
        Decimal.__add__,
        st.sampled_from(BREAKS),
        st.sampled_from([Decimal(text) for text in ["0", "1E-9", "-1E-9", "1E-10", "-2E-9", "0.05", "-0.15", "-1"]]),
    ),
    st.decimals(-3, 3, places=4),
    st.decimals(-10, 2000, places=1),
)
MANY: Final = settings(max_examples=150)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the sets of one world; the next example's takes the place of the last."""
    return tmp_path_factory.mktemp("scales")


def shares(world: World, folder: Path, scale: Table, measures: list[Decimal]) -> list[Number]:
    """Return the share that each measure earns."""
    note(str(scale))
    path = written(one_line("a", {"a": "number"}, scale), folder)
    outcomes = world(path, [{"a": measure} for measure in measures])
    assert {each.statuses["i"] for each in outcomes} == {"scored"}
    found = [each.shares["i"] for each in outcomes]
    return [share for share in found if share is not None]


@MANY
@given(drawn=number_scales(WEIGHT), measures=st.lists(MEASURES, min_size=1, max_size=8))
def test_a_share_lies_between_nothing_and_everything(
    scored: World, folder: Path, drawn: dict[str, Any], measures: list[Decimal]
) -> None:
    """Whatever the parameters and the measure, a share is at least 0 and at most 1, and never missing."""
    found = shares(scored, folder, drawn.get("scale", {}), measures)
    assert len(found) == len(measures)
    assert all(0 <= share <= 1 for share in found)


@MANY
@given(drawn=monotone_scales(WEIGHT), measures=st.lists(MEASURES, min_size=2, max_size=8))
def test_more_is_never_less_on_a_monotone_scale(
    scored: World, folder: Path, drawn: tuple[Table, int], measures: list[Decimal]
) -> None:
    """On a scale that rises, a greater measure never earns less, by no digit; on one that falls, never more."""
    scale, direction = drawn
    found = shares(scored, folder, scale, sorted(measures, reverse=direction < 0))
    assert found == sorted(found)
