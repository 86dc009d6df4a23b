"""Charts of many projects: how their totals are spread, and what each earned at every indicator."""

from __future__ import annotations

from collections import Counter
from decimal import ROUND_FLOOR, Decimal
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import cell_len

from scoring.display import number
from scoring.messages import message
from scoring.report_columns import decimals, plain_title
from scoring.report_text import DASH, EXACT, harmless, percent, points
from scoring.sheet import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.indicators import IndicatorSet
    from scoring.results import Lost, Mark, Ranked, Summary

__all__ = ["Heat", "histogram"]

HUNDRED: Final = Decimal(100)
#: From so many projects on, columns of the histogram are narrower: they are this part of full marks.
MANY: Final = 200
WIDE: Final = 20
NARROW: Final = 50
#: Pixels of the histogram: where columns begin, their height, a line of numbers below; and of a narrow page.
TOP: Final = 40
HIGH: Final = 150
LINE: Final = 17
PAGE: Final = 320
#: The width of a character in pixels; texts nearer to one another than this part of the width go on two lines.
CHARACTER: Final = 7
NEAR: Final = 9
#: Counts stand above columns as long as they are this short.
SHORT: Final = 1000
#: So many headings of the heat map stand side by side; more are turned.
LEVEL: Final = 8
#: More columns than these are printed smaller.
DENSE: Final = 30


# -- how totals are spread


def histogram(summary: Summary, rules: IndicatorSet, lang: str) -> str:
    """Draw how many projects have which total, over the ranges of the grades."""
    counts = _columns(summary, rules)
    edges = sorted({each.at_least for each in rules.grades if 0 < each.at_least < rules.full_marks})
    said = [
        message("overview-column", lang, low=low, high=high, count=f"{count:,}") for low, high, count in counts if count
    ]
    desc = message("report-semicolon", lang).join(said)
    title = message("overview-totals", lang)
    ticks = _ticks([Decimal(0), *edges, rules.full_marks], rules)
    height = TOP + HIGH + LINE * max(line for *_, line in ticks)
    return (
        f'<svg class="histogram" role="img" aria-labelledby="totals-title totals-desc" height="{height}">'
        f'<title id="totals-title">{_text(title)}</title><desc id="totals-desc">{_text(desc)}</desc>'
        + "".join([*_bands(rules), *_bars(counts, lang), *_axis(ticks)])
        + "</svg>"
    )


def column_width(summary: Summary, rules: IndicatorSet) -> Decimal:
    """Return how many points a column of the histogram is wide."""
    rated = sum(count for _, count in summary.totals)
    return EXACT.divide(rules.full_marks, Decimal(WIDE if rated <= MANY else NARROW))


def _columns(summary: Summary, rules: IndicatorSet) -> list[tuple[str, str, int]]:
    """Return the columns: from which total to which (the last one has full marks too), and how many are there."""
    width = column_width(summary, rules)
    count = int(EXACT.divide(rules.full_marks, width))
    found = [0] * count
    for total, projects in summary.totals:
        place = int(EXACT.divide(total, width).to_integral_value(ROUND_FLOOR))
        found[min(max(place, 0), count - 1)] += projects
    limits = [number(EXACT.multiply(width, Decimal(place))) for place in range(count + 1)]
    return [(low, high, projects) for (low, high), projects in zip(pairwise(limits), found, strict=True)]


def _bands(rules: IndicatorSet) -> Iterator[str]:
    """Draw the range of every grade, with its label where that has room on a narrow page."""
    grades = sorted(rules.grades, key=lambda each: each.at_least)
    limits = [max(_place(each.at_least, rules), Decimal(0)) for each in grades] + [HUNDRED]
    for index, (grade, (start, end)) in enumerate(zip(grades, pairwise(limits), strict=True)):
        if start >= end:
            continue
        odd = " odd" if index % 2 else ""
        yield f'<rect class="band{odd}" x="{start}%" y="0" width="{end - start}%" height="{TOP + HIGH}"/>'
        if cell_len(grade.label) * CHARACTER <= (end - start) * PAGE / 100:
            yield f'<text class="label" x="{(start + end) / 2}%" y="16">{_text(grade.label)}</text>'


