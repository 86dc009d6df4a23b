"""Cells of tables in SQL: what `scoring.data_cells` does with columns, in the words of DuckDB."""

from typing import Final

__all__ = ["key_of", "quoted", "renamed", "there", "with_unit"]

#: A number written by hand without any unit (the pattern of `scoring.figures.NUMBER`).
BARE: Final = r"[+-]?([0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?|[0-9]+(\.[0-9]+)?|\.[0-9]+)"
#: DuckDB has no NFKC: the full-width forms of ASCII and the ideographic space are what keyboards write.
WIDE: Final = "".join(map(chr, range(0xFF01, 0xFF5F))) + "　−"
NARROW: Final = "".join(map(chr, range(0x21, 0x7F))) + " -"
#: Texts that are plain already, which most are: to translate one takes many times as long as to see that.
USUAL: Final = "[!-~一-鿿]*"
#: What is stripped.
BLANK: Final = " \t\r\n"
#: Types that are shown with an exponent where numbers are large or small.
FLOATS: Final = ("FLOAT", "DOUBLE")


def quoted(name: str) -> str:
    """Return a name as queries write it.

    >>> quoted('a"b')
    '"a""b"'
    """
    return '"' + name.replace('"', '""') + '"'


def renamed(cells: str, name: str) -> str:
    """Return a column of a query under its new name."""
    return f"{cells} as {quoted(name)}"


def there(cells: str) -> str:
    """Return the condition that a cell has something in it."""
    return f"coalesce(trim(cast({cells} as varchar)), '') <> ''"


def key_of(cells: str, type_: str) -> str:
    """Return keys, and other texts of projects, in their plain form."""
    return f"nullif({_plain(_text(cells, type_))}, '')"


def with_unit(cells: str, type_: str, unit: str) -> str:
    """Return cells as texts, with a unit where a number has none."""
    text = _text(cells, type_)
    bare = _plain(text)
    return f"case when regexp_full_match({bare}, {_literal(BARE)}) then {bare} || {_literal(unit)} else {text} end"


def _plain(text: str) -> str:
    plain = f"trim(translate({text}, {_literal(WIDE)}, {_literal(NARROW)}), {_literal(BLANK)})"
    return f"case when regexp_full_match({text}, {_literal(USUAL)}) then {text} else {plain} end"


def _text(cells: str, type_: str) -> str:
    """Return cells as texts, numbers without an exponent and without a fraction that is none."""
    text = f"cast({cells} as varchar)"
    if type_ not in FLOATS:
        return text
    digits = f"replace(regexp_extract({text}, '([0-9.]+)e', 1), '.', '')"
    exponent = f"try_cast(regexp_extract({text}, 'e(.*)', 1) as integer)"
    large = f"rpad({digits}, {exponent} + 1, '0')"
    small = f"'0.' || repeat('0', -{exponent} - 1) || {digits}"
    sign = f"case when {cells} < 0 then '-' else '' end"
    whole = f"{sign} || case when {exponent} > 0 then {large} else {small} end"
    return f"case when contains({text}, 'e') then {whole} else regexp_replace({text}, '\\.0*$', '') end"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
