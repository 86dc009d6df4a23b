"""Texts of frames in their plain form, as every library makes it: NFKC, without space at the ends, never empty.

Narwhals cannot normalise, so this is the one step that is made natively, before anything else.
"""

from __future__ import annotations

import sys
import unicodedata
from typing import TYPE_CHECKING, Any, Final, Literal

import narwhals as nw

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PlainForm", "plain_texts"]

#: How a text is made plain: as a text, or as a figure (raised and circled digits stay none), which may have a unit.
PlainForm = Literal["text", "figure", "quantity"]
#: What Python takes off at the ends of a text.
SPACE: Final = "".join(map(chr, [*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B)])) + (
    "\u2028\u2029\u202f\u205f\u3000"
)
#: Raised and circled digits and fractions, of which NFKC would make other numbers.
ODD: Final = "[²³¹¼-¾⁰⁴-⁹₀-₉⅐-⅟↉①-⒛⓪㉑-㉟㊱-㊿\U0001d7ce-\U0001d7ff\U0001f100-\U0001f10a\U0001fbf0-\U0001fbf9]"
#: What stands for a text that is no figure.
NO_FIGURE: Final = "?"


def plain_texts(frame: nw.LazyFrame[Any], columns: Mapping[str, PlainForm]) -> nw.LazyFrame[Any]:
    """Return a frame whose columns of texts are in plain form, and empty ones null."""
    if not columns:
        return frame
    make = _polars if frame.implementation.is_polars() else _duckdb
    found: nw.LazyFrame[Any] = nw.from_native(make(nw.to_native(frame), columns))
    return found


def _polars(frame: Any, columns: Mapping[str, PlainForm]) -> Any:
    import polars as pl  # noqa: PLC0415 - only where a frame is one of Polars

    def plain(name: str, form: PlainForm) -> Any:
        text = pl.col(name).cast(pl.String)
        if form == "quantity":
            text = text.str.replace_all("m[²³]", "m").str.replace_all("M[²³]", "M")
        found = text.str.normalize("NFKC").str.strip_chars(SPACE)
        if form != "text":
            found = pl.when(text.str.contains(ODD)).then(pl.lit(NO_FIGURE)).otherwise(found.str.replace_all("−", "-"))
        return pl.when(found != "").then(found).alias(name)

    return frame.with_columns([plain(name, form) for name, form in columns.items()])


def _duckdb(relation: Any, columns: Mapping[str, PlainForm]) -> Any:
    def plain(name: str, form: PlainForm) -> str:
        own = f'"{name.replace(chr(34), chr(34) * 2)}"'
        text = f"CAST({own} AS VARCHAR)"
        if form == "quantity":
            text = f"regexp_replace({text}, '([mM])[²³]', '\\1', 'g')"
        characters = f"list_transform(string_split({text}, ''), lambda c: coalesce({_table()}[c], c))"
        folded = f"list_aggregate({characters}, 'string_agg', '')"
        usual = f"regexp_full_match({text}, '[\\x00-\\x7F一-鿿]*')"
        found = f"trim(CASE WHEN {usual} THEN {text} ELSE nfc_normalize({folded}) END, {_quoted(SPACE)})"
        if form != "text":
            odd = f"regexp_matches({text}, {_quoted(ODD)})"
            found = f"CASE WHEN {odd} THEN '{NO_FIGURE}' ELSE replace({found}, '−', '-') END"
        return f"nullif({found}, '') AS {own}"

    return relation.project("* REPLACE (" + ", ".join(plain(name, form) for name, form in columns.items()) + ")")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _table() -> str:
    """Return, as a map of SQL, the plain form of every character that has another one."""
    found = {
        chr(code): plain
        for code in range(0x80, sys.maxunicode + 1)
        if not 0xD800 <= code <= 0xDFFF and (plain := unicodedata.normalize("NFKC", chr(code))) != chr(code)  # noqa: PLR2004
    }
    return "MAP {" + ", ".join(f"{_quoted(each)}: {_quoted(plain)}" for each, plain in found.items()) + "}"