def _bars(counts: Sequence[tuple[str, str, int]], lang: str) -> Iterator[str]:
    most = max((count for *_, count in counts), default=0)
    step = HUNDRED / len(counts)
    for place, (low, high, count) in enumerate(counts):
        if not count:
            continue
        height = max(round(Decimal(HIGH * count) / most, 1), Decimal(2))
        said = message("overview-column", lang, low=low, high=high, count=f"{count:,}")
        start, width, top = place * step + step * Decimal("0.08"), step * Decimal("0.84"), TOP + HIGH - height
        yield (
            f'<rect class="column" x="{start:f}%" y="{top}" width="{width:f}%" height="{height}">'
            f"<title>{_text(said)}</title></rect>"
        )
        if most < SHORT and len(counts) == WIDE:
            yield f'<text class="count" x="{start + width / 2:f}%" y="{top - 4}">{count}</text>'


def _ticks(edges: Sequence[Decimal], rules: IndicatorSet) -> list[tuple[str, Decimal, int]]:
    """Return the numbers of the axis with their places; those that would touch one another are on different lines."""
    found: list[tuple[str, Decimal, int]] = []
    for edge in edges:
        place, line = _place(edge, rules), 1
        if found and place - found[-1][1] < NEAR and found[-1][2] == 1:
            line = 2
        found.append((number(edge), place, line))
    return found


def _axis(ticks: Sequence[tuple[str, Decimal, int]]) -> Iterator[str]:
    """Draw the axis, with a line where a grade begins."""
    base = TOP + HIGH
    yield f'<line class="axis" x1="0" x2="100%" y1="{base}" y2="{base}"/>'
    for text, place, line in ticks:
        anchor = {Decimal(0): "start", HUNDRED: "end"}.get(place)
        if anchor is None:
            yield f'<line class="edge" x1="{place}%" x2="{place}%" y1="20" y2="{base}"/>'
        kind = f' class="{anchor}"' if anchor else ""
        yield f'<text{kind} x="{place}%" y="{base + LINE * line - 2}">{text}</text>'


def _place(points_: Decimal, rules: IndicatorSet) -> Decimal:
    """Return where points are on the axis, as a percentage of its width."""
    return EXACT.divide(EXACT.multiply(points_, HUNDRED), rules.full_marks).quantize(Decimal("0.01"), context=EXACT)


# -- what each earned at every indicator


