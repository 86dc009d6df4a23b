"""Texts and numbers on a page: made harmless, measured in terminal cells, wrapped, formatted.

A wide character (Chinese) takes two cells. Some (dashes, dots, the times sign) take one cell in Western
terminals and two in some East Asian ones: reports keep them out of columns, all but the blocks of a bar.
"""

import re
import unicodedata
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final, NamedTuple

from rich.cells import cell_len, chop_cells

__all__ = [
    "BAR_CELLS",
    "BAR_STYLE",
    "DASH",
    "NARROWEST",
    "Medium",
    "bar",
    "fraction_digits",
    "harmless",
    "percent",
    "points",
    "storable",
    "wrap",
]

DASH: Final = "-"
BAR_CELLS: Final = 8
BAR_STYLE: Final = "cyan"
#: The narrowest page, in cells.
NARROWEST: Final = 24
EIGHTHS: Final = " ▏▎▍▌▋▊▉█"
HUNDRED: Final = Decimal(100)
#: Wide enough for any number of a sheet; the caller's own decimal context plays no part.
EXACT: Final = Context(prec=60, rounding=ROUND_HALF_UP)
#: Characters that XML, of which office files are made, cannot hold, beside control characters and surrogates.
NO_XML: Final = frozenset("\ufffe\uffff")
#: What stands for a character that an encoding does not have, where there is something better than "?".
PLAINER: Final = dict(zip("×÷·—–“”‘’（），：；", "x/|--\"\"''(),:;", strict=True)) | {
    "…": "...",
    "≥": ">=",
    "≤": "<=",
    "±": "+/-",
    "→": "->",
}

OPENING: Final = "（〔【《〈「『［｛“‘"
CLOSING: Final = r"，。、；：？！）〕】》〉」』］｝％”’…—,.;:?!)\]}%"
NARROW: Final = "!-\u10ff\u2010-\u2e7f"
#: What chooses between two looks of the character before it.
VARIATION: Final = frozenset(map(chr, range(0xFE00, 0xFE10)))
#: The smallest piece of a line: a run of narrow characters, or a single wide one, with the marks that cling to it.
PIECE: Final = re.compile(rf"[{OPENING}]*(?:[{NARROW}]+|\S)[{CLOSING}]*\s*")


class Medium(NamedTuple):
    """Where a text will be shown: `width` cells, in an `encoding`; a `plain` one has no block characters."""

    width: int
    encoding: str = "utf-8"
    plain: bool = False

    @property
    def blocks(self) -> bool:
        """Whether bars and rules can be drawn with block and box characters."""
        return not self.plain and self._has(EIGHTHS + "─")

    @property
    def rule(self) -> str:
        """The character that rules are made of."""
        return "─" if self.blocks else "-"

    def _has(self, text: str) -> bool:
        try:
            text.encode(self.encoding)
        except (UnicodeEncodeError, LookupError):
            return False
        return True

    def show(self, text: str) -> str:
        """Make a text of the data harmless, without characters that the encoding does not have."""
        shown = harmless(text)
        if self._has(shown):
            return shown
        return "".join(each if self._has(each) else PLAINER.get(each, "?") for each in shown)


def harmless(text: str) -> str:
    r"""Make a text of the data harmless to a page.

    Line breaks and tabs become spaces; control characters, lone surrogates and what no XML can hold become `?`;
    invisible ones (joiners, overrides of direction, variation selectors), about whose width terminals disagree, are
    dropped.

    >>> harmless("a\nb\x1b[31m\u202ec")
    'a b?[31mc'
    """
    return "".join(_harmless(text))


def storable(text: str) -> str:
    r"""Make a text of the data harmless line by line, for a cell or a paragraph that has room for several.

    >>> storable("a\nb\x1bc\uffff")
    'a\nb?c?'
    """
    return "\n".join(map(harmless, text.split("\n")))


def _harmless(text: str) -> Iterator[str]:
    if text.isprintable() and VARIATION.isdisjoint(text):
        yield text
        return
    for character in text:
        category = unicodedata.category(character)
        if character in "\n\r\t\v\f\x85" or category in {"Zl", "Zp"}:
            yield " "
        elif category in {"Cc", "Cs"} or character in NO_XML:
            yield "?"
        elif category != "Cf" and character not in VARIATION:
            yield character


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` cells (two or more), at spaces and between wide characters.

    No line begins with a closing mark or ends with an opening one, unless the width leaves no choice.

    >>> wrap("资金到位，支出合规。", 8)
    ['资金到', '位，支出', '合规。']
    """
    text = text.strip()
    if cell_len(text) <= width:
        return [text]
    lines: list[str] = []
    line, used = "", 0
    for piece in PIECE.findall(text):
        bare = piece.rstrip()
        size = cell_len(bare)
        if used + size <= width:
            line += piece
            used += size if bare == piece else cell_len(piece)
            continue
        if line:
            lines.append(line.rstrip())
        *full, line = chop_cells(piece, width) if size > width else [piece]
        lines += full
        used = cell_len(line)
    return [*lines, line.rstrip()]


def fraction_digits(value: Decimal) -> int:
    """Count the digits behind the decimal point, trailing zeros included, at most six."""
    exponent = value.as_tuple().exponent
    return min(max(-exponent, 0), 6) if isinstance(exponent, int) else 0


def points(value: Decimal, digits: int) -> str:
    """Write points with `digits` decimals.

    >>> points(Decimal("9.9"), 2), points(Decimal(100), 0)
    ('9.90', '100')
    """
    rounded = value.quantize(Decimal(1).scaleb(-digits), context=EXACT)
    return f"{rounded.copy_abs() if rounded == 0 else rounded:f}"


def percent(share: Decimal, digits: int = 0) -> str:
    """Write a share with at most `digits` decimals; 100% is all and 0% is nothing, never the next best.

    >>> percent(Decimal("0.999")), percent(Decimal("0.001")), percent(Decimal("0.642857"), 2)
    ('99%', '<1%', '64.29%')
    """
    step = Decimal(1).scaleb(-digits)
    value = EXACT.multiply(share, HUNDRED).quantize(step, context=EXACT)
    if share > 0 and value == 0:
        return f"<{step}%"
    if share < 1:
        value = min(value, HUNDRED - step)
    text = f"{value:f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"


def bar(share: Decimal, medium: Medium) -> str:
    """Draw a share, 0 to 1, in eighths of a cell; only all of it fills the bar, only nothing leaves it empty.

    >>> bar(Decimal("0.5"), Medium(80)), bar(Decimal("0.5"), Medium(80, "ascii"))
    ('████', '####')
    """
    steps = 8 if medium.blocks else 1
    filled = int(EXACT.multiply(min(max(share, Decimal(0)), Decimal(1)), Decimal(BAR_CELLS * steps)))
    if share > 0:
        filled = max(filled, 1)
    whole, rest = divmod(filled, steps)
    return ("█" * whole + EIGHTHS[rest]).rstrip() if medium.blocks else "#" * whole
