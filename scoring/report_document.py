"""A score sheet as a page of its own: one HTML file to read offline, on a phone, or printed on A4; it runs nothing."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from scoring import report_words
from scoring.display import number
from scoring.messages import message
from scoring.report_charts import CHART_CSS, score_charts, waterfall
from scoring.report_losses import lost_lines
from scoring.report_rows import digits, tree_rows
from scoring.report_text import DASH, harmless, percent, points
from scoring.report_total import total_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring.report_rows import Row
    from scoring.sheet import ScoreSheet

__all__ = ["CSS", "FONTS", "sheet_document"]

#: The columns of the table: their message, and the class of their cells.
COLUMNS: Final = (
    ("indicator", "title"),
    ("measure", "measure"),
    ("weight", "number"),
    ("score", "number"),
    ("lost", "number"),
    ("share", "share"),
    ("reason", "reason"),
)
#: What is asked of a browser: to load nothing and to run nothing, whatever is in the page.
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
FONTS: Final = {
    "zh": (
        '"Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",'
        '"WenQuanYi Micro Hei",SimHei,sans-serif'
    ),
    "en": 'system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans",sans-serif',
}
CSS: Final = """
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:#fff;color:#1d2733;font-size:15px;line-height:1.6;overflow-wrap:anywhere}
main{max-width:1040px;margin:0 auto;padding:28px 20px}
h1{font-size:24px;line-height:1.35;margin:0 0 2px;text-align:center}
h2{font-size:17px;margin:30px 0 10px;padding-bottom:4px;border-bottom:2px solid #2a6aad}
p{margin:6px 0}
.quiet{color:#56657a;font-size:13px}
.origin{text-align:center}
dl{margin:16px 0;display:flex;flex-wrap:wrap;gap:4px 32px}
dl div{display:flex;gap:8px}
dt{color:#56657a;white-space:nowrap}
dd{margin:0}
.verdict{justify-content:space-around;border:1px solid #8394a8;border-radius:4px;padding:12px 16px}
.verdict div{flex-direction:column;align-items:center;gap:0}
.verdict dd{font-size:24px;font-weight:600;line-height:1.3;text-align:center}
figure{margin:0;break-inside:avoid}
figcaption{font-weight:600;border-bottom:1px solid #c9d2dd;margin-bottom:8px;padding-bottom:2px}
table{width:100%;border-collapse:collapse;font-size:14px}
th,td{padding:5px 8px;text-align:left;vertical-align:top;font-weight:400;border-bottom:1px solid #dde3ea}
thead th{color:#56657a;border-bottom:1px solid #44546a;white-space:nowrap}
thead{display:table-header-group}
tfoot{display:table-row-group}
tr{break-inside:avoid}
.number,.measure{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.measure{white-space:normal}
.share{white-space:nowrap;font-variant-numeric:tabular-nums}
.title{width:27%}
.reason{width:30%}
td.reason,th.reason,td.remedy,th.remedy{padding-left:18px}
.lost .reason,.lost .remedy{width:38%}
.whole{break-inside:avoid}
.dimension th,.dimension td,.sum th,.sum td{font-weight:600}
.dimension td.reason,.sum td.reason{font-weight:400}
.top th,.top td{background:#eef2f7}
.sum th,.sum td{border-top:1px solid #44546a}
.percent{display:inline-block;min-width:2.9em;text-align:right}
.bar{display:inline-block;width:64px;height:8px;margin-left:8px;vertical-align:middle}
.bar .track{fill:#dde5ef}
.bar .score{fill:#2a6aad}
.warn{color:#8a4b00}
.bad{color:#a3230f}
ul{margin:0;padding-left:20px}
li{margin:6px 0;break-inside:avoid}
footer{margin-top:32px;padding-top:8px;border-top:1px solid #c9d2dd}
@media (max-width:640px){
main{padding:16px 14px}
h1{font-size:20px}
.verdict{padding:10px 6px}
.verdict dd{font-size:18px}
.tree thead{position:absolute;clip-path:inset(50%);height:1px;overflow:hidden}
.tree tr{display:grid;grid-template-columns:repeat(3,1fr);padding:6px 8px;border-bottom:1px solid #c9d2dd}
.tree .percent{min-width:0}
.tree tbody,.tree tfoot,.tree table{display:block}
.tree th,.tree td{border:0;padding:1px 0;width:auto;text-align:left}
.tree .title,.tree .measure,.tree .share,.tree .reason,.tree .remedy{grid-column:1/-1}
.tree .title{font-weight:600;padding-left:0!important}
.tree td.reason,.tree td.remedy{padding-left:0}
.tree td:empty{display:none}
.tree td::before{content:attr(data-label) " ";color:#56657a;font-weight:400}
.tree .reason::before{content:none}
.tree .top{background:#eef2f7}
}
@page{size:A4;margin:16mm 14mm}
@media print{
body{font-size:10.5pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
main{max-width:none;padding:0}
table{font-size:9pt}
th,td{padding:3px 5px}
.bar{width:44px;margin-left:4px}
h2,figcaption,.quiet{break-after:avoid}
}
"""


def sheet_document(sheet: ScoreSheet, lang: str, remedies: Mapping[str, str] | None = None) -> str:
    """Return a sheet as a whole HTML document: everything escaped, no script, nothing that is loaded from elsewhere.

    Charts, the tree with its bars and reasons, lost points with what the set says of them (`remedies`, by the id of
    the indicator), findings, provenance.
    """
    return "\n".join(_document(sheet, lang, remedies or {})) + "\n"


def _document(sheet: ScoreSheet, lang: str, remedies: Mapping[str, str]) -> Iterator[str]:
    project = sheet.project.name or sheet.project.key
    title = message("document-title", lang, project=project, title=sheet.set.title) if project else sheet.set.title
    yield "<!DOCTYPE html>"
    yield f'<html lang="{"zh-CN" if lang == "zh" else lang}">'
    yield '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield f"<title>{_text(title)}</title>"
    yield f"<style>body{{font-family:{FONTS[lang]}}}{CSS}{CHART_CSS}</style></head>"
    yield "<body><main>"
    yield from _heading(sheet, lang)
    yield from _charts(sheet, lang)
    yield from _table(sheet, lang)
    yield from _lost(sheet, lang, remedies)
    yield from _findings(sheet, lang)
    made = report_words.provenance(sheet, lang)
    said = f"{_label('document-provenance', lang)} {_text(' · '.join(made))}"
    yield f'<footer class="quiet">{said}</footer>'
    yield "</main></body></html>"


def _heading(sheet: ScoreSheet, lang: str) -> Iterator[str]:
    yield f"<header><h1>{_text(sheet.set.title)}</h1>"
    yield f'<p class="quiet origin">{_text(" · ".join(report_words.origin(sheet)))}</p>'
    if about := report_words.about(sheet, lang):
        yield _pairs("about", about)
    total = DASH if sheet.total is None else points(sheet.total, digits(sheet))
    verdict = report_words.verdict(sheet, lang)
    shown = message("document-of", lang, score=total, full=number(sheet.full_marks))
    yield _pairs("verdict", [(verdict[0][0], shown), *verdict[1:]])
    for text in filter(None, [sheet.unrated_reason, *report_words.wanting(sheet, lang)]):
        yield f"<p>{_text(text)}</p>"
    yield "</header>"


def _charts(sheet: ScoreSheet, lang: str) -> Iterator[str]:
    if charts := score_charts(sheet, lang):
        yield f"<section><h2>{_label('document-scores', lang)}</h2>"
        yield f'<p class="quiet">{_label("document-scores-note", lang)}</p><div class="charts">'
        for title, chart in charts:
            yield f"<figure><figcaption>{_text(title)}</figcaption>{chart}</figure>"
        yield "</div></section>"
    if (fall := waterfall(sheet, lang)) is not None:
        yield f'<section class="whole"><h2>{_label("document-waterfall", lang)}</h2>'
        yield f'<p class="quiet">{_label("document-waterfall-note", lang)}</p>{fall}</section>'


def _table(sheet: ScoreSheet, lang: str) -> Iterator[str]:
    labels = [_label(f"report-{name}", lang) for name, _ in COLUMNS]
    yield f'<section class="tree"><h2>{_label("document-table", lang)}</h2><table>'
    heads = zip(labels, COLUMNS, strict=True)
    yield "<thead><tr>" + "".join(f'<th scope="col" class="{kind}">{label}</th>' for label, (_, kind) in heads)
    yield "</tr></thead><tbody>"
    yield from (_row(row, labels) for row in tree_rows(sheet, lang))
    yield "</tbody><tfoot>"
    yield from (_row(row, labels) for row in total_rows(sheet, lang))
    yield "</tfoot></table></section>"


def _row(row: Row, labels: list[str]) -> str:
    top = " top" if row.kind == "dimension" and row.depth == 0 else ""
    tone = f" {row.tone}" if row.tone in {"warn", "bad"} else ""
    indent = f' style="padding-left:{row.depth * 1.2 + 0.5:.1f}em"'
    cells = [f'<th scope="row" class="title"{indent}>{_text(row.title)}</th>']
    figures = [row.measure, row.weight, row.score, row.lost]
    for text, label, (name, kind) in zip(figures, labels[1:5], COLUMNS[1:5], strict=True):
        shown = f"{kind}{tone}" if name == "measure" else kind
        cells.append(f'<td class="{shown}" data-label="{label}">{_text(text)}</td>')
    share = _text(row.word) if row.share is None else _bar(percent(row.share), percent(row.share, 1))
    cells.append(f'<td class="share" data-label="{labels[5]}">{share}</td>')
    cells.append(f'<td class="reason">{"<br>".join(map(_text, row.notes))}</td>')
    return f'<tr class="{row.kind}{top}">{"".join(cells)}</tr>'


def _bar(shown: str, exact: str) -> str:
    """Write a share and draw it as a bar, which a printer without backgrounds prints too."""
    width = "0.5%" if exact.startswith("<") else exact
    bar = f'<rect class="track" width="100%" height="8"/><rect class="score" width="{width}" height="8"/>'
    return f'<span class="percent">{_text(shown)}</span><svg class="bar" aria-hidden="true">{bar}</svg>'


def _lost(sheet: ScoreSheet, lang: str, remedies: Mapping[str, str]) -> Iterator[str]:
    found = lost_lines(sheet, lang, remedies)
    if not found:
        return
    heads = ["report-indicator", "report-lost", "document-reason", "document-remedy"]
    if not any(each.remedy for each in found):
        heads.pop()
    yield f'<section class="tree lost"><h2>{_label("document-lost", lang)}</h2><table>'
    labels = [_label(head, lang) for head in heads]
    kinds = ("title", "number", "reason", "remedy")
    cells = (f'<th scope="col" class="{kind}">{label}</th>' for label, kind in zip(labels, kinds, strict=False))
    yield f"<thead><tr>{''.join(cells)}</tr></thead><tbody>"
    for each in found:
        cells_of = [f'<th scope="row" class="title">{_text(each.title)}</th>']
        texts = (_text(each.points), "<br>".join(map(_text, each.reasons)), _text(each.remedy))
        for text, label, kind in zip(texts, labels[1:], kinds[1:], strict=False):
            cells_of.append(f'<td class="{kind}" data-label="{label}">{text}</td>')
        yield f"<tr>{''.join(cells_of)}</tr>"
    yield "</tbody></table></section>"


def _findings(sheet: ScoreSheet, lang: str) -> Iterator[str]:
    found = report_words.remarks(sheet, lang)
    if not found:
        return
    yield f"<section><h2>{_label('report-findings', lang)}</h2><ul>"
    for remark in found:
        remedy = f'<br><span class="quiet">{_text(remark.remedy)}</span>' if remark.remedy else ""
        word = f'<b class="{remark.tone}">{_text(remark.word.strip())}</b>'
        yield f"<li>{word} {_text(remark.text)}{remedy}</li>"
    yield "</ul></section>"


def _pairs(name: str, pairs: list[tuple[str, str]]) -> str:
    items = "".join(f"<div><dt>{_text(label)}</dt><dd>{_text(value)}</dd></div>" for label, value in pairs)
    return f'<dl class="{name}">{items}</dl>'


def _label(code: str, lang: str) -> str:
    return _text(message(code, lang))


def _text(text: str) -> str:
    return escape(harmless(text))
