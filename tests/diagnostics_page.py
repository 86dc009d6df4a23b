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
from textwrap import fill
from typing import TYPE_CHECKING, Any, Final

from scoring.errors import Diagnostic, RulesError
from scoring.loading import check
from scoring.messages import message
from scoring.plugins import load_file, registry
from scoring.report_diagnostic import render_diagnostic
from tests.pages import GENERATED, ROOT

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping

    from scoring.plugins import Registry

PAGE: Final = ROOT / GENERATED
DATA: Final = ROOT / "tests" / "data"
#: The folders of cases, in the order in which they are looked through.
FOLDERS: Final = ("invalid", "plugged")
#: What a case is called on the page.
NAME: Final = "set.toml"
#: Where the lines of the page end, and where a line of a case is cut off.
WIDTH: Final = 120
LONGEST: Final = 160
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
        for each in FOLDERS:
            if (path := DATA / each / name).is_file():
                return path
        raise LookupError(f"[{self.code}] has no case {name}: {self.cases()}")

    def cases(self) -> str:
        """Return what else may be its case, as a hint."""
        texts = sorted((DATA / FOLDERS[0]).glob("*.txt"))
        shown = [each.stem for each in texts if f": {self.code}: " in each.read_text(encoding="utf-8")]
        return f"write `case = ...` with one of {', '.join(shown)}" if shown else "no file beside the cases expects it"

    def mended(self) -> str:
        """Return the whole case with its mended lines."""
        lines = self.path.read_text(encoding="utf-8").splitlines()
        if beyond := {int(place) for place in self.mend} - {*range(1, len(lines) + 1)}:
            raise LookupError(f"[{self.code}] mends line {min(beyond)}, and {self.path.name} has {len(lines)}")
        kept = [
            self.mend.get(str(place), line) for place, line in enumerate(lines, 1) if self.mend.get(str(place)) != ""
        ]
        return "".join(f"{line}\n" for line in kept)

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
            raise LookupError(f"[{self.code}] is not what is wrong with {self.path.name}: {self.cases()}")
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
    parts = [HEAD.rstrip(), "\n".join(_contents())]
    for section in sections():
        parts.append(f"## {section.title}")
        for each in section.entries:
            parts += _paragraphs(each)
    return "\n\n".join(parts) + "\n"


def _contents() -> Iterator[str]:
    for section in sections():
        yield _filled(f"* {section.title}: " + " · ".join(f"[{each.code}](#{each.code})" for each in section.entries))


def _paragraphs(entry: Entry) -> Iterator[str]:
    told = entry.told()
    yield f"### {entry.code}"
    yield _filled(f"**{told.severity.capitalize()}.** {entry.means}")
    if entry.values is None:
        yield _block("toml", _fragment(entry, told, mended=False))
    yield _block("text", [*render_diagnostic(told).plain.splitlines(), "", entry.told("zh").message])
    yield _filled(f"Cure: {entry.cure}".strip())
    if entry.values is None:
        yield _block("toml", _fragment(entry, told, mended=True))


def _filled(text: str) -> str:
    indent = "  " if text.startswith("* ") else ""
    return fill(text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _block(language: str, lines: Iterable[str]) -> str:
    return "\n".join([f"```{language}", *(line.rstrip() for line in lines), "```"])


def _fragment(entry: Entry, told: Diagnostic, *, mended: bool) -> Iterator[str]:
    """Go through the lines that matter, each below the head of its table; `# …` stands for what is left out."""
    lines = entry.path.read_text(encoding="utf-8").splitlines()
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
            yield from (each if len(each) <= LONGEST else f"{each[:LONGEST]}…" for each in line.splitlines())


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
