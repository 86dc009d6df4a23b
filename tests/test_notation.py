"""Notation: what each type of fact reads of what people write, and what it calls invalid (rules, "Facts")."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from scoring.figures import bounded, decimal_of, is_usable, plain_text
from scoring.notation import Day, Invalid, money_unit, reader

D = Decimal
YEAR_END = datetime.date(2022, 12, 31)
DAY = D(YEAR_END.toordinal())


class bool_:  # noqa: N801 - numpy's name
    """A truth of numpy."""

    def __init__(self, value: object) -> None:
        """Keep the value."""
        self.value = value

    def __bool__(self) -> bool:
        return bool(self.value)


def read(kind: str, raw: object, **keys: Any) -> Any:
    """Return the value that is read, or the code of what is wrong."""
    value = reader(kind, **keys)(raw)
    return value.code if isinstance(value, Invalid) else value


@pytest.mark.parametrize(
    "kind", ["number", "integer", "percent", "money", "boolean", "text", "level", "date", "quantity"]
)
def test_nothing_is_missing(kind: str) -> None:
    """Nothing, an empty text and one of spaces are missing, not invalid, whatever the type."""
    assert [read(kind, each) for each in (None, "", "   ", "\u3000")] == [None] * 4


NUMBERS: list[tuple[Any, Any]] = [
    ("1,234.5", D("1234.5")), ("1234.5", D("1234.5")), ("+5", 5), ("-5", -5), ("−5", -5), ("１２．５", D("12.5")),
    (" 12 ", 12), (".5", D("0.5")), ("1,234,567", 1234567), (0.285, D("0.285")), (7, 7), (D("1.50"), D("1.5")),
    (Fraction(1, 4), D("0.25")), ("9" * 30, D("9" * 30)), ("0" * 59 + "1", 1), (10**30 - 1, 10**30 - 1),
    (-(10**30) + 1, -(10**30) + 1),
    ("1,23", None), ("1,2345", None), ("1e5", None), ("5.", None), ("90%", None), ("≥90", None), ("5个", None),
    ("10²", None), ("①", None), ("1 2", None), ("0" * 60 + "1", None), ("1" + "0" * 30, None), (True, None),
    (10**30, None), (-(10**30), None), (1e30, None), (-1e30, None), (D("1E30"), None), (D("NaN"), None),
    (float("nan"), None), (float("inf"), None), (1 + 2j, None), ([1], None),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "value"), NUMBERS, ids=repr)
def test_a_number_is_read_as_it_is_written_by_hand(raw: Any, value: Any) -> None:
    """Sign, digits, thousands separators, decimal point, full-width forms; below 10^30; no exponent, no unit."""
    assert read("number", raw) == ("invalid-number" if value is None else value)


@pytest.mark.parametrize(
    ("raw", "value"),
    [("1,200", 1200), (7.0, 7), ("7.0", 7), ("7.5", None), (7.5, None), ("x", None), (True, None)],
    ids=repr,
)
def test_an_integer_has_no_fraction(raw: Any, value: Any) -> None:
    """7.0 is 7; 7.5 is invalid."""
    assert read("integer", raw) == ("invalid-integer" if value is None else value)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("85%", D("0.85")), ("85 %", D("0.85")), ("８５％", D("0.85")), ("0.85", D("0.85")), (0.85, D("0.85")),
        ("-5%", D("-0.05")), ("1,000%", "invalid-percent-large"), ("200%", 2), ("200.0000001%", D("2.000000001")),
        ("200.00000011%", "invalid-percent-large"), (85, "invalid-percent-large"), ("%", "invalid-percent"),
        ("85%%", "invalid-percent"), ("85‰", "invalid-percent"), ("x", "invalid-percent"),
    ],
    ids=repr,
)  # fmt: skip
def test_a_percentage_is_a_share(raw: Any, value: Any) -> None:
    """85% is 0.85, a bare number is a share; above 2, if nothing else is said, it is taken for a mistake."""
    assert read("percent", raw) == value


def test_a_percentage_has_the_bounds_of_its_fact() -> None:
    """A `maximum` of its own takes the place of 2."""
    assert read("percent", "150%", maximum=D(1)) == "invalid-maximum"
    assert read("percent", "850%", maximum=D(10)) == D("8.5")
    assert read("percent", "850%", minimum=D(0)) == "invalid-percent-large"
    assert read("percent", "-1%", minimum=D(0), maximum=D(1)) == "invalid-range"


@pytest.mark.parametrize(
    ("unit", "raw", "value"),
    [
        ("万元", "954.25万元", D("954.25")), ("万元", "9,542,500元", D("954.25")), ("万元", "954.25", D("954.25")),
        ("万元", 954.25, D("954.25")), ("万元", "1亿元", 10000), ("万元", "1亿", 10000), ("万元", "3 万", 3),
        ("万元", "2千元", D("0.2")), ("万元", "2百万元", 200), ("万元", "2千万元", 2000), ("元", "1.5万元", 15000),
        ("亿元", "5000万元", D("0.5")), ("万元", "¥20000", 2), ("万元", "人民币 20,000 元", "invalid-money"),
        ("万元", "人民币20,000 元", 2), ("万元", "￥20000", 2), ("万元", "-1万元", -1), ("元", "¥20", 20),
        ("万元", "100美元", "invalid-money-unit"), ("万元", "12 chickens", "invalid-money-unit"),
        ("万元", "x", "invalid-money"), ("万元", "1万2千元", "invalid-money"), ("万元", True, "invalid-money"),
        (None, "100", 100), (None, "100元", "invalid-money-no-unit"), (None, "¥100", "invalid-money-no-unit"),
        ("头", "100头", 100), ("头", "100元", "invalid-money-unit"), ("头", "100", 100),
        ("元", "9" * 30, D("9" * 30)), ("元", "1" + "0" * 30, "invalid-money"), ("元", D("1E30"), "invalid-money"),
        ("元", "0" * 59 + "1", 1), ("元", "0" * 60 + "1", "invalid-money"),
        ("元", "0.00005", D("0.0001")), ("元", "0.000049", 0), ("元", "-0.00005", D("-0.0001")),
        ("元", "0.000049999", D("0.0001")), ("元", "0.00004999", 0), ("元", "-0.0000499995", D("-0.0001")),
        ("元", 1.23456, D("1.2346")), ("万元", "0.5元", D("0.0001")),
    ],
    ids=repr,
)  # fmt: skip
def test_an_amount_is_converted_to_the_unit_of_its_fact(unit: str | None, raw: Any, value: Any) -> None:
    """Units of money convert, a bare amount is in the fact's unit, finer ones are rounded half up, by the tolerance."""
    assert read("money", raw, unit=unit) == value


