"""The official plugins in columns: their checks give what they give one project at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_sets import Table, of_table, small_set, written
from tests.strategies import projects
from tests.worlds import in_columns, one_by_one

if TYPE_CHECKING:
    import pytest

FACTS: Final[Table] = {
    "funds.budget": {"type": "money", "unit": "万元"},
    "funds.spent": {"type": "money", "unit": "万元"},
    "funds.received": {"type": "money", "unit": "万元"},
    "done": {"type": "date"},
    "due": {"type": "date"},
    "good": {"type": "integer"},
    "fair": {"type": "integer"},
    "资金.预算": {"type": "money"},
    "lines": of_table(amount="money", due="date", on="date"),
    "survey": of_table(answer="integer", word="level", by="text"),
}
LINES: Final = {"budget_lines": "lines.amount", "spent_lines": "lines.amount"}
INSTALMENTS: Final = {"amounts": "lines.amount", "due_dates": "lines.due", "arrival_dates": "lines.on"}
WORDS: Final = {"points": {"好": 10, "较好": 8, "一般": 6, "差": 0}, "out_of": 10}
CHECKS: Final[list[tuple[str, Table]]] = [
    ("budget.completion", {}),
    ("budget.completion", {"zero_of_zero": "full"} | LINES),
    ("budget.completion", {"spent": "资金.预算", "basis": "received"} | LINES),
    ("budget.in_place", {}),
    ("budget.in_place", {"rate": "in_time", "due": "due", "arrived": "done"}),
    ("budget.in_place", {"rate": "in_time"} | INSTALMENTS),
    ("budget.saving", {"planned": "funds.budget", "actual": "funds.spent"}),
    ("budget.variation", {"this": "funds.spent", "last": "funds.budget"}),
    ("budget.variation", {"this": "funds.spent", "last": "funds.budget", "absolute": True, "zero_base": 1}),
    ("survey.satisfaction", {"table": "survey", "answer": "answer", "satisfied_from": 4}),
    ("survey.satisfaction", {"table": "survey", "answer": "answer", "satisfied_from": 1, "minimum_sample": 2}),
    ("survey.satisfaction", {"table": "survey", "answer": "answer", "out_of": 5, "sent": "good"}),
    ("survey.satisfaction", {"table": "survey", "answer": "word", "satisfied": ["好", "较好"]}),
    ("survey.satisfaction", {"table": "survey", "answer": "word"} | WORDS),
    (
        "survey.satisfaction",
        {"table": "survey", "answer": "word", "group": "by", "groups": {"tel": 2, "好": 1}, "satisfied": ["好"]},
    ),
    ("survey.satisfaction", {"counts": ["good", "fair"], "satisfied": ["good"]}),
]
RULES: Final = small_set(
    FACTS,
    {
        f"i{place}": {"check": check, "with": given, "scale": {"kind": "proportional", "target": 3, "worst": -1}}
        for place, (check, given) in enumerate(CHECKS)
    },
)


@given(given_facts=st.lists(projects(FACTS), min_size=1, max_size=4))
@settings(max_examples=50)
def test_checks_of_the_official_plugins_agree(
    tmp_path_factory: pytest.TempPathFactory, given_facts: list[dict[str, Any]]
) -> None:
    """Completion, receipts, saving, variation and satisfaction: the same statuses, cents and grade in columns."""
    path = written(RULES, tmp_path_factory.getbasetemp())
    for one, many in zip(one_by_one(path, given_facts), in_columns(path, given_facts), strict=True):
        assert (one.statuses, one.scores) == (many.statuses, many.scores)
        assert (one.dimensions, one.total, one.grade) == (many.dimensions, many.total, many.grade)
