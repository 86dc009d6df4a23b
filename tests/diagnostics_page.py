"""The page of all diagnostics, docs/reference/diagnostics.md: `make diagnostics` writes it from what stands elsewhere.

tests/data/diagnostics has a file for each section, with an entry for each code of a diagnostic:

    [weights-under]
    means   = "..."                  # what it means and why: a sentence or two, other words than the message
    case    = "weights-under-en"     # a file of tests/data/invalid or tests/data/plugged; without: that of the code
    mend.22 = 'weight = 10'          # a line of the case, as it should be; '' takes it out, several lines add to it
    show    = [7]                    # lines of the case that the page shows beside those that are marked or mended
    cure    = "..."                  # a sentence on the cure, where the mended lines do not say it
    on      = 2023-06-30             # the day that `scoring check --on` asks for

Where no file of rules can show a code, `values` stand for a case: those of its message. The message, whether it is an
error, and the lines around are those of the case, so that none of it can be out of date.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from scoring.errors import Diagnostic, RulesError
from scoring.loading import check
from scoring.messages import message
from scoring.plugins import load_file, registry
from scoring.report_diagnostic import render_diagnostic
from tests.pages import ROOT

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping

    from scoring.plugins import Registry

PAGE: Final = ROOT / "docs" / "reference" / "diagnostics.md"
DATA: Final = ROOT / "tests" / "data"
#: The folders of cases, in the order in which they are looked through.
FOLDERS: Final = ("invalid", "plugged")
#: What a case is called on the page.
NAME: Final = "set.toml"
#: How much of a line is shown.
LONGEST: Final = 110
HEAD: Final = """# Diagnostics

<!-- Written by `make diagnostics` from tests/data/diagnostics: what is changed here is lost. -->

What `scoring check` can say, in the order in which a set is written: what each code means, an example of it with the
message in English and Chinese, and the example mended. Of a file only the lines that matter are shown. An **error**
keeps a set from being used; a **warning** does not, but `scoring check --strict` takes it for an error. How to run
the command is in [the command line](command-line.md#scoring-check), what the keys mean in [the rule
language](language.md).
"""


@dataclass(frozen=True)
class Entry:
    """What the page says about a code, beside what its case says itself."""

    code: str
    means: str
    case: str = ""
    mend: Mapping[str, str] = field(default_factory=dict)
    show: tuple[int, ...] = ()
    cure: str = ""
    on: datetime.date | None = None
    values: Mapping[str, Any] | None = None

    @property
    def path(self) -> Path:
        """The file that shows the code."""
        name = f"{self.case or self.code}.toml"
        found = [path for each in FOLDERS if (path := DATA / each / name).is_file()]
        if not found:
            raise LookupError(
                f"[{self.code}] has no case {name} in {' or '.join(FOLDERS)}: name another by `case = ...`"
            )
        return found[0]

    def lines(self) -> list[str]:
        """Return the lines of the case."""
        return self.path.read_text(encoding="utf-8").splitlines()

    def mended(self) -> str:
        """Return the whole case with its mended lines."""
        lines = [self.mend.get(str(place), line) for place, line in enumerate(self.lines(), 1)]
        gone = {place for place in self.mend if self.mend[place] == ""}
        return "".join(f"{line}\n" for place, line in enumerate(lines, 1) if str(place) not in gone)

    def found(self, path: Path | None = None, lang: str = "en") -> list[Diagnostic]:
        """Return what is wrong with the case, or with another file in its place."""
        try:
            known = registry_of(self.path.parent.name)
            told = check(path or self.path, known, day=self.on, lang=lang)[1].found
        except RulesError as error:
            told = error.diagnostics
        return [each for each in told if Path(each.file).name == (path or self.path).name]

    def told(self, lang: str = "en") -> Diagnostic:
        """Return the first diagnostic of the code, with the name that the page gives the file."""
        if self.values is not None:
            values = dict(self.values)
            where = str(values.pop("file", NAME))
            return Diagnostic(where, 1, 1, 2, self.code, message(values.pop("sentence", self.code), lang, **values))
        own = [each for each in self.found(lang=lang) if each.code == self.code]
        if not own:
            raise LookupError(f"[{self.code}] is not what is wrong with {self.path.name}: name another by `case = ...`")
        said = own[0].message.replace(f"{self.path.parent}{os.sep}", "").replace(self.path.name, NAME)
        return own[0]._replace(file=NAME, message=said.replace(f"{DATA}{os.sep}", "../"))


@dataclass(frozen=True)
class Section:
    """A section of the page."""

    title: str
    entries: tuple[Entry, ...]


@cache
def registry_of(folder: str) -> Registry:
    """Return the plugins that the cases of a folder are checked with."""
    return registry([load_file(path) for path in sorted((DATA / folder).glob("*.py"))])


@cache
def sections() -> tuple[Section, ...]:
    """Return the sections of the page, in the order of their files."""
    found = []
    for path in sorted((DATA / "diagnostics").glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        title = data.pop("title")
        found.append(Section(title, tuple(_entry(code, keys) for code, keys in data.items())))
    return tuple(found)


def _entry(code: str, keys: dict[str, Any]) -> Entry:
    try:
        return Entry(code, **keys)
    except TypeError as error:  # a key too many, or without what it means
        raise LookupError(f"[{code}]: {error}") from error


def entries() -> dict[str, Entry]:
    """Return every entry by its code."""
    return {each.code: each for section in sections() for each in section.entries}


def page() -> str:
    """Return the page."""
    parts = [HEAD, "\n".join(_contents()), ""]
    for section in sections():
        parts += [f"## {section.title}", ""]
        for each in section.entries:
            parts += [*_section(each), ""]
    return "\n".join(parts)


def _contents() -> Iterator[str]:
    for section in sections():
        yield f"* {section.title}: " + " · ".join(f"[{each.code}](#{each.code})" for each in section.entries)


def _section(entry: Entry) -> Iterator[str]:
    told = entry.told()
    yield from (f"### {entry.code}", "", f"**{told.severity.capitalize()}.** {entry.means}", "")
    if entry.values is None:
        yield from _block("toml", _fragment(entry, told, mended=False))
    yield from _block("text", [*render_diagnostic(told).plain.splitlines(), "", entry.told("zh").message])
    yield from [f"Mended: {entry.cure}" if entry.cure else "Mended:"]
    if entry.values is None:
        yield ""
        yield from _block("toml", _fragment(entry, told, mended=True))


def _block(language: str, lines: Iterable[str]) -> Iterator[str]:
    shown = [line if len(line) <= LONGEST else f"{line[:LONGEST]}…" for line in lines]
    yield from (f"```{language}", *(line.rstrip() for line in shown), "```", "")


def _fragment(entry: Entry, told: Diagnostic, *, mended: bool) -> Iterator[str]:
    """Go through the lines that matter, each below the head of its table; `# …` stands for what is left out."""
    lines = entry.lines()
    wanted = {told.line, *entry.show, *map(int, entry.mend)} & {*range(1, len(lines) + 1)}
    heads = [place for place, line in enumerate(lines, 1) if re.match(r"\[", line)]
    wanted |= {max(above) for place in wanted if (above := [each for each in heads if each <= place])}
    before = 0
    for place in sorted(wanted):
        if before and place in heads:
            yield ""
        elif before and any(line.strip() for line in lines[before : place - 1]):
            yield "# …"
        before = place
        line = entry.mend.get(str(place), lines[place - 1]) if mended else lines[place - 1]
        if not mended or line or str(place) not in entry.mend:
            yield from line.splitlines() or [""]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
