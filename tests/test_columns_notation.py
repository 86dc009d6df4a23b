"""Facts in columns are read as one by one: every type of fact, every notation, in frames of every library."""

from __future__ import annotations

import datetime
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import duckdb
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.notation import Day, Invalid, reader
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
#: What a float holds of a text of money: its digits, and no more.
DIGITS: Final = 15
STEP: Final = 0.000100000001


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
    """Compare what was read; amounts written with more digits than a float has, to the ten-thousandth."""
    if has[1:] != due[1:] or (has[0] is None) != (due[0] is None):
        return False
    if declared["type"] == "money" and isinstance(raw, str) and has[0] is not None and digits(raw) > DIGITS:
        return bool(abs(has[0] - due[0]) <= max(STEP, abs(due[0]) * 2.0**-52))
    return bool(has[0] == due[0])


def digits(text: str) -> int:
    """Return how many digits a text has, from the first that is not 0."""
    return len("".join(filter(str.isdigit, text)).lstrip("0"))


TEXTS: Final = [
    # numbers, and what is none
    "7", "007", "-0", "-0.0", "+5", "-5", "−5", "5.", ".5", "-.5", "+.5", ".", "+", "-", "--5", "+-5", "5-", "5e", "e5",
    "1e3", "1E5", "1_000", "0x10", "1,234", "1,234,567.89", "-1,234.5", "1,23", "5,0000", "7,00.0,77", ",5", "1,234.",
    "0.1", "0.30000000000000004", "1.0", "7.5", "7.0", "7.000000000000000000001", "9007199254740993", "1.5e300",
    "123456789012345678901234567890", "1234567890123456789012345678901", "9" * 29, "-" + "9" * 29, "1" + "0" * 30,
    "9" * 60, "9" * 61, "0" * 59 + "1", "0" * 60 + "1", "0" * 57 + "85%", "0" * 58 + "85%", "0" * 59 + "85%",
    "0" * 59 + "元", "0" * 60 + "元", "1234567890123456.5", "4650294545388424874.407155455", "nan", "NaN", "inf",
    "-inf", "Infinity", "none", "null", "N/A", "#N/A", "#DIV/0!", "1e30", "≥90", "≥90%", "约100", "±5", "~5", "5~6",
    "5-6", "5/6", "5:6", "5 6", "- 5", "百", "五", "十", "１２．５", "１,２３４", "−１２", "5．5", "5，000", "5、5",
    "٥", "५", "٪5", "5٪", "﹢5", "﹣5", "‐5", "–5", "—5", "⁺5", "₋5",
    # signs that NFKC would make digits
    "10²", "5²", "５²", "²", "₅", "①", "❶", "➀", "⓵", "⑴", "½", "5½", "𝟓", "🄁", "㉕", "5\u20e3", "5\u0301",
    # percentages
    " 95 % ", "９５％", "95%", "95 %", "95\t%", "95\u00a0%", "95\u3000%", "95\u2028%", "95\x1c%", "%", "％", "95%%",
    "95%x", "95‰", "﹪", "5﹪", "200%", "200.0000001%", "200.00000011%", "100%", "100.0000001%", "-5%", "1,000%", "2",
    "2.000000001", "2.0000000011", "1.000000001", "0.95", "-0.000000001", "-0.0000000011", "100.000000001",
    "100.0000000011", "-1.0000000009",
    # money
    "5元", "5万元", "5万", "5亿", "5千元", "5百万元", "5千万元", "5亿元", "0.05亿元", "5美元", "5头(只)", "5头",
    "5 万元", "5\n万元", "5\u2028万元", "5\x1c万元", "5\x85万元", "5\u3000万元", "5\u200b万元", "5元元", "5万 元", "元",
    "人民币", "人民币5", "人民币5万元", "人民币 5 万元", "人民币\u20035元", "￥1,234.5", "￥５０００", "¥5", "¥5万元",
    "¥ 5", "¥-5", "-¥5", "-5 万元", "1万2千元", "9542500元", "954.25万元", "0.5元", "0.49元", "123456789.12345元",
    "0.00005", "-0.00005", "0.000049999", "1234567.12345", "-1234567.12345", "0.285", "1.00005", "-8.00005",
    "999999999999.99", "99999999999.9999", "-99999999999.9999", "12万5", "5.元", "5,元", "5-元", "5+", "5 +元",
    "5.5.5元",
    # units
    "5m2", "5 m2", "5㎡", "5m²", "5M²", "5 ㎥", "5m³", "5km3", "5KM2", "5 s²", "5m²a", "5m2a", "5m2个", "5 m2 ", "5m4",
    "5m23", "5CO2", "5℃", "5°", "5㎏", "5㏄", "5x", "5 人次", "5\u2028x", "m²", "㎡5", "5-个", "5.个", "5,个", "5 %个",
    "5元/m²",
    # yes and no
    "true", "TRUE", "True", "false", "yes", "Yes", "ＹＥＳ", "yeſ", "no", "NO", "是", " 是 ", "否", "√", "×", "✓", "✗",
    "对", "y", "1", "0", "İ", "ß",
    # days
    "2022-12-31", "2022-1-5", "2022-001-5", "2022/1/5", "2022年12月31日", "2022年1月5日", "2022年2月30日",
    "2022年 1月5日", "２０２２年１月５日", "２０２２-01-05", "2022-01-05T00:00:00", "2022-01-05 00:00",
    "2022-01-05 00:00:00", "2022-01-05T00:00", "2022-01-05 00:00:01", "2022-01-05 10:00", "2022-01-05 00:00:00.000",
    "2022-01-05T00:00:00Z", "2022-01-05\t00:00", "2022-12/31", "2022.1.5", "2022年1月", "2022-00-01", "2022-01-00",
    "2022-01-32", "2022-13-01", "2022-04-31", "2022-02-29", "2024-02-29", "1900-02-29", "2000-02-29", "2000/2/29",
    "2024年2月29日", "2100-02-29", "0000-01-01", "0000-02-29", "0001-01-01", "0004-02-29", "9999-12-31", "10000-01-01",
    "22-12-31", "2022-12-31次", "44926", "2958465", "60",
    # spaces, and what looks like one
    "", " ", "  ", "\t\n", "\u3000", "\u00a0", "\u2028", "\x85", "\x1f", "\u200b", "\ufeff", "\u180e", "\t5\n", "5\n",
    "\n5", "\x1c5", "\x1d5\x1f", "\x855", "\u1680\u20095", "\u20285", "5\u2029", "\u202f5", "\u205f5", "\u200b5",
    "5\u200b", "\ufeff5", "\u180e5", "5\u20285", "5\u200d", "5\ufe0f",
    # texts
    "好", " 好 ", "好 的", "ＡＢＣ", "Ａ①", "甲（乙）", "甲，乙", "≥", "＞＝", "e\u0301", "é", "한글",
    "\u1112\u1161\u11ab\u1100\u1173\u11af", "각", "\u1100\u1161\u11a8", "ｶﾞ", "ﾊﾟ", "カ゛", "ｶ", "ﾞ", "ﬁ", "ﬀ", "ﷺ",
    "㍿", "㌀", "\u212b", "Å", "Ⅷ", "\u2126", "ſ", "a\u0323\u0307", "a\u0307\u0323", "\u0301", "\u09c7\u09be", "\u0344",
    "\uf900", "\U0002f800", "😀", "5😀", "'", '"', "\\", "5'", "$1", "\\1", "%s", "{}", "\x01", "a|b",
]  # fmt: skip


