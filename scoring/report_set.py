"""An indicator set in the terminal: its tree with weights, scales and sources, its gates, the facts it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scoring.display import number
from scoring.messages import message
from scoring.report_facts import fact_rows
from scoring.report_page import BLANK, Strip, segments
from scoring.report_table import (
    Cell,
    Column,
    TableRow,
    draw,
    flow,
    paragraph,
    widths,
)
from scoring.report_text import EXACT, Medium, fraction_digits, percent, points
from scoring.versions import days

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderResult

    from scoring.checks import Check
    from scoring.indicators import Gate, Indicator, IndicatorSet

__all__ = ["SetPage"]

#: Where in the parameters of a check a fact is named: the path, the name and the label.
Path = tuple[str | int, ...]
Labels = Mapping[Path, tuple[str, str]]
NONE: Final[Labels] = MappingProxyType({})
INDENT = 2
REASON_CELLS = 40


class SetPage(NamedTuple):
    """An indicator set as a rich renderable, at most `width` cells wide, its labels in `lang`.

    Of the `checks` that are given, by indicator, the facts in parameters are shown by their labels.
    """

    rules: IndicatorSet
    width: int
    lang: str
    checks: Mapping[str, Check]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw for the encoding of the console that shows it."""
        yield from segments(self, console, options)

    def strips(self, medium: Medium) -> Iterator[Strip]:
        """Go through the lines."""
        rules = self.rules
        origin = " · ".join(each for each in (rules.id, rules.version, rules.source) if each)
        yield from paragraph(Cell(medium.show(rules.title), "bold"), medium.width)
        yield from paragraph(Cell(medium.show(origin), "dim"), medium.width)
        parts = [(Cell(medium.show(f"{label} "), "dim"), Cell(medium.show(value))) for label, value in self._terms()]
        yield from flow(parts, medium.width)
        yield BLANK
        yield from self._tree(medium)
        if rules.gates:
            yield BLANK
            yield from paragraph(Cell(self._label("gates", medium), "bold"), medium.width)
            for gate in rules.gates.values():
                yield from self._gate(gate, medium)
        if rules.facts:
            yield BLANK
            yield from paragraph(Cell(self._label("facts", medium), "bold"), medium.width)
            yield from self._facts(medium)

    def _label(self, code: str, medium: Medium) -> str:
        return medium.show(message(f"report-{code}", self.lang))

    def _terms(self) -> Iterator[tuple[str, str]]:
        """Go through what holds for the whole set, as labels and values."""
        rules = self.rules
        if rules.base is not None:
            base = "@".join(rules.base)
            known = rules.extends in (rules.base[0], base)
            yield message("report-extends", self.lang), base if known else f"{rules.extends} ({base})"
        if rules.effective is not None:
            yield message("report-effective", self.lang), days(rules.effective.from_, rules.effective.until)
        grades = sorted(rules.grades, key=lambda grade: grade.at_least, reverse=True)
        yield message("report-full-marks", self.lang), number(rules.full_marks)
        yield (
            message("report-grades", self.lang),
            "  ".join(f"{each.label} ≥ {number(each.at_least)}" for each in grades),
        )
        yield message("report-when-missing", self.lang), message(f"report-policy-{rules.missing}", self.lang)
        if any(indicator.scale is None for indicator in rules.indicators.values()):
            yield message("report-no-scale", self.lang), message("report-scale-default", self.lang)
        if rules.minimum_coverage is not None:
            yield message("report-minimum-coverage", self.lang), percent(rules.minimum_coverage, 2)

    def _tree(self, medium: Medium) -> Iterator[Strip]:
        heading = [self._label(code, medium) for code in ("indicator", "id", "weight", "how")]
        below = [Column(heading[0], least=14), Column(heading[1]), Column(heading[2], right=True)]
        beside = [*below, Column(heading[3], least=REASON_CELLS)]
        beside[0] = Column(heading[0], least=24, most=max(24, medium.width // 4))
        for columns in (beside, below):
            rows = list(self._rows(None, 0, medium, beside=columns is beside))
            if (sizes := widths(columns, rows, medium.width)) is not None:
                yield from draw(columns, rows, sizes, medium)
                return
        for row in rows:
            parts = [(cell,) for cell in row.cells if cell.text]
            yield from flow(parts, medium.width, gap=2, indent=row.cells[0].indent)
            for note in row.notes:
                yield from paragraph(note, medium.width)

    def _rows(self, parent: str | None, depth: int, medium: Medium, *, beside: bool) -> Iterator[TableRow]:
        """Go through the rows below a dimension: its indicators, then the dimensions inside it."""
        weights = [each.weight for each in self.rules.dimensions.values()]
        weights += self.rules.declared_weights.values()
        decimals = max(fraction_digits(weight.normalize(EXACT)) for weight in weights)

        def row(title: str, id_: str, weight: Decimal | str, notes: Sequence[str], style: str) -> TableRow:
            shown = [Cell(medium.show(note), "dim", (depth + 1) * INDENT) for note in notes]
            name = Cell(medium.show(title), style, depth * INDENT)
            cells = [name, Cell(medium.show(id_), "dim"), Cell(medium.show(_weight(weight, decimals)), style)]
            if beside:
                cells.append(Cell("\n".join(note.text for note in shown), "dim"))
            return TableRow(tuple(cells), () if beside else tuple(shown), space=parent is None)

        for id_ in self.rules.indicators_of(parent) if parent is not None else ():
            indicator = self.rules.indicators[id_]
            check = self.checks.get(id_)
            named = check.references() if check is not None else ()
            labels = {each.path: (each.name, self.rules.label(each.name)) for each in named}
            yield row(indicator.title, id_, indicator.weight, list(indicator_notes(indicator, labels, self.lang)), "")
        for id_ in self.rules.children(parent):
            dimension = self.rules.dimensions[id_]
            notes = [
                _note("applies", dimension.applies, self.lang),
                _note("source", dimension.source, self.lang),
            ]
            yield row(dimension.title, id_, dimension.weight, [note for note in notes if note], "bold")
            yield from self._rows(id_, depth + 1, medium, beside=beside)

    def _facts(self, medium: Medium) -> Iterator[Strip]:
        heading = [self._label(code, medium) for code in ("fact", "fact-name", "fact-values")]
        columns = [Column(heading[0], least=14), Column(heading[1]), Column(heading[2], least=14)]
        rows = [
            TableRow(
                (
                    Cell(medium.show(label), "", INDENT if inside else 0),
                    Cell(medium.show(name), "dim", INDENT if inside else 0),
                    Cell(medium.show(values), "dim"),
                )
            )
            for label, name, values, inside in fact_rows(self.rules, self.lang)
        ]
        if (sizes := widths(columns, rows, medium.width)) is not None:
            yield from draw(columns, rows, sizes, medium)
            return
        for row in rows:
            yield from flow([(cell,) for cell in row.cells], medium.width, gap=2, indent=row.cells[0].indent)

    def _gate(self, gate: Gate, medium: Medium) -> Iterator[Strip]:
        yield from paragraph(Cell(medium.show(gate.title), "", INDENT), medium.width)
        then = gate.then.model_dump(exclude_none=True)
        effects = [message("report-warn-only", self.lang)] if then.pop("warn", False) else []
        effects += [settings(then)] if then else []
        effect = message("report-comma", self.lang).join(effects)
        rule = message("report-gate-rule", self.lang, when=gate.when, then=effect)
        for note in filter(None, [rule, gate.message, _note("source", gate.source, self.lang)]):
            yield from paragraph(Cell(medium.show(note), "dim", 2 * INDENT), medium.width)


def _note(code: str, value: str | None, lang: str) -> str:
    return message(f"report-set-{code}", lang, value=value) if value else ""


def _weight(weight: Decimal | str, decimals: int) -> str:
    """Write a weight; of an indicator with a line for every row, the column that has the row's own."""
    return weight if isinstance(weight, str) else points(weight, decimals)


def indicator_notes(indicator: Indicator, labels: Labels, lang: str) -> Iterator[str]:
    """Say how an indicator is measured and scored, when it applies, and what it rests on."""
    how = indicator.measure or indicator.check or ""
    if indicator.with_:
        how = f"{how} ({settings(indicator.with_, labels)})"
    yield _note("measure", how, lang)
    if indicator.scale:
        yield _note("scale", scale_words(indicator.scale, lang), lang)
    if indicator.applies:
        yield _note("applies", indicator.applies, lang)
    if indicator.missing:
        yield _note("missing", message(f"report-policy-{indicator.missing}", lang), lang)
    if indicator.source:
        yield _note("source", indicator.source, lang)


def scale_words(scale: Mapping[str, Any], lang: str) -> str:
    """Say what a scale does; of a plugin's kind, or a key without words of its own, what the file says.

    >>> scale_words({"kind": "thresholds", "steps": [{"at_least": Decimal("0.95"), "share": 1}]}, "en")
    'from 0.95: 100%; else 0%'
    """
    kind = str(scale.get("kind", ""))
    rest = {key: value for key, value in scale.items() if key != "kind"}
    stop = message("report-semicolon", lang)
    if kind == "thresholds":
        steps = [_step(step, lang) for step in rest["steps"]]
        return stop.join([*steps, message("report-step-else", lang, worth=_share(rest.get("otherwise", 0)))])
    if kind == "levels":
        return stop.join(f"{level} {_share(share)}" for level, share in rest["levels"].items())
    if kind == "yes_no":
        return message("report-scale-yes-no", lang)
    if kind == "proportional":
        return _way(rest.get("worst", 0), rest.get("target", 1), rest, lang)
    if kind == "linear" and "points" not in rest:
        return _way(rest["worst"], rest["best"], {}, lang)
    if kind == "linear":
        line = [message("report-scale-line", lang, edge=_value(x), worth=_share(share)) for x, share in rest["points"]]
        return stop.join([*line, message("report-scale-between", lang)])
    if kind == "deduction":
        values = {key: _value(rest[key]) for key in ("limit", "per", "deduct")}
        return message(f"report-scale-{rest.get('side', 'under')}-{rest.get('count', 'begun')}", lang, **values)
    return f"{kind} ({settings(rest)})" if rest else kind


def _way(worst: object, target: object, rest: Mapping[str, Any], lang: str) -> str:
    """Say from what to what the points go in proportion, and the pass mark, if there is one."""
    start = rest["pass"] if rest.get("rescale") else worst
    way = message("report-scale-proportional", lang, worst=_value(start), target=_value(target))
    if "pass" not in rest or rest.get("rescale"):
        return way
    return way + message("report-scale-pass", lang, **{"pass": _value(rest["pass"])})


def _step(step: Mapping[str, Any], lang: str) -> str:
    side = "at_least" if "at_least" in step else "at_most"
    worth = (
        message("report-points", lang, points=_value(step["points"]))
        if "points" in step
        else _share(step.get("share", 0))
    )
    return message(f"report-step-{side}", lang, edge=_value(step[side]), worth=worth)


def _share(value: object) -> str:
    return percent(Decimal(str(value)), 2)


def settings(values: Mapping[str, Any], labels: Labels = NONE, path: Path = ()) -> str:
    """Write keys and values as in the file, without its quotes; facts that are named there by their labels.

    >>> settings({"part": "funds.spent", "items": ["a", "b"], "warn": True})
    'part = funds.spent, items = [a, b], warn'
    >>> settings({"items": {"a": 3, "b": 1}}, {("items", "a"): ("a", "甲"), ("items", "b"): ("b", "乙")})
    'items = {甲 = 3, 乙 = 1}'
    """
    written = []
    for key, value in values.items():
        shown = _labelled(key, labels, (*path, key)) if path else key  # a parameter's own name is no fact's
        written.append(shown if value is True else f"{shown} = {_value(value, labels, (*path, key))}")
    return ", ".join(written)


def _labelled(text: str, labels: Labels, path: Path) -> str:
    name, label = labels.get(path, ("", ""))
    return label if text == name else text


def _value(value: object, labels: Labels = NONE, path: Path = ()) -> str:
    if isinstance(value, dict):
        return f"{{{settings(value, labels, path)}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_value(each, labels, (*path, place)) for place, each in enumerate(value))}]"
    if isinstance(value, (Decimal, float, int)) and not isinstance(value, bool):
        return number(Decimal(str(value)))
    return str(value).lower() if isinstance(value, bool) else _labelled(str(value), labels, path)
