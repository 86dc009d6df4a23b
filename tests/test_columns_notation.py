"""Facts in columns are read as one by one: every type of fact, every notation, in frames of every library."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import duckdb
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.notation import Day, Invalid, reader
from tests.odd_texts import TEXTS, every_character, written
from tests.tables import LIBRARIES, PROJECTS, as_read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.tables import Library

D = Decimal
#: A fact of every type, by name, with and without units and bounds.
DECLARED: Final[Mapping[str, Mapping[str, Any]]] = {
    "number": {"type": "number"},
    "above": {"type": "number", "minimum": D(0)},
    "within": {"type": "number", "minimum": D(-1), "maximum": D(100)},
    "integer": {"type": "integer"},
    "answer": {"type": "integer", "minimum": D(1), "maximum": D(5)},
    "percent": {"type": "percent"},
    "rate": {"type": "percent", "minimum": D(0), "maximum": D(1)},
    "amount": {"type": "money"},
    "yuan": {"type": "money", "unit": "元"},
    "ten-thousands": {"type": "money", "unit": "万元", "minimum": D(0)},
    "millions": {"type": "money", "unit": "亿"},
    "dollars": {"type": "money", "unit": "美元"},
    "heads": {"type": "money", "unit": "头(只)"},
    "metres": {"type": "money", "unit": "m2"},
    "done": {"type": "boolean"},
    "kind": {"type": "text"},
    "level": {"type": "level"},
    "day": {"type": "date"},
    "quantity": {"type": "quantity"},
    "bounded": {"type": "quantity", "minimum": D(0), "maximum": D(100)},
}
FACTS: Final = {name.replace("-", "_"): each for name, each in DECLARED.items()}
#: So many digits of an amount are told apart in columns, whatever its size; beyond, those of four decimals are.
DIGITS: Final = 11
STEP: Final = 0.0001


def one_by_one(declared: Mapping[str, Any], values: Sequence[Any]) -> list[tuple[Any, bool, bool]]:
    """Read values one by one: each as the column has it, whether it is invalid, whether it is a day."""
    keys = {name: each for name, each in declared.items() if name != "type"}
    read = reader(declared["type"], **keys)
    found: list[tuple[Any, bool, bool]] = []
    for value in map(read, values):
        if isinstance(value, Invalid):
            found.append((None, True, False))
        else:
            found.append((float(value) if isinstance(value, Decimal) else value, False, isinstance(value, Day)))
    return found


def assert_read_alike(
    library: Library, facts: Mapping[str, Mapping[str, Any]], column: pl.Series, raw: Sequence[Any]
) -> None:
    """A column is read as facts of all these declarations as its values are, one by one."""
    frame = pl.DataFrame({"project": range(len(column))} | dict.fromkeys(facts, column))
    found = as_read(library({PROJECTS: frame})[PROJECTS], facts)
    for name, declared in facts.items():
        columns = (found[name], found[f"{name}.invalid"].fill_null(value=False), found[f"{name}.dated"])
        for value, has, due in zip(raw, zip(*columns, strict=True), one_by_one(declared, raw), strict=True):
            dated = declared["type"] == "quantity" and has[0] is not None and has[2]
            if not alike(value, declared, (*has[:2], dated), due):  # no assert: there are a million
                pytest.fail(f"{name}: {value!r} is {has}, not {due}")


def alike(raw: Any, declared: Mapping[str, Any], has: tuple[Any, bool, bool], due: tuple[Any, bool, bool]) -> bool:
    """Compare what was read; amounts written with more digits than are told apart, to the ten-thousandth."""
    if has[1:] != due[1:] or (has[0] is None) != (due[0] is None):
        return False
    written = raw if isinstance(raw, str) else f"{D(repr(raw)):f}" if isinstance(raw, float) else ""
    if declared["type"] == "money" and has[0] is not None and digits(written) > DIGITS:
        return bool(abs(has[0] - due[0]) <= STEP + abs(due[0]) * 2.0**-51)
    return bool(has[0] == due[0])


def digits(text: str) -> int:
    """Return how many digits a text has, from the first that is not 0."""
    return len("".join(filter(str.isdigit, text)).lstrip("0"))


def test_enormous_amounts_are_what_was_written(library: Library) -> None:
    """Beyond whole ten-thousandths, an amount keeps its last bit: 2^64 of them lie beside these."""
    texts = [
        f"{sign}{text}" for sign in ("", "-") for text in ("184399887千万元", "36260508千万元", "1844674407370000元")
    ]
    facts = {name: FACTS[name] for name in ("yuan", "amount", "ten_thousands")}
    assert_read_alike(library, facts, pl.Series(texts, dtype=pl.String), texts)


def test_odd_texts_are_read_alike(library: Library) -> None:
    """What people write, and what nobody should, is read in a column as one by one, as a fact of any type."""
    assert_read_alike(library, FACTS, pl.Series(TEXTS, dtype=pl.String), TEXTS)


@pytest.mark.parametrize("dtype", [pl.Categorical, pl.Enum(list(dict.fromkeys(TEXTS)))], ids=["categories", "enum"])
def test_texts_of_a_dictionary_are_texts(library: Library, dtype: Any) -> None:
    """A column that numbers its texts is read as its texts are."""
    assert_read_alike(library, FACTS, pl.Series(TEXTS, dtype=pl.String).cast(dtype), TEXTS)


@pytest.mark.parametrize("form", ["{}", "5{}", "a{}\u0301"])
def test_every_character_is_read_alike(library: Library, form: str) -> None:
    """No character is space, a digit, a letter or part of one in one library, and something else in another."""
    texts = [form.format(each) for each in every_character()]
    facts = {name: FACTS[name] for name in ("kind", "quantity")}
    assert_read_alike(library, facts, pl.Series(texts, dtype=pl.String), texts)


@settings(max_examples=5)
@given(texts=st.lists(written(), min_size=20, max_size=100))
def test_texts_are_read_alike(library: Library, texts: list[str]) -> None:
    """Whatever is written, a column of texts has the values that its texts have, one by one."""
    assert_read_alike(library, FACTS, pl.Series(texts, dtype=pl.String), texts)


# -- columns of numbers

FLOATS: Final = [
    0.95, 0.285, 0.1, 0.3, 2.0, 2.000000001, 2.0000000011, 1.000000001, 1.0000000011, -1e-9, -1.1e-9, 100.000000001,
    5.0, 7.5, 0.0, -0.0, 1e30, -1e30, 9.99e29, float("inf"), float("-inf"), 5e-324, 1e-300, 1e16, 61.0, 60.0, 44926.0,
    44926.5, 2958465.0, 2958466.0, 0.00005, -0.00005, 0.000049999, 0.00015, 1234567.12345, -1234567.12345,
    92725185.15174998, 61820374.15774999, 92725185.15175, 1.00005, 8.00005, 2.675, 99999.99995, 99999999999.99995,
    99999999999.9999, 999999999999.99, -999999999999.99, 12345678901.23455, 1e11, 1e12, None,
]  # fmt: skip


def test_floats_are_read_alike(library: Library) -> None:
    """A float is read by its shortest form: an amount is rounded away from zero where it is a tie."""
    assert_read_alike(library, FACTS, pl.Series(FLOATS, dtype=pl.Float64), FLOATS)


@settings(max_examples=5)
@given(amounts=st.lists(st.decimals(-(10**6), 10**6, places=6), min_size=20, max_size=100))
def test_amounts_are_rounded_alike(library: Library, amounts: list[Decimal]) -> None:
    """A float finer than a ten-thousandth is rounded as its decimal, a tie and what lies beside it too."""
    ties = [D(int(each * 10_000)) / 10_000 + D("0.00005") for each in amounts]
    beside = [each + D(step) for each in ties for step in ("0.000001", "-0.000001")]
    values = [float(each) for each in (*amounts, *ties, *beside, *(-each for each in ties))]
    facts = {name: FACTS[name] for name in ("amount", "ten_thousands")}
    assert_read_alike(library, facts, pl.Series(values, dtype=pl.Float64), values)


@settings(max_examples=5)
@given(whole=st.lists(st.integers(0, 2 * 10**7), min_size=20, max_size=100))
def test_ties_of_amounts_are_as_wide_as_the_tolerance(library: Library, whole: list[int]) -> None:
    """What lies within 10^-9 of a tie is the tie, on either side of it and of zero; what lies beyond is not."""
    ties = [D(each) / 10_000 + D("0.00005") for each in whole]
    near = [each + D(step) for each in ties for step in ("0", "9.9E-10", "-9.9E-10", "1.1E-9", "-1.1E-9")]
    values = [float(each) for each in (*near, *(-each for each in near))]
    assert_read_alike(library, {"amount": FACTS["amount"]}, pl.Series(values, dtype=pl.Float64), values)


@pytest.mark.parametrize("name", LIBRARIES)
def test_not_a_number_is_invalid(name: str) -> None:
    """NaN is there, and is no number; only in pandas it cannot be told from an empty cell."""
    column = pl.Series([float("nan"), 1.0, None], dtype=pl.Float64)
    facts = {name: FACTS[name] for name in ("number", "amount", "percent", "quantity", "day", "done", "kind")}
    frame = pl.DataFrame({"project": range(3)} | dict.fromkeys(facts, column))
    found = as_read(LIBRARIES[name]({PROJECTS: frame})[PROJECTS], facts)
    assert {bool(found[f"{fact}.invalid"][0]) for fact in facts} == {name != "pandas"}
    assert {found[fact][0] for fact in facts} == {None}


WHOLE: Final = {
    pl.Int8: 7, pl.Int16: 15, pl.Int32: 31, pl.Int64: 63, pl.UInt8: 8, pl.UInt16: 16, pl.UInt32: 32, pl.UInt64: 64,
}  # fmt: skip


@pytest.mark.parametrize("dtype", WHOLE, ids=str)
def test_whole_numbers_are_read_alike(library: Library, dtype: Any) -> None:
    """Whole numbers of any width are numbers, amounts, serial numbers of days; no truths and no texts."""
    most = 2 ** WHOLE[dtype] - 1
    least = -most - 1 if dtype.is_signed_integer() else 0
    wanted = [least, most, 0, 1, 2, 3, 5, 6, 60, 61, 100, 101, 44926, 2958465, 2958466, 2**53 + 1, 10**12, -1, None]
    values = [each for each in wanted if each is None or least <= each <= most]
    assert_read_alike(library, FACTS, pl.Series(values, dtype=dtype), values)


def test_whole_numbers_may_be_none_that_a_project_has() -> None:
    """Whole numbers of 128 bits are facts below 10 to the 30th; a sum of a database is one of them."""
    values = [10**29, 10**30, -(10**38), 5, None]
    assert_read_alike(dict, FACTS, pl.Series(values, dtype=pl.Int128), values)
    relation = duckdb.connect().sql("""
        SELECT place AS project, size::HUGEINT AS number, size::HUGEINT AS amount
        FROM (VALUES (0, 100000000000000000000000000000), (1, 1000000000000000000000000000000), (2, 5)) t(place, size)
    """)
    found = as_read(relation, {"number": FACTS["number"], "amount": FACTS["amount"]})
    assert found["number"].to_list() == found["amount"].to_list() == [1e29, None, 5.0]
    assert found["number.invalid"].to_list() == [False, True, False]


def test_single_precision_is_read_by_its_shortest_form(library: Library) -> None:
    """0.95 of 32 bits is 0.95, not what it is in 64."""
    values = [0.95, 0.1, 0.285, 1234.5678, 16777217.0, 1e30, float("inf"), 1e-40, 44926.0, None]
    raw = [None if each is None else np.float32(each) for each in values]
    assert_read_alike(library, FACTS, pl.Series(values, dtype=pl.Float32), raw)


@pytest.mark.parametrize("scale", [0, 2, 10])
def test_decimals_are_read_alike(library: Library, scale: int) -> None:
    """A decimal is read by its digits."""
    texts = [
        "0.00005",
        "-0.00005",
        "1234567.12345",
        "0.95",
        "2.000000001",
        "2.0000000011",
        "44926",
        "7.5",
        "0.285",
        "-3",
    ]
    step = D(1).scaleb(-scale)
    values = [*(D(each).quantize(step) for each in texts), D("999999999999.99").quantize(step), D(10) ** 27, None]
    numbers = {name: each for name, each in FACTS.items() if each["type"] not in ("text", "level")}
    assert_read_alike(library, numbers, pl.Series(values, dtype=pl.Decimal(38, scale)), values)


# -- columns of other values

YEAR_END: Final = datetime.date(2022, 12, 31)
DAYS: Final = [YEAR_END, datetime.date(1, 1, 1), datetime.date(9999, 12, 31), datetime.date(2024, 2, 29), None]
NOON: Final = datetime.datetime(2022, 12, 31, 12)  # noqa: DTZ001 - a cell of a sheet has no zone
OTHERS: Final[Mapping[str, tuple[Any, list[Any]]]] = {
    "truths": (pl.Boolean, [True, False, None]),
    "days": (pl.Date, DAYS),
    "moments": (pl.Datetime("us"), [NOON, None]),
    "moments-ms": (pl.Datetime("ms"), [NOON, None]),
    "moments-ns": (pl.Datetime("ns"), [NOON, None]),
    "nothing": (pl.Null, [None, None]),
    "lists": (pl.List(pl.Int64), [[1], [], None]),
    "structs": (pl.Struct({"a": pl.Int64}), [{"a": 1}, {"a": 2}]),
    "times": (pl.Time, [datetime.time(1, 2), None]),
    "durations": (pl.Duration("us"), [datetime.timedelta(1), None]),
    "bytes": (pl.Binary, [b"5", None]),
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_values_are_read_alike(library: Library, name: str) -> None:
    """Truths are yes and no, days are days and have no bounds as quantities, and what is neither is invalid."""
    dtype, values = OTHERS[name]
    assert_read_alike(library, FACTS, pl.Series(values, dtype=dtype), values)