def test_the_units_of_money() -> None:
    """From 元 to 亿元; anything else does not convert."""
    units = {
        "元": 1,
        "千元": 1000,
        "万元": 10**4,
        "百万元": 10**6,
        "千万元": 10**7,
        "亿元": 10**8,
        "万": 10**4,
        "亿": 10**8,
    }
    assert {each: money_unit(each) for each in units} == units
    assert money_unit("美元") is None


def test_what_is_wrong_with_an_amount_names_the_unit() -> None:
    """The unit that was written where the fact has none, else the fact's."""
    read_none, read_yuan = reader("money"), reader("money", unit="万元")
    assert read_none("¥100").values["unit"] == "元"
    assert read_none("100 美元").values["unit"] == "美元"
    assert read_yuan("100美元").values["unit"] == "万元"


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (True, True), (False, False), ("true", True), ("TRUE", True), ("是", True), ("yes", True), ("Ｙｅｓ", True),
        ("√", True), ("false", False), ("False", False), ("否", False), ("no", False), ("×", False), (" 是 ", True),
        (bool_(1), True), (bool_(0), False),
        ("maybe", None), ("y", None), (1, None), (0, None), (1.0, None), ("1", None),
    ],
    ids=repr,
)  # fmt: skip
def test_yes_and_no_are_written_in_several_ways(raw: Any, value: Any) -> None:
    """true/false, 是/否, yes/no, √/×, in any case; no number is one."""
    found = read("boolean", raw)
    assert found is value if value is not None else found == "invalid-boolean"


@pytest.mark.parametrize("kind", ["text", "level"])
def test_a_text_is_read_in_its_plain_form(kind: str) -> None:
    """NFKC, without the spaces around it; nothing but a text is one, nor is half of a character."""
    assert [read(kind, each) for each in (" 甲 ", "ＡＢＣ", "①")] == ["甲", "ABC", "1"]
    assert [read(kind, each) for each in (7, True, DAY, "\ud800")] == ["invalid-text"] * 4


DATES: list[tuple[Any, Any]] = [
    ("2022-12-31", DAY), ("2022/12/31", DAY), ("2022年12月31日", DAY), ("２０２２-12-31", DAY), (" 2022-12-31 ", DAY),
    ("2022-12-31 00:00", DAY), ("2022-12-31T00:00:00", DAY), (YEAR_END, DAY),
    (datetime.datetime(2022, 12, 31, 23, 59), DAY),  # noqa: DTZ001 - a cell of a sheet has no zone
    ("2022-1-5", D(datetime.date(2022, 1, 5).toordinal())), (44926, DAY), (44926.0, DAY), (D(44926), DAY),
    (61, D(datetime.date(1900, 3, 1).toordinal())), (2958465, D(datetime.date(9999, 12, 31).toordinal())),
    ("2022-02-30", None), ("2022-13-01", None), ("2022-12-31 10:00", None), ("2022-12/31", None), ("22-12-31", None),
    ("44926", None), (60, None), (2958466, None), (44926.5, None), (True, None), ("soon", None), (D("NaN"), None),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "value"), DATES, ids=repr)