def test_odd_texts_are_read_alike(library: Library) -> None:
    """What people write, and what nobody should, is read in a column as one by one, as a fact of any type."""
    assert_read_alike(library, FACTS, pl.Series(TEXTS, dtype=pl.String), TEXTS)


@pytest.mark.parametrize("dtype", [pl.Categorical, pl.Enum(list(dict.fromkeys(TEXTS)))], ids=["categories", "enum"])
def test_texts_of_a_dictionary_are_texts(library: Library, dtype: Any) -> None:
    """A column that numbers its texts is read as its texts are."""
    assert_read_alike(library, FACTS, pl.Series(TEXTS, dtype=pl.String).cast(dtype), TEXTS)


def every_character() -> list[str]:
    """Return every character that has another plain form, or is a digit, a space, or part of another; and some more."""
    codes = [*range(1, 0x250), *range(0x2000, 0x3100)]
    codes += [code for code in range(0x250, 0x20000) if not 0xD800 <= code < 0xE000 and is_special(chr(code))]
    return [chr(code) for code in codes if unicodedata.category(chr(code)) != "Cn"]  # Unicode of this Python has them


def is_special(character: str) -> bool:
    """Tell whether a character is more than a letter or a sign of its own."""
    if "\uac00" <= character <= "\ud7a3":  # each is made of parts that are looked at
        return False
    plain = unicodedata.normalize("NFKC", character) != character
    return plain or character.isspace() or character.isnumeric() or unicodedata.combining(character) > 0


