"""Filled self-evaluation forms in the ministry's layout, made by chance from a fixed seed, some with mistakes.

No two are alike: from 8 to 30 indicators, in the ministry's columns or with sign, value and unit apart, amounts and
percentages as numbers or as texts, dates, levels, rows that stay blank, fonts, borders and merged cells. Every third
form has a mistake that is known, so that who reads them can be checked.
"""

from __future__ import annotations

import itertools
import random
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["Made", "make_forms"]

SEED: Final = 6
PLACES: Final = ["城关镇", "河西乡", "东湖街道", "高新区", "南山县", "北川县", "柳林镇", "白云街道", "青石乡", "开发区"]
WORKS: Final = [
    "农村公路养护",
    "义务教育营养改善",
    "高标准农田建设",
    "老旧小区改造",
    "基层医疗设备购置",
    "文化惠民演出",
    "水库除险加固",
    "残疾人康复救助",
    "公共体育设施",
    "职业技能培训",
    "垃圾分类试点",
    "电子政务运维",
    "森林防火",
    "困难群众救助",
    "产业园区道路",
]
OFFICES: Final = [
    "县财政局",
    "县教育局",
    "县交通运输局",
    "县农业农村局",
    "县卫生健康局",
    "县文化和旅游局",
    "县水务局",
    "县民政局",
]
#: The second levels of the ministry's form, each with its first level and the points of both.
LEVELS: Final = {
    "产出指标": (50, ("数量指标", "质量指标", "时效指标", "成本指标")),
    "效益指标": (30, ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标")),
    "满意度指标": (10, ("服务对象满意度指标",)),
}
THINGS: Final = {
    "数量指标": (
        "养护里程|公里",
        "受益学生|人次",
        "改造面积|平方米",
        "购置设备|台（套）",
        "演出场次|场",
        "培训人数|人",
    ),
    "质量指标": ("验收合格率|%", "设备完好率|%", "资料归档率|%"),
    "时效指标": ("完成时间|", "资金拨付时间|", "按期完成率|%"),
    "成本指标": ("单位成本|万元", "总投资|万元", "人均补助标准|元"),
    "经济效益指标": ("带动增收|万元", "节约用水|吨"),
    "社会效益指标": ("政策知晓率|%", "秩序明显改善|定性", "就业人数|人"),
    "生态效益指标": ("绿化覆盖率|%", "环境持续改善|定性"),
    "可持续影响指标": ("长效机制逐步健全|定性", "设施使用年限|年"),
    "服务对象满意度指标": ("群众满意度|%", "学生家长满意度|%", "企业满意度|%"),
}
REASONS: Final = ("受汛期影响，工期顺延；已调整施工计划。", "招标结余，下年度统筹使用。", "宣传不到位，今后加强。")
#: Levels of what is judged, with the shares, in percent, that they may have.
JUDGED: Final = (("达成预期指标", 80, 99), ("部分达成预期指标并具有一定效果", 60, 79))
REACHED: Final = 2 / 3
HALF: Final = 0.5
CENT: Final = Decimal("0.01")
#: What a form may have wrong, by the code of the audit.
MISTAKES: Final = (
    "sum-mismatch",
    "score-off-rule",
    "score-over-weight",
    "full-marks-without-data",
    "actual-copies-target",
    "rate-mismatch",
    "no-reason-for-lost-points",
)
#: Those of them that are not on a row.
OF_THE_FORM: Final = ("sum-mismatch", "rate-mismatch")


class Made(NamedTuple):
    """A form that was made: its file, and the code of its mistake, None where it has none."""

    file: Path
    mistake: str | None


class _Row(NamedTuple):
    level1: str
    level2: str
    name: str
    sign: str
    target: Any
    unit: str
    actual: Any
    weight: Decimal
    score: Decimal
    reason: str


def make_forms(folder: Path, count: int) -> list[Made]:
    """Write so many forms into folders by office, and return them."""
    chance = random.Random(SEED)  # noqa: S311 - forms, no secrets
    made = []
    for number in range(count):
        office = chance.choice(OFFICES)
        (folder / office).mkdir(exist_ok=True)
        mistake = chance.choice(MISTAKES) if number % 3 == 2 else None
        name = f"{chance.choice(PLACES)}{chance.choice(WORKS)}项目（{number + 1}号）"
        file = folder / office / f"{number + 1:04}{name}.xlsx"
        _write(file, name, office, mistake, chance)
        made.append(Made(file, mistake))
    return made


def _rows(chance: random.Random) -> list[_Row]:
    """Return the indicators, which have the points of their first levels."""
    found = []
    for level1, (points, seconds) in LEVELS.items():
        levels = [each for each in seconds for _ in range(chance.randint(1, 3))]
        parts = [chance.randint(1, 4) for _ in levels]
        weights = [Decimal(points * part // sum(parts)) for part in parts]
        weights[0] += points - sum(weights)
        pairs = zip(levels, weights, strict=True)
        found += [_row(level1, level2, weight, chance) for level2, weight in pairs if weight]
    return found


def _row(level1: str, level2: str, weight: Decimal, chance: random.Random) -> _Row:
    """Return an indicator, two of three reached, with the score that the rule gives it."""
    name, _, unit = chance.choice(THINGS[level2]).partition("|")
    reached, reason = chance.random() < REACHED, chance.choice(REASONS)
    if not unit:
        done = f"2022-{chance.randint(9, 12):02}-{chance.randint(1, 28):02}"
        return _Row(level1, level2, name, "", "2022-12-31", "", done, weight, weight, "")
    if unit == "定性":
        level, low, high = chance.choice(JUDGED)
        score = (weight * chance.randint(low, high) / 100).quantize(CENT)
        return _Row(level1, level2, name, "", "有所改善", "", level, weight, score, reason)
    target = Decimal(chance.randint(60, 100) if unit == "%" else chance.randint(5, 900))
    if level2 == "成本指标":
        sign, actual = "≤", (target * chance.randint(*((80, 100) if reached else (101, 130))) / 100).quantize(CENT)
        share = min(Decimal(1), 2 - actual / target)
    else:
        sign, actual = "≥", (target * chance.randint(*((100, 110) if reached else (50, 99))) / 100).quantize(CENT)
        share = min(Decimal(1), actual / target)
    score = (weight * share).quantize(CENT, ROUND_HALF_UP)
    return _Row(level1, level2, name, sign, target, unit, actual, weight, score, reason if score < weight else "")


def _spoilt(row: _Row, mistake: str) -> _Row:
    """Return a row of numbers with a mistake."""
    half, reason = row.target / 2, REASONS[0]
    if mistake == "score-off-rule":
        return row._replace(actual=half, score=row.weight * Decimal("0.9"), reason=reason)
    if mistake == "no-reason-for-lost-points":
        return row._replace(actual=half, score=row.weight / 2, reason="")
    if mistake == "score-over-weight":
        return row._replace(actual=row.target, score=row.weight + 1)
    actual = "已完成" if mistake == "full-marks-without-data" else f"{row.sign}{row.target}{row.unit}"
    return row._replace(actual=actual, score=row.weight, reason="")


def _write(file: Path, name: str, office: str, mistake: str | None, chance: random.Random) -> None:
    """Write one form."""
    rows = _rows(chance)
    if mistake not in (None, *OF_THE_FORM):
        rows[0] = _spoilt(rows[0], str(mistake))
    budget = Decimal(chance.randint(1_000, 900_000)) / 100
    spent = budget if chance.random() < HALF else (budget * chance.randint(40, 99) / 100).quantize(CENT)
    points = (10 * spent / budget).quantize(CENT, ROUND_HALF_UP)
    total = points + sum(row.score for row in rows) + (mistake == "sum-mismatch")
    rate = spent / budget / (2 if mistake == "rate-mismatch" else 1)
    with xlsxwriter.Workbook(str(file)) as book:
        page = _Page(book, apart=chance.random() < HALF, typed=chance.random() < HALF)
        page.head(name, office, (budget, spent, points, rate))
        page.rows(rows)
        page.foot(total)


class _Page:
    """The sheet of a form; `apart` has sign, value and unit in cells of their own, `typed` has numbers as texts."""

    def __init__(self, book: Any, *, apart: bool, typed: bool) -> None:
        box = {"border": 1, "font_name": "宋体", "font_size": 10, "text_wrap": True, "valign": "vcenter"}
        self.sheet, self.apart, self.typed = book.add_worksheet("自评表"), apart, typed
        self.look = book.add_format({**box, "align": "center"})
        self.title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        self.share = book.add_format({**box, "num_format": "0.00%"})
        self.line, self.last = 0, 10 if apart else 8

    def put(self, *values: Any) -> None:
        """Write the cells of the next line, None for those that stay blank."""
        for place in range(self.last + 1):
            value = values[place] if place < len(values) else None
            if value is None:
                self.sheet.write_blank(self.line, place, None, self.look)
            elif isinstance(value, str):
                self.sheet.write_string(self.line, place, value, self.look)
            else:
                self.sheet.write_number(self.line, place, value, self.look)
        self.line += 1

    def head(self, name: str, office: str, funds: tuple[Decimal, Decimal, Decimal, Decimal]) -> None:
        """Write whose form it is, the budget and its execution, and the goal of the year."""
        budget, spent, points, rate = funds
        self.sheet.merge_range(0, 0, 0, self.last, "项目支出绩效自评表", self.title)
        self.sheet.merge_range(1, 0, 1, self.last, "（2022年度）", self.look)
        self.line = 2
        self.put("项目名称", None, name)
        self.put("主管部门", None, office, None, None, "实施单位", f"{office.removeprefix('县')}下属单位")
        headings = "年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分"
        self.put("项目资金\n（万元）", None, *headings)
        self.put(None, "年度资金总额", budget, budget, spent, 10, f"{rate:.2%}", points)
        if not self.typed:
            self.sheet.write_number(self.line - 1, 6, rate, self.share)
        self.put(None, "其中：当年财政拨款", budget, budget, spent, "—", "—", "—")
        self.put(None, "上年结转资金", 0, 0, 0, "—", "—", "—")
        self.put(None, "其他资金", 0, 0, 0, "—", "—", "—")
        self.sheet.merge_range(4, 0, 8, 0, "项目资金\n（万元）", self.look)
        self.put("年度总体目标", "预期目标", None, None, None, "实际完成情况")
        self.put(None, f"完成{name}年度任务，资金及时拨付。", None, None, None, "已完成年度任务。")

    def rows(self, rows: Sequence[_Row]) -> None:
        """Write the indicators below their headings, equal levels merged, and a level that has none as a blank row."""
        target = ("指标性质", "指标值", "度量单位") if self.apart else ("年度指标值",)
        headings = "一级指标", "二级指标", "三级指标", *target, "实际完成值", "分值", "得分", "偏差原因分析及改进措施"
        self.put("绩效指标", *headings)
        first = self.line
        for row in rows:
            self.put(
                None, row.level1, row.level2, row.name, *self._target(row), self._actual(row), row.weight, row.score
            )
            self.sheet.write_string(self.line - 1, self.last, row.reason, self.look)
        self._merge(1, first, [row.level1 for row in rows])
        self._merge(2, first, [row.level2 for row in rows])
        self.sheet.merge_range(first - 1, 0, self.line - 1, 0, "绩效指标", self.look)
        self.put(None, None, "其他指标")

    def _target(self, row: _Row) -> tuple[Any, ...]:
        if self.apart:
            return row.sign or "定性" if row.unit or not row.target[0].isdigit() else "", row.target, row.unit
        return (f"{row.sign}{row.target}{row.unit}",)

    def _actual(self, row: _Row) -> Any:
        if not isinstance(row.actual, Decimal):
            return row.actual
        return f"{row.actual}{row.unit}" if self.typed or row.unit == "%" else row.actual

    def _merge(self, column: int, first: int, names: Sequence[str]) -> None:
        line = first
        for name, same in itertools.groupby(names):
            count = len(list(same))
            if count > 1:
                self.sheet.merge_range(line, column, line + count - 1, column, name, self.look)
            line += count

    def foot(self, total: Decimal) -> None:
        """Write the total and the notes."""
        self.put("总分", *[None] * (self.last - 3), 100, total)
        note = "注：1. 得分一档最高不能超过该指标分值上限。2. 定量指标按完成比例计分。"
        self.sheet.merge_range(self.line, 0, self.line, self.last, note, self.look)
        for place in range(self.last + 1):
            self.sheet.set_column(place, place, 14)
