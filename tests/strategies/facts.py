"""Facts of projects: good values in every notation, and everything that people and files put in their place."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from tests.strategies.formulas import TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Values = st.SearchStrategy[Any]

#: Numbers on ties and thresholds, beside them, and those that binary floats miss.
NEAR: Final = [
    "0", "1", "-1", "2", "3", "5", "7", "10", "0.5", "0.0005", "0.005", "1.005", "0.285", "0.3", "0.95", "0.8", "0.6",
    "0.9", "0.1", "2.85", "2.675", "0.9499999999", "0.94999999", "0.9500000001", "0.9999999999", "0.9999", "94.999",
    "0.0000000001", "-0.0000000001", "0.00004", "0.00005", "100", "954.25", "946.88", "0.99227",
]  # fmt: skip
_LARGE_MONEY: Final = ["99999999.97", "33333333333.3333", "66666666666.6667", "100000000000", "0.03", "0.00005"]
_FULL_WIDTH: Final = str.maketrans("0123456789.,%+-abdnr", "０１２３４５６７８９．，％＋－ａｂｄｎｒ")
_EMPTY: Final = st.sampled_from([None, "", "  ", "\u3000"])
#: Signs of targets, and what is none.
_SIGNS: Final = st.sampled_from(
    [*[">=", "≥", "＞", "大于等于", "<=", "≤", "小于"], *["=", "＝", "等于", "定性", " 定性 ", "~", "", None, 3]]
)
_NOT_A_VALUE: Final = st.sampled_from(
    [float("nan"), float("inf"), float("-inf"), Decimal("NaN"), Decimal("Infinity"), [1], ["x"], "abc", "≥90%", "约100"]
)


@st.composite
def projects(draw: st.DrawFn, declared: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Draw the facts of one project, a tree by the dots of their names or flat; some are left out."""
    flat = draw(st.fixed_dictionaries({}, optional={name: _of(each) for name, each in declared.items()}))
    if draw(st.integers(0, 2)) == 0:
        flat |= draw(_adding_up())
    match draw(st.sampled_from(["tree", "tree", "dotted", "full-width"])):
        case "tree":
            return _tree(flat)
        case "dotted":
            return flat
        case _:
            return {name.translate(_FULL_WIDTH): value for name, value in _tree(flat).items()}


@st.composite
def _adding_up(draw: st.DrawFn) -> dict[str, Any]:
    """Draw lines of money, and a budget that is their sum or a ten-thousandth beside."""
    most = draw(st.sampled_from([10, 10**6, 10**9, 10**10]))
    amounts = draw(st.lists(st.decimals(0, most, places=4), min_size=1, max_size=9))
    beside = draw(st.sampled_from(["0", "0", "0.0001", "-0.0001"]))
    return {"lines": [{"amount": each} for each in amounts], "资金.预算": sum(amounts, Decimal(beside))}