@pytest.mark.parametrize("form", ["{}", "5{}", "a{}\u0301"])
def test_every_character_is_read_alike(library: Library, form: str) -> None:
    """No character is space, a digit, a letter or part of one in one library, and something else in another."""
    texts = [form.format(each) for each in every_character()]
    facts = {name: FACTS[name] for name in ("kind", "quantity")}
    assert_read_alike(library, facts, pl.Series(texts, dtype=pl.String), texts)


PARTS: Final = [
    *"0123456789", "00", "12", ",000", ",234", ".5", *".,+-%eE", *" \u3000\t\n",
    *"元万亿千百¥￥−年月日/mM²³m㎡T:：，．％０５９nainf<≥~①½", "\u200b", "\u00a0", "\x1c", "\u2028", "万元", "人民币",
    "亿元", "美元", "true", "是", "2022-", "-01", "-29", "2022年", "2月", "00:00", "T00:00:00", "头(只)", "m2", "个",
]  # fmt: skip
NUMBERS: Final = st.one_of(
    st.decimals(-(10**12), 10**12, places=5),
    st.decimals(-10, 10, places=10),
    st.integers(-(10**29), 10**29),
    st.integers(-99, 99).map(lambda n: D(n) / 10),
)


@st.composite
def written(draw: st.DrawFn) -> str:
    """Draw a text that is about a number, an amount, a day, or anything."""
    match draw(st.sampled_from("nnd?")):
        case "n":
            before, form = (
                draw(st.sampled_from(["", "", "¥", "人民币", "-"])),
                draw(st.sampled_from(["{:f}", "{:,f}", "{:+f}"])),
            )
            after = draw(
                st.sampled_from(["", "", "%", " %", "元", "万元", " 亿", "千万元", "个", "m2", "美元", "头(只)"])
            )
            return before + form.format(D(draw(NUMBERS))) + after
        case "d":
            year, month, day = draw(st.integers(0, 10_000)), draw(st.integers(0, 13)), draw(st.integers(0, 32))
            form = draw(st.sampled_from(["{:04}-{:02}-{:02}", "{:04}/{}/{}", "{:04}年{}月{}日", "{:04}-{}/{}"]))
            return form.format(year, month, day) + draw(st.sampled_from(["", "", " 00:00", "T00:00:00", " 01:00"]))
        case _:
            return "".join(draw(st.lists(st.sampled_from(PARTS), min_size=1, max_size=8)))


@settings(max_examples=10)
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
    """A float is read by its shortest form: an amount is rounded away from zero where it is a tie, and only there."""
    assert_read_alike(library, FACTS, pl.Series(FLOATS, dtype=pl.Float64), FLOATS)


@settings(max_examples=10)
@given(amounts=st.lists(st.decimals(-(10**9), 10**9, places=6), min_size=20, max_size=100))
def test_amounts_are_rounded_alike(library: Library, amounts: list[Decimal]) -> None:
    """A float finer than a ten-thousandth is rounded as its decimal, a tie and what lies beside it too."""
    ties = [D(int(each * 10_000)) / 10_000 + D("0.00005") for each in amounts]
    beside = [each + D(step) for each in ties for step in ("0.000001", "-0.000001")]
    values = [float(each) for each in (*amounts, *ties, *beside, *(-each for each in ties))]
    facts = {name: FACTS[name] for name in ("amount", "ten_thousands")}
    assert_read_alike(library, facts, pl.Series(values, dtype=pl.Float64), values)


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
