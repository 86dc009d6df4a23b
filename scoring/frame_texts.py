"""Texts of frames in their plain form, as every library makes it: NFKC, without space at the ends, never empty.

Narwhals cannot normalise, so this is the one step that is made natively, before anything else.
"""

from __future__ import annotations

import unicodedata
from functools import cache
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
#: What most texts are: plain already, of ASCII, Chinese characters and signs.
USUAL: Final = "!-~一-鿿≥≤、。《》“”"
PLAIN: Final = f"(?:[{USUAL}](?:[ {USUAL}]*[{USUAL}])?)?"
#: What stands for a text that is no figure.
NO_FIGURE: Final = "?"
#: No character from here on has a plain form that NFC does not give it.
PLANES: Final = 0x20000
#: So many characters have their plain forms side by side.
BLOCK: Final = 64
#: Where a block begins that has no plain form: behind all lists.
NOWHERE: Final = 1_000_000
SEPARATOR: Final = "\x1f"
#: What Spark has for its own collations, and gives no function for.
NORMALIZER: Final = ("com.ibm.icu.text.Normalizer", "compose")
FORMS: Final = '"text:forms"'
BEGINS: Final = '"text:begins"'
#: The plain form of the character c.
CHARACTER: Final = f"coalesce(nullif({FORMS}[{BEGINS}[ord(c) // {BLOCK} + 1] + ord(c) % {BLOCK} + 1], ''), c)"


def plain_texts(frame: nw.LazyFrame[Any], columns: Mapping[str, PlainForm]) -> nw.LazyFrame[Any]:
    """Return a frame whose columns of texts are in plain form, and empty ones null."""
    if not columns:
        return frame
    kind = frame.implementation
    make = _polars if kind.is_polars() else _spark if kind.is_spark_like() else _duckdb
    found: nw.LazyFrame[Any] = nw.from_native(make(nw.to_native(frame), columns))
    return found


def _polars(frame: Any, columns: Mapping[str, PlainForm]) -> Any:
    import polars as pl  # noqa: PLC0415 - only where a frame is one of Polars

    def plain(name: str, form: PlainForm) -> Any:
        own = pl.col(name).cast(pl.String)
        text: Any = pl.when(~own.str.contains(f"^{PLAIN}$")).then(own)  # nothing costs nothing to normalise
        if form == "quantity":
            text = text.str.replace_all("m[²³]", "m").str.replace_all("M[²³]", "M")
        found = text.str.normalize("NFKC").str.strip_chars(SPACE)
        if form != "text":
            found = pl.when(text.str.contains(ODD)).then(pl.lit(NO_FIGURE)).otherwise(found.str.replace_all("−", "-"))
        found = pl.coalesce(found, own)
        return pl.when(found != "").then(found).alias(name)

    return frame.with_columns([plain(name, form) for name, form in columns.items()])


def _spark(frame: Any, columns: Mapping[str, PlainForm]) -> Any:
    from pyspark.sql import functions as F  # noqa: N812, PLC0415 - as everybody calls it, only where a frame is Spark's

    def plain(name: str, form: PlainForm) -> Any:
        own = text = F.coalesce(F.col(name).cast("string"), F.lit(""))
        if form == "quantity":
            text = F.regexp_replace(text, "([mM])[²³]", "$1")
        found = F.btrim(F.reflect(*map(F.lit, NORMALIZER), text, F.lit(True)), F.lit(SPACE))  # noqa: FBT003 - by place
        if form != "text":
            found = F.when(text.rlike(ODD), NO_FIGURE).otherwise(F.replace(found, F.lit("−"), F.lit("-")))
        return F.when(own.rlike(f"^{PLAIN}\\z"), own).otherwise(found)

    made = frame.withColumns({name: plain(name, form) for name, form in columns.items()})
    return made.withColumns({name: F.nullif(F.col(name), F.lit("")) for name in columns})


def _duckdb(relation: Any, columns: Mapping[str, PlainForm]) -> Any:
    def plain(name: str, form: PlainForm) -> str:
        own = text = f"CAST({_named(name)} AS VARCHAR)"
        if form == "quantity":
            text = f"regexp_replace({text}, '([mM])[²³]', '\\1', 'g')"
        characters = f"list_transform(string_split({text}, ''), lambda c: {CHARACTER})"
        found = f"trim(nfc_normalize(list_aggregate({characters}, 'string_agg', '')), {_quoted(SPACE)})"
        if form != "text":
            odd = f"regexp_matches({text}, {_quoted(ODD)})"
            found = f"CASE WHEN {odd} THEN '{NO_FIGURE}' ELSE replace({found}, '−', '-') END"
        return f"CASE WHEN regexp_full_match({own}, '{PLAIN}') THEN {own} ELSE {found} END AS {_named(name)}"

    # step by step: what a step uses twice would otherwise be planned twice
    there = [f"nullif({_named(name)}, '') AS {_named(name)}" for name in columns]
    made = relation.project(f"*, {_characters()}").project(
        f"* EXCLUDE ({FORMS}, {BEGINS}) REPLACE (" + ", ".join(plain(*each) for each in columns.items()) + ")"
    )
    return made.project(f"* REPLACE ({', '.join(there)})")


def _named(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@cache
def _characters() -> str:
    """Return, as columns of SQL, the plain forms of the characters that `nfc_normalize` leaves as they are.

    They stand in one list, block by block, and a second one tells where each block begins: so a character is found by
    its place. Each list is written as one text, which costs the planner next to nothing.
    """
    forms: list[str] = []
    begins: list[str] = []
    for first in range(0, PLANES, BLOCK):
        block = [_compatible(code) for code in range(first, first + BLOCK)]
        begins.append(str(len(forms) if any(block) else NOWHERE))
        forms += block if any(block) else []
    lists = [f"string_split({_quoted(SEPARATOR.join(each))}, {_quoted(SEPARATOR)})" for each in (forms, begins)]
    return f"{lists[0]} AS {FORMS}, CAST({lists[1]} AS INTEGER[]) AS {BEGINS}"


def _compatible(code: int) -> str:
    """Return the plain form of a character where NFC is another, else an empty text."""
    if 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 - halves of characters
        return ""
    plain = unicodedata.normalize("NFKC", chr(code))
    return "" if plain == unicodedata.normalize("NFC", chr(code)) else plain