def test_a_date_is_the_ordinal_of_its_day(raw: Any, value: Any) -> None:
    """ISO, with slashes or 年月日, of a date or a sheet's serial number from 1 March 1900 on; no other time of day."""
    assert read("date", raw) == ("invalid-date" if value is None else value)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("120", 120), (120, 120), (0.285, D("0.285")), ("85%", D("0.85")), ("85 ％", D("0.85")), ("120次", 120),
        ("1,200 人次", 1200), ("120㎡", 120), ("120m2", 120), ("5 m²", 5), ("3 km3", 3), ("3 KM2", 3), ("¥12", 12),
        ("人民币12元", 12), ("-5℃", -5), ("0" * 59 + "1", 1),
        ("12%x", None), ("x%", None), ("10²", None), ("5 s²", None), ("12 m4", None), ("12 m23", None),
        ("12 m2a", None), ("12 CO2", None), ("a12", None), ("≥12", None), ("0" * 60 + "1", None),
        ("1" + "0" * 30, None), (D("1E30"), None), (True, None), ("12½", None),
    ],
    ids=repr,
)  # fmt: skip
def test_a_quantity_is_a_number_with_any_unit(raw: Any, value: Any) -> None:
    """A number, a percentage or a number with a unit, whose only digits are those of square and cubic metres."""
    found = read("quantity", raw)
    assert found == ("invalid-quantity" if value is None else value)
    assert not isinstance(found, Day)


def test_a_quantity_may_be_a_day() -> None:
    """A date, or a text that is one, is a day, and is told from a number."""
    for raw in ("2022-12-31", "2022年12月31日", YEAR_END):
        found = read("quantity", raw)
        assert (type(found), found) == (Day, DAY)
    assert read("quantity", "2022-02-30") == "invalid-quantity"


@pytest.mark.parametrize(
    ("keys", "raw", "value"),
    [
        ({"minimum": D(1)}, D(1) - D("1E-9"), D("0.999999999")),
        ({"minimum": D(1)}, D(1) - D("1.1E-9"), "invalid-minimum"),
        ({"maximum": D(5)}, D(5) + D("1E-9"), D("5.000000001")),
        ({"maximum": D(5)}, D(5) + D("1.1E-9"), "invalid-maximum"),
        ({"minimum": D(1), "maximum": D(5)}, 6, "invalid-range"),
        ({"minimum": D(1), "maximum": D(5)}, 0, "invalid-range"),
        ({"minimum": D(1), "maximum": D(5)}, 3, 3),
        ({"minimum": D(1), "maximum": D(5)}, "x", "invalid-number"),
        ({"minimum": D(1), "maximum": D(5)}, None, None),
        ({"minimum": D(0)}, -1, "invalid-minimum"),
        ({"maximum": D(2)}, 3, "invalid-maximum"),
    ],
    ids=repr,
)
def test_bounds_are_kept_with_the_tolerance(keys: dict[str, Any], raw: Any, value: Any) -> None:
    """A number outside `minimum` and `maximum` by more than 10^-9 is invalid, and the message names the bounds."""
    found = reader("number", **keys)(raw)
    if isinstance(value, str):
        assert found.code == value
        assert {name: each for name, each in found.values.items() if name != "value"} == (
            keys if value != "invalid-number" else {}
        )
        assert found.values["value"]
    else:
        assert found == value


# -- figures


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.285", "0.285"), ("1e1000", "1E+1000"), ("1e1001", "1E+1000"), ("-5e1001", "-1E+1000"),
        ("1e-1000", "1E-1000"), ("1e-1001", "1E-1000"), ("-5e-1001", "-1E-1000"), ("0e9999", "0E+9999"),
    ],
    ids=repr,
)  # fmt: skip
def test_an_enormous_exponent_is_cut(text: str, number: str) -> None:
    """Beyond 10^1000, either way, a number of a file becomes one that is out of range all the same."""
    assert str(bounded(text)) == number


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (" Ａ１ ", "A1"),
        ("−5", "-5"),
        ("10²", "10²"),
        ("①", "①"),
        ("½", "½"),
        ("５²", "5²"),
        ("０９²", "09²"),
        ("ﬁ", "fi"),
        ("十", "十"),
        ("Ⅷ", "VIII"),
    ],
)
def test_odd_digits_stay_what_they_are(text: str, plain: str) -> None:
    """NFKC would make 102 of 10²."""
    assert plain_text(text) == plain


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        (1, 1),
        (0.1, D("0.1")),
        (D("1.5"), D("1.5")),
        (Fraction(1, 8), D("0.125")),
        (True, None),
        ("1", None),
        (1j, None),
    ],
    ids=repr,
)
def test_what_is_a_number_already(raw: Any, number: Any) -> None:
    """Integers, decimals, fractions and floats (by their shortest form); neither truths nor texts."""
    assert decimal_of(raw) == number


@pytest.mark.parametrize(
    ("value", "usable"),
    [
        ("9.99E29", True),
        ("-9.99E29", True),
        ("1E30", False),
        ("-1E30", False),
        ("0", True),
        ("0E+40", True),
        ("NaN", False),
    ],
    ids=repr,
)
def test_a_project_has_numbers_below_ten_to_the_thirty(value: str, usable: bool) -> None:  # noqa: FBT001 - due
    """What is larger is none that a project has."""
    assert is_usable(D(value)) is usable
    assert is_usable(None) is False
