"""How the page of many projects looks, and the script that sorts and filters its tables."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Final

__all__ = ["OVERVIEW_CSS", "POLICY", "SCRIPT"]

#: Sorts each table by the column whose heading is pressed, what has no value last; filters rows by their text.
#: Headings become buttons only here: without the script nothing looks as if it could be pressed.
SCRIPT: Final = """
"use strict";
const order = new Intl.Collator(document.documentElement.lang, {numeric: true});
const tables = Array.from(document.querySelectorAll("table.sorts"));
const rows = table => Array.from(table.querySelectorAll("tbody.rows tr"));
for (const table of tables) {
  const heads = Array.from(table.tHead.rows[table.tHead.rows.length - 1].cells);
  heads.forEach((head, column) => {
    if (!head.dataset.sort) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const way = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      const compare = head.dataset.sort === "number" ? (a, b) => a - b : order.compare;
      const found = rows(table).map(row => {
        const cell = row.cells[column];
        return ["value" in cell.dataset ? cell.dataset.value : cell.textContent, row];
      });
      found.sort(([a], [b]) => (a === "") - (b === "") || way * compare(a, b));
      heads.forEach(each => each.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", way < 0 ? "descending" : "ascending");
      table.querySelectorAll("tbody.gap").forEach(gap => gap.remove());
      table.querySelector("tbody.rows").append(...found.map(([, row]) => row));
    });
  });
}
const tools = document.querySelector(".tools");
if (tools) {
  const box = tools.querySelector("input"), count = tools.querySelector("output");
  tools.hidden = false;
  box.addEventListener("input", () => {
    const wanted = box.value.trim().toLowerCase();
    for (const table of tables) {
      const found = rows(table);
      for (const row of found) row.hidden = !row.textContent.toLowerCase().includes(wanted);
      const kept = found.filter(row => !row.hidden).length;
      if (table.id === "ranking") count.value = wanted && kept + " / " + found.length;
    }
  });
}
"""
#: What is asked of a browser: to load nothing, and to run nothing but this script, whatever is in the page.
POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    f"script-src 'sha256-{b64encode(sha256(SCRIPT.encode()).digest()).decode()}'"
)
OVERVIEW_CSS: Final = """
main{max-width:1180px}
a{color:#1f5a96}
.pair{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,7fr);gap:0 44px}
.tools{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:baseline;margin:0 0 8px}
.tools[hidden]{display:none}
.tools input{font:inherit;font-size:14px;padding:3px 8px;border:1px solid #8394a8;border-radius:4px}
.tools input{width:16em;max-width:100%}
.box{overflow:auto;max-height:84vh;border:1px solid #c9d2dd;border-radius:4px;position:relative}
.box th,.box td,.grades th,.grades td{overflow-wrap:break-word}
.box table{border-collapse:separate;border-spacing:0}
.box thead{position:sticky;top:0;z-index:2}
.box thead th,.box thead td{background:#eef2f7;vertical-align:bottom}
.box tr:last-child>*{border-bottom:0}
.box thead tr:last-child>*{border-bottom:1px solid #44546a}
.box .name{position:sticky;left:0;z-index:1;background:#fff;min-width:14em;max-width:24em}
.box thead .name{background:#eef2f7}
.box tbody.all th,.box tbody.all td{font-weight:600;border-bottom:1px solid #44546a}
.name .key{display:block;color:#56657a;font-size:12px}
.total{white-space:nowrap;font-variant-numeric:tabular-nums}
.total .figure{display:inline-block;min-width:3.4em;text-align:right}
th button{font:inherit;color:inherit;background:none;border:0;padding:0;margin:0;text-align:inherit;cursor:pointer}
th button::after{content:"↕";content:"↕"/"";display:inline-block;width:1em;text-align:center;color:#8394a8}
th[aria-sort=ascending] button::after{content:"↑";content:"↑"/"";color:#1d2733}
th[aria-sort=descending] button::after{content:"↓";content:"↓"/"";color:#1d2733}
th button:focus-visible,.tools input:focus-visible,.box:focus-visible{outline:2px solid #2a6aad;outline-offset:1px}
.gap td{text-align:center;color:#56657a;background:#f6f8fb}
.short{white-space:nowrap}
#ranking .name{width:28%}
.notes{font-size:13px;color:#56657a;min-width:14em}
.notes span{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:3;overflow:hidden}
.files{white-space:nowrap}
.files a{margin-right:8px}
.scroll{overflow-x:auto}
.grades td,.grades th{padding:4px 8px}
.grades thead td{border-color:#44546a}
.grades .bar{width:100%;min-width:60px;margin:0}
.grades .bars{width:50%}
.grades .edge{color:#56657a;white-space:nowrap}
.losses .name,.losses .title{width:auto}
svg.histogram{display:block;width:100%;overflow:visible}
svg.histogram text{font-size:12px;fill:#1d2733;text-anchor:middle}
svg.histogram .count{fill:#56657a;font-size:11px}
svg.histogram .start{text-anchor:start}
svg.histogram .end{text-anchor:end}
svg.histogram .band{fill:#f3f6fa}
svg.histogram .band.odd{fill:#e6ecf4}
svg.histogram .label{font-weight:600}
svg.histogram .column{fill:#2a6aad}
svg.histogram .axis{stroke:#44546a}
svg.histogram .edge{stroke:#a3230f;stroke-dasharray:4 3}
.heat{font-size:13px}
.heat td,.heat th{padding:3px 6px}
.heat .mark{text-align:center;vertical-align:middle;white-space:nowrap;font-variant-numeric:tabular-nums}
.heat .mark{min-width:34px;border-left:1px solid #fff}
.heat thead .group{border-left:1px solid #c9d2dd;text-align:left;white-space:normal;font-weight:600;color:#1d2733}
.heat thead .level{text-align:center;white-space:normal;min-width:5em}
.heat thead .turned{vertical-align:bottom;text-align:center;padding:6px 2px}
.heat .turned span{display:inline-block;writing-mode:vertical-rl;max-height:11em;white-space:normal}
.heat .turned span{line-height:1.25;text-align:start}
.heat .turned button{display:flex;flex-direction:column;align-items:center;width:100%}
.heat abbr{text-decoration:none}
.s10{background:#fff;color:#56657a}
.s9{background:#fdf3e6}
.s8{background:#fbe7cf}
.s7{background:#f9d8b3}
.s6{background:#f5c698}
.s5{background:#efb07e}
.s4{background:#e79a6a}
.s3{background:#dd855a}
.s2{background:#b9502f;color:#fff}
.s1{background:#9c3d23;color:#fff}
.s0{background:#7d2a17;color:#fff}
.missing{background:repeating-linear-gradient(45deg,#fff 0 4px,#dde5ee 4px 6px)}
.invalid{background:repeating-linear-gradient(-45deg,#fff 0 4px,#f2d6d0 4px 6px);color:#8c1d0a;font-weight:600}
.not_applicable{background:#f3f6fa;color:#56657a}
.error{background:#1d2733;color:#fff;font-weight:600}
.legend{display:flex;flex-wrap:wrap;gap:6px 18px;margin:0 0 8px;padding:0;list-style:none;font-size:13px}
.legend li{display:flex;align-items:center;gap:6px;margin:0}
.legend span{display:inline-block;min-width:30px;padding:0 4px;text-align:center;line-height:1.5}
.legend span{border:1px solid #c9d2dd}
.legend .ramp{display:flex;min-width:0;padding:0;border:0}
.legend .ramp span{min-width:26px;margin-left:-1px}
@media (max-width:760px){
.pair{grid-template-columns:minmax(0,1fr)}
.box{max-height:76vh}
.grades .bars{width:30%}
.grades .bar{min-width:30px}
.box .name{min-width:7em;max-width:9.5em}
.verdict{display:grid;grid-template-columns:repeat(3,1fr);gap:8px 0}
}
@page heat{size:A4 landscape;margin:12mm}
@media print{
.box{overflow:visible;max-height:none;border:0;border-radius:0}
.box thead,.box .name{position:static}
.tools,th button::after{display:none}
th button,.heat .turned button{display:contents}
.pair{grid-template-columns:5fr 7fr;gap:0 28px}
.box + .quiet{break-before:avoid}
.wide,.wide ~ footer{page:heat}
.wide h2{margin-top:0}
.notes,.box .name{min-width:0}
.heat{font-size:7.5pt}
.heat td,.heat th{padding:1px 3px}
.heat .mark,.heat thead .turned{min-width:0;padding:1px}
.heat .name{min-width:15em}
.heat .turned span{white-space:nowrap;max-height:16em;overflow:hidden;text-overflow:ellipsis}
.heat.dense{font-size:5.5pt}
a{color:inherit;text-decoration:none}
}
"""
