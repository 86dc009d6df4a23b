"""The plugin's own tests, with what the engine offers to authors."""

from __future__ import annotations

import pytest
from acme_quality import DefectRate

from scoring.testing import SetExample, assert_agrees, examples


@pytest.mark.parametrize("example", examples("acme/goods"), ids=str)
def test_its_set_scores_what_its_examples_expect(example: SetExample) -> None:
    """Each example of the set is a test."""
    example.verify()


def test_its_check_is_the_same_in_columns() -> None:
    """One definition serves one project and a million."""
    assert_agrees(DefectRate(bad="goods.defective", total="goods.inspected"))
