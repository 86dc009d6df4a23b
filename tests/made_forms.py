"""Consistent forms made by chance: rows that follow the rule, in any layout, and what one change does to them.

The scores are computed here, by the rule as the reference says it, with nothing of the program under test.
"""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from hypothesis import strategies as st

from tests.forms import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["MISTAKES", "Layout", "Made", "Row", "laid_out", "made_forms"]

D = Decimal
#: The levels of the rows, the weights of which are 50, 30 and 10.
LEVELS: Final = (
    *(("产出指标", "数量指标"), ("产出指标", "数量指标"), ("产出指标", "质量指标")),
    *(("效益指标", "社会效益指标"), ("效益指标", "可持续影响指标"), ("满意度指标", "服务对象满意度指标")),
)
#: Up to how many percent of the target is achieved, by kind of row: above 120% of a lower limit a reason is due.
MOST: Final = {"least": 120, "percent": 120, "most": 300, "equal": 300}
SIGNS: Final = {"least": "≥", "percent": "≥", "most": "≤", "equal": "="}
#: What columns are headed that not every form has.
OTHERS: Final = {"number": "序号", "sign": "指标性质", "unit": "计量单位", "standard": "评价标准及依据"}
#: Levels of judged rows, with the shares in percent that they may have.
JUDGED: Final = (("达成", 80, 100), ("部分达成", 60, 79), ("未达成", 0, 59))
DEADLINE: Final = datetime.date(2022, 6, 30)


class Row(NamedTuple):
    """An indicator: its kind, what was to be and what is, the weight and the score that the rule gives, a reason."""

    kind: str
    target: Any
    actual: Any
    weight: Decimal
    score: Decimal
    reason: str = ""


class Made(NamedTuple):
    """A form: its rows, budget and spending, and what is printed of them; `rows` says so of the execution as a row."""

    rows: tuple[Row, ...]
    budget: int
    spent: int
    rate: Decimal
    executed: Decimal
    total: Decimal
    grade: str

    @classmethod
    def of(cls, rows: Sequence[Row], budget: int, spent: int) -> Made:
        """Return a form that prints what follows."""
        rate = rounded(D(spent) / budget * 100)
        executed = min(D(10), rounded(D(10) * spent / budget))
        total = executed + sum(row.score for row in rows)
        return cls(tuple(rows), budget, spent, rate, executed, total, grade_of(total))

    def changed(self, place: int, **values: Any) -> Made:
        """Return a form with one row changed, whose total is the sum all the same."""
        rows = [row._replace(**values) if number == place else row for number, row in enumerate(self.rows)]
        return Made.of(rows, self.budget, self.spent)


class Layout(NamedTuple):
    """How a form is laid out: where it begins, which columns it has in which order, how its cells are typed."""

    down: int
    right: int
    apart: bool
    weight_first: bool
    more: bool
    repeated: bool
    as_text: bool
    total_on_top: bool


def rounded(value: Decimal) -> Decimal:
    """Round half up to cents."""
    return value.quantize(D("0.01"), ROUND_HALF_UP)


def grade_of(total: Decimal) -> str:
    """Return the grade of the ministry."""
    return next(label for least, label in ((90, "优"), (80, "良"), (60, "中"), (0, "差")) if total >= least)


def share_of(kind: str, target: Any, actual: Any) -> Decimal:
    """Return the share that the rule gives."""
    if kind == "day":
        return D(int(actual <= target))
    goal, done = D(target), D(actual)
    if kind in ("least", "percent"):
        return min(D(1), done / goal)
    off = max(done - goal, D(0)) if kind == "most" else abs(done - goal)
    return max(D(0), 1 - off / goal)