class Heat(NamedTuple):
    """The heat map: a row a project, a column an indicator, in each cell the share that was earned, in per cent."""

    summary: Summary
    rules: IndicatorSet
    lang: str

    def table(self, ranking: Sequence[Ranked]) -> Iterator[str]:
        """Draw the table of the projects that are listed."""
        dense = " dense" if len(self.order) > DENSE else ""
        yield f'<table class="heat sorts{dense}" id="heat"><thead>'
        yield from self._head()
        yield '</thead><tbody class="all">'
        yield self._all()
        yield '</tbody><tbody class="rows">'
        for each in ranking:
            yield self._row(each)
            if each.left_out:
                said = message("results-left-out", self.lang, count=f"{each.left_out:,}")
                yield f'</tbody><tbody class="gap"><tr><td colspan="{2 + len(self.order)}">{_text(said)}</td></tr>'
                yield '</tbody><tbody class="rows">'
        yield "</tbody></table>"

    @property
    def order(self) -> list[tuple[str, int]]:
        """The indicators in the order of the top dimensions, each with its place in the set."""
        tops = self.rules.children(None)
        found = [(id_, place) for place, id_ in enumerate(self.rules.indicators)]
        return sorted(found, key=lambda each: tops.index(self._top(each[0])))

    @property
    def turned(self) -> bool:
        """Tell whether there are so many headings that they are turned."""
        return len(self.order) > LEVEL

    def _top(self, id_: str) -> str:
        return self.rules.indicators[id_].dimension.partition(".")[0]

    def _head(self) -> Iterator[str]:
        order = self.order
        sizes = Counter(self._top(id_) for id_, _ in order)
        if max(sizes.values()) > 1:
            yield "<tr><td></td><td></td>"
            for top, size in sizes.items():
                yield f'<th scope="colgroup" class="group" colspan="{size}">{_text(self.rules.title_of(top))}</th>'
            yield "</tr>"
        yield "<tr>"
        kind = "turned" if self.turned else "level"
        yield f'<th scope="col" class="name" data-sort="text">{self._say("report-project")}</th>'
        yield f'<th scope="col" class="number" data-sort="number">{self._say("report-total")}</th>'
        for id_, _ in order:
            title = _text(plain_title(self.rules, id_, self.lang))
            yield f'<th scope="col" class="{kind}" data-sort="number"><span>{title}</span></th>'
        yield "</tr>"

    def _all(self) -> str:
        """Draw the mean of all projects, listed or not; none where the weights are each project's own."""
        totals = self.summary.totals
        count = sum(each for _, each in totals)
        mean = sum((total * each for total, each in totals), Decimal(0)) / count if count else None
        shown = DASH if mean is None else points(mean, decimals(self.rules))
        cells = [f'<th scope="row" class="name">{self._say("overview-all")}</th><td class="number">{shown}</td>']
        lost = {each.id: each for each in self.summary.lost}
        for id_, _ in self.order:
            share = _mean(lost[id_])
            cells.append(f'<td class="mark">{DASH}</td>' if share is None else self._share(id_, share))
        return f"<tr>{''.join(cells)}</tr>"

    def _row(self, entry: Ranked) -> str:
        name = _text(entry.name or entry.key)
        total = DASH if entry.total is None else points(entry.total, decimals(self.rules))
        value = "" if entry.total is None else total
        cells = [f'<th scope="row" class="name">{name}</th><td class="number" data-value="{value}">{total}</td>']
        cells += [self._mark(id_, entry.marks[place]) for id_, place in self.order]
        return f"<tr>{''.join(cells)}</tr>"

    def _mark(self, id_: str, mark: Mark) -> str:
        if mark.status == Status.SCORED and mark.share is not None:
            return self._share(id_, mark.share)
        status = mark.status if mark.status != Status.SCORED else Status.NOT_APPLICABLE
        title = self._said(id_, message(f"report-{status}", self.lang))
        return f'<td class="mark {status}" data-value="" title="{title}">{self.sign(status)}</td>'

    def _share(self, id_: str, share: Decimal) -> str:
        shown = percent(share)
        step = int(min(max(share, Decimal(0)), Decimal(1)) * 10)
        plain = shown.removesuffix("%")
        value = "" if plain.isdecimal() else f' data-value="{EXACT.multiply(share, HUNDRED).normalize():f}"'
        return f'<td class="mark s{step}"{value} title="{self._said(id_, shown)}">{_text(plain)}</td>'

    def sign(self, status: str) -> str:
        """Return the sign that stands for a status in a cell."""
        return _text(message(f"overview-sign-{status}", self.lang))

    def _said(self, id_: str, what: str) -> str:
        return _text(message("report-about", self.lang, title=plain_title(self.rules, id_, self.lang), text=what))

    def _say(self, code: str) -> str:
        return _text(message(code, self.lang))


def _mean(lost: Lost) -> Decimal | None:
    """Return the share that projects earned at an indicator on average."""
    if not lost.full or not lost.counted:
        return None
    offer = EXACT.multiply(lost.full, Decimal(lost.counted))
    return max(EXACT.divide(EXACT.subtract(offer, lost.points), offer), Decimal(0))


def _text(text: str) -> str:
    return escape(harmless(text))
