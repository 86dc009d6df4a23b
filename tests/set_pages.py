"""The pages of the library, docs/sets: `make sets` writes them from the sets themselves.

A page a set, in its language, with all its editions; the list of all of them; the vocabulary of the Chinese sets.
What the list says of a set in English stands in tests/data/library.toml, a line for each id.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Final

from scoring.display import DASH, listed, number
from scoring.messages import message
from scoring.report_markup import markdown
from scoring.report_set_words import adjustment_notes, dimension_notes, gate_notes, set_terms
from scoring.versions import days
from tests.library import base_of, library
from tests.pages import ROOT, SETS, anchor
from tests.set_words import (
    differences,
    facts_of,
    method_words,
    order,
    reads_of,
    scoring_notes,
    title_words,
    users,
    weight_words,
    word,
)
from tests.vocabulary_page import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scoring.binding import Bound
    from scoring.indicators import IndicatorSet
    from tests.library import Entry

FOLDER: Final = ROOT / SETS
#: What the list of all sets says of each, by its id.
ABOUT: Final = ROOT / "tests" / "data" / "library.toml"
HOW: Final = "Written by `make sets`: what is changed here is lost."
LIST: Final = """# Indicator sets that ship

<!-- {how} -->

The sets in the package, ready to use: `scoring show cn/project-2020` shows one, `scoring score cn/project-2020 DATA`
scores by it, and a set of your own [takes one over and says what is different](../howto/my-department.md). The words of
a set are our own; where no document gives a weight or a rule, the `source` of the indicator says so.

{table}

The facts of the Chinese sets have the same names, labels and headings in all of them: [the shared
vocabulary](vocabulary.md).
"""


def pages() -> dict[str, str]:
    """Return every page, by its path below docs/sets."""
    found = {f"{id_}.md": set_page(entries) for id_, entries in library().items()}
    found["index.md"] = LIST.format(how=HOW, table="\n".join(_list()))
    found["vocabulary.md"] = vocabulary(HOW)
    return found


# -- the list


def _list() -> Iterator[str]:
    about = tomllib.loads(ABOUT.read_text(encoding="utf-8"))
    yield "| set | what it is | full marks | indicators | extends | edition |"
    yield "|---|---|---:|---:|---|---|"
    for id_, entries in library().items():
        rules = entries[0].rules
        if id_ not in about:
            raise LookupError(f"{ABOUT.name} says nothing of {id_}: add a line in English that says what it is")
        base = base_of(entries[0])
        extends = f"[{base.rules.id}]({base.rules.id}.md)" if base is not None else ""
        texts = [f"[`{id_}`]({id_}.md)", f"{markdown(rules.title)}: {about[id_]}", number(rules.full_marks)]
        texts += [str(len(rules.indicators)), extends, "; ".join(_edition(each.rules) for each in entries)]
        yield f"| {' | '.join(texts)} |"


def _edition(rules: IndicatorSet) -> str:
    span = days(rules.effective.from_, rules.effective.until) if rules.effective is not None else ""
    return f"{rules.version} ({span})" if span else rules.version


# -- a page


def set_page(entries: Sequence[Entry]) -> str:
    """Return the page of a set: the edition that is taken without a day whole, of the others what differs."""
    return "\n\n".join(_set(entries)) + "\n"


def _set(entries: Sequence[Entry]) -> Iterator[str]:
    """Go through the paragraphs of a set's page."""
    newest, *others = entries
    rules, lang = newest.rules, newest.rules.lang
    yield f"# {markdown(rules.title)}"
    yield f"<!-- {HOW} -->"
    up = "../" * rules.id.count("/")
    place = "/".join(["rules", *rules.id.split("/")[:-1], newest.path.name])
    links = [f"[{word('file', lang)}]({up}../../{place})", f"[{word('library', lang)}]({up}index.md)"]
    yield " · ".join([f"`{rules.id}`", rules.version, *links])
    if rules.source:
        yield markdown(word("source", lang, value=rules.source))
    if comment := _comment(newest):
        yield "\n".join(f"> {markdown(line)}" for line in comment)
    terms = [each for each in set_terms(rules, lang) if each[0] != message("report-no-scale", lang)]
    yield "\n".join(f"- {markdown(label)} **{markdown(value)}**" for label, value in terms)
    yield f"## {word('tree', lang)}"
    yield "\n".join(_tree(rules))
    yield f"## {word('indicators', lang)}"
    if methods := _methods(newest.bound, up):
        yield methods
    for id_ in order(rules):
        if id_ in rules.indicators:
            yield from _indicator(newest.bound, id_)
    yield from _beside(newest.bound)
    yield f"## {message('report-facts', lang)}"
    yield "\n".join(_facts(newest.bound))
    yield from _different(newest, others)


def _comment(entry: Entry) -> list[str]:
    """Return the comment at the top of a file, without the line for editors."""
    lines = entry.path.read_text(encoding="utf-8").splitlines()
    head = lines[: next(place for place, line in enumerate(lines) if not line.startswith("#"))]
    return [line.removeprefix("#").strip() for line in head if not line.startswith("#:")]


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]], right: int | None = None) -> Iterator[str]:
    heads = list(heads)
    yield f"| {' | '.join(heads)} |"
    yield f"|{'|'.join('---:' if place == right else '---' for place in range(len(heads)))}|"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _tree(rules: IndicatorSet) -> Iterator[str]:
    heads = [message(f"report-{code}", rules.lang) for code in ("indicator", "id", "weight")]

    def row(id_: str) -> Iterator[str]:
        indicator = rules.indicators.get(id_)
        title = markdown(title_words(rules, id_))
        depth = (indicator.dimension if indicator else id_).count(".") + (indicator is not None)
        shown = f"[{title}](#{anchor(_heading(title, id_))})" if indicator else f"**{title}**"
        weight = weight_words(rules, id_)
        yield from ("&emsp;" * depth + shown, f"`{id_}`", weight if indicator else f"**{weight}**")

    yield from _table(heads, map(row, order(rules)), right=2)