@st.composite
def _rows(draw: st.DrawFn, points: Decimal) -> Row:
    """Draw a row with the score that follows."""
    kind = draw(st.sampled_from([*MOST, "day", "judged"]))
    if kind == "judged":
        level, low, high = draw(st.sampled_from(JUDGED))
        score = points * draw(st.integers(low, high)) / 100
        return Row(kind, "明显改善", level, points, score, "" if score == points else "见附件")
    target: Any = DEADLINE
    if kind == "day":
        actual: Any = DEADLINE + datetime.timedelta(draw(st.integers(-60, 60)))
    else:
        target = draw(st.integers(10, 100))
        actual = draw(st.integers(2, target * MOST[kind] // 100))  # a bare 1 may be 100%
    score = rounded(points * share_of(kind, target, actual))
    return Row(kind, target, actual, points, score, "" if score == points else "见附件")


@st.composite
def made_forms(draw: st.DrawFn) -> tuple[Made, Layout]:
    """Draw a form that follows its rule, with one row at least that is reached and one that is not; and a layout."""
    rows = [Row("least", 10, 10, D(20), D(20)), Row("least", 10, 9, D(10), D(9), "见附件")]
    rows += [draw(_rows(D(weight))) for weight in (20, 10, 20, 10)]
    budget = draw(st.integers(1, 100_000))
    layout = Layout(draw(st.integers(0, 3)), draw(st.integers(0, 2)), *(draw(st.booleans()) for _ in range(6)))
    return Made.of(rows, budget, draw(st.integers(0, budget))), layout


def laid_out(form: Made, layout: Layout) -> tuple[list[list[Any]], dict[Any, str]]:
    """Return the cells of a form, and the addresses of those that matter: by name, or by name and row."""
    left = ["level1", "level2", "name"]
    columns = [
        *(["number"] if layout.more else []),
        *left,
        *(["weight"] if layout.weight_first else []),
        *(["sign"] if layout.apart else []),
        "target",
        *(["unit"] if layout.apart else []),
        "actual",
        *(["standard"] if layout.more else []),
        *([] if layout.weight_first else ["weight"]),
        *("score", "reason"),
    ]
    lines: list[list[Any]] = [[] for _ in range(layout.down)]
    where: dict[Any, str] = {}

    def put(cells: Sequence[Any], **named: int) -> None:
        lines.append([""] * layout.right + [_typed(each, as_text=layout.as_text) for each in cells])
        for name, place in named.items():
            where[name] = f"{chr(ord('A') + layout.right + place)}{len(lines)}"

    put(["项目支出绩效自评表（2022年度）"])
    put(["项目名称", "", "农村公路养护"], name=2)
    if layout.total_on_top:
        put(["自评总分", form.total, "", "自评等级", form.grade], total=1, grade=4)
    put(["项目资金（万元）", "年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分"])
    rate = f"{form.rate}%" if layout.as_text else float(form.rate / 100)
    put(["年度资金总额", form.budget, form.budget, form.spent, 10, rate, form.executed], spent=3, rate=5, executed=6)
    put(["其中：财政拨款", form.budget, form.budget, form.spent, "—", "", "—"])
    put([(HEADINGS | OTHERS)[each] for each in columns])
    for place, (row, (level1, level2)) in enumerate(zip(form.rows, LEVELS, strict=True)):
        again = place > 0 and LEVELS[place - 1][0] == level1 and not layout.repeated
        cells = {"number": place + 1, "level1": "" if again else level1, "level2": level2, "name": f"指标{place + 1}"}
        cells |= _said(row, layout) | {"standard": "按完成比例"}
        cells |= {"weight": row.weight, "score": row.score, "reason": row.reason}
        put([cells[each] for each in columns])
        for each in ("actual", "weight", "score", "reason"):
            where[each, place] = f"{chr(ord('A') + layout.right + columns.index(each))}{len(lines)}"
    if not layout.total_on_top:
        sums = {"weight": 10 + sum(row.weight for row in form.rows), "score": form.total, "reason": form.grade}
        named = {"weights": "weight", "total": "score", "grade": "reason"}
        places = {name: columns.index(column) for name, column in named.items()}
        put(["合计", *(sums.get(each, "") for each in columns[1:])], **places)
    else:
        where["weights"] = where["weight", 0]
    put(["注：定量指标按完成比例计分。"])
    return lines, where


def _typed(value: Any, *, as_text: bool) -> Any:
    if isinstance(value, Decimal | int):
        return f"{value}" if as_text else float(value)
    return value


def _said(row: Row, layout: Layout) -> dict[str, Any]:
    """Return the cells of what was to be and what is: sign and unit apart, or in the cells."""
    target, actual = row.target, row.actual
    if row.kind in ("day", "judged"):
        if row.kind == "day" and layout.as_text:
            target, actual = (f"{each:%Y年%m月%d日}" for each in (target, actual))
        return {"sign": "", "target": target, "unit": "", "actual": actual}
    unit = "%" if row.kind == "percent" else "公里"
    if layout.apart:
        return {"sign": SIGNS[row.kind], "target": target, "unit": unit, "actual": actual}
    if row.kind == "percent" and not layout.as_text:
        actual = actual / 100  # a cell that shows 92%
    elif not isinstance(actual, str):
        actual = f"{actual}{unit}"
    return {"target": f"{SIGNS[row.kind]}{target}{unit}", "actual": actual}


def _rate(form: Made) -> Made:
    return form._replace(rate=form.rate + 5)


def _overspent(form: Made) -> Made:
    return Made.of(form.rows, form.budget, form.budget * 2)


#: Changes of one thing: what it makes of a form, and the code and place of what is found then. The first row is
#: reached, the second is not.
MISTAKES: Final[dict[str, tuple[Callable[[Made], Made], str, Any]]] = {
    "a score too low": (
        lambda form: form.changed(0, score=D(19), reason="见附件"), "score-off-rule", ("score", 0),
    ),
    "a score too high": (lambda form: form.changed(1, score=D("9.5")), "score-off-rule", ("score", 1)),
    "a score above the weight": (lambda form: form.changed(0, score=D(21)), "score-over-weight", ("score", 0)),
    "a total that is no sum": (
        lambda form: form._replace(total=form.total + 1, grade=grade_of(form.total + 1)), "sum-mismatch", "total",
    ),
    "no reason": (lambda form: form.changed(1, reason=""), "no-reason-for-lost-points", ("reason", 1)),
    "the target for the actual value": (
        lambda form: form.changed(0, actual="≥10公里"), "actual-copies-target", ("actual", 0),
    ),
    "a weight changed": (
        lambda form: form.changed(0, weight=D(25), score=D(25)), "weights-total", "weights",
    ),
    "a rate changed": (_rate, "rate-mismatch", "rate"),
    "more spent than there was": (_overspent, "execution-over-100", "spent"),
    "no actual value": (lambda form: form.changed(0, actual=""), "full-marks-without-data", ("score", 0)),
    "a word for the actual value": (
        lambda form: form.changed(0, actual="已完成", score=D(0), reason="见附件"), "unreadable-cell", ("actual", 0),
    ),
    "far above the target": (lambda form: form.changed(0, actual=13), "over-achievement", ("actual", 0)),
    "another grade": (
        lambda form: form._replace(grade="差" if form.grade != "差" else "优"), "grade-mismatch", "grade",
    ),
}  # fmt: skip
