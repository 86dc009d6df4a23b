"""Results as cells that people read: the set's decimals, and nothing that a spreadsheet would run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from scoring.report_columns import decimals, is_points
from scoring.report_csv import FORMULA, NUMBER

if TYPE_CHECKING:
    from scoring.indicators import IndicatorSet

__all__ = ["in_decimals", "safe"]

#: Decimals of shares, measures and coverage, as in the JSON of a sheet.
SHARE_DIGITS: Final = 10
IS_NUMBER: Final = f"^(?:{NUMBER.pattern})$"
#: What `report_text.harmless` does to a text, as patterns.
BREAKS: Final = r"[\n\r\t\x0b\x0c\x{85}\p{Zl}\p{Zp}]"
CONTROLS: Final = r"[\p{Cc}\x{fffe}\x{ffff}]"
UNSEEN: Final = r"[\p{Cf}\x{fe00}-\x{fe0f}]"


def in_decimals(frame: pl.DataFrame, rules: IndicatorSet) -> pl.DataFrame:
    """Give points the set's decimals and everything else ten: 9.92, not 9.920000000001."""
    floats = [name for name, kind in frame.schema.items() if kind.is_float()]
    digits = {name: decimals(rules) if is_points(name) else SHARE_DIGITS for name in floats}
    return frame.with_columns(pl.col(name).round(count) for name, count in digits.items())


def safe(frame: pl.DataFrame, rules: IndicatorSet) -> pl.DataFrame:
    """Write points with all the set's decimals; make texts harmless, an apostrophe before what starts a formula."""
    points = [pl.col(name).cast(pl.Decimal(38, decimals(rules))) for name in frame.columns if is_points(name)]
    texts = [_text(name) for name, kind in frame.schema.items() if kind == pl.String and not name.endswith(".status")]
    return frame.with_columns(*points, *texts)


def _text(name: str) -> pl.Expr:
    shown = pl.col(name).str.replace_all(BREAKS, " ").str.replace_all(CONTROLS, "?").str.replace_all(UNSEEN, "")
    begins = [each.str.strip_chars_start(" ") for each in (pl.col(name), shown)]
    starts = pl.any_horizontal(each.str.starts_with(sign) for each in begins for sign in FORMULA)
    runs = starts & ~shown.str.contains(IS_NUMBER)
    return pl.when(runs).then(pl.concat_str(pl.lit("'"), shown)).otherwise(shown).alias(name)
