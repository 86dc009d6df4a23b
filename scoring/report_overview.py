"""Many projects as a page of their own: one HTML file to read offline, or printed on A4; it loads nothing.

Its one script, a few lines of our own, sorts and filters the tables; a policy lets nothing else run.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

from rich.cells import cell_len

from scoring.display import number
from scoring.messages import message
from scoring.report_columns import decimals
from scoring.report_document import CSS, FONTS
from scoring.report_many import loss_columns, losses, origin, placed
from scoring.report_overview_charts import Heat, column_width, histogram
from scoring.report_overview_look import OVERVIEW_CSS, POLICY, SCRIPT
from scoring.report_places import has_names, parts
from scoring.report_text import DASH, harmless, percent, points
from scoring.report_words import versions
from scoring.sheet import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from scoring.indicators import IndicatorSet
    from scoring.report_places import Place
    from scoring.results import Ranked, Summary
    from scoring.sheet import Provenance, SetReference

__all__ = ["Files", "overview_document"]

#: So many of the first and of the last projects are rows of the heat map.
ENDS: Final = 100
#: From so many projects on, a box finds them by their name.
FINDS: Final = 10
#: Keys as short as this, in terminal cells, stay on one line.
SHORT: Final = 16
#: Notes that are longer than this are cut; who points at one sees the whole of it.
LONG: Final = 60
#: The columns of the ranking, and how they are sorted.
SORTS: Final = {"rank": "number", "total": "number", "grade": "number", "coverage": "number", "files": ""}


class Files(NamedTuple):
    """What lies beside the page: the files of each project, by its key, and those of all."""

    of: Mapping[str, Sequence[str]]
    all: Sequence[str] = ()


def overview_document(
    summary: Summary, rules: IndicatorSet, made: tuple[SetReference, Provenance], lang: str, files: Files | None = None
) -> str:
    """Return the page as a whole HTML document; its ranking links to `files` if there are any."""
    return "\n".join(_Overview(summary, rules, made, lang, files).document()) + "\n"


class _Overview(NamedTuple):
    summary: Summary
    rules: IndicatorSet
    made: tuple[SetReference, Provenance]
    lang: str
    files: Files | None

    def document(self) -> Iterator[str]:
        """Go through the parts of the page."""
        lang = self.lang
        yield "<!DOCTYPE html>"
        yield f'<html lang="{"zh-CN" if lang == "zh" else lang}">'
        yield '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        yield f"<title>{_text(self.rules.title)}</title>"
        yield f"<style>body,svg text{{font-family:{FONTS[lang]}}}{CSS}{OVERVIEW_CSS}</style></head>"
        yield "<body><main>"
        yield from self._heading()
        if self.summary.projects:
            yield from self._grades()
            yield from self._ranking()
            yield from self._losses()
            yield from self._heat()
        said = " · ".join(versions(self.made[1], self.made[0], lang))
        yield f'<footer class="quiet">{self._say("document-provenance")} {_text(said)}</footer>'
        yield f"</main><script>{SCRIPT}</script></body></html>"

    def _say(self, code: str, **values: object) -> str:
        return _text(message(code, self.lang, **values))

    def _points(self, value: Decimal | None) -> str:
        return DASH if value is None else points(value, decimals(self.rules))

    def _box(self, code: str) -> str:
        """Begin a box that a table scrolls in, by the keyboard too."""
        return f'<div class="box" tabindex="0" role="region" aria-label="{self._say(code)}">'

    # -- in sum

    def _heading(self) -> Iterator[str]:
        summary = self.summary
        yield f"<header><h1>{_text(self.rules.title)}</h1>"
        yield f'<p class="quiet origin">{_text(origin(summary, self.rules, self.lang))}</p>'
        if not summary.projects:
            yield f"<p>{self._say('report-no-projects')}</p></header>"
            return
        lowest, highest = (summary.totals[0][0], summary.totals[-1][0]) if summary.totals else (None, None)
        known = {
            "report-count": f"{summary.projects:,}",
            "overview-rated": f"{summary.rated:,}",
            "overview-mean": self._points(summary.mean),
            "overview-median": self._points(summary.median),
            "overview-highest": self._points(highest),
            "overview-lowest": self._points(lowest),
        }
        shown = "".join(
            f"<div><dt>{self._say(code)}</dt><dd>{_text(value)}</dd></div>" for code, value in known.items()
        )
        yield f'<dl class="verdict">{shown}</dl>'
        if self.files is not None and self.files.all:
            links = "".join(f'<a href="{_link(name)}">{_text(name)}</a>' for name in self.files.all)
            yield f'<p class="files">{self._say("overview-together")} {links}</p>'
        yield "</header>"

    def _grades(self) -> Iterator[str]:
        yield f'<div class="pair"><section class="whole"><h2>{self._say("overview-grades")}</h2>'
        heads = (("report-grade", ""), ("overview-edge", ""), ("report-count", "number"), ("report-part", "number"))
        heads_ = "".join(f'<th scope="col" class="{kind}">{self._say(code)}</th>' for code, kind in heads)
        yield f'<div class="scroll"><table class="grades"><thead><tr>{heads_}<td class="bars"></td></tr></thead><tbody>'
        edges = {
            each.label: message("overview-from", self.lang, edge=number(each.at_least)) for each in self.rules.grades
        }
        spread = parts(self.summary.grades, self.lang)
        for (label, _), (shown, count, share) in zip(self.summary.grades, spread, strict=True):
            edge = edges.get(label or "", "")
            cells = f'<td class="edge">{_text(edge)}</td><td class="number">{count:,}</td>'
            cells += f'<td class="number">{_text(percent(share))}</td><td class="bars">{_bar(share)}</td>'
            yield f'<tr><th scope="row"><b>{_text(shown)}</b></th>{cells}</tr>'
        yield "</tbody></table></div></section>"
        yield f'<section class="whole"><h2>{self._say("overview-totals")}</h2>'
        yield f"<figure>{histogram(self.summary, self.rules, self.lang)}</figure>"
        width = number(column_width(self.summary, self.rules))
        yield f'<p class="quiet">{self._say("overview-totals-note", width=width)}</p></section></div>'

    def _losses(self) -> Iterator[str]:
        yield f'<section class="losses"><h2>{self._say("results-losses")}</h2>'
        found = losses(self.summary, self.rules, self.lang)
        if not found:
            yield f"<p>{self._say('results-no-losses')}</p></section>"
            return
        codes = loss_columns(found)
        yield self._box("results-losses") + "<table><thead><tr>"
        for code in codes:
            kind = "name" if code == "report-indicator" else "share" if code == "results-part" else "number"
            yield f'<th scope="col" class="{kind}">{self._say(code)}</th>'
        yield "</tr></thead><tbody>"
        for each in found:
            title, short, part, *rest = each
            cells = [f'<th scope="row" class="name">{_text(title)}</th><td class="number">{short}</td>']
            cells.append(f'<td class="share"><span class="percent">{_text(percent(part))}</span>{_bar(part)}</td>')
            cells += [f'<td class="number">{_text(text)}</td>' for text in rest[: len(codes) - 3]]
            yield f"<tr>{''.join(cells)}</tr>"
        yield f'</tbody></table></div><p class="quiet">{self._say("results-average-note")}</p></section>'

    # -- one by one

    def _ranking(self) -> Iterator[str]:
        ranking = self.summary.ranking
        yield f"<section><h2>{self._say('overview-ranking')}</h2>"
        if left := sum(each.left_out for each in ranking):
            yield f"<p>{self._say('overview-listed', shown=f'{len(ranking):,}', left=f'{left:,}')}</p>"
        if len(ranking) >= FINDS:
            label, hint = self._say("overview-find"), self._say("overview-sort")
            yield f'<p class="tools" hidden><label>{label} <input type="search" autocomplete="off"></label>'
            yield f'<output aria-live="polite"></output><span class="quiet">{hint}</span></p>'
        places = [placed(each, self.rules, self.lang) for each in ranking]
        codes = self._columns(places)
        yield self._box("overview-ranking")
        yield '<table class="sorts" id="ranking"><thead><tr>'
        yield from map(self._head, codes)
        yield '</tr></thead><tbody class="rows">'
        for entry, place in zip(ranking, places, strict=True):
            cells = self._cells(entry, place)
            yield f"<tr>{''.join(cells[code] for code in codes)}</tr>"
            if place.gap:
                yield f'</tbody><tbody class="gap"><tr><td colspan="{len(codes)}">{_text(place.gap)}</td></tr>'
                yield '</tbody><tbody class="rows">'
        yield "</tbody></table></div></section>"

    def _columns(self, places: Sequence[Place]) -> list[str]:
        """Return the columns of the ranking; those in which no project has anything are left out."""
        ranking = self.summary.ranking
        wanted = {
            "key": has_names(places),
            "department": any(each.department for each in ranking),
            "unit": any(each.unit for each in ranking),
            "notes": any(place.notes or each.unrated_reason for place, each in zip(places, ranking, strict=True)),
            "files": self.files is not None,
        }
        codes = ("rank", "project", "total", "grade", "coverage", "key", "department", "unit", "notes", "files")
        return [code for code in codes if wanted.get(code, True)]

    def _head(self, code: str) -> str:
        label = self._say({"notes": "report-reason", "files": "overview-files"}.get(code, f"report-{code}"))
        sort = SORTS.get(code, "text")
        kind = "name" if code == "project" else "number" if code in {"rank", "coverage"} else code
        sorted_ = f' data-sort="{sort}"' if sort else ""
        first = ' aria-sort="ascending"' if code == "rank" else ""
        return f'<th scope="col" class="{kind}"{sorted_}{first}>{label}</th>'

    def _cells(self, entry: Ranked, place: Place) -> dict[str, str]:
        """Return the cells of a project, by the column."""
        name = _text(place.name or place.key)
        own = self.files.of[entry.key] if self.files is not None else ()
        if page := next((each for each in own if each.endswith(".html")), None):
            name = f'<a href="{_link(page)}">{name}</a>'
        labels = [label for label, _ in self.summary.grades]
        share = "" if place.share is None else _bar(place.share)
        grade = "" if entry.grade is None else labels.index(entry.grade)
        short = ' class="short"' if cell_len(place.key) <= SHORT else ""
        links = "".join(f'<a href="{_link(each)}">{self._kind(each)}</a>' for each in own)
        return {
            "rank": f'<td class="number" data-value="{entry.rank or ""}">{place.rank}</td>',
            "project": f'<th scope="row" class="name">{name}</th>',
            "key": f"<td{short}>{_text(place.key)}</td>",
            "department": f"<td>{_text(entry.department or '')}</td>",
            "unit": f"<td>{_text(entry.unit or '')}</td>",
            "total": f'<td class="total" data-value="{"" if entry.total is None else place.total}">'
            f'<span class="figure">{place.total}</span>{share}</td>',
            "grade": f'<td class="grade" data-value="{grade}">{_text(place.grade)}</td>',
            "coverage": f'<td class="number" data-value="{entry.coverage.normalize():f}">{_text(place.coverage)}</td>',
            "notes": self._notes(entry, place),
            "files": f'<td class="files">{links}</td>',
        }

    def _notes(self, entry: Ranked, place: Place) -> str:
        """Return the cell of gates and of why there is no grade; a gate that is the reason is told once."""
        why = entry.unrated_reason or ""
        known = [self.rules.gates[id_].title in why for id_ in entry.fired]
        notes = [note for note, told in zip(place.notes, known, strict=True) if not told] + ([why] if why else [])
        title = f' title="{_text(" ".join(notes))}"' if sum(map(cell_len, notes)) > LONG else ""
        said = f"<span>{'<br>'.join(map(_text, notes))}</span>" if notes else ""
        return f'<td class="notes"{title}>{said}</td>'

    def _kind(self, name: str) -> str:
        suffix = name.rpartition(".")[2]
        known = {"html": message("overview-page", self.lang), "docx": "Word", "xlsx": "Excel"}
        return _text(known.get(suffix, suffix.upper()))

    def _heat(self) -> Iterator[str]:
        ranking = thinned(self.summary.ranking)
        heat = Heat(self.summary, self.rules, self.lang)
        wide = ' class="wide"' if heat.turned else ""
        yield f"<section{wide}><h2>{self._say('overview-heat')}</h2>"
        if len(ranking) < len(self.summary.ranking):
            left = self.summary.projects - len(ranking)
            yield f"<p>{self._say('overview-heat-listed', first=ENDS, last=ENDS, left=f'{left:,}')}</p>"
        yield f'<p class="quiet">{self._say("overview-heat-note")}</p><ul class="legend">'
        ramp = "".join(f'<span class="s{step}">{step * 10}</span>' for step in (10, 8, 6, 4, 2, 0))
        yield f'<li><span class="ramp">{ramp}</span></li>'
        for status in (Status.MISSING, Status.INVALID, Status.NOT_APPLICABLE, Status.ERROR):
            if self.summary.statuses[status]:
                yield f'<li><span class="{status}">{heat.sign(status)}</span>{self._say(f"report-{status}")}</li>'
        yield "</ul>" + self._box("overview-heat")
        yield from heat.table(ranking)
        yield "</div></section>"


def thinned(ranking: Sequence[Ranked]) -> Sequence[Ranked]:
    """Return the first and the last of a ranking, with what lies between them counted."""
    if len(ranking) <= 2 * ENDS + 1:
        return ranking
    *first, edge = ranking[:ENDS]
    left = edge.left_out + sum(1 + each.left_out for each in ranking[ENDS:-ENDS])
    return [*first, edge._replace(left_out=left), *ranking[-ENDS:]]


def _bar(share: Decimal) -> str:
    """Draw a share as a bar, which a printer without backgrounds prints too."""
    width = percent(share, 1).removeprefix("<")
    return (
        '<svg class="bar" aria-hidden="true"><rect class="track" width="100%" height="8"/>'
        f'<rect class="score" width="{width}" height="8"/></svg>'
    )


def _link(name: str) -> str:
    return escape(quote(name, safe=""))


def _text(text: str) -> str:
    return escape(harmless(text))