def _tree(flat: Mapping[str, Any]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name, value in flat.items():
        *above, last = name.split(".")
        node = tree
        for part in above:
            node = node.setdefault(part, {})
        node[last] = value
    return tree


def _of(declaration: Mapping[str, Any]) -> Values:
    if declaration["type"] == "table":
        cells = {column: _SIGNS if column == "sign" else _of(each) for column, each in declaration["columns"].items()}
        row = st.fixed_dictionaries({}, optional=cells)
        rows = st.lists(row, max_size=5)
        with_others = st.lists(st.one_of(row, row, st.sampled_from(["x", 3, None])), max_size=5)
        return st.one_of(rows, rows, rows, rows, st.none(), with_others, st.sampled_from(["x", 3, " ", True, {}]))
    good, wrong = _READABLE[declaration["type"]](declaration)
    return st.integers(0, 9).flatmap(lambda die: _EMPTY if die == 0 else wrong if die == 1 else good)


def _number(_: Mapping[str, Any]) -> tuple[Values, Values]:
    exact = st.one_of(
        st.sampled_from(NEAR).map(Decimal),
        st.decimals(-1_000_000, 1_000_000, places=4),
        st.decimals(-2, 2, places=10),
        st.integers(-1_000_000, 1_000_000).map(Decimal),
    )
    floats = st.floats(-1_000_000, 1_000_000, allow_subnormal=False).filter(lambda each: abs(each) > 1e-12)
    good = st.one_of(exact, exact.map(float), exact.flatmap(_written), st.sampled_from([0, 1, 2, 3]), floats)
    wrong = st.sampled_from([True, "1e3", "50%", "12个", "1,00", "1.2.3", datetime.date(2022, 1, 1)])
    return good, st.one_of(wrong, _NOT_A_VALUE)


def _integer(_: Mapping[str, Any]) -> tuple[Values, Values]:
    whole = st.one_of(st.integers(0, 7), st.integers(-1_000_000, 1_000_000))
    good = st.one_of(whole, whole.map(float), whole.map(Decimal).flatmap(_written))
    return good, st.one_of(st.sampled_from([7.5, "7.5", Decimal("0.3"), False]), _NOT_A_VALUE)


def _money(declaration: Mapping[str, Any]) -> tuple[Values, Values]:
    amounts = st.one_of(
        st.sampled_from([*NEAR, *_LARGE_MONEY]).map(Decimal),
        st.decimals(0, 10**11, places=4),
        st.decimals(-1000, 1000, places=6),
        st.decimals(0, 1000, places=2),
    )
    good = st.one_of(amounts, amounts.map(float), amounts.flatmap(_written))
    with_unit = st.tuples(amounts.flatmap(_written), st.sampled_from(["元", "万元", "亿元", " 万元"])).map("".join)
    wrong = st.one_of(st.sampled_from([True, "12美元", "元", "７00.0,77", "1e3", "50%"]), _NOT_A_VALUE)
    if "unit" in declaration:
        return st.one_of(good, with_unit), wrong
    return good, st.one_of(wrong, with_unit)


def _percent(_: Mapping[str, Any]) -> tuple[Values, Values]:
    rates = st.one_of(st.sampled_from(NEAR).map(Decimal), st.decimals(0, 1, places=4), st.decimals(-1, 3, places=3))
    hundredfold = rates.map(lambda rate: (rate * 100).normalize()).flatmap(_written)
    good = st.one_of(rates, rates.map(float), rates.flatmap(_written), hundredfold.map("{}%".format))
    return good, st.one_of(st.sampled_from([85, "850%", True, "85％％"]), _NOT_A_VALUE)


def _quantity(_: Mapping[str, Any]) -> tuple[Values, Values]:
    numbers = st.one_of(st.sampled_from(NEAR).map(Decimal), st.decimals(-1000, 1000, places=3))
    with_unit = st.tuples(numbers.flatmap(_written), st.sampled_from(["个", "%", "％", " 场次"])).map("".join)
    good = st.one_of(numbers, numbers.map(float), numbers.flatmap(_written), with_unit)
    return good, st.one_of(st.sampled_from([True, "个12", "1.2.3"]), _NOT_A_VALUE.filter(lambda each: each != "约100"))


def _boolean(_: Mapping[str, Any]) -> tuple[Values, Values]:
    words = st.sampled_from(["true", "false", "是", "否", "yes", "no", "√", "×", " 是 "])
    return st.one_of(st.booleans(), words), st.one_of(st.sampled_from([0, 1, 1.0, "对", "maybe", "1"]), _NOT_A_VALUE)


def _text(_: Mapping[str, Any]) -> tuple[Values, Values]:
    good = st.one_of(st.sampled_from(TEXTS), st.sampled_from(["好(优)", " 一般 ", "A", "ｔｅｌ", "中"]))
    return good, st.sampled_from([3, 0.5, True, Decimal(1), float("nan"), ["好"]])


def _date(_: Mapping[str, Any]) -> tuple[Values, Values]:
    dates = st.dates(datetime.date(2021, 12, 25), datetime.date(2023, 1, 5))
    good = st.one_of(
        dates,
        dates.map(datetime.date.isoformat),
        dates.map(lambda date: f"{date.year}年{date.month}月{date.day}日"),
    )
    return good, st.one_of(st.sampled_from(["2022-02-30", "x", True, "2022年13月1日", "待定"]), _NOT_A_VALUE)


_READABLE: Final[dict[str, Callable[[Mapping[str, Any]], tuple[Values, Values]]]] = {
    "number": _number,
    "integer": _integer,
    "money": _money,
    "percent": _percent,
    "quantity": _quantity,
    "boolean": _boolean,
    "text": _text,
    "level": _text,
    "date": _date,
}


@st.composite
def _written(draw: st.DrawFn, number: Decimal) -> str:
    """Write a number as people do: with separators of thousands, a plus sign, full-width forms, spaces around."""
    written = draw(st.sampled_from(["{:f}", "{:,f}", "{:+f}"])).format(number)
    if draw(st.booleans()):
        written = written.translate(_FULL_WIDTH)
    return draw(st.sampled_from(["{}", " {} ", "{}\u3000"])).format(written)
