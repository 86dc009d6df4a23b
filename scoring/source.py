"""Sources: TOML text with its data and, when a diagnostic asks for it, the place of every key and value.

The data comes from `tomllib`, which keeps no places; those come from tree-sitter, imported only when one is wanted.
Lines and columns count from 1, in characters.
"""

from __future__ import annotations

import os
import re
import tomllib
from codecs import BOM_UTF8
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from scoring.display import is_chinese
from scoring.errors import Diagnostic, RulesError, closest
from scoring.figures import bounded
from scoring.messages import message
from scoring.nesting import long_keys

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.places import KeyPath, Places

__all__ = ["LARGEST", "Source", "Span", "parse_source", "read_source", "spoken"]

#: The largest file of rules that is read, in bytes: a set of five hundred indicators is a tenth of it.
LARGEST: Final = 4 * 1024 * 1024
#: Tables and lists within one another: a set needs ten.
DEEPEST: Final = 100
# Patterns are texts: most files have no mistake, and never need them.
#: The language that a text says it has.
LANG: Final = r"(?m)^\s*lang\s*=\s*[\"'](zh|en)[\"']"
#: The byte order marks of UTF-16.
MARKS_16: Final = (b"\xff\xfe", b"\xfe\xff")


class Span(NamedTuple):
    """A stretch of one line: from `column` up to, not including, `end_column`."""

    line: int
    column: int
    end_column: int


class Source:
    """One file of TOML: its name as the user gave it, its text and its data (floats as decimals).

    `base` is the set that it extends, once that is found; None for a file that stands alone.
    """

    base: Source | None = None

    def __init__(self, file: str, text: str, data: dict[str, Any]) -> None:
        """Keep what was read; nothing of it is changed afterwards."""
        self.file = file
        self.text = text
        self.data = data

    @property
    def files(self) -> tuple[str, ...]:
        """The files whose places its diagnostics name, in the order in which a reader wants them."""
        return (self.file,)

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def _places(self) -> Places:
        from scoring.places import Places  # noqa: PLC0415 - tree-sitter is loaded for a mistake only

        return Places(self.text)

    def key_span(self, path: KeyPath) -> Span:
        """Return the span of a key, or of the nearest above it that the file has."""
        return Span(*self._places.key(path))

    def value_span(self, path: KeyPath) -> Span:
        """Return the span of a value, up to the end of its first line; of its key, where it has none."""
        return Span(*self._places.value(path))

    def text_span(self, path: KeyPath, column: int, end: int) -> Span:
        """Return the span of a part of a text value, counted in the text as it is read (escapes undone)."""
        first = Span(*self._places.character(path, column))
        last = Span(*self._places.character(path, max(column, end - 1)))
        return first._replace(end_column=last.end_column if last.line == first.line else first.end_column)

    def place(
        self, path: KeyPath, at: Literal["key", "value"] = "key", within: tuple[int, int] | None = None
    ) -> tuple[str, Span]:
        """Return the file that says a key, and the span of it, of its value, or of a part `within` its text."""
        if within is not None:
            return self.file, self.text_span(path, *within)
        return self.file, self.value_span(path) if at == "value" else self.key_span(path)

    def diagnostic(
        self,
        code: str,
        path: KeyPath,
        *,
        lang: str = "en",
        severity: str = "error",
        at: Literal["key", "value"] = "key",
        within: tuple[int, int] | None = None,
        values: Mapping[str, object] | None = None,
    ) -> Diagnostic:
        """Make a diagnostic at a key, at its value, or within its text; `values` fill in the message of `code`."""
        _, span = self.place(path, at, within)
        return Diagnostic(
            self.file,
            span.line,
            span.column,
            span.end_column,
            code,
            message(code, lang, **(values or {})),
            severity,
            tuple(path),
            self._lines[span.line - 1].rstrip("\r") if span.line <= len(self._lines) else "",
        )


def read_source(file: str | os.PathLike[str], *, lang: str | None = None) -> Source:
    """Read a file of TOML; raises `RulesError` with the one diagnostic that says what is wrong with it.

    Without `lang`, the diagnostic is in the language of the file, as far as that can be told.
    """
    name = os.fspath(file)
    raw = _bytes(Path(name), name, lang or "en")
    return parse_source(_decoded(raw, name, lang), name, lang=lang)


def parse_source(text: str, file: str, *, lang: str | None = None) -> Source:
    """Parse TOML text; `file` stands for it in diagnostics. Raises `RulesError` where it is not TOML."""
    lang = lang or spoken(text)
    if long_keys(text):
        raise _failed("toml-deep", file, lang)
    try:
        data = tomllib.loads(text, parse_float=bounded)
    except tomllib.TOMLDecodeError as error:
        from scoring.syntax import mistake  # noqa: PLC0415 - for a mistake only

        raise RulesError([mistake(error, text, file, lang)]) from error
    except (RecursionError, MemoryError) as error:
        raise _failed("toml-deep", file, lang) from error
    except (ValueError, ArithmeticError) as error:
        from scoring.syntax import too_large  # noqa: PLC0415 - for a mistake only

        raise RulesError([too_large(text, file, lang)]) from error
    if _deeper(data, DEEPEST):
        raise _failed("toml-deep", file, lang)
    return Source(file, text, data)


def spoken(text: str) -> str:
    """Return the language of a text that may be no TOML: as its key `lang` says, else Chinese if it has any."""
    if said := re.search(LANG, text):
        return said[1]
    return "zh" if is_chinese(text) else "en"


def _deeper(data: Mapping[str, Any], limit: int) -> bool:
    """Tell whether tables and lists are nested deeper than so many levels."""
    level: list[Any] = [data]
    for _ in range(limit):
        inner = [each.values() if isinstance(each, dict) else each for each in level]
        level = [value for values in inner for value in values if isinstance(value, (dict, list))]
        if not level:
            return False
    return True


def _failed(
    code: str, file: str, lang: str, line: int = 1, published: str | None = None, **values: object
) -> RulesError:
    why = message(code, lang, **values)
    return RulesError([Diagnostic(file, line, 1, 2, published or code, why)])


def _bytes(path: Path, name: str, lang: str) -> bytes:
    try:
        if path.is_dir():
            raise _failed("file-folder", name, lang)
        if not path.exists():
            beside = [each.name for each in path.parent.iterdir()] if path.parent.is_dir() else []
            near = closest(path.name, beside)
            code = "file-absent" if near is None else "file-absent-near"
            raise _failed(code, name, lang, published="file-absent", near=near)
        size = path.stat().st_size
        if size > LARGEST:
            raise _failed("file-large", name, lang, size=-(-size // 1024**2), limit=LARGEST // 1024**2)
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
        if len(raw) > LARGEST:  # what has no size, such as a device, may have no end either
            raise _failed("file-large", name, lang, size=-(-len(raw) // 1024**2), limit=LARGEST // 1024**2)
    except OSError as error:
        raise _failed("file-unreadable", name, lang, why=error.strerror or str(error)) from error
    if not raw.strip():
        raise _failed("file-empty", name, lang)
    return raw


def _decoded(raw: bytes, name: str, lang: str | None) -> str:
    try:
        return raw.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        encoding = "UTF-16" if raw[:2] in MARKS_16 else "GB18030" if _is_gb18030(raw) else ""
        code = "file-encoding" if encoding else "file-encoding-unknown"
        spoken = lang or ("zh" if encoding == "GB18030" else "en")
        raise _failed(code, name, spoken, line, "file-encoding", encoding=encoding) from error


def _is_gb18030(raw: bytes) -> bool:
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True
