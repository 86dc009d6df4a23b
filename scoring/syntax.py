"""Mistakes in the syntax of TOML: what tomllib says of them, in the words of the catalogue and at their place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scoring.errors import Diagnostic
from scoring.messages import message

if TYPE_CHECKING:
    from tomllib import TOMLDecodeError

__all__ = ["mistake", "too_large"]

PLACE: Final = r" \(at (?:line (\d+), column (\d+)|end of document)\)$"
#: The key, or the head of a table, that a line begins with.
KEY: Final = r"\s*(?:\[\[?\s*)?([^\s=\]\[{][^=\]]*?)\s*[=\]]"
#: Numbers that Python refuses to read.
TOO_LARGE: Final = r"[\d_]{4300,}|[\d.]+[eE][+-]?\d{18,}"
#: What tomllib says, and the sentence for it.
SYNTAX: Final = (
    ("Cannot overwrite a value", "toml-twice"),
    ("Cannot declare", "toml-twice"),
    ("Cannot mutate", "toml-twice"),
    ("Duplicate inline table key", "toml-twice"),
    ("Invalid initial character for a key part", "toml-key"),
    ("Expected '=' after a key", "toml-equals"),
    ("Expected newline or end of document", "toml-rest"),
    ("Illegal character '\\n'", "toml-string"),
    ("Unterminated string", "toml-quotes"),
    ("Expected \"'''\"", "toml-quotes"),
    ('Expected \'"""\'', "toml-quotes"),
    ('Expected "\'"', "toml-string"),
    ("Invalid statement", "toml-key"),
    ("Invalid date or datetime", "toml-date"),
    ("Unclosed", "toml-unclosed"),
    ("Expected ']", "toml-unclosed"),
    ("Unescaped '\\'", "toml-backslash"),
    ("Invalid value", "toml-value"),
)
FULL_WIDTH: Final = str.maketrans(
    {"＝": "=", "，": ",", "［": "[", "］": "]", "｛": "{", "｝": "}", "“": '"', "”": '"', "。": "."}
)


def _line(text: str, line: int) -> str:
    lines = text.split("\n", line)
    return lines[line - 1].rstrip("\r") if line <= len(lines) else ""


def _twice(said: str, line: str, column: int) -> tuple[int, int]:
    """Return where in a line the key stands that has stood in the file before."""
    if inline := re.search(r"inline table key '(.+)'$", said):
        start = line.rfind(inline[1], 0, column - 1)
        return (start + 1, start + 1 + len(inline[1])) if start >= 0 else (column, column + 1)
    key = re.match(KEY, line)
    return (key.start(1) + 1, key.end(1) + 1) if key else (column, column + 1)


def too_large(text: str, file: str, lang: str) -> Diagnostic:
    """Return the mistake of a text with a number that Python refuses to read."""
    found = re.search(TOO_LARGE, text)
    start, end = found.span() if found else (0, 1)
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    why = message("toml-number", lang)
    return Diagnostic(file, line, column, column + end - start, "toml-number", why, source_line=_line(text, line))


def mistake(error: TOMLDecodeError, text: str, file: str, lang: str) -> Diagnostic:
    """Return what tomllib found wrong with a text, in the words of the catalogue, at its place."""
    said = str(error)
    found = re.search(PLACE, said)
    original = said[: found.start()] if found else said
    if found is not None and found[1] is not None:
        line, column = int(found[1]), int(found[2])
    else:
        stripped = text.rstrip()
        line = stripped.count("\n") + 1
        column = len(stripped) - (stripped.rfind("\n") + 1) + 1
    source_line = _line(text, line)
    code = next((code for beginning, code in SYNTAX if original.startswith(beginning)), "toml-syntax")
    character = source_line[column - 1 : column]
    if character and character != character.translate(FULL_WIDTH):
        code = "toml-full-width"
    if character and (character < " " or character == "\x7f") and character != "\t":
        code = "toml-control"
    end = column + 1
    if code == "toml-twice":  # tomllib stops behind it
        column, end = _twice(original, source_line, column)
    elif code == "toml-backslash":
        column, end = column - 2, column
    values = {"why": original, "found": character, "write": character.translate(FULL_WIDTH)}
    return Diagnostic(
        file,
        line,
        column,
        end,
        "toml-syntax",
        message(code, lang, **values),
        source_line=source_line,
    )
