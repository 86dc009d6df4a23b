"""Cells of tables in columns: keys in their plain form, numbers as texts, and the unit that a heading gives them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

import polars as pl

from scoring.data_headings import KEY, Matched

__all__ = ["FILE", "LINE", "ROW", "all_keyed", "as_text", "chosen"]

#: The row of the file, as a spreadsheet counts it.
LINE: Final = "line:"
#: The file, where a frame has several.
FILE: Final = "file:"
#: The position of a row of a table among those of its project.
ROW: Final = "row"
#: A number written by hand without any unit, after NFKC (the pattern of `scoring.figures.NUMBER`).
BARE: Final = r"^[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)$"
#: What most keys are: plain already.
USUAL: Final = r"^[!-~一-鿿]*$"


def as_text(cells: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Return cells as texts: numbers by their shortest decimal form, without an exponent; the rest as it is."""
    if dtype == pl.String:
        return cells
    text = cells.cast(pl.String)
    if not dtype.is_float():
        return text
    return text.map_batches(_without_exponent, return_dtype=pl.String(), is_elementwise=True).str.replace(r"\.0*$", "")


def all_keyed(frame: pl.LazyFrame, names: Mapping[int, str], matched: Matched) -> bool:
    """Tell whether every row has something in the column of keys, which is read alone; the arguments as `chosen`."""
    use = matched.columns.get(KEY)
    if use is None:
        return False
    name = names[use.position]
    there = _there(pl.col(name), frame.collect_schema()[name]).fill_null(value=False)
    return bool(frame.select(there.all()).collect(engine="streaming").item())


def chosen(frame: pl.LazyFrame, names: Mapping[int, str], matched: Matched, *, every: bool = False) -> pl.LazyFrame:
    """Return the columns that are used, under their new names, and the rows that have something in them.

    `names` has the frame's names of its columns by position. Texts of projects and keys are in their plain form. Where
    it is known that `every` row has something in it, none need be read to find that out.
    """
    schema = frame.collect_schema()
    found = [pl.col(LINE).cast(pl.Int64)]
    there = []
    for name, use in matched.columns.items():
        cells, dtype = pl.col(names[use.position]), schema[names[use.position]]
        there.append(_there(cells, dtype))
        if name == KEY or name.startswith(f"{KEY}."):
            text = _plain(as_text(cells, dtype))
            cells = pl.when(text.ne("")).then(text)
        elif use.unit is not None and (use.type == "money" or dtype == pl.String):
            cells = _with_unit(as_text(cells, dtype), use.unit)
        elif isinstance(dtype, (pl.Categorical, pl.Enum)):
            cells = cells.cast(pl.String)
        found.append(cells.alias(name))
    return (frame if every else frame.filter(pl.any_horizontal(there))).select(found)


def _there(cells: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    return cells.str.strip_chars().ne("") if dtype == pl.String else cells.is_not_null()


def _plain(texts: pl.Expr) -> pl.Expr:
    odd = pl.when(~texts.str.contains(USUAL)).then(texts)  # nothing costs nothing to normalise
    return pl.coalesce(odd.str.normalize("NFKC").str.strip_chars(), texts)


def _with_unit(texts: pl.Expr, unit: str) -> pl.Expr:
    bare = texts.str.normalize("NFKC").str.strip_chars().str.replace_all("−", "-", literal=True)
    return pl.when(bare.str.contains(BARE)).then(bare + unit).otherwise(texts)


def _without_exponent(texts: pl.Series) -> pl.Series:
    """Write out the numbers, few if any, that are so large or small that they are shown with an exponent."""
    odd = texts.filter(texts.str.contains("e", literal=True)).unique()
    return texts.replace(dict(zip(odd, (format(Decimal(each), "f") for each in odd), strict=True)))