def _heading(title: str, id_: str) -> str:
    return f"{title} `{id_}`"


def _methods(bound: Bound, up: str) -> str:
    """Say what the checks do that a set uses, in the order in which it does."""
    lang = bound.rules.lang
    lines = [word("methods", lang), ""]
    for check in dict.fromkeys(each.indicator.check for each in bound.indicators if each.indicator.check):
        said, place = method_words(check, lang)
        lines.append(f"- [`{check}`]({up}../reference/{place}) {markdown(said)}")
    return "\n".join(lines) if len(lines) > 2 else ""


def _indicator(bound: Bound, id_: str) -> Iterator[str]:
    rules, lang = bound.rules, bound.rules.lang
    each = next(one for one in bound.indicators if one.id == id_)
    indicator = each.indicator
    names = indicator.dimension.split(".")
    above = [".".join(names[: depth + 1]) for depth in range(len(names))]
    yield f"### {_heading(markdown(title_words(rules, id_)), id_)}"
    yield " › ".join(markdown(rules.title_of(one)) for one in above) + f" · {weight_words(rules, id_)}"
    items = [markdown(note) for note in scoring_notes(bound, each)]
    if reads := [name for name in reads_of(each) if name != indicator.for_each]:
        facts = listed([f"{markdown(rules.label(name))} `{name}`" for name in reads], lang)
        items.append(word("facts", lang, value=facts))
    if indicator.source:
        items.append(markdown(message("report-set-source", lang, value=indicator.source)))
    if indicator.rationale:
        items.append(markdown(word("rationale", lang, value=indicator.rationale)))
    if indicator.remedy:
        items.append(markdown(word("remedy", lang, value=indicator.remedy)))
    yield "\n".join(f"- {item}" for item in items)


def _beside(bound: Bound) -> Iterator[str]:
    """Go through what stands beside the indicators: dimensions that say more than their weight, gates, adjustments."""
    rules, lang = bound.rules, bound.rules.lang
    said = [(each.title, id_, [*dimension_notes(each, lang)]) for id_, each in rules.dimensions.items()]
    groups = {
        "dimensions": [each for each in said if each[2]],
        "gates": [(each.title, id_, [*gate_notes(each, rules, lang)]) for id_, each in rules.gates.items()],
        "adjustments": [(each.title, id_, [*adjustment_notes(each, lang)]) for id_, each in rules.adjustments.items()],
    }
    for code, entries in groups.items():
        if entries:
            yield f"## {word(code, lang)}"
        for title, id_, notes in entries:
            yield f"**{markdown(title)}** `{id_}`\n\n" + "\n".join(f"- {markdown(note)}" for note in notes)


def _facts(bound: Bound) -> Iterator[str]:
    lang = bound.rules.lang
    used = users(bound)
    heads = [message(f"report-{code}", lang) for code in ("fact", "fact-name", "fact-values")]
    rows = (
        (
            "&emsp;" * each.inside + markdown(each.label),
            f"`{each.name}`",
            markdown(each.values),
            markdown(listed(each.aliases, lang)),
            markdown(listed(used.get(each.name, ()), lang)),
        )
        for each in facts_of(bound.rules, lang)
    )
    yield from _table([*heads, word("headings", lang), word("used", lang)], rows)


def _different(newest: Entry, others: Sequence[Entry]) -> Iterator[str]:
    lang = newest.rules.lang
    base = base_of(newest)
    if base is not None:
        yield f"## {word('differences', lang, value=base)}"
        yield _compared(base, newest, (word("new", lang), word("gone", lang)), most=1)
    if others:
        yield f"## {word('editions', lang)}"
    for each in others:
        yield f"### {_edition(each.rules)}"
        yield word("edition", lang, value=newest)
        yield _compared(newest, each, (DASH, DASH))


def _compared(base: Entry, here: Entry, absent: tuple[str, str], most: int | None = None) -> str:
    """Write what differs as a table; `absent` is what stands for a place that one, or the other, does not have.

    Of a place that only one of them has, `most` notes are shown at most.
    """
    lang = here.rules.lang

    def side(notes: tuple[str, ...] | None, nothing: str) -> str:
        return nothing if notes is None else "<br>".join(map(markdown, notes))

    rows = []
    for each in differences(base.bound, here.bound):
        old, new = (notes and (notes[:most] if None in each else notes) for notes in (each.base, each.here))
        where = f"{markdown(each.where)} `{each.id}`" if each.id else markdown(each.where)
        rows.append((where, side(old, absent[0]), side(new, absent[1])))
    if not rows:
        return word("same", lang)
    return "\n".join(_table([word("where", lang), str(base), str(here)], rows))


def write() -> None:
    """Write every page, and take away those of sets that are gone."""
    made = pages()
    for path in FOLDER.rglob("*.md"):
        if path.relative_to(FOLDER).as_posix() not in made:
            path.unlink()
    for name, text in made.items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
